#![no_main]

use libfuzzer_sys::fuzz_target;
use wireproof::fuzzing::server_request::TARGET;
use wireproof::fuzzing::{FuzzTarget, show_input_on_panic};

// Not by its name: a table of all targets would put the code of all into this program.
static FUZZED: &FuzzTarget = &TARGET;

fuzz_target!(init: show_input_on_panic(), |data: &[u8]| FUZZED.check(data));
