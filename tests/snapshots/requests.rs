//! Requests: how the oracle encodes an input, and what the reference client sends for it, to the byte.

use std::time::Duration;

use wireproof::contract::Contract;
use wireproof::http::Step;
use wireproof::json::Json;
use wireproof::protocol::write_request;
use wireproof::reference::ReferenceClient;
use wireproof::testee::Endpoint;

use super::settings::{Snapshot, Subject};
use super::wire::{self, indented, visible};

pub(crate) const SUBJECT: Subject = Subject { name: "requests", filters: wire::FILTERS, list };

/// An input by its name: the edition that it is for, why it is there, and its JSON text.
type Input = (&'static str, &'static str, &'static str, &'static str);

const FIRST: &str = "2022-08";
const LAST: &str = "2026-11";

#[rustfmt::skip]
const INPUTS: &[Input] = &[
    ("all-members", FIRST, "Every member that the contract has.",
        r#"{"Domain":"corp.example.com","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}"#),
    ("required-members", FIRST, "An optional member that is not set is not sent.",
        r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-1"}},"InstanceId":"i-1","Username":"u"}"#),
    ("other-order", FIRST, "Members come in the order of the contract, and not in that of the input.",
        r#"{"Username":"u","InstanceId":"i-1","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-1"}},"Domain":"d"}"#),
    ("provider-empty", FIRST, "A structure without members is the union's member all the same.",
        r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"InstanceId":"i-1","Username":"u"}"#),
    ("provider-with-null", FIRST, "A null is not a value: neither in the structure nor beside it.",
        r#"{"Domain":null,"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":null}},"InstanceId":"i-1","Username":"u"}"#),
    ("provider-of-no-member", FIRST, "A union without a member is refused.",
        r#"{"IdentityProvider":{},"InstanceId":"i-1","Username":"u"}"#),
    ("provider-of-null", FIRST, "A union whose one member is null is refused.",
        r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":null},"InstanceId":"i-1","Username":"u"}"#),
    ("provider-of-two-members", FIRST, "A union with two members is refused.",
        r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{},"Okta":{}},"InstanceId":"i-1","Username":"u"}"#),
    ("provider-unknown", FIRST, "A member that the union does not have is refused.",
        r#"{"IdentityProvider":{"Okta":{}},"InstanceId":"i-1","Username":"u"}"#),
    ("provider-handed-back", FIRST, "What an unknown member was decoded as is never sent.",
        r#"{"IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":"Okta"}},"InstanceId":"i-1","Username":"u"}"#),
    ("provider-mistyped", FIRST, "A union that is not an object is refused.",
        r#"{"IdentityProvider":"ActiveDirectoryIdentityProvider","InstanceId":"i-1","Username":"u"}"#),
    ("everything-wrong", FIRST, "Every fault is reported at once.",
        r#"{"Domain":1,"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":[]}},"Username":null,"UserName":"u"}"#),
    ("no-object", FIRST, "An input that is not a structure is refused.", r#"["alice"]"#),
    ("strings-empty", FIRST, "Empty strings are values.",
        r#"{"Domain":"","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":""}},"InstanceId":"","Username":""}"#),
    ("strings-unicode", FIRST, "Text of every plane, decomposed and unseen characters among it.",
        r#"{"Domain":"bücher.例え","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"e\u0301\u200b\u2028"}},"InstanceId":"𝒊\ud83d\ude00","Username":"\u05d0\u202e\ufeff\uffff"}"#),
    ("strings-escapes", FIRST, "What JSON must escape, and what it may.",
        r#"{"Domain":"\"\\\/","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"\b\f\n\r\t"}},"InstanceId":"\u0000\u001f\u007f\u0085","Username":"\\u0041<&>'"}"#),
    ("strings-lone-surrogate", FIRST, "A string that is not Unicode text.",
        r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"InstanceId":"i-1","Username":{"$wtf8":"Ye2ggGI="}}"#),
    ("later-empty", LAST, "Nothing is required in the later editions.", "{}"),
    ("later-every-setting", LAST, "Every setting of a self-managed directory.",
        r#"{"InstanceUserArn":"arn:aws:x:1","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-1","ActiveDirectoryType":"SELF_MANAGED","ActiveDirectorySettings":{"DomainName":"corp","DomainIpv4List":["10.0.0.1","10.0.0.2"],"DomainIpv6List":["::1"],"DomainCredentialsProvider":{"SecretsManagerCredentialsProvider":{"SecretId":"s"}},"DomainNetworkSettings":{"Subnets":[]}},"IsSharedActiveDirectory":false}}}"#),
    ("later-faults", LAST, "The inner union, a required list, an element of null, and a boolean as text.",
        r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"ActiveDirectorySettings":{"DomainIpv4List":["10.0.0.1",null],"DomainCredentialsProvider":{},"DomainNetworkSettings":{}},"IsSharedActiveDirectory":"true"}}}"#),
];

fn list() -> Vec<Snapshot> {
    let shown = INPUTS
        .iter()
        .map(|&(name, edition, why, input)| Snapshot::new(name, why, move || show(edition, input)));
    shown.collect()
}

fn show(edition: &str, input: &str) -> String {
    let contract = Contract::edition(edition).expect("it is embedded");
    let value = Json::parse(input).expect(input);
    let mut text = format!("input, by edition {edition}\n{}\n", visible(input.as_bytes()));
    text += "the oracle encodes\n";
    text += &match write_request(&contract, &value) {
        Ok(request) => {
            let fields = request.headers.iter();
            let fields =
                fields.map(|h| format!("{}: {}\n", h.name, String::from_utf8_lossy(&h.value)));
            let head =
                format!("{} {}\n{}", request.method, request.uri, fields.collect::<String>());
            indented(&head) + "\n" + &visible(request.body_bytes())
        }
        Err(error) => format!("  nothing: {error}\n"),
    };
    if edition == FIRST {
        text += "\nthe reference client sends\n";
        text += &sent(input);
    }
    text
}

/// What the reference client, which is written for the first edition, sends for an input.
fn sent(input: &str) -> String {
    let endpoint = Endpoint::bind().expect("a port is free");
    endpoint.arm(vec![Step::Send(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()), Step::Close]);
    let client = ReferenceClient::new();
    let outcome = client.call(endpoint.url(), input, Duration::from_secs(60));
    let capture = endpoint.take();
    assert!(capture.problems.is_empty() && capture.stray.is_empty(), "{capture:?}");
    match capture.requests.as_slice() {
        [] => format!("  nothing: {outcome}\n"),
        [request] => visible(&request.raw),
        several => panic!("{} requests", several.len()),
    }
}
