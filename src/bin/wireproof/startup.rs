//! The state of the standard streams when the program started.
//!
//! If a standard stream is closed, the standard library opens `/dev/null` in its place before `main` begins. Then
//! writing a result succeeds although nobody gets it, and `main` cannot distinguish this from a stream that the user
//! redirected to `/dev/null`. So this module looks at the streams earlier.

use std::sync::atomic::{AtomicBool, Ordering};

static STDIN_CLOSED: AtomicBool = AtomicBool::new(false);
static STDOUT_CLOSED: AtomicBool = AtomicBool::new(false);

// Before `main` the standard library may not be ready, so this only makes two system calls.
#[ctor::ctor(unsafe)]
fn look() {
    let is_closed = |stream| rustix::io::fcntl_getfd(stream).is_err();
    STDIN_CLOSED.store(is_closed(rustix::stdio::stdin()), Ordering::Relaxed);
    STDOUT_CLOSED.store(is_closed(rustix::stdio::stdout()), Ordering::Relaxed);
}

/// Reports whether standard input was closed: `<&-`.
pub(crate) fn stdin_was_closed() -> bool {
    STDIN_CLOSED.load(Ordering::Relaxed)
}

/// Reports whether standard output was closed: `>&-`.
pub(crate) fn stdout_was_closed() -> bool {
    STDOUT_CLOSED.load(Ordering::Relaxed)
}
