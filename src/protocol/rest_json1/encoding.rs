//! What is done with a whole body before it is sent: compression, and a checksum.
//!
//! Sources: Smithy 2.0, "requestCompression trait" and "httpChecksumRequired trait".

use std::io::{Read as _, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use md5::{Digest as _, Md5};

use crate::contract::is_gzip;
use crate::http::{Headers, Request};
use crate::model::Traits;
use crate::protocol::interface::CodingError;

/// A body with fewer bytes is not compressed. Clients let their users choose; this is the default of AWS's.
const LEAST_COMPRESSED: usize = 10_240;

/// The most bytes of an unpacked body: 32 MiB, as much as of a whole request.
const MOST_UNPACKED: usize = 32 * 1024 * 1024;

/// Compresses a body if the operation says so and it is worth it, and names the coding after those that a member set.
pub(super) fn compress(traits: &Traits, body: Vec<u8>, headers: &mut Headers) -> Vec<u8> {
    let known = traits.request_compression.iter().any(|coding| is_gzip(coding));
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

/// Returns a request without the coding that its client chose: the body is unpacked, and the field names the codings that are
/// left. `None` if there is nothing to remove.
///
/// # Errors
///
/// If the body is not in that coding, or would be too large.
pub(super) fn remove(traits: &Traits, request: &Request) -> Result<Option<Request>, CodingError> {
    const FIELD: &str = "Content-Encoding";
    if !traits.request_compression.iter().any(|coding| is_gzip(coding)) {
        return Ok(None);
    }
    let lines = request.headers.all(FIELD).map(|field| String::from_utf8_lossy(&field.value));
    let told = lines.collect::<Vec<_>>().join(",");
    let mut codings: Vec<&str> = told.split(',').map(str::trim).collect();
    if !codings.pop().is_some_and(is_gzip) {
        return Ok(None);
    }
    let mut body = Vec::new();
    let mut unpacked = MultiGzDecoder::new(&request.body[..]).take(MOST_UNPACKED as u64 + 1);
    unpacked.read_to_end(&mut body).map_err(|fault| CodingError(fault.to_string()))?;
    if body.len() > MOST_UNPACKED {
        return Err(CodingError(format!("more than {MOST_UNPACKED} bytes if it is unpacked")));
    }
    let mut headers = Headers::new();
    for field in request.headers.iter() {
        if !field.name.eq_ignore_ascii_case(FIELD) {
            headers.push(field.name.as_str(), field.value.as_slice());
        } else if !codings.is_empty() {
            headers.push(FIELD, codings.join(", "));
            codings.clear();
        }
    }
    Ok(Some(Request { headers, body, ..request.clone() }))
}

/// Adds the checksum of a body if the operation requires one and no member has set it.
pub(super) fn add_checksum(traits: &Traits, body: &[u8], headers: &mut Headers) {
    if traits.checksum_required && !headers.has("Content-MD5") {
        headers.push("Content-MD5", STANDARD.encode(Md5::digest(body)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compressed_is_unpacked_again() {
        let traits = Traits { request_compression: vec!["gzip".into()], ..Traits::default() };
        let body = vec![b'a'; LEAST_COMPRESSED];
        for (before, after) in [("", ""), ("custom", "custom, gzip")] {
            let mut headers = Headers::new();
            if !before.is_empty() {
                headers.push("Content-Encoding", before);
            }
            let packed = compress(&traits, body.clone(), &mut headers);
            assert!(packed.len() < body.len());
            let told = headers.only("Content-Encoding").and_then(|field| field.text());
            assert_eq!(told, Some(if after.is_empty() { "gzip" } else { after }));
            let request = Request::new("PUT", "/", headers, &packed);
            let found = remove(&traits, &request).expect("gzip").expect("it is packed");
            assert_eq!(found.body, body);
            let left = found.headers.only("Content-Encoding").and_then(|field| field.text());
            assert_eq!(left.unwrap_or_default(), before);
            // An operation that offers no coding has none to remove.
            assert_eq!(remove(&Traits::default(), &request), Ok(None));
        }
    }

    #[test]
    fn what_is_not_packed_or_too_large_is_refused() {
        let traits = Traits { request_compression: vec!["gzip".into()], ..Traits::default() };
        let request = |body: &[u8]| {
            let headers = [("Content-Encoding", "gzip")].into_iter().collect();
            Request::new("PUT", "/", headers, body)
        };
        assert!(remove(&traits, &request(b"{}")).is_err());
        let bomb = compress(&traits, vec![0; MOST_UNPACKED + 1], &mut Headers::new());
        let fault = remove(&traits, &request(&bomb)).expect_err("too large");
        assert!(fault.to_string().contains("more than 33554432 bytes"), "{fault}");
    }
}
