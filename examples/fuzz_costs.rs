//! The cost of one check of each fuzz target, and of one change by its mutator, over its seeds.
//!
//! `cargo run --release --features fuzzing --example fuzz-costs [TARGET…]` measures time, which other programs disturb.
//! `scripts/fuzz-costs` counts instructions, which they do not.

use std::env;
use std::hint::black_box;
use std::time::{Duration, Instant};

use wireproof::fuzzing::{FuzzTarget, TARGETS};

/// How long each target is measured, unless `ROUNDS` says how often.
const TIME: Duration = Duration::from_secs(1);

/// The most bytes of an input, as in `scripts/fuzz`.
const MOST: usize = 8_192;

fn main() {
    let only: Vec<String> = env::args().skip(1).collect();
    let rounds = env::var("ROUNDS").ok().and_then(|rounds| rounds.parse::<u32>().ok());
    for target in TARGETS {
        if only.is_empty() || only.iter().any(|name| name == target.name) {
            measure(target, rounds);
        }
    }
}

#[allow(clippy::print_stdout, reason = "it is a command")]
fn measure(target: &'static FuzzTarget, rounds: Option<u32>) {
    // Each seed in each view. What is made once is made here.
    let views = 0..target.views().len();
    let seeds = target.seeds();
    let inputs: Vec<_> = seeds
        .iter()
        .flat_map(|(_, seed)| views.clone().map(|view| target.choosing(seed, view)))
        .collect();
    inputs.iter().for_each(|input| target.check(input));
    let checks = repeat(inputs.len(), rounds, || check_all(target, &inputs));
    let mutations = repeat(seeds.len(), rounds, || mutate_all(target, &seeds));
    println!(
        "{:14} {:3} views  {:6} inputs {:6} seeds  {:9.2} us a check  {:9.2} us a mutation",
        target.name,
        target.views().len(),
        inputs.len(),
        seeds.len(),
        checks,
        mutations,
    );
}

/// Returns how long one of `count` steps takes on average, in microseconds.
fn repeat(count: usize, rounds: Option<u32>, mut all: impl FnMut()) -> f64 {
    let (start, mut done) = (Instant::now(), 0);
    while rounds.map_or(start.elapsed() < TIME, |rounds| done < rounds) {
        all();
        done += 1;
    }
    start.elapsed().as_secs_f64() * 1e6 / (count as f64 * f64::from(done))
}

/// callgrind counts what is called from here.
#[inline(never)]
fn check_all(target: &'static FuzzTarget, inputs: &[Vec<u8>]) {
    inputs.iter().for_each(|input| target.check(input));
}

#[inline(never)]
fn mutate_all(target: &'static FuzzTarget, seeds: &[(String, Vec<u8>)]) {
    let mut data = vec![0; MOST];
    for (nth, (_, seed)) in (0..).zip(seeds) {
        data[..seed.len()].copy_from_slice(seed);
        black_box(target.mutate(&mut data, seed.len(), MOST, nth));
    }
}
