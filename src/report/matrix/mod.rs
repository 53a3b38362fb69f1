//! The matrix: policies by testees, made of saved reports, as a page in Markdown or in HTML.
//!
//! Everything in a report comes from outside: a testee's name, its messages, the bytes that it sent. So all of it is
//! escaped, and what the page is built of (anchors, classes, links) comes from the catalogue and from counting.

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
