//! The arguments of `wireproof merge`.

use std::path::PathBuf;

use clap::Args;

use crate::tell_args::TellArgs;

#[derive(Debug, Args)]
#[command(after_help = "Exits as `wireproof client` does after a run without --shard.")]
pub(crate) struct MergeArgs {
    /// Reports of the shards, as `wireproof client --shard K/N --report json=FILE` writes them
    #[arg(value_name = "REPORT.json", required = true)]
    pub(crate) shards: Vec<PathBuf>,

    /// Merge although shards are missing; the report says which shards it is of
    #[arg(long)]
    pub(crate) partial: bool,

    #[command(flatten)]
    pub(crate) tell: TellArgs,
}
