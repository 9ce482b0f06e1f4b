//! Air through leaks, driven by wind and by the difference of temperature (stack).

use crate::building::{Airtightness, Shielding, Terrain, Zone};

/// How a zone's leaks answer wind and stack; all zero without leaks.
///
/// # Equation
/// `V = L·√(f_s²·|ΔT| + f_w²·v²)`; `f_s = (1 + R/2)/3 · √(g·H/T)`;
/// `f_w = C'·(1 − R)^(1/3) · α·(H/10)^γ`. `L` is the effective area at 4 Pa, `R` the share of leaks
/// in ceiling and floor (as much in either), `C'` the shielding, `α` and `γ` the terrain, `v` the
/// wind at a station in flat country (`α = 1`) at its 10 m. From a test at 50 Pa:
/// `L = V₅₀·(4/50)^0.65 · √(ρ/(2·4 Pa))`.
///
/// # Validity
/// One well mixed space, heights up to about 10 m (three storeys); used beyond as it stands. Air of
/// fans and open doors is none of it: balanced ventilation adds to it, unbalanced would not.
///
/// # Source
/// M. H. Sherman, D. T. Grimsrud, *Infiltration–pressurization correlation: simplified physical
/// modeling*, ASHRAE Transactions 86(2), 1980 (LBL-10163). With `R` = 0.5, rural terrain, 2.5 m a
/// storey and a station at 6.1 m these are the coefficients of ASHRAE Handbook Fundamentals 2017,
/// ch. 16, tables 4 and 6.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Leaks {
    /// Square of the flow per kelvin. [(m³/s)²/K], or [(W/K)²/K] once times a heat capacity
    pub stack: f64,
    /// Square of the flow per square of the wind. [(m³/s)²/(m/s)²], or with (W/K)²
    pub wind: f64,
}

const GRAVITY_M_S2: f64 = 9.81;
/// Temperature at which the stack is reckoned. [K]
const STACK_K: f64 = 295.0;
/// Exponent of the flow over pressure; usual for cracks. [-]
const FLOW_EXPONENT: f64 = 0.65;
/// Pressures of the effective area and of the test. [Pa]
const AREA_PA: f64 = 4.0;
const TEST_PA: f64 = 50.0;
/// Density at which tests are stated. [kg/m³]
const TEST_KG_M3: f64 = 1.2;
const STATION_M: f64 = 10.0;
const M2_PER_CM2: f64 = 1e-4;

impl Leaks {
    /// The leaks of a checked zone.
    pub(crate) fn of_zone(zone: &Zone) -> Self {
        let Some(leakage) = &zone.air.leakage else { return Self::default() };
        let area_m2 = effective_area_m2(leakage.airtightness, zone.volume_m3);
        let share = leakage.ceiling_floor_share;
        let stack_factor = (1.0 + share / 2.0) / 3.0;
        let (alpha, gamma) = wind_profile(leakage.terrain);
        let wind_factor = shielding_factor(leakage.shielding)
            * (1.0 - share).cbrt()
            * alpha
            * (leakage.height_m / STATION_M).powf(gamma);
        Self {
            stack: (area_m2 * stack_factor).powi(2) * GRAVITY_M_S2 * leakage.height_m / STACK_K,
            wind: (area_m2 * wind_factor).powi(2),
        }
    }

    /// The same with the flow times `heat_j_m3k`.
    pub(crate) fn times(self, heat_j_m3k: f64) -> Self {
        let square = heat_j_m3k * heat_j_m3k;
        Self { stack: self.stack * square, wind: self.wind * square }
    }
}

fn effective_area_m2(airtightness: Airtightness, volume_m3: f64) -> f64 {
    match airtightness {
        Airtightness::EffectiveArea { area_cm2 } => area_cm2 * M2_PER_CM2,
        Airtightness::AirChange { n50_1_h } => {
            let test_m3_s = n50_1_h * volume_m3 / 3600.0;
            let low_m3_s = test_m3_s * (AREA_PA / TEST_PA).powf(FLOW_EXPONENT);
            low_m3_s * (TEST_KG_M3 / (2.0 * AREA_PA)).sqrt()
        }
    }
}

/// `C'` of shielding classes I to V. [-]
fn shielding_factor(shielding: Shielding) -> f64 {
    match shielding {
        Shielding::None => 0.324,
        Shielding::Light => 0.285,
        Shielding::Moderate => 0.240,
        Shielding::Heavy => 0.185,
        Shielding::VeryHeavy => 0.102,
    }
}

/// `α` and `γ` of terrain classes I to V. [-]
fn wind_profile(terrain: Terrain) -> (f64, f64) {
    match terrain {
        Terrain::Water => (1.30, 0.10),
        Terrain::Flat => (1.00, 0.15),
        Terrain::Rural => (0.85, 0.20),
        Terrain::Urban => (0.67, 0.25),
        Terrain::CityCentre => (0.47, 0.35),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::building::Leakage;
    use crate::cases;

    fn leaks(leakage: Leakage) -> Leaks {
        let mut zone = cases::building("600").expect("a case").zones.remove(0);
        zone.air.leakage = Some(leakage);
        Leaks::of_zone(&zone)
    }

    fn house(area_cm2: f64, storeys: f64, shielding: Shielding) -> Leakage {
        Leakage {
            airtightness: Airtightness::EffectiveArea { area_cm2 },
            height_m: 2.5 * storeys,
            ceiling_floor_share: 0.5,
            shielding,
            terrain: Terrain::Rural,
        }
    }

    /// Wind at 10 m over that at the 6.1 m of the stations behind ASHRAE's tables, flat country.
    fn station() -> f64 {
        (10.0_f64 / 6.1).powf(0.15)
    }

    #[test]
    fn coefficients_are_those_of_ashrae() {
        // Fundamentals 2017, ch. 16, tables 4 and 6: (L/s)² per cm⁴ and K, and per (m/s)².
        let unit = 1e-6_f64;
        let wind = [
            (Shielding::None, [319.0, 420.0, 494.0]),
            (Shielding::Light, [246.0, 325.0, 382.0]),
            (Shielding::Moderate, [174.0, 231.0, 271.0]),
            (Shielding::Heavy, [104.0, 137.0, 161.0]),
            (Shielding::VeryHeavy, [32.0, 42.0, 49.0]),
        ];
        for (shielding, row) in wind {
            for ((storeys, stack), wind) in
                [(1.0, 145.0), (2.0, 290.0), (3.0, 435.0)].iter().zip(row)
            {
                // One cm², flows in L/s.
                let found = leaks(house(1.0, *storeys, shielding)).times(1000.0);
                assert!((found.stack / (stack * unit) - 1.0).abs() < 0.01, "{found:?} {stack}");
                let low = found.wind * station().powi(2) / unit;
                assert!((low - wind).abs() < 0.75, "{low} {wind} {shielding:?}");
            }
        }
    }

    #[test]
    fn a_house_in_nebraska_by_hand() {
        // Two storeys, 500 cm², moderate shielding, 39 K, 6.7 m/s at a low station:
        // 500/1000·√(0.000290·39 + 0.000231·6.7²) = 0.0736 m³/s.
        let found = leaks(house(500.0, 2.0, Shielding::Moderate));
        let wind_m_s = 6.7 * station();
        let flow_m3_s = (found.stack * 39.0 + found.wind * wind_m_s.powi(2)).sqrt();
        assert!((flow_m3_s / 0.0736 - 1.0).abs() < 0.005, "{flow_m3_s}");
    }

    #[test]
    fn a_pressure_test_stands_for_an_area() {
        // By hand: 10 1/h of 129.6 m³ at 50 Pa are 0.36 m³/s, at 4 Pa 0.0697 m³/s; air at 4 Pa
        // leaves a hole with 2.582 m/s.
        let airtightness = Airtightness::AirChange { n50_1_h: 10.0 };
        let area_m2 = effective_area_m2(airtightness, 129.6);
        assert!((area_m2 - 0.0697 / 2.582).abs() < 2e-5, "{area_m2}");
    }

    #[test]
    fn without_leaks_nothing_flows() {
        assert_eq!(leaks(house(0.0, 2.0, Shielding::None)), Leaks::default());
        let zone = cases::building("600").expect("a case").zones.remove(0);
        assert_eq!(Leaks::of_zone(&zone), Leaks::default());
    }
}
