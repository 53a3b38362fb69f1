//! Bad input to every command: each gives a message that names the place and the remedy, and the right exit code.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::brisk::{brisk, side_by_side};
use crate::support::with_input;

const WIREPROOF: &str = env!("CARGO_BIN_EXE_wireproof");
const TESTEE: &str = env!("CARGO_BIN_EXE_wireproof-testee");

/// Runs the command with this standard input, and returns the exit code, standard output and standard error.
fn run(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut command = Command::new(WIREPROOF);
    let Output { status, stdout, stderr } = with_input(command.args(brisk(arguments)), input);
    let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
    (status.code().expect("it is not killed"), text(stdout), text(stderr))
}

/// The commands that read a contract, each with its other arguments.
const WITH_CONTRACT: [&[&str]; 3] = [&["client"], &["decode", "--status", "200"], &["encode"]];

/// Runs every command that reads a contract with this one, and expects exit code 2 and the message.
fn refuses_contract(path: &Path, more: &[&str], message: &str) {
    let path = path.to_str().expect("UTF-8");
    for command in WITH_CONTRACT {
        let arguments = [command, &["--contract", path], more].concat();
        let (code, stdout, stderr) = run(&arguments, b"{}");
        assert_eq!(code, 2, "{arguments:?}: {stderr}");
        assert!(stderr.contains(message), "{arguments:?}: {stderr}");
        assert!(stderr.contains(path), "the message names the file: {stderr}");
        assert_eq!(stdout, "", "{arguments:?}");
    }
}

fn file(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("it can be written");
    path
}

#[test]
fn contracts_that_cannot_be_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    refuses_contract(&folder.join("none.json"), &[], "cannot be read");
    refuses_contract(folder, &[], "is a directory; a file is expected");
    refuses_contract(&file(folder, "bytes", b"{\"smithy\":\"\xff\"}"), &[], "not UTF-8 at byte 11");
    refuses_contract(&file(folder, "empty", b""), &[], "the text ends inside its value at byte 0");
    refuses_contract(&file(folder, "half", b"{\"smithy\":"), &[], "at byte 10");
    refuses_contract(&file(folder, "list", b"[]"), &[], "an object expected, not an array");
    refuses_contract(&file(folder, "other", b"{\"a\":1}"), &[], "neither a Smithy JSON AST file");
    let dangling =
        br#"{"smithy":"2.0","shapes":{"a#Op":{"type":"operation","input":{"target":"a#None"}}}}"#;
    refuses_contract(
        &file(folder, "dangling", dangling),
        &[],
        r#"shapes["a#Op"].input.target: a#None is neither in this file nor in Smithy's prelude"#,
    );
    let bare = file(folder, "bare", br#"{"smithy":"2.0","shapes":{"a#Op":{"type":"operation"}}}"#);
    refuses_contract(&bare, &[], "has no smithy.api#http trait");
    refuses_contract(&bare, &["--operation", "Po"], "there is no operation `Po`; there are Op");
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    refuses_contract(&file(folder, "deep", &deep), &[], "nested deeper than 1000 levels");
}

#[test]
fn inputs_that_cannot_be_read() {
    for (input, message) in [
        (&b""[..], "standard input is not JSON: the text ends inside its value at byte 0"),
        (b"{\"a\":\"\xff\"}", "not UTF-8 at byte 6"),
        (b"{'a':1}", "unexpected `'` at byte 1"),
        (b"{} {}", "more text after the value at byte 3"),
    ] {
        let (code, stdout, stderr) = run(&["encode"], input);
        assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
        assert!(stderr.contains(message), "{stderr}");
    }
    // An input of the wrong shape can be read, so its faults are the result.
    for input in ["[]", "null", "7", "\"x\""] {
        let (code, stdout, _) = run(&["encode"], input.as_bytes());
        assert_eq!(code, 0);
        assert!(stdout.contains("an object (a structure) expected"), "{stdout}");
    }
}

#[test]
fn policies_that_do_not_exist() {
    for arguments in [
        &["explain", "union.nown-member"][..],
        &["policies", "--policy", "union.nown-member"],
        &["client", "--skip", "union.nown-member"],
    ] {
        let (code, stdout, stderr) = run(arguments, b"");
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(stderr.contains("did you mean union.known-member"), "{stderr}");
    }
    let (code, _, stderr) = run(&["explain", "qqqq"], b"");
    assert_eq!(code, 2);
    assert!(stderr.contains("`wireproof policies` lists them"), "{stderr}");
    let (code, _, stderr) = run(&["client", "--policy", "union.["], b"");
    assert_eq!(code, 2);
    assert!(stderr.contains("`union.[` is not a pattern"), "{stderr}");
}

#[test]
fn testees_that_never_answer_a_call() {
    for (line, message) in [
        ("/no/such/testee", "cannot start the testee `/no/such/testee`"),
        ("/", "cannot start the testee"),
        ("sh -c 'exit 9'", "exited with 9 before its hello"),
        ("sh -c 'echo Welcome; sleep 60'", "`Welcome`; standard output is for the protocol only"),
        ("sh -c 'echo {}; sleep 60'", "hello"),
        (
            r#"sh -c 'echo {\"type\":\"hello\",\"protocol\":2,\"name\":\"x\"}; sleep 60'"#,
            "speaks version 2 of the testee protocol",
        ),
        (
            r#"sh -c 'echo {\"type\":\"hello\",\"protocol\":1,\"name\":\"x\",\"edition\":\"1999-01\"}; sleep 60'"#,
            "there is no edition `1999-01`",
        ),
    ] {
        let (code, stdout, stderr) = run(&["client", "--exec", line], b"");
        assert_eq!((code, stdout.as_str()), (3, ""), "{line}: {stderr}");
        assert!(stderr.contains(message), "{line}: {stderr}");
    }
}

/// A testee that breaks the protocol in one call costs that call; the run goes on and ends with 1.
#[test]
fn testees_that_break_the_protocol_in_a_call() {
    let each = [
        ("not-json", "not JSON: unexpected `T` at byte 0; the line was `Traceback"),
        ("wrong-id", "a result for the unknown call `not-3`, while call `3` was in flight"),
        // The late answer may come between calls or during the next one, as the testee likes.
        ("twice", "a second result for call `3`"),
        ("late-extra-line", "`metrics` is none of hello and result"),
        ("long-line", "longer than 16777216 bytes"),
        ("close-stdout", "the testee closed its standard output, but still runs"),
        ("flood-stdout", "not JSON"),
    ];
    side_by_side(each, |(kind, message)| {
        let line = format!("'{TESTEE}' --misbehave {kind}@3");
        let policy = ["--policy", "union.unknown-member-named", "--jobs=1"];
        let (code, stdout, _) = run(&[&["client", "--exec", &line][..], &policy].concat(), b"");
        assert_eq!(code, 1, "{kind}: {stdout}");
        assert!(stdout.contains("1 broke the protocol"), "{kind}: {stdout}");
        assert!(stdout.contains("protocol error") && stdout.contains(message), "{kind}: {stdout}");
    });
}

/// A testee that answers after its deadline has hung. Its late answer is not taken for the answer to the next call.
#[test]
fn testees_that_answer_late() {
    let line = format!("'{TESTEE}' --misbehave hang@2");
    let options = ["--policy", "union.null-is-absent", "--timeout", "5", "--jobs=1"];
    let (code, stdout, _) = run(&[&["client", "--exec", &line][..], &options].concat(), b"");
    // It does not hang again in a newly started testee, so it breaks no policy.
    assert_eq!(code, 0, "{stdout}");
    assert!(
        stdout.contains("1 timed out") && stdout.contains("timeout, not reproduced"),
        "{stdout}"
    );
    assert!(stdout.contains("no result after 5000 ms"), "{stdout}");
}
