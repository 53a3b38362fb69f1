//! serde_json's tree, and a walk over it.

use serde_json::Value;

use super::types::{Directory, IdentityProvider, Summary};

/// Reads the tree and drops it when the members have been looked at.
pub(super) fn read(body: &[u8]) -> Result<bool, String> {
    let tree: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    std::hint::black_box(walk(&tree)?);
    Ok(true)
}

fn walk(tree: &Value) -> Result<Summary<&str>, String> {
    let summary = tree.get("InstanceUserSummary").ok_or("no InstanceUserSummary")?;
    Ok(Summary {
        association_date: text(summary, "AssociationDate")?,
        disassociation_date: text(summary, "DisassociationDate")?,
        domain: text(summary, "Domain")?,
        identity_provider: union(summary.get("IdentityProvider").ok_or("no IdentityProvider")?)?,
        instance_id: required(summary, "InstanceId")?,
        status: required(summary, "Status")?,
        status_message: text(summary, "StatusMessage")?,
        username: required(summary, "Username")?,
    })
}

fn union(value: &Value) -> Result<IdentityProvider<&str>, String> {
    let members = value.as_object().ok_or("no object")?;
    let mut set = members.iter().filter(|(name, value)| *name != "__type" && !value.is_null());
    match (set.next(), set.next()) {
        (Some((name, value)), None) if name == "ActiveDirectoryIdentityProvider" => {
            Ok(IdentityProvider::ActiveDirectory(Directory {
                directory_id: text(value, "DirectoryId")?,
            }))
        }
        (Some((name, _)), None) => Ok(IdentityProvider::Unknown(name)),
        (None, _) => Err("a union without a member".to_owned()),
        (Some(_), Some(_)) => Err("a union with several members".to_owned()),
    }
}

fn text<'v>(value: &'v Value, name: &str) -> Result<Option<&'v str>, String> {
    match value.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("{name} is no string")),
    }
}

fn required<'v>(value: &'v Value, name: &str) -> Result<&'v str, String> {
    text(value, name)?.ok_or_else(|| format!("no {name}"))
}
