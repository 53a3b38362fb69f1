//! A folder in which the command runs, with what it leaves there.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::brisk::brisk;

pub(crate) const WIREPROOF: &str = env!("CARGO_BIN_EXE_wireproof");
pub(crate) const TESTEE: &str = env!("CARGO_BIN_EXE_wireproof-testee");

/// A policy that few cases aim at, and none that waits: for runs of which only the end matters.
pub(crate) const QUICK: [&str; 3] = ["--policy", "union.null-is-absent", "--no-replays"];

/// A policy that a fault of our own testee breaks, and the fault.
pub(crate) const BROKEN: &str = "union.unknown-member-named";
pub(crate) const FAULT: &str = "--fault unknown-member-unnamed";

pub(crate) struct Place(tempfile::TempDir);

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: impl AsRef<Path>, text: &str) {
        fs::write(self.path(name), text).expect("it can be written");
    }

    pub(crate) fn read(&self, name: impl AsRef<Path>) -> String {
        let path = self.path(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The JSON report in a file, which must parse.
    pub(crate) fn report(&self, name: impl AsRef<Path>) -> Value {
        let text = self.read(&name);
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text:?}"))
    }

    /// Makes a testee of a shell script: the folder `testees/NAME`.
    pub(crate) fn testee(&self, folder: impl AsRef<Path>, script: &str) {
        let folder = self.path(folder);
        fs::create_dir_all(&folder).expect("it can be made");
        let run = folder.join("run");
        fs::write(&run, format!("#!/bin/sh\n{script}\n")).expect("it can be written");
        fs::set_permissions(run, fs::Permissions::from_mode(0o755)).expect("it is ours");
    }

    pub(crate) fn fifo(&self, name: &str) {
        let made = Command::new("mkfifo").arg(self.path(name)).status().expect("mkfifo starts");
        assert!(made.success());
    }

    pub(crate) fn command(&self, arguments: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(WIREPROOF);
        command.args(brisk(arguments)).current_dir(self.0.path()).env_remove("WIREPROOF_TESTEES");
        command.env("NO_COLOR", "1").stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[impl AsRef<OsStr>]) -> Ended {
        Ended::of(self.command(arguments).output().expect("the command starts"))
    }

    /// Runs a line in bash, as a user types it. `wireproof` is the command.
    pub(crate) fn shell(&self, line: &str) -> Ended {
        let mut command = Command::new("bash");
        command.args(["-c", &format!("wireproof() {{ '{WIREPROOF}' \"$@\"; }}; {line}")]);
        command.current_dir(self.0.path()).env_remove("WIREPROOF_TESTEES").env("NO_COLOR", "1");
        Ended::of(command.stdin(Stdio::null()).output().expect("bash starts"))
    }

    /// The names in the folder, in their order.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("it is there").flatten();
        let mut names: Vec<_> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

impl Ended {
    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("it is UTF-8");
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        let code = output.status.code().unwrap_or_else(|| panic!("killed: {stderr}"));
        assert!(!stderr.contains("panicked"), "{stderr}");
        Self { code, stdout, stderr }
    }
}
