//! The traits of shapes and members.

use crate::json::{Json, Number};
use crate::model::shape::Shape;
use crate::model::traits::{Binding, ErrorFault, TimestampFormat, Traits};

/// The traits of an entry, by their ids.
type List = Vec<(String, Json)>;

/// Returns the traits of a shape or a member.
///
/// The pattern names every field, so that the compiler asks for a trait that is read and not written.
pub(super) fn of(traits: &Traits) -> List {
    let Traits {
        documentation,
        required,
        json_name,
        timestamp_format,
        sparse,
        length,
        range,
        pattern,
        unique_items,
        // The members of an enum are written by their values.
        internal_values: _,
        error,
        http_error,
        http,
        idempotent,
        idempotency_token,
        sensitive,
        media_type,
        default,
        client_optional,
        enum_value: _,
        host_prefix,
        host_label,
        streaming,
        checksum_required,
        request_compression,
        binding,
        // A service has these: see `of_service`.
        rest_json_1: _,
        other_protocols: _,
        sdk_id: _,
        endpoint_prefix: _,
        signing_name: _,
        unsigned_payload,
        auth,
        optional_auth,
    } = traits;
    let mut list = List::new();
    let mut add = |id: &str, value: Option<Json>| {
        list.extend(value.map(|value| (id.to_owned(), value)));
    };
    let flag = |is_set: &bool| is_set.then(|| Json::Object(Vec::new()));
    let text = |text: &Option<String>| text.as_deref().map(Json::from);
    add("smithy.api#documentation", text(documentation));
    add("smithy.api#required", flag(required));
    add("smithy.api#jsonName", text(json_name));
    add("smithy.api#timestampFormat", timestamp_format.map(|format| Json::from(name(format))));
    add("smithy.api#sparse", flag(sparse));
    add(
        "smithy.api#length",
        length.map(|length| {
            let max = length.max.map(|max| ("max", Json::from(max)));
            Json::object([("min", Json::from(length.min))].into_iter().chain(max))
        }),
    );
    add(
        "smithy.api#range",
        range.as_ref().map(|range| {
            let bound = |name, bound: &Option<Number>| Some((name, Json::Number(bound.clone()?)));
            let bounds = [bound("min", &range.min), bound("max", &range.max)];
            Json::object(bounds.into_iter().flatten())
        }),
    );
    add("smithy.api#pattern", pattern.as_ref().map(|pattern| Json::from(pattern.as_str())));
    add("smithy.api#uniqueItems", flag(unique_items));
    let fault = |fault| match fault {
        ErrorFault::Client => Json::from("client"),
        ErrorFault::Server => Json::from("server"),
    };
    add("smithy.api#error", error.map(fault));
    add("smithy.api#httpError", http_error.map(Json::from));
    add(
        "smithy.api#http",
        http.as_ref().map(|http| {
            Json::object([
                ("method", Json::from(http.method.as_str())),
                ("uri", Json::from(http.uri.as_str())),
                ("code", Json::from(http.code)),
            ])
        }),
    );
    add("smithy.api#idempotent", flag(idempotent));
    add("smithy.api#idempotencyToken", flag(idempotency_token));
    add("smithy.api#sensitive", flag(sensitive));
    add("smithy.api#mediaType", text(media_type));
    add("smithy.api#default", default.clone());
    add("smithy.api#clientOptional", flag(client_optional));
    let endpoint = |prefix: &String| Json::object([("hostPrefix", Json::from(prefix.as_str()))]);
    add("smithy.api#endpoint", host_prefix.as_ref().map(endpoint));
    add("smithy.api#hostLabel", flag(host_label));
    add("smithy.api#streaming", flag(streaming));
    add("smithy.api#httpChecksumRequired", flag(checksum_required));
    let codings = (!request_compression.is_empty()).then(|| strings(request_compression));
    add(
        "smithy.api#requestCompression",
        codings.map(|codings| Json::object([("encodings", codings)])),
    );
    list.extend(bound(binding));
    list.extend(ways(*unsigned_payload, auth.as_deref(), *optional_auth));
    list
}

/// Returns the traits of a service.
pub(super) fn of_service(service: &Shape) -> List {
    let traits = &service.traits;
    let mut list = of(traits);
    let protocols = traits.rest_json_1.then_some("aws.protocols#restJson1");
    let protocols = protocols.into_iter().chain(traits.other_protocols.iter().map(String::as_str));
    list.extend(protocols.map(|id| (id.to_owned(), Json::Object(Vec::new()))));
    let known = [("sdkId", &traits.sdk_id), ("endpointPrefix", &traits.endpoint_prefix)];
    let known: Vec<_> = known
        .into_iter()
        .filter_map(|(name, text)| Some((name, Json::from(text.as_deref()?))))
        .collect();
    if !known.is_empty() {
        list.push(("aws.api#service".to_owned(), Json::object(known)));
    }
    if let Some(name) = &traits.signing_name {
        let value = Json::object([("name", Json::from(name.as_str()))]);
        list.push(("aws.auth#sigv4".to_owned(), value));
    }
    list
}

/// Returns the name of a format of timestamps.
fn name(format: TimestampFormat) -> &'static str {
    match format {
        TimestampFormat::EpochSeconds => "epoch-seconds",
        TimestampFormat::DateTime => "date-time",
        TimestampFormat::HttpDate => "http-date",
    }
}

fn bound(binding: &Binding) -> Option<(String, Json)> {
    let flag = || Json::Object(Vec::new());
    let (id, value) = match binding {
        Binding::Body => return None,
        Binding::Header(name) => ("httpHeader", Json::from(name.as_str())),
        Binding::PrefixHeaders(prefix) => ("httpPrefixHeaders", Json::from(prefix.as_str())),
        Binding::Label => ("httpLabel", flag()),
        Binding::Query(name) => ("httpQuery", Json::from(name.as_str())),
        Binding::QueryParams => ("httpQueryParams", flag()),
        Binding::Payload => ("httpPayload", flag()),
        Binding::ResponseCode => ("httpResponseCode", flag()),
    };
    Some((format!("smithy.api#{id}"), value))
}

/// Returns the traits that say how requests are authenticated.
fn ways(unsigned: bool, auth: Option<&[String]>, optional: bool) -> List {
    let flag = || Json::Object(Vec::new());
    let mut list = List::new();
    list.extend(unsigned.then(|| ("aws.auth#unsignedPayload".to_owned(), flag())));
    list.extend(auth.map(|ways| ("smithy.api#auth".to_owned(), strings(ways))));
    list.extend(optional.then(|| ("smithy.api#optionalAuth".to_owned(), flag())));
    list
}

fn strings(list: &[String]) -> Json {
    Json::Array(list.iter().map(|text| Json::from(text.as_str())).collect())
}
