//! The result of a call that checks a driver, and what checks ask of it.

use crate::contract::Contract;
use crate::exchange::Outcome;
use crate::http::Request;
use crate::json::Json;
use crate::terminal_text;
use crate::value::diff;

use super::fault::{DriverFault, SHOWN};

/// Sections of the page on the protocol.
pub(super) const LINES: &str = "Lines";
pub(super) const RESULTS: &str = "Calls and results";
pub(super) const VALUES: &str = "Value form";

/// The result of a call whose outcome was reported.
pub(super) struct ProbeRecord<'a> {
    pub(super) contract: &'a Contract,
    pub(super) outcome: &'a Outcome,
    pub(super) requests: &'a [Request],
    /// The number of requests that came to an endpoint that the call did not name.
    pub(super) elsewhere: usize,
}

/// Returns the outcome on one line.
pub(super) fn told(outcome: &Outcome) -> String {
    terminal_text::line(&outcome.to_string(), SHOWN).into_owned()
}

impl ProbeRecord<'_> {
    pub(super) fn is_sent_once(&self) -> Result<(), DriverFault> {
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
    pub(super) fn shows(&self, expected: &Json) -> Result<(), DriverFault> {
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
    pub(super) fn keeps_username(&self, expected: &str) -> Result<(), DriverFault> {
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
                return Err(DriverFault { wrong, remedy, section: LINES });
            }
        }
        Ok(())
    }

    /// Checks that the outcome is an error with this code. `modeled` is `None` if it depends on the SDK.
    pub(super) fn tells_error(
        &self,
        expected: &str,
        modeled: Option<bool>,
    ) -> Result<(), DriverFault> {
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
