//! Reports of shards that do not belong together, or are not what they say: the merge refuses them.

use wireproof::contract::Contract;
use wireproof::report::{self, SavedReport};
use wireproof::run::{KnownFailures, Plan, Report, Shard, ShardReport, merge};

use crate::folder::Place;
use crate::shards::{judged, plan, read_back};

/// A mutant that breaks the policy on the known member.
const TESTEE: (&str, Option<&str>) = ("does-not-know-the-known-member", None);

/// Judges a shard of two, and reads its report.
fn shard(plan: &Plan, number: u32) -> ShardReport {
    let plan = Plan { shard: Shard::new(number, 2), ..plan.clone() };
    let report = read_back(&judged(&plan, TESTEE)).expect("it is a shard");
    ShardReport { file: format!("{number}.json"), ..report }
}

/// Judges shard 1 of 2, changes the text of its report, and returns why the merge refuses it beside the other shard.
fn refused(changes: &[(&str, &str)]) -> String {
    let plan = plan("union.known-member", 1, "");
    let first = judged(&Plan { shard: Shard::new(1, 2), ..plan.clone() }, TESTEE);
    let format = report::format("json").expect("the format is there");
    let mut text = String::from_utf8((format.write)(&first)).expect("UTF-8");
    for (from, to) in changes {
        assert!(text.contains(from), "{from} in {text}");
        text = text.replacen(from, to, 1);
    }
    match SavedReport::read_shard(text.as_bytes(), "1.json") {
        Err(error) => error.to_string(),
        Ok(one) => merged(one, shard(&plan, 2)).map(drop).expect_err("it is merged"),
    }
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

/// Nobody signs a report, so this is a guard against files that were mixed up.
#[test]
fn a_report_that_is_not_of_its_shard_is_refused() {
    let (one, two) = (plan("union.known-member", 1, ""), 2);
    let (one, two) = (shard(&one, 1), shard(&one, two));
    let (stimuli, all) = (one.part.stimuli, one.part.of_stimuli);
    assert!(0 < stimuli && stimuli < all && stimuli + two.part.stimuli == all);
    let renumbered = [(r#""unmerged": {"number":1"#, r#""unmerged": {"number":2"#)];
    let error = refused(&renumbered);
    assert!(error.contains("the report's own `shard` says 1/2, and this 2/2"), "{error}");
    let numbers = ("\"numbers\": [\n      1\n    ]", "\"numbers\": [\n      2\n    ]");
    let error = refused(&[renumbered[0], numbers]);
    assert!(error.contains("`outcomes`: shard 2/2 does not send `"), "{error}");
    let own = format!("\"stimuli\": {stimuli}");
    let error = refused(&[(&own, "\"stimuli\": 1")]);
    assert!(error.contains(&format!("says 1 of {all} stimuli, and this {stimuli} of")), "{error}");
    let more = format!("\"stimuli\":{stimuli},\"cut_short\"");
    let (own_more, more_in) = (
        format!("\"stimuli\": {}", stimuli + 1),
        format!("\"stimuli\":{},\"cut_short\"", stimuli + 1),
    );
    let error = refused(&[(&own, &own_more), (&more, &more_in)]);
    let sum = format!("the shards have {} stimuli together, and the run has {all}", all + 1);
    assert!(error.contains(&sum), "{error}");
}

#[test]
fn sums_that_contradict_the_failures_beside_them_are_refused() {
    let plan = plan("union.known-member", 1, "");
    let one = judged(&Plan { shard: Shard::new(1, 2), ..plan }, TESTEE);
    let failed = one.policies[0].failed;
    assert!(failed > 0, "it breaks the policy in shard 1");
    let count = format!(r#""count":{failed},"known":0"#);
    for (to, message) in [
        (r#""count":0,"known":0"#.to_owned(), "not less than the failures in `kept` expected"),
        (format!(r#""count":{failed},"known":{failed}"#), "the failures in `kept` contradict it"),
    ] {
        let error = refused(&[(&count, &to)]);
        assert!(error.contains(message), "{to}: {error}");
    }
}

/// A contract of the user, in which nothing that a stimulus shows may change.
const MODEL: &str = r#"{"smithy":"2.0","shapes":{
    "a#Service":{"type":"service","version":"2020-01-01","operations":[{"target":"a#Op"}],
        "traits":{"aws.auth#sigv4":{"name":"subscriptions"}}},
    "a#Op":{"type":"operation","input":{"target":"a#In"},"output":{"target":"a#In"},
        "traits":{"smithy.api#http":{"method":"POST","uri":"/user/Op","code":200}}},
    "a#In":{"type":"structure","members":{"Name":{"target":"a#Name","traits":{}}}},
    "a#Name":{"type":"string","traits":{"smithy.api#length":{"min":1,"max":90}}}}}"#;

#[test]
fn shards_of_other_contracts_are_refused() {
    let with = |model: &str| {
        let contract = Contract::from_smithy(model, None).expect("a contract");
        Plan { contract, edition_assumed: false, ..plan("union.known-member", 0, "") }
    };
    let one = shard(&with(MODEL), 1);
    for (from, to) in [
        ("/user/Op", "/user/Other"),
        ("POST", "PUT"),
        (r#""code":200"#, r#""code":202"#),
        (r#""max":90"#, r#""max":91"#),
        (r#""traits":{}"#, r#""traits":{"smithy.api#idempotencyToken":{}}"#),
        ("2020-01-01", "2021-01-01"),
    ] {
        assert!(MODEL.contains(from), "{from}");
        let two = shard(&with(&MODEL.replacen(from, to, 1)), 2);
        let error = merged(one.clone(), two).expect_err(to);
        assert!(error.contains("the digest of the contract's file is `"), "{to}: {error}");
    }
    merged(one, shard(&with(MODEL), 2)).expect("the contract is the same");
}

/// A failure that was not sent is not fixed.
#[test]
fn a_part_of_a_run_is_named_and_not_compared() {
    let place = Place::new();
    let save = |name: &str, more: &[&str]| {
        let report = format!("json={name}");
        let client =
            ["client", "--policy", "union.known-member", "--cases", "0", "--report", &report];
        let (code, _, stderr) = place.run(&[&client, more].concat());
        assert!(code < 2, "{stderr}");
    };
    save("all.json", &[]);
    save("one.json", &["--shard", "1/2"]);
    let merge = ["merge", "one.json", "--partial", "--report", "json=part.json"];
    let (code, _, stderr) = place.run(&merge);
    assert!(code < 2, "{stderr}");
    for part in ["one.json", "part.json"] {
        for files in [["all.json", part], [part, "all.json"]] {
            let (code, stdout, stderr) = place.run(&[&["compare"][..], &files].concat());
            assert!(code == 2 && stdout.is_empty(), "{stdout}{stderr}");
            let what = format!("{part}: it is the report of a part of a run, shard 1 of 2, with ");
            assert!(
                stderr.contains(&what) && stderr.contains("with `wireproof merge`"),
                "{stderr}"
            );
        }
        for (format, what) in [
            ("markdown", "| part of a run | – | shard 1 of 2, with "),
            ("html", ">a part of a run: shard 1 of 2"),
        ] {
            let (code, page, stderr) = place.run(&["matrix", "all.json", part, "--format", format]);
            assert!(code == 0 && page.contains(what), "{page}{stderr}");
        }
    }
    let (_, page, _) = place.run(&["matrix", "all.json", "all.json"]);
    assert!(!page.contains("part of a run"), "{page}");
}

/// A shard that ran for hours is lost if nothing of it can be merged.
#[test]
fn a_shard_without_a_report_to_merge_is_refused() {
    let place = Place::new();
    let shard = ["client", "--policy", "union.known-member", "--cases", "0", "--shard", "1/2"];
    for more in [&[][..], &["--report", "text=a.txt"], &["--report", "junit=a.xml", "--quiet"]] {
        let (code, stdout, stderr) = place.run(&[&shard, more].concat());
        assert!(code == 2 && stdout.is_empty(), "{stderr}");
        assert!(stderr.contains("add --report json=FILE, or --format json"), "{stderr}");
        assert!(!place.path("a.txt").exists(), "nothing began");
    }
    let (code, stdout, stderr) = place.run(&[&shard[..], &["--format", "json"]].concat());
    assert!(code < 2 && stdout.contains("\"unmerged\""), "{stderr}");
}

#[test]
fn a_report_with_too_many_values_is_refused_with_a_remedy() {
    let place = Place::new();
    std::fs::write(place.path("1.json"), format!("[{}0]", "0,".repeat(2_000_000)))
        .expect("written");
    let (code, _, stderr) = place.run(&["merge", "1.json"]);
    assert!(code == 2 && stderr.contains("run again in more shards (--shard K/N)"), "{stderr}");
    assert!(!stderr.contains("not a file of wireproof"), "it may be one: {stderr}");
}

#[test]
fn a_partial_merge_in_which_nothing_was_judged_is_no_success() {
    let place = Place::new();
    // The policy has a hundred cases at most, so nearly every one of so many shards is empty.
    let client = ["client", "--policy", "union.known-member", "--cases", "0", "--shard", "1/10000"];
    let (code, _, stderr) = place.run(&[&client[..], &["--report", "json=1.json"]].concat());
    assert_eq!(code, 0, "an empty shard is no failure: {stderr}");
    let (code, stdout, stderr) = place.run(&["merge", "1.json", "--partial"]);
    assert!(code == 4 && stderr.contains("merge the reports of more shards"), "{stdout}{stderr}");
    assert!(stdout.contains("TOO LITTLE WAS JUDGED: policies selected 1, judged 0, needed 1"));
}

#[test]
fn an_exchange_that_is_masked_twice_and_an_endless_id_are_refused() {
    let error = refused(&[(r#""masked_exchanges":[]"#, r#""masked_exchanges":[0,0]"#)]);
    assert!(error.contains("exchange 0 is there twice"), "{error}");
    let long = format!(r#"{{"cases":["{}"#, "a".repeat(10_000));
    let error = refused(&[(r#"{"cases":[""#, &long)]);
    assert!(error.contains("the id of a case has 10") && error.len() < 400, "{error}");
}
