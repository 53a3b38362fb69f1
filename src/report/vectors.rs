//! Protocol test vectors that ran, as text and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::json::Json;
use crate::terminal_text::{inline, line};
use crate::vectors::{Vector, VectorVerdict};

use super::paint::Paint;

/// A vector that ran.
#[derive(Debug)]
pub struct VectorRun<'v> {
    /// The vector.
    pub vector: &'v Vector,
    /// The name of its file.
    pub file: &'v str,
    /// What is said of it.
    pub verdict: VectorVerdict,
}

/// The most characters of a complaint in text. A body may be large; the JSON has all of it.
const MOST_SHOWN: usize = 400;

/// The verdicts, in the order of the summary.
const VERDICTS: [&str; 4] = ["pass", "listed", "fail", "not_as_listed"];

/// Writes, for people, the vectors that do not pass, each with its reasons, and a summary.
pub fn write_vectors(runs: &[VectorRun<'_>], paint: Paint) -> String {
    let mut out = String::new();
    for run in runs {
        let (word, reason) = match &run.verdict {
            VectorVerdict::Pass => continue,
            VectorVerdict::Fail(_) => (paint.bad("FAIL  "), None),
            VectorVerdict::Listed(listed, _) => (paint.dim("listed"), Some(listed.reason)),
            VectorVerdict::NotAsListed(_, complaints) => {
                let reason = match complaints.is_empty() {
                    true => {
                        "It passes, but is in the list of exceptions: take it out of src/vectors/listed.rs."
                    }
                    false => "It fails otherwise than the list of exceptions says.",
                };
                (paint.bad("FAIL  "), Some(reason))
            }
        };
        // Writing to a `String` cannot fail.
        let _ = writeln!(out, "{word} {}", heading(run.vector, run.file, paint));
        for complaint in run.verdict.complaints() {
            let _ = writeln!(out, "       {}", line(complaint, MOST_SHOWN));
        }
        if let Some(reason) = reason {
            let _ = writeln!(out, "       {}", paint.dim(reason));
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out + &summary(runs, paint)
}

fn heading(vector: &Vector, file: &str, paint: Paint) -> String {
    let operation = vector.contract.operation();
    format!(
        "{} {:<8} {} ({}) in {}",
        vector.party.name(),
        vector.kind(),
        paint.strong(inline(&vector.id)),
        inline(operation.id().as_str()),
        inline(file)
    )
}

/// Returns how many vectors of each kind there are, and what is said of them.
fn summary(runs: &[VectorRun<'_>], paint: Paint) -> String {
    let mut kinds: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for run in runs {
        *kinds.entry((run.vector.kind(), run.vector.party.name())).or_default() += 1;
    }
    let mut out = String::new();
    for ((kind, party), count) in kinds {
        let _ = writeln!(out, "{count:>6} {kind} vectors for a {party}");
    }
    let count = |name: &str| runs.iter().filter(|run| run.verdict.name() == name).count();
    let [pass, listed, fail, otherwise] = VERDICTS.map(count);
    let text = format!(
        "{} vectors: {pass} pass, {listed} fail as the list of exceptions says, {} fail",
        runs.len(),
        fail + otherwise
    );
    let text = if fail + otherwise == 0 { paint.good(text) } else { paint.bad(text) };
    out + &text + "\n"
}

/// Returns the same for programs, with every vector.
pub fn vectors_json(runs: &[VectorRun<'_>]) -> Json {
    let count = |name: &str| runs.iter().filter(|run| run.verdict.name() == name).count();
    let vectors = runs.iter().map(|run| {
        let complaints = run.verdict.complaints().iter().map(|text| Json::from(text.as_str()));
        let mut fields = fields(run.vector, run.file);
        fields.push(("verdict", Json::from(run.verdict.name())));
        fields.push(("complaints", Json::Array(complaints.collect())));
        fields.extend(run.verdict.listed().map(|listed| ("reason", Json::from(listed.reason))));
        Json::object(fields)
    });
    Json::object([
        ("summary", Json::object(VERDICTS.map(|name| (name, Json::from(count(name)))))),
        ("vectors", Json::Array(vectors.collect())),
    ])
}

/// Writes a line for each vector, for people, without running it.
pub fn list_vectors<'v>(
    vectors: impl Iterator<Item = (&'v Vector, &'v str)>,
    paint: Paint,
) -> String {
    vectors.map(|(vector, file)| heading(vector, file, paint) + "\n").collect()
}

/// Returns the same for programs.
pub fn list_vectors_json<'v>(vectors: impl Iterator<Item = (&'v Vector, &'v str)>) -> Json {
    Json::Array(vectors.map(|(vector, file)| Json::object(fields(vector, file))).collect())
}

fn fields(vector: &Vector, file: &str) -> Vec<(&'static str, Json)> {
    vec![
        ("id", Json::from(vector.id.as_str())),
        ("party", Json::from(vector.party.name())),
        ("kind", Json::from(vector.kind())),
        ("operation", Json::from(vector.contract.operation().id().as_str())),
        ("file", Json::from(file)),
    ]
}
