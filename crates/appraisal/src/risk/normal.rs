//! The normal distribution: its density, its probability and the inverse of that.

use std::f64::consts::TAU;

/// Beyond this many standard deviations the continued fraction is the better way.
const SERIES_UP_TO: f64 = 5.0;
/// Terms that bring the series to double precision up to [`SERIES_UP_TO`].
const SERIES_TERMS: u32 = 120;
/// Levels that bring the continued fraction to double precision from there on.
const FRACTION_LEVELS: u32 = 40;

fn density(z: f64) -> f64 {
    (-z * z / 2.0).exp() / TAU.sqrt()
}

/// Probability that a standard normal number is at most `z`.
///
/// # Equation
/// |z| ≤ 5: Φ = ½ + φ·(z + z³/3 + z⁵/15 + …); beyond: 1 − Φ = φ / (z + 1/(z + 2/(z + …)))
/// # Source
/// G. Marsaglia, "Evaluating the normal distribution", J. Stat. Software 11(4), 2004; Abramowitz
/// and Stegun, 26.2.14.
pub(super) fn probability(z: f64) -> f64 {
    if z > SERIES_UP_TO {
        return 1.0 - probability(-z);
    }
    if z < -SERIES_UP_TO {
        let fraction =
            (1..=FRACTION_LEVELS).rev().fold(0.0, |below, level| f64::from(level) / (below - z));
        return density(z) / (fraction - z);
    }
    let (mut term, mut sum) = (z, z);
    for k in 1..SERIES_TERMS {
        term *= z * z / f64::from(2 * k + 1);
        let next = sum + term;
        if next.to_bits() == sum.to_bits() {
            break;
        }
        sum = next;
    }
    0.5 + density(z) * sum
}

type Ratio = ([f64; 8], [f64; 8]);

/// Coefficients near the middle, in the shoulders and in the tails (numerator, denominator).
#[rustfmt::skip]
#[expect(clippy::excessive_precision, reason = "digits as published")]
const MIDDLE: Ratio = (
    [3.387_132_872_796_366_608_0, 1.331_416_678_917_843_774_5e2, 1.971_590_950_306_551_442_7e3,
     1.373_169_376_550_946_112_5e4, 4.592_195_393_154_987_145_7e4, 6.726_577_092_700_870_085_3e4,
     3.343_057_558_358_812_810_5e4, 2.509_080_928_730_122_672_7e3],
    [1.0, 4.231_333_070_160_091_125_2e1, 6.871_870_074_920_579_083_0e2,
     5.394_196_021_424_751_107_7e3, 2.121_379_430_158_659_586_7e4, 3.930_789_580_009_271_061_0e4,
     2.872_908_573_572_194_267_4e4, 5.226_495_278_852_854_561_0e3],
);
#[rustfmt::skip]
#[expect(clippy::excessive_precision, reason = "digits as published")]
const SHOULDER: Ratio = (
    [1.423_437_110_749_683_577_34, 4.630_337_846_156_545_295_90, 5.769_497_221_460_691_405_50,
     3.647_848_324_763_204_605_04, 1.270_458_252_452_368_382_58, 2.417_807_251_774_506_117_70e-1,
     2.272_384_498_926_918_458_33e-2, 7.745_450_142_783_414_076_40e-4],
    [1.0, 2.053_191_626_637_758_821_87, 1.676_384_830_183_803_849_40,
     6.897_673_349_851_000_045_50e-1, 1.481_039_764_274_800_745_90e-1,
     1.519_866_656_361_645_719_66e-2, 5.475_938_084_995_344_946_00e-4,
     1.050_750_071_644_416_843_24e-9],
);
#[rustfmt::skip]
#[expect(clippy::excessive_precision, reason = "digits as published")]
const TAIL: Ratio = (
    [6.657_904_643_501_103_777_20, 5.463_784_911_164_114_369_90, 1.784_826_539_917_291_335_80,
     2.965_605_718_285_048_912_30e-1, 2.653_218_952_657_612_309_30e-2,
     1.242_660_947_388_078_438_60e-3, 2.711_555_568_743_487_578_15e-5,
     2.010_334_399_292_288_132_65e-7],
    [1.0, 5.998_322_065_558_879_376_90e-1, 1.369_298_809_227_358_053_10e-1,
     1.487_536_129_085_061_485_25e-2, 7.868_691_311_456_132_591_00e-4,
     1.846_318_317_510_054_681_80e-5, 1.421_511_758_316_445_888_70e-7,
     2.044_263_103_389_939_785_64e-15],
);

fn ratio((above, below): &Ratio, r: f64) -> f64 {
    let polynomial = |terms: &[f64; 8]| terms.iter().rev().fold(0.0, |sum, term| sum * r + term);
    polynomial(above) / polynomial(below)
}

/// The number that a standard normal one does not exceed with probability `p`; 0 < p < 1.
///
/// # Source
/// M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied
/// Statistics 37(3), 1988, routine PPND16.
pub(super) fn quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(&MIDDLE, 0.180_625 - q * q);
    }
    let r = (-p.min(1.0 - p).ln()).sqrt();
    let z = if r <= 5.0 { ratio(&SHOULDER, r - 1.6) } else { ratio(&TAIL, r - 5.0) };
    z.copysign(q)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabled_values_come_out() {
        // Abramowitz and Stegun, table 26.1, and the usual percentage points.
        for (z, p) in [
            (0.0, 0.5),
            (1.0, 0.841_344_746_068_543),
            (-1.959_963_984_540_054, 0.025),
            (2.0, 0.977_249_868_051_821),
            (-6.0, 9.865_876_450_376_98e-10),
        ] {
            assert!((probability(z) / p - 1.0).abs() < 1e-12, "{z}: {}", probability(z));
        }
        assert!((quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-14);
    }

    #[test]
    fn one_undoes_the_other() {
        for step in 1..4000 {
            let p = f64::from(step) / 4000.0;
            assert!((probability(quantile(p)) - p).abs() < 1e-14, "{p}");
        }
        for exponent in 3..15 {
            let p = 10.0_f64.powi(-exponent);
            // The series ends in a difference from a half, whose last bit is 1e-16.
            assert!((probability(quantile(p)) - p).abs() < 3e-16 + 1e-12 * p, "{p}");
        }
    }
}
