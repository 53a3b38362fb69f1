//! The dummy credentials that testees sign with.
//!
//! A testee in a process of its own finds them in its environment; a client in this process takes
//! them from here. They are AWS's own examples, and open nothing.
//!
//! Source: docs/testee-protocol.md#what-the-harness-does.

/// The access key id: the one that AWS's own documentation uses.
pub const ACCESS_KEY_ID: &str = "AKIDEXAMPLE";

/// The secret access key, also AWS's own example.
pub const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// The session token. It opens nothing either: it is there so that a client shows whether it sends a token along with
/// the other two, and signs it.
pub const SESSION_TOKEN: &str = "AQoEXAMPLEtoken/of+wireproof/opens+nothing==";

/// The region that requests are signed for.
pub const REGION: &str = "us-east-1";
