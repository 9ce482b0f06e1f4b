//! What a simulation answers: a year of one building.

use crate::building::Carrier;

/// What purchased energy is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EndUse {
    /// Space heating, plant only.
    Heating,
    /// Space cooling, plant only.
    Cooling,
    /// Fans and pumps.
    Auxiliary,
    /// Lighting.
    Lighting,
    /// Plug loads and processes.
    Equipment,
    /// Domestic hot water.
    HotWater,
}

impl EndUse {
    /// All end uses, in the order of [`EndUses`].
    pub const ALL: [Self; 6] = [
        Self::Heating,
        Self::Cooling,
        Self::Auxiliary,
        Self::Lighting,
        Self::Equipment,
        Self::HotWater,
    ];
}

impl Carrier {
    /// All carriers, in the order of [`EndUses`].
    pub const ALL: [Self; 4] =
        [Self::Electricity, Self::Gas, Self::DistrictHeat, Self::DistrictCooling];
}

/// Energy demand of one year by end use (row) and carrier (column), before own PV. [kWh]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct EndUses(pub [[f64; Carrier::ALL.len()]; EndUse::ALL.len()]);

impl EndUses {
    /// One cell. [kWh]
    pub fn get(&self, end_use: EndUse, carrier: Carrier) -> f64 {
        self.0[end_use as usize][carrier as usize]
    }

    /// Sum over end uses of one carrier. [kWh]
    pub fn carrier_kwh(&self, carrier: Carrier) -> f64 {
        self.0.iter().map(|row| row[carrier as usize]).sum()
    }

    /// Sum over carriers of one end use. [kWh]
    pub fn end_use_kwh(&self, end_use: EndUse) -> f64 {
        self.0[end_use as usize].iter().sum()
    }

    /// Sum of everything delivered to the site, before own PV. [kWh]
    pub fn total_kwh(&self) -> f64 {
        self.0.iter().flatten().sum()
    }
}

/// One simulated year of one building.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Annual {
    /// Heat given to the zone by the ideal plant. [kWh]
    pub heating_kwh: f64,
    /// Sensible heat taken from the zone by the ideal plant. [kWh]
    pub cooling_kwh: f64,
    /// Largest hourly mean heating power. [W]
    pub heating_peak_w: f64,
    /// Largest hourly mean cooling power. [W]
    pub cooling_peak_w: f64,
    /// Lowest hourly mean air temperature. [°C]
    pub zone_air_min_c: f64,
    /// Yearly mean air temperature. [°C]
    pub zone_air_mean_c: f64,
    /// Highest hourly mean air temperature. [°C]
    pub zone_air_max_c: f64,
    /// Purchased energy demand, before own PV.
    pub end_uses: EndUses,
    /// Alternating-current energy of the PV array. [kWh]
    pub pv_generation_kwh: f64,
    /// Part of it used in the building in the same hour. [kWh]
    pub pv_self_use_kwh: f64,
    /// Part of it exported. [kWh]
    pub pv_export_kwh: f64,
    /// Occupied hours whose air temperature leaves the comfort range of `Options`. [h]
    pub hours_outside_comfort_h: f64,
    /// Largest imbalance of the zone in any hour, relative to the flows: energy in − out − stored. [-]
    pub balance_error_max: f64,
}
