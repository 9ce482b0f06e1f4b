//! Money computed twice: by the engine, and by fractions of big integers that share nothing with
//! it. A case in which the two differ by a fen, or in which the engine calls unknown what it could
//! have held, is a difference; there must be none.

pub(crate) mod beijing;
pub(crate) mod draw;
pub(crate) mod exact;
pub(crate) mod synthetic;

use std::borrow::Cow;

use policy::{Batch, Column, Facts, InForce, Program, RuleSet, Scheme, Value, evaluate};
use units::Date;

use beijing::Scope;
use draw::Draw;

/// A scheme's files: path and text.
pub(crate) type Files = [(String, String)];

/// What was compared, and what was wrong.
#[derive(Clone, Debug, Default)]
pub(crate) struct Count {
    pub(crate) cases: usize,
    /// Of these, those with an amount.
    pub(crate) amounts: usize,
    /// Of these, those that the scalar evaluator decided.
    pub(crate) by_hand: usize,
    pub(crate) differences: usize,
    /// The first few differences in words.
    pub(crate) told: Vec<String>,
}

impl Count {
    fn note(&mut self, found: bool, difference: Option<String>, case: impl FnOnce() -> String) {
        self.cases += 1;
        self.amounts += usize::from(found);
        let Some(difference) = difference else { return };
        self.differences += 1;
        if self.told.len() < 10 {
            self.told.push(format!("{difference}; {}", case()));
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.cases += other.cases;
        self.amounts += other.amounts;
        self.by_hand += other.by_hand;
        self.differences += other.differences;
        self.told.extend(other.told);
    }
}

/// The Beijing plan with the cap of an area project meant in one way or the other, and the facts of
/// a building that passes every clause.
pub(crate) struct Beijing {
    scheme: Scheme,
    scope: Scope,
    base: Facts,
}

/// The day of all decisions under the plan.
const ON: Date = Date::constant(2024, 6, 1);

impl Beijing {
    /// From the plan's own files.
    pub(crate) fn new(files: &Files, (word, scope): (&str, Scope)) -> Self {
        let mut files = files.to_vec();
        for (path, text) in &mut files {
            if path == "parameters/bundle_cap_scope.yaml" {
                let mark = text.rfind("    mark: X").expect("a value that nobody has seen");
                text.replace_range(mark.., &text[mark..].replace("mark: X", "mark: S"));
                text.insert_str(mark, &format!("    value: {word}\n"));
            }
        }
        let scheme = Scheme::load(&files).expect("the plan with the open value filled");
        let path = "cases/facts/complete-building.yaml";
        let (_, text) = files.iter().find(|(name, _)| name == path).expect("the example");
        let mut base = scheme.read_facts(path, text).expect("facts of the plan");
        // What only an area project is asked.
        for name in ["single_implementing_entity", "area_total_target_met"] {
            base.flag(name, true, policy::reported("drawn at random"));
        }
        Self { scheme, scope, base }
    }

    fn rules(&self) -> &RuleSet {
        in_force(&self.scheme, ON)
    }

    /// Decides `cases` random projects one by one.
    pub(crate) fn single(&self, seed: u64, cases: usize) -> Count {
        let mut draw = Draw::new(seed);
        let mut count = Count::default();
        for _ in 0..cases {
            let scale = *draw.pick(&[0, 2, 6, 13, 18]);
            let case = beijing::Case::draw(&mut draw, scale, false);
            let decision = evaluate(self.rules(), &case.facts(&self.base), ON);
            let difference = case.difference(&decision, self.scope);
            count.note(decision.amount_if_met.is_some(), difference, || format!("{case:?}"));
        }
        count
    }

    /// Decides `rows` random projects in columns; one in `rare` has lists, and goes by hand.
    pub(crate) fn columns(&self, seed: u64, rows: usize, rare: i128) -> Count {
        let mut draw = Draw::new(seed);
        let scale = *draw.pick(&[2, 2, 4, 6, 13, 18]);
        let cases: Vec<beijing::Case> = (0..rows)
            .map(|_| {
                let mut case = beijing::Case::draw_single(&mut draw, scale);
                if draw.one_in(rare) {
                    case = beijing::Case::draw(&mut draw, scale, true);
                }
                case
            })
            .collect();
        let batch = self.batch(&cases, scale);
        let program = Program::new(self.rules(), ON, &batch).expect("columns of the plan");
        let answers = program.run(&batch).expect("columns of the plan");
        let mut count = Count { by_hand: answers.by_hand, ..Count::default() };
        for (row, case) in cases.iter().enumerate() {
            let found = answers.amounts_if_met[row].map(|fen| fen.0);
            let mut difference = case.row_difference(found, self.scope);
            // The larger of two modes is not granted while one of them is unknown.
            let granted = case.mode == 2 || answers.amounts[row] == answers.amounts_if_met[row];
            if difference.is_none() && !granted {
                difference = Some(format!("granted {:?}", answers.amounts[row]));
            }
            count.note(found.is_some(), difference, || format!("{case:?}"));
        }
        count
    }

    fn batch(&self, cases: &[beijing::Case], scale: u32) -> Batch<'static> {
        let rows = cases.len();
        let index = |of: fn(&beijing::Case) -> usize| {
            let all = cases.iter().map(|case| u32::try_from(of(case)).unwrap_or_default());
            Cow::Owned(all.collect::<Vec<u32>>())
        };
        let owned = |words: [&str; 3]| words.map(str::to_owned).to_vec();
        let up = |case: &beijing::Case| case.investment.0 * 10_i128.pow(scale - case.investment.1);
        let mut columns = vec![
            synthetic::fact(
                "project_kind",
                Column::Words(index(|c| c.kind), owned(beijing::KINDS)),
            ),
            synthetic::fact(
                "support_mode",
                Column::Words(index(|c| c.mode), owned(beijing::MODES)),
            ),
            synthetic::fact(
                "fixed_asset_investment_yuan",
                Column::Numbers(Cow::Owned(cases.iter().map(up).collect()), scale),
            ),
        ];
        let lists: Vec<Facts> = cases
            .iter()
            .map(|case| {
                let mut facts = Facts::new();
                if case.has_lists() {
                    case.lists(&mut facts);
                }
                facts
            })
            .collect();
        for name in beijing::LISTED {
            let of = |facts: &Facts| facts.get(name).map(|fact| fact.value.clone());
            let values: Vec<Option<Value>> = lists.iter().map(of).collect();
            columns.push(synthetic::fact(name, Column::Values(Cow::Owned(values))));
        }
        for (name, fact) in self.base.iter() {
            let values = match &fact.value {
                Value::Bool(yes) => Column::Truths(Cow::Owned(vec![*yes; rows])),
                Value::Number(number) => {
                    let number = (number.mantissa(), number.scale());
                    Column::Numbers(Cow::Owned(vec![number.0; rows]), number.1)
                }
                Value::Text(text) => Column::Words(Cow::Owned(vec![0; rows]), vec![text.clone()]),
                Value::Date(_) => Column::Days(Cow::Owned(vec![12_000; rows])),
                _ => continue,
            };
            if columns.iter().all(|column| column.name != name) {
                let mut column = synthetic::fact(name, values);
                column.assessment = self.base.assessment(name).cloned();
                columns.push(column);
            }
        }
        Batch { rows, columns }
    }
}

fn in_force(scheme: &Scheme, on: Date) -> &RuleSet {
    match scheme.on(on) {
        InForce::Version(rules) => rules,
        other => panic!("{other:?}"),
    }
}

/// The made-up scheme of amounts.
pub(crate) fn synthetic_scheme() -> Scheme {
    Scheme::load(&synthetic::files()).unwrap_or_else(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
}

/// Decides `cases` random cases of the made-up scheme one by one.
pub(crate) fn synthetic_single(scheme: &Scheme, seed: u64, cases: usize) -> Count {
    let rules = in_force(scheme, synthetic::ON);
    let mut draw = Draw::new(seed);
    let mut count = Count::default();
    for _ in 0..cases {
        let scale = *draw.pick(&[0, 2, 6, 13, 18]);
        let case = synthetic::Case::draw(&mut draw, synthetic::MODES.len(), scale, false);
        let decision = evaluate(rules, &case.facts(), synthetic::ON);
        let difference = case.difference(&decision);
        count.note(decision.amount_if_met.is_some(), difference, || format!("{case:?}"));
    }
    count
}

/// Decides `rows` random cases of the made-up scheme in columns; one in `rare` goes by hand.
pub(crate) fn synthetic_columns(scheme: &Scheme, seed: u64, rows: usize, rare: i128) -> Count {
    let rules = in_force(scheme, synthetic::ON);
    let mut draw = Draw::new(seed);
    let scale = *draw.pick(&[2, 2, 4, 6, 13, 18]);
    let cases: Vec<synthetic::Case> = (0..rows)
        .map(|_| {
            let all = draw.one_in(rare);
            let modes = if all { synthetic::MODES.len() } else { synthetic::IN_COLUMNS };
            synthetic::Case::draw(&mut draw, modes, scale, true)
        })
        .collect();
    let batch = synthetic::batch(&cases, scale);
    let program = Program::new(rules, synthetic::ON, &batch).expect("columns of the scheme");
    let answers = program.run(&batch).expect("columns of the scheme");
    let mut count = Count { by_hand: answers.by_hand, ..Count::default() };
    for (row, case) in cases.iter().enumerate() {
        let found = answers.amounts_if_met[row].map(|fen| fen.0);
        count.note(found.is_some(), case.row_difference(found), || format!("{case:?}"));
    }
    count
}
