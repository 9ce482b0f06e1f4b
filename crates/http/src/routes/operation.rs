//! What the operator watches.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;

use super::Route;
use crate::Shared;
use crate::problem::Problem;
use crate::wire::Health;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/healthz", health, ("存活", "Whether the process answers"))
            .open()
            .answers::<Health>(StatusCode::OK),
        Route::get("/readyz", ready, ("就绪", "Whether the database can be read"))
            .open()
            .answers::<Health>(StatusCode::OK),
        Route::get("/metrics", metrics, ("指标", "Counters in the text format of Prometheus"))
            .open()
            .answers_bytes("text/plain; version=0.0.4"),
    ]
}

fn state(server: &Shared) -> Health {
    let (events, _) = server.desk.root();
    Health { status: "ok".to_owned(), version: app::VERSION.to_owned(), events }
}

async fn health(State(server): State<Shared>) -> Json<Health> {
    Json(state(&server))
}

async fn ready(State(server): State<Shared>) -> Result<Json<Health>, Problem> {
    server.desk.lines(0, 1).await?;
    Ok(Json(state(&server)))
}

async fn metrics(State(server): State<Shared>) -> impl IntoResponse {
    let (events, _) = server.desk.root();
    let applications = server.desk.read(|state| state.applications().len());
    let gauges = [
        ("reweave_events", "Events of the journal.", events),
        ("reweave_applications", "Applications.", applications as u64),
        ("reweave_uptime_seconds", "Since the start.", server.started.elapsed().as_secs()),
    ];
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], server.metrics.text(&gauges))
}
