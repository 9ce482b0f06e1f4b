//! Figures against what is known in closed form, and their stated errors against what 400 seeds do.

use appraisal::risk::{Side, Spread, simulate, variance_shares};

use super::{both, inputs};

const SEEDS: u64 = 400;

/// How many of 400 seeds hold `truth` in the interval that `interval` reads from the spread.
fn coverage_percent(
    list: &[(&str, &str)],
    draws: u32,
    value: impl Fn(&[f64]) -> f64 + Sync,
    interval: impl Fn(&Spread) -> (f64, f64),
    truth: f64,
) -> f64 {
    let set = inputs(list);
    let held = (0..SEEDS).filter(|seed| {
        let run = simulate(&set, draws, *seed, |values| both(value(values))).unwrap();
        let (low, high) = interval(&run.distribution().with_subsidy);
        low <= truth && truth <= high
    });
    100.0 * f64::from(u32::try_from(held.count()).unwrap()) / 400.0
}

const NORMAL: &str = "{kind: normal, mean: 0, sd: 1, low: -9, high: 9}";
const UNIFORM: &str = "{kind: uniform, low: 0, high: 1}";

fn assert_covers(percent: f64, what: &str) {
    assert!((92.0..=98.0).contains(&percent), "{what}: {percent} %");
}

#[test]
fn the_interval_of_a_probability_holds_it_as_often_as_stated() {
    // A sum of three uniform numbers is below 1 with probability 1/6.
    let percent = coverage_percent(
        &[("a", UNIFORM), ("b", UNIFORM), ("c", UNIFORM)],
        1000,
        |v| 1e6 * (v.iter().sum::<f64>() - 1.0),
        |spread| (spread.loss.low_share, spread.loss.high_share),
        1.0 / 6.0,
    );
    assert_covers(percent, "loss");
}

#[test]
fn the_interval_of_a_mean_holds_it_as_often_as_stated() {
    let percent = coverage_percent(
        &[("a", NORMAL), ("b", UNIFORM)],
        1000,
        |v| 1e6 * (v[0] + v[1]),
        |spread| (spread.mean.low.yuan_f64(), spread.mean.high.yuan_f64()),
        5e5,
    );
    assert_covers(percent, "mean");
}

#[test]
fn the_interval_of_a_quantile_holds_it_as_often_as_stated() {
    let percent = coverage_percent(
        &[("a", NORMAL)],
        4000,
        |v| 1e6 * v[0],
        |spread| (spread.value_at_risk.low.yuan_f64(), spread.value_at_risk.high.yuan_f64()),
        -1.644_853_626_951_473e6,
    );
    assert_covers(percent, "value at risk");
}

#[test]
fn the_interval_of_the_expected_shortfall_holds_it_as_often_as_stated() {
    // φ(1.6449)/0.05
    let percent = coverage_percent(
        &[("a", NORMAL)],
        4000,
        |v| 1e6 * v[0],
        |spread| {
            (spread.expected_shortfall.low.yuan_f64(), spread.expected_shortfall.high.yuan_f64())
        },
        -2.062_712_807_507_343e6,
    );
    assert_covers(percent, "expected shortfall");
}

#[test]
fn ten_thousand_draws_come_near_the_closed_form() {
    let set = inputs(&[("a", NORMAL), ("b", NORMAL)]);
    let run = simulate(&set, 10_000, 1, |v| both(1e4 * (v[0] + v[1] + 1.0))).unwrap();
    let spread = run.distribution().with_subsidy;
    // P(N(1, 2) < 0) = Φ(−1/√2)
    assert!((spread.loss.share - 0.239_750).abs() < 4.0 * spread.loss.standard_error_share);
    assert!((spread.loss.standard_error_share - 0.004_27).abs() < 1e-4);
    let off = (spread.mean.value.yuan_f64() - 1e4) / spread.mean.standard_error.yuan_f64();
    assert!(off.abs() < 4.0, "{off}");
    let deviation = spread.standard_deviation.yuan_f64();
    assert!((deviation / (1e4 * 2.0_f64.sqrt()) - 1.0).abs() < 0.03, "{deviation}");
}

#[test]
fn shares_of_the_variance_are_those_of_a_sum() {
    // 3a + b of like inputs: nine tenths and one tenth; c does nothing.
    let set = inputs(&[("c", NORMAL), ("b", NORMAL), ("a", NORMAL)]);
    let run = simulate(&set, 10_000, 2, |v| both(1e4 * (3.0 * v[2] + v[1]))).unwrap();
    let shares = variance_shares(&set, &run, Side::WithSubsidy);
    let order: Vec<&str> = shares.iter().map(|share| share.input.as_str()).collect();
    assert_eq!(order, ["a", "b", "c"]);
    for (share, truth) in shares.iter().zip([0.9, 0.1, 0.0]) {
        assert!((share.variance_share - truth).abs() < 0.02, "{share:?}");
    }
    let flat = simulate(&set, 100, 2, |_| both(5.0)).unwrap();
    let none = variance_shares(&set, &flat, Side::WithSubsidy);
    assert!(none.iter().all(|share| share.variance_share.to_bits() == 0), "{none:?}");
}
