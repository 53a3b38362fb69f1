//! Requests of operations with bindings, to the byte: five of a made-up model, and one cut from a model of botocore.

use wireproof::contract::Contract;
use wireproof::json::Json;
use wireproof::protocol::{IDEMPOTENCY_TOKEN, with_tokens, write_request};

use super::settings::{Snapshot, Subject};
use super::wire::visible;

pub(crate) const SUBJECT: Subject = Subject { name: "bound-requests", filters: &[], list };

const MADE_UP: &str = include_str!("../../src/fuzzing/bound/model.json");

/// Lambda's Invoke, cut from botocore's model.
const INVOKE: &str = include_str!("models/invoke.json");

/// An input by its name: the operation, why it is there, and its JSON text.
type Input = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const INPUTS: &[Input] = &[
    ("put-every-member", "PutThing", "Every part of a request: labels, query, fields, body.",
        r#"{"Group":"a b/c","Key":"docs/é:1/%","Page":-7,"Tags":["x","y&z",""],"Since":1659346200.5,"Parameters":{"p q":"1","kind":"lost"},"Owner":"Ann","Size":9007199254740993,"Draft":false,"Changed":1659346200,"Labels":["plain","a, b","say \"hi\"",""],"Numbers":[1,-2],"Dates":[0,1659346200],"Color":"deep green","Json":"{\"a\":1}","Metadata":{"Owner":"x","b2":""},"Name":"n","Choice":{"Number":"NaN"},"Anything":{"n":123456789012345678901234567890},"Data":"AP+/","Made":1659346200,"Total":18446744073709551616,"Parts":[{"Id":1,"At":0}],"Sparse":{"a":null,"b":0.1}}"#),
    ("put-required-members", "PutThing", "What is absent is not sent, and the token is filled in.",
        r#"{"Group":"g","Key":"k","Name":""}"#),
    ("upload", "UploadThing", "A blob is the body as it is, with the type that a member names, and a checksum.",
        r#"{"Id":42,"Type":"image/png","Content":"iVBORw0KGgo="}"#),
    ("list-nothing-in-the-body", "ListThings", "No body and no Content-Type.",
        r#"{"Next":"a/b+c=","Most":10,"Colors":["red","new colour"],"Exact":true,"At":1659346200,"Trace":"t"}"#),
    ("text", "SendText", "A timestamp in the path, and a string as the body.",
        r#"{"At":1659346200.25,"Text":"Größe \"1\"\n"}"#),
    ("choice", "SendChoice", "A union is the body, and a member is in the host and in a field.",
        r#"{"Account":"a1","Choice":{"Choices":[{"Text":"t"},{"Part":{"Id":1,"Bytes":""}}]}}"#),
    ("lambda-invoke", "Invoke", "A model of botocore: a label, a query, fields, and a blob as the body.",
        r#"{"FunctionName":"arn:aws:lambda:us-east-1:123456789012:function:f","InvocationType":"DryRun","LogType":"Tail","ClientContext":"eyJhIjoxfQ==","Qualifier":"$LATEST","Payload":"eyJrIjoxfQ=="}"#),
];

fn list() -> Vec<Snapshot> {
    let shown = INPUTS.iter().map(|&(name, operation, why, input)| {
        Snapshot::new(name, why, move || show(operation, input))
    });
    shown.collect()
}

fn show(operation: &str, input: &str) -> String {
    let file = if operation == "Invoke" { INVOKE } else { MADE_UP };
    let contract = Contract::from_file(file, Some(operation)).expect("it is a contract");
    let value = Json::parse(input).expect(input);
    let filled = with_tokens(&contract, value, IDEMPOTENCY_TOKEN);
    let parts = write_request(&contract, &filled).expect("it is valid");
    let request = parts.to_request("example.com");
    let input = visible(input.as_bytes());
    format!("input of {operation}\n{input}\nis sent as\n{}\n", visible(&request.raw))
}
