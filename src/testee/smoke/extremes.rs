//! The calls that check a driver with what generated stimuli bring: values that its own JSON library cannot write, or only
//! in a form that is not JSON, and values of extreme sizes.
//!
//! What an SDK makes of such a value differs. So most of these checks ask only for an outcome: a line of the protocol.

use std::fmt::Write as _;

use crate::http::Answer;
use crate::json::Json;
use crate::value::WTF8_KEY;

use super::probe::{PLAIN, PLAIN_OUTPUT, Probe, Remedy, input_for, output_for, parsed};
use super::record::{LINES, RESULTS, VALUES};

pub(super) const EXTREMES: &[Probe] = &[
    Probe {
        name: "infinite-answer",
        holds: "the driver reports an outcome if a number of the response is too large for a double",
        answer: || Answer::json(200, PLAIN_OUTPUT.replace(r#""DISASSOCIATED""#, "1e999")),
        lost: Some(NOT_FINITE),
        ..PLAIN
    },
    Probe {
        name: "infinite-error",
        holds: "the driver reports an outcome if a number of an error is too large for a double",
        answer: || named_error(r#"{"message":-1e999}"#),
        lost: Some(NOT_FINITE),
        ..PLAIN
    },
    Probe {
        name: "infinite-input",
        holds: "the driver reports an outcome if a number of the input is too large for a double",
        input: || {
            let provider = r#"{"ActiveDirectoryIdentityProvider":{}}"#;
            parsed(&format!(
                r#"{{"IdentityProvider":{provider},"InstanceId":"i","Username":1e999}}"#
            ))
        },
        lost: Some((
            "read a number that its type cannot hold as an infinity or as its text, or answer skipped",
            RESULTS,
        )),
        ..PLAIN
    },
    Probe {
        name: "surrogate-answer",
        holds: "the driver reports an outcome if a text of the response is not Unicode",
        answer: || Answer::json(200, PLAIN_OUTPUT.replace("alice", r"alice\ud83d")),
        lost: Some(SURROGATE),
        ..PLAIN
    },
    Probe {
        name: "surrogate-error",
        holds: "the driver reports an outcome if the message of an error is not Unicode",
        answer: || named_error(r#"{"message":"\udc00 not now"}"#),
        lost: Some((
            "escape a lone surrogate in a code, a class or a message, which are plain strings",
            VALUES,
        )),
        ..PLAIN
    },
    Probe {
        name: "surrogate-input",
        holds: "the driver reports an outcome if a text of the input is not Unicode",
        input: || {
            // "a", and the surrogate U+D800 in the bytes of UTF-8.
            let text = Json::object([(WTF8_KEY, Json::from("Ye2ggA=="))]);
            let input = input_for("");
            Json::object(input.members().iter().map(|(name, value)| match name.as_str() {
                "Username" => (name.clone(), text.clone()),
                _ => (name.clone(), value.clone()),
            }))
        },
        lost: Some((
            r#"read {"$wtf8":"<base64>"} as a string with a lone surrogate, or answer skipped"#,
            VALUES,
        )),
        ..PLAIN
    },
    Probe {
        name: "empty-values",
        holds: "the driver does not change or leave out empty texts",
        input: || input_for(""),
        answer: || Answer::json(200, output_for("").to_string()),
        judge: |seen| seen.keeps_username(""),
        ..PLAIN
    },
    Probe {
        name: "empty-answer",
        holds: "the driver reports an outcome if the response has no body",
        answer: || Answer::json(200, ""),
        lost: Some(("report an output without members as {}", VALUES)),
        ..PLAIN
    },
    Probe {
        name: "empty-error",
        holds: "the driver reports an outcome if an error has no code, no message and no body",
        answer: || Answer::json(500, ""),
        lost: Some(("report a code or a message that the SDK has not found as null", RESULTS)),
        ..PLAIN
    },
    Probe {
        name: "huge-values",
        holds: "the driver reads and writes texts of a mebibyte",
        input: || input_for(&huge()),
        answer: || Answer::json(200, output_for(&huge()).to_string()),
        lost: Some(LONG),
        judge: |seen| seen.keeps_username(&huge()),
        ..PLAIN
    },
    Probe {
        name: "huge-error",
        holds: "the driver reports an outcome if the message of an error has a mebibyte",
        answer: || named_error(&Json::object([("message", Json::from(huge()))]).to_string()),
        lost: Some(LONG),
        ..PLAIN
    },
    Probe {
        name: "many-members",
        holds: "the driver reports an outcome if the response has ten thousand members more",
        answer: || {
            let own = PLAIN_OUTPUT.trim_start_matches('{');
            Answer::json(200, format!("{{{}{own}", many()))
        },
        lost: Some(LONG),
        ..PLAIN
    },
    Probe {
        name: "many-in-input",
        holds: "the driver reports an outcome if the input has ten thousand members",
        input: || {
            let input = input_for("alice").to_string();
            parsed(&format!("{{{}{}", many(), input.trim_start_matches('{')))
        },
        lost: Some(LONG),
        ..PLAIN
    },
];

const NOT_FINITE: Remedy = (
    "write NaN and the infinities as the strings NaN, Infinity and -Infinity, never as bare words (in Python, \
     json.dumps(…, allow_nan=False) tells where)",
    VALUES,
);

const SURROGATE: Remedy = (
    r#"write a string with a lone surrogate as {"$wtf8":"<base64>"}, never as it is or as a JSON escape"#,
    VALUES,
);

const LONG: Remedy = ("read and write lines of up to 16 MiB, and objects with many members", LINES);

/// Returns an error whose code stands in the header.
fn named_error(body: &str) -> Answer {
    let mut answer = Answer::json(400, body);
    answer.headers.push("X-Amzn-Errortype", "ValidationException");
    answer
}

/// Returns a text of a mebibyte. Its characters have one to four bytes, so every place at which a reader may cut a line
/// into blocks is inside one of them.
fn huge() -> String {
    const PART: &str = "a\u{eb}\u{2028}\u{1f600}";
    PART.repeat((1 << 20) / PART.len())
}

/// Returns ten thousand members, each with a comma after it.
fn many() -> String {
    let mut members = String::new();
    for member in 0..10_000 {
        // Writing to a `String` cannot fail.
        let _ = write!(members, r#""M{member}":{member},"#);
    }
    members
}
