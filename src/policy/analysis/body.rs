//! How the policies look at a body, a sent one or an answered one.

use std::collections::HashSet;

use crate::http::Headers;
use crate::json::Path;
use crate::policy::judgement::{Finding, Judgement};
use crate::protocol::{Decoded, Note, NoteKind};

/// The places of a body that were told more than once. The sources leave open which of them counts,
/// so no policy but the ones on duplicates judges what stands there.
pub(in crate::policy) struct ToldTwice {
    places: HashSet<String>,
    /// There are so many that not all are known: each place may be one of them.
    any: bool,
}

/// How many bytes the texts of these places take at most: 16 MiB. A name may have megabytes.
const MOST_TEXT: usize = 16 * 1024 * 1024;

impl ToldTwice {
    pub(in crate::policy) fn of(decoded: &Decoded<'_, '_>) -> Self {
        let duplicate = |kind| kind == NoteKind::Duplicate;
        let (mut places, mut text) = (HashSet::new(), 0_usize);
        let mut any = decoded.anatomy().left_out(duplicate) > 0;
        for note in decoded.anatomy().of(duplicate) {
            let path = decoded.path(note);
            text += path.as_str().len();
            if text > MOST_TEXT {
                any = true;
                break;
            }
            places.insert(path.as_str().to_owned());
        }
        Self { places, any }
    }

    /// Whether a place is one of them, or lies inside of one.
    pub(in crate::policy) fn covers(&self, path: &Path) -> bool {
        if self.any || self.places.is_empty() {
            return self.any;
        }
        let text = path.as_str();
        let ends = text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'.' | b'['));
        ends.map(|(end, _)| end).chain([text.len()]).any(|end| self.places.contains(&text[..end]))
    }
}

/// The unions of a body that have several members that are set, or none; `None` where the body has no
/// union that can be judged.
pub(in crate::policy) fn miscounted_unions<'d>(
    decoded: &'d Decoded<'_, '_>,
) -> Option<Vec<(&'d Note, Path)>> {
    let told_twice = ToldTwice::of(decoded);
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

/// Demands that one field names application/json as the type of the body, with whatever parameters.
/// `part` is what the fields belong to: `request` or `response`.
pub(in crate::policy) fn json_content_type(headers: &Headers, part: &str) -> Judgement {
    let mut fields = headers.all("Content-Type");
    let (first, more) = (fields.next(), fields.count());
    let media_type = first
        .and_then(|field| field.text())
        .map(|text| text.split(';').next().unwrap_or(text).trim_matches([' ', '\t']));
    let message = match (first, more) {
        (None, _) => "no Content-Type says that the body is JSON",
        (Some(_), 1..) => "the type of the body is told more than once",
        _ if media_type.is_some_and(|name| name.eq_ignore_ascii_case("application/json")) => {
            return Judgement::Pass;
        }
        _ => "the type of the body is another",
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
