//! Published cases: the thermal fabric tests of ASHRAE 140-2020 (BESTEST) against the range of its
//! six reference programs.

use std::collections::BTreeMap;
use std::ops::Range;

use energy::building::Building;
use energy::cases;
use energy::sky::PlaneYear;
use energy::sun::SunYear;
use energy::weather::{MONTH_DAYS, Weather};
use energy::{Options, simulate};

use crate::shared;
use crate::weather::{DENVER, weather};

/// The building of a case, for other tests.
pub(crate) fn building(id: &str) -> Building {
    cases::building(id).expect("a case that is expressed")
}

/// Lowest and highest of the reference programs.
type Span = (f64, f64);

/// Case and metric.
type Key = (String, String);

/// Rows of a table of the shared data, field by field; fields may stand in quotes.
fn table(path: &str) -> Option<Vec<Vec<String>>> {
    let text = String::from_utf8(shared::read(path)?).expect("the table is UTF-8");
    Some(text.lines().skip(1).map(fields).collect())
}

fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => fields.last_mut().expect("there is a first field").push(other),
        }
    }
    fields
}

fn span(low: &str, high: &str) -> Option<Span> {
    Some((low.parse().ok()?, high.parse().ok()?))
}

/// Range of the programs by case and metric, and the acceptance limits where there are some.
fn ranges() -> Option<BTreeMap<Key, (Span, Option<Span>)>> {
    let rows = table("bestest/ranges.csv")?;
    let range = |row: &Vec<String>| {
        let limits = span(&row[12], &row[13]);
        Some(((row[0].clone(), row[1].clone()), (span(&row[3], &row[4])?, limits)))
    };
    Some(rows.iter().filter_map(range).collect())
}

/// Every metric of every case.
fn values(weather: &Weather) -> BTreeMap<Key, f64> {
    let mut values = BTreeMap::new();
    for (building, year) in cases::years(weather) {
        let year = year.expect("every case can be simulated");
        let error = year.annual.balance_error_ratio;
        assert!(error < 1e-9, "{}: {error}", building.name);
        for reading in cases::readings(&building.name, &year) {
            values.insert((reading.case, reading.metric.to_owned()), reading.value);
        }
    }
    values
}

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    /// Yearly loads of the 600 and 900 series.
    Annual,
    /// Hourly peaks of the 600 and 900 series.
    Peak,
    /// Air temperatures without plant.
    FreeFloat,
    /// The in-depth cases.
    InDepth,
}

impl Group {
    fn of(case: &str, metric: &str) -> Self {
        let basic = case.starts_with('6') || (case.starts_with('9') && case != "960");
        match metric {
            _ if metric.starts_with("ff_") => Self::FreeFloat,
            _ if !basic => Self::InDepth,
            _ if metric.starts_with("annual_") => Self::Annual,
            _ => Self::Peak,
        }
    }
}

/// How many lie inside, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    inside: usize,
    all: usize,
}

impl Count {
    fn add(&mut self, is_in: bool) {
        self.inside += usize::from(is_in);
        self.all += 1;
    }

    fn percent(self) -> usize {
        self.inside * 100 / self.all
    }
}

fn is_in(value: f64, (low, high): Span) -> bool {
    (low..=high).contains(&value)
}

#[expect(clippy::print_stdout, reason = "every figure is shown with --nocapture")]
fn show(what: &str, value: f64, (low, high): Span) {
    let mark = if is_in(value, (low, high)) { "in" } else { "OUT" };
    println!("{what:48} {value:9.3} {low:9.3} {high:9.3} {mark}");
}

/// Metrics that lie outside the six programs today, by at most 3 %: the two narrowest ranges (195:
/// 0.6 % wide), low sun from east and west that this model lays on the floor, bright rooms, and two
/// cases of constant films.
const OUTSIDE: &[(&str, &str)] = &[
    ("195", "peak_heating"),
    ("270", "annual_heating"),
    ("280", "annual_heating"),
    ("290", "annual_heating"),
    ("300", "annual_sensible_cooling"),
    ("300", "peak_sensible_cooling"),
    ("440", "peak_sensible_cooling"),
    ("460", "peak_sensible_cooling"),
    ("640", "annual_heating"),
];

#[test]
fn cases_lie_within_the_reference_programs() {
    let (Some(weather), Some(ranges)) = (weather(DENVER), ranges()) else { return };
    let mut counts: BTreeMap<Group, Count> = BTreeMap::new();
    let mut outside = Vec::new();
    for (key, value) in values(&weather) {
        let (case, metric) = (key.0.as_str(), key.1.as_str());
        let (low, high) = ranges[&key].0;
        show(&format!("{case} {metric}"), value, (low, high));
        if !is_in(value, (low, high)) {
            let off = (low - value).max(value - high) / value.abs();
            assert!(off < 0.03, "{case} {metric} {value}");
            outside.push((case.to_owned(), metric.to_owned()));
        }
        // The programs' figures are rounded: a yearly load may miss them by 0.5 %.
        let group = Group::of(case, metric);
        let slack = if group == Group::Annual { 0.005 } else { 0.0 };
        let wide = (low - slack * low.abs(), high + slack * high.abs());
        counts.entry(group).or_default().add(is_in(value, wide));
    }
    println!("{counts:?}");
    let outside: Vec<(&str, &str)> =
        outside.iter().map(|(case, metric)| (case.as_str(), metric.as_str())).collect();
    assert_eq!(outside, OUTSIDE);
    for (group, all, least) in
        [(Group::Annual, 40, 38), (Group::Peak, 40, 36), (Group::FreeFloat, 21, 19)]
    {
        let count = counts[&group];
        assert_eq!(count.all, all, "{group:?}");
        assert!(count.inside >= least, "{group:?} {count:?}");
    }
    let in_depth = counts[&Group::InDepth];
    assert_eq!(in_depth.all, 104);
    assert!(in_depth.percent() >= 90, "{in_depth:?}");
}

/// The yearly loads are met where the standard itself sets limits.
#[test]
fn yearly_loads_are_accepted() {
    let (Some(weather), Some(ranges)) = (weather(DENVER), ranges()) else { return };
    let mut count = 0;
    for (key, value) in values(&weather) {
        let Some(limits) = ranges[&key].1 else { continue };
        assert!(is_in(value, limits), "{key:?}: {value}");
        count += 1;
    }
    assert_eq!(count, 42);
}

/// One row of the diagnostic tables.
struct Diagnostic {
    table: String,
    quantity: String,
    row: String,
    span: Span,
}

fn diagnostics() -> Option<Vec<Diagnostic>> {
    let rows = table("bestest/diagnostics.csv")?;
    let diagnostic = |row: &Vec<String>| {
        let [table, quantity, name] = [0, 1, 2].map(|at: usize| row[at].clone());
        Some(Diagnostic { table, quantity, row: name, span: span(&row[3], &row[4])? })
    };
    Some(rows.iter().filter_map(diagnostic).collect())
}

impl Diagnostic {
    /// The two cases of a difference and its metric.
    fn difference(&self) -> Option<(String, String, &'static str)> {
        let metric = match &self.quantity {
            name if name.contains("Annual Heating") => "annual_heating",
            name if name.contains("Annual Sensible Cooling") => "annual_sensible_cooling",
            name if name.contains("Peak Heating") => "peak_heating",
            name if name.contains("Peak Sensible Cooling") => "peak_sensible_cooling",
            _ => return None,
        };
        let is_id = |id: &str| id.len() == 3 && id.bytes().all(|byte| byte.is_ascii_digit());
        let (one, rest) = self.row.split_once('-')?;
        let (one, other) = (one.trim(), rest.trim_start().get(..3)?);
        if !is_id(one) || !is_id(other) {
            return None;
        }
        // The published row of the night fan bears the numbers of the set-back.
        if one == "940" && other == "640" && self.row.contains("Night Vent") {
            return Some(("950".to_owned(), "650".to_owned(), metric));
        }
        Some((one.to_owned(), other.to_owned(), metric))
    }
}

/// What a change to a case changes in its result (tables B8-6 to B8-10).
#[test]
fn differences_between_cases_lie_within_the_programs() {
    let (Some(weather), Some(diagnostics)) = (weather(DENVER), diagnostics()) else { return };
    let values = values(&weather);
    let mut count = Count::default();
    let mut not_expressed = 0;
    for diagnostic in &diagnostics {
        let Some((one, other, metric)) = diagnostic.difference() else { continue };
        let value = |case: String| values.get(&(case, metric.to_owned()));
        let (Some(one), Some(other)) = (value(one), value(other)) else {
            not_expressed += 1;
            continue;
        };
        let difference = one - other;
        show(&format!("{} {metric}", diagnostic.row), difference, diagnostic.span);
        // Half of the last digit that is published.
        let (low, high) = diagnostic.span;
        count.add(is_in(difference, (low - 5e-4, high + 5e-4)));
    }
    println!("differences: {count:?}");
    assert_eq!(count.all, 218);
    assert_eq!(not_expressed, 0);
    assert!(count.percent() >= 85, "{count:?}");
}

/// Yearly sun through the windows of one direction, per glass area. [kWh/m²]
fn transmitted_kwh_m2(weather: &Weather, id: &str, azimuth_deg: f64) -> f64 {
    let mut building = building(id);
    building.zones[0].windows.retain(|window| (window.azimuth_deg - azimuth_deg).abs() < 1.0);
    let area_m2: f64 = building.windows().map(|window| window.area_m2).sum();
    let year = simulate(&building, weather, &Options::default()).expect("a valid case");
    let through_kwh: f64 = year.monthly.iter().map(|month| month.solar_transmitted_kwh).sum();
    through_kwh / area_m2
}

/// Sun on a plane of case 600. [kWh/m²]
fn incident_kwh_m2(weather: &Weather, tilt_deg: f64, azimuth_deg: f64) -> f64 {
    let sun = SunYear::new(weather);
    PlaneYear::new(weather, &sun, tilt_deg, azimuth_deg, 0.2).total_kwh_m2()
}

/// The direction that a row of the tables names.
fn direction_deg(row: &str) -> (f64, f64) {
    [("North", 0.0), ("East", 90.0), ("South", 180.0), ("West", 270.0)]
        .into_iter()
        .find(|(name, _)| row.contains(name))
        .map_or((0.0, 0.0), |(_, azimuth_deg)| (90.0, azimuth_deg))
}

/// The value of a row about sun and glass (tables B8-11 to B8-15).
fn sun_value(weather: &Weather, table: &str, row: &str) -> Option<f64> {
    let (tilt_deg, azimuth_deg) = direction_deg(row);
    let through = |id: &str| transmitted_kwh_m2(weather, id, azimuth_deg);
    let id = row.get(..3)?;
    Some(match table {
        "11" => through(id) / incident_kwh_m2(weather, tilt_deg, azimuth_deg),
        "12" => 1.0 - through(id) / through(row.get(4..7)?),
        "13" => incident_kwh_m2(weather, tilt_deg, azimuth_deg),
        "14" | "15" => through(id),
        _ => return None,
    })
}

/// Sun on the planes, through the glass and past the shades.
#[test]
fn sun_and_glass_do_what_the_programs_do() {
    let (Some(weather), Some(diagnostics)) = (weather(DENVER), diagnostics()) else { return };
    let mut count = Count::default();
    for Diagnostic { table, row, span, .. } in &diagnostics {
        let Some(value) = sun_value(&weather, table, row) else { continue };
        show(&format!("{table} {row}"), value, *span);
        count.add(is_in(value, *span));
        // What lies outside lies within 1 % of the programs.
        assert!(is_in(value, (span.0 * 0.99, span.1 * 1.01)), "{table} {row} {value}");
    }
    println!("sun and glass: {count:?}");
    assert_eq!(count.all, 17);
    assert!(count.inside >= 14, "{count:?}");
}

/// Heating and cooling of each month: sum and highest hour. [kWh, kW]
struct Months {
    heating: [(f64, f64); 12],
    cooling: [(f64, f64); 12],
}

fn month_hours(month: usize) -> Range<usize> {
    let start: usize = MONTH_DAYS[..month].iter().sum();
    start * 24..(start + MONTH_DAYS[month]) * 24
}

fn months(weather: &Weather, id: &str) -> Months {
    let options = Options { hourly: true, ..Options::default() };
    let year = simulate(&building(id), weather, &options).expect("a valid case");
    let hourly = year.hourly.expect("the hours were asked for");
    let of = |hours_w: &[f64]| {
        std::array::from_fn(|month| {
            let part_w = &hours_w[month_hours(month)];
            let peak_w = part_w.iter().copied().fold(0.0, f64::max);
            (part_w.iter().sum::<f64>() / 1000.0, peak_w / 1000.0)
        })
    };
    Months { heating: of(&hourly.heating_w), cooling: of(&hourly.cooling_w) }
}

/// Monthly loads and peaks of 600 and 900 and their differences (tables B8-M1 to B8-M5).
#[test]
fn months_lie_within_the_programs() {
    let (Some(weather), Some(diagnostics)) = (weather(DENVER), diagnostics()) else { return };
    let [light, heavy] = ["600", "900"].map(|id| months(&weather, id));
    let mut count = Count::default();
    let mut month = 0;
    for Diagnostic { table, quantity, span, .. } in &diagnostics {
        if !table.starts_with('m') {
            continue;
        }
        let value = |months: &Months| {
            let loads = if quantity.contains("Heating") { months.heating } else { months.cooling };
            if quantity.contains("Peak") { loads[month % 12].1 } else { loads[month % 12].0 }
        };
        let value = match quantity {
            _ if quantity.contains("600-900") => value(&light) - value(&heavy),
            _ if quantity.contains("Case 600") => value(&light),
            _ => value(&heavy),
        };
        show(&format!("{table} month {}", month % 12 + 1), value, *span);
        count.add(is_in(value, *span));
        month += 1;
    }
    println!("months: {count:?}");
    assert_eq!(count.all, 144);
    assert!(count.percent() >= 85, "{count:?}");
}
