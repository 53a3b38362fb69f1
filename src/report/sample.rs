//! Small saved reports for the tests of their readers.

use crate::json::Json;
use crate::policy::find;
use crate::run::Verdict;

use super::saved::SavedReport;

/// A report that a test builds step by step.
pub(super) struct Sample(Json);

/// Returns a failure with every field of the format.
const FAILURE: &str = r#"{"case":"union/sample","aimed":true,"known":false,
    "findings":[{"path":"outcome.output","message":"it is not so","expected":"1","actual":"2",
        "mark":{"in":"response","from":19,"to":20}}],
    "exchange":{"input":{"A":1},
        "requests":[{"method":"POST","uri":"/","base64":"UE9TVCAvIEhUVFAvMS4xDQoNCnt9"}],"problems":[],
        "response":{"status":200,"complete":true,"connection":"open","base64":"SFRUUC8xLjEgMjAwIE9LDQoNCnsiQSI6Mn0="},
        "outcome":{"outcome":"response","http_status":200,"output":{"A":2}}},
    "shrunk":null,"before":0,"reproduced":true,"replay":null}"#;

impl Sample {
    /// Returns an empty report of the testee of this name.
    pub(super) fn new(testee: &str) -> Self {
        let json = Json::parse(
            r#"{"wireproof":1,"wireproof_version":"0.1.0","started":"2026-11-25T12:30:00Z","seed":null,
                "cases":0,"complete":true,"filters":{},
                "contract":{"service":"subscriptions","operation":"DisassociateUser","edition":"2022-08"},
                "testee":{"name":"","version":"1.0","language":"rust"},"calls":{"judged":7},
                "policies":[],"outcomes":[]}"#,
        );
        Self(json.expect("it is JSON")).put("testee.name", Json::from(testee))
    }

    /// Sets the value at a path of member names.
    pub(super) fn put(mut self, path: &str, value: Json) -> Self {
        let mut at = &mut self.0;
        for name in path.split('.') {
            let Json::Object(members) = at else { panic!("{path}: no object") };
            if !members.iter().any(|(other, _)| other == name) {
                members.push((name.to_owned(), Json::Null));
            }
            at = members
                .iter_mut()
                .find(|(other, _)| other == name)
                .map(|(_, v)| v)
                .expect("it is there");
        }
        *at = value;
        self
    }

    fn push(mut self, name: &str, value: Json) -> Self {
        let Json::Object(members) = &mut self.0 else { panic!("no object") };
        match members.iter_mut().find(|(other, _)| other == name) {
            Some((_, Json::Array(items))) => items.push(value),
            _ => panic!("{name}: no array"),
        }
        self
    }

    /// Adds a policy with this verdict. If it is broken, one of two exchanges fails.
    pub(super) fn policy(self, id: &str, verdict: Verdict) -> Self {
        self.add_policy(id, verdict, verdict.is_failure().then_some(FAILURE))
    }

    /// Adds a policy with its failures.
    pub(super) fn policy_with(self, id: &str, verdict: Verdict, failure: &str) -> Self {
        self.add_policy(id, verdict, Some(failure))
    }

    /// Adds a policy that is a may, and that the testee does not keep in one of two exchanges.
    pub(super) fn otherwise(self, id: &str) -> Self {
        self.add_policy(id, Verdict::Observed, Some(FAILURE))
    }

    fn add_policy(self, id: &str, verdict: Verdict, failure: Option<&str>) -> Self {
        let failures: Vec<_> =
            failure.into_iter().map(|text| Json::parse(text).expect("it is JSON")).collect();
        let level = find(id).map_or("must", |policy| policy.level.name());
        self.push(
            "policies",
            Json::object([
                ("id", Json::from(id)),
                ("level", Json::from(level)),
                ("verdict", Json::from(verdict.name())),
                ("exercised", Json::from(2_usize)),
                ("failed", Json::from(failures.len())),
                ("failures", Json::Array(failures)),
            ]),
        )
    }

    /// Adds an outcome, and the cases that have it.
    pub(super) fn outcome(self, outcome: &str, cases: &[&str]) -> Self {
        let outcome = Json::parse(outcome).expect("it is JSON");
        let cases = ("cases".to_owned(), cases.iter().copied().collect());
        self.push("outcomes", Json::Object([&[cases], outcome.members()].concat()))
    }

    /// Sets the seed and the number of the generated stimuli.
    pub(super) fn seeded(self, seed: u64, cases: usize) -> Self {
        self.put("seed", Json::from(seed)).put("cases", Json::from(cases))
    }

    /// Sets the edition.
    pub(super) fn edition(self, edition: &str) -> Self {
        self.put("contract.edition", Json::from(edition))
    }

    /// Sets the operation.
    pub(super) fn operation(self, operation: &str) -> Self {
        self.put("contract.operation", Json::from(operation))
    }

    /// Sets the version of the wireproof that wrote the report.
    pub(super) fn written_by(self, version: &str) -> Self {
        self.put("wireproof_version", Json::from(version))
    }

    /// Adds a filter.
    pub(super) fn filter(self, name: &str, value: &str) -> Self {
        self.put(&format!("filters.{name}"), [value].into_iter().collect())
    }

    /// Returns the text of the report.
    pub(super) fn text(&self) -> String {
        self.0.to_pretty()
    }

    /// Returns the report after it was read back.
    pub(super) fn read(&self) -> SavedReport {
        SavedReport::read(self.text().as_bytes()).unwrap_or_else(|error| panic!("{error}"))
    }
}
