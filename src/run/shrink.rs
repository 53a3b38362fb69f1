//! Shrinks a failure: sends smaller and smaller exchanges to the same testee, as long as the same policy fails for the
//! same reason.
//!
//! The shrinker changes the stimulus itself, its bytes and the way they go onto the wire, and not the choices of a
//! generator. So fixed cases, generated cases and recordings shrink in the same way. The same policy must fail at the
//! same path with the same message. Otherwise the shrinker could drift to another fault: a response that became valid
//! breaks no policy on invalid ones.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::{Duration, Instant};

use crate::policy::Finding;
use crate::suite::{Stimulus, shrink};
use crate::testee::CallError;

/// How many calls the shrinking of one failure may take.
const CALLS: usize = 600;

/// How long it may take. A slow testee gets fewer calls, and not a longer run.
const TIME: Duration = Duration::from_secs(20);

/// What identifies a failure: the path and the message of its finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reason {
    pub(super) path: String,
    pub(super) message: String,
}

impl Reason {
    /// Returns the reason of the first finding, or `None` if there is none.
    pub(super) fn of(findings: &[Finding]) -> Option<Self> {
        let first = findings.first()?;
        Some(Self { path: first.path.as_str().to_owned(), message: first.message.clone() })
    }

    /// Reports whether one of these findings has the same reason.
    pub(super) fn is_among(&self, findings: &[Finding]) -> bool {
        let same = |f: &Finding| f.path.as_str() == self.path && f.message == self.message;
        findings.iter().any(same)
    }
}

/// Why the search ends early.
#[derive(Debug)]
pub(super) enum Stop {
    /// The calls, or the time, are used up.
    Budget,
    /// A call could not be made.
    Call(CallError),
}

impl From<CallError> for Stop {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}

/// A search for a smaller stimulus.
struct Search<'t> {
    best: Stimulus,
    /// Reports whether a stimulus fails for the same reason.
    fails: &'t mut dyn FnMut(&Stimulus) -> Result<bool, CallError>,
    /// The hashes of the stimuli that were tried. No call is made twice.
    tried: HashSet<u64>,
    calls: usize,
    until: Instant,
}

/// Makes `stimulus` as small as possible while `fails` holds, and returns how many calls that took.
///
/// # Errors
///
/// If a call could not be made.
pub(super) fn shrink(
    stimulus: Stimulus,
    fails: &mut dyn FnMut(&Stimulus) -> Result<bool, CallError>,
) -> Result<(Stimulus, usize), CallError> {
    let until = Instant::now() + TIME;
    let mut search = Search { best: stimulus, fails, tried: HashSet::new(), calls: 0, until };
    match search.run() {
        Ok(()) | Err(Stop::Budget) => Ok((search.best, search.calls)),
        Err(Stop::Call(error)) => Err(error),
    }
}

impl Search<'_> {
    fn run(&mut self) -> Result<(), Stop> {
        // A smaller body may allow a simpler delivery, and the other way round. So the rounds repeat until none
        // finds anything.
        loop {
            let mut smaller = self.round(shrink::simpler)?;
            smaller |= self.text(
                |stimulus| stimulus.call.answer.body.clone(),
                |stimulus, body| {
                    stimulus.call.answer.body = body;
                    true
                },
            )?;
            smaller |= self.text(
                |stimulus| stimulus.call.input.to_string().into_bytes(),
                |stimulus, text| match crate::json::Json::parse(text) {
                    Ok(input) => {
                        stimulus.call.input = input;
                        true
                    }
                    Err(_) => false,
                },
            )?;
            smaller |= self.round(shrink::shorter_headers)?;
            if !smaller {
                return Ok(());
            }
        }
    }

    /// Replaces the stimulus by a simpler one as long as one fails.
    fn round(&mut self, simpler: fn(&Stimulus) -> Vec<Stimulus>) -> Result<bool, Stop> {
        let mut smaller = false;
        'again: loop {
            for candidate in simpler(&self.best) {
                if self.try_one(candidate)? {
                    // The other candidates are of the larger stimulus, so the list is made anew.
                    smaller = true;
                    continue 'again;
                }
            }
            return Ok(smaller);
        }
    }

    /// Shrinks one text of the stimulus. `set` puts a text into the stimulus, if it fits.
    fn text(
        &mut self,
        get: fn(&Stimulus) -> Vec<u8>,
        set: fn(&mut Stimulus, Vec<u8>) -> bool,
    ) -> Result<bool, Stop> {
        let mut smaller = false;
        'again: loop {
            for text in shrink::texts(&get(&self.best)) {
                let mut candidate = self.best.clone();
                if set(&mut candidate, text) && self.try_one(candidate)? {
                    smaller = true;
                    continue 'again;
                }
            }
            return Ok(smaller);
        }
    }

    /// Makes the call, unless it was made already, and keeps the stimulus if it fails.
    fn try_one(&mut self, candidate: Stimulus) -> Result<bool, Stop> {
        // A collision of two hashes only loses a candidate: it never keeps a stimulus that holds.
        if !self.tried.insert(fingerprint(&candidate)) {
            return Ok(false);
        }
        if self.calls >= CALLS || Instant::now() >= self.until {
            return Err(Stop::Budget);
        }
        self.calls += 1;
        let fails = (self.fails)(&candidate)?;
        if fails {
            self.best = candidate;
        }
        Ok(fails)
    }
}

/// Returns a key that differs between candidates.
fn fingerprint(stimulus: &Stimulus) -> u64 {
    let mut hasher = DefaultHasher::new();
    let between = stimulus.between.iter().map(|other| &other.id);
    stimulus.call.answer.hash(&mut hasher);
    stimulus.call.input.to_string().hash(&mut hasher);
    (stimulus.repeat, between.collect::<Vec<_>>()).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{Answer, Cut, Ending, Framing};
    use crate::json::Json;

    fn stimulus(body: &str) -> Stimulus {
        let input = Json::parse(r#"{"A":"aaa","B":{"C":[1,2,3]}}"#).expect("it is JSON");
        let once = Stimulus::client("test", Vec::new(), input, Answer::json(200, body));
        Stimulus { repeat: 3, ..once }
    }

    fn shrunk(from: Stimulus, fails: impl Fn(&Stimulus) -> bool) -> (Stimulus, usize) {
        assert!(fails(&from));
        shrink(from, &mut |stimulus| Ok(fails(stimulus))).expect("nobody interrupts")
    }

    #[test]
    fn nothing_is_left_but_what_the_failure_needs() {
        let body = format!(
            r#"{{"x":[1,{{"y":null}}],"S":{{"Name":"{}","Domain":"corp","Other":{{"a":1}}}}}}"#,
            "Zo\u{eb} \\ud83d\\ude00 and more".repeat(9)
        );
        let mut from = stimulus(&body);
        from.call.answer.framing = Framing::Chunked(vec![3].into());
        from.call.answer.headers.push("X-More", "more");
        from.call.answer.delivery.cut = Some(Cut::Body(100_000));
        from.call.answer.delivery.ending = Ending::Closed;
        let (least, calls) = shrunk(from, |stimulus| {
            let Ok(body) = Json::parse(&stimulus.call.answer.body) else { return false };
            let Some(summary) = body.get("S") else { return false };
            let long = summary.get("Name").and_then(Json::as_str);
            summary.get("Domain").is_some() && long.is_some_and(|name| name.chars().count() > 40)
        });
        let expected = format!(r#"{{"S":{{"Name":"{}","Domain":""}}}}"#, "a".repeat(41));
        assert_eq!(String::from_utf8_lossy(&least.call.answer.body), expected);
        assert_eq!(
            least.call.answer,
            Answer { headers: Default::default(), ..Answer::json(200, expected) }
        );
        assert_eq!((least.call.input.to_string().as_str(), least.repeat), ("{}", 1));
        assert!(calls < 400, "{calls} calls");
    }

    #[test]
    fn what_is_no_json_is_shrunk_by_its_bytes() {
        let body = format!("<html>{}<!--4@2--></html>", "x".repeat(5_000));
        let (least, _) = shrunk(stimulus(&body), |stimulus| {
            stimulus.call.answer.body.windows(2).any(|two| two == b"@2")
        });
        assert_eq!(least.call.answer.body, b"@2");
    }

    #[test]
    fn deep_and_wide_bodies_take_few_calls() {
        let deep = format!("{}7{}", "[".repeat(100_000), "]".repeat(100_000));
        let depth = |stimulus: &Stimulus| {
            stimulus.call.answer.body.iter().filter(|byte| **byte == b'[').count()
        };
        let (least, calls) = shrunk(stimulus(&deep), |stimulus| depth(stimulus) > 100);
        assert_eq!((depth(&least), least.call.answer.body.len()), (101, 202));
        assert!(calls < 400, "{calls} calls");
        let wide = format!("[{}1]", "0,".repeat(10_000));
        let (least, calls) =
            shrunk(stimulus(&wide), |stimulus| stimulus.call.answer.body.contains(&b'1'));
        assert_eq!(least.call.answer.body, b"1");
        assert!(calls < 400, "{calls} calls");
    }

    #[test]
    fn a_search_ends_with_its_budget() {
        let mut calls = 0;
        let from = stimulus(&format!("[{}1]", "10,".repeat(5_000)));
        let result = shrink(from, &mut |stimulus| {
            calls += 1;
            // Only one byte less each time.
            Ok(stimulus.call.answer.body.len() + 2 * calls >= 15_000)
        });
        assert!(result.expect("nobody interrupts").1 <= CALLS);
    }
}
