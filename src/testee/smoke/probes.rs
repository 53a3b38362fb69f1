//! The calls that check a driver with what every run brings.

use crate::exchange::Outcome;
use crate::http::Answer;
use crate::json::Json;
use crate::terminal_text;
use crate::value::SDK_UNKNOWN_MEMBER;

use super::fault::{DriverFault, SHOWN};
use super::probe::{
    KNOWN, PLAIN, PLAIN_OUTPUT, Probe, ProbeTarget, input_for, output_for, plain_output,
};
use super::record::{ProbeRecord, RESULTS, VALUES, told};

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "success",
        holds: "the driver reports the members of a response",
        judge: |seen| seen.shows(&plain_output()),
        ..PLAIN
    },
    Probe {
        name: "endpoint",
        holds: "each call goes to the endpoint that it names",
        target: ProbeTarget::Second,
        judge: |seen| seen.is_sent_once(),
        ..PLAIN
    },
    Probe {
        name: "unknown-member",
        holds: "the driver reports a union's unknown member as the protocol says, or not at all",
        answer: || Answer::json(200, PLAIN_OUTPUT.replace(KNOWN, r#"{"Okta":{"IssuerUrl":"u"}}"#)),
        judge: unknown_member,
        ..PLAIN
    },
    Probe {
        name: "error",
        holds: "an error has its code and message, and its request is sent once",
        answer: || error(429, "ThrottlingException"),
        judge: |seen| {
            seen.is_sent_once()?;
            seen.tells_error("ThrottlingException", None)
        },
        ..PLAIN
    },
    Probe {
        name: "unmodeled-error",
        holds: "the driver reports an error that the contract does not name as unmodeled",
        answer: || error(418, "TeapotException"),
        judge: |seen| seen.tells_error("TeapotException", Some(false)),
        ..PLAIN
    },
    Probe {
        name: "refused-input",
        holds: "a member of a wrong type ends in an outcome",
        input: || Json::object([("Username", Json::object([("a", Json::Null)]))]),
        ..PLAIN
    },
    Probe {
        name: "no-object",
        holds: "an input that is not an object ends in an outcome",
        input: || Json::Array(vec![Json::from("alice")]),
        ..PLAIN
    },
    Probe {
        name: "unicode",
        holds: "the driver does not change texts, in either direction",
        input: || input_for(TEXT),
        answer: || Answer::json(200, output_for(TEXT).to_string()),
        judge: |seen| seen.keeps_username(TEXT),
        ..PLAIN
    },
    Probe {
        name: "long-lines",
        holds: "the driver reads and writes long lines",
        input: || input_for(&long()),
        answer: || Answer::json(200, output_for(&long()).to_string()),
        judge: |seen| seen.keeps_username(&long()),
        ..PLAIN
    },
    Probe {
        name: "nobody-listens",
        holds: "the driver reports a refused connection as an error of the client",
        target: ProbeTarget::Nobody,
        judge: |seen| match seen.outcome {
            Outcome::ClientError { .. } => Ok(()),
            other => Err(DriverFault {
                wrong: format!(
                    "nothing listens at the endpoint, and the outcome is {}",
                    told(other)
                ),
                remedy: "report the SDK's connection errors as client_error",
                section: RESULTS,
            }),
        },
        ..PLAIN
    },
];

/// A text that reveals drivers with another encoding, with escaping by hand, or with line breaks at other characters than
/// line feeds.
const TEXT: &str = "Zo\u{eb} \u{2028}\u{85} \u{1f600} \"q\" \\n\n\t\u{1}";

/// Returns a text that is too long for many line readers.
fn long() -> String {
    "x".repeat(200_000)
}

fn error(status: u16, code: &str) -> Answer {
    let mut answer = Answer::json(status, r#"{"message":"Not now."}"#);
    answer.headers.push("X-Amzn-Errortype", code);
    answer
}

/// Checks how an unknown member is reported. An SDK may refuse it, leave it out, or lose its name.
fn unknown_member(seen: &ProbeRecord<'_>) -> Result<(), DriverFault> {
    seen.is_sent_once()?;
    let Outcome::Response { output, .. } = seen.outcome else { return Ok(()) };
    let union =
        output.get("InstanceUserSummary").and_then(|summary| summary.get("IdentityProvider"));
    let Some(union) = union else { return Ok(()) };
    let set: Vec<_> = union
        .members()
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name.as_str(), value))
        .collect();
    let in_form = match &set[..] {
        [] => union.is_null() || matches!(union, Json::Object(_)),
        [(SDK_UNKNOWN_MEMBER, value)] => {
            let name = value.get("name");
            matches!(value, Json::Object(_))
                && name.is_none_or(|name| name.is_null() || name.as_str() == Some("Okta"))
        }
        _ => false,
    };
    if in_form {
        return Ok(());
    }
    Err(DriverFault {
        wrong: format!(
            "a union's unknown member `Okta` is reported as {}",
            terminal_text::line(&union.to_string(), SHOWN)
        ),
        remedy: r#"report it as {"SDK_UNKNOWN_MEMBER":{"name":"Okta"}}, or with null if the SDK keeps no name"#,
        section: VALUES,
    })
}
