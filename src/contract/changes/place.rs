//! Where a shape travels, which decides for whom a change breaks something.

use std::collections::HashSet;

use crate::contract::Contract;
use crate::model::reach;

/// The names of the shapes that the input reaches, and of those that the output and the errors reach.
pub(super) struct Places {
    sent: HashSet<String>,
    answered: HashSet<String>,
}

impl Places {
    /// Returns the places of the shapes of these contracts.
    pub(super) fn of(contracts: [&Contract; 2]) -> Self {
        let (mut sent, mut answered) = (HashSet::new(), HashSet::new());
        for contract in contracts {
            let (model, operation) = (contract.model(), contract.operation());
            let name = |shape| model.shape(shape).id.name().to_owned();
            sent.extend(reach(model, [operation.input()]).into_iter().map(name));
            let errors = operation.error_shapes().iter().copied();
            let tops = [operation.output()].into_iter().chain(errors);
            answered.extend(reach(model, tops).into_iter().map(name));
        }
        Self { sent, answered }
    }

    /// Returns those who use a member of the shape of this name.
    pub(super) fn users(&self, shape: &str) -> &'static str {
        match (self.sent.contains(shape), self.answered.contains(shape)) {
            (true, true) => "callers that set or read it",
            (true, false) => "callers that set it",
            (false, _) => "callers that read it",
        }
    }

    /// Reports whether the shape of this name is sent in requests.
    pub(super) fn is_sent(&self, shape: &str) -> bool {
        self.sent.contains(shape)
    }
}
