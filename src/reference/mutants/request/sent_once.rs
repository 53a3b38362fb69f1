use super::super::Mutant;
use super::super::fault::PlantedFault;

const POLICY: &str = "request.sent-once";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "retries-though-told-not-to",
        policy: POLICY,
        what: "Behind throttling or a fault of the server the request is sent again.",
        seen_in: Some(
            "aws/aws-sdk-js#1402: with maxRetries at 0 a call that could be retried was, and was never \
             counted",
        ),
        fault: PlantedFault {
            again: Some(|seen| {
                let throttled =
                    seen.header("X-Amzn-Errortype").as_deref() == Some("ThrottlingException");
                (throttled || seen.status() >= 500).then(|| seen.endpoint.to_owned())
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "sends-again-on-a-stale-connection",
        policy: POLICY,
        what: "Where a kept connection ends without an answer, it counts as stale, and the request is sent \
               again.",
        seen_in: Some(
            "aws/aws-sdk-net#4281: what fails on a kept connection is sent again up to three times, which \
             MaxErrorRetry does not count",
        ),
        fault: PlantedFault {
            again: Some(|seen| {
                let stale = seen.answer.is_none() && seen.on_connection > 1;
                stale.then(|| seen.endpoint.to_owned())
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
