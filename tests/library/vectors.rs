//! Protocol test vectors: files of ours in both published forms, and the plain form of both. `scripts/vectors` runs the published
//! ones.

use serde_json::Value;

use wireproof::vectors::{Vector, plain};

const SMITHY: &str = include_str!("../vectors/smithy.json");
const BOTOCORE: &str = include_str!("../vectors/botocore.json");

fn read(file: &str) -> Vec<Vector> {
    Vector::read(file).unwrap_or_else(|error| panic!("{error}"))
}

/// Returns the complaints about each vector that does not pass.
fn complaints(vectors: &[Vector]) -> Vec<String> {
    let failing = vectors.iter().map(|vector| (vector, vector.run()));
    let failing = failing.filter(|(_, wrong)| !wrong.is_empty());
    failing
        .map(|(vector, wrong)| {
            format!("{} {}: {}", vector.party.name(), vector.id, wrong.join("; "))
        })
        .collect()
}

#[test]
fn every_vector_is_for_a_party_and_passes() {
    let (smithy, botocore) = (read(SMITHY), read(BOTOCORE));
    assert_eq!(complaints(&smithy), [""; 0]);
    assert_eq!(complaints(&botocore), [""; 0]);
    let count = |vectors: &[Vector], kind| vectors.iter().filter(|v| v.kind() == kind).count();
    let counts = |vectors: &[Vector]| {
        ["request", "response", "error", "refusal"].map(|kind| count(vectors, kind))
    };
    assert_eq!(counts(&smithy), [2, 3, 2, 5]);
    assert_eq!(counts(&botocore), [1, 1, 1, 0]);
    let ids: Vec<&str> = smithy.iter().map(|vector| vector.id.as_str()).collect();
    assert!(ids.contains(&"PutItemBadCount_case2") && !ids.contains(&"OfAnotherProtocol"));
}

#[cfg(feature = "reference")]
#[test]
fn a_malformed_request_is_given_to_the_server() {
    use wireproof::http::{Answer, Response};
    use wireproof::reference::server::Responder;

    let vectors = read(SMITHY);
    for vector in &vectors {
        let verdict = vector.verdict_with(|contract, request| {
            let reply = Responder::new(vec![contract.clone()], 1).reply(request);
            reply.response.into_answer().response()
        });
        assert!(verdict.is_good(), "{}: {verdict:?}", vector.id);
    }
    let accepts = |_: &_, _: &_| -> Response { Answer::json(200, "{}").response() };
    let bad = vectors.iter().filter(|vector| !vector.verdict_with(accepts).is_good());
    assert!(bad.clone().all(|vector| vector.kind() == "refusal"));
    assert_eq!(bad.count(), 5);
}

/// Each change makes a vector wrong, so the harness must complain.
#[test]
fn a_vector_that_is_wrong_fails() {
    for (before, after, complaint) in [
        (
            r#""uri": "/items/a%2Fb""#,
            r#""uri": "/items/a/b""#,
            "client PutItemWithEverything: the path is",
        ),
        (
            r#""method": "PUT",
            "uri": "/items/a"#,
            r#""method": "POST",
            "uri": "/items/a"#,
            "server PutItemWithEverything: refused as UnknownOperationException",
        ),
        ("tag=y%20z", "tag=y+z", "the parameter `tag=y+z` is missing"),
        (r#"["note"]"#, r#"["tag"]"#, "the parameter `tag` is there"),
        (r#""X-Count": "7""#, r#""X-Count": "8""#, "the field X-Count is `7`, not `8`"),
        (r#"["X-Note"]"#, r#"["X-Count"]"#, "the field X-Count is there"),
        (r#"["Content-Length"]"#, r#"["X-Other"]"#, "the field X-Other is missing"),
        (
            r#"\"when\":1"#,
            r#"\"when\":2"#,
            "server PutItemWithEverything: input.when: `2`, not `1`",
        ),
        (
            "201,\n            \"headers\"",
            "202,\n            \"headers\"",
            "server PutItemAnswer: the status is 201, not 202",
        ),
        (
            r#""left": 0.5"#,
            r#""left": 0.25"#,
            "client PutItemAnswer: output.left: `0.5`, not `0.25`",
        ),
        (r#""version": 3,"#, "", "client PutItemAnswer: output.version: `3`, not nothing"),
        (
            r#"["1.5", "many""#,
            r#"["15", "many""#,
            "server PutItemBadCount_case0: the request is not refused",
        ),
        (
            "SerializationException",
            "ValidationException",
            "server PutItemBadCount_case0: the field x-amzn-errortype is",
        ),
        (r"pattern: \\^", "patterns: ", "server PutItemNoTags_case0: the message is"),
        (
            r#""next": "May""#,
            r#""next": "June""#,
            "client SoldOut: error.next: `\"May\"`, not `\"June\"`",
        ),
        (
            r#""X-Amzn-Errortype": "SoldOut""#,
            r#""X-Amzn-Errortype": "Sold""#,
            "client SoldOut: the error is",
        ),
    ] {
        assert!(SMITHY.contains(before), "{before}");
        let found = complaints(&read(&SMITHY.replacen(before, after, 1)));
        assert!(found.iter().any(|found| found.contains(complaint)), "{after}: {found:?}");
    }
    for (before, after, complaint) in [
        ("/base/things", "/things", "the path is /base/things/a%20b"),
        (r#""Status": 202"#, r#""Status": 203"#, "output.Status: `202`, not `203`"),
        (r#""errorMessage": "m""#, r#""errorMessage": "n""#, "the message is"),
    ] {
        let found = complaints(&read(&BOTOCORE.replacen(before, after, 1)));
        assert!(found.iter().any(|found| found.contains(complaint)), "{after}: {found:?}");
    }
}

#[test]
fn a_file_that_is_not_one_of_vectors_is_refused_with_the_place() {
    let refusal = |file: &str| match Vector::read(file) {
        Ok(vectors) => panic!("{} vectors in {file}", vectors.len()),
        Err(error) => error.to_string(),
    };
    let lost = SMITHY.replace(r#""errors": [{ "target": "shop#SoldOut" }],"#, "");
    assert!(
        refusal(&lost)
            .starts_with(r#"shapes["shop#SoldOut"].traits: tests of a shape that is no operation"#)
    );
    let plain = plain(&read(SMITHY)).to_string();
    for (file, message) in [
        (
            SMITHY.replacen(
                r#""method": "PUT",
            "uri": "/items/a%2Fb","#,
                "",
                1,
            ),
            "httpRequestTests\"][0]: `method` is missing",
        ),
        (SMITHY.replacen("$value:L", "$count:L", 1), ".headers.x-count: `$count` is no parameter"),
        (
            SMITHY.replacen(r#""code": 400, "headers""#, r#""code": 99, "headers""#, 1),
            "response.code: a status from 100 to 599 expected",
        ),
        (
            BOTOCORE.replacen(r#""name": "OperationName","#, "", 1),
            "[0].cases[0].given: `name` is missing",
        ),
        (
            BOTOCORE.replacen("rest-json", "query", 1),
            "[0].metadata.protocol: the protocol rest-json expected, not query",
        ),
        (BOTOCORE.replacen(r#""shape": "InputShape""#, r#""shape": "None""#, 1), "None"),
        (SMITHY[..900].to_owned(), "not JSON: the text ends inside its value"),
        (
            plain.replace(r#""wireproof_vectors":1"#, r#""wireproof_vectors":2"#),
            "version 1 expected",
        ),
        (
            plain.replacen(r#""model":0"#, r#""model":1"#, 1),
            "vectors[0].model: the index of one of the 1 models expected",
        ),
        (
            plain.replacen(r#""operation":"shop#PutItem""#, r#""operation":"shop#Gone""#, 1),
            "vectors[0].operation: there is no operation `shop#Gone`",
        ),
        (
            plain.replacen(r#""kind":"request""#, r#""kind":"reply""#, 1),
            "vectors[0].kind: `reply` is none of",
        ),
        ("{}".to_owned(), "no file of vectors: an object with none of the names"),
        ("7".to_owned(), "no file of vectors: a number"),
    ] {
        let found = refusal(&file);
        assert!(found.contains(message), "{message}: {found}");
    }
}

#[test]
fn the_plain_form_follows_its_schema_and_is_read_back() {
    let vectors: Vec<Vector> = read(SMITHY).into_iter().chain(read(BOTOCORE)).collect();
    let text = plain(&vectors).to_string();
    let schema: Value =
        serde_json::from_str(include_str!("../../docs/vectors.schema.json")).expect("it is JSON");
    jsonschema::meta::validate(&schema).expect("it is a schema");
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    let value: Value = serde_json::from_str(&text).expect("it is JSON");
    let faults: Vec<String> =
        validator.iter_errors(&value).map(|fault| fault.to_string()).collect();
    assert_eq!(faults, [""; 0]);
    // The schema is not one that allows everything.
    for (before, after) in [
        (r#""party":"client""#, r#""party":"both""#),
        (r#""status":409"#, r#""status":"409""#),
        (r#""kind":"refusal""#, r#""kind":"request""#),
        (r#""path":"#, r#""uri":"#),
    ] {
        let wrong: Value = serde_json::from_str(&text.replacen(before, after, 1)).expect("JSON");
        assert!(!validator.is_valid(&wrong), "{after}");
    }
    assert!(!text.contains("Unreached") && !text.contains("smithy.test"), "only what is needed");

    let again = read(&text);
    assert_eq!(plain(&again).to_string(), text);
    let told = |vectors: &[Vector]| -> Vec<_> {
        let told = |v: &Vector| (v.id.clone(), v.party, v.kind(), v.run());
        vectors.iter().map(told).collect()
    };
    assert_eq!(told(&again), told(&vectors));
    // One that fails fails in the same way.
    let wrong = read(&SMITHY.replacen("y%20z", "y", 1));
    assert_eq!(told(&read(&plain(&wrong).to_string())), told(&wrong));
    assert_ne!(complaints(&wrong), [""; 0]);
}

#[test]
fn any_damage_to_a_file_is_survived() {
    let plain = plain(&read(BOTOCORE)).to_string();
    for file in [SMITHY, BOTOCORE, &plain] {
        let bytes = file.as_bytes();
        for at in (0..bytes.len()).step_by(53) {
            for byte in [b'"', b'{', b'0', b'$', b'}', 0xff] {
                let damaged = [&bytes[..at], &[byte], &bytes[at + 1..]].concat();
                for vector in Vector::read(damaged).unwrap_or_default() {
                    vector.run();
                }
            }
            assert!(Vector::read(&bytes[..at]).is_err(), "cut at byte {at}");
        }
    }
}
