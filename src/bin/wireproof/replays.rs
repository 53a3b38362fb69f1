//! Failures in files, for `wireproof replay`.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use wireproof::contract::Contract;
use wireproof::json::Json;
use wireproof::run::{Replay, Report};

use crate::args::{ClientArgs, ContractArgs, TESTEES};
use crate::contract;
use crate::failure::Failure;
use crate::testees::Choice;

/// How the testee and the contract of a failure are found again.
#[derive(Debug)]
pub(crate) struct Origin {
    /// The name of a folder of a testee, and where that folder is.
    folder: Option<(String, PathBuf)>,
    exec: Option<String>,
    /// A contract of the user's own, and the operation in it.
    contract: Option<PathBuf>,
    operation: Option<String>,
}

impl Origin {
    /// The origin of what a run found.
    pub(crate) fn new(args: &ClientArgs, choice: &Choice) -> Self {
        let (folder, exec) = match choice {
            Choice::Reference => (None, None),
            Choice::Folder { name, testees, .. } => (Some((name.clone(), testees.clone())), None),
            Choice::Command { line, .. } => (None, Some(line.clone())),
        };
        let ContractArgs { contract, operation, .. } = args.contract.clone();
        Self { folder, exec, contract, operation }
    }

    fn to_json(&self, edition: Option<&str>) -> Json {
        let path = |path: &PathBuf| Json::from(path.display().to_string());
        Json::object([
            ("testee", Json::from(self.folder.as_ref().map(|(name, _)| name.clone()))),
            ("testees", self.folder.as_ref().map_or(Json::Null, |(_, testees)| path(testees))),
            ("exec", Json::from(self.exec.clone())),
            ("edition", Json::from(edition)),
            ("contract", self.contract.as_ref().map_or(Json::Null, path)),
            ("operation", Json::from(self.operation.clone())),
        ])
    }

    /// The testee that failed.
    pub(crate) fn choice(origin: &Json, testees: Option<&Path>) -> Result<Choice, Failure> {
        let text = |name: &str| origin.get(name).and_then(Json::as_str);
        let recorded = text("testees").map_or(Path::new(TESTEES), Path::new);
        Choice::of(text("testee"), text("exec"), testees.unwrap_or(recorded))
    }

    /// The contract that it failed by.
    pub(crate) fn contract(origin: &Json) -> Result<Contract, Failure> {
        let text = |name: &str| origin.get(name).and_then(Json::as_str).map(str::to_owned);
        let args = ContractArgs {
            contract: text("contract").map(PathBuf::from),
            operation: text("operation"),
            edition: text("edition"),
        };
        contract::chosen(&args, None)
    }
}

/// Saves every failure of the report in a file of its own, and notes in the report how to run it again.
///
/// A file is named for what it holds, so that the same failure has the same file in every run, and none is
/// written over by another.
pub(crate) fn save(folder: &Path, origin: &Origin, report: &mut Report) -> Result<(), Failure> {
    let origin = origin.to_json(report.contract.edition);
    for at in 0..report.policies.len() {
        if !report.policies[at].verdict.is_failure() {
            continue;
        }
        for failure in 0..report.policies[at].failures.len() {
            let policy = &report.policies[at];
            let found = &policy.failures[failure];
            let Some(replay) = Replay::new(policy, found, origin.clone()) else { continue };
            // Ports and signatures differ from run to run; what is sent does not.
            let sent = format!("{origin}{}", found.recorded.stimulus.to_json());
            let digest = Sha256::digest(sent.as_bytes());
            let digest: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
            let path = folder.join(format!("{}-{digest}.json", policy.policy.id));
            write(&path, &replay)?;
            let quoted = shlex::try_quote(&path.display().to_string()).map(String::from);
            let command = quoted.map(|path| format!("wireproof replay {path}"));
            report.policies[at].failures[failure].replay = command.ok();
        }
    }
    Ok(())
}

fn write(path: &Path, replay: &Replay) -> Result<(), Failure> {
    let text = replay.to_json().to_pretty() + "\n";
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).and_then(|()| fs::write(path, text)).map_err(|error| {
        let path = path.display();
        Failure::cannot_run(format!(
            "`{path}` cannot be written: {error}; name another folder with --replays, or say \
             --no-replays"
        ))
    })
}
