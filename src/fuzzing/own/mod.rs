//! Fuzzing a client of the user's own: its decoder gets answers in this process, and the policies judge what it shows.
//!
//! | file | what it holds |
//! |---|---|
//! | `judge` | the decoder, and the policies that judge it |
//! | `accusation` | what is wrong, in a form for people |
//! | `plan` | answers as choices that a fuzzer makes |
//! | `received` | what a decoder in this process can get of an answer |
//! | `shows` | what a decoder can show at all |
//! | `dictionary`, `first_inputs` | the words and the seeds that a contract gives |
//! | `skeleton` | the files that `wireproof fuzz init` writes |

mod accusation;
mod dictionary;
mod first_inputs;
mod judge;
mod plan;
mod received;
mod shows;
mod skeleton;
#[cfg(test)]
mod tests;

pub use accusation::Accusation;
pub use dictionary::dictionary;
pub use first_inputs::answer_seeds;
pub use judge::DecoderJudge;
pub use plan::AnswerPlan;
pub use skeleton::{Skeleton, SkeletonFile};

pub(super) use received::being_decoded;
