//! Bills made from known buildings, and bills that no building has.

use std::sync::OnceLock;

use energy::archetype::{Kind, Library, LibraryText, PlantKind, Sketch, archetype};
use energy::building::{Building, Carrier, HeatingPlant};
use energy::calibration::{
    Bill, CV_RMSE_MAX, Calibration, NMBE_MAX, Parameter, Prior, Priors, Refusal, applied, calibrate,
};
use energy::thermal_zone::Climate;
use energy::{Options, simulate};

use crate::shared::synthetic_weather;

/// An office of 1995 in Beijing, heated by gas and cooled by electricity.
fn office() -> &'static Building {
    static OFFICE: OnceLock<Building> = OnceLock::new();
    OFFICE.get_or_init(|| {
        let library = Library::parse(&LibraryText::BUILT_IN).expect("the library is valid");
        let mut sketch = Sketch::new("office", Kind::Office, 5000.0);
        sketch.year_built = Some(1995);
        sketch.heating_plant = Some(PlantKind::GasBoiler);
        let climate = Climate::new(synthetic_weather());
        archetype(&sketch, &climate, &library).expect("a valid sketch").building
    })
}

/// Numbers that repeat: Knuth's multiplier, the upper half of 64 bits.
struct Chance(u64);

impl Chance {
    fn uniform(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 32).expect("32 bits")) / f64::from(u32::MAX)
    }

    /// Near enough to normal: twelve uniform numbers less their mean.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// Bills of both carriers of `building`, each off by `noise` of itself.
fn bills(building: &Building, noise: f64, seed: u64) -> Vec<Bill> {
    let year = simulate(building, synthetic_weather(), &Options::default()).expect("valid");
    let mut chance = Chance(seed);
    let mut bills = Vec::new();
    for carrier in [Carrier::Electricity, Carrier::Gas] {
        for (month, sums) in (1..).zip(&year.monthly) {
            let kwh = sums.end_uses.carrier_kwh(carrier) * (1.0 + noise * chance.normal());
            bills.push(Bill { carrier, month, kwh });
        }
    }
    bills
}

fn fitted(bills: &[Bill]) -> Result<Calibration, Refusal> {
    calibrate(office(), synthetic_weather(), &Options::default(), bills, &Priors::default())
}

const TRUTH: [(Parameter, f64); 6] = [
    (Parameter::Infiltration, 1.35),
    (Parameter::Gains, 0.8),
    (Parameter::HeatingSetPoint, 0.8),
    (Parameter::CoolingSetPoint, -0.7),
    (Parameter::HeatingEfficiency, 0.93),
    (Parameter::CoolingEfficiency, 1.1),
];

/// A value for every parameter as the priors believe it, within 1.5 standard deviations.
fn drawn(seed: u64) -> Vec<(Parameter, f64)> {
    let mut chance = Chance(seed ^ 0x5eed_0000);
    let priors = Priors::default();
    let draw = |parameter: Parameter| {
        let Prior { median, spread, .. } = *priors.of(parameter);
        let far = spread * chance.normal().clamp(-1.5, 1.5);
        (parameter, if parameter.is_shift() { median + far } else { median * far.exp() })
    };
    Parameter::ALL.map(draw).to_vec()
}

/// Intervals that hold the truth, and their number.
fn covered(truth: &[(Parameter, f64)], calibration: &Calibration) -> (usize, usize) {
    let holds = |(parameter, value): &&(Parameter, f64)| {
        let found = calibration.estimates.iter().find(|e| e.parameter == *parameter);
        found.is_some_and(|e| e.low <= *value && *value <= e.high)
    };
    (truth.iter().filter(holds).count(), calibration.estimates.len())
}

#[test]
fn the_truth_lies_within_the_reported_interval() {
    for (what, of_seed) in [
        ("one truth", (|_| TRUTH.to_vec()) as fn(u64) -> Vec<(Parameter, f64)>),
        ("a truth for each seed", drawn),
    ] {
        let (mut hits, mut count, mut steps) = (0, 0, 0);
        for seed in 1..=40 {
            let truth = of_seed(seed);
            let bills = bills(&applied(office(), &truth), 0.03, seed);
            let calibration = fitted(&bills).expect("bills of a building that exists");
            let (hit, of) = covered(&truth, &calibration);
            (hits, count, steps) = (hits + hit, count + of, steps + calibration.steps);
        }
        println!("{what}: {hits} of {count} intervals, {steps} steps");
        assert_eq!(count, 240);
        // 90 % is what the intervals promise.
        assert!(hits >= 216, "{what}: {hits} of {count}");
    }
}

#[test]
fn the_fitted_building_meets_its_bills_and_guideline_14() {
    let bills = bills(&applied(office(), &TRUTH), 0.03, 7);
    let calibration = fitted(&bills).expect("bills of a building that exists");
    assert_eq!(calibration.fits.len(), 2);
    for fit in &calibration.fits {
        println!("{fit:?}");
        assert_eq!(fit.bills, 12);
        assert!(fit.cv_rmse <= CV_RMSE_MAX && fit.nmbe.abs() <= NMBE_MAX, "{fit:?}");
        // The noise was 3 %: neither more nor much less is left.
        assert!(fit.cv_rmse < 0.08, "{fit:?}");
    }
    let year = simulate(&calibration.building, synthetic_weather(), &Options::default());
    let year = year.expect("the fitted building is valid");
    for (bill, fitted_kwh) in bills.iter().zip(&calibration.fitted_kwh) {
        let month = &year.monthly[usize::from(bill.month) - 1];
        assert_eq!(month.end_uses.carrier_kwh(bill.carrier).to_bits(), fitted_kwh.to_bits());
    }
    for (at, estimate) in calibration.estimates.iter().enumerate() {
        println!("{estimate:?}");
        assert!(estimate.low < estimate.value && estimate.value < estimate.high);
        assert!((calibration.correlation[at][at] - 1.0).abs() < 1e-12);
    }
    let gains = &calibration.estimates[1];
    assert!((gains.value - 0.8).abs() < 0.03 && gains.spread_ratio < 0.2, "{gains:?}");
}

#[test]
fn noisier_bills_leave_more_spread() {
    let spread = |noise: f64| {
        let bills = bills(&applied(office(), &TRUTH), noise, 3);
        let calibration = fitted(&bills).expect("bills of a building that exists");
        calibration.estimates.iter().map(|e| e.spread_ratio).collect::<Vec<f64>>()
    };
    let (quiet, loud) = (spread(0.005), spread(0.05));
    for (quiet, loud) in quiet.iter().zip(&loud) {
        assert!(quiet < loud, "{quiet} {loud}");
    }
}

#[test]
fn what_bills_cannot_tell_keeps_its_prior() {
    let mut bills = bills(&applied(office(), &TRUTH), 0.02, 5);
    bills.retain(|bill| bill.carrier == Carrier::Electricity);
    let calibration = fitted(&bills).expect("electricity alone is enough");
    let of = |parameter| calibration.estimates.iter().find(|e| e.parameter == parameter);
    // A boiler's efficiency changes no electricity.
    let boiler = of(Parameter::HeatingEfficiency).expect("the office has a boiler");
    assert!((boiler.spread_ratio - 1.0).abs() < 1e-9 && (boiler.value - 1.0).abs() < 1e-9);
    assert!(boiler.is_hardly_informed());
    assert!(!of(Parameter::Gains).expect("the office has lamps").is_hardly_informed());
}

#[test]
fn a_parameter_that_the_building_lacks_is_left_out() {
    let mut building = office().clone();
    building.zones[0].systems.heating = HeatingPlant::Electric;
    building.zones[0].air.infiltration_ach = 0.0;
    let mut bills = bills(&building, 0.02, 5);
    bills.retain(|bill| bill.carrier == Carrier::Electricity);
    let options = Options::default();
    let found = calibrate(&building, synthetic_weather(), &options, &bills, &Priors::default());
    let parameters: Vec<_> = found.expect("valid").estimates.iter().map(|e| e.parameter).collect();
    assert_eq!(
        parameters,
        [
            Parameter::Gains,
            Parameter::HeatingSetPoint,
            Parameter::CoolingSetPoint,
            Parameter::CoolingEfficiency,
        ]
    );
    let heat = [Bill { carrier: Carrier::DistrictHeat, month: 1, kwh: 1.0 }];
    let with_heat = [bills.as_slice(), &heat].concat();
    let refused =
        calibrate(&building, synthetic_weather(), &options, &with_heat, &Priors::default());
    assert_eq!(refused, Err(Refusal::CarrierNotBought { carrier: Carrier::DistrictHeat }));
}

#[test]
fn bills_that_are_no_bills_are_refused_by_name() {
    let good = bills(office(), 0.02, 1);
    assert_eq!(fitted(&good[..11]), Err(Refusal::TooFewBills { bills: 11 }));
    assert_eq!(fitted(&[]), Err(Refusal::TooFewBills { bills: 0 }));
    let changed = |at: usize, change: fn(&mut Bill)| {
        let mut bills = good.clone();
        change(&mut bills[at]);
        fitted(&bills)
    };
    let carrier = Carrier::Electricity;
    assert_eq!(changed(4, |b| b.month = 4), Err(Refusal::MonthTwice { carrier, month: 4 }));
    assert_eq!(changed(4, |b| b.month = 0), Err(Refusal::NoSuchMonth { carrier, month: 0 }));
    assert_eq!(changed(4, |b| b.month = 13), Err(Refusal::NoSuchMonth { carrier, month: 13 }));
    for kwh in [-1.0, f64::NAN, f64::INFINITY] {
        let mut bills = good.clone();
        bills[4].kwh = kwh;
        assert!(matches!(fitted(&bills), Err(Refusal::NotAnAmount { month: 5, .. })), "{kwh}");
    }
    let mut none = good.clone();
    none[12..].iter_mut().for_each(|bill| bill.kwh = 0.0);
    assert_eq!(fitted(&none), Err(Refusal::NothingBilled { carrier: Carrier::Gas }));
    let mut priors = Priors::default();
    priors.gains.median = 9.0;
    let refused = calibrate(office(), synthetic_weather(), &Options::default(), &good, &priors);
    assert!(matches!(refused, Err(Refusal::Prior { parameter: Parameter::Gains, .. })));
    let mut broken = office().clone();
    broken.zones[0].volume_m3 = f64::NAN;
    let refused =
        calibrate(&broken, synthetic_weather(), &Options::default(), &good, &Priors::default());
    assert!(matches!(refused, Err(Refusal::Fault(_))));
}

#[test]
fn bills_that_no_such_building_has_are_refused_with_figures() {
    let good = bills(office(), 0.02, 1);
    let mut turned = good.clone();
    turned.iter_mut().for_each(|bill| bill.month = (bill.month + 5) % 12 + 1);
    let huge = good.iter().map(|bill| Bill { kwh: bill.kwh * 10.0, ..*bill }).collect();
    let vast = good.iter().map(|bill| Bill { kwh: 1e300, ..*bill }).collect();
    let tiny = good.iter().map(|bill| Bill { kwh: bill.kwh * 0.02, ..*bill }).collect();
    let mut one_off: Vec<Bill> = good.clone();
    one_off[2].kwh *= 3.0;
    for bills in [turned, huge, vast, tiny, one_off] {
        let refused = fitted(&bills);
        println!("{refused:?}");
        let Err(Refusal::NotExplained { cv_rmse, nmbe, .. }) = refused else {
            panic!("{refused:?}")
        };
        assert!(cv_rmse > CV_RMSE_MAX || nmbe.abs() > NMBE_MAX);
    }
}

#[test]
fn a_value_beyond_its_bound_is_refused() {
    let bills = bills(&applied(office(), &[(Parameter::Gains, 1.12)]), 0.002, 1);
    let mut priors = Priors::default();
    priors.gains.most = 1.04;
    let refused = calibrate(office(), synthetic_weather(), &Options::default(), &bills, &priors);
    println!("{refused:?}");
    let Err(Refusal::AtBound { parameter, bound, wanted }) = refused else { panic!("{refused:?}") };
    assert_eq!(parameter, Parameter::Gains);
    assert!((bound - 1.04).abs() < 1e-12 && (1.04..1.3).contains(&wanted), "{wanted}");
}

#[test]
fn threads_and_order_of_bills_change_nothing_that_matters() {
    let bills = bills(&applied(office(), &TRUTH), 0.03, 2);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("a small pool can be made").install(|| fitted(&bills))
    };
    let one = run(1).expect("bills of a building that exists");
    assert_eq!(Ok(one.clone()), run(5));
    let backwards: Vec<Bill> = bills.iter().rev().copied().collect();
    let turned = fitted(&backwards).expect("the order says nothing");
    for (a, b) in one.estimates.iter().zip(&turned.estimates) {
        assert!((a.value - b.value).abs() < 1e-6, "{a:?} {b:?}");
    }
}

/// By hand, apart from the fit: what each parameter changes.
#[test]
fn parameters_change_what_they_name() {
    let (before, after) = (office(), applied(office(), &TRUTH));
    let ratio = |now: f64, then: f64, expected: f64| assert!((now / then - expected).abs() < 1e-12);
    ratio(after.zones[0].air.infiltration_ach, before.zones[0].air.infiltration_ach, 1.35);
    ratio(after.zones[0].gains.lighting_w_m2, before.zones[0].gains.lighting_w_m2, 0.8);
    ratio(after.zones[0].gains.equipment_w_m2, before.zones[0].gains.equipment_w_m2, 0.8);
    ratio(after.zones[0].gains.people_w_m2, before.zones[0].gains.people_w_m2, 1.0);
    let at_noon = |building: &Building| {
        let thermostat = &building.zones[0].thermostat;
        let noon =
            |s: &Option<energy::building::Schedule>| s.as_ref().map_or(0.0, |s| s.weekday[12]);
        (noon(&thermostat.heating_c), noon(&thermostat.cooling_c))
    };
    assert!((at_noon(&after).0 - at_noon(before).0 - 0.8).abs() < 1e-12);
    assert!((at_noon(&after).1 - at_noon(before).1 + 0.7).abs() < 1e-12);
    let crossed = applied(before, &[(Parameter::CoolingSetPoint, -30.0)]);
    assert!(crossed.validate().is_empty());
    assert!((at_noon(&crossed).1 - at_noon(before).0).abs() < 1e-12);
}

#[test]
fn parameters_reach_every_zone_alike() {
    let mut pair = office().clone();
    let mut annex = pair.zones[0].clone();
    annex.name = "annex".to_owned();
    pair.zones.push(annex);
    let after = applied(&pair, &TRUTH);
    assert_eq!(after.zones[0], applied(office(), &TRUTH).zones[0]);
    assert_eq!(after.zones[1].air, after.zones[0].air);
    assert_eq!(after.zones[1].gains, after.zones[0].gains);
    assert_eq!(after.zones[1].thermostat, after.zones[0].thermostat);
    assert_eq!(after.zones[1].systems, after.zones[0].systems);
    assert_eq!(after.zones[1].name, "annex");
}
