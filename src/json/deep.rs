//! Copies, compares and hashes values of any depth. Derived code would recurse on the stack of the thread.

use std::hash::{Hash, Hasher};
use std::slice::Iter;

use super::tree::{Json, Object};

/// A container that is being copied: what is left of it, and the copies so far.
enum Copying<'a> {
    Array(Iter<'a, Json>, Vec<Json>),
    /// With the name of the member whose value comes next.
    Object(Iter<'a, (String, Json)>, Object, &'a str),
}

impl Clone for Json {
    fn clone(&self) -> Self {
        let mut open: Vec<Copying<'_>> = Vec::new();
        let mut next = self;
        loop {
            let mut value = match next {
                Self::Null => Self::Null,
                Self::Bool(value) => Self::Bool(*value),
                Self::Number(number) => Self::Number(number.clone()),
                Self::String(text) => Self::String(text.clone()),
                Self::Array(items) => match items.split_first() {
                    None => Self::Array(Vec::new()),
                    Some((first, rest)) => {
                        let copies = Vec::with_capacity(items.len());
                        open.push(Copying::Array(rest.iter(), copies));
                        next = first;
                        continue;
                    }
                },
                Self::Object(members) => match members.split_first() {
                    None => Self::Object(Vec::new()),
                    Some(((name, first), rest)) => {
                        let copies = Vec::with_capacity(members.len());
                        open.push(Copying::Object(rest.iter(), copies, name));
                        next = first;
                        continue;
                    }
                },
            };
            // A copy is whole: put it where it belongs, and close what ends with it.
            loop {
                value = match open.pop() {
                    None => return value,
                    Some(Copying::Array(mut rest, mut copies)) => {
                        copies.push(value);
                        if let Some(item) = rest.next() {
                            next = item;
                            open.push(Copying::Array(rest, copies));
                            break;
                        }
                        Self::Array(copies)
                    }
                    Some(Copying::Object(mut rest, mut copies, name)) => {
                        copies.push((name.to_owned(), value));
                        if let Some((name, value)) = rest.next() {
                            next = value;
                            open.push(Copying::Object(rest, copies, name));
                            break;
                        }
                        Self::Object(copies)
                    }
                };
            }
        }
    }
}

/// Two values are equal if they have the same spelling, without regard to white space and escapes. So numbers
/// compare by their digits, and members by their order.
impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        let mut waiting = Vec::new();
        let mut next = Some((self, other));
        while let Some(pair) = next {
            let same = match pair {
                (Self::Null, Self::Null) => true,
                (Self::Bool(a), Self::Bool(b)) => a == b,
                (Self::Number(a), Self::Number(b)) => a == b,
                (Self::String(a), Self::String(b)) => a == b,
                (Self::Array(a), Self::Array(b)) => {
                    waiting.extend(a.iter().zip(b));
                    a.len() == b.len()
                }
                (Self::Object(a), Self::Object(b)) => {
                    waiting.extend(a.iter().zip(b).map(|(a, b)| (&a.1, &b.1)));
                    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0)
                }
                _ => false,
            };
            if !same {
                return false;
            }
            next = waiting.pop();
        }
        true
    }
}

impl Eq for Json {}

impl Hash for Json {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut waiting = vec![self];
        while let Some(value) = waiting.pop() {
            std::mem::discriminant(value).hash(state);
            match value {
                Self::Null => {}
                Self::Bool(value) => value.hash(state),
                Self::Number(number) => number.hash(state),
                Self::String(text) => text.hash(state),
                Self::Array(items) => {
                    items.len().hash(state);
                    waiting.extend(items);
                }
                Self::Object(members) => {
                    members.len().hash(state);
                    for (name, value) in members {
                        name.hash(state);
                        waiting.push(value);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn values_are_what_they_are_spelled() {
        let texts = [
            "null",
            "true",
            "false",
            "1",
            "1.0",
            "\"1\"",
            "[]",
            "{}",
            "[1]",
            "[1,2]",
            "[2,1]",
            "[[1],2]",
            "[[1,2]]",
            r#"{"a":1}"#,
            r#"{"a":2}"#,
            r#"{"b":1}"#,
            r#"{"a":1,"b":[{}]}"#,
            r#"{"a":1,"b":[[]]}"#,
            r#"{"b":[{}],"a":1}"#,
        ];
        let parse = |text: &str| Json::parse(text).expect(text);
        let set: HashSet<Json> = texts.iter().map(|text| parse(text)).collect();
        assert_eq!(set.len(), texts.len());
        for text in texts {
            assert_eq!(parse(text).clone().to_string(), text);
            assert!(set.contains(&parse(text)));
            let others = texts.iter().filter(|other| **other != text);
            assert!(others.clone().all(|other| parse(other) != parse(text)));
        }
    }
}
