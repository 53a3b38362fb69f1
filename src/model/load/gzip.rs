//! Files that are gzipped, as botocore ships its models.

use std::io::{ErrorKind, Read as _};

use flate2::bufread::GzDecoder;

use super::error::LoadError;
use crate::json::Path;

/// The most bytes of a model: 256 MiB. The largest model of AWS takes 2 MiB.
const LIMIT: usize = 256 * 1024 * 1024;

/// Returns the text of a model's file: unpacked, if the file is gzipped, else as it is.
///
/// ```
/// assert_eq!(wireproof::model::unpacked(b"{}".to_vec()), Ok(b"{}".to_vec()));
/// ```
///
/// # Errors
///
/// If the file begins as one in gzip and is none, or is gzipped twice, or unpacks to more than 256 MiB.
pub fn unpacked(file: Vec<u8>) -> Result<Vec<u8>, LoadError> {
    unpacked_within(file, LIMIT)
}

fn unpacked_within(file: Vec<u8>, limit: usize) -> Result<Vec<u8>, LoadError> {
    if !is_gzipped(&file) {
        return Ok(file);
    }
    let refused = |message: String| Err(LoadError::new(&Path::default(), message));
    let mut text = Vec::new();
    let mut rest = &file[..];
    // One gzip member after the other, since the decoder for several says of any bytes behind them that they end early.
    let read = loop {
        let left = (limit + 1 - text.len()) as u64;
        let read = GzDecoder::new(&mut rest).take(left).read_to_end(&mut text);
        // A tape or a disk may pad a file with zero bytes, as gzip(1) allows.
        if read.is_err() || text.len() > limit || rest.iter().all(|byte| *byte == 0) {
            break read;
        }
        if !is_gzipped(rest) {
            let at = file.len() - rest.len();
            return refused(format!(
                "other bytes follow the gzip data at byte {at}; fetch the file again"
            ));
        }
    };
    match read {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
            refused("the gzip data end early; fetch the file again".to_owned())
        }
        Err(error) => refused(format!("not gzip: {error}; fetch the file again")),
        Ok(_) if text.len() > limit => refused(format!("unpacks to more than {limit} bytes")),
        Ok(_) if is_gzipped(&text) => refused("gzipped twice; unpack the file once".to_owned()),
        Ok(_) => Ok(text),
    }
}

/// Reports whether bytes begin as gzip data do (RFC 1952, section 2.3.1).
fn is_gzipped(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).expect("memory");
        encoder.finish().expect("memory")
    }

    #[test]
    fn a_gzipped_file_is_unpacked_and_any_other_is_left() {
        assert_eq!(unpacked(packed(b"{}")), Ok(b"{}".to_vec()));
        assert_eq!(unpacked(b"\x1f{".to_vec()), Ok(b"\x1f{".to_vec()));
        assert_eq!(unpacked(Vec::new()), Ok(Vec::new()));
    }

    #[test]
    fn says_what_is_wrong_with_gzip_data() {
        let refusal = |file: Vec<u8>| unpacked_within(file, 100).expect_err("refused").to_string();
        let whole = packed(b"{}");
        for cut in 2..whole.len() {
            assert_eq!(
                refusal(whole[..cut].to_vec()),
                "the gzip data end early; fetch the file again"
            );
        }
        assert_eq!(refusal(packed(&whole)), "gzipped twice; unpack the file once");
        assert_eq!(refusal(packed(&[b' '; 101])), "unpacks to more than 100 bytes");
        assert!(refusal(b"\x1f\x8bmodel".to_vec()).contains("fetch the file again"));
        let behind = |more: &[u8]| [&whole, more].concat();
        let at = whole.len();
        let told = format!("other bytes follow the gzip data at byte {at}; fetch the file again");
        assert_eq!(refusal(behind(b"junk")), told);
        assert_eq!(refusal(behind(b"\0\0j")), told);
        assert_eq!(unpacked(behind(b"\0\0")), Ok(b"{}".to_vec()), "padding");
        assert_eq!(unpacked(behind(&packed(b" "))), Ok(b"{} ".to_vec()), "two members");
        let mut bad_sum = whole;
        let last = bad_sum.len() - 5;
        bad_sum[last] ^= 1;
        assert!(refusal(bad_sum).starts_with("not gzip: "), "a wrong checksum");
    }
}
