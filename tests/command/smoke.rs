//! `wireproof client --smoke`: each fault of a driver is reported with its own words, and faults of SDKs are not reported.

use std::process::{Command, Stdio};

use wireproof::testee::smoke::CHECKS;

use crate::brisk::side_by_side;

const WIREPROOF: &str = env!("CARGO_BIN_EXE_wireproof");
const TESTEE: &str = env!("CARGO_BIN_EXE_wireproof-testee");
const PAGE: &str = include_str!("../../docs/testee-protocol.md");

/// How it ended, and what it printed and complained of.
fn smoke(line: &str) -> (i32, String, String) {
    let output = Command::new(WIREPROOF)
        .args(["client", "--smoke", "--exec", line, "--timeout", "3"])
        .env_remove("WIREPROOF_TESTEES")
        .stdin(Stdio::null())
        .output()
        .expect("the command starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it is UTF-8");
    (output.status.code().expect("it is not killed"), text(output.stdout), text(output.stderr))
}

/// The lines that tell of a fault.
fn faults(page: &str) -> Vec<&str> {
    page.lines().filter(|line| line.starts_with("FAIL")).collect()
}

#[test]
fn a_good_driver_passes_with_a_line_for_each_check() {
    let (code, page, complaint) = smoke(TESTEE);
    assert_eq!((code, complaint.as_str()), (0, ""), "{page}");
    let lines: Vec<_> = page.lines().take_while(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), CHECKS, "{page}");
    let names = lines.iter().map(|line| {
        let name = line.strip_prefix("ok    ").unwrap_or_else(|| panic!("{line}"));
        assert_eq!(name.find("  ").map(|_| &name[16..18]), Some("  "), "{line} is out of line");
        name[..16].trim_end()
    });
    let names: Vec<_> = names.collect();
    assert_eq!(
        names,
        [
            "hello",
            "success",
            "endpoint",
            "unknown-member",
            "error",
            "unmodeled-error",
            "refused-input",
            "no-object",
            "unicode",
            "long-lines",
            "nobody-listens",
            "infinite-answer",
            "infinite-error",
            "infinite-input",
            "surrogate-answer",
            "surrogate-error",
            "surrogate-input",
            "empty-values",
            "empty-answer",
            "empty-error",
            "huge-values",
            "huge-error",
            "many-members",
            "many-in-input",
            "one-result",
            "end-of-input",
        ]
    );
    let end = format!("\n{CHECKS} checks: the driver is fit to be judged\n");
    assert!(page.ends_with(&end), "{page}");
    // The page on the protocol describes the same checks, and counts them rightly.
    assert!(PAGE.contains(&format!("It makes {CHECKS} checks.")));
    let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let described: Vec<_> =
        rows.map(|(name, _)| name).filter(|name| names.contains(name)).collect();
    assert_eq!(described, names);
}

/// A driver, the checks that it fails, and words of the first.
#[rustfmt::skip]
const FAULTY: &[(&str, &[&str], &str)] = &[
    ("--fault members-in-lower-case", &["success", "unicode", "long-lines", "empty-values", "huge-values"],
        "the output has nothing at `InstanceUserSummary`, instead of {"),
    ("--fault one-endpoint", &["endpoint"],
        "the request went to the endpoint of an earlier call"),
    ("--fault unknown-member-raw", &["unknown-member"],
        "a union's unknown member `Okta` is reported as {\"Okta\":{}}; to mend it, report it as {\"SDK_UNKNOWN_MEMBER\":"),
    ("--fault service-errors-as-client-errors", &["error", "unmodeled-error"],
        "the service answers ThrottlingException, and the outcome is client error"),
    ("--fault error-code-lost", &["error", "unmodeled-error"],
        "the code is null, instead of ThrottlingException"),
    ("--fault every-error-modeled", &["unmodeled-error"],
        "TeapotException is reported as modeled"),
    ("--fault retries", &["error"], "2 requests came for one call; to mend it, turn off the SDK's retries"),
    ("--fault output-in-ascii", &["unicode", "huge-values"], "the output has \"Zo?"),
    ("--fault short-lines", &["long-lines", "huge-values", "many-in-input"], "the driver exited with 0"),
    ("--fault dies-of-client-errors", &["refused-input", "no-object", "nobody-listens", "infinite-answer",
        "infinite-input", "surrogate-answer", "many-in-input"],
        "the driver exited with 9; its standard error ends with `uncaught "),
    ("--fault half-mebibyte-lines", &["huge-values"],
        "the driver exited with 0; to mend it, read and write lines of up to 16 MiB"),
    ("--fault doubles-only", &["infinite-input"],
        "the driver exited with 0; to mend it, read a number that its type cannot hold as an infinity"),
    ("--fault unicode-only", &["surrogate-input"],
        "the driver exited with 0; to mend it, read {\"$wtf8\":\"<base64>\"} as a string"),
    ("--fault few-members", &["many-in-input"], "the driver exited with 0; to mend it, read and write lines"),
    ("--fault empty-left-out", &["empty-values"], "the output has null for the Username"),
    ("--fault needs-an-output", &["empty-answer"],
        "its standard error ends with `uncaught output`; to mend it, report an output without members as {}"),
    ("--fault needs-a-message", &["empty-error"],
        "its standard error ends with `uncaught error of the service`; to mend it, report a code or a message"),
    ("--fault short-messages", &["huge-error"],
        "its standard error ends with `uncaught error of the service`; to mend it, read and write lines"),
    ("--misbehave bare-infinity@11", &["infinite-answer"],
        "unexpected `I` at byte 99, in `nstanceUserSummary\": {\"Status\": Infinity"),
    ("--misbehave bare-infinity@12", &["infinite-error"],
        "to mend it, write NaN and the infinities as the strings NaN, Infinity and -Infinity, never as bare words"),
    ("--misbehave bare-surrogate@14", &["surrogate-answer"],
        "to mend it, write a string with a lone surrogate as {\"$wtf8\":\"<base64>\"}"),
    ("--misbehave bare-surrogate@15", &["surrogate-error"], "to mend it, escape a lone surrogate in a code"),
    ("--misbehave exit@22", &["many-members"], "the driver exited with 7; to mend it, read and write lines"),
    ("--misbehave twice@every", &["one-result", "end-of-input"], "there is a second result for call `1`, "),
    ("--misbehave wrong-id@every", &["success"],
        "the driver sent no valid result of the call: a result for the unknown call `not-1`"),
    ("--misbehave not-json@every", &["success"], "the driver sent no valid result of the call: not JSON"),
    ("--misbehave hang@every", &["success"], "no result came within 3000 ms"),
    ("--misbehave exit@6", &["refused-input"], "the driver exited with 7"),
    ("--misbehave banner", &["hello"], "the first line is not a hello: `Welcome to the SDK!`"),
];

#[test]
fn each_fault_of_a_driver_is_reported_with_its_own_words_and_a_remedy() {
    side_by_side(FAULTY, |(fault, names, words)| {
        let (code, page, complaint) = smoke(&format!("{TESTEE} {fault}"));
        assert_eq!((code, complaint.as_str()), (1, ""), "{fault}: {page}");
        let faults = faults(&page);
        let failed = faults.iter().map(|line| line.split_whitespace().nth(1).expect("a name"));
        assert_eq!(&failed.collect::<Vec<_>>(), names, "{fault}: {page}");
        assert!(faults[0].contains(words), "{fault}: {}", faults[0]);
        for line in faults {
            let (_, section) = line.rsplit_once("(docs/testee-protocol.md, \"").expect(line);
            let section = section.strip_suffix("\")").expect(line);
            assert!(PAGE.contains(&format!("\n## {section}\n")), "there is no section {section}");
        }
        assert!(page.contains("mend the driver before its SDK is judged"), "{page}");
    });
}

#[test]
fn a_driver_that_names_no_edition_is_told_what_a_run_assumes() {
    let (code, page, _) = smoke(&format!("{TESTEE} --edition none"));
    let hello = page.lines().next().unwrap_or_default();
    assert_eq!(code, 0, "{page}");
    let words = "it names no edition, so a run assumes 2022-08; name one of 2022-08, 2024-11, 2026-11 in the hello, or by --edition";
    assert!(hello.starts_with("ok    hello ") && hello.ends_with(words), "{hello}");
    let (_, page, _) = smoke(&format!("{TESTEE} --edition 2024-11"));
    let hello = page.lines().next().unwrap_or_default();
    assert!(hello.ends_with(", edition 2024-11"), "{hello}");
}

#[test]
fn a_driver_is_to_end_with_its_input() {
    for (line, words) in [
        (
            format!("sh -c '{TESTEE}; exit 3'"),
            "the input has ended, and the driver exited with 3; to mend it, end",
        ),
        (
            format!("sh -c '{TESTEE}; exec sleep 600'"),
            "the driver still runs 5 s later; to mend it, end",
        ),
    ] {
        let (code, page, _) = smoke(&line);
        let faults = faults(&page);
        assert_eq!((code, faults.len()), (1, 1), "{page}");
        assert!(faults[0].contains("end-of-input") && faults[0].contains(words), "{}", faults[0]);
    }
}

#[test]
fn what_an_sdk_does_wrong_is_not_put_down_to_its_driver() {
    for fault in ["unknown-member-unnamed", "truncated-is-success"] {
        let (code, page, _) = smoke(&format!("{TESTEE} --fault {fault}"));
        assert_eq!(code, 0, "{fault}: {page}");
    }
    let (code, page, _) = smoke(&format!("{WIREPROOF} testee drops-a-member-beside-a-long-one"));
    assert_eq!(code, 0, "{page}");
}

#[test]
fn a_driver_that_does_not_start_is_3_and_none_at_all_is_2() {
    for line in ["no-such-program", "false"] {
        let (code, page, complaint) = smoke(line);
        assert_eq!((code, page.as_str()), (3, ""), "{complaint}");
        assert!(
            complaint.contains(&format!("the testee `{line}`"))
                || complaint.contains("cannot start"),
            "{complaint}"
        );
    }
    let output = Command::new(WIREPROOF).args(["client", "--smoke"]).output().expect("it starts");
    assert_eq!(output.status.code(), Some(2));
    let both = ["client", "--smoke", "--exec", TESTEE, "--policy", "union.*"];
    let output = Command::new(WIREPROOF).args(both).output().expect("it starts");
    assert_eq!(output.status.code(), Some(2), "a policy is not judged by the checks of a driver");
}
