//! Factors and prices: hand arithmetic, and unknown where something is missing.

use std::collections::BTreeMap;

use appraisal::{Charge, Factors, MeterYear, Prices};
use energy::building::Carrier;
use units::{Fen, GramsCo2e};

use crate::data::{BEIJING, CHINA, PRICES, factors, prices};

fn bought(cells: &[(Carrier, f64)]) -> BTreeMap<Carrier, f64> {
    cells.iter().copied().collect()
}

#[test]
fn carbon_to_the_gram() {
    let factors = factors();
    // 1,234.5 kWh × 0.5580 kg/kWh = 688.851 kg.
    let power = bought(&[(Carrier::Electricity, 1234.5)]);
    assert_eq!(factors.operating_carbon(&power), Ok(GramsCo2e(688_851)));
    // 1,000 m³ of gas, 38,931 kJ each, are 10,814.17 kWh and 2,162.2 kg.
    let gas = bought(&[(Carrier::Gas, 38_931.0 * 1000.0 / 3600.0)]);
    assert_eq!(factors.operating_carbon(&gas), Ok(GramsCo2e(2_162_200)));
    // 10 GJ of heat are 2,777.8 kWh and 1.1 t.
    let heat = bought(&[(Carrier::DistrictHeat, 1e7 / 3600.0)]);
    assert_eq!(factors.operating_carbon(&heat), Ok(GramsCo2e(1_100_000)));
    let all = power.into_iter().chain(gas).chain(heat).collect();
    assert_eq!(factors.operating_carbon(&all), Ok(GramsCo2e(688_851 + 2_162_200 + 1_100_000)));
}

#[test]
fn a_missing_factor_is_unknown_unless_nothing_is_bought() {
    let factors = factors();
    let cold = bought(&[(Carrier::Electricity, 1.0), (Carrier::DistrictCooling, 1.0)]);
    assert_eq!(factors.operating_carbon(&cold), Err(vec![Carrier::DistrictCooling]));
    assert_eq!(factors.coal_equivalent_kg(&cold), None);
    let none = bought(&[(Carrier::DistrictCooling, 0.0)]);
    assert_eq!(factors.operating_carbon(&none), Ok(GramsCo2e::ZERO));
    let endless = bought(&[(Carrier::Electricity, f64::INFINITY)]);
    assert!(factors.operating_carbon(&endless).is_err());
}

#[test]
fn every_factor_has_its_year_and_source() {
    for set in [factors(), Factors::parse("china", CHINA).unwrap()] {
        for factor in set.carbon.values().chain(set.coal.values()) {
            assert_eq!(factor.year, 2022);
            assert!(factor.source.mark.may_decide() && !factor.source.origin.is_empty());
        }
    }
    let china = Factors::parse("china", CHINA).unwrap();
    let grid = china.carbon[&Carrier::Electricity].stated_factor;
    assert!((grid - 0.5366).abs() < 1e-12);
}

#[test]
fn coal_equivalent_by_hand() {
    // 1,000 kWh of electricity and 100 m³ of gas: 122.9 + 133 kgce.
    let both = bought(&[(Carrier::Electricity, 1000.0), (Carrier::Gas, 1_081.416_666_666_667)]);
    let coal_kg = factors().coal_equivalent_kg(&both).unwrap();
    assert!((coal_kg - 255.9).abs() < 1e-6, "{coal_kg}");
}

#[test]
fn the_bill_by_hand() {
    let prices = Prices { time_of_use: None, ..prices() };
    let meter =
        MeterYear { import_kwh: [10_000.0, 0.0, 0.0, 0.0, 0.0, 0.0], ..MeterYear::default() };
    let none = MeterYear::default();
    // 10,000 kWh × 0.85 + 100 m³ × 2.9 − 1,000 kWh exported × 0.3598 = 8,430.20 yuan.
    let both = bought(&[(Carrier::Electricity, 10_000.0), (Carrier::Gas, 1_081.416_666_666_667)]);
    assert_eq!(prices.yearly_bill(&both, &meter, 1000.0, 500.0), Ok(Fen(843_020)));
    // Heat is billed by area: half the heat, the same bill; none, no bill.
    for (kwh, fen) in [(1000.0, 2_250_000), (500.0, 2_250_000), (0.0, 0)] {
        let heat = bought(&[(Carrier::DistrictHeat, kwh)]);
        assert_eq!(prices.yearly_bill(&heat, &none, 0.0, 500.0), Ok(Fen(fen)));
    }
    let cold = bought(&[(Carrier::DistrictCooling, 1.0)]);
    assert_eq!(prices.yearly_bill(&cold, &none, 0.0, 500.0), Err(vec!["district_cooling"]));
    let no_export = Prices { pv_export: None, ..prices };
    assert_eq!(no_export.yearly_bill(&bought(&[]), &none, 1.0, 1.0), Err(vec!["pv_export"]));
}

#[test]
fn heat_by_the_gigajoule_is_charged_by_the_gigajoule() {
    let metered = PRICES
        .replace("unit: yuan_per_m2_season", "unit: yuan_per_gj")
        .replace("low: 43, likely: 45, high: 45", "low: 80, likely: 90, high: 100");
    let prices = Prices::parse("metered", &metered).unwrap();
    let Charge::Energy { yuan_kwh } = prices.tariffs[&Carrier::DistrictHeat].charge else {
        panic!("charged by energy");
    };
    assert!((yuan_kwh - 90.0 * 0.0036).abs() < 1e-12);
}

#[test]
fn units_must_fit_the_carrier() {
    let wrong =
        BEIJING.replace("value: 0.5580, unit: kgco2_per_kwh", "value: 0.5580, unit: kgco2_per_m3");
    let found = Factors::parse("f.yaml", &wrong).unwrap_err();
    assert_eq!(found[0].column, "carbon.electricity.unit");
    let wrong = PRICES.replace(
        "likely: 0.85, high: 0.95, unit: yuan_per_kwh",
        "likely: 0.65, high: 0.95, unit: yuan_per_m2_season",
    );
    let found = Prices::parse("p.yaml", &wrong).unwrap_err();
    assert_eq!(found[0].column, "tariffs.electricity.unit");
    let found = Prices::parse("p.yaml", "id: x\nhorizon_years: { value: 0 }").unwrap_err();
    let columns: Vec<_> = found.iter().map(|d| d.column.as_str()).collect();
    for column in
        ["region", "name.zh", "price_year", "discount_rate_percent.value", "horizon_years.value"]
    {
        assert!(columns.contains(&column), "{column}: {columns:?}");
    }
}
