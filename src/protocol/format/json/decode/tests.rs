use crate::json::MAX_DEPTH;
use crate::model::Model;

use super::{Role, decode};

const MODEL: &str = r##"{"smithy":"2.0","shapes":{
    "a#S":{"type":"structure","members":{
        "text":{"target":"smithy.api#String"},"u":{"target":"a#U"},"map":{"target":"a#M"},
        "doc":{"target":"smithy.api#Document"},
        "at":{"target":"smithy.api#Timestamp","traits":{"smithy.api#timestampFormat":"date-time"}}}},
    "a#M":{"type":"map","key":{"target":"smithy.api#String"},"value":{"target":"smithy.api#String"}},
    "a#U":{"type":"union","members":{"one":{"target":"smithy.api#String"},"self":{"target":"a#S"},
        "doc":{"target":"smithy.api#Document"}}}}}"##;

/// Returns the value, and `kind path offset` of each note.
fn read(role: Role, body: &str) -> (String, Vec<String>) {
    let model = Model::from_smithy(MODEL).expect("a model");
    let shape = model.find(&"a#S".parse().expect("an id")).expect("it is there");
    let decoded = decode(&model, shape, role, body.as_bytes()).expect(body);
    let notes = decoded.anatomy().notes().iter();
    let notes =
        notes.map(|note| format!("{} {} {}", note.kind.name(), decoded.path(note), note.offset));
    (
        decoded.value().map_or_else(String::new, |value| value.to_json(&model).to_string()),
        notes.collect(),
    )
}

#[test]
fn a_repeated_name_has_a_place_of_its_own() {
    for (body, value, notes) in [
        (r#"{"text":"x","text":"y"}"#, r#"{"text":"y"}"#, &["duplicate text 12"][..]),
        (
            r#"{"map":{"a":"x","b":"y","a":"z"}}"#,
            r#"{"map":{"b":"y","a":"z"}}"#,
            &["duplicate map.a 24"],
        ),
        (
            r#"{"map":{"a":"x","\u0061":null}}"#,
            r#"{"map":{}}"#,
            &["null map.a 25", "duplicate map.a 16"],
        ),
        (
            r#"{"map":{"a":null,"a":"x"}}"#,
            r#"{"map":{"a":"x"}}"#,
            &["null map.a 12", "duplicate map.a 17"],
        ),
        (
            r#"{"map":{"a":"x","a":7}}"#,
            r#"{"map":{}}"#,
            &["mistyped map.a 20", "duplicate map.a 16"],
        ),
        (r#"{"text":"x","text":7}"#, "{}", &["duplicate text 12", "mistyped text 19"]),
        (r#"{"text":"x","text":null}"#, "{}", &["duplicate text 12", "null text 19"]),
        (
            r#"{"doc":[{"a":{"b":1,"b":2},"a":3}]}"#,
            r#"{"doc":[{"a":3}]}"#,
            &["duplicate doc[0].a.b 20", "duplicate doc[0].a 27"],
        ),
        (
            r#"{"u":{"one":"x","one":"y"}}"#,
            r#"{"u":{"one":"y"}}"#,
            &["union-tag u.one 6", "union-tag u.one 16", "duplicate u.one 16", "union-known u 5"],
        ),
        (
            r#"{"u":{"T":1,"T":[]}}"#,
            r#"{"u":{"SDK_UNKNOWN_MEMBER":{"name":"T"}}}"#,
            &["union-tag u.T 6", "union-tag u.T 12", "duplicate u.T 12", "union-unknown u 5"],
        ),
    ] {
        assert_eq!(
            read(Role::Client, body),
            (value.to_owned(), notes.iter().map(|n| (*n).to_owned()).collect()),
            "{body}"
        );
    }
}

#[test]
fn members_that_are_repeated_a_thousand_times_are_read_as_ever() {
    // A member of each kind that another may replace, nulls and ill-typed ones among them.
    for (around, members) in [
        ("", [r#""text":"x""#, r#""map":{"a":"b"}"#, r#""text":null"#, r#""doc":[1,[2]]"#]),
        ("map", [r#""a":"x""#, r#""b":null"#, r#""a":null"#, r#""c":7"#]),
        ("doc", [r#""a":[1,{"x":2}]"#, r#""b":null"#, r#""a":null"#, r#""c":7"#]),
        ("u", [r#""one":"x""#, r#""T":{}"#, r#""one":null"#, r#""self":{"text":"y"}"#]),
    ] {
        for times in [3, 1_000] {
            for last in 0..members.len() {
                let mut list: Vec<&str> = members.iter().copied().cycle().take(times * 4).collect();
                list.push(members[last]);
                let inside = list.join(",");
                let body = match around {
                    "" => format!("{{{inside}}}"),
                    name => format!(r#"{{"{name}":{{{inside}}},"text":"z"}}"#),
                };
                let (value, notes) = read(Role::Client, &body);
                // What is replaced may as well not be there: each last one in its place.
                let mut seen = Vec::new();
                let name = |member: &str| member.split(':').next().unwrap_or_default().to_owned();
                list.reverse();
                list.retain(|member| {
                    let new = !seen.contains(&name(member));
                    seen.push(name(member));
                    new
                });
                list.reverse();
                let short = match around {
                    "" => format!("{{{}}}", list.join(",")),
                    name => format!(r#"{{"{name}":{{{}}},"text":"z"}}"#, list.join(",")),
                };
                assert_eq!(value, read(Role::Client, &short).0, "{around} {times} {last}");
                let repeated = notes.iter().filter(|note| note.starts_with("duplicate ")).count();
                assert_eq!(repeated, times * 4 + 1 - list.len(), "{around} {times} {last}");
            }
        }
    }
}

#[test]
fn a_union_whose_value_nests_too_deep_is_not_empty() {
    let depth = MAX_DEPTH - 1;
    let body = format!(r#"{{"u":{{"doc":{}{}}}}}"#, "[".repeat(depth), "]".repeat(depth));
    let (_, notes) = read(Role::Client, &body);
    assert_eq!(notes.len(), 3, "{notes:?}");
    assert!(notes[0].starts_with("union-tag u.doc "));
    assert!(notes[1].starts_with("too-deep u.doc[0]"));
    assert_eq!(notes[2], "union-known u 5");
    let unions = r#"{"u":{"self":"#.repeat(MAX_DEPTH / 2);
    let body = unions + r#"{"text":"x"}"# + &"}}".repeat(MAX_DEPTH / 2);
    let (_, notes) = read(Role::Client, &body);
    assert!(notes.iter().any(|note| note.starts_with("too-deep ")));
    assert!(!notes.iter().any(|note| note.starts_with("union-empty ")), "{notes:?}");
}

#[test]
fn a_client_takes_an_offset_and_a_server_does_not() {
    let body = r#"{"at":"1985-04-12T23:20:50+00:00"}"#;
    assert_eq!(read(Role::Client, body), (r#"{"at":482196050}"#.to_owned(), vec![]));
    assert_eq!(read(Role::Server, body), ("{}".to_owned(), vec!["mistyped at 6".to_owned()]));
}
