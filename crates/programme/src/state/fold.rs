//! Events into state. The fold refuses nothing: what an event says has happened.

use std::collections::{BTreeMap, BTreeSet};

use units::{Date, Fen};

use super::{
    Answered, Application, Claim, Letter, OpenAppeal, Opinion, Programme, RunningNotice, State,
    Step, StepState, TrancheState,
};
use crate::command::{LoanMove, Money, Outcome};
use crate::event::{Event, OpenBranch, What};
use crate::ids::{ApplicationId, BranchId, PersonId, StepId, TransferId, UserId};
use crate::law;
use crate::moment::Moment;
use crate::money::interest::{Loan, Rates};
use crate::money::{Line, TransferState};
use crate::people::{Party, People, User};
use crate::workflow::MoneyKind;

/// Who acted in an event, and when.
fn by(event: &Event) -> (UserId, Moment) {
    (event.actor.user.clone(), event.at)
}

impl State {
    /// Takes in the next event. Events come in their order, from the first one on.
    pub fn fold(&mut self, event: &Event) {
        let today = self.rules.calendar.date(event.at);
        self.next_seq = event.seq + 1;
        self.last_at = event.at;
        let first = event.seq..event.seq + 1;
        let answered = Answered { content: event.content, events: first };
        let entry = self.commands.entry(event.command.clone()).or_insert(answered);
        entry.events.end = event.seq + 1;
        match &event.what {
            What::ApplicationOpened { .. } => self.open_application(&event.what),
            What::Carbon { account, happened } => self.carbon.fold(account, happened),
            What::MoneyProposed { step, money, amount } => {
                let step_of_money = Step {
                    money: money.clone(),
                    amount: *amount,
                    proposed_by: self.persons(event),
                    proposed: by(event),
                    answered: None,
                    state: StepState::Proposed,
                };
                self.propose(step, step_of_money);
            }
            What::MoneyApproved { step, transfers, award } => {
                self.approve(step, transfers, *award, by(event));
            }
            What::MoneyRefused { step, .. } => self.refuse(step, by(event)),
            What::PaymentPosted { step, transfer, .. } => self.settle(step, transfer, true),
            What::PaymentVoided { step, transfer, .. } => self.settle(step, transfer, false),
            What::LawConfirmed { .. } | What::ConfirmationWithdrawn { .. } => {
                law::fold(&mut self.confirmations, event);
            }
            What::ProgrammeOpened { .. }
            | What::WorkflowAdopted { .. }
            | What::LineOpened { .. }
            | What::SheetPublished { .. } => {
                self.open(&event.what);
            }
            other => match application_of(other).cloned() {
                None => {
                    if let What::Founded { suite, .. } = other {
                        self.suite = *suite;
                    }
                    self.people.fold(other);
                }
                Some(id) => {
                    let persons = self.persons(event);
                    self.fold_application(&id, other, persons, today);
                }
            },
        }
        if let (Some(version), Some(id)) = (event.version, self.subject(&event.what))
            && let Some(application) = self.applications.get_mut(&id)
        {
            application.version = version;
        }
    }

    /// The applications that an event which was taken in changed.
    pub fn touched(&self, what: &What) -> BTreeSet<ApplicationId> {
        let other = match what {
            What::DuplicateSuspected { with, .. } | What::DuplicateCleared { with, .. } => {
                Some(with.clone())
            }
            _ => None,
        };
        self.subject(what).into_iter().chain(other).collect()
    }

    /// The application that an event is about, by its own word or by its money step.
    pub(crate) fn subject(&self, what: &What) -> Option<ApplicationId> {
        match what {
            What::MoneyProposed { money, .. } => money.application().cloned(),
            What::MoneyApproved { step, .. }
            | What::MoneyRefused { step, .. }
            | What::PaymentPosted { step, .. }
            | What::PaymentVoided { step, .. } => {
                self.steps.get(step).and_then(|step| step.money.application().cloned())
            }
            other => application_of(other).cloned(),
        }
    }

    /// The persons behind an event's actor.
    fn persons(&self, event: &Event) -> BTreeSet<PersonId> {
        let users = [Some(&event.actor.user), event.actor.on_behalf_of.as_ref()];
        let known = users.into_iter().flatten().filter_map(|user| self.people.users.get(user));
        known.map(|user| user.person.clone()).collect()
    }

    fn open(&mut self, what: &What) {
        match what {
            What::ProgrammeOpened {
                programme,
                scheme,
                workflow,
                workflow_sha256,
                level,
                districts,
                project_kinds,
            } => {
                let opened = Programme {
                    scheme: scheme.clone(),
                    workflow: workflow.clone(),
                    workflow_sha256: *workflow_sha256,
                    level: *level,
                    districts: districts.iter().cloned().collect(),
                    project_kinds: project_kinds.iter().cloned().collect(),
                };
                self.programmes.insert(programme.clone(), opened);
            }
            What::WorkflowAdopted { programme, workflow_sha256 } => {
                if let Some(known) = self.programmes.get_mut(programme) {
                    known.workflow_sha256 = *workflow_sha256;
                }
            }
            What::LineOpened { line, programme, year, district, project_kind } => {
                let opened = Line {
                    programme: programme.clone(),
                    year: *year,
                    district: district.clone(),
                    project_kind: project_kind.clone(),
                };
                self.lines.insert(line.clone(), opened);
            }
            What::SheetPublished { sheet, criteria, .. } => {
                self.sheets.entry(sheet.clone()).or_default().push(criteria.clone());
            }
            _ => {}
        }
    }

    fn open_application(&mut self, what: &What) {
        if let Some(application) = new_application(what) {
            if self.is_municipal(&application) {
                self.duplicates.enter(&application);
            }
            self.applications.insert(application.id.clone(), application);
        }
    }

    fn fold_application(
        &mut self,
        id: &ApplicationId,
        what: &What,
        persons: BTreeSet<PersonId>,
        today: Date,
    ) {
        match what {
            What::DuplicateSuspected { with, likeness, .. } => {
                // Both carry the suspicion: whichever comes to the money first must answer it.
                for (one, other) in [(id, with), (with, id)] {
                    if let Some(application) = self.applications.get_mut(one) {
                        let entry = application.suspicions.entry(other.clone()).or_default();
                        entry.likenesses.insert(likeness.clone());
                        entry.cleared = false;
                    }
                }
            }
            What::DuplicateCleared { with, .. } => {
                for (one, other) in [(id, with), (with, id)] {
                    let application = self.applications.get_mut(one);
                    if let Some(entry) = application.and_then(|one| one.suspicions.get_mut(other)) {
                        entry.cleared = true;
                    }
                }
            }
            What::EvidenceAttached { invoice: Some(invoice), .. } => {
                let municipal = self
                    .applications
                    .get(id)
                    .is_some_and(|application| self.is_municipal(application));
                if municipal {
                    self.duplicates.enter_invoice(id, invoice);
                }
            }
            What::EntityChanged { organisation, .. } => {
                let known = self.applications.get(id).filter(|known| self.is_municipal(known));
                if let Some(known) = known {
                    self.duplicates.enter_applicant(organisation, known);
                }
            }
            _ => {}
        }
        if let Some(application) = self.applications.get_mut(id) {
            application.fold(what, persons, today);
        }
    }

    fn propose(&mut self, id: &StepId, step: Step) {
        let money = step.money.clone();
        self.steps.insert(id.clone(), step);
        let application = money.application().and_then(|id| self.applications.get_mut(id));
        let Some(application) = application else { return };
        application.open_steps.insert(id.clone());
        if let Money::Disburse { tranche, .. } = &money {
            application.tranches.insert(tranche.clone(), TrancheState::Proposed);
        }
    }

    fn approve(
        &mut self,
        id: &StepId,
        transfers: &[crate::money::Transfer],
        award: Option<Fen>,
        by: (UserId, Moment),
    ) {
        for transfer in transfers {
            self.ledger.enter(transfer);
        }
        let Some(step) = self.steps.get_mut(id) else { return };
        step.state = StepState::Approved(transfers.to_vec());
        step.answered = Some(by);
        let application = step.money.application().and_then(|id| self.applications.get_mut(id));
        let Some(application) = application else { return };
        let is_pending = transfers.iter().any(|transfer| transfer.state == TransferState::Pending);
        if !is_pending {
            application.open_steps.remove(id);
        }
        if award.is_some() {
            application.award = award;
        }
        match &step.money {
            Money::Reserve { line, .. } => application.line = Some(line.clone()),
            Money::Disburse { tranche, .. } => {
                let state = if is_pending { TrancheState::Pending } else { TrancheState::Paid };
                application.tranches.insert(tranche.clone(), state);
            }
            _ => {}
        }
        application.money_done.extend(stage_kind(&step.money));
    }

    fn refuse(&mut self, id: &StepId, by: (UserId, Moment)) {
        let Some(step) = self.steps.get_mut(id) else { return };
        step.state = StepState::Refused;
        step.answered = Some(by);
        let application = step.money.application().and_then(|id| self.applications.get_mut(id));
        let Some(application) = application else { return };
        application.open_steps.remove(id);
        if let Money::Disburse { tranche, .. } = &step.money {
            application.tranches.remove(tranche);
        }
    }

    fn settle(&mut self, id: &StepId, transfer: &TransferId, is_paid: bool) {
        self.ledger.settle(transfer, is_paid);
        let Some(step) = self.steps.get_mut(id) else { return };
        step.state = if is_paid { StepState::Posted } else { StepState::Voided };
        let application = step.money.application().and_then(|id| self.applications.get_mut(id));
        let Some(application) = application else { return };
        application.open_steps.remove(id);
        if let Money::Disburse { tranche, .. } = &step.money {
            if is_paid {
                application.tranches.insert(tranche.clone(), TrancheState::Paid);
            } else {
                application.tranches.remove(tranche);
            }
        }
    }
}

/// The kind by which stages allow a money step.
pub(crate) fn stage_kind(money: &Money) -> Option<MoneyKind> {
    match money {
        Money::Reserve { .. } => Some(MoneyKind::Reserve),
        Money::Release { .. } => Some(MoneyKind::Release),
        Money::Commit { .. } => Some(MoneyKind::Commit),
        Money::Reduce { .. } => Some(MoneyKind::Reduce),
        Money::Cancel { .. } => Some(MoneyKind::Cancel),
        Money::Appropriate { .. }
        | Money::Cut { .. }
        | Money::CarryOver { .. }
        | Money::Disburse { .. }
        | Money::Demand { .. }
        | Money::Receive { .. }
        | Money::WriteOff { .. } => None,
    }
}

/// An application as it is opened; the event that follows says its first stage.
pub(crate) fn new_application(what: &What) -> Option<Application> {
    let What::ApplicationOpened {
        application,
        programme,
        district,
        project_kind,
        mode,
        title,
        applicant,
        parts,
        works,
        works_from,
        stage,
    } = what
    else {
        return None;
    };
    Some(Application {
        id: application.clone(),
        version: 0,
        programme: programme.clone(),
        district: district.clone(),
        project_kind: project_kind.clone(),
        mode: *mode,
        title: title.clone(),
        applicant: applicant.clone(),
        beneficiary: applicant.clone(),
        parts: parts.clone(),
        works: works.iter().cloned().collect(),
        works_from: *works_from,
        stage: stage.clone(),
        ended: false,
        entered: *works_from,
        due: None,
        then_back_to: None,
        opinions: BTreeMap::new(),
        notice: None,
        money_done: BTreeSet::new(),
        suspended: None,
        submissions: 0,
        refused: None,
        appeal: None,
        appealed: false,
        evidence: BTreeMap::new(),
        facts: Vec::new(),
        milestones: BTreeMap::new(),
        scores: BTreeMap::new(),
        appointed: BTreeSet::new(),
        suspicions: BTreeMap::new(),
        decision: None,
        letter: None,
        entity_request: None,
        line: None,
        award: None,
        open_steps: BTreeSet::new(),
        tranches: BTreeMap::new(),
        loan: Loan::default(),
        claims: Vec::new(),
    })
}

/// The application that an event names itself.
fn application_of(what: &What) -> Option<&ApplicationId> {
    match what {
        What::Founded { .. }
        | What::OrganisationRegistered { .. }
        | What::UserRegistered { .. }
        | What::RoleGranted { .. }
        | What::RoleRevoked { .. }
        | What::Delegated { .. }
        | What::PersonErased { .. }
        | What::InterestDeclared { .. }
        | What::ShareRecorded { .. }
        | What::LawConfirmed { .. }
        | What::ConfirmationWithdrawn { .. }
        | What::ProgrammeOpened { .. }
        | What::WorkflowAdopted { .. }
        | What::LineOpened { .. }
        | What::SheetPublished { .. }
        | What::Carbon { .. }
        | What::MoneyProposed { .. }
        | What::MoneyApproved { .. }
        | What::MoneyRefused { .. }
        | What::PaymentPosted { .. }
        | What::PaymentVoided { .. } => None,
        What::ApplicationOpened { application, .. }
        | What::StageEntered { application, .. }
        | What::Submitted { application, .. }
        | What::Decided { application, .. }
        | What::OpinionGiven { application, .. }
        | What::EvidenceAttached { application, .. }
        | What::DuplicateSuspected { application, .. }
        | What::DuplicateCleared { application, .. }
        | What::DecisionRecorded { application, .. }
        | What::LetterIssued { application, .. }
        | What::NoticePublished { application, .. }
        | What::ObjectionRaised { application, .. }
        | What::ObjectionAnswered { application, .. }
        | What::Withdrawn { application, .. }
        | What::Suspended { application, .. }
        | What::Resumed { application, .. }
        | What::EntityChangeRequested { application, .. }
        | What::EntityChanged { application, .. }
        | What::EntityChangeRefused { application, .. }
        | What::Appealed { application, .. }
        | What::AppealRuled { application, .. }
        | What::Appointed { application, .. }
        | What::AppointmentEnded { application, .. }
        | What::MilestoneReported { application, .. }
        | What::MilestoneAccepted { application, .. }
        | What::FactStated { application, .. }
        | What::Scored { application, .. }
        | What::LoanMoved { application, .. }
        | What::RateSet { application, .. }
        | What::InterestClaimed { application, .. } => Some(application),
    }
}

fn open_branches(branches: &[OpenBranch]) -> impl Iterator<Item = (BranchId, Option<Date>)> {
    branches.iter().map(|open| (open.branch.clone(), open.due))
}

impl Application {
    fn fold(&mut self, what: &What, persons: BTreeSet<PersonId>, today: Date) {
        match what {
            What::StageEntered { stage, end, due, branches, then_back_to, .. } => {
                self.stage = stage.clone();
                self.ended = *end;
                self.entered = today;
                self.due = *due;
                self.then_back_to.clone_from(then_back_to);
                self.opinions = open_branches(branches)
                    .map(|(branch, due)| (branch, Opinion { due, agrees: None }))
                    .collect();
                self.notice = None;
                self.money_done.clear();
                self.suspended = None;
            }
            What::Submitted { .. } => self.submissions += 1,
            What::Decided { stage, outcome: Outcome::Reject, .. } => {
                self.refused = Some((stage.clone(), persons, today));
                self.appealed = false;
            }
            What::OpinionGiven { branch, agrees, .. } => {
                if let Some(opinion) = self.opinions.get_mut(branch) {
                    opinion.agrees = Some(*agrees);
                }
            }
            What::Suspended { .. } => self.suspended = Some(today),
            What::Resumed { due, branches, .. } => {
                self.suspended = None;
                self.due = *due;
                for (branch, due) in open_branches(branches) {
                    if let Some(opinion) = self.opinions.get_mut(&branch) {
                        opinion.due = due;
                    }
                }
            }
            What::EntityChangeRequested { organisation, .. } => {
                self.entity_request = Some(organisation.clone());
            }
            What::EntityChanged { organisation, .. } => {
                self.beneficiary = organisation.clone();
                self.entity_request = None;
            }
            What::EntityChangeRefused { .. } => self.entity_request = None,
            What::Appealed { due, .. } => {
                self.appeal = Some(OpenAppeal { due: *due });
                self.appealed = true;
            }
            What::AppealRuled { .. } => self.appeal = None,
            What::NoticePublished { .. }
            | What::ObjectionRaised { .. }
            | What::ObjectionAnswered { .. } => self.fold_notice(what),
            other => self.fold_file(other),
        }
    }

    fn fold_notice(&mut self, what: &What) {
        match (what, &mut self.notice) {
            (What::NoticePublished { notice, until, .. }, place) => {
                let (notice, objections) = (*notice, BTreeMap::new());
                *place = Some(RunningNotice { notice, until: *until, objections });
            }
            (What::ObjectionRaised { objection, .. }, Some(running)) => {
                running.objections.insert(objection.clone(), None);
            }
            (What::ObjectionAnswered { objection, upheld, .. }, Some(running)) => {
                running.objections.insert(objection.clone(), Some(*upheld));
            }
            _ => {}
        }
    }

    /// What is kept in the application's file.
    fn fold_file(&mut self, what: &What) {
        match what {
            What::EvidenceAttached { evidence, sha256, .. } => {
                self.evidence.entry(evidence.clone()).or_default().push(*sha256);
            }
            What::DecisionRecorded { decision, .. } => {
                self.decision = Some((**decision).clone());
                // A letter speaks of the decision before it.
                self.letter = None;
            }
            What::LetterIssued { letter, preview, .. } => {
                self.letter = Some(Letter { letter: *letter, preview: preview.clone() });
            }
            What::Appointed { user, role, .. } => {
                self.appointed.insert((user.clone(), *role));
            }
            What::AppointmentEnded { user, role, .. } => {
                self.appointed.remove(&(user.clone(), *role));
            }
            What::MilestoneReported { milestone, .. } => {
                self.milestones.insert(milestone.clone(), false);
            }
            What::MilestoneAccepted { milestone, .. } => {
                self.milestones.insert(milestone.clone(), true);
            }
            What::FactStated { fact, .. } => self.facts.push((**fact).clone()),
            What::Scored { expert, sheet, version, points, .. } => {
                let total = points.iter().copied().map(u64::from).sum();
                let of = self.scores.entry(sheet.clone()).or_insert((*version, BTreeMap::new()));
                of.1.insert(expert.clone(), total);
            }
            What::LoanMoved { direction, amount, on, .. } => {
                let signed = match direction {
                    LoanMove::Drawdown => *amount,
                    LoanMove::Repayment => -*amount,
                };
                self.loan.enter(*on, signed);
            }
            What::RateSet { from, actual_ppm, reference_ppm, .. } => {
                let (actual_ppm, reference_ppm) = (*actual_ppm, *reference_ppm);
                self.loan.set(Rates { from: *from, actual_ppm, reference_ppm });
            }
            What::InterestClaimed { claim, from, until, interest, adjustment, payable, .. } => {
                self.claims.push(Claim {
                    id: claim.clone(),
                    from: *from,
                    until: *until,
                    interest: *interest,
                    adjustment: *adjustment,
                    payable: *payable,
                });
            }
            _ => {}
        }
    }
}

impl People {
    fn fold(&mut self, what: &What) {
        match what {
            What::Founded { office, administrator, .. } => {
                self.organisations.insert(office.code.clone(), office.clone());
                self.add_user(administrator);
            }
            What::OrganisationRegistered { organisation } => {
                self.organisations.insert(organisation.code.clone(), organisation.clone());
            }
            What::UserRegistered { user } => self.add_user(user),
            What::RoleGranted { grant } => {
                self.grants_of.entry(grant.user.clone()).or_default().push(grant.grant.clone());
                self.grants.insert(grant.grant.clone(), grant.clone());
            }
            What::RoleRevoked { grant, to } => {
                if let Some(known) = self.grants.get_mut(grant) {
                    known.to = Some(*to);
                }
            }
            What::Delegated { delegation } => {
                let of = self.delegations.entry(delegation.to.clone()).or_default();
                of.push(delegation.clone());
            }
            What::PersonErased { person } => {
                self.erased.insert(person.clone());
            }
            What::InterestDeclared { person, organisation } => {
                self.declared.insert((person.clone(), organisation.clone()));
            }
            What::ShareRecorded { holder, held, share_bp, .. } => {
                self.share(holder, held, *share_bp);
            }
            _ => {}
        }
    }

    fn add_user(&mut self, user: &User) {
        let employers = self.employers.entry(user.person.clone()).or_default();
        employers.insert(user.organisation.clone());
        self.users.insert(user.user.clone(), user.clone());
    }

    fn share(&mut self, holder: &Party, held: &crate::people::OrgCode, share_bp: u16) {
        let of = self.holdings.entry(holder.clone()).or_default();
        if share_bp == 0 {
            of.remove(held);
        } else {
            of.insert(held.clone(), share_bp);
        }
    }
}
