//! What is kept in an application's file: evidence, decision, letter, milestones, facts, scores.

use super::Desk;
use super::authorise::interested;
use crate::command::{DecisionSummary, Invoice, Move};
use crate::event::What;
use crate::facts::{Fact, Stated};
use crate::guard::{LIST_MAX, Prose, is_sum};
use crate::ids::{ApplicationId, Digest, EvidenceKind, MilestoneId, SheetId, UserId};
use crate::people::conflict::conflict;
use crate::people::{OrgCode, Role};
use crate::refusal::{Code, Refusal};
use crate::state::Application;

/// The greatest document: 2 GiB.
const BYTES_MAX: u64 = 2 << 30;
/// The most documents of an application.
const EVIDENCE_MAX: usize = 10_000;

impl Desk<'_> {
    pub(super) fn keep_file(
        &self,
        application: &Application,
        what: &Move,
    ) -> Result<Vec<What>, Refusal> {
        let id = || application.id.clone();
        match what {
            Move::AttachEvidence { evidence, sha256, bytes, invoice } => {
                self.attach(application, evidence, *sha256, *bytes, invoice.as_ref())
            }
            Move::ClearDuplicate { with, grounds } => self.clear(application, with, grounds),
            Move::RecordDecision { decision } => self.record_decision(application, decision),
            Move::IssueLetter { letter } => issue_letter(application, *letter),
            Move::RequestEntityChange { organisation, reason } => {
                self.request_change(application, organisation, reason)
            }
            Move::RuleOnEntityChange { granted, grounds } => {
                self.rule_on_change(application, *granted, grounds)
            }
            Move::Appoint { user, role } => self.appoint(application, user, *role),
            Move::EndAppointment { user, role } => {
                if !application.appointed.contains(&(user.clone(), *role)) {
                    return Err(Refusal::unknown("指派", "appointment of", user));
                }
                Ok(vec![What::AppointmentEnded {
                    application: id(),
                    user: user.clone(),
                    role: *role,
                }])
            }
            Move::ReportMilestone { milestone, evidence } => {
                self.report_milestone(application, milestone, *evidence)
            }
            Move::AcceptMilestone { milestone } => accept_milestone(application, milestone),
            Move::StateFact { fact } => {
                check_fact(application, fact)?;
                Ok(vec![What::FactStated { application: id(), fact: fact.clone() }])
            }
            Move::Score { sheet, version, points } => {
                self.score(application, sheet, *version, points)
            }
            _ => Err(Refusal::new(Code::NotAllowed, "此处不能办理", "this is not done here")),
        }
    }

    fn attach(
        &self,
        application: &Application,
        evidence: &EvidenceKind,
        sha256: Digest,
        bytes: u64,
        invoice: Option<&Invoice>,
    ) -> Result<Vec<What>, Refusal> {
        let known = self.workflow(application)?.evidence.get(evidence);
        let known =
            known.ok_or_else(|| Refusal::unknown("材料类别", "kind of evidence", evidence))?;
        if !known.by.is_empty() && !known.by.contains(&self.role()) {
            return Err(Refusal::new(
                Code::NotAllowed,
                format!("{}不由此角色提交", known.name.zh),
                format!("{} is not this role's to attach", known.name.en),
            ));
        }
        let of_kind = application.evidence.get(evidence);
        if of_kind.is_some_and(|all| all.contains(&sha256)) {
            return Err(Refusal::new(Code::Done, "该材料已提交", "this document is attached"));
        }
        let count: usize = application.evidence.values().map(Vec::len).sum();
        if bytes == 0 || bytes > BYTES_MAX || count >= EVIDENCE_MAX {
            return Err(Refusal::range(
                "文件为空、过大或过多",
                "the document is empty or too large, or there are too many",
            ));
        }
        let mut happened = vec![What::EvidenceAttached {
            application: application.id.clone(),
            evidence: evidence.clone(),
            sha256,
            bytes,
            invoice: invoice.cloned(),
        }];
        if let Some(invoice) = invoice {
            happened.extend(self.check_invoice(application, invoice)?);
        }
        Ok(happened)
    }

    /// Refuses an invoice that was shown before; suspects one that looks like another.
    fn check_invoice(
        &self,
        application: &Application,
        invoice: &Invoice,
    ) -> Result<Vec<What>, Refusal> {
        if !is_sum(invoice.amount) || invoice.date > self.today {
            return Err(Refusal::range(
                "发票金额大于 0，日期不晚于今日",
                "an invoice of more than nothing, of today or before",
            ));
        }
        if crate::state::normal_number(&invoice.number).is_empty() {
            return Err(Refusal::range("发票号码没有数字或字母", "the invoice has no number"));
        }
        if !self.state.is_municipal(application) {
            return Ok(Vec::new());
        }
        if let Some(other) = self.state.invoice_shown_by(invoice) {
            return Err(Refusal::new(
                Code::DoubleFunding,
                format!("该发票已用于申请 {}", other.id),
                format!("the invoice was shown by application {}", other.id),
            ));
        }
        let alike = self.state.invoices_like(&application.id, invoice).into_iter();
        Ok(alike
            .map(|(with, likeness)| What::DuplicateSuspected {
                application: application.id.clone(),
                with,
                likeness,
            })
            .collect())
    }

    fn clear(
        &self,
        application: &Application,
        with: &ApplicationId,
        grounds: &Prose,
    ) -> Result<Vec<What>, Refusal> {
        match application.suspicions.get(with) {
            None => Err(Refusal::unknown("重复疑点", "suspicion about", with)),
            Some(suspicion) if suspicion.cleared => {
                Err(Refusal::new(Code::Done, "疑点已排除", "it was cleared"))
            }
            Some(_) => Ok(vec![What::DuplicateCleared {
                application: application.id.clone(),
                with: with.clone(),
                grounds: grounds.clone(),
            }]),
        }
    }

    fn record_decision(
        &self,
        application: &Application,
        decision: &DecisionSummary,
    ) -> Result<Vec<What>, Refusal> {
        if application.award.is_some() {
            return Err(Refusal::new(Code::Done, "已批复", "the award was made"));
        }
        let programme = self.state.programmes.get(&application.programme);
        if programme.is_none_or(|programme| programme.scheme != decision.scheme)
            || decision.mode != application.mode
            || decision.date > self.today
        {
            return Err(Refusal::range(
                "认定须属于本计划的政策和申请的支持方式，且日期不晚于今日",
                "a decision under the programme's scheme, for the application's mode, of today or before",
            ));
        }
        let sums = [decision.amount, decision.investment].into_iter().flatten();
        if !sums.into_iter().all(is_sum)
            || decision.rate_bp.is_some_and(|rate| rate > 10_000)
            || decision.marks.len() > LIST_MAX
        {
            return Err(Refusal::range(
                "金额大于 0，比例不超过 100%",
                "sums of more than nothing, a rate of at most 100 %",
            ));
        }
        let decision = Box::new(decision.clone());
        Ok(vec![What::DecisionRecorded { application: application.id.clone(), decision }])
    }

    fn request_change(
        &self,
        application: &Application,
        organisation: &OrgCode,
        reason: &Prose,
    ) -> Result<Vec<What>, Refusal> {
        self.organisation(organisation)?;
        if application.entity_request.is_some() || application.beneficiary == *organisation {
            return Err(Refusal::new(
                Code::Done,
                "已申请变更，或主体未变",
                "it was asked for, or nothing changes",
            ));
        }
        Ok(vec![What::EntityChangeRequested {
            application: application.id.clone(),
            organisation: organisation.clone(),
            reason: reason.clone(),
        }])
    }

    fn rule_on_change(
        &self,
        application: &Application,
        granted: bool,
        grounds: &Prose,
    ) -> Result<Vec<What>, Refusal> {
        let Some(organisation) = application.entity_request.clone() else {
            return Err(Refusal::new(Code::Done, "没有待办的变更", "no change is asked for"));
        };
        let (application_id, grounds) = (application.id.clone(), grounds.clone());
        if !granted {
            return Ok(vec![What::EntityChangeRefused { application: application_id, grounds }]);
        }
        self.nothing_open(application)?;
        let (people, parties) = (&self.state.people, [organisation.clone()].into());
        let behind = self.command.actor.on_behalf_of.as_ref().and_then(|by| people.users.get(by));
        let mut actors = [Some(self.user), behind].into_iter().flatten();
        if let Some(found) = actors.find_map(|user| conflict(people, user, &parties)) {
            return Err(interested(&found));
        }
        Ok(vec![What::EntityChanged { application: application_id, organisation, grounds }])
    }

    fn appoint(
        &self,
        application: &Application,
        user: &UserId,
        role: Role,
    ) -> Result<Vec<What>, Refusal> {
        let people = &self.state.people;
        let known =
            people.users.get(user).ok_or_else(|| Refusal::unknown("账号", "account", user))?;
        if !matches!(role, Role::Expert | Role::Verifier | Role::Bank)
            || people.grants_in_force(user, role, self.today).next().is_none()
        {
            return Err(Refusal::range(
                "只能指派具有相应角色的专家、核查机构或银行人员",
                "appointed are experts, verifiers and bank officers who hold that role",
            ));
        }
        if application.appointed.contains(&(user.clone(), role)) {
            return Err(Refusal::new(Code::Done, "已指派", "already appointed"));
        }
        if let Some(found) = conflict(people, known, &application.parties()) {
            return Err(interested(&found));
        }
        Ok(vec![What::Appointed { application: application.id.clone(), user: user.clone(), role }])
    }

    fn report_milestone(
        &self,
        application: &Application,
        milestone: &MilestoneId,
        evidence: Digest,
    ) -> Result<Vec<What>, Refusal> {
        if !self.workflow(application)?.milestones.contains_key(milestone) {
            return Err(Refusal::unknown("节点", "milestone", milestone));
        }
        if application.milestones.get(milestone) == Some(&true) {
            return Err(Refusal::new(Code::Done, "节点已验收", "the milestone was accepted"));
        }
        let milestone = milestone.clone();
        Ok(vec![What::MilestoneReported {
            application: application.id.clone(),
            milestone,
            evidence,
        }])
    }

    fn score(
        &self,
        application: &Application,
        sheet: &SheetId,
        version: u32,
        points: &[u32],
    ) -> Result<Vec<What>, Refusal> {
        let rule = self.work(application)?.score.as_ref().filter(|rule| rule.sheet == *sheet);
        if rule.is_none() {
            let (zh, en) =
                ("当前环节不使用此评分表", "the present stage does not score by this sheet");
            return Err(Refusal::new(Code::WrongStage, zh, en));
        }
        let versions = self.state.sheets.get(sheet).map_or(&[][..], Vec::as_slice);
        // All experts of one application score by the version of the first of them.
        let pinned = application.scores.get(sheet).map(|(version, _)| *version);
        let wanted = pinned.or(u32::try_from(versions.len()).ok()).unwrap_or(0);
        let criteria =
            usize::try_from(version).ok().and_then(|number| versions.get(number.checked_sub(1)?));
        let Some(criteria) = criteria.filter(|_| version == wanted) else {
            return Err(Refusal::range(
                format!("按第 {wanted} 版评分"),
                format!("scored by version {wanted}"),
            ));
        };
        let fits = criteria.len() == points.len()
            && criteria.iter().zip(points).all(|(criterion, given)| *given <= criterion.points_max);
        if !fits {
            return Err(Refusal::range(
                "每项得分不超过其满分",
                "points within the most of each criterion",
            ));
        }
        let expert = self.user.user.clone();
        if application.scores.get(sheet).is_some_and(|(_, given)| given.contains_key(&expert)) {
            return Err(Refusal::new(Code::Done, "已评分", "you have scored"));
        }
        let (application, sheet, points) = (application.id.clone(), sheet.clone(), points.to_vec());
        Ok(vec![What::Scored { application, expert, sheet, version, points }])
    }
}

/// A letter on a decision that is not firm is a preview, and says why.
fn issue_letter(application: &Application, letter: Digest) -> Result<Vec<What>, Refusal> {
    let Some(decision) = &application.decision else {
        return Err(Refusal::new(Code::Incomplete, "尚无认定", "no decision was recorded"));
    };
    let preview = decision.preview_reasons();
    Ok(vec![What::LetterIssued { application: application.id.clone(), letter, preview }])
}

fn accept_milestone(
    application: &Application,
    milestone: &MilestoneId,
) -> Result<Vec<What>, Refusal> {
    match application.milestones.get(milestone) {
        None => Err(Refusal::unknown("已申报的节点", "reported milestone", milestone)),
        Some(true) => Err(Refusal::new(Code::Done, "节点已验收", "the milestone was accepted")),
        Some(false) => Ok(vec![What::MilestoneAccepted {
            application: application.id.clone(),
            milestone: milestone.clone(),
        }]),
    }
}

fn check_fact(application: &Application, fact: &Fact) -> Result<(), Refusal> {
    if application.facts.len() >= LIST_MAX {
        return Err(Refusal::range("事实过多", "there are too many facts"));
    }
    if let Some(space) = fact.stated.space()
        && !application.has_space(space)
    {
        return Err(Refusal::unknown("项目空间", "space of the project", space));
    }
    let plausible = match &fact.stated {
        Stated::DisplacedTenant(tenant) => tenant.area_cm2.is_none_or(|area| area <= AREA_MAX_CM2),
        Stated::Enterprises(enterprises) => (2000..=2200).contains(&enterprises.year),
        Stated::Traffic(traffic) => match (traffic.charging_places, traffic.car_places) {
            (Some(charging), Some(all)) => charging <= all,
            _ => true,
        },
        Stated::StructureAndFire(_) => true,
    };
    let origin = &fact.source.origin;
    if !plausible || origin.trim().is_empty() || origin.len() > 2_000 {
        return Err(Refusal::range(
            "事实的数值或来源超出范围",
            "a value of the fact is out of range, or its source is missing",
        ));
    }
    Ok(())
}

/// The greatest floor area of a tenant: a square kilometre.
const AREA_MAX_CM2: u64 = 10_000_000_000;
