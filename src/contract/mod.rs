//! Contracts: a model, the operation of it that is judged, and the embedded contracts in their editions.
//!
//! An *edition* is the contract in one month of the service's history. An SDK is judged by the edition that it
//! was built from.

mod changes;
mod choose;
pub(crate) mod describe;
mod embedded;
mod error;
mod facts;
mod nearest;
mod protocol_name;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use choose::{Chosen, protocol_of_service};
use facts::OperationFacts;
pub(crate) use facts::{has_zero, is_gzip, is_message, is_number, names_error};
use sha2::{Digest as _, Sha256};

use crate::model::{KnownBindings, Model, Operation, OperationBindings, Service, ShapeRef};

pub use changes::{Break, Change, EVOLVING_MODELS, Rule};
pub use embedded::{CONTRACTS, EDITIONS, Edition, EmbeddedContract};
pub use error::ContractError;
pub use protocol_name::ProtocolName;

/// One operation of one model, by which clients are judged.
#[derive(Clone, Debug)]
pub struct Contract {
    model: Arc<Model>,
    /// The operation's own shape, since two namespaces may have an operation of the same name.
    operation: ShapeRef,
    bindings: Arc<OperationBindings>,
    protocol: ProtocolName,
    /// The embedded contract that it is, and the edition.
    embedded: Option<(&'static EmbeddedContract, &'static Edition)>,
    /// The features of the operation, computed once.
    facts: Arc<OnceLock<OperationFacts>>,
}

impl Default for Contract {
    /// `DisassociateUser` in its default edition.
    fn default() -> Self {
        Self::edition(EDITIONS[0].name).expect("the embedded editions load; a test loads each")
    }
}

impl Contract {
    /// Returns this edition of the default contract, `DisassociateUser`.
    ///
    /// # Errors
    ///
    /// If no edition has this name.
    pub fn edition(name: &str) -> Result<Self, ContractError> {
        Self::of_embedded(&CONTRACTS[0], Some(name))
    }

    /// Returns the embedded contract of this name, in this edition or else in its default one.
    ///
    /// ```
    /// use wireproof::contract::Contract;
    ///
    /// let contract = Contract::embedded("converse", None).expect("it is embedded");
    /// assert_eq!(contract.operation().http().uri, "/model/{modelId}/converse");
    /// assert!(Contract::embedded("converse", Some("1999-01")).is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// If no contract has this name, or no edition of it has that one.
    pub fn embedded(name: &str, edition: Option<&str>) -> Result<Self, ContractError> {
        let embedded = EmbeddedContract::of_name(name)
            .ok_or_else(|| ContractError::UnknownContract(name.to_owned()))?;
        Self::of_embedded(embedded, edition)
    }

    fn of_embedded(
        embedded: &'static EmbeddedContract,
        edition: Option<&str>,
    ) -> Result<Self, ContractError> {
        let edition = match edition {
            None => &embedded.editions[0],
            Some(name) => embedded.edition(name).ok_or_else(|| ContractError::UnknownEdition {
                wanted: name.to_owned(),
                contract: embedded.name,
            })?,
        };
        let mut contract = Self::from_smithy(edition.file, Some(embedded.operation))?;
        contract.embedded = Some((embedded, edition));
        Ok(contract)
    }

    /// Returns an operation of the made-up service `Parcels`, whose operations have every binding and every type.
    ///
    /// # Errors
    ///
    /// If the service has no such operation.
    #[doc(hidden)]
    pub fn parcels(operation: &str) -> Result<Self, ContractError> {
        Self::from_smithy(embedded::PARCELS, Some(operation))
    }

    /// Returns a contract for `operation` of a Smithy JSON AST file; for its only operation, if none is named. An operation
    /// is named by its name, or by its whole id (`namespace#Name`).
    ///
    /// # Errors
    ///
    /// If the file is not a model, or has no such operation that the codec supports.
    pub fn from_smithy(
        file: impl AsRef<[u8]>,
        operation: Option<&str>,
    ) -> Result<Self, ContractError> {
        Self::of_model(Model::from_smithy(file).map_err(ContractError::Load)?, operation)
    }

    /// Returns a contract for `operation` of a model's file of any form: see [`Model::read`]. The operation is named as in
    /// [`from_smithy`](Self::from_smithy).
    ///
    /// # Errors
    ///
    /// If the file is not a model, or has no such operation that the codec supports.
    pub fn from_file(
        file: impl Into<Vec<u8>>,
        operation: Option<&str>,
    ) -> Result<Self, ContractError> {
        Self::of_model(Model::read(file).map_err(ContractError::Load)?, operation)
    }

    /// Returns a contract for `operation` of a model. The operation is named as in [`from_smithy`](Self::from_smithy).
    ///
    /// # Errors
    ///
    /// If the model has no such operation that the codec supports.
    pub fn of_model(mut model: Model, operation: Option<&str>) -> Result<Self, ContractError> {
        let chosen = Chosen::of(&mut model, &mut KnownBindings::new(), operation)?;
        Ok(chosen.contract(&Arc::new(model)))
    }

    /// Returns a contract for each of several operations of a model. They share the model, so a large one is kept once. The
    /// operations are named as in [`from_smithy`](Self::from_smithy).
    ///
    /// Each has an error of its own: see [`of_model`](Self::of_model).
    ///
    /// ```
    /// use wireproof::contract::Contract;
    /// use wireproof::model::Model;
    ///
    /// let model = Model::from_smithy(
    ///     r#"{"smithy":"2.0","shapes":{
    ///         "a#One":{"type":"operation","traits":{"smithy.api#http":{"method":"GET","uri":"/one"}}},
    ///         "a#Two":{"type":"operation"}}}"#,
    /// )
    /// .expect("a model");
    /// let contracts = Contract::of_operations(model, ["One", "Two"]);
    /// assert!(contracts[0].is_ok());
    /// assert!(contracts[1].as_ref().is_err_and(|error| error.to_string().contains("no smithy.api#http")));
    /// ```
    pub fn of_operations<'o>(
        mut model: Model,
        operations: impl IntoIterator<Item = &'o str>,
    ) -> Vec<Result<Self, ContractError>> {
        let mut known = KnownBindings::new();
        // Each operation is found once, so that the time grows with their number and not with its square.
        let mut by_name: HashMap<String, Vec<ShapeRef>> = HashMap::new();
        for operation in model.operations() {
            for name in [operation.name(), operation.id().as_str()] {
                by_name.entry(name.to_owned()).or_default().push(operation.shape_ref());
            }
        }
        let chosen = |name| match by_name.get(name).map(Vec::as_slice) {
            Some([only]) => Chosen::at(&mut model, &mut known, *only),
            _ => Chosen::of(&mut model, &mut known, Some(name)),
        };
        let chosen = operations.into_iter().map(chosen);
        let chosen: Vec<_> = chosen.collect();
        let model = Arc::new(model);
        chosen.into_iter().map(|chosen| chosen.map(|chosen| chosen.contract(&model))).collect()
    }

    /// Refuses a model of which no operation can be a contract, because none of its services speaks a supported protocol. A
    /// model without services may be one.
    ///
    /// ```
    /// use wireproof::contract::Contract;
    /// use wireproof::model::Model;
    ///
    /// let model = Model::from_smithy(
    ///     r#"{"smithy":"2.0","shapes":{"a#S":{"type":"service","version":"1",
    ///         "traits":{"aws.protocols#restXml":{}}}}}"#,
    /// )
    /// .expect("a model");
    /// assert!(Contract::check_protocol(&model).is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// The protocols of its first service.
    pub fn check_protocol(model: &Model) -> Result<(), ContractError> {
        let mut refused = None;
        for service in model.services() {
            match protocol_of_service(&service) {
                Ok(_) => return Ok(()),
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        refused.map_or(Ok(()), Err)
    }

    /// Returns the model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Returns the operation.
    ///
    /// # Panics
    ///
    /// Never: a contract is made only of a model that has its operation.
    pub fn operation(&self) -> Operation<'_> {
        self.model.operation_at(self.operation)
    }

    /// Returns the bindings: the part of a message in which each member of the operation's structures travels.
    pub fn bindings(&self) -> &OperationBindings {
        &self.bindings
    }

    /// Returns the name of the protocol that the service speaks. [`protocol`](Self::protocol) is the protocol itself.
    pub fn protocol_name(&self) -> ProtocolName {
        self.protocol
    }

    /// Returns the features of the operation that policies depend on.
    pub(crate) fn facts(&self) -> &OperationFacts {
        self.facts.get_or_init(|| OperationFacts::of(&self.model, self.operation(), &self.bindings))
    }

    /// Returns the service that has the operation, if the model has one.
    pub fn service(&self) -> Option<Service<'_>> {
        self.model.service_of(&self.operation())
    }

    /// Returns the name that the testee protocol uses for the service.
    pub fn service_name(&self) -> &str {
        self.service().map_or("", |service| service.signing_name())
    }

    /// Returns the name of the service for which a client must sign its requests by SigV4; `None` if it need
    /// not sign them, or may sign them in another way.
    ///
    /// Source: Smithy 2.0, "Authentication traits" and "AWS authentication traits".
    pub fn sigv4_name(&self) -> Option<&str> {
        const SIGV4: &str = "aws.auth#sigv4";
        let service = &self.service()?.shape().traits;
        let operation = &self.operation().shape().traits;
        let listed = operation.auth.as_ref().or(service.auth.as_ref());
        let preferred = listed.is_none_or(|ways| ways.first().is_some_and(|way| way == SIGV4));
        let due = preferred && !operation.optional_auth;
        service.signing_name.as_deref().filter(|_| due)
    }

    /// Returns the SHA-256 digest of the bytes of the model's file.
    pub fn file_digest(&self) -> [u8; 32] {
        Sha256::digest(self.model.file()).into()
    }

    /// Returns the name of the embedded edition, if the contract is an embedded one.
    pub fn edition_name(&self) -> Option<&'static str> {
        self.embedded.map(|(_, edition)| edition.name)
    }

    /// Returns the embedded contract that this is, if it is one.
    pub fn embedded_as(&self) -> Option<&'static EmbeddedContract> {
        self.embedded.map(|(contract, _)| contract)
    }

    /// Reports whether this is an edition of the default contract, for which the typed reference client and its mutants are
    /// written.
    pub fn is_default(&self) -> bool {
        self.embedded.is_some_and(|(contract, _)| contract.name == CONTRACTS[0].name)
    }
}

impl Chosen {
    fn contract(self, model: &Arc<Model>) -> Contract {
        let Self { operation, bindings, protocol } = self;
        let (model, bindings) = (Arc::clone(model), Arc::new(bindings));
        let (embedded, facts) = (None, Arc::default());
        Contract { model, operation, bindings, protocol, embedded, facts }
    }
}
