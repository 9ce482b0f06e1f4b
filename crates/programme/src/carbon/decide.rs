//! Whether an act on a carbon account happens.

use std::collections::BTreeSet;

use units::{Date, GramsCo2e};

use super::account::{
    Account, Accounts, GRAMS_PER_UNIT, Reduction, ReductionState, UnitState, Year,
};
use super::act::{CarbonAct, CarbonEvent, Claim, Filing, NeutralityPlan, UnitRange};
use super::inventory::Basis;
use super::rights::{CarbonRight, may_carbon};
use crate::command::Actor;
use crate::guard::LIST_MAX;
use crate::ids::{AccountId, BoundaryId, ReductionId};
use crate::people::OrgCode;
use crate::refusal::{Code, Refusal};
use crate::state::State;

/// The greatest emission or reduction of one record: a billion tonnes.
const GRAMS_MAX: GramsCo2e = GramsCo2e(1_000_000_000_000_000);
/// The greatest serial number, which every reader of JSON reads exactly.
const SERIAL_MAX: u64 = (1 << 53) - 1;
/// The most units of one range: a billion.
const UNITS_MAX: u64 = 1_000_000_000;
/// The years that an account can have.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2200;
/// The most years of one plan.
const PLAN_YEARS_MAX: i16 = 50;

type Answer = Result<CarbonEvent, Refusal>;

/// Answers an act, and for whom its actor works.
pub(crate) fn decide(
    state: &State,
    actor: &Actor,
    expected: Option<u64>,
    id: &AccountId,
    act: &CarbonAct,
    today: Date,
) -> Result<(OrgCode, CarbonEvent), Refusal> {
    let accounts = &state.carbon;
    let account = accounts.accounts.get(id);
    if account.is_none() && !matches!(act, CarbonAct::Open) {
        // Who may not read any account does not learn which there are.
        may_carbon(state, actor, CarbonRight::Read, None, today)?;
        return Err(Refusal::unknown("碳账户", "carbon account", id));
    }
    let user = may_carbon(state, actor, CarbonRight::of(act), account, today)?;
    if let (Some(account), Some(seen)) = (account, expected)
        && account.version != seen
    {
        let now = account.version;
        return Err(Refusal::new(
            Code::VersionStale,
            format!("所见为第 {seen} 版，现为第 {now} 版"),
            format!("you saw version {seen}, it is now version {now}"),
        ));
    }
    let happened = match account {
        None => open(accounts, enterprise(state, actor, &user.organisation)),
        Some(account) => On { accounts, id, account, today }.answer(act),
    };
    Ok((user.organisation.clone(), happened?))
}

/// For whom the role is held in which the actor acts.
fn enterprise<'a>(state: &'a State, actor: &Actor, own: &'a OrgCode) -> &'a OrgCode {
    let by = actor.on_behalf_of.as_ref().and_then(|by| state.people.users.get(by));
    by.map_or(own, |by| &by.organisation)
}

fn open(accounts: &Accounts, enterprise: &OrgCode) -> Answer {
    match accounts.of_enterprise.get(enterprise) {
        Some(other) => Err(Refusal::exists("该企业的碳账户", "the enterprise's account", other)),
        None => Ok(CarbonEvent::Opened { enterprise: enterprise.clone() }),
    }
}

/// An account on which something is done.
struct On<'a> {
    accounts: &'a Accounts,
    id: &'a AccountId,
    account: &'a Account,
    today: Date,
}

impl On<'_> {
    fn answer(&self, act: &CarbonAct) -> Answer {
        match act {
            CarbonAct::Open => Err(Refusal::exists("碳账户", "carbon account", self.id)),
            CarbonAct::AddBoundary { .. } => self.add_boundary(act),
            CarbonAct::EndBoundary { boundary, to } => self.end_boundary(boundary, *to),
            CarbonAct::FileStatement { filing } => self.file(filing),
            CarbonAct::VerifyStatement { year, statement, report } => {
                let of = self.account.years.get(year);
                let stands = self.account.filing(*year).is_some_and(|f| f.statement == *statement);
                if !stands {
                    return Err(Refusal::unknown("现行报告", "statement that stands", statement));
                }
                if of.is_some_and(|of| of.verified.is_some()) {
                    return Err(Refusal::new(Code::Done, "报告已核查", "it was verified"));
                }
                let (year, statement, report) = (*year, *statement, *report);
                Ok(CarbonEvent::StatementVerified { year, statement, report })
            }
            CarbonAct::ClaimReduction { claim } => self.claim(claim),
            CarbonAct::VerifyReduction { reduction, report } => {
                let record = self.record(reduction, ReductionState::Claimed)?;
                self.check_days(&record.claim)?;
                let total = self.reduced(record.claim.from.year()) + record.claim.grams();
                in_range(
                    total <= GRAMS_MAX,
                    "年度减排量超出范围",
                    "a year's reductions within the range",
                )?;
                let (reduction, report) = (reduction.clone(), *report);
                Ok(CarbonEvent::ReductionVerified { reduction, report })
            }
            CarbonAct::RefuseReduction { reduction, reason } => {
                self.record(reduction, ReductionState::Claimed)?;
                let (reduction, reason) = (reduction.clone(), reason.clone());
                Ok(CarbonEvent::ReductionRefused { reduction, reason })
            }
            CarbonAct::ReverseReduction { reduction, reason } => {
                let record = self.record(reduction, ReductionState::Verified)?;
                self.undeclared(record.claim.from.year())?;
                let (reduction, reason) = (reduction.clone(), reason.clone());
                Ok(CarbonEvent::ReductionReversed { reduction, reason })
            }
            _ => self.offset(act),
        }
    }

    /// Units, plans and neutrality.
    fn offset(&self, act: &CarbonAct) -> Answer {
        match act {
            CarbonAct::EnterUnits { units, vintage, evidence } => {
                is_range(units)?;
                is_year(*vintage)?;
                if let Some((first, lot)) = self.accounts.lots(units).next() {
                    return Err(taken(units, first, lot.last));
                }
                let (units, vintage, evidence) = (units.clone(), *vintage, *evidence);
                Ok(CarbonEvent::UnitsEntered { units, vintage, evidence })
            }
            CarbonAct::RetireUnits { units, year } => {
                self.held(units)?;
                self.reduced_first(*year)?;
                Ok(CarbonEvent::UnitsRetired { units: units.clone(), year: *year })
            }
            CarbonAct::CancelUnits { units, reason } => {
                self.held(units)?;
                let (units, reason) = (units.clone(), reason.clone());
                Ok(CarbonEvent::UnitsCancelled { units, reason })
            }
            CarbonAct::Plan { plan } => self.plan(plan),
            CarbonAct::DeclareNeutrality { year } => self.declare(*year),
            CarbonAct::Certify { year, certificate } => {
                self.declared(*year, false)?;
                Ok(CarbonEvent::Certified { year: *year, certificate: *certificate })
            }
            CarbonAct::RefuseCertificate { year, reason } => {
                self.declared(*year, false)?;
                Ok(CarbonEvent::CertificateRefused { year: *year, reason: reason.clone() })
            }
            CarbonAct::RevokeCertificate { year, reason } => {
                self.declared(*year, true)?;
                Ok(CarbonEvent::CertificateRevoked { year: *year, reason: reason.clone() })
            }
            _ => Err(Refusal::new(Code::NotAllowed, "此处不能办理", "this is not done here")),
        }
    }

    fn add_boundary(&self, act: &CarbonAct) -> Answer {
        let CarbonAct::AddBoundary { boundary, spaces, from, to } = act else {
            return Err(Refusal::new(Code::NotAllowed, "此处不能办理", "this is not done here"));
        };
        if self.account.sites.contains_key(boundary) {
            return Err(Refusal::exists("核算边界", "boundary", boundary));
        }
        let distinct: BTreeSet<_> = spaces.iter().collect();
        in_range(
            !spaces.is_empty() && spaces.len() <= LIST_MAX && distinct.len() == spaces.len(),
            "空间 1 至 500 个，且不重复",
            "1 to 500 different spaces",
        )?;
        is_year(from.year())?;
        in_range(
            to.is_none_or(|to| *from <= to),
            "末日早于首日",
            "the last day is before the first",
        )?;
        let meets = |site: &super::account::Site| {
            let ended_before = site.to.is_some_and(|last| last < *from);
            let begins_after = to.is_some_and(|last| last < site.from);
            !ended_before && !begins_after && site.spaces.iter().any(|one| distinct.contains(one))
        };
        if let Some((other, _)) = self.account.sites.iter().find(|(_, site)| meets(site)) {
            return Err(Refusal::new(
                Code::CountedTwice,
                format!("边界 {other} 在这些日期已含其中的空间"),
                format!("the boundary {other} has one of the spaces on these days"),
            ));
        }
        Ok(CarbonEvent::BoundaryAdded {
            boundary: boundary.clone(),
            spaces: spaces.clone(),
            from: *from,
            to: *to,
        })
    }

    fn end_boundary(&self, boundary: &BoundaryId, to: Date) -> Answer {
        let site = self.account.sites.get(boundary);
        let site = site.ok_or_else(|| Refusal::unknown("核算边界", "boundary", boundary))?;
        in_range(
            site.from <= to && site.to.is_none_or(|last| to < last),
            "末日须在边界存续期内",
            "a last day on which the boundary still exists",
        )?;
        let beyond = |record: &&Reduction| {
            record.state == ReductionState::Verified
                && record.account == *self.id
                && record.claim.boundary == *boundary
                && record.claim.to > to
        };
        // Records of the boundary's spaces that end later; there are few after its last day.
        let later = site.spaces.iter().filter_map(|space| self.accounts.taken.get(space));
        let days = later.flat_map(|kinds| kinds.values());
        let ids = days.flat_map(|days| days.values().rev().take_while(|(last, _)| *last > to));
        let found = ids.filter_map(|(_, id)| self.accounts.reductions.get(id)).find(beyond);
        if let Some(record) = found {
            let id = &record.claim.reduction;
            return Err(Refusal::new(
                Code::OutsideBoundary,
                format!("减排记录 {id} 的期间晚于 {to}，须先冲销"),
                format!("the reduction {id} reaches beyond {to}: reverse it first"),
            ));
        }
        Ok(CarbonEvent::BoundaryEnded { boundary: boundary.clone(), to })
    }

    fn file(&self, filing: &Filing) -> Answer {
        is_year(filing.year)?;
        let sums = [filing.scope1_g, filing.scope2_location_g, filing.scope2_market_g];
        in_range(
            sums.iter().all(|sum| (GramsCo2e::ZERO..=GRAMS_MAX).contains(sum)),
            "各范围排放 0 至 10 亿吨",
            "emissions of 0 to a billion tonnes in each scope",
        )?;
        in_range(
            filing.year < self.today.year() && filing.known_on <= self.today,
            "年度已结束，因子截止日不晚于今日",
            "a year that is over, and factors as known by today",
        )?;
        let stands = self.account.filing(filing.year).map(|one| one.statement);
        if filing.restates != stands {
            return Err(Refusal::new(
                Code::AmountChanged,
                "重述须写明所替代的现行报告，首次报告不写",
                "a restatement names the statement that stands, a first one names none",
            ));
        }
        if stands == Some(filing.statement) {
            return Err(Refusal::new(Code::Done, "报告未变", "the statement is the same"));
        }
        self.undeclared(filing.year)?;
        Ok(CarbonEvent::StatementFiled { filing: Box::new(filing.clone()) })
    }

    fn claim(&self, claim: &Claim) -> Answer {
        let id = &claim.reduction;
        if self.accounts.reductions.contains_key(id) {
            return Err(Refusal::exists("减排记录", "reduction", id));
        }
        is_year(claim.from.year())?;
        in_range(
            claim.from <= claim.to && claim.from.year() == claim.to.year() && claim.to < self.today,
            "期间须已结束，且在同一自然年内；跨年的分为两条",
            "days that are over, of one calendar year: split what goes beyond",
        )?;
        in_range(
            GramsCo2e::ZERO <= claim.actual_g
                && claim.actual_g < claim.baseline_g
                && claim.baseline_g <= GRAMS_MAX,
            "基准排放须大于实际排放，至多 10 亿吨",
            "a baseline above what was emitted, at most a billion tonnes",
        )?;
        if let Some(other) = &claim.corrects {
            self.record(other, ReductionState::Reversed)?;
        }
        self.check_days(claim)?;
        Ok(CarbonEvent::ReductionClaimed { claim: Box::new(claim.clone()) })
    }

    /// Whether a record's days lie in its boundary, and count nowhere yet.
    fn check_days(&self, claim: &Claim) -> Result<(), Refusal> {
        let Claim { boundary, from, to, .. } = claim;
        let site = self.account.sites.get(boundary);
        let site = site.ok_or_else(|| Refusal::unknown("核算边界", "boundary", boundary))?;
        if !site.covers(*from, *to) {
            let last = site.to.map_or("…".to_owned(), |last| last.to_string());
            return Err(Refusal::new(
                Code::OutsideBoundary,
                format!("边界 {boundary} 的存续期为 {}–{last}，不含 {from}–{to}", site.from),
                format!("the boundary {boundary} exists {}–{last}, not {from}–{to}", site.from),
            ));
        }
        let spaces = site.spaces.iter();
        let mut found = spaces.filter_map(|space| {
            Some((space, self.accounts.overlap(space, claim.of, (*from, *to))?))
        });
        if let Some((space, other)) = found.next() {
            return Err(Refusal::new(
                Code::CountedTwice,
                format!("减排记录 {other} 已含空间 {space} 的部分日期"),
                format!("the reduction {other} counts some of these days on {space}"),
            ));
        }
        Ok(())
    }

    /// A record of this account in the state that the act needs.
    fn record(&self, id: &ReductionId, state: ReductionState) -> Result<&Reduction, Refusal> {
        let found = self.accounts.reductions.get(id).filter(|one| one.account == *self.id);
        let found = found.ok_or_else(|| Refusal::unknown("减排记录", "reduction", id))?;
        if found.state == state {
            return Ok(found);
        }
        let now = found.state;
        Err(Refusal::new(
            Code::Done,
            format!("减排记录 {id} 现为 {now:?}，须为 {state:?}"),
            format!("the reduction {id} is {now:?}, not {state:?}"),
        ))
    }

    /// Whether all these units are this account's, and none was used.
    fn held(&self, units: &UnitRange) -> Result<(), Refusal> {
        is_range(units)?;
        let mut next = units.first;
        for (first, lot) in self.accounts.lots(units) {
            if first > next || lot.account != *self.id {
                break;
            }
            if lot.state != UnitState::Held {
                return Err(taken(units, first, lot.last));
            }
            next = lot.last.saturating_add(1);
        }
        if next > units.last {
            return Ok(());
        }
        let UnitRange { series, .. } = units;
        Err(Refusal::new(
            Code::Unknown,
            format!("账户不持有 {series} 的 {next} 号"),
            format!("the account does not hold number {next} of {series}"),
        ))
    }

    fn plan(&self, plan: &NeutralityPlan) -> Answer {
        let NeutralityPlan { first_year, last_year, basis, reduction_g, .. } = plan;
        is_year(*first_year)?;
        is_year(*last_year)?;
        in_range(
            first_year <= last_year && last_year - first_year < PLAN_YEARS_MAX,
            "计划 1 至 50 年",
            "a plan of 1 to 50 years",
        )?;
        in_range(
            *basis != Basis::Both,
            "写明以 location 或 market 为准",
            "location or market as the figure to offset",
        )?;
        in_range(
            GramsCo2e::ZERO < *reduction_g && *reduction_g <= GRAMS_MAX,
            "先减排：每年减排量大于 0",
            "reduce first: a reduction above nothing in each year",
        )?;
        let meets = |other: &&NeutralityPlan| {
            other.first_year <= *last_year && *first_year <= other.last_year
        };
        if let Some(other) = self.account.plans.iter().find(meets) {
            let (from, to) = (other.first_year, other.last_year);
            return Err(Refusal::new(
                Code::Exists,
                format!("{from}–{to} 年已有计划"),
                format!("the years {from}–{to} have a plan"),
            ));
        }
        Ok(CarbonEvent::Planned { plan: plan.clone() })
    }

    fn reduced(&self, year: i16) -> GramsCo2e {
        self.account.years.get(&year).map_or(GramsCo2e::ZERO, |year| year.reduced_g)
    }

    /// The plan and statement of a year whose planned reduction was made: DB11/T 1861 and
    /// ISO 14068-1 let nothing be offset before.
    fn reduced_first(&self, year: i16) -> Result<(&NeutralityPlan, &Filing, &Year), Refusal> {
        let missing = |zh: &str, en: &str| {
            Refusal::new(Code::Incomplete, format!("{year} 年{zh}"), format!("{year} has no {en}"))
        };
        let plan = self.account.plan(year);
        let plan = plan.ok_or_else(|| missing("没有碳中和计划", "plan of neutrality"))?;
        let of = self.account.years.get(&year);
        let of = of.ok_or_else(|| missing("没有排放报告", "statement"))?;
        let filing = of.filings.last().ok_or_else(|| missing("没有排放报告", "statement"))?;
        if of.verified.is_none() {
            return Err(missing("的排放报告未经核查", "verified statement"));
        }
        if of.reduced_g < plan.reduction_g {
            let (reduced, needed) = (of.reduced_g, plan.reduction_g);
            return Err(Refusal::new(
                Code::ReduceFirst,
                format!("{year} 年核查减排量 {reduced} 克，计划 {needed} 克"),
                format!("{year} has {reduced} g of verified reductions, planned were {needed} g"),
            ));
        }
        Ok((plan, filing, of))
    }

    fn declare(&self, year: i16) -> Answer {
        let (plan, filing, of) = self.reduced_first(year)?;
        self.undeclared(year)?;
        let emitted_g = filing.own(plan.basis);
        let offset = i128::from(of.retired_units) * i128::from(GRAMS_PER_UNIT);
        if offset < i128::from(emitted_g.0) {
            let retired = of.retired_units;
            return Err(Refusal::new(
                Code::Incomplete,
                format!("{year} 年排放 {emitted_g} 克，仅注销 {retired} 吨"),
                format!("{year} has {emitted_g} g of emissions and {retired} t retired"),
            ));
        }
        Ok(CarbonEvent::NeutralityDeclared {
            year,
            statement: filing.statement,
            emitted_g,
            reduced_g: of.reduced_g,
            retired_units: of.retired_units,
        })
    }

    /// A year on which no declaration stands: what it rests on may change.
    fn undeclared(&self, year: i16) -> Result<(), Refusal> {
        let declared = self.account.years.get(&year).is_some_and(|year| year.declared.is_some());
        if !declared {
            return Ok(());
        }
        Err(Refusal::new(
            Code::StepOpen,
            format!("{year} 年已声明碳中和，须先退回或撤销"),
            format!("{year} is declared neutral: that has to be refused or revoked first"),
        ))
    }

    /// A year that was declared, and certified or not yet.
    fn declared(&self, year: i16, certified: bool) -> Result<(), Refusal> {
        let declared = self.account.years.get(&year).and_then(|year| year.declared.as_ref());
        if declared.is_some_and(|one| one.certificate.is_some() == certified) {
            return Ok(());
        }
        Err(Refusal::new(
            Code::WrongStage,
            format!("{year} 年没有待此办理的碳中和声明"),
            format!("{year} has no declaration that waits for this"),
        ))
    }
}

fn in_range(holds: bool, zh: &str, en: &str) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(Refusal::range(zh, en)) }
}

fn is_year(year: i16) -> Result<(), Refusal> {
    in_range(YEARS.contains(&year), "年度 2000 至 2200", "a year from 2000 to 2200")
}

fn is_range(units: &UnitRange) -> Result<(), Refusal> {
    let UnitRange { first, last, .. } = units;
    in_range(
        first <= last && *last <= SERIAL_MAX && units.count() <= UNITS_MAX,
        "序列号由小到大，至多十亿个",
        "serial numbers from low to high, at most a billion of them",
    )
}

fn taken(units: &UnitRange, first: u64, last: u64) -> Refusal {
    let series = &units.series;
    Refusal::new(
        Code::CountedTwice,
        format!("{series} 的 {first}–{last} 号已登记或已使用"),
        format!("the numbers {first}–{last} of {series} were entered or used already"),
    )
}
