//! A plain input and a plain output of any operation.

use crate::contract::Contract;
use crate::exchange::{Outcome, oracle_outcome};
use crate::http::Answer;
use crate::json::{Json, Number};
use crate::model::{Binding, Member, Model, ShapeKind, ShapeRef};
use crate::protocol::validate;

/// How deep a value may nest. No operation of AWS needs more for what is required.
const DEEPEST: usize = 32;

/// The header fields that HTTP itself uses: the answer has its own values of them.
const OF_HTTP: [&str; 6] = [
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "transfer-encoding",
];

/// A member, by its names in the model and in JSON.
pub(super) type TextMember = (String, String);

/// The plain messages of an operation.
pub(super) struct Plain {
    /// An input with the members that are required, and with a text in the body if it can have one.
    pub(super) input: Json,
    /// The output that the answer carries, with all of its members.
    pub(super) output: Json,
    /// The answer.
    pub(super) answer: Answer,
    /// The members of input and output that are texts in the body.
    pub(super) texts: (Option<TextMember>, Option<TextMember>),
}

impl Plain {
    /// Returns the plain messages of the contract's operation; `None` if no such input or output is valid.
    pub(super) fn of(contract: &Contract) -> Option<Self> {
        let (model, bindings) = (contract.model(), contract.bindings());
        let (input_shape, output_shape) = (bindings.input.shape(), bindings.output.shape());
        let in_body = |shape: ShapeRef, bindings: &crate::model::Bindings| {
            let outside: Vec<_> = bindings.bound(model).map(|member| &member.name).collect();
            let payload = bindings.payload(model).is_some();
            let is_text = |member: &&Member| {
                let bounded = member.traits.length.or(model.shape(member.target).traits.length);
                let plain = matches!(model.kind(member.target), ShapeKind::String);
                plain && bounded.is_none() && member.traits.media_type.is_none()
            };
            let found =
                model.members(shape).iter().find(|m| is_text(m) && !outside.contains(&&m.name));
            found.filter(|_| !payload).map(|m| (m.name.clone(), m.wire_name().to_owned()))
        };
        let texts =
            (in_body(input_shape, &bindings.input), in_body(output_shape, &bindings.output));
        let named = |member: &Member, text: &Option<TextMember>| {
            text.as_ref().is_some_and(|(name, _)| *name == member.name)
        };
        let input = structure(model, input_shape, |member| {
            member.traits.required || named(member, &texts.0)
        })?;
        let output = structure(model, output_shape, |member| match &member.traits.binding {
            Binding::Header(name) => !OF_HTTP.contains(&name.to_ascii_lowercase().as_str()),
            Binding::ResponseCode => false,
            _ => true,
        })?;
        let is_valid = |shape, value: &Json| validate(model, shape, value).is_empty();
        if !is_valid(input_shape, &input) || !is_valid(output_shape, &output) {
            return None;
        }
        let parts = contract.protocol().write_response(contract, &output).ok()?;
        let answer = parts.into_answer();
        // A client also shows what the answer has beyond that: its status, and fields that are both bound and HTTP's own.
        let Outcome::Response { output, .. } = oracle_outcome(contract, &answer.response()) else {
            return None;
        };
        Some(Self { input, output, answer, texts })
    }

    /// Returns the input with this text.
    pub(super) fn input_with(&self, text: &str) -> Json {
        with(&self.input, self.texts.0.as_ref(), text)
    }
}

/// Returns an object with this text for one of its members.
fn with(value: &Json, member: Option<&TextMember>, text: &str) -> Json {
    Json::object(value.members().iter().map(|(name, value)| match member {
        Some((wanted, _)) if wanted == name => (name.clone(), Json::from(text)),
        _ => (name.clone(), value.clone()),
    }))
}

/// Returns a structure with the members that `keep` holds for.
fn structure(model: &Model, shape: ShapeRef, keep: impl Fn(&Member) -> bool) -> Option<Json> {
    let members = model.members(shape).iter().filter(|member| keep(member));
    let set = members.map(|member| Some((member.name.clone(), value(model, member, 0)?)));
    Some(Json::object(set.collect::<Option<Vec<_>>>()?))
}

/// Returns a plain value of a member; `None` if it nests too deep.
fn value(model: &Model, member: &Member, depth: usize) -> Option<Json> {
    if depth > DEEPEST {
        return None;
    }
    let shape = model.shape(member.target);
    let least = member.traits.length.or(shape.traits.length).map_or(0, |length| length.min);
    let number = |text: &str| Number::parse(text).map(Json::Number);
    let inside = |member: &Member| value(model, member, depth + 1);
    let json = member.traits.media_type.as_deref() == Some("application/json");
    Some(match &shape.kind {
        ShapeKind::String if json => Json::from("{}"),
        ShapeKind::String => {
            Json::from("alice".chars().cycle().take(least.max(5)).collect::<String>())
        }
        ShapeKind::Blob => Json::from("YWxpY2U="),
        ShapeKind::Enum(values) => Json::from(values.first()?.as_str()),
        ShapeKind::IntEnum(values) => number(&values.first()?.to_string())?,
        ShapeKind::Boolean => Json::from(true),
        ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long => number("1")?,
        ShapeKind::BigInteger => number("1")?,
        ShapeKind::Float | ShapeKind::Double | ShapeKind::BigDecimal => number("1.5")?,
        ShapeKind::Timestamp => number("1700000000")?,
        ShapeKind::Document => Json::object([("name", Json::from("alice"))]),
        ShapeKind::List(item) => Json::Array(vec![inside(item)?; least.clamp(1, 100)]),
        ShapeKind::Map { key, value } => Json::object([(inside(key)?.as_str()?, inside(value)?)]),
        ShapeKind::Structure(members) => {
            let required = members.iter().filter(|member| member.traits.required);
            let set = required.map(|member| Some((member.name.clone(), inside(member)?)));
            Json::object(set.collect::<Option<Vec<_>>>()?)
        }
        ShapeKind::Union(members) => {
            let flat = |member: &&Member| model.members(member.target).is_empty();
            let first = members.iter().find(flat).or(members.iter().next())?;
            Json::object([(first.name.as_str(), inside(first)?)])
        }
        _ => return None,
    })
}
