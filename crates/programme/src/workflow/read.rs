//! A workflow from its file.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use units::{Diagnostic, Mark, Text};

use super::{
    Agreement, Appeal, Branch, Evidence, InterestTerms, MoneyKind, Next, Notice, Rounding,
    ScoreRule, Stage, SupportedRate, Tranche, Work, Workflow, check,
};
use crate::command::Outcome;
use crate::facts::FactKind;
use crate::ids::{
    BranchId, DepartmentId, EvidenceKind, MilestoneId, SheetId, StageId, TrancheId, WorkflowId,
};
use crate::people::Role;
use crate::suite::Suite;
use crate::yaml::{self, Remarks};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: WorkflowId,
    name: Text,
    note: Text,
    mark: Mark,
    sources: BTreeMap<String, String>,
    #[serde(default)]
    departments: BTreeMap<DepartmentId, Text>,
    #[serde(default)]
    evidence: BTreeMap<EvidenceKind, FileEvidence>,
    #[serde(default)]
    milestones: BTreeMap<MilestoneId, Text>,
    stages: Vec<FileStage>,
    #[serde(default)]
    tranches: Vec<FileTranche>,
    #[serde(default)]
    interest: Option<FileInterest>,
    #[serde(default)]
    appeal: Option<FileAppeal>,
    withdrawn: StageId,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileEvidence {
    zh: String,
    en: String,
    #[serde(default)]
    by: Vec<Role>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileStage {
    id: StageId,
    name: Text,
    mark: Mark,
    #[serde(default)]
    sources: Vec<String>,
    /// An end: nothing is asked there.
    #[serde(default)]
    end: bool,
    #[serde(default)]
    answers: Option<Role>,
    #[serde(default)]
    deadline: Option<u16>,
    #[serde(default)]
    evidence: Vec<EvidenceKind>,
    #[serde(default)]
    facts: Vec<FactKind>,
    #[serde(default)]
    branches: Vec<FileBranch>,
    #[serde(default)]
    agreement: Option<Agreement>,
    #[serde(default)]
    notice: Option<FileNotice>,
    #[serde(default)]
    score: Option<FileScore>,
    #[serde(default)]
    decision: bool,
    #[serde(default)]
    letter: bool,
    #[serde(default)]
    milestones: Vec<MilestoneId>,
    #[serde(default)]
    money: Vec<FileMoney>,
    #[serde(default)]
    settled: bool,
    #[serde(default)]
    moves: Vec<FileMove>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileBranch {
    id: BranchId,
    department: DepartmentId,
    #[serde(default)]
    deadline: Option<u16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileNotice {
    days: u16,
    count: Count,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Count {
    WorkingDays,
    CalendarDays,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileScore {
    sheet: SheetId,
    experts_min: u32,
    points_min: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileMoney {
    step: MoneyKind,
    #[serde(default)]
    required: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileMove {
    #[serde(rename = "on")]
    outcome: Outcome,
    to: StageId,
    #[serde(default, rename = "then")]
    afterwards: Option<Afterwards>,
}

/// Where a corrected application goes on.
#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Afterwards {
    /// From the stage of the correction on, as the first time.
    Restart,
    /// At the stage that returned it.
    Back,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileTranche {
    id: TrancheId,
    name: Text,
    /// `70%`, or `rest` for the last.
    share: String,
    stage: StageId,
    #[serde(default)]
    evidence: Vec<EvidenceKind>,
    #[serde(default)]
    milestones: Vec<MilestoneId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileInterest {
    day_count: DayCount,
    rate: SupportedRate,
    rounding: Rounding,
    months_max: u16,
    stages: Vec<StageId>,
    #[serde(default)]
    evidence: Vec<EvidenceKind>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum DayCount {
    #[serde(rename = "actual_365")]
    Actual365,
    #[serde(rename = "actual_360")]
    Actual360,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileAppeal {
    from: Vec<StageId>,
    within: u16,
    answers: Role,
    deadline: u16,
}

/// The workflow in `text`, checked.
pub(super) fn workflow(file: &str, text: &str) -> Result<Workflow, Vec<Diagnostic>> {
    let read: File = yaml::read(file, text)?;
    let mut remarks = Remarks::new(file);
    let Some(first) = read.stages.first().map(|stage| stage.id.clone()) else {
        let expected = Text::new("至少一个环节", "at least one stage");
        remarks.refuse("stages", "no_stage", "", expected);
        return Err(remarks.found);
    };
    let sources: BTreeSet<&String> = read.sources.keys().collect();
    let order = read.stages.iter().map(|stage| stage.id.clone()).collect();
    let mut stages = BTreeMap::new();
    for (place, stage) in read.stages.into_iter().enumerate() {
        let path = format!("stages[{place}]");
        for key in stage.sources.iter().filter(|key| !sources.contains(key)) {
            let expected = Text::new("sources 中的一个键", "a key of `sources`");
            remarks.refuse(&format!("{path}.sources"), "unknown_source", key, expected);
        }
        let id = stage.id.clone();
        if stages.insert(id.clone(), stage.build(&path, &mut remarks)).is_some() {
            let expected = Text::new("每个环节一次", "each stage once");
            remarks.refuse(&format!("{path}.id"), "duplicate_stage", id.as_str(), expected);
        }
    }
    let workflow = Workflow {
        id: read.id,
        name: read.name,
        note: read.note,
        mark: read.mark,
        sha256: Suite::Sha2.digest(text.as_bytes()),
        sm3: Suite::Sm.digest(text.as_bytes()),
        first,
        order,
        stages,
        departments: read.departments,
        evidence: read.evidence.into_iter().map(|(kind, of)| (kind, of.build())).collect(),
        milestones: read.milestones,
        tranches: tranches(read.tranches, &mut remarks),
        interest: read.interest.map(FileInterest::build),
        appeal: read.appeal.map(FileAppeal::build),
        withdrawn: read.withdrawn,
    };
    check::workflow(&workflow, &mut remarks);
    remarks.done(workflow)
}

impl FileEvidence {
    fn build(self) -> Evidence {
        Evidence { name: Text::new(self.zh, self.en), by: self.by }
    }
}

impl FileStage {
    fn build(self, path: &str, remarks: &mut Remarks) -> Stage {
        let answers = self.answers(path, remarks);
        let work = answers.map(|answers| Work {
            answers,
            deadline_days: self.deadline,
            evidence: self.evidence,
            facts: self.facts,
            branches: branches(self.branches, path, remarks),
            agreement: self.agreement.unwrap_or(Agreement::All),
            notice: self.notice.map(|notice| Notice {
                days: notice.days,
                working: notice.count == Count::WorkingDays,
            }),
            score: self.score.map(|score| ScoreRule {
                sheet: score.sheet,
                experts_min: score.experts_min,
                points_min: score.points_min,
            }),
            decision: self.decision,
            letter: self.letter,
            milestones: self.milestones,
            money: self.money.iter().map(|step| step.step).collect(),
            money_required: required(&self.money),
            settled: self.settled,
            moves: moves(self.moves, path, remarks),
        });
        Stage { name: self.name, mark: self.mark, sources: self.sources, work }
    }

    /// Who ends the stage; none for an end, which has nothing to do.
    fn answers(&self, path: &str, remarks: &mut Remarks) -> Option<Role> {
        let works = self.answers.is_some() || self.deadline.is_some() || !self.moves.is_empty();
        if self.end && works {
            let expected = Text::new(
                "结束环节没有办理人、期限和去向",
                "an end without `answers`, `deadline` and `moves`",
            );
            remarks.refuse(path, "end_with_work", self.id.as_str(), expected);
        }
        if !self.end && self.answers.is_none() {
            let expected = Text::new(
                "answers 写明由谁办理，或 end: true",
                "`answers` says who acts, or `end: true`",
            );
            remarks.refuse(&format!("{path}.answers"), "nobody_answers", "", expected);
        }
        self.answers.filter(|_| !self.end)
    }
}

fn branches(
    read: Vec<FileBranch>,
    path: &str,
    remarks: &mut Remarks,
) -> BTreeMap<BranchId, Branch> {
    let mut branches = BTreeMap::new();
    for (place, branch) in read.into_iter().enumerate() {
        let built = Branch { department: branch.department, deadline_days: branch.deadline };
        if branches.insert(branch.id.clone(), built).is_some() {
            let expected = Text::new("每个分支一次", "each branch once");
            let path = format!("{path}.branches[{place}]");
            remarks.refuse(&path, "duplicate_branch", branch.id.as_str(), expected);
        }
    }
    branches
}

fn moves(read: Vec<FileMove>, path: &str, remarks: &mut Remarks) -> BTreeMap<Outcome, Next> {
    let mut moves = BTreeMap::new();
    for (place, step) in read.into_iter().enumerate() {
        let then_back = step.afterwards == Some(Afterwards::Back);
        let value = step.to.to_string();
        let path = format!("{path}.moves[{place}]");
        if step.afterwards.is_some() != (step.outcome == Outcome::Return) {
            let expected = Text::new(
                "退回（return）写明 then: restart 或 back，其他不写",
                "`then: restart` or `back` for a return, and only there",
            );
            remarks.refuse(&path, "wrong_then", &value, expected);
        }
        if moves.insert(step.outcome, Next { to: step.to, then_back }).is_some() {
            let expected = Text::new("每种结果一个去向", "one way for each outcome");
            remarks.refuse(&path, "duplicate_move", &value, expected);
        }
    }
    moves
}

fn required(money: &[FileMoney]) -> BTreeSet<MoneyKind> {
    money.iter().filter(|step| step.required).map(|step| step.step).collect()
}

/// The tranches with what is paid after each; only the last one may be, and must be, the rest.
fn tranches(read: Vec<FileTranche>, remarks: &mut Remarks) -> Vec<Tranche> {
    let count = read.len();
    let mut paid_bp = 0;
    let mut built = Vec::new();
    for (place, tranche) in read.into_iter().enumerate() {
        let path = format!("tranches[{place}].share");
        let is_last = place + 1 == count;
        match share_bp(&tranche.share) {
            Some(share) if !is_last && paid_bp + share < 10_000 => paid_bp += share,
            _ if is_last && tranche.share == "rest" => paid_bp = 10_000,
            _ => {
                let expected = Text::new(
                    "百分数（最多两位小数），合计不到 100%；最后一笔为 rest",
                    "a percentage of at most two decimals, together less than 100 %; `rest` for the last",
                );
                remarks.refuse(&path, "wrong_share", &tranche.share, expected);
            }
        }
        built.push(Tranche {
            id: tranche.id,
            name: tranche.name,
            cumulative_bp: paid_bp,
            stage: tranche.stage,
            evidence: tranche.evidence,
            milestones: tranche.milestones,
        });
    }
    built
}

/// `70%` or `33.25 %` in hundredths of a percent, more than 0 and at most 100 %.
fn share_bp(text: &str) -> Option<u32> {
    let percent = text.strip_suffix('%')?.trim();
    let (whole, fraction) = percent.split_once('.').unwrap_or((percent, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || whole.len() > 3 || fraction.len() > 2 {
        return None;
    }
    let hundredths = format!("{fraction:0<2}").parse::<u32>().ok()?;
    let share = whole.parse::<u32>().ok()? * 100 + hundredths;
    (1..=10_000).contains(&share).then_some(share)
}

impl FileInterest {
    fn build(self) -> InterestTerms {
        InterestTerms {
            year_days: match self.day_count {
                DayCount::Actual365 => 365,
                DayCount::Actual360 => 360,
            },
            rate: self.rate,
            rounding: self.rounding,
            months_max: self.months_max,
            stages: self.stages,
            evidence: self.evidence,
        }
    }
}

impl FileAppeal {
    fn build(self) -> Appeal {
        Appeal {
            from: self.from,
            within_days: self.within,
            answers: self.answers,
            deadline_days: self.deadline,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::share_bp;

    #[test]
    fn shares_are_exact_percentages() {
        for (text, share) in [("70%", 7000), ("33.25 %", 3325), ("0.5%", 50), ("100%", 10_000)] {
            assert_eq!(share_bp(text), Some(share), "{text}");
        }
        for bad in ["", "%", "0%", "101%", "70", "1.234%", "-1%", "1e2%", "1000000000%", "1.%"] {
            assert_eq!(share_bp(bad), None, "{bad}");
        }
    }
}
