//! Counts and sums over the decisions of a population, before and after a reform.

use std::collections::BTreeMap;

use policy::{Answers, ClauseVerdict, Verdict};
use serde::{Serialize, Serializer};

use super::facts_file::NamedRow;

/// Edges between the classes of change, in minor units: 10,000, 100,000, 1, 5, 10, 50 million.
const EDGES: [i64; 6] =
    [1_000_000, 10_000_000, 100_000_000, 500_000_000, 1_000_000_000, 5_000_000_000];

/// Cases and money of one group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Sums {
    pub(super) cases: u64,
    pub(super) met: u64,
    pub(super) not_met: u64,
    pub(super) undetermined: u64,
    /// Decided awards, in minor units.
    pub(super) amount: i128,
    /// Awards if the open conditions are met, those decided included.
    pub(super) amount_if_met: i128,
}

impl Sums {
    pub(super) fn merge(&mut self, other: &Self) {
        self.cases += other.cases;
        self.met += other.met;
        self.not_met += other.not_met;
        self.undetermined += other.undetermined;
        self.amount += other.amount;
        self.amount_if_met += other.amount_if_met;
    }

    pub(super) fn add(&mut self, answers: &Answers, row: usize) {
        self.cases += 1;
        match answers.verdicts[row] {
            Verdict::Met => self.met += 1,
            Verdict::NotMet => self.not_met += 1,
            Verdict::Undetermined => self.undetermined += 1,
        }
        self.amount += answers.amounts[row].map_or(0, |fen| i128::from(fen.0));
        self.amount_if_met += answers.amounts_if_met[row].map_or(0, |fen| i128::from(fen.0));
    }
}

/// How often a clause came out each way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct ClauseCounts {
    pub(super) met: u64,
    pub(super) not_met: u64,
    pub(super) undetermined: u64,
    pub(super) not_applicable: u64,
}

impl ClauseCounts {
    pub(super) fn merge(&mut self, other: &Self) {
        self.met += other.met;
        self.not_met += other.not_met;
        self.undetermined += other.undetermined;
        self.not_applicable += other.not_applicable;
    }

    pub(super) fn add(&mut self, verdict: ClauseVerdict) {
        *match verdict {
            ClauseVerdict::Met => &mut self.met,
            ClauseVerdict::NotMet => &mut self.not_met,
            ClauseVerdict::Undetermined => &mut self.undetermined,
            ClauseVerdict::NotApplicable => &mut self.not_applicable,
        } += 1;
    }
}

/// Who gains and who loses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Moves {
    pub(super) winners: u64,
    pub(super) losers: u64,
    pub(super) same: u64,
    /// Cases of which one of the two outcomes is not known.
    pub(super) undetermined: u64,
    /// What all winners gain together, in minor units.
    pub(super) gains: i128,
    /// What all losers lose together, as a positive sum.
    pub(super) losses: i128,
    /// Changes by size: cases whose change is below the lowest edge, and so on upward; losses
    /// mirrored before gains.
    pub(super) classes: [u64; 2 * (EDGES.len() + 1)],
}

impl Moves {
    fn merge(&mut self, other: &Self) {
        self.winners += other.winners;
        self.losers += other.losers;
        self.same += other.same;
        self.undetermined += other.undetermined;
        self.gains += other.gains;
        self.losses += other.losses;
        for (sum, more) in self.classes.iter_mut().zip(other.classes) {
            *sum += more;
        }
    }

    fn add(&mut self, before: Option<i64>, after: Option<i64>) {
        let (Some(before), Some(after)) = (before, after) else {
            self.undetermined += 1;
            return;
        };
        let change = i128::from(after) - i128::from(before);
        let class = EDGES.iter().filter(|edge| change.abs() >= i128::from(**edge)).count();
        match change.signum() {
            0 => self.same += 1,
            1 => {
                self.winners += 1;
                self.gains += change;
                self.classes[EDGES.len() + 1 + class] += 1;
            }
            _ => {
                self.losers += 1;
                self.losses -= change;
                self.classes[EDGES.len() - class] += 1;
            }
        }
    }
}

/// The edges between the classes of change, upward, in minor units.
pub(super) fn edges() -> [i64; EDGES.len()] {
    EDGES
}

/// What a reform does to a population.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Change {
    /// By decided awards: a refused case has none, an undetermined one is not known.
    pub(super) decided: Moves,
    /// By awards if the open conditions are met.
    pub(super) if_met: Moves,
    /// The same by group column and group.
    pub(super) groups: Vec<BTreeMap<String, Moves>>,
    /// Clauses whose verdict moved in cases whose outcome moved: name, from, to, how many.
    #[serde(serialize_with = "as_rows")]
    pub(super) clauses: BTreeMap<(String, String, String), u64>,
    /// Cases whose award moved while every clause stayed.
    pub(super) by_amount_alone: u64,
}

/// Keys of three parts are no names in JSON.
fn as_rows<S: Serializer>(
    clauses: &BTreeMap<(String, String, String), u64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Row<'a> {
        clause: &'a str,
        from: &'a str,
        to: &'a str,
        cases: u64,
    }
    serializer.collect_seq(clauses.iter().map(|((clause, from, to), cases)| Row {
        clause,
        from,
        to,
        cases: *cases,
    }))
}

/// An award that is known: none at all where refused.
fn award(answers: &Answers, row: usize, decided: bool) -> Option<i64> {
    let amount = if decided { answers.amounts[row] } else { answers.amounts_if_met[row] };
    match answers.verdicts[row] {
        Verdict::NotMet => Some(0),
        _ => amount.map(|fen| fen.0),
    }
}

/// Where a clause of the one version stands in the other.
pub(super) struct Clauses {
    /// Id, place before, place after.
    pub(super) pairs: Vec<(String, Option<usize>, Option<usize>)>,
}

impl Clauses {
    pub(super) fn of<'a>(
        before: impl Iterator<Item = &'a str>,
        after: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut pairs: Vec<(String, Option<usize>, Option<usize>)> =
            before.enumerate().map(|(place, id)| (id.to_owned(), Some(place), None)).collect();
        for (place, id) in after.enumerate() {
            match pairs.iter_mut().find(|(known, ..)| known == id) {
                Some(pair) => pair.2 = Some(place),
                None => pairs.push((id.to_owned(), None, Some(place))),
            }
        }
        Self { pairs }
    }

    /// The clauses that come out otherwise for one case: id, from, to.
    fn moved<'c>(
        &'c self,
        (before, after): (&Answers, &Answers),
        row: usize,
    ) -> impl Iterator<Item = (&'c str, &'static str, &'static str)> {
        let counts = |word: &str| word == "met" || word == "not_applicable" || word == "absent";
        self.pairs.iter().filter_map(move |(id, old, new)| {
            let from = old.map_or("absent", |place| word(before.clauses[place][row]));
            let to = new.map_or("absent", |place| word(after.clauses[place][row]));
            (from != to && !(counts(from) && counts(to))).then_some((id.as_str(), from, to))
        })
    }
}

/// A case whose verdict or award moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Moved {
    #[serde(flatten)]
    pub(super) row: NamedRow,
    pub(super) before: Side,
    pub(super) after: Side,
    /// The clauses that come out otherwise: id, from, to.
    pub(super) clauses: Vec<(String, &'static str, &'static str)>,
}

/// One case under one version of the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Side {
    pub(super) verdict: Verdict,
    /// The award if the open conditions are met, in minor units; absent where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) amount_if_met: Option<i64>,
}

impl Moved {
    /// The case in `row`, if it moved.
    pub(super) fn of(
        both: (&Answers, &Answers),
        row: usize,
        clauses: &Clauses,
        name: impl FnOnce() -> NamedRow,
    ) -> Option<Self> {
        let side = |answers: &Answers| Side {
            verdict: answers.verdicts[row],
            amount_if_met: award(answers, row, false),
        };
        let (before, after) = (side(both.0), side(both.1));
        let owned = |(id, from, to): (&str, _, _)| (id.to_owned(), from, to);
        (before != after).then(|| Self {
            row: name(),
            before,
            after,
            clauses: clauses.moved(both, row).map(owned).collect(),
        })
    }

    /// Keeps the `most` largest changes, those of unknown size last, equal ones in order of rows.
    pub(super) fn keep_largest(all: &mut Vec<Self>, most: usize) {
        let size = |moved: &Self| {
            let (before, after) = (moved.before.amount_if_met, moved.after.amount_if_met);
            before.zip(after).map(|(before, after)| before.abs_diff(after))
        };
        all.sort_by_key(|moved| std::cmp::Reverse(size(moved)));
        all.truncate(most);
    }
}

impl Change {
    pub(super) fn new(groups: usize) -> Self {
        Self { groups: vec![BTreeMap::new(); groups], ..Self::default() }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.decided.merge(&other.decided);
        self.if_met.merge(&other.if_met);
        self.by_amount_alone += other.by_amount_alone;
        for (sums, more) in self.groups.iter_mut().zip(other.groups) {
            for (group, moves) in more {
                sums.entry(group).or_default().merge(&moves);
            }
        }
        for (key, cases) in other.clauses {
            *self.clauses.entry(key).or_default() += cases;
        }
    }

    /// One case before and after; its group in each group column is `groups`, by number.
    pub(super) fn add(
        &mut self,
        (before, after): (&Answers, &Answers),
        row: usize,
        clauses: &Clauses,
        groups: &mut [(usize, &mut [Moves])],
    ) {
        let decided = (award(before, row, true), award(after, row, true));
        let if_met = (award(before, row, false), award(after, row, false));
        self.decided.add(decided.0, decided.1);
        self.if_met.add(if_met.0, if_met.1);
        for (group, moves) in groups {
            if let Some(moves) = moves.get_mut(*group) {
                moves.add(if_met.0, if_met.1);
            }
        }
        let verdicts = before.verdicts[row] != after.verdicts[row];
        if !verdicts && if_met.0 == if_met.1 {
            return;
        }
        let mut moved = false;
        for (clause, from, to) in clauses.moved((before, after), row) {
            moved = true;
            let key = (clause.to_owned(), from.to_owned(), to.to_owned());
            *self.clauses.entry(key).or_default() += 1;
        }
        self.by_amount_alone += u64::from(!moved);
    }
}

/// A verdict as files name it.
pub(super) fn word(verdict: ClauseVerdict) -> &'static str {
    match verdict {
        ClauseVerdict::Met => "met",
        ClauseVerdict::NotMet => "not_met",
        ClauseVerdict::Undetermined => "undetermined",
        ClauseVerdict::NotApplicable => "not_applicable",
    }
}
