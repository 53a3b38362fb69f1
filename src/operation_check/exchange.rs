//! One exchange: writes it, reads it back, judges it, and malforms it.

use crate::contract::Contract;
use crate::exchange::{Evidence, Features};
use crate::generate::{Choices, Config, ValueMaker, faithful_session};
use crate::http::{Answer, Request, Response};
use crate::json::Json;
use crate::model::{Bindings, BodyBinding, ShapeRef};
use crate::policy::{Analysis, Judgement, Level, catalogue};
use crate::protocol::{
    IDEMPOTENCY_TOKEN, ResponseReading, SuccessReading, validate, with_tokens, write_request,
};
use crate::suite::Stimulus;

use super::malformed::{self, Variant};
use super::refused::{protocol_refusal, request_refusal, success_refusal, with_empty_payload};
#[cfg(feature = "fuzzing")]
use super::report::Disagreement;
use super::report::OperationReport;
use super::same::{Side, differences};

/// Where the request goes.
const HOST: &str = "127.0.0.1";

/// One exchange that is checked.
struct Check<'a> {
    contract: &'a Contract,
    index: usize,
    report: &'a mut OperationReport,
}

/// The part of a message that a fuzzer checks in one execution.
#[cfg(feature = "fuzzing")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Half {
    Request,
    /// A success, or an error if the choices come to one.
    Response,
}

/// Makes one message by these choices, and returns it with what is wrong with it.
#[cfg(feature = "fuzzing")]
pub(crate) fn half(
    contract: &Contract,
    maker: &ValueMaker,
    half: Half,
    choices: &mut Choices,
) -> (Json, Vec<Disagreement>) {
    let config = Config::swarm(choices);
    let mut report = OperationReport::default();
    let mut check = Check { contract, index: 0, report: &mut report };
    let error = if half == Half::Response && choices.once_in(4) {
        maker.error(&config, choices)
    } else {
        None
    };
    let value = match (half, error) {
        (Half::Request, _) => {
            let input = maker.input(&config, choices);
            check.request(&input, choices);
            input
        }
        (Half::Response, Some((shape, value))) => {
            check.error(shape, &value);
            value
        }
        (Half::Response, None) => {
            let output = maker.output(&config, choices);
            check.success(&output, choices);
            output
        }
    };
    (value, report.disagreements)
}

/// Makes an exchange and checks it. Every fourth one ends in an error, if the operation lists any.
pub(super) fn check(
    contract: &Contract,
    maker: &ValueMaker,
    config: &Config,
    index: usize,
    choices: &mut Choices,
    report: &mut OperationReport,
) {
    let input = with_tokens(contract, maker.input(config, choices), IDEMPOTENCY_TOKEN);
    let mut check = Check { contract, index, report };
    check.request(&input, choices);
    let error = if index % 4 == 3 { maker.error(config, choices) } else { None };
    let answer = match error {
        Some((shape, value)) => {
            check.report.counts.errors += 1;
            check.error(shape, &value)
        }
        None => check.success(&maker.output(config, choices), choices),
    };
    if let Some(answer) = answer {
        check.judge(&input, answer);
    }
}

impl Check<'_> {
    fn disagree(&mut self, check: impl Into<String>, message: String, value: &Json) {
        self.report.add(check, self.index, message, value);
    }

    /// Reports whether a value is valid, as each that was made and each that was read must be.
    fn is_valid(&mut self, check: &str, shape: ShapeRef, value: &Json) -> bool {
        let faults = validate(self.contract.model(), shape, value);
        if let Some(fault) = faults.first() {
            self.disagree(check, fault.to_string(), value);
        }
        faults.is_empty()
    }

    fn request(&mut self, input: &Json, choices: &mut Choices) {
        let contract = self.contract;
        if !self.is_valid("input-valid", contract.operation().input(), input) {
            return;
        }
        let parts = match write_request(contract, input) {
            Ok(parts) => parts,
            Err(error) => return self.disagree("request-written", error.to_string(), input),
        };
        let request = parts.to_request(HOST);
        // What arrives is what was sent: nothing in it ends the head or a field too early.
        match Request::parse(&request.raw) {
            Ok(arrived) => {
                let sent = (&request.method, &request.target, &request.body);
                if sent != (&arrived.method, &arrived.target, &arrived.body) {
                    let message = format!("another request arrives: {}", arrived.target);
                    self.disagree("request-arrives", message, input);
                }
            }
            Err(problem) => self.disagree("request-arrives", problem.to_string(), input),
        }
        if let Some(refusal) = protocol_refusal(contract, &request) {
            self.disagree("request-accepted", refusal, input);
        }
        match contract.protocol().without_coding(contract, &request) {
            Err(fault) => self.disagree("request-read", fault.to_string(), input),
            Ok(unpacked) => self.request_read(input, &unpacked),
        }
        for Variant { name, message } in malformed::requests(contract, &request, choices) {
            self.report.counts.malformed += 1;
            if protocol_refusal(contract, &message).is_none() {
                let body = String::from_utf8_lossy(&message.body).into_owned();
                let shown = format!("{} {} {body:.300}", message.method, message.target);
                self.disagree(format!("accepts a request: {name}"), shown, input);
            }
        }
    }

    fn request_read(&mut self, input: &Json, request: &Request) {
        let contract = self.contract;
        match contract.protocol().read_request(contract, request) {
            Err(fault) => self.disagree("request-read", fault.to_string(), input),
            Ok(reading) => {
                if let Some(refusal) = request_refusal(contract, &reading) {
                    self.disagree("request-read", refusal, input);
                }
                let bindings = &contract.bindings().input;
                let read = reading.input(contract);
                self.compare("input-read-back", bindings, Side::Request, input, &read);
            }
        }
    }

    fn success(&mut self, output: &Json, choices: &mut Choices) -> Option<Answer> {
        let contract = self.contract;
        if !self.is_valid("output-valid", contract.operation().output(), output) {
            return None;
        }
        let answer = match contract.protocol().write_response(contract, output) {
            Ok(parts) => parts.into_answer(),
            Err(error) => {
                self.disagree("response-written", error.to_string(), output);
                return None;
            }
        };
        let response = answer.response();
        if !response.complete || response.surplus {
            let message = format!("status {}: not framed by its length", response.status);
            self.disagree("response-arrives", message, output);
        }
        match contract.protocol().read_response(contract, &response) {
            ResponseReading::Success(reading) => self.success_read(output, &reading),
            ResponseReading::NotJson(fault) => {
                self.disagree("response-read", fault.to_string(), output);
            }
            ResponseReading::Error(error) => {
                let message = format!("an error with status {}", error.status);
                self.disagree("response-read", message, output);
            }
        }
        for Variant { name, message } in malformed::responses(contract, &response, choices) {
            self.report.counts.malformed += 1;
            if !is_refused(contract, &message) {
                let body = String::from_utf8_lossy(&message.body).into_owned();
                let shown = format!("{} {body:.300}", message.status);
                self.disagree(format!("accepts a response: {name}"), shown, output);
            }
        }
        Some(answer)
    }

    fn success_read(&mut self, output: &Json, reading: &SuccessReading<'_, '_>) {
        let contract = self.contract;
        if let Some(refusal) = success_refusal(reading) {
            self.disagree("response-read", refusal, output);
        }
        let read = reading.output(contract);
        let bindings = &contract.bindings().output;
        self.compare("output-read-back", bindings, Side::Response, output, &read);
        let read = with_empty_payload(contract, bindings, read, &reading.body);
        // A client reads a payload that is absent as an empty structure.
        if !matches!(bindings.body(), BodyBinding::Payload(_)) {
            self.is_valid("output-read-valid", bindings.shape(), &read);
        }
    }

    fn error(&mut self, shape: ShapeRef, value: &Json) -> Option<Answer> {
        let contract = self.contract;
        let model = contract.model();
        if !self.is_valid("error-valid", shape, value) {
            return None;
        }
        let answer = match contract.protocol().write_error(contract, shape, value) {
            Ok(parts) => parts.into_answer(),
            Err(error) => {
                self.disagree("error-written", error.to_string(), value);
                return None;
            }
        };
        let response = answer.response();
        let name = model.shape(shape).id.name();
        match contract.protocol().read_response(contract, &response) {
            ResponseReading::Error(error) => {
                if error.code.as_deref() != Some(name) || !error.modeled {
                    let code = error.code.as_deref().unwrap_or("without a code");
                    let modeled = if error.modeled { "" } else { " and not modeled" };
                    let message = format!("the error is {code}{modeled}, not {name}");
                    self.disagree("error-named", message, value);
                }
            }
            ResponseReading::Success(reading) => {
                let message = format!("no error, but a success with status {}", reading.status);
                self.disagree("error-read", message, value);
            }
            ResponseReading::NotJson(fault) => {
                self.disagree("error-read", format!("no error: {fault}"), value);
            }
        }
        match contract.protocol().read_error_value(contract, shape, &response) {
            Ok(read) => {
                if let Some(bindings) = contract.bindings().error(shape) {
                    self.compare("error-read-back", bindings, Side::Response, value, &read);
                }
            }
            Err(fault) => self.disagree("error-read", fault.to_string(), value),
        }
        Some(answer)
    }

    fn compare(
        &mut self,
        check: &str,
        bindings: &Bindings,
        side: Side,
        written: &Json,
        read: &Json,
    ) {
        for difference in differences(self.contract, bindings, side, written, read) {
            self.disagree(check, difference, written);
        }
    }

    /// Judges the exchange as that of a faithful client and of a faithful server. A policy of level *may* accuses nobody.
    fn judge(&mut self, input: &Json, answer: Answer) {
        let contract = self.contract;
        let stimulus = Stimulus::client("check", Vec::new(), input.clone(), answer);
        let session = faithful_session(contract, &stimulus);
        let features = Features::ALL;
        let Some(evidence) = Evidence::of_session(contract, &session, features) else { return };
        let analysis = Analysis::of(&evidence);
        for policy in catalogue().iter().filter(|policy| policy.level != Level::May) {
            match policy.judge_in(&analysis) {
                Judgement::Pass => self.report.counts.judgements += 1,
                Judgement::Fail(findings) => {
                    self.report.counts.judgements += 1;
                    let finding = findings.first();
                    let message = finding.map_or_else(String::new, |finding| {
                        let shown = |value: &Option<String>| match value {
                            Some(value) => format!("{value:.200}"),
                            None => "not shown".to_owned(),
                        };
                        let (expected, actual) = (shown(&finding.expected), shown(&finding.actual));
                        let (path, message) = (&finding.path, &finding.message);
                        format!("{path}: {message} (expected: {expected}; actual: {actual})")
                    });
                    let outcome = session.first().and_then(|call| call.outcome());
                    let outcome = outcome.map_or("none".to_owned(), ToString::to_string);
                    let message = format!("{message}; the outcome: {outcome:.300}");
                    self.disagree(format!("policy {}", policy.id), message, input);
                }
                _ => {}
            }
        }
    }
}

/// Reports whether a client must refuse a response of a success.
fn is_refused(contract: &Contract, response: &Response) -> bool {
    match contract.protocol().read_response(contract, response) {
        ResponseReading::NotJson(_) => true,
        ResponseReading::Success(reading) => success_refusal(&reading).is_some(),
        ResponseReading::Error(_) => false,
    }
}
