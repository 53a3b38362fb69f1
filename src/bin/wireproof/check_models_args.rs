//! The arguments of `wireproof check-models`.

use std::path::PathBuf;

use clap::Args;

use crate::tell_args::OutputFormat;

#[derive(Debug, Args)]
pub(crate) struct CheckModelsArgs {
    /// Check the models in these files and folders: botocore's service-2.json or Smithy JSON AST, also gzipped
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Check only the operations with this name, or this whole id
    #[arg(long, value_name = "NAME")]
    pub(crate) operation: Option<String>,

    /// Check one operation of N, chosen by a hash of its id, so that it is the same one on every machine
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) sample: u64,

    /// Make N exchanges for each operation; 0 only imports the models
    #[arg(long, value_name = "N", default_value = "20", value_parser = clap::value_parser!(u32).range(..=100_000))]
    pub(crate) cases: u32,

    /// Make the values from this seed
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) seed: u64,

    /// Check N models side by side, 256 at most [default: the number of processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: Option<u16>,

    /// Choose the format of the summary on standard output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: OutputFormat,

    /// Do not show progress
    #[arg(long)]
    pub(crate) no_progress: bool,
}
