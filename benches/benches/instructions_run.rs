//! Instruction counts of what a run does beside the parse path: judging, encoding, generating, and reading requests.
//!
//! They are a program of their own, so that a change of them cannot change how the compiler inlines the parse path.

use std::hint::black_box;

use gungraun::{library_benchmark, library_benchmark_group, main};
use wireproof::contract::Contract;
use wireproof::exchange::{Evidence, Exchange, oracle_outcome};
use wireproof::generate::Generator;
use wireproof::http::{Request, RequestParser};
use wireproof::policy::{Analysis, Group, Judgement, Party, Policy, catalogue};
use wireproof::protocol;
use wireproof::reference::ReferenceClient;
use wireproof::suite::{StimulusSource as _, Suite};

/// The case of a stimulus, with the exchange that a correct client makes of it. Nothing in it depends on a clock or on a
/// port, so it is the same in every run.
fn exchange(case: &str) -> (&'static Contract, Exchange) {
    let contract: &Contract = Box::leak(Box::new(Contract::default()));
    let suite = Suite::embedded();
    let case = suite.cases().iter().find(|other| other.id() == case).expect("it is there");
    let request = case.stimulus.faithful_request(contract).expect("the input is valid");
    let outcome = oracle_outcome(contract, &case.stimulus.call.answer.response());
    (contract, case.stimulus.exchange(vec![request], outcome))
}

fn policies(group: Option<Group>) -> Vec<&'static Policy> {
    let all = catalogue().iter().copied().filter(|policy| policy.party() == Party::Client);
    all.filter(|policy| group.is_none_or(|group| policy.group == group)).collect()
}

fn judged_by(
    (contract, exchange): &(&'static Contract, Exchange),
    policies: &[&'static Policy],
) -> usize {
    let features = ReferenceClient::info().features;
    let evidence = Evidence::new(contract, black_box(exchange), features);
    let analysis = Analysis::of(&evidence);
    let passes = |policy: &&&Policy| policy.judge_in(&analysis) == Judgement::Pass;
    policies.iter().filter(passes).count()
}

type ToJudge = ((&'static Contract, Exchange), Vec<&'static Policy>);

/// An exchange, and every policy on clients.
fn to_judge(case: &str) -> ToJudge {
    let prepared = (exchange(case), policies(None));
    assert!(judged_by(&prepared.0, &prepared.1) > 10);
    prepared
}

#[library_benchmark(setup = to_judge)]
#[bench::success("union/known")]
#[bench::error("error/conflict-from-code")]
fn judge((exchange, policies): ToJudge) -> impl Sized {
    (judged_by(&exchange, &policies), exchange, policies)
}

#[library_benchmark(setup = exchange)]
#[bench::input("union/known")]
fn encode((contract, exchange): (&'static Contract, Exchange)) -> impl Sized {
    let shape = contract.operation().input();
    let body =
        exchange.input().map(|input| protocol::encode(contract.model(), shape, black_box(input)));
    (body, exchange)
}

/// A generator, and the stimuli that it is to make: the same number for each policy.
fn generator(_: ()) -> (Generator, Vec<usize>) {
    const EACH: usize = 20;
    let generator = Generator::new(&Contract::default(), &policies(None), EACH, 7);
    // A stride that has no factor in common with the number for a policy comes to boundary values and to others.
    let indices = (0..generator.len()).step_by(EACH + 1).collect();
    (generator, indices)
}

#[library_benchmark(setup = generator)]
#[bench::stimuli(())]
fn generate((generator, indices): (Generator, Vec<usize>)) -> impl Sized {
    let made: Vec<_> = indices.iter().map(|index| generator.stimulus(black_box(*index))).collect();
    (made, generator, indices)
}

type Arriving = (ToJudge, Vec<u8>);

/// The bytes of a signed request, the exchange that they belong to, and the policies on requests.
fn arriving(case: &str) -> Arriving {
    let (contract, exchange) = exchange(case);
    let raw = exchange.requests[0].raw.clone();
    (((contract, exchange), policies(Some(Group::Request))), raw)
}

// Reads a request, checks its form and its members, and verifies its signature.
#[library_benchmark(setup = arriving)]
#[bench::signed("union/known")]
fn request((((contract, mut exchange), policies), raw): Arriving) -> impl Sized {
    let arrival = exchange.requests[0].arrival.take();
    let mut parser = RequestParser::new();
    let request = parser.feed(black_box(&raw)).ok().flatten().expect("it is whole");
    exchange.requests[0] = Request { arrival, ..request };
    let exchange = (contract, exchange);
    let kept = judged_by(&exchange, &policies);
    assert!(kept > 8, "{kept}");
    (kept, exchange, policies, raw)
}

library_benchmark_group!(
    name = run;
    benchmarks = judge, encode, generate, request
);
main!(library_benchmark_groups = run);
