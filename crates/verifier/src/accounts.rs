//! Check 12: what counts in carbon accounts counts once, and only for who may say so.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::carbon::{Carbon, Claim, Declared, Filing, Plan, Series, Site, Units};
use crate::event::Actor;
use crate::money::Name;
use crate::refusal::{Check, Fault, Say, Verdict, ensure};
use crate::state::State;

/// A tonne, which one unit is.
const GRAMS_PER_UNIT: i128 = 1_000_000;

/// How far a record of a reduction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Claimed,
    Verified,
    Refused,
    Reversed,
}

#[derive(Debug)]
struct Record {
    account: Name,
    claim: Claim,
    stage: Stage,
}

/// A year of an account.
#[derive(Debug, Default)]
struct Year {
    filing: Option<Filing>,
    is_verified: bool,
    reduced_g: i128,
    retired_units: i128,
    /// Whether it is declared neutral, and then whether that is certified.
    declared: Option<bool>,
}

/// An account.
#[derive(Debug, Default)]
pub(crate) struct Account {
    enterprise: Option<Name>,
    sites: BTreeMap<Name, Site>,
    years: BTreeMap<i64, Year>,
    plans: Vec<Plan>,
}

/// Serial numbers from each first one to a last.
type Numbers = BTreeMap<i64, i64>;

/// Every carbon account.
#[derive(Debug, Default)]
pub(crate) struct Accounts {
    pub(crate) accounts: BTreeMap<Name, Account>,
    enterprises: BTreeSet<Name>,
    records: BTreeMap<Name, Record>,
    /// By space and source: from each first day to a last.
    days: BTreeMap<(Name, &'static str), BTreeMap<Date, Date>>,
    /// Whose units there are; ranges stay as they came in.
    entered: BTreeMap<Series, BTreeMap<i64, (i64, Name)>>,
    /// Units that were retired or cancelled.
    used: BTreeMap<Series, Numbers>,
}

/// What accounts hold together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CarbonSums {
    /// How many accounts there are.
    pub accounts: usize,
    /// Verified reductions, in grams CO2e.
    pub reduced_g: i128,
    /// Units that came in.
    pub units_entered: i128,
    /// Units that were retired for a year.
    pub units_retired: i128,
    /// Units that were retired or cancelled.
    pub units_used: i128,
}

fn fail<T>(found: impl Into<String>, expected: Say) -> Verdict<T> {
    Err(Fault::new(Check::Carbon, found, expected))
}

fn holds(holds: bool, expected: Say, found: impl FnOnce() -> String) -> Verdict {
    ensure(holds, Check::Carbon, expected, found)
}

/// A range of `taken` that shares a place with `first..=last`.
fn meets<T: Ord + Copy>(taken: &BTreeMap<T, T>, first: T, last: T) -> bool {
    taken.range(..=last).next_back().is_some_and(|(_, end)| *end >= first)
}

impl State {
    /// Takes in what happened to an account, or says why it could not.
    pub(crate) fn carbon(&mut self, actor: &Actor, id: &Name, happened: Carbon) -> Verdict {
        let enterprise = match &happened {
            Carbon::Opened { enterprise } => Some(enterprise.clone()),
            _ => self.carbon.accounts.get(id).and_then(|account| account.enterprise.clone()),
        };
        let Some(enterprise) = enterprise else {
            return fail(&**id, ["已开立的碳账户", "a carbon account that was opened"]);
        };
        self.check_independent(actor, &enterprise)?;
        self.carbon.take(id, happened)
    }

    /// Who acts for the enterprise works there; everybody else does not.
    fn check_independent(&self, actor: &Actor, enterprise: &Name) -> Verdict {
        if actor.role == "applicant" {
            let holder = actor.on_behalf_of.as_ref().unwrap_or(&actor.user);
            let own = self.users.get(holder).is_some_and(|user| user.organisation == *enterprise);
            let expected = ["账户所属企业的人员", "someone of the account's enterprise"];
            return holds(own, expected, || format!("{holder} ≠ {enterprise}"));
        }
        let users = [Some(&actor.user), actor.on_behalf_of.as_ref()];
        for user in users.into_iter().flatten().filter_map(|user| self.users.get(user)) {
            let inside =
                self.employers.get(&user.person).is_some_and(|all| all.contains(enterprise));
            let expected = ["与企业无任职关系的人员", "nobody with an account at the enterprise"];
            holds(!inside, expected, || format!("{}: {enterprise}", user.person))?;
        }
        Ok(())
    }
}

impl Accounts {
    /// Whether a record of this id was claimed.
    pub(crate) fn is_claimed(&self, reduction: &Name) -> bool {
        self.records.contains_key(reduction)
    }

    pub(crate) fn sums(&self) -> CarbonSums {
        let years = || self.accounts.values().flat_map(|account| account.years.values());
        let count = |(first, last): (&i64, i64)| i128::from(last) - i128::from(*first) + 1;
        let entered = self.entered.values().flatten();
        CarbonSums {
            accounts: self.accounts.len(),
            reduced_g: years().map(|year| year.reduced_g).sum(),
            units_entered: entered.map(|(first, (last, _))| count((first, *last))).sum(),
            units_retired: years().map(|year| year.retired_units).sum(),
            units_used: self
                .used
                .values()
                .flatten()
                .map(|(first, last)| count((first, *last)))
                .sum(),
        }
    }

    fn take(&mut self, id: &Name, happened: Carbon) -> Verdict {
        match happened {
            Carbon::Opened { enterprise } => {
                let expected = ["每企业一个账户", "one account for an enterprise"];
                let is_new = self.enterprises.insert(enterprise.clone());
                holds(is_new, expected, || format!("{id}: {enterprise}"))?;
                let account = Account { enterprise: Some(enterprise), ..Account::default() };
                self.accounts.insert(id.clone(), account);
                Ok(())
            }
            Carbon::Claimed(claim) => self.claim(id, *claim),
            Carbon::Verified(reduction) => self.count(id, &reduction),
            Carbon::Refused(reduction) => {
                self.turn(id, &reduction, Stage::Claimed, Stage::Refused).map(drop)
            }
            Carbon::Reversed(reduction) => self.reverse(id, &reduction),
            Carbon::Entered(units) => self.enter(id, &units),
            Carbon::Retired(units, year) => {
                self.use_up(id, &units)?;
                let account = self.accounts.entry(id.clone()).or_default();
                account.check_reduced(year)?;
                let count = i128::from(units.last) - i128::from(units.first) + 1;
                account.years.entry(year).or_default().retired_units += count;
                Ok(())
            }
            Carbon::Cancelled(units) => self.use_up(id, &units),
            Carbon::Ended { boundary, to } => self.end(id, &boundary, to),
            other => self.accounts.entry(id.clone()).or_default().take(id, other),
        }
    }

    fn claim(&mut self, id: &Name, claim: Claim) -> Verdict {
        let name = claim.reduction.clone();
        let fits =
            claim.grams > 0 && claim.from <= claim.to && claim.from.year() == claim.to.year();
        let expected = ["一个自然年内大于 0 的减排", "a reduction above nothing within a year"];
        holds(fits, expected, || {
            format!("{name}: {} g, {}–{}", claim.grams, claim.from, claim.to)
        })?;
        if let Some(old) = &claim.corrects {
            let record = self.records.get(old);
            let reversed =
                record.is_some_and(|one| one.account == *id && one.stage == Stage::Reversed);
            let expected = ["本账户已冲销的记录", "a reversed record of this account"];
            holds(reversed, expected, || format!("{name}: {old}"))?;
        }
        let (account, stage) = (id.clone(), Stage::Claimed);
        self.records.insert(name, Record { account, claim, stage });
        Ok(())
    }

    /// Gives a record of this account another stage.
    fn turn(&mut self, id: &Name, name: &Name, from: Stage, to: Stage) -> Verdict<Claim> {
        let record = self.records.get_mut(name);
        let record = record.filter(|one| one.account == *id && one.stage == from);
        let expected = ["本账户处于相应状态的记录", "a record of this account in the stage before"];
        let Some(record) = record else { return fail(&**name, expected) };
        record.stage = to;
        Ok(record.claim.clone())
    }

    fn count(&mut self, id: &Name, name: &Name) -> Verdict {
        let claim = self.turn(id, name, Stage::Claimed, Stage::Verified)?;
        let account = self.accounts.entry(id.clone()).or_default();
        let site = account.sites.get(&claim.boundary);
        let covers =
            |site: &&Site| site.from <= claim.from && site.to.is_none_or(|last| claim.to <= last);
        let expected = ["边界存续期内的日期", "days on which the boundary exists"];
        let Some(site) = site.filter(covers) else {
            return fail(
                format!("{name}: {} {}–{}", claim.boundary, claim.from, claim.to),
                expected,
            );
        };
        for space in &site.spaces {
            let days = self.days.entry((space.clone(), claim.of)).or_default();
            let expected = [
                "同一空间、来源、日期只计一次",
                "a day of a space and source that no verified record counts",
            ];
            holds(!meets(days, claim.from, claim.to), expected, || format!("{name}: {space}"))?;
            days.insert(claim.from, claim.to);
        }
        let year = account.years.entry(claim.from.year().into()).or_default();
        year.reduced_g += i128::from(claim.grams);
        Ok(())
    }

    fn reverse(&mut self, id: &Name, name: &Name) -> Verdict {
        let claim = self.turn(id, name, Stage::Verified, Stage::Reversed)?;
        let account = self.accounts.entry(id.clone()).or_default();
        let spaces = account.sites.get(&claim.boundary).map(|site| site.spaces.as_slice());
        for space in spaces.into_iter().flatten() {
            if let Some(days) = self.days.get_mut(&(space.clone(), claim.of)) {
                days.remove(&claim.from);
            }
        }
        let year = account.years.entry(claim.from.year().into()).or_default();
        year.reduced_g -= i128::from(claim.grams);
        year.check_undeclared(name)
    }

    fn end(&mut self, id: &Name, boundary: &Name, to: Date) -> Verdict {
        let beyond = self.records.values().find(|one| {
            one.stage == Stage::Verified
                && one.account == *id
                && one.claim.boundary == *boundary
                && one.claim.to > to
        });
        let expected = ["末日之后没有有效减排记录", "no verified record beyond the last day"];
        if let Some(record) = beyond {
            return fail(format!("{boundary}, {to}: {}", record.claim.reduction), expected);
        }
        let account = self.accounts.entry(id.clone()).or_default();
        let site = account.sites.get_mut(boundary);
        let site = site.filter(|one| one.from <= to && one.to.is_none_or(|last| to < last));
        let expected = ["存续的边界，末日提前", "a boundary that exists, and ends earlier"];
        let Some(site) = site else { return fail(format!("{boundary}, {to}"), expected) };
        site.to = Some(to);
        Ok(())
    }

    fn enter(&mut self, id: &Name, units: &Units) -> Verdict {
        let Units { of, first, last } = units;
        let entered = self.entered.entry(of.clone()).or_default();
        let before = entered.range(..=*last).next_back();
        let is_new = first <= last && before.is_none_or(|(_, (end, _))| end < first);
        let expected = ["未曾登记的序列号", "serial numbers that did not come in before"];
        holds(is_new, expected, || format!("{} {}: {first}–{last}", of.0, of.1))?;
        entered.insert(*first, (*last, id.clone()));
        Ok(())
    }

    fn use_up(&mut self, id: &Name, units: &Units) -> Verdict {
        let Units { of, first, last } = units;
        let shown = || format!("{} {}: {first}–{last}", of.0, of.1);
        let mut next = *first;
        let entered = self.entered.get(of);
        while next <= *last {
            let found = entered.and_then(|all| all.range(..=next).next_back());
            let own = found.filter(|(_, (end, account))| *end >= next && account == id);
            let expected = ["本账户登记的序列号", "serial numbers that came in to this account"];
            let Some((_, (end, _))) = own else { return fail(shown(), expected) };
            next = end.saturating_add(1);
        }
        let used = self.used.entry(of.clone()).or_default();
        let is_free = first <= last && !meets(used, *first, *last);
        let expected = ["未使用过的序列号", "serial numbers that were not used before"];
        holds(is_free, expected, shown)?;
        used.insert(*first, *last);
        Ok(())
    }
}

impl Year {
    fn check_undeclared(&self, what: &str) -> Verdict {
        let expected = ["未声明碳中和的年度", "a year that is not declared neutral"];
        holds(self.declared.is_none(), expected, || what.to_owned())
    }
}

impl Account {
    fn take(&mut self, id: &Name, happened: Carbon) -> Verdict {
        match happened {
            Carbon::Added { boundary, site } => {
                let fits = !site.spaces.is_empty() && site.to.is_none_or(|to| site.from <= to);
                let is_new = fits && !self.sites.contains_key(&boundary);
                let expected = ["新的边界", "a boundary that is new"];
                holds(is_new, expected, || format!("{id}: {boundary}"))?;
                self.sites.insert(boundary, site);
                Ok(())
            }
            Carbon::Filed(filing) => self.file(id, filing),
            Carbon::StatementVerified { year, statement } => {
                let of = self.years.entry(year).or_default();
                let stands = of.filing.as_ref().is_some_and(|one| one.statement == statement);
                let expected =
                    ["未经核查的现行报告", "the statement that stands, not verified yet"];
                holds(stands && !of.is_verified, expected, || format!("{id}: {year}"))?;
                of.is_verified = true;
                Ok(())
            }
            Carbon::Planned(plan) => {
                let apart =
                    |one: &Plan| one.last_year < plan.first_year || plan.last_year < one.first_year;
                let fits = plan.first_year <= plan.last_year && self.plans.iter().all(apart);
                let expected = ["每年一个计划", "one plan for a year"];
                holds(fits, expected, || format!("{id}: {}–{}", plan.first_year, plan.last_year))?;
                self.plans.push(plan);
                Ok(())
            }
            Carbon::Declared(declared) => self.declare(id, &declared),
            Carbon::Certified(year) => self.answer(id, year, false, Some(true)),
            Carbon::CertificateRefused(year) => self.answer(id, year, false, None),
            Carbon::Revoked(year) => self.answer(id, year, true, None),
            _ => Ok(()),
        }
    }

    fn file(&mut self, id: &Name, filing: Filing) -> Verdict {
        let year = self.years.entry(filing.year).or_default();
        let stands = year.filing.as_ref().map(|one| one.statement);
        let expected = ["重述写明现行报告", "the statement that stands, in a restatement alone"];
        holds(filing.restates == stands, expected, || format!("{id}: {}", filing.year))?;
        year.check_undeclared(id)?;
        (year.filing, year.is_verified) = (Some(filing), false);
        Ok(())
    }

    /// The plan of a year with a verified statement, whose planned reduction was made.
    fn check_reduced(&self, number: i64) -> Verdict<(&Plan, &Filing, &Year)> {
        let mut plans = self.plans.iter();
        let plan = plans.find(|one| (one.first_year..=one.last_year).contains(&number));
        let year = self.years.get(&number).filter(|year| year.is_verified);
        let filing = year.and_then(|year| year.filing.as_ref());
        let expected = [
            "先有计划、经核查的报告和计划的减排",
            "a plan, a verified statement and the planned reduction before",
        ];
        match (plan, filing, year) {
            (Some(plan), Some(filing), Some(year))
                if year.reduced_g >= i128::from(plan.reduction_g) =>
            {
                Ok((plan, filing, year))
            }
            _ => fail(number.to_string(), expected),
        }
    }

    fn declare(&mut self, id: &Name, declared: &Declared) -> Verdict {
        let Declared { year: number, statement, emitted_g, reduced_g, retired_units } = declared;
        let (plan, filing, year) = self.check_reduced(*number)?;
        year.check_undeclared(id)?;
        let emitted = if plan.is_market { filing.market_g } else { filing.location_g };
        let same = filing.statement == *statement
            && emitted == *emitted_g
            && year.reduced_g == i128::from(*reduced_g)
            && year.retired_units == i128::from(*retired_units);
        let expected = [
            "与报告、减排记录和注销量相符的合计",
            "the sums of the statement, the verified records and the retired units",
        ];
        holds(same, expected, || format!("{id}: {number}"))?;
        let expected = ["注销量不少于排放量", "as many tonnes retired as emitted"];
        let is_offset = year.retired_units * GRAMS_PER_UNIT >= i128::from(emitted);
        holds(is_offset, expected, || format!("{id}: {number}, {retired_units} t < {emitted} g"))?;
        self.years.entry(*number).or_default().declared = Some(false);
        Ok(())
    }

    /// Answers a declaration, certified before or not.
    fn answer(&mut self, id: &Name, year: i64, before: bool, after: Option<bool>) -> Verdict {
        let of = self.years.entry(year).or_default();
        let expected = ["待此办理的碳中和声明", "a declaration that waits for this"];
        holds(of.declared == Some(before), expected, || format!("{id}: {year}"))?;
        of.declared = after;
        Ok(())
    }
}
