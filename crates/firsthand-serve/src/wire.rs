//! Connections: each is taken when there is a seat, must say in time what it wants, and ends its request when the server ends.
//! Not here: what is answered (`routes`).

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
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

/// Connections at once: below the thousand files that systems commonly give a process.
const SEATS: u32 = 768;
/// The longest that the head of a request may take, and that a connection may lie idle.
const HEAD: Duration = Duration::from_secs(15);
/// The longest that is waited for requests under way when the server ends.
const FAREWELL: Duration = Duration::from_secs(25);

/// Answers until `ends` says that the server ends and the requests under way are answered.
pub(crate) async fn answer_all(listener: &TcpListener, router: Router, mut ends: watch::Receiver<bool>) {
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
                        answer_one(stream, from, router, ends).await;
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
    // All seats are free when all are gone.
    drop(tokio::time::timeout(FAREWELL, seats.acquire_many(SEATS)).await);
}

async fn answer_one(stream: TcpStream, from: SocketAddr, router: Router, mut ends: watch::Receiver<bool>) {
    // Where the system cannot, answers only come a little later.
    drop(stream.set_nodelay(true));
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(from));
        router.call(request)
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = ends.wait_for(|ends| *ends) => connection.as_mut().graceful_shutdown(),
    }
    drop(connection.await);
}
