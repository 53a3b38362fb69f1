//! What a scalar is to a simple shape: the value form of it, if it is one of its values.

use wireproof::json::{Json, Number};
use wireproof::model::{ShapeKind, TimestampFormat};

use super::moment;
use super::number::Decimal;
use super::tree::What;

/// Returns the value form of what stands in the body; `None` if the shape has no such value.
pub(crate) fn scalar(
    kind: &ShapeKind,
    what: &What,
    format: TimestampFormat,
    zulu: bool,
) -> Option<Json> {
    let seconds = |moment| number(&moment::seconds(moment));
    match (kind, what) {
        (ShapeKind::Boolean, What::Boolean(value)) => Some(Json::Bool(*value)),
        (ShapeKind::String | ShapeKind::Enum(_), What::Text(text)) => {
            Some(Json::from(text.as_str()))
        }
        (ShapeKind::Blob, What::Text(text)) => is_base64(text).then(|| Json::from(text.as_str())),
        (ShapeKind::Timestamp, What::Text(text)) => {
            moment::of_text(text, format, zulu).and_then(seconds)
        }
        (ShapeKind::Timestamp, What::Number(text)) if format == TimestampFormat::EpochSeconds => {
            moment::of_number(text).and_then(seconds)
        }
        (ShapeKind::Float | ShapeKind::Double, What::Text(text)) => {
            let known = text == "NaN" || text == "Infinity" || text == "-Infinity";
            known.then(|| Json::from(text.as_str()))
        }
        (ShapeKind::Float | ShapeKind::Double | ShapeKind::BigDecimal, What::Number(text)) => {
            number(text)
        }
        (ShapeKind::BigInteger, What::Number(text)) => {
            Decimal::of(text).is_integer().then(|| number(text))?
        }
        (kind, What::Number(text)) => {
            let bits = match kind {
                ShapeKind::Byte => 8,
                ShapeKind::Short => 16,
                ShapeKind::Integer | ShapeKind::IntEnum(_) => 32,
                ShapeKind::Long => 64,
                _ => return None,
            };
            let decimal = Decimal::of(text);
            let half = 1_i128 << (bits - 1);
            let fits = decimal.is_integer() && (-half..half).contains(&decimal.whole(0)?);
            fits.then(|| number(text))?
        }
        _ => None,
    }
}

fn number(text: &str) -> Option<Json> {
    Number::parse(text).map(Json::Number)
}

/// Base64 with its padding, and with nothing in the bits that no byte has.
fn is_base64(text: &str) -> bool {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if !text.len().is_multiple_of(4) {
        return false;
    }
    let bare = text.strip_suffix("==").or(text.strip_suffix('=')).unwrap_or(text);
    let digits: Option<Vec<usize>> = bare.chars().map(|c| ALPHABET.find(c)).collect();
    let last = digits.as_ref().map(|digits| digits.last().copied().unwrap_or(0));
    match (text.len() - bare.len(), last) {
        (0, Some(_)) => true,
        (1, Some(last)) => last % 4 == 0,
        (2, Some(last)) => last % 16 == 0,
        _ => false,
    }
}
