use crate::credentials::SESSION_TOKEN;
use crate::json::Path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source,
    Subject,
};
use crate::sigv4;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.session-token",
    group: Group::Request,
    level: Level::Should,
    subject: Subject::Arrival,
    needs: &[Need::Signature],
    summary: "A client with temporary credentials sends their session token, and signs it.",
    why: "Credentials from a role, from single sign-on or from a container are temporary, and are valid \
          only with their session token. Without it, AWS answers every request with status 403. A \
          client that is only tried with long-term keys never shows this.",
    basis: &[
        Basis {
            source: Source::SigV4,
            section: "Signing requests with temporary security credentials",
            fact: "The token is sent in X-Amz-Security-Token.",
            quote: Some(
                "When you use temporary security credentials, you must add X-Amz-Security-Token to the \
                 Authorization header or include it in the query string",
            ),
        },
        Basis {
            source: Source::SigV4,
            section: "Create a canonical request",
            fact: "The signature covers every x-amz-* field that is sent, and so the token.",
            quote: Some("You must add this header in the list of CanonicalHeaders."),
        },
        Basis {
            source: Source::Wireproof,
            section: "Requests",
            fact: "Some services verify the signature without the token, so this is only a should. A \
                   client in this process that was not given the token need not send it.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::WithoutToken),
};

/// The field of the token.
const FIELD: &str = "x-amz-security-token";

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    // `request.signed` judges a request without a signature.
    let Some((request, signed)) =
        analysis.request().and_then(|request| Some((request, sigv4::signed_names(request)?)))
    else {
        return Judgement::NotExercised;
    };
    let values: Vec<_> = request.headers.all(FIELD).map(|field| field.value.as_slice()).collect();
    let finding = |message: &str| {
        Finding::new(Path::root("request").member("headers").member(FIELD), message.to_owned())
    };
    // Otherwise it is not known which credentials the client has.
    let given = analysis.features().session_token;
    match values[..] {
        [] if !given => Judgement::NotApplicable,
        [] => finding("the session token is not sent")
            .expected("the session token of the credentials")
            .actual("no such field")
            .into(),
        // A token that is not the dummy one may be a secret, so it is not shown.
        [token] if given && token != SESSION_TOKEN.as_bytes() => {
            finding("this is not the session token that the client was given")
                .expected("the session token of the credentials")
                .actual(format!("another value, of {} bytes", token.len()))
                .into()
        }
        [_] if !signed.iter().any(|name| name.eq_ignore_ascii_case(FIELD)) => {
            finding("the session token is sent, and is not signed")
                .expected(format!("`{FIELD}` in `SignedHeaders`"))
                .actual(signed.join(";"))
                .into()
        }
        [_] => Judgement::Pass,
        [..] => finding("the session token is sent more than once")
            .expected("one field")
            .actual(format!("{} fields", values.len()))
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use crate::contract::Contract;
    use crate::exchange::{Evidence, Features};
    use crate::policy::{Example, Judgement, Sent, find};

    fn judged(sent: Sent, given: bool) -> String {
        let contract = Contract::default();
        let exchange = Example { sent, ..Example::PLAIN }.exchange(&contract);
        let features = Features::new().with_session_token(given);
        let evidence = Evidence::new(&contract, &exchange, features);
        match find("request.session-token").expect("it is listed").judge(&evidence) {
            Judgement::Fail(findings) => findings[0].message.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn only_a_client_that_was_given_the_token_must_send_it() {
        const TOKEN: &str = "X-Amz-Security-Token";
        assert_eq!(judged(Sent::Faithfully, true), "Pass");
        assert_eq!(judged(Sent::Faithfully, false), "Pass");
        assert_eq!(judged(Sent::WithoutToken, true), "the session token is not sent");
        assert_eq!(judged(Sent::WithoutToken, false), "NotApplicable");
        assert_eq!(judged(Sent::Unsigned, true), "NotExercised");
        let twice = judged(Sent::Also(&[(TOKEN, "another")]), true);
        assert_eq!(twice, "the session token is sent more than once");
    }
}
