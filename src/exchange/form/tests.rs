//! What serde_json would lose, and we keep.

use serde::{Deserialize, Serialize};

use crate::json::{Json, MAX_DEPTH, Path};

use super::fields::{any, base64_text, pairs};
use super::read::from_json;
use super::write::to_json;

#[derive(Debug, Serialize, Deserialize)]
struct Form {
    #[serde(with = "any")]
    value: Json,
    #[serde(with = "base64_text")]
    bytes: Vec<u8>,
    optional: Option<u16>,
    items: Vec<(String, bool)>,
    #[serde(with = "pairs")]
    pairs: Vec<(String, usize)>,
}

const GOOD: &str = r#"{"value":[1.50,-0,1e999,123456789012345678901234567890,{"a":1,"a":2}],"bytes":"/w==","optional":null,"items":[["x",true]],"pairs":{"z":1,"a":2}}"#;

fn read(text: &str) -> Result<Form, String> {
    let json = Json::parse(text).expect(text);
    from_json(&json, &Path::root("top")).map_err(|error| error.to_string())
}

#[test]
fn a_value_in_a_form_is_kept_to_the_byte() {
    let form = read(GOOD).expect("it is a form");
    assert_eq!(form.bytes, [0xff]);
    assert_eq!(form.pairs, [("z".to_owned(), 1), ("a".to_owned(), 2)]);
    assert_eq!(to_json(form).to_string(), GOOD);
}

#[test]
fn a_value_may_nest_as_deep_as_it_is_read() {
    let deep = "[".repeat(MAX_DEPTH) + &"]".repeat(MAX_DEPTH);
    let value = Json::parse(&deep).expect("the limit itself is allowed");
    let form = Form { value, ..read(GOOD).expect("it is a form") };
    let written = to_json(form);
    assert_eq!(written.get("value").map(ToString::to_string), Some(deep));
    let form: Form = from_json(&written, &Path::default()).expect("it is a form");
    assert_eq!(to_json(form), written);
}

#[test]
fn unknown_members_are_ignored_and_the_last_of_two_counts() {
    let form = read(&GOOD.replacen('{', r#"{"optional":"wrong","other":7,"#, 1));
    assert_eq!(form.map(|form| form.optional), Ok(None));
}

#[test]
fn an_error_names_its_place() {
    for (from, to, message) in [
        (r#""optional":null,"#, "", "none"),
        (r#""value""#, r#""values""#, "`top.value`: missing"),
        (r#""bytes":"/w==""#, r#""bytes":"/w""#, "`top.bytes`: Invalid padding"),
        (r#""bytes":"/w==""#, r#""bytes":null"#, "`top.bytes`: a string expected, not null"),
        (
            r#""optional":null"#,
            r#""optional":65536"#,
            "`top.optional`: a number up to 65535 expected",
        ),
        (r#""optional":null"#, r#""optional":-1"#, "`top.optional`: a whole number expected"),
        (
            r#""optional":null"#,
            r#""optional":"1""#,
            "`top.optional`: a whole number expected, not a string",
        ),
        (
            r#"["x",true]"#,
            r#"["x",true],["y",1]"#,
            "`top.items[1][1]`: true or false expected, not a number",
        ),
        (r#"["x",true]"#, r#"["x"]"#, "`top.items[0]`: 2 elements expected, not 1"),
        (
            r#""items":[["x",true]]"#,
            r#""items":{}"#,
            "`top.items`: an array expected, not an object",
        ),
        (r#""z":1"#, r#""z b":1.5"#, r#"`top.pairs["z b"]`: a whole number expected"#),
        (r#"{"z":1,"a":2}"#, "[]", "`top.pairs`: an object expected, not an array"),
    ] {
        assert!(GOOD.contains(from), "{from}");
        let error =
            read(&GOOD.replacen(from, to, 1)).map_or_else(|error| error, |_| "none".to_owned());
        assert!(error.starts_with(message), "{error}");
    }
    assert_eq!(read("[]").map(drop), Err("`top`: an object expected, not an array".to_owned()));
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Cut {
    Head(usize),
    Body(usize),
}

#[test]
fn what_stands_in_place_of_a_variant_is_named() {
    let read = |text: &str| {
        let json = Json::parse(text).expect(text);
        from_json::<Cut>(&json, &Path::root("cut")).map_err(|error| error.to_string())
    };
    assert!(matches!(read(r#"{"head":1}"#), Ok(Cut::Head(1))));
    assert!(matches!(read(r#"{"body":2}"#), Ok(Cut::Body(2))));
    for (text, found) in [
        ("{}", "not one with 0 members"),
        (r#"{"head":1,"body":2}"#, "not one with 2 members"),
        ("[]", "not an array"),
        ("7", "not a number"),
    ] {
        let expected = format!("`cut`: an object with one of head, body expected, {found}");
        assert_eq!(read(text).expect_err(text), expected);
    }
    assert_eq!(
        read(r#"{"x\nerror: forged":1}"#).expect_err("there is no such variant"),
        r"`cut`: `x\nerror: forged` is none of head, body",
        "what is quoted begins no line"
    );
}
