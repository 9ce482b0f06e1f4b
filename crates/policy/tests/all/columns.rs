//! Columns against single decisions: every scheme, random rows, every outcome the same.

use std::borrow::Cow;
use std::collections::BTreeMap;

use policy::{
    Assessment, Batch, ClauseVerdict, Column, Decision, FactColumn, InForce, PartialDate, Program,
    Record, RuleSet, Schedule, Scheme, Type, Value, evaluate,
};
use units::{Date, Decimal, Mark, Source};

use crate::schemes::ALL;

/// A small generator (xorshift64*), so that a failure can be run again by its seed.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap() % sides
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }
}

/// Numbers worth trying: every limit of the scheme, a little less, a little more; and others.
pub(crate) fn limits(scheme: &Scheme) -> Vec<Decimal> {
    let mut out: Vec<Decimal> =
        [0, 1, 7, 100, 12_345, 250_000, 480_000_000].map(Decimal::from).into();
    for entry in scheme.parameters().values().flat_map(policy::Parameter::entries) {
        if let Some(Value::Number(number)) = entry.value {
            let step = Decimal::new(1, 2);
            out.extend([number, number + step, (number - step).max(Decimal::ZERO)]);
            out.extend([number * Decimal::from(10), number * Decimal::from(1000)]);
        }
    }
    out
}

pub(crate) fn texts(scheme: &Scheme) -> Vec<String> {
    let mut out = vec!["西城区".to_owned(), "somewhere".to_owned()];
    for parameter in scheme.parameters().values() {
        if let Schedule::Delegated { by, .. } = &parameter.schedule {
            out.extend(by.keys().cloned());
        }
        for entry in parameter.entries() {
            match &entry.value {
                Some(Value::Texts(all)) => out.extend(all.iter().cloned()),
                Some(Value::Text(text)) => out.push(text.clone()),
                _ => {}
            }
        }
    }
    out
}

fn number(dice: &mut Dice, limits: &[Decimal], scale: u32) -> i128 {
    let mut number = *dice.pick(limits);
    number.rescale(scale);
    number.mantissa()
        + if dice.roll(8) == 0 { i128::try_from(dice.roll(100_000)).unwrap() } else { 0 }
}

pub(crate) fn value(dice: &mut Dice, kind: &Type, limits: &[Decimal], words: &[String]) -> Value {
    match kind {
        Type::Bool => Value::Bool(dice.roll(2) == 0),
        Type::Number(_) => {
            let mantissa = number(dice, limits, 2);
            Value::Number(Decimal::from_i128_with_scale(mantissa, 2).normalize())
        }
        Type::Choice(choices) => {
            Value::Text((*dice.pick(&choices.keys().collect::<Vec<_>>())).clone())
        }
        Type::Date => Value::Date(PartialDate::parse(&date(dice)).unwrap()),
        Type::Texts => Value::Texts((0..dice.roll(3)).map(|_| dice.pick(words).clone()).collect()),
        Type::List(fields) => {
            let records = (0..dice.roll(4)).map(|_| {
                let fields = fields.iter().filter(|_| true);
                let mut record = Record::new();
                for (name, kind) in fields {
                    if dice.roll(12) > 0 {
                        record.insert(name.clone(), value(dice, kind, limits, words));
                    }
                }
                record
            });
            Value::List(records.collect())
        }
        _ => Value::Text(dice.pick(words).clone()),
    }
}

fn date(dice: &mut Dice) -> String {
    let (year, month, day) = (2003 + dice.roll(24), 1 + dice.roll(12), 1 + dice.roll(28));
    match dice.roll(6) {
        0 => format!("{year:04}"),
        1 => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}"),
    }
}

fn column(dice: &mut Dice, scheme: &Scheme, name: &str, rows: usize) -> FactColumn<'static> {
    let (limits, words) = (limits(scheme), texts(scheme));
    let kind = &scheme.facts()[name].kind;
    let values = match kind {
        Type::Bool => Column::Truths(Cow::Owned((0..rows).map(|_| dice.roll(3) > 0).collect())),
        Type::Number(_) => {
            let scale = 2 + u32::try_from(dice.roll(3)).unwrap();
            let numbers = (0..rows).map(|_| number(dice, &limits, scale));
            Column::Numbers(Cow::Owned(numbers.collect()), scale)
        }
        Type::Date if dice.roll(2) == 0 => {
            let days = (0..rows).map(|_| i32::try_from(12_000 + dice.roll(9000)).unwrap());
            Column::Days(Cow::Owned(days.collect()))
        }
        Type::Text | Type::Choice(_) | Type::Date => {
            let known: Vec<String> = match kind {
                Type::Choice(choices) => choices.keys().cloned().collect(),
                Type::Date => (0..20).map(|_| date(dice)).collect(),
                _ => words.clone(),
            };
            let picks = (0..rows).map(|_| u32::try_from(dice.roll(known.len())).unwrap());
            Column::Words(Cow::Owned(picks.collect()), known)
        }
        kind => {
            let values = (0..rows).map(|_| Some(value(dice, kind, &limits, &words)));
            Column::Values(Cow::Owned(values.collect()))
        }
    };
    let known = (dice.roll(2) == 0)
        .then(|| Cow::Owned((0..rows).map(|_| dice.roll(20) > 0).collect::<Vec<bool>>()));
    let marks = [Mark::Reported, Mark::Reported, Mark::Reported, Mark::Reported, Mark::Modelled];
    let mark = if dice.roll(25) == 0 { Mark::Assumed } else { *dice.pick(&marks) };
    let source = Source { origin: "drawn at random".to_owned(), date: None, mark };
    let assessment = (dice.roll(6) > 0)
        .then(|| Assessment { reviewer: "drawn at random".to_owned(), evidence: None });
    FactColumn { name: name.to_owned(), values, known, source, assessment }
}

pub(crate) fn batch(seed: u64, scheme: &Scheme, rows: usize) -> Batch<'static> {
    let mut dice = Dice::new(seed);
    let names: Vec<String> = scheme.facts().keys().cloned().collect();
    let present = names.iter().filter(|_| dice.roll(12) > 0).cloned().collect::<Vec<_>>();
    let columns = present.iter().map(|name| column(&mut dice, scheme, name, rows)).collect();
    Batch { rows, columns }
}

/// Every day on which a version can be asked, one in each.
fn days(scheme: &Scheme) -> Vec<Date> {
    scheme.versions().iter().map(|rules| rules.version().from).collect()
}

fn compare(
    rules: &RuleSet,
    on: Date,
    seed: u64,
    batch: &Batch<'_>,
) -> BTreeMap<&'static str, usize> {
    let program = Program::new(rules, on, batch).unwrap();
    let answers = program.run(batch).unwrap();
    let modes: Vec<String> = rules.mode_ids().map(str::to_owned).collect();
    let mut counts = BTreeMap::from([("by hand", answers.by_hand)]);
    for row in 0..batch.rows {
        let single: Decision = evaluate(rules, &batch.facts(row, rules), on);
        let at = format!("{} {} seed {seed} row {row}", rules.scheme(), rules.version().id);
        assert_eq!(answers.verdicts[row], single.verdict, "{at}: verdict");
        assert_eq!(answers.amounts[row], single.amount, "{at}: amount");
        assert_eq!(answers.amounts_if_met[row], single.amount_if_met, "{at}: amount if met");
        let mode = answers.modes[row].map(|mode| modes[usize::from(mode)].clone());
        assert_eq!(mode, single.mode, "{at}: mode");
        assert_eq!(answers.unconfirmed[row], single.unconfirmed, "{at}: unconfirmed");
        assert_eq!(answers.provisional[row], single.provisional, "{at}: provisional");
        for (column, clause) in answers.clauses.iter().zip(&single.clauses) {
            assert_eq!(column[row], clause.verdict, "{at}: clause {}", clause.id);
            let word = match clause.verdict {
                ClauseVerdict::Met => "met",
                ClauseVerdict::NotMet => "not met",
                ClauseVerdict::Undetermined => "undetermined",
                ClauseVerdict::NotApplicable => "not applicable",
            };
            *counts.entry(word).or_default() += 1;
        }
        *counts.entry("rows").or_default() += 1;
        *counts.entry("awards").or_default() += usize::from(single.amount.is_some());
    }
    counts
}

#[test]
fn columns_equal_single_decisions_in_ten_thousand_rows() {
    let mut total: BTreeMap<&str, usize> = BTreeMap::new();
    let versions: usize = ALL
        .iter()
        .map(|(_, files)| files)
        .map(|files| Scheme::load(files).unwrap().versions().len())
        .sum();
    let rows = 10_000_usize.div_ceil(versions * 4);
    for (_, files) in ALL.iter() {
        let scheme = Scheme::load(files).unwrap();
        for on in days(&scheme) {
            let InForce::Version(rules) = scheme.on(on) else { continue };
            for seed in 0..4 {
                for (word, count) in compare(rules, on, seed, &batch(seed, &scheme, rows)) {
                    *total.entry(word).or_default() += count;
                }
            }
        }
    }
    println!("{total:?}");
    assert!(total["rows"] >= 10_000);
    assert!(total["awards"] > 0 && total["not met"] > 0 && total["met"] > 0);
}
