//! The URL of an endpoint, as a client is told it.

/// An `http://` URL, taken apart: `http://127.0.0.1:40123/base`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EndpointUrl<'u> {
    /// The host, and the port if there is one.
    pub(crate) authority: &'u str,
    /// The path, which may be empty and may end with a slash.
    pub(crate) path: &'u str,
}

impl<'u> EndpointUrl<'u> {
    /// Takes a URL apart. `None` if it is no `http://` URL with a host.
    pub(crate) fn parse(url: &'u str) -> Option<Self> {
        let rest = url.strip_prefix("http://")?;
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        (!authority.is_empty()).then_some(Self { authority, path })
    }

    /// Returns the target of an operation at this endpoint: the path of the endpoint, without a slash at its end, and
    /// then the target of the operation.
    pub(crate) fn target(self, uri: &str) -> String {
        format!("{}{uri}", self.path.trim_end_matches('/'))
    }

    /// Reports whether the value of a `Host` field names this endpoint. Case does not count, and the port 80, which
    /// is the default, may be left out (RFC 9110, sections 4.2.1 and 4.2.3).
    pub(crate) fn is_host(self, value: &str) -> bool {
        let without_default = |authority: &str| {
            let lower = authority.to_ascii_lowercase();
            lower.strip_suffix(":80").map(str::to_owned).unwrap_or(lower)
        };
        without_default(self.authority) == without_default(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_the_operation_is_appended() {
        for (url, target) in [
            ("http://127.0.0.1:40123", "/user/Do"),
            ("http://127.0.0.1:40123/", "/user/Do"),
            ("http://127.0.0.1:40123/base", "/base/user/Do"),
            ("http://127.0.0.1:40123/base/", "/base/user/Do"),
            ("http://127.0.0.1:40123/a/b%20c/", "/a/b%20c/user/Do"),
        ] {
            let url = EndpointUrl::parse(url).expect(url);
            assert_eq!(url.authority, "127.0.0.1:40123");
            assert_eq!(url.target("/user/Do"), target);
        }
        for url in ["", "http://", "http:///base", "https://h", "h/base"] {
            assert_eq!(EndpointUrl::parse(url), None, "{url}");
        }
    }

    #[test]
    fn a_host_is_the_same_in_any_case_and_without_the_default_port() {
        for (url, host, same) in [
            ("http://127.0.0.1:40123/base", "127.0.0.1:40123", true),
            ("http://LocalHost:40123", "localhost:40123", true),
            ("http://localhost:80", "localhost", true),
            ("http://localhost", "localhost:80", true),
            ("http://127.0.0.1:40123", "127.0.0.1", false),
            ("http://127.0.0.1:40123", "localhost:40123", false),
            ("http://127.0.0.1:40123", "127.0.0.1:40124", false),
            ("http://127.0.0.1:40123", "", false),
            ("http://127.0.0.1:40123", "127.0.0.1:40123/", false),
            ("http://127.0.0.1:40123", "user@127.0.0.1:40123", false),
        ] {
            assert_eq!(EndpointUrl::parse(url).expect(url).is_host(host), same, "{url} {host}");
        }
    }
}
