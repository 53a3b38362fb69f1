//! Judges a Rust client under `cargo test`, with one test for each policy.
//!
//! A test target with `harness = false` judges your client:
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
//! Your client must sign with the dummy [`credentials`](crate::credentials), or `request.signed` fails.
//!
//! The tests have the ids of the policies as names, so filters, `--list`, `--exact` and nextest work as usual.
//!
//! All tests of a process judge one run, which the first of them makes. It is the run that `wireproof client --cases 0` makes:
//! the fixed cases and no generated stimuli, one call after the other. So it needs only the feature `cargo-test`, and it
//! stays short. A filter selects policies, as `--policy` does there. A test is
//!
//! - `FAILED` if the policy is broken; a broken *should* policy is only shown, unless [`Judge::strict`] is set;
//! - `ignored`, with the reason, if the policy is not applicable, or if no exchange exercised it;
//! - `ok` if the policy was judged and holds, or is only observed.
//!
//! If the client skips every call, its tests fail: they show nothing about it.
//!
//! nextest runs each test in a process of its own, so each is a run of one policy. It counts a test by its exit code, and
//! a test that is ignored while it runs ends with 0: nextest shows it as passed, and the reason stands in its output
//! (`--success-output final`). What is known without a run is listed as ignored, and nextest skips it: a policy that needs
//! what the operation lacks, and those on inputs if the client does not validate them.

use std::process;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use libtest_mimic::{Arguments, Completion, Failed, Trial};

use crate::contract::{CONTRACTS, Contract, ContractError};
use crate::exchange::{Outcome, TesteeInfo};
use crate::policy::{self, Group, Level, Party, Policy};
use crate::report::{TextOptions, write_text};
use crate::run::{Plan, PolicyReport, Report, Verdict, run};
use crate::suite::{Stimuli, Suite};
use crate::testee::{Client, InProcess, Interrupt, OwnedCall, Testee};

/// Judges `client` by every policy on clients, prints the results like any test target, and exits.
///
/// A broken *should* policy is shown, but does not fail; see [`Judge::strict`].
pub fn main(client: impl Client) -> ! {
    Judge::new(client).main()
}

/// A client to judge, and the settings.
pub struct Judge {
    client: Arc<dyn Client>,
    contract: Option<String>,
    edition: Option<String>,
    strict: bool,
    deadline: Duration,
    jobs: Option<usize>,
}

/// How many calls are made at the same time, if the client can be made anew for each.
const JOBS: usize = 4;

impl Judge {
    /// Judges `client` by the edition that its [`info`](Client::info) names, or by the default one if it names none.
    pub fn new(client: impl Client) -> Self {
        let edition = client.info().edition;
        let deadline = Duration::from_secs(10);
        let client = Arc::new(client);
        Self { client, contract: None, edition, strict: false, deadline, jobs: None }
    }

    /// Judges by the embedded contract of this name, such as `converse`. The default is `disassociate-user`.
    ///
    /// ```
    /// use wireproof::cargo_test::Judge;
    /// use wireproof::{Outcome, OwnedCall};
    ///
    /// let judge = |name| Judge::new(|_: &OwnedCall| Outcome::skipped("not written yet")).contract(name);
    /// assert!(judge("converse").trials().is_ok());
    /// assert!(judge("talk").trials().is_err());
    /// ```
    #[must_use]
    pub fn contract(mut self, name: &str) -> Self {
        self.contract = Some(name.to_owned());
        self
    }

    /// Judges by this edition.
    #[must_use]
    pub fn edition(mut self, edition: &str) -> Self {
        self.edition = Some(edition.to_owned());
        self
    }

    /// Makes broken *should* policies fail, too.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Sets the deadline of each call. The default is 10 s.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Makes so many calls at the same time. A client that cannot be [made anew](Client::renewed) is then called from
    /// several threads at once.
    ///
    /// The default is 4 if the client can be made anew, and 1 if it cannot or if only one policy is selected.
    #[must_use]
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.jobs = Some(jobs);
        self
    }

    /// Returns the policies as tests, for a target that also has other tests.
    ///
    /// The first test that is run makes the run of all policies. If the command line may select tests, use
    /// [`trials_for`](Self::trials_for): a run of a few policies is shorter.
    ///
    /// # Errors
    ///
    /// If there is no such contract, or no such edition of it.
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
        self.trials_for(&Arguments::default())
    }

    /// Returns the same tests, of a run of those policies only that `arguments` select.
    ///
    /// # Errors
    ///
    /// If there is no such contract, or no such edition of it.
    ///
    /// ```no_run
    /// use libtest_mimic::{Arguments, Trial};
    /// use wireproof::cargo_test::Judge;
    /// use wireproof::reference::ReferenceClient;
    ///
    /// let arguments = Arguments::from_args();
    /// let mut trials = Judge::new(ReferenceClient::new()).trials_for(&arguments).expect("the default edition");
    /// trials.push(Trial::test("another", || Ok(())));
    /// libtest_mimic::run(&arguments, trials).exit();
    /// ```
    pub fn trials_for(&self, arguments: &Arguments) -> Result<Vec<Trial>, ContractError> {
        let name = self.contract.as_deref().unwrap_or(CONTRACTS[0].name);
        let contract = Contract::embedded(name, self.edition.as_deref())?;
        let validates = self.client.info().features.client_validation;
        // With these options, the flag decides what is listed and what is run. Without them a test runs, so that it can
        // say why it is ignored.
        let flags = arguments.list || arguments.ignored;
        let trial = |policy: &Policy| {
            let idle =
                policy.lacks(&contract).is_some() || policy.group == Group::Input && !validates;
            Trial::test(policy.id, || Ok(()))
                .with_kind(policy.level.name())
                .with_ignored_flag(flags && idle)
        };
        let clients = policy::catalogue().iter().copied();
        let clients = clients.filter(|policy| policy.party() == Party::Client);
        let (all, selected): (Vec<_>, Vec<_>) = clients
            .map(|policy| (policy, trial(policy)))
            .map(|(policy, trial)| (policy, !arguments.is_filtered_out(&trial), trial))
            .map(|(policy, is_selected, trial)| ((policy, trial), is_selected.then_some(policy)))
            .unzip();
        let run = Arc::new(OneRun {
            client: Arc::clone(&self.client),
            contract,
            policies: selected.into_iter().flatten().collect(),
            deadline: self.deadline,
            jobs: self.jobs,
            report: OnceLock::new(),
        });
        let strict = self.strict;
        let trials = all.into_iter().map(|(policy, trial)| {
            let run = Arc::clone(&run);
            Trial::ignorable_test(policy.id, move || told(run.report()?, policy, strict))
                .with_kind(trial.kind())
                .with_ignored_flag(trial.has_ignored_flag())
        });
        Ok(trials.collect())
    }

    /// Runs the tests that the command line selects. Exits with 0 if none failed, and with 101 otherwise.
    ///
    /// If there is no such edition, it prints an error to standard error and exits with 101.
    pub fn main(self) -> ! {
        let arguments = Arguments::from_args();
        match self.trials_for(&arguments) {
            Ok(trials) => libtest_mimic::run(&arguments, trials).exit(),
            Err(error) => {
                #[allow(clippy::print_stderr, reason = "a test tells its user why it cannot run")]
                {
                    eprintln!("error: {error}");
                }
                // This is the exit code of a test target that fails.
                process::exit(101)
            }
        }
    }
}

/// The client, shared by several workers.
struct Shared(Arc<dyn Client>);

impl Client for Shared {
    fn info(&self) -> TesteeInfo {
        self.0.info()
    }

    fn renewed(&self) -> Option<Arc<dyn Client>> {
        self.0.renewed()
    }

    fn call(&self, call: &OwnedCall) -> Outcome {
        self.0.call(call)
    }
}

/// The run that all tests judge. The first test that asks for its report makes it.
struct OneRun {
    client: Arc<dyn Client>,
    contract: Contract,
    policies: Vec<&'static Policy>,
    deadline: Duration,
    jobs: Option<usize>,
    /// The report, or why there is none.
    report: OnceLock<Result<Report, String>>,
}

impl OneRun {
    fn report(&self) -> Result<&Report, Failed> {
        let report = self.report.get_or_init(|| self.make());
        report.as_ref().map_err(|why| Failed::from(why.as_str()))
    }

    fn make(&self) -> Result<Report, String> {
        let suite = Suite::of_contract(&self.contract);
        let cases = suite.select_for_run(&self.contract, &self.policies);
        let stimuli: Stimuli = cases.into_iter().map(|case| case.stimulus.clone()).collect();
        let plan = Plan::new(self.contract.clone(), self.policies.clone(), stimuli);
        let plan = Plan { deadline: self.deadline, ..plan };
        let report = run(&plan, self.testees(), &Interrupt::new(), |_| {});
        let report = report.map_err(|error| error.to_string())?;
        match report.cut_short {
            Some(why) => Err(why),
            None => Ok(report),
        }
    }

    /// Returns a testee for each call that is made at the same time.
    fn testees(&self) -> Vec<Box<dyn Testee>> {
        // One policy has few calls. Some faults show only after another call on the same connection, and with several
        // clients the few calls may all be first ones.
        let several = self.policies.len() > 1 && self.client.renewed().is_some();
        let default = if several { JOBS } else { 1 };
        let more = self.jobs.unwrap_or(default).saturating_sub(1);
        let other = || self.client.renewed().unwrap_or_else(|| Arc::clone(&self.client));
        let others = (0..more).map(|_| other());
        [Arc::clone(&self.client)]
            .into_iter()
            .chain(others)
            .map(|client| Box::new(InProcess::new(Shared(client))) as Box<dyn Testee>)
            .collect()
    }
}

/// Returns what the test of a policy tells of the run.
fn told(report: &Report, policy: &Policy, strict: bool) -> Result<Completion, Failed> {
    let Some(own) = report.policies.iter().find(|own| own.policy.id == policy.id) else {
        return Err("the command line did not select this policy, so no run judged it".into());
    };
    let ignored = |why: &dyn std::fmt::Display| {
        Ok(Completion::ignored_with(format!("{}: {why}", own.verdict.name().replace('_', " "))))
    };
    match own.verdict {
        Verdict::Pass | Verdict::UnexpectedPass | Verdict::Observed => Ok(Completion::Completed),
        Verdict::NotApplicable | Verdict::NotExercised => match own.lacks {
            Some(need) => ignored(&need),
            None if report.calls.told() == 0 => {
                Err("the client skipped every call, so the test shows nothing about this policy"
                    .into())
            }
            None if own.verdict == Verdict::NotExercised => {
                ignored(&"no call showed whether it holds")
            }
            None if policy.group == Group::Input && !report.testee.features.client_validation => {
                ignored(&"the client does not set out to validate its inputs")
            }
            None => ignored(&"the client skipped such calls, or never shows such a thing"),
        },
        Verdict::Fail | Verdict::KnownFailure => {
            let text = text_of(report, own);
            if policy.level == Level::Must || strict {
                return Err(text.into());
            }
            #[allow(clippy::print_stderr, reason = "a test tells its user what it saw")]
            {
                eprintln!("{text}");
            }
            Ok(Completion::Completed)
        }
    }
}

/// Writes down the failures of one policy.
fn text_of(report: &Report, own: &PolicyReport) -> String {
    let of_one = Report { policies: vec![own.clone()], ..report.clone() };
    let options = TextOptions { verbose: true, quiet: true, ..TextOptions::default() };
    write_text(&of_one, &options)
}
