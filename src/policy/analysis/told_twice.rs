//! The paths that a body has more than once.

use std::collections::HashSet;

use crate::json::Path;
use crate::protocol::{Decoded, NoteKind};

/// The paths that a body has more than once. The sources leave open which value counts, so only the policies
/// on duplicate members judge these paths.
#[derive(Debug, Default)]
pub(in crate::policy) struct ToldTwice {
    places: HashSet<String>,
    /// There are too many to keep them all, so any path may be one of them.
    any: bool,
}

/// The most bytes of the texts of these paths: 16 MiB. A name may have megabytes.
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

    /// Reports whether a path is one of them, or is inside one.
    pub(in crate::policy) fn covers(&self, path: &Path) -> bool {
        if self.any || self.places.is_empty() {
            return self.any;
        }
        let text = path.as_str();
        let ends = text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'.' | b'['));
        ends.map(|(end, _)| end).chain([text.len()]).any(|end| self.places.contains(&text[..end]))
    }
}
