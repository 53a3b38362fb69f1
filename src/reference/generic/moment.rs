//! Moments: timestamps in the three formats of Smithy.
//!
//! Sources: Smithy 2.0, "timestampFormat trait"; RFC 3339, section 5.6; RFC 9110, section 5.6.7.

use crate::json::Number;
use crate::model::{Member, Model, TimestampFormat};

const DAY: i64 = 86_400;
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// The seconds of the years 0 to 9999: the formats have no room for other years.
const YEARS: std::ops::RangeInclusive<i64> = -62_167_219_200..=253_402_300_799;

/// A moment: whole seconds since 1970, rounded down, and nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    seconds: i64,
    nanos: u32,
}

/// Returns the format of a member's timestamps, if the place has this one by default.
pub(super) fn format_of(
    model: &Model,
    member: &Member,
    default: TimestampFormat,
) -> TimestampFormat {
    let of_shape = model.shape(member.target).traits.timestamp_format;
    member.traits.timestamp_format.or(of_shape).unwrap_or(default)
}

impl Moment {
    /// Reads a number of seconds since 1970, in any spelling. Digits beyond nanoseconds are dropped.
    pub(super) fn of_number(number: &Number) -> Option<Self> {
        let text = number.as_str().to_ascii_lowercase();
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        // The grammar of numbers allows any exponent. Beyond this one, a moment is zero or far outside the years.
        let exponent: i64 = exponent.parse().unwrap_or(i64::MAX).clamp(-100_000, 100_000);
        let (negative, mantissa) =
            mantissa.strip_prefix('-').map_or((false, mantissa), |rest| (true, rest));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}");
        let point = whole.len() as i64 + exponent;
        let digit = |at: i64| usize::try_from(at).ok().and_then(|at| digits.as_bytes().get(at));
        let first = digits.bytes().position(|byte| byte != b'0');
        let Some(first) = first else { return Some(Self { seconds: 0, nanos: 0 }) };
        if point - first as i64 > 12 {
            return None;
        }
        let value = |range: std::ops::Range<i64>| {
            range.fold(0_i64, |sum, at| sum * 10 + digit(at).map_or(0, |d| i64::from(d - b'0')))
        };
        let seconds = if point > 0 { value(point.min(first as i64)..point) } else { 0 };
        let nanos = value(point..point + 9);
        let (seconds, nanos) = match (negative, nanos) {
            (false, _) => (seconds, nanos),
            (true, 0) => (-seconds, 0),
            (true, _) => (-seconds - 1, 1_000_000_000 - nanos),
        };
        YEARS.contains(&seconds).then_some(Self { seconds, nanos: nanos as u32 })
    }

    /// Returns the seconds since 1970 as a number without an exponent.
    pub(super) fn to_number(self) -> String {
        let (sign, seconds, nanos) = match self.seconds < 0 && self.nanos > 0 {
            true => ("-", -(self.seconds + 1), 1_000_000_000 - self.nanos),
            false => (if self.seconds < 0 { "-" } else { "" }, self.seconds.abs(), self.nanos),
        };
        format!("{sign}{seconds}{}", fraction(nanos))
    }

    /// Returns the moment in one of the formats.
    pub(super) fn to_text(self, format: TimestampFormat) -> String {
        let (days, time) = (self.seconds.div_euclid(DAY), self.seconds.rem_euclid(DAY));
        let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
        let (year, month, day) = date_of(days);
        match format {
            TimestampFormat::EpochSeconds => self.to_number(),
            TimestampFormat::DateTime => format!(
                "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{}Z",
                fraction(self.nanos)
            ),
            TimestampFormat::HttpDate => {
                let weekday = WEEKDAYS[days.rem_euclid(7) as usize];
                let month = MONTHS[month as usize - 1];
                // The format has a fraction in Smithy, but not in HTTP, so the client sends none.
                format!(
                    "{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT"
                )
            }
        }
    }

    /// Reads a moment in one of the formats, with a fraction of any length, and for `date-time` with any offset.
    pub(super) fn of_text(text: &str, format: TimestampFormat) -> Option<Self> {
        match format {
            TimestampFormat::EpochSeconds => Self::of_number(&Number::parse(text)?),
            TimestampFormat::DateTime => {
                let (date, time) = (text.get(..10)?, text.get(11..)?);
                if !matches!(text.as_bytes()[10], b'T' | b't' | b' ') {
                    return None;
                }
                let mut parts = date.splitn(3, '-');
                let (year, month, day) = (
                    number(parts.next()?, 4)?,
                    number(parts.next()?, 2)?,
                    number(parts.next()?, 2)?,
                );
                let zone = time.find(['Z', 'z', '+', '-'])?;
                let offset = match &time[zone..] {
                    "Z" | "z" => 0,
                    offset => {
                        let (hours, minutes) = offset[1..].split_once(':')?;
                        let (hours, minutes) = (number(hours, 2)?, number(minutes, 2)?);
                        if hours > 23 || minutes > 59 {
                            return None;
                        }
                        let seconds = hours * 3600 + minutes * 60;
                        if offset.starts_with('-') { -seconds } else { seconds }
                    }
                };
                let moment = Self::of_parts((year, month, day), &time[..zone])?;
                Some(Self { seconds: moment.seconds - offset, ..moment })
            }
            TimestampFormat::HttpDate => {
                let (weekday, rest) = text.split_once(", ")?;
                let parts: Vec<&str> = rest.split(' ').collect();
                let [day, month, year, time, "GMT"] = parts[..] else { return None };
                let month = MONTHS.iter().position(|name| *name == month)? as i64 + 1;
                WEEKDAYS.contains(&weekday).then_some(())?;
                Self::of_parts((number(year, 4)?, month, number(day, 2)?), time)
            }
        }
        .filter(|moment| YEARS.contains(&moment.seconds))
    }

    /// Returns the moment of a date and of a time such as `09:30:00.5`.
    fn of_parts((year, month, day): (i64, i64, i64), time: &str) -> Option<Self> {
        let (time, fraction) = match time.split_once('.') {
            Some((time, fraction)) => (time, Some(fraction)),
            None => (time, None),
        };
        let mut parts = time.splitn(3, ':');
        let (hour, minute, second) =
            (number(parts.next()?, 2)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
        let days = days_of(year, month, day);
        // A date that the calendar does not have comes back as another one. A leap second has no number of its own.
        if date_of(days) != (year, month, day) || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let nanos = match fraction {
            None => 0,
            Some(digits) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
                format!("{digits:0<9}")[..9].parse().ok()?
            }
            Some(_) => return None,
        };
        Some(Self { seconds: days * DAY + hour * 3600 + minute * 60 + second, nanos })
    }
}

/// Returns `.5` for half a second, and nothing for none.
fn fraction(nanos: u32) -> String {
    match nanos {
        0 => String::new(),
        nanos => format!(".{nanos:09}").trim_end_matches('0').to_owned(),
    }
}

fn number(text: &str, digits: usize) -> Option<i64> {
    let right = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    right.then(|| text.parse().ok()).flatten()
}

/// Returns the days since 1970 of a date, counted in years that begin in March.
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Returns the date of a number of days since 1970.
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(number: &str) -> Moment {
        Moment::of_number(&Number::parse(number).expect("a number")).expect("a moment")
    }

    #[test]
    fn numbers_have_any_spelling() {
        for (spelled, plain) in [
            ("0", "0"),
            ("1.5659112e9", "1565911200"),
            ("1565911200.123", "1565911200.123"),
            ("15659112001230E-4", "1565911200.123"),
            ("-1.5", "-1.5"),
            ("-0.25", "-0.25"),
            ("-86400", "-86400"),
            ("0.0000000019", "0.000000001"),
            ("1e-400", "0"),
        ] {
            assert_eq!(of(spelled).to_number(), plain, "{spelled}");
        }
        for far in ["1e12", "1e99999999999", "-1e400"] {
            assert_eq!(Moment::of_number(&Number::parse(far).expect("a number")), None, "{far}");
        }
    }

    #[test]
    fn texts_are_read_as_they_are_written() {
        for (number, format, text) in [
            ("1565911200.5", TimestampFormat::DateTime, "2019-08-15T23:20:00.5Z"),
            ("1565911200", TimestampFormat::HttpDate, "Thu, 15 Aug 2019 23:20:00 GMT"),
            ("-1.5", TimestampFormat::DateTime, "1969-12-31T23:59:58.5Z"),
            ("951782400", TimestampFormat::DateTime, "2000-02-29T00:00:00Z"),
            ("-62167219200", TimestampFormat::DateTime, "0000-01-01T00:00:00Z"),
        ] {
            assert_eq!(of(number).to_text(format), text);
            assert_eq!(Moment::of_text(text, format), Some(of(number)));
        }
        let read = |text, format| Moment::of_text(text, format).map(Moment::to_number);
        let date_time = |text| read(text, TimestampFormat::DateTime);
        assert_eq!(date_time("2019-08-16T01:20:00+02:00").as_deref(), Some("1565911200"));
        assert_eq!(
            date_time("2019-08-15T23:20:00.123456789Z").as_deref(),
            Some("1565911200.123456789")
        );
        let http = |text| read(text, TimestampFormat::HttpDate);
        assert_eq!(http("Thu, 15 Aug 2019 23:20:00.75 GMT").as_deref(), Some("1565911200.75"));
        for none in ["", "2019-08-15", "2019-02-29T00:00:00Z", "2019-08-15T23:20Z", "é"] {
            assert_eq!(date_time(none), None, "{none}");
            assert_eq!(http(none), None, "{none}");
        }
    }
}
