//! Tests of the policies on inputs.

use crate::contract::Contract;
use crate::exchange::Evidence;
use crate::policy::{self, Example, Judgement, Policy, Sent, catalogue};

/// Returns the policies on inputs that judge an exchange so, without their group.
fn policies(exchange: &Example, wanted: fn(&Judgement) -> bool) -> String {
    let contract = Contract::default();
    let exchange = exchange.exchange(&contract);
    let evidence = Evidence::new(&contract, &exchange, Example::FEATURES);
    let policies = catalogue().iter().filter(|policy| policy.group == crate::policy::Group::Input);
    let policies: Vec<_> = policies
        .filter(|policy: &&&Policy| wanted(&policy.judge(&evidence)))
        .map(|policy| policy.id.trim_start_matches("input."))
        .collect();
    policies.join(" ")
}

#[test]
fn a_client_may_hold_to_the_bounds_of_a_length() {
    let contract = Contract::edition("2026-11").expect("it is embedded");
    let policy = policy::find("request.members-serialized").expect("it is in the catalogue");
    let judged = |settings: &str, stage: &str| {
        let input = format!(
            r#"{{"IdentityProvider":{{"ActiveDirectoryIdentityProvider":{{"ActiveDirectorySettings":{settings}}}}}}}"#
        );
        let outcome =
            format!(r#"{{"outcome":"client_error","stage":"{stage}","class":"Invalid"}}"#);
        let example = Example {
            input: input.leak(),
            outcome: outcome.leak(),
            sent: Sent::Nothing,
            ..Example::PLAIN
        };
        let exchange = example.exchange(&contract);
        policy.judge(&Evidence::new(&contract, &exchange, Example::FEATURES))
    };
    for (settings, left_open) in [
        (r#"{"DomainNetworkSettings":{"Subnets":[]}}"#, true),
        (r#"{"DomainIpv4List":["1.1.1.1","1.1.1.2","1.1.1.3"]}"#, true),
        (
            r#"{"DomainCredentialsProvider":{"SecretsManagerCredentialsProvider":{"SecretId":""}}}"#,
            true,
        ),
        (r#"{"DomainIpv4List":["1.1.1.1","1.1.1.2"],"DomainName":""}"#, false),
    ] {
        let judgement = judged(settings, "validate");
        assert_eq!(judgement == Judgement::NotExercised, left_open, "{settings}: {judgement:?}");
        assert!(matches!(judged(settings, "unknown"), Judgement::Fail(_)), "{settings}");
    }
}

#[test]
fn an_input_that_is_not_an_object_may_end_in_any_error_before_anything_is_sent() {
    let policy = policy::find("input.types").expect("it is in the catalogue");
    let contract = Contract::default();
    let judged = |input: &'static str, outcome: &str, sent: Sent| {
        let example = Example {
            input,
            outcome: format!(r#"{{"outcome":{outcome}}}"#).leak(),
            sent,
            ..Example::PLAIN
        };
        let exchange = example.exchange(&contract);
        policy.judge(&Evidence::new(&contract, &exchange, Example::FEATURES))
    };
    const UNKNOWN: &str = r#""client_error","stage":"unknown","class":"TypeError""#;
    const READ: &str = r#""client_error","stage":"read","class":"Timeout""#;
    const SUCCESS: &str = r#""response","output":{}"#;
    let object = r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"InstanceId":"i","Username":7}"#;
    for (input, outcome, sent, kept) in [
        ("[]", UNKNOWN, Sent::Nothing, true),
        ("null", UNKNOWN, Sent::Nothing, true),
        // What is sent is sent, whatever the error says.
        ("[]", UNKNOWN, Sent::Body("[]"), false),
        ("null", UNKNOWN, Sent::Body("{}"), false),
        ("[]", UNKNOWN, Sent::Raw("GET"), false),
        ("[]", READ, Sent::Nothing, false),
        ("[]", SUCCESS, Sent::Nothing, false),
        // An object reaches the checks of the SDK.
        (object, UNKNOWN, Sent::Nothing, false),
    ] {
        let judgement = judged(input, outcome, sent);
        assert_eq!(judgement == Judgement::Pass, kept, "{input} {outcome}: {judgement:?}");
        assert_eq!(matches!(judgement, Judgement::Fail(_)), !kept, "{input} {outcome}");
    }
}

#[test]
fn each_fault_has_one_policy() {
    let input =
        |union: &str| format!(r#"{{"IdentityProvider":{union},"InstanceId":"i","Username":"u"}}"#);
    const AD: &str = r#""ActiveDirectoryIdentityProvider":{}"#;
    for (input, broken) in [
        (input(&format!("{{{AD}}}")), ""),
        (r#"{"InstanceId":"i"}"#.to_owned(), "required-members"),
        ("[]".to_owned(), "types"),
        ("null".to_owned(), "types"),
        (r#""alice""#.to_owned(), "types"),
        ("1".to_owned(), "types"),
        (input("null"), "types"),
        (input(r#"{"ActiveDirectoryIdentityProvider":null}"#), "types"),
        (input("{}"), "union-not-empty"),
        (input(r#"{"Okta":{}}"#), "unknown-members"),
        (input(r#"{"Okta":null}"#), "unknown-members"),
        (input(&format!(r#"{{{AD},"Okta":{{}}}}"#)), "union-one-member"),
        (input(&format!(r#"{{{AD},"Okta":null}}"#)), "unknown-members"),
        (input(r#"{"SDK_UNKNOWN_MEMBER":{"name":"Okta"}}"#), "unknown-placeholder-refused"),
        (input(&format!(r#"{{{AD},"SDK_UNKNOWN_MEMBER":{{"name":"Okta"}}}}"#)), "union-one-member"),
        (input(r#"{"ActiveDirectoryIdentityProvider":{"X":{}}}"#), "unknown-members"),
        // Several faults.
        (
            r#"{"Color":1,"IdentityProvider":{"A":1,"B":2},"Username":7}"#.to_owned(),
            "required-members union-one-member unknown-members types",
        ),
    ] {
        let input: &str = input.leak();
        let sent = Example { input, sent: Sent::Body("{}"), ..Example::PLAIN };
        let fail = |judgement: &Judgement| matches!(judgement, Judgement::Fail(_));
        assert_eq!(policies(&sent, fail), broken, "{input}");
        let not_validating = Example {
            outcome: r#"{"outcome":"client_error","stage":"unknown","class":"TypeError"}"#,
            sent: Sent::Nothing,
            ..sent
        };
        // An input that is not an object may not reach the checks of the SDK.
        let unchecked = if input.starts_with('{') { broken } else { "" };
        assert_eq!(policies(&not_validating, fail), unchecked, "{input}");
        // The client refuses the input, but sends it: only one policy judges that.
        let outcome = r#"{"outcome":"client_error","stage":"serialize","class":"X"}"#;
        let late = if broken.is_empty() { "" } else { "refused-before-sending" };
        for body in [Sent::Body("{}"), Sent::Raw("GET")] {
            assert_eq!(policies(&Example { outcome, sent: body, ..sent }, fail), late, "{input}");
        }
        let refused = Example { outcome, sent: Sent::Nothing, ..sent };
        let pass = |judgement: &Judgement| *judgement == Judgement::Pass;
        assert_eq!(policies(&refused, pass), format!("{broken} {late}").trim(), "{input}");
    }
}
