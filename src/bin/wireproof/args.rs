//! The arguments of the command line.

use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser as _};
use clap::{Args, Parser, Subcommand, ValueEnum};
use wireproof::protocol::IDEMPOTENCY_TOKEN;
use wireproof::testee::smoke::CHECKS;

use crate::check_models_args::CheckModelsArgs;
pub(crate) use crate::contract_args::ContractArgs;
use crate::contracts_args::ContractsArgs;
use crate::fuzz_args::FuzzArgs;
use crate::gate_args::GateArgs;
use crate::merge_args::MergeArgs;
use crate::numbers::seconds;
use crate::serve_args::ServeArgs;
pub(crate) use crate::shared_args::{CallsArgs, SelectArgs, TESTEES};
use crate::tell_args::{OutputFormat, TellArgs};
use crate::vectors_args::VectorsArgs;

/// Judges clients of AWS REST-JSON operations, policy by policy.
#[derive(Debug, Parser)]
#[command(
    name = "wireproof",
    version,
    about,
    after_help = "Three to try first:
  wireproof client                      judge the embedded reference client over real HTTP
  wireproof client boto3                judge a real SDK (set it up with testees/boto3/setup)
  wireproof explain union.known-member  read a policy and its source"
)]
pub(crate) struct Cli {
    /// Choose when to colour the output
    #[arg(long, value_enum, default_value_t, global = true, value_name = "WHEN")]
    pub(crate) color: Color,

    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the suite against a client
    Client(Box<ClientArgs>),
    /// Decode a response body from standard input as the oracle does
    Decode(DecodeArgs),
    /// Encode an input from standard input, and print the request
    Encode(EncodeArgs),
    /// List the policies
    Policies(PoliciesArgs),
    /// Explain one policy: what it says, why, and its source
    Explain(ExplainArgs),
    /// Merge the reports of all shards of a run into the report of the run
    Merge(MergeArgs),
    /// Compare two saved reports: new failures, fixed failures and other outcomes
    Compare(CompareArgs),
    /// Show what two versions of a testee do differently: new failures, fixed ones and other outcomes
    Gate(Box<GateArgs>),
    /// Make a page from saved reports: a table of policies and SDKs, and the bytes of each failure
    Matrix(MatrixArgs),
    /// Run a saved failing exchange again
    Replay(ReplayArgs),
    /// Show a contract, compare two editions of it, or take one operation out of a model
    Contract(ContractsArgs),
    /// Serve the operations of a contract, as a mock for client tests (docs/serve.md)
    Serve(ServeArgs),
    /// Prepare the fuzzing of your own decoder in Rust (docs/fuzzing.md)
    Fuzz(FuzzArgs),
    /// Check the codec, the generators and the policies on every operation of any models (docs/every-service.md)
    CheckModels(CheckModelsArgs),
    /// Run the suite against clients with one fault each, and show which policies catch each
    Selftest(SelftestArgs),
    /// Run protocol test vectors of Smithy and botocore through the protocol layer (docs/vectors.md)
    Vectors(VectorsArgs),
    /// Act as a client with one fault that speaks the testee protocol
    #[command(hide = true)]
    Testee(TesteeArgs),
}

/// When to colour the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// Colour the output on a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    Always,
    Never,
}

/// The format of the list of policies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// Print one line for each policy
    #[default]
    Text,
    /// Print each policy with its basis
    Json,
    /// Print the page docs/policies.md
    Markdown,
}

#[derive(Debug, Args)]
pub(crate) struct ClientArgs {
    /// Name of a folder under `testees/`, with `@VERSION` if not its newest version is meant [default without --exec: the
    /// embedded reference client]
    pub(crate) testee: Option<String>,

    /// Run this command as the testee (split into words as a shell does, but no shell runs)
    #[arg(long, value_name = "COMMAND LINE", conflicts_with = "testee")]
    pub(crate) exec: Option<String>,

    /// Send the same stimuli to a second testee: the name of a folder, or `reference`
    ///
    /// The report lists the differences between the outcomes that no policy decides. Only the first testee is judged.
    #[arg(long, value_name = "TESTEE")]
    pub(crate) against: Option<String>,

    /// Send the same stimuli to a second testee: a command line
    #[arg(long, value_name = "COMMAND LINE", conflicts_with = "against")]
    pub(crate) against_exec: Option<String>,

    /// Look for the folders of testees in this directory
    #[arg(
        long,
        value_name = "DIR",
        env = "WIREPROOF_TESTEES",
        default_value = TESTEES,
        value_parser = OsStringValueParser::new().map(PathBuf::from)
    )]
    pub(crate) testees: PathBuf,

    // The help counts the checks, so that it stays true when one is added.
    #[arg(
        long,
        help = format!("Check only the testee's driver, with {CHECKS} checks, and report its faults"),
        conflicts_with_all = [
            "edition", "policies", "skip", "level", "min_exercised", "jobs", "cases", "shard",
            "known_failures", "replays", "no_replays", "strict", "reports", "format", "quiet", "verbose",
        ]
    )]
    pub(crate) smoke: bool,

    #[command(flatten)]
    pub(crate) contract: ContractArgs,

    #[command(flatten)]
    pub(crate) select: SelectArgs,

    /// Require at least N judged policies; 0 is the same as 1 [default: half of those selected]
    #[arg(long, value_name = "N")]
    pub(crate) min_exercised: Option<usize>,

    /// Run N testees side by side, 256 at most [default: WIREPROOF_JOBS, else the number of processors, from 4
    /// (8 for the reference client) to 16]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: Option<u16>,

    #[command(flatten)]
    pub(crate) calls: CallsArgs,

    /// Run only shard K of N, and write a report for `wireproof merge` by --report json=FILE or --format json; a stimulus
    /// belongs to the same shard on every machine
    #[arg(long, value_name = "K/N")]
    pub(crate) shard: Option<wireproof::run::Shard>,

    /// Read the testee's known failures from a TOML file (docs/known-failures.md)
    #[arg(long, value_name = "FILE")]
    pub(crate) known_failures: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) tell: TellArgs,

    /// Do not show progress
    #[arg(long)]
    pub(crate) no_progress: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DecodeArgs {
    /// Set the status of the response
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(200..=599))]
    pub(crate) status: u16,

    /// Add a header field to the response; without any, headers are not judged (repeatable)
    #[arg(long = "header", value_name = "NAME: VALUE")]
    pub(crate) headers: Vec<String>,

    #[command(flatten)]
    pub(crate) contract: ContractArgs,

    /// Exit with 1 if the response breaks a policy
    #[arg(long)]
    pub(crate) fail_on_findings: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Exits with 0 also if a client must refuse the input: the printed outcome says why."
)]
pub(crate) struct EncodeArgs {
    #[command(flatten)]
    pub(crate) contract: ContractArgs,

    /// Fill in this token for an idempotency token that is absent
    #[arg(long, value_name = "TOKEN", default_value = IDEMPOTENCY_TOKEN)]
    pub(crate) idempotency_token: String,
}

#[derive(Debug, Args)]
pub(crate) struct PoliciesArgs {
    #[command(flatten)]
    pub(crate) select: SelectArgs,

    /// Choose the format of the list
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: ListFormat,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// Id of a policy, as `wireproof policies` lists it
    pub(crate) policy: String,

    /// Say also whether the policy applies to this contract
    #[command(flatten)]
    pub(crate) contract: ContractArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ReplayArgs {
    /// Replay file that a run saved
    pub(crate) file: PathBuf,

    /// Name of a folder: run this testee instead of the one that failed
    pub(crate) testee: Option<String>,

    /// Run this command as the testee instead of the one that failed
    #[arg(long, value_name = "COMMAND LINE", conflicts_with = "testee")]
    pub(crate) exec: Option<String>,

    /// Run the command line, or the testee outside of `testees/`, that the file names
    #[arg(long)]
    pub(crate) allow_exec: bool,

    /// Look for testees in this directory [default: testees; with --allow-exec, where they were]
    #[arg(
        long,
        value_name = "DIR",
        env = "WIREPROOF_TESTEES",
        value_parser = OsStringValueParser::new().map(PathBuf::from)
    )]
    pub(crate) testees: Option<PathBuf>,

    /// Limit each call to this many seconds
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(crate) timeout: std::time::Duration,
}

#[derive(Debug, Args)]
#[command(after_help = "Exits with 1 if B breaks a policy that A keeps, and with 0 if not.")]
pub(crate) struct CompareArgs {
    /// Earlier report, as `wireproof client --report json=FILE` writes it
    #[arg(value_name = "A.json")]
    pub(crate) first: PathBuf,

    /// Later report
    #[arg(value_name = "B.json")]
    pub(crate) second: PathBuf,

    /// Choose the format of standard output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: OutputFormat,
}

/// The format of a matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    #[default]
    Markdown,
    /// Write one page that opens offline
    Html,
}

#[derive(Debug, Args)]
pub(crate) struct MatrixArgs {
    /// Reports, one for each SDK, as `wireproof client --report json=FILE` writes them
    #[arg(value_name = "REPORT.json", required = true)]
    pub(crate) reports: Vec<PathBuf>,

    /// Choose the format of the page
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: PageFormat,

    /// Write the page to this file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct SelftestArgs {
    /// Select mutants by name or by the policy that must catch them (repeatable)
    #[arg(long = "mutant", value_name = "GLOB")]
    pub(crate) mutants: Vec<String>,

    /// Run N mutants side by side, 256 at most
    #[arg(long, value_name = "N", default_value = "40", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: u16,

    /// Limit each call to this many seconds
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(crate) timeout: std::time::Duration,

    /// Do not show progress
    #[arg(long)]
    pub(crate) no_progress: bool,
}

#[derive(Debug, Args)]
pub(crate) struct TesteeArgs {
    /// Name of the mutant
    pub(crate) mutant: String,
}
