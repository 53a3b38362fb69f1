//! Checks every operation of one model.

use std::panic::{self, AssertUnwindSafe};

use wireproof::contract::{Contract, ContractError};
use wireproof::json::Json;
use wireproof::model::{Model, botocore_protocols};
use wireproof::operation_check::{
    CheckCounts, CheckOptions, Disagreement, OperationReport, check_operation,
};

use super::files::ModelFile;
use crate::check_models_args::CheckModelsArgs;
use crate::input;
use crate::shell::shown;

/// What came of a file.
pub(super) enum ModelResult {
    Checked(ModelReport),
    /// A model whose service speaks other protocols only: their names.
    OtherProtocol(Vec<String>),
    /// A file that is no model, which may stand in a folder.
    NotAModel,
    /// A file that cannot be used, and why.
    Unusable(String),
}

/// What the check of a model found.
#[derive(Default)]
pub(super) struct ModelReport {
    /// The operations that were imported.
    pub(super) operations: usize,
    /// The operations that were checked.
    pub(super) checked: usize,
    pub(super) counts: CheckCounts,
    /// The names of all operations, if the user selects one by its name.
    pub(super) names: Vec<String>,
    /// The operations with event streams.
    pub(super) streams: Vec<String>,
    /// The operations that cannot be used for another reason, each with that reason.
    pub(super) unusable: Vec<(String, String)>,
    /// The operations with disagreements.
    pub(super) disagreements: Vec<(String, OperationReport)>,
}

/// Reads a file, and checks its operations.
pub(super) fn check(file: &ModelFile, args: &CheckModelsArgs) -> ModelResult {
    match panic::catch_unwind(AssertUnwindSafe(|| read(file, args))) {
        Ok(result) => result,
        Err(_) => ModelResult::Unusable(format!(
            "{}: wireproof panicked while it read the model, which is a bug of wireproof",
            shown(&file.path)
        )),
    }
}

fn read(file: &ModelFile, args: &CheckModelsArgs) -> ModelResult {
    let name = shown(&file.path);
    let bytes = match input::contract_file(&file.path) {
        Ok(bytes) => bytes,
        Err(failure) => return ModelResult::Unusable(failure.message),
    };
    // A model of another protocol is not read: it may have what only that protocol allows.
    let protocols = botocore_protocols(&bytes);
    if !protocols.is_empty() && !protocols.iter().any(|protocol| protocol == "rest-json") {
        return ModelResult::OtherProtocol(protocols);
    }
    let model = match Model::read(bytes.as_slice()) {
        Ok(model) => model,
        // In a folder stand examples, paginators and so on.
        Err(_) if !file.named && !says_that_it_is_a_model(&bytes) => return ModelResult::NotAModel,
        Err(error) => return ModelResult::Unusable(format!("{name}: {error}")),
    };
    operations(&name, model, args)
}

fn says_that_it_is_a_model(bytes: &[u8]) -> bool {
    Json::parse(bytes).is_ok_and(|file| {
        let has = |key: &str| file.get(key).is_some();
        has("smithy") || has("metadata") && has("operations")
    })
}

fn operations(name: &str, model: Model, args: &CheckModelsArgs) -> ModelResult {
    let mut report = ModelReport::default();
    let options = CheckOptions { exchanges: args.cases as usize, seed: args.seed };
    let ids: Vec<(String, String)> = model
        .operations()
        .map(|operation| (operation.id().to_string(), operation.name().to_owned()))
        .filter(|(id, short)| {
            args.operation.as_ref().is_none_or(|wanted| [id, short].contains(&wanted))
        })
        .collect();
    if args.operation.is_some() {
        let names = model.operations().map(|operation| operation.name().to_owned());
        report.names = names.collect();
    }
    let contracts = Contract::of_operations(model, ids.iter().map(|(id, _)| id.as_str()));
    for ((id, short), contract) in ids.into_iter().zip(contracts) {
        let contract = match contract {
            Ok(contract) => contract,
            Err(ContractError::Protocol { protocols, .. }) => {
                return ModelResult::OtherProtocol(protocols);
            }
            Err(ContractError::EventStream { .. }) => {
                report.streams.push(short);
                continue;
            }
            Err(error) => {
                report.unusable.push((short, format!("{name}: {error}")));
                continue;
            }
        };
        report.operations += 1;
        if !hash(&id).is_multiple_of(args.sample) {
            continue;
        }
        report.checked += 1;
        let checked =
            panic::catch_unwind(AssertUnwindSafe(|| check_operation(&contract, &options)));
        let checked = checked.unwrap_or_else(|_| panicked());
        report.counts += checked.counts;
        if let Some(obstacle) = &checked.obstacle {
            report.unusable.push((short, obstacle.clone()));
        } else if checked.found > 0 {
            report.disagreements.push((short, checked));
        }
    }
    ModelResult::Checked(report)
}

/// Returns the report of a check that panicked: the message of the panic stands on standard error.
fn panicked() -> OperationReport {
    let disagreement = Disagreement {
        check: "no panic".to_owned(),
        exchange: 0,
        message: "wireproof panicked".to_owned(),
        value: Json::Null,
    };
    OperationReport { found: 1, disagreements: vec![disagreement], ..OperationReport::default() }
}

/// Returns the FNV-1a hash of an id.
fn hash(id: &str) -> u64 {
    id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
