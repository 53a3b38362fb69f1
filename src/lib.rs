//! wireproof proves that a program speaks an AWS REST-JSON operation exactly as its contract says: that
//! a client sends what it should and understands every answer that it may get.
//!
//! The `wireproof` command judges any program that speaks the testee protocol. As a library it judges a
//! Rust client under `cargo test`, each policy a test of its own: see `cargo_test`.
//!
//! # Entry points
//!
//! | task | entry points | feature |
//! |---|---|---|
//! | [judge a Rust client under `cargo test`](#judge-a-rust-client-under-cargo-test) | `cargo_test::main`, `cargo_test::Judge`, `Client`, [`Outcome`], [`credentials`] | `cargo-test` |
//! | fuzz a decoder of your own under `cargo fuzz` | `fuzzing::DecoderJudge`, `fuzzing::AnswerPlan`, [`Outcome`] | `fuzzing` |
//! | drive a Rust client from the command | `testee::serve` | `run` |
//! | [decode a response](#decode-a-response) | [`Contract`], [`Answer`], [`oracle_outcome`] | none |
//! | start a mock server in a test of a client | `reference::server::Server`, `reference::server::Responder` | `serve` |
//! | [look at the catalogue](#look-at-the-catalogue) | [`policy::catalogue`], [`policy::find`], [`policy::Policy`] | none |
//! | [judge an exchange](#judge-an-exchange) | [`Exchange`], [`Evidence`], [`policy::Policy::judge`] | none |
//! | [generate stimuli](#generate-stimuli) | `generate::Generator`, `generate::answer` | `generate` |
//! | [run a suite](#run-a-suite) | `suite::Suite`, `run::Plan`, `run::run`, `write_text` | `run` |
//!
//! What this documentation does not list serves the command and the tests of wireproof, and can change at any time.
//! Without default features the library reads, encodes and judges, and has few dependencies.
//!
//! # Judge a Rust client under `cargo test`
//!
//! See `cargo_test`. This is the whole of a test target with `harness = false`:
//!
//! ```no_run
//! use wireproof::{Json, Outcome, OwnedCall, Stage};
//!
//! /// Your client: it sends `input` to `endpoint`, and returns the output as JSON.
//! fn disassociate_user(endpoint: &str, input: &str) -> std::io::Result<Json> {
//!     todo!()
//! }
//!
//! fn main() {
//!     wireproof::cargo_test::main(|call: &OwnedCall| {
//!         match disassociate_user(&call.endpoint, &call.input_text()) {
//!             Ok(output) => Outcome::response(output),
//!             Err(error) => Outcome::client_error(Stage::Unknown, "Error", error.to_string()),
//!         }
//!     });
//! }
//! ```
//!
//! # Decode a response
//!
//! ```
//! use wireproof::{Answer, Contract, oracle_outcome};
//!
//! let contract = Contract::edition("2022-08")?;
//! let response = Answer::json(400, r#"{"__type":"ConflictException","message":"again"}"#).response();
//! let outcome = oracle_outcome(&contract, &response);
//! assert_eq!(
//!     outcome.to_string(),
//!     r#"service error ConflictException (modeled, status 400): "again""#
//! );
//! # Ok::<(), wireproof::ContractError>(())
//! ```
//!
//! # Look at the catalogue
//!
//! ```
//! use wireproof::policy::{self, Level, Party};
//!
//! let policy = policy::find("union.type-hint-ignored").ok_or("there is no such policy")?;
//! assert_eq!((policy.level, policy.party()), (Level::Must, Party::Client));
//! for policy in policy::catalogue() {
//!     println!("{}: {}", policy.id, policy.summary);
//! }
//! # Ok::<(), &str>(())
//! ```
//!
//! # Judge an exchange
//!
//! ```
//! use wireproof::policy::{self, Judgement};
//! use wireproof::{
//!     Answer, ClientView, Contract, Evidence, Exchange, Features, Headers, Json, Outcome, Request,
//! };
//!
//! let body = r#"{"InstanceUserSummary":{"Username":"u","InstanceId":"i","Status":"s",
//!     "IdentityProvider":{"__type":"IdentityProvider","Okta":{}}}}"#;
//! // The client takes `__type` for the member of the union.
//! let shown = r#"{"InstanceUserSummary":{"Username":"u","InstanceId":"i","Status":"s",
//!     "IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":"__type"}}}}"#;
//! let exchange = Exchange {
//!     requests: vec![Request::new("POST", "/user/DisassociateUser", Headers::new(), b"{}")],
//!     problems: Vec::new(),
//!     response: Some(Answer::json(200, body).response()),
//!     client: Some(ClientView {
//!         input: Json::parse("{}")?,
//!         outcome: Outcome::response(Json::parse(shown)?),
//!     }),
//! };
//!
//! let contract = Contract::default();
//! let evidence = Evidence::new(&contract, &exchange, Features::new());
//! let policy = policy::find("union.type-hint-ignored").ok_or("there is no such policy")?;
//! let Judgement::Fail(findings) = policy.judge(&evidence) else { panic!("it is broken") };
//! assert_eq!(findings[0].message, "the union does not show the member beside `__type`");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Generate stimuli
//!
//! The same contract, policies and seed make the same stimuli. `generate` shows the same generators as proptest
//! strategies.
//!
//! ```
//! use std::sync::Arc;
//!
//! use wireproof::generate::Generator;
//! use wireproof::suite::Stimuli;
//! use wireproof::{Contract, policy};
//!
//! let policy = policy::find("union.known-member").ok_or("there is no such policy")?;
//! let generator = Generator::new(&Contract::default(), &[policy], 20, 7);
//! let stimuli = Stimuli::default().and(Arc::new(generator));
//! assert_eq!(stimuli.len(), 20);
//! let first = stimuli.get(0).ok_or("there is none")?;
//! println!("{} is answered by {:?}", first.call.input, first.call.answer);
//! # Ok::<(), &str>(())
//! ```
//!
//! # Run a suite
//!
//! ```
//! use wireproof::run::{ExitStatus, Plan, run};
//! use wireproof::suite::{Stimuli, Suite};
//! use wireproof::testee::{InProcess, Interrupt};
//! use wireproof::{Contract, Outcome, OwnedCall, Stage, TextOptions, policy, write_text};
//!
//! let contract = Contract::default();
//! let policy = policy::find("union.known-member").ok_or("there is no such policy")?;
//! let cases = Suite::embedded();
//! let cases = cases.select(contract.edition_name(), &[policy]);
//! let stimuli: Stimuli = cases.into_iter().map(|case| case.stimulus.clone()).collect();
//!
//! // A client that does nothing: no exchange reaches the policy.
//! let client = |_: &OwnedCall| Outcome::client_error(Stage::Connect, "Error", "not written yet");
//! let plan = Plan::new(contract, vec![policy], stimuli);
//! let testee = Box::new(InProcess::new(client));
//! let report = run(&plan, vec![testee], &Interrupt::new(), |_| {})?;
//! println!("{}", write_text(&report, &TextOptions::default()));
//! assert_eq!(ExitStatus::of(&report, false), ExitStatus::NothingJudged);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![forbid(unsafe_code)]

mod every_policy;

#[doc(hidden)]
pub mod contract;
pub mod credentials;
#[doc(hidden)]
pub mod exchange;
#[doc(hidden)]
pub mod http;
#[doc(hidden)]
pub mod json;
#[doc(hidden)]
pub mod model;
pub mod policy;
#[doc(hidden)]
pub mod protocol;
#[doc(hidden)]
pub mod sigv4;
#[doc(hidden)]
pub mod terminal_text;
#[doc(hidden)]
pub mod value;
#[doc(hidden)]
pub mod vectors;

#[doc(inline)]
pub use contract::{CONTRACTS, Contract, ContractError, EDITIONS, Edition, EmbeddedContract};
#[doc(inline)]
pub use exchange::{
    ClientView, Evidence, Exchange, Features, Outcome, Stage, TesteeInfo, UnknownStage,
    oracle_outcome,
};
#[doc(inline)]
pub use http::{Answer, Headers, Request, Response};
#[doc(inline)]
pub use json::{Json, SyntaxError};
#[cfg(feature = "run")]
#[doc(inline)]
pub use report::{TextOptions, write_text};
#[cfg(feature = "run")]
#[doc(inline)]
pub use testee::{Client, OwnedCall};

#[cfg(feature = "suite")]
pub mod suite;

#[cfg(feature = "generate")]
pub mod generate;
#[cfg(feature = "generate")]
pub mod operation_check;

#[cfg(feature = "run")]
#[doc(hidden)]
pub mod pattern;
#[cfg(feature = "run")]
#[doc(hidden)]
pub mod report;
#[cfg(feature = "run")]
pub mod run;
#[cfg(feature = "run")]
pub mod testee;

#[cfg(feature = "reference")]
#[doc(hidden)]
pub mod reference;

#[cfg(all(feature = "reference", feature = "generate"))]
#[doc(hidden)]
pub mod selftest;

#[cfg(feature = "cargo-test")]
pub mod cargo_test;

#[cfg(feature = "fuzzing")]
pub mod fuzzing;

/// The README's examples are tests too.
#[cfg(all(doctest, feature = "cargo-test"))]
#[doc = include_str!("../README.md")]
struct Readme;
