//! The service on a socket, with or without TLS, until it is told to end.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use app::desk::{Desk, SubmitError};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tower::ServiceExt as _;

use crate::tls::Tls;
use crate::{Config, router};

/// For how long answers that are under way may take once the service is to end.
const GRACE: Duration = Duration::from_secs(20);
/// How long a client may take to greet by TLS, and then for the head of each request: who sends a
/// letter now and then holds a connection no longer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Before the next try where the system has no more sockets to give.
const PAUSE: Duration = Duration::from_millis(200);

/// Serves `desk` on `listener` until `end` is done: then takes no more requests, answers those that
/// it has for at most twenty seconds, and closes the desk.
///
/// # Errors
/// [`SubmitError`] where the last checkpoint cannot be kept; every receipt stands.
pub async fn serve(
    desk: Arc<Desk>,
    listener: TcpListener,
    tls: Option<Tls>,
    config: Config,
    end: impl Future<Output = ()>,
) -> Result<(), SubmitError> {
    let router = router(desk.clone(), config);
    let open = GracefulShutdown::new();
    tokio::pin!(end);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut end => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (tls, router, watcher) = (tls.clone(), router.clone(), open.watcher());
                tokio::spawn(connection(stream, peer, tls, router, watcher));
            }
            // The client was gone before it was met.
            Err(cause) if is_of_client(&cause) => {}
            Err(cause) => {
                tracing::warn!(%cause, "no connection can be taken");
                sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    tokio::select! {
        () = open.shutdown() => {}
        // Streams of events never end by themselves.
        () = sleep(GRACE) => {}
    }
    desk.close().await
}

fn is_of_client(cause: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(cause.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Answers on one connection. Whatever goes wrong on it is the client's to notice.
async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    tls: Option<Tls>,
    router: Router,
    watcher: Watcher,
) {
    // Small answers are not to wait for more.
    let _ = stream.set_nodelay(true);
    match tls {
        None => answer(stream, peer, router, watcher).await,
        Some(tls) => {
            if let Ok(Ok(stream)) = timeout(PATIENCE, tls.acceptor().accept(stream)).await {
                answer(stream, peer, router, watcher).await;
            }
        }
    }
}

async fn answer(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    peer: SocketAddr,
    router: Router,
    watcher: Watcher,
) {
    let service = service_fn(move |mut request: axum::http::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request.map(Body::new))
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    let _ = watcher.watch(http.serve_connection(TokioIo::new(stream), service)).await;
}
