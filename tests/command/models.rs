//! Models of one's own, in both forms, in every command; and models that cannot be used.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::support::with_input;

const WIREPROOF: &str = env!("CARGO_BIN_EXE_wireproof");

/// A model of botocore's form, with members in every part of a message.
pub(crate) const BOTOCORE: &str = r#"{"version":"2.0","metadata":{"apiVersion":"2026-11-29","endpointPrefix":"parts",
"protocol":"rest-json","protocols":["rest-json"],"serviceId":"The Parts","signatureVersion":"v4","signingName":"parts"},
"operations":{
  "PutPart":{"name":"PutPart","http":{"method":"PUT","requestUri":"/parts/{id}?kind=plain","responseCode":201},
    "input":{"shape":"PutPartRequest"},"output":{"shape":"PutPartResponse"},"errors":[{"shape":"Busy"}]},
  "GetPart":{"name":"GetPart","http":{"method":"GET","requestUri":"/parts/{id}"},"input":{"shape":"GetPartRequest"}},
  "Watch":{"name":"Watch","http":{"method":"POST","requestUri":"/watch"},"output":{"shape":"Watched"}}},
"shapes":{
  "PutPartRequest":{"type":"structure","required":["Id"],"payload":"Data","members":{
    "Id":{"shape":"String","location":"uri","locationName":"id"},
    "Labels":{"shape":"Labels","location":"querystring","locationName":"label"},
    "Until":{"shape":"Time","location":"header","locationName":"X-Until"},
    "Token":{"shape":"String","location":"header","locationName":"X-Token","idempotencyToken":true},
    "Data":{"shape":"Blob"}}},
  "PutPartResponse":{"type":"structure","payload":"Data","members":{
    "Code":{"shape":"Integer","location":"statusCode"},
    "Version":{"shape":"String","location":"header","locationName":"X-Version"},
    "Data":{"shape":"Blob"}}},
  "GetPartRequest":{"type":"structure","required":["Id"],"members":{
    "Id":{"shape":"String","location":"uri","locationName":"id"}}},
  "Watched":{"type":"structure","payload":"Events","members":{"Events":{"shape":"Events"}}},
  "Events":{"type":"structure","eventstream":true,"members":{"One":{"shape":"GetPartRequest","event":true}}},
  "Busy":{"type":"structure","exception":true,"error":{"httpStatusCode":429,"senderFault":true},"members":{
    "Wait":{"shape":"Integer","location":"header","locationName":"Retry-After"},"Message":{"shape":"String"}}},
  "Labels":{"type":"list","member":{"shape":"String"}},"String":{"type":"string"},"Integer":{"type":"integer"},
  "Time":{"type":"timestamp"},"Blob":{"type":"blob"}}}"#;

/// Runs the command with this standard input, and returns the exit code, standard output and standard error.
pub(crate) fn run(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut command = Command::new(WIREPROOF);
    command.args(arguments).env_remove("WIREPROOF_TESTEES");
    let Output { status, stdout, stderr } = with_input(&mut command, input);
    let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
    (status.code().expect("it is not killed"), text(stdout), text(stderr))
}

pub(crate) fn gzipped(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).expect("memory");
    encoder.finish().expect("memory")
}

/// Writes the model as it is and gzipped, and as Smithy JSON AST, and returns the paths.
fn forms(folder: &Path) -> [String; 3] {
    let path = |name: &str| folder.join(name).to_str().expect("UTF-8").to_owned();
    let [plain, packed, smithy] =
        [path("service-2.json"), path("service-2.json.gz"), path("ast.json")];
    std::fs::write(&plain, BOTOCORE).expect("it can be written");
    std::fs::write(&packed, gzipped(BOTOCORE.as_bytes())).expect("it can be written");
    let (code, _, stderr) =
        run(&["contract", "import", &plain, "--operation", "PutPart", "--output", &smithy], b"");
    assert_eq!((code, stderr.as_str()), (0, ""));
    [plain, packed, smithy]
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

#[test]
fn every_form_of_a_model_encodes_and_decodes_alike() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for path in forms(folder.path()) {
        let by = ["--contract", &path, "--operation", "PutPart"];
        let input = r#"{"Id":"a/é","Labels":["x y","z"],"Until":1700000000,"Data":"AP8="}"#;
        let (code, stdout, _) = run(&[&["encode"], &by[..]].concat(), input.as_bytes());
        assert_eq!(code, 0);
        assert_eq!(
            parsed(&stdout),
            json!({"method":"PUT","uri":"/parts/a%2F%C3%A9?kind=plain&label=x%20y&label=z",
                "headers":{"X-Until":"Tue, 14 Nov 2023 22:13:20 GMT",
                    "X-Token":"00000000-0000-4000-8000-000000000000","Content-Type":"application/octet-stream"},
                "body_base64":"AP8="}),
            "{path}"
        );
        let (_, stdout, _) =
            run(&[&["encode", "--idempotency-token", "t"], &by[..]].concat(), br#"{"Id":"a"}"#);
        assert_eq!(
            parsed(&stdout),
            json!({"method":"PUT","uri":"/parts/a?kind=plain","headers":{"X-Token":"t"},"body":null})
        );
        let decode = ["decode", "--status", "201", "--header", "X-Version: 7"];
        let (code, stdout, _) = run(&[&decode[..], &by[..]].concat(), b"\xff\xfe");
        assert_eq!(code, 0);
        assert_eq!(
            parsed(&stdout)["output"],
            json!({"Code":201,"Version":"7","Data":"//4="}),
            "{path}"
        );
        let decode = [
            "decode",
            "--status",
            "429",
            "--header",
            "Retry-After: 5",
            "--header",
            "X-Amzn-Errortype: Busy",
        ];
        let (_, stdout, _) = run(&[&decode[..], &by[..]].concat(), br#"{"Message":"m"}"#);
        let told = parsed(&stdout);
        assert_eq!((&told["code"], &told["message"]), (&json!("Busy"), &json!("m")));
        assert_eq!(told["error"], json!({"Wait":5,"Message":"m"}), "{path}");
    }
}

#[test]
fn explain_says_whether_a_policy_applies_to_a_contract() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [plain, ..] = forms(folder.path());
    let page = |policy: &str| {
        let by = ["--contract", &plain, "--operation", "PutPart"];
        let (code, stdout, stderr) = run(&[&["explain", policy], &by[..]].concat(), b"");
        assert_eq!((code, stderr.as_str()), (0, ""));
        stdout
    };
    assert!(page("request.signed").ends_with("By PutPart\n\n  The policy applies.\n"));
    let told =
        "By PutPart\n\n  The policy does not apply: the operation has no union in its output.\n";
    assert!(page("union.known-member").ends_with(told));
}

#[test]
#[cfg(unix)]
fn a_testee_that_cannot_serve_the_operation_says_so_and_the_run_ends_with_3() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [plain, ..] = forms(folder.path());
    let driver = folder.path().join("driver");
    // It answers with the hello that it read in its reason, so that the test sees what it says.
    let script = r#"read -r line; told=$(printf %s "$line" | tr -d '"{}')
printf '{"type":"hello","protocol":1,"name":"none","unsupported":"no, because %s"}\n' "$told""#;
    std::fs::write(&driver, script).expect("it can be written");
    let exec = format!("sh {}", driver.display());
    for smoke in [&[][..], &["--smoke"]] {
        let by = ["--contract", &plain, "--operation", "PutPart"];
        let (code, _, stderr) = run(&[&["client", "--exec", &exec], smoke, &by[..]].concat(), b"");
        assert_eq!(code, 3, "{stderr}");
        for part in [
            "cannot serve PutPart: no, because type:hello,protocol:1,service:parts,operation:PutPart",
            "sdk_id:The Parts,api_version:2026-11-29,signing_name:parts,protocol_name:restJson1",
            "name another operation, or another testee",
        ] {
            assert!(stderr.contains(part), "{stderr}");
        }
    }
}

/// The commands that read a contract, with the arguments that they need. The first that is empty stands for the file.
const COMMANDS: [&[&str]; 8] = [
    &["client", "--contract", ""],
    &["client", "--smoke", "--exec", "true", "--contract", ""],
    &["decode", "--status", "200", "--contract", ""],
    &["encode", "--contract", ""],
    &["explain", "request.signed", "--contract", ""],
    &["contract", "show", "--contract", ""],
    &["contract", "import", ""],
    &["contract", "diff", "", "2022-08"],
];

/// Expects every command to refuse this file with exit code 2, its path and these parts of a message.
fn refuses(folder: &Path, bytes: &[u8], operation: Option<&str>, parts: &[&str]) {
    let path = folder.join("model.json");
    std::fs::write(&path, bytes).expect("it can be written");
    let path = path.to_str().expect("UTF-8");
    let out = folder.join("fuzz").to_str().expect("UTF-8").to_owned();
    let fuzz = ["fuzz", "init", &out, "--contract", ""];
    let fuzz: &[&str] = if cfg!(feature = "fuzzing") { &fuzz } else { COMMANDS[0] };
    for command in COMMANDS.into_iter().chain([fuzz]) {
        let mut arguments: Vec<&str> =
            command.iter().map(|word| if word.is_empty() { path } else { word }).collect();
        arguments.extend(operation.into_iter().flat_map(|name| ["--operation", name]));
        let (code, stdout, stderr) = run(&arguments, b"{}");
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}: {stderr}");
        for part in [path].iter().chain(parts) {
            assert!(stderr.contains(part), "{arguments:?}: no {part} in {stderr}");
        }
    }
    assert!(!Path::new(&out).exists(), "nothing is written");
}

#[test]
fn models_that_cannot_be_used() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    let refuses = |bytes: &[u8], parts: &[&str]| refuses(folder, bytes, Some("PutPart"), parts);
    let text = BOTOCORE.as_bytes();
    refuses(
        &text[..text.len() / 2],
        &["not JSON: the text ends inside its value at byte", "fetch the file again"],
    );
    let packed = gzipped(text);
    refuses(&packed[..packed.len() / 2], &["the gzip data end early; fetch the file again"]);
    refuses(&gzipped(&packed), &["gzipped twice; unpack the file once"]);
    refuses(
        b"namespace a\nservice S {}",
        &[
            "not JSON: unexpected `a` at byte 1",
            "name a Smithy JSON AST file (`smithy ast` makes one)",
        ],
    );
    let with = |old: &str, new: &str| {
        assert!(BOTOCORE.contains(old), "{old}");
        BOTOCORE.replace(old, new).into_bytes()
    };
    for (protocol, id) in [
        ("json", "aws.protocols#awsJson1_1"),
        ("rest-xml", "aws.protocols#restXml"),
        ("query", "aws.protocols#awsQuery"),
        ("ec2", "aws.protocols#ec2Query"),
        ("smithy-rpc-v2-cbor", "smithy.protocols#rpcv2Cbor"),
    ] {
        let told = format!("#TheParts speaks {id}; only aws.protocols#restJson1 is supported");
        let file = with(r#""protocols":["rest-json"]"#, &format!(r#""protocols":["{protocol}"]"#));
        refuses(&file, &[&told, "choose a service that speaks it"]);
    }
    refuses(
        &with(r#""Blob":{"type":"blob"}"#, r#""Bolb":{"type":"blob"}"#),
        &[
            "shapes.PutPartRequest.members.Data.shape: `Blob` is not among the shapes of this file",
            "add it there, or name another shape",
        ],
    );
}

#[test]
fn operations_that_cannot_be_used() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    let text = BOTOCORE.as_bytes();
    let listed = "`wireproof contract show --contract";
    refuses(
        folder,
        text,
        Some("Putpart"),
        &["there is no operation `Putpart`; there are PutPart, GetPart, Watch", listed],
    );
    refuses(
        folder,
        text,
        Some("Watch"),
        &[
            "Watch has an event stream, which is not supported: com.amazonaws.parts#Watched$Events",
            "choose another operation",
        ],
    );
    let verbs = ["Get", "Put", "List", "Delete"];
    let nouns = ["Thing", "Person", "Place", "Time"];
    let operation = |name: String| {
        format!(r#""{name}":{{"name":"{name}","http":{{"method":"POST","requestUri":"/{name}"}}}}"#)
    };
    let many = verbs.iter().flat_map(|verb| nouns.map(|noun| operation(format!("{verb}{noun}"))));
    let many = many.collect::<Vec<_>>().join(",");
    let file = BOTOCORE.replace(r#""operations":{"#, &format!(r#""operations":{{{many},"#));
    refuses(
        folder,
        file.as_bytes(),
        Some("getpersons"),
        &["there is no operation `getpersons`; the nearest of its 19 are GetPerson, ", listed],
    );
}

#[test]
fn a_file_with_several_operations_asks_for_one() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [plain, ..] = forms(folder.path());
    let (code, _, stderr) = run(&["encode", "--contract", &plain], b"{}");
    assert_eq!(code, 2);
    let told = "the model has several operations; name one of PutPart, GetPart, Watch";
    assert!(stderr.contains(told), "{stderr}");
}
