//! The potential of an area: where to start, where not to, what to find out first.

use std::collections::BTreeMap;
use std::path::Path;

use stock::potential::{
    Area, AreaPotential, Band, Figures, parse_area, parse_rules, potential_of_area,
};
use stock::{Exported, Field, Ledger, export_geojson};
use units::{Date, SpaceId, Text};

use crate::appraising::ledger_of;
use crate::assessment::Assessed;
use crate::embedded;
use crate::failure::Failure;
use crate::files::{Input, write_whole};
use crate::outcome::{Line, Outcome, Told};
use crate::place;
use crate::store::{Link, Store};

/// Which spaces to look at.
#[derive(Clone, Copy, Debug)]
pub enum AreaAsked<'a> {
    /// Every space.
    Everything,
    /// Those of a street or township.
    Street(&'a str),
    /// Those of a district.
    District(&'a str),
    /// Those within an outline in a GeoJSON file.
    Drawn(&'a Path),
}

/// What to look at.
#[derive(Clone, Copy, Debug)]
pub struct PotentialRequest<'a> {
    /// The state file.
    pub state: &'a Path,
    /// The area.
    pub area: AreaAsked<'a>,
    /// The day from which ages and leases count.
    pub on: Date,
    /// Rules in place of those of the place.
    pub rules: Option<&'a Path>,
    /// GeoJSON of the spaces with band and questions.
    pub map: Option<&'a Path>,
}

/// Sorts the spaces of an area into bands of potential.
///
/// # Errors
/// [`Failure`] when area, rules or state cannot be used, or the map cannot be written.
pub fn area_potential(request: &PotentialRequest<'_>) -> Result<Box<dyn Outcome>, Failure> {
    let rules = match request.rules {
        Some(path) => Input::read("potential", path)?,
        None => {
            let place = place::default()?;
            embedded::data("potential", &format!("potential/{}.yaml", place.potential))
        }
    };
    let rules = parse_rules(&rules.text(), &rules.name).map_err(Failure::Input)?;
    let area = match request.area {
        AreaAsked::Everything => Area::Everything,
        AreaAsked::Street(name) => Area::Street(name.to_owned()),
        AreaAsked::District(name) => Area::District(name.to_owned()),
        AreaAsked::Drawn(path) => {
            let outline = Input::read("area", path)?;
            parse_area(&outline.text(), &outline.name).map_err(Failure::Input)?
        }
    };
    let mut store = Store::open(request.state)?;
    let ledger = ledger_of(&mut store)?;
    let figures = figures(&ledger, &store.outcomes(Link::Appraisal)?);
    let found = potential_of_area(&ledger, &area, &rules, &figures, request.on);
    let mut gist = gist(&found);
    if let Some(path) = request.map {
        write_whole(path, map(&ledger, &found).as_bytes())?;
        gist.push(Line::plain("地图", "map", path.display().to_string()));
    }
    Ok(Box::new(Told { result: found, gist }))
}

/// What the appraisal says of the package of greatest value, by floor area.
fn figures(ledger: &Ledger, assessed: &[Assessed]) -> BTreeMap<SpaceId, Figures> {
    let of = |one: &Assessed| {
        let area = ledger.spaces.get(&one.id)?.fact(Field::GrossFloorAreaM2)?.value.as_f64()?;
        let best = one.offers.iter().filter(|offer| offer.npv.is_some()).max_by_key(|o| o.npv)?;
        let by_area = |yuan: f64| (area > 0.0).then(|| yuan / area);
        Some((
            one.id.clone(),
            Figures {
                npv_yuan_per_m2: best.npv.and_then(|npv| by_area(npv.yuan_f64())),
                cost_yuan_per_m2: by_area(best.investment.yuan_f64()),
                saving_percent: best.saving_rate_percent,
                ..Figures::default()
            },
        ))
    };
    assessed.iter().filter_map(of).collect()
}

fn gist(found: &AreaPotential) -> Vec<Line> {
    let mut lines = vec![
        Line::new("范围", "area", found.area.clone()),
        Line::new("规则", "rules", found.rules.clone()),
    ];
    for band in Band::ALL {
        let total = found.bands.get(&band).copied().unwrap_or_default();
        let value = Text::new(
            format!("{} 处，{:.0} ㎡", total.spaces, total.floor_area_m2),
            format!("{} spaces, {:.0} m²", total.spaces, total.floor_area_m2),
        );
        lines.push(Line { label: band.text(), value });
    }
    if !found.not_placed.is_empty() {
        lines.push(Line::count("位置未知", "not placed", found.not_placed.len()));
    }
    lines
        .extend(found.key_points.iter().map(|point| Line::new("要点", "key point", point.clone())));
    lines
}

/// The spaces with their band as a map.
fn map(ledger: &Ledger, found: &AreaPotential) -> String {
    let texts = |reasons: &[stock::potential::Reason]| -> Vec<String> {
        reasons.iter().map(|reason| reason.title.zh.clone()).collect()
    };
    let exported: Vec<Exported<'_>> = found
        .spaces
        .iter()
        .filter_map(|one| {
            let space = ledger.spaces.get(&one.id)?;
            let mut properties = serde_json::Map::new();
            properties.insert("band".into(), serde_json::json!(one.band));
            properties.insert("points".into(), serde_json::json!(one.points));
            properties.insert("stops".into(), serde_json::json!(texts(&one.stops)));
            properties.insert("questions".into(), serde_json::json!(texts(&one.questions)));
            Some(Exported { space, properties })
        })
        .collect();
    export_geojson(&exported)
}
