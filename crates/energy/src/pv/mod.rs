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
use crate::lanes::Lanes;
use crate::sky::{HourLanes, Plane, PlaneSun, SkyBlock, SkyYear};
use crate::sun::SunYear;
use crate::weather::Weather;
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
pub fn yield_under(sky: &SkyYear, array: &PvArray, ground_reflectance: f64) -> Vec<f64> {
    pulp::Arch::new().dispatch(Run::new(sky, array, ground_reflectance))
}

/// The year of an array as pulp wants it.
struct Run<'a> {
    sky: &'a SkyYear,
    plane: Plane,
    ground_reflectance: f64,
    obstacles: Option<Obstacles<'a>>,
    module: Module,
    inverter: Inverter,
}

impl pulp::WithSimd for Run<'_> {
    type Output = Vec<f64>;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Vec<f64> {
        let mut blocks_w = vec![HourLanes::default(); self.sky.blocks.len()];
        // A loop for each case: a choice inside would take the lanes apart.
        match &self.obstacles {
            None => self.fill(None, &mut blocks_w),
            some => self.fill(some.as_ref(), &mut blocks_w),
        }
        self.sky.year_of(&blocks_w)
    }
}

impl<'a> Run<'a> {
    fn new(sky: &'a SkyYear, array: &'a PvArray, ground_reflectance: f64) -> Self {
        let plane = Plane::new(array.tilt_deg, array.azimuth_deg);
        Self {
            sky,
            plane,
            ground_reflectance,
            obstacles: Obstacles::new(array, plane),
            module: Module {
                cell: array.cell,
                diffuse: DiffuseModifiers::new(array.tilt_deg),
                kept: (1.0 - array.system_loss).clamp(0.0, 1.0) * aged(array),
            },
            inverter: Inverter::new(array),
        }
    }

    #[inline(always)]
    fn fill(&self, obstacles: Option<&Obstacles<'_>>, blocks_w: &mut [HourLanes]) {
        for (block, block_w) in self.sky.blocks.iter().zip(blocks_w) {
            let mut on_plane = self.plane.sun(block, self.ground_reflectance);
            if let Some(obstacles) = obstacles {
                take(&mut on_plane, obstacles.left(block));
            }
            *block_w = self.inverter.alternating_w(self.module.direct_w(block, &on_plane));
        }
    }
}

/// Share of the power that an array of this age still has, `0..=1`. [-]
fn aged(array: &PvArray) -> f64 {
    (1.0 - array.degradation_per_year).clamp(0.0, 1.0).powf(array.age_years.max(0.0))
}

#[inline(always)]
fn take(sun: &mut PlaneSun, left: Left) {
    sun.beam_w_m2 = sun.beam_w_m2 * left.beam;
    sun.circumsolar_w_m2 = sun.circumsolar_w_m2 * left.beam;
    sun.sky_w_m2 = sun.sky_w_m2 * left.sky;
    sun.ground_w_m2 = sun.ground_w_m2 * left.ground;
}

/// A module of the array.
struct Module {
    cell: CellModel,
    diffuse: DiffuseModifiers,
    /// Share of the power that losses and age leave. [-]
    kept: f64,
}

impl Module {
    /// Direct current after losses. [W/kW]
    #[inline(always)]
    fn direct_w(&self, block: &SkyBlock, sun: &PlaneSun) -> HourLanes {
        let direct_w_m2 = sun.beam_w_m2 + sun.circumsolar_w_m2;
        let plane_w_m2 = direct_w_m2 + sun.sky_w_m2 + sun.ground_w_m2;
        let behind_glass_w_m2 = direct_w_m2 * incidence_modifier(sun.cos_incidence)
            + sun.sky_w_m2 * self.diffuse.sky
            + sun.ground_w_m2 * self.diffuse.ground;
        let cell_c = block.air_c + self.cell.above_air_k(block.wind_m_s, plane_w_m2);
        let warmth = (cell_c - STANDARD_CELL_C) * POWER_PER_KELVIN + 1.0;
        behind_glass_w_m2 * (1000.0 / STANDARD_W_M2 * self.kept) * warmth.max(Lanes::splat(0.0))
    }
}

#[cfg(test)]
mod tests {
    use pulp::WithSimd;

    use super::*;
    use crate::sky::SkyModel;
    use crate::typical_year::{parse_normals, typical_year};

    #[test]
    fn every_instruction_set_gives_the_same_bits() {
        let text = include_str!("../../../../data/climate/beijing-normals.yaml");
        let normals = parse_normals(text, "beijing-normals.yaml").expect("normals are sound");
        let weather = typical_year(&normals);
        let sky = SkyYear::new(SkyModel::Perez, &weather, &SunYear::new(&weather));
        let free = PvArray::new(1.0, 30.0, 150.0, 0.14);
        let among = PvArray {
            row_pitch: Some(1.6),
            horizon_deg: vec![5.0, 20.0, 10.0],
            inverter_efficiency: Some(0.96),
            ..free.clone()
        };
        for array in [free, among] {
            let widest = yield_under(&sky, &array, 0.2);
            let plain = Run::new(&sky, &array, 0.2).with_simd(pulp::Scalar::new());
            let bits = |hours: Vec<f64>| hours.into_iter().map(f64::to_bits).collect::<Vec<_>>();
            assert_eq!(bits(widest), bits(plain));
        }
    }
}
