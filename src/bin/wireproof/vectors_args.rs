//! The arguments of `wireproof vectors`.

use std::path::PathBuf;

use clap::Args;

use crate::tell_args::OutputFormat;

#[derive(Debug, Args)]
#[command(after_help = "\
Exits with 1 if a vector fails that is not in the list of exceptions, or one in it does not fail as the list says.

A file is a Smithy JSON AST with the traits of smithy.test, protocol tests of botocore, or an export of this command.
scripts/vectors downloads what Smithy and botocore publish (docs/vectors.md).")]
pub(crate) struct VectorsArgs {
    /// Files of vectors, also gzipped
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,

    /// Select vectors by id, such as `RestJsonHttp*` (repeatable)
    #[arg(long = "vector", value_name = "GLOB")]
    pub(crate) vectors: Vec<String>,

    /// List the vectors, and do not run them
    #[arg(long)]
    pub(crate) list: bool,

    /// Print the vectors as one plain JSON file, with their models, and do not run them (docs/vectors.md)
    #[arg(long, conflicts_with_all = ["list", "format"])]
    pub(crate) export: bool,

    /// Choose the format of standard output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: OutputFormat,
}
