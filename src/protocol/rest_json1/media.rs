//! Media types: the one that a message must have, and what Content-Type and Accept say.
//!
//! Sources: Smithy 2.0, AWS restJson1, "Content-Type"; RFC 9110, sections 8.3 and 12.5.1.

use crate::http::Headers;
use crate::model::{Bindings, BodyBinding, Model, ShapeKind};
use crate::protocol::format::json::MEDIA_TYPE;

/// The media type of the body of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected<'m> {
    /// Nothing is bound to the body.
    NoBody,
    /// A blob without the trait `mediaType`, or a member says the type: any is right.
    Any,
    /// This one.
    Type(&'m str),
}

/// Returns the media type that the body of a message with these bindings has.
pub(super) fn expected<'m>(model: &'m Model, bindings: &Bindings) -> Expected<'m> {
    if bindings.bound(model).any(|member| member.traits.binding.is_header("Content-Type")) {
        return Expected::Any;
    }
    let Some(member) = bindings.payload(model) else {
        return match bindings.body() {
            BodyBinding::Nothing => Expected::NoBody,
            BodyBinding::Members | BodyBinding::Payload(_) => Expected::Type(MEDIA_TYPE),
        };
    };
    let target = model.shape(member.target);
    let told = member.traits.media_type.as_deref().or(target.traits.media_type.as_deref());
    match target.kind {
        ShapeKind::Blob => told.map_or(Expected::Any, Expected::Type),
        ShapeKind::String | ShapeKind::Enum(_) => Expected::Type(told.unwrap_or("text/plain")),
        _ => Expected::Type(MEDIA_TYPE),
    }
}

/// Returns the media type that Content-Type says, without its parameters; `None` if there is no such field.
pub(super) fn content_type(headers: &Headers) -> Option<String> {
    let lines: Vec<_> =
        headers.all("Content-Type").map(|field| String::from_utf8_lossy(&field.value)).collect();
    // Several lines are a list, which is no media type: it is equal to none.
    let all = (!lines.is_empty()).then(|| lines.join(", "))?;
    Some(essence(&all).to_owned())
}

/// Returns a media type without its parameters.
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim_matches([' ', '\t'])
}

/// Reports whether Accept allows a response of a media type. The most specific range that matches counts.
pub(super) fn accepts(headers: &Headers, media_type: &str) -> bool {
    let lines = headers.all("Accept").map(|field| String::from_utf8_lossy(&field.value));
    let told = lines.collect::<Vec<_>>().join(",");
    if told.trim_matches([' ', '\t', ',']).is_empty() {
        return true;
    }
    let (kind, _) = media_type.split_once('/').unwrap_or((media_type, ""));
    let ranges = told.split(',').filter_map(|range| {
        let name = essence(range);
        let specific = if name.eq_ignore_ascii_case(essence(media_type)) {
            2
        } else if name.strip_suffix("/*").is_some_and(|name| name.eq_ignore_ascii_case(kind)) {
            1
        } else if name == "*/*" {
            0
        } else {
            return None;
        };
        Some((specific, !is_zero(range)))
    });
    ranges.max().is_some_and(|(_, allowed)| allowed)
}

/// Reports whether the weight of a range is zero: not acceptable.
fn is_zero(range: &str) -> bool {
    let parameters = range.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let weight = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
    weight.last().is_some_and(|(_, value)| value.trim().parse() == Ok(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_specific_range_counts() {
        for (accept, wanted) in [
            ("", true),
            ("application/json", true),
            ("Application/JSON; charset=utf-8", true),
            ("text/html, application/*;q=0.5", true),
            ("*/*", true),
            ("text/plain", false),
            ("application/hal+json", false),
            ("application/json;q=0", false),
            ("*/*, application/json; Q=0.000", false),
            ("*/*;q=0, application/json", true),
            ("nonsense", false),
        ] {
            let headers: Headers = [("Accept", accept)].into_iter().collect();
            assert_eq!(accepts(&headers, "application/json"), wanted, "{accept}");
        }
        assert!(accepts(&Headers::new(), "application/json"));
    }

    #[test]
    fn a_content_type_is_one_without_parameters() {
        let told = |lines: &[&str]| {
            content_type(&lines.iter().map(|line| ("content-type", *line)).collect())
        };
        assert_eq!(told(&[]), None);
        assert_eq!(told(&["application/json; charset=utf-8"]).as_deref(), Some("application/json"));
        assert_eq!(told(&["a/b", "a/b"]).as_deref(), Some("a/b, a/b"));
    }
}
