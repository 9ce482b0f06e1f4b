//! What is opened: programmes, budget lines, score sheets, applications.

use std::collections::BTreeSet;

use units::Fen;

use super::Desk;
use crate::command::{Action, Mode, Part};
use crate::event::What;
use crate::guard::{AMOUNT_MAX, LIST_MAX, is_sum};
use crate::ids::ProgrammeId;
use crate::refusal::{Code, Refusal};
use crate::state::{Programme, new_application};
use crate::workflow::Workflow;

/// The years that a budget can be for.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2200;
/// The most points of one criterion.
const POINTS_MAX: u32 = 10_000;

/// Refuses a list that is empty, too long or names something twice.
fn is_set<T: Ord>(items: &[T], zh: &str, en: &str) -> Result<(), Refusal> {
    let distinct: BTreeSet<&T> = items.iter().collect();
    if items.is_empty() || items.len() > LIST_MAX || distinct.len() != items.len() {
        return Err(Refusal::range(
            format!("{zh}须有 1 至 {LIST_MAX} 项，且不重复"),
            format!("expected 1 to {LIST_MAX} different {en}"),
        ));
    }
    Ok(())
}

fn is_scheme_id(scheme: &str) -> Result<(), Refusal> {
    if scheme.is_empty() || scheme.len() > 200 || scheme.contains(char::is_control) {
        return Err(Refusal::range(
            "政策编号 1 至 200 个字符",
            "a scheme id of 1 to 200 characters",
        ));
    }
    Ok(())
}

/// The answer to an action that reached the wrong place.
fn misplaced() -> Refusal {
    Refusal::new(Code::NotAllowed, "此处不能办理", "this is not done here")
}

impl Desk<'_> {
    pub(super) fn confirm_law(&self) -> Result<Vec<What>, Refusal> {
        match &self.command.action {
            Action::ConfirmLaw { scheme, item, confirmation } => {
                is_scheme_id(scheme)?;
                if !confirmation.fits(item) {
                    return Err(Refusal::range(
                        "核对参数须写明原文中的值，核对条款则不写值",
                        "a value is confirmed with the value as JSON, a rule without one",
                    ));
                }
                let (scheme, item) = (scheme.clone(), item.clone());
                let confirmation = confirmation.clone();
                Ok(vec![What::LawConfirmed { scheme, item, confirmation }])
            }
            Action::WithdrawConfirmation { scheme, item, reason } => {
                let confirmed = self.state.confirmations.get(scheme);
                if !confirmed.is_some_and(|items| items.contains_key(item)) {
                    return Err(Refusal::unknown("核对记录", "confirmation", scheme));
                }
                let (scheme, item) = (scheme.clone(), item.clone());
                Ok(vec![What::ConfirmationWithdrawn { scheme, item, reason: reason.clone() }])
            }
            _ => Err(misplaced()),
        }
    }

    pub(super) fn open_programme(&self) -> Result<Vec<What>, Refusal> {
        let Action::OpenProgramme { programme, scheme, workflow, level, districts, project_kinds } =
            &self.command.action
        else {
            return Err(misplaced());
        };
        if self.state.programmes.contains_key(programme) {
            return Err(Refusal::exists("项目计划", "programme", programme));
        }
        let flow = self.state.rules.workflows.get(workflow);
        let flow = flow.ok_or_else(|| Refusal::unknown("工作流程", "workflow", workflow))?;
        is_set(districts, "区", "districts")?;
        is_set(project_kinds, "项目类型", "kinds of projects")?;
        is_scheme_id(scheme)?;
        Ok(vec![What::ProgrammeOpened {
            programme: programme.clone(),
            scheme: scheme.clone(),
            workflow: workflow.clone(),
            workflow_sha256: flow.digest(self.state.suite),
            level: *level,
            districts: districts.clone(),
            project_kinds: project_kinds.clone(),
        }])
    }

    /// The changed workflow must still have the stage that each application is in.
    pub(super) fn adopt_workflow(&self, id: &ProgrammeId) -> Result<Vec<What>, Refusal> {
        let programme = self.state.programmes.get(id);
        let programme = programme.ok_or_else(|| Refusal::unknown("项目计划", "programme", id))?;
        let flow = self.state.rules.workflows.get(&programme.workflow);
        let flow =
            flow.ok_or_else(|| Refusal::unknown("工作流程", "workflow", &programme.workflow))?;
        if flow.digest(self.state.suite) == programme.workflow_sha256 {
            return Err(Refusal::new(Code::Done, "工作流程未变", "the workflow has not changed"));
        }
        let all = self.state.applications.values();
        let mut stranded = all.filter(|one| {
            let stage = flow.stages.get(&one.stage);
            one.programme == *id && stage.is_none_or(|stage| stage.work.is_none() != one.ended)
        });
        if let Some(one) = stranded.next() {
            return Err(Refusal::new(
                Code::NotAllowed,
                format!("新流程没有申请 {} 所在的环节 {}", one.id, one.stage),
                format!("the changed workflow lacks stage {} of application {}", one.stage, one.id),
            ));
        }
        let (programme, workflow_sha256) = (id.clone(), flow.digest(self.state.suite));
        Ok(vec![What::WorkflowAdopted { programme, workflow_sha256 }])
    }

    pub(super) fn open_line(&self) -> Result<Vec<What>, Refusal> {
        let Action::OpenLine { line, programme, year, district, project_kind } =
            &self.command.action
        else {
            return Err(misplaced());
        };
        if self.state.lines.contains_key(line) {
            return Err(Refusal::exists("预算科目", "budget line", line));
        }
        let known = self.state.programmes.get(programme);
        let known = known.ok_or_else(|| Refusal::unknown("项目计划", "programme", programme))?;
        if !known.districts.contains(district) || !known.project_kinds.contains(project_kind) {
            return Err(Refusal::range(
                "区或项目类型不在计划之内",
                "the programme has no such district or kind of projects",
            ));
        }
        if !YEARS.contains(year) {
            return Err(Refusal::range("年度 2000 至 2200", "a year from 2000 to 2200"));
        }
        let taken = self.state.lines.values().any(|other| {
            (&other.programme, other.year, &other.district, &other.project_kind)
                == (programme, *year, district, project_kind)
        });
        if taken {
            let (zh, en) =
                ("该年、区、类型已有预算科目", "this year, district and kind has a line");
            return Err(Refusal::new(Code::Exists, zh, en));
        }
        Ok(vec![What::LineOpened {
            line: line.clone(),
            programme: programme.clone(),
            year: *year,
            district: district.clone(),
            project_kind: project_kind.clone(),
        }])
    }

    pub(super) fn publish_sheet(&self) -> Result<Vec<What>, Refusal> {
        let Action::PublishSheet { sheet, version, criteria } = &self.command.action else {
            return Err(misplaced());
        };
        let next = self.state.sheets.get(sheet).map_or(0, Vec::len) + 1;
        if usize::try_from(*version).ok() != Some(next) {
            return Err(Refusal::range(
                format!("下一版本为第 {next} 版"),
                format!("the next version is {next}"),
            ));
        }
        let in_range = |max: u32| (1..=POINTS_MAX).contains(&max);
        if criteria.is_empty()
            || criteria.len() > LIST_MAX
            || !criteria.iter().all(|criterion| in_range(criterion.points_max))
        {
            return Err(Refusal::range(
                format!("1 至 {LIST_MAX} 项，每项最高 1 至 {POINTS_MAX} 分"),
                format!("expected 1 to {LIST_MAX} criteria of 1 to {POINTS_MAX} points"),
            ));
        }
        let (sheet, version, criteria) = (sheet.clone(), *version, criteria.clone());
        Ok(vec![What::SheetPublished { sheet, version, criteria }])
    }

    pub(super) fn open_application(&self) -> Result<Vec<What>, Refusal> {
        let Action::OpenApplication {
            application,
            programme,
            district,
            project_kind,
            mode,
            title,
            parts,
            works,
            works_from,
        } = &self.command.action
        else {
            return Err(misplaced());
        };
        if self.state.applications.contains_key(application) {
            return Err(Refusal::exists("申请", "application", application));
        }
        let known = self.state.programmes.get(programme);
        let known = known.ok_or_else(|| Refusal::unknown("项目计划", "programme", programme))?;
        let flow = self.flow_of(known)?;
        if !known.districts.contains(district) || !known.project_kinds.contains(project_kind) {
            return Err(Refusal::range(
                "区或项目类型不在计划之内",
                "the programme has no such district or kind of projects",
            ));
        }
        supports(flow, *mode)?;
        self.check_parts(parts)?;
        is_set(works, "工程类别", "kinds of works")?;
        let opened = What::ApplicationOpened {
            application: application.clone(),
            programme: programme.clone(),
            district: district.clone(),
            project_kind: project_kind.clone(),
            mode: *mode,
            title: title.clone(),
            applicant: self.user.organisation.clone(),
            parts: parts.clone(),
            works: works.clone(),
            works_from: *works_from,
            stage: flow.first.clone(),
        };
        let alike = new_application(&opened).map(|new| self.state.alike(&new)).unwrap_or_default();
        let mut happened = vec![opened, self.enter(flow, application, &flow.first, None)];
        happened.extend(alike.into_iter().map(|(with, likeness)| What::DuplicateSuspected {
            application: application.clone(),
            with,
            likeness,
        }));
        Ok(happened)
    }

    /// The programme's workflow, if its text is still the one that the programme goes by.
    pub(super) fn flow_of(&self, programme: &Programme) -> Result<&Workflow, Refusal> {
        let id = &programme.workflow;
        let flow = self.state.rules.workflows.get(id);
        let flow = flow.ok_or_else(|| Refusal::unknown("工作流程", "workflow", id))?;
        if flow.digest(self.state.suite) == programme.workflow_sha256 {
            return Ok(flow);
        }
        Err(Refusal::new(
            Code::WorkflowChanged,
            format!("工作流程 {id} 的文件已改动"),
            format!("the file of the workflow {id} has changed"),
        ))
    }

    fn check_parts(&self, parts: &[Part]) -> Result<(), Refusal> {
        let spaces: Vec<_> = parts.iter().map(|part| &part.space).collect();
        is_set(&spaces, "空间", "spaces")?;
        for part in parts {
            self.organisation(&part.owner)?;
        }
        let total: Fen = parts.iter().map(|part| part.investment).sum();
        if !parts.iter().all(|part| is_sum(part.investment)) || total > AMOUNT_MAX {
            return Err(Refusal::range(
                "每个空间的投资大于 0，合计不超过上限",
                "an investment above nothing for each space, within the limit together",
            ));
        }
        Ok(())
    }
}

fn supports(flow: &Workflow, mode: Mode) -> Result<(), Refusal> {
    let supported = match mode {
        Mode::InvestmentSubsidy => !flow.tranches.is_empty(),
        Mode::InterestSubsidy => flow.interest.is_some(),
    };
    if supported {
        return Ok(());
    }
    Err(Refusal::range("此计划没有这种支持方式", "the programme does not support in this mode"))
}
