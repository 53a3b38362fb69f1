//! The arguments of `wireproof serve`.

use std::net::{Ipv4Addr, SocketAddr};

use clap::Args;

use crate::contract_args::ContractArgs;

#[derive(Debug, Args)]
#[command(
    about = "Serve the operations of a contract, as a mock for client tests (docs/serve.md)",
    after_help = "Without --operation, all operations of a file are served.
The first line of standard output is {\"url\":\"http://127.0.0.1:PORT\"}. The header field x-wireproof-answer asks for an answer:
  error=ThrottlingException   an error that the operation lists; with status=N, with another status
  value={\"Name\":\"x\"}          this output; with error=NAME, these members of the error
  docs/serve.md               the others
Ctrl-C or SIGTERM stops the server within a second, with exit code 0."
)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) contract: ContractArgs,

    /// Make the values of answers from this seed
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,

    /// Listen at this address; port 0 is a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value_t = SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))]
    pub(crate) listen: SocketAddr,

    /// Listen also at an address that other machines reach; the server asks nobody who they are
    #[arg(long)]
    pub(crate) allow_remote: bool,

    /// Write a line of JSON for each request to standard output
    #[arg(long)]
    pub(crate) log: bool,
}
