//! Reads the header field by which a request asks for an answer.
//!
//! The field has directives, separated by `;`. `value` and `body` take all of the rest. A field that is sent several times has the
//! directives of all.

use std::time::Duration;

use crate::http::{Header, Headers, is_token};
use crate::json::Json;
use crate::policy::{self, Policy, Subject};
use crate::terminal_text::inline;

use super::asked::{ANSWER_FIELD, Asked, LONGEST_DELAY, What};

/// The directives, for the message about one that there is not.
const DIRECTIVES: &str = "error=NAME, code=NAME, status=N, value=JSON, body=TEXT, case=ID, policy=ID, delay=MILLISECONDS, \
     all-members, required-members, unknown-members, unknown-union-member, null-members, close";

/// Short names of policies that writers of client tests want most.
const SHORT: &[(&str, &str)] = &[
    ("unknown-members", "response.unknown-members-ignored"),
    ("unknown-union-member", "union.unknown-member-named"),
    ("null-members", "response.null-is-absent"),
];

/// Returns what the header fields of a request ask for.
///
/// # Errors
///
/// A message that names the directive and the remedy.
pub(super) fn read(headers: &Headers) -> Result<Asked, String> {
    let mut asked = Asked::default();
    // The directive that chose the kind of answer.
    let mut chosen = None;
    for field in headers.all(ANSWER_FIELD) {
        let text = Header::text(field).ok_or_else(|| {
            format!("{ANSWER_FIELD}: the value is not UTF-8; write JSON with \\u")
        })?;
        let mut rest = text;
        while !rest.is_empty() {
            let (directive, value, behind) = next(rest);
            rest = behind;
            if directive.is_empty() && value.is_none() {
                continue;
            }
            read_one(directive, value, &mut asked, &mut chosen)
                .map_err(|message| format!("{ANSWER_FIELD}: {message}"))?;
        }
    }
    check(&asked).map_err(|message| format!("{ANSWER_FIELD}: {message}"))?;
    Ok(asked)
}

/// Returns the first directive, its value, and the text behind them.
fn next(text: &str) -> (&str, Option<&str>, &str) {
    let end = text.find([';', '=']).unwrap_or(text.len());
    let directive = text[..end].trim();
    let behind = &text[end..];
    match behind.strip_prefix('=') {
        None => (directive, None, behind.strip_prefix(';').unwrap_or_default()),
        Some(value) if matches!(directive, "value" | "body") => (directive, Some(value), ""),
        Some(behind) => {
            let (value, behind) = behind.split_once(';').unwrap_or((behind, ""));
            (directive, Some(value.trim()), behind)
        }
    }
}

fn read_one(
    directive: &str,
    value: Option<&str>,
    asked: &mut Asked,
    chosen: &mut Option<String>,
) -> Result<(), String> {
    let needed = || value.ok_or_else(|| format!("`{directive}` needs a value: {directive}=…"));
    let what = match directive {
        "status" => return put(&mut asked.status, directive, status(needed()?)?),
        "value" => {
            let value = Json::parse(needed()?)
                .map_err(|fault| format!("the value of `value` is not JSON: {fault}"))?;
            return put(&mut asked.value, directive, value);
        }
        "body" => return put(&mut asked.body, directive, needed()?.to_owned()),
        "delay" => {
            asked.delay = delay(needed()?)?;
            return Ok(());
        }
        "error" => What::Error(name(directive, needed()?)?),
        "code" => What::Code(name(directive, needed()?)?),
        "case" => What::Case(needed()?.to_owned()),
        "policy" => What::Policy(of_policy(needed()?)?),
        flag => {
            if value.is_some() && is_flag(flag) {
                return Err(format!("`{flag}` takes no value"));
            }
            match flag {
                "close" => {
                    asked.close = true;
                    return Ok(());
                }
                "all-members" => What::AllMembers,
                "required-members" => What::RequiredMembers,
                flag => match SHORT.iter().find(|(short, _)| *short == flag) {
                    Some((_, id)) => What::Policy(of_policy(id)?),
                    None => {
                        let flag = shown(flag);
                        return Err(format!(
                            "there is no directive `{flag}`; there are {DIRECTIVES}"
                        ));
                    }
                },
            }
        }
    };
    if let Some(before) = chosen.replace(directive.to_owned()) {
        return Err(format!("`{before}` and `{directive}` exclude each other; leave one out"));
    }
    asked.what = what;
    Ok(())
}

fn is_flag(directive: &str) -> bool {
    matches!(directive, "close" | "all-members" | "required-members")
        || SHORT.iter().any(|(short, _)| *short == directive)
}

/// Puts a value in its place, unless one is there.
fn put<T>(place: &mut Option<T>, directive: &str, value: T) -> Result<(), String> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(format!("`{directive}` is there twice; leave one out")),
    }
}

fn status(text: &str) -> Result<u16, String> {
    let status = text.parse().ok().filter(|status| (200..=599).contains(status));
    status.ok_or_else(|| format!("status `{}`: a number from 200 to 599 expected", shown(text)))
}

fn delay(text: &str) -> Result<Duration, String> {
    let most = LONGEST_DELAY.as_millis();
    let delay = text.parse().ok().map(Duration::from_millis).filter(|d| *d <= LONGEST_DELAY);
    delay.ok_or_else(|| {
        format!("delay `{}`: a number of milliseconds from 0 to {most} expected", shown(text))
    })
}

/// Returns the name of an error, which must fit into a header field.
fn name(directive: &str, text: &str) -> Result<String, String> {
    match is_token(text) {
        true => Ok(text.to_owned()),
        false => Err(format!("{directive} `{}`: the name of an error expected", shown(text))),
    }
}

fn of_policy(id: &str) -> Result<&'static Policy, String> {
    let policy = policy::find(id).ok_or_else(|| {
        format!("there is no policy `{}`; `wireproof policies` lists them", shown(id))
    })?;
    match policy.subject {
        Subject::Outcome => Ok(policy),
        Subject::Arrival | Subject::LostCalls | Subject::Answer => {
            Err(format!("{id} does not judge what a client reads; choose a policy that does"))
        }
    }
}

/// Refuses directives that say nothing together.
fn check(asked: &Asked) -> Result<(), String> {
    let takes_value = matches!(asked.what, What::Success | What::Error(_));
    if asked.value.is_some() && !takes_value {
        return Err("`value` goes with `error`, or stands alone as the output".to_owned());
    }
    let is_success = asked.status.is_none_or(|status| status < 300);
    if asked.value.is_some() && matches!(asked.what, What::Success) && !is_success {
        return Err(
            "`value` is an output here, and the status is no success; name the `error`".to_owned()
        );
    }
    Ok(())
}

/// Returns a text from outside, for a message.
fn shown(text: &str) -> String {
    inline(&text.chars().take(80).collect::<String>()).into_owned()
}
