//! One building or a stock of them through a year.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::building::{Building, Mixing};
use crate::climate::{self, Climate, Scene};
use crate::fault::Fault;
use crate::sun::SunYear;
use crate::weather::Weather;
use crate::year::{Annual, Options, Year};
use crate::zone::block::{Mix, Site};
use crate::zone::catalogue::Catalogue;
use crate::zone::model::Model;
use crate::zone::year::{BlockYear, Keep, simulate_site};

/// Buildings side by side in one block.
pub(crate) const LANES: usize = 8;
/// Yearly series (planes, shades, arrays) that all threads may share; with more, each group of
/// neighbours makes its own and gives them back. At about 0.4 MB each this bounds the memory.
const SHARED_SERIES_MAX: usize = 128;
/// Yearly series of one group of neighbours.
const OWN_SERIES_MAX: usize = 64;
/// Largest imbalance of a year that is reported, relative to the flows. [-]
const BALANCE_ERROR_MAX: f64 = 1e-6;
/// Condensed constructions and glazings that are kept before it starts over: about 50 MB.
const CATALOGUE_MAX: usize = 32_768;

/// Simulates one building for a year.
///
/// # Errors
/// [`Fault::Weather`] and [`Fault::Options`] where those are not usable, [`Fault::Invalid`] with
/// every value that is out of range, [`Fault::NotFinite`] where the balance leaves the numbers,
/// [`Fault::NotSettled`] where zones find no common answer.
pub fn simulate(building: &Building, weather: &Weather, options: &Options) -> Result<Year, Fault> {
    climate::check(weather)?;
    check_options(options)?;
    check(building)?;
    let mut scene = Scene::default();
    scene.add(building);
    let climate = Climate::new(weather, &SunYear::new(weather), &scene);
    let days = options.warm_up_days_max;
    let zones = models(building, &climate, &Catalogue::new(options.step_s()), days);
    // All lanes carry the same building: one width of the balance serves one and many.
    let site = Site::new([&zones[..]; LANES], mixing(building, &climate));
    let keep = if options.hourly { Keep::Hours } else { Keep::Sums };
    let mut year = simulate_site(pulp::Arch::new(), &site, &climate, options, keep);
    let hourly = year.take_hourly();
    Ok(Year { hourly, ..year_of(building, &zones, &year, 0)? })
}

/// The zones of a building as models.
fn models(
    building: &Building,
    climate: &Climate,
    catalogue: &Catalogue,
    warm_up_days_max: u16,
) -> Vec<Model> {
    (0..building.zones.len())
        .map(|zone| Model::of_zone(building, zone, climate, catalogue, warm_up_days_max))
        .collect()
}

/// The air that zones exchange.
fn mixing(building: &Building, climate: &Climate) -> Vec<Mix> {
    let mix = |mixing: &Mixing| {
        let zone = |name: &String| building.zone_index(name);
        let between = [zone(&mixing.between[0])?, zone(&mixing.between[1])?];
        Some(Mix { between, w_k: climate.air_w_k(mixing.flow_m3_h) })
    };
    building.mixing.iter().filter_map(mix).collect()
}

/// Shares of the zones in the floor area.
fn shares(building: &Building) -> Vec<f64> {
    let all_m2 = building.floor_area_m2();
    building.zones.iter().map(|zone| zone.floor_area_m2 / all_m2).collect()
}

/// Simulates buildings for a year, in parallel and side by side.
///
/// The answer has one entry for each building, in their order; a building that cannot be simulated
/// leaves its fault there and stops nothing. An entry has the same bits as [`simulate`] gives for
/// that building, whatever the number of threads, the order and the neighbours.
/// `options.hourly` is not looked at. `progress` is told from any thread how many buildings are
/// done; the numbers may arrive out of order.
pub fn simulate_stock(
    buildings: &[Building],
    weather: &Weather,
    options: &Options,
    progress: &(dyn Fn(usize) + Sync),
) -> Vec<Result<Annual, Fault>> {
    match StockSimulator::new(weather, options) {
        Ok(mut simulator) => simulator.simulate(buildings, progress),
        Err(fault) => buildings.iter().map(|_| Err(fault.clone())).collect(),
    }
}

/// As [`simulate_stock`], with the months of each building.
pub(crate) fn simulate_years(
    buildings: &[Building],
    weather: &Weather,
    options: &Options,
) -> Vec<Result<Year, Fault>> {
    match StockSimulator::new(weather, options) {
        Ok(mut simulator) => simulator.keep_of(buildings, &|_| (), &|building, lane| {
            year_of(building, lane.zones, lane.year, lane.at)
        }),
        Err(fault) => buildings.iter().map(|_| Err(fault.clone())).collect(),
    }
}

/// [`simulate_stock`] for a stock too large for memory, batch by batch: sun, irradiation, shadows
/// and condensed walls are worked up once and kept for the batches that follow.
///
/// How a stock is cut into batches changes no bit of any answer.
pub struct StockSimulator<'w> {
    weather: &'w Weather,
    options: Options,
    sun: SunYear,
    /// What the kept climate covers.
    scene: Scene,
    climate: Option<Climate>,
    catalogue: Catalogue,
    /// Instruction set.
    arch: pulp::Arch,
}

/// What is simulated: a building, maybe with more that is worked out from its hours.
pub(crate) trait Case: Sync {
    /// Which hours are kept for it.
    const KEEP: Keep;
    /// The building.
    fn building(&self) -> &Building;
    /// Adds what else of it the sun may shine on.
    fn add_to(&self, scene: &mut Scene) {
        scene.add(self.building());
    }
}

impl Case for Building {
    const KEEP: Keep = Keep::Sums;

    fn building(&self) -> &Building {
        self
    }
}

/// One lane of a block's year.
pub(crate) struct Lane<'l> {
    pub zones: &'l [Model],
    pub year: &'l BlockYear<LANES>,
    pub at: usize,
    pub climate: &'l Climate,
    pub options: &'l Options,
    pub arch: pulp::Arch,
}

/// Makes an answer of one lane.
type Answer<'a, C, T> = &'a (dyn Fn(&C, &Lane<'_>) -> Result<T, Fault> + Sync);

impl<'w> StockSimulator<'w> {
    /// Makes `weather` ready; `options.hourly` is not looked at.
    ///
    /// # Errors
    /// [`Fault::Weather`] and [`Fault::Options`] where those are not usable.
    pub fn new(weather: &'w Weather, options: &Options) -> Result<Self, Fault> {
        climate::check(weather)?;
        check_options(options)?;
        Ok(Self {
            weather,
            options: Options { hourly: false, ..*options },
            sun: SunYear::new(weather),
            scene: Scene::default(),
            climate: None,
            catalogue: Catalogue::new(options.step_s()),
            arch: pulp::Arch::new(),
        })
    }

    /// Simulates one batch; all as [`simulate_stock`].
    pub fn simulate(
        &mut self,
        buildings: &[Building],
        progress: &(dyn Fn(usize) + Sync),
    ) -> Vec<Result<Annual, Fault>> {
        self.keep_of(buildings, progress, &|building, lane| {
            annual_of(building, lane.zones, lane.year, lane.at)
        })
    }

    pub(crate) fn keep_of<C: Case, T: Send>(
        &mut self,
        cases: &[C],
        progress: &(dyn Fn(usize) + Sync),
        answer: Answer<'_, C, T>,
    ) -> Vec<Result<T, Fault>> {
        let mut results: Vec<Option<Result<T, Fault>>> =
            cases.par_iter().map(|case| check(case.building()).err().map(Err)).collect();
        let able: Vec<usize> = (0..cases.len()).filter(|at| results[*at].is_none()).collect();
        let groups = if self.cover(cases, &able) {
            blocks(cases, able).into_iter().map(|block| vec![block]).collect()
        } else {
            neighbourhoods(cases, able)
        };
        let done = AtomicUsize::new(results.iter().flatten().count());
        let tell = |more: usize| progress(done.fetch_add(more, Ordering::Relaxed) + more);
        let simulated: Vec<Vec<(usize, Result<T, Fault>)>> = groups
            .par_iter()
            .map(|group| self.simulate_group(cases, group, &tell, answer))
            .collect();
        for (at, result) in simulated.into_iter().flatten() {
            results[at] = Some(result);
        }
        results
            .into_iter()
            .map(|result| result.expect("every building is either refused or in one block"))
            .collect()
    }

    /// Makes the kept climate cover the cases at `able`, unless they have too many series.
    fn cover<C: Case>(&mut self, cases: &[C], able: &[usize]) -> bool {
        let mut scene = Scene::default();
        for at in able {
            cases[*at].add_to(&mut scene);
        }
        if scene.len() > SHARED_SERIES_MAX {
            self.climate = None;
            return false;
        }
        if self.climate.is_none() || !self.scene.covers(&scene) {
            let joint = std::mem::take(&mut self.scene).join(&scene);
            self.scene = if joint.len() > SHARED_SERIES_MAX { scene } else { joint };
            self.climate = Some(Climate::new(self.weather, &self.sun, &self.scene));
        }
        true
    }

    /// The blocks of one group, in the kept climate or in one of the group's own.
    fn simulate_group<C: Case, T>(
        &self,
        cases: &[C],
        group: &[Vec<usize>],
        tell: &(dyn Fn(usize) + Sync),
        answer: Answer<'_, C, T>,
    ) -> Vec<(usize, Result<T, Fault>)> {
        let own;
        let climate = match &self.climate {
            Some(climate) => climate,
            None => {
                let mut scene = Scene::default();
                for at in group.iter().flatten() {
                    cases[*at].add_to(&mut scene);
                }
                own = Climate::new(self.weather, &self.sun, &scene);
                &own
            }
        };
        let mut answers = Vec::new();
        for members in group {
            answers.extend(self.simulate_members(cases, members, climate, answer));
            tell(members.len());
        }
        answers
    }

    /// One block; lanes without a building of their own repeat the first.
    fn simulate_members<C: Case, T>(
        &self,
        cases: &[C],
        members: &[usize],
        climate: &Climate,
        answer: Answer<'_, C, T>,
    ) -> Vec<(usize, Result<T, Fault>)> {
        let days = self.options.warm_up_days_max;
        self.catalogue.keep_below(CATALOGUE_MAX);
        let zones: Vec<Vec<Model>> = members
            .iter()
            .map(|at| models(cases[*at].building(), climate, &self.catalogue, days))
            .collect();
        let lanes: [&[Model]; LANES] =
            std::array::from_fn(|lane| &zones.get(lane).unwrap_or(&zones[0])[..]);
        let mixing = mixing(cases[members[0]].building(), climate);
        let (arch, options) = (self.arch, &self.options);
        let year = simulate_site(arch, &Site::new(lanes, mixing), climate, options, C::KEEP);
        let lane_of = |at, zones| Lane { zones, year: &year, at, climate, options, arch };
        let members = members.iter().zip(&zones).enumerate();
        members
            .map(|(lane, (at, zones))| (*at, answer(&cases[*at], &lane_of(lane, zones))))
            .collect()
    }
}

/// Which buildings go side by side. A building of several zones has a block to itself.
fn blocks<C: Case>(cases: &[C], mut order: Vec<usize>) -> Vec<Vec<usize>> {
    order.sort_by_cached_key(|at| shape(cases[*at].building()));
    let single = order.partition_point(|at| cases[*at].building().zones.len() == 1);
    let (single, several) = order.split_at(single);
    single.chunks(LANES).chain(several.chunks(1)).map(<[usize]>::to_vec).collect()
}

/// Buildings that stand one after the other, as variants of one building do, so that what they have
/// in common is worked up once: as many as have [`OWN_SERIES_MAX`] series together, in blocks.
fn neighbourhoods<C: Case>(cases: &[C], order: Vec<usize>) -> Vec<Vec<Vec<usize>>> {
    let mut groups = Vec::new();
    let (mut members, mut scene) = (Vec::new(), Scene::default());
    for at in order {
        let mut own = Scene::default();
        cases[at].add_to(&mut own);
        let joint = std::mem::take(&mut scene).join(&own);
        if joint.len() > OWN_SERIES_MAX && !members.is_empty() {
            groups.push(blocks(cases, std::mem::take(&mut members)));
            scene = own;
        } else {
            scene = joint;
        }
        members.push(at);
    }
    groups.push(blocks(cases, members));
    groups
}

pub(crate) fn annual_of<const W: usize>(
    building: &Building,
    zones: &[Model],
    year: &BlockYear<W>,
    lane: usize,
) -> Result<Annual, Fault> {
    let name = || building.name.clone();
    let annual = year
        .annual(lane, zones, &shares(building))
        .ok_or_else(|| Fault::NotFinite { name: name() })?;
    let balance_error_ratio = annual.balance_error_ratio;
    if balance_error_ratio > BALANCE_ERROR_MAX {
        return Err(Fault::NotSettled { name: name(), balance_error_ratio });
    }
    Ok(annual)
}

/// The year of one lane with its months, without hours.
fn year_of<const W: usize>(
    building: &Building,
    zones: &[Model],
    year: &BlockYear<W>,
    lane: usize,
) -> Result<Year, Fault> {
    let annual = annual_of(building, zones, year, lane)?;
    let names: Vec<String> = building.zones.iter().map(|zone| zone.name.clone()).collect();
    Ok(Year {
        annual,
        zones: year.zones(lane, &names),
        monthly: year.monthly(lane, zones, &shares(building)),
        hourly: None,
    })
}

/// What makes buildings good neighbours: as many zones, faces, windows and layers, and faces that
/// look the same way.
fn shape(building: &Building) -> ([usize; 4], Vec<u64>) {
    let layers = building.surfaces().map(|surface| surface.layers.len()).sum();
    let counts =
        [building.zones.len(), building.surfaces().count(), building.windows().count(), layers];
    let surfaces = building.surfaces().map(|surface| surface.azimuth_deg.to_bits());
    (counts, surfaces.chain(building.windows().map(|w| w.azimuth_deg.to_bits())).collect())
}

fn check(building: &Building) -> Result<(), Fault> {
    let diagnostics = building.validate();
    if diagnostics.is_empty() {
        return Ok(());
    }
    Err(Fault::Invalid { name: building.name.clone(), diagnostics })
}

fn check_options(options: &Options) -> Result<(), Fault> {
    let fault = |option, value, expected| Err(Fault::Options { option, value, expected });
    if options.first_weekday > 6 {
        return fault("first_weekday", f64::from(options.first_weekday), "0 (Monday) to 6");
    }
    if !(-50.0..=60.0).contains(&options.comfort_min_c) {
        return fault("comfort_min_c", options.comfort_min_c, "-50 to 60 °C");
    }
    if !(options.comfort_min_c..=60.0).contains(&options.comfort_max_c) {
        return fault("comfort_max_c", options.comfort_max_c, "comfort_min_c to 60 °C");
    }
    if !(1..=12).contains(&options.steps_per_hour) {
        return fault("steps_per_hour", f64::from(options.steps_per_hour), "1 to 12");
    }
    if !(1..=365).contains(&options.warm_up_days_max) {
        let days = f64::from(options.warm_up_days_max);
        return fault("warm_up_days_max", days, "1 to 365 days");
    }
    Ok(())
}

#[cfg(test)]
mod tests;
