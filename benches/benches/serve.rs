//! Requests that the reference server answers in a second, without sockets.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use wireproof::contract::Contract;
use wireproof::http::{Headers, Request};
use wireproof::json::Json;
use wireproof::model::Model;
use wireproof::reference::server::{ANSWER_FIELD, Responder};

const INPUT: &str = r#"{"Username":"jane.doe","InstanceId":"i-0a1b2c3d4e5f67890","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f3a2b1"}}}"#;

fn request(asks: Option<&str>, body: &str) -> Request {
    let mut headers: Headers = [("Content-Type", "application/json")].into_iter().collect();
    asks.into_iter().for_each(|asks| headers.push(ANSWER_FIELD, asks));
    Request::new("POST", "/user/DisassociateUser", headers, body.as_bytes())
}

fn replies(criterion: &mut Criterion) {
    let responder = Responder::new(vec![Contract::default()], 1);
    let requests = [
        ("generated", 200, request(None, INPUT)),
        ("error", 400, request(Some("error=ThrottlingException"), INPUT)),
        ("refused", 400, request(None, r#"{"Username":7}"#)),
    ];
    let mut group = criterion.benchmark_group("serve/reply");
    group.throughput(Throughput::Elements(1));
    for (name, status, request) in requests {
        assert_eq!(responder.reply(&request).response.status, status);
        group.bench_function(name, |bencher| {
            bencher.iter(|| responder.reply(black_box(&request)).response.status);
        });
    }
    group.finish();
}

/// A service of so many operations, each with a label.
fn service(operations: usize) -> Responder {
    let member = Json::parse(
        r#"{"x":{"target":"smithy.api#String","traits":{"smithy.api#httpLabel":{},"smithy.api#required":{}}}}"#,
    );
    let input =
        Json::object([("type", Json::from("structure")), ("members", member.expect("JSON"))]);
    let operation = |i| {
        let http = Json::object([
            ("method", Json::from("GET")),
            ("uri", Json::from(format!("/thing-{i}/{{x}}"))),
        ]);
        let operation = Json::object([
            ("type", Json::from("operation")),
            ("input", Json::object([("target", Json::from("a#In"))])),
            ("traits", Json::object([("smithy.api#http", http)])),
        ]);
        (format!("a#Op{i}"), operation)
    };
    let shapes = (0..operations).map(operation).chain([("a#In".to_owned(), input)]);
    let model = Json::object([("smithy", Json::from("2.0")), ("shapes", Json::object(shapes))]);
    let model = Model::from_smithy(model.to_string()).expect("it is a model");
    let names: Vec<String> = model.operations().map(|o| o.name().to_owned()).collect();
    let contracts = Contract::of_operations(model, names.iter().map(String::as_str));
    Responder::new(contracts.into_iter().collect::<Result<_, _>>().expect("contracts"), 1)
}

fn routes(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("serve/route");
    group.throughput(Throughput::Elements(1));
    for operations in [1, 200] {
        let responder = service(operations);
        let target = format!("/thing-{}/a", operations - 1);
        let request = Request::new("GET", &target, Headers::new(), b"");
        assert_eq!(responder.reply(&request).response.status, 200);
        group.bench_function(format!("{operations} operations"), |bencher| {
            bencher.iter(|| responder.reply(black_box(&request)).response.status);
        });
    }
    group.finish();
}

criterion_group!(benches, replies, routes);
criterion_main!(benches);
