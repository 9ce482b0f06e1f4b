//! What all buildings of a batch share: weather worked up hour by hour and plane by plane.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::building::{Building, PvArray};
use crate::convection::{self, forced_w_m2k};
use crate::fault::Fault;
use crate::pv::{self, CellModel};
use crate::shading::{Scenery, SceneryKey, Sight};
use crate::sky::{Plane, PlaneYear, SkyModel, SkyYear};
use crate::sun::SunYear;
use crate::weather::{
    ABSOLUTE_ZERO_C, HOURS_PER_YEAR, MONTH_DAYS, Weather, WeatherHour, standard_pressure_pa,
};

/// One hour as every building sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct ClimateHour {
    pub air_c: f64,
    /// Fourth powers of the absolute temperatures of sky and outdoor air. [K⁴]
    pub sky_k4: f64,
    pub air_k4: f64,
    /// Yearly mean of the outdoor air. [°C]
    pub ground_mean_c: f64,
    /// Wave of the ground: the yearly swing of the outdoor air, late by [`GROUND_LAG_MONTHS`]. [K]
    pub ground_wave_k: f64,
    /// Density of the outdoor air over that at 20 °C and the site's standard pressure. Air changes
    /// are volumes of outdoor air, as in
    /// JGJ 26-2018 (ρ = 353/(273 + t_e)). [-]
    pub air_density_ratio: f64,
    /// Wind at the 10 m of the station. [m/s]
    pub wind_m_s: f64,
    /// Whether any sun arrives.
    pub is_sunny: bool,
}

/// One hour on one plane.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct PlaneHour {
    /// Disc and its surroundings. [W/m²]
    pub beam_w_m2: f64,
    /// Dome and horizon. [W/m²]
    pub sky_w_m2: f64,
    /// From a ground that reflects everything. [W/m²]
    pub ground_w_m2: f64,
    pub cos_incidence: f64,
    /// Forced convection at a smooth face in the station's wind, if windward, else 0. [W/(m²·K)]
    pub windward_w_m2k: f64,
    /// The same, if leeward.
    pub leeward_w_m2k: f64,
}

/// The wind of an hour, as it cools either side of a building.
struct Wind {
    direction_deg: f64,
    windward_w_m2k: f64,
    leeward_w_m2k: f64,
}

impl Wind {
    fn new(hour: &WeatherHour) -> Self {
        Self {
            direction_deg: hour.wind_direction_deg,
            windward_w_m2k: forced_w_m2k(hour.wind_speed_m_s, true),
            leeward_w_m2k: forced_w_m2k(hour.wind_speed_m_s, false),
        }
    }
}

/// A plane, by the bits of its tilt and azimuth.
pub(crate) type PlaneKey = [u64; 2];
/// What the yield per rated power depends on: the ground, the clipping ratio and all else of the
/// array but its size, by the bits.
pub(crate) type ArrayKey = (SkyModel, CellModel, Vec<u64>);

/// The climate of one place on all planes of a set of buildings.
pub(crate) struct Climate {
    pub hours: Vec<ClimateHour>,
    /// `[planes × 8760]`, the year of a plane together.
    pub planes: Vec<PlaneHour>,
    plane_index: BTreeMap<PlaneKey, usize>,
    /// Share of the direct sun, `[shades × 8760]`; the first leaves all.
    pub shades: Vec<f64>,
    sights: BTreeMap<SceneryKey, (usize, f64, f64)>,
    /// Alternating-current power per rated power of each array, `[8760]` each. [W/kW]
    pub arrays: Vec<Vec<f64>>,
    array_index: BTreeMap<ArrayKey, usize>,
    /// Density of air at 20 °C and the site's pressure. [kg/m³]
    pub air_density_kg_m3: f64,
    /// Mean of the outdoor air of the first day. [°C]
    pub first_day_c: f64,
}

/// Months by which the ground's wave follows the air's. Source: ISO 13370:2017, annex H, slab on
/// ground without edge insulation (one month).
const GROUND_LAG_MONTHS: f64 = 1.0;

/// Gas constant of dry air. [J/(kg·K)]
const AIR_GAS_CONSTANT_J_KGK: f64 = 287.042;
/// Specific heat of air. Source: ASHRAE Handbook Fundamentals 2017, ch. 1. [J/(kg·K)]
pub(crate) const AIR_HEAT_J_KGK: f64 = 1006.0;
/// Temperature at which air changes are counted. [K]
const AIR_REFERENCE_K: f64 = 293.15;

/// Planes and shades that a set of buildings has.
#[derive(Default)]
pub(crate) struct Scene {
    planes: BTreeMap<PlaneKey, (f64, f64)>,
    shades: BTreeMap<SceneryKey, Scenery>,
    arrays: BTreeMap<ArrayKey, (PvArray, f64)>,
}

impl Scene {
    /// Adds everything of `building` on which the sun may shine.
    pub(crate) fn add(&mut self, building: &Building) {
        for surface in building.surfaces() {
            self.add_plane(surface.tilt_deg, surface.azimuth_deg);
            self.add_scenery(Scenery::of_surface(building, surface));
        }
        for window in building.windows() {
            self.add_plane(window.tilt_deg, window.azimuth_deg);
            self.add_scenery(Scenery::of_window(building, window));
        }
        if let Some(array) = &building.pv {
            self.add_array(array, building.ground_reflectance);
        }
    }

    /// Adds an array over a ground that reflects so much.
    pub(crate) fn add_array(&mut self, array: &PvArray, ground_reflectance: f64) {
        let key = array_key(array, ground_reflectance);
        self.arrays.insert(key, (array.clone(), ground_reflectance));
    }

    fn add_plane(&mut self, tilt_deg: f64, azimuth_deg: f64) {
        self.planes.insert(plane_key(tilt_deg, azimuth_deg), (tilt_deg, azimuth_deg));
    }

    fn add_scenery(&mut self, scenery: Option<Scenery>) {
        if let Some(scenery) = scenery {
            self.shades.insert(scenery.key(), scenery);
        }
    }

    /// Whether everything of `other` is here.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        other.planes.keys().all(|key| self.planes.contains_key(key))
            && other.shades.keys().all(|key| self.shades.contains_key(key))
            && other.arrays.keys().all(|key| self.arrays.contains_key(key))
    }

    /// Both together.
    pub(crate) fn join(mut self, other: &Self) -> Self {
        self.planes.extend(other.planes.iter().map(|(key, plane)| (*key, *plane)));
        self.shades.extend(other.shades.iter().map(|(key, shade)| (key.clone(), shade.clone())));
        self.arrays.extend(other.arrays.iter().map(|(key, array)| (key.clone(), array.clone())));
        self
    }

    /// Number of yearly series that the scene needs.
    pub(crate) fn len(&self) -> usize {
        self.planes.len() + self.shades.len() + self.arrays.len()
    }
}

pub(crate) fn plane_key(tilt_deg: f64, azimuth_deg: f64) -> PlaneKey {
    [tilt_deg.to_bits(), azimuth_deg.to_bits()]
}

fn array_key(array: &PvArray, ground_reflectance: f64) -> ArrayKey {
    let clip = array.inverter_kw.map_or(f64::INFINITY, |inverter_kw| inverter_kw / array.rated_kw);
    let numbers = [
        array.tilt_deg,
        array.azimuth_deg,
        array.system_loss,
        clip,
        ground_reflectance,
        array.inverter_efficiency.unwrap_or(f64::INFINITY),
        array.row_pitch.unwrap_or(f64::INFINITY),
        array.degradation_per_year,
        array.age_years,
    ];
    let bits = numbers.iter().chain(&array.horizon_deg).map(|number| number.to_bits()).collect();
    (array.sky, array.cell, bits)
}

impl Climate {
    /// The climate of checked `weather` on the planes of `scene`.
    pub(crate) fn new(weather: &Weather, sun: &SunYear, scene: &Scene) -> Self {
        let mut climate = Self {
            hours: base_hours(weather),
            planes: vec![PlaneHour::default(); HOURS_PER_YEAR * scene.planes.len().max(1)],
            plane_index: BTreeMap::new(),
            shades: vec![1.0; HOURS_PER_YEAR * (scene.shades.len() + 1)],
            sights: BTreeMap::new(),
            arrays: Vec::with_capacity(scene.arrays.len()),
            array_index: BTreeMap::new(),
            air_density_kg_m3: air_density_kg_m3(weather),
            first_day_c: weather.hours.iter().take(24).map(|hour| hour.dry_bulb_c).sum::<f64>()
                / 24.0,
        };
        let sky = SkyYear::new(SkyModel::Perez, weather, sun);
        let winds: Vec<Wind> = mean_hours(weather).iter().map(Wind::new).collect();
        for (index, (key, (tilt_deg, azimuth_deg))) in scene.planes.iter().enumerate() {
            climate.plane_index.insert(*key, index * HOURS_PER_YEAR);
            climate.fill_plane(&sky, &winds, index, Plane::new(*tilt_deg, *azimuth_deg));
        }
        let sights: Vec<(&SceneryKey, Sight)> =
            scene.shades.par_iter().map(|(key, scenery)| (key, Sight::new(scenery, sun))).collect();
        for (index, (key, sight)) in (1..).zip(sights) {
            let start = index * HOURS_PER_YEAR;
            climate.shades[start..][..HOURS_PER_YEAR].copy_from_slice(&sight.beam_share);
            climate.sights.insert(key.clone(), (start, sight.sky_share, sight.ground_share));
        }
        let mut skies = BTreeMap::from([(SkyModel::Perez, sky)]);
        for (key, (array, ground_reflectance)) in &scene.arrays {
            let of_model = || SkyYear::new(array.sky, weather, sun);
            let sky = skies.entry(array.sky).or_insert_with(of_model);
            climate.array_index.insert(key.clone(), climate.arrays.len());
            climate.arrays.push(pv::yield_under(sky, array, *ground_reflectance));
        }
        climate
    }

    fn fill_plane(&mut self, sky: &SkyYear, winds: &[Wind], index: usize, plane: Plane) {
        let year = PlaneYear::under(sky, plane, 1.0);
        for (hour, wind) in winds.iter().enumerate() {
            let windward = is_windward(year.tilt_deg, year.azimuth_deg, wind.direction_deg);
            self.planes[index * HOURS_PER_YEAR + hour] = PlaneHour {
                beam_w_m2: year.beam_w_m2[hour] + year.circumsolar_w_m2[hour],
                sky_w_m2: year.sky_w_m2[hour],
                ground_w_m2: year.ground_w_m2[hour],
                cos_incidence: year.cos_incidence[hour],
                windward_w_m2k: if windward { wind.windward_w_m2k } else { 0.0 },
                leeward_w_m2k: if windward { 0.0 } else { wind.leeward_w_m2k },
            };
        }
    }

    /// Part `part` of `parts` of an hour: outdoor air along the line between its neighbours, which
    /// keeps the hour's mean; all else as in the hour.
    pub(crate) fn part_of_hour(&self, hour: usize, part: u8, parts: u8) -> ClimateHour {
        let count = self.hours.len();
        let (before, after) = ((hour + count - 1) % count, (hour + 1) % count);
        let slope_k = (self.hours[after].air_c - self.hours[before].air_c) / 2.0;
        let middle = (f64::from(part) + 0.5) / f64::from(parts) - 0.5;
        let air_c = self.hours[hour].air_c + slope_k * middle;
        let air_k4 = (air_c - ABSOLUTE_ZERO_C).powi(4);
        ClimateHour { air_c, air_k4, ..self.hours[hour] }
    }

    /// Yearly mean of the ground, that of the outdoor air. [°C]
    pub(crate) fn ground_mean_c(&self) -> f64 {
        self.hours.first().map_or(0.0, |hour| hour.ground_mean_c)
    }

    /// Heat that a flow of air carries per kelvin. [W/K]
    pub(crate) fn air_w_k(&self, flow_m3_h: f64) -> f64 {
        self.air_density_kg_m3 * AIR_HEAT_J_KGK * flow_m3_h / 3600.0
    }

    /// Where a plane's year starts in `planes`; 0 for a plane not in the scene.
    pub(crate) fn plane(&self, tilt_deg: f64, azimuth_deg: f64) -> usize {
        self.plane_index.get(&plane_key(tilt_deg, azimuth_deg)).copied().unwrap_or(0)
    }

    /// Which of `arrays` an array is; 0 for one not in the scene.
    pub(crate) fn array(&self, array: &PvArray, ground_reflectance: f64) -> usize {
        self.array_index.get(&array_key(array, ground_reflectance)).copied().unwrap_or(0)
    }

    /// Where the hours of a scenery stand in a row of `shades`, and what it leaves of sky and
    /// ground; shade 0 and all of both without a scenery.
    pub(crate) fn sight(&self, scenery: Option<&Scenery>) -> (usize, f64, f64) {
        scenery
            .and_then(|scenery| self.sights.get(&scenery.key()))
            .copied()
            .unwrap_or((0, 1.0, 1.0))
    }
}

/// Whether the wind blows on a plane; flat planes always count as windward.
fn is_windward(tilt_deg: f64, azimuth_deg: f64, wind_deg: f64) -> bool {
    /// Tilts up to here count as flat. Source: the cosine limit 0.98 of the DOE-2 method.
    const FLAT_COSINE: f64 = 0.98;
    let apart_deg = (wind_deg - azimuth_deg).rem_euclid(360.0);
    let apart_deg = apart_deg.min(360.0 - apart_deg);
    tilt_deg.to_radians().cos().abs() > FLAT_COSINE || apart_deg <= 90.0
}

fn air_density_kg_m3(weather: &Weather) -> f64 {
    standard_pressure_pa(weather.elevation_m) / (AIR_GAS_CONSTANT_J_KGK * AIR_REFERENCE_K)
}

/// The hours with temperature, sky and wind as means. Weather files state those as read at the end
/// of the hour (and radiation as its sum), so the mean of an hour lies between two readings; a
/// synthetic year is made of means already.
/// Source: EnergyPlus Auxiliary Programs, *Weather File (EPW) Data Dictionary*: values "at the time
/// indicated".
fn mean_hours(weather: &Weather) -> Vec<WeatherHour> {
    if weather.synthetic {
        return weather.hours.clone();
    }
    let mut before = weather.hours.last().copied().unwrap_or_default();
    weather
        .hours
        .iter()
        .map(|hour| {
            let middle = |pick: fn(&WeatherHour) -> f64| f64::midpoint(pick(&before), pick(hour));
            let mean = WeatherHour {
                dry_bulb_c: middle(|h| h.dry_bulb_c),
                horizontal_infrared_w_m2: middle(|h| h.horizontal_infrared_w_m2),
                wind_speed_m_s: middle(|h| h.wind_speed_m_s),
                ..*hour
            };
            before = *hour;
            mean
        })
        .collect()
}

/// The hours without planes.
fn base_hours(weather: &Weather) -> Vec<ClimateHour> {
    let months_c = weather.monthly_means_c();
    let mean_c = weather.mean_c();
    let swing_k = (months_c.iter().fold(f64::MIN, |a, b| a.max(*b))
        - months_c.iter().fold(f64::MAX, |a, b| a.min(*b)))
        / 2.0;
    let coldest = (0..12).min_by(|a, b| months_c[*a].total_cmp(&months_c[*b])).unwrap_or(0);
    let hours_per_month = 730.0;
    let middle_h: usize =
        (MONTH_DAYS.iter().take(coldest).sum::<usize>() * 24) + MONTH_DAYS[coldest] * 12;
    #[expect(clippy::cast_precision_loss, reason = "hours of a year")]
    let coldest_h = middle_h as f64 + GROUND_LAG_MONTHS * hours_per_month;
    let standard_pa = standard_pressure_pa(weather.elevation_m);
    (0_u32..)
        .zip(mean_hours(weather))
        .map(|(hour, weather_hour)| {
            let turn = (f64::from(hour) - coldest_h) / (12.0 * hours_per_month);
            let sun = weather_hour.direct_normal_w_m2 + weather_hour.diffuse_horizontal_w_m2;
            ClimateHour {
                air_c: weather_hour.dry_bulb_c,
                sky_k4: (weather_hour.sky_c() - ABSOLUTE_ZERO_C).powi(4),
                air_k4: (weather_hour.dry_bulb_c - ABSOLUTE_ZERO_C).powi(4),
                ground_mean_c: mean_c,
                ground_wave_k: -swing_k * (2.0 * std::f64::consts::PI * turn).cos(),
                air_density_ratio: weather_hour.pressure_pa / standard_pa * AIR_REFERENCE_K
                    / (weather_hour.dry_bulb_c - ABSOLUTE_ZERO_C),
                wind_m_s: weather_hour.wind_speed_m_s,
                is_sunny: sun > 0.0,
            }
        })
        .collect()
}

/// Refuses weather that is no complete year of finite, possible numbers.
pub(crate) fn check(weather: &Weather) -> Result<(), Fault> {
    let fault = |hour, what| Err(Fault::Weather { name: weather.name.clone(), hour, what });
    if weather.hours.len() != HOURS_PER_YEAR {
        return fault(None, "a year needs 8760 hours");
    }
    let place = [
        (weather.latitude_deg, 90.0, "latitude outside -90..=90"),
        (weather.longitude_deg, 180.0, "longitude outside -180..=180"),
        (weather.time_zone_h, 15.0, "time zone outside -15..=15"),
        (weather.elevation_m, 9000.0, "elevation outside -9000..=9000"),
    ];
    for (value, most, what) in place {
        if !(-most..=most).contains(&value) {
            return fault(None, what);
        }
    }
    for (hour, h) in weather.hours.iter().enumerate() {
        let ranges = [
            (h.dry_bulb_c, -90.0, 70.0, "dry bulb outside -90..=70 °C"),
            (h.pressure_pa, 31_000.0, 120_000.0, "pressure outside 31 to 120 kPa"),
            (h.horizontal_infrared_w_m2, 0.0, 900.0, "infrared outside 0..=900 W/m²"),
            (h.direct_normal_w_m2, 0.0, 1500.0, "direct sun outside 0..=1500 W/m²"),
            (h.diffuse_horizontal_w_m2, 0.0, 1500.0, "diffuse sun outside 0..=1500 W/m²"),
            (h.wind_speed_m_s, 0.0, 120.0, "wind outside 0..=120 m/s"),
            (h.wind_direction_deg, -360.0, 360.0, "wind direction outside -360..=360°"),
        ];
        for (value, least, most, what) in ranges {
            if !(least..=most).contains(&value) {
                return fault(Some(hour), what);
            }
        }
    }
    Ok(())
}

/// Factors that turn the station's wind terms of [`PlaneHour`] into those at `height_m`.
pub(crate) fn wind_factors(height_m: f64) -> (f64, f64) {
    let factor = convection::wind_factor(height_m);
    (factor.powf(convection::WINDWARD.1), factor.powf(convection::LEEWARD.1))
}
