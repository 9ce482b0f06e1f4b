//! How much photovoltaics a roof holds.

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
