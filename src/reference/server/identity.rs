//! What makes two requests the same, so that they get the same answer.

use sha2::{Digest as _, Sha256};

use crate::contract::Contract;
use crate::generate::{Choices, hash_of};
use crate::http::Request;
use crate::json::Json;

/// Returns the choices by which the answer to an input is generated.
///
/// Equal inputs make equal choices, whatever the order of their members. Idempotency tokens do not count: an SDK fills in
/// another one in each call.
pub(super) fn choices(seed: u64, contract: &Contract, input: &Json) -> Choices {
    let model = contract.model();
    let members = model.members(contract.operation().input());
    let is_token =
        |name: &str| members.iter().any(|m| m.name == name && m.traits.idempotency_token);
    let mut text = contract.operation().id().as_str().to_owned();
    let kept = input.members().iter().filter(|(name, _)| !is_token(name));
    write_sorted(kept, &mut text);
    Choices::from_seed(hash_of(seed, &text, 0))
}

/// Writes the members of an object in the order of their names.
fn write_sorted<'j>(members: impl Iterator<Item = &'j (String, Json)>, out: &mut String) {
    let mut sorted: Vec<_> = members.collect();
    sorted.sort_by(|(a, _), (b, _)| a.cmp(b));
    out.push('{');
    for (name, value) in sorted {
        out.push_str(&Json::from(name.as_str()).to_string());
        out.push(':');
        write(value, out);
        out.push(',');
    }
    out.push('}');
}

/// The depth is that of the value, which is limited for all values that are read.
fn write(value: &Json, out: &mut String) {
    match value {
        Json::Object(members) => write_sorted(members.iter(), out),
        Json::Array(items) => {
            out.push('[');
            for item in items {
                write(item, out);
                out.push(',');
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

/// Returns the id of a request, in the form of a UUID. The same request has the same id, so that whole responses can be compared.
pub(super) fn request_id(seed: u64, request: &Request) -> String {
    let mut hash = Sha256::new();
    hash.update(seed.to_le_bytes());
    for part in [request.method.as_bytes(), request.target.as_bytes(), &request.body] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let digits: String = hash.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    let part = |from: usize, to: usize| &digits[from..to];
    // The version and the variant of a random UUID (RFC 9562, section 5.4).
    format!("{}-{}-4{}-a{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}
