//! What a fuzz target is, and how it tells what it has found.

use std::cell::RefCell;
use std::io::{self, Write as _};
use std::panic;

use crate::generate::Choices;

/// Nothing, or what is wrong and what each reader said.
pub(super) type Checked = Result<(), String>;

/// A seed: its file's name, and its bytes.
pub(super) type Seed = (String, Vec<u8>);

/// Makes something near some bytes, in their own form; `None` where they are not of that form.
pub(super) type Mutator = fn(&[u8], &mut Choices) -> Option<Vec<u8>>;

/// A property that must hold for any bytes.
#[derive(Debug)]
pub struct FuzzTarget {
    /// The name, that of its file and of its program.
    pub name: &'static str,
    /// What must hold, in one sentence.
    pub property: &'static str,
    pub(super) check: fn(&[u8]) -> Checked,
    pub(super) show: fn(&[u8]) -> String,
    pub(super) seeds: fn() -> Vec<Seed>,
    pub(super) mutate: Option<Mutator>,
}

thread_local! {
    /// What is being checked on this thread, for the case that the library panics over it.
    static CHECKED: RefCell<Option<(&'static FuzzTarget, Vec<u8>)>> = const { RefCell::new(None) };
}

impl FuzzTarget {
    /// Checks the property.
    ///
    /// # Panics
    ///
    /// Where it does not hold, with what was checked and what each reader said of it. Also where the library
    /// panics, which no input may make it do.
    pub fn check(&'static self, data: &[u8]) {
        CHECKED.set(Some((self, data.to_vec())));
        let verdict = (self.check)(data);
        CHECKED.set(None);
        if let Err(fault) = verdict {
            panic!("{}: {fault}\n\n{}", self.name, self.show(data));
        }
    }

    /// The bytes as what they stand for, in a form that people read.
    pub fn show(&self, data: &[u8]) -> String {
        (self.show)(data)
    }

    /// The seeds that are made of the suite's cases: file names and bytes, the same every time.
    pub fn seeds(&self) -> Vec<(String, Vec<u8>)> {
        (self.seeds)()
    }

    /// Changes the first `size` bytes of `data` to something near that keeps their structure, of at most
    /// `max_size` bytes, and says how many there are now. `None` where that is better left to a mutator of
    /// bytes, as it is every second time: what is malformed matters too.
    pub fn mutate(
        &self,
        data: &mut [u8],
        size: usize,
        max_size: usize,
        seed: u32,
    ) -> Option<usize> {
        let mut choices = Choices::from_seed(seed.into());
        let mutate = self.mutate.filter(|_| choices.chance(50))?;
        let made = mutate(data.get(..size)?, &mut choices)?;
        let room = data.get_mut(..max_size)?.get_mut(..made.len())?;
        room.copy_from_slice(&made);
        Some(made.len())
    }
}

/// From here on a panic inside [`FuzzTarget::check`] tells what was being checked, before anything else sees it:
/// for programs that end at once when they panic.
pub fn show_input_on_panic() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if let Some((target, data)) = CHECKED.take() {
            let shown = target.show(&data);
            // Where even standard error is gone, nobody is left to tell.
            let _ = writeln!(io::stderr(), "\n{}: a panic over\n\n{shown}", target.name);
        }
        before(info);
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    static PICKY: FuzzTarget = FuzzTarget {
        name: "picky",
        property: "The first byte is no `x`.",
        check: |data| match data.first() {
            Some(b'x') => Err("one reader said `x`".to_owned()),
            _ => Ok(()),
        },
        show: |data| format!("text {}", data.escape_ascii()),
        seeds: Vec::new,
        mutate: Some(|data, _| Some([data, b"!"].concat())),
    };

    #[test]
    fn says_what_it_found_and_where() {
        PICKY.check(b"y");
        let found = panic::catch_unwind(|| PICKY.check(b"x\n")).expect_err("it is picky");
        let found = found.downcast_ref::<String>().expect("a message");
        assert_eq!(found, "picky: one reader said `x`\n\ntext x\\n");
    }

    #[test]
    fn mutates_within_its_bounds() {
        let mut sizes = [0; 4];
        for seed in 0..100 {
            for (max, size) in [(4, 3), (3, 3)] {
                let mut data = *b"abc.";
                match PICKY.mutate(&mut data, size, max, seed) {
                    Some(4) => assert_eq!((max, data), (4, *b"abc!")),
                    Some(other) => panic!("{other}"),
                    None => sizes[max - 1] += 1,
                }
            }
        }
        assert!((20..80).contains(&sizes[3]) && sizes[2] == 100, "{sizes:?}");
    }
}
