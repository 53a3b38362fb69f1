//! Standard streams that are closed or full.

use std::fs::File;
use std::process::{Command, Stdio};

use super::place::{Ended, Place, WIREPROOF};

/// Commands that print a result, and `--help` and `--version`.
const PRINTING: &[&str] = &[
    "",
    "--help",
    "--version",
    "help",
    "help client",
    "client --help",
    "policies --help",
    "policies",
    "policies --format json",
    "policies --format markdown",
    "explain error.modeled",
    "decode --status 200",
    "encode",
    "compare r.json r.json",
    "compare r.json r.json --format json",
    "matrix r.json",
    "matrix r.json --format html",
    "client --policy union.null-is-absent --no-replays",
    "client --policy union.null-is-absent --no-replays --format json",
];

/// A folder with a report in it.
fn with_report() -> Place {
    let place = Place::new();
    let ended = place
        .shell("wireproof client --policy union.null-is-absent --no-replays --report json=r.json");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    place
}

/// What a command reads on its standard input.
const INPUT: &str = "echo '{}' | ";

fn refuses(place: &Place, arguments: &str, redirection: &str) {
    let ended = place.shell(&format!("{INPUT} wireproof {arguments} {redirection}"));
    assert_eq!(ended.code, 3, "{arguments} {redirection}: {}", ended.stderr);
    let message = "error: standard output cannot be written: ";
    assert!(ended.stderr.contains(message), "{arguments} {redirection}: {}", ended.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_3_for_every_command() {
    let place = with_report();
    for arguments in PRINTING {
        refuses(&place, arguments, ">/dev/full");
    }
}

#[test]
fn a_pipe_that_nobody_reads_is_3_for_every_command() {
    let place = with_report();
    for arguments in PRINTING {
        let words = arguments.split_whitespace();
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = place.command(&words.collect::<Vec<_>>());
        let output = command.stdout(writer).output().expect("the command starts");
        let ended = Ended::of(output);
        // Nothing stands on standard input.
        let expected = if *arguments == "encode" { 2 } else { 3 };
        assert_eq!(ended.code, expected, "{arguments}: {}", ended.stderr);
    }
}

#[test]
fn a_closed_standard_output_is_3_for_every_command() {
    let place = with_report();
    for arguments in PRINTING {
        refuses(&place, arguments, ">&-");
    }
    let report = "client --policy union.null-is-absent --no-replays --report json=new.json";
    refuses(&place, report, ">&-");
    assert_eq!(place.report("new.json")["complete"], true, "the report is written all the same");
}

#[test]
fn other_streams_that_are_closed_change_nothing() {
    let place = with_report();
    for (arguments, code) in [
        ("--help <&-", 0),
        ("policies 2>&-", 0),
        ("no-such-command 2>&-", 2),
        ("explain none 2>&-", 2),
        ("decode --status 200 <&-", 2),
        ("encode <&-", 2),
        ("client --policy union.null-is-absent --no-replays <&- 2>&-", 0),
        ("client --exec false --no-replays <&- 2>&-", 3),
        ("no-such-command 2>/dev/full", 2),
        ("explain none 2>/dev/full", 2),
    ] {
        let ended = place.shell(&format!("wireproof {arguments}"));
        assert_eq!(ended.code, code, "{arguments}: {}{}", ended.stdout, ended.stderr);
    }
    // What is thrown away on purpose is no fault, however it was opened.
    let null = File::options().read(true).write(true).open("/dev/null").expect("it is there");
    let mut command = Command::new(WIREPROOF);
    let status = command.arg("policies").stdout(null).stderr(Stdio::null()).status();
    assert_eq!(status.expect("it starts").code(), Some(0));
}
