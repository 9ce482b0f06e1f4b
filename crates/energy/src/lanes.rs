//! Arithmetic on `W` buildings side by side.
//!
//! Plain arrays and plain IEEE operations, so the compiler turns them into vector instructions of
//! whatever width it was asked for and every lane gets the same bits at any width. Nothing here
//! lets one lane see another.

#![expect(
    clippy::needless_range_loop,
    reason = "one index over several arrays of known length is what becomes a vector instruction"
)]

use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

/// One value for each of `W` buildings.
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

    /// `yes` where `self < limit`, else `no`.
    #[inline(always)]
    pub(crate) fn below(self, limit: Self, yes: Self, no: Self) -> Self {
        let mut out = [0.0; W];
        for lane in 0..W {
            out[lane] = if self.0[lane] < limit.0[lane] { yes.0[lane] } else { no.0[lane] };
        }
        Self(out)
    }

    /// Cube root of the magnitude, within 1e-8 of it from 1e-3 up, at most 0.01 below 1e-6.
    ///
    /// Newton's iteration for `x^(-1/3)`, which needs no division, from a first guess made by
    /// dividing the exponent of the single-precision pattern by three.
    #[inline(always)]
    pub(crate) fn cbrt_abs(self) -> Self {
        self.map(cbrt_abs)
    }
}

/// Smallest argument of [`cbrt_abs`]; keeps the first guess among normal numbers.
const CBRT_MIN: f64 = 1e-6;

#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "a first guess: single precision is enough")]
#[expect(clippy::cast_possible_wrap, clippy::cast_sign_loss, reason = "bit patterns, positive")]
fn cbrt_abs(value: f64) -> f64 {
    /// Bit pattern of the guess at 1, (4/3)·127·2²³, lowered to centre its error.
    const OFFSET: f32 = 1_419_967_116.0;
    const THIRD: f32 = 1.0 / 3.0;
    let x = value.abs() + CBRT_MIN;
    let guess_bits = OFFSET - ((x as f32).to_bits() as i32) as f32 * THIRD;
    let mut y = f64::from(f32::from_bits(guess_bits as i32 as u32));
    // Each step squares the relative error: 3e-2, 2e-3, 1e-5, 2e-10.
    y = y * (4.0 - x * y * y * y) * (1.0 / 3.0);
    y = y * (4.0 - x * y * y * y) * (1.0 / 3.0);
    y = y * (4.0 - x * y * y * y) * (1.0 / 3.0);
    x * y * y
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cube_root_is_close_over_every_temperature_difference() {
        let mut worst = 0.0_f64;
        let mut x = 1e-3;
        while x < 1e4 {
            let root = Lanes::<4>([x, -x, x, x]).cbrt_abs();
            assert_eq!(root.0[0].to_bits(), root.0[1].to_bits());
            worst = worst.max((root.0[0] / (x + CBRT_MIN).cbrt() - 1.0).abs());
            x *= 1.01;
        }
        assert!(worst < 1e-8, "{worst}");
        assert!(Lanes::<4>::splat(0.0).cbrt_abs().0[0] <= 0.010_001);
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
