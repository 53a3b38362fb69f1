//! The loaders of models, one folder for each form of file.

mod botocore;
mod bound;
mod check;
mod declared;
mod error;
pub(crate) mod fields;
mod gzip;
mod pattern;
mod prelude;
mod settle;
mod smithy;

use crate::json::{Json, Path};

use super::shape::Model;

pub use declared::botocore_protocols;
pub use error::LoadError;
pub use gzip::unpacked;

impl Model {
    /// Reads a model of either form: a Smithy JSON AST file, or botocore's `service-2.json`, each also gzipped.
    ///
    /// ```
    /// use wireproof::model::Model;
    ///
    /// let model = Model::read(r#"{"smithy":"2.0","shapes":{}}"#).expect("a model");
    /// assert_eq!(model.operations().count(), 0);
    /// ```
    ///
    /// # Errors
    ///
    /// If the file is neither, with the JSON path of the fault.
    pub fn read(file: impl Into<Vec<u8>>) -> Result<Self, LoadError> {
        let bytes = unpacked(file.into())?;
        let file = Json::parse(&bytes)?;
        let has = |key: &str| file.get(key).is_some();
        if has("metadata") && has("shapes") && !has("smithy") {
            return Self::of_botocore(&file, &bytes);
        }
        // A botocore file with shapes missing, such as one of its waiters, has neither.
        if matches!(file, Json::Object(_)) && !has("smithy") && !has("shapes") {
            let message = "neither a Smithy JSON AST file, which has `smithy` and `shapes`, nor a \
                           botocore model, which has `metadata`, `operations` and `shapes`";
            return Err(LoadError::new(&Path::default(), message));
        }
        Self::of_smithy(&file, &bytes)
    }
}
