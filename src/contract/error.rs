//! Why a model cannot be a contract.

use crate::model::LoadError;
use crate::terminal_text::inline;

use super::embedded::{CONTRACTS, EmbeddedContract};
use super::nearest;
use super::protocol_name::ProtocolName;

/// Why a model cannot be a contract.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContractError {
    /// The file is not a model.
    #[error("{0}")]
    Load(LoadError),
    /// No embedded contract has this name.
    #[error("there is no embedded contract `{}`; there are {names}", inline(.0), names = contract_names())]
    UnknownContract(String),
    /// No edition of the embedded contract has this name.
    #[error("there is no edition `{}`{}", inline(wanted), edition_names(contract))]
    UnknownEdition {
        /// The name that was asked for.
        wanted: String,
        /// The name of the embedded contract.
        contract: &'static str,
    },
    /// The model has no such operation, but these.
    #[error("there is no operation `{}`{}", inline(wanted), match known[..] {
        [] => ": the model has none".to_owned(),
        _ => format!("; {}", nearest::offered(wanted, known)),
    })]
    UnknownOperation {
        /// The name that was asked for.
        wanted: String,
        /// The operations of the model.
        known: Vec<String>,
    },
    /// The model has no operation at all.
    #[error("the model has no operation")]
    NoOperation,
    /// The model has several operations, and none was named.
    #[error("the model has several operations; name one of {}", nearest::first(.0))]
    WhichOperation(Vec<String>),
    /// The service speaks other protocols than restJson1.
    #[error("{service} speaks {}; only {} is supported; choose a service that speaks it", inline(&protocols.join(", ")), ProtocolName::supported())]
    Protocol {
        /// The service.
        service: String,
        /// The protocols that it speaks, by their shape ids.
        protocols: Vec<String>,
    },
    /// The operation has no `smithy.api#http` trait, which restJson1 requires.
    #[error("{0} has no smithy.api#http trait, which restJson1 requires")]
    NoHttp(String),
    /// A shape of the operation requires itself, so that no value of it ends.
    #[error("{shape} has no finite value: {}; let one of these members be optional", inline(cycle))]
    Endless {
        /// The input, the output or the error.
        shape: String,
        /// The path by which it requires itself.
        cycle: String,
    },
    /// A member of the operation is an event stream, which is not supported.
    #[error(
        "{operation} has an event stream, which is not supported: {member}; choose another operation"
    )]
    EventStream {
        /// The operation.
        operation: String,
        /// The id of the member.
        member: String,
    },
}

fn contract_names() -> String {
    CONTRACTS.iter().map(|contract| contract.name).collect::<Vec<_>>().join(", ")
}

/// Names the editions that there are. The default contract needs no name, because nobody named it.
fn edition_names(contract: &str) -> String {
    let names = EmbeddedContract::of_name(contract).map(EmbeddedContract::edition_names);
    let names = names.unwrap_or_default().join(", ");
    match contract == CONTRACTS[0].name {
        true => format!("; there are {names}"),
        false => format!(" of `{contract}`; there is {names}"),
    }
}
