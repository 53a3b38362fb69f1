//! Makes the draft of a request from an input.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};

use crate::contract::Contract;
use crate::exchange::{Outcome, Stage};
use crate::json::Json;
use crate::model::{Binding, BodyBinding, Member, Model, ShapeKind};

use super::super::http::{CONTENT_TYPE, Draft};
use super::check::{self, is_wtf8};
use super::percent::encoded;
use super::text::{self, Part};
use super::write::write;
use super::{compress, host};

/// Returns the draft of the request that carries an input.
///
/// # Errors
///
/// The outcome of a call with an input that cannot be sent.
pub(in crate::reference) fn draft(contract: &Contract, input: &Json) -> Result<Draft, Outcome> {
    let (model, operation) = (contract.model(), contract.operation());
    let bindings = &contract.bindings().input;
    if has_wtf8(input) {
        return Err(Outcome::Skipped { reason: "the input has a lone surrogate".to_owned() });
    }
    let refuse = |what: String| Outcome::client_error(Stage::Validate, "InvalidInput", what);
    check::check(model, operation.input(), input, "input").map_err(refuse)?;
    let input = &with_token(model.members(bindings.shape()), input);
    let http = operation.http();
    let (path, constant) = http.uri.split_once('?').unwrap_or((&http.uri, ""));
    let bound: Vec<&Member> = bindings.bound(model).collect();
    let mut target = path_of(model, &bound, path, input).map_err(refuse)?;
    let query = query_of(model, &bound, constant, input);
    if !query.is_empty() {
        target = format!("{target}?{query}");
    }
    let mut draft = Draft::post(target, Vec::new());
    draft.method.clone_from(&http.method);
    draft.service = contract.sigv4_name().map(str::to_owned);
    draft.content_type.clear();
    add_fields(model, &bound, input, &mut draft).map_err(refuse)?;
    let (body, media_type) = body_of(contract, input);
    draft.has_body = body.is_some();
    draft.body = body.unwrap_or_default();
    if draft.content_type.is_empty() {
        draft.content_type = media_type;
    }
    draft.host_prefix = host::prefix(contract, input).map_err(refuse)?;
    if draft.has_body {
        compress::compress(&operation.shape().traits.request_compression, &mut draft);
    }
    if operation.shape().traits.checksum_required && draft.has_body {
        draft.checksum = Some(|body| STANDARD.encode(Md5::digest(body)));
    }
    Ok(draft)
}

/// Reports whether an input has a string that is not Unicode text, which this client cannot hold.
fn has_wtf8(value: &Json) -> bool {
    match value {
        value if is_wtf8(value) => true,
        Json::Array(items) => items.iter().any(has_wtf8),
        Json::Object(members) => members.iter().any(|(_, value)| has_wtf8(value)),
        _ => false,
    }
}

/// Returns the input with a random token for each idempotency token that is absent.
fn with_token(members: &[Member], input: &Json) -> Json {
    let mut given = input.members().to_vec();
    let tokens = members.iter().filter(|member| member.traits.idempotency_token);
    for member in tokens.filter(|member| input.get(&member.name).is_none()) {
        let random = || RandomState::new().hash_one(0);
        let (a, b) = (random(), random());
        let token = format!(
            "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
            a >> 32,
            a >> 16 & 0xffff,
            a & 0xfff,
            b >> 48 & 0xfff,
            b & 0xffff_ffff_ffff
        );
        given.push((member.name.clone(), Json::from(token)));
    }
    Json::Object(given)
}

fn path_of(
    model: &Model,
    bound: &[&Member],
    pattern: &str,
    input: &Json,
) -> Result<String, String> {
    let mut path = String::new();
    for segment in pattern.trim_start_matches('/').split('/') {
        path.push('/');
        let label = segment.strip_prefix('{').and_then(|segment| segment.strip_suffix('}'));
        let Some(label) = label else {
            path.push_str(segment);
            continue;
        };
        let (name, kept) = match label.strip_suffix('+') {
            Some(name) => (name, Some('/')),
            None => (label, None),
        };
        let member = bound.iter().find(|member| member.name == name);
        let text = member
            .and_then(|member| text::write(model, member, input.get(&member.name)?, Part::Uri));
        match text.filter(|text| !text.is_empty()) {
            Some(text) => path.push_str(&encoded(&text, kept)),
            None => return Err(format!("input.{name} is a part of the path, and empty")),
        }
    }
    Ok(path)
}

fn query_of(model: &Model, bound: &[&Member], constant: &str, input: &Json) -> String {
    let mut query: Vec<String> = Vec::new();
    let mut taken: HashSet<&str> = HashSet::new();
    for parameter in constant.split('&').filter(|parameter| !parameter.is_empty()) {
        taken.insert(parameter.split('=').next().unwrap_or(parameter));
        query.push(parameter.to_owned());
    }
    let add = |name: &str, member: &Member, value: &Json, query: &mut Vec<String>| {
        let mut one = |member: &Member, value: &Json| {
            let text = text::write(model, member, value, Part::Uri);
            let parameter = |text| format!("{}={}", encoded(name, None), encoded(text, None));
            query.extend(text.as_deref().map(parameter));
        };
        match (model.kind(member.target), value) {
            (ShapeKind::List(element), Json::Array(items)) => {
                items.iter().for_each(|item| one(element, item));
            }
            _ => one(member, value),
        }
    };
    for member in bound {
        if let Binding::Query(name) = &member.traits.binding {
            taken.insert(name);
            if let Some(value) = input.get(&member.name) {
                add(name, member, value, &mut query);
            }
        }
    }
    for member in bound.iter().filter(|member| member.traits.binding == Binding::QueryParams) {
        let ShapeKind::Map { value: element, .. } = model.kind(member.target) else { continue };
        let entries = input.get(&member.name).map_or_else(Vec::new, Json::distinct_members);
        for (name, value) in entries.into_iter().filter(|(name, _)| !taken.contains(name)) {
            add(name, element, value, &mut query);
        }
    }
    query.join("&")
}

fn add_fields(
    model: &Model,
    bound: &[&Member],
    input: &Json,
    draft: &mut Draft,
) -> Result<(), String> {
    for member in bound {
        let Some(value) = input.get(&member.name) else { continue };
        let fields = match &member.traits.binding {
            Binding::Header(name) => vec![(name.clone(), field_text(model, member, value))],
            Binding::PrefixHeaders(prefix) => {
                let ShapeKind::Map { value: element, .. } = model.kind(member.target) else {
                    continue;
                };
                let entries = value.distinct_members().into_iter();
                let named =
                    |(name, value)| (format!("{prefix}{name}"), field_text(model, element, value));
                entries.map(named).collect()
            }
            _ => continue,
        };
        for (name, text) in fields {
            let Some(text) = text else { continue };
            let broken = |text: &str| text.contains(|c: char| c.is_ascii_control() && c != '\t');
            if !is_token(&name) || broken(&text) {
                return Err(format!(
                    "input.{} has a text that no header field can have",
                    member.name
                ));
            }
            if name.eq_ignore_ascii_case("Content-Type") {
                draft.content_type = text;
            } else {
                draft.signed.push((name, text));
            }
        }
    }
    Ok(())
}

/// Reports whether a text can be the name of a field (RFC 9110, section 5.6.2).
fn is_token(name: &str) -> bool {
    let is_own = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_own)
}

fn field_text(model: &Model, member: &Member, value: &Json) -> Option<String> {
    let (ShapeKind::List(element), Json::Array(items)) = (model.kind(member.target), value) else {
        return text::write(model, member, value, Part::Field);
    };
    let is_text = matches!(model.kind(element.target), ShapeKind::String | ShapeKind::Enum(_));
    let items = items.iter().filter_map(|item| text::write(model, element, item, Part::Field));
    let quoted = |text: String| {
        let plain = !text.is_empty() && text.trim() == text && !text.contains([',', '"', '\\']);
        match plain || !is_text {
            true => text,
            false => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        }
    };
    Some(items.map(quoted).collect::<Vec<_>>().join(", "))
}

/// Returns the body, if there is one, and its media type.
fn body_of(contract: &Contract, input: &Json) -> (Option<Vec<u8>>, String) {
    let (model, bindings) = (contract.model(), &contract.bindings().input);
    let json = |shape, member, value: &Json| {
        let mut text = String::new();
        write(model, shape, member, value, &mut text);
        (Some(text.into_bytes()), CONTENT_TYPE.to_owned())
    };
    let payload = match bindings.body() {
        BodyBinding::Nothing => return (None, String::new()),
        BodyBinding::Members => return json(bindings.body_shape(), None, input),
        BodyBinding::Payload(_) => bindings.payload(model),
    };
    let Some(member) = payload else { return (None, String::new()) };
    let target = model.shape(member.target);
    let told = member.traits.media_type.clone().or(target.traits.media_type.clone());
    match (&target.kind, input.get(&member.name)) {
        (ShapeKind::Structure(_), None) => (Some(b"{}".to_vec()), CONTENT_TYPE.to_owned()),
        (_, None) => (None, String::new()),
        (ShapeKind::Blob, Some(Json::String(text))) => (
            STANDARD.decode(text).ok(),
            told.unwrap_or_else(|| "application/octet-stream".to_owned()),
        ),
        (ShapeKind::String | ShapeKind::Enum(_), Some(Json::String(text))) => {
            (Some(text.clone().into_bytes()), told.unwrap_or_else(|| "text/plain".to_owned()))
        }
        (_, Some(value)) => json(member.target, Some(member), value),
    }
}
