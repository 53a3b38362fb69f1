//! The environment that a subprocess testee gets (DESIGN, section 5).

use std::ffi::{OsStr, OsString};
use std::process::Command;

pub use crate::credentials::{ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY};

/// A file that does not exist: `/nonexistent` is by convention a folder that never does.
const NO_FILE: &str = "/nonexistent/wireproof/no-such-file";

/// What is set.
const SET: [(&str, &str); 8] = [
    ("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID),
    ("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY),
    ("AWS_REGION", REGION),
    ("AWS_DEFAULT_REGION", REGION),
    ("AWS_EC2_METADATA_DISABLED", "true"),
    ("AWS_MAX_ATTEMPTS", "1"),
    ("AWS_CONFIG_FILE", NO_FILE),
    ("AWS_SHARED_CREDENTIALS_FILE", NO_FILE),
];

/// Sets the environment of a testee: credentials, region and retries are the same wherever it runs,
/// and nothing redirects its requests.
pub(super) fn prepare(command: &mut Command, inherited: impl Iterator<Item = OsString>) {
    for name in inherited.filter(|name| is_taken_out(name)) {
        command.env_remove(name);
    }
    command.envs(SET);
}

/// Whether a variable of ours could change what a testee sends, or where to.
fn is_taken_out(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let upper = name.to_ascii_uppercase();
    matches!(&*name, "AWS_PROFILE" | "AWS_DEFAULT_PROFILE" | "AWS_SESSION_TOKEN")
        || name.starts_with("AWS_ENDPOINT_URL")
        || upper.ends_with("_PROXY")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn sets_credentials_and_takes_out_what_redirects() {
        let inherited = [
            "HOME",
            "AWS_PROFILE",
            "AWS_DEFAULT_PROFILE",
            "AWS_SESSION_TOKEN",
            "AWS_ENDPOINT_URL",
            "AWS_ENDPOINT_URL_LICENSE_MANAGER",
            "http_proxy",
            "HTTPS_PROXY",
            "no_proxy",
            "NO_PROXY",
            "PROXY_OF_SOMETHING",
        ];
        let mut command = Command::new("testee");
        prepare(&mut command, inherited.into_iter().map(OsString::from));
        let changed: BTreeMap<_, _> = command.get_envs().collect();
        let removed = changed.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| *name);
        assert_eq!(
            removed.collect::<Vec<_>>(),
            [
                "AWS_DEFAULT_PROFILE",
                "AWS_ENDPOINT_URL",
                "AWS_ENDPOINT_URL_LICENSE_MANAGER",
                "AWS_PROFILE",
                "AWS_SESSION_TOKEN",
                "HTTPS_PROXY",
                "NO_PROXY",
                "http_proxy",
                "no_proxy",
            ]
        );
        for (name, value) in SET {
            assert_eq!(changed[OsStr::new(name)], Some(OsStr::new(value)), "{name}");
        }
        assert!(!std::path::Path::new(NO_FILE).exists());
    }
}
