//! How an answer is written down and sent, apart from what it says.
//!
//! A client must read the same out of every form. Where an answer's form is odd, a policy on that oddity
//! judges what a client loses of it, and no other.

use crate::exchange::Evidence;
use crate::http::Headers;
use crate::json::{Json, Path};
use crate::model::TimestampFormat;
use crate::value::{SDK_UNKNOWN_MEMBER, Timestamp};

use super::json_scan::{out_of_order, place_of, scan};

/// The depth that every client must decode. Past it, an answer may be refused. (docs/readings.md#answers.)
pub(in crate::policy) const DEPTH_FOR_ALL: usize = 100;

/// The deepest that an ordinary answer nests.
const ORDINARY_DEPTH: usize = 32;

/// The most bytes that an ordinary answer has, and the most elements or members in one array or object.
const ORDINARY_SIZE: usize = 65_536;
const ORDINARY_COUNT: usize = 1_000;

/// The ways in which an answer's form can be odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) enum FormOddity {
    /// Members of a structure stand in another order than the contract has them in.
    Order,
    /// A date is spelled in another way than services commonly spell them.
    Date,
    /// The type of the body is told as another than JSON, with parameters, or not at all.
    ContentType,
    /// There is white space between the tokens.
    Space,
    /// It nests deep.
    Depth,
    /// It is large. One that nests deeper than every client must read is not called large, too.
    Size,
}

/// The form of an answer.
#[derive(Clone, Debug, Default)]
pub(in crate::policy) struct Form {
    /// What is odd about it, and where that begins in the body, if it is there.
    odd: Vec<(FormOddity, Option<usize>)>,
    /// Whether it is odd in a way in which the sources leave open what the answer says: a member that
    /// is skipped stands there twice, or the type of the body is told twice.
    open: bool,
    /// How many arrays and objects are open at its deepest place.
    depth: usize,
}

/// The form of which there is nothing to say.
pub(in crate::policy) static ORDINARY: Form = Form { odd: Vec::new(), open: false, depth: 0 };

impl Form {
    /// The form of the answer, a success that a client must accept, with the output that it tells.
    pub(in crate::policy) fn of(evidence: &Evidence<'_>, output: &Json) -> Self {
        let Some(response) = evidence.response() else { return Self::default() };
        let (body, seen) = (&response.body, scan(&response.body));
        let mut form = Self { odd: Vec::new(), open: seen.duplicates, depth: seen.depth };
        let mut add = |oddity, is_so, place| {
            if is_so {
                form.odd.push((oddity, place));
            }
        };
        let (model, shape) =
            (evidence.contract().model(), evidence.contract().operation().output());
        let order = out_of_order(model, shape, body);
        add(FormOddity::Order, order.is_some(), order);
        let date = odd_date(output);
        add(FormOddity::Date, date.is_some(), date.and_then(|path| place_of(body, &path)));
        let told = content_type(&response.headers);
        add(FormOddity::ContentType, told == ContentType::Odd, None);
        add(FormOddity::Space, seen.space.is_some(), seen.space);
        add(FormOddity::Depth, seen.depth > ORDINARY_DEPTH, None);
        let large = body.len() > ORDINARY_SIZE || seen.most > ORDINARY_COUNT;
        add(FormOddity::Size, large && seen.depth <= DEPTH_FOR_ALL, None);
        form.open |= told == ContentType::Twice;
        form
    }

    /// Whether it is odd in this way, among others.
    pub(in crate::policy) fn is(&self, wanted: FormOddity) -> bool {
        self.odd.iter().any(|(oddity, _)| *oddity == wanted)
    }

    /// Where in the body it begins to be odd in this way.
    pub(in crate::policy) fn place(&self, wanted: FormOddity) -> Option<usize> {
        self.odd.iter().find(|(oddity, _)| *oddity == wanted).and_then(|(_, place)| *place)
    }

    /// Whether it is ordinary but for what is odd in this way.
    pub(in crate::policy) fn is_ordinary_but_for(&self, own: Option<FormOddity>) -> bool {
        !self.open && self.odd.iter().all(|(oddity, _)| Some(*oddity) == own)
    }

    /// The only way in which it is odd.
    pub(in crate::policy) fn only_oddity(&self) -> Option<FormOddity> {
        match (self.open, &self.odd[..]) {
            (false, [(oddity, _)]) => Some(*oddity),
            _ => None,
        }
    }

    /// Whether it nests deeper than every client must read.
    pub(in crate::policy) fn is_too_deep(&self) -> bool {
        self.depth > DEPTH_FOR_ALL
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ContentType {
    Plain,
    Odd,
    Twice,
}

fn content_type(headers: &Headers) -> ContentType {
    let mut fields = headers.all("Content-Type");
    match (fields.next(), fields.next()) {
        (_, Some(_)) => ContentType::Twice,
        (Some(field), None) if field.value.trim_ascii() == b"application/json" => {
            ContentType::Plain
        }
        _ => ContentType::Odd,
    }
}

/// Whether a member of this name is a date, as far as names tell.
pub(in crate::policy) fn names_a_date(name: &str) -> bool {
    ["Date", "DateTime", "Timestamp"].iter().any(|end| name.ends_with(end))
}

/// Whether a text, the value of a member of this name, is a date: it looks like one wherever it stands,
/// or the member is a date and it has a digit at least.
pub(in crate::policy) fn is_date(name: Option<&str>, text: &str) -> bool {
    let digits = |from: usize, to: usize| {
        text.as_bytes().get(from..to).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let at = |place: usize| text.as_bytes().get(place).copied();
    let calendar = digits(0, 4) && at(4) == Some(b'-') && digits(5, 7) && at(7) == Some(b'-');
    calendar && digits(8, 10)
        || Timestamp::parse(text, TimestampFormat::HttpDate).is_some()
        || name.is_some_and(names_a_date) && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a date is spelled as services commonly do: `2022-08-01T09:30:00Z`, and with milliseconds.
pub(in crate::policy) fn is_common_date(text: &str) -> bool {
    matches!(text.len(), 20 | 24)
        && text.ends_with('Z')
        && Timestamp::parse(text, TimestampFormat::DateTime).is_some()
}

/// The first date of an output that is spelled in another way.
fn odd_date(output: &Json) -> Option<Path> {
    let mut waiting = vec![(Path::default(), output)];
    while let Some((path, value)) = waiting.pop() {
        match value {
            Json::String(text)
                if path.last_member().is_some_and(names_a_date) && !is_common_date(text) =>
            {
                return Some(path);
            }
            Json::Object(members) => {
                let members = members.iter().filter(|(name, _)| name != SDK_UNKNOWN_MEMBER);
                waiting.extend(members.map(|(name, value)| (path.member(name), value)));
            }
            Json::Array(items) => {
                let items = items.iter().enumerate();
                waiting.extend(items.map(|(i, value)| (path.index(i), value)));
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_dates_and_their_common_spelling() {
        for (name, text, date, common) in [
            ("AssociationDate", "2022-08-01T09:30:00Z", true, true),
            ("AssociationDate", "2022-08-01T09:30:00.000Z", true, true),
            ("StatusMessage", "2022-08-01T09:30:00.000Z", true, true),
            ("StatusMessage", "2022-08-01", true, false),
            ("StatusMessage", "Mon, 01 Aug 2022 09:30:00 GMT", true, false),
            ("AssociationDate", "2022-08-01T09:30:00+05:30", true, false),
            ("AssociationDate", "2022-08-01T09:30:00.1Z", true, false),
            ("AssociationDate", "1659346200", true, false),
            ("InstanceId", "1659346200", false, false),
            ("AssociationDate", "never", false, false),
            ("AssociationDate", "", false, false),
        ] {
            assert_eq!((is_date(Some(name), text), is_common_date(text)), (date, common), "{text}");
        }
    }

    #[test]
    fn finds_an_odd_date_wherever_it_is() {
        let find = |text: &str| odd_date(&Json::parse(text).expect("JSON"));
        let place = find(r#"{"A":[{"StartDate":"2022-08-01T09:30:00Z"},{"EndDate":"soon"}]}"#);
        assert_eq!(place.expect("one").as_str(), "A[1].EndDate");
        assert!(find(r#"{"U":{"SDK_UNKNOWN_MEMBER":{"Date":"x"}},"Dates":"x"}"#).is_none());
    }

    #[test]
    fn tells_the_types_of_bodies_apart() {
        for (fields, told) in [
            (&["application/json"][..], ContentType::Plain),
            (&[" application/json "], ContentType::Plain),
            (&["application/json; charset=utf-8"], ContentType::Odd),
            (&["Application/JSON"], ContentType::Odd),
            (&["text/plain"], ContentType::Odd),
            (&[""], ContentType::Odd),
            (&[], ContentType::Odd),
            (&["application/json", "application/json"], ContentType::Twice),
        ] {
            let headers: Headers = fields.iter().map(|field| ("content-type", *field)).collect();
            assert_eq!(content_type(&headers), told, "{fields:?}");
        }
    }
}
