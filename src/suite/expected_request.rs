//! What a case says of the request outside of a JSON body: its target, its header fields, and the bytes of its body.

use serde::Deserialize;

use crate::http::Request;

use super::text::Text;

/// What the request of a faithful client must have. What it does not name is free.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpectedRequest {
    /// The path and the query, as they are spelled on the wire.
    pub uri: Option<String>,
    /// Header fields, each of which is there once, with this value.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The names of header fields that are not there.
    pub without: Vec<String>,
    /// The bytes of the body.
    pub body: Option<Vec<u8>>,
}

/// The same as it stands in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRequest {
    uri: Option<String>,
    #[serde(default)]
    headers: Vec<(String, Text)>,
    #[serde(default)]
    without: Vec<String>,
    body: Option<Text>,
}

/// Reads what a case says of the request.
pub(super) fn read_request(raw: RawRequest) -> Result<ExpectedRequest, String> {
    let RawRequest { uri, headers, without, body } = raw;
    if uri.as_ref().is_some_and(|uri| !uri.starts_with('/')) {
        return Err("`request.uri` must begin with a slash".to_owned());
    }
    let read = |what: &str, text: &Text| {
        text.bytes().map_err(|error| format!("`request.{what}`: {error}"))
    };
    let headers = headers.into_iter().map(|(name, text)| Ok((name, read("headers", &text)?)));
    let headers = headers.collect::<Result<Vec<_>, String>>()?;
    let body = body.map(|text| read("body", &text)).transpose()?;
    let expected = ExpectedRequest { uri, headers, without, body };
    match expected == ExpectedRequest::default() {
        true => Err("`request` must expect something".to_owned()),
        false => Ok(expected),
    }
}

impl ExpectedRequest {
    /// Returns the first thing in which a request is not as expected, in words.
    pub fn difference(&self, request: &Request) -> Option<String> {
        if let Some(uri) = self.uri.as_ref().filter(|uri| **uri != request.target) {
            return Some(format!("the target is {:?}, and not {uri:?}", request.target));
        }
        for (name, value) in &self.headers {
            let found: Vec<_> = request.headers.all(name).map(|field| &field.value[..]).collect();
            if found != [&value[..]] {
                let found = found.iter().map(|found| String::from_utf8_lossy(found));
                let found: Vec<_> = found.collect();
                let value = String::from_utf8_lossy(value);
                return Some(format!("the field {name} is {found:?}, and not {value:?}"));
            }
        }
        if let Some(name) = self.without.iter().find(|name| request.headers.has(name)) {
            return Some(format!("there is a field {name}"));
        }
        let body = self.body.as_ref().filter(|body| **body != request.body)?;
        let same = body.iter().zip(&request.body).take_while(|(one, two)| one == two).count();
        Some(format!(
            "the body has {} bytes, and not {}; the first difference is at byte {same}",
            request.body.len(),
            body.len()
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Headers;

    #[test]
    fn names_what_is_not_as_expected() {
        let mut headers = Headers::new();
        headers.push("X-Amz-Log-Type", "Tail");
        let request = Request::new("POST", "/a?b=c", headers, b"\x00body");
        let expects = |text: &str| {
            let raw: RawRequest = toml::from_str(text).expect("TOML");
            read_request(raw).map(|expected| expected.difference(&request))
        };
        let right = r#"
            uri = "/a?b=c"
            headers = [["x-amz-log-type", "Tail"]]
            without = ["Content-Type"]
            body = [{ hex = "00" }, "body"]
        "#;
        assert_eq!(expects(right), Ok(None));
        for (text, told) in [
            (r#"uri = "/a""#, r#"the target is "/a?b=c", and not "/a""#),
            (
                r#"headers = [["X-Amz-Log-Type", "None"]]"#,
                r#"the field X-Amz-Log-Type is ["Tail"], and not "None""#,
            ),
            (r#"headers = [["X-Other", ""]]"#, r#"the field X-Other is [], and not """#),
            (r#"without = ["X-AMZ-LOG-TYPE"]"#, "there is a field X-AMZ-LOG-TYPE"),
            (
                r#"body = [{ hex = "00" }, "bod"]"#,
                "the body has 5 bytes, and not 4; the first difference is at byte 4",
            ),
        ] {
            assert_eq!(expects(text), Ok(Some(told.to_owned())), "{text}");
        }
        assert!(expects("").is_err());
        assert!(expects(r#"uri = "a""#).is_err());
        assert!(expects(r#"body = [{ hex = "0" }]"#).is_err());
    }
}
