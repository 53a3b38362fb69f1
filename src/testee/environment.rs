//! The environment that a subprocess testee gets (docs/testee-protocol.md#what-the-harness-does).
//!
//! The verdict on a testee must not depend on where it runs. So a testee inherits no variable that an AWS SDK reads:
//! neither a stale `AWS_CREDENTIAL_EXPIRATION` nor the user's own credentials nor a proxy.

use std::ffi::{OsStr, OsString};
use std::process::Command;

pub use crate::credentials::{ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY, SESSION_TOKEN};

/// A file that does not exist. By convention, there is never a folder `/nonexistent`.
const NO_FILE: &str = "/nonexistent/wireproof/no-such-file";

/// The variables that every testee gets.
const SET: [(&str, &str); 9] = [
    ("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID),
    ("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY),
    ("AWS_SESSION_TOKEN", SESSION_TOKEN),
    ("AWS_REGION", REGION),
    ("AWS_DEFAULT_REGION", REGION),
    ("AWS_EC2_METADATA_DISABLED", "true"),
    ("AWS_MAX_ATTEMPTS", "1"),
    ("AWS_CONFIG_FILE", NO_FILE),
    ("AWS_SHARED_CREDENTIALS_FILE", NO_FILE),
];

/// Sets the environment of a testee. Credentials, region and retries are the same on every machine, and no variable
/// redirects its requests.
pub(super) fn prepare(command: &mut Command, inherited: impl Iterator<Item = OsString>) {
    for name in inherited.filter(|name| is_taken_out(name)) {
        command.env_remove(name);
    }
    command.envs(SET);
}

/// The prefixes of the variables that an AWS SDK reads. `BOTO` covers `BOTO_CONFIG` and `BOTOCORE_*`, and `_X_AMZN` covers
/// the trace id that SDKs send on inside AWS Lambda.
const TAKEN_OUT: [&str; 4] = ["AWS_", "AMAZON_", "BOTO", "_X_AMZN"];

/// Reports whether an inherited variable could change what a testee sends, or to which address.
fn is_taken_out(name: &OsStr) -> bool {
    let upper = name.to_string_lossy().to_ascii_uppercase();
    TAKEN_OUT.iter().any(|prefix| upper.starts_with(prefix)) || upper.ends_with("_PROXY")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn sets_credentials_and_takes_out_what_redirects() {
        let kept = ["HOME", "PATH", "PROXY_OF_SOMETHING", "POLICIES_OF_NATURE"];
        let removed = [
            "AMAZON_ACCESS_KEY_ID",
            "AWS_CREDENTIAL_EXPIRATION",
            "AWS_ENDPOINT_URL_LICENSE_MANAGER",
            "AWS_PROFILE",
            "AWS_SECURITY_TOKEN",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "Aws_Ca_Bundle",
            "BOTOCORE_EXPERIMENTAL",
            "BOTO_CONFIG",
            "HTTPS_PROXY",
            "NO_PROXY",
            "_X_AMZN_TRACE_ID",
            "aws_use_fips_endpoint",
            "http_proxy",
            "no_proxy",
        ];
        let inherited = kept.iter().chain(&removed).map(OsString::from);
        let mut command = Command::new("testee");
        prepare(&mut command, inherited);
        let changed: BTreeMap<_, _> = command.get_envs().collect();
        let found = changed.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| *name);
        assert_eq!(found.collect::<Vec<_>>(), removed);
        for (name, value) in SET {
            assert_eq!(changed[OsStr::new(name)], Some(OsStr::new(value)), "{name}");
        }
        assert!(!std::path::Path::new(NO_FILE).exists());
    }
}
