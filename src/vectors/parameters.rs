//! The parameters of a malformed-request test: it stands for one test for each row of values.
//!
//! Source: Smithy 2.0, "HTTP Protocol Compliance Tests" (`httpMalformedRequestTests`, "Parameterization").

use std::cell::Cell;

use crate::json::{Json, Path, write_string};
use crate::model::LoadError;

/// The most tests that one may stand for.
const MOST_ROWS: usize = 10_000;

/// The most bytes of text that a test and its rows become: 64 MiB. A short text may name a long value many times.
const MOST_TEXT: usize = 64 * 1024 * 1024;

/// One value for each parameter, by name.
pub(super) type Row<'a> = Vec<(&'a str, &'a str)>;

/// How many bytes of text a test may still become.
#[derive(Debug)]
pub(super) struct TextLeft(Cell<usize>);

impl TextLeft {
    pub(super) fn new() -> Self {
        Self(Cell::new(MOST_TEXT))
    }

    fn take(&self, bytes: usize, at: &Path) -> Result<(), LoadError> {
        let left = self.0.get().checked_sub(bytes).ok_or_else(|| {
            let message =
                format!("the rows of the test become more than {MOST_TEXT} bytes; shorten them");
            LoadError::new(at, message)
        })?;
        self.0.set(left);
        Ok(())
    }
}

/// Returns the rows of a test; none if it has no parameters.
pub(super) fn rows<'a>(test: &'a Json, at: &Path) -> Result<Vec<Row<'a>>, LoadError> {
    let at = at.member("testParameters");
    let Some(parameters) = test.get("testParameters") else { return Ok(Vec::new()) };
    let mut rows: Vec<Row<'a>> = Vec::new();
    for (i, (name, values)) in parameters.members().iter().enumerate() {
        let at = at.member(name);
        let texts = values
            .as_array()
            .and_then(|values| values.iter().map(Json::as_str).collect::<Option<Vec<&str>>>());
        let texts = texts.ok_or_else(|| LoadError::new(&at, "an array of strings expected"))?;
        if texts.len() > MOST_ROWS {
            let message = format!("more than {MOST_ROWS} values; make several tests of this one");
            return Err(LoadError::new(&at, message));
        }
        if i == 0 {
            rows = texts.iter().map(|_| Vec::new()).collect();
        }
        if rows.len() != texts.len() {
            let message = format!("{} values expected, as the parameter before has", rows.len());
            return Err(LoadError::new(&at, message));
        }
        for (row, text) in rows.iter_mut().zip(texts) {
            row.push((name, text));
        }
    }
    Ok(rows)
}

/// Returns a text with the values of a row in it: `$name:L` is the value as it is, `$name:S` the value in quotes, `$$` a dollar
/// sign.
pub(super) fn filled(
    text: &str,
    row: &Row<'_>,
    left: &TextLeft,
    at: &Path,
) -> Result<String, LoadError> {
    left.take(text.len(), at)?;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        if let Some(after) = after.strip_prefix('$') {
            out.push('$');
            rest = after;
            continue;
        }
        let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let (name, format) = after.split_at(end.unwrap_or(after.len()));
        let value = row.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        rest = match (value, format.get(..2)) {
            (Some(value), Some(":L")) => {
                left.take(value.len(), at)?;
                out.push_str(value);
                &format[2..]
            }
            (Some(value), Some(":S")) => {
                left.take(value.len(), at)?;
                write_string(value, &mut out);
                &format[2..]
            }
            _ => {
                let message = format!(
                    "`${name}` is no parameter with a format; `$name:L`, `$name:S` or `$$` expected"
                );
                return Err(LoadError::new(at, message));
            }
        };
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_into_texts() {
        let row = vec![("value", r#"a"b"#), ("tag", "t")];
        let left = TextLeft::new();
        let filled =
            |text| filled(text, &row, &left, &Path::default()).map_err(|error| error.to_string());
        assert_eq!(filled(r#"{"x": $value:S}"#).as_deref(), Ok(r#"{"x": "a\"b"}"#));
        assert_eq!(filled("/$tag:L/$value:L$$").as_deref(), Ok(r#"/t/a"b$"#));
        assert!(filled("$other:L").is_err_and(|error| error.contains("`$other` is no parameter")));
        assert!(filled("$value").is_err() && filled("$value:X").is_err() && filled("$").is_err());
        assert!(filled("$value:é").is_err());
    }

    #[test]
    fn a_test_does_not_grow_without_bound() {
        let value = "v".repeat(1024 * 1024);
        let (row, left) = (vec![("value", value.as_str())], TextLeft::new());
        let filled = |text: &str| filled(text, &row, &left, &Path::default());
        assert!(filled(&"$value:L".repeat(40)).is_ok());
        let error = filled(&"$value:S".repeat(40)).expect_err("80 MiB");
        assert!(error.to_string().contains("more than 67108864 bytes"), "{error}");
    }

    #[test]
    fn each_row_has_a_value_for_each_parameter() {
        let rows = |text: &str| {
            let test = Json::parse(text).expect(text);
            let rows = rows(&test, &Path::default()).map_err(|error| error.to_string())?;
            Ok::<_, String>(rows.into_iter().map(|row| format!("{row:?}")).collect::<Vec<_>>())
        };
        assert_eq!(rows("{}"), Ok(vec![]));
        let two = r#"{"testParameters":{"a":["1","2"],"b":["3","4"]}}"#;
        let wanted = [r#"[("a", "1"), ("b", "3")]"#, r#"[("a", "2"), ("b", "4")]"#];
        assert_eq!(rows(two), Ok(wanted.map(str::to_owned).to_vec()));
        for (text, message) in [
            (
                r#"{"testParameters":{"a":["1","2"],"b":["3"]}}"#,
                "testParameters.b: 2 values expected, as the parameter before has",
            ),
            (r#"{"testParameters":{"a":"1"}}"#, "testParameters.a: an array of strings expected"),
        ] {
            assert_eq!(rows(text), Err(message.to_owned()));
        }
    }
}
