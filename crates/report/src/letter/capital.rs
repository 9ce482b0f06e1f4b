//! Amounts in words that cannot be altered with a pen: 人民币壹佰贰拾叁万元整.

use units::Fen;

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
/// Units within four digits, from the thousands down.
const PLACES: [(u64, &str); 4] = [(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")];
const WAN: u64 = 10_000;
const YI: u64 = 100_000_000;

/// An amount in the capital numerals of bills and official letters, after the People's Bank's rules
/// for bills (正确填写票据和结算凭证的基本规定, recalled): 整 closes an amount that ends in 元 or
/// 角; one 零 stands for any run of zeros between two digits; an amount below nothing begins 负.
///
/// ```
/// use units::Fen;
/// assert_eq!(report::capital_amount(Fen(123_000_000)), "人民币壹佰贰拾叁万元整");
/// assert_eq!(report::capital_amount(Fen(10_000_005)), "人民币壹拾万元零伍分");
/// ```
pub fn capital_amount(amount: Fen) -> String {
    let all = amount.0.unsigned_abs();
    let (yuan, jiao, fen) = (all / 100, all / 10 % 10, all % 10);
    let mut out = String::from("人民币");
    if amount.0 < 0 {
        out.push('负');
    }
    if yuan > 0 || all == 0 {
        whole(yuan, &mut out);
        out.push('元');
    }
    if jiao > 0 {
        out.push(digit(jiao));
        out.push('角');
    } else if fen > 0 && yuan > 0 {
        out.push('零');
    }
    if fen > 0 {
        out.push(digit(fen));
        out.push('分');
    } else {
        out.push('整');
    }
    out
}

fn digit(value: u64) -> char {
    usize::try_from(value % 10).ok().and_then(|place| DIGITS.get(place)).copied().unwrap_or('零')
}

/// A whole number; beyond 亿 the numeral of how many 亿 comes first, as 壹万亿.
fn whole(value: u64, out: &mut String) {
    if value < WAN {
        return below_wan(value, out);
    }
    let (unit, name) = if value < YI { (WAN, '万') } else { (YI, '亿') };
    let (high, low) = (value / unit, value % unit);
    whole(high, out);
    out.push(name);
    if low > 0 {
        if low < unit / 10 {
            out.push('零');
        }
        whole(low, out);
    }
}

fn below_wan(value: u64, out: &mut String) {
    if value == 0 {
        out.push('零');
    }
    let (mut begun, mut skipped) = (false, false);
    for (place, name) in PLACES {
        let here = value / place % 10;
        if here == 0 {
            skipped = begun;
            continue;
        }
        if skipped {
            out.push('零');
        }
        out.push(digit(here));
        out.push_str(name);
        (begun, skipped) = (true, false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hand_checked_amounts() {
        for (fen, words) in [
            (0, "零元整"),
            (1, "壹分"),
            (10, "壹角整"),
            (11, "壹角壹分"),
            (100, "壹元整"),
            (105, "壹元零伍分"),
            (150, "壹元伍角整"),
            (1_000, "壹拾元整"),
            (100_100, "壹仟零壹元整"),
            (101_000, "壹仟零壹拾元整"),
            (1_000_100, "壹万零壹元整"),
            (10_010_000, "壹拾万零壹佰元整"),
            (140_953, "壹仟肆佰零玖元伍角叁分"),
            (10_700_053, "壹拾万柒仟元伍角叁分"),
            (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
            (123_000_000, "壹佰贰拾叁万元整"),
            (10_000_000_000, "壹亿元整"),
            (10_000_000_100, "壹亿零壹元整"),
            (10_001_000_000, "壹亿零壹万元整"),
            (12_345_678_901, "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分"),
            (100_000_000_000_000, "壹万亿元整"),
            (100_001_000_000_000, "壹万亿壹仟万元整"),
            (-5, "负伍分"),
        ] {
            assert_eq!(capital_amount(Fen(fen)), format!("人民币{words}"), "{fen}");
        }
    }

    /// Reads the numeral of a whole number by its places, with no part of the writer.
    fn read_whole(words: &str) -> u128 {
        for (name, unit) in [('亿', 100_000_000), ('万', 10_000)] {
            if let Some((high, low)) = words.rsplit_once(name) {
                return read_whole(high) * unit + read_whole(low);
            }
        }
        let mut sum = 0;
        let mut held = 0;
        for letter in words.chars() {
            if let Some(value) = DIGITS.iter().position(|one| *one == letter) {
                held = value as u128;
            } else {
                sum += held
                    * [('仟', 1000), ('佰', 100), ('拾', 10)]
                        .iter()
                        .find(|p| p.0 == letter)
                        .expect("a place")
                        .1;
                held = 0;
            }
        }
        sum + held
    }

    fn read(words: &str) -> i128 {
        let words = words.strip_prefix("人民币").expect("the currency");
        let (sign, words) = words.strip_prefix('负').map_or((1, words), |rest| (-1, rest));
        let words = words.trim_end_matches('整');
        let (yuan, rest) = words.split_once('元').unwrap_or(("", words));
        let (jiao, rest) = rest.split_once('角').unwrap_or(("", rest));
        let fen = rest.trim_end_matches('分');
        let sum = read_whole(yuan) * 100 + read_whole(jiao) * 10 + read_whole(fen);
        sign * i128::try_from(sum).expect("in range")
    }

    proptest! {
        #[test]
        fn words_read_back_as_the_amount(fen in any::<i64>(), places in 0_u32..19) {
            let unit = 10_i64.pow(places);
            for amount in [fen, fen % unit, fen / unit * unit] {
                let words = capital_amount(Fen(amount));
                prop_assert_eq!(read(&words), i128::from(amount), "{}", words);
                prop_assert!(!words.contains("零零"), "{}", words);
                prop_assert!(!words.contains("零元整") || amount == 0, "{}", words);
            }
        }
    }

    #[test]
    fn the_ends_of_the_range_have_words() {
        for fen in [i64::MIN, i64::MAX] {
            assert_eq!(read(&capital_amount(Fen(fen))), i128::from(fen));
        }
    }
}
