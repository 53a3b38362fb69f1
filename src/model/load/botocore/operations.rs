//! The operations of a file.

use crate::json::{Json, Path};
use crate::model::id::{ShapeId, ShapeRef};
use crate::model::load::error::LoadError;
use crate::model::load::fields::{field, flag, optional_string, status, string, strings, wrong};
use crate::model::load::pattern::{check_host_prefix, check_method, check_uri, labels};
use crate::model::members::Member;
use crate::model::shape::{Shape, ShapeKind};
use crate::model::traits::{Http, Traits};

use super::names::Names;

/// Returns an operation. The shapes of the file come before it in `shapes`.
pub(super) fn operation(
    id: ShapeId,
    entry: &Json,
    names: &Names<'_>,
    shapes: &[Shape],
    at: &Path,
) -> Result<Shape, LoadError> {
    let input = names.target_or_unit(entry, "input", at)?;
    let output = names.target_or_unit(entry, "output", at)?;
    let errors = errors(entry, names, at)?;
    let members = match &shapes[input.0 as usize].kind {
        ShapeKind::Structure(members) => members.as_slice(),
        // The check of targets refuses it.
        _ => &[],
    };
    let mut traits = Traits {
        documentation: optional_string(entry, "documentation", at)?.map(str::to_owned),
        idempotent: flag(entry, "idempotent", at)?,
        unsigned_payload: flag(entry, "unsignedPayload", at)?,
        http: Some(http(field(entry, "http", at)?, input_entry(entry, names), &at.member("http"))?),
        host_prefix: host_prefix(entry, members, at)?,
        ..Traits::default()
    };
    traits.checksum_required = flag(entry, "httpChecksumRequired", at)?;
    if let Some(checksum) = entry.get("httpChecksum") {
        let at = at.member("httpChecksum");
        traits.checksum_required |= flag(checksum, "requestChecksumRequired", &at)?;
    }
    if let Some(compression) = entry.get("requestcompression") {
        let at = at.member("requestcompression");
        let codings = field(compression, "encodings", &at)?;
        traits.request_compression = strings(codings, &at.member("encodings"))?;
    }
    match optional_string(entry, "authtype", at)? {
        Some("none") => traits.auth = Some(Vec::new()),
        Some("v4-unsigned-body") => traits.unsigned_payload = true,
        _ => {}
    }
    if let Some(ways) = entry.get("auth") {
        let ways = strings(ways, &at.member("auth"))?;
        // This way stands for no authentication, as an empty list does in Smithy.
        traits.auth = Some(ways.into_iter().filter(|way| way != "smithy.api#noAuth").collect());
    }
    Ok(Shape { id, kind: ShapeKind::Operation { input, output, errors }, traits })
}

fn errors(entry: &Json, names: &Names<'_>, at: &Path) -> Result<Vec<ShapeRef>, LoadError> {
    let Some(list) = entry.get("errors") else { return Ok(Vec::new()) };
    let at = at.member("errors");
    let list = list.as_array().ok_or_else(|| wrong(list, "an array", &at))?;
    list.iter().enumerate().map(|(i, error)| names.target(error, &at.index(i))).collect()
}

/// Returns what the file says of the input's structure.
fn input_entry<'a>(entry: &Json, names: &Names<'a>) -> Option<&'a Json> {
    let name = entry.get("input")?.get("shape")?.as_str()?;
    names.entries.get(names.index(name)?).map(|(_, entry)| entry)
}

fn http(http: &Json, input: Option<&Json>, at: &Path) -> Result<Http, LoadError> {
    let method = string(http, "method", at)?;
    check_method(method, &at.member("method"))?;
    let (pattern, uri_at) = (string(http, "requestUri", at)?, at.member("requestUri"));
    check_uri(pattern, &uri_at)?;
    let code = http.get("responseCode").map(|code| status(code, &at.member("responseCode")));
    let uri = with_member_names(pattern, input).map_err(|label| {
        let message = format!(
            "the label `{label}` has no member; give the input a member with the location uri and \
             this locationName"
        );
        LoadError::new(&uri_at, message)
    })?;
    Ok(Http { method: method.to_owned(), uri, code: code.transpose()?.unwrap_or(200) })
}

/// Returns the pattern with each label named as its member is: botocore names a label by `locationName`, Smithy by the
/// member.
///
/// # Errors
///
/// The label that has no member.
fn with_member_names(pattern: &str, input: Option<&Json>) -> Result<String, String> {
    let members = input.and_then(|input| input.get("members")).map_or(&[][..], Json::members);
    let text =
        |member: &'_ Json, name: &str| member.get(name).and_then(Json::as_str).map(str::to_owned);
    let mut uri = String::with_capacity(pattern.len());
    let mut rest = pattern;
    for label in labels(pattern).unwrap_or_default() {
        let bound = |(name, member): &&(String, Json)| {
            text(member, "location").as_deref() == Some("uri")
                && text(member, "locationName").as_ref().unwrap_or(name) == label
        };
        let (name, _) = members.iter().find(bound).ok_or_else(|| label.to_owned())?;
        let Some((before, after)) = rest.split_once(&format!("{{{label}")) else { continue };
        uri.extend([before, "{", name]);
        rest = after;
    }
    uri.push_str(rest);
    Ok(uri)
}

fn host_prefix(entry: &Json, members: &[Member], at: &Path) -> Result<Option<String>, LoadError> {
    let Some(endpoint) = entry.get("endpoint") else { return Ok(None) };
    let at = at.member("endpoint");
    let (prefix, at) = (string(endpoint, "hostPrefix", &at)?, at.member("hostPrefix"));
    check_host_prefix(prefix, &at)?;
    for label in labels(prefix).unwrap_or_default() {
        let bound = |member: &Member| member.name == label && member.traits.host_label;
        if !members.iter().any(bound) {
            let message = format!(
                "the label `{label}` has no member; give the input a member of this name with hostLabel"
            );
            return Err(LoadError::new(&at, message));
        }
    }
    Ok(Some(prefix.to_owned()))
}
