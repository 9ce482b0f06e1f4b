//! Cases: examples of the law that a case officer can read, run against the law itself.
//!
//! A good case states facts, a day and what must come out; a bad case states a change to the files
//! and the remark that must refuse it.

use serde::Serialize;
use units::{Decimal, Diagnostic, Fen, Mark, Source, Text};

use crate::decision::{ClauseVerdict, Decision, Verdict};
use crate::facts::Facts;
use crate::load::reader::{Fields, Reader};
use crate::load::{Stated, merge_facts};
use crate::scheme::Scheme;
use crate::yaml::{self, Node};

/// How a case came out.
#[derive(Clone, Debug, Serialize)]
pub struct CaseReport {
    /// The case's path within the scheme's folder.
    pub path: String,
    /// Its title.
    pub title: Text,
    /// How many expectations were compared.
    pub checks: usize,
    /// What differs from the expectation; empty when the case holds.
    pub failures: Vec<String>,
    /// The decision, for a case that reached one.
    pub decision: Option<Decision>,
}

impl CaseReport {
    fn compare(&mut self, what: &str, expected: &str, found: &str) {
        self.checks += 1;
        if expected != found {
            self.failures.push(format!("{what}: expected {expected}, found {found}"));
        }
    }
}

/// Runs the case at `path` against the scheme in `files` (the whole folder, cases included).
///
/// # Errors
/// Remarks about the case file itself, its facts, or a scheme that does not load though the case
/// expects it to.
pub fn run_case(files: &[(String, String)], path: &str) -> Result<CaseReport, Vec<Diagnostic>> {
    let mut reader = Reader::default();
    let node = open(files, path, &mut reader).ok_or_else(|| reader.problems.clone())?;
    let keys = ["title", "on", "files", "facts_from", "source", "facts", "expect"];
    let fields = reader.fields(&node, &keys);
    let title = reader.required(fields, "title").and_then(|node| reader.bilingual(node));
    let expect = reader.required(fields, "expect");
    let mut overlaid = files.to_vec();
    if let Some(changes) = fields.get("files") {
        for (name, _, text) in reader.entries(changes) {
            let Some(text) = reader.text(text) else { continue };
            overlaid.retain(|(known, _)| known != name);
            overlaid.push((name.clone(), text));
        }
    }
    let (Some(title), Some(expect)) = (title, expect) else { return Err(reader.problems) };
    let mut report = CaseReport {
        path: path.to_owned(),
        title,
        checks: 0,
        failures: Vec::new(),
        decision: None,
    };
    match Scheme::load(&overlaid) {
        Err(problems) if path.starts_with("cases/bad/") => {
            refused(expect, &problems, &mut report, &mut reader);
        }
        Err(problems) => return Err(problems),
        Ok(_) if path.starts_with("cases/bad/") => {
            report.compare("loading", "refused", "accepted");
        }
        Ok(scheme) => decided(files, fields, expect, &scheme, &mut report, &mut reader),
    }
    if reader.problems.is_empty() { Ok(report) } else { Err(reader.problems) }
}

fn open(files: &[(String, String)], path: &str, reader: &mut Reader) -> Option<Node> {
    let Some((_, text)) = files.iter().find(|(name, _)| name == path) else {
        let expected = Text::new("存在的文件", "a file that exists");
        let remedy = Text::new("核对路径", "check the path");
        let place = crate::diagnose::Place::new(path, 1, 1);
        reader.report(&place, "missing_file", path, expected, remedy);
        return None;
    };
    yaml::parse(path, text).map_err(|problem| reader.problems.push(*problem)).ok()
}

/// `expect: {code, file, line, column}`: one of the remarks fits.
fn refused(expect: &Node, problems: &[Diagnostic], report: &mut CaseReport, reader: &mut Reader) {
    let fields = reader.fields(expect, &["code", "file", "line", "column", "value"]);
    let Some(code) = reader.required(fields, "code") else { return };
    let line = |problem: &Diagnostic| problem.row.map_or(String::new(), |row| row.to_string());
    let wanted = |key: &str| fields.get(key).map(Node::shown);
    report.checks += 1;
    let fits = problems.iter().any(|problem| {
        problem.code == code.shown()
            && wanted("file").is_none_or(|file| problem.file == file)
            && wanted("line").is_none_or(|row| line(problem) == row)
            && wanted("column").is_none_or(|column| problem.column == column)
            && wanted("value").is_none_or(|value| problem.value == value)
    });
    if !fits {
        let found: Vec<String> = problems.iter().map(Diagnostic::to_string).collect();
        report.failures.push(format!("expected {}, found {}", code.shown(), found.join("\n")));
    }
}

fn decided(
    files: &[(String, String)],
    fields: Fields<'_>,
    expect: &Node,
    scheme: &Scheme,
    report: &mut CaseReport,
    reader: &mut Reader,
) {
    let Some(on) = reader.required(fields, "on").and_then(|node| reader.day(node)) else { return };
    let origin = report.path.clone();
    let source = Source { origin, date: None, mark: Mark::Reported };
    let mut default = Stated { source, assessment: None };
    let mut facts = Facts::new();
    if let Some(name) = fields.get("facts_from") {
        let path = format!("cases/facts/{}.yaml", name.shown());
        if let Some(node) = open(files, &path, reader) {
            let shared = crate::load::facts_document(&node, scheme.facts(), reader);
            facts = shared.0;
            default.assessment = shared.1.assessment;
        }
    }
    if let Some(node) = fields.get("source") {
        default = crate::load::stated(node, &default, reader);
    }
    if let Some(node) = fields.get("facts").filter(|node| !node.is_null()) {
        merge_facts(node, &default, scheme.facts(), &mut facts, reader);
    }
    let wanted = reader.fields(
        expect,
        &[
            "in_force",
            "verdict",
            "amount",
            "amount_if_met",
            "amount_yuan",
            "amount_if_met_yuan",
            "draft",
            "mode",
            "modes",
            "tranches",
            "clauses",
            "missing",
            "not_missing",
            "unconfirmed",
            "provisional",
        ],
    );
    match scheme.decide(&facts, on) {
        Err(_) => {
            if let Some(node) = reader.required(wanted, "in_force") {
                report.compare("in_force", &node.shown(), "none");
            }
        }
        Ok(decision) => {
            compare(wanted, &decision, report, reader);
            report.decision = Some(decision);
        }
    }
}

fn compare(wanted: Fields<'_>, decision: &Decision, report: &mut CaseReport, reader: &mut Reader) {
    let none = || "none".to_owned();
    let simple = [
        ("in_force", decision.version.clone()),
        ("verdict", verdict(decision.verdict).to_owned()),
        ("mode", decision.mode.clone().unwrap_or_else(none)),
        ("unconfirmed", decision.unconfirmed.to_string()),
        ("provisional", decision.provisional.to_string()),
        ("draft", decision.draft.to_string()),
    ];
    for (key, found) in simple {
        if let Some(node) = wanted.get(key) {
            report.compare(key, &node.shown(), &found);
        }
    }
    for (key, found) in [
        ("amount", decision.amount),
        ("amount_if_met", decision.amount_if_met),
        ("amount_yuan", decision.amount),
        ("amount_if_met_yuan", decision.amount_if_met),
    ] {
        if let Some(node) = wanted.get(key) {
            report.compare(key, &money(&node.shown()), &found.map_or_else(none, |f| f.to_string()));
        }
    }
    for (key, table) in [
        ("clauses", clause_table(decision)),
        ("modes", mode_table(decision)),
        ("tranches", tranche_table(decision)),
    ] {
        let Some(node) = wanted.get(key) else { continue };
        for (id, _, expected) in reader.entries(node) {
            let found = table.iter().find(|(name, _)| name == id);
            let found = found.map_or("no such id", |(_, found)| found.as_str());
            let expected =
                if key == "clauses" { expected.shown() } else { money(&expected.shown()) };
            report.compare(&format!("{key}.{id}"), &expected, found);
        }
    }
    for (key, should) in [("missing", true), ("not_missing", false)] {
        let Some(node) = wanted.get(key) else { continue };
        for item in reader.list(node) {
            let name = item.shown();
            let is_listed = decision.missing.iter().any(|missing| missing.name == name);
            report.compare(&format!("missing {name}"), &should.to_string(), &is_listed.to_string());
        }
    }
}

type Table = Vec<(String, String)>;

fn clause_table(decision: &Decision) -> Table {
    let row = |clause: &crate::decision::ClauseResult| {
        let verdict = match clause.verdict {
            ClauseVerdict::Met => "met",
            ClauseVerdict::NotMet => "not_met",
            ClauseVerdict::Undetermined => "undetermined",
            ClauseVerdict::NotApplicable => "not_applicable",
        };
        (clause.id.clone(), verdict.to_owned())
    };
    decision.clauses.iter().map(row).collect()
}

fn shown(amount: Option<Fen>) -> String {
    amount.map_or_else(|| "none".to_owned(), |amount| amount.to_string())
}

fn mode_table(decision: &Decision) -> Table {
    decision.modes.iter().map(|mode| (mode.id.clone(), shown(mode.amount_if_met))).collect()
}

fn tranche_table(decision: &Decision) -> Table {
    decision.tranches.iter().map(|part| (part.id.clone(), shown(part.amount_if_met))).collect()
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::NotMet => "not_met",
        Verdict::Undetermined => "undetermined",
    }
}

/// An expected sum, written with or without its fen, as an amount is displayed.
fn money(text: &str) -> String {
    let yuan: Option<Decimal> = text.parse().ok();
    match yuan.and_then(|yuan| Fen::from_yuan(yuan).ok()) {
        Some(fen) => fen.to_string(),
        None => text.to_owned(),
    }
}
