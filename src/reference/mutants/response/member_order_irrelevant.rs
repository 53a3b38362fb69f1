use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::told::{has, told_summary};
use super::super::support::with_summary;

const POLICY: &str = "response.member-order-irrelevant";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "reads-dates-by-position",
        policy: POLICY,
        what: "The client reads the first of two dates as the AssociationDate and the second as the \
               DisassociationDate.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let date = |(name, value): &(String, Json)| {
                    let named = matches!(name.as_str(), "AssociationDate" | "DisassociationDate");
                    value.as_str().filter(|_| named).map(str::to_owned)
                };
                let dates: Vec<_> = told_summary(seen).iter().filter_map(date).collect();
                let [first, second] = &dates[..] else { return outcome };
                with_summary(outcome, |summary| {
                    for (name, value) in summary {
                        match name.as_str() {
                            "AssociationDate" => *value = Json::String(first.clone()),
                            "DisassociationDate" => *value = Json::String(second.clone()),
                            _ => {}
                        }
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "loses-a-domain-behind-the-status",
        policy: POLICY,
        what: "Domain is lost if it comes after Status.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let told = told_summary(seen);
                let behind =
                    told.iter().skip_while(|(name, _)| name != "Status").cloned().collect();
                let lost = has(&behind, "Domain");
                with_summary(outcome, |summary| {
                    summary.retain(|(name, _)| !lost || name != "Domain")
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
