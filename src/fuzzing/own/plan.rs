//! Answers as choices that a fuzzer makes.

use arbitrary::{Arbitrary, Result, Unstructured};

/// An answer that a fuzzer makes by choices and not byte by byte.
///
/// The choices select a policy, and then everything that the recipe of the policy draws: valid and malformed bodies of
/// the contract, and header fields. So nearly every plan is an answer that a policy judges. Byte by byte, a fuzzer seldom
/// comes to a well-formed body. Give both to a decoder: a plan makes only what a recipe knows.
///
/// A plan means an answer only together with a contract:
/// [`DecoderJudge::answer_of`](super::DecoderJudge::answer_of) returns it.
///
/// ```
/// use arbitrary::{Arbitrary, Unstructured};
/// use wireproof::fuzzing::AnswerPlan;
///
/// let plan = AnswerPlan::arbitrary_take_rest(Unstructured::new(&[7, 1, 200]))?;
/// assert_eq!(plan, AnswerPlan::from(&[7, 1, 200][..]));
/// # Ok::<(), arbitrary::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerPlan {
    choices: Vec<u8>,
}

impl AnswerPlan {
    /// Returns the bytes of the choices.
    pub(super) fn choices(&self) -> &[u8] {
        &self.choices
    }
}

impl From<&[u8]> for AnswerPlan {
    /// Returns the plan with these choices: what a fuzzer that has only bytes hands on.
    fn from(choices: &[u8]) -> Self {
        Self { choices: choices.to_vec() }
    }
}

impl<'a> Arbitrary<'a> for AnswerPlan {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        let length = bytes.arbitrary_len::<u8>()?;
        Ok(Self::from(bytes.bytes(length)?))
    }

    fn arbitrary_take_rest(bytes: Unstructured<'a>) -> Result<Self> {
        Ok(Self::from(bytes.take_rest()))
    }

    fn size_hint(_: usize) -> (usize, Option<usize>) {
        (0, None)
    }
}
