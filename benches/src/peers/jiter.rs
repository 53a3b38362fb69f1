//! jiter, member by member: the nearest to what our decoder does, written by hand for this one operation.

use std::borrow::Cow;

use jiter::{Jiter, JiterResult, JsonValue, Peek};

use super::types::{Directory, IdentityProvider, Str, Summary};

type Result<T> = std::result::Result<T, String>;

/// The members that are read; the rest is skipped.
#[derive(Clone, Copy)]
enum Field {
    Summary,
    AssociationDate,
    DisassociationDate,
    Domain,
    IdentityProvider,
    InstanceId,
    Status,
    StatusMessage,
    Username,
    DirectoryId,
    Other,
}

fn field(name: &str) -> Field {
    match name {
        "InstanceUserSummary" => Field::Summary,
        "AssociationDate" => Field::AssociationDate,
        "DisassociationDate" => Field::DisassociationDate,
        "Domain" => Field::Domain,
        "IdentityProvider" => Field::IdentityProvider,
        "InstanceId" => Field::InstanceId,
        "Status" => Field::Status,
        "StatusMessage" => Field::StatusMessage,
        "Username" => Field::Username,
        "DirectoryId" => Field::DirectoryId,
        _ => Field::Other,
    }
}

/// Reads a body.
pub(super) fn read(body: &[u8]) -> Result<Summary<Str<'_>>> {
    let mut jiter = Jiter::new(body);
    let mut found = None;
    let mut next = said(jiter.next_object())?.map(field);
    while let Some(member) = next {
        match member {
            Field::Summary => found = Some(summary(&mut jiter)?),
            _ => said(jiter.next_skip())?,
        }
        next = said(jiter.next_key())?.map(field);
    }
    said(jiter.finish())?;
    found.ok_or_else(|| "no InstanceUserSummary".to_owned())
}

fn summary<'b>(jiter: &mut Jiter<'b>) -> Result<Summary<Str<'b>>> {
    let (mut association, mut disassociation, mut domain) = (None, None, None);
    let (mut provider, mut instance, mut status, mut message, mut user) =
        (None, None, None, None, None);
    let mut next = said(jiter.next_object())?.map(field);
    while let Some(member) = next {
        match member {
            Field::AssociationDate => association = text(jiter)?,
            Field::DisassociationDate => disassociation = text(jiter)?,
            Field::Domain => domain = text(jiter)?,
            Field::IdentityProvider => provider = Some(union(jiter)?),
            Field::InstanceId => instance = text(jiter)?,
            Field::Status => status = text(jiter)?,
            Field::StatusMessage => message = text(jiter)?,
            Field::Username => user = text(jiter)?,
            _ => said(jiter.next_skip())?,
        }
        next = said(jiter.next_key())?.map(field);
    }
    Ok(Summary {
        association_date: association,
        disassociation_date: disassociation,
        domain,
        identity_provider: provider.ok_or("no IdentityProvider")?,
        instance_id: instance.ok_or("no InstanceId")?,
        status: status.ok_or("no Status")?,
        status_message: message,
        username: user.ok_or("no Username")?,
    })
}

fn union<'b>(jiter: &mut Jiter<'b>) -> Result<IdentityProvider<Str<'b>>> {
    let mut found = None;
    let mut next = said(jiter.next_object())?.map(str::to_owned);
    while let Some(name) = next {
        let member = match (name.as_str(), said(jiter.peek())?) {
            ("__type", _) | (_, Peek::Null) => said(jiter.next_skip()).map(|()| None)?,
            ("ActiveDirectoryIdentityProvider", _) => Some(directory(jiter)?),
            _ => {
                said(jiter.next_skip())?;
                Some(IdentityProvider::Unknown(Str(Cow::Owned(name))))
            }
        };
        if let Some(member) = member
            && found.replace(member).is_some()
        {
            return Err("a union with several members".to_owned());
        }
        next = said(jiter.next_key())?.map(str::to_owned);
    }
    found.ok_or_else(|| "a union without a member".to_owned())
}

fn directory<'b>(jiter: &mut Jiter<'b>) -> Result<IdentityProvider<Str<'b>>> {
    let mut id = None;
    let mut next = said(jiter.next_object())?.map(field);
    while let Some(member) = next {
        match member {
            Field::DirectoryId => id = text(jiter)?,
            _ => said(jiter.next_skip())?,
        }
        next = said(jiter.next_key())?.map(field);
    }
    Ok(IdentityProvider::ActiveDirectory(Directory { directory_id: id }))
}

fn text<'b>(jiter: &mut Jiter<'b>) -> Result<Option<Str<'b>>> {
    match said(jiter.next_value())? {
        JsonValue::Str(text) => Ok(Some(Str(text))),
        JsonValue::Null => Ok(None),
        _ => Err("no string".to_owned()),
    }
}

fn said<T>(result: JiterResult<T>) -> Result<T> {
    result.map_err(|error| error.to_string())
}
