//! Messages with every binding, and the import of a large model.

use std::hint::black_box;
use std::path::Path;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use wireproof::contract::Contract;
use wireproof::json::Json;
use wireproof::model::Model;
use wireproof::protocol::write_request;

/// The made-up model that the fuzz targets use.
const MODEL: &str = include_str!("../../src/fuzzing/bound/model.json");

/// An input with every member of `PutThing`.
const INPUT: &str = r#"{"Group":"a b/c","Key":"docs/2026/report 1.pdf","Page":7,"Tags":["x","y&z"],"Since":1659346200.5,"Parameters":{"p q":"1"},"Owner":"Ann","Size":9007199254740993,"Draft":false,"Changed":1659346200,"Labels":["plain","a, b"],"Numbers":[1,-2],"Dates":[0,1659346200],"Color":"deep green","Json":"{\"a\":1}","Metadata":{"Owner":"x","b2":"y"},"Token":"00000000-0000-4000-8000-000000000000","Name":"n","Choice":{"Number":1.5},"Anything":{"n":123456789012345678901234567890},"Data":"AP+/","Made":1659346200,"Total":18446744073709551616,"Parts":[{"Id":1,"At":0}],"Sparse":{"a":null,"b":0.1}}"#;

/// An output with every member of `PutThing`.
const OUTPUT: &str = r#"{"Status":202,"Etag":"\"a1\"","Count":9007199254740993,"Ratio":0.5,"Expires":1659346200,"Labels":["plain","a, b"],"Json":"{\"a\":1}","Metadata":{"Owner":"x","b2":"y"},"Name":"n","Choice":{"Number":1.5},"Anything":{"n":1},"Made":1659346200,"Parts":[{"Id":1,"At":0}],"Sparse":{"a":null,"b":0.1}}"#;

fn messages(criterion: &mut Criterion) {
    let contract = Contract::from_smithy(MODEL, Some("PutThing")).expect("it is a contract");
    let protocol = contract.protocol();
    let input = Json::parse(INPUT).expect("it is JSON");
    let output = Json::parse(OUTPUT).expect("it is JSON");
    let request = write_request(&contract, &input).expect("it is valid").to_request("127.0.0.1");
    let response = protocol.write_response(&contract, &output).expect("it is valid");
    let response = response.into_answer().response();

    let mut group = criterion.benchmark_group("bindings/request");
    group.throughput(Throughput::Bytes(request.raw.len() as u64));
    group.bench_function("write", |bencher| {
        bencher.iter(|| write_request(&contract, black_box(&input)).is_ok());
    });
    group.bench_function("read", |bencher| {
        bencher.iter(|| {
            let reading = protocol.read_request(&contract, black_box(&request));
            reading.map(|reading| reading.input(&contract)).is_ok()
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("bindings/response");
    group.throughput(Throughput::Bytes(response.raw.len() as u64));
    group.bench_function("write", |bencher| {
        bencher.iter(|| protocol.write_response(&contract, black_box(&output)).is_ok());
    });
    group.bench_function("read", |bencher| {
        bencher.iter(|| match protocol.read_response(&contract, black_box(&response)) {
            wireproof::protocol::ResponseReading::Success(read) => read.output(&contract),
            _ => Json::Null,
        });
    });
    group.finish();
}

/// A model of about the size of quicksight's: 2.5 MB, 250 operations, 2,500 shapes.
fn large_model() -> Vec<u8> {
    let text = |name: &str| Json::from(name);
    let target = |name: String| Json::object([("target", Json::from(name))]);
    let about = "This text stands for the documentation of a member, which takes most of a model. "
        .repeat(3);
    let mut shapes = Vec::new();
    let mut operations = Vec::new();
    for at in 0..250 {
        let id = |name: &str| format!("large#{name}{at}");
        operations.push(target(id("Operation")));
        let http = Json::object([
            ("method", text("POST")),
            ("uri", Json::from(format!("/things/{at}/{{Id}}"))),
            ("code", Json::from(200_u64)),
        ]);
        let operation = Json::object([
            ("type", text("operation")),
            ("input", target(id("Input"))),
            ("output", target(id("Output"))),
            ("traits", Json::object([("smithy.api#http", http)])),
        ]);
        shapes.push((id("Operation"), operation));
        for (shape, inner) in ["Input", "Output", "A", "B", "C", "D", "E", "F", "G"]
            .iter()
            .zip(["A", "B", "C", "D", "E", "F", "G", "String", "String"])
        {
            let member = |nth: usize| {
                let own = if nth == 0 && inner != "String" {
                    id(inner)
                } else {
                    "smithy.api#String".to_owned()
                };
                let mut traits = vec![("smithy.api#documentation", Json::from(about.as_str()))];
                let is_label = *shape == "Input" && nth == 1;
                if is_label {
                    traits.push(("smithy.api#httpLabel", Json::Object(Vec::new())));
                    traits.push(("smithy.api#required", Json::Object(Vec::new())));
                }
                let name = if is_label { "Id".to_owned() } else { format!("Member{nth}") };
                (
                    name,
                    Json::object([("target", Json::from(own)), ("traits", Json::object(traits))]),
                )
            };
            let members = Json::object((0..4).map(member));
            let structure = Json::object([("type", text("structure")), ("members", members)]);
            shapes.push((id(shape), structure));
        }
    }
    let service = Json::object([
        ("type", text("service")),
        ("version", text("2026-11-29")),
        ("operations", Json::Array(operations)),
        ("traits", Json::object([("aws.protocols#restJson1", Json::Object(Vec::new()))])),
    ]);
    shapes.push(("large#Service".to_owned(), service));
    let file = Json::object([("smithy", text("2.0")), ("shapes", Json::Object(shapes))]);
    file.to_string().into_bytes()
}

/// Where `testees/boto3/setup` puts the model of quicksight, if it was run.
fn quicksight() -> Option<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testees/boto3/.sdk");
    let mut versions: Vec<_> = std::fs::read_dir(root).ok()?.flatten().collect();
    versions.sort_by_key(|version| std::cmp::Reverse(version.file_name()));
    let libraries =
        versions.into_iter().filter_map(|it| std::fs::read_dir(it.path().join("lib")).ok());
    let file = "site-packages/botocore/data/quicksight/2018-04-01/service-2.json.gz";
    libraries.flatten().flatten().find_map(|it| std::fs::read(it.path().join(file)).ok())
}

fn import(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("import");
    group.sample_size(10);
    let mut models = vec![("made up", large_model())];
    models.extend(quicksight().map(|model| ("quicksight", model)));
    for (name, file) in models {
        group.throughput(Throughput::Bytes(file.len() as u64));
        let read = |file: Vec<u8>| Model::read(file).expect("it is a model");
        group.bench_function(format!("{name}/model"), |bencher| {
            bencher.iter_batched(|| file.clone(), read, BatchSize::LargeInput);
        });
        let model = read(file);
        let ids: Vec<String> = model.operations().map(|o| o.id().to_string()).collect();
        group.bench_function(format!("{name}/contracts of all operations"), |bencher| {
            let contracts = |model| Contract::of_operations(model, ids.iter().map(String::as_str));
            bencher.iter_batched(|| model.clone(), contracts, BatchSize::LargeInput);
        });
    }
    group.finish();
}

criterion_group!(benches, messages, import);
criterion_main!(benches);
