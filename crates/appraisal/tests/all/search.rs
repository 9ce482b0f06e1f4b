//! The search against plain simulation of every combination, and what is read off it.

use std::collections::BTreeSet;

use appraisal::{
    Candidate, Catalogue, Charge, Factors, Found, Measure, Prices, Search, SearchSpace, StageTerms,
    Terms, apply, quantity, search, search_stock,
};
use energy::archetype::{Kind, Library, LibraryText, PlantKind, Sketch, archetype};
use energy::building::{Building, Carrier};
use energy::thermal_zone::Climate;
use energy::year::Annual;
use units::{Fen, GramsCo2e, SpaceId};

use crate::data::{catalogue, factors, prices, weather};

const DECISIONS: &str = include_str!("../../../../data/measures/search.yaml");

pub(crate) fn decisions(catalogue: &Catalogue) -> SearchSpace {
    SearchSpace::parse("search.yaml", DECISIONS, catalogue).unwrap()
}

pub(crate) fn space(number: usize) -> Candidate {
    let library = Library::parse(&LibraryText::BUILT_IN).unwrap();
    let kinds = [Kind::Plant, Kind::Warehouse, Kind::Market, Kind::Office, Kind::Retail];
    let plants = [PlantKind::GasBoiler, PlantKind::District, PlantKind::AirSourceHeatPump];
    let kind = kinds[number % kinds.len()];
    let id = format!("space-{number}");
    let area_m2 = [1_200.0, 4_000.0, 9_500.0, 26_000.0][number % 4];
    let sketch = Sketch {
        year_built: Some([1965, 1984, 1998, 2012][number / 5 % 4]),
        heating_plant: Some(plants[number % plants.len()]),
        ..Sketch::new(id.as_str(), kind, area_m2)
    };
    let made = archetype(&sketch, &Climate::new(&weather()), &library).unwrap();
    let works: &[&str] = match number % 3 {
        0 => &[],
        1 => &["fire_works"],
        _ => &["structural_check", "structural_strengthening"],
    };
    Candidate {
        works: works.iter().map(|id| (*id).to_owned()).collect(),
        ..Candidate::new(SpaceId::new(&id).unwrap(), kind, made, None)
    }
}

/// What is paid for a measure.
#[derive(Clone)]
struct Outlay {
    cost: Fen,
    lifetime_years: u16,
    maintenance: Fen,
}

/// One combination, made and simulated by itself.
pub(crate) struct Plain {
    pub options: Vec<u8>,
    pub building: Building,
    outlays: Vec<Outlay>,
    installed: Vec<String>,
}

/// Every combination, by plain nesting: what changes nothing or clashes is dropped, and of options
/// that come to the same measures the first stays.
pub(crate) fn all(candidate: &Candidate, catalogue: &Catalogue, space: &SearchSpace) -> Vec<Plain> {
    let start = Plain {
        options: Vec::new(),
        building: candidate.building.clone(),
        outlays: Vec::new(),
        installed: Vec::new(),
    };
    let nothing = Vec::new();
    let mut states = vec![start];
    for decision in &space.decisions {
        if !decision.kinds.is_empty() && !decision.kinds.contains(&candidate.kind) {
            continue;
        }
        states = states
            .iter()
            .flat_map(|state| {
                let mut seen = BTreeSet::new();
                let options = (0_u8..).zip(std::iter::once(&nothing).chain(&decision.options));
                let made = options.filter_map(|(number, option)| {
                    let mut next = Plain {
                        options: [state.options.as_slice(), &[number]].concat(),
                        building: state.building.clone(),
                        outlays: state.outlays.clone(),
                        installed: state.installed.clone(),
                    };
                    let measures: Vec<_> =
                        option.iter().map(|id| catalogue.measure(id).unwrap()).collect();
                    if measures.iter().any(|m| clashes(m, &state.installed, catalogue)) {
                        return None;
                    }
                    measures.iter().for_each(|measure| install(&mut next, measure, candidate));
                    seen.insert(next.installed.clone()).then_some(next)
                });
                made.collect::<Vec<_>>()
            })
            .collect();
    }
    for state in states.iter_mut().filter(|state| !state.installed.is_empty()) {
        let works = candidate.works.iter().map(|id| catalogue.measure(id).unwrap());
        works.for_each(|measure| install(state, measure, candidate));
    }
    states
}

fn clashes(measure: &Measure, installed: &[String], catalogue: &Catalogue) -> bool {
    installed.iter().any(|id| {
        measure.excludes.contains(id)
            || catalogue.measure(id).unwrap().excludes.contains(&measure.id)
    })
}

fn install(state: &mut Plain, measure: &Measure, candidate: &Candidate) {
    let Ok(after) = apply(measure, &candidate.kind, &state.building) else { return };
    let units = quantity(&measure.cost, &state.building, &after);
    let cost = measure.cost.total(units).unwrap().likely;
    let upkeep = cost.yuan_f64() * measure.maintenance_percent / 100.0;
    state.outlays.push(Outlay {
        cost,
        lifetime_years: measure.lifetime_years,
        maintenance: Fen::estimate_from_yuan(upkeep).unwrap(),
    });
    state.installed.push(measure.id.clone());
    state.building = after;
}

fn bought(annual: &Annual) -> std::collections::BTreeMap<Carrier, f64> {
    let of = |carrier| {
        let own = if carrier == Carrier::Electricity { annual.pv_self_use_kwh } else { 0.0 };
        (carrier, (annual.end_uses.carrier_kwh(carrier) - own).max(0.0))
    };
    Carrier::ALL.into_iter().map(of).collect()
}

/// What each price saves in a year, by its lines. [yuan]
fn savings(prices: &Prices, before: &Annual, after: &Annual, area_m2: f64) -> Vec<f64> {
    let energy = |charge: Charge| match charge {
        Charge::Energy { yuan_kwh } => yuan_kwh,
        _ => panic!("electricity is metered"),
    };
    let electricity = energy(prices.tariffs[&Carrier::Electricity].charge);
    let export = energy(prices.pv_export.as_ref().unwrap().charge);
    let mut savings = vec![
        (before.pv_self_use_kwh - after.pv_self_use_kwh) * -electricity,
        (before.pv_export_kwh - after.pv_export_kwh) * -export,
    ];
    for carrier in Carrier::ALL {
        let [old, new] = [before, after].map(|year| year.end_uses.carrier_kwh(carrier));
        savings.push(match prices.tariffs.get(&carrier).map(|tariff| tariff.charge) {
            Some(Charge::Energy { yuan_kwh }) => (old - new) * yuan_kwh,
            Some(Charge::Area { yuan_m2 }) => {
                let area = |kwh: f64| if kwh > 0.0 { area_m2 } else { 0.0 };
                (area(old) - area(new)) * yuan_m2
            }
            _ => 0.0,
        });
    }
    savings
}

/// The value of outlays and yearly savings, written out by the year.
fn value(prices: &Prices, outlays: &[Outlay], savings: &[f64]) -> Fen {
    let fen = |yuan: f64| Fen::estimate_from_yuan(yuan).unwrap();
    let life = prices.horizon_years.value;
    let works = f64::from(prices.works_months.value);
    let (mut sum, mut factor) = (Fen::ZERO, 1.0);
    for year in 0..=life {
        let mut net = Fen::ZERO;
        let share = ((12.0 * f64::from(year) - works) / 12.0).clamp(0.0, 1.0);
        for outlay in outlays {
            let (cost, lifetime) = (outlay.cost, outlay.lifetime_years);
            if year % lifetime == 0 && year < life {
                net = net - cost;
            }
            net = net - fen(outlay.maintenance.yuan_f64() * share);
            if year == life {
                let left = lifetime - (life - 1) % lifetime - 1;
                net = net + fen(cost.yuan_f64() * (f64::from(left) / f64::from(lifetime)));
            }
        }
        net = net + savings.iter().map(|saving| fen(saving * share)).sum();
        sum = sum + fen(net.yuan_f64() / factor);
        factor *= 1.0 + prices.discount_rate_percent.value / 100.0;
    }
    sum
}

#[test]
fn shared_heat_balances_find_what_plain_simulation_of_every_combination_finds() {
    let (catalogue, factors) = (catalogue(), factors());
    // Prices by the hour have a test of their own.
    let prices = Prices { time_of_use: None, ..prices() };
    let space = decisions(&catalogue);
    let weather = weather();
    let options = energy::Options::default();
    let terms = terms(&weather, &catalogue, &prices, &factors, &options);
    let spaces: Vec<Candidate> = (0..20).map(self::space).collect();
    let mut searches = Vec::new();
    search_stock(&spaces, &terms, &space, &|_| (), |_, found| searches.extend(found));
    for (candidate, search) in spaces.iter().zip(searches) {
        let search = search.unwrap();
        let plain = all(candidate, &catalogue, &space);
        assert_eq!(search.found.len(), plain.len());
        assert!(search.heat_balances * 3 < plain.len(), "{}", candidate.id);
        let buildings: Vec<Building> = plain.iter().map(|one| one.building.clone()).collect();
        let years = energy::simulate_stock(&buildings, &weather, &options, &|_| ());
        let years: Vec<Annual> = years.into_iter().map(Result::unwrap).collect();
        let area_m2 = candidate.building.floor_area_m2();
        let carbon = |year: &Annual| factors.operating_carbon(&bought(year)).unwrap();
        let value = |one: &Plain, year: &Annual| {
            value(&prices, &one.outlays, &savings(&prices, &years[0], year, area_m2))
        };
        let mut points = Vec::new();
        for ((one, year), found) in plain.iter().zip(&years).zip(&search.found) {
            let (npv, saved) = (value(one, year), carbon(&years[0]) - carbon(year));
            let investment: Fen = one.outlays.iter().map(|outlay| outlay.cost).sum();
            assert_eq!(one.options, found.options);
            assert_eq!((investment, Some(npv)), (found.investment, found.npv));
            assert_eq!(Some(saved), found.carbon_saved);
            assert_eq!(year.end_uses.total_kwh().to_bits(), found.site_energy_kwh.to_bits());
            points.push((investment, -npv, -saved, year.hours_outside_comfort_h));
        }
        let beats = |a: &(Fen, Fen, GramsCo2e, f64), b: &(Fen, Fen, GramsCo2e, f64)| {
            a != b && a.0 <= b.0 && a.1 <= b.1 && a.2 <= b.2 && a.3 <= b.3
        };
        let unbeaten = |at: &usize| !points.iter().any(|other| beats(other, &points[*at]));
        let front: Vec<usize> = (0..points.len()).filter(unbeaten).collect();
        assert_eq!(search.front, front, "{}", candidate.id);
    }
}

pub(crate) fn terms<'a>(
    weather: &'a energy::Weather,
    catalogue: &'a Catalogue,
    prices: &'a Prices,
    factors: &'a Factors,
    simulation: &'a energy::Options,
) -> Terms<'a> {
    Terms {
        weather,
        catalogue,
        prices: Some(prices),
        factors: Some(factors),
        simulation,
        region: "beijing",
        borrow_foreign_sets: false,
    }
}

fn searched(number: usize) -> Search {
    let (catalogue, prices, factors, weather) = (catalogue(), prices(), factors(), weather());
    let options = energy::Options::default();
    let terms = terms(&weather, &catalogue, &prices, &factors, &options);
    search(&space(number), &terms, &decisions(&catalogue)).unwrap()
}

#[test]
fn the_first_combination_does_nothing_saves_nothing_and_costs_nothing() {
    let nothing = &searched(3).found[0];
    assert!(nothing.options.iter().all(|option| *option == 0));
    assert_eq!((nothing.investment, nothing.maintenance), (Fen::ZERO, Fen::ZERO));
    assert_eq!((nothing.bill_saving, nothing.npv), (Some(Fen::ZERO), Some(Fen::ZERO)));
    assert_eq!(nothing.carbon_saved, Some(GramsCo2e::ZERO));
    assert_eq!(nothing.saving_rate_percent, Some(0.0));
}

#[test]
fn the_cheapest_package_reaches_a_threshold_and_none_cheaper_does() {
    let search = searched(0);
    let reaches = |one: &Found| one.saving_rate_percent.is_some_and(|rate| rate >= 15.0);
    let cheapest = search.cheapest(reaches).unwrap();
    assert!(reaches(&search.found[cheapest]));
    let least = search.found[cheapest].investment;
    assert!(search.found.iter().all(|one| !reaches(one) || one.investment >= least));
    assert_eq!(search.cheapest(|one| one.saving_rate_percent > Some(100.0)), None);
    let with_pv = |one: &Found| one.pv_roof_share_percent >= Some(40.0);
    let with_pv = search.cheapest(|one| reaches(one) && with_pv(one)).unwrap();
    assert!(search.measures(with_pv).contains(&"roof_pv"));
}

#[test]
fn the_abatement_curve_adds_up_and_ends_where_no_move_saves() {
    let search = searched(3);
    let steps = search.abatement(20);
    assert!(steps.len() >= 4);
    let last = &search.found[steps.last().unwrap().found];
    let carbon: GramsCo2e = steps.iter().map(|step| step.carbon_saved).sum();
    let cost: Fen = steps.iter().map(|step| step.cost).sum();
    assert_eq!((Some(carbon), Some(-cost)), (last.carbon_saved, last.npv));
    assert!(steps.iter().all(|step| step.carbon_saved > GramsCo2e::ZERO));
    let paid: Vec<bool> = steps.iter().map(|step| step.cost > Fen::ZERO).collect();
    // A move may become a gain only after another; here gains stay ahead of costs.
    assert!(paid.is_sorted());
}

#[test]
fn stages_keep_each_years_limit_and_are_the_best_of_all_orders() {
    let search = searched(5);
    let target = search.greatest(|one| one.npv).unwrap();
    let whole = search.found[target].investment;
    let moved = search.found[target].options.iter().filter(|option| **option != 0).count();
    assert!(moved >= 3);
    let terms = StageTerms {
        yearly_limit: Fen(whole.0 * 19 / 20),
        years: 3,
        horizon_years: 20,
        discount_rate_percent: 6.0,
    };
    let stages = search.stages(target, &terms).unwrap();
    assert_eq!(stages.len(), 3);
    assert_eq!(stages.last().unwrap().found, target);
    assert!(stages.iter().all(|stage| stage.investment <= terms.yearly_limit));
    assert_eq!(stages.iter().map(|stage| stage.investment).sum::<Fen>(), whole);
    // Every assignment of the moves to the three years.
    let options = &search.found[target].options;
    let moves: Vec<usize> = (0..options.len()).filter(|at| options[*at] != 0).collect();
    let place = |years: &[usize], year: usize| {
        let mut state = vec![0; options.len()];
        for (at, when) in moves.iter().zip(years) {
            state[*at] = if *when <= year { options[*at] } else { 0 };
        }
        search.found.iter().position(|one| one.options == state)
    };
    let best = (0..3_usize.pow(u32::try_from(moves.len()).unwrap()))
        .filter_map(|code| {
            let digit = |at: usize| code / 3_usize.pow(u32::try_from(at).unwrap()) % 3 + 1;
            let years: Vec<usize> = (0..moves.len()).map(digit).collect();
            let states: Vec<usize> =
                (0..=3).map(|year| place(&years, year)).collect::<Option<_>>()?;
            worth(&search, &states, &terms)
        })
        .fold(f64::MIN, f64::max);
    let states: Vec<usize> = [0].into_iter().chain(stages.iter().map(|s| s.found)).collect();
    let own = worth(&search, &states, &terms).unwrap();
    assert!((own - best).abs() <= 1e-9 * best.abs(), "{own} {best}");
    assert_eq!(search.stages(target, &StageTerms { yearly_limit: Fen(1), ..terms }), None);
}

/// Present value of a plan, the states that stand after years 0, 1, …; `None` beyond the limit.
fn worth(search: &Search, states: &[usize], terms: &StageTerms) -> Option<f64> {
    let discount = |year: u16| 1.06_f64.powi(-i32::from(year));
    let mut sum = 0.0;
    for year in 1..=terms.horizon_years {
        let at = |year: u16| &search.found[states[usize::from(year).min(states.len() - 1)]];
        let investment = at(year).investment - at(year - 1).investment;
        if investment > terms.yearly_limit {
            return None;
        }
        let saving = at(year - 1).bill_saving.unwrap() - at(year - 1).maintenance;
        sum += (saving - investment).yuan_f64() * discount(year);
    }
    Some(sum)
}

#[test]
fn a_faulty_list_of_decisions_names_each_fault() {
    let text = "decisions:
  - { id: a, name: { zh: 甲, en: A }, options: [[nothing_known]] }
  - { id: a, name: { zh: 乙, en: B }, options: [[]] }
  - { id: c, name: { zh: 丙, en: C }, options: [[chiller_replacement, ground_source_heat_pump]] }
  - { id: d, name: { zh: 丁, en: D }, options: [[chiller_replacement]] }
  - { id: e, name: { zh: 戊, en: E }, kinds: [castle], options: [] }
";
    let found = SearchSpace::parse("s.yaml", text, &catalogue()).unwrap_err();
    let codes: BTreeSet<&str> = found.iter().map(|one| one.code.as_str()).collect();
    for code in [
        "unknown_measure",
        "empty_option",
        "repeated_id",
        "incompatible_measures",
        "decided_twice",
        "options_out_of_range",
    ] {
        assert!(codes.contains(code), "{code}: {codes:?}");
    }
}
