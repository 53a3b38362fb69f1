//! Reports of runs in each format, and replays of their failures.

use wireproof::reference::mutants::mutants;
use wireproof::report::Paint;
use wireproof::selftest::{KillMatrix, KillRow, SuiteFault, write_matrix};

use super::place::{self, OURS, Place};
use super::settings::{Filters, Snapshot, Subject};

pub(crate) const SUBJECT: Subject = Subject { name: "reports", filters: FILTERS, list };

/// Times and moments; and requests in base64, which hold a port and a signature.
const FILTERS: Filters = &[
    place::FILTERS[0],
    (r#""elapsed_ms": \d+"#, r#""elapsed_ms": "[time]""#),
    (r#""started": "[^"]+""#, r#""started": "[moment]""#),
    (r#""arrived": "[^"]+""#, r#""arrived": "[moment]""#),
    (r#""endpoint": "http://127\.0\.0\.1:\d+"#, r#""endpoint": "http://127.0.0.1:[port]"#),
    (r"(?m)  \d{4}-\d\d-\d\dT[\d:]{8}Z$", "  [moment]"),
    (r"\| \d{4}-\d\d-\d\d", "| [day]"),
    (r#" time="\d+\.\d+""#, r#" time="[time]""#),
    // `POST /user` in base64.
    (r#""UE9TVCAvdXNlc[A-Za-z0-9+/]*=*""#, r#""[request in base64]""#),
];

const POLICY_ID: &str = "union.unknown-member-named";

fn list() -> Vec<Snapshot> {
    vec![
        Snapshot::new("text", "A run in which one policy is broken.", || {
            after(|place| {
                place
                    .run(&client("--fault unknown-member-unnamed", &["--policy", "union.unknown*"]))
            })
        }),
        Snapshot::new("text-quiet", "The same, with no more than what is broken.", || {
            after(|place| {
                let options = ["--policy", "union.unknown*", "--quiet"];
                place.run(&client("--fault unknown-member-unnamed", &options));
            })
        }),
        Snapshot::new("text-shard", "A shard of a run.", || {
            after(|place| {
                let shard = ["--shard", "2/3", "--report", "json=shard.json"];
                place.run(&[&["client", "--policy", "union.*"], &shard[..]].concat())
            })
        }),
        Snapshot::new("text-verbose", "Several failures of each policy.", || {
            after(|place| {
                let options = ["--policy", "union.*-refused", "--verbose", "--strict"];
                place.run(&client("--fault truncated-is-success", &options));
            })
        }),
        Snapshot::new("text-pass", "The reference client keeps every policy on unions.", || {
            after(|place| place.run(&["client", "--policy", "union.*"]))
        }),
        Snapshot::new(
            "text-converse",
            "The client that interprets any contract keeps every policy by another embedded contract.",
            || after(|place| place.run(&["client", "--contract", "converse", "--jobs", "8"])),
        ),
        Snapshot::new("text-errors", "Every error without its code.", || {
            after(|place| {
                let options = ["--policy", "error.from-*", "--policy", "error.modeled"];
                place.run(&client("--fault error-code-lost", &options));
            })
        }),
        Snapshot::new(
            "text-generated",
            "A generated failure, and how it was made smaller.",
            || {
                after(|place| {
                    let options =
                        ["--policy", POLICY_ID, "--cases", "3", "--seed", "7", "--verbose"];
                    place.run(&client("--fault unknown-member-unnamed", &options));
                })
            },
        ),
        Snapshot::new("text-crash", "The testee dies in its second call.", || {
            after(|place| place.run(&client("--misbehave exit@2", &["--policy", POLICY_ID])))
        }),
        Snapshot::new("text-timeout", "The testee hangs in its second call, and no more.", || {
            after(|place| {
                let options = ["--policy", "union.known-member", "--timeout", "5"];
                place.run(&client("--misbehave hang@2", &options));
            })
        }),
        Snapshot::new(
            "text-protocol-error",
            "The testee answers its second call with no JSON.",
            || {
                after(|place| {
                    place.run(&client("--misbehave not-json@2", &["--policy", POLICY_ID]))
                })
            },
        ),
        Snapshot::new(
            "json",
            "The JSON report of a policy that is broken, and of one that holds.",
            || {
                let options =
                    ["--policy", POLICY_ID, "--policy", "union.known-member", "--format", "json"];
                let (_, report, _) =
                    Place::new().output(&client("--fault unknown-member-unnamed", &options), b"");
                report
            },
        ),
        Snapshot::new("junit", "The JUnit report of the same run.", || {
            let place = Place::new();
            let options = [
                "--policy",
                POLICY_ID,
                "--policy",
                "union.known-member",
                "--report",
                "junit=report.xml",
            ];
            place.output(&client("--fault unknown-member-unnamed", &options), b"");
            place.read("report.xml")
        }),
        Snapshot::new(
            "compare",
            "Two reports that differ in every way, and each compared with itself.",
            compare,
        ),
        Snapshot::new("compare-json", "Where two reports part, for programs.", || {
            let place = Place::new();
            save(&place, "", "a.json", &["--policy", POLICY_ID]);
            save(&place, "--fault unknown-member-unnamed", "b.json", &["--policy", POLICY_ID]);
            place.output(&["compare", "a.json", "b.json", "--format", "json"], b"").1
        }),
        Snapshot::new("matrix", "The matrix of two reports, in Markdown.", || {
            let place = Place::new();
            save(&place, "", "a.json", &["--policy", "union.known-*", "--policy", POLICY_ID]);
            save(&place, "--fault unknown-member-unnamed", "b.json", &["--policy", POLICY_ID]);
            place.output(&["matrix", "a.json", "b.json"], b"").1
        }),
        Snapshot::new(
            "against",
            "A second testee that reports another stage for an input that it refuses: no policy says which stage is right.",
            || {
                after(|place| {
                    let beside = format!("sh -c \"{OURS} | sed -u 's/deserialize/read/'\"");
                    let policy = "response.not-an-object-refused";
                    let options = ["--policy", policy, "--quiet", "--against-exec", &beside];
                    place.run(&client("", &options));
                })
            },
        ),
        Snapshot::new(
            "gate",
            "Two versions of a testee: what the later one breaks, what it mends, and what else differs.",
            gate,
        ),
        Snapshot::new("smoke", "What is wrong with a driver.", || {
            after(|place| place.run(&client("--fault every-error-modeled", &["--smoke"])))
        }),
        Snapshot::new("selftest", "The kill matrix of a suite with every kind of fault.", matrix),
        Snapshot::new("replay", "A saved failure, run again with several testees.", replay),
        Snapshot::new("replay-file", "A failure as it is saved.", || {
            let place = Place::new();
            place.output(&client("--fault unknown-member-unnamed", &["--policy", POLICY_ID]), b"");
            place.read(&saved(&place))
        }),
        Snapshot::new(
            "known-failures",
            "Known failures: true ones, and all that can be wrong with one.",
            known,
        ),
        Snapshot::new("policies", "The catalogue as a list.", || {
            after(|place| place.run(&["policies", "--policy", "union.*"]))
        }),
        Snapshot::new("policies-json", "A policy of the catalogue as JSON.", || {
            after(|place| place.run(&["policies", "--policy", POLICY_ID, "--format", "json"]))
        }),
    ]
}

/// The transcript of what is done in a place.
fn after(act: impl FnOnce(&mut Place)) -> String {
    let mut place = Place::new();
    act(&mut place);
    place.transcript()
}

/// Returns the arguments that judge our own testee, started with these options.
fn client(testee: &str, options: &[&str]) -> Vec<String> {
    let exec = format!("{OURS} {testee}");
    let arguments =
        ["client", "--exec", exec.trim_end()].into_iter().chain(options.iter().copied());
    arguments.map(str::to_owned).collect()
}

/// The first of the files in which the failures of a run are saved.
fn saved(place: &Place) -> String {
    place.files(".wireproof/replays").remove(0)
}

fn replay() -> String {
    after(|place| {
        let fault = format!("{OURS} --fault unknown-member-unnamed");
        place.output(&["client", "--exec", &fault, "--policy", POLICY_ID], b"");
        let file = saved(place);
        place.run(&["replay", &file]);
        place.run(&["replay", &file, "--allow-exec"]);
        place.run(&["replay", &file, "--exec", OURS]);
        place.run(&["replay", &file, "--exec", &format!("{OURS} --misbehave exit@every")]);
        place.run(&["replay", &file, "--exec", &format!("{OURS} --misbehave not-json@every")]);
        place.run(&["replay", &file, "--exec", "./no-such-program"]);
    })
}

/// Saves a report of our own testee.
fn save(place: &Place, testee: &str, file: &str, options: &[&str]) {
    let report = format!("json={file}");
    let options = [options, &["--report", &report, "--no-replays"]].concat();
    place.output(&client(testee, &options), b"");
}

fn compare() -> String {
    after(|place| {
        let policies = ["--policy", "union.*", "--policy", "error.from-*"];
        save(place, "--fault error-code-lost", "a.json", &policies);
        save(place, "--fault unknown-member-unnamed", "b.json", &policies);
        save(place, "", "c.json", &["--policy", "union.*", "--edition", "2024-11"]);
        place.run(&["compare", "a.json", "b.json"]);
        place.run(&["compare", "a.json", "a.json"]);
        place.run(&["compare", "a.json", "c.json"]);
    })
}

fn gate() -> String {
    after(|place| {
        let other = format!("{OURS} | sed -u 's/deserialize/read/'");
        place.silent_testee(
            "sdk",
            &["1.0", "2.0", "2.1"],
            &format!(
                "case $1 in 1.0) exec {OURS};; 2.0) exec {OURS} --fault unknown-member-unnamed;; 2.1) {other};; esac"
            ),
        );
        let run = |place: &mut Place, from: &str, to: &str, policy: &str| {
            let options = ["--policy", policy, "--cases", "0", "--jobs", "1", "--no-setup"];
            place.run(&[&["gate", "sdk", "--from", from, "--to", to], &options[..]].concat());
        };
        run(place, "1.0", "2.0", POLICY_ID);
        run(place, "2.0", "1.0", POLICY_ID);
        run(place, "1.0", "2.1", "response.not-an-object-refused");
        run(place, "2.0", "2", POLICY_ID);
        place.run(&["gate", "nothing", "--from", "1.0", "--to", "2.0"]);
    })
}

fn known() -> String {
    const ENTRY: &str =
        "[[failure]]\npolicy = \"union.unknown-member-named\"\nreason = \"It keeps no name.\"\n";
    after(|place| {
        for (testee, more) in [
            ("--fault unknown-member-unnamed", ""),
            ("--fault unknown-member-unnamed", "case = \"union/unknown-zero\"\n"),
            ("--fault unknown-member-unnamed", "path = \"outcome\"\n"),
            ("--fault unknown-member-unnamed", "expires = \"2020-01-31\"\n"),
            ("", "case = \"union/unknown-*\"\n"),
            ("", "flaky = true\n"),
        ] {
            place.file("known.toml", format!("{ENTRY}{more}"));
            let options = [
                "--policy",
                POLICY_ID,
                "--known-failures",
                "known.toml",
                "--quiet",
                "--no-replays",
            ];
            place.run(&client(testee, &options));
        }
    })
}

/// A matrix made by hand: a run of the whole suite takes long and has no faults to show.
fn matrix() -> String {
    let case = |id: &'static str| (id, "union/some-case".to_owned());
    let row = |name: &str, caught_by: Vec<(&'static str, String)>| {
        let mutant = mutants().find(|mutant| mutant.name == name);
        let missed_alone = name == "cuts-names-at-255-characters";
        KillRow { mutant: Some(mutant.expect(name)), caught_by, missed_alone, calls: 614 }
    };
    let matrix = KillMatrix {
        complete: false,
        rows: vec![
            row("names-no-unknown-member", vec![case(POLICY_ID)]),
            row("cuts-names-at-255-characters", vec![case(POLICY_ID), case("union.known-member")]),
            row(
                "knows-no-unknown-variant",
                vec![case("union.unknown-member-tolerated"), case("response.large-survived")],
            ),
            row("names-the-type-hint-before-an-unknown-member", vec![case(POLICY_ID)]),
            row("counts-the-type-hint", vec![]),
        ],
        accused: vec![case("wire.never-hangs")],
        faults: vec![
            SuiteFault::Accused("wire.never-hangs"),
            SuiteFault::AlsoBy("cuts-names-at-255-characters", "union.known-member"),
            SuiteFault::MissedAlone("cuts-names-at-255-characters", POLICY_ID),
            SuiteFault::Survived("counts-the-type-hint"),
            SuiteFault::NotByItsOwn("names-the-type-hint-before-an-unknown-member"),
            SuiteFault::NeverSole("union.type-hint-ignored"),
        ],
    };
    write_matrix(&matrix, Paint::default())
}
