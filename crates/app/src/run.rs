//! The whole chain in one go.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Serialize;
use units::Text;

use crate::assessment::{Assessment, Assessor};
use crate::choosing::{Budget, Chosen, ChosenTotals, choose_among, chosen_lines};
use crate::deciding::{Law, Ruled, Rules, Verdicts, decide_all};
use crate::embedded;
use crate::failure::Failure;
use crate::files::{Input, OutDir};
use crate::import::{self, Import, rows_line};
use crate::outcome::{Line, Outcome, Told};
use crate::outputs;
use crate::place::{self, LonLat, Place};
use crate::progress::{Progress, Step};
use crate::screening::{self, Screened};
use crate::store::{Link, Store};
use crate::weather::{self, Climate};

/// What to run the chain on.
#[derive(Clone, Debug)]
pub struct RunRequest<'a> {
    /// The list.
    pub spaces: &'a Path,
    /// A mapping file, or the name of a ready mapping.
    pub mapping: &'a str,
    /// An EPW file, or `typical`.
    pub weather: &'a str,
    /// The rules and the day.
    pub rules: Rules<'a>,
    /// The money.
    pub budget: Budget,
    /// Folder for the results.
    pub out: &'a Path,
    /// State file; `state.sqlite` in the folder if not named.
    pub state: Option<&'a Path>,
    /// Criteria file; those of the scheme's place if not named.
    pub criteria: Option<&'a Path>,
}

/// Everything that one run of the chain found.
pub(crate) struct Programme {
    pub(crate) title: Text,
    /// The list describes no real buildings.
    pub(crate) synthetic: bool,
    pub(crate) place: Place,
    pub(crate) climate: Climate,
    pub(crate) law: Law,
    pub(crate) budget: Budget,
    pub(crate) import: Import,
    pub(crate) screened: Vec<Screened>,
    pub(crate) assessments: Vec<Assessment>,
    pub(crate) ruled: Vec<Ruled>,
    pub(crate) chosen: Chosen,
    /// Further inputs: criteria, measures, factors, prices.
    pub(crate) references: Vec<Input>,
    pub(crate) seconds: Vec<(Step, f64)>,
}

impl Programme {
    /// Every input in the order in which the chain read them.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = &Input> {
        let first = self.import.inputs.iter().chain([&self.climate.input]);
        first.chain(&self.references).chain([&self.law.input])
    }

    pub(crate) fn totals(&self) -> ChosenTotals {
        self.chosen.totals(self.budget.amount)
    }

    pub(crate) fn positions(&self) -> Vec<LonLat> {
        let spaces = self.import.ledger.spaces.values();
        spaces.filter_map(|space| space.position().map(LonLat::from)).collect()
    }

    /// Whether most of the ledger lies outside the scheme's place: then the run tests the chain.
    pub(crate) fn is_elsewhere(&self) -> bool {
        let all = self.positions();
        let inside = all.iter().filter(|at| self.place.bounds.contains(**at)).count();
        inside * 2 < all.len()
    }

    /// Distance between the weather site and the middle of the ledger. [km]
    pub(crate) fn weather_distance_km(&self) -> Option<f64> {
        let weather = &self.climate.weather;
        let site = LonLat { lon_deg: weather.longitude_deg, lat_deg: weather.latitude_deg };
        Some(LonLat::median(&self.positions())?.distance_km(site))
    }
}

/// Runs the chain: import, screen, appraise, decide, choose, write.
///
/// # Errors
/// [`Failure`] when an input cannot be used as a whole or a result cannot be written; results of an
/// earlier run are then unchanged.
pub fn run(request: &RunRequest<'_>, progress: &dyn Progress) -> Result<Box<dyn Outcome>, Failure> {
    let list = Input::read("spaces", request.spaces)?;
    let mapping = embedded::mapping(request.mapping)?;
    let name = request.spaces.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let title = Text::new(format!("更新计划：{name}"), format!("Renewal programme: {name}"));
    run_on(Subject { list, mapping, title, synthetic: false }, request, progress)
}

/// What a run is about.
pub(crate) struct Subject {
    pub(crate) list: Input,
    pub(crate) mapping: Input,
    pub(crate) title: Text,
    pub(crate) synthetic: bool,
}

pub(crate) fn run_on(
    subject: Subject,
    request: &RunRequest<'_>,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    // Everything that can be refused is read before anything is written.
    let law = Law::read(&request.rules)?;
    let place = place::of_scheme(request.rules.scheme)?;
    let climate = weather::read(request.weather)?;
    let criteria = screening::criteria(request.criteria, &place)?;
    let assessor = Assessor::read(&place, None)?;
    let out = OutDir::open(request.out)?;
    let state = request.state.map_or_else(|| out.path("state.sqlite"), Path::to_path_buf);
    let mut store = Store::open(&state)?;

    let mut watch = Watch::default();
    let Subject { list, mapping, title, synthetic } = subject;
    let import =
        watch.time(Step::Import, || import::take_in(&mut store, list, mapping, progress))?;
    let screened = watch.time(Step::Screen, || {
        screening::screen_all(&import.ledger, &criteria, request.rules.on, progress)
    });
    let assessments = watch
        .time(Step::Appraise, || assessor.assess_all(&import.ledger, &climate.weather, progress));
    let assessed: Vec<_> = assessments.iter().map(|one| one.assessed.clone()).collect();
    let ruled = watch.time(Step::Decide, || decide_all(&law, &import.ledger, &assessed, progress));
    let chosen = watch.time(Step::Choose, || choose_among(&ruled, &request.budget, progress))?;
    store.replace_outcomes(Link::Screening, screened.iter().map(|one| (&one.id, one)))?;
    store.replace_outcomes(Link::Appraisal, assessed.iter().map(|one| (&one.id, one)))?;
    store.replace_outcomes(Link::Decision, ruled.iter().map(|one| (&one.id, one)))?;

    let mut references = vec![criteria.input.clone()];
    references.extend(assessor.inputs.iter().cloned());
    let mut programme = Programme {
        title,
        synthetic,
        place,
        climate,
        law,
        budget: request.budget.clone(),
        import,
        screened,
        assessments,
        ruled,
        chosen,
        references,
        seconds: watch.seconds,
    };
    finish(&mut programme, &out, progress)
}

/// Writes the results and tells the gist.
fn finish(
    programme: &mut Programme,
    out: &OutDir,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    let started = Instant::now();
    progress.begin(Step::Write, outputs::FILES);
    let report = outputs::write(programme, out, progress)?;
    progress.end();
    programme.seconds.push((Step::Write, started.elapsed().as_secs_f64()));
    let summary = outputs::summary(programme);
    out.write("summary.json", outputs::pretty(&summary).as_bytes())?;
    let gist = gist(programme, &report);
    Ok(Box::new(Told { result: RunResult { summary, report }, gist }))
}

#[derive(Serialize)]
struct RunResult {
    #[serde(flatten)]
    summary: outputs::Summary,
    report: PathBuf,
}

fn gist(programme: &Programme, report: &Path) -> Vec<Line> {
    let simulated = programme.assessments.iter().filter(|one| one.appraisal.is_ok()).count();
    let mut gist = vec![
        rows_line(&programme.import.applied.counts),
        Line::count("台账空间", "spaces", programme.import.ledger.spaces.len()),
        Line::count("完成模拟", "simulated", simulated),
        Line::count("无法模拟", "faults", programme.assessments.len() - simulated),
        Verdicts::of(&programme.ruled).line(),
    ];
    gist.extend(outputs::energy_lines(programme));
    gist.extend(chosen_lines(&programme.totals()));
    let total: f64 = programme.seconds.iter().map(|(_, seconds)| seconds).sum();
    gist.push(Line::plain("用时", "seconds", format!("{total:.1}")));
    gist.push(Line::plain("报告", "report", report.display().to_string()));
    gist
}

/// How long each step took.
#[derive(Default)]
struct Watch {
    seconds: Vec<(Step, f64)>,
}

impl Watch {
    fn time<T>(&mut self, step: Step, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let result = work();
        self.seconds.push((step, started.elapsed().as_secs_f64()));
        result
    }
}
