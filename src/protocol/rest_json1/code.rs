//! The name of an error, in what a response tells of its type.
//!
//! Source: Smithy 2.0, AWS restJson1, "Operation error serialization": the text behind the first `:` is a URI, the
//! text before the first `#` a namespace, and neither counts.

/// The header field that tells an error's type.
pub const ERROR_TYPE_HEADER: &str = "X-Amzn-Errortype";

/// Returns the name in what a response tells of an error's type: without its URI, its namespace, and white
/// space around it.
///
/// A second time changes nothing, unless there is more than one `#`. The sources leave open what that means; here the
/// namespace ends at the first.
///
/// ```
/// use wireproof::protocol::resolve_code;
///
/// assert_eq!(resolve_code("aws.protocoltests.restjson#FooError:http://internal.amazon.com/"), "FooError");
/// ```
pub fn resolve_code(value: &str) -> &str {
    // A `#` behind the first `:` is part of the URI.
    let value = match memchr::memchr2(b':', b'#', value.as_bytes()) {
        Some(at) if value.as_bytes()[at] == b'#' => {
            let name = &value[at + 1..];
            memchr::memchr(b':', name.as_bytes()).map_or(name, |end| &name[..end])
        }
        Some(end) => &value[..end],
        None => value,
    };
    match value.as_bytes() {
        [b' ' | b'\t', ..] | [.., b' ' | b'\t'] => value.trim_matches([' ', '\t']),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolves_what_the_specification_lists() {
        // Smithy 2.0, AWS restJson1: the same error in every form that a service may send.
        for value in [
            "FooError",
            "FooError:http://internal.amazon.com/coral/com.amazon.coral.validate/",
            "aws.protocoltests.restjson#FooError",
            "aws.protocoltests.restjson#FooError:http://internal.amazon.com/coral/com.amazon.coral.validate/",
            " FooError\t",
        ] {
            assert_eq!(resolve_code(value), "FooError", "{value}");
            assert_eq!(resolve_code(resolve_code(value)), "FooError");
        }
    }
}
