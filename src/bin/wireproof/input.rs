//! Reads standard input and files, up to a limit and with clear error messages.

use std::io::Read as _;
use std::path::Path;

use crate::failure::Failure;
use crate::shell::shown;
use crate::startup;

/// The most bytes that a command reads from one source: 256 MiB.
const LIMIT: u64 = 256 * 1024 * 1024;

/// Reads all of standard input.
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

/// Reads all of a file.
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

/// The most values in a JSON file. Each value takes about a hundred bytes of memory.
const MOST_VALUES: usize = 2_000_000;

/// Reads all of a JSON file, such as a report. wireproof writes no file with more values than the limit.
pub(crate) fn json_file(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = file(path)?;
    // Each value except the first follows one of these bytes, so their number bounds the values without a parse.
    let values = memchr::memchr3_iter(b',', b'[', b'{', &bytes).take(MOST_VALUES + 1).count();
    if values > MOST_VALUES {
        return Err(Failure::usage(format!(
            "{} holds more than {MOST_VALUES} values, so it is not a file of wireproof; run again with fewer \
             --cases",
            shown(path)
        )));
    }
    Ok(bytes)
}

/// Reads all of a file of at most `limit` bytes. `remedy` says what to do if the file is larger.
pub(crate) fn file_up_to(path: &Path, limit: u64, remedy: &str) -> Result<Vec<u8>, Failure> {
    let name = shown(path);
    // A FIFO has no size: it is read up to the general limit, and then checked against this one.
    let told = std::fs::metadata(path).map_or(0, |data| data.len());
    let too_large = || Failure::usage(format!("{name} holds more than {limit} bytes: {remedy}"));
    if told > limit {
        return Err(too_large());
    }
    let bytes = file(path)?;
    if bytes.len() as u64 > limit { Err(too_large()) } else { Ok(bytes) }
}

fn check_size(bytes: Vec<u8>, name: &str) -> Result<Vec<u8>, Failure> {
    if bytes.len() as u64 > LIMIT {
        return Err(Failure::usage(format!("{name} holds more than {LIMIT} bytes")));
    }
    Ok(bytes)
}
