//! A plane and all that may stand between it and the sun.

use std::f64::consts::PI;

use crate::building::{Boundary, Building, Shade, Surface, Window};
use crate::shading::Frame;
use crate::shading::outline::{Place, area_vector_m2, dot, length, middle, minus, unit};
use crate::shading::sweep::{Point, Sweep, clip};

/// What stands out less than this lies in the plane: twice the unevenness that an outline may
/// have. [m]
const IN_PLANE_M: f64 = 0.02;
/// A wall looking the way of a window that it encloses, up to this far before or behind it, is the
/// wall that the window sits in. [m]
const REVEAL_M: f64 = 0.5;
/// Least cosine between window and wall for that: 5°.
const SAME_WAY_COSINE: f64 = 0.996;
/// Solid angle of the disc of the sun (radius 0.266°): what looks smaller can never hide it. [sr]
const SUN_DISC_SR: f64 = 6.8e-5;
/// Grid on which places stand, so that equal scenes are equal to the bit. [1/m]
const GRID_1_M: f64 = 1e6;

/// All numbers of a scenery, bit by bit.
pub(crate) type SceneryKey = Vec<u64>;

/// A receiving plane and what stands before it, both in the frame of the plane.
#[derive(Clone, Debug)]
pub(crate) struct Scenery {
    pub(super) frame: Frame,
    /// Outline of the plane: to the right and up.
    receiver: Vec<Point>,
    /// Opaque polygons before the plane: to the right, up, and out.
    obstacles: Vec<Standing>,
}

/// One opaque polygon before a plane.
#[derive(Clone, Debug)]
struct Standing {
    corners: Vec<Place>,
    /// Whether it rises above the lowest corner of the plane; else it hides only ground.
    hides_sky: bool,
}

impl Scenery {
    /// What stands before a window: its own shade, and, if its outline is known, the obstacles and
    /// the other outdoor surfaces of the building. `None` if nothing does.
    ///
    /// The wall around the window is no obstacle to it; a deep reveal is stated as fins and
    /// overhang.
    pub(crate) fn of_window(building: &Building, window: &Window) -> Option<Self> {
        let mut scenery = match (&window.outline_m, &window.shade) {
            (Some(outline), _) => Self::of_outline(outline)?,
            (None, Some(shade)) => Self::of_shade(shade, window.tilt_deg, window.azimuth_deg),
            (None, None) => return None,
        };
        if let Some(outline) = &window.outline_m {
            if let Some(shade) = &window.shade {
                scenery.add_shade(shade);
            }
            scenery.add_surroundings(building, outline, true);
        }
        (!scenery.obstacles.is_empty()).then_some(scenery)
    }

    /// What stands before an outdoor surface with an outline: the obstacles and the other outdoor
    /// surfaces of the building. `None` if nothing does.
    pub(crate) fn of_surface(building: &Building, surface: &Surface) -> Option<Self> {
        if surface.boundary != Boundary::Outdoor {
            return None;
        }
        let outline = surface.outline_m.as_ref()?;
        let mut scenery = Self::of_outline(outline)?;
        scenery.add_surroundings(building, outline, false);
        (!scenery.obstacles.is_empty()).then_some(scenery)
    }

    /// A rectangular window with its own shade.
    pub(super) fn of_shade(shade: &Shade, tilt_deg: f64, azimuth_deg: f64) -> Self {
        let (width_m, height_m) = (shade.window_width_m, shade.window_height_m);
        let receiver = vec![[0.0, 0.0], [width_m, 0.0], [width_m, height_m], [0.0, height_m]];
        let frame = Frame::new(tilt_deg, azimuth_deg);
        let mut scenery = Self { frame, receiver, obstacles: Vec::new() };
        scenery.add_shade(shade);
        scenery
    }

    /// A plane with nothing before it; `None` for one without area.
    pub(super) fn of_outline(outline: &[Place]) -> Option<Self> {
        let frame = Frame::of_normal(unit(&area_vector_m2(outline))?);
        let first = outline.first()?;
        let receiver = outline
            .iter()
            .map(|place| {
                let [right, up, _] = frame.seen(&minus(place, first)).map(on_grid);
                [right, up]
            })
            .collect();
        Some(Self { frame, receiver, obstacles: Vec::new() })
    }

    /// Overhang and fins around the head and the middle of the receiver.
    fn add_shade(&mut self, shade: &Shade) {
        let ([left, _], [right, head]) = bounds(&self.receiver);
        let from = f64::midpoint(left, right) - shade.window_width_m / 2.0;
        let to = from + shade.window_width_m;
        if shade.overhang_depth_m > 0.0 {
            let (y, z) = (head + shade.overhang_gap_m, shade.overhang_depth_m);
            let (a, b) = (from - shade.overhang_left_m, to + shade.overhang_right_m);
            self.stand(vec![[a, y, 0.0], [b, y, 0.0], [b, y, z], [a, y, z]]);
        }
        if shade.fin_depth_m > 0.0 {
            let z = shade.fin_depth_m;
            let top = head + shade.fin_above_m;
            let foot = head - shade.window_height_m - shade.fin_below_m;
            for x in [from - shade.fin_gap_m, to + shade.fin_gap_m] {
                self.stand(vec![[x, foot, 0.0], [x, foot, z], [x, top, z], [x, top, 0.0]]);
            }
        }
    }

    /// The obstacles of the building and its outdoor surfaces with outlines; walls around the
    /// receiver are left out if it is set into one.
    fn add_surroundings(&mut self, building: &Building, outline: &[Place], is_set_in: bool) {
        let Some(first) = outline.first() else { return };
        let wings = building
            .surfaces()
            .filter(|s| matches!(s.boundary, Boundary::Outdoor | Boundary::OutdoorSheltered))
            .filter_map(|surface| surface.outline_m.as_ref())
            .filter(|wing| !(is_set_in && encloses(wing, outline)));
        for place in building.obstacles.iter().map(|obstacle| &obstacle.outline_m).chain(wings) {
            self.add_outline(place, first);
        }
    }

    /// An outline in space, the receiver's first corner being at `first`.
    pub(super) fn add_outline(&mut self, outline: &[Place], first: &Place) {
        let seen: Vec<Place> =
            outline.iter().map(|place| self.frame.seen(&minus(place, first))).collect();
        let mut before = Vec::with_capacity(seen.len() + 2);
        clip(&seen, 2, 1.0, 0.0, &mut before);
        if before.iter().any(|corner| corner[2] > IN_PLANE_M) && !self.is_tiny(&before) {
            self.stand(before);
        }
    }

    /// Whether a polygon looks smaller than the sun from everywhere on the receiver.
    fn is_tiny(&self, corners: &[Place]) -> bool {
        let flat: Vec<Place> = self.receiver.iter().map(|[right, up]| [*right, *up, 0.0]).collect();
        let ((at, reach_m), (own_at, own_reach_m)) = (ball(corners), ball(&flat));
        let nearest_m = length(&minus(&at, &own_at)) - reach_m - own_reach_m;
        nearest_m > 0.0 && PI * reach_m * reach_m < SUN_DISC_SR * nearest_m * nearest_m
    }

    fn stand(&mut self, corners: Vec<Place>) {
        let corners: Vec<Place> = corners.into_iter().map(|corner| corner.map(on_grid)).collect();
        let rise = [self.frame.right[2], self.frame.up[2], self.frame.out[2]];
        let top = corners.iter().map(|corner| dot(corner, &rise)).fold(f64::MIN, f64::max);
        let foot = self
            .receiver
            .iter()
            .map(|[right, up]| dot(&[*right, *up, 0.0], &rise))
            .fold(f64::MAX, f64::min);
        self.obstacles.push(Standing { corners, hides_sky: top > foot });
    }

    /// All numbers: two sceneries of the same key have the same sight.
    pub(crate) fn key(&self) -> SceneryKey {
        let axes = [self.frame.right, self.frame.up, self.frame.out];
        let mut key: SceneryKey = axes.iter().flatten().map(|part| part.to_bits()).collect();
        key.push(self.receiver.len() as u64);
        key.extend(self.receiver.iter().flatten().map(|part| part.to_bits()));
        for obstacle in &self.obstacles {
            key.push(obstacle.corners.len() as u64);
            key.extend(obstacle.corners.iter().flatten().map(|part| part.to_bits()));
        }
        key
    }
}

/// Casts the shadows of a scenery.
pub(super) struct Caster<'a> {
    scenery: &'a Scenery,
    corners: (Point, Point),
    area_m2: f64,
    sweep: Sweep,
    shadow: Vec<Point>,
    cut: Vec<Point>,
}

impl<'a> Caster<'a> {
    pub(super) fn new(scenery: &'a Scenery) -> Self {
        let mut sweep = Sweep::default();
        sweep.add(&scenery.receiver);
        let area_m2 = sweep.bare_m2();
        let corners = bounds(&scenery.receiver);
        Self { scenery, corners, area_m2, sweep, shadow: Vec::new(), cut: Vec::new() }
    }

    /// Share of the plane from which a ray is clear that moves `right` and `up` metres per metre
    /// out, `0..=1`; 1 for a plane without area. `below` says that the ray points below the
    /// horizon. [-]
    pub(super) fn clear_share(&mut self, right: f64, up: f64, below: bool) -> f64 {
        self.sweep.clear();
        self.sweep.add(&self.scenery.receiver);
        let mut any = false;
        for obstacle in &self.scenery.obstacles {
            if obstacle.hides_sky || below {
                self.shadow.clear();
                self.shadow
                    .extend(obstacle.corners.iter().map(|[x, y, z]| [x - z * right, y - z * up]));
                any |= self.add_shadow();
            }
        }
        if !any || self.area_m2 <= 0.0 {
            return 1.0;
        }
        (self.sweep.bare_m2() / self.area_m2).clamp(0.0, 1.0)
    }

    /// Adds the shadow if it may touch the receiver. Cut to the receiver's bounds, its nearly level
    /// edges are short strips of the sweep.
    fn add_shadow(&mut self) -> bool {
        let (low, high) = self.corners;
        for axis in [0, 1] {
            let mut values = self.shadow.iter().map(|point| point[axis]);
            if values.clone().all(|v| v <= low[axis]) || values.all(|v| v >= high[axis]) {
                return false;
            }
        }
        for axis in [0, 1] {
            for (sign, bound) in [(1.0, low[axis]), (-1.0, high[axis])] {
                clip(&self.shadow, axis, sign, bound, &mut self.cut);
                std::mem::swap(&mut self.shadow, &mut self.cut);
            }
        }
        if self.shadow.len() < 3 {
            return false;
        }
        self.sweep.add(&self.shadow);
        true
    }
}

/// Whether a window of this outline sits in a wall of that: the wall looks the same way, is not far
/// before or behind, and encloses the window's middle.
fn encloses(wall: &[Place], window: &[Place]) -> bool {
    let (Some(out), Some(wall_out)) = (unit(&area_vector_m2(window)), unit(&area_vector_m2(wall)))
    else {
        return false;
    };
    let middle = middle(window);
    if dot(&out, &wall_out) < SAME_WAY_COSINE || wall.is_empty() {
        return false;
    }
    if dot(&minus(&middle, &wall[0]), &wall_out).abs() > REVEAL_M {
        return false;
    }
    let frame = Frame::of_normal(wall_out);
    let corners: Vec<Place> = wall.iter().map(|place| frame.seen(&minus(place, &middle))).collect();
    let next = corners.iter().cycle().skip(1);
    // A ray to the right from the middle leaves the wall an odd number of times.
    let leaves = corners.iter().zip(next).filter(|(a, b)| {
        (a[1] > 0.0) != (b[1] > 0.0) && a[0] - a[1] * (b[0] - a[0]) / (b[1] - a[1]) > 0.0
    });
    leaves.count() % 2 == 1
}

/// Middle and radius of a ball around all corners. [m]
fn ball(corners: &[Place]) -> (Place, f64) {
    let at = middle(corners);
    (at, corners.iter().map(|corner| length(&minus(corner, &at))).fold(0.0, f64::max))
}

/// Least and largest coordinates.
fn bounds(points: &[Point]) -> (Point, Point) {
    points.iter().fold(([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]), |(low, high), point| {
        (
            std::array::from_fn(|i| low[i].min(point[i])),
            std::array::from_fn(|i| high[i].max(point[i])),
        )
    })
}

fn on_grid(coordinate_m: f64) -> f64 {
    // The sum turns −0 into 0.
    (coordinate_m * GRID_1_M).round() / GRID_1_M + 0.0
}
