//! A programme of several years from a file and the decisions of a state.

mod book;
mod file;
mod kept;
mod problem;
mod reader;
mod results;
mod words;

use std::path::Path;

use choice::Options;
use choice::programme::{Answer, Outcome as Planned, Programme, plan};
use serde::Serialize;
use stock::Ledger;
use units::{Diagnostic, Severity, Text};

use self::file::ProgrammeFile;
use self::kept::{Kept, Stored, question};
use self::problem::{Problem, problem};
use self::results::{Plan, Source};
use crate::choosing::decisions;
use crate::deciding::Ruled;
use crate::failure::Failure;
use crate::files::{Input, unwritable, write_whole};
use crate::outcome::{self, Line, Outcome, Told};
use crate::outputs::pretty;
use crate::progress::{Progress, Step};
use crate::store::Store;

/// What to plan, and where to put it.
#[derive(Clone, Copy, Debug)]
pub struct PlanRequest<'a> {
    /// The programme file.
    pub programme: &'a Path,
    /// The state file with decisions.
    pub state: &'a Path,
    /// An earlier solution to begin from.
    pub start: Option<&'a Path>,
    /// Where to keep the solution.
    pub solution: Option<&'a Path>,
    /// Where to write the workbook.
    pub book: Option<&'a Path>,
}

/// A programme file with what it is about.
struct Asked {
    input: Input,
    file: ProgrammeFile,
    ledger: Ledger,
    ruled: Vec<Ruled>,
    problem: Problem,
    question_sha256: String,
}

impl Asked {
    fn open(programme: &Path, state: &Path) -> Result<Self, Failure> {
        let input = Input::read("programme", programme)?;
        let file = ProgrammeFile::read(&input)?;
        let mut store = Store::open(state)?;
        let ruled = decisions(&mut store)?;
        let ledger = store.ledger()?;
        let problem = problem(&file, &input.name, &ledger, &ruled).map_err(Failure::Input)?;
        let question_sha256 = question(&problem.programme, &file.search);
        Ok(Self { input, file, ledger, ruled, problem, question_sha256 })
    }
}

/// The JSON Schema of programme files, made from the types that read them.
pub fn programme_schema() -> Box<dyn Outcome> {
    Box::new(outcome::Printed(file::schema()))
}

/// Plans a programme. Asked again with its own solution as the start, it is planned as it was
/// before, and the two are compared.
///
/// # Errors
/// [`Failure`] when the file does not fit the state, its limits cannot hold together, or a result
/// cannot be written.
pub fn choose_programme(
    request: &PlanRequest<'_>,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    let asked = Asked::open(request.programme, request.state)?;
    let stored = request.start.map(Stored::read).transpose()?;
    // A solution of this very question that was found from nothing is found from nothing again.
    let is_own = |one: &&Stored| {
        one.kept.question_sha256 == asked.question_sha256 && one.kept.started_from_sha256.is_none()
    };
    let own = stored.as_ref().filter(is_own);
    if let Some(own) = own {
        own.verify(&asked.problem.programme)?;
    }
    let start = if own.is_some() { None } else { stored.as_ref() };
    progress.begin(Step::Choose, 0);
    let planned = asked.plan(start);
    progress.end();
    let planned = planned?;
    let kept = Kept::new(asked.question_sha256.clone(), start, asked.file.search, &planned);
    let result = Plan::of(&Source {
        title: &asked.file.title,
        input: &asked.input,
        problem: &asked.problem,
        ledger: &asked.ledger,
        ruled: &asked.ruled,
        outcome: &planned,
        kept: &kept,
    });
    let mut gist = result.lines();
    gist.extend(own.map(|own| replay_line(own.kept == kept)));
    if let Some(path) = request.solution {
        write_whole(path, pretty(&kept).as_bytes())?;
        gist.push(Line::plain("文件", "file", path.display().to_string()));
    }
    if let Some(path) = request.book {
        let bytes = book::workbook(&result, &asked).map_err(|cause| unwritable(path, cause))?;
        write_whole(path, &bytes)?;
        gist.push(Line::plain("文件", "file", path.display().to_string()));
    }
    Ok(Box::new(Told { result, gist }))
}

fn replay_line(is_same: bool) -> Line {
    let text = if is_same {
        Text::new("与所存的解逐位相同", "the same as the solution given, bit by bit")
    } else {
        Text::new("与所存的解不同", "other than the solution given")
    };
    Line::new("重算", "planned again", text)
}

impl Asked {
    fn plan(&self, start: Option<&Stored>) -> Result<Planned, Failure> {
        let search = &self.file.search;
        let options = Options {
            gap_ratio: search.gap_ratio,
            max_nodes: search.max_nodes,
            ..Options::default()
        };
        let programme = &self.problem.programme;
        let answer = plan(programme, start.map(Stored::solution), &options)
            .map_err(|cause| Failure::Request(cause.text()))?;
        match answer {
            Answer::Chosen(planned) => Ok(*planned),
            Answer::Refused(faults) => Err(Failure::Input(faults)),
            Answer::Conflict(names) => Err(Failure::Input(self.conflict(&names))),
            Answer::NotFound => Err(Failure::Request(Text::new(
                "搜索到 search.max_nodes 为止，既未找到满足全部限额的组合，也未证明不存在；请提高该值",
                "the search stopped at search.max_nodes with nothing that keeps every limit, nor a \
                 proof that there is nothing; raise it",
            ))),
        }
    }

    /// Each of the limits that cannot hold together, with what stands in the way of its projects.
    fn conflict(&self, names: &[String]) -> Vec<Diagnostic> {
        let programme = &self.problem.programme;
        let end = if names.len() == 1 {
            Text::new("在台账和认定的条件下做得到", "what ledger and decisions allow")
        } else {
            Text::new("与此处所列其他各项能同时满足", "to hold together with the others named here")
        };
        let remark = |name: &String| {
            let (path, says) = words::limit(programme, name).unwrap_or_default();
            let rule = programme.constraints.iter().find(|one| one.name == *name);
            let without =
                rule.into_iter().flat_map(|one| words::named(&one.rule)).filter_map(|id| {
                    let why = self.problem.without.get(id)?.text();
                    Some(Text::new(format!("；{id} {}", why.zh), format!("; {id}: {}", why.en)))
                });
            let without: Vec<Text> = without.collect();
            let join = |part: fn(&Text) -> &str| without.iter().map(part).collect::<String>();
            Diagnostic {
                severity: Severity::Refused,
                code: "conflict".into(),
                file: self.input.name.clone(),
                row: None,
                column: path,
                value: name.clone(),
                expected: Text::new(
                    format!("{}（{}{}）", end.zh, says.zh, join(|text| &text.zh)),
                    format!("{} ({}{})", end.en, says.en, join(|text| &text.en)),
                ),
                remedy: Text::new(
                    "放宽或去掉所列任何一项",
                    "loosen or drop any one of those named",
                ),
            }
        };
        names.iter().map(remark).collect()
    }
}

/// What a check of a solution came to.
#[derive(Serialize)]
struct Verified {
    projects: usize,
    value_points: f64,
    bound_points: f64,
    /// Whether programme, packages and search are those that the solution was found for.
    same_question: bool,
}

/// Checks a kept solution against every limit of a programme, apart from the search. Its bound is
/// only said as it is kept.
///
/// # Errors
/// [`Failure::Input`] with each limit that it breaks, the first first.
pub fn verify_solution(
    programme: &Path,
    state: &Path,
    solution: &Path,
) -> Result<Box<dyn Outcome>, Failure> {
    let asked = Asked::open(programme, state)?;
    let stored = Stored::read(solution)?;
    stored.verify(&asked.problem.programme)?;
    let result = Verified {
        projects: stored.solution().picks.len(),
        value_points: stored.solution().objective_points,
        bound_points: stored.solution().bound_points,
        same_question: stored.kept.question_sha256 == asked.question_sha256,
    };
    let question = if result.same_question {
        Text::new("相同", "the same")
    } else {
        Text::new(
            "有变化：规划、方案、搜索或版本",
            "changed: programme, packages, search or version",
        )
    };
    let Programme { budgets, constraints, .. } = &asked.problem.programme;
    let gist = vec![
        Line::count("入选项目", "projects chosen", result.projects),
        Line::count("已核对的限额与约束", "limits kept", budgets.len() + constraints.len()),
        Line::plain("目标值", "value", report::format::estimate(result.value_points)),
        Line::plain(
            "所存上界（未重算）",
            "bound as kept",
            report::format::estimate(result.bound_points),
        ),
        Line::new("求解条件", "question", question),
    ];
    Ok(Box::new(Told { result, gist }))
}
