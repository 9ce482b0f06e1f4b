//! Schemes by themselves: do they load, and do their cases come out as stated?

use std::path::Path;

use policy::Scheme;
use serde::Serialize;
use units::{Diagnostic, Severity, Text};

use crate::embedded;
use crate::failure::Failure;
use crate::outcome::{Line, Outcome, Told};

/// Which schemes.
#[derive(Clone, Copy, Debug)]
pub struct SchemesRequest<'a> {
    /// One scheme's identifier, or all.
    pub scheme: Option<&'a str>,
    /// A folder of schemes instead of the embedded ones.
    pub policy: Option<&'a Path>,
}

impl SchemesRequest<'_> {
    /// The identifiers of the schemes, in order.
    pub(crate) fn ids(&self) -> Result<Vec<String>, Failure> {
        match self.scheme {
            Some(id) => Ok(vec![id.to_owned()]),
            None => embedded::known_schemes(self.policy),
        }
    }
}

/// A remark about a file of a scheme's folder, with its path from the folder of all schemes.
pub(crate) fn within(id: &str, remark: Diagnostic) -> Diagnostic {
    Diagnostic { file: format!("{id}/{}", remark.file), ..remark }
}

/// What stands in one scheme.
#[derive(Debug, Serialize)]
struct Summary {
    scheme: String,
    name: Text,
    versions: usize,
    parameters: usize,
    facts: usize,
    /// Cases that came out as stated; `null` where they were not run.
    cases: Option<usize>,
}

impl Summary {
    fn line(&self) -> Line {
        let Self { scheme, name, versions, parameters, facts, cases } = self;
        let cases = cases.map_or_else(Text::default, |count| {
            Text::new(
                format!("；{count} 个案例的结果与所载一致"),
                format!("; {count} cases come out as stated"),
            )
        });
        let value = Text::new(
            format!(
                "{}：版本 {versions} 个，参数 {parameters} 个，事实 {facts} 项{}",
                name.zh, cases.zh
            ),
            format!(
                "{}: {versions} versions, {parameters} parameters, {facts} facts{}",
                name.en, cases.en
            ),
        );
        Line::new(scheme, scheme, value)
    }
}

/// Loads schemes and says what stands in them.
///
/// # Errors
/// [`Failure::Rules`] for a scheme that is not there, [`Failure::Input`] with place and remedy of
/// everything that is wrong in any of them.
pub fn check_schemes(request: &SchemesRequest<'_>) -> Result<Box<dyn Outcome>, Failure> {
    each(request, |_| Ok(None))
}

/// Loads schemes and runs the cases beside them.
///
/// # Errors
/// As [`check_schemes`]; and [`Failure::Input`] with every expectation that a case does not meet.
pub fn test_schemes(request: &SchemesRequest<'_>) -> Result<Box<dyn Outcome>, Failure> {
    each(request, |files| run_cases(files).map(Some))
}

/// What is done with the files of one scheme; remarks where it fails.
type Job = fn(&[(String, String)]) -> Result<Option<usize>, Vec<Diagnostic>>;

fn each(request: &SchemesRequest<'_>, job: Job) -> Result<Box<dyn Outcome>, Failure> {
    let (mut summaries, mut problems) = (Vec::new(), Vec::new());
    for id in request.ids()? {
        let files = embedded::scheme_with_cases(&id, request.policy)?;
        match summary(&id, &files, job) {
            Ok(summary) => summaries.push(summary),
            Err(all) => problems.extend(all.into_iter().map(|one| within(&id, one))),
        }
    }
    if !problems.is_empty() {
        return Err(Failure::Input(problems));
    }
    let gist = summaries.iter().map(Summary::line).collect();
    Ok(Box::new(Told { result: summaries, gist }))
}

fn summary(id: &str, files: &[(String, String)], job: Job) -> Result<Summary, Vec<Diagnostic>> {
    let scheme = Scheme::load(&embedded::without_cases(files.to_vec()))?;
    Ok(Summary {
        scheme: id.to_owned(),
        name: scheme.name().clone(),
        versions: scheme.versions().len(),
        parameters: scheme.parameters().len(),
        facts: scheme.facts().len(),
        cases: job(files)?,
    })
}

/// Runs the good and the bad cases; what they share, below `cases/facts/`, is no case.
fn run_cases(files: &[(String, String)]) -> Result<usize, Vec<Diagnostic>> {
    let is_case = |path: &str| path.starts_with("cases/") && !path.starts_with("cases/facts/");
    let (mut count, mut problems) = (0, Vec::new());
    for (path, _) in files.iter().filter(|(path, _)| is_case(path)) {
        count += 1;
        match policy::run_case(files, path) {
            Ok(report) => problems.extend(report.failures.iter().map(|text| differs(path, text))),
            Err(all) => problems.extend(all),
        }
    }
    if problems.is_empty() { Ok(count) } else { Err(problems) }
}

/// A case that comes out otherwise than it states.
fn differs(path: &str, text: &str) -> Diagnostic {
    Diagnostic {
        severity: Severity::Refused,
        code: "case_differs".to_owned(),
        file: path.to_owned(),
        row: None,
        column: "expect".to_owned(),
        value: text.to_owned(),
        expected: Text::new("案例所载的结果", "what the case states"),
        remedy: Text::new(
            "请核对规则与参数，或更正案例",
            "look into rules and parameters, or correct the case",
        ),
    }
}
