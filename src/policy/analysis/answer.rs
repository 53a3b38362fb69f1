//! Questions about the response that many policies ask.

use crate::exchange::{ClientEvidence, MessageEvidence};
use crate::http::{Header, Response};
use crate::json::Path;
use crate::protocol::ERROR_TYPE_HEADER;

/// Returns the path of the whole outcome.
pub(in crate::policy) fn outcome_path() -> Path {
    Path::root("outcome")
}

/// Reports whether the response has the header field of errors. The sources leave open how a client reads a
/// success with it.
pub(in crate::policy) fn has_error_header(response: Option<&Response>) -> bool {
    response.is_some_and(|response| response.headers.has(ERROR_TYPE_HEADER))
}

/// Reports whether an HTTP library may follow the response to another target.
pub(in crate::policy) fn may_be_followed(response: &Response) -> bool {
    (300..400).contains(&response.status) && response.headers.has("Location")
}

/// Returns the response, if its status is a success and its body can be read in only one way.
///
/// The reading of a body is open if the status allows no body and bytes came all the same, if the body has a
/// content coding, or if the charset is not one of JSON's.
pub(super) fn plain_success<'e>(
    messages: &MessageEvidence<'e>,
    client: &ClientEvidence<'_>,
) -> Option<&'e Response> {
    let response = messages.response().filter(|response| response.is_success())?;
    // A client that refuses an invalid input says nothing about the response, even if it sent the input.
    if client.outcome().is_refusal() && !client.input_faults().is_empty() {
        return None;
    }
    let value =
        |header: &Header| String::from_utf8_lossy(&header.value).trim().to_ascii_lowercase();
    let foreign = |value: String| {
        let charset = value.split(';').filter_map(|part| part.trim().strip_prefix("charset="));
        charset.map(|name| name.trim_matches('"')).any(|name| name != "utf-8" && name != "utf8")
    };
    let headers = &response.headers;
    let bodyless = matches!(response.status, 204 | 205);
    let readable = !(bodyless && (response.surplus || !response.body.is_empty()))
        && headers.all("Content-Encoding").all(|header| value(header) == "identity")
        && !headers.all("Content-Type").map(value).any(foreign);
    readable.then_some(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;
    use crate::exchange::Evidence;
    use crate::policy::Example;

    #[test]
    fn the_charset_of_json_has_two_spellings() {
        let contract = Contract::default();
        let plain = |headers: &'static [(&str, &str)]| {
            let exchange = Example { headers, ..Example::PLAIN }.exchange(&contract);
            {
                let evidence = Evidence::new(&contract, &exchange, Example::FEATURES);
                plain_success(evidence.messages(), evidence.client().expect("one")).is_some()
            }
        };
        assert!(plain(&[("Content-Type", "application/json; charset=utf-8")]));
        assert!(plain(&[("Content-Type", "application/json; charset=\"UTF8\"")]));
        assert!(!plain(&[("Content-Type", "application/json; charset=latin1")]));
        assert!(!plain(&[("Content-Encoding", "gzip")]));
    }
}
