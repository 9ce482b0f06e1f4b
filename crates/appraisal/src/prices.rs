//! Planning prices of energy, the discount rate and the horizon of a cash flow.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use energy::building::Carrier;
use serde::Serialize;
use units::{Diagnostic, Fen, Source, Sourced, Text};

use crate::factors::{Basis, CARRIERS, used};
use crate::finance::Market;
use crate::read::{Node, Reader};
use crate::result::MeterYear;
use crate::time_of_use::{PowerLine, TimeOfUse, read_time_of_use};

/// A set of planning prices for a region and year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Prices {
    /// Stable word, such as `beijing-planning-2023`.
    pub id: String,
    /// Where the set holds.
    pub region: String,
    /// Name for people.
    pub name: Text,
    /// Prices of this year; a cash flow is in constant money of it.
    pub price_year: u16,
    /// Real discount rate, without inflation, `0..=30`. [%]
    pub discount_rate_percent: Sourced<f64>,
    /// Years of the cash flow, `1..=60`. [a]
    pub horizon_years: Sourced<u16>,
    /// Months from commitment until the works are done, `0..=60`.
    pub works_months: Sourced<u16>,
    /// How prices move beside general inflation.
    pub growth: Growth,
    /// Net calorific value of natural gas, which turns m³ into kWh. [kJ/m³]
    pub gas_ncv_kj_m3: Sourced<f64>,
    /// What is paid for each carrier; a carrier without a tariff has unknown cost.
    pub tariffs: BTreeMap<Carrier, Tariff>,
    /// How the price of electricity moves with the hour; `None`: it does not.
    pub time_of_use: Option<TimeOfUse>,
    /// What is paid for the peak of each month beside the energy 基本电费; `None`: nothing.
    pub demand: Option<Tariff>,
    /// What is paid for PV that is exported.
    pub pv_export: Option<Tariff>,
}

/// Yearly growth of prices above general inflation. [%]
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Growth {
    /// Electricity, bought and sold.
    pub electricity: Sourced<f64>,
    /// Natural gas.
    pub gas: Sourced<f64>,
    /// District heat and cold.
    pub district: Sourced<f64>,
    /// Building and upkeep.
    pub cost: Sourced<f64>,
}

impl Growth {
    /// The market of a carrier, and the growth of its price. [%]
    pub(crate) fn of(&self, carrier: Carrier) -> (Market, f64) {
        match carrier {
            Carrier::Electricity => (Market::Electricity, self.electricity.value),
            Carrier::Gas => (Market::Gas, self.gas.value),
            Carrier::DistrictHeat | Carrier::DistrictCooling => {
                (Market::District, self.district.value)
            }
        }
    }
}

/// One planning price with its spread, as its source states it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tariff {
    /// Low value in the stated unit.
    pub low_factor: f64,
    /// Value used, in the stated unit.
    pub likely_factor: f64,
    /// High value in the stated unit.
    pub high_factor: f64,
    /// The stated unit, such as `yuan_per_m3`.
    pub unit: &'static str,
    /// Who says so.
    pub source: Source,
    /// Likely value as it is charged.
    pub charge: Charge,
}

/// What a tariff is charged by.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Charge {
    /// By metered energy. [yuan/kWh]
    Energy {
        /// Yuan for one kilowatt-hour.
        yuan_kwh: f64,
    },
    /// By floor area, whatever is used, as long as anything is; a saving does not lower it.
    Area {
        /// Yuan a year for one square metre.
        yuan_m2: f64,
    },
    /// By the largest hourly mean of electricity that is bought in a month. [yuan/kW]
    Demand {
        /// Yuan a month for one kilowatt.
        yuan_kw_month: f64,
    },
}

impl Charge {
    fn yuan(self, kwh: f64, floor_area_m2: f64) -> f64 {
        match self {
            Self::Energy { yuan_kwh } => kwh * yuan_kwh,
            Self::Area { yuan_m2 } => floor_area_m2 * yuan_m2,
            // Billed by the meter, never by a carrier.
            Self::Demand { .. } => 0.0,
        }
    }
}

/// What a unit in a file is charged by.
#[derive(Clone, Copy)]
enum Per {
    Energy(Basis),
    Area,
    Demand,
}

type Unit = (&'static str, Per);

const UNITS: [Unit; 5] = [
    ("yuan_per_kwh", Per::Energy(Basis::Kwh)),
    ("yuan_per_m3", Per::Energy(Basis::CubicMetre)),
    ("yuan_per_gj", Per::Energy(Basis::Gigajoule)),
    ("yuan_per_m2_season", Per::Area),
    ("yuan_per_kw_month", Per::Demand),
];

impl Prices {
    /// Reads a set; `file` is its name for remarks.
    ///
    /// # Errors
    /// Every remark: syntax, unknown or missing keys, values out of range or not in order.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        Reader::read(file, text, read_prices)
    }

    /// The bill of a year: bought energy, electricity by the lines of its meter, less what exported
    /// PV earns, each line to the fen.
    ///
    /// # Errors
    /// The words of what has no price (or an amount beyond all range): the bill is unknown then.
    pub fn yearly_bill(
        &self,
        bought_kwh: &BTreeMap<Carrier, f64>,
        meter: &MeterYear,
        pv_export_kwh: f64,
        floor_area_m2: f64,
    ) -> Result<Fen, Vec<&'static str>> {
        let mut sum = Fen::ZERO;
        let mut missing = Vec::new();
        for (carrier, kwh) in used(bought_kwh) {
            let tariff = self.tariffs.get(&carrier);
            let fen = if carrier == Carrier::Electricity {
                self.power_bill(meter)
            } else {
                let yuan = tariff.map(|tariff| tariff.charge.yuan(kwh, floor_area_m2));
                yuan.and_then(Fen::estimate_from_yuan)
            };
            match fen {
                Some(fen) => sum = sum + fen,
                None => missing.push(crate::factors::carrier_word(carrier)),
            }
        }
        if pv_export_kwh > 0.0 {
            let yuan = self.pv_export.as_ref().map(|tariff| tariff.charge.yuan(pv_export_kwh, 0.0));
            match yuan.and_then(Fen::estimate_from_yuan) {
                Some(fen) => sum = sum - fen,
                None => missing.push("pv_export"),
            }
        }
        if missing.is_empty() { Ok(sum) } else { Err(missing) }
    }

    /// Electricity of a year; `None` without a price of it.
    fn power_bill(&self, meter: &MeterYear) -> Option<Fen> {
        let yuan = |line: PowerLine| line.yuan_per_unit * line.counted.units(meter);
        self.power_lines()?.into_iter().map(|line| Fen::estimate_from_yuan(yuan(line))).sum()
    }
}

const KEYS: [&str; 13] = [
    "id",
    "region",
    "name",
    "price_year",
    "discount_rate_percent",
    "horizon_years",
    "works_months",
    "growth_percent",
    "gas_ncv_kj_m3",
    "tariffs",
    "time_of_use",
    "demand_charge",
    "pv_export",
];

fn read_prices(reader: &mut Reader<'_>, root: &Node<'_>) -> Option<Prices> {
    reader.only(root, &KEYS);
    let id = reader.id(&root.at("id"));
    let region = reader.id(&root.at("region"));
    let name = reader.both(&root.at("name"));
    let price_year = reader.whole(&root.at("price_year"), 1990..=2100);
    let rate = reader.sourced(&root.at("discount_rate_percent"), 0.0..=30.0);
    let years = whole(reader, &root.at("horizon_years"), 1..=60);
    let works = whole(reader, &root.at("works_months"), 0..=60);
    let growth = read_growth(reader, &root.at("growth_percent"));
    let ncv = reader.sourced(&root.at("gas_ncv_kj_m3"), 1e3..=1e5);
    let ncv_kj_m3 = ncv.as_ref().map(|ncv| ncv.value);
    let list = root.at("tariffs");
    reader.only(&list, &CARRIERS.map(|(word, _)| word));
    let mut tariffs = BTreeMap::new();
    for (word, carrier) in CARRIERS {
        let node = list.at(word);
        if !node.is_given() {
            continue;
        }
        let legal = |unit: &Unit| match unit.1 {
            Per::Energy(Basis::CubicMetre) => carrier == Carrier::Gas,
            Per::Energy(_) => true,
            Per::Area => carrier != Carrier::Electricity && carrier != Carrier::Gas,
            Per::Demand => false,
        };
        if let Some(tariff) = read_tariff(reader, &node, ncv_kj_m3, legal) {
            tariffs.insert(carrier, tariff);
        }
    }
    let time_of_use = given(&root.at("time_of_use"), |node| read_time_of_use(reader, node));
    let demand = given(&root.at("demand_charge"), |node| {
        read_tariff(reader, node, ncv_kj_m3, |unit| matches!(unit.1, Per::Demand))
    });
    let pv_export = given(&root.at("pv_export"), |node| {
        read_tariff(reader, node, ncv_kj_m3, |unit| matches!(unit.1, Per::Energy(Basis::Kwh)))
    });
    Some(Prices {
        id: id?,
        region: region?,
        name: name?,
        price_year: price_year?,
        discount_rate_percent: rate?,
        horizon_years: years?,
        works_months: works?,
        growth: growth?,
        gas_ncv_kj_m3: ncv?,
        tariffs,
        time_of_use: time_of_use?,
        demand: demand?,
        pv_export: pv_export?,
    })
}

/// What may be left out: `Some(None)` where it is, `None` where it cannot be read.
fn given<T>(node: &Node<'_>, read: impl FnOnce(&Node<'_>) -> Option<T>) -> Option<Option<T>> {
    if node.is_given() { read(node).map(Some) } else { Some(None) }
}

/// A whole number with its source.
fn whole(
    reader: &mut Reader<'_>,
    node: &Node<'_>,
    range: RangeInclusive<u16>,
) -> Option<Sourced<u16>> {
    let value = reader.whole(&node.at("value"), range);
    let source = reader.source(node);
    Some(Sourced { value: value?, source: source? })
}

fn read_growth(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Growth> {
    reader.only(node, &["electricity", "gas", "district", "cost"]);
    let mut growth = |key| reader.sourced(&node.at(key), -20.0..=30.0);
    let (electricity, gas) = (growth("electricity"), growth("gas"));
    let (district, cost) = (growth("district"), growth("cost"));
    Some(Growth { electricity: electricity?, gas: gas?, district: district?, cost: cost? })
}

fn read_tariff(
    reader: &mut Reader<'_>,
    node: &Node<'_>,
    gas_ncv_kj_m3: Option<f64>,
    legal: impl Fn(&Unit) -> bool,
) -> Option<Tariff> {
    reader.only(node, &["low", "likely", "high", "unit", "origin", "mark", "date"]);
    let low = reader.number(&node.at("low"), 0.0..=1e4);
    let likely = reader.number(&node.at("likely"), 0.0..=1e4);
    let high = reader.number(&node.at("high"), 0.0..=1e4);
    let words: Vec<_> =
        UNITS.iter().filter(|unit| legal(unit)).map(|unit| (unit.0, *unit)).collect();
    let unit = reader.word(&node.at("unit"), &words);
    let source = reader.source(node);
    let (low_factor, likely_factor, high_factor) = (low?, likely?, high?);
    if low_factor > likely_factor || likely_factor > high_factor {
        let expected = Text::new("低 ≤ 可能 ≤ 高", "low ≤ likely ≤ high");
        reader.refuse(&node.at("likely"), "not_in_order", expected);
        return None;
    }
    let (unit, per) = unit?;
    let charge = match per {
        Per::Energy(basis) => {
            Charge::Energy { yuan_kwh: likely_factor / basis.kwh(gas_ncv_kj_m3?) }
        }
        Per::Area => Charge::Area { yuan_m2: likely_factor },
        Per::Demand => Charge::Demand { yuan_kw_month: likely_factor },
    };
    Some(Tariff { low_factor, likely_factor, high_factor, unit, source: source?, charge })
}
