//! What of a workflow must fit together.

use std::collections::BTreeSet;

use units::Text;

use super::{MoneyKind, Stage, Workflow};
use crate::command::Outcome;
use crate::ids::StageId;
use crate::people::Role;
use crate::people::rights::Right;
use crate::yaml::Remarks;

/// Roles that can end a stage.
const ANSWERERS: [Role; 6] = [
    Role::Applicant,
    Role::DistrictOfficer,
    Role::MunicipalOfficer,
    Role::Expert,
    Role::Finance,
    Role::Verifier,
];

/// The most working days of a deadline: about two years.
const DEADLINE_MAX: u16 = 500;

pub(super) fn workflow(flow: &Workflow, remarks: &mut Remarks) {
    for (id, stage) in &flow.stages {
        work(flow, id, stage, remarks);
    }
    for (kind, of) in &flow.evidence {
        let attaches = |role: &Role| Right::AttachEvidence.cells(*role).next().is_some();
        if let Some(role) = of.by.iter().find(|role| !attaches(role)) {
            let expected = Text::new("能够提交材料的角色", "a role that can attach evidence");
            let path = format!("evidence.{kind}.by");
            remarks.refuse(&path, "role_cannot_attach", &format!("{role:?}"), expected);
        }
    }
    graph(flow, remarks);
    ends(flow, remarks);
    payments(flow, remarks);
}

/// The names that a stage uses, who answers, and that it can be left.
fn work(flow: &Workflow, id: &StageId, stage: &Stage, remarks: &mut Remarks) {
    let Some(work) = &stage.work else { return };
    let at = |key: &str| format!("stages[{id}].{key}");
    if !ANSWERERS.contains(&work.answers) {
        let expected = Text::new("能够办结环节的角色", "a role that can end a stage");
        remarks.refuse(
            &at("answers"),
            "role_cannot_answer",
            &format!("{:?}", work.answers),
            expected,
        );
    }
    let deadlines = work.branches.values().map(|branch| branch.deadline_days);
    for days in deadlines.chain([work.deadline_days]).flatten() {
        if days == 0 || days > DEADLINE_MAX {
            let expected = Text::new("1 至 500 个工作日", "1 to 500 working days");
            remarks.refuse(&at("deadline"), "deadline_out_of_range", &days.to_string(), expected);
        }
    }
    for branch in work.branches.values() {
        let department = &branch.department;
        known(flow.departments.contains_key(department), &at("branches"), department, remarks);
    }
    for kind in &work.evidence {
        known(flow.evidence.contains_key(kind), &at("evidence"), kind, remarks);
    }
    for milestone in &work.milestones {
        known(flow.milestones.contains_key(milestone), &at("milestones"), milestone, remarks);
    }
    for next in work.moves.values() {
        known(flow.stages.contains_key(&next.to), &at("moves"), &next.to, remarks);
    }
    if !work.moves.contains_key(&Outcome::Pass) {
        let expected = Text::new("通过（pass）的去向", "where `pass` leads");
        remarks.refuse(&at("moves"), "dead_end", id.as_str(), expected);
    }
    if work.answers == Role::Applicant && work.moves.len() > 1 {
        let expected = Text::new("申报单位的环节只有 pass", "only `pass` in the applicant's stage");
        remarks.refuse(&at("moves"), "applicant_decides", id.as_str(), expected);
    }
    if let Some(next) = work.moves.get(&Outcome::Return)
        && flow.work(&next.to).is_none_or(|target| target.answers != Role::Applicant)
    {
        let expected = Text::new("退回到申报单位的环节", "a return to a stage of the applicant");
        remarks.refuse(&at("moves"), "return_to_office", next.to.as_str(), expected);
    }
    if work.notice.is_some_and(|notice| notice.days == 0) {
        let expected = Text::new("至少一日", "at least one day");
        remarks.refuse(&at("notice.days"), "empty_notice", "0", expected);
    }
    let only_chosen = [MoneyKind::Release, MoneyKind::Reduce, MoneyKind::Cancel];
    if let Some(kind) = only_chosen.iter().find(|kind| work.money_required.contains(kind)) {
        let expected =
            Text::new("只有 reserve 和 commit 可为必办", "`required` for reserve and commit");
        remarks.refuse(&at("money"), "cannot_be_required", &format!("{kind:?}"), expected);
    }
    if work.score.as_ref().is_some_and(|score| score.experts_min == 0) {
        let expected = Text::new("至少一名专家", "at least one expert");
        remarks.refuse(&at("score.experts_min"), "no_expert", "0", expected);
    }
}

fn known(is_known: bool, path: &str, name: &impl ToString, remarks: &mut Remarks) {
    if !is_known {
        let expected = Text::new("文件中定义的名称", "a name that the file defines");
        remarks.refuse(path, "unknown_name", &name.to_string(), expected);
    }
}

/// Every stage is reached from the first one, and an end from every stage.
fn graph(flow: &Workflow, remarks: &mut Remarks) {
    let next = |id: &StageId| {
        let moves = flow.work(id).map(|work| &work.moves);
        moves.into_iter().flat_map(|all| all.values().map(|next| next.to.clone()))
    };
    let mut reached = BTreeSet::from([flow.first.clone(), flow.withdrawn.clone()]);
    let mut open: Vec<StageId> = reached.iter().cloned().collect();
    while let Some(id) = open.pop() {
        open.extend(next(&id).filter(|to| reached.insert(to.clone())));
    }
    for id in flow.stages.keys().filter(|id| !reached.contains(id)) {
        let expected = Text::new("有环节通向此处", "a stage that leads here");
        remarks.refuse(&format!("stages[{id}]"), "unreachable_stage", id.as_str(), expected);
    }
    // Backwards from the ends, without the ways through a return, which only lead round.
    let forward = |id: &StageId| {
        let moves = flow.work(id).map(|work| &work.moves);
        let all = moves.into_iter().flatten().filter(|(on, _)| **on == Outcome::Pass);
        all.map(|(_, next)| next.to.clone()).collect::<Vec<_>>()
    };
    let mut ending: BTreeSet<StageId> =
        flow.stages.keys().filter(|id| flow.is_end(id)).cloned().collect();
    for _ in 0..flow.stages.len() {
        let more = flow.stages.keys().filter(|id| forward(id).iter().any(|to| ending.contains(to)));
        let more: Vec<StageId> = more.cloned().collect();
        ending.extend(more);
    }
    for id in flow.stages.keys().filter(|id| !ending.contains(id)) {
        let expected = Text::new(
            "一路通过能到达结束环节",
            "an end that is reached by passing every stage from here on",
        );
        remarks.refuse(&format!("stages[{id}]"), "never_ends", id.as_str(), expected);
    }
}

/// Withdrawals and appeals have an end to go to and come from.
fn ends(flow: &Workflow, remarks: &mut Remarks) {
    let expected = || Text::new("一个结束环节", "an end");
    if !flow.is_end(&flow.withdrawn) {
        remarks.refuse("withdrawn", "no_end", flow.withdrawn.as_str(), expected());
    }
    let Some(appeal) = &flow.appeal else { return };
    for id in appeal.from.iter().filter(|id| !flow.is_end(id)) {
        remarks.refuse("appeal.from", "no_end", id.as_str(), expected());
    }
    if appeal.within_days == 0 || appeal.deadline_days == 0 || appeal.deadline_days > DEADLINE_MAX {
        let expected = Text::new("1 至 500 个工作日", "1 to 500 working days");
        let value = format!("{}, {}", appeal.within_days, appeal.deadline_days);
        remarks.refuse("appeal", "deadline_out_of_range", &value, expected);
    }
    if !matches!(appeal.answers, Role::DistrictOfficer | Role::MunicipalOfficer | Role::Auditor) {
        let expected = Text::new("能够裁决申诉的角色", "a role that can rule on an appeal");
        let value = format!("{:?}", appeal.answers);
        remarks.refuse("appeal.answers", "role_cannot_answer", &value, expected);
    }
}

/// Money is reserved before it is committed, and committed before it is paid.
fn payments(flow: &Workflow, remarks: &mut Remarks) {
    let allows = |kind: MoneyKind| {
        flow.stages
            .values()
            .filter_map(|stage| stage.work.as_ref())
            .any(|work| work.money.contains(&kind))
    };
    let pays = !flow.tranches.is_empty() || flow.interest.is_some();
    for (kind, name) in [(MoneyKind::Reserve, "reserve"), (MoneyKind::Commit, "commit")] {
        if pays && !allows(kind) {
            let expected = Text::new("有一个环节允许此资金步骤", "a stage that allows this step");
            remarks.refuse("stages", "money_never_allowed", name, expected);
        }
    }
    let mut seen = BTreeSet::new();
    for (place, tranche) in flow.tranches.iter().enumerate() {
        let at = |key: &str| format!("tranches[{place}].{key}");
        if !seen.insert(&tranche.id) {
            let expected = Text::new("每笔一次", "each tranche once");
            remarks.refuse(&at("id"), "duplicate_tranche", tranche.id.as_str(), expected);
        }
        known(flow.work(&tranche.stage).is_some(), &at("stage"), &tranche.stage, remarks);
        for kind in &tranche.evidence {
            known(flow.evidence.contains_key(kind), &at("evidence"), kind, remarks);
        }
        for milestone in &tranche.milestones {
            known(flow.milestones.contains_key(milestone), &at("milestones"), milestone, remarks);
        }
    }
    let Some(terms) = &flow.interest else { return };
    for stage in &terms.stages {
        known(flow.work(stage).is_some(), "interest.stages", stage, remarks);
    }
    for kind in &terms.evidence {
        known(flow.evidence.contains_key(kind), "interest.evidence", kind, remarks);
    }
    if terms.months_max == 0 || terms.months_max > 600 || terms.stages.is_empty() {
        let expected =
            Text::new("1 至 600 个月，至少一个环节", "1 to 600 months, one stage or more");
        remarks.refuse("interest", "no_term", &terms.months_max.to_string(), expected);
    }
}
