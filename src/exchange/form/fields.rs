//! Fields of forms that are more than serde knows: for `#[serde(with = "…")]`.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::value::RawValue;

/// A JSON value as it is: its numbers as they are spelled, its members in their order.
pub(crate) mod any {
    use super::*;
    use crate::exchange::form::handover::{self, ANY};
    use crate::json::Json;

    pub(crate) fn serialize<S: Serializer>(json: &Json, to: S) -> Result<S::Ok, S::Error> {
        raw::<S::Error>(json)?.serialize(to)
    }

    /// Returns the text of the value.
    pub(super) fn raw<E: serde::ser::Error>(json: &Json) -> Result<Box<RawValue>, E> {
        RawValue::from_string(json.to_string()).map_err(E::custom)
    }

    pub(crate) fn deserialize<'j, D: Deserializer<'j>>(from: D) -> Result<Json, D::Error> {
        from.deserialize_unit_struct(ANY, Handed)?.ok_or_else(|| de::Error::custom("missing"))
    }

    /// Takes the value that is handed over.
    pub(super) struct Handed;

    impl de::Visitor<'_> for Handed {
        type Value = Option<Json>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a value")
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(handover::take())
        }
    }
}

/// The same for a field that may be absent.
#[cfg(feature = "run")]
pub(crate) mod any_if_some {
    use super::*;
    use crate::json::Json;

    pub(crate) fn serialize<S: Serializer>(json: &Option<Json>, to: S) -> Result<S::Ok, S::Error> {
        json.as_ref().map(any::raw::<S::Error>).transpose()?.serialize(to)
    }

    pub(crate) fn deserialize<'j, D: Deserializer<'j>>(from: D) -> Result<Option<Json>, D::Error> {
        any::deserialize(from).map(Some)
    }
}

/// An outcome, as a `result` line has it or as a report does.
#[cfg(feature = "run")]
pub(crate) mod outcome {
    use super::*;
    use crate::exchange::form::handover::OUTCOME;
    use crate::exchange::outcome::Outcome;

    pub(crate) fn serialize<S: Serializer>(outcome: &Outcome, to: S) -> Result<S::Ok, S::Error> {
        any::serialize(&outcome.to_json(), to)
    }

    pub(crate) fn deserialize<'j, D: Deserializer<'j>>(from: D) -> Result<Outcome, D::Error> {
        let json = from.deserialize_unit_struct(OUTCOME, any::Handed)?;
        let json = json.ok_or_else(|| de::Error::custom("missing"))?;
        Outcome::from_report(&json).map_err(de::Error::custom)
    }
}

/// The same for a field that may be absent.
#[cfg(feature = "run")]
pub(crate) mod outcome_if_some {
    use super::*;
    use crate::exchange::outcome::Outcome;

    pub(crate) fn serialize<S: Serializer>(
        outcome: &Option<Outcome>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        any_if_some::serialize(&outcome.as_ref().map(Outcome::to_json), to)
    }

    pub(crate) fn deserialize<'j, D: Deserializer<'j>>(
        from: D,
    ) -> Result<Option<Outcome>, D::Error> {
        super::outcome::deserialize(from).map(Some)
    }
}

/// Bytes in base64.
pub(crate) mod base64_text {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&BASE64.encode(bytes))
    }

    pub(crate) fn deserialize<'j, D: Deserializer<'j>>(from: D) -> Result<Vec<u8>, D::Error> {
        BASE64.decode(String::deserialize(from)?).map_err(de::Error::custom)
    }
}

/// Bytes as the text that they are, else an object with them in base64.
#[derive(Clone, Debug)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

#[derive(Serialize, Deserialize)]
struct NotText {
    #[serde(with = "base64_text")]
    base64: Vec<u8>,
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match std::str::from_utf8(&self.0) {
            Ok(text) => to.serialize_str(text),
            Err(_) => NotText { base64: self.0.clone() }.serialize(to),
        }
    }
}

impl<'j> Deserialize<'j> for Bytes {
    fn deserialize<D: Deserializer<'j>>(from: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'j> de::Visitor<'j> for Either {
            type Value = Bytes;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string or an object with base64")
            }

            fn visit_str<E>(self, text: &str) -> Result<Bytes, E> {
                Ok(Bytes(text.as_bytes().to_vec()))
            }

            fn visit_map<A: de::MapAccess<'j>>(self, members: A) -> Result<Bytes, A::Error> {
                let form = NotText::deserialize(de::value::MapAccessDeserializer::new(members))?;
                Ok(Bytes(form.base64))
            }
        }

        from.deserialize_any(Either)
    }
}

/// One of a few names.
pub(crate) trait Named: Copy + 'static {
    /// Each value.
    const EACH: &'static [Self];

    /// Returns the name of a value.
    fn form_name(self) -> &'static str;
}

/// A [`Named`] value by its name.
pub(crate) mod named {
    use super::*;

    pub(crate) fn serialize<T: Named, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(value.form_name())
    }

    pub(crate) fn deserialize<'j, T: Named, D: Deserializer<'j>>(from: D) -> Result<T, D::Error> {
        let name = String::deserialize(from)?;
        let found = T::EACH.iter().copied().find(|value| value.form_name() == name);
        found.ok_or_else(|| {
            let names: Vec<_> = T::EACH.iter().map(|value| value.form_name()).collect();
            de::Error::custom(format!("`{name}` is none of {}", names.join(", ")))
        })
    }
}

/// A list of names with a value each, as an object.
#[cfg(feature = "run")]
pub(crate) mod pairs {
    use std::marker::PhantomData;

    use super::*;

    pub(crate) fn serialize<T: Serialize, S: Serializer>(
        pairs: &[(String, T)],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_map(pairs.iter().map(|(name, value)| (name, value)))
    }

    pub(crate) fn deserialize<'j, T: Deserialize<'j>, D: Deserializer<'j>>(
        from: D,
    ) -> Result<Vec<(String, T)>, D::Error> {
        struct Members<T>(PhantomData<T>);

        impl<'j, T: Deserialize<'j>> de::Visitor<'j> for Members<T> {
            type Value = Vec<(String, T)>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: de::MapAccess<'j>>(
                self,
                mut members: A,
            ) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = members.next_entry()? {
                    pairs.push(pair);
                }
                Ok(pairs)
            }
        }

        from.deserialize_map(Members(PhantomData))
    }
}
