//! The target `decode`: one body and one contract, at the speed of the decoder.

use std::cell::RefCell;

use crate::json::SyntaxError;
use crate::protocol::Decoded;

use super::contracts::{Decoders, contracts, decoders};
use super::target::{Checked, FuzzTarget};
use super::views::Views;
use super::{shown, strict};

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "decode",
    property: "The decoder and a second reader agree on what is JSON, every offset lies in the body, and the decoder \
               keeps no more memory than its largest body explains.",
    views: Views::ONE,
    check: |data, _| check(data),
    show,
    mutate: None,
};

thread_local! {
    static DECODERS: RefCell<(Decoders, usize)> = RefCell::new((decoders(), 0));
}

/// The most memory that a decoder may keep for each byte of its largest body, in bytes. `[0,0,…]` costs most: a value of
/// 24 bytes for two bytes of the text, in lists that double their room when they are full.
const KEPT_FOR_A_BYTE: usize = 128;

/// What a decoder may keep besides, in bytes.
const KEPT_ALWAYS: usize = 64 * 1024;

fn show(data: &[u8]) -> String {
    let (contract, role) = chosen(data);
    let name = contracts()[contract].edition_name().unwrap_or("made up");
    let role = ["client", "server"][role];
    format!("  contract  {name}\n  role      {role}\n  body      {}", shown::bytes(data))
}

/// Chooses the contract and the role by the length, so that a body needs no byte for the choice and stays readable.
fn chosen(data: &[u8]) -> (usize, usize) {
    (data.len() / 2 % contracts().len(), data.len() % 2)
}

fn check(data: &[u8]) -> Checked {
    let (at, role) = chosen(data);
    DECODERS.with_borrow_mut(|(decoders, largest)| {
        *largest = (*largest).max(data.len());
        let (bindings, decoder) = (contracts()[at].bindings(), &mut decoders[at][role]);
        let part = if role == 0 { &bindings.output } else { &bindings.input };
        let decoded = decoder.decode(part.body_shape(), data);
        let checked = reads(&decoded, data);
        if let Ok(decoded) = decoded {
            decoded.recycle(decoder);
        }
        checked?;
        let kept = decoder.kept();
        if kept > *largest * KEPT_FOR_A_BYTE + KEPT_ALWAYS {
            return Err(format!(
                "the decoder keeps {kept} bytes, and its largest body had {largest}"
            ));
        }
        Ok(())
    })
}

fn reads(decoded: &Result<Decoded<'_, '_>, SyntaxError>, data: &[u8]) -> Checked {
    if decoded.is_ok() != strict::accepts(data) {
        let refusal = strict::refusal(data);
        return Err(match decoded {
            Ok(_) => format!("the decoder reads it, and a second reader says {refusal:?}"),
            Err(fault) => format!("the decoder says `{fault}`, and a second reader reads it"),
        });
    }
    match decoded {
        Err(fault) if fault.offset <= data.len() => Ok(()),
        Err(fault) => Err(format!("`{fault}` is after the end of {} bytes", data.len())),
        Ok(decoded) => {
            let mut notes = decoded.anatomy().notes().iter();
            match notes.find(|note| note.offset as usize >= data.len()) {
                None => Ok(()),
                Some(note) => Err(format!(
                    "{} is noted at byte {} of {}",
                    note.kind.name(),
                    note.offset,
                    data.len()
                )),
            }
        }
    }
}
