use super::*;
use crate::contract::EDITIONS;

/// A contract of which the parts in capitals are replaced.
const PLAIN: &str = r##"{"smithy":"2.0","shapes":{
"a#S":{"type":"service","version":"1","operations":[{"target":"a#Op"}],"traits":{"aws.protocols#restJson1":{}}},
"a#Op":{"type":"operation","input":{"target":"a#In"},"output":{"target":"a#Out"},"errors":[{"target":"a#Bad"}ERRORS],
  "traits":{"smithy.api#http":{"method":"POST","uri":"/op","code":200}TRAITS}},
"a#In":{"type":"structure","members":{"sent":{"target":"a#Both"},"need":{"target":"smithy.api#String","traits":{"smithy.api#required":{}}}IN}},
"a#Out":{"type":"structure","members":{"shown":{"target":"a#Both"},"kept":{"target":"smithy.api#String","traits":{"smithy.api#required":{}KEPT}}OUT}},
"a#Both":{"type":"structure","members":{"u":{"target":"a#U"},"e":{"target":"a#E"},"l":{"target":"a#L"},
  "must":{"target":"smithy.api#String","traits":{"smithy.api#required":{}}},"may":{"target":"smithy.api#String"},
  "n":{"target":"smithy.api#Long","traits":{"smithy.api#range":{"min":1,"max":9}}}BOTH}},
"a#U":{"type":"union","members":{"one":{"target":"smithy.api#String"}UNION}},
"a#E":{"type":"enum","members":{"A":{"target":"smithy.api#Unit"}ENUM}},
"a#L":{"type":"list","member":{"target":"smithy.api#String"},"traits":{"smithy.api#length":{"min":1,"max":4}LIST}},
"a#More":{"type":"structure","members":{"text":{"target":"smithy.api#String"}}},
"a#Bad":{"type":"structure","members":{},"traits":{"smithy.api#error":"client"}},
"a#Worse":{"type":"structure","members":{},"traits":{"smithy.api#error":"server"}}}}"##;

/// Returns the plain contract with these replacements, of names in capitals or of parts of its text.
fn contract(replaced: &[(&str, &str)]) -> Contract {
    let mut file = PLAIN.to_owned();
    for (part, by) in replaced {
        assert!(file.contains(part), "{part}");
        file = file.replace(part, by);
    }
    for name in ["ERRORS", "TRAITS", "IN}", "KEPT", "OUT", "BOTH", "UNION", "ENUM", "LIST"] {
        file = file.replace(name, if name == "IN}" { "}" } else { "" });
    }
    Contract::from_smithy(file, None).expect("a contract")
}

/// Returns what changes if these parts are replaced: each text, with a star if it breaks somebody.
fn told(replaced: &[(&str, &str)]) -> Vec<String> {
    let changes = contract(&[]).changes_to(&contract(replaced));
    let line = |change: &Change| {
        format!("{}{}", if change.breaks.is_some() { "* " } else { "" }, change.text)
    };
    changes.iter().map(line).collect()
}

#[test]
fn a_contract_has_not_changed_from_itself() {
    assert_eq!(told(&[]), [""; 0]);
    for edition in EDITIONS {
        let contract = Contract::edition(edition.name).expect("it is embedded");
        assert_eq!(contract.changes_to(&contract), []);
    }
}

#[test]
fn members_that_come_and_go() {
    const NEW: &str = r#","x":{"target":"a#More"}}"#;
    assert_eq!(
        told(&[("IN}", NEW)]),
        ["`In` gains `x`: More", "`More` is new: a structure of `text`: String"]
    );
    let required = r#","x":{"target":"smithy.api#String","traits":{"smithy.api#required":{}}}"#;
    assert_eq!(told(&[("OUT", required)]), ["* `Out` gains `x`: String, required"]);
    assert_eq!(told(&[(r#","may":{"target":"smithy.api#String"}"#, "")]), ["* `Both` loses `may`"]);
    assert_eq!(
        told(&[(r#""may":{"target":"smithy.api#String"}"#, r#""may":{"target":"a#More"}"#)]),
        [
            "* `may` of `Both` is More, and was String",
            "`More` is new: a structure of `text`: String",
            "* the type of `More` is structure, and was string"
        ]
    );
}

#[test]
fn unions_and_enums_are_open() {
    assert_eq!(
        told(&[("UNION", r#","two":{"target":"smithy.api#String"}"#)]),
        ["`U` gains `two`: String"]
    );
    assert_eq!(
        told(&[("ENUM", r#","B":{"target":"smithy.api#Unit"}"#)]),
        ["`E` gains the value `B`"]
    );
    let other = [(r#""one":"#, r#""two":"#)];
    assert_eq!(told(&other), ["`U` gains `two`: String", "* `U` loses `one`"]);
    let value = [(r#"{"A":{"target":"smithy.api#Unit"}"#, r#"{"B":{"target":"smithy.api#Unit"}"#)];
    assert_eq!(told(&value), ["`E` gains the value `B`", "* `E` loses the value `A`"]);
}

#[test]
fn whether_a_required_member_may_change_depends_on_its_structure() {
    const REQUIRED: &str = r#","traits":{"smithy.api#required":{}}"#;
    let input = format!(r#""need":{{"target":"smithy.api#String"{REQUIRED}}}"#);
    let relaxed = [(input.as_str(), r#""need":{"target":"smithy.api#String"}"#)];
    assert_eq!(told(&relaxed), ["`In` no longer requires `need`"]);
    let inner = format!(r#""must":{{"target":"smithy.api#String"{REQUIRED}}}"#);
    let plain = r#""must":{"target":"smithy.api#String"}"#;
    assert_eq!(told(&[(inner.as_str(), plain)]), ["* `Both` no longer requires `must`"]);
    let default = r#""must":{"target":"smithy.api#String","traits":{"smithy.api#default":""}}"#;
    assert_eq!(
        told(&[(inner.as_str(), default)]),
        ["`Both` no longer requires `must`", "`must` of `Both` has the default \"\""]
    );
    let may = r#""may":{"target":"smithy.api#String"}"#;
    let must = format!(r#""may":{{"target":"smithy.api#String"{REQUIRED}}}"#);
    assert_eq!(told(&[(may, must.as_str())]), ["* `Both` now requires `may`"]);
    let optional = r#""may":{"target":"smithy.api#String","traits":{"smithy.api#default":""}}"#;
    assert_eq!(told(&[(may, optional)]), ["* `may` of `Both` has the default \"\""]);
}

#[test]
fn constraints_may_be_relaxed_and_not_tightened() {
    const BOUNDS: &str = r#"{"min":1,"max":4}"#;
    for (bounds, breaks) in [
        (r#"{"min":0,"max":4}"#, false),
        (r#"{"min":1,"max":9}"#, false),
        (r#"{"min":1}"#, false),
        (r#"{"min":2,"max":4}"#, true),
        (r#"{"min":1,"max":3}"#, true),
    ] {
        let changes = contract(&[]).changes_to(&contract(&[(BOUNDS, bounds)]));
        assert_eq!(changes.len(), 1, "{bounds}");
        assert_eq!(changes[0].breaks.is_some(), breaks, "{bounds}: {}", changes[0].text);
    }
}

#[test]
fn numbers_patterns_and_lists_have_constraints_too() {
    let breaks = |part: &str, by: &str| {
        let changes = contract(&[]).changes_to(&contract(&[(part, by)]));
        assert_eq!(changes.len(), 1, "{by}: {changes:?}");
        changes[0].breaks.is_some()
    };
    const RANGE: &str = r#"{"min":1,"max":9}"#;
    assert!(!breaks(RANGE, r#"{"min":0.5,"max":9}"#) && !breaks(RANGE, r#"{"max":90}"#));
    assert!(breaks(RANGE, r#"{"min":1.5,"max":9}"#) && breaks(RANGE, r#"{"min":1,"max":8}"#));
    let kept = r#""smithy.api#required":{}KEPT"#;
    assert!(breaks(kept, r#""smithy.api#required":{},"smithy.api#pattern":"a""#));
    assert!(breaks("LIST", r#","smithy.api#uniqueItems":{}"#));
}

#[test]
fn what_changes_the_wire_breaks_clients_in_use() {
    let wire = |part: &str, by: &str| {
        let changes = contract(&[]).changes_to(&contract(&[(part, by)]));
        assert_eq!(changes.len(), 1, "{by}: {changes:?}");
        let broken = changes[0].breaks.as_ref().expect("it breaks");
        (changes[0].text.clone(), broken.rule)
    };
    assert_eq!(wire("POST", "PUT"), ("its method is `PUT`, and was `POST`".to_owned(), rule::WIRE));
    assert_eq!(wire("/op", "/opus").1, rule::WIRE);
    assert_eq!(wire(r#""code":200"#, r#""code":201"#).1, rule::WIRE);
    let (text, _) = wire("KEPT", r#","smithy.api#httpHeader":"X-Kept""#);
    assert_eq!(
        text,
        "`kept` of `Out` travels in the header field `X-Kept`, and not the body as `kept`"
    );
    assert_eq!(wire("KEPT", r#","smithy.api#jsonName":"k""#).1, rule::WIRE);
    assert_eq!(wire("LIST", r#","smithy.api#sparse":{}"#).1, rule::SPARSE);
    assert_eq!(wire("TRAITS", r#","smithy.api#httpChecksumRequired":{}"#).1, rule::BEHAVIOUR);
}

#[test]
fn errors_may_come_and_not_go() {
    let errors = [("ERRORS", r#",{"target":"a#Worse"}"#)];
    assert_eq!(
        told(&errors),
        ["it lists the error `Worse` too", "`Worse` is new: a structure without members"]
    );
    let changes = contract(&errors).changes_to(&contract(&[]));
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].breaks.as_ref().map(|broken| broken.rule), Some(rule::ERROR_RENAMED));
}

#[test]
fn a_change_says_for_whom_it_breaks() {
    let whom = |part: &str, by: &str| {
        let changes = contract(&[]).changes_to(&contract(&[(part, by)]));
        changes[0].breaks.as_ref().expect("it breaks").whom.clone()
    };
    assert_eq!(whom(r#","may":{"target":"smithy.api#String"}"#, ""), "callers that set or read it");
    let need = r#","need":{"target":"smithy.api#String","traits":{"smithy.api#required":{}}}"#;
    assert_eq!(whom(need, ""), "callers that set it");
    assert_eq!(whom(r#""shown":{"target":"a#Both"},"#, ""), "callers that read it");
}

#[test]
fn a_recursive_shape_is_compared_once() {
    let deep = [("UNION", r#","self":{"target":"a#U"},"both":{"target":"a#Both"}"#)];
    let one = contract(&deep);
    assert_eq!(one.changes_to(&one), []);
    let more =
        [("UNION", r#","self":{"target":"a#U"},"both":{"target":"a#Both"},"n":{"target":"a#U"}"#)];
    assert_eq!(one.changes_to(&contract(&more)).len(), 1);
}

#[test]
fn a_default_stands_for_an_absent_member_unless_it_is_null() {
    let gains = |default: &str| {
        let traits = format!(r#""smithy.api#required":{{}},"smithy.api#default":{default}"#);
        let member = format!(r#","x":{{"target":"smithy.api#String","traits":{{{traits}}}}}"#);
        told(&[("OUT", &member)])
    };
    assert_eq!(gains("\"\""), ["`Out` gains `x`: String, required"]);
    assert_eq!(gains("null"), ["* `Out` gains `x`: String, required"]);
    let null = r#""may":{"target":"smithy.api#String","traits":{"smithy.api#default":null}}"#;
    assert_eq!(told(&[(r#""may":{"target":"smithy.api#String"}"#, null)]), [""; 0]);
}

#[test]
fn an_operation_that_nothing_lists_is_removed() {
    let listed = r#""operations":[{"target":"a#Op"}]"#;
    let told = told(&[(listed, r#""operations":[]"#)]);
    assert_eq!(told, ["* no service or resource lists `Op` any more"]);
}

#[test]
fn formats_and_faults_say_from_what_to_what() {
    let error = r#""members":{},"traits":{"smithy.api#error":"client"}"#;
    assert_eq!(
        told(&[(error, r#""members":{},"traits":{"smithy.api#error":"server"}"#)]),
        [
            "* the status of `Bad` is 500, and was 400",
            "* `Bad` is an error of the server, and was of the client"
        ]
    );
    let kept = |traits: &str| told(&[("KEPT", traits)]);
    assert_eq!(
        kept(r#","smithy.api#timestampFormat":"epoch-seconds""#),
        [
            "* `kept` of `Out` has the format `epoch-seconds` for timestamps, and had no format of its own"
        ]
    );
    let media = r#","smithy.api#mediaType":"text/plain""#;
    assert_eq!(
        kept(media),
        ["* `kept` of `Out` has the media type `text/plain`, and had no media type"]
    );
}
