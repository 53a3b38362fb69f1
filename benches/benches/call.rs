//! What the harness adds to a call: the same calls of the same client, once in a loop of its own against a server that
//! does nothing else than answer, and once judged. Both with the client in this process, and with the client as a driver,
//! which is this program again, behind the testee protocol.

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group};
use wireproof::contract::Contract;
use wireproof::policy::{Party, catalogue};
use wireproof::reference::ReferenceClient;
use wireproof::run::{Plan, run};
use wireproof::suite::{Stimulus, Suite};
use wireproof::testee::protocol::{CallRequest, HarnessLine, HelloRequest};
use wireproof::testee::{self, InProcess, Interrupt, Subprocess, SubprocessSpec, Testee};

/// The argument that makes this program a driver.
const DRIVER: &str = "--as-driver";

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

/// A driver, called with nothing around it.
struct Driver {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Driver {
    fn start() -> Self {
        let mut process = Command::new(env::current_exe().expect("it runs"))
            .arg(DRIVER)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let (input, output) = (process.stdin.take(), process.stdout.take());
        let output = BufReader::new(output.expect("a pipe"));
        let mut driver = Self { process, input: input.expect("a pipe"), output };
        driver.exchange(&HarnessLine::Hello(HelloRequest::of(&Contract::default())));
        driver
    }

    fn exchange(&mut self, line: &HarnessLine) {
        self.input.write_all(&line.to_line()).expect("it reads");
        let mut answer = String::new();
        self.output.read_line(&mut answer).expect("it answers");
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.input.write_all(&HarnessLine::Bye.to_line());
        let _ = self.process.wait();
    }
}

fn call(criterion: &mut Criterion) {
    let stimulus = stimulus();
    let deadline = Duration::from_secs(10);
    let url = server(stimulus.call.answer.response().raw);
    let policies: Vec<_> =
        catalogue().iter().copied().filter(|policy| policy.party() == Party::Client).collect();
    let plan = Plan::new(Contract::default(), policies, vec![stimulus.clone(); CALLS]);
    let judged = |testee: Box<dyn Testee>| {
        let report = run(&plan, vec![testee], &Interrupt::new(), |_| ()).expect("it runs");
        assert_eq!(report.calls.judged, CALLS);
    };

    let mut group = criterion.benchmark_group("call");
    group.throughput(Throughput::Elements(CALLS as u64)).sample_size(20);
    group.bench_function("in process/in a loop of its own", |bencher| {
        let client = ReferenceClient::new();
        let input = stimulus.call.input.to_string();
        bencher.iter(|| {
            for _ in 0..CALLS {
                client.call(&url, &input, deadline);
            }
        });
    });
    group.bench_function("in process/judged by every policy", |bencher| {
        bencher.iter(|| judged(Box::new(InProcess::new(ReferenceClient::new()))));
    });
    group.bench_function("driver/in a loop of its own", |bencher| {
        let mut driver = Driver::start();
        let call = HarnessLine::Call(CallRequest {
            id: "1".to_owned(),
            endpoint: url.clone(),
            operation: plan.contract.operation().name().to_owned(),
            input: stimulus.call.input.clone(),
            deadline,
        });
        bencher.iter(|| {
            for _ in 0..CALLS {
                driver.exchange(&call);
            }
        });
    });
    group.bench_function("driver/judged by every policy", |bencher| {
        let program = env::current_exe().expect("it runs");
        let spec = SubprocessSpec::new(
            [program.as_os_str(), DRIVER.as_ref()],
            HelloRequest::of(&Contract::default()),
        );
        // Starting a process is no part of a call.
        let start =
            || Box::new(Subprocess::start(spec.clone()).expect("it starts")) as Box<dyn Testee>;
        bencher.iter_batched(start, judged, BatchSize::PerIteration);
    });
    group.finish();
}

criterion_group! {
    name = calls;
    config = Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(4));
    targets = call
}

fn main() -> io::Result<()> {
    if env::args().nth(1).as_deref() == Some(DRIVER) {
        return testee::serve(&ReferenceClient::new(), io::stdin().lock(), io::stdout().lock());
    }
    calls();
    Criterion::default().configure_from_args().final_summary();
    Ok(())
}
