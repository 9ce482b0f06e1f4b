//! Random operations on carbon accounts that get somewhere, many of them refused.

use oorandom::Rand64;
use programme::carbon::{
    Basis, CarbonAct, Claim, Filing, NeutralityPlan, ReductionKind, Registry, UnitRange, UnitState,
    Year,
};
use programme::command::{Action, Actor, Command};
use programme::event::Event;
use programme::ids::{AccountId, BoundaryId, CommandId, Digest, ReductionId, SeriesId, UserId};
use programme::people::Role;
use programme::state::State;
use programme::{Answer, Moment, Suite, apply};
use units::{Date, GramsCo2e, SpaceId, Span};

use crate::world::{World, org, prose, user};

const ENTERPRISES: u64 = 12;

/// A desk with enterprises, on whose accounts something is done at random.
pub(crate) struct Operations {
    pub(crate) state: State,
    /// How many reductions were claimed.
    claims: u64,
    number: u64,
    now: Moment,
    users: Vec<UserId>,
    random: Random,
}

impl Operations {
    /// The desk, and the events that furnished it.
    pub(crate) fn new(suite: Suite, seed: u64) -> (Self, Vec<Event>) {
        let mut world = World::of(suite);
        for number in 0..ENTERPRISES {
            let code = 3_000 + u32::try_from(number).unwrap();
            let (organisation, name) = (org(code), prose("企业"));
            world.done("admin", Action::RegisterOrganisation { organisation, name });
            world.hire(&format!("e-{number}"), code, Role::Applicant, "");
        }
        let operations = Self {
            state: world.state.clone(),
            claims: 0,
            number: 0,
            now: world.now(),
            users: (0..ENTERPRISES).map(|number| user(&format!("e-{number}"))).collect(),
            random: Random(Rand64::new(u128::from(seed))),
        };
        (operations, world.events)
    }

    /// One operation; what happened is taken in.
    pub(crate) fn step(&mut self) -> Vec<Event> {
        let (place, who, what) = self.random.next(&self.state, self.number, self.claims);
        let is_claim = matches!(what, CarbonAct::ClaimReduction { .. });
        let account = AccountId::new(&format!("acc-{place}")).unwrap();
        let (user, role) = match who {
            "self" => (self.users[usize::try_from(place).unwrap()].clone(), Role::Applicant),
            "verifier" => (user("verifier"), Role::Verifier),
            "city" => (user("city"), Role::MunicipalOfficer),
            _ => (user("auditor"), Role::Auditor),
        };
        let id = CommandId::new(&format!("o-{}", self.number)).unwrap();
        self.number += 1;
        let actor = Actor { user, role, on_behalf_of: None };
        let action = Action::Carbon { account, what };
        let command = Command { id, actor, expected: None, action };
        let Ok(Answer::Happened(events)) = apply(&self.state, &command, self.now) else {
            return Vec::new();
        };
        events.iter().for_each(|event| self.state.fold(event));
        self.claims += u64::from(is_claim);
        events
    }
}

struct Random(Rand64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0.rand_range(0..end)
    }

    fn day(&mut self) -> Date {
        let days = i64::try_from(self.below(1_400)).unwrap();
        Date::constant(2020, 1, 1) + Span::new().days(days)
    }

    fn year(&mut self) -> i16 {
        2020 + i16::try_from(self.below(4)).unwrap()
    }

    fn units(&mut self) -> UnitRange {
        let series = SeriesId::new(&format!("s-{}", self.below(4))).unwrap();
        let registry = if self.below(2) == 0 { Registry::Ccer } else { Registry::Tanpuhui };
        let first = self.below(300_000);
        UnitRange { registry, series, first, last: first + self.below(60) }
    }

    /// An account, and what is asked of it by whom.
    fn next(&mut self, state: &State, number: u64, claims: u64) -> (u64, &'static str, CarbonAct) {
        if self.below(20) == 0
            && let Some((account, act)) = self.use_held(state)
        {
            return (account, "self", act);
        }
        let account = self.below(ENTERPRISES);
        let reduction = ReductionId::new(&format!("r-{}", self.below(claims + 1))).unwrap();
        let reason = || prose("随机");
        let digest = Digest::of(&(number % 7).to_be_bytes());
        let (who, act) = match self.below(20) {
            0 => ("self", CarbonAct::Open),
            1 => ("self", self.site()),
            2 => {
                let boundary = BoundaryId::new(&format!("b-{}", self.below(6))).unwrap();
                // Seldom: what has ended does not come back.
                let to = if self.below(200) == 0 { self.day() } else { Date::constant(2019, 1, 1) };
                ("self", CarbonAct::EndBoundary { boundary, to })
            }
            3 => ("self", self.filing(digest)),
            4 => {
                let (year, statement) = (self.year(), digest);
                ("verifier", CarbonAct::VerifyStatement { year, statement, report: digest })
            }
            5..=8 => ("self", self.claim(claims)),
            9..=11 => ("verifier", CarbonAct::VerifyReduction { reduction, report: digest }),
            12 => ("verifier", CarbonAct::RefuseReduction { reduction, reason: reason() }),
            13 => ("auditor", CarbonAct::ReverseReduction { reduction, reason: reason() }),
            14 => {
                let (units, vintage) = (self.units(), self.year());
                ("city", CarbonAct::EnterUnits { units, vintage, evidence: digest })
            }
            15 => ("self", CarbonAct::RetireUnits { units: self.units(), year: self.year() }),
            16 => ("self", CarbonAct::CancelUnits { units: self.units(), reason: reason() }),
            17 => ("self", self.plan(digest)),
            18 => ("self", CarbonAct::DeclareNeutrality { year: self.year() }),
            _ => {
                let (year, certificate) = (self.year(), digest);
                let reason = reason();
                let act = match self.below(3) {
                    0 => CarbonAct::Certify { year, certificate },
                    1 => CarbonAct::RefuseCertificate { year, reason },
                    _ => CarbonAct::RevokeCertificate { year, reason },
                };
                ("verifier", act)
            }
        };
        (account, who, act)
    }

    /// Retires some of the units that an account can use, for a year that needs them, or cancels
    /// them.
    fn use_held(&mut self, state: &State) -> Option<(u64, CarbonAct)> {
        let UnitRange { registry, series, first, last: _ } = self.units();
        let lots = state.carbon().units().get(&(registry, series.clone()))?;
        let mut later = lots.range(first..);
        let (first, lot) = later.find(|(_, lot)| lot.state == UnitState::Held)?;
        let units = UnitRange { registry, series, first: *first, last: lot.last };
        let account = lot.account.as_str().strip_prefix("acc-")?.parse().ok()?;
        let years = &state.carbon().accounts()[&lot.account].years;
        let fits = |(_, year): &(&i16, &Year)| year.verified.is_some() && year.declared.is_none();
        let year = years.iter().find(fits).map(|(year, _)| *year);
        let act = match year {
            Some(year) if self.below(5) > 0 => CarbonAct::RetireUnits { units, year },
            _ => CarbonAct::CancelUnits { units, reason: prose("随机") },
        };
        Some((account, act))
    }

    fn site(&mut self) -> CarbonAct {
        let first = self.below(40);
        let spaces = (0..=self.below(2)).map(|more| format!("S-{}", (first + more) % 40));
        CarbonAct::AddBoundary {
            boundary: BoundaryId::new(&format!("b-{}", self.below(6))).unwrap(),
            spaces: spaces.map(|name| SpaceId::new(&name).unwrap()).collect(),
            from: self.day(),
            to: None,
        }
    }

    fn filing(&mut self, statement: Digest) -> CarbonAct {
        let grams = GramsCo2e(i64::try_from(self.below(40_000_000)).unwrap());
        CarbonAct::FileStatement {
            filing: Box::new(Filing {
                year: self.year(),
                statement,
                activity: statement,
                factors: statement,
                known_on: Date::constant(2024, 1, 1),
                scope1_g: GramsCo2e(7),
                scope2_location_g: grams,
                scope2_market_g: grams,
                // The digest is one of seven, so that some restate the right one.
                restates: (self.below(2) == 0).then(|| Digest::of(&self.below(7).to_be_bytes())),
            }),
        }
    }

    fn claim(&mut self, claims: u64) -> CarbonAct {
        let from = self.day();
        let to = from + Span::new().days(i64::try_from(self.below(20)).unwrap());
        let kinds = [ReductionKind::Electricity, ReductionKind::Heat, ReductionKind::Gas];
        CarbonAct::ClaimReduction {
            claim: Box::new(Claim {
                reduction: ReductionId::new(&format!("r-{claims}")).unwrap(),
                boundary: BoundaryId::new(&format!("b-{}", self.below(6))).unwrap(),
                of: kinds[usize::try_from(self.below(3)).unwrap()],
                from,
                to,
                baseline_g: GramsCo2e(i64::try_from(self.below(9_000_000)).unwrap()),
                actual_g: GramsCo2e(i64::try_from(self.below(4_000_000)).unwrap()),
                report: Digest::of(b"report"),
                corrects: None,
            }),
        }
    }

    fn plan(&mut self, document: Digest) -> CarbonAct {
        let first_year = self.year();
        CarbonAct::Plan {
            plan: NeutralityPlan {
                first_year,
                last_year: first_year,
                basis: Basis::Location,
                reduction_g: GramsCo2e(i64::try_from(self.below(1_000_000)).unwrap()),
                document,
            },
        }
    }
}
