//! How often somebody may ask: a bucket of tokens for each.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Buckets kept at most; beyond it, full ones are forgotten.
const KEPT: usize = 100_000;

/// A bucket of tokens for each key: it fills by so many a second up to its size, and each request
/// takes one out.
pub(crate) struct Limiter<K> {
    per_second: f64,
    size: f64,
    buckets: Mutex<BTreeMap<K, (f64, Instant)>>,
}

impl<K: Ord + Clone> Limiter<K> {
    pub(crate) fn new(per_second: u32, size: u32) -> Self {
        Self { per_second: per_second.into(), size: size.into(), buckets: Mutex::default() }
    }

    /// Takes a token of `key` at `now`, or says for how long to wait for one.
    pub(crate) fn take(&self, key: &K, now: Instant) -> Result<(), Duration> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let filled = |(tokens, at): (f64, Instant)| {
            let waited_s = now.saturating_duration_since(at).as_secs_f64();
            (tokens + waited_s * self.per_second).min(self.size)
        };
        if buckets.len() >= KEPT {
            buckets.retain(|_, bucket| filled(*bucket) < self.size);
        }
        let bucket = buckets.entry(key.clone()).or_insert((self.size, now));
        let tokens = filled(*bucket);
        if tokens < 1.0 {
            *bucket = (tokens, now);
            let wait_s = (1.0 - tokens) / self.per_second.max(f64::MIN_POSITIVE);
            return Err(Duration::try_from_secs_f64(wait_s).unwrap_or(Duration::MAX));
        }
        *bucket = (tokens - 1.0, now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_and_is_its_owners_alone() {
        let limiter = Limiter::new(2, 3);
        let start = Instant::now();
        assert!((0..3).all(|_| limiter.take(&"a", start).is_ok()));
        assert_eq!(limiter.take(&"a", start), Err(Duration::from_millis(500)));
        assert!(limiter.take(&"b", start).is_ok());
        let later = start + Duration::from_secs(1);
        assert!((0..2).all(|_| limiter.take(&"a", later).is_ok()));
        assert!(limiter.take(&"a", later).is_err());
    }
}
