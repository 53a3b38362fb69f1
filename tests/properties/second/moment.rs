//! Timestamps, day by day: the nanoseconds since 1970 that a text or a number stands for.

use wireproof::model::TimestampFormat;

use super::number::Decimal;

const SECOND: i128 = 1_000_000_000;
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Returns the moment that a number of seconds is.
pub(crate) fn of_number(text: &str) -> Option<i128> {
    in_range(Decimal::of(text).whole(9)?)
}

/// Returns the moment that a text is; `zulu` for a reader who takes no offset but `Z`.
pub(crate) fn of_text(text: &str, format: TimestampFormat, zulu: bool) -> Option<i128> {
    match format {
        TimestampFormat::EpochSeconds => None,
        TimestampFormat::DateTime => date_time(text, zulu),
        TimestampFormat::HttpDate => http_date(text),
    }
}

/// Returns the moment as a number of seconds.
pub(crate) fn seconds(moment: i128) -> String {
    let sign = if moment < 0 { "-" } else { "" };
    let (whole, rest) = (moment.abs() / SECOND, moment.abs() % SECOND);
    let fraction = format!("{rest:09}");
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

/// Only the years 0 to 9999 can be written in every format.
fn in_range(moment: i128) -> Option<i128> {
    let (first, last) = (days(0, 1, 1)? * 86_400 * SECOND, days(10_000, 1, 1)? * 86_400 * SECOND);
    (first..last).contains(&moment).then_some(moment)
}

/// `1985-04-12T23:20:50.52Z`
fn date_time(text: &str, zulu: bool) -> Option<i128> {
    let text = text.to_ascii_uppercase();
    let (date, time) = text.split_once('T')?;
    let [year, month, day] = fields(date, '-', [4, 2, 2])?;
    let (time, offset) = match (time.strip_suffix('Z'), time.rfind(['+', '-'])) {
        (Some(time), _) => (time, 0),
        (None, Some(at)) if !zulu => {
            let [hours, minutes] = fields(&time[at + 1..], ':', [2, 2])?;
            if hours > 23 || minutes > 59 {
                return None;
            }
            let offset = hours * 3600 + minutes * 60;
            (&time[..at], if time[at..].starts_with('-') { -offset } else { offset })
        }
        _ => return None,
    };
    in_range(days(year, month, day)? * 86_400 * SECOND + clock(time)? - offset * SECOND)
}

/// `Tue, 29 Apr 2014 18:30:38 GMT`; which day of the week it was is not checked.
fn http_date(text: &str) -> Option<i128> {
    let parts: Vec<&str> = text.split(' ').collect();
    let [weekday, day, month, year, time, "GMT"] = parts[..] else { return None };
    if !WEEKDAYS.contains(&weekday.strip_suffix(',')?) {
        return None;
    }
    let month = MONTHS.iter().position(|name| *name == month)? as i128 + 1;
    let ([day], [year]) = (fields(day, ' ', [2])?, fields(year, ' ', [4])?);
    in_range(days(year, month, day)? * 86_400 * SECOND + clock(time)?)
}

/// `23:20:50.52`; a leap second counts as the one before it.
fn clock(text: &str) -> Option<i128> {
    let (time, fraction) = match text.split_once('.') {
        Some((_, "")) => return None,
        Some((time, fraction)) => (time, fraction),
        None => (text, "0"),
    };
    let [hour, minute, second] = fields(time, ':', [2, 2, 2])?;
    if hour > 23 || minute > 59 || second > 60 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let nanos: i128 = format!("{fraction:0<9}")[..9].parse().ok()?;
    Some((hour * 3600 + minute * 60 + second.min(59)) * SECOND + nanos)
}

/// Fields of so many digits each.
fn fields<const N: usize>(text: &str, between: char, lengths: [usize; N]) -> Option<[i128; N]> {
    let parts: Vec<&str> = text.split(between).collect();
    let parts: [&str; N] = parts.try_into().ok()?;
    let mut values = [0; N];
    for (at, part) in parts.iter().enumerate() {
        if part.len() != lengths[at] || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        values[at] = part.parse().ok()?;
    }
    Some(values)
}

/// Returns the days from the first of 1970 to a date of the Gregorian calendar, year by year and month by month.
fn days(year: i128, month: i128, day: i128) -> Option<i128> {
    let leap = |year: i128| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let year_of = |year: i128| if leap(year) { 366 } else { 365 };
    let lengths = [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    if !(1..=12).contains(&month) || day < 1 || day > lengths[month as usize - 1] {
        return None;
    }
    let years: i128 = match year < 1970 {
        true => -(year..1970).map(year_of).sum::<i128>(),
        false => (1970..year).map(year_of).sum(),
    };
    Some(years + lengths[..month as usize - 1].iter().sum::<i128>() + day - 1)
}
