//! What a client or a server fills in by itself: default values and idempotency tokens.
//!
//! A protocol writes the value that it is given and reads the value that came. A program that keeps the rules fills in what is
//! absent before it writes and after it reads.
//!
//! Sources: Smithy 2.0, "default trait", "clientOptional trait" and "idempotencyToken trait".

use crate::contract::Contract;
use crate::json::Json;
use crate::model::{Member, Model, ShapeKind, ShapeRef, TimestampFormat};
use crate::value::{Timestamp, diff};

/// The token that is filled in if none is asked for: the one of Smithy's protocol tests.
pub const IDEMPOTENCY_TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// The party that fills in defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filler {
    /// A client before it sends: the members of the input itself are left to the service, and those that are
    /// `clientOptional` too.
    ClientSends,
    /// A client after it has read an answer.
    ClientReads,
    /// A server, before it answers or after it has read a request.
    Server,
}

/// Returns `input` with `token` for each idempotency token of the operation that is absent.
///
/// ```
/// use wireproof::contract::Contract;
/// use wireproof::json::Json;
/// use wireproof::protocol::{IDEMPOTENCY_TOKEN, with_tokens};
///
/// let contract = Contract::default();
/// let input = Json::parse("{}").expect("JSON");
/// // The operation has no token.
/// assert_eq!(with_tokens(&contract, input, IDEMPOTENCY_TOKEN).to_string(), "{}");
/// ```
pub fn with_tokens(contract: &Contract, input: Json, token: &str) -> Json {
    let Json::Object(mut given) = input else { return input };
    for member in contract.model().members(contract.operation().input()) {
        let absent = |given: &[(String, Json)]| !given.iter().any(|(name, _)| *name == member.name);
        if member.traits.idempotency_token && absent(&given) {
            given.push((member.name.clone(), Json::from(token)));
        }
    }
    Json::Object(given)
}

/// Returns a value of `shape` with the defaults of the members that are absent, at any depth.
pub fn with_defaults(model: &Model, shape: ShapeRef, value: &Json, filler: Filler) -> Json {
    filled(model, shape, value, filler, filler == Filler::ClientSends)
}

/// The depth is that of the value, which is limited for all values that are read.
fn filled(model: &Model, shape: ShapeRef, value: &Json, filler: Filler, top: bool) -> Json {
    let inside = |target: ShapeRef, value: &Json| filled(model, target, value, filler, false);
    match (model.kind(shape), value) {
        (ShapeKind::Structure(members), Json::Object(given)) => {
            let present = given.iter().map(|(name, value)| {
                let target = members.named(name).map(|member| member.target);
                (name.clone(), target.map_or_else(|| value.clone(), |t| inside(t, value)))
            });
            let mut all: Vec<_> = present.collect();
            for member in members.iter().filter(|_| !top) {
                let optional = member.traits.client_optional && filler == Filler::ClientSends;
                if !optional && value.get(&member.name).is_none() {
                    let default = default_of(model, member);
                    all.extend(default.map(|default| (member.name.clone(), default)));
                }
            }
            Json::Object(all)
        }
        (ShapeKind::Union(members), Json::Object(given)) => {
            Json::object(given.iter().map(|(name, value)| {
                let target = members.named(name).map(|member| member.target);
                (name.clone(), target.map_or_else(|| value.clone(), |t| inside(t, value)))
            }))
        }
        (ShapeKind::List(member), Json::Array(items)) => {
            Json::Array(items.iter().map(|item| inside(member.target, item)).collect())
        }
        (ShapeKind::Map { value: member, .. }, Json::Object(entries)) => {
            let entries = entries.iter();
            Json::object(entries.map(|(key, value)| (key.clone(), inside(member.target, value))))
        }
        (_, value) => value.clone(),
    }
}

/// Reports whether the value is the default of the member.
pub(crate) fn is_default(model: &Model, member: &Member, value: &Json) -> bool {
    default_of(model, member)
        .is_some_and(|default| diff(model, member.target, &default, value).is_empty())
}

/// Returns the default of a member, in the value form.
fn default_of(model: &Model, member: &Member) -> Option<Json> {
    let default = member.traits.default.as_ref().filter(|default| !default.is_null())?;
    Some(match (model.kind(member.target), default) {
        (ShapeKind::Timestamp, Json::String(text)) => {
            let moment = Timestamp::parse(text, TimestampFormat::DateTime)?;
            Json::Number(moment.to_epoch_seconds())
        }
        (_, default) => default.clone(),
    })
}
