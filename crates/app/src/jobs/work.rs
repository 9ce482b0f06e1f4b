//! The process of a job: reads what is asked, does it by the use cases, writes what came of it.

use std::fs;
use std::io::{self, BufRead as _, Read as _, Write as _};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use programme::ids::Digest;
use units::{Lang, Text};

use super::folder::{JobFolder, put};
use super::lists;
use super::runner::{Call, Said};
use super::{AimAsked, Area, LawAsked, MappingAsked, Told, Work};
use crate::appraising::{self, AppraiseRequest};
use crate::area_potential::{AreaAsked, PotentialRequest, area_potential};
use crate::choosing::{Aim, Budget, choose};
use crate::deciding::{Rules, decide};
use crate::failure::Failure;
use crate::files::Input;
use crate::import::import_list;
use crate::outcome::{Outcome, Printed};
use crate::planning::{PlanRequest, choose_programme};
use crate::population::{PopulationRequest, Range, population};
use crate::progress::{Progress, Step};
use crate::screening::{ScreenRequest, screen};

/// Carries out the job that standard input names, and tells on standard output how far it is. Ends
/// the process when standard input closes: who asked is gone then.
///
/// # Errors
/// [`Failure::Request`] where nothing is asked, or the job's folder cannot be used; a job that
/// fails is told in its folder and is no error here.
pub fn run_job() -> Result<Box<dyn Outcome>, Failure> {
    let failed = |cause: io::Error| {
        Failure::Request(Text::new(
            format!("任务未能进行（{cause}）；本命令由服务进程调用"),
            format!("the job could not be done ({cause}); this command is for the service"),
        ))
    };
    carry_out().map_err(failed)?;
    Ok(Box::new(Printed(String::new())))
}

fn carry_out() -> io::Result<()> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    let call: Call = serde_json::from_str(&line)?;
    std::thread::spawn(|| {
        let mut rest = [0];
        while io::stdin().lock().read(&mut rest).is_ok_and(|length| length > 0) {}
        std::process::exit(1);
    });
    let folder = JobFolder::at(call.job.clone());
    let work = folder.asked()?.work;
    fs::create_dir_all(folder.out())?;
    let bench = Bench { call: &call, folder: &folder, said: Teller::default() };
    let told = match bench.act(&work) {
        Ok(outcome) => {
            put(&folder.result(), outcome.json().as_bytes())?;
            let text = Text::new(outcome.lines(Lang::Zh), outcome.lines(Lang::En));
            Told { text, failed: false, remarks: Vec::new() }
        }
        Err(failure) => {
            let remarks =
                failure.diagnostics().iter().filter_map(|one| serde_json::to_value(one).ok());
            Told { text: failure.text(), failed: true, remarks: remarks.collect() }
        }
    };
    folder.tell(&told)
}

/// Where a job is done.
struct Bench<'a> {
    call: &'a Call,
    folder: &'a JobFolder,
    said: Teller,
}

impl Bench<'_> {
    fn act(&self, work: &Work) -> Result<Box<dyn Outcome>, Failure> {
        let state = self.call.database.as_path();
        match work {
            Work::Import { list, name, mapping } => self.import(*list, name, mapping),
            Work::Screen { on } => {
                let groups = self.folder.out().join("groups.json");
                let groups = Some(groups.as_path());
                screen(&ScreenRequest { state, on: *on, criteria: None, groups }, &self.said)
            }
            Work::Appraise { search, odds, law } => {
                let table = self.folder.out().join("appraisals.parquet");
                let rules = law.as_ref().map(|law| self.rules(law));
                let request = AppraiseRequest {
                    search: *search,
                    odds: *odds,
                    table: Some(&table),
                    ..self.appraisal(rules)
                };
                appraising::appraise(&request, &self.said)
            }
            Work::AppraiseSpace { space, law, terms } => {
                let terms = self.given("terms.yaml", terms.as_deref())?;
                let out = self.folder.out();
                let request = AppraiseRequest {
                    terms: terms.as_deref(),
                    out: Some(&out),
                    ..self.appraisal(Some(self.rules(law)))
                };
                appraising::appraise_space(space.as_str(), &request, &self.said)
            }
            Work::Precheck { facts, law, terms } => {
                let space = lists::described(facts)?;
                let terms = self.given("terms.yaml", terms.as_deref())?;
                let out = self.folder.out();
                let request = AppraiseRequest {
                    terms: terms.as_deref(),
                    out: Some(&out),
                    ..self.appraisal(Some(self.rules(law)))
                };
                appraising::appraise_one(&space, &request, &self.said)
            }
            Work::Decide { law } => decide(&self.rules(law), state, &self.said),
            Work::Choose { budget, ceilings, aim } => {
                let aim = match aim {
                    AimAsked::Co2e => Aim::Co2e,
                    AimAsked::FloorArea => Aim::FloorArea,
                };
                let budget = Budget { amount: *budget, ceilings: ceilings.clone(), aim };
                choose(&budget, state, &self.said)
            }
            Work::Plan { programme } => self.plan(programme),
            Work::Reform { law, reform, sweep, by } => self.reform(law, reform, sweep, by),
            Work::Potential { area, on } => self.potential(area, *on),
        }
    }

    fn rules<'r>(&'r self, law: &'r LawAsked) -> Rules<'r> {
        Rules { scheme: &law.scheme, on: law.on, policy: self.call.policy.as_deref() }
    }

    fn appraisal<'r>(&'r self, rules: Option<Rules<'r>>) -> AppraiseRequest<'r> {
        AppraiseRequest {
            state: &self.call.database,
            weather: "typical",
            rules,
            search: false,
            odds: false,
            terms: None,
            measures: None,
            table: None,
            out: None,
        }
    }

    fn import(
        &self,
        list: Digest,
        name: &str,
        mapping: &MappingAsked,
    ) -> Result<Box<dyn Outcome>, Failure> {
        let path = self.call.lists.join(list.to_string());
        let list = Input { name: name.to_owned(), ..Input::read("spaces", &path)? };
        let mapping = match mapping {
            MappingAsked::Ready { name, columns } => lists::changed(name, columns)?,
            MappingAsked::Text(text) => Input::embedded("mapping", "mapping.yaml", text.as_bytes()),
        };
        let refused = self.folder.out().join("refused.csv");
        import_list(list, mapping, &self.call.database, Some(&refused), &self.said)
    }

    fn plan(&self, programme: &str) -> Result<Box<dyn Outcome>, Failure> {
        let programme = self.write("programme.yaml", programme)?;
        let out = self.folder.out();
        let (solution, book) = (out.join("solution.json"), out.join("programme.xlsx"));
        let request = PlanRequest {
            programme: &programme,
            state: &self.call.database,
            start: None,
            solution: Some(&solution),
            book: Some(&book),
        };
        choose_programme(&request, &self.said)
    }

    fn reform(
        &self,
        law: &LawAsked,
        reform: &str,
        sweep: &[String],
        by: &[String],
    ) -> Result<Box<dyn Outcome>, Failure> {
        let sweep = sweep.iter().map(|text| Range::parse(text)).collect::<Result<Vec<_>, _>>();
        let sweep = sweep.map_err(|expected| Failure::Request(Text::same(expected)))?;
        let reform = self.write("reform.yaml", reform)?;
        let out = self.folder.out();
        let (table, page) = (out.join("reform.parquet"), out.join("reform.html"));
        let request = PopulationRequest {
            cases: &self.call.database,
            rules: self.rules(law),
            reform: Some(&reform),
            by,
            reviewer: None,
            sweep: &sweep,
            out: Some(&table),
            page: Some(&page),
        };
        population(&request, &self.said)
    }

    fn potential(&self, area: &Area, on: units::Date) -> Result<Box<dyn Outcome>, Failure> {
        let drawn = match area {
            Area::Drawn(text) => Some(self.write("area.geojson", text)?),
            _ => None,
        };
        let area = match (area, &drawn) {
            (Area::District(name), _) => AreaAsked::District(name),
            (Area::Street(name), _) => AreaAsked::Street(name),
            (Area::Drawn(_), Some(path)) => AreaAsked::Drawn(path),
            _ => AreaAsked::Everything,
        };
        let map = self.folder.out().join("potential.geojson");
        let state = self.call.database.as_path();
        area_potential(&PotentialRequest { state, area, on, rules: None, map: Some(&map) })
    }

    /// A text that was given, as a file.
    fn given(&self, name: &str, text: Option<&str>) -> Result<Option<PathBuf>, Failure> {
        text.map(|text| self.write(name, text)).transpose()
    }

    fn write(&self, name: &str, text: &str) -> Result<PathBuf, Failure> {
        let path = self.folder.path().join(name);
        put(&path, text.as_bytes())
            .map_err(|cause| Failure::Unwritable { path: path.clone(), cause: cause.into() })?;
        Ok(path)
    }
}

/// Tells how far the work is, ten times a second at most.
#[derive(Default)]
struct Teller(Mutex<Count>);

/// What is done of a step, and when that was told last.
#[derive(Default)]
struct Count {
    done: u64,
    at: Option<Instant>,
}

const EVERY: Duration = Duration::from_millis(100);

impl Teller {
    fn say(&self, said: &Said) {
        let mut out = io::stdout().lock();
        // Who no longer listens has closed standard input too, which ends this process.
        let _ = serde_json::to_writer(&mut out, said);
        let _ = out.write_all(b"\n");
        let _ = out.flush();
    }
}

impl Progress for Teller {
    fn begin(&self, step: Step, total: usize) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Count::default();
        self.say(&Said::Begin(step.text(), total as u64));
    }

    fn advance(&self, pieces: usize) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.done += pieces as u64;
        let now = Instant::now();
        if told.at.is_none_or(|at| now.duration_since(at) >= EVERY) {
            told.at = Some(now);
            self.say(&Said::Done(told.done));
        }
    }

    fn end(&self) {}
}
