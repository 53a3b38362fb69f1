//! What users see, kept in `snapshots/`: requests, outcomes, and every page, report and error message. CONTRIBUTING.md
//! says how to review a change.
//!
//! A subject lists its snapshots before it makes any of them, so that files which no subject lists are found
//! whatever part of the tests is run.
#![cfg(feature = "cli")]

mod bad_input;
mod bound_requests;
mod explain;
mod help;
mod outcomes;
mod place;
mod reports;
mod requests;
mod settings;
mod wire;

use settings::Subject;

/// Every subject, each a folder of `snapshots/`.
const SUBJECTS: [Subject; 7] = [
    bad_input::SUBJECT,
    bound_requests::SUBJECT,
    explain::SUBJECT,
    help::SUBJECT,
    outcomes::SUBJECT,
    reports::SUBJECT,
    requests::SUBJECT,
];

#[test]
fn bad_input() {
    bad_input::SUBJECT.check();
}

#[test]
fn bound_requests() {
    bound_requests::SUBJECT.check();
}

#[test]
fn explain() {
    explain::SUBJECT.check();
}

#[test]
fn help() {
    help::SUBJECT.check();
}

#[test]
fn outcomes() {
    outcomes::SUBJECT.check();
}

#[test]
fn reports() {
    reports::SUBJECT.check();
}

#[test]
fn requests() {
    requests::SUBJECT.check();
}

#[test]
fn nothing_else_lies_in_the_folder() {
    let stray = settings::stray(&SUBJECTS);
    assert!(
        stray.is_empty(),
        "no test asserts these, or they wait for review (`cargo insta review`): remove them\n{}",
        stray.join("\n")
    );
}
