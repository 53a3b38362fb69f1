//! Why reports cannot be merged, and what to do about it.

use crate::exchange::FormError;
use crate::run::part::Shard;
use crate::terminal_text;

/// Why reports cannot be merged, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MergeError {
    /// A report was written by another version of wireproof.
    #[error(
        "{}: wireproof {} wrote it, and this is wireproof {}: merge with the wireproof that made the run",
        .file, inline(.version), env!("CARGO_PKG_VERSION")
    )]
    Version {
        /// The file.
        file: String,
        /// The version that wrote it.
        version: String,
    },
    /// A field has a value that no shard writes.
    #[error(
        "{file}: not the report of a shard: {error}; `wireproof client --shard K/N --report json=FILE` writes one"
    )]
    Form {
        /// The file.
        file: String,
        /// What is wrong, and where.
        #[source]
        error: FormError,
    },
    /// Two reports are shards of different runs.
    #[error(
        "{file}: it is a shard of another run than {other}: the {what} is {}, and there {}; run all shards alike",
        inline(.here), inline(.there)
    )]
    Different {
        /// The file.
        file: String,
        /// The file that it differs from.
        other: String,
        /// What differs.
        what: &'static str,
        /// Its value in the file.
        here: String,
        /// Its value in the other file.
        there: String,
    },
    /// Two reports are the same shard.
    #[error("{file}: it is shard {shard}, as {other} is: name each shard once")]
    Twice {
        /// The file.
        file: String,
        /// The other file.
        other: String,
        /// The shard.
        shard: Shard,
    },
    /// Shards are missing.
    #[error(
        "missing: {} of {of}: {}; name all reports, or merge what is there with --partial",
        counted(.missing), listed(.missing)
    )]
    Missing {
        /// The numbers of the missing shards.
        missing: Vec<u32>,
        /// How many shards the run has.
        of: u32,
    },
    /// The shards do not have the stimuli of the run.
    #[error(
        "the shards have {stimuli} stimuli together, and the run has {of_stimuli}: a report is not that of the shard that \
         it says; run all shards again"
    )]
    Stimuli {
        /// How many stimuli the shards have.
        stimuli: usize,
        /// How many stimuli the run has.
        of_stimuli: usize,
    },
    /// There is no report.
    #[error("no report to merge")]
    Nothing,
}

/// How many characters of a value are shown.
const SHOWN: usize = 200;

fn inline(text: &str) -> String {
    format!("`{}`", terminal_text::line(text, SHOWN))
}

/// How many numbers of missing shards are listed.
const LISTED: usize = 20;

fn counted(missing: &[u32]) -> String {
    match missing.len() {
        1 => "1 shard".to_owned(),
        many => format!("{many} shards"),
    }
}

fn listed(missing: &[u32]) -> String {
    let shown: Vec<_> = missing.iter().take(LISTED).map(u32::to_string).collect();
    let more = if missing.len() > LISTED { " and more" } else { "" };
    shown.join(", ") + more
}
