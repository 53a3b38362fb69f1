//! Reads a file of vectors, of any form.

use crate::json::{Json, Path};
use crate::model::{LoadError, unpacked};

use super::vector::Vector;
use super::{botocore, smithy};

impl Vector {
    /// Reads a file of vectors, of either form.
    ///
    /// # Errors
    ///
    /// If the file is neither, with the JSON path of the fault.
    pub fn read(file: impl Into<Vec<u8>>) -> Result<Vec<Self>, LoadError> {
        let bytes = unpacked(file.into())?;
        let file = Json::parse(&bytes)?;
        match &file {
            Json::Array(suites) => botocore::read(suites),
            Json::Object(_) => smithy::read(&file, &bytes),
            other => {
                let message = format!(
                    "protocol tests of botocore (an array) or a Smithy JSON AST file (an object) \
                     expected, not {}",
                    other.kind()
                );
                Err(LoadError::new(&Path::default(), message))
            }
        }
    }
}
