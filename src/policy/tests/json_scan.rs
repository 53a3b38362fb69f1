//! Tests of the scan of a JSON text without its contract.

use crate::contract::Contract;
use crate::json::{Json, Path};
use crate::model::{Model, ShapeRef};
use crate::policy::analysis::json_scan::{
    is_correction, is_empty, out_of_order, place_of, scan, texts_of,
};

#[test]
fn depth_and_duplicates_wherever_they_are() {
    for (body, depth, duplicates) in [
        ("1", 0, false),
        ("{}", 1, false),
        (r#" { "a" : [ { } , [ 1 , "x" ] ] , "b" : null } "#, 3, false),
        (r#"{"a":{"a":1},"b":{"a":1}}"#, 2, false),
        (r#"[{"a":1},{"a":1}]"#, 2, false),
        (r#"{"x":[{"a":1,"b":{},"\u0061":2}]}"#, 4, true),
        (r#"{"a":{},"b":1,"a":{}}"#, 2, true),
    ] {
        let seen = scan(body.as_bytes());
        assert_eq!((seen.depth, seen.duplicates), (depth, duplicates), "{body}");
    }
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    assert_eq!(scan(deep.as_bytes()).depth, 100_000);
    for more in [r#"1 {"a":1,"a":2}"#, r#"[]{"a":1,"a":2}"#, r#"{},{"a":1,"a":2}"#] {
        let seen = scan(more.as_bytes());
        assert!(!seen.duplicates && seen.depth <= 1, "{more}: what follows is not of the body");
    }
    for broken in ["", "{", "}", "]", ",", "[,", r#"{"a"#, r#"{"a":1"#, "[1 2", "1 2", "{1}"] {
        assert!(!scan(broken.as_bytes()).duplicates, "{broken}");
    }
}

#[test]
fn finds_the_place_of_a_value() {
    let body = r#"{"x":[1],"a":{"b c":["p", "q"]}}"#;
    let path = Path::default().member("a").member("b c").index(1);
    assert_eq!(place_of(body.as_bytes(), &Path::default(), &path), body.find(r#""q""#));
    assert_eq!(
        place_of(body.as_bytes(), &Path::default(), &Path::default().member("a").member("b")),
        None
    );
    assert_eq!(place_of(b"", &Path::default(), &Path::default().member("a")), None);
    assert_eq!(place_of(b"{}", &Path::default(), &Path::default()), Some(0));
}

#[test]
fn counts_what_is_in_one_container() {
    for (body, most) in
        [("1", 0), ("[]", 0), ("[[1,2],3]", 2), (r#"{"a":[1,2,[]],"b":{"c":1}}"#, 3)]
    {
        assert_eq!(scan(body.as_bytes()).most, most, "{body}");
    }
}

#[test]
fn finds_white_space_outside_of_strings() {
    assert_eq!(scan(br#"{" a ":[" ",{"\t":"\" "}],"b":1}"#).space, None);
    for body in [
        r#"_{"a":1}"#,
        r#"{_"a":1}"#,
        r#"{"a"_:1}"#,
        r#"{"a":_1}"#,
        r#"{"a":1_}"#,
        r#"{"a":1}_"#,
        r#"{"a":1_,"b":2}"#,
        r#"{"a":1,_"b":2}"#,
        r#"{"a":[_]}"#,
        r#"{"a":[1,_2]}"#,
        r#"{"a":_[1,2]}"#,
        r#"{"a":"x"_}"#,
    ] {
        let found = |space| scan(body.replace('_', space).as_bytes()).space;
        for space in [" ", "\t", "\r\n", "\n  "] {
            assert_eq!(found(space), body.find('_'), "{body}");
        }
    }
}

#[test]
fn finds_every_text() {
    let mut texts: Vec<_> =
        texts_of(br#"{"a\u0062":[-1.5e3,"x y",true],"c":{"d":null}}"#).into_iter().collect();
    texts.sort_unstable();
    assert_eq!(texts, ["-1.5e3", "ab", "c", "d", "null", "true", "x y"]);
    assert!(texts_of(b"").is_empty());
}

#[test]
fn finds_members_in_another_order() {
    let contract = Contract::edition("2024-11").expect("an embedded edition");
    let (model, shape) = (contract.model(), contract.operation().output());
    let find = |body: &str| out_of_order(model, shape, body.as_bytes());
    for body in [
        "{}",
        "[]",
        "7",
        r#"{"InstanceUserSummary":{"Domain":"a","z":{"Username":1,"Status":2},"Username":"b"}}"#,
        r#"{"InstanceUserSummary":{"Domain":"a","Domain":null,"Status":[1],"Username":{"b":1}}}"#,
        r#"{"z":[{"Username":1,"Domain":2}],"InstanceUserSummary":null}"#,
    ] {
        assert_eq!(find(body), None, "{body}");
    }
    for body in [
        r#"{"InstanceUserSummary":{"Username":"a",_"Domain":"b"}}"#,
        r#"{"InstanceUserSummary":{"Username":"a","z":[],_"Domain":null}}"#,
        r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"ActiveDirectoryType":"x",_"DirectoryId":"d"}}}}"#,
        r#"{"InstanceUserSummary":{"IdentityProvider":{"Okta":[1,{"a":{}}]},_"\u0044omain":""}}"#,
    ] {
        assert_eq!(find(&body.replace('_', "")), body.find('_'), "{body}");
    }
}

#[test]
fn knows_what_a_client_may_fill_in() {
    let contract = Contract::default();
    let (model, shape) = (contract.model(), contract.operation().output());
    let correction = |summary: &str| {
        let output = Json::parse(format!(r#"{{"InstanceUserSummary":{summary}}}"#));
        is_correction(model, shape, &output.expect("JSON"))
    };
    for filled in [
        "null",
        "{}",
        r#"{"Username":"","Status":null,"Domain":""}"#,
        r#"{"IdentityProvider":{}}"#,
        r#"{"IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":null}}}"#,
    ] {
        assert!(correction(filled), "{filled}");
    }
    for other in [
        r#""""#,
        "[]",
        "false",
        r#"{"Username":0}"#,
        r#"{"Username":{}}"#,
        r#"{"Username":"x"}"#,
        r#"{"IdentityProvider":""}"#,
        r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}}}"#,
        r#"{"IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":"Okta"}}}"#,
    ] {
        assert!(!correction(other), "{other}");
    }
}

#[test]
fn empty_values_are_told_from_others() {
    let is = |text: &str| is_empty(&Json::parse(text).expect(text));
    for text in ["null", "false", "0", "-0.0", "0e9", r#""""#, "[]", "{}", r#"{"a":{"b":0}}"#] {
        assert!(is(text), "{text}");
    }
    for text in ["true", "1", "0.1", r#"" ""#, "[0]", r#"{"a":0,"b":"x"}"#] {
        assert!(!is(text), "{text}");
    }
}

/// A structure with types that the embedded contract does not have: a boolean, a number, a list.
fn scalars_and_a_list() -> (Model, ShapeRef) {
    let model = Model::from_smithy(
        r##"{"smithy":"2.0","shapes":{"a#S":{"type":"structure","members":{
            "flag":{"target":"smithy.api#Boolean"},"count":{"target":"smithy.api#Integer"},
            "list":{"target":"a#L"},"inner":{"target":"a#S"}}},
            "a#L":{"type":"list","member":{"target":"a#S"}}}}"##,
    )
    .expect("a model");
    let shape = model.find(&"a#S".parse().expect("an id")).expect("it is there");
    (model, shape)
}

#[test]
fn corrections_are_of_their_shape() {
    let (model, shape) = scalars_and_a_list();
    let is = |text: &str| is_correction(&model, shape, &Json::parse(text).expect(text));
    for text in ["null", "{}", r#"{"flag":false,"count":0,"list":[],"inner":{"flag":false}}"#] {
        assert!(is(text), "{text}");
    }
    for text in [
        r#"{"flag":true}"#,
        r#"{"flag":0}"#,
        r#"{"count":1}"#,
        r#"{"count":false}"#,
        r#"{"list":[{}]}"#,
        r#"{"inner":{"flag":true}}"#,
        r#"{"other":0}"#,
        "[]",
    ] {
        assert!(!is(text), "{text}");
    }
}

#[test]
fn an_enum_is_corrected_to_what_it_does_not_have() {
    let contract = Contract::embedded("converse", None).expect("an embedded contract");
    let (model, shape) = (contract.model(), contract.operation().output());
    let is = |text: &str| is_correction(model, shape, &Json::parse(text).expect(text));
    for text in ["", "no value was set", "END_TURN", "unknown"] {
        assert!(is(&format!(r#"{{"stopReason":"{text}"}}"#)), "{text}");
    }
    for text in [r#"{"stopReason":"end_turn"}"#, r#"{"stopReason":0}"#, r#"{"stopReason":[]}"#] {
        assert!(!is(text), "{text}");
    }
}

#[test]
fn finds_members_of_listed_structures_in_another_order() {
    let (model, shape) = scalars_and_a_list();
    let find = |body: &str| out_of_order(&model, shape, body.as_bytes());
    assert_eq!(find(r#"{"list":[{"flag":true,"count":1},{"count":1}]}"#), None);
    let body = r#"{"list":[{"flag":true},{"count":1,"flag":true}]}"#;
    assert_eq!(find(body), body.rfind(r#""flag""#));
}
