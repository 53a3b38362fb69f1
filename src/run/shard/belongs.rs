//! Checks that a report is that of the shard that it says it is of.
//!
//! It is a guard against files that were mixed up or changed by half, and no signature: who writes a whole report anew can
//! say anything.

use std::collections::HashMap;

use crate::exchange::{FormError, NormalizedOutcome};
use crate::json::{Json, Path};
use crate::run::part::{Part, Shard};
use crate::run::unmerged::Unmerged;
use crate::terminal_text;

/// The longest id of a case, in bytes. None of wireproof has a tenth of that.
const LONGEST_ID: usize = 10_000;

/// How many characters of an id are shown.
const SHOWN: usize = 200;

/// Checks that the parts of a report agree: its own `shard`, what it hands on, and the ids of its cases.
pub(super) fn check(
    shard: Shard,
    part: &Part,
    unmerged: &Unmerged,
    outcomes: &[(String, NormalizedOutcome)],
) -> Result<(), FormError> {
    let root = Path::root("unmerged");
    let own = Part {
        numbers: vec![shard.number()],
        of: shard.of(),
        stimuli: unmerged.stimuli,
        of_stimuli: unmerged.run.of_stimuli,
    };
    let other = |at: Path, ours: &str, theirs: &str| {
        let message = format!("the report's own `shard` says {theirs}, and this {ours}");
        Err(FormError::new(at, message))
    };
    if (&own.numbers, own.of) != (&part.numbers, part.of) {
        let theirs = part.shards().take(3).collect::<Vec<_>>().join(", ");
        return other(root.member("number"), &shard.to_string(), &theirs);
    }
    if own != *part {
        let counts = |part: &Part| format!("{} of {} stimuli", part.stimuli, part.of_stimuli);
        return other(root.member("stimuli"), &counts(&own), &counts(part));
    }
    if outcomes.len() > unmerged.stimuli {
        let message = format!("{} at most expected, one for each stimulus", unmerged.stimuli);
        return Err(FormError::new(Path::root("outcomes"), message));
    }
    check_ids(shard, unmerged, outcomes)
}

/// Checks that the shard sends each case that the report names.
fn check_ids(
    shard: Shard,
    unmerged: &Unmerged,
    outcomes: &[(String, NormalizedOutcome)],
) -> Result<(), FormError> {
    let root = Path::root("unmerged");
    let check = |id: &str, at: &dyn Fn() -> Path| {
        if id.len() > LONGEST_ID {
            let message =
                format!("the id of a case has {} bytes, and {LONGEST_ID} at most", id.len());
            return Err(FormError::new(at(), message));
        }
        if !shard.has(id) {
            let id = terminal_text::line(id, SHOWN);
            return Err(FormError::new(at(), format!("shard {shard} does not send `{id}`")));
        }
        Ok(())
    };
    for (id, _) in outcomes {
        check(id, &|| Path::root("outcomes"))?;
    }
    for (index, problem) in unmerged.problems.iter().enumerate() {
        check(&problem.case, &|| root.member("problems").index(index).member("case"))?;
    }
    let differences = unmerged.against.iter().flat_map(|against| &against.differences);
    for (index, difference) in differences.enumerate() {
        let list = || root.member("against").member("differences");
        check(&difference.case, &|| list().index(index).member("case"))?;
    }
    let mut recorded: HashMap<usize, &str> = HashMap::new();
    for (index, form) in unmerged.recorded.iter().enumerate() {
        let at = || root.member("recorded").index(index).member("stimulus").member("id");
        let id = form.stimulus.get("id").and_then(Json::as_str).unwrap_or_default();
        check(id, &at)?;
        if recorded.insert(form.place, id).is_some() {
            return Err(FormError::new(at(), format!("stimulus {} is there twice", form.place)));
        }
    }
    for (policy, form) in unmerged.policies.iter().enumerate() {
        for (index, group) in form.groups.iter().enumerate() {
            for failure in group.kept.iter().chain(&group.generated) {
                let list = || root.member("policies").index(policy).member("groups").index(index);
                check(&failure.case, &list)?;
                if recorded.get(&failure.place).is_some_and(|id| *id != failure.case) {
                    let message = format!("stimulus {} has another id", failure.place);
                    return Err(FormError::new(list(), message));
                }
            }
        }
    }
    Ok(())
}
