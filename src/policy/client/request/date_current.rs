use std::time::{Duration, SystemTime};

use crate::json::Path;
use crate::model::TimestampFormat;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};
use crate::sigv4;
use crate::value::Timestamp;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.date-current",
    group: Group::Request,
    level: Level::Should,
    subject: Subject::Arrival,
    needs: &[Need::Signature],
    summary: "The date of a signed request is the current time, in UTC, to 15 minutes.",
    why: "AWS refuses a request whose date is more than a few minutes off. A client that marks local time \
          as UTC works in one time zone only, and one with a fixed date works nowhere. Such a request \
          has a correct signature all the same, so a test server accepts it.",
    basis: &[
        Basis {
            source: Source::SigV4,
            section: "Create a string to sign",
            fact: "The date of a request is the time at which it is signed, in UTC.",
            quote: Some("This value is the current UTC time in ISO 8601 format"),
        },
        Basis {
            source: Source::Wireproof,
            section: "Requests",
            fact: "The date may differ by 15 minutes from the time at which the request arrives. If that \
                   time is not known, the date is not judged.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::instead(&Example { late_s: 2 * 60 * 60, ..Example::PLAIN }),
};

/// By how much the date may differ from the time of arrival, to either side.
const GRACE: Duration = Duration::from_secs(15 * 60);

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(request) = analysis.request() else { return Judgement::NotExercised };
    let Some(arrival) = &request.arrival else { return Judgement::NotExercised };
    // `request.signed` judges a request without a signature, and a date that cannot be read.
    let signed = sigv4::signed_names(request).is_some();
    let Some(told) = sigv4::signing_moment(request).filter(|_| signed) else {
        return Judgement::NotExercised;
    };
    let later = arrival.time.duration_since(told);
    let apart = later.unwrap_or_else(|earlier| earlier.duration());
    if apart <= GRACE {
        return Judgement::Pass;
    }
    let field = if request.headers.has("x-amz-date") { "x-amz-date" } else { "date" };
    let path = Path::root("request").member("headers").member(field);
    Finding::new(path, "the date of the request is more than 15 minutes off")
        .expected(format!("the time at which it arrived, {}", shown(arrival.time)))
        .actual(shown(told))
        .into()
}

fn shown(time: SystemTime) -> String {
    let time = Timestamp::of_system_time(time);
    time.map_or_else(|| "unknown".to_owned(), |time| time.format(TimestampFormat::DateTime))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;
    use crate::exchange::Evidence;
    use crate::http::Arrival;
    use crate::sigv4::example_moment;

    #[test]
    fn fifteen_minutes_are_allowed_to_either_side() {
        let contract = Contract::default();
        let minute = Duration::from_secs(60);
        let second = Duration::from_secs(1);
        let signed = example_moment();
        for (time, kept) in [
            (Some(signed), Some(true)),
            (Some(signed + 15 * minute), Some(true)),
            (Some(signed - 15 * minute), Some(true)),
            (Some(signed + 15 * minute + second), Some(false)),
            (Some(signed - 15 * minute - second), Some(false)),
            (Some(SystemTime::UNIX_EPOCH), Some(false)),
            (None, None),
        ] {
            let mut exchange = Example::PLAIN.exchange(&contract);
            let arrival = exchange.requests[0].arrival.take();
            exchange.requests[0].arrival =
                arrival.and_then(|arrival| Some(Arrival { time: time?, ..arrival }));
            let evidence = Evidence::new(&contract, &exchange, Example::FEATURES);
            let judged = match POLICY.judge(&evidence) {
                Judgement::Pass => Some(true),
                Judgement::Fail(_) => Some(false),
                _ => None,
            };
            assert_eq!(judged, kept, "{time:?}");
        }
    }
}
