//! A wireproof testee: the AWS SDK for Rust, driven by the testee protocol, version 1 (JSON Lines on stdin and stdout).

mod values;

use std::collections::HashMap;
use std::error::Error;
use std::io::{BufRead, Write};

use aws_credential_types::Credentials;
use aws_sdk_licensemanagerusersubscriptions::config::retry::RetryConfig;
use aws_sdk_licensemanagerusersubscriptions::config::{BehaviorVersion, Config, Region};
use aws_sdk_licensemanagerusersubscriptions::error::{
    DisplayErrorContext, ProvideErrorMetadata, SdkError,
};
use aws_sdk_licensemanagerusersubscriptions::operation::RequestId;
use aws_sdk_licensemanagerusersubscriptions::operation::disassociate_user::DisassociateUserError;
use aws_sdk_licensemanagerusersubscriptions::{Client, meta::PKG_VERSION};
use serde_json::{Value, json};

use values::NoInput;

fn client(endpoint: &str) -> Client {
    let variable = |name| std::env::var(name).expect("the harness sets credentials and region");
    let credentials = Credentials::new(
        variable("AWS_ACCESS_KEY_ID"),
        variable("AWS_SECRET_ACCESS_KEY"),
        Some(variable("AWS_SESSION_TOKEN")),
        None,
        "environment",
    );
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .credentials_provider(credentials)
        .region(Region::new(variable("AWS_REGION")))
        .endpoint_url(endpoint)
        .retry_config(RetryConfig::disabled()); // the protocol: send once
    Client::from_conf(config.build())
}

/// An error of the client: its stage, the name of its kind, and what caused it.
fn client_error(stage: &str, class: &str, error: &(dyn Error + 'static)) -> Value {
    json!({"outcome": "client_error", "stage": stage, "class": class, "message": DisplayErrorContext(error).to_string()})
}

async fn call(client: &Client, input: Value) -> Value {
    let input = match values::input(input) {
        Ok(input) => input,
        Err(NoInput::Unheld(reason)) => return json!({"outcome": "skipped", "reason": reason}),
        Err(NoInput::Refused(error)) => return client_error("validate", "BuildError", &error),
    };
    // A status is told of errors alone: the output of a success does not have it.
    match input.send_with(client).await {
        Ok(output) => json!({"outcome": "response", "output": values::output(&output), "request_id": output.request_id()}),
        Err(SdkError::ServiceError(context)) => {
            let error = context.err();
            json!({"outcome": "service_error", "code": error.code(), "message": error.message(),
                   "modeled": is_modeled(error), "http_status": context.raw().status().as_u16(), "request_id": error.request_id()})
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

fn is_modeled(error: &DisassociateUserError) -> bool {
    error.is_access_denied_exception()
        || error.is_conflict_exception()
        || error.is_internal_server_exception()
        || error.is_resource_not_found_exception()
        || error.is_service_quota_exceeded_exception()
        || error.is_throttling_exception()
        || error.is_validation_exception()
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut clients = HashMap::new(); // by endpoint, so that connections are kept alive as users have it
    for line in std::io::stdin().lock().lines() {
        let mut message: Value = serde_json::from_str(&line?)?;
        let answer = match message["type"].as_str() {
            Some("bye") => break,
            Some("hello") => {
                json!({"type": "hello", "protocol": 1, "name": "aws-sdk-rust", "version": PKG_VERSION,
                "language": "rust", "edition": "2026-11", "features": ["client_validation"]})
            }
            _ => {
                let endpoint = message["endpoint"].as_str().unwrap_or_default().to_owned();
                let client =
                    clients.entry(endpoint).or_insert_with_key(|endpoint| client(endpoint));
                let mut result = call(client, message["input"].take()).await;
                result["type"] = "result".into();
                result["id"] = message["id"].take();
                result
            }
        };
        let mut stdout = std::io::stdout().lock();
        serde_json::to_writer(&mut stdout, &answer)?;
        stdout.write_all(b"\n")?;
        stdout.flush()?;
    }
    Ok(())
}
