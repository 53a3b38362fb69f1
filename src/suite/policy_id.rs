//! Policies in JSON forms.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::policy::{self, Policy};

/// A policy by its id.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PolicyId(pub(crate) &'static Policy);

impl Serialize for PolicyId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0.id)
    }
}

impl<'j> Deserialize<'j> for PolicyId {
    fn deserialize<D: Deserializer<'j>>(from: D) -> Result<Self, D::Error> {
        let id = String::deserialize(from)?;
        let unknown = || de::Error::custom(format!("there is no policy `{id}`"));
        policy::find(&id).map(Self).ok_or_else(unknown)
    }
}
