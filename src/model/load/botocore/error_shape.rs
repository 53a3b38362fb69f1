//! What makes a structure an error.

use crate::json::{Json, Path};
use crate::model::load::error::LoadError;
use crate::model::load::fields::{flag, optional_string, status};
use crate::model::traits::ErrorFault;

/// Returns the party that caused an error; `None` if the structure is no error.
pub(super) fn error_fault(entry: &Json, at: &Path) -> Result<Option<ErrorFault>, LoadError> {
    let error = entry.get("error");
    if error.is_none() && !flag(entry, "exception", at)? {
        return Ok(None);
    }
    let in_error = |name: &str| match error {
        Some(error) => flag(error, name, &at.member("error")),
        None => Ok(false),
    };
    let of_server = flag(entry, "fault", at)? || in_error("fault")?;
    // Not every file says whose fault an error is. Then its status does.
    let by_status = error.and_then(|error| error.get("httpStatusCode")).and_then(Json::as_u64);
    let of_server = of_server || (!in_error("senderFault")? && by_status.is_some_and(|s| s >= 500));
    Ok(Some(if of_server { ErrorFault::Server } else { ErrorFault::Client }))
}

/// Returns the status of an error, if the file says it.
pub(super) fn error_status(entry: &Json, name: &str, at: &Path) -> Result<Option<u16>, LoadError> {
    let Some(error) = entry.get("error") else { return Ok(None) };
    let at = at.member("error");
    if let Some(code) = optional_string(error, "code", &at)?
        && code != name
    {
        let message =
            format!("the code `{code}` is not the name of the shape, which restJson1 sends");
        return Err(LoadError::new(&at.member("code"), message));
    }
    let told = error.get("httpStatusCode");
    told.map(|told| status(told, &at.member("httpStatusCode"))).transpose()
}
