//! What was found in all models, as text and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use wireproof::contract::ContractError;
use wireproof::json::Json;
use wireproof::operation_check::{CheckCounts, Disagreement, OperationReport};
use wireproof::terminal_text;

use super::model::{ModelReport, ModelResult};
use crate::check_models_args::CheckModelsArgs;
use crate::shell::shown;
use crate::terminal;

/// The sums over all models, and the disagreements.
#[derive(Default)]
pub(super) struct Summary {
    services: usize,
    operations: usize,
    checked: usize,
    counts: CheckCounts,
    /// The names of all operations, if the user selects one by its name.
    names: Vec<String>,
    streams: Vec<String>,
    /// How many services speak each other protocol.
    protocols: BTreeMap<String, usize>,
    /// The files that are no models.
    others: usize,
    unusable: Vec<(String, String)>,
    disagreements: Vec<(PathBuf, String, OperationReport)>,
}

/// How many bytes of a value the text shows.
const SHOWN: usize = 400;

impl Summary {
    pub(super) fn add(&mut self, path: &Path, result: ModelResult) {
        let report = match result {
            ModelResult::Checked(report) => report,
            ModelResult::OtherProtocol(protocols) => {
                *self.protocols.entry(protocols.join(", ")).or_default() += 1;
                return;
            }
            ModelResult::NotAModel | ModelResult::Unusable(_) => {
                self.others += 1;
                return;
            }
        };
        let ModelReport { operations, checked, counts, names, streams, unusable, disagreements } =
            report;
        self.names.extend(names);
        self.services += usize::from(operations > 0);
        self.operations += operations;
        self.checked += checked;
        self.counts += counts;
        self.streams.extend(streams);
        self.unusable.extend(unusable);
        let of_file = |(operation, report)| (path.to_owned(), operation, report);
        self.disagreements.extend(disagreements.into_iter().map(of_file));
    }

    /// Returns how many operations were imported.
    pub(super) fn operations(&self) -> usize {
        self.operations
    }

    /// Says which operations there are, for a user who selects none of them by `wanted`.
    pub(super) fn without(mut self, wanted: &str) -> String {
        self.names.sort();
        self.names.dedup();
        let (wanted, known) = (wanted.to_owned(), self.names);
        ContractError::UnknownOperation { wanted, known }.to_string()
    }

    /// Reports whether no operation at all is selected, not even one that cannot be checked.
    pub(super) fn is_empty(&self) -> bool {
        self.operations == 0 && self.streams.is_empty() && self.unusable.is_empty()
    }

    /// Returns how many disagreements there are.
    pub(super) fn found(&self) -> usize {
        self.disagreements.iter().map(|(_, _, report)| report.found).sum()
    }

    pub(super) fn text(&self) -> String {
        let paint = terminal::paint();
        let mut out = String::new();
        // Writing to a `String` cannot fail.
        for (path, operation, report) in &self.disagreements {
            let name = paint.bad(terminal_text::inline(operation));
            let _ = writeln!(out, "{name} in {}: {} disagreements", shown(path), report.found);
            for Disagreement { check, exchange, message, value } in &report.disagreements {
                let line = format!("{check}, exchange {exchange}: {message}");
                let _ = writeln!(out, "  {}", terminal_text::inline(&line));
                let value = value.to_string();
                let shown: String = value.chars().take(SHOWN).collect();
                let rest = if shown.len() < value.len() { "…" } else { "" };
                let _ = writeln!(out, "    {}{rest}", paint.dim(terminal_text::inline(&shown)));
            }
        }
        let CheckCounts { exchanges, errors, malformed, judgements } = self.counts;
        let _ = writeln!(out, "services    {}", self.services);
        let _ = writeln!(out, "operations  {}, {} of them checked", self.operations, self.checked);
        let _ = writeln!(out, "exchanges   {exchanges}, {errors} of them with an error");
        let _ = writeln!(out, "malformed   {malformed} messages");
        let _ = writeln!(out, "judgements  {judgements} of policies");
        let count = self.streams.len();
        let _ = writeln!(out, "left out    operations with an event stream: {count}");
        for (operation, reason) in &self.unusable {
            let line = terminal_text::inline(&format!("{operation}: {reason}")).into_owned();
            let _ = writeln!(out, "            {line}");
        }
        for (protocol, count) in &self.protocols {
            let protocol = terminal_text::inline(protocol);
            let _ = writeln!(out, "            services that speak {protocol}: {count}");
        }
        if self.others > 0 {
            let _ = writeln!(out, "            files that are no models: {}", self.others);
        }
        let _ = writeln!(out, "disagreements {}", self.found());
        out
    }

    pub(super) fn json(&self, args: &CheckModelsArgs) -> String {
        let number = |count: usize| Json::from(count as u64);
        let text = |text: &str| Json::from(text);
        let disagreements = self.disagreements.iter().flat_map(|(path, operation, report)| {
            report.disagreements.iter().map(move |disagreement| {
                Json::object([
                    ("file", text(&shown(path))),
                    ("operation", text(operation)),
                    ("check", text(&disagreement.check)),
                    ("exchange", number(disagreement.exchange)),
                    ("message", text(&disagreement.message)),
                    ("value", disagreement.value.clone()),
                ])
            })
        });
        let protocols = self.protocols.iter().map(|(name, count)| (name.clone(), number(*count)));
        let unusable = self.unusable.iter().map(|(operation, reason)| {
            Json::object([("operation", text(operation)), ("reason", text(reason))])
        });
        let CheckCounts { exchanges, errors, malformed, judgements } = self.counts;
        let fields = [
            ("seed", Json::from(args.seed)),
            ("services", number(self.services)),
            ("operations", number(self.operations)),
            ("checked", number(self.checked)),
            ("exchanges", number(exchanges)),
            ("errors", number(errors)),
            ("malformed", number(malformed)),
            ("judgements", number(judgements)),
            ("event_streams", self.streams.iter().map(|name| text(name)).collect()),
            ("other_protocols", Json::object(protocols)),
            ("unusable", unusable.collect()),
            ("found", number(self.found())),
            ("disagreements", disagreements.collect()),
        ];
        format!("{}\n", Json::object(fields).to_pretty())
    }
}
