//! What is wrong with a decoder, in a form for people.

use std::error::Error;
use std::fmt;

use crate::exchange::Outcome;
use crate::fuzzing::shown;
use crate::http::Answer;
use crate::policy::{Finding, Policy};

use super::received::replay;

/// The policies that a decoder breaks with one answer.
///
/// The text names the first policy and its finding, the answer byte by byte, what the decoder showed, the other policies
/// that it breaks, and how to check the answer again. It has no bytes that a terminal would obey.
#[derive(Clone, Debug)]
pub struct Accusation(Box<Parts>);

#[derive(Clone, Debug)]
struct Parts {
    broken: Vec<(&'static Policy, Finding)>,
    answer: Answer,
    outcome: Outcome,
}

impl Accusation {
    /// Makes the accusation; `None` if nothing is broken.
    pub(super) fn of(
        broken: Vec<(&'static Policy, Finding)>,
        answer: Answer,
        outcome: Outcome,
    ) -> Option<Self> {
        (!broken.is_empty()).then(|| Self(Box::new(Parts { broken, answer, outcome })))
    }

    /// Returns the policies that are broken, in the order of the catalogue. There is at least one.
    pub fn policies(&self) -> impl Iterator<Item = &'static Policy> {
        self.0.broken.iter().map(|(policy, _)| *policy)
    }

    /// Returns the answer as the decoder got it.
    pub fn answer(&self) -> &Answer {
        &self.0.answer
    }

    /// Returns what the decoder showed.
    pub fn outcome(&self) -> &Outcome {
        &self.0.outcome
    }
}

impl Error for Accusation {}

impl fmt::Display for Accusation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { broken, answer, outcome } = &*self.0;
        let quoted = |text: &str| shown::bytes(text.as_bytes());
        let mut rest = broken.iter();
        if let Some((policy, finding)) = rest.next() {
            writeln!(f, "{} ({}): {}", policy.id, policy.level.name(), quoted(&finding.message))?;
            writeln!(f, "  at        {}", quoted(&finding.path.to_string()))?;
            for (name, text) in [("expected", &finding.expected), ("actual", &finding.actual)] {
                if let Some(text) = text {
                    writeln!(f, "  {name:<9} {}", quoted(text))?;
                }
            }
            if let Some(mark) = &finding.mark {
                writeln!(f, "  byte      {} of the body", mark.range.start)?;
            }
        }
        writeln!(f, "{}", shown::response(&answer.response()))?;
        writeln!(f, "  outcome   {}", quoted(&outcome.to_string()))?;
        let others: Vec<_> = rest.map(|(policy, _)| policy.id).collect();
        if !others.is_empty() {
            writeln!(f, "  also      {}", others.join(", "))?;
        }
        writeln!(f, "{}", replay(answer))?;
        match broken.first() {
            Some((policy, _)) => write!(f, "  why       wireproof explain {}", policy.id),
            None => Ok(()),
        }
    }
}
