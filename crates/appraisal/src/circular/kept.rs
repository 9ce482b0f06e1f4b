//! Mass that stays and mass that goes.

use std::collections::BTreeMap;

use serde::Serialize;
use units::{GramsCo2e, Text};

use super::embodied::Embodied;
use super::structures::{Element, Per, Structure};

/// What of the existing building stays.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Kept {
    /// Element by element.
    pub elements: Vec<KeptElement>,
    /// Mass of the building as it stands. [kg]
    pub mass_kg: f64,
    /// What of it stays. [kg]
    pub kept_kg: f64,
    /// The same as a share. [-]
    pub kept_share: f64,
    /// Carbon of making what stays anew: production, transport and construction.
    pub avoided: GramsCo2e,
}

/// One element of the existing building.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeptElement {
    /// Which.
    pub element: Element,
    /// As it stands. [kg]
    pub mass_kg: f64,
    /// What stays. [kg]
    pub kept_kg: f64,
}

/// One stream of demolition waste and where it goes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WasteStream {
    /// Its word.
    pub stream: String,
    /// Name for people.
    pub name: Text,
    /// All of it. [kg]
    pub mass_kg: f64,
    /// Used again as it is. [kg]
    pub reused_kg: f64,
    /// Made into something else. [kg]
    pub recycled_kg: f64,
    /// Disposed of. [kg]
    pub disposed_kg: f64,
    /// Where it goes.
    pub to: Text,
}

/// Masses by material. [kg]
pub(super) type Masses = BTreeMap<String, f64>;

/// What of a structure stays, and the masses that go; `None` when carbon is out of range.
pub(super) fn keep(
    structure: &Structure,
    floor_area_m2: f64,
    footprint_m2: f64,
    embodied: &Embodied,
) -> Option<(Kept, Masses)> {
    let (mut elements, mut gone) = (Vec::new(), Masses::new());
    let mut avoided_kg = 0.0;
    for (element, of) in &structure.elements {
        let area_m2 = match of.per {
            Per::Floor => floor_area_m2,
            Per::Footprint => footprint_m2,
        };
        let mass_kg = of.mass_kg_m2 * area_m2;
        let share = embodied.kept_share.get(element)?.value;
        for (material, part) in &of.material_shares {
            let material_kg = mass_kg * part;
            *gone.entry(material.clone()).or_insert(0.0) += material_kg * (1.0 - share);
            avoided_kg += embodied.install_kg_per_kg(material)? * material_kg * share;
        }
        elements.push(KeptElement { element: *element, mass_kg, kept_kg: mass_kg * share });
    }
    let mass_kg: f64 = elements.iter().map(|one| one.mass_kg).sum();
    let kept_kg: f64 = elements.iter().map(|one| one.kept_kg).sum();
    let kept_share = if mass_kg > 0.0 { kept_kg / mass_kg } else { 0.0 };
    let avoided = GramsCo2e::from_kg(avoided_kg)?;
    Some((Kept { elements, mass_kg, kept_kg, kept_share, avoided }, gone))
}

/// Streams of waste from masses by material, in the order of their words.
pub(super) fn waste(gone: &Masses, embodied: &Embodied) -> Vec<WasteStream> {
    let mut by_stream = BTreeMap::new();
    for (material, mass_kg) in gone.iter().filter(|(_, mass_kg)| **mass_kg > 0.0) {
        if let Some(material) = embodied.materials.get(material) {
            *by_stream.entry(&material.stream).or_insert(0.0) += mass_kg;
        }
    }
    let stream = |(word, mass_kg): (&String, f64)| {
        let route = embodied.streams.get(word)?;
        let (reused_kg, recycled_kg) =
            (mass_kg * route.reused_share, mass_kg * route.recycled_share);
        Some(WasteStream {
            stream: word.clone(),
            name: route.name.clone(),
            mass_kg,
            reused_kg,
            recycled_kg,
            disposed_kg: (mass_kg - reused_kg - recycled_kg).max(0.0),
            to: route.to.clone(),
        })
    };
    by_stream.into_iter().filter_map(stream).collect()
}
