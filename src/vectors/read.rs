//! Reads a file of vectors, of any form.

use crate::json::{Json, Path};
use crate::model::{LoadError, unpacked};

use super::plain::MARK;
use super::vector::Vector;
use super::{botocore, plain, smithy};

impl Vector {
    /// Reads a file of vectors, of either form.
    ///
    /// ```
    /// use wireproof::vectors::{Vector, VectorParty};
    ///
    /// let suites = r#"[{"metadata":{"protocol":"rest-json"},"shapes":{},"cases":[
    ///     {"id":"Ping","given":{"name":"Ping","http":{"method":"GET","requestUri":"/ping"}},
    ///      "serialized":{"method":"GET","uri":"/ping","forbidHeaders":["Content-Type"]}}]}]"#;
    /// let vectors = Vector::read(suites).expect("protocol tests of botocore");
    /// assert_eq!((vectors[0].id.as_str(), vectors[0].party), ("Ping", VectorParty::Client));
    /// assert!(vectors[0].run().is_empty(), "it passes");
    /// ```
    ///
    /// # Errors
    ///
    /// If the file has none of the forms, with the JSON path of the fault.
    pub fn read(file: impl Into<Vec<u8>>) -> Result<Vec<Self>, LoadError> {
        let bytes = unpacked(file.into())?;
        let file = Json::parse(&bytes)?;
        match &file {
            Json::Array(suites) => botocore::read(suites),
            Json::Object(_) if file.get(MARK).is_some() => plain::read(&file),
            Json::Object(_) if file.get("smithy").is_some() => smithy::read(&file, &bytes),
            other => {
                let message = format!(
                    "no file of vectors: {}; a Smithy JSON AST file (an object with `smithy`), protocol tests of botocore (an \
                     array of suites), or an export of wireproof (an object with `{MARK}`) expected",
                    match other {
                        Json::Object(_) =>
                            "an object with none of the names that such a file has".to_owned(),
                        other => other.kind().to_string(),
                    }
                );
                Err(LoadError::new(&Path::default(), message))
            }
        }
    }
}
