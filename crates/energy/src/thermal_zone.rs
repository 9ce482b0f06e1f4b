//! What a building code asks about a place: degree days and thermal zone.

use serde::{Deserialize, Serialize};

use crate::weather::Weather;

/// Base of heating degree days in Chinese codes. [°C]
pub const HEATING_BASE_C: f64 = 18.0;

/// Base of cooling degree days in Chinese codes. [°C]
pub const COOLING_BASE_C: f64 = 26.0;

/// The climate of a place, as far as constructions and seasons depend on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Climate {
    /// Name of the weather it was derived from.
    pub name: String,
    /// Latitude, north positive. [°]
    pub latitude_deg: f64,
    /// Yearly sum over days of the kelvins below 18 °C, HDD18. [K·d]
    pub heating_degree_days: f64,
    /// Yearly sum over days of the kelvins above 26 °C, CDD26. [K·d]
    pub cooling_degree_days: f64,
    /// Means of the outdoor air of the twelve months. [°C]
    pub monthly_means_c: [f64; 12],
    /// Zone and sub-zone.
    pub zone: ThermalZone,
}

/// Sub-zones of building thermal design 建筑热工设计二级区划, GB 50176-2016, table 4.1.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThermalZone {
    /// 1A 严寒A: `HDD18 ≥ 6000`.
    SevereColdA,
    /// 1B 严寒B: `5000 ≤ HDD18 < 6000`.
    SevereColdB,
    /// 1C 严寒C: `3800 ≤ HDD18 < 5000`.
    SevereColdC,
    /// 2A 寒冷A: `2000 ≤ HDD18 < 3800`, `CDD26 ≤ 90`.
    ColdA,
    /// 2B 寒冷B: `2000 ≤ HDD18 < 3800`, `CDD26 > 90`; Beijing.
    ColdB,
    /// 3A, 3B 夏热冬冷: `700 ≤ HDD18 < 2000`.
    HotSummerColdWinter,
    /// 4A, 4B 夏热冬暖: `HDD18 < 700`.
    HotSummerWarmWinter,
    /// 5A, 5B 温和: `HDD18 < 2000`, `CDD26 < 10`.
    Temperate,
}

impl ThermalZone {
    /// All zones, coldest first.
    pub const ALL: [Self; 8] = [
        Self::SevereColdA,
        Self::SevereColdB,
        Self::SevereColdC,
        Self::ColdA,
        Self::ColdB,
        Self::HotSummerColdWinter,
        Self::HotSummerWarmWinter,
        Self::Temperate,
    ];

    /// The zone of a place with these degree days. [K·d]
    ///
    /// # Source
    /// GB 50176-2016 民用建筑热工设计规范, table 4.1.2 (recalled; the bounds 2000, 3800 and 90 were
    /// seen in a provincial standard that quotes them).
    pub fn of(heating_degree_days: f64, cooling_degree_days: f64) -> Self {
        const SEVERE_A_KD: f64 = 6000.0;
        const SEVERE_B_KD: f64 = 5000.0;
        const SEVERE_C_KD: f64 = 3800.0;
        const COLD_KD: f64 = 2000.0;
        const MILD_WINTER_KD: f64 = 700.0;
        const HOT_SUMMER_KD: f64 = 90.0;
        const COOL_SUMMER_KD: f64 = 10.0;
        match heating_degree_days {
            hdd if hdd >= SEVERE_A_KD => Self::SevereColdA,
            hdd if hdd >= SEVERE_B_KD => Self::SevereColdB,
            hdd if hdd >= SEVERE_C_KD => Self::SevereColdC,
            hdd if hdd >= COLD_KD && cooling_degree_days <= HOT_SUMMER_KD => Self::ColdA,
            hdd if hdd >= COLD_KD => Self::ColdB,
            _ if cooling_degree_days < COOL_SUMMER_KD => Self::Temperate,
            hdd if hdd >= MILD_WINTER_KD => Self::HotSummerColdWinter,
            _ => Self::HotSummerWarmWinter,
        }
    }

    /// The key used in data files, such as `cold_b`.
    pub fn key(self) -> &'static str {
        match self {
            Self::SevereColdA => "severe_cold_a",
            Self::SevereColdB => "severe_cold_b",
            Self::SevereColdC => "severe_cold_c",
            Self::ColdA => "cold_a",
            Self::ColdB => "cold_b",
            Self::HotSummerColdWinter => "hot_summer_cold_winter",
            Self::HotSummerWarmWinter => "hot_summer_warm_winter",
            Self::Temperate => "temperate",
        }
    }
}

impl Climate {
    /// The climate that `weather` shows.
    pub fn new(weather: &Weather) -> Self {
        let heating_degree_days = weather.heating_degree_days(HEATING_BASE_C);
        let cooling_degree_days = weather.cooling_degree_days(COOLING_BASE_C);
        Self {
            name: weather.name.clone(),
            latitude_deg: weather.latitude_deg,
            heating_degree_days,
            cooling_degree_days,
            monthly_means_c: weather.monthly_means_c(),
            zone: ThermalZone::of(heating_degree_days, cooling_degree_days),
        }
    }

    /// Months (1 = January) whose mean lies below `mean_c`.
    pub fn months_below(&self, mean_c: f64) -> Vec<u8> {
        let months = (1..).zip(self.monthly_means_c);
        months.filter(|(_, month_c)| *month_c < mean_c).map(|(month, _)| month).collect()
    }

    /// Months (1 = January) whose mean reaches `mean_c`.
    pub fn months_from(&self, mean_c: f64) -> Vec<u8> {
        let months = (1..).zip(self.monthly_means_c);
        months.filter(|(_, month_c)| *month_c >= mean_c).map(|(month, _)| month).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_follow_the_degree_days_of_well_known_cities() {
        // Mohe, Harbin, Shenyang, Lanzhou, Beijing, Shanghai, Guangzhou, Kunming.
        for (heating, cooling, zone) in [
            (7994.0, 0.0, ThermalZone::SevereColdA),
            (5032.0, 14.0, ThermalZone::SevereColdB),
            (3929.0, 25.0, ThermalZone::SevereColdC),
            (3094.0, 16.0, ThermalZone::ColdA),
            (2699.0, 94.0, ThermalZone::ColdB),
            (1540.0, 199.0, ThermalZone::HotSummerColdWinter),
            (373.0, 313.0, ThermalZone::HotSummerWarmWinter),
            (1103.0, 0.0, ThermalZone::Temperate),
        ] {
            assert_eq!(ThermalZone::of(heating, cooling), zone);
        }
    }
}
