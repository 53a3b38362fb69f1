//! Runs that are split into shards, and their merge: it comes to the report of the unsplit run.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use wireproof::contract::Contract;
use wireproof::generate::Generator;
use wireproof::json::Json;
use wireproof::pattern::Pattern;
use wireproof::policy::{Party, Policy, catalogue};
use wireproof::reference::mutants::{MutantClient, mutant};
use wireproof::report::{self, SavedError, SavedReport};
use wireproof::run::{
    ExitStatus, KnownFailures, Plan, Report, Shard, ShardReport, Verdict, merge, run,
    run_differential,
};
use wireproof::suite::{Stimuli, Suite};
use wireproof::testee::{InProcess, Interrupt, Testee};

use crate::folder::Place;

/// Known failures of which each of three shards sees only a part: one that occurs, one that passes, one whose case is
/// nowhere, one that fails elsewhere, and one that has expired.
const KNOWN: &str = r#"
[[failure]]
policy = "union.unknown-member-named"
case = "union/unknown-*"
reason = "So."
[[failure]]
policy = "union.known-member"
case = "union/known"
reason = "So."
[[failure]]
policy = "error.modeled"
case = "error/nowhere"
reason = "So."
[[failure]]
policy = "union.known-member"
case = "boundary/union.known-member/*"
path = "outcome.elsewhere"
reason = "So."
[[failure]]
policy = "error.from-code"
reason = "So."
expires = 2026-01-01
"#;

/// A run of the policies that match, with generated stimuli.
pub(crate) fn plan(policies: &str, cases: usize, known: &str) -> Plan {
    let contract = Contract::default();
    let pattern = Pattern::new(policies).expect("a pattern");
    let policies = catalogue().iter().copied();
    let policies: Vec<&'static Policy> = policies
        .filter(|policy| policy.party() == Party::Client && pattern.is_match(policy.id))
        .collect();
    let suite = Suite::embedded();
    let fixed = suite.select(contract.edition_name(), &policies);
    let fixed: Stimuli = fixed.into_iter().map(|case| case.stimulus.clone()).collect();
    let generated = Generator::new(&contract, &policies, cases, 7);
    Plan {
        edition_assumed: true,
        seed: Some(7),
        cases,
        shrink: true,
        known: KnownFailures::read("known.toml", known, "2026-11-29").expect("it is read"),
        ..Plan::new(contract, policies, fixed.and(Arc::new(generated)))
    }
}

fn testees(name: &str) -> Vec<Box<dyn Testee>> {
    let mutant = mutant(name).expect(name);
    let testee = |_| Box::new(InProcess::new(MutantClient::new(mutant))) as Box<dyn Testee>;
    (0..4).map(testee).collect()
}

/// Judges a mutant, beside the second one if there is one.
pub(crate) fn judged(plan: &Plan, (name, against): (&str, Option<&str>)) -> Report {
    let others = against.map(testees).unwrap_or_default();
    run_differential(plan, testees(name), others, &Interrupt::new(), |_| {}).expect("it runs")
}

/// Writes the report of a shard, and reads it.
pub(crate) fn read_back(report: &Report) -> Result<ShardReport, SavedError> {
    let format = report::format("json").expect("the format is there");
    SavedReport::read_shard(&(format.write)(report), "shard.json")
}

pub(crate) fn shards(plan: &Plan, testee: (&str, Option<&str>), of: u32) -> Vec<Report> {
    let shard = |number| Plan { shard: Shard::new(number, of), ..plan.clone() };
    (1..=of).map(|number| judged(&shard(number), testee)).collect()
}

/// A report as JSON, as text and as JUnit XML, without what differs from run to run: times, ports and signatures.
fn shown(report: &Report) -> Vec<String> {
    let mut report = report.clone();
    (report.started, report.elapsed) = (SystemTime::UNIX_EPOCH, Duration::ZERO);
    let formats = report::FORMATS.iter();
    let texts = formats.map(|format| String::from_utf8((format.write)(&report)).expect("UTF-8"));
    texts.map(|text| masked(&text)).collect()
}

/// Replaces the bytes of requests, which are dated and signed, by their length, and the digits of ports by zeros.
fn masked(text: &str) -> String {
    let mut masked = String::new();
    for line in text.lines() {
        let mut line = line.to_owned();
        for name in
            ["\"base64\": \"UE9TVC", "\"arrived\": \"", "x-amz-date", "X-Amz-Date", "Signature="]
        {
            if let Some(at) = line.find(name) {
                line = format!("{}… of {} bytes", &line[..at + name.len()], line.len());
            }
        }
        let mut parts = line.split("127.0.0.1:");
        masked += parts.next().unwrap_or_default();
        for part in parts {
            masked += "127.0.0.1:";
            masked += part.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        masked += "\n";
    }
    masked
}

/// Checks that the merge of three shards, in any order, is the report of the unsplit run.
fn check(plan: &Plan, testee: (&str, Option<&str>)) -> Report {
    let whole = judged(plan, testee);
    let mut reports = Vec::new();
    for report in shards(plan, testee, 3) {
        assert!(report.known.is_empty() && report.not_tried.is_empty(), "only the merge knows");
        reports.push(read_back(&report).expect("it is a shard"));
    }
    reports.rotate_left(1);
    let merged = merge(reports, false).expect("they are the shards of one run");
    assert_eq!(merged.calls, whole.calls);
    for (own, other) in shown(&whole).iter().zip(shown(&merged)) {
        let lines = own.lines().zip(other.lines());
        for (number, (own, other)) in lines.enumerate() {
            assert_eq!(own, other, "{testee:?}: line {}", number + 1);
        }
        assert_eq!(own.lines().count(), other.lines().count(), "{testee:?}");
    }
    assert_eq!(ExitStatus::of(&merged, true), ExitStatus::of(&whole, true));
    whole
}

/// Clients that do not show, in some calls or in all, what other findings depend on.
const DEPENDENT: [&str; 3] =
    ["error-without-request-id", "header-unread", "shows-the-declared-status"];

#[test]
fn a_merge_is_the_report_of_the_unsplit_run() {
    let plan = plan("{union,error}.*", 2, KNOWN);
    let whole = check(&plan, ("does-not-know-the-known-member", None));
    let is_broken = |id: &str| whole.broken().any(|policy| policy.policy.id == id);
    assert!(is_broken("union.known-member"), "the comparison is not one of passes alone");
    let lines: Vec<_> = whole.known.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [2, 10, 14, 19], "the entry of line 6 still occurs: {:?}", whole.known);
    let failures: Vec<_> = whole.broken().flat_map(|policy| &policy.failures).collect();
    assert!(failures.iter().any(|failure| failure.shrunk.is_some()), "one is shrunk");
    assert!(failures.iter().any(|failure| failure.recorded.reproduced == Some(true)));
}

/// What a testee shows in one shard decides what its failures in the others count.
#[test]
fn failures_that_depend_on_other_calls_count_as_in_the_unsplit_run() {
    let plan = plan("error.{code,from,modeled,no-code,status,request-id}*", 0, "");
    for name in DEPENDENT {
        check(&plan, (name, None));
    }
}

#[test]
fn a_comparison_with_a_second_testee_is_merged_too() {
    let plan = plan("union.*", 1, "");
    let whole = check(&plan, ("does-not-know-the-known-member", Some("message-lost")));
    let against = whole.against.expect("there is a second testee");
    assert!(against.same > 0 && against.decided + against.open() > 0, "{against:?}");
}

#[test]
fn reports_that_do_not_belong_together_are_refused() {
    let plan = plan("union.known-member", 1, "");
    let testee = ("does-not-know-the-known-member", None);
    let good = shards(&plan, testee, 2);
    let read = |report: &Report, file: &str| ShardReport {
        file: file.to_owned(),
        ..read_back(report).expect("it is a shard")
    };
    let refused = |reports: Vec<ShardReport>| match merge(reports, false) {
        Ok(_) => panic!("they are merged"),
        Err(error) => error.to_string(),
    };
    let (one, two) = (read(&good[0], "one.json"), read(&good[1], "two.json"));
    assert_eq!(refused(vec![]), "no report to merge");
    assert!(refused(vec![one.clone()]).starts_with("missing: 1 shard of 2: 2; name all reports"));
    let again = ShardReport { file: "again.json".to_owned(), ..one.clone() };
    let twice = "again.json: it is shard 1/2, as one.json is: name each shard once";
    assert_eq!(refused(vec![one.clone(), again, two.clone()]), twice);
    let other = |plan: Plan, testee| {
        read(&judged(&Plan { shard: Shard::new(2, 2), ..plan }, testee), "other.json")
    };
    let known = KnownFailures::read("known.toml", KNOWN, "2026-11-29").expect("it is read");
    let contract = Contract::edition("2024-11").expect("an edition");
    for (report, what) in [
        (other(Plan { seed: Some(8), ..plan.clone() }, testee), "the seed is `8`, and there `7`"),
        (other(Plan { cases: 9, ..plan.clone() }, testee), "the number of --cases is `9`"),
        (other(Plan { known, ..plan.clone() }, testee), "content of the file of known failures"),
        (other(Plan { contract, ..plan.clone() }, testee), "the edition is `2024-11`"),
        (
            other(Plan { stimuli: Stimuli::default(), ..plan.clone() }, testee),
            "number of stimuli is `0`",
        ),
        (other(plan.clone(), ("message-lost", None)), "the testee is `message-lost"),
        (
            other(Plan { filters: vec![("skip".into(), "a".into())], ..plan.clone() }, testee),
            "the selection is `skip = a`, and there `every policy`",
        ),
        (
            read(&judged(&Plan { shard: Shard::new(2, 3), ..plan.clone() }, testee), "other.json"),
            "number of shards is `3`",
        ),
    ] {
        let error = refused(vec![one.clone(), report]);
        let begin = "other.json: it is a shard of another run than one.json: ";
        assert!(error.starts_with(begin) && error.contains(what), "{error}");
    }
    let whole = read_back(&judged(&plan, testee)).expect_err("it is no shard").to_string();
    assert!(whole.starts_with("it is the report of a whole run"), "{whole}");
    // With --partial, a missing shard is no error, and the report says so.
    let part = merge(vec![two], true).expect("a part");
    let text = wireproof::write_text(&part, &Default::default());
    assert!(text.contains("shard 2 of 2, with"), "{text}");
    assert!(matches!(read_back(&part), Err(SavedError::Merged)));
}

/// The report of a shard may come from anybody: no value in it makes the merge panic.
#[test]
fn a_report_that_no_shard_writes_is_refused_with_the_place() {
    let plan = plan("union.known-member", 1, "");
    let report = &shards(&plan, ("does-not-know-the-known-member", None), 1)[0];
    let format = report::format("json").expect("the format is there");
    let text = String::from_utf8((format.write)(report)).expect("UTF-8");
    let refused = |from: &str, to: &str| {
        assert!(text.contains(from), "{from} in {text}");
        let shard = SavedReport::read_shard(text.replacen(from, to, 1).as_bytes(), "s.json");
        match shard {
            Err(error) => error.to_string(),
            Ok(shard) => merge(vec![shard], false).map(drop).expect_err(to).to_string(),
        }
    };
    for (from, to, message) in [
        (r#""unmerged": {"number":1"#, r#""unmerged": {"number":0"#, "`unmerged.number`"),
        (r#""unmerged": {"number":1"#, r#""unmerged": {"number":2"#, "`unmerged.number`"),
        (r#""wireproof_version": ""#, r#""wireproof_version": "9"#, "wireproof 9"),
        (r#""counts":"always""#, r#""counts":"never""#, "`never` is none of"),
        (r#","exercised":"#, r#","exercised":9999999999999"#, "a number up to"),
        (r#""count":"#, r#""count":9"#, "not more failures than `exercised`"),
        (r#""places":["#, r#""places":[0,"#, "one for each outcome"),
        (r#""kept":[{"place":"#, r#""kept":[{"place":7777"#, "there is no stimulus"),
        (r#""again":[{"place":"#, r#""again":[{"place":7777"#, "has no failure of stimulus"),
        (r#""base64":"UE9TVC"#, r#""base64":"AE9TVC"#, "unmerged.exchanges["),
        (
            r#""edition":"2022-08","edition_assumed""#,
            r#""edition":"1999-01","edition_assumed""#,
            "an embedded edition",
        ),
        (r#","cut_short":null,"masked""#, r#"9,"cut_short":null,"masked""#, "`unmerged.stimuli`"),
    ] {
        let error = refused(from, to);
        assert!(error.contains(message), "{to}: {error}");
    }
}

#[test]
fn an_empty_shard_is_no_failure() {
    let plan = plan("union.known-member", 0, "");
    let total = plan.stimuli.len();
    let of = 500;
    let mut counts = Vec::new();
    for number in 1..=of {
        let shard = Shard::new(number, of).expect("there is one");
        let ids = (0..total).filter_map(|index| plan.stimuli.id(index));
        counts.push(ids.filter(|id| shard.has(id)).count());
    }
    assert_eq!(counts.iter().sum::<usize>(), total, "each stimulus is in one shard");
    let empty = counts.iter().position(|count| *count == 0).expect("one is empty");
    let plan = Plan { shard: Shard::new(empty as u32 + 1, of), ..plan };
    let report = run(&plan, testees("message-lost"), &Interrupt::new(), |_| {}).expect("it runs");
    assert_eq!(ExitStatus::of(&report, true), ExitStatus::Holds);
    assert!(report.complete && report.policies[0].verdict == Verdict::NotExercised);
}

#[test]
fn the_command_refuses_what_is_no_shard() {
    let place = Place::new();
    for shard in ["0/3", "4/3", "a/b", "3", "1/0"] {
        let (code, _, stderr) = place.run(&["client", "--shard", shard]);
        assert!(code == 2 && stderr.contains("K/N expected"), "{shard}: {stderr}");
    }
    let (code, _, stderr) = place.run(&["client", "--shard", "1/3", "--smoke"]);
    assert!(code == 2 && stderr.contains("--smoke"), "{stderr}");
}

#[test]
fn the_command_splits_and_merges() {
    let place = Place::new();
    let write = |name: &str, text: &str| std::fs::write(place.path(name), text).expect("written");
    let exec = format!("{} --fault unknown-member-unnamed", env!("CARGO_BIN_EXE_wireproof-testee"));
    let common = [
        "client",
        "--exec",
        &exec,
        "--policy",
        "union.unknown-member-named",
        "--quiet",
        "--no-replays",
    ];
    for number in ["1", "2"] {
        let (shard, report) = (format!("{number}/2"), format!("json={number}.json"));
        let (code, stdout, stderr) =
            place.run(&[&common[..], &["--shard", &shard, "--report", &report]].concat());
        assert!(
            code < 2 && stdout.contains(&format!("shard {number} of 2")),
            "{code} {stdout} {stderr}"
        );
    }
    let (code, stdout, stderr) =
        place.run(&["merge", "1.json", "2.json", "--report", "json=all.json"]);
    assert!(code == 1 && !stdout.contains("shard"), "{code} {stdout} {stderr}");
    assert!(stdout.contains("replay    wireproof replay .wireproof/replays/"), "{stdout}");
    let text = std::fs::read(place.path("all.json")).expect("it is there");
    let merged = Json::parse(&text).expect("it is JSON");
    assert_eq!(merged.get("shard"), Some(&Json::Null));
    assert_eq!(merged.get("unmerged"), None);
    write("deep.json", &"[".repeat(100_000));
    write("empty.json", "");
    for (reports, message) in [
        (&["1.json"][..], "missing: 1 shard of 2: 2"),
        (&["1.json", "1.json"], "1.json: it is shard 1/2, as 1.json is"),
        (&["1.json", "all.json"], "all.json: it is the report of a whole run"),
        (&["none.json"], "none.json cannot be read"),
        (&["deep.json"], "deep.json: "),
        (&["empty.json"], "empty.json: it is empty"),
        (
            &["1.json", "2.json", "--report", "json=2.json"],
            "it would replace the shard's file 2.json",
        ),
    ] {
        let (code, _, stderr) = place.run(&[&["merge"], reports].concat());
        assert!(code == 2 && stderr.contains(message), "{code} {stderr}");
    }
    let (code, stdout, _) = place.run(&["merge", "1.json", "--partial", "--no-replays"]);
    assert!(code < 2 && stdout.contains("shard 1 of 2, with"), "{stdout}");
}
