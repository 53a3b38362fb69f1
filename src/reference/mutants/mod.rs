//! Mutants: the reference client with one fault each. A suite that does not catch them all is broken.
//!
//! Every *must* and *should* policy on clients has a file here with two mutants at least: a blunt one,
//! which is wrong whenever it can be, and a subtle one, which is wrong only when two things meet. One of
//! them at least is caught by that policy and by no other.
//!
//! To add one: write it into the file of the policy that must catch it, `<group>/<name>.rs`. A fault is a
//! function at one of the seams of a call (`fault`). What several of them need is in `support`.
//! `wireproof selftest` runs the whole suite against each.

mod client;
mod fault;
mod support;

pub use client::MutantClient;

use fault::PlantedFault;

/// A faulty variant of the reference client.
#[derive(Clone, Copy, Debug)]
pub struct Mutant {
    /// Its name, unlike any other.
    pub name: &'static str,
    /// The id of the policy that must catch it.
    pub policy: &'static str,
    /// How its fault shows.
    pub kind: Kind,
    /// What is wrong with it, in one line.
    pub what: &'static str,
    /// A real client that had such a fault, and where to read of it; `None` where none is known.
    pub seen_in: Option<&'static str>,
    /// Whether it must run as a process of its own, for it dies or hangs.
    pub in_process: bool,
    /// The ids of other policies that catch it rightly too: its fault breaks what they say as well.
    pub also: &'static [&'static str],
    fault: PlantedFault,
}

/// How a fault shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Whenever it can.
    Blunt,
    /// Only when two things meet: in the second call of a connection, past a size, for one error of
    /// seven.
    Subtle,
}

impl Kind {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blunt => "blunt",
            Self::Subtle => "subtle",
        }
    }
}

impl Mutant {
    /// A blunt mutant that no real client is known for, caught by one policy alone: what is not named
    /// is as here.
    const BLUNT: Self = Self {
        name: "",
        policy: "",
        kind: Kind::Blunt,
        what: "",
        seen_in: None,
        in_process: true,
        also: &[],
        fault: PlantedFault::NONE,
    };

    /// A subtle one.
    const SUBTLE: Self = Self { kind: Kind::Subtle, ..Self::BLUNT };

    /// Whether its policy must be the only one that catches it.
    pub fn is_sole(&self) -> bool {
        self.also.is_empty()
    }
}

/// Declares the groups and their files, each for the policy of its name.
macro_rules! mutants {
    ($($(#[$doc:meta])* $group:ident { $($policy:ident)* })*) => {
        $($(#[$doc])* mod $group { $(pub(super) mod $policy;)* })*

        static FILES: &[&[Mutant]] = &[$($($group::$policy::MUTANTS,)*)*];
    };
}

mutants! {
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
        well_formed
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
        members_decoded strings_exact absent_members_absent null_is_absent unknown_members_ignored
        member_order_irrelevant dates_verbatim content_type_tolerated whitespace_tolerated
        malformed_refused truncated_refused trailing_data_refused invalid_utf8_refused
        wrong_type_refused not_an_object_refused missing_required_survived deep_nesting_survived
        large_survived chunked_decoded never_invents
    }
    /// What a client makes of the union in a success.
    union {
        known_member unknown_member_tolerated unknown_member_named unknown_value_irrelevant
        type_hint_ignored null_members_ignored null_is_absent never_two_members
        several_members_refused no_member_refused non_object_refused
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
    /// What a client makes of what the connection does.
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
}

/// Every mutant, by the policies that must catch them, in the order of the catalogue.
pub fn mutants() -> impl Iterator<Item = &'static Mutant> {
    FILES.iter().copied().flatten()
}

/// The mutant of this name.
pub fn mutant(name: &str) -> Option<&'static Mutant> {
    mutants().find(|mutant| mutant.name == name)
}
