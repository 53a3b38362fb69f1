//! What the codec notices in a body is what a slow second reading notices.

use std::collections::{BTreeSet, HashMap};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use wireproof::json::Json;
use wireproof::model::{Model, ShapeRef};
use wireproof::protocol::{Decoded, Role, decode};

use crate::bodies;
use crate::property::holds;
use crate::second::{self, Noted, Reading};
use crate::subject::{subjects, with};

/// Holds what the codec makes of a body against the second reading.
fn same(model: &Model, shape: ShapeRef, role: Role, body: &[u8]) -> Result<(), String> {
    let shown = String::from_utf8_lossy(body);
    match (decode(model, shape, role, body), second::read(model, shape, role, body)) {
        (Err(_), Err(_)) => Ok(()),
        (Err(fault), Ok(_)) => Err(format!("only the codec takes {shown} for no JSON: {fault}")),
        (Ok(_), Err(fault)) => Err(format!("only the second takes {shown} for no JSON: {fault}")),
        (Ok(decoded), Ok(reading)) => {
            same_notes(&decoded, &reading).map_err(|fault| format!("{shown}: {fault}"))?;
            let read = decoded.value().map_or(Json::Null, |value| value.to_json(model));
            if decoded.refusal().is_none() && Some(&read) != reading.value.as_ref() {
                let second = reading.value.unwrap_or(Json::Null);
                return Err(format!("{shown} is read as {read}, and by the second as {second}"));
            }
            Ok(())
        }
    }
}

fn same_notes(decoded: &Decoded<'_, '_>, reading: &Reading) -> Result<(), String> {
    // Containers have no name but that of what is in them: which notes share one must be the same.
    let mut containers = HashMap::new();
    let notes = decoded.anatomy().notes();
    for (nth, note) in notes.iter().enumerate() {
        let (path, at) = (decoded.path(note).to_string(), note.offset as usize);
        let second = reading.notes.get(nth);
        let container = second.and_then(|second| second.container);
        let noted = Noted { kind: note.kind, path, at, container };
        if second != Some(&noted) {
            return Err(format!("note {nth} is {noted:?}, and of the second {second:?}"));
        }
        if *containers.entry(note.container()).or_insert(container) != container {
            return Err(format!("note {nth}, {noted:?}, lies in the container of others"));
        }
    }
    let distinct: BTreeSet<_> = reading.notes.iter().map(|noted| noted.container).collect();
    if distinct.len() != containers.len() {
        return Err(format!("{} containers, and not {}", containers.len(), distinct.len()));
    }
    match reading.notes.get(notes.len()) {
        None => Ok(()),
        Some(more) => Err(format!("the second notes {more:?} as well")),
    }
}

#[test]
fn a_client_notices_what_a_second_reader_does() {
    let bodies = with(subjects(), bodies::outputs);
    holds("a_client_notices_what_a_second_reader_does", 1_000, bodies, |(subject, body)| {
        let (model, operation) = (subject.contract.model(), subject.contract.operation());
        same(model, operation.output(), Role::Client, &body)
    });
}

#[test]
fn a_server_notices_what_a_second_reader_does() {
    let bodies = with(subjects(), bodies::inputs);
    holds("a_server_notices_what_a_second_reader_does", 1_000, bodies, |(subject, body)| {
        let (model, operation) = (subject.contract.model(), subject.contract.operation());
        same(model, operation.input(), Role::Server, &body)
    });
}

/// The properties above say nothing of what no body has.
#[test]
fn every_kind_of_note_occurs() {
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    let bodies = with(subjects(), bodies::outputs);
    for _ in 0..1_200 {
        let (subject, body) = bodies.new_tree(&mut runner).expect("there is one").current();
        let (model, shape) = (subject.contract.model(), subject.contract.operation().output());
        match second::read(model, shape, Role::Client, &body) {
            Ok(reading) => seen.extend(reading.notes.iter().map(|noted| noted.kind.name())),
            Err(_) => seen.extend(["no JSON"]),
        }
    }
    assert_eq!(seen.len(), 13, "{seen:?}");
}
