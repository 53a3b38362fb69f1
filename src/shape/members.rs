//! The members of a structure or a union.

use super::model::Member;
use super::wire_names::WireNames;

/// The members of a structure or a union, in the model's order.
#[derive(Clone, Debug, Default)]
pub struct Members {
    list: Vec<Member>,
    by_wire_name: WireNames,
    /// One bit for each member, set where it is required.
    required: Vec<u64>,
}

impl Members {
    /// Members whose traits may still change: [`settle`](Self::settle) is to follow.
    pub(super) fn new(list: Vec<Member>) -> Self {
        Self { list, ..Self::default() }
    }

    /// None, for a shape that has none.
    pub(super) const fn none() -> Self {
        Self { list: Vec::new(), by_wire_name: WireNames::none(), required: Vec::new() }
    }

    /// The member of this name, for its traits.
    pub(super) fn named_mut(&mut self, name: &str) -> Option<&mut Member> {
        self.list.iter_mut().find(|member| member.name == name)
    }

    /// Works out what decoding asks for at every structure. To be called when all traits are read.
    pub(super) fn settle(&mut self) {
        self.by_wire_name = WireNames::new(self.list.iter().map(Member::wire_name));
        self.required = vec![0; self.list.len().div_ceil(64)];
        for (index, member) in self.list.iter().enumerate() {
            self.required[index / 64] |= u64::from(member.traits.required) << (index % 64);
        }
    }

    /// The members in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Member> {
        self.list.iter()
    }

    /// The members in order, as a slice.
    pub fn as_slice(&self) -> &[Member] {
        &self.list
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The member at a place of the model's order.
    ///
    /// # Panics
    ///
    /// Where there is no such place.
    pub fn at(&self, index: usize) -> &Member {
        &self.list[index]
    }

    /// The member of this name.
    pub fn named(&self, name: &str) -> Option<&Member> {
        self.list.iter().find(|member| member.name == name)
    }

    /// The place of the member that a JSON body knows by `name`.
    #[inline]
    pub fn by_wire_name(&self, name: &str) -> Option<usize> {
        self.by_wire_name.find(name.as_bytes())
    }

    /// The same, of bytes that need not be text.
    #[inline]
    pub(crate) fn by_wire_bytes(&self, name: &[u8]) -> Option<usize> {
        self.by_wire_name.find(name)
    }

    /// Which members are required: the bit `i % 64` of the word `i / 64` for member `i`.
    #[inline]
    pub(crate) fn required(&self) -> &[u64] {
        &self.required
    }
}

impl<'a> IntoIterator for &'a Members {
    type Item = &'a Member;
    type IntoIter = std::slice::Iter<'a, Member>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
