//! What keeps the tests of runs short: a run mostly waits.

use std::ffi::{OsStr, OsString};
use std::sync::Mutex;
use std::thread;

/// Returns the arguments, and after `client` what makes its run short, unless they say otherwise.
///
/// A whole run waits for slow answers, so eight testees side by side take a fraction of the time. For the cases of a policy the
/// default is right. The tests that call this expect what the fixed cases show, so no stimuli are generated.
pub(crate) fn brisk(arguments: &[impl AsRef<OsStr>]) -> Vec<OsString> {
    let mut all: Vec<_> = arguments.iter().map(|it| it.as_ref().to_owned()).collect();
    let says =
        |option: &str| all.iter().any(|it| it.as_encoded_bytes().starts_with(option.as_bytes()));
    // Without a run there is nothing to shorten, and `--smoke` takes none of these.
    if all.first().is_none_or(|it| it != "client") || says("--smoke") {
        return all;
    }
    let (jobs, cases) = (says("--jobs") || says("--policy"), says("--cases") || says("--seed"));
    let more = [("--jobs=8", jobs), ("--cases=0", cases)];
    all.splice(1..1, more.into_iter().filter(|(_, said)| !said).map(|(it, _)| it.into()));
    all
}

/// How many runs [`side_by_side`] makes at a time. The deadlines of testees are real time, so there are few of them.
const SIDE_BY_SIDE: usize = 4;

/// Makes a run for each item, a few at a time.
pub(crate) fn side_by_side<T: Send>(
    items: impl IntoIterator<Item = T, IntoIter: Send>,
    act: impl Fn(T) + Sync,
) {
    let items = Mutex::new(items.into_iter());
    thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                while let Some(item) = { items.lock().expect("no panic holds it").next() } {
                    act(item);
                }
            });
        }
    });
}
