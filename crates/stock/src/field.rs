use serde::{Deserialize, Deserializer, Serialize, Serializer};
use units::Text;

/// What kind of quantity a field holds; decides the units a mapping may name and the valid range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// Area. \[m²\], above 0, at most 1e9.
    Area,
    /// Height or length. \[m\], above 0, at most 1,000.
    Length,
    /// A count that may carry a fraction, such as storeys; above 0, at most 300.
    Count,
    /// Energy of one year. \[kWh\], 0 to 1e12.
    Energy,
    /// Energy of one year by floor area. \[kWh/m²\], 0 to 50,000.
    Intensity,
    /// Live load of a floor. \[kN/m²\], above 0, at most 200.
    Load,
    /// Way to somewhere. \[m\], 0 to 100,000.
    Distance,
    /// Percentage. \[%\], 0 to 100.
    Percent,
    /// Ratio. \[1\], 0 to 1.
    Ratio,
    /// Thermal transmittance. \[W/(m²·K)\], above 0, at most 20.
    Transmittance,
    /// Money by area and year. \[yuan/m²\], −1e6 to 1e6 (refunds are negative).
    MoneyByArea,
    /// Money. \[yuan\], exact, 0 to 1e13.
    Money,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Free text, trimmed, at most 2,000 characters.
    Text,
    /// One of a fixed list of keys.
    Choice(&'static [&'static str]),
    /// Yes or no.
    Bool,
    /// A calendar year, 1000 to 2200.
    Year,
    /// A civil date that may lack day or month.
    Date,
    /// A physical quantity in its canonical unit.
    Number(Dimension),
    /// An exact sum of yuan.
    Money,
}

/// Building kinds, the keys that every part of Reweave uses.
pub const KINDS: &[&str] = &[
    "office",
    "retail",
    "market",
    "warehouse",
    "plant",
    "hotel",
    "school",
    "university",
    "hospital",
    "laboratory",
    "residential",
    "restaurant",
    "assembly",
    "data_centre",
    "other",
];

const PROJECT_KINDS: &[&str] = &["low_efficiency_building", "old_plant", "area"];
const HEATING_PLANTS: &[&str] = &[
    "gas_boiler",
    "district",
    "electric",
    "air_source_heat_pump",
    "ground_source_heat_pump",
    "none",
];
const SUPPORT_MODES: &[&str] = &["investment_subsidy", "interest_subsidy", "best"];
const LAND_RIGHTS: &[&str] = &["granted", "allocated", "collective", "leased"];
const HERITAGE: &[&str] =
    &["none", "industrial_heritage", "historic_building", "immovable_relic", "protected_unit"];
/// Structures by the words of the planning quantities of buildings.
const STRUCTURES: &[&str] = &["masonry", "concrete_frame", "concrete_hall", "steel_hall"];
/// Grades of a house safety appraisal, best first; `d` is a dangerous house. (JGJ 125-2016)
const STRUCTURE_GRADES: &[&str] = &["a", "b", "c", "d"];
const FLOOD_RISKS: &[&str] = &["low", "medium", "high"];
/// Sizes of enterprises. (国统字〔2017〕213号)
const ENTERPRISE_SIZES: &[&str] = &["large", "medium", "small", "micro"];
const SOIL: &[&str] = &["clean", "suspected", "polluted", "remediated"];
const PROJECT_STATES: &[&str] = &["planned", "ready", "under_construction", "completed"];

macro_rules! fields {
    ($($variant:ident $key:literal $zh:literal $en:literal $kind:expr;)*) => {
        /// A fact the ledger can hold about a space. Keys end in the unit of the value.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $(#[doc = concat!("`", $key, "`: ", $en, " ", $zh, ".")] $variant,)*
        }

        impl Field {
            /// Every field, in the order in which people read them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The key used in mappings, ledgers and rules.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }

            /// The name that people read.
            pub fn label(self) -> Text {
                match self { $(Self::$variant => Text::new($zh, $en)),* }
            }

            /// What the field holds.
            pub fn field_type(self) -> FieldType {
                match self { $(Self::$variant => $kind),* }
            }

            /// The field with this key.
            pub fn from_key(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

use Dimension as D;
use FieldType as T;

fields! {
    Name "name" "名称" "name" T::Text;
    Address "address" "地址" "address" T::Text;
    District "district" "区" "district" T::Text;
    Street "street" "街道" "street or township" T::Text;
    Kind "kind" "类型" "building kind" T::Choice(KINDS);
    ProjectKind "project_kind" "项目类别" "project kind" T::Choice(PROJECT_KINDS);
    OriginalUse "original_use" "原用途" "original use" T::Text;
    GrossFloorAreaM2 "gross_floor_area_m2" "建筑面积(㎡)" "gross floor area (m²)" T::Number(D::Area);
    RenovatedAreaM2 "renovated_area_m2" "改造面积(㎡)" "renovated area (m²)" T::Number(D::Area);
    FootprintAreaM2 "footprint_area_m2" "基底面积(㎡)" "footprint area (m²)" T::Number(D::Area);
    SiteAreaM2 "site_area_m2" "用地面积(㎡)" "site (land) area (m²)" T::Number(D::Area);
    Storeys "storeys" "层数" "storeys" T::Number(D::Count);
    StoreyHeightM "storey_height_m" "层高(m)" "storey height (m)" T::Number(D::Length);
    YearBuilt "year_built" "竣工年份" "year built" T::Year;
    CompletionDate "completion_date" "竣工日期" "completion date" T::Date;
    Vacant "vacant" "是否空置" "vacant" T::Bool;
    VacantSince "vacant_since" "腾退时间" "vacant since" T::Date;
    OccupancyPercent "occupancy_percent" "入驻率(%)" "occupancy (%)" T::Number(D::Percent);
    DistrictTaxYuanM2 "district_tax_yuan_m2" "区级税收(元/㎡·年)" "district tax (yuan/m² a)"
        T::Number(D::MoneyByArea);
    UseFits "use_fits" "业态是否符合定位" "use fits the area's positioning" T::Bool;
    Owner "owner" "产权单位" "owner" T::Text;
    Operator "operator" "运营单位" "operator" T::Text;
    Ownership "ownership" "权属性质" "kind of ownership" T::Text;
    EnterpriseSize "enterprise_size" "实施主体规模" "size of the implementing enterprise"
        T::Choice(ENTERPRISE_SIZES);
    ElectricityKwh "electricity_kwh" "用电量(kWh)" "electricity (kWh/a)" T::Number(D::Energy);
    GasKwh "gas_kwh" "用气量(kWh)" "gas (kWh/a)" T::Number(D::Energy);
    DistrictHeatKwh "district_heat_kwh" "外购热力(kWh)" "district heat (kWh/a)"
        T::Number(D::Energy);
    DistrictCoolingKwh "district_cooling_kwh" "外购冷量(kWh)" "district cooling (kWh/a)"
        T::Number(D::Energy);
    OtherFuelKwh "other_fuel_kwh" "其他能源(kWh)" "other fuel (kWh/a)" T::Number(D::Energy);
    SiteEnergyKwh "site_energy_kwh" "总用能量(kWh)" "site energy (kWh/a)" T::Number(D::Energy);
    SiteEuiKwhM2 "site_eui_kwh_m2" "单位面积能耗(kWh/㎡)" "site energy use intensity (kWh/m² a)"
        T::Number(D::Intensity);
    WallUWM2k "wall_u_w_m2k" "外墙传热系数(W/㎡K)" "wall U-value (W/m²K)"
        T::Number(D::Transmittance);
    RoofUWM2k "roof_u_w_m2k" "屋面传热系数(W/㎡K)" "roof U-value (W/m²K)"
        T::Number(D::Transmittance);
    WindowUWM2k "window_u_w_m2k" "外窗传热系数(W/㎡K)" "window U-value (W/m²K)"
        T::Number(D::Transmittance);
    WindowWallRatio "window_wall_ratio" "窗墙比" "window-to-wall ratio" T::Number(D::Ratio);
    HeatingPlant "heating_plant" "供暖热源" "heating plant" T::Choice(HEATING_PLANTS);
    RoofAreaM2 "roof_area_m2" "屋顶面积(㎡)" "roof area (m²)" T::Number(D::Area);
    PvSuitable "pv_suitable" "屋顶是否适合光伏" "roof suits PV" T::Bool;
    FixedAssetInvestmentYuan "fixed_asset_investment_yuan" "固定资产投资(元)"
        "fixed-asset investment (yuan)" T::Money;
    LoanPrincipalYuan "loan_principal_yuan" "贷款本金(元)" "loan principal (yuan)" T::Money;
    PropertyRightsClear "property_rights_clear" "产权是否清晰" "property rights clear" T::Bool;
    IndustryPositioningDefined "industry_positioning_defined" "产业定位是否明确"
        "industry positioning defined" T::Bool;
    OperationMechanismInPlace "operation_mechanism_in_place" "运营管理机制是否健全"
        "operation mechanism in place" T::Bool;
    TargetIndustry "target_industry" "目标产业" "target industry" T::Text;
    ProjectState "project_state" "项目状态" "project state" T::Choice(PROJECT_STATES);
    OtherMunicipalFunds "other_municipal_funds" "是否已获其他市级资金"
        "other municipal funds received" T::Bool;
    InReserve "in_reserve" "是否纳入储备库" "in the project reserve" T::Bool;
    DistrictIdentifiedLowEfficiency "district_identified_low_efficiency" "区级是否认定低效"
        "identified as low-efficiency by the district" T::Bool;
    OccupancyTargetMet "occupancy_target_met" "入驻率目标是否达成" "occupancy target met" T::Bool;
    KeyEnterpriseTargetMet "key_enterprise_target_met" "重点企业目标是否达成"
        "key-enterprise target met" T::Bool;
    DesignSavingRatePercent "saving_rate_percent" "设计综合节能率(%)"
        "composite saving rate by design calculation (%)" T::Number(D::Percent);
    DesignPvRoofSharePercent "pv_roof_share_percent" "设计光伏屋面占比(%)"
        "PV share of roof projection by design (%)" T::Number(D::Percent);
    RenewableConditionsFeasible "renewable_conditions_feasible" "是否具备可再生能源条件"
        "conditions for renewables exist" T::Bool;
    HeatPumpHeating "heat_pump_heating" "是否采用热泵供暖" "heating by heat pump" T::Bool;
    ReadyToStart "ready_to_start" "是否可即开工" "can start and use the money at once" T::Bool;
    WorksWithinScope "works_within_scope" "改造内容是否在支持范围" "works within the supported scope" T::Bool;
    PlanConformity "plan_conformity" "是否符合首都功能和规划" "conforms with capital functions and plan" T::Bool;
    TargetIndustryFits "target_industry_fits" "产业方向是否符合要求" "industry assessed as fitting" T::Bool;
    OriginalProductionEnded "original_production_ended" "原有生产是否已停" "original production has ended" T::Bool;
    OccupancyLow "occupancy_low" "入驻率是否偏低" "occupancy found low" T::Bool;
    OldOfficeOrCommercial "old_office_or_commercial" "是否老旧写字楼或商业楼" "old office or commercial building" T::Bool;
    InKeyArea "in_key_area" "是否位于重点区域" "within a key area" T::Bool;
    SingleImplementingEntity "single_implementing_entity" "是否单一实施主体" "one implementing entity" T::Bool;
    AreaTotalTargetMet "area_total_target_met" "片区总规模是否达标" "total scale of the area assessed as sufficient" T::Bool;
    DistrictFunds "district_funds" "是否获得区级资金" "receives district funds" T::Bool;
    SupportMode "support_mode" "支持方式" "mode of support" T::Choice(SUPPORT_MODES);
    ClearHeightM "clear_height_m" "净高(m)" "clear height (m)" T::Number(D::Length);
    FloorLoadKnM2 "floor_load_kn_m2" "楼面活荷载(kN/㎡)" "live load of floors (kN/m²)"
        T::Number(D::Load);
    LandRight "land_right" "土地权利类型" "kind of land right" T::Choice(LAND_RIGHTS);
    LandUseRightEnd "land_use_right_end" "土地使用权终止日期" "end of the land use right" T::Date;
    LeaseEnd "lease_end" "现租约到期日" "end of the present lease" T::Date;
    TitleDisputed "title_disputed" "权属是否有争议" "title disputed" T::Bool;
    HeritageStatus "heritage_status" "文物与历史建筑身份" "heritage status" T::Choice(HERITAGE);
    InHistoricDistrict "in_historic_district" "是否位于历史文化街区" "within a historic district"
        T::Bool;
    HeightLimitM "height_limit_m" "建筑控高(m)" "height limit (m)" T::Number(D::Length);
    Structure "structure" "结构类型" "structure" T::Choice(STRUCTURES);
    StructureGrade "structure_grade" "房屋安全鉴定等级" "grade of structural safety"
        T::Choice(STRUCTURE_GRADES);
    FireAccepted "fire_accepted" "消防验收是否合格" "fire safety accepted" T::Bool;
    StationDistanceM "station_distance_m" "距轨道站点(m)" "way to a rail station (m)"
        T::Number(D::Distance);
    UtilitiesSufficient "utilities_sufficient" "市政配套是否充足" "utilities sufficient" T::Bool;
    FloodRisk "flood_risk" "内涝风险" "risk of flooding" T::Choice(FLOOD_RISKS);
    NoiseOverLimit "noise_over_limit" "噪声是否超标" "noise above the limit" T::Bool;
    SoilPollution "soil_pollution" "土壤污染状况" "state of the soil" T::Choice(SOIL);
    Note "note" "备注" "note" T::Text;
}

impl FieldType {
    /// The unit that quantities and sums are kept in, as people write it; `None` for what has none.
    pub fn unit(self) -> Option<&'static str> {
        let unit = match self {
            Self::Number(dimension) => dimension.unit(),
            Self::Money => Dimension::Money.unit(),
            _ => "",
        };
        Some(unit).filter(|unit| !unit.is_empty())
    }
}

impl Field {
    /// Whether a bad value refuses the whole row: areas, years and dates, on which every later step
    /// rests. A bad value of any other field is left out with a warning.
    pub fn is_core(self) -> bool {
        matches!(self.field_type(), T::Year | T::Date | T::Number(D::Area))
    }
}

/// As its key.
impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

/// From its key; an unknown key is an error.
impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        Self::from_key(&key)
            .ok_or_else(|| serde::de::Error::custom(format_args!("unknown field {key:?}")))
    }
}

impl Dimension {
    /// Smallest and greatest valid value in the canonical unit, and whether the smallest is
    /// excluded.
    pub(crate) fn range(self) -> (f64, f64, bool) {
        match self {
            Self::Area => (0.0, 1e9, true),
            Self::Length => (0.0, 1000.0, true),
            Self::Count => (0.0, 300.0, true),
            Self::Energy => (0.0, 1e12, false),
            Self::Intensity => (0.0, 50_000.0, false),
            Self::Load => (0.0, 200.0, true),
            Self::Distance => (0.0, 100_000.0, false),
            Self::Percent => (0.0, 100.0, false),
            Self::Ratio => (0.0, 1.0, false),
            Self::Transmittance => (0.0, 20.0, true),
            Self::MoneyByArea => (-1e6, 1e6, false),
            Self::Money => (0.0, 1e13, false),
        }
    }

    /// The canonical unit as people write it.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Area => "m²",
            Self::Length | Self::Distance => "m",
            Self::Load => "kN/m²",
            Self::Count | Self::Ratio => "",
            Self::Energy => "kWh",
            Self::Intensity => "kWh/m²",
            Self::Percent => "%",
            Self::Transmittance => "W/(m²·K)",
            Self::MoneyByArea => "yuan/m²",
            Self::Money => "yuan",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn keys_are_unique_and_lead_back() {
        let keys: BTreeSet<_> = Field::ALL.iter().map(|field| field.key()).collect();
        assert_eq!(keys.len(), Field::ALL.len());
        for field in Field::ALL {
            assert_eq!(Field::from_key(field.key()), Some(*field));
        }
    }
}
