//! Compresses the body of a request.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::super::http::Draft;

/// A smaller body is not compressed: the default of Smithy's setting `REQUEST_MIN_COMPRESSION_SIZE_BYTES`.
const LEAST: usize = 10_240;

/// Compresses the body of a draft if the operation offers gzip and the body is large, and names the coding behind those that
/// the input names.
pub(super) fn compress(offered: &[String], draft: &mut Draft) {
    if draft.body.len() < LEAST || !offered.iter().any(|own| own.eq_ignore_ascii_case("gzip")) {
        return;
    }
    draft.body = gzip(&draft.body);
    let named = draft.signed.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case(FIELD));
    match named {
        Some((_, value)) if !value.trim().is_empty() => value.push_str(", gzip"),
        Some((_, value)) => "gzip".clone_into(value),
        None => draft.signed.push((FIELD.to_owned(), "gzip".to_owned())),
    }
}

const FIELD: &str = "Content-Encoding";

/// Returns bytes in gzip.
pub(in crate::reference) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    let written = packed.write_all(bytes);
    // Nothing that is written to memory fails.
    written.and_then(|()| packed.finish()).unwrap_or_default()
}
