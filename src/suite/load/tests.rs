//! Tests of the loader of cases.

use std::time::Duration;

use super::super::Suite;

fn read(text: &str) -> Result<Suite, String> {
    Suite::read([("union", text)]).map_err(|error| error.to_string())
}

const GOOD: &str = r#"
[[case]]
id = "union/a"
aims = ["union.known-member"]
why = "It is there."
expect = ['{"outcome":"client_error"}']
"#;

#[test]
fn reads_a_case_with_its_defaults() {
    let suite = read(GOOD).expect("it is one");
    let case = &suite.cases()[0];
    assert_eq!((case.id(), case.sent), ("union/a", true));
    assert_eq!(case.stimulus.call.answer.status, 200);
    assert!(case.is_for("2022-08"));
}

#[test]
fn refuses_what_the_schema_does_not_know() {
    for (change, message) in [
        ("id = \"union/b\"\nidd = 1", "union.toml:4: unknown field `idd`"),
        ("id = \"error/b\"", "union.toml:3: error/b: an id must be `union/` and"),
        ("id = \"union/B\"", "union.toml:3: union/B: an id must be"),
        ("id = 7", "union.toml:3: invalid type: integer `7`, expected a string"),
    ] {
        let text = GOOD.replace("id = \"union/a\"", change);
        let error = read(&text).map(drop).expect_err(change);
        assert!(error.starts_with(message), "{error}");
    }
    for (line, change, message) in [
        (
            "aims = [\"union.known-member\"]",
            "aims = [\"union.none\"]",
            "there is no policy `union.none`",
        ),
        ("aims = [\"union.known-member\"]", "aims = []", "`aims` must name a policy at least"),
        ("why = \"It is there.\"", "why = \"no sentence\"", "`why` must be a sentence"),
        (
            "'{\"outcome\":\"client_error\"}'",
            "'{\"outcome\":\"crash\"}'",
            "`outcome` must be response",
        ),
        (
            "'{\"outcome\":\"client_error\"}'",
            "'{\"outcome\":\"client_error\",\"clas\":1}'",
            "`clas` is none of",
        ),
        ("'{\"outcome\":\"client_error\"}'", "'{'", "`expect` is not JSON: the text ends"),
    ] {
        let text = GOOD.replace(line, change);
        let error = read(&text).map(drop).expect_err(change);
        assert!(error.starts_with(&format!("union.toml:3: union/a: {message}")), "{error}");
    }
}

#[test]
fn reads_everything_that_an_answer_may_be() {
    let answer = r#"
[case.answer]
status = 404
version = "1.1"
interim = [{ status = 103, headers = [["Link", "</a>"]] }]
headers = [["x-A", "b\r\n c"], { name = "X-Many", value = [{ repeat = "y", times = 3 }], times = 2 }]
body = "{}"
framing = "chunked"
chunks = [1]
chunk_extension = ";e"
trailers = [["X-T", "t"]]
head_cut = 9
delay_ms = 100
writes = [7, 20]
early = true
close = true
"#;
    let suite = read(&format!("{GOOD}{answer}")).expect("it is one");
    let mut answer = suite.cases()[0].stimulus.call.answer.clone();
    let response = answer.response();
    let interim = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    assert_eq!(String::from_utf8_lossy(&response.raw), format!("{interim}HTTP/1.1 "));
    assert_eq!(response.time, Duration::from_millis(115), "the delay and three pauses");
    answer.delivery.cut = None;
    assert_eq!(
        String::from_utf8_lossy(&answer.response().raw).strip_prefix(interim),
        Some(
            "HTTP/1.1 404 Not Found\r\nx-A: b\r\n c\r\nX-Many: yyy\r\nX-Many: yyy\r\n\
                 Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n\
                 1;e\r\n{\r\n1;e\r\n}\r\n0;e\r\nX-T: t\r\n\r\n"
        )
    );
}

#[test]
fn refuses_an_answer_that_contradicts_itself() {
    for (fields, message) in [
        ("chunks = [1]", "`chunks`, `chunk_extension` and `trailers` go with"),
        ("trailers = []\nframing = \"close\"", "`chunks`, `chunk_extension` and `trailers` go"),
        ("version = \"1.0\"\nframing = \"chunked\"", "HTTP/1.0 has no chunks"),
        ("capital_sizes = true", "`chunks`, `chunk_extension` and `trailers` go with"),
        ("status = 200\nframing = \"status\"", "framing = \"status\" goes with the status 204"),
        ("cut = 1\nhead_cut = 1", "`head_cut` and `cut` exclude each other"),
        ("close = true\nreset = true", "`close` and `reset` exclude each other"),
        ("early = true\nreset = true", "`early` and `reset` exclude each other"),
        ("pause_ms = 3", "`pause_ms` goes with `writes`"),
        ("delay_ms = 1801", "its sending takes 1801 ms, and 1800 ms is the most"),
        ("interim = [{ status = 200 }]", "the status in `interim` must be 100 to 199"),
        ("headers = [[\"a b\", \"\"]]", "`a b` is no name of a header field"),
        ("headers = [[\"a\", \"b\\r\\nc\"]]", "`a`: its value must not end its line"),
        (
            "headers = [[\"content-length\", \"1\"]]\nframing = \"close\"",
            "`Content-Length` in the headers does not go with the framing",
        ),
        ("headers = [{ name = \"a\", value = \"\", times = 10001 }]", "`a`: 10000 times at most"),
    ] {
        let text = format!("{GOOD}[case.answer]\n{fields}\n");
        let error = read(&text).map(drop).expect_err(fields);
        assert!(error.starts_with(&format!("union.toml:3: union/a: {message}")), "{error}");
    }
    for fields in ["version = \"2\"", "interim = [100]", "headers = [{ name = \"a\" }]"] {
        read(&format!("{GOOD}[case.answer]\n{fields}\n")).map(drop).expect_err(fields);
    }
}

#[test]
fn calls_in_between_may_be_repeated() {
    let other = GOOD.replace("union/a", "union/b");
    let with = |lines: &str| read(&format!("{GOOD}{lines}\n{other}"));
    let rounds =
        "repeat = 2\nbetween = [\"union/b\", { cases = [\"union/b\", \"union/a\"], times = 2 }]";
    let suite = with(rounds).expect("it is one");
    let between = suite.cases()[0].stimulus.between.iter().map(|other| other.id.as_str());
    let ids: Vec<_> = between.collect();
    assert_eq!(ids, ["union/b", "union/b", "union/a", "union/b", "union/a"]);
    for (times, repeat, message) in [
        ("100000000000", 2, "`between` has more than 400 calls"),
        ("100", 6, "`repeat` and `between` make 506 calls, and 400 is the most"),
    ] {
        let lines =
            format!("repeat = {repeat}\nbetween = [{{ cases = [\"union/b\"], times = {times} }}]");
        let error = with(&lines).map(drop).expect_err(message);
        assert_eq!(error, format!("union.toml:3: union/a: {message}"));
    }
}

#[test]
fn an_endpoint_may_have_a_path_and_nothing_else() {
    let with = |path: &str| read(&format!("{GOOD}endpoint_path = {path:?}\n"));
    for path in ["", "/", "/base", "/base/", "/a.b/c_d-e~f/"] {
        let suite = with(path).expect(path);
        assert_eq!(suite.cases()[0].stimulus.call.endpoint_path, path);
    }
    for path in ["base", "/a b", "/a?b", "/a#b", "/\u{e9}", "/%2f", "@host/", &"/".repeat(201)] {
        let error = with(path).map(drop).expect_err(path);
        assert!(error.contains("`endpoint_path` must begin with a slash"), "{error}");
    }
}

#[test]
fn refuses_an_id_that_is_used_twice() {
    let error = read(&GOOD.repeat(2)).map(drop).expect_err("twice");
    assert_eq!(error, "union.toml:9: union/a: this id is used twice");
}
