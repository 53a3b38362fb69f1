//! What changed at the operation itself.

use crate::contract::Contract;
use crate::model::{Model, Operation, ShapeKind, ShapeRef};

use super::change::Change;
use super::rule::{BEHAVIOUR, ERROR_RENAMED, INPUT_OR_OUTPUT_TARGET, OPERATION_REMOVED, WIRE};

/// Those who have a client of the earlier contract.
const RELEASED: &str = "clients that are in use: they send and read the old form";

/// Returns what changed at the operation: its name, its HTTP binding, its signature, its input and output, its errors.
pub(super) fn changes(old: &Contract, new: &Contract) -> Vec<Change> {
    let (was, is) = (old.operation(), new.operation());
    let mut changes = Vec::new();
    if was.name() != is.name() {
        let text = format!("the operation is `{}`, and was `{}`", is.name(), was.name());
        let whom = "callers of the operation";
        changes.push(Change::new(is.name(), text).breaking(OPERATION_REMOVED, whom));
    }
    if is_listed(old) && !is_listed(new) && new.service().is_some() {
        let text = format!("no service or resource lists `{}` any more", is.name());
        let whom = "callers of the operation";
        changes.push(Change::new(is.name(), text).breaking(OPERATION_REMOVED, whom));
    }
    let mut moved = |what: &str, was: String, now: String| {
        if was != now {
            let text = format!("its {what} is {now}, and was {was}");
            changes.push(Change::new(is.name(), text).breaking(WIRE, RELEASED));
        }
    };
    let (http, earlier) = (is.http(), was.http());
    let quoted = |text: &str| format!("`{text}`");
    moved("method", quoted(&earlier.method), quoted(&http.method));
    moved("URI", quoted(&earlier.uri), quoted(&http.uri));
    moved("status of a success", earlier.code.to_string(), http.code.to_string());
    let prefix = |operation: &Operation<'_>| {
        operation.shape().traits.host_prefix.as_deref().map_or("absent".to_owned(), quoted)
    };
    moved("host prefix", prefix(&was), prefix(&is));
    let (version, sdk) = (service(old), service(new));
    moved("service", version, sdk);
    let signed = |contract: &Contract| contract.sigv4_name().map_or("none".to_owned(), quoted);
    moved("name in signatures", signed(old), signed(new));
    changes.extend(of_traits(&was, &is));
    for (what, was, is_now) in
        [("input", was.input(), is.input()), ("output", was.output(), is.output())]
    {
        let (was, now) = (name(old.model(), was), name(new.model(), is_now));
        if was != now {
            let text = format!("its {what} is `{now}`, and was `{was}`");
            let change = Change::new(is.name(), text);
            changes.push(change.breaking(INPUT_OR_OUTPUT_TARGET, "callers of the operation"));
        }
    }
    changes.extend(of_errors(&was, &is));
    changes
}

/// Reports whether a service or a resource of the model has the operation. The shape of one that is removed may remain.
fn is_listed(contract: &Contract) -> bool {
    let operation = contract.operation().shape_ref();
    contract.model().shapes().any(|shape| match &shape.kind {
        ShapeKind::Service { operations, .. } | ShapeKind::Resource { operations } => {
            operations.contains(&operation)
        }
        _ => false,
    })
}

fn name(model: &Model, shape: ShapeRef) -> &str {
    model.shape(shape).id.name()
}

fn service(contract: &Contract) -> String {
    contract.service().map_or("absent".to_owned(), |service| format!("`{}`", service.sdk_id()))
}

/// Returns what changed of the traits that ask something of a request.
fn of_traits(was: &Operation<'_>, is: &Operation<'_>) -> Vec<Change> {
    let (before, after) = (&was.shape().traits, &is.shape().traits);
    let mut changes = Vec::new();
    let mut add = |is_broken: bool, text: String, whom: &str| {
        changes.push(Change::new(is.name(), text).breaking_if(is_broken, BEHAVIOUR, whom));
    };
    let now = |set: bool| if set { "now" } else { "no longer" };
    if before.checksum_required != after.checksum_required {
        let set = after.checksum_required;
        let text = format!("it {} requires a checksum of the request", now(set));
        add(set, text, "clients that are in use and send none");
    }
    if before.unsigned_payload != after.unsigned_payload {
        let set = after.unsigned_payload;
        add(false, format!("signatures {} leave the body out", now(set)), "");
    }
    if before.idempotent != after.idempotent {
        let set = after.idempotent;
        let whom = "callers that repeat it after a failure";
        add(!set, format!("it is {} idempotent", now(set)), whom);
    }
    for coding in &before.request_compression {
        if !after.request_compression.contains(coding) {
            let text = format!("requests may no longer be compressed by `{coding}`");
            add(true, text, "clients that are in use and compress so");
        }
    }
    for coding in &after.request_compression {
        if !before.request_compression.contains(coding) {
            add(false, format!("requests may be compressed by `{coding}`"), "");
        }
    }
    changes
}

fn of_errors(was: &Operation<'_>, is: &Operation<'_>) -> Vec<Change> {
    let gone = was.errors().filter(|error| is.error(error.id.name()).is_none()).map(|error| {
        let text = format!("it no longer lists the error `{}`", error.id.name());
        Change::new(error.id.name(), text).breaking(ERROR_RENAMED, "callers that handle it")
    });
    // The guide allows it for conditions that earlier clients do not meet. No model says whether they do.
    let added = is.errors().filter(|error| was.error(error.id.name()).is_none()).map(|error| {
        Change::new(error.id.name(), format!("it lists the error `{}` too", error.id.name()))
    });
    gone.chain(added).collect()
}
