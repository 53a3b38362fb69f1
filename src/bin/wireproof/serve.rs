//! `wireproof serve`: the reference server.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::{io, thread};

use wireproof::contract::Contract;
use wireproof::json::Json;
use wireproof::reference::server::{Responder, ServeOptions, ServedRequest, Server};
use wireproof::run::ExitStatus;
use wireproof::terminal_text;

use crate::failure::Failure;
use crate::serve_args::ServeArgs;
use crate::{contract, contract_args::ContractArgs, signals, terminal};

/// The most lines of the log that wait to be written.
const MOST_WAITING: usize = 10_000;

/// What the thread that writes waits for.
enum Event {
    Stop,
    Line(String),
}

pub(crate) fn run(args: &ServeArgs) -> Result<ExitStatus, Failure> {
    check_address(args)?;
    let contracts = contracts(&args.contract)?;
    let count = contracts.len();
    let only = contracts.first().map(|contract| contract.operation().name().to_owned());
    let (sender, events) = mpsc::sync_channel(MOST_WAITING);
    let stop = sender.clone();
    // A full queue is full of lines; the signal waits for its place on a thread of its own.
    signals::listen_for(move || {
        let stop = stop.clone();
        thread::spawn(move || stop.send(Event::Stop));
    })?;
    let lost = Arc::new(AtomicU64::new(0));
    let options = ServeOptions {
        address: args.listen,
        log: args.log.then(|| log_to(sender, Arc::clone(&lost))),
        ..ServeOptions::default()
    };
    let server = Server::start(Responder::new(contracts, args.seed), options)
        .map_err(|error| cannot_listen(args.listen, &error))?;
    let first = Json::object([("url", Json::from(server.url()))]);
    terminal::print_json(&format!("{first}\n"))?;
    let what = match (count, only) {
        (1, Some(name)) => name,
        (count, _) => format!("{count} operations"),
    };
    terminal::note(&format!("{what} at {}; Ctrl-C stops the server", server.url()));
    let written = write(&events);
    drop(server);
    let rest = events.try_iter().collect::<Vec<_>>();
    let written = written.and_then(|()| rest.into_iter().try_for_each(print));
    match lost.load(Ordering::Relaxed) {
        0 => {}
        lost => terminal::warn(&format!(
            "{lost} requests are not in the log: nobody read standard output fast enough"
        )),
    }
    written.map(|()| ExitStatus::Holds)
}

/// Refuses an address that other machines can reach, unless the user allows it.
fn check_address(args: &ServeArgs) -> Result<(), Failure> {
    if args.listen.ip().is_loopback() || args.allow_remote {
        return Ok(());
    }
    Err(Failure::usage(format!(
        "--listen {}: other machines can reach this address, and the server asks nobody who they are; use 127.0.0.1, or add \
         --allow-remote",
        args.listen
    )))
}

/// Returns the contracts of the operations to be served: one, or all that a file has.
fn contracts(args: &ContractArgs) -> Result<Vec<Contract>, Failure> {
    match args.file() {
        Some(file) if args.operation.is_none() && args.edition.is_none() => of_file(file),
        _ => Ok(vec![contract::chosen(args, None)?]),
    }
}

/// Returns the contracts of all operations of a file that can be served, and warns of the others.
fn of_file(file: &Path) -> Result<Vec<Contract>, Failure> {
    let model = contract::model(file)?;
    Contract::check_protocol(&model).map_err(|error| contract::of(file, &error))?;
    let names: Vec<String> =
        model.operations().map(|operation| operation.id().as_str().to_owned()).collect();
    let all = Contract::of_operations(model, names.iter().map(String::as_str));
    let mut contracts = Vec::with_capacity(all.len());
    let mut refused = Vec::new();
    for contract in all {
        match contract {
            Ok(contract) => contracts.push(contract),
            Err(error) => refused.push(error),
        }
    }
    match (contracts.is_empty(), refused.first()) {
        (true, Some(error)) => Err(contract::of(file, error)),
        (true, None) => Err(Failure::usage(format!(
            "{}: the model has no operation to serve; name another file",
            crate::shell::shown(file)
        ))),
        (false, _) => {
            for error in &refused {
                terminal::warn(&format!("not served: {error}"));
            }
            Ok(contracts)
        }
    }
}

fn cannot_listen(address: SocketAddr, error: &io::Error) -> Failure {
    let remedy = match error.kind() {
        io::ErrorKind::AddrInUse => "; choose another port, or 0 for a free one",
        io::ErrorKind::PermissionDenied => "; choose a port from 1024 on, or 0 for a free one",
        io::ErrorKind::AddrNotAvailable => "; choose an address of this machine, such as 127.0.0.1",
        _ => "",
    };
    Failure::cannot_run(format!("cannot listen at {address}: {error}{remedy}"))
}

/// Returns what takes the lines of the log. It never waits, so that a reader who is slow delays no client.
fn log_to(
    lines: SyncSender<Event>,
    lost: Arc<AtomicU64>,
) -> Box<dyn Fn(&ServedRequest<'_>) + Send + Sync> {
    Box::new(move |served| {
        let line = terminal_text::json(&format!("{}\n", served.to_json())).into_owned();
        if lines.try_send(Event::Line(line)).is_err() {
            lost.fetch_add(1, Ordering::Relaxed);
        }
    })
}

/// Writes the lines of the log until the server is to stop.
fn write(events: &Receiver<Event>) -> Result<(), Failure> {
    loop {
        match events.recv() {
            Ok(Event::Line(line)) => print(Event::Line(line))?,
            Ok(Event::Stop) | Err(_) => return Ok(()),
        }
    }
}

fn print(event: Event) -> Result<(), Failure> {
    match event {
        Event::Line(line) => terminal::print(&line),
        Event::Stop => Ok(()),
    }
}
