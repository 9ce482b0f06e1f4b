//! Decimal arithmetic that is exact or refuses.
//!
//! `rust_decimal` holds 28 significant digits and rounds silently beyond; money may not.

use rust_decimal::prelude::ToPrimitive;
use units::Decimal;

/// The sum, or `None` when it cannot be held exactly.
pub(crate) fn add(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a.normalize(), b.normalize());
    let scale = a.scale().max(b.scale());
    match a.checked_add(b) {
        Some(sum) if sum.is_zero() || sum.scale() == scale => Some(sum),
        // Only last digits of the same place can add up to a zero, which need not be held.
        _ if a.scale() == b.scale() => shortened(a.mantissa() + b.mantissa(), scale),
        _ => None,
    }
}

/// The product, or `None` when it cannot be held exactly.
pub(crate) fn multiply(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a.normalize(), b.normalize());
    if a.is_zero() || b.is_zero() {
        return Some(Decimal::ZERO);
    }
    let scale = a.scale() + b.scale();
    if let Some(product) = a.checked_mul(b).filter(|product| product.scale() == scale) {
        return Some(product);
    }
    // A two in one factor and a five in either make a zero at the end, which need not be held.
    let (mut x, mut y, mut scale) = (a.mantissa(), b.mantissa(), scale);
    let holds = |x: i128, y: i128, prime: i128| x % prime == 0 || y % prime == 0;
    while scale > 0 && holds(x, y, 2) && holds(x, y, 5) {
        for prime in [2, 5] {
            let from = if x % prime == 0 { &mut x } else { &mut y };
            *from /= prime;
        }
        scale -= 1;
    }
    shortened(x.checked_mul(y)?, scale)
}

/// `mantissa` over ten to the `scale` without the zeros at its end, when it can be held.
pub(crate) fn shortened(mut mantissa: i128, mut scale: u32) -> Option<Decimal> {
    while scale > 0 && mantissa % 10 == 0 {
        (mantissa, scale) = (mantissa / 10, scale - 1);
    }
    Decimal::try_from_i128_with_scale(mantissa, scale).ok()
}

/// The most digits after the point.
const SCALE_MAX: i64 = 28;

/// The quotient to as many digits as can be held (28); `None` for a zero divisor or beyond the
/// range.
///
/// A quotient that ends within these digits is exact. One that does not is cut there, and its last
/// digit made 1 or 6 where it would be 0 or 5: so it lies on the same side of every coarser step
/// and of every half step as the true one, and is rounded as the true one would be. Write a
/// division last, right before the amount is rounded.
pub(crate) fn divide(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a.normalize(), b.normalize());
    let (upper, lower) = (a.mantissa().unsigned_abs(), b.mantissa().unsigned_abs());
    let (mut digits, mut rest) = (upper.checked_div(lower)?, upper.checked_rem(lower)?);
    let mut scale = i64::from(a.scale()) - i64::from(b.scale());
    while scale < 0 || (rest != 0 && scale < SCALE_MAX) {
        let longer = digits * 10 + rest * 10 / lower;
        if longer > Decimal::MAX.mantissa().unsigned_abs() {
            if scale < 0 {
                return None;
            }
            break;
        }
        (digits, rest, scale) = (longer, rest * 10 % lower, scale + 1);
    }
    if rest != 0 && digits.is_multiple_of(5) {
        digits += 1;
    }
    let sign = a.mantissa().signum() * b.mantissa().signum();
    let signed = i128::try_from(digits).ok()? * sign;
    Decimal::try_from_i128_with_scale(signed, u32::try_from(scale).ok()?).ok()
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

    #[test]
    fn what_fits_without_the_zeros_at_its_end_is_held() {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        let fine = number("9999999999999999.999999999999");
        assert_eq!(multiply(fine, Decimal::TEN), Some(number("99999999999999999.99999999999")));
        let half = number("3961408125713216879677197516.5");
        assert_eq!(multiply(half, Decimal::TWO), Some(number("7922816251426433759354395033")));
        let high = number("7922816251426433759354395033.5");
        assert_eq!(add(high, Decimal::new(5, 1)), Some(number("7922816251426433759354395034")));
        assert_eq!(add(high, Decimal::new(5, 2)), None);
    }

    #[test]
    fn a_quotient_without_end_stays_on_its_side_of_every_step() {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(
            divide(Decimal::TWO, number("3")),
            Some(number("0.6666666666666666666666666666"))
        );
        // A hair below one, and a hair above one half.
        let below = divide(number("79228162514264337593543950334"), Decimal::MAX).unwrap();
        assert!(below < Decimal::ONE);
        let above = divide(number("39614081257132168796771975168"), Decimal::MAX).unwrap();
        assert!(above > Decimal::new(5, 1));
        assert_eq!(divide(number("-1"), number("0.08")), Some(number("-12.5")));
        assert_eq!(divide(Decimal::MAX, Decimal::new(1, 1)), None);
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
