//! The output of the operation: its types, and how it is read from a body.

use std::collections::BTreeSet;

use serde::de::{Error as _, IgnoredAny, MapAccess};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::members::{ReadMembers, read_object, skip};
use super::strict::{self, BodyError};

/// The output of the operation.
///
/// A null member is absent. A missing required member is absent, too, so that the user still gets the rest of the
/// response.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DisassociateUserResponse {
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_user_summary: Option<InstanceUserSummary>,
}

/// The summary of the user. The dates are plain strings, and are kept as they are.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct InstanceUserSummary {
    #[serde(skip_serializing_if = "Option::is_none")]
    association_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disassociation_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identity_provider: Option<IdentityProvider>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
}

/// The union of identity providers.
#[derive(Debug, PartialEq, Eq, Serialize)]
enum IdentityProvider {
    #[serde(rename = "ActiveDirectoryIdentityProvider")]
    ActiveDirectory(ActiveDirectoryIdentityProvider),
    /// A member that the client does not know, by its name. Its value is not kept.
    #[serde(rename = "SDK_UNKNOWN_MEMBER", serialize_with = "unknown_member")]
    Unknown(String),
}

/// A directory.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ActiveDirectoryIdentityProvider {
    #[serde(skip_serializing_if = "Option::is_none")]
    directory_id: Option<String>,
}

impl DisassociateUserResponse {
    /// Reads the body of a success. An empty body means that there are no members.
    pub(super) fn deserialize_body(body: &[u8]) -> Result<Self, BodyError> {
        if body.is_empty() { Ok(Self::default()) } else { strict::read(body) }
    }
}

impl<'de> ReadMembers<'de> for DisassociateUserResponse {
    const EXPECTED: &'static str = "a DisassociateUserResponse";

    fn member<M: MapAccess<'de>>(&mut self, name: &str, value: &mut M) -> Result<(), M::Error> {
        match name {
            "InstanceUserSummary" => self.instance_user_summary = value.next_value()?,
            _ => skip(value)?,
        }
        Ok(())
    }
}

impl<'de> ReadMembers<'de> for InstanceUserSummary {
    const EXPECTED: &'static str = "an InstanceUserSummary";

    fn member<M: MapAccess<'de>>(&mut self, name: &str, value: &mut M) -> Result<(), M::Error> {
        match name {
            "AssociationDate" => self.association_date = value.next_value()?,
            "DisassociationDate" => self.disassociation_date = value.next_value()?,
            "Domain" => self.domain = value.next_value()?,
            "IdentityProvider" => self.identity_provider = value.next_value()?,
            "InstanceId" => self.instance_id = value.next_value()?,
            "Status" => self.status = value.next_value()?,
            "StatusMessage" => self.status_message = value.next_value()?,
            "Username" => self.username = value.next_value()?,
            _ => skip(value)?,
        }
        Ok(())
    }
}

impl<'de> ReadMembers<'de> for ActiveDirectoryIdentityProvider {
    const EXPECTED: &'static str = "an ActiveDirectoryIdentityProvider";

    fn member<M: MapAccess<'de>>(&mut self, name: &str, value: &mut M) -> Result<(), M::Error> {
        match name {
            "DirectoryId" => self.directory_id = value.next_value()?,
            _ => skip(value)?,
        }
        Ok(())
    }
}

/// The members of the union that are present and not null. A valid union has one.
#[derive(Default)]
struct IdentityProviderMembers {
    active_directory: Option<ActiveDirectoryIdentityProvider>,
    unknown: BTreeSet<String>,
}

impl<'de> ReadMembers<'de> for IdentityProviderMembers {
    const EXPECTED: &'static str = "an IdentityProvider";

    fn member<M: MapAccess<'de>>(&mut self, name: &str, value: &mut M) -> Result<(), M::Error> {
        match name {
            "ActiveDirectoryIdentityProvider" => self.active_directory = value.next_value()?,
            // This is a hint for readers that do not know the shape, and never a member.
            "__type" => skip(value)?,
            _ => {
                // The last member of a name counts, so a null removes an earlier value.
                self.unknown.remove(name);
                if value.next_value::<Option<IgnoredAny>>()?.is_some() {
                    self.unknown.insert(name.to_owned());
                }
            }
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for IdentityProvider {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let IdentityProviderMembers { active_directory, unknown } = read_object(deserializer)?;
        let mut members = active_directory
            .map(Self::ActiveDirectory)
            .into_iter()
            .chain(unknown.into_iter().map(Self::Unknown));
        match (members.next(), members.next()) {
            (Some(member), None) => Ok(member),
            (None, _) => Err(D::Error::custom("an IdentityProvider without a member")),
            (Some(_), Some(_)) => Err(D::Error::custom("an IdentityProvider with several members")),
        }
    }
}

impl<'de> Deserialize<'de> for DisassociateUserResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_object(deserializer)
    }
}

impl<'de> Deserialize<'de> for InstanceUserSummary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_object(deserializer)
    }
}

impl<'de> Deserialize<'de> for ActiveDirectoryIdentityProvider {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_object(deserializer)
    }
}

/// Writes the value form of an unknown member: a structure with its name.
fn unknown_member<S: Serializer>(name: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let mut member = serializer.serialize_struct("SDK_UNKNOWN_MEMBER", 1)?;
    member.serialize_field("name", name)?;
    member.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the value form of the output, or why it cannot be read.
    fn read(body: &str) -> Result<String, String> {
        DisassociateUserResponse::deserialize_body(body.as_bytes())
            .map(|response| serde_json::to_string(&response).expect("it can be told"))
            .map_err(|error| error.to_string())
    }

    fn summary(members: &str) -> String {
        format!(r#"{{"InstanceUserSummary":{{{members}}}}}"#)
    }

    fn provider(union: &str) -> String {
        summary(&format!(r#""IdentityProvider":{union}"#))
    }

    #[test]
    fn every_member_is_read() {
        let body = summary(
            r#""AssociationDate":"1","DisassociationDate":"2","Domain":"3","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"4"}},"InstanceId":"5","Status":"6","StatusMessage":"7","Username":"8""#,
        );
        assert_eq!(read(&body), Ok(body));
    }

    #[test]
    fn nulls_unknown_members_and_missing_ones_leave_no_trace() {
        for body in [
            "",
            "{}",
            " {}\r\n",
            r#"{"InstanceUserSummary":null}"#,
            r#"{"instanceUserSummary":{"Domain":"d"},"__type":"X","$":[1e999,{"a":[null]}]}"#,
        ] {
            assert_eq!(read(body).as_deref(), Ok("{}"), "{body}");
        }
        assert_eq!(read(&summary(r#""Domain":null,"New":{"Domain":"d"}"#)), Ok(summary("")));
    }

    #[test]
    fn a_union_is_its_one_member_that_is_not_null() {
        const KNOWN: &str = r#"{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d"}}"#;
        const OKTA: &str = r#"{"SDK_UNKNOWN_MEMBER":{"name":"Okta"}}"#;
        for (union, value) in [
            (KNOWN, KNOWN),
            (
                r#"{"a":null,"ActiveDirectoryIdentityProvider":{"DirectoryId":"d"},"__type":{}}"#,
                KNOWN,
            ),
            (r#"{"Okta":{}}"#, OKTA),
            (r#"{"Okta":{"a":[{"ActiveDirectoryIdentityProvider":{}}]}}"#, OKTA),
            (r#"{"Okta":""}"#, OKTA),
            (r#"{"Okta":false}"#, OKTA),
            (r#"{"Okta":-1e999}"#, OKTA),
            (r#"{"Okta":[]}"#, OKTA),
            (r#"{"__type":"T","ActiveDirectoryIdentityProvider":null,"Okta":0,"z":null}"#, OKTA),
            (r#"{"Okta":null,"Okta":1,"Okta":{}}"#, OKTA),
            (r#"{"Other":1,"Okta":1,"Other":null}"#, OKTA),
            (r#"{"\u004fkta":{}}"#, OKTA),
            (
                r#"{"SDK_UNKNOWN_MEMBER":{"name":"x"}}"#,
                r#"{"SDK_UNKNOWN_MEMBER":{"name":"SDK_UNKNOWN_MEMBER"}}"#,
            ),
            (r#"{"":{}}"#, r#"{"SDK_UNKNOWN_MEMBER":{"name":""}}"#),
        ] {
            assert_eq!(read(&provider(union)), Ok(provider(value)), "{union}");
        }
        assert_eq!(read(&provider("null")), Ok(summary("")));
    }

    #[test]
    fn a_union_with_no_member_or_several_is_refused() {
        for (union, problem) in [
            ("{}", "without a member"),
            (r#"{"a":null,"ActiveDirectoryIdentityProvider":null}"#, "without a member"),
            (r#"{"__type":"ActiveDirectoryIdentityProvider"}"#, "without a member"),
            (r#"{"Okta":{},"Okta":null}"#, "without a member"),
            (r#"{"ActiveDirectoryIdentityProvider":{},"Okta":{}}"#, "with several members"),
            (r#"{"Ping":false,"Okta":{}}"#, "with several members"),
            (r#""ActiveDirectoryIdentityProvider""#, "expected an IdentityProvider"),
            ("[]", "expected an IdentityProvider"),
            ("7", "expected an IdentityProvider"),
            ("false", "expected an IdentityProvider"),
        ] {
            let error = read(&provider(union)).expect_err(union);
            assert!(error.contains(problem), "{union}: {error}");
        }
    }

    #[test]
    fn wrong_types_are_refused() {
        for body in [
            "null".to_owned(),
            "[]".to_owned(),
            r#"["x"]"#.to_owned(),
            r#"{"InstanceUserSummary":[]}"#.to_owned(),
            r#"{"InstanceUserSummary":[null,null]}"#.to_owned(),
            r#"{"InstanceUserSummary":""}"#.to_owned(),
            summary(r#""Domain":5"#),
            summary(r#""AssociationDate":1659346200"#),
            summary(r#""Status":["s"]"#),
            summary(&format!(r#""Username":{}{}"#, "[".repeat(100_000), "]".repeat(100_000))),
            provider(r#"{"ActiveDirectoryIdentityProvider":[]}"#),
            provider(r#"{"ActiveDirectoryIdentityProvider":{"DirectoryId":{}}}"#),
        ] {
            assert!(read(&body).is_err(), "{body}");
        }
    }
}
