//! One building described in a file, simulated for a year.

use std::collections::BTreeMap;
use std::path::Path;

use energy::building::{Boundary, Building, Carrier};
use energy::sky::PlaneYear;
use energy::sun::SunYear;
use energy::year::{EndUse, Month, ZoneAnnual};
use energy::{Fault, Options, Weather, Year};
use report::format;
use serde::Serialize;
use units::{Diagnostic, Lang, Severity, Text};

use crate::energy_hours;
use crate::failure::Failure;
use crate::files::Input;
use crate::import::InputLine;
use crate::outcome::{Line, Outcome, Told};
use crate::weather::{self, Climate};
use crate::words::{carrier_key, end_use_word};

/// What to simulate.
#[derive(Clone, Copy, Debug)]
pub struct SimulateRequest<'a> {
    /// The building, YAML or JSON.
    pub building: &'a Path,
    /// An EPW file, or `typical` for the embedded synthetic Beijing year.
    pub weather: &'a str,
    /// Where the 8,760 hours go, if they are wanted: `.csv` or `.parquet`.
    pub hourly: Option<&'a Path>,
    /// Steps of the heat balance an hour, `1..=12`.
    pub steps_per_hour: u8,
}

/// One year of one building, as it is printed.
#[derive(Debug, Serialize)]
struct YearResult {
    building: String,
    floor_area_m2: f64,
    weather: String,
    weather_is_synthetic: bool,
    annual: AnnualResult,
    peak: Peak,
    zone_air_c: ZoneAir,
    comfort_c: Comfort,
    hours_outside_comfort_h: f64,
    unmet_h: Unmet,
    /// Sun on every plane that sees the sky, without its shades, by the plane's name.
    incident_solar_kwh_per_m2: BTreeMap<String, f64>,
    /// kWh by end use and carrier, what is zero left out.
    end_uses: BTreeMap<&'static str, BTreeMap<&'static str, f64>>,
    zones: Vec<ZoneResult>,
    monthly: Vec<MonthResult>,
    pv: Option<PvResult>,
    balance_error_ratio: f64,
    hourly: Option<String>,
    remarks: Vec<Diagnostic>,
    inputs: serde_json::Value,
}

#[derive(Debug, Serialize)]
struct AnnualResult {
    heating_kwh: f64,
    cooling_kwh: f64,
    solar_transmitted_kwh: f64,
    electricity_kwh: f64,
    total_kwh: f64,
}

#[derive(Debug, Serialize)]
struct Peak {
    heating_w: f64,
    cooling_w: f64,
}

#[derive(Debug, Serialize)]
struct ZoneAir {
    min: f64,
    mean: f64,
    max: f64,
}

/// Hours in which the air misses its set points.
#[derive(Debug, Serialize)]
struct Unmet {
    heating: f64,
    cooling: f64,
}

/// One zone of the building.
#[derive(Debug, Serialize)]
struct ZoneResult {
    name: String,
    heating_kwh: f64,
    cooling_kwh: f64,
    peak: Peak,
    air_c: ZoneAir,
    hours_outside_comfort_h: f64,
    unmet_h: Unmet,
}

impl From<&ZoneAnnual> for ZoneResult {
    fn from(zone: &ZoneAnnual) -> Self {
        Self {
            name: zone.name.clone(),
            heating_kwh: zone.heating_kwh,
            cooling_kwh: zone.cooling_kwh,
            peak: Peak { heating_w: zone.heating_peak_w, cooling_w: zone.cooling_peak_w },
            air_c: ZoneAir { min: zone.air_min_c, mean: zone.air_mean_c, max: zone.air_max_c },
            hours_outside_comfort_h: zone.hours_outside_comfort_h,
            unmet_h: Unmet { heating: zone.unmet_heating_h, cooling: zone.unmet_cooling_h },
        }
    }
}

#[derive(Debug, Serialize)]
struct Comfort {
    min: f64,
    max: f64,
}

#[derive(Debug, Serialize)]
struct MonthResult {
    /// 1 = January.
    month: usize,
    heating_kwh: f64,
    cooling_kwh: f64,
    zone_air_mean_c: f64,
    solar_transmitted_kwh: f64,
    electricity_kwh: f64,
    pv_generation_kwh: f64,
    pv_self_use_kwh: f64,
}

#[derive(Debug, Serialize)]
struct PvResult {
    generation_kwh: f64,
    self_use_kwh: f64,
    export_kwh: f64,
}

/// Simulates one building for a year.
///
/// # Errors
/// [`Failure::Input`] with place and remedy of everything that is wrong with building or weather,
/// [`Failure::Request`] for a kind of hourly file that is not known, [`Failure::Unwritable`].
pub fn simulate_file(request: &SimulateRequest<'_>) -> Result<Box<dyn Outcome>, Failure> {
    let kind = request.hourly.map(energy_hours::Kind::of).transpose()?;
    let input = Input::read("building", request.building)?;
    let building = energy::building_of_yaml(&input.name, &input.text()).map_err(failure)?;
    let climate = weather::read(request.weather)?;
    let options = Options {
        hourly: kind.is_some(),
        steps_per_hour: request.steps_per_hour,
        ..Options::default()
    };
    let year = energy::simulate(&building, &climate.weather, &options).map_err(failure)?;
    if let (Some(path), Some(kind), Some(hours)) = (request.hourly, kind, &year.hourly) {
        energy_hours::write(path, kind, &climate.weather, hours)?;
    }
    let gist = gist(&building, &year, &climate, &options);
    let result = YearResult {
        hourly: request.hourly.map(|path| path.display().to_string()),
        inputs: serde_json::to_value([&input, &climate.input].map(InputLine::from))
            .unwrap_or_default(),
        ..result(&building, &year, &climate, &options)
    };
    Ok(Box::new(Told { result, gist }))
}

/// A kernel fault as the end of a use case.
pub(crate) fn failure(fault: Fault) -> Failure {
    Failure::Input(diagnostics(fault))
}

/// What a kernel fault says, at least one remark.
pub(crate) fn diagnostics(fault: Fault) -> Vec<Diagnostic> {
    let text = fault.to_string();
    let remedy = match fault {
        Fault::Invalid { diagnostics, .. } | Fault::Unreadable { diagnostics, .. } => {
            return diagnostics;
        }
        Fault::NotFinite { .. } => Text::new(
            "请检查极端的面积、厚度和换气次数",
            "look for extreme areas, thicknesses and air changes",
        ),
        Fault::NotSettled { .. } => Text::new(
            "请检查区间通风量是否远大于各区的散热",
            "look for mixing air far above what the zones lose",
        ),
        _ => Text::new("请换一个气象文件", "use another weather file"),
    };
    vec![Diagnostic {
        severity: Severity::Refused,
        code: "cannot_be_simulated".to_owned(),
        file: String::new(),
        row: None,
        column: String::new(),
        value: text,
        expected: Text::new(
            "可以求解的建筑和完整的气象年",
            "a building and a year of weather that can be solved",
        ),
        remedy,
    }]
}

fn result(building: &Building, year: &Year, climate: &Climate, options: &Options) -> YearResult {
    let annual = &year.annual;
    YearResult {
        building: building.name.clone(),
        floor_area_m2: building.floor_area_m2(),
        weather: climate.weather.source.clone(),
        weather_is_synthetic: climate.weather.synthetic,
        annual: AnnualResult {
            heating_kwh: annual.heating_kwh,
            cooling_kwh: annual.cooling_kwh,
            solar_transmitted_kwh: solar_transmitted_kwh(year),
            electricity_kwh: annual.end_uses.carrier_kwh(Carrier::Electricity),
            total_kwh: annual.end_uses.total_kwh(),
        },
        peak: Peak { heating_w: annual.heating_peak_w, cooling_w: annual.cooling_peak_w },
        zone_air_c: ZoneAir {
            min: annual.zone_air_min_c,
            mean: annual.zone_air_mean_c,
            max: annual.zone_air_max_c,
        },
        comfort_c: Comfort { min: options.comfort_min_c, max: options.comfort_max_c },
        hours_outside_comfort_h: annual.hours_outside_comfort_h,
        unmet_h: Unmet { heating: annual.unmet_heating_h, cooling: annual.unmet_cooling_h },
        incident_solar_kwh_per_m2: incident_solar_kwh_m2(building, &climate.weather),
        end_uses: end_uses(year),
        zones: year.zones.iter().map(ZoneResult::from).collect(),
        monthly: year.monthly.iter().enumerate().map(month).collect(),
        pv: building.pv.as_ref().map(|_| PvResult {
            generation_kwh: annual.pv_generation_kwh,
            self_use_kwh: annual.pv_self_use_kwh,
            export_kwh: annual.pv_export_kwh,
        }),
        balance_error_ratio: annual.balance_error_ratio,
        hourly: None,
        remarks: climate.remarks.clone(),
        inputs: serde_json::Value::Null,
    }
}

fn month((at, month): (usize, &Month)) -> MonthResult {
    MonthResult {
        month: at + 1,
        heating_kwh: month.heating_kwh,
        cooling_kwh: month.cooling_kwh,
        zone_air_mean_c: month.zone_air_mean_c,
        solar_transmitted_kwh: month.solar_transmitted_kwh,
        electricity_kwh: month.electricity_kwh,
        pv_generation_kwh: month.pv_generation_kwh,
        pv_self_use_kwh: month.pv_self_use_kwh,
    }
}

fn solar_transmitted_kwh(year: &Year) -> f64 {
    year.monthly.iter().map(|month| month.solar_transmitted_kwh).sum()
}

/// Yearly sun on every plane that sees it, by name; planes of one name and direction are one entry,
/// further ones of that name are numbered. [kWh/m²]
fn incident_solar_kwh_m2(building: &Building, weather: &Weather) -> BTreeMap<String, f64> {
    let sun = SunYear::new(weather);
    let mut known: Vec<(String, (f64, f64))> = Vec::new();
    for (name, direction) in sunny_planes(building) {
        let same = |one: &&(String, (f64, f64))| one.0 == name && one.1 == direction;
        if known.iter().any(|one| same(&one)) {
            continue;
        }
        let numbered = (2_usize..).map(|number| format!("{name} ({number})"));
        let free = std::iter::once(name.to_owned())
            .chain(numbered)
            .find(|name| known.iter().all(|(taken, _)| taken != name));
        known.extend(free.map(|name| (name, direction)));
    }
    known
        .into_iter()
        .map(|(name, (tilt_deg, azimuth_deg))| {
            let ground = building.ground_reflectance;
            let plane = PlaneYear::new(weather, &sun, tilt_deg, azimuth_deg, ground);
            (name, plane.total_kwh_m2())
        })
        .collect()
}

/// Name, tilt and azimuth of the planes that the sun can reach.
fn sunny_planes(building: &Building) -> impl Iterator<Item = (&str, (f64, f64))> {
    let surfaces = building
        .surfaces()
        .filter(|surface| surface.boundary == Boundary::Outdoor)
        .map(|surface| (surface.name.as_str(), (surface.tilt_deg, surface.azimuth_deg)));
    let windows = building
        .windows()
        .map(|window| (window.name.as_str(), (window.tilt_deg, window.azimuth_deg)));
    surfaces.chain(windows)
}

fn end_uses(year: &Year) -> BTreeMap<&'static str, BTreeMap<&'static str, f64>> {
    let mut all: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for end_use in EndUse::ALL {
        for carrier in Carrier::ALL {
            let energy_kwh = year.annual.end_uses.get(end_use, carrier);
            if energy_kwh > 0.0 {
                all.entry(end_use_word(end_use).0)
                    .or_default()
                    .insert(carrier_key(carrier), energy_kwh);
            }
        }
    }
    all
}

fn gist(building: &Building, year: &Year, climate: &Climate, options: &Options) -> Vec<Line> {
    let annual = &year.annual;
    let kilowatts = |power_w: f64| format!("{} kW", format::estimate(power_w / 1000.0));
    let air = [annual.zone_air_min_c, annual.zone_air_mean_c, annual.zone_air_max_c];
    let mut lines = vec![
        Line::plain("建筑", "building", building.name.clone()),
        Line::plain("气象", "weather", climate.weather.source.clone()),
        Line::plain("全年热负荷", "heating load", format::energy(annual.heating_kwh)),
        Line::plain("全年冷负荷", "cooling load", format::energy(annual.cooling_kwh)),
        Line::plain("供暖峰值", "peak heating", kilowatts(annual.heating_peak_w)),
        Line::plain("供冷峰值", "peak cooling", kilowatts(annual.cooling_peak_w)),
        Line::plain(
            "室温 最低/平均/最高",
            "zone air min/mean/max",
            air.map(|air_c| format!("{air_c:.1}")).join(" / ") + " °C",
        ),
        Line::plain(
            "不舒适时间",
            "outside comfort",
            format!(
                "{} h (< {} °C, > {} °C)",
                format::estimate(annual.hours_outside_comfort_h),
                options.comfort_min_c,
                options.comfort_max_c
            ),
        ),
        Line::plain(
            "不满足 供暖/供冷",
            "unmet heating/cooling",
            [annual.unmet_heating_h, annual.unmet_cooling_h].map(format::estimate).join(" / ")
                + " h",
        ),
    ];
    lines.extend(end_use_lines(year));
    if building.pv.is_some() {
        let energy = format::energy;
        lines.push(Line::plain("光伏发电", "PV generation", energy(annual.pv_generation_kwh)));
        lines.push(Line::plain("光伏自用", "PV own use", energy(annual.pv_self_use_kwh)));
        lines.push(Line::plain("光伏上网", "PV export", energy(annual.pv_export_kwh)));
    }
    for (name, sun_kwh_m2) in incident_solar_kwh_m2(building, &climate.weather) {
        let value = format!("{} kWh/m²", format::estimate(sun_kwh_m2));
        lines.push(Line::plain(&format!("日照 {name}"), &format!("sun on {name}"), value));
    }
    lines.extend(year.monthly.iter().enumerate().map(month_line));
    lines.extend(climate.remarks.iter().take(SHOWN).map(|remark| {
        Line::new("提示", "remark", Text::new(remark.line(Lang::Zh), remark.line(Lang::En)))
    }));
    lines
}

/// Remarks on the weather that a terminal shows; the JSON result has all.
const SHOWN: usize = 5;

fn end_use_lines(year: &Year) -> Vec<Line> {
    let mut lines = Vec::new();
    for end_use in EndUse::ALL {
        for carrier in Carrier::ALL {
            let energy_kwh = year.annual.end_uses.get(end_use, carrier);
            if energy_kwh > 0.0 {
                let (_, use_zh, use_en) = end_use_word(end_use);
                let Text { zh, en } = appraisal::carrier_name(carrier);
                let label = |of: &str, by: &str| format!("{of} · {by}");
                let value = format::energy(energy_kwh);
                lines.push(Line::plain(&label(use_zh, &zh), &label(use_en, &en), value));
            }
        }
    }
    lines
}

fn month_line((at, month): (usize, &Month)) -> Line {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let value = |heat: &str, cold: &str, air: &str| {
        format!(
            "{heat} {:>9.1} kWh  {cold} {:>9.1} kWh  {air} {:>5.1} °C",
            month.heating_kwh, month.cooling_kwh, month.zone_air_mean_c
        )
    };
    Line::new(
        &format!("{}月", at + 1),
        NAMES[at.min(11)],
        Text::new(value("热负荷", "冷负荷", "室温"), value("heating", "cooling", "air")),
    )
}
