//! Signals: as Ctrl-C, `timeout` and CI servers send them.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Command;

use super::place::{BROKEN, Ended, FAULT, Place, QUICK, TESTEE};

/// Sends signals to a process one right behind the other.
fn send(pid: u32, signals: &[&str]) {
    let script: Vec<_> = signals.iter().map(|signal| format!("kill -{signal} {pid}")).collect();
    let sent = Command::new("sh").args(["-c", &script.join("; ")]).status().expect("sh starts");
    assert!(sent.success());
}

/// A testee that hangs in its first call, and writes its process id, and that of a child, to `fifo` when it does.
const HANGS: &str = r#"read -r hello
printf '%s\n' '{"type":"hello","protocol":1,"name":"slow"}'
read -r call
sleep 600 &
echo $$ $! > fifo
exec sleep 600"#;

fn lives(pid: &str) -> bool {
    let output = Command::new("ps").args(["-o", "stat=", "-p", pid]).output().expect("ps starts");
    let state = String::from_utf8(output.stdout).expect("it is UTF-8");
    // One that has ended and is not reaped yet does not live.
    !state.trim().is_empty() && !state.trim().starts_with('Z')
}

#[test]
fn signals_that_come_together_are_one() {
    for signals in
        [&["TERM", "TERM", "CONT"][..], &["INT", "TERM"], &["HUP", "CONT", "HUP", "TERM"]]
    {
        let place = Place::new();
        place.fifo("fifo");
        place.testee("testees/mine", HANGS);
        let reports = ["--report", "json=r.json", "--report", "junit=r.xml"];
        let child =
            place.command(&[&["client", "mine", "--timeout", "600"][..], &reports].concat());
        let child = { child }.spawn().expect("it starts");
        let pids = place.read("fifo");
        send(child.id(), signals);
        let ended = Ended::of(child.wait_with_output().expect("it ends"));
        assert_eq!(ended.code, 130, "{signals:?}: {}", ended.stderr);
        assert!(ended.stdout.contains("interrupted: this report is not complete"), "{signals:?}");
        let report = place.report("r.json");
        assert_eq!((&report["complete"], &report["cut_short"]), (&false.into(), &().into()));
        assert_eq!(report["testee"]["name"], "slow", "it is the report of what was found");
        assert!(place.read("r.xml").contains("the run was interrupted"));
        for pid in pids.split_whitespace() {
            assert!(!lives(pid), "{signals:?}: {pid} lives on");
        }
    }
}

#[test]
fn other_commands_that_run_long_heed_them_likewise() {
    let place = Place::new();
    let exec = format!("{TESTEE} {FAULT}");
    let ended = place.run(&["client", "--exec", &exec, "--policy", BROKEN, "--replays", "saved"]);
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    let saved = std::fs::read_dir(place.path("saved")).expect("it is there");
    let replay = saved.flatten().next().expect("it was saved").path();
    let replay = replay.to_str().expect("it is UTF-8");
    place.testee("testees/mine", HANGS);
    place.fifo("fifo");
    for arguments in [&["client", "mine", "--smoke"][..], &["replay", replay, "mine"]] {
        let child = place.command(&[arguments, &["--timeout", "600"]].concat()).spawn();
        let child = child.expect("it starts");
        let pids = place.read("fifo");
        send(child.id(), &["TERM", "TERM"]);
        let ended = Ended::of(child.wait_with_output().expect("it ends"));
        assert_eq!(ended.code, 130, "{arguments:?}: {}", ended.stderr);
        assert!(!pids.split_whitespace().any(lives), "{arguments:?}");
    }
}

/// A process whose standard output nobody reads any more cannot end in order: the next signal ends it.
#[test]
fn a_later_signal_ends_what_cannot_end_in_order() {
    let place = Place::new();
    let (reader, mut writer) = std::io::pipe().expect("a pipe");
    writer.write_all(&vec![b'.'; 4096 * 16]).expect("so much fits");
    let mut command = place.command(&[&["client", "--report", "json=r.json"], &QUICK[..]].concat());
    let mut child = command.stdout(writer).spawn().expect("it starts");
    drop(command);
    // Signal after signal, until it has ended and was waited for.
    let script = format!("while kill -TERM {} 2>/dev/null; do sleep 0.1; done", child.id());
    let mut sender = {
        // The first one must find somebody who listens: the report is there then.
        while !place.path("r.json").exists() {
            std::thread::yield_now();
        }
        Command::new("sh").args(["-c", &script]).spawn().expect("sh starts")
    };
    let status = child.wait().expect("it ends");
    sender.wait().expect("it ends");
    drop(reader);
    assert_eq!(status.code(), Some(130));
    place.report("r.json");
    assert_eq!(place.names(), ["r.json"]);
}

#[test]
fn a_fifo_that_nobody_reads_blocks_no_signal() {
    let place = Place::new();
    place.fifo("read");
    place.fifo("unread");
    let reports = ["--report", "text=read", "--report", "json=unread", "--report", "json=r.json"];
    let child = place.command(&[&["client"], &reports[..], &QUICK].concat()).spawn();
    let child = child.expect("it starts");
    // This waits until the command has opened the one, and is about to open the other.
    let read = File::open(place.path("read")).expect("it can be opened");
    send(child.id(), &["INT"]);
    let ended = Ended::of(child.wait_with_output().expect("it ends"));
    assert_eq!(ended.code, 130, "{}", ended.stderr);
    let lines: Vec<_> = BufReader::new(read).lines().map_while(Result::ok).collect();
    assert!(lines.iter().any(|line| line.contains("this report is not complete")), "{lines:?}");
    assert_eq!(place.report("r.json")["complete"], false);
}
