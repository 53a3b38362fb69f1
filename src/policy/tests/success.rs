//! Tests of the policies on successes.

use super::{KNOWN, REST, broken, refused, shown, summary};
use crate::contract::Contract;
use crate::exchange::Outcome;
use crate::http::Answer;
use crate::json::Json;

fn broken_by(answer: &Answer, outcome: Outcome) -> Vec<&'static str> {
    broken(&Contract::default(), &["union", "response"], answer, outcome)
}

#[test]
fn a_departure_breaks_the_policy_that_is_about_it_and_no_other() {
    let okta = r#""IdentityProvider":{"Okta":{}}"#;
    let named = r#""IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":"Okta"}}"#;
    for (body, shown, broken) in [
        (format!("{KNOWN},{REST}"), format!("{KNOWN},{REST}"), ""),
        (format!("{KNOWN},{REST}"), format!("{named},{REST}"), "union.known-member"),
        (format!("{KNOWN},{REST}"), REST.to_owned(), "union.known-member"),
        (format!("{KNOWN},{REST}"), KNOWN.to_owned(), "response.members-decoded"),
        (
            format!("{KNOWN},{REST}"),
            format!("{KNOWN},{}", REST.replace("alice", "bob")),
            "response.strings-exact",
        ),
        (
            format!("{KNOWN},{REST}"),
            format!("{},{REST}", KNOWN.replace("d-1", "D-1")),
            "response.strings-exact",
        ),
        (
            format!(r#"{KNOWN},{REST},"Domain":"""#),
            format!("{KNOWN},{REST}"),
            "response.strings-exact",
        ),
        (
            format!(r#"{KNOWN},{REST},"Domain":null"#),
            format!(r#"{KNOWN},{REST},"Domain":"""#),
            "response.null-is-absent",
        ),
        (format!("{okta},{REST}"), REST.to_owned(), "union.unknown-member-named"),
        // A member whose name has another case, or that is at another level, is another member.
        (
            format!(r#"{KNOWN},{REST},"username":"bob""#),
            format!("{KNOWN},{}", REST.replace("alice", "bob")),
            "response.unknown-members-ignored",
        ),
        (
            format!(r#"{KNOWN},{REST},"__proto__":{{"Domain":"x"}}"#),
            format!(r#"{KNOWN},{REST},"Domain":"x""#),
            "response.unknown-members-ignored",
        ),
        // A client that lets an unknown member through does not invent it, even if it is empty or has another
        // spelling.
        (
            format!(r#"{KNOWN},{REST},"__type":"""#),
            format!(r#"{KNOWN},{REST},"__type":"""#),
            "response.unknown-members-ignored",
        ),
        (
            format!(r#"{KNOWN},{REST},"X":{{"a":1.50,"b":0}},"Größe":0"#),
            format!(r#"{KNOWN},{REST},"X":{{"a":1.5,"b":0}},"Größe":0"#),
            "response.unknown-members-ignored",
        ),
        (
            format!(
                "{},{REST}",
                KNOWN.replace(r#"{"DirectoryId""#, r#"{"__type":"","DirectoryId""#)
            ),
            format!(
                "{},{REST}",
                KNOWN.replace(r#"{"DirectoryId""#, r#"{"__type":"","DirectoryId""#)
            ),
            "response.unknown-members-ignored",
        ),
        (
            format!(r#"{KNOWN},{REST},"X":"""#),
            format!(r#"{KNOWN},{REST},"Y":"""#),
            "response.never-invents",
        ),
        // Another policy judges the value of a missing required member.
        (
            format!("{KNOWN},{}", REST.replace(r#""alice""#, "null")),
            KNOWN.to_owned(),
            "response.missing-required-survived",
        ),
        (
            format!("{KNOWN},{}", REST.replace(r#""alice""#, "null")),
            format!("{KNOWN},{}", REST.replace("alice", "")),
            "response.missing-required-left-out",
        ),
        (
            format!(r#""IdentityProvider":null,{REST}"#),
            format!(r#""IdentityProvider":{{"SDK_UNKNOWN_MEMBER":{{"name":null}}}},{REST}"#),
            "response.missing-required-left-out",
        ),
        (
            format!(r#""IdentityProvider":null,{REST}"#),
            format!("{named},{REST}"),
            "union.null-is-absent",
        ),
        // An SDK that keeps no names is blamed for that, whatever else the union has.
        (
            format!(r#""IdentityProvider":{{"__type":"x","Okta":1,"A":null}},{REST}"#),
            format!(r#""IdentityProvider":{{"SDK_UNKNOWN_MEMBER":{{"name":null}}}},{REST}"#),
            "union.unknown-member-named",
        ),
        // The sources leave open which of two members of the same name counts, so this is only observed.
        (
            format!(r#"{KNOWN},{REST},"Username":"bob""#),
            format!("{KNOWN},{REST}"),
            "response.duplicate-members",
        ),
    ] {
        let output = Json::parse(summary(&shown)).expect("JSON");
        let outcome = Outcome::Response { http_status: Some(200), output, request_id: None };
        let answer = Answer::json(200, summary(&body));
        assert_eq!(broken_by(&answer, outcome).join(" "), broken, "{body}: {shown}");
    }
}

#[test]
fn a_refusal_breaks_the_policy_on_the_only_oddity() {
    let deep = format!(r#""Deep":{}{},"#, "[".repeat(99), "]".repeat(99));
    for (before, broken) in [
        ("", "response.members-decoded union.known-member"),
        (r#""X":1,"#, "response.unknown-members-ignored"),
        (r#""Domain":null,"#, "response.null-is-absent"),
        (r#""X":1,"Domain":null,"#, ""),
        // A very deep value is permitted to fail, and observed. Two members of the same name are left open.
        (deep.as_str(), "response.any-depth-survived"),
        (r#""X":1,"X":2,"#, ""),
        (r#""X":{"a":1,"a":2},"#, ""),
    ] {
        let answer = Answer::json(200, summary(&format!("{before}{KNOWN},{REST}")));
        assert_eq!(broken_by(&answer, refused()).join(" "), broken, "{before}");
    }
    for (union, broken) in [
        (r#"{"Okta":{}}"#, "union.unknown-member-tolerated"),
        (r#"{"Okta":1}"#, "union.unknown-value-irrelevant"),
        (r#"{"Okta":1,"A":null}"#, "union.null-members-ignored"),
        (r#"{"Okta":1,"A":null,"__type":""}"#, "union.type-hint-ignored"),
        ("null", ""),
        ("{}", ""),
        (r#"{"Okta":1,"Okta":1}"#, "response.duplicate-members"),
    ] {
        let body = summary(&format!(r#""IdentityProvider":{union},{REST}"#));
        assert_eq!(broken_by(&Answer::json(200, body), refused()).join(" "), broken, "{union}");
    }
}

#[test]
fn what_is_shown_of_nothing_has_a_policy_by_what_it_says() {
    for (body, shown, broken) in [
        ("", r#""Domain":"""#, "response.absent-members-absent"),
        // A value from elsewhere in the response is in the wrong place. Any other value is made up.
        ("", r#""Domain":"alice""#, "response.absent-members-absent"),
        ("", r#""Domain":"corp""#, "response.never-invents"),
        ("", r#""Domain":"null""#, "response.never-invents"),
        ("", r#""Domain":7"#, "response.never-invents"),
        ("", r#""Region":"""#, "response.never-invents"),
        ("", r#""Region":"alice""#, "response.never-invents"),
        (r#""X":1"#, r#""Domain":"""#, "response.absent-members-absent"),
        (r#""X":1"#, r#""Domain":"corp""#, "response.never-invents"),
        (r#""X":"corp""#, r#""Domain":"corp""#, "response.unknown-members-ignored"),
        (r#""domain":"corp""#, r#""Domain":"corp""#, "response.unknown-members-ignored"),
        (r#""Domain":null"#, r#""Domain":"corp""#, "response.null-is-absent"),
    ] {
        let before = |members: &str| match members {
            "" => format!("{KNOWN},{REST}"),
            members => format!("{members},{KNOWN},{REST}"),
        };
        let output = Json::parse(summary(&before(shown))).expect("JSON");
        let outcome = Outcome::Response { http_status: Some(200), output, request_id: None };
        let answer = Answer::json(200, summary(&before(body)));
        assert_eq!(broken_by(&answer, outcome).join(" "), broken, "{body}: {shown}");
    }
}

#[test]
fn a_required_member_that_is_missing_is_filled_in_or_not() {
    let lacking = REST.replace(r#""Status":"DISASSOCIATED","#, "");
    let policy = "response.missing-required-survived";
    for (shown, broken) in [
        (format!("{KNOWN},{lacking}"), ""),
        (format!(r#"{KNOWN},{lacking},"Status":"""#), "response.missing-required-left-out"),
        (format!(r#"{KNOWN},{lacking},"Status":null"#), ""),
        (format!(r#"{KNOWN},{lacking},"Status":"UNKNOWN""#), policy),
        (format!(r#"{KNOWN},{lacking},"Status":"alice""#), policy),
        (format!(r#"{KNOWN},{lacking},"Status":{{}}"#), policy),
        (KNOWN.to_owned(), policy),
        (lacking.clone(), policy),
        (format!(r#"{KNOWN},{lacking},"Domain":"""#), "response.absent-members-absent"),
    ] {
        let output = Json::parse(summary(&shown)).expect("JSON");
        let outcome = Outcome::Response { http_status: Some(200), output, request_id: None };
        let answer = Answer::json(200, summary(&format!("{KNOWN},{lacking}")));
        assert_eq!(broken_by(&answer, outcome).join(" "), broken, "{shown}");
    }
    let answer = Answer::json(200, summary(&format!("{KNOWN},{lacking}")));
    assert_eq!(broken_by(&answer, refused()), [""; 0]);
}

#[test]
fn what_is_lost_of_an_odd_form_is_lost_to_it() {
    let large = format!(r#""Domain":"{}","#, "x".repeat(70_000));
    let blob = format!(r#""Blob":"{}","#, "x".repeat(70_000));
    let deep = format!(r#""Deep":{}{},"#, "[".repeat(60), "]".repeat(60));
    for (body, policy) in [
        (format!(r#"{REST},{KNOWN}"#), "response.member-order-irrelevant"),
        (format!(r#""AssociationDate":"today",{KNOWN},{REST}"#), "response.dates-verbatim"),
        (format!("{KNOWN} , {REST}"), "response.whitespace-tolerated"),
        (format!("{large}{KNOWN},{REST}"), "response.large-survived"),
        (format!("{blob}{KNOWN},{REST}"), "response.large-survived"),
        (format!("{deep}{KNOWN},{REST}"), "response.deep-nesting-survived"),
    ] {
        let answer = Answer::json(200, summary(&body));
        let shown = &body[..body.len().min(60)];
        assert_eq!(broken_by(&answer, refused()), [policy], "{shown}");
        let outcome =
            Outcome::Response { http_status: Some(200), output: Json::Null, request_id: None };
        assert_eq!(broken_by(&answer, outcome), [policy], "{shown}");
    }
    // With two oddities, it is unclear which of them is the cause.
    let answer = Answer::json(200, summary(&format!("{REST} , {KNOWN}")));
    assert_eq!(broken_by(&answer, refused()), [""; 0]);
}

#[test]
fn a_text_is_put_down_to_the_form_only_where_it_tells() {
    let dates = r#""AssociationDate":"2022-08-01","#;
    let large = "é".repeat(50_000);
    let text = "response.strings-exact";
    for (body, from, to, broken) in [
        (format!("{REST},{KNOWN}"), "alice", "i-1", "response.member-order-irrelevant"),
        (format!("{REST},{KNOWN}"), "alice", "Alice", text),
        (format!("{KNOWN} ,{REST}"), "alice", "Alice", text),
        (format!("{dates}{KNOWN},{REST}"), "alice", "Alice", text),
        (format!("{dates}{KNOWN},{REST}"), "08-01", "08-01T00:00:00Z", "response.dates-verbatim"),
        (
            format!(r#""Domain":"{large}",{KNOWN},{REST}"#),
            r#"éé""#,
            r#"""#,
            "response.large-survived",
        ),
        (format!(r#""Domain":"{large}",{KNOWN},{REST}"#), "é", "e", text),
    ] {
        let shown = body.replace(from, to);
        let output = Json::parse(summary(&shown)).expect("JSON");
        let outcome = Outcome::Response { http_status: Some(200), output, request_id: None };
        let answer = Answer::json(200, summary(&body));
        assert_eq!(broken_by(&answer, outcome), [broken], "{from}: {to}");
    }
}

#[test]
fn the_content_type_is_to_blame_for_what_it_changes() {
    let body = summary(&format!(r#""Domain":"café",{KNOWN},{REST}"#));
    let policy = "response.content-type-tolerated";
    for (name, shown, broken) in [
        ("é", "Ã©", policy),
        ("alice", "Alice", "response.strings-exact"),
        (r#","Username":"alice""#, "", policy),
    ] {
        let output = Json::parse(body.replace(name, shown)).expect("JSON");
        let outcome = Outcome::Response { http_status: Some(200), output, request_id: None };
        let mut answer = Answer::json(200, body.clone());
        answer.headers = [("Content-Type", "text/plain")].into_iter().collect();
        assert_eq!(broken_by(&answer, outcome), [broken], "{name}");
        assert_eq!(broken_by(&answer, refused()), [policy]);
    }
}

/// Header fields with which the sources leave open how a client reads a success.
#[test]
fn what_headers_leave_open_is_not_judged() {
    let body = summary(&format!("{KNOWN},{REST}"));
    let failed = Outcome::ServiceError {
        code: None,
        modeled: false,
        message: None,
        http_status: Some(200),
        request_id: None,
        error: None,
    };
    for (name, value, outcome) in [
        ("Content-Encoding", "gzip", refused()),
        ("Content-Type", "text/html", refused()),
        ("Content-Type", "application/json; charset=utf-16", refused()),
        ("X-Amzn-Errortype", "ConflictException", failed),
    ] {
        let mut answer = Answer::json(200, body.clone());
        answer.headers.push(name, value);
        assert_eq!(broken_by(&answer, outcome), [""; 0], "{name}: {value}");
    }
    let none = Answer::json(204, body);
    assert_eq!(broken_by(&none, refused()), [""; 0]);
}

#[test]
fn a_client_may_fill_in_a_default_and_nothing_else() {
    let contract = Contract::embedded("converse", None).expect("an embedded contract");
    let broken_by = |body: &str, output: &str| {
        broken(&contract, &["response"], &Answer::json(200, body), shown(output))
    };
    for body in [r#"{"performanceConfig":{}}"#, r#"{"performanceConfig":{"latency":null}}"#] {
        assert!(broken_by(body, body).is_empty(), "{body}");
        let filled = r#"{"performanceConfig":{"latency":"standard"}}"#;
        assert!(broken_by(body, filled).is_empty(), "{body}");
        let other = r#"{"performanceConfig":{"latency":"optimized"}}"#;
        assert_eq!(broken_by(body, other), ["response.never-invents"], "{body}");
    }
}
