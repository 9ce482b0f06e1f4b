//! What the cover glass lets through by angle.

use crate::lanes::Lanes;

/// Refractive index, extinction [1/m] and thickness [m] of the cover glass: W. De Soto, S. A.
/// Klein, W. A. Beckman, *Improvement and validation of a model for photovoltaic array
/// performance*, Solar Energy 80, 2006, p. 83.
const COVER: (f64, f64, f64) = (1.526, 4.0, 0.002);

/// Light behind the cover glass relative to normal incidence, 0 from behind and at grazing. [-]
///
/// # Equation
/// `τ(θ) = exp(−K·L/cos θr)·(1 − ½(sin²(θr−θ)/sin²(θr+θ) + tan²(θr−θ)/tan²(θr+θ)))`, over `τ(0)`
/// (De Soto et al. 2006, eq. 14 and 15). With `c = cos θ` and `s = n·cos θr = √(n² − 1 + c²)` the
/// quotients are `(c − s)²/(c + s)²` and `(n²·c − s)²/(n²·c + s)²`, so that the second factor is
/// `2·c·s·((n²·c + s)² + n²·(c + s)²)/((c + s)·(n²·c + s))²`: no angle, and no digits lost at
/// normal incidence.
#[inline(always)]
pub(super) fn incidence_modifier<const W: usize>(cos_incidence: Lanes<W>) -> Lanes<W> {
    let (index, extinction_1_m, thickness_m) = COVER;
    let square = index * index;
    let incident = cos_incidence.max(Lanes::splat(0.0));
    let refracted = (incident * incident + (square - 1.0)).sqrt();
    let (across, along) = (incident + refracted, incident * square + refracted);
    let both = across * along;
    let entering =
        incident * refracted * 2.0 * (along * along + across * across * square) / (both * both);
    let normal = 1.0 - ((index - 1.0) / (index + 1.0)).powi(2);
    // −K·L·(1/cos θr − 1), −0.0026 to 0.
    let absorbed = (Lanes::splat(index) / refracted - 1.0) * (-extinction_1_m * thickness_m);
    small_exp(absorbed) * entering * (1.0 / normal)
}

/// `eˣ` by its series, within 2e-12 for |x| up to 0.0026. [-]
#[inline(always)]
fn small_exp<const W: usize>(x: Lanes<W>) -> Lanes<W> {
    ((x * (1.0 / 3.0) + 1.0) * x * 0.5 + 1.0) * x + 1.0
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
        let cosines = [SKY_DEG, GROUND_DEG].map(|[constant, linear, square]| {
            (constant + tilt * (linear + tilt * square)).to_radians().cos()
        });
        let [sky, ground] = incidence_modifier(Lanes(cosines)).0;
        Self { sky, ground }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(cos_incidence: f64) -> f64 {
        incidence_modifier(Lanes([cos_incidence])).0[0]
    }

    #[test]
    fn glass_lets_light_in_by_angle() {
        assert!((through(1.0) - 1.0).abs() < 1e-12);
        assert!((through(0.999_99) - 1.0).abs() < 1e-4);
        // The same model in pvlib 0.16.1, `iam.physical(n=1.526, K=4, L=0.002)`.
        for (angle_deg, expected) in
            [(30.0_f64, 0.99789), (60.0, 0.946), (75.0, 0.77406), (85.0, 0.40088)]
        {
            let found = through(angle_deg.to_radians().cos());
            assert!((found - expected).abs() < 1e-5, "{angle_deg}: {found}");
        }
        assert!(through(0.0).abs() < 1e-12 && through(-0.5).abs() < 1e-12);
    }

    /// Fresnel and Bouguer as the source writes them, by angles.
    #[test]
    fn the_algebra_agrees_with_the_angles() {
        let (index, extinction_1_m, thickness_m) = COVER;
        let transmitted = |incident_rad: f64| {
            let refracted_rad = (incident_rad.sin() / index).asin();
            let (minus, plus) = (refracted_rad - incident_rad, refracted_rad + incident_rad);
            let across = (minus.sin() / plus.sin()).powi(2);
            let along = (minus.tan() / plus.tan()).powi(2);
            let path_m = thickness_m / refracted_rad.cos();
            (-extinction_1_m * path_m).exp() * (1.0 - f64::midpoint(across, along))
        };
        let normal =
            (-extinction_1_m * thickness_m).exp() * (1.0 - ((index - 1.0) / (index + 1.0)).powi(2));
        for tenth_deg in 10_u32..900 {
            let incident_rad = (f64::from(tenth_deg) / 10.0).to_radians();
            let expected = transmitted(incident_rad) / normal;
            let found = through(incident_rad.cos());
            assert!((found - expected).abs() < 1e-9, "{tenth_deg}: {found} {expected}");
        }
    }
}
