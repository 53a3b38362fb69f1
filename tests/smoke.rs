//! `wireproof client --smoke`: each fault of a driver is reported with its own words, and faults of SDKs are not reported.
#![cfg(feature = "cli")]

use std::process::{Command, Stdio};

const WIREPROOF: &str = env!("CARGO_BIN_EXE_wireproof");
const TESTEE: &str = env!("CARGO_BIN_EXE_wireproof-testee");
const PAGE: &str = include_str!("../docs/testee-protocol.md");

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
    assert_eq!(lines.len(), 13, "{page}");
    let names = lines.iter().map(|line| {
        let name = line.strip_prefix("ok    ").unwrap_or_else(|| panic!("{line}"));
        assert_eq!(name.find("  ").map(|_| &name[15..17]), Some("  "), "{line} is out of line");
        name[..15].trim_end()
    });
    assert_eq!(
        names.collect::<Vec<_>>(),
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
            "one-result",
            "end-of-input",
        ]
    );
    assert!(page.ends_with("\n13 checks: the driver is fit to be judged\n"), "{page}");
}

/// A driver, the checks that it fails, and words of the first.
#[rustfmt::skip]
const FAULTY: &[(&str, &[&str], &str)] = &[
    ("--fault members-in-lower-case", &["success", "unicode", "long-lines"],
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
    ("--fault output-in-ascii", &["unicode"], "the output has \"Zo?"),
    ("--fault short-lines", &["long-lines"], "the driver exited with 0"),
    ("--fault dies-of-client-errors", &["refused-input", "no-object", "nobody-listens"],
        "the driver exited with 9; its standard error ends with `uncaught "),
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
    for (fault, names, words) in FAULTY {
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
    }
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
    assert_eq!(output.status.code(), Some(2), "a policy is not judged in ten calls");
}
