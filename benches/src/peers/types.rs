//! The types that peers read into: as one writes them who knows the operation, with the union's rules.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

/// A string of its own.
pub type Owned = String;

/// A string of the body where it has no escapes.
#[derive(Debug, PartialEq, Eq)]
pub struct Str<'b>(pub Cow<'b, str>);

/// The output of the operation.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", bound(deserialize = "S: Deserialize<'de> + AsText"))]
#[allow(missing_docs, reason = "the names are the operation's own")]
pub struct Response<S> {
    pub instance_user_summary: Summary<S>,
}

/// What became of the user.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", bound(deserialize = "S: Deserialize<'de> + AsText"))]
#[allow(missing_docs, reason = "the names are the operation's own")]
pub struct Summary<S> {
    pub association_date: Option<S>,
    pub disassociation_date: Option<S>,
    pub domain: Option<S>,
    pub identity_provider: IdentityProvider<S>,
    pub instance_id: S,
    pub status: S,
    pub status_message: Option<S>,
    pub username: S,
}

/// The union of identity providers.
#[derive(Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the operation's own")]
pub enum IdentityProvider<S> {
    ActiveDirectory(Directory<S>),
    Unknown(S),
}

/// A directory.
#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "PascalCase")]
#[allow(missing_docs, reason = "the names are the operation's own")]
pub struct Directory<S> {
    pub directory_id: Option<S>,
}

impl<'de: 'b, 'b> Deserialize<'de> for Str<'b> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StrVisitor;
        impl<'de> Visitor<'de> for StrVisitor {
            type Value = Cow<'de, str>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(text))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text.to_owned()))
            }
        }
        deserializer.deserialize_str(StrVisitor).map(Self)
    }
}

impl<'de, S: Deserialize<'de> + AsText> Deserialize<'de> for IdentityProvider<S> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(UnionVisitor(PhantomData))
    }
}

/// A string of either kind.
pub trait AsText {
    /// Returns the text.
    fn text(&self) -> &str;
}

impl AsText for String {
    fn text(&self) -> &str {
        self
    }
}

impl AsText for Str<'_> {
    fn text(&self) -> &str {
        &self.0
    }
}

struct UnionVisitor<S>(PhantomData<S>);

impl<'de, S: Deserialize<'de> + AsText> Visitor<'de> for UnionVisitor<S> {
    type Value = IdentityProvider<S>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with one member")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut found = None;
        while let Some(name) = map.next_key::<S>()? {
            let member = match name.text() {
                "ActiveDirectoryIdentityProvider" => {
                    map.next_value::<Option<Directory<S>>>()?.map(IdentityProvider::ActiveDirectory)
                }
                "__type" => map.next_value::<IgnoredAny>().map(|_| None)?,
                _ => {
                    map.next_value::<Option<IgnoredAny>>()?.map(|_| IdentityProvider::Unknown(name))
                }
            };
            if let Some(member) = member
                && found.replace(member).is_some()
            {
                return Err(M::Error::custom("a union with several members"));
            }
        }
        found.ok_or_else(|| M::Error::custom("a union without a member"))
    }
}
