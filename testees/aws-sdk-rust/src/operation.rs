//! An operation of the SDK, and what the protocol shows of its outcome.

use std::error::Error;
use std::future::Future;
use std::marker::PhantomData;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::display::DisplayErrorContext;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::SdkConfig;
use aws_types::request_id::RequestId;
use serde_json::{Value, json};
use tokio::runtime::Handle;

use crate::value::{Hold, NoInput, Show};

/// The errors of an operation.
pub trait Errors {
    /// The members of an error that has a variant of its own.
    fn modeled(&self) -> Option<Value>;
}

pub type Sent<O> =
    Result<<O as Operation>::Output, SdkError<<O as Operation>::Errors, HttpResponse>>;

/// An operation. The build script implements it for each contract.
pub trait Operation: Sized + 'static {
    /// The name of the service as the model has it.
    const SDK_ID: &str;
    /// The name of the operation.
    const NAME: &str;
    /// The newest edition of the contract that the crate has all of.
    const EDITION: Option<&str>;
    /// The crate.
    const PACKAGE: &str;
    /// The version of the crate.
    const VERSION: &str;
    /// The version of aws-smithy-json, with which the crate reads and writes bodies.
    const JSON: &str;
    type Client;
    type Input: Hold;
    type Output: Show + RequestId;
    type Errors: Errors + Error + ProvideErrorMetadata + RequestId + 'static;

    fn client(config: &SdkConfig) -> Self::Client;
    fn send(client: &Self::Client, input: Self::Input) -> impl Future<Output = Sent<Self>>;
}

/// What the driver knows of an operation, whatever its types are.
pub trait Driven: Sync {
    fn sdk_id(&self) -> &'static str;
    fn name(&self) -> &'static str;
    fn edition(&self) -> Option<&'static str>;
    fn package(&self) -> &'static str;
    /// The versions of the crate and of aws-smithy-json.
    fn versions(&self) -> String;
    /// Makes a client, and the function that calls the operation.
    fn connect(&self, config: &SdkConfig) -> Box<dyn Fn(&Handle, Value) -> Value>;
}

pub struct Of<O>(PhantomData<fn() -> O>);

impl<O> Of<O> {
    pub const NEW: Self = Self(PhantomData);
}

impl<O: Operation> Driven for Of<O> {
    fn sdk_id(&self) -> &'static str {
        O::SDK_ID
    }

    fn name(&self) -> &'static str {
        O::NAME
    }

    fn edition(&self) -> Option<&'static str> {
        O::EDITION
    }

    fn package(&self) -> &'static str {
        O::PACKAGE
    }

    fn versions(&self) -> String {
        format!("{} {}, aws-smithy-json {}", O::PACKAGE, O::VERSION, O::JSON)
    }

    fn connect(&self, config: &SdkConfig) -> Box<dyn Fn(&Handle, Value) -> Value> {
        let client = O::client(config);
        Box::new(move |runtime, input| call::<O>(&client, runtime, input))
    }
}

/// An error of the client: its stage, the name of its kind, and what caused it.
fn client_error(stage: &str, class: &str, error: &(dyn Error + 'static)) -> Value {
    json!({"outcome": "client_error", "stage": stage, "class": class, "message": DisplayErrorContext(error).to_string()})
}

fn call<O: Operation>(client: &O::Client, runtime: &Handle, input: Value) -> Value {
    let input = match O::Input::hold(input) {
        Ok(input) => input,
        Err(NoInput::Unheld(reason)) => return json!({"outcome": "skipped", "reason": reason}),
        Err(NoInput::Refused(error)) => return client_error("validate", "BuildError", &error),
    };
    // A status is told of errors alone: the output of a success does not have it.
    match runtime.block_on(O::send(client, input)) {
        Ok(output) => {
            json!({"outcome": "response", "output": output.show(), "request_id": output.request_id()})
        }
        Err(SdkError::ServiceError(context)) => {
            let error = context.err();
            let members = error.modeled();
            json!({"outcome": "service_error", "code": error.code(), "message": error.message(),
                   "modeled": members.is_some(), "error": members,
                   "http_status": context.raw().status().as_u16(), "request_id": error.request_id()})
        }
        Err(error) => {
            let (stage, class) = match &error {
                SdkError::ConstructionFailure(_) => ("serialize", "ConstructionFailure"),
                SdkError::DispatchFailure(_) => ("unknown", "DispatchFailure"), // sending, or reading the head
                SdkError::TimeoutError(_) => ("read", "TimeoutError"),
                SdkError::ResponseError(_) => ("deserialize", "ResponseError"),
                _ => ("unknown", "SdkError"),
            };
            client_error(stage, class, &error)
        }
    }
}
