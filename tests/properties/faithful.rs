//! The codec and the reference client keep every policy, over whatever answer; and they agree.

use proptest::prelude::*;
use wireproof::contract::Contract;
use wireproof::exchange::{Evidence, Features};
use wireproof::fuzzing::differential;
use wireproof::generate::{self, Config, faithful_session};
use wireproof::http::Answer;
use wireproof::policy::{Analysis, Judgement, Level, Party, catalogue};
use wireproof::suite::Stimulus;

use crate::bodies;
use crate::property::holds;
use crate::subject::{subjects, with};

/// Calls with any answer: for each policy such as it judges, and besides them valid ones, errors, and successes whose
/// body was changed.
fn calls(contract: &Contract, config: Config) -> impl Strategy<Value = Stimulus> + use<> {
    let success = contract.operation().http().code;
    let answers = prop_oneof![
        generate::answer(contract, config.clone()).boxed(),
        generate::error_answer(contract, config.clone()).boxed(),
        bodies::outputs(contract, config.clone())
            .prop_map(move |body| Answer::json(success, body))
            .boxed(),
    ];
    let input = generate::input(contract, Config::realistic());
    let any = (input, answers)
        .prop_map(|(input, answer)| Stimulus::client("any answer", Vec::new(), input, answer));
    prop_oneof![2 => generate::stimulus(contract, config).boxed(), 3 => any.boxed()]
}

#[test]
fn no_policy_accuses_the_codec() {
    holds("no_policy_accuses_the_codec", 400, with(subjects(), calls), |(subject, stimulus)| {
        let session = faithful_session(&subject.contract, &stimulus);
        let features = Features::new().with_client_validation(true);
        let evidence = Evidence::of_session(&subject.contract, &session, features)
            .ok_or("a session is one call at least")?;
        let analysis = Analysis::of(&evidence);
        let binding = |policy: &&&wireproof::policy::Policy| {
            policy.party() == Party::Client && policy.level != Level::May
        };
        for policy in catalogue().iter().filter(binding) {
            if let Judgement::Fail(findings) = policy.judge_in(&analysis) {
                let outcome = session.first().and_then(|call| call.outcome());
                let body = String::from_utf8_lossy(&stimulus.call.answer.body);
                return Err(format!(
                    "{} accuses the codec of `{outcome:?}` over {body}: {findings:#?}",
                    policy.id
                ));
            }
        }
        Ok(())
    });
}

/// The reference client speaks one operation, in one edition.
#[test]
fn the_reference_client_and_the_codec_agree() {
    let contract = Contract::default();
    let answers = Config::any().prop_flat_map(move |config| calls(&contract, config));
    holds("the_reference_client_and_the_codec_agree", 600, answers, |stimulus| {
        differential::agree(&stimulus.call.answer.response())
    });
}
