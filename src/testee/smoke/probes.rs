//! The calls that check a driver.

use crate::contract::Contract;
use crate::exchange::Outcome;
use crate::http::{Answer, Request};
use crate::json::Json;
use crate::terminal_text;
use crate::value::{SDK_UNKNOWN_MEMBER, diff};

use super::fault::{DriverFault, SHOWN};

/// A call, and the check of its result.
pub(super) struct Probe {
    pub(super) name: &'static str,
    /// What a driver does that passes.
    pub(super) holds: &'static str,
    pub(super) target: ProbeTarget,
    pub(super) input: fn() -> Json,
    pub(super) answer: fn() -> Answer,
    pub(super) judge: fn(&ProbeRecord<'_>) -> Result<(), DriverFault>,
}

/// The endpoint of a call.
#[derive(Clone, Copy)]
pub(super) enum ProbeTarget {
    First,
    Second,
    Nobody,
}

/// The result of a call whose outcome was reported.
pub(super) struct ProbeRecord<'a> {
    pub(super) contract: &'a Contract,
    pub(super) outcome: &'a Outcome,
    pub(super) requests: &'a [Request],
    /// The number of requests that came to an endpoint that the call did not name.
    pub(super) elsewhere: usize,
}

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

/// A plain call with a plain response. Its only check is that it has an outcome.
const PLAIN: Probe = Probe {
    name: "",
    holds: "",
    target: ProbeTarget::First,
    input: || input_for("alice"),
    answer: || Answer::json(200, PLAIN_OUTPUT),
    judge: |_| Ok(()),
};

const RESULTS: &str = "Calls and results";
const VALUES: &str = "Value form";

/// An identity provider of the contract.
const KNOWN: &str = r#"{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}}"#;

const PLAIN_OUTPUT: &str = r#"{"InstanceUserSummary":{"Domain":"corp.example.com","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#;

/// A text that reveals drivers with another encoding, with escaping by hand, or with line breaks at other characters than
/// line feeds.
const TEXT: &str = "Zo\u{eb} \u{2028}\u{85} \u{1f600} \"q\" \\n\n\t\u{1}";

/// Returns a text that is too long for many line readers.
fn long() -> String {
    "x".repeat(200_000)
}

fn parsed(text: &str) -> Json {
    Json::parse(text).unwrap_or(Json::Null)
}

fn plain_output() -> Json {
    parsed(PLAIN_OUTPUT)
}

/// Returns the plain output with another `Username`.
fn output_for(username: &str) -> Json {
    parsed(&PLAIN_OUTPUT.replace(r#""alice""#, &Json::from(username).to_string()))
}

/// Returns an input that is valid in every edition.
fn input_for(username: &str) -> Json {
    Json::object([
        ("IdentityProvider", parsed(KNOWN)),
        ("InstanceId", Json::from("i-0abcd1234efgh5678")),
        ("Username", Json::from(username)),
    ])
}

fn error(status: u16, code: &str) -> Answer {
    let mut answer = Answer::json(status, r#"{"message":"Not now."}"#);
    answer.headers.push("X-Amzn-Errortype", code);
    answer
}

/// Returns the outcome on one line.
fn told(outcome: &Outcome) -> String {
    terminal_text::line(&outcome.to_string(), SHOWN).into_owned()
}

impl ProbeRecord<'_> {
    fn is_sent_once(&self) -> Result<(), DriverFault> {
        let fault = |wrong: String, remedy| Err(DriverFault { wrong, remedy, section: RESULTS });
        match self.requests.len() {
            1 => Ok(()),
            0 => {
                let at = match self.elsewhere {
                    0 => "no request came to the endpoint of the call",
                    _ => "the request went to the endpoint of an earlier call",
                };
                let wrong = format!("{at}; the outcome is {}", told(self.outcome));
                fault(wrong, "have the SDK send to the endpoint that the call names, each time")
            }
            sent => {
                fault(format!("{sent} requests came for one call"), "turn off the SDK's retries")
            }
        }
    }

    /// Returns the output of a call that must succeed.
    fn output(&self) -> Result<&Json, DriverFault> {
        self.is_sent_once()?;
        match self.outcome {
            Outcome::Response { output, .. } => Ok(output),
            other => Err(DriverFault {
                wrong: format!("the response is a success, and the outcome is {}", told(other)),
                remedy: "report a call that succeeds as response, with the SDK's output",
                section: RESULTS,
            }),
        }
    }

    /// Checks that the output is the expected one.
    fn shows(&self, expected: &Json) -> Result<(), DriverFault> {
        let output = self.output()?;
        let shape = self.contract.operation().output();
        let differences = diff(self.contract.model(), shape, expected, output);
        let Some(first) = differences.first() else { return Ok(()) };
        let shown = |value: &Option<Json>| {
            let value = value.as_ref().map_or("nothing".to_owned(), Json::to_string);
            terminal_text::line(&value, SHOWN).into_owned()
        };
        Err(DriverFault {
            wrong: format!(
                "the output has {} at `{}`, instead of {}",
                shown(&first.actual),
                terminal_text::line(first.path.as_str(), SHOWN),
                shown(&first.expected)
            ),
            remedy: "report each member of the SDK's output unchanged, under the contract's name",
            section: VALUES,
        })
    }

    /// Checks the `Username` in the request and in the output.
    fn keeps_username(&self, expected: &str) -> Result<(), DriverFault> {
        let told = self.output()?.get("InstanceUserSummary");
        let told = told.and_then(|summary| summary.get("Username").cloned());
        let body = self.requests.first().map(|request| Json::parse(&request.body));
        let sent = body.and_then(Result::ok).and_then(|body| body.get("Username").cloned());
        for (place, found, remedy) in [
            ("request", sent, "read standard input as UTF-8, and split lines only at line feeds"),
            ("output", told, "write standard output as UTF-8, and JSON with a library"),
        ] {
            if found.as_ref().and_then(Json::as_str) != Some(expected) {
                let found = found.map_or("nothing".to_owned(), |found| found.to_string());
                let found = terminal_text::line(&found, SHOWN);
                let wrong = format!("the {place} has {found} for the Username");
                return Err(DriverFault { wrong, remedy, section: "Lines" });
            }
        }
        Ok(())
    }

    /// Checks that the outcome is an error with this code. `modeled` is `None` if it depends on the SDK.
    fn tells_error(&self, expected: &str, modeled: Option<bool>) -> Result<(), DriverFault> {
        let fault = |wrong, remedy| Err(DriverFault { wrong, remedy, section: RESULTS });
        let Outcome::ServiceError { code, modeled: is_modeled, message, .. } = self.outcome else {
            let wrong = format!(
                "the service answers {expected}, and the outcome is {}",
                told(self.outcome)
            );
            return fault(wrong, "report the SDK's errors of the service as service_error");
        };
        if code.as_deref() != Some(expected) {
            let code =
                code.as_deref().map_or("null".into(), |code| terminal_text::line(code, SHOWN));
            let wrong = format!("the code is {code}, instead of {expected}");
            return fault(wrong, "report only the code that the SDK has found");
        }
        if message.as_deref().is_some_and(|message| message != "Not now.") {
            let wrong = format!("the message is not that of the service: {}", told(self.outcome));
            return fault(wrong, "report the message of the service, or null");
        }
        if modeled.is_some_and(|modeled| modeled != *is_modeled) {
            let wrong =
                format!("{expected} is reported as modeled, and the contract does not name it");
            return fault(
                wrong,
                "report an error as modeled only if it has a class of its own in the SDK",
            );
        }
        Ok(())
    }
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
