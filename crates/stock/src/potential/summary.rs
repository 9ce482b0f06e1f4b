//! The potential of all spaces of an area, and what an official should know first.

use std::collections::BTreeMap;

use serde::Serialize;
use units::{Date, SpaceId, Text};

use super::area::Area;
use super::assess::{Band, Figures, Reason, SpacePotential, assess};
use super::rules::Rules;
use crate::field::Field;
use crate::ledger::Ledger;
use crate::space::Space;

/// Lines of key points for each kind of them.
const POINTS_EACH: usize = 3;

/// How many spaces and how much floor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct BandTotal {
    /// Spaces.
    pub spaces: usize,
    /// Gross floor area of those whose area is known. \[m²\]
    pub floor_area_m2: f64,
    /// Spaces whose area is not known: they add nothing to it.
    pub without_area: usize,
}

impl BandTotal {
    fn add(&mut self, space: &Space) {
        let area = space.fact(Field::GrossFloorAreaM2).and_then(|fact| fact.value.as_f64());
        self.spaces += 1;
        match area {
            Some(area_m2) => self.floor_area_m2 += area_m2,
            None => self.without_area += 1,
        }
    }
}

/// A reason not to start, over the area.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StopTotal {
    /// Identifier of the criterion.
    pub criterion: String,
    /// Its title.
    pub title: Text,
    /// Spaces that it stops, perhaps with other stops.
    pub stopped: BandTotal,
}

/// A question whose answer is missing, over the area.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuestionTotal {
    /// Identifier of the criterion.
    pub criterion: String,
    /// What to find out.
    pub question: Text,
    /// Spaces without a band that wait for this answer.
    pub waiting: BandTotal,
    /// Those that wait for this answer alone.
    pub alone: BandTotal,
}

/// The potential of an area.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AreaPotential {
    /// The area, for people.
    pub area: Text,
    /// The rules, for people.
    pub rules: Text,
    /// Each space in the area, in the order of the ledger.
    pub spaces: Vec<SpacePotential>,
    /// Spaces that nobody has placed: they may or may not lie in the area.
    pub not_placed: Vec<SpaceId>,
    /// Totals by band; every band is there.
    pub bands: BTreeMap<Band, BandTotal>,
    /// Why not to start, most floor first.
    pub stops: Vec<StopTotal>,
    /// What to find out, the answers that most floor waits for alone first.
    pub questions: Vec<QuestionTotal>,
    /// The above in a few sentences.
    pub key_points: Vec<Text>,
}

/// The potential of each space of `area`, with totals and key points, as of `date`. `figures` holds
/// what other parts of the house computed; a space without an entry has none.
pub fn potential_of_area(
    ledger: &Ledger,
    area: &Area,
    rules: &Rules,
    figures: &BTreeMap<SpaceId, Figures>,
    date: Date,
) -> AreaPotential {
    let mut not_placed = Vec::new();
    let mut held: Vec<(&Space, SpacePotential)> = Vec::new();
    for space in ledger.spaces.values() {
        match area.holds(space) {
            Some(true) => {
                let own = figures.get(&space.id).copied().unwrap_or_default();
                held.push((space, assess(space, &own, rules, date)));
            }
            Some(false) => {}
            None => not_placed.push(space.id.clone()),
        }
    }
    let mut bands: BTreeMap<Band, BandTotal> =
        Band::ALL.map(|band| (band, BandTotal::default())).into();
    for (space, potential) in &held {
        bands.entry(potential.band).or_default().add(space);
    }
    let stops = stop_totals(&held);
    let questions = question_totals(&held);
    let key_points = key_points(&bands, &stops, &questions, &held, not_placed.len());
    let spaces = held.into_iter().map(|(_, potential)| potential).collect();
    let (area, rules) = (area.text(), rules.title.clone());
    AreaPotential { area, rules, spaces, not_placed, bands, stops, questions, key_points }
}

fn stop_totals(held: &[(&Space, SpacePotential)]) -> Vec<StopTotal> {
    let mut totals = BTreeMap::<&str, (&Reason, BandTotal)>::new();
    for (space, potential) in held {
        for reason in &potential.stops {
            let fresh = (reason, BandTotal::default());
            totals.entry(&reason.criterion).or_insert(fresh).1.add(space);
        }
    }
    let total = |(reason, stopped): (&Reason, BandTotal)| StopTotal {
        criterion: reason.criterion.clone(),
        title: reason.title.clone(),
        stopped,
    };
    let mut totals: Vec<StopTotal> = totals.into_values().map(total).collect();
    totals.sort_by(|a, b| weightier(&a.stopped, &b.stopped)); // stable: then by criterion
    totals
}

fn question_totals(held: &[(&Space, SpacePotential)]) -> Vec<QuestionTotal> {
    let mut totals = BTreeMap::<&str, (&Reason, BandTotal, BandTotal)>::new();
    for (space, potential) in held.iter().filter(|(_, own)| own.band == Band::CannotBeSaid) {
        for reason in &potential.questions {
            let fresh = (reason, BandTotal::default(), BandTotal::default());
            let (_, waiting, alone) = totals.entry(&reason.criterion).or_insert(fresh);
            waiting.add(space);
            if potential.questions.len() == 1 {
                alone.add(space);
            }
        }
    }
    let total = |(reason, waiting, alone): (&Reason, BandTotal, BandTotal)| QuestionTotal {
        criterion: reason.criterion.clone(),
        question: reason.question.clone(),
        waiting,
        alone,
    };
    let mut totals: Vec<QuestionTotal> = totals.into_values().map(total).collect();
    totals.sort_by(|a, b| {
        weightier(&a.alone, &b.alone).then_with(|| weightier(&a.waiting, &b.waiting))
    });
    totals
}

/// More floor first, then more spaces.
fn weightier(a: &BandTotal, b: &BandTotal) -> std::cmp::Ordering {
    b.floor_area_m2.total_cmp(&a.floor_area_m2).then_with(|| b.spaces.cmp(&a.spaces))
}

fn key_points(
    bands: &BTreeMap<Band, BandTotal>,
    stops: &[StopTotal],
    questions: &[QuestionTotal],
    held: &[(&Space, SpacePotential)],
    not_placed: usize,
) -> Vec<Text> {
    let mut lines = Vec::new();
    let listed: Vec<(Text, Text)> = bands
        .iter()
        .filter(|(_, total)| total.spaces > 0)
        .map(|(band, total)| (band.text(), amount(total)))
        .collect();
    if listed.is_empty() {
        lines.push(Text::new("范围内没有已登记的空间", "no space of the ledger lies in the area"));
    } else {
        let part = |of: fn(&Text) -> &str, joiner: &str| {
            let each = listed.iter().map(|(band, total)| format!("{} {}", of(band), of(total)));
            each.collect::<Vec<_>>().join(joiner)
        };
        lines.push(Text::new(part(|text| &text.zh, "；"), part(|text| &text.en, "; ")));
    }
    lines.extend(best(held));
    for StopTotal { title, stopped, .. } in stops.iter().take(POINTS_EACH) {
        let total = amount(stopped);
        lines.push(Text::new(
            format!("暂不启动：{}，涉及 {}", title.zh, total.zh),
            format!("do not start: {}, {}", title.en, total.en),
        ));
    }
    for QuestionTotal { question, waiting, alone, .. } in questions.iter().take(POINTS_EACH) {
        let (waiting, alone) = (amount(waiting), amount(alone));
        lines.push(Text::new(
            format!("待查：{}（{} 在等，其中 {} 只缺此项）", question.zh, waiting.zh, alone.zh),
            format!(
                "find out: {} ({} wait for it, {} for it alone)",
                question.en, waiting.en, alone.en
            ),
        ));
    }
    if not_placed > 0 {
        lines.push(Text::new(
            format!("{not_placed} 处空间没有位置信息，可能也在范围内"),
            format!("{not_placed} spaces have no place in the ledger and may lie in the area"),
        ));
    }
    lines
}

/// The space to start with: the most points of the high ones, then the first of the ledger.
fn best(held: &[(&Space, SpacePotential)]) -> Option<Text> {
    let high = held.iter().filter(|(_, own)| own.band == Band::High);
    let points = |own: &SpacePotential| own.points.unwrap_or(0.0);
    let (space, best) =
        high.reduce(|best, other| if points(&other.1) > points(&best.1) { other } else { best })?;
    let name = space.fact(Field::Name).and_then(|fact| fact.value.as_str().map(str::to_owned));
    let name = name.unwrap_or_else(|| space.id.to_string());
    let reason = best.reasons.iter().find(|reason| reason.points.is_some_and(|p| p > 50.0))?;
    Some(Text::new(
        format!("首选 {name}（{:.0} 分）：{}", points(best), reason.title.zh),
        format!("start with {name} ({:.0} points): {}", points(best), reason.title.en),
    ))
}

fn amount(total: &BandTotal) -> Text {
    let BandTotal { spaces, floor_area_m2, without_area } = *total;
    let (mut zh, mut en) = (
        format!("{spaces} 处 {floor_area_m2:.0} ㎡"),
        format!("{spaces} spaces with {floor_area_m2:.0} m²"),
    );
    if without_area > 0 {
        zh.push_str(&format!("（{without_area} 处面积不详）"));
        en.push_str(&format!(" ({without_area} of unknown area)"));
    }
    Text::new(zh, en)
}
