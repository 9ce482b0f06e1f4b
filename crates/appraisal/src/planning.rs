//! The cash-flow plan of a package: its lines and two simulated years at planning prices.

use energy::building::Carrier;
use units::{Fen, Text};

use crate::factors::carrier_word;
use crate::finance::{EnergyLine, Investment, Market, Plan};
use crate::prices::{Charge, Prices};
use crate::result::{MeasureLine, Performance};

/// One measure of a plan: its line, what it costs there, its name, and whether it is photovoltaics.
pub(crate) struct Part<'p> {
    pub line: &'p MeasureLine,
    pub cost: Fen,
    pub name: Text,
    pub is_pv: bool,
}

/// The plan of `parts` that take a space from one state to another; without loan, letting and
/// public money. `None` where a price is missing.
pub(crate) fn plan(
    prices: &Prices,
    parts: &[Part<'_>],
    [before, after]: [&Performance; 2],
    floor_area_m2: f64,
) -> Option<Plan> {
    let investments = parts.iter().map(|part| Investment {
        id: part.line.measure.clone(),
        name: part.name.clone(),
        cost: part.cost,
        lifetime_years: part.line.lifetime_years,
        maintenance: part.line.maintenance,
        is_pv: part.is_pv,
    });
    let generation = |state: &Performance| state.pv.as_ref().map_or(0.0, |pv| pv.generation_kwh);
    let new_kwh = generation(after) - generation(before);
    let horizon_years = prices.horizon_years.value;
    Some(Plan {
        works_months: prices.works_months.value,
        investments: investments.collect(),
        cost_growth_percent: prices.growth.cost.value,
        energies: energies(prices, [before, after], floor_area_m2)?,
        pv_generation_kwh: (new_kwh > 0.0).then_some(new_kwh),
        saved_kwh: before.site_energy_kwh - after.site_energy_kwh,
        ..Plan::empty(horizon_years, prices.discount_rate_percent.value)
    })
}

/// What is bought of each carrier, what own PV saves of it, and what is exported.
fn energies(
    prices: &Prices,
    [before, after]: [&Performance; 2],
    floor_area_m2: f64,
) -> Option<Vec<EnergyLine>> {
    let demand = [before.demand_kwh(), after.demand_kwh()];
    let mut lines = Vec::new();
    for carrier in Carrier::ALL {
        let [old, new] = demand.each_ref().map(|one| one.get(&carrier).copied().unwrap_or(0.0));
        if old <= 0.0 && new <= 0.0 {
            continue;
        }
        let word = carrier_word(carrier);
        let tariff = prices.tariffs.get(&carrier)?;
        let (market, growth_percent) = prices.growth.of(carrier);
        let line = |units: [f64; 2], unit: &str, price_yuan, is_metered| EnergyLine {
            id: word.to_owned(),
            name: carrier_name(carrier),
            market,
            before_units: units[0],
            after_units: units[1],
            unit: unit.to_owned(),
            price_yuan,
            growth_percent,
            is_metered,
            source: format!("{}/tariff/{word}", prices.id),
        };
        lines.push(match tariff.charge {
            Charge::Energy { yuan_kwh } => line([old, new], "kWh", yuan_kwh, true),
            Charge::Area { yuan_m2 } => {
                let area = |kwh: f64| if kwh > 0.0 { floor_area_m2 } else { 0.0 };
                line([area(old), area(new)], "m²", yuan_m2, false)
            }
        });
    }
    lines.extend(own_pv(prices, [before, after])?);
    Some(lines)
}

/// Own PV as income: what is used saves its price, what is exported earns one.
fn own_pv(prices: &Prices, states: [&Performance; 2]) -> Option<Vec<EnergyLine>> {
    let of = |pick: fn(&crate::result::PvYear) -> f64| {
        states.map(|state| state.pv.as_ref().map_or(0.0, pick))
    };
    let electricity = prices.tariffs.get(&Carrier::Electricity).map(|tariff| tariff.charge);
    let export = prices.pv_export.as_ref().map(|tariff| tariff.charge);
    let used = Text::new("光伏自用", "own PV used on site");
    let sold = Text::new("光伏上网", "own PV exported");
    let kinds = [
        ("pv_self_use", used, of(|pv| pv.self_use_kwh), electricity, "tariff/electricity"),
        ("pv_export", sold, of(|pv| pv.export_kwh), export, "pv_export"),
    ];
    let mut lines = Vec::new();
    for (id, name, [before_units, after_units], charge, source) in kinds {
        if before_units <= 0.0 && after_units <= 0.0 {
            continue;
        }
        let Charge::Energy { yuan_kwh } = charge? else { return None };
        lines.push(EnergyLine {
            id: id.to_owned(),
            name,
            market: Market::OwnPv,
            before_units,
            after_units,
            unit: "kWh".to_owned(),
            price_yuan: -yuan_kwh,
            growth_percent: prices.growth.electricity.value,
            is_metered: true,
            source: format!("{}/{source}", prices.id),
        });
    }
    Some(lines)
}

/// A carrier for people.
pub fn carrier_name(carrier: Carrier) -> Text {
    match carrier {
        Carrier::Electricity => Text::new("电力", "electricity"),
        Carrier::Gas => Text::new("天然气", "natural gas"),
        Carrier::DistrictHeat => Text::new("市政热力", "district heat"),
        Carrier::DistrictCooling => Text::new("区域供冷", "district cooling"),
    }
}
