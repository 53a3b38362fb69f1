//! Paths, indexed by their text.

use std::collections::{BTreeSet, HashMap};

use crate::json::Path;

/// A set of paths that finds those around a given path without a look at all of them.
#[derive(Debug, Default)]
pub(super) struct PathIndex<'p> {
    places: HashMap<&'p str, usize>,
    lengths: BTreeSet<usize>,
}

impl<'p> FromIterator<(&'p str, usize)> for PathIndex<'p> {
    fn from_iter<I: IntoIterator<Item = (&'p str, usize)>>(paths: I) -> Self {
        let places: HashMap<_, _> = paths.into_iter().collect();
        let lengths = places.keys().map(|path| path.len()).collect();
        Self { places, lengths }
    }
}

impl PathIndex<'_> {
    pub(super) fn has(&self, path: &Path) -> bool {
        self.places.contains_key(path.as_str())
    }

    /// Returns the innermost path that is this one or around it.
    pub(super) fn nearest(&self, path: &Path) -> Option<usize> {
        self.places.get(path.as_str()).copied().or_else(|| self.around(path).next())
    }

    /// Returns the paths around this one, the innermost first.
    pub(super) fn around<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = usize> + 'a {
        let text = path.as_str();
        self.lengths.range(..text.len()).rev().filter_map(move |length| {
            let (around, rest) = text.split_at_checked(*length)?;
            let ends_here = around.is_empty() || rest.starts_with(['.', '[']);
            self.places.get(around).copied().filter(|_| ends_here)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::json::Path;

    #[test]
    fn paths_are_found_as_they_are_and_around_others() {
        let index = super::PathIndex::from_iter([("a", 1), ("a.b", 2), ("", 0)]);
        let path =
            |names: &[&str]| names.iter().fold(Path::default(), |path, name| path.member(name));
        assert!(index.has(&path(&["a"])) && index.has(&path(&["a", "b"])) && index.has(&path(&[])));
        assert!(!index.has(&path(&["b"])) && !index.has(&path(&["a", "b", "c"])));
        assert_eq!(index.nearest(&path(&["a", "b", "c"])), Some(2));
        assert_eq!(index.nearest(&path(&["ab"])), Some(0));
    }
}
