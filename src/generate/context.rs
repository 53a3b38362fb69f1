//! What every generator of one contract shares.

use std::collections::HashSet;

use crate::contract::Contract;
use crate::http::Answer;
use crate::json::Json;
use crate::model::{Bindings, ShapeKind, ShapeRef, Smallest};
use crate::policy::Policy;
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

    fn values<'a>(&'a self, config: &'a Config) -> Values<'a> {
        Values { contract: &self.contract, smallest: &self.smallest, config }
    }

    /// Returns a valid value of a shape that the operation's input, output or errors hold, if there is any.
    pub(super) fn value(&self, shape: ShapeRef, config: &Config, choices: &mut Choices) -> Json {
        self.values(config).value(shape, choices)
    }

    /// Returns a valid input, if the contract has any.
    pub(super) fn input(&self, config: &Config, choices: &mut Choices) -> Json {
        self.value(self.contract.operation().input(), config, choices)
    }

    /// Returns a valid output, if the contract has any.
    pub(super) fn output(&self, config: &Config, choices: &mut Choices) -> Json {
        self.value(self.contract.operation().output(), config, choices)
    }

    /// Returns an error that the operation lists, and a valid value of it, if there are any.
    pub(super) fn error(&self, config: &Config, choices: &mut Choices) -> Option<(ShapeRef, Json)> {
        let errors: Vec<_> = self.contract.operation().errors().collect();
        let error = self.contract.model().find(&choices.choose(&errors)?.id)?;
        Some((error, self.value(error, config, choices)))
    }

    /// Returns the shape of the body that carries an output.
    pub(super) fn body_shape(&self) -> ShapeRef {
        self.contract.bindings().output.body_shape()
    }

    /// Returns the body of a valid output: its members in the model's order, each as plain as can be.
    pub(super) fn body(&self, config: &Config, choices: &mut Choices) -> Option<RawTree> {
        let output = self.output(config, choices);
        let parts = self.contract.protocol().write_response(&self.contract, &output).ok()?;
        match parts.body {
            Some(body) => Json::parse(body).ok().map(|body| RawTree::from_json(&body)),
            // A client reads no body and an empty object alike, and recipes need a body that they can change.
            None => Some(RawTree::Object(Vec::new())),
        }
    }

    /// Reports whether a member of this name in a body would be one of the contract's, in any of its shapes.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.names.contains(name)
    }
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
