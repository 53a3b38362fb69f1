//! A folder in which the command runs.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::brisk::brisk;

pub(crate) const WIREPROOF: &str = env!("CARGO_BIN_EXE_wireproof");

/// A folder in which the command runs, with what it leaves there.
pub(crate) struct Place(tempfile::TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Exit code, standard output and standard error; a run is [`brisk`].
    pub(crate) fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::new(WIREPROOF)
            .args(brisk(arguments))
            .current_dir(self.0.path())
            .env_remove("WIREPROOF_TESTEES")
            .stdin(Stdio::null())
            .output()
            .expect("the command starts");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it is UTF-8");
        let code = output.status.code().expect("it is not killed");
        (code, text(&output.stdout), text(&output.stderr))
    }
}
