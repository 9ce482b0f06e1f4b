//! Area of a plane figure that others leave bare, by a sweep over horizontal lines.

/// A point of the plane. [m]
pub(crate) type Point = [f64; 2];

/// Up to this many edges every crossing becomes a line of the sweep, which makes it exact; with
/// more, [`ROWS`] even rows stand in for the crossings.
const EXACT_EDGES_MAX: usize = 64;
/// Even rows where there are too many edges for their crossings.
const ROWS: u32 = 64;
/// Strips and rises below this count as none. [m]
const THIN_M: f64 = 1e-9;

/// An edge that rises from `low` to `high_y`.
struct Edge {
    figure: usize,
    low: Point,
    high_y: f64,
    x_per_y: f64,
}

impl Edge {
    fn x_at(&self, y: f64) -> f64 {
        self.low[0] + (y - self.low[1]) * self.x_per_y
    }
}

/// The sweep with its buffers. Figures may be concave; where one crosses itself, what lies within
/// an even number of its turns is outside.
#[derive(Default)]
pub(crate) struct Sweep {
    figures: usize,
    edges: Vec<Edge>,
    levels: Vec<f64>,
    crossings: Vec<f64>,
    bare: Vec<(f64, f64)>,
    covers: Vec<(f64, f64)>,
}

impl Sweep {
    /// Forgets all figures.
    pub(crate) fn clear(&mut self) {
        self.figures = 0;
        self.edges.clear();
    }

    /// Adds a figure; the first is the one whose bare area is asked for.
    pub(crate) fn add(&mut self, figure: &[Point]) {
        let next = figure.iter().cycle().skip(1);
        for (a, b) in figure.iter().zip(next) {
            let (low, high) = if a[1] < b[1] { (a, b) } else { (b, a) };
            let rise = high[1] - low[1];
            if rise > THIN_M {
                let x_per_y = (high[0] - low[0]) / rise;
                self.edges.push(Edge { figure: self.figures, low: *low, high_y: high[1], x_per_y });
            }
        }
        self.figures += 1;
    }

    /// Area of the first figure outside the union of all others. [m²]
    pub(crate) fn bare_m2(&mut self) -> f64 {
        self.find_levels();
        let mut area_m2 = 0.0;
        for strip in 1..self.levels.len() {
            let (from, to) = (self.levels[strip - 1], self.levels[strip]);
            if to - from > THIN_M {
                // No edges cross within a strip: the bare length is linear, its middle exact.
                area_m2 += (to - from) * self.bare_m_at(f64::midpoint(from, to));
            }
        }
        area_m2
    }

    /// All heights at which the bare length may jump or bend.
    fn find_levels(&mut self) {
        self.levels.clear();
        self.levels.extend(self.edges.iter().flat_map(|edge| [edge.low[1], edge.high_y]));
        if self.edges.len() <= EXACT_EDGES_MAX {
            for (at, edge) in self.edges.iter().enumerate() {
                self.levels.extend(self.edges[..at].iter().filter_map(|other| cross(edge, other)));
            }
        } else {
            let low = self.levels.iter().copied().fold(f64::INFINITY, f64::min);
            let high = self.levels.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let row_m = (high - low) / f64::from(ROWS);
            self.levels.extend((1..ROWS).map(|row| low + row_m * f64::from(row)));
        }
        self.levels.sort_unstable_by(f64::total_cmp);
    }

    /// Length of the first figure at height `y` outside all others. [m]
    fn bare_m_at(&mut self, y: f64) -> f64 {
        self.bare.clear();
        self.covers.clear();
        let mut edges = self.edges.as_slice();
        while let Some(first) = edges.first() {
            let figure = first.figure;
            let count = edges.iter().take_while(|edge| edge.figure == figure).count();
            let (own, rest) = edges.split_at(count);
            edges = rest;
            self.crossings.clear();
            self.crossings.extend(
                own.iter()
                    .filter(|edge| edge.low[1] <= y && y < edge.high_y)
                    .map(|edge| edge.x_at(y)),
            );
            self.crossings.sort_unstable_by(f64::total_cmp);
            let spans = if figure == 0 { &mut self.bare } else { &mut self.covers };
            spans.extend(self.crossings.chunks_exact(2).map(|pair| (pair[0], pair[1])));
        }
        self.covers.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        self.bare.iter().map(|span| bare_of(*span, &self.covers)).sum()
    }
}

/// Length of a span outside spans that are sorted by their starts.
fn bare_of((from, to): (f64, f64), covers: &[(f64, f64)]) -> f64 {
    let (mut bare_m, mut reached) = (0.0, from);
    for (start, end) in covers {
        if *start > reached {
            bare_m += start.min(to) - reached;
        }
        reached = reached.max(*end);
        if reached >= to {
            return bare_m;
        }
    }
    bare_m + (to - reached)
}

/// Height at which two edges cross, if they do.
fn cross(a: &Edge, b: &Edge) -> Option<f64> {
    let (low, high) = (a.low[1].max(b.low[1]), a.high_y.min(b.high_y));
    if high <= low {
        return None;
    }
    let (apart_low, apart_high) = (a.x_at(low) - b.x_at(low), a.x_at(high) - b.x_at(high));
    (apart_low * apart_high < 0.0)
        .then(|| low + (high - low) * apart_low / (apart_low - apart_high))
}

/// What of a polygon lies where `sign × (coordinate − bound)` is not negative. Source:
/// I. Sutherland, G. Hodgman, *Reentrant polygon clipping*, CACM 17(1), 1974, 32–42.
pub(crate) fn clip<const D: usize>(
    polygon: &[[f64; D]],
    axis: usize,
    sign: f64,
    bound: f64,
    kept: &mut Vec<[f64; D]>,
) {
    kept.clear();
    let Some(last) = polygon.last() else { return };
    let mut before = last;
    let mut depth_before = sign * (before[axis] - bound);
    for point in polygon {
        let depth = sign * (point[axis] - bound);
        if (depth >= 0.0) != (depth_before >= 0.0) {
            let along = depth_before / (depth_before - depth);
            let mut cut: [f64; D] =
                std::array::from_fn(|i| before[i] + along * (point[i] - before[i]));
            cut[axis] = bound;
            kept.push(cut);
        }
        if depth >= 0.0 {
            kept.push(*point);
        }
        (before, depth_before) = (point, depth);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare_m2(figures: &[&[Point]]) -> f64 {
        let mut sweep = Sweep::default();
        figures.iter().for_each(|figure| sweep.add(figure));
        sweep.bare_m2()
    }

    fn close(value: f64, expected: f64) {
        assert!((value - expected).abs() < 1e-9, "{value} instead of {expected}");
    }

    fn rectangle(from: Point, to: Point) -> [Point; 4] {
        [from, [to[0], from[1]], to, [from[0], to[1]]]
    }

    const SQUARE: [Point; 4] = [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]];

    #[test]
    fn the_overlap_of_covers_counts_once() {
        let (a, b) = (rectangle([0.0, 0.0], [1.0, 1.0]), rectangle([0.5, 0.5], [1.5, 1.5]));
        close(bare_m2(&[&SQUARE]), 4.0);
        close(bare_m2(&[&SQUARE, &a]), 3.0);
        close(bare_m2(&[&SQUARE, &a, &b]), 2.25);
        close(bare_m2(&[&SQUARE, &b, &a, &a]), 2.25);
    }

    #[test]
    fn crossing_triangles_are_exact() {
        // Both lower corners, cut by the diagonals: they share the lowest quarter.
        let left: [Point; 3] = [[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]];
        let right: [Point; 3] = [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0]];
        close(bare_m2(&[&SQUARE, &left, &right]), 1.0);
    }

    #[test]
    fn concave_and_crossed_figures() {
        let ell: [Point; 6] =
            [[0.0, 0.0], [3.0, 0.0], [3.0, 1.0], [1.0, 1.0], [1.0, 3.0], [0.0, 3.0]];
        close(bare_m2(&[&ell]), 5.0);
        close(bare_m2(&[&ell, &SQUARE]), 2.0);
        let bow: [Point; 4] = [[0.0, 0.0], [2.0, 2.0], [2.0, 0.0], [0.0, 2.0]];
        close(bare_m2(&[&SQUARE, &bow]), 2.0);
    }

    #[test]
    fn nothing_comes_of_figures_without_area() {
        close(bare_m2(&[]), 0.0);
        close(bare_m2(&[&[], &SQUARE]), 0.0);
        close(bare_m2(&[&SQUARE, &[[1.0, 1.0]], &[[0.0, 0.0], [2.0, 2.0]]]), 4.0);
        close(bare_m2(&[&SQUARE, &[[0.0, 1.0], [1.0, 1.0], [2.0, 1.0]]]), 4.0);
        assert!(bare_m2(&[&SQUARE, &[[f64::NAN, 0.0], [1.0, f64::NAN], [1.0, 1.0]]]).is_finite());
    }

    #[test]
    fn many_covers_are_still_within_a_thousandth() {
        // Forty slanted bars over each other, and their union by even sampling.
        let bars: Vec<[Point; 4]> = (0..40)
            .map(|bar| {
                let x = f64::from(bar) * 0.05;
                [[x, 0.0], [x + 0.03, 0.0], [2.03 - x, 2.0], [2.0 - x, 2.0]]
            })
            .collect();
        let mut figures: Vec<&[Point]> = vec![&SQUARE];
        figures.extend(bars.iter().map(|bar| bar.as_slice()));
        let steps = 1000_u32;
        let mut bare = 0_u32;
        for row in 0..steps {
            let y = 2.0 * (f64::from(row) + 0.5) / f64::from(steps);
            for column in 0..steps {
                let x = 2.0 * (f64::from(column) + 0.5) / f64::from(steps);
                let hit = bars.iter().any(|bar| {
                    let left = bar[0][0] + (bar[3][0] - bar[0][0]) * y / 2.0;
                    (left..left + 0.03).contains(&x)
                });
                bare += u32::from(!hit);
            }
        }
        let sampled = 4.0 * f64::from(bare) / f64::from(steps * steps);
        let swept = bare_m2(&figures);
        assert!((swept - sampled).abs() < 4e-3, "{swept} {sampled}");
    }

    #[test]
    fn clipping_keeps_the_asked_side() {
        let mut kept = Vec::new();
        clip(&SQUARE, 0, -1.0, 0.5, &mut kept);
        close(bare_m2(&[&kept]), 1.0);
        clip(&SQUARE, 0, 1.0, 2.5, &mut kept);
        assert!(kept.is_empty());
    }
}
