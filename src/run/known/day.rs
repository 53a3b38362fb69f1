//! The last day of an entry.

use toml::Value;

/// The last day on which an entry counts, as a string or a TOML date: `2027-01-31`.
pub(super) fn read_day(value: &Value) -> Result<String, &'static str> {
    let day = match value {
        Value::String(text) => text.clone(),
        Value::Datetime(moment) if moment.time.is_none() && moment.offset.is_none() => {
            moment.to_string()
        }
        Value::Datetime(_) => {
            return Err("`expires` must be a day alone, such as 2027-01-31, without a time of day");
        }
        _ => return Err("`expires` must be a day such as 2027-01-31"),
    };
    if is_day(&day) { Ok(day) } else { Err("`expires` must be a day such as 2027-01-31") }
}

/// Reports whether a text is a day of the calendar.
fn is_day(text: &str) -> bool {
    let number = |range: std::ops::Range<usize>| {
        let digits = text.get(range).filter(|part| part.bytes().all(|b| b.is_ascii_digit()))?;
        digits.parse::<u32>().ok()
    };
    let dashes = text.len() == 10 && [4, 7].iter().all(|at| text.as_bytes()[*at] == b'-');
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    dashes && (1..=last).contains(&day)
}
