//! The loader of known failures.
//!
//! ```toml
//! [[failure]]
//! policy = "union.type-hint-ignored"             # required: an id, or a pattern for ids
//! case = "union/type-hint-*"                          # optional: a pattern for the ids of cases
//! path = "outcome.output.InstanceUserSummary"    # optional: where the finding is
//! actual = "*__type*"                            # optional: a pattern for what is shown there
//! reason = "The SDK takes __type for a member."  # required
//! issue = "https://example.com/issues/1"         # optional: where it is reported
//! flaky = true                                   # optional: it may pass or fail
//! expires = 2027-01-31                           # optional: the last day on which it counts; quoted or not
//! version = "1.62.*"                             # optional: a pattern for the versions of the testee that it is about
//! operation = "Converse"                         # optional: a pattern for the operations that it is about
//! ```

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;
use toml::{Spanned, Value};

use crate::pattern::{MAX_PATTERNS, Pattern, PatternError, is_pattern};
use crate::policy::{self, Level, Party, Policy};
use crate::terminal_text;

use super::day::read_day;
use super::error::KnownError;
use super::{Entry, KnownFailures, names_only_generated};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    failure: Vec<Spanned<RawEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    policy: Spanned<String>,
    case: Option<Spanned<String>>,
    path: Option<String>,
    actual: Option<Spanned<String>>,
    reason: Spanned<String>,
    issue: Option<Spanned<String>>,
    #[serde(default)]
    flaky: bool,
    expires: Option<Spanned<Value>>,
    version: Option<Spanned<String>>,
    operation: Option<Spanned<String>>,
}

impl KnownFailures {
    /// The largest size of a file: 8 MiB. The files of this project have about ten thousand bytes.
    pub const MAX_SIZE: usize = 8 * 1024 * 1024;

    /// Reads the text of the file `file`. `today` is the day of the run, such as `2026-11-25`: the run reports the entries
    /// that expired before it.
    ///
    /// # Errors
    ///
    /// If the text is not TOML or breaks the form, with the line, and if it is larger than 8 MiB or has more than
    /// [`MAX_PATTERNS`] entries.
    pub fn read(file: &str, text: &str, today: &str) -> Result<Self, KnownError> {
        let too_large = |message: String| KnownError { file: file.to_owned(), line: 1, message };
        if text.len() > Self::MAX_SIZE {
            return Err(too_large(format!(
                "the file has {} bytes, and {} at most are read: one entry may speak of many policies \
                 and cases, by patterns",
                text.len(),
                Self::MAX_SIZE
            )));
        }
        let lines = Lines::of(text);
        let at = |offset: usize, message: String| KnownError {
            file: file.to_owned(),
            line: lines.at(offset),
            message,
        };
        let raw: RawFile = toml::from_str(text).map_err(|error| {
            at(error.span().map_or(0, |span| span.start), error.message().to_owned())
        })?;
        if let Some(entry) = raw.failure.get(MAX_PATTERNS) {
            let message = format!(
                "there are {} entries, and {MAX_PATTERNS} at most are read: one entry may speak of many \
                 policies and cases, by patterns",
                raw.failure.len()
            );
            return Err(at(entry.span().start, message));
        }
        let mut known = Known::default();
        let mut entries = Vec::with_capacity(raw.failure.len());
        for raw in raw.failure {
            let line = lines.at(raw.span().start);
            let entry = known
                .entry(raw.into_inner(), line, today)
                .map_err(|(offset, message)| at(offset, message))?;
            entries.push(entry);
        }
        Ok(Self { file: file.to_owned(), entries })
    }
}

/// The byte offset of each line of a text. A thousand entries must not count its lines a thousand times.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(memchr::memchr_iter(b'\n', text.as_bytes()).collect())
    }

    /// Returns the line of a byte, from 1.
    fn at(&self, offset: usize) -> usize {
        self.0.partition_point(|end| *end < offset) + 1
    }
}

/// The patterns that were read so far. Most entries repeat the policies and cases of earlier ones.
#[derive(Default)]
struct Known {
    policies: HashMap<String, Arc<[&'static Policy]>>,
    patterns: HashMap<String, Arc<Pattern>>,
}

impl Known {
    /// Reads an entry. An error has its place in the text.
    fn entry(&mut self, raw: RawEntry, line: usize, today: &str) -> Result<Entry, (usize, String)> {
        let place = |text: &Spanned<String>| text.span().start;
        let pattern = raw.policy.get_ref();
        let policies = self.policies(pattern).map_err(|message| (place(&raw.policy), message))?;
        if raw.reason.get_ref().trim().is_empty() {
            let message = "`reason` is empty: say what is wrong with the testee";
            return Err((place(&raw.reason), message.to_owned()));
        }
        if let Some(issue) = &raw.issue
            && !["https://", "http://"].iter().any(|scheme| issue.get_ref().starts_with(scheme))
        {
            return Err((place(issue), "`issue` must be a URL".to_owned()));
        }
        let mut pattern = |field: &str, text: &Option<Spanned<String>>| match text {
            None => Ok(None),
            Some(text) if text.get_ref().is_empty() => {
                Err((place(text), format!("`{field}` is empty, and matches nothing: leave it out")))
            }
            Some(text) => self
                .pattern(text.get_ref())
                .map(Some)
                .map_err(|error| (place(text), format!("`{field}` is not a pattern: {error}"))),
        };
        let (case, actual) = (pattern("case", &raw.case)?, pattern("actual", &raw.actual)?);
        let version = pattern("version", &raw.version)?;
        let operation = pattern("operation", &raw.operation)?;
        let only_generated = case.as_deref().is_some_and(names_only_generated);
        let expires = raw.expires.as_ref().map(|day| {
            read_day(day.get_ref()).map_err(|message| (day.span().start, message.to_owned()))
        });
        let expires = expires.transpose()?;
        Ok(Entry {
            line,
            pattern: raw.policy.into_inner(),
            policies,
            case,
            path: raw.path,
            actual,
            reason: raw.reason.into_inner(),
            // Which cases are generated depends on the filters, the count and the seed.
            flaky: raw.flaky || only_generated,
            // In this form, the order of texts is the order of days.
            expired: expires.as_deref().is_some_and(|day| day < today),
            expires,
            version,
            operation,
        })
    }

    fn pattern(&mut self, text: &str) -> Result<Arc<Pattern>, PatternError> {
        if let Some(pattern) = self.patterns.get(text) {
            return Ok(Arc::clone(pattern));
        }
        let pattern = Arc::new(Pattern::new(text)?);
        self.patterns.insert(text.to_owned(), Arc::clone(&pattern));
        Ok(pattern)
    }

    fn policies(&mut self, pattern: &str) -> Result<Arc<[&'static Policy]>, String> {
        if let Some(policies) = self.policies.get(pattern) {
            return Ok(Arc::clone(policies));
        }
        let policies: Arc<[&'static Policy]> = policies(pattern)?.into();
        self.policies.insert(pattern.to_owned(), Arc::clone(&policies));
        Ok(policies)
    }
}

/// Returns the policy of this id, or the policies that match the pattern and can fail.
fn policies(pattern: &str) -> Result<Vec<&'static Policy>, String> {
    let shown = terminal_text::line(pattern, 80);
    if is_pattern(pattern) {
        let fits = Pattern::new(pattern).map_err(|e| format!("`policy` is not a pattern: {e}"))?;
        let can_fail = |p: &&Policy| p.level != Level::May && p.party() == Party::Client;
        let fitting = policy::catalogue().iter().copied().filter(can_fail);
        let fitting: Vec<_> = fitting.filter(|policy| fits.is_match(policy.id)).collect();
        return match fitting.is_empty() {
            true => Err(format!("no policy on clients that can fail matches `{shown}`")),
            false => Ok(fitting),
        };
    }
    let Some(policy) = policy::find(pattern) else {
        return Err(format!("there is no policy `{shown}`; `wireproof policies` lists them"));
    };
    if policy.level == Level::May {
        return Err(format!(
            "`{pattern}` is only observed, so it is never a failure: remove the entry"
        ));
    }
    if policy.party() != Party::Client {
        return Err(format!("`{pattern}` is a policy on servers, and clients are judged here"));
    }
    Ok(vec![policy])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<KnownFailures, String> {
        KnownFailures::read("known.toml", text, "2026-11-25").map_err(|error| error.to_string())
    }

    #[test]
    fn reads_entries_with_their_lines() {
        let known = read(
            "# comment\n[[failure]]\npolicy = \"union.known-member\"\nreason = \"So.\"\n\n\
             [[failure]]\npolicy = \"error.modeled\"\ncase = \"error/a*\"\npath = \"outcome\"\n\
             reason = \"So.\"\nissue = \"https://example.com/1\"\nflaky = true\n\
             expires = \"2026-11-24\"\n",
        );
        let known = known.expect("it is well-formed");
        let entries = &known.entries;
        assert_eq!((entries[0].line, entries[1].line), (2, 6));
        assert_eq!((entries[0].expired, entries[1].expired), (false, true));
        assert!(entries[0].is_about("anything") && !entries[0].flaky && entries[1].flaky);
        let of_generated =
            "[[failure]]\npolicy = \"error.modeled\"\ncase = \"boundary/*\"\nreason = \"So.\"\n";
        let known = KnownFailures::read("k", of_generated, "2026-11-25").expect("it is read");
        assert!(known.entries[0].flaky, "what is generated is another thing in each run");
        assert!(entries[1].is_about("error/abc") && !entries[1].is_about("union/abc"));
        assert!(read("").expect("it is empty").is_empty());
    }

    #[test]
    fn a_pattern_stands_for_the_policies_that_can_fail() {
        let known = read("[[failure]]\npolicy = \"response.*\"\nreason = \"So.\"");
        let policies = &known.expect("it is well-formed").entries[0].policies;
        assert!(policies.iter().any(|policy| policy.id == "response.members-decoded"));
        assert!(
            policies
                .iter()
                .all(|p| p.group == crate::policy::Group::Response && p.level != Level::May)
        );
    }

    #[test]
    fn an_entry_counts_on_its_last_day() {
        for (day, expired) in [("2026-11-25", false), ("2026-11-24", true), ("2027-01-01", false)] {
            let text = format!(
                "[[failure]]\npolicy = \"error.modeled\"\nreason = \"So.\"\nexpires = \"{day}\""
            );
            assert_eq!(read(&text).expect(day).entries[0].expired, expired, "{day}");
        }
    }

    #[test]
    fn a_day_may_be_a_date_of_toml() {
        let read = |day: &str| {
            read(&format!(
                "[[failure]]\npolicy = \"error.modeled\"\nreason = \"So.\"\nexpires = {day}"
            ))
        };
        let known = read("2026-11-24").expect("it is a day");
        assert_eq!(known.entries[0].expires.as_deref(), Some("2026-11-24"));
        assert!(known.entries[0].expired);
        assert!(!read("2027-01-31").expect("it is a day").entries[0].expired);
        for (day, message) in [
            (
                "2027-01-31T10:00:00Z",
                "known.toml:4: `expires` must be a day alone, such as 2027-01-31",
            ),
            ("2027-01-31 10:00:00", "known.toml:4: `expires` must be a day alone"),
            ("10:00:00", "known.toml:4: `expires` must be a day alone"),
            ("20270131", "known.toml:4: `expires` must be a day such as 2027-01-31"),
            ("true", "known.toml:4: `expires` must be a day such as 2027-01-31"),
        ] {
            let error = read(day).expect_err(day);
            assert!(error.starts_with(message), "{day}: {error}");
        }
    }

    #[test]
    fn what_is_too_large_is_refused_with_a_remedy() {
        let deep = format!("{}a{}", "{a,".repeat(125), "}".repeat(125));
        let entry = |field: &str| {
            format!(
                "[[failure]]\npolicy = \"error.modeled\"\nreason = \"So.\"\n{field} = '{deep}'\n"
            )
        };
        let empty =
            read("[[failure]]\npolicy = \"error.modeled\"\nreason = \"So.\"\noperation = ''\n");
        let message = "known.toml:4: `operation` is empty, and matches nothing: leave it out";
        assert_eq!(empty.expect_err("an empty pattern"), message);
        for field in ["case", "actual"] {
            let error = read(&entry(field)).expect_err(field);
            assert!(
                error.starts_with(&format!("known.toml:4: `{field}` is not a pattern: ")),
                "{error}"
            );
            assert!(error.contains("write several patterns"), "{error}");
        }
        let text = format!("[[failure]]\npolicy = '{deep}'\nreason = \"So.\"");
        let error = read(&text).expect_err("deep");
        assert!(error.starts_with("known.toml:2: `policy` is not a pattern: its {a,b}"), "{error}");
        let large = "#".repeat(KnownFailures::MAX_SIZE + 1);
        let error = read(&large).expect_err("large");
        assert!(error.contains("by patterns"), "{error}");
    }

    #[test]
    fn a_line_is_found_without_counting_from_the_beginning() {
        let text = "a\n\nb\n";
        let lines = Lines::of(text);
        let found: Vec<_> = (0..=text.len()).map(|offset| lines.at(offset)).collect();
        assert_eq!(found, [1, 1, 2, 3, 3, 4]);
    }

    #[test]
    fn says_what_is_wrong_and_on_which_line() {
        let entry = |lines: &str| format!("\n[[failure]]\n{lines}\n");
        let good = "policy = \"error.modeled\"\nreason = \"So.\"\n";
        for (text, message) in [
            ("[[failure]\n".to_owned(), "known.toml:1: "),
            ("[[failures]]\n".to_owned(), "known.toml:1: unknown field `failures`"),
            (entry("reason = \"So.\""), "known.toml:2: missing field `policy`"),
            (entry("policy = \"error.modeled\""), "known.toml:2: missing field `reason`"),
            (
                entry("policy = \"error.modelled\"\nreason = \"So.\""),
                "known.toml:3: there is no policy",
            ),
            (
                entry("reason = \" \"\npolicy = \"error.modeled\""),
                "known.toml:3: `reason` is empty",
            ),
            (entry(&format!("{good}case = \"[\"")), "known.toml:5: `case` is not a pattern"),
            (entry(&format!("{good}actual = \"[\"")), "known.toml:5: `actual` is not a pattern"),
            (
                entry("policy = \"server.*\"\nreason = \"So.\""),
                "known.toml:3: no policy on clients that can fail matches `server.*`",
            ),
            (entry(&format!("{good}issue = \"1\"")), "known.toml:5: `issue` must be a URL"),
            (entry(&format!("{good}expires = \"2026-02-29\"")), "known.toml:5: `expires` must"),
            (entry(&format!("{good}expires = \"soon\"")), "known.toml:5: `expires` must"),
            (entry(&format!("{good}other = 1")), "known.toml:5: unknown field `other`"),
            (
                entry("policy = \"response.duplicate-members\"\nreason = \"So.\""),
                "known.toml:3: `response.duplicate-members` is only observed",
            ),
            (
                entry("policy = \"server.no-nulls\"\nreason = \"So.\""),
                "known.toml:3: `server.no-nulls` is a policy on servers",
            ),
        ] {
            let error = read(&text).expect_err(&text);
            assert!(error.starts_with(message), "{text}: {error}");
        }
    }
}
