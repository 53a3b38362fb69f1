//! What is no JSON text, wherever it stands, and what is JSON but not of the shape.

use wireproof::json::{MAX_DEPTH, SyntaxErrorKind};
use wireproof::protocol::{Decoder, NoteKind, Role};

use super::model::{MODEL, notes, read, shape, value};

/// What a value may be spelled as, the kind of the fault, and how far into it the fault lies.
const BAD: &[(&[u8], &str, usize)] = &[
    (b"\"\xff\"", "invalid-utf8", 1),
    (b"\"a\xc0\xaf\"", "invalid-utf8", 2),
    (b"\"\xed\xa0\x80\"", "invalid-utf8", 1),
    (br#""\ud800""#, "lone-surrogate", 1),
    (br#""a\ude00\ud83d""#, "lone-surrogate", 2),
    (br#""\ud83d\u0041""#, "lone-surrogate", 1),
    (br#""\x""#, "bad-escape", 1),
    (br#""\u00g0""#, "bad-escape", 1),
    (b"\"a\nb\"", "control-character", 2),
    (b"01", "bad-number", 0),
    (b"-", "bad-number", 0),
    (b"1.", "bad-number", 0),
    (b"1e+", "bad-number", 0),
    (b"0x10", "bad-number", 0),
    (b"1.2.3", "bad-number", 0),
    (b"+1", "unexpected-byte", 0),
    (b".5", "unexpected-byte", 0),
    (b"NaN", "unexpected-byte", 0),
    (b"Infinity", "unexpected-byte", 0),
    (b"tru", "unexpected-byte", 3),
    (b"nul l", "unexpected-byte", 3),
    (b"'a'", "unexpected-byte", 0),
    (b"", "unexpected-byte", 0),
    (b"[1,]", "unexpected-byte", 3),
    (b"[1 2]", "unexpected-byte", 3),
    (b"{\"a\"}", "unexpected-byte", 4),
    (b"{\"a\":1,}", "unexpected-byte", 7),
    (b"{a:1}", "unexpected-byte", 1),
    (b"[}", "unexpected-byte", 1),
    (b"{]", "unexpected-byte", 1),
    (b"// comment\n1", "unexpected-byte", 0),
];

#[test]
fn bad_text_is_refused_wherever_it_stands() {
    // Kept and skipped, in each sort of container, and of each type that is read in its own way.
    for before in [
        "{\"string\":",
        "{\"integer\":",
        "{\"double\":",
        "{\"boolean\":",
        "{\"seconds\":",
        "{\"dateTime\":",
        "{\"blob\":",
        "{\"document\":",
        "{\"self\":",
        "{\"union\":",
        "{\"unknown\":",
        "{\"list\":",
        "{\"document\":[",
        "{\"document\":{\"a\":",
        "{\"list\":[",
        "{\"map\":{\"a\":",
        "{\"union\":{\"text\":",
        "{\"union\":{\"Okta\":",
        "{\"union\":{\"__type\":",
        "{\"unknown\":[0,{\"a\":",
        "{\"string\":[",
    ] {
        let mut after = String::new();
        for opened in before.bytes().rev() {
            match opened {
                b'{' => after.push('}'),
                b'[' => after.push(']'),
                _ => {}
            }
        }
        for (bad, kind, offset) in BAD {
            let body = [before.as_bytes(), bad, after.as_bytes()].concat();
            let shown = String::from_utf8_lossy(&body);
            // An array may be empty.
            if bad.is_empty() && before.ends_with('[') {
                continue;
            }
            for role in [Role::Client, Role::Server] {
                let fault = read(role, &body).map(drop).expect_err(&shown);
                assert_eq!(
                    (fault.kind.name(), fault.offset),
                    (*kind, before.len() + offset),
                    "{shown}"
                );
            }
        }
    }
}

#[test]
fn bad_names_and_ends_are_refused() {
    for (body, kind, offset) in [
        (&b""[..], "unexpected-end", 0),
        (b" ", "unexpected-end", 1),
        (b"\xef\xbb\xbf{}", "byte-order-mark", 0),
        (b"{} x", "trailing-data", 3),
        (b"{}{}", "trailing-data", 2),
        (b"{}\0", "trailing-data", 2),
        (b"{}\xff", "trailing-data", 2),
        (b"{\"\xff\":1}", "invalid-utf8", 2),
        (b"{\"\\ud800\":1}", "lone-surrogate", 2),
        (b"{\"\\q\":1}", "bad-escape", 2),
        (b"{\"document\":{\"\\ud800\":1}}", "lone-surrogate", 14),
        (b"{\"map\":{\"\\q\":1}}", "bad-escape", 9),
        (b"{\"union\":{\"\\q\":1}}", "bad-escape", 11),
        (b"{\"unknown\":{\"\\q\":1}}", "bad-escape", 13),
        (b"{\"unknown\":{\"\\udc00\":1}}", "lone-surrogate", 13),
        // The graver fault counts, though it comes later.
        (b"{\"string\":\"\xff\",}", "unexpected-byte", 14),
        (b"{\"string\":\"\\ud800\"} x", "trailing-data", 20),
        (b"{\"string\":\"\\ud800\xff\"}", "invalid-utf8", 17),
    ] {
        let shown = String::from_utf8_lossy(body);
        let fault = read(Role::Client, body).map(drop).expect_err(&shown);
        assert_eq!((fault.kind.name(), fault.offset), (kind, offset), "{shown}");
    }
}

const LONG: &str = r#" {"string":"é😀\u00e9\ud83d\ude00","integer":-12,"double":1.5e-7,"boolean":true,"x":[{"y":null},0],
    "list":["a",null],"map":{"red":1},"union":{"text":"x"},"document":{"a":[false,{}]},"self":{"list":[]}}"#;

#[test]
fn a_body_that_is_cut_ends_unexpectedly() {
    let body = LONG.as_bytes();
    for role in [Role::Client, Role::Server] {
        for cut in 0..body.len() {
            let fault = read(role, &body[..cut]).map(drop).expect_err("it is cut");
            assert_eq!(fault.kind, SyntaxErrorKind::UnexpectedEnd, "cut at {cut}");
            let whole = std::str::from_utf8(&body[..cut]);
            assert!(fault.offset <= cut && (whole.is_err() || fault.offset == cut), "cut at {cut}");
        }
        assert!(read(role, body).is_ok());
    }
}

#[test]
fn any_byte_in_place_of_any_other_is_survived() {
    let body = LONG.as_bytes();
    let mut decoder = Decoder::new(&MODEL, Role::Client);
    for at in 0..body.len() {
        for byte in 0..=255 {
            let mut body = body.to_vec();
            body[at] = byte;
            if let Ok(decoded) = decoder.decode(shape("All"), &body) {
                for note in decoded.anatomy().notes() {
                    assert!((note.offset as usize) < body.len());
                    assert!(!decoded.path(note).as_str().is_empty());
                    assert!(!decoded.describe(note).is_empty());
                }
                let _ = value(&decoded).to_string();
                decoded.recycle(&mut decoder);
            }
        }
    }
}

/// Body, and the note for which it is refused. Those behind the bar are refused by a server alone.
const REFUSED: &[(&str, &str)] = &[
    ("null", "mistyped  0"),
    (" []", "mistyped  1"),
    (r#""{}""#, "mistyped  0"),
    (r#"{"string":1}"#, "mistyped string 10"),
    (r#"{"string":["a"]}"#, "mistyped string 10"),
    (r#"{"enum":1}"#, "mistyped enum 8"),
    (r#"{"boolean":"true"}"#, "mistyped boolean 11"),
    (r#"{"boolean":0}"#, "mistyped boolean 11"),
    (r#"{"byte":128}"#, "mistyped byte 8"),
    (r#"{"byte":-129}"#, "mistyped byte 8"),
    (r#"{"short":32768}"#, "mistyped short 9"),
    (r#"{"integer":2147483648}"#, "mistyped integer 11"),
    (r#"{"integer":1.001}"#, "mistyped integer 11"),
    (r#"{"integer":"123"}"#, "mistyped integer 11"),
    (r#"{"integer":1e99999999999999999999}"#, "mistyped integer 11"),
    (r#"{"intEnum":2147483648}"#, "mistyped intEnum 11"),
    (r#"{"long":9223372036854775808}"#, "mistyped long 8"),
    (r#"{"bigInteger":0.5}"#, "mistyped bigInteger 14"),
    (r#"{"bigInteger":"1"}"#, "mistyped bigInteger 14"),
    (r#"{"bigDecimal":"1"}"#, "mistyped bigDecimal 14"),
    (r#"{"float":"1"}"#, "mistyped float 9"),
    (r#"{"double":"nan"}"#, "mistyped double 10"),
    (r#"{"double":"+Infinity"}"#, "mistyped double 10"),
    (r#"{"blob":"xyz"}"#, "mistyped blob 8"),
    (r#"{"blob":"YmxvYg="}"#, "mistyped blob 8"),
    (r#"{"blob":"-_=="}"#, "mistyped blob 8"),
    (r#"{"blob":["b"]}"#, "mistyped blob 8"),
    (r#"{"seconds":"1515531081"}"#, "mistyped seconds 11"),
    (r#"{"seconds":"NaN"}"#, "mistyped seconds 11"),
    (r#"{"seconds":"1985-04-12T23:20:50Z"}"#, "mistyped seconds 11"),
    (r#"{"seconds":1e30}"#, "mistyped seconds 11"),
    (r#"{"secondsByMember":"1985-04-12T23:20:50Z"}"#, "mistyped secondsByMember 19"),
    (r#"{"dateTime":1515531081}"#, "mistyped dateTime 12"),
    (r#"{"dateTime":"1996-12-19T16:39:57"}"#, "mistyped dateTime 12"),
    (r#"{"dateTime":"1996-12-19 16:39:57Z"}"#, "mistyped dateTime 12"),
    (r#"{"dateTime":"1996-12-19T16:39:57+00"}"#, "mistyped dateTime 12"),
    (r#"{"dateTime":"Tue, 29 Apr 2014 18:30:38 GMT"}"#, "mistyped dateTime 12"),
    (r#"{"httpDate":"1985-04-12T23:20:50Z"}"#, "mistyped httpDate 12"),
    (r#"{"httpDate":1515531081}"#, "mistyped httpDate 12"),
    (r#"{"list":{}}"#, "mistyped list 8"),
    (r#"{"list":["a",1]}"#, "mistyped list[1] 13"),
    (r#"{"lists":[[],[[]]]}"#, "mistyped lists[1][0] 14"),
    (r#"{"map":[]}"#, "mistyped map 7"),
    (r#"{"map":{"a b":"1"}}"#, r#"mistyped map["a b"] 14"#),
    (r#"{"union":"text"}"#, "mistyped union 9"),
    (r#"{"union":["text"]}"#, "mistyped union 9"),
    (r#"{"union":{}}"#, "union-empty union 9"),
    (r#"{"union":{"text":null}}"#, "union-empty union 9"),
    (r#"{"union":{"__type":"x"}}"#, "union-empty union 9"),
    (r#"{"union":{"text":"a","num":1}}"#, "union-several union 9"),
    (r#"{"union":{"text":"a","Okta":1}}"#, "union-several union 9"),
    (r#"{"union":{"text":7}}"#, "mistyped union.text 17"),
    (r#"{"typed":{"__type":"a","other":"b"}}"#, "union-several typed 9"),
    (r#"{"string":{"\"":"}"},"self":{"byte":"x"}}"#, "mistyped string 10"),
];

const REFUSED_BY_SERVERS: &[(&str, &str)] = &[
    (r#"{"union":{"Okta":"hello"}}"#, "union-unknown union 9"),
    (r#"{"list":["a",null]}"#, "mistyped list[1] 13"),
    (r#"{"map":{"red":null}}"#, "mistyped map.red 14"),
    (r#"{"dateTime":"1996-12-19T16:39:57-08:00"}"#, "mistyped dateTime 12"),
];

#[test]
fn what_the_shape_cannot_have_is_refused() {
    for (body, note) in REFUSED.iter().chain(REFUSED_BY_SERVERS) {
        let decoded = read(Role::Server, body.as_bytes()).expect(body);
        let refusal = decoded.refusal().expect(body);
        let found = format!("{} {} {}", refusal.kind.name(), decoded.path(refusal), refusal.offset);
        assert_eq!(found, *note, "{body}");
    }
    for (body, _) in REFUSED {
        assert!(read(Role::Client, body.as_bytes()).expect(body).refusal().is_some(), "{body}");
    }
    for (body, _) in REFUSED_BY_SERVERS {
        assert!(read(Role::Client, body.as_bytes()).expect(body).refusal().is_none(), "{body}");
    }
}

#[test]
fn what_is_kept_nests_a_thousand_levels() {
    // The structure is the first level.
    let nested = |depth: usize, inner: &str| {
        format!(r#"{{"document":{}{inner}{}}}"#, "[".repeat(depth - 1), "]".repeat(depth - 1))
    };
    let body = nested(MAX_DEPTH, "");
    let decoded = read(Role::Client, body.as_bytes()).expect("JSON");
    assert!(decoded.refusal().is_none());
    assert_eq!(value(&decoded).to_string(), body);

    let body = nested(MAX_DEPTH + 1, "");
    let decoded = read(Role::Client, body.as_bytes()).expect("JSON");
    let refusal = decoded.refusal().expect("it is too deep");
    assert_eq!(refusal.kind, NoteKind::TooDeep);
    assert_eq!(refusal.offset as usize, r#"{"document":"#.len() + MAX_DEPTH - 1);
    assert_eq!(decoded.path(refusal).as_str(), format!("document{}", "[0]".repeat(MAX_DEPTH - 1)));

    let body = nested(MAX_DEPTH + 1, "01");
    let fault = read(Role::Client, body.as_bytes()).map(drop).expect_err("a bad number");
    assert_eq!(fault.kind, SyntaxErrorKind::BadNumber);

    let body = r#"{"self":"#.repeat(MAX_DEPTH) + r#"{"string":7}"# + &"}".repeat(MAX_DEPTH);
    let decoded = read(Role::Client, body.as_bytes()).expect("JSON");
    let path = "self.".repeat(MAX_DEPTH);
    assert_eq!(notes(&decoded), [format!("too-deep {} 8000", path.trim_end_matches('.'))]);
}

#[test]
fn what_is_skipped_nests_without_limit() {
    let depth = 1_000_000;
    for (open, inner, close) in [("[", "", "]"), (r#"{"a":"#, "1", "}")] {
        for (before, after) in [
            (r#"{"unknown":"#, "}"),
            (r#"{"union":{"Okta":"#, "}}"),
            (r#"{"union":{"__type":"#, r#","text":""}}"#),
            (r#"{"string":"#, "}"),
        ] {
            let nested = open.repeat(depth) + inner + &close.repeat(depth);
            let body = before.to_owned() + &nested + after;
            assert!(read(Role::Client, body.as_bytes()).is_ok());
            let cut = &body.as_bytes()[..body.len() - after.len() - 1];
            let fault = read(Role::Client, cut).map(drop).expect_err("it is cut");
            assert_eq!(fault.kind, SyntaxErrorKind::UnexpectedEnd);
        }
    }
}
