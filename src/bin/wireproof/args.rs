//! The command line, as it is typed.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser as _};
use clap::{Args, Parser, Subcommand, ValueEnum};
use wireproof::policy::Level;

/// Judges clients of AWS REST-JSON operations, policy by policy.
#[derive(Debug, Parser)]
#[command(
    name = "wireproof",
    version,
    about,
    after_help = "Three to try first:
  wireproof client                      judge the embedded reference client over real HTTP
  wireproof client boto3                judge a real SDK (set it up with testees/boto3/setup)
  wireproof explain union.known-member  read a policy, and where it comes from"
)]
pub(crate) struct Cli {
    /// When to colour what is written
    #[arg(long, value_enum, default_value_t, global = true, value_name = "WHEN")]
    pub(crate) color: Color,

    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the suite against a client
    Client(Box<ClientArgs>),
    /// Read an answer's body on standard input as the oracle does
    Decode(DecodeArgs),
    /// Read an input on standard input, and print the request that carries it
    Encode(EncodeArgs),
    /// List the policies
    Policies(PoliciesArgs),
    /// Show one policy: what it says, why, and where it comes from
    Explain(ExplainArgs),
    /// Hold one saved report against another: new failures, fixed ones, other outcomes
    Compare(CompareArgs),
    /// Make a page of saved reports: policies by SDKs, and what each SDK breaks, to the byte
    Matrix(MatrixArgs),
    /// Run a saved failing exchange again
    Replay(ReplayArgs),
    /// Run the suite against clients with one fault each, and show which policy catches which
    Selftest(SelftestArgs),
    /// Be a client with one fault, behind the testee protocol
    #[command(hide = true)]
    Testee(TesteeArgs),
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    Always,
    Never,
}

/// Text or JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    #[default]
    Text,
    Json,
}

/// How the catalogue is listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// A line for each policy
    #[default]
    Text,
    /// With the ground of each
    Json,
    /// The page docs/policies.md
    Markdown,
}

/// Which contract.
#[derive(Clone, Debug, Args)]
pub(crate) struct ContractArgs {
    /// A contract of your own: a Smithy JSON AST file
    #[arg(long, value_name = "FILE", conflicts_with = "edition")]
    pub(crate) contract: Option<PathBuf>,

    /// The operation of that contract, where it has several
    #[arg(long, value_name = "NAME", requires = "contract")]
    pub(crate) operation: Option<String>,

    /// The edition of the embedded contract [default: the testee's own, else 2022-08]
    #[arg(long, value_name = "EDITION")]
    pub(crate) edition: Option<String>,
}

/// Which policies.
#[derive(Debug, Args)]
pub(crate) struct SelectArgs {
    /// Only the policies that match, such as `union.*`, and the stimuli that aim at them (repeatable)
    #[arg(long = "policy", value_name = "GLOB")]
    pub(crate) policies: Vec<String>,

    /// Not the policies that match (repeatable)
    #[arg(long, value_name = "GLOB")]
    pub(crate) skip: Vec<String>,

    /// Only policies of this level and above: must, should, may
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<Level>,
}

/// Where the folders of testees are, by default.
pub(crate) const TESTEES: &str = "testees";

#[derive(Debug, Args)]
pub(crate) struct ClientArgs {
    /// The name of a folder under `testees/`; without it, and without --exec, the embedded reference
    /// client
    pub(crate) testee: Option<String>,

    /// Run this command as the testee; it is split into words as a shell would, and no shell runs
    #[arg(long, value_name = "COMMAND LINE", conflicts_with = "testee")]
    pub(crate) exec: Option<String>,

    /// A second testee that gets the same stimuli: the name of a folder, or `reference`. Where the outcomes of the
    /// two part and no policy decides, the report says so; it is the first one that is judged
    #[arg(long, value_name = "TESTEE")]
    pub(crate) against: Option<String>,

    /// A second testee: a command line
    #[arg(long, value_name = "COMMAND LINE", conflicts_with = "against")]
    pub(crate) against_exec: Option<String>,

    /// Where the folders of testees are
    #[arg(
        long,
        value_name = "DIR",
        env = "WIREPROOF_TESTEES",
        default_value = TESTEES,
        value_parser = OsStringValueParser::new().map(PathBuf::from)
    )]
    pub(crate) testees: PathBuf,

    /// Look at the testee's driver alone, with ten calls, and say what is wrong with it before its SDK is
    /// judged
    #[arg(
        long,
        conflicts_with_all = [
            "contract", "edition", "policies", "skip", "level", "min_exercised", "jobs", "cases",
            "known_failures", "replays", "no_replays", "strict", "reports", "format", "quiet", "verbose",
        ]
    )]
    pub(crate) smoke: bool,

    #[command(flatten)]
    pub(crate) contract: ContractArgs,

    #[command(flatten)]
    pub(crate) select: SelectArgs,

    /// How many policies must have been judged for the run to count; 0 lets one that judged few pass
    /// [default: half of those that are selected]
    #[arg(long, value_name = "N")]
    pub(crate) min_exercised: Option<usize>,

    /// How many testees to run side by side, 256 at most
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: u16,

    /// How many seconds a call may take
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(crate) timeout: std::time::Duration,

    /// How many stimuli to generate for each policy, beside the fixed cases, 1000000 at most
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = cases)]
    pub(crate) cases: usize,

    /// What the generated stimuli are drawn from: the same seed, the same stimuli [default: drawn by
    /// chance, and told]
    #[arg(long, value_name = "N", requires = "cases")]
    pub(crate) seed: Option<u64>,

    /// What the testee is known to break: a TOML file (docs/known-failures.md)
    #[arg(long, value_name = "FILE")]
    pub(crate) known_failures: Option<PathBuf>,

    /// Where to save each failure, for `wireproof replay`
    #[arg(long, value_name = "DIR", default_value = ".wireproof/replays")]
    pub(crate) replays: PathBuf,

    /// Save no failures
    #[arg(long, conflicts_with = "replays")]
    pub(crate) no_replays: bool,

    /// A broken should-policy fails the run too
    #[arg(long)]
    pub(crate) strict: bool,

    /// Write a report to a file, which says from the beginning of the run that it is not complete; FORMAT is text,
    /// json or junit (repeatable)
    #[arg(long = "report", value_name = "FORMAT=PATH")]
    pub(crate) reports: Vec<OsString>,

    /// What standard output gets
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: OutputFormat,

    /// Show no progress
    #[arg(long)]
    pub(crate) no_progress: bool,

    /// Show only what is broken, and the summary
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Show up to five failures of each policy, not the smallest alone
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DecodeArgs {
    /// The status of the answer
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(200..=599))]
    pub(crate) status: u16,

    /// A header field of the answer; with none at all, what headers would tell is not judged
    /// (repeatable)
    #[arg(long = "header", value_name = "NAME: VALUE")]
    pub(crate) headers: Vec<String>,

    #[command(flatten)]
    pub(crate) contract: ContractArgs,

    /// Exit with 1 where the answer breaks a policy
    #[arg(long)]
    pub(crate) fail_on_findings: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EncodeArgs {
    #[command(flatten)]
    pub(crate) contract: ContractArgs,
}

#[derive(Debug, Args)]
pub(crate) struct PoliciesArgs {
    #[command(flatten)]
    pub(crate) select: SelectArgs,

    /// How to list them
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: ListFormat,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The policy's id, as `wireproof policies` lists it
    pub(crate) policy: String,
}

#[derive(Debug, Args)]
pub(crate) struct ReplayArgs {
    /// The file, as a run has saved it
    pub(crate) file: PathBuf,

    /// Another testee than the one that failed: the name of a folder
    pub(crate) testee: Option<String>,

    /// Another testee than the one that failed: a command line
    #[arg(long, value_name = "COMMAND LINE", conflicts_with = "testee")]
    pub(crate) exec: Option<String>,

    /// Run the command line, or the testee in a folder other than `testees/`, that the file itself names
    #[arg(long)]
    pub(crate) allow_exec: bool,

    /// Where the folders of testees are [default: testees; with --allow-exec, where they were]
    #[arg(
        long,
        value_name = "DIR",
        env = "WIREPROOF_TESTEES",
        value_parser = OsStringValueParser::new().map(PathBuf::from)
    )]
    pub(crate) testees: Option<PathBuf>,

    /// How many seconds a call may take
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(crate) timeout: std::time::Duration,
}

#[derive(Debug, Args)]
#[command(after_help = "Exits with 0 where B breaks no policy that A keeps, with 1 where it does.")]
pub(crate) struct CompareArgs {
    /// The report that was there before, as `wireproof client --report json=FILE` writes it
    #[arg(value_name = "A.json")]
    pub(crate) first: PathBuf,

    /// The report that is held against it
    #[arg(value_name = "B.json")]
    pub(crate) second: PathBuf,

    /// What standard output gets
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: OutputFormat,
}

/// What a matrix is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    #[default]
    Markdown,
    /// One page that opens offline
    Html,
}

#[derive(Debug, Args)]
pub(crate) struct MatrixArgs {
    /// The reports, one for each SDK, as `wireproof client --report json=FILE` writes them
    #[arg(value_name = "REPORT.json", required = true)]
    pub(crate) reports: Vec<PathBuf>,

    /// What the page is written in
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: PageFormat,

    /// Where to write it [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct SelftestArgs {
    /// Only the mutants that match by their name or by the policy that must catch them (repeatable)
    #[arg(long = "mutant", value_name = "GLOB")]
    pub(crate) mutants: Vec<String>,

    /// How many mutants run side by side, 256 at most
    #[arg(long, value_name = "N", default_value = "24", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: u16,

    /// How many seconds a call may take
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(crate) timeout: std::time::Duration,

    /// Show no progress
    #[arg(long)]
    pub(crate) no_progress: bool,
}

#[derive(Debug, Args)]
pub(crate) struct TesteeArgs {
    /// The mutant's name
    pub(crate) mutant: String,
}

/// The most stimuli that are generated for a policy: more than a run gets through in a day.
const MAX_CASES: usize = 1_000_000;

/// How many stimuli to generate for each policy.
fn cases(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(cases) if cases <= MAX_CASES => Ok(cases),
        _ => Err(format!(
            "a number from 0 to {MAX_CASES} expected; for more, run again with another --seed"
        )),
    }
}

/// A positive number of seconds, fractions allowed.
fn seconds(text: &str) -> Result<std::time::Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "a number of seconds expected".to_owned())?;
    if !(0.001..=86_400.0).contains(&seconds) {
        return Err("from 0.001 to 86400 seconds expected".to_owned());
    }
    Ok(std::time::Duration::from_secs_f64(seconds))
}
