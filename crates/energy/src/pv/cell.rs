//! How warm the cells get.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::roof::MODULE_KW_M2;
use crate::weather::WeatherHour;

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
    /// Cell temperature of a module that takes `plane_w_m2`. [°C]
    ///
    /// # Equation
    /// Faiman: `T_air + E/(25 + 6.84·v)`. PVsyst: `T_air + E·0.9·(1 − η)/U`, where η is the
    /// efficiency that [`MODULE_KW_M2`] stands for.
    pub(super) fn cell_c(self, hour: &WeatherHour, plane_w_m2: f64) -> f64 {
        let pvsyst =
            |loss_w_m2k: f64| plane_w_m2 * PVSYST_ABSORPTION * (1.0 - MODULE_KW_M2) / loss_w_m2k;
        let above_air_k = match self {
            Self::Faiman => plane_w_m2 / (FAIMAN.0 + FAIMAN.1 * hour.wind_speed_m_s.max(0.0)),
            Self::PvsystOpen => pvsyst(PVSYST.0),
            Self::PvsystInsulated => pvsyst(PVSYST.1),
        };
        hour.dry_bulb_c + above_air_k
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_in_full_sun_and_still_air_is_forty_kelvin_warmer() {
        let still = WeatherHour { dry_bulb_c: 20.0, ..WeatherHour::default() };
        assert!((CellModel::Faiman.cell_c(&still, 1000.0) - 60.0).abs() < 1e-12);
        // 1000·0.9·0.8/29 and /15; pvlib 0.16.1: `pvsyst_cell(1000, 20, 0, 29, 0, 0.2, 0.9)`.
        assert!((CellModel::PvsystOpen.cell_c(&still, 1000.0) - 44.8276).abs() < 1e-4);
        assert!((CellModel::PvsystInsulated.cell_c(&still, 1000.0) - 68.0).abs() < 1e-12);
    }
}
