use crate::exchange::{Outcome, Stage};
use crate::json::Json;

use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};
use super::super::support::{refused, with_summary, with_union};

const POLICY: &str = "wire.deterministic";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "finds-its-errors-in-another-order",
        policy: POLICY,
        what: "The client reports an unreadable response as such in one call and as a failed connection in \
               another.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match outcome {
                Outcome::ClientError { stage: Stage::Deserialize, .. } if toss(seen) => {
                    Outcome::client_error(Stage::Read, "ReadError", "planted fault")
                }
                outcome => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "minds-duplicates-now-and-then",
        policy: POLICY,
        what: "The client reads or refuses a body with a duplicate member at random, like a hash map with a \
               new seed.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let twice = Json::parse(seen.body()).is_ok_and(|body| has_duplicates(&body));
                match outcome {
                    Outcome::Response { .. } if twice && toss(seen) => refused(),
                    outcome => outcome,
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "message-left-over",
        policy: POLICY,
        what: "The client shows the message of the previous error for an error without a message.",
        fault: PlantedFault { outcome: Some(with_message_of_the_past), ..PlantedFault::NONE },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "message-left-over-in-every-third-call",
        policy: POLICY,
        what: "In every third call the client shows the message of the previous error for an error without one.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match seen.call % 3 {
                0 => with_message_of_the_past(seen, outcome),
                _ => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "message-left-over-in-every-hundredth-call",
        policy: POLICY,
        what: "In every hundredth call the client shows the message of the previous error for an error without one.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match seen.call % 100 {
                0 => with_message_of_the_past(seen, outcome),
                _ => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "code-left-over",
        policy: POLICY,
        what: "The client shows the code of the previous error for an error without a code, if it has no type for \
               that code.",
        fault: PlantedFault {
            outcome: Some(|seen, mut outcome| {
                if let Outcome::ServiceError { code: code @ None, .. } = &mut outcome
                    && let Some(Outcome::ServiceError { code: past, modeled: false, .. }) =
                        past(seen)
                {
                    code.clone_from(past);
                }
                outcome
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "member-left-over-in-every-hundredth-call",
        policy: POLICY,
        what: "In every hundredth call the client shows the `StatusMessage` of the previous response for a \
               response without one.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match seen.call % 100 {
                0 => with_status_message_of_the_past(seen, outcome),
                _ => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "union-left-over-in-every-third-call",
        policy: POLICY,
        what: "In every third call the client shows the member of the previous union for a union with an unknown \
               member named `LeftOver`.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let left_over = seen.body().contains("LeftOver") && seen.call.is_multiple_of(3);
                match past(seen).and_then(summary).and_then(|past| past.get("IdentityProvider")) {
                    Some(union) if left_over => with_union(outcome, Some(union.clone())),
                    _ => outcome,
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns the outcome of the previous call.
fn past<'s>(seen: &'s Seen<'_>) -> Option<&'s Outcome> {
    seen.past.as_ref().map(|past| &past.outcome)
}

/// Returns the summary that an outcome shows.
fn summary(outcome: &Outcome) -> Option<&Json> {
    let Outcome::Response { output, .. } = outcome else { return None };
    output.get("InstanceUserSummary")
}

/// Gives an error without a message that of the previous error.
fn with_message_of_the_past(seen: &Seen<'_>, mut outcome: Outcome) -> Outcome {
    if let Outcome::ServiceError { message: message @ None, .. } = &mut outcome
        && let Some(Outcome::ServiceError { message: past, .. }) = past(seen)
    {
        message.clone_from(past);
    }
    outcome
}

/// Gives a response without a `StatusMessage` that of the previous response.
fn with_status_message_of_the_past(seen: &Seen<'_>, outcome: Outcome) -> Outcome {
    let told = past(seen).and_then(summary).and_then(|past| past.get("StatusMessage"));
    with_summary(outcome, |summary| {
        if !summary.iter().any(|(name, _)| name == "StatusMessage") {
            summary.extend(told.map(|told| ("StatusMessage".to_owned(), told.clone())));
        }
    })
}

/// Returns a boolean that changes from call to call without a short period.
fn toss(seen: &Seen<'_>) -> bool {
    seen.call.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 63 == 1
}

/// Reports whether a body or its summary has a duplicate member.
fn has_duplicates(body: &Json) -> bool {
    let twice = |value: &Json| value.distinct_members().len() < value.members().len();
    twice(body) || body.get("InstanceUserSummary").is_some_and(twice)
}
