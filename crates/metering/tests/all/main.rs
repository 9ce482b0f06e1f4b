//! Savings through the public interface: invented meters whose truth is known, and real-form ones.

#![expect(clippy::unwrap_used, reason = "tests")]

mod shared;

use metering::synthetic::{Meter, Recipe, meter};
use metering::{
    EventPeriod, Options, Reading, Saving, Series, Step, Study, StudyError, Unit, saving,
};

fn study<'m>(meter: &'m Meter, series: &'m Series) -> Study<'m> {
    Study {
        series,
        temperatures: None,
        baseline: meter.baseline,
        reporting: meter.reporting,
        options: Options::default(),
    }
}

fn found(meter: &Meter) -> Saving {
    saving(&study(meter, &meter.series)).unwrap()
}

fn holds(found: &Saving, level_percent: f64, truth: f64) -> bool {
    let interval = found.saving_rate.interval(level_percent).unwrap();
    (interval.low..=interval.high).contains(&truth)
}

/// Over five models of noise, four kinds of building and savings of none to a third.
#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    let count = 500;
    let (mut held, mut alarms, mut bias) = (0, 0, 0.0);
    for index in 0..count {
        let meter = meter(Recipe::mixed(index), 20_000 + u64::from(index)).unwrap();
        let found = found(&meter);
        held += u32::from(holds(&found, 90.0, meter.true_saving_ratio));
        alarms += u32::from(!found.events.is_empty());
        bias += found.saving_rate.value - meter.true_saving_ratio;
    }
    let share = |part: u32| f64::from(part) / f64::from(count);
    assert!((0.85..=0.95).contains(&share(held)), "{held} of {count} held");
    assert!(share(alarms) <= 0.05, "{alarms} of {count} cried out");
    assert!((bias / f64::from(count)).abs() < 0.005, "{bias}");
}

/// A new tenant is found within a month of the day and, taken out, leaves no bias.
#[test]
fn a_new_tenant_is_found_and_taken_out() {
    let count = 100;
    let (mut seen, mut before, mut after) = (0, 0.0, 0.0);
    for index in 0..count {
        let recipe = Recipe { has_tenant: true, ..Recipe::mixed(index) };
        let meter = meter(recipe, 30_000 + u64::from(index)).unwrap();
        let plain = found(&meter);
        before += plain.saving_rate.value - meter.true_saving_ratio;
        let from = meter.tenant_from.unwrap();
        let near = |day: units::Date| day.duration_since(from).as_hours().abs() <= 30 * 24;
        let mut events = plain.events.iter();
        let event =
            events.find(|event| event.period == EventPeriod::Reporting && near(event.first));
        let Some(event) = event else { continue };
        seen += 1;
        let mut study = study(&meter, &meter.series);
        study.options.accepted = vec![event.accepted()];
        let adjusted = saving(&study).unwrap().without_events.unwrap();
        after += adjusted.saving_rate.value - meter.true_saving_ratio;
    }
    assert!(seen * 100 >= 80 * count, "{seen} of {count} found");
    assert!(before / f64::from(count) < -0.05, "a tenant hides the saving: {before}");
    assert!((after / f64::from(seen)).abs() <= 0.02, "{after}");
}

/// Without consent a change is shown and nothing is taken out.
#[test]
fn what_nobody_accepted_stays_in() {
    let recipe = Recipe { has_tenant: true, ..Recipe::mixed(0) };
    let meter = meter(recipe, 5).unwrap();
    let found = found(&meter);
    assert!(found.without_events.is_none());
    let difference = found.adjusted_baseline.value - found.metered.value - found.saving.value;
    assert!(difference.abs() < 1e-6 * found.metered.value);
}

#[test]
fn the_order_of_readings_changes_no_bit() {
    let meter = meter(Recipe::mixed(3), 11).unwrap();
    let mut readings = meter.series.readings().to_vec();
    readings.reverse();
    let reversed = Series::new(Step::Daily, Unit::Kwh, readings).unwrap();
    assert_eq!(found(&meter), saving(&study(&meter, &reversed)).unwrap());
}

#[test]
fn a_meter_in_other_units_has_the_same_rate() {
    let meter = meter(Recipe::mixed(8), 12).unwrap();
    let scaled = meter
        .series
        .readings()
        .iter()
        .map(|reading| Reading { value: reading.value.map(|value| value * 1000.0), ..*reading });
    let scaled = Series::new(Step::Daily, Unit::Kwh, scaled.collect()).unwrap();
    let (one, other) = (found(&meter), saving(&study(&meter, &scaled)).unwrap());
    assert!((one.saving_rate.value - other.saving_rate.value).abs() < 1e-6);
    assert!((other.saving.value / one.saving.value - 1000.0).abs() < 1e-3);
}

/// Unknown is not zero: days without a reading are in neither sum.
#[test]
fn a_gap_is_no_saving() {
    let meter = meter(Recipe::mixed(1), 13).unwrap();
    let whole = found(&meter);
    let first = meter.reporting.first;
    let gap = |reading: &Reading| {
        let days = reading.day.duration_since(first).as_hours() / 24;
        let value = reading.value.filter(|_| !(0..40).contains(&days));
        Reading { value, ..*reading }
    };
    let gapped = meter.series.readings().iter().map(gap).collect();
    let gapped = Series::new(Step::Daily, Unit::Kwh, gapped).unwrap();
    let less = saving(&study(&meter, &gapped)).unwrap();
    assert!(less.metered.value < whole.metered.value);
    assert!((less.saving_rate.value - whole.saving_rate.value).abs() < 0.03);
    assert!(less.metered.covered_days < whole.metered.covered_days);
}

#[test]
fn what_cannot_be_told_is_said() {
    let meter = meter(Recipe::mixed(0), 14).unwrap();
    let few = meter.series.readings()[340..].to_vec();
    let few = Series::new(Step::Daily, Unit::Kwh, few).unwrap();
    assert!(matches!(
        saving(&study(&meter, &few)),
        Err(StudyError::ShortBaseline { count: 25, .. })
    ));
    let reversed = Study {
        baseline: meter.reporting,
        reporting: meter.baseline,
        ..study(&meter, &meter.series)
    };
    assert_eq!(saving(&reversed), Err(StudyError::Periods));
    let twice = [meter.series.readings()[0]; 2].to_vec();
    assert!(Series::new(Step::Daily, Unit::Kwh, twice).is_err());
}
