//! Compares two values in the value form by their shape.

use crate::json::{Json, Path};
use crate::model::{Members, Model, ShapeKind, ShapeRef};

use super::SDK_UNKNOWN_MEMBER;
use super::difference::{Difference, DifferenceKind};
use super::scalars::same_scalar;

/// The most differences that are returned.
const MOST: usize = 100_000;

/// Returns the differences of `actual` from `expected`, both in the value form of `shape`.
///
/// For a member, null is the same as absent. Members may have any order; of those that share a name the last
/// counts, and a member that the shape does not name is compared as a document. Numbers are compared by value:
/// as doubles or floats if that is their shape, and else digit for digit. Values of long, bigInteger and
/// bigDecimal may be digits in a string. A value that is not of its shape's type is compared as a document, and
/// a union with no member or several as a structure: so a value never differs from itself. If two values differ
/// at one level, nothing below it is compared. Of more than a hundred thousand differences the first ones are
/// returned.
pub fn diff(model: &Model, shape: ShapeRef, expected: &Json, actual: &Json) -> Vec<Difference> {
    let mut differ = Differ { model, found: Vec::new() };
    // Values may nest deeply, so those still to be compared are in a list and not on the stack.
    let mut waiting = vec![Pair { shape: Some(shape), expected, actual, path: Path::default() }];
    while let Some(pair) = waiting.pop() {
        let from = waiting.len();
        differ.compare(pair, &mut waiting);
        waiting[from..].reverse();
    }
    differ.found
}

/// Two values that should be the same. Without a shape, they are in a document.
struct Pair<'a> {
    shape: Option<ShapeRef>,
    expected: &'a Json,
    actual: &'a Json,
    path: Path,
}

struct Differ<'m> {
    model: &'m Model,
    found: Vec<Difference>,
}

impl Differ<'_> {
    fn compare<'a>(&mut self, pair: Pair<'a>, waiting: &mut Vec<Pair<'a>>) {
        let (shape, expected, actual) = (pair.shape, pair.expected, pair.actual);
        let same = match (shape.map(|shape| self.model.kind(shape)), expected, actual) {
            (None | Some(ShapeKind::Document), ..) => return self.document(pair, waiting),
            (_, Json::Null, Json::Null) => true,
            (Some(ShapeKind::Structure(members)), Json::Object(_), Json::Object(_)) => {
                return self.structure(members, pair, waiting);
            }
            (Some(ShapeKind::Union(members)), Json::Object(_), _) => {
                return self.union(members, pair, waiting);
            }
            (Some(ShapeKind::List(member)), Json::Array(expected), Json::Array(actual)) => {
                let target = Some(member.target);
                return self.elements(target, expected, actual, &pair.path, waiting);
            }
            (Some(ShapeKind::Map { value, .. }), Json::Object(_), Json::Object(_)) => {
                let target = Some(value.target);
                return self.entries(target, pair, waiting);
            }
            (
                Some(ShapeKind::String | ShapeKind::Enum(_)),
                Json::String(expected),
                Json::String(actual),
            ) => {
                if expected != actual {
                    let values = (Some(pair.expected), Some(pair.actual));
                    self.report(DifferenceKind::Text, pair.path, values.0, values.1);
                }
                return;
            }
            (Some(kind), a, b) => match same_scalar(kind, a, b) {
                Some(same) => same,
                None => return self.document(pair, waiting),
            },
        };
        if !same {
            self.report(DifferenceKind::Value, pair.path, Some(pair.expected), Some(pair.actual));
        }
    }

    fn structure<'a>(&mut self, members: &Members, pair: Pair<'a>, waiting: &mut Vec<Pair<'a>>) {
        let (expected, actual) = (pair.expected.by_name(), pair.actual.by_name());
        let values = |name: &str| (expected.get(name).copied(), actual.get(name).copied());
        for member in members {
            self.place(
                Some(member.target),
                values(&member.name),
                &pair.path,
                &member.name,
                waiting,
            );
        }
        // A member that the shape does not name has no type, but it must be the same on both sides.
        let only_there = pair.actual.distinct_members().into_iter();
        let only_there = only_there.filter(|(name, _)| !expected.contains_key(name));
        for (name, _) in pair.expected.distinct_members().into_iter().chain(only_there) {
            if members.named(name).is_none() {
                self.place(None, values(name), &pair.path, name, waiting);
            }
        }
    }

    fn union<'a>(&mut self, members: &Members, pair: Pair<'a>, waiting: &mut Vec<Pair<'a>>) {
        let set = |value: &'a Json| {
            let members = value.distinct_members().into_iter();
            let mut set: Vec<_> = members.filter(|(_, value)| !value.is_null()).collect();
            set.sort_by_key(|(tag, _)| *tag);
            set
        };
        let (expected, actual) = (set(pair.expected), set(pair.actual));
        match (&expected[..], &actual[..]) {
            (&[(tag, expected)], &[(other, actual)]) if tag == other => {
                let path = pair.path.member(tag);
                let member = members.named(tag);
                if member.is_none() && tag == SDK_UNKNOWN_MEMBER {
                    let name = |value: &'a Json| value.get("name").filter(|name| !name.is_null());
                    let names = (name(expected), name(actual));
                    if names.0 != names.1 {
                        let path = path.member("name");
                        self.report(DifferenceKind::UnionMember, path, names.0, names.1);
                    }
                } else {
                    let shape = member.map(|member| member.target);
                    waiting.push(Pair { shape, expected, actual, path });
                }
            }
            // These are not values of a union, but they may still be the same on both sides.
            (expected, actual)
                if matches!(pair.actual, Json::Object(_))
                    && expected.len() != 1
                    && expected
                        .iter()
                        .map(|(tag, _)| tag)
                        .eq(actual.iter().map(|(tag, _)| tag)) =>
            {
                self.structure(members, pair, waiting);
            }
            _ => {
                let values = (Some(pair.expected), Some(pair.actual));
                self.report(DifferenceKind::UnionMember, pair.path, values.0, values.1);
            }
        }
    }

    fn elements<'a>(
        &mut self,
        shape: Option<ShapeRef>,
        expected: &'a [Json],
        actual: &'a [Json],
        path: &Path,
        waiting: &mut Vec<Pair<'a>>,
    ) {
        for i in 0..expected.len().max(actual.len()) {
            let path = path.index(i);
            match (expected.get(i), actual.get(i)) {
                (Some(expected), Some(actual)) => {
                    waiting.push(Pair { shape, expected, actual, path });
                }
                (expected, None) => self.report(DifferenceKind::Missing, path, expected, None),
                (None, actual) => self.report(DifferenceKind::Extra, path, None, actual),
            }
        }
    }

    fn entries<'a>(
        &mut self,
        shape: Option<ShapeRef>,
        pair: Pair<'a>,
        waiting: &mut Vec<Pair<'a>>,
    ) {
        let (there, here) = (pair.expected.by_name(), pair.actual.by_name());
        for (name, expected) in pair.expected.distinct_members() {
            let path = pair.path.member(name);
            match here.get(name) {
                Some(actual) => waiting.push(Pair { shape, expected, actual, path }),
                None => self.report(DifferenceKind::Missing, path, Some(expected), None),
            }
        }
        for (name, actual) in pair.actual.distinct_members() {
            if !there.contains_key(name) {
                let path = pair.path.member(name);
                self.report(DifferenceKind::Extra, path, None, Some(actual));
            }
        }
    }

    fn document<'a>(&mut self, pair: Pair<'a>, waiting: &mut Vec<Pair<'a>>) {
        let same = match (pair.expected, pair.actual) {
            (Json::Array(expected), Json::Array(actual)) => {
                return self.elements(None, expected, actual, &pair.path, waiting);
            }
            (Json::Object(_), Json::Object(_)) => return self.entries(None, pair, waiting),
            // A document's numbers have no type. Most languages keep them as doubles.
            (Json::Number(a), Json::Number(b)) => a.same_value(b) || a.to_f64() == b.to_f64(),
            (a, b) => a == b,
        };
        if !same {
            self.report(DifferenceKind::Value, pair.path, Some(pair.expected), Some(pair.actual));
        }
    }

    /// Compares what two structures have in the member `name`.
    fn place<'a>(
        &mut self,
        shape: Option<ShapeRef>,
        values: (Option<&'a Json>, Option<&'a Json>),
        around: &Path,
        name: &str,
        waiting: &mut Vec<Pair<'a>>,
    ) {
        let present = |value: Option<&'a Json>| value.filter(|value| !value.is_null());
        let path = || around.member(name);
        match (present(values.0), present(values.1)) {
            (None, None) => {}
            (Some(expected), Some(actual)) => {
                waiting.push(Pair { shape, expected, actual, path: path() });
            }
            (Some(expected), None) => {
                self.report(DifferenceKind::Missing, path(), Some(expected), None);
            }
            (None, Some(actual)) => self.report(DifferenceKind::Extra, path(), None, Some(actual)),
        }
    }

    fn report(
        &mut self,
        kind: DifferenceKind,
        path: Path,
        expected: Option<&Json>,
        actual: Option<&Json>,
    ) {
        if self.found.len() >= MOST {
            return;
        }
        let (expected, actual) = (expected.cloned(), actual.cloned());
        self.found.push(Difference { path, kind, expected, actual });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;

    const MODEL: &str = r#"{"smithy":"2.0","shapes":{
        "a#S":{"type":"structure","members":{
            "text":{"target":"smithy.api#String"},"big":{"target":"smithy.api#BigInteger"},
            "double":{"target":"smithy.api#Double"},"float":{"target":"smithy.api#Float"},"list":{"target":"a#L"},"map":{"target":"a#M"},
            "doc":{"target":"smithy.api#Document"},"u":{"target":"a#U"},"at":{"target":"smithy.api#Timestamp"}}},
        "a#L":{"type":"list","member":{"target":"smithy.api#Integer"}},
        "a#M":{"type":"map","key":{"target":"smithy.api#String"},"value":{"target":"smithy.api#String"}},
        "a#U":{"type":"union","members":{"one":{"target":"smithy.api#String"},"self":{"target":"a#S"}}}}}"#;

    fn differences(expected: &str, actual: &str) -> Vec<String> {
        let model = Model::from_smithy(MODEL).expect("a model");
        let shape = model.find(&"a#S".parse().expect("an id")).expect("it is there");
        let json = |text| Json::parse(text).expect(text);
        diff(&model, shape, &json(expected), &json(actual))
            .iter()
            .map(|d| format!("{} {:?}", d.path, d.kind))
            .collect()
    }

    #[test]
    fn the_same_in_other_spellings() {
        for (a, b) in [
            (r#"{"text":"x","list":[1,2]}"#, r#"{"list":[1.0,20e-1],"text":"x","big":null}"#),
            (r#"{"big":12345678901234567890123}"#, r#"{"big":"12345678901234567890123"}"#),
            (r#"{"double":0.1,"at":1.5}"#, r#"{"double":1e-1,"at":1.50}"#),
            (r#"{"double":"NaN"}"#, r#"{"double":"NaN"}"#),
            (r#"{"double":1e400,"float":-1e39}"#, r#"{"double":"Infinity","float":"-Infinity"}"#),
            // This is just above the middle of two floats. A double cannot hold the small difference.
            (r#"{"float":1.00000005960464477540}"#, r#"{"float":1.00000011920928955078125}"#),
            (r#"{"float":1.00000005960464477540}"#, r#"{"float":1}"#),
            (r#"{"text":"x","text":"y"}"#, r#"{"text":"y"}"#),
            (r#"{"map":{"a":"x","b":"z","a":"y"}}"#, r#"{"map":{"a":"y","b":"z"}}"#),
            (r#"{"other":{"a":1.0}}"#, r#"{"other":{"a":1}}"#),
            (r#"{"u":{"SDK_UNKNOWN_MEMBER":{"name":null}}}"#, r#"{"u":{"SDK_UNKNOWN_MEMBER":{}}}"#),
            (r#"{"doc":{"a":[1,{"b":null}],"c":2}}"#, r#"{"doc":{"c":2.0,"a":[1,{"b":null}]}}"#),
            (
                r#"{"u":{"self":{"u":{"one":"x"}}}}"#,
                r#"{"u":{"self":{"u":{"one":"x"}},"one":null}}"#,
            ),
        ] {
            assert_eq!(differences(a, b), [""; 0], "{a} {b}");
        }
    }

    #[test]
    fn each_difference_has_its_place_and_sort() {
        for (expected, actual, found) in [
            (r#"{"text":"x"}"#, r#"{"text":"y"}"#, "text Text"),
            (r#"{"text":"x"}"#, r#"{"text":7}"#, "text Value"),
            (r#"{"text":"x"}"#, r#"{}"#, "text Missing"),
            (r#"{}"#, r#"{"text":"x"}"#, "text Extra"),
            (r#"{}"#, r#"{"other":1}"#, "other Extra"),
            (r#"{"other":1}"#, r#"{}"#, "other Missing"),
            (r#"{"other":1}"#, r#"{"other":2}"#, "other Value"),
            (r#"{"u":{"Okta":1}}"#, r#"{"u":{"Okta":2}}"#, "u.Okta Value"),
            (r#"{"list":[1]}"#, r#"{"list":["1"]}"#, "list[0] Value"),
            (r#"{"at":1}"#, r#"{"at":"1"}"#, "at Value"),
            (r#"{"double":1}"#, r#"{"double":"1"}"#, "double Value"),
            (r#"{"float":1}"#, r#"{"float":1.0000002}"#, "float Value"),
            (r#"{}"#, r#"[]"#, " Value"),
            (r#"{"list":[1,2]}"#, r#"{"list":[1]}"#, "list[1] Missing"),
            (r#"{"map":{"a":"b"}}"#, r#"{"map":{"a":"c"}}"#, "map.a Text"),
            (r#"{"map":{"a b":"c"}}"#, r#"{"map":{}}"#, r#"map["a b"] Missing"#),
            (r#"{"doc":{"a":[1]}}"#, r#"{"doc":{"a":["1"]}}"#, "doc.a[0] Value"),
            (
                r#"{"big":12345678901234567890123}"#,
                r#"{"big":12345678901234567890124}"#,
                "big Value",
            ),
            (r#"{"u":{"one":"x"}}"#, r#"{"u":{"self":{}}}"#, "u UnionMember"),
            (r#"{"u":{"one":"x"}}"#, r#"{"u":{"one":"x","self":{}}}"#, "u UnionMember"),
            (r#"{"u":{"one":"x"}}"#, r#"{"u":"one"}"#, "u UnionMember"),
            (r#"{"u":{"one":"x"}}"#, r#"{"u":{"one":"y"}}"#, "u.one Text"),
            (
                r#"{"u":{"SDK_UNKNOWN_MEMBER":{"name":"T"}}}"#,
                r#"{"u":{"SDK_UNKNOWN_MEMBER":{"name":null}}}"#,
                "u.SDK_UNKNOWN_MEMBER.name UnionMember",
            ),
        ] {
            assert_eq!(differences(expected, actual), [found], "{expected} {actual}");
        }
    }

    /// A client may show a value that is not of its shape. The comparison must still see that it is the same
    /// twice.
    #[test]
    fn no_value_differs_from_itself() {
        let values = [
            "null",
            "true",
            "7",
            "1e400",
            r#""x""#,
            r#""NaN""#,
            "[]",
            r#"[1,"1",null]"#,
            "{}",
            r#"{"one":null}"#,
            r#"{"one":"x","self":{"text":"y"}}"#,
            r#"{"Okta":1,"Other":[1]}"#,
            r#"{"__type":"U","one":"x"}"#,
            r#"{"SDK_UNKNOWN_MEMBER":"x"}"#,
            r#"{"SDK_UNKNOWN_MEMBER":{"name":"x"},"one":"x"}"#,
            r#"{"name":7}"#,
        ];
        for member in ["text", "big", "double", "float", "list", "map", "doc", "u", "at", "other"] {
            for value in values {
                let text = format!(r#"{{"{member}":{value}}}"#);
                assert_eq!(differences(&text, &text), [""; 0], "{text}");
            }
        }
        for value in values {
            assert_eq!(differences(value, value), [""; 0], "{value}");
        }
    }

    #[test]
    fn what_is_of_another_type_is_the_same_in_other_spellings() {
        for (a, b) in [
            (r#"{"text":{"a":1,"b":[2]}}"#, r#"{"text":{"b":[2.0],"a":1}}"#),
            (r#"{"list":{"a":1,"b":2}}"#, r#"{"list":{"b":2,"a":1}}"#),
            (r#"{"text":1}"#, r#"{"text":1.0}"#),
            (r#"{"at":{"a":1,"b":2}}"#, r#"{"at":{"b":2,"a":1}}"#),
            (r#"{"u":{"one":"x","self":{}}}"#, r#"{"u":{"self":{},"one":"x"}}"#),
            (r#"{"u":{}}"#, r#"{"u":{"one":null}}"#),
        ] {
            assert_eq!(differences(a, b), [""; 0], "{a} {b}");
        }
        for (a, b, found) in [
            (r#"{"u":{"one":"x","self":{}}}"#, r#"{"u":{"one":"y","self":{}}}"#, "u.one Text"),
            (r#"{"u":{}}"#, r#"{"u":{"one":"x"}}"#, "u UnionMember"),
            (r#"{"u":{}}"#, r#"{"u":[]}"#, "u UnionMember"),
            (r#"{"u":"x"}"#, r#"{"u":"y"}"#, "u Value"),
            (r#"{"text":[1]}"#, r#"{"text":[2]}"#, "text[0] Value"),
        ] {
            assert_eq!(differences(a, b), [found], "{a} {b}");
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        let depth = crate::json::MAX_DEPTH - 1;
        let text = format!(r#"{{"doc":{}{}}}"#, "[".repeat(depth), "]".repeat(depth));
        assert_eq!(differences(&text, &text), [""; 0]);
        let contract = Contract::default();
        let output = contract.operation().output();
        assert_eq!(diff(contract.model(), output, &Json::Null, &Json::Null), []);
    }
}
