//! Small random cases, each compared with the best of all possible selections.

use std::collections::BTreeMap;

use choice::{Candidate, Choice, Limits, Objective, Options, choose};
use oorandom::Rand64;
use units::{Fen, GramsCo2e};

const DISTRICTS: [&str; 3] = ["东城区", "西城区", "丰台区"];
const EXACT: Options =
    Options { gap_ratio: 0.0, max_nodes: 1_000_000, time_limit_s: None, just_missed: 3 };

/// Up to six projects with up to four packages each, as odd as a ledger can be.
fn random_case(rng: &mut Rand64) -> (Vec<Candidate>, Limits, Objective) {
    let mut below = |n: u64| rng.rand_range(0..n);
    let coarse = below(2) == 0;
    let mut candidates = Vec::new();
    for project in 0..below(7) {
        let district = DISTRICTS.get(usize::try_from(below(4)).expect("below 4")).copied();
        for package in 0..1 + below(4) {
            let fen = if coarse { 100_000 * below(8) } else { below(90_000_000_000) };
            let grams = if coarse { 1_000_000 * below(6) } else { below(5_000_000_000) };
            let mut c = super::candidate(
                u32::try_from(project).expect("below 7"),
                &format!("{package}"),
                district.unwrap_or(""),
                0,
                0,
            );
            c.cost_fen = Fen(i64::try_from(fen).expect("small"));
            c.co2e_g_per_year =
                (below(10) > 0).then(|| GramsCo2e(i64::try_from(grams).expect("small") - 500_000));
            c.floor_area_m2 = (below(10) > 0)
                .then(|| f64::from(u32::try_from(below(40_000)).expect("small")) / 4.0);
            candidates.push(c);
        }
    }
    let spread: i64 = candidates.iter().map(|c| c.cost_fen.0).sum();
    let share = |percent: u64| Fen(spread / 100 * i64::try_from(percent).expect("small"));
    let budget = share(below(90));
    let mut district_ceilings = BTreeMap::new();
    for district in DISTRICTS {
        if below(3) == 0 {
            district_ceilings.insert(district.into(), share(below(40)));
        }
    }
    let objective = match below(3) {
        0 => Objective::Co2e,
        1 => Objective::FloorArea,
        _ => Objective::Weighted { co2e_t_weight: 1.0, floor_area_m2_weight: 0.125 },
    };
    (candidates, Limits { budget, district_ceilings }, objective)
}

/// Points of a candidate, written down a second time from the documentation.
fn points(c: &Candidate, objective: Objective) -> Option<f64> {
    let tonnes = c.co2e_g_per_year.map(|g| g.tonnes_f64());
    match objective {
        Objective::Co2e => tonnes,
        Objective::FloorArea => c.floor_area_m2,
        Objective::Weighted { co2e_t_weight, floor_area_m2_weight } => {
            Some(co2e_t_weight * tonnes? + floor_area_m2_weight * c.floor_area_m2?)
        }
    }
}

/// The greatest value over all selections, by trying each package of each project, and none.
fn best(
    projects: &[Vec<&Candidate>],
    limits: &Limits,
    objective: Objective,
    spent: &mut BTreeMap<Option<String>, i64>,
) -> f64 {
    let Some((packages, rest)) = projects.split_first() else { return 0.0 };
    let mut most = best(rest, limits, objective, spent);
    for c in packages {
        let Some(value) = points(c, objective).filter(|value| *value > 0.0) else { continue };
        if c.district.is_none() && !limits.district_ceilings.is_empty() {
            continue;
        }
        *spent.entry(c.district.clone()).or_default() += c.cost_fen.0;
        let ceiling = c.district.as_ref().and_then(|d| limits.district_ceilings.get(d));
        if spent.values().sum::<i64>() <= limits.budget.0
            && ceiling.is_none_or(|most| spent[&c.district] <= most.0)
        {
            most = most.max(value + best(rest, limits, objective, spent));
        }
        *spent.entry(c.district.clone()).or_default() -= c.cost_fen.0;
    }
    most
}

/// What must hold for every answer.
fn assert_sound(choice: &Choice, candidates: &[Candidate], limits: &Limits, label: &str) {
    let picked: Vec<&Candidate> = choice.chosen.iter().map(|&i| &candidates[i]).collect();
    let cost: i64 = picked.iter().map(|c| c.cost_fen.0).sum();
    assert_eq!(cost, choice.cost_fen.0, "{label}");
    assert!(cost <= limits.budget.0, "{label}");
    for (district, ceiling) in &limits.district_ceilings {
        let spent = choice.cost_by_district_fen.get(&Some(district.clone()));
        assert!(spent.is_none_or(|spent| spent <= ceiling), "{label}: {district}");
    }
    let mut projects: Vec<_> = picked.iter().map(|c| &c.project).collect();
    projects.dedup();
    assert_eq!(projects.len(), picked.len(), "{label}: two packages of one project");
    let mut all: Vec<usize> = choice.left_out.iter().map(|(index, _)| *index).collect();
    all.extend(&choice.chosen);
    all.sort_unstable();
    assert!(all.into_iter().eq(0..candidates.len()), "{label}: each chosen or left out, once");
    assert!(choice.objective_points <= choice.bound_points, "{label}");
}

#[test]
fn choice_equals_brute_force_on_small_random_cases() {
    let mut rng = Rand64::new(20_231_023);
    let (mut not_empty, mut with_ceiling) = (0, 0);
    for number in 0..3000 {
        let (candidates, limits, objective) = random_case(&mut rng);
        let label = format!("case {number}: {objective:?} {limits:?} {candidates:#?}");
        let choice = choose(&candidates, &limits, objective, &EXACT).expect(&label);
        assert_sound(&choice, &candidates, &limits, &label);

        let mut by_project: BTreeMap<_, Vec<&Candidate>> = BTreeMap::new();
        candidates.iter().for_each(|c| by_project.entry(&c.project).or_default().push(c));
        let projects: Vec<_> = by_project.into_values().collect();
        let expected = best(&projects, &limits, objective, &mut BTreeMap::new());
        let off = (choice.objective_points - expected).abs();
        assert!(off <= 1e-9 * expected, "{} is not {expected}: {label}", choice.objective_points);
        assert!(choice.gap_ratio <= 1e-9, "gap {}: {label}", choice.gap_ratio);
        assert_eq!(choice.repaired_fen, Fen::ZERO, "{label}");
        not_empty += usize::from(!choice.chosen.is_empty());
        with_ceiling += usize::from(!limits.district_ceilings.is_empty());
    }
    assert!(not_empty > 1500 && with_ceiling > 1500, "the cases are too easy");
}

#[test]
fn the_order_of_the_list_does_not_matter() {
    let mut rng = Rand64::new(7);
    for number in 0..200 {
        let (mut candidates, limits, objective) = random_case(&mut rng);
        let ids = |candidates: &[Candidate]| {
            let choice = choose(candidates, &limits, objective, &EXACT).expect("valid case");
            let mut ids: Vec<_> = choice
                .chosen
                .iter()
                .map(|&i| (candidates[i].project.clone(), candidates[i].package.clone()))
                .collect();
            ids.sort();
            (ids, choice.objective_points.to_bits(), choice.bound_points.to_bits())
        };
        let forward = ids(&candidates);
        assert_eq!(forward, ids(&candidates), "case {number}: twice the same");
        candidates.reverse();
        assert_eq!(forward, ids(&candidates), "case {number}: reversed");
    }
}
