//! `wireproof compare`: compares two saved reports.

use wireproof::report::{Comparison, write_comparison};
use wireproof::run::ExitStatus;
use wireproof::terminal_text;

use crate::args::CompareArgs;
use crate::failure::Failure;
use crate::shell::shown;
use crate::tell_args::OutputFormat;
use crate::{saved, terminal};

pub(crate) fn run(args: &CompareArgs) -> Result<ExitStatus, Failure> {
    let (first, second) = (saved::report(&args.first)?, saved::report(&args.second)?);
    // What a part does not break, the rest of its run may break: no failure could be called new or fixed.
    for (path, report) in [(&args.first, &first), (&args.second, &second)] {
        if let Some(part) = report.part() {
            let part = terminal_text::line(&part, 200);
            return Err(Failure::usage(format!(
                "{}: it is the report of a part of a run, {part}, and the rest may break other policies; merge the reports of \
                 all shards with `wireproof merge`, and compare the result",
                shown(path)
            )));
        }
    }
    let comparison = Comparison::of(&first, &second);
    terminal::print(&match args.format {
        OutputFormat::Text => write_comparison(&comparison, terminal::paint()),
        OutputFormat::Json => {
            terminal_text::json(&comparison.to_json().to_pretty()).into_owned() + "\n"
        }
    })?;
    Ok(if comparison.new.is_empty() { ExitStatus::Holds } else { ExitStatus::Broken })
}
