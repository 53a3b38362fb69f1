//! Malformed variants of messages, each of which a reader must refuse.

use crate::contract::{Contract, is_number};
use crate::generate::Choices;
use crate::http::{Headers, Request, Response};
use crate::json::Json;
use crate::model::{
    Binding, Bindings, BodyBinding, Member, Model, Names, ShapeKind, ShapeRef, Walk,
};

/// A malformed message.
pub(super) struct Variant<M> {
    /// What is wrong with it.
    pub(super) name: &'static str,
    pub(super) message: M,
}

/// Returns malformed variants of a request.
pub(super) fn requests(
    contract: &Contract,
    request: &Request,
    choices: &mut Choices,
) -> Vec<Variant<Request>> {
    let (model, bindings) = (contract.model(), &contract.bindings().input);
    // A body in a content coding has none of the form that is malformed here.
    let coded = request.headers.has("Content-Encoding");
    let bodies = if coded { Vec::new() } else { bodies(model, bindings, &request.body, choices) };
    let with_body = |(name, body)| {
        let message = Request { body, raw: Vec::new(), ..request.clone() };
        Variant { name, message }
    };
    let mut variants: Vec<_> = bodies.into_iter().map(with_body).collect();
    variants.extend(without_label(contract, request));
    for member in bindings.bound(model).filter(|member| has_grammar(model, member)) {
        variants.extend(ill_typed(member, request));
    }
    variants
}

/// Returns malformed variants of a success.
pub(super) fn responses(
    contract: &Contract,
    response: &Response,
    choices: &mut Choices,
) -> Vec<Variant<Response>> {
    let (model, bindings) = (contract.model(), &contract.bindings().output);
    let bodies = bodies(model, bindings, &response.body, choices);
    let with_body = |(name, body)| {
        let message = Response { body, raw: Vec::new(), ..response.clone() };
        Variant { name, message }
    };
    let mut variants: Vec<_> = bodies.into_iter().map(with_body).collect();
    for member in bindings.bound(model).filter(|member| has_grammar(model, member)) {
        if let Some(headers) = with_ill_typed_field(member, &response.headers) {
            let message = Response { headers, raw: Vec::new(), ..response.clone() };
            variants.push(Variant { name: "an ill-typed field", message });
        }
    }
    variants
}

/// Returns the malformed variants of a JSON body.
fn bodies(
    model: &Model,
    bindings: &Bindings,
    body: &[u8],
    choices: &mut Choices,
) -> Vec<(&'static str, Vec<u8>)> {
    let shape = bindings.body_shape();
    let is_json = match bindings.body() {
        BodyBinding::Nothing => false,
        BodyBinding::Members => true,
        BodyBinding::Payload(_) => {
            !matches!(model.kind(shape), ShapeKind::Blob | ShapeKind::String | ShapeKind::Enum(_))
        }
    };
    let Some(json) = Json::parse(body).ok().filter(|_| is_json) else { return Vec::new() };
    let mut variants = Vec::new();
    if matches!(body.first(), Some(b'{' | b'[' | b'"')) {
        let cut = choices.between(1, body.len() - 1);
        variants.push(("a truncated body", body[..cut].to_vec()));
    }
    let mut trailing = body.to_vec();
    trailing.extend_from_slice(choices.pick(&["x", "{}", "]", " 0", ","]).as_bytes());
    variants.push(("data behind the body", trailing));
    if let Some(at) = body.iter().position(|byte| *byte == b'"') {
        let mut invalid = body.to_vec();
        invalid.insert(at + 1, 0xff);
        variants.push(("a body that is not UTF-8", invalid));
    }
    if matches!(model.kind(shape), ShapeKind::Structure(_) | ShapeKind::Union(_)) {
        let other = choices.pick(&["[]", "7", "\"x\"", "true", "[{}]"]);
        variants.push(("a body that is not an object", other.as_bytes().to_vec()));
    }
    variants.extend(wrong_value(model, shape, &json, choices));
    variants
}

/// Puts a value of another type in the place of a random one; and empties a random union.
fn wrong_value(
    model: &Model,
    shape: ShapeRef,
    body: &Json,
    choices: &mut Choices,
) -> Vec<(&'static str, Vec<u8>)> {
    let mut places: Vec<(Vec<usize>, &'static str)> = Vec::new();
    let mut unions: Vec<Vec<usize>> = Vec::new();
    let mut walk = Walk::new(model, shape, body, Names::Wire);
    while let Some(node) = walk.next() {
        let kind = model.kind(node.shape);
        // A null may be right, and its replacement would be too.
        if node.value.is_null() {
            continue;
        }
        if matches!(kind, ShapeKind::Union(_)) {
            unions.push(walk.steps());
        }
        if let Some(wrong) = wrong(kind) {
            places.push((walk.steps(), wrong));
        }
    }
    let mut variants = Vec::new();
    let replaced = |steps: &[usize], value: &str| {
        let mut body = body.clone();
        *at(&mut body, steps)? = Json::parse(value).ok()?;
        Some(body.to_string().into_bytes())
    };
    if let Some((steps, value)) = choices.choose(&places) {
        variants.extend(replaced(steps, value).map(|body| ("a value of a wrong type", body)));
    }
    if let Some(steps) = choices.choose(&unions) {
        variants.extend(replaced(steps, "{}").map(|body| ("a union without a member", body)));
    }
    variants
}

/// Returns a JSON value that is none of this shape; `None` if every JSON value is one.
fn wrong(kind: &ShapeKind) -> Option<&'static str> {
    Some(match kind {
        ShapeKind::String | ShapeKind::Enum(_) | ShapeKind::Blob => "[7]",
        ShapeKind::Boolean => "\"true\"",
        kind if is_number(kind) || matches!(kind, ShapeKind::Timestamp) => "true",
        ShapeKind::List(_) => "{\"a\":1}",
        ShapeKind::Map { .. } | ShapeKind::Structure(_) | ShapeKind::Union(_) => "[1]",
        _ => return None,
    })
}

/// Returns the node at the end of these steps.
fn at<'j>(json: &'j mut Json, steps: &[usize]) -> Option<&'j mut Json> {
    steps.iter().try_fold(json, |here, step| match here {
        Json::Array(items) => items.get_mut(*step),
        Json::Object(members) => members.get_mut(*step).map(|(_, value)| value),
        _ => None,
    })
}

/// Takes the segment of a label out of the path, and empties it.
fn without_label(contract: &Contract, request: &Request) -> Vec<Variant<Request>> {
    let uri = &contract.operation().http().uri;
    let pattern: Vec<&str> = uri.split('?').next().unwrap_or_default().split('/').collect();
    let (path, query) =
        request.target.split_at(request.target.find('?').unwrap_or(request.target.len()));
    let mut segments: Vec<&str> = path.split('/').collect();
    let label = pattern.iter().position(|segment| segment.starts_with('{'));
    let (Some(at), Some(surplus)) = (label, segments.len().checked_sub(pattern.len())) else {
        return Vec::new();
    };
    // A greedy label may take several.
    let taken = if pattern[at].ends_with("+}") { surplus } else { 0 };
    segments.splice(at..=at + taken, [""]);
    let emptied = segments.join("/");
    segments.remove(at);
    let removed = segments.join("/");
    let variant = |(name, path): (&'static str, String)| {
        let message = Request { target: path + query, raw: Vec::new(), ..request.clone() };
        Variant { name, message }
    };
    // With a greedy label, a path of fewer segments may be one with another value.
    let is_greedy = pattern.iter().any(|segment| segment.ends_with("+}"));
    let removed = ("a missing label", removed);
    let kept = (surplus == 0 || !is_greedy).then_some(removed);
    kept.into_iter().chain([("an empty label", emptied)]).map(variant).collect()
}

/// Reports whether a text may be no value of the member.
fn has_grammar(model: &Model, member: &Member) -> bool {
    let target = match model.kind(member.target) {
        ShapeKind::List(element) => element.target,
        _ => member.target,
    };
    !matches!(
        model.kind(target),
        ShapeKind::String | ShapeKind::Enum(_) | ShapeKind::Map { .. } | ShapeKind::Blob
    )
}

/// Puts a text that is no value of the member in its place in a request.
fn ill_typed(member: &Member, request: &Request) -> Option<Variant<Request>> {
    match &member.traits.binding {
        Binding::Header(_) => {
            let headers = with_ill_typed_field(member, &request.headers)?;
            let message = Request { headers, raw: Vec::new(), ..request.clone() };
            Some(Variant { name: "an ill-typed field", message })
        }
        Binding::Query(name) => {
            let (path, query) = request.target.split_once('?')?;
            let is_own = |part: &&str| {
                part.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with('='))
            };
            let at = query.split('&').position(|part| is_own(&part))?;
            let mut parts: Vec<String> = query.split('&').map(str::to_owned).collect();
            parts[at] = format!("{name}=x%3F");
            let target = format!("{path}?{}", parts.join("&"));
            let message = Request { target, raw: Vec::new(), ..request.clone() };
            Some(Variant { name: "an ill-typed parameter", message })
        }
        _ => None,
    }
}

fn with_ill_typed_field(member: &Member, headers: &Headers) -> Option<Headers> {
    let Binding::Header(name) = &member.traits.binding else { return None };
    if !headers.has(name) {
        return None;
    }
    let mut headers = headers.clone();
    headers.set(name, "x?");
    Some(headers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::write_request;

    const MODEL: &str = r##"{"smithy":"2.0","shapes":{
        "a#Op":{"type":"operation","input":{"target":"a#I"},"output":{"target":"smithy.api#Unit"},
            "traits":{"smithy.api#http":{"method":"POST","uri":"/x/{id}/y","code":200}}},
        "a#I":{"type":"structure","members":{
            "id":{"target":"smithy.api#String","traits":{"smithy.api#required":{},"smithy.api#httpLabel":{}}},
            "page":{"target":"smithy.api#Integer","traits":{"smithy.api#httpQuery":"page"}},
            "size":{"target":"smithy.api#Long","traits":{"smithy.api#httpHeader":"X-Size"}},
            "choice":{"target":"a#U"}}},
        "a#U":{"type":"union","members":{"a":{"target":"smithy.api#String"}}}}}"##;

    #[test]
    fn each_variant_differs_in_what_it_is_named_for() {
        let contract = Contract::from_smithy(MODEL, None).expect("a contract");
        let input = r#"{"id":"i","page":7,"size":8,"choice":{"a":"t"}}"#;
        let input = Json::parse(input).expect("JSON");
        let request = write_request(&contract, &input).expect("it is valid").to_request("h");
        let variants = requests(&contract, &request, &mut Choices::from_seed(3));
        let told = |name: &str| {
            let found = variants.iter().find(|variant| variant.name == name);
            found.map(|variant| &variant.message).unwrap_or_else(|| panic!("no {name}"))
        };
        assert_eq!(told("a missing label").target, "/x/y?page=7");
        assert_eq!(told("an empty label").target, "/x//y?page=7");
        assert_eq!(told("an ill-typed parameter").target, "/x/i/y?page=x%3F");
        let size = told("an ill-typed field").headers.only("X-Size").and_then(|field| field.text());
        assert_eq!(size, Some("x?"));
        assert_eq!(told("a union without a member").body, br#"{"choice":{}}"#);
        assert!(request.body.starts_with(&told("a truncated body").body));
        assert!(told("data behind the body").body.starts_with(&request.body));
        assert!(std::str::from_utf8(&told("a body that is not UTF-8").body).is_err());
        for name in ["a value of a wrong type", "a body that is not an object"] {
            assert_ne!(told(name).body, request.body);
        }
        assert_eq!(variants.len(), 10, "each is named here");
    }
}
