//! A desk with everyone on it and applications in every stage, on the invented ledger of the demo.
//!
//! All of it happens through the desk's own commands, under the rules as they are: a decision is
//! that of the chain on the facts of the ledger and of an invented form. The law as it ships is
//! known at second hand and makes previews only, so most cases are decided with the demo's own
//! confirmations (`data/demo/confirmations.yaml`) beside it, which say that they are none.

mod cases;
mod clerk;
mod facts;
mod papers;
mod path;
mod people;
mod stories;
mod story;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use programme::calendar::{Calendar, NoCalendar};
use programme::command::{Action, Criterion, FundLevel, Money};
use programme::ids::{
    ApplicationId, DistrictId, ProgrammeId, ProjectKind, SheetId, StepId, UserId, WorkflowId,
};
use programme::{Moment, Prose};
use serde::Serialize;
use units::{Date, Fen, Text};

use crate::database::Location;
use crate::desk::{Desk, Options, desk_rules, system_clock};
use crate::failure::Failure;
use crate::letters::paper_fonts;
use crate::progress::{Progress, Step};
use crate::screening::Screened;
use crate::store::{Link, Store};
use cases::{Case, City, Law};
use clerk::{Clerk, File, line_id};
pub use people::DemoUser;
use story::{Act, Turn};

/// The password of every account of a demo desk. It is public: a demo desk holds nothing real.
pub const DEMO_PASSWORD: &str = "for-the-demo-only";

const SCHEME: &str = "cn/beijing/vacated-space";
const WORKFLOW: &str = "cn/beijing/vacated-space/usual-form";
const PROGRAMME: &str = "demo-beijing";
const SHEET: &str = "appraisal";
const KINDS: [&str; 2] = ["low_efficiency_building", "old_plant"];
/// Of each line.
const APPROPRIATION: Fen = Fen(40_000_000_000);

/// What to make a desk of.
#[derive(Clone, Copy, Debug)]
pub struct DemoDeskRequest<'a> {
    /// A database with a ledger of the demo that was screened.
    pub database: &'a Path,
    /// The folder of the desk, if that is not the one of the database's file.
    pub folder: Option<&'a Path>,
    /// The present, before which all of it happens; the system's day if none.
    pub today: Option<Date>,
    /// What is kept of [`DEMO_PASSWORD`].
    pub password_hash: &'a str,
}

/// A demo desk that is ready.
#[derive(Clone, Debug, Serialize)]
pub struct DemoDesk {
    /// Its accounts.
    pub users: Vec<DemoUser>,
    /// How many applications it has.
    pub applications: usize,
    /// How many events.
    pub events: u64,
    /// Whether it was there before, and was left as it is.
    pub was_there: bool,
}

/// Makes the database of a demo a desk with everyone on it. A demo desk that is there already is
/// left as it is.
///
/// # Errors
/// [`Failure::Request`] where the ledger is too small for the stories, where the desk is not one of
/// the demo's, or no Chinese fonts are at hand; [`Failure::Store`].
pub fn fill_demo_desk(
    request: &DemoDeskRequest<'_>,
    progress: &dyn Progress,
) -> Result<DemoDesk, Failure> {
    let mut store = Store::open(request.database)?;
    let ledger = store.ledger()?;
    let screened: Vec<Screened> = store.outcomes(Link::Screening)?;
    drop(store);
    let laws = [Law::read(false)?, Law::read(true)?];
    let rules = desk_rules(None)?;
    let today = request.today.unwrap_or_else(|| rules.calendar.date(system_clock()));
    let present = present(&rules.calendar, today).map_err(|none| no_calendar(&none))?;
    let mut city = City::of(&ledger, &screened, &laws)?;
    let clock = Arc::new(AtomicI64::new(0));
    let hands = clock.clone();
    let options = Options {
        folder: request.folder.map(Path::to_path_buf),
        origin: "reweave-demo".to_owned(),
        clock: Arc::new(move || Moment(hands.load(Ordering::Relaxed))),
        ..Options::default()
    };
    let calendar = rules.calendar.clone();
    let desk = Desk::open(&Location::of(request.database), rules, &options)?;
    let was_there = desk.root().0 > 0;
    if was_there {
        is_demo(&desk)?;
    } else {
        let plan = Plan::of(&mut city, &calendar, present)?;
        let clerk = Clerk::new(&desk, clock, &laws, paper_fonts()?);
        plan.carry_out(&desk, clerk, request.password_hash, progress)?;
    }
    desk.wait(desk.close()).map_err(|error| Failure::Request(error.text()))?;
    Ok(DemoDesk {
        users: people::users(&city.districts),
        applications: desk.read(|state| state.applications().len()),
        events: desk.root().0,
        was_there,
    })
}

/// The last day on which the demo can play: today, or a month before the calendar ends, so that
/// its notices have their last day.
fn present(calendar: &Calendar, today: Date) -> Result<Date, NoCalendar> {
    let last = calendar.years().map(|(year, ..)| year).max().unwrap_or_default();
    let end = Date::new(last, 12, 1).map_err(|_| NoCalendar { year: last })?;
    Ok(today.min(end))
}

/// What will happen, and when.
struct Plan {
    districts: [DistrictId; 2],
    files: Vec<File>,
    /// The turns of all, from old to new, each with the place of its application.
    turns: Vec<(usize, Turn)>,
    owners: Vec<(programme::people::OrgCode, String)>,
    first: Date,
}

impl Plan {
    fn of(city: &mut City<'_>, calendar: &Calendar, present: Date) -> Result<Self, Failure> {
        let [one, other] = &city.districts;
        let districts = [people::district(one)?, people::district(other)?];
        let (mut files, mut turns): (Vec<File>, Vec<(usize, Turn)>) = (Vec::new(), Vec::new());
        let mut owners: Vec<(programme::people::OrgCode, String)> = Vec::new();
        for (place, story) in stories::stories().into_iter().enumerate() {
            let mut dated = story.dated(calendar, present).map_err(|none| no_calendar(&none))?;
            if let Some(drawn) = dated.iter().find(|turn| turn.act == Act::Drawdown) {
                let claims = stories::claims(calendar, drawn.on, present);
                dated.extend(claims.map_err(|none| no_calendar(&none))?);
            }
            let before = files.last().map(|file| &file.case);
            let case: Case = city.case_of(&story, &dated, before)?;
            let owner = match &case.owner {
                None => people::organisation_of(story.applicant)?,
                Some(name) => {
                    let known = owners.iter().find(|(_, other)| other == name);
                    let number = 101 + u32::try_from(owners.len()).unwrap_or_default();
                    match known {
                        Some((code, _)) => code.clone(),
                        None => {
                            let code = people::code(number)?;
                            owners.push((code.clone(), name.clone()));
                            code
                        }
                    }
                }
            };
            let id = made(ApplicationId::new(&format!("demo-{:02}", place + 1)))?;
            let district = districts[story.district].clone();
            files.push(File::new(id, story, case, district, owner));
            turns.extend(dated.into_iter().map(|turn| (place, turn)));
        }
        // Stable: what one does on a day stays in its order.
        turns.sort_by_key(|(_, turn)| turn.on);
        let first = turns.first().map_or(present, |(_, turn)| turn.on);
        Ok(Self { districts, files, turns, owners, first })
    }

    fn carry_out(
        mut self,
        desk: &Desk,
        mut clerk: Clerk<'_>,
        password_hash: &str,
        progress: &dyn Progress,
    ) -> Result<(), Failure> {
        let start = self.first - units::Span::new().days(20);
        self.found(desk, &mut clerk, start, password_hash)?;
        progress.begin(Step::Desk, self.turns.len());
        let mut year = start.year() - 1;
        for (place, turn) in std::mem::take(&mut self.turns) {
            while year < turn.on.year() {
                year += 1;
                let on = start.max(Date::new(year, 1, 4).unwrap_or(start));
                self.appropriate(&mut clerk, on, year)?;
            }
            if let Some(file) = self.files.get_mut(place) {
                clerk.take(file, &turn)?;
            }
            progress.advance(1);
        }
        progress.end();
        Ok(())
    }

    /// Founds the desk, with everyone on it, the programme and the score sheet.
    fn found(
        &self,
        desk: &Desk,
        clerk: &mut Clerk<'_>,
        on: Date,
        password_hash: &str,
    ) -> Result<(), Failure> {
        let accounts = desk.accounts();
        for user in people::users(&[String::new(), String::new()]) {
            let (person, record, _) = people::record(&user.user)?;
            desk.wait(accounts.keep_person(&person, &record))?;
            let id = made(UserId::new(&user.user))?;
            desk.wait(accounts.set_password(&id, password_hash, false))?;
        }
        clerk.send(on, people::ADMIN, people::founding()?)?;
        for action in people::organisations(&self.owners)?
            .into_iter()
            .chain(people::accounts(&self.districts, on)?)
        {
            clerk.send(on, people::ADMIN, action)?;
        }
        let kinds = KINDS.map(ProjectKind::new).into_iter();
        let open = Action::OpenProgramme {
            programme: made(ProgrammeId::new(PROGRAMME))?,
            scheme: SCHEME.to_owned(),
            workflow: made(WorkflowId::new(WORKFLOW))?,
            level: FundLevel::Municipal,
            districts: self.districts.to_vec(),
            project_kinds: made(kinds.collect::<Result<_, _>>())?,
        };
        clerk.send(on, "city-1", open)?;
        let criteria = [
            ("实施条件（演示）", 20),
            ("产业与运营（演示）", 30),
            ("节能减碳（演示）", 25),
            ("投资合理性（演示）", 25),
        ];
        let criteria: Result<Vec<Criterion>, Failure> = criteria
            .into_iter()
            .map(|(name, points_max)| Ok(Criterion { name: made(Prose::new(name))?, points_max }))
            .collect();
        let sheet = made(SheetId::new(SHEET))?;
        clerk.send(on, "city-1", Action::PublishSheet { sheet, version: 1, criteria: criteria? })
    }

    /// The lines of a year, each with its appropriation.
    fn appropriate(&self, clerk: &mut Clerk<'_>, on: Date, year: i16) -> Result<(), Failure> {
        for district in &self.districts {
            for kind in KINDS {
                let line = line_id(year, district, kind)?;
                let open = Action::OpenLine {
                    line: line.clone(),
                    programme: made(ProgrammeId::new(PROGRAMME))?,
                    year,
                    district: district.clone(),
                    project_kind: made(ProjectKind::new(kind))?,
                };
                clerk.send(on, "finance-1", open)?;
                let step = made(StepId::new(&format!("budget/{year}/{district}/{kind}")))?;
                let money = Money::Appropriate { line, amount: APPROPRIATION };
                let propose = Action::ProposeMoney { step: step.clone(), money };
                clerk.send(on, "finance-1", propose)?;
                clerk.send(on, "finance-2", Action::ApproveMoney { step })?;
            }
        }
        Ok(())
    }
}

/// Refuses a desk that somebody else has founded.
fn is_demo(desk: &Desk) -> Result<(), Failure> {
    let admin = made(UserId::new(people::ADMIN))?;
    let office = people::organisation_of(people::ADMIN)?;
    let is_ours = desk.read(|state| {
        let user = state.people().user(&admin);
        user.is_some_and(|user| user.organisation == office)
    });
    if is_ours {
        return Ok(());
    }
    Err(Failure::Request(Text::new(
        "数据库中已有非演示机构；请换一个目录",
        "the database holds a desk that is not the demo's; take another folder",
    )))
}

/// A value of the demo that has to be one.
fn made<T, E: std::fmt::Display>(value: Result<T, E>) -> Result<T, Failure> {
    value.map_err(|cause| Failure::Request(Text::same(cause.to_string())))
}

/// The ledger has no space for a story, which its turns describe.
fn no_space(district: &str, wanted: story::Wanted) -> Failure {
    Failure::Request(Text::new(
        format!("合成台账在{district}没有演示所需的空间（{wanted:?}）；请用 --spaces 增加数量"),
        format!(
            "the invented ledger has no space in {district} for the demo desk ({wanted:?}); \
             take more with --spaces"
        ),
    ))
}

fn no_calendar(none: &NoCalendar) -> Failure {
    let year = none.year;
    Failure::Request(Text::new(
        format!("日历没有 {year} 年的节假日安排；请核对系统日期"),
        format!("the calendar holds no public holidays of {year}; check the system's date"),
    ))
}
