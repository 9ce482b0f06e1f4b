//! Steps over blocks of rows: numbers are exact integers of a fixed scale, states are bits.
//!
//! A number that leaves the range of the scalar evaluator (96 bits) is not guessed at: its row is
//! marked to be decided by hand.

use rust_decimal::RoundingStrategy;
use units::Date;

use super::state::{self, BASIS, BY_HAND, TRUE, Table, UNKNOWN};
use crate::expr::Op as Sign;
use crate::unit::Unit;

/// Rows that are computed at a time, so that all registers stay in the cache.
pub(super) const BLOCK: usize = 512;

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
    /// A date some years, months or days later; with the state of the number.
    Later(At, i16, Unit, u8),
    /// A number by the code of a place; with the state of the delegation.
    ByPlace(At, Vec<Entry>),
    /// A number by date: the last entry that is not later.
    ByDate(At, Vec<Entry>),
}

/// The largest magnitude that the scalar evaluator holds.
const BITS_MAX: u32 = 96;

fn fits(value: i128) -> bool {
    value.unsigned_abs() >> BITS_MAX == 0
}

/// The product, when it fits.
fn times(a: i128, b: i128) -> Option<i128> {
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
            Self::Later(a, count, unit, own) => {
                unary(before, *a, out, rows, |day| later(day, *count, *unit));
                out.states[..rows].iter_mut().for_each(|state| *state = joined(*state | own));
            }
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
        let holds = state & (UNKNOWN | BY_HAND) == 0 && codes.contains(&number);
        out.states[row] = state | if holds { TRUE } else { 0 };
    }
}

fn at_least(
    before: &[Register],
    (least, own, parts): (Option<usize>, u8, &[At]),
    out: &mut Register,
    rows: usize,
) {
    for row in 0..rows {
        let states = parts.iter().map(|part| before[*part].states[row]);
        out.states[row] = match least {
            Some(least) => state::at_least(least, own, &states),
            None => joined(states.fold(own, |all, part| all | part)) | UNKNOWN,
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

fn plain(at: At) -> Scaled {
    Scaled { at, factor: 1 }
}

fn at(before: &[Register], at: At, row: usize) -> (i128, u8) {
    (before[at].numbers[row], before[at].states[row])
}

/// What is unknown stays so; what is known and has no result is decided by hand.
fn settle_known(result: Option<i128>, state: u8) -> (i128, u8) {
    if state & (UNKNOWN | BY_HAND) != 0 { (0, state) } else { settle(result, state) }
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
    for row in 0..rows {
        let state = joined(x.states[row] | y.states[row]);
        let result = scaled(x.numbers[row], a.factor)
            .zip(scaled(y.numbers[row], b.factor))
            .and_then(|(x, y)| of(x, y));
        (out.numbers[row], out.states[row]) = settle_known(result, state);
    }
}

fn compare(
    sign: Sign,
    (before, a, b): (&[Register], Scaled, Scaled),
    out: &mut Register,
    rows: usize,
) {
    let (x, y) = (&before[a.at], &before[b.at]);
    let holds = |x: i128, y: i128| match sign {
        Sign::Less => x < y,
        Sign::LessOrEqual => x <= y,
        Sign::Greater => x > y,
        Sign::GreaterOrEqual => x >= y,
        Sign::Equal => x == y,
        _ => x != y,
    };
    for row in 0..rows {
        let state = joined(x.states[row] | y.states[row]);
        let pair = scaled(x.numbers[row], a.factor).zip(scaled(y.numbers[row], b.factor));
        let known = state & (UNKNOWN | BY_HAND) == 0;
        out.states[row] = match pair {
            Some((x, y)) => state | if known && holds(x, y) { TRUE } else { 0 },
            None if known => BY_HAND,
            None => state,
        };
    }
}

fn branch(
    before: &[Register],
    (condition, yes, no, truths): (At, Scaled, Scaled, bool),
    out: &mut Register,
    rows: usize,
) {
    for row in 0..rows {
        let tested = before[condition].states[row];
        let pick = |from: Scaled| {
            let state = before[from.at].states[row];
            if truths {
                return (0, state);
            }
            let number = before[from.at].numbers[row];
            settle_known(scaled(number, from.factor), state)
        };
        let (number, state) = if tested & BY_HAND != 0 {
            (0, BY_HAND)
        } else if tested & UNKNOWN != 0 {
            let ((x, a), (y, b)) = (pick(yes), pick(no));
            let both = (a | b) & (UNKNOWN | BY_HAND) == 0;
            if both && x == y && (a & TRUE) == (b & TRUE) {
                (x, a | b)
            } else {
                (0, joined(a | b | tested | UNKNOWN))
            }
        } else {
            let (number, state) = pick(if tested & TRUE != 0 { yes } else { no });
            (number, if state & BY_HAND != 0 { BY_HAND } else { state | tested & BASIS })
        };
        if !truths {
            out.numbers[row] = number;
        }
        out.states[row] = state;
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
        let found = if state & (UNKNOWN | BY_HAND) == 0 { find(number) } else { None };
        (out.numbers[row], out.states[row]) = match found {
            None if state & BY_HAND != 0 => (0, BY_HAND),
            None => (0, state | UNKNOWN),
            Some((_, Some(value), own)) => (*value, state | own),
            Some((_, None, own)) => (0, state | own | UNKNOWN),
        };
    }
}

/// Days since 1970-01-01 of the day some years, months or days later.
fn later(day: i128, count: i16, unit: Unit) -> Option<i128> {
    let date = crate::value::PartialDate::day(day_of(day)?);
    let later = if unit == Unit::day() {
        date.plus_days(count)
    } else if unit == Unit::month() {
        date.plus_months(count)
    } else {
        date.plus_years(count)
    };
    later.and_then(crate::value::PartialDate::certain).map(number_of)
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

/// An amount of `scale` digits in minor units (2 digits), rounded to `digits`.
pub(super) fn rounded(
    number: i128,
    scale: u32,
    strategy: RoundingStrategy,
    digits: u32,
) -> Option<i128> {
    let whole = if scale <= digits {
        number.checked_mul(10_i128.pow(digits - scale))?
    } else {
        let unit = 10_i128.pow(scale - digits);
        let (whole, left) = (number / unit, number % unit);
        let twice = left.unsigned_abs().cmp(&(unit.unsigned_abs() - left.unsigned_abs()));
        let up = match strategy {
            RoundingStrategy::MidpointAwayFromZero => twice.is_ge(),
            RoundingStrategy::MidpointNearestEven => {
                twice.is_gt() || (twice.is_eq() && whole % 2 != 0)
            }
            _ => false,
        };
        whole + if up { left.signum() } else { 0 }
    };
    whole.checked_mul(10_i128.pow(2_u32.checked_sub(digits)?))
}
