//! Redirects, and whether a client followed one.

use crate::exchange::MessageEvidence;
use crate::http::{Header, Request, Response};

use super::answer::may_be_followed;

/// Returns the request with which the client followed the redirect that it got. A request that only repeats the first
/// one is none, unless the redirect may lead back there: `request.sent-once` judges repetitions.
pub(super) fn followed<'e>(messages: &MessageEvidence<'e>) -> Option<&'e Request> {
    let response = messages.response().filter(|response| may_be_followed(response))?;
    let (first, others) = messages.requests().split_first()?;
    others.iter().find(|other| !repeats(first, other) || leads_back(response, first))
}

/// Reports whether a request goes to the same place as the first one, in the same way.
fn repeats(first: &Request, other: &Request) -> bool {
    (&first.method, &first.target, host(first)) == (&other.method, &other.target, host(other))
}

fn host(request: &Request) -> Option<&str> {
    request.headers.all("Host").next().and_then(Header::text)
}

/// Reports whether the Location of a redirect may mean the place that the first request went to.
fn leads_back(response: &Response, first: &Request) -> bool {
    let Some(location) = response.headers.all("Location").next().and_then(Header::text) else {
        return true;
    };
    let without_scheme = location.strip_prefix("http://");
    let place = match (without_scheme, host(first)) {
        (Some(rest), Some(host)) => match rest.strip_prefix(host) {
            Some(path) => path,
            None => return false, // another host
        },
        _ => location,
    };
    let path = place.split(['?', '#']).next().unwrap_or(place);
    // A path may be relative to that of the first request.
    first.target.ends_with(path.trim_start_matches("./"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;
    use crate::exchange::{Evidence, Exchange};
    use crate::http::Answer;

    #[test]
    fn a_repetition_is_not_a_step_to_another_place() {
        let request = |host: &str, method: &str, target: &str| {
            let headers = [("Host", host)].into_iter().collect();
            Request::new(method, target, headers, b"")
        };
        let contract = Contract::default();
        let again = ("a:1", "POST", "/user/Go");
        for (status, location, second, expected) in [
            (307, "http://b:2/user/Go", again, false),
            (307, "http://a:1/user/Gone", again, false),
            (307, "/x", again, false),
            (307, "http://a:1/user/Go", again, true),
            (307, "/user/Go?again", again, true),
            (307, "./Go", again, true),
            (307, "", again, true),
            (307, "http://b:2/user/Go", ("b:2", "POST", "/user/Go"), true),
            (302, "http://a:1/x", ("a:1", "GET", "/x"), true),
            (303, "http://a:1/user/Go", ("a:1", "GET", "/user/Go"), true),
            (200, "http://b:2/", ("b:2", "GET", "/"), false),
        ] {
            let mut answer = Answer::json(status, "");
            answer.headers.push("Location", location);
            let (host, method, target) = second;
            let requests = vec![request("a:1", "POST", "/user/Go"), request(host, method, target)];
            let response = answer.response_to(&requests);
            let mut exchange = Exchange { requests, problems: Vec::new(), response, client: None };
            let followed = |exchange: &Exchange| {
                let evidence = Evidence::new(&contract, exchange, Default::default());
                followed(evidence.messages()).is_some()
            };
            assert_eq!(followed(&exchange), expected, "{status} {location} {second:?}");
            exchange.requests.truncate(1);
            assert!(!followed(&exchange));
        }
    }
}
