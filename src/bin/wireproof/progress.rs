//! Shows the progress of a run on a terminal, and nothing in a pipe.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use wireproof::run::Progress;

use crate::terminal;

/// A progress bar.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// Returns a bar. It is invisible if standard error is not a terminal, or if no bar is wanted.
    pub(crate) fn new(wanted: bool) -> Self {
        let bar = ProgressBar::no_length();
        if wanted && terminal::is_watched() {
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
            if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} calls {msg}") {
                bar.set_style(style);
            }
        } else {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        Self(bar)
    }

    /// Shows how far the run is.
    pub(crate) fn show(&self, progress: Progress) {
        self.0.set_length(progress.total as u64);
        self.0.set_position(progress.done as u64);
        if progress.broken > 0 {
            self.0.set_message(format!("({} broke a policy)", progress.broken));
        }
    }

    /// Shows how many models are checked.
    pub(crate) fn show_models(&self, done: usize, total: usize) {
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} models") {
            self.0.set_style(style);
        }
        self.0.set_length(total as u64);
        self.0.set_position(done as u64);
    }

    /// Removes the bar from the screen.
    pub(crate) fn clear(&self) {
        self.0.finish_and_clear();
    }
}
