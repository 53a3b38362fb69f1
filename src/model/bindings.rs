//! Bindings: the part of an HTTP message in which each member of an operation's structures travels.
//!
//! [`Binding`] is about one member. This file collects the bindings of a whole structure, so that a protocol
//! knows what it writes into the body and what elsewhere.
//!
//! Source: [Smithy 2.0, HTTP bindings](https://smithy.io/2.0/spec/http-bindings.html).

use std::collections::HashMap;

use super::id::ShapeId;
use super::id::ShapeRef;
use super::members::Member;
use super::shape::{Model, ShapeKind};
use super::traits::Binding;

/// The direction of a message. It decides which bindings count: a label is for requests only, and in a response
/// such a member is in the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The input of an operation is sent.
    Request,
    /// The output or an error is sent.
    Response,
}

/// What is bound to the body of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyBinding {
    /// Members, each under its own name. If none of them is set, the body is an empty structure.
    Members,
    /// One member, and the body is its value. The index is that of the member in its structure.
    Payload(usize),
    /// Nothing: the structure has no member, or all its members travel elsewhere.
    Nothing,
}

/// The bindings of one structure: of an input, an output or an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bindings {
    shape: ShapeRef,
    body: BodyBinding,
    body_shape: ShapeRef,
    bound: Vec<usize>,
    unit: bool,
}

impl Bindings {
    /// Returns the bindings of a structure. If some of its members travel outside the body and others in it, a structure of
    /// the latter is added to the model: it is the [shape of the body](Self::body_shape).
    ///
    /// ```
    /// use wireproof::model::{Bindings, BodyBinding, Direction, Model};
    ///
    /// let mut model = Model::from_smithy(
    ///     r#"{"smithy":"2.0","shapes":{"a#Input":{"type":"structure","members":{
    ///         "page":{"target":"smithy.api#String","traits":{"smithy.api#httpQuery":"page"}}}}}}"#,
    /// )
    /// .expect("a model");
    /// let input = model.find(&"a#Input".parse().expect("an id")).expect("it is there");
    /// let bindings = Bindings::of(&mut model, input, Direction::Request);
    /// assert_eq!(bindings.body(), BodyBinding::Nothing);
    /// assert_eq!(bindings.bound(&model).count(), 1);
    /// // No response has a query.
    /// let bindings = Bindings::of(&mut model, input, Direction::Response);
    /// assert_eq!(bindings.body(), BodyBinding::Members);
    /// ```
    pub fn of(model: &mut Model, shape: ShapeRef, direction: Direction) -> Self {
        let members = structure(model, shape);
        let is_bound = |member: &Member| leaves_body(&member.traits.binding, direction);
        let payload = members.iter().position(|member| member.traits.binding == Binding::Payload);
        let body = match payload {
            Some(index) => BodyBinding::Payload(index),
            None if members.iter().any(|member| !is_bound(member)) => BodyBinding::Members,
            // In Smithy only structures are inputs and outputs. The loader is more tolerant: any other shape is
            // the body.
            None if !matches!(model.kind(shape), ShapeKind::Structure(_)) => BodyBinding::Members,
            None => BodyBinding::Nothing,
        };
        let bound: Vec<usize> = members
            .iter()
            .enumerate()
            .filter(|(index, member)| Some(*index) != payload && is_bound(member))
            .map(|(index, _)| index)
            .collect();
        let body_shape = match payload {
            Some(index) => members[index].target,
            None if bound.is_empty() => shape,
            None => model.add_part(shape, |member| !is_bound(member)),
        };
        let unit = is_unit(&model.shape(shape).id);
        Self { shape, body, body_shape, bound, unit }
    }

    /// Returns the structure.
    pub fn shape(&self) -> ShapeRef {
        self.shape
    }

    /// Returns what is bound to the body.
    pub fn body(&self) -> BodyBinding {
        self.body
    }

    /// Returns the shape of the body: of the payload, if a member is one, else a structure of the members that are not bound
    /// elsewhere.
    pub fn body_shape(&self) -> ShapeRef {
        self.body_shape
    }

    /// Returns the member whose value is the body, if one is.
    pub fn payload<'m>(&self, model: &'m Model) -> Option<&'m Member> {
        match self.body {
            BodyBinding::Payload(index) => structure(model, self.shape).get(index),
            BodyBinding::Members | BodyBinding::Nothing => None,
        }
    }

    /// Reports whether the structure is `smithy.api#Unit`: the model declares no input or output at all.
    pub fn is_unit(&self) -> bool {
        self.unit
    }

    /// Returns the members that travel outside the body, in the model's order. The payload is none of them: it is the body.
    pub fn bound<'m>(
        &self,
        model: &'m Model,
    ) -> impl Iterator<Item = &'m Member> + Clone + use<'m, '_> {
        let members = structure(model, self.shape);
        self.bound.iter().map(move |index| &members[*index])
    }

    /// Reports whether all members travel in the body, each under its own name.
    pub fn all_in_body(&self) -> bool {
        self.bound.is_empty() && !matches!(self.body, BodyBinding::Payload(_))
    }
}

/// The bindings of structures that several operations may have.
pub(crate) type KnownBindings = HashMap<(ShapeRef, Direction), Bindings>;

/// The bindings of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationBindings {
    /// The bindings of its input.
    pub input: Bindings,
    /// The bindings of its output.
    pub output: Bindings,
    /// The bindings of its errors, in the model's order.
    pub errors: Vec<Bindings>,
}

impl OperationBindings {
    /// Returns the bindings of an operation that has these structures: see [`Bindings::of`].
    pub fn of(model: &mut Model, input: ShapeRef, output: ShapeRef, errors: &[ShapeRef]) -> Self {
        Self::with(model, &mut KnownBindings::default(), input, output, errors)
    }

    /// Returns the same, and keeps the bindings of each structure: operations that share one share the shape of its body.
    pub(crate) fn with(
        model: &mut Model,
        known: &mut KnownBindings,
        input: ShapeRef,
        output: ShapeRef,
        errors: &[ShapeRef],
    ) -> Self {
        let mut bindings = |shape: ShapeRef, direction: Direction| {
            let make = || Bindings::of(model, shape, direction);
            known.entry((shape, direction)).or_insert_with(make).clone()
        };
        let (input, output) =
            (bindings(input, Direction::Request), bindings(output, Direction::Response));
        let errors = errors.iter().map(|error| bindings(*error, Direction::Response));
        Self { input, output, errors: errors.collect() }
    }

    /// Returns the bindings of the input, the output and the errors.
    pub fn all(&self) -> impl Iterator<Item = &Bindings> {
        [&self.input, &self.output].into_iter().chain(&self.errors)
    }

    /// Returns the bindings of the error with this structure.
    pub fn error(&self, shape: ShapeRef) -> Option<&Bindings> {
        self.errors.iter().find(|bindings| bindings.shape == shape)
    }
}

/// Reports whether a member with this binding is not one of the members in the body.
fn leaves_body(binding: &Binding, direction: Direction) -> bool {
    match binding {
        Binding::Body => false,
        Binding::Header(_) | Binding::PrefixHeaders(_) | Binding::Payload => true,
        Binding::Label | Binding::Query(_) | Binding::QueryParams => {
            direction == Direction::Request
        }
        Binding::ResponseCode => direction == Direction::Response,
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
        let mut model = Model::from_smithy(file).expect("a model");
        let shape = model.find(&"a#S".parse().expect("an id")).expect("it is there");
        let bindings = Bindings::of(&mut model, shape, Direction::Request);
        assert_eq!(bindings.body_shape() == shape, bindings.all_in_body());
        let bound = bindings.bound(&model).map(|member| member.name.clone()).collect();
        (bindings.body(), bound)
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
        let bound = vec!["h".to_owned()];
        assert_eq!(bindings(&[header, payload]), (BodyBinding::Payload(1), bound));
    }

    #[test]
    fn an_operation_without_input_has_unit() {
        let mut model = Model::from_smithy(
            r##"{"smithy":"2.0","shapes":{"a#Op":{"type":"operation","output":{"target":"a#Out"}},
                "a#Out":{"type":"structure","members":{}}}}"##,
        )
        .expect("a model");
        let operation = model.operation("Op").expect("it is there");
        let (input, output) = (operation.input(), operation.output());
        let bindings = OperationBindings::of(&mut model, input, output, &[]);
        assert_eq!(bindings.input.body(), BodyBinding::Nothing);
        assert!(bindings.input.is_unit() && !bindings.output.is_unit());
        assert_eq!(bindings.all().count(), 2);
    }
}
