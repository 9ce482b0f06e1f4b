//! Interest of a loan, exactly: whole days, integer rates, one named rounding.

use units::{Date, Fen};

use crate::moment::days_between;
use crate::workflow::{InterestTerms, Rounding, SupportedRate};

/// What is known of a loan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loan {
    /// Movements of the principal, drawn positive and repaid negative, by day.
    pub moves: Vec<(Date, Fen)>,
    /// Rates from a day on, by day.
    pub rates: Vec<Rates>,
}

/// Rates from a day on, in millionths a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// The first day.
    pub from: Date,
    /// What the bank takes.
    pub actual_ppm: u32,
    /// The reference rate (LPR).
    pub reference_ppm: u32,
}

impl Rates {
    fn supported_ppm(self, rate: SupportedRate) -> u32 {
        match rate {
            SupportedRate::LowerOfActualAndReference => self.actual_ppm.min(self.reference_ppm),
            SupportedRate::Reference => self.reference_ppm,
            SupportedRate::Actual => self.actual_ppm,
        }
    }
}

impl Loan {
    /// Enters a movement of the principal.
    pub(crate) fn enter(&mut self, on: Date, amount: Fen) {
        let place = self.moves.partition_point(|(day, _)| *day <= on);
        self.moves.insert(place, (on, amount));
    }

    /// Enters rates; those that held from the same day are replaced.
    pub(crate) fn set(&mut self, rates: Rates) {
        let place = self.rates.partition_point(|known| known.from < rates.from);
        match self.rates.get_mut(place).filter(|known| known.from == rates.from) {
            Some(known) => *known = rates,
            None => self.rates.insert(place, rates),
        }
    }

    /// What is owed on the evening of `day`.
    pub fn principal(&self, day: Date) -> Fen {
        self.moves.iter().take_while(|(on, _)| *on <= day).map(|(_, amount)| *amount).sum()
    }

    /// The least that is owed on any evening from `day` on.
    pub(crate) fn principal_min_from(&self, day: Date) -> Fen {
        let later = self.moves.iter().map(|(on, _)| *on).filter(|on| *on > day);
        later.map(|on| self.principal(on)).fold(self.principal(day), Ord::min)
    }

    /// Interest at the supported rate from the day `from` up to, but not with, the day `until`;
    /// `None` when no rate is known for one of the days on which something is owed, or beyond the
    /// range of integers.
    ///
    /// interest = Σ principal of the day · rate of the day / (1,000,000 · days of the year). A
    /// drawdown counts from its own day on, a repayment no more from its own day on: the first day
    /// bears interest and the last does not (算头不算尾).
    pub fn interest(&self, from: Date, until: Date, terms: &InterestTerms) -> Option<Fen> {
        let moves = self.moves.iter().map(|(on, _)| *on);
        let rates = self.rates.iter().map(|rates| rates.from);
        let inside = moves.chain(rates).filter(|day| from < *day && *day < until);
        let mut days: Vec<Date> = inside.chain([from, until]).collect();
        days.sort();
        days.dedup();
        let mut sum: i128 = 0;
        for pair in days.windows(2) {
            let [first, next] = pair else { continue };
            let owed = i128::from(self.principal(*first).0);
            if owed == 0 || first >= &until {
                continue;
            }
            let rates = self.rates.iter().rev().find(|rates| rates.from <= *first)?;
            let rate = i128::from(rates.supported_ppm(terms.rate));
            let length = i128::from(days_between(*first, *next));
            sum = sum.checked_add(owed.checked_mul(rate)?.checked_mul(length)?)?;
        }
        let divisor = 1_000_000 * i128::from(terms.year_days);
        let fen = match terms.rounding {
            Rounding::Down => sum.checked_div(divisor)?,
            Rounding::HalfUp => (sum.checked_mul(2)? + divisor).checked_div(2 * divisor)?,
        };
        i64::try_from(fen).ok().map(Fen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn terms(rounding: Rounding) -> InterestTerms {
        InterestTerms {
            year_days: 365,
            rate: SupportedRate::LowerOfActualAndReference,
            rounding,
            months_max: 24,
            stages: Vec::new(),
            evidence: Vec::new(),
        }
    }

    fn loan() -> Loan {
        let mut loan = Loan::default();
        loan.enter(date("2024-01-10"), Fen(1_000_000_000));
        loan.set(Rates { from: date("2024-01-10"), actual_ppm: 40_000, reference_ppm: 34_500 });
        loan
    }

    /// 10 million yuan at 3.45 %: 82 days from 01-10 to 04-01 (22 + 29 + 31), so
    /// 10,000,000 · 0.0345 · 82 / 365 = 77,506.849… yuan.
    #[test]
    fn one_quarter_by_hand() {
        let (from, until) = (date("2024-01-10"), date("2024-04-01"));
        let half_up = loan().interest(from, until, &terms(Rounding::HalfUp));
        assert_eq!(half_up, Some(Fen(7_750_685)));
        assert_eq!(loan().interest(from, until, &terms(Rounding::Down)), Some(Fen(7_750_684)));
        assert_eq!(loan().interest(from, from, &terms(Rounding::HalfUp)), Some(Fen(0)));
    }

    /// Early repayment of 4 million on 02-20 and a reset to 3.35 % on 03-01, in days:
    /// 41 · 10 M · 3.45 % + 10 · 6 M · 3.45 % + 31 · 6 M · 3.35 %
    /// = (14,145,000 + 2,070,000 + 6,231,000) / 365 = 61,495.89 yuan.
    #[test]
    fn early_repayment_and_reset_by_hand() {
        let mut loan = loan();
        loan.enter(date("2024-02-20"), Fen(-400_000_000));
        loan.set(Rates { from: date("2024-03-01"), actual_ppm: 33_500, reference_ppm: 34_500 });
        let sum = loan.interest(date("2024-01-10"), date("2024-04-01"), &terms(Rounding::HalfUp));
        assert_eq!(sum, Some(Fen(6_149_589)));
        assert_eq!(loan.principal_min_from(date("2024-01-10")), Fen(600_000_000));
    }

    #[test]
    fn days_without_a_rate_are_unknown_not_free() {
        let mut loan = Loan::default();
        loan.enter(date("2024-01-10"), Fen(100));
        let (from, until) = (date("2024-01-10"), date("2024-01-11"));
        assert_eq!(loan.interest(from, until, &terms(Rounding::Down)), None);
        let before = loan.interest(date("2024-01-01"), from, &terms(Rounding::Down));
        assert_eq!(before, Some(Fen(0)));
    }

    proptest::proptest! {
        /// The sum over pieces, day by day, by the definition.
        #[test]
        fn pieces_equal_days(
            moves in proptest::collection::vec((0_i64..200, 1_i64..1_000_000_000), 1..6),
            rates in proptest::collection::vec((0_i64..200, 0_u32..90_000, 0_u32..90_000), 0..6),
            span in (0_i64..200, 0_i64..200),
        ) {
            let day = |number: i64| date("2024-01-01") + jiff::Span::new().days(number);
            let mut loan = Loan::default();
            loan.set(Rates { from: day(0), actual_ppm: 50_000, reference_ppm: 43_000 });
            for (on, amount) in moves { loan.enter(day(on), Fen(amount)); }
            for (on, actual_ppm, reference_ppm) in rates {
                loan.set(Rates { from: day(on), actual_ppm, reference_ppm });
            }
            let (from, until) = (span.0.min(span.1), span.0.max(span.1));
            let mut sum = 0_i128;
            for number in from..until {
                let owed: i64 =
                    loan.moves.iter().filter(|(on, _)| *on <= day(number)).map(|(_, sum)| sum.0).sum();
                let rates = loan.rates.iter().rfind(|rates| rates.from <= day(number)).unwrap();
                sum += i128::from(owed) * i128::from(rates.actual_ppm.min(rates.reference_ppm));
            }
            let expected = i64::try_from(sum / 365_000_000).unwrap();
            let found = loan.interest(day(from), day(until), &terms(Rounding::Down));
            proptest::prop_assert_eq!(found, Some(Fen(expected)));
        }
    }
}
