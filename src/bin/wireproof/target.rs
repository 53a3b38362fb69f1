//! Where a file that a command writes goes to: a place under a name, or a pipe or device that is there already.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::fd::{AsFd as _, BorrowedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

use wireproof::testee::Interrupt;

use crate::identity::{Identity, folder};
use crate::output::Draft;
use crate::shell::shown;
use crate::startup;

/// Where a file goes to.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) path: PathBuf,
    kind: Kind,
    identity: Option<Identity>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A file is put there under its name.
    Name,
    /// What is there is written to: a device, a FIFO, a file descriptor.
    Special,
    /// This process's own standard output, or its standard error.
    Stdout,
    Stderr,
}

/// What came of a wait that a signal may end.
pub(crate) enum Waited<T> {
    Done(T),
    Interrupted,
}

impl Target {
    /// Looks at what is there.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and what to name in its place.
    pub(crate) fn of(path: &Path) -> Result<Self, String> {
        let name = shown(path);
        if path.as_os_str().is_empty() {
            return Err("a path expected".to_owned());
        }
        let kind = match path.to_str() {
            Some("/dev/stdout" | "/dev/fd/1" | "/proc/self/fd/1") => Kind::Stdout,
            Some("/dev/stderr" | "/dev/fd/2" | "/proc/self/fd/2") => Kind::Stderr,
            _ => match fs::symlink_metadata(path) {
                Ok(there) if there.is_symlink() && !is_of_the_system(path) => {
                    return Err(format!(
                        "`{name}` is a link, and links are not followed; name the file itself"
                    ));
                }
                Ok(there) if there.is_symlink() => Kind::Special,
                Ok(there) if there.is_file() => Kind::Name,
                Ok(there) if there.is_dir() => {
                    return Err(format!("`{name}` is a folder; name a file in it"));
                }
                Ok(_) => Kind::Special,
                Err(_) if path.as_os_str().as_bytes().ends_with(b"/") => {
                    return Err(format!("`{name}` is the name of a folder; name a file in it"));
                }
                Err(_) if path.file_name().is_none() => {
                    return Err(format!("`{name}` names no file"));
                }
                Err(_) => Kind::Name,
            },
        };
        Ok(Self { path: path.to_owned(), kind, identity: Identity::of(path) })
    }

    /// Whether it is this file, which is there.
    pub(crate) fn is(&self, other: &Path) -> bool {
        let other = Identity::of(other).filter(|other| matches!(other, Identity::File { .. }));
        other.is_some() && self.identity == other
    }

    /// Whether the two are the same.
    pub(crate) fn is_that_of(&self, other: &Self) -> bool {
        self.identity.is_some() && self.identity == other.identity
    }

    /// Whether a file is put there, so that what is there now is lost.
    pub(crate) fn is_replaced(&self) -> bool {
        self.kind == Kind::Name
    }

    /// The standard stream that goes to the file that would be replaced: what it gets would be lost.
    pub(crate) fn stream_to_it(&self) -> Option<&'static str> {
        let (stdout, stderr) = (io::stdout(), io::stderr());
        let streams = [("standard output", stdout.as_fd()), ("standard error", stderr.as_fd())];
        let is_it = |(_, stream): &(&str, BorrowedFd<'_>)| {
            let there = owned(*stream).and_then(|stream| stream.metadata());
            there.is_ok_and(|there| self.identity == Some(Identity::of_file(&there)))
        };
        let same = streams.into_iter().filter(|_| self.is_replaced()).find(is_it);
        same.map(|(name, _)| name)
    }

    /// Begins the file, if it is one that is put there. Nothing of what is there is lost by that.
    pub(crate) fn draft(&self) -> io::Result<Option<Draft>> {
        if !self.is_replaced() {
            return Ok(None);
        }
        // To replace a file, its folder must be writable; to be replaced, the file must be, too.
        match OpenOptions::new().append(true).open(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Draft::begin(&self.path).map(Some),
        }
    }

    /// Opens what is not put there but written to. A FIFO is open when somebody reads it, which a signal may come
    /// before.
    pub(crate) fn open(&self, interrupt: &Interrupt) -> io::Result<Waited<File>> {
        match self.kind {
            Kind::Stdout if startup::stdout_was_closed() => Err(io::Error::other("it is closed")),
            Kind::Stdout => owned(io::stdout().as_fd()).map(Waited::Done),
            Kind::Stderr => owned(io::stderr().as_fd()).map(Waited::Done),
            Kind::Name | Kind::Special => {
                let path = self.path.clone();
                wait(interrupt, move || OpenOptions::new().append(true).open(path))
            }
        }
    }
}

/// Writes to what is open. A signal ends the wait for a reader that does not read; if one came before, only the next
/// one does, which ends the program.
pub(crate) fn write(
    mut file: File,
    bytes: Vec<u8>,
    interrupt: &Interrupt,
) -> io::Result<Waited<()>> {
    if interrupt.is_tripped() {
        return file.write_all(&bytes).map(Waited::Done);
    }
    wait(interrupt, move || file.write_all(&bytes))
}

/// Does the work on a thread of its own, and waits for it or a signal.
fn wait<T: Send + 'static>(
    interrupt: &Interrupt,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<Waited<T>> {
    let (sender, done) = mpsc::channel();
    let tripped = sender.clone();
    let _waker = interrupt.on_trip(move || drop(tripped.send(None)));
    let worker = thread::Builder::new().name("special-file".to_owned());
    worker.spawn(move || drop(sender.send(Some(work()))))?;
    match done.recv() {
        Ok(Some(result)) => result.map(Waited::Done),
        Ok(None) | Err(_) => Ok(Waited::Interrupted),
    }
}

/// Another descriptor of the same open file, which has the same place in it.
fn owned(descriptor: BorrowedFd<'_>) -> io::Result<File> {
    descriptor.try_clone_to_owned().map(File::from)
}

/// Whether a link is the system's own name of a device or a descriptor, such as `/dev/fd/63`, which shells make of
/// `>(…)`.
fn is_of_the_system(link: &Path) -> bool {
    let folder = fs::canonicalize(folder(link));
    folder.is_ok_and(|folder| {
        folder == Path::new("/dev") || folder == Path::new("/dev/fd") || folder.starts_with("/proc")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_folders_are_refused_by_name() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name);
        std::os::unix::fs::symlink("nowhere", path("link")).expect("it can be linked");
        for (name, message) in [
            ("link", "is a link, and links are not followed"),
            ("", "is a folder; name a file in it"),
            ("none/", "is the name of a folder"),
            ("none/..", "names no file"),
        ] {
            let error = Target::of(&path(name)).expect_err(name);
            assert!(error.contains(message), "{name}: {error}");
        }
        assert_eq!(Target::of(Path::new("")).expect_err("it is empty"), "a path expected");
        let kind = |path: &Path| Target::of(path).expect("it can be one").kind;
        assert_eq!(kind(&path("new")), Kind::Name);
        assert_eq!(kind(Path::new("/dev/null")), Kind::Special);
        assert_eq!(kind(Path::new("/dev/stdout")), Kind::Stdout);
    }
}
