//! Reads a JSON object member by member.
//!
//! The readers that serde derives do not fit: they read an array as a structure, and refuse duplicate members. This reader
//! accepts only an object, and the last of duplicate members counts.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{IgnoredAny, MapAccess, Visitor};

/// A type that is read from the members of a JSON object.
pub(super) trait ReadMembers<'de>: Default {
    /// Its name in messages.
    const EXPECTED: &'static str;

    /// Takes the value of the member `name` out of `value`.
    fn member<M: MapAccess<'de>>(&mut self, name: &str, value: &mut M) -> Result<(), M::Error>;
}

/// Reads an object, and refuses everything else.
pub(super) fn read_object<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: ReadMembers<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// Skips the value of a member, of any type and depth.
pub(super) fn skip<'de, M: MapAccess<'de>>(value: &mut M) -> Result<(), M::Error> {
    value.next_value::<IgnoredAny>().map(drop)
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: ReadMembers<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut members: M) -> Result<T, M::Error> {
        let mut read = T::default();
        while let Some(name) = members.next_key::<String>()? {
            read.member(&name, &mut members)?;
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default)]
    struct Named(Option<String>);

    impl<'de> ReadMembers<'de> for Named {
        const EXPECTED: &'static str = "a named thing";

        fn member<M: MapAccess<'de>>(&mut self, name: &str, value: &mut M) -> Result<(), M::Error> {
            match name {
                "Name" => self.0 = value.next_value()?,
                _ => skip(value)?,
            }
            Ok(())
        }
    }

    fn read(text: &str) -> Result<Option<String>, String> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        read_object(&mut deserializer).map(|Named(name)| name).map_err(|error| error.to_string())
    }

    #[test]
    fn the_last_of_duplicate_members_counts() {
        for (text, name) in [
            (r#"{}"#, None),
            (r#"{"Name":"a"}"#, Some("a")),
            (r#"{"Name":"a","Name":"b"}"#, Some("b")),
            (r#"{"Name":"a","Name":null}"#, None),
            (r#"{"Name":null,"name":"c","Name":"a"}"#, Some("a")),
            (r#"{"N\u0061me":"a","x":[{"Name":"c"}]}"#, Some("a")),
        ] {
            assert_eq!(read(text), Ok(name.map(str::to_owned)), "{text}");
        }
    }

    #[test]
    fn only_an_object_is_an_object() {
        for text in ["null", "[]", r#"["a"]"#, r#""a""#, "5", "true"] {
            let error = read(text).expect_err(text);
            assert!(error.contains("expected a named thing"), "{text}: {error}");
        }
    }
}
