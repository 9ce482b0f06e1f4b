//! Geometry of an outline: a plane polygon in space, its corners in turn, counter-clockwise seen
//! from the front.

/// A corner or a direction: towards east, north and up. [m]
pub(crate) type Place = [f64; 3];

pub(crate) fn minus(a: &Place, b: &Place) -> Place {
    std::array::from_fn(|i| a[i] - b[i])
}

pub(crate) fn dot(a: &Place, b: &Place) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

pub(crate) fn cross(a: &Place, b: &Place) -> Place {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

pub(crate) fn length(a: &Place) -> f64 {
    dot(a, a).sqrt()
}

/// `a` at length 1; `None` where it has none.
pub(crate) fn unit(a: &Place) -> Option<Place> {
    let length = length(a);
    (length > 0.0 && length.is_finite()).then(|| a.map(|part| part / length))
}

/// Mean of the corners; the origin where there are none.
pub(crate) fn middle(outline: &[Place]) -> Place {
    #[expect(clippy::cast_precision_loss, reason = "far fewer corners than 2^52")]
    let count = outline.len().max(1) as f64;
    outline.iter().fold([0.0; 3], |sum, place| std::array::from_fn(|i| sum[i] + place[i] / count))
}

/// Vector along the normal, as long as the area is large: half the sum of the cross products of
/// successive corners (M. Newell's rule). [m²]
pub(crate) fn area_vector_m2(outline: &[Place]) -> Place {
    let Some(first) = outline.first() else { return [0.0; 3] };
    outline.windows(2).fold([0.0; 3], |sum, pair| {
        let part = cross(&minus(&pair[0], first), &minus(&pair[1], first));
        std::array::from_fn(|i| sum[i] + part[i] / 2.0)
    })
}

/// Largest distance of a corner from the plane of normal `normal` through the middle. [m]
pub(crate) fn unevenness_m(outline: &[Place], normal: &Place) -> f64 {
    let middle = middle(outline);
    outline.iter().map(|place| dot(&minus(place, &middle), normal).abs()).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counter_clockwise_seen_from_the_south_looks_south() {
        let wall = [[0.0, 5.0, 0.0], [4.0, 5.0, 0.0], [4.0, 5.0, 3.0], [0.0, 5.0, 3.0]];
        let area = area_vector_m2(&wall);
        assert!((area[1] + 12.0).abs() < 1e-12 && area[0].abs() + area[2].abs() < 1e-12);
        assert!(unevenness_m(&wall, &[0.0, -1.0, 0.0]) < 1e-12);
        assert!(area_vector_m2(&[]).iter().all(|part| part.abs() < 1e-300));
        assert!(unit(&area_vector_m2(&wall[..2])).is_none());
    }
}
