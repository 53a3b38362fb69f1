//! Numbers by their digits, for a reader that has time.

/// A decimal number: its digits, without zeros at either end, and where its point stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    pub(crate) negative: bool,
    pub(crate) digits: Vec<u8>,
    /// How many of the digits stand before the point; there may be fewer, or more.
    pub(crate) point: i128,
}

impl Decimal {
    /// Reads a number that is one of JSON.
    pub(crate) fn of(text: &str) -> Self {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent),
            None => (text, "0"),
        };
        // No body is so long that its digits could make up for an exponent of thirty.
        let far = 10_i128.pow(30);
        let exponent = exponent.parse().unwrap_or(match exponent.starts_with('-') {
            true => -far,
            false => far,
        });
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits: Vec<u8> = [whole, fraction].concat().bytes().map(|b| b - b'0').collect();
        let mut point = whole.len() as i128 + exponent.clamp(-far, far);
        while digits.first() == Some(&0) {
            digits.remove(0);
            point -= 1;
        }
        while digits.last() == Some(&0) {
            digits.pop();
        }
        Self { negative, digits, point }
    }

    /// Returns the number times ten to this power, without what stands behind its point. `None` if that has more than
    /// 36 digits.
    pub(crate) fn whole(&self, power: i128) -> Option<i128> {
        let point = self.point + power;
        if self.digits.is_empty() || point <= 0 {
            return Some(0);
        }
        if point > 36 {
            return None;
        }
        let mut value = 0_i128;
        for at in 0..point as usize {
            value = value * 10 + i128::from(self.digits.get(at).copied().unwrap_or(0));
        }
        Some(if self.negative { -value } else { value })
    }

    /// Reports whether nothing stands behind its point.
    pub(crate) fn is_integer(&self) -> bool {
        self.point >= self.digits.len() as i128 || self.digits.is_empty()
    }
}
