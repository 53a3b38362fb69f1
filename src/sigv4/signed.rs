//! What a signature covers and when it was made, for policies that do not verify it.

use std::time::{Duration, SystemTime};

use crate::http::Request;
use crate::model::TimestampFormat;
use crate::value::Timestamp;

use super::verify::{Authorization, signing_time, single};

/// Returns the names in `SignedHeaders`, as they are spelled. `None` if the request has no `Authorization` field that can
/// be read.
pub fn signed_names(request: &Request) -> Option<Vec<&str>> {
    let text = single(request, "authorization").ok().flatten()?;
    Authorization::parse(text).ok().map(|authorization| authorization.signed)
}

/// Returns the moment at which a request says that it was signed, by its `X-Amz-Date` or else its `Date`. `None` if
/// neither can be read, or if the moment is before 1970.
pub fn signing_moment(request: &Request) -> Option<SystemTime> {
    let text = signing_time(request).ok()?;
    let [year, month, day, hour, minute, second] =
        [(0..4), (4..6), (6..8), (9..11), (11..13), (13..15)].map(|part| text.get(part));
    let date = [year?, month?, day?].join("-");
    let time = [hour?, minute?, second?].join(":");
    let moment = Timestamp::parse(&format!("{date}T{time}Z"), TimestampFormat::DateTime)?;
    let seconds = u64::try_from(moment.seconds).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Headers;
    use crate::sigv4::{EXAMPLE_TIME, Signer, example_moment};

    #[test]
    fn names_and_moment_are_told_without_verifying() {
        let mut headers: Headers = [("Host", "h")].into_iter().collect();
        let unsigned = Request::new("GET", "/", headers.clone(), b"");
        assert_eq!((signed_names(&unsigned), signing_moment(&unsigned)), (None, None));
        Signer::dummy("s").sign("GET", "/", &mut headers, b"", EXAMPLE_TIME);
        let signed = Request::new("POST", "/other", headers, b"");
        let names = ["host", "x-amz-date", "x-amz-security-token"];
        assert_eq!(signed_names(&signed), Some(names.to_vec()));
        assert_eq!(signing_moment(&signed), Some(example_moment()));
    }

    #[test]
    fn a_moment_may_be_told_by_either_field() {
        for (name, text, seconds) in [
            ("X-Amz-Date", "19700101T000001Z", Some(1)),
            ("Date", "Sun, 30 Aug 2015 12:36:00 GMT", Some(1_440_938_160)),
            ("Date", "20150830T123600Z", Some(1_440_938_160)),
            ("X-Amz-Date", "19691231T235959Z", None),
            ("X-Amz-Date", "2015-08-30T12:36:00Z", None),
            ("X-Amz-Date", "Sun, 30 Aug 2015 12:36:00 GMT", None),
        ] {
            let headers = [(name, text)].into_iter().collect();
            let moment = signing_moment(&Request::new("GET", "/", headers, b""));
            let told = moment.map(|moment| {
                moment.duration_since(SystemTime::UNIX_EPOCH).expect("it is later").as_secs()
            });
            assert_eq!(told, seconds, "{name}: {text}");
        }
    }
}
