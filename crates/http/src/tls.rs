//! TLS of the service's own: one certificate, which may be replaced while it runs.

use std::sync::{Arc, PoisonError, RwLock};

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// The certificate that the service shows.
#[derive(Clone, Debug)]
pub struct Tls(Arc<RwLock<Arc<ServerConfig>>>);

/// A certificate or key that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TlsError(String);

impl Tls {
    /// The certificate chain and the private key in two texts of PEM.
    ///
    /// # Errors
    /// [`TlsError`] where one cannot be read, or they do not belong together.
    pub fn new(certificates: &[u8], key: &[u8]) -> Result<Self, TlsError> {
        Ok(Self(Arc::new(RwLock::new(config(certificates, key)?))))
    }

    /// Shows another certificate from the next connection on.
    ///
    /// # Errors
    /// [`TlsError`]; the one before stays.
    pub fn replace(&self, certificates: &[u8], key: &[u8]) -> Result<(), TlsError> {
        let next = config(certificates, key)?;
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(())
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone().into()
    }
}

fn config(certificates: &[u8], key: &[u8]) -> Result<Arc<ServerConfig>, TlsError> {
    fn wrong(what: &str) -> impl Fn(&dyn std::fmt::Display) -> TlsError {
        move |cause| TlsError(format!("{what}: {cause}"))
    }
    let chain = CertificateDer::pem_slice_iter(certificates).collect::<Result<Vec<_>, _>>();
    let chain = chain.map_err(|cause| wrong("certificate")(&cause))?;
    let key = PrivateKeyDer::from_pem_slice(key).map_err(|cause| wrong("private key")(&cause))?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key));
    config.map(Arc::new).map_err(|cause| wrong("certificate and key")(&cause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_needs_its_own_key() {
        let good = include_bytes!("../tests/desk/login/server.pem").as_slice();
        let other = include_bytes!("../tests/desk/login/rsa.pem").as_slice();
        let tls = Tls::new(good, good).unwrap();
        for (certificate, key) in [(good, other), (other, good), (good, b"x"), (b"", good)] {
            assert!(tls.replace(certificate, key).is_err());
        }
        assert!(tls.replace(good, good).is_ok());
    }
}
