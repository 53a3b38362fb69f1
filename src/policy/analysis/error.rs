//! What the policies on errors demand.
//!
//! Each of them looks at one thing, so that one fault breaks few of them. That an error is shown at
//! all, and as its own type or as a generic one, is for the policies on kinds ([`its_own_type`],
//! [`generic`]); which name it has, for those on names ([`plain_code`], [`code_despite`]), each of
//! which looks at one source or one [`Oddity`]. Where an answer has several oddities, a wrong name is
//! held against the one that it comes from, and against none where that cannot be told.

use crate::exchange::{Evidence, Outcome};
use crate::json::Json;
use crate::policy::judgement::{Finding, Judgement, Shows};
use crate::protocol::{ErrorSource, Field, resolve_code};

use super::error_answer::{ErrorAnswer, Oddity, decided};
use super::outcome_path;

/// Demands that the outcome is a service error, and gives its parts.
pub(in crate::policy) fn service_error<'e>(
    evidence: &Evidence<'e>,
) -> Result<ShownError<'e>, Finding> {
    match evidence.outcome() {
        Outcome::ServiceError { code, modeled, message, http_status } => Ok(ShownError {
            code: code.as_deref(),
            modeled: *modeled,
            message: message.as_deref(),
            http_status: *http_status,
        }),
        other => Err(Finding::new(outcome_path(), "the answer is an error of the service")
            .expected("service_error")
            .actual(other.to_string())),
    }
}

/// Whether the error is shown as a success. That is for `error.never-success`, and for no other policy.
fn is_shown_as_success(evidence: &Evidence<'_>) -> bool {
    matches!(evidence.outcome(), Outcome::Response { .. })
}

/// What a testee shows of a service error.
pub(in crate::policy) struct ShownError<'e> {
    pub(in crate::policy) code: Option<&'e str>,
    pub(in crate::policy) modeled: bool,
    pub(in crate::policy) message: Option<&'e str>,
    pub(in crate::policy) http_status: Option<u16>,
}

/// Demands that a plain name from this source, with no oddity about it, is the code.
pub(in crate::policy) fn plain_code(evidence: &Evidence<'_>, source: ErrorSource) -> Judgement {
    let Some(answer) = decided(evidence) else { return Judgement::NotExercised };
    if answer.reading.source != Some(source) || !answer.is_plain() {
        return Judgement::NotExercised;
    }
    shown_code(evidence, &answer, "the error's code is another", |_| true)
}

/// Demands that the code is the right one although the answer has this oddity.
pub(in crate::policy) fn code_despite(
    evidence: &Evidence<'_>,
    oddity: Oddity,
    message: &str,
) -> Judgement {
    match decided(evidence) {
        Some(answer) if answer.has(oddity) => {
            shown_code(evidence, &answer, message, |shown| answer.fits(oddity, shown))
        }
        _ => Judgement::NotExercised,
    }
}

/// As [`code_despite`], for oddities that a client should get over and need not: that the error is
/// shown at all is then for this policy, and not for those on kinds.
pub(in crate::policy) fn error_despite(
    evidence: &Evidence<'_>,
    oddity: Oddity,
    message: &str,
) -> Judgement {
    if let Some(answer) = decided(evidence)
        && answer.has(oddity)
        && answer.is_object()
        && !is_shown_as_success(evidence)
        && let Err(finding) = service_error(evidence)
    {
        return finding.into();
    }
    code_despite(evidence, oddity, message)
}

/// Judges the code that is shown of a service error; a wrong one counts where `blamed` holds, and
/// where it does not come from a level down.
fn shown_code(
    evidence: &Evidence<'_>,
    answer: &ErrorAnswer<'_>,
    message: &str,
    blamed: impl Fn(Option<&str>) -> bool,
) -> Judgement {
    let Ok(shown) = service_error(evidence) else { return Judgement::NotExercised };
    if shown.code == answer.reading.code.as_deref() {
        return Judgement::Pass;
    }
    let nested = || {
        let name = shown.code.map(resolve_code);
        answer.nested().iter().any(|nested| Some(nested.as_str()) == name)
    };
    if !blamed(shown.code) || nested() {
        return Judgement::NotExercised;
    }
    answer.wrong_code(shown.code, message).into()
}

/// Demands that the error is shown at all, where no policy on something else in the answer does.
fn shown_at_all<'e>(
    evidence: &Evidence<'e>,
    answer: &ErrorAnswer<'_>,
) -> Result<ShownError<'e>, Judgement> {
    service_error(evidence).map_err(|finding| {
        let elsewhere = is_shown_as_success(evidence)
            || answer.has(Oddity::Whitespace)
            || answer.has(Oddity::CodeOverType);
        if elsewhere || !answer.is_object() { Judgement::NotExercised } else { finding.into() }
    })
}

/// Demands that an error of the operation is shown as its own type. Where the code is a wrong one,
/// the policies on names judge that, unless it is another of the operation's errors, out of thin air.
pub(in crate::policy) fn its_own_type(
    evidence: &Evidence<'_>,
    answer: &ErrorAnswer<'_>,
) -> Judgement {
    let shown = match shown_at_all(evidence, answer) {
        Ok(shown) => shown,
        Err(judgement) => return judgement,
    };
    let known = |code: &str| evidence.contract().operation().error(code).is_some();
    let right = shown.code == answer.reading.code.as_deref();
    match shown.code {
        _ if right && !shown.modeled => Finding::new(
            outcome_path().member("modeled"),
            "the operation lists this error, so it has a type of its own",
        )
        .expected("true")
        .actual("false")
        .into(),
        // The policies on names judge that a code is missing, unless the testee never tells one: then what
        // its user sees is that no error of the operation has a type.
        None if !shown.modeled => Finding::new(
            outcome_path().member("modeled"),
            "the operation lists this error, and it is shown without type and code",
        )
        .expected("true")
        .actual("false")
        .counts_unless(Shows::Code)
        .into(),
        Some(other) if !right => {
            if shown.modeled && known(other) && !answer.comes_from_elsewhere(other) {
                answer.wrong_code(shown.code, "this is another of the operation's errors").into()
            } else {
                Judgement::NotExercised
            }
        }
        _ => Judgement::Pass,
    }
}

/// Demands that an error which the operation does not list is shown, and as none of its types.
/// Where the code is a wrong one, the policies on names judge that.
pub(in crate::policy) fn generic(evidence: &Evidence<'_>, answer: &ErrorAnswer<'_>) -> Judgement {
    let shown = match shown_at_all(evidence, answer) {
        Ok(shown) => shown,
        Err(judgement) => return judgement,
    };
    let elsewhere = || shown.code.is_some_and(|code| answer.comes_from_elsewhere(code));
    if shown.modeled && !elsewhere() {
        return Finding::new(
            outcome_path().member("modeled"),
            "the operation does not list this error",
        )
        .expected("false")
        .actual(shown.code.map_or_else(|| "true".to_owned(), |code| format!("true, as {code}")))
        .into();
    }
    if shown.code == answer.reading.code.as_deref() {
        Judgement::Pass
    } else {
        Judgement::NotExercised
    }
}

/// Demands that an error without a name is none of the operation's errors.
pub(in crate::policy) fn no_error_of_the_operation(
    evidence: &Evidence<'_>,
    answer: &ErrorAnswer<'_>,
    message: &str,
) -> Judgement {
    let shown = match shown_at_all(evidence, answer) {
        Ok(shown) => shown,
        Err(judgement) => return judgement,
    };
    let known = |code: &str| evidence.contract().operation().error(code).is_some();
    if let Some(code) = shown.code.filter(|code| known(code)) {
        return Finding::new(outcome_path().member("code"), message)
            .expected("no code, or one of the client's own")
            .actual(code)
            .into();
    }
    if shown.modeled {
        return Finding::new(outcome_path().member("modeled"), message)
            .expected("false")
            .actual("true")
            .into();
    }
    Judgement::Pass
}

/// Demands that an error is shown although its body tells nothing.
pub(in crate::policy) fn survived(
    evidence: &Evidence<'_>,
    answer: &ErrorAnswer<'_>,
    mark: Option<usize>,
) -> Judgement {
    // Whoever refuses the header does not come to the body.
    if answer.has(Oddity::Whitespace) || is_shown_as_success(evidence) {
        return Judgement::NotExercised;
    }
    match service_error(evidence) {
        Ok(_) => Judgement::Pass,
        Err(finding) => answer.at(finding, mark).into(),
    }
}

/// Demands that the message of a service error is the one that stands under `name`, and alone.
pub(in crate::policy) fn message(evidence: &Evidence<'_>, name: &str) -> Judgement {
    let Some(answer) = decided(evidence) else { return Judgement::NotExercised };
    let (lower, capital) = (&answer.reading.body_message, &answer.reading.body_capital_message);
    let (wanted, other) = if name == "message" { (lower, capital) } else { (capital, lower) };
    let (Field::Text(wanted), Field::Absent) = (wanted, other) else {
        return Judgement::NotExercised;
    };
    let Ok(shown) = service_error(evidence) else { return Judgement::NotExercised };
    if shown.message == Some(wanted) {
        return Judgement::Pass;
    }
    let quoted = |text: Option<&str>| {
        text.map_or_else(|| "no message".to_owned(), |text| Json::from(text).to_string())
    };
    let finding = Finding::new(outcome_path().member("message"), "the message is another")
        .expected(quoted(Some(wanted)))
        .actual(quoted(shown.message));
    answer.at_member(finding, name).into()
}
