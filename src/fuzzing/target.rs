//! The type of a fuzz target, and how it reports a finding.

use std::cell::RefCell;
use std::io::{self, Write as _};
use std::panic;

use crate::generate::Choices;

use super::views::Views;

/// The result of a check. The error says what is wrong, and what each reader found.
pub(super) type Checked = Result<(), String>;

/// A seed: its file name and its bytes.
pub(super) type Seed = (String, Vec<u8>);

/// A function that changes bytes but keeps their form. It returns `None` if they do not have that form.
pub(super) type Mutator = fn(&[u8], &mut Choices) -> Option<Vec<u8>>;

/// A property that must hold for any bytes.
#[derive(Debug)]
pub struct FuzzTarget {
    /// The name of the target, of its file and of its program.
    pub name: &'static str,
    /// What must hold, in one sentence.
    pub property: &'static str,
    /// The parts of the property, of which one execution checks one.
    pub(super) views: Views,
    /// Checks the view of this index.
    pub(super) check: fn(&[u8], usize) -> Checked,
    pub(super) show: fn(&[u8]) -> String,
    pub(super) mutate: Option<Mutator>,
}

/// What a thread is checking: a target and its view, and the bytes.
type Checking = (Option<(&'static FuzzTarget, usize)>, Vec<u8>);

thread_local! {
    /// The target, the view and the bytes that this thread is checking, for the message if the library panics.
    ///
    /// The bytes are kept in the same memory each time: some targets check a hundred thousand inputs a second.
    static CHECKED: RefCell<Checking> = const { RefCell::new((None, Vec::new())) };
}

impl FuzzTarget {
    /// Checks the part of the property that the bytes choose: one [view](Self::views).
    ///
    /// # Panics
    ///
    /// If the property does not hold. The message shows the input and the result of each reader. It also panics if the
    /// library panics, which no input may cause.
    pub fn check(&'static self, data: &[u8]) {
        self.check_in(data, self.views.of(data));
    }

    /// Checks the whole property: every view, whichever the bytes choose.
    ///
    /// # Panics
    ///
    /// As [`check`](Self::check) does.
    pub fn check_every_view(&'static self, data: &[u8]) {
        for view in 0..self.views.names.len() {
            self.check_in(data, view);
        }
    }

    fn check_in(&'static self, data: &[u8], view: usize) {
        CHECKED.with_borrow_mut(|(target, bytes)| {
            *target = Some((self, view));
            bytes.clear();
            bytes.extend_from_slice(data);
        });
        let verdict = (self.check)(data, view);
        CHECKED.with_borrow_mut(|(target, _)| *target = None);
        if let Err(fault) = verdict {
            panic!("{}: {fault}\n\n{}", self.name, self.show_in(data, view));
        }
    }

    /// Returns the names of the views: the parts of the property. An execution checks one of them.
    pub fn views(&self) -> &'static [&'static str] {
        self.views.names
    }

    /// Returns bytes that stand for the same stimulus and choose the view of this index.
    pub fn choosing(&self, data: &[u8], view: usize) -> Vec<u8> {
        let mut made = data.to_vec();
        (self.views.choose)(&mut made, view % self.views.names.len());
        made
    }

    /// Shows the bytes in a form for people, with the view that they choose.
    pub fn show(&self, data: &[u8]) -> String {
        self.show_in(data, self.views.of(data))
    }

    fn show_in(&self, data: &[u8], view: usize) -> String {
        match self.views.names {
            [_] => (self.show)(data),
            names => format!("  view      {}\n{}", names[view], (self.show)(data)),
        }
    }

    /// Changes the first `size` bytes of `data` and keeps their structure. The result has at most `max_size` bytes.
    /// Returns its length. Returns `None` if a mutator of bytes should make the change. This is so for every second call,
    /// because malformed inputs matter, too. Every fourth change chooses another view.
    pub fn mutate(
        &self,
        data: &mut [u8],
        size: usize,
        max_size: usize,
        seed: u32,
    ) -> Option<usize> {
        let mut choices = Choices::from_seed(seed.into());
        let mutate = self.mutate.filter(|_| choices.chance(50))?;
        let before = data.get(..size)?;
        let mut made = mutate(before, &mut choices)?;
        let view = match choices.chance(25) {
            true => choices.below(self.views.names.len()),
            false => self.views.of(before),
        };
        (self.views.choose)(&mut made, view);
        let room = data.get_mut(..max_size)?.get_mut(..made.len())?;
        room.copy_from_slice(&made);
        Some(made.len())
    }
}

/// Installs a panic hook that prints the input of [`FuzzTarget::check`], or the answer at which the decoder of a
/// [`DecoderJudge`](super::DecoderJudge) is, before other hooks run. It is for programs that end at once when they panic.
pub fn show_input_on_panic() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if let (Some((target, view)), data) = CHECKED.take() {
            let shown = target.show_in(&data, view);
            // If standard error cannot be written, there is no other place for the message.
            let _ = writeln!(io::stderr(), "\n{}: a panic over\n\n{shown}", target.name);
        }
        if let Some(shown) = super::own::being_decoded() {
            let _ = writeln!(io::stderr(), "\na panic of the decoder over\n\n{shown}");
        }
        before(info);
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fuzzing::views::by_spaces;

    static PICKY: FuzzTarget = FuzzTarget {
        name: "picky",
        property: "The first byte is no `x`, and the last one no `y`.",
        views: by_spaces(&["first", "last"]),
        check: |data, view| match (view, data) {
            (0, [b'x', ..]) => Err("one reader said `x`".to_owned()),
            (1, [.., b'y', b' ']) => Err("one reader said `y`".to_owned()),
            _ => Ok(()),
        },
        show: |data| format!("text {}", data.escape_ascii()),
        mutate: Some(|data, _| Some([data, b"!"].concat())),
    };

    #[test]
    fn says_what_it_found_and_where() {
        PICKY.check(b"y");
        let found = panic::catch_unwind(|| PICKY.check(b"x\n")).expect_err("it is picky");
        let found = found.downcast_ref::<String>().expect("a message");
        assert_eq!(found, "picky: one reader said `x`\n\n  view      first\ntext x\\n");
    }

    #[test]
    fn the_bytes_choose_what_is_checked() {
        PICKY.check(&PICKY.choosing(b"x", 1));
        let found = panic::catch_unwind(|| PICKY.check(&PICKY.choosing(b"ay", 1)));
        let found = found.expect_err("it is picky");
        let found = found.downcast_ref::<String>().expect("a message");
        assert!(found.contains("said `y`") && found.contains("view      last"), "{found}");
        assert!(panic::catch_unwind(|| PICKY.check_every_view(b"x")).is_err());
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
