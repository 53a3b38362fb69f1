//! An error's type is resolved once: what is left of it is left as it is.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use wireproof::fuzzing::error_name::resolves_once;
use wireproof::http::Answer;
use wireproof::json::Json;
use wireproof::protocol::read_error;

use crate::property::holds;
use crate::subject::subjects;

#[test]
fn resolving_a_type_is_idempotent() {
    let pieces =
        vec!["#", ":", " ", "\t", "a", "Exception", "aws.made.up", "é", "\u{a0}", "//", ""];
    let told = vec(select(pieces), 0..9).prop_map(|pieces| pieces.concat());
    let told = prop_oneof![3 => told, 1 => any::<String>()];
    holds("resolving_a_type_is_idempotent", 3_000, told, |told| resolves_once(&told));
}

#[test]
fn an_error_is_known_in_every_form() {
    let namespaces = select(vec!["", "#", "made.up#"]);
    let suffixes = select(vec!["", ":", ":http://a.b/#c", ": x", "::"]);
    let blanks = select(vec!["", " ", "\t "]);
    let places = select(vec!["header", "code", "__type"]);
    let forms = (subjects(), any::<prop::sample::Index>(), namespaces, suffixes, blanks, places);
    holds(
        "an_error_is_known_in_every_form",
        300,
        forms,
        |(subject, at, before, behind, blank, place)| {
            let operation = subject.contract.operation();
            let names: Vec<_> = operation.errors().map(|error| error.id.name()).collect();
            let name = *at.get(&names);
            let told = format!("{blank}{before}{name}{behind}{blank}");
            let protocol = subject.contract.protocol();
            if protocol.error_name(&told) != name {
                return Err(format!("{told:?} is resolved to {:?}", protocol.error_name(&told)));
            }
            let mut answer = Answer::json(400, "{}");
            match place {
                "header" => answer.headers.push(protocol.error_field(), told.as_str()),
                member => {
                    answer.body =
                        Json::object([(member, Json::from(told.as_str()))]).to_string().into()
                }
            }
            let response = answer.response();
            let reading = read_error(&operation, &response);
            match (reading.code.as_deref(), reading.modeled) {
                (Some(code), true) if code == name => Ok(()),
                other => Err(format!("{told:?} in {place} is read as {other:?}")),
            }
        },
    );
}
