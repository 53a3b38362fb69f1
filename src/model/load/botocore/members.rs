//! The members of a structure or a union, and where each travels.

use crate::json::{Json, Path};
use crate::model::load::error::LoadError;
use crate::model::load::fields::{field, flag, object, optional_string, strings};
use crate::model::members::{Member, Members};
use crate::model::shape::{Shape, ShapeKind};
use crate::model::traits::{Binding, Traits};

use super::names::Names;
use super::timestamps::timestamp_format;

/// Returns the members of a structure.
pub(super) fn members(entry: &Json, names: &Names<'_>, at: &Path) -> Result<Members, LoadError> {
    let members_at = at.member("members");
    let mut list = Vec::new();
    for (name, member) in object(field(entry, "members", at)?, &members_at)? {
        let at = members_at.member(name);
        list.push(Member {
            name: name.clone(),
            target: names.target(member, &at)?,
            traits: Box::new(traits(name, member, &at)?),
        });
    }
    if let Some(required) = entry.get("required") {
        let at = at.member("required");
        for (i, name) in strings(required, &at)?.iter().enumerate() {
            member_named(&mut list, name, &at.index(i))?.traits.required = true;
        }
    }
    if let Some(payload) = optional_string(entry, "payload", at)? {
        let member = member_named(&mut list, payload, &at.member("payload"))?;
        if member.traits.binding != Binding::Body {
            let message = format!("`{payload}` has a location too; keep one of them");
            return Err(LoadError::new(&at.member("payload"), message));
        }
        member.traits.binding = Binding::Payload;
    }
    Ok(Members::new(list))
}

/// Finds the members in the query whose target is a map: it holds names and values of parameters.
pub(super) fn tell_query_maps(shapes: &mut [Shape]) {
    let is_map: Vec<bool> =
        shapes.iter().map(|shape| matches!(shape.kind, ShapeKind::Map { .. })).collect();
    for shape in shapes {
        let ShapeKind::Structure(members) = &mut shape.kind else { continue };
        for member in members.iter_mut() {
            let in_query = matches!(member.traits.binding, Binding::Query(_));
            if in_query && is_map[member.target.0 as usize] {
                member.traits.binding = Binding::QueryParams;
            }
        }
    }
}

fn member_named<'l>(
    list: &'l mut [Member],
    name: &str,
    at: &Path,
) -> Result<&'l mut Member, LoadError> {
    let found = list.iter_mut().find(|member| member.name == name);
    found.ok_or_else(|| LoadError::new(at, format!("`{name}` is not among the members")))
}

fn traits(name: &str, member: &Json, at: &Path) -> Result<Traits, LoadError> {
    let wire_name = optional_string(member, "locationName", at)?;
    let location = optional_string(member, "location", at)?;
    let named = || wire_name.unwrap_or(name).to_owned();
    let binding = match location {
        None => Binding::Body,
        Some("uri") => Binding::Label,
        // Or a map of parameters: the target may stand later in the file, so `tell_query_maps` finds that out.
        Some("querystring") => Binding::Query(named()),
        Some("header") => Binding::Header(named()),
        Some("headers") => Binding::PrefixHeaders(wire_name.unwrap_or_default().to_owned()),
        Some("statusCode") => Binding::ResponseCode,
        Some(other) => {
            let message = format!(
                "`{other}` is no location; botocore has uri, querystring, header, headers and statusCode"
            );
            return Err(LoadError::new(&at.member("location"), message));
        }
    };
    let in_body = location.is_none();
    Ok(Traits {
        documentation: optional_string(member, "documentation", at)?.map(str::to_owned),
        json_name: wire_name.filter(|wire| in_body && *wire != name).map(str::to_owned),
        timestamp_format: timestamp_format(member, at)?,
        idempotency_token: flag(member, "idempotencyToken", at)?,
        host_label: flag(member, "hostLabel", at)?,
        streaming: flag(member, "streaming", at)?,
        // The value is JSON text; Smithy says so by this trait.
        media_type: flag(member, "jsonvalue", at)?.then(|| "application/json".to_owned()),
        binding,
        ..Traits::default()
    })
}
