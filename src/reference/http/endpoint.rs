//! The URL of an endpoint.

use super::error::HttpError;

/// A base URL: `http://host[:port][/path]`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Endpoint {
    /// The URL as it was given.
    pub(super) url: String,
    /// The host, and the port if it was given: the value of the `Host` field.
    pub(super) authority: String,
    /// The path before the operation's path, without a slash at its end.
    pub(super) base_path: String,
}

impl Endpoint {
    /// Reads a base URL.
    pub(super) fn parse(url: &str) -> Result<Self, HttpError> {
        // The URL becomes part of the request's head, so it must not contain a line end.
        if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(HttpError::Endpoint("a URL has visible ASCII characters only"));
        }
        let scheme = url.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("http://"));
        let Some(rest) = scheme.and_then(|scheme| url.get(scheme.len()..)) else {
            return Err(HttpError::Endpoint("only http:// is supported"));
        };
        if rest.contains(['?', '#', '@']) {
            return Err(HttpError::Endpoint("it has a query, a fragment or a user"));
        }
        let (authority, path) = match rest.find('/') {
            Some(slash) => rest.split_at(slash),
            None => (rest, ""),
        };
        if authority.is_empty() || authority.starts_with(':') {
            return Err(HttpError::Endpoint("it has no host"));
        }
        Ok(Self {
            url: url.to_owned(),
            authority: authority.to_owned(),
            base_path: path.trim_end_matches('/').to_owned(),
        })
    }

    /// Returns the host and the port to connect to.
    pub(super) fn address(&self) -> String {
        // A colon inside brackets is part of an IPv6 address.
        let behind_brackets = self.authority.rsplit(']').next().unwrap_or_default();
        if behind_brackets.contains(':') {
            self.authority.clone()
        } else {
            format!("{}:80", self.authority)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_base_urls() {
        for (url, authority, base_path, address) in [
            ("http://127.0.0.1:4012", "127.0.0.1:4012", "", "127.0.0.1:4012"),
            ("http://localhost/", "localhost", "", "localhost:80"),
            ("HTTP://[::1]:8080/a/b/", "[::1]:8080", "/a/b", "[::1]:8080"),
            ("http://[::1]", "[::1]", "", "[::1]:80"),
        ] {
            let endpoint = Endpoint::parse(url).expect(url);
            assert_eq!(endpoint.authority, authority);
            assert_eq!(endpoint.base_path, base_path);
            assert_eq!(endpoint.address(), address);
        }
    }

    #[test]
    fn refuses_what_it_cannot_call() {
        for url in [
            "",
            "http",
            "http://",
            "http:///path",
            "http://:80",
            "https://localhost",
            "localhost:80",
            "http://user@host",
            "http://host/?a=b",
            "http://host/#a",
            "http://ho st",
            "http://host/\r\nX: y",
            "http://hôst",
            "http:/é/host",
        ] {
            assert!(matches!(Endpoint::parse(url), Err(HttpError::Endpoint(_))), "{url}");
        }
    }
}
