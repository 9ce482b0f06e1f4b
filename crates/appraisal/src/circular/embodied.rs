//! Carbon, mass and fate of materials.

use std::collections::BTreeMap;

use serde::Serialize;
use units::{Diagnostic, Source, Sourced, Text};

use super::read::{read_materials, read_structures};
use super::structures::{Element, RebuildRange, Shape, Structure};
use crate::catalogue::Catalogue;
use crate::read::Reader;

/// Planning values for the carbon of materials and structures, checked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Embodied {
    /// What transport, construction and demolition give off.
    pub stages: Stages,
    /// Materials by their word.
    pub materials: BTreeMap<String, Material>,
    /// Streams of waste by their word.
    pub streams: BTreeMap<String, Route>,
    /// Life over which carbon is counted. [a]
    pub study_years: Sourced<f64>,
    /// Share of each element's mass that a renovation keeps. [-]
    pub kept_share: BTreeMap<Element, Sourced<f64>>,
    /// Structures in the order in which they are assumed.
    pub structures: Vec<Structure>,
    /// New buildings by shape.
    pub rebuild: BTreeMap<Shape, RebuildRange>,
}

/// Stages other than production.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stages {
    /// Carbon of transport. [kg CO2e/(t·km)]
    pub transport_kg_t_km: Sourced<f64>,
    /// Carbon of the site over that of production. [-]
    pub construction_share: Sourced<f64>,
    /// Carbon of taking out and carting away. [kg CO2e/t]
    pub demolition_kg_t: Sourced<f64>,
}

/// One material.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Material {
    /// Name for people.
    pub name: Text,
    /// What it is counted in.
    pub unit: MaterialUnit,
    /// Mass of one unit. [kg]
    pub mass_kg: f64,
    /// Carbon of production of one unit, A1 to A3. [kg CO2e]
    pub factor_kg: f64,
    /// Way to the site. [km]
    pub transport_km: f64,
    /// Share of it that was recycled before. [-]
    pub recycled_share: f64,
    /// Whether products with a green label 绿色建材 are common.
    pub green: bool,
    /// Its stream as waste.
    pub stream: String,
    /// Who says so.
    pub source: Source,
}

/// What a material is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MaterialUnit {
    /// Kilograms.
    Kg,
    /// Square metres.
    M2,
    /// Cubic metres.
    M3,
    /// Kilowatts.
    Kw,
}

/// Where a stream of waste goes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Route {
    /// Name of the stream for people.
    pub name: Text,
    /// Used again as it is. [-]
    pub reused_share: f64,
    /// Made into something else; the rest is disposed of. [-]
    pub recycled_share: f64,
    /// Where to.
    pub to: Text,
    /// Who says so.
    pub source: Source,
}

impl Embodied {
    /// Reads materials and structures, each a pair of file name (for remarks) and YAML text.
    ///
    /// # Errors
    /// Every remark about both files; structures of materials that are not there.
    pub fn parse(
        materials: (&str, &str),
        structures: (&str, &str),
    ) -> Result<Self, Vec<Diagnostic>> {
        let first = Reader::read(materials.0, materials.1, read_materials);
        let known: Option<Vec<String>> =
            first.as_ref().ok().map(|(_, list, _)| list.keys().cloned().collect());
        let second = Reader::read(structures.0, structures.1, |reader, root| {
            read_structures(reader, root, known.as_deref())
        });
        match (first, second) {
            (Ok((stages, materials, streams)), Ok(read)) => Ok(Self {
                stages,
                materials,
                streams,
                study_years: read.study_years,
                kept_share: read.kept_share,
                structures: read.structures,
                rebuild: read.rebuild,
            }),
            (first, second) => {
                let found = first.err().into_iter().chain(second.err());
                Err(found.flatten().collect())
            }
        }
    }

    /// Materials that a catalogue uses and nobody has factors for, each once.
    pub fn missing(&self, catalogue: &Catalogue) -> Vec<String> {
        let measures = catalogue.measures.iter();
        let uses = measures.flat_map(|measure| measure.materials.iter().chain(&measure.removes));
        let mut missing: Vec<String> = uses
            .filter(|used| !self.materials.contains_key(&used.material))
            .map(|used| used.material.clone())
            .collect();
        missing.sort();
        missing.dedup();
        missing
    }

    /// The structure of that word.
    pub fn structure(&self, id: &str) -> Option<&Structure> {
        self.structures.iter().find(|structure| structure.id == id)
    }

    /// The structure that a building of that shape and year is assumed to have; `None` without the
    /// year.
    pub fn assumed_structure(&self, shape: Shape, year_built: Option<i32>) -> Option<&Structure> {
        let year = year_built?;
        let still_built = |one: &&Structure| one.until_year.is_none_or(|until| year <= until);
        self.structures.iter().filter(|one| one.shape == shape).find(still_built)
    }
}
