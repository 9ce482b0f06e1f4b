//! What a stock run answers: one row for each building variant.

use energy::Annual;
use energy::building::Carrier;
use energy::year::EndUse;
use units::{Diagnostic, Lang};

use super::rows::Row;
use crate::columns::{Column, real, text, whole};

/// What became of one row.
pub(super) struct Answer {
    pub(super) row: Row,
    pub(super) found: Result<Simulated, Vec<Diagnostic>>,
}

/// One simulated building variant.
pub(super) struct Simulated {
    pub(super) floor_area_m2: f64,
    pub(super) has_pv: bool,
    pub(super) annual: Annual,
}

/// Purchased energy, before own PV: every pair of end use and carrier that plants can make.
const END_USES: [(&str, EndUse, Carrier); 11] = [
    ("heating_electricity_kwh", EndUse::Heating, Carrier::Electricity),
    ("heating_gas_kwh", EndUse::Heating, Carrier::Gas),
    ("heating_district_heat_kwh", EndUse::Heating, Carrier::DistrictHeat),
    ("cooling_electricity_kwh", EndUse::Cooling, Carrier::Electricity),
    ("cooling_district_cooling_kwh", EndUse::Cooling, Carrier::DistrictCooling),
    ("auxiliary_electricity_kwh", EndUse::Auxiliary, Carrier::Electricity),
    ("lighting_electricity_kwh", EndUse::Lighting, Carrier::Electricity),
    ("equipment_electricity_kwh", EndUse::Equipment, Carrier::Electricity),
    ("hot_water_electricity_kwh", EndUse::HotWater, Carrier::Electricity),
    ("hot_water_gas_kwh", EndUse::HotWater, Carrier::Gas),
    ("hot_water_district_heat_kwh", EndUse::HotWater, Carrier::DistrictHeat),
];

/// All end uses of one carrier, before own PV.
const CARRIERS: [(&str, Carrier); 4] = [
    ("electricity_kwh", Carrier::Electricity),
    ("gas_kwh", Carrier::Gas),
    ("district_heat_kwh", Carrier::DistrictHeat),
    ("district_cooling_kwh", Carrier::DistrictCooling),
];

/// The answers as columns; with none it is the form of the table.
pub(super) fn columns(answers: &[Answer]) -> Vec<Column> {
    let mut columns = vec![
        whole(answers, "row", |one| i64::try_from(one.row.number).ok()),
        text(answers, "building_id", |one| one.row.building_id.clone()),
        text(answers, "variant", |one| one.row.variant.clone()),
    ];
    columns.extend(status(answers));
    let annual = |name, pick: fn(&Annual) -> f64| {
        real(answers, name, move |one| Some(pick(&one.simulated()?.annual)))
    };
    columns.extend([
        real(answers, "floor_area_m2", |one| Some(one.simulated()?.floor_area_m2)),
        annual("heating_kwh", |annual| annual.heating_kwh),
        annual("cooling_kwh", |annual| annual.cooling_kwh),
        annual("heating_peak_w", |annual| annual.heating_peak_w),
        annual("cooling_peak_w", |annual| annual.cooling_peak_w),
        annual("zone_air_min_c", |annual| annual.zone_air_min_c),
        annual("zone_air_mean_c", |annual| annual.zone_air_mean_c),
        annual("zone_air_max_c", |annual| annual.zone_air_max_c),
        annual("hours_outside_comfort_h", |annual| annual.hours_outside_comfort_h),
        annual("unmet_heating_h", |annual| annual.unmet_heating_h),
        annual("unmet_cooling_h", |annual| annual.unmet_cooling_h),
        annual("total_kwh", |annual| annual.end_uses.total_kwh()),
    ]);
    columns.extend(CARRIERS.map(|(name, carrier)| {
        real(answers, name, |one| Some(one.simulated()?.annual.end_uses.carrier_kwh(carrier)))
    }));
    columns.extend(END_USES.map(|(name, end_use, carrier)| {
        real(answers, name, |one| Some(one.simulated()?.annual.end_uses.get(end_use, carrier)))
    }));
    let pv = |name, pick: fn(&Annual) -> f64| {
        real(answers, name, move |one| {
            one.simulated().filter(|one| one.has_pv).map(|one| pick(&one.annual))
        })
    };
    columns.extend([
        pv("pv_generation_kwh", |annual| annual.pv_generation_kwh),
        pv("pv_self_use_kwh", |annual| annual.pv_self_use_kwh),
        pv("pv_export_kwh", |annual| annual.pv_export_kwh),
        annual("balance_error_ratio", |annual| annual.balance_error_ratio),
    ]);
    columns
}

/// Whether there is a year, and why not: kind and path of the first remark, and all of them.
fn status(answers: &[Answer]) -> [Column; 5] {
    let word = |one: &Answer| Some(if one.found.is_ok() { "simulated" } else { "refused" }.into());
    let first = |one: &Answer| one.faults().first().cloned();
    let all = |one: &Answer, lang: Lang| {
        let lines: Vec<String> = one.faults().iter().map(|fault| fault.line(lang)).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    };
    [
        text(answers, "status", word),
        text(answers, "fault_code", |one| Some(first(one)?.code)),
        text(answers, "fault_path", |one| Some(first(one)?.column)),
        text(answers, "fault_zh", |one| all(one, Lang::Zh)),
        text(answers, "fault_en", |one| all(one, Lang::En)),
    ]
}

impl Answer {
    fn simulated(&self) -> Option<&Simulated> {
        self.found.as_ref().ok()
    }

    pub(super) fn faults(&self) -> &[Diagnostic] {
        self.found.as_ref().err().map_or(&[], Vec::as_slice)
    }
}
