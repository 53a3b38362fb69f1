//! Values of members that travel outside the body. Their part of the message limits them: a label is never empty, the text of a
//! header field has no line break, the number of a status is one of a success.
//!
//! What a text cannot say by itself is left out: white space at the end of a header field is not part of its value, and a
//! label `..` is another path. Numbers are in their plain spelling, because the sources do not say what `1e3` in a label is.

use sha2::{Digest as _, Sha256};

use crate::json::Json;
use crate::model::{Binding, Bindings, Member, ShapeKind, ShapeRef};
use crate::protocol::write_request;

use super::choices::Choices;
use super::corners::number;
use super::text::{odd, realistic};
use super::value::{Values, json};

/// The most characters of a text outside the body: servers limit the length of a target and of a field.
const LONGEST: usize = 300;

/// Texts that are hard in a path or in a query.
const ODD_IN_TARGET: &[&str; 12] = &[
    "a:b",
    "a/b",
    "100%",
    "a b",
    "é😀",
    "~._-",
    "?#[]@!$&'()*+,;=",
    "%2F",
    "a+b",
    "arn:aws:iam::123456789012:role/a b",
    "\u{7f}\n",
    "\"\\{}",
];

/// Texts that are hard in a header field.
const ODD_IN_FIELD: &[&str; 8] =
    &["a,b", "\"", "\\", "a \"b\", c", "", "a;b=c", "Mon, 16 Dec 2019", "'a'"];

/// Names behind the prefix of a field.
const SUFFIXES: &[&str; 8] = &["a", "Owner", "x-y", "b2", "CASE", "long-name-of-a-field", "0", "_"];

/// Names in a map of parameters.
const PARAMETERS: &[&str; 8] = &["a", "page", "a b", "x[]", "é", "100%", "A", "&="];

/// Media types that a member may name.
const MEDIA_TYPES: &[&str; 4] =
    &["application/octet-stream", "text/plain", "application/json", "image/png"];

/// Fields that the framing of a message, a connection or a signature needs for itself. A member that is bound to one is
/// absent, if it may be.
const KEPT: &[&str] = &[
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-md5",
    "date",
    "expect",
    "host",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-security-token",
    "x-amzn-errortype",
];

/// The part of a message that a text is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A whole segment of the path, or several if it is greedy.
    Label {
        greedy: bool,
    },
    Query,
    Field,
}

impl Values<'_> {
    /// Reports whether the member is one of those that travel outside the body, or a label of the host.
    pub(super) fn is_outside(&self, bindings: &Bindings, member: &Member) -> bool {
        let is_input = bindings.shape() == self.contract.bindings().input.shape();
        let mut bound = bindings.bound(self.contract.model());
        bound.any(|bound| bound.name == member.name) || (is_input && is_host_label(self, member))
    }

    /// Reports whether the member is bound to a field that has another use.
    pub(super) fn is_kept(&self, member: &Member) -> bool {
        match &member.traits.binding {
            Binding::Header(name) => is_kept(name),
            _ => false,
        }
    }

    /// Returns a value of a member that travels outside the body. The simplest one is short and plain.
    pub(super) fn outside(
        &self,
        bindings: &Bindings,
        member: &Member,
        choices: &mut Choices,
    ) -> Json {
        match &member.traits.binding {
            _ if is_host_label(self, member) => host_label(choices),
            Binding::Label => {
                let uri = &self.contract.operation().http().uri;
                let greedy = uri.contains(&format!("{{{}+}}", member.name));
                self.text_value(member, Place::Label { greedy }, choices)
            }
            binding if binding.is_header("content-type") => Json::from(choices.pick(MEDIA_TYPES)),
            Binding::Header(_) => self.text_values(member, Place::Field, choices),
            Binding::Query(_) => self.text_values(member, Place::Query, choices),
            Binding::QueryParams => self.parameters(bindings, member, choices),
            Binding::PrefixHeaders(prefix) => self.prefixed(bindings, prefix, member, choices),
            Binding::ResponseCode => self.status(choices),
            Binding::Body | Binding::Payload => Json::Null,
        }
    }

    /// Returns a scalar, or a list of them.
    fn text_values(&self, member: &Member, place: Place, choices: &mut Choices) -> Json {
        let ShapeKind::List(element) = self.contract.model().kind(member.target) else {
            return self.text_value(member, place, choices);
        };
        let length = self.contract.model().shape(member.target).traits.length;
        // No query tells an empty list from an absent one.
        let least = usize::from(place == Place::Query && member.traits.required);
        let least = length.map_or(0, |length| length.min.min(100)).max(least);
        let most = length.and_then(|length| length.max).unwrap_or(usize::MAX);
        let count = choices.between(least, self.config.items.min(most).max(least));
        Json::Array((0..count).map(|_| self.text_value(element, place, choices)).collect())
    }

    /// Returns a scalar that has a text.
    fn text_value(&self, member: &Member, place: Place, choices: &mut Choices) -> Json {
        let shape = self.contract.model().shape(member.target);
        let media_type = member.traits.media_type.as_ref().or(shape.traits.media_type.as_ref());
        match &shape.kind {
            ShapeKind::String if place == Place::Field && media_type.is_some() => {
                // It is in base64 there, so that every text is legal.
                match media_type.is_some_and(|media_type| media_type.contains("json")) {
                    true => Json::from(json(2, choices).to_string()),
                    false => Json::from(odd(choices)),
                }
            }
            ShapeKind::Enum(values) if !choices.chance(self.config.odd_texts) => {
                let value = choices.choose(values).map_or("", String::as_str);
                Json::from(legal(value.to_owned(), place))
            }
            ShapeKind::String | ShapeKind::Enum(_) => {
                Json::from(self.text(&member.name, place, choices))
            }
            _ => {
                let value = self.scalar_of(member.target, &member.name, choices);
                plain(&shape.kind, value)
            }
        }
    }

    fn text(&self, name: &str, place: Place, choices: &mut Choices) -> String {
        if !choices.chance(self.config.odd_texts) {
            return legal(realistic(name, choices), place);
        }
        let text = match (place, choices.below(2)) {
            (Place::Label { .. } | Place::Query, 0) => choices.pick(ODD_IN_TARGET).to_owned(),
            (Place::Field, 0) => choices.pick(ODD_IN_FIELD).to_owned(),
            _ => odd(choices),
        };
        legal(text, place)
    }

    /// Puts the hash of the body into a member that is bound to the field for it: codeartifact's PublishPackageVersion
    /// requires one. Any other value would be a wrong signature.
    pub(super) fn hash_body(&self, bindings: &Bindings, input: Json) -> Json {
        let is_hash = |member: &&Member| member.traits.binding.is_header("x-amz-content-sha256");
        let mut bound = bindings.bound(self.contract.model());
        let Some(member) = bound.find(is_hash) else { return input };
        let Json::Object(mut members) = input else { return input };
        if let Some(at) = members.iter().position(|(name, _)| *name == member.name) {
            let parts = write_request(self.contract, &Json::Object(members.clone()));
            let hash = parts.map(|parts| Sha256::digest(parts.body_bytes()));
            let hex = hash.map(|hash| hash.iter().map(|byte| format!("{byte:02x}")).collect());
            members[at].1 = Json::String(hex.unwrap_or_default());
        }
        Json::Object(members)
    }

    /// Returns a map of parameters, none of which has a name that the pattern or another member has: it would be dropped.
    fn parameters(&self, bindings: &Bindings, member: &Member, choices: &mut Choices) -> Json {
        let ShapeKind::Map { value, .. } = self.contract.model().kind(member.target) else {
            return Json::Object(Vec::new());
        };
        let uri = &self.contract.operation().http().uri;
        let constant = uri.split_once('?').map_or("", |(_, query)| query).split('&');
        let mut taken: Vec<String> = constant
            .map(|part| part.split_once('=').map_or(part, |(name, _)| name).to_owned())
            .collect();
        taken.extend(bindings.bound(self.contract.model()).filter_map(|member| {
            match &member.traits.binding {
                Binding::Query(name) => Some(name.clone()),
                _ => None,
            }
        }));
        let mut entries = Vec::new();
        let least = usize::from(member.traits.required);
        for _ in 0..choices.between(least, self.config.items.max(1)) {
            let mut name = choices.pick(PARAMETERS).to_owned();
            while taken.contains(&name) {
                name.push('1');
            }
            taken.push(name.clone());
            entries.push((name, self.text_values(value, Place::Query, choices)));
        }
        Json::Object(entries)
    }

    /// Returns a map of fields with a prefix, none of which is the field of another member.
    fn prefixed(
        &self,
        bindings: &Bindings,
        prefix: &str,
        member: &Member,
        choices: &mut Choices,
    ) -> Json {
        let ShapeKind::Map { value, .. } = self.contract.model().kind(member.target) else {
            return Json::Object(Vec::new());
        };
        let bound = bindings.bound(self.contract.model());
        let mut taken: Vec<String> = bound
            .filter_map(|member| match &member.traits.binding {
                Binding::Header(name) => Some(name.to_ascii_lowercase()),
                _ => None,
            })
            .collect();
        let mut entries = Vec::new();
        let least = usize::from(member.traits.required);
        for _ in 0..choices.between(least, self.config.items.max(1)) {
            let mut suffix = choices.pick(SUFFIXES).to_owned();
            let whole = |suffix: &str| format!("{prefix}{suffix}").to_ascii_lowercase();
            while taken.contains(&whole(&suffix)) || is_kept(&whole(&suffix)) {
                suffix.push('1');
            }
            taken.push(whole(&suffix));
            entries.push((suffix, self.text_values(value, Place::Field, choices)));
        }
        Json::Object(entries)
    }

    /// Returns a status of a success whose answer may have a body.
    fn status(&self, choices: &mut Choices) -> Json {
        let declared = self.contract.operation().http().code;
        let usual = if (200..300).contains(&declared) { declared } else { 200 };
        // An answer of 204 or 205 has no body (RFC 9110, sections 15.3.5 and 15.3.6).
        let usual = if matches!(usual, 204 | 205) { 200 } else { usual };
        Json::from(u64::from(choices.pick(&[usual, usual, 200, 201, 202, 203, 206, 299])))
    }

    fn scalar_of(&self, shape: ShapeRef, name: &str, choices: &mut Choices) -> Json {
        self.scalar(self.contract.model().kind(shape), name, choices)
    }
}

fn is_host_label(values: &Values<'_>, member: &Member) -> bool {
    let prefix = values.contract.operation().shape().traits.host_prefix.as_deref();
    prefix.is_some_and(|prefix| prefix.contains(&format!("{{{}}}", member.name)))
}

fn is_kept(name: &str) -> bool {
    KEPT.iter().any(|kept| kept.eq_ignore_ascii_case(name))
}

/// Returns a label of a host name (RFC 1123, section 2.1).
fn host_label(choices: &mut Choices) -> Json {
    let digits = choices.below(1_000);
    Json::from(format!("{}{digits}", choices.pick(&["a", "host-", "123456789012", "A-b"])))
}

/// Returns the nearest text that the place can carry.
fn legal(text: String, place: Place) -> String {
    let text: String = text.chars().take(LONGEST).collect();
    match place {
        Place::Query => text,
        Place::Field => {
            let printable = text.chars().filter(|c| matches!(c, ' '..='~'));
            printable.collect::<String>().trim().to_owned()
        }
        Place::Label { greedy } => {
            let segment = |segment: &str| match segment {
                // A path with these is another path once it is normalized (RFC 3986, section 5.2.4).
                "." | ".." => "x".to_owned(),
                other => other.to_owned(),
            };
            let text = match greedy {
                true => text.split('/').map(segment).collect::<Vec<_>>().join("/"),
                false => segment(&text),
            };
            if text.is_empty() { "x".to_owned() } else { text }
        }
    }
}

/// Returns the number in its plain spelling, or another number that has one.
fn plain(kind: &ShapeKind, value: Json) -> Json {
    let Json::Number(digits) = &value else { return value };
    let digits = digits.as_str();
    let is_plain = match kind {
        ShapeKind::Float | ShapeKind::Double => digits.parse().is_ok_and(f64::is_finite),
        ShapeKind::BigDecimal | ShapeKind::Timestamp => true,
        _ => digits != "-0" && !digits.contains(['.', 'e', 'E']),
    };
    if is_plain { value } else { number("10") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_legal_texts() {
        let label = |text: &str, greedy| legal(text.to_owned(), Place::Label { greedy });
        assert_eq!(label("", false), "x");
        assert_eq!(label("..", false), "x");
        assert_eq!(label("../../etc", false), "../../etc", "its slashes are encoded");
        assert_eq!(label("../../etc", true), "x/x/etc");
        assert_eq!(legal(" a\r\n\0é ".to_owned(), Place::Field), "a");
        assert_eq!(legal("é\n".to_owned(), Place::Query), "é\n");
        assert_eq!(legal("é".repeat(999), Place::Query).chars().count(), LONGEST);
    }

    #[test]
    fn numbers_outside_the_body_are_plain() {
        let shown = |kind: ShapeKind, text| plain(&kind, number(text)).to_string();
        assert_eq!(shown(ShapeKind::Long, "-7"), "-7");
        for odd in ["-0", "1e0", "10.0", "1E3"] {
            assert_eq!(shown(ShapeKind::Byte, odd), "10");
        }
        assert_eq!(shown(ShapeKind::Double, "1e999"), "10");
        assert_eq!(shown(ShapeKind::Double, "1.5e-300"), "1.5e-300");
        assert_eq!(shown(ShapeKind::BigDecimal, "0.10"), "0.10");
    }
}
