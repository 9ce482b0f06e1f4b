//! The sky of a year: what all planes of one place share, and what of it reaches each.
//!
//! Hours stand side by side in blocks of vector lanes, and only those with light are kept. Plain
//! IEEE operations and no fused ones, so that every instruction set gives the same bits.

mod perez;
mod plane;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(crate) use plane::PlaneSun;
pub use plane::{Plane, PlaneYear};

use crate::lanes::{Lanes, one_at_a_time};
use crate::sun::{MOMENTS, SunHour, SunYear};
use crate::weather::{Weather, WeatherHour};

/// How the brightness of the sky is spread over the dome.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SkyModel {
    /// Alike everywhere: B. Y. H. Liu, R. C. Jordan, *The long-term average performance of
    /// flat-plate solar-energy collectors*, Solar Energy 7, 1963. Errs low on sunny façades.
    Isotropic,
    /// A disc around the sun before an even sky: J. E. Hay, J. A. Davies, *Calculation of the solar
    /// radiation incident on an inclined surface*, Proc. 1st Canadian Solar Radiation Data
    /// Workshop, 1980.
    HayDavies,
    /// Disc, horizon band and dome: R. Perez et al., *Modeling daylight availability and irradiance
    /// components from direct and global irradiance*, Solar Energy 44(5), 1990. The default.
    #[default]
    Perez,
}

/// Hours side by side in one block: a vector of the widest instruction set.
pub(crate) const ABREAST: usize = 8;

/// One value for each hour of a block.
pub(crate) type HourLanes = Lanes<ABREAST>;

/// A year's sky of one model at one place: what all planes share.
#[derive(Clone, Debug, PartialEq)]
pub struct SkyYear {
    /// Hours of the weather, dark ones included.
    pub(crate) hour_count: usize,
    pub(crate) blocks: Vec<SkyBlock>,
}

/// Some hours with light.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct SkyBlock {
    /// Which hours of the year; a block that is not full repeats its last one.
    pub(crate) hours: [usize; ABREAST],
    /// East, north and up of the sun at each moment.
    pub(crate) directions: [[HourLanes; 3]; MOMENTS],
    pub(crate) direct_normal_w_m2: HourLanes,
    pub(crate) diffuse_horizontal_w_m2: HourLanes,
    /// Scattered sun from around the disc, on a plane that faces it.
    circumsolar_normal_w_m2: HourLanes,
    /// Scattered sun of the dome, on level ground.
    dome_w_m2: HourLanes,
    /// Scattered sun of the horizon, on a wall; negative where the horizon is dark.
    horizon_w_m2: HourLanes,
    /// All sun on level ground.
    pub(crate) on_ground_w_m2: HourLanes,
    pub(crate) air_c: HourLanes,
    pub(crate) wind_m_s: HourLanes,
}

/// What the scattered sun of an hour is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Brightness {
    /// Share of the scattered sun that comes from around the disc. [-]
    disc: HourLanes,
    /// Scattered sun of the horizon over that of the dome. [-]
    horizon: HourLanes,
}

/// Cosine of 85°, below which the disc is not magnified further (Perez et al. 1990, eq. 9).
const COS_ZENITH_MIN: f64 = 0.087_155_742_747_658_17;

impl SkyYear {
    /// The sky of `weather` under the named model, `sun` being that of the same place.
    pub fn new(model: SkyModel, weather: &Weather, sun: &SunYear) -> Self {
        pulp::Arch::new().dispatch(Make { model, weather, sun })
    }

    /// Every hour of the year, from the values of the blocks; 0 in the dark.
    pub(crate) fn year_of(&self, values: &[HourLanes]) -> Vec<f64> {
        let mut year = vec![0.0; self.hour_count];
        for (block, values) in self.blocks.iter().zip(values) {
            for (hour, value) in block.hours.iter().zip(values.0) {
                year[*hour] = value;
            }
        }
        year
    }
}

/// The making of a year as pulp wants it.
struct Make<'a> {
    model: SkyModel,
    weather: &'a Weather,
    sun: &'a SunYear,
}

impl pulp::WithSimd for Make<'_> {
    type Output = SkyYear;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> SkyYear {
        let (weathers, suns) = (&self.weather.hours, &self.sun.hours);
        let is_lit =
            |hour: &usize| suns[*hour].is_up() || weathers[*hour].diffuse_horizontal_w_m2 > 0.0;
        let lit: Vec<usize> = (0..weathers.len().min(suns.len())).filter(is_lit).collect();
        let mut blocks = Vec::with_capacity(lit.len().div_ceil(ABREAST));
        let (mut block, mut sun) = (SkyBlock::default(), SunLanes::default());
        for hours in lit.chunks(ABREAST) {
            for lane in 0..ABREAST {
                one_at_a_time();
                let hour = hours[lane.min(hours.len() - 1)];
                block.hours[lane] = hour;
                block.put(lane, &weathers[hour], &suns[hour]);
                sun.put(lane, &suns[hour]);
            }
            block.paint(self.model, &sun);
            blocks.push(block.clone());
        }
        SkyYear { hour_count: weathers.len(), blocks }
    }
}

/// What the sky models want to know of the sun; fields as in [`SunHour`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct SunLanes {
    up_share: HourLanes,
    cos_zenith: HourLanes,
    zenith_rad: HourLanes,
    air_mass_ratio: HourLanes,
    extraterrestrial_w_m2: HourLanes,
}

impl SunLanes {
    #[inline(always)]
    fn put(&mut self, lane: usize, sun: &SunHour) {
        self.up_share.0[lane] = sun.up_share;
        self.cos_zenith.0[lane] = sun.cos_zenith;
        self.zenith_rad.0[lane] = sun.zenith_rad;
        self.air_mass_ratio.0[lane] = sun.air_mass_ratio;
        self.extraterrestrial_w_m2.0[lane] = sun.extraterrestrial_w_m2;
    }
}

impl SkyBlock {
    /// Puts down what the hour brings.
    #[inline(always)]
    fn put(&mut self, lane: usize, weather: &WeatherHour, sun: &SunHour) {
        for (lanes, direction) in self.directions.iter_mut().zip(sun.directions) {
            for (lanes, cosine) in lanes.iter_mut().zip(direction) {
                lanes.0[lane] = cosine;
            }
        }
        self.direct_normal_w_m2.0[lane] = weather.direct_normal_w_m2;
        self.diffuse_horizontal_w_m2.0[lane] = weather.diffuse_horizontal_w_m2;
        self.air_c.0[lane] = weather.dry_bulb_c;
        self.wind_m_s.0[lane] = weather.wind_speed_m_s.max(0.0);
    }

    /// Spreads the scattered sun over the sky. With the sun down a sky has no disc: twilight is
    /// even.
    #[inline(always)]
    fn paint(&mut self, model: SkyModel, sun: &SunLanes) {
        let zero = Lanes::splat(0.0);
        let (direct_w_m2, diffuse_w_m2) = (self.direct_normal_w_m2, self.diffuse_horizontal_w_m2);
        let Brightness { disc, horizon } = match model {
            SkyModel::Isotropic => Brightness::default(),
            SkyModel::HayDavies => {
                let clearness = direct_w_m2 / sun.extraterrestrial_w_m2;
                Brightness { disc: clearness.max(zero).min(Lanes::splat(1.0)), horizon: zero }
            }
            SkyModel::Perez => perez::brightness(direct_w_m2, diffuse_w_m2, sun),
        };
        let around_disc_w_m2 = diffuse_w_m2 * zero.below(sun.up_share, disc, zero);
        self.circumsolar_normal_w_m2 =
            around_disc_w_m2 / sun.cos_zenith.max(Lanes::splat(COS_ZENITH_MIN));
        self.dome_w_m2 = diffuse_w_m2 - around_disc_w_m2;
        self.horizon_w_m2 = diffuse_w_m2 * zero.below(sun.up_share, horizon, zero);
        self.on_ground_w_m2 = direct_w_m2 * sun.cos_zenith + diffuse_w_m2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One hour with the sun overhead.
    fn overhead(direct_normal_w_m2: f64, diffuse_horizontal_w_m2: f64) -> (Weather, SunYear) {
        let hour =
            WeatherHour { direct_normal_w_m2, diffuse_horizontal_w_m2, ..WeatherHour::default() };
        let weather = Weather {
            name: String::new(),
            latitude_deg: 0.0,
            longitude_deg: 0.0,
            time_zone_h: 0.0,
            elevation_m: 0.0,
            hours: vec![hour],
            synthetic: true,
            source: String::new(),
        };
        let sun = SunHour {
            up_share: 1.0,
            cos_zenith: 1.0,
            zenith_rad: 0.0,
            air_mass_ratio: 1.0,
            extraterrestrial_w_m2: 1367.0,
            directions: [[0.0, 0.0, 1.0]; MOMENTS],
        };
        (weather, SunYear { hours: vec![sun] })
    }

    #[test]
    fn a_flat_plane_gets_the_whole_diffuse_sky_under_every_model() {
        let (weather, sun) = overhead(700.0, 120.0);
        for model in [SkyModel::Isotropic, SkyModel::HayDavies, SkyModel::Perez] {
            let flat = PlaneYear::with_model(model, &weather, &sun, Plane::new(0.0, 0.0), 0.0);
            let diffuse_w_m2 = flat.circumsolar_w_m2[0] + flat.sky_w_m2[0];
            assert!((diffuse_w_m2 - 120.0).abs() < 1e-9, "{model:?}");
            assert!((flat.beam_w_m2[0] - 700.0).abs() < 1e-9);
        }
    }

    #[test]
    fn a_wall_sees_half_an_even_sky() {
        let (weather, sun) = overhead(0.0, 100.0);
        let wall = Plane::new(90.0, 180.0);
        let year = PlaneYear::with_model(SkyModel::Isotropic, &weather, &sun, wall, 0.0);
        assert!((year.sky_w_m2[0] - 50.0).abs() < 1e-9);
    }

    #[test]
    fn dark_hours_are_left_out_and_stay_dark() {
        let (mut weather, mut sun) = overhead(700.0, 120.0);
        weather.hours.insert(0, WeatherHour::default());
        sun.hours.insert(0, SunHour::default());
        let sky = SkyYear::new(SkyModel::Perez, &weather, &sun);
        assert_eq!(sky.blocks.len(), 1);
        let year = PlaneYear::under(&sky, Plane::new(0.0, 0.0), 0.2);
        assert_eq!(year.beam_w_m2.len(), 2);
        assert!(year.total_w_m2(0).abs() < 1e-12 && year.total_w_m2(1) > 800.0);
    }
}
