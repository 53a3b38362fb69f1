//! Tests of the bytes that findings mark.

use super::{KNOWN, REST, judgement, refused, shown, summary};
use crate::contract::Contract;
use crate::exchange::Outcome;
use crate::http::Answer;
use crate::policy::{Judgement, MarkedPart};

/// Returns the byte that the first finding of a policy marks.
fn marked(policy: &str, body: &str, outcome: Outcome) -> Option<usize> {
    let said = judgement(&Contract::default(), policy, &Answer::json(200, body), outcome);
    let Judgement::Fail(findings) = said else { panic!("{policy}: {said:?}") };
    let mark = findings[0].mark.as_ref()?;
    assert_eq!(mark.part, MarkedPart::ResponseBody);
    assert_eq!(mark.range.len(), 1);
    Some(mark.range.start)
}

#[test]
fn white_space_is_marked_where_it_begins() {
    let body = summary(&format!("{KNOWN} ,{REST}"));
    let policy = "response.whitespace-tolerated";
    assert_eq!(marked(policy, &body, refused()), body.find(' '));
    assert_eq!(marked(policy, &body, shown("null")), body.find(' '));
}

#[test]
fn an_odd_order_is_marked_at_the_first_member_out_of_it() {
    let body = summary(&format!("{REST},{KNOWN}"));
    let policy = "response.member-order-irrelevant";
    assert_eq!(marked(policy, &body, refused()), body.find(r#""IdentityProvider""#));
}

#[test]
fn a_missing_member_is_marked_where_its_structure_begins_if_there_is_one() {
    let policy = "response.missing-required-survived";
    let body = summary(KNOWN);
    let made_up = summary(&format!("{KNOWN},{REST}"));
    assert_eq!(marked(policy, &body, shown(&made_up)), body[1..].find('{').map(|at| at + 1));
    assert_eq!(marked(policy, "{}", shown(&made_up)), Some(0));
    assert_eq!(marked(policy, "", shown(&made_up)), None, "an empty body has no byte");
}
