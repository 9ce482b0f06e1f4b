//! How much of a measure lies between two states of a building.

use energy::building::{Building, CoolingPlant, HeatingPlant, Zone};

use super::envelope::{part_of, perimeter_m};
use super::sizing::{cooling_w, heating_w};
use crate::catalogue::{Cost, CostUnit, Part, Sizing};

const W_PER_KW: f64 = 1000.0;

/// How many units of its cost a measure takes between two states of a building: the area of what
/// was changed, the floor of the zones that were, the power of their plant or of the PV added.
/// Never negative.
///
/// The power of a plant is that of the state before it, so that insulation put on first makes the
/// plant smaller.
pub fn quantity(cost: &Cost, before: &Building, after: &Building) -> f64 {
    let rated_kw = |building: &Building| building.pv.as_ref().map_or(0.0, |pv| pv.rated_kw);
    match cost.unit {
        CostUnit::M2Wall => changed_m2(Part::Wall, before, after),
        CostUnit::M2Roof => changed_m2(Part::Roof, before, after),
        CostUnit::M2Window => window_m2(before, after),
        CostUnit::M2Floor => floor_m2(before, after),
        CostUnit::MEdge => edge_m(before, after),
        CostUnit::M3hAir => air_m3_h(before, after),
        CostUnit::KwHeating => plant_kw(cost, before, after, |zone, sizing| {
            if zone.systems.heating == HeatingPlant::None { 0.0 } else { heating_w(zone, sizing) }
        }),
        CostUnit::KwCooling => plant_kw(cost, before, after, |zone, sizing| {
            if zone.systems.cooling == CoolingPlant::None { 0.0 } else { cooling_w(zone, sizing) }
        }),
        CostUnit::KwPv => (rated_kw(after) - rated_kw(before)).max(0.0),
        CostUnit::Point | CostUnit::Item => match cost.floor_per_unit_m2 {
            Some(each_m2) => (floor_m2(before, after) / each_m2).ceil(),
            None => 1.0,
        },
    }
}

/// Zones that differ between two states, as they were; all where none does.
fn changed_zones<'b>(before: &'b Building, after: &Building) -> Vec<&'b Zone> {
    let pairs = before.zones.iter().zip(&after.zones);
    let changed: Vec<_> = pairs.filter(|(b, a)| b != a).map(|(b, _)| b).collect();
    if changed.is_empty() { before.zones.iter().collect() } else { changed }
}

fn floor_m2(before: &Building, after: &Building) -> f64 {
    changed_zones(before, after).iter().map(|zone| zone.floor_area_m2).sum()
}

fn air_m3_h(before: &Building, after: &Building) -> f64 {
    let flow = |zone: &&Zone| zone.air.ventilation_ach * zone.volume_m3;
    changed_zones(before, after).iter().map(flow).sum()
}

fn plant_kw(
    cost: &Cost,
    before: &Building,
    after: &Building,
    power_w: impl Fn(&Zone, &Sizing) -> f64,
) -> f64 {
    // A cost by power that was read from a file has its sizing.
    let Some(sizing) = &cost.sizing else { return 0.0 };
    let zones = changed_zones(before, after);
    zones.into_iter().map(|zone| power_w(zone, sizing)).sum::<f64>() / W_PER_KW
}

fn changed_m2(part: Part, before: &Building, after: &Building) -> f64 {
    let pairs = before.surfaces().zip(after.surfaces());
    let changed = pairs.filter(|(before, after)| part_of(before) == Some(part) && before != after);
    changed.map(|(before, _)| before.area_m2).sum()
}

fn edge_m(before: &Building, after: &Building) -> f64 {
    let pairs = before.surfaces().zip(after.surfaces());
    let changed = pairs.filter(|(before, after)| before.ground != after.ground);
    changed.map(|(before, _)| perimeter_m(before)).sum()
}

fn window_m2(before: &Building, after: &Building) -> f64 {
    let of_zone = |(before, after): (&Zone, &Zone)| -> f64 {
        let pairs = before.windows.iter().zip(&after.windows);
        let changed: f64 = pairs.filter(|(b, a)| b != a).map(|(b, _)| b.area_m2).sum();
        let added: f64 =
            after.windows.iter().skip(before.windows.len()).map(|window| window.area_m2).sum();
        changed + added
    };
    before.zones.iter().zip(&after.zones).map(of_zone).sum()
}
