//! Saves failures in files for `wireproof replay`, and reads where they come from.

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use wireproof::contract::Contract;
use wireproof::json::Json;
use wireproof::run::{Replay, Report};
use wireproof::terminal_text;

use crate::args::{ClientArgs, ContractArgs, TESTEES};
use crate::failure::Failure;
use crate::identity::Identity;
use crate::shell::{quoted, shown};
use crate::testees::Choice;
use crate::{contract, embedded, output};

/// How many characters of a command a message shows.
pub(crate) const SHOWN: usize = 4096;

/// How to find the testee and the contract of a failure again.
#[derive(Debug)]
pub(crate) struct Origin {
    /// The name of the testee's folder, and the directory that holds it.
    folder: Option<(String, PathBuf)>,
    exec: Option<String>,
    /// The user's own contract, and the operation in it.
    contract: Option<PathBuf>,
    operation: Option<String>,
}

/// What a replay file is allowed to run.
pub(crate) struct Permission<'a> {
    /// The replay file.
    pub(crate) file: &'a Path,
    /// Whether the file may run anything.
    pub(crate) all: bool,
    /// The directory of testees that the user named.
    pub(crate) testees: Option<&'a Path>,
}

impl Origin {
    /// Returns the origin of the failures of a run.
    pub(crate) fn new(args: &ClientArgs, choice: &Choice) -> Self {
        let (folder, exec) = match choice {
            Choice::Reference => (None, None),
            Choice::Folder { name, testees, .. } => (Some((name.clone(), testees.clone())), None),
            Choice::Command { line, .. } => (None, Some(line.clone())),
        };
        let ContractArgs { contract, operation, .. } = args.contract.clone();
        Self { folder, exec, contract, operation }
    }

    /// Reads the origin in a file.
    pub(crate) fn from_json(origin: &Json) -> Result<Self, Failure> {
        let text = |name: &str| origin.get(name).and_then(Json::as_str).map(str::to_owned);
        let path = |name: &str| origin.get(name).map_or(Ok(None), |json| path_of(name, json));
        let testees = path("testees")?;
        Ok(Self {
            folder: text("testee").map(|name| (name, testees.unwrap_or_else(|| TESTEES.into()))),
            exec: text("exec"),
            contract: path("contract")?,
            operation: text("operation"),
        })
    }

    /// Returns the origin as replay files have it.
    pub(crate) fn to_json(&self, edition: Option<&str>) -> Json {
        Json::object([
            ("testee", Json::from(self.folder.as_ref().map(|(name, _)| name.clone()))),
            ("testees", self.folder.as_ref().map_or(Json::Null, |(_, testees)| json_of(testees))),
            ("exec", Json::from(self.exec.clone())),
            ("edition", Json::from(edition)),
            ("contract", self.contract.as_deref().map_or(Json::Null, json_of)),
            ("operation", Json::from(self.operation.clone())),
        ])
    }

    /// Returns the command that replays the file. The command shows what it runs, except for the content of the user's own
    /// `testees/`.
    fn command(&self, file: &Path) -> String {
        // clap would read a path that begins with a dash as an option.
        let file = match file.as_os_str().as_bytes() {
            [b'-', ..] => Path::new(".").join(file),
            _ => file.to_owned(),
        };
        let mut command = format!("wireproof replay {}", quoted(file));
        if let Some(line) = &self.exec {
            command += " ";
            command += &match line.starts_with('-') {
                true => quoted(format!("--exec={line}")),
                false => format!("--exec {}", quoted(line)),
            };
        }
        let folder = self.folder.as_ref().filter(|_| self.exec.is_none());
        if let Some((name, testees)) = folder {
            if testees.as_os_str() != TESTEES {
                command += &match testees.as_os_str().as_bytes() {
                    [b'-', ..] => format!(" --testees {}", quoted(Path::new(".").join(testees))),
                    _ => format!(" --testees {}", quoted(testees)),
                };
            }
            command += if name.starts_with('-') { " -- " } else { " " };
            command += &quoted(name);
        }
        command
    }

    /// Returns the testee that a replay file names. A file runs nothing that the user has not seen: a command line, or a
    /// testee in a directory that the user has not named, needs permission.
    pub(crate) fn choice(origin: &Json, permission: &Permission<'_>) -> Result<Choice, Failure> {
        let mut origin = Self::from_json(origin)?;
        let own = permission.testees.unwrap_or(Path::new(TESTEES));
        if let Some((_, testees)) = &mut origin.folder
            && (permission.testees.is_some() || Identity::of(testees) == Identity::of(own))
        {
            *testees = own.to_owned();
        }
        let foreign = origin.folder.as_ref().is_some_and(|(_, testees)| testees != own)
            || origin.exec.is_some();
        let (name, testees) = match &origin.folder {
            Some((name, testees)) => (Some(name.as_str()), testees.as_path()),
            None => (None, own),
        };
        let choice = || Choice::of(name, origin.exec.as_deref(), testees);
        if !foreign || permission.all {
            return choice();
        }
        // A command line that is wrong in itself is reported first. A folder is not, since that needs a look at a path that
        // only the file names.
        if origin.exec.is_some() {
            choice()?;
        }
        let what = match (&origin.exec, name) {
            (None, Some(name)) => format!("the testee {}", shown(testees.join(name))),
            (line, _) => {
                format!(
                    "the command `{}`",
                    terminal_text::line(line.as_deref().unwrap_or_default(), SHOWN)
                )
            }
        };
        Err(Failure::usage(format!(
            "it names {what}, which wireproof runs only if you say so: type\n  {}\nor name \
             another testee; --allow-exec runs anything that the file names",
            origin.command(permission.file)
        )))
    }

    /// Returns the contract by which the testee failed.
    pub(crate) fn contract(origin: &Json) -> Result<Contract, Failure> {
        let Self { contract, operation, .. } = Self::from_json(origin)?;
        if let Some(path) = contract.as_ref().filter(|path| embedded::named(path).is_none())
            && std::fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir())
        {
            // To open a FIFO or a terminal would wait for what nobody writes.
            return Err(Failure::usage(format!(
                "`contract`: {} is not a regular file; save the contract in one, and name that",
                shown(path)
            )));
        }
        let edition = origin.get("edition").and_then(Json::as_str).map(str::to_owned);
        contract::chosen(&ContractArgs { contract, operation, edition }, None)
    }
}

/// Returns a path for a replay file: text, or base64 if the path is not UTF-8.
fn json_of(path: &Path) -> Json {
    match path.to_str() {
        Some(text) => Json::from(text),
        None => {
            Json::object([("base64", Json::from(STANDARD.encode(path.as_os_str().as_bytes())))])
        }
    }
}

/// Reads a path that [`json_of`] wrote.
fn path_of(name: &str, json: &Json) -> Result<Option<PathBuf>, Failure> {
    if let Some(text) = json.as_str() {
        return Ok(Some(PathBuf::from(text)));
    }
    let Some(base64) = json.get("base64") else { return Ok(None) };
    let bytes = base64.as_str().and_then(|base64| STANDARD.decode(base64).ok());
    let bytes = bytes.ok_or_else(|| Failure::usage(format!("`{name}.base64`: not base64")))?;
    Ok(Some(PathBuf::from(OsString::from_vec(bytes))))
}

/// Saves every failure of the report in its own file, and notes the replay command in the report. If files cannot be
/// saved, the run goes on, and one message about all of them is returned.
///
/// The name of a file is the policy's id and a digest of what is sent. So the same failure has the same file in every
/// run, and no failure overwrites another.
pub(crate) fn save(folder: &Path, origin: &Origin, report: &mut Report) -> Option<String> {
    let json = origin.to_json(report.contract.edition);
    let (mut unsaved, mut first) = (0, None);
    for at in 0..report.policies.len() {
        if !report.policies[at].verdict.is_failure() {
            continue;
        }
        for failure in 0..report.policies[at].failures.len() {
            let policy = &report.policies[at];
            let found = &policy.failures[failure];
            let Some(replay) = Replay::new(policy, found, json.clone()) else { continue };
            // The digest is over the stimulus: the recorded exchange has ports and signatures, which differ in every run.
            let sent = format!("{json}{}", found.recorded.stimulus.to_json());
            let digest = Sha256::digest(sent.as_bytes());
            let digest: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
            let path = folder.join(format!("{}-{digest}.json", policy.policy.id));
            match write(&path, &replay) {
                Ok(()) => {
                    report.policies[at].failures[failure].replay = Some(origin.command(&path))
                }
                Err(error) => {
                    unsaved += 1;
                    first.get_or_insert_with(|| format!("`{}`: {error}", shown(&path)));
                }
            }
        }
    }
    first.map(|first| {
        let failures = if unsaved == 1 { "failure" } else { "failures" };
        format!(
            "{unsaved} {failures} could not be saved for `wireproof replay`: {first}; name another \
             folder with --replays, or use --no-replays"
        )
    })
}

fn write(path: &Path, replay: &Replay) -> std::io::Result<()> {
    let text = replay.to_json().to_pretty() + "\n";
    fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    output::replace(path, text.as_bytes())
}
