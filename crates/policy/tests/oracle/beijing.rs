//! What the Beijing plan of 2023 awards, computed again from its text: nothing is read from its
//! files but the facts that a case states beside the money.
//!
//! Investment subsidy: 10 % of a low-efficiency building's investment, 30 % of an old plant's and
//! of the infrastructure beside it; at most 50 million yuan, of an area project per bundle or per
//! component (the text leaves it open, so both are computed). Interest subsidy: for two years at
//! most, day by day the lower of the loan's rate and the reference rate on what is outstanding,
//! times the eligible share, on a year of 365 or 360 days; at most 50 million yuan. Both are cut
//! down to the fen; under `best` the larger one counts.

use num_bigint::BigInt;
use policy::{Decision, Facts, PartialDate, Record, Value, reported};
use units::{Date, Decimal, Sourced};

use super::draw::{Digits, Draw};
use super::exact::{Exact, Expected, Steps, Way, expect};

/// Modes in the order of the plan, and the word for the larger one.
pub(crate) const MODES: [&str; 3] = ["investment_subsidy", "interest_subsidy", "best"];
/// Kinds of projects in the plan's words.
pub(crate) const KINDS: [&str; 3] = ["low_efficiency_building", "old_plant", "area"];
/// Kinds of components of an area project.
const PARTS: [&str; 3] = ["low_efficiency_building", "old_plant", "infrastructure"];
const DAY_COUNTS: [(&str, i64); 2] = [("act_365", 365), ("act_360", 360)];

const CAP_YUAN: i64 = 50_000_000;
/// Digits after the point of a loan's sums and of its rates.
const YUAN_SCALE: u32 = 6;
const RATE_SCALE: u32 = 4;

/// Bases at which the cap is reached: a tenth, three tenths.
pub(crate) const NEAR_THE_CAP: [Digits; 3] =
    [(500_000_000, 0), (16_666_666_666, 2), (16_666_666_667, 2)];

/// How the cap of an area project is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    Bundle,
    Component,
}

impl Scope {
    pub(crate) const ALL: [(&'static str, Self); 2] =
        [("per_bundle", Self::Bundle), ("per_component", Self::Component)];
}

/// A day number and a sum or rate.
type Dated = (i64, Digits);

#[derive(Clone, Debug)]
struct Loan {
    drawn: Vec<Dated>,
    repaid: Vec<Dated>,
    actual: Vec<Dated>,
    reference: Vec<Dated>,
    count: usize,
    from: Day,
    maturity: i64,
    share: Digits,
}

/// Year, month and day.
type Day = (i64, i64, i64);

/// The money of one project.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) kind: usize,
    pub(crate) mode: usize,
    pub(crate) investment: Digits,
    components: Vec<(usize, Digits)>,
    /// Absent where the project asks for the investment subsidy alone.
    loan: Option<Loan>,
}

/// Facts that hold lists, or belong to one.
pub(crate) const LISTED: [&str; 9] = [
    "components",
    "loan_drawdowns",
    "loan_repayments",
    "actual_rates",
    "lpr_rates",
    "day_count",
    "subsidy_from",
    "loan_maturity",
    "eligible_share_percent",
];

/// Days since 1970-01-01, counted by months from March, so that leap days come last.
fn number_of((year, month, day): Day) -> i64 {
    let years = if month > 2 { year } else { year - 1 };
    let months = (month + 9) % 12;
    let leap = years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400);
    365 * years + leap + (153 * months + 2) / 5 + day - 1 - 719_468
}

/// The same day two years later; 29 February becomes the 28th.
fn two_years_after((year, month, day): Day) -> i64 {
    let day = if (month, day) == (2, 29) { 28 } else { day };
    number_of((year + 2, month, day))
}

fn date_of(number: i64) -> Date {
    let span = jiff::Span::new().days(number);
    Date::constant(1970, 1, 1).checked_add(span).expect("a day of this century")
}

impl Loan {
    fn draw(draw: &mut Draw) -> Self {
        let from = (2023 + draw.days(3), 1 + draw.days(12), 1);
        let from = (from.0, from.1, 1 + draw.days(28));
        let from = if draw.one_in(20) { (2024, 2, 29) } else { from };
        let start = number_of(from);
        let sum = |draw: &mut Draw| draw.held(YUAN_SCALE, &NEAR_THE_CAP);
        let mut drawn = vec![(start - draw.days(90), sum(draw))];
        let mut repaid = Vec::new();
        for _ in 0..draw.index(4) {
            drawn.push((start + draw.days(900) - 60, sum(draw)));
        }
        let (first, scale) = drawn[0].1;
        for _ in 0..draw.index(4) {
            repaid.push((start + draw.days(900), (draw.below(first / 4 + 1), scale)));
        }
        let count = draw.index(2);
        Self {
            drawn,
            repaid,
            actual: rates(draw, start),
            reference: rates(draw, start),
            count,
            from,
            maturity: start + draw.days(1100),
            share: if draw.one_in(2) { (100, 0) } else { (draw.below(1_000_001), 4) },
        }
    }

    /// Day by day: what is outstanding times the lower rate, then the share of the year's part.
    fn interest(&self, steps: &mut Steps) -> Exact {
        let mut sum = BigInt::ZERO;
        // The part of days on which nothing changes is a step of its own.
        let (mut last, mut run) = ((0, 0), BigInt::ZERO);
        let held = |digits: &BigInt| Exact::of(digits.clone(), YUAN_SCALE + RATE_SCALE);
        for day in number_of(self.from)..two_years_after(self.from).min(self.maturity) {
            let total = |list: &[Dated]| -> i128 {
                let before = list.iter().filter(|(on, _)| *on <= day);
                before.map(|(_, sum)| scaled(*sum, YUAN_SCALE)).sum()
            };
            let now = (
                total(&self.drawn) - total(&self.repaid),
                rate_on(&self.actual, day).min(rate_on(&self.reference, day)),
            );
            run = if now == last { run } else { BigInt::ZERO };
            last = now;
            let part = BigInt::from(now.0) * now.1;
            run += &part;
            sum += part;
            if steps.watching {
                steps.step(held(&run));
                steps.step(held(&sum));
            }
        }
        let share = Exact::new(self.share.0, self.share.1);
        let shared = steps.step(&held(&sum) * &share);
        let (_, days_of_year) = DAY_COUNTS[self.count];
        &shared / &Exact::whole(10_000 * days_of_year)
    }

    fn state(&self, facts: &mut Facts) {
        let lists = [
            ("loan_drawdowns", "date", "amount_yuan", &self.drawn),
            ("loan_repayments", "date", "amount_yuan", &self.repaid),
            ("actual_rates", "from", "rate_percent", &self.actual),
            ("lpr_rates", "from", "rate_percent", &self.reference),
        ];
        for (name, day, number, list) in lists {
            let record = |(on, digits): &Dated| {
                let date = Value::Date(PartialDate::day(date_of(*on)));
                Record::from([(day.to_owned(), date), (number.to_owned(), value(*digits))])
            };
            set(facts, name, Value::List(list.iter().map(record).collect()));
        }
        let (count, _) = DAY_COUNTS[self.count];
        set(facts, "day_count", Value::Text(count.to_owned()));
        let day = |number: i64| Value::Date(PartialDate::day(date_of(number)));
        set(facts, "subsidy_from", day(number_of(self.from)));
        set(facts, "loan_maturity", day(self.maturity));
        set(facts, "eligible_share_percent", value(self.share));
    }
}

/// A rate before the first day, and resets after it.
fn rates(draw: &mut Draw, start: i64) -> Vec<Dated> {
    let rate = |draw: &mut Draw| match draw.one_in(3) {
        true => (345, 2),
        false => (draw.below(90_000), RATE_SCALE),
    };
    let mut all = vec![(start - draw.days(200), rate(draw))];
    for _ in 0..draw.index(4) {
        let day = start + 1 + draw.days(900);
        if all.iter().all(|(known, _)| *known != day) {
            all.push((day, rate(draw)));
        }
    }
    all
}

fn rate_on(rates: &[Dated], day: i64) -> i128 {
    let latest = rates.iter().filter(|(from, _)| *from <= day).max_by_key(|(from, _)| *from);
    scaled(latest.expect("a rate from before the first day").1, RATE_SCALE)
}

fn scaled((digits, scale): Digits, to: u32) -> i128 {
    digits * 10_i128.pow(to - scale)
}

/// A fact's value; numbers beyond 96 bits cannot be stated.
pub(crate) fn value((digits, scale): Digits) -> Value {
    Value::Number(Decimal::from_i128_with_scale(digits, scale).normalize())
}

fn set(facts: &mut Facts, name: &str, value: Value) {
    facts.set(name, Sourced { value, source: reported("drawn at random") });
}

impl Case {
    /// A project whose single investment has up to `scale` digits; sums that cannot be stated as
    /// one fact only where `beyond`.
    pub(crate) fn draw(draw: &mut Draw, scale: u32, beyond: bool) -> Self {
        let investment = match beyond {
            true => draw.yuan(scale, &NEAR_THE_CAP),
            false => draw.held(scale, &NEAR_THE_CAP),
        };
        let mut components = Vec::new();
        for _ in 0..draw.index(5) {
            components.push((draw.index(PARTS.len()), draw.held(6, &NEAR_THE_CAP)));
        }
        Self {
            kind: draw.index(KINDS.len()),
            mode: draw.index(MODES.len()),
            investment,
            components,
            loan: Some(Loan::draw(draw)),
        }
    }

    /// A single building or plant that asks for the investment subsidy.
    pub(crate) fn draw_single(draw: &mut Draw, scale: u32) -> Self {
        Self {
            kind: draw.index(2),
            mode: 0,
            investment: draw.yuan(scale, &NEAR_THE_CAP),
            components: Vec::new(),
            loan: None,
        }
    }

    /// Whether it has components or a loan.
    pub(crate) fn has_lists(&self) -> bool {
        self.loan.is_some()
    }

    /// States the case over facts that let it pass.
    pub(crate) fn facts(&self, base: &Facts) -> Facts {
        let mut facts = base.clone();
        set(&mut facts, "project_kind", Value::Text(KINDS[self.kind].to_owned()));
        set(&mut facts, "support_mode", Value::Text(MODES[self.mode].to_owned()));
        set(&mut facts, "fixed_asset_investment_yuan", value(self.investment));
        self.lists(&mut facts);
        facts
    }

    /// States what columns hold value by value: the components and the loan.
    pub(crate) fn lists(&self, facts: &mut Facts) {
        let record = |(part, digits): &(usize, Digits)| {
            Record::from([
                ("kind".to_owned(), Value::Text(PARTS[*part].to_owned())),
                ("renovated_area_m2".to_owned(), value((5000, 0))),
                ("investment_yuan".to_owned(), value(*digits)),
            ])
        };
        set(facts, "components", Value::List(self.components.iter().map(record).collect()));
        if let Some(loan) = &self.loan {
            loan.state(facts);
        }
    }

    /// What a mode is worth, given what the engine found.
    pub(crate) fn expected(&self, mode: usize, scope: Scope, found: Option<i64>) -> Expected {
        expect(found, |steps| {
            let cap = Exact::whole(CAP_YUAN);
            let yuan = match mode {
                0 => self.investment_subsidy(scope, steps),
                _ => self.loan.as_ref().map_or(cap.clone(), |loan| loan.interest(steps)).min(cap),
            };
            yuan.rounded(100, Way::Down)
        })
    }

    fn investment_subsidy(&self, scope: Scope, steps: &mut Steps) -> Exact {
        let cap = Exact::whole(CAP_YUAN);
        let rate = |kind: usize| Exact::whole(if kind == 0 { 10 } else { 30 });
        if self.kind < 2 {
            let base = steps.step(Exact::new(self.investment.0, self.investment.1));
            return steps.share(&rate(self.kind), &base).min(cap);
        }
        let mut sum = Exact::whole(0);
        for (part, (digits, scale)) in &self.components {
            let own = steps.share(&rate(*part), &Exact::new(*digits, *scale));
            let own = if scope == Scope::Component { own.min(cap.clone()) } else { own };
            sum = steps.step(&sum + &own);
        }
        if scope == Scope::Bundle { sum.min(cap) } else { sum }
    }

    /// What is wrong with a decision of this case.
    pub(crate) fn difference(&self, decision: &Decision, scope: Scope) -> Option<String> {
        let found: Vec<Option<i64>> =
            decision.modes.iter().map(|mode| mode.amount_if_met.map(|fen| fen.0)).collect();
        for (mode, found) in found.iter().enumerate() {
            let expected = self.expected(mode, scope, *found);
            if !expected.allows(*found) {
                return Some(format!("{}: {found:?}, not {expected:?}", MODES[mode]));
            }
        }
        let best = if self.mode == 2 { found[0].max(found[1]) } else { found[self.mode] };
        let all = [decision.amount_if_met, decision.amount.or(decision.amount_if_met)];
        let wrong = all.iter().any(|amount| amount.map(|fen| fen.0) != best);
        wrong.then(|| format!("{}: {all:?}, not {best:?}", MODES[self.mode]))
    }

    /// The same for one row of columns, which state no more than the award.
    pub(crate) fn row_difference(&self, found: Option<i64>, scope: Scope) -> Option<String> {
        let all: Vec<Expected> = match self.mode {
            // Each mode must be looked at: one that cannot be held takes no part.
            2 => (0..2).map(|mode| self.expected(mode, scope, None)).collect(),
            mode => vec![self.expected(mode, scope, found)],
        };
        let fits = match found {
            None => all.iter().all(|one| one.allows(None)),
            Some(_) => {
                all.iter().any(|one| one.fen == found)
                    && all.iter().all(|one| one.fen <= found || one.may_be_unknown)
            }
        };
        (!fits).then(|| format!("{}: {found:?}, not {all:?}", MODES[self.mode]))
    }
}
