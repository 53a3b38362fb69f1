//! The answer that a request asks for.

use std::time::Duration;

use crate::json::Json;
use crate::policy::Policy;

/// The header field by which a request asks for an answer.
pub const ANSWER_FIELD: &str = "x-wireproof-answer";

/// The longest time that an answer can be delayed: a minute.
pub(super) const LONGEST_DELAY: Duration = Duration::from_secs(60);

/// The answer that a request asks for. The default is a generated output.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub(super) what: What,
    /// The output, or the members of the error, in the value form.
    pub(super) value: Option<Json>,
    /// The status in place of the answer's own.
    pub(super) status: Option<u16>,
    /// The body in place of the answer's own.
    pub(super) body: Option<String>,
    /// How long to wait before the answer.
    pub(super) delay: Duration,
    /// Whether to close the connection in place of an answer.
    pub(super) close: bool,
}

/// The kind of answer.
#[derive(Clone, Debug, Default)]
pub(super) enum What {
    /// A success with a generated output.
    #[default]
    Success,
    /// A success with every member set.
    AllMembers,
    /// A success with the required members only.
    RequiredMembers,
    /// An error that the operation lists, by its name.
    Error(String),
    /// An error with this code, which the operation need not list.
    Code(String),
    /// The answer of a fixed case, by its id.
    Case(String),
    /// An answer by which a policy on clients is judged.
    Policy(&'static Policy),
}

impl Asked {
    /// Reports whether nothing is asked for but a delay.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.what, What::Success)
            && self.value.is_none()
            && self.status.is_none()
            && self.body.is_none()
            && !self.close
    }
}
