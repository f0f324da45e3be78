//! Connections: each is taken when there is a seat, must say in time what it wants, and ends its request when the server ends.
//! Not here: what is answered (`routes`).

use crate::desk::PATIENCE;
use crate::problem::Problem;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_stream::StreamExt;

/// Connections at once: below the thousand files that systems commonly give a process.
const SEATS: u32 = 768;
/// The longest that the head of a request may take, and that a connection may lie idle, where nobody wants it otherwise.
pub const HEAD: Duration = Duration::from_secs(15);
/// The longest that is waited for requests under way when the server ends.
const FAREWELL: Duration = Duration::from_secs(25);

/// Bytes of a body that is too large which are read and dropped: who sends all before listening hears why it was refused. A
/// connection that is closed with bytes unread is reset, and takes the answer with it.
const DROPPED: usize = 128 << 20;

/// Answers until `ends` says that the server ends and the requests under way are answered.
pub(crate) async fn answer_all(listener: TcpListener, router: Router, head: Duration, mut ends: watch::Receiver<bool>) {
    let seats = Arc::new(Semaphore::new(SEATS as usize));
    let hears = ends.clone();
    let take = async {
        loop {
            let Ok(seat) = Arc::clone(&seats).acquire_owned().await else { return };
            match listener.accept().await {
                Ok((stream, from)) => {
                    let (router, ends) = (router.clone(), hears.clone());
                    tokio::spawn(async move {
                        let _seat = seat;
                        answer_one(stream, from, router, head, ends).await;
                    });
                }
                // Who left at once is no trouble; where files are short, others end in a moment.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    };
    tokio::select! {
        () = take => {}
        _ = ends.wait_for(|ends| *ends) => {}
    }
    // Who comes now is refused at once, and may find another server.
    drop(listener);
    // All seats are free when all are gone.
    drop(tokio::time::timeout(FAREWELL, seats.acquire_many(SEATS)).await);
}

async fn answer_one(
    stream: TcpStream,
    from: SocketAddr,
    router: Router,
    head: Duration,
    mut ends: watch::Receiver<bool>,
) {
    // Where the system cannot, answers only come a little later.
    drop(stream.set_nodelay(true));
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(from));
        router.call(request)
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(head);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = ends.wait_for(|ends| *ends) => connection.as_mut().graceful_shutdown(),
    }
    drop(connection.await);
}

/// The body of a request.
///
/// # Errors
/// [`Problem`] where it is larger than `most`, or too slow.
pub(crate) async fn read_body(head: &HeaderMap, body: Body, most: usize) -> Result<Bytes, Problem> {
    let get = |name: header::HeaderName| head.get(name).and_then(|value| value.to_str().ok());
    let told: Option<usize> = get(header::CONTENT_LENGTH).and_then(|length| length.parse().ok());
    let asks_first = get(header::EXPECT).is_some_and(|value| value.eq_ignore_ascii_case("100-continue"));
    if asks_first && told.is_some_and(|length| length > most) {
        return Err(Problem::too_large(most));
    }
    let read = async {
        let mut pieces = body.into_data_stream();
        let mut bytes = Vec::with_capacity(told.unwrap_or_default().min(most));
        let mut length = 0;
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(|error| Problem::bad_body(format!("the body broke off: {error}")))?;
            length += piece.len();
            if length <= most {
                bytes.extend_from_slice(&piece);
            } else if length > DROPPED {
                break;
            } else {
                bytes = Vec::new();
            }
        }
        if length > most { Err(Problem::too_large(most)) } else { Ok(Bytes::from(bytes)) }
    };
    tokio::time::timeout(PATIENCE, read).await.map_err(|_| Problem::busy("the request's body is too slow"))?
}
