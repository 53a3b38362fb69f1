//! The shapes of a made-up model.

use crate::generate::choices::Choices;
use crate::json::Json;

use super::names;

/// A model of one operation.
#[derive(Clone, Debug)]
pub(super) struct Shapes {
    /// What members refer to, each by its place.
    pub(super) bodies: Vec<Body>,
    pub(super) input: Body,
    pub(super) output: Body,
    pub(super) errors: Vec<Error>,
    /// The method, and the status of a success.
    pub(super) http: (&'static str, u64),
    /// Whether requests are signed.
    pub(super) signed: bool,
}

/// A shape without its name.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// A simple shape with traits of its own, as it stands in the file.
    Simple(Json),
    Structure(Vec<Member>),
    Union(Vec<Member>),
    List {
        element: MemberTarget,
        sparse: bool,
    },
    Map {
        key: MemberTarget,
        value: MemberTarget,
        sparse: bool,
    },
}

/// A member of a structure or union.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) name: String,
    /// The name in a body.
    pub(super) wire: String,
    pub(super) target: MemberTarget,
    pub(super) required: bool,
    /// Whether it is an idempotency token.
    pub(super) token: bool,
    /// How its timestamps are written, where it says so itself.
    pub(super) format: Option<&'static str>,
}

/// What a member refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum MemberTarget {
    /// A shape of Smithy's prelude.
    Prelude(&'static str),
    /// A shape of the model, by its place.
    Shape(usize),
}

/// An error of the operation.
#[derive(Clone, Debug)]
pub(super) struct Error {
    pub(super) name: String,
    pub(super) body: Body,
    pub(super) fault: &'static str,
    pub(super) status: Option<u64>,
}

const PRELUDE: &[&str] = &[
    "String",
    "Boolean",
    "Integer",
    "Long",
    "Timestamp",
    "Blob",
    "Double",
    "Float",
    "Byte",
    "Short",
    "BigInteger",
    "BigDecimal",
    "Document",
    "Document",
];

const FORMATS: &[&str; 3] = &["epoch-seconds", "date-time", "http-date"];

impl Shapes {
    pub(super) fn draw(choices: &mut Choices) -> Self {
        let simple = choices.below(4);
        let count = simple + choices.below(6);
        // The simple ones come last, where every other may refer to them.
        let mut bodies: Vec<Body> =
            (0..count - simple).map(|at| Site { at, count }.aggregate(choices)).collect();
        bodies.extend((0..simple).map(|_| Body::Simple(simple_shape(choices))));
        let key_shapes: Vec<usize> = (0..count).filter(|at| is_string(&bodies[*at])).collect();
        for body in &mut bodies {
            if let Body::Map { key, .. } = body
                && choices.chance(40)
                && let Some(at) = choices.choose(&key_shapes)
            {
                *key = MemberTarget::Shape(*at);
            }
        }
        // What the operation takes and gives is referred to by nothing, and may refer to everything.
        let top = Site { at: usize::MAX, count };
        Self {
            bodies,
            input: Body::Structure(top.members(5, true, choices)),
            output: Body::Structure(top.members(6, true, choices)),
            errors: errors(top, choices),
            http: (choices.pick(&["POST", "PUT", "PATCH"]), choices.pick(&[200, 200, 201, 202])),
            signed: choices.chance(70),
        }
    }

    /// Returns the shape at a place.
    pub(super) fn body(&self, at: usize) -> &Body {
        &self.bodies[at]
    }

    /// Returns the input, the output and the errors.
    pub(super) fn tops(&self) -> impl Iterator<Item = &Body> {
        [&self.input, &self.output].into_iter().chain(self.errors.iter().map(|error| &error.body))
    }
}

/// A place from which members refer to others.
#[derive(Clone, Copy)]
struct Site {
    /// The place of the shape that the members are of; past the end for one that nothing refers to.
    at: usize,
    /// How many shapes there are.
    count: usize,
}

impl Site {
    fn aggregate(self, choices: &mut Choices) -> Body {
        let sparse = |choices: &mut Choices| choices.chance(35);
        match choices.below(5) {
            0 | 1 => Body::Structure(self.members(4, false, choices)),
            2 => Body::Union(self.union(choices)),
            3 => Body::List { element: self.target(true, choices), sparse: sparse(choices) },
            _ => Body::Map {
                key: MemberTarget::Prelude("String"),
                value: self.target(true, choices),
                sparse: sparse(choices),
            },
        }
    }

    /// Returns what may be referred to from here. Without `freely` it is only what stands further on, so that no chain
    /// of such references leads back.
    fn target(self, freely: bool, choices: &mut Choices) -> MemberTarget {
        let from =
            if self.at == usize::MAX || freely && choices.chance(25) { 0 } else { self.at + 1 };
        let room = self.count.saturating_sub(from);
        if room == 0 || choices.below(10) < 5 {
            return MemberTarget::Prelude(choices.choose(PRELUDE).copied().unwrap_or("String"));
        }
        MemberTarget::Shape(from + choices.below(room))
    }

    fn members(self, most: usize, top: bool, choices: &mut Choices) -> Vec<Member> {
        let count = choices.below(most + 1);
        let (mut members, mut taken): (Vec<Member>, _) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let required = choices.chance(35);
            let mut member = self.member(required, !required, &taken, choices);
            let text = member.target == MemberTarget::Prelude("String");
            member.token = top && text && choices.chance(15);
            taken.push((member.name.clone(), member.wire.clone()));
            members.push(member);
        }
        members
    }

    fn union(self, choices: &mut Choices) -> Vec<Member> {
        let (mut members, mut taken): (Vec<Member>, _) = (Vec::new(), Vec::new());
        for nth in 0..choices.between(1, 4) {
            let member = self.member(false, nth > 0, &taken, choices);
            taken.push((member.name.clone(), member.wire.clone()));
            members.push(member);
        }
        members
    }

    fn member(
        self,
        required: bool,
        freely: bool,
        taken: &[(String, String)],
        choices: &mut Choices,
    ) -> Member {
        let (name, wire) = names::member(taken, choices);
        let target = self.target(freely, choices);
        let moment = target == MemberTarget::Prelude("Timestamp");
        let format = (moment && choices.chance(60)).then(|| choices.pick(FORMATS));
        Member { name, wire, target, required, token: false, format }
    }
}

fn errors(top: Site, choices: &mut Choices) -> Vec<Error> {
    const NAMES: &[&str] =
        &["BrokenException", "Error", "Throttling", "BrokenExceptionToo", "brokenException"];
    let count = choices.between(1, 4);
    let errors = NAMES.iter().take(count).map(|name| {
        let fault = choices.pick(&["client", "server"]);
        let mut members = top.members(2, false, choices);
        let is_message = |text: &str| text.eq_ignore_ascii_case("message");
        members.retain(|m| !is_message(&m.name) && !is_message(&m.wire));
        if choices.chance(70) {
            members.push(Member {
                name: "message".to_owned(),
                wire: "message".to_owned(),
                target: MemberTarget::Prelude("String"),
                required: choices.chance(30),
                token: false,
                format: None,
            });
        }
        let status = match fault {
            "client" => choices.pick(&[None, Some(400), Some(404), Some(409), Some(429)]),
            _ => choices.pick(&[None, Some(500), Some(503)]),
        };
        Error { name: (*name).to_owned(), body: Body::Structure(members), fault, status }
    });
    errors.collect()
}

/// Returns a simple shape that a model declares for its values or its format.
fn simple_shape(choices: &mut Choices) -> Json {
    let unit = |value: Json| {
        let traits = Json::object([("smithy.api#enumValue", value)]);
        Json::object([("target", Json::from("smithy.api#Unit")), ("traits", traits)])
    };
    let count = choices.between(1, 3);
    let declared = |kind: &str, values: Vec<Json>| {
        let members = ["ONE", "TWO", "THREE"].into_iter().zip(values.into_iter().map(unit));
        Json::object([("type", Json::from(kind)), ("members", Json::object(members))])
    };
    match choices.below(4) {
        0 => Json::object([("type", Json::from("string"))]),
        1 => {
            let values = [choices.pick(&["one", "", "é \""]), "two", "TWO"];
            declared("enum", values.into_iter().take(count).map(Json::from).collect())
        }
        2 => {
            let values = [choices.pick(&["1", "0", "-2147483648"]), "7", "2147483647"];
            let numbers =
                values.into_iter().take(count).map(|n| Json::parse(n).unwrap_or(Json::Null));
            declared("intEnum", numbers.collect())
        }
        _ => {
            let format = Json::from(choices.pick(FORMATS));
            Json::object([
                ("type", Json::from("timestamp")),
                ("traits", Json::object([("smithy.api#timestampFormat", format)])),
            ])
        }
    }
}

/// Reports whether the values of a shape are texts, which the keys of maps must be.
fn is_string(body: &Body) -> bool {
    match body {
        Body::Simple(shape) => {
            matches!(shape.get("type").and_then(Json::as_str), Some("string" | "enum"))
        }
        _ => false,
    }
}
