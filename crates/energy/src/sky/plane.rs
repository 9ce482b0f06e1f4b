//! What of an hour's sun reaches a plane of any tilt and azimuth.

use super::{HourLanes, SkyBlock, SkyModel, SkyYear};
use crate::lanes::Lanes;
use crate::sun::{Direction, MOMENT_WEIGHT, SunYear};
use crate::weather::Weather;

/// Radiation of every hour of a year on one plane, split by where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaneYear {
    /// Angle from horizontal: 0 roof, 90 wall, 180 soffit. [°]
    pub tilt_deg: f64,
    /// Compass direction of the outward normal, clockwise from north. [°]
    pub azimuth_deg: f64,
    /// Direct sun from the disc itself, `[8760]`. [W/m²]
    pub beam_w_m2: Vec<f64>,
    /// Scattered sun from around the disc: shaded and refracted as the beam is, `[8760]`. [W/m²]
    pub circumsolar_w_m2: Vec<f64>,
    /// Scattered sun from dome and horizon, `[8760]`. [W/m²]
    pub sky_w_m2: Vec<f64>,
    /// Sun reflected by the ground, `[8760]`. [W/m²]
    pub ground_w_m2: Vec<f64>,
    /// Cosine of the incidence angle of the beam, weighted by the beam over the lit part of the
    /// hour; 0 where the plane sees no sun, `[8760]`. [-]
    pub cos_incidence: Vec<f64>,
}

impl PlaneYear {
    /// The plane under a [`SkyModel::Perez`] sky.
    ///
    /// `tilt_deg`: `0..=180`; `azimuth_deg`: clockwise from north; `ground_reflectance`: `0..=1`.
    pub fn new(
        weather: &Weather,
        sun: &SunYear,
        tilt_deg: f64,
        azimuth_deg: f64,
        ground_reflectance: f64,
    ) -> Self {
        let plane = Plane::new(tilt_deg, azimuth_deg);
        Self::with_model(SkyModel::Perez, weather, sun, plane, ground_reflectance)
    }

    /// The plane under a sky of the named model.
    pub fn with_model(
        model: SkyModel,
        weather: &Weather,
        sun: &SunYear,
        plane: Plane,
        ground_reflectance: f64,
    ) -> Self {
        Self::under(&SkyYear::new(model, weather, sun), plane, ground_reflectance)
    }

    /// The plane under a sky that several planes share.
    pub fn under(sky: &SkyYear, plane: Plane, ground_reflectance: f64) -> Self {
        let suns = pulp::Arch::new().dispatch(Fill { sky, plane, ground_reflectance });
        let year = |pick: fn(&PlaneSun) -> HourLanes| {
            sky.year_of(&suns.iter().map(pick).collect::<Vec<_>>())
        };
        Self {
            tilt_deg: plane.tilt_deg,
            azimuth_deg: plane.azimuth_deg,
            beam_w_m2: year(|sun| sun.beam_w_m2),
            circumsolar_w_m2: year(|sun| sun.circumsolar_w_m2),
            sky_w_m2: year(|sun| sun.sky_w_m2),
            ground_w_m2: year(|sun| sun.ground_w_m2),
            cos_incidence: year(|sun| sun.cos_incidence),
        }
    }

    /// Everything that arrives in hour `hour` of the year; 0 beyond its end. [W/m²]
    pub fn total_w_m2(&self, hour: usize) -> f64 {
        [&self.beam_w_m2, &self.circumsolar_w_m2, &self.sky_w_m2, &self.ground_w_m2]
            .iter()
            .map(|part| part.get(hour).copied().unwrap_or(0.0))
            .sum()
    }

    /// Everything that arrives in the year. [kWh/m²]
    pub fn total_kwh_m2(&self) -> f64 {
        (0..self.beam_w_m2.len()).map(|hour| self.total_w_m2(hour)).sum::<f64>() / 1000.0
    }
}

/// The sun on a plane block by block, as pulp wants it.
struct Fill<'a> {
    sky: &'a SkyYear,
    plane: Plane,
    ground_reflectance: f64,
}

impl pulp::WithSimd for Fill<'_> {
    type Output = Vec<PlaneSun>;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Vec<PlaneSun> {
        let mut suns = vec![PlaneSun::default(); self.sky.blocks.len()];
        for (block, sun) in self.sky.blocks.iter().zip(&mut suns) {
            *sun = self.plane.sun(block, self.ground_reflectance);
        }
        suns
    }
}

/// What arrives on a plane in the hours of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct PlaneSun {
    pub(crate) beam_w_m2: HourLanes,
    pub(crate) circumsolar_w_m2: HourLanes,
    pub(crate) sky_w_m2: HourLanes,
    pub(crate) ground_w_m2: HourLanes,
    pub(crate) cos_incidence: HourLanes,
}

/// A plane's direction and what it sees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plane {
    tilt_deg: f64,
    azimuth_deg: f64,
    normal: Direction,
    sin_tilt: f64,
    sky_view: f64,
    ground_view: f64,
}

impl Plane {
    /// The plane with this tilt from horizontal and this compass direction of its normal.
    pub fn new(tilt_deg: f64, azimuth_deg: f64) -> Self {
        let (sin_tilt, cos_tilt) = tilt_deg.to_radians().sin_cos();
        let (sin_azimuth, cos_azimuth) = azimuth_deg.to_radians().sin_cos();
        Self {
            tilt_deg,
            azimuth_deg,
            normal: [sin_tilt * sin_azimuth, sin_tilt * cos_azimuth, cos_tilt],
            sin_tilt,
            sky_view: f64::midpoint(1.0, cos_tilt),
            ground_view: f64::midpoint(1.0, -cos_tilt),
        }
    }

    /// East, north and up of the outward normal.
    pub(crate) fn normal(&self) -> Direction {
        self.normal
    }

    /// Cosine of incidence of a beam from each `direction`, 0 from behind. [-]
    #[inline(always)]
    pub(crate) fn lit(&self, direction: &[HourLanes; 3]) -> HourLanes {
        let [east, north, up] = *direction;
        let cosine = east * self.normal[0] + north * self.normal[1] + up * self.normal[2];
        cosine.max(Lanes::splat(0.0))
    }

    /// What arrives in the hours of a block.
    #[inline(always)]
    pub(crate) fn sun(&self, block: &SkyBlock, ground_reflectance: f64) -> PlaneSun {
        // Mean of the cosine over the part of the hour with sun, and of its square: their quotient
        // is the cosine at which the beam's energy arrives.
        let (mut mean, mut squares) = (Lanes::splat(0.0), Lanes::splat(0.0));
        for (direction, weight) in block.directions.iter().zip(MOMENT_WEIGHT) {
            let lit = self.lit(direction);
            mean += lit * weight;
            squares += lit * weight * lit;
        }
        let zero = Lanes::splat(0.0);
        let weighted = (squares / mean).min(Lanes::splat(1.0));
        PlaneSun {
            beam_w_m2: block.direct_normal_w_m2 * mean,
            circumsolar_w_m2: block.circumsolar_normal_w_m2 * mean,
            sky_w_m2: (block.dome_w_m2 * self.sky_view + block.horizon_w_m2 * self.sin_tilt)
                .max(zero),
            ground_w_m2: block.on_ground_w_m2 * (ground_reflectance * self.ground_view),
            cos_incidence: zero.below(mean, weighted, zero),
        }
    }
}
