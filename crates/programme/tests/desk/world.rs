//! A small desk with everyone on it, spoken to in short words.

use std::collections::BTreeMap;
use std::sync::Arc;

use programme::calendar::Calendar;
use programme::command::{
    Action, Actor, Command, DecisionSummary, FundLevel, Mode, Money, Move, Outcome, Part,
};
use programme::event::{Event, What};
use programme::facts::{
    Enterprises, Fact, Promise, Stated, StructureAndFire, StructureGrade, Traffic, When,
};
use programme::ids::{
    ApplicationId, CommandId, DepartmentId, Digest, DistrictId, EvidenceKind, GrantId, LineId,
    PersonId, ProgrammeId, ProjectKind, SheetId, StepId, TrancheId, UserId, WorkKind,
};
use programme::people::{OrgCode, Role};
use programme::state::{Application, Rules, State};
use programme::workflow::Workflow;
use programme::{Answer, Code, Moment, Prose, Refusal, Suite, apply};
use units::{Date, Fen, Mark, Source, SpaceId};

/// The two workflows that ship, each with the id of its programme.
pub(crate) const BEIJING: &str = "cn/beijing/vacated-space/usual-form";
pub(crate) const LIUZHOU: &str = "cn/guangxi/liuzhou/retrofit/2012-pattern";

pub(crate) fn rules() -> Arc<Rules> {
    let flows = [
        include_str!("../../../../policy/cn/beijing/vacated-space/workflow.yaml"),
        include_str!("../../../../policy/cn/guangxi/liuzhou/retrofit/workflow.yaml"),
    ];
    let workflows = flows.into_iter().map(|text| {
        let flow = Workflow::load("workflow.yaml", text).unwrap();
        (flow.id.clone(), flow)
    });
    let calendar = include_str!("../../../../data/calendar/cn.yaml");
    let calendar = Calendar::load("cn.yaml", calendar).unwrap();
    Arc::new(Rules { workflows: workflows.collect(), calendar })
}

pub(crate) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn prose(text: &str) -> Prose {
    Prose::new(text).unwrap()
}

macro_rules! short {
    ($($name:ident: $kind:ty,)*) => {
        $(pub(crate) fn $name(text: &str) -> $kind {
            <$kind>::new(text).unwrap()
        })*
    };
}

short! {
    application: ApplicationId,
    user: UserId,
    evidence: EvidenceKind,
    step: StepId,
    line: LineId,
    tranche: TrancheId,
    space: SpaceId,
    work: WorkKind,
    sheet: SheetId,
}

/// A code with a right check character, made from a number.
pub(crate) fn org(number: u32) -> OrgCode {
    let body = format!("91110000{number:09}");
    let letters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let found = letters.chars().find_map(|last| OrgCode::new(&format!("{body}{last}")).ok());
    found.unwrap()
}

pub(crate) const OFFICE: u32 = 1;
pub(crate) const OWNER: u32 = 11;
pub(crate) const OTHER_OWNER: u32 = 12;
pub(crate) const EXPERTS: u32 = 21;
pub(crate) const BANK: u32 = 31;

/// Who is on the desk: account, organisation, role, district or department.
pub(crate) const STAFF: &[(&str, u32, Role, &str)] = &[
    ("owner", OWNER, Role::Applicant, ""),
    ("rival", OTHER_OWNER, Role::Applicant, ""),
    ("district", 2, Role::DistrictOfficer, "xicheng"),
    ("district-2", 2, Role::DistrictOfficer, "xicheng"),
    ("other-district", 3, Role::DistrictOfficer, "fengtai"),
    ("city", OFFICE, Role::MunicipalOfficer, ""),
    ("city-2", OFFICE, Role::MunicipalOfficer, ""),
    ("development", 4, Role::Department, "development_reform"),
    ("planning", 5, Role::Department, "planning"),
    ("housing", 6, Role::Department, "housing"),
    ("industry", 7, Role::Department, "industry"),
    ("fire", 8, Role::Department, "fire"),
    ("treasury", 9, Role::Department, "finance"),
    ("expert", EXPERTS, Role::Expert, ""),
    ("expert-2", 22, Role::Expert, ""),
    ("finance", 9, Role::Finance, ""),
    ("finance-2", 9, Role::Finance, ""),
    ("verifier", 41, Role::Verifier, ""),
    ("bank", BANK, Role::Bank, ""),
    ("auditor", 51, Role::Auditor, ""),
    ("analyst", OFFICE, Role::Analyst, ""),
    ("admin", OFFICE, Role::Administrator, ""),
];

pub(crate) fn role_of(name: &str) -> Role {
    STAFF.iter().find(|(who, ..)| *who == name).unwrap().2
}

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) state: State,
    pub(crate) events: Vec<Event>,
    pub(crate) today: Date,
    pub(crate) commands: u32,
    /// What was sent and carried out, and when.
    pub(crate) sent: Vec<(Command, Moment)>,
}

impl World {
    /// A desk that was founded on a Monday, with all its people.
    pub(crate) fn new() -> Self {
        Self::of(Suite::Sha2)
    }

    /// The same with these ciphers.
    pub(crate) fn of(suite: Suite) -> Self {
        let state = State::new(rules()).with_suite(suite);
        let (events, sent) = (Vec::new(), Vec::new());
        let mut world = Self { state, events, today: date("2024-03-04"), commands: 0, sent };
        world.done(
            "admin",
            Action::Found {
                organisation: org(OFFICE),
                name: prose("市发展改革委"),
                person: PersonId::new("p-admin").unwrap(),
                commitment: Digest::of(b"admin"),
                suite,
            },
        );
        let codes: std::collections::BTreeSet<u32> =
            STAFF.iter().map(|(_, code, ..)| *code).collect();
        for code in codes.into_iter().filter(|code| *code != OFFICE) {
            let (organisation, name) = (org(code), prose(&format!("单位{code}")));
            world.done("admin", Action::RegisterOrganisation { organisation, name });
        }
        for (name, code, role, place) in STAFF.iter().filter(|(name, ..)| *name != "admin") {
            world.hire(name, *code, *role, place);
        }
        world
    }

    pub(crate) fn hire(&mut self, name: &str, code: u32, role: Role, place: &str) {
        self.done(
            "admin",
            Action::RegisterUser {
                user: user(name),
                organisation: org(code),
                person: PersonId::new(&format!("p-{name}")).unwrap(),
                commitment: Digest::of(name.as_bytes()),
            },
        );
        self.done(
            "admin",
            Action::GrantRole {
                grant: GrantId::new(&format!("g-{name}")).unwrap(),
                user: user(name),
                role,
                district: (role == Role::DistrictOfficer).then(|| DistrictId::new(place).unwrap()),
                department: (role == Role::Department).then(|| DepartmentId::new(place).unwrap()),
                from: date("2024-01-01"),
                to: None,
            },
        );
    }

    /// A municipal programme `id` under a workflow, with one line of ten million yuan.
    pub(crate) fn programme(&mut self, id: &str, workflow: &str) {
        self.done(
            "city",
            Action::OpenProgramme {
                programme: ProgrammeId::new(id).unwrap(),
                scheme: "cn/beijing/vacated-space".to_owned(),
                workflow: programme::ids::WorkflowId::new(workflow).unwrap(),
                level: FundLevel::Municipal,
                districts: ["xicheng", "fengtai"]
                    .map(|name| DistrictId::new(name).unwrap())
                    .to_vec(),
                project_kinds: vec![ProjectKind::new("old_plant").unwrap()],
            },
        );
        self.line(id, 2024);
        self.money(Money::Appropriate {
            line: line(&line_id(id, 2024)),
            amount: Fen(1_000_000_000),
        });
    }

    pub(crate) fn line(&mut self, id: &str, year: i16) {
        self.done(
            "finance",
            Action::OpenLine {
                line: line(&line_id(id, year)),
                programme: ProgrammeId::new(id).unwrap(),
                year,
                district: DistrictId::new("xicheng").unwrap(),
                project_kind: ProjectKind::new("old_plant").unwrap(),
            },
        );
    }

    pub(crate) fn command(&mut self, who: &str, action: Action) -> Command {
        self.commands += 1;
        let expected = match &action {
            Action::On { application, .. } => {
                self.state.applications().get(application).map(|one| one.version)
            }
            _ => None,
        };
        Command {
            id: CommandId::new(&format!("c-{}", self.commands)).unwrap(),
            actor: Actor { user: user(who), role: role_of(who), on_behalf_of: None },
            expected,
            action,
        }
    }

    pub(crate) fn now(&self) -> Moment {
        self.state.rules().calendar.noon(self.today)
    }

    /// Sends a command and takes in what happened.
    pub(crate) fn send(&mut self, command: &Command) -> Result<Vec<What>, Refusal> {
        match apply(&self.state, command, self.now())? {
            Answer::Repeated(events) => panic!("{} was answered by {events:?}", command.id),
            Answer::Happened(events) => {
                for event in &events {
                    self.state.fold(event);
                }
                self.events.extend(events.iter().cloned());
                self.sent.push((command.clone(), self.now()));
                let violations = self.state.violations();
                assert!(violations.is_empty(), "{violations:?}");
                Ok(events.into_iter().map(|event| event.what).collect())
            }
        }
    }

    pub(crate) fn tried(&mut self, who: &str, action: Action) -> Result<Vec<What>, Refusal> {
        let command = self.command(who, action);
        self.send(&command)
    }

    pub(crate) fn done(&mut self, who: &str, action: Action) -> Vec<What> {
        let shown = format!("{who}: {action:?}");
        self.tried(who, action).unwrap_or_else(|refusal| panic!("{shown}: {refusal}"))
    }

    pub(crate) fn refused(&mut self, who: &str, action: Action, code: Code) -> Refusal {
        let shown = format!("{who}: {action:?}");
        let before = self.state.next_seq();
        match self.tried(who, action) {
            Ok(events) => panic!("{shown} was done: {events:?}"),
            Err(refusal) => {
                assert_eq!(refusal.code, code, "{shown}: {refusal}");
                assert_eq!(self.state.next_seq(), before);
                refusal
            }
        }
    }

    pub(crate) fn on(&mut self, who: &str, id: &str, what: Move) -> Vec<What> {
        self.done(who, Action::On { application: application(id), what })
    }

    pub(crate) fn not_on(&mut self, who: &str, id: &str, what: Move, code: Code) -> Refusal {
        self.refused(who, Action::On { application: application(id), what }, code)
    }

    pub(crate) fn get(&self, id: &str) -> &Application {
        &self.state.applications()[&application(id)]
    }

    /// Opens an application for ten million yuan of works on one space.
    pub(crate) fn open(&mut self, who: &str, id: &str, programme: &str, mode: Mode, at: &str) {
        let action = opening(id, programme, mode, &[(at, OWNER, 1_000_000_000)]);
        self.done(who, action);
    }

    pub(crate) fn attach(&mut self, who: &str, id: &str, kinds: &[&str]) {
        for kind in kinds {
            let sha256 = Digest::of(format!("{id} {kind}").as_bytes());
            let invoice = None;
            let evidence = evidence(kind);
            self.on(who, id, Move::AttachEvidence { evidence, sha256, bytes: 1000, invoice });
        }
    }

    pub(crate) fn decide(&mut self, who: &str, id: &str, outcome: Outcome) {
        self.on(who, id, Move::Decide { outcome, grounds: prose("依据材料") });
    }

    pub(crate) fn pass(&mut self, who: &str, id: &str) {
        self.decide(who, id, Outcome::Pass);
    }

    pub(crate) fn submit(&mut self, id: &str) {
        self.on("owner", id, Move::Submit { content: Digest::of(id.as_bytes()) });
    }

    pub(crate) fn opinions(&mut self, id: &str, departments: &[&str]) {
        for who in departments {
            let branch = STAFF.iter().find(|(name, ..)| name == who).unwrap().3;
            self.on(
                who,
                id,
                Move::GiveOpinion {
                    branch: programme::ids::BranchId::new(branch).unwrap(),
                    agrees: true,
                    grounds: prose("同意"),
                },
            );
        }
    }

    /// Proposes a money step, and has it approved by someone else; returns its id.
    pub(crate) fn money(&mut self, money: Money) -> String {
        let id = format!("s-{}", self.commands);
        let (proposer, approver) = match &money {
            Money::Appropriate { .. } | Money::Cut { .. } | Money::CarryOver { .. } => {
                ("finance", "finance-2")
            }
            _ => ("city", "finance"),
        };
        self.done(proposer, Action::ProposeMoney { step: step(&id), money });
        self.done(approver, Action::ApproveMoney { step: step(&id) });
        id
    }

    pub(crate) fn pay(&mut self, id: &str, which: &str) -> Fen {
        let money = Money::Disburse { application: application(id), tranche: tranche(which) };
        let step_id = self.money(money);
        let reference = prose("银行回单");
        self.done("finance-2", Action::PostPayment { step: step(&step_id), reference });
        self.state.steps()[&step(&step_id)].amount
    }

    pub(crate) fn days(&mut self, days: i64) {
        self.today += units::Span::new().days(days);
    }

    pub(crate) fn state_facts(&mut self, id: &str, at: &str, after: bool) {
        let (when, what) = match after {
            false => (When::Before, Promise::Promised),
            true => (When::After, Promise::Delivered),
        };
        let facts = [
            Stated::StructureAndFire(StructureAndFire {
                space: space(at),
                when,
                structure_grade: Some(StructureGrade::Third),
                seismic_ok: Some(after),
                fire_accepted: None,
            }),
            Stated::Traffic(Traffic {
                what,
                car_places: Some(120),
                charging_places: Some(30),
                bicycle_places: None,
                peak_hour_vehicles: None,
            }),
            Stated::Enterprises(Enterprises {
                what,
                year: 2026,
                size: programme::facts::EnterpriseSize::Small,
                industry: "I65".to_owned().try_into().unwrap(),
                count: 12,
                jobs: None,
            }),
        ];
        for stated in facts {
            let source =
                Source { origin: "申报表".to_owned(), date: None, mark: Mark::Reported };
            let fact = Box::new(Fact { stated, source, evidence: Digest::of(b"form") });
            self.on("owner", id, Move::StateFact { fact });
        }
    }
}

pub(crate) fn line_id(programme: &str, year: i16) -> String {
    format!("{programme}-{year}")
}

/// An application with the given spaces: name, owner, fen.
pub(crate) fn opening(
    id: &str,
    programme: &str,
    mode: Mode,
    spaces: &[(&str, u32, i64)],
) -> Action {
    Action::OpenApplication {
        application: application(id),
        programme: ProgrammeId::new(programme).unwrap(),
        district: DistrictId::new("xicheng").unwrap(),
        project_kind: ProjectKind::new("old_plant").unwrap(),
        mode,
        title: prose("老旧厂房改造"),
        parts: spaces
            .iter()
            .map(|(name, owner, fen)| Part {
                space: space(name),
                owner: org(*owner),
                investment: Fen(*fen),
            })
            .collect(),
        works: vec![work("structure"), work("green")],
        works_from: date("2024-09-01"),
    }
}

/// A firm decision: 30 % of an investment of ten million yuan, unless told otherwise.
pub(crate) fn decision(mode: Mode, amount: i64) -> DecisionSummary {
    DecisionSummary {
        scheme: "cn/beijing/vacated-space".to_owned(),
        version: "2023-plan".to_owned(),
        date: date("2024-03-01"),
        met: true,
        mode,
        amount: Some(Fen(amount)),
        investment: Some(Fen(1_000_000_000)),
        rate_bp: (mode == Mode::InvestmentSubsidy).then_some(3_000),
        unconfirmed: false,
        provisional: false,
        marks: vec![Mark::Seen, Mark::Reported],
        record: Digest::of(b"record"),
    }
}

/// The desk's ways through both workflows, up to and with the award.
impl World {
    pub(crate) fn reach_award(
        &mut self,
        id: &str,
        programme: &str,
        mode: Mode,
        at: &str,
        amount: i64,
    ) {
        let is_beijing = self.get(id).stage.as_str() == "reserve";
        let reserve = Money::Reserve {
            application: application(id),
            line: line(&line_id(programme, 2024)),
            amount: Fen(amount + 1_000),
        };
        if is_beijing {
            self.reach_appraisal(id, at);
            self.appraise(id);
        } else {
            self.attach("owner", id, &["retrofit_contract"]);
            self.submit(id);
            self.opinions(id, &["housing", "treasury"]);
        }
        let decision = Box::new(decision(mode, amount));
        self.on("city", id, Move::RecordDecision { decision });
        if !is_beijing {
            self.money(reserve.clone());
        }
        self.pass("city", id);
        self.on("city", id, Move::PublishNotice { notice: Digest::of(b"notice") });
        self.days(10);
        if is_beijing {
            self.pass("city", id);
            self.money(reserve);
        }
        self.on("city", id, Move::IssueLetter { letter: Digest::of(b"letter") });
        self.money(Money::Commit { application: application(id) });
        self.pass("city", id);
    }

    /// The Beijing way up to the third-party appraisal.
    pub(crate) fn reach_appraisal(&mut self, id: &str, at: &str) {
        self.attach("district", id, &["ledger_extract"]);
        self.pass("district", id);
        self.attach("owner", id, &["title_deed", "owner_consent", "fund_application"]);
        self.attach("owner", id, &["industry_plan", "operation_plan", "no_other_fund"]);
        self.state_facts(id, at, false);
        self.submit(id);
        self.pass("district", id);
        self.attach("district", id, &["district_recommendation"]);
        self.pass("district-2", id);
        self.opinions(id, &["development", "planning", "housing", "industry", "fire"]);
        self.pass("city", id);
    }

    fn appraise(&mut self, id: &str) {
        if !self.events.iter().any(|event| matches!(event.what, What::SheetPublished { .. })) {
            let criteria = [40, 60].map(|points_max| programme::command::Criterion {
                name: prose("评分项"),
                points_max,
            });
            let (sheet, criteria) = (sheet("appraisal"), criteria.to_vec());
            self.done("city", Action::PublishSheet { sheet, version: 1, criteria });
        }
        for expert in ["expert", "expert-2"] {
            let role = Role::Expert;
            self.on("city", id, Move::Appoint { user: user(expert), role });
            let (sheet, points) = (sheet("appraisal"), vec![30, 40]);
            self.on(expert, id, Move::Score { sheet, version: 1, points });
        }
        self.attach("expert", id, &["appraisal_report"]);
    }
}

/// The amounts of a board's only row, by name.
pub(crate) fn sums(world: &World) -> BTreeMap<&'static str, i64> {
    let mut total = BTreeMap::new();
    for row in world.state.board().into_values() {
        for (name, amount) in [
            ("appropriated", row.appropriated),
            ("available", row.available),
            ("reserved", row.reserved),
            ("committed", row.committed),
            ("disbursed", row.disbursed),
            ("receivable", row.receivable),
            ("returned", row.returned),
            ("written_off", row.written_off),
        ] {
            *total.entry(name).or_default() += amount.0;
        }
    }
    total
}
