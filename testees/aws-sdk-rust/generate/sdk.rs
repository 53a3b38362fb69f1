//! The names of the SDK's types, from the sources of its crates.
//!
//! smithy-rs makes names of the model's by rules on words and on reserved words, and the rules change. What does not change are
//! the letters. So a name of the model is looked up by its letters: `DomainIpv4List` is the field `domain_ipv4_list`.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;
use syn::{Fields, Item, Visibility, ext::IdentExt};

pub struct Package {
    pub name: String,
    pub version: String,
    sources: PathBuf,
    /// The versions of the packages that it is built with, by name.
    pub dependencies: HashMap<String, String>,
}

/// Returns the packages that Cargo.lock names, by name. Of a package with several versions, that is the newest.
pub fn packages() -> HashMap<String, Package> {
    let output = Command::new(env::var_os("CARGO").expect("cargo sets it"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value =
        serde_json::from_slice(&output.stdout).expect("cargo metadata writes JSON");
    let number = |version: &str| -> Vec<u64> {
        version.split('.').map_while(|part| part.parse().ok()).collect()
    };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().expect("cargo metadata has it").to_owned();
    let built_with: HashMap<String, Vec<Value>> = list(&metadata["resolve"]["nodes"])
        .iter()
        .map(|node| (text(&node["id"]), list(&node["dependencies"])))
        .collect();
    let described = list(&metadata["packages"]);
    let versions: HashMap<String, (String, String)> = described
        .iter()
        .map(|package| (text(&package["id"]), (text(&package["name"]), text(&package["version"]))))
        .collect();
    let mut packages: HashMap<String, Package> = HashMap::new();
    for package in &described {
        let dependencies = built_with.get(&text(&package["id"])).into_iter().flatten();
        let manifest = PathBuf::from(text(&package["manifest_path"]));
        let package = Package {
            name: text(&package["name"]),
            version: text(&package["version"]),
            dependencies: dependencies.filter_map(|id| versions.get(&text(id)).cloned()).collect(),
            sources: manifest.with_file_name("src"),
        };
        let older = packages
            .get(&package.name)
            .is_none_or(|found| number(&found.version) < number(&package.version));
        if older {
            packages.insert(package.name.clone(), package);
        }
    }
    packages
}

/// The name of a crate in Rust code.
pub fn identifier(package: &str) -> String {
    package.replace('-', "_")
}

fn letters(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A structure or an enum of the SDK's.
pub struct Type {
    pub path: String,
    /// The fields of a structure, or the variants of an enum, by their letters.
    parts: HashMap<String, String>,
}

impl Type {
    /// The field or variant of this member, without the `r#` of a reserved word.
    pub fn part(&self, member: &str) -> Option<&str> {
        self.parts.get(&letters(member)).map(String::as_str)
    }
}

/// The types of a crate that an operation may have.
pub struct Sdk {
    pub package: String,
    pub version: String,
    /// The version of aws-smithy-json, which reads and writes bodies for it.
    pub json: String,
    types: HashMap<String, Type>,
    errors: HashMap<String, Type>,
    operation: HashMap<String, Type>,
}

impl Sdk {
    pub fn read(package: &Package, operation: &str) -> Self {
        let modules = files(&package.sources.join("operation"));
        let module = modules
            .iter()
            .filter_map(|path| path.file_stem()?.to_str())
            .find(|module| letters(module) == letters(operation))
            .unwrap_or_else(|| {
                panic!("{} {} has no operation {operation}", package.name, package.version)
            });
        let folder =
            |path: String| types(&files(&package.sources.join(path.replace("::", "/"))), &path);
        let operation = format!("operation::{module}");
        let of_module =
            types(&[package.sources.join(format!("operation/{module}.rs"))], &operation);
        Self {
            package: package.name.clone(),
            version: package.version.clone(),
            json: package.dependencies.get("aws-smithy-json").cloned().unwrap_or_default(),
            types: folder("types".to_owned()),
            errors: folder("types::error".to_owned()),
            operation: folder(operation).into_iter().chain(of_module).collect(),
        }
    }

    /// The structure, union or enum of a shape.
    pub fn of_shape(&self, shape: &str) -> Option<&Type> {
        self.types.get(&letters(shape))
    }

    pub fn of_error(&self, shape: &str) -> Option<&Type> {
        self.errors.get(&letters(shape))
    }

    /// The type that smithy-rs makes for the operation itself: `ConverseInput`, `ConverseOutput`, `ConverseError`.
    pub fn of_operation(&self, name: &str) -> &Type {
        self.operation
            .get(&letters(name))
            .unwrap_or_else(|| panic!("{} has no {name}", self.package))
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("a folder's entry").path());
    paths.filter(|path| path.extension() == Some(OsStr::new("rs"))).collect()
}

/// The public types in these files, by their letters.
fn types(files: &[PathBuf], module: &str) -> HashMap<String, Type> {
    let mut types = HashMap::new();
    for file in files {
        let text = fs::read_to_string(file).expect("a source can be read");
        let items = syn::parse_file(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()))
            .items;
        for item in items {
            let (name, parts): (_, Vec<_>) = match item {
                Item::Struct(item) => {
                    let public = |field: &syn::Field| matches!(field.vis, Visibility::Public(_));
                    let fields = item.fields.iter().filter(|field| public(field));
                    (item.ident, fields.filter_map(|field| field.ident.clone()).collect())
                }
                Item::Enum(item) => {
                    // A variant with a value is a member of a union or an error, one without a value of an enum.
                    let named =
                        |variant: &syn::Variant| !matches!(variant.fields, Fields::Named(_));
                    let variants = item.variants.into_iter().filter(named);
                    (item.ident, variants.map(|variant| variant.ident).collect())
                }
                _ => continue,
            };
            let parts = parts.into_iter().map(|part| part.unraw().to_string());
            let parts = parts.map(|part| (letters(&part), part)).collect();
            let path = format!("{module}::{name}");
            types.insert(letters(&name.to_string()), Type { path, parts });
        }
    }
    types
}
