//! Reports are whole at every moment, and no other run's.

use std::fs::{self, File};
use std::io::Read as _;
use std::process::Command;

use serde_json::Value;

use super::place::{BROKEN, Ended, FAULT, Place, QUICK, TESTEE};

const THREE: [&str; 6] =
    ["--report", "json=r.json", "--report", "junit=r.xml", "--report", "text=r.txt"];

/// Demands that each of the three reports says that it is not complete, and why.
fn say_why(place: &Place, why: &str) {
    let report = place.report("r.json");
    assert_eq!(report["complete"], false);
    let said = report["cut_short"].as_str().unwrap_or_default();
    assert!(said.contains(why), "{said:?}");
    let xml = place.read("r.xml");
    assert!(xml.trim_end().ends_with("</testsuites>"), "{xml}");
    assert!(xml.contains("errors=\"1\"") && xml.contains(why), "{xml}");
    let text = place.read("r.txt");
    assert!(text.contains("cut short: ") && text.contains(why), "{text}");
    assert!(text.ends_with("this report is not complete\n"), "{text}");
}

#[test]
fn a_testee_that_fails_its_hello_leaves_reports_with_the_reason() {
    let place = Place::new();
    for (line, why) in [
        ("false", "exited with 1 before its hello"),
        ("./no-such-program", "no-such-program"),
        ("sh -c 'echo Welcome; sleep 60'", "Welcome"),
    ] {
        let ended = place.run(&[&["client", "--exec", line][..], &THREE, &QUICK].concat());
        assert_eq!((ended.code, ended.stdout.as_str()), (3, ""), "{}", ended.stderr);
        say_why(&place, why);
    }
    // So does what is found only when the contract is known.
    let ended = place.run(&[&["client", "--policy", "none.*"][..], &THREE].concat());
    assert_eq!(ended.code, 4, "{}", ended.stderr);
    say_why(&place, "no policy on clients is selected");
}

#[test]
fn a_run_that_is_killed_leaves_reports_that_parse() {
    let place = Place::new();
    place.fifo("fifo");
    // It ends with its input.
    place.testee(
        "testees/mine",
        r#"read -r hello
        printf '%s\n' '{"type":"hello","protocol":1,"name":"slow"}'
        read -r call
        echo now > fifo
        cat > /dev/null"#,
    );
    for name in ["r.json", "r.xml", "r.txt"] {
        place.write(name, "an older report");
    }
    let mut child = place
        .command(&[&["client", "mine", "--jobs=1"][..], &THREE].concat())
        .spawn()
        .expect("it starts");
    assert_eq!(place.read("fifo"), "now\n");
    child.kill().expect("it is ours");
    child.wait().expect("it ends");
    say_why(&place, "was killed");
    assert_eq!(place.names(), ["fifo", "r.json", "r.txt", "r.xml", "testees"]);
    // Who reads it is told what it is.
    let ended = place.run(&["compare", "r.json", "r.json"]);
    assert!(ended.code == 2 && ended.stderr.contains("was killed"), "{ended:?}");
}

#[test]
fn runs_side_by_side_never_leave_a_mixture() {
    let place = Place::new();
    // Their reports are of different lengths.
    let runs: Vec<_> = ["union.null-is-absent", "error.*", "union.*", "response.null-is-absent"]
        .iter()
        .map(|policy| {
            let arguments =
                ["client", "--policy", policy, "--no-replays", "-q", "--report", "json=r.json"];
            (policy, place.command(&arguments).spawn().expect("it starts"))
        })
        .collect();
    for (policy, child) in runs {
        let ended = Ended::of(child.wait_with_output().expect("it ends"));
        assert_eq!(ended.code, 0, "{policy}: {}", ended.stderr);
        place.report("r.json");
    }
    assert_eq!(place.names(), ["r.json"], "no draft is left");
}

#[test]
fn what_is_no_file_is_written_to() {
    let place = Place::new();
    place.fifo("fifo");
    let path = place.path("fifo");
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        File::open(path).and_then(|mut it| it.read_to_string(&mut text)).map(|_| text)
    });
    let ended = place.run(&[&["client", "--report", "json=fifo"], &QUICK[..]].concat());
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let text = reader.join().expect("the reader ends").expect("it can be read");
    let report: Value = serde_json::from_str(&text).expect("it is the whole report, and once");
    assert_eq!(report["complete"], true);

    // Standard output is where it is, not where the file begins.
    let run = "wireproof client --policy union.null-is-absent -q";
    let ended = place.shell(&format!("{{ echo first; {run} --report json=/dev/stdout; }} >out"));
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let text = place.read("out");
    assert!(text.starts_with("first\n{\n  \"wireproof\": 1,"), "{text}");
    assert!(text.contains("1 policy: 1 pass"), "{text}");
    let ended = place.shell(&format!("{run} --report json=/dev/fd/3 3>&1 >/dev/null | cat"));
    assert!(serde_json::from_str::<Value>(&ended.stdout).is_ok(), "{}", ended.stdout);
}

#[test]
fn a_report_keeps_the_mode_of_its_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    place.write("r.json", "older");
    let mode = |mode| fs::set_permissions(place.path("r.json"), fs::Permissions::from_mode(mode));
    mode(0o640).expect("it is ours");
    let ended = place.run(&[&["client", "--report", "json=r.json"], &QUICK[..]].concat());
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let metadata = fs::metadata(place.path("r.json")).expect("it is there");
    assert_eq!(metadata.permissions().mode() & 0o777, 0o640);
    assert_eq!(place.report("r.json")["complete"], true);
}

/// A testee that puts a link in the place of its report does not have another file written by that.
#[test]
fn a_link_that_comes_later_is_not_followed() {
    let place = Place::new();
    place.write("precious", "precious");
    let script = format!("ln -sf precious r.json; exec '{TESTEE}'");
    place.write("driver.sh", &script);
    let exec = ["client", "--exec", "sh driver.sh", "--report", "json=r.json"];
    let ended = place.run(&[&exec[..], &QUICK].concat());
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert_eq!(place.read("precious"), "precious");
    assert_eq!(place.report("r.json")["complete"], true);
    assert!(fs::symlink_metadata(place.path("r.json")).expect("it is there").is_file());
}

#[test]
fn a_replay_that_cannot_be_saved_costs_nothing_but_the_replay() {
    let place = Place::new();
    place.write(".wireproof", "a file");
    place.write("file", "a file");
    let exec = format!("{TESTEE} {FAULT}");
    for (more, reason) in [
        (&[][..], ".wireproof/replays/union."),
        (&["--replays", "file"], "file/union."),
        (&["--replays", "/dev/full/x"], "/dev/full/x/union."),
    ] {
        let arguments = ["client", "--exec", &exec, "--policy", "union.*", "--report", "json=r"];
        let ended = place.run(&[&arguments[..], more].concat());
        assert_eq!(ended.code, 1, "{}", ended.stderr);
        assert!(ended.stdout.contains(&format!("FAIL  must    {BROKEN}")), "{}", ended.stdout);
        assert_eq!(ended.stderr.matches("could not be saved").count(), 1, "{}", ended.stderr);
        assert!(ended.stderr.contains(reason) && ended.stderr.contains("--no-replays"));
        let report = place.report("r");
        assert_eq!(report["complete"], true);
        let policies = report["policies"].as_array().expect("an array");
        let policy = policies.iter().find(|policy| policy["id"] == BROKEN).expect("it is judged");
        assert_eq!(
            (&policy["verdict"], &policy["failures"][0]["replay"]),
            (&"fail".into(), &Value::Null)
        );
    }
    assert_eq!((place.read(".wireproof"), place.read("file")), ("a file".into(), "a file".into()));
}

/// A folder that nobody may write to; for root there is none.
#[test]
fn a_folder_that_cannot_be_written_to_is_told_before_the_run() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    fs::create_dir(place.path("folder")).expect("it can be made");
    let mode = |mode| {
        let mode = fs::Permissions::from_mode(mode);
        fs::set_permissions(place.path("folder"), mode).expect("it is ours");
    };
    mode(0o555);
    let probe = fs::write(place.path("folder/probe"), "");
    let ended = place.run(&[&["client", "--report", "json=folder/r"], &QUICK[..]].concat());
    let saved = place.run(&[
        "client",
        "--exec",
        &format!("{TESTEE} {FAULT}"),
        "--replays",
        "folder",
        "--policy",
        BROKEN,
    ]);
    mode(0o755);
    if probe.is_err() {
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{}", ended.stderr);
        assert!(ended.stderr.contains("`folder/r` cannot be written"), "{}", ended.stderr);
        assert_eq!(saved.code, 1);
        assert!(saved.stderr.contains("1 failure could not be saved"), "{}", saved.stderr);
    }
    // Who may write there finds no draft left behind.
    let left = Command::new("ls").arg("-A").arg(place.path("folder")).output().expect("ls starts");
    assert!(!String::from_utf8_lossy(&left.stdout).contains(".tmp"));
}
