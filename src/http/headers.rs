//! Header fields in their order and spelling.

/// One header field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Header {
    /// The name as it was spelled.
    pub name: String,
    /// The value, as bytes: HTTP does not say that it is text. White space around it is kept where
    /// the sender set it.
    pub value: Vec<u8>,
}

/// Header fields in the order in which they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Headers(Vec<Header>);

impl Headers {
    /// Returns no header fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field at the end.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<Vec<u8>>) {
        self.0.push(Header { name: name.into(), value: value.into() });
    }

    /// Puts a field in place of all that have this name. It stands at the place of the first, or at the end.
    pub fn set(&mut self, name: &str, value: impl Into<Vec<u8>>) {
        let place = self.0.iter().position(|header| header.name.eq_ignore_ascii_case(name));
        self.0.retain(|header| !header.name.eq_ignore_ascii_case(name));
        let header = Header { name: name.to_owned(), value: value.into() };
        self.0.insert(place.unwrap_or(self.0.len()), header);
    }

    /// Returns the fields in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Header> {
        self.0.iter()
    }

    /// Reports whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns how many fields there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the fields of this name, in any spelling of it (RFC 9110, section 5.1).
    pub fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a Header> + use<'a, 'n> {
        self.0.iter().filter(move |header| header.name.eq_ignore_ascii_case(name))
    }

    /// Returns the only field of this name; `None` if there is none or more than one.
    pub fn only(&self, name: &str) -> Option<&Header> {
        let mut found = self.all(name);
        found.next().filter(|_| found.next().is_none())
    }

    /// Reports whether there is a field of this name.
    pub fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }
}

/// Reports whether a text is a token, as the names of fields are (RFC 9110, section 5.6.2).
pub(crate) fn is_token(text: &str) -> bool {
    let is_tchar = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !text.is_empty() && text.bytes().all(is_tchar)
}

impl Header {
    /// Returns the value as text, its outer white space taken off; `None` if it is not UTF-8.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.value).ok().map(|text| text.trim_matches([' ', '\t']))
    }
}

impl<N: Into<String>, V: Into<Vec<u8>>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let mut headers = Self::new();
        for (name, value) in fields {
            headers.push(name, value);
        }
        headers
    }
}
