//! The list of measures and packages: what each changes in a building and what it costs, as data.

use std::collections::BTreeMap;

use energy::archetype::Kind;
use energy::building::{CoolingPlant, HeatingPlant};
use serde::Serialize;
use units::{Diagnostic, Fen, Source, Text};

use crate::read::{Node, Reader};

/// A checked catalogue: measures in the order in which they are applied, and packages of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Catalogue {
    /// All measures; a package applies its own in this order (envelope, use, plant, PV).
    pub measures: Vec<Measure>,
    /// The packages offered for a space.
    pub packages: Vec<Package>,
}

/// One change that can be made to a building.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measure {
    /// Stable word, such as `roof_insulation`.
    pub id: String,
    /// Name for people.
    pub name: Text,
    /// Building kinds it is offered for; empty means all.
    pub kinds: Vec<String>,
    /// What the building must have for it to be offered.
    pub needs: Needs,
    /// What it changes, in this order.
    pub effects: Vec<Effect>,
    /// Where the effects' figures come from.
    pub effect_source: Source,
    /// Keys of the before-state facts that its saving rests on, as the ledger names them.
    pub facts: Vec<String>,
    /// Measures that cannot stand beside it in one package.
    pub excludes: Vec<String>,
    /// What it costs to install: a planning value.
    pub cost: Cost,
    /// Yearly upkeep beyond that of what it replaces, as percent of the likely cost. [%]
    pub maintenance_percent: f64,
    /// Years until it must be installed anew, `1..=100`. [a]
    pub lifetime_years: u16,
    /// How sure the planning values are.
    pub confidence: Confidence,
    /// What a reader must know of it: limits of the model, what the cost leaves out.
    pub note: Option<Text>,
}

/// What a building must have for a measure to be offered.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Needs {
    /// One of these heating plants (`gas_boiler`, `district`, …); empty means any or none.
    pub heating: Vec<String>,
    /// A cooling plant.
    pub cooling: bool,
    /// A mean clear height (air volume over floor area) of at least this. [m]
    pub clear_height_min_m: Option<f64>,
}

/// Which opaque part of the envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Surfaces to outdoor air that are steeper than 60°.
    Wall,
    /// Surfaces to outdoor air up to 60° from horizontal.
    Roof,
}

/// What a measure changes in a [`energy::building::Building`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Insulation outside, in boards of whole centimetres, until the target is reached.
    Insulate {
        /// Where.
        part: Part,
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
    /// New windows in place of those above a transmittance.
    Glazing {
        /// Transmittance of the new window. [W/(m²·K)]
        u_w_m2k: f64,
        /// Solar heat gain coefficient of the new window. [-]
        shgc: f64,
        /// Only windows above this are worth the work, at least the new value. [W/(m²·K)]
        from_u_w_m2k: f64,
    },
    /// Sealing of joints.
    Airtightness {
        /// Infiltration that is left, share of the present. [-]
        infiltration_factor: f64,
        /// Infiltration below which sealing brings nothing. [1/h]
        infiltration_min_ach: f64,
    },
    /// New luminaires.
    Lighting {
        /// Installed power afterwards. [W/m²]
        target_w_m2: f64,
        /// Installed power afterwards for kinds that differ. [W/m²]
        by_kind_w_m2: BTreeMap<String, f64>,
    },
    /// Daylight and presence control of lighting.
    LightingControl {
        /// Hours of use that are left, share of the present. [-]
        use_factor: f64,
    },
    /// Control of heating, cooling and ventilation by presence.
    Control {
        /// Distribution loss afterwards where it is higher now. [-]
        distribution_loss_target: f64,
        /// Heating set point while nobody is there, where it is higher now. [°C]
        setback_c: f64,
        /// Cooling set point while nobody is there, where it is lower now. [°C]
        setup_c: f64,
        /// Ventilation follows presence, but not below this share of full. [-]
        ventilation_min_share: f64,
    },
    /// Another heating plant.
    Heating {
        /// The new plant.
        plant: HeatingPlant,
    },
    /// Another cooling plant, where there is one.
    Cooling {
        /// The new plant.
        plant: CoolingPlant,
    },
    /// Recovery of heat from exhaust air.
    HeatRecovery {
        /// Sensible effectiveness, net of fan energy. [-]
        effectiveness: f64,
    },
    /// Fans that even out the warm air under a high roof.
    AirGradient {
        /// Rise of air temperature with height before. [K/m]
        before_k_m: f64,
        /// The same afterwards. [K/m]
        after_k_m: f64,
        /// Height at which people feel the set point. [m]
        occupied_height_m: f64,
        /// Largest fall of the mean air temperature that is credited. [K]
        drop_max_k: f64,
    },
    /// Outside shades on windows that see the sun.
    Shading {
        /// Share of direct sun kept off in summer. [-]
        summer_shading_factor: f64,
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
}

/// What a cost is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CostUnit {
    /// Wall area that the measure changes. [m²]
    M2Wall,
    /// Roof area that the measure changes. [m²]
    M2Roof,
    /// Window area that the measure changes. [m²]
    M2Window,
    /// Gross floor area of the building. [m²]
    M2Floor,
    /// Rated power of the PV that the measure adds. [kW]
    KwPv,
}

/// Unit cost: a planning value with its spread, year, region and source.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// What it is counted in.
    pub unit: CostUnit,
    /// Per unit.
    pub per_unit: FenRange,
    /// Prices of this year.
    pub price_year: u16,
    /// Where the prices hold.
    pub region: String,
    /// Who says so.
    pub source: Source,
}

/// Low, likely and high value of an amount; always in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FenRange {
    /// Optimistic for a cost.
    pub low: Fen,
    /// The value that results lead with.
    pub likely: Fen,
    /// Pessimistic for a cost.
    pub high: Fen,
}

/// How sure a planning value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Recalled or assumed.
    Low,
    /// Several secondary sources agree.
    Medium,
    /// A tender or a publication was seen.
    High,
}

/// A compatible set of measures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Package {
    /// Stable word, such as `light_pv`.
    pub id: String,
    /// Name for people.
    pub name: Text,
    /// Building kinds it is offered for; empty means all.
    pub kinds: Vec<String>,
    /// Its measures, in the catalogue's order.
    pub measures: Vec<String>,
}

impl Measure {
    /// Whether one of the two excludes the other.
    pub(crate) fn excludes_either(&self, other: &Self) -> bool {
        self.excludes.contains(&other.id) || other.excludes.contains(&self.id)
    }
}

impl Effect {
    /// Whether it only changes what is bought for the loads, never the loads.
    pub(crate) fn is_supply(&self) -> bool {
        matches!(self, Self::Heating { .. } | Self::Cooling { .. } | Self::Pv { .. })
    }
}

impl Catalogue {
    /// Reads measures and packages; `files` are pairs of file name (for remarks) and YAML text,
    /// measures first.
    ///
    /// # Errors
    /// Every remark about both files: syntax, unknown or missing keys, values out of range,
    /// repeated ids, packages with unknown or incompatible measures.
    pub fn parse(measures: (&str, &str), packages: (&str, &str)) -> Result<Self, Vec<Diagnostic>> {
        let list = Reader::read(measures.0, measures.1, read_measures);
        let known = list.as_deref().unwrap_or_default();
        let read = |reader: &mut Reader<'_>, root: &Node<'_>| {
            // Without measures every package would be remarked upon for the wrong reason.
            read_packages(reader, root, list.is_ok().then_some(known))
        };
        match (&list, Reader::read(packages.0, packages.1, read)) {
            (Ok(list), Ok(packages)) => Ok(Self { measures: list.clone(), packages }),
            (Ok(_), Err(found)) => Err(found),
            (Err(found), other) => {
                Err(found.iter().cloned().chain(other.err().into_iter().flatten()).collect())
            }
        }
    }

    /// The measure of that id.
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.id == id)
    }
}

const MEASURE_KEYS: [&str; 13] = [
    "id",
    "name",
    "kinds",
    "needs",
    "effects",
    "effect_source",
    "facts",
    "excludes",
    "cost",
    "maintenance_percent",
    "lifetime_years",
    "confidence",
    "note",
];

fn read_measures(reader: &mut Reader<'_>, root: &Node<'_>) -> Option<Vec<Measure>> {
    reader.only(root, &["measures"]);
    let items = reader.list(&root.at("measures"));
    let read: Vec<_> =
        items.iter().filter_map(|item| Some((read_measure(reader, item)?, item))).collect();
    for (index, (measure, item)) in read.iter().enumerate() {
        if read.iter().take(index).any(|(above, _)| above.id == measure.id) {
            let expected = Text::new("未用过的标识", "an id not used above");
            reader.refuse(&item.at("id"), "repeated_id", expected);
        }
        for other in &measure.excludes {
            if read.iter().all(|(known, _)| known.id != *other) {
                let expected = Text::new(
                    format!("目录中的措施；{other} 不在其中"),
                    format!("measures of this catalogue; {other} is none"),
                );
                reader.refuse(&item.at("excludes"), "unknown_measure", expected);
            }
        }
    }
    Some(read.into_iter().map(|(measure, _)| measure).collect())
}

fn read_measure(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Measure> {
    reader.only(node, &MEASURE_KEYS);
    let id = reader.id(&node.at("id"));
    let name = reader.both(&node.at("name"));
    let kinds = read_kinds(reader, &node.at("kinds"));
    let needs = read_needs(reader, &node.at("needs"));
    let items = reader.list(&node.at("effects"));
    let effects: Vec<_> = items.iter().filter_map(|item| read_effect(reader, item)).collect();
    let effect_source = reader.source(&node.at("effect_source"));
    let facts = reader.ids(&node.at("facts"));
    let excludes = reader.ids(&node.at("excludes"));
    let cost = read_cost(reader, &node.at("cost"));
    let maintenance = reader.number(&node.at("maintenance_percent"), 0.0..=50.0);
    let lifetime = reader.whole(&node.at("lifetime_years"), 1..=100);
    let confidence = reader.word(&node.at("confidence"), &CONFIDENCE);
    let note = node.at("note");
    let note = if note.is_given() { reader.both(&note) } else { None };
    Some(Measure {
        id: id?,
        name: name?,
        kinds,
        needs: needs?,
        effects,
        effect_source: effect_source?,
        facts,
        excludes,
        cost: cost?,
        maintenance_percent: maintenance?,
        lifetime_years: lifetime?,
        confidence: confidence?,
        note,
    })
}

fn read_kinds(reader: &mut Reader<'_>, node: &Node<'_>) -> Vec<String> {
    let words = Kind::ALL.map(|kind| (kind.key(), kind.key()));
    let items = reader.list_or_empty(node);
    items.iter().filter_map(|item| reader.word(item, &words)).map(str::to_owned).collect()
}

const CONFIDENCE: [(&str, Confidence); 3] =
    [("low", Confidence::Low), ("medium", Confidence::Medium), ("high", Confidence::High)];

fn read_needs(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Needs> {
    if !node.is_given() {
        return Some(Needs::default());
    }
    reader.only(node, &["heating", "cooling", "clear_height_min_m"]);
    let heating = reader.ids(&node.at("heating"));
    let cooling = node.at("cooling");
    let cooling = if cooling.is_given() {
        reader.word(&cooling, &[("required", true), ("any", false)])?
    } else {
        false
    };
    let height = node.at("clear_height_min_m");
    let height = if height.is_given() { Some(reader.number(&height, 0.0..=100.0)?) } else { None };
    Some(Needs { heating, cooling, clear_height_min_m: height })
}

fn read_cost(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Cost> {
    let keys = [
        "unit",
        "low_yuan",
        "likely_yuan",
        "high_yuan",
        "price_year",
        "region",
        "origin",
        "mark",
        "date",
    ];
    reader.only(node, &keys);
    let unit = reader.word(&node.at("unit"), &COST_UNITS);
    let low = reader.yuan(&node.at("low_yuan"));
    let likely = reader.yuan(&node.at("likely_yuan"));
    let high = reader.yuan(&node.at("high_yuan"));
    let price_year = reader.whole(&node.at("price_year"), 1990..=2100);
    let region = reader.id(&node.at("region"));
    let source = reader.source(node);
    let per_unit = FenRange { low: low?, likely: likely?, high: high? };
    if per_unit.low > per_unit.likely || per_unit.likely > per_unit.high {
        let expected = Text::new("低 ≤ 可能 ≤ 高", "low ≤ likely ≤ high");
        reader.refuse(&node.at("likely_yuan"), "not_in_order", expected);
        return None;
    }
    Some(Cost { unit: unit?, per_unit, price_year: price_year?, region: region?, source: source? })
}

const COST_UNITS: [(&str, CostUnit); 5] = [
    ("m2_wall", CostUnit::M2Wall),
    ("m2_roof", CostUnit::M2Roof),
    ("m2_window", CostUnit::M2Window),
    ("m2_floor", CostUnit::M2Floor),
    ("kw_pv", CostUnit::KwPv),
];

/// Words of [`Effect`] in a file, each with its keys.
const EFFECT_KEYS: [(&str, &[&str]); 12] = [
    (
        "insulate",
        &[
            "part",
            "conductivity_w_mk",
            "density_kg_m3",
            "heat_capacity_j_kgk",
            "target_u_w_m2k",
            "from_u_w_m2k",
        ],
    ),
    ("glazing", &["u_w_m2k", "shgc", "from_u_w_m2k"]),
    ("airtightness", &["infiltration_factor", "infiltration_min_ach"]),
    ("lighting", &["target_w_m2", "by_kind_w_m2"]),
    ("lighting_control", &["use_factor"]),
    ("control", &["distribution_loss_target", "setback_c", "setup_c", "ventilation_min_share"]),
    ("heating", &["plant", "rated_cop", "supply_c"]),
    ("cooling", &["plant", "rated_cop"]),
    ("heat_recovery", &["effectiveness"]),
    ("air_gradient", &["before_k_m", "after_k_m", "occupied_height_m", "drop_max_k"]),
    ("shading", &["summer_shading_factor"]),
    ("pv", &["module_projection_share", "tilt_deg", "azimuth_deg", "system_loss"]),
];

fn read_effect(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let words = node.keys();
    let known = EFFECT_KEYS.iter().find(|(word, _)| words.as_slice() == [*word]);
    let Some((word, keys)) = known else {
        let list: Vec<_> = EFFECT_KEYS.iter().map(|(word, _)| *word).collect();
        let list = list.join(", ");
        let expected = Text::new(format!("恰好一个：{list}"), format!("exactly one of: {list}"));
        reader.refuse(node, "unknown_effect", expected);
        return None;
    };
    let node = node.at(word);
    reader.only(&node, keys);
    match *word {
        "insulate" => read_insulate(reader, &node),
        "glazing" => read_glazing(reader, &node),
        "lighting" => read_lighting(reader, &node),
        "control" => read_control(reader, &node),
        "heating" => read_heating(reader, &node),
        "cooling" => read_cooling(reader, &node),
        "air_gradient" => read_air_gradient(reader, &node),
        "pv" => read_pv(reader, &node),
        "airtightness" => {
            let factor = reader.number(&node.at("infiltration_factor"), 0.0..=1.0);
            let least = reader.number(&node.at("infiltration_min_ach"), 0.0..=10.0);
            Some(Effect::Airtightness {
                infiltration_factor: factor?,
                infiltration_min_ach: least?,
            })
        }
        "lighting_control" => {
            let use_factor = reader.number(&node.at("use_factor"), 0.0..=1.0)?;
            Some(Effect::LightingControl { use_factor })
        }
        "heat_recovery" => {
            let effectiveness = reader.number(&node.at("effectiveness"), 0.0..=1.0)?;
            Some(Effect::HeatRecovery { effectiveness })
        }
        // "shading": the last word of `EFFECT_KEYS`.
        _ => {
            let factor = reader.number(&node.at("summer_shading_factor"), 0.0..=1.0)?;
            Some(Effect::Shading { summer_shading_factor: factor })
        }
    }
}

fn read_insulate(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let part = reader.word(&node.at("part"), &[("wall", Part::Wall), ("roof", Part::Roof)]);
    let conductivity = reader.number(&node.at("conductivity_w_mk"), 0.001..=5.0);
    let density = reader.number(&node.at("density_kg_m3"), 1.0..=5000.0);
    let capacity = reader.number(&node.at("heat_capacity_j_kgk"), 100.0..=5000.0);
    let target = reader.number(&node.at("target_u_w_m2k"), 0.05..=5.0)?;
    let from = read_from(reader, node, target);
    Some(Effect::Insulate {
        part: part?,
        conductivity_w_mk: conductivity?,
        density_kg_m3: density?,
        heat_capacity_j_kgk: capacity?,
        target_u_w_m2k: target,
        from_u_w_m2k: from?,
    })
}

fn read_glazing(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let u = reader.number(&node.at("u_w_m2k"), 0.3..=7.0);
    let shgc = reader.number(&node.at("shgc"), 0.01..=1.0);
    let u_w_m2k = u?;
    let from = read_from(reader, node, u_w_m2k);
    Some(Effect::Glazing { u_w_m2k, shgc: shgc?, from_u_w_m2k: from? })
}

/// `from_u_w_m2k`, which defaults to the target and never lies below it.
fn read_from(reader: &mut Reader<'_>, node: &Node<'_>, target_u_w_m2k: f64) -> Option<f64> {
    let from = node.at("from_u_w_m2k");
    if from.is_given() { reader.number(&from, target_u_w_m2k..=10.0) } else { Some(target_u_w_m2k) }
}

fn read_lighting(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let target = reader.number(&node.at("target_w_m2"), 0.1..=100.0);
    let kinds = node.at("by_kind_w_m2");
    reader.only(&kinds, &Kind::ALL.map(Kind::key));
    let by_kind_w_m2 = kinds
        .keys()
        .into_iter()
        .filter_map(|kind| Some((kind.to_owned(), reader.number(&kinds.at(kind), 0.1..=100.0)?)))
        .collect();
    Some(Effect::Lighting { target_w_m2: target?, by_kind_w_m2 })
}

fn read_control(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let loss = reader.number(&node.at("distribution_loss_target"), 0.0..=2.0);
    let setback = reader.number(&node.at("setback_c"), 0.0..=25.0);
    let setup = reader.number(&node.at("setup_c"), 20.0..=50.0);
    let share = reader.number(&node.at("ventilation_min_share"), 0.0..=1.0);
    Some(Effect::Control {
        distribution_loss_target: loss?,
        setback_c: setback?,
        setup_c: setup?,
        ventilation_min_share: share?,
    })
}

fn read_heating(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let words = [("air_source_heat_pump", false), ("ground_source_heat_pump", true)];
    let ground = reader.word(&node.at("plant"), &words);
    let cop = reader.number(&node.at("rated_cop"), 1.0..=10.0);
    let supply = reader.number(&node.at("supply_c"), 25.0..=80.0);
    let (rated_cop, supply_c) = (cop?, supply?);
    let plant = if ground? {
        HeatingPlant::GroundSourceHeatPump { rated_cop, supply_c }
    } else {
        HeatingPlant::AirSourceHeatPump { rated_cop, supply_c }
    };
    Some(Effect::Heating { plant })
}

fn read_cooling(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let ground = reader.word(&node.at("plant"), &[("chiller", false), ("ground_source", true)]);
    let cop = reader.number(&node.at("rated_cop"), 1.0..=12.0);
    let rated_cop = cop?;
    let plant = if ground? {
        CoolingPlant::GroundSource { rated_cop }
    } else {
        CoolingPlant::Chiller { rated_cop, flat: false }
    };
    Some(Effect::Cooling { plant })
}

fn read_air_gradient(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let before = reader.number(&node.at("before_k_m"), 0.0..=5.0);
    let occupied = reader.number(&node.at("occupied_height_m"), 0.0..=3.0);
    let drop = reader.number(&node.at("drop_max_k"), 0.0..=10.0);
    let before_k_m = before?;
    let after = reader.number(&node.at("after_k_m"), 0.0..=before_k_m);
    Some(Effect::AirGradient {
        before_k_m,
        after_k_m: after?,
        occupied_height_m: occupied?,
        drop_max_k: drop?,
    })
}

fn read_pv(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let projection = reader.number(&node.at("module_projection_share"), 0.01..=1.0);
    let tilt = reader.number(&node.at("tilt_deg"), 0.0..=80.0);
    let azimuth = reader.number(&node.at("azimuth_deg"), 0.0..=360.0);
    let loss = reader.number(&node.at("system_loss"), 0.0..=0.9);
    Some(Effect::Pv {
        module_projection_share: projection?,
        tilt_deg: tilt?,
        azimuth_deg: azimuth?,
        system_loss: loss?,
    })
}

fn read_packages(
    reader: &mut Reader<'_>,
    root: &Node<'_>,
    measures: Option<&[Measure]>,
) -> Option<Vec<Package>> {
    reader.only(root, &["packages"]);
    let items = reader.list(&root.at("packages"));
    let mut packages: Vec<Package> = Vec::new();
    for item in &items {
        let Some(package) = read_package(reader, item, measures) else { continue };
        if packages.iter().any(|other| other.id == package.id) {
            let expected = Text::new("未用过的标识", "an id not used above");
            reader.refuse(&item.at("id"), "repeated_id", expected);
        }
        packages.push(package);
    }
    Some(packages)
}

fn read_package(
    reader: &mut Reader<'_>,
    node: &Node<'_>,
    measures: Option<&[Measure]>,
) -> Option<Package> {
    reader.only(node, &["id", "name", "kinds", "measures"]);
    let id = reader.id(&node.at("id"));
    let name = reader.both(&node.at("name"));
    let kinds = read_kinds(reader, &node.at("kinds"));
    let list = node.at("measures");
    let items = reader.list(&list);
    let mut wanted: Vec<String> = Vec::new();
    for item in &items {
        let Some(measure) = reader.id(item) else { continue };
        if measures.is_some_and(|known| known.iter().all(|known| known.id != measure)) {
            let expected = Text::new("目录中的措施", "a measure of the catalogue");
            reader.refuse(item, "unknown_measure", expected);
        }
        if wanted.contains(&measure) {
            reader.refuse(item, "repeated_id", Text::new("每项措施一次", "each measure once"));
        }
        wanted.push(measure);
    }
    let chosen: Vec<_> =
        measures.unwrap_or_default().iter().filter(|m| wanted.contains(&m.id)).collect();
    for (index, first) in chosen.iter().enumerate() {
        for second in chosen.iter().skip(index + 1) {
            if first.excludes_either(second) {
                let (a, b) = (&first.id, &second.id);
                let expected = Text::new(
                    format!("可并存的措施；{a} 与 {b} 不能并存"),
                    format!("measures that can stand together; {a} and {b} cannot"),
                );
                reader.refuse(&list, "incompatible_measures", expected);
            }
        }
    }
    let measures = chosen.iter().map(|measure| measure.id.clone()).collect();
    Some(Package { id: id?, name: name?, kinds, measures })
}
