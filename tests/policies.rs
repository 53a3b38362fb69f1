//! Our own suite, run as a user runs it: the reference client, each policy a test.

use wireproof::reference::ReferenceClient;

fn main() {
    wireproof::cargo_test::main(ReferenceClient::new());
}
