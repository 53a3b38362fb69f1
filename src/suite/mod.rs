//! The suite: stimuli, and the fixed cases among them.
//!
//! Cases are data: TOML files under `suite/cases/`: a folder for each contract, a file for each group of policies. Their schema is
//! described in `docs/cases.md`. An expected outcome in them is literal and comes from the
//! specification; it holds the codec down, while the policies judge the testee.
//!
//! To add a case, write it into its group's file. To add a file, name it in `embedded.rs`; a test
//! finds one that is not.

mod answer;
mod case;
mod embedded;
mod expectation;
mod expected_request;
mod form;
mod load;
mod policy_id;
mod select;
#[doc(hidden)]
pub mod shrink;
mod stimuli;
mod text;

use embedded::{CASES, CaseDefaults, ContractCases};

use crate::contract::Contract;

pub use case::{Case, Stimulus};
#[doc(hidden)]
pub use case::{ClientCall, StimulusSource};
#[doc(hidden)]
pub use expectation::Expectation;
#[doc(hidden)]
pub use expected_request::ExpectedRequest;
pub use load::SuiteError;
#[cfg(feature = "run")]
pub(crate) use policy_id::PolicyId;
pub use stimuli::Stimuli;

/// A set of cases.
#[derive(Clone, Debug)]
pub struct Suite {
    cases: Vec<Case>,
}

impl Suite {
    /// Returns the embedded cases of the default contract, `DisassociateUser`.
    ///
    /// # Panics
    ///
    /// Never: a test reads them.
    pub fn embedded() -> Self {
        Self::of(&CASES[0])
    }

    /// Returns the embedded cases of this contract. There are none if it is no embedded one.
    ///
    /// ```
    /// use wireproof::Contract;
    /// use wireproof::suite::Suite;
    ///
    /// let contract = Contract::embedded("converse", None).expect("it is embedded");
    /// assert!(Suite::of_contract(&contract).cases().len() >= 250);
    /// let own = Contract::from_smithy(
    ///     r#"{"smithy":"2.0","shapes":{
    ///         "a#Op":{"type":"operation","traits":{"smithy.api#http":{"method":"GET","uri":"/"}}}}}"#,
    ///     None,
    /// );
    /// assert!(Suite::of_contract(&own.expect("a contract")).cases().is_empty());
    /// ```
    ///
    /// # Panics
    ///
    /// Never: a test reads them.
    pub fn of_contract(contract: &Contract) -> Self {
        let name = contract.embedded_as().map(|embedded| embedded.name);
        let cases = CASES.iter().find(|cases| Some(cases.contract) == name);
        cases.map_or_else(|| Self { cases: Vec::new() }, Self::of)
    }

    fn of(cases: &ContractCases) -> Self {
        match Self::read_with(cases.defaults, cases.files.iter().copied()) {
            Ok(suite) => suite,
            Err(error) => unreachable!("the embedded cases of {}: {error}", cases.contract),
        }
    }

    /// Reads case files for the default contract, given as their groups and their texts.
    ///
    /// # Errors
    ///
    /// If a file is no TOML, a case breaks the schema, or an id is used twice.
    pub fn read<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, SuiteError> {
        Self::read_with(CASES[0].defaults, files)
    }

    /// Reads case files for an embedded contract. What a case does not name, such as its input, is as in the contract's own
    /// cases.
    ///
    /// # Errors
    ///
    /// As of [`read`](Self::read). A contract that is no embedded one is read as the default one.
    pub fn read_for<'a>(
        contract: &Contract,
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, SuiteError> {
        let cases = contract
            .embedded_as()
            .and_then(|embedded| CASES.iter().find(|cases| cases.contract == embedded.name));
        Self::read_with(cases.unwrap_or(&CASES[0]).defaults, files)
    }

    fn read_with<'a>(
        defaults: CaseDefaults,
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, SuiteError> {
        let (mut cases, mut between) = (Vec::new(), Vec::new());
        for (group, text) in files {
            load::read_file(group, text, defaults, &mut cases, &mut between)?;
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
    use crate::contract::CONTRACTS;

    #[test]
    fn every_embedded_contract_has_cases() {
        let with_cases: Vec<_> = CASES.iter().map(|cases| cases.contract).collect();
        let contracts: Vec<_> = CONTRACTS.iter().map(|contract| contract.name).collect();
        assert_eq!(with_cases, contracts, "an entry in src/suite/embedded.rs for each, in order");
    }

    #[test]
    fn every_case_file_is_listed() {
        for cases in CASES {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/suite/cases/");
            let folder = format!("{folder}{}", cases.contract.replace('-', "_"));
            let files: BTreeSet<String> = std::fs::read_dir(folder)
                .expect("the folder is there")
                .map(|file| file.expect("it can be read").file_name().into_string().expect("UTF-8"))
                .collect();
            let listed: BTreeSet<_> =
                cases.files.iter().map(|(group, _)| format!("{group}.toml")).collect();
            assert_eq!(files, listed);
        }
    }
}
