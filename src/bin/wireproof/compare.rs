//! `wireproof compare`: compares two saved reports.

use wireproof::report::{Comparison, write_comparison};
use wireproof::run::ExitStatus;
use wireproof::terminal_text;

use crate::args::CompareArgs;
use crate::failure::Failure;
use crate::merge_args::OutputFormat;
use crate::{saved, terminal};

pub(crate) fn run(args: &CompareArgs) -> Result<ExitStatus, Failure> {
    let (first, second) = (saved::report(&args.first)?, saved::report(&args.second)?);
    let comparison = Comparison::of(&first, &second);
    terminal::print(&match args.format {
        OutputFormat::Text => write_comparison(&comparison, terminal::paint()),
        OutputFormat::Json => {
            terminal_text::json(&comparison.to_json().to_pretty()).into_owned() + "\n"
        }
    })?;
    Ok(if comparison.new.is_empty() { ExitStatus::Holds } else { ExitStatus::Broken })
}
