//! Lists of applications: one row each, filtered, in an order, page by page.

use programme::command::Mode;
use programme::ids::{ApplicationId, DistrictId, ProgrammeId, ProjectKind, StageId};
use programme::people::OrgCode;
use programme::state::{Application, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use units::{Date, Day, Fen};

/// What a list shows of an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ApplicationRow {
    /// Its id.
    pub id: ApplicationId,
    /// Counts the events about it.
    pub version: u64,
    /// To which programme.
    pub programme: ProgrammeId,
    /// Where.
    pub district: DistrictId,
    /// What kind of project.
    pub project_kind: ProjectKind,
    /// How it is to be supported.
    pub mode: Mode,
    /// What it is called.
    pub title: String,
    /// Who applied.
    pub applicant: OrgCode,
    /// Who is to get the money.
    pub beneficiary: OrgCode,
    /// The stage that it is in.
    pub stage: StageId,
    /// Whether that is an end.
    pub ended: bool,
    /// When it came there.
    #[schemars(with = "Day")]
    pub entered: Date,
    /// By when the stage is due, if it has a deadline that is known.
    #[schemars(with = "Option<Day>")]
    pub due: Option<Date>,
    /// When its clock was stopped, if it is.
    #[schemars(with = "Option<Day>")]
    pub suspended: Option<Date>,
    /// Whether it may be for the same works as another one.
    pub suspected: bool,
    /// The planned investment.
    pub investment: Fen,
    /// What it is entitled to.
    pub award: Option<Fen>,
    /// What is kept for it.
    pub reserved: Fen,
    /// What was paid, less what was demanded back.
    pub paid: Fen,
}

impl ApplicationRow {
    /// The row of an application.
    pub fn of(state: &State, of: &Application) -> Self {
        let funds = state.funds(of);
        Self {
            id: of.id.clone(),
            version: of.version,
            programme: of.programme.clone(),
            district: of.district.clone(),
            project_kind: of.project_kind.clone(),
            mode: of.mode,
            title: of.title.as_str().to_owned(),
            applicant: of.applicant.clone(),
            beneficiary: of.beneficiary.clone(),
            stage: of.stage.clone(),
            ended: of.ended,
            entered: of.entered,
            due: of.due,
            suspended: of.suspended,
            suspected: of.is_suspected(),
            investment: of.investment(),
            award: of.award,
            reserved: funds.reserved.posted,
            paid: funds.disbursed.posted,
        }
    }
}

/// By what a list is ordered; equals by id. What is unknown comes last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// By id.
    #[default]
    Id,
    /// The earliest deadline first.
    Due,
    /// The latest move to another stage first.
    Entered,
    /// By title.
    Title,
    /// The greatest investment first.
    Investment,
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Page<T> {
    /// Its rows.
    pub rows: Vec<T>,
    /// Where the next page begins; none after the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// At most `limit` of the applications that `wanted` lets through, behind `after`, which is the
/// `next` of the page before. A row that moves meanwhile may be shown twice or not at all.
pub(super) fn applications(
    state: &State,
    wanted: impl Fn(&Application) -> bool,
    order: Order,
    after: Option<&str>,
    limit: usize,
) -> Page<ApplicationRow> {
    let all = state.applications().values().filter(|one| wanted(one));
    let mut keyed: Vec<(String, &Application)> = all.map(|one| (key(one, order), one)).collect();
    if let Some((after, id)) = after.and_then(|after| after.rsplit_once('~')) {
        keyed.retain(|(key, one)| (key.as_str(), one.id.as_str()) > (after, id));
    }
    keyed.sort_unstable_by(|a, b| (&a.0, &a.1.id).cmp(&(&b.0, &b.1.id)));
    let more = keyed.len() > limit;
    keyed.truncate(limit);
    let last = keyed.last().filter(|_| more);
    let next = last.map(|(key, one)| format!("{key}~{}", one.id));
    let rows = keyed.iter().map(|(_, one)| ApplicationRow::of(state, one)).collect();
    Page { rows, next }
}

/// A text that orders as `order` asks for.
fn key(of: &Application, order: Order) -> String {
    // Dates of the years 0 to 9999 order as they are written.
    match order {
        Order::Id => String::new(),
        Order::Due => of.due.unwrap_or(Date::MAX).to_string(),
        Order::Entered => {
            let day = i64::from(of.entered.year()) * 366 + i64::from(of.entered.day_of_year());
            format!("{:010}", i64::from(i16::MAX) * 366 - day)
        }
        Order::Title => of.title.as_str().to_owned(),
        Order::Investment => format!("{:020}", i64::MAX - of.investment().0.max(0)),
    }
}
