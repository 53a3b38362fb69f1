//! The members of a response that travel outside its body: in the status and in the header fields.

use crate::http::Response;
use crate::json::Json;
use crate::model::{Binding, Member, Model};
use crate::protocol::bound::BoundMember;
use crate::protocol::format::json::Role;

use super::field;

pub(super) fn is_status(member: &Member) -> bool {
    member.traits.binding == Binding::ResponseCode
}

/// Returns the members that travel in the status and in the header fields, with their values.
pub(super) fn read<'m>(
    model: &'m Model,
    members: impl Iterator<Item = &'m Member> + Clone,
    response: &Response,
) -> Vec<BoundMember<'m>> {
    let status = members.clone().filter(|member| is_status(member));
    let status = status.map(|member| (member, Some(Json::from(u64::from(response.status)))));
    let fields = field::read(model, members, Role::Client, &response.headers);
    status.chain(fields).map(|(member, value)| BoundMember { member, value }).collect()
}
