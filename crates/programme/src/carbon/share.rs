//! Whole numbers in parts that add up: the method of the largest remainder.

/// The parts of `total` in proportion to `weights`, which add up to `total` exactly. Each part is
/// its exact value rounded down; the units left over go to the greatest remainders, of equal ones
/// to the first. All to the first part when no weight is above nothing. Weights are at least 0, and
/// `total` times their sum stays below 2^127.
pub(crate) fn parts(total: i128, weights: &[i128]) -> Vec<i128> {
    let sum: i128 = weights.iter().sum();
    if sum <= 0 {
        let first = |place| if place == 0 { total } else { 0 };
        return (0..weights.len()).map(first).collect();
    }
    let sign = total.signum();
    let size = total.abs();
    let mut parts: Vec<i128> = weights.iter().map(|weight| size * weight / sum).collect();
    fill(&mut parts, size, weights.iter().map(|weight| size * weight % sum));
    parts.iter_mut().for_each(|part| *part *= sign);
    parts
}

/// Adds one to the parts with the greatest remainders, of equal ones to the first, until they add
/// up to `whole`. Less than one is left of each part, so that none needs two.
fn fill(parts: &mut [i128], whole: i128, remainders: impl Iterator<Item = i128>) {
    let left = usize::try_from(whole - parts.iter().sum::<i128>()).unwrap_or(0);
    if left == 0 {
        return;
    }
    let mut order: Vec<_> = remainders.zip(parts).collect();
    order.sort_by_key(|(rest, _)| -*rest);
    order.into_iter().take(left).for_each(|(_, part)| *part += 1);
}

/// `dividend / divisor`, rounded half away from zero; `divisor` is above nothing.
pub(crate) fn rounded(dividend: i128, divisor: i128) -> i128 {
    let sign = dividend.signum();
    (dividend.abs() * 2 + divisor) / (divisor * 2) * sign
}

/// Each of `weights` over `divisor` as a whole number, so that they add up to the rounded whole:
/// the sum of the weights over `divisor`, half away from zero. Weights all have one sign.
pub(crate) fn rounded_parts(weights: &[i128], divisor: i128) -> Vec<i128> {
    let sum: i128 = weights.iter().sum();
    let whole = rounded(sum, divisor).abs();
    let mut parts: Vec<i128> = weights.iter().map(|weight| weight.abs() / divisor).collect();
    fill(&mut parts, whole, weights.iter().map(|weight| weight.abs() % divisor));
    let sign = sum.signum();
    parts.iter_mut().for_each(|part| *part *= sign);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parts_are_those_of_the_hand() {
        // 100 in thirds: 33.3 each, and the one left goes to the first.
        assert_eq!(parts(100, &[1, 1, 1]), [34, 33, 33]);
        // 10 · 12/31 = 3.87, 10 · 19/31 = 6.13.
        assert_eq!(parts(10, &[12, 19]), [4, 6]);
        assert_eq!(parts(-10, &[12, 19]), [-4, -6]);
        assert_eq!(parts(7, &[0, 0]), [7, 0]);
        assert_eq!(
            [rounded(5, 10), rounded(-5, 10), rounded(4, 10), rounded(15, 10)],
            [1, -1, 0, 2]
        );
    }

    #[test]
    fn rounded_parts_add_up_to_the_rounded_whole() {
        // 2.4 + 2.4 + 2.4 = 7.2: 7 in all, and the one left goes to the first.
        assert_eq!(rounded_parts(&[24, 24, 24], 10), [3, 2, 2]);
        assert_eq!(rounded_parts(&[-24, -24, -24], 10), [-3, -2, -2]);
        assert_eq!(rounded_parts(&[4], 10), [0]);
        assert_eq!(rounded_parts(&[], 10), Vec::<i128>::new());
    }

    proptest! {
        #[test]
        fn parts_add_up_and_are_next_to_exact(
            total in -1_000_000_000_i128..1_000_000_000,
            weights in proptest::collection::vec(0_i128..1_000_000, 1..20),
        ) {
            let found = parts(total, &weights);
            prop_assert_eq!(found.iter().sum::<i128>(), total);
            let sum: i128 = weights.iter().sum();
            if sum > 0 {
                for (part, weight) in found.iter().zip(&weights) {
                    prop_assert!((part * sum - total * weight).abs() < sum);
                }
            }
        }
    }
}
