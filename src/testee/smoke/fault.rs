//! A fault of a driver.

/// The most characters of a testee's text in a message.
pub(super) const SHOWN: usize = 160;

/// A fault of a driver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriverFault {
    /// What the driver does wrong.
    pub wrong: String,
    /// What to change in the driver.
    pub remedy: &'static str,
    /// The section of [`PAGE`](super::PAGE) that describes the right behaviour.
    pub section: &'static str,
}

/// Returns the beginning of a text on one line.
pub(super) fn cut(text: &str) -> String {
    crate::terminal_text::line(text, SHOWN).into_owned()
}
