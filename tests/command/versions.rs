//! A testee with several versions: `NAME@VERSION`.

use crate::files::place::{BROKEN, FAULT, Place, TESTEE};

/// A testee whose version 1.0 is right, and whose versions 1.9 and 2.0 have a fault. Others are not set up.
fn place() -> Place {
    let place = Place::new();
    let script = format!(
        "case $1 in 1.0) exec {TESTEE};; 1.9|2.0) exec {TESTEE} {FAULT};; esac\n\
         echo \"not set up; run: testees/mine/setup $1\" >&2; exit 3"
    );
    place.testee("testees/mine", &script);
    for version in ["1.0", "1.9", "2.0"] {
        std::fs::create_dir_all(place.path(format!("testees/mine/versions/{version}")))
            .expect("a folder");
    }
    place.testee("testees/plain", &format!("[ $# = 0 ] || exit 9; exec {TESTEE}"));
    place
}

#[test]
fn a_version_is_run_and_the_newest_if_none_is_named() {
    let place = place();
    for (name, code) in [
        ("mine", 1),
        ("mine@2.0", 1),
        ("mine@1", 1),
        ("mine@1.0", 0),
        ("plain", 0),
        ("mine@3.0", 3),
        ("mine@../1.0", 2),
        ("plain@1.0", 2),
        ("mine-1.0", 2),
        ("other@1.0", 2),
    ] {
        let ended = place.run(&["client", name, "--policy", BROKEN, "--no-replays"]);
        assert_eq!(ended.code, code, "{name}: {}", ended.stderr);
        let message = match name {
            "mine@3.0" => "run: testees/mine/setup 3.0",
            "mine@../1.0" => "`../1.0` is not a version; pinned are 1.0, 1.9, 2.0",
            "plain@1.0" => "the testee `plain`: it has no versions: leave out `@1.0`",
            "mine-1.0" => {
                "there is no testee `mine-1.0` in `testees`; a version of `mine` is named `mine@1.0`"
            }
            "other@1.0" => "there is no testee `other@1.0` in `testees`; there are mine, plain",
            _ => "",
        };
        assert!(ended.stderr.contains(message), "{name}: {}", ended.stderr);
    }
}

#[test]
fn a_replay_names_the_version_that_failed() {
    let place = place();
    let ended = place.run(&["client", "mine", "--policy", BROKEN, "--replays", "saved"]);
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert!(ended.stdout.contains(" mine@2.0"), "{}", ended.stdout);
    let saved = std::fs::read_dir(place.path("saved")).expect("a folder").flatten().next();
    let file = saved.expect("a failure is saved").path();
    let file = file.to_str().expect("UTF-8");
    let again = |testee: &[&str]| place.run(&[&["replay", file][..], testee].concat()).code;
    assert_eq!((again(&[]), again(&["mine@1.0"])), (1, 0));
}

#[test]
fn a_known_failure_may_be_about_some_versions_and_operations() {
    let place = place();
    for (fields, name, code) in [
        ("version = '{1.9,2.*}'", "mine", 0),
        ("version = '{1.9,2.*}'", "mine@1.9", 0),
        ("version = '1.*'", "mine@2.0", 1),
        // The entry would be outdated if it were about this version.
        ("version = '2.*'", "mine@1.0", 0),
        ("", "mine@1.0", 1),
        ("operation = 'Disassociate*'", "mine", 0),
        ("operation = 'Converse'", "mine", 1),
        ("operation = 'Converse'", "mine@1.0", 0),
    ] {
        let entry =
            format!("[[failure]]\npolicy = '{BROKEN}'\ncase = '*'\nreason = 'So.'\n{fields}\n");
        place.write("known.toml", &entry);
        let options = ["--policy", BROKEN, "--known-failures", "known.toml", "--no-replays"];
        let ended = place.run(&[&["client", name][..], &options].concat());
        assert_eq!(ended.code, code, "{fields} {name}: {}{}", ended.stdout, ended.stderr);
    }
}
