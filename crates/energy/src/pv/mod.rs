//! Roof photovoltaics: hourly yield of an array, and how much of it a roof holds.

mod cell;
mod glass;
mod horizon;
mod inverter;
mod obstacles;
mod roof;
mod rows;

pub use cell::CellModel;
pub use roof::{MODULE_KW_M2, RoofArray, RoofMethod, row_pitch};

use crate::building::PvArray;
use crate::sky::{Plane, PlaneSun, SkyYear};
use crate::sun::SunYear;
use crate::weather::{Weather, WeatherHour};
use glass::{DiffuseModifiers, incidence_modifier};
use inverter::Inverter;
use obstacles::{Left, Obstacles};

/// Irradiance of standard test conditions, IEC 60904-3. [W/m²]
const STANDARD_W_M2: f64 = 1000.0;

/// Cell temperature of standard test conditions, IEC 60904-3. [°C]
const STANDARD_CELL_C: f64 = 25.0;

/// Change of power with cell temperature of crystalline silicon; data sheets state −0.0030 to
/// −0.0040, see A. Dobos, *PVWatts Version 5 Manual*, NREL/TP-6A20-62641, 2014, table 3 (premium
/// module −0.0035). [1/K]
const POWER_PER_KELVIN: f64 = -0.0035;

/// Alternating-current power of every hour per kilowatt rated, `[8760]`. [W/kW]
///
/// `ground_reflectance`: `0..=1`. The array's own `rated_kw` matters only for the ratio at which
/// its inverter clips.
///
/// # Equation
/// `P = 1000·(E/1000)·(1 + γ·(T_cell − 25))·(1 − losses)·(1 − ageing)^years`, through the inverter,
/// where `E` is the irradiance on the plane (sky by the array's model) left by rows and horizon,
/// behind the cover glass (De Soto 2006, diffuse at the equivalent angles of Brandemuehl and
/// Beckman 1980).
///
/// # Validity
/// Crystalline silicon modules; no snow, wind at 10 m taken as wind at the module. Low-light
/// behaviour is linear, and a shaded part of the array loses its own share only.
///
/// # Source
/// PVWatts version 5 (Dobos 2014, eq. 8) for the power equation; others where they stand.
pub fn yield_w_per_kw(
    weather: &Weather,
    sun: &SunYear,
    array: &PvArray,
    ground_reflectance: f64,
) -> Vec<f64> {
    yield_under(&SkyYear::new(array.sky, weather, sun), array, ground_reflectance)
}

/// [`yield_w_per_kw`] under a sky that several arrays share; it stands for [`PvArray::sky`].
pub fn yield_under(sky: &SkyYear<'_>, array: &PvArray, ground_reflectance: f64) -> Vec<f64> {
    let plane = Plane::new(array.tilt_deg, array.azimuth_deg);
    let obstacles = Obstacles::new(array, &plane);
    let module = Module { array, diffuse: DiffuseModifiers::new(array.tilt_deg) };
    let inverter = Inverter::new(array);
    let kept = (1.0 - array.system_loss).clamp(0.0, 1.0) * aged(array);
    sky.hours
        .iter()
        .map(|hour| {
            let mut on_plane = plane.sun(hour, ground_reflectance);
            if let Some(obstacles) = &obstacles {
                take(&mut on_plane, obstacles.left(hour.weather, hour.sun));
            }
            inverter.alternating_w(module.direct_w(hour.weather, &on_plane) * kept)
        })
        .collect()
}

/// Share of the power that an array of this age still has, `0..=1`. [-]
fn aged(array: &PvArray) -> f64 {
    (1.0 - array.degradation_per_year).clamp(0.0, 1.0).powf(array.age_years.max(0.0))
}

fn take(sun: &mut PlaneSun, left: Left) {
    sun.beam_w_m2 *= left.beam;
    sun.circumsolar_w_m2 *= left.beam;
    sun.sky_w_m2 *= left.sky;
    sun.ground_w_m2 *= left.ground;
}

/// A module of the array.
struct Module<'a> {
    array: &'a PvArray,
    diffuse: DiffuseModifiers,
}

impl Module<'_> {
    /// Direct current before losses. [W/kW]
    fn direct_w(&self, hour: &WeatherHour, sun: &PlaneSun) -> f64 {
        let direct_w_m2 = sun.beam_w_m2 + sun.circumsolar_w_m2;
        let plane_w_m2 = direct_w_m2 + sun.sky_w_m2 + sun.ground_w_m2;
        if plane_w_m2 <= 0.0 {
            return 0.0;
        }
        // Most hours have no beam: the glass is worked out for those that have.
        let beam_share =
            if direct_w_m2 > 0.0 { incidence_modifier(sun.cos_incidence) } else { 0.0 };
        let behind_glass_w_m2 = direct_w_m2 * beam_share
            + sun.sky_w_m2 * self.diffuse.sky
            + sun.ground_w_m2 * self.diffuse.ground;
        let cell_c = self.array.cell.cell_c(hour, plane_w_m2);
        let warmth = 1.0 + POWER_PER_KELVIN * (cell_c - STANDARD_CELL_C);
        behind_glass_w_m2 / STANDARD_W_M2 * 1000.0 * warmth.max(0.0)
    }
}
