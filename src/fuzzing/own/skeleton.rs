//! The files of a cargo-fuzz crate for a decoder of the user's own.

use crate::contract::Contract;

use super::dictionary::dictionary;
use super::first_inputs::answer_seeds;

/// The files that `wireproof fuzz init` writes: a crate for `cargo fuzz` with one target, a dictionary and seeds.
///
/// ```
/// use wireproof::Contract;
/// use wireproof::fuzzing::Skeleton;
///
/// let skeleton = Skeleton::new(&Contract::default());
/// let paths: Vec<_> = skeleton.files().iter().map(|file| file.path.as_str()).collect();
/// assert_eq!(paths[..4], ["Cargo.toml", ".gitignore", "fuzz_targets/answer.rs", "answer.dict"]);
/// assert!(paths[4..].iter().all(|path| path.starts_with("seeds/answer/")));
/// ```
#[derive(Debug)]
pub struct Skeleton {
    files: Vec<SkeletonFile>,
}

/// One of these files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkeletonFile {
    /// The path in the folder of the crate, with `/` between its parts.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// The file in the crate that holds the user's own contract.
const CONTRACT: &str = "contract.json";

impl Skeleton {
    /// Makes the files for an embedded edition, and for the published version of this crate.
    pub fn new(contract: &Contract) -> Self {
        Self::of(contract, embedded(contract).unwrap_or_default(), None, None)
    }

    /// Makes the files for a contract.
    ///
    /// `file` is the text of the contract, if it is no embedded edition: the crate gets a copy. `checkout` is the path of
    /// a checkout of this crate to depend on in place of the published version.
    pub fn with(contract: &Contract, file: Option<&[u8]>, checkout: Option<&str>) -> Self {
        let operation = contract.operation().id().to_string();
        let made = match (file, embedded(contract)) {
            (None, Some(made)) => made,
            _ => format!(
                "Contract::from_file(include_bytes!(\"../{CONTRACT}\"), Some({operation:?}))"
            ),
        };
        Self::of(contract, made, file, checkout)
    }

    fn of(contract: &Contract, made: String, file: Option<&[u8]>, checkout: Option<&str>) -> Self {
        let version =
            concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));
        let source = match checkout {
            Some(path) => format!("path = {}", toml_string(path)),
            None => format!("version = \"{version}\""),
        };
        let operation = contract.operation().name();
        let fill = |template: &str| {
            let fields =
                [("{source}", &*source), ("{contract}", &made), ("{operation}", operation)];
            fill(template, &fields).into_bytes()
        };
        let file_of = |path: &str, bytes: Vec<u8>| SkeletonFile { path: path.to_owned(), bytes };
        let mut files = vec![
            file_of("Cargo.toml", fill(MANIFEST)),
            file_of(".gitignore", b"/target\n/corpus\n/artifacts\n/coverage\n".to_vec()),
            file_of("fuzz_targets/answer.rs", fill(TARGET)),
            file_of("answer.dict", dictionary(contract).into_bytes()),
        ];
        files.extend(file.map(|bytes| file_of(CONTRACT, bytes.to_vec())));
        let seeds = answer_seeds(contract).into_iter();
        files.extend(seeds.map(|(name, bytes)| file_of(&format!("seeds/answer/{name}"), bytes)));
        Self { files }
    }

    /// Returns the files: those of the crate first, then the seeds.
    pub fn files(&self) -> &[SkeletonFile] {
        &self.files
    }
}

/// Returns the expression that makes an embedded contract.
fn embedded(contract: &Contract) -> Option<String> {
    let (name, edition) = (contract.embedded_as()?.name, contract.edition_name()?);
    Some(match contract.is_default() {
        true => format!("Contract::edition({edition:?})"),
        false => format!("Contract::embedded({name:?}, Some({edition:?}))"),
    })
}

/// Writes a text as a basic string of TOML.
fn toml_string(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            _ if character.is_control() => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

/// Returns a template with each field in place of its name. What is put in is not looked at again: a path may have any name.
fn fill(template: &str, fields: &[(&str, &str)]) -> String {
    let (mut text, mut rest) = (String::new(), template);
    let next = |rest: &str| {
        let found = fields.iter().filter_map(|field| Some((rest.find(field.0)?, field)));
        found.min_by_key(|(at, _)| *at)
    };
    while let Some((at, (name, value))) = next(rest) {
        text.extend([&rest[..at], value]);
        rest = &rest[at + name.len()..];
    }
    text + rest
}

const MANIFEST: &str = r#"[package]
name = "decoder-fuzz"
version = "0.0.0"
edition = "2024"
publish = false

[package.metadata]
cargo-fuzz = true

# A workspace of its own: cargo-fuzz builds with other flags than the crate around it.
[workspace]

[dependencies]
libfuzzer-sys = "0.4"
wireproof = { {source}, default-features = false, features = ["fuzzing"] }
# Your client:
# my-client = { path = ".." }

[profile.release]
debug = "line-tables-only"

[[bin]]
name = "answer"
path = "fuzz_targets/answer.rs"
test = false
doc = false
bench = false
"#;

const TARGET: &str = r#"//! Feeds answers to a decoder of `{operation}`; the policies of wireproof judge what it shows.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use wireproof::fuzzing::{DecoderJudge, show_input_on_panic};
use wireproof::{Contract, Outcome, Response};

static JUDGE: LazyLock<DecoderJudge> = LazyLock::new(|| {
    let contract = {contract}.expect("the contract loads");
    // `.should()` makes broken should-policies findings; `.known("error.message-kept")` leaves a policy out.
    DecoderJudge::new(decode).contract(contract)
});

fuzz_target!(init: show_input_on_panic(), |answer: &[u8]| JUDGE.check(answer));

/// What a user of your client sees of a response, one of these three:
///
/// - `Outcome::response(output)`, the output in the value form (docs/testee-protocol.md);
/// - `Outcome::service_error(Some("NotFound"), true, Some("the message"))`: the code, whether your client has a type for it,
///   and the message;
/// - `Outcome::client_error(wireproof::Stage::Deserialize, "class", "message")`, if your client cannot read the response.
///
/// `.with_http_status(response.status)` adds the status, if your client shows it.
fn decode(response: &Response) -> Outcome {
    todo!("give status {}, header fields and body to your decoder", response.status)
}
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_is_not_looked_at_again() {
        let fields = [("{a}", "{b}{a}"), ("{b}", "x")];
        assert_eq!(fill("{b}-{a}-{c}", &fields), "x-{b}{a}-{c}");
    }
    use crate::fuzzing::contracts::{EVERY_SHAPE, MADE_UP, contracts};

    fn text(skeleton: &Skeleton, path: &str) -> String {
        let file = skeleton.files().iter().find(|file| file.path == path).expect(path);
        String::from_utf8(file.bytes.clone()).expect("text")
    }

    #[test]
    fn a_manifest_is_toml_whatever_the_path_is() {
        for path in ["/a/b", "/q\"\\/\u{7f}\n é"] {
            let skeleton = Skeleton::with(&contracts()[1], None, Some(path));
            let manifest: toml::Table = text(&skeleton, "Cargo.toml").parse().expect("TOML");
            assert_eq!(manifest["dependencies"]["wireproof"]["path"].as_str(), Some(path));
        }
        let manifest: toml::Table =
            text(&Skeleton::new(&Contract::default()), "Cargo.toml").parse().expect("TOML");
        let version = manifest["dependencies"]["wireproof"]["version"].as_str();
        assert!(version.is_some_and(|version| env!("CARGO_PKG_VERSION").starts_with(version)));
    }

    #[test]
    fn the_target_has_the_contract() {
        let edition = text(&Skeleton::new(&contracts()[1]), "fuzz_targets/answer.rs");
        assert!(edition.contains(r#"Contract::edition("2024-11")"#), "{edition}");
        let converse = Contract::embedded("converse", None).expect("it is embedded");
        let other = text(&Skeleton::new(&converse), "fuzz_targets/answer.rs");
        assert!(other.contains(r#"Contract::embedded("converse", Some("2026-11"))"#), "{other}");
        let file = Some(EVERY_SHAPE.as_bytes());
        let own = Skeleton::with(&contracts()[MADE_UP], file, None);
        let target = text(&own, "fuzz_targets/answer.rs");
        let id = contracts()[MADE_UP].operation().id().to_string();
        assert!(target.contains(&format!("include_bytes!(\"../contract.json\"), Some({id:?})")));
        assert_eq!(text(&own, "contract.json"), EVERY_SHAPE);
        for made in [edition, target] {
            assert!(!made.contains(['{', '}']) || !made.contains("{contract}"), "{made}");
        }
    }
}
