//! Colours for terminal text.

use std::fmt::Display;

use owo_colors::{OwoColorize as _, Style};

/// Colours text, or leaves it unchanged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paint {
    /// Whether to colour.
    pub on: bool,
}

impl Paint {
    fn style(self, text: impl Display, style: Style) -> String {
        if self.on { text.style(style).to_string() } else { text.to_string() }
    }

    /// Colours text on a success.
    pub fn good(self, text: impl Display) -> String {
        self.style(text, Style::new().green())
    }

    /// Colours text on a failure.
    pub fn bad(self, text: impl Display) -> String {
        self.style(text, Style::new().red().bold())
    }

    /// Colours text that needs attention.
    pub fn warn(self, text: impl Display) -> String {
        self.style(text, Style::new().yellow())
    }

    /// Emphasizes headings and names.
    pub fn strong(self, text: impl Display) -> String {
        self.style(text, Style::new().bold())
    }

    /// Dims text that matters less.
    pub fn dim(self, text: impl Display) -> String {
        self.style(text, Style::new().dimmed())
    }
}
