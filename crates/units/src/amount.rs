use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// An amount that cannot be held exactly.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AmountError {
    /// The value is outside the range of a 64-bit integer of the minor unit.
    #[error("{value} {unit} is out of range")]
    OutOfRange {
        /// The value as given.
        value: String,
        /// Its unit.
        unit: &'static str,
    },
    /// The value has digits below the minor unit and no rounding was asked for.
    #[error("{value} {unit} has more digits than can be kept exactly")]
    TooFine {
        /// The value as given.
        value: String,
        /// Its unit.
        unit: &'static str,
    },
}

macro_rules! integer_amount {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// Nothing at all; not the same as unknown.
            pub const ZERO: Self = Self(0);

            /// The sum, or `None` when it leaves the range.
            pub fn checked_add(self, other: Self) -> Option<Self> {
                self.0.checked_add(other.0).map(Self)
            }
        }

        /// Saturates at the ends of the range (±9.2e18 minor units), far beyond any real sum.
        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0.saturating_add(other.0))
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0.saturating_sub(other.0))
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(self.0.saturating_neg())
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
                iter.fold(Self::ZERO, Add::add)
            }
        }
    };
}

integer_amount! {
    /// Money: an exact, signed number of fen (1/100 yuan, CNY).
    Fen
}
integer_amount! {
    /// Greenhouse gas: an exact, signed number of grams CO2-equivalent.
    GramsCo2e
}

impl Fen {
    /// From yuan, exactly.
    ///
    /// # Errors
    /// [`AmountError::TooFine`] below one fen, [`AmountError::OutOfRange`] beyond ±92 quadrillion
    /// yuan.
    pub fn from_yuan(yuan: Decimal) -> Result<Self, AmountError> {
        let exact = yuan.normalize();
        if exact.scale() > 2 {
            return Err(AmountError::TooFine { value: yuan.to_string(), unit: "yuan" });
        }
        Self::from_yuan_half_up(exact)
    }

    /// From yuan, rounded half away from zero to the fen: the usual commercial rounding 四舍五入.
    ///
    /// # Errors
    /// [`AmountError::OutOfRange`] beyond ±92 quadrillion yuan.
    pub fn from_yuan_half_up(yuan: Decimal) -> Result<Self, AmountError> {
        Self::rounded(yuan, RoundingStrategy::MidpointAwayFromZero)
    }

    /// From yuan, cut down towards zero to the fen 舍去: an award never exceeds its formula.
    ///
    /// # Errors
    /// [`AmountError::OutOfRange`] beyond ±92 quadrillion yuan.
    pub fn from_yuan_down(yuan: Decimal) -> Result<Self, AmountError> {
        Self::rounded(yuan, RoundingStrategy::ToZero)
    }

    fn rounded(yuan: Decimal, rule: RoundingStrategy) -> Result<Self, AmountError> {
        yuan.round_dp_with_strategy(2, rule)
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|fen| fen.to_i64())
            .map(Self)
            .ok_or_else(|| AmountError::OutOfRange { value: yuan.to_string(), unit: "yuan" })
    }

    /// The same amount in yuan, exactly.
    pub fn yuan(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// A planning estimate in yuan, rounded half away from zero; `None` unless finite and in range.
    pub fn estimate_from_yuan(yuan: f64) -> Option<Self> {
        rounded_i64(yuan * 100.0).map(Self)
    }

    /// As a float of yuan, for plots and optimisation; never for a sum that someone is paid.
    #[expect(clippy::cast_precision_loss, reason = "plots and estimates only")]
    pub fn yuan_f64(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl GramsCo2e {
    /// From kilograms computed by a model, rounded half away from zero to the gram; `None` unless
    /// finite and in range.
    pub fn from_kg(kg: f64) -> Option<Self> {
        rounded_i64(kg * 1000.0).map(Self)
    }

    /// As a float of tonnes, for plots.
    #[expect(clippy::cast_precision_loss, reason = "plots only")]
    pub fn tonnes_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

/// `value` rounded half away from zero, if it is finite and every integer up to it is exact.
#[expect(clippy::cast_possible_truncation, reason = "range checked on the line before")]
fn rounded_i64(value: f64) -> Option<i64> {
    let rounded = value.round();
    (rounded.abs() <= 9_007_199_254_740_992.0).then_some(rounded as i64)
}

/// Yuan with two digits: `123.40`.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let abs = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", abs / 100, abs % 100)
    }
}

/// Grams, as the bare integer.
impl fmt::Display for GramsCo2e {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn thirty_million_yuan_keep_their_fen() {
        // The figure that a 32-bit float turns into 30,000,002.
        assert_eq!(Fen::from_yuan(dec("30000001.37")), Ok(Fen(3_000_000_137)));
        assert_eq!(Fen(3_000_000_137).to_string(), "30000001.37");
    }

    #[test]
    fn roundings_differ_only_where_named() {
        assert_eq!(Fen::from_yuan_half_up(dec("0.005")), Ok(Fen(1)));
        assert_eq!(Fen::from_yuan_down(dec("0.009")), Ok(Fen(0)));
        assert_eq!(Fen::from_yuan_half_up(dec("-0.005")), Ok(Fen(-1)));
        assert!(matches!(Fen::from_yuan(dec("0.005")), Err(AmountError::TooFine { .. })));
        assert!(Fen::from_yuan(Decimal::MAX).is_err());
    }

    #[test]
    fn estimates_refuse_what_is_not_a_number() {
        assert_eq!(GramsCo2e::from_kg(1.5), Some(GramsCo2e(1500)));
        for bad in [f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(Fen::estimate_from_yuan(bad), None);
            assert_eq!(GramsCo2e::from_kg(bad), None);
        }
    }

    proptest! {
        #[test]
        fn yuan_and_fen_are_the_same_amount(fen in any::<i64>()) {
            prop_assert_eq!(Fen::from_yuan(Fen(fen).yuan()), Ok(Fen(fen)));
            prop_assert_eq!(dec(&Fen(fen).to_string()), Fen(fen).yuan());
        }
    }
}
