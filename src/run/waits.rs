//! How long stimuli wait, and how many testees side by side make a run shorter.

use std::cmp::Reverse;
use std::time::Duration;

use crate::suite::{Stimuli, Stimulus};

/// How long a testee may take to see that a connection has ended, and to close it, too. A testee that looks only when it
/// next uses the connection does not close it, and sees the end then.
pub(super) const UNTIL_SEEN: Duration = Duration::from_secs(1);

/// A stimulus that waits longer than this is slow.
const SLOW: Duration = Duration::from_millis(40);

/// Returns the indices of the fixed stimuli that are slow, the slowest first. Generated ones are made when they are sent, so
/// nothing is known of theirs, and they wait little.
pub(super) fn slow(stimuli: &Stimuli) -> Vec<usize> {
    let fixed = (0..stimuli.fixed()).filter_map(|index| Some((index, stimuli.get(index)?)));
    let waits = fixed.map(|(index, stimulus)| (index, wait(&stimulus)));
    let mut slow: Vec<_> = waits.filter(|(_, wait)| *wait > SLOW).collect();
    slow.sort_by_key(|(index, wait)| (Reverse(*wait), *index));
    slow.into_iter().map(|(index, _)| index).collect()
}

/// Returns about how long a stimulus waits.
fn wait(stimulus: &Stimulus) -> Duration {
    let again = stimulus.repeat.saturating_sub(1);
    let seen = match again > 0 && stimulus.call.answer.ends_unannounced() {
        true => UNTIL_SEEN,
        false => Duration::ZERO,
    };
    let between: Duration = stimulus.between.iter().map(wait).sum();
    let each = stimulus.call.answer.pauses().saturating_add(between).saturating_add(seen);
    each.saturating_mul(u32::try_from(stimulus.repeat.max(1)).unwrap_or(u32::MAX))
}

/// How many stimuli that do not wait are worth the start of one more testee.
const QUICK_FOR_ONE: usize = 16;

/// Returns how many testees side by side make a run of these stimuli shorter; at least one.
pub(super) fn useful_testees(stimuli: &Stimuli) -> usize {
    let slow = slow(stimuli).len();
    (slow + (stimuli.len() - slow).div_ceil(QUICK_FOR_ONE)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Answer;
    use crate::json::Json;
    use crate::policy::find;

    #[test]
    fn each_that_waits_is_worth_a_testee_and_the_others_share_one() {
        let useful = |delays: &[u64]| {
            let policy = find("wire.never-hangs").expect("it is there");
            let stimulus = |delay: &u64| {
                let mut answer = Answer::json(200, "{}");
                answer.delivery.delay = Duration::from_millis(*delay);
                Stimulus::client("s", vec![policy], Json::Null, answer)
            };
            useful_testees(&Stimuli::from(delays.iter().map(stimulus).collect::<Vec<_>>()))
        };
        assert_eq!(useful(&[]), 1);
        assert_eq!(useful(&[0; 16]), 1);
        assert_eq!(useful(&[0; 17]), 2);
        assert_eq!(useful(&[300, 1_000]), 2);
        assert_eq!(useful(&[300, 0, 0]), 2);
    }
}
