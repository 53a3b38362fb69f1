//! A testee that was starved of time once is not one that hangs.

use super::place::{Ended, HELLO, Place, end};

const POLICY: &str = "union.null-is-absent";

/// The reference client, the first process of which hangs in its first call.
const HANGS_ONCE: &str = r#"if mkdir hung 2>/dev/null; then
    printf '%s\n' '{"type":"hello","protocol":1,"name":"reference"}'; read -r h; read -r c; exec sleep 600
fi
exec $testee"#;

fn judged(place: &Place, policies: &[&str], timeout: &str) -> Ended {
    let mut command = place.command(&["client", "mine", "--jobs", "1", "--timeout", timeout]);
    for policy in policies {
        command.args(["--policy", policy]);
    }
    end(command.args(["--format", "json", "--report", "text=report.txt"]))
}

#[test]
fn a_hang_that_is_not_reproduced_breaks_nothing_and_is_told() {
    let place = Place::with(HANGS_ONCE);
    // The policy on hangs itself is cleared as well.
    let ended = judged(&place, &[POLICY, "wire.never-hangs"], "1");
    assert_eq!(ended.code, 0, "{ended:?}");
    let json = ended.json();
    assert_eq!(json["problems"][0]["outcome"]["outcome"], "timeout");
    assert_eq!(json["problems"][0]["reproduced"], false);
    for policy in json["policies"].as_array().expect("an array") {
        assert_eq!(
            (&policy["verdict"], &policy["failed"]),
            (&"pass".into(), &0.into()),
            "{policy}"
        );
        assert_eq!(policy["failures"].as_array().map(Vec::len), Some(0), "{policy}");
    }
    assert_eq!(json["summary"]["pass"], 2);

    let text = std::fs::read_to_string(place.path("report.txt")).expect("it is written");
    assert!(text.contains("timeout, not reproduced"), "{text}");
}

#[test]
fn a_hang_that_is_reproduced_breaks_its_policies() {
    let place = Place::with("exec $testee --misbehave hang@every");
    let ended = judged(&place, &[POLICY], "0.2");
    assert_eq!(ended.code, 1, "{ended:?}");
    let json = ended.json();
    assert_eq!(json["summary"]["fail"], 1);
    // One is enough.
    let problems = json["problems"].as_array().expect("an array");
    assert!(problems.iter().any(|problem| problem["reproduced"] == true), "{problems:?}");
    let replay = json["policies"][0]["failures"][0]["replay"].as_str().expect("it is saved");
    let words = shlex::split(replay).expect("words of a shell");
    let ["wireproof", "replay", replay, testee @ ..] =
        &words.iter().map(String::as_str).collect::<Vec<_>>()[..]
    else {
        panic!("{words:?}")
    };

    // And of a saved hang it is the same: this one hangs once, and then no more.
    let again = ["replay", replay, "--timeout", "0.2"];
    let ended = place.run(&[&again[..], testee].concat());
    assert!(ended.code == 1 && ended.stdout.starts_with("STILL FAILS"), "{ended:?}");
    let other = Place::with(HANGS_ONCE);
    let replay = place.path(replay).display().to_string();
    let ended = other.run(&["replay", &replay, "mine", "--timeout", "1"]);
    assert!(ended.code == 0 && ended.stdout.starts_with("FIXED"), "{ended:?}");
}

/// It hangs in the third call of each process, so never in a fresh one alone: what went before is made again, too.
#[test]
fn a_hang_that_needs_its_session_is_reproduced() {
    let place = Place::with(&format!(
        r#"{HELLO}; read -r h; n=0
        while read -r line; do
            case $line in *'"type":"call"'*) n=$((n + 1));; esac
            [ $n = 3 ] && exec sleep 600
            id=${{line#*'"id":"'}}; id=${{id%%'"'*}}
            printf '%s\n' '{{"type":"result","id":"'"$id"'","outcome":"skipped","reason":"x"}}'
        done"#
    ));
    let ended = judged(&place, &[POLICY], "0.5");
    assert_eq!(ended.code, 1, "{ended:?}");
    let json = ended.json();
    let problems = json["problems"].as_array().expect("an array");
    assert!(problems.iter().any(|problem| problem["reproduced"] == true), "{problems:?}");
}
