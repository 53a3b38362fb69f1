//! The matrix: a page in Markdown or HTML, made from saved reports, with the result of each testee for each policy.
//!
//! Everything in a report comes from outside: the name of a testee, its messages, the bytes that it sent. So the page
//! escapes all of it, and takes its anchors, classes and links from the catalogue and from counters.

mod bytes;
mod elements;
mod html;
mod markdown;
mod panel;
mod table;

pub use html::write_html;
pub use markdown::write_markdown;
pub use table::{Matrix, MatrixError};

#[cfg(test)]
mod tests;
