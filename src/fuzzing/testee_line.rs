//! The target `testee_line`: lines of the testee protocol, in both directions.

use std::fmt::Debug;

use memchr::memchr;

use crate::testee::protocol::{HarnessLine, LineError, TesteeLine};

use super::target::{Checked, FuzzTarget};
use super::views::by_spaces;
use super::{mutate, shown};

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "testee_line",
    property: "A line that can be read is written as one line, and that line is read and written the same.",
    views: by_spaces(&[
        "a line of the harness is read again",
        "a line of the testee is read again",
        "a line of the harness is written again",
        "a line of the testee is written again",
    ]),
    check,
    show,
    mutate: Some(mutate::json),
};

fn show(data: &[u8]) -> String {
    format!("  line      {}", shown::bytes(data))
}

fn check(data: &[u8], view: usize) -> Checked {
    match view {
        0 => settles(data, HarnessLine::parse, HarnessLine::to_line, Again::Read),
        1 => settles(data, TesteeLine::parse, TesteeLine::to_line, Again::Read),
        2 => settles(data, HarnessLine::parse, HarnessLine::to_line, Again::Written),
        _ => settles(data, TesteeLine::parse, TesteeLine::to_line, Again::Written),
    }
}

/// What must be the same when a line that was written is read.
#[derive(Clone, Copy)]
enum Again {
    Read,
    Written,
}

fn settles<T: Debug + PartialEq>(
    data: &[u8],
    parse: fn(&[u8]) -> Result<T, LineError>,
    write: fn(&T) -> Vec<u8>,
    again: Again,
) -> Checked {
    let line = match parse(data) {
        Ok(line) => line,
        Err(error) if error.to_string().is_empty() => return Err("the error has no message".into()),
        Err(_) => return Ok(()),
    };
    let written = write(&line);
    let shown = || shown::bytes(&written);
    let text = match written.split_last() {
        Some((b'\n', text)) if memchr(b'\n', text).is_none() => text,
        _ => return Err(format!("it is not written as one line: {}", shown())),
    };
    let read = parse(text)
        .map_err(|error| format!("it is written as {}, which cannot be read: {error}", shown()))?;
    let same = match again {
        Again::Read => read == line,
        Again::Written => write(&read) == written,
    };
    match same {
        true => Ok(()),
        false => Err(format!("{line:?} is written as {}, which is read as {read:?}", shown())),
    }
}
