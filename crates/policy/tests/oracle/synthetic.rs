//! A made-up scheme in which every way to form an amount stands alone, and its amounts computed
//! again: six roundings, a cap, bands, points, dated values, an index, full millions, and a payment
//! in three parts of which two depend on what was delivered.

use std::borrow::Cow;

use num_bigint::BigInt;
use policy::{Batch, Column, Decision, FactColumn, Facts, PartialDate, Value, reported};
use units::{Date, Sourced};

use super::beijing::value;
use super::draw::{Digits, Draw};
use super::exact::{Exact, Expected, Steps, Way, expect};

/// The day of all decisions.
pub(crate) const ON: Date = Date::constant(2024, 6, 1);

/// How one mode forms its amount: id, formula, rounding, and the same for the oracle.
type Mode = (&'static str, &'static str, &'static str, Way, u32, Formula);
type Formula = fn(&Case, &mut Steps) -> Exact;

const SHARE: &str = "share_percent * base_yuan";
const INDEXED: &str = "base_yuan * at(price_index, last_day) / at(price_index, first_day)";

/// The modes; the last three are decided one by one when they stand in columns.
pub(crate) const MODES: [Mode; 16] = [
    ("fen_down", SHARE, "down_to_fen", Way::Down, 100, Case::share),
    ("fen_half_up", SHARE, "half_up_to_fen", Way::HalfUp, 100, Case::share),
    ("fen_half_even", SHARE, "half_even_to_fen", Way::HalfEven, 100, Case::share),
    ("yuan_down", SHARE, "down_to_yuan", Way::Down, 1, Case::share),
    ("yuan_half_up", SHARE, "half_up_to_yuan", Way::HalfUp, 1, Case::share),
    ("yuan_half_even", SHARE, "half_even_to_yuan", Way::HalfEven, 1, Case::share),
    ("capped", "min(share_percent * base_yuan, cap)", "down_to_fen", Way::Down, 100, Case::capped),
    (
        "banded",
        "band(per_area, saving_percent) * area_m2",
        "half_even_to_fen",
        Way::HalfEven,
        100,
        Case::banded,
    ),
    (
        "dated",
        "at(dated_rate, last_day) * base_yuan",
        "half_up_to_fen",
        Way::HalfUp,
        100,
        Case::dated,
    ),
    (
        "whole_area",
        "whole(area_m2) * per_full_m2",
        "half_up_to_yuan",
        Way::HalfUp,
        1,
        Case::whole_area,
    ),
    (
        "pointed",
        "interpolate(lump, saving_percent)",
        "half_up_to_fen",
        Way::HalfUp,
        100,
        Case::pointed,
    ),
    (
        "pointed_rate",
        "interpolate(rate, saving_percent) * base_yuan",
        "down_to_fen",
        Way::Down,
        100,
        Case::pointed_rate,
    ),
    ("stepped", "whole(base_yuan / step) * per_step", "down_to_fen", Way::Down, 100, Case::stepped),
    ("indexed", INDEXED, "half_even_to_fen", Way::HalfEven, 100, Case::indexed),
    ("indexed_up", INDEXED, "half_up_to_fen", Way::HalfUp, 100, Case::indexed),
    ("indexed_down", INDEXED, "down_to_yuan", Way::Down, 1, Case::indexed),
];

/// How many of [`MODES`] need no single decisions.
pub(crate) const IN_COLUMNS: usize = 10;

const CAP_YUAN: i64 = 50_000_000;
const STEP_YUAN: i64 = 700_000;
const PER_STEP_YUAN: Digits = (3_333_333, 2);
const PER_FULL_M2_YUAN: Digits = (12_345, 3);
/// Upper ends (not included, then included, then included) and values per area.
const BANDS: [(Option<Digits>, bool, Digits); 4] = [
    (Some((15, 0)), false, (0, 0)),
    (Some((205, 1)), false, (1505, 2)),
    (Some((30, 0)), true, (222, 1)),
    (None, false, (31_415, 3)),
];
/// Yuan at a saving in percent; a third of the way between two of them has no end.
const LUMP: [(i64, Digits); 4] =
    [(10, (100_000, 0)), (20, (12_345_678, 2)), (50, (98_765_432, 2)), (80, (100_000_001, 2))];
/// Percent at a saving in percent, over distances of twos and fives.
const RATE: [(i64, Digits); 3] = [(20, (10, 0)), (25, (125, 1)), (50, (30, 0))];
/// Values from a day on: an index, and a rate in percent.
const INDEX: [(&str, Digits); 5] = [
    ("2000-01-01", (1000, 1)),
    ("2012-03-01", (987, 1)),
    ("2018-07-01", (1013, 1)),
    ("2020-01-01", (10_455, 2)),
    ("2022-02-28", (700_001, 4)),
];
const DATED_RATE: [(&str, Digits); 3] =
    [("2000-01-01", (125, 2)), ("2019-01-01", (7, 0)), ("2021-05-28", (333_333, 5))];
const FIRST_SHARE: Digits = (30, 0);
const SECOND_SHARE: Digits = (333, 1);

/// Bases at which something happens: the cap at common shares, a full step.
const NEAR: [Digits; 3] = [(500_000_000, 0), (700_000, 0), (4_900_000, 0)];

/// Digits after the point of numbers that are no sums of money.
const SMALL_SCALE: u32 = 4;

/// One case: numbers, days as days since 1970-01-01, and its mode.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) mode: usize,
    base: Digits,
    share: Digits,
    area: Digits,
    saving: Digits,
    first_day: i32,
    last_day: i32,
    delivered: Digits,
}

fn exact((digits, scale): Digits) -> Exact {
    Exact::new(digits, scale)
}

fn shown((digits, scale): Digits) -> String {
    policy_number((digits, scale)).to_string()
}

fn policy_number(digits: Digits) -> units::Decimal {
    units::Decimal::from_i128_with_scale(digits.0, digits.1)
}

fn day(number: i32) -> Date {
    let span = jiff::Span::new().days(number);
    Date::constant(1970, 1, 1).checked_add(span).expect("a day of this century")
}

impl Case {
    /// A case of one of the first `modes`; a base beyond 96 bits only where `beyond`.
    pub(crate) fn draw(draw: &mut Draw, modes: usize, scale: u32, beyond: bool) -> Self {
        let mode = draw.index(modes);
        let (first, last) = (draw.index(9000), draw.index(9000));
        let days = |index: usize| 11_000 + i32::try_from(index).unwrap_or_default();
        let (mut first_day, mut last_day) = (days(first), days(last));
        let mut base = if beyond { draw.yuan(scale, &NEAR) } else { draw.held(scale, &NEAR) };
        if !beyond && draw.one_in(4) {
            Beside { base, first_day, last_day } = Beside::draw(draw);
        }
        let small = scale.min(SMALL_SCALE);
        let ends = [(15, 0), (205, 1), (30, 0), (20, 0), (25, 0), (50, 0), (80, 0)];
        let saving = match draw.one_in(4) {
            true => *draw.pick(&ends),
            false => (draw.below(90 * 10_i128.pow(small)), small),
        };
        Self {
            mode,
            base,
            share: (draw.below(100 * 10_i128.pow(small)), small),
            area: (draw.below(1_000_000_000 * 10_i128.pow(small)), small),
            saving,
            first_day,
            last_day,
            delivered: if draw.one_in(3) { (100, 0) } else { (draw.below(100_001), 3) },
        }
    }

    fn base(&self, steps: &mut Steps) -> Exact {
        steps.step(exact(self.base))
    }

    fn share(&self, steps: &mut Steps) -> Exact {
        let base = self.base(steps);
        steps.share(&exact(self.share), &base)
    }

    fn capped(&self, steps: &mut Steps) -> Exact {
        self.share(steps).min(Exact::whole(CAP_YUAN))
    }

    fn banded(&self, steps: &mut Steps) -> Exact {
        let saving = exact(self.saving);
        let reaches = |(end, includes, _): &&(Option<Digits>, bool, Digits)| {
            end.is_none_or(|end| saving < exact(end) || (*includes && saving == exact(end)))
        };
        let per_area = BANDS.iter().find(reaches).expect("the last has no end").2;
        steps.step(&exact(per_area) * &exact(self.area))
    }

    fn dated(&self, steps: &mut Steps) -> Exact {
        let base = self.base(steps);
        steps.share(&on(&DATED_RATE, day(self.last_day)), &base)
    }

    fn whole_area(&self, steps: &mut Steps) -> Exact {
        steps.step(&exact(self.area).floor() * &exact(PER_FULL_M2_YUAN))
    }

    fn pointed(&self, steps: &mut Steps) -> Exact {
        interpolated(&LUMP, &exact(self.saving), steps)
    }

    fn pointed_rate(&self, steps: &mut Steps) -> Exact {
        let rate = interpolated(&RATE, &exact(self.saving), steps);
        let (rate, base) = (steps.step(rate), self.base(steps));
        steps.share(&rate, &base)
    }

    fn stepped(&self, steps: &mut Steps) -> Exact {
        let full = (&self.base(steps) / &Exact::whole(STEP_YUAN)).floor();
        steps.step(&full * &exact(PER_STEP_YUAN))
    }

    fn indexed(&self, steps: &mut Steps) -> Exact {
        let (last, first) = (on(&INDEX, day(self.last_day)), on(&INDEX, day(self.first_day)));
        let base = self.base(steps);
        &steps.step(&base * &last) / &first
    }

    /// The award, given what the engine found.
    pub(crate) fn expected(&self, found: Option<i64>) -> Expected {
        let (.., way, per, formula) = MODES[self.mode];
        expect(found, |steps| formula(self, steps).rounded(per, way) * (100 / per))
    }

    /// The parts of an award: first, second, rest; the first and the last as far as delivered.
    fn tranches(&self, award: i64) -> [i64; 3] {
        let percent = |fen: &BigInt, share: Digits| -> BigInt {
            (&Exact::of(fen.clone(), 0) * &exact(share)).percent().rounded(1, Way::Down)
        };
        let award = BigInt::from(award);
        let (first, second) = (percent(&award, FIRST_SHARE), percent(&award, SECOND_SHARE));
        let rest = &award - &first - &second;
        let paid = [percent(&first, self.delivered), second, percent(&rest, self.delivered)];
        paid.map(|fen| i64::try_from(fen).unwrap_or(i64::MAX))
    }

    /// What is wrong with a decision of this case.
    pub(crate) fn difference(&self, decision: &Decision) -> Option<String> {
        let found = decision.amount_if_met.map(|fen| fen.0);
        if let Some(problem) = self.row_difference(found) {
            return Some(problem);
        }
        let parts: Vec<Option<i64>> =
            decision.tranches.iter().map(|part| part.amount_if_met.map(|fen| fen.0)).collect();
        let expected = match found {
            Some(award) => self.tranches(award).map(Some).to_vec(),
            None => vec![None; 3],
        };
        (parts != expected).then(|| format!("parts of {found:?}: {parts:?}, not {expected:?}"))
    }

    /// The same for one row of columns, which state no more than the award.
    pub(crate) fn row_difference(&self, found: Option<i64>) -> Option<String> {
        let expected = self.expected(found);
        let fits = expected.allows(found);
        (!fits).then(|| format!("{}: {found:?}, not {expected:?}", MODES[self.mode].0))
    }

    /// States the case.
    pub(crate) fn facts(&self) -> Facts {
        let mut facts = Facts::new();
        let date = |number| Value::Date(PartialDate::day(day(number)));
        for (name, value) in [
            ("mode", Value::Text(MODES[self.mode].0.to_owned())),
            ("base_yuan", value(self.base)),
            ("share_percent", value(self.share)),
            ("area_m2", value(self.area)),
            ("saving_percent", value(self.saving)),
            ("first_day", date(self.first_day)),
            ("last_day", date(self.last_day)),
            ("delivered_percent", value(self.delivered)),
        ] {
            facts.set(name, Sourced { value, source: reported("drawn at random") });
        }
        facts
    }
}

/// The value from the last day that is not later.
fn on(entries: &[(&str, Digits)], day: Date) -> Exact {
    let from = |text: &str| text.parse::<Date>().expect("a date");
    let found = entries.iter().rev().find(|(first, _)| from(first) <= day);
    exact(found.expect("a value from long ago").1)
}

/// On the straight line between points; beyond the ends, theirs.
fn interpolated(points: &[(i64, Digits)], x: &Exact, steps: &mut Steps) -> Exact {
    let at = |index: usize| (Exact::whole(points[index].0), exact(points[index].1));
    let above = points.iter().position(|(at, _)| *x <= Exact::whole(*at));
    let (Some(above), Some(below)) = (above, above.and_then(|above| above.checked_sub(1))) else {
        return at(above.unwrap_or(points.len() - 1)).1;
    };
    let ((x0, y0), (x1, y1)) = (at(below), at(above));
    let run = &x1 - &x0;
    let rise = steps.step(&(x - &x0) * &(&y1 - &y0));
    let start = steps.step(&y0 * &run);
    &steps.step(&start + &rise) / &run
}

/// A base, and days of which the index is [`Self::UP`] and [`Self::DOWN`], so that the indexed
/// amount lies beside a fen or half a fen, nearer than any digit that can be held.
struct Beside {
    base: Digits,
    first_day: i32,
    last_day: i32,
}

impl Beside {
    /// The index of the last day (101.3) and of the first (70.0001), in their own last digits.
    const UP: i128 = 1013;
    const DOWN: i128 = 700_001;
    /// Digits of the base after the point; the index takes three of them.
    const SCALE: u32 = 20;

    fn draw(draw: &mut Draw) -> Self {
        // Half a fen in the last digit of the quotient, times what it is divided by.
        let half_fen = Self::DOWN * 5 * 10_i128.pow(Self::SCALE - 6);
        let inverse = BigInt::from(Self::UP).modinv(&half_fen.into()).expect("coprime");
        let beside = (inverse * (draw.below(7) - 3)).modpow(&1.into(), &half_fen.into());
        // As many of these as make the indexed base fill its 96 bits.
        let digits =
            i128::try_from(beside).unwrap_or_default() + (161_000 + draw.below(60_000)) * half_fen;
        Self { base: (digits, Self::SCALE), first_day: 19_500, last_day: 18_000 }
    }
}

/// A parameter's id, its type, and its values by first day.
type ParameterFile = (&'static str, &'static str, Vec<(&'static str, String)>);

/// The files of the scheme.
pub(crate) fn files() -> Vec<(String, String)> {
    let mut files = vec![
        ("scheme.yaml".to_owned(), SCHEME.to_owned()),
        ("facts.yaml".to_owned(), facts_file()),
        ("rules/first.yaml".to_owned(), rules_file()),
    ];
    let always = "2020-01-01";
    let rows = |rows: Vec<String>| format!("\n      - {}", rows.join("\n      - "));
    let points = |points: &[(i64, Digits)]| {
        rows(points.iter().map(|(at, v)| format!("{{at: {at}, value: {}}}", shown(*v))).collect())
    };
    let (money, percent) = ("number\nunit: yuan", "number\nunit: percent");
    let single = |value: Digits| vec![(always, format!(" {}", shown(value)))];
    let dated = |entries: &[(&'static str, Digits)]| {
        entries.iter().map(|(from, value)| (*from, format!(" {}", shown(*value)))).collect()
    };
    let all: [ParameterFile; 11] = [
        ("cap", money, single((CAP_YUAN.into(), 0))),
        ("step", money, single((STEP_YUAN.into(), 0))),
        ("per_step", money, single(PER_STEP_YUAN)),
        ("per_full_m2", "number\nunit: yuan/m2", single(PER_FULL_M2_YUAN)),
        ("first_share", percent, single(FIRST_SHARE)),
        ("second_share", percent, single(SECOND_SHARE)),
        ("dated_rate", percent, dated(&DATED_RATE)),
        ("price_index", "number\nunit: ratio", dated(&INDEX)),
        ("per_area", "bands\nof: percent\nunit: yuan/m2", vec![(always, rows(band_rows()))]),
        ("lump", "points\nof: percent\nunit: yuan", vec![(always, points(&LUMP))]),
        ("rate", "points\nof: percent\nunit: percent", vec![(always, points(&RATE))]),
    ];
    for (id, kind, entries) in all {
        let mut text =
            format!("id: {id}\ndescription: {{zh: {id}, en: {id}}}\ntype: {kind}\nvalues:\n");
        for (from, value) in entries {
            text +=
                &format!("  {from}:\n    value:{value}\n    {GROUND}\n    checked_on: {from}\n");
        }
        files.push((format!("parameters/{id}.yaml"), text));
    }
    files
}

fn band_rows() -> Vec<String> {
    let mut lower = None;
    let mut rows = Vec::new();
    for (end, includes, value) in BANDS {
        let from = lower.map(|(end, included)| {
            format!("{}: {}, ", if included { "above" } else { "from" }, shown(end))
        });
        let to =
            end.map(|end| format!("{}: {}, ", if includes { "to" } else { "below" }, shown(end)));
        let ends = from.unwrap_or_default() + &to.unwrap_or_default();
        rows.push(format!("{{{ends}value: {}}}", shown(value)));
        lower = end.map(|end| (end, includes));
    }
    rows
}

const GROUND: &str = "mark: V\n    sources: [PAGE]\n    article: \"1\"";

const SCHEME: &str = "\
id: test/money
name: {zh: 金额, en: money}
level: municipal
sources: {PAGE: https://example.org/}
versions:
  - id: first
    name: {zh: 示例, en: an example}
    document: not_seen
    from: 2020-01-01
    to: open
    sources: [PAGE]
    mark: V
    article: not_seen
    checked_on: 2024-01-01
";

fn facts_file() -> String {
    let label = |name: &str| format!("label: {{zh: {name}, en: {name}}}, supplier: applicant");
    let mut text = "suppliers:\n  applicant: {zh: 申请人, en: the applicant}\nfacts:\n".to_owned();
    for (name, kind) in [
        ("base_yuan", "type: number, unit: yuan"),
        ("share_percent", "type: number, unit: percent"),
        ("area_m2", "type: number, unit: m2"),
        ("saving_percent", "type: number, unit: percent"),
        ("first_day", "type: date"),
        ("last_day", "type: date"),
        ("delivered_percent", "type: number, unit: percent"),
    ] {
        text += &format!("  {name}: {{{kind}, {}}}\n", label(name));
    }
    let ids = MODES.iter().map(|mode| mode.0).chain(["best"]);
    let choices: Vec<String> = ids.map(|id| format!("{id}: {{zh: {id}, en: {id}}}")).collect();
    text += &format!(
        "  mode: {{type: choice, choices: {{{}}}, {}}}\n",
        choices.join(", "),
        label("mode")
    );
    text
}

fn rules_file() -> String {
    let ground = "sources: [PAGE], mark: V, article: \"1\"";
    let mut text =
        "version: first\n\nclauses: []\n\nsupport:\n  mode_fact: mode\n  modes:\n".to_owned();
    for (id, formula, round, ..) in MODES {
        text += &format!(
            "    - {{id: {id}, name: {{zh: {id}, en: {id}}}, amount: \"{formula}\", round: {round}, {ground}}}\n"
        );
    }
    text += "  tranches:\n";
    for (id, terms) in [
        ("first_part", "share: first_share, paid: delivered_percent"),
        ("second_part", "share: second_share"),
        ("last_part", "share: rest, paid: delivered_percent"),
    ] {
        text += &format!("    - {{id: {id}, name: {{zh: {id}, en: {id}}}, {terms}, {ground}}}\n");
    }
    text
}

/// The cases as columns; their sums have at most `scale` digits after the point.
pub(crate) fn batch(cases: &[Case], scale: u32) -> Batch<'static> {
    let numbers = |name: &str, scale: u32, of: fn(&Case) -> Digits| {
        let up = |(digits, own): Digits| digits * 10_i128.pow(scale - own);
        let values = cases.iter().map(|case| up(of(case))).collect();
        fact(name, Column::Numbers(Cow::Owned(values), scale))
    };
    let days = |name: &str, of: fn(&Case) -> i32| {
        fact(name, Column::Days(Cow::Owned(cases.iter().map(of).collect())))
    };
    let words = MODES.iter().map(|mode| mode.0.to_owned()).collect();
    let modes = cases.iter().map(|case| u32::try_from(case.mode).unwrap_or_default()).collect();
    let columns = vec![
        fact("mode", Column::Words(Cow::Owned(modes), words)),
        numbers("base_yuan", scale, |case| case.base),
        numbers("share_percent", scale.min(SMALL_SCALE), |case| case.share),
        numbers("area_m2", scale.min(SMALL_SCALE), |case| case.area),
        numbers("saving_percent", scale.min(SMALL_SCALE), |case| case.saving),
        days("first_day", |case| case.first_day),
        days("last_day", |case| case.last_day),
    ];
    Batch { rows: cases.len(), columns }
}

/// A fact of all rows.
pub(crate) fn fact(name: &str, values: Column<'static>) -> FactColumn<'static> {
    let source = reported("drawn at random");
    FactColumn { name: name.to_owned(), values, known: None, source, assessment: None }
}
