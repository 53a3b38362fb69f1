//! The target of a file that a command writes: a path for a new file, or an existing pipe or device.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::fd::{AsFd as _, BorrowedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use wireproof::testee::Interrupt;

use crate::identity::{Identity, folder};
use crate::output::Draft;
use crate::shell::shown;
use crate::{startup, terminal};

/// How long the command waits for the reader of a FIFO before it says so.
const PATIENCE: Duration = Duration::from_secs(1);

/// The target of a file.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) path: PathBuf,
    kind: Kind,
    identity: Option<Identity>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A new file gets this path.
    Name,
    /// The existing device, FIFO or file descriptor is written to.
    Special,
    /// This process's standard output or standard error.
    Stdout,
    Stderr,
}

/// The result of a wait that a signal may end.
pub(crate) enum Waited<T> {
    Done(T),
    Interrupted,
}

impl Target {
    /// Finds out what is at the path.
    ///
    /// # Errors
    ///
    /// If nothing can be written there. The message says what to name instead.
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

    /// Reports whether the target is this existing file.
    pub(crate) fn is(&self, other: &Path) -> bool {
        let other = Identity::of(other).filter(|other| matches!(other, Identity::File { .. }));
        other.is_some() && self.identity == other
    }

    /// Reports whether two targets are the same.
    pub(crate) fn is_that_of(&self, other: &Self) -> bool {
        self.identity.is_some() && self.identity == other.identity
    }

    /// Reports whether a new file replaces the one that is there.
    pub(crate) fn is_replaced(&self) -> bool {
        self.kind == Kind::Name
    }

    /// Returns the standard stream that goes to the file to be replaced. The output of the stream would be lost.
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

    /// Begins a draft, if the target is a file that is replaced. The existing file stays until the draft is finished.
    pub(crate) fn draft(&self) -> io::Result<Option<Draft>> {
        if !self.is_replaced() {
            return Ok(None);
        }
        // A rename needs only a writable folder. This also refuses a file that the user may not write to.
        match OpenOptions::new().append(true).open(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Draft::begin(&self.path).map(Some),
        }
    }

    /// Opens a target that is written to and not replaced.
    ///
    /// Opening a FIFO waits until a program reads it. A signal ends the wait.
    pub(crate) fn open(&self, interrupt: &Interrupt) -> io::Result<Waited<File>> {
        match self.kind {
            Kind::Stdout if startup::stdout_was_closed() => Err(io::Error::other("it is closed")),
            Kind::Stdout => owned(io::stdout().as_fd()).map(Waited::Done),
            Kind::Stderr => owned(io::stderr().as_fd()).map(Waited::Done),
            Kind::Name | Kind::Special => {
                let path = self.path.clone();
                let slow = || {
                    // Only a FIFO waits. Without this note, the command seems to hang.
                    if terminal::is_watched() {
                        let name = shown(&self.path);
                        terminal::note(&format!(
                            "waiting until a program reads `{name}`; Ctrl-C ends the wait"
                        ));
                    }
                };
                wait(interrupt, slow, move || OpenOptions::new().append(true).open(path))
            }
        }
    }
}

/// Writes to an open target. A signal ends the wait for a reader that does not read. If a signal came before, only the
/// next one ends the wait, and it ends the program.
pub(crate) fn write(
    mut file: File,
    bytes: Vec<u8>,
    interrupt: &Interrupt,
) -> io::Result<Waited<()>> {
    if interrupt.is_tripped() {
        return file.write_all(&bytes).map(Waited::Done);
    }
    wait(interrupt, || {}, move || file.write_all(&bytes))
}

/// Calls `work` on another thread, and waits until it ends or a signal comes. Calls `slow` once if that takes longer
/// than [`PATIENCE`].
fn wait<T: Send + 'static>(
    interrupt: &Interrupt,
    slow: impl FnOnce(),
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<Waited<T>> {
    let (sender, done) = mpsc::channel();
    let tripped = sender.clone();
    let _waker = interrupt.on_trip(move || drop(tripped.send(None)));
    let worker = thread::Builder::new().name("special-file".to_owned());
    worker.spawn(move || drop(sender.send(Some(work()))))?;
    let first = match done.recv_timeout(PATIENCE) {
        Err(RecvTimeoutError::Timeout) => {
            slow();
            done.recv().ok()
        }
        first => first.ok(),
    };
    match first.flatten() {
        Some(result) => result.map(Waited::Done),
        None => Ok(Waited::Interrupted),
    }
}

/// Returns another descriptor of the same open file, with the same position.
fn owned(descriptor: BorrowedFd<'_>) -> io::Result<File> {
    descriptor.try_clone_to_owned().map(File::from)
}

/// Reports whether a link is the system's own name of a device or a descriptor, such as the `/dev/fd/63` that shells
/// make for `>(…)`.
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

    #[test]
    fn a_long_wait_is_reported_once() {
        let (sender, reader) = mpsc::channel();
        let slow = move || sender.send("slow").expect("the work waits for it");
        // The work ends only after the report, so the test needs no sleep of its own.
        let work = move || reader.recv().map_err(io::Error::other);
        let waited = wait(&Interrupt::new(), slow, work).expect("the work ends");
        assert!(matches!(waited, Waited::Done("slow")));
        let quick = || panic!("quick work is not reported");
        let waited = wait(&Interrupt::new(), quick, || Ok(7)).expect("the work ends");
        assert!(matches!(waited, Waited::Done(7)));
    }
}
