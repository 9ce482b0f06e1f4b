//! The service on true sockets: with TLS, with clients that dawdle, until its end.

use std::sync::Arc;
use std::time::Duration;

use http::{Config, Tls, serve};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::{TlsConnector, rustls};

use crate::client::Server;
use crate::edge::staffed;

const PEM: &[u8] = include_bytes!("login/server.pem");
const CA: &[u8] = include_bytes!("login/ca.pem");

/// A service that runs.
struct Service {
    port: u16,
    end: oneshot::Sender<()>,
    running: JoinHandle<()>,
    /// The desk, in its folder.
    server: Server,
}

impl Service {
    async fn start(tls: Option<Tls>) -> Self {
        let server = staffed(Config::default()).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (end, told) = oneshot::channel();
        let served = server.desk.clone();
        let running = tokio::spawn(async move {
            let end = async { drop(told.await) };
            serve(served, listener, tls, Config::default(), end).await.unwrap();
        });
        Self { port, end, running, server }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.port)).await.unwrap()
    }

    /// Ends it; the journal is signed then.
    async fn end(self) {
        self.end.send(()).unwrap();
        self.running.await.unwrap();
        assert!(self.server.desk.checkpoint().await.is_err(), "the desk is closed");
    }
}

/// Asks for a path, and hears all until the connection ends.
async fn ask(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

fn client() -> TlsConnector {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(CA).unwrap()).unwrap();
    let provider = rustls::crypto::ring::default_provider().into();
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

#[tokio::test]
async fn it_answers_until_it_is_told_to_end() {
    let service = Service::start(None).await;
    let mut stream = service.connect().await;
    assert!(ask(&mut stream, "/healthz").await.starts_with("HTTP/1.1 200 "));
    // A connection that is idle does not hold up the end.
    let mut idle = service.connect().await;
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let mut head = [0; 12];
    idle.read_exact(&mut head).await.unwrap();
    assert_eq!(&head, b"HTTP/1.1 200");
    let port = service.port;
    tokio::time::timeout(Duration::from_secs(15), service.end()).await.unwrap();
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err());
}

#[tokio::test]
async fn it_speaks_tls_by_itself_with_a_certificate_that_may_be_renewed() {
    let tls = Tls::new(PEM, PEM).unwrap();
    let service = Service::start(Some(tls.clone())).await;
    for _ in 0..2 {
        let name = ServerName::try_from("localhost").unwrap();
        let mut stream = client().connect(name, service.connect().await).await.unwrap();
        assert!(ask(&mut stream, "/healthz").await.starts_with("HTTP/1.1 200 "));
        tls.replace(PEM, PEM).unwrap();
    }
    // Whoever speaks without TLS is not answered.
    let mut plain = service.connect().await;
    plain.write_all(b"GET /healthz HTTP/1.1\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP"));
    service.end().await;
}

/// A head that does not end, and a greeting that does not begin: both connections are closed.
#[tokio::test]
async fn who_dawdles_is_let_go() {
    let bare = Service::start(None).await;
    let tls = Service::start(Some(Tls::new(PEM, PEM).unwrap())).await;
    let mut slow = bare.connect().await;
    slow.write_all(b"GET /healthz HTTP/1.1\r\nHost: local").await.unwrap();
    let mut silent = tls.connect().await;
    let closed = async {
        let mut rest = Vec::new();
        // Closed with an answer, without one, or reset: closed it is.
        let _ = slow.read_to_end(&mut rest).await;
        let _ = silent.read_to_end(&mut rest).await;
    };
    tokio::time::timeout(Duration::from_secs(25), closed).await.unwrap();
    bare.end().await;
    tls.end().await;
}
