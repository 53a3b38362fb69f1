//! `wireproof gate`: what two versions of a testee do differently.

use serde_json::Value;

use crate::files::place::{BROKEN, Ended, FAULT, Place, TESTEE};

/// A testee whose versions are run by the arms of a shell's `case`, and whose `setup` notes its arguments in a file.
fn place(arms: &str) -> Place {
    let place = Place::new();
    place.testee("testees/sdk", &format!("case $1 in {arms} esac"));
    for version in ["1.0", "2.0"] {
        std::fs::create_dir_all(place.path(format!("testees/sdk/versions/{version}")))
            .expect("a folder");
    }
    place
}

/// Version 1.0 is right, and 2.0 has a fault.
fn with_a_fault() -> Place {
    place(&format!("1.0) exec {TESTEE};; 2.0) exec {TESTEE} {FAULT};;"))
}

fn gate(place: &Place, from: &str, to: &str, more: &[&str]) -> Ended {
    let versions = ["gate", "sdk", "--from", from, "--to", to, "--cases", "0", "--jobs", "2"];
    place.run(&[&versions[..], more].concat())
}

#[test]
fn a_new_failure_is_shown_with_both_outcomes_and_fails() {
    let place = with_a_fault();
    let ended = gate(&place, "1.0", "2.0", &["--policy", BROKEN]);
    assert_eq!(ended.code, 1, "{}{}", ended.stdout, ended.stderr);
    for part in [
        "  NEW  union.unknown-member-named  must  broken by ",
        "        outcome   response 200 {",
        "        before    response 200 {",
        "SDK_UNKNOWN_MEMBER",
        "1 new failure, 0 fixed; 0 of ",
    ] {
        assert!(ended.stdout.contains(part), "{part}: {}", ended.stdout);
    }
    // The other way round it is fixed, and a version is no worse than itself.
    let ended = gate(&place, "2.0", "1.0", &["--policy", BROKEN]);
    assert!(ended.code == 0 && ended.stdout.contains("  FIXED  "), "{}", ended.stdout);
    assert!(ended.stdout.contains("0 new failures, 1 fixed; "), "{}", ended.stdout);
}

#[test]
fn the_json_names_every_change_with_its_bytes() {
    let place = with_a_fault();
    let ended = gate(&place, "1.0", "2.0", &["--policy", BROKEN, "--format", "json"]);
    let report: Value = serde_json::from_str(&ended.stdout).expect("it is JSON");
    assert_eq!(report["new"].as_array().map(Vec::len), Some(1));
    let change = &report["new"][0];
    assert_eq!((&change["policy"], &change["level"]), (&BROKEN.into(), &"must".into()));
    assert!(change["count"].as_u64() >= Some(1) && !change["cases"][0].is_null());
    let bytes = |side: &str| change[side]["response"]["base64"].as_str().map(str::to_owned);
    assert!(bytes("to").is_some() && bytes("to") == bytes("from"), "one stimulus for both");
    let outcome = |side: &str| change[side]["outcome"]["output"].clone();
    assert_ne!(outcome("from"), outcome("to"));
    assert_eq!(report["complete"], true);
}

#[test]
fn a_known_failure_is_not_new() {
    let place = with_a_fault();
    for (version, code, told) in [
        ("2.*", 0, "0 new failures, 1 new and known, 0 fixed"),
        ("1.*", 1, "1 new failure, 0 fixed"),
    ] {
        let entry =
            format!("[[failure]]\npolicy = '{BROKEN}'\nversion = '{version}'\nreason = 'So.'\n");
        place.write("known.toml", &entry);
        let ended = gate(&place, "1.0", "2.0", &["--policy", BROKEN, "--since", "known.toml"]);
        assert!(ended.code == code && ended.stdout.contains(told), "{version}: {}", ended.stdout);
    }
}

#[test]
fn what_does_not_show_each_time_is_no_difference() {
    // The later version dies in the third call of each process, whatever that is.
    let place = place(&format!("1.0) exec {TESTEE};; 2.0) exec {TESTEE} --misbehave exit@3;;"));
    let ended = gate(&place, "1.0", "2.0", &["--policy", "wire.never-crashes"]);
    assert_eq!(ended.code, 0, "{}{}", ended.stdout, ended.stderr);
    assert!(
        ended.stdout.contains(" by chance, and not between the versions: "),
        "{}",
        ended.stdout
    );
    assert!(ended.stdout.contains(" lost by the later version"), "{}", ended.stdout);
}

/// Editions of two contracts may have the same name, so the name of the edition does not choose the cases.
#[test]
fn the_fixed_cases_are_those_of_the_contract() {
    let driver = r#"while read -r line; do echo "$line" >>"calls-$1"; case $line in
        *'"type":"hello"'*) echo '{"type":"hello","protocol":1,"name":"x"}';;
        *'"type":"call"'*) id=$(echo "$line" | sed 's/.*"id":"\([0-9]*\)".*/\1/')
            echo "{\"type\":\"result\",\"id\":\"$id\",\"outcome\":\"skipped\"}";;
        *) exit;; esac; done"#;
    let place = place(&format!("*) {driver};;"));
    let options = ["--policy", "error.members-read", "--contract", "invoke"];
    let ended = gate(&place, "1.0", "2.0", &options);
    for calls in ["calls-1.0", "calls-2.0"].map(|file| place.read(file)) {
        let calls: Vec<_> =
            calls.lines().filter(|line| line.contains(r#""type":"call""#)).collect();
        assert!(!calls.is_empty(), "{}{}", ended.stdout, ended.stderr);
        for call in calls {
            assert!(call.contains(r#""FunctionName""#) && !call.contains("InstanceId"), "{call}");
        }
    }
}

#[test]
fn both_versions_are_set_up_first() {
    let place = with_a_fault();
    let setup = |script: &str| {
        let path = place.path("testees/sdk/setup");
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("it can be written");
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(path, mode).expect("it is ours");
    };
    setup("echo \"$@\" >>set-up; echo done with $1");
    let ended = gate(&place, "1.0", "2.0", &["--policy", BROKEN]);
    assert_eq!((ended.code, place.read("set-up").as_str()), (1, "1.0\n2.0\n"), "{}", ended.stderr);
    assert!(ended.stderr.contains("done with 2.0") && !ended.stdout.contains("done with"));
    let ended = gate(&place, "1.0", "2.0", &["--policy", BROKEN, "--no-setup"]);
    assert_eq!((ended.code, place.read("set-up").as_str()), (1, "1.0\n2.0\n"));
    setup("echo no such version >&2; exit 7");
    let ended = gate(&place, "1.0", "2.0", &["--policy", BROKEN]);
    assert!(ended.code == 3 && ended.stdout.is_empty(), "{}", ended.stdout);
    assert!(ended.stderr.contains("setup 1.0: it ended with exit status: 7"), "{}", ended.stderr);
}

#[test]
fn wrong_versions_are_refused_with_a_remedy() {
    let place = with_a_fault();
    place.testee("testees/plain", &format!("exec {TESTEE}"));
    for (testee, from, to, code, message) in [
        ("sdk", "1.0", "1.0", 2, "--from and --to are the same version, 1.0; name two"),
        ("sdk", "1.0", "1", 2, "--from and --to are the same version, 1.0; name two"),
        ("sdk", "1.0", "-", 2, "--to: the testee `sdk`: `-` is not a version; pinned are 1.0, 2.0"),
        ("plain", "1.0", "2.0", 2, "--from: the testee `plain`: it has no versions"),
        (
            "none",
            "1.0",
            "2.0",
            2,
            "--from: there is no testee `none@1.0` in `testees`; there are plain, sdk",
        ),
        ("sdk", "1.0", "9.9", 3, "sdk@9.9"),
    ] {
        let arguments = ["gate", testee, "--from", from, &format!("--to={to}"), "--policy", BROKEN];
        let ended = place.run(&arguments);
        assert_eq!(ended.code, code, "{testee} {from} {to}: {}", ended.stderr);
        assert!(ended.stderr.contains(message), "{testee} {from} {to}: {}", ended.stderr);
    }
}
