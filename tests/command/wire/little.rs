//! A run that judged little is no success.

use crate::folder::Place;

/// A testee that refuses everything, whatever it is.
const REFUSES: &str = r#"sh -c 'while read -r line; do
case "$line" in
*\"hello\"*) echo "{\"type\":\"hello\",\"protocol\":1,\"name\":\"sh\",\"features\":[\"client_validation\"]}" ;;
*) id="${line#*\"id\":\"}"; id="${id%%\"*}";
echo "{\"type\":\"result\",\"id\":\"$id\",\"outcome\":\"skipped\",\"reason\":\"no\"}" ;;
esac; done'"#;

#[test]
fn a_run_that_judged_nothing_says_so_first() {
    let place = Place::new();
    let options = ["--policy", "error.*", "--no-replays", "--timeout=60"];
    let (code, out, err) = place.run(&[&["client", "--exec", REFUSES][..], &options].concat());
    assert_eq!(code, 4, "{out}{err}");
    assert!(out.starts_with("TOO LITTLE WAS JUDGED: ") && out.contains(", judged 0, "), "{out}");
}

#[test]
fn what_was_selected_and_exercised_is_enough() {
    let place = Place::new();
    for policy in ["union.null-is-absent", "request.*"] {
        let (code, out, err) = place.run(&["client", "--policy", policy, "--no-replays"]);
        assert_eq!(code, 0, "{out}{err}");
        assert!(!out.contains("TOO LITTLE"), "{out}");
    }
}

#[test]
fn the_option_says_how_much_is_enough() {
    let place = Place::new();
    let run = |least: &str| {
        place.run(&["client", "--policy", "union.null-is-absent", "--min-exercised", least])
    };
    assert_eq!(run("0").0, 0);
    assert_eq!(run("1").0, 0);
    let (code, out, err) = run("2");
    assert_eq!(code, 4, "{out}{err}");
    assert!(
        out.starts_with("TOO LITTLE WAS JUDGED: policies selected 1, judged 1, needed 2"),
        "{out}"
    );
}
