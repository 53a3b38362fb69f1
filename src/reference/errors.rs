//! The errors of the operation, and how they are read from a response.

use serde::de::MapAccess;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::http::Answer;
use super::members::{ReadMembers, read_object, skip};
use super::strict;

/// An error response.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DisassociateUserError {
    /// Which error it is.
    pub(super) kind: ErrorKind,
    /// The message of the service.
    pub(super) message: Option<String>,
    /// The status of the response. It does not influence the kind of the error.
    pub(super) status: u16,
    /// The id that the service gave the request.
    pub(super) request_id: Option<String>,
}

/// The errors that the operation lists, and all others.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ErrorKind {
    AccessDenied,
    Conflict,
    InternalServer,
    ResourceNotFound,
    ServiceQuotaExceeded,
    Throttling,
    Validation,
    /// An error with a code that the operation does not list, or without one.
    Unmodeled(Option<String>),
}

impl ErrorKind {
    /// Returns the error of this name.
    pub(super) fn from_code(code: Option<String>) -> Self {
        match code.as_deref() {
            Some("AccessDeniedException") => Self::AccessDenied,
            Some("ConflictException") => Self::Conflict,
            Some("InternalServerException") => Self::InternalServer,
            Some("ResourceNotFoundException") => Self::ResourceNotFound,
            Some("ServiceQuotaExceededException") => Self::ServiceQuotaExceeded,
            Some("ThrottlingException") => Self::Throttling,
            Some("ValidationException") => Self::Validation,
            _ => Self::Unmodeled(code),
        }
    }

    /// Returns the error's name.
    pub(super) fn code(&self) -> Option<&str> {
        match self {
            Self::AccessDenied => Some("AccessDeniedException"),
            Self::Conflict => Some("ConflictException"),
            Self::InternalServer => Some("InternalServerException"),
            Self::ResourceNotFound => Some("ResourceNotFoundException"),
            Self::ServiceQuotaExceeded => Some("ServiceQuotaExceededException"),
            Self::Throttling => Some("ThrottlingException"),
            Self::Validation => Some("ValidationException"),
            Self::Unmodeled(code) => code.as_deref(),
        }
    }

    /// Reports whether the operation lists the error.
    pub(super) fn is_modeled(&self) -> bool {
        !matches!(self, Self::Unmodeled(_))
    }
}

impl DisassociateUserError {
    /// Reads an error from a response. It always succeeds: even the HTML page of a proxy is an error of the service, with
    /// nothing but a status.
    pub(super) fn of(answer: &Answer) -> Self {
        let body: ErrorBody = strict::read(&answer.body).unwrap_or_default();
        // An error type is ASCII. Other bytes in the header must not hide the rest of the error.
        let header = answer.header("X-Amzn-Errortype").map(String::from_utf8_lossy);
        let code = header
            .as_deref()
            .and_then(bare)
            .or_else(|| body.code.as_deref().and_then(bare))
            .or_else(|| body.type_name.as_deref().and_then(bare))
            .map(str::to_owned);
        Self {
            kind: ErrorKind::from_code(code),
            message: body.message.or(body.capital_message),
            status: answer.status,
            request_id: answer.request_id(),
        }
    }
}

/// Returns the name in an error type, without the URI after its first `:` and the namespace up to its first `#`. If nothing
/// is left, it returns `None`, and the next source counts.
fn bare(error_type: &str) -> Option<&str> {
    let name = error_type.split_once(':').map_or(error_type, |(name, _uri)| name);
    let name = name.split_once('#').map_or(name, |(_namespace, name)| name);
    (!name.is_empty()).then_some(name)
}

/// The members at the top level of an error's body. Deeper members with the same names do not belong to the error.
#[derive(Debug, Default)]
struct ErrorBody {
    code: Option<String>,
    type_name: Option<String>,
    message: Option<String>,
    /// `Message`, as some services spell it.
    capital_message: Option<String>,
}

impl<'de> ReadMembers<'de> for ErrorBody {
    const EXPECTED: &'static str = "an error";

    fn member<M: MapAccess<'de>>(&mut self, name: &str, value: &mut M) -> Result<(), M::Error> {
        match name {
            "code" => self.code = text(value.next_value()?),
            "__type" => self.type_name = text(value.next_value()?),
            "message" => self.message = text(value.next_value()?),
            "Message" => self.capital_message = text(value.next_value()?),
            _ => skip(value)?,
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for ErrorBody {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_object(deserializer)
    }
}

/// Returns the text of a string. Any other value counts as absent.
///
/// A raw value is checked but not interpreted. So a number outside the range of a double, or an array of any depth, does
/// not keep the other members from being read.
fn text(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(headers: &[(&str, &str)], body: &str) -> DisassociateUserError {
        let headers = headers
            .iter()
            .map(|&(name, value)| (name.to_owned(), value.as_bytes().to_vec()))
            .collect();
        DisassociateUserError::of(&Answer { status: 418, headers, body: body.into() })
    }

    #[test]
    fn seven_errors_are_modeled() {
        for name in [
            "AccessDenied",
            "Conflict",
            "InternalServer",
            "ResourceNotFound",
            "ServiceQuotaExceeded",
            "Throttling",
            "Validation",
        ] {
            let code = format!("{name}Exception");
            let kind = ErrorKind::from_code(Some(code.clone()));
            assert_eq!((kind.code(), kind.is_modeled()), (Some(code.as_str()), true));
            assert!(format!("{kind:?}") == name, "{kind:?} is not {name}");
        }
        for code in [None, Some(""), Some("conflictexception"), Some("SerializationException")] {
            let kind = ErrorKind::from_code(code.map(str::to_owned));
            assert_eq!((kind.code(), kind.is_modeled()), (code, false));
        }
    }

    #[test]
    fn an_error_type_is_cut_at_its_first_colon_then_at_its_first_hash() {
        for (error_type, name) in [
            ("FooError", Some("FooError")),
            ("FooError:http://a.b/c", Some("FooError")),
            ("aws.x#FooError", Some("FooError")),
            ("aws.x#FooError:http://a.b/c#Bar:d", Some("FooError")),
            ("FooError:a#b", Some("FooError")),
            ("a#b#c", Some("b#c")),
            (" FooError ", Some(" FooError ")),
            ("", None),
            (":FooError", None),
            ("a#", None),
        ] {
            assert_eq!(bare(error_type), name, "{error_type}");
        }
    }

    #[test]
    fn the_code_is_asked_of_the_header_then_of_code_then_of_type() {
        let header = [("x-amzn-ERRORTYPE", "Header:x")];
        for (headers, body, code) in [
            (&header[..], r#"{"code":"Code","__type":"Type"}"#, Some("Header")),
            (&header, "", Some("Header")),
            (&[("X-Amzn-Errortype", "")], r#"{"code":"Code"}"#, Some("Code")),
            (&[], r#"{"__type":"n#Type","code":"n#Code:x"}"#, Some("Code")),
            (&[], r#"{"__type":"n#Type"}"#, Some("Type")),
            (&[], r#"{"code":"A","code":"B"}"#, Some("B")),
            (&[], r#"{"code":null,"__type":"Type"}"#, Some("Type")),
            (&[], r#"{"code":1e999,"__type":"Type"}"#, Some("Type")),
            (&[], r#"{"code":["A"],"__type":"Type"}"#, Some("Type")),
            (&[], r#"{"Code":"A","error":{"code":"A","__type":"A"},"l":[{"code":"A"}]}"#, None),
            (&[], "{}", None),
        ] {
            assert_eq!(error(headers, body).kind.code(), code, "{headers:?} {body}");
        }
    }

    #[test]
    fn the_message_is_kept() {
        for (body, message) in [
            (r#"{"message":"m"}"#, Some("m")),
            (r#"{"Message":"M"}"#, Some("M")),
            (r#"{"Message":"M","message":"m"}"#, Some("m")),
            (r#"{"message":"","code":7}"#, Some("")),
            (r#"{"message":"a\u0000\n😀","code":1e999}"#, Some("a\0\n😀")),
            (r#"{"message":5,"Message":"M"}"#, Some("M")),
            (r#"{"message":null}"#, None),
            (r#"{"message":{"message":"m"}}"#, None),
            (r#"{"MESSAGE":"m"}"#, None),
        ] {
            assert_eq!(error(&[], body).message.as_deref(), message, "{body}");
        }
    }

    #[test]
    fn no_body_hides_the_error() {
        let deep = format!(r#"{{"message":{0}1{1}}}"#, "[".repeat(100_000), "]".repeat(100_000));
        for body in ["", "<html>502</html>", "null", "[]", r#""code""#, r#"{"message":"m""#, &deep]
        {
            let error = error(&[("X-Amzn-Errortype", "ConflictException")], body);
            let expected = DisassociateUserError {
                kind: ErrorKind::Conflict,
                message: None,
                status: 418,
                request_id: None,
            };
            assert_eq!(error, expected, "{body}");
        }
        let answer = Answer { status: 500, headers: Vec::new(), body: vec![0xFF; 9] };
        assert_eq!(DisassociateUserError::of(&answer).kind, ErrorKind::Unmodeled(None));
    }
}
