//! A random number that is a function of where it is asked for, with no state to carry.

/// Multipliers and key steps of Philox 4×32 (Salmon et al. 2011, table 2).
const MULTIPLY: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const KEY_STEP: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: u32 = 10;

/// Philox 4×32 with ten rounds: a counter scrambled under a key.
///
/// # Source
/// J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3", SC11, 2011.
fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for round in 0..ROUNDS {
        if round > 0 {
            key = [key[0].wrapping_add(KEY_STEP[0]), key[1].wrapping_add(KEY_STEP[1])];
        }
        let (high_0, low_0) = wide_product(MULTIPLY[0], counter[0]);
        let (high_1, low_1) = wide_product(MULTIPLY[1], counter[2]);
        counter = [high_1 ^ counter[1] ^ key[0], low_1, high_0 ^ counter[3] ^ key[1], low_0];
    }
    counter
}

fn wide_product(a: u32, b: u32) -> (u32, u32) {
    halves(u64::from(a) * u64::from(b))
}

/// Upper and lower half.
#[expect(clippy::cast_possible_truncation, reason = "taking the halves is the purpose")]
fn halves(wide: u64) -> (u32, u32) {
    ((wide >> 32) as u32, wide as u32)
}

/// The number between 0 and 1, both excluded, that belongs to this seed, stream and draw.
pub(super) fn uniform(seed: u64, stream: u64, draw: u32) -> f64 {
    let (stream_high, stream_low) = halves(stream);
    let (seed_high, seed_low) = halves(seed);
    let words = philox([draw, 0, stream_low, stream_high], [seed_low, seed_high]);
    // 26 + 26 bits, in the middle of their cell: neither 0 nor 1 can come out.
    let (high, low) = (f64::from(words[0] >> 6), f64::from(words[1] >> 6));
    (high * 67_108_864.0 + low + 0.5) / 4_503_599_627_370_496.0
}

/// The stream that belongs to a name: FNV-1a, 64 bits.
///
/// # Source
/// IETF draft-eastlake-fnv, "The FNV Non-Cryptographic Hash Algorithm".
pub(super) fn stream_of(name: &str) -> u64 {
    name.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The known answers that come with Random123, the authors' library.
    #[test]
    fn published_answers_come_out() {
        let zero = philox([0; 4], [0; 2]);
        assert_eq!(zero, [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]);
        let ones = philox([u32::MAX; 4], [u32::MAX; 2]);
        assert_eq!(ones, [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]);
        let pi = philox(
            [0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344],
            [0xA409_3822, 0x299F_31D0],
        );
        assert_eq!(pi, [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1]);
    }

    #[test]
    fn names_have_the_published_streams() {
        // Test vectors of the FNV draft.
        assert_eq!(stream_of(""), 0xCBF2_9CE4_8422_2325);
        assert_eq!(stream_of("a"), 0xAF63_DC4C_8601_EC8C);
        assert_eq!(stream_of("foobar"), 0x8594_4171_F739_67E8);
    }

    #[test]
    fn numbers_are_uniform_and_streams_do_not_follow_each_other() {
        let n = 40_000_u32;
        let count = f64::from(n);
        let draws = |stream| -> Vec<f64> { (0..n).map(|draw| uniform(7, stream, draw)).collect() };
        let (a, b) = (draws(1), draws(2));
        let mean = a.iter().sum::<f64>() / count;
        assert!((mean - 0.5).abs() < 4.0 * (1.0 / 12.0_f64 / count).sqrt(), "{mean}");
        let product = a.iter().zip(&b).map(|(a, b)| (a - 0.5) * (b - 0.5)).sum::<f64>() / count;
        assert!((product * 12.0).abs() < 4.0 / count.sqrt(), "{product}");
        assert!(a.iter().all(|u| *u > 0.0 && *u < 1.0));
    }
}
