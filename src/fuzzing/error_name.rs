//! The target `error_name`: the type of an error as a service spells it, at the speed of the code that resolves it.

use crate::protocol::resolve_code;

use super::shown;
use super::target::{Checked, FuzzTarget};
use super::views::Views;

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "error_name",
    property: "The name in an error's type is the one that a second reader finds, and resolving it again changes \
               nothing.",
    views: Views::ONE,
    check: |data, _| check(data),
    show: |data| format!("  type  {}", shown::bytes(data)),
    mutate: None,
};

fn check(data: &[u8]) -> Checked {
    // A field that is not UTF-8 is replaced before it is resolved, so there is nothing else to check.
    let Ok(told) = std::str::from_utf8(data) else { return Ok(()) };
    resolves_once(told)
}

/// Checks that resolving an error's type gives the same name as a second reader, and that resolving it again changes
/// nothing. The second check does not apply to a type with several `#`, because the sources leave it open.
///
/// # Errors
///
/// If a check fails. The message shows the resolved names.
pub fn resolves_once(told: &str) -> Result<(), String> {
    let (once, second) = (resolve_code(told), second_name(told));
    if once != second {
        return Err(format!("{told:?} is resolved to {once:?}, and to a second reader {second:?}"));
    }
    let before_uri = told.split(':').next().unwrap_or_default();
    if memchr::memchr_iter(b'#', before_uri.as_bytes()).nth(1).is_none() {
        let twice = resolve_code(once);
        if once != twice {
            return Err(format!("{told:?} is resolved to {once:?}, and that to {twice:?}"));
        }
    }
    Ok(())
}

/// Finds the name from the end to the beginning: the other way round than the codec.
pub(super) fn second_name(told: &str) -> &str {
    let end = told.bytes().position(|byte| byte == b':').unwrap_or(told.len());
    let before = &told.as_bytes()[..end];
    // Everything up to the first `#` is the namespace.
    let mut start = 0;
    for at in (0..end).rev() {
        if before[at] == b'#' {
            start = at + 1;
        }
    }
    let blank = |byte: u8| matches!(byte, b' ' | b'\t');
    let (mut start, mut end) = (start, end);
    while start < end && blank(before[start]) {
        start += 1;
    }
    while end > start && blank(before[end - 1]) {
        end -= 1;
    }
    told.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_reader_follows_the_specification() {
        for (told, expected) in [
            ("", ""),
            ("FooError", "FooError"),
            ("FooError:http://internal.amazon.com/coral/com.amazon.coral.validate/", "FooError"),
            ("aws.protocoltests.restjson#FooError", "FooError"),
            ("aws.protocoltests.restjson#FooError:http://internal.amazon.com/", "FooError"),
            (" ns# FooError\t:x", "FooError"),
            ("a:b#c", "a"),
            ("#", ""),
        ] {
            assert_eq!(second_name(told), expected, "{told}");
            assert_eq!(check(told.as_bytes()), Ok(()), "{told}");
        }
    }
}
