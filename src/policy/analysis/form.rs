//! How an answer is written down and sent, apart from what it says.
//!
//! A client must read the same out of every form. If the form of an answer is odd, the policy on that oddity
//! judges what a client loses of the answer, and no other policy.

use crate::contract::Contract;
use crate::http::{Headers, Response};
use crate::json::{Json, Path};
use crate::policy::attribution::Found;

use super::dates::{DateText, dates_of};
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

impl FormOddity {
    /// The finding that a part of the answer is lost, and that only this is odd about its form.
    pub(super) fn lost(self) -> Found {
        match self {
            Self::Order => Found::LostToOrder,
            Self::Date => Found::LostToDate,
            Self::ContentType => Found::LostToContentType,
            Self::Space => Found::LostToSpace,
            Self::Depth => Found::LostToDepth,
            Self::Size => Found::LostToSize,
        }
    }

    /// The oddity that a part of the answer is lost to, if that is what was found.
    pub(super) fn with_loss(found: Found) -> Option<Self> {
        let all =
            [Self::Order, Self::Date, Self::ContentType, Self::Space, Self::Depth, Self::Size];
        all.into_iter().find(|oddity| oddity.lost() == found)
    }
}

/// The form of an answer.
#[derive(Clone, Debug)]
pub(in crate::policy) struct Form {
    /// What is odd about it, and where that begins in the body, if it is there.
    odd: Vec<(FormOddity, Option<usize>)>,
    /// Whether it is odd in a way in which the sources leave open what the answer says: a member that
    /// is skipped stands there twice, or the type of the body is told twice.
    open: bool,
    /// How many arrays and objects are open at its deepest place.
    depth: usize,
    /// The strings of the output that are dates, sorted by their paths.
    dates: Vec<DateText>,
}

impl Form {
    /// The form of the answer, a success that a client must accept, with the output that it tells.
    pub(super) fn of(contract: &Contract, response: &Response, output: &Json) -> Self {
        let (body, seen) = (&response.body, scan(&response.body));
        let (model, shape) = (contract.model(), contract.operation().output());
        let dates = dates_of(model, shape, output);
        let mut odd = Vec::new();
        let mut add = |oddity, is_so, place| {
            if is_so {
                odd.push((oddity, place));
            }
        };
        let order = out_of_order(model, shape, body);
        add(FormOddity::Order, order.is_some(), order);
        let date = dates.iter().find(|date| date.odd);
        add(FormOddity::Date, date.is_some(), date.and_then(|date| place_of(body, &date.path)));
        let told = content_type(&response.headers);
        add(FormOddity::ContentType, told == ContentType::Odd, None);
        add(FormOddity::Space, seen.space.is_some(), seen.space);
        add(FormOddity::Depth, seen.depth > ORDINARY_DEPTH, None);
        let large = body.len() > ORDINARY_SIZE || seen.most > ORDINARY_COUNT;
        add(FormOddity::Size, large && seen.depth <= DEPTH_FOR_ALL, None);
        let open = seen.duplicates || told == ContentType::Twice;
        Self { odd, open, depth: seen.depth, dates }
    }

    /// The strings of the output that are dates.
    pub(in crate::policy) fn dates(&self) -> &[DateText] {
        &self.dates
    }

    /// The string at this place, if it is a date.
    pub(super) fn date_at(&self, path: &Path) -> Option<&DateText> {
        let at = self.dates.binary_search_by(|date| date.path.cmp(path)).ok()?;
        self.dates.get(at)
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

#[cfg(test)]
mod tests {
    use super::*;

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
