//! Sun on planes: what of an hour's radiation reaches a plane of any tilt and azimuth.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::sun::{Direction, MOMENT_WEIGHT, SunHour, SunYear};
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
    pub fn under(sky: &SkyYear<'_>, plane: Plane, ground_reflectance: f64) -> Self {
        let count = sky.hours.len();
        let mut year = Self {
            tilt_deg: plane.tilt_deg,
            azimuth_deg: plane.azimuth_deg,
            beam_w_m2: Vec::with_capacity(count),
            circumsolar_w_m2: Vec::with_capacity(count),
            sky_w_m2: Vec::with_capacity(count),
            ground_w_m2: Vec::with_capacity(count),
            cos_incidence: Vec::with_capacity(count),
        };
        for hour in &sky.hours {
            let sun = plane.sun(hour, ground_reflectance);
            year.beam_w_m2.push(sun.beam_w_m2);
            year.circumsolar_w_m2.push(sun.circumsolar_w_m2);
            year.sky_w_m2.push(sun.sky_w_m2);
            year.ground_w_m2.push(sun.ground_w_m2);
            year.cos_incidence.push(sun.cos_incidence);
        }
        year
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

/// A year's sky of one model at one place: what all planes share.
#[derive(Clone, Debug, PartialEq)]
pub struct SkyYear<'a> {
    pub(crate) hours: Vec<SkyHour<'a>>,
}

/// One hour of a [`SkyYear`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SkyHour<'a> {
    pub(crate) weather: &'a WeatherHour,
    pub(crate) sun: &'a SunHour,
    /// Share of the scattered sun that comes from around the disc. [-]
    disc: f64,
    /// Scattered sun of the horizon over that of the dome. [-]
    horizon: f64,
}

impl<'a> SkyYear<'a> {
    /// The sky of `weather` under the named model, `sun` being that of the same place.
    pub fn new(model: SkyModel, weather: &'a Weather, sun: &'a SunYear) -> Self {
        let hours = weather
            .hours
            .iter()
            .zip(&sun.hours)
            .map(|(weather, sun)| {
                let (disc, horizon) = brightness(model, weather, sun);
                SkyHour { weather, sun, disc, horizon }
            })
            .collect();
        Self { hours }
    }
}

/// What arrives on a plane in one hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct PlaneSun {
    pub(crate) beam_w_m2: f64,
    pub(crate) circumsolar_w_m2: f64,
    pub(crate) sky_w_m2: f64,
    pub(crate) ground_w_m2: f64,
    pub(crate) cos_incidence: f64,
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

/// The beam on a plane in one hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Incidence {
    /// Mean over the sun-up part of the hour of the cosine, 0 while the sun is behind. [-]
    cos_mean: f64,
    /// Mean of the cosine weighted by itself: the angle at which the beam's energy arrives. [-]
    cos_weighted: f64,
}

/// Scattered sun on a plane in one hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Diffuse {
    circumsolar_w_m2: f64,
    sky_w_m2: f64,
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

    /// What arrives in one hour.
    pub(crate) fn sun(&self, hour: &SkyHour<'_>, ground_reflectance: f64) -> PlaneSun {
        let (weather, sun) = (hour.weather, hour.sun);
        let incidence = self.incidence(sun);
        let diffuse = self.diffuse(hour, incidence.cos_mean);
        let on_ground_w_m2 =
            weather.direct_normal_w_m2 * sun.cos_zenith + weather.diffuse_horizontal_w_m2;
        PlaneSun {
            beam_w_m2: weather.direct_normal_w_m2 * incidence.cos_mean,
            circumsolar_w_m2: diffuse.circumsolar_w_m2,
            sky_w_m2: diffuse.sky_w_m2,
            ground_w_m2: ground_reflectance * self.ground_view * on_ground_w_m2,
            cos_incidence: incidence.cos_weighted,
        }
    }

    fn incidence(&self, sun: &SunHour) -> Incidence {
        if !sun.is_up() {
            return Incidence::default();
        }
        let (mut sum, mut squares) = (0.0, 0.0);
        for (direction, weight) in sun.directions.iter().zip(MOMENT_WEIGHT) {
            let cosine: f64 = direction.iter().zip(self.normal).map(|(d, n)| d * n).sum();
            let lit = cosine.max(0.0);
            sum += weight * lit;
            squares += weight * lit * lit;
        }
        let cos_weighted = if sum > 0.0 { (squares / sum).min(1.0) } else { 0.0 };
        Incidence { cos_mean: sum, cos_weighted }
    }

    /// Scattered sun on the plane; `cos_mean` is the mean cosine of incidence of the beam.
    fn diffuse(&self, hour: &SkyHour<'_>, cos_mean: f64) -> Diffuse {
        let diffuse_w_m2 = hour.weather.diffuse_horizontal_w_m2;
        if diffuse_w_m2 <= 0.0 {
            return Diffuse::default();
        }
        let (disc, horizon) = (hour.disc, hour.horizon);
        let circumsolar_w_m2 =
            diffuse_w_m2 * disc * cos_mean / hour.sun.cos_zenith.max(COS_ZENITH_MIN);
        let dome = (1.0 - disc) * self.sky_view + horizon * self.sin_tilt;
        Diffuse { circumsolar_w_m2, sky_w_m2: (diffuse_w_m2 * dome).max(0.0) }
    }
}

/// Brightness of disc and horizon. With the sun down a sky has no disc: twilight is even.
fn brightness(model: SkyModel, hour: &WeatherHour, sun: &SunHour) -> (f64, f64) {
    match model {
        SkyModel::HayDavies if sun.is_up() => {
            let clearness = hour.direct_normal_w_m2 / sun.extraterrestrial_w_m2;
            (clearness.clamp(0.0, 1.0), 0.0)
        }
        SkyModel::Perez if sun.is_up() && hour.diffuse_horizontal_w_m2 > 0.0 => {
            perez_brightness(hour, sun)
        }
        _ => (0.0, 0.0),
    }
}

/// Cosine of 85°, below which the disc is not magnified further (Perez et al. 1990, eq. 9).
const COS_ZENITH_MIN: f64 = 0.087_155_742_747_658_17;

/// Upper bounds of the first seven clearness bins ε; Perez et al. 1990, table 1. [-]
const PEREZ_BINS: [f64; 7] = [1.065, 1.23, 1.5, 1.95, 2.8, 4.5, 6.2];

/// F11, F12, F13, F21, F22, F23 of each clearness bin; Perez et al. 1990, table 6. [-]
const PEREZ: [[f64; 6]; 8] = [
    [-0.008, 0.588, -0.062, -0.060, 0.072, -0.022],
    [0.130, 0.683, -0.151, -0.019, 0.066, -0.029],
    [0.330, 0.487, -0.221, 0.055, -0.064, -0.026],
    [0.568, 0.187, -0.295, 0.109, -0.152, -0.014],
    [0.873, -0.392, -0.362, 0.226, -0.462, 0.001],
    [1.132, -1.237, -0.412, 0.288, -0.823, 0.056],
    [1.060, -1.600, -0.359, 0.264, -1.127, 0.131],
    [0.678, -0.327, -0.250, 0.156, -1.377, 0.251],
];

/// Weight of the zenith angle in the clearness; Perez et al. 1990, eq. 1. [1/rad³]
const PEREZ_KAPPA: f64 = 1.041;

/// Brightness coefficients of the disc (F1) and of the horizon (F2) of Perez et al. 1990, eq. 1–5.
fn perez_brightness(hour: &WeatherHour, sun: &SunHour) -> (f64, f64) {
    let diffuse_w_m2 = hour.diffuse_horizontal_w_m2;
    let zenith_rad = sun.cos_zenith.clamp(0.0, 1.0).acos();
    let tilt_term = PEREZ_KAPPA * zenith_rad.powi(3);
    let clearness =
        ((diffuse_w_m2 + hour.direct_normal_w_m2) / diffuse_w_m2 + tilt_term) / (1.0 + tilt_term);
    let bin = PEREZ_BINS.iter().take_while(|bound| clearness >= **bound).count();
    let brightness = diffuse_w_m2 * relative_air_mass(zenith_rad) / sun.extraterrestrial_w_m2;
    let [f11, f12, f13, f21, f22, f23] = PEREZ[bin];
    let disc = (f11 + f12 * brightness + f13 * zenith_rad).clamp(0.0, 1.0);
    (disc, f21 + f22 * brightness + f23 * zenith_rad)
}

/// Air mass relative to the zenith, 1 to about 38 at the horizon. [-]
///
/// # Source
/// F. Kasten, A. T. Young, *Revised optical air mass tables and approximation formula*, Applied
/// Optics 28, 1989, eq. 3.
pub fn relative_air_mass(zenith_rad: f64) -> f64 {
    const A: f64 = 0.505_72;
    const B_DEG: f64 = 6.079_95;
    const C: f64 = -1.636_4;
    let altitude_deg = (90.0 - zenith_rad.to_degrees()).max(0.0);
    1.0 / (zenith_rad.cos().max(0.0) + A * (altitude_deg + B_DEG).powf(C))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sun::MOMENTS;

    fn overhead(direct_normal_w_m2: f64, diffuse_horizontal_w_m2: f64) -> (WeatherHour, SunHour) {
        let hour =
            WeatherHour { direct_normal_w_m2, diffuse_horizontal_w_m2, ..WeatherHour::default() };
        let sun = SunHour {
            up_share: 1.0,
            cos_zenith: 1.0,
            extraterrestrial_w_m2: 1367.0,
            directions: [[0.0, 0.0, 1.0]; MOMENTS],
        };
        (hour, sun)
    }

    #[test]
    fn a_flat_plane_gets_the_whole_diffuse_sky_under_every_model() {
        let (hour, sun) = overhead(700.0, 120.0);
        let flat = Plane::new(0.0, 0.0);
        for model in [SkyModel::Isotropic, SkyModel::HayDavies, SkyModel::Perez] {
            let (disc, horizon) = brightness(model, &hour, &sun);
            let sky = SkyHour { weather: &hour, sun: &sun, disc, horizon };
            let part = flat.diffuse(&sky, 1.0);
            assert!((part.circumsolar_w_m2 + part.sky_w_m2 - 120.0).abs() < 1e-9, "{model:?}");
        }
    }

    #[test]
    fn a_wall_sees_half_an_even_sky() {
        let (hour, sun) = overhead(0.0, 100.0);
        let wall = Plane::new(90.0, 180.0);
        let sky = SkyHour { weather: &hour, sun: &sun, disc: 0.0, horizon: 0.0 };
        let part = wall.diffuse(&sky, 0.0);
        assert!((part.sky_w_m2 - 50.0).abs() < 1e-9);
    }

    #[test]
    fn air_mass_is_one_above_and_bounded_at_the_horizon() {
        assert!((relative_air_mass(0.0) - 1.0).abs() < 1e-3);
        assert!((relative_air_mass(std::f64::consts::FRAC_PI_2) - 37.9).abs() < 0.2);
    }
}
