//! From direct to alternating current.

use crate::building::PvArray;

/// Efficiency of the inverter whose measured curve PVWatts scales; Dobos 2014, eq. 11. [-]
const REFERENCE_EFFICIENCY: f64 = 0.9637;

/// Coefficients of the part load ζ, of 1/ζ and of 1; Dobos 2014, eq. 11. [-]
const CURVE: [f64; 3] = [-0.0162, -0.0059, 0.9858];

/// An inverter, by its limits per kilowatt rated of the array.
pub(super) struct Inverter {
    /// Most alternating current. [W/kW]
    limit_w: f64,
    /// Efficiency at the limit, where a curve is wanted. [-]
    nominal_efficiency: Option<f64>,
}

impl Inverter {
    /// The inverter of `array`. One without a limit but with an efficiency is as large as the
    /// array: it reaches its limit at the array's rated power.
    pub(super) fn new(array: &PvArray) -> Self {
        let free_w = array.inverter_efficiency.map_or(f64::INFINITY, |nominal| nominal * 1000.0);
        let limit_w = array.inverter_kw.map_or(free_w, |inverter_kw| {
            if array.rated_kw > 0.0 { inverter_kw / array.rated_kw * 1000.0 } else { 0.0 }
        });
        Self { limit_w, nominal_efficiency: array.inverter_efficiency }
    }

    /// Alternating current out of `direct_w`; both per kilowatt rated. [W/kW]
    ///
    /// # Equation
    /// `η = η_nom/0.9637·(−0.0162·ζ − 0.0059/ζ + 0.9858)`, `ζ = P_dc·η_nom/P_ac0`; nothing below
    /// the load at which η is 0, at most P_ac0.
    ///
    /// # Source
    /// A. Dobos, *PVWatts Version 5 Manual*, NREL/TP-6A20-62641, 2014, eq. 11–13.
    pub(super) fn alternating_w(&self, direct_w: f64) -> f64 {
        let Some(nominal) = self.nominal_efficiency else { return direct_w.min(self.limit_w) };
        let load = direct_w * nominal / self.limit_w;
        if direct_w <= 0.0 || load <= 0.0 {
            return 0.0;
        }
        let curve = CURVE[0] * load + CURVE[1] / load + CURVE[2];
        (direct_w * nominal / REFERENCE_EFFICIENCY * curve).clamp(0.0, self.limit_w)
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
        let inverter = Inverter::new(&array);
        for (direct_w, expected_w) in PVLIB_W {
            let found_w = inverter.alternating_w(direct_w);
            assert!((found_w - expected_w).abs() < 1e-3, "{direct_w}: {found_w}");
        }
        assert!(inverter.alternating_w(3.0).abs() < 1e-12);
        assert!((inverter.alternating_w(1500.0) - 960.0).abs() < 1e-9);
    }

    /// Direct and alternating current. [W/kW]
    const PVLIB_W: [(f64, f64); 4] =
        [(10.0, 3.941_19), (100.0, 92.162_789), (500.0, 481.095_777), (1000.0, 960.0)];
}
