//! `cargo test`: each policy a test of its own.
//!
//! A test target with `harness = false` judges a client of yours:
//!
//! ```toml
//! [[test]]
//! name = "wireproof"
//! harness = false
//! ```
//!
//! ```no_run
//! use std::error::Error;
//!
//! use wireproof::{Json, Outcome, OwnedCall, Stage};
//!
//! /// Your client: sends `input` to `endpoint`, and returns the output as JSON text.
//! fn disassociate_user(endpoint: &str, input: &str) -> Result<String, Box<dyn Error>> {
//!     todo!("send {input} to {endpoint}")
//! }
//!
//! fn main() {
//!     wireproof::cargo_test::main(|call: &OwnedCall| {
//!         let output = disassociate_user(&call.endpoint, &call.input_text());
//!         match output.and_then(|text| Ok(Json::parse(text)?)) {
//!             Ok(output) => Outcome::response(output),
//!             Err(error) => Outcome::client_error(Stage::Unknown, "Error", error.to_string()),
//!         }
//!     });
//! }
//! ```
//!
//! Your client must sign with the dummy [`credentials`](crate::credentials), or `request.signed` says that it
//! does not.
//!
//! The tests have the names of the policies, so filters, `--list`, `--exact` and nextest work as with any
//! other test. Each one starts an endpoint of its own and sends what aims at its policy.

use std::process;
use std::sync::Arc;
use std::time::Duration;

use libtest_mimic::{Arguments, Failed, Trial};

use crate::contract::{Contract, ContractError};
use crate::exchange::{Outcome, TesteeInfo};
use crate::policy::{self, Level, Party, Policy};
use crate::report::{TextOptions, write_text};
use crate::run::{Plan, Verdict, run};
use crate::suite::{Stimuli, Suite};
use crate::testee::{Client, InProcess, Interrupt, OwnedCall};

/// Judges `client` by every policy on clients, prints what came of it as any test target does, and exits.
///
/// Broken *should* policies are shown and do not fail; see [`Judge::strict`].
pub fn main(client: impl Client) -> ! {
    Judge::new(client).main()
}

/// A client to be judged, and how.
pub struct Judge {
    client: Arc<dyn Client>,
    edition: Option<String>,
    strict: bool,
    deadline: Duration,
}

impl Judge {
    /// Judges `client` by the edition that its [`info`](Client::info) names, else the default one.
    pub fn new(client: impl Client) -> Self {
        let edition = client.info().edition;
        Self { client: Arc::new(client), edition, strict: false, deadline: Duration::from_secs(10) }
    }

    /// Judges by this edition.
    #[must_use]
    pub fn edition(mut self, edition: &str) -> Self {
        self.edition = Some(edition.to_owned());
        self
    }

    /// Makes broken *should* policies fail too.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Gives each call this long; 10 s without it.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// The policies as tests, for a target that has others beside them.
    ///
    /// # Errors
    ///
    /// If there is no such edition.
    ///
    /// ```
    /// use wireproof::cargo_test::Judge;
    /// use wireproof::{Outcome, OwnedCall};
    ///
    /// let judge = Judge::new(|_: &OwnedCall| Outcome::skipped("not written yet"));
    /// assert!(judge.trials().is_ok_and(|trials| trials.len() > 80));
    /// assert!(judge.edition("1999-01").trials().is_err());
    /// ```
    pub fn trials(&self) -> Result<Vec<Trial>, ContractError> {
        let contract = match &self.edition {
            None => Contract::default(),
            Some(edition) => Contract::edition(edition)?,
        };
        let suite = Arc::new(Suite::embedded());
        let policies = policy::catalogue().iter().filter(|policy| policy.party() == Party::Client);
        let trials = policies
            .map(|policy| {
                let test = PolicyTest {
                    policy,
                    client: Shared(Arc::clone(&self.client)),
                    contract: contract.clone(),
                    suite: Arc::clone(&suite),
                    strict: self.strict,
                    deadline: self.deadline,
                };
                // A client that does not set out to check its input has nothing to show there.
                let idle = policy.group == crate::policy::Group::Input
                    && !self.client.info().features.client_validation;
                Trial::test(policy.id, move || test.check())
                    .with_kind(policy.level.name())
                    .with_ignored_flag(idle)
            })
            .collect();
        Ok(trials)
    }

    /// Runs the tests that the command line asks for, and exits with 0 where none failed, else 101.
    ///
    /// If there is no such edition, it says so on standard error and exits with 101.
    pub fn main(self) -> ! {
        match self.trials() {
            Ok(trials) => libtest_mimic::run(&Arguments::from_args(), trials).exit(),
            Err(error) => {
                #[allow(clippy::print_stderr, reason = "a test tells its user why it cannot run")]
                {
                    eprintln!("error: {error}");
                }
                // The number with which a test target ends that fails.
                process::exit(101)
            }
        }
    }
}

/// The client, in the hands of several tests.
struct Shared(Arc<dyn Client>);

impl Client for Shared {
    fn info(&self) -> TesteeInfo {
        self.0.info()
    }

    fn call(&self, call: &OwnedCall) -> Outcome {
        self.0.call(call)
    }
}

/// One policy as a test.
struct PolicyTest {
    policy: &'static Policy,
    client: Shared,
    contract: Contract,
    suite: Arc<Suite>,
    strict: bool,
    deadline: Duration,
}

impl PolicyTest {
    fn check(self) -> Result<(), Failed> {
        let cases = self.suite.select(self.contract.edition_name(), &[self.policy]);
        let stimuli: Stimuli = cases.into_iter().map(|case| case.stimulus.clone()).collect();
        let plan = Plan::new(self.contract, vec![self.policy], stimuli);
        let plan = Plan { deadline: self.deadline, ..plan };
        let testee = Box::new(InProcess::new(self.client));
        let report = run(&plan, vec![testee], &Interrupt::new(), |_| {})?;
        if let Some(why) = &report.cut_short {
            return Err(why.as_str().into());
        }
        let text = || {
            let options = TextOptions { verbose: true, quiet: true, ..TextOptions::default() };
            write_text(&report, &options)
        };
        // A type that cannot hold an invalid input has kept it away. One that is never called at all
        // has kept nothing.
        let idle = report.calls.told() == 0 && self.policy.group != crate::policy::Group::Input;
        let lacks = report.policies.first().is_some_and(|policy| policy.lacks.is_some());
        match report.policies.first().map(|policy| policy.verdict) {
            Some(Verdict::NotApplicable) if idle && !lacks => {
                Err("the client skipped every call, so nothing is known of this policy".into())
            }
            Some(
                Verdict::Pass
                | Verdict::UnexpectedPass
                | Verdict::Observed
                | Verdict::NotApplicable,
            ) => Ok(()),
            Some(Verdict::Fail | Verdict::KnownFailure)
                if self.policy.level != Level::Must && !self.strict =>
            {
                #[allow(clippy::print_stderr, reason = "a test tells its user what it saw")]
                {
                    eprintln!("{}", text());
                }
                Ok(())
            }
            Some(Verdict::Fail | Verdict::KnownFailure) => Err(text().into()),
            Some(Verdict::NotExercised) | None => {
                Err("no exchange reached this policy, so nothing is known of it".into())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(id: &str, client: impl Client) -> Result<(), Failed> {
        let test = PolicyTest {
            policy: policy::find(id).expect("it is there"),
            client: Shared(Arc::new(client)),
            contract: Contract::default(),
            suite: Arc::new(Suite::embedded()),
            strict: false,
            deadline: Duration::from_secs(10),
        };
        test.check()
    }

    #[test]
    fn a_client_that_skips_everything_proves_nothing() {
        let skip = |_: &OwnedCall| Outcome::Skipped { reason: "not today".to_owned() };
        let failed = check("union.known-member", skip).expect_err("nothing was judged");
        assert!(failed.message().is_some_and(|text| text.contains("skipped every call")));
        // Types that cannot hold an invalid input are as good as a check.
        assert!(check("input.union-one-member", skip).is_ok());
    }
}
