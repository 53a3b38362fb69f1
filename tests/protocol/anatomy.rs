//! What is noticed in a body, each thing with its place.

use wireproof::json::JsonKind;
use wireproof::protocol::{Decoder, NoteKind, Role};

use super::model::{MODEL, notes, read, shape, value};

/// Body, and `kind path offset` of every note that a client makes, in order.
const NOTED: &[(&str, &[&str])] = &[
    ("{}", &[]),
    (r#"{"string":"a","integer":1,"list":[],"document":{"x":null}}"#, &[]),
    // Duplicates: at the later name.
    (r#"{"string":"a", "string":"b"}"#, &["duplicate string 15"]),
    (
        r#"{"Re named":"a","R\u0065 named":"b","Re named":"c"}"#,
        &["duplicate renamed 16", "duplicate renamed 36"],
    ),
    (r#"{"map":{"red":1,"blue":2,"red":3}}"#, &["duplicate map.red 25"]),
    (r#"{"maps":{"a":{},"a":{"x":1,"x":1}}}"#, &["duplicate maps.a.x 27", "duplicate maps.a 16"]),
    (r#"{"document":[{"a b":1,"a b":2}]}"#, &[r#"duplicate document[0]["a b"] 22"#]),
    (
        r#"{"unknown":{"a":1,"a":1},"unknown":1}"#,
        &["unknown-member unknown 1", "unknown-member unknown 25"],
    ),
    // Nulls: at the null.
    (r#"{"string": null}"#, &["null string 11"]),
    (r#"{"list":["a",null,null]}"#, &["null list[1] 13", "null list[2] 18"]),
    (r#"{"map":{"red":null}}"#, &["null map.red 14"]),
    (r#"{"sparse":[null],"sparseMap":{"a":null},"documents":[null]}"#, &[]),
    (
        r#"{"string":null,"string":null}"#,
        &["null string 10", "duplicate string 15", "null string 24"],
    ),
    // Unknown members: at the name.
    (
        r#"{"self":{"Unknown":1,"":{}}}"#,
        &["unknown-member self.Unknown 9", r#"unknown-member self[""] 21"#],
    ),
    (r#"{"renamed":"x"}"#, &["unknown-member renamed 1"]),
    // Mistyped: at the value; every one of them.
    (
        r#"{"byte":300,"lists":[1,[2]],"self":{"string":{}}}"#,
        &[
            "mistyped byte 8",
            "mistyped lists[0] 21",
            "mistyped lists[1][0] 24",
            "mistyped self.string 45",
        ],
    ),
    // Missing: at the beginning of the structure.
    (
        r#"{"required":{}}"#,
        &["missing required.a 12", "missing required.b 12", "missing required.token 12"],
    ),
    (
        r#"{"required":{"a":null,"b":{"text":""},"token":7}}"#,
        &[
            "null required.a 17",
            "union-tag required.b.text 27",
            "union-known required.b 26",
            "mistyped required.token 46",
            "missing required.a 12",
        ],
    ),
    (
        r#"{"required":{"a":"x","b":{"text":""},"token":"","a":null}}"#,
        &[
            "union-tag required.b.text 26",
            "union-known required.b 25",
            "duplicate required.a 48",
            "null required.a 52",
            "missing required.a 12",
        ],
    ),
    // Unions: each tag at its name, the union at its beginning.
    (r#"{"union":{"num":1}}"#, &["union-tag union.number 10", "union-known union 9"]),
    (r#"{"union":{"Okta":1}}"#, &["union-tag union.Okta 10", "union-unknown union 9"]),
    (
        r#"{"union":{"text":"a","Okta":1,"num":null}}"#,
        &[
            "union-tag union.text 10",
            "union-tag union.Okta 21",
            "union-tag union.number 30",
            "null union.number 36",
            "union-several union 9",
        ],
    ),
    (
        r#"{"union":{"text":"a","text":null}}"#,
        &[
            "union-tag union.text 10",
            "union-tag union.text 21",
            "null union.text 28",
            "duplicate union.text 21",
            "union-empty union 9",
        ],
    ),
    (
        r#"{"unions":[null,{"union":{"__type":"x","text":"y"}}]}"#,
        &[
            "null unions[0] 11",
            "union-tag unions[1].union 17",
            "type-hint unions[1].union.__type 26",
            "union-tag unions[1].union.text 39",
            "union-known unions[1].union 25",
            "union-known unions[1] 16",
        ],
    ),
    (
        r#"{"union":{"text":1}}"#,
        &["union-tag union.text 10", "mistyped union.text 17", "union-known union 9"],
    ),
    // `__type` is a hint in a union alone, and only where it is no member.
    (r#"{"__type":"x","self":{"__type":"y"}}"#, &[]),
    (r#"{"typed":{"__type":"x"}}"#, &["union-tag typed.kind 10", "union-known typed 9"]),
    (
        r#"{"required":{"__type":"x","a":"","token":"","b":{"__type":1,"unit":{"z":1}}}}"#,
        &[
            "unknown-member required.__type 13",
            "type-hint required.b.__type 49",
            "union-tag required.b.unit 60",
            "unknown-member required.b.unit.z 68",
            "union-known required.b 48",
        ],
    ),
];

#[test]
fn each_thing_is_noted_at_its_place() {
    for (body, expected) in NOTED {
        let decoded = read(Role::Client, body.as_bytes()).expect(body);
        assert_eq!(notes(&decoded), *expected, "{body}");
    }
}

#[test]
fn a_decoder_that_was_used_reads_like_a_fresh_one() {
    let bodies = NOTED.iter().map(|(body, _)| *body);
    let bodies = bodies.chain([
        "{",
        r#"{"string":"\u0041","union":{"te\u0078t":"\n"}}"#,
        r#"{"map":{"a":{"#,
        "[]",
    ]);
    for role in [Role::Client, Role::Server] {
        let mut decoder = Decoder::new(&MODEL, role);
        for body in bodies.clone().chain(bodies.clone()) {
            let used = decoder.decode(shape("All"), body.as_bytes());
            match (used, read(role, body.as_bytes())) {
                (Ok(used), Ok(fresh)) => {
                    assert_eq!(notes(&used), notes(&fresh), "{body}");
                    assert_eq!(value(&used), value(&fresh), "{body}");
                    used.recycle(&mut decoder);
                }
                (used, fresh) => assert_eq!(used.err(), fresh.err(), "{body}"),
            }
        }
    }
}

#[test]
fn kinds_tell_what_was_found() {
    let decoded =
        read(Role::Client, br#"{"union":{"Okta":[]},"byte":{},"string":true}"#).expect("JSON");
    let kinds: Vec<_> =
        decoded.anatomy().of(|kind| !matches!(kind, NoteKind::UnionTag { .. })).collect();
    assert_eq!(kinds[0].kind, NoteKind::UnionUnknown { value: JsonKind::Array, refused: false });
    assert!(matches!(kinds[1].kind, NoteKind::Mistyped { found: JsonKind::Object, .. }));
    assert!(matches!(kinds[2].kind, NoteKind::Mistyped { found: JsonKind::Boolean, .. }));
    assert_eq!(decoded.describe(kinds[2]), "a string expected, not a boolean");
}
