//! Members that travel outside the body.

use crate::json::Json;
use crate::model::Member;

/// A member that was found outside the body of a message.
#[derive(Clone, Debug)]
pub struct BoundMember<'m> {
    /// The member.
    pub member: &'m Member,
    /// Its value, in the value form; `None` if the text is no value of its shape.
    pub value: Option<Json>,
}
