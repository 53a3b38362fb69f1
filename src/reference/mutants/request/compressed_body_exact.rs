use super::super::super::generic::gzip;
use super::super::super::http::Draft;
use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::edit_field;

const POLICY: &str = "request.compressed-body-exact";

const FIELD: &str = "Content-Encoding";

/// Reports whether the body of a draft is compressed.
fn is_packed(draft: &Draft) -> bool {
    draft.body.starts_with(&[0x1f, 0x8b])
}

/// Returns the codings without the last one, which is that of the client.
fn without_own(codings: &str) -> Option<String> {
    codings.rsplit_once(", ").map(|(given, _)| given.to_owned())
}

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "does-not-tell-compression",
        policy: POLICY,
        operation: "ReportParcel",
        what: "A body is compressed, and Content-Encoding does not say so.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                if is_packed(draft) {
                    edit_field(draft, FIELD, without_own);
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "tells-compression-of-plain-bodies",
        policy: POLICY,
        operation: "ReportParcel",
        what: "Content-Encoding says gzip of a body that is too small to be compressed.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                if !is_packed(draft) {
                    let named = draft.signed.iter_mut().find(|(name, _)| name == FIELD);
                    match named {
                        Some((_, value)) => value.push_str(", gzip"),
                        None => draft.signed.push((FIELD.to_owned(), "gzip".to_owned())),
                    }
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "compresses-twice",
        policy: POLICY,
        operation: "ReportParcel",
        what: "A large body is compressed twice, and Content-Encoding names gzip once.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                if is_packed(draft) {
                    draft.body = gzip(&draft.body);
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "names-its-coding-first",
        policy: POLICY,
        operation: "ReportParcel",
        what: "The coding of the client comes before those of the input.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                if is_packed(draft) {
                    edit_field(draft, FIELD, |codings| match without_own(codings) {
                        Some(given) => Some(format!("gzip, {given}")),
                        None => Some(codings.to_owned()),
                    });
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "forgets-the-end-of-gzip",
        policy: POLICY,
        operation: "ArchiveParcel",
        what: "A compressed body lacks its last eight bytes, the checksum and the length of gzip.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                if is_packed(draft) && draft.signed.iter().any(|(name, _)| name == FIELD) {
                    draft.body.truncate(draft.body.len().saturating_sub(8));
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "compresses-the-base64-of-blobs",
        policy: POLICY,
        operation: "ArchiveParcel",
        what: "A large blob that is the whole body is compressed in base64.",
        fault: PlantedFault {
            request: Some(|seen, draft| {
                let content = seen.input.get("Content").and_then(|value| value.as_str());
                if let Some(content) = content
                    && draft.signed.iter().any(|(name, _)| name == FIELD)
                {
                    draft.body = gzip(content.as_bytes());
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
