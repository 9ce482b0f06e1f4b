//! Heat exchange of faces with air: still air inside, wind and still air outside.

/// How the air at a face takes up heat by itself, `h = c·|ΔT|^(1/3)`, by whether the face is warmer
/// or colder than the air. [W/(m²·K^(4/3))]
///
/// # Equation
/// Upright faces 1.31; a face whose warm air rises off it 9.482/(7.238 − |cos Σ|); one that holds
/// its layer 1.810/(1.382 + |cos Σ|)
///
/// # Validity
/// Rooms and façades, turbulent; below 0.1 W/(m²·K) the coefficient is held there.
///
/// # Source
/// G. N. Walton, *Thermal Analysis Research Program Reference Manual*, NBSIR 83-2655, 1983, p. 79.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Buoyancy {
    pub warmer: f64,
    pub colder: f64,
}

const UPRIGHT: f64 = 1.31;
const ENHANCED: (f64, f64) = (9.482, 7.238);
const REDUCED: (f64, f64) = (1.810, 1.382);
/// |cos Σ| below which a face counts as upright (0.5°).
const UPRIGHT_COSINE: f64 = 0.008_73;

/// Lowest coefficient of still air, for draughts that no room is without. [W/(m²·K)]
pub(crate) const STILL_AIR_MIN_W_M2K: f64 = 0.1;

impl Buoyancy {
    /// A face whose normal stands at `tilt_deg` from the zenith: 0 looks up, 180 looks down.
    pub(crate) fn of_face(tilt_deg: f64) -> Self {
        let cosine = tilt_deg.to_radians().cos();
        if cosine.abs() < UPRIGHT_COSINE {
            return Self { warmer: UPRIGHT, colder: UPRIGHT };
        }
        let enhanced = ENHANCED.0 / (ENHANCED.1 - cosine.abs());
        let reduced = REDUCED.0 / (REDUCED.1 + cosine.abs());
        if cosine > 0.0 {
            Self { warmer: enhanced, colder: reduced }
        } else {
            Self { warmer: reduced, colder: enhanced }
        }
    }
}

/// Tilts from the zenith between which glass counts as upright. [°]
const GLASS_UPRIGHT_DEG: std::ops::RangeInclusive<f64> = 60.0..=120.0;
/// Difference to the air at which the law of glass and the one used are equal. [K]
const GLASS_DIFFERENCE_K: f64 = 5.0;
/// `0.56·λ·(g·ρ²·c_p/(T·μ·λ))^(1/4)` of air of 15 °C and 1.2 kg/m³. [W/(m^(7/4)·K^(5/4))]
const GLASS_FILM: f64 = 1.45;
const GLASS_FILM_AIR_KG_M3: f64 = 1.2;

impl Buoyancy {
    /// The inner face of a window whose normal stands at `tilt_deg` from the zenith, with panes of
    /// `height_m`, in air of `air_density_kg_m3`. A film runs slower down one tall plane than in
    /// the corners and draughts of walls.
    ///
    /// # Equation
    /// `Nu = 0.56·Ra_H^(1/4)`, so `h = 1.45·√(ρ/1.2)·(ΔT/H)^(1/4)`; taken as `c·ΔT^(1/3)` with the
    /// same value at 5 K
    ///
    /// # Validity
    /// Glass within 30° of upright; flatter glass is as any other face. From 2 to 13 K the exponent
    /// makes it 8 % too weak to 8 % too strong.
    ///
    /// # Source
    /// ISO 15099:2003, 8.3.2.2 (inclination 15° to 90°, below the critical Rayleigh number).
    pub(crate) fn of_glass(tilt_deg: f64, height_m: f64, air_density_kg_m3: f64) -> Self {
        if !GLASS_UPRIGHT_DEG.contains(&tilt_deg) {
            return Self::of_face(180.0 - tilt_deg);
        }
        let thin = (air_density_kg_m3 / GLASS_FILM_AIR_KG_M3).sqrt();
        let film = GLASS_FILM * thin * (GLASS_DIFFERENCE_K / height_m).powf(0.25);
        let strength = film / GLASS_DIFFERENCE_K.cbrt();
        Self { warmer: strength, colder: strength }
    }
}

/// Forced part of the coefficient at a smooth face from a wind of `speed_m_s` at the face,
/// windward or leeward. [W/(m²·K)]
///
/// # Equation
/// `h = a·v^b`; windward a = 3.26, b = 0.89; leeward a = 3.55, b = 0.617. With still air `h_n` and
/// roughness `R`: `h_n + R·(√(h_n² + h²) − h_n)`
///
/// # Validity
/// Low buildings, smooth glass, winds up to 12 m/s; used beyond as it stands.
///
/// # Source
/// M. Yazdanian, J. H. Klems, *Measurement of the exterior convective film coefficient for windows
/// in low-rise buildings*, ASHRAE Transactions 100(1), 1994; roughness: Walton 1983, p. 71.
pub(crate) fn forced_w_m2k(speed_m_s: f64, windward: bool) -> f64 {
    let (factor, exponent) = if windward { WINDWARD } else { LEEWARD };
    factor * speed_m_s.powf(exponent)
}

pub(crate) const WINDWARD: (f64, f64) = (3.26, 0.89);
pub(crate) const LEEWARD: (f64, f64) = (3.55, 0.617);

/// Roughness of plaster, brick and like faces ("rough"), and of glass. Walton 1983, p. 71.
pub(crate) const ROUGH: f64 = 1.67;
pub(crate) const SMOOTH: f64 = 1.0;

/// Wind at `height_m` per wind at the 10 m of a weather station, both in open country. [-]
///
/// # Equation
/// `(height / 10)^0.14`, at least at 0.5 m
///
/// # Source
/// ASHRAE Handbook Fundamentals 2017, ch. 24, eq. 4 and table 1 (category 3).
pub(crate) fn wind_factor(height_m: f64) -> f64 {
    const STATION_M: f64 = 10.0;
    const LOWEST_M: f64 = 0.5;
    const EXPONENT: f64 = 0.14;
    (height_m.max(LOWEST_M) / STATION_M).powf(EXPONENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warm_floors_and_cold_ceilings_stir_the_air() {
        let floor = Buoyancy::of_face(0.0);
        let ceiling = Buoyancy::of_face(180.0);
        assert!((floor.warmer - 1.520).abs() < 1e-3 && (floor.colder - 0.760).abs() < 1e-3);
        assert!((ceiling.colder - 1.520).abs() < 1e-3 && (ceiling.warmer - 0.760).abs() < 1e-3);
        assert!((Buoyancy::of_face(90.0).warmer - 1.31).abs() < 1e-12);
    }

    #[test]
    fn glass_by_hand() {
        // Ra = 1.2²·1006·9.81·2³·5/(288·1.79e-5·0.0253) = 4.36e9, Nu = 0.56·Ra^0.25 = 143.9,
        // h = 143.9·0.0253/2 = 1.820.
        let glass = Buoyancy::of_glass(90.0, 2.0, 1.2);
        assert!((glass.warmer * 5.0_f64.cbrt() - 1.820).abs() < 0.01, "{glass:?}");
        assert_eq!(Buoyancy::of_glass(0.0, 2.0, 1.2), Buoyancy::of_face(180.0));
    }

    #[test]
    fn wind_by_hand() {
        assert!((forced_w_m2k(1.0, true) - 3.26).abs() < 1e-12);
        assert!((forced_w_m2k(4.0, false) - 3.55 * 4.0_f64.powf(0.617)).abs() < 1e-12);
        assert!((wind_factor(10.0) - 1.0).abs() < 1e-12);
    }
}
