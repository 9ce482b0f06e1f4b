//! Several awards for one project: the best permitted combination, and why the rest is left out.
//!
//! Taking one award can bar another (`excludes`), raise it (`matches`), or lower or forfeit it (a
//! condition on the money that a match brings). So every permitted combination is valued as a
//! whole: nothing is assumed about single awards. `docs/rules.md` has the semantics.

mod field;
mod group;
mod reasons;
mod search;
mod shared;

use serde::Serialize;
use units::{Date, Fen, Text};

use crate::decision::Decision;
use crate::facts::Facts;
use crate::ground::Ground;
use crate::rules::Currency;
use crate::scheme::Scheme;
use field::Field;
use group::{Group, Unsolvable};
use search::{Aim, Found, search};
pub use shared::read_shared_facts;

/// The most schemes that may be linked by exclusions and matches, directly or through others.
/// Every combination of linked schemes is looked at: a million of them for this many.
pub const LINKED_MAX: usize = 20;

/// Which awards to take together, for one project on one day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stack {
    /// The day.
    pub date: Date,
    /// The currency of all totals: that of most schemes that can give an amount by themselves.
    pub currency: Currency,
    /// The best combinations, or why there is no answer.
    pub outcome: StackOutcome,
    /// Schemes that no combination could take, in order of id: not in force, of another currency,
    /// or without an amount that any other scheme's award could bring about.
    pub set_aside: Vec<LeftOut>,
    /// How many combinations were looked at, over all groups of linked schemes: those that are
    /// permitted and in which every scheme has an amount, the empty ones included.
    pub combinations: u64,
}

/// The best combinations, or why there is no answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StackOutcome {
    /// Nothing beats these.
    Solved {
        /// The best of decided amounts: every scheme in it grants its award.
        decided: Plan,
        /// The best of the amounts if the conditions that are still open are met.
        if_met: Plan,
    },
    /// Awards that fill one another in a circle have no amounts.
    Circle {
        /// The schemes, each filling a fact of the next, and the last one of the first.
        schemes: Vec<String>,
        /// The same for a reader.
        text: Text,
    },
    /// More schemes are linked than [`LINKED_MAX`]: no combination is claimed to be the best.
    TooMany {
        /// The linked schemes.
        schemes: Vec<String>,
        /// The same for a reader.
        text: Text,
    },
}

/// One combination, and why it has no more in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plan {
    /// The sum of its awards.
    pub total: Fen,
    /// What is taken, in order of id.
    pub chosen: Vec<StackedAward>,
    /// What is not taken though some combination might, in order of id.
    pub left_out: Vec<LeftOut>,
}

/// An award within a combination.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StackedAward {
    /// The scheme's id.
    pub scheme: String,
    /// The version in force.
    pub version: String,
    /// The amount, decided or conditional as the plan is.
    pub amount: Fen,
    /// The mode of support.
    pub mode: Option<String>,
    /// The facts that awards of this combination filled.
    pub filled: Vec<Filled>,
    /// The decision, with the facts so filled.
    pub decision: Decision,
}

/// A fact that awards of the combination filled.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Filled {
    /// The fact.
    pub fact: String,
    /// The sum of the awards, to which what the case states is added.
    pub awards: Fen,
    /// The schemes whose awards they are.
    pub from: Vec<String>,
    /// Where the rules that fill it stand.
    pub grounds: Vec<Ground>,
}

/// A scheme that is not taken.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeftOut {
    /// Its id.
    pub scheme: String,
    /// Its name.
    pub scheme_name: Text,
    /// Why.
    pub reason: Reason,
    /// The same for a reader.
    pub text: Text,
    /// The total of the best combination that has it; absent where no combination can.
    pub best_total_with: Option<Fen>,
}

/// Why a scheme is not taken.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reason {
    /// No version was in force on the day.
    NotInForce,
    /// Its amounts do not add up with the others.
    OtherCurrency {
        /// Its currency.
        currency: Currency,
        /// The amount it decides by itself.
        amount: Option<Fen>,
        /// The amount by itself if open conditions are met.
        amount_if_met: Option<Fen>,
    },
    /// Beside what is chosen, gating clauses are not met.
    Refused {
        /// Their ids.
        clauses: Vec<String>,
    },
    /// Beside what is chosen, there is no amount, or no decided one.
    Undetermined {
        /// The facts and parameters that are missing.
        missing: Vec<String>,
        /// The amount if the open conditions are met.
        amount_if_met: Option<Fen>,
    },
    /// It cannot stand beside something that is chosen.
    Excluded {
        /// By whose rules, and beside what.
        by: Vec<Bar>,
    },
    /// It could be added to what is chosen, but that is not worth more.
    WorthLess {
        /// The total with it; absent where chosen schemes would lose their amounts.
        total: Option<Fen>,
        /// Those chosen schemes.
        forfeits: Vec<String>,
    },
}

/// A rule by which two awards cannot stand side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bar {
    /// The scheme whose rule it is: the one left out, or the chosen one.
    pub rule_of: String,
    /// The id of the exclusion within that scheme.
    pub clause: String,
    /// The chosen scheme.
    pub against: String,
    /// What the rule says.
    pub text: Text,
    /// Where it stands.
    pub ground: Ground,
}

/// The best permitted combinations of awards for the case that `facts` states, on the day `on`:
/// one by decided amounts, one by the amounts if open conditions are met.
///
/// `facts` serves all schemes, each reads the names it knows (see [`read_shared_facts`]). The
/// order of `schemes` does not matter; one that is given twice counts once. Of combinations with
/// equal totals the one with fewer schemes wins, then the one whose ids come first.
pub fn stack(schemes: &[&Scheme], facts: &Facts, on: Date) -> Stack {
    let Field { currency, candidates, set_aside } = Field::new(schemes, facts, on);
    let groups: Result<Vec<Group<'_>>, Unsolvable> =
        field::linked(&candidates).into_iter().map(|group| Group::new(&group, facts, on)).collect();
    let (outcome, combinations) = match groups {
        Err(unsolvable) => (unsolvable.outcome(), 0),
        Ok(groups) => {
            let found: Vec<(Group<'_>, Found)> = groups
                .into_iter()
                .map(|group| {
                    let found = search(&group);
                    (group, found)
                })
                .collect();
            let decided = reasons::plan(&found, Aim::Decided);
            let if_met = reasons::plan(&found, Aim::IfMet);
            let combinations = found.iter().map(|(_, found)| found.combinations).sum();
            (StackOutcome::Solved { decided, if_met }, combinations)
        }
    };
    Stack { date: on, currency, outcome, set_aside, combinations }
}
