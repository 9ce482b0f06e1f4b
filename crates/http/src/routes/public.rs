//! What everyone may see without an account.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse};

use programme::ids::Digest;

use super::Route;
use super::documents::served;
use crate::Shared;
use crate::caller::Named;
use crate::problem::Problem;
use crate::wire::{PublicNotice, Rows};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/notices", notices, ("公示", "Public notices that run today"))
            .open()
            .answers::<Rows<PublicNotice>>(StatusCode::OK),
        Route::get(
            "/api/v1/notices/{sha256}",
            notice,
            ("公示全文", "The text of a public notice that runs"),
        )
        .open()
        .at::<Digest>("sha256")
        .answers_bytes("application/octet-stream"),
        Route::get("/openapi.json", openapi, ("接口描述", "This interface as OpenAPI 3.1"))
            .open()
            .answers::<serde_json::Value>(StatusCode::OK),
        Route::get("/api", page, ("接口说明页", "This interface as a page"))
            .open()
            .answers_bytes("text/html"),
    ]
}

async fn notices(State(server): State<Shared>) -> Json<Rows<PublicNotice>> {
    let rows = server.desk.read(|state| {
        let running = state.public_notices(server.desk.today(state)).into_iter();
        let wire = running.filter_map(|one| {
            let notice = one.notice.as_ref()?;
            let applicant = state.people().organisation(&one.applicant);
            Some(PublicNotice {
                application: one.id.clone(),
                title: one.title.as_str().to_owned(),
                district: one.district.clone(),
                applicant: applicant.map(|of| of.name.as_str().to_owned()).unwrap_or_default(),
                amount: one.decision.as_ref().and_then(|decision| decision.amount),
                until: notice.until,
                notice: notice.notice,
            })
        });
        wire.collect()
    });
    Json(Rows { rows, next: None })
}

async fn notice(
    State(server): State<Shared>,
    Named(sha256): Named<Digest>,
) -> Result<impl IntoResponse, Problem> {
    let runs = server.desk.read(|state| {
        let running = state.public_notices(server.desk.today(state)).into_iter();
        running.filter_map(|one| one.notice.as_ref()).any(|one| one.notice == sha256)
    });
    if runs { served(&server, sha256).await } else { Err(Problem::not_found()) }
}

async fn openapi(State(server): State<Shared>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], server.openapi.clone())
}

async fn page(State(server): State<Shared>, headers: HeaderMap) -> Html<String> {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let [zh, en] = &server.pages;
    Html(if asked.is_some_and(|asked| asked.starts_with("zh")) { zh } else { en }.clone())
}
