//! The protocol's value form, for each type that a member may have. The build script implements these traits for the SDK's own
//! structures, unions and enums.

use std::collections::HashMap;

use aws_smithy_types::error::operation::BuildError;
use aws_smithy_types::{Blob, Document, Number};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Map, Value, json};

/// Why there is no input.
pub enum NoInput {
    /// The types cannot hold the value.
    Unheld(String),
    /// A builder of the SDK's refuses it.
    Refused(BuildError),
}

pub type Held<T> = Result<T, NoInput>;

/// What a value of the protocol becomes.
pub trait Hold: Sized {
    fn hold(value: Value) -> Held<Self>;
}

/// What becomes a value of the protocol; `None` is a member that is not set.
pub trait Show {
    fn show(&self) -> Option<Value>;
}

/// What the builder of a structure gives: the structure, or an error if a member is required.
pub trait Built<T> {
    fn built(self) -> Held<T>;
}

impl<T> Built<T> for T {
    fn built(self) -> Held<T> {
        Ok(self)
    }
}

impl<T> Built<T> for Result<T, BuildError> {
    fn built(self) -> Held<T> {
        self.map_err(NoInput::Refused)
    }
}

pub fn unheld<T>(value: impl Into<Value>, holder: &str) -> Held<T> {
    Err(NoInput::Unheld(format!("{holder} cannot hold {:.200}", value.into().to_string())))
}

/// The members of an object that are still to be read.
pub struct Members {
    unread: Map<String, Value>,
    /// The first refusal. It waits until all members are read: what no type holds comes before what a builder refuses, since
    /// such an input is not the SDK's to refuse.
    refused: Option<BuildError>,
}

/// Reads the members of an object, each once; what is left over has no field.
pub fn structure<T>(
    value: Value,
    name: &str,
    read: impl FnOnce(&mut Members) -> Held<T>,
) -> Held<T> {
    let Value::Object(unread) = value else { return unheld(value, name) };
    let mut members = Members { unread, refused: None };
    let structure = read(&mut members);
    if matches!(structure, Err(NoInput::Unheld(_))) {
        return structure;
    }
    if !members.unread.is_empty() {
        return unheld(members.unread, name);
    }
    members.refused.map_or(structure, |error| Err(NoInput::Refused(error)))
}

/// Reads a member. One that a builder refuses counts as not set for the moment.
pub fn member<T: Hold>(members: &mut Members, name: &str) -> Held<Option<T>> {
    match members.unread.remove(name).map(T::hold).transpose() {
        Err(NoInput::Refused(error)) => {
            members.refused.get_or_insert(error);
            Ok(None)
        }
        held => held,
    }
}

/// Reads all items, and returns what is wrong with them as [`structure`] does.
fn all<T, C: FromIterator<T>>(items: impl Iterator<Item = Held<T>>) -> Held<C> {
    let mut refused = None;
    let held = items.filter_map(|item| match item {
        Err(NoInput::Refused(error)) => {
            refused.get_or_insert(error);
            None
        }
        item => Some(item),
    });
    let held = held.collect::<Held<C>>()?;
    refused.map_or(Ok(held), |error| Err(NoInput::Refused(error)))
}

/// The one member of a union. Users cannot make the variant for unknown members, since it is `#[non_exhaustive]`.
pub fn choice(value: Value, name: &str) -> Held<(String, Value)> {
    match value {
        Value::Object(members) if members.len() == 1 => {
            Ok(members.into_iter().next().expect("there is one"))
        }
        _ => unheld(value, &format!("the enum {name}")),
    }
}

/// The members that are set.
pub fn shown<const N: usize>(members: [(&str, Option<Value>); N]) -> Option<Value> {
    let members = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Some(Value::Object(members.collect()))
}

/// A union's member that the SDK does not know: it does not keep the name.
pub fn unknown() -> Option<Value> {
    Some(json!({"SDK_UNKNOWN_MEMBER": {"name": null}}))
}

impl Hold for String {
    fn hold(value: Value) -> Held<Self> {
        if let Value::String(text) = value { Ok(text) } else { unheld(value, "a String") }
    }
}

impl Show for String {
    fn show(&self) -> Option<Value> {
        Some(self.as_str().into())
    }
}

impl Hold for bool {
    fn hold(value: Value) -> Held<Self> {
        if let Value::Bool(value) = value { Ok(value) } else { unheld(value, "a bool") }
    }
}

impl Show for bool {
    fn show(&self) -> Option<Value> {
        Some((*self).into())
    }
}

macro_rules! integers {
    ($($integer:ty),*) => {$(
        impl Hold for $integer {
            fn hold(value: Value) -> Held<Self> {
                match value.as_i64().and_then(|number| number.try_into().ok()) {
                    Some(number) => Ok(number),
                    None => unheld(value, concat!("an ", stringify!($integer))),
                }
            }
        }

        impl Show for $integer {
            fn show(&self) -> Option<Value> {
                Some((*self).into())
            }
        }
    )*};
}

integers!(i32, i64);

macro_rules! floats {
    ($($float:ty),*) => {$(
        impl Hold for $float {
            fn hold(value: Value) -> Held<Self> {
                match &value {
                    Value::String(name) if name == "NaN" => return Ok(Self::NAN),
                    Value::String(name) if name == "Infinity" => return Ok(Self::INFINITY),
                    Value::String(name) if name == "-Infinity" => return Ok(Self::NEG_INFINITY),
                    // From its digits: an f32 that was an f64 before would be rounded twice.
                    Value::Number(number) => match number.to_string().parse::<Self>() {
                        Ok(number) if number.is_finite() => return Ok(number),
                        _ => {}
                    },
                    _ => {}
                }
                unheld(value, concat!("an ", stringify!($float)))
            }
        }

        impl Show for $float {
            fn show(&self) -> Option<Value> {
                Some(match *self {
                    number if number.is_finite() => number.into(),
                    number if number.is_nan() => "NaN".into(),
                    number if number > 0.0 => "Infinity".into(),
                    _ => "-Infinity".into(),
                })
            }
        }
    )*};
}

floats!(f32, f64);

impl Hold for Blob {
    fn hold(value: Value) -> Held<Self> {
        match value.as_str().and_then(|text| BASE64_STANDARD.decode(text).ok()) {
            Some(bytes) => Ok(Self::new(bytes)),
            None => unheld(value, "a Blob"),
        }
    }
}

impl Show for Blob {
    fn show(&self) -> Option<Value> {
        Some(BASE64_STANDARD.encode(self.as_ref()).into())
    }
}

impl<T: Hold> Hold for Vec<T> {
    fn hold(value: Value) -> Held<Self> {
        match value {
            Value::Array(items) => all(items.into_iter().map(T::hold)),
            _ => unheld(value, "a Vec"),
        }
    }
}

impl<T: Show> Show for Vec<T> {
    fn show(&self) -> Option<Value> {
        self.iter().map(Show::show).collect()
    }
}

impl<T: Hold> Hold for HashMap<String, T> {
    fn hold(value: Value) -> Held<Self> {
        match value {
            Value::Object(entries) => {
                all(entries.into_iter().map(|(key, value)| Ok((key, T::hold(value)?))))
            }
            _ => unheld(value, "a HashMap"),
        }
    }
}

impl<T: Show> Show for HashMap<String, T> {
    fn show(&self) -> Option<Value> {
        let entries = self.iter().map(|(key, value)| Some((key.clone(), value.show()?)));
        Some(Value::Object(entries.collect::<Option<_>>()?))
    }
}

impl<T: Show> Show for Option<T> {
    fn show(&self) -> Option<Value> {
        self.as_ref()?.show()
    }
}

impl<T: Hold> Hold for Box<T> {
    fn hold(value: Value) -> Held<Self> {
        T::hold(value).map(Self::new)
    }
}

impl<T: Show> Show for Box<T> {
    fn show(&self) -> Option<Value> {
        self.as_ref().show()
    }
}

impl Hold for Document {
    fn hold(value: Value) -> Held<Self> {
        Ok(match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::String(text) => Self::String(text),
            Value::Number(number) => Self::Number(document_number(&number)?),
            Value::Array(_) => Self::Array(Hold::hold(value)?),
            Value::Object(_) => Self::Object(Hold::hold(value)?),
        })
    }
}

/// A number in the form of it that a user would take. A float holds the decimal that it is written as, and no other.
fn document_number(number: &serde_json::Number) -> Held<Number> {
    if let Some(number) = number.as_u64() {
        return Ok(Number::PosInt(number));
    }
    if let Some(number) = number.as_i64() {
        return Ok(Number::NegInt(number));
    }
    let digits = number.to_string();
    match digits.parse::<f64>() {
        Ok(float) if float.is_finite() && decimal(&format!("{float:e}")) == decimal(&digits) => {
            Ok(Number::Float(float))
        }
        _ => unheld(Value::Number(number.clone()), "a Document"),
    }
}

/// The sign, the significant digits and the power of ten of a JSON number, which are equal for equal numbers.
fn decimal(text: &str) -> (bool, String, i64) {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |text| (true, text));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    let zeros = (digits.len() - significant.len()) as i64;
    // An exponent past the range of an i64 is past that of a float too.
    let exponent = exponent.parse::<i64>().unwrap_or(i64::MAX / 2);
    match significant.trim_start_matches('0') {
        "" => (negative, String::new(), 0),
        significant => (negative, significant.to_owned(), exponent - fraction.len() as i64 + zeros),
    }
}

impl Show for Document {
    fn show(&self) -> Option<Value> {
        match self {
            Self::Null => Some(Value::Null),
            Self::Bool(value) => value.show(),
            Self::String(text) => text.show(),
            Self::Number(Number::PosInt(number)) => Some((*number).into()),
            Self::Number(Number::NegInt(number)) => number.show(),
            Self::Number(Number::Float(number)) => number.show(),
            Self::Array(items) => items.show(),
            Self::Object(entries) => entries.show(),
        }
    }
}
