//! Selects the policies that a command works on.

use std::collections::{BTreeSet, HashSet};

use wireproof::pattern::{MAX_PATTERNS, Pattern, is_pattern};
use wireproof::policy::{self, Policy};
use wireproof::terminal_text;

use crate::args::SelectArgs;
use crate::failure::Failure;

/// Returns the policies of `from` that the arguments select.
pub(crate) fn policies(
    args: &SelectArgs,
    from: impl Iterator<Item = &'static Policy>,
) -> Result<Vec<&'static Policy>, Failure> {
    let wanted = Selection::read("--policy", &args.policies)?;
    let unwanted = Selection::read("--skip", &args.skip)?;
    let selected = from
        .filter(|policy| wanted.is_empty() || wanted.has(policy.id))
        .filter(|policy| !unwanted.has(policy.id))
        .filter(|policy| args.level.is_none_or(|level| policy.level <= level))
        .collect();
    Ok(selected)
}

/// Returns the filters, as a report shows them.
pub(crate) fn filters(args: &SelectArgs) -> Vec<(String, String)> {
    let mut filters = Vec::new();
    filters.extend(args.policies.iter().map(|glob| ("policy".to_owned(), glob.clone())));
    filters.extend(args.skip.iter().map(|glob| ("skip".to_owned(), glob.clone())));
    filters.extend(args.level.iter().map(|level| ("level".to_owned(), level.to_string())));
    filters
}

/// Returns the policy with this id. If there is none, the failure names the nearest ids.
pub(crate) fn one(id: &str) -> Result<&'static Policy, Failure> {
    policy::find(id).ok_or_else(|| unknown(id))
}

/// Reads these texts as patterns. `option` is the option that they belong to.
pub(crate) fn patterns(option: &str, texts: &[String]) -> Result<Vec<Pattern>, Failure> {
    if texts.len() > MAX_PATTERNS {
        let count = texts.len();
        return Err(Failure::usage(format!(
            "{option} is given {count} times, and the limit is {MAX_PATTERNS}: write fewer \
             patterns, such as `union.*`"
        )));
    }
    texts.iter().map(|text| pattern(option, text)).collect()
}

fn pattern(option: &str, text: &str) -> Result<Pattern, Failure> {
    Pattern::new(text).map_err(|error| {
        // A long pattern would hide the message about it.
        let shown = terminal_text::line(text, 60);
        Failure::usage(format!("{option}: `{shown}` is not a pattern: {error}"))
    })
}

/// The ids and the patterns that an option gives.
struct Selection<'a> {
    ids: HashSet<&'a str>,
    patterns: Vec<Pattern>,
}

impl<'a> Selection<'a> {
    fn read(option: &str, texts: &'a [String]) -> Result<Self, Failure> {
        let (patterns, ids): (Vec<&String>, Vec<&String>) =
            texts.iter().partition(|text| is_pattern(text));
        if let Some(id) = ids.iter().find(|id| policy::find(id).is_none()) {
            return Err(unknown(id));
        }
        // A pattern that is given a thousand times is compiled once.
        let patterns: BTreeSet<String> = patterns.into_iter().cloned().collect();
        let patterns: Vec<String> = patterns.into_iter().collect();
        Ok(Self {
            ids: ids.into_iter().map(String::as_str).collect(),
            patterns: self::patterns(option, &patterns)?,
        })
    }

    fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.patterns.is_empty()
    }

    fn has(&self, id: &str) -> bool {
        self.ids.contains(id) || self.patterns.iter().any(|pattern| pattern.is_match(id))
    }
}

fn unknown(id: &str) -> Failure {
    let mut near: Vec<(f64, &str)> = policy::catalogue()
        .iter()
        .map(|policy| (strsim::jaro_winkler(id, policy.id), policy.id))
        .filter(|(likeness, _)| *likeness > 0.7)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let near: Vec<_> = near.into_iter().take(3).map(|(_, id)| id).collect();
    let hint = match near.as_slice() {
        [] => "`wireproof policies` lists them".to_owned(),
        near => format!("did you mean {}?", near.join(", or ")),
    };
    Failure::usage(format!("there is no policy `{}`; {hint}", terminal_text::line(id, 80)))
}
