//! The form of a response, independent of its content.
//!
//! A client must read the same from every form. If the form of a response is unusual, the policy on that form
//! judges what a client loses of the response, and no other policy does.

use crate::contract::Contract;
use crate::http::{Headers, Response};
use crate::json::{Json, Path};

use super::dates::{DateText, dates_of};
use super::form_values::odd_values;
use super::json_scan::{out_of_order, payload_path, place_of, scan};

/// The depth that every client must decode. A client may refuse a deeper response (docs/readings.md#answers).
pub(in crate::policy) const DEPTH_FOR_ALL: usize = 100;

/// The greatest depth of an ordinary response.
const ORDINARY_DEPTH: usize = 32;

/// The most bytes of an ordinary response, and the most elements or members of one array or object in it.
const ORDINARY_SIZE: usize = 65_536;
const ORDINARY_COUNT: usize = 1_000;

pub(in crate::policy) use super::form_oddity::FormOddity;

/// The form of a response.
#[derive(Clone, Debug)]
pub(in crate::policy) struct Form {
    /// What is unusual, and where it begins in the body, if it is there.
    odd: Vec<(FormOddity, Option<usize>)>,
    /// Whether the form leaves the meaning of the response open: a skipped member occurs twice, or the type
    /// of the body is declared twice.
    open: bool,
    /// The most arrays and objects that are open at once.
    depth: usize,
    /// The strings of the output that are dates, sorted by their paths.
    dates: Vec<DateText>,
}

impl Form {
    /// Reads the form of a success that a client must accept, with the output that it must show.
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
        let order = out_of_order(model, contract.bindings().output.body_shape(), body);
        add(FormOddity::Order, order.is_some(), order);
        let date = dates.iter().find(|date| date.odd);
        let place = |path: &Path| place_of(body, &payload_path(contract), path);
        add(FormOddity::Date, date.is_some(), date.and_then(|date| place(&date.path)));
        let told = content_type(&response.headers);
        add(FormOddity::ContentType, told == ContentType::Odd, None);
        add(FormOddity::Space, seen.space.is_some(), seen.space);
        add(FormOddity::Depth, seen.depth > ORDINARY_DEPTH, None);
        let large = body.len() > ORDINARY_SIZE || seen.most > ORDINARY_COUNT;
        add(FormOddity::Size, large && seen.depth <= DEPTH_FOR_ALL, None);
        for (oddity, place) in odd_values(contract, response, output) {
            add(oddity, true, place);
        }
        let open = seen.duplicates || told == ContentType::Twice;
        Self { odd, open, depth: seen.depth, dates }
    }

    /// Returns the strings of the output that are dates.
    pub(in crate::policy) fn dates(&self) -> &[DateText] {
        &self.dates
    }

    /// Returns the string at this path, if it is a date.
    pub(super) fn date_at(&self, path: &Path) -> Option<&DateText> {
        let at = self.dates.binary_search_by(|date| date.path.cmp(path)).ok()?;
        self.dates.get(at)
    }

    /// Reports whether it is unusual in this way, perhaps among others.
    pub(in crate::policy) fn is(&self, wanted: FormOddity) -> bool {
        self.odd.iter().any(|(oddity, _)| *oddity == wanted)
    }

    /// Returns the byte of the body at which it begins to be unusual in this way.
    pub(in crate::policy) fn place(&self, wanted: FormOddity) -> Option<usize> {
        self.odd.iter().find(|(oddity, _)| *oddity == wanted).and_then(|(_, place)| *place)
    }

    /// Reports whether it is ordinary in every other way.
    pub(in crate::policy) fn is_ordinary_but_for(&self, own: &[FormOddity]) -> bool {
        !self.open && self.odd.iter().all(|(oddity, _)| own.contains(oddity))
    }

    /// Returns the way in which it is unusual, if there is only one.
    pub(in crate::policy) fn only_oddity(&self) -> Option<FormOddity> {
        match (self.open, &self.odd[..]) {
            (false, [(oddity, _)]) => Some(*oddity),
            _ => None,
        }
    }

    /// Reports whether it nests deeper than every client must read.
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
