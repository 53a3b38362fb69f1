//! Validation finds exactly the faults that were put into an input, and only an input without any is sent.

use proptest::collection::vec;
use proptest::prelude::*;
use wireproof::fuzzing::request::Planned;

use crate::property::holds;
use crate::subject::subjects;

#[test]
fn faults_are_found_where_they_were_put() {
    // The choices of an input: a fault is put where one of them falls so, as the last one always does.
    let choices = vec(prop_oneof![5 => any::<u8>(), 1 => Just(u8::MAX)], 0..200);
    let planned = (subjects(), choices)
        .prop_map(|(subject, choices)| (Planned::of(&subject.contract, &choices), subject));
    holds("faults_are_found_where_they_were_put", 1_500, planned, |(planned, subject)| {
        planned.holds(&subject.contract).map_err(|fault| format!("{fault}\n{planned}"))
    });
}
