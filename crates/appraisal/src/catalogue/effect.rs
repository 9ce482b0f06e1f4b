//! What a measure changes in a building, as data.

use std::collections::BTreeMap;

use energy::building::{CoolingPlant, HeatingPlant};
use serde::Serialize;

/// Which opaque part of the envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Surfaces to outdoor air that are steeper than 60°.
    Wall,
    /// Surfaces to outdoor air up to 60° from horizontal.
    Roof,
}

/// Which face of a construction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Towards outdoors.
    #[default]
    Outside,
    /// Towards the room.
    Inside,
}

/// Lamps that give way to daylight: [`energy::building::Daylight`] for each zone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DaylightControl {
    /// Illuminance that lamps make up for. [lx]
    pub target_lux: f64,
    /// The same for kinds that differ. [lx]
    pub by_kind_lux: BTreeMap<String, f64>,
    /// Share of the light that enters that reaches the working plane. [-]
    pub utilance: f64,
    /// Share of their power that lamps still take in full daylight. [-]
    pub least_power_share: f64,
    /// Floor that side windows light over their own area: only lamps there follow. [-]
    pub reach_ratio: f64,
}

/// What a measure changes in a [`energy::building::Building`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Insulation in boards of whole centimetres, until the target is reached.
    Insulate {
        /// Where.
        part: Part,
        /// On which face.
        side: Side,
        /// Conductivity of the board. [W/(m·K)]
        conductivity_w_mk: f64,
        /// Density of the board. [kg/m³]
        density_kg_m3: f64,
        /// Specific heat capacity of the board. [J/(kg·K)]
        heat_capacity_j_kgk: f64,
        /// Transmittance to reach. [W/(m²·K)]
        target_u_w_m2k: f64,
        /// Only surfaces above this are worth the work, at least the target. [W/(m²·K)]
        from_u_w_m2k: f64,
    },
    /// A strip of insulation upright along the edge of slabs on ground.
    SlabEdge {
        /// Depth of the strip. [m]
        width_m: f64,
        /// Thickness. [m]
        thickness_m: f64,
        /// Conductivity. [W/(m·K)]
        conductivity_w_mk: f64,
    },
    /// New windows in place of those above a transmittance.
    Glazing {
        /// Transmittance of the new window. [W/(m²·K)]
        u_w_m2k: f64,
        /// Solar heat gain coefficient of the new window. [-]
        shgc: f64,
        /// Only windows above this are worth the work, at least the new value. [W/(m²·K)]
        from_u_w_m2k: f64,
    },
    /// A second window inside of those above a transmittance.
    SecondaryGlazing {
        /// Resistance of the second window with its gap. [m²·K/W]
        resistance_m2k_w: f64,
        /// Sun that is left, share of the present. [-]
        shgc_factor: f64,
        /// Only windows above this are worth the work. [W/(m²·K)]
        from_u_w_m2k: f64,
    },
    /// Film on windows that see the sun.
    SolarFilm {
        /// Sun that is left, share of the present. [-]
        shgc_factor: f64,
        /// Only windows above this are worth the work. [-]
        from_shgc: f64,
    },
    /// Outside shades on windows that see the sun.
    Shading {
        /// Share of direct sun kept off in summer. [-]
        summer_shading_factor: f64,
    },
    /// Windows in the roof, with lamps that follow their light.
    Skylights {
        /// Share of the roof that becomes window. [-]
        roof_share: f64,
        /// Transmittance. [W/(m²·K)]
        u_w_m2k: f64,
        /// Solar heat gain coefficient. [-]
        shgc: f64,
        /// Control of the lamps.
        daylight: DaylightControl,
    },
    /// A roof that reflects the sun.
    CoolRoof {
        /// Solar absorptance afterwards, aged. [-]
        solar_absorptance: f64,
    },
    /// A layer of substrate and plants on the roof.
    GreenRoof {
        /// Thickness of the substrate. [m]
        thickness_m: f64,
        /// Conductivity, moist. [W/(m·K)]
        conductivity_w_mk: f64,
        /// Density, moist. [kg/m³]
        density_kg_m3: f64,
        /// Specific heat capacity, moist. [J/(kg·K)]
        heat_capacity_j_kgk: f64,
        /// Solar absorptance of the plants, the part that evaporates taken off. [-]
        solar_absorptance: f64,
    },
    /// Sealing of joints, doors and docks.
    Airtightness {
        /// Leaks that are left, share of the present. [-]
        infiltration_factor: f64,
        /// Constant infiltration below which sealing brings nothing. [1/h]
        infiltration_min_ach: f64,
        /// Electric power that it adds for each thermal power delivered. [W/W]
        auxiliary_add_w_per_w: f64,
    },
    /// Openings that let cool night air in.
    NightVentilation {
        /// Air change fully open. [1/h]
        ach: f64,
        /// First hour of the night in which they may open, `0..=23`.
        from_hour: u16,
        /// First hour of the day in which they may no longer open, `0..=23`.
        to_hour: u16,
        /// The coolest that it makes the zone. [°C]
        air_min_c: f64,
        /// Least difference to outdoors. [K]
        difference_min_k: f64,
    },
    /// New luminaires.
    Lighting {
        /// Installed power afterwards. [W/m²]
        target_w_m2: f64,
        /// Installed power afterwards for kinds that differ. [W/m²]
        by_kind_w_m2: BTreeMap<String, f64>,
    },
    /// Control of lighting by presence and hours.
    LightingControl {
        /// Hours of use that are left, share of the present. [-]
        use_factor: f64,
    },
    /// Lamps that follow the daylight of the windows that are there.
    Daylight(DaylightControl),
    /// Control of heating, cooling and ventilation; what is not stated stays.
    Control {
        /// Distribution loss afterwards where it is higher now. [-]
        distribution_loss_target: Option<f64>,
        /// Heating set point while nobody is there, where it is higher now. [°C]
        setback_c: Option<f64>,
        /// Cooling set point while nobody is there, where it is lower now. [°C]
        setup_c: Option<f64>,
        /// Ventilation follows presence, but not below this share of full. [-]
        ventilation_min_share: Option<f64>,
    },
    /// Pumps and fans of plants that follow the load.
    Auxiliary {
        /// Power that is left, share of the present. [-]
        auxiliary_factor: f64,
        /// Power by thermal power below which it brings nothing. [W/W]
        auxiliary_min_w_per_w: f64,
    },
    /// Ventilation fans that take less for the same air.
    FanPower {
        /// Power that is left, share of the present. [-]
        fan_power_factor: f64,
        /// Specific fan power below which it brings nothing. [W/(m³/s)]
        fan_power_min_w_m3s: f64,
    },
    /// Recovery of heat from exhaust air.
    HeatRecovery {
        /// Sensible effectiveness. [-]
        effectiveness: f64,
        /// Specific fan power that exchanger and filters add. [W/(m³/s)]
        fan_power_add_w_m3s: f64,
    },
    /// Fans that even out the warm air under a high roof.
    Destratify {
        /// Share of the gradient that they take away. [-]
        destratification_share: f64,
        /// Electric power of the fans for each thermal power delivered. [W/W]
        auxiliary_add_w_per_w: f64,
    },
    /// Another heating plant.
    Heating {
        /// The new plant.
        plant: HeatingPlant,
    },
    /// Heating water that is cooler on mild days.
    SupplyReset {
        /// Supply on the design day. [°C]
        design_supply_c: f64,
        /// Supply less return on the design day. [K]
        design_drop_k: f64,
        /// Outdoor air of the design day. [°C]
        design_outdoor_c: f64,
        /// Supply on a mild day. [°C]
        mild_supply_c: f64,
        /// Outdoor air of a mild day. [°C]
        mild_outdoor_c: f64,
    },
    /// Another cooling plant, where there is one.
    Cooling {
        /// The new plant.
        plant: CoolingPlant,
    },
    /// Hot water by electricity, with a heat pump.
    HotWater {
        /// Useful hot water by electricity, storage and circulation included. [-]
        efficiency: f64,
    },
    /// Photovoltaics on the roof.
    Pv {
        /// Horizontal projection of the modules over that of the whole roof. [-]
        module_projection_share: f64,
        /// Angle from horizontal. [°]
        tilt_deg: f64,
        /// Compass direction of the front. [°]
        azimuth_deg: f64,
        /// Losses except temperature. [-]
        system_loss: f64,
    },
    /// Photovoltaics on walls to the south.
    FacadePv {
        /// Modules over opaque wall to within 45° of south. [-]
        wall_share: f64,
        /// Losses except temperature. [-]
        system_loss: f64,
    },
}

impl Effect {
    /// Whether it adds photovoltaics, which leave the demand as it is.
    pub(crate) fn is_pv(&self) -> bool {
        matches!(self, Self::Pv { .. } | Self::FacadePv { .. })
    }
}
