//! The labels and the parameters in the target of a request.

use crate::json::Number;
use crate::model::{Binding, Member};
use crate::policy::judgement::{Finding, Judgement};

use super::sent::{Sent, place_of, unencoded};

/// Judges the labels of the path: the greedy one, or all others.
pub(in crate::policy) fn judge_labels(
    sent: &Sent<'_, '_>,
    pattern: &str,
    greedy: bool,
) -> Judgement {
    let Some((path, _)) = sent.target() else { return Judgement::NotExercised };
    let due = sent.due.uri.split('?').next().unwrap_or_default();
    let pattern = pattern.split('?').next().unwrap_or(pattern);
    let (Some(due), Some(found)) = (segments(pattern, due), segments(pattern, path)) else {
        let finding = Finding::new(
            crate::json::Path::root("request").member("uri"),
            "the path does not have the segments of the operation",
        );
        let finding = finding.expected(due).actual(path);
        return if greedy { Judgement::NotExercised } else { finding.into() };
    };
    // A label before it with a bare slash moves the greedy one.
    let moved = due.iter().zip(&found).any(|((name, due), (_, found))| {
        label(name).is_none_or(|(_, greedy)| !greedy) && decoded(due) != decoded(found)
    });
    if greedy && moved {
        return Judgement::NotExercised;
    }
    let (mut judged, mut findings) = (false, Vec::new());
    for ((name, due), (_, found)) in due.iter().zip(&found) {
        let Some((label, is_greedy)) = label(name).filter(|(_, is)| *is == greedy) else {
            continue;
        };
        let Some(member) = sent.bound(|b| *b == Binding::Label).find(|m| m.name == label) else {
            continue;
        };
        judged = true;
        let kept = if is_greedy { "/" } else { "" };
        let timestamp = sent.is_timestamp(member);
        let message = if let Some(character) = unencoded(found, kept) {
            format!("the label has `{}`, which is not percent-encoded", character.escape_debug())
        } else if greedy
            && decoded(found) == decoded(due)
            && found.matches('/').count() != due.matches('/').count()
        {
            "the label has an encoded slash, and a greedy label spans segments".to_owned()
        } else if !timestamp && !is_same(&decoded(found), &decoded(due)) {
            "the label is not the value of the input".to_owned()
        } else {
            continue;
        };
        let finding = Finding::new(place_of(member), message);
        findings.push(finding.expected(due.as_str()).actual(found.as_str()));
    }
    if judged { findings.into() } else { Judgement::NotExercised }
}

/// Returns the name of the label that a segment of a pattern is, and whether it is greedy.
fn label(segment: &str) -> Option<(&str, bool)> {
    let name = segment.strip_prefix('{')?.strip_suffix('}')?;
    Some(name.strip_suffix('+').map_or((name, false), |name| (name, true)))
}

/// Returns the segments of a pattern with what a path has in their places. `None` if their numbers do not match.
fn segments<'p>(pattern: &'p str, path: &str) -> Option<Vec<(&'p str, String)>> {
    let wanted: Vec<&str> = pattern.split('/').collect();
    let found: Vec<&str> = path.split('/').collect();
    let spare = found.len().checked_sub(wanted.len())?;
    let greedy = wanted.iter().position(|part| label(part).is_some_and(|(_, greedy)| greedy));
    if spare > 0 && greedy.is_none() {
        return None;
    }
    let place = |at: usize| match greedy {
        Some(greedy) if at == greedy => found[at..=at + spare].join("/"),
        Some(greedy) if at > greedy => found[at + spare].to_owned(),
        _ => found[at].to_owned(),
    };
    Some(wanted.iter().enumerate().map(|(at, part)| (*part, place(at))).collect())
}

/// Returns the literal segments of a pattern that a path has otherwise, each with what the path has.
pub(in crate::policy) fn wrong_literals<'p>(
    pattern: &'p str,
    path: &str,
) -> Vec<(&'p str, String)> {
    let pattern = pattern.split('?').next().unwrap_or(pattern);
    let mut wrong = segments(pattern, path).unwrap_or_default();
    wrong.retain(|(part, found)| label(part).is_none() && decoded(found) != part.as_bytes());
    wrong
}

/// Returns the parameters of a query as they stand there. One without an equals sign has no value.
pub(in crate::policy) fn parameters(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let parameters = query.split('&').filter(|parameter| !parameter.is_empty());
    parameters.map(|parameter| parameter.split_once('=').unwrap_or((parameter, "")))
}

/// Judges the parameters with this name: they must be those of the request that carries the input. A timestamp may have
/// another spelling.
pub(in crate::policy) fn judge_parameter(
    sent: &Sent<'_, '_>,
    name: &str,
    member: Option<&Member>,
    findings: &mut Vec<Finding>,
) -> bool {
    let Some((_, query)) = sent.target() else { return false };
    let due = sent.due.uri.split_once('?').map_or("", |(_, query)| query);
    let of = |query| -> Vec<&str> {
        let named = parameters(query).filter(|(own, _)| decoded(own) == name.as_bytes());
        named.map(|(_, value)| value).collect()
    };
    let (due, found) = (of(due), of(query));
    if due.is_empty() && found.is_empty() {
        return false;
    }
    // A client may fill in a token that the input does not have.
    if due.is_empty() && member.is_some_and(|member| member.traits.idempotency_token) {
        return false;
    }
    let same = due.len() == found.len()
        && due.iter().zip(&found).all(|(due, found)| is_same(&decoded(due), &decoded(found)));
    let bare = found.iter().find_map(|value| unencoded(value, ""));
    let message = if let Some(character) = bare {
        format!("the value has `{}`, which is not percent-encoded", character.escape_debug())
    } else if !same {
        "the parameter does not have the value of the input".to_owned()
    } else {
        return true;
    };
    let place = crate::json::Path::root("request").member("query").member(name);
    let place =
        member.filter(|m| matches!(m.traits.binding, Binding::Query(_))).map_or(place, place_of);
    let show = |values: &[&str]| match values {
        [] => "no such parameter".to_owned(),
        values => values.join(" & "),
    };
    findings.push(Finding::new(place, message).expected(show(&due)).actual(show(&found)));
    true
}

/// Reports whether two texts are the same, or spell the same number.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    let number = |text: &[u8]| Number::parse(std::str::from_utf8(text).ok()?);
    one == other
        || number(one).zip(number(other)).is_some_and(|(one, other)| one.same_value(&other))
}

/// Returns the bytes that a percent-encoded text stands for. A percent sign without two digits stands for itself.
pub(in crate::policy) fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greedy_label_takes_the_segments_that_are_left() {
        let of = |pattern, path| {
            let segments = segments(pattern, path)?;
            Some(segments.iter().map(|(_, found)| found.as_str()).collect::<Vec<_>>().join("|"))
        };
        assert_eq!(of("/a/{x+}/b", "/a/1/2/b").as_deref(), Some("|a|1/2|b"));
        assert_eq!(of("/a/{x}", "/a/1").as_deref(), Some("|a|1"));
        assert_eq!(of("/a/{x}", "/a/1/2"), None);
        assert_eq!(of("/a/{x}", "/a"), None);
        assert_eq!(wrong_literals("/a/{x}?y", "/b/1"), [("a", "b".to_owned())]);
        assert_eq!(decoded("a%2Fb%zz%"), b"a/b%zz%");
    }
}
