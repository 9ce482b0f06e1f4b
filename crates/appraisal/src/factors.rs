//! Dated factors that turn delivered energy into carbon and coal equivalent.

use std::collections::BTreeMap;

use energy::building::Carrier;
use serde::Serialize;
use units::{Diagnostic, GramsCo2e, Source, Sourced, Text};

use crate::read::{Node, Reader};

/// Kilojoules in a kilowatt-hour, by definition. [kJ/kWh]
pub(crate) const KJ_PER_KWH: f64 = 3600.0;

/// Kilowatt-hours in a gigajoule, by definition. [kWh/GJ]
pub(crate) const KWH_PER_GJ: f64 = 1e6 / KJ_PER_KWH;

/// A set of factors for a region, each with its year and source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Factors {
    /// Stable word, such as `beijing-2022`.
    pub id: String,
    /// Where the set holds.
    pub region: String,
    /// Name for people.
    pub name: Text,
    /// Net calorific value of natural gas, which turns m³ into kWh. [kJ/m³]
    pub gas_ncv_kj_m3: Sourced<f64>,
    /// Operating carbon by carrier; a carrier without a factor has unknown carbon.
    pub carbon: BTreeMap<Carrier, Factor>,
    /// Standard coal equivalent by carrier.
    pub coal: BTreeMap<Carrier, Factor>,
}

/// One factor as its source states it, and per kilowatt-hour.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Factor {
    /// The number that the source prints.
    pub stated_factor: f64,
    /// Its unit, such as `kgco2_per_m3`.
    pub unit: &'static str,
    /// The year it describes.
    pub year: u16,
    /// Who says so.
    pub source: Source,
    /// The same per delivered energy, kilograms of CO2e or of coal equivalent. [kg/kWh]
    pub per_kwh_factor: f64,
}

/// Words for carriers in our files.
pub(crate) const CARRIERS: [(&str, Carrier); 4] = [
    ("electricity", Carrier::Electricity),
    ("gas", Carrier::Gas),
    ("district_heat", Carrier::DistrictHeat),
    ("district_cooling", Carrier::DistrictCooling),
];

/// The word of a carrier in our files.
pub(crate) fn carrier_word(carrier: Carrier) -> &'static str {
    CARRIERS.iter().find(|(_, known)| *known == carrier).map_or("other", |(word, _)| word)
}

/// What one unit of quantity is in kilowatt-hours.
#[derive(Clone, Copy)]
pub(crate) enum Basis {
    Kwh,
    CubicMetre,
    Gigajoule,
}

impl Basis {
    pub(crate) fn kwh(self, gas_ncv_kj_m3: f64) -> f64 {
        match self {
            Self::Kwh => 1.0,
            Self::CubicMetre => gas_ncv_kj_m3 / KJ_PER_KWH,
            Self::Gigajoule => KWH_PER_GJ,
        }
    }
}

/// A unit in a file: its word, what it counts per, kilograms in its numerator.
type Unit = (&'static str, Basis, f64);

const CARBON_UNITS: [Unit; 3] = [
    ("kgco2_per_kwh", Basis::Kwh, 1.0),
    ("kgco2_per_m3", Basis::CubicMetre, 1.0),
    ("tco2_per_gj", Basis::Gigajoule, 1000.0),
];

const COAL_UNITS: [Unit; 3] = [
    ("kgce_per_kwh", Basis::Kwh, 1.0),
    ("kgce_per_m3", Basis::CubicMetre, 1.0),
    ("kgce_per_gj", Basis::Gigajoule, 1.0),
];

impl Factors {
    /// Reads a set; `file` is its name for remarks.
    ///
    /// # Errors
    /// Every remark: syntax, unknown or missing keys, values out of range, units that do not fit.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        Reader::read(file, text, |reader, root| {
            let keys = ["id", "region", "name", "gas_ncv_kj_m3", "carbon", "coal_equivalent"];
            reader.only(root, &keys);
            let id = reader.id(&root.at("id"));
            let region = reader.id(&root.at("region"));
            let name = reader.both(&root.at("name"));
            let ncv = reader.sourced(&root.at("gas_ncv_kj_m3"), 1e3..=1e5);
            let ncv_kj_m3 = ncv.as_ref().map(|ncv| ncv.value);
            let carbon = read_factors(reader, &root.at("carbon"), &CARBON_UNITS, ncv_kj_m3);
            let coal = read_factors(reader, &root.at("coal_equivalent"), &COAL_UNITS, ncv_kj_m3);
            Some(Self {
                id: id?,
                region: region?,
                name: name?,
                gas_ncv_kj_m3: ncv?,
                carbon: carbon?,
                coal: coal?,
            })
        })
    }

    /// Operating carbon of a year's bought energy, each carrier rounded to the gram.
    ///
    /// # Errors
    /// The carriers that are bought but have no factor (or an amount beyond all range): the carbon
    /// is unknown then, not zero.
    pub fn operating_carbon(
        &self,
        bought_kwh: &BTreeMap<Carrier, f64>,
    ) -> Result<GramsCo2e, Vec<Carrier>> {
        let mut sum = GramsCo2e::ZERO;
        let mut missing = Vec::new();
        for (carrier, kwh) in used(bought_kwh) {
            let factor = self.carbon.get(&carrier);
            match factor.and_then(|factor| GramsCo2e::from_kg(kwh * factor.per_kwh_factor)) {
                Some(grams) => sum = sum + grams,
                None => missing.push(carrier),
            }
        }
        if missing.is_empty() { Ok(sum) } else { Err(missing) }
    }

    /// Standard coal equivalent of a year's bought energy; `None` when a carrier has no factor.
    /// [kg]
    pub fn coal_equivalent_kg(&self, bought_kwh: &BTreeMap<Carrier, f64>) -> Option<f64> {
        used(bought_kwh)
            .map(|(carrier, kwh)| Some(kwh * self.coal.get(&carrier)?.per_kwh_factor))
            .sum()
    }
}

/// Carriers that are bought at all.
pub(crate) fn used(bought_kwh: &BTreeMap<Carrier, f64>) -> impl Iterator<Item = (Carrier, f64)> {
    bought_kwh.iter().map(|(carrier, kwh)| (*carrier, *kwh)).filter(|(_, kwh)| *kwh > 0.0)
}

fn read_factors(
    reader: &mut Reader<'_>,
    node: &Node<'_>,
    units: &[Unit],
    gas_ncv_kj_m3: Option<f64>,
) -> Option<BTreeMap<Carrier, Factor>> {
    reader.only(node, &CARRIERS.map(|(word, _)| word));
    let mut factors = BTreeMap::new();
    for (word, carrier) in CARRIERS {
        let node = node.at(word);
        if !node.is_given() {
            continue;
        }
        reader.only(&node, &["value", "unit", "year", "origin", "mark", "date"]);
        // Cubic metres are of gas alone.
        let legal = |basis| !matches!(basis, Basis::CubicMetre) || carrier == Carrier::Gas;
        let words: Vec<_> = units
            .iter()
            .filter(|(_, basis, _)| legal(*basis))
            .map(|unit| (unit.0, *unit))
            .collect();
        let stated = reader.number(&node.at("value"), 0.0..=1e4);
        let unit = reader.word(&node.at("unit"), &words);
        let year = reader.whole(&node.at("year"), 1990..=2100);
        let source = reader.source(&node);
        let (unit, basis, kg) = unit?;
        let stated_factor = stated?;
        let per_kwh_factor = stated_factor * kg / basis.kwh(gas_ncv_kj_m3?);
        let factor = Factor { stated_factor, unit, year: year?, source: source?, per_kwh_factor };
        factors.insert(carrier, factor);
    }
    Some(factors)
}
