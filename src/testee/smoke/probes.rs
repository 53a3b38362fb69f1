//! The calls that a driver is looked at with.

use crate::contract::Contract;
use crate::exchange::Outcome;
use crate::http::{Answer, Request};
use crate::json::Json;
use crate::terminal_text;
use crate::value::{SDK_UNKNOWN_MEMBER, diff};

use super::fault::{DriverFault, SHOWN};

/// A call, and what it shows of a driver.
pub(super) struct Probe {
    pub(super) name: &'static str,
    /// What holds of a driver that passes.
    pub(super) holds: &'static str,
    pub(super) target: ProbeTarget,
    pub(super) input: fn() -> Json,
    pub(super) answer: fn() -> Answer,
    pub(super) judge: fn(&ProbeRecord<'_>) -> Result<(), DriverFault>,
}

/// Where a call is sent to.
#[derive(Clone, Copy)]
pub(super) enum ProbeTarget {
    First,
    Second,
    Nobody,
}

/// What came of a call whose outcome was told.
pub(super) struct ProbeRecord<'a> {
    pub(super) contract: &'a Contract,
    pub(super) outcome: &'a Outcome,
    pub(super) requests: &'a [Request],
    /// How many requests came to an endpoint that the call did not name.
    pub(super) elsewhere: usize,
}

pub(super) const PROBES: &[Probe] = &[
    Probe {
        name: "success",
        holds: "the members of an answer are told",
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
        holds: "a union's unknown member is told as the protocol has it, or not at all",
        answer: || Answer::json(200, PLAIN_OUTPUT.replace(KNOWN, r#"{"Okta":{"IssuerUrl":"u"}}"#)),
        judge: unknown_member,
        ..PLAIN
    },
    Probe {
        name: "error",
        holds: "an error has its code and its message, and its request is sent once",
        answer: || error(429, "ThrottlingException"),
        judge: |seen| {
            seen.is_sent_once()?;
            seen.tells_error("ThrottlingException", None)
        },
        ..PLAIN
    },
    Probe {
        name: "unmodeled-error",
        holds: "an error that the contract does not name is told to be unmodeled",
        answer: || error(418, "TeapotException"),
        judge: |seen| seen.tells_error("TeapotException", Some(false)),
        ..PLAIN
    },
    Probe {
        name: "refused-input",
        holds: "a member of another type ends in an outcome",
        input: || Json::object([("Username", Json::object([("a", Json::Null)]))]),
        ..PLAIN
    },
    Probe {
        name: "no-object",
        holds: "so does an input that is no object",
        input: || Json::Array(vec![Json::from("alice")]),
        ..PLAIN
    },
    Probe {
        name: "unicode",
        holds: "texts go both ways as they are",
        input: || input_for(TEXT),
        answer: || Answer::json(200, output_for(TEXT).to_string()),
        judge: |seen| seen.keeps_username(TEXT),
        ..PLAIN
    },
    Probe {
        name: "long-lines",
        holds: "lines may be long",
        input: || input_for(&long()),
        answer: || Answer::json(200, output_for(&long()).to_string()),
        judge: |seen| seen.keeps_username(&long()),
        ..PLAIN
    },
    Probe {
        name: "nobody-listens",
        holds: "a connection that is refused is an error of the client",
        target: ProbeTarget::Nobody,
        judge: |seen| match seen.outcome {
            Outcome::ClientError { .. } => Ok(()),
            other => Err(DriverFault {
                wrong: format!(
                    "nothing listens at the endpoint, and the outcome is {}",
                    told(other)
                ),
                remedy: "tell the SDK's errors of connections as client_error",
                section: RESULTS,
            }),
        },
        ..PLAIN
    },
];

/// A plain call with a plain answer, of which nothing is looked at but that it has an outcome.
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

/// What drivers stumble over that read or write another encoding, escape by hand, or split lines at more than
/// line feeds.
const TEXT: &str = "Zo\u{eb} \u{2028}\u{85} \u{1f600} \"q\" \\n\n\t\u{1}";

/// As many characters as many a reader of lines does not expect.
fn long() -> String {
    "x".repeat(200_000)
}

fn parsed(text: &str) -> Json {
    Json::parse(text).unwrap_or(Json::Null)
}

fn plain_output() -> Json {
    parsed(PLAIN_OUTPUT)
}

/// The plain output with another name in it.
fn output_for(username: &str) -> Json {
    parsed(&PLAIN_OUTPUT.replace(r#""alice""#, &Json::from(username).to_string()))
}

/// An input that is valid in every edition.
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

/// What was told, on one line.
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

    /// The output of a call that is to succeed.
    fn output(&self) -> Result<&Json, DriverFault> {
        self.is_sent_once()?;
        match self.outcome {
            Outcome::Response { output, .. } => Ok(output),
            other => Err(DriverFault {
                wrong: format!("the answer is a success, and the outcome is {}", told(other)),
                remedy: "tell a call that succeeds as response, with the SDK's output",
                section: RESULTS,
            }),
        }
    }

    /// Holds the output against the one that must be told.
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
                "the output has {} at `{}`, where {} was due",
                shown(&first.actual),
                terminal_text::line(first.path.as_str(), SHOWN),
                shown(&first.expected)
            ),
            remedy: "hand on each member that the SDK's output has, under the contract's name, as it is",
            section: VALUES,
        })
    }

    /// Looks at the name that was sent, and at the one that was told.
    fn keeps_username(&self, expected: &str) -> Result<(), DriverFault> {
        let told = self.output()?.get("InstanceUserSummary");
        let told = told.and_then(|summary| summary.get("Username").cloned());
        let body = self.requests.first().map(|request| Json::parse(&request.body));
        let sent = body.and_then(Result::ok).and_then(|body| body.get("Username").cloned());
        for (place, found, remedy) in [
            ("request", sent, "read standard input as UTF-8, and end a line at a line feed alone"),
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

    /// Looks at an error of this code; `modeled` where no SDK decides that.
    fn tells_error(&self, expected: &str, modeled: Option<bool>) -> Result<(), DriverFault> {
        let fault = |wrong, remedy| Err(DriverFault { wrong, remedy, section: RESULTS });
        let Outcome::ServiceError { code, modeled: is_modeled, message, .. } = self.outcome else {
            let wrong = format!(
                "the service answers {expected}, and the outcome is {}",
                told(self.outcome)
            );
            return fault(wrong, "tell the SDK's errors of the service as service_error");
        };
        if code.as_deref() != Some(expected) {
            let code =
                code.as_deref().map_or("null".into(), |code| terminal_text::line(code, SHOWN));
            let wrong = format!("the code is {code}, where {expected} was due");
            return fault(wrong, "tell the code that the SDK has found, without more");
        }
        if message.as_deref().is_some_and(|message| message != "Not now.") {
            let wrong = format!("the message is that of another: {}", told(self.outcome));
            return fault(wrong, "tell the message of the service, or null");
        }
        if modeled.is_some_and(|modeled| modeled != *is_modeled) {
            let wrong =
                format!("{expected} is told to be modeled, and the contract does not name it");
            return fault(
                wrong,
                "tell as modeled what has a class of its own in the SDK, and no other error",
            );
        }
        Ok(())
    }
}

/// Looks at how an unknown member is told. An SDK may refuse it, leave it out, or lose its name.
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
            "a union's unknown member `Okta` is told as {}",
            terminal_text::line(&union.to_string(), SHOWN)
        ),
        remedy: r#"tell it as {"SDK_UNKNOWN_MEMBER":{"name":"Okta"}}, with null where the SDK keeps no name"#,
        section: VALUES,
    })
}
