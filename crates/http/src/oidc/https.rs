//! Requests to the provider: TLS under the certificates that the operator trusts, a time limit, a
//! limit on bytes, no redirects.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::http::header::HOST;
use axum::http::{HeaderValue, Request, Response, Uri};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// The most bytes of an answer; keys and tokens are a few thousand.
const BYTES_MAX: usize = 1 << 20;

/// A request that was not answered, with what the operator needs to know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct Unanswered(String);

impl Unanswered {
    #[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
    fn new(cause: impl ToString) -> Self {
        Self(cause.to_string())
    }
}

/// Asks the provider.
#[derive(Clone)]
pub(super) struct Https {
    /// None without certificates to trust.
    tls: Option<TlsConnector>,
}

impl Https {
    /// Trusts the certificates in `pem`.
    ///
    /// # Errors
    /// [`Unanswered`] where it holds none that can be read.
    pub(super) fn new(pem: Option<&[u8]>) -> Result<Self, Unanswered> {
        let Some(pem) = pem else { return Ok(Self { tls: None }) };
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            roots.add(certificate.map_err(Unanswered::new)?).map_err(Unanswered::new)?;
        }
        if roots.is_empty() {
            return Err(Unanswered::new("no certificate in it"));
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(Unanswered::new)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: Some(TlsConnector::from(Arc::new(config))) })
    }

    /// Whether an address can be asked: by TLS, or on this very machine.
    pub(super) fn may_ask(&self, uri: &Uri) -> bool {
        match uri.scheme_str() {
            Some("https") => self.tls.is_some(),
            Some("http") => host(uri).is_some_and(is_own),
            _ => false,
        }
    }

    /// Sends a request.
    ///
    /// # Errors
    /// [`Unanswered`].
    pub(super) async fn send(
        &self,
        request: Request<Vec<u8>>,
    ) -> Result<Response<Vec<u8>>, Unanswered> {
        let late = |_| Unanswered(format!("no answer within {} s", PATIENCE.as_secs()));
        tokio::time::timeout(PATIENCE, self.exchange(request)).await.map_err(late)?
    }

    async fn exchange(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Unanswered> {
        let uri = request.uri().clone();
        let (true, Some(host)) = (self.may_ask(&uri), host(&uri)) else {
            return Err(Unanswered(format!("{uri} is not asked: it is not https")));
        };
        let is_tls = uri.scheme_str() == Some("https");
        let port = uri.port_u16().unwrap_or(if is_tls { 443 } else { 80 });
        let stream = TcpStream::connect((host, port)).await.map_err(Unanswered::new)?;
        match self.tls.as_ref().filter(|_| is_tls) {
            None => over(stream, request).await,
            Some(tls) => {
                let name = ServerName::try_from(host.to_owned()).map_err(Unanswered::new)?;
                over(tls.connect(name, stream).await.map_err(Unanswered::new)?, request).await
            }
        }
    }
}

/// The host without the brackets of an address of IPv6.
fn host(uri: &Uri) -> Option<&str> {
    let host = uri.host()?;
    Some(host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host))
}

fn is_own(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Sends a request over a connection of its own.
async fn over(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    request: Request<Vec<u8>>,
) -> Result<Response<Vec<u8>>, Unanswered> {
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.map_err(Unanswered::new)?;
    let (mut parts, body) = request.into_parts();
    let authority = parts.uri.authority().map_or("", |authority| authority.as_str());
    parts.headers.insert(HOST, HeaderValue::from_str(authority).map_err(Unanswered::new)?);
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    parts.uri = path.parse().map_err(Unanswered::new)?;
    let answered = async {
        let request = Request::from_parts(parts, Full::new(Bytes::from(body)));
        let (parts, body) =
            sender.send_request(request).await.map_err(Unanswered::new)?.into_parts();
        let bytes = Limited::new(body, BYTES_MAX).collect().await.map_err(Unanswered::new)?;
        Ok(Response::from_parts(parts, bytes.to_bytes().to_vec()))
    };
    tokio::pin!(connection);
    tokio::select! {
        biased;
        answered = answered => answered,
        // The connection is at its end before the answer is.
        ended = &mut connection => {
            let cause = ended.err().map_or_else(|| "it hung up".to_owned(), |cause| cause.to_string());
            Err(Unanswered(cause))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_encrypted_stays_on_this_machine() {
        let bare = Https::new(None).unwrap();
        for (address, may) in [
            ("http://127.0.0.1:9000/x", true),
            ("http://[::1]/x", true),
            ("http://localhost/", true),
            ("http://localhost.example/", false),
            ("http://10.0.0.1/", false),
            ("https://login.example/", false),
            ("ftp://localhost/", false),
            ("/x", false),
        ] {
            assert_eq!(bare.may_ask(&address.parse().unwrap()), may, "{address}");
        }
        assert!(Https::new(Some(b"-----BEGIN NOTHING-----")).is_err());
        assert!(Https::new(Some(b"")).is_err());
    }
}
