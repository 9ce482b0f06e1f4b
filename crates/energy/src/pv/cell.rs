//! How warm the cells get.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::roof::MODULE_KW_M2;
use crate::lanes::Lanes;

/// How the temperature of the cells follows from sun, air and wind.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CellModel {
    /// Free air and wind behind the module, D. Faiman, *Assessing the outdoor operating temperature
    /// of photovoltaic modules*, Progress in Photovoltaics 16, 2008, eq. 3. The default.
    #[default]
    Faiman,
    /// PVsyst's balance with its constant for free-standing modules, 29 W/(m²·K), no wind term.
    PvsystOpen,
    /// PVsyst's balance with its constant for an insulated back, 15 W/(m²·K): modules laid in the
    /// roof.
    PvsystInsulated,
}

/// Heat-loss coefficients of a module in free air, constant [W/(m²·K)] and with wind
/// [W·s/(m³·K)]: Faiman 2008, mean of seven module types.
const FAIMAN: (f64, f64) = (25.0, 6.84);

/// Share of the sun that a module absorbs. Source: PVsyst 7 help, *Array thermal losses*. [-]
const PVSYST_ABSORPTION: f64 = 0.9;

/// Heat-loss coefficients of PVsyst, open and insulated at the back; PVsyst 7 help, *Array thermal
/// losses*. [W/(m²·K)]
const PVSYST: (f64, f64) = (29.0, 15.0);

impl CellModel {
    /// Temperature of the cells above that of the air, of a module that takes `plane_w_m2` in a
    /// wind of `wind_m_s`, `>= 0`. [K]
    ///
    /// # Equation
    /// Faiman: `E/(25 + 6.84·v)`. PVsyst: `E·0.9·(1 − η)/U`, where η is the efficiency that
    /// [`MODULE_KW_M2`] stands for.
    #[inline(always)]
    pub(super) fn above_air_k<const W: usize>(
        self,
        wind_m_s: Lanes<W>,
        plane_w_m2: Lanes<W>,
    ) -> Lanes<W> {
        let heat = PVSYST_ABSORPTION * (1.0 - MODULE_KW_M2);
        match self {
            Self::Faiman => plane_w_m2 / (wind_m_s * FAIMAN.1 + FAIMAN.0),
            Self::PvsystOpen => plane_w_m2 * (heat / PVSYST.0),
            Self::PvsystInsulated => plane_w_m2 * (heat / PVSYST.1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_in_full_sun_and_still_air_is_forty_kelvin_warmer() {
        let above_k = |model: CellModel| model.above_air_k(Lanes([0.0]), Lanes([1000.0])).0[0];
        assert!((above_k(CellModel::Faiman) - 40.0).abs() < 1e-12);
        // 1000·0.9·0.8/29 and /15; pvlib 0.16.1: `pvsyst_cell(1000, 20, 0, 29, 0, 0.2, 0.9)`.
        assert!((above_k(CellModel::PvsystOpen) - 24.8276).abs() < 1e-4);
        assert!((above_k(CellModel::PvsystInsulated) - 48.0).abs() < 1e-12);
    }
}
