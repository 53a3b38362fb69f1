//! What is said of a vector after it ran.

use crate::contract::Contract;
use crate::http::{Request, Response};

use super::listed::{Listed, listed};
use super::vector::Vector;

/// What is said of a vector after it ran.
#[derive(Debug)]
pub enum VectorVerdict {
    /// It passes.
    Pass,
    /// It does not, for these reasons.
    Fail(Vec<String>),
    /// It fails as the list of exceptions says, for these reasons.
    Listed(&'static Listed, Vec<String>),
    /// It is in the list, but passes, or fails for these other reasons: the entry must go, or the fault must be mended.
    NotAsListed(&'static Listed, Vec<String>),
}

impl VectorVerdict {
    /// Returns the name: `pass`, `fail`, `listed` or `not_as_listed`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail(_) => "fail",
            Self::Listed(..) => "listed",
            Self::NotAsListed(..) => "not_as_listed",
        }
    }

    /// Reports whether a run with this verdict is good.
    pub fn is_good(&self) -> bool {
        matches!(self, Self::Pass | Self::Listed(..))
    }

    /// Returns what the harness complains about.
    pub fn complaints(&self) -> &[String] {
        match self {
            Self::Pass => &[],
            Self::Fail(complaints)
            | Self::Listed(_, complaints)
            | Self::NotAsListed(_, complaints) => complaints,
        }
    }

    /// Returns the entry in the list of exceptions.
    pub fn listed(&self) -> Option<&'static Listed> {
        match self {
            Self::Listed(listed, _) | Self::NotAsListed(listed, _) => Some(listed),
            Self::Pass | Self::Fail(_) => None,
        }
    }
}

impl Vector {
    /// Runs the vector, and looks into the [list of exceptions](super::LISTED).
    pub fn verdict(&self) -> VectorVerdict {
        self.verdict_of(self.run())
    }

    /// Does the same, and gives a malformed request also to this server. The server shares the exceptions of the protocol
    /// layer, and its other complaints are marked.
    pub fn verdict_with(
        &self,
        server: impl FnOnce(&Contract, &Request) -> Response,
    ) -> VectorVerdict {
        let mut complaints = self.run();
        let others = self.refused_by(server).into_iter().filter(|one| !complaints.contains(one));
        let others: Vec<_> = others.map(|one| format!("the reference server: {one}")).collect();
        complaints.extend(others);
        self.verdict_of(complaints)
    }

    fn verdict_of(&self, complaints: Vec<String>) -> VectorVerdict {
        match listed(self) {
            Some(listed) if listed.is_as_listed(&complaints) => {
                VectorVerdict::Listed(listed, complaints)
            }
            Some(listed) => VectorVerdict::NotAsListed(listed, complaints),
            None if complaints.is_empty() => VectorVerdict::Pass,
            None => VectorVerdict::Fail(complaints),
        }
    }
}
