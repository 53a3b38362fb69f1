//! The code that is generated.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::model::{Model, short};
use crate::sdk::{Sdk, Type, identifier};

struct Writer<'a> {
    model: &'a Model,
    sdk: &'a Sdk,
    code: String,
    /// What the contract has and the crate has not, a line each.
    left_out: Vec<String>,
}

/// Writes the module of an operation, and what the crate lacks of its contract.
pub fn operation(model: &Model, sdk: &Sdk, edition: Option<&str>) -> (String, Vec<String>) {
    let mut writer = Writer { model, sdk, code: String::new(), left_out: Vec::new() };
    writer.values();
    writer.operation(edition);
    let module = identifier(&sdk.package);
    (
        format!("mod {module} {{\nuse ::{module} as sdk;\n{}{}}}\n", USES, writer.code),
        writer.left_out,
    )
}

const USES: &str = "use crate::{operation::*, value::*};\nuse serde_json::Value;\n";

/// Writes the list of all operations.
pub fn list(modules: &[String]) -> String {
    let operations =
        modules.iter().map(|module| format!("&crate::operation::Of::<{module}::Called>::NEW"));
    let operations: Vec<_> = operations.collect();
    format!(
        "pub const OPERATIONS: [&dyn crate::operation::Driven; {}] = [{}];\n",
        operations.len(),
        operations.join(", ")
    )
}

impl Writer<'_> {
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        self.code.write_fmt(line).expect("a string takes it");
        self.code.push('\n');
    }

    /// The parts of a type that are there for the members of a shape: the member's name, and the part's.
    fn parts<'t>(&mut self, id: &'t str, found: &'t Type) -> Vec<(String, &'t str)> {
        let mut parts = Vec::new();
        for (member, _) in self.model.members(id) {
            match found.part(member) {
                Some(part) => parts.push((member.to_owned(), part)),
                None => self.lacks(&format!("{}${member}", short(id))),
            }
        }
        parts
    }

    fn lacks(&mut self, what: &str) {
        self.left_out.push(format!("{} {} has no {what}\n", self.sdk.package, self.sdk.version));
    }

    fn values(&mut self) {
        let (model, sdk) = (self.model, self.sdk);
        let held: BTreeSet<_> = model.reached(&[model.side("input")]);
        let mut roots = model.errors();
        roots.push(model.side("output"));
        let seen = model.reached(&roots);
        for id in held.union(&seen) {
            let Some(found) = sdk.of_shape(short(id)) else {
                self.lacks(short(id));
                continue;
            };
            let path = format!("sdk::{}", found.path);
            let kind = model.kind(id).expect("it is a shape of the model");
            let parts = if kind == "enum" { Vec::new() } else { self.parts(id, found) };
            if held.contains(id) {
                self.hold(kind, short(id), &path, &parts);
            }
            if seen.contains(id) {
                self.show(kind, &path, &parts);
            }
        }
    }

    fn hold(&mut self, kind: &str, shape: &str, path: &str, parts: &[(String, &str)]) {
        self.line(format_args!("impl Hold for {path} {{ fn hold(value: Value) -> Held<Self> {{"));
        match kind {
            "structure" => {
                self.line(format_args!("structure(value, {shape:?}, |_members| Self::builder()"));
                self.set(parts);
                self.line(format_args!(".build().built())"));
            }
            "union" => {
                self.line(format_args!(
                    "let (name, value) = choice(value, {shape:?})?; match name.as_str() {{"
                ));
                for (member, variant) in parts {
                    self.line(format_args!(
                        "{member:?} => Ok(Self::{variant}(Hold::hold(value)?)),"
                    ));
                }
                self.line(format_args!("_ => unheld(name, \"the enum {shape}\") }}"));
            }
            _ => self.line(format_args!("Ok(Self::from(String::hold(value)?.as_str()))")),
        }
        self.line(format_args!("}} }}"));
    }

    fn set(&mut self, parts: &[(String, &str)]) {
        for (member, field) in parts {
            self.line(format_args!(".set_{field}(member(_members, {member:?})?)"));
        }
    }

    fn show(&mut self, kind: &str, path: &str, parts: &[(String, &str)]) {
        self.line(format_args!("impl Show for {path} {{ fn show(&self) -> Option<Value> {{"));
        match kind {
            "structure" => {
                let parts = parts.iter();
                let shown =
                    parts.map(|(member, field)| format!("({member:?}, self.r#{field}.show())"));
                let shown: Vec<_> = shown.collect();
                self.line(format_args!("shown([{}])", shown.join(", ")));
            }
            "union" => {
                self.line(format_args!("match self {{"));
                for (member, variant) in parts {
                    self.line(format_args!(
                        "Self::{variant}(value) => shown([({member:?}, value.show())]),"
                    ));
                }
                self.line(format_args!("_ => unknown() }}"));
            }
            _ => self.line(format_args!("Some(self.as_str().into())")),
        }
        self.line(format_args!("}} }}"));
    }

    fn operation(&mut self, edition: Option<&str>) {
        let (model, sdk) = (self.model, self.sdk);
        let name = model.operation();
        let of = |part: &str| sdk.of_operation(&format!("{name}{part}"));
        let (input, output, errors) = (of("Input"), of("Output"), of("Error"));
        let module = input.path.rsplit_once("::").expect("it has a module").0;
        let builder =
            format!("sdk::{module}::builders::{}Builder", &input.path[module.len() + 2..]);
        let (output_path, errors_path) =
            (format!("sdk::{}", output.path), format!("sdk::{}", errors.path));

        let parts = self.parts(model.side("input"), input);
        self.line(format_args!(
            "impl Hold for {builder} {{ fn hold(value: Value) -> Held<Self> {{"
        ));
        self.line(format_args!(
            "structure(value, {:?}, |_members| Ok(Self::default()",
            format!("{name}Input")
        ));
        self.set(&parts);
        self.line(format_args!("))\n}} }}"));
        let parts = self.parts(model.side("output"), output);
        self.show("structure", &output_path, &parts);

        let mut variants = String::new();
        for id in model.errors() {
            let (Some(variant), Some(error)) = (errors.part(short(id)), sdk.of_error(short(id)))
            else {
                self.lacks(short(id));
                continue;
            };
            let parts = self.parts(id, error);
            self.show("structure", &format!("sdk::{}", error.path), &parts);
            writeln!(variants, "Self::{variant}(error) => error.show(),")
                .expect("a string takes it");
        }
        self.line(format_args!(
            "impl Errors for {errors_path} {{ fn modeled(&self) -> Option<Value> {{ match self {{\n{variants}_ => None }} }} }}"
        ));

        let (sdk_id, package, version) = (model.sdk_id(), &sdk.package, &sdk.version);
        let json = &sdk.json;
        self.line(format_args!(
            "pub struct Called;
impl Operation for Called {{
const SDK_ID: &str = {sdk_id:?};
const NAME: &str = {name:?};
const EDITION: Option<&str> = {edition:?};
const PACKAGE: &str = {package:?};
const VERSION: &str = {version:?};
const JSON: &str = {json:?};
type Client = sdk::Client;
type Input = {builder};
type Output = {output_path};
type Errors = {errors_path};
fn client(config: &::aws_types::SdkConfig) -> Self::Client {{ sdk::Client::new(config) }}
async fn send(client: &Self::Client, input: Self::Input) -> crate::operation::Sent<Self> {{ input.send_with(client).await }}
}}"
        ));
    }
}
