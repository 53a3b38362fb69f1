//! Changes to the body of a response before the reference client reads it.

use crate::json::{Json, Object};

use super::super::super::http::{Answer, HttpError};

/// The response that was read, or why it could not be read.
type Read = Result<Answer, HttpError>;

/// Reports whether the response is a success.
pub(in super::super) fn is_success(answer: &Answer) -> bool {
    (200..300).contains(&answer.status)
}

/// Changes the body of a success. `change` returns `None` to leave it as it is.
pub(in super::super) fn with_body(
    read: Read,
    change: impl FnOnce(&[u8]) -> Option<Vec<u8>>,
) -> Read {
    let mut answer = read?;
    if is_success(&answer)
        && let Some(body) = change(&answer.body)
    {
        answer.body = body;
    }
    Ok(answer)
}

/// Changes the JSON body of a success. `change` returns whether it changed anything.
pub(in super::super) fn with_json(read: Read, change: impl FnOnce(&mut Json) -> bool) -> Read {
    with_body(read, |body| {
        let mut json = Json::parse(body).ok()?;
        change(&mut json).then(|| json.to_string().into_bytes())
    })
}

/// Changes the members of the summary in the body of a success, like [`with_json`].
pub(in super::super) fn with_wire_summary(
    read: Read,
    change: impl FnOnce(&mut Object) -> bool,
) -> Read {
    with_json(read, |body| match member_mut(body, "InstanceUserSummary") {
        Some(Json::Object(summary)) => change(summary),
        _ => false,
    })
}

/// Changes the value in the place of the union in the body of a success, like [`with_json`].
pub(in super::super) fn with_wire_union(
    read: Read,
    change: impl FnOnce(&mut Json) -> bool,
) -> Read {
    with_json(read, |body| {
        member_mut(body, "InstanceUserSummary")
            .and_then(|summary| member_mut(summary, "IdentityProvider"))
            .is_some_and(change)
    })
}

fn member_mut<'a>(value: &'a mut Json, name: &str) -> Option<&'a mut Json> {
    let Json::Object(members) = value else { return None };
    members.iter_mut().rev().find(|(own, _)| own == name).map(|(_, value)| value)
}

/// Returns the bytes of a JSON text outside its strings, each with its offset.
pub(in super::super) fn outside_strings(text: &[u8]) -> impl Iterator<Item = (usize, u8)> + '_ {
    let (mut inside, mut escaped) = (false, false);
    text.iter().copied().enumerate().filter(move |&(_, byte)| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            _ => return !inside,
        }
        false
    })
}

/// Returns the closing brackets that a JSON text lacks, in their order.
pub(in super::super) fn closing_brackets(text: &[u8]) -> Vec<u8> {
    let mut open = Vec::new();
    for (_, byte) in outside_strings(text) {
        match byte {
            b'{' => open.push(b'}'),
            b'[' => open.push(b']'),
            b'}' | b']' => drop(open.pop()),
            _ => {}
        }
    }
    open.reverse();
    open
}
