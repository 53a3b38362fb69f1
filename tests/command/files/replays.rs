//! A replay file, which people attach to bug reports, runs nothing unseen.

use serde_json::{Value, json};

use super::place::{BROKEN, FAULT, Place, TESTEE};

/// A replay file of a failure of our testee, with the command that its report prints.
fn saved(place: &Place, arguments: &[&str]) -> (Value, String) {
    let options = ["--policy", BROKEN, "--replays", "saved", "--report", "json=r.json"];
    let ended = place.run(&[&["client"], arguments, &options].concat());
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    let report = place.report("r.json");
    let replay = report["policies"][0]["failures"][0]["replay"].as_str().expect("it was saved");
    let file = shlex::split(replay).expect("words of a shell").swap_remove(2);
    let text = place.read(file);
    (serde_json::from_str(&text).expect("it is JSON"), replay.to_owned())
}

#[test]
fn a_command_of_the_file_is_run_only_with_permission() {
    let place = Place::new();
    let (mut file, _) = saved(&place, &["--exec", &format!("{TESTEE} {FAULT}")]);
    let evil = format!("sh -c 'touch evil; exec {TESTEE}' \u{1b}[31m \u{202e}");
    file["origin"]["exec"] = json!(evil);
    place.write("bad.json", &file.to_string());

    let ended = place.run(&["replay", "bad.json"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{}", ended.stderr);
    assert!(!place.path("evil").exists());
    let bad = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
    assert!(!ended.stderr.contains(bad), "{:?}", ended.stderr);
    assert!(ended.stderr.contains("the command `sh -c 'touch evil; "), "{}", ended.stderr);
    assert!(ended.stderr.contains("--allow-exec"), "{}", ended.stderr);
    // The very command that is to be typed runs it.
    let typed = ended.stderr.lines().find(|line| line.trim().starts_with("wireproof replay"));
    let typed = typed.expect("it is there").trim();
    let ended = place.shell(typed);
    assert_eq!(ended.code, 0, "{typed}: {}", ended.stderr);
    assert!(place.path("evil").exists() && ended.stdout.starts_with("FIXED"), "{}", ended.stdout);

    // Another testee is no permission for the one in the file.
    std::fs::remove_file(place.path("evil")).expect("it is there");
    let ended = place.run(&["replay", "bad.json", "--exec", TESTEE]);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    assert!(!place.path("evil").exists());

    // With permission, what is run is shown.
    let ended = place.run(&["replay", "bad.json", "--allow-exec"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(place.path("evil").exists());
    assert!(
        ended.stderr.contains("bad.json runs this command: sh -c 'touch evil; "),
        "{}",
        ended.stderr
    );
    assert!(!ended.stderr.contains(bad), "{:?}", ended.stderr);
}

#[test]
fn a_folder_of_testees_that_the_file_names_needs_permission_too() {
    let place = Place::new();
    let script = format!("touch ran; exec '{TESTEE}' {FAULT}");
    place.testee("testees/mine", &script);
    place.testee("elsewhere/mine", &script);
    let ran = || std::fs::remove_file(place.path("ran")).is_ok();

    // What is in the user's own folder can be run.
    let (file, command) = saved(&place, &["mine"]);
    assert!(ran());
    assert!(command.ends_with(" mine"), "{command}");
    place.write("own.json", &file.to_string());
    let ended = place.run(&["replay", "own.json"]);
    assert!(ended.code == 1 && ran(), "{}", ended.stderr);
    assert!(ended.stderr.contains("own.json runs this command: "), "{}", ended.stderr);

    let (file, command) = saved(&place, &["mine", "--testees", "elsewhere"]);
    assert!(ran());
    place.write("other.json", &file.to_string());
    let ended = place.run(&["replay", "other.json"]);
    assert_eq!((ended.code, ran()), (2, false), "{}", ended.stderr);
    assert!(ended.stderr.contains("the testee elsewhere/mine"), "{}", ended.stderr);
    assert!(ended.stderr.contains("other.json --testees elsewhere mine\n"), "{}", ended.stderr);
    let ended = place.run(&["replay", "other.json", "--allow-exec"]);
    assert!(ended.code == 1 && ran(), "{}", ended.stderr);
    let ended = place.run(&["replay", "other.json", "--testees", "elsewhere"]);
    assert!(ended.code == 1 && ran(), "{}", ended.stderr);
    // As printed by the run, it works.
    let ended = place.shell(&command);
    assert!(ended.code == 1 && ran(), "{command}: {}", ended.stderr);
}

#[test]
fn the_command_that_a_report_prints_works_as_it_is_printed() {
    for (exec, replays) in [
        (format!("{TESTEE} {FAULT}"), "saved"),
        (format!("sh -c \"exec '{TESTEE}' {FAULT}\" 'two  words'"), "saved here"),
        // Longer than the other fields of a report.
        (format!("'{TESTEE}' {FAULT} {}", " ".repeat(1000)), "-saved"),
        (format!("'{TESTEE}' \n {FAULT}"), "it's"),
    ] {
        let place = Place::new();
        let replays = format!("--replays={replays}");
        let ended = place.run(&["client", "--exec", &exec, &replays, "--policy", BROKEN]);
        assert_eq!(ended.code, 1, "{}", ended.stderr);
        let line = ended.stdout.lines().find_map(|line| line.trim().strip_prefix("replay "));
        let line = line.expect("it is printed").trim();
        let ended = place.shell(line);
        assert_eq!(ended.code, 1, "{line}: {}", ended.stderr);
        assert!(ended.stdout.starts_with("STILL FAILS"), "{line}: {}", ended.stdout);
    }
    let place = Place::new();
    let (file, _) = saved(&place, &["--exec", &format!("{TESTEE} {FAULT}")]);
    assert!(file["origin"]["exec"].is_string(), "the file tells its origin");
}

#[test]
fn a_contract_that_is_no_regular_file_is_not_opened() {
    let place = Place::new();
    let (mut file, _) = saved(&place, &["--exec", &format!("{TESTEE} {FAULT}")]);
    // To open a FIFO without a writer would wait for ever.
    assert_eq!(place.shell("mkfifo fifo").code, 0);
    file["origin"]["contract"] = json!("fifo");
    place.write("fifo.json", &file.to_string());
    let ended = place.run(&["replay", "fifo.json", "--allow-exec"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{}", ended.stderr);
    let told = "fifo.json: `origin`: `contract`: fifo is not a regular file; save the contract";
    assert!(ended.stderr.contains(told), "{}", ended.stderr);
}

#[test]
fn nothing_in_the_file_begins_a_line() {
    let place = Place::new();
    let (file, _) = saved(&place, &["--exec", &format!("{TESTEE} {FAULT}")]);
    let evil = json!("x\nerror: forged\u{2028}\u{ffff}");
    for pointer in [
        "/policy",
        "/origin/edition",
        "/origin/testee",
        "/origin/contract",
        "/call/aims/0",
        "/call/answer/connection",
    ] {
        let mut file = file.clone();
        file["origin"] = json!({"edition": null, "testee": null, "contract": null});
        *file.pointer_mut(pointer).expect(pointer) = evil.clone();
        place.write("bad.json", &file.to_string());
        let ended = place.run(&["replay", "bad.json"]);
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{pointer}: {}", ended.stderr);
        let told = ended.stderr.trim_end();
        assert!(told.contains(r"x\nerror: forged\u{2028}\u{ffff}"), "{pointer}: {told}");
        assert!(!told.contains('\n'), "{pointer}: {told}");
    }
}
