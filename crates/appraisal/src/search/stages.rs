//! A package spread over years, so that each year's money suffices.

use std::collections::BTreeMap;

use serde::Serialize;
use units::Fen;

use crate::search::Search;

/// Most decisions that a plan spreads; 3^12 pairs of states a year are looked at.
const MOVES_MAX: usize = 12;

/// What is done in a year of a staged plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stage {
    /// Year of the plan, from 1.
    pub year: u16,
    /// The combination that stands after it, by its place in [`Search::found`].
    pub found: usize,
    /// Money of the year.
    pub investment: Fen,
}

/// Terms of a staged plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StageTerms {
    /// Most money of a year.
    pub yearly_limit: Fen,
    /// Years to build in, from 1.
    pub years: u16,
    /// Years over which savings count, from the first year of building.
    pub horizon_years: u16,
    /// Real discount rate. [%]
    pub discount_rate_percent: f64,
}

/// The stages that reach `target` (a place in [`Search::found`]) with the greatest present value of
/// savings less investment, within the yearly limit; `None` where no order keeps it, where the
/// target has more than twelve moves, or where a bill on the way is unknown.
///
/// Exact: every state on the way is a combination that was simulated; dynamic programming over the
/// sets of decisions made. A stage saves from the year after it.
pub(crate) fn stages(search: &Search, target: usize, terms: &StageTerms) -> Option<Vec<Stage>> {
    let ways = Ways::new(search, target)?;
    let full = ways.states.len() - 1;
    // Value of standing at a state after each year, from the last year back.
    let mut worth: Vec<Vec<Option<(f64, usize)>>> = Vec::new();
    for year in (1..=terms.years).rev() {
        let later = worth.last();
        let best = |from: usize| {
            let moves = (from..=full).filter(|to| to & from == from);
            let value = |to: usize| {
                let after = match later {
                    Some(later) => later[to]?.0,
                    None if to == full => 0.0,
                    None => return None,
                };
                ways.value(from, to, year, terms, later.is_none()).map(|now| (now + after, to))
            };
            moves.filter_map(value).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        };
        worth.push((0..=full).map(best).collect());
    }
    worth.reverse();
    let mut stages = Vec::new();
    let mut at = 0;
    for (year, best) in (1..=terms.years).zip(&worth) {
        let to = best[at]?.1;
        let (from, next) = (ways.states[at]?, ways.states[to]?);
        let investment = search.found[next].investment - search.found[from].investment;
        stages.push(Stage { year, found: next, investment });
        at = to;
    }
    Some(stages)
}

/// The combinations between "as it is" and a target, by the set of decisions already made.
struct Ways<'s> {
    search: &'s Search,
    /// Place of each set's combination; `None` where it does not exist.
    states: Vec<Option<usize>>,
}

impl<'s> Ways<'s> {
    fn new(search: &'s Search, target: usize) -> Option<Self> {
        let target = &search.found.get(target)?.options;
        let moved: Vec<usize> = (0..target.len()).filter(|at| target[*at] != 0).collect();
        if moved.len() > MOVES_MAX {
            return None;
        }
        let places: BTreeMap<&[u8], usize> =
            search.found.iter().enumerate().map(|(at, one)| (one.options.as_slice(), at)).collect();
        let state = |set: usize| {
            let mut options = vec![0; target.len()];
            for (bit, at) in moved.iter().enumerate() {
                if set >> bit & 1 == 1 {
                    options[*at] = target[*at];
                }
            }
            places.get(options.as_slice()).copied()
        };
        let states = (0..1_usize << moved.len()).map(state).collect();
        Some(Self { search, states })
    }

    /// Present value of building from one state to the other in `year` and saving with the state
    /// reached in the year after, and in all later ones if it is the last.
    fn value(
        &self,
        from: usize,
        to: usize,
        year: u16,
        terms: &StageTerms,
        is_last: bool,
    ) -> Option<f64> {
        let (from, to) = (self.states[from]?, self.states[to]?);
        let (from, to) = (&self.search.found[from], &self.search.found[to]);
        let investment = to.investment - from.investment;
        if investment > terms.yearly_limit {
            return None;
        }
        let discount =
            |year: u16| (1.0 + terms.discount_rate_percent / 100.0).powi(-i32::from(year));
        let saving = (to.bill_saving? - to.maintenance).yuan_f64();
        let last = if is_last { terms.horizon_years.max(year + 1) } else { year + 1 };
        let saved: f64 = (year + 1..=last).map(|year| saving * discount(year)).sum();
        Some(saved - investment.yuan_f64() * discount(year))
    }
}
