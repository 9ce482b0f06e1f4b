//! Fractions of big integers: slow, simple and exact, and nothing of the engine's arithmetic.

use num_bigint::BigInt;
use std::cmp::Ordering;
use std::ops::{Add, Div, Mul, Sub};

/// A fraction that is never reduced; the lower part is above zero.
#[derive(Clone, Debug)]
pub(crate) struct Exact {
    upper: BigInt,
    lower: BigInt,
}

/// How an amount is brought to whole units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Down,
    HalfUp,
    HalfEven,
}

impl Exact {
    /// `digits` over ten to the `scale`.
    pub(crate) fn new(digits: i128, scale: u32) -> Self {
        Self::of(digits.into(), scale)
    }

    pub(crate) fn of(digits: BigInt, scale: u32) -> Self {
        Self { upper: digits, lower: BigInt::from(10).pow(scale) }
    }

    pub(crate) fn whole(number: i64) -> Self {
        Self::new(number.into(), 0)
    }

    /// A share in percent of this.
    pub(crate) fn percent(&self) -> Self {
        Self { upper: self.upper.clone(), lower: &self.lower * 100 }
    }

    pub(crate) fn min(self, other: Self) -> Self {
        if other < self { other } else { self }
    }

    /// Without the fraction; for numbers that are not below zero.
    pub(crate) fn floor(&self) -> Self {
        Self { upper: &self.upper / &self.lower, lower: 1.into() }
    }

    /// Whole units of `per` of this one: 100 for fen of yuan. For numbers that are not below zero.
    pub(crate) fn rounded(&self, per: u32, way: Way) -> BigInt {
        let upper = &self.upper * per;
        let (down, rest) = (&upper / &self.lower, &upper % &self.lower);
        let half = (rest * 2_u32).cmp(&self.lower);
        let odd = &down % 2_u32 == BigInt::from(1);
        let up = match way {
            Way::Down => false,
            Way::HalfUp => half != Ordering::Less,
            Way::HalfEven => half == Ordering::Greater || (half == Ordering::Equal && odd),
        };
        down + u32::from(up)
    }

    /// Whether it can be written with at most 28 digits after the point, and an integer of at most
    /// 96 bits without it.
    pub(crate) fn can_be_held(&self) -> bool {
        let ten = BigInt::from(10);
        let mut upper = self.upper.clone();
        for _ in 0..=28 {
            if &upper % &self.lower == BigInt::ZERO {
                return (upper / &self.lower).bits() <= 96;
            }
            upper *= &ten;
        }
        false
    }
}

impl Add for &Exact {
    type Output = Exact;
    fn add(self, other: Self) -> Exact {
        if self.lower == other.lower {
            return Exact { upper: &self.upper + &other.upper, lower: self.lower.clone() };
        }
        let upper = &self.upper * &other.lower + &other.upper * &self.lower;
        Exact { upper, lower: &self.lower * &other.lower }
    }
}

impl Sub for &Exact {
    type Output = Exact;
    fn sub(self, other: Self) -> Exact {
        self + &Exact { upper: -&other.upper, lower: other.lower.clone() }
    }
}

impl Mul for &Exact {
    type Output = Exact;
    fn mul(self, other: Self) -> Exact {
        Exact { upper: &self.upper * &other.upper, lower: &self.lower * &other.lower }
    }
}

/// By a number above zero.
impl Div for &Exact {
    type Output = Exact;
    fn div(self, other: Self) -> Exact {
        Exact { upper: &self.upper * &other.lower, lower: &self.lower * &other.upper }
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some((&self.upper * &other.lower).cmp(&(&other.upper * &self.lower)))
    }
}

/// What an amount should be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expected {
    /// In fen; absent beyond 64 bits.
    pub(crate) fen: Option<i64>,
    /// Whether some step of the law's own formula cannot be held in 28 digits and 96 bits, so that
    /// the engine may leave the amount undetermined.
    pub(crate) may_be_unknown: bool,
}

impl Expected {
    /// Whether the engine's answer is right: the same fen, or unknown where that is honest.
    pub(crate) fn allows(&self, found: Option<i64>) -> bool {
        match found {
            Some(fen) => self.fen == Some(fen),
            None => self.fen.is_none() || self.may_be_unknown,
        }
    }
}

/// Follows the steps of a formula, and notices the first that cannot be held.
#[derive(Default)]
pub(crate) struct Steps {
    /// Looking is slow, so it is done only where the engine gave no answer.
    pub(crate) watching: bool,
    pub(crate) outgrown: bool,
}

impl Steps {
    pub(crate) fn step(&mut self, value: Exact) -> Exact {
        self.outgrown |= self.watching && !value.can_be_held();
        value
    }

    /// Rate times base, as percentages are multiplied: the product, then its hundredth.
    pub(crate) fn share(&mut self, percent: &Exact, base: &Exact) -> Exact {
        let product = self.step(percent * base);
        self.step(product.percent())
    }
}

/// The expectation of a formula, given what the engine `found`.
pub(crate) fn expect(found: Option<i64>, formula: impl Fn(&mut Steps) -> BigInt) -> Expected {
    let mut steps = Steps { watching: found.is_none(), outgrown: false };
    let fen = i64::try_from(formula(&mut steps)).ok();
    Expected { fen, may_be_unknown: steps.outgrown }
}
