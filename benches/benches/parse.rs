//! The parse path: our decoder beside what one would use instead, on the same bodies in the same run.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use wireproof::contract::Contract;
use wireproof::http::{Headers, Response};
use wireproof::protocol::read_error;
use wireproof_benches::{bodies, peers};

fn successes(criterion: &mut Criterion) {
    let contract = Contract::default();
    for input in bodies::inputs() {
        let mut group = criterion.benchmark_group(format!("parse/{}", input.name));
        group.throughput(Throughput::Bytes(input.len() as u64));
        for mut reader in peers::readers(&contract) {
            group.bench_function(reader.name(), |bencher| {
                bencher.iter(|| {
                    for body in &input.bodies {
                        assert!(reader.read(black_box(body)), "every reader takes it");
                    }
                });
            });
        }
        group.finish();
    }
}

fn errors(criterion: &mut Criterion) {
    let contract = Contract::default();
    let operation = contract.operation();
    let input = bodies::error();
    let response = Response {
        status: 404,
        headers: Headers::default(),
        body: input.bodies[0].clone(),
        ..Response::default()
    };
    let mut group = criterion.benchmark_group("parse/error");
    group.throughput(Throughput::Bytes(input.len() as u64));
    group.bench_function("wireproof", |bencher| {
        bencher.iter(|| assert!(read_error(&operation, black_box(&response)).code.is_some()));
    });
    for (name, read) in [
        ("serde_json owned", peers::serde_json_error as fn(&[u8]) -> bool),
        ("sonic-rs borrowed", peers::sonic_rs_error),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| assert!(read(black_box(&response.body))));
        });
    }
    group.finish();
}

criterion_group! {
    name = parse;
    config = Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    targets = successes, errors
}
criterion_main!(parse);
