//! The protocols that a file's services declare.

use crate::json::{Json, Path};
use crate::model::load::error::LoadError;

/// The trait of the protocol that is supported.
const REST_JSON_1: &str = "aws.protocols#restJson1";

/// Reports whether a trait declares a protocol that is not supported. Other traits of these namespaces, such as
/// `aws.protocols#httpChecksum`, are no protocols.
pub(super) fn is_other(id: &str) -> bool {
    matches!(
        id,
        "aws.protocols#awsJson1_0"
            | "aws.protocols#awsJson1_1"
            | "aws.protocols#awsQuery"
            | "aws.protocols#ec2Query"
            | "aws.protocols#restXml"
            | "smithy.protocols#rpcv2Cbor"
    )
}

/// Returns the error of a file in which a service declares other protocols only, and no service declares restJson1.
pub(super) fn other_protocol(file: &Json) -> Option<LoadError> {
    let mut other = None;
    for (id, shape) in file.get("shapes").map_or(&[][..], Json::members) {
        if shape.get("type").and_then(Json::as_str) != Some("service") {
            continue;
        }
        let traits = shape.get("traits").map_or(&[][..], Json::members);
        if traits.iter().any(|(id, _)| id == REST_JSON_1) {
            return None;
        }
        let names: Vec<&str> =
            traits.iter().map(|(id, _)| id.as_str()).filter(|id| is_other(id)).collect();
        if other.is_none() && !names.is_empty() {
            other = Some((id, names.join(", ")));
        }
    }
    let (id, names) = other?;
    let message = format!(
        "the service speaks {names}; only {REST_JSON_1} is supported; choose a service that speaks it"
    );
    Some(LoadError::new(&Path::root("shapes").member(id).member("traits"), message))
}

#[cfg(test)]
mod tests {
    use crate::model::Model;

    #[test]
    fn a_fault_of_another_protocol_is_not_named_before_the_protocol() {
        let told = |traits: &str| {
            let file = format!(
                r#"{{"smithy":"2.0","shapes":{{"a#S":{{"type":"service","version":"1","traits":{{{traits}}}}},
                    "a#T":{{"type":"structure","members":{{"x":{{"target":"a#T"}},
                        "y":{{"target":"a#T","traits":{{"smithy.api#jsonName":"x"}}}}}}}}}}}}"#
            );
            Model::from_smithy(file).map(drop).expect_err("refused").to_string()
        };
        let xml = r#""aws.protocols#restXml":{}"#;
        assert!(
            told(xml).contains(r#"["a#S"].traits: the service speaks aws.protocols#restXml; only"#)
        );
        let both = format!(r#"{xml},"aws.protocols#restJson1":{{}}"#);
        assert!(told(&both).contains("its name in JSON is that of `x` too"));
    }
}
