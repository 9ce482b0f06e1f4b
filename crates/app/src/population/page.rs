//! The page about a population, from its sums.

use std::collections::BTreeMap;

use policy::RuleSet;
use report::{Group, GroupColumn, Mover, PopulationPage, Split, Sweep, SweepAxis, SweepCell};
use units::{Decimal, Text};

use super::tally::{ClauseCounts, Moves, Sums, edges};
use super::{PopulationResult, ReformResult, Totals, sweep};

/// Groups of one column that the page shows; the rest stands together.
const GROUPS_SHOWN: usize = 20;
/// Clauses that moved and are shown.
const MOVERS_SHOWN: usize = 20;

/// The page as one HTML file.
pub(super) fn page(result: &PopulationResult, labels: &Labels) -> String {
    let reform = result.reform.as_ref();
    let today = Text::new("现行政策的覆盖", "What the law gives today");
    let view = PopulationPage {
        title: reform.map_or(today, |reform| reform.title.clone()),
        subtitle: subtitle(result),
        currency: result.currency.label(),
        cases: result.before.all.cases,
        refused: result.refused_rows,
        before: split(&result.before.all),
        after: reform.map(|reform| split(&reform.after.all)),
        changes: reform.map_or(Vec::new(), |reform| {
            let row = |change: &policy::ReformChange| {
                [change.label.clone(), change.before.clone(), change.after.clone()]
            };
            reform.changes.iter().map(row).collect()
        }),
        moves: reform.map(|reform| {
            let Moves { winners, losers, same, undetermined, .. } = reform.change.if_met;
            [winners, losers, same, undetermined]
        }),
        gains_losses: reform.map(|r| [r.change.if_met.gains, r.change.if_met.losses]),
        classes: reform.map_or(Vec::new(), |reform| classes(&reform.change.if_met)),
        edges: reform.map_or(Vec::new(), |_| edge_labels()),
        columns: columns(&result.before, reform, labels),
        movers: reform.map_or(Vec::new(), |reform| movers(reform, labels)),
        clauses: clauses(&result.before, labels),
        sweep: result.sweep.as_ref().map(swept),
        inputs: inputs(result),
        software: format!("Reweave {}", crate::VERSION),
    };
    report::population_page(&view)
}

/// What clauses, columns and groups are called.
#[derive(Debug, Default)]
pub(super) struct Labels {
    pub(super) clauses: BTreeMap<String, Text>,
    facts: BTreeMap<String, (Text, BTreeMap<String, Text>)>,
    /// Clauses in the order of the law.
    order: Vec<String>,
}

impl Labels {
    /// Of all clauses of some rule sets and the facts of their scheme.
    pub(super) fn of(variants: &[&RuleSet]) -> Self {
        let mut labels = Self::default();
        for rules in variants {
            for (id, text) in rules.clause_labels() {
                if labels.clauses.insert(id.to_owned(), text.clone()).is_none() {
                    labels.order.push(id.to_owned());
                }
            }
            for (name, fact) in rules.facts() {
                let choices = match &fact.kind {
                    policy::Type::Choice(choices) => choices.clone(),
                    _ => BTreeMap::new(),
                };
                labels.facts.insert(name.clone(), (fact.label.clone(), choices));
            }
        }
        labels
    }

    fn clause(&self, id: &str) -> Text {
        self.clauses.get(id).cloned().unwrap_or_else(|| Text::same(id))
    }

    fn column(&self, name: &str) -> Text {
        match (self.facts.get(name), name) {
            (Some((label, _)), _) => label.clone(),
            (None, "year") => Text::new("年份", "year"),
            _ => Text::same(name),
        }
    }

    fn group(&self, column: &str, name: &str) -> Text {
        let choice = self.facts.get(column).and_then(|(_, choices)| choices.get(name));
        match (choice, name) {
            (Some(label), _) => label.clone(),
            (None, "?") => Text::new("未知", "unknown"),
            _ => Text::same(name),
        }
    }
}

fn subtitle(result: &PopulationResult) -> Text {
    let on = result.on;
    let line = |scheme: &str, version: &str| format!("{scheme} · {version} · {on}");
    Text::new(
        line(&result.scheme_name.zh, &result.version_name.zh),
        line(&result.scheme_name.en, &result.version_name.en),
    )
}

fn split(sums: &Sums) -> Split {
    let Sums { met, not_met, undetermined, amount, amount_if_met, .. } = *sums;
    Split { met, not_met, undetermined, amount, amount_if_met }
}

/// Classes of change, the largest loss first.
fn classes(moves: &Moves) -> Vec<(Text, u64)> {
    let names: Vec<Text> = edges().iter().map(|edge| short(*edge)).collect();
    let top = names.len();
    let class = |index: usize| match index {
        0 => Text::new(format!("＜{}", names[0].zh), format!("< {}", names[0].en)),
        _ if index == top => {
            Text::new(format!("≥{}", names[top - 1].zh), format!("≥ {}", names[top - 1].en))
        }
        _ => Text::new(
            format!("{}–{}", names[index - 1].zh, names[index].zh),
            format!("{}–{}", names[index - 1].en, names[index].en),
        ),
    };
    let signed = |sign: &str, text: Text| {
        Text::new(format!("{sign}{}", text.zh), format!("{sign}{}", text.en))
    };
    let down = (0..=top).rev().map(|index| signed("−", class(index)));
    let up = (0..=top).map(|index| signed("+", class(index)));
    down.chain(up).zip(moves.classes).collect()
}

/// The sums between the classes of change: losses, none, gains.
fn edge_labels() -> Vec<Text> {
    let up: Vec<Text> = edges().iter().map(|edge| short(*edge)).collect();
    let signed = |sign: &str, text: &Text| {
        Text::new(format!("{sign}{}", text.zh), format!("{sign}{}", text.en))
    };
    let down = up.iter().rev().map(|text| signed("−", text));
    let plus = up.iter().map(|text| signed("+", text));
    down.chain([Text::same("0")]).chain(plus).collect()
}

/// A round sum in few letters.
fn short(minor: i64) -> Text {
    let major = minor / 100;
    let zh = match major {
        100_000_000.. => format!("{} 亿", major / 100_000_000),
        10_000.. => format!("{} 万", major / 10_000),
        _ => major.to_string(),
    };
    let en = match major {
        1_000_000.. => format!("{}M", major / 1_000_000),
        1000.. => format!("{}k", major / 1000),
        _ => major.to_string(),
    };
    Text::new(zh, en)
}

fn columns(before: &Totals, reform: Option<&ReformResult>, labels: &Labels) -> Vec<GroupColumn> {
    let column = |(name, groups): (&String, &BTreeMap<String, Sums>)| {
        let place = reform.and_then(|r| r.group_columns.iter().position(|known| known == name));
        let row = |group: &String| {
            let after = reform.and_then(|r| r.after.groups.get(name)?.get(group));
            let moves = reform.and_then(|r| r.change.groups.get(place?)?.get(group));
            let sums = groups.get(group).copied().unwrap_or_default();
            Group {
                name: labels.group(name, group),
                before: split(&sums),
                after: reform.is_some().then(|| split(&after.copied().unwrap_or_default())),
                moves: reform
                    .is_some()
                    .then(|| moves.map_or([0; 3], |m| [m.winners, m.losers, m.undetermined])),
            }
        };
        let mut rows: Vec<Group> = groups.keys().map(row).collect();
        if name != "year" {
            rows.sort_by_key(|group| {
                std::cmp::Reverse(group.after.unwrap_or(group.before).amount_if_met)
            });
        }
        let rest = rows.split_off(rows.len().min(GROUPS_SHOWN));
        if !rest.is_empty() {
            rows.push(together(&rest));
        }
        GroupColumn { title: labels.column(name), groups: rows }
    };
    before.groups.iter().map(column).collect()
}

/// Several groups as one.
fn together(rest: &[Group]) -> Group {
    let add = |a: Split, b: Split| Split {
        met: a.met + b.met,
        not_met: a.not_met + b.not_met,
        undetermined: a.undetermined + b.undetermined,
        amount: a.amount + b.amount,
        amount_if_met: a.amount_if_met + b.amount_if_met,
    };
    let first = Group {
        name: Text::new(format!("其余 {} 组", rest.len()), format!("{} others", rest.len())),
        after: rest[0].after.map(|_| Split::default()),
        moves: rest[0].moves.map(|_| [0; 3]),
        ..Group::default()
    };
    rest.iter().fold(first, |sum, group| Group {
        before: add(sum.before, group.before),
        after: sum.after.zip(group.after).map(|(a, b)| add(a, b)),
        moves: sum
            .moves
            .zip(group.moves)
            .map(|(a, b)| std::array::from_fn(|index| a[index] + b[index])),
        ..sum
    })
}

fn movers(reform: &ReformResult, labels: &Labels) -> Vec<Mover> {
    let mut movers: Vec<Mover> = reform
        .change
        .clauses
        .iter()
        .map(|((id, from, to), cases)| Mover {
            clause: labels.clause(id),
            from: verdict(from),
            to: verdict(to),
            cases: *cases,
        })
        .collect();
    if reform.change.by_amount_alone > 0 {
        movers.push(Mover {
            clause: Text::new("仅金额变化", "the amount alone"),
            from: Text::default(),
            to: Text::default(),
            cases: reform.change.by_amount_alone,
        });
    }
    movers.sort_by_key(|mover| std::cmp::Reverse(mover.cases));
    movers.truncate(MOVERS_SHOWN);
    movers
}

fn verdict(word: &str) -> Text {
    match word {
        "met" => Text::new("满足", "met"),
        "not_met" => Text::new("不满足", "not met"),
        "undetermined" => Text::new("待定", "open"),
        "not_applicable" => Text::new("不适用", "does not apply"),
        _ => Text::new("无此条款", "no such clause"),
    }
}

fn clauses(totals: &Totals, labels: &Labels) -> Vec<(Text, [u64; 4])> {
    let row = |id: &String| {
        let ClauseCounts { met, not_met, undetermined, not_applicable } = totals.clauses.get(id)?;
        Some((labels.clause(id), [*met, *not_met, *undetermined, *not_applicable]))
    };
    labels.order.iter().filter_map(row).collect()
}

fn swept(table: &sweep::Table) -> Sweep {
    let values = |place: usize| {
        let mut values: Vec<Decimal> = table.cells.iter().map(|cell| cell.values[place]).collect();
        values.sort();
        values.dedup();
        values
    };
    let all: Vec<Vec<Decimal>> = (0..table.axes.len()).map(values).collect();
    let axis = |(axis, values): (&sweep::Axis, &Vec<Decimal>)| SweepAxis {
        label: axis.label.clone(),
        unit: axis.unit.clone(),
        values: values.iter().map(|value| policy::grouped(*value)).collect(),
        today: values.iter().position(|value| Some(*value) == axis.today),
    };
    let cell = |cell: &sweep::Cell| SweepCell {
        places: cell
            .values
            .iter()
            .zip(&all)
            .filter_map(|(value, values)| values.iter().position(|known| known == value))
            .collect(),
        split: split(&cell.sums),
    };
    Sweep {
        axes: table.axes.iter().zip(&all).map(axis).collect(),
        cells: table.cells.iter().map(cell).collect(),
    }
}

fn inputs(result: &PopulationResult) -> Vec<(Text, String, String)> {
    let role = |role: &str| match role {
        "facts" => Text::new("案件", "cases"),
        "scheme" => Text::new("政策", "scheme"),
        "reform" => Text::new("改革方案", "reform"),
        other => Text::same(other),
    };
    let row = |(name, input): (&&'static str, &super::InputHash)| {
        (role(name), input.name.clone(), input.sha256.clone())
    };
    result.inputs.iter().map(row).collect()
}
