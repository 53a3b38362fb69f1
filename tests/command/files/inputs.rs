//! Nothing that a run reads is destroyed by what it writes, however the file is spelt.

use std::fs;
use std::os::unix::fs::symlink;

use super::place::{BROKEN, Place, QUICK, TESTEE};

const CONTRACT: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/src/contract/disassociate_user/2022-08.json"
));

#[test]
fn a_report_that_would_destroy_an_input_or_another_report_is_refused() {
    let place = Place::new();
    let known = format!("[[failure]]\npolicy = \"{BROKEN}\"\nreason = \"So.\"\n");
    let driver = format!("exec '{TESTEE}'\n");
    place.write("known.toml", &known);
    place.write("contract.json", CONTRACT);
    place.write("driver.sh", &driver);
    place.testee("testees/mine", &driver);
    fs::create_dir(place.path("in")).expect("it can be made");
    for (name, target) in [("folder", "in"), ("link", "known.toml"), ("dangling", "nowhere")] {
        symlink(target, place.path(name)).expect("it can be linked");
    }
    fs::hard_link(place.path("known.toml"), place.path("in/hard")).expect("it can be linked");
    let run = place.read("testees/mine/run");

    let known_failures = ["--known-failures", "known.toml"];
    for (arguments, message) in [
        (&[&known_failures[..], &["--report", "json=known.toml"]].concat()[..], "known failures"),
        (&[&known_failures[..], &["--report", "json=in/../known.toml"]].concat(), "known failures"),
        (&[&known_failures[..], &["--report", "json=in/hard"]].concat(), "known failures"),
        (&["--known-failures", "link", "--report", "json=known.toml"], "known failures"),
        (&[&known_failures[..], &["--report", "json=link"]].concat(), "is a link"),
        (&["--report", "json=dangling"], "is a link"),
        (&["--contract", "contract.json", "--report", "text=./contract.json"], "the contract"),
        (&["mine", "--report", "json=testees/mine/run"], "the testee's file"),
        (&["--exec", "sh driver.sh", "--report", "json=driver.sh"], "the testee's file"),
        (&["--against-exec", "sh driver.sh", "--report", "json=driver.sh"], "the testee's file"),
        (&["--report", "json=a", "--report", "text=./a"], "is for the same file"),
        (&["--report", "json=in/a", "--report", "text=folder/a"], "is for the same file"),
        (&["--report", "json=known.toml", "--report", "text=in/hard"], "is for the same file"),
        (&["--report", "json="], "a path expected"),
        (&["--report", "json=in"], "is a folder"),
        (&["--report", "json=new/"], "is the name of a folder"),
        // The first can be written; nothing is replaced before it is known that the second can be, too.
        (&["--report", "text=known.toml", "--report", "json=none/x"], "cannot be written"),
    ] {
        let ended = place.run(&[&["client"], arguments, &QUICK[..]].concat());
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{arguments:?}: {}", ended.stderr);
        assert!(ended.stderr.contains(message), "{arguments:?}: {}", ended.stderr);
        assert!(ended.stderr.contains("--report "), "{arguments:?}: {}", ended.stderr);
        for (name, text) in [
            ("known.toml", known.as_str()),
            ("contract.json", CONTRACT),
            ("driver.sh", &driver),
            ("testees/mine/run", &run),
        ] {
            assert_eq!(place.read(name), text, "{arguments:?}");
        }
        assert!(!place.path("a").exists() && !place.path("in/a").exists(), "{arguments:?}");
    }
    let ended =
        place.shell("wireproof client --report text=out >out --policy union.null-is-absent");
    assert_eq!(ended.code, 2, "{}", ended.stderr);
    assert!(ended.stderr.contains("standard output goes to the same file"), "{}", ended.stderr);
}

/// Complaints about the command line quote it, and do nothing to a terminal.
#[test]
fn what_is_typed_is_quoted_with_escapes() {
    let place = Place::new();
    let evil = "\u{1b}]0;x\u{7}\u{9b}2J\u{202e}\r";
    for arguments in [
        &[evil][..],
        &["client", "--color", "always", "--format", evil],
        &["client", evil],
        &["client", "--edition", evil],
        &["client", "--policy", evil],
        &["client", "--timeout", evil],
        &["client", "--report", evil],
        &["client", "--report", &format!("json={evil}/x")],
        &["client", "--known-failures", evil],
        &["--color=always", "explain", evil],
        &["replay", evil],
        &["compare", evil, evil],
        &["matrix", evil],
        &["decode", "--status", "200", "--header", evil],
    ] {
        let ended = place.run(arguments);
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{arguments:?}");
        // The only colour is that of the word `error`.
        let text = ended.stderr.replace("\u{1b}[31;1merror:\u{1b}[0m", "error:");
        let bad = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!text.contains(bad), "{arguments:?}: {text:?}");
    }
    // A path that is no text is not to blame for another argument.
    let ended = place.shell(r"wireproof client --format pdf --report $'json=\xff'");
    assert!(ended.code == 2 && ended.stderr.contains("'pdf'"), "{}", ended.stderr);
}

#[test]
fn a_matrix_does_not_destroy_the_reports_that_it_is_made_of() {
    let place = Place::new();
    place.run(&[&["client", "--report", "json=a.json"], &QUICK[..]].concat());
    let report = place.read("a.json");
    fs::hard_link(place.path("a.json"), place.path("hard")).expect("it can be linked");
    symlink("a.json", place.path("link")).expect("it can be linked");
    for (output, message) in [
        ("a.json", "would destroy the report a.json"),
        ("./a.json", "would destroy the report a.json"),
        ("hard", "would destroy the report a.json"),
        ("link", "is a link"),
        (".", "is a folder"),
    ] {
        let ended = place.run(&["matrix", "a.json", "-o", output]);
        assert_eq!(ended.code, 2, "{output}");
        assert!(ended.stderr.contains(message), "{output}: {}", ended.stderr);
        assert_eq!(place.read("a.json"), report, "{output}");
    }
    let ended = place.run(&["matrix", "a.json", "-o", "page.md"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    assert!(place.read("page.md").contains("union.null-is-absent"));
    assert_eq!(place.run(&["matrix", "a.json", "-o", "/dev/null"]).code, 0);
}

/// Paths that are no UTF-8: macOS has none.
#[cfg(target_os = "linux")]
mod not_utf8 {
    use std::ffi::{OsStr, OsString};
    use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};

    use super::super::place::{FAULT, WIREPROOF};
    use super::*;

    fn bytes(parts: &[&[u8]]) -> OsString {
        OsString::from_vec(parts.concat())
    }

    #[test]
    fn paths_that_are_not_utf8_work() {
        let place = Place::new();
        let name = |name: &str| bytes(&[b"\xff ", name.as_bytes()]);
        place.testee(name("testees/mine"), &format!("exec '{TESTEE}' {FAULT}"));
        let known = "[[failure]]\npolicy = \"error.modeled\"\nreason = \"So.\"\n";
        place.write(name("known"), known);
        let arguments = [
            OsString::from("client"),
            "mine".into(),
            "--testees".into(),
            name("testees"),
            "--known-failures".into(),
            name("known"),
            "--replays".into(),
            name("replays"),
            "--report".into(),
            bytes(&[b"json=\xff report"]),
            "--policy".into(),
            BROKEN.into(),
        ];
        let ended = place.run(&arguments);
        assert_eq!(ended.code, 1, "{}", ended.stderr);
        let report = place.report(name("report"));
        let policies = report["policies"].as_array().expect("an array");
        let replay = policies[0]["failures"][0]["replay"].as_str().expect("it was saved");
        assert!(replay.contains(r"$'\377 replays/"), "{replay}");
        let ended = place.shell(replay);
        assert_eq!(ended.code, 1, "{replay}: {}", ended.stderr);
        assert!(ended.stdout.starts_with("STILL FAILS"), "{}", ended.stdout);

        let report = name("report");
        for (arguments, code) in [
            (vec![OsStr::new("compare"), &report, &report], 0),
            (vec![OsStr::new("matrix"), &report, OsStr::new("-o"), &name("page")], 0),
        ] {
            let ended = place.run(&arguments);
            assert_eq!(ended.code, code, "{arguments:?}: {}", ended.stderr);
        }
        place.write(name("contract"), CONTRACT);
        let contract = name("contract");
        let arguments = [OsStr::new("encode"), OsStr::new("--contract"), &contract];
        assert_ne!(place.run(&arguments).code, 3);
        let second = bytes(&[b"text=./\xff same"]);
        let ended = place.run(&[
            OsStr::new("client"),
            OsStr::new("--report"),
            &bytes(&[b"json=\xff same"]),
            OsStr::new("--report"),
            &second,
        ]);
        assert_eq!(ended.code, 2);
        assert!(ended.stderr.contains(r"--report text=./\xff same"), "{}", ended.stderr);
    }

    #[test]
    fn what_cannot_be_bytes_is_refused_by_name() {
        let place = Place::new();
        let bad = OsStr::from_bytes(b"a\xff\x1b[31m");
        for arguments in [
            &[OsStr::new("client"), bad][..],
            &[OsStr::new("client"), OsStr::new("--exec"), bad],
            &[OsStr::new("client"), OsStr::new("--policy"), bad],
            &[OsStr::new("explain"), bad],
            &[OsStr::new("decode"), OsStr::new("--header"), bad],
            &[bad],
            // A file that is not there, and a path in a message.
            &[OsStr::new("replay"), bad],
            &[OsStr::new("compare"), bad, bad],
            &[OsStr::new("matrix"), bad],
            &[OsStr::new("encode"), OsStr::new("--contract"), bad],
            &[OsStr::new("client"), OsStr::new("--known-failures"), bad],
            &[OsStr::new("client"), OsStr::new("--report"), bad],
            &[OsStr::new("client"), OsStr::new("x"), OsStr::new("--testees"), bad],
        ] {
            let ended = place.run(arguments);
            assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{arguments:?}");
            let shown = r"a\xff\u{1b}[31m";
            assert!(ended.stderr.contains(shown), "{WIREPROOF} {arguments:?}: {}", ended.stderr);
        }
    }
}
