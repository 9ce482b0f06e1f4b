//! From the values of clauses and modes to decisions, row by row of a block.
//!
//! What `decide.rs` says of one case, said of many: a clause is one look into a table of the states
//! of its two formulas.

use units::Fen;

use super::compile::{Compiler, Form, Made, law, state_of};
use super::ops::{BLOCK, Register, rounded};
use super::state::{
    BARRED, BASIS, BY_HAND, MODELLED, TRUE, Table, UNCONFIRMED, UNKNOWN, is_firm, tabulate,
};
use super::{Answers, Shaped};
use crate::decision::{ClauseVerdict, Verdict};
use crate::ground::Basis;
use crate::load::BEST;
use crate::rules::{Clause, ClauseKind, Rounding, RuleSet};
use crate::value::Type;

/// Verdicts as the two low bits of a ruling; its basis stands above them as in a state.
const VERDICTS: [ClauseVerdict; 4] = [
    ClauseVerdict::Met,
    ClauseVerdict::NotMet,
    ClauseVerdict::Undetermined,
    ClauseVerdict::NotApplicable,
];
const MET: u8 = 0;
const NOT_MET: u8 = 1;
const UNDETERMINED: u8 = 2;
const NOT_APPLICABLE: u8 = 3;

/// One clause: where its formulas are, and what their states mean.
#[derive(Debug)]
struct Ruling {
    condition: usize,
    applies: Option<usize>,
    reason: Option<usize>,
    gates: bool,
    /// By the states of `applies_when` (always true without one) and of the condition, where the
    /// recorded reason is known or not needed.
    with_reason: Table,
    /// The same where the reason is needed and not known.
    without_reason: Table,
}

#[derive(Debug)]
struct Offer {
    amount: Made,
    rounding: Rounding,
    ground: u8,
    /// The code of its id, as the mode fact states it.
    code: i128,
}

/// How the decision is made from the registers.
#[derive(Debug)]
pub(super) struct Plan {
    validity: u8,
    draft: bool,
    rulings: Vec<Ruling>,
    offers: Vec<Offer>,
    /// The mode fact, and the code that asks for the best.
    stated: Option<(usize, i128)>,
}

impl Plan {
    pub(super) fn new(rules: &RuleSet, shapes: &[Shaped], compiler: &mut Compiler<'_>) -> Self {
        let rulings = rules.clauses.iter().map(|clause| ruling(clause, rules, shapes, compiler));
        let rulings = rulings.collect();
        let offers = rules.modes.iter().map(|mode| Offer {
            amount: compiler.expr(&mode.amount.expr),
            rounding: mode.rounding,
            ground: law(&mode.ground),
            code: compiler.text(&mode.id),
        });
        let offers = offers.collect();
        let stated = rules.mode_fact.as_ref().and_then(|name| {
            let kind = &rules.facts.get(name)?.kind;
            Some((compiler.fact(name, kind).at, compiler.text(BEST)))
        });
        let validity = state_of(&Basis::law("validity", &rules.version.ground));
        Self { validity, draft: rules.version.draft, rulings, offers, stated }
    }

    /// Adds the decisions of a block; gives the rows that the scalar evaluator must decide.
    pub(super) fn decide(
        &self,
        registers: &[Register],
        rows: usize,
        answers: &mut Answers,
    ) -> Vec<usize> {
        let mut tally = Tally::new(self.validity);
        for (ruling, column) in self.rulings.iter().zip(&mut answers.clauses) {
            ruling.add(registers, rows, &mut tally, column);
        }
        let mut by_hand = Vec::new();
        for row in 0..rows {
            let choice = self.choose(registers, row);
            let basis = tally.basis[row] | choice.basis;
            if basis & BY_HAND != 0 {
                by_hand.push(row);
            }
            let refused = tally.refused[row];
            let all_met = tally.all_met[row] && !self.draft;
            let amount = choice.amount.filter(|_| all_met && choice.settled && is_firm(basis));
            answers.verdicts.push(match amount {
                _ if refused => Verdict::NotMet,
                Some(_) => Verdict::Met,
                None => Verdict::Undetermined,
            });
            answers.amounts.push(amount.filter(|_| !refused));
            answers.amounts_if_met.push(choice.amount.filter(|_| !refused));
            answers.modes.push(choice.mode);
            answers.unconfirmed.push(basis & UNCONFIRMED != 0);
            answers.provisional.push(basis & MODELLED != 0);
        }
        by_hand
    }

    /// As `Court::choose`: the mode that the case names, or the best of those that can be computed.
    fn choose(&self, registers: &[Register], row: usize) -> Choice {
        let (wanted, mut basis) = match self.stated {
            None => (None, 0),
            Some((fact, _)) => {
                let state = registers[fact].states[row];
                let known = state & UNKNOWN == 0;
                (known.then_some(registers[fact].numbers[row]), state & !(UNKNOWN | TRUE))
            }
        };
        let best = self.stated.is_none_or(|(_, best)| wanted == Some(best));
        let named = self.offers.iter().position(|offer| Some(offer.code) == wanted);
        let is_stated = named.is_some() || best;
        let mut complete = true;
        let mut found: Option<(usize, Fen, u8)> = None;
        let mut resting = 0;
        for (index, offer) in self.offers.iter().enumerate() {
            if named.is_some_and(|named| named != index) {
                continue;
            }
            let (amount, own) = offer.amount(registers, row);
            resting |= own;
            let Some(amount) = amount else {
                complete = false;
                continue;
            };
            if found.is_none_or(|(_, other, _)| amount > other) {
                found = Some((index, amount, own));
            }
        }
        basis |= match (is_stated, found) {
            (true, _) => resting,
            (false, Some((.., own))) => own | resting & BY_HAND,
            (false, None) => resting & BY_HAND,
        };
        Choice {
            mode: found.and_then(|(index, ..)| u8::try_from(index).ok()),
            amount: found.map(|(_, amount, _)| amount),
            settled: is_stated && complete,
            basis,
        }
    }
}

struct Choice {
    mode: Option<u8>,
    amount: Option<Fen>,
    settled: bool,
    basis: u8,
}

impl Offer {
    /// The amount of a row, when it can be computed, and what it rests on.
    fn amount(&self, registers: &[Register], row: usize) -> (Option<Fen>, u8) {
        let register = &registers[self.amount.at];
        let (number, state) = (register.numbers[row], register.states[row]);
        let Form::Number { scale, .. } = self.amount.form else { return (None, BY_HAND) };
        let known = state & (UNKNOWN | BY_HAND) == 0 && number >= 0;
        let Rounding { strategy, digits } = self.rounding;
        let fen = rounded(number, scale, strategy, digits).filter(|_| known);
        let amount = fen.and_then(|fen| i64::try_from(fen).ok()).map(Fen);
        (amount, state & (BASIS | BY_HAND) | self.ground)
    }
}

/// What all clauses together say of each row of a block.
struct Tally {
    refused: Vec<bool>,
    all_met: Vec<bool>,
    basis: Vec<u8>,
}

impl Tally {
    fn new(validity: u8) -> Self {
        let (refused, all_met) = (vec![false; BLOCK], vec![true; BLOCK]);
        Self { refused, all_met, basis: vec![validity; BLOCK] }
    }
}

impl Ruling {
    fn add(
        &self,
        registers: &[Register],
        rows: usize,
        tally: &mut Tally,
        column: &mut Vec<ClauseVerdict>,
    ) {
        let conditions = &registers[self.condition].states[..rows];
        for (row, condition) in conditions.iter().enumerate() {
            let mut applies = self.applies.map_or(TRUE, |at| registers[at].states[row]);
            let mut table = &self.with_reason;
            if let Some(at) = self.reason {
                let reason = registers[at].states[row];
                if reason & UNKNOWN != 0 {
                    table = &self.without_reason;
                } else if applies & (TRUE | UNKNOWN | BY_HAND) == 0 {
                    // What says why it does not apply is part of what that rests on.
                    applies |= reason & (BASIS | BY_HAND);
                }
            }
            let ruling = table[usize::from(applies) << 6 | usize::from(*condition)];
            let verdict = ruling & 3;
            column.push(VERDICTS[usize::from(verdict)]);
            if self.gates {
                tally.refused[row] |= verdict == NOT_MET;
                tally.all_met[row] &= verdict == MET || verdict == NOT_APPLICABLE;
                tally.basis[row] |= ruling & (BASIS | BY_HAND);
            } else {
                tally.basis[row] |= ruling & BY_HAND;
            }
        }
    }
}

fn ruling(
    clause: &Clause,
    rules: &RuleSet,
    shapes: &[Shaped],
    compiler: &mut Compiler<'_>,
) -> Ruling {
    let condition = compiler.expr(&clause.condition.expr).at;
    let applies = clause.applies_when.as_ref().map(|formula| compiler.expr(&formula.expr).at);
    let reason = clause.reason.as_ref().map(|name| {
        let kind = rules.facts.get(name).map_or(&Type::Text, |fact| &fact.kind);
        compiler.fact(name, kind).at
    });
    let judged = clause.kind == ClauseKind::Judgement;
    let names = clause.condition.expr.names();
    let name = names.first().map_or("", |(name, _)| *name);
    let assessed = shapes.iter().any(|shape| shape.name == name && shape.assessed);
    let own = law(&clause.ground);
    let table = |reason: bool| {
        tabulate(|applies, condition| {
            rule(applies, condition, own, reason, judged.then_some(assessed))
        })
    };
    Ruling {
        condition,
        applies,
        reason,
        gates: clause.kind.gates(),
        with_reason: table(true),
        without_reason: table(false),
    }
}

/// The ruling for one pair of states, as `Court::clause` makes it. `judged`: for a judgement,
/// whether somebody is named who made it.
fn rule(applies: u8, condition: u8, law: u8, reason: bool, judged: Option<bool>) -> u8 {
    let unknown = |state: u8| state & UNKNOWN != 0;
    let holds = match condition {
        state if unknown(state) => UNDETERMINED,
        state if state & TRUE != 0 => MET,
        _ => NOT_MET,
    };
    if applies & BY_HAND != 0 {
        return BY_HAND | UNDETERMINED;
    }
    let (found, basis) = if unknown(applies) {
        if condition & BY_HAND != 0 {
            return BY_HAND | UNDETERMINED;
        }
        if holds == MET { (MET, condition) } else { (UNDETERMINED, applies | condition) }
    } else if applies & TRUE == 0 {
        (if reason { NOT_APPLICABLE } else { UNDETERMINED }, applies)
    } else if condition & BY_HAND != 0 {
        return BY_HAND | UNDETERMINED;
    } else {
        (holds, applies | condition)
    };
    let basis = basis & BASIS | law;
    let usable = if judged.is_some() { is_firm(basis) } else { basis & BARRED == 0 };
    let mut verdict = if usable { found } else { UNDETERMINED };
    if judged == Some(false) && verdict <= NOT_MET {
        verdict = UNDETERMINED;
    }
    basis | verdict
}
