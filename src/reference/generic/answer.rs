//! Interprets a response.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::contract::Contract;
use crate::exchange::{Outcome, Stage};
use crate::json::Json;
use crate::model::{Binding, Bindings, BodyBinding, Member, Model, ShapeKind, TimestampFormat};

use super::super::errors::DisassociateUserError;
use super::super::http::Answer;
use super::read::read;
use super::text::{self, Part};

/// Returns what a user of the client sees of a whole response. Only the status decides whether it is a success.
pub(in crate::reference) fn interpret(contract: &Contract, answer: &Answer) -> Outcome {
    if !(200..300).contains(&answer.status) {
        return error(contract, answer);
    }
    match members(contract, &contract.bindings().output, answer) {
        Ok(output) => Outcome::Response {
            http_status: Some(answer.status),
            output,
            request_id: answer.request_id(),
        },
        Err(what) => Outcome::client_error(Stage::Deserialize, "DeserializeError", what),
    }
}

/// The name, the message and the place of both are the same for every operation.
fn error(contract: &Contract, answer: &Answer) -> Outcome {
    let error = DisassociateUserError::of(answer);
    let code = error.kind.code().map(str::to_owned);
    let own = contract
        .operation()
        .error_shapes()
        .iter()
        .find(|shape| Some(contract.model().shape(**shape).id.name()) == code.as_deref());
    let bindings = own.and_then(|shape| contract.bindings().error(*shape));
    Outcome::ServiceError {
        code,
        modeled: own.is_some(),
        message: error.message,
        http_status: Some(error.status),
        request_id: error.request_id,
        error: bindings.and_then(|bindings| members(contract, bindings, answer).ok()),
    }
}

/// Returns the members that a response carries, outside the body and in it.
fn members(contract: &Contract, bindings: &Bindings, answer: &Answer) -> Result<Json, String> {
    let model = contract.model();
    let mut found: Vec<(String, Json)> = Vec::new();
    for member in bindings.bound(model) {
        let value = match &member.traits.binding {
            Binding::ResponseCode => Some(Json::from(u64::from(answer.status))),
            Binding::Header(name) => {
                let lines: Vec<String> = values(answer, |own| own.eq_ignore_ascii_case(name));
                match lines.is_empty() {
                    true => None,
                    false => Some(field(model, member, &lines.join(", "))?),
                }
            }
            Binding::PrefixHeaders(prefix) => prefixed(model, member, prefix, answer)?,
            _ => None,
        };
        found.extend(value.map(|value| (member.name.clone(), value)));
    }
    let body = &answer.body;
    let json = || Json::parse(body).map_err(|error| error.to_string());
    match (bindings.body(), bindings.payload(model)) {
        (BodyBinding::Payload(_), Some(member)) if !body.is_empty() => {
            let value = match model.kind(member.target) {
                ShapeKind::Blob => Json::from(STANDARD.encode(body)),
                ShapeKind::String | ShapeKind::Enum(_) => {
                    let text = std::str::from_utf8(body).map_err(|error| error.to_string())?;
                    Json::from(text)
                }
                _ => read(model, member.target, Some(member), &json()?)?,
            };
            found.push((member.name.clone(), value));
        }
        (BodyBinding::Payload(_), _) => {}
        _ if body.is_empty() => {}
        _ => match read(model, bindings.body_shape(), None, &json()?)? {
            Json::Object(inside) => found.extend(inside),
            other => return Err(format!("an object was expected, not {}", other.kind())),
        },
    }
    Ok(Json::Object(found))
}

/// Returns the values of the fields whose names are wanted.
fn values(answer: &Answer, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let fields = answer.headers.iter().filter(|(name, _)| wanted(name));
    fields.map(|(_, value)| String::from_utf8_lossy(value).trim().to_owned()).collect()
}

fn prefixed(
    model: &Model,
    member: &Member,
    prefix: &str,
    answer: &Answer,
) -> Result<Option<Json>, String> {
    let ShapeKind::Map { value: element, .. } = model.kind(member.target) else { return Ok(None) };
    let mut entries = Vec::new();
    for (name, value) in &answer.headers {
        let begin = name.get(..prefix.len()).filter(|begin| begin.eq_ignore_ascii_case(prefix));
        if begin.is_some() {
            let text = String::from_utf8_lossy(value);
            entries.push((name[prefix.len()..].to_owned(), field(model, element, text.trim())?));
        }
    }
    Ok(if entries.is_empty() { None } else { Some(Json::Object(entries)) })
}

fn field(model: &Model, member: &Member, line: &str) -> Result<Json, String> {
    let wrong = || format!("the field of {} is not of its type: {line}", member.name);
    let ShapeKind::List(element) = model.kind(member.target) else {
        return text::read(model, member, line, Part::Field).ok_or_else(wrong);
    };
    let is_date = matches!(model.kind(element.target), ShapeKind::Timestamp)
        && text::timestamp_format(model, element, Part::Field) == TimestampFormat::HttpDate;
    let parts = if is_date { dates(line) } else { split(line).ok_or_else(wrong)? };
    let items = parts.iter().map(|part| text::read(model, element, part, Part::Field));
    items.collect::<Option<Vec<_>>>().map(Json::Array).ok_or_else(wrong)
}

/// Splits a line of dates, each of which has one comma.
fn dates(line: &str) -> Vec<String> {
    let parts: Vec<&str> = line.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.chunks(2).map(|parts| parts.join(", ")).collect()
}

/// Splits a line at the commas outside quotes; `None` if a quote does not end.
fn split(line: &str) -> Option<Vec<String>> {
    let (mut parts, mut part) = (Vec::new(), String::new());
    let (mut quoted, mut was_quoted) = (false, false);
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' if quoted => part.push(characters.next()?),
            '"' if quoted => quoted = false,
            '"' if part.trim().is_empty() && !was_quoted => {
                (quoted, was_quoted) = (true, true);
                part.clear();
            }
            ',' if !quoted => {
                let whole = std::mem::take(&mut part);
                parts.push(if was_quoted { whole } else { whole.trim().to_owned() });
                was_quoted = false;
            }
            // Only white space may follow a quote.
            other if was_quoted && !quoted => other.is_whitespace().then_some(())?,
            other => part.push(other),
        }
    }
    if quoted {
        return None;
    }
    if was_quoted {
        parts.push(part);
    } else if !part.trim().is_empty() {
        parts.push(part.trim().to_owned());
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_outside_quotes() {
        let parts = |line| split(line).map(|parts| parts.join("|"));
        for (line, wanted) in [
            ("a, b ,c", Some("a|b|c")),
            (r#""b,c", "\"d\\", a"#, Some(r#"b,c|"d\|a"#)),
            (r#""", " x""#, Some("| x")),
            (r#"a"b, c"#, Some(r#"a"b|c"#)),
            (r#""a"#, None),
            (r#""a" b"#, None),
        ] {
            assert_eq!(parts(line).as_deref(), wanted, "{line}");
        }
        assert_eq!(split(""), Some(Vec::new()));
    }
}
