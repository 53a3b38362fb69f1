//! Judges a client of the user's own under `cargo test`'s rules: `cargo run --example own-client`.
//!
//! The client below is as small as a client can be. It does not sign, and it knows one error type by its header field
//! only. So some policies fail, and each failure shows the bytes. Copy this file to `tests/wireproof.rs` and put your
//! client in place of [`send`].

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use wireproof::cargo_test::Judge;
use wireproof::{Json, Outcome, OwnedCall, Stage};

/// Sends the input to the endpoint, and returns the head and the body of the response.
fn send(call: &OwnedCall) -> io::Result<(String, String)> {
    let host = call.endpoint.trim_start_matches("http://");
    let body = call.input_text();
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(call.deadline / 2))?;
    write!(
        stream,
        "POST /user/DisassociateUser HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    while !head.ends_with("\r\n\r\n") {
        let from = head.len();
        if reader.read_line(&mut head)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(value) = head[from..].strip_prefix("Content-Length: ") {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
    }
    let mut body = String::new();
    reader.take(length).read_to_string(&mut body)?;
    Ok((head, body))
}

/// Makes one call, and says what its user sees.
fn call(call: &OwnedCall) -> Outcome {
    let (head, body) = match send(call) {
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
