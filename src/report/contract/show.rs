//! Writes one contract: its operation, its bindings, its errors and its shapes.

use std::fmt::Write as _;

use crate::contract::Contract;
use crate::contract::describe::{described, of_length, target, travels};
use crate::json::Json;
use crate::model::{Bindings, BodyBinding, Member, Model, Service};
use crate::report::paint::Paint;
use crate::terminal_text::inline;

// Writing to a `String` cannot fail, so what `writeln!` returns is dropped throughout.

/// Writes a contract for people. `!` marks required members.
pub fn write_contract(contract: &Contract, paint: Paint) -> String {
    let (model, operation) = (contract.model(), contract.operation());
    let http = operation.http();
    let mut out = String::new();
    let _ = writeln!(out, "{}", paint.strong(operation.name()));
    let mut fact = |name: &str, value: &str| {
        let _ = writeln!(out, "  {name:<10}{}", inline(value));
    };
    if let Some(service) = contract.service() {
        fact("service", &format!("{} {}", service.sdk_id(), service.version()));
    }
    if let Some(embedded) = contract.embedded_as() {
        fact("contract", embedded.name);
    }
    if let Some(edition) = contract.edition_name() {
        fact("edition", edition);
    }
    fact("id", operation.id().as_str());
    fact("protocol", contract.protocol_name().short());
    fact("request", &format!("{} {}", http.method, http.uri));
    fact("success", &http.code.to_string());
    fact("signed", &contract.sigv4_name().map_or("no".to_owned(), |name| format!("SigV4, {name}")));
    for (name, value) in asks(contract) {
        fact(name, &value);
    }
    let bindings = contract.bindings();
    for (title, bindings) in [("Input", &bindings.input), ("Output", &bindings.output)] {
        let shape = model.shape(bindings.shape());
        let _ = writeln!(out, "\n{} {}", paint.strong(title), shape.id.name());
        write_members(&mut out, "  ", model, bindings);
    }
    if !bindings.errors.is_empty() {
        let _ = writeln!(out, "\n{}", paint.strong("Errors"));
    }
    for bindings in &bindings.errors {
        let shape = model.shape(bindings.shape());
        let status = shape.error_status().unwrap_or_default();
        let _ = writeln!(out, "  {} {status}", shape.id.name());
        let only_message = |member: &Member| member.name.eq_ignore_ascii_case("message");
        if !model.members(bindings.shape()).iter().all(only_message) {
            write_members(&mut out, "    ", model, bindings);
        }
    }
    let tops: Vec<_> = bindings.all().map(Bindings::shape).collect();
    let inner: Vec<_> = operation
        .reach()
        .into_iter()
        .filter(|shape| !tops.contains(shape))
        .map(|shape| model.shape(shape))
        .filter(|shape| shape.id.namespace() != "smithy.api")
        .collect();
    if !inner.is_empty() {
        let _ = writeln!(out, "\n{}", paint.strong("Shapes"));
    }
    for shape in inner {
        let text = described(model, shape);
        let _ = writeln!(out, "  {}: {}", shape.id.name(), inline(&text));
    }
    out
}

/// Returns what the operation asks of a request beyond its members.
fn asks(contract: &Contract) -> Vec<(&'static str, String)> {
    let traits = &contract.operation().shape().traits;
    let mut list = Vec::new();
    list.extend(traits.host_prefix.clone().map(|prefix| ("host", prefix)));
    list.extend(traits.checksum_required.then(|| ("checksum", "required".to_owned())));
    let codings = &traits.request_compression;
    list.extend((!codings.is_empty()).then(|| ("coding", codings.join(", "))));
    list.extend(traits.idempotent.then(|| ("idempotent", "yes".to_owned())));
    list
}

/// Writes the members of a structure, each with its shape and its part of the message.
fn write_members(out: &mut String, indent: &str, model: &Model, bindings: &Bindings) {
    let members = model.members(bindings.shape());
    if members.is_empty() {
        let _ = writeln!(out, "{indent}(no members)");
    }
    let name = |member: &Member| {
        format!("{}{}", member.name, if member.traits.required { "!" } else { "" })
    };
    let widest = |text: &dyn Fn(&Member) -> String| {
        members.iter().map(|member| text(member).chars().count()).max().unwrap_or(0)
    };
    let shape = |member: &Member| target(model, member).to_owned();
    let (names, shapes) = (widest(&name).min(40), widest(&shape).min(40));
    for (at, member) in members.iter().enumerate() {
        let place = place(model, bindings, at);
        let more = notes(model, member);
        let (one, two) = (inline(&name(member)).into_owned(), shape(member));
        let line = format!("{indent}{one:<names$}  {two:<shapes$}  {}{more}", inline(&place));
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

/// Returns the part of the message in which a member travels, by its index.
fn place(model: &Model, bindings: &Bindings, at: usize) -> String {
    let member = &model.members(bindings.shape())[at];
    let outside = bindings.bound(model).any(|bound| bound.name == member.name);
    match bindings.body() {
        BodyBinding::Payload(index) if index == at => travels(member),
        _ if outside => travels(member),
        // A binding of the other direction does not count.
        _ => format!("the body as `{}`", member.wire_name()),
    }
}

/// Returns what else is to know of a member.
fn notes(model: &Model, member: &Member) -> String {
    let (traits, target) = (&member.traits, &model.shape(member.target).traits);
    let mut notes = String::new();
    let mut add = |is_so: bool, note: &str| {
        if is_so {
            notes.push_str(", ");
            notes.push_str(note);
        }
    };
    add(traits.idempotency_token, "idempotency token");
    add(traits.host_label, "in the host prefix");
    add(traits.streaming || target.streaming, "streamed");
    add(traits.sensitive || target.sensitive, "sensitive");
    if let Some(default) = &traits.default {
        add(true, &format!("default {}", inline(&default.to_string())));
    }
    notes + &of_length(traits.length)
}

/// Writes the operations of a model, for those who must choose one.
pub fn write_operations(model: &Model, paint: Paint) -> String {
    let mut out = String::new();
    if let Some(service) = model.services().next() {
        let (id, version) = (service.sdk_id(), service.version());
        let _ = writeln!(out, "{} {version}\n", paint.strong(inline(id)));
    }
    let operations: Vec<_> = model.operations().collect();
    let width = operations.iter().map(|operation| operation.name().len()).max().unwrap_or(0);
    for operation in &operations {
        let http = operation.shape().traits.http.as_ref();
        let request = http.map_or(String::new(), |http| format!("{} {}", http.method, http.uri));
        let mark = match operation.event_stream() {
            Some(_) => "  (event stream: not supported)",
            None => "",
        };
        let _ = writeln!(out, "  {:<width$}  {}{mark}", operation.name(), inline(&request));
    }
    let _ = writeln!(out, "\n{} operations; choose one with --operation", operations.len());
    out
}

/// Returns a contract as JSON: the operation, and its input, output and errors with the part in which each member travels.
pub fn contract_to_json(contract: &Contract) -> Json {
    let (model, operation) = (contract.model(), contract.operation());
    let http = operation.http();
    let service = contract.service();
    let text = |text: Option<&str>| text.map_or(Json::Null, Json::from);
    let bindings = contract.bindings();
    let errors = bindings.errors.iter().map(|bindings| {
        let Json::Object(mut fields) = structure(model, bindings) else { return Json::Null };
        let status = model.shape(bindings.shape()).error_status();
        fields.insert(1, ("status".to_owned(), Json::from(status)));
        Json::Object(fields)
    });
    let tops: Vec<_> = bindings.all().map(Bindings::shape).collect();
    let inner = operation.reach().into_iter().filter(|shape| !tops.contains(shape));
    let inner = inner.map(|shape| model.shape(shape)).map(|shape| {
        Json::object([
            ("shape", Json::from(shape.id.as_str())),
            ("type", Json::from(shape.kind.name())),
            ("text", Json::from(described(model, shape))),
        ])
    });
    Json::object([
        ("operation", Json::from(operation.name())),
        ("id", Json::from(operation.id().as_str())),
        ("service", text(service.map(|service| Service::sdk_id(&service)))),
        ("version", text(service.map(|service| Service::version(&service)))),
        ("contract", text(contract.embedded_as().map(|embedded| embedded.name))),
        ("edition", text(contract.edition_name())),
        ("protocol", Json::from(contract.protocol_name().short())),
        ("method", Json::from(http.method.as_str())),
        ("uri", Json::from(http.uri.as_str())),
        ("code", Json::from(http.code)),
        ("signing_name", text(contract.sigv4_name())),
        ("host_prefix", text(operation.shape().traits.host_prefix.as_deref())),
        ("input", structure(model, &bindings.input)),
        ("output", structure(model, &bindings.output)),
        ("errors", Json::Array(errors.collect())),
        ("shapes", Json::Array(inner.collect())),
    ])
}

fn structure(model: &Model, bindings: &Bindings) -> Json {
    let members = model.members(bindings.shape()).iter().enumerate().map(|(at, member)| {
        Json::object([
            ("name", Json::from(member.name.as_str())),
            ("target", Json::from(model.shape(member.target).id.as_str())),
            ("required", Json::from(member.traits.required)),
            ("place", Json::from(place(model, bindings, at))),
        ])
    });
    Json::object([
        ("shape", Json::from(model.shape(bindings.shape()).id.as_str())),
        ("members", Json::Array(members.collect())),
    ])
}
