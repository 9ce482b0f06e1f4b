//! From direct to alternating current.

use crate::building::PvArray;
use crate::lanes::Lanes;

/// Efficiency of the inverter whose measured curve PVWatts scales; Dobos 2014, eq. 11. [-]
const REFERENCE_EFFICIENCY: f64 = 0.9637;

/// Coefficients of the part load ζ, of 1/ζ and of 1; Dobos 2014, eq. 11. [-]
const CURVE: [f64; 3] = [-0.0162, -0.0059, 0.9858];

/// An inverter, per kilowatt rated of the array.
pub(super) struct Inverter {
    /// Most alternating current. [W/kW]
    limit_w: f64,
    /// Alternating current below the limit: constant [W/kW], factor [-] and factor of the square
    /// [kW/W] of the direct current.
    curve: [f64; 3],
}

impl Inverter {
    /// The inverter of `array`. One without a limit but with an efficiency is as large as the
    /// array: it reaches its limit at the array's rated power.
    pub(super) fn new(array: &PvArray) -> Self {
        let free_w = array.inverter_efficiency.map_or(f64::INFINITY, |nominal| nominal * 1000.0);
        let limit_w = array.inverter_kw.map_or(free_w, |inverter_kw| {
            if array.rated_kw > 0.0 { inverter_kw / array.rated_kw * 1000.0 } else { 0.0 }
        });
        let curve = array.inverter_efficiency.map_or([0.0, 1.0, 0.0], |nominal| {
            let [load, inverse, one] = CURVE.map(|share| share / REFERENCE_EFFICIENCY);
            [inverse * limit_w, one * nominal, load * nominal * nominal / limit_w]
        });
        Self { limit_w, curve }
    }

    /// Alternating current out of `direct_w`; both per kilowatt rated. [W/kW]
    ///
    /// # Equation
    /// `η = η_nom/0.9637·(−0.0162·ζ − 0.0059/ζ + 0.9858)`, `ζ = P_dc·η_nom/P_ac0`; nothing below
    /// the load at which η is 0, at most P_ac0. `P_dc·η` is a square in `P_dc`.
    ///
    /// # Source
    /// A. Dobos, *PVWatts Version 5 Manual*, NREL/TP-6A20-62641, 2014, eq. 11–13.
    #[inline(always)]
    pub(super) fn alternating_w<const W: usize>(&self, direct_w: Lanes<W>) -> Lanes<W> {
        let [constant_w, factor, square] = self.curve;
        let free_w = (direct_w * square + factor) * direct_w + constant_w;
        free_w.max(Lanes::splat(0.0)).min(Lanes::splat(self.limit_w))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against pvlib 0.16.1, `inverter.pvwatts(pdc, pdc0=1000, eta_inv_nom=0.96)`.
    #[test]
    fn part_load_costs_what_pvwatts_says() {
        let array =
            PvArray { inverter_efficiency: Some(0.96), ..PvArray::new(2.0, 30.0, 180.0, 0.0) };
        for (direct_w, expected_w) in PVLIB_W {
            let found_w = alternating_w(&array, direct_w);
            assert!((found_w - expected_w).abs() < 1e-3, "{direct_w}: {found_w}");
        }
        assert!(alternating_w(&array, 3.0).abs() < 1e-12);
        assert!((alternating_w(&array, 1500.0) - 960.0).abs() < 1e-9);
    }

    #[test]
    fn an_inverter_without_power_or_without_limit_is_no_special_case() {
        let free = PvArray::new(2.0, 30.0, 180.0, 0.0);
        assert!((alternating_w(&free, 1500.0) - 1500.0).abs() < 1e-12);
        for inverter_efficiency in [None, Some(0.96)] {
            let none = PvArray { inverter_efficiency, inverter_kw: Some(0.0), ..free.clone() };
            assert!(alternating_w(&none, 0.0).abs() < 1e-12);
            assert!(alternating_w(&none, 500.0).abs() < 1e-12);
        }
    }

    fn alternating_w(array: &PvArray, direct_w: f64) -> f64 {
        Inverter::new(array).alternating_w(Lanes([direct_w])).0[0]
    }

    /// Direct and alternating current. [W/kW]
    const PVLIB_W: [(f64, f64); 4] =
        [(10.0, 3.941_19), (100.0, 92.162_789), (500.0, 481.095_777), (1000.0, 960.0)];
}
