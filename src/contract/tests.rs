//! What contracts say of themselves, and why a model cannot be one.

use super::*;

fn names(contract: &Contract, top: crate::model::ShapeRef) -> Vec<(&str, bool)> {
    let members = contract.model().members(top).iter();
    members.map(|m| (m.name.as_str(), m.traits.required)).collect()
}

#[test]
fn the_default_is_what_the_documentation_describes() {
    let contract = Contract::default();
    let operation = contract.operation();
    assert_eq!(contract.edition_name(), Some("2022-08"));
    assert_eq!(contract.service_name(), "license-manager-user-subscriptions");
    let service = contract.service().expect("there is a service");
    assert_eq!(service.sdk_id(), "License Manager User Subscriptions");
    assert_eq!(service.version(), "2018-05-10");
    let http = operation.http();
    assert_eq!(
        (http.method.as_str(), http.uri.as_str(), http.code),
        ("POST", "/user/DisassociateUser", 200)
    );
    assert!(operation.shape().traits.idempotent);
    let input = names(&contract, operation.input());
    assert_eq!(
        input,
        [("Domain", false), ("IdentityProvider", true), ("InstanceId", true), ("Username", true)]
    );
    let errors: Vec<_> =
        operation.errors().map(|e| (e.id.name(), e.error_status().unwrap_or(0))).collect();
    assert_eq!(
        errors,
        [
            ("ServiceQuotaExceededException", 400),
            ("ConflictException", 500),
            ("ValidationException", 400),
            ("ThrottlingException", 400),
            ("InternalServerException", 500),
            ("ResourceNotFoundException", 404),
            ("AccessDeniedException", 400),
        ]
    );
}

#[test]
fn every_edition_loads_and_later_ones_require_nothing_of_the_request() {
    for edition in EDITIONS {
        let contract = Contract::edition(edition.name).expect(edition.name);
        let input = names(&contract, contract.operation().input());
        let required = input.iter().filter(|(_, required)| *required).count();
        assert_eq!(required, if edition.name == "2022-08" { 3 } else { 0 }, "{}", edition.name);
    }
    assert!(Contract::edition("2020-01").is_err());
}

#[test]
fn a_service_of_another_protocol_is_refused_by_name() {
    let model = |traits: &str| {
        let file = format!(
            r#"{{"smithy":"2.0","shapes":{{
                "a#S":{{"type":"service","version":"1","operations":[{{"target":"a#Op"}}],"traits":{{{traits}}}}},
                "a#Op":{{"type":"operation","traits":{{"smithy.api#http":{{"method":"POST","uri":"/"}}}}}}}}}}"#
        );
        Contract::from_smithy(file, None).map_err(|error| error.to_string())
    };
    let json = r#""aws.protocols#awsJson1_1":{},"smithy.protocols#rpcv2Cbor":{}"#;
    let told = model(json).expect_err("it is another protocol");
    assert_eq!(
        told,
        "a#S speaks aws.protocols#awsJson1_1, smithy.protocols#rpcv2Cbor; only aws.protocols#restJson1 is \
         supported; choose a service that speaks it"
    );
    assert!(model(&format!(r#"{json},"aws.protocols#restJson1":{{}}"#)).is_ok());
    assert!(model(r#""aws.protocols#httpChecksum":{}"#).is_ok(), "that is no protocol");
}

#[test]
fn a_model_says_whether_requests_are_signed() {
    let model = |service: &str, operation: &str| {
        let file = format!(
            r#"{{"smithy":"2.0","shapes":{{
                "a#S":{{"type":"service","version":"1","operations":[{{"target":"a#Op"}}],"traits":{{{service}}}}},
                "a#Op":{{"type":"operation","traits":{{"smithy.api#http":{{"method":"POST","uri":"/"}}{operation}}}}}}}}}"#
        );
        let contract = Contract::from_smithy(file, None).expect("a contract");
        contract.sigv4_name().map(str::to_owned)
    };
    let sigv4 = r#""aws.auth#sigv4":{"name":"s"}"#;
    let bearer = r#""aws.auth#sigv4":{"name":"s"},"smithy.api#auth":["smithy.api#httpBearerAuth","aws.auth#sigv4"]"#;
    for (service, operation, name) in [
        (sigv4, "", Some("s")),
        (sigv4, r#","smithy.api#auth":["aws.auth#sigv4"]"#, Some("s")),
        (sigv4, r#","smithy.api#auth":[]"#, None),
        (sigv4, r#","smithy.api#optionalAuth":{}"#, None),
        (bearer, "", None),
        (bearer, r#","smithy.api#auth":["aws.auth#sigv4"]"#, Some("s")),
        ("", "", None),
    ] {
        assert_eq!(model(service, operation).as_deref(), name, "{service} {operation}");
    }
    let name = Contract::default().sigv4_name().map(str::to_owned);
    assert_eq!(name.as_deref(), Some("license-manager-user-subscriptions"));
}

#[test]
fn says_what_a_model_lacks() {
    let file = |body: &str| format!(r#"{{"smithy":"2.0","shapes":{{{body}}}}}"#);
    let bare = file(r#""a#Op":{"type":"operation"}"#);
    let error = Contract::from_smithy(&bare, None).map(drop).expect_err("no http");
    assert!(error.to_string().starts_with("a#Op has no smithy.api#http"), "{error}");
    let error = Contract::from_smithy(&bare, Some("Po")).map(drop).expect_err("no such");
    assert_eq!(error.to_string(), "there is no operation `Po`; there are Op");
    let error = Contract::from_smithy(file(""), None).map(drop).expect_err("empty");
    assert_eq!(error.to_string(), "the model has no operation");
}

#[test]
fn operations_of_the_same_name_are_told_apart_by_their_ids() {
    let operation = |uri: &str| {
        format!(
            r#"{{"type":"operation","traits":{{"smithy.api#http":{{"method":"POST","uri":"{uri}"}}}}}}"#
        )
    };
    let (a, b, c) = (operation("/a"), operation("/b"), operation("/c"));
    let file = format!(r#"{{"smithy":"2.0","shapes":{{"a#Op":{a},"b#Op":{b},"b#Other":{c}}}}}"#);
    let uri = |wanted: Option<&str>| match Contract::from_smithy(&file, wanted) {
        Ok(contract) => Ok(contract.operation().http().uri.clone()),
        Err(error) => Err(error.to_string()),
    };
    assert_eq!(uri(Some("a#Op")).as_deref(), Ok("/a"));
    assert_eq!(uri(Some("b#Op")).as_deref(), Ok("/b"));
    assert_eq!(uri(Some("Other")).as_deref(), Ok("/c"));
    assert_eq!(uri(Some("b#Other")).as_deref(), Ok("/c"));
    let several = "the model has several operations; name one of";
    assert_eq!(uri(Some("Op")), Err(format!("{several} a#Op, b#Op")));
    assert_eq!(uri(None), Err(format!("{several} a#Op, b#Op, Other")));
    let unknown = uri(Some("a#Other")).expect_err("there is none");
    assert_eq!(unknown, "there is no operation `a#Other`; there are a#Op, b#Op, Other");
    let forged = uri(Some("x\nerror: forged")).expect_err("there is none");
    assert!(forged.starts_with(r"there is no operation `x\nerror: forged`; "), "{forged}");
}
