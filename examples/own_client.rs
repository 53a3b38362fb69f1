//! Judges a client of the user's own under `cargo test`'s rules: `cargo run --example own-client`.
//!
//! The client below is as small as a client can be. It does not sign, and it knows one error type by its header field
//! only. So some policies fail, and each failure shows the bytes. Copy this file to `tests/wireproof.rs` and put your
//! client in place of [`send`].

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use wireproof::cargo_test::Judge;
use wireproof::{Json, Outcome, OwnedCall, Stage};

/// Sends `body` to the endpoint, and returns the head and the body of the response.
fn send(endpoint: &str, body: &str) -> io::Result<(String, String)> {
    let host = endpoint.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host)?;
    write!(
        stream,
        "POST /user/DisassociateUser HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut response = Vec::new();
    stream.read_to_end(&mut response)?;
    let response = String::from_utf8(response).map_err(io::Error::other)?;
    let (head, body) = response.split_once("\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    Ok((head.to_owned(), body.to_owned()))
}

/// Makes one call, and says what its user sees.
fn call(call: &OwnedCall) -> Outcome {
    let (head, body) = match send(&call.endpoint, &call.input_text()) {
        Ok(response) => response,
        Err(error) => return Outcome::client_error(Stage::Read, "io", error.to_string()),
    };
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    if status == 200 {
        return match Json::parse(&body) {
            Ok(output) => Outcome::response(output).with_http_status(status),
            Err(error) => Outcome::client_error(Stage::Deserialize, "json", error.to_string()),
        };
    }
    let code = head.lines().find_map(|line| line.strip_prefix("X-Amzn-Errortype: "));
    Outcome::service_error(code, false, None).with_http_status(status)
}

fn main() {
    // `wireproof::cargo_test::main(call)` does the same with the default options.
    Judge::new(call).edition("2022-08").deadline(Duration::from_secs(5)).main()
}
