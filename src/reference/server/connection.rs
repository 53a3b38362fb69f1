//! One connection: reads requests, and answers each by the responder.

use std::convert::identity as same;
use std::error::Error;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::HOST;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request as HyperRequest, Response as HyperResponse, Version};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

use crate::http::{Headers, Request};
use crate::json::Json;
use crate::protocol::{ERROR_TYPE_HEADER, REQUEST_ID_HEADER, ResponseParts};

use super::asked::ANSWER_FIELD;
use super::body::{self, BodyLimits, Budget, Unread};
use super::error::error;
use super::identity;
use super::patient::Patient;
use super::responder::Responder;
use super::served::ServedRequest;

/// The most bytes of a head. hyper reads a head of this size again from its beginning with each piece that comes.
const MOST_HEAD: usize = 256 * 1024;

/// The most header fields of a request.
const MOST_FIELDS: usize = 512;

/// A body of more bytes is answered outside the runtime, one at a time: its values may take a hundred times its memory.
const LARGE: usize = 64 * 1024;

/// How long and how much to read behind the last response, so that the client does not lose it to a reset.
const LINGER: Duration = Duration::from_secs(2);
const MOST_LINGERED: usize = 64 * 1024 * 1024;

/// Fields that HTTP itself needs. The values that the server sends are those of its own framing.
const FRAMING: &[&str] = &[
    "connection",
    "content-length",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// What all connections share.
pub(super) struct Shared {
    pub(super) responder: Responder,
    pub(super) limits: BodyLimits,
    pub(super) budget: Arc<Budget>,
    /// Lets one large body be answered at a time.
    pub(super) large: Semaphore,
    pub(super) head_timeout: Duration,
    #[allow(clippy::type_complexity, reason = "it is spelled once")]
    pub(super) log: Option<Box<dyn Fn(&ServedRequest<'_>) + Send + Sync>>,
}

/// The connection ends without a response.
#[derive(Clone, Copy, Debug, thiserror::Error)]
enum Unanswered {
    #[error("the request asks for a connection that is closed")]
    Asked,
    #[error("the answer was given up")]
    GivenUp,
}

type Answered =
    Pin<Box<dyn Future<Output = Result<HyperResponse<Full<Bytes>>, Unanswered>> + Send>>;

/// Serves a connection until it ends, or until `stop` says so and the current request is answered.
pub(super) async fn serve(stream: TcpStream, shared: Arc<Shared>, mut stop: watch::Receiver<bool>) {
    // Small responses are written at once, and the next request waits for them.
    let _ = stream.set_nodelay(true);
    let service = service_fn({
        let shared = Arc::clone(&shared);
        move |request| -> Answered { Box::pin(answer(Arc::clone(&shared), request)) }
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(shared.head_timeout)
        .max_buf_size(MOST_HEAD)
        .max_header_size(MOST_HEAD)
        .max_headers(MOST_FIELDS)
        .title_case_headers(true)
        .half_close(true)
        .serve_connection(TokioIo::new(Patient::new(stream, shared.limits.pause)), service);
    let ended = {
        let mut stopped = pin!(stop.wait_for(|stopped| *stopped));
        let mut told = false;
        poll_fn(|context| {
            if !told && stopped.as_mut().poll(context).is_ready() {
                told = true;
                Pin::new(&mut connection).graceful_shutdown();
            }
            connection.poll_without_shutdown(context)
        })
        .await
    };
    let parts = connection.into_parts();
    let mut stream = parts.io.into_inner().into_inner();
    match ended {
        Ok(()) => {}
        // A connection that is only idle is closed without a word.
        Err(fault) if fault.is_timeout() && !parts.read_buf.is_empty() => {
            let _ = stream.write_all(&late()).await;
        }
        // hyper has answered what is no HTTP, with 400, 414 or 431.
        Err(fault) if fault.is_parse() => {}
        Err(_) => return,
    }
    close(stream, stop).await;
}

/// Closes a connection in order: what the client still sends is read, or the system would answer it by a reset, and that may
/// destroy the response on its way.
async fn close(mut stream: TcpStream, mut stop: watch::Receiver<bool>) {
    if stream.shutdown().await.is_err() {
        return;
    }
    let drained = async {
        let (mut rest, mut buffer) = (MOST_LINGERED, [0; 8192]);
        while let Ok(read @ 1..) = stream.read(&mut buffer).await {
            rest = rest.saturating_sub(read);
            if rest == 0 {
                break;
            }
        }
    };
    let stopped = async { drop(stop.wait_for(|stopped| *stopped).await) };
    let _ = timeout(LINGER, first(drained, stopped)).await;
}

/// Waits for the first of two futures.
pub(super) async fn first<T>(one: impl Future<Output = T>, other: impl Future<Output = T>) -> T {
    let (mut one, mut other) = (pin!(one), pin!(other));
    poll_fn(|context| match one.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(done),
        Poll::Pending => other.as_mut().poll(context),
    })
    .await
}

/// Returns the bytes of the response to a head that did not come in time.
fn late() -> Vec<u8> {
    let body =
        Json::object([("message", Json::from("the head of the request did not come in time"))]);
    let body = body.to_string();
    format!(
        "HTTP/1.1 408 Request Timeout\r\nContent-Type: application/json\r\n{ERROR_TYPE_HEADER}: RequestTimeoutException\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Answers one request.
async fn answer(
    shared: Arc<Shared>,
    request: HyperRequest<Incoming>,
) -> Result<HyperResponse<Full<Bytes>>, Unanswered> {
    let (head, body) = request.into_parts();
    let target = head.uri.path_and_query().map_or("", |target| target.as_str()).to_owned();
    let method = head.method.as_str().to_owned();
    let headers: Headers =
        head.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let mut request = Request {
        raw: Vec::new(),
        method,
        target,
        minor_version: u8::from(head.version != Version::HTTP_10),
        headers,
        head_len: 0,
        body: Vec::new(),
        complete: true,
        arrival: None,
    };
    // RFC 9112, section 3.2.
    if head.version == Version::HTTP_11 && head.headers.get_all(HOST).iter().count() != 1 {
        let response = error(400, "SerializationException", "one Host field expected");
        return Ok(shared.unserved(&request, response, false));
    }
    let mut body = match body::read(body, shared.limits, &shared.budget).await {
        Ok(body) => body,
        Err(unread) => return Ok(shared.unserved(&request, unread.response(&shared.limits), true)),
    };
    let size = body.bytes.len();
    // `body` keeps its share of the budget until the request is answered, so its bytes are copied to nowhere else meanwhile.
    request.body = std::mem::take(&mut body.bytes);
    // An answer for a policy may take a while, too.
    let (reply, request) = if size > LARGE || request.headers.has(ANSWER_FIELD) {
        let _turn = if size > LARGE { shared.large.acquire().await.ok() } else { None };
        let work = Arc::clone(&shared);
        tokio::task::spawn_blocking(move || (work.responder.reply(&request), request))
            .await
            .map_err(|_| Unanswered::GivenUp)?
    } else {
        (shared.responder.reply(&request), request)
    };
    body.bytes = request.body;
    let request = Request { body: Vec::new(), ..request };
    drop(body);
    if !reply.delay.is_zero() {
        sleep(reply.delay).await;
    }
    shared.note(&ServedRequest {
        method: &request.method,
        target: &request.target,
        operation: reply.operation.as_deref(),
        status: (!reply.close).then_some(reply.response.status),
        kind: reply.kind.name(),
    });
    match reply.close {
        true => Err(Unanswered::Asked),
        false => Ok(message(reply.response)),
    }
}

impl Shared {
    fn note(&self, served: &ServedRequest<'_>) {
        if let Some(log) = &self.log {
            log(served);
        }
    }

    /// Returns the response to a request that does not reach the responder.
    fn unserved(
        &self,
        request: &Request,
        mut response: ResponseParts,
        close: bool,
    ) -> HyperResponse<Full<Bytes>> {
        response.headers.push(REQUEST_ID_HEADER, identity::request_id(0, request));
        self.note(&ServedRequest {
            method: &request.method,
            target: &request.target,
            operation: None,
            status: Some(response.status),
            kind: "limit",
        });
        let mut message = message(response);
        if close {
            let closes = hyper::header::HeaderValue::from_static("close");
            message.headers_mut().insert(hyper::header::CONNECTION, closes);
        }
        message
    }
}

impl Unread {
    fn response(self, limits: &BodyLimits) -> ResponseParts {
        match self {
            Self::TooLarge => {
                let message = format!("a body has {} bytes at most here", limits.size);
                error(413, "RequestEntityTooLargeException", &message)
            }
            Self::Full => {
                let message = "the server has too many bodies at a time; try again";
                error(503, "ServiceUnavailableException", message)
            }
            Self::TooSlow => error(408, "RequestTimeoutException", "the body did not come in time"),
            Self::Broken => {
                error(400, "SerializationException", "the body ends early, or its framing is wrong")
            }
        }
    }
}

/// Returns the response as hyper sends it.
fn message(parts: ResponseParts) -> HyperResponse<Full<Bytes>> {
    let fields = parts.headers.iter();
    let own = |name: &str| FRAMING.iter().any(|framing| framing.eq_ignore_ascii_case(name));
    let mut builder = HyperResponse::builder().status(parts.status);
    for field in fields.filter(|field| !own(&field.name)) {
        builder = builder.header(field.name.as_bytes(), field.value.as_slice());
    }
    let body = Full::new(Bytes::from(parts.body.unwrap_or_default()));
    builder.body(body).map_or_else(|fault| failure(&fault), same)
}

/// Returns the response in place of one that is no HTTP: a model may bind a member to what is no name of a field.
fn failure(fault: &dyn Error) -> HyperResponse<Full<Bytes>> {
    let text = Json::object([("message", Json::from(fault.to_string()))]).to_string();
    let mut response = HyperResponse::new(Full::new(Bytes::from(text)));
    *response.status_mut() = hyper::StatusCode::INTERNAL_SERVER_ERROR;
    response
}
