//! What a Rust user draws from.

use proptest::strategy::Strategy;

use crate::codec::validate;
use crate::contract::Contract;
use crate::http::Answer;
use crate::json::Json;
use crate::policy::{Party, Policy, catalogue};
use crate::shape::ShapeRef;
use crate::suite::Stimulus;

use super::aim;
use super::answer::success;
use super::check::fitness;
use super::config::Config;
use super::draw::Draw;
use super::error::{ErrorParts, some_name, status};
use super::scene::{Draft, Scene};
use super::strategy::drawn;

impl Config {
    /// Configurations in which each trait is switched on or off.
    pub fn any() -> impl Strategy<Value = Self> {
        drawn(|draw| Some(Self::swarm(draw)))
    }
}

/// Valid inputs of the contract's operation, in the value form.
pub fn input(contract: &Contract, config: Config) -> impl Strategy<Value = Json> + use<> {
    let scene = Scene::new(contract);
    drawn(move |draw| {
        let input = scene.input(&config, draw);
        let shape = scene.contract().operation().input();
        validate(scene.contract().model(), shape, &input).is_empty().then_some(input)
    })
}

/// Valid outputs of the contract's operation, in the value form: what answers tell.
pub fn output_value(contract: &Contract, config: Config) -> impl Strategy<Value = Json> + use<> {
    let scene = Scene::new(contract);
    drawn(move |draw| {
        let output = scene.output(&config, draw);
        let shape = scene.contract().operation().output();
        validate(scene.contract().model(), shape, &output).is_empty().then_some(output)
    })
}

/// Valid values of the errors that the contract's operation lists, in the value form, each with the shape of its
/// error. For an operation that lists none, the strategy rejects.
pub fn error_value(
    contract: &Contract,
    config: Config,
) -> impl Strategy<Value = (ShapeRef, Json)> + use<> {
    let scene = Scene::new(contract);
    drawn(move |draw| {
        let (error, value) = scene.error(&config, draw)?;
        validate(scene.contract().model(), error, &value).is_empty().then_some((error, value))
    })
}

/// Answers that a client must take for a success, in whatever form the configuration allows.
pub fn answer(contract: &Contract, config: Config) -> impl Strategy<Value = Answer> + use<> {
    let scene = Scene::new(contract);
    drawn(move |draw| success(&scene, &config, draw, |_, _| Some(())))
}

/// Error answers of which the sources say what they tell: named or not, and of any status from 400.
pub fn error_answer(contract: &Contract, config: Config) -> impl Strategy<Value = Answer> + use<> {
    let scene = Scene::new(contract);
    drawn(move |draw| {
        let mut parts = ErrorParts::new(status(draw));
        if !draw.chance(10) {
            let name = some_name(&scene, draw);
            let kind = draw.below(6);
            parts.source(kind, &name);
        }
        parts.furnish(&scene, &config, draw);
        Some(parts.answer(&config, draw))
    })
}

/// Inputs that a client must refuse.
pub fn invalid_input(contract: &Contract, config: Config) -> impl Strategy<Value = Json> + use<> {
    let scene = Scene::new(contract);
    drawn(move |draw| {
        let draft = any_of("input.refused-before-sending", &scene, &config, draw)?;
        let shape = scene.contract().operation().input();
        let faults = validate(scene.contract().model(), shape, &draft.input);
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
    let scene = Scene::new(contract);
    drawn(move |draw| checked(&scene, policy, &config, draw))
}

/// Stimuli for any of the policies on clients of which the contract has the matter.
///
/// Unlike those of [`malformation`] they are not checked: one that undid itself may miss its aim, and one that
/// shows a fault of the catalogue or of the codec is not left out. See [`fitness`].
pub fn stimulus(contract: &Contract, config: Config) -> impl Strategy<Value = Stimulus> + use<> {
    let scene = Scene::new(contract);
    drawn(move |draw| {
        let clients: Vec<_> = catalogue().iter().filter(|p| p.party() == Party::Client).collect();
        let policy = draw.choose(&clients)?;
        let draft = any_of(policy.id, &scene, &config, draw)?;
        Some(draft.into_stimulus(format!("drawn/{}", policy.id), policy))
    })
}

/// The stimulus for a policy that bytes come to, as a fuzzer makes them; `None` where they come to none.
pub fn stimulus_from_bytes(
    contract: &Contract,
    policy: &'static Policy,
    bytes: &[u8],
) -> Option<Stimulus> {
    let mut draw = Draw::from_bytes(bytes);
    let config = if draw.chance(50) { Config::swarm(&mut draw) } else { Config::quiet(&mut draw) };
    checked(&Scene::new(contract), policy, &config, &mut draw)
}

fn checked(
    scene: &Scene,
    policy: &'static Policy,
    config: &Config,
    draw: &mut Draw,
) -> Option<Stimulus> {
    let draft = any_of(policy.id, scene, config, draw)?;
    let stimulus = draft.into_stimulus(format!("drawn/{}", policy.id), policy);
    fitness(scene.contract(), &stimulus, policy).is_fit().then_some(stimulus)
}

fn any_of(policy: &str, scene: &Scene, config: &Config, draw: &mut Draw) -> Option<Draft> {
    let recipe = aim::find(policy)?;
    let axes = (recipe.axes)(scene);
    if axes.contains(&0) {
        return None;
    }
    let at: Vec<_> = axes.into_iter().map(|axis| draw.below(axis)).collect();
    (recipe.make)(scene, config, draw, &at)
}
