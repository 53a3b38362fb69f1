//! How a run and a testee end: an interrupt while testees say goodbye, and a line that does not.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use super::place::{HELLO, Place, TESTEE, end};

#[test]
fn an_interrupt_at_the_goodbye_is_one() {
    let run = ["client", "mine", "--policy", "union.null-is-absent", "--jobs", "1"];
    for client in [&run[..], &["client", "mine", "--smoke"]] {
        // It answers all calls, and does not end: not for the bye, and not with its input.
        let script = format!("{HELLO}; exec 3> fifo; skip_all; echo now >&3; exec sleep 600");
        let place = Place::with(&script);
        let fifo = place.path("fifo");
        assert!(Command::new("mkfifo").arg(&fifo).status().expect("mkfifo starts").success());
        let mut command = place.command(client);
        let is_smoke = client.contains(&"--smoke");
        if !is_smoke {
            command.args(["--report", "json=report.json"]);
        }
        let mut child =
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        let mut line = String::new();
        let open = fs::File::open(&fifo).expect("the testee writes to it");
        BufReader::new(open).read_line(&mut line).expect("it can be read");
        assert_eq!(line, "now\n");
        let id = child.id().to_string();
        assert_eq!(end(Command::new("kill").args(["-INT", &id])).code, 0);
        assert_eq!(child.wait().expect("it ends").code(), Some(130), "{client:?}");
        if !is_smoke {
            let report = fs::read(place.path("report.json")).expect("it is written");
            let report: serde_json::Value = serde_json::from_slice(&report).expect("it is whole");
            assert_eq!(report["complete"], false, "it says that it was interrupted");
        }
    }
}

#[test]
fn a_driver_bounds_the_lines_that_it_reads() {
    let mut testee = Command::new(TESTEE)
        .env("AWS_ACCESS_KEY_ID", "a")
        .env("AWS_SECRET_ACCESS_KEY", "b")
        .env("AWS_REGION", "c")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut stdin = testee.stdin.take().expect("a pipe");
    let piece = vec![b'x'; 1 << 20];
    // It does not wait for the end of a line that never comes.
    let taken = (0..1_000).take_while(|_| stdin.write_all(&piece).is_ok()).count();
    assert!((16..20).contains(&taken), "it took {taken} MiB");
    let output = testee.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("a line is longer than 16777216 bytes"), "{said}");
}
