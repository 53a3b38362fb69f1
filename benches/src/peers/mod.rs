//! The readers: ours, and what one would use instead. Each comes to the members of the answer, the union's one
//! member by its name, and refuses what it notices to be wrong.

mod error;
mod jiter;
mod types;
mod value;

use wireproof::contract::Contract;
use wireproof::protocol::{Decoder, Role};

pub use error::{Borrowed as BorrowedError, serde_json_error, sonic_rs_error};
pub use types::{Directory, IdentityProvider, Owned, Response, Str, Summary};

/// A reader of successes: given a body, it says whether that is accepted, and keeps the compiler from leaving out
/// what nobody looks at.
pub trait Reader {
    /// Returns the name in tables.
    fn name(&self) -> &'static str;

    /// Reads one body.
    fn read(&mut self, body: &[u8]) -> bool;
}

/// Returns every reader, ours first, with memory of its own where it keeps any.
pub fn readers(contract: &Contract) -> Vec<Box<dyn Reader + '_>> {
    vec![
        Box::new(Ours::new(contract)),
        Box::new(Plain("serde_json owned", serde_json_owned)),
        Box::new(Plain("serde_json borrowed", |body| {
            keep(serde_json::from_slice::<Response<Str<'_>>>(body))
        })),
        Box::new(Plain("serde_json Value", |body| keep(value::read(body)))),
        Box::new(SimdJson::default()),
        Box::new(Plain("sonic-rs borrowed", |body| {
            keep(sonic_rs::from_slice::<Response<Str<'_>>>(body))
        })),
        Box::new(Plain("jiter", |body| keep(jiter::read(body)))),
    ]
}

/// serde_json into owned structures: what most would write.
pub fn serde_json_owned(body: &[u8]) -> bool {
    keep(serde_json::from_slice::<Response<Owned>>(body))
}

/// The codec, with an arena that is warm after the first body.
pub struct Ours<'c> {
    decoder: Decoder<'c>,
    shape: wireproof::model::ShapeRef,
}

/// What the codec says of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is no JSON, or not the output of the operation.
    Refused,
    /// It is accepted, and the anatomy says that something is odd about it.
    Marked,
    /// It is accepted as it stands.
    Accepted,
}

impl<'c> Ours<'c> {
    /// The name in tables.
    pub const NAME: &'static str = "wireproof";

    /// Returns a reader by this contract.
    pub fn new(contract: &'c Contract) -> Self {
        let shape = contract.operation().output();
        Self { decoder: Decoder::new(contract.model(), Role::Client), shape }
    }

    /// Returns what it says of `body`.
    pub fn verdict(&mut self, body: &[u8]) -> Verdict {
        let Ok(decoded) = self.decoder.decode(self.shape, body) else { return Verdict::Refused };
        let odd = decoded.anatomy().notes().iter().any(|note| !note.kind.is_ordinary());
        let verdict = match decoded.refusal() {
            Some(_) => Verdict::Refused,
            None if odd => Verdict::Marked,
            None => Verdict::Accepted,
        };
        decoded.recycle(&mut self.decoder);
        verdict
    }
}

impl Reader for Ours<'_> {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn read(&mut self, body: &[u8]) -> bool {
        let Ok(decoded) = self.decoder.decode(self.shape, body) else { return false };
        let accepted = decoded.refusal().is_none() && decoded.value().is_some();
        decoded.recycle(&mut self.decoder);
        accepted
    }
}

/// A reader without memory.
struct Plain(&'static str, fn(&[u8]) -> bool);

impl Reader for Plain {
    fn name(&self) -> &'static str {
        self.0
    }

    fn read(&mut self, body: &[u8]) -> bool {
        self.1(body)
    }
}

/// simd-json writes into the body, so it gets a copy, in memory that it keeps.
#[derive(Default)]
struct SimdJson {
    body: Vec<u8>,
    buffers: simd_json::Buffers,
}

impl Reader for SimdJson {
    fn name(&self) -> &'static str {
        "simd-json borrowed"
    }

    fn read(&mut self, body: &[u8]) -> bool {
        self.body.clear();
        self.body.extend_from_slice(body);
        keep(simd_json::serde::from_slice_with_buffers::<Response<Str<'_>>>(
            &mut self.body,
            &mut self.buffers,
        ))
    }
}

fn keep<T, E>(result: Result<T, E>) -> bool {
    std::hint::black_box(&result);
    result.is_ok()
}
