#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use wireproof::fuzzing::error::TARGET;
use wireproof::fuzzing::{FuzzTarget, show_input_on_panic};

// Not by its name: a table of all targets would put the code of all into this program.
static FUZZED: &FuzzTarget = &TARGET;

fuzz_target!(init: show_input_on_panic(), |data: &[u8]| FUZZED.check(data));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let made = FUZZED.mutate(data, size, max_size, seed);
    made.unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});
