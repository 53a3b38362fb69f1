//! Texts: such as services and their users write, and such as nobody expects.

use super::choices::Choices;
use super::config::Config;

/// Lengths about which something changes in some client or service: in characters.
pub(super) const LENGTHS: &[usize] =
    &[0, 1, 2, 39, 40, 41, 63, 64, 65, 127, 128, 129, 255, 256, 257, 1023, 1024, 4095, 4096];

/// The length of a long text, which is drawn seldom: one of them is most of what an ordinary body may have.
pub(super) const LONGEST: usize = 65_535;

/// Texts that are hard for someone.
pub(super) const ODD: &[&str] = &[
    "",
    " ",
    "a",
    " leading",
    "trailing ",
    "\ttab\tand\nline\r\nend",
    "\0",
    "a\0b",
    "\u{1}\u{2}\u{7}\u{8}\u{b}\u{c}\u{e}\u{1b}[31m\u{1f}",
    "\u{7f}\u{80}\u{85}\u{9f}",
    "\"",
    "\\",
    "\\\"",
    "/",
    "</script>",
    "\\u0041",
    "\\ud800",
    "{\"a\":1}",
    "[null]",
    "null",
    "undefined",
    "true",
    "0",
    "-0",
    "1e999",
    "NaN",
    "007",
    "1e3",
    "1.0",
    "0x10",
    "-1",
    "Infinity",
    "false",
    "None",
    "{}",
    "[]",
    "\"\"",
    "2022-08-01T09:30:00.000Z",
    "Müller",
    "Mu\u{308}ller",
    "日本語テキスト",
    "Ελληνικά",
    "עברית‏",
    "مرحبا",
    "e\u{301}\u{301}\u{301}",
    "\u{200b}\u{200d}\u{feff}",
    "\u{2028}\u{2029}",
    "\u{d7ff}\u{e000}",
    "\u{fffd}\u{fffe}\u{ffff}",
    "😀",
    "👩‍👩‍👧‍👦",
    "𝒳𝓎\u{1d173}",
    "\u{10000}",
    "\u{10ffff}",
    "\u{e0001}\u{f0000}\u{100000}",
    "ＡＢＣ",
    "ﬁ",
    "İiIı",
    "ß",
    "%00%2e%2f",
    "../../etc/passwd",
    "${jndi:ldap://x}",
    "' OR 1=1 --",
    "a&b=c+d?e#f",
    "a:b",
    "a#b",
    "2022-08-01",
    "2022-08-01T09:30:00+05:30",
    "1659346200",
    "__type",
    "SDK_UNKNOWN_MEMBER",
    "{elsewhere}",
    "x",
    "é",
    "\u{0}\u{1f}",
    "\"\\/",
    "\u{2028}\u{feff}",
    "\r\n",
    "$wtf",
    "\u{7f}\u{80}",
    "\u{ffff}\u{10ffff}",
    " \t",
    "%2F+&=",
];

const WORDS: &[&str; 12] = &[
    "alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy", "mallory",
    "trent",
];

/// Dates as services commonly spell them.
pub(super) fn common_date(choices: &mut Choices) -> String {
    let fraction = choices.pick(&[".000", "", ".123", ".999"]);
    let (year, month, day) =
        (choices.between(2018, 2030), choices.between(1, 12), choices.between(1, 28));
    let (hour, minute, second) = (choices.below(24), choices.below(60), choices.below(60));
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
}

/// Dates as nobody expects them, and texts in their place.
pub(super) const ODD_DATES: &[&str] = &[
    "2022-08-01T09:30:00+05:30",
    "2022-08-01T09:30:00.1Z",
    "2022-08-01T09:30:00.123456789Z",
    "2022-08-01T09:30Z",
    "2022-08-01 09:30:00",
    "2022-08-01",
    "20220801T093000Z",
    "2022-W31-1",
    "2022-213",
    "Mon, 01 Aug 2022 09:30:00 GMT",
    "Monday, 01-Aug-22 09:30:00 GMT",
    "Mon Aug  1 09:30:00 2022",
    "1659346200",
    "1659346200.123",
    "1.6593462e9",
    "-1",
    "0",
    "9999-12-31T23:59:59Z",
    "0000-01-01T00:00:00Z",
    "-0001-01-01T00:00:00Z",
    "+10000-01-01T00:00:00Z",
    "2022-02-30T00:00:00Z",
    "2022-13-01T00:00:00Z",
    "2016-12-31T23:59:60Z",
    "2022-08-01t09:30:00z",
    "2022-08-01T24:00:00Z",
    " 2022-08-01T09:30:00Z",
    "2022-08-01T09:30:00Z ",
    "01/08/2022",
    "8/1/22 9:30 AM",
    "now",
    "never",
    "",
    "２０２２-08-01",
];

/// Reports whether a member of this name holds dates, as far as names tell.
pub(super) fn names_a_date(name: &str) -> bool {
    ["Date", "DateTime", "Timestamp"].iter().any(|end| name.ends_with(end))
}

/// Returns a text for a member of this name.
pub(super) fn text(name: &str, config: &Config, choices: &mut Choices) -> String {
    if names_a_date(name) {
        return match choices.chance(config.odd_dates) {
            true => choices.choose(ODD_DATES).map_or_else(String::new, |date| (*date).to_owned()),
            false => common_date(choices),
        };
    }
    if choices.chance(config.odd_texts) { odd(choices) } else { realistic(name, choices) }
}

/// Returns a text such as stands there on an ordinary day.
pub(super) fn realistic(name: &str, choices: &mut Choices) -> String {
    let name = name.to_ascii_lowercase();
    let has = |part: &str| name.contains(part);
    if has("arn") {
        let user = realistic("username", choices);
        return format!(
            "arn:aws:ec2:us-east-1:{}:instance/i-{}/{user}",
            "123456789012",
            hex(17, choices)
        );
    }
    if has("domain") && !has("list") {
        let word = choices.pick(WORDS);
        return choices.pick(&["corp.", "ad.", "eu-west-1.", ""]).to_owned()
            + word
            + choices.pick(&[".example.com", ".local", ".example", ".internal.example.org"]);
    }
    if has("directoryid") {
        return format!("d-{}", hex(10, choices));
    }
    if has("instance") && has("id") {
        return format!("i-{}", hex(17, choices));
    }
    if has("secret") {
        return format!(
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:ad-{}",
            hex(6, choices)
        );
    }
    if has("subnet") {
        return format!("subnet-{}", hex(17, choices));
    }
    if has("ipv6") {
        return format!("2001:db8::{:x}", choices.below(65_536));
    }
    if has("ip") {
        return format!(
            "10.{}.{}.{}",
            choices.below(256),
            choices.below(256),
            choices.between(1, 254)
        );
    }
    if has("statusmessage") || has("message") {
        return choices
            .pick(&["", "The user was disassociated.", "Pending.", "It's done: 100 %."])
            .to_owned();
    }
    if has("status") {
        let status = ["DISASSOCIATED", "ASSOCIATED", "DISASSOCIATING", "FAILED", "UNKNOWN"];
        return choices.pick(&status).to_owned();
    }
    let word = choices.pick(WORDS);
    match choices.below(6) {
        0 => word.to_owned(),
        1 => format!("{word}.{}", choices.pick(WORDS)),
        2 => format!("CORP\\{word}"),
        3 => format!("{word}@example.com"),
        _ => format!("{word}{}", choices.below(1000)),
    }
}

fn hex(digits: usize, choices: &mut Choices) -> String {
    (0..digits).map(|_| char::from_digit(choices.below(16) as u32, 16).unwrap_or('0')).collect()
}

/// Returns a text that is hard for someone.
pub(super) fn odd(choices: &mut Choices) -> String {
    match choices.below(8) {
        0..3 => choices.choose(ODD).map_or_else(String::new, |text| (*text).to_owned()),
        3 => {
            let length = if choices.once_in(400) {
                LONGEST
            } else {
                choices.choose(LENGTHS).copied().unwrap_or_default()
            };
            long(length, choices)
        }
        4 => {
            let pieces = choices.between(1, 3);
            (0..pieces).filter_map(|_| choices.choose(ODD)).copied().collect()
        }
        _ => {
            let length = choices.between(1, 12);
            (0..length).map(|_| character(choices)).collect()
        }
    }
}

/// Returns a text of so many characters.
pub(super) fn long(length: usize, choices: &mut Choices) -> String {
    let unit = choices.pick(&["x", "xy", "é", "日", "😀", "\\", "a b"]);
    unit.chars().cycle().take(length).collect()
}

/// Returns a character of any plane, those that are escaped among them.
pub(super) fn character(choices: &mut Choices) -> char {
    let (from, to) = choices.pick(&[
        (0x20, 0x7e),
        (0x00, 0x1f),
        (0x7f, 0xff),
        (0x100, 0x7ff),
        (0x800, 0xd7ff),
        (0xe000, 0xffff),
        (0x1_0000, 0x1_ffff),
        (0x2_0000, 0x10_ffff),
    ]);
    char::from_u32(choices.between(from, to) as u32).unwrap_or('\u{fffd}')
}

/// Returns the name of a member that the contract does not have, unless by chance.
pub(super) fn unknown_name(choices: &mut Choices) -> String {
    match choices.below(8) {
        0..5 => choices.choose(UNKNOWN_NAMES).map_or_else(String::new, |name| (*name).to_owned()),
        5 => odd(choices),
        6 => format!("{}{}", choices.pick(WORDS), choices.below(100)),
        _ => (0..choices.between(1, 6)).map(|_| character(choices)).collect(),
    }
}

/// Names that a contract is not likely to have.
pub(super) const UNKNOWN_NAMES: &[&str] = &[
    "Okta",
    "Tag",
    "NewMember",
    "AzureActiveDirectoryIdentityProvider",
    "Entra ID",
    "x",
    "",
    " ",
    "code",
    "message",
    "__proto__",
    "constructor",
    "toString",
    "__class__",
    "hasOwnProperty",
    "$ref",
    "@type",
    "0",
    "-1",
    "null",
    "a.b",
    "a[0]",
    "a\"b",
    "a\\b",
    "a\nb",
    "\0",
    "Größe",
    "名前",
    "😀",
    "\u{2028}",
    "SDK_UNKNOWN_MEMBERS",
    "InstanceUserSummaryV2",
    "Metadata",
    "ResponseMetadata",
    "body",
    "self",
    "type",
    "Un\"known",
    "Un\0\u{1f}",
    "Un$wtf",
];

/// Spellings of the name of the header field that has the request id.
pub(super) const REQUEST_ID_SPELLINGS: &[&str] = &[
    "x-amzn-RequestId",
    "x-amzn-requestid",
    "X-Amzn-Requestid",
    "X-AMZN-REQUESTID",
    "x-Amzn-RequestID",
];

/// Returns a request id in one of the forms that services use.
pub(super) fn request_id(index: usize, choices: &mut Choices) -> String {
    let digits = format!("{:08x}", choices.below(usize::MAX));
    match index % 3 {
        0 => format!("{}-03b9-4c1e-8a55-9d2f00c7e1b4", &digits[..8]),
        1 => digits,
        _ => format!("{}=", digits.to_uppercase()),
    }
}
