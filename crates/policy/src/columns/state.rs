//! What is known of one value of one row, in six bits; and three-valued logic as tables over them.
//!
//! The scalar evaluator (`expr/eval.rs`) is the law; these tables say the same of whole columns.

/// A truth that holds (for conditions).
pub(super) const TRUE: u8 = 1;
/// The value is not known.
pub(super) const UNKNOWN: u8 = 2;
/// A result of a model took part.
pub(super) const MODELLED: u8 = 4;
/// Something recalled, missing or assumed took part.
pub(super) const BARRED: u8 = 8;
/// Law that no official has confirmed took part.
pub(super) const UNCONFIRMED: u8 = 16;
/// The row is to be decided by the scalar evaluator.
pub(super) const BY_HAND: u8 = 32;

/// What a value rests on.
pub(super) const BASIS: u8 = MODELLED | BARRED | UNCONFIRMED;
/// How many states there are.
pub(super) const STATES: usize = 64;

/// A function of two states, written out.
pub(super) type Table = Box<[u8]>;

/// Whether nothing that may not decide took part.
pub(super) fn is_firm(state: u8) -> bool {
    state & (MODELLED | BARRED) == 0
}

/// Whether the value is known and `truth`.
fn says(state: u8, truth: bool) -> bool {
    state & (UNKNOWN | BY_HAND) == 0 && (state & TRUE != 0) == truth
}

/// The table of a function of two states: the entry of `(a, b)` is at `a * 64 + b`.
pub(super) fn tabulate(of: impl Fn(u8, u8) -> u8) -> Table {
    let states = || 0..u8::try_from(STATES).unwrap_or(u8::MAX);
    states().flat_map(|a| states().map(move |b| (a, b))).map(|(a, b)| of(a, b)).collect()
}

/// `and` (decided by `false`) or `or` (decided by `true`).
pub(super) fn logic(decisive: bool) -> Table {
    tabulate(|a, b| {
        if (a | b) & BY_HAND != 0 {
            // Certain on the left is certain, whatever the right turns out to be.
            let settled = says(a, decisive) && is_firm(a);
            return if settled { a } else { BY_HAND };
        }
        match (says(a, decisive), says(b, decisive)) {
            (true, true) if is_firm(a) || !is_firm(b) => a,
            (true, false) => a,
            (_, true) => b,
            (false, false) => {
                let unknown = (a | b) & UNKNOWN;
                let truth = if unknown == 0 && !decisive { TRUE } else { 0 };
                (a | b) & BASIS | unknown | truth
            }
        }
    })
}

/// `not`.
pub(super) fn not(state: u8) -> u8 {
    if state & UNKNOWN != 0 { state } else { state ^ TRUE }
}

/// Whether `least` or more of `parts` hold.
pub(super) fn at_least(least: usize, base: u8, parts: &(impl Iterator<Item = u8> + Clone)) -> u8 {
    let all = parts.clone().fold(base, |all, part| all | part);
    if all & BY_HAND != 0 {
        return BY_HAND;
    }
    let few = (parts.clone().count() + 1).saturating_sub(least);
    for (truth, enough) in [(true, least), (false, few)] {
        let firm = parts.clone().filter(|part| says(*part, truth) && is_firm(*part));
        let soft = parts.clone().filter(|part| says(*part, truth) && !is_firm(*part));
        let mut counted = firm.chain(soft).take(enough);
        let mut count = 0;
        let basis = counted.by_ref().fold(base & BASIS, |basis, part| {
            count += 1;
            basis | part & BASIS
        });
        if count == enough {
            return basis | u8::from(truth);
        }
    }
    all & BASIS | UNKNOWN
}

/// Which of several values counts: the first known firm one, else the first known.
/// `Err(true)` where the row must be decided by hand, `Err(false)` where none is known.
pub(super) fn first_known(parts: &(impl Iterator<Item = u8> + Clone)) -> Result<usize, bool> {
    let known = |state: u8| state & (UNKNOWN | BY_HAND) == 0;
    if parts.clone().next().is_some_and(|first| known(first) && is_firm(first)) {
        return Ok(0);
    }
    let firm = parts.clone().position(|part| known(part) && is_firm(part));
    let by_hand = parts.clone().position(|part| part & BY_HAND != 0);
    match (firm, by_hand) {
        (Some(firm), Some(hand)) if firm < hand => Ok(firm),
        (_, Some(_)) => Err(true),
        (Some(firm), None) => Ok(firm),
        (None, None) => parts.clone().position(known).ok_or(false),
    }
}
