//! What values mean on the wire, in both directions.

use wireproof::json::Json;
use wireproof::protocol::{Role, encode, validate};
use wireproof::value::diff;

use super::model::{MODEL, json, notes, read, shape, value};

/// Value form, and the text that carries it. Members in the model's order, as they are written.
const BOTH_WAYS: &[(&str, &str)] = &[
    ("{}", "{}"),
    (r#"{"string":""}"#, r#"{"string":""}"#),
    (r#"{"string":"é😀\u0001\"\\\u2028/"}"#, "{\"string\":\"é😀\\u0001\\\"\\\\\u{2028}/\"}"),
    (r#"{"renamed":"x"}"#, r#"{"Re named":"x"}"#),
    (r#"{"boolean":false}"#, r#"{"boolean":false}"#),
    (r#"{"byte":-128,"short":32767}"#, r#"{"byte":-128,"short":32767}"#),
    (r#"{"integer":-2147483648}"#, r#"{"integer":-2147483648}"#),
    (r#"{"long":9223372036854775807}"#, r#"{"long":9223372036854775807}"#),
    (
        r#"{"bigInteger":123456789012345678901234567890}"#,
        r#"{"bigInteger":123456789012345678901234567890}"#,
    ),
    (r#"{"float":1.5,"double":-1e-300}"#, r#"{"float":1.5,"double":-1e-300}"#),
    (r#"{"float":"NaN","double":"-Infinity"}"#, r#"{"float":"NaN","double":"-Infinity"}"#),
    (r#"{"double":"Infinity"}"#, r#"{"double":"Infinity"}"#),
    (
        r#"{"bigDecimal":0.1234567890123456789012345678901e-500}"#,
        r#"{"bigDecimal":0.1234567890123456789012345678901e-500}"#,
    ),
    (r#"{"blob":"AP+/"}"#, r#"{"blob":"AP+/"}"#),
    (
        r#"{"document":{"a":[1,null,true,{"b":"c"}],"":1.50}}"#,
        r#"{"document":{"a":[1,null,true,{"b":"c"}],"":1.50}}"#,
    ),
    (
        r#"{"enum":"red","oldEnum":"none of the model's"}"#,
        r#"{"enum":"red","oldEnum":"none of the model's"}"#,
    ),
    (r#"{"intEnum":7}"#, r#"{"intEnum":7}"#),
    (
        r#"{"seconds":1398796238,"secondsByMember":482196050.52}"#,
        r#"{"seconds":1398796238,"secondsByMember":482196050.52}"#,
    ),
    (r#"{"dateTime":482196050.52}"#, r#"{"dateTime":"1985-04-12T23:20:50.52Z"}"#),
    (r#"{"dateTimeByTarget":-0.5}"#, r#"{"dateTimeByTarget":"1969-12-31T23:59:59.5Z"}"#),
    (r#"{"httpDate":1398796238}"#, r#"{"httpDate":"Tue, 29 Apr 2014 18:30:38 GMT"}"#),
    (
        r#"{"httpDateByTarget":1398796238}"#,
        r#"{"httpDateByTarget":"Tue, 29 Apr 2014 18:30:38 GMT"}"#,
    ),
    (r#"{"dates":[0,1398796238]}"#, r#"{"dates":["1970-01-01T00:00:00Z","2014-04-29T18:30:38Z"]}"#),
    (
        r#"{"list":[],"sparse":[null,"",null],"lists":[["a"],[]]}"#,
        r#"{"list":[],"sparse":[null,"",null],"lists":[["a"],[]]}"#,
    ),
    (
        r#"{"map":{"red":1,"other":2},"sparseMap":{"a":null},"maps":{"":{},"x y":{"red":3}}}"#,
        r#"{"map":{"red":1,"other":2},"sparseMap":{"a":null},"maps":{"":{},"x y":{"red":3}}}"#,
    ),
    (r#"{"documents":[null,{},[null],1]}"#, r#"{"documents":[null,{},[null],1]}"#),
    (r#"{"union":{"text":""}}"#, r#"{"union":{"text":""}}"#),
    (r#"{"union":{"number":1}}"#, r#"{"union":{"num":1}}"#),
    (r#"{"union":{"unit":{}}}"#, r#"{"union":{"unit":{}}}"#),
    (
        r#"{"union":{"all":{"union":{"union":{"list":["x"]}}}}}"#,
        r#"{"union":{"all":{"union":{"union":{"list":["x"]}}}}}"#,
    ),
    (
        r#"{"unions":[{"text":"a"},{"document":[]}]}"#,
        r#"{"unions":[{"text":"a"},{"document":[]}]}"#,
    ),
    (r#"{"typed":{"kind":"k"}}"#, r#"{"typed":{"__type":"k"}}"#),
    (
        r#"{"__type":"a structure may have such a member"}"#,
        r#"{"__type":"a structure may have such a member"}"#,
    ),
    (
        r#"{"required":{"a":"","b":{"text":"x"},"token":"t"},"self":{"self":{}}}"#,
        r#"{"required":{"a":"","b":{"text":"x"},"token":"t"},"self":{"self":{}}}"#,
    ),
];

#[test]
fn the_wire_carries_the_value_form_both_ways() {
    for (form, wire) in BOTH_WAYS {
        let form = json(form);
        assert_eq!(validate(&MODEL, shape("All"), &form), [], "{wire}");
        assert_eq!(encode(&MODEL, shape("All"), &form).as_deref(), Ok(*wire));
        for role in [Role::Client, Role::Server] {
            let decoded = read(role, wire.as_bytes()).expect(wire);
            assert!(decoded.refusal().is_none(), "{wire}: {:?}", notes(&decoded));
            assert_eq!(value(&decoded), form, "{wire}");
        }
        assert_eq!(diff(&MODEL, shape("All"), &form, &form), [], "{wire}");
    }
}

/// What is read leniently, or in another spelling than ours, and what it means to a client.
const READ: &[(&str, &str)] = &[
    (" \t\r\n{ \"string\" : \"\\u0041\\/\" } \n", r#"{"string":"A/"}"#),
    (r#"{"str\u0069ng":"x"}"#, r#"{"string":"x"}"#),
    (r#"{"string":"\ud83d\ude00"}"#, r#"{"string":"😀"}"#),
    (r#"{"renamed":"under the model's name"}"#, "{}"),
    (r#"{"integer":1.0}"#, r#"{"integer":1.0}"#),
    (r#"{"integer":-0}"#, r#"{"integer":-0}"#),
    (r#"{"seconds":1.5e3}"#, r#"{"seconds":1500}"#),
    (r#"{"dateTime":"1985-04-12T23:20:50+01:00"}"#, r#"{"dateTime":482192450}"#),
    (r#"{"list":["a",null,"b"]}"#, r#"{"list":["a","b"]}"#),
    (r#"{"map":{"red":1,"blue":null}}"#, r#"{"map":{"red":1}}"#),
    (r#"{"map":{"red":1,"red":null}}"#, r#"{"map":{}}"#),
    (r#"{"sparseMap":{"a":1,"a":null}}"#, r#"{"sparseMap":{"a":null}}"#),
    (r#"{"string":null,"union":null,"document":null}"#, "{}"),
    (r#"{"string":"a","string":null}"#, "{}"),
    (r#"{"string":null,"string":"a"}"#, r#"{"string":"a"}"#),
    (r#"{"unknown":{"__type":[]},"string":"a"}"#, r#"{"string":"a"}"#),
    (r#"{"union":{"text":null,"num":2,"other":null}}"#, r#"{"union":{"number":2}}"#),
    (r#"{"union":{"__type":"t#Union","text":"a"}}"#, r#"{"union":{"text":"a"}}"#),
    (r#"{"union":{"Okta":{"a":[]}}}"#, r#"{"union":{"SDK_UNKNOWN_MEMBER":{"name":"Okta"}}}"#),
    (r#"{"union":{"number":2}}"#, r#"{"union":{"SDK_UNKNOWN_MEMBER":{"name":"number"}}}"#),
    (r#"{"document":{"a":1,"a":2}}"#, r#"{"document":{"a":2}}"#),
];

#[test]
fn a_client_reads_what_others_write() {
    for (wire, form) in READ {
        let decoded = read(Role::Client, wire.as_bytes()).expect(wire);
        assert!(decoded.refusal().is_none(), "{wire}: {:?}", notes(&decoded));
        assert_eq!(value(&decoded), json(form), "{wire}");
    }
}

#[test]
fn inputs_may_be_spelled_otherwise() {
    for (form, wire) in [
        (r#"{"long":"9223372036854775807"}"#, r#"{"long":9223372036854775807}"#),
        (r#"{"bigInteger":"-1","bigDecimal":"1.50"}"#, r#"{"bigInteger":-1,"bigDecimal":1.50}"#),
        (r#"{"double":"NaN","string":"x"}"#, r#"{"string":"x","double":"NaN"}"#),
        (r#"{"string":{"$wtf8":"YcOp7aCA8J+YgCI="}}"#, "{\"string\":\"aé\\ud800😀\\\"\"}"),
        (r#"{"map":{"red":"x","red":1}}"#, r#"{"map":{"red":1}}"#),
        (r#"{"seconds":1.5e3}"#, r#"{"seconds":1500}"#),
        (r#"{"required":{"a":"","b":{"unit":{}}}}"#, r#"{"required":{"a":"","b":{"unit":{}}}}"#),
    ] {
        assert_eq!(encode(&MODEL, shape("All"), &json(form)).as_deref(), Ok(wire));
    }
}

#[test]
fn every_fault_of_an_input_has_its_place() {
    let input = r#"{
        "byte":128,"short":1.5,"long":"9223372036854775808","float":"nan","blob":"YQ","boolean":"true",
        "seconds":"1","dateTime":"1985-04-12T23:20:50Z","enum":1,"intEnum":"1","list":{},"map":[],
        "lists":[["a"],"b",[null]],"sparse":[null,1],"maps":{"a b":{"red":null}},"sparseMap":{"a":null},
        "union":{"text":null,"Okta":1},"unions":[{},{"SDK_UNKNOWN_MEMBER":{"name":"x"}},[]],
        "required":{"b":{"number":"x"}},"self":{"self":{"oops":1}},"Re named":"x","string":{"$wtf8":"?"}
    }"#;
    let faults = validate(&MODEL, shape("All"), &json(input));
    let mut found: Vec<_> =
        faults.iter().map(|fault| format!("{} {}", fault.path, fault.kind.name())).collect();
    found.sort();
    assert_eq!(
        found,
        [
            r#"["Re named"] unknown-member"#,
            "blob wrong-type",
            "boolean wrong-type",
            "byte wrong-type",
            "dateTime wrong-type",
            "enum wrong-type",
            "float wrong-type",
            "intEnum wrong-type",
            "list wrong-type",
            "lists[1] wrong-type",
            "lists[2][0] wrong-type",
            "long wrong-type",
            "map wrong-type",
            r#"maps["a b"].red wrong-type"#,
            "required.a missing-required",
            "required.b.number wrong-type",
            "seconds wrong-type",
            "self.self.oops unknown-member",
            "short wrong-type",
            "sparse[1] wrong-type",
            "string wrong-type",
            "union union-several",
            "union.Okta unknown-union-member",
            "union.text wrong-type",
            "unions[0] union-empty",
            "unions[1].SDK_UNKNOWN_MEMBER unknown-placeholder",
            "unions[2] wrong-type",
        ]
    );
    assert!(encode(&MODEL, shape("All"), &json(input)).is_err());
    assert_eq!(validate(&MODEL, shape("All"), &Json::Null).len(), 1);
}
