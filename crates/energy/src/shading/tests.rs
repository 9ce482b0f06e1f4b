use super::*;
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
