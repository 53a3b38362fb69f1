//! `wireproof check-models`: checks the codec, the generators and the policies on every operation of any models.

mod files;
mod model;
mod summary;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use wireproof::run::ExitStatus;

use crate::check_models_args::CheckModelsArgs;
use crate::failure::Failure;
use crate::progress::Bar;
use crate::tell_args::OutputFormat;
use crate::terminal;

use model::ModelResult;
use summary::Summary;

pub(crate) fn run(args: &CheckModelsArgs) -> Result<ExitStatus, Failure> {
    let files = files::find(&args.paths)?;
    if files.is_empty() {
        return Err(Failure::usage("no model is in these paths; name a JSON file"));
    }
    let jobs = match args.jobs {
        Some(jobs) => jobs.into(),
        None => thread::available_parallelism().map_or(1, usize::from),
    };
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(files[*at].size));
    let (next, results) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let bar = Bar::new(!args.no_progress);
    let work = || {
        while let Some(at) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            let result = model::check(&files[*at], args);
            let mut results = results.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            results.push((*at, result));
            bar.show_models(results.len(), files.len());
        }
    };
    thread::scope(|scope| {
        for _ in 1..jobs.min(files.len()) {
            scope.spawn(work);
        }
        work();
    });
    bar.clear();
    let mut results = results.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    results.sort_by_key(|(at, _)| *at);
    let mut summary = Summary::default();
    let mut unusable = Vec::new();
    for (at, result) in results {
        let file = &files[at];
        match result {
            ModelResult::Unusable(reason) => unusable.push(reason),
            ModelResult::OtherProtocol(protocols) if file.named => unusable.push(format!(
                "{}: the service speaks {}; only aws.protocols#restJson1 is supported",
                crate::shell::shown(&file.path),
                protocols.join(", ")
            )),
            other => summary.add(&file.path, other),
        }
    }
    if let Some(first) = unusable.first() {
        for other in &unusable[1..] {
            terminal::complain(other);
        }
        return Err(Failure::usage(first));
    }
    match args.format {
        OutputFormat::Text => terminal::print(&summary.text())?,
        OutputFormat::Json => terminal::print_json(&summary.json(args))?,
    }
    if summary.operations() == 0 {
        return Err(Failure::nothing(match &args.operation {
            Some(wanted) if summary.is_empty() => summary.without(wanted),
            _ => "no operation of restJson1 is selected".to_owned(),
        }));
    }
    Ok(if summary.found() > 0 { ExitStatus::Broken } else { ExitStatus::Holds })
}
