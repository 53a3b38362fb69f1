//! Whether a stimulus is what it was made to be.
//!
//! A malformation may undo itself: a byte that is changed in white space, a text that is replaced by the same
//! one. So every stimulus is held against its policy before it is used: of a faithful client, one that does
//! just what the oracle says, the policy must say that it keeps it, and no policy may accuse that client.

use crate::contract::Contract;
use crate::exchange::{Evidence, Features, Outcome, Session, Stage, oracle_outcome};
use crate::policy::{Analysis, Finding, Judgement, Level, Party, Policy, catalogue};
use crate::suite::Stimulus;

/// What a stimulus is good for.
#[derive(Clone, Debug)]
pub enum Fitness {
    /// Its policy judges it.
    Fit,
    /// Its policy does not judge it, or has something against the faithful client.
    Misses(Judgement),
    /// A policy accuses the faithful client: the stimulus shows a fault of the catalogue or of the codec.
    Accuses(&'static Policy, Vec<Finding>),
}

impl Fitness {
    /// Reports whether it is good for what it was made for.
    pub fn is_fit(&self) -> bool {
        matches!(self, Self::Fit)
    }
}

/// Returns the session of a faithful client: it validates its input, sends it once and signed, and understands its
/// answer as the oracle does.
pub fn faithful_session(contract: &Contract, stimulus: &Stimulus) -> Session {
    let (requests, outcome) = match stimulus.faithful_request(contract) {
        Ok(request) => (vec![request], oracle_outcome(contract, &stimulus.call.answer.response())),
        Err(error) => {
            let refused =
                Outcome::client_error(Stage::Validate, "invalid-input", error.to_string());
            (Vec::new(), refused)
        }
    };
    let call = stimulus.exchange(requests, outcome);
    Session { calls: vec![call; stimulus.repeat.max(1)], ..Session::default() }
}

/// Judges what a faithful client makes of the stimulus, by the policy that it aims at and by every other.
pub fn fitness(contract: &Contract, stimulus: &Stimulus, aim: &Policy) -> Fitness {
    let session = faithful_session(contract, stimulus);
    let Some(evidence) = Evidence::of_session(contract, &session, Features::ALL) else {
        return Fitness::Misses(Judgement::NotExercised);
    };
    // The aim first: most of what does not fit is found here.
    let analysis = Analysis::of(&evidence);
    match (aim.judge_in(&analysis), aim.level) {
        (Judgement::Pass, _) => {}
        (judgement, Level::May)
            if judgement != Judgement::NotExercised && aim.lacks(contract).is_none() => {}
        (judgement, _) => return Fitness::Misses(judgement),
    }
    let binding = |policy: &&&'static Policy| {
        policy.party() == Party::Client && policy.level != Level::May && policy.id != aim.id
    };
    for policy in catalogue().iter().filter(binding) {
        if let Judgement::Fail(findings) = policy.judge_in(&analysis) {
            return Fitness::Accuses(policy, findings);
        }
    }
    Fitness::Fit
}
