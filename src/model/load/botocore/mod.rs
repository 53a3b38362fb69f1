//! The loader of botocore's models: `service-2.json`, the files that the AWS SDK for Python is driven by.
//!
//! They hold the same facts as Smithy's models in another form: shapes have names and no namespace, a member says by
//! `location` and `locationName` where it travels, and operations are apart from shapes. A model gets a namespace here,
//! `com.amazonaws.<endpoint prefix>`. Whatever the protocol layer cannot act on is refused, with its place.
//!
//! Source: botocore's `botocore/model.py` and its documentation of service files.

mod error_shape;
mod members;
mod names;
mod operations;
mod service;
mod shapes;
mod timestamps;

use std::collections::HashMap;

use crate::json::{Json, Path};
use crate::model::id::ShapeRef;
use crate::model::services::Services;
use crate::model::shape::{Model, Shape, ShapeKind};

use super::bound::check_bindings;
use super::check::check_targets;
use super::error::LoadError;
use super::fields::{check_keys, field, object, parse_id};
use super::prelude;
use super::settle::settle;

use names::Names;

impl Model {
    /// Reads a botocore model, the text of a `service-2.json`.
    ///
    /// ```
    /// use wireproof::model::{Binding, Model};
    ///
    /// let model = Model::from_botocore(
    ///     r#"{"metadata":{"apiVersion":"2026-11-29","endpointPrefix":"users","protocol":"rest-json",
    ///                     "serviceId":"Users","signatureVersion":"v4"},
    ///         "operations":{"GetUser":{"name":"GetUser","input":{"shape":"GetUserRequest"},
    ///             "http":{"method":"GET","requestUri":"/users/{id}"}}},
    ///         "shapes":{"GetUserRequest":{"type":"structure","required":["Id"],"members":{
    ///             "Id":{"shape":"String","location":"uri","locationName":"id"}}},
    ///             "String":{"type":"string"}}}"#,
    /// )
    /// .expect("a model");
    /// let operation = model.operation("GetUser").expect("it is there");
    /// // A label has the name of its member, as in Smithy's models.
    /// assert_eq!(operation.http().uri, "/users/{Id}");
    /// assert_eq!(model.members(operation.input())[0].traits.binding, Binding::Label);
    /// ```
    ///
    /// # Errors
    ///
    /// If the file is not JSON, or not such a model, with the JSON path of the fault.
    pub fn from_botocore(file: impl AsRef<[u8]>) -> Result<Self, LoadError> {
        Self::of_botocore(&Json::parse(file.as_ref())?, file.as_ref())
    }

    /// Reads a botocore model that is parsed. What is wrong in a model of another protocol may be right there, so the
    /// protocol is named in its place.
    pub(crate) fn of_botocore(file: &Json, bytes: &[u8]) -> Result<Self, LoadError> {
        Self::read_botocore(file, bytes).map_err(|error| {
            let at = Path::root("metadata");
            let told = file.get("metadata").map(|metadata| service::protocols(metadata, &at));
            match told {
                Some(Ok((false, others))) if !others.is_empty() => {
                    let message = format!(
                        "the service speaks {}; only aws.protocols#restJson1 is supported; choose a service \
                         that speaks it",
                        others.join(", ")
                    );
                    let has_list = file.get("metadata").and_then(|m| m.get("protocols")).is_some();
                    let key = if has_list { "protocols" } else { "protocol" };
                    LoadError::new(&at.member(key), message)
                }
                _ => error,
            }
        })
    }

    fn read_botocore(file: &Json, bytes: &[u8]) -> Result<Self, LoadError> {
        let root = Path::default();
        check_keys(file, &[])?;
        let metadata = field(file, "metadata", &root)?;
        let namespace = service::namespace(metadata, &root.member("metadata"))?;
        let shapes_at = root.member("shapes");
        let entries = object(field(file, "shapes", &root)?, &shapes_at)?;
        let operations_at = root.member("operations");
        let operations = object(field(file, "operations", &root)?, &operations_at)?;

        // First every name gets its index, so that shapes may refer to each other in any order.
        let mut shapes = prelude::shapes();
        let unit = prelude::unit(&shapes);
        let by_name = entries.iter().enumerate().map(|(i, (name, _))| (name.as_str(), i)).collect();
        let names = Names { entries, by_name, first: shapes.len(), unit };
        for (name, entry) in entries {
            let at = shapes_at.member(name);
            let id = parse_id(&format!("{namespace}#{name}"), &at)?;
            shapes.push(shapes::shape(id, entry, &names, &at)?);
        }
        members::tell_query_maps(&mut shapes);
        let mut declared = Vec::new();
        for (name, entry) in operations {
            let at = operations_at.member(name);
            // An operation and a shape of one file may have the same name.
            let apart = if names.index(name).is_some() { ".operation" } else { "" };
            let id = parse_id(&format!("{namespace}{apart}#{name}"), &at)?;
            declared.push(ShapeRef(shapes.len() as u32));
            let operation = operations::operation(id, entry, &names, &shapes, &at)?;
            shapes.push(operation);
        }
        let id = service::id(metadata, &namespace, &shapes);
        shapes.push(service::service(id, metadata, declared, &root.member("metadata"))?);

        let by_id = HashMap::with_capacity(shapes.len());
        let mut model =
            Self { by_id, shapes, places: 0, services: Services::default(), file: bytes.into() };
        let places = (0..).map(ShapeRef);
        model.by_id.extend(model.shapes.iter().map(|shape| shape.id.clone()).zip(places));
        let place = |shape: &Shape| {
            let is_operation = matches!(shape.kind, ShapeKind::Operation { .. });
            let list = if is_operation { &operations_at } else { &shapes_at };
            list.member(shape.id.name())
        };
        check_targets(&model, place)?;
        check_bindings(&model, place, &["http", "requestUri"])?;
        settle(&mut model);
        Ok(model)
    }
}

#[cfg(test)]
mod tests;
