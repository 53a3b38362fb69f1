//! The stimuli of a run: those that are there, and those that are made when their turn comes.

use std::borrow::Cow;
use std::sync::Arc;

use crate::policy::Policy;

use super::case::{Stimulus, StimulusSource};

/// Stimuli in the order in which they are sent.
#[derive(Clone, Debug, Default)]
pub struct Stimuli {
    fixed: Vec<Stimulus>,
    made: Option<Arc<dyn StimulusSource>>,
}

impl Stimuli {
    /// Returns the same stimuli, and behind them those of `source`.
    #[must_use]
    pub fn and(self, source: Arc<dyn StimulusSource>) -> Self {
        Self { made: Some(source), ..self }
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        let made = self.made.as_ref().map_or(0, |source| source.len());
        self.fixed.len().saturating_add(made)
    }

    /// Reports whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns how many of them are not generated. They come first.
    pub fn fixed(&self) -> usize {
        self.fixed.len()
    }

    /// Returns the policies that the stimulus at `index` aims at; none if there is no such stimulus.
    pub fn aims(&self, index: usize) -> &[&'static Policy] {
        match (self.fixed.get(index), &self.made) {
            (Some(stimulus), _) => &stimulus.aims,
            (None, Some(source)) if index < self.len() => source.aims(index - self.fixed.len()),
            (None, _) => &[],
        }
    }

    /// Returns the id of the stimulus at `index`, without making it.
    pub fn id(&self, index: usize) -> Option<Cow<'_, str>> {
        match (self.fixed.get(index), &self.made) {
            (Some(stimulus), _) => Some(Cow::Borrowed(&stimulus.id)),
            (None, Some(source)) if index < self.len() => {
                Some(Cow::Owned(source.id(index - self.fixed.len())))
            }
            (None, _) => None,
        }
    }

    /// Returns the stimulus at `index`.
    pub fn get(&self, index: usize) -> Option<Cow<'_, Stimulus>> {
        match (self.fixed.get(index), &self.made) {
            (Some(stimulus), _) => Some(Cow::Borrowed(stimulus)),
            (None, Some(source)) if index < self.len() => {
                Some(Cow::Owned(source.stimulus(index - self.fixed.len())))
            }
            (None, _) => None,
        }
    }
}

impl From<Vec<Stimulus>> for Stimuli {
    fn from(fixed: Vec<Stimulus>) -> Self {
        Self { fixed, made: None }
    }
}

impl FromIterator<Stimulus> for Stimuli {
    fn from_iter<I: IntoIterator<Item = Stimulus>>(stimuli: I) -> Self {
        Self::from(stimuli.into_iter().collect::<Vec<_>>())
    }
}
