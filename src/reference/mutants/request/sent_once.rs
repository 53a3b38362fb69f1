use super::super::Mutant;
use super::super::fault::PlantedFault;

const POLICY: &str = "request.sent-once";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "retries-though-told-not-to",
        policy: POLICY,
        what: "The client repeats the request after throttling or a server error.",
        seen_in: Some(
            "aws/aws-sdk-js#1402: with maxRetries at 0 the client still retried a retryable call, and never \
             counted it",
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
        what: "If a kept connection ends without a response, the client treats it as stale and repeats the \
               request.",
        seen_in: Some(
            "aws/aws-sdk-net#4281: the client repeats a request that fails on a kept connection up to three \
             times, and MaxErrorRetry does not count these",
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
