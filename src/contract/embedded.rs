//! The contracts that are embedded, as data: a folder for each, with a file for each edition.
//!
//! To add an edition: its file, and a line in [`EDITIONS`]. To add a contract: a folder beside `disassociate_user/`, its
//! editions here, and its cases in a folder of the same name under `suite/cases/`.

/// An embedded edition of a contract.
#[derive(Debug)]
#[non_exhaustive]
pub struct Edition {
    /// The month in which it was in force: `2022-08`.
    pub name: &'static str,
    /// What sets it apart, in one sentence.
    pub summary: &'static str,
    /// The model, as Smithy JSON AST.
    pub(super) file: &'static str,
}

/// The embedded editions of `DisassociateUser`, oldest first. The first is the default.
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

/// A made-up service that has every binding and every type, as Smithy JSON AST. The examples of policies and the self-test
/// use it.
pub(super) const PARCELS: &str = include_str!("parcels/2026-11.json");
