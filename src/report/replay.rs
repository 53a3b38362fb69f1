//! Writes the result of a replay, for people.

use std::fmt::Write as _;

use crate::run::{Replay, Replayed};

use super::text::{TextOptions, write_exchange, write_finding};

/// Writes the result of a replay: FIXED, STILL FAILS or ERROR, then the exchange.
pub fn write_replayed(replay: &Replay, replayed: &Replayed, options: &TextOptions) -> String {
    let paint = options.paint;
    let id = paint.strong(replay.policy.id);
    let (word, what, exchange, findings) = match replayed {
        Replayed::Fixed(exchange) => (paint.good("FIXED"), "holds", exchange, &[][..]),
        Replayed::StillFails { exchange, findings, same } => {
            let what = if *same { "is broken" } else { "is broken in another way" };
            (paint.bad("STILL FAILS"), what, exchange, &findings[..])
        }
        Replayed::NotJudged(exchange) => {
            let what = "does not apply to what the testee did";
            (paint.bad("ERROR"), what, exchange, &[][..])
        }
    };
    let mut out = String::new();
    // Writing to a `String` cannot fail.
    let _ = writeln!(out, "{word}  {id} {what}\n");
    for finding in findings {
        write_finding(&mut out, options, finding);
    }
    write_exchange(&mut out, options, exchange, findings.iter(), false);
    out
}
