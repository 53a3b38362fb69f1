//! Large and deep bodies: no time that grows with the square of the size, no stack that grows with the
//! depth.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use wireproof::json::{Json, MAX_DEPTH};
use wireproof::protocol::{Role, encode, validate};
use wireproof::value::diff;

use super::model::{MODEL, read, shape, value};

/// So many elements or members: a time that grows with the square would be far beyond the limit below.
const MANY: usize = 30_000;

fn joined(piece: impl Fn(usize) -> String) -> String {
    (0..MANY).fold(String::new(), |mut text, i| {
        let _ = write!(text, "{}{}", if i == 0 { "" } else { "," }, piece(i));
        text
    })
}

/// Reads `body`, and does with its value all that can be done.
fn work(body: &str) {
    let begin = Instant::now();
    let decoded = read(Role::Client, body.as_bytes()).expect("JSON");
    let read = value(&decoded);
    let _ = decoded.refusal();
    let input = Json::parse(body).expect("JSON");
    for value in [&read, &input] {
        let _ = validate(&MODEL, shape("All"), value).len();
        let _ = encode(&MODEL, shape("All"), value).map(|text| text.len());
        let _ = diff(&MODEL, shape("All"), value, value).len();
        let _ = diff(&MODEL, shape("All"), value, &Json::object([("string", Json::Null)])).len();
    }
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
}

#[test]
fn many_members() {
    let many = |piece: &dyn Fn(usize) -> String| joined(piece);
    work(&format!("{{{}}}", many(&|i| format!(r#""u{i}":1"#))));
    work(&format!("{{{}}}", many(&|_| r#""string":"a""#.to_owned())));
    work(&format!("{{{}}}", many(&|_| r#""string":null"#.to_owned())));
    work(&format!("{{{}}}", many(&|_| r#""string":7"#.to_owned())));
    work(&format!(r#"{{"map":{{{}}}}}"#, many(&|i| format!(r#""k{i}":1"#))));
    work(&format!(r#"{{"map":{{{}}}}}"#, many(&|_| r#""k":1"#.to_owned())));
    work(&format!(r#"{{"map":{{{}}}}}"#, many(&|_| r#""k":"x""#.to_owned())));
    work(&format!(r#"{{"union":{{{}}}}}"#, many(&|i| format!(r#""t{i}":1"#))));
    work(&format!(r#"{{"union":{{{}}}}}"#, many(&|_| r#""text":"a""#.to_owned())));
    work(&format!(r#"{{"union":{{{}}}}}"#, many(&|_| r#""text":null"#.to_owned())));
    work(&format!(r#"{{"union":{{{}}}}}"#, many(&|_| r#""__type":""#.to_owned() + "\"")));
    work(&format!(r#"{{"document":{{{}}}}}"#, many(&|i| format!(r#""k{i}":1"#))));
    work(&format!(r#"{{"document":{{{}}}}}"#, many(&|_| r#""k":1"#.to_owned())));
}

#[test]
fn many_elements() {
    for element in [r#""a""#, "null", "7", r#""\u0041""#, "{}", "[]"] {
        for member in ["list", "sparse", "lists", "unions", "documents", "document", "unknown"] {
            work(&format!(r#"{{"{member}":[{}]}}"#, joined(|_| element.to_owned())));
        }
    }
}

#[test]
fn many_places_in_a_deep_one() {
    let unions = r#"{"union":{"all":"#;
    let count = MAX_DEPTH / 2 - 1;
    for inner in [
        format!(r#"{{"list":[{}]}}"#, joined(|_| "7".to_owned())),
        format!(r#"{{"list":[{}]}}"#, joined(|_| "null".to_owned())),
        format!(r#"{{{}}}"#, joined(|i| format!(r#""u{i}":1"#))),
    ] {
        work(&(unions.repeat(count) + &inner + &"}}".repeat(count)));
    }
    let depth = MAX_DEPTH - 2;
    let nested = "[".repeat(depth) + &joined(|i| i.to_string()) + &"]".repeat(depth);
    work(&format!(r#"{{"document":{nested}}}"#));
}

#[test]
fn long_scalars() {
    let digits = "1234567890".repeat(MANY / 3);
    for member in [
        "string",
        "blob",
        "integer",
        "bigInteger",
        "bigDecimal",
        "double",
        "float",
        "seconds",
        "intEnum",
    ] {
        work(&format!(r#"{{"{member}":{digits}}}"#));
        work(&format!(r#"{{"{member}":0.{digits}e{}}}"#, digits.len()));
        work(&format!(r#"{{"{member}":1e{digits}}}"#));
        work(&format!(r#"{{"{member}":"{digits}"}}"#));
    }
    work(&format!(r#"{{"string":"{}"}}"#, r"\ud83d\ude00".repeat(MANY)));
    let surrogates = "7aCA".repeat(MANY);
    work(&format!(r#"{{"string":{{"$wtf8":"{surrogates}"}}}}"#));
}

#[test]
fn the_deepest_values_fit_a_small_stack() {
    let depth = MAX_DEPTH - 1;
    let bodies = [
        format!(r#"{{"document":{}{}}}"#, "[".repeat(depth), "]".repeat(depth)),
        format!(r#"{{"document":{}1{}}}"#, r#"{"a":"#.repeat(depth), "}".repeat(depth)),
        r#"{"self":"#.repeat(depth) + "{}" + &"}".repeat(depth),
        r#"{"union":{"all":"#.repeat(depth / 2) + "{}" + &"}}".repeat(depth / 2),
    ];
    let run = move || {
        for body in &bodies {
            let input = Json::parse(body).expect("JSON");
            let other = input.clone();
            assert!(input == other);
            assert_eq!(format!("{input:?}"), *body);
            assert_eq!(Json::parse(input.to_pretty()).as_ref(), Ok(&other));
            let mut set = std::collections::HashSet::new();
            assert!(set.insert(input.clone()) && !set.insert(other));
            work(body);
        }
    };
    // A quarter of what a test thread has.
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(run);
    thread.expect("a thread").join().expect("it ends in order");
}
