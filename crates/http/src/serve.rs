//! The service on a socket, until it is told to end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use app::desk::{Desk, SubmitError};
use tokio::net::TcpListener;

use crate::{Config, router};

/// For how long answers that are under way may take once the service is to end.
const GRACE: Duration = Duration::from_secs(20);

/// Why the service ended without being told to.
#[derive(Debug)]
pub enum ServeFailure {
    /// The socket.
    Socket(std::io::Error),
    /// The last checkpoint; every receipt stands.
    Desk(SubmitError),
}

/// Serves `desk` on `listener` until `end` is done: then takes no more requests, answers those that
/// it has for at most twenty seconds, and closes the desk.
///
/// # Errors
/// [`ServeFailure`].
pub async fn serve(
    desk: Arc<Desk>,
    listener: TcpListener,
    config: Config,
    end: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeFailure> {
    let app = router(desk.clone(), config);
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    let (tell, told) = tokio::sync::oneshot::channel();
    let stop = async move {
        end.await;
        // Nobody listens where the service has ended by itself.
        let _ = tell.send(());
    };
    let serving = axum::serve(listener, app).with_graceful_shutdown(stop).into_future();
    // Streams of events never end by themselves.
    let late = async move {
        if told.await.is_ok() {
            tokio::time::sleep(GRACE).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        ended = serving => ended.map_err(ServeFailure::Socket)?,
        () = late => {}
    }
    desk.close().await.map_err(ServeFailure::Desk)
}
