use units::Decimal;

use crate::field::Dimension;
use crate::text::fold;

/// A unit that a column may be written in: its dimension and the factor to the canonical unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Unit {
    pub(crate) dimension: Dimension,
    pub(crate) factor: f64,
    /// For money only: the exact factor to yuan.
    pub(crate) yuan: u64,
}

// Exact by definition unless said otherwise. Source: NIST Special Publication 811 (2008), Appendix
// B.8 and B.9; GB 3100-93 for 亩 as 10 000/15 m² (State Council order of 1984 on legal units).
const M2_PER_FT2: f64 = 0.092_903_04;
const M2_PER_HECTARE: f64 = 10_000.0;
const M2_PER_ACRE: f64 = 4_046.856_422_4; // international acre
const M2_PER_MU: f64 = 10_000.0 / 15.0;
const M_PER_FT: f64 = 0.3048;
const J_PER_BTU: f64 = 1_055.055_852_62; // International Table
const J_PER_KWH: f64 = 3.6e6;
/// Energy Star Portfolio Manager, "Thermal Energy Conversions": 1 therm = 100 kBtu.
const BTU_PER_THERM: f64 = 100_000.0;
/// 1 Btu/(h·ft²·°F) in W/(m²·K), from the above with 1 °F = 5/9 K.
const W_M2K_PER_BTU_H_FT2_F: f64 = J_PER_BTU / 3600.0 / M2_PER_FT2 * 1.8;

const KWH_PER_KBTU: f64 = 1_000.0 * J_PER_BTU / J_PER_KWH;

/// Every unit by its spellings; the first is the one that errors and documents show.
const UNITS: &[(&[&str], Dimension, f64)] = &[
    (&["m2", "m²", "㎡", "sqm", "平方米"], Dimension::Area, 1.0),
    (&["ft2", "ft²", "sqft", "sf", "平方英尺"], Dimension::Area, M2_PER_FT2),
    (&["ha", "hectare", "hectares", "公顷"], Dimension::Area, M2_PER_HECTARE),
    (&["km2", "平方公里"], Dimension::Area, 1e6),
    (&["acre", "acres", "英亩"], Dimension::Area, M2_PER_ACRE),
    (&["mu", "亩"], Dimension::Area, M2_PER_MU),
    (&["万m2", "万平方米", "wan_m2"], Dimension::Area, 1e4),
    (&["m", "米"], Dimension::Length, 1.0),
    (&["km", "公里", "千米"], Dimension::Distance, 1e3),
    (&["kn_m2", "kn/m2", "千牛/平方米"], Dimension::Load, 1.0),
    (&["ft", "英尺"], Dimension::Length, M_PER_FT),
    (&["count", "个", "层"], Dimension::Count, 1.0),
    (&["kwh", "千瓦时", "度"], Dimension::Energy, 1.0),
    (&["mwh", "兆瓦时"], Dimension::Energy, 1e3),
    (&["gwh"], Dimension::Energy, 1e6),
    (&["万kwh", "万千瓦时", "万度", "wan_kwh"], Dimension::Energy, 1e4),
    (&["kbtu"], Dimension::Energy, KWH_PER_KBTU),
    (&["mmbtu"], Dimension::Energy, 1e3 * KWH_PER_KBTU),
    (&["therm", "therms"], Dimension::Energy, BTU_PER_THERM * J_PER_BTU / J_PER_KWH),
    (&["mj", "兆焦"], Dimension::Energy, 1e6 / J_PER_KWH),
    (&["gj", "吉焦", "百万千焦"], Dimension::Energy, 1e9 / J_PER_KWH),
    (&["kwh_m2", "kwh/m2", "kwh/㎡"], Dimension::Intensity, 1.0),
    (
        &["kbtu_ft2", "kbtu/ft2", "kbtu/sf", "kbtu/sqft"],
        Dimension::Intensity,
        KWH_PER_KBTU / M2_PER_FT2,
    ),
    (&["mj_m2", "mj/m2"], Dimension::Intensity, 1e6 / J_PER_KWH),
    (&["gj_m2", "gj/m2"], Dimension::Intensity, 1e9 / J_PER_KWH),
    (&["percent", "%", "百分比"], Dimension::Percent, 1.0),
    (&["ratio", "1", "比值"], Dimension::Ratio, 1.0),
    (&["w_m2k", "w/(m2k)", "w/m2k", "w/㎡k"], Dimension::Transmittance, 1.0),
    (&["btu_h_ft2_f", "btu/(hft2f)"], Dimension::Transmittance, W_M2K_PER_BTU_H_FT2_F),
    (&["yuan_m2", "元/m2", "元/㎡", "yuan/m2"], Dimension::MoneyByArea, 1.0),
    (&["wan_yuan_m2", "万元/m2"], Dimension::MoneyByArea, 1e4),
    (&["yuan", "元"], Dimension::Money, 1.0),
    (&["wan_yuan", "万元"], Dimension::Money, 1e4),
    (&["yi_yuan", "亿元"], Dimension::Money, 1e8),
];

impl Unit {
    /// The unit spelt `text` for a field of `dimension`; ratio and percent convert into each other.
    pub(crate) fn parse(text: &str, dimension: Dimension) -> Option<Self> {
        let folded = fold(text);
        let (_, own, factor) = UNITS
            .iter()
            .find(|(spellings, _, _)| spellings.iter().any(|spelling| fold(spelling) == folded))?;
        let factor = match (*own, dimension) {
            (own, wanted) if own == wanted => *factor,
            (Dimension::Length, Dimension::Distance) => *factor,
            (Dimension::Ratio, Dimension::Percent) => 100.0,
            (Dimension::Percent, Dimension::Ratio) => 0.01,
            _ => return None,
        };
        let yuan = match folded.as_str() {
            "wanyuan" | "万元" => 10_000,
            "yiyuan" | "亿元" => 100_000_000,
            _ => 1,
        };
        Some(Self { dimension, factor, yuan })
    }

    /// The unit in which a field of `dimension` is kept.
    pub(crate) fn canonical(dimension: Dimension) -> Self {
        Self { dimension, factor: 1.0, yuan: 1 }
    }

    /// An amount in this unit as yuan, exactly; `None` when it does not fit.
    pub(crate) fn to_yuan(self, amount: Decimal) -> Option<Decimal> {
        amount.checked_mul(Decimal::from(self.yuan)).map(|yuan| yuan.normalize())
    }

    /// The spellings that a field of `dimension` understands, first spelling of each unit.
    pub(crate) fn known(dimension: Dimension) -> String {
        let mut names: Vec<&str> = UNITS
            .iter()
            .filter(|(_, own, _)| {
                *own == dimension || (dimension == Dimension::Distance && *own == Dimension::Length)
            })
            .filter_map(|(spellings, _, _)| spellings.first().copied())
            .collect();
        match dimension {
            Dimension::Percent => names.push("ratio"),
            Dimension::Ratio => names.push("percent"),
            _ => {}
        }
        names.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_agree_with_published_conversions() {
        // NIST SP 811, Appendix B.9: therm (EC) 1.05506e8 J; Btu/h·ft²·°F 5.678263 W/(m²·K).
        let close = |text, dimension, expected: f64| {
            let factor = Unit::parse(text, dimension).unwrap().factor;
            assert!((factor / expected - 1.0).abs() < 1e-6, "{text}: {factor}");
        };
        close("therms", Dimension::Energy, 1.055_056e8 / 3.6e6);
        close("Btu_h_ft2_F", Dimension::Transmittance, 5.678_263);
        close("kBtu/sf", Dimension::Intensity, 3.154_591);
        close("sq ft", Dimension::Area, 0.092_903_04);
        close("亩", Dimension::Area, 666.666_67);
        close("GJ", Dimension::Energy, 277.777_78);
    }

    #[test]
    fn a_unit_of_another_dimension_is_no_unit() {
        assert!(Unit::parse("kWh", Dimension::Area).is_none());
        assert!(Unit::parse("furlong", Dimension::Length).is_none());
        assert_eq!(
            Unit::parse("ratio", Dimension::Percent).unwrap().factor.to_bits(),
            100f64.to_bits()
        );
    }

    #[test]
    fn wan_yuan_stay_exact() {
        let unit = Unit::parse("万元", Dimension::Money).unwrap();
        assert_eq!(unit.to_yuan("48000.0001".parse().unwrap()).unwrap().to_string(), "480000001");
        assert!(unit.to_yuan(Decimal::MAX).is_none());
    }
}
