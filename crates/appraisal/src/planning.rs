//! The cash-flow plan of a package: its lines and two simulated years at planning prices.

use energy::building::Carrier;
use units::{Fen, Text};

use crate::factors::carrier_word;
use crate::finance::{EnergyLine, Investment, Market, Plan};
use crate::prices::{Charge, Prices};
use crate::result::{MeasureLine, Performance};
use crate::time_of_use::{Counted, PowerLine};

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
        if carrier == Carrier::Electricity {
            lines.extend(power(prices, [before, after])?);
            continue;
        }
        let word = carrier_word(carrier);
        let (market, growth_percent) = prices.growth.of(carrier);
        let (units, unit, price_yuan, is_metered) = match prices.tariffs.get(&carrier)?.charge {
            Charge::Energy { yuan_kwh } => ([old, new], "kWh", yuan_kwh, true),
            Charge::Area { yuan_m2 } => {
                let area = |kwh: f64| if kwh > 0.0 { floor_area_m2 } else { 0.0 };
                ([area(old), area(new)], "m²", yuan_m2, false)
            }
            Charge::Demand { .. } => return None,
        };
        lines.push(EnergyLine {
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
        });
    }
    lines.extend(own_pv(prices, [before, after])?);
    Some(lines)
}

/// Electricity before own PV, by period of its tariff, and its peaks, which own PV may lower.
fn power(prices: &Prices, states: [&Performance; 2]) -> Option<Vec<EnergyLine>> {
    let of = |line: PowerLine| {
        let [before_units, after_units] = states.map(|state| match line.counted {
            Counted::Period(at) => state.meter.import_kwh[at] + state.meter.self_use_kwh[at],
            Counted::Peaks => state.meter.monthly_peaks_kw,
        });
        let (unit, key) = match line.counted {
            Counted::Period(_) => ("kWh", "tariff/electricity"),
            Counted::Peaks => ("kW·month", "demand_charge"),
        };
        EnergyLine {
            id: line.id,
            name: line.name,
            market: Market::Electricity,
            before_units,
            after_units,
            unit: unit.to_owned(),
            price_yuan: line.yuan_per_unit,
            growth_percent: prices.growth.electricity.value,
            is_metered: true,
            source: format!("{}/{key}", prices.id),
        }
    };
    let lines = prices.power_lines()?.into_iter().map(of);
    Some(lines.filter(|line| line.before_units > 0.0 || line.after_units > 0.0).collect())
}

/// Own PV as income: what is used saves its price of the hour, what is exported earns one.
fn own_pv(prices: &Prices, states: [&Performance; 2]) -> Option<Vec<EnergyLine>> {
    let income =
        |id: String, name: Text, units: [f64; 2], price_yuan: f64, source: &str| EnergyLine {
            id,
            name,
            market: Market::OwnPv,
            before_units: units[0],
            after_units: units[1],
            unit: "kWh".to_owned(),
            price_yuan: -price_yuan,
            growth_percent: prices.growth.electricity.value,
            is_metered: true,
            source: format!("{}/{source}", prices.id),
        };
    let mut lines = Vec::new();
    let has_any = |units: [f64; 2]| units.iter().any(|one| *one > 0.0);
    let used = states.map(|state| state.pv.as_ref().map_or(0.0, |pv| pv.self_use_kwh));
    if has_any(used) {
        for line in prices.power_lines()? {
            let Counted::Period(period) = line.counted else { continue };
            let units = states.map(|state| state.meter.self_use_kwh[period]);
            if has_any(units) {
                let id = line.id.replacen(carrier_word(Carrier::Electricity), "pv_self_use", 1);
                let name = Text::new(
                    format!("光伏自用：{}", line.name.zh),
                    format!("own PV used: {}", line.name.en),
                );
                lines.push(income(id, name, units, line.yuan_per_unit, "tariff/electricity"));
            }
        }
    }
    let sold = states.map(|state| state.pv.as_ref().map_or(0.0, |pv| pv.export_kwh));
    if has_any(sold) {
        let Charge::Energy { yuan_kwh } = prices.pv_export.as_ref()?.charge else { return None };
        let name = Text::new("光伏上网", "own PV exported");
        lines.push(income("pv_export".to_owned(), name, sold, yuan_kwh, "pv_export"));
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
