//! The limits of the operating system on open files and threads.
//!
//! If a run reaches such a limit, that is not the testee's fault. The run ends, and its message says what to change.

use std::io;

use rustix::io::Errno;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// The highest limit of open files that the command sets. Testees inherit the limit, and some programs try to close
/// every file up to it, which must not take long.
const MOST_FILES: u64 = 65_536;

/// The number of files that the command itself may open: its standard streams, its reports, and those of its libraries.
const OWN_FILES: u64 = 16;

/// The number of files that each testee needs: two listeners, three pipes, and a few connections.
const FILES_OF_TESTEE: u64 = 12;

/// Raises the limit of open files of this process as far as the system allows, up to 65,536. Returns the new limit;
/// `None` if there is no limit, or if it is unknown.
pub fn raise_open_files() -> Option<u64> {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let current = current?;
    let wanted = maximum.unwrap_or(MOST_FILES).min(MOST_FILES);
    if wanted <= current {
        return Some(current);
    }
    // Some systems report a higher maximum than they accept.
    match setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum }) {
        Ok(()) => Some(wanted),
        Err(_) => Some(current),
    }
}

/// Checks that `testees` testees can run at the same time with this limit of open files.
///
/// # Errors
///
/// A message that says what to change, if they cannot.
pub fn check_open_files(limit: Option<u64>, testees: usize) -> Result<(), String> {
    let needed = OWN_FILES + FILES_OF_TESTEE.saturating_mul(testees as u64);
    match limit {
        Some(limit) if limit < needed && testees == 1 => Err(format!(
            "a testee may need {needed} open files, and the limit is {limit}; raise it with \
             `ulimit -n {needed}`"
        )),
        Some(limit) if limit < needed => Err(format!(
            "{testees} testees at a time may need {needed} open files, and the limit is {limit}; use \
             fewer --jobs, or raise the limit with `ulimit -n {needed}`"
        )),
        _ => Ok(()),
    }
}

/// Reports whether an error means that files, buffers or memory are exhausted.
pub(super) fn is_exhausted(error: &io::Error) -> bool {
    let exhausted = [Errno::MFILE, Errno::NFILE, Errno::NOBUFS, Errno::NOMEM];
    exhausted.iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

/// Returns the error as text. If a limit caused it, the text says what to change.
pub fn with_remedy(error: &io::Error) -> String {
    if is_exhausted(error) {
        format!("{error}; use fewer --jobs, or raise the limit of open files (`ulimit -n`)")
    } else if error.raw_os_error() == Some(Errno::AGAIN.raw_os_error()) {
        format!(
            "{error}; use fewer --jobs, or raise the limit of processes and threads (`ulimit -u`)"
        )
    } else {
        error.to_string()
    }
}

/// Returns the message for a thread that cannot be started.
pub fn no_thread(error: &io::Error) -> String {
    format!("cannot start a thread: {}", with_remedy(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_told_from_other_errors_with_what_to_change() {
        for (errno, remedy) in [
            (Errno::MFILE, Some("ulimit -n")),
            (Errno::NFILE, Some("ulimit -n")),
            (Errno::NOBUFS, Some("ulimit -n")),
            (Errno::AGAIN, Some("ulimit -u")),
            (Errno::ADDRINUSE, None),
        ] {
            let error = io::Error::from_raw_os_error(errno.raw_os_error());
            let told = with_remedy(&error);
            assert_eq!(told.contains("--jobs"), remedy.is_some(), "{told}");
            assert!(remedy.is_none_or(|remedy| told.contains(remedy)), "{told}");
            assert_eq!(is_exhausted(&error), remedy == Some("ulimit -n"), "{told}");
        }
        assert!(no_thread(&io::Error::from_raw_os_error(11)).starts_with("cannot start a thread"));
    }

    #[test]
    fn so_many_testees_need_so_many_files() {
        assert_eq!(check_open_files(None, 256), Ok(()));
        assert_eq!(check_open_files(Some(28), 1), Ok(()));
        let told = check_open_files(Some(27), 1).expect_err("it is too low");
        assert!(told.contains("ulimit -n 28") && !told.contains("--jobs"), "{told}");
        let told = check_open_files(Some(256), 44).expect_err("it is too low");
        assert!(told.contains("ulimit -n 544") && told.contains("--jobs"), "{told}");
    }
}
