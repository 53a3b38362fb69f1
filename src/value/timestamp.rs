//! Timestamps: a moment to the nanosecond, in the three formats of Smithy.
//!
//! Source: Smithy 2.0, "timestampFormat trait"; RFC 3339; RFC 9110, section 5.6.7 (IMF-fixdate).

use std::fmt::Write as _;
use std::time::SystemTime;

use crate::json::Number;
use crate::model::TimestampFormat;

/// A moment in UTC, without leap seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp {
    /// Whole seconds since 1970, rounded down.
    pub seconds: i64,
    /// Nanoseconds on top of them: 0 to 999,999,999.
    pub nanos: u32,
}

const DAY: i64 = 86_400;
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The last second of the year 9999: no format has a fifth digit for the year.
const LAST: i64 = 253_402_300_799;
/// The first second of the year 0.
const FIRST: i64 = -62_167_219_200;

impl Timestamp {
    /// Reads `text` in one of the formats that are strings.
    ///
    /// An RFC 3339 offset other than `Z` is taken, as Smithy asks of those who read. `None` if the
    /// text is of another form; also for [`TimestampFormat::EpochSeconds`], which is no string.
    pub fn parse(text: &str, format: TimestampFormat) -> Option<Self> {
        match format {
            TimestampFormat::EpochSeconds => None,
            TimestampFormat::DateTime => parse_date_time(text),
            TimestampFormat::HttpDate => parse_http_date(text),
        }
    }

    /// Reads a number of seconds; digits beyond nanoseconds are dropped. `None` if it lies outside of
    /// the years 0 to 9999.
    pub fn from_epoch_seconds(number: &Number) -> Option<Self> {
        // Fixed-point by hand: a double would lose nanoseconds, and exponents are rare but allowed.
        let text = number.as_str();
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], exponent(&text[at + 1..])),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: String = format!("{whole}{fraction}");
        if digits.bytes().all(|b| b == b'0') {
            return Some(Self { seconds: 0, nanos: 0 });
        }
        // No text is so long that this overflows.
        let nanos = shifted(&digits, exponent + whole.len() as i64 + 9)?;
        let nanos = if negative { -nanos } else { nanos };
        let seconds = i64::try_from(nanos.div_euclid(1_000_000_000)).ok()?;
        let timestamp = Self { seconds, nanos: nanos.rem_euclid(1_000_000_000) as u32 };
        (FIRST..=LAST).contains(&seconds).then_some(timestamp)
    }

    /// Returns a moment of the system's clock, its fraction of a second dropped. `None` if it lies before 1970
    /// or behind the year 9999.
    pub fn of_system_time(time: SystemTime) -> Option<Self> {
        let seconds = time.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs();
        Self::from_epoch_seconds(&Number::from(seconds))
    }

    /// Returns the moment as a number of seconds, without a fraction where it has none.
    pub fn to_epoch_seconds(self) -> Number {
        let total = i128::from(self.seconds) * 1_000_000_000 + i128::from(self.nanos);
        let sign = if total < 0 { "-" } else { "" };
        let (whole, nanos) = (total.abs() / 1_000_000_000, total.abs() % 1_000_000_000);
        let mut text = format!("{sign}{whole}");
        push_fraction(nanos as u32, &mut text);
        Number::parse(&text).expect("digits with an optional fraction are a JSON number")
    }

    /// Returns the moment in `format`; of a number, its digits.
    pub fn format(self, format: TimestampFormat) -> String {
        let days = self.seconds.div_euclid(DAY);
        let second = self.seconds.rem_euclid(DAY);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let (year, month, day) = civil(days);
        let mut text = String::new();
        // Writing to a `String` cannot fail.
        let _ = match format {
            TimestampFormat::EpochSeconds => return self.to_epoch_seconds().to_string(),
            TimestampFormat::DateTime => {
                write!(text, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
            }
            TimestampFormat::HttpDate => {
                let weekday = WEEKDAYS[days.rem_euclid(7) as usize];
                let month = MONTHS[month as usize - 1];
                write!(
                    text,
                    "{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02}"
                )
            }
        };
        push_fraction(self.nanos, &mut text);
        text.push_str(if format == TimestampFormat::DateTime { "Z" } else { " GMT" });
        text
    }
}

/// Returns an exponent, held at bounds beyond which no text has digits enough to make up for it.
fn exponent(text: &str) -> i64 {
    const BOUND: i64 = 1 << 60;
    match text.parse::<i64>() {
        Ok(value) => value.clamp(-BOUND, BOUND),
        Err(_) if text.starts_with('-') => -BOUND,
        Err(_) => BOUND,
    }
}

/// Returns the digits as an integer with the decimal point at `point`; the rest is dropped.
fn shifted(digits: &str, point: i64) -> Option<i128> {
    let point = usize::try_from(point.max(0)).ok()?;
    let significant = digits.trim_start_matches('0').len();
    let leading = digits.len() - significant;
    if point > leading + 30 {
        return None;
    }
    let mut value = 0_i128;
    for i in 0..point {
        let digit = digits.as_bytes().get(i).map_or(0, |b| b - b'0');
        value = value.checked_mul(10)?.checked_add(i128::from(digit))?;
    }
    Some(value)
}

fn push_fraction(nanos: u32, text: &mut String) {
    if nanos > 0 {
        let digits = format!("{nanos:09}");
        text.push('.');
        text.push_str(digits.trim_end_matches('0'));
    }
}

/// `1985-04-12T23:20:50.52Z`
fn parse_date_time(text: &str) -> Option<Timestamp> {
    let mut rest = Scanner(text);
    let year = rest.digits(4)?;
    rest.byte(b"-")?;
    let month = rest.digits(2)?;
    rest.byte(b"-")?;
    let day = rest.digits(2)?;
    rest.byte(b"Tt")?;
    let time = rest.time()?;
    let nanos = rest.fraction()?;
    let offset = match rest.byte(b"Zz+-")? {
        b'Z' | b'z' => 0,
        sign => {
            let hours = rest.digits(2)?;
            rest.byte(b":")?;
            let minutes = rest.digits(2)?;
            if hours > 23 || minutes > 59 {
                return None;
            }
            (hours * 3600 + minutes * 60) * if sign == b'+' { 1 } else { -1 }
        }
    };
    rest.end()?;
    moment(year, month, day, time - offset, nanos)
}

/// `Tue, 29 Apr 2014 18:30:38 GMT`, with an optional fraction behind the seconds.
fn parse_http_date(text: &str) -> Option<Timestamp> {
    let (weekday, rest) = text.split_once(", ")?;
    if !WEEKDAYS.contains(&weekday) {
        return None;
    }
    let mut rest = Scanner(rest);
    let day = rest.digits(2)?;
    rest.byte(b" ")?;
    let name = rest.0.get(..3)?;
    let month = MONTHS.iter().position(|month| *month == name)? as i64 + 1;
    rest.0 = &rest.0[3..];
    rest.byte(b" ")?;
    let year = rest.digits(4)?;
    rest.byte(b" ")?;
    let time = rest.time()?;
    let nanos = rest.fraction()?;
    (rest.0 == " GMT").then_some(())?;
    moment(year, month, day, time, nanos)
}

fn moment(year: i64, month: i64, day: i64, second: i64, nanos: u32) -> Option<Timestamp> {
    if !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
        return None;
    }
    let seconds = days_from_civil(year, month, day) * DAY + second;
    (FIRST..=LAST).contains(&seconds).then_some(Timestamp { seconds, nanos })
}

struct Scanner<'a>(&'a str);

impl Scanner<'_> {
    fn digits(&mut self, count: usize) -> Option<i64> {
        let digits = self.0.get(..count)?;
        digits.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
        self.0 = &self.0[count..];
        digits.parse().ok()
    }

    fn byte(&mut self, wanted: &[u8]) -> Option<u8> {
        let byte = *self.0.as_bytes().first()?;
        wanted.contains(&byte).then_some(())?;
        self.0 = &self.0[1..];
        Some(byte)
    }

    /// `23:20:50`, as a second of the day; a leap second counts as the one before it.
    fn time(&mut self) -> Option<i64> {
        let hour = self.digits(2)?;
        self.byte(b":")?;
        let minute = self.digits(2)?;
        self.byte(b":")?;
        let second = self.digits(2)?;
        (hour < 24 && minute < 60 && second <= 60)
            .then_some(hour * 3600 + minute * 60 + second.min(59))
    }

    /// `.52`, or nothing; digits beyond nanoseconds are dropped.
    fn fraction(&mut self) -> Option<u32> {
        let Some(rest) = self.0.strip_prefix('.') else { return Some(0) };
        let count = rest.bytes().take_while(u8::is_ascii_digit).count();
        self.0 = &rest[count..];
        let digits = &rest[..count.min(9)];
        let value: u32 = digits.parse().ok()?;
        Some(value * 10_u32.pow(9 - digits.len() as u32))
    }

    fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970 of a date of the proleptic Gregorian calendar. The year is taken to begin in March,
/// so that the leap day is its last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a count of days since 1970.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64, nanos: u32) -> Option<Timestamp> {
        Some(Timestamp { seconds, nanos })
    }

    #[test]
    fn the_same_moment_in_three_formats() {
        for (seconds, nanos, epoch, date_time, http_date) in [
            (0, 0, "0", "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            (
                482_196_050,
                520_000_000,
                "482196050.52",
                "1985-04-12T23:20:50.52Z",
                "Fri, 12 Apr 1985 23:20:50.52 GMT",
            ),
            (
                1_398_796_238,
                0,
                "1398796238",
                "2014-04-29T18:30:38Z",
                "Tue, 29 Apr 2014 18:30:38 GMT",
            ),
            (
                951_782_400,
                1,
                "951782400.000000001",
                "2000-02-29T00:00:00.000000001Z",
                "Tue, 29 Feb 2000 00:00:00.000000001 GMT",
            ),
            (-1, 500_000_000, "-0.5", "1969-12-31T23:59:59.5Z", "Wed, 31 Dec 1969 23:59:59.5 GMT"),
            (LAST, 0, "253402300799", "9999-12-31T23:59:59Z", "Fri, 31 Dec 9999 23:59:59 GMT"),
            (FIRST, 0, "-62167219200", "0000-01-01T00:00:00Z", "Sat, 01 Jan 0000 00:00:00 GMT"),
        ] {
            let moment = Timestamp { seconds, nanos };
            assert_eq!(moment.format(TimestampFormat::EpochSeconds), epoch);
            assert_eq!(moment.format(TimestampFormat::DateTime), date_time);
            assert_eq!(moment.format(TimestampFormat::HttpDate), http_date);
            let number = Number::parse(epoch).expect(epoch);
            assert_eq!(Timestamp::from_epoch_seconds(&number), Some(moment), "{epoch}");
            assert_eq!(Timestamp::parse(date_time, TimestampFormat::DateTime), Some(moment));
            assert_eq!(Timestamp::parse(http_date, TimestampFormat::HttpDate), Some(moment));
        }
    }

    #[test]
    fn takes_offsets_exponents_and_too_many_digits() {
        let date_time = |text| Timestamp::parse(text, TimestampFormat::DateTime);
        assert_eq!(date_time("1970-01-01T01:30:00+01:30"), at(0, 0));
        assert_eq!(date_time("1969-12-31T23:00:00-01:00"), at(0, 0));
        assert_eq!(date_time("1970-01-01T00:00:00.1234567899Z"), at(0, 123_456_789));
        let epoch = |text: &str| Timestamp::from_epoch_seconds(&Number::parse(text).expect(text));
        assert_eq!(epoch("1.5e3"), at(1500, 0));
        assert_eq!(epoch("15e-1"), at(1, 500_000_000));
        assert_eq!(epoch("0.00000000019"), at(0, 0));
        assert_eq!(epoch("-0e99999"), at(0, 0));
        assert_eq!(epoch("0e99999999999999999999"), at(0, 0));
        assert_eq!(epoch("1e-99999999999999999999"), at(0, 0));
        let zeros = "0".repeat(100_000);
        assert_eq!(epoch(&format!("0.{zeros}25e100002")), at(25, 0));
        assert_eq!(epoch(&format!("15{zeros}e-100001")), at(1, 500_000_000));
    }

    #[test]
    fn refuses_what_is_no_moment() {
        for text in [
            "",
            "1985-04-12",
            "1985-04-12T23:20:50",
            "1985-13-01T00:00:00Z",
            "1985-02-29T00:00:00Z",
            "1985-04-12T24:00:00Z",
            "1985-04-12T00:60:00Z",
            "1985-04-12T00:00:00.Z",
            "+985-04-12T00:00:00Z",
            "1985-04-12T00:00:00+24:00",
            "0000-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59-00:01",
            "1985-04-12T00:00:00Z ",
        ] {
            assert_eq!(Timestamp::parse(text, TimestampFormat::DateTime), None, "{text}");
        }
        for text in [
            "",
            "Tue, 29 Apr 2014 18:30:38",
            "29 Apr 2014 18:30:38 GMT",
            "Tue, 29 apr 2014 18:30:38 GMT",
            "Xxx, 29 Apr 2014 18:30:38 GMT",
            "Tue, 29 Äpr 2014 18:30:38 GMT",
            "Tue, 31 Apr 2014 18:30:38 GMT",
        ] {
            assert_eq!(Timestamp::parse(text, TimestampFormat::HttpDate), None, "{text}");
        }
        for text in
            ["1e30", "1e999999999999", "1e99999999999999999999", "253402300800", "-62167219201"]
        {
            let number = Number::parse(text).expect(text);
            assert_eq!(Timestamp::from_epoch_seconds(&number), None, "{text}");
        }
    }
}
