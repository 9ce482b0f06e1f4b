//! Long work: asked for here, carried out apart, followed until it ends.

use std::convert::Infallible;
use std::time::Duration;

use app::desk::Desk;
use app::jobs::{Asked, FieldKnown, Job, JobError, JobState, Jobs, ListPreview, Work};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, unfold};
use programme::AMOUNT_MAX;
use programme::ids::{CommandId, Digest, UserId};
use programme::people::Role;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use units::{Fen, Text};

use super::Route;
use super::commands::Key;
use super::ledger::{reads_ledger, roles_of};
use crate::Shared;
use crate::caller::{Caller, Given, Named, Query, whole};
use crate::problem::Problem;
use crate::wire::Rows;

/// A list by its name for people.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListNamed {
    /// Its name, by whose end formats are told apart.
    #[schemars(length(min = 1, max = 200))]
    name: String,
}

/// A list that was kept for an import.
#[derive(Debug, Serialize, JsonSchema)]
struct KeptList {
    /// Its hash, by which imports name it.
    sha256: Digest,
    /// Its length.
    bytes: u64,
    /// What it looks like: headings, first rows, and how ready mappings read it.
    preview: ListPreview,
}

/// A job as it stands.
#[derive(Debug, Serialize, JsonSchema)]
struct JobWire {
    /// Its id.
    id: CommandId,
    /// Who asked.
    by: UserId,
    /// When. [ms since 1970]
    at: i64,
    /// What is to be done.
    work: Work,
    /// How far it is.
    state: JobState,
    /// The step that it is at.
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<Text>,
    /// Pieces of the step that are done.
    done: u64,
    /// Pieces of the step; 0 where that is not known.
    total: u64,
    /// When it ended. [ms since 1970]
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<i64>,
    /// The gist, or why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    told: Option<Text>,
    /// Remarks on an input that could not be used: file, row, column, value, expected, remedy.
    remarks: Vec<serde_json::Value>,
    /// Files that it wrote.
    files: Vec<String>,
}

impl From<Job> for JobWire {
    fn from(job: Job) -> Self {
        let Asked { id, by, at, work } = job.asked;
        Self {
            id,
            by,
            at: at.0,
            work,
            state: job.state,
            step: job.step,
            done: job.done,
            total: job.total,
            ended: job.ended.map(|at| at.0),
            told: job.told,
            remarks: job.remarks,
            files: job.files,
        }
    }
}

impl From<JobError> for Problem {
    fn from(error: JobError) -> Self {
        let (status, code, zh, remedy) = match &error {
            JobError::Unknown => return Self::not_found(),
            JobError::Reused => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "command_reused",
                "该编号已用于别的任务",
                Text::new("换一个编号", "take another id"),
            ),
            JobError::TooMany(_) => (
                StatusCode::TOO_MANY_REQUESTS,
                "too_many",
                "排队的任务过多",
                Text::new("稍后再提交", "ask again later"),
            ),
            JobError::Off => (
                StatusCode::NOT_IMPLEMENTED,
                "no_jobs",
                "本系统未开启后台任务",
                Text::new("请运维人员开启", "ask the operator"),
            ),
            _ => (
                StatusCode::SERVICE_UNAVAILABLE,
                "unavailable",
                "磁盘暂不可用",
                Text::new("稍后再试", "try again later"),
            ),
        };
        let en = match &error {
            // What the disk says is for the operator.
            JobError::Disk(_) => "the disk cannot be used at the moment".to_owned(),
            other => other.to_string(),
        };
        Self::new(status, code, Text::new(zh, en), remedy)
    }
}

pub(super) fn routes() -> Vec<Route> {
    const ONE: &str = "/api/v1/jobs/{job}";
    vec![
        Route::get("/api/v1/fields", fields, ("台账字段", "The fields of the ledger"))
            .answers::<Rows<FieldKnown>>(StatusCode::OK),
        Route::post("/api/v1/lists", keep_list, ("上传台账表格", "Keep a list for an import"))
            .query::<ListNamed>()
            .takes_bytes("application/octet-stream")
            .answers::<KeptList>(StatusCode::OK),
        Route::post("/api/v1/jobs", ask, ("提交后台任务", "Ask for long work"))
            .header::<CommandId>("Idempotency-Key", Key::SAYS, true)
            .takes::<Work>()
            .answers::<JobWire>(StatusCode::ACCEPTED),
        Route::get("/api/v1/jobs", list, ("后台任务", "The jobs, the newest first"))
            .answers::<Rows<JobWire>>(StatusCode::OK),
        Route::get(ONE, one, ("一项任务", "One job"))
            .at::<CommandId>("job")
            .answers::<JobWire>(StatusCode::OK),
        Route::post(
            "/api/v1/jobs/{job}/cancel",
            cancel,
            ("取消任务", "End a job that has not ended; one that has stays as it is"),
        )
        .at::<CommandId>("job")
        .answers::<JobWire>(StatusCode::OK),
        Route::get(
            "/api/v1/jobs/{job}/result",
            result,
            ("任务结果", "The whole result of a job that is done"),
        )
        .at::<CommandId>("job")
        .answers_bytes("application/json"),
        Route::get(
            "/api/v1/jobs/{job}/files/{name}",
            file,
            ("任务产生的文件", "A file that a job wrote"),
        )
        .at::<CommandId>("job")
        .at::<String>("name")
        .answers_bytes("application/octet-stream"),
        Route::get(
            "/api/v1/jobs/{job}/stream",
            stream,
            ("任务进度", "How far a job is, as server-sent events, until it ends"),
        )
        .at::<CommandId>("job")
        .answers_bytes("text/event-stream"),
    ]
}

fn jobs(desk: &Desk) -> Result<&Jobs, Problem> {
    desk.jobs().ok_or_else(|| JobError::Off.into())
}

/// The job, if the caller may see it: the asker always, the others what is about the ledger.
fn seen(server: &Shared, caller: &Caller, id: &CommandId) -> Result<Job, Problem> {
    let job = jobs(&server.desk)?.job(id).ok_or_else(Problem::not_found)?;
    let may = job.asked.by == caller.user
        || (!job.asked.work.is_private() && reads_ledger(server, caller).is_ok());
    if may { Ok(job) } else { Err(Problem::not_found()) }
}

/// Who may ask for what: the ledger is changed by officers, looked into by those who read it, and
/// everyone may have an own building looked at.
fn may_ask(server: &Shared, caller: &Caller, work: &Work) -> Result<(), Problem> {
    let roles = roles_of(server, caller);
    let officers = [Role::DistrictOfficer, Role::MunicipalOfficer, Role::Administrator];
    let may = if work.is_private() {
        !roles.is_empty()
    } else if work.changes_ledger() {
        roles.iter().any(|role| officers.contains(role))
    } else {
        reads_ledger(server, caller).is_ok()
    };
    if may { Ok(()) } else { Err(Problem::forbidden()) }
}

fn is_name(text: &str) -> bool {
    (1..=200).contains(&text.chars().count())
}

/// What the types of a job's members do not say.
fn in_range(work: &Work) -> Result<(), Problem> {
    let is_sum = |sum: &Fen| (Fen::ZERO..=AMOUNT_MAX).contains(sum);
    match work {
        Work::Import { name, .. } if !is_name(name) => Err(Problem::bad(
            "name",
            Text::new("须为 1 至 200 个字符", "expected 1 to 200 characters"),
        )),
        Work::Choose { budget, ceilings, .. }
            if !is_sum(budget) || !ceilings.values().all(is_sum) =>
        {
            let text = Text::new("金额须在 0 至十万亿元之间", "expected 0 to ten trillion yuan");
            Err(Problem::bad("budget", text))
        }
        _ => Ok(()),
    }
}

async fn fields(_: Caller) -> Json<Rows<FieldKnown>> {
    Json(Rows { rows: app::jobs::fields(), next: None })
}

async fn keep_list(
    State(server): State<Shared>,
    caller: Caller,
    Query(named): Query<ListNamed>,
    body: Body,
) -> Result<Json<KeptList>, Problem> {
    reads_ledger(&server, &caller)?;
    jobs(&server.desk)?;
    if !is_name(&named.name) {
        let text = Text::new("名称须为 1 至 200 个字符", "expected 1 to 200 characters");
        return Err(Problem::bad("name", text));
    }
    let bytes = whole(body, server.config.document_bytes_max).await?;
    if bytes.is_empty() {
        return Err(Problem::bad("", Text::new("文件为空", "the file is empty")));
    }
    let desk = server.desk.clone();
    let kept = tokio::task::spawn_blocking(move || {
        let sha256 = jobs(&desk)?.keep_list(&bytes).map_err(JobError::from)?;
        let preview = app::jobs::preview(&bytes, &named.name);
        Ok::<_, Problem>(KeptList { sha256, bytes: bytes.len() as u64, preview })
    });
    kept.await.map_err(|_| Problem::not_found())?.map(Json)
}

async fn ask(
    State(server): State<Shared>,
    caller: Caller,
    Key(id): Key,
    Given(work): Given<Work>,
) -> Result<(StatusCode, Json<JobWire>), Problem> {
    may_ask(&server, &caller, &work)?;
    in_range(&work)?;
    if let Work::Import { list, .. } = &work
        && !jobs(&server.desk)?.list_path(*list).exists()
    {
        let text = Text::new("没有上传过这份表格", "no such list was kept");
        return Err(Problem::bad("list", text));
    }
    let asked = Asked { id, by: caller.user, at: server.desk.now(), work };
    let desk = server.desk.clone();
    let asking = move || Ok::<_, Problem>(jobs(&desk)?.ask(asked)?);
    let job = tokio::task::spawn_blocking(asking).await.map_err(|_| Problem::not_found())??;
    Ok((StatusCode::ACCEPTED, Json(job.into())))
}

async fn list(
    State(server): State<Shared>,
    caller: Caller,
) -> Result<Json<Rows<JobWire>>, Problem> {
    let reads = reads_ledger(&server, &caller).is_ok();
    let wanted = |job: &Job| job.asked.by == caller.user || (reads && !job.asked.work.is_private());
    let jobs = jobs(&server.desk)?.list(wanted);
    Ok(Json(Rows { rows: jobs.into_iter().map(JobWire::from).collect(), next: None }))
}

async fn one(
    State(server): State<Shared>,
    caller: Caller,
    Named(id): Named<CommandId>,
) -> Result<Json<JobWire>, Problem> {
    seen(&server, &caller, &id).map(|job| Json(job.into()))
}

async fn cancel(
    State(server): State<Shared>,
    caller: Caller,
    Named(id): Named<CommandId>,
) -> Result<Json<JobWire>, Problem> {
    let job = seen(&server, &caller, &id)?;
    let is_admin = roles_of(&server, &caller).contains(&Role::Administrator);
    if job.asked.by != caller.user && !is_admin {
        return Err(Problem::forbidden());
    }
    let desk = server.desk.clone();
    let ending = move || Ok::<_, Problem>(jobs(&desk)?.cancel(&id)?);
    let job = tokio::task::spawn_blocking(ending).await.map_err(|_| Problem::not_found())??;
    Ok(Json(job.into()))
}

async fn result(
    State(server): State<Shared>,
    caller: Caller,
    Named(id): Named<CommandId>,
) -> Result<impl IntoResponse, Problem> {
    if seen(&server, &caller, &id)?.state != JobState::Done {
        return Err(Problem::not_found());
    }
    let bytes = jobs(&server.desk)?.result(&id).map_err(JobError::from)?;
    Ok(([(CONTENT_TYPE, "application/json")], bytes))
}

async fn file(
    State(server): State<Shared>,
    caller: Caller,
    Named((id, name)): Named<(CommandId, String)>,
) -> Result<impl IntoResponse, Problem> {
    seen(&server, &caller, &id)?;
    let bytes = jobs(&server.desk)?.file(&id, &name)?;
    let kind = [(CONTENT_TYPE, "application/octet-stream"), (CONTENT_DISPOSITION, "attachment")];
    Ok((kind, bytes))
}

async fn stream(
    State(server): State<Shared>,
    caller: Caller,
    Named(id): Named<CommandId>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    seen(&server, &caller, &id)?;
    let changed = jobs(&server.desk)?.subscribe();
    let last: Option<String> = None;
    let events = unfold((server, changed, last), move |(server, mut changed, mut last)| {
        let id = id.clone();
        async move {
            loop {
                let job = server.desk.jobs()?.job(&id)?;
                let over = job.ended.is_some();
                let now = serde_json::to_string(&JobWire::from(job)).ok()?;
                if last.as_ref() != Some(&now) {
                    let event = Event::default().event("job").data(&now);
                    last = Some(now);
                    return Some((Ok(event), (server, changed, last)));
                }
                if over || changed.changed().await.is_err() {
                    return None;
                }
            }
        }
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}
