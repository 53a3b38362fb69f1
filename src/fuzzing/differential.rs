//! The target `differential`: the codec, the reference client and a strict JSON reader read the same response.

use crate::exchange::{Outcome, oracle_outcome};
use crate::http::Response;
use crate::json::{Json, Lexer, SyntaxError, text_of};
use crate::protocol::Role;
use crate::reference::ReferenceClient;
use crate::value::diff;

use super::contracts::{decoded, default};
use super::judged::{Jury, acquitted_of};
use super::target::{Checked, FuzzTarget};
use super::views::{behind_letter, by_letter};
use super::{answer, mutate, strict};

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "differential",
    property: "The codec and the reference client have the same outcome, no policy accuses it, and both agree \
               with a third reader on what is JSON.",
    views: by_letter(&[
        "what is JSON",
        "the tree of a body",
        "outcomes",
        "policies on successes",
        "policies on unions and servers",
        "policies on errors",
        "policies on calls",
    ]),
    check,
    show: |data| answer::show(behind_letter(data)),
    mutate: Some(mutate::answer),
};

/// The views that the policies come after.
const READINGS: usize = 3;

fn check(data: &[u8], view: usize) -> Checked {
    let text = behind_letter(data);
    match view {
        0 => well_formed(answer::body(text)),
        1 => same_tree(answer::body(text)),
        2 => outcomes(&answer::message(text)).map(drop),
        _ => {
            let jury = Jury::OF_OUTCOMES[view - READINGS];
            let response = jury.response(text);
            // An incomplete response concerns the connection. Other tests cover it.
            if !response.complete {
                return Ok(());
            }
            let reference = interpreted(&response);
            acquitted_of(0, response, reference, jury)
        }
    }
}

/// Compares the codec, the reference client and serde_json on a response to `DisassociateUser`.
///
/// # Errors
///
/// If they differ, or if a policy accuses the reference client. The message shows the result of each.
pub fn agree(response: &Response) -> Result<(), String> {
    well_formed(&response.body)?;
    same_tree(&response.body)?;
    if !response.complete {
        return Ok(());
    }
    let reference = outcomes(response)?;
    Jury::OF_OUTCOMES
        .into_iter()
        .try_for_each(|jury| acquitted_of(0, response.clone(), reference.clone(), jury))
}

/// Returns the outcome of the reference client.
fn interpreted(response: &Response) -> Outcome {
    // The HTTP layer of a client removes white space around a value (RFC 9110, section 5.5).
    let headers = response
        .headers
        .iter()
        .map(|header| (header.name.clone(), trimmed(&header.value).to_vec()));
    ReferenceClient::interpret(response.status, headers.collect(), response.body.clone())
}

/// Checks that the codec and the reference client have the same outcome, and that the values in it are those that
/// serde_json reads. Returns the outcome of the reference client.
fn outcomes(response: &Response) -> Result<Outcome, String> {
    let (oracle, reference) = (oracle_outcome(default(), response), interpreted(response));
    same(&oracle, &reference)?;
    values(response, &oracle)?;
    Ok(reference)
}

/// Takes off the white space around the value of a field (RFC 9110, section 5.5).
pub(super) fn trimmed(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    value
}

/// Checks that skipping and decoding agree with a third reader on whether a body is JSON.
fn well_formed(body: &[u8]) -> Checked {
    let skip = || -> Result<(), SyntaxError> {
        text_of(body)?;
        let mut lexer = Lexer::new(body);
        lexer.skip_value()?;
        lexer.finish()
    };
    let skipped = skip().err();
    let shape = default().bindings().output.body_shape();
    let decoded = decoded(0, Role::Client, shape, body, |decoded| decoded.err());
    let accepted = strict::accepts(body);
    if skipped.is_none() != accepted || decoded.is_none() != accepted {
        let say = |fault: Option<String>| fault.unwrap_or_else(|| "JSON".to_owned());
        return Err(format!(
            "by skipping: {}\nby decoding: {}\nby serde_json: {}",
            say(skipped.map(|fault| fault.to_string())),
            say(decoded.map(|fault| fault.to_string())),
            say(strict::refusal(body)),
        ));
    }
    Ok(())
}

/// Checks that our tree and serde_json's have the same value, if both can hold it.
fn same_tree(body: &[u8]) -> Checked {
    if let (Ok(ours), Some(theirs)) = (Json::parse(body), strict::value(body)) {
        let written = ours.to_string();
        if strict::value(written.as_bytes()).as_ref() != Some(&theirs) {
            return Err(format!("our tree says {written}, and serde_json's {theirs}"));
        }
    }
    Ok(())
}

/// Compares the outcomes. Only two differences are accepted: the class and the message of a client's error, and a
/// difference that is [`allowed`].
fn same(oracle: &Outcome, reference: &Outcome) -> Checked {
    let same = match (oracle, reference) {
        (
            Outcome::Response { http_status: a, output: one, .. },
            Outcome::Response { http_status: b, output: other, .. },
        ) => {
            let shape = default().operation().output();
            a == b && diff(default().model(), shape, one, other).is_empty()
        }
        (
            Outcome::ServiceError {
                code: code_a, modeled: a, message: one, http_status: at_a, ..
            },
            Outcome::ServiceError {
                code: code_b,
                modeled: b,
                message: other,
                http_status: at_b,
                ..
            },
        ) => {
            let codes = code_a == code_b && a == b;
            (codes || allowed(code_a.as_deref(), code_b.as_deref())) && one == other && at_a == at_b
        }
        (Outcome::ClientError { stage: a, .. }, Outcome::ClientError { stage: b, .. }) => a == b,
        _ => false,
    };
    match same {
        true => Ok(()),
        false => {
            Err(format!("the outcome of the codec: {oracle}\nof the reference client: {reference}"))
        }
    }
}

/// Reports whether a difference of two names is the allowed one: white space at the ends of a name from a body, or next
/// to a `:` or `#`. The codec removes it, the reference client keeps it, and no source says which is right.
fn allowed(oracle: Option<&str>, reference: Option<&str>) -> bool {
    let blank = [' ', '\t'];
    reference.is_some_and(|name| name.starts_with(blank) || name.ends_with(blank))
        && (oracle == reference.map(|name| name.trim_matches(blank))
            // If nothing is left, the codec looks at the next source.
            || reference.is_some_and(|name| name.trim_matches(blank).is_empty()))
}

/// Checks that the strings of the output are those that serde_json reads from the body.
fn values(response: &Response, oracle: &Outcome) -> Checked {
    let Outcome::Response { output, .. } = oracle else { return Ok(()) };
    let Some(body) = strict::value(&response.body) else { return Ok(()) };
    let Some(summary) = output.get("InstanceUserSummary") else { return Ok(()) };
    for name in ["Domain", "InstanceId", "Status", "StatusMessage", "Username", "AssociationDate"] {
        let shown = summary.get(name).and_then(Json::as_str);
        let sent = body["InstanceUserSummary"][name].as_str();
        if shown != sent {
            return Err(format!("{name} is shown as {shown:?}, and was sent as {sent:?}"));
        }
    }
    Ok(())
}
