//! The result of a call, and its outcome in the testee protocol.

use crate::exchange::{Outcome, Stage};
use crate::json::Json;

use super::errors::DisassociateUserError;
use super::http::HttpError;
use super::input::InputError;
use super::output::DisassociateUserResponse;
use super::strict::BodyError;

/// A call that succeeded.
#[derive(Debug)]
pub(super) struct Success {
    pub(super) status: u16,
    pub(super) output: DisassociateUserResponse,
    pub(super) request_id: Option<String>,
}

/// A call that failed, by the step that ended it.
#[derive(Debug)]
pub(super) enum CallError {
    Input(InputError),
    Serialize(serde_json::Error),
    Http(HttpError),
    Body(BodyError),
    Service(DisassociateUserError),
}

impl From<InputError> for CallError {
    fn from(error: InputError) -> Self {
        Self::Input(error)
    }
}

impl From<serde_json::Error> for CallError {
    fn from(error: serde_json::Error) -> Self {
        Self::Serialize(error)
    }
}

impl From<HttpError> for CallError {
    fn from(error: HttpError) -> Self {
        Self::Http(error)
    }
}

impl From<BodyError> for CallError {
    fn from(error: BodyError) -> Self {
        Self::Body(error)
    }
}

impl From<DisassociateUserError> for CallError {
    fn from(error: DisassociateUserError) -> Self {
        Self::Service(error)
    }
}

/// Returns the outcome of a call.
pub(super) fn tell(result: Result<Success, CallError>) -> Outcome {
    match result {
        Ok(Success { status, output, request_id }) => match value_form(&output) {
            Ok(output) => Outcome::Response { http_status: Some(status), output, request_id },
            Err(error) => client_error(Stage::Unknown, "OutputError", &error),
        },
        Err(CallError::Service(error)) => Outcome::ServiceError {
            code: error.kind.code().map(str::to_owned),
            modeled: error.kind.is_modeled(),
            message: error.message,
            http_status: Some(error.status),
            request_id: error.request_id,
            error: None,
        },
        Err(CallError::Input(error @ InputError::Unholdable(_))) => {
            Outcome::Skipped { reason: error.to_string() }
        }
        Err(CallError::Input(error)) => {
            client_error(Stage::Validate, "InvalidInput", &error.to_string())
        }
        Err(CallError::Serialize(error)) => {
            client_error(Stage::Serialize, "SerializeError", &error.to_string())
        }
        Err(CallError::Http(error)) => {
            let (stage, class) = match error {
                HttpError::Endpoint(_) => (Stage::Connect, "EndpointError"),
                HttpError::Connect(_) => (Stage::Connect, "ConnectError"),
                HttpError::TimedOut => (Stage::Read, "TimeoutError"),
                _ => (Stage::Read, "ReadError"),
            };
            client_error(stage, class, &error.to_string())
        }
        Err(CallError::Body(error)) => {
            client_error(Stage::Deserialize, "DeserializeError", &error.to_string())
        }
    }
}

fn value_form(output: &DisassociateUserResponse) -> Result<Json, String> {
    let text = serde_json::to_string(output).map_err(|error| error.to_string())?;
    Json::parse(text).map_err(|error| error.to_string())
}

/// Returns a client error with at most the first 1,000 characters of its message. Some messages quote a value, which may
/// have megabytes.
fn client_error(stage: Stage, class: &str, message: &str) -> Outcome {
    const MOST: usize = 1_000;
    match message.char_indices().nth(MOST) {
        None => Outcome::client_error(stage, class, message),
        Some((end, _)) => Outcome::client_error(stage, class, format!("{}…", &message[..end])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_messages_are_cut_between_characters() {
        let message = |text: &str| match client_error(Stage::Read, "C", text) {
            Outcome::ClientError { message, .. } => message,
            other => panic!("{other}"),
        };
        let exact = "é".repeat(1_000);
        assert_eq!(message(&exact), exact);
        assert_eq!(message(&(exact.clone() + "x")), exact + "…");
    }

    #[test]
    fn each_step_has_its_stage() {
        let timed_out = || std::io::Error::from(std::io::ErrorKind::TimedOut);
        for (error, stage) in [
            (HttpError::Endpoint("no port"), Stage::Connect),
            (HttpError::Connect(timed_out()), Stage::Connect),
            (HttpError::TimedOut, Stage::Read),
            (HttpError::Ended, Stage::Read),
            (HttpError::Malformed("status line"), Stage::Read),
            (HttpError::TooLarge("body"), Stage::Read),
        ] {
            match tell(Err(error.into())) {
                Outcome::ClientError { stage: told, .. } => assert_eq!(told, stage),
                other => panic!("{other}"),
            }
        }
    }
}
