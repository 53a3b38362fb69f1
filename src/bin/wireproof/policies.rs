//! `wireproof policies`: lists the policies.

use std::fmt::Write as _;

use wireproof::json::Json;
use wireproof::policy::{self, Policy};
use wireproof::report::write_catalogue;
use wireproof::run::ExitStatus;

use crate::args::{ListFormat, PoliciesArgs};
use crate::failure::Failure;
use crate::{select, terminal};

pub(crate) fn run(args: &PoliciesArgs) -> Result<ExitStatus, Failure> {
    let policies = select::policies(&args.select, policy::catalogue().iter().copied())?;
    if policies.is_empty() {
        return Err(Failure::nothing("no policy matches"));
    }
    terminal::print(&match args.format {
        ListFormat::Text => text(&policies),
        ListFormat::Json => json(&policies),
        ListFormat::Markdown => write_catalogue(&policies),
    })?;
    Ok(ExitStatus::Holds)
}

fn text(policies: &[&'static Policy]) -> String {
    let paint = terminal::paint();
    let width = policies.iter().map(|policy| policy.id.len()).max().unwrap_or(0);
    let mut out = String::new();
    let mut group = "";
    for policy in policies {
        if policy.group.name() != group {
            if !group.is_empty() {
                out.push('\n');
            }
            group = policy.group.name();
        }
        let level = paint.dim(format!("{:<6}", policy.level));
        let id = paint.strong(format!("{:<width$}", policy.id));
        // Writing to a `String` cannot fail.
        let _ = writeln!(out, "{id}  {level}  {}", policy.summary);
    }
    out
}

fn json(policies: &[&'static Policy]) -> String {
    let list: Vec<Json> = policies
        .iter()
        .map(|policy| {
            let basis = policy.basis.iter().map(|basis| {
                Json::object([
                    ("source", Json::from(basis.source.title())),
                    ("url", Json::from(basis.source.url())),
                    ("section", Json::from(basis.section)),
                    ("fact", Json::from(basis.fact)),
                    ("quote", Json::from(basis.quote)),
                ])
            });
            Json::object([
                ("id", Json::from(policy.id)),
                ("group", Json::from(policy.group.name())),
                ("level", Json::from(policy.level.name())),
                ("summary", Json::from(policy.summary)),
                ("disputed", Json::from(policy.disputed)),
                ("basis", basis.collect()),
            ])
        })
        .collect();
    Json::Array(list).to_pretty() + "\n"
}
