//! The pages for people: files that were built before, served from memory.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::Shared;
use crate::problem::Problem;

/// The page of every path that names no file: it finds its way by itself.
const FIRST: &str = "index.html";
/// Files under it bear the hash of their content in their names.
const HASHED: &str = "assets/";
/// What the pages may load: their own files, and nothing that stands within them but styles, which
/// the components set as they are measured.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                      img-src 'self' data: blob:; worker-src 'self' blob:; object-src 'none'; \
                      base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// The files of the pages, by their paths.
#[derive(Clone, Debug, Default)]
pub struct Pages(Arc<BTreeMap<String, Page>>);

#[derive(Clone, Debug)]
struct Page {
    media_type: &'static str,
    bytes: Bytes,
    /// The same for those who unpack it, where that is shorter.
    packed: Option<Bytes>,
}

impl Pages {
    /// The pages made of files, each with its path below the folder that they were built in.
    pub fn new(files: impl IntoIterator<Item = (String, Bytes)>) -> Self {
        let page = |(path, bytes): (String, Bytes)| {
            let media_type = media_type(&path);
            let packed = pack(&bytes).filter(|packed| packed.len() < bytes.len());
            (path, Page { media_type, bytes, packed })
        };
        Self(Arc::new(files.into_iter().map(page).collect()))
    }
}

fn pack(bytes: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "geojson" => "application/geo+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// What no route answers: a file of the pages, or the first page for the paths within them.
pub(crate) async fn page(
    State(server): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let path = uri.path().trim_start_matches('/');
    let files = &server.config.pages.0;
    let known = files.get_key_value(path);
    // A program that asks for what is not there is told so, not shown a page.
    let for_people = !path.starts_with("api/") && !path.starts_with(HASHED);
    let first = || files.get_key_value(FIRST).filter(|_| for_people);
    let is_reading = method == Method::GET || method == Method::HEAD;
    match known.or_else(first).filter(|_| is_reading) {
        Some((name, page)) => page.response(name.starts_with(HASHED), &headers),
        None => Problem::not_found().into_response(),
    }
}

impl Page {
    fn response(&self, is_hashed: bool, headers: &HeaderMap) -> Response {
        let accepts = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
        let unpacks = accepts.is_some_and(|names| {
            names.split(',').any(|name| name.split(';').next().map(str::trim) == Some("gzip"))
        });
        let keep = if is_hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
        let head = [
            (CONTENT_TYPE, self.media_type),
            (CACHE_CONTROL, keep),
            (CONTENT_SECURITY_POLICY, POLICY),
            (VARY, "accept-encoding"),
        ];
        match &self.packed {
            Some(packed) if unpacks => {
                let gzip = HeaderValue::from_static("gzip");
                (head, [(CONTENT_ENCODING, gzip)], packed.clone()).into_response()
            }
            _ => (head, self.bytes.clone()).into_response(),
        }
    }
}
