//! Tests of the JSON form of stimuli.

use super::*;
use crate::suite::Suite;

#[test]
fn every_case_reads_back_as_it_was() {
    for case in Suite::embedded().cases() {
        let stimulus = &case.stimulus;
        let text = stimulus.to_json().to_string();
        let json = Json::parse(&text).expect("it is JSON");
        let read = Stimulus::from_json(&json, &Path::root("call"));
        let read = read.unwrap_or_else(|error| panic!("{}: {error}", case.id()));
        assert_eq!(read.call.answer, stimulus.call.answer, "{}", case.id());
        assert_eq!(read.call.answer.steps(), stimulus.call.answer.steps(), "{}", case.id());
        assert_eq!(read.call.input, stimulus.call.input, "{}", case.id());
        assert_eq!(read.to_json(), stimulus.to_json(), "{}", case.id());
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let case = Suite::embedded();
    let good = case.cases()[0].stimulus.to_json().to_string();
    let refused = |from: &str, to: &str| {
        assert!(good.contains(from), "{from} in {good}");
        let json = Json::parse(good.replacen(from, to, 1)).expect("it is JSON");
        let error = Stimulus::from_json(&json, &Path::root("call"));
        error.expect_err(to).to_string()
    };
    for (from, to, message) in [
        (r#""repeat":1"#, r#""repeat":21"#, "`call.repeat`: from 1 to 20 expected"),
        (r#""repeat":1"#, r#""times":1"#, "`call.repeat`: missing"),
        (r#""delay_us":0"#, r#""delay_us":1800001"#, "`call.answer`: its sending takes longer"),
        (
            r#""cut":null"#,
            r#""cut":7"#,
            "`call.answer.cut`: an object with one of head, body expected",
        ),
        (
            r#""connection":"open""#,
            r#""connection":"ajar""#,
            "`call.answer.connection`: `ajar` is none of open, closed, reset",
        ),
        (r#""minor_version":1"#, r#""minor_version":2"#, "`call.answer.minor_version`: 0 or 1"),
        (r#""early":false"#, r#""early":0"#, "`call.answer.early`: true or false expected"),
        (r#""framing":"length""#, r#""framing":"x""#, "`call.answer.framing`: length, close"),
        (r#""status":200"#, r#""status":"200""#, "`call.answer.status`: a whole number"),
    ] {
        let error = refused(from, to);
        assert!(error.starts_with(message), "{error}");
    }
}

#[test]
fn what_grows_without_bound_on_the_wire_is_refused() {
    let suite = Suite::embedded();
    let mut stimulus = suite.cases()[0].stimulus.clone();
    stimulus.call.answer.body = b"x".repeat(1_000);
    let refused = |stimulus: &Stimulus| {
        let read = Stimulus::from_json(&stimulus.to_json(), &Path::root("call"));
        read.map(drop).expect_err("it is too much").to_string()
    };
    let chunks = Chunks { sizes: vec![1], extension: ";a".repeat(500_000), ..Chunks::default() };
    stimulus.call.answer.framing = Framing::Chunked(chunks);
    let error = refused(&stimulus);
    assert!(error.starts_with("`call.answer.framing`: its chunks come to 1001"), "{error}");
    stimulus.call.answer.framing = Framing::ContentLength;
    stimulus.call.answer.body = b"x".repeat(MAX_PIECES + 1);
    stimulus.call.answer.delivery.writes = vec![1];
    let error = refused(&stimulus);
    assert!(error.starts_with("`call.answer.writes`: it comes in 1000001 pieces"), "{error}");
}
