//! The plan that a search found, and why each other scheme is not in it.

use units::{Fen, Text};

use super::field::Candidate;
use super::group::{Group, Set, Worth};
use super::search::{Aim, Best, Found};
use super::{Bar, LeftOut, Plan, Reason, StackedAward};
use crate::decision::{Decision, Verdict, not_met};
use crate::scheme::Scheme;

/// A scheme that no combination takes.
pub(super) fn aside(scheme: &Scheme, reason: Reason, text: Text) -> LeftOut {
    let (id, name) = (scheme.id().to_owned(), scheme.name().clone());
    LeftOut { scheme: id, scheme_name: name, reason, text, best_total_with: None }
}

/// A scheme that is left out for what its own decision says.
pub(super) fn own(candidate: &Candidate<'_>, decision: &Decision) -> LeftOut {
    let reason = if decision.verdict == Verdict::NotMet {
        let clauses = not_met(&decision.clauses).into_iter().map(str::to_owned).collect();
        Reason::Refused { clauses }
    } else {
        let missing = decision.missing.iter().map(|missing| missing.name.clone()).collect();
        Reason::Undetermined { missing, amount_if_met: decision.amount_if_met }
    };
    let text = decision.amount_note.clone().unwrap_or_default();
    aside(candidate.scheme, reason, text)
}

/// The best combination of all groups together.
pub(super) fn plan(found: &[(Group<'_>, Found)], aim: Aim) -> Plan {
    let total: i128 = found.iter().map(|(_, found)| found.best(aim).total).sum();
    let mut plan = Plan { total: fen(total), chosen: Vec::new(), left_out: Vec::new() };
    for (group, found) in found {
        let best = found.best(aim);
        let table = Table { group, best, aim, elsewhere: total - best.total };
        let (taken, awards) = table.awards();
        plan.chosen.extend(awards);
        for index in 0..group.members.len() {
            if !holds(best.set, index) {
                plan.left_out.push(table.left_out(index, &taken));
            }
        }
    }
    plan.chosen.sort_by(|a, b| a.scheme.cmp(&b.scheme));
    plan.left_out.sort_by(|a, b| a.scheme.cmp(&b.scheme));
    plan
}

/// An amount of money; it ends at the ends of the range, far beyond any real sum.
fn fen(total: i128) -> Fen {
    Fen(i64::try_from(total).unwrap_or(if total < 0 { i64::MIN } else { i64::MAX }))
}

fn holds(set: Set, index: usize) -> bool {
    set >> index & 1 == 1
}

/// One group and its best combination.
struct Table<'g, 'a> {
    group: &'g Group<'a>,
    best: &'g Best,
    aim: Aim,
    /// What the other groups add to every total, in fen.
    elsewhere: i128,
}

impl Table<'_, '_> {
    /// The awards of the combination; by member, and in full.
    fn awards(&self) -> (Vec<Option<Worth>>, Vec<StackedAward>) {
        let mut taken = vec![None; self.group.members.len()];
        let mut awards = Vec::new();
        for &index in self.group.order.iter().filter(|index| holds(self.best.set, **index)) {
            let (decision, filled) = self.group.beside(index, &taken);
            taken[index] = Worth::of(&decision);
            awards.push(StackedAward {
                scheme: decision.scheme.clone(),
                version: decision.version.clone(),
                amount: taken[index].map_or(Fen::ZERO, |worth| worth.amount),
                mode: decision.mode.clone(),
                filled,
                decision,
            });
        }
        (taken, awards)
    }

    /// Why a member is not in the combination.
    fn left_out(&self, index: usize, taken: &[Option<Worth>]) -> LeftOut {
        let candidate = &self.group.members[index].candidate;
        let (decision, _) = self.group.beside(index, taken);
        let has_amount = self.aim.counts(Worth::of(&decision)).is_some();
        let with = self.best.total_with[index];
        let bars = self.bars(index);
        // Where it never has an amount, that is the reason, and not what bars it beside.
        let mut left_out = if !has_amount && (with.is_none() || bars.is_empty()) {
            own(candidate, &decision)
        } else if bars.is_empty() {
            self.worth_less(index)
        } else {
            let text = excluded(&bars);
            aside(candidate.scheme, Reason::Excluded { by: bars }, text)
        };
        left_out.best_total_with = with.map(|total| fen(total + self.elsewhere));
        left_out
    }

    /// The rules by which a member cannot stand beside the combination.
    fn bars(&self, index: usize) -> Vec<Bar> {
        let out = &self.group.members[index].candidate;
        let mut bars = Vec::new();
        for (other, member) in self.group.members.iter().enumerate() {
            if !holds(self.best.set, other) {
                continue;
            }
            let chosen = &member.candidate;
            for (owner, against) in [(out, chosen), (chosen, out)] {
                bars.extend(owner.bars(against).map(|rule| Bar {
                    rule_of: owner.id().to_owned(),
                    clause: rule.id.clone(),
                    against: chosen.id().to_owned(),
                    text: rule.text.clone(),
                    ground: rule.ground.clone(),
                }));
            }
        }
        bars
    }

    /// What the combination comes to with one member more.
    fn worth_less(&self, index: usize) -> LeftOut {
        let set = self.best.set | 1 << index;
        let mut taken = vec![None; self.group.members.len()];
        let mut total = self.elsewhere;
        let mut forfeits = Vec::new();
        for &member in self.group.order.iter().filter(|member| holds(set, **member)) {
            let (decision, _) = self.group.beside(member, &taken);
            taken[member] = self.aim.counts(Worth::of(&decision));
            match taken[member] {
                Some(worth) => total += i128::from(worth.amount.0),
                None => forfeits.push(decision.scheme),
            }
        }
        forfeits.sort();
        let text = if forfeits.is_empty() {
            let (with, best) = (fen(total), fen(self.best.total + self.elsewhere));
            Text::new(
                format!("加上它合计 {with}，不多于 {best}"),
                format!("with it the total would be {with}, no more than {best}"),
            )
        } else {
            Text::new(
                format!("加上它，{} 将无金额", forfeits.join("、")),
                format!("with it there would be no amount from {}", forfeits.join(", ")),
            )
        };
        let total = forfeits.is_empty().then(|| fen(total));
        let scheme = self.group.members[index].candidate.scheme;
        aside(scheme, Reason::WorthLess { total, forfeits }, text)
    }
}

fn excluded(bars: &[Bar]) -> Text {
    let zh = |bar: &Bar| {
        format!("不能与 {} 并享：{} 的 {}（{}）", bar.against, bar.rule_of, bar.clause, bar.text.zh)
    };
    let en = |bar: &Bar| {
        let Bar { rule_of, clause, against, text, .. } = bar;
        format!("cannot stand beside {against}: {clause} of {rule_of} ({})", text.en)
    };
    let zh: Vec<String> = bars.iter().map(zh).collect();
    let en: Vec<String> = bars.iter().map(en).collect();
    Text::new(zh.join("；"), en.join("; "))
}
