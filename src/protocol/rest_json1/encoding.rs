//! What is done with a whole body before it is sent: compression, and a checksum.
//!
//! Sources: Smithy 2.0, "requestCompression trait" and "httpChecksumRequired trait".

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use md5::{Digest as _, Md5};

use crate::http::Headers;
use crate::model::Traits;

/// A body with fewer bytes is not compressed. Clients let their users choose; this is the default of AWS's.
const LEAST_COMPRESSED: usize = 10_240;

/// Compresses a body if the operation says so and it is worth it, and names the coding after those that a member set.
pub(super) fn compress(traits: &Traits, body: Vec<u8>, headers: &mut Headers) -> Vec<u8> {
    let known = traits.request_compression.iter().any(|coding| coding == "gzip");
    if !known || body.len() < LEAST_COMPRESSED {
        return body;
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let Ok(packed) = encoder.write_all(&body).and_then(|()| encoder.finish()) else {
        return body;
    };
    let told = headers.all("Content-Encoding").map(|field| String::from_utf8_lossy(&field.value));
    let mut codings: Vec<_> = told.filter(|told| !told.is_empty()).collect();
    codings.push("gzip".into());
    let codings = codings.join(", ");
    headers.set("Content-Encoding", codings);
    packed
}

/// Adds the checksum of a body if the operation requires one and no member has set it.
pub(super) fn add_checksum(traits: &Traits, body: &[u8], headers: &mut Headers) {
    if traits.checksum_required && !headers.has("Content-MD5") {
        headers.push("Content-MD5", STANDARD.encode(Md5::digest(body)));
    }
}
