//! A desk with everyone on it and applications in every stage, on the invented ledger of the demo.
//!
//! All of it happens through the desk's own commands, under the rules as they are: a decision is
//! that of the chain on the facts of the ledger and of an invented form. The law as it ships is
//! known at second hand and makes previews only, so most cases are decided with the demo's own
//! confirmations (`data/demo/confirmations.yaml`) beside it, which say that they are none.

mod budget;
mod cases;
mod clerk;
mod facts;
mod form;
mod papers;
mod path;
mod people;
mod plan;
mod stories;
mod story;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use programme::Moment;
use programme::calendar::{Calendar, NoCalendar};
use programme::ids::UserId;
use serde::Serialize;
use units::{Date, Text};

use crate::assessment::Assessed;
use crate::database::Location;
use crate::desk::{Desk, Options, desk_rules, system_clock};
use crate::failure::Failure;
use crate::letters::paper_fonts;
use crate::progress::Progress;
use crate::screening::Screened;
use crate::store::{Link, Store};
use cases::{City, Law};
use clerk::Clerk;
pub use people::DemoUser;
use plan::Plan;

/// The password of every account of a demo desk. It is public: a demo desk holds nothing real.
pub const DEMO_PASSWORD: &str = "for-the-demo-only";

const SCHEME: &str = "cn/beijing/vacated-space";
const WORKFLOW: &str = "cn/beijing/vacated-space/usual-form";
const PROGRAMME: &str = "demo-beijing";
const SHEET: &str = "appraisal";
const KINDS: [&str; 2] = ["low_efficiency_building", "old_plant"];

/// What to make a desk of.
#[derive(Clone, Copy, Debug)]
pub struct DemoDeskRequest<'a> {
    /// A database with a ledger of the demo that was screened and appraised.
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
    let rules = desk_rules(None)?;
    let calendar = rules.calendar.clone();
    let today = request.today.unwrap_or_else(|| calendar.date(system_clock()));
    let present = present(&calendar, today).map_err(|none| no_calendar(&none))?;
    let clock = Arc::new(AtomicI64::new(0));
    let hands = clock.clone();
    let options = Options {
        folder: request.folder.map(Path::to_path_buf),
        origin: "reweave-demo".to_owned(),
        clock: Arc::new(move || Moment(hands.load(Ordering::Relaxed))),
        ..Options::default()
    };
    let desk = Desk::open(&Location::of(request.database), rules, &options)?;
    let was_there = desk.root().0 > 0;
    if was_there {
        is_whole_demo(&desk)?;
    } else {
        let mut store = Store::open(request.database)?;
        let (ledger, assessed) = (store.ledger()?, store.outcomes::<Assessed>(Link::Appraisal)?);
        let screened: Vec<Screened> = store.outcomes(Link::Screening)?;
        drop(store);
        let laws = [Law::read(false)?, Law::read(true)?];
        let mut city = City::of(&ledger, &screened, assessed, &laws)?;
        let plan = Plan::of(&mut city, &laws, &calendar, present)?;
        let clerk = Clerk::new(&desk, clock, &laws, paper_fonts()?);
        plan.carry_out(&desk, clerk, request.password_hash, progress)?;
    }
    desk.wait(desk.close()).map_err(|error| Failure::Request(error.text()))?;
    Ok(DemoDesk {
        users: desk.read(|state| people::users(state, present)),
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

/// Refuses a desk that somebody else has founded, and one that was left in the middle: accounts get
/// their passwords last.
fn is_whole_demo(desk: &Desk) -> Result<(), Failure> {
    let admin = made(UserId::new(people::ADMIN))?;
    let office = people::organisation_of(people::ADMIN)?;
    let is_ours = desk.read(|state| {
        let user = state.people().user(&admin);
        user.is_some_and(|user| user.organisation == office)
    });
    if is_ours && desk.wait(desk.accounts().account(&admin))?.is_some() {
        return Ok(());
    }
    Err(Failure::Request(Text::new(
        "数据库中已有非演示机构，或未布置完的演示业务台；请换一个目录",
        "the database holds a desk that is not the demo's, or one of the demo's that was not \
         finished; take another folder",
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
