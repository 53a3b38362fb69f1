//! The members of a structure or a union.

use crate::json::{Token, write_string};

use super::id::ShapeRef;
use super::traits::Traits;
use super::wire_names::WireNames;

/// The largest number of members that are compared one by one, which is faster than a search.
const FEW: usize = 16;

/// A member of an aggregate shape.
#[derive(Clone, Debug)]
pub struct Member {
    /// The name in the model, and in the value form.
    pub name: String,
    /// The shape of its values.
    pub target: ShapeRef,
    /// The member's own traits. Boxed: there are many, and a member seldom has more than one.
    pub traits: Box<Traits>,
}

impl Member {
    /// Returns the name in a JSON body.
    pub fn wire_name(&self) -> &str {
        self.traits.json_name.as_deref().unwrap_or(&self.name)
    }
}

/// The members of a structure or a union, in the model's order.
#[derive(Clone, Debug, Default)]
pub struct Members {
    list: Vec<Member>,
    by_wire_name: WireNames,
    /// The text before each member's value in a body without white space.
    tokens: Vec<Token>,
    /// The indices of the members in the order of their names.
    by_name: Vec<u32>,
    /// The number of members, structures and unions that come before these in the model.
    first_place: u32,
    /// One bit for each member, set if the member is required.
    required: Vec<u64>,
}

impl Members {
    /// Returns members whose traits may still change. A call of [`settle`](Self::settle) must follow.
    pub(super) fn new(list: Vec<Member>) -> Self {
        Self { list, ..Self::default() }
    }

    /// Returns none, for a shape that has none.
    pub(super) const fn none() -> Self {
        Self {
            list: Vec::new(),
            by_wire_name: WireNames::none(),
            tokens: Vec::new(),
            by_name: Vec::new(),
            first_place: 0,
            required: Vec::new(),
        }
    }

    /// Returns the member of this name, for its traits.
    pub(super) fn named_mut(&mut self, name: &str) -> Option<&mut Member> {
        self.list.iter_mut().find(|member| member.name == name)
    }

    /// Returns the members in order, for their traits.
    pub(super) fn iter_mut(&mut self) -> std::slice::IterMut<'_, Member> {
        self.list.iter_mut()
    }

    /// Computes what the decoder needs at every structure. The loader calls it after all traits are read, with
    /// the number of places that the structures and unions before this one take, and whether any JSON string is a
    /// value of a shape. Returns that number with its own places added.
    pub(super) fn settle(&mut self, first_place: u32, is_string: impl Fn(ShapeRef) -> bool) -> u32 {
        self.first_place = first_place;
        let token = |member: &Member| {
            let mut name = String::new();
            write_string(member.wire_name(), &mut name);
            Token::new(&name, is_string(member.target))
        };
        self.tokens = self.list.iter().map(token).collect();
        self.by_wire_name = WireNames::new(self.list.iter().map(Member::wire_name));
        self.by_name = (0..self.list.len() as u32).collect();
        self.by_name.sort_by_key(|index| &self.list[*index as usize].name);
        self.required = vec![0; self.list.len().div_ceil(64)];
        for (index, member) in self.list.iter().enumerate() {
            self.required[index / 64] |= u64::from(member.traits.required) << (index % 64);
        }
        first_place + self.list.len() as u32 + 1
    }

    /// Returns the members in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Member> {
        self.list.iter()
    }

    /// Returns the members in order, as a slice.
    pub fn as_slice(&self) -> &[Member] {
        &self.list
    }

    /// Returns how many members there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Reports whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the member at a place of the model's order.
    ///
    /// # Panics
    ///
    /// If there is no such place.
    pub fn at(&self, index: usize) -> &Member {
        &self.list[index]
    }

    /// Returns the member of this name.
    pub fn named(&self, name: &str) -> Option<&Member> {
        if self.list.len() <= FEW {
            return self.list.iter().find(|member| member.name == name);
        }
        let name_at = |index: &u32| self.list[*index as usize].name.as_str();
        let found = self.by_name.binary_search_by(|index| name_at(index).cmp(name)).ok()?;
        self.list.get(self.by_name[found] as usize)
    }

    /// Returns the index of the member that has the name `name` in a JSON body.
    #[inline]
    pub fn by_wire_name(&self, name: &str) -> Option<usize> {
        self.by_wire_name.find(name.as_bytes())
    }

    /// Returns the same for bytes that need not be text.
    #[inline]
    pub(crate) fn by_wire_bytes(&self, name: &[u8]) -> Option<usize> {
        self.by_wire_name.find(name)
    }

    /// Returns the text before the member's value, as a body without white space has it.
    #[inline]
    pub(crate) fn token(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    /// Returns the first of `len() + 1` places, one for the beginning and one for each member. No other
    /// structure or union of the model has these places.
    #[inline]
    pub(crate) fn first_place(&self) -> u32 {
        self.first_place
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
