//! What an appraisal answers: a space before and after each package, and from what.

use std::collections::BTreeMap;

use energy::building::{Building, Carrier, PvArray};
use energy::pv::RoofArray;
use energy::supply::{MeterMonth, Metered, PERIODS_MAX};
use energy::year::EndUse;
use serde::Serialize;
use units::{Fen, GramsCo2e, Source, SpaceId, Text};

use crate::apply::{NotApplicable, roof_projection_m2};
use crate::catalogue::{CostUnit, FenRange};
use crate::factors::Factors;
use crate::finance::{Plan, Statement};

/// One space with all packages that are offered for it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Appraisal {
    /// The space.
    pub id: SpaceId,
    /// Its building kind in the future use.
    pub kind: String,
    /// Gross floor area 建筑面积. [m²]
    pub floor_area_m2: f64,
    /// Horizontal projection of all roof surface 屋面水平投影. [m²]
    pub roof_projection_m2: f64,
    /// The future use in the fabric and plant as they stand: what every saving is measured against.
    pub baseline: Performance,
    /// The packages, in the catalogue's order.
    pub packages: Vec<PackageResult>,
    /// Packages that are not offered here, with the reason of each of their measures.
    pub not_offered: Vec<NotOffered>,
    /// What the figures rest on.
    pub grounds: Grounds,
}

/// One state of the building over a year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Performance {
    /// Energy demand by end use and carrier before own PV; cells that are not zero.
    pub end_uses: Vec<EndUseEnergy>,
    /// Their sum. [kWh]
    pub site_energy_kwh: f64,
    /// The same per gross floor area. [kWh/m²]
    pub site_eui_kwh_m2: f64,
    /// What is bought of each carrier: demand less own PV used in the same hour. [kWh]
    pub bought_kwh: BTreeMap<Carrier, f64>,
    /// What the electricity meter counts.
    pub meter: MeterYear,
    /// Heat given to the rooms. [kWh]
    pub heating_load_kwh: f64,
    /// Sensible heat taken from the rooms. [kWh]
    pub cooling_load_kwh: f64,
    /// Largest hourly mean heating power. [W]
    pub heating_peak_w: f64,
    /// Largest hourly mean cooling power. [W]
    pub cooling_peak_w: f64,
    /// Occupied hours outside the comfort range. [h]
    pub hours_outside_comfort_h: f64,
    /// Photovoltaics, where there are any.
    pub pv: Option<PvYear>,
    /// Carbon of what is bought; exported PV earns nothing here. `None`: a factor is missing.
    pub operating_carbon: Option<GramsCo2e>,
    /// Yearly bill, less what exported PV earns: a planning value. `None`: a price is missing.
    pub energy_bill: Option<Fen>,
    /// What is unknown here and why, for people.
    pub unknown: Vec<Text>,
}

/// What the electricity meter counts in a year, by period of the tariff in its order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct MeterYear {
    /// Bought: demand less own PV of the same hour. [kWh]
    pub import_kwh: [f64; PERIODS_MAX],
    /// Own PV used in the same hour. [kWh]
    pub self_use_kwh: [f64; PERIODS_MAX],
    /// Sum over the months of the largest hourly mean that is bought. [kW]
    pub monthly_peaks_kw: f64,
}

impl MeterYear {
    /// The year of a meter; `with_pv`: whether the array that was simulated stands on the roof.
    fn of(months: &[MeterMonth], with_pv: bool) -> Self {
        let mut year = Self::default();
        for month in months {
            for period in 0..PERIODS_MAX {
                let (import_kwh, own_kwh) = (month.import_kwh[period], month.self_use_kwh[period]);
                let (import_kwh, own_kwh) =
                    if with_pv { (import_kwh, own_kwh) } else { (import_kwh + own_kwh, 0.0) };
                year.import_kwh[period] += import_kwh;
                year.self_use_kwh[period] += own_kwh;
            }
            year.monthly_peaks_kw +=
                if with_pv { month.peak_import_kw } else { month.peak_demand_kw };
        }
        year
    }
}

/// Energy of one end use from one carrier.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct EndUseEnergy {
    /// `heating`, `cooling`, `auxiliary`, `lighting`, `equipment` or `hot_water`.
    pub end_use: &'static str,
    /// How it is delivered.
    pub carrier: Carrier,
    /// In a year. [kWh]
    pub energy_kwh: f64,
}

/// A year of the photovoltaics.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PvYear {
    /// Rated power. [kW]
    pub rated_kw: f64,
    /// Alternating-current energy. [kWh]
    pub generation_kwh: f64,
    /// Part used in the building in the same hour. [kWh]
    pub self_use_kwh: f64,
    /// Part exported. [kWh]
    pub export_kwh: f64,
    /// Share of the roof by each method, the leading one first; empty without a roof.
    pub roof_shares: Vec<PvRoofShare>,
    /// Whether the roof facts that the size rests on are assumed.
    pub assumed: bool,
}

/// How the share of PV on a roof is counted; the denominator is the horizontal projection of all
/// roof surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PvShareMethod {
    /// Horizontal projection of the modules alone 组件水平投影.
    ModuleProjection,
    /// The field they stand in, gaps between rows included 方阵占地.
    ArrayField,
}

impl PvShareMethod {
    /// The method for people.
    pub fn text(self) -> Text {
        match self {
            Self::ModuleProjection => {
                Text::new("组件水平投影 ÷ 屋面水平投影", "module projection over roof projection")
            }
            Self::ArrayField => Text::new(
                "方阵占地（含间距）÷ 屋面水平投影",
                "array field with its gaps over roof projection",
            ),
        }
    }
}

/// A share of PV on the roof, by a named method.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PvRoofShare {
    /// How it is counted.
    pub method: PvShareMethod,
    /// The share. [%]
    pub share_percent: f64,
}

/// How a saving rate is counted. No instrument that we saw defines 综合节能率, so each figure names
/// its method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SavingMethod {
    /// Final energy at the site, PV not counted: 1 − E₁/E₀ with the same use and weather.
    SiteEnergy,
    /// The same, own PV used in the same hour taken off.
    SiteEnergyPvSelfUse,
    /// Standard coal equivalent of the demand, PV not counted.
    CoalEquivalent,
    /// Standard coal equivalent of what is bought, so with own PV taken off.
    CoalEquivalentPvSelfUse,
}

impl SavingMethod {
    /// All methods, the leading one first.
    pub const ALL: [Self; 4] = [
        Self::SiteEnergy,
        Self::SiteEnergyPvSelfUse,
        Self::CoalEquivalent,
        Self::CoalEquivalentPvSelfUse,
    ];

    /// The method for people.
    pub fn text(self) -> Text {
        match self {
            Self::SiteEnergy => {
                Text::new("终端能耗，不计光伏", "final energy at the site, PV not counted")
            }
            Self::SiteEnergyPvSelfUse => Text::new(
                "终端能耗，扣除光伏自用",
                "final energy at the site, own PV used on site taken off",
            ),
            Self::CoalEquivalent => {
                Text::new("折标准煤，不计光伏", "coal equivalent, PV not counted")
            }
            Self::CoalEquivalentPvSelfUse => Text::new(
                "折标准煤，扣除光伏自用",
                "coal equivalent, own PV used on site taken off",
            ),
        }
    }
}

/// A saving rate by a named method.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SavingRate {
    /// How it is counted.
    pub method: SavingMethod,
    /// The rate; `None` when a factor is missing or nothing is used before. [%]
    pub rate_percent: Option<f64>,
}

/// One package on one space.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PackageResult {
    /// The package.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// What is installed, with its cost.
    pub measures: Vec<MeasureLine>,
    /// Measures of the package that do not apply here.
    pub left_out: Vec<NotApplicable>,
    /// The year after.
    pub after: Performance,
    /// Saving rates by every method, the leading one first.
    pub saving_rates: Vec<SavingRate>,
    /// Final energy saved at the site, PV not counted. [kWh]
    pub saved_kwh: f64,
    /// Operating carbon saved; `None` where a factor is missing.
    pub carbon_saved: Option<GramsCo2e>,
    /// Fall of the yearly bill: a planning value; `None` where a price is missing.
    pub bill_saving: Option<Fen>,
    /// Share of `saved_kwh` that rests on assumed facts, `0..=1`; `None` where nothing is saved.
    /// [-]
    pub assumed_share: Option<f64>,
    /// Sum of the lines: a planning value; structure, fire safety and decoration are not in it.
    pub investment: FenRange,
    /// Yearly upkeep beyond today's: a planning value.
    pub maintenance: Fen,
    /// What its cash flow is made of, at likely costs; `None` where a price is missing.
    pub plan: Option<Plan>,
    /// Net present value at high costs (`low`), likely costs and low costs (`high`).
    pub npv: Option<FenRange>,
    /// What is doubtful about it, for people.
    pub remarks: Vec<Text>,
}

impl PackageResult {
    /// The cash flow at likely costs; `None` where a price is missing or an amount leaves the exact
    /// range.
    pub fn statement(&self) -> Option<Statement> {
        Statement::of(self.plan.as_ref()?)
    }

    /// The saving rate by one method. [%]
    pub fn saving_rate_percent(&self, method: SavingMethod) -> Option<f64> {
        self.saving_rates.iter().find(|rate| rate.method == method)?.rate_percent
    }

    /// The share of PV on the roof by one method; zero without PV, `None` without a roof. [%]
    pub fn pv_roof_share_percent(&self, method: PvShareMethod) -> Option<f64> {
        match &self.after.pv {
            None => Some(0.0),
            Some(pv) => {
                pv.roof_shares.iter().find(|share| share.method == method).map(|s| s.share_percent)
            }
        }
    }
}

/// One measure of a package as installed here.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MeasureLine {
    /// The measure.
    pub measure: String,
    /// How many units.
    pub quantity_units: f64,
    /// What is counted.
    pub unit: CostUnit,
    /// Units × unit cost, to the fen: planning values.
    pub cost: FenRange,
    /// Yearly upkeep beyond today's: a planning value.
    pub maintenance: Fen,
    /// Years until it must be installed anew. [a]
    pub lifetime_years: u16,
    /// Whether one of the before-state facts that its saving rests on is assumed.
    pub assumed: bool,
}

/// A package that is not offered for a space.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NotOffered {
    /// The package.
    pub id: String,
    /// Why, for people.
    pub why: Text,
    /// Its measures that do not apply.
    pub left_out: Vec<NotApplicable>,
}

/// What the figures of an appraisal rest on, once for all of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Grounds {
    /// Model and version.
    pub model: String,
    /// Weather: place, and file or normals.
    pub weather: String,
    /// Whether the weather was generated and never measured.
    pub weather_synthetic: bool,
    /// Factors, prices and unit costs used, each with its source.
    pub sources: Vec<Ground>,
    /// Facts of the building that nobody reported.
    pub assumptions: Vec<Ground>,
    /// What must be printed beside every figure, such as "planning values".
    pub stamps: Vec<Text>,
}

/// One value that figures rest on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ground {
    /// What it is, such as `beijing-2022/carbon/electricity`.
    pub key: String,
    /// The value with its unit.
    pub value: String,
    /// Who says so.
    pub source: Source,
}

/// The word of an end use.
fn end_use_word(end_use: EndUse) -> &'static str {
    match end_use {
        EndUse::Heating => "heating",
        EndUse::Cooling => "cooling",
        EndUse::Auxiliary => "auxiliary",
        EndUse::Lighting => "lighting",
        EndUse::Equipment => "equipment",
        EndUse::HotWater => "hot_water",
    }
}

/// The energy part of a state; carbon and bill are still unknown. `pv`: the array of this
/// state, which may lack the one that was simulated with it (PV does not change the demand).
pub(crate) fn performance(year: &Metered, floor_area_m2: f64, pv: Option<&PvArray>) -> Performance {
    let annual = &year.annual;
    let meter = MeterYear::of(&year.months, pv.is_some());
    let mut end_uses = Vec::new();
    for end_use in EndUse::ALL {
        for carrier in Carrier::ALL {
            let energy_kwh = annual.end_uses.get(end_use, carrier);
            if energy_kwh > 0.0 {
                end_uses.push(EndUseEnergy { end_use: end_use_word(end_use), carrier, energy_kwh });
            }
        }
    }
    let mut bought_kwh: BTreeMap<_, _> = Carrier::ALL
        .into_iter()
        .map(|carrier| (carrier, annual.end_uses.carrier_kwh(carrier)))
        .filter(|(_, kwh)| *kwh > 0.0)
        .collect();
    let pv = pv.map(|array| {
        if let Some(kwh) = bought_kwh.get_mut(&Carrier::Electricity) {
            *kwh = (*kwh - annual.pv_self_use_kwh).max(0.0);
        }
        PvYear {
            rated_kw: array.rated_kw,
            generation_kwh: annual.pv_generation_kwh,
            self_use_kwh: annual.pv_self_use_kwh,
            export_kwh: annual.pv_export_kwh,
            roof_shares: Vec::new(),
            assumed: false,
        }
    });
    let site_energy_kwh = annual.end_uses.total_kwh();
    Performance {
        end_uses,
        site_energy_kwh,
        site_eui_kwh_m2: site_energy_kwh / floor_area_m2,
        bought_kwh,
        meter,
        heating_load_kwh: annual.heating_kwh,
        cooling_load_kwh: annual.cooling_kwh,
        heating_peak_w: annual.heating_peak_w,
        cooling_peak_w: annual.cooling_peak_w,
        hours_outside_comfort_h: annual.hours_outside_comfort_h,
        pv,
        operating_carbon: None,
        energy_bill: None,
        unknown: Vec::new(),
    }
}

impl Performance {
    /// Demand by carrier before own PV. [kWh]
    pub(crate) fn demand_kwh(&self) -> BTreeMap<Carrier, f64> {
        let mut demand_kwh = BTreeMap::new();
        for cell in &self.end_uses {
            *demand_kwh.entry(cell.carrier).or_insert(0.0) += cell.energy_kwh;
        }
        demand_kwh
    }
}

/// Saving rates of `after` against `before` by every method.
pub(crate) fn saving_rates(
    before: &Performance,
    after: &Performance,
    factors: Option<&Factors>,
) -> Vec<SavingRate> {
    let amount = |state: &Performance, method| match method {
        SavingMethod::SiteEnergy => Some(state.site_energy_kwh),
        SavingMethod::SiteEnergyPvSelfUse => Some(state.bought_kwh.values().sum()),
        SavingMethod::CoalEquivalent => factors?.coal_equivalent_kg(&state.demand_kwh()),
        SavingMethod::CoalEquivalentPvSelfUse => factors?.coal_equivalent_kg(&state.bought_kwh),
    };
    let rate = |method| {
        let (before, after) = (amount(before, method)?, amount(after, method)?);
        (before > 0.0).then(|| 100.0 * (1.0 - after / before))
    };
    SavingMethod::ALL
        .into_iter()
        .map(|method| SavingRate { method, rate_percent: rate(method) })
        .collect()
}

/// The shares of the roof that an array covers, by every method, the leading one first.
pub(crate) fn roof_shares(array: &PvArray, roof_m2: f64, latitude_deg: f64) -> Vec<PvRoofShare> {
    if roof_m2 <= 0.0 {
        return Vec::new();
    }
    // Upright modules stand on walls.
    let on_roof_kw = if array.tilt_deg < 90.0 { array.rated_kw } else { 0.0 };
    let array = RoofArray::of(on_roof_kw, roof_m2, array.tilt_deg, latitude_deg);
    let share = |method, share: f64| PvRoofShare { method, share_percent: share * 100.0 };
    vec![
        share(PvShareMethod::ModuleProjection, array.module_projection_share),
        share(PvShareMethod::ArrayField, array.array_field_share),
    ]
}

/// The empty appraisal of a building, to be filled.
pub(crate) fn frame(
    id: SpaceId,
    kind: &str,
    building: &Building,
    baseline: Performance,
    grounds: Grounds,
) -> Appraisal {
    Appraisal {
        id,
        kind: kind.into(),
        floor_area_m2: building.floor_area_m2(),
        roof_projection_m2: roof_projection_m2(building),
        baseline,
        packages: Vec::new(),
        not_offered: Vec::new(),
        grounds,
    }
}
