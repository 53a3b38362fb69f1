//! The `wireproof` command, from its arguments to its exit code.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use wireproof::contract::Contract;
use wireproof::policy;

use crate::brisk::brisk;
use crate::support::with_input;

const WIREPROOF: &str = env!("CARGO_BIN_EXE_wireproof");
const TESTEE: &str = env!("CARGO_BIN_EXE_wireproof-testee");

/// A contract that is not an embedded one.
const CONTRACT: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/src/contract/disassociate_user/2022-08.json");

/// The command with these arguments and no others.
fn plain_command(arguments: &[impl AsRef<OsStr>]) -> Command {
    let mut command = Command::new(WIREPROOF);
    command.args(arguments);
    for name in ["NO_COLOR", "WIREPROOF_CASES", "WIREPROOF_JOBS", "WIREPROOF_TESTEES"] {
        command.env_remove(name);
    }
    command
}

/// The command with these arguments. A run is [`brisk`].
fn command(arguments: &[&str]) -> Command {
    plain_command(&brisk(arguments))
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).stdin(Stdio::null()).output().expect("the command starts")
}

fn run_with_input(arguments: &[&str], input: &[u8]) -> Output {
    with_input(&mut command(arguments), input)
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("standard output is UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("standard error is UTF-8")
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or_else(|| panic!("killed: {}", stderr(output)))
}

/// Runs `client` with a JSON report, and returns the exit code and the report.
fn report(arguments: &[&str]) -> (i32, Value) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("report.json");
    let wish = format!("json={}", path.display());
    let output = run(&[&["client", "--report", &wish], arguments].concat());
    let text = std::fs::read(&path).expect("the report is there");
    let report = serde_json::from_slice(&text)
        .unwrap_or_else(|error| panic!("{error}\n{}", stderr(&output)));
    (code(&output), report)
}

fn broken(report: &Value) -> Vec<&str> {
    let policies = report["policies"].as_array().expect("an array");
    let failed = policies.iter().filter(|policy| policy["verdict"] == "fail");
    failed.map(|policy| policy["id"].as_str().expect("a string")).collect()
}

/// Returns the command line of the test testee.
fn testee(arguments: &str) -> String {
    format!("'{TESTEE}' {arguments}")
}

/// Returns the command line of testees of which only the one that starts first is started with these options.
fn first_testee(arguments: &str, folder: &Path) -> String {
    let first = folder.join("first").display().to_string();
    format!(r#"sh -c 'mkdir "{first}" 2>/dev/null && exec {TESTEE} {arguments}; exec {TESTEE}'"#)
}

#[test]
fn the_main_job_judges_every_policy_and_ends_with_0() {
    let (code, report) = report(&[]);
    assert_eq!((code, broken(&report)), (0, vec![]));
    assert_eq!(report["complete"], true);
    assert_eq!(report["contract"]["edition"], "2022-08");
    let policies = report["policies"].as_array().expect("an array");
    let lacks = |policy: &Value| {
        let id = policy["id"].as_str().expect("a string");
        policy::find(id).expect("it is there").lacks(&Contract::default()).is_some()
    };
    let (lacking, policies): (Vec<_>, Vec<_>) = policies.iter().partition(|policy| lacks(policy));
    assert!(lacking.iter().all(|policy| policy["verdict"] == "not_applicable"), "{lacking:?}");
    assert!(policies.len() >= 77, "every policy on clients of the design");
    for policy in &policies {
        let verdict = if policy["level"] == "may" { "observed" } else { "pass" };
        assert_eq!(policy["verdict"], verdict, "{policy}");
        assert!(policy["exercised"].as_u64() >= Some(1), "{policy}");
    }
    let observed = policies.iter().filter(|policy| policy["level"] == "may").count();
    assert_eq!(report["summary"]["pass"], policies.len() - observed);
}

#[test]
fn a_second_testee_is_judged_over_the_protocol() {
    let (code, report) = report(&["--exec", &testee("")]);
    assert_eq!((code, broken(&report)), (0, vec![]));
    assert_eq!(report["calls"]["crash"], 0);
}

#[test]
fn jobs_share_the_work_and_give_the_same_report() {
    let arguments =
        |jobs| ["--exec".to_owned(), testee("--fault error-code-lost"), format!("--jobs={jobs}")];
    let one = arguments(1);
    let three = arguments(3);
    let (_, mut one) = report(&one.each_ref().map(String::as_str));
    let (_, mut three) = report(&three.each_ref().map(String::as_str));
    for report in [&mut one, &mut three] {
        report["elapsed_ms"] = Value::Null;
        report["started"] = Value::Null;
        for policy in report["policies"].as_array_mut().expect("an array") {
            for failure in policy["failures"].as_array_mut().expect("an array") {
                // The request holds the port.
                failure["exchange"]["requests"] = Value::Null;
            }
        }
    }
    assert_eq!(one, three);
}

#[test]
fn a_fault_breaks_the_right_policy() {
    let breaks = |fault: &str, policies: &[&str]| {
        let (code, report) = report(&["--exec", &testee(&format!("--fault {fault}"))]);
        assert_eq!(code, 1, "{fault}");
        let broken = broken(&report);
        for policy in policies {
            assert!(broken.contains(policy), "{fault}: {broken:?}");
        }
        report
    };
    breaks("truncated-is-success", &["response.truncated-refused", "response.malformed-refused"]);
    breaks("error-code-lost", &["error.modeled"]);
    let report = breaks("unknown-member-unnamed", &["union.unknown-member-named"]);
    assert_eq!(broken(&report)[0], "union.unknown-member-named");
    let failure = &report["policies"]
        .as_array()
        .and_then(|policies| policies.iter().find(|p| p["id"] == "union.unknown-member-named"))
        .expect("it is there")["failures"][0];
    assert!(failure["path"].as_str().is_some_and(|path| path.starts_with("outcome.output")));
    assert!(failure["exchange"]["response"]["base64"].is_string());
}

#[test]
fn a_testee_that_dies_costs_one_call_and_not_the_run() {
    for misbehaviour in ["exit", "abort"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let line = first_testee(&format!("--misbehave {misbehaviour}@1"), folder.path());
        let (code, report) = report(&["--exec", &line]);
        assert_eq!(code, 1);
        assert_eq!((&report["complete"], &report["calls"]["crash"]), (&true.into(), &1.into()));
        assert!(broken(&report).contains(&"wire.never-crashes"), "{:?}", broken(&report));
        assert!(report["calls"]["judged"].as_u64() > Some(300));
    }
}

#[test]
fn a_silent_testee_costs_its_deadline() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = first_testee("--misbehave hang@1", folder.path());
    let (code, report) = report(&["--exec", &line, "--timeout", "5"]);
    // Only the first testee hangs, so a newly started one does not hang again.
    assert_eq!((code, broken(&report)), (0, vec![]));
    assert_eq!(report["calls"]["timeout"], 1);
    assert_eq!(report["problems"][0]["reproduced"], false);
    assert!(report["calls"]["judged"].as_u64() > Some(300));
}

#[test]
fn after_three_hangs_for_a_policy_its_stimuli_are_not_sent() {
    let line = testee("--misbehave hang@every");
    let filter = ["--policy", "union.null-is-absent", "--timeout", "0.2", "--jobs=1"];
    let (code, report) = report(&[&["--exec", line.as_str()][..], &filter].concat());
    assert_eq!((code, &report["calls"]["timeout"]), (1, &3.into()));
    assert!(report["calls"]["unsent"].as_u64() >= Some(1));
}

/// A testee that answers the first calls of the suite, dies, and never starts again. On a busy machine this is not a
/// crash of the testee.
#[test]
fn a_testee_that_cannot_be_started_again_ends_the_run_with_3() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let started = folder.path().join("started");
    let line = format!(
        r#"sh -c 'mkdir "{}" || {{ echo "no room" >&2; exit 9; }}; exec {TESTEE} --misbehave exit@5'"#,
        started.display()
    );
    let (code, report) = report(&["--exec", &line, "--jobs=1"]);
    assert_eq!(code, 3, "{}", report["cut_short"]);
    assert_eq!((&report["complete"], &report["calls"]["crash"]), (&false.into(), &1.into()));
    assert_eq!(report["calls"]["judged"], 4, "the report holds the results so far");
    let why = report["cut_short"].as_str().expect("it says why");
    assert!(why.starts_with("the testee had to be started again, and 3 attempts failed"), "{why}");
    std::fs::remove_dir(&started).expect("it is there");
    let output = run(&["client", "--exec", &line, "--jobs=1"]);
    assert_eq!(self::code(&output), 3, "{}", stderr(&output));
    assert!(stdout(&output).contains("this report is not complete"), "{}", stdout(&output));
    assert!(stderr(&output).contains("no room"), "{}", stderr(&output));
}

#[test]
fn a_breach_of_the_protocol_is_1_and_3_if_nothing_could_be_judged() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = first_testee("--misbehave not-json@1", folder.path());
    let (code, report) = report(&["--exec", &line]);
    assert_eq!((code, &report["calls"]["protocol_error"]), (1, &1.into()));
    let line = testee("--misbehave not-json@every");
    let output = run(&["client", "--exec", &line, "--policy", "union.null-is-absent"]);
    assert_eq!(self::code(&output), 3, "{}", stdout(&output));
}

#[test]
fn a_testee_that_cannot_be_judged_at_all_is_3() {
    for (line, message) in [
        ("/no/such/program", "cannot start the testee"),
        ("false", "before its hello"),
        (&testee("--misbehave banner"), "Welcome to the SDK!"),
    ] {
        let output = run(&["client", "--exec", line]);
        assert_eq!(code(&output), 3, "{line}");
        assert!(stderr(&output).contains(message), "{line}: {}", stderr(&output));
        assert_eq!(stdout(&output), "", "nothing but a result in a pipe");
    }
}

#[test]
fn a_testee_is_a_folder() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let testees = folder.path().to_str().expect("UTF-8");
    write_run(folder.path(), "mine", &format!("exec '{TESTEE}'"));
    write_run(folder.path(), "bare", "echo 'not set up: run testees/bare/setup' >&2; exit 3");
    let output = run(&["client", "mine", "--testees", testees, "--policy", "input.*"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    for (testee, variable) in [(Some("mine"), testees), (None, "")] {
        let mut command = command(&["client", "--policy", "input.*"]);
        let output = command.args(testee).env("WIREPROOF_TESTEES", variable).output();
        assert_eq!(code(&output.expect("it starts")), 0, "{variable:?}");
    }
    let output = run(&["client", "bare", "--testees", testees]);
    assert_eq!(code(&output), 3);
    assert!(stderr(&output).contains("run testees/bare/setup"), "{}", stderr(&output));
    let output = run(&["client", "other", "--testees", testees]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("there are bare, mine"), "{}", stderr(&output));
}

fn write_run(testees: &Path, name: &str, script: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = testees.join(name);
    std::fs::create_dir(&folder).expect("a new folder");
    std::fs::write(folder.join("run"), format!("#!/bin/sh\n{script}\n")).expect("it is written");
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(folder.join("run"), mode).expect("it is ours");
}

#[test]
fn filters_select_policies_and_the_cases_that_aim_at_them() {
    let (code, report) = report(&["--policy", "union.*", "--skip", "*never*", "--level", "should"]);
    assert_eq!(code, 0);
    let ids: Vec<_> = report["policies"].as_array().expect("an array").iter().collect();
    assert!(ids.iter().all(|p| p["id"].as_str().is_some_and(|id| id.starts_with("union."))));
    assert_eq!(ids.len(), 10);
    assert_eq!(report["filters"]["policy"][0], "union.*");
    assert!(
        stdout(&run(&["client", "--policy", "union.*"])).contains("filtered by policy = union.*")
    );
    for (arguments, expected) in [
        (&["--policy", "nothing.*"][..], 4),
        (&["--min-exercised", "1000"], 4),
        (&["--policy", "union.know-member"], 2),
        (&["--level", "perhaps"], 2),
        (&["--edition", "2020-01"], 2),
        (&["--report", "pdf=x"], 2),
        (&["--report", "json=/no/such/folder/x"], 2),
        (&["--timeout", "0"], 2),
        (&["--contract", "/no/such/file"], 2),
        (&["--exec", ""], 2),
        (&["--exec", "'unclosed"], 2),
        (&["--jobs", "300"], 2),
        (&["--timeout", "nan"], 2),
        (&["--report", "json=/dev/null", "--report", "junit=/dev/null"], 2),
        (&["--contract", CONTRACT], 4),
    ] {
        let output = run(&[&["client"], arguments].concat());
        assert_eq!(self::code(&output), expected, "{arguments:?}: {}", stderr(&output));
        assert_ne!(stderr(&output) + &stdout(&output), "", "{arguments:?}");
    }
    let output = run(&["client", "--policy", "union.know-member"]);
    assert!(stderr(&output).contains("did you mean union.known-member"), "{}", stderr(&output));
}

#[test]
fn the_generic_client_stands_in_for_any_other_operation() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let own = folder.path().join("own.json");
    let model = serde_json::json!({"smithy": "2.0", "shapes": {
        "a#S": {"type": "service", "version": "1", "operations": [{"target": "a#Op"}], "traits": {
            "aws.api#service": {"sdkId": "A"}, "aws.auth#sigv4": {"name": "a"},
            "aws.protocols#restJson1": {}
        }},
        "a#Op": {"type": "operation", "input": {"target": "a#In"}, "output": {"target": "a#Out"},
            "traits": {"smithy.api#http": {"method": "POST", "uri": "/op", "code": 200}}},
        "a#In": {"type": "structure", "members": {"x": {"target": "smithy.api#String"}}},
        "a#Out": {"type": "structure", "members": {"x": {"target": "smithy.api#String"}}},
    }});
    std::fs::write(&own, model.to_string()).expect("it can be written");
    let own = own.to_str().expect("the path is text");
    let arguments = ["client", "--contract", own, "--cases", "1", "--no-replays"];
    let filter = ["--policy", "response.members-decoded", "--min-exercised", "0"];
    let output = run(&[&arguments[..], &filter].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).contains("generic"), "{}", stdout(&output));
    // A contract of the same operation is one that it can serve.
    let filter = ["--policy", "union.null-is-absent", "--min-exercised", "0"];
    let output =
        run(&[&["client", "--contract", CONTRACT, "--cases", "1", "--no-replays"][..], &filter]
            .concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
}

#[test]
fn every_edition_can_be_judged_by() {
    let (code, report) = report(&["--edition", "2022-08"]);
    assert_eq!((code, &report["contract"]["edition"]), (0, &"2022-08".into()));
    // The reference client was written for the first edition: by a later one it breaks policies, and the
    // command says which, rather than falling over.
    for edition in ["2024-11", "2026-11"] {
        let (code, report) = self::report(&["--edition", edition]);
        assert_eq!((code, &report["contract"]["edition"]), (1, &edition.into()));
    }
}

#[test]
fn should_policies_fail_a_strict_run_only() {
    // This fault reports a refusal as a success, so it breaks policies of both levels.
    let line = testee("--fault truncated-is-success");
    let filter = ["--policy", "union.*-refused", "--skip", "union.non-object-refused"];
    let arguments = [&["client", "--exec", line.as_str()][..], &filter].concat();
    let output = run(&arguments);
    assert_eq!(code(&output), 0, "{}", stdout(&output));
    assert!(stdout(&output).contains("2 fail"), "{}", stdout(&output));
    assert_eq!(code(&run(&[&arguments[..], &["--strict"]].concat())), 1);
}

/// Runs `client` with the shell script as its testee, and interrupts it when the script has written a
/// line to the file descriptor 3. Returns the JSON report, the JUnit report, and what was printed.
fn interrupted(script: &str) -> (Value, String, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let fifo = path("fifo");
    let made = Command::new("mkfifo").arg(&fifo).status().expect("mkfifo starts");
    assert!(made.success());
    write_run(folder.path(), "mine", &format!("exec 3> '{fifo}'\n{script}"));
    let (json, junit) = (format!("json={}", path("json")), format!("junit={}", path("junit")));
    let mut child = command(&["client", "mine", "--testees", &path(""), "--jobs=1"])
        .args(["--timeout", "600", "--report", &json, "--report", &junit])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let pid = child.id().to_string();
    let mut stdout = child.stdout.take().expect("it is piped");
    let for_end = fifo.clone();
    let printed = std::thread::spawn(move || {
        let mut text = String::new();
        stdout.read_to_string(&mut text).expect("UTF-8");
        // If the command ends before its testee has begun, the test must not wait any longer.
        drop(File::options().read(true).write(true).open(for_end));
        text
    });
    // This waits for the script, and then for its line.
    let mut line = String::new();
    let read = File::open(&fifo).map(BufReader::new).and_then(|mut it| it.read_line(&mut line));
    read.expect("the fifo can be read");
    let killed = Command::new("kill").args(["-INT", &pid]).status().expect("kill starts");
    let output = child.wait_with_output().expect("it ends");
    let printed = printed.join().expect("the reader ends");
    assert_eq!(line, "now\n", "{}", stderr(&output));
    assert!(killed.success());
    assert_eq!(code(&output), 130, "{}", stderr(&output));
    assert!(printed.contains("interrupted: this report is not complete"), "{printed}");
    let json = std::fs::read(path("json")).expect("the report is there");
    let json: Value = serde_json::from_slice(&json).expect("the report is whole");
    assert_eq!(json["complete"], false);
    let junit = std::fs::read_to_string(path("junit")).expect("the report is there");
    assert!(junit.contains("the run was interrupted"), "{junit}");
    (json, junit, printed)
}

#[test]
fn an_interrupt_in_a_call_leaves_a_report_of_the_calls_before_it() {
    let (json, ..) = interrupted(
        r#"read -r hello
        printf '%s\n' '{"type":"hello","protocol":1,"name":"slow"}'
        for id in 1 2; do
            read -r call
            printf '%s\n' '{"type":"result","id":"'$id'","outcome":"client_error","stage":"read","class":"E"}'
        done
        read -r call
        echo now >&3
        exec sleep 600"#,
    );
    assert_eq!((&json["testee"]["name"], &json["calls"]["judged"]), (&"slow".into(), &2.into()));
    for kind in ["skipped", "crash", "timeout", "protocol_error", "unsent"] {
        assert_eq!(json["calls"][kind], 0, "{kind}");
    }
}

#[test]
fn an_interrupt_before_the_first_call_leaves_a_report_too() {
    let (json, junit, _) = interrupted("echo now >&3; exec sleep 600");
    assert_eq!((&json["testee"]["name"], &json["calls"]["judged"]), (&"mine".into(), &0.into()));
    let policies = json["policies"].as_array().expect("an array");
    let none = |verdict: &str| json["summary"][verdict].as_u64().expect("a number");
    assert_eq!(none("not_exercised") + none("not_applicable"), policies.len() as u64);
    assert!(junit.contains("not_exercised"), "{junit}");
}

#[test]
fn reports_of_every_format_are_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name);
    let wishes =
        ["text", "json", "junit"].map(|format| format!("{format}={}", path(format).display()));
    let line = testee("--fault unknown-member-unnamed");
    let output = run(&[
        "client", "--exec", &line, "--report", &wishes[0], "--report", &wishes[1], "--report",
        &wishes[2], "--format", "json",
    ]);
    let read = |name: &str| std::fs::read_to_string(path(name)).expect(name);
    let printed: Value = serde_json::from_str(&stdout(&output)).expect("JSON on standard output");
    assert_eq!(printed, serde_json::from_str::<Value>(&read("json")).expect("JSON"));
    assert!(read("text").contains("FAIL  must    union.unknown-member-named"));
    assert!(!read("text").contains('\u{1b}'), "no colours in a file");
    let junit = read("junit");
    assert!(junit.contains("<testcase name=\"union.unknown-member-named\""), "{junit}");
    assert!(junit.contains("<failure"), "{junit}");
}

#[test]
fn an_older_report_is_not_left_for_the_one_of_this_run() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("report.json");
    let wish = format!("json={}", path.display());
    for (arguments, expected, why) in [
        (["--exec", "false"], 3, "before its hello"),
        (["--policy", "none.*"], 4, "no policy on clients is selected"),
        (
            ["--policy", "request.labels-encoded"],
            4,
            "nothing that is selected is applicable to DisassociateUser: the operation has no label in its path",
        ),
    ] {
        std::fs::write(&path, r#"{"complete":true}"#).expect("it is written");
        let output = run(&[&["client", "--report", &wish][..], &arguments].concat());
        assert_eq!(code(&output), expected, "{}", stderr(&output));
        let report = std::fs::read(&path).expect("it is there");
        let report: Value = serde_json::from_slice(&report).expect("it parses");
        assert_eq!(report["complete"], false);
        assert!(report["cut_short"].as_str().is_some_and(|it| it.contains(why)), "{report}");
    }
}

#[test]
fn a_testee_that_never_reports_an_outcome_is_not_0() {
    // Every selected policy has the level *should*.
    let policy = ["--policy", "union.several-members-refused"];
    for misbehaviour in ["exit", "not-json"] {
        let line = testee(&format!("--misbehave {misbehaviour}@every"));
        let output = run(&[&["client", "--exec", &line][..], &policy].concat());
        assert_eq!(code(&output), 3, "{misbehaviour}: {}", stdout(&output));
        assert!(stderr(&output).contains("no call could be judged"), "{}", stderr(&output));
    }
    let output = run(&["client", "--policy", "union.null-is-absent", "--min-exercised", "2"]);
    assert_eq!(code(&output), 4);
    assert!(stderr(&output).contains("1 policy was judged, and --min-exercised asks for 2"));
}

#[test]
fn a_breach_of_the_protocol_and_a_filter_show_in_junit() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("report.xml");
    let wish = format!("junit={}", path.display());
    let line = testee("--misbehave not-json@2");
    let options = ["--policy", "union.null-is-absent", "--report", &wish, "--jobs=1"];
    let output = run(&[&["client", "--exec", &line][..], &options].concat());
    assert_eq!(code(&output), 1);
    let junit = std::fs::read_to_string(&path).expect("the report is there");
    assert!(junit.contains("1 call broke the testee protocol"), "{junit}");
    assert!(junit.contains("filtered by policy = union.null-is-absent"), "{junit}");
}

#[test]
fn a_terminal_obeys_nothing_that_a_testee_says() {
    const EVIL: &str = r"\u001b[31mred\u009b2J\u202e\r\n";
    let folder = tempfile::tempdir().expect("a temporary folder");
    let hello = format!(
        r#"printf '%s\n' '{{"type":"hello","protocol":1,"name":"{EVIL}","version":"{EVIL}","language":"{EVIL}"}}'"#
    );
    let result = |id: &str, outcome: &str| {
        format!(
            r#"printf '%s\n' '{{"type":"result","id":"'{id}'","outcome":"{outcome}","code":"{EVIL}","modeled":true,"stage":"read","class":"{EVIL}","message":"{EVIL}"}}'"#
        )
    };
    let calls = |body: String| {
        format!("read -r line\n{hello}\nid=1\nwhile read -r line; do\n{body}\nid=$((id + 1))\ndone")
    };
    for (name, script) in [
        ("hello", hello.replace(":1,", r#":"\u001b",\"#)),
        ("stderr", r"printf '\033[31m\n\033' >&2; exit 1".to_owned()),
        ("edition", hello.replace(r#","name""#, &format!(r#","edition":"{EVIL}","name""#))),
        ("error", calls(result("$id", "service_error"))),
        ("client-error", calls(result("$id", "client_error"))),
        ("outcome", calls(result("$id", EVIL))),
        ("id", calls(result(EVIL, "client_error"))),
        ("crash", calls(r"printf '\033[31m\n\033' >&2; exit 1".to_owned())),
    ] {
        write_run(folder.path(), name, &script);
        let path = folder.path().join(format!("{name}.xml"));
        let wish = format!("junit={}", path.display());
        let testees = folder.path().to_str().expect("UTF-8");
        let output = run(&[
            "client",
            name,
            "--testees",
            testees,
            "--policy",
            "error.namespace-stripped",
            "-v",
            "--report",
            &wish,
        ]);
        assert_ne!(code(&output), 0, "{name}");
        let junit = std::fs::read_to_string(&path).expect("it is there");
        for text in [stdout(&output), stderr(&output), junit] {
            let bad = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
            assert!(!text.contains(bad), "{name}: {text:?}");
        }
    }
}

#[test]
fn a_result_that_nobody_reads_is_3() {
    let mut child = command(&["client", "--policy", "union.*"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(code(&output), 3);
    assert!(stderr(&output).contains("standard output cannot be written"), "{}", stderr(&output));
}

/// A disk that is full.
#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_3() {
    let full = || File::options().write(true).open("/dev/full").expect("it is there");
    let arguments = ["client", "--policy", "union.null-is-absent", "--format", "json"];
    let output = command(&arguments).stdout(full()).output().expect("the command starts");
    assert_eq!(code(&output), 3);
    assert!(stderr(&output).contains("standard output cannot be written"), "{}", stderr(&output));
    let output = run(&["client", "--policy", "union.null-is-absent", "--report", "json=/dev/full"]);
    assert_eq!(code(&output), 3);
    assert!(stdout(&output).contains("1 pass"), "the result is printed all the same");
    assert!(stderr(&output).contains("`/dev/full` cannot be written"), "{}", stderr(&output));
}

#[test]
fn help_names_three_commands_to_try_first() {
    let output = run(&[]);
    assert_eq!(code(&output), 0);
    for line in ["wireproof client  ", "wireproof client boto3", "wireproof explain"] {
        assert!(stdout(&output).contains(line), "{}", stdout(&output));
    }
    assert_eq!(code(&run(&["--help"])), 0);
    assert_eq!(code(&run(&["--version"])), 0);
    assert_eq!(code(&run(&["no-such-command"])), 2);
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let coloured = |arguments: &[&str]| stdout(&run(arguments)).contains('\u{1b}');
    assert!(!coloured(&["policies"]));
    assert!(coloured(&["policies", "--color", "always"]));
    assert!(!coloured(&["policies", "--color", "never"]));
}

#[test]
fn the_catalogue_and_its_pages() {
    let text = stdout(&run(&["policies"]));
    let json: Value =
        serde_json::from_str(&stdout(&run(&["policies", "--format", "json"]))).expect("JSON");
    for policy in json.as_array().expect("an array") {
        let id = policy["id"].as_str().expect("a string");
        assert!(text.contains(id), "{id}");
    }
    // The tests of `report::explain` check the content of the pages.
    let page = run(&["explain", "error.modeled"]);
    assert_eq!(code(&page), 0);
    assert!(stdout(&page).contains("An exchange that breaks it"), "{}", stdout(&page));
    let output = run(&["explain", "eror.modeled"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("did you mean error.modeled"), "{}", stderr(&output));
    assert_eq!(code(&run(&["policies", "--policy", "x.*"])), 4);
}

#[test]
fn the_page_of_the_catalogue_is_current() {
    let page = stdout(&run(&["policies", "--format", "markdown"]));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/policies.md");
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        page == kept,
        "docs/policies.md is out of date; run: \
         cargo run -- policies --format markdown > docs/policies.md"
    );
}

#[test]
fn encode_prints_the_request_or_everything_that_is_wrong() {
    let input = br#"{"Username":"u\u00e9","InstanceId":"i","IdentityProvider":{"ActiveDirectoryIdentityProvider":{}}}"#;
    let output = run_with_input(&["encode"], input);
    assert_eq!(code(&output), 0);
    let request: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(request["method"], "POST");
    assert_eq!(request["uri"], "/user/DisassociateUser");
    assert_eq!(request["headers"]["Content-Type"], "application/json");
    assert_eq!(
        request["body"],
        "{\"IdentityProvider\":{\"ActiveDirectoryIdentityProvider\":{}},\"InstanceId\":\"i\",\"Username\":\"ué\"}"
    );
    // The body may hold bytes that a terminal obeys. They are printed as escapes.
    let output = run_with_input(&["encode"], &[&input[..13], b"\x7f", &input[13..]].concat());
    assert!(!output.stdout.contains(&0x7f));
    let request: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert!(request["body"].as_str().is_some_and(|body| body.contains('\x7f')));
    let output = run_with_input(&["encode"], b"{}");
    assert_eq!(code(&output), 0);
    let error: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!((&error["outcome"], &error["stage"]), (&"client_error".into(), &"validate".into()));
    let message = error["message"].as_str().expect("a string");
    for member in ["IdentityProvider", "InstanceId", "Username"] {
        assert!(message.contains(member), "{message}");
    }
    let output = run_with_input(&["encode"], b"{");
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("at byte 1"), "{}", stderr(&output));
    assert_eq!(code(&run_with_input(&["encode", "--edition", "2026-11"], b"{}")), 0);
}

#[test]
fn by_default_stimuli_are_generated_from_a_fixed_seed_whatever_the_jobs() {
    let run = |variables: [(&str, &str); 2], arguments: &[&str]| {
        let testee = testee("--fault unknown-member-unnamed");
        let fixed = ["client", "--exec", &testee, "--policy", "union.unknown-member-named"];
        let output = ["--no-replays", "--format", "json"];
        let mut command = plain_command(&[&fixed[..], arguments, &output].concat());
        for (name, value) in variables {
            command.env(format!("WIREPROOF_{name}"), value);
        }
        let output = command.stdin(Stdio::null()).output().expect("the command starts");
        let mut report: Value = serde_json::from_str(&stdout(&output)).unwrap_or_default();
        for member in ["elapsed_ms", "started"] {
            report[member] = Value::Null;
        }
        for policy in report["policies"].as_array_mut().into_iter().flatten() {
            for failure in policy["failures"].as_array_mut().into_iter().flatten() {
                // The request holds the port.
                failure["exchange"]["requests"] = Value::Null;
            }
        }
        (code(&output), report, stderr(&output))
    };
    let unset = [("CASES", ""), ("JOBS", "")];
    let (status, default, _) = run(unset, &[]);
    assert_eq!((status, &default["seed"], &default["cases"]), (1, &1.into(), &20.into()));
    let generated = |outcome: &Value| outcome["cases"].to_string().contains("boundary/");
    assert!(default["outcomes"].as_array().expect("an array").iter().any(generated));
    assert_eq!(run(unset, &["--jobs", "1"]).1, default);
    assert_eq!(run([("CASES", "20"), ("JOBS", "8")], &["--seed", "1"]).1, default);

    let (_, fixed, _) = run(unset, &["--cases", "0"]);
    assert_eq!((&fixed["seed"], &fixed["cases"]), (&Value::Null, &0.into()));
    assert_eq!(run([("CASES", "0"), ("JOBS", "2")], &[]).1, fixed);
    let (_, drawn, _) = run(unset, &["--cases", "1", "--seed", "random"]);
    assert!(drawn["seed"].is_u64(), "{}", drawn["seed"]);
    for (name, value) in [("CASES", "many"), ("JOBS", "0"), ("JOBS", "257")] {
        let (status, _, told) = run([(name, value), ("OTHER", "")], &[]);
        assert_eq!(status, 2, "{told}");
        assert!(told.contains(&format!("WIREPROOF_{name}={value}: a number from")), "{told}");
    }
}
