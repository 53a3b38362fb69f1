//! Which policies a command works on.

use globset::{Glob, GlobMatcher};
use wireproof::policy::{self, Policy};

use crate::args::SelectArgs;
use crate::failure::Failure;

/// The policies among `from` that the arguments select.
pub(crate) fn policies(
    args: &SelectArgs,
    from: impl Iterator<Item = &'static Policy>,
) -> Result<Vec<&'static Policy>, Failure> {
    let wanted = matchers(&args.policies)?;
    let unwanted = matchers(&args.skip)?;
    let selected = from
        .filter(|policy| wanted.is_empty() || wanted.iter().any(|glob| glob.is_match(policy.id)))
        .filter(|policy| !unwanted.iter().any(|glob| glob.is_match(policy.id)))
        .filter(|policy| args.level.is_none_or(|level| policy.level <= level))
        .collect();
    Ok(selected)
}

/// What was selected, as a report tells it.
pub(crate) fn filters(args: &SelectArgs) -> Vec<(String, String)> {
    let mut filters = Vec::new();
    filters.extend(args.policies.iter().map(|glob| ("policy".to_owned(), glob.clone())));
    filters.extend(args.skip.iter().map(|glob| ("skip".to_owned(), glob.clone())));
    filters.extend(args.level.iter().map(|level| ("level".to_owned(), level.to_string())));
    filters
}

/// The policy with this id; where there is none, a failure that names the nearest ones.
pub(crate) fn one(id: &str) -> Result<&'static Policy, Failure> {
    policy::find(id).ok_or_else(|| unknown(id))
}

/// The patterns that these texts are.
pub(crate) fn globs(texts: &[String]) -> Result<Vec<GlobMatcher>, Failure> {
    texts.iter().map(|text| glob(text)).collect()
}

fn glob(text: &str) -> Result<GlobMatcher, Failure> {
    Glob::new(text)
        .map(|glob| glob.compile_matcher())
        .map_err(|error| Failure::usage(format!("`{text}` is no pattern: {}", error.kind())))
}

fn matchers(globs: &[String]) -> Result<Vec<GlobMatcher>, Failure> {
    globs
        .iter()
        .map(|text| {
            let plain = !text.contains(['*', '?', '[', '{']);
            if plain && policy::find(text).is_none() {
                return Err(unknown(text));
            }
            glob(text)
        })
        .collect()
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
    Failure::usage(format!("there is no policy `{id}`; {hint}"))
}
