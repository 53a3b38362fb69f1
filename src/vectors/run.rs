//! Runs a vector through the protocol layer.

use crate::contract::Contract;
use crate::http::{Headers, Request, Response};
use crate::json::Json;
use crate::model::{Bindings, Model, StringPattern};
use crate::protocol::{
    Filler, IDEMPOTENCY_TOKEN, RequestParts, ResponseReading, with_defaults, with_tokens,
};

use super::compare;
use super::vector::{Check, MessageParts, RequestMessage, ResponseMessage, Vector, VectorParty};

impl Vector {
    /// Runs the vector, and returns what is wrong; nothing if it passes.
    pub fn run(&self) -> Vec<String> {
        run(self)
    }

    /// Gives a malformed request to a server, and returns what is wrong with its response; nothing for other vectors.
    pub(super) fn refused_by(
        &self,
        server: impl FnOnce(&Contract, &Request) -> Response,
    ) -> Vec<String> {
        let mut wrong = Vec::new();
        if let Check::Refusal { message, response } = &self.check {
            refusal_is(&server(&self.contract, &request(message)), response, &mut wrong);
        }
        wrong
    }
}

fn run(vector: &Vector) -> Vec<String> {
    let mut wrong = Vec::new();
    match (&vector.check, vector.party) {
        (Check::Request { input, message }, VectorParty::Client) => {
            write_request(vector, input, message, &mut wrong);
        }
        (Check::Request { input, message }, VectorParty::Server) => {
            read_request(vector, input, message, &mut wrong);
        }
        (Check::Success { message, .. } | Check::Error { message, .. }, VectorParty::Client) => {
            read_response(vector, message, &mut wrong);
        }
        (Check::Success { message, .. } | Check::Error { message, .. }, VectorParty::Server) => {
            write_response(vector, message, &mut wrong);
        }
        (Check::Refusal { message, response }, _) => refuse(vector, message, response, &mut wrong),
    }
    wrong
}

fn write_request(vector: &Vector, input: &Json, wanted: &RequestMessage, wrong: &mut Vec<String>) {
    let contract = &vector.contract;
    let (model, shape) = (contract.model(), contract.operation().input());
    let input = with_defaults(model, shape, input, Filler::ClientSends);
    let input = with_tokens(contract, input, IDEMPOTENCY_TOKEN);
    let parts = match contract.protocol().write_request(contract, &input) {
        Ok(parts) => parts,
        Err(error) => return wrong.push(format!("the input is refused: {error}")),
    };
    let (host, base) = endpoint(wanted);
    let parts = parts.under(base);
    if !wanted.method.is_empty() && parts.method != wanted.method {
        wrong.push(format!("the method is {}, not {}", parts.method, wanted.method));
    }
    let (path, query) = parts.uri.split_once('?').unwrap_or((&parts.uri, ""));
    if path != wanted.path {
        wrong.push(format!("the path is {path}, not {}", wanted.path));
    }
    let lists = (&wanted.query[..], &wanted.forbidden_query[..], &wanted.required_query[..]);
    compare::query(lists, query, wrong);
    compare::parts(&wanted.parts, &parts.headers, parts.body.as_deref(), wrong);
    // botocore's host has the path of the endpoint in it.
    let prefix = parts.host_prefix.as_deref().unwrap_or_default();
    let called = format!("{prefix}{host}");
    if let Some(resolved) = wanted
        .resolved_host
        .as_ref()
        .filter(|resolved| **resolved != called && **resolved != format!("{called}{base}"))
    {
        wrong.push(format!("the host is {called}, not {resolved}"));
    }
}

/// Returns the host and the path of the endpoint that the client is told.
fn endpoint(message: &RequestMessage) -> (&str, &str) {
    let told = message.host.as_deref().unwrap_or("example.com");
    told.find('/').map_or((told, ""), |slash| told.split_at(slash))
}

fn read_request(vector: &Vector, input: &Json, message: &RequestMessage, wrong: &mut Vec<String>) {
    let contract = &vector.contract;
    let mut request = request(message);
    if message.parts.body.is_none() && has_body_member(contract, input) {
        // The vector leaves the body open, as if it is packed. So it is what the writer makes of the input.
        match contract.protocol().write_request(contract, input) {
            Ok(written) => complete(&mut request, written),
            Err(error) => return wrong.push(format!("the input is refused: {error}")),
        }
    }
    if let Some(refusal) = contract.protocol().refusal(contract, &request) {
        wrong.push(format!("refused as {}: {}", refusal.kind.code(), refusal.message));
    }
    let request = match contract.protocol().without_coding(contract, &request) {
        Ok(request) => request,
        Err(fault) => return wrong.push(fault.to_string()),
    };
    let reading = match contract.protocol().read_request(contract, &request) {
        Ok(reading) => reading,
        Err(fault) => return wrong.push(format!("the body is not JSON: {fault}")),
    };
    let (model, bindings) = (contract.model(), &contract.bindings().input);
    let found = with_defaults(model, bindings.shape(), &reading.input(contract), Filler::Server);
    let found = without_empty_payload(model, bindings, input, found);
    compare::value((model, bindings.shape()), input, &found, "input", wrong);
}

/// Returns the request that a vector describes, with its header fields and no others: `Content-Length` may be a member.
fn request(message: &RequestMessage) -> Request {
    let target = match message.query[..] {
        [] => message.path.clone(),
        _ => format!("{}?{}", message.path, message.query.join("&")),
    };
    let body = message.parts.body.as_deref().unwrap_or_default();
    let headers = fields(&message.parts);
    Request { headers: headers.clone(), ..Request::new(&message.method, &target, headers, body) }
}

/// Reports whether a member that travels in the body is set.
fn has_body_member(contract: &Contract, input: &Json) -> bool {
    let (model, bindings) = (contract.model(), &contract.bindings().input);
    let outside = |name: &str| bindings.bound(model).any(|member| member.name == name);
    input.members().iter().any(|(name, _)| !outside(name))
}

/// Gives a request the body of another one, and those of its header fields that it does not have.
fn complete(request: &mut Request, written: RequestParts) {
    request.body = written.body.unwrap_or_default();
    for field in written.headers.iter() {
        if !request.headers.has(&field.name) {
            request.headers.push(field.name.as_str(), field.value.as_slice());
        }
    }
}

/// Returns a value without a payload that is empty, if none is wanted: on the wire the two are the same.
fn without_empty_payload(model: &Model, bindings: &Bindings, wanted: &Json, found: Json) -> Json {
    let Some(payload) = bindings.payload(model) else { return found };
    let is_empty = |value: &Json| match value {
        Json::String(text) => text.is_empty(),
        Json::Object(members) => members.is_empty(),
        Json::Array(items) => items.is_empty(),
        _ => false,
    };
    match found {
        Json::Object(members) if wanted.get(&payload.name).is_none() => {
            let kept = |(name, value): &(String, Json)| *name != payload.name || !is_empty(value);
            Json::Object(members.into_iter().filter(kept).collect())
        }
        found => found,
    }
}

fn refuse(
    vector: &Vector,
    message: &RequestMessage,
    wanted: &ResponseMessage,
    wrong: &mut Vec<String>,
) {
    let contract = &vector.contract;
    let Some(refusal) = contract.protocol().refusal(contract, &request(message)) else {
        return wrong.push("the request is not refused".to_owned());
    };
    let response = contract.protocol().write_refusal(&refusal).into_answer().response();
    refusal_is(&response, wanted, wrong);
}

fn refusal_is(response: &Response, wanted: &ResponseMessage, wrong: &mut Vec<String>) {
    response_is(response, wanted, wrong);
    if let Some(pattern) = &wanted.message_pattern {
        let body = Json::parse(&response.body).unwrap_or(Json::Null);
        let found = body.get("message").and_then(Json::as_str).unwrap_or_default();
        if StringPattern::new(pattern.as_str()).is_match(found) != Some(true) {
            wrong.push(format!("the message is `{found}`, which does not match `{pattern}`"));
        }
    }
}

fn response_is(response: &Response, wanted: &ResponseMessage, wrong: &mut Vec<String>) {
    if response.status != wanted.status {
        wrong.push(format!("the status is {}, not {}", response.status, wanted.status));
    }
    compare::parts(&wanted.parts, &response.headers, Some(&response.body), wrong);
}

fn fields(parts: &MessageParts) -> Headers {
    parts.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn read_response(vector: &Vector, message: &ResponseMessage, wrong: &mut Vec<String>) {
    let contract = &vector.contract;
    let response = Response {
        status: message.status,
        headers: fields(&message.parts),
        body: message.parts.body.clone().unwrap_or_default(),
        complete: true,
        whole_body: true,
        ..Response::default()
    };
    match (contract.protocol().read_response(contract, &response), &vector.check) {
        (ResponseReading::NotJson(fault), _) => {
            wrong.push(format!("the body is not JSON: {fault}"))
        }
        (ResponseReading::Success(reading), Check::Success { output, .. }) => {
            let refusal = reading.body.decoded().and_then(|decoded| {
                let note = decoded.refusal()?;
                Some(format!("{}: {}", decoded.path(note).under("output"), decoded.describe(note)))
            });
            wrong.extend(refusal);
            for bound in reading.bound.iter().filter(|bound| bound.value.is_none()) {
                wrong.push(format!("output.{}: ill-typed", bound.member.name));
            }
            let (model, bindings) = (contract.model(), &contract.bindings().output);
            let shape = bindings.shape();
            let found = with_defaults(model, shape, &reading.output(contract), Filler::ClientReads);
            let found = without_empty_payload(model, bindings, output, found);
            compare::value((model, shape), output, &found, "output", wrong);
        }
        (ResponseReading::Error(reading), Check::Error { shape, value, .. }) => {
            let wanted = contract.model().shape(*shape).id.name();
            if reading.code.as_deref() != Some(wanted) {
                wrong.push(format!("the error is {:?}, not {wanted}", reading.code));
            }
            let shown = reading.message.as_deref();
            if let Some(wanted) = message.error_message.as_deref().filter(|w| shown != Some(w)) {
                wrong.push(format!("the message is {shown:?}, not {wanted:?}"));
            }
            let found = contract.protocol().read_error_value(contract, *shape, &response);
            match found {
                Ok(found) => {
                    compare::value((contract.model(), *shape), value, &found, "error", wrong);
                }
                Err(fault) => wrong.push(format!("the body is not JSON: {fault}")),
            }
        }
        (ResponseReading::Success(_), _) => wrong.push("a success, not an error".to_owned()),
        (ResponseReading::Error(_), _) => wrong.push("an error, not a success".to_owned()),
    }
}

fn write_response(vector: &Vector, wanted: &ResponseMessage, wrong: &mut Vec<String>) {
    let contract = &vector.contract;
    let protocol = contract.protocol();
    let written = match &vector.check {
        Check::Success { output, .. } => {
            let shape = contract.operation().output();
            let output = with_defaults(contract.model(), shape, output, Filler::Server);
            protocol.write_response(contract, &output)
        }
        Check::Error { shape, value, .. } => protocol.write_error(contract, *shape, value),
        Check::Request { .. } | Check::Refusal { .. } => return,
    };
    match written {
        // With its framing: a vector may ask for the length.
        Ok(parts) => response_is(&parts.into_answer().response(), wanted, wrong),
        Err(error) => wrong.push(format!("the value is refused: {error}")),
    }
}
