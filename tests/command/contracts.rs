//! `wireproof contract`: shows contracts, compares them, and takes one out of a model.

use std::path::Path;

use serde_json::{Value, json};
use wireproof::contract::{Contract, EDITIONS};

use crate::models::{BOTOCORE, gzipped, run};

fn written(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("it can be written");
    path.to_str().expect("UTF-8").to_owned()
}

/// Runs a command that must succeed, and returns what it prints.
fn printed(arguments: &[&str]) -> String {
    let (code, stdout, stderr) = run(arguments, b"");
    assert_eq!((code, stderr.as_str()), (0, ""), "{arguments:?}");
    stdout
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

#[test]
fn shows_where_each_member_travels() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = written(folder.path(), "service-2.json", BOTOCORE);
    let show = ["contract", "show", "--contract", &path];
    let list = printed(&show);
    assert_eq!(
        list,
        "The Parts 2026-11-29\n\n  PutPart  PUT /parts/{Id}?kind=plain\n  GetPart  GET /parts/{Id}\n  \
         Watch    POST /watch  (event stream: not supported)\n\n3 operations; choose one with --operation\n"
    );
    let page = printed(&[&show[..], &["--operation", "PutPart"]].concat());
    assert_eq!(
        page,
        "PutPart
  service   The Parts 2026-11-29
  id        com.amazonaws.parts#PutPart
  protocol  restJson1
  request   PUT /parts/{Id}?kind=plain
  success   201
  signed    SigV4, parts

Input PutPartRequest
  Id!     String  the path
  Labels  Labels  the query as `label`
  Until   Time    the header field `X-Until`
  Token   String  the header field `X-Token`, idempotency token
  Data    Blob    the body, as the whole of it

Output PutPartResponse
  Code     Integer  the status
  Version  String   the header field `X-Version`
  Data     Blob     the body, as the whole of it

Errors
  Busy 429
    Wait     Integer  the header field `Retry-After`
    Message  String   the body as `Message`

Shapes
  Labels: a list of String
  String: a string
  Integer: an integer
  Time: a timestamp
  Blob: a blob
"
    );
    let told =
        parsed(&printed(&[&show[..], &["--operation", "PutPart", "--format", "json"]].concat()));
    assert_eq!(told["uri"], "/parts/{Id}?kind=plain");
    assert_eq!(
        told["input"]["members"][0],
        json!({"name":"Id","target":"com.amazonaws.parts#String","required":true,"place":"the path"})
    );
    assert_eq!(told["errors"][0]["status"], 429);
}

#[test]
fn shows_each_edition() {
    for edition in EDITIONS {
        let page = printed(&["contract", "show", "--edition", edition.name]);
        assert!(page.contains(&format!("edition   {}\n", edition.name)), "{page}");
    }
    assert_eq!(
        printed(&["contract", "show"]),
        printed(&["contract", "show", "--edition", "2022-08"])
    );
}

/// Returns a line with the members of a shape, if it lists them, in the order of their names.
fn sorted(line: &str) -> String {
    let Some((begin, list)) = line.split_once(" of ") else { return line.to_owned() };
    let mut members: Vec<_> = list.split(", ").collect();
    members.sort_unstable();
    format!("{begin} of {}", members.join(", "))
}

#[test]
fn the_page_of_the_editions_tells_what_the_command_does() {
    let page = include_str!("../../docs/editions.md");
    for pair in EDITIONS.windows(2) {
        let [before, after] = pair else { continue };
        let text = printed(&["contract", "diff", before.name, after.name]);
        let title = format!("\n## From {} to {}\n", before.name, after.name);
        let (_, section) = page.split_once(&title).expect("it has a section");
        let section = section.split("\n## ").next().expect("one");
        let told = section.lines().filter_map(|line| line.strip_prefix("- "));
        let shown = text.lines().filter_map(|line| line.strip_prefix("  ok   "));
        let (mut told, mut shown): (Vec<_>, Vec<_>) =
            (told.map(sorted).collect(), shown.map(sorted).collect());
        told.sort_unstable();
        shown.sort_unstable();
        assert_eq!(shown, told);
    }
}

#[test]
fn a_change_that_breaks_somebody_ends_with_1() {
    // Backwards, members go and members are required again.
    let (code, text, stderr) = run(&["contract", "diff", "2024-11", "2022-08"], b"");
    assert_eq!((code, stderr.as_str()), (1, ""));
    for part in [
        "BREAKS `InstanceUserSummary` loses `InstanceUserArn`\n",
        "for     callers that read it\n",
        "rule    Updating structures: renaming or removing a member\n",
        "ok   `DisassociateUserRequest` now requires `Username`\n",
    ] {
        assert!(text.contains(part), "{text}");
    }
    let (code, text, _) = run(&["contract", "diff", "2024-11", "2022-08", "--format", "json"], b"");
    let told = parsed(&text);
    assert_eq!(code, 1);
    let changes = told["changes"].as_array().expect("a list");
    let breaking = changes.iter().filter(|change| change["breaking"] == true);
    assert_eq!(told["breaking"], breaking.count());
    assert_eq!(told["guide"], "https://smithy.io/2.0/guides/evolving-models.html");
    let (code, text, _) = run(&["contract", "diff", "2022-08", "2022-08"], b"");
    assert_eq!(code, 0);
    assert!(text.contains("nothing changed") && text.contains("0 changes, 0 breaking"), "{text}");
}

#[test]
fn compares_files_of_either_form() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let old = written(folder.path(), "old.json.gz", gzipped(BOTOCORE.as_bytes()));
    let later =
        BOTOCORE.replace("\"locationName\":\"X-Version\"", "\"locationName\":\"X-Edition\"");
    let new = written(folder.path(), "new.json", later);
    let diff = |a: &str, b: &str| run(&["contract", "diff", a, b, "--operation", "PutPart"], b"");
    let (code, text, _) = diff(&old, &new);
    assert_eq!(code, 1);
    let told = "BREAKS `Version` of `PutPartResponse` travels in the header field `X-Edition`, and not the header \
                field `X-Version`";
    assert!(text.contains(told), "{text}");
    let ast = printed(&["contract", "import", &old, "--operation", "PutPart"]);
    let ast = written(folder.path(), "ast.json", ast);
    let (code, text, _) = diff(&old, &ast);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("nothing changed"), "{text}");
}

#[test]
fn an_imported_contract_holds_only_its_operation() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = written(folder.path(), "service-2.json", BOTOCORE);
    let text = printed(&["contract", "import", &path, "--operation", "GetPart"]);
    let contract = Contract::from_smithy(&text, None).expect("it is a contract");
    assert_eq!(contract.operation().http().uri, "/parts/{Id}");
    assert_eq!(
        contract.service().map(|service| service.sdk_id().to_owned()).as_deref(),
        Some("The Parts")
    );
    assert!(!text.contains("PutPart") && text.contains("GetPartRequest"), "{text}");
    let out = folder.path().join("out.json");
    let name = out.to_str().expect("UTF-8");
    let by = ["contract", "import", &path, "--operation", "GetPart", "--output"];
    assert_eq!(printed(&[&by[..], &[name]].concat()), "");
    assert_eq!(std::fs::read_to_string(&out).expect("it was written"), text);
    let (code, _, stderr) = run(&[&by[..], &[&path]].concat(), b"");
    assert_eq!(code, 2);
    assert!(stderr.contains("would destroy the model"), "{stderr}");
}

#[test]
fn names_that_are_no_contract() {
    for (arguments, part) in [
        (
            ["2022-08", "2023-01"],
            "`2023-01` is neither a file nor an embedded contract or edition; the contracts are disassociate-user, converse, \
             invoke (NAME@EDITION for an edition), and the editions of disassociate-user are 2022-08, 2024-11, 2026-11",
        ),
        (["none.json", "2022-08"], "`none.json` is neither a file nor an embedded contract"),
    ] {
        let (code, _, stderr) = run(&[&["contract", "diff"], &arguments[..]].concat(), b"");
        assert_eq!(code, 2);
        assert!(stderr.contains(part), "{stderr}");
    }
    let diff = ["contract", "diff", "2022-08", "2024-11", "--operation", "PutPart"];
    let (code, _, stderr) = run(&diff, b"");
    assert_eq!(code, 2);
    assert!(stderr.contains("2022-08 is of DisassociateUser, and not of `PutPart`"), "{stderr}");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let query = BOTOCORE.replace("rest-json", "ec2");
    let path = written(folder.path(), "ec2.json", query);
    let (code, stdout, stderr) = run(&["contract", "show", "--contract", &path], b"");
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("speaks aws.protocols#ec2Query; only"), "{stderr}");
}
