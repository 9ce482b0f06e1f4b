//! A made-up scheme of ten rules and synthetic cases for it, shared by the bench `columns`, the
//! example `reform_million` and the comparison with OpenFisca.
//!
//! Nine clauses (strict and non-strict limits, a choice, a date, a requirement with its reason,
//! three of four, a text among texts, an official's judgement, the first known of two) and one
//! amount: a rate by use times the investment, up to a cap. Ten facts may be unknown, each in one
//! row of fifty.

use std::borrow::Cow;

use oorandom::Rand64;
use policy::{Assessment, Batch, Column, FactColumn, InForce, RuleSet, Scheme, reported};
use units::Date;

/// How many rules a case is judged by.
pub(crate) const RULES: u64 = 10;

/// The day of all decisions.
pub(crate) const ON: Date = Date::constant(2024, 6, 1);

const FACTS: &str = include_str!("facts.yaml");
const RULES_FILE: &str = include_str!("rules.yaml");

/// Parameters: id, type, value.
const PARAMETERS: [(&str, &str, &str); 11] = [
    ("area_min", "number\nunit: m2", "3000"),
    ("saving_min", "number\nunit: percent", "20"),
    ("age_min", "number\nunit: year", "10"),
    ("pv_min", "number\nunit: percent", "50"),
    ("merits_min", "number\nunit: count", "3"),
    ("districts", "texts", "[east, west, north]"),
    ("tax_max", "number\nunit: yuan/m2", "800"),
    ("office_rate", "number\nunit: percent", "10"),
    ("plant_rate", "number\nunit: percent", "30"),
    ("cap", "number\nunit: yuan", "50000000"),
    ("shop_rate", "number\nunit: percent", "7.5"),
];

const SCHEME: &str = "\
id: test/ten-rules
name: {zh: 十条规则, en: ten rules}
level: municipal
sources: {PAGE: https://example.org/}
versions:
  - id: first
    name: {zh: 示例, en: an example}
    document: not_seen
    from: 2020-01-01
    to: open
    sources: [PAGE]
    mark: V
    article: not_seen
    checked_on: not_recorded
";

/// The files of the scheme.
pub(crate) fn files() -> Vec<(String, String)> {
    let mut files = vec![
        ("scheme.yaml".to_owned(), SCHEME.to_owned()),
        ("facts.yaml".to_owned(), FACTS.to_owned()),
        ("rules/first.yaml".to_owned(), RULES_FILE.to_owned()),
    ];
    for (id, kind, value) in PARAMETERS {
        let text = format!(
            "id: {id}\ndescription: {{zh: {id}, en: {id}}}\ntype: {kind}\nvalues:\n  2020-01-01:\n    \
             value: {value}\n    mark: V\n    sources: [PAGE]\n    article: \"1\"\n    \
             checked_on: 2024-01-01\n"
        );
        files.push((format!("parameters/{id}.yaml"), text));
    }
    files
}

/// The scheme as it is.
pub(crate) fn scheme() -> Scheme {
    Scheme::load(&files()).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The version in force.
pub(crate) fn version(scheme: &Scheme) -> &RuleSet {
    match scheme.on(ON) {
        InForce::Version(rules) => rules,
        other => panic!("{other:?}"),
    }
}

/// `rows` cases, the same for the same seed.
pub(crate) fn cases(seed: u128, rows: usize) -> Batch<'static> {
    let mut draw = Draw { random: Rand64::new(seed), rows };
    let columns = vec![
        draw.numbers("area_m2", 1, 0..=120_000),
        draw.numbers("saving_percent", 2, 500..=4500),
        draw.words("use", &["office", "plant", "shop", "dwelling"]),
        draw.days("completion", 5000..=18_500),
        draw.flags("feasible", 80),
        draw.words("why_not", &["shaded", "listed building"]),
        draw.numbers("pv_percent", 1, 300..=1000),
        draw.flags("vacant", 70),
        draw.flags("owner_agrees", 70),
        draw.flags("permit", 70),
        draw.flags("tenant_found", 70),
        draw.words("district", &["east", "west", "north", "south"]),
        draw.flags("conforms", 95),
        draw.flags("identified", 60),
        draw.numbers("tax_yuan_m2", 2, 20_000..=120_000),
        draw.numbers("investment_yuan", 2, 100_000_000..=60_000_000_000),
    ];
    Batch { rows, columns }
}

struct Draw {
    random: Rand64,
    rows: usize,
}

/// Values of a kind, drawn.
impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        self.random.rand_range(0..end)
    }

    fn each<T>(&mut self, draw: impl Fn(&mut Self) -> T) -> Vec<T> {
        (0..self.rows).map(|_| draw(self)).collect()
    }

    fn column(&mut self, name: &str, values: Column<'static>) -> FactColumn<'static> {
        let known = self.each(|draw| draw.below(50) > 0);
        FactColumn {
            name: name.to_owned(),
            values,
            known: Some(Cow::Owned(known)),
            source: reported("drawn at random"),
            assessment: Some(Assessment { reviewer: "drawn".to_owned(), evidence: None }),
        }
    }

    fn numbers(
        &mut self,
        name: &str,
        scale: u32,
        range: std::ops::RangeInclusive<u64>,
    ) -> FactColumn<'static> {
        let span = range.end() - range.start() + 1;
        let numbers = self.each(|draw| i128::from(range.start() + draw.below(span)));
        self.column(name, Column::Numbers(Cow::Owned(numbers), scale))
    }

    fn days(&mut self, name: &str, range: std::ops::RangeInclusive<i32>) -> FactColumn<'static> {
        let span = u64::from(range.end().abs_diff(*range.start()));
        let days =
            self.each(|draw| range.start() + i32::try_from(draw.below(span)).unwrap_or_default());
        self.column(name, Column::Days(Cow::Owned(days)))
    }

    fn flags(&mut self, name: &str, percent: u64) -> FactColumn<'static> {
        let flags = self.each(|draw| draw.below(100) < percent);
        self.column(name, Column::Truths(Cow::Owned(flags)))
    }

    fn words(&mut self, name: &str, words: &[&str]) -> FactColumn<'static> {
        let count = u64::try_from(words.len()).unwrap_or(1);
        let picks = self.each(|draw| u32::try_from(draw.below(count)).unwrap_or_default());
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        self.column(name, Column::Words(Cow::Owned(picks), words))
    }
}
