use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use units::SpaceId;

use crate::field::Field;
use crate::geometry::Position;
use crate::ledger::Ledger;
use crate::space::Space;
use crate::text::fold;

/// Two spaces that may be one; a person decides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProposedMerge {
    /// One side, the smaller identifier.
    pub left: SpaceId,
    /// The other side.
    pub right: SpaceId,
    /// How alike they are, 0 to 1; the weights are in the documentation of [`Likeness::score`].
    pub score_ratio: f64,
    /// What the score is made of.
    pub likeness: Likeness,
}

/// How alike two spaces are, each part 0 to 1; `None` where one side does not know it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Likeness {
    /// Likeness of the names.
    pub name_ratio: Option<f64>,
    /// Likeness of the addresses.
    pub address_ratio: Option<f64>,
    /// Smaller gross floor area by the greater.
    pub area_ratio: Option<f64>,
    /// Distance between the positions. \[m\]
    pub distance_m: Option<f64>,
}

/// Beyond this distance two spaces are not one. \[m\]
const FARTHEST_M: f64 = 150.0;
/// Fewest likeness that is proposed.
const LEAST_SCORE: f64 = 0.75;
/// Weights of name, address, area and nearness in the score.
const WEIGHTS: [f64; 4] = [0.35, 0.30, 0.15, 0.20];
/// Weight of the parts that must be known before a score means anything.
const LEAST_KNOWN_WEIGHT: f64 = 0.5;
/// Side of a grid cell: one of two near spaces is at most one cell away. \[°\] of latitude
const CELL_DEG: f64 = 0.0015;
/// Most neighbours that a space is compared with in one sorted block.
const WINDOW: usize = 24;

impl Likeness {
    /// Mean of the known parts: name 0.35, address 0.30, area 0.15, nearness 0.20 (1 at the same
    /// point, 0 at 150 m). 0 when less than half of the weight is known, when neither name nor
    /// address is known, or beyond 150 m.
    pub fn score(&self) -> f64 {
        let nearness = match self.distance_m {
            Some(distance_m) if distance_m > FARTHEST_M => return 0.0,
            Some(distance_m) => Some(1.0 - distance_m / FARTHEST_M),
            None => None,
        };
        if self.name_ratio.is_none() && self.address_ratio.is_none() {
            return 0.0;
        }
        let parts = [self.name_ratio, self.address_ratio, self.area_ratio, nearness];
        let known =
            || parts.iter().zip(WEIGHTS).filter_map(|(part, weight)| Some(((*part)?, weight)));
        let weight: f64 = known().map(|(_, weight)| weight).sum();
        let total: f64 = known().map(|(part, weight)| part * weight).sum();
        if weight < LEAST_KNOWN_WEIGHT { 0.0 } else { total / weight }
    }
}

/// What is compared of a space.
struct Card<'a> {
    id: &'a SpaceId,
    name: Grams,
    address: Grams,
    area_m2: Option<f64>,
    position: Option<Position>,
}

/// A folded text and its sorted pairs of neighbouring letters.
#[derive(Default)]
struct Grams {
    text: String,
    pairs: Vec<(char, char)>,
}

impl Grams {
    fn of(space: &Space, field: Field) -> Self {
        let fact = space.fact(field);
        let text = fact.as_ref().and_then(|fact| fact.value.as_str()).unwrap_or_default();
        let text: String = fold(text).chars().filter(|c| c.is_alphanumeric()).collect();
        let mut pairs: Vec<_> = text.chars().zip(text.chars().skip(1)).collect();
        pairs.sort_unstable();
        Self { text, pairs }
    }

    /// Sørensen-Dice coefficient of the letter pairs (L. R. Dice, "Measures of the Amount of
    /// Ecologic Association Between Species", Ecology 26, 1945), 1 for equal texts.
    fn likeness(&self, other: &Self) -> Option<f64> {
        if self.text.is_empty() || other.text.is_empty() {
            return None;
        }
        if self.text == other.text {
            return Some(1.0);
        }
        let (mut i, mut j, mut shared) = (0, 0, 0_u32);
        while let (Some(a), Some(b)) = (self.pairs.get(i), other.pairs.get(j)) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    i += 1;
                    j += 1;
                }
            }
        }
        let total = u32::try_from(self.pairs.len() + other.pairs.len()).unwrap_or(u32::MAX);
        Some(if total == 0 { 0.0 } else { 2.0 * f64::from(shared) / f64::from(total) })
    }
}

fn likeness(a: &Card, b: &Card) -> Likeness {
    let area_ratio = a.area_m2.zip(b.area_m2).map(|(a, b)| a.min(b) / a.max(b));
    Likeness {
        name_ratio: a.name.likeness(&b.name),
        address_ratio: a.address.likeness(&b.address),
        area_ratio,
        distance_m: a.position.zip(b.position).map(|(a, b)| a.distance_m(b)),
    }
}

/// Pairs of spaces that may be one, best first; with `among`, only pairs of which one is in it.
///
/// Only spaces in one block are compared: the same or a neighbouring cell of a grid, the same name,
/// or the same address; in each block, sorted by name, a space meets at most 24 others. The work
/// therefore grows as n·log n.
pub(crate) fn likely_duplicates(
    ledger: &Ledger,
    among: Option<&BTreeSet<SpaceId>>,
) -> Vec<ProposedMerge> {
    if among.is_some_and(BTreeSet::is_empty) {
        return Vec::new();
    }
    let cards: Vec<Card> = ledger.spaces.values().map(card).collect();
    let touched: Vec<bool> =
        cards.iter().map(|card| among.is_none_or(|among| among.contains(card.id))).collect();
    let mut candidates = BTreeSet::new();
    for block in blocks(&cards) {
        for (place, &one) in block.iter().enumerate() {
            for &other in block.iter().skip(place + 1).take(WINDOW) {
                if touched[one] || touched[other] {
                    candidates.insert((one.min(other), one.max(other)));
                }
            }
        }
    }
    let mut proposals: Vec<ProposedMerge> = candidates
        .into_iter()
        .filter_map(|(one, other)| {
            let (left, right) = (&cards[one], &cards[other]);
            let likeness = likeness(left, right);
            let score = likeness.score();
            (score >= LEAST_SCORE).then(|| ProposedMerge {
                left: left.id.clone(),
                right: right.id.clone(),
                score_ratio: score,
                likeness,
            })
        })
        .collect();
    proposals.sort_by(|a, b| b.score_ratio.total_cmp(&a.score_ratio)); // stable: then by id
    proposals
}

fn card(space: &Space) -> Card<'_> {
    let area = space.fact(Field::GrossFloorAreaM2);
    Card {
        id: &space.id,
        name: Grams::of(space, Field::Name),
        address: Grams::of(space, Field::Address),
        area_m2: area.and_then(|area| area.value.as_f64()).filter(|area| *area > 0.0),
        position: space.position(),
    }
}

/// Groups of spaces worth comparing, each sorted by name, then address.
fn blocks(cards: &[Card]) -> Vec<Vec<usize>> {
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    enum Key<'a> {
        Cell(i64, i64),
        Name(&'a str),
        Address(&'a str),
    }
    let mut groups = BTreeMap::<Key, Vec<usize>>::new();
    for (index, card) in cards.iter().enumerate() {
        if let Some(position) = card.position {
            let (column, row) = cell(position);
            // Each space stands in the four cells about its nearest corner, so that two near ones
            // always share a cell.
            for (across, up) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                groups.entry(Key::Cell(column + across, row + up)).or_default().push(index);
            }
        }
        if !card.name.text.is_empty() {
            groups.entry(Key::Name(&card.name.text)).or_default().push(index);
        }
        if !card.address.text.is_empty() {
            groups.entry(Key::Address(&card.address.text)).or_default().push(index);
        }
    }
    let mut blocks: Vec<Vec<usize>> =
        groups.into_values().filter(|block| block.len() > 1).collect();
    for block in &mut blocks {
        block.sort_by_key(|&index| (&cards[index].name.text, &cards[index].address.text));
    }
    blocks
}

/// The grid cell of a position: equal steps of latitude, and of longitude widened so that a cell is
/// as wide as it is high.
#[expect(clippy::cast_possible_truncation, reason = "at most 180° / 0.0015°: far inside an i64")]
fn cell(position: Position) -> (i64, i64) {
    let row = (position.lat_deg / CELL_DEG).floor();
    // Widened by the latitude of the row's band of one degree, so that a whole band has one width.
    let band_deg = (position.lat_deg.abs().floor() + 1.0).min(89.0);
    let column = (position.lon_deg * band_deg.to_radians().cos() / CELL_DEG).floor();
    (column as i64, row as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_score_one_and_unknown_ones_nothing() {
        let grams = |text: &str| {
            let mut pairs: Vec<_> = text.chars().zip(text.chars().skip(1)).collect();
            pairs.sort_unstable();
            Grams { text: text.into(), pairs }
        };
        assert_eq!(grams("night").likeness(&grams("nacht")), Some(0.25)); // the textbook example
        assert_eq!(grams("楼").likeness(&grams("楼")), Some(1.0));
        assert_eq!(grams("").likeness(&grams("a")), None);
        let near = |distance_m| Likeness {
            name_ratio: Some(1.0),
            address_ratio: Some(1.0),
            area_ratio: None,
            distance_m: Some(distance_m),
        };
        assert!((near(0.0).score() - 1.0).abs() < 1e-12);
        assert!(near(151.0).score().abs() < 1e-12);
    }
}
