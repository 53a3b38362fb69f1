//! The embedded contracts, chosen by their names.

use serde_json::Value;
use wireproof::contract::CONTRACTS;
use wireproof::json::Json;

use crate::brisk::brisk;
use crate::models::run;

/// Runs a command and returns what it prints. It must end with this exit code.
fn ends(code: i32, arguments: &[&str], input: &str) -> (String, String) {
    let arguments: Vec<_> = brisk(arguments);
    let arguments: Vec<_> = arguments.iter().map(|it| it.to_str().expect("UTF-8")).collect();
    let (found, stdout, stderr) = run(&arguments, input.as_bytes());
    assert_eq!(found, code, "{arguments:?}: {stdout}{stderr}");
    (stdout, stderr)
}

/// The embedded client of each contract keeps every policy in all fixed cases, over real sockets.
#[test]
fn the_reference_passes_the_cases_of_each_contract() {
    for embedded in CONTRACTS.iter().skip(1) {
        let options = ["client", "--contract", embedded.name, "--strict", "--format", "json"];
        let (report, _) = ends(0, &options, "");
        // serde_json refuses numbers that no double holds, and the outcomes have some.
        let report = Json::parse(&report).expect("a report");
        let contract = report.get("contract").expect("a contract");
        let named = |name| contract.get(name).and_then(Json::as_str);
        assert_eq!(named("name"), Some(embedded.name));
        assert_eq!(named("operation"), Some(embedded.operation));
        assert_eq!(named("edition"), Some(embedded.editions[0].name));
        assert_eq!(contract.get("edition_assumed"), Some(&Json::Bool(false)));
        assert_eq!(report.get("complete"), Some(&Json::Bool(true)));
        let policies = report.get("policies").and_then(Json::as_array).expect("policies");
        let passes = |policy: &&Json| policy.get("verdict").and_then(Json::as_str) == Some("pass");
        let judged = policies.iter().filter(passes).count();
        assert!(judged > 50, "{}: {judged} policies are judged", embedded.name);
    }
}

#[test]
fn a_name_is_no_file_and_a_path_is_no_name() {
    let (_, told) = ends(2, &["client", "--contract", "talk"], "");
    let names: Vec<_> = CONTRACTS.iter().map(|contract| contract.name).collect();
    assert!(told.contains(&format!("the embedded contracts are {}", names.join(", "))), "{told}");
    let (_, told) = ends(2, &["contract", "show", "--contract", "./converse"], "");
    assert!(told.contains("cannot be read"), "{told}");
    for (options, part) in [
        (
            &["--contract", "converse", "--edition", "2022-08"][..],
            "there is no edition `2022-08` of `converse`; there is 2026-11",
        ),
        (
            &["--contract", "c.json", "--edition", "2022-08"],
            "--edition goes with an embedded contract (disassociate-user, converse, invoke)",
        ),
        (
            &["--contract", "invoke", "--operation", "Converse"],
            "invoke is of Invoke, and not of `Converse`; leave out --operation, or name a file",
        ),
    ] {
        let (_, told) = ends(2, &[&["client"], options].concat(), "");
        assert!(told.contains(part), "{told}");
    }
}

#[test]
fn every_command_takes_the_names() {
    let by = |name| ["--contract", name];
    let (page, _) = ends(0, &[&["contract", "show"][..], &by("converse")].concat(), "");
    assert!(page.starts_with("Converse\n  service   Bedrock Runtime 2023-09-30\n"), "{page}");
    let (page, _) = ends(0, &["contract", "diff", "converse", "converse@2026-11"], "");
    assert!(page.contains("nothing changed"), "{page}");
    let (page, _) = ends(1, &["contract", "diff", "disassociate-user", "invoke"], "");
    assert!(page.contains("BREAKS"), "{page}");
    let explain = ["explain", "response.raw-payload-read"];
    let (page, _) = ends(0, &[&explain[..], &by("invoke")].concat(), "");
    assert!(page.ends_with("By Invoke in edition 2026-11\n\n  The policy applies.\n"), "{page}");
    let input = r#"{"FunctionName":"a:b","LogType":"Tail"}"#;
    let (printed, _) = ends(0, &[&["encode"][..], &by("invoke")].concat(), input);
    let printed: Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!(printed["uri"], "/2015-03-31/functions/a%3Ab/invocations");
    let answer = r#"{"output":{"message":{"role":"assistant","content":[{"sound":1}]}},
        "stopReason":"end_turn","usage":{"inputTokens":1,"outputTokens":1,"totalTokens":2},"metrics":{"latencyMs":1}}"#;
    let decode = ["decode", "--status", "200"];
    let (printed, _) = ends(0, &[&decode[..], &by("converse")].concat(), answer);
    let printed: Value = serde_json::from_str(&printed).expect("JSON");
    let block = &printed["output"]["output"]["message"]["content"][0];
    assert_eq!(block["SDK_UNKNOWN_MEMBER"]["name"], "sound");
}

/// A replay file names the contract, so the replay needs no option for it.
#[test]
fn a_replay_knows_its_contract() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let replays = folder.path().to_str().expect("UTF-8");
    let testee = env!("CARGO_BIN_EXE_wireproof-testee");
    let testee = format!("{testee} --edition none --misbehave exit@1");
    let run = ["client", "--contract", "converse", "--policy", "wire.never-crashes"];
    ends(1, &[&run[..], &["--exec", &testee, "--replays", replays]].concat(), "");
    let mut saved = std::fs::read_dir(folder.path()).expect("the folder is there");
    let saved = saved.next().expect("a replay").expect("it can be read").path();
    let text = std::fs::read_to_string(&saved).expect("it can be read");
    let replay: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(replay["origin"]["contract"], "converse");
    assert_eq!(replay["origin"]["edition"], "2026-11");
    let saved = saved.to_str().expect("UTF-8");
    let (told, _) = ends(1, &["replay", saved, "--exec", &testee], "");
    assert!(told.contains("STILL FAILS"), "{told}");
}

/// The reports of shards say what the testee shows, the members of errors too.
#[test]
fn shards_of_a_contract_with_members_in_errors_merge() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let paths = ["1", "2"].map(|shard| format!("{}/{shard}.json", folder.path().display()));
    for (path, shard) in paths.iter().zip(["1/2", "2/2"]) {
        let report = format!("json={path}");
        let select = ["--policy", "error.members-read", "--shard", shard, "--report", &report];
        ends(0, &[&["client", "--contract", "invoke"], &select[..]].concat(), "");
    }
    let (text, _) = ends(0, &["merge", &paths[0], &paths[1]], "");
    assert!(text.contains("pass  must    error.members-read"), "{text}");
}

/// A client may fill in a token, and an answer to HEAD has no body whatever its head says.
#[test]
fn a_token_in_the_query_and_an_answer_to_head_accuse_nobody() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("model.json");
    let model = r#"{"smithy":"2.0","shapes":{
        "a#S":{"type":"service","version":"1","operations":[{"target":"a#Op"}],
            "traits":{"aws.protocols#restJson1":{}}},
        "a#Op":{"type":"operation","input":{"target":"a#In"},"output":{"target":"a#Out"},
            "traits":{"smithy.api#http":{"method":"HEAD","uri":"/op"}}},
        "a#In":{"type":"structure","members":{
            "token":{"target":"smithy.api#String",
                "traits":{"smithy.api#httpQuery":"token","smithy.api#idempotencyToken":{}}},
            "other":{"target":"smithy.api#String","traits":{"smithy.api#httpQuery":"other"}}}},
        "a#Out":{"type":"structure","members":{
            "tag":{"target":"smithy.api#String","traits":{"smithy.api#httpHeader":"ETag"}}}}}}"#;
    std::fs::write(&path, model).expect("it is written");
    let path = path.to_str().expect("UTF-8");
    let select = ["--policy", "{request.query-sent,response.header-fields-read,wire.never-hangs}"];
    let options = ["client", "--contract", path, "--cases", "5"];
    let (text, _) = ends(0, &[&options[..], &select].concat(), "");
    for id in ["request.query-sent", "response.header-fields-read", "wire.never-hangs"] {
        assert!(text.contains(&format!("pass  must    {id}")), "{text}");
    }
}
