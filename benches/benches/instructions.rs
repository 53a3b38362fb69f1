//! Instruction counts of the parse path. They are the same on a busy machine as on an idle one, so that a change of
//! a few percent is a fact. `scripts/instructions` holds them against the baseline.

use std::hint::black_box;

use gungraun::{library_benchmark, library_benchmark_group, main};
use wireproof::contract::Contract;
use wireproof::http::{Headers, Response};
use wireproof::model::Operation;
use wireproof::protocol::read_error;
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
main!(library_benchmark_groups = parse);
