use super::*;
use crate::model::{Binding, ErrorFault, ShapeKind, TimestampFormat};

/// Returns a file with this input, these further shapes, and more of its operation.
fn file(uri: &str, input: &str, shapes: &str, operation: &str) -> String {
    format!(
        r#"{{"metadata":{{"apiVersion":"2026-11-29","endpointPrefix":"api.users-2","protocol":"rest-json",
              "protocols":["rest-json"],"serviceId":"The Users","signatureVersion":"v4","signingName":"users"}},
            "operations":{{"Do":{{"name":"Do","input":{{"shape":"In"}},
              "http":{{"method":"POST","requestUri":"{uri}"}}{operation}}}}},
            "shapes":{{"In":{{"type":"structure",{input}}},"S":{{"type":"string"}}{shapes}}}}}"#
    )
}

fn load(file: &str) -> Model {
    Model::from_botocore(file).unwrap_or_else(|error| panic!("{error}: {file}"))
}

#[test]
fn members_travel_as_their_location_says() {
    let model = load(&file(
        "/a/{the-id}/{rest+}?kept=1",
        r#""required":["Id"],"payload":"Body","members":{
            "Id":{"shape":"S","location":"uri","locationName":"the-id"},
            "Rest":{"shape":"S","location":"uri","locationName":"rest"},
            "Page":{"shape":"S","location":"querystring","locationName":"page"},
            "Others":{"shape":"M","location":"querystring"},
            "Tag":{"shape":"S","location":"header","locationName":"X-Tag"},
            "Metas":{"shape":"M","location":"headers","locationName":"X-Meta-"},
            "Body":{"shape":"B","streaming":true},
            "Named":{"shape":"S","locationName":"named"},
            "Text":{"shape":"S","jsonvalue":true},
            "Token":{"shape":"S","idempotencyToken":true}}"#,
        r#","M":{"type":"map","key":{"shape":"S"},"value":{"shape":"S"}},
           "B":{"type":"blob","min":1,"max":9}"#,
        "",
    ));
    let operation = model.operation("Do").expect("it is there");
    assert_eq!(operation.http().uri, "/a/{Id}/{Rest+}?kept=1");
    assert_eq!(operation.http().code, 200);
    let members = model.members(operation.input());
    let bindings: Vec<_> =
        members.iter().map(|m| (m.name.as_str(), m.traits.binding.clone())).collect();
    assert_eq!(
        bindings,
        [
            ("Id", Binding::Label),
            ("Rest", Binding::Label),
            ("Page", Binding::Query("page".to_owned())),
            ("Others", Binding::QueryParams),
            ("Tag", Binding::Header("X-Tag".to_owned())),
            ("Metas", Binding::PrefixHeaders("X-Meta-".to_owned())),
            ("Body", Binding::Payload),
            ("Named", Binding::Body),
            ("Text", Binding::Body),
            ("Token", Binding::Body),
        ]
    );
    assert!(members[0].traits.required && !members[1].traits.required);
    assert!(members[6].traits.streaming && members[9].traits.idempotency_token);
    assert_eq!(members[7].wire_name(), "named");
    assert_eq!(members[8].traits.media_type.as_deref(), Some("application/json"));
    let length = model.shape(members[6].target).traits.length.expect("it has bounds");
    assert!(length.allows(9) && !length.allows(0) && !length.allows(10));
}

#[test]
fn shapes_have_the_types_and_traits_of_smithy() {
    let model = load(&file(
        "/",
        r#""members":{"a":{"shape":"E"},"b":{"shape":"D"},"c":{"shape":"U"},"d":{"shape":"T"},
            "e":{"shape":"L"},"f":{"shape":"Events"},"g":{"shape":"T","timestampFormat":"rfc822"}}"#,
        r#","E":{"type":"string","enum":["x","y"]},
           "D":{"type":"structure","members":{},"document":true},
           "U":{"type":"structure","union":true,"members":{"s":{"shape":"S"}}},
           "T":{"type":"timestamp","timestampFormat":"iso8601"},
           "L":{"type":"list","sparse":true,"member":{"shape":"U"}},
           "Events":{"type":"structure","eventstream":true,"members":{"s":{"shape":"S","event":true}}}"#,
        "",
    ));
    let members = model.members(model.operation("Do").expect("it is there").input());
    let kinds: Vec<_> = members.iter().map(|m| model.kind(m.target).name()).collect();
    assert_eq!(kinds, ["enum", "document", "union", "timestamp", "list", "union", "timestamp"]);
    let traits = |index: usize| &model.shape(members[index].target).traits;
    assert_eq!(traits(3).timestamp_format, Some(TimestampFormat::DateTime));
    assert_eq!(members[6].traits.timestamp_format, Some(TimestampFormat::HttpDate));
    assert!(traits(4).sparse && traits(5).streaming && !traits(2).streaming);
}

#[test]
fn errors_have_a_fault_and_a_status() {
    let error = |entry: &str| {
        let shapes = format!(r#","Bad":{{"type":"structure","members":{{}},{entry}}}"#);
        let model = load(&file("/", r#""members":{}"#, &shapes, r#","errors":[{"shape":"Bad"}]"#));
        let operation = model.operation("Do").expect("it is there");
        let shape = operation.error("Bad").expect("it is listed");
        (shape.traits.error, shape.error_status())
    };
    let (client, server) = (Some(ErrorFault::Client), Some(ErrorFault::Server));
    assert_eq!(error(r#""exception":true"#), (client, Some(400)));
    assert_eq!(error(r#""exception":true,"fault":true"#), (server, Some(500)));
    let status = r#""exception":true,"error":{"httpStatusCode":"#;
    assert_eq!(error(&format!(r#"{status}404,"senderFault":true}}"#)), (client, Some(404)));
    assert_eq!(error(&format!("{status}503}}")), (server, Some(503)));
    assert_eq!(error(&format!(r#"{status}409,"code":"Bad"}}"#)), (client, Some(409)));
}

#[test]
fn the_service_is_that_of_the_metadata() {
    let model = load(&file("/", r#""members":{}"#, "", ""));
    let service = model.services().next().expect("it has one");
    assert_eq!(service.id().as_str(), "com.amazonaws.apiusers2#TheUsers");
    assert_eq!((service.sdk_id(), service.version()), ("The Users", "2026-11-29"));
    assert_eq!(service.signing_name(), "users");
    assert!(service.shape().traits.rest_json_1);
}

#[test]
fn a_model_of_another_protocol_is_refused_by_the_protocol() {
    // The code of its error is not the name of the shape, which restJson1 would need.
    let odd = r#","X":{"type":"structure","members":{},"error":{"code":"Y"}}"#;
    let with = |protocols: &str| {
        let file = file("/", r#""members":{}"#, odd, "");
        let file = file.replace(r#""protocols":["rest-json"]"#, protocols);
        Model::from_botocore(file).map(drop).expect_err(protocols).to_string()
    };
    let told = |ids: &str| {
        format!(
            "metadata.protocols: the service speaks {ids}; only aws.protocols#restJson1 is supported; choose a \
             service that speaks it"
        )
    };
    assert_eq!(with(r#""protocols":["query"]"#), told("aws.protocols#awsQuery"));
    assert_eq!(
        with(r#""protocols":["json","smithy-rpc-v2-cbor"],"jsonVersion":"1.0""#),
        told("aws.protocols#awsJson1_0, smithy.protocols#rpcv2Cbor")
    );
    assert!(with(r#""protocols":["query","rest-json"]"#).contains("the code `Y` is not the name"));
}

#[test]
fn an_operation_may_have_the_name_of_a_shape() {
    let model = load(&file("/", r#""members":{}"#, r#","Do":{"type":"string"}"#, ""));
    let operation = model.operation("Do").expect("it is there");
    assert_eq!(operation.id().as_str(), "com.amazonaws.apiusers2.operation#Do");
    let shape = model.find(&"com.amazonaws.apiusers2#Do".parse().expect("an id"));
    assert!(matches!(shape.map(|shape| model.kind(shape)), Some(ShapeKind::String)));
}

#[test]
fn names_the_place_of_what_it_refuses() {
    let refusal = |file: &str| Model::from_botocore(file).map(drop).expect_err(file).to_string();
    assert_eq!(refusal("{}"), "`metadata` is missing");
    assert_eq!(refusal(r#"{"metadata":{}}"#), "metadata: `endpointPrefix` is missing");
    let in_members =
        |members: &str| refusal(&file("/", &format!(r#""members":{members}"#), "", ""));
    let in_shape =
        |shape: &str| refusal(&file("/", r#""members":{}"#, &format!(r#","X":{shape}"#), ""));
    let in_operation = |text: &str| refusal(&file("/", r#""members":{}"#, "", text));
    for (told, message) in [
        (
            in_members(r#"{"a":{"shape":"Gone"}}"#),
            "shapes.In.members.a.shape: `Gone` is not among the shapes of this file; add it \
             there, or name another shape",
        ),
        (in_members(r#"{"a":{}}"#), "shapes.In.members.a: `shape` is missing"),
        (
            in_members(r#"{"a":{"shape":"S","location":"cookie"}}"#),
            "shapes.In.members.a.location: `cookie` is no location; botocore has uri, querystring, \
             header, headers and statusCode",
        ),
        (
            in_members(r#"{"a":{"shape":"S"},"a":{"shape":"S"}}"#),
            "shapes.In.members.a: this key is there twice; keep one of them",
        ),
        (
            in_members(r#"{"a":{"shape":"S"},"b":{"shape":"S","locationName":"a"}}"#),
            "shapes.In.members.b: its name in JSON is that of `a` too",
        ),
        (
            in_members(r#"{},"required":["a"]"#),
            "shapes.In.required[0]: `a` is not among the members",
        ),
        (in_members(r#"{},"payload":"a""#), "shapes.In.payload: `a` is not among the members"),
        (
            in_shape(r#"{"type":"thing"}"#),
            "shapes.X.type: `thing` is no type of shape that botocore has",
        ),
        (
            in_shape(r#"{"type":"timestamp","timestampFormat":"soon"}"#),
            "shapes.X.timestampFormat: `soon` is none of unixTimestamp, iso8601 and rfc822",
        ),
        (
            in_shape(r#"{"type":"map","key":{"shape":"In"},"value":{"shape":"S"}}"#),
            "shapes.X.key: a string expected, but com.amazonaws.apiusers2#In is a structure",
        ),
        (
            in_shape(r#"{"type":"structure","members":{},"error":{"code":"Y"}}"#),
            "shapes.X.error.code: the code `Y` is not the name of the shape, which restJson1 sends",
        ),
        (
            in_shape(r#"{"type":"structure","members":{},"error":{"httpStatusCode":42}}"#),
            "shapes.X.error.httpStatusCode: a status from 100 to 599 expected",
        ),
        (
            in_shape(r#"{"type":"list","member":{"shape":"S"},"min":-1}"#),
            "shapes.X.min: a length expected",
        ),
        (
            in_operation(r#","errors":[{"shape":"In"}]"#),
            "operations.Do.errors[0]: com.amazonaws.apiusers2#In has no error trait",
        ),
        (
            in_operation(r#","output":{"shape":"S"}"#),
            "operations.Do.output: a structure expected, but com.amazonaws.apiusers2#S is a string",
        ),
        (
            in_operation(r#","endpoint":{"hostPrefix":"{a}."}"#),
            "operations.Do.endpoint.hostPrefix: the label `a` has no member; give the input a member \
             of this name with hostLabel",
        ),
        (
            refusal(&file("/{a}", r#""members":{"a":{"shape":"S"}}"#, "", "")),
            "operations.Do.http.requestUri: the label `a` has no member; give the input a member with \
             the location uri and this locationName",
        ),
        (
            refusal(&file("/{a", r#""members":{}"#, "", "")),
            "operations.Do.http.requestUri: `/{a` has a brace that belongs to no label; write a \
             path, such as /users/{id}",
        ),
    ] {
        assert_eq!(told, message);
    }
}
