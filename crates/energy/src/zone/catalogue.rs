//! Constructions and glazings, each condensed once for all models of a batch.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::building::{Glazing, Layer, Window};
use crate::conduction::Wall;
use crate::glazing::Glass;

/// What models share, on all threads: constructions and glazings already condensed.
pub(crate) struct Catalogue {
    /// Length of a step. [s]
    pub(super) step_s: f64,
    walls: Shelf<Wall>,
    glasses: Shelf<Glass>,
}

/// Entries by all numbers that they are made from.
struct Shelf<T>(Mutex<BTreeMap<Vec<u64>, T>>);

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }
}

impl<T: Clone> Shelf<T> {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<Vec<u64>, T>> {
        // Each entry is put in whole, so a panic elsewhere leaves nothing half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The entry, made where it is missing: outside the lock, as making it takes long. Of two
    /// threads that make it at once either may stay: they have the same bits.
    fn get(&self, key: Vec<u64>, make: impl FnOnce() -> T) -> T {
        if let Some(known) = self.lock().get(&key) {
            return known.clone();
        }
        let made = make();
        self.lock().insert(key, made.clone());
        made
    }

    /// Starts over once it holds `most` entries.
    fn keep_below(&self, most: usize) {
        let mut entries = self.lock();
        if entries.len() >= most {
            entries.clear();
        }
    }
}

impl Catalogue {
    /// An empty one, for steps of `step_s`.
    pub(crate) fn new(step_s: f64) -> Self {
        Self { step_s, walls: Shelf::default(), glasses: Shelf::default() }
    }

    /// Starts over once walls or glasses are `most`.
    pub(crate) fn keep_below(&self, most: usize) {
        self.walls.keep_below(most);
        self.glasses.keep_below(most);
    }

    pub(super) fn wall(&self, layers: &[Layer]) -> Wall {
        let mut key = Vec::with_capacity(layers.len() * 5);
        for layer in layers {
            match *layer {
                Layer::Resistance { resistance_m2k_w } => {
                    key.extend([0, resistance_m2k_w.to_bits()]);
                }
                Layer::Solid {
                    thickness_m,
                    conductivity_w_mk,
                    density_kg_m3,
                    heat_capacity_j_kgk,
                } => key.extend(
                    [1.0, thickness_m, conductivity_w_mk, density_kg_m3, heat_capacity_j_kgk]
                        .map(f64::to_bits),
                ),
            }
        }
        self.walls.get(key, || Wall::new(layers, self.step_s))
    }

    pub(super) fn glass(&self, window: &Window) -> Glass {
        let key = match &window.glazing {
            Glazing::Simple { u_w_m2k, shgc } => vec![u_w_m2k.to_bits(), shgc.to_bits()],
            Glazing::Panes { panes, gap_resistance_m2k_w } => panes
                .iter()
                .flat_map(|pane| {
                    [
                        pane.thickness_m,
                        pane.conductivity_w_mk,
                        pane.solar_transmittance,
                        pane.solar_reflectance_front,
                        pane.solar_reflectance_back,
                        pane.emissivity_front,
                        pane.emissivity_back,
                    ]
                })
                .chain(gap_resistance_m2k_w.iter().copied())
                .map(f64::to_bits)
                .collect(),
        };
        self.glasses.get(key, || Glass::new(&window.glazing))
    }
}
