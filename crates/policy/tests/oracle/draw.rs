//! Numbers drawn at random, those that break float and careless rounding among them.

use oorandom::Rand64;

/// A number: an integer that stands for itself over ten to the scale.
pub(crate) type Digits = (i128, u32);

/// What cannot be held as a decimal of 96 bits.
const HELD: i128 = 1 << 96;

/// The same numbers for the same seed.
pub(crate) struct Draw(Rand64);

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Rand64::new(seed.into()))
    }

    /// A number of `0..end`, from two draws where it is a large one.
    pub(crate) fn below(&mut self, end: i128) -> i128 {
        if let Ok(end) = u64::try_from(end) {
            return self.0.rand_range(0..end.max(1)).into();
        }
        let wide = i128::from(self.0.rand_u64() >> 1) << 64 | i128::from(self.0.rand_u64());
        wide % end
    }

    pub(crate) fn index(&mut self, count: usize) -> usize {
        let count = i128::try_from(count).unwrap_or(1);
        usize::try_from(self.below(count)).unwrap_or_default()
    }

    pub(crate) fn days(&mut self, count: i128) -> i64 {
        i64::try_from(self.below(count)).unwrap_or_default()
    }

    pub(crate) fn one_in(&mut self, count: i128) -> bool {
        self.below(count) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.index(from.len())]
    }

    /// A sum of money with at most `scale` digits after the point, up to 1e15 yuan. `near`: bases
    /// at which something happens, tried with a little more and a little less.
    pub(crate) fn yuan(&mut self, scale: u32, near: &[Digits]) -> Digits {
        let unit = |digits: u32| 10_i128.pow(digits.min(scale));
        let at = |digits: u32| digits.min(scale);
        match self.below(9) {
            0 if scale >= 2 => (3_000_000_137, 2),
            1 => (self.below(1_000_000_000_000_000), 0),
            2 => (self.below(1_000_000_000_000_000 * unit(2)), at(2)),
            3 => (self.below(1_000_000_000 * unit(scale)), scale),
            4 => (self.below(1_000_000_000_000_000 * unit(scale)), scale),
            // Ends on five thousandths of a yuan.
            5 => (self.below(1_000_000_000_000 * unit(3)) / 10 * 10 + 5, at(3)),
            6 if !near.is_empty() => {
                let (digits, own) = *self.pick(near);
                let own = own.min(scale);
                let more = self.below(5) - 2;
                ((digits * 10_i128.pow(scale - own) + more).max(0), scale)
            }
            7 => (self.below(100 * unit(scale)), scale),
            _ => (self.below(500_000_000 * unit(2)), at(2)),
        }
    }

    /// The same, cut to what a single fact can hold.
    pub(crate) fn held(&mut self, scale: u32, near: &[Digits]) -> Digits {
        let (mut digits, mut scale) = self.yuan(scale, near);
        while digits >= HELD {
            (digits, scale) = (digits / 10, scale - 1);
        }
        (digits, scale)
    }
}
