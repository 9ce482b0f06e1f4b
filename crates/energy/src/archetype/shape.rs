//! The box: footprint, storeys and sides of a building of which an area is known.

use crate::archetype::library::Use;
use crate::archetype::{FactValue, Facts, Sketch};

/// A box on the ground, its long sides to north and south.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shape {
    pub(super) footprint_area_m2: f64,
    pub(super) storeys: i32,
    pub(super) storey_height_m: f64,
    /// East-west and north-south extent. [m]
    sides_m: (f64, f64),
}

impl Shape {
    /// The box for a sketch that was checked. What is missing of storeys and footprint follows from
    /// the other; where both are missing, a building has as many storeys as typical floor plates of
    /// its use hold its area.
    pub(super) fn new(sketch: &Sketch, use_: &Use, aspect_ratio: f64) -> Self {
        let gross = sketch.gross_floor_area_m2;
        let storeys = sketch.storeys.unwrap_or_else(|| match sketch.footprint_area_m2 {
            Some(footprint_m2) => whole_storeys(gross / footprint_m2, 200),
            None => whole_storeys(gross / use_.floor_plate_m2, use_.storeys_max),
        });
        let footprint_area_m2 =
            sketch.footprint_area_m2.unwrap_or_else(|| gross / f64::from(storeys));
        Self {
            footprint_area_m2,
            storeys,
            storey_height_m: sketch.storey_height_m.unwrap_or(use_.storey_height_m),
            sides_m: (
                (footprint_area_m2 * aspect_ratio).sqrt(),
                (footprint_area_m2 / aspect_ratio).sqrt(),
            ),
        }
    }

    /// Notes storeys, height and footprint as known or assumed.
    pub(super) fn note(&self, sketch: &Sketch, use_: &Use, facts: &mut Facts) {
        let number = FactValue::Number;
        let assumed = |known: bool| (!known).then_some(&use_.source);
        let storeys = number(f64::from(self.storeys));
        facts.add("storeys", storeys, "", assumed(sketch.storeys.is_some()));
        let height = number(self.storey_height_m);
        facts.add("storey_height_m", height, "m", assumed(sketch.storey_height_m.is_some()));
        let footprint = number(self.footprint_area_m2);
        let footprint_known = sketch.footprint_area_m2.is_some();
        facts.add("footprint_area_m2", footprint, "m²", assumed(footprint_known));
    }

    pub(super) fn height_m(&self) -> f64 {
        f64::from(self.storeys) * self.storey_height_m
    }

    pub(super) fn perimeter_m(&self) -> f64 {
        2.0 * (self.sides_m.0 + self.sides_m.1)
    }

    /// Gross wall of side 0 north, 1 east, 2 south, 3 west, windows included. [m²]
    pub(super) fn side_area_m2(&self, side: usize) -> f64 {
        let length_m = if side.is_multiple_of(2) { self.sides_m.0 } else { self.sides_m.1 };
        length_m * self.height_m()
    }

    pub(super) fn wall_area_m2(&self) -> f64 {
        self.perimeter_m() * self.height_m()
    }
}

/// `ratio` rounded to whole storeys, `1..=most`.
#[expect(clippy::cast_possible_truncation, reason = "clamped to a small range before")]
fn whole_storeys(ratio: f64, most: i32) -> i32 {
    ratio.round().clamp(1.0, f64::from(most.max(1))) as i32
}
