//! Writes a comparison as JSON, for programs.

use crate::json::Json;
use crate::report::saved::{SavedPolicy, SavedReport};

use super::{Comparison, Outcomes, PolicyPair};

/// The version of the format.
const VERSION: u64 = 1;

impl Comparison<'_> {
    /// Returns the comparison as JSON.
    pub fn to_json(&self) -> Json {
        let policies =
            |policies: &[PolicyPair<'_>]| Json::Array(policies.iter().map(policy).collect());
        Json::object([
            ("wireproof_compare", Json::from(VERSION)),
            ("a", report(self.first)),
            ("b", report(self.second)),
            ("caveats", self.caveats.iter().map(ToString::to_string).collect()),
            ("new", policies(&self.new)),
            ("fixed", policies(&self.fixed)),
            ("broken_in_both", policies(&self.both)),
            ("judged_in_one", policies(&self.in_one)),
            ("outcomes", outcomes(&self.outcomes)),
        ])
    }
}

fn report(report: &SavedReport) -> Json {
    Json::object([
        ("testee", Json::from(report.testee.name.as_str())),
        ("version", Json::from(report.testee.version.clone())),
        ("edition", Json::from(report.contract.edition.clone())),
        ("started", Json::from(report.started.clone())),
    ])
}

fn policy(policy: &PolicyPair<'_>) -> Json {
    let side = |policy: &SavedPolicy| {
        Json::object([
            ("verdict", Json::from(policy.verdict.name())),
            ("exercised", Json::from(policy.exercised)),
            ("failed", Json::from(policy.failed)),
        ])
    };
    Json::object([
        ("id", Json::from(policy.id())),
        ("level", Json::from(policy.latest().map(|policy| policy.level.name()))),
        ("a", policy.first.map_or(Json::Null, side)),
        ("b", policy.second.map_or(Json::Null, side)),
    ])
}

fn outcomes(outcomes: &Outcomes<'_>) -> Json {
    let groups = outcomes.groups.iter().map(|group| {
        let cases = group.cases.iter().map(|(case, first, second)| {
            Json::object([
                ("case", Json::from(*case)),
                ("a", first.to_json()),
                ("b", second.to_json()),
            ])
        });
        Json::object([
            ("a", Json::from(group.difference.first.as_str())),
            ("b", Json::from(group.difference.second.as_str())),
            ("cases", cases.collect()),
        ])
    });
    Json::object([
        ("compared", Json::from(outcomes.compared)),
        ("other", Json::from(outcomes.other())),
        ("skipped_by_one", Json::from(outcomes.skipped)),
        ("kinds", groups.collect()),
    ])
}
