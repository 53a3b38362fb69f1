//! The layers of the crate (ARCHITECTURE.md#layers): a module imports only from the modules before it.

use std::fs;
use std::path::{Path, PathBuf};

#[path = "layers/circles.rs"]
mod circles;
#[path = "layers/source.rs"]
mod source;

/// The modules, the lowest first. A new one goes behind everything that it needs.
const LAYERS: &[&str] = &[
    "every_policy",
    "json",
    "terminal_text",
    "pattern",
    "model",
    "contract",
    "credentials",
    "value",
    "http",
    "sigv4",
    "protocol",
    "exchange",
    "vectors",
    "policy",
    "suite",
    "generate",
    "operation_check",
    "testee",
    "reference",
    SERVER,
    "run",
    "report",
    "selftest",
    "cargo_test",
    "fuzzing",
    "bin",
];

/// The reference server answers by the protocol layer, which the reference client beside it may not know. So it is a module of its
/// own here.
const SERVER: &str = "reference::server";

/// Imports that are forbidden beyond that, and why.
const APART: &[(&str, &[&str], &str)] = &[
    (
        "reference",
        &["protocol", "value", "policy", "http", "sigv4"],
        "the reference client and the oracle check each other, so they share no code",
    ),
    (SERVER, &["reference"], "the reference server shares no code with the reference client"),
    (
        "cargo_test",
        &["reference", "selftest"],
        "who judges a client of their own builds no client of ours",
    ),
];

/// The most lines of a source file.
const MOST_LINES: usize = 400;

/// A reference to another module: the line, from 1, and the module's name.
type Reference = (usize, String);

/// Every `crate::name` of a source file, apart from comments: `use crate::{…}` counts each name.
fn references(source: &str) -> Vec<Reference> {
    let mut code = String::new();
    for line in source.lines() {
        // A `//` behind a colon is an address in a string.
        let comment = line.match_indices("//").map(|(at, _)| at);
        let end = comment.into_iter().find(|at| !line[..*at].ends_with(':'));
        code.push_str(&line[..end.unwrap_or(line.len())]);
        code.push('\n');
    }
    let mut found = Vec::new();
    for (at, root) in code.match_indices("crate::") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + root.len()..];
        match rest.strip_prefix('{') {
            None => found.push((line, name(rest))),
            Some(group) => {
                for part in top_level(group) {
                    found.push((line, name(part.trim_start())));
                }
            }
        }
    }
    found
}

fn name(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The parts of a group of imports, up to its closing brace.
fn top_level(group: &str) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                parts.push(&group[from..at]);
                from = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// What is wrong with the imports of one file of `module`.
fn faults(module: &str, file: &str, source: &str) -> Vec<String> {
    let place = |name: &str| LAYERS.iter().position(|layer| *layer == name);
    let mut faults = Vec::new();
    for (line, target) in references(source) {
        let apart = APART
            .iter()
            .find(|(one, others, _)| *one == module && others.contains(&target.as_str()));
        if target == module {
            continue;
        }
        let remedy = match (place(&target), place(module), apart) {
            (.., Some((_, _, why))) => format!("must not: {why}"),
            (Some(lower), Some(own), _) if lower < own => continue,
            (Some(_), ..) => format!(
                "must not: `{target}` is a higher layer. Move what is needed down into a module \
                 before `{module}` in LAYERS, or this code up"
            ),
            (None, ..) => format!(
                "must not: there is no module `{target}` in LAYERS. Name the module that holds the \
                 item, or add a new one to LAYERS in tests/layers.rs"
            ),
        };
        faults.push(format!("{file}:{line}: `{module}` imports `{target}`, and {remedy}."));
    }
    faults
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every source file: its path below the root of the package, with `/`, and its text.
fn package() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    files.sort();
    let read = |path: &PathBuf| {
        let file = path.strip_prefix(root).expect("it lies in the package");
        let parts: Vec<_> = file.iter().map(|part| part.to_string_lossy()).collect();
        (parts.join("/"), fs::read_to_string(path).expect("a source file is text"))
    };
    files.iter().map(read).collect()
}

/// The module that a file below `src/` belongs to; `None` for the root of the library.
fn module_of(file: &Path) -> Option<String> {
    if file.starts_with("reference/server") {
        return Some(SERVER.to_owned());
    }
    let first = Path::new(file.components().next()?.as_os_str());
    let name = first.file_stem()?.to_str()?.to_owned();
    (name != "lib").then_some(name)
}

#[test]
fn a_module_imports_only_from_the_layers_below_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    files.sort();
    let mut found = Vec::new();
    for path in &files {
        let file = path.strip_prefix(root).expect("it lies in the package");
        let inside = file.strip_prefix("src").expect("it lies in src");
        let Some(module) = module_of(inside) else { continue };
        if !LAYERS.contains(&module.as_str()) {
            found.push(format!(
                "{}: the module `{module}` has no layer. Add it to LAYERS in tests/layers.rs, \
                 behind everything that it needs.",
                file.display()
            ));
        } else if module != "bin" {
            // The commands are a crate of their own, above the whole library.
            let source = fs::read_to_string(path).expect("a source file is text");
            found.extend(faults(&module, &file.display().to_string(), &source));
        }
    }
    assert!(files.len() > 40, "only {} files under src/: is this the package?", files.len());
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn the_reference_client_and_the_reference_server_share_no_code() {
    for (file, text) in package() {
        let Some(inside) = file.strip_prefix("src/reference/") else { continue };
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code: Vec<_> = code.collect();
        let code = code.join("\n");
        match inside.strip_prefix("server/") {
            // `super` of a file of the folder is the folder; that of the folder is the client.
            Some(inside) => {
                let up = if inside == "mod.rs" { "super::" } else { "super::super::" };
                assert!(!code.contains(up), "{file} imports from the reference client");
            }
            None => assert!(!code.contains("server::"), "{file} imports from the reference server"),
        }
    }
}

#[test]
fn the_files_of_a_folder_import_each_other_in_no_circle() {
    let sources: Vec<circles::Source> =
        package().into_iter().map(|(file, text)| circles::Source { file, text }).collect();
    let circles = circles::circles(&sources);
    let circles: Vec<String> = circles.iter().map(ToString::to_string).collect();
    assert!(
        circles.is_empty(),
        "\n{}\nMove what both files need into a file of its own, below both.\n",
        circles.join("\n")
    );
}

#[test]
fn a_file_has_at_most_400_lines() {
    let mut long = Vec::new();
    for (file, text) in package() {
        let lines = text.lines().count();
        if lines > MOST_LINES {
            long.push(format!("{file} has {lines} lines: split it by subject"));
        }
    }
    assert!(long.is_empty(), "\n{}\n", long.join("\n"));
}

#[test]
fn the_reader_of_imports_sees_every_form() {
    let source = "//! [`Up`](crate::run::Up)\n\
        use crate::json::Json; // and not crate::run\n\
        use crate::{\n    http::{Request, Response},\n    run::Runner,\n};\n\
        pub(in crate::policy) fn f(url: &str) -> crate::suite::Suite { g(\"http://x\", crate::oops!()) }\n\
        pub(crate) use my_crate::run;\n";
    let seen = references(source);
    let seen: Vec<_> = seen.iter().map(|(line, name)| (*line, name.as_str())).collect();
    assert_eq!(
        seen,
        [(2, "json"), (3, "http"), (3, "run"), (7, "policy"), (7, "suite"), (7, "oops")]
    );
    let found = faults("policy", "src/policy/x.rs", source);
    let starts = [
        "src/policy/x.rs:3: `policy` imports `run`, and must not: `run` is a higher layer. Move",
        "src/policy/x.rs:7: `policy` imports `suite`, and must not: `suite` is a higher layer",
        "src/policy/x.rs:7: `policy` imports `oops`, and must not: there is no module",
    ];
    assert_eq!(found.len(), starts.len(), "{found:?}");
    for (fault, start) in found.iter().zip(starts) {
        assert!(fault.starts_with(start), "{fault}");
    }
    let apart = faults("reference", "src/reference/x.rs", "use crate::protocol::decode;");
    assert!(apart[0].contains("share no code"), "{apart:?}");
}
