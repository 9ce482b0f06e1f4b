//! Activity data that was checked: nothing counted twice, nothing outside its boundary.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use units::{Date, Diagnostic, Severity, Text};

use super::activity::{Activity, ActivityRow, Boundaries, Boundary, Metering};
use super::share::parts;
use crate::guard::LIST_MAX;
use crate::ids::{BoundaryId, Digest, FactorId, HolderId, MeterId};
use crate::moment::days_between;
use crate::suite::Suite;

/// The most that one row counts, in thousandths of its unit: ten billion kWh.
const QUANTITY_MAX: i64 = 10_000_000_000_000;
/// The most days of one row.
const DAYS_MAX: i32 = 1_100;
/// The years that activity can be in.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;
/// A whole, in millionths.
pub(crate) const PPM: u32 = 1_000_000;
/// The most remarks that are listed; the rest is only counted.
const REMARKS_MAX: usize = 1_000;

/// What becomes of a row's quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// It emits.
    Emits,
    /// It is taken off what a gross meter counted.
    TakenOff,
    /// It replaces electricity of the residual mix, in the market-based figure alone.
    Replaces,
    /// It is told, and changes no sum.
    Told,
}

/// A row that was checked, with short names.
#[derive(Clone, Debug)]
pub struct Checked {
    pub(crate) boundary: usize,
    pub(crate) activity: Activity,
    pub(crate) part: Part,
    /// Days since 1970, both included.
    pub(crate) from: i32,
    pub(crate) to: i32,
    pub(crate) quantity_milli: Option<i64>,
    pub(crate) factor: Option<FactorId>,
    /// Holder and millionths, by name; empty when all is the enterprise's.
    pub(crate) shares: Vec<(usize, u32)>,
}

/// Activity data of an enterprise that hangs together: made by [`Book::check`] alone.
#[derive(Clone, Debug)]
pub struct Book {
    pub(crate) rows: Vec<Checked>,
    /// The boundaries in the order of their names.
    pub(crate) boundaries: Vec<(BoundaryId, Boundary)>,
    /// The holders in the order of their names.
    pub(crate) holders: Vec<HolderId>,
    digest: Digest,
    warnings: Vec<Diagnostic>,
}

impl Book {
    /// Checks rows against each other and against `boundaries`. `file` is the name of their file
    /// for remarks, in which the heading is row 1. `suite` makes the digest.
    ///
    /// # Errors
    /// All that is wrong, each with what to do: unknown boundary, days outside it (a building that
    /// was sold), days in the wrong order, a quantity or unit out of range, shares that are no
    /// whole, a meter or its sub-meter counted twice, own PV where nobody said whether the meters
    /// count it, more own PV or green power than there was electricity.
    pub fn check(
        suite: Suite,
        file: &str,
        boundaries: &Boundaries,
        rows: &[ActivityRow],
    ) -> Result<Self, Vec<Diagnostic>> {
        let names: BTreeMap<&BoundaryId, usize> =
            boundaries.keys().enumerate().map(|(place, id)| (id, place)).collect();
        let holders: BTreeSet<&HolderId> =
            rows.iter().flat_map(|row| row.shares.iter().map(|share| &share.holder)).collect();
        let holder_names: BTreeMap<&HolderId, usize> =
            holders.iter().enumerate().map(|(place, id)| (*id, place)).collect();
        let mut check = Checker { file, rows, refused: Vec::new(), warnings: Vec::new() };
        let mut checked = Vec::with_capacity(rows.len());
        for (place, row) in rows.iter().enumerate() {
            let boundary = names.get(&row.boundary).copied();
            checked.extend(check.row(place, row, boundary, boundaries, &holder_names));
        }
        if checked.len() == rows.len() {
            let meters = Meters::of(rows);
            let order = meters.order(rows, &checked);
            check.overlaps(&meters, &order, &checked);
            check.sub_meters(&meters, &order, &checked);
            check.lookalikes(&checked);
            check.balances(boundaries, &checked);
            if check.refused.is_empty() {
                let digest = digest(suite, boundaries, rows, &checked, &order);
                return Ok(Self {
                    rows: checked,
                    boundaries: boundaries.clone().into_iter().collect(),
                    holders: holders.into_iter().cloned().collect(),
                    digest,
                    warnings: check.warnings,
                });
            }
        }
        check.refused.truncate(REMARKS_MAX);
        Err(check.refused)
    }

    /// The digest of all rows and boundaries, whatever order the rows came in.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// What is worth a look and was taken as it stands.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// How many rows there are.
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }
}

/// Days since 1970.
pub(crate) fn day_number(date: Date) -> i32 {
    let epoch = units::Date::constant(1970, 1, 1);
    i32::try_from(days_between(epoch, date)).unwrap_or(i32::MAX)
}

/// The first days of the years from 1990 to 2101.
pub(crate) fn year_starts() -> Vec<(i16, i32)> {
    let all = *YEARS.start()..=*YEARS.end() + 1;
    all.map(|year| (year, day_number(Date::constant(year, 1, 1)))).collect()
}

/// The calendar years that `from..=to` touches, each with its days in it.
pub(crate) fn by_year(starts: &[(i16, i32)], from: i32, to: i32) -> Vec<(i16, i32, i32)> {
    let first = starts.partition_point(|(_, start)| *start <= from).saturating_sub(1);
    let mut found = Vec::with_capacity(1);
    for (place, (year, start)) in starts.iter().enumerate().skip(first) {
        if *start > to {
            break;
        }
        let end = starts.get(place + 1).map_or(to, |(_, next)| next - 1);
        found.push((*year, from.max(*start), to.min(end)));
    }
    found
}

/// The quantity of a period in parts by days, which add up to it.
pub(crate) fn by_days(quantity: i64, spans: impl Iterator<Item = (i32, i32)>) -> Vec<i128> {
    let days: Vec<i128> = spans.map(|(from, to)| i128::from(to - from + 1)).collect();
    if days.len() == 1 { vec![i128::from(quantity)] } else { parts(i128::from(quantity), &days) }
}

/// The meters by their names, in which case does not count.
struct Meters {
    /// The meter of each row.
    of_row: Vec<usize>,
    /// The meters that a meter is said to stand under, by the rows that say so.
    under: BTreeMap<usize, BTreeSet<usize>>,
}

impl Meters {
    fn of(rows: &[ActivityRow]) -> Self {
        let names = rows.iter().flat_map(|row| [Some(&row.meter), row.under.as_ref()]);
        let known: BTreeSet<&MeterId> = names.flatten().collect();
        let lower: BTreeSet<String> =
            known.iter().map(|id| id.as_str().to_ascii_lowercase()).collect();
        let places: BTreeMap<&str, usize> =
            lower.iter().enumerate().map(|(place, name)| (name.as_str(), place)).collect();
        let place = |id: &MeterId| places.get(id.as_str().to_ascii_lowercase().as_str()).copied();
        let by_id: BTreeMap<&MeterId, usize> =
            known.into_iter().map(|id| (id, place(id).unwrap_or_default())).collect();
        let of = |id: &MeterId| by_id.get(id).copied().unwrap_or_default();
        let mut under: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for row in rows {
            if let Some(main) = &row.under {
                under.entry(of(&row.meter)).or_default().insert(of(main));
            }
        }
        Self { of_row: rows.iter().map(|row| of(&row.meter)).collect(), under }
    }

    fn at(&self, row: usize) -> usize {
        self.of_row.get(row).copied().unwrap_or_default()
    }

    /// The rows by meter, activity and first day: what tells rows apart that were checked.
    fn order(&self, rows: &[ActivityRow], checked: &[Checked]) -> Vec<usize> {
        let mut keys: Vec<_> = checked
            .iter()
            .enumerate()
            .map(|(place, row)| (self.at(place), row.activity, row.from, row.to, place))
            .collect();
        keys.sort_unstable();
        debug_assert_eq!(keys.len(), rows.len());
        keys.into_iter().map(|(.., place)| place).collect()
    }

    /// Every meter above `meter`, however far.
    fn above(&self, meter: usize) -> BTreeSet<usize> {
        let (mut found, mut open) = (BTreeSet::new(), vec![meter]);
        while let Some(next) = open.pop() {
            let above = self.under.get(&next).into_iter().flatten();
            open.extend(above.filter(|main| found.insert(**main)));
        }
        found
    }
}

struct Checker<'a> {
    file: &'a str,
    rows: &'a [ActivityRow],
    refused: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
}

/// What is wrong with a place: its column, what stands there, what was expected, what to do.
struct Wrong {
    code: &'static str,
    column: &'static str,
    value: String,
    expected: Text,
    remedy: Text,
}

impl Checker<'_> {
    fn remark(&self, severity: Severity, place: usize, wrong: Wrong) -> Diagnostic {
        Diagnostic {
            severity,
            code: wrong.code.to_owned(),
            file: self.file.to_owned(),
            row: u64::try_from(place + 2).ok(),
            column: wrong.column.to_owned(),
            value: wrong.value.chars().take(200).collect(),
            expected: wrong.expected,
            remedy: wrong.remedy,
        }
    }

    fn refuse(&mut self, place: usize, wrong: Wrong) {
        if self.refused.len() < REMARKS_MAX {
            let remark = self.remark(Severity::Refused, place, wrong);
            self.refused.push(remark);
        }
    }

    fn row(
        &mut self,
        place: usize,
        row: &ActivityRow,
        boundary: Option<usize>,
        boundaries: &Boundaries,
        holders: &BTreeMap<&HolderId, usize>,
    ) -> Option<Checked> {
        let (Some(boundary), Some(known)) = (boundary, boundaries.get(&row.boundary)) else {
            self.refuse(place, unknown_boundary(row));
            return None;
        };
        let wrongs = [
            wrong_period(row),
            outside(row, known),
            wrong_quantity(row),
            wrong_shares(row),
            wrong_metering(row, known),
        ];
        let mut is_good = true;
        for wrong in wrongs.into_iter().flatten() {
            is_good = false;
            self.refuse(place, wrong);
        }
        let mut shares: Vec<(usize, u32)> = row
            .shares
            .iter()
            .filter_map(|share| Some((*holders.get(&share.holder)?, share.share_ppm)))
            .collect();
        shares.sort_unstable();
        is_good.then(|| Checked {
            boundary,
            activity: row.activity,
            part: part(row.activity, known.metering),
            from: day_number(row.from),
            to: day_number(row.to),
            quantity_milli: row.quantity_milli,
            factor: row.factor.clone(),
            shares,
        })
    }

    /// Rows of one meter and activity whose days overlap.
    fn overlaps(&mut self, meters: &Meters, order: &[usize], checked: &[Checked]) {
        let mut before: Option<(usize, &Checked, usize)> = None;
        for place in order {
            let Some(row) = checked.get(*place) else { continue };
            let meter = meters.at(*place);
            if let Some((other, last, at)) = before
                && (other, last.activity) == (meter, row.activity)
            {
                if row.from <= last.to {
                    self.refuse(*place, self.twice(at));
                }
                if last.to >= row.to {
                    continue;
                }
            }
            before = Some((meter, row, *place));
        }
    }

    fn twice(&self, other: usize) -> Wrong {
        let (row, line) = (self.rows.get(other), other + 2);
        let shown =
            row.map_or(String::new(), |row| format!("{} {}–{}", row.meter, row.from, row.to));
        Wrong {
            code: "meter_twice",
            column: "meter",
            value: shown,
            expected: Text::new(
                format!("与第 {line} 行同一计量点、同一种类的日期不重叠"),
                format!("days that row {line}, of the same meter and kind, does not have"),
            ),
            remedy: Text::new(
                "删去重复的一行，或按抄表日改正起止日期",
                "delete one of the two rows, or correct their days by the readings",
            ),
        }
    }

    /// Sub-meters whose main meter counts the same days.
    fn sub_meters(&mut self, meters: &Meters, order: &[usize], checked: &[Checked]) {
        if meters.under.is_empty() {
            return;
        }
        let key = |place: &usize| {
            let row = checked.get(*place);
            row.map(|row| (meters.at(*place), row.activity, row.to))
        };
        for (place, row) in checked.iter().enumerate() {
            for main in meters.above(meters.at(place)) {
                // The first row of the main meter that ends no earlier than this one begins.
                let wanted = Some((main, row.activity, row.from));
                let at = order.partition_point(|place| key(place) < wanted);
                let Some(other) = order.get(at).filter(|other| **other != place) else { continue };
                let overlaps = checked.get(*other).is_some_and(|found| {
                    found.activity == row.activity
                        && meters.at(*other) == main
                        && found.from <= row.to
                });
                if overlaps {
                    self.refuse(place, sub_meter(*other + 2, self.rows.get(*other)));
                }
            }
        }
    }

    /// Different meters that say exactly the same.
    fn lookalikes(&mut self, checked: &[Checked]) {
        let mut keys: Vec<_> = checked
            .iter()
            .enumerate()
            .filter(|(_, row)| row.quantity_milli.is_some_and(|quantity| quantity > 0))
            .map(|(place, row)| {
                ((row.boundary, row.activity, row.from, row.to, row.quantity_milli), place)
            })
            .collect();
        keys.sort_unstable();
        for pair in keys.windows(2) {
            let [(one, first), (other, second)] = pair else { continue };
            if one == other && self.warnings.len() < REMARKS_MAX {
                let remark = self.remark(Severity::Warning, *second, lookalike(first + 2));
                self.warnings.push(remark);
            }
        }
    }

    /// By boundary and year: no more own PV than a gross meter counted, no more green power than
    /// was bought. Nothing is said where a quantity is unknown.
    fn balances(&mut self, boundaries: &Boundaries, checked: &[Checked]) {
        #[derive(Default)]
        struct Sums {
            metered: i128,
            own: i128,
            green: i128,
            unknown: bool,
            last_own: usize,
            last_green: usize,
        }
        let starts = year_starts();
        let mut sums: BTreeMap<(usize, i16), Sums> = BTreeMap::new();
        for (place, row) in checked.iter().enumerate() {
            let is_power = row.activity.factor() == super::FactorKind::GridElectricity;
            if !is_power || row.part == Part::Told {
                continue;
            }
            let years = by_year(&starts, row.from, row.to);
            let spans = years.iter().map(|(_, from, to)| (*from, *to));
            let quantities = by_days(row.quantity_milli.unwrap_or(0), spans);
            for ((year, ..), quantity) in years.iter().zip(quantities) {
                let sum = sums.entry((row.boundary, *year)).or_default();
                sum.unknown |= row.quantity_milli.is_none();
                match row.part {
                    Part::TakenOff => (sum.own, sum.last_own) = (sum.own + quantity, place),
                    Part::Replaces => (sum.green, sum.last_green) = (sum.green + quantity, place),
                    Part::Emits | Part::Told => sum.metered += quantity,
                }
            }
        }
        let names: Vec<&BoundaryId> = boundaries.keys().collect();
        for ((boundary, year), sum) in sums.into_iter().filter(|(_, sum)| !sum.unknown) {
            let at = names.get(boundary).map_or(String::new(), |id| format!("{id}, {year}"));
            if sum.own > sum.metered {
                self.refuse(sum.last_own, too_much_pv(&at, sum.own, sum.metered));
            } else if sum.green > sum.metered - sum.own {
                let bought = sum.metered - sum.own;
                self.refuse(sum.last_green, too_green(&at, sum.green, bought));
            }
        }
    }
}

fn part(activity: Activity, metering: Option<Metering>) -> Part {
    match activity {
        Activity::PvSelfUse if metering == Some(Metering::Gross) => Part::TakenOff,
        Activity::PvSelfUse | Activity::PvExport => Part::Told,
        Activity::GreenPower => Part::Replaces,
        Activity::GridElectricity
        | Activity::DistrictHeat
        | Activity::NaturalGas
        | Activity::Diesel => Part::Emits,
    }
}

fn unknown_boundary(row: &ActivityRow) -> Wrong {
    Wrong {
        code: "unknown_boundary",
        column: "boundary",
        value: row.boundary.to_string(),
        expected: Text::new("已登记的核算边界", "a boundary that was entered"),
        remedy: Text::new("改正名称，或先登记此边界", "correct the name, or enter the boundary"),
    }
}

fn wrong_period(row: &ActivityRow) -> Option<Wrong> {
    let is_known = YEARS.contains(&row.from.year()) && YEARS.contains(&row.to.year());
    let days = i32::try_from(days_between(row.from, row.to)).unwrap_or(i32::MAX);
    let fits = is_known && (0..DAYS_MAX).contains(&days);
    (!fits).then(|| Wrong {
        code: "wrong_period",
        column: "from",
        value: format!("{}–{}", row.from, row.to),
        expected: Text::new(
            format!("首日不晚于末日，至多 {DAYS_MAX} 天，1990 至 2100 年"),
            format!("a first day no later than the last, at most {DAYS_MAX} days, 1990 to 2100"),
        ),
        remedy: Text::new("按抄表单改正日期", "correct the days by the reading"),
    })
}

fn outside(row: &ActivityRow, known: &Boundary) -> Option<Wrong> {
    let ended = known.to.is_some_and(|last| row.to > last);
    (row.from < known.from || ended).then(|| {
        let last = known.to.map_or("…".to_owned(), |last| last.to_string());
        Wrong {
            code: "outside_boundary",
            column: "to",
            value: format!("{}–{}", row.from, row.to),
            expected: Text::new(
                format!("边界存续期内的日期：{}–{last}", known.from),
                format!("days on which the boundary exists: {}–{last}", known.from),
            ),
            remedy: Text::new(
                "已出售或尚未取得的建筑不计入：按交接抄表日拆分此行",
                "what was sold, or not yet bought, does not count: split the row at the reading \
                 of the handover",
            ),
        }
    })
}

fn wrong_quantity(row: &ActivityRow) -> Option<Wrong> {
    let unit = row.activity.unit();
    if row.unit != unit {
        return Some(Wrong {
            code: "wrong_unit",
            column: "unit",
            value: format!("{:?}", row.unit),
            expected: Text::same(format!("{unit:?}")),
            remedy: Text::new("换算为该种类的单位", "convert it to the unit of its kind"),
        });
    }
    let quantity = row.quantity_milli.filter(|found| !(0..=QUANTITY_MAX).contains(found))?;
    Some(Wrong {
        code: "wrong_quantity",
        column: "quantity",
        value: quantity.to_string(),
        expected: Text::new("0 至 10¹³ 的千分之一单位", "thousandths of the unit, from 0 to 10¹³"),
        remedy: Text::new(
            "按抄表单改正；未抄表的留空",
            "correct it by the reading; leave it empty where nobody read the meter",
        ),
    })
}

fn wrong_shares(row: &ActivityRow) -> Option<Wrong> {
    if row.shares.is_empty() {
        return None;
    }
    let sum: u64 = row.shares.iter().map(|share| u64::from(share.share_ppm)).sum();
    let holders: BTreeSet<&HolderId> = row.shares.iter().map(|share| &share.holder).collect();
    let is_whole = sum == u64::from(PPM) && holders.len() == row.shares.len();
    (!is_whole || row.shares.len() > LIST_MAX).then(|| Wrong {
        code: "shares_not_whole",
        column: "shares",
        value: sum.to_string(),
        expected: Text::new(
            "各方一次，合计 1,000,000（百万分之一）",
            "each holder once, 1,000,000 millionths together",
        ),
        remedy: Text::new(
            "按租赁合同或分表改正各方份额",
            "correct the shares by the leases or the sub-meters",
        ),
    })
}

fn wrong_metering(row: &ActivityRow, known: &Boundary) -> Option<Wrong> {
    (row.activity == Activity::PvSelfUse && known.metering.is_none()).then(|| Wrong {
        code: "metering_undeclared",
        column: "boundary",
        value: row.boundary.to_string(),
        expected: Text::new(
            "说明电表是否已不含自发自用：net 或 gross",
            "whether the electricity meters count own PV: net or gross",
        ),
        remedy: Text::new(
            "电表在并网点为 net，在用电侧为 gross；自发自用只扣一次",
            "say net for meters at the grid, gross for meters before the consumers; own PV is \
             taken off once",
        ),
    })
}

fn sub_meter(line: usize, main: Option<&ActivityRow>) -> Wrong {
    Wrong {
        code: "sub_meter_twice",
        column: "under",
        value: main.map_or(String::new(), |row| format!("{} {}–{}", row.meter, row.from, row.to)),
        expected: Text::new(
            format!("总表（第 {line} 行）未计的日期"),
            format!("days that the main meter (row {line}) does not count"),
        ),
        remedy: Text::new(
            "总表已含分表：只保留一个，或改用份额划分",
            "the main meter counts the sub-meter: keep one of them, or divide by shares",
        ),
    }
}

fn lookalike(line: usize) -> Wrong {
    Wrong {
        code: "maybe_same_meter",
        column: "meter",
        value: String::new(),
        expected: Text::new(
            format!("与第 {line} 行不同的用量"),
            format!("another quantity than row {line} has"),
        ),
        remedy: Text::new(
            "同一边界、同样的日期和用量：请核对是否为同一计量点",
            "same boundary, days and quantity: look whether it is the same meter",
        ),
    }
}

fn too_much_pv(at: &str, own: i128, metered: i128) -> Wrong {
    Wrong {
        code: "pv_above_consumption",
        column: "quantity",
        value: format!("{at}: {own} > {metered}"),
        expected: Text::new(
            "自发自用不大于用电侧计量的电量",
            "no more own PV than the meters before the consumers counted",
        ),
        remedy: Text::new(
            "核对电表是否在并网点（net），上网电量另列",
            "look whether the meters stand at the grid (net); export is a kind of its own",
        ),
    }
}

fn too_green(at: &str, green: i128, bought: i128) -> Wrong {
    Wrong {
        code: "green_above_bought",
        column: "quantity",
        value: format!("{at}: {green} > {bought}"),
        expected: Text::new(
            "绿电不多于该边界当年外购电量",
            "no more green power than the boundary bought in the year",
        ),
        remedy: Text::new(
            "减少绿电数量，或改正所属边界和年度",
            "lower the green power, or correct its boundary and year",
        ),
    }
}

/// The digest of boundaries and rows in the order of their meters.
fn digest(
    suite: Suite,
    boundaries: &Boundaries,
    rows: &[ActivityRow],
    checked: &[Checked],
    order: &[usize],
) -> Digest {
    suite.hash_of(|feed| {
        for (id, boundary) in boundaries {
            let bytes = crate::journal::canonical(boundary);
            [id.as_str().as_bytes(), b"\n", &bytes, b"\n"].into_iter().for_each(&mut *feed);
        }
        let mut line = String::new();
        for place in order {
            let (Some(row), Some(days)) = (rows.get(*place), checked.get(*place)) else { continue };
            line.clear();
            // Writing into a text does not fail.
            let _ = write_row(&mut line, row, days);
            feed(line.as_bytes());
            feed(&row.evidence.0);
        }
    })
}

/// A row as a line but for its evidence: no name holds a bar.
fn write_row(to: &mut String, row: &ActivityRow, days: &Checked) -> std::fmt::Result {
    let ActivityRow { boundary, meter, activity, .. } = row;
    write!(to, "{boundary}|{meter}|{activity:?}|{}|{}|", days.from, days.to)?;
    if let Some(main) = &row.under {
        write!(to, "{main}")?;
    }
    to.push('|');
    if let Some(quantity) = row.quantity_milli {
        write!(to, "{quantity}")?;
    }
    to.push('|');
    if let Some(factor) = &row.factor {
        write!(to, "{factor}")?;
    }
    let mut shares: Vec<_> = row.shares.iter().collect();
    shares.sort_unstable();
    for share in shares {
        write!(to, "|{}={}", share.holder, share.share_ppm)?;
    }
    to.push('\n');
    Ok(())
}
