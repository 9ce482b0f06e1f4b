//! One building or a stock of them through a year.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::building::Building;
use crate::climate::{self, Climate, Scene};
use crate::fault::Fault;
use crate::sun::SunYear;
use crate::weather::Weather;
use crate::year::{Annual, Options, Year};
use crate::zone::block::Block;
use crate::zone::model::{Catalogue, Model};
use crate::zone::year::{BlockYear, Buying, simulate_block};

/// Buildings side by side in one block.
const LANES: usize = 4;
/// Yearly series (planes, shades, arrays) that all threads may share; with more, each block makes
/// its own and gives them back. At about 0.4 MB each this bounds the memory.
const SHARED_SERIES_MAX: usize = 128;
/// Condensed constructions and glazings that a thread keeps before it starts over.
const CATALOGUE_MAX: usize = 4096;

/// Simulates one building for a year.
///
/// # Errors
/// [`Fault::Weather`] and [`Fault::Options`] where those are not usable, [`Fault::Invalid`] with
/// every value that is out of range, [`Fault::NotFinite`] where the balance leaves the numbers.
pub fn simulate(building: &Building, weather: &Weather, options: &Options) -> Result<Year, Fault> {
    climate::check(weather)?;
    check_options(options)?;
    check(building)?;
    let mut scene = Scene::default();
    scene.add(building);
    let climate = Climate::new(weather, &SunYear::new(weather), &scene);
    let days = options.warm_up_days_max;
    let model = Model::of_zone(building, 0, &climate, &mut Catalogue::default(), days);
    // All lanes carry the same building: one width of the balance serves one and many.
    let mut year = simulate_block(&Block::new([&model; LANES]), &climate, options);
    let annual = annual_of(building, &model, &year, 0)?;
    Ok(Year { annual, monthly: year.monthly(0), hourly: year.hourly.take() })
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
    if let Err(fault) = climate::check(weather).and_then(|()| check_options(options)) {
        return buildings.iter().map(|_| Err(fault.clone())).collect();
    }
    let sun = SunYear::new(weather);
    let mut results: Vec<Option<Result<Annual, Fault>>> =
        buildings.iter().map(|building| check(building).err().map(Err)).collect();
    let mut order: Vec<usize> = (0..buildings.len()).filter(|at| results[*at].is_none()).collect();
    order.sort_by_key(|at| shape(&buildings[*at]));
    let mut scene = Scene::default();
    for at in &order {
        scene.add(&buildings[*at]);
    }
    let shared = (scene.len() <= SHARED_SERIES_MAX).then(|| Climate::new(weather, &sun, &scene));
    let done = AtomicUsize::new(buildings.len() - order.len());
    let options = Options { hourly: false, ..*options };
    let blocks: Vec<Vec<(usize, Result<Annual, Fault>)>> = order
        .par_chunks(LANES)
        .map_init(Catalogue::default, |catalogue, members| {
            catalogue.keep_below(CATALOGUE_MAX);
            let own;
            let climate = match &shared {
                Some(climate) => climate,
                None => {
                    let mut scene = Scene::default();
                    members.iter().for_each(|at| scene.add(&buildings[*at]));
                    own = Climate::new(weather, &sun, &scene);
                    &own
                }
            };
            let answers = simulate_members(buildings, members, climate, catalogue, &options);
            progress(done.fetch_add(members.len(), Ordering::Relaxed) + members.len());
            answers
        })
        .collect();
    for (at, result) in blocks.into_iter().flatten() {
        results[at] = Some(result);
    }
    results
        .into_iter()
        .map(|result| result.expect("every building is either refused or in one block"))
        .collect()
}

/// One block; lanes without a building of their own repeat the first.
fn simulate_members(
    buildings: &[Building],
    members: &[usize],
    climate: &Climate,
    catalogue: &mut Catalogue,
    options: &Options,
) -> Vec<(usize, Result<Annual, Fault>)> {
    let models: Vec<Model> = members
        .iter()
        .map(|at| Model::of_zone(&buildings[*at], 0, climate, catalogue, options.warm_up_days_max))
        .collect();
    let lanes: [&Model; LANES] = std::array::from_fn(|lane| models.get(lane).unwrap_or(&models[0]));
    let year = simulate_block(&Block::new(lanes), climate, options);
    (0..)
        .zip(members)
        .zip(&models)
        .map(|((lane, at), model)| (*at, annual_of(&buildings[*at], model, &year, lane)))
        .collect()
}

fn annual_of<const W: usize>(
    building: &Building,
    model: &Model,
    year: &BlockYear<W>,
    lane: usize,
) -> Result<Annual, Fault> {
    let buying =
        Buying { heating: model.heating, cooling: model.cooling, hot_water: model.hot_water };
    year.annual(lane, &buying).ok_or_else(|| Fault::NotFinite { name: building.name.clone() })
}

/// What makes buildings good neighbours: as many faces, windows and layers.
fn shape(building: &Building) -> (usize, usize, usize) {
    let layers = building.surfaces().map(|surface| surface.layers.len()).sum();
    (building.surfaces().count(), building.windows().count(), layers)
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
    if !(1..=365).contains(&options.warm_up_days_max) {
        let days = f64::from(options.warm_up_days_max);
        return fault("warm_up_days_max", days, "1 to 365 days");
    }
    Ok(())
}
