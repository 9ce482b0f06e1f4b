//! Activity × factors → emissions: exact, by scope, each line with the factor that it came from.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use units::{Date, Diagnostic, GramsCo2e, Severity, Text};

use super::activity::Activity;
use super::book::{Book, Checked, PPM, Part, by_days, by_year, day_number, year_starts};
use super::factors::{FactorKind, FactorTable, FactorVersion};
use super::share::{parts, rounded_parts};
use crate::ids::{BoundaryId, FactorId, HolderId};

/// Thousandths of a unit times micrograms per unit, in a gram.
const PER_GRAM: i128 = 1_000_000_000;
/// What every reader of JSON reads exactly.
const INTEGER_MAX: i128 = (1 << 53) - 1;

/// A scope of the GHG Protocol Corporate Standard.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Own burning of fuels.
    One,
    /// Bought electricity and heat.
    Two,
    /// What others hold of the enterprise's meters: leased assets, category 13.
    Three,
}

/// In which figure of scope 2 a line counts.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// In both.
    Both,
    /// In the location-based one: the grid's average.
    Location,
    /// In the market-based one: contracts, and the residual mix for the rest.
    Market,
}

/// What to do where no factor is known for a day.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OtherYear {
    /// The line is not determined.
    Refuse,
    /// The latest factor of the days before is used, and the line says so.
    LatestKnown,
}

/// By what an inventory is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Whose shares are scopes 1 and 2; those of others are scope 3.
    pub holder: HolderId,
    /// The calendar year.
    pub year: i16,
    /// The day on which what is known of factors counts.
    pub known_on: Date,
    /// What to do without a factor of the day.
    pub other_year: OtherYear,
    /// The change of scopes 1 and 2, in millionths, from which on a past statement is made anew
    /// (GHG Protocol Corporate Standard, ch. 5).
    pub restate_from_ppm: u32,
}

/// What a line says of itself.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Its factor is of other days.
    OtherYear,
    /// The residual mix is not known; the grid's average stands for it.
    GridAverage,
    /// Its factor is recalled, missing, modelled or assumed.
    Unconfirmed,
}

/// Emissions of one boundary, activity, holder and factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The scope.
    pub scope: Scope,
    /// In which figure.
    pub basis: Basis,
    /// Where.
    pub boundary: BoundaryId,
    /// Of what.
    pub activity: Activity,
    /// Whose.
    pub holder: HolderId,
    /// By which factor.
    pub factor: FactorId,
    /// What to know of it.
    pub flags: Vec<Flag>,
    /// How much, in thousandths of the activity's unit; negative where it is taken off.
    pub quantity_milli: i64,
    /// Emissions.
    pub grams: GramsCo2e,
}

/// Why something is not determined.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Nobody read the meter.
    NoQuantity,
    /// No factor is known at all.
    NoFactor,
    /// The factors that are known hold on other days.
    OtherYear,
}

/// Activity whose emissions are not known: not nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// Where.
    pub boundary: BoundaryId,
    /// Of what.
    pub activity: Activity,
    /// In which figure.
    pub basis: Basis,
    /// Why.
    pub why: Why,
    /// How many rows, or parts of rows by days.
    pub rows: u64,
    /// How much of what was read, in thousandths of the activity's unit.
    pub quantity_milli: i64,
}

impl Gap {
    /// What is missing and what to do, for the one who brought the rows.
    pub fn remark(&self, file: &str) -> Diagnostic {
        let (code, expected, remedy) = match self.why {
            Why::NoQuantity => (
                "no_quantity",
                Text::new("抄表数", "a reading"),
                Text::new("补抄或补账单", "read the meter or get the bill"),
            ),
            Why::NoFactor => (
                "no_factor",
                Text::new("已公布的排放因子", "a factor that was published"),
                Text::new("补充因子及来源", "add the factor with its source"),
            ),
            Why::OtherYear => (
                "factor_of_other_year",
                Text::new("在这些日期有效的因子", "a factor that holds on these days"),
                Text::new(
                    "补充该年因子，改正所指因子，或在方法中选择“沿用最近年份”",
                    "add the factor of the year, correct the one that is named, or let the method \
                     use the latest known",
                ),
            ),
        };
        Diagnostic {
            severity: Severity::Refused,
            code: code.to_owned(),
            file: file.to_owned(),
            row: None,
            column: "factor".to_owned(),
            value: format!("{} {:?} × {}", self.boundary, self.activity, self.rows),
            expected,
            remedy,
        }
    }
}

/// Sums of an inventory; what is not determined is in none of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// Scope 1.
    pub scope1_g: GramsCo2e,
    /// Scope 2, location-based.
    pub scope2_location_g: GramsCo2e,
    /// Scope 2, market-based.
    pub scope2_market_g: GramsCo2e,
    /// Scope 3 as far as it is here, location-based.
    pub scope3_location_g: GramsCo2e,
    /// Scope 3 as far as it is here, market-based.
    pub scope3_market_g: GramsCo2e,
}

/// What an enterprise emitted in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inventory {
    /// The lines, in the order of their names.
    pub lines: Vec<Line>,
    /// Quantities that change no sum, in thousandths of a kilowatt-hour: own PV behind meters at
    /// the grid, and what was given to the grid.
    pub told: BTreeMap<(BoundaryId, Activity), i64>,
    /// What is not determined.
    pub gaps: Vec<Gap>,
    /// Sums.
    pub totals: Totals,
}

/// The sums are beyond what every reader of JSON reads exactly: nine billion tonnes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("emissions of more than nine billion tonnes: correct the quantities")]
pub struct TooLarge;

/// The days on which one factor holds; the place is that of the table.
#[derive(Clone, Copy)]
struct Span<'t> {
    from: i32,
    to: i32,
    factor: Result<(&'t FactorVersion, usize), Why>,
    flags: u8,
}

const OTHER_YEAR: u8 = 1;
const GRID_AVERAGE: u8 = 2;
const UNCONFIRMED: u8 = 4;
const FLAGS: [(u8, Flag); 3] = [
    (OTHER_YEAR, Flag::OtherYear),
    (GRID_AVERAGE, Flag::GridAverage),
    (UNCONFIRMED, Flag::Unconfirmed),
];

/// Scope, basis, boundary, activity, holder, factor, flags: by place, so that it is quickly found.
type Key = (Scope, Basis, usize, Activity, usize, usize, u8);

impl Inventory {
    /// The emissions of a year by `method`: exact whole numbers, whatever the order of the rows.
    ///
    /// # Errors
    /// [`TooLarge`] beyond nine billion tonnes.
    pub fn of(book: &Book, table: &FactorTable, method: &Method) -> Result<Self, TooLarge> {
        Making::new(book, table, method).made()
    }
}

struct Making<'a> {
    book: &'a Book,
    table: &'a FactorTable,
    method: &'a Method,
    /// The first and last day of the year.
    year: (i32, i32),
    starts: Vec<(i16, i32)>,
    /// By boundary and kind of factor: what holds on the days of the year.
    courses: BTreeMap<(usize, FactorKind), Vec<Span<'a>>>,
    /// The place of the enterprise among holders: its own, or the one after the last.
    own: usize,
    sums: BTreeMap<Key, (i128, i128)>,
    told: BTreeMap<(usize, Activity), i128>,
    gaps: BTreeMap<(usize, Activity, Basis, Why), (u64, i128)>,
}

impl<'a> Making<'a> {
    fn new(book: &'a Book, table: &'a FactorTable, method: &'a Method) -> Self {
        let day = |month, day| Date::new(method.year, month, day).unwrap_or(Date::MAX);
        let (first, last) = (day(1, 1), day(12, 31));
        let own = book.holders.binary_search(&method.holder).unwrap_or(book.holders.len());
        let mut making = Self {
            book,
            table,
            method,
            year: (day_number(first), day_number(last)),
            starts: year_starts(),
            courses: BTreeMap::new(),
            own,
            sums: BTreeMap::new(),
            told: BTreeMap::new(),
            gaps: BTreeMap::new(),
        };
        use FactorKind::{Diesel, DistrictHeat, GridElectricity, NaturalGas, ResidualElectricity};
        for (place, (_, boundary)) in book.boundaries.iter().enumerate() {
            for kind in [GridElectricity, DistrictHeat, NaturalGas, Diesel] {
                let course = making.course(kind, &boundary.region, (first, last));
                making.courses.insert((place, kind), course);
            }
            let market = making.market(place, &boundary.region, (first, last));
            making.courses.insert((place, ResidualElectricity), market);
        }
        making
    }

    /// What holds in a region on the days of the year.
    fn course(&self, kind: FactorKind, region: &str, days: (Date, Date)) -> Vec<Span<'a>> {
        let stretches = self.table.course(kind, region, self.method.known_on, days);
        let span = |one: super::factors::Stretch<'a>| {
            let latest = one.latest.filter(|_| self.method.other_year == OtherYear::LatestKnown);
            let (factor, flag) = match (one.version, latest) {
                (Some(version), _) => (Ok(version), 0),
                (None, Some(version)) => (Ok(version), OTHER_YEAR),
                (None, None) => (Err(self.why(kind, region)), 0),
            };
            let soft = factor.is_ok_and(|version| !version.source.mark.may_decide());
            let flags = flag | if soft { UNCONFIRMED } else { 0 };
            let factor = factor.map(|version| (version, self.place(version)));
            Span { from: day_number(one.from), to: day_number(one.to), factor, flags }
        };
        stretches.into_iter().map(span).collect()
    }

    fn why(&self, kind: FactorKind, region: &str) -> Why {
        let known = self.table.versions().iter().any(|one| {
            one.kind == kind
                && (one.region == region || one.region == "any")
                && one.known_from <= self.method.known_on
        });
        if known { Why::OtherYear } else { Why::NoFactor }
    }

    fn place(&self, version: &FactorVersion) -> usize {
        self.table.versions().iter().position(|one| one.id == version.id).unwrap_or_default()
    }

    /// The residual mix; where none is known for the very days, the grid's average (GHG Protocol
    /// Scope 2 Guidance, table 6.3, last step).
    fn market(&self, boundary: usize, region: &str, days: (Date, Date)) -> Vec<Span<'a>> {
        let grid = self.courses.get(&(boundary, FactorKind::GridElectricity));
        let mut found = Vec::new();
        for span in self.course(FactorKind::ResidualElectricity, region, days) {
            if span.factor.is_ok() && span.flags & OTHER_YEAR == 0 {
                found.push(span);
                continue;
            }
            for one in grid.into_iter().flatten() {
                let (from, to) = (one.from.max(span.from), one.to.min(span.to));
                if from <= to {
                    let flags = one.flags | if one.factor.is_ok() { GRID_AVERAGE } else { 0 };
                    found.push(Span { from, to, factor: one.factor, flags });
                }
            }
        }
        found
    }

    fn made(mut self) -> Result<Inventory, TooLarge> {
        let book = self.book;
        for row in &book.rows {
            self.row(row);
        }
        self.gathered()
    }

    fn row(&mut self, row: &Checked) {
        let (first, last) = self.year;
        if row.to < first || row.from > last {
            return;
        }
        let (from, to) = (row.from.max(first), row.to.min(last));
        let quantity = row.quantity_milli.map(|whole| self.of_the_year(row, whole));
        if row.part == Part::Told {
            if let Some(quantity) = quantity {
                *self.told.entry((row.boundary, row.activity)).or_default() += quantity;
            }
            return;
        }
        let kind = row.activity.factor();
        let is_power = kind == FactorKind::GridElectricity;
        let bases: &[(Basis, FactorKind)] = match (is_power, row.part) {
            (true, Part::Replaces) => &[(Basis::Market, FactorKind::ResidualElectricity)],
            (true, _) => &[
                (Basis::Location, FactorKind::GridElectricity),
                (Basis::Market, FactorKind::ResidualElectricity),
            ],
            (false, _) => &[(Basis::Both, kind)],
        };
        for (basis, kind) in bases {
            match quantity {
                Some(quantity) => self.emit(row, (from, to), quantity, *basis, *kind),
                None => self.gap(row, *basis, Why::NoQuantity, 0),
            }
        }
    }

    /// The part of a row's quantity that falls into the year: whole years first, so that the years'
    /// parts add up to it whatever the factors.
    fn of_the_year(&self, row: &Checked, quantity: i64) -> i128 {
        let (first, last) = self.year;
        if first <= row.from && row.to <= last {
            return i128::from(quantity);
        }
        let years = by_year(&self.starts, row.from, row.to);
        let parts = by_days(quantity, years.iter().map(|(_, from, to)| (*from, *to)));
        let mine = years.iter().position(|(year, ..)| *year == self.method.year);
        mine.and_then(|place| parts.get(place)).copied().unwrap_or(0)
    }

    fn gap(&mut self, row: &Checked, basis: Basis, why: Why, quantity: i128) {
        let gap = self.gaps.entry((row.boundary, row.activity, basis, why)).or_default();
        gap.0 += 1;
        gap.1 += quantity;
    }

    fn emit(
        &mut self,
        row: &Checked,
        (from, to): (i32, i32),
        quantity: i128,
        basis: Basis,
        kind: FactorKind,
    ) {
        let Some(course) = self.courses.get(&(row.boundary, kind)) else { return };
        let first = course.partition_point(|span| span.to < from);
        // The market's factor is the grid's, whatever the row names.
        let named = row.factor.as_ref().filter(|_| basis != Basis::Market);
        let is_other =
            |(version, _): &(&FactorVersion, usize)| named.is_some_and(|id| version.id != *id);
        let spans: Vec<Span> = course
            .iter()
            .skip(first)
            .take_while(|span| span.from <= to)
            .map(|span| Span {
                from: span.from.max(from),
                to: span.to.min(to),
                factor: match span.factor {
                    Ok(found) if is_other(&found) => Err(Why::OtherYear),
                    found => found,
                },
                flags: span.flags,
            })
            .collect();
        let sign = if row.part == Part::Emits { 1 } else { -1 };
        let days: Vec<i128> =
            spans.iter().map(|span| i128::from(span.to - span.from + 1)).collect();
        let quantities = if days.len() == 1 { vec![quantity] } else { parts(quantity, &days) };
        let weights: Vec<i128> = spans
            .iter()
            .zip(&quantities)
            .map(|(span, quantity)| {
                let micrograms = span.factor.map_or(0, |(version, _)| version.micrograms_per_unit);
                sign * quantity * i128::from(micrograms)
            })
            .collect();
        let grams = rounded_parts(&weights, PER_GRAM);
        for ((span, quantity), grams) in spans.iter().zip(quantities).zip(grams) {
            match span.factor {
                Ok((_, at)) => self.share(row, basis, at, span.flags, (sign * quantity, grams)),
                Err(why) => self.gap(row, basis, why, quantity),
            }
        }
    }

    /// Gives each holder its part of a quantity and its emissions.
    fn share(
        &mut self,
        row: &Checked,
        basis: Basis,
        factor: usize,
        flags: u8,
        (quantity, grams): (i128, i128),
    ) {
        let scope = row.activity.scope();
        let mut add = |scope, holder, quantity: i128, grams: i128| {
            let key = (scope, basis, row.boundary, row.activity, holder, factor, flags);
            let sum = self.sums.entry(key).or_default();
            sum.0 += quantity;
            sum.1 += grams;
        };
        if row.shares.is_empty() {
            return add(scope, self.own, quantity, grams);
        }
        let weights: Vec<i128> = row.shares.iter().map(|(_, ppm)| i128::from(*ppm)).collect();
        debug_assert_eq!(weights.iter().sum::<i128>(), i128::from(PPM));
        let both = parts(quantity, &weights).into_iter().zip(parts(grams, &weights));
        for ((holder, _), (quantity, grams)) in row.shares.iter().zip(both) {
            let scope = if *holder == self.own { scope } else { Scope::Three };
            add(scope, *holder, quantity, grams);
        }
    }

    fn gathered(self) -> Result<Inventory, TooLarge> {
        let boundary = |place: usize| self.book.boundaries.get(place).map(|(id, _)| id.clone());
        let mut lines = Vec::with_capacity(self.sums.len());
        for ((scope, basis, at, activity, holder, factor, flags), (quantity, grams)) in &self.sums {
            let holder = self.book.holders.get(*holder).unwrap_or(&self.method.holder);
            let factor = self.table.versions().get(*factor);
            let (Some(boundary), Some(factor)) = (boundary(*at), factor) else { continue };
            lines.push(Line {
                scope: *scope,
                basis: *basis,
                boundary,
                activity: *activity,
                holder: holder.clone(),
                factor: factor.id.clone(),
                flags: FLAGS.iter().filter(|(bit, _)| flags & bit != 0).map(|(_, f)| *f).collect(),
                quantity_milli: narrow(*quantity)?,
                grams: GramsCo2e(narrow(*grams)?),
            });
        }
        // By names: the places of factors are those of their file.
        lines.sort_by(|one, other| key(one).cmp(&key(other)));
        let mut told = BTreeMap::new();
        for ((at, activity), quantity) in &self.told {
            if let Some(boundary) = boundary(*at) {
                told.insert((boundary, *activity), narrow(*quantity)?);
            }
        }
        let mut gaps = Vec::with_capacity(self.gaps.len());
        for ((at, activity, basis, why), (rows, quantity)) in &self.gaps {
            if let Some(boundary) = boundary(*at) {
                let quantity_milli = narrow(*quantity)?;
                let (activity, basis, why, rows) = (*activity, *basis, *why, *rows);
                gaps.push(Gap { boundary, activity, basis, why, rows, quantity_milli });
            }
        }
        let totals = Totals::of(&lines)?;
        Ok(Inventory { lines, told, gaps, totals })
    }
}

/// What no two lines have in common.
pub(super) fn key(line: &Line) -> impl Ord + '_ {
    let Line { scope, basis, boundary, activity, holder, factor, flags, .. } = line;
    (*scope, *basis, boundary, *activity, holder, factor, flags)
}

fn narrow(sum: i128) -> Result<i64, TooLarge> {
    let fits = sum.abs() <= INTEGER_MAX;
    i64::try_from(sum).ok().filter(|_| fits).ok_or(TooLarge)
}

impl Totals {
    /// The sums of lines.
    fn of(lines: &[Line]) -> Result<Self, TooLarge> {
        let sum = |scope: Scope, left_out: Option<Basis>| {
            let counts = |line: &&Line| line.scope == scope && Some(line.basis) != left_out;
            let sum = lines.iter().filter(counts).map(|line| i128::from(line.grams.0)).sum();
            narrow(sum).map(GramsCo2e)
        };
        Ok(Self {
            scope1_g: sum(Scope::One, None)?,
            scope2_location_g: sum(Scope::Two, Some(Basis::Market))?,
            scope2_market_g: sum(Scope::Two, Some(Basis::Location))?,
            scope3_location_g: sum(Scope::Three, Some(Basis::Market))?,
            scope3_market_g: sum(Scope::Three, Some(Basis::Location))?,
        })
    }

    /// Scopes 1 and 2 with one of the two figures.
    pub fn own(&self, basis: Basis) -> GramsCo2e {
        match basis {
            Basis::Market => self.scope1_g + self.scope2_market_g,
            Basis::Both | Basis::Location => self.scope1_g + self.scope2_location_g,
        }
    }
}
