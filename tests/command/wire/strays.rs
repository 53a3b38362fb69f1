//! Other processes that connect to the endpoint. The test is one: it is the parent of the command, and so no process
//! of the testee's.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use wireproof::json::Json;
use wireproof::reference::ReferenceClient;
use wireproof::testee::{limits, serve};

use crate::folder::{Place, WIREPROOF};

const TESTEE: &str = env!("CARGO_BIN_EXE_wireproof-testee");

/// Runs the command against the reference client as a process. `attack` hears the address of the endpoint whenever it
/// is another, once the testee has connected; it runs while that call is on its way.
fn attacked(arguments: &[&str], mut attack: impl FnMut(&str)) -> Output {
    let place = Place::new();
    let lines = place.path("lines");
    let made = Command::new("mkfifo").arg(&lines).status().expect("there is mkfifo");
    assert!(made.success());
    // What the testee reads goes into the pipe as well, line by line.
    let exec = format!("sh -c 'tee {} | {TESTEE}'", lines.display());
    let command = Command::new(WIREPROOF)
        .args(["client", "--exec", &exec, "--no-replays", "--format", "json"])
        // The pipe takes the lines of one testee.
        .args(["--jobs=1", "--cases=0"])
        .args(arguments)
        .current_dir(place.path(""))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let (heard, events) = mpsc::channel();
    let ended = heard.clone();
    std::thread::spawn(move || {
        // Held open for writing, too, the pipe has no end, and a testee that is started again can write to it.
        let lines = File::options().read(true).write(true).open(&lines).expect("it is there");
        for endpoint in BufReader::new(lines).lines().map_while(Result::ok).filter_map(endpoint) {
            if heard.send(Event::Call(endpoint)).is_err() {
                break;
            }
        }
    });
    std::thread::spawn(move || ended.send(Event::End(command.wait_with_output())));
    let (mut seen, mut calls) = (HashSet::new(), 0);
    loop {
        match events.recv().expect("the command ends") {
            Event::Call(endpoint) => {
                calls += 1;
                if calls > 1 && seen.insert(endpoint.clone()) {
                    attack(endpoint.trim_start_matches("http://"));
                }
            }
            Event::End(output) => return output.expect("it is waited for"),
        }
    }
}

/// What becomes of the command.
enum Event {
    /// It makes a call, at this endpoint.
    Call(String),
    End(std::io::Result<Output>),
}

/// The endpoint of a call, if the line is one.
fn endpoint(line: String) -> Option<String> {
    let call = Json::parse(line.as_bytes()).ok()?;
    Some(call.get("endpoint")?.as_str()?.to_owned())
}

fn report(output: &Output) -> Json {
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{told}");
    Json::parse(&output.stdout).expect("it is a report")
}

fn dropped(report: &Json) -> u64 {
    let dropped = report.get("connections").and_then(|all| all.get("dropped"));
    dropped.expect("it is told").to_string().parse().expect("it is a number")
}

#[test]
fn a_stray_request_of_another_process_is_not_the_testees() {
    let mut strays = 0;
    let output = attacked(&["--policy", "request.*"], |address| {
        // The command may have gone on to another port.
        let Ok(mut stream) = TcpStream::connect(address) else { return };
        let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert_eq!(answer, b"", "it is not served");
        strays += 1;
    });
    let report = report(&output);
    assert!(strays > 0 && dropped(&report) > 0, "{strays} strays");
}

#[test]
fn a_crowd_of_connections_stops_nobody() {
    limits::raise_open_files();
    let mut crowd = Vec::new();
    let output = attacked(&["--policy", "request.signed"], |address| {
        if !crowd.is_empty() {
            return;
        }
        for nth in 0..2_000 {
            let Ok(mut stream) = TcpStream::connect(address) else { break };
            // Some say nothing, and some begin a request that does not end.
            if nth % 2 == 0 {
                let _ = stream.write_all(b"GET / HTT");
            }
            crowd.push(stream);
        }
    });
    assert!(dropped(&report(&output)) >= crowd.len() as u64 / 2, "{} came", crowd.len());
}

/// A request that nobody can be asked about: its connection is closed when the endpoint looks.
#[test]
fn a_stray_request_whose_sender_is_gone_does_not_fail_the_run() {
    let mut sent = false;
    let output = attacked(&["--policy", "request.s*"], |address| {
        if !std::mem::replace(&mut sent, true)
            && let Ok(mut stream) = TcpStream::connect(address)
        {
            let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        }
    });
    report(&output);
}

/// As a scan of ports or a check of health does it, all through the run.
#[test]
fn strays_that_go_at_once_are_not_the_testees() {
    let mut scans = Vec::new();
    let output = attacked(&["--policy", "request.*"], |address| {
        let address = address.to_owned();
        scans.push(std::thread::spawn(move || {
            // It ends with the port at the latest.
            for _ in 0..2_000 {
                let Ok(mut stream) = TcpStream::connect(&address) else { break };
                let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
                drop(stream);
                std::thread::yield_now();
            }
        }));
    });
    let report = report(&output);
    scans.into_iter().for_each(|scan| scan.join().expect("it ends"));
    let summary = report.get("summary").and_then(|summary| summary.get("fail"));
    assert_eq!(summary, Some(&Json::from(0_u64)), "{summary:?}");
    assert!(dropped(&report) > 0);
}

#[test]
fn who_connects_and_goes_without_end_stops_nobody() {
    let mut attacks = Vec::new();
    let output = attacked(&["--policy", "request.s*"], |address| {
        let address = address.to_owned();
        if attacks.is_empty() {
            attacks.push(std::thread::spawn(move || {
                // It ends with the port at the latest.
                (0..3_000).take_while(|_| TcpStream::connect(&address).is_ok()).count()
            }));
        }
    });
    report(&output);
    let came: usize = attacks.into_iter().map(|attack| attack.join().expect("it ends")).sum();
    assert!(came > 0);
}

/// A driver whose client runs outside of its process tree, as in a container: its lines go to the test and back, and the
/// test makes the calls.
#[test]
fn a_client_outside_of_the_process_tree_is_the_testees_if_there_is_no_other() {
    let place = Place::new();
    let (lines, replies) = (place.path("lines"), place.path("replies"));
    for pipe in [&lines, &replies] {
        assert!(Command::new("mkfifo").arg(pipe).status().expect("there is mkfifo").success());
    }
    let (from, to) = (lines.display(), replies.display());
    let exec = format!("sh -c 'cat {to} & exec tee {from} > /dev/null'");
    let command = Command::new(WIREPROOF)
        .args(["client", "--exec", &exec, "--no-replays", "--format", "json"])
        .args(["--policy", "request.sent-once", "--jobs=1", "--cases=0"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let run = std::thread::spawn(move || command.wait_with_output());
    let input = BufReader::new(File::open(&lines).expect("the driver writes it"));
    let output = File::create(&replies).expect("the driver reads it");
    serve(&ReferenceClient::new(), input, output).expect("the lines are of the protocol");
    let report = report(&run.join().expect("it is waited for").expect("it ends"));
    assert_eq!(dropped(&report), 0);
    let outside = report.get("connections").and_then(|all| all.get("from_outside"));
    assert_ne!(outside.expect("it is told").to_string(), "0");
}
