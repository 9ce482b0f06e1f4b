//! A workflow as its file says it, and score sheets.

use std::collections::BTreeMap;

use programme::command::{Criterion, Outcome};
use programme::facts::FactKind;
use programme::ids::{
    BranchId, DepartmentId, EvidenceKind, MilestoneId, SheetId, StageId, TrancheId, WorkflowId,
};
use programme::people::Role;
use programme::workflow::{Agreement, MoneyKind, Stage, Work, Workflow};
use schemars::JsonSchema;
use serde::Serialize;
use units::Text;

/// A workflow.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FlowWire {
    /// Its id.
    pub(crate) id: WorkflowId,
    /// Its name.
    pub(crate) name: Text,
    /// How far its order can be trusted: the letter of its mark.
    pub(crate) mark: char,
    /// What is known of its true order.
    pub(crate) note: Text,
    /// The departments that give opinions.
    pub(crate) departments: BTreeMap<DepartmentId, Text>,
    /// The kinds of evidence.
    pub(crate) evidence: BTreeMap<EvidenceKind, EvidenceKnown>,
    /// The milestones of the works.
    pub(crate) milestones: BTreeMap<MilestoneId, Text>,
    /// Its stages in order.
    pub(crate) stages: Vec<StageWire>,
    /// How an investment subsidy is paid, in order.
    pub(crate) tranches: Vec<TrancheKnown>,
    /// Whether interest is subsidised, and in which stages claims are made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) interest_stages: Option<Vec<StageId>>,
    /// The ends that can be appealed against, within how many working days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) appeal: Option<AppealKnown>,
}

/// A kind of evidence.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct EvidenceKnown {
    /// What it is.
    pub(crate) name: Text,
    /// The roles whose word it is; anyone's who may attach evidence when empty.
    pub(crate) by: Vec<Role>,
}

/// A stage; an end has no one who answers.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct StageWire {
    /// Its id.
    pub(crate) id: StageId,
    /// Its name.
    pub(crate) name: Text,
    /// How far it can be trusted: the letter of its mark.
    pub(crate) mark: char,
    /// What it asks and where it leads; an end has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) work: Option<WorkWire>,
}

/// What a stage asks, and where it leads.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct WorkWire {
    /// Who ends it.
    pub(crate) answers: Role,
    /// Working days from the day after it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) deadline_days: Option<u16>,
    /// Evidence that must be attached before it passes.
    pub(crate) evidence: Vec<EvidenceKind>,
    /// Facts that must be stated before it passes.
    pub(crate) facts: Vec<FactKind>,
    /// Milestones that must be accepted.
    pub(crate) milestones: Vec<MilestoneId>,
    /// The departments that answer in parallel.
    pub(crate) branches: BTreeMap<BranchId, DepartmentId>,
    /// How many of them must agree.
    pub(crate) agreement: Agreement,
    /// Days of a public notice that must have run out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) notice_days: Option<u16>,
    /// The sheet that experts score by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) score: Option<ScoreKnown>,
    /// Whether a decision under the rules must be recorded.
    pub(crate) decision: bool,
    /// Whether the final letter must have been issued.
    pub(crate) letter: bool,
    /// Money steps that may be proposed here.
    pub(crate) money: Vec<MoneyKind>,
    /// Those of them that must be done.
    pub(crate) money_required: Vec<MoneyKind>,
    /// Where each outcome leads.
    pub(crate) moves: BTreeMap<Outcome, StageId>,
}

/// Scores that a stage asks for.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ScoreKnown {
    /// By which sheet.
    pub(crate) sheet: SheetId,
    /// By how many appointed experts at least.
    pub(crate) experts_min: u32,
    /// Mean of their totals that is needed.
    pub(crate) points_min: u32,
}

/// A part of an investment subsidy.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TrancheKnown {
    /// Its id.
    pub(crate) id: TrancheId,
    /// Its name.
    pub(crate) name: Text,
    /// The share of the award that is paid with it, those before it included. [1/10,000]
    pub(crate) cumulative_bp: u32,
    /// The stage in which it is paid.
    pub(crate) stage: StageId,
    /// Evidence that must be attached.
    pub(crate) evidence: Vec<EvidenceKind>,
    /// Milestones that must be accepted.
    pub(crate) milestones: Vec<MilestoneId>,
}

/// How refusals are appealed against.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct AppealKnown {
    /// The ends that can be appealed against.
    pub(crate) from: Vec<StageId>,
    /// Working days after the refusal.
    pub(crate) within_days: u16,
    /// Who rules.
    pub(crate) answers: Role,
}

/// A score sheet in its versions, oldest first.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SheetWire {
    /// Its id.
    pub(crate) sheet: SheetId,
    /// The criteria of each version.
    pub(crate) versions: Vec<Vec<Criterion>>,
}

impl From<&Workflow> for FlowWire {
    fn from(flow: &Workflow) -> Self {
        let stage = |id: &StageId| flow.stages.get(id).map(|stage| StageWire::of(id, stage));
        let evidence = flow.evidence.iter().map(|(id, one)| {
            (id.clone(), EvidenceKnown { name: one.name.clone(), by: one.by.clone() })
        });
        let tranches = flow.tranches.iter().map(|one| TrancheKnown {
            id: one.id.clone(),
            name: one.name.clone(),
            cumulative_bp: one.cumulative_bp,
            stage: one.stage.clone(),
            evidence: one.evidence.clone(),
            milestones: one.milestones.clone(),
        });
        Self {
            id: flow.id.clone(),
            name: flow.name.clone(),
            mark: flow.mark.letter(),
            note: flow.note.clone(),
            departments: flow.departments.clone(),
            evidence: evidence.collect(),
            milestones: flow.milestones.clone(),
            stages: flow.order.iter().filter_map(stage).collect(),
            tranches: tranches.collect(),
            interest_stages: flow.interest.as_ref().map(|terms| terms.stages.clone()),
            appeal: flow.appeal.as_ref().map(|appeal| AppealKnown {
                from: appeal.from.clone(),
                within_days: appeal.within_days,
                answers: appeal.answers,
            }),
        }
    }
}

impl StageWire {
    fn of(id: &StageId, stage: &Stage) -> Self {
        Self {
            id: id.clone(),
            name: stage.name.clone(),
            mark: stage.mark.letter(),
            work: stage.work.as_ref().map(WorkWire::from),
        }
    }
}

impl From<&Work> for WorkWire {
    fn from(work: &Work) -> Self {
        let branch = |(id, one): (&BranchId, &programme::workflow::Branch)| {
            (id.clone(), one.department.clone())
        };
        Self {
            answers: work.answers,
            deadline_days: work.deadline_days,
            evidence: work.evidence.clone(),
            facts: work.facts.clone(),
            milestones: work.milestones.clone(),
            branches: work.branches.iter().map(branch).collect(),
            agreement: work.agreement,
            notice_days: work.notice.map(|notice| notice.days),
            score: work.score.as_ref().map(|rule| ScoreKnown {
                sheet: rule.sheet.clone(),
                experts_min: rule.experts_min,
                points_min: rule.points_min,
            }),
            decision: work.decision,
            letter: work.letter,
            money: work.money.iter().copied().collect(),
            money_required: work.money_required.iter().copied().collect(),
            moves: work.moves.iter().map(|(on, next)| (*on, next.to.clone())).collect(),
        }
    }
}
