//! Dated criteria held against spaces.

use stock::{Hit, Ledger, Peers, Space, Verdict, parse_criteria, screen};
use units::{Date, Mark};

use crate::support::{mapping, read};

const BEIJING: &str = include_str!("../../../../data/screening/cn-beijing-vacated-space.yaml");
const GENERIC: &str = include_str!("../../../../data/screening/generic-planning.yaml");

fn ledger(rows: &str) -> Ledger {
    let text = format!(
        "项目编号,项目类别,类型,区,是否空置,区级税收(元/㎡·年),入驻率(%),竣工年份,业态是否符合定位,单位面积能耗(kWh/㎡)\n{rows}"
    );
    let mut ledger = Ledger::default();
    ledger.apply(read(text.as_bytes(), "t.csv", &mapping("beijing-ledger")));
    ledger
}

fn first(ledger: &Ledger) -> &Space {
    ledger.spaces.values().next().unwrap()
}

fn hits(yaml: &str, ledger: &Ledger, date: &str) -> Vec<Hit> {
    let criteria = parse_criteria(yaml, "c.yaml").unwrap_or_else(|remarks| panic!("{remarks:#?}"));
    let date: Date = date.parse().unwrap();
    screen(first(ledger), &criteria, None, date, &Peers::of(ledger))
}

fn hit<'h>(hits: &'h [Hit], criterion: &str) -> &'h Hit {
    hits.iter().find(|hit| hit.criterion == criterion).unwrap()
}

#[test]
fn the_trial_threshold_holds_while_the_trial_does() {
    let poor = ledger("a,低效楼宇,写字楼,西城区,否,150,30,1990,,\n");
    let trial = hits(BEIJING, &poor, "2022-06-01");
    let tax = hit(&trial, "low_tax_and_occupancy");
    assert_eq!(tax.findings[0].verdict, Verdict::Met);
    assert_eq!(tax.findings[0].threshold.as_ref().unwrap().value.en, "below 200 yuan/m²");
    assert_eq!(tax.findings[0].threshold.as_ref().unwrap().source.mark, Mark::Seen);
    assert_eq!(tax.verdict, Verdict::Undetermined, "low occupancy has no number");
    assert!(tax.missing[0].en.contains("occupancy"));

    let rich = ledger("a,低效楼宇,写字楼,西城区,否,200,,1990,,\n");
    assert_eq!(
        hit(&hits(BEIJING, &rich, "2022-06-01"), "low_tax_and_occupancy").verdict,
        Verdict::NotMet,
        "200 is not below 200, and one part not met decides"
    );
    let gap = hits(BEIJING, &poor, "2023-07-01");
    assert!(gap.iter().filter(|hit| hit.criterion != "energy_against_peers").all(|hit| {
        hit.verdict == Verdict::Undetermined && hit.source.is_none() && hit.missing.len() == 1
    }));
    let plan = hits(BEIJING, &poor, "2023-10-01");
    let tax = hit(&plan, "low_tax_and_occupancy");
    assert_eq!(tax.verdict, Verdict::Undetermined);
    assert!(tax.missing[0].zh.contains("西城区"), "{:?}", tax.missing);
}

#[test]
fn a_district_sets_its_own_threshold() {
    let yaml = BEIJING
        .replace(
            "district_tax_below_yuan_m2: {delegated_to: district, districts: {}}",
            "district_tax_below_yuan_m2: {delegated_to: district, districts: {西城区: {value: 180, source: {origin: test, mark: V}}}}",
        )
        .replace(
            "occupancy_below_percent: {delegated_to: district, districts: {}}",
            "occupancy_below_percent: {delegated_to: district, districts: {西城区: {value: 50, source: {origin: test, mark: V}}}}",
        );
    let west = ledger("a,低效楼宇,写字楼,西城区,否,150,30,1990,,\n");
    let east = ledger("a,低效楼宇,写字楼,东城区,否,150,30,1990,,\n");
    assert_eq!(
        hit(&hits(&yaml, &west, "2023-10-01"), "low_tax_and_occupancy").verdict,
        Verdict::Met
    );
    assert_eq!(
        hit(&hits(&yaml, &east, "2023-10-01"), "low_tax_and_occupancy").verdict,
        Verdict::Undetermined
    );
}

#[test]
fn vacancy_use_and_age_are_three_valued() {
    let verdicts = |row: &str| {
        let found = hits(BEIJING, &ledger(row), "2023-10-01");
        ["vacant", "use_no_longer_fits", "age"].map(|criterion| hit(&found, criterion).verdict)
    };
    use Verdict::{Met, NotMet, Undetermined};
    assert_eq!(verdicts("a,低效楼宇,写字楼,,是,,,2012,否,\n"), [Met, Met, Met]);
    assert_eq!(verdicts("a,低效楼宇,写字楼,,否,,,2014,是,\n"), [NotMet, NotMet, NotMet]);
    assert_eq!(verdicts("a,低效楼宇,写字楼,,,,,2013,,\n"), [Undetermined; 3], "2013 may be either");
    let plant = hits(BEIJING, &ledger("a,老旧厂房,厂房,,是,,,2020,,\n"), "2023-10-01");
    assert!(plant.iter().all(|hit| hit.criterion != "age"), "the age rule is for buildings");
}

#[test]
fn energy_is_held_against_peers_of_the_same_kind() {
    let rows: String = (1..=10).map(|n| format!("p{n:02},,写字楼,,,,,,,{}\n", n * 10)).collect();
    let high = ledger(&format!("a,,写字楼,,,,,,,95\nz,,商场,,,,,,,1\n{rows}"));
    let energy = |yaml, ledger: &Ledger| {
        hit(&hits(yaml, ledger, "2024-01-01"), "energy_against_peers").clone()
    };
    let found = energy(GENERIC, &high);
    assert_eq!(found.verdict, Verdict::Met);
    // 11 offices 10, 20 … 100 and 95: median 60; 9 below and itself half: 9.5 / 11 = 86 %.
    let value = &found.findings[0].value.as_ref().unwrap().value.en;
    assert_eq!(value, "95.0 kWh/m²; median of its kind 60.0 (n = 11), percentile 86");
    assert_eq!(energy(BEIJING, &high).verdict, Verdict::Undetermined, "no threshold by default");
    let few = energy(GENERIC, &ledger("a,,写字楼,,,,,,,95\nb,,写字楼,,,,,,,10\n"));
    assert_eq!(few.verdict, Verdict::Undetermined);
    assert!(few.missing[0].en.contains("at least 10"));
}

#[test]
fn mistakes_in_criteria_are_reported_with_their_path() {
    let yaml = "format: 1
criteria:
  - {id: a, test: age, versions: [{from: 2020-01-01, thresholds: {age_above_years: {value: ten}}}]}
  - {id: b, test: smell, versions: []}
  - id: c
    test: vacant
    only_for: {name: [x], kind: [castle]}
    versions:
      - {from: 2020-01-01, source: {origin: x, mark: V}, thresholds: {age_above_years: {value: 1}}}
      - {from: 2021-01-01, source: {origin: x, mark: Q}}
      - {from: 2022-01-01, source: {origin: x, mark: V}}
";
    let remarks = parse_criteria(yaml, "c.yaml").unwrap_err();
    let codes: Vec<&str> = remarks.iter().map(|remark| remark.code.as_str()).collect();
    for code in [
        "missing_source",
        "wrong_type",
        "unknown_test",
        "unknown_field",
        "unknown_value",
        "unknown_key",
        "versions_overlap",
    ] {
        assert!(codes.contains(&code), "{code} is missing among {codes:?}");
    }
}
