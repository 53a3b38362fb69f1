//! What a Rust user draws from.

use proptest::strategy::Strategy;

use crate::contract::Contract;
use crate::http::Answer;
use crate::json::Json;
use crate::model::ShapeRef;
use crate::policy::{Party, Policy, catalogue};
use crate::protocol::validate;
use crate::suite::Stimulus;

use super::answer::success;
use super::check::fitness;
use super::choices::Choices;
use super::config::Config;
use super::context::{Context, Draft};
use super::error::{ErrorParts, some_name, status};
use super::recipes;
use super::strategy::drawn;

impl Config {
    /// Configurations in which each trait is switched on or off.
    pub fn any() -> impl Strategy<Value = Self> {
        drawn(|choices| Some(Self::swarm(choices)))
    }
}

/// Makes valid values of the shapes of one contract, if there are any, for callers that have choices and no strategy.
#[derive(Clone, Debug)]
pub(crate) struct ValueMaker(Context);

impl ValueMaker {
    pub(crate) fn new(contract: &Contract) -> Self {
        Self(Context::new(contract))
    }

    /// Returns why no valid value of the input or of the output can be made; `None` if one can.
    pub(crate) fn obstacle(&self) -> Option<String> {
        self.0.obstacle()
    }

    /// Returns a valid input.
    pub(crate) fn input(&self, config: &Config, choices: &mut Choices) -> Json {
        self.0.input(config, choices)
    }

    /// Returns a valid output.
    pub(crate) fn output(&self, config: &Config, choices: &mut Choices) -> Json {
        self.0.output(config, choices)
    }

    /// Returns a valid value of one of the operation's errors, with its shape; `None` if it lists none.
    pub(crate) fn error(&self, config: &Config, choices: &mut Choices) -> Option<(ShapeRef, Json)> {
        self.0.error(config, choices)
    }

    /// Returns a value of a shape that the operation's input, output or errors hold.
    #[cfg(feature = "reference")]
    pub(crate) fn value(&self, shape: ShapeRef, config: &Config, choices: &mut Choices) -> Json {
        self.0.value(shape, config, choices)
    }

    /// Returns an answer by which a policy judges a client, of ordinary form but for what the policy is about. `None` if the
    /// choices come to none.
    #[cfg(feature = "reference")]
    pub(crate) fn answer_for(
        &self,
        policy: &'static Policy,
        choices: &mut Choices,
    ) -> Option<Answer> {
        let config = Config::quiet(choices);
        checked(&self.0, policy, &config, choices).map(|stimulus| stimulus.call.answer)
    }
}

/// Makes answers that policies judge, and a plain input, for callers that have choices and no strategy.
#[cfg(feature = "fuzzing")]
#[derive(Clone, Debug)]
pub(crate) struct AnswerMaker(Context);

#[cfg(feature = "fuzzing")]
impl AnswerMaker {
    pub(crate) fn new(contract: &Contract) -> Self {
        Self(Context::new(contract))
    }

    /// Returns why no valid call of the operation can be made; `None` if one can.
    pub(crate) fn obstacle(&self) -> Option<String> {
        self.0.obstacle()
    }

    /// Returns a plain valid input.
    pub(crate) fn input(&self) -> Json {
        self.0.input(&Config::realistic(), &mut Choices::from_bytes(&[]))
    }

    /// Returns a plain success in which every member is set, if the contract has any.
    pub(crate) fn success(&self) -> Option<Answer> {
        let mut choices = Choices::from_bytes(&[]);
        success(&self.0, &Config::full(), &mut choices, |_, _| Some(()))
    }

    /// Returns the answer of a stimulus for the policy, if the choices come to one. It may miss its aim, and is not large.
    pub(crate) fn answer(&self, policy: &Policy, choices: &mut Choices) -> Option<Answer> {
        let config = Config { large: 0, ..swarm_or_quiet(choices) };
        any_of(policy.id, &self.0, &config, choices).map(|draft| draft.answer)
    }
}

/// Valid inputs of the contract's operation, in the value form.
pub fn input(contract: &Contract, config: Config) -> impl Strategy<Value = Json> + use<> {
    let context = Context::new(contract);
    drawn(move |choices| {
        let input = context.input(&config, choices);
        let shape = context.contract().operation().input();
        validate(context.contract().model(), shape, &input).is_empty().then_some(input)
    })
}

/// Valid outputs of the contract's operation, in the value form: what answers tell.
pub fn output_value(contract: &Contract, config: Config) -> impl Strategy<Value = Json> + use<> {
    let context = Context::new(contract);
    drawn(move |choices| {
        let output = context.output(&config, choices);
        let shape = context.contract().operation().output();
        validate(context.contract().model(), shape, &output).is_empty().then_some(output)
    })
}

/// Valid values of the errors that the contract's operation lists, in the value form, each with the shape of its
/// error. For an operation that lists none, the strategy rejects.
pub fn error_value(
    contract: &Contract,
    config: Config,
) -> impl Strategy<Value = (ShapeRef, Json)> + use<> {
    let context = Context::new(contract);
    drawn(move |choices| {
        let (error, value) = context.error(&config, choices)?;
        validate(context.contract().model(), error, &value).is_empty().then_some((error, value))
    })
}

/// Answers that a client must take for a success, in whatever form the configuration allows.
pub fn answer(contract: &Contract, config: Config) -> impl Strategy<Value = Answer> + use<> {
    let context = Context::new(contract);
    drawn(move |choices| success(&context, &config, choices, |_, _| Some(())))
}

/// Error answers of which the sources say what they tell: named or not, and of any status from 400.
pub fn error_answer(contract: &Contract, config: Config) -> impl Strategy<Value = Answer> + use<> {
    let context = Context::new(contract);
    drawn(move |choices| {
        let mut parts = ErrorParts::new(status(choices));
        if !choices.chance(10) {
            let name = some_name(&context, choices);
            let kind = choices.below(6);
            parts.source(kind, &name);
        }
        parts.furnish(&context, &config, choices);
        Some(parts.answer(&config, choices))
    })
}

/// Inputs that a client must refuse.
pub fn invalid_input(contract: &Contract, config: Config) -> impl Strategy<Value = Json> + use<> {
    let context = Context::new(contract);
    drawn(move |choices| {
        let draft = any_of("input.refused-before-sending", &context, &config, choices)?;
        let shape = context.contract().operation().input();
        let faults = validate(context.contract().model(), shape, &draft.input);
        (!faults.is_empty()).then_some(draft.input)
    })
}

/// Stimuli that a policy judges. Each is checked to be one.
///
/// For a policy that is not about clients, and for one on what the contract does not have, the strategy
/// rejects.
pub fn malformation(
    contract: &Contract,
    policy: &'static Policy,
    config: Config,
) -> impl Strategy<Value = Stimulus> + use<> {
    let context = Context::new(contract);
    drawn(move |choices| checked(&context, policy, &config, choices))
}

/// Stimuli for any of the policies on clients of which the contract has the matter.
///
/// Unlike those of [`malformation`] they are not checked: one that undid itself may miss its aim, and one that
/// shows a fault of the catalogue or of the codec is not left out. See [`fitness`].
pub fn stimulus(contract: &Contract, config: Config) -> impl Strategy<Value = Stimulus> + use<> {
    let context = Context::new(contract);
    drawn(move |choices| {
        let clients: Vec<_> = catalogue().iter().filter(|p| p.party() == Party::Client).collect();
        let policy = choices.choose(&clients)?;
        let draft = any_of(policy.id, &context, &config, choices)?;
        Some(draft.into_stimulus(format!("drawn/{}", policy.id), policy))
    })
}

/// Returns the stimulus for a policy that bytes come to, as a fuzzer makes them; `None` if they come to none.
pub fn stimulus_from_bytes(
    contract: &Contract,
    policy: &'static Policy,
    bytes: &[u8],
) -> Option<Stimulus> {
    let mut choices = Choices::from_bytes(bytes);
    let config = swarm_or_quiet(&mut choices);
    checked(&Context::new(contract), policy, &config, &mut choices)
}

fn swarm_or_quiet(choices: &mut Choices) -> Config {
    if choices.chance(50) { Config::swarm(choices) } else { Config::quiet(choices) }
}

fn checked(
    context: &Context,
    policy: &'static Policy,
    config: &Config,
    choices: &mut Choices,
) -> Option<Stimulus> {
    let draft = any_of(policy.id, context, config, choices)?;
    let stimulus = draft.into_stimulus(format!("drawn/{}", policy.id), policy);
    fitness(context.contract(), &stimulus, policy).is_fit().then_some(stimulus)
}

fn any_of(
    policy: &str,
    context: &Context,
    config: &Config,
    choices: &mut Choices,
) -> Option<Draft> {
    let recipe = recipes::find(policy)?;
    let axes = (recipe.axes)(context);
    if axes.contains(&0) {
        return None;
    }
    let at: Vec<_> = axes.into_iter().map(|axis| choices.below(axis)).collect();
    (recipe.make)(context, config, choices, &at)
}
