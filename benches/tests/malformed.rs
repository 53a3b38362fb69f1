//! Which malformed bodies the readers accept: ours none that it does not mark; and the committed table is the one that
//! comes out. `WRITE_BENCH_TABLE=1 cargo test -p wireproof-benches` writes it anew.

use std::path::Path;

use wireproof::contract::Contract;
use wireproof_benches::bodies::TYPICAL;
use wireproof_benches::malformed;
use wireproof_benches::peers::{Ours, Verdict};

const BEGIN: &str = "<!-- malformed: made by `cargo test -p wireproof-benches` -->\n";
const END: &str = "<!-- malformed: end -->\n";

#[test]
fn ours_accepts_none_unmarked() {
    let contract = Contract::default();
    let mut ours = Ours::new(&contract);
    assert_eq!(ours.verdict(TYPICAL.as_bytes()), Verdict::Accepted);
    let bodies = malformed::bodies();
    assert!(bodies.len() >= 16);
    for malformed in bodies {
        let wanted =
            if malformed.fault == "a member twice" { Verdict::Marked } else { Verdict::Refused };
        assert_eq!(ours.verdict(&malformed.body), wanted, "{}", malformed.fault);
    }
}

#[test]
fn the_committed_table_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/benches.md");
    let page = std::fs::read_to_string(&path).expect("the page");
    let (before, rest) = page.split_once(BEGIN).expect("the table begins");
    let (committed, after) = rest.split_once(END).expect("the table ends");
    let table = malformed::table();
    if std::env::var_os("WRITE_BENCH_TABLE").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}")).expect("written");
    } else {
        assert_eq!(committed, table, "WRITE_BENCH_TABLE=1 writes it anew");
    }
}
