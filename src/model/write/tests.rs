use crate::json::Json;
use crate::model::{Member, Model, Shape, ShapeKind};

/// A model with every trait that is read, on shapes that one of its operations reaches.
const EVERY_TRAIT: &str = r##"{"smithy":"2.0","shapes":{
"a#S":{"type":"service","version":"1","operations":[{"target":"a#Op"},{"target":"a#Other"}],"traits":{
  "aws.protocols#restJson1":{},"aws.protocols#restXml":{},"aws.api#service":{"sdkId":"The S","endpointPrefix":"s"},
  "aws.auth#sigv4":{"name":"sign"},"smithy.api#auth":["aws.auth#sigv4"],"smithy.api#documentation":"<p>é</p>"}},
"a#Op":{"type":"operation","input":{"target":"a#In"},"output":{"target":"b#Out"},"errors":[{"target":"a#Bad"}],"traits":{
  "smithy.api#http":{"method":"PUT","uri":"/x/{id}/{rest+}?a=b","code":201},"smithy.api#idempotent":{},
  "smithy.api#endpoint":{"hostPrefix":"{host}."},"smithy.api#httpChecksumRequired":{},"smithy.api#optionalAuth":{},
  "smithy.api#requestCompression":{"encodings":["gzip"]},"aws.auth#unsignedPayload":{},"smithy.api#auth":[]}},
"a#Other":{"type":"operation","input":{"target":"a#Alone"},"traits":{"smithy.api#http":{"method":"GET","uri":"/"}}},
"a#Alone":{"type":"structure","members":{}},
"a#In":{"type":"structure","members":{
  "id":{"target":"smithy.api#String","traits":{"smithy.api#required":{},"smithy.api#httpLabel":{}}},
  "rest":{"target":"smithy.api#String","traits":{"smithy.api#required":{},"smithy.api#httpLabel":{}}},
  "host":{"target":"smithy.api#String","traits":{"smithy.api#required":{},"smithy.api#hostLabel":{}}},
  "q":{"target":"smithy.api#Timestamp","traits":{"smithy.api#httpQuery":"the q","smithy.api#timestampFormat":"http-date"}},
  "more":{"target":"a#Map","traits":{"smithy.api#httpQueryParams":{}}},
  "h":{"target":"a#List","traits":{"smithy.api#httpHeader":"X-H"}},
  "metas":{"target":"a#Map","traits":{"smithy.api#httpPrefixHeaders":"X-M-"}},
  "token":{"target":"smithy.api#String","traits":{"smithy.api#idempotencyToken":{},"smithy.api#sensitive":{}}},
  "named":{"target":"a#Union","traits":{"smithy.api#jsonName":"n"}},
  "bounded":{"target":"smithy.api#String","traits":{"smithy.api#length":{"min":1,"max":5},"smithy.api#pattern":"^a$"}},
  "ranged":{"target":"smithy.api#Long","traits":{"smithy.api#range":{"min":-2.5,"max":7}}},
  "size":{"target":"smithy.api#Integer","traits":{"smithy.api#default":7,"smithy.api#clientOptional":{}}}}},
"b#Out":{"type":"structure","members":{
  "status":{"target":"smithy.api#Integer","traits":{"smithy.api#httpResponseCode":{}}},
  "body":{"target":"a#Stream","traits":{"smithy.api#httpPayload":{},"smithy.api#required":{}}}}},
"a#Bad":{"type":"structure","members":{"at":{"target":"a#Moment","traits":{"smithy.api#httpHeader":"At"}}},
  "traits":{"smithy.api#error":"server","smithy.api#httpError":507}},
"a#Stream":{"type":"blob","traits":{"smithy.api#streaming":{},"smithy.api#mediaType":"image/png"}},
"a#Moment":{"type":"timestamp","traits":{"smithy.api#timestampFormat":"epoch-seconds"}},
"a#Map":{"type":"map","key":{"target":"smithy.api#String"},"value":{"target":"a#Enum"},"traits":{"smithy.api#sparse":{}}},
"a#List":{"type":"list","member":{"target":"a#IntEnum"},"traits":{"smithy.api#uniqueItems":{}}},
"a#Enum":{"type":"enum","members":{"A":{"target":"smithy.api#Unit","traits":{"smithy.api#enumValue":"a b"}},
  "B":{"target":"smithy.api#Unit","traits":{"smithy.api#enumValue":"a-b"}},
  "C":{"target":"smithy.api#Unit","traits":{"smithy.api#enumValue":"1","smithy.api#internal":{}}}}},
"a#IntEnum":{"type":"intEnum","members":{"A":{"target":"smithy.api#Unit","traits":{"smithy.api#enumValue":-3}}}},
"a#Union":{"type":"union","members":{"d":{"target":"smithy.api#Document"},"self":{"target":"a#Union"},
  "n":{"target":"smithy.api#BigDecimal"}}}}}"##;

/// Describes a shape with everything that the model knows of it.
fn told(model: &Model, shape: &Shape) -> String {
    let member = |member: &Member| {
        format!("{}: {} {:?}", member.name, model.shape(member.target).id, member.traits)
    };
    let inside = match &shape.kind {
        ShapeKind::Structure(members) | ShapeKind::Union(members) => {
            members.iter().map(member).collect()
        }
        ShapeKind::List(one) => vec![member(one)],
        ShapeKind::Map { key, value } => vec![member(key), member(value)],
        ShapeKind::Enum(values) => values.clone(),
        ShapeKind::IntEnum(values) => values.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    };
    format!("{} {} {:?} {inside:#?}", shape.id, shape.kind.name(), shape.traits)
}

#[test]
fn what_is_read_is_written_and_read_back() {
    let model = Model::from_smithy(EVERY_TRAIT).expect("a model");
    let operation = model.operation("Op").expect("it is there");
    let file = operation.to_smithy();
    let again = Model::from_smithy(file.to_string()).expect("a model");
    let same = again.operation("Op").expect("it is there");
    assert_eq!(same.shape().traits, operation.shape().traits);
    let service = |model: &Model| model.services().next().expect("one").shape().traits.clone();
    assert_eq!(service(&again), service(&model));
    let shapes = |model: &Model| -> Vec<String> {
        let operation = model.operation("Op").expect("it is there");
        operation.reach().into_iter().map(|shape| told(model, model.shape(shape))).collect()
    };
    let (mut before, mut after) = (shapes(&model), shapes(&again));
    before.sort();
    after.sort();
    assert_eq!(after, before);
    assert!(before.len() > 12, "every type of shape is reached");
}

#[test]
fn only_what_the_operation_reaches_is_written() {
    let model = Model::from_smithy(EVERY_TRAIT).expect("a model");
    let ids = |operation: &str| -> Vec<String> {
        let file = model.operation(operation).expect("it is there").to_smithy();
        let shapes = file.get("shapes").map_or(&[][..], Json::members);
        shapes.iter().map(|(id, _)| id.clone()).collect()
    };
    assert_eq!(ids("Other"), ["a#S", "a#Other", "a#Alone"]);
    assert!(!ids("Op").iter().any(|id| id == "a#Alone" || id.starts_with("smithy.api")));
}

#[test]
fn values_of_an_enum_get_names_of_their_own() {
    let model = Model::from_smithy(EVERY_TRAIT).expect("a model");
    let file = model.operation("Op").expect("it is there").to_smithy();
    let of = |id: &str| {
        let shape = file.get("shapes").and_then(|shapes| shapes.get(id)).expect(id);
        let members = shape.get("members").map_or(&[][..], Json::members);
        members.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(of("a#Enum"), ["a_b", "a_b_", "V_1"]);
    assert_eq!(of("a#IntEnum"), ["V__3"]);
}
