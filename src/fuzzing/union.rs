//! The target `union`: unions with a known right reading, because they are built from a plan.
//!
//! The bytes are choices: the place of the union, its spelling, and then the name and the value of each member.

mod places;
mod plan;

use crate::exchange::{Outcome, Stage, oracle_outcome};
use crate::http::{Answer, Response};
use crate::json::Json;
use crate::protocol::{Decoded, NoteKind, Role};
use crate::reference::ReferenceClient;
use crate::value::diff;

use super::contracts::{contracts, decoded};
use super::judged::{Jury, acquits_the_codec};
use super::target::{Checked, FuzzTarget, Seed};
use super::views::by_quarters;
use super::{seeds, shown};
use plan::Expected;
use plan::{Plan, Value};

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "union",
    property: "The decoder finds what the plan of a union predicts, with known, unknown, null, repeated, ill-typed \
               and hinted (`__type`) members.",
    // The second byte also has the spelling.
    views: by_quarters::<1>(&[
        "what a client reads",
        "what a server reads",
        "what the reference client reads",
        "policies on successes",
        "policies on unions and servers",
        "policies on errors",
        "policies on calls",
    ]),
    check,
    show,
    mutate: None,
};

/// The views that the policies come after.
const READINGS: usize = 3;

/// Returns the unions of the cases as plans.
pub(super) fn of_cases() -> Vec<Seed> {
    seeds::of_cases(|case| {
        let body = Json::parse(&case.stimulus.call.answer.body).ok()?;
        let union = body.get("InstanceUserSummary")?.get("IdentityProvider")?;
        let Json::Object(members) = union else { return None };
        let members = members.iter().map(|(name, value)| {
            let value = match value {
                Json::Null => Value::Null,
                Json::Object(_) => Value::Good(3),
                _ => Value::Bad(2),
            };
            (Plan::name(name), value)
        });
        Some(Plan { members: members.collect(), ..Plan::default() }.to_bytes())
    })
}

fn show(data: &[u8]) -> String {
    let plan = Plan::of(data);
    let expected = plan.expected(Role::Client);
    let shown = expected.shown.as_deref().unwrap_or("nothing");
    let body = shown::bytes(plan.body().as_bytes());
    format!("  body      {body}\n  expected  {}, {shown}", expected.kind)
}

fn check(data: &[u8], view: usize) -> Checked {
    let plan = Plan::of(data);
    match view {
        0 => predicted(&plan, Role::Client),
        1 => predicted(&plan, Role::Server),
        2 => referred(plan.place().contract, plan.body()),
        _ => {
            let at = plan.place().contract;
            acquits_the_codec(at, &whole(plan.body()), Jury::OF_OUTCOMES[view - READINGS])
        }
    }
}

/// Checks that the decoder finds what the plan predicts.
fn predicted(plan: &Plan, role: Role) -> Checked {
    let at = plan.place().contract;
    let (body, shape) = (plan.body(), contracts()[at].operation().output());
    decoded(at, role, shape, body.as_bytes(), |decoded| {
        let decoded =
            decoded.map_err(|fault| format!("the codec does not read it as JSON: {fault}"))?;
        compare(&plan.expected(role), decoded, plan, role)
    })
}

/// Returns a success with this body. No policy on it depends on how it arrived.
fn whole(body: String) -> Response {
    let Answer { status, headers, body, .. } = Answer::json(200, body);
    Response { status, headers, body, complete: true, whole_body: true, ..Response::default() }
}

/// Checks that the reference client shows the same union as the codec. It knows only the default edition.
fn referred(contract: usize, body: String) -> Checked {
    if contract != 0 {
        return Ok(());
    }
    let answer = whole(body);
    let outcome = oracle_outcome(&contracts()[0], &answer);
    let reference = ReferenceClient::interpret(answer.status, Vec::new(), answer.body);
    let same = match (&outcome, &reference) {
        (Outcome::Response { output: a, .. }, Outcome::Response { output: b, .. }) => {
            a.get("InstanceUserSummary").and_then(|s| s.get("IdentityProvider"))
                == b.get("InstanceUserSummary").and_then(|s| s.get("IdentityProvider"))
        }
        (Outcome::ClientError { .. }, Outcome::ClientError { stage, .. }) => {
            *stage == Stage::Deserialize
        }
        _ => false,
    };
    match same {
        true => Ok(()),
        false => Err(format!("the codec says {outcome}, and the reference client {reference}")),
    }
}

fn compare(expected: &Expected, decoded: &Decoded<'_, '_>, plan: &Plan, role: Role) -> Checked {
    // The notes on the union itself are those of the object that begins at its offset.
    let start = plan.place().before.len();
    let whole = decoded.anatomy().of(|kind| {
        matches!(
            kind,
            NoteKind::UnionKnown
                | NoteKind::UnionUnknown { .. }
                | NoteKind::UnionSeveral
                | NoteKind::UnionEmpty
        )
    });
    let mut whole = whole.filter(|note| note.offset as usize == start);
    let (Some(note), None) = (whole.next(), whole.next()) else {
        return Err(format!("{role:?}: there is not exactly one note on the union as a whole"));
    };
    let container = note.container();
    let mine = |wanted: fn(NoteKind) -> bool| {
        decoded.anatomy().of(wanted).filter(|note| note.container() == container).count()
    };
    let found = (
        note.kind.name(),
        mine(|kind| matches!(kind, NoteKind::UnionTag { .. })),
        mine(|kind| kind == NoteKind::TypeHint),
        mine(|kind| kind == NoteKind::Duplicate),
        decoded.anatomy().of(|kind| matches!(kind, NoteKind::Mistyped { .. })).count() > 0,
    );
    let wanted =
        (expected.kind, expected.tags, expected.hints, expected.duplicates, expected.ill_typed);
    if found != wanted {
        return Err(format!(
            "{role:?}: the decoder says (note, tags, hints, duplicates, ill-typed) {found:?}, and it is \
             {wanted:?}"
        ));
    }
    match (&expected.shown, decoded.refusal()) {
        (None, Some(_)) => Ok(()),
        (Some(union), None) => {
            let text = format!("{}{union}{}", plan.place().before, plan.place().after);
            let wanted = Json::parse(&text).map_err(|fault| fault.to_string())?;
            let contract = &contracts()[plan.place().contract];
            let (model, shape) = (contract.model(), contract.operation().output());
            let output = decoded.value().map_or(Json::Null, |value| value.to_json(model));
            match diff(model, shape, &wanted, &output).is_empty() {
                true => Ok(()),
                false => Err(format!("{role:?}: the decoder shows {output}, not {wanted}")),
            }
        }
        (shown, refusal) => {
            let said = refusal.map(|note| decoded.describe(note));
            Err(format!(
                "{role:?}: the refusal of the decoder is {said:?}, and it must show {shown:?}"
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::plan::Name;
    use super::*;

    #[test]
    fn plans_are_written_down_as_they_are_read() {
        let mut members = vec![
            (Name::Hint, Value::Good(3)),
            (Name::Known(0), Value::Null),
            (Name::Known(0), Value::Good(4)),
            (Name::Unknown(13), Value::Bad(5)),
        ];
        members.push(members[1]);
        for escaped in [false, true] {
            let made = Plan { place: 1, escaped, spaced: !escaped, members: members.clone() };
            assert_eq!(Plan::of(&made.to_bytes()), made);
        }
        assert_eq!(Plan::of(&[]), Plan::default());
    }

    #[test]
    fn a_plan_knows_what_it_comes_to() {
        let known = (Name::Known(0), Value::Good(1));
        let okta = (Name::Unknown(0), Value::Good(0));
        let null = (Name::Known(0), Value::Null);
        for (members, kind, shown) in [
            (&[][..], "union-empty", None),
            (&[null, (Name::Hint, Value::Good(2))], "union-empty", None),
            (
                &[known],
                "union-known",
                Some(r#"{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-1"}}"#),
            ),
            (&[null, okta], "union-unknown", Some(r#"{"SDK_UNKNOWN_MEMBER":{"name":"Okta"}}"#)),
            (&[known, okta], "union-several", None),
            (
                &[known, null, okta],
                "union-unknown",
                Some(r#"{"SDK_UNKNOWN_MEMBER":{"name":"Okta"}}"#),
            ),
            (&[(Name::Known(0), Value::Bad(2)), known], "union-known", None),
        ] {
            let plan = Plan { members: members.to_vec(), ..Plan::default() };
            let expected = plan.expected(Role::Client);
            assert_eq!((expected.kind, expected.shown.as_deref()), (kind, shown), "{members:?}");
            for view in 0..TARGET.views().len() {
                assert_eq!(check(&plan.to_bytes(), view), Ok(()));
            }
        }
    }
}
