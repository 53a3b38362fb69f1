//! The contracts of the operations of a file.

use crate::contract::{Contract, ContractError};
use crate::json::Path;
use crate::model::{LoadError, Model, Shape, ShapeKind};

/// The most steps that the contracts of a file may take: each looks at every shape that its operation reaches. All of Smithy's
/// protocol tests take less than one in a hundred of them.
const MOST_STEPS: usize = 100_000_000;

/// Returns the contract of each operation.
///
/// # Errors
///
/// If there are too many operations for a model of this size.
pub(super) fn contracts<'o>(
    model: Model,
    operations: impl ExactSizeIterator<Item = &'o str>,
    at: &Path,
) -> Result<Vec<Result<Contract, ContractError>>, LoadError> {
    let members = |shape: &Shape| match &shape.kind {
        ShapeKind::Structure(members) | ShapeKind::Union(members) => members.len(),
        _ => 0,
    };
    let size: usize = model.shapes().map(|shape| members(shape) + 1).sum();
    if size.saturating_mul(operations.len()) > MOST_STEPS {
        let count = operations.len();
        let message = format!(
            "tests of {count} operations in a model of {size} shapes and members, which is too much; split the file"
        );
        return Err(LoadError::new(at, message));
    }
    Ok(Contract::of_operations(model, operations))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_operations_of_a_large_model_are_refused() {
        let members: Vec<String> =
            (0..20_000).map(|i| format!(r#""m{i}":{{"target":"smithy.api#String"}}"#)).collect();
        let file = format!(
            r#"{{"smithy":"2.0","shapes":{{"a#S":{{"type":"structure","members":{{{}}}}}}}}}"#,
            members.join(",")
        );
        let model = Model::from_smithy(file).expect("a model");
        let names = vec!["a#None"; 5_000];
        let few = contracts(model.clone(), names[..2].iter().copied(), &Path::default());
        assert!(few.expect("few").iter().all(Result::is_err), "there is no such operation");
        let error =
            contracts(model, names.iter().copied(), &Path::default()).expect_err("too many");
        assert!(error.to_string().contains("tests of 5000 operations"), "{error}");
    }
}
