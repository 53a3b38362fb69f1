#![no_main]

use libfuzzer_sys::fuzz_target;
use wireproof::fuzzing::{show_input_on_panic, target};

fuzz_target!(init: show_input_on_panic(), |data: &[u8]| target("request_head").check(data));
