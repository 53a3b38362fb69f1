//! Writes the conversions between the SDK's types and the protocol's value form.
//!
//! The SDK has no reflection. So this build script reads the models of the contracts, and the sources of the SDK's crates for
//! the names that the types have there. It writes an `impl` for each type that an operation reaches. What kind of value a member
//! has is left to the traits of `src/value.rs`.

mod model;
mod sdk;
mod write;

use std::path::{Path, PathBuf};
use std::{env, fs};

use model::Model;
use sdk::Sdk;

/// What the testee judges: the contract's folder, and the crate of its service.
const CONTRACTS: [(&str, &str); 3] = [
    ("converse", "aws-sdk-bedrockruntime"),
    ("disassociate_user", "aws-sdk-licensemanagerusersubscriptions"),
    ("invoke", "aws-sdk-lambda"),
];

fn main() {
    let variable = |name| PathBuf::from(env::var_os(name).expect("cargo and setup set it"));
    let contracts = variable("WIREPROOF_CONTRACTS");
    println!("cargo::rerun-if-env-changed=WIREPROOF_CONTRACTS");
    println!("cargo::rerun-if-changed={}", contracts.display());
    let packages = sdk::packages();
    let (mut written, mut left_out) = (String::new(), Vec::new());
    for (contract, package) in CONTRACTS {
        let package = packages.get(package).expect("it is a dependency");
        let (text, lacking) = operation(&contracts.join(contract), package);
        written += &text;
        left_out.extend(lacking);
    }
    written += &write::list(&CONTRACTS.map(|(_, package)| sdk::identifier(package)));
    let out = variable("OUT_DIR");
    fs::write(out.join("operations.rs"), written).expect("OUT_DIR can be written");
    // For `setup`, which shows it: an older crate does not have every member of the contracts.
    left_out.sort();
    left_out.dedup();
    fs::write(variable("WIREPROOF_LEFT_OUT"), left_out.concat()).expect("setup names a file");
}

/// Writes an operation by the newest edition of its contract that the crate has all of, else by the newest; and what the crate
/// lacks of that.
fn operation(contract: &Path, package: &sdk::Package) -> (String, Vec<String>) {
    let mut editions: Vec<PathBuf> = fs::read_dir(contract)
        .unwrap_or_else(|error| panic!("{}: {error}", contract.display()))
        .map(|entry| entry.expect("a folder's entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    editions.sort();
    let sdk = |model: &Model| Sdk::read(package, model.operation());
    for edition in editions.iter().rev() {
        let model = Model::read(edition);
        let name = edition.file_stem().expect("a file").to_str().expect("editions are months");
        let (text, lacking) = write::operation(&model, &sdk(&model), Some(name));
        if lacking.is_empty() {
            return (text, lacking);
        }
    }
    let newest = Model::read(editions.last().expect("a contract has editions"));
    write::operation(&newest, &sdk(&newest), None)
}
