//! What the cover glass lets through by angle.

/// Refractive index, extinction [1/m] and thickness [m] of the cover glass: W. De Soto, S. A.
/// Klein, W. A. Beckman, *Improvement and validation of a model for photovoltaic array
/// performance*, Solar Energy 80, 2006, p. 83.
const COVER: (f64, f64, f64) = (1.526, 4.0, 0.002);

/// Light behind the cover glass relative to normal incidence, 0 from behind and at grazing. [-]
///
/// # Equation
/// `τ(θ) = exp(−K·L/cos θr)·(1 − ½(sin²(θr−θ)/sin²(θr+θ) + tan²(θr−θ)/tan²(θr+θ)))`, over `τ(0)`
/// (De Soto et al. 2006, eq. 14 and 15)
pub(super) fn incidence_modifier(cos_incidence: f64) -> f64 {
    /// Closer to normal than this the quotients of Fresnel's equations lose their digits.
    const COS_NORMAL: f64 = 0.999_999;
    let (index, extinction_1_m, thickness_m) = COVER;
    if cos_incidence <= 0.0 {
        return 0.0;
    }
    if cos_incidence >= COS_NORMAL {
        return 1.0;
    }
    let normal =
        (-extinction_1_m * thickness_m).exp() * (1.0 - ((index - 1.0) / (index + 1.0)).powi(2));
    let incident_rad = cos_incidence.acos();
    let refracted_rad = (incident_rad.sin() / index).asin();
    let (minus, plus) = (refracted_rad - incident_rad, refracted_rad + incident_rad);
    let reflected =
        f64::midpoint((minus.sin() / plus.sin()).powi(2), (minus.tan() / plus.tan()).powi(2));
    let path_m = thickness_m / refracted_rad.cos();
    ((-extinction_1_m * path_m).exp() * (1.0 - reflected) / normal).max(0.0)
}

/// Cover-glass modifiers of scattered light.
pub(super) struct DiffuseModifiers {
    pub(super) sky: f64,
    pub(super) ground: f64,
}

impl DiffuseModifiers {
    /// At the equivalent angles of M. J. Brandemuehl, W. A. Beckman, *Transmission of diffuse
    /// radiation through CPC and flat plate collector glazings*, Solar Energy 24, 1980.
    pub(super) fn new(tilt_deg: f64) -> Self {
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
}
