//! Questions about a body that policies on requests and policies on responses share.

use crate::http::Headers;
use crate::json::Path;
use crate::policy::judgement::{Finding, Judgement};
use crate::protocol::{Decoded, Note, NoteKind};

use super::told_twice::ToldTwice;

/// Returns the unions of a body that have several members set, or none. Returns `None` if the body has no
/// union that can be judged.
pub(in crate::policy) fn miscounted_unions<'d>(
    decoded: &'d Decoded<'_, '_>,
    told_twice: &ToldTwice,
) -> Option<Vec<(&'d Note, Path)>> {
    let (mut judged, mut wrong) = (false, Vec::new());
    for note in decoded.anatomy().notes() {
        let miscounted = match note.kind {
            NoteKind::UnionKnown | NoteKind::UnionUnknown { .. } => false,
            NoteKind::UnionSeveral | NoteKind::UnionEmpty => true,
            _ => continue,
        };
        let path = decoded.path(note);
        if told_twice.covers(&path) {
            continue;
        }
        judged = true;
        if miscounted {
            wrong.push((note, path));
        }
    }
    judged.then_some(wrong)
}

/// Requires that exactly one field names application/json as the type of the body, with any parameters.
/// `part` is the message that has the fields: `request` or `response`.
pub(in crate::policy) fn json_content_type(headers: &Headers, part: &str) -> Judgement {
    let mut fields = headers.all("Content-Type");
    let (first, more) = (fields.next(), fields.count());
    let media_type = first
        .and_then(|field| field.text())
        .map(|text| text.split(';').next().unwrap_or(text).trim_matches([' ', '\t']));
    let message = match (first, more) {
        (None, _) => "no Content-Type declares the body as JSON",
        (Some(_), 1..) => "more than one Content-Type declares the type of the body",
        _ if media_type.is_some_and(|name| name.eq_ignore_ascii_case("application/json")) => {
            return Judgement::Pass;
        }
        _ => "the type of the body is not application/json",
    };
    let shown: Vec<_> = headers
        .all("Content-Type")
        .map(|field| String::from_utf8_lossy(&field.value).into_owned())
        .collect();
    let actual = if shown.is_empty() { "no such field".to_owned() } else { shown.join(" | ") };
    Finding::new(Path::root(part).member("headers").member("content-type"), message)
        .expected("application/json")
        .actual(actual)
        .into()
}
