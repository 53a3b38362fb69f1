//! `wireproof vectors`: runs protocol test vectors through the protocol layer.

use std::path::Path;

use wireproof::pattern::Pattern;
use wireproof::reference::server::Responder;
use wireproof::report::{VectorRun, list_vectors, list_vectors_json, vectors_json, write_vectors};
use wireproof::run::ExitStatus;
use wireproof::vectors::{Vector, VectorVerdict, plain};

use crate::failure::Failure;
use crate::shell::shown;
use crate::tell_args::OutputFormat;
use crate::vectors_args::VectorsArgs;
use crate::{input, select, terminal};

pub(crate) fn run(args: &VectorsArgs) -> Result<ExitStatus, Failure> {
    let patterns = select::patterns("--vector", &args.vectors)?;
    let mut files = Vec::new();
    for path in &args.files {
        let mut vectors = read(path)?;
        vectors.retain(|vector| is_selected(vector, &patterns));
        files.push((shown(path), vectors));
    }
    if files.iter().all(|(_, vectors)| vectors.is_empty()) {
        return Err(Failure::nothing(
            "no vector matches; `wireproof vectors --list FILE` lists them",
        ));
    }
    let all = || {
        let files = files.iter();
        files.flat_map(|(file, vectors)| vectors.iter().map(move |vector| (vector, file.as_str())))
    };
    if args.export {
        let vectors: Vec<Vector> = all().map(|(vector, _)| vector.clone()).collect();
        terminal::print_json(&(plain(&vectors).to_pretty() + "\n"))?;
        return Ok(ExitStatus::Holds);
    }
    if args.list {
        match args.format {
            OutputFormat::Text => terminal::print(&list_vectors(all(), terminal::paint()))?,
            OutputFormat::Json => {
                terminal::print_json(&(list_vectors_json(all()).to_pretty() + "\n"))?;
            }
        }
        return Ok(ExitStatus::Holds);
    }
    let runs = all().map(|(vector, file)| VectorRun { vector, file, verdict: verdict(vector) });
    let runs: Vec<VectorRun<'_>> = runs.collect();
    match args.format {
        OutputFormat::Text => terminal::print(&write_vectors(&runs, terminal::paint()))?,
        OutputFormat::Json => terminal::print_json(&(vectors_json(&runs).to_pretty() + "\n"))?,
    }
    let good = runs.iter().all(|run| run.verdict.is_good());
    Ok(if good { ExitStatus::Holds } else { ExitStatus::Broken })
}

/// Runs a vector. The reference server gets the malformed requests, too.
fn verdict(vector: &Vector) -> VectorVerdict {
    vector.verdict_with(|contract, request| {
        let reply = Responder::new(vec![contract.clone()], 1).reply(request);
        reply.response.into_answer().response()
    })
}

/// Reads a file of vectors. One without vectors of restJson1 is refused: to run nothing is no success.
fn read(path: &Path) -> Result<Vec<Vector>, Failure> {
    let file = input::vectors_file(path)?;
    let vectors =
        Vector::read(file).map_err(|error| Failure::usage(format!("{}: {error}", shown(path))))?;
    if vectors.is_empty() {
        return Err(Failure::nothing(format!(
            "{}: it has no vectors of restJson1; name a file of tests of that protocol",
            shown(path)
        )));
    }
    Ok(vectors)
}

fn is_selected(vector: &Vector, patterns: &[Pattern]) -> bool {
    patterns.is_empty() || patterns.iter().any(|pattern| pattern.is_match(&vector.id))
}
