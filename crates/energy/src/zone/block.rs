//! Models side by side: one value of each quantity for `W` buildings.

use super::daylight::LampLanes;
use super::face::{Beyond, Face};
use super::model::{Model, NO_MODE, NightControl, SLOTS};
use super::plant::{SetPoints, Supply};
use super::step::Drive;
use crate::climate::Climate;
use crate::infiltration::Leaks;
use crate::lanes::Lanes;
use crate::systems::{Effort, SupplyModel};

/// Number of terms of an angular curve, as in [`crate::glazing::TERMS`].
const TERMS: usize = crate::glazing::TERMS;

/// One face of each of `W` buildings; where a building has fewer, a face without area.
#[derive(Clone, Debug)]
pub(crate) struct Faces<const W: usize> {
    pub area: Lanes<W>,
    /// Where the other side stands, for a wall between zones.
    pub beyond: Option<Beyond>,
    pub now: [Lanes<W>; 3],
    pub before: [Lanes<W>; 3],
    pub per_kelvin: Lanes<W>,
    pub modes: std::ops::Range<usize>,
    pub windward: Lanes<W>,
    pub leeward: Lanes<W>,
    pub roughness: Lanes<W>,
    pub warmer_out: Lanes<W>,
    pub colder_out: Lanes<W>,
    pub radiant_sky: Lanes<W>,
    pub radiant_air: Lanes<W>,
    /// Sum of the two.
    pub radiant_both: Lanes<W>,
    /// Constant coefficient to the outdoor air.
    pub film_out_fixed: Lanes<W>,
    /// Whether any lane's outer face meets air; else only the ground or nothing lies behind.
    pub is_outdoors: bool,
    /// Whether any lane's outer face meets the ground.
    pub is_on_ground: bool,
    /// Lowest convection inside.
    pub film_in_min: Lanes<W>,
    pub ground: Lanes<W>,
    pub ground_swing: Lanes<W>,
    pub absorptance_out: Lanes<W>,
    /// Series of the shade on direct sun.
    pub shade: [usize; W],
    /// Whether all lanes have the same shade.
    pub one_shade: bool,
    /// What shades leave of sky and ground; in the glass already where the face is a window.
    pub sky_share: Lanes<W>,
    pub ground_share: Lanes<W>,
    /// Whether anything shades any lane.
    pub is_shaded: bool,
    pub plane: [usize; W],
    /// Whether all lanes have the same plane.
    pub one_plane: bool,
    pub warmer_in: Lanes<W>,
    pub colder_in: Lanes<W>,
    pub radiant_in: Lanes<W>,
    pub beam_in: Lanes<W>,
    pub diffuse_in: Lanes<W>,
    pub gains_in: Lanes<W>,
    /// Air at the face over the zone's mean while the air is stratified.
    pub air_offset: Lanes<W>,
}

/// Modes of one face slot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Modes<const W: usize> {
    pub out: Lanes<W>,
    pub inn: Lanes<W>,
    pub decay: Lanes<W>,
    pub drive_out: Lanes<W>,
    pub drive_in: Lanes<W>,
    pub stored: Lanes<W>,
}

/// The glass of one window slot: transmitted, absorbed outside, absorbed inside.
#[derive(Clone, Debug)]
pub(crate) struct Panes<const W: usize> {
    pub beam: [[Lanes<W>; TERMS]; 3],
    pub sky: [Lanes<W>; 3],
    pub ground: [Lanes<W>; 3],
    pub summer: Lanes<W>,
}

/// Values of one hour of one kind of day.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Slots<const W: usize> {
    pub convective: Lanes<W>,
    pub radiant: Lanes<W>,
    pub lighting: Lanes<W>,
    pub equipment: Lanes<W>,
    pub hot_water: Lanes<W>,
    pub fans: Lanes<W>,
    pub ventilation: Lanes<W>,
    pub night: Lanes<W>,
    pub occupied: Lanes<W>,
    pub heat_c: Lanes<W>,
    pub cool_c: Lanes<W>,
}

/// Purchased energy per useful energy over the outdoor air.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Efforts<const W: usize> {
    pub a: Lanes<W>,
    pub b: Lanes<W>,
    pub min: Lanes<W>,
    pub max: Lanes<W>,
    pub electric: Lanes<W>,
}

/// The zones of `W` buildings side by side. Buildings of one zone share the lanes; one of several
/// zones has all lanes to itself.
pub(crate) struct Site<const W: usize> {
    pub zones: Vec<Block<W>>,
    pub mixing: Vec<Mix>,
}

/// Air exchanged between two zones. [W/K]
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Mix {
    pub between: [usize; 2],
    pub w_k: f64,
}

impl Mix {
    /// The other zone, for one of the two.
    #[inline(always)]
    pub(crate) fn seen_from(&self, zone: usize) -> Option<usize> {
        match self.between {
            [one, other] if one == zone => Some(other),
            [other, one] if one == zone => Some(other),
            _ => None,
        }
    }
}

/// `W` models side by side.
pub(crate) struct Block<const W: usize> {
    pub faces: Vec<Faces<W>>,
    /// Index in `faces` of the first window.
    pub first_window: usize,
    pub panes: Vec<Panes<W>>,
    pub modes: Vec<Modes<W>>,
    pub slots: Vec<Slots<W>>,
    /// Lamps that follow daylight, where any lane has such.
    pub lamps: Option<LampLanes<W>>,
    pub heats: [Lanes<W>; 12],
    pub cools: [Lanes<W>; 12],
    pub shades: [Lanes<W>; 12],
    pub ground_reflectance: Lanes<W>,
    pub infiltration: Lanes<W>,
    /// Squares of what leaks let in: per kelvin, and per square of the wind. [(W/K)²/K],
    /// [(W·s/(K·m))²]
    pub leak_stack: Lanes<W>,
    pub leak_wind: Lanes<W>,
    /// Whether any lane has leaks.
    pub is_leaky: bool,
    pub recovery_rest: Lanes<W>,
    /// 1 in months in which night ventilation may open, else 0.
    pub nights: [Lanes<W>; 12],
    /// Floor temperature and least difference of night ventilation.
    pub night_min: Lanes<W>,
    pub night_difference: Lanes<W>,
    /// Whether any lane has night ventilation.
    pub has_nights: bool,
    /// Air at the thermostat over the zone's mean while the air is stratified.
    pub thermostat_offset: Lanes<W>,
    /// Whether the air of any lane may be stratified.
    pub is_stratified: bool,
    pub air: Lanes<W>,
    pub supply: Supply<W>,
    /// Where any lane may miss one.
    pub set_points: Option<SetPoints<W>>,
    /// Series of the array and rated power, where there is one. [kW]
    pub pv: [Option<(usize, f64)>; W],
    pub warm_up_days: [u16; W],
    pub start_c: Lanes<W>,
}

/// One value of each of `W` models.
pub(super) fn lanes<const W: usize, T>(items: &[T; W], value: impl Fn(&T) -> f64) -> Lanes<W> {
    Lanes(std::array::from_fn(|lane| value(&items[lane])))
}

impl<const W: usize> Block<W> {
    /// Puts models side by side.
    pub(crate) fn new(models: [&Model; W]) -> Self {
        let opaque = models.map(|m| m.faces.iter().take_while(|f| f.pane.is_none()).count());
        let windows: [usize; W] = std::array::from_fn(|l| models[l].faces.len() - opaque[l]);
        let first_window = opaque.into_iter().max().unwrap_or(0);
        let count = first_window + windows.into_iter().max().unwrap_or(0);
        let mut block = Self {
            faces: Vec::with_capacity(count),
            first_window,
            panes: Vec::with_capacity(count - first_window),
            modes: Vec::new(),
            slots: (0..SLOTS).map(|slot| slots(&models, slot)).collect(),
            lamps: LampLanes::new(models.map(|m| m.lamps)),
            heats: std::array::from_fn(|month| lanes(&models, |m| m.heats[month])),
            cools: std::array::from_fn(|month| lanes(&models, |m| m.cools[month])),
            shades: std::array::from_fn(|month| lanes(&models, |m| m.shades[month])),
            ground_reflectance: lanes(&models, |m| m.ground_reflectance),
            infiltration: lanes(&models, |m| m.infiltration_w_k),
            leak_stack: lanes(&models, |m| m.leaks.stack),
            leak_wind: lanes(&models, |m| m.leaks.wind),
            is_leaky: models.iter().any(|m| m.leaks != Leaks::default()),
            recovery_rest: lanes(&models, |m| m.recovery_rest),
            nights: std::array::from_fn(|month| lanes(&models, |m| m.night.months[month])),
            night_min: lanes(&models, |m| m.night.air_min_c),
            night_difference: lanes(&models, |m| m.night.difference_min_k),
            has_nights: models.iter().any(|m| m.night != NightControl::default()),
            thermostat_offset: lanes(&models, |m| m.thermostat_offset_k),
            is_stratified: models.iter().any(|m| m.is_stratified),
            air: lanes(&models, |m| m.air_w_k),
            supply: Supply::new(&models.map(|m| &m.supply)),
            set_points: SetPoints::new(&models),
            pv: models.map(|m| m.pv),
            warm_up_days: models.map(|m| m.warm_up_days),
            start_c: lanes(&models, |m| m.start_c),
        };
        for slot in 0..count {
            let faces: [Option<&Face>; W] = std::array::from_fn(|lane| {
                if slot < first_window {
                    models[lane].faces[..opaque[lane]].get(slot)
                } else {
                    models[lane].faces[opaque[lane]..].get(slot - first_window)
                }
            });
            block.push_faces(faces, models[0].step_s);
            if slot >= first_window {
                block.panes.push(panes(&faces));
            }
        }
        block
    }

    fn push_faces(&mut self, faces: [Option<&Face>; W], step_s: f64) {
        let value = |pick: &dyn Fn(&Face) -> f64| lanes(&faces, |f| f.map_or(0.0, pick));
        // A face without area still needs an answer: a conductance of one keeps it finite.
        let wall = |pick: &dyn Fn(&Face) -> f64| lanes(&faces, |f| f.map_or(1.0, pick));
        let first = self.modes.len();
        let modes = faces.iter().flatten().map(|f| f.wall.modes.len()).max().unwrap_or(0);
        for at in 0..modes {
            let mode = |pick: &dyn Fn(&crate::conduction::Mode) -> f64| {
                lanes(&faces, |f| pick(f.and_then(|f| f.wall.modes.get(at)).unwrap_or(&NO_MODE)))
            };
            self.modes.push(Modes {
                out: mode(&|m| m.out),
                inn: mode(&|m| m.inn),
                decay: mode(&|m| m.decay),
                drive_out: mode(&|m| m.drive_out),
                drive_in: mode(&|m| m.drive_in),
                stored: mode(&|m| m.stored_j_m2 / step_s),
            });
        }
        // A face without area looks where its neighbours look.
        let elsewhere = faces.iter().flatten().map(|f| f.plane).next().unwrap_or(0);
        let plane = faces.map(|f| f.map_or(elsewhere, |f| f.plane));
        let shade = faces.map(|f| f.map_or(0, |f| f.shade));
        self.faces.push(Faces {
            area: value(&|f| f.area_m2),
            beyond: faces[0].and_then(|f| f.beyond),
            now: std::array::from_fn(|k| wall(&move |f: &Face| f.wall.now_w_m2k[k])),
            before: std::array::from_fn(|k| value(&move |f: &Face| f.wall.before_w_m2k[k])),
            per_kelvin: value(&|f| f.per_kelvin_1_k),
            modes: first..self.modes.len(),
            windward: value(&|f| f.windward),
            leeward: value(&|f| f.leeward),
            roughness: value(&|f| f.roughness),
            warmer_out: value(&|f| f.buoyancy_out.warmer),
            colder_out: value(&|f| f.buoyancy_out.colder),
            radiant_sky: value(&|f| f.radiant_sky),
            radiant_air: value(&|f| f.radiant_air),
            radiant_both: value(&|f| f.radiant_sky + f.radiant_air),
            film_out_fixed: value(&|f| f.film_out_fixed_w_m2k),
            is_outdoors: faces.iter().flatten().any(|f| f.is_outdoors()),
            is_on_ground: faces.iter().flatten().any(|f| f.ground_w_m2k > 0.0),
            film_in_min: wall(&|f: &Face| f.film_in_min_w_m2k),
            ground: value(&|f| f.ground_w_m2k),
            ground_swing: value(&|f| f.ground_swing),
            absorptance_out: value(&|f| f.absorptance_out),
            shade,
            one_shade: shade.iter().all(|other| *other == shade[0]),
            sky_share: wall(&|f: &Face| f.sky_share),
            ground_share: wall(&|f: &Face| f.ground_share),
            is_shaded: faces.iter().flatten().any(|f| f.is_shaded()),
            plane,
            one_plane: plane.iter().all(|other| *other == plane[0]),
            warmer_in: value(&|f| f.buoyancy_in.warmer),
            colder_in: value(&|f| f.buoyancy_in.colder),
            radiant_in: value(&|f| f.radiant_in),
            beam_in: value(&|f| f.beam_in_1_m2),
            diffuse_in: value(&|f| f.diffuse_in_1_m2),
            gains_in: value(&|f| f.gains_in_1_m2),
            air_offset: value(&|f| f.air_offset_k),
        });
    }
}

fn panes<const W: usize>(faces: &[Option<&Face>; W]) -> Panes<W> {
    let pane = |lane: usize| faces[lane].and_then(|f| f.pane.as_ref());
    let value = |pick: &dyn Fn(&super::face::PaneFace) -> f64| {
        Lanes(std::array::from_fn(|lane| pane(lane).map_or(0.0, pick)))
    };
    Panes {
        beam: [
            std::array::from_fn(|k| value(&move |p| p.beam.transmitted[k])),
            std::array::from_fn(|k| value(&move |p| p.beam.absorbed_out[k])),
            std::array::from_fn(|k| value(&move |p| p.beam.absorbed_in[k])),
        ],
        sky: [
            value(&|p| p.sky.transmitted),
            value(&|p| p.sky.absorbed_out),
            value(&|p| p.sky.absorbed_in),
        ],
        ground: [
            value(&|p| p.ground.transmitted),
            value(&|p| p.ground.absorbed_out),
            value(&|p| p.ground.absorbed_in),
        ],
        summer: value(&|p| p.summer_shading),
    }
}

fn slots<const W: usize>(models: &[&Model; W], slot: usize) -> Slots<W> {
    Slots {
        convective: lanes(models, |m| m.slots[slot].convective_w),
        radiant: lanes(models, |m| m.slots[slot].radiant_w),
        lighting: lanes(models, |m| m.slots[slot].lighting_w),
        equipment: lanes(models, |m| m.slots[slot].equipment_w),
        hot_water: lanes(models, |m| m.slots[slot].hot_water_w),
        fans: lanes(models, |m| m.slots[slot].fans_w),
        ventilation: lanes(models, |m| m.slots[slot].ventilation_w_k),
        night: lanes(models, |m| m.slots[slot].night_w_k),
        occupied: lanes(models, |m| m.slots[slot].occupied),
        heat_c: lanes(models, |m| m.slots[slot].heat_c),
        cool_c: lanes(models, |m| m.slots[slot].cool_c),
    }
}

pub(super) fn efforts<const W: usize>(
    models: &[&SupplyModel; W],
    pick: impl Fn(&SupplyModel) -> Effort,
) -> Efforts<W> {
    Efforts {
        a: lanes(models, |m| pick(m).a),
        b: lanes(models, |m| pick(m).b_1_k),
        min: lanes(models, |m| pick(m).min),
        max: lanes(models, |m| pick(m).max),
        electric: lanes(models, |m| pick(m).electric_share()),
    }
}

impl<const W: usize> Site<W> {
    /// Puts the zones of buildings side by side. `models`: each building's zones, as many in each.
    pub(crate) fn new(models: [&[Model]; W], mixing: Vec<Mix>) -> Self {
        let count = models[0].len();
        let zone = |zone: usize| Block::new(models.map(|zones| &zones[zone]));
        let mut zones: Vec<Block<W>> = (0..count).map(zone).collect();
        // Zones of one building start together.
        for lane in 0..W {
            let days = zones.iter().map(|zone| zone.warm_up_days[lane]).max().unwrap_or(0);
            for zone in &mut zones {
                zone.warm_up_days[lane] = days;
            }
        }
        Self { zones, mixing }
    }
}

impl<const W: usize> Block<W> {
    /// Power of the array in an hour. [W]
    #[inline(always)]
    pub(super) fn pv_w(&self, drive: &Drive<'_>, climate: &Climate, hour: usize) -> Lanes<W> {
        if drive.hour.is_sunny { arrays_w(&self.pv, climate, hour) } else { Lanes::default() }
    }
}

/// Power of arrays in an hour: series of each and its rated power. [W]
#[inline(always)]
pub(super) fn arrays_w<const W: usize>(
    arrays: &[Option<(usize, f64)>; W],
    climate: &Climate,
    hour: usize,
) -> Lanes<W> {
    let mut pv = Lanes::default();
    for (power_w, array) in pv.0.iter_mut().zip(arrays) {
        if let Some((series, rated_kw)) = *array {
            *power_w = climate.arrays[series][hour] * rated_kw;
        }
    }
    pv
}

impl<const W: usize> Faces<W> {
    /// Share of the direct sun that the shades leave in an hour whose shades are `shades`.
    #[inline(always)]
    pub(crate) fn lit(&self, shades: &[f64]) -> Lanes<W> {
        if self.one_shade {
            return Lanes::splat(shades[self.shade[0]]);
        }
        let mut lit = Lanes::default();
        for lane in 0..W {
            lit.0[lane] = shades[self.shade[lane]];
        }
        lit
    }
}

impl<const W: usize> Efforts<W> {
    /// Purchased energy per useful energy at this outdoor temperature.
    #[inline(always)]
    pub(crate) fn at(&self, outdoor_c: f64) -> Lanes<W> {
        (self.a + self.b * outdoor_c).max(self.min).min(self.max)
    }
}
