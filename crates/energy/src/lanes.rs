//! Arithmetic on `W` buildings, or hours of one sky, side by side.
//!
//! Plain arrays and plain IEEE operations, so the compiler turns them into vector instructions of
//! whatever width it was asked for and every lane gets the same bits at any width. Nothing here
//! lets one lane see another.

#![expect(
    clippy::needless_range_loop,
    reason = "one index over several arrays of known length is what becomes a vector instruction"
)]

use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

/// One value for each of `W` buildings or hours.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(64))]
pub(crate) struct Lanes<const W: usize>(pub(crate) [f64; W]);

impl<const W: usize> Default for Lanes<W> {
    fn default() -> Self {
        Self::splat(0.0)
    }
}

macro_rules! operator {
    ($trait:ident, $method:ident, $op:tt) => {
        impl<const W: usize> $trait for Lanes<W> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                let mut out = [0.0; W];
                for lane in 0..W {
                    out[lane] = self.0[lane] $op other.0[lane];
                }
                Self(out)
            }
        }
        impl<const W: usize> $trait<f64> for Lanes<W> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: f64) -> Self {
                let mut out = [0.0; W];
                for lane in 0..W {
                    out[lane] = self.0[lane] $op other;
                }
                Self(out)
            }
        }
    };
}
operator!(Add, add, +);
operator!(Sub, sub, -);
operator!(Mul, mul, *);
operator!(Div, div, /);

impl<const W: usize> Neg for Lanes<W> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        self.map(|value| -value)
    }
}

impl<const W: usize> AddAssign for Lanes<W> {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<const W: usize> Lanes<W> {
    /// The same value in every lane.
    #[inline(always)]
    pub(crate) const fn splat(value: f64) -> Self {
        Self([value; W])
    }

    #[inline(always)]
    pub(crate) fn map(self, function: impl Fn(f64) -> f64) -> Self {
        let mut out = [0.0; W];
        for lane in 0..W {
            out[lane] = function(self.0[lane]);
        }
        Self(out)
    }

    #[inline(always)]
    pub(crate) fn zip(self, other: Self, function: impl Fn(f64, f64) -> f64) -> Self {
        let mut out = [0.0; W];
        for lane in 0..W {
            out[lane] = function(self.0[lane], other.0[lane]);
        }
        Self(out)
    }

    /// `self · factor + addend`, rounded once.
    #[inline(always)]
    pub(crate) fn fma(self, factor: Self, addend: Self) -> Self {
        let mut out = [0.0; W];
        for lane in 0..W {
            out[lane] = self.0[lane].mul_add(factor.0[lane], addend.0[lane]);
        }
        Self(out)
    }

    /// `addend − self · factor`, rounded once.
    #[inline(always)]
    pub(crate) fn fms(self, factor: Self, addend: Self) -> Self {
        (-self).fma(factor, addend)
    }

    #[inline(always)]
    pub(crate) fn sqrt(self) -> Self {
        self.map(f64::sqrt)
    }

    #[inline(always)]
    pub(crate) fn abs(self) -> Self {
        self.map(f64::abs)
    }

    // `if` and not `f64::max`: one compare-and-pick instruction, without the rules for NaN.
    #[inline(always)]
    pub(crate) fn max(self, other: Self) -> Self {
        self.zip(other, |a, b| if a > b { a } else { b })
    }

    #[inline(always)]
    pub(crate) fn min(self, other: Self) -> Self {
        self.zip(other, |a, b| if a < b { a } else { b })
    }

    /// Whether any lane is above `limit`.
    #[inline(always)]
    pub(crate) fn any_above(self, limit: f64) -> bool {
        self.0.iter().any(|value| *value > limit)
    }

    /// `yes` where `self < limit`, else `no`.
    #[inline(always)]
    pub(crate) fn below(self, limit: Self, yes: Self, no: Self) -> Self {
        let mut out = [0.0; W];
        for lane in 0..W {
            out[lane] = if self.0[lane] < limit.0[lane] { yes.0[lane] } else { no.0[lane] };
        }
        Self(out)
    }

    /// Cube root of the magnitude, within 5e-5 of it from 0.1 up; at 0 it is 0.01.
    ///
    /// One step of third order for `x^(-1/3)`, which needs no division, from a first guess made by
    /// dividing the exponent in the number's pattern by three. Whole numbers travel through the
    /// bits of 2⁵² because a conversion that saturates is no vector instruction.
    #[inline(always)]
    pub(crate) fn cbrt_abs(self) -> Self {
        let x = self.abs() + CBRT_MIN;
        let upper = x.map(|x| f64::from_bits((x.to_bits() >> 32) | WHOLE.to_bits())) - WHOLE;
        let guess = upper.fma(Self::splat(-THIRD), Self::splat(CBRT_GUESS + WHOLE));
        let y = guess.map(|guess| f64::from_bits(guess.to_bits() << 32));
        // y·(1 − e)^(-1/3) with e = 1 − x·y³, |e| < 0.11: the series to the third power.
        let cube = (y * y) * y;
        let e = cube.fms(x, Self::splat(1.0));
        let series = e
            .fma(Self::splat(14.0 / 81.0), Self::splat(2.0 / 9.0))
            .fma(e, Self::splat(THIRD))
            .fma(e, Self::splat(1.0));
        let y = y * series;
        (y * y) * x
    }
}

/// Stands at the head of a loop over faces. Without it the compiler makes vectors of the same lane
/// of several faces, gathered from afar, rather than of all lanes of one face (a quarter slower).
#[inline(always)]
pub(crate) fn one_at_a_time() {
    std::hint::black_box(0_u8);
}

/// Smallest argument of [`cbrt_abs`]; keeps the first guess among normal numbers.
const CBRT_MIN: f64 = 1e-6;

/// 2⁵²: added to a smaller whole number it leaves that number in the low bits of the pattern.
const WHOLE: f64 = 4_503_599_627_370_496.0;
/// Upper half of the pattern of `x^(-1/3)` at `x = 1`, (4/3)·1023·2²⁰, lowered to centre the error.
const CBRT_GUESS: f64 = 1_430_186_684.0;
const THIRD: f64 = 1.0 / 3.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cube_root_is_close_over_every_temperature_difference() {
        let mut worst = 0.0_f64;
        let mut x = 0.1;
        while x < 1e4 {
            let root = Lanes::<4>([x, -x, x, x]).cbrt_abs();
            assert_eq!(root.0[0].to_bits(), root.0[1].to_bits());
            worst = worst.max((root.0[0] / (x + CBRT_MIN).cbrt() - 1.0).abs());
            x *= 1.01;
        }
        assert!(worst < 5e-5, "{worst}");
        assert!(Lanes::<4>::splat(0.0).cbrt_abs().0[0] <= 0.010_1);
    }

    #[test]
    fn a_lane_never_sees_its_neighbour() {
        let a = Lanes::<4>([1.0, f64::NAN, 3.0, f64::INFINITY]);
        let sum = (a + 1.0) * Lanes::splat(2.0);
        assert_eq!([sum.0[0], sum.0[2]].map(f64::to_bits), [4.0, 8.0].map(f64::to_bits));
        let picked = a.below(Lanes::splat(2.0), a, -a);
        assert_eq!(picked.0[2].to_bits(), (-3.0_f64).to_bits());
    }
}
