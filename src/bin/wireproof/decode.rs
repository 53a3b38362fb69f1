//! `wireproof decode`: shows how the oracle reads a response, and the policies that the response breaks.

use wireproof::exchange::{Evidence, Exchange, Features, oracle_outcome};
use wireproof::http::{Headers, Response};
use wireproof::json::Json;
use wireproof::policy::{self, Analysis, Judgement, Party};
use wireproof::run::ExitStatus;
use wireproof::terminal_text;

use crate::args::DecodeArgs;
use crate::failure::Failure;
use crate::{contract, input, terminal};

pub(crate) fn run(args: &DecodeArgs) -> Result<ExitStatus, Failure> {
    let contract = contract::chosen(&args.contract, None)?;
    let headers = headers(&args.headers)?;
    let response = Response {
        status: args.status,
        headers,
        body: input::body()?,
        complete: true,
        whole_body: true,
        ..Response::default()
    };
    let outcome = oracle_outcome(&contract, &response);
    // Only the response is judged, so there is no client's view.
    let exchange = Exchange {
        requests: Vec::new(),
        problems: Vec::new(),
        response: Some(response),
        client: None,
    };
    let evidence = Evidence::new(&contract, &exchange, Features::default());
    let analysis = Analysis::of(&evidence);
    let mut findings = Vec::new();
    for policy in policy::catalogue().iter().filter(|policy| policy.party() == Party::Server) {
        let Judgement::Fail(found) = policy.judge_in(&analysis) else { continue };
        findings.extend(found.into_iter().map(|finding| {
            Json::object([
                ("policy", Json::from(policy.id)),
                ("level", Json::from(policy.level.name())),
                ("path", Json::from(finding.path.as_str())),
                ("message", Json::from(finding.message)),
            ])
        }));
    }
    let broken = !findings.is_empty();
    // The output may have millions of values. Without the reading, memory holds them only once.
    drop(analysis);
    drop(evidence);
    let mut printed = vec![("type".to_owned(), Json::from("result"))];
    if let Json::Object(fields) = outcome.into_json() {
        printed.extend(fields);
    }
    printed.push(("findings".to_owned(), Json::Array(findings)));
    terminal::print_json(&format!("{}\n", Json::Object(printed)))?;
    Ok(if broken && args.fail_on_findings { ExitStatus::Broken } else { ExitStatus::Holds })
}

fn headers(fields: &[String]) -> Result<Headers, Failure> {
    let mut headers = Headers::new();
    for field in fields {
        let shown = terminal_text::inline(field);
        let (name, value) = field.split_once(':').ok_or_else(|| {
            Failure::usage(format!(
                "--header '{shown}': a name, a colon and a value expected, such as 'X-Name: value'"
            ))
        })?;
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(Failure::usage(format!(
                "--header '{shown}': `{}` is not a header name; use visible ASCII characters without spaces",
                terminal_text::inline(name)
            )));
        }
        headers.push(name, value.strip_prefix(' ').unwrap_or(value));
    }
    Ok(headers)
}
