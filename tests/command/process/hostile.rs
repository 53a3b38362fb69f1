//! The table of hostile testees: each with the exit code that it comes to, and a piece of what is said of it.
//!
//! What is held in `tests/library/testees.rs` and `tests/command/bad_input.rs` is not here again: banners, deaths before the hello, a
//! wrong version, wrong ids, two results, floods and long lines in a call.

use crate::brisk::side_by_side;

use super::place::{HELLO, Place};

/// A name, a shell script, the exit code, and what is printed somewhere.
type Row = (&'static str, String, u8, &'static str);

fn says(line: &str) -> String {
    // Whoever sleeps on is killed with all that it started.
    format!("printf '{line}\\n'; sleep 600")
}

fn hello_then(more: &str) -> String {
    format!("{HELLO}; {more}")
}

fn rows() -> Vec<Row> {
    let deep = r#"printf '{"type":"hello","protocol":1,"name":"x","x":'; head -c 2000 /dev/zero | tr '\0' '[';
        head -c 2000 /dev/zero | tr '\0' ']'; echo '}'; sleep 600"#;
    let deep_result = r#"read -r h; read -r c; printf '{"type":"result","id":"1","outcome":"response","output":';
        head -c 3000000 /dev/zero | tr '\0' '['; echo; sleep 600"#;
    vec![
        // The hello.
        (
            "a byte order mark",
            says(r#"\357\273\277{"type":"hello","protocol":1,"name":"x"}"#),
            3,
            "the hello of the testee `mine` is not valid: not JSON: a byte order mark at byte 0; the line was \
             `\\u{feff}{",
        ),
        (
            "bad UTF-8",
            says(r#"{"type":"hello","protocol":1,"name":"\377"}"#),
            3,
            "the hello of the testee `mine` is not valid: not JSON: not UTF-8 at byte 37",
        ),
        (
            "half a character",
            says(r#"{"type":"hello","protocol":1,"name":"\\ud800"}"#),
            3,
            "is not valid: not JSON: an escaped surrogate without its partner at byte 37",
        ),
        ("deep nesting", deep.to_owned(), 3, "is not valid: not JSON: nested deeper than 1000 levels"),
        (
            "a line of 17 MiB",
            "head -c 17825792 /dev/zero | tr '\\0' x; sleep 600".to_owned(),
            3,
            "the hello of the testee `mine` is not valid: longer than 16777216 bytes",
        ),
        (
            "a dictionary of Python",
            says(r#"{\047type\047: \047hello\047}"#),
            3,
            "is not valid: not JSON: unexpected `'` at byte 1",
        ),
        ("an array", says("[1]"), 3, "is not valid: an object expected, not an array"),
        ("NULs", says(r"\000\000"), 3, "printed a line that is not of the protocol: `\\u{0}\\u{0}`"),
        ("an empty line", says(""), 3, "printed a line that is not of the protocol: ``"),
        (
            "a version that is no number of ours",
            says(r#"{"type":"hello","protocol":1e400,"name":"x"}"#),
            3,
            "the testee `mine` speaks version 1e400 of the testee protocol",
        ),
        (
            "commands to the terminal",
            says(r"\033]0;owned\007<script>"),
            3,
            "`\\u{1b}]0;owned\\u{7}<script>`",
        ),
        (
            "commands to the terminal in its name",
            r#"printf '%s\n' '{"type":"hello","protocol":1,"name":"\u001b[31m\u202e<b>"}'; skip_all"#.to_owned(),
            4,
            "\\u{1b}[31m\\u{202e}<b> judged by",
        ),
        // Calls.
        ("a second hello", hello_then("exec $testee"), 3, "a second hello, "),
        (
            "a result before its call",
            // No call has this id. That of a call might be in flight when the line is read.
            hello_then(r#"echo '{"type":"result","id":"1000","outcome":"skipped"}'; sleep 600"#),
            3,
            "protocol error",
        ),
        ("an endless array", hello_then(deep_result), 3, "not JSON: nested deeper than 1000 levels"),
        ("death in a call", "exec $testee --misbehave exit@2".to_owned(), 1, "exited with 7"),
        ("an abort in a call", "exec $testee --misbehave abort@2".to_owned(), 1, "(SIGABRT)"),
        (
            "hangs that ignore signals",
            hello_then("trap '' HUP INT TERM; while :; do sleep 600; done"),
            1,
            "the testee hung in a call that aimed at this policy",
        ),
        // What is odd and does no harm.
        (
            "a flood of errors from a child in the background",
            "head -c 30000000 /dev/zero >&2 & exec $testee".to_owned(),
            0,
            "1 pass",
        ),
        (
            "lines that end as on Windows",
            r"$testee | sed -u 's/$/\r/'".to_owned(),
            0,
            "1 pass",
        ),
    ]
}

#[test]
fn each_costs_what_it_may_and_no_more() {
    side_by_side(rows(), check);
}

fn check((name, script, code, piece): Row) {
    let place = Place::with(&script);
    // Only one of them is to wait for it.
    let timeout = if piece.contains("hung") { "0.2" } else { "60" };
    let arguments = ["--policy", "union.null-is-absent", "--jobs", "2", "--no-replays"];
    let ended = place.client(&[&arguments[..], &["--timeout", timeout]].concat());
    assert_eq!(ended.code, i32::from(code), "{name}: {ended:?}");
    let said = [ended.stdout.as_str(), &ended.stderr].concat();
    assert!(said.contains(piece), "{name}: {piece} in {said}");
    assert!(!said.contains(['\u{1b}', '\u{202e}']), "{name}: {said:?}");
    assert!(!said.contains("panicked"), "{name}: {said}");
}
