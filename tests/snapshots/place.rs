//! Runs the command in its own folder, and records what it prints.

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};

use super::settings::Filters;
use super::wire::indented;

#[path = "../support/mod.rs"]
mod support;

const WIREPROOF: &str = env!("CARGO_BIN_EXE_wireproof");
const TESTEE: &str = env!("CARGO_BIN_EXE_wireproof-testee");

/// What a run prints of the time that it took.
pub(crate) const FILTERS: Filters = &[(r"\bin \d+\.\d s\)", "in [time] s)")];

/// The name of our own testee in a [`Place`].
pub(crate) const OURS: &str = "./wireproof-testee";

/// A folder that holds only a link to our own testee, so that no path in the output depends on the machine.
pub(crate) struct Place {
    folder: tempfile::TempDir,
    /// What was done, as a user would see it in a terminal.
    transcript: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::os::unix::fs::symlink(TESTEE, folder.path().join(OURS)).expect("it can be linked");
        Self { folder, transcript: String::new() }
    }

    /// Writes a file, and notes its content in the transcript.
    pub(crate) fn file(&mut self, name: &str, text: impl AsRef<[u8]>) {
        self.silent_file(name, text.as_ref());
        let _ = writeln!(self.transcript, "{name}");
        self.transcript += &indented(&text.as_ref().escape_to_lines());
    }

    /// Writes a file.
    pub(crate) fn silent_file(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.folder.path().join(name), text).expect("it can be written");
    }

    /// Makes a testee of a shell script: the folder `testees/NAME`, with these versions.
    pub(crate) fn silent_testee(&self, name: &str, versions: &[&str], script: &str) {
        let folder = self.folder.path().join("testees").join(name);
        for version in versions {
            fs::create_dir_all(folder.join("versions").join(version)).expect("it can be made");
        }
        let run = folder.join("run");
        fs::write(&run, format!("#!/bin/sh\n{script}\n")).expect("it can be written");
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(run, mode).expect("it is ours");
    }

    /// The text of a file.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    /// Notes what cannot be seen otherwise.
    pub(crate) fn note(&mut self, text: &str) {
        let _ = writeln!(self.transcript, "({text})");
    }

    /// The files in a folder, in the order of their names.
    pub(crate) fn files(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path().join(folder)).expect("the folder is there");
        let name =
            |entry: std::io::Result<fs::DirEntry>| entry.expect("it can be read").file_name();
        let mut files: Vec<_> =
            entries.map(|entry| format!("{folder}/{}", name(entry).to_string_lossy())).collect();
        files.sort();
        files
    }

    /// Runs the command, and notes what it prints and how it ends.
    pub(crate) fn run(&mut self, arguments: &[impl AsRef<str>]) {
        self.run_with(arguments, None);
    }

    /// Runs the command with this standard input.
    pub(crate) fn run_with(&mut self, arguments: &[impl AsRef<str>], input: Option<&[u8]>) {
        let line =
            shlex::try_join(arguments.iter().map(AsRef::as_ref)).expect("no NUL is among them");
        let _ = write!(self.transcript, "$ wireproof {line}");
        if let Some(input) = input {
            let text = input.escape_to_lines();
            let _ = write!(self.transcript, " <<< '{}'", text.replace('\'', r"'\''"));
        }
        self.transcript.push('\n');
        let (code, stdout, stderr) = self.output(arguments, input.unwrap_or_default());
        self.transcript += &stdout;
        self.transcript += &stderr;
        let _ = writeln!(self.transcript, "[exit code {code}]\n");
    }

    /// Runs the command: its exit code, standard output and standard error.
    pub(crate) fn output(
        &self,
        arguments: &[impl AsRef<str>],
        input: &[u8],
    ) -> (i32, String, String) {
        let mut command = Command::new(WIREPROOF);
        command.args(arguments.iter().map(AsRef::as_ref)).current_dir(self.folder.path());
        command.env("NO_COLOR", "1").env("COLUMNS", "100").env_remove("WIREPROOF_TESTEES");
        // The snapshots show the fixed cases, and some what a testee does in its tenth call.
        command.env("WIREPROOF_CASES", "0").env("WIREPROOF_JOBS", "1");
        let output = support::with_input(command.stdin(Stdio::piped()), input);
        let text = |bytes| String::from_utf8(bytes).expect("what is printed is UTF-8");
        let code = output.status.code().expect("it is not killed");
        (code, text(output.stdout), text(output.stderr))
    }

    /// What was done.
    pub(crate) fn transcript(self) -> String {
        self.transcript
    }
}

/// Returns bytes for a transcript: text unchanged, and other bytes as escapes.
trait Escape {
    fn escape_to_lines(&self) -> String;
}

impl Escape for [u8] {
    fn escape_to_lines(&self) -> String {
        let mut text = String::new();
        for chunk in self.utf8_chunks() {
            text += chunk.valid();
            text.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
        }
        text
    }
}
