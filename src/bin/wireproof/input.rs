//! What commands read: standard input and files, in bounds and with clear complaints.

use std::io::Read as _;
use std::path::Path;

use crate::failure::Failure;
use crate::shell::shown;
use crate::startup;

/// The most bytes that are read from one place: 256 MiB.
const LIMIT: u64 = 256 * 1024 * 1024;

/// All of standard input.
pub(crate) fn standard_input() -> Result<Vec<u8>, Failure> {
    if startup::stdin_was_closed() {
        return Err(Failure::usage("standard input cannot be read: it is closed"));
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::usage(format!("standard input cannot be read: {error}")))?;
    check_size(bytes, "standard input")
}

/// All of a file.
pub(crate) fn file(path: &Path) -> Result<Vec<u8>, Failure> {
    let name = shown(path);
    let complain =
        |error: std::io::Error| Failure::usage(format!("{name} cannot be read: {error}"));
    let file = std::fs::File::open(path).map_err(complain)?;
    if file.metadata().map_err(complain)?.is_dir() {
        return Err(Failure::usage(format!("{name} is a directory; a file is expected")));
    }
    let mut bytes = Vec::new();
    file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(complain)?;
    check_size(bytes, &name)
}

fn check_size(bytes: Vec<u8>, name: &str) -> Result<Vec<u8>, Failure> {
    if bytes.len() as u64 > LIMIT {
        return Err(Failure::usage(format!("{name} holds more than {LIMIT} bytes")));
    }
    Ok(bytes)
}
