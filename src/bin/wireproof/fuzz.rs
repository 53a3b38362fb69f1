//! `wireproof fuzz`: prepares the fuzzing of a decoder.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use wireproof::contract::Contract;
use wireproof::fuzzing::{Skeleton, SkeletonFile};
use wireproof::generate::Generator;
use wireproof::run::ExitStatus;

use crate::failure::Failure;
use crate::fuzz_args::{FuzzArgs, FuzzCommand, FuzzInitArgs};
use crate::shell::{quoted, shown};
use crate::{contract, terminal};

pub(crate) fn run(args: &FuzzArgs) -> Result<ExitStatus, Failure> {
    match &args.command {
        FuzzCommand::Init(args) => init(args),
    }
}

/// Writes the crate, and says what to do next.
fn init(args: &FuzzInitArgs) -> Result<ExitStatus, Failure> {
    // A file that is a pipe can be read only once.
    let path = args.contract.file().filter(|_| args.contract.edition.is_none());
    let file = path.map(contract::file).transpose()?;
    let contract = match (path, &file) {
        (Some(path), Some(file)) => {
            Contract::from_file(file.clone(), args.contract.operation.as_deref())
                .map_err(|error| contract::of(path, &error))?
        }
        _ => contract::chosen(&args.contract, None)?,
    };
    if let Some(obstacle) = Generator::new(&contract, &[], 0, 0).obstacle() {
        let operation = contract.operation().name();
        return Err(Failure::usage(format!(
            "no answer of {operation} can be made: {obstacle}; choose another operation"
        )));
    }
    let checkout = args.wireproof.as_deref().map(checkout).transpose()?;
    let skeleton = Skeleton::with(&contract, file.as_deref(), checkout.as_deref());
    begin(&args.dir)?;
    for file in skeleton.files() {
        let path = args.dir.join(&file.path);
        write(&path, &file.bytes).map_err(|error| cannot_write(&path, &error))?;
    }
    // libFuzzer wants the folder of its corpus to be there.
    let corpus = args.dir.join("corpus/answer");
    fs::create_dir_all(&corpus).map_err(|error| cannot_write(&corpus, &error))?;
    terminal::print(&told(&args.dir, &contract, &skeleton))?;
    Ok(ExitStatus::Holds)
}

/// Makes the folder, unless it is there and empty.
fn begin(dir: &Path) -> Result<(), Failure> {
    fs::create_dir_all(dir).map_err(|error| cannot_write(dir, &error))?;
    let mut entries = fs::read_dir(dir).map_err(|error| cannot_write(dir, &error))?;
    match entries.next() {
        None => Ok(()),
        Some(_) => Err(Failure::usage(format!(
            "{} is not empty, and no file is overwritten; empty it, or name a folder that is empty or not there yet",
            shown(dir)
        ))),
    }
}

/// Writes a file that is not there yet, and the folders around it.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    let remedy = match error.kind() {
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => "; name a folder",
        _ => "",
    };
    Failure::usage(format!("{} cannot be written: {error}{remedy}", shown(path)))
}

/// Returns the path of a checkout, as the manifest names it.
fn checkout(path: &Path) -> Result<String, Failure> {
    let wrong = |why: &str| Failure::usage(format!("--wireproof {}: {why}", shown(path)));
    let whole = fs::canonicalize(path).map_err(|error| wrong(&error.to_string()))?;
    if !whole.join("src/fuzzing").is_dir() {
        return Err(wrong("no checkout of wireproof; name the folder with its Cargo.toml"));
    }
    whole.into_os_string().into_string().map_err(|_| wrong("its path is not UTF-8"))
}

/// Says what was written, and the next commands.
fn told(dir: &Path, contract: &Contract, skeleton: &Skeleton) -> String {
    // A name that begins with a dash would be read as an option.
    let here = Path::new(".").join(dir);
    let dir = if dir.as_os_str().as_encoded_bytes().starts_with(b"-") { &here } else { dir };
    let at = |path: &str| shown(dir.join(path));
    let typed = |path: &str| quoted(dir.join(path));
    let is_seed = |file: &&SkeletonFile| file.path.starts_with("seeds/");
    let seeds = skeleton.files().iter().filter(is_seed).count();
    let words = |file: &SkeletonFile| {
        String::from_utf8_lossy(&file.bytes).lines().filter(|line| line.starts_with('"')).count()
    };
    let mut text = format!("a fuzz target for a decoder of {}:\n", contract.operation().name());
    for file in skeleton.files().iter().filter(|file| !is_seed(file)) {
        let note = match file.path.as_str() {
            "answer.dict" => format!("  {} words", words(file)),
            _ => String::new(),
        };
        text.push_str(&format!("  {}{note}\n", at(&file.path)));
    }
    text.push_str(&format!("  {}  {seeds} answers\n", at("seeds/answer")));
    text.push_str(&format!(
        "next: call your decoder in {}, and then (with nightly and cargo-fuzz)\n  cargo +nightly fuzz run --fuzz-dir {} answer {} {} -- -dict={}\n",
        at("fuzz_targets/answer.rs"),
        quoted(dir),
        typed("corpus/answer"),
        typed("seeds/answer"),
        typed("answer.dict"),
    ));
    text
}
