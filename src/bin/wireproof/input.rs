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

/// The most values in a JSON text that is kept whole. Each value takes about a hundred bytes of memory.
const MOST_VALUES: usize = 2_000_000;

/// A body with fewer bytes than this is decoded whatever it holds: 16 MiB.
const ANY_BODY: usize = 16 * 1024 * 1024;

/// The most values in a larger body.
const MOST_IN_BODY: usize = 8_000_000;

/// Reads all of a JSON file, such as a report. The report of a long run may hold more values than the limit.
pub(crate) fn json_file(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = file(path)?;
    let remedy = "which is too much to read; if it is a report, run again in more shards (--shard K/N), or with fewer --cases";
    check_values(&bytes, MOST_VALUES, &shown(path), remedy)?;
    Ok(bytes)
}

/// Reads all of a contract's file.
pub(crate) fn contract_file(path: &Path) -> Result<Vec<u8>, Failure> {
    let remedy =
        "which is too much for a contract; leave out the shapes that the operation does not need";
    unpacked_file(path, remedy)
}

/// Reads all of a file of protocol test vectors.
pub(crate) fn vectors_file(path: &Path) -> Result<Vec<u8>, Failure> {
    unpacked_file(path, "which is too much for vectors; split the file")
}

/// Reads all of a JSON file that may be gzipped.
fn unpacked_file(path: &Path, remedy: &str) -> Result<Vec<u8>, Failure> {
    let name = shown(path);
    let bytes = wireproof::model::unpacked(file(path)?)
        .map_err(|error| Failure::usage(format!("{name}: {error}")))?;
    check_values(&bytes, MOST_VALUES, &name, remedy)?;
    Ok(bytes)
}

/// Reads the input of an operation from standard input.
pub(crate) fn operation_input() -> Result<Vec<u8>, Failure> {
    let bytes = standard_input()?;
    check_values(
        &bytes,
        MOST_VALUES,
        "standard input",
        "which is too much; write a smaller input",
    )?;
    Ok(bytes)
}

/// Reads a body from standard input. Only a large one is looked at before it is decoded.
pub(crate) fn body() -> Result<Vec<u8>, Failure> {
    let bytes = standard_input()?;
    if bytes.len() > ANY_BODY {
        let remedy = "which is too much in a body of more than 16 MiB; shorten its lists and maps";
        check_values(&bytes, MOST_IN_BODY, "standard input", remedy)?;
    }
    Ok(bytes)
}

/// Refuses a JSON text that may hold more than `most` values. The bound is counted without a parse.
fn check_values(bytes: &[u8], most: usize, name: &str, remedy: &str) -> Result<(), Failure> {
    let Some(byte) = byte_of_value(bytes, most) else { return Ok(()) };
    Err(Failure::usage(format!("{name} holds more than {most} values (at byte {byte}), {remedy}")))
}

/// Returns the byte before the value that is one too many, or `None` if there are at most `most`.
///
/// Each value except the first follows a comma or an opening bracket, so these are counted. The members of an object and an
/// empty array count once too often, which is fine for a bound.
fn byte_of_value(bytes: &[u8], most: usize) -> Option<usize> {
    // Most texts hold few of these bytes even if those in strings count.
    memchr::memchr3_iter(b',', b'[', b'{', bytes).nth(most)?;
    let (mut values, mut inside, mut at) = (0, false, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => inside = !inside,
            b'\\' if inside => at += 1,
            b',' | b'[' | b'{' if !inside => {
                values += 1;
                if values > most {
                    return Some(at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_outside_of_strings() {
        for (text, most, byte) in [
            ("[1,2,3]", 3, None),
            ("[1,2,3]", 2, Some(4)),
            (r#"[",,,,[[{{",2]"#, 2, None),
            (r#"["\",,,,\\",2,3]"#, 2, Some(13)),
            (r#"{"a":{},"b":[]}"#, 3, Some(12)),
            ("", 0, None),
            ("[", 0, Some(0)),
            (r#"["\"#, 0, Some(0)),
            (r#""\"#, 0, None),
        ] {
            assert_eq!(byte_of_value(text.as_bytes(), most), byte, "{text}");
        }
    }
}
