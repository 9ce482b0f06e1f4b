//! One or two parameters over a range: what each value would cost and how many it would reach.

use policy::{Scheme, Type};
use serde::Serialize;
use units::{Decimal, Text};

use super::tally::Sums;
use crate::deciding::Law;
use crate::failure::Failure;

/// The most combinations of values that one run tries.
const CELLS_MAX: usize = 400;

/// A parameter from a first to a last value by steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The parameter, a number of the scheme's own.
    pub parameter: String,
    /// The first value, in the parameter's unit.
    pub first: Decimal,
    /// The last value, at least the first.
    pub last: Decimal,
    /// The step, above zero.
    pub step: Decimal,
}

impl Range {
    /// `NAME=FIRST..LAST/STEP`, such as `building_area_min=5000..30000/5000`.
    ///
    /// # Errors
    /// What was expected, for the command line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let read = || {
            let (parameter, range) = text.split_once('=')?;
            let (ends, step) = range.split_once('/')?;
            let (first, last) = ends.split_once("..")?;
            let number = |text: &str| text.trim().parse::<Decimal>().ok();
            let (first, last, step) = (number(first)?, number(last)?, number(step)?);
            let fits = step > Decimal::ZERO && last >= first;
            fits.then(|| Self { parameter: parameter.trim().to_owned(), first, last, step })
        };
        read().ok_or_else(|| {
            "应为 名称=首..末/步长 expected NAME=FIRST..LAST/STEP, the step above 0".to_owned()
        })
    }

    fn values(&self) -> Vec<Decimal> {
        let mut values = vec![self.first];
        while let Some(next) = values.last().and_then(|last| last.checked_add(self.step))
            && next <= self.last
            && values.len() <= CELLS_MAX
        {
            values.push(next);
        }
        values
    }
}

/// One combination of values and what comes of it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Cell {
    /// In the order of the parameters.
    pub(super) values: Vec<Decimal>,
    pub(super) sums: Sums,
}

/// A parameter of the table.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Axis {
    pub(super) name: String,
    pub(super) label: Text,
    /// What follows its values.
    pub(super) unit: Text,
    /// The value in force, where one is known.
    pub(super) today: Option<Decimal>,
}

/// All combinations.
#[derive(Debug, Serialize)]
pub(super) struct Table {
    pub(super) axes: Vec<Axis>,
    pub(super) cells: Vec<Cell>,
}

impl Table {
    /// The combinations of one or two ranges, and for each the scheme as it would be.
    pub(super) fn new(
        ranges: &[Range],
        law: &Law,
        version: &str,
    ) -> Result<(Self, Vec<Scheme>), Failure> {
        let mut table = Self { axes: Vec::new(), cells: Vec::new() };
        let mut schemes = Vec::new();
        if ranges.is_empty() {
            return Ok((table, schemes));
        }
        if ranges.len() > 2 {
            return Err(Failure::Request(Text::new(
                "至多两个参数",
                "one or two parameters can be tried at a time",
            )));
        }
        for range in ranges {
            table.axes.push(axis(range, law)?);
        }
        let mut combinations: Vec<Vec<Decimal>> = vec![Vec::new()];
        for range in ranges {
            let values = range.values();
            combinations = combinations
                .iter()
                .flat_map(|left| values.iter().map(move |value| [&left[..], &[*value]].concat()))
                .collect();
        }
        if combinations.len() > CELLS_MAX {
            return Err(Failure::Request(Text::new(
                format!("至多 {CELLS_MAX} 个组合；请加大步长"),
                format!("{CELLS_MAX} combinations at most; take larger steps"),
            )));
        }
        for values in combinations {
            let mut scheme = law.scheme.clone();
            for (axis, value) in table.axes.iter().zip(&values) {
                scheme = scheme
                    .with_number(version, &axis.name, *value)
                    .ok_or_else(|| no_number(&axis.name))?;
            }
            schemes.push(scheme);
            table.cells.push(Cell { values, sums: Sums::default() });
        }
        Ok((table, schemes))
    }

    /// Adds the sums of a piece, cell by cell.
    pub(super) fn add(&mut self, more: &[Sums]) {
        for (cell, sums) in self.cells.iter_mut().zip(more) {
            cell.sums.merge(sums);
        }
    }

    /// The table, when anything was tried.
    pub(super) fn finish(self) -> Option<Self> {
        (!self.cells.is_empty()).then_some(self)
    }
}

fn axis(range: &Range, law: &Law) -> Result<Axis, Failure> {
    let parameter = law.scheme.parameters().get(&range.parameter);
    let Some((parameter, Type::Number(unit))) = parameter.map(|p| (p, &p.kind)) else {
        return Err(no_number(&range.parameter));
    };
    let today = parameter.entries().filter(|entry| entry.ground.from <= law.on).last();
    let today = match today.and_then(|entry| entry.value.as_ref()) {
        Some(policy::Value::Number(number)) => Some(*number),
        _ => None,
    };
    let (zh, en) = unit.labels();
    Ok(Axis {
        name: range.parameter.clone(),
        label: parameter.description.clone(),
        unit: Text::new(zh, en),
        today,
    })
}

fn no_number(name: &str) -> Failure {
    Failure::Request(Text::new(
        format!("方案没有自定的数值参数 {name}"),
        format!("the scheme has no number parameter of its own called {name}"),
    ))
}
