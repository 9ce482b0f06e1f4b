//! What lists, inboxes, reminders and budget boards are made of.

use std::collections::BTreeMap;

use units::{Date, Fen, Text};

use super::{Application, State, TrancheState};
use crate::command::{Mode, Outcome};
use crate::ids::{ApplicationId, BranchId, DistrictId, LineId, ProgrammeId, ProjectKind, UserId};
use crate::money::{Account, Balance, Bucket};
use crate::people::Role;
use crate::workflow::{Agreement, MoneyKind, Work, Workflow};

/// Where the money of one application is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Funds {
    /// Kept for it.
    pub reserved: Balance,
    /// Awarded and not yet paid; pending payments are part of it until the bank has paid.
    pub committed: Balance,
    /// Paid, less what was demanded back.
    pub disbursed: Balance,
    /// Demanded back and not yet received.
    pub receivable: Balance,
    /// Received back.
    pub returned: Balance,
    /// Given up.
    pub written_off: Balance,
}

/// One row of a budget board. Its sums are those of the ledger's entries. What is not appropriated
/// adds up to the appropriation, for one row but for what was carried over, for a programme's years
/// together always.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoardRow {
    /// Given to the lines.
    pub appropriated: Fen,
    /// Free.
    pub available: Fen,
    /// Kept for applications.
    pub reserved: Fen,
    /// Awarded and not yet paid.
    pub committed: Fen,
    /// Of which the bank has been told to pay.
    pub pending: Fen,
    /// Paid, less what was demanded back.
    pub disbursed: Fen,
    /// Demanded back and not yet received.
    pub receivable: Fen,
    /// Received back.
    pub returned: Fen,
    /// Given up.
    pub written_off: Fen,
}

/// By what a budget board is cut; absent parts are summed over.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BoardKey {
    /// The programme.
    pub programme: ProgrammeId,
    /// The budget year.
    pub year: i16,
    /// The district.
    pub district: DistrictId,
    /// The kind of project.
    pub project_kind: ProjectKind,
}

/// Something that waits for a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The application.
    pub application: ApplicationId,
    /// What waits.
    pub what: Waiting,
    /// By when; absent where there is no deadline, or the calendar has no data for its year.
    pub due: Option<Date>,
    /// What of the stage is still open.
    pub open: Vec<Text>,
}

/// What waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// The stage.
    Stage,
    /// A department's part of the stage.
    Branch(BranchId),
    /// An appeal.
    Appeal,
    /// An expert's scores.
    Score,
}

/// The tasks of one user, the most urgent first.
pub type Inbox = Vec<Task>;

impl State {
    /// Where the money of an application is.
    pub fn funds(&self, application: &Application) -> Funds {
        let Some(line) = &application.line else { return Funds::default() };
        let of = |bucket| {
            let (line, application) = (line.clone(), Some(application.id.clone()));
            self.ledger.balance(&Account { line, application, bucket })
        };
        Funds {
            reserved: of(Bucket::Reserved),
            committed: of(Bucket::Committed),
            disbursed: of(Bucket::Disbursed),
            receivable: of(Bucket::Receivable),
            returned: of(Bucket::Returned),
            written_off: of(Bucket::WrittenOff),
        }
    }

    /// What is still open before the present stage can pass.
    pub fn open_points(&self, application: &Application, today: Date) -> Vec<Text> {
        let Some(flow) = self.workflow(application) else { return Vec::new() };
        let Some(work) = flow.work(&application.stage) else { return Vec::new() };
        let mut open = Vec::new();
        filed(application, flow, work, &mut open);
        heard(application, work, today, &mut open);
        self.paid(application, flow, work, &mut open);
        open
    }

    fn paid(&self, application: &Application, flow: &Workflow, work: &Work, open: &mut Vec<Text>) {
        let done = &application.money_done;
        // A reservation or an award made in an earlier stage counts as well.
        let stands = |kind: &MoneyKind| match kind {
            MoneyKind::Reserve => application.award.is_some() || done.contains(kind),
            MoneyKind::Commit => application.award.is_some(),
            MoneyKind::Release | MoneyKind::Reduce | MoneyKind::Cancel => done.contains(kind),
        };
        for kind in work.money_required.iter().filter(|kind| !stands(kind)) {
            open.push(kind.text());
        }
        if application.mode == Mode::InvestmentSubsidy {
            let here = flow.tranches.iter().filter(|tranche| tranche.stage == application.stage);
            let paid = |id| application.tranches.get(id) == Some(&TrancheState::Paid);
            for tranche in here.filter(|tranche| !paid(&tranche.id)) {
                let name = &tranche.name;
                open.push(Text::new(format!("拨付{}", name.zh), format!("payment of {}", name.en)));
            }
        }
        let funds = self.funds(application);
        let left = [funds.reserved, funds.committed, funds.receivable];
        if work.settled && left.iter().any(|balance| balance.posted != Fen::ZERO) {
            let zh = "结清预留、未拨付和应追缴的资金";
            open.push(Text::new(zh, "nothing may be left reserved, committed or owed"));
        }
    }

    /// What waits for `user` on `today`, the most urgent first.
    pub fn inbox(&self, user: &UserId, today: Date) -> Inbox {
        let mut tasks = Vec::new();
        for application in self.applications.values().filter(|one| one.suspended.is_none()) {
            let Some(flow) = self.workflow(application) else { continue };
            if let Some(appeal) = &application.appeal
                && let Some(terms) = &flow.appeal
                && self.is_for(user, terms.answers, application, today)
            {
                tasks.push(task(application, Waiting::Appeal, appeal.due, Vec::new()));
            }
            let Some(work) = flow.work(&application.stage) else { continue };
            if self.is_for(user, work.answers, application, today) {
                let open = self.open_points(application, today);
                tasks.push(task(application, Waiting::Stage, application.due, open));
            }
            let due = application.due;
            if self.has_to_score(user, work, application, today) {
                tasks.push(task(application, Waiting::Score, due, Vec::new()));
            }
            for (branch, part) in &work.branches {
                let opinion = application.opinions.get(branch);
                let waits = opinion.is_some_and(|opinion| opinion.agrees.is_none());
                let is_theirs = |holder: &UserId| {
                    let mut grants = self.people.grants_in_force(holder, Role::Department, today);
                    grants.any(|grant| grant.department.as_ref() == Some(&part.department))
                };
                if waits && self.people.holders(user, Role::Department, today).any(is_theirs) {
                    let due = opinion.and_then(|opinion| opinion.due);
                    tasks.push(task(application, Waiting::Branch(branch.clone()), due, Vec::new()));
                }
            }
        }
        tasks.sort_by_key(|task| (task.due.unwrap_or(Date::MAX), task.application.clone()));
        tasks
    }

    /// Whether the stage goes by points and `user` was appointed and has given none.
    fn has_to_score(
        &self,
        user: &UserId,
        work: &Work,
        application: &Application,
        today: Date,
    ) -> bool {
        let Some(rule) = &work.score else { return false };
        let given = application.scores.get(&rule.sheet);
        let has_scored = given.is_some_and(|(_, totals)| totals.contains_key(user));
        !has_scored && self.is_for(user, Role::Expert, application, today)
    }

    /// Whether it waits for `user`, in a role of its own or in one that was delegated to it.
    fn is_for(&self, user: &UserId, role: Role, application: &Application, today: Date) -> bool {
        self.people.holders(user, role, today).any(|holder| {
            let organisation = self.people.users.get(holder).map(|user| &user.organisation);
            self.people.grants_in_force(holder, role, today).any(|grant| match role {
                Role::Applicant => organisation == Some(&application.beneficiary),
                Role::DistrictOfficer => grant.district.as_ref() == Some(&application.district),
                Role::Expert | Role::Verifier | Role::Bank => {
                    application.appointed.contains(&(holder.clone(), role))
                }
                _ => true,
            })
        })
    }

    /// Everything due up to and with `until` that is not suspended, the most urgent first.
    pub fn deadlines(&self, until: Date) -> Vec<Task> {
        let mut tasks = Vec::new();
        for application in self.applications.values().filter(|one| one.suspended.is_none()) {
            let mut add = |what, due: Option<Date>| {
                if due.is_some_and(|due| due <= until) {
                    tasks.push(task(application, what, due, Vec::new()));
                }
            };
            add(Waiting::Stage, application.due);
            for (branch, opinion) in &application.opinions {
                if opinion.agrees.is_none() {
                    add(Waiting::Branch(branch.clone()), opinion.due);
                }
            }
            if let Some(appeal) = &application.appeal {
                add(Waiting::Appeal, appeal.due);
            }
        }
        tasks.sort_by_key(|task| (task.due, task.application.clone()));
        tasks
    }

    /// The applications whose public notice runs on `today`: what the public page shows.
    pub fn public_notices(&self, today: Date) -> Vec<&Application> {
        let runs = |application: &&Application| {
            application.notice.as_ref().is_some_and(|notice| today <= notice.until)
        };
        self.applications.values().filter(runs).collect()
    }

    /// The stages with a deadline that the calendar could not reckon, for want of a year's data.
    pub fn unknown_deadlines(&self) -> Vec<&Application> {
        let unknown = |application: &&Application| {
            let work = self.workflow(application).and_then(|flow| flow.work(&application.stage));
            application.due.is_none() && work.is_some_and(|work| work.deadline_days.is_some())
        };
        self.applications.values().filter(unknown).collect()
    }

    /// The money by programme, year, district and kind, from the ledger's balances.
    pub fn board(&self) -> BTreeMap<BoardKey, BoardRow> {
        let mut board: BTreeMap<BoardKey, BoardRow> = BTreeMap::new();
        for (account, balance) in self.ledger.accounts() {
            let Some(key) = self.board_key(&account.line) else { continue };
            board.entry(key).or_default().add(account.bucket, balance);
        }
        board
    }

    fn board_key(&self, line: &LineId) -> Option<BoardKey> {
        let line = self.lines.get(line)?;
        Some(BoardKey {
            programme: line.programme.clone(),
            year: line.year,
            district: line.district.clone(),
            project_kind: line.project_kind.clone(),
        })
    }
}

fn task(application: &Application, what: Waiting, due: Option<Date>, open: Vec<Text>) -> Task {
    Task { application: application.id.clone(), what, due, open }
}

impl BoardRow {
    fn add(&mut self, bucket: Bucket, balance: Balance) {
        let posted = balance.posted;
        match bucket {
            Bucket::Appropriation => self.appropriated = self.appropriated - posted,
            Bucket::Available => self.available = self.available + posted,
            Bucket::Reserved => self.reserved = self.reserved + posted,
            Bucket::Committed => {
                self.committed = self.committed + posted;
                self.pending = self.pending + balance.pending;
            }
            Bucket::Disbursed => self.disbursed = self.disbursed + posted,
            Bucket::Receivable => self.receivable = self.receivable + posted,
            Bucket::Returned => self.returned = self.returned + posted,
            Bucket::WrittenOff => self.written_off = self.written_off + posted,
        }
    }
}

/// Evidence, facts, milestones, decision and letter.
fn filed(application: &Application, flow: &Workflow, work: &Work, open: &mut Vec<Text>) {
    for kind in work.evidence.iter().filter(|kind| !application.evidence.contains_key(kind)) {
        let known = flow.evidence.get(kind).map(|known| known.name.clone());
        let name = known.unwrap_or_else(|| Text::same(kind.as_str()));
        open.push(Text::new(format!("材料：{}", name.zh), format!("evidence: {}", name.en)));
    }
    for kind in &work.facts {
        if !application.facts.iter().any(|fact| fact.stated.kind() == *kind) {
            let what = kind.text();
            open.push(Text::new(format!("事实：{}", what.zh), format!("fact: {}", what.en)));
        }
    }
    for id in &work.milestones {
        if application.milestones.get(id) != Some(&true) {
            let name = flow.milestones.get(id).cloned().unwrap_or_default();
            open.push(Text::new(format!("节点：{}", name.zh), format!("milestone: {}", name.en)));
        }
    }
    if work.decision && application.decision.as_ref().is_none_or(|decision| !decision.met) {
        open.push(Text::new("符合条件的认定", "a decision that the conditions are met"));
    }
    if work.letter && application.letter.as_ref().is_none_or(|letter| !letter.preview.is_empty()) {
        open.push(Text::new("正式批复函", "the final letter"));
    }
    if work.moves.contains_key(&Outcome::Pass) && application.entity_request.is_some() {
        open.push(Text::new("实施主体变更待办", "the change of entity"));
    }
}

/// Opinions, notice and scores.
fn heard(application: &Application, work: &Work, today: Date, open: &mut Vec<Text>) {
    let opinions = &application.opinions;
    for (branch, _) in opinions.iter().filter(|(_, opinion)| opinion.agrees.is_none()) {
        open.push(Text::new(format!("意见：{branch}"), format!("opinion of {branch}")));
    }
    let agreeing = opinions.values().filter(|opinion| opinion.agrees == Some(true)).count();
    let agreed = match work.agreement {
        Agreement::All => agreeing == work.branches.len(),
        Agreement::Majority => work.branches.is_empty() || 2 * agreeing > work.branches.len(),
        Agreement::Heard => true,
    };
    if !agreed {
        open.push(Text::new("会审部门同意", "agreement of the departments"));
    }
    if work.notice.is_some() {
        match &application.notice {
            None => open.push(Text::new("公示", "the public notice")),
            Some(notice) => {
                if today <= notice.until {
                    let (zh, en) = (
                        format!("公示至 {}", notice.until),
                        format!("the notice runs until {}", notice.until),
                    );
                    open.push(Text::new(zh, en));
                }
                if notice.objections.values().any(|upheld| *upheld != Some(false)) {
                    open.push(Text::new("异议未排除", "an objection is open or upheld"));
                }
            }
        }
    }
    if let Some(rule) = &work.score {
        let totals = application.scores.get(&rule.sheet).map(|(_, totals)| totals);
        let count = totals.map_or(0, |totals| u64::try_from(totals.len()).unwrap_or(u64::MAX));
        let sum: u64 = totals.into_iter().flat_map(|totals| totals.values()).sum();
        if count < u64::from(rule.experts_min) || sum < u64::from(rule.points_min) * count {
            open.push(Text::new(
                format!("至少 {} 名专家平均 {} 分", rule.experts_min, rule.points_min),
                format!("a mean of {} points by {} experts", rule.points_min, rule.experts_min),
            ));
        }
    }
}
