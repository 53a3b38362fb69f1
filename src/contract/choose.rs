//! Chooses the operation of a model that is judged, or says why it cannot be.

use std::collections::HashMap;

use crate::model::{
    Bindings, KnownBindings, Model, Operation, OperationBindings, Service, ShapeRef, Smallest,
};
use crate::terminal_text::inline;

use super::error::ContractError;
use super::protocol_name::ProtocolName;

/// An operation of a model that can be judged.
pub(super) struct Chosen {
    pub(super) operation: ShapeRef,
    pub(super) bindings: OperationBindings,
    pub(super) protocol: ProtocolName,
}

impl Chosen {
    /// Chooses an operation, and adds the shapes of its bodies to the model.
    pub(super) fn of(
        model: &mut Model,
        known: &mut KnownBindings,
        operation: Option<&str>,
    ) -> Result<Self, ContractError> {
        let chosen = choose(model, operation)?.shape_ref();
        Self::at(model, known, chosen)
    }

    /// Returns the operation whose own shape this is, and adds the shapes of its bodies to the model.
    pub(super) fn at(
        model: &mut Model,
        known: &mut KnownBindings,
        operation: ShapeRef,
    ) -> Result<Self, ContractError> {
        let chosen = model.operation_at(operation);
        let protocol = protocol_of(model, &chosen)?;
        if chosen.shape().traits.http.is_none() {
            return Err(ContractError::NoHttp(chosen.id().to_string()));
        }
        refuse_event_streams(&chosen)?;
        let (input, output) = (chosen.input(), chosen.output());
        let errors = chosen.error_shapes().to_vec();
        let bindings = OperationBindings::with(model, known, input, output, &errors);
        check(model, &bindings)?;
        Ok(Self { operation, bindings, protocol })
    }
}

/// Returns the operation that is meant. A name that several operations have is offered with its namespaces.
fn choose<'m>(model: &'m Model, wanted: Option<&str>) -> Result<Operation<'m>, ContractError> {
    let mut count: HashMap<&str, usize> = HashMap::new();
    for operation in model.operations() {
        *count.entry(operation.name()).or_default() += 1;
    }
    let short = |operation: Operation<'_>| match count[operation.name()] {
        1 => operation.name().to_owned(),
        _ => operation.id().to_string(),
    };
    let is_wanted = |operation: &Operation<'_>| {
        wanted.is_none_or(|wanted| [operation.name(), operation.id().as_str()].contains(&wanted))
    };
    let mut found = model.operations().filter(is_wanted);
    match (found.next(), found.next(), wanted) {
        (Some(only), None, _) => Ok(only),
        (Some(one), Some(another), _) => {
            let all = [one, another].into_iter().chain(found);
            Err(ContractError::WhichOperation(all.map(short).collect()))
        }
        (None, _, None) => Err(ContractError::NoOperation),
        (None, _, Some(wanted)) => Err(ContractError::UnknownOperation {
            wanted: wanted.to_owned(),
            known: model.operations().map(short).collect(),
        }),
    }
}

/// Returns the protocol that the operation's service speaks.
fn protocol_of(model: &Model, operation: &Operation<'_>) -> Result<ProtocolName, ContractError> {
    let service = model.service_of(operation);
    service.map_or(Ok(ProtocolName::RestJson1), |service| protocol_of_service(&service))
}

/// Returns the protocol that a service speaks.
pub(super) fn protocol_of_service(service: &Service<'_>) -> Result<ProtocolName, ContractError> {
    let traits = &service.shape().traits;
    if let Some(name) = ProtocolName::ALL.iter().find(|name| name.is_declared(traits)) {
        return Ok(*name);
    }
    // A model that names no protocol is accepted as restJson1.
    if traits.other_protocols.is_empty() {
        return Ok(ProtocolName::RestJson1);
    }
    Err(ContractError::Protocol {
        service: service.id().to_string(),
        protocols: traits.other_protocols.clone(),
    })
}

/// Refuses an operation whose input or output has an event stream.
fn refuse_event_streams(operation: &Operation<'_>) -> Result<(), ContractError> {
    let Some((shape, member)) = operation.event_stream() else { return Ok(()) };
    Err(ContractError::EventStream {
        operation: operation.name().to_owned(),
        member: format!("{}${}", operation.model().shape(shape).id, inline(&member.name)),
    })
}

/// Refuses a structure of the operation that has no finite value.
fn check(model: &Model, bindings: &OperationBindings) -> Result<(), ContractError> {
    let tops: Vec<_> = bindings.all().map(Bindings::shape).collect();
    let smallest = Smallest::of(model, &tops);
    for bindings in bindings.all() {
        let shape = model.shape(bindings.shape());
        if let Some(cycle) = smallest.cycle(model, bindings.shape()) {
            return Err(ContractError::Endless { shape: shape.id.to_string(), cycle });
        }
    }
    Ok(())
}
