//! Testees in processes of their own, by one that misbehaves on demand.

use std::ffi::OsStr;
use std::io::Read;
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use wireproof::contract::Contract;
use wireproof::exchange::{Outcome, Stage};
use wireproof::http::{Answer, Cut};
use wireproof::json::Json;
use wireproof::testee::protocol::HelloRequest;
use wireproof::testee::{
    Call, CallError, Endpoint, Interrupt, RESTART_ATTEMPTS, Subprocess, SubprocessSpec, Testee,
    TesteeError,
};

/// For calls that end by themselves: longer than the slowest machine takes.
const LONG: Duration = Duration::from_secs(60);

/// For calls that do not.
const SHORT: Duration = Duration::from_millis(500);

const INPUT: &str = r#"{"Username":"amy","InstanceId":"i-1","IdentityProvider":
    {"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-1"}}}"#;

const OUTPUT: &str = r#"{"InstanceUserSummary":{"Username":"amy","InstanceId":"i-1","Status":"x",
    "IdentityProvider":{"Tag":{"a":1}}}}"#;

fn hello() -> HelloRequest {
    HelloRequest::of(&Contract::default())
}

fn spec<W: AsRef<OsStr>>(arguments: impl IntoIterator<Item = W>) -> SubprocessSpec {
    let program = OsStr::new(env!("CARGO_BIN_EXE_wireproof-testee")).to_owned();
    let arguments = arguments.into_iter().map(|argument| argument.as_ref().to_owned());
    SubprocessSpec::new([program].into_iter().chain(arguments), hello())
}

/// A testee that is a shell script, and its first words.
fn script(text: &str) -> SubprocessSpec {
    SubprocessSpec::new(["sh", "-c", text], hello())
}

/// The hello of a script.
const HELLO: &str = r#"echo '{"type":"hello","protocol":1,"name":"script"}'"#;

struct Calls {
    testee: Subprocess,
    endpoint: Endpoint,
    input: Json,
    made: u64,
}

impl Calls {
    fn to(spec: SubprocessSpec) -> Self {
        let testee = Subprocess::start(spec).expect("the testee starts");
        let endpoint = Endpoint::bind().expect("the loopback interface is there");
        let input = Json::parse(INPUT).expect("it is JSON");
        Self { testee, endpoint, input, made: 0 }
    }

    fn make(&mut self, deadline: Duration) -> Result<Outcome, CallError> {
        let endpoint = self.endpoint.url().to_owned();
        self.endpoint.arm(Answer::json(200, OUTPUT).steps());
        let outcome = self.make_to(&endpoint, deadline);
        self.endpoint.take();
        outcome
    }

    fn make_to(&mut self, endpoint: &str, deadline: Duration) -> Result<Outcome, CallError> {
        self.made += 1;
        self.testee.call(&Call {
            id: self.made,
            endpoint,
            operation: "DisassociateUser",
            input: &self.input,
            deadline,
        })
    }

    fn next(&mut self) -> Outcome {
        self.make(LONG).expect("nothing interrupts it")
    }
}

fn is_success(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Response { http_status: Some(200), .. })
}

#[test]
fn calls_and_says_goodbye() {
    let mut calls = Calls::to(spec(["--misbehave", "flood-stderr@none"]));
    assert_eq!(calls.testee.info().name, "reference");
    assert!(calls.testee.info().features.client_validation);
    for _ in 0..3 {
        let outcome = calls.next();
        assert!(is_success(&outcome), "{outcome}");
    }
    calls.endpoint.arm(Answer::json(404, r#"{"__type":"ConflictException"}"#).steps());
    let url = calls.endpoint.url().to_owned();
    let outcome = calls.make_to(&url, LONG).expect("nothing interrupts it");
    assert!(matches!(outcome, Outcome::ServiceError { modeled: true, .. }), "{outcome}");
    assert_eq!(calls.endpoint.take().requests.len(), 1);
    calls.testee.finish();
    assert_eq!(calls.testee.stderr_tail(), "");
}

/// What the second of three calls comes to, and the first words that say how.
#[test]
fn each_misbehaviour_costs_one_call() {
    let long = format!("a line longer than {} bytes; it begins with `xxx", 16 << 20);
    for (kind, deadline, name, says) in [
        ("exit", LONG, "crash", "exited with 7"),
        ("abort", LONG, "crash", "was killed by signal 6 (SIGABRT)"),
        ("panic", LONG, "crash", "exited with 101"),
        ("hang", SHORT, "timeout", ""),
        ("flood-stdout", LONG, "protocol_error", "not JSON: unexpected `l`"),
        ("not-json", LONG, "protocol_error", "not JSON: unexpected `T` at byte 0; the line was"),
        ("wrong-id", LONG, "protocol_error", "a result for the unknown call `not-2`, while"),
        ("long-line", LONG, "protocol_error", &long),
        ("close-stdout", LONG, "protocol_error", "the testee closed its standard output, but"),
    ] {
        let mut calls = Calls::to(spec(["--misbehave", &format!("{kind}@2")]));
        let first = calls.next();
        assert!(is_success(&first), "{kind}: {first}");
        let began = Instant::now();
        let second = calls.make(deadline).expect("nothing interrupts it");
        assert!(began.elapsed() < LONG, "{kind}");
        assert_eq!(second.name(), name, "{kind}: {second}");
        match &second {
            Outcome::Crash { detail: said } | Outcome::ProtocolError { message: said } => {
                assert!(said.starts_with(says), "{kind}: {said}");
            }
            other => assert_eq!(*other, Outcome::Timeout { after_ms: 500 }, "{kind}"),
        }
        let panicked = calls.testee.stderr_tail().contains("as I was asked to");
        assert_eq!(panicked, kind == "panic", "the standard error of the dead is kept");
        let third = calls.next();
        assert!(is_success(&third), "{kind}: {third}");
        calls.testee.finish();
    }
}

#[test]
fn what_comes_after_a_result_costs_the_call_that_follows() {
    for (kind, says) in [
        ("twice", "a second result for call `1`, "),
        ("late-extra-line", "`type`: `metrics` is none of hello and result; "),
    ] {
        let mut calls = Calls::to(spec(["--misbehave", kind]));
        let first = calls.next();
        assert!(is_success(&first), "{kind}: {first}");
        match calls.next() {
            Outcome::ProtocolError { message } => {
                assert!(message.starts_with(says), "{kind}: {message}");
            }
            other => panic!("{kind}: {other}"),
        }
        let third = calls.next();
        assert!(is_success(&third), "{kind}: {third}");
    }
}

#[test]
fn a_testee_that_ends_behind_its_result_has_told_it() {
    let result = r#"{"type":"result","id":"1","outcome":"skipped","reason":"none"}"#;
    let mut calls = Calls::to(script(&format!("{HELLO}; read h; read c; echo '{result}'; exit 3")));
    assert_eq!(calls.next(), Outcome::Skipped { reason: "none".to_owned() });
    match calls.next() {
        Outcome::Crash { detail } => assert!(detail.starts_with("exited with 3"), "{detail}"),
        other => panic!("{other}"),
    }
}

#[test]
fn an_unfinished_line_is_no_result() {
    let result = r#"{"type":"result","id":"1","outcome":"skipped","reason":"none"}"#;
    let mut calls = Calls::to(script(&format!("{HELLO}; read h; read c; printf '{result}'")));
    let detail = format!("exited with 0 after the unfinished line `{result}`");
    assert_eq!(calls.next(), Outcome::Crash { detail });
}

#[test]
fn standard_error_is_drained_and_its_end_kept() {
    let mut calls = Calls::to(spec(["--misbehave", "flood-stderr"]));
    let outcome = calls.next();
    assert!(is_success(&outcome), "{outcome}");
    calls.testee.finish();
    let tail = calls.testee.stderr_tail();
    assert_eq!(tail.len(), 16 * 1024);
    assert!(tail.ends_with("xxxthe end\n"));
}

#[test]
fn a_testee_that_does_not_read_hangs_itself_only() {
    let mut calls = Calls::to(script(&format!("{HELLO}; exec sleep 1000")));
    // More than a pipe holds.
    calls.input = Json::from("x".repeat(1 << 20));
    assert_eq!(calls.make(SHORT), Ok(Outcome::Timeout { after_ms: 500 }));
}

#[test]
fn a_call_that_no_line_can_hold_is_skipped() {
    let mut calls = Calls::to(spec(["--misbehave", "exit@none"]));
    let small = std::mem::replace(&mut calls.input, Json::from("x".repeat(16 << 20)));
    assert_eq!(calls.next().name(), "skipped");
    calls.input = small;
    assert!(is_success(&calls.next()));
}

#[test]
fn what_a_testee_leaves_behind_goes_with_it() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback interface is there");
    let url = format!("http://{}", listener.local_addr().expect("it has one"));
    // The reference client gets no answer from this one, and then the child connects.
    let accepting = thread::spawn(move || {
        let request = listener.accept().expect("the client connects").0;
        drop(request);
        listener.accept().expect("the child connects").0
    });
    let mut calls = Calls::to(spec(["--misbehave", "orphan"]));
    let detail = "exited with 7".to_owned();
    assert_eq!(calls.make_to(&url, LONG), Ok(Outcome::Crash { detail }));
    let mut child = accepting.join().expect("it accepts");
    child.set_read_timeout(Some(LONG)).expect("a timeout can be set");
    // An end or a reset: the process at the other end is gone.
    let read = child.read(&mut [0]);
    assert!(!read.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock));
}

#[test]
fn an_interrupt_ends_a_call_and_the_hello() {
    let interrupt = Interrupt::new();
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback interface is there");
    let url = format!("http://{}", listener.local_addr().expect("it has one"));
    let tripping = interrupt.clone();
    let accepting = thread::spawn(move || {
        let request = listener.accept();
        tripping.trip();
        request
    });
    let spec = SubprocessSpec { interrupt: interrupt.clone(), ..spec(["--misbehave", "hang"]) };
    let mut calls = Calls::to(spec);
    let began = Instant::now();
    assert_eq!(calls.make_to(&url, LONG), Err(CallError::Interrupted));
    accepting.join().expect("it accepts").expect("the client connects");
    assert_eq!(calls.make_to(&url, LONG), Err(CallError::Interrupted));
    let spec = SubprocessSpec { interrupt, ..script("exec sleep 1000") };
    assert!(matches!(Subprocess::start(spec), Err(TesteeError::Interrupted)));
    assert!(began.elapsed() < LONG);
}

/// A testee that dies in its first call, and of whose starts all that are numbered from 2 to `last` fail.
fn dies_and_fails_until(last: u32, folder: &tempfile::TempDir) -> SubprocessSpec {
    let result = r#"{"type":"result","id":"2","outcome":"skipped","reason":"none"}"#;
    let text = format!(
        "echo start >> starts; n=$(grep -c . starts)
        [ $n -gt 1 ] && [ $n -le {last} ] && {{ echo 'no memory' >&2; exit 9; }}
        {HELLO}; read h; read c; [ $n = 1 ] && exit 7
        echo '{result}'; read bye"
    );
    SubprocessSpec { dir: Some(folder.path().into()), ..script(&text) }
}

#[test]
fn a_restart_that_fails_is_tried_again_and_costs_no_call() {
    let folder = tempfile::tempdir().expect("there is room");
    let mut calls = Calls::to(dies_and_fails_until(RESTART_ATTEMPTS, &folder));
    assert_eq!(calls.next(), Outcome::Crash { detail: "exited with 7".to_owned() });
    assert_eq!(calls.next(), Outcome::Skipped { reason: "none".to_owned() });
}

#[test]
fn restarts_are_given_up_at_last_and_that_is_no_crash() {
    let folder = tempfile::tempdir().expect("there is room");
    let mut calls = Calls::to(dies_and_fails_until(1_000, &folder));
    assert_eq!(calls.next(), Outcome::Crash { detail: "exited with 7".to_owned() });
    match calls.make(LONG) {
        Err(CallError::CannotRun(why)) => {
            let says = "the testee had to be started again, and 3 attempts failed; the last: the \
                        testee `sh -c ";
            assert!(why.starts_with(says), "{why}");
            assert!(why.contains("` exited with 9 before its hello"), "{why}");
            assert!(why.ends_with("no memory"), "{why}");
        }
        other => panic!("{other:?}"),
    }
    let starts = std::fs::read_to_string(folder.path().join("starts")).expect("they are counted");
    assert_eq!(starts.lines().count(), 1 + RESTART_ATTEMPTS as usize);
}

#[test]
fn an_interrupt_ends_the_attempts_to_restart() {
    let folder = tempfile::tempdir().expect("there is room");
    let interrupt = Interrupt::new();
    let spec = dies_and_fails_until(1_000, &folder);
    let mut calls = Calls::to(SubprocessSpec { interrupt: interrupt.clone(), ..spec });
    assert_eq!(calls.next(), Outcome::Crash { detail: "exited with 7".to_owned() });
    interrupt.trip();
    assert_eq!(calls.make(LONG), Err(CallError::Interrupted));
}

#[test]
fn a_start_that_fails_says_why_and_what_to_do() {
    let soon = |spec| SubprocessSpec { hello_deadline: SHORT, ..spec };
    for (spec, says) in [
        (
            SubprocessSpec::new(["/no/such/program"], hello()),
            "cannot start the testee `/no/such/program`: No such file",
        ),
        (
            soon(script("exec sleep 1000")),
            "the testee `sh -c 'exec sleep 1000'` sent no hello within 0.5 s; it must answer the hello \
             line on its standard input, and flush; its standard error is empty",
        ),
        (
            script("echo 'no such module' >&2; exit 3"),
            "` exited with 3 before its hello; run it by hand to see why; its \
             standard error ends with:\nno such module",
        ),
        (
            spec(["--misbehave", "banner"]),
            "printed a line that is not of the protocol: `Welcome to the SDK!`; standard output \
             is for the protocol only, so print to standard error",
        ),
        (
            script("echo '{\"type\":\"hello\",\"protocol\":2,\"name\":\"x\"}'"),
            "` speaks version 2 of the testee protocol, and this harness version 1",
        ),
        (
            script("exec cat"),
            "the hello of the testee `sh -c 'exec cat'` is not valid: `name`: missing; the line",
        ),
        (
            script("echo '{\"type\":\"result\",\"id\":\"1\",\"outcome\":\"skipped\"}'"),
            "not valid: `type`: `hello` expected first, not `result`; the line was",
        ),
    ] {
        match Subprocess::start(spec) {
            Ok(testee) => panic!("it started: {:?}", testee.info()),
            Err(error) => assert!(error.to_string().contains(says), "{error}"),
        }
    }
}

#[test]
fn command_lines_are_split_without_a_shell() {
    let spec = SubprocessSpec::from_command_line("a 'b c' \"$HOME\" d\\ e", hello());
    let words = spec.expect("it has words").program;
    assert_eq!(words, ["a", "b c", "$HOME", "d e"]);
    for text in ["", "  ", "a 'b"] {
        let error = SubprocessSpec::from_command_line(text, hello()).map(|_| ());
        let error = error.expect_err("it is none").to_string();
        assert!(error.starts_with(&format!("`{text}` is not a command line")), "{error}");
    }
}

#[test]
fn a_testee_has_the_environment_of_the_protocol() {
    let say =
        r#"echo "{\"type\":\"hello\",\"protocol\":1,\"name\":\"$AWS_REGION $AWS_MAX_ATTEMPTS\"}""#;
    let testee = Subprocess::start(script(say)).expect("it says hello");
    assert_eq!(testee.info().name, "us-east-1 1");
}

#[test]
fn faults_are_told_in_good_form() {
    let answer = |answer: &Answer, fault: &str| {
        let mut calls = Calls::to(spec(["--fault", fault]));
        calls.endpoint.arm(answer.steps());
        let url = calls.endpoint.url().to_owned();
        calls.make_to(&url, LONG).expect("nothing interrupts it")
    };
    let named = Answer::json(200, OUTPUT);
    for (fault, name) in [("error-code-lost", r#""Tag""#), ("unknown-member-unnamed", "null")] {
        let said = answer(&named, fault).to_string();
        assert!(said.contains(&format!(r#"{{"SDK_UNKNOWN_MEMBER":{{"name":{name}}}}}"#)), "{said}");
    }
    let mut cut = Answer::json(200, OUTPUT);
    cut.delivery.cut = Some(Cut::Body(9));
    let said = answer(&cut, "error-code-lost");
    assert!(
        matches!(said, Outcome::ClientError { stage: Stage::Read | Stage::Deserialize, .. }),
        "{said}"
    );
    assert!(is_success(&answer(&cut, "truncated-is-success")));
    let error = Answer::json(404, r#"{"__type":"ConflictException"}"#);
    let said = answer(&error, "error-code-lost");
    assert!(matches!(said, Outcome::ServiceError { code: None, modeled: false, .. }), "{said}");
}
