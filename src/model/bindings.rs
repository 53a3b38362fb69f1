//! Bindings: which member of an operation's structures travels in which part of an HTTP message.
//!
//! [`Binding`] says it of one member. This file puts it together for a whole structure, so that a protocol knows what
//! it writes into the body and what elsewhere.
//!
//! Source: [Smithy 2.0, HTTP bindings](https://smithy.io/2.0/spec/http-bindings.html).

use super::id::ShapeId;
use super::id::ShapeRef;
use super::members::Member;
use super::operation::Operation;
use super::shape::{Model, ShapeKind};
use super::traits::Binding;

/// What is bound to the body of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyBinding {
    /// Members, each under its own name. It is so even if none of them is set: the body is then an empty structure.
    Members,
    /// One member, and the body is its value. The index is that of the member in its structure.
    Payload(usize),
    /// Nothing: the structure has no member, or only such as travel elsewhere.
    Nothing,
}

/// The bindings of one structure: of an input, an output or an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bindings {
    shape: ShapeRef,
    body: BodyBinding,
    unit: bool,
}

impl Bindings {
    /// Returns the bindings of a structure.
    ///
    /// ```
    /// use wireproof::model::{Bindings, BodyBinding, Model};
    ///
    /// let model = Model::from_smithy(
    ///     r#"{"smithy":"2.0","shapes":{"a#Input":{"type":"structure","members":{
    ///         "page":{"target":"smithy.api#String","traits":{"smithy.api#httpQuery":"page"}}}}}}"#,
    /// )
    /// .expect("a model");
    /// let input = model.find(&"a#Input".parse().expect("an id")).expect("it is there");
    /// let bindings = Bindings::of(&model, input);
    /// assert_eq!(bindings.body(), BodyBinding::Nothing);
    /// assert_eq!(bindings.outside_body(&model).count(), 1);
    /// ```
    pub fn of(model: &Model, shape: ShapeRef) -> Self {
        let members = structure(model, shape);
        let payload = members.iter().position(|member| member.traits.binding == Binding::Payload);
        let body = match payload {
            Some(index) => BodyBinding::Payload(index),
            None if members.iter().any(|member| member.traits.binding == Binding::Body) => {
                BodyBinding::Members
            }
            // Smithy lets only structures be inputs and outputs. The loader is more tolerant: another shape is
            // the body.
            None if !matches!(model.kind(shape), ShapeKind::Structure(_)) => BodyBinding::Members,
            None => BodyBinding::Nothing,
        };
        Self { shape, body, unit: is_unit(&model.shape(shape).id) }
    }

    /// Returns the structure.
    pub fn shape(&self) -> ShapeRef {
        self.shape
    }

    /// Returns what is bound to the body.
    pub fn body(&self) -> BodyBinding {
        self.body
    }

    /// Returns the shape of the body: of the payload, if a member is one, else the structure itself, whose
    /// members in the body are those that are not bound elsewhere. If nothing is bound to the body, none of its
    /// members are.
    pub fn body_shape(&self, model: &Model) -> ShapeRef {
        let payload = match self.body {
            BodyBinding::Payload(index) => structure(model, self.shape).get(index),
            BodyBinding::Members | BodyBinding::Nothing => None,
        };
        payload.map_or(self.shape, |member| member.target)
    }

    /// Reports whether the structure is `smithy.api#Unit`: the model declares no input or output at all.
    pub fn is_unit(&self) -> bool {
        self.unit
    }

    /// Returns the members that are bound to anything but the structure in the body, in the model's order.
    pub fn outside_body<'m>(&self, model: &'m Model) -> impl Iterator<Item = &'m Member> + use<'m> {
        structure(model, self.shape).iter().filter(|member| member.traits.binding != Binding::Body)
    }
}

/// The bindings of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationBindings {
    /// Of its input.
    pub input: Bindings,
    /// Of its output.
    pub output: Bindings,
    /// Of its errors, in the model's order.
    pub errors: Vec<Bindings>,
}

impl OperationBindings {
    /// Returns the bindings of `operation`.
    pub fn of(operation: &Operation<'_>) -> Self {
        let model = operation.model();
        let errors = operation.errors().filter_map(|error| model.find(&error.id));
        Self {
            input: Bindings::of(model, operation.input()),
            output: Bindings::of(model, operation.output()),
            errors: errors.map(|error| Bindings::of(model, error)).collect(),
        }
    }

    /// Returns all of them: the input's, the output's and the errors'.
    pub fn all(&self) -> impl Iterator<Item = &Bindings> {
        [&self.input, &self.output].into_iter().chain(&self.errors)
    }
}

/// Returns the members of a structure; none for any other shape, whose members have no bindings.
fn structure(model: &Model, shape: ShapeRef) -> &[Member] {
    match model.kind(shape) {
        ShapeKind::Structure(_) => model.members(shape),
        _ => &[],
    }
}

fn is_unit(id: &ShapeId) -> bool {
    id.as_str() == "smithy.api#Unit"
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the bindings of an input with these members, and the names of those that travel elsewhere.
    fn bindings(members: &[(&str, &str)]) -> (BodyBinding, Vec<String>) {
        let members: Vec<_> = members
            .iter()
            .map(|(name, traits)| {
                format!(r#""{name}":{{"target":"smithy.api#String","traits":{{{traits}}}}}"#)
            })
            .collect();
        let file = format!(
            r#"{{"smithy":"2.0","shapes":{{"a#S":{{"type":"structure","members":{{{}}}}}}}}}"#,
            members.join(",")
        );
        let model = Model::from_smithy(file).expect("a model");
        let shape = model.find(&"a#S".parse().expect("an id")).expect("it is there");
        let bindings = Bindings::of(&model, shape);
        let payload = matches!(bindings.body(), BodyBinding::Payload(_));
        assert_eq!(bindings.body_shape(&model) != shape, payload);
        let outside = bindings.outside_body(&model).map(|member| member.name.clone()).collect();
        (bindings.body(), outside)
    }

    #[test]
    fn a_body_has_members_or_one_payload_or_nothing() {
        let query = ("q", r#""smithy.api#httpQuery":"q""#);
        let header = ("h", r#""smithy.api#httpHeader":"h""#);
        let payload = ("p", r#""smithy.api#httpPayload":{}"#);
        assert_eq!(bindings(&[]), (BodyBinding::Nothing, vec![]));
        assert_eq!(bindings(&[("a", "")]), (BodyBinding::Members, vec![]));
        assert_eq!(bindings(&[query]), (BodyBinding::Nothing, vec!["q".to_owned()]));
        assert_eq!(bindings(&[("a", ""), query]), (BodyBinding::Members, vec!["q".to_owned()]));
        let (body, outside) = bindings(&[header, payload]);
        assert_eq!((body, outside.len()), (BodyBinding::Payload(1), 2));
    }

    #[test]
    fn an_operation_without_input_has_unit() {
        let model = Model::from_smithy(
            r##"{"smithy":"2.0","shapes":{"a#Op":{"type":"operation","output":{"target":"a#Out"}},
                "a#Out":{"type":"structure","members":{}}}}"##,
        )
        .expect("a model");
        let bindings = OperationBindings::of(&model.operation("Op").expect("it is there"));
        assert_eq!(bindings.input.body(), BodyBinding::Nothing);
        assert!(bindings.input.is_unit() && !bindings.output.is_unit());
        assert_eq!(bindings.all().count(), 2);
    }
}
