//! The service of a file: its `metadata`.

use crate::json::{Json, Path};
use crate::model::id::{ShapeId, ShapeRef};
use crate::model::load::error::LoadError;
use crate::model::load::fields::{optional_string, string, strings};
use crate::model::shape::{Shape, ShapeKind};
use crate::model::traits::Traits;

/// Returns the namespace of the model's shapes.
pub(super) fn namespace(metadata: &Json, at: &Path) -> Result<String, LoadError> {
    let prefix = string(metadata, "endpointPrefix", at)?;
    let name: String = prefix.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = name.trim_start_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase();
    Ok(format!("com.amazonaws.{}", if name.is_empty() { "service" } else { &name }))
}

/// Returns an id for the service that no shape has.
pub(super) fn id(metadata: &Json, namespace: &str, shapes: &[Shape]) -> ShapeId {
    let told = metadata.get("serviceId").and_then(Json::as_str).unwrap_or_default();
    let name: String = told.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let mut text = format!("{namespace}#{}", if name.is_empty() { "Service" } else { name });
    while shapes.iter().any(|shape| shape.id.as_str() == text) {
        text.push('_');
    }
    text.parse().expect("a namespace, and a name of letters and digits")
}

/// Returns the service.
pub(super) fn service(
    id: ShapeId,
    metadata: &Json,
    operations: Vec<ShapeRef>,
    at: &Path,
) -> Result<Shape, LoadError> {
    let endpoint_prefix = string(metadata, "endpointPrefix", at)?;
    let signature = optional_string(metadata, "signatureVersion", at)?.unwrap_or("v4");
    let signing_name = optional_string(metadata, "signingName", at)?.unwrap_or(endpoint_prefix);
    let mut traits = Traits {
        sdk_id: optional_string(metadata, "serviceId", at)?.map(str::to_owned),
        endpoint_prefix: Some(endpoint_prefix.to_owned()),
        signing_name: (signature == "v4").then(|| signing_name.to_owned()),
        ..Traits::default()
    };
    if let Some(ways) = metadata.get("auth") {
        traits.auth = Some(strings(ways, &at.member("auth"))?);
    }
    (traits.rest_json_1, traits.other_protocols) = protocols(metadata, at)?;
    let version = string(metadata, "apiVersion", at)?.to_owned();
    Ok(Shape { id, kind: ShapeKind::Service { version, operations }, traits })
}

/// Reports whether the service speaks restJson1, and returns its other protocols by their shape ids.
pub(super) fn protocols(metadata: &Json, at: &Path) -> Result<(bool, Vec<String>), LoadError> {
    let names = match metadata.get("protocols") {
        Some(list) => strings(list, &at.member("protocols"))?,
        None => vec![string(metadata, "protocol", at)?.to_owned()],
    };
    let version = metadata.get("jsonVersion").and_then(Json::as_str);
    let id = |name: &String| match name.as_str() {
        "rest-xml" => "aws.protocols#restXml".to_owned(),
        "json" if version == Some("1.0") => "aws.protocols#awsJson1_0".to_owned(),
        "json" => "aws.protocols#awsJson1_1".to_owned(),
        "query" => "aws.protocols#awsQuery".to_owned(),
        "ec2" => "aws.protocols#ec2Query".to_owned(),
        "smithy-rpc-v2-cbor" => "smithy.protocols#rpcv2Cbor".to_owned(),
        other => other.to_owned(),
    };
    let is_rest_json = |name: &&String| *name == "rest-json";
    let others = names.iter().filter(|name| !is_rest_json(name)).map(id).collect();
    Ok((names.iter().any(|name| is_rest_json(&name)), others))
}
