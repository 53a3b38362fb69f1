//! The members of a modeled error, as the response carries them and as the client shows them.

use crate::contract::{is_message, names_error};
use crate::exchange::Outcome;
use crate::http::Response;
use crate::json::{Json, Path};
use crate::model::{Binding, Bindings, BodyBinding, Member, Model};
use crate::policy::counts::Shows;
use crate::policy::judgement::{Finding, Judgement};
use crate::protocol::{Decoded, NoteKind};
use crate::value::diff;

use super::answered::{is_empty, is_same};
use super::client::ClientAnalysis;

/// An error that a client shows as its own type, and what the response says of it.
#[derive(Debug)]
pub(in crate::policy) struct ToldError<'e> {
    model: &'e Model,
    bindings: &'e Bindings,
    response: &'e Response,
    /// The value of the error that the response carries.
    due: Json,
    /// The members that the client shows, if it shows any.
    shown: Option<&'e Json>,
}

impl<'e> ToldError<'e> {
    /// Returns the error. `None` if the client shows another one, which the policies on names judge, or if the sources leave
    /// open what its members are.
    pub(in crate::policy) fn of(analysis: &ClientAnalysis<'_, 'e>) -> Option<Self> {
        let (answer, response) = (analysis.error_answer()?, analysis.response()?);
        let Outcome::ServiceError { code: Some(code), modeled: true, error, .. } =
            analysis.outcome()
        else {
            return None;
        };
        if answer.reading.code.as_deref() != Some(code) || response.folded {
            return None;
        }
        let contract = analysis.contract();
        let model = contract.model();
        let mut errors = contract.bindings().errors.iter();
        let bindings = errors.find(|error| model.shape(error.shape()).id.name() == code)?;
        if !answer.is_object() && !matches!(bindings.body(), BodyBinding::Payload(_)) {
            return None;
        }
        let protocol = contract.protocol();
        let read = protocol.read_error_members(contract, bindings.shape(), response).ok()?;
        if !read.body.decoded().is_none_or(is_plain) {
            return None;
        }
        let shown = error.as_ref().filter(|error| !error.members().is_empty());
        Some(Self { model, bindings, response, due: read.value(contract), shown })
    }

    /// Judges the members in header fields.
    pub(in crate::policy) fn judge_fields(&self, message: &str) -> Judgement {
        // Beyond ASCII, HTTP leaves open what a field says.
        let fields = self.bindings.bound(self.model).filter(|member| {
            // An empty prefix takes every field.
            let wanted = |own: &str| match &member.traits.binding {
                Binding::PrefixHeaders(_) => true,
                binding => binding.is_header(own),
            };
            let mut fields = self.response.headers.iter().filter(|field| wanted(&field.name));
            !names_error(member) && fields.all(|field| field.value.is_ascii())
        });
        self.judge(fields, message, |member, due, shown| is_same(self.model, member, due, shown))
    }

    /// Judges the members in the body, apart from the message, which has a policy of its own.
    pub(in crate::policy) fn judge_body(&self, message: &str) -> Judgement {
        let bound = |member: &Member| {
            self.bindings.bound(self.model).any(|bound| bound.name == member.name)
        };
        let members = self.model.members(self.bindings.shape()).iter();
        let inside = members.filter(|member| !is_message(member) && !bound(member));
        self.judge(inside, message, |member, due, shown| {
            diff(self.model, member.target, due, shown).is_empty()
        })
    }

    /// Judges those of the members that the response has.
    fn judge<'m>(
        &self,
        members: impl Iterator<Item = &'m Member>,
        message: &str,
        is_same: impl Fn(&Member, &Json, &Json) -> bool,
    ) -> Judgement {
        let (mut judged, mut findings) = (false, Vec::new());
        for member in members {
            let Some(due) = self.due.get(&member.name) else { continue };
            judged = true;
            let shown = self.shown.and_then(|shown| shown.get(&member.name));
            let shown = shown.filter(|shown| !shown.is_null());
            if shown.is_some_and(|shown| is_same(member, due, shown))
                || shown.is_none() && is_empty(due)
            {
                continue;
            }
            let path = Path::default().member(&member.name).under("outcome.error");
            let actual = shown.map_or_else(|| "nothing".to_owned(), Json::to_string);
            let finding = Finding::new(path, message).expected(due.to_string()).actual(actual);
            // A driver may not report the members of errors at all.
            findings.push(match self.shown {
                Some(_) => finding,
                None => finding.counts_if(Shows::ErrorMembers),
            });
        }
        if judged { findings.into() } else { Judgement::NotExercised }
    }
}

/// Reports whether nothing in a body leaves open what its members are.
fn is_plain(decoded: &Decoded<'_, '_>) -> bool {
    let is_clear = |kind: NoteKind| {
        kind.is_ordinary()
            || matches!(
                kind,
                NoteKind::UnknownMember | NoteKind::UnionUnknown { refused: false, .. }
            )
    };
    let anatomy = decoded.anatomy();
    anatomy.is_whole() && anatomy.notes().iter().all(|note| is_clear(note.kind))
}
