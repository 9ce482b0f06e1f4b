//! One case: its decision, why, what would change it, and the record that replays it years later.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use policy::{Decision, Nearest, Scheme, Trace, nearest_change};
use report::format;
use serde::{Deserialize, Serialize};
use units::{Date, Diagnostic, Fen, Lang, Severity, Text};

use crate::deciding::{Law, Rules};
use crate::embedded;
use crate::failure::Failure;
use crate::files::{self, Input};
use crate::outcome::{Line, Outcome, Told, json};

/// The form of a record; a later form has another name, and this one stays readable.
const FORMAT: &str = "reweave-decision/1";

/// What one decision was made of, and the decision: enough to make it again anywhere.
#[derive(Debug, Serialize)]
struct Record {
    format: String,
    /// Name and version of the software that made it.
    software: String,
    scheme: String,
    on: Date,
    law: LawText,
    facts: FactsText,
    decision: Decision,
    /// Present where the case is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest_change: Option<Nearest>,
}

/// What of a record is input; the rest follows from it.
#[derive(Debug, Deserialize)]
struct Inputs {
    format: String,
    software: String,
    scheme: String,
    on: Date,
    law: LawText,
    facts: FactsText,
}

/// The files of a scheme, cases left out.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct LawText {
    /// Over the lines `SHA-256  path` in order of path.
    sha256: String,
    files: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct FactsText {
    name: String,
    sha256: String,
    text: String,
}

impl Record {
    fn new(law: &LawText, facts: &FactsText, inputs: &Inputs) -> Result<Self, Failure> {
        let files: Vec<(String, String)> =
            law.files.iter().map(|(path, text)| (path.clone(), text.clone())).collect();
        let scheme = Scheme::load(&files).map_err(Failure::Input)?;
        let case = scheme.read_facts(&facts.name, &facts.text).map_err(Failure::Input)?;
        let decision =
            scheme.decide(&case, inputs.on).map_err(|none| Failure::Rules(none.message))?;
        let nearest = match scheme.on(inputs.on) {
            policy::InForce::Version(rules) => nearest_change(rules, &case, inputs.on),
            _ => Nearest::NotRefused { verdict: decision.verdict },
        };
        let nearest_change = Some(nearest).filter(|n| !matches!(n, Nearest::NotRefused { .. }));
        Ok(Self {
            format: inputs.format.clone(),
            software: inputs.software.clone(),
            scheme: inputs.scheme.clone(),
            on: inputs.on,
            law: law.clone(),
            facts: facts.clone(),
            decision,
            nearest_change,
        })
    }

    /// The bytes of a record: JSON, two spaces a level, one newline at the end.
    fn text(&self) -> String {
        json(self) + "\n"
    }
}

/// Applies a scheme to the facts of one case; `out` keeps the record, which holds law and facts.
///
/// # Errors
/// [`Failure`] when scheme, day or fact file cannot be used, or the record cannot be written. A
/// refusal under the rules is a result.
pub fn decide_case(
    rules: &Rules<'_>,
    facts: &Path,
    out: Option<&Path>,
) -> Result<Box<dyn Outcome>, Failure> {
    let record = record(rules, facts)?;
    let mut gist = case_gist(&record.decision);
    gist.extend(record.nearest_change.as_ref().map(nearest_line));
    if let Some(out) = out {
        if matches!((out.canonicalize(), facts.canonicalize()), (Ok(a), Ok(b)) if a == b) {
            return Err(Failure::Request(Text::new(
                "记录不能写到事实文件上；请换一个文件名",
                "the record cannot take the place of the facts; choose another name",
            )));
        }
        files::write_whole(out, record.text().as_bytes())?;
        gist.push(Line::plain("已写入", "written", out.display().to_string()));
    }
    Ok(Box::new(Told { result: record.decision, gist }))
}

/// Applies a scheme to facts that are stated in JSON or YAML, with the whole derivation and the
/// nearest change that would pass. Nothing is kept.
///
/// # Errors
/// [`Failure`] when scheme, day or facts cannot be used. A refusal under the rules is a result.
pub fn decide_stated(rules: &Rules<'_>, facts: &str) -> Result<Box<dyn Outcome>, Failure> {
    let record = record_of(rules, &Input::embedded("facts", "facts", facts.as_bytes()))?;
    let gist = case_gist(&record.decision);
    let result = Explanation { decision: record.decision, nearest_change: record.nearest_change };
    Ok(Box::new(Told { result, gist }))
}

fn record(rules: &Rules<'_>, facts: &Path) -> Result<Record, Failure> {
    record_of(rules, &Input::read("facts", facts)?)
}

fn record_of(rules: &Rules<'_>, file: &Input) -> Result<Record, Failure> {
    let law = Law::read(rules)?;
    let inputs = Inputs {
        format: FORMAT.to_owned(),
        software: format!("reweave {}", crate::VERSION),
        scheme: rules.scheme.to_owned(),
        on: rules.on,
        law: LawText {
            sha256: law.input.sha256.clone(),
            files: embedded::scheme(rules.scheme, rules.policy)?.into_iter().collect(),
        },
        facts: FactsText {
            name: file.name.clone(),
            sha256: file.sha256.clone(),
            text: file.text(),
        },
    };
    Record::new(&inputs.law, &inputs.facts, &inputs)
}

/// What a replay found.
#[derive(Debug, Serialize)]
struct Replayed {
    record: PathBuf,
    scheme: String,
    version: String,
    on: Date,
    made_by: String,
    replayed_by: String,
    /// The SHA-256 of the record's bytes, which the replay gave again.
    sha256: String,
}

/// Makes a recorded decision again from the law and the facts in its record.
///
/// # Errors
/// [`Failure::Input`] where the record cannot be read, its law or facts are not those of their
/// hashes, or the decision comes out otherwise: with the first line that differs.
pub fn replay(path: &Path) -> Result<Box<dyn Outcome>, Failure> {
    let file = Input::read("record", path)?;
    let inputs = read_record(&file)?;
    check_hashes(&file.name, &inputs)?;
    let record = Record::new(&inputs.law, &inputs.facts, &inputs)?;
    let (was, is) = (file.text(), record.text());
    if was != is {
        return Err(Failure::Input(vec![first_difference(&file.name, &was, &is)]));
    }
    let told = Replayed {
        record: path.to_path_buf(),
        scheme: record.scheme,
        version: record.decision.version.clone(),
        on: record.on,
        made_by: record.software,
        replayed_by: format!("reweave {}", crate::VERSION),
        sha256: file.sha256,
    };
    let same = Text::new(
        "重算结果与记录逐字节一致",
        "made again from its law and facts, byte for byte the same",
    );
    let mut gist = vec![
        Line::new("重算", "replay", same),
        Line::new("版本", "version", record.decision.version_name.clone()),
        Line::plain("SHA-256", "SHA-256", told.sha256.clone()),
    ];
    gist.extend(case_gist(&record.decision));
    Ok(Box::new(Told { result: told, gist }))
}

fn read_record(file: &Input) -> Result<Inputs, Failure> {
    let remark = |value: &str, expected: Text| {
        let remedy = Text::new(
            "使用 policy decide --out 写出的文件",
            "take a file of `policy decide --out`",
        );
        Failure::Input(vec![remark(&file.name, None, "bad_record", value, expected, remedy)])
    };
    let inputs: Inputs = serde_json::from_str(&file.text())
        .map_err(|cause| remark(&cause.to_string(), Text::new("认定记录", "a decision record")))?;
    if inputs.format != FORMAT {
        return Err(remark(&inputs.format, Text::same(FORMAT)));
    }
    Ok(inputs)
}

/// Law and facts must be those whose hashes the record states.
fn check_hashes(name: &str, inputs: &Inputs) -> Result<(), Failure> {
    let files: Vec<(String, String)> = inputs.law.files.clone().into_iter().collect();
    let law = embedded::scheme_input(&inputs.scheme, &files).sha256;
    let facts = files::sha256_hex(inputs.facts.text.as_bytes());
    for (what, stated, found) in
        [("law", &inputs.law.sha256, &law), ("facts", &inputs.facts.sha256, &facts)]
    {
        if stated != found {
            let expected = Text::same(format!("{what}: {stated}"));
            let remedy = Text::new(
                "记录被改动过；请取得原件",
                "the record has been altered; obtain the original",
            );
            let code = "hash_differs";
            return Err(Failure::Input(vec![remark(name, None, code, found, expected, remedy)]));
        }
    }
    Ok(())
}

fn first_difference(name: &str, was: &str, is: &str) -> Diagnostic {
    let mut pairs = was.lines().zip(is.lines()).enumerate();
    let found = pairs.find(|(_, (a, b))| a != b);
    let (row, old, new) = match found {
        Some((row, (old, new))) => (row, old, new),
        None => (was.lines().count().min(is.lines().count()), "", ""),
    };
    let expected = Text::new(format!("重算得到：{}", new.trim()), format!("now: {}", new.trim()));
    let remedy = Text::new(
        "记录被改动过，或由另一软件版本作出；请取得原件或该版本",
        "the record has been altered or comes from other software; obtain the original or that",
    );
    remark(name, Some(row as u64 + 1), "replay_differs", old.trim(), expected, remedy)
}

fn remark(
    file: &str,
    row: Option<u64>,
    code: &str,
    value: &str,
    expected: Text,
    remedy: Text,
) -> Diagnostic {
    Diagnostic {
        severity: Severity::Refused,
        code: code.to_owned(),
        file: file.to_owned(),
        row,
        column: String::new(),
        value: value.chars().take(200).collect(),
        expected,
        remedy,
    }
}

/// What of a case to explain.
#[derive(Clone, Copy, Debug)]
pub enum Explained<'a> {
    /// A record of `policy decide --out`.
    Record(&'a Path),
    /// Facts under rules.
    Case(Rules<'a>, &'a Path),
}

/// A decision with its whole derivation: every amount down to facts, articles and dates.
#[derive(Debug, Serialize)]
struct Explanation {
    decision: Decision,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest_change: Option<Nearest>,
}

/// Explains a decision: clause by clause, every amount down to where its numbers come from, what
/// is missing, and the nearest change that would pass.
///
/// # Errors
/// As [`decide_case`] and [`replay`].
pub fn explain(what: Explained<'_>) -> Result<Box<dyn Outcome>, Failure> {
    let record = match what {
        Explained::Case(rules, facts) => record(&rules, facts)?,
        Explained::Record(path) => {
            let file = Input::read("record", path)?;
            let inputs = read_record(&file)?;
            check_hashes(&file.name, &inputs)?;
            Record::new(&inputs.law, &inputs.facts, &inputs)?
        }
    };
    let mut gist = case_gist(&record.decision);
    for mode in &record.decision.modes {
        gist.push(Line::new("金额由来", "amount", mode.name.clone()));
        derivation(&mode.trace, 1, &mut gist);
    }
    for tranche in &record.decision.tranches {
        let shown = |lang: Lang| {
            let amount = money(tranche.amount_if_met, &record.decision);
            format!("{} {}: {}", tranche.name.get(lang), tranche.share.get(lang), amount.get(lang))
        };
        gist.push(Line::new("拨付", "tranche", Text::new(shown(Lang::Zh), shown(Lang::En))));
    }
    gist.extend(record.nearest_change.as_ref().map(nearest_line));
    let result = Explanation { decision: record.decision, nearest_change: record.nearest_change };
    Ok(Box::new(Told { result, gist }))
}

/// One line for each step, deeper ones further in.
fn derivation(trace: &Trace, depth: usize, gist: &mut Vec<Line>) {
    let shown = |lang: Lang| {
        let indent = "  ".repeat(depth);
        let label = match (&trace.formula, &trace.name) {
            (Some(formula), None) => formula.split_whitespace().collect::<Vec<_>>().join(" "),
            _ => trace.label.get(lang).to_owned(),
        };
        let ground = trace.ground.as_ref().map_or(String::new(), |ground| {
            let mark = ground.effective_mark().letter();
            let sources = ground.sources.join(", ");
            format!("  [{mark} · {} · {} · {sources}]", ground.from, ground.article)
        });
        let source = trace.source.as_ref().map_or(String::new(), |source| {
            format!("  [{} · {}]", source.mark.letter(), source.origin)
        });
        format!("{indent}{label} = {}{ground}{source}", trace.shown.get(lang))
    };
    gist.push(Line::new("", "", Text::new(shown(Lang::Zh), shown(Lang::En))));
    for input in &trace.inputs {
        derivation(input, depth + 1, gist);
    }
}

fn nearest_line(nearest: &Nearest) -> Line {
    let text = match nearest {
        Nearest::NotRefused { .. } => Text::new("无需改变", "nothing has to change"),
        Nearest::Change(remedy) => {
            let effort = remedy.effort.normalize();
            let (shown, metric) = (&remedy.shown, &remedy.metric);
            Text::new(
                format!("{}（{}：{effort}）", shown.zh, metric.zh),
                format!("{} ({}: {effort})", shown.en, metric.en),
            )
        }
        Nearest::None { why, .. } | Nearest::Bound { why, .. } => why.clone(),
    };
    Line::new("最近的可行改变", "nearest change", text)
}

fn money(amount: Option<Fen>, decision: &Decision) -> Text {
    let label = decision.currency.label();
    amount.map_or_else(
        || Text::same("—"),
        |amount| {
            let exact = format::yuan_exact(amount);
            Text::new(format!("{exact} {}", label.zh), format!("{} {exact}", label.en))
        },
    )
}

fn case_gist(decision: &Decision) -> Vec<Line> {
    let verdict = match decision.verdict {
        policy::Verdict::Met => Text::new("符合", "met"),
        policy::Verdict::NotMet => Text::new("不符合", "not met"),
        policy::Verdict::Undetermined => Text::new("待定", "undetermined"),
    };
    let mut gist = vec![
        Line::new("版本", "version", decision.version_name.clone()),
        Line::new("结论", "verdict", verdict),
        Line::new("核定金额", "amount", money(decision.amount, decision)),
        Line::new("其余条件满足时", "amount if met", money(decision.amount_if_met, decision)),
    ];
    gist.extend(decision.amount_note.clone().map(|note| Line::new("说明", "note", note)));
    for clause in &decision.clauses {
        let mark = match clause.verdict {
            policy::ClauseVerdict::Met => "✓",
            policy::ClauseVerdict::NotMet => "✗",
            policy::ClauseVerdict::Undetermined => "?",
            policy::ClauseVerdict::NotApplicable => "–",
        };
        let shown = |lang: Lang| {
            let compared: Vec<String> = clause
                .comparisons
                .iter()
                .map(|c| format!("{} {} {}", c.value.get(lang), c.relation, c.threshold.get(lang)))
                .collect();
            let compared = compared.join("; ");
            let ground = format!("[{} · {}]", clause.ground.mark.letter(), clause.ground.article);
            format!("{mark} {}  {compared} {ground}", clause.text.get(lang))
        };
        gist.push(Line::new("条件", "clause", Text::new(shown(Lang::Zh), shown(Lang::En))));
    }
    for missing in &decision.missing {
        let shown = |lang: Lang| format!("{} ({})", missing.what.get(lang), missing.who.get(lang));
        gist.push(Line::new("缺少", "missing", Text::new(shown(Lang::Zh), shown(Lang::En))));
    }
    gist
}
