//! Steps over blocks of rows: numbers are exact integers of a fixed scale, states are bits.
//!
//! A number that leaves the range of the scalar evaluator (96 bits) is not guessed at: its row is
//! marked to be decided by hand.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use jiff::Span;
use rust_decimal::RoundingStrategy;
use units::Date;

use super::state::{self, BASIS, BY_HAND, TRUE, Table, UNKNOWN};
use crate::expr::Op as Sign;
use crate::value::PartialDate;

/// Rows that are computed at a time, so that all registers stay in the cache.
pub(super) const BLOCK: usize = 256;

/// Values of one step for a block of rows. A condition has no numbers.
#[derive(Clone, Debug)]
pub(super) struct Register {
    pub(super) numbers: Vec<i128>,
    pub(super) states: Vec<u8>,
}

/// Index of an earlier step.
pub(super) type At = usize;

/// A number operand with the power of ten that brings it to the step's scale.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scaled {
    pub(super) at: At,
    pub(super) factor: i128,
}

/// What a parameter has in a place or from a day on; a value that is not known is absent.
pub(super) type Entry = (i128, Option<i128>, u8);

/// One step.
#[derive(Debug)]
pub(super) enum Step {
    /// A fact: its place among the columns.
    Fact(usize),
    /// The same for all rows.
    Constant(i128, u8),
    /// Nothing that can be computed here.
    ByHand,
    /// Not known in any row; resting on these.
    Unknown(Vec<At>),
    Compare(Sign, Scaled, Scaled),
    /// Whether a text is one of the codes; with the state of the set.
    In(At, Vec<i128>, u8),
    Logic(Table, At, At),
    Not(At),
    Sum(Scaled, Scaled, bool),
    Product(At, At),
    Least(Scaled, Scaled),
    Most(Scaled, Scaled),
    /// Without what is below this power of ten.
    Whole(At, i128),
    /// Condition, then, else; `true` for conditions as values.
    If(At, Scaled, Scaled, bool),
    FirstKnown(Vec<Scaled>, bool),
    AtLeast(Option<usize>, u8, Vec<At>),
    /// Number, then rows of (upper end, whether it belongs here, value); with the table's state.
    Band(Scaled, Vec<Stretch>, u8),
    /// A date some time later; with the state of the number of years, months or days.
    Later(At, Span, u8),
    /// Whether a date lies before a limit (or not before it), for dates of the calendar only; with
    /// the state of what the limit rests on.
    Until(At, Limit, u8),
    /// A number by the code of a place; with the state of the delegation.
    ByPlace(At, Vec<Entry>),
    /// A number by date: the last entry that is not later.
    ByDate(At, Vec<Entry>),
}

/// Days that a date may lie before, and those of which it can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Limit {
    pub(super) calendar: RangeInclusive<i128>,
    pub(super) limit: i128,
    /// Whether days before the limit hold; else the others do.
    pub(super) before: bool,
}

impl Limit {
    /// The first of the days `from..to` that `reaches` far enough, as all after it do.
    fn part(from: i128, to: i128, reaches: impl Fn(i128) -> bool) -> i128 {
        let (mut low, mut high) = (from, to);
        while low < high {
            let middle = low + (high - low) / 2;
            if reaches(middle) { high = middle } else { low = middle + 1 }
        }
        low
    }

    /// The limit on a day, given what must hold of the day that lies `span` later; `None` for a
    /// span backwards.
    pub(super) fn new(span: Span, reaches: impl Fn(i128) -> bool, before: bool) -> Option<Self> {
        if span.is_negative() {
            return None;
        }
        let (first, end) = (number_of(Date::MIN), number_of(Date::MAX) + 1);
        let end = Self::part(first, end, |day| later(day, span).is_none());
        let limit = Self::part(first, end, |day| later(day, span).is_some_and(&reaches));
        Some(Self { calendar: first..=end - 1, limit, before })
    }
}

/// The largest magnitude that the scalar evaluator holds.
const BITS_MAX: u32 = 96;

/// Whether the scalar evaluator can hold a number of these digits.
pub(super) fn fits(value: i128) -> bool {
    value.unsigned_abs() >> BITS_MAX == 0
}

/// The product, when it fits.
pub(super) fn times(a: i128, b: i128) -> Option<i128> {
    let small = |value: i128| i64::try_from(value).is_ok();
    // Two 64-bit factors cannot overflow 128 bits; the check for the general case is slow.
    let product = if small(a) && small(b) { a.wrapping_mul(b) } else { a.checked_mul(b)? };
    fits(product).then_some(product)
}

fn scaled(value: i128, factor: i128) -> Option<i128> {
    if factor == 1 { Some(value) } else { times(value, factor) }
}

/// A known result, or one for the scalar evaluator when it does not fit.
fn settle(result: Option<i128>, state: u8) -> (i128, u8) {
    match result {
        Some(number) => (number, state),
        None => (0, BY_HAND),
    }
}

/// State of what depends on all of `states`.
fn joined(states: u8) -> u8 {
    if states & BY_HAND != 0 { BY_HAND } else { states & (BASIS | UNKNOWN) }
}

impl Step {
    /// Computes `rows` rows into `out` from the registers before it.
    pub(super) fn run(&self, before: &[Register], out: &mut Register, rows: usize) {
        match self {
            Self::Fact(_) => {}
            Self::Constant(number, state) => {
                out.numbers[..rows].fill(*number);
                out.states[..rows].fill(*state);
            }
            Self::ByHand => out.states[..rows].fill(BY_HAND),
            Self::Unknown(parts) => {
                for row in 0..rows {
                    let states = parts.iter().map(|part| before[*part].states[row]);
                    out.states[row] = joined(states.fold(0, |all, part| all | part) | UNKNOWN);
                }
            }
            Self::Compare(sign, a, b) => compare(*sign, (before, *a, *b), out, rows),
            Self::In(text, codes, own) => among(before, (*text, codes, *own), out, rows),
            Self::Logic(table, a, b) => {
                let (a, b) = (&before[*a].states, &before[*b].states);
                for row in 0..rows {
                    out.states[row] = table[usize::from(a[row]) << 6 | usize::from(b[row])];
                }
            }
            Self::Not(a) => {
                for row in 0..rows {
                    out.states[row] = state::not(before[*a].states[row]);
                }
            }
            Self::Sum(a, b, minus) => {
                let sign = if *minus { -1 } else { 1 };
                binary((before, *a, *b), out, rows, |x, y| {
                    x.checked_add(sign * y).filter(|sum| fits(*sum))
                });
            }
            Self::Product(a, b) => {
                let (a, b) = (plain(*a), plain(*b));
                binary((before, a, b), out, rows, times);
            }
            Self::Least(a, b) => binary((before, *a, *b), out, rows, |x, y| Some(x.min(y))),
            Self::Most(a, b) => binary((before, *a, *b), out, rows, |x, y| Some(x.max(y))),
            Self::Whole(a, unit) => unary(before, *a, out, rows, |x| Some(x / unit * unit)),
            Self::If(condition, yes, no, truths) => {
                branch(before, (*condition, *yes, *no, *truths), out, rows);
            }
            Self::FirstKnown(parts, truths) => first_known(before, parts, *truths, out, rows),
            Self::AtLeast(least, own, parts) => {
                at_least(before, (*least, *own, parts), out, rows);
            }
            Self::Band(x, bands, own) => band(before, (*x, bands, *own), out, rows),
            Self::Later(a, span, own) => {
                unary(before, *a, out, rows, |day| later(day, *span));
                out.states[..rows].iter_mut().for_each(|state| *state = joined(*state | own));
            }
            Self::Until(a, limit, own) => until(&before[*a], limit, *own, out, rows),
            Self::ByPlace(a, entries) => {
                choose(before, *a, out, rows, |code| {
                    entries.iter().find(|(place, ..)| *place == code)
                });
            }
            Self::ByDate(a, entries) => {
                choose(before, *a, out, rows, |day| {
                    entries.iter().rev().find(|(from, ..)| *from <= day)
                });
            }
        }
    }
}

fn among(
    before: &[Register],
    (text, codes, own): (At, &[i128], u8),
    out: &mut Register,
    rows: usize,
) {
    for row in 0..rows {
        let (number, state) = at(before, text, row);
        let state = joined(state | own);
        // Looking at all of them is cheaper than jumping out at the right one.
        let found = codes.iter().fold(false, |found, code| found | (*code == number));
        let holds = is_known(state) & found;
        out.states[row] = state | if holds { TRUE } else { 0 };
    }
}

fn at_least(
    before: &[Register],
    (least, own, parts): (Option<usize>, u8, &[At]),
    out: &mut Register,
    rows: usize,
) {
    let (mut all, mut trues, mut falses) = ([own; BLOCK], [0_u32; BLOCK], [0_u32; BLOCK]);
    for part in parts {
        let sums = all.iter_mut().zip(&mut trues).zip(&mut falses);
        for (((all, trues), falses), state) in sums.zip(&before[*part].states[..rows]) {
            *all |= state;
            *trues += u32::from(state & (TRUE | UNKNOWN) == TRUE);
            *falses += u32::from(state & (TRUE | UNKNOWN) == 0);
        }
    }
    for (row, out) in out.states[..rows].iter_mut().enumerate() {
        let (all, trues, falses) = (all[row], trues[row] as usize, falses[row] as usize);
        let states = parts.iter().map(|part| before[*part].states[row]);
        *out = match least {
            None => joined(all) | UNKNOWN,
            Some(least) if all & (BASIS | BY_HAND) != 0 => state::at_least(least, own, &states),
            // The usual case: it does not matter which of them are counted.
            Some(least) if trues >= least => TRUE,
            Some(least) if falses + least > parts.len() => 0,
            Some(_) => UNKNOWN,
        };
    }
}

/// Upper end of a stretch, whether it belongs here, and the value.
type Stretch = (Option<i128>, bool, i128);

fn band(
    before: &[Register],
    (x, bands, own): (Scaled, &[Stretch], u8),
    out: &mut Register,
    rows: usize,
) {
    let reaches = |number: i128| {
        bands.iter().find(|(until, includes, _)| {
            until.is_none_or(|end| number < end || (*includes && number == end))
        })
    };
    for row in 0..rows {
        let (number, state) = at(before, x.at, row);
        let found = scaled(number, x.factor).and_then(reaches).map(|band| band.2);
        (out.numbers[row], out.states[row]) = settle_known(found, joined(state | own));
    }
}

/// An operand as it is.
pub(super) fn plain(at: At) -> Scaled {
    Scaled { at, factor: 1 }
}

fn at(before: &[Register], at: At, row: usize) -> (i128, u8) {
    (before[at].numbers[row], before[at].states[row])
}

/// What is unknown stays so; what is known and has no result is decided by hand.
fn settle_known(result: Option<i128>, state: u8) -> (i128, u8) {
    if is_known(state) { settle(result, state) } else { (0, state) }
}

fn is_known(state: u8) -> bool {
    state & (UNKNOWN | BY_HAND) == 0
}

fn unary(
    before: &[Register],
    a: At,
    out: &mut Register,
    rows: usize,
    of: impl Fn(i128) -> Option<i128>,
) {
    for row in 0..rows {
        let (number, state) = at(before, a, row);
        (out.numbers[row], out.states[row]) = settle_known(of(number), joined(state));
    }
}

fn binary(
    (before, a, b): (&[Register], Scaled, Scaled),
    out: &mut Register,
    rows: usize,
    of: impl Fn(i128, i128) -> Option<i128>,
) {
    let (x, y) = (&before[a.at], &before[b.at]);
    if (a.factor, b.factor) == (1, 1) {
        return each_pair(x, y, out, rows, of);
    }
    each_pair(x, y, out, rows, |x, y| of(scaled(x, a.factor)?, scaled(y, b.factor)?));
}

fn each_pair(
    x: &Register,
    y: &Register,
    out: &mut Register,
    rows: usize,
    of: impl Fn(i128, i128) -> Option<i128>,
) {
    let numbers = x.numbers[..rows].iter().zip(&y.numbers[..rows]);
    let states = x.states[..rows].iter().zip(&y.states[..rows]);
    let outs = out.numbers[..rows].iter_mut().zip(&mut out.states[..rows]);
    for (((number, state), (x, y)), (a, b)) in outs.zip(numbers).zip(states) {
        (*number, *state) = settle_known(of(*x, *y), joined(a | b));
    }
}

fn compare(
    sign: Sign,
    (before, a, b): (&[Register], Scaled, Scaled),
    out: &mut Register,
    rows: usize,
) {
    let pair = (&before[a.at], &before[b.at], a.factor, b.factor);
    match sign {
        Sign::Less => compare_by(pair, out, rows, |x, y| x < y),
        Sign::LessOrEqual => compare_by(pair, out, rows, |x, y| x <= y),
        Sign::Greater => compare_by(pair, out, rows, |x, y| x > y),
        Sign::GreaterOrEqual => compare_by(pair, out, rows, |x, y| x >= y),
        Sign::Equal => compare_by(pair, out, rows, |x, y| x == y),
        _ => compare_by(pair, out, rows, |x, y| x != y),
    }
}

fn compare_by(
    (x, y, a, b): (&Register, &Register, i128, i128),
    out: &mut Register,
    rows: usize,
    holds: impl Fn(i128, i128) -> bool,
) {
    let numbers = x.numbers[..rows].iter().zip(&y.numbers[..rows]);
    let states = x.states[..rows].iter().zip(&y.states[..rows]);
    let all = out.states[..rows].iter_mut().zip(numbers).zip(states);
    if (a, b) == (1, 1) {
        for ((out, (x, y)), (s, t)) in all {
            let state = joined(s | t);
            *out = state | u8::from(is_known(state) & holds(*x, *y));
        }
        return;
    }
    for ((out, (x, y)), (s, t)) in all {
        let state = joined(s | t);
        *out = match scaled(*x, a).zip(scaled(*y, b)) {
            Some((x, y)) => state | u8::from(is_known(state) & holds(x, y)),
            None if is_known(state) => BY_HAND,
            None => state,
        };
    }
}

fn until(day: &Register, limit: &Limit, own: u8, out: &mut Register, rows: usize) {
    let days = day.numbers[..rows].iter().zip(&day.states[..rows]);
    for (out, (day, state)) in out.states[..rows].iter_mut().zip(days) {
        let state = joined(state | own);
        let holds = (*day < limit.limit) == limit.before;
        *out = match is_known(state) && !limit.calendar.contains(day) {
            true => BY_HAND,
            false => state | u8::from(is_known(state) & holds),
        };
    }
}

fn branch(
    before: &[Register],
    (condition, yes, no, truths): (At, Scaled, Scaled, bool),
    out: &mut Register,
    rows: usize,
) {
    let (x, y) = (&before[yes.at], &before[no.at]);
    let tests = &before[condition].states[..rows];
    if truths {
        let states = x.states[..rows].iter().zip(&y.states[..rows]);
        let all = out.states[..rows].iter_mut().zip(tests).zip(states);
        for ((state, tested), (a, b)) in all {
            (_, *state) = either(*tested, (0, *a), (0, *b));
        }
        return;
    }
    let numbers = x.numbers[..rows].iter().zip(&y.numbers[..rows]);
    let states = x.states[..rows].iter().zip(&y.states[..rows]);
    let outs = out.numbers[..rows].iter_mut().zip(&mut out.states[..rows]);
    let all = outs.zip(tests).zip(numbers).zip(states);
    let plain = (yes.factor, no.factor) == (1, 1);
    for ((((number, state), tested), (x, y)), (a, b)) in all {
        let (x, y) = match plain {
            true => ((*x, *a), (*y, *b)),
            false => {
                (settle_known(scaled(*x, yes.factor), *a), settle_known(scaled(*y, no.factor), *b))
            }
        };
        (*number, *state) = either(*tested, x, y);
    }
}

/// The value that a tested condition picks; where it is unknown, what both agree on.
fn either(tested: u8, (x, a): (i128, u8), (y, b): (i128, u8)) -> (i128, u8) {
    if is_known(tested) {
        // Both are at hand: picking is cheaper than jumping.
        let (number, state) = if tested & TRUE != 0 { (x, a) } else { (y, b) };
        let own = if state & BY_HAND != 0 { BY_HAND } else { state | tested & BASIS };
        (if is_known(state) { number } else { 0 }, own)
    } else if tested & BY_HAND != 0 {
        (0, BY_HAND)
    } else if is_known(a | b) && x == y && (a & TRUE) == (b & TRUE) {
        (x, a | b)
    } else {
        (0, joined(a | b | tested | UNKNOWN))
    }
}

fn first_known(
    before: &[Register],
    parts: &[Scaled],
    truths: bool,
    out: &mut Register,
    rows: usize,
) {
    for row in 0..rows {
        let states = parts.iter().map(|part| before[part.at].states[row]);
        out.states[row] = match state::first_known(&states) {
            Err(true) => BY_HAND,
            Err(false) => joined(states.fold(0, |all, state| all | state)) | UNKNOWN,
            Ok(pick) => {
                let part = parts[pick];
                let state = before[part.at].states[row];
                if truths {
                    state
                } else {
                    let number = scaled(before[part.at].numbers[row], part.factor);
                    let (number, state) = settle(number, state);
                    out.numbers[row] = number;
                    state
                }
            }
        };
    }
}

/// The entry that `find` gives, with its state; none is unknown.
fn choose<'e>(
    before: &[Register],
    a: At,
    out: &mut Register,
    rows: usize,
    find: impl Fn(i128) -> Option<&'e Entry>,
) {
    for row in 0..rows {
        let (number, state) = at(before, a, row);
        let state = joined(state);
        let found = if is_known(state) { find(number) } else { None };
        (out.numbers[row], out.states[row]) = match found {
            None if state & BY_HAND != 0 => (0, BY_HAND),
            None => (0, state | UNKNOWN),
            Some((_, Some(value), own)) => (*value, state | own),
            Some((_, None, own)) => (0, state | own | UNKNOWN),
        };
    }
}

/// Days since 1970-01-01 of the day some time later.
pub(super) fn later(day: i128, span: Span) -> Option<i128> {
    PartialDate::day(day_of(day)?).plus(span).and_then(PartialDate::certain).map(number_of)
}

/// The day that lies `number` days after 1970-01-01.
pub(super) fn day_of(number: i128) -> Option<Date> {
    let span = jiff::Span::new().try_days(i64::try_from(number).ok()?).ok()?;
    EPOCH.checked_add(span).ok()
}

/// Days from 1970-01-01 to a day.
pub(super) fn number_of(day: Date) -> i128 {
    i128::from(day.duration_since(EPOCH).as_hours() / 24)
}

const EPOCH: Date = Date::constant(1970, 1, 1);

/// How an amount of a certain scale becomes minor units (2 digits).
#[derive(Debug)]
pub(super) struct Cut {
    /// Brings a number that is coarser than the rounding to its digits.
    up: i128,
    /// What one step of the rounding is in the number's own last digit.
    unit: i128,
    /// Brings the rounded number to minor units.
    minor: i128,
    strategy: RoundingStrategy,
}

impl Cut {
    /// For numbers of `scale` digits, rounded to `digits`; `None` beyond what can be held.
    pub(super) fn new(scale: u32, strategy: RoundingStrategy, digits: u32) -> Option<Self> {
        let power = |digits: u32| 10_i128.checked_pow(digits);
        Some(Self {
            up: power(digits.saturating_sub(scale))?,
            unit: power(scale.saturating_sub(digits))?,
            minor: power(2_u32.checked_sub(digits)?)?,
            strategy,
        })
    }

    /// The amount in minor units, when it can be held.
    pub(super) fn minor_units(&self, number: i128) -> Option<i128> {
        let (whole, left) = match (u64::try_from(number), u64::try_from(self.unit)) {
            (Ok(number), Ok(unit)) => (i128::from(number / unit), i128::from(number % unit)),
            _ => (number / self.unit, number % self.unit),
        };
        let twice = || left.unsigned_abs().cmp(&(self.unit.unsigned_abs() - left.unsigned_abs()));
        let up = match self.strategy {
            RoundingStrategy::MidpointAwayFromZero => twice().is_ge(),
            RoundingStrategy::MidpointNearestEven => match twice() {
                Ordering::Equal => whole % 2 != 0,
                half => half.is_gt(),
            },
            _ => false,
        };
        let rounded = whole + if up { left.signum() } else { 0 };
        rounded.checked_mul(self.up)?.checked_mul(self.minor)
    }
}
