//! What the policies on errors require.
//!
//! Each policy looks at one thing, so that one fault breaks few policies. The policies on kinds require that
//! a client shows an error at all, as its own type or as a generic one ([`its_own_type`], [`generic`]). The
//! policies on names require the right name ([`plain_code`], [`code_despite`]); each looks at one source of
//! the name or at one [`ErrorOddity`]. If a response is unusual in several ways, the policy on the one that a
//! wrong name comes from judges it. If that is unclear, no policy does.

use crate::exchange::Outcome;
use crate::json::Json;
use crate::policy::attribution::{Found, yields};
use crate::policy::counts::Shows;
use crate::policy::judgement::{Finding, Judgement};
use crate::protocol::{ErrorSource, Field};

use super::answer::outcome_path;
use super::client::ClientAnalysis;
use super::error_answer::{ErrorAnswer, ErrorOddity};

/// Requires that the outcome is a service error, and returns its parts.
pub(in crate::policy) fn service_error<'e>(
    analysis: &ClientAnalysis<'_, 'e>,
) -> Result<ShownError<'e>, Finding> {
    match analysis.outcome() {
        Outcome::ServiceError { code, modeled, message, http_status, .. } => Ok(ShownError {
            code: code.as_deref(),
            modeled: *modeled,
            message: message.as_deref(),
            http_status: *http_status,
        }),
        other => Err(Finding::new(outcome_path(), "the response is a service error")
            .expected("service_error")
            .actual(other.to_string())),
    }
}

/// A service error as the testee shows it.
pub(in crate::policy) struct ShownError<'e> {
    pub(in crate::policy) code: Option<&'e str>,
    pub(in crate::policy) modeled: bool,
    pub(in crate::policy) message: Option<&'e str>,
    pub(in crate::policy) http_status: Option<u16>,
}

/// Requires that a plain name from this source, with nothing unusual about it, is the code.
pub(in crate::policy) fn plain_code(
    analysis: &ClientAnalysis<'_, '_>,
    policy: &str,
    source: ErrorSource,
) -> Judgement {
    let Some(answer) = analysis.error_answer() else { return Judgement::NotExercised };
    // Each oddity has a policy of its own.
    let is_for_another = answer.oddities().any(|oddity| yields(policy, oddity.found()));
    if answer.reading.source != Some(source) || is_for_another {
        return Judgement::NotExercised;
    }
    shown_code(analysis, policy, answer, "the code of the error is wrong", |_| true)
}

/// Requires the right code although the response has this oddity.
pub(in crate::policy) fn code_despite(
    analysis: &ClientAnalysis<'_, '_>,
    policy: &str,
    oddity: ErrorOddity,
    message: &str,
) -> Judgement {
    match analysis.error_answer() {
        Some(answer) if answer.has(oddity) => {
            shown_code(analysis, policy, answer, message, |shown| answer.fits(oddity, shown))
        }
        _ => Judgement::NotExercised,
    }
}

/// Works like [`code_despite`], for an oddity that a client should cope with but need not. This policy, and
/// not those on kinds, then also judges whether the client shows the error at all.
pub(in crate::policy) fn error_despite(
    analysis: &ClientAnalysis<'_, '_>,
    policy: &str,
    oddity: ErrorOddity,
    message: &str,
) -> Judgement {
    if let Some(answer) = analysis.error_answer()
        && answer.has(oddity)
        && answer.is_object()
        && let Err(finding) = service_error(analysis)
        && !yields_success(analysis, policy)
    {
        return finding.into();
    }
    code_despite(analysis, policy, oddity, message)
}

/// Reports whether the client shows the error as a success, and this policy leaves that to another.
pub(in crate::policy) fn yields_success(analysis: &ClientAnalysis<'_, '_>, policy: &str) -> bool {
    matches!(analysis.outcome(), Outcome::Response { .. })
        && yields(policy, Found::ErrorShownAsSuccess)
}

/// Judges the code that the client shows. A wrong code counts if it is `blamed`, and if it does not come from
/// deeper in the body.
fn shown_code(
    analysis: &ClientAnalysis<'_, '_>,
    policy: &str,
    answer: &ErrorAnswer<'_, '_>,
    message: &str,
    blamed: impl Fn(Option<&str>) -> bool,
) -> Judgement {
    let Ok(shown) = service_error(analysis) else { return Judgement::NotExercised };
    if shown.code == answer.reading.code.as_deref() {
        return Judgement::Pass;
    }
    let is_nested = shown.code.is_some_and(|code| answer.is_nested(code));
    if !blamed(shown.code) || is_nested && yields(policy, Found::NestedName) {
        return Judgement::NotExercised;
    }
    answer.wrong_code(shown.code, message).into()
}

/// Requires that the client shows the error at all, unless a policy on something else in the response
/// requires it.
fn shown_at_all<'e>(
    analysis: &ClientAnalysis<'_, 'e>,
    policy: &str,
    answer: &ErrorAnswer<'_, '_>,
) -> Result<ShownError<'e>, Judgement> {
    service_error(analysis).map_err(|finding| {
        let is_for_another = yields_success(analysis, policy)
            || answer.has(ErrorOddity::Whitespace) && yields(policy, Found::HeaderSpace)
            || answer.has(ErrorOddity::CodeOverType) && yields(policy, Found::CodeOverType)
            || !answer.is_object() && yields(policy, Found::BodyWithoutObject);
        if is_for_another { Judgement::NotExercised } else { finding.into() }
    })
}

/// Requires that a client shows an error of the operation as its own type. If the code is wrong, the policies
/// on names judge it, unless it is another of the operation's errors that the response does not name.
pub(in crate::policy) fn its_own_type(
    analysis: &ClientAnalysis<'_, '_>,
    policy: &str,
    answer: &ErrorAnswer<'_, '_>,
) -> Judgement {
    let shown = match shown_at_all(analysis, policy, answer) {
        Ok(shown) => shown,
        Err(judgement) => return judgement,
    };
    let known = |code: &str| analysis.contract().operation().error(code).is_some();
    let right = shown.code == answer.reading.code.as_deref();
    match shown.code {
        _ if right && !shown.modeled => Finding::new(
            outcome_path().member("modeled"),
            "the operation lists this error, so it has a type of its own",
        )
        .expected("true")
        .actual("false")
        .into(),
        // The policies on names judge a missing code, unless the testee never reports a code: then its user
        // sees an error without a type for every error of the operation.
        None if !shown.modeled => Finding::new(
            outcome_path().member("modeled"),
            "the operation lists this error, but the client shows it without type and code",
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

/// Requires that a client shows an error that the operation does not list, and as none of the operation's
/// types. If the code is wrong, the policies on names judge it.
pub(in crate::policy) fn generic(
    analysis: &ClientAnalysis<'_, '_>,
    policy: &str,
    answer: &ErrorAnswer<'_, '_>,
) -> Judgement {
    let shown = match shown_at_all(analysis, policy, answer) {
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

/// Requires that a client shows an error without a name as none of the operation's errors.
pub(in crate::policy) fn no_error_of_the_operation(
    analysis: &ClientAnalysis<'_, '_>,
    policy: &str,
    answer: &ErrorAnswer<'_, '_>,
    message: &str,
) -> Judgement {
    let shown = match shown_at_all(analysis, policy, answer) {
        Ok(shown) => shown,
        Err(judgement) => return judgement,
    };
    let known = |code: &str| analysis.contract().operation().error(code).is_some();
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

/// Requires that a client shows an error although its body says nothing.
pub(in crate::policy) fn survived(
    analysis: &ClientAnalysis<'_, '_>,
    policy: &str,
    answer: &ErrorAnswer<'_, '_>,
    mark: Option<usize>,
) -> Judgement {
    let refused_header = answer.has(ErrorOddity::Whitespace) && yields(policy, Found::HeaderSpace);
    if refused_header || yields_success(analysis, policy) {
        return Judgement::NotExercised;
    }
    match service_error(analysis) {
        Ok(_) => Judgement::Pass,
        Err(finding) => answer.at(finding, mark).into(),
    }
}

/// Requires that the message of a service error is the one under `name`, if the body has only this spelling.
pub(in crate::policy) fn message(analysis: &ClientAnalysis<'_, '_>, name: &str) -> Judgement {
    let Some(answer) = analysis.error_answer() else { return Judgement::NotExercised };
    let (lower, capital) = (&answer.reading.body_message, &answer.reading.body_capital_message);
    let (wanted, other) = if name == "message" { (lower, capital) } else { (capital, lower) };
    let (Field::Text(wanted), Field::Absent) = (wanted, other) else {
        return Judgement::NotExercised;
    };
    let Ok(shown) = service_error(analysis) else { return Judgement::NotExercised };
    if shown.message == Some(wanted) {
        return Judgement::Pass;
    }
    let quoted = |text: Option<&str>| {
        text.map_or_else(|| "no message".to_owned(), |text| Json::from(text).to_string())
    };
    let finding = Finding::new(outcome_path().member("message"), "the message is wrong")
        .expected(quoted(Some(wanted)))
        .actual(quoted(shown.message));
    answer.at_member(finding, name).into()
}
