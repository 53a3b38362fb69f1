//! A decoder of the user's own, and the policies that judge it.

use std::collections::HashSet;
use std::fmt;
use std::sync::OnceLock;

use crate::contract::Contract;
use crate::exchange::{ClientView, Evidence, Exchange, Features, Outcome};
use crate::fuzzing::answer;
use crate::generate::{AnswerMaker, Choices};
use crate::http::{Answer, Response};
use crate::json::Json;
use crate::policy::{self, Analysis, Finding, Group, Judgement, Level, Party, Policy, Shows};

use super::accusation::Accusation;
use super::plan::AnswerPlan;
use super::received::{decode, received};
use super::shows::shown_by;

/// A decoder of your own, judged in this process by the policies on clients.
///
/// A decoder is a function from a [`Response`] to an [`Outcome`]: what a user of your client sees of that response. It
/// gets whole responses, as an HTTP library hands them on: a status from 200 to 599, header fields without white space
/// around their values, and a body without a transfer coding. Nothing is sent, so a judge checks many thousand answers
/// a second.
///
/// The policies of the groups *response*, *union*, *error* and *wire* judge each outcome. Policies that need a request,
/// a connection or a second call have nothing to judge here: `cargo_test` and the command
/// `wireproof client` exercise them. A *must* policy that is broken is a failure; [`should`](Self::should) adds those of
/// the level *should*.
///
/// # Examples
///
/// This is a whole fuzz target. `wireproof fuzz init DIR` writes it, with a dictionary and seeds; docs/fuzzing.md says
/// more.
///
/// ```no_run
/// # use wireproof::{Outcome, Response};
/// use std::sync::LazyLock;
/// use wireproof::fuzzing::{DecoderJudge, show_input_on_panic};
///
/// # mod my_client { pub fn decode(_: &wireproof::Response) -> wireproof::Outcome { todo!() } }
/// static JUDGE: LazyLock<DecoderJudge> = LazyLock::new(|| DecoderJudge::new(my_client::decode));
///
/// # macro_rules! fuzz_target { ($($any:tt)*) => {} }
/// fuzz_target!(init: show_input_on_panic(), |answer: &[u8]| JUDGE.check(answer));
/// ```
///
/// A decoder that takes the namespace of an error for a part of its name:
///
/// ```
/// use wireproof::fuzzing::DecoderJudge;
/// use wireproof::{Answer, Json, Outcome, Response, Stage};
///
/// fn decode(response: &Response) -> Outcome {
///     let body = match Json::parse(&response.body) {
///         Ok(body) => body,
///         Err(error) => return Outcome::client_error(Stage::Deserialize, "json", error.to_string()),
///     };
///     if response.is_success() {
///         return Outcome::response(body).with_http_status(response.status);
///     }
///     let code = body.get("__type").and_then(Json::as_str);
///     Outcome::service_error(code, code == Some("ConflictException"), None).with_http_status(response.status)
/// }
///
/// let judge = DecoderJudge::new(decode);
/// let answer = Answer::json(400, r#"{"__type":"aws.x#ConflictException"}"#);
/// let accusation = judge.judge(&answer).expect_err("the decoder is wrong");
/// assert!(accusation.policies().any(|policy| policy.id == "error.namespace-stripped"));
/// assert!(accusation.to_string().contains(r#"judge.check(b"400\nContent-Type: application/json\n\n"#));
/// ```
pub struct DecoderJudge {
    decoder: Box<Decoder>,
    contract: Contract,
    should: bool,
    known: Vec<&'static str>,
    ready: OnceLock<Ready>,
}

/// From what a decoder gets to what its user sees.
type Decoder = dyn Fn(&Response) -> Outcome + Send + Sync;

/// What is the same for every answer.
struct Ready {
    policies: Vec<&'static Policy>,
    /// The policies at which plans aim.
    aims: Vec<&'static Policy>,
    shown: HashSet<Shows>,
    input: Json,
    answers: AnswerMaker,
}

/// The policy whose stimuli are megabytes: a fuzzer needs small inputs.
const LARGE: &str = "response.large-survived";

impl DecoderJudge {
    /// Judges `decoder` by the default edition of the embedded contract, and by the policies of the level *must*.
    pub fn new(decoder: impl Fn(&Response) -> Outcome + Send + Sync + 'static) -> Self {
        Self {
            decoder: Box::new(decoder),
            contract: Contract::default(),
            should: false,
            known: Vec::new(),
            ready: OnceLock::new(),
        }
    }

    /// Judges by this contract: an edition ([`Contract::edition`]), or a file ([`Contract::from_smithy`]).
    #[must_use]
    pub fn contract(self, contract: Contract) -> Self {
        Self { contract, ready: OnceLock::new(), ..self }
    }

    /// Makes broken *should* policies failures, too.
    #[must_use]
    pub fn should(self) -> Self {
        Self { should: true, ready: OnceLock::new(), ..self }
    }

    /// Leaves out the policy with this id, because the decoder is known to break it.
    ///
    /// # Panics
    ///
    /// If there is no such policy.
    #[must_use]
    pub fn known(mut self, id: &str) -> Self {
        match policy::find(id) {
            Some(policy) => self.known.push(policy.id),
            None => panic!("there is no policy `{id}`; `wireproof policies` lists them"),
        }
        self.ready = OnceLock::new();
        self
    }

    /// Returns the policies that judge, in the order of the catalogue.
    pub fn policies(&self) -> &[&'static Policy] {
        &self.ready().policies
    }

    /// Judges what the decoder makes of an answer, as far as a decoder gets it: see [`DecoderJudge`].
    ///
    /// An answer that no client decodes, such as one of status 100, is right whatever the decoder says.
    ///
    /// # Errors
    ///
    /// If the outcome breaks a policy.
    ///
    /// # Panics
    ///
    /// If the decoder panics, or if no valid input or output of the contract is small enough to be made.
    pub fn judge(&self, answer: &Answer) -> Result<(), Accusation> {
        let ready = self.ready();
        let Some(answer) = received(answer) else { return Ok(()) };
        let (answer, response, outcome) = decode(&self.decoder, answer);
        let client = Some(ClientView { input: ready.input.clone(), outcome });
        let (requests, problems) = (Vec::new(), Vec::new());
        let exchange = Exchange { requests, problems, response: Some(response), client };
        let evidence = Evidence::new(&self.contract, &exchange, Features::new());
        let analysis = Analysis::of(&evidence);
        let broken = ready.policies.iter().filter_map(|policy| {
            let Judgement::Fail(findings) = policy.judge_in(&analysis) else { return None };
            let shown = |shows| ready.shown.contains(&shows);
            let counted = |finding: &Finding| finding.counts.holds(shown);
            Some((*policy, findings.into_iter().find(counted)?))
        });
        let broken: Vec<_> = broken.collect();
        if broken.is_empty() {
            return Ok(());
        }
        let outcome = exchange.client.map(|client| client.outcome);
        match outcome.and_then(|outcome| Accusation::of(broken, answer, outcome)) {
            Some(accusation) => Err(accusation),
            None => Ok(()),
        }
    }

    /// Checks an answer as text, the form for a fuzzer that changes bytes. Every text is an answer.
    ///
    /// ```text
    /// 400
    /// X-Amzn-Errortype: ConflictException
    ///
    /// {"message":"m"}
    /// ```
    ///
    /// # Panics
    ///
    /// If the outcome breaks a policy. The message is that of [`Accusation`]. It also panics as [`judge`](Self::judge)
    /// does.
    pub fn check(&self, text: &[u8]) {
        self.expect(&answer::read(text));
    }

    /// Returns the answer that a text stands for: what [`check`](Self::check) judges.
    pub fn answer_of_text(text: &[u8]) -> Answer {
        answer::read(text)
    }

    /// Checks a success with this body and the status of the operation.
    ///
    /// # Panics
    ///
    /// As [`check`](Self::check).
    pub fn check_body(&self, body: &[u8]) {
        self.expect(&Answer::json(self.contract.operation().http().code, body));
    }

    /// Checks the answer that a plan stands for, if it stands for one.
    ///
    /// # Panics
    ///
    /// As [`check`](Self::check).
    pub fn check_plan(&self, plan: &AnswerPlan) {
        if let Some(answer) = self.answer_of(plan) {
            self.expect(&answer);
        }
    }

    /// Returns the answer that a plan stands for by this contract, if it stands for one.
    ///
    /// # Panics
    ///
    /// As [`judge`](Self::judge).
    pub fn answer_of(&self, plan: &AnswerPlan) -> Option<Answer> {
        let ready = self.ready();
        let mut choices = Choices::from_bytes(plan.choices());
        let policy = choices.choose(&ready.aims)?;
        received(&ready.answers.answer(policy, &mut choices)?)
    }

    fn expect(&self, answer: &Answer) {
        if let Err(accusation) = self.judge(answer) {
            panic!("{accusation}");
        }
    }

    fn ready(&self) -> &Ready {
        self.ready.get_or_init(|| {
            let is_judged = |policy: &&&'static Policy| {
                policy.party() == Party::Client
                    && !matches!(policy.group, Group::Request | Group::Input)
                    && policy.lacks(&self.contract).is_none()
            };
            let clients: Vec<_> = policy::catalogue().iter().filter(is_judged).copied().collect();
            let fails = |policy: &&'static Policy| {
                let level = match policy.level {
                    Level::Must => true,
                    Level::Should => self.should,
                    Level::May => false,
                };
                level && !self.known.contains(&policy.id)
            };
            let answers = AnswerMaker::new(&self.contract);
            if let Some(obstacle) = answers.obstacle() {
                panic!("no call of the contract's operation can be made: {obstacle}");
            }
            let mut errors = self.contract.operation().errors();
            let error = errors.next().map_or("Error", |error| error.id.name());
            Ready {
                policies: clients.iter().copied().filter(fails).collect(),
                aims: clients
                    .into_iter()
                    .filter(|policy| policy.group != Group::Wire && policy.id != LARGE)
                    .collect(),
                shown: shown_by(
                    &self.decoder,
                    answers.success().as_ref().and_then(received),
                    error,
                ),
                input: answers.input(),
                answers,
            }
        })
    }
}

impl fmt::Debug for DecoderJudge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecoderJudge")
            .field("operation", &self.contract.operation().name())
            .field("should", &self.should)
            .field("known", &self.known)
            .finish_non_exhaustive()
    }
}
