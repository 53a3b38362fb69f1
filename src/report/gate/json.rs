//! Writes the report of a gate as JSON, for programs.

use crate::json::Json;
use crate::policy::Finding;
use crate::run::{GateReport, GateSide, OtherOutcome, PolicyChange};

/// The version of the format.
const VERSION: u64 = 1;

/// Returns the report as JSON.
pub fn gate_to_json(report: &GateReport) -> Json {
    let changes = |changes: &[PolicyChange]| Json::Array(changes.iter().map(change).collect());
    let strings = |texts: &[String]| Json::Array(texts.iter().map(|t| Json::from(&**t)).collect());
    Json::object([
        ("wireproof_gate", Json::from(VERSION)),
        ("wireproof_version", Json::from(env!("CARGO_PKG_VERSION"))),
        ("from", side(&report.from)),
        ("to", side(&report.to)),
        (
            "contract",
            Json::object([
                ("service", Json::from(report.contract.service.as_str())),
                ("operation", Json::from(report.contract.operation.as_str())),
                ("edition", Json::from(report.contract.edition)),
            ]),
        ),
        ("seed", report.seed.map_or(Json::Null, Json::from)),
        ("cases", Json::from(report.cases)),
        ("complete", Json::from(report.complete)),
        ("cut_short", Json::from(report.cut_short.clone())),
        ("new", changes(&report.new)),
        ("new_and_known", changes(&report.known)),
        ("fixed", changes(&report.fixed)),
        ("other_outcomes", Json::Array(report.other.iter().map(other).collect())),
        (
            "unsteady",
            Json::object([
                ("count", Json::from(report.unsteady.count)),
                ("cases", strings(&report.unsteady.cases)),
            ]),
        ),
        ("compared", Json::from(report.compared)),
        ("skipped_by_one", Json::from(report.skipped)),
        ("unsent", Json::from(report.unsent)),
    ])
}

fn side(side: &GateSide) -> Json {
    Json::object([
        ("testee", Json::from(side.testee.name.as_str())),
        ("version", Json::from(side.testee.version.clone())),
        ("told", Json::from(side.told)),
        ("lost", Json::from(side.lost)),
    ])
}

fn change(change: &PolicyChange) -> Json {
    Json::object([
        ("policy", Json::from(change.policy.id)),
        ("level", Json::from(change.policy.level.name())),
        ("count", Json::from(change.count)),
        ("broken_elsewhere_by_the_other", Json::from(change.elsewhere)),
        ("cases", change.cases.iter().map(String::as_str).collect()),
        ("case", Json::from(change.case.as_str())),
        ("findings", Json::Array(change.findings.iter().map(finding).collect())),
        ("from", change.from.to_json()),
        ("to", change.to.to_json()),
    ])
}

fn finding(finding: &Finding) -> Json {
    Json::object([
        ("path", Json::from(finding.path.as_str())),
        ("message", Json::from(finding.message.as_str())),
        ("expected", Json::from(finding.expected.clone())),
        ("actual", Json::from(finding.actual.clone())),
    ])
}

fn other(other: &OtherOutcome) -> Json {
    Json::object([
        ("before", Json::from(other.difference.first.as_str())),
        ("after", Json::from(other.difference.second.as_str())),
        ("count", Json::from(other.count)),
        ("cases", other.cases.iter().map(String::as_str).collect()),
        ("case", Json::from(other.case.as_str())),
        ("from", other.from.to_json()),
        ("to", other.to.to_json()),
    ])
}
