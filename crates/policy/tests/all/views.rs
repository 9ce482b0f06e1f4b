//! Versions as plain values: what every shipped rule says in words.

use policy::{Piece, Scheme, Words};

use crate::scheme::SCHEME;
use crate::schemes::ALL;

/// One language of a sentence and its parts, each part in brackets.
fn plain(words: &Words, of: fn(&Words) -> &Vec<Piece>) -> String {
    let sentence: String = of(words).iter().map(|piece| piece.text.as_str()).collect();
    let parts: String = words.parts.iter().map(|part| format!("[{}]", plain(part, of))).collect();
    sentence + &parts
}

fn zh(words: &Words) -> String {
    plain(words, |words| &words.zh)
}

fn en(words: &Words) -> String {
    plain(words, |words| &words.en)
}

/// The words of one version's clause, amount or definition.
fn of(version: &str, id: &str) -> Words {
    let rules = SCHEME.versions().iter().find(|rules| rules.version().id == version).unwrap();
    let clause = rules.clauses().into_iter().find(|clause| clause.id == id);
    let mode = rules.modes().into_iter().find(|mode| mode.id == id);
    let definition = rules.definitions().into_iter().find(|definition| definition.id == id);
    let formula = clause.map(|one| one.condition).or(mode.map(|one| one.amount));
    formula.or(definition.map(|one| one.base)).unwrap().words
}

#[test]
fn sentences_have_labels_values_and_units() {
    let area = of("2023-plan", "building_area");
    assert_eq!(zh(&area), "改造面积大于20,000 平方米");
    assert_eq!(en(&area), "renovated area is more than 20,000 m²");
    let named: Vec<_> = area.en.iter().filter_map(|piece| piece.name.as_deref()).collect();
    assert_eq!(named, ["renovated_area_m2", "building_area_min"]);
    let age = of("2023-plan", "building_age");
    assert_eq!(zh(&age), "（楼宇竣工日期，未知时取建成年份）之后10 年早于认定日期");
    let funds = of("2023-plan", "no_other_municipal_funds");
    assert_eq!(en(&funds), "not “received municipal funds through other channels”");
}

#[test]
fn long_expressions_become_lists() {
    let building = of("2021-trial", "low_efficiency_building");
    assert_eq!(
        en(&building),
        "at least one of these holds:[whole building vacant][all of these hold:[district tax per \
         floor area and year is less than 200 yuan/m²][occupancy found low][old office or \
         commercial building]][not “use still fits the city's development”]"
    );
    let amount = en(&of("2023-plan", "investment_subsidy"));
    assert!(amount.starts_with("by case:[if project type is “area (bundle)”: subsidy"), "{amount}");
    assert!(amount.contains("[50,000,000 yuan]"), "{amount}");
    let bundle = en(&of("2023-plan", "bundle_subsidy"));
    assert!(bundle.starts_with("by case:[if “whether the cap"), "{bundle}");
    assert!(bundle.contains("then 10 %, else 30 %) × its investment]"), "{bundle}");
}

#[test]
fn what_is_not_known_or_set_elsewhere_is_said() {
    let total = of("2023-plan", "area_total");
    assert!(en(&total).contains("in an area” (not found)"), "{}", en(&total));
    let identified = of("2023-plan", "building_identified");
    assert!(zh(&identified).contains("（由所在区规定）"), "{}", zh(&identified));
}

#[test]
fn every_shipped_rule_can_be_told_in_both_languages() {
    for (id, files) in ALL.iter() {
        for rules in Scheme::load(files).unwrap().versions() {
            let clauses = rules.clauses();
            let definitions = rules.definitions();
            let modes = rules.modes();
            let conditions = clauses.iter().map(|clause| &clause.condition);
            let bases = definitions.iter().map(|definition| &definition.base);
            let amounts = modes.iter().map(|mode| &mode.amount);
            for formula in conditions.chain(bases).chain(amounts) {
                let (zh, en) = (zh(&formula.words), en(&formula.words));
                assert!(!zh.is_empty() && !en.is_empty(), "{id}: {}", formula.expression);
                assert!(!en.contains('_') && !zh.contains('_'), "{id}: {en} {zh}");
            }
        }
    }
}
