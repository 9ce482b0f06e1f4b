//! Documents: kept by their hash, read by those who may see what they belong to.

use app::desk::{DocumentError, DocumentKind};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use programme::ids::{ApplicationId, Digest};
use programme::people::rights::Right;
use units::Text;

use super::Route;
use crate::Shared;
use crate::caller::{Caller, Named, whole};
use crate::problem::Problem;
use crate::read::Reader;
use crate::wire::Kept;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post(
            "/api/v1/documents",
            put,
            ("上传文件", "Keep a document: PDF, PNG, JPEG, XLSX, DOCX, plain text or CSV"),
        )
        .takes_bytes("application/octet-stream")
        .answers::<Kept>(StatusCode::OK),
        Route::get(
            "/api/v1/applications/{application}/documents/{sha256}",
            get,
            ("下载申请的文件", "A document of an application"),
        )
        .at::<ApplicationId>("application")
        .at::<Digest>("sha256")
        .answers_bytes("application/octet-stream"),
        Route::get(
            "/api/v1/documents/{sha256}",
            any,
            ("下载文件", "A document, for those who may read every application"),
        )
        .at::<Digest>("sha256")
        .answers_bytes("application/octet-stream"),
    ]
}

impl From<DocumentError> for Problem {
    fn from(error: DocumentError) -> Self {
        let (status, code) = match &error {
            DocumentError::TooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            DocumentError::UnknownKind | DocumentError::OtherKind { .. } => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "other_kind")
            }
            DocumentError::Missing(_) => (StatusCode::NOT_FOUND, "unknown"),
            _ => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        };
        let remedy = Text::new("按提示改正，或请运维人员处理", "correct it, or tell the operator");
        Self::new(status, code, error.text(), remedy)
    }
}

async fn put(
    State(server): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Kept>, Problem> {
    let may = server.desk.read(|state| {
        let reader = Reader::of(state, &caller.user, server.desk.today(state));
        !reader.actors().is_empty()
    });
    if !may {
        return Err(Problem::forbidden());
    }
    let bytes = whole(body, server.config.document_bytes_max).await?;
    let said = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let said = said.filter(|said| *said != "application/octet-stream").map(str::to_owned);
    let documents = server.desk.documents().clone();
    let kept = tokio::task::spawn_blocking(move || documents.put(&bytes, said.as_deref())).await;
    let kept = kept.map_err(|_| Problem::not_found())??;
    Ok(Json(Kept {
        sha256: kept.sha256,
        bytes: kept.bytes,
        media_type: kept.kind.media_type().to_owned(),
    }))
}

async fn get(
    State(server): State<Shared>,
    caller: Caller,
    Named((id, sha256)): Named<(ApplicationId, Digest)>,
) -> Result<impl IntoResponse, Problem> {
    let sees = server.desk.read(|state| {
        let reader = Reader::of(state, &caller.user, server.desk.today(state));
        state.applications().get(&id).is_some_and(|one| reader.sees(state, one))
    });
    // What an event of the application names belongs to it: evidence, what was handed in, letters,
    // notices, the records of decisions, the ground of every fact.
    let name = format!("\"{sha256}\"");
    let is_named = sees && server.desk.lines_of(&id).await?.iter().any(|line| line.contains(&name));
    if !is_named {
        return Err(Problem::not_found());
    }
    served(&server, sha256).await
}

async fn any(
    State(server): State<Shared>,
    caller: Caller,
    Named(sha256): Named<Digest>,
) -> Result<impl IntoResponse, Problem> {
    let may = server.desk.read(|state| {
        Reader::of(state, &caller.user, server.desk.today(state)).has(state, Right::Read)
    });
    if may { served(&server, sha256).await } else { Err(Problem::not_found()) }
}

pub(super) async fn served(
    server: &Shared,
    sha256: Digest,
) -> Result<impl IntoResponse + use<>, Problem> {
    let documents = server.desk.documents().clone();
    let bytes = tokio::task::spawn_blocking(move || documents.get(sha256)).await;
    let bytes = bytes.map_err(|_| Problem::not_found())??;
    let kind =
        DocumentKind::of(&bytes).map_or("application/octet-stream", DocumentKind::media_type);
    // Saved, never shown within our own pages.
    let headers = [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, "attachment")];
    Ok((headers, bytes))
}
