//! The features of an operation that policies depend on.

use std::collections::HashSet;

use crate::model::{
    Binding, Bindings, BodyBinding, Member, Model, Operation, OperationBindings, ShapeKind,
    ShapeRef,
};

/// The features of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OperationFacts {
    /// The features of its input.
    pub(crate) input: ShapeFacts,
    /// The features of its output.
    pub(crate) output: ShapeFacts,
    /// Whether it lists errors.
    pub(crate) errors: bool,
    /// Whether one of them has more than a message.
    pub(crate) error_members: bool,
    /// What its input has outside the members of the body.
    pub(crate) sent: BindingFacts,
    /// What its output has outside the members of the body.
    pub(crate) read: BindingFacts,
    /// Whether its path has a greedy label.
    pub(crate) greedy_label: bool,
    /// Whether its URI has parameters of its own.
    pub(crate) constant_query: bool,
    /// Whether a member of its input is an idempotency token.
    pub(crate) token: bool,
    /// Whether its request must have a checksum.
    pub(crate) checksum: bool,
    /// Whether an empty body says everything that its output must say.
    pub(crate) empty_output: bool,
}

/// The parts of a message, outside the members of the body, that members are bound to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct BindingFacts {
    /// A label of the path.
    pub(crate) label: bool,
    /// A parameter of the query.
    pub(crate) query: bool,
    /// The rest of the query.
    pub(crate) query_map: bool,
    /// A header field with one value.
    pub(crate) field: bool,
    /// A header field with a list.
    pub(crate) field_list: bool,
    /// The header fields with a prefix.
    pub(crate) prefixed: bool,
    /// The status.
    pub(crate) status: bool,
    /// The body, as it is: a blob or a string.
    pub(crate) raw_payload: bool,
    /// The body, raw or in the format of the protocol.
    pub(crate) payload: bool,
    /// Nothing is bound to the body.
    pub(crate) no_body: bool,
}

impl BindingFacts {
    fn of(model: &Model, bindings: &Bindings) -> Self {
        let mut facts =
            Self { no_body: bindings.body() == BodyBinding::Nothing, ..Self::default() };
        for member in bindings.bound(model) {
            let list = matches!(model.kind(member.target), ShapeKind::List(_));
            match member.traits.binding {
                Binding::Label => facts.label = true,
                Binding::Query(_) => facts.query = true,
                Binding::QueryParams => facts.query_map = true,
                Binding::Header(_) if list => facts.field_list = true,
                Binding::Header(_) => facts.field = true,
                Binding::PrefixHeaders(_) => facts.prefixed = true,
                Binding::ResponseCode => facts.status = true,
                Binding::Body | Binding::Payload => {}
            }
        }
        if let Some(member) = bindings.payload(model) {
            facts.payload = true;
            facts.raw_payload = matches!(
                model.kind(member.target),
                ShapeKind::Blob | ShapeKind::String | ShapeKind::Enum(_)
            );
        }
        facts
    }
}

/// The features of a shape, at any depth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ShapeFacts {
    /// A member of a structure.
    pub(crate) member: bool,
    /// A member of a structure that is required.
    pub(crate) required: bool,
    /// A member of a structure that is neither required nor has a default.
    pub(crate) optional: bool,
    /// A union.
    pub(crate) union: bool,
    /// A string.
    pub(crate) string: bool,
    /// A value that the value form may write as a string: a string, an enum, a blob, a timestamp, a document.
    pub(crate) text: bool,
    /// A timestamp.
    pub(crate) timestamp: bool,
    /// A blob.
    pub(crate) blob: bool,
    /// A number of any size.
    pub(crate) number: bool,
    /// A document.
    pub(crate) document: bool,
    /// An enum, of strings or of integers.
    pub(crate) enumeration: bool,
    /// A list or a map whose elements may be null.
    pub(crate) sparse: bool,
    /// A list or a map whose elements may not be null.
    pub(crate) dense: bool,
    /// A number or a boolean that is required.
    pub(crate) zero: bool,
}

impl OperationFacts {
    /// Returns the features of this operation.
    pub(super) fn of(
        model: &Model,
        operation: Operation<'_>,
        bindings: &OperationBindings,
    ) -> Self {
        let traits = &operation.shape().traits;
        let uri = traits.http.as_ref().map_or("", |http| http.uri.as_str());
        let mut sent = model.members(operation.input()).iter();
        let required = |member: &Member| member.traits.required;
        let output = &bindings.output;
        Self {
            sent: BindingFacts::of(model, &bindings.input),
            read: BindingFacts::of(model, output),
            greedy_label: uri.contains("+}"),
            constant_query: uri.contains('?'),
            token: sent.any(|member| member.traits.idempotency_token),
            checksum: traits.checksum_required,
            empty_output: output.body() == BodyBinding::Members
                && !model.members(operation.output()).iter().any(required),
            input: ShapeFacts::of(model, operation.input()),
            output: ShapeFacts::of(model, operation.output()),
            errors: operation.errors().next().is_some(),
            error_members: operation.error_shapes().iter().any(|error| has_more(model, *error)),
        }
    }
}

/// Reports whether an error has members besides its message.
fn has_more(model: &Model, error: ShapeRef) -> bool {
    model.members(error).iter().any(|member| !member.name.eq_ignore_ascii_case("message"))
}

impl ShapeFacts {
    fn of(model: &Model, shape: ShapeRef) -> Self {
        let mut facts = Self::default();
        // Shapes may contain themselves, so each shape is visited once.
        let (mut seen, mut waiting) = (HashSet::from([shape]), vec![shape]);
        while let Some(shape) = waiting.pop() {
            let mut wait = |member: &Member| {
                if seen.insert(member.target) {
                    waiting.push(member.target);
                }
            };
            match model.kind(shape) {
                ShapeKind::Structure(members) => {
                    for member in members.iter() {
                        let target = &model.shape(member.target).traits;
                        let default = member.traits.default.is_some() || target.default.is_some();
                        facts.member = true;
                        facts.required |= member.traits.required;
                        facts.optional |= !member.traits.required && !default;
                        facts.zero |= member.traits.required && has_zero(model.kind(member.target));
                        wait(member);
                    }
                }
                ShapeKind::Union(members) => {
                    facts.union = true;
                    members.iter().for_each(&mut wait);
                }
                ShapeKind::List(member) => {
                    facts.collection(model, shape);
                    wait(member);
                }
                ShapeKind::Map { value, .. } => {
                    facts.collection(model, shape);
                    wait(value);
                }
                ShapeKind::String => (facts.string, facts.text) = (true, true),
                ShapeKind::Enum(_) => (facts.enumeration, facts.text) = (true, true),
                ShapeKind::Blob => (facts.blob, facts.text) = (true, true),
                ShapeKind::Timestamp => (facts.timestamp, facts.text) = (true, true),
                ShapeKind::Document => (facts.document, facts.text) = (true, true),
                ShapeKind::IntEnum(_) => (facts.enumeration, facts.number) = (true, true),
                kind => facts.number |= is_number(kind),
            }
        }
        facts
    }

    fn collection(&mut self, model: &Model, shape: ShapeRef) {
        match model.shape(shape).traits.sparse {
            true => self.sparse = true,
            false => self.dense = true,
        }
    }
}

/// Reports whether a shape is one of numbers.
pub(crate) fn is_number(kind: &ShapeKind) -> bool {
    matches!(
        kind,
        ShapeKind::Byte
            | ShapeKind::Short
            | ShapeKind::Integer
            | ShapeKind::IntEnum(_)
            | ShapeKind::Long
            | ShapeKind::BigInteger
            | ShapeKind::Float
            | ShapeKind::Double
            | ShapeKind::BigDecimal
    )
}

/// Reports whether a shape has a zero, which a client may mistake for an absent value. So may it an empty string or list, but
/// the policies on members judge those.
pub(crate) fn has_zero(kind: &ShapeKind) -> bool {
    is_number(kind) || matches!(kind, ShapeKind::Boolean)
}
