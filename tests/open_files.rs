//! An endpoint that cannot accept a connection. The limit is of the whole process, so this test has one of its own.

#![cfg(feature = "run")]

use std::fs::File;
use std::io::Read as _;
use std::net::TcpStream;
use std::time::Duration;

use wireproof::contract::Contract;
use wireproof::exchange::{Outcome, Stage};
use wireproof::policy;
use wireproof::run::{ExitStatus, Plan, Verdict, run};
use wireproof::suite::Suite;
use wireproof::testee::{InProcess, Interrupt, OwnedCall};

/// Opens files until there is one left, takes that to connect, and waits for what comes.
fn starve(call: &OwnedCall) -> Outcome {
    let mut files = Vec::new();
    while let Ok(file) = File::open("/dev/null") {
        files.push(file);
    }
    files.pop();
    let address = call.endpoint.trim_start_matches("http://");
    if let Ok(mut stream) = TcpStream::connect(address) {
        stream.set_read_timeout(Some(Duration::from_millis(100))).expect("it can be set");
        let _ = stream.read(&mut [0]);
    }
    Outcome::client_error(Stage::Connect, "Starved", "")
}

#[test]
fn an_endpoint_that_cannot_accept_ends_the_run() {
    let nofile = rustix::process::Resource::Nofile;
    let limit = rustix::process::getrlimit(nofile);
    let few = rustix::process::Rlimit { current: Some(128), ..limit };
    rustix::process::setrlimit(nofile, few).expect("a limit may be lowered");
    let policy = policy::find("request.members-serialized").expect("it is there");
    let suite = Suite::embedded();
    let plain = suite.cases().iter().find(|case| case.id() == "request/plain").expect("a case");
    let plan = Plan::new(Contract::default(), vec![policy], vec![plain.stimulus.clone()]);
    let testee = Box::new(InProcess::new(starve));
    let report = run(&plan, vec![testee], &Interrupt::new(), |_| {}).expect("it runs");
    let why = report.cut_short.as_deref().unwrap_or_default();
    assert!(why.contains("--jobs") && why.contains("ulimit -n"), "{why}");
    assert_eq!(report.policies[0].verdict, Verdict::NotExercised);
    assert_eq!(ExitStatus::of(&report, false), ExitStatus::CannotRun);
}
