//! The suite: stimuli, and the fixed cases among them.
//!
//! Cases are data: TOML files under `suite/cases/`: a folder for each contract, a file for each group of policies. Their schema is
//! described in `docs/cases.md`. An expected outcome in them is literal and comes from the
//! specification; it holds the codec down, while the policies judge the testee.
//!
//! To add a case, write it into its group's file. To add a file, name it in `FILES` below; a test
//! finds one that is not.

mod answer;
mod case;
mod expectation;
mod form;
mod load;
mod policy_id;
mod select;
#[doc(hidden)]
pub mod shrink;
mod stimuli;
mod text;

pub use case::{Case, Stimulus};
#[doc(hidden)]
pub use case::{ClientCall, StimulusSource};
#[doc(hidden)]
pub use expectation::Expectation;
pub use load::SuiteError;
#[cfg(feature = "run")]
pub(crate) use policy_id::PolicyId;
pub use stimuli::Stimuli;

/// The embedded case files, by their group.
const FILES: &[(&str, &str)] = &[
    ("request", include_str!("cases/disassociate_user/request.toml")),
    ("input", include_str!("cases/disassociate_user/input.toml")),
    ("response", include_str!("cases/disassociate_user/response.toml")),
    ("union", include_str!("cases/disassociate_user/union.toml")),
    ("error", include_str!("cases/disassociate_user/error.toml")),
    ("wire", include_str!("cases/disassociate_user/wire.toml")),
];

/// A set of cases.
#[derive(Clone, Debug)]
pub struct Suite {
    cases: Vec<Case>,
}

impl Suite {
    /// Returns the embedded cases.
    ///
    /// # Panics
    ///
    /// Never: a test reads them.
    pub fn embedded() -> Self {
        match Self::read(FILES.iter().copied()) {
            Ok(suite) => suite,
            Err(error) => unreachable!("the embedded cases: {error}"),
        }
    }

    /// Reads case files, given as their groups and their texts.
    ///
    /// # Errors
    ///
    /// If a file is no TOML, a case breaks the schema, or an id is used twice.
    pub fn read<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, SuiteError> {
        let (mut cases, mut between) = (Vec::new(), Vec::new());
        for (group, text) in files {
            load::read_file(group, text, &mut cases, &mut between)?;
        }
        load::resolve(&mut cases, between)?;
        Ok(Self { cases })
    }

    /// Returns the cases, in the order of their files.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_case_file_is_listed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/suite/cases/disassociate_user");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("the folder is there")
            .map(|file| file.expect("it can be read").file_name().into_string().expect("UTF-8"))
            .collect();
        let listed: BTreeSet<_> = FILES.iter().map(|(group, _)| format!("{group}.toml")).collect();
        assert_eq!(files, listed);
    }
}
