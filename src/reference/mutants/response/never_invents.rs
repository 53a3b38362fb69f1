use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::told::{has, told_summary};
use super::super::support::with_summary;

const POLICY: &str = "response.never-invents";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "echoes-the-domain-of-the-request",
        policy: POLICY,
        what: "If the response has no Domain, the one of the request is shown.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let told = has(&told_summary(seen), "Domain");
                let sent = seen.input.get("Domain").filter(|_| !told).cloned();
                with_summary(outcome, |summary| {
                    summary.extend(sent.map(|domain| ("Domain".to_owned(), domain)));
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "ends-what-began-at-the-epoch",
        policy: POLICY,
        what: "A missing DisassociationDate is shown as 1970 if there is an AssociationDate.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let told = told_summary(seen);
                let one = has(&told, "AssociationDate") && !has(&told, "DisassociationDate");
                with_summary(outcome, |summary| {
                    let epoch = || Json::String("1970-01-01T00:00:00Z".to_owned());
                    summary.extend(one.then(|| ("DisassociationDate".to_owned(), epoch())));
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
