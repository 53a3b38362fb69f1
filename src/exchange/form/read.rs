//! Reads a form from a JSON value: serde's deserializer, which names the place of an error.

use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer};
use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, IntoDeserializer as _, MapAccess, SeqAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;

use crate::exchange::form_error::FormError;
use crate::exchange::outcome::Outcome;
use crate::json::{Json, Path};

use super::handover;

/// Reads the form `T` from a value that stands at `at`. Members that the form does not name are ignored; of those that
/// share a name the last counts.
///
/// # Errors
///
/// If a member is missing or wrong, with its place.
pub(crate) fn from_json<'j, T: Deserialize<'j>>(json: &'j Json, at: &Path) -> Result<T, FormError> {
    T::deserialize(Value(json)).map_err(|fault| fault.at(at))
}

/// What is wrong, and the steps to the place, the last one first: it is put together on the way out.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
struct Fault {
    message: String,
    steps: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    Member(String),
    Index(usize),
}

impl Fault {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), steps: Vec::new() }
    }

    fn inside(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    fn at(self, root: &Path) -> FormError {
        let path = self.steps.iter().rev().fold(root.clone(), |path, step| match step {
            Step::Member(name) => path.member(name),
            Step::Index(index) => path.index(*index),
        });
        FormError::new(path, self.message)
    }
}

impl de::Error for Fault {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new("missing").inside(Step::Member(field.to_owned()))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("`{variant}` is none of {}", expected.join(", ")))
    }
}

/// A value that is read.
#[derive(Clone, Copy)]
struct Value<'j>(&'j Json);

impl Value<'_> {
    fn wrong(self, expected: &str) -> Fault {
        match self.0 {
            // A number is refused for what it is, not for being one.
            Json::Number(_) if expected.contains("number") => {
                Fault::new(format!("{expected} expected"))
            }
            other => Fault::new(format!("{expected} expected, not {}", other.kind())),
        }
    }

    fn number(self) -> Result<u64, Fault> {
        self.0.as_u64().ok_or_else(|| self.wrong("a whole number"))
    }
}

/// A number of this width, and what is expected in its place if there is another.
macro_rules! numbers {
    ($($method:ident $visit:ident $type:ty, $expected:literal;)*) => {$(
        fn $method<V: Visitor<'j>>(self, visitor: V) -> Result<V::Value, Fault> {
            let number = <$type>::try_from(self.number()?);
            visitor.$visit(number.map_err(|_| Fault::new(concat!($expected, " expected")))?)
        }
    )*};
}

impl<'j> Deserializer<'j> for Value<'j> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'j>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Json::Null => visitor.visit_unit(),
            Json::Bool(value) => visitor.visit_bool(*value),
            Json::Number(_) => visitor.visit_u64(self.number()?),
            Json::String(text) => visitor.visit_borrowed_str(text),
            Json::Array(_) => self.deserialize_seq(visitor),
            Json::Object(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'j>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_bool(self.0.as_bool().ok_or_else(|| self.wrong("true or false"))?)
    }

    numbers! {
        deserialize_u8 visit_u8 u8, "a number up to 255";
        deserialize_u16 visit_u16 u16, "a number up to 65535";
        deserialize_u32 visit_u32 u32, "a smaller number";
        deserialize_u64 visit_u64 u64, "a smaller number";
    }

    fn deserialize_str<V: Visitor<'j>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_borrowed_str(self.0.as_str().ok_or_else(|| self.wrong("a string"))?)
    }

    fn deserialize_string<V: Visitor<'j>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'j>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Json::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'j>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit_struct<V: Visitor<'j>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        if name == handover::OUTCOME {
            // Here the place is known, and not where the outcome is taken.
            if let Err(error) = Outcome::from_report(self.0) {
                let fault = Fault::new(error.message);
                return Err(match error.path.as_str() {
                    "" => fault,
                    member => fault.inside(Step::Member(member.to_owned())),
                });
            }
        }
        handover::give(self.0.clone());
        visitor.visit_unit()
    }

    fn deserialize_seq<V: Visitor<'j>>(self, visitor: V) -> Result<V::Value, Fault> {
        let items = self.0.as_array().ok_or_else(|| self.wrong("an array"))?;
        visitor.visit_seq(Items { rest: items.iter(), index: 0 })
    }

    fn deserialize_tuple<V: Visitor<'j>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.0 {
            Json::Array(items) if items.len() != length => {
                Err(Fault::new(format!("{length} elements expected, not {}", items.len())))
            }
            _ => self.deserialize_seq(visitor),
        }
    }

    fn deserialize_map<V: Visitor<'j>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Json::Object(_) => visitor.visit_map(Members::of(self.0.distinct_members())),
            _ => Err(self.wrong("an object")),
        }
    }

    fn deserialize_struct<V: Visitor<'j>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.0 {
            Json::Object(_) => {
                let there = fields.iter().filter_map(|name| Some((*name, self.0.get(name)?)));
                visitor.visit_map(Members::of(there.collect()))
            }
            _ => Err(self.wrong("an object")),
        }
    }

    fn deserialize_enum<V: Visitor<'j>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.0 {
            Json::String(text) => visitor.visit_enum(BorrowedStrDeserializer::new(text)),
            Json::Object(members) if members.len() == 1 => {
                let members = Members::of(self.0.distinct_members());
                visitor.visit_enum(MapAccessDeserializer::new(members))
            }
            other => {
                let found = match other {
                    Json::Object(members) => format!("one with {} members", members.len()),
                    other => other.kind().to_string(),
                };
                let known = variants.join(", ");
                Err(Fault::new(format!("an object with one of {known} expected, not {found}")))
            }
        }
    }

    fn deserialize_ignored_any<V: Visitor<'j>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        <V: Visitor<'j>>
        i8 i16 i32 i64 i128 u128 f32 f64 char bytes byte_buf unit tuple_struct identifier
    }
}

/// The elements of an array that are left.
struct Items<'j> {
    rest: std::slice::Iter<'j, Json>,
    index: usize,
}

impl<'j> SeqAccess<'j> for Items<'j> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'j>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        let Some(item) = self.rest.next() else { return Ok(None) };
        let index = self.index;
        self.index += 1;
        seed.deserialize(Value(item)).map(Some).map_err(|fault| fault.inside(Step::Index(index)))
    }
}

/// The members of an object that are left, and the one whose value comes next.
struct Members<'j> {
    rest: std::vec::IntoIter<(&'j str, &'j Json)>,
    next: Option<(&'j str, &'j Json)>,
}

impl<'j> Members<'j> {
    fn of(members: Vec<(&'j str, &'j Json)>) -> Self {
        Self { rest: members.into_iter(), next: None }
    }
}

impl<'j> MapAccess<'j> for Members<'j> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'j>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        self.next = self.rest.next();
        let Some((name, _)) = self.next else { return Ok(None) };
        seed.deserialize(name.into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'j>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let Some((name, value)) = self.next.take() else { return Err(Fault::new("missing")) };
        let inside = |fault: Fault| fault.inside(Step::Member(name.to_owned()));
        seed.deserialize(Value(value)).map_err(inside)
    }
}
