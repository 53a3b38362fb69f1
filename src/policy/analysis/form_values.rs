//! Values that are unusual in a response although they are valid: in their spelling, in their size, in being null.

use crate::contract::{Contract, is_number};
use crate::http::Response;
use crate::json::{Json, Lexer, Number, Path};
use crate::model::{Binding, BodyBinding, Member, Model, Names, ShapeKind, TimestampFormat, Walk};

use super::form_oddity::FormOddity;
use super::json_scan::{payload_path, place_of};
use super::value_class::{has_null, is_unknown_value};

/// The most timestamps whose spelling is looked at: each takes a pass through the body.
const MOST_TIMESTAMPS: usize = 50;

/// Returns the oddities of the values of a success, each once, with the byte of the body where it is if it is there.
pub(super) fn odd_values(
    contract: &Contract,
    response: &Response,
    output: &Json,
) -> Vec<(FormOddity, Option<usize>)> {
    let (facts, bindings) = (contract.facts(), &contract.bindings().output);
    let shapes = facts.output;
    let mut odd: Vec<(FormOddity, Option<usize>)> = Vec::new();
    // `wire.bodyless-status-survived` judges a status that has no body.
    let bodyless = matches!(response.status, 204 | 205);
    let members = facts.empty_output && bindings.body() == BodyBinding::Members;
    if response.body.is_empty() && members && !bodyless {
        odd.push((FormOddity::NoBody, None));
    }
    if facts.read.field_list && has_odd_list(contract, response) {
        odd.push((FormOddity::FieldList, None));
    }
    if !(shapes.timestamp
        || shapes.number
        || shapes.enumeration
        || shapes.sparse
        || shapes.document)
    {
        return odd;
    }
    let (model, shape) = (contract.model(), contract.operation().output());
    let base = payload_path(contract);
    let mut found: Vec<(FormOddity, Path)> = Vec::new();
    let mut timestamps = 0;
    let mut walk = Walk::new(model, shape, output, Names::Value);
    while let Some(node) = walk.next() {
        let kind = model.kind(node.shape);
        let is = |wanted| found.iter().any(|(oddity, _)| *oddity == wanted);
        let oddity = match (kind, node.value) {
            (ShapeKind::Timestamp, _) if !is(FormOddity::Timestamp) => {
                timestamps += 1;
                let path = walk.path();
                let text = (timestamps <= MOST_TIMESTAMPS)
                    .then(|| text_at(&response.body, &base, &path))
                    .flatten();
                text.is_some_and(|text| is_odd_timestamp(&text)).then_some(FormOddity::Timestamp)
            }
            (ShapeKind::Enum(_) | ShapeKind::IntEnum(_), value)
                if is_unknown_value(kind, value) =>
            {
                Some(FormOddity::Enum)
            }
            (kind, Json::Number(number)) if is_number(kind) => {
                is_odd_number(number).then_some(FormOddity::Number)
            }
            (ShapeKind::Document, value) => has_odd_number(value).then_some(FormOddity::Number),
            (ShapeKind::List(_) | ShapeKind::Map { .. }, value) => {
                has_null(value).then_some(FormOddity::SparseNull)
            }
            _ => None,
        };
        if let Some(oddity) = oddity.filter(|oddity| !is(*oddity)) {
            found.push((oddity, walk.path()));
        }
    }
    if !found.iter().any(|(oddity, _)| *oddity == FormOddity::Timestamp)
        && has_odd_timestamp_field(contract, response)
    {
        odd.push((FormOddity::Timestamp, None));
    }
    odd.extend(
        found.into_iter().map(|(oddity, path)| (oddity, place_of(&response.body, &base, &path))),
    );
    odd
}

/// Returns the text of the scalar at a path, without quotes.
fn text_at(body: &[u8], base: &Path, path: &Path) -> Option<String> {
    let from = place_of(body, base, path)?;
    let mut lexer = Lexer::new(body.get(from..)?);
    lexer.skip_value().ok()?;
    let text = body.get(from..from + lexer.offset())?;
    Some(String::from_utf8_lossy(text).trim_matches('"').to_owned())
}

/// Reports whether a timestamp is spelled in another way than services commonly do: with no fraction, or milliseconds.
fn is_odd_timestamp(text: &str) -> bool {
    let milliseconds =
        |fraction: &str| fraction.bytes().take_while(u8::is_ascii_digit).count() == 3;
    match text.split_once('.') {
        Some((_, fraction)) if !milliseconds(fraction) || fraction.contains(['e', 'E']) => true,
        _ if text.ends_with("GMT") => text.contains('.'),
        // A date-time ends with `Z`, and everything else is a number.
        _ if text.contains(['T', 't']) => !text.ends_with('Z'),
        _ => text.contains(['e', 'E']),
    }
}

fn is_odd_number(number: &Number) -> bool {
    let double = Number::from_f64(number.to_f64());
    let integer = number.is_integral() && number.to_f64().abs() > 9_007_199_254_740_992.0;
    integer || number.as_str().contains(['e', 'E']) || double.is_none_or(|d| !d.same_value(number))
}

fn has_odd_number(value: &Json) -> bool {
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Json::Number(number) if is_odd_number(number) => return true,
            Json::Array(items) => waiting.extend(items),
            Json::Object(members) => waiting.extend(members.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    false
}

/// Reports whether `look` finds something in the lines of a field that a member of the output is bound to.
fn any_field(
    contract: &Contract,
    response: &Response,
    look: impl Fn(&Model, &Member, &[String]) -> bool,
) -> bool {
    let model = contract.model();
    contract.bindings().output.bound(model).any(|member| {
        let Binding::Header(name) = &member.traits.binding else { return false };
        let lines = response.headers.all(name);
        let lines: Vec<_> =
            lines.map(|field| String::from_utf8_lossy(&field.value).into_owned()).collect();
        look(model, member, &lines)
    })
}

fn has_odd_list(contract: &Contract, response: &Response) -> bool {
    any_field(contract, response, |model, member, lines| {
        let list = matches!(model.kind(member.target), ShapeKind::List(_));
        list && (lines.len() > 1 || lines.iter().any(|line| line.contains('"')))
    })
}

fn has_odd_timestamp_field(contract: &Contract, response: &Response) -> bool {
    any_field(contract, response, |model, member, lines| {
        let format = member.traits.timestamp_format;
        let http = format.is_none_or(|format| format == TimestampFormat::HttpDate);
        let timestamp = matches!(model.kind(member.target), ShapeKind::Timestamp);
        let odd = |line: &String| {
            if http { line.contains('.') } else { is_odd_timestamp(line.trim()) }
        };
        timestamp && lines.iter().any(odd)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_timestamps_are_told_apart() {
        for plain in [
            "1756684800",
            "-1",
            "1756684800.123",
            "2025-09-01T00:00:00Z",
            "2025-09-01T00:00:00.123Z",
            "Mon, 01 Sep 2025 00:00:00 GMT",
        ] {
            assert!(!is_odd_timestamp(plain), "{plain}");
        }
        for odd in [
            "1e9",
            "1.756684800E9",
            "1756684800.5",
            "1756684800.123456",
            "2025-09-01T00:00:00.1Z",
            "2025-09-01T00:00:00+01:00",
            "Mon, 01 Sep 2025 00:00:00.123 GMT",
        ] {
            assert!(is_odd_timestamp(odd), "{odd}");
        }
    }

    #[test]
    fn numbers_beyond_a_double_are_odd() {
        let odd = |text| is_odd_number(&Number::parse(text).expect("a number"));
        assert!(odd("9007199254740993") && odd("1e400") && odd("0.1234567890123456789"));
        assert!(!odd("9007199254740992") && !odd("0.1") && !odd("-5"));
    }
}
