//! Instruction counts of the parse path, and of what a run does beside it. They are the same on a busy machine as on an
//! idle one, so that a change of a few percent is a fact. `scripts/instructions` holds them against the baseline.

use std::hint::black_box;

use gungraun::{library_benchmark, library_benchmark_group, main};
use wireproof::contract::Contract;
use wireproof::exchange::{Evidence, Exchange, oracle_outcome};
use wireproof::generate::Generator;
use wireproof::http::{Headers, Request, RequestParser, Response};
use wireproof::model::Operation;
use wireproof::policy::{Analysis, Group, Judgement, Party, Policy, catalogue};
use wireproof::protocol::{self, read_error};
use wireproof::reference::ReferenceClient;
use wireproof::suite::{StimulusSource as _, Suite};
use wireproof_benches::bodies;
use wireproof_benches::peers::{self, Ours, Reader as _};

/// Bodies, and a contract that outlives the reader.
type Prepared = (&'static Contract, Vec<Vec<u8>>);

fn prepare(name: &str) -> Prepared {
    let input = bodies::inputs().into_iter().find(|input| input.name == name).expect("it is there");
    (Box::leak(Box::new(Contract::default())), input.bodies)
}

/// A reader whose arena is warm.
fn warm(name: &str) -> (Ours<'static>, Vec<Vec<u8>>) {
    let (contract, bodies) = prepare(name);
    let mut ours = Ours::new(contract);
    for body in &bodies {
        assert!(ours.read(body));
    }
    (ours, bodies)
}

#[library_benchmark(setup = warm)]
#[bench::typical("typical")]
#[bench::unknown_union("unknown-union")]
#[bench::escapes("escapes")]
#[bench::nesting_100("nesting-100")]
#[bench::unknown_64k("unknown-64k")]
#[bench::server_order_512("server-order-512")]
#[bench::shuffled_512("shuffled-512")]
fn ours((mut ours, bodies): (Ours<'static>, Vec<Vec<u8>>)) -> impl Sized {
    let all = bodies.iter().all(|body| ours.read(black_box(body)));
    // What is handed back is not dropped before counting ends.
    (all, ours, bodies)
}

#[library_benchmark(setup = prepare)]
#[bench::typical("typical")]
#[bench::unknown_union("unknown-union")]
#[bench::escapes("escapes")]
#[bench::nesting_100("nesting-100")]
#[bench::unknown_64k("unknown-64k")]
#[bench::server_order_512("server-order-512")]
#[bench::shuffled_512("shuffled-512")]
fn owned((_, bodies): Prepared) -> impl Sized {
    (bodies.iter().all(|body| peers::serde_json_owned(black_box(body))), bodies)
}

fn error() -> (Operation<'static>, Response) {
    let body = bodies::error().bodies.remove(0);
    let response =
        Response { status: 404, headers: Headers::default(), body, ..Response::default() };
    let contract: &Contract = Box::leak(Box::new(Contract::default()));
    (contract.operation(), response)
}

#[library_benchmark(setup = error)]
#[bench::error()]
fn ours_error((operation, response): (Operation<'static>, Response)) -> impl Sized {
    (read_error(&operation, black_box(&response)).code.is_some(), response)
}

#[library_benchmark(setup = error)]
#[bench::error()]
fn owned_error((_, response): (Operation<'static>, Response)) -> impl Sized {
    (peers::serde_json_error(black_box(&response.body)), response)
}

library_benchmark_group!(
    name = parse;
    benchmarks = ours, owned, ours_error, owned_error
);

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
main!(library_benchmark_groups = parse, run);
