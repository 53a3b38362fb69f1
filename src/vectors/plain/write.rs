//! Writes vectors in the plain form.

use std::collections::{HashMap, HashSet};

use crate::json::Json;
use crate::vectors::vector::{Check, MessageParts, RequestMessage, ResponseMessage, Vector};

use super::prune::pruned;
use super::read::MARK;

/// Returns vectors in the plain form (`docs/vectors.schema.json`), with the models of their operations. [`Vector::read`] reads
/// it.
///
/// ```
/// use wireproof::vectors::{Vector, plain};
///
/// assert_eq!(plain(&[]).to_string(), r#"{"wireproof_vectors":1,"models":[],"vectors":[]}"#);
/// # assert!(Vector::read(plain(&[]).to_string()).expect("the plain form").is_empty());
/// ```
pub fn plain(vectors: &[Vector]) -> Json {
    let mut models = Models::default();
    let models_of: Vec<usize> = vectors.iter().map(|vector| models.place(vector)).collect();
    let vectors = vectors.iter().zip(models_of).map(|(vector, model)| entry(vector, model));
    let vectors = vectors.collect();
    Json::object([
        (MARK, Json::from(1_u64)),
        ("models", Json::Array(models.pruned())),
        ("vectors", Json::Array(vectors)),
    ])
}

/// The files of the models, each once, with the operations that are needed of it.
#[derive(Default)]
struct Models<'v> {
    files: Vec<(&'v [u8], HashSet<&'v str>)>,
    by_file: HashMap<&'v [u8], usize>,
    /// The same by the address of the bytes: the contracts of a file share them, and they may be large.
    by_address: HashMap<*const u8, usize>,
}

impl<'v> Models<'v> {
    fn place(&mut self, vector: &'v Vector) -> usize {
        let file = vector.contract.model().file();
        let place = *self.by_address.entry(file.as_ptr()).or_insert_with(|| {
            *self.by_file.entry(file).or_insert_with(|| {
                self.files.push((file, HashSet::new()));
                self.files.len() - 1
            })
        });
        self.files[place].1.insert(vector.contract.operation().id().as_str());
        place
    }

    fn pruned(self) -> Vec<Json> {
        let files = self.files.into_iter().map(|(file, operations)| {
            // Each was read before.
            let file = Json::parse(file).unwrap_or(Json::Null);
            match file.get("smithy") {
                Some(_) => pruned(&file, &operations),
                None => file,
            }
        });
        files.collect()
    }
}

fn entry(vector: &Vector, model: usize) -> Json {
    let mut fields = vec![
        ("id", Json::from(vector.id.as_str())),
        ("party", Json::from(vector.party.name())),
        ("kind", Json::from(vector.kind())),
        ("protocol", Json::from(vector.contract.protocol_name().id())),
        ("model", Json::from(model)),
        ("operation", Json::from(vector.contract.operation().id().as_str())),
    ];
    match &vector.check {
        Check::Request { input, message } => {
            fields.push(("input", input.clone()));
            fields.push(("request", request(message)));
        }
        Check::Success { output, message } => {
            fields.push(("output", output.clone()));
            fields.push(("response", response(message)));
        }
        Check::Error { shape, value, message } => {
            let id = &vector.contract.model().shape(*shape).id;
            fields.push(("error_shape", Json::from(id.as_str())));
            fields.push(("error", value.clone()));
            fields.push(("response", response(message)));
        }
        Check::Refusal { message, response: refused } => {
            fields.push(("request", request(message)));
            fields.push(("response", response(refused)));
        }
    }
    Json::object(fields)
}

type Fields = Vec<(&'static str, Json)>;

fn request(message: &RequestMessage) -> Json {
    let mut fields: Fields = vec![
        ("method", Json::from(message.method.as_str())),
        ("path", Json::from(message.path.as_str())),
    ];
    texts("query", &message.query, &mut fields);
    texts("forbidden_query", &message.forbidden_query, &mut fields);
    texts("required_query", &message.required_query, &mut fields);
    text("host", message.host.as_deref(), &mut fields);
    text("resolved_host", message.resolved_host.as_deref(), &mut fields);
    parts(&message.parts, &mut fields);
    Json::object(fields)
}

fn response(message: &ResponseMessage) -> Json {
    let mut fields: Fields = vec![("status", Json::from(message.status))];
    parts(&message.parts, &mut fields);
    text("message_pattern", message.message_pattern.as_deref(), &mut fields);
    text("error_message", message.error_message.as_deref(), &mut fields);
    Json::object(fields)
}

fn parts(parts: &MessageParts, fields: &mut Fields) {
    if !parts.headers.is_empty() {
        let headers = parts.headers.iter();
        let headers = headers.map(|(name, value)| (name.as_str(), Json::from(value.as_str())));
        fields.push(("headers", Json::object(headers)));
    }
    texts("forbidden_headers", &parts.forbidden, fields);
    texts("required_headers", &parts.required, fields);
    // Every form of file has bodies as text.
    let body = parts.body.as_deref().map(String::from_utf8_lossy);
    text("body", body.as_deref(), fields);
    text("media_type", parts.media_type.as_deref(), fields);
}

fn texts(name: &'static str, texts: &[String], fields: &mut Fields) {
    if !texts.is_empty() {
        let texts = texts.iter().map(|text| Json::from(text.as_str())).collect();
        fields.push((name, Json::Array(texts)));
    }
}

fn text(name: &'static str, text: Option<&str>, fields: &mut Fields) {
    fields.extend(text.map(|text| (name, Json::from(text))));
}
