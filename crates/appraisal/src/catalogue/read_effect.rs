//! Effects out of a file.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use energy::archetype::Kind;
use energy::building::{CoolingPlant, HeatingPlant};
use units::Text;

use super::effect::{DaylightControl, Effect, Part, Side};
use crate::read::{Node, Reader};

type Read = fn(&mut Reader<'_>, &Node<'_>) -> Option<Effect>;

/// Words of [`Effect`] in a file, each with how it is read.
const EFFECTS: [(&str, Read); 25] = [
    ("insulate", insulate),
    ("slab_edge", slab_edge),
    ("glazing", glazing),
    ("secondary_glazing", secondary_glazing),
    ("solar_film", solar_film),
    ("shading", shading),
    ("skylights", skylights),
    ("cool_roof", cool_roof),
    ("green_roof", green_roof),
    ("airtightness", airtightness),
    ("night_ventilation", night_ventilation),
    ("lighting", lighting),
    ("lighting_control", lighting_control),
    ("daylight", |reader, node| daylight(reader, node).map(Effect::Daylight)),
    ("control", control),
    ("auxiliary", auxiliary),
    ("fan_power", fan_power),
    ("heat_recovery", heat_recovery),
    ("destratify", destratify),
    ("heating", heating),
    ("supply_reset", supply_reset),
    ("cooling", cooling),
    ("hot_water", hot_water),
    ("pv", pv),
    ("facade_pv", facade_pv),
];

/// One effect: a map with its word as the only key.
pub(super) fn read_effect(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let words = node.keys();
    let Some((word, read)) = EFFECTS.iter().find(|(word, _)| words.as_slice() == [*word]) else {
        let list = EFFECTS.map(|(word, _)| word).join(", ");
        let expected = Text::new(format!("恰好一个：{list}"), format!("exactly one of: {list}"));
        reader.refuse(node, "unknown_effect", expected);
        return None;
    };
    read(reader, &node.at(word))
}

/// Numbers under keys, each within its range; all of them or none.
fn numbers<const N: usize>(
    reader: &mut Reader<'_>,
    node: &Node<'_>,
    fields: [(&str, RangeInclusive<f64>); N],
) -> Option<[f64; N]> {
    let read = fields.map(|(key, range)| reader.number(&node.at(key), range));
    let found: Vec<f64> = read.into_iter().flatten().collect();
    found.try_into().ok()
}

/// [`numbers`] where no other keys may stand.
fn only_numbers<const N: usize>(
    reader: &mut Reader<'_>,
    node: &Node<'_>,
    fields: [(&str, RangeInclusive<f64>); N],
) -> Option<[f64; N]> {
    reader.only(node, &fields.each_ref().map(|(key, _)| *key));
    numbers(reader, node, fields)
}

/// A number that may be left out, then `otherwise`.
fn number_or(
    reader: &mut Reader<'_>,
    node: &Node<'_>,
    range: RangeInclusive<f64>,
    otherwise: f64,
) -> Option<f64> {
    if node.is_given() { reader.number(node, range) } else { Some(otherwise) }
}

const CONDUCTIVITY: (&str, RangeInclusive<f64>) = ("conductivity_w_mk", 0.001..=5.0);
const DENSITY: (&str, RangeInclusive<f64>) = ("density_kg_m3", 1.0..=5000.0);
const CAPACITY: (&str, RangeInclusive<f64>) = ("heat_capacity_j_kgk", 100.0..=5000.0);
const FACTOR: RangeInclusive<f64> = 0.0..=1.0;
const AUXILIARY: (&str, RangeInclusive<f64>) = ("auxiliary_add_w_per_w", 0.0..=1.0);

fn insulate(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let keys = ["part", "side", CONDUCTIVITY.0, DENSITY.0, CAPACITY.0, "target_u_w_m2k"];
    reader.only(node, &[&keys[..], &["from_u_w_m2k"]].concat());
    let part = reader.word(&node.at("part"), &[("wall", Part::Wall), ("roof", Part::Roof)]);
    let side = node.at("side");
    let side = if side.is_given() {
        reader.word(&side, &[("outside", Side::Outside), ("inside", Side::Inside)])
    } else {
        Some(Side::Outside)
    };
    let board = numbers(reader, node, [CONDUCTIVITY, DENSITY, CAPACITY]);
    let target = reader.number(&node.at("target_u_w_m2k"), 0.05..=5.0)?;
    let from = number_or(reader, &node.at("from_u_w_m2k"), target..=10.0, target);
    let [conductivity_w_mk, density_kg_m3, heat_capacity_j_kgk] = board?;
    Some(Effect::Insulate {
        part: part?,
        side: side?,
        conductivity_w_mk,
        density_kg_m3,
        heat_capacity_j_kgk,
        target_u_w_m2k: target,
        from_u_w_m2k: from?,
    })
}

fn slab_edge(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let fields =
        [("width_m", 0.1..=5.0), ("thickness_m", 0.01..=0.5), ("conductivity_w_mk", 0.001..=0.2)];
    let [width_m, thickness_m, conductivity_w_mk] = only_numbers(reader, node, fields)?;
    Some(Effect::SlabEdge { width_m, thickness_m, conductivity_w_mk })
}

fn glazing(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    reader.only(node, &["u_w_m2k", "shgc", "from_u_w_m2k"]);
    let [u_w_m2k, shgc] = numbers(reader, node, [("u_w_m2k", 0.3..=7.0), ("shgc", 0.01..=1.0)])?;
    let from = number_or(reader, &node.at("from_u_w_m2k"), u_w_m2k..=10.0, u_w_m2k)?;
    Some(Effect::Glazing { u_w_m2k, shgc, from_u_w_m2k: from })
}

fn secondary_glazing(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let fields = [
        ("resistance_m2k_w", 0.05..=2.0),
        ("shgc_factor", 0.1..=1.0),
        ("from_u_w_m2k", 0.5..=10.0),
    ];
    let [resistance_m2k_w, shgc_factor, from_u_w_m2k] = only_numbers(reader, node, fields)?;
    Some(Effect::SecondaryGlazing { resistance_m2k_w, shgc_factor, from_u_w_m2k })
}

fn solar_film(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let fields = [("shgc_factor", 0.1..=0.99), ("from_shgc", FACTOR)];
    let [shgc_factor, from_shgc] = only_numbers(reader, node, fields)?;
    Some(Effect::SolarFilm { shgc_factor, from_shgc })
}

fn shading(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let [factor] = only_numbers(reader, node, [("summer_shading_factor", FACTOR)])?;
    Some(Effect::Shading { summer_shading_factor: factor })
}

fn skylights(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    reader.only(node, &["roof_share", "u_w_m2k", "shgc", "daylight"]);
    let fields = [("roof_share", 0.001..=0.5), ("u_w_m2k", 0.3..=7.0), ("shgc", 0.01..=1.0)];
    let glass = numbers(reader, node, fields);
    let daylight = daylight(reader, &node.at("daylight"))?;
    let [roof_share, u_w_m2k, shgc] = glass?;
    Some(Effect::Skylights { roof_share, u_w_m2k, shgc, daylight })
}

fn daylight(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<DaylightControl> {
    let keys = ["target_lux", "by_kind_lux", "utilance", "least_power_share", "reach_ratio"];
    reader.only(node, &keys);
    let fields = [
        ("target_lux", 1.0..=20_000.0),
        ("utilance", 0.01..=1.0),
        ("least_power_share", FACTOR),
        ("reach_ratio", 0.1..=100.0),
    ];
    let numbers = numbers(reader, node, fields);
    let by_kind_lux = by_kind(reader, &node.at("by_kind_lux"), 1.0..=20_000.0);
    let [target_lux, utilance, least_power_share, reach_ratio] = numbers?;
    Some(DaylightControl { target_lux, by_kind_lux, utilance, least_power_share, reach_ratio })
}

/// A number for each building kind that differs.
fn by_kind(
    reader: &mut Reader<'_>,
    node: &Node<'_>,
    range: RangeInclusive<f64>,
) -> BTreeMap<String, f64> {
    reader.only(node, &Kind::ALL.map(Kind::key));
    let read = |kind: &str| Some((kind.to_owned(), reader.number(&node.at(kind), range.clone())?));
    node.keys().into_iter().filter_map(read).collect()
}

fn cool_roof(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let [solar_absorptance] = only_numbers(reader, node, [("solar_absorptance", FACTOR)])?;
    Some(Effect::CoolRoof { solar_absorptance })
}

fn green_roof(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let fields = [
        ("thickness_m", 0.01..=1.0),
        CONDUCTIVITY,
        DENSITY,
        CAPACITY,
        ("solar_absorptance", FACTOR),
    ];
    let [thickness_m, conductivity_w_mk, density_kg_m3, heat_capacity_j_kgk, solar_absorptance] =
        only_numbers(reader, node, fields)?;
    Some(Effect::GreenRoof {
        thickness_m,
        conductivity_w_mk,
        density_kg_m3,
        heat_capacity_j_kgk,
        solar_absorptance,
    })
}

fn airtightness(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    reader.only(node, &["infiltration_factor", "infiltration_min_ach", AUXILIARY.0]);
    let fields = [("infiltration_factor", FACTOR), ("infiltration_min_ach", 0.0..=10.0)];
    let numbers = numbers(reader, node, fields);
    let fans = number_or(reader, &node.at(AUXILIARY.0), AUXILIARY.1, 0.0);
    let [infiltration_factor, infiltration_min_ach] = numbers?;
    Some(Effect::Airtightness {
        infiltration_factor,
        infiltration_min_ach,
        auxiliary_add_w_per_w: fans?,
    })
}

fn night_ventilation(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    reader.only(node, &["ach", "from_hour", "to_hour", "air_min_c", "difference_min_k"]);
    let fields =
        [("ach", 0.1..=200.0), ("air_min_c", 5.0..=35.0), ("difference_min_k", 0.0..=50.0)];
    let numbers = numbers(reader, node, fields);
    let from = reader.whole(&node.at("from_hour"), 0..=23);
    let to = reader.whole(&node.at("to_hour"), 0..=23);
    let [ach, air_min_c, difference_min_k] = numbers?;
    Some(Effect::NightVentilation {
        ach,
        from_hour: from?,
        to_hour: to?,
        air_min_c,
        difference_min_k,
    })
}

fn lighting(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    reader.only(node, &["target_w_m2", "by_kind_w_m2"]);
    let target = reader.number(&node.at("target_w_m2"), 0.1..=100.0);
    let by_kind_w_m2 = by_kind(reader, &node.at("by_kind_w_m2"), 0.1..=100.0);
    Some(Effect::Lighting { target_w_m2: target?, by_kind_w_m2 })
}

fn lighting_control(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let [use_factor] = only_numbers(reader, node, [("use_factor", FACTOR)])?;
    Some(Effect::LightingControl { use_factor })
}

fn control(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let keys = ["distribution_loss_target", "setback_c", "setup_c", "ventilation_min_share"];
    reader.only(node, &keys);
    if node.keys().is_empty() {
        let expected = Text::new("至少一项控制", "at least one thing to control");
        reader.refuse(node, "empty_control", expected);
    }
    let ranges = [0.0..=2.0, 0.0..=25.0, 20.0..=50.0, FACTOR];
    let mut fields = keys.into_iter().zip(ranges).map(|(key, range)| {
        let node = node.at(key);
        if node.is_given() { reader.number(&node, range) } else { None }
    });
    Some(Effect::Control {
        distribution_loss_target: fields.next()?,
        setback_c: fields.next()?,
        setup_c: fields.next()?,
        ventilation_min_share: fields.next()?,
    })
}

fn auxiliary(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let fields = [("auxiliary_factor", FACTOR), ("auxiliary_min_w_per_w", FACTOR)];
    let [auxiliary_factor, auxiliary_min_w_per_w] = only_numbers(reader, node, fields)?;
    Some(Effect::Auxiliary { auxiliary_factor, auxiliary_min_w_per_w })
}

fn fan_power(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let fields = [("fan_power_factor", FACTOR), ("fan_power_min_w_m3s", 0.0..=1e4)];
    let [fan_power_factor, fan_power_min_w_m3s] = only_numbers(reader, node, fields)?;
    Some(Effect::FanPower { fan_power_factor, fan_power_min_w_m3s })
}

fn heat_recovery(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let fields = [("effectiveness", FACTOR), ("fan_power_add_w_m3s", 0.0..=1e4)];
    let [effectiveness, fan_power_add_w_m3s] = only_numbers(reader, node, fields)?;
    Some(Effect::HeatRecovery { effectiveness, fan_power_add_w_m3s })
}

fn destratify(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let fields = [("destratification_share", FACTOR), AUXILIARY];
    let [destratification_share, auxiliary_add_w_per_w] = only_numbers(reader, node, fields)?;
    Some(Effect::Destratify { destratification_share, auxiliary_add_w_per_w })
}

/// Words of heating plants that measures install.
#[derive(Clone, Copy)]
enum Heater {
    AirSource,
    GroundSource,
    Condensing,
    District,
}

fn heating(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let words = [
        ("air_source_heat_pump", Heater::AirSource),
        ("ground_source_heat_pump", Heater::GroundSource),
        ("condensing_boiler", Heater::Condensing),
        ("district", Heater::District),
    ];
    let heater = reader.word(&node.at("plant"), &words)?;
    let plant = match heater {
        Heater::AirSource | Heater::GroundSource => {
            reader.only(node, &["plant", "rated_cop", "supply_c"]);
            let fields = [("rated_cop", 1.0..=10.0), ("supply_c", 25.0..=80.0)];
            let [rated_cop, supply_c] = numbers(reader, node, fields)?;
            if matches!(heater, Heater::AirSource) {
                HeatingPlant::AirSourceHeatPump { rated_cop, supply_c }
            } else {
                HeatingPlant::GroundSourceHeatPump { rated_cop, supply_c }
            }
        }
        Heater::Condensing => {
            reader.only(node, &["plant", "efficiency_hot_return", "efficiency_return_30_c"]);
            let fields =
                [("efficiency_hot_return", 0.3..=1.0), ("efficiency_return_30_c", 0.3..=1.11)];
            let [efficiency_hot_return, efficiency_return_30_c] = numbers(reader, node, fields)?;
            HeatingPlant::CondensingBoiler { efficiency_hot_return, efficiency_return_30_c }
        }
        Heater::District => {
            reader.only(node, &["plant", "efficiency"]);
            let [efficiency] = numbers(reader, node, [("efficiency", 0.5..=1.0)])?;
            HeatingPlant::District { efficiency }
        }
    };
    Some(Effect::Heating { plant })
}

fn supply_reset(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let fields = [
        ("design_supply_c", 25.0..=95.0),
        ("design_drop_k", 0.5..=60.0),
        ("design_outdoor_c", -50.0..=15.0),
        ("mild_supply_c", 20.0..=95.0),
        ("mild_outdoor_c", -49.0..=30.0),
    ];
    let [design_supply_c, design_drop_k, design_outdoor_c, mild_supply_c, mild_outdoor_c] =
        only_numbers(reader, node, fields)?;
    if mild_outdoor_c < design_outdoor_c + 1.0 || mild_supply_c > design_supply_c {
        let expected = Text::new(
            "室外更暖时供水温度更低",
            "a mild day that is warmer outdoors and has cooler water than the design day",
        );
        reader.refuse(&node.at("mild_outdoor_c"), "not_in_order", expected);
    }
    Some(Effect::SupplyReset {
        design_supply_c,
        design_drop_k,
        design_outdoor_c,
        mild_supply_c,
        mild_outdoor_c,
    })
}

fn cooling(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    reader.only(node, &["plant", "rated_cop"]);
    let ground = reader.word(&node.at("plant"), &[("chiller", false), ("ground_source", true)]);
    let [rated_cop] = numbers(reader, node, [("rated_cop", 1.0..=12.0)])?;
    let plant = if ground? {
        CoolingPlant::GroundSource { rated_cop }
    } else {
        CoolingPlant::Chiller { rated_cop, flat: false }
    };
    Some(Effect::Cooling { plant })
}

fn hot_water(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let [efficiency] = only_numbers(reader, node, [("efficiency", 0.3..=6.0)])?;
    Some(Effect::HotWater { efficiency })
}

fn pv(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let fields = [
        ("module_projection_share", 0.01..=1.0),
        ("tilt_deg", 0.0..=80.0),
        ("azimuth_deg", 0.0..=360.0),
        ("system_loss", 0.0..=0.9),
    ];
    let [module_projection_share, tilt_deg, azimuth_deg, system_loss] =
        only_numbers(reader, node, fields)?;
    Some(Effect::Pv { module_projection_share, tilt_deg, azimuth_deg, system_loss })
}

fn facade_pv(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Effect> {
    let fields = [("wall_share", 0.01..=1.0), ("system_loss", 0.0..=0.9)];
    let [wall_share, system_loss] = only_numbers(reader, node, fields)?;
    Some(Effect::FacadePv { wall_share, system_loss })
}
