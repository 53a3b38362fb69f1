//! What a new policy must have beside its file. Each thing that was forgotten is named in one sentence that says how
//! to mend it; CONTRIBUTING.md#add-a-policy tells the whole way.

#![cfg(all(feature = "reference", feature = "generate"))]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use wireproof::contract::{Contract, EDITIONS};
use wireproof::generate::Generator;
use wireproof::policy::{Level, Party, Policy, catalogue};
use wireproof::reference::mutants::{Kind, Mutant, mutants};
use wireproof::suite::{StimulusSource, Suite};

/// How many cases aim at a policy at least, in each edition.
const LEAST_CASES: usize = 3;

const LIST: &str = "src/every_policy.rs";
const WALKTHROUGH: &str = "see CONTRIBUTING.md#add-a-policy";

/// Fails with these sentences, if there are any.
fn assert_none(forgotten: &[String]) {
    assert!(forgotten.is_empty(), "\n{}\n", forgotten.join("\n"));
}

/// The policies on clients. Servers have no mutants, recipes and cases yet.
fn on_clients() -> impl Iterator<Item = &'static Policy> {
    catalogue().iter().copied().filter(|policy| policy.party() == Party::Client)
}

/// The policies on clients that apply to `DisassociateUser`. The others have generated stimuli only, and no fixed cases.
fn on_the_embedded_operation() -> impl Iterator<Item = &'static Policy> {
    let contract = Contract::default();
    on_clients().filter(move |policy| policy.lacks(&contract).is_none())
}

/// The path of an id's file in a folder of `src`: `error/from_code.rs`.
fn path_of(id: &str) -> String {
    format!("{}.rs", id.replace('.', "/").replace('-', "_"))
}

/// The files in the folders of `folder`, each as `<folder>/<file>.rs`.
fn files(folder: &str) -> BTreeSet<String> {
    let entries = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).expect("the folder can be read");
        entries.map(|entry| entry.expect("its entries can be read").path()).collect()
    };
    let name = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.expect("a name in UTF-8").to_owned()
    };
    let mut found = BTreeSet::new();
    for group in entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
        // A folder beside a file of its name is a module of several files, not a group.
        if !group.is_dir() || group.with_extension("rs").exists() {
            continue;
        }
        found.extend(entries(&group).iter().map(|file| format!("{}/{}", name(&group), name(file))));
    }
    found
}

/// A mutant of an operation that is not there would never run.
#[test]
fn every_mutant_calls_an_operation_that_has_what_its_policy_needs() {
    for mutant in mutants() {
        let contract = mutant.contract().unwrap_or_default();
        let policy = catalogue().iter().find(|policy| policy.id == mutant.policy);
        let policy = policy.expect("the compiler checks the list of policies");
        assert_eq!(policy.lacks(&contract), None, "{}", mutant.name);
    }
}

/// A file that nobody listed is a policy that nobody checks.
#[test]
fn every_file_of_a_policy_is_listed() {
    let mut forgotten = Vec::new();
    for party in ["client", "server"] {
        let folder = format!("src/policy/{party}");
        let ids = catalogue().iter().map(|policy| path_of(policy.id));
        // All policies on servers have the group `server`, whatever their folder.
        let listed: BTreeSet<_> = match party {
            "server" => {
                ids.filter_map(|id| id.strip_prefix("server/").map(str::to_owned)).collect()
            }
            _ => ids.collect(),
        };
        for file in files(&folder) {
            let (group, name) = file.split_once('/').unwrap_or_default();
            let own = if party == "server" { name } else { &file };
            if !listed.contains(own) {
                forgotten.push(format!(
                    "{folder}/{file} is not in the catalogue under this name: add the line `{}` to \
                     the group `{group}` in {LIST}, and give its POLICY the id of that name; {WALKTHROUGH}",
                    name.trim_end_matches(".rs"),
                ));
            }
        }
    }
    assert_none(&forgotten);
}

#[test]
fn every_file_of_mutants_belongs_to_a_policy_that_can_be_broken() {
    let folder = "src/reference/mutants";
    let listed: BTreeSet<_> = mutants().map(|mutant| path_of(mutant.policy)).collect();
    let unlisted = files(folder).into_iter().filter(|file| !listed.contains(file));
    let forgotten: Vec<_> = unlisted
        .map(|file| {
            format!(
                "{folder}/{file} has no mutants that run: list its policy in {LIST} without `: may`, \
                 and name that policy in each of its mutants; {WALKTHROUGH}"
            )
        })
        .collect();
    assert_none(&forgotten);
}

/// What mutants a policy lacks: for a *may*, which finds no failures, any is one too many.
fn lacking_mutants(id: &str, level: Level, own: &[&Mutant]) -> Vec<String> {
    let file = format!("src/reference/mutants/{}", path_of(id));
    let has = |kind| own.iter().any(|mutant| mutant.kind == kind);
    let mut lacking = Vec::new();
    let mut lacks = |what: String| lacking.push(format!("policy `{id}` {what}; {WALKTHROUGH}"));
    match (level, own) {
        (Level::May, []) => {}
        (Level::May, _) => lacks(format!(
            "is a *may* and has mutants, which nothing catches: add `: may` to its line in {LIST}, \
             and remove {file}"
        )),
        (_, []) => lacks(format!(
            "has no mutant: add {file} with MUTANTS, and no `: may` to its line in {LIST}"
        )),
        (_, [_]) => lacks(format!("has one mutant: add a second one to {file}")),
        _ => {
            for (kind, mark) in [(Kind::Blunt, "BLUNT"), (Kind::Subtle, "SUBTLE")] {
                if !has(kind) {
                    lacks(format!(
                        "has no {} mutant: add one with `..Mutant::{mark}` to {file}",
                        kind.name()
                    ));
                }
            }
            if !own.iter().any(|mutant| mutant.is_sole()) {
                lacks(format!(
                    "is not the only catcher of any mutant, so nobody would miss it: add to {file} a \
                     mutant without `also`"
                ));
            }
        }
    }
    lacking
}

#[test]
fn every_binding_policy_has_a_blunt_mutant_a_subtle_one_and_one_of_its_own() {
    let of = |policy: &Policy| -> Vec<&Mutant> {
        mutants().filter(|mutant| mutant.policy == policy.id).collect()
    };
    let forgotten =
        on_clients().flat_map(|policy| lacking_mutants(policy.id, policy.level, &of(policy)));
    assert_none(&forgotten.collect::<Vec<_>>());
}

#[test]
fn what_mutants_are_lacking_is_said() {
    let says =
        |level, own: &[&Mutant]| lacking_mutants("request.content-type", level, own).join(" ");
    let any = |kind, sole| {
        let own = mutants().find(|own| own.kind == kind && own.is_sole() == sole);
        own.expect("there is one")
    };
    let (blunt, subtle) = (any(Kind::Blunt, true), any(Kind::Subtle, true));
    assert_eq!(says(Level::Must, &[blunt, subtle]), "");
    assert_eq!(says(Level::May, &[]), "");
    assert!(says(Level::May, &[blunt]).contains("is a *may* and has mutants"));
    assert!(
        says(Level::Should, &[])
            .contains("has no mutant: add src/reference/mutants/request/content_type.rs")
    );
    assert!(says(Level::Must, &[subtle]).contains("has one mutant"));
    assert!(says(Level::Must, &[subtle, subtle]).contains("has no blunt mutant"));
    assert!(says(Level::Must, &[blunt, blunt]).contains("has no subtle mutant"));
    let shared = [any(Kind::Blunt, false), any(Kind::Subtle, false)];
    assert!(says(Level::Must, &shared).contains("is not the only catcher"));
}

/// The compiler names a recipe that is missing; one that makes nothing is found here.
#[test]
fn every_recipe_makes_what_its_policy_judges() {
    let mut forgotten = Vec::new();
    let policies: Vec<_> = on_the_embedded_operation().collect();
    for policy in on_clients().filter(|policy| !policies.iter().any(|own| own.id == policy.id)) {
        let operation = policy.example.operation;
        let contract = Contract::parcels(operation).expect("the made-up service has it");
        if Generator::new(&contract, &[policy], 1, 1).is_empty() {
            forgotten.push(format!(
                "policy `{}` judges nothing that its recipe makes of the made-up operation {operation}; {WALKTHROUGH}",
                policy.id
            ));
        }
    }
    for edition in EDITIONS {
        let contract = Contract::edition(edition.name).expect("an embedded edition");
        for policy in &policies {
            if Generator::new(&contract, &[policy], 1, 1).is_empty() {
                let name = policy.id.split('.').next_back().unwrap_or_default().replace('-', "_");
                forgotten.push(format!(
                    "policy `{}` judges nothing that its recipe makes of edition {}: mend the function \
                     `{name}` below src/generate/recipes/; {WALKTHROUGH}",
                    policy.id, edition.name
                ));
            }
        }
    }
    assert_none(&forgotten);
}

#[test]
fn enough_cases_aim_at_every_policy_in_every_edition() {
    let mut aimed: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let suite = Suite::embedded();
    for edition in EDITIONS {
        for case in suite.cases().iter().filter(|case| case.is_for(edition.name)) {
            for aim in &case.stimulus.aims {
                *aimed.entry((edition.name, aim.id)).or_default() += 1;
            }
        }
    }
    let mut forgotten = Vec::new();
    for edition in EDITIONS {
        for policy in on_the_embedded_operation() {
            let count = aimed.get(&(edition.name, policy.id)).copied().unwrap_or(0);
            if count < LEAST_CASES {
                forgotten.push(format!(
                    "{count} cases aim at policy `{}` in edition {}, and {LEAST_CASES} must: add some to \
                     src/suite/cases/disassociate_user/{}.toml with `aims = [\"{}\"]`, see docs/cases.md",
                    policy.id, edition.name, policy.group, policy.id
                ));
            }
        }
    }
    assert_none(&forgotten);
}

#[test]
fn the_page_of_the_catalogue_holds_every_policy() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/policies.md");
    let page = fs::read_to_string(path).expect("docs/policies.md can be read");
    let lacks = |policy: &&&Policy| !page.contains(&format!("`{}`", policy.id));
    let forgotten = catalogue().iter().filter(lacks).map(|policy| {
        format!(
            "policy `{}` is not in docs/policies.md: run \
             `cargo run -- policies --format markdown > docs/policies.md`",
            policy.id
        )
    });
    assert_none(&forgotten.collect::<Vec<_>>());
}
