//! Finds the circles of imports inside a folder.
//!
//! The rule: take the deepest folder that holds both the file with the import and the file that defines
//! what is imported. Each entry of that folder is one node: a file, or a folder with all that is in it.
//! The imports between the nodes of a folder form no circle. A name that a module re-exports leads to the
//! file that defines it, and the re-export itself (`pub use`) is no import. The file of the folder itself
//! (`mod.rs`) is a node like the others. Tests may import what they like.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::source::{self, Imports, Named};

/// A source file: where it stands, and its text.
#[derive(Debug)]
pub(crate) struct Source {
    /// The path below the root of the package, with `/`.
    pub(crate) file: String,
    /// The text.
    pub(crate) text: String,
}

/// Files of one folder that import each other in a circle.
#[derive(Debug)]
pub(crate) struct Circle {
    /// The folder.
    pub(crate) folder: String,
    /// The imports, each from the node in which the one before it ends.
    pub(crate) steps: Vec<Step>,
}

/// One import of a circle.
#[derive(Debug)]
pub(crate) struct Step {
    /// The node that imports.
    pub(crate) from: String,
    /// The file with the import, and its line.
    pub(crate) place: String,
}

impl std::fmt::Display for Circle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let nodes: Vec<&str> = self.steps.iter().map(|step| step.from.as_str()).collect();
        write!(f, "{}: {} → {}", self.folder, nodes.join(" → "), nodes[0])?;
        for (at, step) in self.steps.iter().enumerate() {
            let to = nodes[(at + 1) % nodes.len()];
            write!(f, "\n    {}: imports {to}", step.place)?;
        }
        Ok(())
    }
}

/// A module: the file that it is written in, and what this says of others.
struct Module<'a> {
    file: &'a str,
    /// The module that `crate` means there.
    root: Vec<String>,
    imports: Imports,
}

type Modules<'a> = BTreeMap<Vec<String>, Module<'a>>;
/// The imports between the nodes of a folder, each with the place of the first one.
type Graph = BTreeMap<String, BTreeMap<String, String>>;

/// Every circle: one for each group of nodes that reach each other, the shortest one.
pub(crate) fn circles(sources: &[Source]) -> Vec<Circle> {
    let modules = modules(sources);
    let mut graphs: BTreeMap<Vec<String>, Graph> = BTreeMap::new();
    for (path, module) in &modules {
        if is_test(path, &modules) {
            continue;
        }
        for (line, target) in targets(path, module, &modules) {
            let shared = path.iter().zip(&target).take_while(|(one, other)| one == other).count();
            let folder = &path[..shared];
            let (from, to) = (node(path, folder, &modules), node(&target, folder, &modules));
            if from != to && !folder.is_empty() {
                let place = format!("{}:{line}", module.file);
                graphs
                    .entry(folder.to_vec())
                    .or_default()
                    .entry(from)
                    .or_default()
                    .entry(to)
                    .or_insert(place);
            }
        }
    }
    let mut found = Vec::new();
    for (folder, graph) in &graphs {
        let folder = format!("src/{}", folder.join("/"));
        found.extend(
            shortest(graph).into_iter().map(|steps| Circle { folder: folder.clone(), steps }),
        );
    }
    found
}

fn modules(sources: &[Source]) -> Modules<'_> {
    let mut modules = Modules::new();
    for Source { file, text } in sources {
        let inside = file.strip_prefix("src/").unwrap_or(file).trim_end_matches(".rs");
        let mut path: Vec<String> = inside.split('/').map(str::to_owned).collect();
        if path.last().is_some_and(|last| last == "mod" || last == "main" || last == "lib") {
            path.pop();
        }
        // Each program is a crate of its own.
        let root =
            if path.first().is_some_and(|first| first == "bin") { 2.min(path.len()) } else { 0 };
        let root = path[..root].to_vec();
        modules.insert(path, Module { file, root, imports: source::read(text) });
    }
    modules
}

fn is_test(path: &[String], modules: &Modules<'_>) -> bool {
    (1..=path.len()).any(|length| {
        let parent = modules.get(&path[..length - 1]);
        parent.is_some_and(|parent| parent.imports.tests.contains(&path[length - 1]))
    })
}

/// What a module imports: the line, and the module that defines it.
fn targets(
    path: &[String],
    module: &Module<'_>,
    modules: &Modules<'_>,
) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    for named in &module.imports.paths {
        let Some(mut absolute) = absolute(path, module, named, modules) else { continue };
        if absolute.pop_if(|last| last == "*").is_none() {
            found.extend(resolve(absolute, modules, 0).map(|target| (named.line, target)));
            continue;
        }
        // A glob imports the module and all that it re-exports.
        let Some(target) = resolve(absolute, modules, 0) else { continue };
        for (name, _) in modules.get(&target).iter().flat_map(|module| &module.imports.reexports) {
            let behind = [&target[..], std::slice::from_ref(name)].concat();
            found.extend(resolve(behind, modules, 0).map(|target| (named.line, target)));
        }
        found.push((named.line, target));
    }
    // A module that itself uses a name that it re-exports imports it.
    for (line, word) in &module.imports.words {
        if module.imports.reexports.iter().any(|(name, _)| name == word) {
            let own = [path, std::slice::from_ref(word)].concat();
            found.extend(resolve(own, modules, 0).map(|target| (*line, target)));
        }
    }
    found
}

/// The path from the root of `src/`; `None` for a path of another crate, or of what was imported before.
fn absolute(
    path: &[String],
    module: &Module<'_>,
    named: &Named,
    modules: &Modules<'_>,
) -> Option<Vec<String>> {
    let mut base = path.to_vec();
    let mut inside = named.inside;
    let mut rest = named.path.as_slice();
    match rest.first()?.as_str() {
        "crate" => (base, rest) = (module.root.clone(), &rest[1..]),
        "self" => rest = &rest[1..],
        "super" => {}
        child => {
            modules.get(&[path, &[child.to_owned()]].concat())?;
        }
    }
    while rest.first().is_some_and(|first| first == "super") {
        // Inside of an inline module, the first `super` is still this file.
        match inside {
            0 => drop(base.pop()?),
            _ => inside -= 1,
        }
        rest = &rest[1..];
    }
    base.extend_from_slice(rest);
    Some(base)
}

/// The module that defines what `path` names, behind every re-export; `None` for the root.
fn resolve(path: Vec<String>, modules: &Modules<'_>, steps: usize) -> Option<Vec<String>> {
    let known = (0..=path.len()).rev().find(|length| modules.contains_key(&path[..*length]))?;
    let (module, rest) = path.split_at(known);
    if let (Some(name), Some(here)) = (rest.first(), modules.get(module)) {
        let behind = here.imports.reexports.iter().find(|(reexported, _)| reexported == name);
        if let Some((_, named)) = behind
            && steps < 16
            && let Some(mut further) = absolute(module, here, named, modules)
        {
            further.extend_from_slice(&rest[1..]);
            return resolve(further, modules, steps + 1);
        }
    }
    (!module.is_empty()).then(|| module.to_vec())
}

/// The entry of `folder` that holds the module `path`.
fn node(path: &[String], folder: &[String], modules: &Modules<'_>) -> String {
    let own = |path: &[String]| {
        let file = modules.get(path).map_or("mod.rs", |module| module.file);
        file.rsplit('/').next().unwrap_or(file).to_owned()
    };
    match path.get(folder.len()) {
        None => own(path),
        Some(name) => {
            let child = [folder, std::slice::from_ref(name)].concat();
            match own(&child).as_str() {
                "mod.rs" | "main.rs" => format!("{name}/"),
                file => file.to_owned(),
            }
        }
    }
}

/// The shortest circle of each group of nodes that reach each other.
fn shortest(graph: &Graph) -> Vec<Vec<Step>> {
    let reach: BTreeMap<&str, BTreeSet<&str>> =
        graph.keys().map(|node| (node.as_str(), way(graph, node).1)).collect();
    let (mut found, mut done) = (Vec::new(), BTreeSet::new());
    for node in graph.keys() {
        if done.contains(node.as_str()) || !reach[node.as_str()].contains(node.as_str()) {
            continue;
        }
        let group = reach[node.as_str()]
            .iter()
            .filter(|other| reach.get(*other).is_some_and(|back| back.contains(node.as_str())));
        let ways = group.filter_map(|other| {
            done.insert(other.to_string());
            way(graph, other).0
        });
        found.extend(ways.min_by_key(Vec::len));
    }
    found
}

/// The shortest way from a node back to itself, and every node that can be reached from it.
fn way<'a>(graph: &'a Graph, start: &str) -> (Option<Vec<Step>>, BTreeSet<&'a str>) {
    let mut before: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    let mut waiting = VecDeque::from([start]);
    while let Some(node) = waiting.pop_front() {
        for (to, place) in graph.get(node).into_iter().flatten() {
            if !before.contains_key(to.as_str()) {
                let (key, _) = graph.get_key_value(node).expect("it has imports");
                before.insert(to, (key, place));
                waiting.push_back(to);
            }
        }
    }
    let mut steps = Vec::new();
    let mut at = start;
    while let Some((from, place)) = before.get(at) {
        steps.push(Step { from: (*from).to_owned(), place: (*place).to_owned() });
        at = from;
        if at == start {
            steps.reverse();
            return (Some(steps), before.into_keys().collect());
        }
    }
    (None, before.into_keys().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The circles of made-up files, each as it is printed.
    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let source = |(file, text): &(&str, &str)| Source {
            file: format!("src/{file}"),
            text: (*text).to_owned(),
        };
        let sources: Vec<Source> = files.iter().map(source).collect();
        circles(&sources).iter().map(Circle::to_string).collect()
    }

    #[test]
    fn a_circle_is_printed_with_its_lines() {
        let files = [
            ("run/mod.rs", "mod a;\nmod b;\nmod c;\n"),
            ("run/a.rs", "// why\nuse super::b::B;\nuse super::c::C;\n"),
            ("run/b.rs", "fn f() { crate::run::c::g() }\n"),
            ("run/c.rs", "use std::fmt;\nuse crate::{json::Json, run::{a::A, c::C}};\n"),
            ("json.rs", "pub struct Json;"),
        ];
        assert_eq!(
            found(&files),
            ["src/run: a.rs → c.rs → a.rs\n    src/run/a.rs:3: imports c.rs\n    \
              src/run/c.rs:2: imports a.rs"]
        );
    }

    #[test]
    fn imports_in_one_direction_are_no_circle() {
        let files = [
            ("run/mod.rs", "mod a;\nmod b;\nmod c;\npub use a::A;\npub use c::g;\n"),
            ("run/a.rs", "use super::{b, c::g};\npub(in crate::run) fn f() { b::h() }\n"),
            ("run/b.rs", "use super::g; // and never super::a\nconst X: &str = \"super::a::A\";\n"),
            ("run/c.rs", "pub fn g() -> impl Sized + use<'static> {}\n"),
        ];
        assert_eq!(found(&files), [""; 0]);
    }

    #[test]
    fn a_name_leads_to_the_file_that_defines_it() {
        // `A` comes through the folder and through a second re-export.
        let files = [
            ("run/mod.rs", "mod a;\nmod b;\npub use a::Named as A;\n"),
            ("run/a.rs", "pub use super::a_inner; use super::b::B;\n"),
            ("run/b.rs", "use crate::run::A;\n"),
        ];
        assert!(found(&files)[0].starts_with("src/run: a.rs → b.rs → a.rs"));
        let glob = [files[0], files[1], ("run/b.rs", "use super::*;\n")];
        assert!(found(&glob)[0].starts_with("src/run: a.rs → b.rs → a.rs"));
    }

    #[test]
    fn the_file_of_the_folder_counts_like_the_others() {
        let child = ("run/a.rs", "use super::Own;\n");
        let reexports = ("run/mod.rs", "mod a;\npub use a::A;\npub struct Own;\n");
        assert_eq!(found(&[child, reexports]), [""; 0], "it only re-exports");
        for uses in
            ["use a::A;", "pub use a::A; fn f(_: A) {}", "fn f() { a::f() }", "use self::a::A;"]
        {
            let text = format!("mod a;\n{uses}\npub struct Own;\n");
            let circles = found(&[child, ("run/mod.rs", &text)]);
            assert_eq!(circles.len(), 1, "{uses}");
            assert!(circles[0].starts_with("src/run: a.rs → mod.rs → a.rs"), "{}", circles[0]);
        }
        // The same holds for a file beside its folder.
        let circles = found(&[("run.rs", "mod a;\nuse a::A;\n"), child]);
        assert!(circles[0].starts_with("src/run: a.rs → run.rs → a.rs"), "{}", circles[0]);
    }

    #[test]
    fn a_folder_is_one_node_of_the_folder_around_it() {
        let files = [
            ("run/mod.rs", "mod known;\nmod plan;\n"),
            ("run/known/mod.rs", "mod load;\npub use load::Known;\n"),
            ("run/known/load.rs", "use crate::run::plan::Plan;\n"),
            ("run/plan.rs", "use super::known::Known;\n"),
        ];
        let circles = found(&files);
        assert_eq!(circles.len(), 1);
        assert!(circles[0].starts_with("src/run: known/ → plan.rs → known/"), "{}", circles[0]);
        assert!(circles[0].contains("src/run/known/load.rs:1: imports plan.rs"), "{}", circles[0]);
    }

    #[test]
    fn tests_may_import_what_they_like() {
        let files = [
            ("run/mod.rs", "mod a;\nmod b;\n#[cfg(test)]\nmod tests;\n"),
            ("run/a.rs", "use super::b;\n"),
            (
                "run/b.rs",
                "#[cfg(test)]\nfn f() { super::a::f(); }\n#[cfg(test)]\nmod tests {\n    use super::super::a::A;\n}\n",
            ),
            ("run/tests.rs", "use super::a; use super::b;\n"),
        ];
        assert_eq!(found(&files), [""; 0]);
        let inline = [
            ("run/mod.rs", "mod a;\nmod b;\n"),
            ("run/a.rs", "use super::b;\n"),
            ("run/b.rs", "mod inner { use super::super::a::A; }\nfn g() { super::a::f() }\n"),
        ];
        assert_eq!(found(&inline).len(), 1);
    }

    #[test]
    fn each_program_is_a_crate_of_its_own() {
        let files = [
            ("bin/tool/main.rs", "mod args;\nfn main() { args::read() }\n"),
            ("bin/tool/args.rs", "use crate::Usage;\n"),
        ];
        assert!(found(&files)[0].starts_with("src/bin/tool: args.rs → main.rs → args.rs"));
    }
}
