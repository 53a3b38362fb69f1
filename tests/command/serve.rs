//! `wireproof serve`: its first line, its log, its signals and its complaints.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

const WIREPROOF: &str = env!("CARGO_BIN_EXE_wireproof");

/// A server that runs. It is killed when a test fails.
struct Running {
    child: Child,
    stdout: BufReader<ChildStdout>,
    address: String,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(WIREPROOF)
            .arg("serve")
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let first = line(&mut stdout);
        let url = first["url"].as_str().expect("the first line names the URL");
        let address = url.strip_prefix("http://").expect("it is a URL").to_owned();
        Self { child, stdout, address }
    }

    /// What the server answers to a request with this target.
    fn get(&self, target: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let head = format!("GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).expect("it is sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("the server closes in order");
        answer
    }

    /// Sends a signal, and returns the exit code, the rest of standard output, and standard error.
    fn end(mut self, signal: &str) -> (Option<i32>, String, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().expect("kill starts").success());
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).expect("text");
        let mut told = String::new();
        let mut stderr = self.child.stderr.take().expect("a pipe");
        stderr.read_to_string(&mut told).expect("text");
        (self.child.wait().expect("it ends").code(), rest, told)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn line(stdout: &mut impl BufRead) -> Value {
    let mut line = String::new();
    stdout.read_line(&mut line).expect("text");
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

#[test]
fn a_signal_stops_the_server_in_order() {
    for signal in ["-TERM", "-INT"] {
        let running = Running::start(&[]);
        // Idle connections do not hold it.
        let idle = TcpStream::connect(&running.address).expect("it listens");
        let answer = running.get("/");
        assert!(answer.starts_with("HTTP/1.1 404 Not Found\r\n"), "{answer}");
        let (code, rest, told) = running.end(signal);
        assert_eq!((code, rest.as_str()), (Some(0), ""), "{told}");
        assert!(told.starts_with("note: DisassociateUser at http://127.0.0.1:"), "{told}");
        drop(idle);
    }
}

#[test]
fn the_log_has_a_line_for_each_request() {
    let mut running = Running::start(&["--log", "--contract", "invoke"]);
    running.get("/a?b=c");
    let entry = line(&mut running.stdout);
    assert_eq!(entry["method"], "GET");
    assert_eq!((&entry["target"], &entry["status"]), (&"/a?b=c".into(), &404.into()));
    assert_eq!((&entry["operation"], &entry["answer"]), (&Value::Null, &"refused".into()));
    assert_eq!(running.end("-TERM").0, Some(0));
}

#[test]
fn all_operations_of_a_file_are_served() {
    let model = r#"{"smithy":"2.0","shapes":{
        "a#One":{"type":"operation","traits":{"smithy.api#http":{"method":"GET","uri":"/one"}}},
        "a#Two":{"type":"operation","traits":{"smithy.api#http":{"method":"GET","uri":"/two","code":202}}},
        "a#Three":{"type":"operation"}}}"#;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("model.json");
    std::fs::write(&file, model).expect("it can be written");
    let file = file.to_str().expect("a path in UTF-8");
    let running = Running::start(&["--contract", file]);
    assert!(running.get("/one").starts_with("HTTP/1.1 200 "));
    assert!(running.get("/two").starts_with("HTTP/1.1 202 "));
    assert!(running.get("/three").starts_with("HTTP/1.1 404 "));
    let (code, _, told) = running.end("-TERM");
    assert_eq!(code, Some(0));
    assert!(told.contains("warning: not served: a#Three has no smithy.api#http trait"), "{told}");
    assert!(told.contains("note: 2 operations at "), "{told}");
    let running = Running::start(&["--contract", file, "--operation", "Two"]);
    assert!(running.get("/one").starts_with("HTTP/1.1 404 "));
    assert!(running.get("/two").starts_with("HTTP/1.1 202 "));
}

#[test]
fn an_address_that_cannot_be_had_is_named_with_a_remedy() {
    let running = Running::start(&[]);
    for (address, code, wanted) in [
        ("0.0.0.0:0", 2, "--listen 0.0.0.0:0: other machines can reach this address"),
        ("[::]:0", 2, "add --allow-remote"),
        ("localhost", 2, "invalid value 'localhost' for '--listen"),
        (&running.address, 3, "choose another port, or 0 for a free one"),
    ] {
        let output = Command::new(WIREPROOF).args(["serve", "--listen", address]).output();
        let output = output.expect("it starts");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{told}");
        assert!(told.contains(wanted) && output.stdout.is_empty(), "{told}");
    }
}
