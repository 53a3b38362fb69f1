//! The analysis of one exchange, which all policies share.
//!
//! An [`Analysis`] is made once for all policies that judge an exchange. It has one view for the policies on
//! servers, which look only at the messages, and one for the policies on clients, which also look at the
//! outcome. A view computes each part when a policy first asks for it.
//!
//! The files here form two layers. The lower layer takes the messages apart: the [answer], its
//! [delivery] and [form], a [redirect] that was followed, a [success], an [error_answer], an [open_error], the
//! [request_body]. The upper layer has the view of a [client], and requirements that several policies share: a
//! [refusal], the [survival] of a hardship, the name of an [error], the [request_id], the refusal of an [input].

pub(super) mod answer;
pub(super) mod answered;
pub(super) mod body;
pub(super) mod client;
pub(super) mod compression;
mod dates;
pub(super) mod delivery;
pub(super) mod document_numbers;
pub(super) mod error;
pub(super) mod error_answer;
pub(super) mod form;
mod form_oddity;
mod form_values;
pub(super) mod input;
pub(super) mod json_scan;
pub(super) mod open_error;
mod redirect;
pub(super) mod refusal;
pub(super) mod request;
pub(super) mod request_body;
pub(super) mod request_id;
pub(super) mod sent;
pub(super) mod sent_difference;
pub(super) mod sent_values;
pub(super) mod server;
pub(super) mod success;
pub(super) mod survival;
pub(super) mod target;
pub(super) mod told_error;
pub(super) mod told_twice;
pub(super) mod union;
pub(super) mod value_class;

use crate::contract::Contract;
use crate::exchange::Evidence;

use client::ClientAnalysis;
use server::ServerAnalysis;

/// An exchange, and what the policies read from it.
///
/// Make one for all policies that judge the exchange, so that a later policy reuses what an earlier one
/// computed.
///
/// # Examples
///
/// ```
/// use wireproof::contract::Contract;
/// use wireproof::exchange::{Evidence, Exchange, Features};
/// use wireproof::http::Answer;
/// use wireproof::policy::{Analysis, Judgement, catalogue};
///
/// let contract = Contract::default();
/// let exchange = Exchange {
///     requests: Vec::new(),
///     problems: Vec::new(),
///     response: Some(Answer::json(200, "[]").response()),
///     client: None,
/// };
/// let evidence = Evidence::new(&contract, &exchange, Features::default());
/// let analysis = Analysis::of(&evidence);
/// let broken = catalogue().iter().filter(|p| matches!(p.judge_in(&analysis), Judgement::Fail(_)));
/// assert_eq!(broken.map(|policy| policy.id).collect::<Vec<_>>(), ["server.answers-valid"]);
/// ```
#[derive(Debug)]
pub struct Analysis<'a, 'e> {
    pub(super) server: ServerAnalysis<'a, 'e>,
    /// The client's view, if a client is judged.
    pub(super) client: Option<ClientAnalysis<'a, 'e>>,
}

impl<'a, 'e> Analysis<'a, 'e> {
    /// Makes the analysis of an exchange. It computes nothing yet.
    pub fn of(evidence: &'a Evidence<'e>) -> Self {
        let messages = evidence.messages();
        let client = evidence.client().map(|client| ClientAnalysis::new(messages, client));
        Self { server: ServerAnalysis::new(messages), client }
    }

    /// Returns the contract that the exchange should keep.
    pub(super) fn contract(&self) -> &'e Contract {
        self.server.contract()
    }
}
