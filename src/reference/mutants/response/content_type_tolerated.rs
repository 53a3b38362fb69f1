use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::body::with_body;
use super::super::support::refused_if;

const POLICY: &str = "response.content-type-tolerated";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "refuses-other-content-types",
        policy: POLICY,
        what: "The client refuses a success if its Content-Type is not application/json.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let field = seen.header("Content-Type").unwrap_or_default();
                let media_type = field.split(';').next().unwrap_or_default().trim();
                refused_if(outcome, !media_type.eq_ignore_ascii_case("application/json"))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "splits-quoted-parameters",
        policy: POLICY,
        what: "The client splits the Content-Type at every semicolon, even a quoted one, and refuses a part \
               without a value.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let field = seen.header("Content-Type").unwrap_or_default();
                let odd = field.split(';').skip(1).any(|parameter| !parameter.contains('='));
                refused_if(outcome, odd)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "reads-plain-text-as-latin-1",
        policy: POLICY,
        what: "The client reads a body as ISO-8859-1 if its Content-Type is text.",
        seen_in: Some(
            "jwagenleitner/groovy-wslite#145: a JSON body without a charset was read as ISO-8859-1",
        ),
        fault: PlantedFault {
            answer: Some(|_, read| {
                let field = read.as_ref().ok().and_then(|answer| answer.header("Content-Type"));
                if !field.is_some_and(|field| field.starts_with(b"text/")) {
                    return read;
                }
                with_body(read, |body| {
                    Some(body.iter().copied().map(char::from).collect::<String>().into())
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
