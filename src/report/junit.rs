//! The JUnit report: a test suite for each group, a test case for each policy.

use quick_junit::{NonSuccessKind, Report as Junit, TestCase, TestCaseStatus, TestSuite};

use crate::run::{PolicyReport, Report, Verdict};

use super::paint::Paint;
use super::text::{TextOptions, write_failure};

/// Writes the report as JUnit XML.
pub(super) fn to_bytes(report: &Report) -> Vec<u8> {
    let mut junit = Junit::new(format!("wireproof: {}", report.testee.name));
    junit.set_time(report.elapsed);
    for policy in &report.policies {
        let group = policy.policy.group();
        let name = |suite: &TestSuite| suite.name.as_str() == group;
        if !junit.test_suites.last().is_some_and(name) {
            junit.add_test_suite(TestSuite::new(group));
        }
        if let Some(suite) = junit.test_suites.last_mut() {
            suite.add_test_case(test_case(policy));
        }
    }
    if !report.complete {
        // A report that was cut short must not pass for a whole one.
        let mut suite = TestSuite::new("run");
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message("the run was interrupted; this report is not complete");
        suite.add_test_case(TestCase::new("complete", status));
        junit.add_test_suite(suite);
    }
    junit.to_string().unwrap_or_default().into_bytes()
}

fn test_case(report: &PolicyReport) -> TestCase {
    let status = match report.verdict {
        Verdict::Pass | Verdict::Observed => TestCaseStatus::success(),
        Verdict::NotApplicable | Verdict::NotExercised => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(report.verdict.name());
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
            status.set_description(text);
            status
        }
    };
    let mut case = TestCase::new(report.policy.id, status);
    case.set_classname(format!("wireproof.{}", report.policy.group()));
    case
}
