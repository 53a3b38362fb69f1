//! The JUnit report: a test suite for each group, and a test case for each policy.

use quick_junit::{NonSuccessKind, Property, Report as Junit, TestCase, TestCaseStatus, TestSuite};

use crate::run::{Part, PolicyReport, Report, Verdict};
use crate::terminal_text;

use super::paint::Paint;
use super::text::{NAME, TextOptions, counted, filters, write_failure};

/// Writes the report as JUnit XML.
pub(super) fn to_bytes(report: &Report) -> Vec<u8> {
    let mut name = format!("wireproof: {}", terminal_text::line(&report.testee.name, NAME));
    if !report.filters.is_empty() {
        name += &format!(" (filtered by {})", filters(report));
    }
    if let Some(part) = &report.part {
        name += &format!(" ({part})");
    }
    let mut junit = Junit::new(name);
    junit.set_time(report.elapsed);
    let mut suites: Vec<TestSuite> = Vec::new();
    for policy in &report.policies {
        let group = policy.policy.group.name();
        if suites.last().is_none_or(|suite| suite.name.as_str() != group) {
            suites.push(TestSuite::new(group));
        }
        if let Some(suite) = suites.last_mut() {
            suite.add_test_case(test_case(policy));
        }
    }
    suites.push(of_run(report));
    // The totals at the top count the test cases that a suite has when it is added, so the suites come last.
    junit.add_test_suites(suites);
    junit.to_string().unwrap_or_default().into_bytes()
}

/// Returns the suite on the run as a whole. It shows that a run was cut short, filtered, or full of lost calls, so that
/// nobody takes it for a good one.
fn of_run(report: &Report) -> TestSuite {
    let mut suite = TestSuite::new("run");
    let contract = &report.contract;
    for (name, value) in [
        ("testee.version", report.testee.version.as_deref()),
        ("testee.language", report.testee.language.as_deref()),
        ("contract.operation", Some(contract.operation.as_str())),
        ("contract.name", contract.embedded.map(|embedded| embedded.name)),
        ("contract.edition", contract.edition),
        ("contract.edition-assumed", contract.edition_assumed.then_some("true")),
    ] {
        if let Some(value) = value {
            suite.add_property(Property::new(name, terminal_text::line(value, NAME)));
        }
    }
    for (name, value) in &report.filters {
        suite.add_property(Property::new(
            format!("filter.{name}"),
            terminal_text::line(value, NAME),
        ));
    }
    for shard in report.part.iter().flat_map(Part::shards) {
        suite.add_property(Property::new("shard", shard));
    }
    let whole = match &report.cut_short {
        Some(why) => Some(format!("the run was cut short: {}", terminal_text::lines(why))),
        None => (!report.complete)
            .then(|| "the run was interrupted; this report is not complete".to_owned()),
    };
    let calls = &report.calls;
    let protocol =
        format!("{} broke the testee protocol", counted(calls.protocol_error, "call", "calls"));
    let too_little = report.is_too_little().then(|| {
        let selected = report.policies.len();
        format!("too little was judged: {} of {selected} selected policies", report.judged())
    });
    let known: Vec<String> = report.known.iter().map(ToString::to_string).collect();
    for (name, fault) in [
        ("complete", whole),
        ("protocol", (calls.protocol_error > 0).then_some(protocol)),
        ("judged", too_little),
        (
            "known-failures",
            (!known.is_empty()).then(|| terminal_text::lines(&known.join("\n")).into_owned()),
        ),
    ] {
        let mut status = TestCaseStatus::success();
        if let Some(fault) = fault {
            status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_message(fault);
        }
        let mut case = TestCase::new(format!("run.{name}"), status);
        case.set_classname("wireproof.run");
        suite.add_test_case(case);
    }
    suite
}

fn test_case(report: &PolicyReport) -> TestCase {
    let status = match report.verdict {
        Verdict::Pass | Verdict::Observed => TestCaseStatus::success(),
        Verdict::UnexpectedPass => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message("the policy is listed as a known failure, and passes");
            status
        }
        Verdict::KnownFailure | Verdict::NotApplicable | Verdict::NotExercised => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(report.verdict.name());
            status
        }
        Verdict::Fail if report.is_in_doubt() => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(
                "another process may have broken it, and the failure was not reproduced",
            );
            status
        }
        Verdict::Fail => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type(report.policy.level.name());
            status.set_message(report.policy.summary);
            let mut text = String::new();
            let options = TextOptions { paint: Paint::default(), verbose: false, quiet: false };
            if let Some(failure) = report.failures.first() {
                write_failure(&mut text, &options, report, failure);
            }
            status.set_description(terminal_text::lines(&text));
            status
        }
    };
    let mut case = TestCase::new(report.policy.id, status);
    case.set_classname(format!("wireproof.{}", report.policy.group.name()));
    case
}
