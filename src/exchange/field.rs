//! Reading our own JSON forms: a value, and where it stands.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::http::Headers;
use crate::json::{Json, Path};

use super::form::FormError;

/// A value of a form, and where it stands: what is wrong with it is told with its place.
pub(crate) struct Field<'j> {
    pub(crate) json: &'j Json,
    pub(crate) path: Path,
}

impl<'j> Field<'j> {
    pub(crate) fn wrong(&self, message: impl Into<String>) -> FormError {
        FormError { path: self.path.clone(), message: message.into() }
    }

    pub(crate) fn get(&self, name: &str) -> Result<Field<'j>, FormError> {
        let path = self.path.member(name);
        match self.json.get(name) {
            Some(json) => Ok(Field { json, path }),
            None => Err(FormError { path, message: "missing".to_owned() }),
        }
    }

    pub(crate) fn items(&self) -> Result<Vec<Field<'j>>, FormError> {
        let items = self.json.as_array().ok_or_else(|| self.wrong("an array expected"))?;
        let item = |(place, json)| Field { json, path: self.path.index(place) };
        Ok(items.iter().enumerate().map(item).collect())
    }

    pub(crate) fn text(&self) -> Result<&'j str, FormError> {
        self.json.as_str().ok_or_else(|| self.wrong("a string expected"))
    }

    pub(crate) fn number(&self) -> Result<u64, FormError> {
        self.json.as_u64().ok_or_else(|| self.wrong("a whole number expected"))
    }

    pub(crate) fn small(&self) -> Result<u16, FormError> {
        u16::try_from(self.number()?).map_err(|_| self.wrong("a number up to 65535 expected"))
    }

    pub(crate) fn size(&self) -> Result<usize, FormError> {
        usize::try_from(self.number()?).map_err(|_| self.wrong("a smaller number expected"))
    }

    pub(crate) fn time(&self) -> Result<Duration, FormError> {
        Ok(Duration::from_micros(self.number()?))
    }

    pub(crate) fn sizes(&self) -> Result<Vec<usize>, FormError> {
        self.items()?.iter().map(Self::size).collect()
    }

    /// The bytes that a text is in base64.
    pub(crate) fn base64(&self) -> Result<Vec<u8>, FormError> {
        BASE64.decode(self.text()?).map_err(|error| self.wrong(error.to_string()))
    }

    /// Bytes: a string, or an object with them in base64.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, FormError> {
        match self.json.as_str() {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => self.get("base64")?.base64(),
        }
    }

    pub(crate) fn headers(&self) -> Result<Headers, FormError> {
        let mut headers = Headers::new();
        for field in self.items()? {
            match &field.items()?[..] {
                [name, value] => headers.push(name.text()?, value.bytes()?),
                _ => return Err(field.wrong("a name and a value expected")),
            }
        }
        Ok(headers)
    }
}
