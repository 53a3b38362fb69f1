//! `wireproof explain`: five pages, one of each kind. A test beside `report::explain` holds what is on all of them.

use super::place::Place;
use super::settings::{Snapshot, Subject};

pub(crate) const SUBJECT: Subject = Subject { name: "explain", filters: &[], list };

/// A policy, and what is special about its page.
const PAGES: [(&str, &str); 5] = [
    ("error.from-code", "a client's outcome decides"),
    ("request.length-delimited", "what is sent decides, so its header fields are shown"),
    ("response.invalid-utf8-refused", "the body is not text"),
    ("wire.deterministic", "the call is made again"),
    ("server.error-status", "a server's answer decides"),
];

fn list() -> Vec<Snapshot> {
    let pages = PAGES.into_iter().map(|(policy, kind)| {
        Snapshot::new(policy, format!("wireproof explain {policy}: {kind}"), move || {
            let (code, page, complaint) = Place::new().output(&["explain", policy], b"");
            assert_eq!((code, complaint.as_str()), (0, ""));
            page
        })
    });
    pages.collect()
}
