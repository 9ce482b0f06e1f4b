//! Programmes, budget lines, the board and money steps.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use programme::people::rights::Right;
use programme::state::StepState;
use schemars::JsonSchema;
use serde::Deserialize;

use super::Route;
use crate::Shared;
use crate::caller::{Caller, Query};
use crate::problem::Problem;
use crate::read::Reader;
use crate::wire::{BoardWire, LineWire, ProgrammeWire, Rows, StepWire};

/// Which steps.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Steps {
    /// Those that wait for approval or for the bank alone.
    open: Option<bool>,
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/api/v1/programmes",
            programmes,
            ("项目计划与预算线", "Programmes and their lines"),
        )
        .answers::<Rows<ProgrammeWire>>(StatusCode::OK),
        Route::get(
            "/api/v1/board",
            board,
            ("资金台账", "The money by programme, year, district, kind"),
        )
        .answers::<Rows<BoardWire>>(StatusCode::OK),
        Route::get("/api/v1/steps", steps, ("资金步骤", "Money steps"))
            .query::<Steps>()
            .answers::<Rows<StepWire>>(StatusCode::OK),
    ]
}

async fn programmes(State(server): State<Shared>, _: Caller) -> Json<Rows<ProgrammeWire>> {
    let rows = server.desk.read(|state| {
        let lines = |id: &_| {
            let own = state.lines().iter().filter(|(_, line)| line.programme == *id);
            let line = own.map(|(id, line)| LineWire {
                line: id.clone(),
                year: line.year,
                district: line.district.clone(),
                project_kind: line.project_kind.clone(),
            });
            line.collect()
        };
        let wire = state.programmes().iter().map(|(id, one)| ProgrammeWire {
            programme: id.clone(),
            scheme: one.scheme.clone(),
            workflow: one.workflow.clone(),
            districts: one.districts.iter().cloned().collect(),
            project_kinds: one.project_kinds.iter().cloned().collect(),
            lines: lines(id),
        });
        wire.collect()
    });
    Json(Rows { rows, next: None })
}

/// Sums over everybody's applications are for those who may read all of them.
fn reads_all(server: &Shared, caller: &Caller) -> Result<(), Problem> {
    let may = server.desk.read(|state| {
        Reader::of(state, &caller.user, server.desk.today(state)).has(state, Right::Read)
    });
    if may { Ok(()) } else { Err(Problem::forbidden()) }
}

async fn board(
    State(server): State<Shared>,
    caller: Caller,
) -> Result<Json<Rows<BoardWire>>, Problem> {
    reads_all(&server, &caller)?;
    let rows = server.desk.read(|state| state.board().into_iter().map(BoardWire::from).collect());
    Ok(Json(Rows { rows, next: None }))
}

async fn steps(
    State(server): State<Shared>,
    caller: Caller,
    Query(asked): Query<Steps>,
) -> Json<Rows<StepWire>> {
    let rows = server.desk.read(|state| {
        let reader = Reader::of(state, &caller.user, server.desk.today(state));
        let reads_all = reader.has(state, Right::Read);
        let is_open =
            |state: &StepState| matches!(state, StepState::Proposed | StepState::Approved(_));
        let seen = state.steps().iter().filter(|(_, step)| {
            let about = step.money.application().and_then(|id| state.applications().get(id));
            let sees = reads_all || about.is_some_and(|one| reader.sees(state, one));
            sees && asked.open.is_none_or(|open| open == is_open(&step.state))
        });
        seen.map(|(id, step)| StepWire::of(id, step, reader.may_answer(state, step))).collect()
    });
    Json(Rows { rows, next: None })
}
