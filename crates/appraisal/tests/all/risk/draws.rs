//! What a draw depends on, and on what it does not.

use appraisal::risk::{Fault, Inputs, simulate};
use rayon::ThreadPoolBuilder;
use units::Fen;

use super::{BEIJING, both, inputs};

const UNIT: &str = "{kind: uniform, low: 0, high: 1000}";

/// The values of the input at `index` in 500 draws, in fen.
fn column(inputs: &Inputs, index: usize, seed: u64) -> Vec<Fen> {
    let simulation = simulate(inputs, 500, seed, |values| both(values[index])).unwrap();
    simulation.outcomes().iter().map(|outcome| outcome.with_subsidy).collect()
}

#[test]
fn a_further_input_changes_no_other() {
    let two = inputs(&[("a", UNIT), ("b", UNIT)]);
    let three = inputs(&[("new", UNIT), ("b", UNIT), ("a", UNIT)]);
    assert_eq!(column(&two, 0, 5), column(&three, 2, 5));
    assert_eq!(column(&two, 1, 5), column(&three, 1, 5));
    assert_ne!(column(&two, 0, 5), column(&two, 1, 5));
    assert_ne!(column(&two, 0, 5), column(&two, 0, 6), "another seed, other futures");
}

#[test]
fn more_draws_go_on_where_fewer_end() {
    let set = inputs(&[("a", UNIT)]);
    let short = simulate(&set, 100, 1, |values| both(values[0])).unwrap();
    let long = simulate(&set, 1000, 1, |values| both(values[0])).unwrap();
    assert_eq!(short.outcomes(), &long.outcomes()[..100]);
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let set = Inputs::parse("b.yaml", BEIJING).unwrap();
    let under = |threads| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let run = simulate(&set, 3000, 9, |v| both(v.iter().product::<f64>() - v[0] * 1e4));
            serde_json::to_string(&run.unwrap().distribution()).unwrap()
        })
    };
    let one = under(1);
    assert!(one.contains("\"loss\""));
    assert_eq!(one, under(2));
    assert_eq!(one, under(7));
}

#[test]
fn a_difference_of_two_packages_sees_the_same_futures() {
    let set = inputs(&[("rent", UNIT), ("cost", UNIT)]);
    let plain = simulate(&set, 2000, 3, |v| both(1000.0 * v[0])).unwrap();
    let better = simulate(&set, 2000, 3, |v| both(1000.0 * v[0] + 10.0 + 0.01 * v[1])).unwrap();
    let gain = better.minus(&plain).unwrap().with_subsidy;
    // 10 to 20 yuan more in every future, though each alone spreads over a million yuan.
    assert_eq!(gain.loss.share.to_bits(), 0.0_f64.to_bits());
    assert!(gain.mean.standard_error < Fen(10), "{:?}", gain.mean);
    assert!(plain.distribution().with_subsidy.mean.standard_error > Fen(500_000));
    let other = simulate(&set, 2000, 4, |v| both(v[0])).unwrap();
    assert_eq!(plain.minus(&other), Err(Fault::OtherFutures));
    let other = simulate(&set, 1000, 3, |v| both(v[0])).unwrap();
    assert_eq!(plain.minus(&other), Err(Fault::OtherFutures));
}

#[test]
fn shared_factors_give_the_stated_rank_correlation() {
    let tied = |id: &str, loading: &str| {
        format!(
            "{{id: {id}, name: {{zh: a, en: a}}, unit: factor, moved_by: nobody, origin: t, mark: A, \
             common: {{group: g, loading: {loading}}}, distribution: {UNIT}}}"
        )
    };
    let text = format!(
        "{{id: t, region: b, name: {{zh: a, en: a}}, inputs: [{}, {}, {}]}}",
        tied("a", "0.8"),
        tied("b", "0.7"),
        tied("c", "-0.7"),
    );
    let set = Inputs::parse("t.yaml", &text).unwrap();
    let columns = [0, 1, 2].map(|index| {
        let run = simulate(&set, 20_000, 11, |values| both(values[index])).unwrap();
        run.outcomes().iter().map(|o| o.with_subsidy.yuan_f64() / 1000.0).collect::<Vec<f64>>()
    });
    // Of uniform numbers the correlation is the rank correlation.
    let correlation = |a: &[f64], b: &[f64]| {
        let sum: f64 = a.iter().zip(b).map(|(a, b)| (a - 0.5) * (b - 0.5)).sum();
        12.0 * sum / 20_000.0
    };
    let stated = 6.0 / std::f64::consts::PI * (0.8 * 0.7 / 2.0_f64).asin();
    assert!((correlation(&columns[0], &columns[1]) - stated).abs() < 0.02);
    assert!((correlation(&columns[0], &columns[2]) + stated).abs() < 0.02);
}

#[test]
fn a_simulation_that_cannot_be_is_refused() {
    let set = inputs(&[("a", UNIT)]);
    let none = simulate(&set, 99, 1, |v| both(v[0])).unwrap_err();
    assert_eq!(none, Fault::Draws(99));
    assert!(simulate(&set, 10_000_001, 1, |v| both(v[0])).is_err());
    let gap = simulate(&set, 200, 1, |_| None).unwrap_err();
    assert_eq!(gap, Fault::NoOutcome { draw: 0 });
    assert!(!gap.text().zh.is_empty() && !none.text().en.is_empty());
    let nan = simulate(&set, 200, 1, |_| both(f64::NAN)).unwrap_err();
    assert_eq!(nan, Fault::NoOutcome { draw: 0 });
}
