//! Checks a model as a whole, after all of its shapes are read.

use std::collections::HashMap;

use super::error::LoadError;
use crate::json::Path;
use crate::model::id::ShapeRef;
use crate::model::shape::{Model, Shape, ShapeKind};
use crate::model::traits::Binding;

/// Refuses targets of the wrong sort (such as a member that targets a service), and members that share a name
/// in JSON.
pub(super) fn check_targets(
    model: &Model,
    place: impl Fn(&Shape) -> Path,
) -> Result<(), LoadError> {
    for shape in &model.shapes {
        let at = place(shape);
        let check = |target: ShapeRef, wanted: &str, place: Path| {
            let found = model.kind(target);
            let good = match (wanted, found) {
                ("operation", ShapeKind::Operation { .. })
                | ("structure", ShapeKind::Structure(_))
                | ("string", ShapeKind::String | ShapeKind::Enum(_)) => true,
                ("value", kind) => !matches!(
                    kind,
                    ShapeKind::Service { .. }
                        | ShapeKind::Operation { .. }
                        | ShapeKind::Resource { .. }
                ),
                _ => false,
            };
            if good {
                Ok(())
            } else {
                let id = &model.shape(target).id;
                let message = format!("a {wanted} expected, but {id} is a {}", found.name());
                Err(LoadError::new(&place, message))
            }
        };
        match &shape.kind {
            ShapeKind::Structure(members) | ShapeKind::Union(members) => {
                let mut wire_names = HashMap::new();
                for member in members {
                    // A member that travels elsewhere has no name in JSON: apigateway's PutIntegration has a label
                    // `httpMethod`, and a member of another name that is `httpMethod` in the body.
                    let in_body = member.traits.binding == Binding::Body;
                    let other = in_body
                        .then(|| wire_names.insert(member.wire_name(), &member.name))
                        .flatten();
                    if let Some(other) = other {
                        return Err(LoadError::new(
                            &at.member("members").member(&member.name),
                            format!("its name in JSON is that of `{other}` too"),
                        ));
                    }
                    check(member.target, "value", at.member("members").member(&member.name))?;
                }
            }
            ShapeKind::List(member) => check(member.target, "value", at.member("member"))?,
            ShapeKind::Map { key, value } => {
                check(key.target, "string", at.member("key"))?;
                check(value.target, "value", at.member("value"))?;
            }
            ShapeKind::Operation { input, output, errors } => {
                check(*input, "structure", at.member("input"))?;
                check(*output, "structure", at.member("output"))?;
                for (i, error) in errors.iter().enumerate() {
                    check(*error, "structure", at.member("errors").index(i))?;
                    if model.shape(*error).traits.error.is_none() {
                        return Err(LoadError::new(
                            &at.member("errors").index(i),
                            format!("{} has no error trait", model.shape(*error).id),
                        ));
                    }
                }
            }
            ShapeKind::Service { operations, .. } | ShapeKind::Resource { operations } => {
                for (i, operation) in operations.iter().enumerate() {
                    check(*operation, "operation", at.member("operations").index(i))?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}
