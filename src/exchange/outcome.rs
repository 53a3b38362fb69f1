//! Outcomes: what a testee's user sees of a call.

use std::fmt;
use std::str::FromStr;

use crate::json::Json;

/// What became of a call (docs/testee-protocol.md#calls-and-results).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The call succeeded.
    Response {
        /// The status, if the testee tells it.
        http_status: Option<u16>,
        /// The output in the value form; null if the testee shows none.
        output: Json,
        /// The request id, if the testee shows one.
        request_id: Option<String>,
    },
    /// The service answered with an error.
    ServiceError {
        /// The error's code; `None` if the client found none.
        code: Option<String>,
        /// Whether the client gave the error a type of its own.
        modeled: bool,
        /// The error's message, if there is one.
        message: Option<String>,
        /// The status, if the testee tells it.
        http_status: Option<u16>,
        /// The request id, if the testee shows one.
        request_id: Option<String>,
        /// The members of a modeled error in the value form, those bound to header fields included, if the testee shows
        /// them.
        error: Option<Json>,
    },
    /// The client itself failed the call.
    ClientError {
        /// How far the call had come.
        stage: Stage,
        /// The class of the exception, in the client's own terms.
        class: String,
        /// What it says.
        message: String,
    },
    /// The testee cannot hold such an input.
    Skipped {
        /// Why.
        reason: String,
    },
    /// The testee died.
    Crash {
        /// How: its exit code, its signal, its panic.
        detail: String,
    },
    /// The testee had not answered by the deadline.
    Timeout {
        /// The deadline, in milliseconds.
        after_ms: u64,
    },
    /// The testee broke the testee protocol.
    ProtocolError {
        /// How.
        message: String,
    },
}

/// How far a call had come when the client failed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the protocol's own")]
#[non_exhaustive]
pub enum Stage {
    Validate,
    Serialize,
    Connect,
    Read,
    Deserialize,
    Unknown,
}

impl Stage {
    /// Every stage, in the order of a call.
    pub const ALL: [Self; 6] = [
        Self::Validate,
        Self::Serialize,
        Self::Connect,
        Self::Read,
        Self::Deserialize,
        Self::Unknown,
    ];

    /// Returns the name in the protocol.
    pub fn name(self) -> &'static str {
        match self {
            Self::Validate => "validate",
            Self::Serialize => "serialize",
            Self::Connect => "connect",
            Self::Read => "read",
            Self::Deserialize => "deserialize",
            Self::Unknown => "unknown",
        }
    }
}

impl FromStr for Stage {
    type Err = UnknownStage;

    fn from_str(name: &str) -> Result<Self, UnknownStage> {
        Self::ALL
            .into_iter()
            .find(|stage| stage.name() == name)
            .ok_or_else(|| UnknownStage { name: name.to_owned() })
    }
}

/// No stage of a call has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no stage `{name}`; there are {}", Stage::ALL.map(Stage::name).join(", "))]
#[non_exhaustive]
pub struct UnknownStage {
    /// The name.
    pub name: String,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Outcome {
    /// Returns the name of the outcome in the protocol and in reports.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Response { .. } => "response",
            Self::ServiceError { .. } => "service_error",
            Self::ClientError { .. } => "client_error",
            Self::Skipped { .. } => "skipped",
            Self::Crash { .. } => "crash",
            Self::Timeout { .. } => "timeout",
            Self::ProtocolError { .. } => "protocol_error",
        }
    }

    /// Returns a success, with the output in the value form. Pass null if the client shows no output.
    ///
    /// ```
    /// use wireproof::{Json, Outcome};
    ///
    /// let output = Json::parse(r#"{"InstanceUserSummary":null}"#)?;
    /// let outcome = Outcome::response(output).with_http_status(200);
    /// assert_eq!(outcome.to_string(), r#"response 200 {"InstanceUserSummary":null}"#);
    /// # Ok::<(), wireproof::SyntaxError>(())
    /// ```
    pub fn response(output: Json) -> Self {
        Self::Response { http_status: None, output, request_id: None }
    }

    /// Returns an error of the service, with the code and the message that the client found. `modeled` says whether the
    /// client has a type of its own for the error.
    ///
    /// ```
    /// use wireproof::Outcome;
    ///
    /// let outcome = Outcome::service_error(Some("ConflictException"), true, Some("try again"));
    /// assert_eq!(outcome.name(), "service_error");
    /// ```
    pub fn service_error(code: Option<&str>, modeled: bool, message: Option<&str>) -> Self {
        Self::ServiceError {
            code: code.map(str::to_owned),
            modeled,
            message: message.map(str::to_owned),
            http_status: None,
            request_id: None,
            error: None,
        }
    }

    /// Returns the outcome of an input that the client cannot hold, and why.
    pub fn skipped(reason: impl Into<String>) -> Self {
        Self::Skipped { reason: reason.into() }
    }

    /// Returns the same outcome with the status of the response. Only a success and an error of the service have one.
    #[must_use]
    pub fn with_http_status(mut self, status: u16) -> Self {
        if let Self::Response { http_status, .. } | Self::ServiceError { http_status, .. } =
            &mut self
        {
            *http_status = Some(status);
        }
        self
    }

    /// Returns the same outcome with the request id that the client shows. Only a success and an error of the service have
    /// one.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        if let Self::Response { request_id, .. } | Self::ServiceError { request_id, .. } = &mut self
        {
            *request_id = Some(id.into());
        }
        self
    }

    /// Returns the same outcome with the members of the error that the client shows, in the value form. Only an error of the
    /// service has them.
    ///
    /// ```
    /// use wireproof::{Json, Outcome};
    ///
    /// let members = Json::parse(r#"{"retryAfterSeconds":5}"#)?;
    /// let outcome = Outcome::service_error(Some("TooManyRequests"), true, None).with_error(members);
    /// assert_eq!(outcome.error().and_then(|error| error.get("retryAfterSeconds")?.as_u64()), Some(5));
    /// # Ok::<(), wireproof::SyntaxError>(())
    /// ```
    #[must_use]
    pub fn with_error(mut self, members: Json) -> Self {
        if let Self::ServiceError { error, .. } = &mut self {
            *error = Some(members);
        }
        self
    }

    /// Returns the members of the error that the client shows, if it shows them.
    pub fn error(&self) -> Option<&Json> {
        match self {
            Self::ServiceError { error, .. } => error.as_ref(),
            _ => None,
        }
    }

    /// Returns the request id that the client shows, if there is one.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Response { request_id, .. } | Self::ServiceError { request_id, .. } => {
                request_id.as_deref()
            }
            _ => None,
        }
    }

    /// Returns a client error.
    pub fn client_error(
        stage: Stage,
        class: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self::ClientError { stage, class: class.into(), message: message.into() }
    }

    /// Reports whether the testee itself told this outcome, so that its policies can be judged by it.
    pub fn is_told(&self) -> bool {
        matches!(self, Self::Response { .. } | Self::ServiceError { .. } | Self::ClientError { .. })
    }

    /// Reports whether the client refused the input by itself: when it checked it, or when it wrote the request.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::ClientError { stage: Stage::Validate | Stage::Serialize, .. })
    }

    /// Reports whether the client refused this input by itself. `sent` tells whether it sent anything in the call.
    ///
    /// An input that is not an object may also end in an error of an unknown stage, if nothing was sent: such an input
    /// often does not reach the SDK's own checks, because the language cannot call the operation with it
    /// (docs/readings.md#requests).
    pub fn refuses(&self, input: &Json, sent: bool) -> bool {
        let uncallable = !sent && !matches!(input, Json::Object(_));
        self.is_refusal()
            || uncallable && matches!(self, Self::ClientError { stage: Stage::Unknown, .. })
    }
}

/// One line for people: the outcome and what matters of it.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Response { http_status, output, request_id } => {
                f.write_str("response")?;
                if let Some(status) = http_status {
                    write!(f, " {status}")?;
                }
                if let Some(id) = request_id {
                    write!(f, ", request id {},", Json::from(id.as_str()))?;
                }
                write!(f, " {output}")
            }
            Self::ServiceError { code, modeled, message, http_status, request_id, error } => {
                let kind = if *modeled { "modeled" } else { "unmodeled" };
                let code = code.as_deref().unwrap_or("without a code");
                write!(f, "service error {code} ({kind}")?;
                if let Some(status) = http_status {
                    write!(f, ", status {status}")?;
                }
                if let Some(id) = request_id {
                    write!(f, ", request id {}", Json::from(id.as_str()))?;
                }
                f.write_str(")")?;
                if let Some(message) = message {
                    write!(f, ": {}", Json::from(message.as_str()))?;
                }
                // The message stands there already.
                let more = |name: &str| !name.eq_ignore_ascii_case("message");
                match error {
                    Some(error) if error.members().iter().any(|(name, _)| more(name)) => {
                        write!(f, ", with {error}")
                    }
                    _ => Ok(()),
                }
            }
            Self::ClientError { stage, class, message } => {
                write!(f, "client error {class} at {stage}: {message}")
            }
            Self::Skipped { reason } => write!(f, "skipped: {reason}"),
            Self::Crash { detail } => write!(f, "crash: {detail}"),
            Self::Timeout { after_ms } => write!(f, "no result after {after_ms} ms"),
            Self::ProtocolError { message } => write!(f, "protocol error: {message}"),
        }
    }
}
