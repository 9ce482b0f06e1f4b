//! Decimal arithmetic that is exact or refuses.
//!
//! `rust_decimal` holds 28 significant digits and rounds silently beyond; money may not.

use rust_decimal::prelude::ToPrimitive;
use units::Decimal;

/// The sum, or `None` when it cannot be held exactly.
pub(crate) fn add(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a.normalize(), b.normalize());
    let sum = a.checked_add(b)?;
    (sum.is_zero() || sum.scale() == a.scale().max(b.scale())).then_some(sum)
}

/// The product, or `None` when it cannot be held exactly.
pub(crate) fn multiply(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a.normalize(), b.normalize());
    if a.is_zero() || b.is_zero() {
        return Some(Decimal::ZERO);
    }
    let product = a.checked_mul(b)?;
    (product.scale() == a.scale() + b.scale()).then_some(product)
}

/// The quotient to 28 significant digits; `None` for a zero divisor or beyond the range.
///
/// A quotient that ends within 28 digits is exact. One that does not is off by less than one part
/// in 1e27, so write a division last, right before the amount is rounded.
pub(crate) fn divide(a: Decimal, b: Decimal) -> Option<Decimal> {
    a.checked_div(b)
}

/// The value at `x` on the straight lines between points in rising order; beyond the first and the
/// last, theirs. `None` without points, or where it cannot be held.
pub(crate) fn interpolate(points: &[(Decimal, Decimal)], x: Decimal) -> Option<Decimal> {
    let (first, last) = (points.first()?, points.last()?);
    if x <= first.0 {
        return Some(first.1);
    }
    let Some(pair) = points.windows(2).find(|pair| x <= pair[1].0) else { return Some(last.1) };
    let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
    let run = add(x1, -x0)?;
    let rise = multiply(add(x, -x0)?, add(y1, -y0)?)?;
    divide(add(multiply(y0, run)?, rise)?, run)
}

/// The value as a whole number (of years, months or days) that a calendar can hold.
pub(crate) fn whole_number(number: Decimal) -> Option<i16> {
    number.is_integer().then(|| number.to_i16()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_does_not_fit_is_refused() {
        let fine = Decimal::new(1, 20);
        assert_eq!(multiply(fine, fine), None);
        assert_eq!(add(Decimal::MAX, Decimal::new(1, 1)), None);
        assert_eq!(divide(Decimal::ONE, Decimal::ZERO), None);
        assert_eq!(multiply(Decimal::ZERO, fine), Some(Decimal::ZERO));
    }

    proptest! {
        #[test]
        fn sums_and_products_equal_integers(a in any::<i32>(), b in any::<i32>(), s in 0u32..6, t in 0u32..6) {
            let (x, y) = (Decimal::new(a.into(), s), Decimal::new(b.into(), t));
            let product = i128::from(a) * i128::from(b);
            prop_assert_eq!(multiply(x, y), Some(Decimal::from_i128_with_scale(product, s + t)));
            let top = s.max(t);
            let sum = i128::from(a) * 10i128.pow(top - s) + i128::from(b) * 10i128.pow(top - t);
            prop_assert_eq!(add(x, y), Some(Decimal::from_i128_with_scale(sum, top)));
        }
    }
}
