//! Reads the imports of a source file: enough of Rust's syntax for paths, and no more.

/// What one source file says of other modules.
#[derive(Debug, Default)]
pub(crate) struct Imports {
    /// Each path that the code names, from `crate`, `super`, `self` or a child module.
    pub(crate) paths: Vec<Named>,
    /// Each name that the file re-exports (`pub use`), with the path that it stands for.
    pub(crate) reexports: Vec<(String, Named)>,
    /// Each name that the code uses without a path, outside of `use`.
    pub(crate) words: Vec<(usize, String)>,
    /// The child modules that are compiled for tests only.
    pub(crate) tests: Vec<String>,
}

/// A path and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// The line, from 1.
    pub(crate) line: usize,
    /// The segments as written; `*` is the last one of a glob.
    pub(crate) path: Vec<String>,
    /// How many inline modules (`mod x { … }`) the path stands in.
    pub(crate) inside: usize,
}

#[derive(Clone, Copy, Debug)]
struct Token<'a> {
    line: usize,
    text: &'a str,
}

/// Reads a file. Comments, literals and what is compiled for tests only are left out.
pub(crate) fn read(source: &str) -> Imports {
    let tokens = tokens(source);
    let mut imports = Imports::default();
    let tokens = without_tests(&tokens, &mut imports.tests);
    let (mut at, mut depth, mut inline) = (0, 0, Vec::new());
    while at < tokens.len() {
        let word = tokens[at].text;
        let is =
            |offset: usize, text: &str| tokens.get(at + offset).is_some_and(|t| t.text == text);
        let follows = |text: &str| at > 0 && tokens[at - 1].text == text;
        match word {
            "{" => depth += 1,
            "}" => {
                depth -= 1;
                inline.pop_if(|opened| *opened == depth);
            }
            // The name of a module that is declared is no use of one of the same name.
            "mod" => {
                if is(2, "{") {
                    inline.push(depth);
                }
                at += 1;
            }
            // `use<'a>` captures lifetimes and imports nothing.
            "use" if !is(1, "<") => {
                let public = at > 0 && (follows("pub") || follows(")"));
                let mut leaves = Vec::new();
                at = tree(&tokens, at + 1, &mut Vec::new(), inline.len(), &mut leaves);
                for (name, named) in leaves {
                    // A name that is private to the file is an import like any other.
                    match public {
                        true => imports.reexports.push((name, named)),
                        false => imports.paths.push(named),
                    }
                }
                continue;
            }
            // `pub(in crate::run)` imports nothing.
            "pub" if is(1, "(") => {
                while !is_at(&tokens, at, ")") && at < tokens.len() {
                    at += 1;
                }
            }
            _ if is_name(word) && !follows("::") && !follows(".") => {
                if is(1, "::") {
                    let (line, mut path) = (tokens[at].line, vec![word.to_owned()]);
                    while is_at(&tokens, at + 1, "::")
                        && tokens.get(at + 2).is_some_and(|token| is_name(token.text))
                    {
                        at += 2;
                        path.push(tokens[at].text.to_owned());
                    }
                    imports.words.push((line, path[0].clone()));
                    imports.paths.push(Named { line, path, inside: inline.len() });
                } else {
                    imports.words.push((tokens[at].line, word.to_owned()));
                }
            }
            _ => {}
        }
        at += 1;
    }
    imports
}

fn is_at(tokens: &[Token<'_>], at: usize, text: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.text == text)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Reads one tree of a `use`, and returns the place behind it. Each leaf has the name that it gets here.
fn tree(
    tokens: &[Token<'_>],
    mut at: usize,
    prefix: &mut Vec<String>,
    inside: usize,
    leaves: &mut Vec<(String, Named)>,
) -> usize {
    let before = prefix.len();
    let line = tokens.get(at).map_or(0, |token| token.line);
    while let Some(token) = tokens.get(at) {
        match token.text {
            "{" => {
                at += 1;
                while at < tokens.len() && !is_at(tokens, at, "}") && !is_at(tokens, at, ";") {
                    at = tree(tokens, at, prefix, inside, leaves);
                    at += usize::from(is_at(tokens, at, ","));
                }
                prefix.truncate(before);
                return at + 1;
            }
            "::" => {}
            "," | "}" | ";" | "as" => break,
            name => prefix.push(name.to_owned()),
        }
        at += 1;
    }
    let mut path = prefix.clone();
    if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
        path.pop();
    }
    let mut name = path.last().cloned().unwrap_or_default();
    if is_at(tokens, at, "as") {
        name = tokens.get(at + 1).map_or(name, |token| token.text.to_owned());
        at += 2;
    }
    leaves.push((name, Named { line, path, inside }));
    prefix.truncate(before);
    at
}

/// The tokens without the items behind `#[cfg(test)]`. A module of a file of its own goes to `modules`.
fn without_tests<'a>(tokens: &[Token<'a>], modules: &mut Vec<String>) -> Vec<Token<'a>> {
    const MARK: &[&str] = &["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let marked = MARK.iter().enumerate().all(|(offset, text)| is_at(tokens, at + offset, text));
        if !marked {
            kept.push(tokens[at]);
            at += 1;
            continue;
        }
        at += MARK.len();
        if is_at(tokens, at, "mod") && is_at(tokens, at + 2, ";") {
            modules.push(tokens[at + 1].text.to_owned());
        }
        // The item ends at its `;` or at the brace that closes it.
        let mut depth = 0_usize;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token.text {
                "{" | "(" | "[" => depth += 1,
                ")" | "]" => depth = depth.saturating_sub(1),
                "}" if depth <= 1 => break,
                "}" => depth -= 1,
                ";" if depth == 0 => break,
                _ => {}
            }
        }
    }
    kept
}

fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(first) = source[at..].chars().next() {
        let rest = &source[at..];
        let length = match first {
            _ if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            _ if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' => quoted(rest),
            'r' if raw_string(rest).is_some() => raw_string(rest).unwrap_or(1),
            '\'' => character(rest),
            _ if is_name(rest) => {
                rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
            }
            _ if rest.starts_with("::") => 2,
            _ => first.len_utf8(),
        };
        let text = &rest[..length];
        let literal = text.starts_with(['"', '\'']) || text.contains('"');
        if !first.is_whitespace() && !text.starts_with("//") && !text.starts_with("/*") && !literal
        {
            found.push(Token { line, text });
        }
        line += text.matches('\n').count();
        at += length;
    }
    found
}

/// The length of the string literal at the beginning of `text`.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    text.len()
}

/// The length of the raw string at the beginning of `text`, if there is one.
fn raw_string(text: &str) -> Option<usize> {
    let hashes = text[1..].chars().take_while(|c| *c == '#').count();
    let body = text[1 + hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = body.find(&close).unwrap_or(body.len().saturating_sub(close.len()));
    Some((2 + hashes + end + close.len()).min(text.len()))
}

/// The length of the character or the apostrophe of the lifetime at the beginning of `text`.
fn character(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => text[3.min(text.len())..].find('\'').map_or(1, |end| end + 4),
        Some((at, c)) if text[at + c.len_utf8()..].starts_with('\'') => at + c.len_utf8() + 1,
        _ => 1,
    }
}
