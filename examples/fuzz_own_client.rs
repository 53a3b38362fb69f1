//! Feeds answers to two decoders, one right and one wrong, and has the policies judge them:
//! `cargo run --features fuzzing --example fuzz-own-client`.
//!
//! A fuzz target does the same with the bytes of a fuzzer: `wireproof fuzz init DIR` writes one. Here the inputs are the
//! seeds of the contract and a thousand plans, so the result is the same every time.

use std::process::ExitCode;

use wireproof::fuzzing::{Accusation, AnswerPlan, DecoderJudge, answer_seeds};
use wireproof::reference::ReferenceClient;
use wireproof::{Contract, Headers, Outcome, Response};

/// The decoder of a right client: your own stands here.
pub(crate) fn right(response: &Response) -> Outcome {
    let fields = response.headers.iter().map(|field| (field.name.clone(), field.value.clone()));
    ReferenceClient::interpret(response.status, fields.collect(), response.body.clone())
}

/// The decoder of a client that never looks at the header fields: it misses errors that only `X-Amzn-Errortype` names.
pub(crate) fn wrong(response: &Response) -> Outcome {
    right(&Response { headers: Headers::new(), ..response.clone() })
}

/// Returns `count` plans, the same every time.
fn plans(count: u64) -> impl Iterator<Item = AnswerPlan> {
    (0..count).map(|seed| {
        let mut state = seed;
        let bytes: Vec<u8> = std::iter::repeat_with(|| {
            // A linear congruential generator; its high bits are even enough.
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        })
        .take(200)
        .collect();
        AnswerPlan::from(&bytes[..])
    })
}

/// Feeds every seed and plan to a decoder. Returns the number of answers, or what is wrong with the first that breaks a
/// policy.
pub(crate) fn feed(decoder: fn(&Response) -> Outcome) -> Result<usize, Accusation> {
    let judge = DecoderJudge::new(decoder);
    let seeds = answer_seeds(&Contract::default()).into_iter().map(|(_, text)| text);
    let seeds = seeds.map(|text| DecoderJudge::answer_of_text(&text));
    let mut count = 0;
    for answer in seeds.chain(plans(1_000).filter_map(|plan| judge.answer_of(&plan))) {
        judge.judge(&answer)?;
        count += 1;
    }
    Ok(count)
}

#[allow(clippy::print_stdout, reason = "it is a command")]
fn main() -> ExitCode {
    match feed(right) {
        Ok(count) => println!("the right decoder: {count} answers, no policy is broken"),
        Err(accusation) => {
            println!("the right decoder: {accusation}");
            return ExitCode::FAILURE;
        }
    }
    match feed(wrong) {
        Ok(_) => return ExitCode::FAILURE,
        Err(accusation) => println!("the wrong decoder: {accusation}"),
    }
    ExitCode::SUCCESS
}
