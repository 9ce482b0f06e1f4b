//! Each supply has the bits of a simulation of its own.

use super::*;
use crate::building::{Carrier, SupplyWater};
use crate::cases;
use crate::year::Options;

fn weather() -> crate::Weather {
    let text = include_str!("../../../../data/climate/beijing-normals.yaml");
    crate::typical_year(&crate::parse_normals(text, "beijing-normals.yaml").unwrap())
}

fn array(rated_kw: f64, tilt_deg: f64) -> Option<PvArray> {
    Some(PvArray::new(rated_kw, tilt_deg, 180.0, 0.14))
}

/// Supplies of a building, more than one block of lanes.
fn supplies(building: &Building) -> Vec<Supply> {
    let own = Supply::of(building);
    let with = |change: &dyn Fn(&mut Systems), pv| {
        let mut supply = Supply { pv, ..own.clone() };
        supply.systems.iter_mut().for_each(change);
        supply
    };
    let heating = |plant| move |systems: &mut Systems| systems.replace_heating(plant);
    let water = SupplyWater { design_supply_c: 60.0, design_drop_k: 10.0, reset: None };
    vec![
        own.clone(),
        with(&|_| (), array(3.0, 10.0)),
        with(&heating(HeatingPlant::GasBoiler { efficiency: 0.9 }), None),
        with(&heating(HeatingPlant::AirSourceHeatPump { rated_cop: 3.2, supply_c: 45.0 }), None),
        with(
            &heating(HeatingPlant::AirSourceHeatPump { rated_cop: 3.2, supply_c: 45.0 }),
            array(5.0, 30.0),
        ),
        with(
            &|systems| {
                systems.replace_heating(HeatingPlant::CondensingBoiler {
                    efficiency_hot_return: 0.87,
                    efficiency_return_30_c: 0.97,
                });
                systems.heating_water = Some(water);
            },
            None,
        ),
        with(
            &|systems| systems.replace_cooling(CoolingPlant::GroundSource { rated_cop: 5.0 }),
            None,
        ),
        with(&|systems| systems.distribution_loss = 0.15, array(3.0, 10.0)),
        with(
            &|systems| {
                systems.hot_water_kwh_m2 = 12.0;
                systems.hot_water_carrier = Carrier::Gas;
                systems.auxiliary_w_per_w = 0.03;
            },
            None,
        ),
    ]
}

#[test]
fn every_supply_has_the_bits_of_its_own_simulation() {
    let weather = weather();
    let buildings: Vec<Building> =
        ["600", "900", "640", "960"].iter().map(|case| cases::building(case).unwrap()).collect();
    let cases: Vec<Alternatives> = buildings
        .iter()
        .map(|building| Alternatives { building: building.clone(), supplies: supplies(building) })
        .collect();
    let mut simulator = StockSimulator::new(&weather, &Options::default()).unwrap();
    let found = simulator.simulate_supplies(&cases, &Periods::flat(), &|_| ());
    for (case, years) in cases.iter().zip(found) {
        let plain: Vec<Building> =
            case.supplies.iter().map(|supply| supply.put_into(&case.building)).collect();
        let alone = simulator.simulate(&plain, &|_| ());
        for ((year, plain), supply) in years.unwrap().iter().zip(alone).zip(&case.supplies) {
            assert_eq!(year.annual, plain.unwrap(), "{}: {supply:?}", case.building.name);
        }
    }
}

#[test]
fn the_meter_adds_up_by_month_and_period() {
    let weather = weather();
    let building = cases::building("900").unwrap();
    let supplies = vec![Supply { pv: array(5.0, 10.0), ..Supply::of(&building) }];
    let case = Alternatives { building, supplies };
    // Day from 8 to 20 o'clock is period 2, the rest period 0.
    let day = (0..8760).map(|hour| if (8..20).contains(&(hour % 24)) { 2 } else { 0 });
    let periods = Periods::new(day.collect()).unwrap();
    let mut simulator = StockSimulator::new(&weather, &Options::default()).unwrap();
    let years = simulator.simulate_supplies(&[case], &periods, &|_| ()).remove(0).unwrap();
    let Metered { annual, months } = &years[0];
    let sum = |pick: fn(&MeterMonth) -> [f64; PERIODS_MAX], period: usize| {
        months.iter().map(|month| pick(month)[period]).sum::<f64>()
    };
    let all = |pick: fn(&MeterMonth) -> [f64; PERIODS_MAX]| {
        (0..PERIODS_MAX).map(|period| sum(pick, period)).sum::<f64>()
    };
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs().max(1.0);
    assert!(close(all(|month| month.self_use_kwh), annual.pv_self_use_kwh));
    assert!(close(all(|month| month.export_kwh), annual.pv_export_kwh));
    let electricity = annual.end_uses.carrier_kwh(Carrier::Electricity);
    assert!(close(all(|m| m.import_kwh) + all(|m| m.self_use_kwh), electricity));
    assert!(sum(|month| month.import_kwh, 1).abs() < f64::EPSILON);
    assert!(sum(|month| month.self_use_kwh, 2) > 5.0 * sum(|month| month.self_use_kwh, 0));
    assert!(months.iter().all(|month| month.peak_import_kw > 0.0));
    assert!(Periods::new(vec![0; 8759]).is_none() && Periods::new(vec![6; 8760]).is_none());
}

#[test]
fn a_supply_with_other_loads_is_refused() {
    let building = cases::building("600").unwrap();
    let change = |change: &dyn Fn(&mut Systems)| {
        let mut supply = Supply::of(&building);
        change(&mut supply.systems[0]);
        supply
    };
    let others = [
        change(&|systems| systems.heating_capacity_w = Some(2000.0)),
        change(&|systems| systems.replace_cooling(CoolingPlant::None)),
        change(&|systems| systems.fan_heat_share = 0.5),
        Supply { systems: Vec::new(), pv: None },
    ];
    let weather = weather();
    let mut simulator = StockSimulator::new(&weather, &Options::default()).unwrap();
    for supply in others {
        assert!(!supply.shares_loads(&building));
        let case = Alternatives { building: building.clone(), supplies: vec![supply] };
        let found = simulator.simulate_supplies(&[case], &Periods::flat(), &|_| ()).remove(0);
        assert!(matches!(found, Err(Fault::Invalid { diagnostics, .. })
            if diagnostics[0].code == "other_loads"));
    }
}
