//! Reports of shards that do not belong together, or are not what they say: the merge refuses them.

use wireproof::run::{KnownFailures, Plan, Report, Shard, ShardReport, merge};

use crate::shards::{judged, plan, read_back};

/// A mutant that breaks the policy on the known member.
const TESTEE: (&str, Option<&str>) = ("does-not-know-the-known-member", None);

/// Judges a shard of two, and reads its report.
fn shard(plan: &Plan, number: u32) -> ShardReport {
    let plan = Plan { shard: Shard::new(number, 2), ..plan.clone() };
    let report = read_back(&judged(&plan, TESTEE)).expect("it is a shard");
    ShardReport { file: format!("{number}.json"), ..report }
}

fn merged(one: ShardReport, two: ShardReport) -> Result<Report, String> {
    merge([one, two], false).map_err(|error| error.to_string())
}

/// A file of known failures with one entry.
fn entry(more: &str) -> String {
    format!("[[failure]]\npolicy = \"union.known-member\"\n{more}\n")
}

/// An entry may make a failure a known one in one shard, and not in another.
#[test]
fn shards_with_other_known_failures_are_refused() {
    let with = |file: &str, text: &str| {
        let known = KnownFailures::read(file, text, "2026-11-29").expect("it is read");
        Plan { known, ..plan("union.known-member", 1, "") }
    };
    let text = entry("reason = \"So.\"");
    let one = shard(&with("one.toml", &text), 1);
    for other in [
        entry("reason = \"Thus.\""),
        entry("reason = \"So.\"\ncase = \"union/known\""),
        entry("reason = \"So.\"\npath = \"outcome\""),
        entry("reason = \"So.\"\nactual = \"*\""),
        entry("reason = \"So.\"\nexpires = 2030-01-01"),
        entry("reason = \"So.\"\nflaky = true"),
        entry("reason = \"So.\"") + "[[failure]]\npolicy = \"error.modeled\"\nreason = \"So.\"\n",
    ] {
        let error = merged(one.clone(), shard(&with("one.toml", &other), 2)).expect_err(&other);
        assert!(error.contains("content of the file of known failures"), "{other}: {error}");
    }
    // Each machine may have the same file elsewhere. The report names that of the first shard.
    let passing = entry("reason = \"So.\"\ncase = \"union/nowhere\"");
    let (one, two) = (shard(&with("one.toml", &passing), 1), shard(&with("two.toml", &passing), 2));
    let report = merged(two, one).expect("the files say the same");
    assert_eq!(report.known[0].file, "one.toml");
}
