//! Tests the policy of CONTRIBUTING.md#add-a-policy: it compiles, and judges as the text says.

use std::path::Path;

use super::catalogue::judged;
use super::message_not_made_up::POLICY;
use crate::policy::Judgement;

#[test]
fn the_policy_of_the_walkthrough_is_one() {
    assert_eq!(judged(&POLICY, &POLICY.kept_example()), Judgement::Pass);
    assert!(matches!(judged(&POLICY, &POLICY.broken_example()), Judgement::Fail(_)));
}

#[test]
fn the_walkthrough_shows_it_as_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page =
        std::fs::read_to_string(root.join("CONTRIBUTING.md")).expect("CONTRIBUTING.md can be read");
    let code = include_str!("message_not_made_up.rs");
    assert!(
        page.contains(&format!("```rust\n{code}```\n")),
        "CONTRIBUTING.md#add-a-policy shows another policy than src/policy/tests/message_not_made_up.rs: \
         copy that file into its first block of code"
    );
}
