//! The exact Pareto front over carbon, net present value, investment and comfort.

use crate::search::Found;

/// What a combination is weighed by, each as "less is better".
type Point = [i64; 3];

/// Numbers of the combinations that no other beats: none is at least as good in all four and
/// better in one. Combinations that are equal in all four are all kept. Those whose carbon or value
/// is unknown cannot be weighed and are left out.
pub(crate) fn front(found: &[Found]) -> Vec<usize> {
    let mut weighed: Vec<(usize, Point, f64)> = found
        .iter()
        .enumerate()
        .filter_map(|(at, one)| {
            let carbon = one.carbon_saved?.0.checked_neg()?;
            let value = one.npv?.0.checked_neg()?;
            Some((at, [one.investment.0, value, carbon], one.hours_outside_comfort_h))
        })
        .collect();
    // What beats another stands before it in this order, so that one pass over what is kept does.
    weighed.sort_by(|a, b| a.1.cmp(&b.1).then(a.2.total_cmp(&b.2)).then(a.0.cmp(&b.0)));
    let mut kept: Vec<(usize, Point, f64)> = Vec::new();
    for one in weighed {
        if kept.iter().all(|other| !beats(other, &one)) {
            kept.push(one);
        }
    }
    let mut front: Vec<usize> = kept.into_iter().map(|(at, ..)| at).collect();
    front.sort_unstable();
    front
}

fn beats(one: &(usize, Point, f64), other: &(usize, Point, f64)) -> bool {
    let as_good = one.1.iter().zip(&other.1).all(|(a, b)| a <= b) && one.2 <= other.2;
    as_good && (one.1 != other.1 || one.2 < other.2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use units::{Fen, GramsCo2e};

    fn found(values: (i64, i64, i64, u8)) -> Found {
        Found {
            investment: Fen(values.0),
            npv: Some(Fen(values.1)),
            carbon_saved: Some(GramsCo2e(values.2)),
            hours_outside_comfort_h: f64::from(values.3),
            ..Found::default()
        }
    }

    #[test]
    fn what_cannot_be_weighed_is_left_out_and_equals_stay() {
        let unknown = Found { npv: None, ..found((0, 0, 9, 0)) };
        let list = [found((5, 1, 1, 0)), unknown, found((5, 1, 1, 0)), found((6, 1, 1, 0))];
        assert_eq!(front(&list), [0, 2]);
    }

    proptest! {
        #[test]
        fn it_is_what_brute_force_finds(
            values in proptest::collection::vec((0_i64..6, 0_i64..6, 0_i64..6, 0_u8..6), 0..60),
        ) {
            let list: Vec<Found> = values.into_iter().map(found).collect();
            let beaten = |at: usize| list.iter().any(|other| {
                let (one, better) = (&list[at], [
                    other.investment <= list[at].investment,
                    other.npv >= list[at].npv,
                    other.carbon_saved >= list[at].carbon_saved,
                    other.hours_outside_comfort_h <= list[at].hours_outside_comfort_h,
                ]);
                let same = other.investment == one.investment
                    && other.npv == one.npv
                    && other.carbon_saved == one.carbon_saved
                    && other.hours_outside_comfort_h.total_cmp(&one.hours_outside_comfort_h).is_eq();
                better.iter().all(|ok| *ok) && !same
            });
            let plain: Vec<usize> = (0..list.len()).filter(|at| !beaten(*at)).collect();
            prop_assert_eq!(front(&list), plain);
        }
    }
}
