//! What the standard streams were when the program was started.
//!
//! The standard library opens `/dev/null` in place of a standard stream that is closed, before `main` begins. A result
//! would then be written to nowhere with success, and nothing that `main` can see tells that from a stream which was
//! sent to `/dev/null` on purpose. So it is looked at earlier.

use std::sync::atomic::{AtomicBool, Ordering};

static STDIN_CLOSED: AtomicBool = AtomicBool::new(false);
static STDOUT_CLOSED: AtomicBool = AtomicBool::new(false);

// Before `main` the standard library may not be ready: this makes two system calls and no more.
#[ctor::ctor(unsafe)]
fn look() {
    let is_closed = |stream| rustix::io::fcntl_getfd(stream).is_err();
    STDIN_CLOSED.store(is_closed(rustix::stdio::stdin()), Ordering::Relaxed);
    STDOUT_CLOSED.store(is_closed(rustix::stdio::stdout()), Ordering::Relaxed);
}

/// Whether standard input was closed: `<&-`.
pub(crate) fn stdin_was_closed() -> bool {
    STDIN_CLOSED.load(Ordering::Relaxed)
}

/// Whether standard output was closed: `>&-`.
pub(crate) fn stdout_was_closed() -> bool {
    STDOUT_CLOSED.load(Ordering::Relaxed)
}
