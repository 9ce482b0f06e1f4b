//! Whole appraisals with the hourly kernel.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use appraisal::finance::Class;
use appraisal::{
    Appraisal, Candidate, Catalogue, Fault, PackageResult, PvShareMethod, SavingMethod, Terms,
    appraise_stock,
};
use energy::building::{Building, Carrier};
use energy::weather::Weather;
use units::{Fen, GramsCo2e, Mark, Source, SpaceId};

use crate::data::{MEASURES, catalogue, factors, hall, office, prices, weather};

fn facts(keys: &[&str], mark: Mark) -> BTreeMap<String, Source> {
    let source = Source { origin: "test".into(), date: None, mark };
    keys.iter().map(|key| ((*key).to_owned(), source.clone())).collect()
}

fn candidate(id: &str, kind: &str, building: Building) -> Candidate {
    Candidate {
        id: SpaceId::new(id).unwrap(),
        kind: kind.into(),
        building,
        facts: BTreeMap::new(),
        pv_suitable: None,
        works: Vec::new(),
        packages: Vec::new(),
    }
}

fn run(candidates: &[Candidate], catalogue: &Catalogue) -> Vec<Result<Appraisal, Fault>> {
    appraise(candidates, catalogue, "beijing", false)
}

fn appraise(
    candidates: &[Candidate],
    catalogue: &Catalogue,
    region: &str,
    borrow: bool,
) -> Vec<Result<Appraisal, Fault>> {
    let (weather, prices, factors): (Weather, _, _) = (weather(), prices(), factors());
    let terms = Terms {
        weather: &weather,
        catalogue,
        prices: Some(&prices),
        factors: Some(&factors),
        simulation: &energy::Options::default(),
        region,
        borrow_foreign_sets: borrow,
    };
    appraise_stock(candidates, &terms, &|_| ())
}

fn one(candidate: Candidate) -> Appraisal {
    run(&[candidate], &catalogue()).remove(0).unwrap()
}

fn package<'a>(appraisal: &'a Appraisal, id: &str) -> &'a PackageResult {
    appraisal.packages.iter().find(|package| package.id == id).unwrap()
}

fn with_packages(packages: &str) -> Catalogue {
    Catalogue::parse(("m", MEASURES), ("p", packages)).unwrap()
}

#[test]
fn an_office_from_end_to_end() {
    let appraisal = one(candidate("A", "office", office()));
    assert_eq!(appraisal.packages.len(), 6);
    for package in &appraisal.packages {
        // The same use in a better building never takes more, in this climate and fabric.
        assert!(package.saved_kwh > 0.0, "{}", package.id);
        assert!(package.carbon_saved.unwrap() > GramsCo2e::ZERO, "{}", package.id);
        let lines: Fen = package.measures.iter().map(|line| line.cost.likely).sum();
        assert_eq!(package.investment.likely, lines);
        assert!(package.investment.low < lines && lines < package.investment.high);
        let cash = package.statement().unwrap();
        assert_eq!(cash.project[0], -package.investment.likely);
        // The second year runs in full; its energy is the fall of the bill, rounding aside.
        let energy = cash.lines.iter().filter(|line| line.class == Class::Energy);
        let saved: Fen = energy.map(|line| line.years[2]).sum();
        assert!((saved - package.bill_saving.unwrap()).0.abs() <= 5, "{}", package.id);
        assert_eq!(cash.indicators.project.npv, package.npv.unwrap().likely);
        let npv = package.npv.unwrap();
        assert!(npv.low < npv.likely && npv.likely < npv.high);
        assert!(package.after.unknown.is_empty() && package.remarks.is_empty());
        assert_eq!(package.assumed_share, Some(1.0), "nothing was reported");
    }
    // The clauses of the Beijing plans are within reach.
    let deep = package(&appraisal, "envelope_ashp_pv");
    assert!(deep.saving_rate_percent(SavingMethod::SiteEnergy).unwrap() >= 15.0);
    assert!(deep.pv_roof_share_percent(PvShareMethod::ModuleProjection).unwrap() >= 40.0);
    assert_eq!(
        deep.after.bought_kwh.keys().collect::<Vec<_>>(),
        [&Carrier::Electricity, &Carrier::Gas]
    );
}

#[test]
fn every_sum_can_be_traced() {
    let appraisal = one(candidate("A", "office", office()));
    let states = appraisal.packages.iter().map(|package| &package.after);
    for state in states.chain([&appraisal.baseline]) {
        let cells: f64 = state.end_uses.iter().map(|cell| cell.energy_kwh).sum();
        assert!((cells - state.site_energy_kwh).abs() < 1e-6 * cells);
        let self_use_kwh = state.pv.as_ref().map_or(0.0, |pv| {
            assert!((pv.self_use_kwh + pv.export_kwh - pv.generation_kwh).abs() < 1e-6 * cells);
            pv.self_use_kwh
        });
        let bought: f64 = state.bought_kwh.values().sum();
        assert!((bought + self_use_kwh - cells).abs() < 1e-6 * cells);
        assert_eq!(state.operating_carbon, factors().operating_carbon(&state.bought_kwh).ok());
        let export_kwh = state.pv.as_ref().map_or(0.0, |pv| pv.export_kwh);
        let bill = prices().yearly_bill(&state.bought_kwh, &state.meter, export_kwh, 4000.0);
        assert_eq!(state.energy_bill, bill.ok());
    }
    let keys: Vec<_> = appraisal.grounds.sources.iter().map(|ground| ground.key.as_str()).collect();
    for key in [
        "measure/wall_insulation/cost",
        "beijing-2022/carbon/electricity",
        "beijing-planning-2023/tariff/gas",
        "beijing-planning-2023/discount_rate",
    ] {
        assert_eq!(keys.iter().filter(|known| **known == key).count(), 1, "{key}");
    }
    assert!(appraisal.grounds.stamps.iter().any(|stamp| stamp.en.contains("planning values")));
    assert!(appraisal.grounds.weather_synthetic);
}

#[test]
fn pv_changes_what_is_bought_and_nothing_else() {
    let appraisal = one(candidate("A", "office", office()));
    let (light, light_pv) = (package(&appraisal, "light"), package(&appraisal, "light_pv"));
    assert_eq!(light.after.end_uses, light_pv.after.end_uses);
    assert_eq!(light.after.pv, None);
    assert_eq!(light.saved_kwh.to_bits(), light_pv.saved_kwh.to_bits());
    let rate = |package: &PackageResult, method| package.saving_rate_percent(method).unwrap();
    let plain = rate(light_pv, SavingMethod::SiteEnergy);
    assert_eq!(plain.to_bits(), rate(light, SavingMethod::SiteEnergy).to_bits());
    assert!(rate(light_pv, SavingMethod::SiteEnergyPvSelfUse) > plain);
    assert!(rate(light_pv, SavingMethod::CoalEquivalentPvSelfUse) > plain);
    assert_eq!(light_pv.saving_rates[0].method, SavingMethod::SiteEnergy);
    assert_eq!(light.pv_roof_share_percent(PvShareMethod::ModuleProjection), Some(0.0));
}

#[test]
fn what_is_assumed_is_counted() {
    let catalogue = with_packages(
        "packages:
  - { id: both, name: { zh: 甲, en: A }, measures: [led_lighting, airtightness] }
  - { id: led, name: { zh: 乙, en: B }, measures: [led_lighting] }
  - { id: air, name: { zh: 丙, en: C }, measures: [airtightness] }",
    );
    let mut known = candidate("A", "office", office());
    known.facts = facts(&["lighting_w_m2", "infiltration_ach"], Mark::Reported);
    let mut mixed = known.clone();
    mixed.facts.extend(facts(&["infiltration_ach"], Mark::Assumed));
    let shares = |candidate: &Candidate| -> Vec<f64> {
        let appraisal = run(std::slice::from_ref(candidate), &catalogue).remove(0).unwrap();
        appraisal.packages.iter().map(|package| package.assumed_share.unwrap()).collect()
    };
    assert_eq!(shares(&known), [0.0, 0.0, 0.0]);
    let share = shares(&mixed);
    let appraisal = run(&[mixed], &catalogue).remove(0).unwrap();
    let saved = |id| package(&appraisal, id).saved_kwh;
    assert!((share[0] - (1.0 - saved("led") / saved("both"))).abs() < 1e-12, "{share:?}");
    assert!(share[0] > 0.0 && share[0] < 1.0, "{share:?}");
    assert_eq!(share[1..], [0.0, 1.0]);
    assert_eq!(appraisal.grounds.assumptions[0].key, "infiltration_ach");
}

#[test]
fn a_building_that_needs_nothing_is_offered_nothing() {
    let mut good = office();
    for measure in &catalogue().measures {
        if measure.id != "lighting_control" && measure.id != "air_source_heat_pump" {
            good = appraisal::apply(measure, "office", &good).unwrap_or(good);
        }
    }
    let catalogue = with_packages(
        "packages: [{ id: a, name: { zh: 甲, en: A }, measures: [roof_insulation, roof_pv] }]",
    );
    let mut candidate = candidate("A", "office", good);
    let appraisal = run(std::slice::from_ref(&candidate), &catalogue).remove(0).unwrap();
    assert!(appraisal.packages.is_empty());
    assert_eq!(appraisal.not_offered[0].left_out.len(), 2);
    // Its own PV counts in the baseline.
    assert!(appraisal.baseline.pv.unwrap().self_use_kwh > 0.0);
    // A roof that cannot carry PV keeps it out, with the reason.
    candidate.building = office();
    candidate.pv_suitable = Some(false);
    let appraisal = run(&[candidate], &catalogue).remove(0).unwrap();
    assert_eq!(appraisal.packages[0].measures.len(), 1);
    assert!(appraisal.packages[0].left_out[0].reason.text().en.contains("unfit for PV"));
}

#[test]
fn without_factors_of_the_region_carbon_is_unknown() {
    let space = [candidate("A", "office", office())];
    let appraisal = appraise(&space, &catalogue(), "chicago", false).remove(0).unwrap();
    assert_eq!(appraisal.baseline.operating_carbon, None);
    assert_eq!(appraisal.baseline.energy_bill, None);
    assert_eq!(appraisal.baseline.unknown.len(), 2);
    for package in &appraisal.packages {
        assert_eq!((package.carbon_saved, package.bill_saving, package.npv), (None, None, None));
        assert!(package.plan.is_none() && package.saved_kwh > 0.0);
        assert_eq!(package.saving_rate_percent(SavingMethod::CoalEquivalent), None);
    }
    let appraisal = appraise(&space, &catalogue(), "chicago", true).remove(0).unwrap();
    assert!(appraisal.baseline.operating_carbon.is_some());
    assert!(appraisal.grounds.stamps.iter().any(|stamp| stamp.en.contains("test of the chain")));
}

#[test]
fn one_bad_building_stops_nobody() {
    let mut bad = office();
    bad.zones[0].floor_area_m2 = -1.0;
    let spaces = [
        candidate("A", "office", office()),
        candidate("B", "office", bad),
        candidate("C", "plant", hall()),
    ];
    let appraisals = run(&spaces, &catalogue());
    assert_eq!(appraisals[0].as_ref().unwrap(), &one(spaces[0].clone()));
    assert_eq!(appraisals[2].as_ref().unwrap(), &one(spaces[2].clone()));
    let Err(Fault::Simulation { id, .. }) = &appraisals[1] else { panic!("{:?}", appraisals[1]) };
    assert_eq!(id.as_str(), "B");
    let text = appraisals[1].as_ref().unwrap_err().text();
    assert!(text.en.contains("floor_area_m2") && text.zh.contains("floor_area_m2"), "{text:?}");
}

#[test]
fn the_same_bits_in_any_order_on_any_number_of_threads() {
    let mut spaces: Vec<_> = (0..12_u8)
        .map(|index| {
            let (kind, mut building) =
                if index % 3 == 0 { ("plant", hall()) } else { ("office", office()) };
            building.zones[0].air.infiltration_ach += f64::from(index) / 10.0;
            candidate(&format!("S{index}"), kind, building)
        })
        .collect();
    let threads = |count: usize, spaces: &[Candidate]| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build().unwrap();
        pool.install(|| run(spaces, &catalogue()))
    };
    let single = threads(1, &spaces);
    assert_eq!(single, threads(4, &spaces));
    spaces.reverse();
    let mut reversed = threads(3, &spaces);
    reversed.reverse();
    assert_eq!(single, reversed);
}

#[test]
fn more_insulation_never_raises_heating() {
    let heating = |target: &str| {
        let measures =
            MEASURES.replace("target_u_w_m2k: 0.45", &format!("target_u_w_m2k: {target}"));
        let packages =
            "packages: [{ id: a, name: { zh: 甲, en: A }, measures: [wall_insulation] }]";
        let catalogue = Catalogue::parse(("m", &measures), ("p", packages)).unwrap();
        let space = candidate("A", "office", office());
        run(&[space], &catalogue).remove(0).unwrap().packages[0].after.heating_load_kwh
    };
    let loads: Vec<_> = ["0.70", "0.45", "0.30", "0.15"].into_iter().map(heating).collect();
    assert!(loads.windows(2).all(|pair| pair[1] < pair[0]), "{loads:?}");
}

#[test]
fn progress_never_falls_and_ends_with_all() {
    let (weather, prices, factors, catalogue) = (weather(), prices(), factors(), catalogue());
    let terms = Terms {
        weather: &weather,
        catalogue: &catalogue,
        prices: Some(&prices),
        factors: Some(&factors),
        simulation: &energy::Options::default(),
        region: "beijing",
        borrow_foreign_sets: false,
    };
    let last = AtomicUsize::new(0);
    let spaces: Vec<_> =
        (0..3_u8).map(|index| candidate(&format!("S{index}"), "office", office())).collect();
    let appraisals = appraise_stock(&spaces, &terms, &|done| {
        assert!(last.swap(done, Ordering::SeqCst) <= done);
    });
    assert_eq!((appraisals.len(), last.load(Ordering::SeqCst)), (3, 3));
    assert!(appraise_stock(&[], &terms, &|_| ()).is_empty());
}
