//! Encoding: a value in the value form as JSON text.

use std::fmt;
use std::fmt::Write as _;

use crate::json::{Json, write_string};
use crate::model::{Member, Model, ShapeKind, ShapeRef, TimestampFormat};
use crate::value::{Timestamp, wtf8_bytes, wtf8_units};

use super::scalar;
use super::validate::{InputFault, validate};

/// Why an input cannot be sent: everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EncodeError {
    /// The faults; at least one.
    pub faults: Vec<InputFault>,
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.faults.iter().enumerate() {
            let separator = if i == 0 { "" } else { "; " };
            write!(f, "{separator}{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for EncodeError {}

/// Writes `input` as a value of `shape`, its members in the model's order.
///
/// ```
/// use wireproof::contract::Contract;
/// use wireproof::json::Json;
/// use wireproof::protocol::encode;
///
/// let contract = Contract::edition("2024-11").expect("an embedded edition");
/// let input = Json::parse(r#"{"Username":"u","Domain":"d"}"#).expect("JSON");
/// let text = encode(contract.model(), contract.operation().input(), &input).expect("it is valid");
/// assert_eq!(text, r#"{"Domain":"d","Username":"u"}"#);
/// ```
///
/// # Errors
///
/// If the value is not valid.
pub fn encode(model: &Model, shape: ShapeRef, input: &Json) -> Result<String, EncodeError> {
    let faults = validate(model, shape, input);
    if !faults.is_empty() {
        return Err(EncodeError { faults });
    }
    Ok(write_valid(model, shape, None, input))
}

/// Writes a value of `shape` that is valid. A member says in which format a timestamp is. Members that the shape does not
/// have are left out: the value may be that of a larger structure.
pub(in crate::protocol) fn write_valid(
    model: &Model,
    shape: ShapeRef,
    member: Option<&Member>,
    input: &Json,
) -> String {
    let mut writer = Writer { model, out: String::new() };
    // The pieces that are left to write, the next one last. A list of our own, so that depth costs no stack.
    let mut left = vec![Piece::Value { shape, member, value: input }];
    while let Some(piece) = left.pop() {
        match piece {
            Piece::Text(text) => writer.out.push_str(text),
            Piece::Name(name) => {
                write_string(name, &mut writer.out);
                writer.out.push(':');
            }
            Piece::Value { shape, member, value } => {
                let from = left.len();
                writer.value(shape, member, value, &mut left);
                left[from..].reverse();
            }
        }
    }
    writer.out
}

enum Piece<'a> {
    Text(&'static str),
    Name(&'a str),
    Value { shape: ShapeRef, member: Option<&'a Member>, value: &'a Json },
}

struct Writer<'a> {
    model: &'a Model,
    out: String,
}

impl<'a> Writer<'a> {
    fn value(
        &mut self,
        shape: ShapeRef,
        member: Option<&'a Member>,
        value: &'a Json,
        left: &mut Vec<Piece<'a>>,
    ) {
        match (self.model.kind(shape), value) {
            (ShapeKind::Structure(members) | ShapeKind::Union(members), Json::Object(_)) => {
                let given = value.by_name();
                let set = members.iter().filter_map(|member| {
                    let value = *given.get(member.name.as_str())?;
                    Some((member.wire_name(), member, value))
                });
                object(set, left);
            }
            (ShapeKind::Map { value: member, .. }, Json::Object(_)) => {
                let entries = value.distinct_members().into_iter();
                object(entries.map(|(key, value)| (key, member, value)), left);
            }
            (ShapeKind::List(member), Json::Array(items)) => {
                left.push(Piece::Text("["));
                for (i, value) in items.iter().enumerate() {
                    if i > 0 {
                        left.push(Piece::Text(","));
                    }
                    left.push(Piece::Value { shape: member.target, member: Some(member), value });
                }
                left.push(Piece::Text("]"));
            }
            (ShapeKind::Timestamp, Json::Number(number)) => {
                let format = scalar::timestamp_format(self.model, member, shape);
                if let Some(moment) = Timestamp::from_epoch_seconds(number) {
                    match format {
                        TimestampFormat::EpochSeconds => self.out.push_str(&moment.format(format)),
                        _ => write_string(&moment.format(format), &mut self.out),
                    }
                }
            }
            // The value form writes a number in a string if a double could not hold its digits.
            (
                ShapeKind::Long | ShapeKind::BigInteger | ShapeKind::BigDecimal,
                Json::String(digits),
            ) => self.out.push_str(digits),
            (ShapeKind::String | ShapeKind::Enum(_), Json::Object(_)) => self.wtf8(value),
            (_, value) => {
                // Writing to a `String` cannot fail.
                let _ = write!(self.out, "{value}");
            }
        }
    }

    /// Writes a string that is not Unicode text. JSON can express a lone surrogate only by an escape.
    fn wtf8(&mut self, value: &Json) {
        let units = wtf8_bytes(value).and_then(|bytes| wtf8_units(&bytes)).unwrap_or_default();
        self.out.push('"');
        for unit in char::decode_utf16(units) {
            match unit {
                Ok(character) => {
                    let mut quoted = String::new();
                    write_string(character.encode_utf8(&mut [0; 4]), &mut quoted);
                    self.out.push_str(&quoted[1..quoted.len() - 1]);
                }
                Err(lone) => {
                    let _ = write!(self.out, "\\u{:04x}", lone.unpaired_surrogate());
                }
            }
        }
        self.out.push('"');
    }
}

fn object<'a>(
    members: impl Iterator<Item = (&'a str, &'a Member, &'a Json)>,
    left: &mut Vec<Piece<'a>>,
) {
    left.push(Piece::Text("{"));
    for (i, (name, member, value)) in members.enumerate() {
        if i > 0 {
            left.push(Piece::Text(","));
        }
        left.push(Piece::Name(name));
        left.push(Piece::Value { shape: member.target, member: Some(member), value });
    }
    left.push(Piece::Text("}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_tells_every_fault() {
        let contract = crate::contract::Contract::default();
        let shape = contract.operation().input();
        let input = Json::parse(r#"{"Username":7,"Other":1}"#).expect("JSON");
        let error = encode(contract.model(), shape, &input).expect_err("nothing of it is right");
        assert!(error.faults.len() > 1);
        let told: Vec<_> = error.faults.iter().map(ToString::to_string).collect();
        assert_eq!(error.to_string(), told.join("; "));
    }
}
