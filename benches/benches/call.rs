//! What the harness adds to a call: the same calls of the same client, once in a loop of its own against a server that
//! does nothing else than answer, and once judged.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use wireproof::contract::Contract;
use wireproof::policy::{Party, catalogue};
use wireproof::reference::ReferenceClient;
use wireproof::run::{Plan, run};
use wireproof::suite::{Stimulus, Suite};
use wireproof::testee::{InProcess, Interrupt};

/// How many calls make a round: enough that starting and ending a run do not count.
const CALLS: usize = 500;

fn stimulus() -> Stimulus {
    let suite = Suite::embedded();
    let case = suite.cases().iter().find(|case| case.id() == "union/known").expect("it is there");
    case.stimulus.clone()
}

/// A server that answers every request with `answer`, and where it listens.
fn server(answer: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("it listens"));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A client that is done closes the connection, which is no fault.
            let _ = serve(stream, &answer);
        }
    });
    url
}

fn serve(stream: TcpStream, answer: &[u8]) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or(0);
            }
            if line.trim().is_empty() {
                break;
            }
        }
        std::io::copy(&mut (&mut reader).take(length), &mut std::io::sink())?;
        reader.get_mut().write_all(answer)?;
    }
}

fn call(criterion: &mut Criterion) {
    let stimulus = stimulus();
    let mut group = criterion.benchmark_group("call");
    group.throughput(Throughput::Elements(CALLS as u64)).sample_size(20);
    group.bench_function("in a loop of its own", |bencher| {
        let client = ReferenceClient::new();
        let url = server(stimulus.answer.response().raw);
        let input = stimulus.input.to_string();
        bencher.iter(|| {
            for _ in 0..CALLS {
                client.call(&url, &input, Duration::from_secs(10));
            }
        });
    });
    let policies: Vec<_> =
        catalogue().iter().copied().filter(|policy| policy.party() == Party::Client).collect();
    let plan = Plan::new(Contract::default(), policies, vec![stimulus; CALLS]);
    group.bench_function("judged by every law", |bencher| {
        bencher.iter(|| {
            let testee = Box::new(InProcess::new(ReferenceClient::new()));
            let report = run(&plan, vec![testee], &Interrupt::new(), |_| ()).expect("it runs");
            assert_eq!(report.calls.judged, CALLS);
        });
    });
    group.finish();
}

criterion_group! {
    name = calls;
    config = Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(4));
    targets = call
}
criterion_main!(calls);
