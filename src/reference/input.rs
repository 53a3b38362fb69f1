//! The input of the operation: its types, how it is validated, and how it is written into a body.

use serde::Serialize;
use serde_json::Value;

use super::validate::{Findings, InputProblem, Place};

/// The input of the operation. An absent member is left out of the body.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DisassociateUserRequest {
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<String>,
    identity_provider: IdentityProvider,
    instance_id: String,
    username: String,
}

/// The union in a request. Unlike the union in a response, it has no `Unknown` member, so a client can never send back a
/// member that it did not understand.
#[derive(Debug, PartialEq, Eq, Serialize)]
enum IdentityProvider {
    #[serde(rename = "ActiveDirectoryIdentityProvider")]
    ActiveDirectory(ActiveDirectoryIdentityProvider),
}

/// A directory.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ActiveDirectoryIdentityProvider {
    #[serde(skip_serializing_if = "Option::is_none")]
    directory_id: Option<String>,
}

/// The reason why an input is not a valid request.
#[derive(Debug, thiserror::Error)]
pub(super) enum InputError {
    /// It is not a JSON value that could be a request.
    #[error("{0}")]
    NotRead(#[source] serde_json::Error),
    /// It breaks the contract in these ways.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Faults(Vec<InputProblem>),
    /// A Rust string cannot hold the string at this path.
    #[error("a Rust string cannot hold the lone surrogate in `{0}`")]
    Unholdable(String),
}

impl DisassociateUserRequest {
    /// Turns an input in the value form into a request, or reports all its faults.
    pub(super) fn validate(input: &str) -> Result<Self, InputError> {
        // serde_json refuses values that nest deeper than 128 levels, and numbers outside the range of a double. A
        // valid input has neither: it has no numbers, and three levels.
        let input: Value = serde_json::from_str(input).map_err(InputError::NotRead)?;
        let mut findings = Findings::default();
        let request = request(&Place::root(&input), &mut findings);
        if let Some(path) = findings.unholdable {
            return Err(InputError::Unholdable(path));
        }
        match request {
            Some(request) if findings.faults.is_empty() => Ok(request),
            _ => Err(InputError::Faults(findings.faults)),
        }
    }

    /// Returns the body of the request.
    pub(super) fn serialize(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }
}

fn request(place: &Place<'_>, findings: &mut Findings) -> Option<DisassociateUserRequest> {
    let members =
        place.structure(&["Domain", "IdentityProvider", "InstanceId", "Username"], findings)?;
    // Every member is read before the first `?`, so that all faults are found.
    let domain = members.optional("Domain").and_then(|place| place.string(findings));
    let identity_provider = members
        .required("IdentityProvider", findings)
        .and_then(|place| identity_provider(&place, findings));
    let instance_id =
        members.required("InstanceId", findings).and_then(|place| place.string(findings));
    let username = members.required("Username", findings).and_then(|place| place.string(findings));
    Some(DisassociateUserRequest {
        domain,
        identity_provider: identity_provider?,
        instance_id: instance_id?,
        username: username?,
    })
}

fn identity_provider(place: &Place<'_>, findings: &mut Findings) -> Option<IdentityProvider> {
    let (_, directory) = place.union(&["ActiveDirectoryIdentityProvider"], findings)?;
    let members = directory.structure(&["DirectoryId"], findings)?;
    let directory_id = members.optional("DirectoryId").and_then(|place| place.string(findings));
    Some(IdentityProvider::ActiveDirectory(ActiveDirectoryIdentityProvider { directory_id }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(input: &str) -> String {
        let request = DisassociateUserRequest::validate(input).expect(input);
        String::from_utf8(request.serialize().expect(input)).expect(input)
    }

    #[test]
    fn a_valid_input_is_sent_as_it_is() {
        for input in [
            r#"{"Domain":"d","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"i"}},"InstanceId":"n","Username":"u"}"#,
            r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"InstanceId":"","Username":"\u0000\"é😀"}"#,
        ] {
            assert_eq!(body(input), input);
        }
    }

    #[test]
    fn every_fault_is_told_with_its_place() {
        const AD: &str = "ActiveDirectoryIdentityProvider";
        for (input, faults) in [
            ("5", "a structure expected, not a number"),
            ("null", "a structure expected, not null"),
            ("[]", "a structure expected, not an array"),
            (
                "{}",
                "`IdentityProvider`: required, but missing; `InstanceId`: required, but missing; \
                 `Username`: required, but missing",
            ),
            (
                r#"{"Domain":null,"IdentityProvider":null,"InstanceId":1,"Username":[],"X":null}"#,
                "`X`: no such member; `Domain`: a string expected, not null; \
                 `IdentityProvider`: a union expected, not null; \
                 `InstanceId`: a string expected, not a number; \
                 `Username`: a string expected, not an array",
            ),
            (
                r#"{"IdentityProvider":{"AD":{}},"InstanceId":"","Username":""}"#,
                "`IdentityProvider.AD`: no such member",
            ),
            (
                r#"{"IdentityProvider":{},"InstanceId":"","Username":""}"#,
                "`IdentityProvider`: a union has exactly one member, not 0",
            ),
            (
                &format!(
                    r#"{{"IdentityProvider":{{"{AD}":{{"DirectoryId":5,"X":1}},"Okta":{{}}}},"InstanceId":"","Username":""}}"#
                ),
                "`IdentityProvider`: a union has exactly one member, not 2; \
                 `IdentityProvider.Okta`: no such member; \
                 `IdentityProvider.ActiveDirectoryIdentityProvider.X`: no such member; \
                 `IdentityProvider.ActiveDirectoryIdentityProvider.DirectoryId`: \
                 a string expected, not a number",
            ),
            (
                &format!(r#"{{"IdentityProvider":{{"{AD}":null}},"InstanceId":"","Username":""}}"#),
                "`IdentityProvider.ActiveDirectoryIdentityProvider`: \
                 a structure expected, not null",
            ),
        ] {
            let error = DisassociateUserRequest::validate(input).expect_err(input);
            assert!(matches!(error, InputError::Faults(_)), "{input}: {error:?}");
            assert_eq!(error.to_string(), faults, "{input}");
        }
    }

    #[test]
    fn what_rust_cannot_hold_is_told_apart() {
        let input = r#"{"Username":{"$wtf8":"7aCA"}}"#;
        let error = DisassociateUserRequest::validate(input).expect_err(input);
        assert!(matches!(error, InputError::Unholdable(path) if path == "Username"));
    }

    #[test]
    fn no_input_exhausts_the_stack() {
        let input = format!(r#"{{"Domain":{}"#, "[".repeat(1_000_000));
        let error = DisassociateUserRequest::validate(&input).expect_err("it is no JSON");
        assert!(matches!(error, InputError::NotRead(_)));
    }
}
