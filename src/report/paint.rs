//! Colours, if they are wanted.

use std::fmt::Display;

use owo_colors::{OwoColorize as _, Style};

/// Colours text, or leaves it alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paint {
    /// Whether to colour.
    pub on: bool,
}

impl Paint {
    fn style(self, text: impl Display, style: Style) -> String {
        if self.on { text.style(style).to_string() } else { text.to_string() }
    }

    /// What went well.
    pub fn good(self, text: impl Display) -> String {
        self.style(text, Style::new().green())
    }

    /// What went wrong.
    pub fn bad(self, text: impl Display) -> String {
        self.style(text, Style::new().red().bold())
    }

    /// What deserves a look.
    pub fn warn(self, text: impl Display) -> String {
        self.style(text, Style::new().yellow())
    }

    /// Headings and names.
    pub fn strong(self, text: impl Display) -> String {
        self.style(text, Style::new().bold())
    }

    /// What matters less.
    pub fn dim(self, text: impl Display) -> String {
        self.style(text, Style::new().dimmed())
    }
}
