//! Roof photovoltaics: hourly yield of an array, and how much of it a roof holds.

use crate::building::PvArray;
use crate::sky::PlaneYear;
use crate::sun::SunYear;
use crate::weather::{Weather, WeatherHour};

/// Irradiance of standard test conditions, IEC 60904-3. [W/m²]
const STANDARD_W_M2: f64 = 1000.0;

/// Cell temperature of standard test conditions, IEC 60904-3. [°C]
const STANDARD_CELL_C: f64 = 25.0;

/// Change of power with cell temperature of crystalline silicon; data sheets state −0.0030 to
/// −0.0040, see A. Dobos, *PVWatts Version 5 Manual*, NREL/TP-6A20-62641, 2014, table 3 (premium
/// module −0.0035). [1/K]
const POWER_PER_KELVIN: f64 = -0.0035;

/// Heat-loss coefficients of a module in free air, constant [W/(m²·K)] and with wind
/// [W·s/(m³·K)]: D. Faiman, *Assessing the outdoor operating temperature of photovoltaic modules*,
/// Progress in Photovoltaics 16, 2008, mean of seven module types.
const FAIMAN: (f64, f64) = (25.0, 6.84);

/// Refractive index, extinction [1/m] and thickness [m] of the cover glass: W. De Soto, S. A.
/// Klein, W. A. Beckman, *Improvement and validation of a model for photovoltaic array
/// performance*, Solar Energy 80, 2006, p. 83.
const COVER: (f64, f64, f64) = (1.526, 4.0, 0.002);

/// Alternating-current power of every hour per kilowatt rated, `[8760]`. [W/kW]
///
/// `ground_reflectance`: `0..=1`. The array's own `rated_kw` matters only for the ratio at which
/// its inverter clips.
///
/// # Equation
/// `P = 1000·(E/1000)·(1 + γ·(T_cell − 25))·(1 − losses)`, at most the inverter's limit, where `E`
/// is the irradiance on the plane (Perez 1990 sky) behind the cover glass (De Soto 2006, diffuse
/// at the equivalent angles of Brandemuehl and Beckman 1980) and
/// `T_cell = T_air + E_plane/(25 + 6.84·v)` (Faiman 2008).
///
/// # Validity
/// Unshaded crystalline silicon modules, ventilated behind; no snow, no degradation with age, wind
/// at 10 m taken as wind at the module. Low-light behaviour is linear.
///
/// # Source
/// PVWatts version 5 (Dobos 2014, eq. 8) for the power equation; others as named.
pub fn yield_w_per_kw(
    weather: &Weather,
    sun: &SunYear,
    array: &PvArray,
    ground_reflectance: f64,
) -> Vec<f64> {
    let plane = PlaneYear::new(weather, sun, array.tilt_deg, array.azimuth_deg, ground_reflectance);
    let diffuse = DiffuseModifiers::new(array.tilt_deg);
    let limit_w = array.inverter_kw.map_or(f64::INFINITY, |inverter_kw| {
        if array.rated_kw > 0.0 { inverter_kw / array.rated_kw * 1000.0 } else { 0.0 }
    });
    let kept = (1.0 - array.system_loss).clamp(0.0, 1.0);
    weather
        .hours
        .iter()
        .enumerate()
        .map(|(index, hour)| {
            let behind_glass_w_m2 = (plane.beam_w_m2[index] + plane.circumsolar_w_m2[index])
                * incidence_modifier(plane.cos_incidence[index])
                + plane.sky_w_m2[index] * diffuse.sky
                + plane.ground_w_m2[index] * diffuse.ground;
            let cell_c = cell_c(hour, plane.total_w_m2(index));
            let warmth = 1.0 + POWER_PER_KELVIN * (cell_c - STANDARD_CELL_C);
            let direct_current_w = behind_glass_w_m2 / STANDARD_W_M2 * 1000.0 * warmth.max(0.0);
            (direct_current_w * kept).min(limit_w)
        })
        .collect()
}

/// Cell temperature of a module that takes `plane_w_m2`; Faiman 2008, eq. 3. [°C]
fn cell_c(hour: &WeatherHour, plane_w_m2: f64) -> f64 {
    hour.dry_bulb_c + plane_w_m2 / (FAIMAN.0 + FAIMAN.1 * hour.wind_speed_m_s.max(0.0))
}

/// Light behind the cover glass relative to normal incidence, 0 from behind and at grazing. [-]
///
/// # Equation
/// `τ(θ) = exp(−K·L/cos θr)·(1 − ½(sin²(θr−θ)/sin²(θr+θ) + tan²(θr−θ)/tan²(θr+θ)))`, over `τ(0)`
/// (De Soto et al. 2006, eq. 14 and 15)
fn incidence_modifier(cos_incidence: f64) -> f64 {
    /// Closer to normal than this the quotients of Fresnel's equations lose their digits.
    const COS_NORMAL: f64 = 0.999_999;
    let (index, extinction_1_m, thickness_m) = COVER;
    let normal =
        (-extinction_1_m * thickness_m).exp() * (1.0 - ((index - 1.0) / (index + 1.0)).powi(2));
    if cos_incidence <= 0.0 {
        return 0.0;
    }
    if cos_incidence >= COS_NORMAL {
        return 1.0;
    }
    let incident_rad = cos_incidence.acos();
    let refracted_rad = (incident_rad.sin() / index).asin();
    let (minus, plus) = (refracted_rad - incident_rad, refracted_rad + incident_rad);
    let reflected =
        f64::midpoint((minus.sin() / plus.sin()).powi(2), (minus.tan() / plus.tan()).powi(2));
    let path_m = thickness_m / refracted_rad.cos();
    ((-extinction_1_m * path_m).exp() * (1.0 - reflected) / normal).max(0.0)
}

/// Cover-glass modifiers of scattered light.
struct DiffuseModifiers {
    sky: f64,
    ground: f64,
}

impl DiffuseModifiers {
    /// At the equivalent angles of M. J. Brandemuehl, W. A. Beckman, *Transmission of diffuse
    /// radiation through CPC and flat plate collector glazings*, Solar Energy 24, 1980.
    fn new(tilt_deg: f64) -> Self {
        const SKY_DEG: [f64; 3] = [59.7, -0.1388, 0.001_497];
        const GROUND_DEG: [f64; 3] = [90.0, -0.5788, 0.002_693];
        let tilt = tilt_deg.clamp(0.0, 90.0);
        let at = |[constant, linear, square]: [f64; 3]| {
            let angle_deg = constant + tilt * (linear + tilt * square);
            incidence_modifier(angle_deg.to_radians().cos())
        };
        Self { sky: at(SKY_DEG), ground: at(GROUND_DEG) }
    }
}

/// How the share of a roof that photovoltaics take is measured. The two differ by the gaps between
/// rows, so the name is shown with every share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoofMethod {
    /// 组件投影: horizontal projection of the modules themselves, over that of the roof.
    ModuleProjection,
    /// 阵列占地: modules with the gaps that keep rows out of each other's shade, over the
    /// horizontal projection of the roof.
    ArrayField,
}

/// Rated power per module area of current crystalline modules: 2.58 m² modules of 540 to 580 W;
/// planning value within the 150–200 W/m² of earlier stock and 225 of the newest. [kW/m²]
pub const MODULE_KW_M2: f64 = 0.2;

/// Sun-hours around noon of the winter solstice without shade between rows, as an hour angle:
/// 09:00 to 15:00. Source: GB 50797-2012 光伏发电站设计规范, clause 7.2.2. [°]
const UNSHADED_HOUR_ANGLE_DEG: f64 = 45.0;

/// Declination of the sun at the winter solstice. [°]
const SOLSTICE_DECLINATION_DEG: f64 = 23.45;

/// Widest pitch of rows relative to the module's depth; nearer the polar circle rows are let
/// shade each other instead. [-]
const PITCH_MAX: f64 = 8.0;

/// What of a roof photovoltaics take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoofArray {
    /// Rated direct-current power. [kW]
    pub rated_kw: f64,
    /// Area of the modules' own plane. [m²]
    pub module_area_m2: f64,
    /// Horizontal projection of the modules. [m²]
    pub module_projection_m2: f64,
    /// Modules with the gaps between rows, horizontal. [m²]
    pub field_area_m2: f64,
    /// Modules' projection over roof projection. [-]
    pub module_projection_share: f64,
    /// Field over roof projection. [-]
    pub array_field_share: f64,
}

impl RoofArray {
    /// The array of `rated_kw` on a roof of `roof_area_m2` (horizontal projection, `> 0`), tilted
    /// by `tilt_deg` towards the equator at `latitude_deg`.
    pub fn of(rated_kw: f64, roof_area_m2: f64, tilt_deg: f64, latitude_deg: f64) -> Self {
        let module_area_m2 = rated_kw / MODULE_KW_M2;
        let module_projection_m2 = module_area_m2 * tilt_deg.to_radians().cos();
        let field_area_m2 = module_area_m2 * row_pitch(tilt_deg, latitude_deg);
        let share = |area_m2: f64| if roof_area_m2 > 0.0 { area_m2 / roof_area_m2 } else { 0.0 };
        Self {
            rated_kw,
            module_area_m2,
            module_projection_m2,
            field_area_m2,
            module_projection_share: share(module_projection_m2),
            array_field_share: share(field_area_m2),
        }
    }

    /// The array whose share of the roof, measured by `method`, is `share` (`0..=1`).
    ///
    /// Whether a share by [`RoofMethod::ModuleProjection`] fits with its gaps shows in
    /// `array_field_share`: above 1 it does not.
    pub fn filling(
        method: RoofMethod,
        share: f64,
        roof_area_m2: f64,
        tilt_deg: f64,
        latitude_deg: f64,
    ) -> Self {
        let per_kw = Self::of(1.0, roof_area_m2, tilt_deg, latitude_deg);
        let share_per_kw = match method {
            RoofMethod::ModuleProjection => per_kw.module_projection_share,
            RoofMethod::ArrayField => per_kw.array_field_share,
        };
        let rated_kw = if share_per_kw > 0.0 { (share / share_per_kw).max(0.0) } else { 0.0 };
        Self::of(rated_kw, roof_area_m2, tilt_deg, latitude_deg)
    }

    /// The share by one method. [-]
    pub fn share(&self, method: RoofMethod) -> f64 {
        match method {
            RoofMethod::ModuleProjection => self.module_projection_share,
            RoofMethod::ArrayField => self.array_field_share,
        }
    }
}

/// Distance from row to row over the depth of the module, `tilt_deg` towards the equator, such that
/// no row shades the next from 09:00 to 15:00 solar time at the winter solstice; at least the
/// module's own projection, at most 8. [-]
///
/// # Equation
/// `D/L = cos β + sin β·(0.707·tan φ + 0.4338) / (0.707 − 0.4338·tan φ)`: the constants are the
/// cosine of the hour angle 45° and the tangent of the declination at the winter solstice.
///
/// # Validity
/// Latitudes up to about 55°; beyond, where the sun is down at 09:00, the pitch is held at 8.
///
/// # Source
/// GB 50797-2012, clause 7.2.2.
pub fn row_pitch(tilt_deg: f64, latitude_deg: f64) -> f64 {
    let (sin_tilt, cos_tilt) = tilt_deg.to_radians().sin_cos();
    if sin_tilt <= 0.0 {
        return cos_tilt.max(0.0);
    }
    let cos_hour = UNSHADED_HOUR_ANGLE_DEG.to_radians().cos();
    let tan_declination = SOLSTICE_DECLINATION_DEG.to_radians().tan();
    let tan_latitude = latitude_deg.abs().to_radians().tan();
    let height = cos_hour - tan_declination * tan_latitude;
    let shadow = if height > 0.0 {
        (cos_hour * tan_latitude + tan_declination) / height
    } else {
        f64::INFINITY
    };
    (cos_tilt + sin_tilt * shadow).min(PITCH_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glass_lets_light_in_by_angle() {
        assert!((incidence_modifier(1.0) - 1.0).abs() < 1e-12);
        assert!((incidence_modifier(0.999_99) - 1.0).abs() < 1e-4);
        // The same model in pvlib 0.16.1, `iam.physical(n=1.526, K=4, L=0.002)`.
        for (angle_deg, expected) in
            [(30.0_f64, 0.99789), (60.0, 0.946), (75.0, 0.77406), (85.0, 0.40088)]
        {
            let found = incidence_modifier(angle_deg.to_radians().cos());
            assert!((found - expected).abs() < 1e-5, "{angle_deg}: {found}");
        }
        assert!(incidence_modifier(0.0).abs() < 1e-12);
    }

    #[test]
    fn a_cell_in_full_sun_and_still_air_is_forty_kelvin_warmer() {
        let still = WeatherHour { dry_bulb_c: 20.0, ..WeatherHour::default() };
        assert!((cell_c(&still, 1000.0) - 60.0).abs() < 1e-12);
    }

    #[test]
    fn beijing_rows_stand_apart_as_the_code_says() {
        // φ = 40°: tan φ = 0.8391; (0.707·0.8391 + 0.4338)/(0.707 − 0.4338·0.8391) = 2.995.
        let pitch = row_pitch(30.0, 40.0);
        assert!((pitch - (0.8660 + 0.5 * 2.995)).abs() < 0.01, "{pitch}");
        assert!((row_pitch(0.0, 40.0) - 1.0).abs() < 1e-12);
        assert!((row_pitch(60.0, 70.0) - PITCH_MAX).abs() < 1e-12);
    }

    #[test]
    fn the_two_methods_differ_by_the_gaps() {
        let flat = RoofArray::of(100.0, 1000.0, 0.0, 40.0);
        assert!((flat.module_projection_share - 0.5).abs() < 1e-12);
        assert!((flat.array_field_share - 0.5).abs() < 1e-12);
        for method in [RoofMethod::ModuleProjection, RoofMethod::ArrayField] {
            let filled = RoofArray::filling(method, 0.4, 1000.0, 30.0, 40.0);
            assert!((filled.share(method) - 0.4).abs() < 1e-12);
            assert!(filled.array_field_share > filled.module_projection_share);
        }
    }
}
