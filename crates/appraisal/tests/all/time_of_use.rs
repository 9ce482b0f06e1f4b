//! Electricity by the hour and by the peak, against hours that are counted one by one.

use appraisal::{Appraisal, Candidate, Prices, appraise_stock, search};
use energy::building::{Building, Carrier};
use energy::year::Options;
use units::Fen;

use crate::data::{PRICES, catalogue, factors, prices, weather};
use crate::search::{all, decisions, space, terms};

const EXPORT_YUAN_KWH: f64 = 0.3598;
const DEMAND_YUAN_KW: f64 = 48.0;

/// The planning prices with a charge for the peak of each month.
fn two_part() -> Prices {
    let demand = "demand_charge: { low: 40, likely: 48, high: 51, unit: yuan_per_kw_month, \
                  origin: test, mark: A }\npv_export:";
    Prices::parse("two-part.yaml", &PRICES.replace("pv_export:", demand)).unwrap()
}

/// The ratio of an hour of Beijing's day, `month` from 1.
fn ratio(month: usize, hour: usize) -> f64 {
    match (month, hour) {
        (7 | 8, 11 | 12 | 16) | (1 | 12, 18..=20) => 2.05,
        (_, 10..=12 | 17..=21) => 1.71,
        (_, 0..=6 | 23) => 0.36,
        _ => 1.0,
    }
}

const DAYS: [usize; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Month from 1 and hour of the day of each hour of the year.
fn clock() -> impl Iterator<Item = (usize, usize)> {
    let days = DAYS.iter().enumerate().flat_map(|(month, days)| vec![month + 1; *days]);
    days.flat_map(|month| (0..24).map(move |hour| (month, hour)))
}

/// The bill of a building by its hours; gas at the planning price. [yuan]
fn bill_by_hours(building: &Building) -> f64 {
    let options = Options { hourly: true, ..Options::default() };
    let year = energy::simulate(building, &weather(), &options).unwrap();
    let hours = year.hourly.unwrap();
    let mean = clock().map(|(month, hour)| ratio(month, hour)).sum::<f64>() / 8760.0;
    let mut yuan = year.annual.end_uses.carrier_kwh(Carrier::Gas) / (38_931.0 / 3600.0) * 2.9;
    let mut peaks_kw = [0.0_f64; 12];
    for (at, (month, hour)) in clock().enumerate() {
        let demand_kw = hours.electricity_w[at] / 1000.0;
        let pv_kw = hours.pv_generation_w.get(at).map_or(0.0, |power_w| power_w / 1000.0);
        let used_kw = pv_kw.min(demand_kw);
        yuan += (demand_kw - used_kw) * 0.85 * ratio(month, hour) / mean;
        yuan -= (pv_kw - used_kw) * EXPORT_YUAN_KWH;
        peaks_kw[month - 1] = peaks_kw[month - 1].max(demand_kw - used_kw);
    }
    yuan + peaks_kw.iter().sum::<f64>() * DEMAND_YUAN_KW
}

fn appraised(candidate: &Candidate, prices: &Prices) -> Appraisal {
    let (catalogue, factors, weather) = (catalogue(), factors(), weather());
    let options = Options::default();
    let terms = terms(&weather, &catalogue, prices, &factors, &options);
    appraise_stock(std::slice::from_ref(candidate), &terms, &|_| ()).remove(0).unwrap()
}

#[test]
fn the_bill_is_that_of_the_hours() {
    let (catalogue, factors, weather, prices) = (catalogue(), factors(), weather(), two_part());
    let options = Options::default();
    let terms = terms(&weather, &catalogue, &prices, &factors, &options);
    let decisions = decisions(&catalogue);
    // An office with a boiler: electricity and gas, and heat pumps in some combinations.
    let candidate = space(3);
    let found = search(&candidate, &terms, &decisions).unwrap().found;
    let plain = all(&candidate, &catalogue, &decisions);
    let before = bill_by_hours(&plain[0].building);
    let every = plain.len() / 12;
    for at in (0..plain.len()).step_by(every) {
        let saving = before - bill_by_hours(&plain[at].building);
        let said = found[at].bill_saving.unwrap().yuan_f64();
        assert!((saving - said).abs() < 0.05, "{:?}: {saving} {said}", plain[at].options);
    }
}

#[test]
fn an_appraisal_says_what_the_search_says() {
    let prices = two_part();
    let (catalogue, factors, weather) = (catalogue(), factors(), weather());
    let options = Options::default();
    let terms = terms(&weather, &catalogue, &prices, &factors, &options);
    let mut candidate = space(3);
    let search = search(&candidate, &terms, &decisions(&catalogue)).unwrap();
    let last = search.found.len() - 1;
    candidate.packages = vec![search.package(last, "last", units::Text::default())];
    let appraisal = appraised(&candidate, &prices);
    let (package, found) = (&appraisal.packages[0], &search.found[last]);
    assert_eq!(
        (package.bill_saving, package.carbon_saved),
        (found.bill_saving, found.carbon_saved)
    );
    assert_eq!(package.npv.map(|npv| npv.likely), found.npv);
    let plan = package.plan.as_ref().unwrap();
    let ids: Vec<&str> = plan.energies.iter().map(|line| line.id.as_str()).collect();
    for id in ["electricity_peak", "electricity_valley", "electricity_demand", "pv_self_use_flat"] {
        assert!(ids.contains(&id), "{ids:?}");
    }
    // The lines of the plan are the bill.
    let lines = plan.energies.iter();
    let saved: f64 =
        lines.map(|line| (line.before_units - line.after_units) * line.price_yuan).sum();
    assert!((saved - found.bill_saving.unwrap().yuan_f64()).abs() < 0.1);
}

#[test]
fn a_plant_with_a_limit_has_its_bill_too() {
    let mut candidate = space(3);
    for zone in &mut candidate.building.zones {
        zone.systems.heating_capacity_w = Some(20_000.0);
        zone.systems.cooling_capacity_w = Some(30_000.0);
    }
    let appraisal = appraised(&candidate, &two_part());
    let bill = bill_by_hours(&candidate.building);
    assert!((appraisal.baseline.energy_bill.unwrap().yuan_f64() - bill).abs() < 0.05);
}

#[test]
fn an_even_load_pays_the_tariff_s_own_price() {
    let mut meter = appraisal::MeterYear::default();
    let prices = prices();
    prices.periods().hours().for_each(|period| meter.import_kwh[period] += 10.0);
    let bought = [(Carrier::Electricity, 87_600.0)].into();
    // 87,600 kWh × 0.85; each of four lines is rounded to the fen.
    let Fen(bill) = prices.yearly_bill(&bought, &meter, 0.0, 1.0).unwrap();
    assert!((bill - 7_446_000).abs() <= 2, "{bill}");
}

#[test]
fn hours_without_a_period_and_wrong_words_are_named() {
    let column = |text: &str| {
        let found = Prices::parse("p.yaml", text).unwrap_err();
        (found[0].column.clone(), found[0].code.clone())
    };
    let gap = PRICES.replace("    - { period: flat }\n", "");
    assert_eq!(column(&gap), ("time_of_use.hours".into(), "hour_without_period".into()));
    let night = PRICES.replace("[[0, 7], [23, 24]]", "[[23, 7]]");
    assert_eq!(column(&night).1, "not_a_span");
    let word = PRICES.replace("{ period: valley, hours", "{ period: vale, hours");
    assert_eq!(column(&word), ("time_of_use.hours[3].period".into(), "unknown_word".into()));
    let unit = PRICES.replace(
        "pv_export:",
        "demand_charge: { low: 1, likely: 1, high: 1, unit: yuan_per_kwh, origin: x, mark: A }\n\
         pv_export:",
    );
    assert_eq!(column(&unit), ("demand_charge.unit".into(), "unknown_word".into()));
}
