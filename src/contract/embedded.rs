//! The contracts that are embedded, as data: a folder for each, with a file for each edition.
//!
//! To add an edition: its file, and a line in the editions of its contract. To add a contract: a folder beside
//! `disassociate_user/` with its editions, an entry in [`CONTRACTS`], and its cases in a folder of the same name under
//! `suite/cases/`. No other code knows the name of a contract.

/// An embedded contract: one operation, in each of its editions.
///
/// ```
/// use wireproof::contract::{CONTRACTS, Contract};
///
/// for embedded in CONTRACTS {
///     let contract = Contract::embedded(embedded.name, None).expect("it is embedded");
///     assert_eq!(contract.operation().name(), embedded.operation);
///     assert_eq!(contract.edition_name(), Some(embedded.editions[0].name));
/// }
/// ```
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EmbeddedContract {
    /// The name that `--contract` takes: `converse`.
    pub name: &'static str,
    /// The name of the service, as AWS writes it: `Bedrock Runtime`.
    pub service: &'static str,
    /// The operation: `Converse`.
    pub operation: &'static str,
    /// The editions, oldest first. The first is the default.
    pub editions: &'static [Edition],
}

/// An embedded edition of a contract.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edition {
    /// The month in which it was in force: `2022-08`.
    pub name: &'static str,
    /// What sets it apart, in one sentence.
    pub summary: &'static str,
    /// The model, as Smithy JSON AST.
    pub(super) file: &'static str,
}

/// The embedded contracts. The first is the default: it is the one that the typed reference client, its mutants and the
/// checks of drivers are written for. The generic client serves the others.
pub const CONTRACTS: &[EmbeddedContract] = &[
    EmbeddedContract {
        name: "disassociate-user",
        service: "License Manager User Subscriptions",
        operation: "DisassociateUser",
        editions: EDITIONS,
    },
    EmbeddedContract {
        name: "converse",
        service: "Bedrock Runtime",
        operation: "Converse",
        editions: &[Edition {
            name: "2026-11",
            summary: "Content has blocks that add and remove tools; the system is a role.",
            file: include_str!("converse/2026-11.json"),
        }],
    },
    EmbeddedContract {
        name: "invoke",
        service: "Lambda",
        operation: "Invoke",
        editions: &[Edition {
            name: "2026-11",
            summary: "Invocations have tenants and durable executions.",
            file: include_str!("invoke/2026-11.json"),
        }],
    },
];

/// The embedded editions of the default contract, `DisassociateUser`, oldest first. The first is the default.
pub const EDITIONS: &[Edition] = &[
    Edition {
        name: "2022-08",
        summary: "The operation as its documentation describes it.",
        file: include_str!("disassociate_user/2022-08.json"),
    },
    Edition {
        name: "2024-11",
        summary: "No member of the request is required; self-managed directories have settings.",
        file: include_str!("disassociate_user/2024-11.json"),
    },
    Edition {
        name: "2026-11",
        summary: "Settings know IPv6 addresses, and whether the directory is shared.",
        file: include_str!("disassociate_user/2026-11.json"),
    },
];

impl EmbeddedContract {
    /// Returns the embedded contract of this name.
    pub fn of_name(name: &str) -> Option<&'static Self> {
        CONTRACTS.iter().find(|contract| contract.name == name)
    }

    /// Returns the edition of this name.
    pub fn edition(&self, name: &str) -> Option<&'static Edition> {
        self.editions.iter().find(|edition| edition.name == name)
    }

    /// Returns the names of the editions, oldest first.
    pub fn edition_names(&self) -> Vec<&'static str> {
        self.editions.iter().map(|edition| edition.name).collect()
    }
}

/// A made-up service that has every binding and every type, as Smithy JSON AST. The examples of policies and the self-test
/// use it.
pub(super) const PARCELS: &str = include_str!("parcels/2026-11.json");
