use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::with_texts;

const POLICY: &str = "response.dates-verbatim";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "drops-fractions-of-seconds",
        policy: POLICY,
        what: "A date is shown without its fractions of a second.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                with_texts(outcome, |name, text| match text.split_once('.') {
                    Some((whole, rest)) if name.ends_with("Date") && whole.contains('T') => {
                        let zone = rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
                        format!("{whole}{zone}")
                    }
                    _ => text.to_owned(),
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "reads-a-numeric-date-as-a-number",
        policy: POLICY,
        what: "A date that reads as a number is parsed and printed again as a number.",
        seen_in: Some(
            "aws/aws-sdk-cpp#135: the time of a snapshot was read as a number, so only its year was left",
        ),
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                with_texts(outcome, |name, text| match text.parse::<f64>() {
                    Ok(number) if name.ends_with("Date") && number.is_finite() => {
                        number.to_string()
                    }
                    _ => text.to_owned(),
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
