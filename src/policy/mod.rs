//! The catalogue: the laws that hold for any exchange, one file each.
//!
//! A policy knows nothing of where an exchange came from. It says whether the exchange concerns it,
//! and if so, whether the exchange keeps it, and if not, where it breaks it.
//!
//! To add one: write `policy/<group>/<name>.rs` with its `POLICY`, and add its name to the list below.
//! CONTRIBUTING.md walks through it. The tests of this module find a file that is not listed, and hold
//! every policy against its own two examples.

mod basis;
mod demand;
mod example;
mod judgement;
mod level;
mod party;

pub use basis::{Basis, Source};
pub use example::{Example, Sent};
pub use judgement::{Counts, Finding, Judgement, Mark, MarkedPart, Shows};
pub use level::Level;
pub use party::Party;

use crate::exchange::{Evidence, Outcome};

/// A law.
#[derive(Debug)]
pub struct Policy {
    /// The id, `group.name`, never reused or renumbered.
    pub id: &'static str,
    /// How binding it is.
    pub level: Level,
    /// What it says, in one sentence.
    pub summary: &'static str,
    /// Why it matters: what goes wrong for whom where it is broken. One or more paragraphs.
    pub why: &'static str,
    /// Where it comes from. At least one source.
    pub basis: &'static [Basis],
    /// Why its reading is in doubt, where most real clients break it.
    pub disputed: Option<&'static str>,
    /// The law itself.
    pub check: fn(&Evidence<'_>) -> Judgement,
    /// An exchange that keeps it.
    pub keeps: Example,
    /// An exchange that breaks it.
    pub breaks: Example,
}

/// Declares the groups and their policies: the modules, and the catalogue of them.
macro_rules! catalogue {
    ($($(#[$doc:meta])* $group:ident { $($policy:ident)* })*) => {
        $($(#[$doc])* mod $group { $(mod $policy; pub(super) use $policy::POLICY as $policy;)* })*

        #[allow(non_upper_case_globals, reason = "a policy's name here is that of its file")]
        mod listed {
            pub(super) static CATALOGUE: &[&super::Policy] = &[$($(&super::$group::$policy,)*)*];
        }
    };
}

catalogue! {
    /// What a client sends.
    request {
        method_and_uri
        content_type
        body_is_json_object
        members_serialized
        absent_members_omitted
        no_unmodeled_members
        no_duplicate_members
        union_exactly_one
        length_delimited
        sent_once
        signed
    }
    /// What a client refuses to send.
    input {
        required_members
        union_one_member
        union_not_empty
        unknown_members
        types
        unknown_placeholder_refused
        refused_before_sending
    }
    /// What a client makes of a success.
    response {
        members_decoded
        strings_exact
        absent_members_absent
        null_is_absent
        unknown_members_ignored
        member_order_irrelevant
        dates_verbatim
        content_type_tolerated
        whitespace_tolerated
        malformed_refused
        truncated_refused
        trailing_data_refused
        invalid_utf8_refused
        wrong_type_refused
        not_an_object_refused
        missing_required_survived
        deep_nesting_survived
        large_survived
        duplicate_members
        chunked_decoded
        never_invents
    }
    /// What a client makes of a union.
    union {
        known_member
        unknown_member_tolerated
        unknown_member_named
        unknown_value_irrelevant
        type_hint_ignored
        null_members_ignored
        null_is_absent
        never_two_members
        several_members_refused
        no_member_refused
        non_object_refused
    }
    /// What a client makes of an error.
    error {
        modeled
        from_header
        from_code
        from_type
        uri_suffix_stripped
        namespace_stripped
        header_wins
        header_name_any_case
        nested_type_ignored
        unknown_code_generic
        no_code_generic
        status_independent
        status_kept
        message_kept
        message_any_case
        empty_body_survived
        not_json_survived
        code_before_type
        header_whitespace_ignored
        never_success
    }
    /// What a client lives through.
    wire {
        reset_is_an_error
        early_close_is_an_error
        slow_answer_survived
        interim_answers_skipped
        redirect_not_followed
        deterministic
        never_crashes
        never_hangs
    }
    /// What one answer alone tells of the server that gave it.
    server {
        answers_valid
        required_members_present
        union_exactly_one
        no_nulls
        error_type_header
        error_status
        content_type
    }
}

/// Every policy, by group, in the order of the catalogue.
pub fn catalogue() -> &'static [&'static Policy] {
    listed::CATALOGUE
}

/// The policy with this id.
pub fn find(id: &str) -> Option<&'static Policy> {
    catalogue().iter().copied().find(|policy| policy.id == id)
}

impl Policy {
    /// The group: what stands before the dot of the id.
    pub fn group(&self) -> &'static str {
        self.id.split_once('.').map_or(self.id, |(group, _)| group)
    }

    /// Whom it binds. A client is not to blame for its answer, nor a server for a request.
    pub fn party(&self) -> Party {
        if self.group() == "server" { Party::Server } else { Party::Client }
    }

    /// Whether it is about calls that are lost: then it says itself which of them break it. Of other policies
    /// a lost call breaks those that it was aimed at.
    pub fn is_on_lost_calls(&self) -> bool {
        matches!(self.id, "wire.never-crashes" | "wire.never-hangs")
    }

    /// Judges one exchange.
    ///
    /// Where the testee told no outcome, because it died, hung, broke the protocol or could not hold the
    /// input, only the group *wire* has something to say; and the group *server*, which looks at the
    /// answer alone.
    pub fn judge(&self, evidence: &Evidence<'_>) -> Judgement {
        match evidence.outcome() {
            _ if self.party() == Party::Server => (self.check)(evidence),
            Outcome::Skipped { .. } => Judgement::NotApplicable,
            outcome if !outcome.is_told() && self.group() != "wire" => Judgement::NotExercised,
            _ => (self.check)(evidence),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::contract::Contract;

    fn judged(policy: &Policy, example: &Example) -> Judgement {
        let contract = Contract::default();
        let session = example.session(&contract);
        let evidence = Evidence::of_session(&contract, &session, Example::FEATURES);
        policy.judge(&evidence.expect("a session has a first call"))
    }

    #[test]
    fn every_policy_passes_what_keeps_it_and_fails_what_breaks_it() {
        for policy in catalogue() {
            assert_eq!(judged(policy, &policy.keeps), Judgement::Pass, "{}: keeps", policy.id);
            let breaks = judged(policy, &policy.breaks);
            let Judgement::Fail(findings) = breaks else {
                panic!("{}: breaks: {breaks:?}", policy.id)
            };
            assert!(findings.iter().all(|f| !f.message.is_empty()), "{}", policy.id);
        }
    }

    #[test]
    fn an_exchange_that_keeps_a_policy_breaks_no_other() {
        for policy in catalogue() {
            // An answer that a client must live through is one that its server must not give.
            for other in catalogue().iter().filter(|other| other.party() == policy.party()) {
                let judgement = judged(other, &policy.keeps);
                let broken = matches!(judgement, Judgement::Fail(_));
                assert!(!broken, "{} by what keeps {}: {judgement:?}", other.id, policy.id);
            }
        }
    }

    #[test]
    fn who_never_came_to_the_answer_is_not_blamed_for_it() {
        for id in ["input.refused-before-sending", "wire.interim-answers-skipped"] {
            let breaks = find(id).expect("it is there").breaks;
            for policy in catalogue().iter().filter(|p| matches!(p.group(), "response" | "union")) {
                let judgement = judged(policy, &breaks);
                let blamed = matches!(judgement, Judgement::Fail(_));
                assert!(!blamed, "{} by what breaks {id}: {judgement:?}", policy.id);
            }
        }
    }

    #[test]
    fn laws_on_servers_look_at_the_answer_alone() {
        let bound: Vec<_> = catalogue().iter().filter(|p| p.party() == Party::Server).collect();
        assert!(!bound.is_empty() && bound.iter().all(|p| p.group() == "server"));
        for policy in bound {
            for example in [policy.keeps, policy.breaks] {
                for outcome in [Example::PLAIN.outcome, r#"{"outcome":"crash"}"#] {
                    let other = Example { outcome, input: "7", sent: Sent::Body("7"), ..example };
                    assert_eq!(judged(policy, &other), judged(policy, &example), "{}", policy.id);
                }
            }
        }
    }

    #[test]
    fn ids_are_unique_and_every_policy_says_where_it_comes_from() {
        let mut ids = BTreeSet::new();
        for policy in catalogue() {
            assert!(ids.insert(policy.id), "{} is used twice", policy.id);
            assert!(!policy.basis.is_empty(), "{} has no basis", policy.id);
            for basis in policy.basis {
                assert!(!basis.section.is_empty() && !basis.fact.is_empty(), "{}", policy.id);
                let words = basis.quote.map_or(0, |quote| quote.split_whitespace().count());
                assert!(words <= 25, "{}: a quote of {words} words is not short", policy.id);
            }
            for text in [policy.summary, policy.why] {
                assert!(text.ends_with('.') && !text.contains("  "), "{}: {text}", policy.id);
            }
            assert_ne!(policy.keeps.outcome, "", "{}", policy.id);
        }
    }

    /// A file that nobody listed would be a law that nobody checks.
    #[test]
    fn every_file_is_listed_and_named_for_its_policy() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/policy");
        let mut files = BTreeSet::new();
        for group in std::fs::read_dir(&folder).expect("the folder is there") {
            let group = group.expect("it can be read").path();
            // A folder with a `mod.rs` is a module beside the groups.
            if !group.is_dir() || group.join("mod.rs").exists() {
                continue;
            }
            for file in std::fs::read_dir(&group).expect("a group's folder") {
                let file = file.expect("it can be read").path();
                let stem = |path: &Path| {
                    let stem = path.file_stem().and_then(|stem| stem.to_str());
                    stem.expect("a name in UTF-8").replace('_', "-")
                };
                files.insert(format!("{}.{}", stem(&group), stem(&file)));
            }
        }
        let listed: BTreeSet<_> = catalogue().iter().map(|p| p.id.to_owned()).collect();
        assert_eq!(files, listed, "src/policy/<group>/<name>.rs, and the list in policy/mod.rs");
    }
}
