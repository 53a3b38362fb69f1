//! Bodies as trees, by struson: its reader tells every name, duplicates too, and the byte at which each begins.
//!
//! It is as strict as ours, and nothing is made up for. What it would refuse beyond RFC 8259 is switched off: how
//! deep a text may nest, and how large its numbers may be. Like ours it takes neither a byte order mark nor an
//! escaped surrogate without its partner.

use struson::reader::{JsonReader, JsonStreamReader, ReaderError, ReaderSettings, ValueType};

/// A value, and the byte at which it begins.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) at: usize,
    pub(crate) what: What,
}

#[derive(Clone, Debug)]
pub(crate) enum What {
    Null,
    Boolean(bool),
    /// As it is spelled.
    Number(String),
    Text(String),
    Array(Vec<Node>),
    Object(Vec<Named>),
}

/// A member of an object, with the byte at which its name begins.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) at: usize,
    pub(crate) value: Node,
}

/// An object or array that is open, and the name of the member of the one around it that it is.
struct Open {
    node: Node,
    name: Option<(String, usize)>,
}

/// Returns the tree of a body.
///
/// # Errors
///
/// If the body is no JSON text.
pub(crate) fn tree(body: &[u8]) -> Result<Node, ReaderError> {
    let settings = ReaderSettings {
        track_path: false,
        max_nesting_depth: None,
        restrict_number_values: false,
        ..ReaderSettings::default()
    };
    let mut reader = JsonStreamReader::new_custom(body, settings);
    // Bodies may nest deeper than the stack goes.
    let mut open: Vec<Open> = Vec::new();
    loop {
        let name = match open.last() {
            Some(Open { node: Node { what: What::Object(_), .. }, .. }) if reader.has_next()? => {
                let at = position(&reader, body, b"\"");
                Some((reader.next_name_owned()?, at))
            }
            _ => None,
        };
        let ends = match open.last() {
            Some(Open { node: Node { what: What::Object(_), .. }, .. }) => name.is_none(),
            Some(_) => !reader.has_next()?,
            None => false,
        };
        let (node, name) = match (ends, open.pop()) {
            (true, Some(ended)) => {
                match ended.node.what {
                    What::Object(_) => reader.end_object()?,
                    _ => reader.end_array()?,
                }
                (ended.node, ended.name)
            }
            (_, around) => {
                open.extend(around);
                match value(&mut reader, body)? {
                    node @ Node { what: What::Array(_) | What::Object(_), .. } => {
                        open.push(Open { node, name });
                        continue;
                    }
                    node => (node, name),
                }
            }
        };
        match open.last_mut().map(|around| &mut around.node.what) {
            None => {
                reader.consume_trailing_whitespace()?;
                return Ok(node);
            }
            Some(What::Array(items)) => items.push(node),
            Some(What::Object(members)) => {
                let (name, at) = name.unwrap_or_default();
                members.push(Named { name, at, value: node });
            }
            Some(_) => unreachable!("nothing hangs in a scalar"),
        }
    }
}

/// Returns the next value, without what hangs in it.
fn value(reader: &mut JsonStreamReader<&[u8]>, body: &[u8]) -> Result<Node, ReaderError> {
    let kind = reader.peek()?;
    let begins: &[u8] = match kind {
        ValueType::Object => b"{",
        ValueType::Array => b"[",
        ValueType::String => b"\"",
        ValueType::Boolean => b"tf",
        ValueType::Null => b"n",
        ValueType::Number => b"-0123456789",
    };
    let at = position(reader, body, begins);
    let what = match kind {
        ValueType::Object => {
            reader.begin_object()?;
            What::Object(Vec::new())
        }
        ValueType::Array => {
            reader.begin_array()?;
            What::Array(Vec::new())
        }
        ValueType::String => What::Text(reader.next_string()?),
        ValueType::Boolean => What::Boolean(reader.next_bool()?),
        ValueType::Number => What::Number(reader.next_number_as_string()?),
        ValueType::Null => {
            reader.next_null()?;
            What::Null
        }
    };
    Ok(Node { at, what })
}

/// Returns where the reader stands: in front of what begins with one of these bytes.
fn position(reader: &JsonStreamReader<&[u8]>, body: &[u8], begins: &[u8]) -> usize {
    let at = reader.current_position(false).data_pos.expect("it reads bytes") as usize;
    let here = body.get(at).is_some_and(|byte| begins.contains(byte));
    assert!(here, "byte {at} of {} is none of {}", body.escape_ascii(), begins.escape_ascii());
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(node: &Node, out: &mut String) {
        let at = node.at;
        match &node.what {
            What::Null => *out += &format!("{at}:null "),
            What::Boolean(value) => *out += &format!("{at}:{value} "),
            What::Number(text) => *out += &format!("{at}:{text} "),
            What::Text(text) => *out += &format!("{at}:{text:?} "),
            What::Array(items) => {
                *out += &format!("{at}:[ ");
                items.iter().for_each(|item| shown(item, out));
                *out += "] ";
            }
            What::Object(members) => {
                *out += &format!("{at}:{{ ");
                for member in members {
                    *out += &format!("{}:{:?}= ", member.at, member.name);
                    shown(&member.value, out);
                }
                *out += "} ";
            }
        }
    }

    #[test]
    fn every_name_and_value_has_its_byte() {
        let body = " {\"a\" : [1, -2e5 ,[],{}] ,\n\"\\u0061\":\"\u{e9}\\n\" , \"\":null,\"b\":{\"c\":true}} ";
        let mut out = String::new();
        shown(&tree(body.as_bytes()).expect("JSON"), &mut out);
        assert_eq!(
            out,
            "1:{ 2:\"a\"= 8:[ 9:1 12:-2e5 18:[ ] 21:{ } ] 27:\"a\"= 36:\"é\\n\" 45:\"\"= 48:null \
             53:\"b\"= 57:{ 58:\"c\"= 62:true } } "
        );
    }

    #[test]
    fn it_is_strict() {
        let deep = "[".repeat(5_000) + &"]".repeat(5_000);
        let long = format!("1e{}", "9".repeat(5_000));
        for good in ["0", " {} ", "-0.0e-0", r#""\ud83d\ude00""#, &deep, &long] {
            assert!(tree(good.as_bytes()).is_ok(), "{good:.40}");
        }
        for bad in [
            "",
            " ",
            "{",
            "[1,]",
            "{\"a\":1,}",
            "[,]",
            "{}{}",
            "{} x",
            "01",
            "1.",
            ".5",
            "+1",
            "1e",
            "-",
            "nul",
            "True",
            "NaN",
            "'a'",
            "{a:1}",
            "{\"a\" 1}",
            "[1 2]",
            "\"\t\"",
            "\"\u{0}\"",
            r#""\x""#,
            r#""\u12""#,
            r#""\ud800""#,
            r#""\udc00\ud800""#,
            r#""\ud800\n""#,
            "\u{feff}{}",
            "/**/{}",
            "{}\u{a0}",
            "[1\u{b}]",
            "\"a",
        ] {
            assert!(tree(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(tree(b"\"\xff\"").is_err() && tree(b"\"\xed\xa0\x80\"").is_err());
    }
}
