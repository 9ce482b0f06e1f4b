//! A million random operations on carbon accounts: nothing counts twice, sums are right.

use std::collections::BTreeMap;

use oorandom::Rand64;
use programme::carbon::{
    Basis, CarbonAct, CarbonEvent, Claim, Filing, NeutralityPlan, ReductionKind, Registry,
    UnitRange,
};
use programme::command::{Action, Actor, Command};
use programme::event::What;
use programme::ids::{AccountId, BoundaryId, CommandId, Digest, ReductionId, SeriesId};
use programme::people::Role;
use programme::state::State;
use programme::{Answer, apply};
use units::{Date, GramsCo2e, SpaceId, Span};

use crate::world::{World, org, prose, rules, user};

const OPERATIONS: u64 = 1_000_000;
const ENTERPRISES: u64 = 12;

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
    fn next(&mut self, number: u64, claims: u64) -> (u64, &'static str, CarbonAct) {
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

/// What a day of a space is counted for, and what became of a unit: one entry each, in no clever
/// way, from events alone.
#[derive(Default)]
struct Brute {
    spaces: BTreeMap<(AccountId, BoundaryId), Vec<SpaceId>>,
    claims: BTreeMap<ReductionId, (AccountId, Claim)>,
    days: BTreeMap<(SpaceId, ReductionKind, Date), ReductionId>,
    entered: BTreeMap<(Registry, SeriesId, u64), (AccountId, bool)>,
    reduced: BTreeMap<(AccountId, i16), i64>,
    retired: BTreeMap<(AccountId, i16), u64>,
}

impl Brute {
    fn take(&mut self, account: &AccountId, happened: &CarbonEvent) {
        match happened {
            CarbonEvent::BoundaryAdded { boundary, spaces, .. } => {
                self.spaces.insert((account.clone(), boundary.clone()), spaces.clone());
            }
            CarbonEvent::ReductionClaimed { claim } => {
                let id = claim.reduction.clone();
                self.claims.insert(id, (account.clone(), (**claim).clone()));
            }
            CarbonEvent::ReductionVerified { reduction, .. } => self.count(reduction, true),
            CarbonEvent::ReductionReversed { reduction, .. } => self.count(reduction, false),
            CarbonEvent::UnitsEntered { units, .. } => {
                for number in units.first..=units.last {
                    let key = (units.registry, units.series.clone(), number);
                    let before = self.entered.insert(key, (account.clone(), false));
                    assert!(before.is_none(), "{number} came in twice");
                }
            }
            CarbonEvent::UnitsRetired { units, year } => {
                self.use_up(account, units);
                *self.retired.entry((account.clone(), *year)).or_default() += units.count();
            }
            CarbonEvent::UnitsCancelled { units, .. } => self.use_up(account, units),
            _ => {}
        }
    }

    fn count(&mut self, id: &ReductionId, counts: bool) {
        let (account, claim) = &self.claims[id];
        let sum = self.reduced.entry((account.clone(), claim.from.year())).or_default();
        *sum += if counts { claim.grams().0 } else { -claim.grams().0 };
        for space in &self.spaces[&(account.clone(), claim.boundary.clone())] {
            let mut day = claim.from;
            while day <= claim.to {
                let key = (space.clone(), claim.of, day);
                if counts {
                    let before = self.days.insert(key, id.clone());
                    assert!(before.is_none(), "{id} and {before:?} count {day} on {space}");
                } else {
                    assert_eq!(self.days.remove(&key).as_ref(), Some(id));
                }
                day = day.tomorrow().unwrap();
            }
        }
    }

    fn use_up(&mut self, account: &AccountId, units: &UnitRange) {
        for number in units.first..=units.last {
            let unit = self.entered.get_mut(&(units.registry, units.series.clone(), number));
            let (owner, used) = unit.unwrap();
            assert!(owner == account && !std::mem::replace(used, true), "{number} is used twice");
        }
    }
}

#[test]
fn a_million_operations_count_nothing_twice() {
    let mut world = World::new();
    for number in 0..ENTERPRISES {
        let code = 3_000 + u32::try_from(number).unwrap();
        let (organisation, name) = (org(code), prose("企业"));
        world.done("admin", Action::RegisterOrganisation { organisation, name });
        world.hire(&format!("e-{number}"), code, Role::Applicant, "");
    }
    let (mut state, now) = (world.state.clone(), world.now());
    let mut random = Random(Rand64::new(77));
    let (mut brute, mut claims, mut kinds) = (Brute::default(), 0, BTreeMap::new());
    let mut events = world.events.clone();
    let users: Vec<_> = (0..ENTERPRISES).map(|number| user(&format!("e-{number}"))).collect();
    for number in 0..OPERATIONS {
        let (place, who, what) = random.next(number, claims);
        let account = AccountId::new(&format!("acc-{place}")).unwrap();
        let (user, role) = match who {
            "self" => (users[usize::try_from(place).unwrap()].clone(), Role::Applicant),
            "verifier" => (user("verifier"), Role::Verifier),
            "city" => (user("city"), Role::MunicipalOfficer),
            _ => (user("auditor"), Role::Auditor),
        };
        let id = CommandId::new(&format!("o-{number}")).unwrap();
        let actor = Actor { user, role, on_behalf_of: None };
        let command =
            Command { id, actor, expected: None, action: Action::Carbon { account, what } };
        if let Ok(Answer::Happened(happened)) = apply(&state, &command, now) {
            for event in &happened {
                state.fold(event);
                let What::Carbon { account, happened } = &event.what else { panic!("{event:?}") };
                brute.take(account, happened);
                claims += u64::from(matches!(happened, CarbonEvent::ReductionClaimed { .. }));
                *kinds.entry(kind(happened)).or_insert(0_u32) += 1;
            }
            events.extend(happened);
        }
        if number % 100_000 == 99_999 {
            let found = state.carbon().violations();
            assert!(found.is_empty(), "operation {number}: {found:?}");
        }
    }
    println!("{} events of {OPERATIONS} operations: {kinds:?}", events.len());
    // The sums of the accounts are those of single days and single units.
    for (id, account) in state.carbon().accounts() {
        for (number, year) in &account.years {
            let key = (id.clone(), *number);
            assert_eq!(year.reduced_g.0, brute.reduced.get(&key).copied().unwrap_or(0));
            assert_eq!(year.retired_units, brute.retired.get(&key).copied().unwrap_or(0));
        }
    }
    // Every kind of event happened, certificates too.
    assert_eq!(kinds.len(), 17, "{kinds:?}");
    let mut again = State::new(rules());
    events.iter().for_each(|event| again.fold(event));
    assert!(again.same_as(&state));
}

fn kind(happened: &CarbonEvent) -> String {
    serde_json::to_value(happened).unwrap()["kind"].as_str().unwrap().to_owned()
}
