//! Shadows against cases with a known answer.

use super::*;
use proptest::prelude::*;

use crate::building::Shade;

fn overhang(depth_m: f64) -> Shade {
    Shade {
        window_width_m: 3.0,
        window_height_m: 2.0,
        overhang_depth_m: depth_m,
        overhang_gap_m: 0.5,
        overhang_left_m: 100.0,
        overhang_right_m: 100.0,
        fin_depth_m: 0.0,
        fin_gap_m: 0.0,
        fin_above_m: 0.0,
        fin_below_m: 0.0,
    }
}

fn clear_share(shade: &Shade, right: f64, up: f64) -> f64 {
    Caster::new(&Scenery::of_shade(shade, 90.0, 180.0)).clear_share(right, up, false)
}

#[test]
fn an_endless_overhang_shades_depth_times_slope_less_the_gap() {
    // 1 m out, rays climbing 1.5 m per metre: shadow reaches 1.5 m below the overhang, 1.0 m
    // below the head: half the window is clear.
    assert!((clear_share(&overhang(1.0), 0.3, 1.5) - 0.5).abs() < 1e-12);
    assert!((clear_share(&overhang(0.0), 0.3, 1.5) - 1.0).abs() < 1e-12);
}

#[test]
fn a_fin_shades_only_from_its_own_side() {
    let shade = Shade { fin_depth_m: 1.0, fin_above_m: 9.0, fin_below_m: 9.0, ..overhang(0.0) };
    // Sun from the right by 1.5 m per metre: the right half of 3 m is dark.
    assert!((clear_share(&shade, 1.5, 0.2) - 0.5).abs() < 1e-12);
    assert!((clear_share(&shade, -1.5, 0.2) - 0.5).abs() < 1e-12);
    assert!((clear_share(&shade, 0.0, 0.2) - 1.0).abs() < 1e-12);
}

#[test]
fn an_east_window_has_south_on_its_left() {
    let frame = Frame::new(90.0, 90.0);
    let [right, up, out] = frame.seen(&[0.0, -1.0, 0.0]);
    assert!(right < 0.0 && up.abs() < 1e-12 && out.abs() < 1e-12);
}

fn shares(scenery: &Scenery) -> (f64, f64) {
    diffuse_shares(&mut Caster::new(scenery), &scenery.frame)
}

#[test]
fn shades_take_sky_before_ground() {
    let (sky, ground) = shares(&Scenery::of_shade(&overhang(1.0), 90.0, 180.0));
    assert!(sky < 0.9 && (ground - 1.0).abs() < 1e-12, "{sky} {ground}");
}

/// A wall of 10 m by 10 m that looks south, its lower left corner at the origin.
const WALL: [Place; 4] = [[0.0, 0.0, 0.0], [10.0, 0.0, 0.0], [10.0, 0.0, 10.0], [0.0, 0.0, 10.0]];

fn scenery(receiver: &[Place], obstacles: &[Vec<Place>]) -> Scenery {
    let mut scenery = Scenery::of_outline(receiver).expect("a receiver with an area");
    for obstacle in obstacles {
        scenery.add_outline(obstacle, &receiver[0]);
    }
    scenery
}

/// Clear share of a receiver for a ray towards `direction`.
fn lit(receiver: &[Place], obstacles: &[Vec<Place>], direction: Place) -> f64 {
    let scenery = scenery(receiver, obstacles);
    let [right, up, out] = scenery.frame.seen(&direction);
    Caster::new(&scenery).clear_share(right / out, up / out, direction[2] < 0.0)
}

/// An upright rectangle that looks south.
fn upright([x0, x1]: [f64; 2], y: f64, [z0, z1]: [f64; 2]) -> Vec<Place> {
    vec![[x0, y, z0], [x1, y, z0], [x1, y, z1], [x0, y, z1]]
}

#[track_caller]
fn close(value: f64, expected: f64, within: f64) {
    assert!((value - expected).abs() <= within, "{value} instead of {expected}");
}

#[test]
fn a_tower_due_south_casts_its_own_width() {
    let tower = [upright([3.0, 7.0], -20.0, [0.0, 30.0])];
    // In the south at a rise of 0.5: the shadow is 4 m wide and 20 m high.
    close(lit(&WALL, &tower, [0.0, -1.0, 0.5]), 0.6, 1e-9);
    // Half a metre east per metre: the shadow falls 10 m further west, past the wall.
    close(lit(&WALL, &tower, [0.5, -1.0, 0.5]), 1.0, 1e-9);
    // 0.2 m east per metre: from −1 m to 3 m.
    close(lit(&WALL, &tower, [0.2, -1.0, 0.5]), 0.7, 1e-9);
    let low = [upright([3.0, 7.0], -20.0, [0.0, 15.0])];
    close(lit(&WALL, &low, [0.0, -1.0, 0.5]), 0.8, 1e-9);
}

#[test]
fn a_wing_of_an_ell_darkens_a_slanted_part() {
    let wall = [[0.0, 0.0, 0.0], [10.0, 0.0, 0.0], [10.0, 0.0, 3.0], [0.0, 0.0, 3.0]];
    let wing = [vec![[10.0, 0.0, 0.0], [10.0, -5.0, 0.0], [10.0, -5.0, 3.0], [10.0, 0.0, 3.0]]];
    close(lit(&wall, &wing, [1.0, -1.0, 1e-12]), 0.5, 1e-9);
    // The shadow's upper edge falls from 3 m to 2 m over 5 m: 12.5 of 30 m² are dark.
    close(lit(&wall, &wing, [1.0, -1.0, 0.2]), 17.5 / 30.0, 1e-9);
    close(lit(&wall, &wing, [-1.0, -1.0, 0.2]), 1.0, 1e-9);
}

#[test]
fn a_roof_is_shaded_by_what_stands_on_it() {
    let roof = [[0.0, 0.0, 9.0], [10.0, 0.0, 9.0], [10.0, 10.0, 9.0], [0.0, 10.0, 9.0]];
    // A wall across the roof's south edge from 5 m below to 2 m above: at a rise of 0.5, 4 m dark.
    let parapet = [upright([-100.0, 100.0], 0.0, [4.0, 11.0])];
    close(lit(&roof, &parapet, [0.0, -1.0, 0.5]), 0.6, 1e-9);
    close(lit(&roof, &parapet, [0.0, 1.0, 0.5]), 1.0, 1e-9);
}

#[test]
fn overlapping_obstacles_count_once() {
    let one = upright([3.0, 7.0], -20.0, [0.0, 30.0]);
    let farther = upright([2.0, 6.0], -25.0, [0.0, 40.0]);
    let sun = [0.0, -1.0, 0.5];
    close(lit(&WALL, &[one.clone(), one.clone()], sun), 0.6, 1e-9);
    close(lit(&WALL, &[one, farther], sun), 0.5, 1e-9);
}

#[test]
fn far_small_and_hidden_obstacles_are_left_out() {
    let kept = |obstacle: Vec<Place>| {
        let with = scenery(&WALL, &[obstacle]);
        with.key().len() - scenery(&WALL, &[]).key().len()
    };
    assert!(kept(upright([3.0, 7.0], -20.0, [0.0, 30.0])) > 0);
    assert_eq!(kept(upright([3.0, 7.0], -20_000.0, [0.0, 30.0])), 0, "far");
    assert_eq!(kept(upright([3.0, 7.0], 1.0, [0.0, 30.0])), 0, "behind");
    assert_eq!(kept(upright([12.0, 17.0], -0.01, [0.0, 30.0])), 0, "in the plane");
    // Below the lowest corner: no sun is lost, but ground.
    let ditch = vec![[0.0, 0.0, -1.0], [9.0, 0.0, -1.0], [9.0, -9.0, -1.0], [0.0, -9.0, -1.0]];
    let (sky, ground) = shares(&scenery(&WALL, &[ditch]));
    close(sky, 1.0, 0.0);
    assert!(ground < 0.9, "{ground}");
}

#[test]
fn views_of_endless_shades_follow_the_crossed_strings() {
    // Window 2 m high, overhang 1 m deep at its head: the view of the overhang is
    // (h + d − √(h² + d²))/(2h) of the hemisphere, and sky fills one half of that.
    let endless =
        Shade { overhang_gap_m: 0.0, overhang_left_m: 1e4, overhang_right_m: 1e4, ..overhang(1.0) };
    let (sky, ground) = shares(&Scenery::of_shade(&endless, 90.0, 140.0));
    close(sky, 1.0 - (3.0 - 5.0_f64.sqrt()) / 2.0, 0.005);
    close(ground, 1.0, 0.0);
    // A street 10 m wide between walls of 10 m: sky and ground are left (h + w − √(h² + w²))/h.
    let opposite = upright([-1e5, 1e5], -10.0, [0.0, 10.0]);
    let (sky, ground) = shares(&scenery(&WALL, &[opposite]));
    close(sky, 2.0 - 2.0_f64.sqrt(), 0.005);
    close(ground, 2.0 - 2.0_f64.sqrt(), 0.005);
}

#[test]
fn odd_polygons_neither_panic_nor_leave_the_range() {
    let odd: [Vec<Place>; 7] = [
        vec![],
        vec![[1.0, -1.0, 1.0]],
        vec![[1.0, -1.0, 1.0]; 4],
        vec![[0.0, -1.0, 0.0], [9.0, -1.0, 9.0], [4.0, -1.0, 4.0]],
        vec![[0.0, -1.0, 0.0], [9.0, -1.0, 9.0], [9.0, -1.0, 0.0], [0.0, -1.0, 9.0]],
        vec![[f64::NAN; 3], [f64::INFINITY, -1.0, 0.0], [1.0, -1.0, f64::NEG_INFINITY]],
        vec![[-1e5, -1e5, -1e5], [1e5, -1e5, 1e5], [1e5, 1e5, 1e5]],
    ];
    for obstacle in &odd {
        for direction in [[0.0, -1.0, 0.0], [0.3, -1.0, 0.2], [1.0, -1e-6, 0.1], [1.0, -1.0, -1.0]]
        {
            let share = lit(&WALL, std::slice::from_ref(obstacle), direction);
            assert!((0.0..=1.0).contains(&share), "{obstacle:?} {direction:?}: {share}");
        }
        if let Some(scenery) = Scenery::of_outline(obstacle) {
            let share = Caster::new(&scenery).clear_share(0.1, 0.1, false);
            assert!((0.0..=1.0).contains(&share), "{obstacle:?}: {share}");
        }
    }
    // Half of the area within a bow tie shades.
    close(lit(&WALL, &odd[4..5], [0.0, -1.0, 0.0]), 1.0 - 40.5 / 100.0, 1e-9);
}

#[test]
fn a_shade_and_the_same_shade_in_space_are_one() {
    let shade = Shade { fin_depth_m: 0.7, fin_above_m: 0.2, overhang_left_m: 0.5, ..overhang(1.0) };
    let of_shade = Scenery::of_shade(&shade, 90.0, 180.0);
    let window = [[4.0, 0.0, 1.0], [7.0, 0.0, 1.0], [7.0, 0.0, 3.0], [4.0, 0.0, 3.0]];
    let fin = |x: f64| vec![[x, 0.0, 1.0], [x, -0.7, 1.0], [x, -0.7, 3.2], [x, 0.0, 3.2]];
    let roof = vec![[3.5, 0.0, 3.5], [107.0, 0.0, 3.5], [107.0, -1.0, 3.5], [3.5, -1.0, 3.5]];
    let in_space = scenery(&window, &[roof, fin(4.0), fin(7.0)]);
    for (right, up) in [(0.2, 0.9), (-1.0, 1.5), (2.0, 0.1), (-0.4, -0.3), (0.0, 3.0)] {
        let share = |scenery| Caster::new(scenery).clear_share(right, up, up < 0.0);
        close(share(&of_shade), share(&in_space), 1e-9);
    }
}

/// Whether a ray from `from` strikes a polygon: in the plane of the polygon, by winding angle.
fn strikes(from: &Place, direction: &Place, polygon: &[Place]) -> bool {
    let normal = outline::area_vector_m2(polygon);
    let towards = dot(&normal, direction);
    let far = dot(&normal, &outline::minus(&polygon[0], from)) / towards;
    if !(far > 0.0 && far.is_finite()) {
        return false;
    }
    let at: Place = std::array::from_fn(|i| from[i] + far * direction[i]);
    let turn: f64 = polygon
        .iter()
        .zip(polygon.iter().cycle().skip(1))
        .map(|(a, b)| {
            let (a, b) = (outline::minus(a, &at), outline::minus(b, &at));
            (dot(&cross(&a, &b), &normal) / outline::length(&normal)).atan2(dot(&a, &b))
        })
        .sum();
    turn.abs() > std::f64::consts::PI
}

/// The clear share by 200 × 200 rays from a rectangle.
fn sampled(receiver: &[Place; 4], obstacles: &[Vec<Place>], direction: &Place) -> f64 {
    const SIDE: u32 = 200;
    let [right, up] = [1, 3].map(|corner| outline::minus(&receiver[corner], &receiver[0]));
    let mut clear = 0_u32;
    for row in 0..SIDE {
        for column in 0..SIDE {
            let [a, b] = [column, row].map(|at| (f64::from(at) + 0.5) / f64::from(SIDE));
            let from = std::array::from_fn(|i| receiver[0][i] + a * right[i] + b * up[i]);
            clear += u32::from(!obstacles.iter().any(|o| strikes(&from, direction, o)));
        }
    }
    f64::from(clear) / f64::from(SIDE * SIDE)
}

/// A rectangle (or the parallelogram of two edges) anywhere near the wall.
fn anywhere() -> impl Strategy<Value = Vec<Place>> {
    let edge = || prop::array::uniform3(-8.0..8.0_f64);
    (prop::array::uniform3(-10.0..20.0_f64), edge(), edge()).prop_map(|(at, a, b)| {
        let plus = |p: &Place, q: &Place| -> Place { std::array::from_fn(|i| p[i] + q[i]) };
        let at = [at[0], -at[1].abs() * 0.6, at[2]];
        vec![at, plus(&at, &a), plus(&plus(&at, &a), &b), plus(&at, &b)]
    })
}

fn mirrored(outline: &[Place]) -> Vec<Place> {
    outline.iter().rev().map(|[x, y, z]| [10.0 - x, *y, *z]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn shares_are_those_of_many_rays(
        obstacles in prop::collection::vec(anywhere(), 1..4),
        (east, rise) in (-2.0..2.0_f64, 0.01..2.0_f64),
    ) {
        let sun = [east, -1.0, rise];
        let (share, sampled) = (lit(&WALL, &obstacles, sun), sampled(&WALL, &obstacles, &sun));
        prop_assert!((share - sampled).abs() < 0.01, "{share} {sampled}");
    }

    #[test]
    fn a_mirrored_scene_is_shaded_alike(
        obstacles in prop::collection::vec(anywhere(), 1..6),
        (east, rise) in (-2.0..2.0_f64, -1.0..2.0_f64),
    ) {
        let turned: Vec<Vec<Place>> = obstacles.iter().map(|o| mirrored(o)).collect();
        let one = lit(&WALL, &obstacles, [east, -1.0, rise]);
        let other = lit(&mirrored(&WALL), &turned, [-east, -1.0, rise]);
        prop_assert!((one - other).abs() < 1e-6, "{one} {other}");
        let reversed: Vec<Vec<Place>> = obstacles.iter().rev().cloned().collect();
        let again = lit(&WALL, &reversed, [east, -1.0, rise]);
        prop_assert!((one - again).abs() < 1e-9, "{one} {again}");
    }
}
