use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::form::FormOddity;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.whitespace-tolerated",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client ignores white space between the tokens of a response, before the value and \
              after it.",
    why: "Some services format their responses for people, and many end them with a line break. A \
          client that compares bytes, or expects a bracket first or last, fails on a response that \
          says the same.",
    basis: &[
        Basis {
            source: Source::Json,
            section: "2. JSON Grammar",
            fact: "Blanks, tabs, line feeds and carriage returns may appear around every \
                   structural character, and around the value.",
            quote: Some(
                "Insignificant whitespace is allowed before or after any of the six structural characters.",
            ),
        },
        Basis {
            source: Source::Json,
            section: "9. Parsers",
            fact: "A parser must accept all texts that the grammar allows.",
            quote: Some("A JSON parser MUST accept all texts that conform to the JSON grammar."),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: "\r\n{ \"InstanceUserSummary\" :\t{\n  \"IdentityProvider\": {\"ActiveDirectoryIdentityProvider\":{ \"DirectoryId\":\"d-9067f0a1b2\"}},\n  \"InstanceId\":\"i-0abcd1234efgh5678\",\n  \"Status\":\"DISASSOCIATED\",\n  \"Username\":\"alice\"\n}}\n",
        ..Example::PLAIN
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"ParseError","message":"unexpected character 13"}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    success.judge_form(
        POLICY.id,
        FormOddity::Space,
        "white space between tokens has no meaning",
        "the response has white space between its tokens, and the output does not show a member as it was sent",
        |_| false,
    )
}
