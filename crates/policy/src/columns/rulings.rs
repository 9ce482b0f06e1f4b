//! From the values of clauses and modes to decisions, row by row of a block.
//!
//! What `decide.rs` says of one case, said of many: a clause is one look into a table of the states
//! of its two formulas.

use units::Fen;

use super::compile::{Compiler, Form, Made, law, state_of};
use super::ops::{BLOCK, Cut, Register};
use super::state::{
    BARRED, BASIS, BY_HAND, MODELLED, STATES, TRUE, Table, UNCONFIRMED, UNKNOWN, is_firm, tabulate,
};
use super::{Answers, Shaped};
use crate::decision::{ClauseVerdict, Verdict};
use crate::ground::Basis;
use crate::load::BEST;
use crate::rules::{Clause, ClauseKind, Mode, Rounding, RuleSet};
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
const VERDICT: u8 = 3;
/// A ruling that refuses the case.
const REFUSED: u8 = 64;
/// A ruling that does not let the case pass.
const STOPPED: u8 = 128;

/// One clause: where its formulas are, and what their states mean.
#[derive(Debug)]
struct Ruling {
    condition: usize,
    applies: Option<usize>,
    reason: Option<usize>,
    /// What of a ruling counts for the whole decision.
    counts: u8,
    /// By the states of `applies_when` (always true without one) and of the condition, where the
    /// recorded reason is known or not needed.
    with_reason: Table,
    /// The same where the reason is needed and not known.
    without_reason: Table,
    /// By the condition, of a clause that applies to every case.
    alone: [u8; STATES],
}

#[derive(Debug)]
struct Offer {
    amount: Made,
    /// How it becomes fen; absent for what is no number that can be held.
    cut: Option<Cut>,
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
        let offers = rules.modes.iter().map(|mode| offer(mode, compiler)).collect();
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
        let mut rulings = [0; BLOCK];
        for (ruling, column) in self.rulings.iter().zip(&mut answers.clauses) {
            ruling.add(registers, &mut rulings[..rows], column);
        }
        let mut choices = [Choice::NONE; BLOCK];
        let choices = &mut choices[..rows];
        for (row, (choice, ruling)) in choices.iter_mut().zip(rulings).enumerate() {
            *choice = self.choose(registers, row);
            choice.basis |= ruling & (BASIS | BY_HAND) | self.validity;
            let amount = choice.amount.filter(|_| ruling & REFUSED == 0);
            let passes = ruling & STOPPED == 0 && !self.draft && choice.settled;
            choice.award = amount.filter(|_| passes && is_firm(choice.basis));
            choice.amount = amount;
            choice.verdict = match choice.award {
                _ if ruling & REFUSED != 0 => Verdict::NotMet,
                Some(_) => Verdict::Met,
                None => Verdict::Undetermined,
            };
        }
        answers.verdicts.extend(choices.iter().map(|choice| choice.verdict));
        answers.amounts.extend(choices.iter().map(|choice| choice.award));
        answers.amounts_if_met.extend(choices.iter().map(|choice| choice.amount));
        answers.modes.extend(choices.iter().map(|choice| choice.mode));
        let states = |bit: u8| choices.iter().map(move |choice| choice.basis & bit != 0);
        answers.unconfirmed.extend(states(UNCONFIRMED));
        answers.provisional.extend(states(MODELLED));
        let by_hand = choices.iter().enumerate().filter(|(_, c)| c.basis & BY_HAND != 0);
        by_hand.map(|(row, _)| row).collect()
    }

    /// As `Court::choose`: the mode that the case names, or the best of those that can be computed.
    fn choose(&self, registers: &[Register], row: usize) -> Choice {
        if let (None, [offer]) = (&self.stated, self.offers.as_slice()) {
            let (amount, basis) = offer.amount(registers, row);
            let mode = amount.map(|_| 0);
            return Choice { mode, amount, settled: amount.is_some(), basis, ..Choice::NONE };
        }
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
            ..Choice::NONE
        }
    }
}

/// What is granted to one row.
#[derive(Clone, Copy)]
struct Choice {
    mode: Option<u8>,
    /// The amount if the open conditions are met.
    amount: Option<Fen>,
    settled: bool,
    basis: u8,
    award: Option<Fen>,
    verdict: Verdict,
}

impl Choice {
    const NONE: Self = Self {
        mode: None,
        amount: None,
        settled: false,
        basis: 0,
        award: None,
        verdict: Verdict::Undetermined,
    };
}

impl Offer {
    /// The amount of a row, when it can be computed, and what it rests on.
    fn amount(&self, registers: &[Register], row: usize) -> (Option<Fen>, u8) {
        let register = &registers[self.amount.at];
        let (number, state) = (register.numbers[row], register.states[row]);
        let Some(cut) = &self.cut else { return (None, BY_HAND) };
        let known = state & (UNKNOWN | BY_HAND) == 0 && number >= 0;
        let fen = if known { cut.minor_units(number) } else { None };
        let amount = fen.and_then(|fen| i64::try_from(fen).ok()).map(Fen);
        (amount, state & (BASIS | BY_HAND) | self.ground)
    }
}

/// States of something that is not asked for: it applies, and no reason is missing.
static APPLIES: [u8; BLOCK] = [TRUE; BLOCK];
static NOTHING: [u8; BLOCK] = [0; BLOCK];

impl Ruling {
    /// Adds this clause's verdicts to its column, and what counts of them to each row's rulings.
    fn add(&self, registers: &[Register], rulings: &mut [u8], column: &mut Vec<ClauseVerdict>) {
        let conditions = &registers[self.condition].states;
        if let (None, None) = (self.applies, self.reason) {
            column.extend(rulings.iter_mut().zip(conditions).map(|(sum, condition)| {
                let ruling = self.alone[usize::from(*condition) % STATES];
                *sum |= ruling & self.counts;
                VERDICTS[usize::from(ruling & VERDICT)]
            }));
            return;
        }
        let applies = self.applies.map_or(&APPLIES[..], |at| &registers[at].states);
        let reasons = self.reason.map_or(&NOTHING[..], |at| &registers[at].states);
        let states = conditions.iter().zip(applies).zip(reasons);
        column.extend(rulings.iter_mut().zip(states).map(
            |(sum, ((condition, applies), reason))| {
                let (mut applies, mut table) = (*applies, &self.with_reason);
                if reason & UNKNOWN != 0 {
                    table = &self.without_reason;
                } else if applies & (TRUE | UNKNOWN | BY_HAND) == 0 {
                    // What says why it does not apply is part of what that rests on.
                    applies |= reason & (BASIS | BY_HAND);
                }
                let ruling = table[usize::from(applies) << 6 | usize::from(*condition)];
                *sum |= ruling & self.counts;
                VERDICTS[usize::from(ruling & VERDICT)]
            },
        ));
    }
}

fn offer(mode: &Mode, compiler: &mut Compiler<'_>) -> Offer {
    let amount = compiler.expr(&mode.amount.expr);
    let Rounding { strategy, digits } = mode.rounding;
    let cut = match amount.form {
        Form::Number { scale, .. } => Cut::new(scale, strategy, digits),
        Form::Truth | Form::Code => None,
    };
    Offer { amount, cut, ground: law(&mode.ground), code: compiler.text(&mode.id) }
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
            let ruling = rule(applies, condition, own, reason, judged.then_some(assessed));
            ruling
                | match ruling & VERDICT {
                    NOT_MET => REFUSED | STOPPED,
                    UNDETERMINED => STOPPED,
                    _ => 0,
                }
        })
    };
    let with_reason = table(true);
    let mut alone = [0; STATES];
    alone.copy_from_slice(&with_reason[usize::from(TRUE) * STATES..][..STATES]);
    Ruling {
        condition,
        applies,
        reason,
        counts: if clause.kind.gates() { !VERDICT } else { BY_HAND },
        with_reason,
        without_reason: table(false),
        alone,
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
