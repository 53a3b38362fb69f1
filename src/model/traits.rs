//! Traits: the properties of a shape or a member beyond its type.

use crate::json::Json;

use super::constraints::{Range, StringPattern};

/// The traits that wireproof acts on. It allows and ignores every other trait.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Traits {
    /// `smithy.api#documentation`: CommonMark.
    pub documentation: Option<String>,
    /// `smithy.api#required`
    pub required: bool,
    /// `smithy.api#jsonName`: the member's name in a JSON body.
    pub json_name: Option<String>,
    /// `smithy.api#timestampFormat`
    pub timestamp_format: Option<TimestampFormat>,
    /// `smithy.api#sparse`: a list or map whose values may be null.
    pub sparse: bool,
    /// `smithy.api#length`: the allowed number of characters, elements or entries.
    pub length: Option<Length>,
    /// `smithy.api#range`: the bounds of a number.
    pub range: Option<Range>,
    /// `smithy.api#pattern`: what a string must match.
    pub pattern: Option<StringPattern>,
    /// `smithy.api#uniqueItems`: a list without equal elements.
    pub unique_items: bool,
    /// The values of an enum that are `smithy.api#internal`: they are values, but no message names them.
    pub internal_values: Vec<String>,
    /// `smithy.api#error`: the party that caused an error.
    pub error: Option<ErrorFault>,
    /// `smithy.api#httpError`: the status of an error's answer.
    pub http_error: Option<u16>,
    /// `smithy.api#http`
    pub http: Option<Http>,
    /// `smithy.api#idempotent`
    pub idempotent: bool,
    /// `smithy.api#idempotencyToken`: a client fills the member in if it is absent.
    pub idempotency_token: bool,
    /// `smithy.api#sensitive`
    pub sensitive: bool,
    /// `smithy.api#mediaType`
    pub media_type: Option<String>,
    /// `smithy.api#default`
    pub default: Option<Json>,
    /// `smithy.api#clientOptional`: a client takes no account of the default.
    pub client_optional: bool,
    /// `smithy.api#enumValue` of an enum's member.
    pub enum_value: Option<Json>,
    /// `smithy.api#endpoint`: the host prefix, with its labels.
    pub host_prefix: Option<String>,
    /// `smithy.api#hostLabel`: the member is put into the host prefix.
    pub host_label: bool,
    /// `smithy.api#streaming`: of a blob, that it may be sent piece by piece; of a union, that it is an event stream.
    pub streaming: bool,
    /// `smithy.api#httpChecksumRequired`: a request has a checksum of its body.
    pub checksum_required: bool,
    /// `smithy.api#requestCompression`: the codings of which a client may choose one.
    pub request_compression: Vec<String>,
    /// The part of a message in which a member travels.
    pub binding: Binding,
    /// `aws.protocols#restJson1` on a service.
    pub rest_json_1: bool,
    /// The other protocols of a service, by their shape ids: `aws.protocols#restXml`.
    pub other_protocols: Vec<String>,
    /// `aws.api#service`, `sdkId`.
    pub sdk_id: Option<String>,
    /// `aws.api#service`, `endpointPrefix`.
    pub endpoint_prefix: Option<String>,
    /// `aws.auth#sigv4`, `name`.
    pub signing_name: Option<String>,
    /// `aws.auth#unsignedPayload`: the signature does not cover the body.
    pub unsigned_payload: bool,
    /// `smithy.api#auth`: the ways to authenticate, the first one preferred; empty for none.
    pub auth: Option<Vec<String>>,
    /// `smithy.api#optionalAuth`
    pub optional_auth: bool,
}

/// The HTTP binding of an operation (`smithy.api#http`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Http {
    /// The method, in upper case.
    pub method: String,
    /// The URI pattern: a path with its labels, and an optional constant query.
    pub uri: String,
    /// The status of a success.
    pub code: u16,
}

/// The inclusive bounds of a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// The least.
    pub min: usize,
    /// The greatest, if there is one.
    pub max: Option<usize>,
}

impl Length {
    /// Reports whether these bounds allow this length.
    pub fn allows(&self, length: usize) -> bool {
        self.min <= length && self.max.is_none_or(|max| length <= max)
    }
}

/// The part of an HTTP message in which a member travels.
///
/// It counts only for the members of an operation's input, output and errors, and only in the
/// [direction](super::Direction) that has such a part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Binding {
    /// In the JSON body, under the member's wire name.
    #[default]
    Body,
    /// `smithy.api#httpHeader`
    Header(String),
    /// `smithy.api#httpPrefixHeaders`
    PrefixHeaders(String),
    /// `smithy.api#httpLabel`
    Label,
    /// `smithy.api#httpQuery`
    Query(String),
    /// `smithy.api#httpQueryParams`
    QueryParams,
    /// `smithy.api#httpPayload`
    Payload,
    /// `smithy.api#httpResponseCode`
    ResponseCode,
}

impl Binding {
    /// Reports whether it is the header field of this name, in any case.
    pub fn is_header(&self, name: &str) -> bool {
        matches!(self, Self::Header(own) if own.eq_ignore_ascii_case(name))
    }
}

/// The party that caused an error (`smithy.api#error`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorFault {
    /// The caller's; status 400 unless the model names another.
    Client,
    /// The service's; status 500 unless the model names another.
    Server,
}

impl ErrorFault {
    /// Returns the status of such an error if `smithy.api#httpError` names none.
    pub fn default_status(self) -> u16 {
        match self {
            Self::Client => 400,
            Self::Server => 500,
        }
    }
}

/// The format of a timestamp (`smithy.api#timestampFormat`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    /// Seconds since 1970 as a number, with an optional fraction. The default in JSON bodies.
    EpochSeconds,
    /// RFC 3339 in UTC: `1985-04-12T23:20:50.52Z`.
    DateTime,
    /// RFC 7231's IMF-fixdate: `Tue, 29 Apr 2014 18:30:38 GMT`.
    HttpDate,
}
