//! What the log says of a request.

use crate::json::Json;

/// A request that was answered, for the log.
#[derive(Clone, Copy, Debug)]
pub struct ServedRequest<'r> {
    /// The method.
    pub method: &'r str,
    /// The path and the query.
    pub target: &'r str,
    /// The name of the operation, if the request is for one.
    pub operation: Option<&'r str>,
    /// The status; `None` if the connection is closed in place of a response.
    pub status: Option<u16>,
    /// Why this response: see [`ReplyKind::name`](super::ReplyKind::name); `limit` if it does not reach the operation.
    pub kind: &'r str,
}

impl ServedRequest<'_> {
    /// Returns the entry of the log.
    pub fn to_json(&self) -> Json {
        Json::object([
            ("method", Json::from(self.method)),
            ("target", Json::from(self.target)),
            ("operation", self.operation.map_or(Json::Null, Json::from)),
            ("status", self.status.map_or(Json::Null, |status| Json::from(u64::from(status)))),
            ("answer", Json::from(self.kind)),
        ])
    }
}
