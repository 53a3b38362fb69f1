//! The formats of timestamps.

use crate::json::{Json, Path};
use crate::model::load::error::LoadError;
use crate::model::load::fields::optional_string;
use crate::model::traits::TimestampFormat;

/// Returns the format of the timestamps of a shape or a member, if the file says it.
pub(super) fn timestamp_format(
    entry: &Json,
    at: &Path,
) -> Result<Option<TimestampFormat>, LoadError> {
    Ok(match optional_string(entry, "timestampFormat", at)? {
        None => None,
        Some("unixTimestamp") => Some(TimestampFormat::EpochSeconds),
        Some("iso8601") => Some(TimestampFormat::DateTime),
        Some("rfc822") => Some(TimestampFormat::HttpDate),
        Some(other) => {
            let message = format!("`{other}` is none of unixTimestamp, iso8601 and rfc822");
            return Err(LoadError::new(&at.member("timestampFormat"), message));
        }
    })
}
