//! The user's environment does not reach a testee, and what a testee has from elsewhere reaches no report.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;

use super::place::{Place, end};

/// Looks like a credential; put together here, so that no scanner for secrets takes it for one.
fn fake(prefix: &str, length: usize) -> String {
    prefix.chars().chain("QWERTY234567".chars().cycle()).take(length).collect()
}

#[test]
fn a_testee_has_nothing_of_the_users_environment_that_an_sdk_reads() {
    let place = Place::with("env > seen.$$; exec $testee");
    let arguments = ["client", "mine", "--policy", "request.signed", "--strict", "--jobs", "1"];
    let mut command = place.command(&arguments);
    for name in [
        "AWS_CREDENTIAL_EXPIRATION",
        "AWS_SECURITY_TOKEN",
        "AWS_SESSION_TOKEN",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_USE_FIPS_ENDPOINT",
        "aws_ca_bundle",
        "AMAZON_SECRET_ACCESS_KEY",
        "BOTO_CONFIG",
        "BOTOCORE_X",
        "_X_AMZN_TRACE_ID",
        "https_proxy",
        "ALL_PROXY",
    ] {
        command.env(name, "from-outside");
    }
    let ended = end(&mut command);
    assert_eq!(ended.code, 0, "{ended:?}");
    let files = fs::read_dir(place.path("")).expect("a folder").flatten();
    let seen = files.filter(|file| file.file_name().to_string_lossy().starts_with("seen."));
    let seen: Vec<_> = seen.map(|file| fs::read_to_string(file.path()).expect("text")).collect();
    assert!(!seen.is_empty());
    for environment in seen {
        assert!(!environment.contains("from-outside"), "{environment}");
        assert!(environment.contains("\nAWS_SESSION_TOKEN=AQoEXAMPLE"), "{environment}");
    }
}

/// Every string of a value that is base64, as text.
fn decoded(value: &Value, into: &mut String) {
    match value {
        Value::String(text) => {
            if let Ok(bytes) = BASE64.decode(text) {
                into.push_str(&String::from_utf8_lossy(&bytes));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| decoded(item, into)),
        Value::Object(members) => members.values().for_each(|member| decoded(member, into)),
        _ => {}
    }
}

#[test]
fn what_a_testee_has_from_elsewhere_reaches_no_report_and_no_replay() {
    let (id, secret, token) = (fake("ASIA", 20), fake("s/", 40), fake("IQoJ", 200));
    let inherited = fake("outside", 40);
    // What an SDK does that finds them in a file; and one that looks where it should not.
    let place = Place::with(&format!(
        "export AWS_ACCESS_KEY_ID='{id}' AWS_SECRET_ACCESS_KEY='{secret}' AWS_SESSION_TOKEN='{token}'
        echo 'loaded {id} {secret}, aws_session_token = {token}' >&2
        tr '\\0' '\\n' < /proc/$PPID/environ | grep ^AWS_ | cut -d= -f2 >&2
        exec $testee --misbehave exit@2"
    ));
    let arguments = ["client", "mine", "--policy", "request.signed", "--jobs", "1", "--strict"];
    let mut command = place.command(&arguments);
    command.args(["--report", "json=report.json", "--report", "junit=junit.xml", "-v"]);
    let ended = end(command.env("AWS_SECRET_ACCESS_KEY", &inherited));
    assert_eq!(ended.code, 1, "{ended:?}");
    let report = fs::read_to_string(place.path("report.json")).expect("it is written");
    let json: Value = serde_json::from_str(&report).expect("JSON");
    let mut all = [ended.stdout.as_str(), &ended.stderr, &report].concat();
    all += &fs::read_to_string(place.path("junit.xml")).expect("it is written");
    decoded(&json, &mut all);
    assert!(all.contains("Credential=********************/"), "the signature was foreign: {all}");
    let mut replays = 0;
    for file in fs::read_dir(place.path(".wireproof/replays")).expect("replays").flatten() {
        let text = fs::read_to_string(file.path()).expect("text");
        decoded(&serde_json::from_str(&text).expect("JSON"), &mut all);
        all += &text;
        replays += 1;
    }
    assert!(replays > 0);
    for foreign in [&id, &secret, &token, &inherited] {
        let place = all.find(foreign.as_str()).map(|at| &all[at.saturating_sub(80)..at]);
        assert_eq!(place, None, "{foreign}");
    }
    assert_eq!(json["redacted"], true);
    assert!(ended.stdout.contains("are shown as *"), "{}", ended.stdout);
}
