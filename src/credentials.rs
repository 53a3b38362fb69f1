//! The dummy credentials that testees sign with.
//!
//! A testee in its own process gets them by its environment. A client in this process takes them from here. If it was
//! given the session token, it says so by `Features::with_session_token`, and `request.session-token` then holds it to
//! that.
//! They are AWS's own examples, and give access to nothing.
//!
//! Source: docs/testee-protocol.md#what-the-harness-does.

/// The access key id: the one that AWS's own documentation uses.
pub const ACCESS_KEY_ID: &str = "AKIDEXAMPLE";

/// The secret access key, also AWS's own example.
pub const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// The session token. It gives access to nothing either. With it a client shows whether it sends and signs a
/// token beside the other two.
pub const SESSION_TOKEN: &str = "AQoEXAMPLEtoken/of+wireproof/opens+nothing==";

/// The region that requests are signed for.
pub const REGION: &str = "us-east-1";
