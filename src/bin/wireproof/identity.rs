//! The identity of a file, whatever path leads to it.

use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

/// A file, or the place of a new file. Two paths to the same file have the same identity, even through links, `..` and
/// hard links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Identity {
    /// A file that exists.
    File { device: u64, inode: u64 },
    /// A file that does not exist yet: its folder, and its name in that folder.
    Name { device: u64, inode: u64, name: OsString },
}

impl Identity {
    /// Returns the identity of `path`, or `None` if not even its folder exists.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        if let Ok(file) = fs::metadata(path) {
            return Some(Self::of_file(&file));
        }
        let folder = fs::metadata(folder(path)).ok()?;
        let name = path.file_name()?.to_owned();
        Some(Self::Name { device: folder.dev(), inode: folder.ino(), name })
    }

    /// Returns the identity of an open file.
    pub(crate) fn of_file(file: &Metadata) -> Self {
        Self::File { device: file.dev(), inode: file.ino() }
    }
}

/// Returns the folder of a path's last name.
pub(crate) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn spellings_and_links_are_the_same_file() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name);
        let of = |name: &str| Identity::of(&path(name));
        fs::create_dir(path("in")).expect("it can be made");
        fs::write(path("a"), "").expect("it can be written");
        fs::write(path("b"), "").expect("it can be written");
        symlink("a", path("link")).expect("it can be linked");
        symlink("in", path("folder")).expect("it can be linked");
        fs::hard_link(path("a"), path("in/hard")).expect("it can be linked");
        for other in ["./a", "in/../a", "link", "in/hard", "folder/hard"] {
            assert_eq!(of(other), of("a"), "{other}");
        }
        assert_ne!(of("a"), of("b"));
        for other in ["./in/new", "folder/new", "in/../in/new"] {
            assert_eq!(of(other), of("in/new"), "{other}");
        }
        assert_ne!(of("new"), of("in/new"));
        assert_ne!(of("new"), of("other"));
        assert_eq!(of("none/new"), None);
    }
}
