//! An order of values, to find equal elements in a list.

use std::cmp::Ordering;

use crate::json::Json;

/// Reports whether two of these values are equal: numbers by what they mean, and objects without regard to the order of their
/// members.
///
/// It takes no longer than a sort: a comparison ends at the first difference.
pub(super) fn has_equal(values: &[Json]) -> bool {
    let mut sorted: Vec<&Json> = values.iter().collect();
    sorted.sort_by(|a, b| compare(a, b));
    sorted.windows(2).any(|pair| compare(pair[0], pair[1]) == Ordering::Equal)
}

/// Compares two values. The values may nest deeply, so those still to be compared are in a list and not on the stack.
fn compare(a: &Json, b: &Json) -> Ordering {
    let mut waiting = vec![(a, b)];
    while let Some((a, b)) = waiting.pop() {
        let order = match (a, b) {
            (Json::Bool(a), Json::Bool(b)) => a.cmp(b),
            (Json::Number(a), Json::Number(b)) => a.compare(b),
            (Json::String(a), Json::String(b)) => a.cmp(b),
            (Json::Array(a), Json::Array(b)) => {
                waiting.extend(a.iter().zip(b).rev());
                a.len().cmp(&b.len())
            }
            (Json::Object(_), Json::Object(_)) => {
                let (a, b) = (sorted(a), sorted(b));
                let names = a.iter().map(|(name, _)| name).cmp(b.iter().map(|(name, _)| name));
                waiting.extend(a.iter().zip(&b).map(|(a, b)| (a.1, b.1)).rev());
                names
            }
            (a, b) => rank(a).cmp(&rank(b)),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

fn sorted(object: &Json) -> Vec<(&str, &Json)> {
    let mut members: Vec<_> = object.by_name().into_iter().collect();
    members.sort_unstable_by_key(|(name, _)| *name);
    members
}

fn rank(value: &Json) -> u8 {
    match value {
        Json::Null => 0,
        Json::Bool(_) => 1,
        Json::Number(_) => 2,
        Json::String(_) => 3,
        Json::Array(_) => 4,
        Json::Object(_) => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_equal_elements() {
        for (list, wanted) in [
            ("[]", false),
            ("[1,2,3]", false),
            ("[1,2,1.0]", true),
            (r#"["a","A",1,true,null,[],{}]"#, false),
            (r#"[{"a":1,"b":[2]},{"b":[2.0],"a":1}]"#, true),
            (r#"[{"a":1},{"b":1},{"a":1,"b":1},{"a":2}]"#, false),
            ("[[1,2],[2,1],[1]]", false),
        ] {
            let Json::Array(values) = Json::parse(list).expect(list) else { panic!("{list}") };
            assert_eq!(has_equal(&values), wanted, "{list}");
        }
    }
}
