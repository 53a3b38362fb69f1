//! A folder with testees in it, in which the command runs.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::brisk::brisk;

pub(crate) const WIREPROOF: &str = env!("CARGO_BIN_EXE_wireproof");
pub(crate) const TESTEE: &str = env!("CARGO_BIN_EXE_wireproof-testee");

/// The hello of a script.
pub(crate) const HELLO: &str = r#"printf '%s\n' '{"type":"hello","protocol":1,"name":"script"}'"#;

/// Answers every call with `skipped`, until the input ends.
pub(crate) const SKIP_ALL: &str = r#"skip_all() { while read -r line; do
    id=${line#*'"id":"'}; id=${id%%'"'*}
    case $line in
        *'"type":"call"'*) printf '%s\n' '{"type":"result","id":"'"$id"'","outcome":"skipped","reason":"x"}';;
    esac
done; }"#;

/// What a command came to.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ended {
    /// What was printed, as a JSON report.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A folder.
pub(crate) struct Place(tempfile::TempDir);

impl Place {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// One with a testee `mine`, which is this shell script. `$testee` in it is the reference client.
    pub(crate) fn with(script: &str) -> Self {
        let place = Self::new();
        let folder = place.path("mine");
        fs::create_dir(&folder).expect("it can be made");
        let run = folder.join("run");
        let text = format!("#!/bin/sh\ntestee='{TESTEE}'\n{SKIP_ALL}\n{script}\n");
        fs::write(&run, text).expect("it can be written");
        fs::set_permissions(&run, fs::Permissions::from_mode(0o755)).expect("it can be changed");
        place
    }

    /// The path of a file in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The command, in this folder, with these arguments.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(WIREPROOF);
        command
            .args(brisk(arguments))
            .current_dir(self.0.path())
            .env("WIREPROOF_TESTEES", self.0.path());
        command.stdin(Stdio::null());
        command
    }

    /// `wireproof client mine` with these arguments besides.
    pub(crate) fn client(&self, arguments: &[&str]) -> Ended {
        self.run(&[&["client", "mine"], arguments].concat())
    }

    /// Runs the command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        end(&mut self.command(arguments))
    }
}

/// Runs a command to its end.
pub(crate) fn end(command: &mut Command) -> Ended {
    let output = command.output().expect("the command starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what is printed is UTF-8");
    Ended {
        code: output.status.code().expect("it is not killed"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}
