//! Numbers in their spelling, so that no number loses a digit on its way through the suite.

use std::cmp::Ordering;
use std::fmt;

use super::lexer::Lexer;

/// A JSON number in the spelling that was read.
///
/// `==` compares spellings; [`Number::same_value`] compares what they mean.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number(Box<str>);

impl Number {
    /// Returns the number that `text` spells, or `None` if it breaks JSON's grammar.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lexer = Lexer::new(text.as_bytes());
        match lexer.number() {
            Ok((0, end)) if end == text.len() => Some(Self(text.into())),
            _ => None,
        }
    }

    /// Returns a number whose spelling is already checked.
    pub(super) fn checked(text: &str) -> Self {
        Self(text.into())
    }

    /// Returns a double. `None` for NaN and the infinities, for which JSON has no spelling.
    pub fn from_f64(value: f64) -> Option<Self> {
        // Rust prints doubles as the shortest decimal that reads back to the same double.
        value.is_finite().then(|| Self(value.to_string().into()))
    }

    /// Returns the spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the nearest double.
    pub fn to_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// Returns the value as an integer in any spelling (`1.0` and `1e0` are 1); `None` if it is not an integer
    /// that an `i128` holds.
    pub fn to_i128(&self) -> Option<i128> {
        let decimal = Decimal::of(&self.0);
        if decimal.digits.is_empty() {
            return Some(0);
        }
        let zeros = usize::try_from(decimal.exponent).ok().filter(|zeros| *zeros <= 40)?;
        let digits = format!("{}{}{}", decimal.sign(), decimal.digits, "0".repeat(zeros));
        digits.parse().ok()
    }

    /// Reports whether the value has no fractional part.
    pub fn is_integral(&self) -> bool {
        let decimal = Decimal::of(&self.0);
        decimal.digits.is_empty() || decimal.exponent >= 0
    }

    /// Reports whether two numbers are the same, digit for digit: `1`, `1.0` and `10e-1` are.
    pub fn same_value(&self, other: &Self) -> bool {
        Decimal::of(&self.0) == Decimal::of(&other.0)
    }
}

impl Number {
    /// Compares two numbers by what they mean, digit for digit.
    ///
    /// ```
    /// use std::cmp::Ordering;
    /// use wireproof::json::Number;
    ///
    /// let number = |text| Number::parse(text).expect("a number");
    /// assert_eq!(number("2.10").compare(&number("21e-1")), Ordering::Equal);
    /// assert_eq!(number("-3").compare(&number("2")), Ordering::Less);
    /// ```
    pub fn compare(&self, other: &Self) -> Ordering {
        let (a, b) = (Decimal::of(&self.0), Decimal::of(&other.0));
        match (a.signum(), b.signum()) {
            (1, 1) => a.compare_size(&b),
            (-1, -1) => b.compare_size(&a),
            (a, b) => a.cmp(&b),
        }
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self(value.to_string().into())
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(value.to_string().into())
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A number as sign, significant digits without zeros at either end, and a power of ten.
#[derive(Debug, PartialEq, Eq)]
struct Decimal {
    negative: bool,
    digits: String,
    exponent: i128,
}

impl Decimal {
    fn of(text: &str) -> Self {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], parse_saturating(&text[at + 1..])),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let digits = all.trim_start_matches('0').trim_end_matches('0');
        if digits.is_empty() {
            // Zero has one form: its sign and exponent do not matter.
            return Self { negative: false, digits: String::new(), exponent: 0 };
        }
        let dropped = all.len() - all.trim_end_matches('0').len();
        Self {
            negative,
            digits: digits.to_owned(),
            exponent: exponent - fraction.len() as i128 + dropped as i128,
        }
    }

    /// Returns -1, 0 or 1.
    fn signum(&self) -> i8 {
        match (self.digits.is_empty(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    /// Compares two numbers that are not zero, without their signs.
    fn compare_size(&self, other: &Self) -> Ordering {
        // The place of the first digit counts first. No digits end in zeros, so they compare as text.
        let place = |number: &Self| number.exponent + number.digits.len() as i128;
        place(self).cmp(&place(other)).then_with(|| self.digits.cmp(&other.digits))
    }

    fn sign(&self) -> &'static str {
        if self.negative { "-" } else { "" }
    }
}

/// Returns an exponent, clamped to bounds. No text has enough digits to balance an exponent beyond them. Two
/// numbers that differ only in how far they lie beyond count as the same.
fn parse_saturating(text: &str) -> i128 {
    const BOUND: i128 = 1 << 100;
    match text.parse::<i128>() {
        Ok(value) => value.clamp(-BOUND, BOUND),
        Err(_) if text.starts_with('-') => -BOUND,
        Err(_) => BOUND,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).expect(text)
    }

    #[test]
    fn compares_by_value_without_losing_digits() {
        for (a, b) in
            [("1", "1.0"), ("10e-1", "1"), ("-0", "0e9"), ("1e400", "10e399"), ("0.10", "1E-1")]
        {
            assert!(number(a).same_value(&number(b)), "{a} {b}");
        }
        for (a, b) in [
            ("1", "-1"),
            ("12345678901234567890123", "12345678901234567890124"),
            ("1e400", "1e401"),
            ("0.1", "0.10000000000000001"),
        ] {
            assert!(!number(a).same_value(&number(b)), "{a} {b}");
        }
    }

    #[test]
    fn numbers_have_an_order() {
        let sorted = [
            "-1e400", "-12", "-1.5", "-1", "-0.1", "0", "1e-9", "0.10", "9", "10.01", "10.1",
            "1e400",
        ];
        for (i, a) in sorted.iter().enumerate() {
            for (j, b) in sorted.iter().enumerate() {
                assert_eq!(number(a).compare(&number(b)), i.cmp(&j), "{a} {b}");
            }
        }
        assert_eq!(number("-0").compare(&number("0e7")), Ordering::Equal);
        assert_eq!(number("100").compare(&number("1e2")), Ordering::Equal);
    }

    #[test]
    fn integers_in_any_spelling() {
        assert_eq!(number("1.50e2").to_i128(), Some(150));
        assert_eq!(number("-7").to_i128(), Some(-7));
        assert_eq!(number("0.0").to_i128(), Some(0));
        assert_eq!(number("1.5").to_i128(), None);
        assert_eq!(number("1e999999999999999999999999999").to_i128(), None);
        assert!(number("1e9999").is_integral());
        assert!(!number("1e-1").is_integral());
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in ["", "01", "1.", "NaN", " 1", "1 ", "0x1", "--1"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
        assert_eq!(Number::from_f64(f64::NAN), None);
        assert_eq!(Number::from_f64(1e300).map(|n| n.to_f64()), Some(1e300));
    }
}
