//! The traits of shapes and members.

use std::mem::discriminant;

use crate::json::{Json, Path};
use crate::model::constraints::StringPattern;
use crate::model::load::error::LoadError;
use crate::model::traits::{Binding, ErrorFault, TimestampFormat, Traits};

use crate::model::load::fields::{
    field, flag, length, object, range, status, string, strings, wrong,
};

use super::http::{host_prefix, http};
use super::protocols::is_other;

/// Returns the traits of a shape or a member.
pub(super) fn traits(entry: &Json, at: &Path) -> Result<Traits, LoadError> {
    let mut traits = Traits::default();
    read_traits(&mut traits, entry, at)?;
    Ok(traits)
}

/// Adds the traits of an entry to those that are known.
pub(super) fn read_traits(traits: &mut Traits, entry: &Json, at: &Path) -> Result<(), LoadError> {
    let at = at.member("traits");
    let Some(list) = entry.get("traits") else {
        return Ok(());
    };
    for (id, value) in object(list, &at)? {
        let at = at.member(id);
        let text =
            || value.as_str().map(str::to_owned).ok_or_else(|| wrong(value, "a string", &at));
        match id.as_str() {
            "smithy.api#documentation" => traits.documentation = Some(text()?),
            "smithy.api#required" => traits.required = true,
            "smithy.api#jsonName" => traits.json_name = Some(text()?),
            "smithy.api#sparse" => traits.sparse = true,
            "smithy.api#length" => traits.length = Some(length(value, &at)?),
            "smithy.api#range" => traits.range = Some(range(value, &at)?),
            "smithy.api#pattern" => traits.pattern = Some(StringPattern::new(text()?)),
            "smithy.api#uniqueItems" => traits.unique_items = true,
            "smithy.api#idempotent" => traits.idempotent = true,
            "smithy.api#idempotencyToken" => traits.idempotency_token = true,
            "smithy.api#sensitive" => traits.sensitive = true,
            "smithy.api#streaming" => traits.streaming = true,
            "smithy.api#httpChecksumRequired" => traits.checksum_required = true,
            "smithy.api#requestCompression" => {
                let codings = field(value, "encodings", &at)?;
                traits.request_compression = strings(codings, &at.member("encodings"))?;
            }
            "aws.protocols#httpChecksum" => {
                traits.checksum_required |= flag(value, "requestChecksumRequired", &at)?;
            }
            "smithy.api#hostLabel" => traits.host_label = true,
            "smithy.api#mediaType" => traits.media_type = Some(text()?),
            "smithy.api#default" => traits.default = Some(value.clone()),
            "smithy.api#clientOptional" => traits.client_optional = true,
            "smithy.api#enumValue" => traits.enum_value = Some(value.clone()),
            "smithy.api#timestampFormat" => {
                traits.timestamp_format = Some(match text()?.as_str() {
                    "epoch-seconds" => TimestampFormat::EpochSeconds,
                    "date-time" => TimestampFormat::DateTime,
                    "http-date" => TimestampFormat::HttpDate,
                    other => {
                        let message =
                            format!("`{other}` is none of epoch-seconds, date-time and http-date");
                        return Err(LoadError::new(&at, message));
                    }
                });
            }
            "smithy.api#error" => {
                traits.error = Some(match text()?.as_str() {
                    "client" => ErrorFault::Client,
                    "server" => ErrorFault::Server,
                    other => {
                        let message = format!("`{other}` is neither client nor server");
                        return Err(LoadError::new(&at, message));
                    }
                });
            }
            "smithy.api#httpError" => traits.http_error = Some(status(value, &at)?),
            "smithy.api#http" => {
                let code = match value.get("code") {
                    Some(code) => status(code, &at.member("code"))?,
                    None => 200,
                };
                traits.http = Some(http(value, code, &at)?);
            }
            "smithy.api#endpoint" => {
                traits.host_prefix = Some(host_prefix(value, &at)?);
            }
            "smithy.api#httpHeader" => bind(traits, Binding::Header(text()?), &at)?,
            "smithy.api#httpPrefixHeaders" => bind(traits, Binding::PrefixHeaders(text()?), &at)?,
            "smithy.api#httpQuery" => bind(traits, Binding::Query(text()?), &at)?,
            "smithy.api#httpLabel" => bind(traits, Binding::Label, &at)?,
            "smithy.api#httpQueryParams" => bind(traits, Binding::QueryParams, &at)?,
            "smithy.api#httpPayload" => bind(traits, Binding::Payload, &at)?,
            "smithy.api#httpResponseCode" => bind(traits, Binding::ResponseCode, &at)?,
            "aws.protocols#restJson1" => traits.rest_json_1 = true,
            // A trait may be applied again.
            other if is_other(other) && !traits.other_protocols.contains(id) => {
                traits.other_protocols.push(id.clone());
            }
            "aws.api#service" => {
                traits.sdk_id = value.get("sdkId").and_then(Json::as_str).map(str::to_owned);
                traits.endpoint_prefix =
                    value.get("endpointPrefix").and_then(Json::as_str).map(str::to_owned);
            }
            "aws.auth#unsignedPayload" => traits.unsigned_payload = true,
            "smithy.api#optionalAuth" => traits.optional_auth = true,
            "smithy.api#auth" => traits.auth = Some(strings(value, &at)?),
            "aws.auth#sigv4" => traits.signing_name = Some(string(value, "name", &at)?.to_owned()),
            _ => {}
        }
    }
    Ok(())
}

/// Binds a member, which may have one binding. A trait that is applied again replaces its value.
fn bind(traits: &mut Traits, binding: Binding, at: &Path) -> Result<(), LoadError> {
    if traits.binding != Binding::Body && discriminant(&traits.binding) != discriminant(&binding) {
        return Err(LoadError::new(
            at,
            "the member is bound by another trait too; keep one of them",
        ));
    }
    traits.binding = binding;
    Ok(())
}
