//! What the responder answers, without a socket.

use crate::contract::{CONTRACTS, Contract};
use crate::generate::{Choices, Config, ValueMaker};
use crate::http::{Headers, Request, Response};
use crate::json::Json;
use crate::model::Model;
use crate::policy::{Subject, catalogue};
use crate::protocol::{RefusalKind, ResponseReading, validate};
use crate::suite::Suite;

use super::{ANSWER_FIELD, Reply, ReplyKind, Responder};

const INPUT: &str = r#"{"Username":"u","InstanceId":"i","IdentityProvider":{"ActiveDirectoryIdentityProvider":{}}}"#;

fn default() -> Responder {
    Responder::new(vec![Contract::default()], 7)
}

/// A request that asks for an answer.
fn asking(asks: &[&str]) -> Request {
    let mut headers: Headers = [("Content-Type", "application/json")].into_iter().collect();
    asks.iter().for_each(|asks| headers.push("X-Wireproof-Answer", *asks));
    Request::new("POST", "/user/DisassociateUser", headers, INPUT.as_bytes())
}

fn response(reply: &Reply) -> Response {
    reply.response.clone().into_answer().response()
}

fn code(reply: &Reply) -> Option<&str> {
    reply.response.headers.only("x-amzn-errortype")?.text()
}

fn json(reply: &Reply) -> Json {
    Json::parse(reply.response.body.as_deref().unwrap_or_default()).expect("the body is JSON")
}

fn message(reply: &Reply) -> String {
    json(reply).get("message").and_then(Json::as_str).expect("it has a message").to_owned()
}

/// Complains if a success is not valid by the contract.
fn check_success(contract: &Contract, reply: &Reply) {
    let response = response(reply);
    assert_eq!(reply.kind, ReplyKind::Generated, "{reply:?}");
    let ResponseReading::Success(reading) = contract.protocol().read_response(contract, &response)
    else {
        panic!("no success: {response:?}");
    };
    assert!(reading.bound.iter().all(|bound| bound.value.is_some()), "{response:?}");
    assert!(
        reading.body.decoded().is_none_or(|decoded| decoded.refusal().is_none()),
        "{response:?}"
    );
    let output = reading.output(contract);
    let faults = validate(contract.model(), contract.operation().output(), &output);
    assert!(faults.is_empty(), "{faults:?} in {output}");
}

#[test]
fn valid_inputs_get_valid_outputs() {
    let embedded = CONTRACTS.iter().map(|c| Contract::embedded(c.name, None).expect("embedded"));
    let any = Contract::parcels("SendParcel").expect("it has the operation");
    let names: Vec<_> = any.model().operations().map(|o| o.name().to_owned()).collect();
    let parcels: Vec<_> =
        names.iter().map(|name| Contract::parcels(name).expect("an operation")).collect();
    let service = Responder::new(parcels.clone(), 3);
    let alone = embedded.map(|contract| (Responder::new(vec![contract.clone()], 3), contract));
    let alone: Vec<_> = alone.collect();
    let of_service = parcels.into_iter().map(|contract| (&service, contract));
    let all = alone.iter().map(|(responder, contract)| (responder, contract.clone()));
    for (responder, contract) in all.chain(of_service) {
        let (maker, mut accepted) = (ValueMaker::new(&contract), 0);
        for seed in 0..20 {
            let mut choices = Choices::from_seed(seed);
            let input = maker.input(&Config::realistic(), &mut choices);
            let parts =
                contract.protocol().write_request(&contract, &input).expect("a valid input");
            let reply = responder.reply(&parts.to_request("x"));
            assert_eq!(reply.operation.as_deref(), Some(contract.operation().name()));
            // Texts that are drawn do not match every pattern.
            if reply.kind == ReplyKind::Refused(RefusalKind::Validation) {
                continue;
            }
            check_success(&contract, &reply);
            accepted += 1;
        }
        assert!(accepted > 0, "{}", contract.operation().name());
    }
}

#[test]
fn the_seed_and_the_input_decide() {
    let body = |responder: &Responder, asks: &[&str]| responder.reply(&asking(asks)).response.body;
    let first = body(&default(), &[]);
    assert_eq!(body(&default(), &["delay=5"]), first);
    assert_ne!(body(&Responder::new(vec![Contract::default()], 8), &[]), first);
    // An idempotency token is another one in each call.
    let model = r#"{"smithy":"2.0","shapes":{
        "a#Op":{"type":"operation","input":{"target":"a#In"},"output":{"target":"a#Out"},
            "traits":{"smithy.api#http":{"method":"POST","uri":"/"}}},
        "a#In":{"type":"structure","members":{"other":{"target":"smithy.api#String"},
            "token":{"target":"smithy.api#String","traits":{"smithy.api#idempotencyToken":{}}}}},
        "a#Out":{"type":"structure","members":{
            "a":{"target":"smithy.api#String","traits":{"smithy.api#required":{}}},
            "b":{"target":"smithy.api#Long","traits":{"smithy.api#required":{}}}}}}}"#;
    let contract = Contract::from_smithy(model, None).expect("a contract");
    let responder = Responder::new(vec![contract], 1);
    let bodies = ["{}", r#"{"token":"x"}"#, r#"{"other":"x"}"#].map(|body| {
        let headers = [("Content-Type", "application/json")].into_iter().collect();
        responder.reply(&Request::new("POST", "/", headers, body.as_bytes())).response.body
    });
    assert_eq!(bodies[0], bodies[1]);
    assert_ne!(bodies[0], bodies[2]);
}

#[test]
fn the_operation_with_the_most_specific_pattern_answers() {
    let operation = |name: &str, method: &str, uri: &str| {
        let input = match uri.contains("{x") {
            true => r#""input":{"target":"a#In"},"#,
            false => "",
        };
        format!(
            r##""a#{name}":{{"type":"operation",{input}"traits":{{"smithy.api#http":{{"method":"{method}","uri":"{uri}"}}}}}},"##
        )
    };
    let operations: String = [
        ("Greedy", "GET", "/{x+}"),
        ("Label", "GET", "/a/{x}"),
        ("Literal", "GET", "/a/b"),
        ("Query", "GET", "/a/b?c=d"),
        ("Put", "PUT", "/a/b"),
    ]
    .map(|(name, method, uri)| operation(name, method, uri))
    .concat();
    let model = format!(
        r##"{{"smithy":"2.0","shapes":{{{operations}"a#In":{{"type":"structure","members":{{"x":{{"target":"smithy.api#String",
            "traits":{{"smithy.api#httpLabel":{{}},"smithy.api#required":{{}}}}}}}}}}}}}}"##
    );
    let model = Model::from_smithy(model).expect("a model");
    let names: Vec<_> = model.operations().map(|o| o.name().to_owned()).collect();
    let all = Contract::of_operations(model, names.iter().map(String::as_str));
    let all = all.into_iter().collect::<Result<Vec<_>, _>>().expect("contracts");
    let responder = Responder::new(all, 1);
    for (method, target, wanted) in [
        ("GET", "/a/b", Some("Literal")),
        ("GET", "/a/b?c=d", Some("Query")),
        ("GET", "/a/c", Some("Label")),
        ("GET", "/b", Some("Greedy")),
        ("GET", "/a/b/c", Some("Greedy")),
        ("PUT", "/a/b", Some("Put")),
        ("PUT", "/a/c", None),
        ("DELETE", "/", None),
    ] {
        let reply = responder.reply(&Request::new(method, target, Headers::new(), b""));
        assert_eq!(reply.operation.as_deref(), wanted, "{method} {target}");
        if wanted.is_none() {
            assert_eq!(
                (reply.response.status, code(&reply)),
                (404, Some("UnknownOperationException"))
            );
            assert!(message(&reply).contains(&format!("the method {method}")), "{reply:?}");
        }
    }
}

#[test]
fn a_request_gets_the_answer_that_it_asks_for() {
    let responder = default();
    let of = |asks: &[&str]| {
        let reply = responder.reply(&asking(asks));
        assert_eq!(reply.kind, ReplyKind::Asked, "{reply:?}");
        reply
    };
    let told = |reply: &Reply| (reply.response.status, code(reply).map(str::to_owned));
    let error = of(&["error=ResourceNotFoundException"]);
    assert_eq!(told(&error), (404, Some("ResourceNotFoundException".into())));
    let error = of(&[r#"error=ConflictException; status=409; value={"message":"a; b"}"#]);
    assert_eq!(told(&error), (409, Some("ConflictException".into())));
    assert_eq!(message(&error), "a; b");
    assert_eq!(told(&of(&["code=NewException"])), (400, Some("NewException".into())));
    assert_eq!(told(&of(&["status=503"])), (503, None));
    assert_eq!(told(&of(&["status=503; body=<html>"])), (503, None));
    assert_eq!(of(&["body=<html>; b"]).response.body.as_deref(), Some(&b"<html>; b"[..]));
    assert_eq!(of(&["status=204"]).response.body, None);
    assert_eq!(of(&["status=202", "delay=20"]).delay.as_millis(), 20);
    assert!(of(&["close"]).close);
    let output = r#"{"InstanceUserSummary":{"Username":"u","InstanceId":"i","Status":"s","IdentityProvider":{"ActiveDirectoryIdentityProvider":{}}}}"#;
    let given = of(&[&format!("value={output}")]);
    assert_eq!(
        json(&given).get("InstanceUserSummary").and_then(|s| s.get("Status")),
        Some(&"s".into())
    );
    let members =
        |asks| json(&of(&[asks])).get("InstanceUserSummary").map_or(0, |s| s.members().len());
    assert_eq!((members("all-members"), members("required-members")), (8, 4));
    let union = json(&of(&["unknown-union-member"]));
    let provider = union.get("InstanceUserSummary").and_then(|s| s.get("IdentityProvider"));
    let provider = provider.expect("it is required");
    assert!(
        provider.members().iter().any(|(name, _)| name != "ActiveDirectoryIdentityProvider"),
        "{provider}"
    );
    assert_eq!(of(&["unknown-members"]).response.status, 200);
    assert_eq!(told(&of(&["case=error/conflict-from-header"])).0, 500);
}

#[test]
fn what_cannot_be_asked_for_is_said_with_a_remedy() {
    let responder = default();
    for (asks, wanted) in [
        (&["colour=red"][..], "there is no directive `colour`; there are error=NAME"),
        (&["x\u{1b}[31m"], r"there is no directive `x\u{1b}[31m`"),
        (
            &["error=NoneException"],
            "does not list the error `NoneException`; it lists ServiceQuota",
        ),
        (&["error=a b"], "error `a b`: the name of an error expected"),
        (&["error"], "`error` needs a value: error=…"),
        (&["status=99"], "status `99`: a number from 200 to 599 expected"),
        (&["status=x"], "status `x`: a number"),
        (&["status=200", "status=201"], "`status` is there twice"),
        (&["delay=60001"], "from 0 to 60000 expected"),
        (&["value={"], "the value of `value` is not JSON"),
        (&["value={}"], "value.InstanceUserSummary: required, but missing"),
        (&["error=ConflictException;value={\"message\":1}"], "value.message: a string expected"),
        (&["code=X;value={}"], "`value` goes with `error`"),
        (&["status=500;value={}"], "name the `error`"),
        (&["error=ConflictException;code=X"], "`error` and `code` exclude each other"),
        (&["all-members", "required-members"], "exclude each other"),
        (&["close=1"], "`close` takes no value"),
        (&["case=none"], "has no case `none`"),
        (&["case=wire/reset-without-a-word"], "an HTTP library decides"),
        (&["policy=none"], "there is no policy `none`"),
        (&["policy=request.signed"], "does not judge what a client reads"),
        (&["policy=response.timestamps-read"], "does not apply"),
    ] {
        let reply = responder.reply(&asking(asks));
        assert_eq!((reply.kind, reply.response.status), (ReplyKind::BadlyAsked, 400), "{asks:?}");
        let message = message(&reply);
        assert!(message.contains(wanted), "{asks:?}: {message}");
    }
    let mut request = asking(&[]);
    request.headers.push(ANSWER_FIELD, vec![0xff]);
    assert!(message(&responder.reply(&request)).contains("not UTF-8"));
}

#[test]
fn a_refusal_comes_before_the_answer_that_is_asked_for() {
    let mut request = asking(&["error=ConflictException"]);
    request.body = b"{".to_vec();
    let reply = default().reply(&request);
    assert_eq!(reply.kind, ReplyKind::Refused(RefusalKind::Serialization));
    assert_eq!(code(&reply), Some("SerializationException"));
    let id = reply.response.headers.only("x-amzn-RequestId").expect("each has one");
    assert_eq!(id.text().map(str::len), Some(36));
}

#[test]
fn fixed_cases_and_policies_have_answers() {
    let (contract, responder) = (Contract::default(), default());
    let suite = Suite::of_contract(&contract);
    let edition = contract.edition_name().expect("it is embedded");
    let cases: Vec<_> = suite.cases().iter().filter(|case| case.is_for(edition)).collect();
    let mut sent = 0;
    for case in &cases {
        let reply = responder.reply(&asking(&[&format!("case={}", case.id())]));
        if reply.kind == ReplyKind::Asked {
            let (own, made) = (case.stimulus.call.answer.response(), response(&reply));
            assert_eq!((own.status, &own.body), (made.status, &made.body), "{}", case.id());
            sent += 1;
        }
    }
    assert!(sent * 4 > cases.len() * 3, "{sent} of {}", cases.len());
    let policies = catalogue().iter().filter(|policy| policy.lacks(&contract).is_none());
    let policies = policies.filter(|policy| policy.subject == Subject::Outcome);
    let (mut made, mut none) = (0, Vec::new());
    // Each fifth: they take a while to be judged.
    for policy in policies.step_by(5) {
        match responder.reply(&asking(&[&format!("policy={}", policy.id)])).kind {
            ReplyKind::Asked => made += 1,
            _ => none.push(policy.id),
        }
    }
    // The others are about framing and delivery, which an HTTP library decides.
    assert!(made > 8, "{made}, none: {none:?}");
    let is_delivery = |id: &&str| id.starts_with("wire.") || *id == "response.chunked-decoded";
    assert!(none.iter().all(is_delivery), "{none:?}");
}
