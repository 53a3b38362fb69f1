//! The protocols that a botocore model names, without the rest of the model.

use crate::json::{EventKind, Events};

/// Returns the protocols that a botocore model names in its `metadata`; none for any other file. Only the bytes up to them are
/// read, and no shape: so a model of another protocol may have whatever that protocol allows.
///
/// ```
/// let file = br#"{"version":"2.0","metadata":{"apiVersion":"1","protocol":"query"},"operations":{}}"#;
/// assert_eq!(wireproof::model::botocore_protocols(file), ["query"]);
/// ```
pub fn botocore_protocols(file: &[u8]) -> Vec<String> {
    let Ok(text) = std::str::from_utf8(file) else { return Vec::new() };
    let mut events = Events::new(file);
    let (mut depth, mut in_metadata) = (0_usize, false);
    let (mut one, mut several) = (Vec::new(), Vec::new());
    let mut member = String::new();
    while let Some(Ok(event)) = events.next() {
        match event.kind {
            EventKind::BeginObject | EventKind::BeginArray => depth += 1,
            EventKind::EndObject | EventKind::EndArray => {
                depth -= 1;
                if in_metadata && depth == 1 {
                    break;
                }
            }
            EventKind::Name(name) => {
                member = name.resolve(text).into_owned();
                let wanted = match depth {
                    1 => member == "metadata",
                    _ => member == "protocol" || member == "protocols",
                };
                in_metadata |= depth == 1 && wanted;
                if !wanted && events.skip_value().is_err() {
                    break;
                }
            }
            EventKind::String(string) if in_metadata => {
                let list = if depth == 2 { &mut one } else { &mut several };
                if member.starts_with("protocol") {
                    list.push(string.resolve(text).into_owned());
                }
            }
            _ => {}
        }
    }
    if several.is_empty() { one } else { several }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_metadata_counts() {
        let told = |file: &str| botocore_protocols(file.as_bytes()).join(" ");
        assert_eq!(told(r#"{"metadata":{"protocol":"json","protocols":["a","b"]}}"#), "a b");
        assert_eq!(told(r#"{"x":{"protocol":"json"},"metadata":{"y":{"protocol":"z"}}}"#), "");
        assert_eq!(told(r#"{"metadata":{"protocol":7}}"#), "");
        assert_eq!(told(r#"{"metadata":{"protocol":"ec2""#), "ec2");
        assert_eq!(told(r#"["metadata"]"#), "");
        assert_eq!(told("{"), "");
    }
}
