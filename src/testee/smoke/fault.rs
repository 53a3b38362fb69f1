//! What is wrong with a driver.

/// Characters that are shown of what a testee says.
pub(super) const SHOWN: usize = 160;

/// What is wrong with a driver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriverFault {
    /// What it does.
    pub wrong: String,
    /// What to do about it.
    pub remedy: &'static str,
    /// The section of [`PAGE`](super::PAGE) that says so.
    pub section: &'static str,
}
