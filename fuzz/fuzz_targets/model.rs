#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use wireproof::fuzzing::{show_input_on_panic, target};

fuzz_target!(init: show_input_on_panic(), |data: &[u8]| target("model").check(data));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let made = target("model").mutate(data, size, max_size, seed);
    made.unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});
