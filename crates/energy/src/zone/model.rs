//! A building condensed to the numbers that its hourly heat balance needs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::building::{
    Boundary, Building, CoolingPlant, HeatingPlant, Layer, Schedule, Surface, Window, Zone,
};
use crate::climate::{AIR_HEAT_J_KGK, Climate, wind_factors};
use crate::conduction::{Mode, Wall};
use crate::convection::{Buoyancy, ROUGH, SMOOTH, STILL_AIR_MIN_W_M2K};
use crate::glazing::{Fate, Glass, TERMS};
use crate::ground::Ground;
use crate::infiltration::Leaks;
use crate::shading::Scenery;
use crate::stratification::Heights;
use crate::systems::{BackupPlant, Effort, Plant};
use crate::weather::STEFAN_BOLTZMANN_W_M2K4;
use crate::zone::daylight::Lamps;

/// Kinds of day times hours of the day: where an hour's schedule values stand.
pub(crate) const DAY_KINDS: usize = 3;
pub(crate) const SLOTS: usize = DAY_KINDS * 24;

/// Step of walls without mass, which answer alike in any. [s]
const ANY_STEP_S: f64 = 3600.0;
/// Set point that is never reached. [°C]
pub(crate) const NEVER_C: f64 = 1e6;

/// One face towards the room and what lies behind it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Face {
    pub area_m2: f64,
    pub wall: Wall,
    /// Relative change of the conductance with the mean temperature from 10 °C; glass only. [1/K]
    pub per_kelvin_1_k: f64,
    // Outside.
    pub windward: f64,
    pub leeward: f64,
    pub roughness: f64,
    pub buoyancy_out: Buoyancy,
    /// Long-wave factors towards the sky and towards ground and air; σ included. [W/(m²·K⁴)]
    pub radiant_sky: f64,
    pub radiant_air: f64,
    /// Conductance to the ground. [W/(m²·K)]
    pub ground_w_m2k: f64,
    /// Part of the outdoor air's yearly swing that reaches the ground under the face. [-]
    pub ground_swing: f64,
    pub absorptance_out: f64,
    /// Constant film to the outer air; 0 where the film follows wind and still air. [W/(m²·K)]
    pub film_out_fixed_w_m2k: f64,
    pub plane: usize,
    /// The face of another zone on the other side of the same wall.
    pub beyond: Option<Beyond>,
    // Inside.
    pub buoyancy_in: Buoyancy,
    /// Least film to the room's air: that of still air, or all of a constant film. [W/(m²·K)]
    pub film_in_min_w_m2k: f64,
    /// Long-wave factor to the room's radiant node; σ included. [W/(m²·K⁴)]
    pub radiant_in: f64,
    /// Heat absorbed per area and watt of what enters: direct sun, scattered sun, radiant gains.
    pub beam_in_1_m2: f64,
    pub diffuse_in_1_m2: f64,
    pub gains_in_1_m2: f64,
    /// Air at the face over the zone's mean while the air is stratified. [K]
    pub air_offset_k: f64,
    pub pane: Option<PaneFace>,
    /// Series of the shade on direct sun; 0 for none.
    pub shade: usize,
    /// What shades leave of an even sky and an even ground. [-]
    pub sky_share: f64,
    pub ground_share: f64,
}

impl Face {
    /// Whether anything keeps sun, sky or ground from the face.
    pub(crate) fn is_shaded(&self) -> bool {
        self.shade != 0 || self.sky_share.min(self.ground_share) < 1.0
    }

    /// Whether the outer face meets outdoor air.
    pub(crate) fn is_outdoors(&self) -> bool {
        self.buoyancy_out.warmer > 0.0
            || self.radiant_sky + self.radiant_air > 0.0
            || self.windward > 0.0
            || self.film_out_fixed_w_m2k > 0.0
    }
}

/// Where the other side of a wall between two zones stands: its outer node is the inner node of
/// that face, and the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Beyond {
    /// Index in `Building::zones`.
    pub zone: usize,
    /// Index in that zone's `Model::faces`.
    pub face: usize,
}

/// The glass of a face that is a window.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PaneFace {
    pub beam: Fate<[f64; TERMS]>,
    pub sky: Fate<f64>,
    pub ground: Fate<f64>,
    /// Share kept off in the months of movable shading.
    pub summer_shading: f64,
}

/// Values of one hour of one kind of day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Slot {
    pub convective_w: f64,
    pub radiant_w: f64,
    pub lighting_w: f64,
    pub equipment_w: f64,
    pub hot_water_w: f64,
    pub fans_w: f64,
    /// Ventilation at full flow. [W/K]
    pub ventilation_w_k: f64,
    /// Night ventilation fully open. [W/K]
    pub night_w_k: f64,
    pub occupied: f64,
    pub heat_c: f64,
    pub cool_c: f64,
}

/// A zone of a building ready for its heat balance.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Model {
    /// Opaque faces first, those towards other zones last of them; then windows.
    pub faces: Vec<Face>,
    pub ground_reflectance: f64,
    pub infiltration_w_k: f64,
    /// Air through leaks, as the heat that it carries per kelvin.
    pub leaks: Leaks,
    /// Share of the ventilation heat that recovery lets go.
    pub recovery_rest: f64,
    /// When night ventilation opens.
    pub night: NightControl,
    /// Air at the thermostat over the zone's mean while the air is stratified. [K]
    pub thermostat_offset_k: f64,
    pub is_stratified: bool,
    /// Heat capacity of the air per step. [W/K]
    pub air_w_k: f64,
    /// Length of a step. [s]
    pub step_s: f64,
    pub slots: Vec<Slot>,
    pub lamps: Option<Lamps>,
    /// 1 in months in which the plant may run, else 0.
    pub heats: [f64; 12],
    pub cools: [f64; 12],
    /// 1 in months of movable shading, else 0.
    pub shades: [f64; 12],
    /// Heating and cooling set points by slot as stated, plant or not; ±[`NEVER_C`] where none is.
    pub set_points_c: Vec<[f64; 2]>,
    pub heating: Plant,
    pub cooling: Plant,
    pub backup: BackupPlant,
    pub hot_water: Effort,
    pub delivered_ratio: f64,
    pub auxiliary_w_per_w: f64,
    pub pv: Option<(usize, f64)>,
    pub warm_up_days: u16,
    pub start_c: f64,
}

/// What models share: constructions and glazings already condensed. A clone is the same catalogue,
/// so that threads share it too.
#[derive(Clone)]
pub(crate) struct Catalogue {
    /// Length of a step. [s]
    step_s: f64,
    walls: Arc<Shelf<Wall>>,
    glasses: Arc<Shelf<Glass>>,
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
        Self { step_s, walls: Arc::default(), glasses: Arc::default() }
    }

    /// Starts over once walls or glasses are `most`.
    pub(crate) fn keep_below(&mut self, most: usize) {
        self.walls.keep_below(most);
        self.glasses.keep_below(most);
    }

    fn wall(&mut self, layers: &[Layer]) -> Wall {
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

    fn glass(&mut self, window: &Window) -> Glass {
        use crate::building::Glazing;
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

/// What a room sees of one face while the model is built.
struct Inside {
    area_m2: f64,
    emissivity: f64,
    absorptance: f64,
    transmittance: f64,
    is_floor: bool,
}

impl Model {
    /// The model of one zone of a checked building in its climate; what is the building's (array,
    /// ground) is repeated in each of its zones.
    pub(crate) fn of_zone(
        building: &Building,
        zone_index: usize,
        climate: &Climate,
        catalogue: &mut Catalogue,
        warm_up_days_max: u16,
    ) -> Self {
        let zone = &building.zones[zone_index];
        let heights = Heights::of_zone(zone);
        let (mut faces, insides) = zone_faces(building, zone_index, climate, catalogue);
        share_sun(&mut faces, &insides);
        share_long_wave(&mut faces, &insides);
        let systems = &zone.systems;
        let ground_c = climate.hours.first().map_or(0.0, |hour| hour.ground_mean_c);
        let air_j_m3k = climate.air_density_kg_m3 * AIR_HEAT_J_KGK;
        // Where no face takes up long-wave radiation, radiant gains go to the air.
        let is_radiant = insides.iter().any(|inside| inside.emissivity > 0.0);
        let radiative = if is_radiant { zone.gains.radiative_share } else { 0.0 };
        let slots = slots(zone, air_j_m3k, radiative);
        let lamps =
            zone.gains.daylight.as_ref().map(|daylight| {
                Lamps::new(zone, daylight, normal_transmittance(&faces), radiative)
            });
        let cools = if zone.thermostat.cooling_c.is_some() {
            months(&zone.thermostat.cooling_months)
        } else {
            [0.0; 12]
        };
        let start_c = slots[0].heat_c.max(climate.first_day_c).min(slots[0].cool_c);
        Self {
            warm_up_days: warm_up_days(&faces, warm_up_days_max),
            faces,
            ground_reflectance: building.ground_reflectance,
            infiltration_w_k: zone.air.infiltration_ach * zone.volume_m3 * air_j_m3k / 3600.0,
            leaks: Leaks::of_zone(zone).times(air_j_m3k),
            recovery_rest: 1.0 - zone.air.heat_recovery_effectiveness,
            night: NightControl::of_zone(zone),
            thermostat_offset_k: heights.map_or(0.0, |heights| heights.at_thermostat_k()),
            is_stratified: heights.is_some(),
            air_w_k: zone.volume_m3 * air_j_m3k / catalogue.step_s,
            step_s: catalogue.step_s,
            slots,
            lamps,
            heats: months(&zone.thermostat.heating_months),
            cools,
            shades: cools,
            set_points_c: set_points_c(zone),
            heating: Plant::of_heating(systems, ground_c),
            cooling: Plant::of_cooling(systems, ground_c),
            backup: BackupPlant::new(systems.heating_backup.as_ref()),
            hot_water: Effort::of_hot_water(systems),
            delivered_ratio: 1.0 + systems.distribution_loss,
            auxiliary_w_per_w: systems.auxiliary_w_per_w,
            pv: building
                .pv
                .as_ref()
                .map(|array| (climate.array(array, building.ground_reflectance), array.rated_kw)),
            start_c: start_c.clamp(-50.0, 50.0),
        }
    }
}

/// The faces of a zone: opaque ones, those towards other zones, windows.
fn zone_faces(
    building: &Building,
    zone_index: usize,
    climate: &Climate,
    catalogue: &mut Catalogue,
) -> (Vec<Face>, Vec<Inside>) {
    let zone = &building.zones[zone_index];
    let wind = wind_factors(zone.mid_height_m);
    let heights = Heights::of_zone(zone);
    let mut sides = Vec::new();
    for surface in zone.surfaces.iter().filter(|surface| !is_partition(surface)) {
        let scenery = Scenery::of_surface(building, surface);
        let sight = climate.sight(scenery.as_ref());
        for (mut face, inside) in opaque_faces(surface, zone, climate, catalogue, wind) {
            (face.shade, face.sky_share, face.ground_share) = sight;
            sides.push((face, inside));
        }
    }
    sides.extend(partition_faces(building, zone_index, climate, catalogue));
    let (mut faces, mut insides): (Vec<Face>, Vec<Inside>) = sides.into_iter().unzip();
    for window in &zone.windows {
        let glass = catalogue.glass(window);
        insides.push(Inside {
            area_m2: window.area_m2,
            emissivity: if window.film_in_w_m2k.is_some() { 0.0 } else { glass.emissivity_in },
            absorptance: glass.back_absorptance,
            transmittance: glass.back_transmittance,
            is_floor: false,
        });
        let scenery = Scenery::of_window(building, window);
        let sight = climate.sight(scenery.as_ref());
        let mut face = window_face(window, &glass, climate, sight, wind);
        face.air_offset_k = heights.map_or(0.0, |heights| heights.at_window_k(window));
        faces.push(face);
    }
    (faces, insides)
}

/// Limits of night ventilation.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct NightControl {
    /// 1 in months in which it may open, else 0.
    pub months: [f64; 12],
    pub air_min_c: f64,
    pub difference_min_k: f64,
}

impl NightControl {
    fn of_zone(zone: &Zone) -> Self {
        zone.air.night_ventilation.as_ref().map_or_else(Self::default, |night| Self {
            months: months(&night.months),
            air_min_c: night.air_min_c,
            difference_min_k: night.difference_min_k,
        })
    }
}

impl Model {
    /// Whether effort over the outdoor air says all of the plants, and no set point is missed.
    pub(crate) fn has_simple_plants(&self) -> bool {
        let held = self.slots.iter().map(|slot| [slot.heat_c, slot.cool_c]);
        let is_held = held.eq(self.set_points_c.iter().copied());
        is_held && self.heating.is_simple() && self.cooling.is_simple()
    }
}

fn set_points_c(zone: &Zone) -> Vec<[f64; 2]> {
    let stated = |schedule: &Option<Schedule>, slot: usize, never_c: f64| {
        schedule.as_ref().map_or(never_c, |schedule| value(schedule, slot))
    };
    let thermostat = &zone.thermostat;
    (0..SLOTS)
        .map(|slot| {
            [
                stated(&thermostat.heating_c, slot, -NEVER_C),
                stated(&thermostat.cooling_c, slot, NEVER_C),
            ]
        })
        .collect()
}

fn months(list: &[u8]) -> [f64; 12] {
    std::array::from_fn(|month| {
        let runs = list.is_empty() || list.iter().any(|m| usize::from(*m) == month + 1);
        if runs { 1.0 } else { 0.0 }
    })
}

/// Days after which the slowest face has forgotten all but 5 % of its start, at most the limit.
fn warm_up_days(faces: &[Face], most: u16) -> u16 {
    const FORGETTING: f64 = 3.0;
    const SECONDS_PER_DAY: f64 = 86_400.0;
    let slowest_s = faces.iter().map(|face| face.wall.slowest_s).fold(0.0, f64::max);
    let days = (FORGETTING * slowest_s / SECONDS_PER_DAY).ceil().max(3.0);
    let most = most.max(1);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within u16")]
    if days < f64::from(most) { days as u16 } else { most }
}

/// Long-wave shares of sky and of ground and air before an outer face; the sky's own share is
/// thinned by the air below it. Source: Walton 1983, p. 73 (factor cos(Σ/2)).
fn radiant_out(tilt_deg: f64, emissivity: f64) -> (f64, f64) {
    let sky_view = f64::midpoint(1.0, tilt_deg.to_radians().cos());
    let sky = sky_view * sky_view.sqrt();
    let strength = emissivity * STEFAN_BOLTZMANN_W_M2K4;
    (strength * sky, strength * (1.0 - sky))
}

/// Height over which air runs along the glass: that stated for its shades, else a usual sash. [m]
fn pane_height_m(window: &Window) -> f64 {
    const SASH_M: f64 = 1.5;
    window.shade.map_or(SASH_M, |shade| shade.window_height_m)
}

fn window_face(
    window: &Window,
    glass: &Glass,
    climate: &Climate,
    (shade, sky_share, ground_share): (usize, f64, f64),
    wind: (f64, f64),
) -> Face {
    let (radiant_sky, radiant_air) = radiant_out(window.tilt_deg, glass.emissivity_out);
    let scaled = |share: f64| Fate {
        transmitted: glass.diffuse.transmitted * share,
        absorbed_out: glass.diffuse.absorbed_out * share,
        absorbed_in: glass.diffuse.absorbed_in * share,
    };
    let layer = Layer::Resistance { resistance_m2k_w: glass.resistance_m2k_w };
    // Dark panes are a piece of wall.
    let buoyancy_in = if glass.diffuse.transmitted > 0.0 {
        Buoyancy::of_glass(window.tilt_deg, pane_height_m(window), climate.air_density_kg_m3)
    } else {
        Buoyancy::of_face(180.0 - window.tilt_deg)
    };
    let mut face = Face {
        area_m2: window.area_m2,
        wall: Wall::new(&[layer], ANY_STEP_S),
        per_kelvin_1_k: glass.per_kelvin_1_k,
        windward: wind.0,
        leeward: wind.1,
        roughness: SMOOTH,
        buoyancy_out: Buoyancy::of_face(window.tilt_deg),
        radiant_sky,
        radiant_air,
        ground_w_m2k: 0.0,
        ground_swing: 0.0,
        absorptance_out: 0.0,
        film_out_fixed_w_m2k: 0.0,
        plane: climate.plane(window.tilt_deg, window.azimuth_deg),
        beyond: None,
        buoyancy_in,
        film_in_min_w_m2k: STILL_AIR_MIN_W_M2K,
        radiant_in: 0.0,
        beam_in_1_m2: 0.0,
        diffuse_in_1_m2: 0.0,
        gains_in_1_m2: 0.0,
        air_offset_k: 0.0,
        pane: Some(PaneFace {
            beam: glass.beam,
            sky: scaled(sky_share),
            ground: scaled(ground_share),
            summer_shading: window.summer_shading_factor,
        }),
        shade,
        sky_share,
        ground_share,
    };
    face.fix_films(window.film_in_w_m2k, window.film_out_w_m2k);
    face
}

impl Face {
    /// Puts constant films to the air where they are given, instead of still air and wind, and of
    /// long-wave exchange outside. That inside ends with the emissivity of [`Inside`].
    fn fix_films(&mut self, film_in_w_m2k: Option<f64>, film_out_w_m2k: Option<f64>) {
        if let Some(film) = film_in_w_m2k {
            self.buoyancy_in = STIRLESS;
            self.film_in_min_w_m2k = film;
        }
        if let Some(film) = film_out_w_m2k {
            self.film_out_fixed_w_m2k = film;
            self.buoyancy_out = STIRLESS;
            (self.windward, self.leeward) = (0.0, 0.0);
            (self.radiant_sky, self.radiant_air) = (0.0, 0.0);
        }
    }
}

/// Air that a face does not stir.
const STIRLESS: Buoyancy = Buoyancy { warmer: 0.0, colder: 0.0 };

/// The faces of an opaque surface of `zone`: one, or both sides of an internal one.
fn opaque_faces(
    surface: &Surface,
    zone: &Zone,
    climate: &Climate,
    catalogue: &mut Catalogue,
    wind: (f64, f64),
) -> Vec<(Face, Inside)> {
    let mut sides = if surface.boundary == Boundary::Internal {
        internal_faces(surface, climate, catalogue)
    } else {
        vec![backed_face(surface, zone, climate, catalogue, wind)]
    };
    if let Some(heights) = Heights::of_zone(zone) {
        for (face, _) in &mut sides {
            face.air_offset_k = heights.at_surface_k(surface);
        }
    }
    sides
}

/// The face of a surface that is not internal.
fn backed_face(
    surface: &Surface,
    zone: &Zone,
    climate: &Climate,
    catalogue: &mut Catalogue,
    wind: (f64, f64),
) -> (Face, Inside) {
    let mut layers = surface.layers.clone();
    let mut face = bare_face(surface, climate);
    let (radiant_sky, radiant_air) = radiant_out(surface.tilt_deg, surface.emissivity_out);
    match surface.boundary {
        Boundary::Outdoor => {
            (face.windward, face.leeward) = wind;
            face.absorptance_out = surface.solar_absorptance_out;
            face.buoyancy_out = Buoyancy::of_face(surface.tilt_deg);
            (face.radiant_sky, face.radiant_air) = (radiant_sky, radiant_air);
        }
        Boundary::OutdoorSheltered => {
            face.buoyancy_out = Buoyancy::of_face(surface.tilt_deg);
            // Under a roof or a floor everything in sight is as warm as the air.
            face.radiant_air = radiant_sky + radiant_air;
        }
        Boundary::Ground => {
            let ground = Ground::behind(surface, zone);
            layers.splice(0..0, ground.layers());
            face.ground_w_m2k = GROUND_CONTACT_W_M2K;
            face.ground_swing = ground.swing;
        }
        Boundary::Internal | Boundary::Zone { .. } => {}
    }
    face.wall = catalogue.wall(&layers);
    // What is behind a wall to another zone is that zone's face, with its own film.
    let film_out = surface.film_out_w_m2k.filter(|_| !is_partition(surface));
    face.fix_films(surface.film_in_w_m2k, film_out);
    (face, inside_of(surface, surface.tilt_deg, surface.area_m2))
}

fn is_partition(surface: &Surface) -> bool {
    matches!(surface.boundary, Boundary::Zone { .. })
}

/// A surface between two zones: where it is declared, and the zone behind it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Partition {
    zone: usize,
    surface: usize,
    behind: usize,
}

/// All surfaces between two zones, in the order in which each zone's faces hold them.
fn partitions(building: &Building) -> Vec<Partition> {
    let mut found = Vec::new();
    for (zone, declaring) in building.zones.iter().enumerate() {
        for (at, surface) in declaring.surfaces.iter().enumerate() {
            if let Boundary::Zone { zone: name } = &surface.boundary
                && let Some(behind) = building.zone_index(name)
            {
                found.push(Partition { zone, surface: at, behind });
            }
        }
    }
    found
}

/// The faces of a zone towards other zones: as declared, or mirrored where the other zone declares
/// them. They see neither sun nor wind nor sky.
fn partition_faces(
    building: &Building,
    zone_index: usize,
    climate: &Climate,
    catalogue: &mut Catalogue,
) -> Vec<(Face, Inside)> {
    let all = partitions(building);
    let of_zone = |zone: usize| all.iter().filter(move |p| p.zone == zone || p.behind == zone);
    let face_of = |zone: usize, partition: &Partition| {
        let plain = building.zones[zone].surfaces.iter().filter(|surface| !is_partition(surface));
        let before = of_zone(zone).take_while(|other| *other != partition).count();
        plain.map(face_count).sum::<usize>() + before
    };
    of_zone(zone_index)
        .flat_map(|partition| {
            let declared = &building.zones[partition.zone].surfaces[partition.surface];
            let is_own = partition.zone == zone_index;
            let surface = if is_own { declared.clone() } else { mirrored(declared) };
            let zone = if is_own { partition.behind } else { partition.zone };
            let beyond = Beyond { zone, face: face_of(zone, partition) };
            let own = &building.zones[zone_index];
            let mut sides = opaque_faces(&surface, own, climate, catalogue, (0.0, 0.0));
            for (face, _) in &mut sides {
                face.beyond = Some(beyond);
                if !is_own {
                    // One wall, cut into cells once: both zones must see the same.
                    face.wall = catalogue.wall(&declared.layers).turned();
                }
            }
            sides
        })
        .collect()
}

/// A surface as the zone behind it sees it.
fn mirrored(surface: &Surface) -> Surface {
    Surface {
        tilt_deg: 180.0 - surface.tilt_deg,
        azimuth_deg: surface.azimuth_deg + 180.0,
        layers: surface.layers.iter().rev().copied().collect(),
        solar_absorptance_out: surface.solar_absorptance_in,
        solar_absorptance_in: surface.solar_absorptance_out,
        emissivity_out: surface.emissivity_in,
        emissivity_in: surface.emissivity_out,
        film_in_w_m2k: surface.film_out_w_m2k,
        film_out_w_m2k: surface.film_in_w_m2k,
        ..surface.clone()
    }
}

/// Contact of the outermost node with the ground: a conductance that adds no resistance worth
/// naming. [W/(m²·K)]
const GROUND_CONTACT_W_M2K: f64 = 1e4;

fn inside_of(surface: &Surface, tilt_deg: f64, area_m2: f64) -> Inside {
    /// A face counts as floor where it looks up within 60° of the zenith.
    const FLOOR_FROM_DEG: f64 = 120.0;
    Inside {
        area_m2,
        emissivity: if surface.film_in_w_m2k.is_some() { 0.0 } else { surface.emissivity_in },
        absorptance: surface.solar_absorptance_in,
        transmittance: 0.0,
        is_floor: tilt_deg > FLOOR_FROM_DEG,
    }
}

/// A face without anything behind it.
fn bare_face(surface: &Surface, climate: &Climate) -> Face {
    Face {
        area_m2: surface.area_m2,
        wall: Wall::new(&[], ANY_STEP_S),
        per_kelvin_1_k: 0.0,
        windward: 0.0,
        leeward: 0.0,
        roughness: ROUGH,
        buoyancy_out: STIRLESS,
        radiant_sky: 0.0,
        radiant_air: 0.0,
        ground_w_m2k: 0.0,
        ground_swing: 0.0,
        absorptance_out: 0.0,
        film_out_fixed_w_m2k: 0.0,
        plane: climate.plane(surface.tilt_deg, surface.azimuth_deg),
        beyond: None,
        buoyancy_in: Buoyancy::of_face(180.0 - surface.tilt_deg),
        film_in_min_w_m2k: STILL_AIR_MIN_W_M2K,
        radiant_in: 0.0,
        beam_in_1_m2: 0.0,
        diffuse_in_1_m2: 0.0,
        gains_in_1_m2: 0.0,
        air_offset_k: 0.0,
        pane: None,
        shade: 0,
        sky_share: 1.0,
        ground_share: 1.0,
    }
}

/// Both sides of an internal surface, each backed by its half of the mass; one face of double area
/// where the sides are alike.
fn internal_faces(
    surface: &Surface,
    climate: &Climate,
    catalogue: &mut Catalogue,
) -> Vec<(Face, Inside)> {
    let reversed: Vec<Layer> = surface.layers.iter().rev().copied().collect();
    let one_side = |layers: &[Layer], tilt_deg: f64, area_m2: f64, catalogue: &mut Catalogue| {
        let mut face = bare_face(surface, climate);
        face.area_m2 = area_m2;
        face.buoyancy_in = Buoyancy::of_face(180.0 - tilt_deg);
        face.wall = catalogue.wall(&inner_half(layers));
        face.fix_films(surface.film_in_w_m2k, None);
        (face, inside_of(surface, tilt_deg, area_m2))
    };
    if face_count(surface) == 1 {
        return vec![one_side(&surface.layers, surface.tilt_deg, 2.0 * surface.area_m2, catalogue)];
    }
    vec![
        one_side(&surface.layers, surface.tilt_deg, surface.area_m2, catalogue),
        one_side(&reversed, 180.0 - surface.tilt_deg, surface.area_m2, catalogue),
    ]
}

/// Number of faces that an opaque surface gives its zone: two for an internal one with unlike
/// sides.
fn face_count(surface: &Surface) -> usize {
    let upright = (surface.tilt_deg - 90.0).abs() < 1.0;
    let alike = upright && surface.layers.iter().eq(surface.layers.iter().rev());
    if surface.boundary == Boundary::Internal && !alike { 2 } else { 1 }
}

/// The layers (outside to inside) nearest the inside that hold half the heat capacity.
fn inner_half(layers: &[Layer]) -> Vec<Layer> {
    let capacity = |layer: &Layer| match *layer {
        Layer::Solid { thickness_m, density_kg_m3, heat_capacity_j_kgk, .. } => {
            thickness_m * density_kg_m3 * heat_capacity_j_kgk
        }
        Layer::Resistance { .. } => 0.0,
    };
    let mut wanted = layers.iter().map(capacity).sum::<f64>() / 2.0;
    let mut half = Vec::new();
    for layer in layers.iter().rev() {
        let here = capacity(layer);
        if here < wanted || here <= 0.0 {
            half.push(*layer);
            wanted -= here;
            continue;
        }
        if let Layer::Solid { thickness_m, conductivity_w_mk, density_kg_m3, heat_capacity_j_kgk } =
            *layer
        {
            half.push(Layer::Solid {
                thickness_m: thickness_m * wanted / here,
                conductivity_w_mk,
                density_kg_m3,
                heat_capacity_j_kgk,
            });
        }
        break;
    }
    half.reverse();
    half
}

/// Shares of the sun that enters. Direct sun falls on the floors first (on everything where there
/// is none), scattered sun on all opaque faces by area; what they reflect is taken up by all faces
/// by area × absorptance, through glass also back out.
fn share_sun(faces: &mut [Face], insides: &[Inside]) {
    let opaque = |inside: &&Inside| inside.transmittance <= 0.0;
    let taken = |inside: &Inside| inside.area_m2 * (inside.absorptance + inside.transmittance);
    let taken_all: f64 = insides.iter().map(taken).sum();
    let has_floor = insides.iter().any(|inside| inside.is_floor);
    let floors_m2: f64 = insides.iter().filter(|i| i.is_floor).map(|i| i.area_m2).sum();
    let opaque_m2: f64 = insides.iter().filter(opaque).map(|i| i.area_m2).sum();
    let first_beam = |inside: &Inside| match (has_floor, inside.is_floor) {
        (true, true) => inside.area_m2 / floors_m2,
        (true, false) => 0.0,
        (false, _) => first_diffuse(inside, opaque_m2),
    };
    let left = |first: &dyn Fn(&Inside) -> f64| -> f64 {
        insides.iter().map(|i| first(i) * (1.0 - i.absorptance)).sum()
    };
    let left_beam = left(&first_beam);
    let left_diffuse = left(&|inside| first_diffuse(inside, opaque_m2));
    for (face, inside) in faces.iter_mut().zip(insides) {
        let later =
            if taken_all > 0.0 { inside.area_m2 * inside.absorptance / taken_all } else { 0.0 };
        let share =
            |first: f64, left: f64| (first * inside.absorptance + left * later) / inside.area_m2;
        face.beam_in_1_m2 = share(first_beam(inside), left_beam);
        face.diffuse_in_1_m2 = share(first_diffuse(inside, opaque_m2), left_diffuse);
    }
}

fn first_diffuse(inside: &Inside, opaque_m2: f64) -> f64 {
    if inside.transmittance > 0.0 { 0.0 } else { inside.area_m2 / opaque_m2 }
}

/// Long-wave exchange of the faces through one radiant node, and the radiant gains by area ×
/// emissivity.
///
/// # Equation
/// `h_i = 4σT³/((1 − ε_i)/ε_i + 1/F_i)`, `F_i = 1/(1 − A_i·F_i/Σ A·F)`, by repeated substitution
///
/// # Source
/// J. A. Carroll, *An "MRT method" of computing radiant energy exchange in rooms*, Proc. 2nd
/// Systems Simulation and Economic Analysis Conference, 1980.
fn share_long_wave(faces: &mut [Face], insides: &[Inside]) {
    const ROUNDS: usize = 40;
    /// Largest share of one face; beyond it the series has no limit (a plane facing itself).
    const SHARE_MAX: f64 = 0.5;
    let mut factors = vec![1.0; insides.len()];
    for _ in 0..ROUNDS {
        let sum: f64 = insides.iter().zip(&factors).map(|(i, f)| i.area_m2 * f).sum();
        for (factor, inside) in factors.iter_mut().zip(insides) {
            let share = (inside.area_m2 * *factor / sum).min(SHARE_MAX);
            // Half steps: large shares would swing.
            *factor = f64::midpoint(*factor, 1.0 / (1.0 - share));
        }
    }
    let emitted: f64 = insides.iter().map(|i| i.area_m2 * i.emissivity).sum();
    for ((face, inside), factor) in faces.iter_mut().zip(insides).zip(factors) {
        let emissivity = inside.emissivity;
        if emissivity > 0.0 {
            let resistance = (1.0 - emissivity) / emissivity + 1.0 / factor;
            face.radiant_in = STEFAN_BOLTZMANN_W_M2K4 / resistance;
            face.gains_in_1_m2 = emissivity / emitted;
        }
    }
}

/// Solar transmittance of the windows at normal incidence, mean by area; 0 without windows.
fn normal_transmittance(faces: &[Face]) -> f64 {
    let (mut sun_m2, mut all_m2) = (0.0, 0.0);
    for face in faces {
        if let Some(pane) = &face.pane {
            sun_m2 += face.area_m2 * pane.beam.transmitted.iter().sum::<f64>();
            all_m2 += face.area_m2;
        }
    }
    if all_m2 > 0.0 { sun_m2 / all_m2 } else { 0.0 }
}

/// Schedule values by kind of day and hour; `radiative`: share of gains given off as radiation.
fn slots(zone: &Zone, air_j_m3k: f64, radiative: f64) -> Vec<Slot> {
    let gains = &zone.gains;
    let area_m2 = zone.floor_area_m2;
    let thermostat = &zone.thermostat;
    let heats = zone.systems.heating != HeatingPlant::None;
    let cools = zone.systems.cooling != CoolingPlant::None;
    let presence = yearly_hours(&gains.people_schedule);
    (0..SLOTS)
        .map(|slot| {
            let at = |schedule: &Schedule| value(schedule, slot);
            let people_w = gains.people_w_m2 * area_m2 * at(&gains.people_schedule);
            let lighting_w = gains.lighting_w_m2 * area_m2 * at(&gains.lighting_schedule);
            let equipment_w = gains.equipment_w_m2 * area_m2 * at(&gains.equipment_schedule);
            let all_w = people_w + lighting_w + equipment_w;
            let air_w_k = |ach: f64| ach * zone.volume_m3 * air_j_m3k / 3600.0;
            let ventilation_w_k =
                air_w_k(zone.air.ventilation_ach * at(&zone.air.ventilation_schedule));
            let fans_w = zone.systems.specific_fan_power_w_m3s * ventilation_w_k / air_j_m3k;
            let presence_share =
                if presence > 0.0 { at(&gains.people_schedule) / presence } else { 1.0 / 8760.0 };
            let night = zone.air.night_ventilation.as_ref();
            let heat_c = thermostat.heating_c.as_ref().filter(|_| heats).map_or(-NEVER_C, at);
            let cool_c = thermostat.cooling_c.as_ref().filter(|_| cools).map_or(NEVER_C, at);
            Slot {
                convective_w: all_w * (1.0 - radiative) + fans_w * zone.systems.fan_heat_share,
                radiant_w: all_w * radiative,
                lighting_w,
                equipment_w,
                hot_water_w: zone.systems.hot_water_kwh_m2 * area_m2 * 1000.0 * presence_share
                    + zone.systems.hot_water_standing_loss_w,
                fans_w,
                ventilation_w_k,
                night_w_k: night.map_or(0.0, |night| air_w_k(night.ach * at(&night.schedule))),
                occupied: if at(&gains.people_schedule) > 0.0 { 1.0 } else { 0.0 },
                heat_c,
                cool_c,
            }
        })
        .collect()
}

fn value(schedule: &Schedule, slot: usize) -> f64 {
    let day = [&schedule.weekday, &schedule.saturday, &schedule.sunday][slot / 24];
    day[slot % 24]
}

/// Sum of a schedule over a year of 261 working days and 52 Saturdays and Sundays. [h]
fn yearly_hours(schedule: &Schedule) -> f64 {
    let sum = |day: &[f64; 24]| day.iter().sum::<f64>();
    261.0 * sum(&schedule.weekday) + 52.0 * (sum(&schedule.saturday) + sum(&schedule.sunday))
}

/// A mode that does nothing, for faces with fewer modes than their neighbours.
pub(crate) const NO_MODE: Mode =
    Mode { out: 0.0, inn: 0.0, decay: 0.0, drive_out: 0.0, drive_in: 0.0, stored_j_m2: 0.0 };

#[cfg(test)]
mod tests {
    use super::*;
    use crate::building::{AirExchange, Gains, Systems, Thermostat};
    use crate::climate::Scene;
    use crate::sun::SunYear;
    use crate::{parse_normals, typical_year};

    fn surface(name: &str, tilt_deg: f64, boundary: Boundary) -> Surface {
        let solid = |thickness_m: f64, conductivity_w_mk: f64| Layer::Solid {
            thickness_m,
            conductivity_w_mk,
            density_kg_m3: 1000.0,
            heat_capacity_j_kgk: 1000.0,
        };
        Surface {
            name: name.to_owned(),
            area_m2: 20.0,
            tilt_deg,
            azimuth_deg: 180.0,
            boundary,
            layers: vec![solid(0.05, 0.04), solid(0.2, 1.5)],
            solar_absorptance_out: 0.7,
            solar_absorptance_in: 0.5,
            emissivity_out: 0.8,
            emissivity_in: 0.9,
            film_in_w_m2k: None,
            film_out_w_m2k: None,
            outline_m: None,
            ground: None,
        }
    }

    fn zone(name: &str, surfaces: Vec<Surface>) -> Zone {
        let none = Schedule::constant(0.0);
        Zone {
            name: name.to_owned(),
            floor_area_m2: 20.0,
            volume_m3: 50.0,
            surfaces,
            windows: vec![],
            air: AirExchange {
                infiltration_ach: 0.5,
                leakage: None,
                ventilation_ach: 0.0,
                ventilation_schedule: Schedule::always(),
                heat_recovery_effectiveness: 0.0,
                night_ventilation: None,
            },
            gains: Gains {
                people_w_m2: 0.0,
                people_schedule: none.clone(),
                lighting_w_m2: 0.0,
                lighting_schedule: none.clone(),
                equipment_w_m2: 0.0,
                equipment_schedule: none,
                radiative_share: 0.5,
                daylight: None,
            },
            thermostat: Thermostat {
                heating_c: None,
                cooling_c: None,
                heating_months: vec![],
                cooling_months: vec![],
            },
            systems: Systems::default(),
            mid_height_m: 3.0,
            stratification: None,
        }
    }

    fn models(zones: Vec<Zone>) -> Vec<Model> {
        let building = Building {
            name: "house".to_owned(),
            zones,
            pv: None,
            ground_reflectance: 0.2,
            mixing: vec![],
            obstacles: vec![],
        };
        assert_eq!(building.validate(), []);
        let text = include_str!("../../../../data/climate/beijing-normals.yaml");
        let normals = parse_normals(text, "beijing-normals.yaml").expect("normals are sound");
        let weather = typical_year(&normals);
        let mut scene = Scene::default();
        scene.add(&building);
        let climate = Climate::new(&weather, &SunYear::new(&weather), &scene);
        let mut catalogue = Catalogue::new(ANY_STEP_S);
        let model = |at| Model::of_zone(&building, at, &climate, &mut catalogue, 30);
        (0..building.zones.len()).map(model).collect()
    }

    #[test]
    fn a_wall_between_zones_gives_each_a_mirrored_face() {
        let behind = |zone: &str| Boundary::Zone { zone: zone.to_owned() };
        let mut ceiling = surface("ceiling", 0.0, behind("attic"));
        ceiling.film_out_w_m2k = Some(6.0);
        let models = models(vec![
            zone("room", vec![ceiling, surface("wall", 90.0, Boundary::Outdoor)]),
            zone(
                "attic",
                vec![
                    surface("shelf", 0.0, Boundary::Internal),
                    surface("gable", 90.0, behind("shed")),
                    surface("roof", 30.0, Boundary::Outdoor),
                ],
            ),
            zone("shed", vec![]),
        ]);
        for (at, model) in models.iter().enumerate() {
            for (index, face) in model.faces.iter().enumerate() {
                let Some(beyond) = face.beyond else { continue };
                let other = &models[beyond.zone].faces[beyond.face];
                assert_eq!(other.beyond, Some(Beyond { zone: at, face: index }));
                let [near, across, far] = face.wall.now_w_m2k;
                let [other_near, other_across, other_far] = other.wall.now_w_m2k;
                for (here, there) in [(near, other_far), (across, other_across), (far, other_near)]
                {
                    assert!((here / there - 1.0).abs() < 1e-9, "{here} {there}");
                }
                let outside = [face.windward, face.leeward, face.radiant_sky, face.radiant_air];
                assert_eq!(outside.map(f64::to_bits), [0; 4]);
                assert!(face.absorptance_out + face.film_out_fixed_w_m2k <= 0.0);
            }
        }
        let towards = |model: &Model| -> Vec<Option<usize>> {
            model.faces.iter().map(|face| face.beyond.map(|beyond| beyond.zone)).collect()
        };
        assert_eq!(towards(&models[0]), [None, Some(1)]);
        // The shelf has two sides; then the roof; then the faces towards room and shed.
        assert_eq!(towards(&models[1]), [None, None, None, Some(0), Some(2)]);
        assert_eq!(towards(&models[2]), [Some(1)]);
        let (below, above) = (&models[0].faces[1], &models[1].faces[3]);
        // Seen from the room it is a ceiling, seen from the attic a floor with a constant film.
        assert_eq!(below.buoyancy_in, Buoyancy::of_face(180.0));
        assert!(below.radiant_in > 0.0 && above.radiant_in <= 0.0);
        assert!((above.film_in_min_w_m2k - 6.0).abs() < 1e-12);
        assert_eq!(above.buoyancy_in, STIRLESS);
    }

    #[test]
    fn constant_films_stand_for_wind_and_radiation() {
        let plain = surface("plain", 90.0, Boundary::Outdoor);
        let fixed =
            Surface { film_in_w_m2k: Some(8.0), film_out_w_m2k: Some(25.0), ..plain.clone() };
        let faces = models(vec![zone("room", vec![plain, fixed])]).remove(0).faces;
        assert!((faces[0].film_in_min_w_m2k - STILL_AIR_MIN_W_M2K).abs() < 1e-12);
        assert!(faces[0].film_out_fixed_w_m2k <= 0.0 && faces[0].radiant_sky > 0.0);
        assert!((faces[1].film_in_min_w_m2k - 8.0).abs() < 1e-12);
        assert!((faces[1].film_out_fixed_w_m2k - 25.0).abs() < 1e-12);
        assert_eq!((faces[1].buoyancy_in, faces[1].buoyancy_out), (STIRLESS, STIRLESS));
        let face = &faces[1];
        let gone = [face.windward, face.leeward, face.radiant_sky, face.radiant_air];
        assert_eq!(gone.map(f64::to_bits), [0; 4]);
        assert!(face.radiant_in <= 0.0 && face.gains_in_1_m2 <= 0.0);
        // Sun is taken up as before.
        assert!((face.absorptance_out - 0.7).abs() < 1e-12 && face.beam_in_1_m2 > 0.0);
    }
}
