//! A model with every type of shape, and how the tables here read by it.

use std::sync::LazyLock;

use wireproof::json::{Json, SyntaxError};
use wireproof::model::{Model, ShapeRef};
use wireproof::protocol::{Decoded, Role, decode};

const SMITHY: &str = r##"{
  "smithy": "2.0",
  "shapes": {
    "t#All": { "type": "structure", "members": {
      "string": { "target": "smithy.api#String" },
      "renamed": { "target": "smithy.api#String", "traits": { "smithy.api#jsonName": "Re named" } },
      "boolean": { "target": "smithy.api#Boolean" },
      "byte": { "target": "smithy.api#Byte" },
      "short": { "target": "smithy.api#Short" },
      "integer": { "target": "smithy.api#Integer" },
      "long": { "target": "smithy.api#Long" },
      "bigInteger": { "target": "smithy.api#BigInteger" },
      "float": { "target": "smithy.api#Float" },
      "double": { "target": "smithy.api#Double" },
      "bigDecimal": { "target": "smithy.api#BigDecimal" },
      "blob": { "target": "smithy.api#Blob" },
      "document": { "target": "smithy.api#Document" },
      "enum": { "target": "t#Color" },
      "oldEnum": { "target": "t#OldColor" },
      "intEnum": { "target": "t#Digit" },
      "seconds": { "target": "smithy.api#Timestamp" },
      "secondsByMember": { "target": "t#DateTime", "traits": { "smithy.api#timestampFormat": "epoch-seconds" } },
      "dateTime": { "target": "smithy.api#Timestamp", "traits": { "smithy.api#timestampFormat": "date-time" } },
      "dateTimeByTarget": { "target": "t#DateTime" },
      "httpDate": { "target": "smithy.api#Timestamp", "traits": { "smithy.api#timestampFormat": "http-date" } },
      "httpDateByTarget": { "target": "t#HttpDate" },
      "list": { "target": "t#Strings" },
      "sparse": { "target": "t#SparseStrings" },
      "lists": { "target": "t#Lists" },
      "dates": { "target": "t#Dates" },
      "map": { "target": "t#Map" },
      "sparseMap": { "target": "t#SparseMap" },
      "maps": { "target": "t#Maps" },
      "documents": { "target": "t#Documents" },
      "union": { "target": "t#Union" },
      "unions": { "target": "t#Unions" },
      "typed": { "target": "t#TypedUnion" },
      "__type": { "target": "smithy.api#String" },
      "required": { "target": "t#Required" },
      "self": { "target": "t#All" }
    } },
    "t#Required": { "type": "structure", "members": {
      "a": { "target": "smithy.api#String", "traits": { "smithy.api#required": {} } },
      "b": { "target": "t#Union", "traits": { "smithy.api#required": {} } },
      "token": { "target": "smithy.api#String", "traits": { "smithy.api#required": {}, "smithy.api#idempotencyToken": {} } }
    } },
    "t#Union": { "type": "union", "members": {
      "text": { "target": "smithy.api#String" },
      "number": { "target": "smithy.api#Integer", "traits": { "smithy.api#jsonName": "num" } },
      "list": { "target": "t#Strings" },
      "all": { "target": "t#All" },
      "union": { "target": "t#Union" },
      "document": { "target": "smithy.api#Document" },
      "unit": { "target": "smithy.api#Unit" }
    } },
    "t#TypedUnion": { "type": "union", "members": {
      "kind": { "target": "smithy.api#String", "traits": { "smithy.api#jsonName": "__type" } },
      "other": { "target": "smithy.api#String" }
    } },
    "t#Color": { "type": "enum", "members": {
      "RED": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "red" } },
      "BLUE": { "target": "smithy.api#Unit" }
    } },
    "t#OldColor": { "type": "string", "traits": { "smithy.api#enum": [{ "value": "red" }] } },
    "t#Digit": { "type": "intEnum", "members": {
      "ONE": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 1 } }
    } },
    "t#DateTime": { "type": "timestamp", "traits": { "smithy.api#timestampFormat": "date-time" } },
    "t#HttpDate": { "type": "timestamp", "traits": { "smithy.api#timestampFormat": "http-date" } },
    "t#Strings": { "type": "list", "member": { "target": "smithy.api#String" } },
    "t#SparseStrings": { "type": "list", "member": { "target": "smithy.api#String" }, "traits": { "smithy.api#sparse": {} } },
    "t#Lists": { "type": "list", "member": { "target": "t#Strings" } },
    "t#Dates": { "type": "list", "member": { "target": "t#HttpDate", "traits": { "smithy.api#timestampFormat": "date-time" } } },
    "t#Unions": { "type": "list", "member": { "target": "t#Union" } },
    "t#Documents": { "type": "list", "member": { "target": "smithy.api#Document" } },
    "t#Map": { "type": "map", "key": { "target": "t#Color" }, "value": { "target": "smithy.api#Integer" } },
    "t#SparseMap": { "type": "map", "key": { "target": "smithy.api#String" }, "value": { "target": "smithy.api#Integer" }, "traits": { "smithy.api#sparse": {} } },
    "t#Maps": { "type": "map", "key": { "target": "smithy.api#String" }, "value": { "target": "t#Map" } }
  }
}"##;

pub(crate) static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::from_smithy(SMITHY).expect("a model"));

pub(crate) fn shape(name: &str) -> ShapeRef {
    MODEL.find(&format!("t#{name}").parse().expect("an id")).expect(name)
}

pub(crate) fn read(role: Role, body: &[u8]) -> Result<Decoded<'_, 'static>, SyntaxError> {
    decode(&MODEL, shape("All"), role, body)
}

/// Returns the value form of a body that is JSON.
pub(crate) fn value(decoded: &Decoded<'_, '_>) -> Json {
    decoded.value().map_or(Json::Null, |value| value.to_json(&MODEL))
}

/// `kind path offset` of each note, in order.
pub(crate) fn notes(decoded: &Decoded<'_, '_>) -> Vec<String> {
    let notes = decoded.anatomy().notes().iter();
    notes
        .map(|note| format!("{} {} {}", note.kind.name(), decoded.path(note), note.offset))
        .collect()
}

pub(crate) fn json(text: &str) -> Json {
    Json::parse(text).expect(text)
}
