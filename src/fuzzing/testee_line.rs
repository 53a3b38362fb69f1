//! The target `testee_line`: lines of the testee protocol, in both directions.

use std::fmt::Debug;

use crate::testee::protocol::{HarnessLine, LineError, TesteeLine};

use super::target::{Checked, FuzzTarget};
use super::{mutate, seeds, shown};

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "testee_line",
    property: "A line that can be read is written as one line, and that line is read and written the same.",
    check,
    show,
    seeds: seeds::lines,
    mutate: Some(mutate::json),
};

fn show(data: &[u8]) -> String {
    format!("  line      {}", shown::bytes(data))
}

fn check(data: &[u8]) -> Checked {
    settles(data, HarnessLine::parse, HarnessLine::to_line)?;
    settles(data, TesteeLine::parse, TesteeLine::to_line)
}

fn settles<T: Debug + PartialEq>(
    data: &[u8],
    parse: fn(&[u8]) -> Result<T, LineError>,
    write: fn(&T) -> Vec<u8>,
) -> Checked {
    let line = match parse(data) {
        Ok(line) => line,
        Err(error) if error.to_string().is_empty() => return Err("the error has no message".into()),
        Err(_) => return Ok(()),
    };
    let written = write(&line);
    let shown = shown::bytes(&written);
    let text = match written.split_last() {
        Some((b'\n', text)) if !text.contains(&b'\n') => text,
        _ => return Err(format!("it is not written as one line: {shown}")),
    };
    match parse(text) {
        Ok(again) if again == line && write(&again) == written => Ok(()),
        Ok(again) => Err(format!("{line:?} is written as {shown}, which is read as {again:?}")),
        Err(error) => Err(format!("it is written as {shown}, which cannot be read: {error}")),
    }
}
