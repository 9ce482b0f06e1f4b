//! A rule set over columns of facts: a million cases at once, to the same fen as one by one.
//!
//! [`Program::new`] compiles the formulas of a version for a day and the shape of the columns;
//! [`Program::run`] decides a batch of rows. Numbers are exact integers of a fixed scale, every
//! value carries whether it is known and what it rests on, and what this cannot say exactly (lists,
//! divisions, dates known only by year, numbers beyond the range) is decided row by row with
//! [`crate::evaluate`], so that both ways always agree.

mod compile;
mod ops;
mod rulings;
mod state;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use units::{Date, Fen, Mark, Source, Sourced};

use crate::decision::{ClauseVerdict, Decision, Verdict};
use crate::exact;
use crate::facts::{Assessment, Facts};
use crate::rules::RuleSet;
use crate::value::{PartialDate, Type, Value};
use compile::Compiler;
use ops::{BLOCK, Register, Step, day_of, fits, number_of};
use rulings::Plan;
use state::{BARRED, BY_HAND, MODELLED, TRUE, UNKNOWN};

/// The values of one fact for all rows of a batch.
#[derive(Clone, Debug)]
pub enum Column<'a> {
    /// Exact numbers: integers that stand for themselves over ten to the scale, `0..=18`.
    Numbers(Cow<'a, [i128]>, u32),
    /// Yes or no.
    Truths(Cow<'a, [bool]>),
    /// Days since 1970-01-01.
    Days(Cow<'a, [i32]>),
    /// Texts, keys of a choice, or dates of which perhaps only the year is known: indices into the
    /// words.
    Words(Cow<'a, [u32]>, Vec<String>),
    /// Anything else, value by value.
    Values(Cow<'a, [Option<Value>]>),
}

/// A fact over the rows of a batch, with its origin.
#[derive(Clone, Debug)]
pub struct FactColumn<'a> {
    /// The fact's name.
    pub name: String,
    /// Its values.
    pub values: Column<'a>,
    /// Which of them are known; absent when all are.
    pub known: Option<Cow<'a, [bool]>>,
    /// Where they come from.
    pub source: Source,
    /// Who assessed them, for facts that are an official's judgement.
    pub assessment: Option<Assessment>,
}

/// Rows of cases, fact by fact. A fact without a column is unknown in all of them.
#[derive(Clone, Debug, Default)]
pub struct Batch<'a> {
    /// How many rows there are; every column has as many values.
    pub rows: usize,
    /// The facts.
    pub columns: Vec<FactColumn<'a>>,
}

/// A column that does not fit the scheme.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnError {
    /// The scheme has no such fact.
    #[error("the scheme has no fact `{name}`")]
    UnknownFact {
        /// The column's name.
        name: String,
    },
    /// The values are of another type.
    #[error("column `{name}` holds other values than {expected}")]
    OtherType {
        /// The column's name.
        name: String,
        /// What the scheme asks for.
        expected: String,
    },
    /// A value that the scheme cannot have.
    #[error("column `{name}`, row {row}: {value} is not {expected}")]
    BadValue {
        /// The column's name.
        name: String,
        /// The row, from 0.
        row: usize,
        /// The value as found.
        value: String,
        /// What was expected.
        expected: String,
    },
    /// A column of another length than the batch.
    #[error("column `{name}` has {found} values for {rows} rows")]
    OtherLength {
        /// The column's name.
        name: String,
        /// Values of the column.
        found: usize,
        /// Rows of the batch.
        rows: usize,
    },
    /// Other columns than the program was compiled for.
    #[error("the batch has other columns than the program was compiled for, at `{name}`")]
    OtherShape {
        /// The first column that differs.
        name: String,
    },
}

/// What a program must know of a column before it sees values.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shaped {
    name: String,
    scale: u32,
    mark: Mark,
    assessed: bool,
}

impl Shaped {
    fn of(column: &FactColumn<'_>) -> Self {
        let scale = match &column.values {
            Column::Numbers(_, scale) => *scale,
            _ => 0,
        };
        Self {
            name: column.name.clone(),
            scale,
            mark: column.source.mark,
            assessed: column.assessment.is_some(),
        }
    }

    /// The state of a known value.
    fn state(&self) -> u8 {
        match self.mark {
            Mark::Modelled => MODELLED,
            mark if mark.may_decide() => 0,
            _ => BARRED,
        }
    }
}

/// Every text that was met, as a number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts(BTreeMap<String, i128>);

impl Texts {
    fn code(&mut self, text: &str) -> i128 {
        if let Some(code) = self.0.get(text) {
            return *code;
        }
        let code = i128::try_from(self.0.len()).unwrap_or(i128::MAX);
        self.0.insert(text.to_owned(), code);
        code
    }
}

/// A version of a scheme, ready for columns of a certain shape on a certain day.
#[derive(Debug)]
pub struct Program<'a> {
    rules: &'a RuleSet,
    on: Date,
    shapes: Vec<Shaped>,
    texts: Texts,
    steps: Vec<Step>,
    plan: Plan,
}

/// The decisions of a batch, column by column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// The outcome of each row.
    pub verdicts: Vec<Verdict>,
    /// The decided amount.
    pub amounts: Vec<Option<Fen>>,
    /// The amount if the open conditions are met.
    pub amounts_if_met: Vec<Option<Fen>>,
    /// Place of the mode among [`RuleSet::mode_ids`].
    pub modes: Vec<Option<u8>>,
    /// Whether law took part that no official has confirmed.
    pub unconfirmed: Vec<bool>,
    /// Whether a model's result took part.
    pub provisional: Vec<bool>,
    /// For each clause of [`RuleSet::clause_ids`], the verdict of each row.
    pub clauses: Vec<Vec<ClauseVerdict>>,
    /// How many rows the scalar evaluator decided.
    pub by_hand: usize,
}

impl<'a> Program<'a> {
    /// Compiles `rules` for the day `on` and batches that have the columns of `like`.
    ///
    /// # Errors
    /// [`ColumnError`] for columns that the scheme does not know or that hold other values.
    pub fn new(rules: &'a RuleSet, on: Date, like: &Batch<'_>) -> Result<Self, ColumnError> {
        for column in &like.columns {
            check(rules, column, like.rows)?;
        }
        let shapes: Vec<Shaped> = like.columns.iter().map(Shaped::of).collect();
        let mut texts = Texts::default();
        let mut compiler = Compiler::new(rules, on, &shapes, &mut texts);
        let plan = Plan::new(rules, &shapes, &mut compiler);
        let steps = compiler.steps;
        Ok(Self { rules, on, shapes, texts, steps, plan })
    }

    /// Decides every row of a batch.
    ///
    /// # Errors
    /// [`ColumnError`] when its columns are not those that the program was compiled for, or hold
    /// values that the scheme cannot have.
    pub fn run(&self, batch: &Batch<'_>) -> Result<Answers, ColumnError> {
        self.same_shape(batch)?;
        let mut texts = self.texts.clone();
        let mut inputs = Vec::new();
        for column in &batch.columns {
            check(self.rules, column, batch.rows)?;
            inputs.push(Bound::new(self.rules, column, &mut texts)?);
        }
        let mut answers = Answers::with_room(batch.rows, self.rules.clauses.len());
        let mut registers = self.registers();
        for start in (0..batch.rows).step_by(BLOCK) {
            let rows = BLOCK.min(batch.rows - start);
            self.block(&inputs, start, rows, &mut registers);
            let by_hand = self.plan.decide(&registers, rows, &mut answers);
            for row in by_hand {
                self.by_hand(batch, start + row, &mut answers);
            }
        }
        Ok(answers)
    }

    fn same_shape(&self, batch: &Batch<'_>) -> Result<(), ColumnError> {
        let found: Vec<Shaped> = batch.columns.iter().map(Shaped::of).collect();
        let differs = found.iter().zip(&self.shapes).find(|(a, b)| a != b);
        match (differs, found.len() == self.shapes.len()) {
            (None, true) => Ok(()),
            (found, _) => Err(ColumnError::OtherShape {
                name: found.map_or_else(String::new, |(column, _)| column.name.clone()),
            }),
        }
    }

    fn registers(&self) -> Vec<Register> {
        let register = |_| Register { numbers: vec![0; BLOCK], states: vec![0; BLOCK] };
        let mut registers: Vec<Register> = self.steps.iter().map(register).collect();
        // What is the same for all rows is written once.
        for (step, register) in self.steps.iter().zip(&mut registers) {
            if matches!(step, Step::Constant(..) | Step::ByHand) {
                step.run(&[], register, BLOCK);
            }
        }
        registers
    }

    fn block(&self, inputs: &[Bound<'_>], start: usize, rows: usize, registers: &mut [Register]) {
        for (index, step) in self.steps.iter().enumerate() {
            let (before, rest) = registers.split_at_mut(index);
            let Some(out) = rest.first_mut() else { continue };
            match step {
                Step::Fact(column) => inputs[*column].load(start, rows, out),
                Step::Constant(..) | Step::ByHand => {}
                step => step.run(before, out, rows),
            }
        }
    }

    /// Decides one row with the scalar evaluator, in place of what stands there.
    fn by_hand(&self, batch: &Batch<'_>, row: usize, answers: &mut Answers) {
        let decision = crate::evaluate(self.rules, &batch.facts(row, self.rules), self.on);
        answers.by_hand += 1;
        answers.put(row, &decision, self.rules);
    }
}

impl Answers {
    /// Decisions of single cases under one version, as columns; all of them count as made by hand.
    pub fn of(decisions: &[Decision], rules: &RuleSet) -> Self {
        let rows = decisions.len();
        let mut answers = Self {
            verdicts: vec![Verdict::Undetermined; rows],
            amounts: vec![None; rows],
            amounts_if_met: vec![None; rows],
            modes: vec![None; rows],
            unconfirmed: vec![false; rows],
            provisional: vec![false; rows],
            clauses: vec![vec![ClauseVerdict::Undetermined; rows]; rules.clauses.len()],
            by_hand: rows,
        };
        for (row, decision) in decisions.iter().enumerate() {
            answers.put(row, decision, rules);
        }
        answers
    }

    /// Writes the decision of one case over what stands in its row.
    fn put(&mut self, row: usize, decision: &Decision, rules: &RuleSet) {
        let mode = |id: &String| rules.modes.iter().position(|mode| mode.id == *id);
        self.verdicts[row] = decision.verdict;
        self.amounts[row] = decision.amount;
        self.amounts_if_met[row] = decision.amount_if_met;
        let place = decision.mode.as_ref().and_then(mode);
        self.modes[row] = place.and_then(|place| u8::try_from(place).ok());
        self.unconfirmed[row] = decision.unconfirmed;
        self.provisional[row] = decision.provisional;
        for (column, clause) in self.clauses.iter_mut().zip(&decision.clauses) {
            column[row] = clause.verdict;
        }
    }

    fn with_room(rows: usize, clauses: usize) -> Self {
        Self {
            verdicts: Vec::with_capacity(rows),
            amounts: Vec::with_capacity(rows),
            amounts_if_met: Vec::with_capacity(rows),
            modes: Vec::with_capacity(rows),
            unconfirmed: Vec::with_capacity(rows),
            provisional: Vec::with_capacity(rows),
            clauses: vec![Vec::with_capacity(rows); clauses],
            by_hand: 0,
        }
    }
}

impl Batch<'_> {
    /// The facts of one row, as a single case states them.
    pub fn facts(&self, row: usize, rules: &RuleSet) -> Facts {
        let mut facts = Facts::new();
        for column in &self.columns {
            if column.known.as_ref().is_some_and(|known| !known[row]) {
                continue;
            }
            let Some(definition) = rules.facts.get(&column.name) else { continue };
            let Some(value) = column.value(row, &definition.kind) else { continue };
            facts.set(&column.name, Sourced { value, source: column.source.clone() });
            if let Some(assessment) = &column.assessment {
                facts.assess(&column.name, assessment.clone());
            }
        }
        facts
    }
}

impl FactColumn<'_> {
    fn value(&self, row: usize, kind: &Type) -> Option<Value> {
        match &self.values {
            Column::Numbers(numbers, scale) => {
                exact::shortened(numbers[row], *scale).map(Value::Number)
            }
            Column::Truths(truths) => Some(Value::Bool(truths[row])),
            Column::Days(days) => {
                day_of(i128::from(days[row])).map(|day| Value::Date(PartialDate::day(day)))
            }
            Column::Words(indices, words) => {
                let word = words.get(usize::try_from(indices[row]).ok()?)?;
                match kind {
                    Type::Date => PartialDate::parse(word).map(Value::Date),
                    _ => Some(Value::Text(word.clone())),
                }
            }
            Column::Values(values) => values[row].clone(),
        }
    }

    fn len(&self) -> usize {
        match &self.values {
            Column::Numbers(values, _) => values.len(),
            Column::Truths(values) => values.len(),
            Column::Days(values) => values.len(),
            Column::Words(values, _) => values.len(),
            Column::Values(values) => values.len(),
        }
    }
}

/// Whether a column is a fact of the scheme, of its type, and as long as the batch.
fn check(rules: &RuleSet, column: &FactColumn<'_>, rows: usize) -> Result<(), ColumnError> {
    let name = column.name.clone();
    let Some(definition) = rules.facts.get(&name) else {
        return Err(ColumnError::UnknownFact { name });
    };
    let expected = || definition.kind.shown().en;
    let fits = match (&column.values, &definition.kind) {
        (Column::Numbers(_, scale), Type::Number(_)) => *scale <= 18,
        (Column::Truths(_), Type::Bool)
        | (Column::Days(_), Type::Date)
        | (Column::Words(..), Type::Text | Type::Choice(_) | Type::Date)
        | (Column::Values(_), _) => true,
        _ => false,
    };
    if !fits {
        return Err(ColumnError::OtherType { name, expected: expected() });
    }
    let known = column.known.as_ref().map_or(rows, |known| known.len());
    let found = column.len();
    if found != rows || known != rows {
        return Err(ColumnError::OtherLength { name, found, rows });
    }
    if let Column::Values(values) = &column.values {
        let bad = values.iter().position(|v| v.as_ref().is_some_and(|v| !definition.kind.holds(v)));
        if let Some(row) = bad {
            let value = format!("{:?}", values[row]);
            return Err(ColumnError::BadValue { name, row, value, expected: expected() });
        }
    }
    Ok(())
}

/// A column of a batch whose words have become codes.
struct Bound<'a> {
    column: &'a FactColumn<'a>,
    state: u8,
    /// Code and state of each word.
    words: Vec<(i128, u8)>,
    /// Whether numbers may lie below zero.
    may_be_negative: bool,
    /// The days that are dates.
    calendar: RangeInclusive<i32>,
}

impl<'a> Bound<'a> {
    fn new(
        rules: &RuleSet,
        column: &'a FactColumn<'a>,
        texts: &mut Texts,
    ) -> Result<Self, ColumnError> {
        let state = Shaped::of(column).state();
        let definition = rules.facts.get(&column.name);
        let may_be_negative = definition.is_some_and(|definition| definition.may_be_negative);
        let mut words = Vec::new();
        if let (Column::Words(indices, known), Some(definition)) = (&column.values, definition) {
            for word in known {
                words.push(code(word, &definition.kind, state, texts));
            }
            let good = |index: &u32| {
                let word = usize::try_from(*index).ok().and_then(|index| words.get(index));
                word.is_some_and(|(_, state)| state & UNKNOWN == 0)
            };
            let bad = indices.iter().enumerate().find(|(row, index)| {
                !good(index) && column.known.as_ref().is_none_or(|known| known[*row])
            });
            if let Some((row, index)) = bad {
                let word = usize::try_from(*index).ok().and_then(|index| known.get(index));
                return Err(ColumnError::BadValue {
                    name: column.name.clone(),
                    row,
                    value: word.cloned().unwrap_or_else(|| index.to_string()),
                    expected: definition.kind.shown().en,
                });
            }
        }
        let end = |day: Date| i32::try_from(number_of(day)).unwrap_or_default();
        let calendar = end(Date::MIN)..=end(Date::MAX);
        Ok(Self { column, state, words, may_be_negative, calendar })
    }

    /// Rows `start..start + rows` into a register.
    fn load(&self, start: usize, rows: usize, out: &mut Register) {
        let range = start..start + rows;
        let (numbers, states) = (&mut out.numbers[..rows], &mut out.states[..rows]);
        states.fill(self.state);
        match &self.column.values {
            Column::Numbers(values, _) => {
                numbers.copy_from_slice(&values[range.clone()]);
                // Signs are as the scalar reader takes them, so that none slips through.
                let least = if self.may_be_negative { i128::MIN } else { 0 };
                for (number, state) in numbers.iter().zip(states.iter_mut()) {
                    *state |= if *number < least || !fits(*number) { BY_HAND } else { 0 };
                }
            }
            Column::Truths(values) => {
                for (state, truth) in states.iter_mut().zip(&values[range.clone()]) {
                    *state |= if *truth { TRUE } else { 0 };
                }
            }
            Column::Days(values) => {
                let outputs = numbers.iter_mut().zip(states.iter_mut());
                for ((number, state), day) in outputs.zip(&values[range.clone()]) {
                    *number = i128::from(*day);
                    *state |= if self.calendar.contains(day) { 0 } else { BY_HAND };
                }
            }
            Column::Words(values, _) => {
                let found = values[range.clone()].iter();
                for ((number, state), index) in numbers.iter_mut().zip(states.iter_mut()).zip(found)
                {
                    let word = usize::try_from(*index).ok().and_then(|i| self.words.get(i));
                    (*number, *state) = word.copied().unwrap_or((0, UNKNOWN));
                }
            }
            Column::Values(_) => states.fill(BY_HAND),
        }
        if let Some(known) = &self.column.known {
            for (state, known) in states.iter_mut().zip(&known[range]) {
                *state = if *known { *state } else { UNKNOWN };
            }
        }
    }
}

/// Code and state of a word; unknown where it is none that the type has.
fn code(word: &str, kind: &Type, state: u8, texts: &mut Texts) -> (i128, u8) {
    match kind {
        Type::Date => match PartialDate::parse(word) {
            None => (0, UNKNOWN),
            Some(date) => match date.certain() {
                Some(day) => (number_of(day), state),
                None => (0, BY_HAND),
            },
        },
        Type::Choice(choices) if !choices.contains_key(word) => (0, UNKNOWN),
        _ => (texts.code(word), state),
    }
}
