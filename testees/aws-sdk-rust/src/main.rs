//! A wireproof testee: the AWS SDK for Rust, driven by the testee protocol, version 1 (JSON Lines on stdin and stdout).

mod operation;
mod value;

/// The operations, and the conversions of their types: see `generate/`.
mod generated {
    include!(concat!(env!("OUT_DIR"), "/operations.rs"));
}

use std::collections::HashMap;
use std::error::Error;
use std::io::{BufRead, Write};

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_types::retry::RetryConfig;
use aws_types::SdkConfig;
use aws_types::region::Region;
use serde_json::{Value, json};

use generated::OPERATIONS;
use operation::Driven;

fn config(endpoint: &str) -> SdkConfig {
    let variable = |name| std::env::var(name).expect("the harness sets credentials and region");
    let credentials = Credentials::new(
        variable("AWS_ACCESS_KEY_ID"),
        variable("AWS_SECRET_ACCESS_KEY"),
        Some(variable("AWS_SESSION_TOKEN")),
        None,
        "environment",
    );
    SdkConfig::builder()
        .behavior_version(
            aws_smithy_runtime_api::client::behavior_version::BehaviorVersion::latest(),
        )
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .region(Region::new(variable("AWS_REGION")))
        .endpoint_url(endpoint)
        .retry_config(RetryConfig::disabled()) // the protocol: send once
        .build()
}

/// The operation of the hello, or why there is none.
fn choose(hello: &Value) -> Result<&'static dyn Driven, String> {
    let text = |name: &str| hello[name].as_str().unwrap_or_default();
    let (sdk_id, service, operation) = (text("sdk_id"), text("service"), text("operation"));
    // A harness, or a model, that has no SDK id names the service.
    let is_service = |driven: &&&'static dyn Driven| match sdk_id {
        "" => driven.sdk_id().to_lowercase().replace(' ', "-") == service,
        sdk_id => driven.sdk_id() == sdk_id,
    };
    match OPERATIONS.iter().find(is_service) {
        Some(&found) if found.name() == operation => Ok(found),
        Some(found) => Err(format!(
            "this driver is built with {} of {}, and not with {operation}",
            found.name(),
            found.package()
        )),
        None => Err(format!(
            "this driver is built with {}, and not with {}",
            OPERATIONS.map(Driven::sdk_id).join(" and "),
            if sdk_id.is_empty() { service } else { sdk_id }
        )),
    }
}

fn hello(testee: &str, chosen: &Result<&dyn Driven, String>, asked: &Value) -> Value {
    let mut hello = json!({"type": "hello", "protocol": 1, "name": "aws-sdk-rust", "version": testee, "language": "rust",
                           "features": ["client_validation"]});
    match chosen {
        Ok(operation) => {
            hello["version"] = format!("{testee} ({})", operation.versions()).into();
            // A contract of the user's own has no editions.
            if asked["edition"].as_str().is_some_and(|edition| !edition.is_empty()) {
                if let Some(edition) = operation.edition() {
                    hello["edition"] = edition.into();
                }
            }
        }
        Err(obstacle) => hello["unsupported"] = obstacle.as_str().into(),
    }
    hello
}

fn main() -> Result<(), Box<dyn Error>> {
    let testee = std::env::args().nth(1).ok_or("the argument is the version of the testee")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    // As in a user's program, the runtime goes on between calls: so a connection that ends then is not used again.
    std::thread::spawn(move || runtime.block_on(std::future::pending::<()>()));
    let mut chosen = Err("there was no hello".to_owned());
    let mut clients = HashMap::new(); // by endpoint, so that connections are kept alive as users have it
    for line in std::io::stdin().lock().lines() {
        let mut message = read(&line?)?;
        let answer = match message["type"].as_str() {
            Some("bye") => break,
            Some("hello") => {
                chosen = choose(&message);
                hello(&testee, &chosen, &message)
            }
            _ => {
                let operation = chosen.clone()?;
                let endpoint = message["endpoint"].as_str().unwrap_or_default().to_owned();
                let call = clients
                    .entry(endpoint)
                    .or_insert_with_key(|endpoint| operation.connect(&config(endpoint)));
                let mut result = call(&handle, message["input"].take());
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

/// Reads a line of any depth: an input may be deeper than serde_json reads by default.
fn read(line: &str) -> Result<Value, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(line);
    reader.disable_recursion_limit();
    serde::Deserialize::deserialize(&mut reader)
}
