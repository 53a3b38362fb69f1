//! What it costs to make an exchange and to judge it.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use wireproof::contract::Contract;
use wireproof::exchange::{Evidence, Exchange};
use wireproof::generate::Generator;
use wireproof::policy::{Analysis, Party, Policy, catalogue};
use wireproof::protocol::{encode, resolve_code};
use wireproof::reference::ReferenceClient;
use wireproof::suite::{StimulusSource as _, Suite};
use wireproof::testee::Endpoint;

/// How long the client may take, which nobody waits for.
const DEADLINE: Duration = Duration::from_secs(10);

fn client_policies() -> Vec<&'static Policy> {
    catalogue().iter().copied().filter(|policy| policy.party() == Party::Client).collect()
}

/// The exchange of a plain success, made by the reference client over a socket.
fn exchange() -> Exchange {
    let suite = Suite::embedded();
    let case = suite.cases().iter().find(|case| case.id() == "union/known").expect("it is there");
    let endpoint = Endpoint::bind().expect("a port");
    endpoint.arm(case.stimulus.call.answer.steps());
    let outcome = ReferenceClient::new().call(
        endpoint.url(),
        &case.stimulus.call.input.to_string(),
        DEADLINE,
    );
    case.stimulus.exchange(endpoint.take().requests, outcome)
}

fn judge(criterion: &mut Criterion) {
    let contract = Contract::default();
    let policies = client_policies();
    let exchange = exchange();
    criterion.bench_function("judge/all policies on one exchange", |bencher| {
        bencher.iter(|| {
            let evidence =
                Evidence::new(&contract, black_box(&exchange), ReferenceClient::info().features);
            let analysis = Analysis::of(&evidence);
            for policy in &policies {
                black_box(policy.judge_in(&analysis));
            }
        });
    });
    criterion.bench_function("encode/input", |bencher| {
        let shape = contract.operation().input();
        let input = exchange.input().expect("a client is judged");
        bencher.iter(|| encode(contract.model(), shape, black_box(input)).is_ok());
    });
    criterion.bench_function("error/resolve code", |bencher| {
        let value = "com.amazonaws.licensemanagerusersubscriptions#ConflictException:http://internal.amazon.com/";
        bencher.iter(|| resolve_code(black_box(value)).len());
    });
}

fn generate(criterion: &mut Criterion) {
    let contract = Contract::default();
    let policies = client_policies();
    // Corners come first; these are of the random phase too.
    let generator = Generator::new(&contract, &policies, 200, 7);
    let mut index = 0;
    criterion.bench_function("generate/stimulus", |bencher| {
        bencher.iter(|| {
            // A stride that is no multiple of anything goes through all policies.
            index = (index + 997) % generator.len();
            black_box(generator.stimulus(index));
        });
    });
}

criterion_group! {
    name = judging;
    config = Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    targets = judge, generate
}
criterion_main!(judging);
