//! The carbon of a renovation beside its alternatives.

use std::collections::BTreeMap;

use serde::Serialize;
use units::{GramsCo2e, Text};

use super::embodied::{Embodied, Material};
use super::kept::{Kept, Masses, WasteStream, keep, waste};
use super::structures::Shape;
use crate::catalogue::Measure;

const KG_PER_T: f64 = 1000.0;

/// What is done to a space, and what its operation gives off, from the caller.
#[derive(Clone, Debug)]
pub struct Renovation<'a> {
    /// Gross floor area. [m²]
    pub floor_area_m2: f64,
    /// Area covered on the ground. [m²]
    pub footprint_m2: f64,
    /// Hall or storeys of rooms.
    pub shape: Shape,
    /// The structure by its word, if somebody stated it.
    pub structure: Option<&'a str>,
    /// Year of construction, if known.
    pub year_built: Option<i32>,
    /// Measures with the units of their cost that are installed.
    pub installed: &'a [(&'a Measure, f64)],
    /// Yearly operating carbon as it stands, with the use to come.
    pub operating_before: Option<GramsCo2e>,
    /// The same after the renovation.
    pub operating_after: Option<GramsCo2e>,
    /// The same of a new building in its place.
    pub operating_rebuilt: Option<GramsCo2e>,
}

/// Carbon by the stages of GB/T 51366-2019, operation left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StageCarbon {
    /// 建材生产, A1 to A3.
    pub production: GramsCo2e,
    /// 运输, A4.
    pub transport: GramsCo2e,
    /// 建造, A5.
    pub construction: GramsCo2e,
    /// 更换: the same three again for what does not last.
    pub replacement: GramsCo2e,
    /// 拆除, C: of what is taken out now, and of what was built in at its end.
    pub demolition: GramsCo2e,
}

impl StageCarbon {
    /// What is given off before the space opens again: production, transport, construction.
    pub fn upfront(&self) -> GramsCo2e {
        self.production + self.transport + self.construction
    }

    /// All stages.
    pub fn total(&self) -> GramsCo2e {
        self.upfront() + self.replacement + self.demolition
    }
}

/// One material that is built in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BuiltIn {
    /// Its word.
    pub material: String,
    /// In the material's own unit.
    pub amount_units: f64,
    /// Mass. [kg]
    pub mass_kg: f64,
    /// Production alone.
    pub production: GramsCo2e,
}

/// Demolition and a new building of the same floor area.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rebuild {
    /// New building, low.
    pub embodied_low: GramsCo2e,
    /// New building, likely.
    pub embodied_likely: GramsCo2e,
    /// New building, high.
    pub embodied_high: GramsCo2e,
    /// Taking down what stands; unknown without the structure.
    pub demolition: Option<GramsCo2e>,
    /// Demolition waste; unknown without the structure. [kg]
    pub waste_kg: Option<f64>,
}

/// Carbon over the life that is studied; unknown where a part of it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CarbonBalance {
    /// Operation as it stands.
    pub as_it_stands: Option<GramsCo2e>,
    /// Renovation and operation after it.
    pub renovated: Option<GramsCo2e>,
    /// Demolition, new building (likely) and its operation.
    pub rebuilt: Option<GramsCo2e>,
    /// First full year at whose end the renovation has saved its upfront carbon; `None` when it is
    /// unknown or never, within the life studied.
    pub payback_year: Option<u16>,
    /// The same for building anew instead of renovating.
    pub rebuild_payback_year: Option<u16>,
}

/// What a renovation is worth as a circular one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Circular {
    /// The structure that quantities rest on.
    pub structure: Option<String>,
    /// Whether that is assumed by shape and year.
    pub structure_assumed: bool,
    /// Years studied. [a]
    pub study_years: u16,
    /// What stays; unknown without the structure.
    pub kept: Option<Kept>,
    /// What is built in now, material by material.
    pub built_in: Vec<BuiltIn>,
    /// Mass built in. [kg]
    pub new_mass_kg: f64,
    /// Share of it that was recycled before; `None` when nothing is built in. [-]
    pub recycled_share: Option<f64>,
    /// Share of it that can be had with a green label; `None` when nothing is built in. [-]
    pub green_share: Option<f64>,
    /// Demolition waste by stream; that of the structure is in it only where it is known.
    pub waste: Vec<WasteStream>,
    /// Carbon of the renovation; unknown where a material has no factor.
    pub renovation: Option<StageCarbon>,
    /// The stated alternative.
    pub rebuild: Option<Rebuild>,
    /// All over the life.
    pub balance: CarbonBalance,
    /// What is not known, and why.
    pub unknown: Vec<Text>,
}

impl Embodied {
    /// Carbon until a kilogram of a material stands: production, transport, construction. [kg/kg]
    pub(super) fn install_kg_per_kg(&self, word: &str) -> Option<f64> {
        let material = self.materials.get(word)?;
        let [production, transport, construction] = self.upfront_kg(material, 1.0);
        Some((production + transport + construction) / material.mass_kg)
    }

    /// Production, transport and construction of so many units. [kg]
    fn upfront_kg(&self, material: &Material, amount_units: f64) -> [f64; 3] {
        let production_kg = material.factor_kg * amount_units;
        let t_km = material.mass_kg * amount_units / KG_PER_T * material.transport_km;
        let construction_kg = production_kg * self.stages.construction_share.value;
        [production_kg, t_km * self.stages.transport_kg_t_km.value, construction_kg]
    }
}

/// Kept, built in, thrown away, and the carbon of it.
pub fn circular(renovation: &Renovation<'_>, embodied: &Embodied) -> Circular {
    let stated = renovation.structure.and_then(|id| embodied.structure(id));
    let structure =
        stated.or_else(|| embodied.assumed_structure(renovation.shape, renovation.year_built));
    let mut unknown = Vec::new();
    if structure.is_none() {
        unknown.push(Text::new(
            "结构类型与建成年份未知：无法估算保留量与拆除量",
            "structure and year of construction are unknown: what stays and goes cannot be told",
        ));
    }
    let (floor_m2, footprint_m2) = (renovation.floor_area_m2, renovation.footprint_m2);
    let (kept, mut gone) = structure
        .and_then(|structure| keep(structure, floor_m2, footprint_m2, embodied))
        .map_or((None, Masses::new()), |(kept, gone)| (Some(kept), gone));
    let works = works(renovation, embodied, &mut gone);
    if !works.missing.is_empty() {
        let list = works.missing.join(", ");
        unknown.push(Text::new(
            format!("隐含碳未知：缺少材料因子（{list}）"),
            format!("embodied carbon is unknown: no factor for {list}"),
        ));
    }
    let waste = waste(&gone, embodied);
    let carbon = works.carbon(waste.iter().map(|stream| stream.mass_kg).sum(), embodied);
    let rebuild = rebuild(renovation, embodied, kept.as_ref());
    let study_years = whole_years(embodied.study_years.value);
    let balance = balance(renovation, carbon.as_ref(), rebuild.as_ref(), study_years);
    let new_mass_kg: f64 = works.built_in.iter().map(|one| one.mass_kg).sum();
    let share = |part: fn(&Material) -> f64| {
        let part_kg: f64 = works
            .built_in
            .iter()
            .filter_map(|one| Some(one.mass_kg * part(embodied.materials.get(&one.material)?)))
            .sum();
        (new_mass_kg > 0.0).then(|| part_kg / new_mass_kg)
    };
    Circular {
        structure: structure.map(|structure| structure.id.clone()),
        structure_assumed: structure.is_some() && stated.is_none(),
        study_years,
        kept,
        new_mass_kg,
        recycled_share: share(|material| material.recycled_share),
        green_share: share(|material| if material.green { 1.0 } else { 0.0 }),
        built_in: works.built_in,
        waste,
        renovation: carbon,
        rebuild,
        balance,
        unknown,
    }
}

/// Sums over the measures. [kg CO2e]
struct Works {
    built_in: Vec<BuiltIn>,
    upfront_kg: [f64; 3],
    replacement_kg: f64,
    /// Mass of all that is built in over the life, taken out again. [kg]
    worn_kg: f64,
    missing: Vec<String>,
}

impl Works {
    fn carbon(&self, gone_kg: f64, embodied: &Embodied) -> Option<StageCarbon> {
        if !self.missing.is_empty() {
            return None;
        }
        let [production_kg, transport_kg, construction_kg] = self.upfront_kg;
        let out_kg = (gone_kg + self.worn_kg) / KG_PER_T * embodied.stages.demolition_kg_t.value;
        Some(StageCarbon {
            production: GramsCo2e::from_kg(production_kg)?,
            transport: GramsCo2e::from_kg(transport_kg)?,
            construction: GramsCo2e::from_kg(construction_kg)?,
            replacement: GramsCo2e::from_kg(self.replacement_kg)?,
            demolition: GramsCo2e::from_kg(out_kg)?,
        })
    }
}

fn works(renovation: &Renovation<'_>, embodied: &Embodied, gone: &mut Masses) -> Works {
    let (mut upfront_kg, mut replacement_kg, mut worn_kg) = ([0.0; 3], 0.0, 0.0);
    let (mut amounts, mut missing) = (BTreeMap::new(), Vec::new());
    for (measure, quantity_units) in renovation.installed {
        let again = renewals(embodied.study_years.value, measure.lifetime_years);
        for of in &measure.materials {
            let amount_units = of.amount_units * quantity_units;
            let Some(material) = embodied.materials.get(&of.material) else {
                missing.push(of.material.clone());
                continue;
            };
            let stages_kg = embodied.upfront_kg(material, amount_units);
            upfront_kg.iter_mut().zip(stages_kg).for_each(|(sum, kg)| *sum += kg);
            replacement_kg += again * stages_kg.iter().sum::<f64>();
            worn_kg += (1.0 + again) * material.mass_kg * amount_units;
            *amounts.entry(of.material.clone()).or_insert(0.0) += amount_units;
        }
        for of in &measure.removes {
            match embodied.materials.get(&of.material) {
                Some(material) => {
                    *gone.entry(of.material.clone()).or_insert(0.0) +=
                        of.amount_units * quantity_units * material.mass_kg;
                }
                None => missing.push(of.material.clone()),
            }
        }
    }
    missing.sort();
    missing.dedup();
    let built_in = amounts.into_iter().filter_map(|(word, amount_units): (String, f64)| {
        let material = embodied.materials.get(&word)?;
        let production = GramsCo2e::from_kg(material.factor_kg * amount_units)?;
        let mass_kg = material.mass_kg * amount_units;
        Some(BuiltIn { material: word, amount_units, mass_kg, production })
    });
    Works { built_in: built_in.collect(), upfront_kg, replacement_kg, worn_kg, missing }
}

/// How often something is installed anew within the life studied.
fn renewals(study_years: f64, lifetime_years: u16) -> f64 {
    ((study_years / f64::from(lifetime_years.max(1))).ceil() - 1.0).max(0.0)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
fn whole_years(years: f64) -> u16 {
    years.round().clamp(1.0, 200.0) as u16
}

fn rebuild(
    renovation: &Renovation<'_>,
    embodied: &Embodied,
    kept: Option<&Kept>,
) -> Option<Rebuild> {
    let range = embodied.rebuild.get(&renovation.shape)?;
    let of = |kg_m2: f64| GramsCo2e::from_kg(kg_m2 * renovation.floor_area_m2);
    let waste_kg = kept.map(|kept| kept.mass_kg);
    let out_kg = |mass_kg: f64| mass_kg / KG_PER_T * embodied.stages.demolition_kg_t.value;
    Some(Rebuild {
        embodied_low: of(range.low_kg_m2)?,
        embodied_likely: of(range.likely_kg_m2)?,
        embodied_high: of(range.high_kg_m2)?,
        demolition: waste_kg.and_then(|mass_kg| GramsCo2e::from_kg(out_kg(mass_kg))),
        waste_kg,
    })
}

fn balance(
    renovation: &Renovation<'_>,
    carbon: Option<&StageCarbon>,
    rebuild: Option<&Rebuild>,
    study_years: u16,
) -> CarbonBalance {
    let years = i64::from(study_years);
    let over = |yearly: Option<GramsCo2e>| yearly.map(|g| GramsCo2e(g.0.saturating_mul(years)));
    let (before, after) = (renovation.operating_before, renovation.operating_after);
    let new = rebuild.and_then(|new| Some(new.embodied_likely + new.demolition?));
    let renovated = carbon.zip(over(after)).map(|(carbon, use_)| carbon.total() + use_);
    let saved = |worse: Option<GramsCo2e>, better: Option<GramsCo2e>| Some(worse? - better?);
    let extra = new.zip(carbon).map(|(new, carbon)| new - carbon.upfront());
    CarbonBalance {
        as_it_stands: over(before),
        renovated,
        rebuilt: new.zip(over(renovation.operating_rebuilt)).map(|(new, use_)| new + use_),
        payback_year: payback(carbon.map(StageCarbon::upfront), saved(before, after), study_years),
        rebuild_payback_year: payback(
            extra,
            saved(after, renovation.operating_rebuilt),
            study_years,
        ),
    }
}

/// First year at whose end `yearly` has made up for `upfront`; zero when there is nothing to make
/// up for.
fn payback(upfront: Option<GramsCo2e>, yearly: Option<GramsCo2e>, study_years: u16) -> Option<u16> {
    let (upfront, yearly) = (upfront?.0, yearly?.0);
    if upfront <= 0 {
        return Some(0);
    }
    if yearly <= 0 {
        return None;
    }
    let year = (upfront - 1) / yearly + 1;
    u16::try_from(year).ok().filter(|year| *year <= study_years)
}
