//! What the report of a shard hands on to `wireproof merge`, in its JSON form.
//!
//! A verdict may depend on all shards: whether the testee ever shows a code, which failures are the smallest, whether an
//! entry of the known failures still occurs. So the report of a shard has, beside its own verdicts, the sums that the
//! verdicts are made of. The form belongs to one version of wireproof: a merge refuses the reports of another one.

use serde::{Deserialize, Serialize};

use crate::exchange::fields::{Named, any, named, outcome};
use crate::exchange::{Outcome, WholeExchange};
use crate::json::Json;
use crate::policy::{Counts, MarkedPart, Need, Shows};
use crate::suite::PolicyId;

use super::call_counts::CallCounts;
use super::known::EntryFacts;

/// What the report of a shard hands on to a merge.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Unmerged {
    pub(super) number: u32,
    pub(super) of: u32,
    /// What must be the same in all shards of a run.
    pub(super) run: RunIdentity,
    /// The name of the file of known failures. It may differ from shard to shard.
    pub(super) known_file: String,
    /// How to find the contract and the testee: for the replay files. The caller chooses the fields.
    #[serde(with = "any")]
    pub origin: Json,
    pub(super) stimuli: usize,
    pub(super) cut_short: Option<String>,
    /// Whether anything but an exchange was masked.
    pub(super) masked: bool,
    pub(super) connections: (usize, usize),
    /// When the run began: seconds since 1970, and nanoseconds.
    pub(super) started: (u64, u32),
    pub(super) elapsed_ms: u64,
    pub(super) calls: CallCounts,
    #[serde(with = "names")]
    pub(super) shown: Vec<Shows>,
    pub(super) policies: Vec<UnmergedPolicy>,
    pub(super) problems: Vec<UnmergedProblem>,
    /// How many hangs were confirmed.
    pub(super) hangs_confirmed: usize,
    pub(super) against: Option<UnmergedAgainst>,
    /// The indices in the plan of the stimuli in `outcomes`, in their order there.
    pub(super) places: Vec<usize>,
    pub(super) outcomes_left_out: usize,
    /// The stimuli of the failures, by their indices in the plan.
    pub(super) recorded: Vec<UnmergedStimulus>,
    /// The exchanges that the other fields name by their indices here.
    pub(super) exchanges: Vec<WholeExchange>,
    /// The exchanges in which credentials were masked.
    pub(super) masked_exchanges: Vec<usize>,
}

/// What must be the same in all shards of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RunIdentity {
    pub(super) wireproof: String,
    pub(super) service: String,
    pub(super) operation: String,
    /// The name of the embedded contract, if it is one.
    pub(super) embedded: Option<String>,
    pub(super) edition: Option<String>,
    pub(super) edition_assumed: bool,
    /// A digest of the model's file, and of the id of the operation.
    pub(super) contract: String,
    pub(super) testee: UnmergedTestee,
    pub(super) against: Option<UnmergedTestee>,
    pub(super) seed: Option<u64>,
    pub(super) cases: usize,
    pub(super) filters: Vec<(String, String)>,
    pub(super) policies: Vec<PolicyName>,
    pub(super) min_exercised: Option<usize>,
    pub(super) timeout_ms: u64,
    pub(super) known: UnmergedKnown,
    pub(super) of_stimuli: usize,
    /// How many stimuli are not generated. They come first.
    pub(super) fixed: usize,
    /// A digest of the fixed stimuli, and of some generated ones.
    pub(super) digest: String,
}

/// A testee, as it described itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct UnmergedTestee {
    pub(super) name: String,
    pub(super) version: Option<String>,
    pub(super) language: Option<String>,
    pub(super) edition: Option<String>,
    pub(super) client_validation: bool,
    pub(super) session_token: bool,
    pub(super) host_prefix: bool,
}

/// A policy by its id.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct PolicyName(pub(super) PolicyId);

impl PartialEq for PolicyName {
    fn eq(&self, other: &Self) -> bool {
        self.0.0.id == other.0.0.id
    }
}

impl Eq for PolicyName {}

/// The known failures of the policies that judge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct UnmergedKnown {
    /// A digest of all that the file says, also of other policies.
    pub(super) digest: String,
    pub(super) entries: Vec<EntryFacts>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct UnmergedPolicy {
    #[serde(with = "need")]
    pub(super) lacks: Option<Need>,
    pub(super) exercised: usize,
    pub(super) not_applicable: usize,
    pub(super) uses: UnmergedUses,
    pub(super) groups: Vec<UnmergedGroup>,
    /// The failures that were reproduced and shrunk.
    pub(super) again: Vec<UnmergedAgain>,
    /// If only hangs broke the policy in this shard, whether one of them hung again. `None` if that was not tried.
    pub(super) hung_again: Option<bool>,
}

/// What happened to the known failures: indices of entries in the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct UnmergedUses {
    pub(super) judged: Vec<usize>,
    pub(super) matched: Vec<usize>,
    pub(super) elsewhere: Vec<(usize, String)>,
    pub(super) left_out: Vec<usize>,
}

/// The failures that count on the same condition.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct UnmergedGroup {
    #[serde(with = "named")]
    pub(super) counts: Counts,
    pub(super) count: usize,
    pub(super) known: usize,
    pub(super) hung: usize,
    pub(super) doubtful: usize,
    pub(super) uses: UnmergedUses,
    pub(super) kept: Vec<UnmergedFailure>,
    pub(super) generated: Option<UnmergedFailure>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct UnmergedFailure {
    pub(super) place: usize,
    pub(super) case: String,
    pub(super) aimed: bool,
    pub(super) known: bool,
    pub(super) doubtful: bool,
    pub(super) findings: Vec<UnmergedFinding>,
    pub(super) exchange: usize,
}

/// A failure after it was tried again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct UnmergedAgain {
    pub(super) place: usize,
    pub(super) reproduced: bool,
    /// The bytes before shrinking, and the calls that it took.
    pub(super) shrunk: Option<(usize, usize)>,
    pub(super) findings: Vec<UnmergedFinding>,
    pub(super) exchange: usize,
    #[serde(with = "any")]
    pub(super) before: Json,
    #[serde(with = "any")]
    pub(super) stimulus: Json,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct UnmergedFinding {
    pub(super) path: String,
    pub(super) message: String,
    pub(super) expected: Option<String>,
    pub(super) actual: Option<String>,
    pub(super) note: Option<String>,
    pub(super) mark: Option<UnmergedMark>,
    #[serde(with = "named")]
    pub(super) counts: Counts,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct UnmergedMark {
    #[serde(with = "named")]
    pub(super) part: MarkedPart,
    pub(super) from: usize,
    pub(super) to: usize,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct UnmergedProblem {
    pub(super) place: usize,
    pub(super) case: String,
    #[serde(with = "outcome")]
    pub(super) outcome: Outcome,
    pub(super) stderr: String,
    pub(super) reproduced: Option<bool>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct UnmergedStimulus {
    pub(super) place: usize,
    #[serde(with = "any")]
    pub(super) stimulus: Json,
}

/// The comparison with a second testee.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct UnmergedAgainst {
    pub(super) calls: CallCounts,
    pub(super) compared: usize,
    pub(super) same: usize,
    pub(super) decided: usize,
    pub(super) skipped: usize,
    /// What the first and the second testee show.
    #[serde(with = "names")]
    pub(super) first_shows: Vec<Shows>,
    #[serde(with = "names")]
    pub(super) second_shows: Vec<Shows>,
    pub(super) differences: Vec<UnmergedDifference>,
}

/// Stimuli with the same difference, under the same conditions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct UnmergedDifference {
    pub(super) first: String,
    pub(super) second: String,
    /// The conditions on which a policy decides the difference. Each says whether it is on the second testee.
    pub(super) conditions: Vec<UnmergedCondition>,
    pub(super) count: usize,
    pub(super) place: usize,
    pub(super) case: String,
    pub(super) exchange: usize,
    pub(super) second_exchange: usize,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct UnmergedCondition {
    pub(super) on_second: bool,
    #[serde(with = "named")]
    pub(super) counts: Counts,
}

impl Named for Shows {
    const EACH: &'static [Self] =
        &[Self::Code, Self::HttpStatus, Self::RequestId, Self::AfterContinue, Self::ErrorMembers];

    fn form_name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::HttpStatus => "http_status",
            Self::RequestId => "request_id",
            Self::AfterContinue => "after_continue",
            Self::ErrorMembers => "error_members",
        }
    }
}

impl Named for Counts {
    const EACH: &'static [Self] = &[
        Self::Always,
        Self::If(Shows::Code),
        Self::If(Shows::HttpStatus),
        Self::If(Shows::RequestId),
        Self::If(Shows::AfterContinue),
        Self::If(Shows::ErrorMembers),
        Self::Unless(Shows::Code),
        Self::Unless(Shows::HttpStatus),
        Self::Unless(Shows::RequestId),
        Self::Unless(Shows::AfterContinue),
        Self::Unless(Shows::ErrorMembers),
    ];

    fn form_name(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::If(Shows::Code) => "if code",
            Self::If(Shows::HttpStatus) => "if http_status",
            Self::If(Shows::RequestId) => "if request_id",
            Self::If(Shows::AfterContinue) => "if after_continue",
            Self::If(Shows::ErrorMembers) => "if error_members",
            Self::Unless(Shows::Code) => "unless code",
            Self::Unless(Shows::HttpStatus) => "unless http_status",
            Self::Unless(Shows::RequestId) => "unless request_id",
            Self::Unless(Shows::AfterContinue) => "unless after_continue",
            Self::Unless(Shows::ErrorMembers) => "unless error_members",
        }
    }
}

impl Named for MarkedPart {
    const EACH: &'static [Self] = &[Self::RequestBody, Self::ResponseBody];

    fn form_name(self) -> &'static str {
        match self {
            Self::RequestBody => "request",
            Self::ResponseBody => "response",
        }
    }
}

/// A list of [`Named`] values.
mod names {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::{Named, named};

    #[derive(Deserialize)]
    #[serde(bound = "T: Named")]
    struct Name<T: Named>(#[serde(with = "named")] T);

    pub(super) fn serialize<T: Named, S: Serializer>(all: &[T], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(all.iter().map(|one| one.form_name()))
    }

    pub(super) fn deserialize<'j, T: Named, D: Deserializer<'j>>(
        from: D,
    ) -> Result<Vec<T>, D::Error> {
        Ok(Vec::<Name<T>>::deserialize(from)?.into_iter().map(|name| name.0).collect())
    }
}

/// What an operation lacks, in the words of a report.
mod need {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    use crate::policy::Need;

    pub(super) fn serialize<S: Serializer>(need: &Option<Need>, to: S) -> Result<S::Ok, S::Error> {
        need.map(|need| need.to_string()).serialize(to)
    }

    pub(super) fn deserialize<'j, D: Deserializer<'j>>(from: D) -> Result<Option<Need>, D::Error> {
        let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
        let found = Need::ALL.iter().copied().find(|need| need.to_string() == text);
        found.map(Some).ok_or_else(|| de::Error::custom(format!("no policy needs that: `{text}`")))
    }
}
