//! How values look, in one place: 万元 and 亿元, tonnes, m², shares; estimates never with more than
//! three significant figures, exact things exactly.

use units::{Fen, GramsCo2e, Lang, Mark, Text};

/// Fen in one 万元 (ten thousand yuan).
const FEN_PER_WAN: f64 = 1e6;
/// Fen in one 亿元 (a hundred million yuan).
const FEN_PER_YI: f64 = 1e10;

/// All marks in the order that they are explained in.
pub const MARKS: [Mark; 8] = [
    Mark::Seen,
    Mark::Secondary,
    Mark::Derived,
    Mark::Reported,
    Mark::Modelled,
    Mark::Assumed,
    Mark::Recalled,
    Mark::NotFound,
];

/// What a mark means, in a few words.
pub fn mark_words(mark: Mark) -> Text {
    match mark {
        Mark::Seen => Text::new("已见原文", "the instrument itself was seen"),
        Mark::Secondary => Text::new("二手来源，未核对", "secondary report, unconfirmed"),
        Mark::Derived => Text::new("由已标注的事实推得", "derived from marked facts"),
        Mark::Recalled => {
            Text::new("凭记忆，未核实，不进入认定金额", "recalled, unverified, never decides")
        }
        Mark::NotFound => Text::new("查找未得", "looked for, not found"),
        Mark::Reported => Text::new("输入文件所报", "reported in an input file"),
        Mark::Modelled => Text::new("模型结果或规划取值", "model result or planning value"),
        Mark::Assumed => Text::new("缺少资料，假定", "assumed, nobody said"),
    }
}

/// A count as a float, exact up to 2^53.
#[expect(clippy::cast_precision_loss, reason = "counts of buildings and rows stay far below 2^53")]
pub fn count_f64(count: usize) -> f64 {
    count as f64
}

/// A whole number with thousands separators: `12,345`.
pub fn integer(value: i64) -> String {
    let sign = if value < 0 { "−" } else { "" };
    format!("{sign}{}", grouped(&value.unsigned_abs().to_string()))
}

/// A count with thousands separators.
pub fn count(value: u64) -> String {
    grouped(&value.to_string())
}

fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// An estimate with at most three significant figures and thousands separators: `0.123`, `12.3`,
/// `1,230`; "—" unless finite.
pub fn estimate(value: f64) -> String {
    if !value.is_finite() {
        return "—".into();
    }
    // Rounding first settles the number of digits: 99.96 is 100, not 100.0.
    let scientific = format!("{:.2e}", value.abs());
    let rounded: f64 = scientific.parse().unwrap_or(0.0);
    let exponent: i32 = scientific.split('e').nth(1).and_then(|e| e.parse().ok()).unwrap_or(0);
    let decimals = usize::try_from(2 - exponent).unwrap_or(0).min(6);
    let text = format!("{rounded:.decimals$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let sign = if value < 0.0 && rounded > 0.0 { "−" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", grouped(whole))
}

/// An estimate in percent: `15.3 %`.
pub fn percent(value_percent: f64) -> String {
    format!("{} %", estimate(value_percent))
}

/// Exact yuan with separators: `30,000,001.37`.
pub fn yuan_exact(amount: Fen) -> String {
    let text = amount.to_string();
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("−", rest));
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "00"));
    format!("{sign}{}.{fraction}", grouped(whole))
}

/// Money as people say it: 元 below one 万, then 万元, from one 亿 on 亿元; in English the same
/// amounts in CNY, thousand, million, billion.
pub fn money(amount: Fen, lang: Lang) -> String {
    let (number, unit) = money_parts(amount, lang);
    match lang {
        Lang::Zh => format!("{number} {unit}"),
        Lang::En => format!("CNY {number}{}{unit}", if unit.is_empty() { "" } else { " " }),
    }
}

/// The number and the unit of [`money`] apart, for large print.
pub fn money_parts(amount: Fen, lang: Lang) -> (String, &'static str) {
    #[expect(clippy::cast_precision_loss, reason = "shown with three significant figures")]
    let fen = amount.0 as f64;
    let size = fen.abs();
    let steps: &[(f64, f64, &str)] = match lang {
        Lang::Zh => &[
            (FEN_PER_YI * 0.9995, FEN_PER_YI, "亿元"),
            (FEN_PER_WAN * 0.9995, FEN_PER_WAN, "万元"),
        ],
        Lang::En => &[(0.9995e11, 1e11, "bn"), (0.9995e8, 1e8, "M"), (0.9995e5, 1e5, "k")],
    };
    let found = steps.iter().find(|(from, ..)| size >= *from);
    let (per, unit) =
        found.map_or((100.0, if lang == Lang::Zh { "元" } else { "" }), |s| (s.1, s.2));
    (estimate(fen / per), unit)
}

/// Money in 万元, the unit of table columns, three significant figures.
pub fn money_wan(amount: Fen) -> String {
    estimate(amount.yuan_f64() / 1e4)
}

/// Emissions in tonnes, three significant figures.
pub fn tonnes(amount: GramsCo2e) -> String {
    estimate(amount.tonnes_f64())
}

/// An area in whole m² with thousands separators; "—" unless finite and not negative.
pub fn area(area_m2: f64) -> String {
    if !(0.0..1e15).contains(&area_m2) {
        return "—".into();
    }
    grouped(&format!("{area_m2:.0}"))
}

/// `part` of `whole` in percent, without decimals; "—" of nothing.
pub fn share(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "—".into();
    }
    #[expect(clippy::cast_precision_loss, reason = "shown without decimals")]
    let percent = 100.0 * part as f64 / whole as f64;
    format!("{percent:.0} %")
}

/// Energy with the unit that keeps it readable: kWh, MWh or GWh.
pub fn energy(energy_kwh: f64) -> String {
    let (value, unit) = match energy_kwh.abs() {
        size if size >= 1e6 => (energy_kwh / 1e6, "GWh"),
        size if size >= 1e4 => (energy_kwh / 1e3, "MWh"),
        _ => (energy_kwh, "kWh"),
    };
    format!("{} {unit}", estimate(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn estimates_have_three_significant_figures() {
        for (value, text) in [
            (0.0, "0"),
            (0.012_345, "0.0123"),
            (1.0, "1"),
            (9.996, "10"),
            (99.96, "100"),
            (12.34, "12.3"),
            (1234.5, "1,230"),
            (-1_234_567.0, "−1,230,000"),
            (f64::NAN, "—"),
        ] {
            assert_eq!(estimate(value), text, "{value}");
        }
    }

    #[test]
    fn money_is_said_in_wan_and_yi() {
        assert_eq!(money(Fen(4_800_000_000), Lang::Zh), "4,800 万元");
        assert_eq!(money(Fen(4_800_000_000), Lang::En), "CNY 48 M");
        assert_eq!(money(Fen(123_456_789_012), Lang::Zh), "12.3 亿元");
        assert_eq!(money(Fen(9_999_900_000), Lang::Zh), "1 亿元");
        assert_eq!(money(Fen(12_345), Lang::Zh), "123 元");
        assert_eq!(yuan_exact(Fen(3_000_000_137)), "30,000,001.37");
        assert_eq!(yuan_exact(Fen(-5)), "−0.05");
    }

    proptest! {
        #[test]
        fn no_estimate_shows_more_than_three_figures(value in -1e12..1e12_f64) {
            let shown: String = estimate(value).chars().filter(char::is_ascii_digit).collect();
            let figures = shown.trim_matches('0');
            prop_assert!(figures.len() <= 3, "{}", estimate(value));
        }

        #[test]
        fn exact_yuan_keep_every_fen(fen in any::<i64>()) {
            let text = yuan_exact(Fen(fen)).replace(',', "").replace('−', "-");
            prop_assert_eq!(text, Fen(fen).to_string());
        }
    }
}
