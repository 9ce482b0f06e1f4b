//! Tornado and break-even by hand.

use appraisal::risk::{BreakEven, Outcome, Side, tornado};
use units::Fen;

use super::{both, inputs};

#[test]
fn swings_and_break_evens_by_hand() {
    // 100·rent − 60·cost, both 0.5 to 1.5: likely 40; tenths at 0.6 and 1.4.
    let range = "{kind: uniform, low: 0.5, high: 1.5}";
    let set = inputs(&[("cost", range), ("rent", range)]);
    let swings = tornado(&set, Side::WithSubsidy, |v| both(100.0 * v[1] - 60.0 * v[0]));
    assert_eq!((swings[0].input.as_str(), swings[1].input.as_str()), ("rent", "cost"));
    let rent = &swings[0];
    assert_eq!((rent.npv_at_low, rent.npv_at_high), (Some(Fen(0)), Some(Fen(8000))));
    assert_eq!((rent.width(), rent.npv_at_likely), (Fen(8000), Some(Fen(4000))));
    let BreakEven::At(value) = rent.break_even else { panic!("{rent:?}") };
    assert!((value - 0.6).abs() < 1e-4, "to the fen: {value}");
    let cost = &swings[1];
    assert_eq!((cost.npv_at_low, cost.npv_at_high), (Some(Fen(6400)), Some(Fen(1600))));
    assert_eq!(cost.break_even, BreakEven::NeverLoss, "at 1.5 there are 10 yuan left");
}

#[test]
fn a_loss_throughout_and_an_unknown_are_said() {
    let set = inputs(&[("a", "{kind: triangular, low: 0, likely: 1, high: 2}")]);
    let loses = tornado(&set, Side::WithSubsidy, |v| both(-1.0 - v[0]));
    assert_eq!(loses[0].break_even, BreakEven::AlwaysLoss);
    let gap = tornado(&set, Side::WithSubsidy, |v| if v[0] > 1.9 { None } else { both(1.0) });
    assert_eq!(gap[0].break_even, BreakEven::Unknown);
    assert_eq!(gap[0].npv_at_likely, Some(Fen(100)));
}

#[test]
fn the_turn_nearest_to_the_likely_value_is_named() {
    // (a − 1)(a − 3) is negative between 1 and 3; likely 3.5.
    let set = inputs(&[("a", "{kind: triangular, low: 0, likely: 3.5, high: 4}")]);
    let swings = tornado(&set, Side::WithSubsidy, |v| both(1e6 * (v[0] - 1.0) * (v[0] - 3.0)));
    let BreakEven::At(value) = swings[0].break_even else { panic!("{swings:?}") };
    assert!((value - 3.0).abs() < 1e-6, "{value}");
}

#[test]
fn of_single_values_the_first_that_loses_is_named() {
    let months = "{kind: discrete, values: [{value: 0, weight: 5}, {value: 3, weight: 2}, {value: 12, weight: 1}]}";
    let set = inputs(&[("delay", months)]);
    let swings = tornado(&set, Side::WithSubsidy, |v| both(5.0 - v[0]));
    assert_eq!(swings[0].break_even, BreakEven::At(12.0));
}

#[test]
fn each_side_has_its_own_tornado() {
    let set = inputs(&[("a", "{kind: uniform, low: 0, high: 2}")]);
    let evaluate = |v: &[f64]| {
        let without_subsidy = both(v[0] - 3.0)?.with_subsidy;
        Some(Outcome { with_subsidy: without_subsidy + Fen(200), without_subsidy })
    };
    let without = tornado(&set, Side::WithoutSubsidy, evaluate);
    assert_eq!(without[0].break_even, BreakEven::AlwaysLoss);
    let with = tornado(&set, Side::WithSubsidy, evaluate);
    assert!(matches!(with[0].break_even, BreakEven::At(value) if (value - 1.0).abs() < 0.01));
}
