//! Finds a member by its name on the wire: one multiplication and one comparison.

/// A table of names, filled to half at most, with a factor that puts each name in a place of its own.
///
/// Where no factor does that, names lie behind each other, and looking one up takes more comparisons: it is never
/// wrong, and with names that are not made up for the purpose it does not happen.
#[derive(Clone, Debug, Default)]
pub(super) struct WireNames {
    slots: Vec<Option<(Box<str>, u32)>>,
    factor: u64,
    shift: u32,
}

/// How many factors are tried.
const TRIES: u64 = 200;

impl WireNames {
    /// Returns no names.
    pub(super) const fn none() -> Self {
        Self { slots: Vec::new(), factor: 1, shift: 63 }
    }

    /// Returns a table of `names`, each known by its place among them. Of equal names the first is found.
    pub(super) fn new<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let names: Vec<&str> = names.collect();
        if names.is_empty() {
            return Self::none();
        }
        let size = (names.len() * 2).next_power_of_two().max(4);
        let shift = 64 - size.trailing_zeros();
        let factors = (1..=TRIES).map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let clashes = |factor: &u64| {
            let mut places: Vec<usize> =
                names.iter().map(|name| place(name.as_bytes(), *factor, shift)).collect();
            places.sort_unstable();
            places.windows(2).filter(|pair| pair[0] == pair[1]).count()
        };
        let mut best = (usize::MAX, 1);
        for factor in factors {
            best = best.min((clashes(&factor), factor));
            if best.0 == 0 {
                break;
            }
        }
        let mut table = Self { slots: vec![None; size], factor: best.1, shift };
        for (index, name) in names.iter().enumerate() {
            let mut at = place(name.as_bytes(), table.factor, shift);
            while table.slots[at].is_some() {
                at = (at + 1) % size;
            }
            table.slots[at] = Some(((*name).into(), index as u32));
        }
        table
    }

    /// Returns the place of `name` among the names.
    #[inline]
    pub(super) fn find(&self, name: &[u8]) -> Option<usize> {
        let mut at = place(name, self.factor, self.shift);
        // Half of the table is empty, so this ends.
        while let Some((found, index)) = self.slots.get(at)? {
            if found.as_bytes() == name {
                return Some(*index as usize);
            }
            at = (at + 1) % self.slots.len();
        }
        None
    }
}

/// Returns where `name` belongs in a table of 2^(64 - `shift`) places.
#[inline]
fn place(name: &[u8], factor: u64, shift: u32) -> usize {
    (digest(name).wrapping_mul(factor) >> shift) as usize
}

/// Returns the length and up to sixteen bytes of both ends, mixed.
#[inline]
fn digest(name: &[u8]) -> u64 {
    let (head, tail) = match (name.first_chunk::<8>(), name.last_chunk::<8>()) {
        (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
        _ => match (name.first_chunk::<4>(), name.last_chunk::<4>()) {
            (Some(head), Some(tail)) => {
                (u32::from_le_bytes(*head).into(), u32::from_le_bytes(*tail).into())
            }
            _ => {
                let byte = |at: usize| u64::from(name.get(at).copied().unwrap_or(0));
                (byte(0) | byte(1) << 8 | byte(2) << 16, 0)
            }
        },
    };
    let mixed = head.wrapping_mul(0xD6E8_FEB8_6659_FD93) ^ tail.rotate_left(23);
    (mixed ^ mixed >> 32).wrapping_add(name.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_name_and_no_other() {
        for count in [0, 1, 2, 9, 65, 300] {
            let names: Vec<String> = (0..count)
                .map(|n| match n % 3 {
                    0 => format!("{n}"),
                    1 => format!("Member{n}"),
                    _ => format!("MemberWithALongName{n}OfTheContract"),
                })
                .collect();
            let table = WireNames::new(names.iter().map(String::as_str));
            let find = |name: &str| table.find(name.as_bytes());
            for (index, name) in names.iter().enumerate() {
                assert_eq!(find(name), Some(index), "{name}");
                assert_eq!(find(&format!("{name}x")), None);
                assert_eq!(find(&name.replace('M', "m")).is_some(), !name.contains('M'));
            }
            assert_eq!(find(""), None);
        }
    }

    #[test]
    fn names_that_differ_in_the_middle_alone_lie_behind_each_other() {
        let names: Vec<String> = (0..50).map(|n| format!("beginning{n:03}the end")).collect();
        let table = WireNames::new(names.iter().map(String::as_str));
        for (index, name) in names.iter().enumerate() {
            assert_eq!(table.find(name.as_bytes()), Some(index));
        }
        assert_eq!(table.find(b"beginning999the end"), None);
    }

    #[test]
    fn the_contract_has_no_clash() {
        let names = [
            "AssociationDate",
            "DisassociationDate",
            "Domain",
            "IdentityProvider",
            "InstanceId",
            "InstanceUserArn",
            "Status",
            "StatusMessage",
            "Username",
        ];
        let table = WireNames::new(names.into_iter());
        for (index, name) in names.into_iter().enumerate() {
            let slot = table.slots[place(name.as_bytes(), table.factor, table.shift)].as_ref();
            assert_eq!(slot.map(|(_, found)| *found as usize), Some(index), "{name}");
        }
    }
}
