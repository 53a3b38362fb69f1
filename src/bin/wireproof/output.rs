//! Writes files: whole, or not at all.
//!
//! A file is first written under another name in the same folder and then renamed. So no reader sees half a file, two
//! runs never leave a mixture, and a link at that path is replaced and not followed.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, Permissions};
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::identity::folder;

/// The drafts that exist now. A forced end of the program removes them.
static DRAFTS: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn drafts() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    DRAFTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes every draft, at the end of the program. No file may be written after this.
pub(crate) fn remove_drafts() {
    for draft in &*drafts() {
        // The program is about to end, so an error cannot be reported.
        let _ = fs::remove_file(draft);
    }
}

/// Writes a file, and replaces the one that is there.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    Draft::begin(path)?.finish(bytes)
}

/// A file that does not have its final name yet. A draft that is dropped unfinished is removed.
#[derive(Debug)]
pub(crate) struct Draft {
    file: File,
    path: PathBuf,
    target: PathBuf,
}

impl Draft {
    /// Creates the draft in the folder of the target, with the mode of the file that is there.
    pub(crate) fn begin(target: &Path) -> io::Result<Self> {
        // The name does not contain the target's name, which may already have the maximum length.
        let name = format!(".wireproof-{:016x}.tmp", RandomState::new().hash_one("draft"));
        let path = folder(target).join(name);
        // `create_new` fails if the name exists, so no link of another user is followed.
        let file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        drafts().insert(path.clone());
        let draft = Self { file, path, target: target.to_owned() };
        if let Some(there) = fs::symlink_metadata(target).ok().filter(fs::Metadata::is_file) {
            let mode = there.permissions().mode() & 0o777;
            draft.file.set_permissions(Permissions::from_mode(mode))?;
        }
        Ok(draft)
    }

    /// Writes the file and gives it its final name.
    pub(crate) fn finish(mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        let mut drafts = drafts();
        fs::rename(&self.path, &self.target)?;
        drafts.remove(&self.path);
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if drafts().remove(&self.path) {
            // The draft is dropped because of an earlier error, which is the one to report.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("it is there").flatten();
        let mut names: Vec<_> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_link_is_replaced_and_the_mode_is_kept() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name);
        fs::write(path("kept"), "kept").expect("it can be written");
        std::os::unix::fs::symlink("kept", path("link")).expect("it can be linked");
        replace(&path("link"), b"new").expect("it can be replaced");
        assert_eq!(fs::read(path("kept")).expect("it is there"), b"kept");
        assert_eq!(fs::read(path("link")).expect("it is there"), b"new");
        fs::set_permissions(path("kept"), Permissions::from_mode(0o600)).expect("it is ours");
        replace(&path("kept"), b"other").expect("it can be replaced");
        let mode = fs::metadata(path("kept")).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(names(folder.path()), ["kept", "link"], "no draft is left");
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("full/of")).expect("it can be made");
        replace(&path("full"), b"x").expect_err("a folder is there");
        replace(&path("none/x"), b"x").expect_err("no folder is there");
        drop(Draft::begin(&path("y")).expect("it can be made"));
        assert_eq!(names(folder.path()), ["full"]);
        replace(&path(&"n".repeat(255)), b"x").expect("a name may be as long as names get");
    }
}
