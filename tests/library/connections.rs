//! What a connection that ended does to the next call, by clients that keep theirs.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use wireproof::contract::Contract;
use wireproof::exchange::{Outcome, Stage};
use wireproof::http::{Answer, Ending};
use wireproof::json::Json;
use wireproof::policy::{self, Policy};
use wireproof::run::{Plan, Report, Verdict, run};
use wireproof::suite::{Stimulus, Suite};
use wireproof::testee::{Client, InProcess, Interrupt, OwnedCall};

const CASE: &str = "wire/next-call-behind-a-closed-connection";

/// A client that keeps its connection, and sends the next request on it without a look at it.
#[derive(Default)]
struct Keeps {
    kept: Arc<Mutex<HashMap<String, Arc<TcpStream>>>>,
    /// It drops a connection that ends meanwhile: after so long, as a busy event loop does.
    notices_after: Option<Duration>,
}

impl Keeps {
    fn exchange(&self, call: &OwnedCall) -> std::io::Result<Json> {
        let address = call.endpoint.trim_start_matches("http://");
        let kept = self.kept.lock().expect("no panic").remove(address);
        let stream = match kept {
            Some(stream) => stream,
            None => Arc::new(TcpStream::connect(address)?),
        };
        let body = call.input.to_string();
        let head = format!(
            "POST /user/DisassociateUser HTTP/1.1\r\nHost: {address}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        (&*stream).write_all(format!("{head}{body}").as_bytes())?;
        let mut reader = BufReader::new(&*stream);
        let mut length = None;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", digits)) => length = digits.parse().ok(),
                None if line == "\r\n" => break,
                None if line.is_empty() => return Err(std::io::ErrorKind::UnexpectedEof.into()),
                _ => {}
            }
        }
        let mut body = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut body)?;
        self.keep(address, &stream);
        Json::parse(&body).map_err(std::io::Error::other)
    }

    fn keep(&self, address: &str, stream: &Arc<TcpStream>) {
        self.kept.lock().expect("no panic").insert(address.to_owned(), Arc::clone(stream));
        let Some(delay) = self.notices_after else { return };
        let (kept, stream, address) =
            (Arc::clone(&self.kept), Arc::clone(stream), address.to_owned());
        thread::spawn(move || {
            if matches!(stream.peek(&mut [0]), Ok(0) | Err(_)) {
                thread::sleep(delay);
                kept.lock().expect("no panic").remove(&address);
                let _ = stream.shutdown(Shutdown::Both);
            }
        });
    }
}

impl Client for Keeps {
    fn call(&self, call: &OwnedCall) -> Outcome {
        match self.exchange(call) {
            Ok(output) => Outcome::Response { http_status: Some(200), output, request_id: None },
            Err(error) => Outcome::ClientError {
                stage: Stage::Read,
                class: "IoError".to_owned(),
                message: error.to_string(),
            },
        }
    }
}

fn judge(client: Keeps, policies: &[&str], stimuli: Vec<Stimulus>) -> Report {
    let policies: Vec<&'static Policy> =
        policies.iter().map(|id| policy::find(id).expect(id)).collect();
    let plan = Plan::new(Contract::default(), policies, stimuli);
    run(&plan, vec![Box::new(InProcess::new(client))], &Interrupt::new(), |_| {}).expect("it runs")
}

fn verdicts(report: &Report) -> Vec<Verdict> {
    report.policies.iter().map(|policy| policy.verdict).collect()
}

fn case(id: &str) -> Stimulus {
    let suite = Suite::embedded();
    suite.cases().iter().find(|case| case.stimulus.id == id).expect(id).stimulus.clone()
}

#[test]
fn an_end_that_nobody_announced_is_not_put_down_to_the_next_call() {
    let plain = case("request/once-on-success");
    let mut closed = plain.clone();
    closed.call.answer.headers.push("Connection", "keep-alive");
    closed.call.answer.delivery.ending = Ending::Closed;
    let mut reset = plain.clone();
    reset.call.answer.delivery.ending = Ending::Reset;
    let mut more = plain.clone();
    more.call.answer = Answer::json(200, [&plain.call.answer.body[..], b"more"].concat());
    more.call.answer.headers.push("Content-Length", plain.call.answer.body.len().to_string());
    for ended in [closed, reset, more] {
        assert!(ended.call.answer.ends_unannounced());
        let policies =
            ["request.members-serialized", "response.members-decoded", "request.sent-once"];
        let stimuli = vec![plain.clone(), ended.clone(), plain.clone(), ended, plain.clone()];
        let report = judge(Keeps::default(), &policies, stimuli);
        assert_eq!(report.calls.judged, 5);
        assert_eq!(verdicts(&report), [Verdict::Pass; 3]);
    }
}

#[test]
fn a_client_has_the_time_to_see_that_its_connection_ended() {
    let notices_after = Some(Duration::from_millis(100));
    let client = Keeps { notices_after, ..Keeps::default() };
    let report = judge(client, &["wire.deterministic"], vec![case(CASE)]);
    assert_eq!(verdicts(&report), [Verdict::Pass]);
}

#[test]
fn one_that_never_sees_it_breaks_the_policy_on_what_is_called_between() {
    let policies = ["wire.deterministic", "request.members-serialized", "response.members-decoded"];
    let report = judge(Keeps::default(), &policies, vec![case(CASE)]);
    assert_eq!(verdicts(&report), [Verdict::Fail, Verdict::Pass, Verdict::Pass]);
}
