//! The limits that the operating system sets to open files and threads.
//!
//! A run that reaches one says nothing of the testee: it ends, and its message says what to change.

use std::io;

use rustix::io::Errno;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// The most open files that are asked for. Testees inherit the limit, and there are programs that try to
/// close every file that they might have: that must not take them long.
const MOST_FILES: u64 = 65_536;

/// Open files of the command itself: its standard streams, reports, what its libraries open.
const OWN_FILES: u64 = 16;

/// Open files for each testee: two listeners, three pipes, and a few connections.
const FILES_OF_TESTEE: u64 = 12;

/// Raises the limit of open files of this process as far as it may be raised, up to 65,536. Returns the limit
/// that holds then; `None` if there is none, or none is known.
pub fn raise_open_files() -> Option<u64> {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let current = current?;
    let wanted = maximum.unwrap_or(MOST_FILES).min(MOST_FILES);
    if wanted <= current {
        return Some(current);
    }
    // Some systems have a limit below the one that they tell.
    match setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum }) {
        Ok(()) => Some(wanted),
        Err(_) => Some(current),
    }
}

/// Checks that so many testees can run beside each other with this limit of open files.
///
/// # Errors
///
/// If they cannot: a message that says what to change.
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

/// Whether an error says that there are no more files, buffers or memory to be had.
pub(super) fn is_exhausted(error: &io::Error) -> bool {
    let exhausted = [Errno::MFILE, Errno::NFILE, Errno::NOBUFS, Errno::NOMEM];
    exhausted.iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

/// The error, and what to change if it tells of a limit.
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

/// What is to be said if a thread cannot be started.
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
