//! Texts: what services send, and what they never should.

use super::config::{Config, Corner, TextCorner};
use super::draw::Draw;

const NAMES: [&str; 8] =
    ["alice", "Bob.Miller", "svc-license$", "zoë", "李雷", "o'hara", "first last", "ÅSA"];
const DOMAINS: [&str; 4] =
    ["corp.example.com", "ad.internal", "example.org", "EMEA.corp.example.com"];
const WORDS: [&str; 6] =
    ["DISASSOCIATED", "ASSOCIATED", "FAILED", "x", "No such user.", "in progress"];

/// A text for the member of this name.
pub(super) fn of_member(name: &str, config: &Config, draw: &mut Draw) -> String {
    let cornered = matches!(config.corner, Some(Corner::Text(_)));
    if cornered || draw.percent(config.odd_texts) { odd(config, draw) } else { usual(name, draw) }
}

/// What a service would send under this name.
pub(super) fn usual(name: &str, draw: &mut Draw) -> String {
    let hex = |digits: usize, draw: &mut Draw| -> String {
        (0..digits).map(|_| char::from(*draw.one(b"0123456789abcdef"))).collect()
    };
    let name = name.to_ascii_lowercase();
    match () {
        () if name.ends_with("date") => usual_date(draw),
        () if name.contains("arn") => format!(
            "arn:aws:license-manager-user-subscriptions:us-east-1:123456789012:instance-user/{}",
            hex(12, draw)
        ),
        () if name.contains("directoryid") => format!("d-{}", hex(10, draw)),
        () if name.contains("instanceid") => format!("i-0{}", hex(16, draw)),
        () if name.contains("subnet") => format!("subnet-{}", hex(8, draw)),
        () if name.contains("domain") => (*draw.one(&DOMAINS)).to_owned(),
        () if name.contains("user") => (*draw.one(&NAMES)).to_owned(),
        () => (*draw.one(&WORDS)).to_owned(),
    }
}

fn usual_date(draw: &mut Draw) -> String {
    let (month, day) = (draw.within(1, 12), draw.within(1, 28));
    let (hour, minute, second) = (draw.below(24), draw.below(60), draw.below(60));
    format!("20{}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.000Z", draw.within(22, 26))
}

/// A date in a spelling that services do not use, though a string may hold it.
pub(super) fn odd_date(draw: &mut Draw) -> String {
    let dates = [
        "2022-08-01",
        "2022-08-01T09:30:00Z",
        "2022-08-01T09:30:00.123456789Z",
        "2022-08-01T09:30:00+05:30",
        "2022-08-01 09:30:00",
        "20220801T093000Z",
        "Mon, 01 Aug 2022 09:30:00 GMT",
        "1659346200",
        "1659346200.5",
        "2022-02-30T00:00:00Z",
        "9999-12-31T23:59:60Z",
        "0000-00-00",
        "2022-08-01T24:00:00Z",
        "yesterday",
        "",
        "2022-08-01t09:30:00z",
        "2022-W31-1",
        "1.6593462e9",
        " 2022-08-01T09:30:00Z",
        "２０２２-08-01",
    ];
    (*draw.one(&dates)).to_owned()
}

/// A text that no service should send, and any may.
pub(super) fn odd(config: &Config, draw: &mut Draw) -> String {
    if let Some(Corner::Text(corner)) = config.corner {
        return match corner {
            TextCorner::Length(length) => "a".repeat(length),
            TextCorner::Character(c) => c.to_string(),
            TextCorner::Among(c) => format!("a{c}b{c}c"),
        };
    }
    match draw.below(8) {
        0 => String::new(),
        1 => "x".repeat(draw.within(1, 300)),
        2 => (0..draw.within(1, 12)).map(|_| control(draw)).collect(),
        3 => " \t leading and trailing \n".to_owned(),
        4 => "{\"a\":[1,\"b\"]}\\u0041\\\\\"".to_owned(),
        5 => "e\u{301} \u{202E}rtl\u{202C} \u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467} \u{FEFF}"
            .to_owned(),
        _ => (0..draw.within(1, 40)).map(|_| character(draw)).collect(),
    }
}

fn control(draw: &mut Draw) -> char {
    char::from(draw.below(0x20) as u8)
}

/// A character of any plane, each plane as likely as the others.
pub(super) fn character(draw: &mut Draw) -> char {
    let plane = match draw.below(4) {
        0 => return char::from(draw.within(0x20, 0x7E) as u8),
        1 => 0,
        _ => draw.below(17) as u32,
    };
    let code = plane << 16 | draw.below(0x1_0000) as u32;
    // A surrogate is no character.
    char::from_u32(code).unwrap_or('\u{FFFD}')
}
