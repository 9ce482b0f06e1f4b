//! The nearest change that would pass: of all changes of facts after which a refused case is no
//! longer refused, the one of least effort.
//!
//! The effort of a change is its fact's weight times how far it goes: for numbers
//! `|new − old| / max(|old|, |new|)`, for waiting and other days the days over 365, for everything
//! else 1; each part is rounded up at twelve decimals, and the parts are added. Plans are looked
//! at in order of effort, so the first that passes is the least. From a plan that does not pass
//! one goes on by a clause that still fails: every plan that passes must change something there.
//!
//! What is found has been decided again by [`evaluate`], on the changed facts alone.

mod axis;
mod moves;
mod plan;
mod reads;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use units::{Date, Decimal, Fen, Text};

use crate::decide::{evaluate, verdict_on};
use crate::decision::{ClauseVerdict, Decision, Missing, Verdict};
use crate::facts::Facts;
use crate::rules::{Clause, RuleSet};
use crate::value::Value;
use moves::Finder;
use plan::{Case, Move, ON, Plan, Target, days_between};

/// The most plans that are looked at.
const PLANS_MAX: usize = 5_000;

/// The nearest change that would pass, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Nearest {
    /// The case is not refused: nothing has to change.
    NotRefused {
        /// Met, or undetermined while something is missing.
        verdict: Verdict,
    },
    /// This change.
    Change(Box<Remedy>),
    /// No change of facts that can change helps.
    None {
        /// The clauses that stand in the way.
        stuck: Vec<Stuck>,
        /// The same for a reader.
        why: Text,
    },
    /// The search was given up; there may be a change that passes.
    Bound {
        /// How many plans were looked at.
        plans: usize,
        /// The same for a reader.
        why: Text,
    },
}

/// A change after which the case is not refused.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Remedy {
    /// The facts to change, by name.
    pub changes: Vec<Change>,
    /// The day to wait for, where waiting is part of it.
    pub waits_until: Option<Date>,
    /// The effort of it all, without unit, exact: the sum of the parts.
    pub effort: Decimal,
    /// How effort is measured.
    pub metric: Text,
    /// Whether certainly no change of less effort exists. Not so where a comparison weighs several
    /// values against each other, or where the search was given up before its end.
    pub is_least: bool,
    /// The verdict on the changed facts: met, or undetermined while something is missing.
    pub verdict: Verdict,
    /// The amount then granted; present exactly when the verdict is met.
    pub amount: Option<Fen>,
    /// The amount then, if what is still open is met.
    pub amount_if_met: Option<Fen>,
    /// What is missing then.
    pub missing: Vec<Missing>,
    /// The change for a reader, with what is missing after it.
    pub shown: Text,
}

/// One fact to change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: Text,
    /// What it is; numbers in the unit of the fact.
    pub from: Value,
    /// What it must be, in the same unit.
    pub to: Value,
    /// What it is, with its unit.
    pub from_shown: Text,
    /// What it must be, with its unit.
    pub to_shown: Text,
    /// Its part of the effort.
    pub effort: Decimal,
    /// Who can supply it: who must find it so.
    pub who: Text,
}

/// A clause that no change helps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stuck {
    /// Its id.
    pub clause: String,
    /// What it says.
    pub text: Text,
    /// The known facts that it reads, by name, with their labels.
    pub facts: BTreeMap<String, Text>,
}

/// The change of least effort after which the case of `facts` is not refused under `rules`.
///
/// A case without unknowns then passes; in one that lacks something, no gating clause fails any
/// more and nothing is missing that was not missing before. Only where there is no such change
/// may it make something missing, as little as possible. Unknown facts stay unknown, reasons are
/// not invented, lists and incompletely known dates are left alone, and no wait goes beyond the
/// last day of the version. `on` is the day of the decision.
pub fn nearest_change(rules: &RuleSet, facts: &Facts, on: Date) -> Nearest {
    let before = evaluate(rules, facts, on);
    if before.verdict != Verdict::NotMet {
        return Nearest::NotRefused { verdict: before.verdict };
    }
    let missing = before.missing.into_iter().map(|missing| missing.name).collect();
    let open = before.clauses.into_iter().filter(|c| c.verdict == ClauseVerdict::Undetermined);
    let open = open.map(|clause| clause.id).collect();
    let case = Case { rules, facts, on };
    let queue = BTreeSet::from([Plan::default()]);
    Search { case, missing, open, queue, is_rough: false, second: None, stuck: BTreeMap::new() }
        .run()
}

struct Search<'a> {
    case: Case<'a>,
    /// Names that are missing as the case stands.
    missing: BTreeSet<String>,
    /// Clauses that are open as the case stands.
    open: BTreeSet<String>,
    /// Plans to look at, the least first.
    queue: BTreeSet<Plan>,
    /// Whether the least may have been passed over; see [`Finder::is_rough`].
    is_rough: bool,
    /// The plan that refuses nothing but makes the fewest things missing, and how many.
    second: Option<(usize, Plan)>,
    /// Clauses at which the search came to an end, by id.
    stuck: BTreeMap<String, Stuck>,
}

impl<'a> Search<'a> {
    fn run(mut self) -> Nearest {
        let mut looked_at = 0;
        while let Some(plan) = self.queue.pop_first() {
            looked_at += 1;
            if looked_at > PLANS_MAX {
                self.is_rough = true;
                break;
            }
            if self.look_at(&plan) {
                return self.remedy(&plan);
            }
        }
        match self.second.take() {
            Some((_, plan)) => self.remedy(&plan),
            None if looked_at > PLANS_MAX => bound(),
            None => none(self.stuck.into_values().collect()),
        }
    }

    /// Whether `plan` passes; if not, the plans that go on from it are queued.
    fn look_at(&mut self, plan: &Plan) -> bool {
        let mut finder = Finder::new(self.case, plan);
        let gating = self.case.rules.clauses.iter().filter(|clause| clause.kind.gates());
        let verdicts: Vec<(&Clause, ClauseVerdict)> = gating
            .map(|clause| (clause, verdict_on(clause, self.case.rules, &finder.facts, finder.on)))
            .collect();
        let with = |wanted: ClauseVerdict| {
            verdicts
                .iter()
                .filter(move |(_, verdict)| *verdict == wanted)
                .map(|(clause, _)| *clause)
        };
        let mut failing: Vec<&Clause> = with(ClauseVerdict::NotMet).collect();
        if failing.is_empty() {
            let after = evaluate(self.case.rules, &finder.facts, finder.on);
            let news = |missing: &&Missing| !self.missing.contains(&missing.name);
            let count = after.missing.iter().filter(news).count();
            if count == 0 {
                return true;
            }
            if self.second.as_ref().is_none_or(|(least, _)| count < *least) {
                self.second = Some((count, plan.clone()));
            }
            let opened = |clause: &&Clause| !self.open.contains(&clause.id);
            failing = with(ClauseVerdict::Undetermined).filter(opened).collect();
        }
        let ways: Vec<BTreeSet<Move>> = failing.iter().map(|clause| finder.of(clause)).collect();
        self.is_rough |= finder.is_rough;
        for (clause, _) in failing.iter().zip(&ways).filter(|(_, ways)| ways.is_empty()) {
            let facts = finder.known(clause).into_iter().collect();
            let stuck = Stuck { clause: clause.id.clone(), text: clause.text.clone(), facts };
            self.stuck.insert(stuck.clause.clone(), stuck);
        }
        // Each of these clauses must come to hold: the one with the fewest ways leaves the least
        // to look at.
        for way in ways.into_iter().min_by_key(BTreeSet::len).unwrap_or_default() {
            self.queue.insert(self.case.extend(plan, way));
        }
        false
    }

    /// The plan with the decision on its facts, taken anew.
    fn remedy(&self, plan: &Plan) -> Nearest {
        let (facts, on) = self.case.under(plan);
        let after = evaluate(self.case.rules, &facts, on);
        let named = plan.changes.iter().filter(|(name, _)| *name != ON);
        let changes: Vec<Change> =
            named.filter_map(|(name, target)| self.change(name, target)).collect();
        let waits_until = (on != self.case.on).then_some(on);
        let shown = self.shown(&changes, waits_until, &after);
        Nearest::Change(Box::new(Remedy {
            changes,
            waits_until,
            effort: plan.effort.normalize(),
            metric: metric(),
            is_least: !self.is_rough,
            verdict: after.verdict,
            amount: after.amount,
            amount_if_met: after.amount_if_met,
            missing: after.missing,
            shown,
        }))
    }

    fn change(&self, name: &str, target: &Target) -> Option<Change> {
        let definition = self.case.rules.facts.get(name)?;
        let from = self.case.facts.get(name)?.value.clone();
        let to = target.value();
        Some(Change {
            name: name.to_owned(),
            label: definition.label.clone(),
            from_shown: from.shown(&definition.kind),
            to_shown: to.shown(&definition.kind),
            from,
            to,
            effort: self.case.effort(name, target).normalize(),
            who: definition.supplier.clone(),
        })
    }

    fn shown(&self, changes: &[Change], waits: Option<Date>, after: &Decision) -> Text {
        let mut zh: Vec<String> = Vec::new();
        let mut en: Vec<String> = Vec::new();
        for Change { label, from_shown, to_shown, .. } in changes {
            zh.push(format!("{}：{} → {}", label.zh, from_shown.zh, to_shown.zh));
            en.push(format!("{}: {} → {}", label.en, from_shown.en, to_shown.en));
        }
        if let Some(day) = waits {
            let days = days_between(self.case.on, day);
            zh.push(format!("等到 {day}（{days} 天）"));
            en.push(format!("wait until {day} ({days} days)"));
        }
        if !after.missing.is_empty() {
            let what: Vec<&Text> = after.missing.iter().map(|missing| &missing.what).collect();
            let list = |pick: fn(&Text) -> &str, gap: &str| {
                what.iter().map(|text| pick(text)).collect::<Vec<_>>().join(gap)
            };
            zh.push(format!("此后尚缺：{}", list(|text| &text.zh, "、")));
            en.push(format!("then still missing: {}", list(|text| &text.en, ", ")));
        }
        Text::new(zh.join("；"), en.join("; "))
    }
}

fn metric() -> Text {
    Text::new(
        "各项更改的难度权重 × 幅度之和；幅度：数值为 |新−旧| ÷ max(|旧|, |新|)，等待或改期为天数 ÷ 365，\
         其余为 1；每项向上进位到小数点后十二位",
        "the sum over all changes of weight × extent; the extent of a number is \
         |new − old| / max(|old|, |new|), of waiting or moving a day days / 365, of anything else \
         1; each part rounded up at twelve decimals",
    )
}

fn none(stuck: Vec<Stuck>) -> Nearest {
    let about = |pick: fn(&Text) -> &str, open: &str, gap: &str, close: &str, next: &str| {
        let line = |stuck: &Stuck| {
            let labels: Vec<&str> = stuck.facts.values().map(pick).collect();
            format!("{}{open}{}{close}", pick(&stuck.text), labels.join(gap))
        };
        stuck.iter().map(line).collect::<Vec<_>>().join(next)
    };
    let zh = about(|text| &text.zh, "（", "、", "）", "；");
    let en = about(|text| &text.en, " (", ", ", ")", "; ");
    let why = Text::new(
        format!("可变的事实怎样更改都不能满足：{zh}"),
        format!("no change of facts that can change meets: {en}"),
    );
    Nearest::None { stuck, why }
}

fn bound() -> Nearest {
    let why = Text::new(
        format!("已比较 {PLANS_MAX} 种更改，未得结果；不能断定没有可行的更改"),
        format!("{PLANS_MAX} changes were compared without result; one that passes may exist"),
    );
    Nearest::Bound { plans: PLANS_MAX, why }
}
