//! Tests of policies on responses with lists and maps. The embedded contract has none.

use super::{judgement, shown};
use crate::contract::Contract;
use crate::http::Answer;
use crate::policy::Judgement;

const MODEL: &str = r#"{"smithy":"2.0","shapes":{
    "a#Made":{"type":"service","version":"1","operations":[{"target":"a#Make"}],
        "traits":{"aws.protocols#restJson1":{},"aws.auth#sigv4":{"name":"made"}}},
    "a#Make":{"type":"operation","input":{"target":"a#Things"},"output":{"target":"a#Things"},
        "traits":{"smithy.api#http":{"method":"POST","uri":"/make","code":200}}},
    "a#Things":{"type":"structure","members":{
        "parts":{"target":"a#Parts"},"named":{"target":"a#Named"},
        "choices":{"target":"a#Choices"},"labels":{"target":"a#Labels"}}},
    "a#Part":{"type":"structure","members":{
        "name":{"target":"smithy.api#String"},"note":{"target":"smithy.api#String"}}},
    "a#Parts":{"type":"list","member":{"target":"a#Part"}},
    "a#Named":{"type":"map","key":{"target":"smithy.api#String"},"value":{"target":"a#Choice"}},
    "a#Choice":{"type":"union","members":{
        "text":{"target":"smithy.api#String"},"part":{"target":"a#Part"}}},
    "a#Choices":{"type":"list","member":{"target":"a#Choice"}},
    "a#Labels":{"type":"map","key":{"target":"smithy.api#String"},"value":{"target":"a#Part"}}}}"#;

/// A response with every member.
const WHOLE: &str = r#"{"parts":[{"name":"a","note":"b"}],"named":{"k":{"text":"c"}},"choices":[{"part":{"name":"d","note":"e"}}],"labels":{"l":{"name":"f","note":"g"}}}"#;

/// Returns the judgement of a policy if the client shows `output` for `body`.
fn said(policy: &str, body: &str, output: &str) -> Judgement {
    let contract = Contract::from_smithy(MODEL, None).expect("it is a contract");
    judgement(&contract, policy, &Answer::json(200, body), shown(output))
}

/// A change to the whole response.
fn with(from: &str, to: &str) -> String {
    assert!(WHOLE.contains(from), "{from}");
    WHOLE.replacen(from, to, 1)
}

#[test]
fn a_member_is_missed_wherever_it_is() {
    let policy = "response.absent-members-absent";
    assert_eq!(said(policy, WHOLE, WHOLE), Judgement::NotExercised, "nothing is absent");
    for absent in [r#","note":"b""#, r#","note":"e""#, r#","note":"g""#] {
        let body = with(absent, "");
        assert_eq!(said(policy, &body, &body), Judgement::Pass, "{absent}");
        let filled = absent.replace(['b', 'e', 'g'], "");
        let output = with(absent, &filled.replace(r#""not":"#, r#""note":"#));
        assert!(matches!(said(policy, &body, &output), Judgement::Fail(_)), "{output}");
        // A value that is not shown says nothing.
        assert_eq!(said(policy, &body, "{}"), Judgement::NotExercised, "{absent}");
    }
}

#[test]
fn null_is_no_absence() {
    let policy = "response.absent-members-absent";
    let null = with(r#""b""#, "null");
    let without = with(r#","note":"b""#, "");
    assert_eq!(said(policy, &null, &without), Judgement::NotExercised);
    let one_of_each = null.replace(r#","note":"g""#, "");
    let without = without.replace(r#","note":"g""#, "");
    assert_eq!(said(policy, &one_of_each, &without), Judgement::Pass);
}

#[test]
fn a_union_shows_one_member_wherever_it_is() {
    let policy = "union.never-two-members";
    assert_eq!(said(policy, WHOLE, WHOLE), Judgement::Pass);
    for (union, path) in [
        (r#"{"text":"c""#, "outcome.output.named.k"),
        (r#"{"part":{"name":"d","note":"e"}"#, "outcome.output.choices[0]"),
    ] {
        let output = with(union, &format!(r#"{union},"SDK_UNKNOWN_MEMBER":{{"name":"x"}}"#));
        let Judgement::Fail(findings) = said(policy, WHOLE, &output) else { panic!("{output}") };
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].path.as_str(), path);
    }
}

#[test]
fn an_element_too_many_is_a_member_decoded_wrongly() {
    let element = r#"{"name":"a","note":"b"}"#;
    let output = with(element, &format!("{element},{element}"));
    assert!(matches!(said("response.members-decoded", WHOLE, &output), Judgement::Fail(_)));
    assert_eq!(said("response.never-invents", WHOLE, &output), Judgement::Pass);
    let made_up = with(element, &format!(r#"{element},{{"name":"new"}}"#));
    assert!(matches!(said("response.never-invents", WHOLE, &made_up), Judgement::Fail(_)));
}

/// A structure is made up if one of its texts is. Empty parts of it say nothing.
#[test]
fn what_is_empty_is_said_by_any_answer() {
    let body = with(r#","labels":{"l":{"name":"f","note":"g"}}"#, "");
    for (part, policy) in [
        (r#"{"name":"a","note":""}"#, "response.absent-members-absent"),
        (r#"{"name":"a"}"#, "response.absent-members-absent"),
        (r#"{"name":"new","note":""}"#, "response.never-invents"),
    ] {
        let output =
            body.replacen(r#","choices""#, &format!(r#","labels":{{"l":{part}}},"choices""#), 1);
        for other in ["response.absent-members-absent", "response.never-invents"] {
            let broken = matches!(said(other, &body, &output), Judgement::Fail(_));
            assert_eq!(broken, other == policy, "{other}: {part}");
        }
    }
}
