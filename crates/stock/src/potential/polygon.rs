//! Points in polygons, exactly: coordinates are counted in billionths of a degree (0.1 mm), so that
//! a point on an edge is on it and no rounding decides.

use crate::geometry::Ring;

/// Longitude and latitude. \[10⁻⁹ °\]
pub(super) type Point = [i64; 2];

/// Where a point lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Inside,
    Boundary,
    Outside,
}

/// A coordinate within ±360° as a whole number of billionths of a degree.
#[expect(clippy::cast_possible_truncation, reason = "held within ±3.6e11")]
pub(super) fn whole(point: [f64; 2]) -> Point {
    point.map(|degrees| (degrees.clamp(-360.0, 360.0) * 1e9).round() as i64)
}

/// The rings in whole numbers, without points that repeat the one before.
pub(super) fn whole_rings(rings: &[Ring]) -> Vec<Vec<Point>> {
    let ring = |ring: &Ring| {
        let mut points: Vec<Point> = ring.iter().copied().map(whole).collect();
        points.dedup();
        points
    };
    rings.iter().map(ring).collect()
}

/// Twice the signed area of a triangle: above 0 when `c` is to the left of the way from `a` to `b`.
fn turn(a: Point, b: Point, c: Point) -> i128 {
    let wide = |from: i64, to: i64| i128::from(to) - i128::from(from);
    wide(a[0], b[0]) * wide(a[1], c[1]) - wide(a[1], b[1]) * wide(a[0], c[0])
}

/// Whether `p`, on the line through `a` and `b`, is between them or one of them.
fn between(a: Point, b: Point, p: Point) -> bool {
    [0, 1].iter().all(|&axis| (a[axis].min(b[axis])..=a[axis].max(b[axis])).contains(&p[axis]))
}

/// Where `p` lies in a closed ring: a ray to the east crosses its edges an odd number of times.
fn in_ring(ring: &[Point], p: Point) -> Place {
    let mut inside = false;
    for edge in ring.windows(2) {
        let (a, b) = (edge[0], edge[1]);
        let side = turn(a, b, p);
        if side == 0 && between(a, b, p) {
            return Place::Boundary;
        }
        // Half-open: a corner on the ray belongs to the edge above it alone.
        let upward = a[1] <= p[1] && p[1] < b[1];
        let downward = b[1] <= p[1] && p[1] < a[1];
        if (upward && side > 0) || (downward && side < 0) {
            inside = !inside;
        }
    }
    if inside { Place::Inside } else { Place::Outside }
}

/// Where `p` lies in a polygon of an outer ring and its holes. The edge of a hole is boundary.
pub(super) fn place(rings: &[Vec<Point>], p: Point) -> Place {
    let Some((outer, holes)) = rings.split_first() else { return Place::Outside };
    match in_ring(outer, p) {
        Place::Inside => {}
        other => return other,
    }
    for hole in holes {
        match in_ring(hole, p) {
            Place::Inside => return Place::Outside,
            Place::Boundary => return Place::Boundary,
            Place::Outside => {}
        }
    }
    Place::Inside
}

/// One edge: which ring, its number in the ring, how many edges the ring has, its ends.
#[derive(Clone, Copy)]
struct Edge {
    ring: usize,
    number: usize,
    of: usize,
    ends: [Point; 2],
}

impl Edge {
    fn west(&self) -> i64 {
        self.ends[0][0].min(self.ends[1][0])
    }

    fn east(&self) -> i64 {
        self.ends[0][0].max(self.ends[1][0])
    }

    /// Whether both edges follow each other in one ring.
    fn neighbours(&self, other: &Self) -> bool {
        let apart = self.number.abs_diff(other.number);
        self.ring == other.ring && (apart == 1 || apart + 1 == self.of)
    }
}

/// A point, as longitude and latitude in degrees, near which the edges of a polygon meet that must
/// not: a ring that crosses, touches or retraces itself, or rings that cross each other.
pub(super) fn crossing(rings: &[Vec<Point>]) -> Option<[f64; 2]> {
    let mut edges: Vec<Edge> = Vec::new();
    for (index, ring) in rings.iter().enumerate() {
        let of = ring.len().saturating_sub(1);
        edges.extend(ring.windows(2).enumerate().map(|(number, ends)| Edge {
            ring: index,
            number,
            of,
            ends: [ends[0], ends[1]],
        }));
    }
    edges.sort_by_key(Edge::west);
    for (index, edge) in edges.iter().enumerate() {
        let near = edges[index + 1..].iter().take_while(|other| other.west() <= edge.east());
        for other in near {
            if let Some(point) = clash(edge, other) {
                return Some(point.map(degrees));
            }
        }
    }
    None
}

#[expect(clippy::cast_precision_loss, reason = "at most 3.6e11: exact")]
fn degrees(whole: i64) -> f64 {
    whole as f64 / 1e9
}

/// A point near which two edges meet that must not.
fn clash(edge: &Edge, other: &Edge) -> Option<Point> {
    let ([a, b], [c, d]) = (edge.ends, other.ends);
    let sides = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)].map(i128::signum);
    let crosses = sides[0] * sides[1] < 0 && sides[2] * sides[3] < 0;
    if crosses {
        return Some(c);
    }
    if edge.ring != other.ring {
        return None; // rings may touch
    }
    let touches = [
        (sides[0] == 0 && between(a, b, c)).then_some(c),
        (sides[1] == 0 && between(a, b, d)).then_some(d),
        (sides[2] == 0 && between(c, d, a)).then_some(a),
        (sides[3] == 0 && between(c, d, b)).then_some(b),
    ];
    let mut points: Vec<Point> = touches.into_iter().flatten().collect();
    points.sort_unstable();
    points.dedup();
    // Edges that follow each other share one corner; more is a way back over itself.
    let allowed = usize::from(edge.neighbours(other));
    points.get(allowed).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SQUARE: [[f64; 2]; 5] = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]];
    const HOLE: [[f64; 2]; 5] = [[1.0, 1.0], [2.0, 1.0], [2.0, 2.0], [1.0, 2.0], [1.0, 1.0]];

    fn at(rings: &[&[[f64; 2]]], point: [f64; 2]) -> Place {
        let rings: Vec<Ring> = rings.iter().map(|ring| ring.to_vec()).collect();
        place(&whole_rings(&rings), whole(point))
    }

    #[test]
    fn edges_and_corners_are_boundary_and_holes_are_out() {
        let rings: [&[[f64; 2]]; 2] = [&SQUARE, &HOLE];
        for (point, expected) in [
            ([3.0, 3.0], Place::Inside),
            ([0.0, 2.0], Place::Boundary),
            ([4.0, 4.0], Place::Boundary),
            ([1.5, 1.5], Place::Outside),
            ([1.0, 1.5], Place::Boundary),
            ([4.000_000_001, 2.0], Place::Outside),
            ([-1.0, 4.0], Place::Outside),
            ([3.0, 1.0], Place::Inside),
        ] {
            assert_eq!(at(&rings, point), expected, "{point:?}");
        }
        assert_eq!(place(&[], [0, 0]), Place::Outside);
    }

    #[test]
    fn rings_that_cross_touch_or_retrace_are_found() {
        let check = |ring: &[[f64; 2]]| crossing(&whole_rings(&[ring.to_vec()]));
        assert_eq!(check(&SQUARE), None);
        let bow = [[0.0, 0.0], [4.0, 4.0], [4.0, 0.0], [0.0, 4.0], [0.0, 0.0]];
        assert!(check(&bow).is_some());
        let spike =
            [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [4.0, 6.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]];
        assert!(check(&spike).is_some());
        let touch = [[0.0, 0.0], [4.0, 0.0], [2.0, 0.0], [2.0, 3.0], [0.0, 0.0]];
        assert!(check(&touch).is_some());
        let apart: Vec<Ring> = vec![SQUARE.to_vec(), HOLE.to_vec()];
        assert_eq!(crossing(&whole_rings(&apart)), None);
        let shifted = HOLE.map(|[x, y]| [x + 2.5, y]);
        assert!(crossing(&whole_rings(&[SQUARE.to_vec(), shifted.to_vec()])).is_some());
    }

    /// Another way: a point is in a ring when it is in an odd number of the triangles that its
    /// first corner spans with its edges. Only for points on none of the triangles' sides.
    fn in_triangles(ring: &[Point], p: Point) -> Option<bool> {
        let mut inside = false;
        for edge in ring.windows(2) {
            let corners = [ring[0], edge[0], edge[1]];
            let sides = [0, 1, 2].map(|k| turn(corners[k], corners[(k + 1) % 3], p).signum());
            if turn(corners[0], corners[1], corners[2]) == 0 {
                continue;
            }
            if sides.contains(&0) {
                return None;
            }
            inside ^= sides.iter().all(|side| *side == sides[0]);
        }
        Some(inside)
    }

    proptest! {
        #[test]
        fn rays_and_triangles_agree(
            corners in prop::collection::vec((-20_i64..20, -20_i64..20), 3..12),
            points in prop::collection::vec((-22_i64..22, -22_i64..22), 60),
        ) {
            let mut ring: Vec<Point> = corners.iter().map(|(x, y)| [*x, *y]).collect();
            ring.push(ring[0]);
            for (x, y) in points {
                let own = in_ring(&ring, [x, y]);
                if let Some(inside) = in_triangles(&ring, [x, y]).filter(|_| own != Place::Boundary) {
                    prop_assert_eq!(own == Place::Inside, inside, "{:?} {:?}", ring, [x, y]);
                }
            }
        }
    }
}
