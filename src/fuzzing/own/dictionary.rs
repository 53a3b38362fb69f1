//! The dictionary of a contract: the words that make an answer of it, for a fuzzer that changes bytes.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;

use crate::contract::Contract;
use crate::model::{Member, ShapeKind, ShapeRef};
use crate::protocol::ERROR_TYPE_HEADER;
use crate::value::SDK_UNKNOWN_MEMBER;

/// The most bytes of a word. libFuzzer leaves out longer ones.
const LONGEST: usize = 64;

/// The most words that a contract gives. A service may have ten thousand names, and a fuzzer draws from all of them alike.
const MOST: usize = 2_000;

/// Words of JSON, and values at which readers differ.
const JSON: &[&str] = &[
    "null",
    "true",
    "false",
    "\"\"",
    "{}",
    "[]",
    "{\"",
    "\":",
    "\"}",
    ",\"",
    "\\u0000",
    "\\ud800",
    "\\ud83d\\ude00",
    "\\\"",
    "1e999",
    "-0",
    "9007199254740993",
    "\u{feff}",
    "\"NaN\"",
    "\"Infinity\"",
    "1985-04-12T23:20:50.52Z",
];

/// Names that mean something in every body.
const NAMES: &[&str] = &["__type", "code", "Code", "message", "Message", SDK_UNKNOWN_MEMBER];

/// The form of an answer, and what stands around the name of an error.
const ANSWER: &[&str] = &[
    "200\n",
    "400\n",
    "404\n",
    "500\n",
    "204\n",
    "\n\n",
    "\n",
    ": ",
    "Content-Type: application/json",
    "Content-Encoding: gzip",
    "x-amzn-requestid: ",
    "aws.x#",
    ":http://",
    "#",
];

/// Returns a dictionary for libFuzzer and AFL: words of JSON, of answers as text, and of the contract (the names that its
/// output and its errors have on the wire, values of enums, names of errors).
///
/// Every word is written in ASCII, with `\xNN` for other bytes. It is the same every time.
///
/// ```
/// use wireproof::{Contract, fuzzing};
///
/// let dictionary = fuzzing::dictionary(&Contract::default());
/// assert!(dictionary.lines().any(|line| line == r#""\"IdentityProvider\"""#));
/// assert!(dictionary.lines().any(|line| line == r#""ConflictException""#));
/// ```
pub fn dictionary(contract: &Contract) -> String {
    let mut seen = HashSet::new();
    let mut text = String::new();
    let mut section = |title: &str, words: &mut dyn Iterator<Item = String>| {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "\n# {title}");
        for word in words {
            if !word.is_empty() && word.len() <= LONGEST && seen.insert(word.clone()) {
                let _ = writeln!(text, "\"{}\"", escaped(&word));
            }
        }
    };
    let plain = |words: &'static [&str]| words.iter().map(|word| (*word).to_owned());
    section("JSON", &mut plain(JSON));
    let mut words: Vec<_> = NAMES.iter().map(|name| quoted(name)).collect();
    words.extend(of_contract(contract).into_iter().map(|word| quoted(&word)));
    section("Names and values in bodies", &mut words.into_iter());
    let errors = contract.operation().errors().map(|error| error.id.name().to_owned());
    section("Errors", &mut errors.take(MOST));
    let fields = [ERROR_TYPE_HEADER.to_owned() + ": "].into_iter();
    section("Answers as text", &mut fields.chain(plain(ANSWER)));
    text.split_off(1)
}

/// Returns the name as it stands in a body, with the escapes of JSON.
fn quoted(name: &str) -> String {
    crate::json::Json::from(name).to_string()
}

/// Writes a word as libFuzzer reads it: printable ASCII, `\\`, `\"`, and `\xNN` for each other byte.
fn escaped(word: &str) -> String {
    let mut text = String::new();
    for byte in word.bytes() {
        match byte {
            b'"' | b'\\' => text.extend(['\\', char::from(byte)]),
            b' '..=b'~' => text.push(char::from(byte)),
            // Writing to a `String` cannot fail.
            _ => drop(write!(text, "\\x{byte:02x}")),
        }
    }
    text
}

/// Returns the names of the members that the output and the errors have on the wire, and the values of their enums.
fn of_contract(contract: &Contract) -> BTreeSet<String> {
    let (model, bindings) = (contract.model(), contract.bindings());
    let tops = bindings.errors.iter().chain([&bindings.output]);
    let mut waiting: Vec<ShapeRef> = tops.map(|bindings| bindings.shape()).collect();
    let mut visited: HashSet<ShapeRef> = waiting.iter().copied().collect();
    let mut words = BTreeSet::new();
    while let Some(shape) = waiting.pop() {
        if words.len() >= MOST {
            break;
        }
        let inside: Vec<&Member> = match model.kind(shape) {
            ShapeKind::Structure(members) | ShapeKind::Union(members) => {
                let names = members.iter().map(|member| member.wire_name().to_owned());
                words.extend(names.take(MOST - words.len()));
                members.iter().collect()
            }
            ShapeKind::List(member) => vec![member],
            ShapeKind::Map { key, value } => vec![key, value],
            ShapeKind::Enum(values) => {
                words.extend(values.iter().take(MOST - words.len()).cloned());
                continue;
            }
            _ => continue,
        };
        waiting.extend(
            inside.into_iter().map(|member| member.target).filter(|target| visited.insert(*target)),
        );
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fuzzing::contracts::contracts;

    /// Reads a line as libFuzzer does (`ParseOneDictionaryEntry`); `None` if it would stop there.
    fn word(line: &str) -> Option<Vec<u8>> {
        let inside = line.strip_prefix('"')?.strip_suffix('"')?;
        let (mut bytes, mut word) = (inside.bytes(), Vec::new());
        while let Some(byte) = bytes.next() {
            match byte {
                b'\\' => match bytes.next()? {
                    same @ (b'"' | b'\\') => word.push(same),
                    b'x' => {
                        let digits = [bytes.next()?, bytes.next()?];
                        let digits = std::str::from_utf8(&digits).ok()?;
                        word.push(u8::from_str_radix(digits, 16).ok()?);
                    }
                    _ => return None,
                },
                b'"' => return None,
                b' '..=b'~' => word.push(byte),
                _ => return None,
            }
        }
        (!word.is_empty()).then_some(word)
    }

    fn words(dictionary: &str) -> Vec<Vec<u8>> {
        let lines = dictionary.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.map(|line| word(line).unwrap_or_else(|| panic!("{line}"))).collect()
    }

    #[test]
    fn odd_names_are_words_that_libfuzzer_reads() {
        let long = "n".repeat(80);
        let names = ["q\"", "b\\", "é日🙂", "c\u{1}\n\u{7f}", "", "#", "plain", long.as_str()];
        let members: Vec<_> = names
            .iter()
            .enumerate()
            .map(|(nth, name)| {
                let name = crate::json::Json::from(*name);
                format!(r##""m{nth}":{{"target":"smithy.api#String","traits":{{"smithy.api#jsonName":{name}}}}}"##)
            })
            .collect();
        let file = format!(
            r##"{{"smithy":"2.0","shapes":{{"a#S":{{"type":"service","version":"1","operations":[{{"target":"a#Op"}}],"traits":{{"aws.protocols#restJson1":{{}}}}}},
            "a#Op":{{"type":"operation","output":{{"target":"a#O"}},"traits":{{"smithy.api#http":{{"method":"POST","uri":"/"}}}}}},
            "a#O":{{"type":"structure","members":{{{}}}}}}}}}"##,
            members.join(",")
        );
        let contract = Contract::from_smithy(file, None).expect("a contract");
        let words = words(&dictionary(&contract));
        for name in names.iter().filter(|name| name.len() < LONGEST) {
            assert!(words.contains(&quoted(name).into_bytes()), "{name:?}");
        }
        assert!(words.iter().all(|word| word.len() <= LONGEST));
    }

    #[test]
    fn every_contract_gives_its_names() {
        for contract in contracts() {
            let text = dictionary(contract);
            let words = words(&text);
            let distinct: HashSet<_> = words.iter().collect();
            assert_eq!(distinct.len(), words.len(), "a word stands there twice");
            for error in contract.operation().errors() {
                assert!(words.contains(&error.id.name().as_bytes().to_vec()));
            }
            assert!(words.contains(&b"\"SDK_UNKNOWN_MEMBER\"".to_vec()));
        }
    }

    #[test]
    fn the_shipped_dictionary_is_read_by_libfuzzer() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/dictionaries/rest-json.dict");
        let shipped = std::fs::read_to_string(path).expect("the file is in the checkout");
        assert!(words(&shipped).len() > 100);
    }
}
