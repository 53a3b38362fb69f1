//! What a testee can and cannot do to a run, from end to end: the numbers 4, 6, 16, 18, 22 and 23 of issue 15, and a
//! table of hostile testees.

mod credentials;
mod ends;
mod families;
mod hangs;
mod hostile;
mod place;
