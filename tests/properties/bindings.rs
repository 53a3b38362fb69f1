//! Members outside the body: what is written is read back, and two readers agree on what a message says.

use proptest::prelude::*;
use wireproof::contract::Contract;
use wireproof::generate::{self, Config};
use wireproof::http::Headers;
use wireproof::json::Json;
use wireproof::model::{Bindings, Model};
use wireproof::protocol::{BoundMember, ResponseReading};
use wireproof::value::diff;

use crate::property::holds;
use crate::second::Head;
use crate::subject::{Subject, bound, with};

/// Returns the members of a value that are outside the body. An empty list in the query, and an empty map, have no text.
fn outside(model: &Model, bindings: &Bindings, value: &Json) -> Json {
    let members = bindings.bound(model).filter_map(|member| {
        let value = value.get(&member.name)?;
        let is_empty = value.as_array().is_some_and(<[Json]>::is_empty)
            || matches!(value, Json::Object(entries) if entries.is_empty());
        (!is_empty).then(|| (member.name.clone(), value.clone()))
    });
    Json::object(members)
}

/// Puts the members that a reader found together.
fn together(found: Vec<(String, Option<Json>)>) -> Result<Json, String> {
    let ill_typed = found.iter().find(|(_, value)| value.is_none());
    if let Some((name, _)) = ill_typed {
        return Err(format!("{name} is ill-typed"));
    }
    Ok(Json::object(found.into_iter().filter_map(|(name, value)| Some((name, value?)))))
}

fn by_codec(bound: &[BoundMember<'_>]) -> Result<Json, String> {
    together(bound.iter().map(|b| (b.member.name.clone(), b.value.clone())).collect())
}

/// Holds what a reader found against what was written. A reader may show an empty list where there is an empty field.
fn agrees(
    contract: &Contract,
    bindings: &Bindings,
    reader: &str,
    written: &Json,
    found: &Json,
) -> Result<(), String> {
    let model = contract.model();
    let found = outside(model, bindings, found);
    let differences = diff(model, bindings.shape(), &outside(model, bindings, written), &found);
    match differences.is_empty() {
        true => Ok(()),
        false => Err(format!("{written} is read as {found} by {reader}: {differences:#?}")),
    }
}

/// Returns the fields, apart from those about an empty body: a payload that is empty is read as one that is absent.
fn fields(headers: &Headers, body: &[u8]) -> Vec<(String, Vec<u8>)> {
    let about_the_body = ["content-type", "content-md5"];
    let is_kept = |name: &str| {
        !body.is_empty() || !about_the_body.iter().any(|other| other.eq_ignore_ascii_case(name))
    };
    let others = headers.iter().filter(|header| is_kept(&header.name));
    others.map(|header| (header.name.clone(), header.value.clone())).collect()
}

/// Takes the type of the body out of what was read, if no member had it: a payload has a type in any case.
fn without_default_type(written: &Json, read: Json) -> Json {
    let is_kept = |name: &str| name != "Type" || written.get("Type").is_some();
    Json::object(read.members().iter().filter(|(name, _)| is_kept(name)).cloned())
}

/// Takes the parameters that are not the map's out of it: the reader of the codec keeps every parameter there, as Smithy's
/// servers do.
fn without_taken(input: Json) -> Json {
    let Json::Object(members) = input else { return input };
    let names = ["kind", "page", "tag", "since"];
    let members = members.into_iter().map(|(name, value)| match value {
        Json::Object(entries) if name == "Parameters" => {
            let own = entries.into_iter().filter(|(key, _)| !names.contains(&key.as_str()));
            (name, Json::Object(own.collect()))
        }
        value => (name, value),
    });
    Json::Object(members.collect())
}

#[test]
fn requests_say_their_input_outside_the_body() {
    let inputs = with(bound(), generate::input);
    holds("requests_say_their_input_outside_the_body", 400, inputs, |(subject, input)| {
        let contract = &subject.contract;
        let (model, bindings) = (contract.model(), &contract.bindings().input);
        let write = |input: &Json| {
            contract.protocol().write_request(contract, input).map_err(|error| error.to_string())
        };
        let parts = write(&input)?;
        let request = parts.to_request("127.0.0.1");
        let pattern = &contract.operation().http().uri;
        let head = Head::of(&request.raw);
        let second = together(head.of_request(model, pattern, bindings.bound(model)))?;
        let second = without_default_type(&input, second);
        agrees(contract, bindings, "the second reader", &input, &second)?;
        let reading = contract.protocol().read_request(contract, &request);
        let reading = reading.map_err(|fault| fault.to_string())?;
        let first = without_default_type(&input, without_taken(by_codec(&reading.bound)?));
        agrees(contract, bindings, "the codec", &input, &first)?;
        // What was read is written as the same request.
        let again = write(&without_taken(reading.input(contract)))?;
        let same = (
            &parts.method,
            &parts.uri,
            fields(&parts.headers, parts.body_bytes()),
            parts.body_bytes(),
        );
        let other = (
            &again.method,
            &again.uri,
            fields(&again.headers, again.body_bytes()),
            again.body_bytes(),
        );
        if same == other { Ok(()) } else { Err(format!("{same:?} is written again as {other:?}")) }
    });
}

#[test]
fn responses_say_their_output_outside_the_body() {
    let outputs = with(bound(), generate::output_value);
    holds("responses_say_their_output_outside_the_body", 400, outputs, |(subject, output)| {
        let contract = &subject.contract;
        let (model, bindings) = (contract.model(), &contract.bindings().output);
        let parts = contract.protocol().write_response(contract, &output);
        let response = parts.map_err(|error| error.to_string())?.into_answer().response();
        let head = Head::of(&response.raw);
        let second = together(head.of_response(model, bindings.bound(model)))?;
        let reading = contract.protocol().read_response(contract, &response);
        let ResponseReading::Success(success) = reading else {
            return Err(format!("it is no success: {reading:?}"));
        };
        let first = by_codec(&success.bound)?;
        agrees(contract, bindings, "the second reader", &first, &second)?;
        // The status is there, whether a member had it or not.
        let status = |value: &Json| match output.get("Status") {
            Some(_) => value.clone(),
            None => Json::object(value.members().iter().filter(|(n, _)| n != "Status").cloned()),
        };
        agrees(contract, bindings, "the codec", &output, &status(&first))
    });
}

#[test]
fn errors_say_their_members_outside_the_body() {
    let errors = with(bound(), generate::error_value);
    holds("errors_say_their_members_outside_the_body", 200, errors, |(subject, (shape, value))| {
        let contract = &subject.contract;
        let bindings = contract.bindings().error(shape).ok_or("the operation lists it")?;
        let parts = contract.protocol().write_error(contract, shape, &value);
        let response = parts.map_err(|error| error.to_string())?.into_answer().response();
        let head = Head::of(&response.raw);
        let model = contract.model();
        let second = together(head.of_response(model, bindings.bound(model)))?;
        agrees(contract, bindings, "the second reader", &value, &second)?;
        let read = contract.protocol().read_error_value(contract, shape, &response);
        let read = read.map_err(|fault| fault.to_string())?;
        match diff(model, shape, &value, &read)[..] {
            [] => Ok(()),
            _ => Err(format!("{value} is read as {read}")),
        }
    });
}

#[test]
fn answers_of_any_form_keep_the_members_of_their_fields() {
    // White space, chunks and statuses are the generator's; what stands in the fields is as plain as in the message.
    let answers = with(bound(), generate::answer);
    holds("answers_of_any_form_keep_the_members_of_their_fields", 300, answers, |(s, answer)| {
        let Subject { contract, .. } = &s;
        let response = answer.response();
        let ResponseReading::Success(success) =
            contract.protocol().read_response(contract, &response)
        else {
            return Err("it is no success".to_owned());
        };
        let (model, bindings) = (contract.model(), &contract.bindings().output);
        let head = Head::of(&last_head(&response.raw, response.interim.len()));
        let second = together(head.of_response(model, bindings.bound(model)))?;
        agrees(contract, bindings, "the codec", &second, &by_codec(&success.bound)?)
    });
}

/// Returns the bytes behind so many interim heads.
fn last_head(raw: &[u8], interim: usize) -> Vec<u8> {
    let text = String::from_utf8_lossy(raw).into_owned();
    let heads: Vec<&str> = text.splitn(interim + 1, "\r\n\r\n").collect();
    heads.last().map_or_else(Vec::new, |head| head.as_bytes().to_vec())
}

#[test]
fn generated_inputs_of_bound_contracts_are_valid() {
    let drawn = (bound(), Config::any()).prop_flat_map(|(subject, config)| {
        let input = generate::input(&subject.contract, config);
        (Just(subject), input)
    });
    holds("generated_inputs_of_bound_contracts_are_valid", 200, drawn, |(subject, input)| {
        let contract = &subject.contract;
        for member in contract.bindings().input.bound(contract.model()) {
            let is_label = member.traits.binding == wireproof::model::Binding::Label;
            if is_label && input.get(&member.name) == Some(&Json::from("")) {
                return Err(format!("{} is empty", member.name));
            }
        }
        contract.protocol().write_request(contract, &input).map(drop).map_err(|e| e.to_string())
    });
}

#[test]
fn error_answers_have_the_members_of_their_fields() {
    let answers = with(bound(), generate::error_answer);
    let seen = std::cell::Cell::new(0);
    holds("error_answers_have_the_members_of_their_fields", 300, answers, |(subject, answer)| {
        let contract = &subject.contract;
        let response = answer.response();
        let reading = contract.protocol().read_response(contract, &response);
        let ResponseReading::Error(reading) = reading else {
            return Err("it is no error".to_owned());
        };
        let model = contract.model();
        let mut errors = contract.bindings().errors.iter();
        let named = |bindings: &&Bindings| {
            reading.code.as_deref() == Some(model.shape(bindings.shape()).id.name())
        };
        let Some(bindings) = errors.find(named) else { return Ok(()) };
        let head = Head::of(&last_head(&response.raw, response.interim.len()));
        let second = together(head.of_response(model, bindings.bound(model)))?;
        seen.set(seen.get() + usize::from(second != Json::Object(Vec::new())));
        let read = contract.protocol().read_error_value(contract, bindings.shape(), &response);
        let Ok(read) = read else { return Ok(()) };
        agrees(contract, bindings, "the codec", &second, &read)
    });
    assert!(seen.get() > 30, "{} of the answers have such a field", seen.get());
}
