//! The generators: what they make is what it is for, in every edition and for contracts of other shapes.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use wireproof::contract::{Contract, EDITIONS};
use wireproof::exchange::{Evidence, Features, Outcome, Session, Stage};
use wireproof::generate::{self, Config, Generator, faithful_session, fitness};
use wireproof::http::{Headers, Request};
use wireproof::json::Json;
use wireproof::policy::{self, Judgement, Party, Policy};
use wireproof::protocol::{NoteKind, ResponseReading, read_response, validate};
use wireproof::suite::{Stimulus, StimulusSource};

const FEATURES: Features =
    Features::new().with_client_validation(true).with_session_token(true).with_host_prefix(true);

/// How many stimuli of each policy are looked at.
const EACH: usize = 24;

/// The longest that one stimulus may take, and that those of one policy may take on average.
const LONGEST: Duration = Duration::from_millis(1_800);
const AVERAGE: Duration = Duration::from_millis(30);

fn clients() -> Vec<&'static Policy> {
    let all = policy::catalogue().iter().copied();
    all.filter(|policy| policy.party() == Party::Client).collect()
}

/// Returns the policies on clients that apply to the contract's operation.
fn applying(contract: &Contract) -> Vec<&'static Policy> {
    clients().into_iter().filter(|policy| policy.lacks(contract).is_none()).collect()
}

fn contracts() -> Vec<Contract> {
    EDITIONS.iter().map(|edition| Contract::edition(edition.name).expect(edition.name)).collect()
}

fn every(generator: &Generator) -> Vec<Stimulus> {
    (0..generator.len()).map(|index| generator.stimulus(index)).collect()
}

fn judged(contract: &Contract, session: &Session, policy: &Policy) -> Judgement {
    let evidence = Evidence::of_session(contract, session, FEATURES).expect("there is a call");
    policy.judge(&evidence)
}

/// Holds every stimulus of a generator against its aim and against every other policy.
fn assert_fit(contract: &Contract, generator: &Generator) {
    for index in 0..generator.len() {
        let stimulus = generator.stimulus(index);
        let aims = generator.aims(index);
        assert_eq!(aims.iter().map(|p| p.id).collect::<Vec<_>>(), [stimulus.aims[0].id]);
        let fitness = fitness(contract, &stimulus, aims[0]);
        assert!(fitness.is_fit(), "{}: {fitness:#?} {stimulus:?}", stimulus.id);
    }
}

#[test]
fn every_stimulus_is_judged_by_its_policy_and_accuses_nobody() {
    for contract in contracts() {
        let generator = Generator::new(&contract, &clients(), EACH, 11);
        assert_eq!(generator.len(), EACH * applying(&contract).len());
        assert_fit(&contract, &generator);
    }
}

#[test]
fn what_is_made_depends_on_the_seed_and_on_nothing_else() {
    let contract = Contract::default();
    let all = clients();
    let [one, again, other] =
        [5, 5, 6].map(|seed| every(&Generator::new(&contract, &all, 10, seed)));
    let same = |a: &Stimulus, b: &Stimulus| (&a.call, a.repeat) == (&b.call, b.repeat);
    assert!(one.iter().zip(&again).all(|(a, b)| a.id == b.id && same(a, b)));
    let different = one.iter().zip(&other).filter(|(a, b)| !same(a, b)).count();
    assert!(different * 10 > one.len() * 9, "{different} of {}", one.len());
    // Neither on which other policies there are, nor on their order.
    let few: Vec<_> = all.iter().copied().rev().filter(|p| p.id.starts_with("union.")).collect();
    for stimulus in every(&Generator::new(&contract, &few, 10, 5)) {
        let found = one.iter().find(|other| other.id == stimulus.id).expect("the same id");
        assert!(same(found, &stimulus), "{}", stimulus.id);
    }
}

#[test]
fn stimuli_differ_and_take_little_time() {
    let contract = Contract::default();
    let mut texts: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let (mut ids, mut times) = (BTreeSet::new(), BTreeMap::<&str, Duration>::new());
    for stimulus in every(&Generator::new(&contract, &clients(), EACH, 3)) {
        let aim = stimulus.aims[0].id;
        let text = format!("{} {:?}", stimulus.call.input, stimulus.call.answer);
        texts.entry(aim).or_default().insert(text);
        assert!(ids.insert(stimulus.id.clone()), "{} is used twice", stimulus.id);
        let time = stimulus.call.answer.response().time;
        assert!(time < LONGEST, "{}: {time:?}", stimulus.id);
        *times.entry(aim).or_default() += time * stimulus.repeat as u32;
    }
    for (aim, texts) in texts {
        assert!(texts.len() * 10 >= EACH * 9, "{aim}: {} of {EACH}", texts.len());
    }
    // What is slow by its policy takes a fifth of a second at least.
    for (aim, time) in times.into_iter().filter(|(aim, _)| *aim != "wire.slow-answer-survived") {
        assert!(time / (EACH as u32) < AVERAGE, "{aim}: {time:?} for {EACH}");
    }
}

#[test]
fn corners_come_first_and_both_phases_are_there() {
    let contract = Contract::default();
    let union: Vec<_> = clients().into_iter().filter(|p| p.id == "union.null-is-absent").collect();
    let generator = Generator::new(&contract, &union, 100, 1);
    let ids: Vec<_> = (0..100).map(|index| generator.stimulus(index).id).collect();
    assert_eq!(ids[0], "boundary/union.null-is-absent/000000");
    assert_eq!(ids[99], "generated/union.null-is-absent/000099");
    assert!(ids.is_sorted_by_key(|id| id.starts_with("generated")));
    assert!(generator.aims(100).is_empty());
    let none = Generator::new(&contract, &union, 0, 1);
    assert!(none.is_empty());
    let slow: Vec<_> = clients().into_iter().filter(|p| p.id.contains("slow")).collect();
    assert!(Generator::new(&contract, &slow, 100_000, 1).len() <= 100);
}

/// A stimulus that its policy is satisfied with whatever a client makes of it proves nothing.
#[test]
fn wrong_outcomes_break_most_of_what_is_made() {
    let contract = Contract::default();
    let output = |text: &str| Outcome::Response {
        http_status: Some(200),
        output: Json::parse(text).expect("it is JSON"),
        request_id: None,
    };
    let error = |code: Option<&str>, modeled| Outcome::ServiceError {
        code: code.map(str::to_owned),
        modeled,
        message: None,
        http_status: Some(1),
        request_id: None,
        error: None,
    };
    let wrong = [
        Outcome::client_error(Stage::Deserialize, "Lazy", ""),
        Outcome::client_error(Stage::Unknown, "AttributeError", ""),
        output("{}"),
        output(
            r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{},
            "SDK_UNKNOWN_MEMBER":{"name":"x"}}}}"#,
        ),
        error(None, false),
        error(Some("ConflictException"), true),
        Outcome::Crash { detail: "exit code 1".into() },
        Outcome::Timeout { after_ms: 1 },
    ];
    let mut caught: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for stimulus in every(&Generator::new(&contract, &clients(), EACH, 9)) {
        let aim = stimulus.aims[0];
        // The policies on requests look at what was sent.
        if aim.group == wireproof::policy::Group::Request {
            continue;
        }
        let faithful = faithful_session(&contract, &stimulus);
        let right = faithful.calls[0].outcome().expect("a client is judged");
        let mut more = edits(right);
        // The name of an error that stands anywhere in the body.
        let body = String::from_utf8_lossy(&stimulus.call.answer.body);
        let errors = contract.operation().errors().map(|error| error.id.name());
        more.extend(errors.filter(|name| body.contains(name)).map(|name| error(Some(name), true)));
        more.push(error(Some("TeapotException"), false));
        let breaks = |outcome: &Outcome, sent: bool| {
            let mut session = faithful.clone();
            session.calls[0].client.as_mut().expect("a client is judged").outcome = outcome.clone();
            if sent {
                session.calls[0].requests.push(Request::new("POST", "/", Headers::new(), b"{}"));
            }
            matches!(judged(&contract, &session, aim), Judgement::Fail(_))
        };
        let broken = wrong.iter().chain(&more).any(|outcome| breaks(outcome, false));
        let broken = broken || breaks(right, true);
        let (all, bad) = caught.entry(aim.id).or_default();
        *all += 1;
        *bad += usize::from(broken);
    }
    let weak: Vec<_> = caught.iter().filter(|(_, (all, bad))| bad * 2 < *all).collect();
    assert!(weak.is_empty(), "{weak:?}");
}

/// The members of an object.
type Members = Vec<(String, Json)>;

/// Returns the outcome with a text changed, dropped or added in each place.
fn edits(outcome: &Outcome) -> Vec<Outcome> {
    fn texts(value: &mut Json, edit: &mut impl FnMut(&mut String)) {
        match value {
            Json::String(text) => edit(text),
            Json::Array(items) => items.iter_mut().for_each(|item| texts(item, edit)),
            Json::Object(members) => members.iter_mut().for_each(|(_, value)| texts(value, edit)),
            _ => {}
        }
    }
    match outcome.clone() {
        Outcome::Response { http_status, output, request_id } => {
            let with = |change: &dyn Fn(&mut Json)| {
                let mut output = output.clone();
                change(&mut output);
                Outcome::Response {
                    http_status,
                    output,
                    request_id: request_id.clone().map(|id| id + "x"),
                }
            };
            let summary = |value: &mut Json, change: &dyn Fn(&mut Members)| {
                if let Json::Object(members) = value
                    && let Some((_, Json::Object(summary))) = members.first_mut()
                {
                    change(summary);
                }
            };
            let names = [
                "AssociationDate",
                "DisassociationDate",
                "Domain",
                "IdentityProvider",
                "InstanceId",
                "InstanceUserArn",
                "Status",
                "StatusMessage",
                "Username",
            ];
            let mut edited = vec![with(&|value| texts(value, &mut |text| text.push('x')))];
            for name in names {
                for text in ["", "made up"] {
                    edited.push(with(&|value| {
                        summary(value, &|summary| {
                            if summary.iter().all(|(other, _)| other != name) {
                                summary.push((name.to_owned(), Json::from(text)));
                            }
                        });
                    }));
                }
                edited.push(with(&|value| {
                    summary(value, &|summary| summary.retain(|(other, _)| other != name));
                }));
            }
            edited
        }
        Outcome::ServiceError { code, modeled, message, http_status, request_id, error } => vec![
            Outcome::ServiceError {
                code: code.clone().map(|code| code + "x"),
                modeled,
                message: message.clone().map(|message| message + "x"),
                http_status: http_status.map(|status| status + 1),
                request_id: request_id.clone().map(|id| id + "x"),
                error: error.clone(),
            },
            Outcome::ServiceError {
                code,
                modeled: !modeled,
                message,
                http_status,
                request_id,
                error,
            },
        ],
        _ => Vec::new(),
    }
}

/// A contract with every kind of shape that bodies have, some of which hold themselves.
const OTHER: &str = r##"{"smithy":"2.0","shapes":{
"a#S":{"type":"service","version":"1","operations":[{"target":"a#Op"}],"traits":{"aws.protocols#restJson1":{}}},
"a#Op":{"type":"operation","input":{"target":"a#In"},"output":{"target":"a#Out"},
 "traits":{"smithy.api#http":{"method":"PUT","uri":"/op","code":201}}},
"a#In":{"type":"structure","members":{"Tree":{"target":"a#Tree"},"All":{"target":"a#All","traits":{"smithy.api#required":{}}}}},
"a#Out":{"type":"structure","members":{"All":{"target":"a#All"},"Tree":{"target":"a#Tree","traits":{"smithy.api#jsonName":"t"}}}},
"a#Tree":{"type":"union","members":{"leaf":{"target":"smithy.api#Integer"},"node":{"target":"a#Node"}}},
"a#Node":{"type":"structure","members":{"left":{"target":"a#Tree","traits":{"smithy.api#required":{}}},"right":{"target":"a#Tree"}}},
"a#All":{"type":"structure","members":{
 "Blob":{"target":"smithy.api#Blob"},"Flag":{"target":"smithy.api#Boolean"},"Name":{"target":"smithy.api#String"},
 "Byte":{"target":"smithy.api#Byte"},"Short":{"target":"smithy.api#Short"},"Long":{"target":"smithy.api#Long"},
 "Big":{"target":"smithy.api#BigInteger"},"Decimal":{"target":"smithy.api#BigDecimal"},
 "Float":{"target":"smithy.api#Float"},"Double":{"target":"smithy.api#Double"},
 "When":{"target":"smithy.api#Timestamp"},"Free":{"target":"smithy.api#Document"},
 "Names":{"target":"a#Names"},"Trees":{"target":"a#Trees"},"Self":{"target":"a#All"}}},
"a#Names":{"type":"list","member":{"target":"smithy.api#String"}},
"a#Trees":{"type":"map","key":{"target":"smithy.api#String"},"value":{"target":"a#Tree"}}
}}"##;

#[test]
fn other_contracts_have_stimuli_for_what_they_have() {
    let contract = Contract::from_smithy(OTHER, None).expect("it is a contract");
    let generator = Generator::new(&contract, &clients(), 12, 1);
    assert_fit(&contract, &generator);
    let aims: BTreeSet<_> = (0..generator.len()).map(|index| generator.aims(index)[0].id).collect();
    assert!(aims.contains("union.unknown-member-named") && aims.contains("input.types"));
    assert!(!aims.contains("error.modeled"), "the operation lists no error");
    let plain = OTHER.replace("\"union\"", "\"structure\"").replace(
        r##""left":{"target":"a#Tree","traits":{"smithy.api#required":{}}}"##,
        r##""left":{"target":"a#Tree"}"##,
    );
    let contract = Contract::from_smithy(plain, None).expect("it is a contract");
    let generator = Generator::new(&contract, &clients(), 2, 1);
    let without =
        (0..generator.len()).all(|i| generator.aims(i)[0].group != wireproof::policy::Group::Union);
    assert!(without && !generator.is_empty());
}

/// Draws from a strategy, always the same.
fn sample<S: Strategy>(strategy: &S, runner: &mut TestRunner) -> S::Value {
    strategy.new_tree(runner).expect("there is such a value").current()
}

#[test]
fn every_trait_of_answers_occurs_and_the_oracle_takes_them_all() {
    let contract = Contract::edition("2026-11").expect("an edition");
    let mut runner = TestRunner::deterministic();
    let answers = Config::any().prop_flat_map({
        let contract = contract.clone();
        move |config| generate::answer(&contract, config)
    });
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..2_000 {
        let answer = sample(&answers, &mut runner);
        let response = answer.response();
        let ResponseReading::Success(success) = read_response(&contract, &response) else {
            panic!("no success: {answer:?}")
        };
        let decoded = success.body.decoded().expect("the body is a structure");
        assert!(decoded.refusal().is_none(), "{answer:?}");
        let has = |wanted: fn(NoteKind) -> bool| decoded.anatomy().of(wanted).next().is_some();
        let body = String::from_utf8_lossy(&response.body);
        for (name, is_so) in [
            ("null", has(|kind| kind == NoteKind::Null)),
            ("unknown member", has(|kind| kind == NoteKind::UnknownMember)),
            ("unknown tag", has(|kind| matches!(kind, NoteKind::UnionUnknown { .. }))),
            ("type hint", has(|kind| kind == NoteKind::TypeHint)),
            ("space", body.contains(['\n', '\r', '\t'])),
            ("escape", body.contains("\\u00")),
            ("upper-case escape", body.contains("\\uD8")),
            ("escaped solidus", body.contains("\\/")),
            ("surrogates", body.contains("\\ud8")),
            ("control character", body.contains("\\u0001")),
            ("plane 1", body.contains('\u{1f600}')),
            ("last plane", body.contains('\u{10ffff}')),
            ("empty text", body.contains(":\"\"")),
            ("deep", body.contains(&"[".repeat(33))),
            ("large", body.len() > 65_536 || body.matches(',').count() > 1_000),
            ("chunked", response.headers.has("Transfer-Encoding")),
            ("until close", response.headers.has("Connection")),
            ("drips", !response.time.is_zero()),
            ("interim", !response.interim.is_empty()),
            ("status", response.status != 200),
            ("content type", response.headers.only("Content-Type").is_none()),
            ("odd date", body.contains("+05:30") || body.contains("W31")),
        ] {
            *seen.entry(name).or_default() += usize::from(is_so);
        }
    }
    let rare: Vec<_> = seen.iter().filter(|(_, count)| **count == 0).collect();
    assert!(rare.is_empty(), "{rare:?} of {seen:?}");
}

#[test]
fn strategies_draw_what_they_say() {
    let contract = Contract::edition("2024-11").expect("an edition");
    let (model, operation) = (contract.model(), contract.operation());
    let mut runner = TestRunner::deterministic();
    for _ in 0..200 {
        let config = sample(&Config::any(), &mut runner);
        let input = sample(&generate::input(&contract, config.clone()), &mut runner);
        assert_eq!(validate(model, operation.input(), &input), []);
        let output = sample(&generate::output_value(&contract, config.clone()), &mut runner);
        assert_eq!(validate(model, operation.output(), &output), []);
        let error = sample(&generate::error_answer(&contract, config.clone()), &mut runner);
        assert!(matches!(read_response(&contract, &error.response()), ResponseReading::Error(_)));
        let input = sample(&generate::invalid_input(&contract, config), &mut runner);
        assert_ne!(validate(model, operation.input(), &input), []);
    }
    for policy in applying(&contract) {
        let malformed = generate::malformation(&contract, policy, Config::full());
        let stimulus = sample(&malformed, &mut runner);
        assert!(fitness(&contract, &stimulus, policy).is_fit(), "{}", policy.id);
    }
}

#[test]
fn values_shrink() {
    let contract = Contract::default();
    let mut runner = TestRunner::deterministic();
    let mut config = Config::full();
    config.odd_texts = 80;
    let long =
        |input: &Json| input.get("Username").and_then(Json::as_str).is_some_and(|t| t.len() > 20);
    let inputs = generate::input(&contract, config).prop_filter("long", move |input| long(input));
    let mut tree = inputs.new_tree(&mut runner).expect("one is found");
    let first = tree.current().to_string().len();
    // As a runner does, for a test that every long name fails.
    let mut tries = 0;
    let mut smaller = tree.simplify();
    while smaller && tries < 10_000 {
        tries += 1;
        smaller = if long(&tree.current()) { tree.simplify() } else { tree.complicate() };
    }
    assert!(tries < 10_000 && long(&tree.current()));
    assert!(tree.current().to_string().len() <= first);
}

#[test]
fn any_bytes_make_a_stimulus_or_none() {
    let contract = Contract::default();
    let mut made = 0;
    for policy in clients() {
        for bytes in
            [&[][..], &[0xff; 400], &[0x5a; 300], b"some bytes of a fuzzer, whatever they are"]
        {
            if let Some(stimulus) = generate::stimulus_from_bytes(&contract, policy, bytes) {
                assert!(fitness(&contract, &stimulus, policy).is_fit());
                made += 1;
            }
        }
    }
    assert!(made > 100, "{made}");
}
