//! What a run may be trusted with, whatever comes over the wire: clients that send no HTTP, other processes that
//! connect, and too few open files.

mod clients;
mod limits;
mod little;
#[cfg(target_os = "linux")]
mod strays;
