//! What a simulation answers: a year of one building.

use crate::building::Carrier;

/// How a year is simulated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Weekday of 1 January, `0..=6`, 0 = Monday.
    pub first_weekday: u8,
    /// Lower end of the air temperatures that people accept. [°C]
    pub comfort_min_c: f64,
    /// Upper end of the air temperatures that people accept. [°C]
    pub comfort_max_c: f64,
    /// Most repetitions of 1 January before the year counts, `1..=365`; fewer are run where the
    /// building forgets sooner. [d]
    pub warm_up_days_max: u16,
    /// Steps of the heat balance an hour, `1..=12`; outdoor air then runs in straight lines within
    /// the hour, all else is its mean. What is reported stays hourly means.
    pub steps_per_hour: u8,
    /// Whether [`Year::hourly`] is wanted from [`crate::simulate`].
    pub hourly: bool,
}

impl Default for Options {
    /// A year that begins on a Monday; comfort 18–28 °C (lower and upper ends of the design ranges
    /// of GB 50736-2012, table 3.0.2); at most 60 days of warm-up; one step an hour; no
    /// hourly record.
    fn default() -> Self {
        Self {
            first_weekday: 0,
            comfort_min_c: 18.0,
            comfort_max_c: 28.0,
            warm_up_days_max: 60,
            steps_per_hour: 1,
            hourly: false,
        }
    }
}

impl Options {
    /// Length of a step. [s]
    pub(crate) fn step_s(&self) -> f64 {
        3600.0 / f64::from(self.steps_per_hour)
    }
}

/// A year of one building in all detail that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Year {
    /// The year as a whole.
    pub annual: Annual,
    /// The zones, in their order.
    pub zones: Vec<ZoneAnnual>,
    /// The twelve months, January first.
    pub monthly: [Month; 12],
    /// The 8,760 hours, where [`Options::hourly`] asked for them.
    pub hourly: Option<Hourly>,
}

/// One simulated year of one zone.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneAnnual {
    /// Its name.
    pub name: String,
    /// Heat given to the zone by the plant. [kWh]
    pub heating_kwh: f64,
    /// Sensible heat taken from the zone by the plant. [kWh]
    pub cooling_kwh: f64,
    /// Largest hourly mean heating power. [W]
    pub heating_peak_w: f64,
    /// Largest hourly mean cooling power. [W]
    pub cooling_peak_w: f64,
    /// Lowest hourly mean air temperature. [°C]
    pub air_min_c: f64,
    /// Yearly mean air temperature. [°C]
    pub air_mean_c: f64,
    /// Highest hourly mean air temperature. [°C]
    pub air_max_c: f64,
    /// Occupied hours whose air temperature leaves the comfort range of `Options`. [h]
    pub hours_outside_comfort_h: f64,
    /// Hours in which the air stays more than 0.2 K below the heating set point, for want of
    /// capacity or of a plant. [h]
    pub unmet_heating_h: f64,
    /// The same above the cooling set point. [h]
    pub unmet_cooling_h: f64,
}

/// One month of one building.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Month {
    /// Heat given to the zone by the plant. [kWh]
    pub heating_kwh: f64,
    /// Sensible heat taken from the zone by the plant. [kWh]
    pub cooling_kwh: f64,
    /// Mean air temperature. [°C]
    pub zone_air_mean_c: f64,
    /// Sun that entered through glass. [kWh]
    pub solar_transmitted_kwh: f64,
    /// Electricity demand of all end uses, before own PV. [kWh]
    pub electricity_kwh: f64,
    /// Purchased energy demand by end use and carrier, before own PV.
    pub end_uses: EndUses,
    /// Alternating-current energy of the PV array. [kWh]
    pub pv_generation_kwh: f64,
    /// Part of it used in the building in the same hour. [kWh]
    pub pv_self_use_kwh: f64,
}

/// Hourly means, `[8760]` each, aligned with the weather's hours.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hourly {
    /// Zone air. [°C]
    pub zone_air_c: Vec<f64>,
    /// Heat given to the zone by the plant. [W]
    pub heating_w: Vec<f64>,
    /// Sensible heat taken from the zone by the plant. [W]
    pub cooling_w: Vec<f64>,
    /// Sun that entered through glass. [W]
    pub solar_transmitted_w: Vec<f64>,
    /// Electricity demand of all end uses, before own PV. [W]
    pub electricity_w: Vec<f64>,
    /// Alternating-current power of the PV array. [W]
    pub pv_generation_w: Vec<f64>,
}

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

/// Energy demand of a year or month by end use (row) and carrier (column), before own PV. [kWh]
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

    /// Cell by cell sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let row =
            |at: usize| std::array::from_fn(|carrier| self.0[at][carrier] + other.0[at][carrier]);
        Self(std::array::from_fn(row))
    }

    /// Sum of everything delivered to the site, before own PV. [kWh]
    pub fn total_kwh(&self) -> f64 {
        self.0.iter().flatten().sum()
    }
}

/// One simulated year of one building.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Annual {
    /// Heat given to the zone by the plant. [kWh]
    pub heating_kwh: f64,
    /// Sensible heat taken from the zone by the plant. [kWh]
    pub cooling_kwh: f64,
    /// Largest hourly mean heating power. [W]
    pub heating_peak_w: f64,
    /// Largest hourly mean cooling power. [W]
    pub cooling_peak_w: f64,
    /// Lowest hourly mean air temperature of any zone. [°C]
    pub zone_air_min_c: f64,
    /// Yearly mean air temperature, zones by their floor area. [°C]
    pub zone_air_mean_c: f64,
    /// Highest hourly mean air temperature of any zone. [°C]
    pub zone_air_max_c: f64,
    /// Purchased energy demand, before own PV.
    pub end_uses: EndUses,
    /// Alternating-current energy of the PV array. [kWh]
    pub pv_generation_kwh: f64,
    /// Part of it used in the building in the same hour. [kWh]
    pub pv_self_use_kwh: f64,
    /// Part of it exported. [kWh]
    pub pv_export_kwh: f64,
    /// Occupied hours whose air temperature leaves the comfort range of `Options`, in the worst
    /// zone. [h]
    pub hours_outside_comfort_h: f64,
    /// Hours in which the air of any zone stays more than 0.2 K below its heating set point, for
    /// want of capacity or of a plant. [h]
    pub unmet_heating_h: f64,
    /// The same above the cooling set point. [h]
    pub unmet_cooling_h: f64,
    /// Imbalance of the year, relative to the flows: energy in − out − stored, zone by zone. [-]
    pub balance_error_ratio: f64,
}
