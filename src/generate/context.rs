//! What every generator of one contract shares.

use std::collections::HashSet;

use crate::contract::Contract;
use crate::http::{Answer, Headers};
use crate::json::Json;
use crate::model::{Bindings, BodyBinding, ShapeKind, ShapeRef, Smallest};
use crate::policy::Policy;
use crate::protocol::ResponseParts;
use crate::suite::{ClientCall, Stimulus};

use super::choices::Choices;
use super::config::Config;
use super::tree::{Names, RawTree, places};
use super::value::{DEEPEST, MOST_REQUIRED, Values};

/// A contract, and what was found out about its shapes.
#[derive(Clone, Debug)]
pub(super) struct Context {
    contract: Contract,
    smallest: Smallest,
    /// The errors that the operation lists, and their statuses.
    errors: Vec<(String, u16)>,
    /// How many places there are in an output, and in an input, in which every member is set.
    output_places: usize,
    input_places: usize,
    /// Every name that a member has, in the model or on the wire.
    names: HashSet<String>,
}

impl Context {
    pub(super) fn new(contract: &Contract) -> Self {
        let operation = contract.operation();
        let tops: Vec<_> = contract.bindings().all().map(Bindings::shape).collect();
        let smallest = Smallest::of(contract.model(), &tops);
        let errors = operation.errors();
        let errors =
            errors.filter_map(|e| Some((e.id.name().to_owned(), e.error_status()?))).collect();
        let members = contract.model().shapes().flat_map(|shape| match &shape.kind {
            ShapeKind::Structure(members) | ShapeKind::Union(members) => members.iter(),
            _ => [].iter(),
        });
        let names = members.flat_map(|member| [member.name.as_str(), member.wire_name()]);
        let names = names.map(str::to_owned).collect();
        let contract = contract.clone();
        let mut context =
            Self { contract, smallest, errors, output_places: 1, input_places: 1, names };
        let (full, model) = (Config::full(), context.contract.model());
        if let Some(body) = context.body(&full, &mut Choices::from_seed(1)) {
            let shape = context.body_shape();
            context.output_places = places(model, shape, &body, Names::Wire).len();
        }
        let input = RawTree::from_json(&context.input(&full, &mut Choices::from_seed(1)));
        context.input_places = places(
            context.contract.model(),
            context.contract.operation().input(),
            &input,
            Names::Value,
        )
        .len();
        context
    }

    /// Returns why no valid call of the operation can be made; `None` if one can.
    pub(super) fn obstacle(&self) -> Option<String> {
        let operation = self.contract.operation();
        [operation.input(), operation.output()].into_iter().find_map(|top| {
            let size = self.smallest.size(top);
            let id = &self.contract.model().shape(top).id;
            if size.levels > DEEPEST {
                let levels = size.levels;
                return Some(format!(
                    "the smallest value of {id} nests {levels} levels, and stimuli are generated up to {DEEPEST}"
                ));
            }
            (size.nodes > MOST_REQUIRED).then(|| {
                let nodes = size.nodes;
                format!(
                    "the smallest value of {id} has {nodes} parts, and stimuli are generated up to {MOST_REQUIRED}"
                )
            })
        })
    }

    pub(super) fn contract(&self) -> &Contract {
        &self.contract
    }

    pub(super) fn errors(&self) -> &[(String, u16)] {
        &self.errors
    }

    /// Returns how many places there are in an output in which every member is set.
    pub(super) fn output_places(&self) -> usize {
        self.output_places
    }

    /// Returns how many places there are in an input in which every member is set.
    pub(super) fn input_places(&self) -> usize {
        self.input_places
    }

    /// Returns a valid value of a shape that the operation's input, output or errors hold, if there is any.
    pub(super) fn value(&self, shape: ShapeRef, config: &Config, choices: &mut Choices) -> Json {
        let top = self.contract.bindings().all().find(|bindings| bindings.shape() == shape);
        let (contract, smallest) = (&self.contract, &self.smallest);
        Values { contract, smallest, config, top }.value(shape, choices)
    }

    /// Returns a valid value of the structure with these bindings.
    fn bound(&self, bindings: &Bindings, config: &Config, choices: &mut Choices) -> Json {
        let (contract, smallest) = (&self.contract, &self.smallest);
        let values = Values { contract, smallest, config, top: Some(bindings) };
        values.hash_body(bindings, values.value(bindings.shape(), choices))
    }

    /// Returns a valid input, if the contract has any.
    pub(super) fn input(&self, config: &Config, choices: &mut Choices) -> Json {
        self.bound(&self.contract.bindings().input, config, choices)
    }

    /// Returns a valid output, if the contract has any.
    pub(super) fn output(&self, config: &Config, choices: &mut Choices) -> Json {
        self.bound(&self.contract.bindings().output, config, choices)
    }

    /// Returns an error that the operation lists, and a valid value of it, if there are any.
    pub(super) fn error(&self, config: &Config, choices: &mut Choices) -> Option<(ShapeRef, Json)> {
        let errors: Vec<_> = self.contract.operation().errors().collect();
        let error = self.contract.model().find(&choices.choose(&errors)?.id)?;
        Some((error, self.value(error, config, choices)))
    }

    /// Returns the fields of an error's members that travel in fields, by what tells its name. An error without such members
    /// makes no choice.
    pub(super) fn error_fields(
        &self,
        told: &str,
        config: &Config,
        choices: &mut Choices,
    ) -> Headers {
        let (model, protocol) = (self.contract.model(), self.contract.protocol());
        let Some(error) =
            self.named_error(told).filter(|error| error.bound(model).next().is_some())
        else {
            return Headers::new();
        };
        let Some(parts) = self.error_parts(error, config, choices) else { return Headers::new() };
        let told = ["content-type", protocol.error_field()];
        let is_own = |name: &str| !told.iter().any(|told| told.eq_ignore_ascii_case(name));
        let own = parts.headers.iter().filter(|field| is_own(&field.name));
        own.map(|field| (field.name.clone(), field.value.clone())).collect()
    }

    /// Returns the members of the body of an error, without its message, and without what could name another error.
    pub(super) fn error_body(
        &self,
        name: &str,
        config: &Config,
        choices: &mut Choices,
    ) -> Vec<(String, Json)> {
        let parts =
            self.named_error(name).and_then(|error| self.error_parts(error, config, choices));
        let body = parts.and_then(|parts| Json::parse(parts.body?).ok());
        let members = body.iter().flat_map(|body| body.members());
        let others = ["message", "code", "__type"];
        let is_other = |name: &str| others.iter().any(|other| name.eq_ignore_ascii_case(other));
        members.filter(|(name, _)| !is_other(name)).cloned().collect()
    }

    fn named_error(&self, told: &str) -> Option<&Bindings> {
        let name = self.contract.protocol().error_name(told);
        let mut errors = self.contract.bindings().errors.iter();
        errors.find(|error| self.contract.model().shape(error.shape()).id.name() == name)
    }

    /// Returns the message that carries a valid value of an error.
    fn error_parts(
        &self,
        error: &Bindings,
        config: &Config,
        choices: &mut Choices,
    ) -> Option<ResponseParts> {
        let value = self.bound(error, config, choices);
        self.contract.protocol().write_error(&self.contract, error.shape(), &value).ok()
    }

    /// Returns the shape of the body that carries an output.
    pub(super) fn body_shape(&self) -> ShapeRef {
        self.contract.bindings().output.body_shape()
    }

    /// Returns the message that carries a valid output, its body in the model's order and each value as plain as can be.
    pub(super) fn message(&self, config: &Config, choices: &mut Choices) -> Option<Message> {
        let output = self.output(config, choices);
        let parts = self.contract.protocol().write_response(&self.contract, &output).ok()?;
        let ResponseParts { status, headers, body } = parts;
        let bindings = &self.contract.bindings().output;
        let kind = self.contract.model().kind(bindings.body_shape());
        let is_payload = matches!(bindings.body(), BodyBinding::Payload(_));
        let is_raw = is_payload && (body.is_none() || kind.is_text() || is_blob(kind));
        let tree = match body {
            body if is_raw => RawTree::Raw(body.unwrap_or_default()),
            Some(body) => RawTree::from_json(&Json::parse(body).ok()?),
            // A client reads no body and an empty object alike, and recipes need a body that they can change.
            None => RawTree::Object(Vec::new()),
        };
        Some(Message { status, headers, body: tree, is_raw })
    }

    /// Returns the body of a valid output: its members in the model's order, each as plain as can be.
    pub(super) fn body(&self, config: &Config, choices: &mut Choices) -> Option<RawTree> {
        self.message(config, choices).map(|message| message.body)
    }

    /// Reports whether a member of this name in a body would be one of the contract's, in any of its shapes.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.names.contains(name)
    }
}

fn is_blob(kind: &ShapeKind) -> bool {
    matches!(kind, ShapeKind::Blob)
}

/// The message that carries an output.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) status: u16,
    /// The fields of the members, and the type of the body.
    pub(super) headers: Headers,
    pub(super) body: RawTree,
    /// Whether the body is the bytes of one member, or of a payload that is absent: then it is no JSON that may be spelled
    /// otherwise.
    pub(super) is_raw: bool,
}

/// A stimulus without its name and its aim.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    pub(super) input: Json,
    pub(super) answer: Answer,
    /// The path of the endpoint; empty ordinarily.
    pub(super) endpoint_path: &'static str,
    pub(super) repeat: usize,
    pub(super) between: Vec<Draft>,
}

impl Draft {
    /// Returns a call with a plain valid input.
    pub(super) fn answered(context: &Context, answer: Answer, choices: &mut Choices) -> Self {
        Self::new(context.input(&Config::realistic(), choices), answer)
    }

    pub(super) fn new(input: Json, answer: Answer) -> Self {
        Self { input, answer, endpoint_path: "", repeat: 1, between: Vec::new() }
    }

    /// Returns the stimulus that it is, for one policy.
    pub(super) fn into_stimulus(self, id: String, aim: &'static Policy) -> Stimulus {
        let between = self.between.into_iter().enumerate();
        let between = between
            .map(|(i, draft)| draft.into_stimulus(format!("{id}/between-{i}"), aim))
            .collect();
        let Self { input, answer, endpoint_path, repeat, .. } = self;
        let stimulus = Stimulus::client(id, vec![aim], input, answer);
        let call = ClientCall { endpoint_path: endpoint_path.to_owned(), ..stimulus.call };
        Stimulus { call, repeat, between, ..stimulus }
    }
}
