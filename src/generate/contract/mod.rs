//! Contracts that nobody wrote: Smithy models of one restJson1 operation, with any shapes.
//!
//! They have all that [`Contract`] takes: structures, unions, lists and maps that hold each other and
//! themselves, every simple shape, enums of both kinds, the three formats of timestamps, `jsonName`,
//! `required`, `sparse`, `idempotencyToken`, and errors with and without `httpError`. Every shape has a finite
//! value: what holds itself does so by a member that may be absent, by a list or map that may be empty, or by
//! a member of a union that is not its first.
//!
//! They have nothing that [`Contract`] refuses (members bound to headers, labels, the query or the payload) or
//! ignores (mixins, resources, streams, defaults), no operation without input or output, and no name that the
//! value form keeps for itself (`SDK_UNKNOWN_MEMBER`).

mod file;
mod names;
mod shapes;
mod size;

use proptest::strategy::Strategy;

use crate::contract::Contract;
use crate::json::Json;

use super::choices::Choices;
use super::strategy::drawn;

/// The most values in an input, an output or an error of which each member is set.
const MOST_VALUES: usize = 300;

/// Smithy JSON AST files of which [`Contract::from_smithy`] makes a contract, its operation unnamed.
///
/// The simplest has an operation without members and one error.
pub fn contract_file() -> impl Strategy<Value = Json> {
    drawn(file)
}

/// Returns the contracts of such [files](contract_file).
///
/// ```
/// use proptest::prelude::*;
/// use wireproof::protocol::{Role, decode, encode};
/// use wireproof::generate::{self, Config};
///
/// let calls = generate::contract().prop_flat_map(|contract| {
///     let input = generate::input(&contract, Config::realistic());
///     (Just(contract), input)
/// });
/// proptest!(ProptestConfig::with_cases(16), |((contract, input) in calls)| {
///     let (model, shape) = (contract.model(), contract.operation().input());
///     let body = encode(model, shape, &input).expect("a generated input is valid");
///     let decoded = decode(model, shape, Role::Server, body.as_bytes());
///     prop_assert!(decoded.is_ok_and(|decoded| decoded.refusal().is_none()));
/// });
/// ```
pub fn contract() -> impl Strategy<Value = Contract> {
    drawn(|choices| Contract::from_smithy(file(choices)?.to_string(), None).ok())
}

/// Returns a file; `None` if its values would be too large.
fn file(choices: &mut Choices) -> Option<Json> {
    let made = shapes::Shapes::draw(choices);
    (size::largest(&made) <= MOST_VALUES).then(|| made.to_file())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::generate::Config;
    use crate::generate::context::Context;
    use crate::model::ShapeKind;
    use crate::protocol::validate;

    #[test]
    fn every_file_is_a_contract_with_valid_values() {
        let mut made = 0;
        for seed in 0..400 {
            let Some(file) = file(&mut Choices::from_seed(seed)) else { continue };
            made += 1;
            let contract = Contract::from_smithy(file.to_string(), None);
            let contract = contract.unwrap_or_else(|error| panic!("{error}: {file}"));
            let context = Context::new(&contract);
            let (model, operation) = (contract.model(), contract.operation());
            for seed in 0..4 {
                let mut choices = Choices::from_seed(seed);
                let input = context.input(&Config::full(), &mut choices);
                let output = context.output(&Config::swarm(&mut choices), &mut choices);
                assert_eq!(validate(model, operation.input(), &input), [], "{file} {input}");
                assert_eq!(validate(model, operation.output(), &output), [], "{file} {output}");
            }
        }
        assert!(made > 300, "{made} of 400");
    }

    #[test]
    fn everything_that_is_promised_occurs() {
        let mut seen = BTreeSet::new();
        for seed in 0..300 {
            let Some(file) = file(&mut Choices::from_seed(seed)) else { continue };
            let contract = Contract::from_smithy(file.to_string(), None).expect("a contract");
            let model = contract.model();
            for shape in model.shapes().filter(|shape| shape.id.namespace() == names::NAMESPACE) {
                seen.insert(shape.kind.name().to_owned());
                seen.extend(shape.traits.sparse.then(|| "sparse".to_owned()));
                seen.extend(shape.traits.http_error.map(|_| "httpError".to_owned()));
                seen.extend(shape.traits.error.map(|fault| format!("{fault:?}")));
                let (ShapeKind::Structure(members) | ShapeKind::Union(members)) = &shape.kind
                else {
                    continue;
                };
                for member in members {
                    seen.insert(format!("target {}", model.kind(member.target).name()));
                    let traits = &member.traits;
                    seen.extend(traits.timestamp_format.map(|format| format!("{format:?}")));
                    seen.extend(traits.required.then(|| "required".to_owned()));
                    seen.extend(traits.json_name.is_some().then(|| "jsonName".to_owned()));
                    seen.extend(traits.idempotency_token.then(|| "token".to_owned()));
                    let own = model.shape(member.target).id == shape.id;
                    seen.extend(own.then(|| format!("recursive {}", shape.kind.name())));
                }
            }
        }
        let simple = "blob boolean string byte short integer long bigInteger float double bigDecimal \
                      timestamp document enum intEnum structure union list map";
        let wanted = simple.split_whitespace().map(|kind| format!("target {kind}"));
        let traits = "structure union list map enum intEnum timestamp sparse httpError Client Server \
                      EpochSeconds DateTime HttpDate required jsonName token";
        let traits = traits.split_whitespace().map(str::to_owned);
        let recursive = ["recursive structure", "recursive union"].map(str::to_owned);
        let missing: Vec<_> =
            wanted.chain(traits).chain(recursive).filter(|name| !seen.contains(name)).collect();
        assert!(missing.is_empty(), "{missing:?} of {seen:?}");
    }

    #[test]
    fn no_choices_are_the_simplest_contract() {
        let file = file(&mut Choices::from_choices(Vec::new())).expect("it is small");
        let contract = Contract::from_smithy(file.to_string(), None).expect("a contract");
        let operation = contract.operation();
        assert!(contract.model().members(operation.input()).is_empty());
        assert!(contract.model().members(operation.output()).is_empty());
        assert_eq!(operation.errors().count(), 1);
    }
}
