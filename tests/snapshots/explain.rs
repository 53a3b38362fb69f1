//! `wireproof explain`: the page of every policy.

use wireproof::policy;

use super::place::Place;
use super::settings::{Snapshot, Subject};

pub(crate) const SUBJECT: Subject = Subject { name: "explain", filters: &[], list };

fn list() -> Vec<Snapshot> {
    let pages = policy::catalogue().iter().map(|policy| {
        Snapshot::new(policy.id, format!("wireproof explain {}", policy.id), || {
            let (code, page, complaint) = Place::new().output(&["explain", policy.id], b"");
            assert_eq!((code, complaint.as_str()), (0, ""));
            page
        })
    });
    pages.collect()
}
