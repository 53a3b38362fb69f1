//! The SDK's types and the protocol's value form.

use aws_sdk_licensemanagerusersubscriptions::error::BuildError;
use aws_sdk_licensemanagerusersubscriptions::operation::disassociate_user::DisassociateUserOutput;
use aws_sdk_licensemanagerusersubscriptions::operation::disassociate_user::builders::DisassociateUserInputBuilder;
use aws_sdk_licensemanagerusersubscriptions::types::{
    ActiveDirectoryIdentityProvider, ActiveDirectorySettings, ActiveDirectoryType,
    CredentialsProvider, DomainNetworkSettings, IdentityProvider,
    SecretsManagerCredentialsProvider,
};
use serde_json::{Map, Value, json};

/// Why there is no input.
pub enum NoInput {
    /// The types cannot hold the value.
    Unheld(String),
    /// A builder of the SDK's refuses it.
    Refused(BuildError),
}

type Held<T> = Result<T, NoInput>;

fn unheld<T>(value: impl Into<Value>, place: &str) -> Held<T> {
    Err(NoInput::Unheld(format!("{place} cannot hold {:.200}", value.into().to_string())))
}

/// Reads the members of an object, each once; what is left over has no field.
fn structure<T>(
    value: Value,
    place: &str,
    read: impl FnOnce(&mut Map<String, Value>) -> Held<T>,
) -> Held<T> {
    let Value::Object(mut members) = value else { return unheld(value, place) };
    let structure = read(&mut members)?;
    if members.is_empty() { Ok(structure) } else { unheld(members, place) }
}

fn member<T>(
    members: &mut Map<String, Value>,
    name: &str,
    read: fn(Value) -> Held<T>,
) -> Held<Option<T>> {
    members.remove(name).map(read).transpose()
}

fn text(value: Value) -> Held<String> {
    if let Value::String(text) = value { Ok(text) } else { unheld(value, "a String") }
}

fn boolean(value: Value) -> Held<bool> {
    if let Value::Bool(value) = value { Ok(value) } else { unheld(value, "a bool") }
}

fn texts(value: Value) -> Held<Vec<String>> {
    if let Value::Array(items) = value {
        items.into_iter().map(text).collect()
    } else {
        unheld(value, "a Vec")
    }
}

/// A union's variant. Users cannot make the one for unknown members, since it is `#[non_exhaustive]`.
fn variant<T>(value: Value, name: &str, read: impl FnOnce(Value) -> Held<T>) -> Held<T> {
    structure(value, "the enum of a union", |members| match members.remove(name) {
        Some(value) => read(value),
        None => unheld(std::mem::take(members), "the enum of a union"),
    })
}

pub fn input(value: Value) -> Held<DisassociateUserInputBuilder> {
    structure(value, "DisassociateUserInput", |members| {
        Ok(DisassociateUserInputBuilder::default()
            .set_domain(member(members, "Domain", text)?)
            .set_identity_provider(member(members, "IdentityProvider", identity_provider)?)
            .set_instance_id(member(members, "InstanceId", text)?)
            .set_instance_user_arn(member(members, "InstanceUserArn", text)?)
            .set_username(member(members, "Username", text)?))
    })
}

fn identity_provider(value: Value) -> Held<IdentityProvider> {
    variant(value, "ActiveDirectoryIdentityProvider", |value| {
        structure(value, "ActiveDirectoryIdentityProvider", |members| {
            let kind = member(members, "ActiveDirectoryType", text)?;
            let provider = ActiveDirectoryIdentityProvider::builder()
                .set_directory_id(member(members, "DirectoryId", text)?)
                .set_active_directory_settings(member(
                    members,
                    "ActiveDirectorySettings",
                    settings,
                )?)
                .set_active_directory_type(
                    kind.map(|kind| ActiveDirectoryType::from(kind.as_str())),
                )
                .set_is_shared_active_directory(member(
                    members,
                    "IsSharedActiveDirectory",
                    boolean,
                )?);
            Ok(IdentityProvider::ActiveDirectoryIdentityProvider(provider.build()))
        })
    })
}

fn settings(value: Value) -> Held<ActiveDirectorySettings> {
    structure(value, "ActiveDirectorySettings", |members| {
        Ok(ActiveDirectorySettings::builder()
            .set_domain_name(member(members, "DomainName", text)?)
            .set_domain_ipv4_list(member(members, "DomainIpv4List", texts)?)
            .set_domain_ipv6_list(member(members, "DomainIpv6List", texts)?)
            .set_domain_credentials_provider(member(
                members,
                "DomainCredentialsProvider",
                credentials_provider,
            )?)
            .set_domain_network_settings(member(
                members,
                "DomainNetworkSettings",
                network_settings,
            )?)
            .build())
    })
}

fn credentials_provider(value: Value) -> Held<CredentialsProvider> {
    variant(value, "SecretsManagerCredentialsProvider", |value| {
        structure(value, "SecretsManagerCredentialsProvider", |members| {
            let secret = SecretsManagerCredentialsProvider::builder()
                .set_secret_id(member(members, "SecretId", text)?);
            Ok(CredentialsProvider::SecretsManagerCredentialsProvider(secret.build()))
        })
    })
}

fn network_settings(value: Value) -> Held<DomainNetworkSettings> {
    structure(value, "DomainNetworkSettings", |members| {
        let settings =
            DomainNetworkSettings::builder().set_subnets(member(members, "Subnets", texts)?);
        settings.build().map_err(NoInput::Refused)
    })
}

/// The members that are set.
fn set<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    members
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect::<Map<_, _>>()
        .into()
}

fn unknown() -> Value {
    json!({"SDK_UNKNOWN_MEMBER": {"name": null}}) // the SDK does not keep it
}

pub fn output(output: &DisassociateUserOutput) -> Value {
    let summary = output.instance_user_summary().map(|summary| {
        set([
            ("AssociationDate", summary.association_date().map(Value::from)),
            ("DisassociationDate", summary.disassociation_date().map(Value::from)),
            ("Domain", summary.domain().map(Value::from)),
            ("IdentityProvider", summary.identity_provider().map(shown_identity_provider)),
            ("InstanceId", Some(summary.instance_id().into())),
            ("InstanceUserArn", summary.instance_user_arn().map(Value::from)),
            ("Status", Some(summary.status().into())),
            ("StatusMessage", summary.status_message().map(Value::from)),
            ("Username", Some(summary.username().into())),
        ])
    });
    set([("InstanceUserSummary", summary)])
}

fn shown_identity_provider(union: &IdentityProvider) -> Value {
    let IdentityProvider::ActiveDirectoryIdentityProvider(provider) = union else {
        return unknown();
    };
    let provider = set([
        ("ActiveDirectorySettings", provider.active_directory_settings().map(shown_settings)),
        ("ActiveDirectoryType", provider.active_directory_type().map(|kind| kind.as_str().into())),
        ("DirectoryId", provider.directory_id().map(Value::from)),
        ("IsSharedActiveDirectory", provider.is_shared_active_directory().map(Value::from)),
    ]);
    json!({"ActiveDirectoryIdentityProvider": provider})
}

fn shown_settings(settings: &ActiveDirectorySettings) -> Value {
    // The accessors show a list that is not there as an empty one; the fields tell the two apart.
    let network =
        settings.domain_network_settings().map(|network| json!({"Subnets": network.subnets()}));
    set([
        (
            "DomainCredentialsProvider",
            settings.domain_credentials_provider().map(shown_credentials_provider),
        ),
        ("DomainIpv4List", settings.domain_ipv4_list.clone().map(Value::from)),
        ("DomainIpv6List", settings.domain_ipv6_list.clone().map(Value::from)),
        ("DomainName", settings.domain_name().map(Value::from)),
        ("DomainNetworkSettings", network),
    ])
}

fn shown_credentials_provider(union: &CredentialsProvider) -> Value {
    let CredentialsProvider::SecretsManagerCredentialsProvider(secret) = union else {
        return unknown();
    };
    json!({"SecretsManagerCredentialsProvider": set([("SecretId", secret.secret_id().map(Value::from))])})
}
