//! Units and their arithmetic: a rate in percent times yuan is yuan; yuan plus m² is an error.

use std::fmt;

use units::Text;

/// The base units, with their labels: key, 中文, English.
const BASE: [(&str, &str, &str); 13] = [
    ("yuan", "元", "yuan"),
    ("usd", "美元", "USD"),
    ("gbp", "英镑", "GBP"),
    ("m2", "平方米", "m²"),
    ("ft2", "平方英尺", "ft²"),
    ("kwh", "千瓦时", "kWh"),
    ("kw", "千瓦", "kW"),
    ("tce", "吨标准煤", "tce"),
    ("kgco2e", "千克二氧化碳当量", "kg CO2e"),
    ("year", "年", "years"),
    ("month", "个月", "months"),
    ("day", "天", "days"),
    ("count", "个", ""),
];

/// A product of powers of base units, or a share in percent.
///
/// A percentage keeps its own kind, so that 15 (percent) is never compared with 0.15. Multiplying
/// by a percentage divides by one hundred: `percent × yuan = yuan`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    powers: [i8; BASE.len()],
    percent: bool,
}

impl Unit {
    /// A pure number.
    pub(crate) const RATIO: Self = Self { powers: [0; BASE.len()], percent: false };
    /// A share in percent.
    pub(crate) const PERCENT: Self = Self { powers: [0; BASE.len()], percent: true };

    /// The base unit called `key`.
    fn base(key: &str) -> Option<Self> {
        let index = BASE.iter().position(|(name, ..)| *name == key)?;
        let mut unit = Self::RATIO;
        unit.powers[index] = 1;
        Some(unit)
    }

    /// Chinese yuan.
    pub(crate) fn yuan() -> Self {
        Self::base("yuan").unwrap_or_default()
    }

    /// Days.
    pub(crate) fn day() -> Self {
        Self::base("day").unwrap_or_default()
    }

    /// Months.
    pub(crate) fn month() -> Self {
        Self::base("month").unwrap_or_default()
    }

    /// Years.
    pub(crate) fn year() -> Self {
        Self::base("year").unwrap_or_default()
    }

    /// A count of things.
    pub(crate) fn count() -> Self {
        Self::base("count").unwrap_or_default()
    }

    /// `percent`, `ratio`, a base unit (`yuan`, `usd`, `gbp`, `m2`, `ft2`, `kwh`, `kw`, `tce`,
    /// `kgco2e`, `year`, `month`, `day`, `count`), or a quotient of base units such as `yuan/m2`;
    /// `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "percent" => return Some(Self::PERCENT),
            "ratio" => return Some(Self::RATIO),
            _ => {}
        }
        let mut parts = text.split('/');
        let mut unit = Self::base(parts.next()?)?;
        for part in parts {
            unit = unit.over(Self::base(part)?)?;
        }
        Some(unit)
    }

    /// The keys of all units that are no quotient.
    pub(crate) fn keys() -> impl Iterator<Item = &'static str> {
        BASE.iter().map(|(key, ..)| *key).chain(["percent", "ratio"])
    }

    /// Whether this is a share in percent.
    pub(crate) fn is_percent(self) -> bool {
        self.percent
    }

    /// The unit of a product; `None` beyond any sensible power.
    pub(crate) fn times(self, other: Self) -> Option<Self> {
        self.combine(other, i8::checked_add, self.percent && other.percent)
    }

    /// The unit of a quotient; `None` when a percentage is divided by a quantity that has a unit.
    pub(crate) fn over(self, other: Self) -> Option<Self> {
        if self.percent && !other.percent && other != Self::RATIO {
            return None;
        }
        self.combine(other, i8::checked_sub, self.percent && !other.percent)
    }

    fn combine(self, other: Self, f: fn(i8, i8) -> Option<i8>, percent: bool) -> Option<Self> {
        let mut powers = [0; BASE.len()];
        for (power, (a, b)) in powers.iter_mut().zip(self.powers.into_iter().zip(other.powers)) {
            *power = f(a, b).filter(|power| power.abs() <= 9)?;
        }
        Some(Self { powers, percent })
    }

    /// Its name for a reader, such as `元/平方米` and `yuan/m²`; empty for a pure number.
    pub fn label(self) -> Text {
        let (zh, en) = self.labels();
        let en = en.trim();
        let en = if self == Self::count() { "count" } else { en };
        Text::new(zh.trim(), en)
    }

    /// What follows a number, in Chinese and English, with its leading space.
    pub fn labels(self) -> (String, String) {
        let label = |zh: bool| {
            let mut out = String::new();
            self.append_to(&mut out, zh);
            out
        };
        (label(true), label(false))
    }

    /// Adds to a number what follows it, in Chinese or in English.
    pub(crate) fn append_to(self, out: &mut String, zh: bool) {
        if self.percent {
            return out.push_str(if zh { "%" } else { " %" });
        }
        let start = out.len();
        let labelled = self
            .powers
            .iter()
            .zip(BASE)
            .map(|(power, (_, in_zh, in_en))| (*power, if zh { in_zh } else { in_en }));
        for (power, label) in labelled.clone().filter(|(power, _)| *power > 0) {
            out.push_str(if out.len() == start { " " } else { "·" });
            out.push_str(label);
            if power > 1 {
                out.push_str(&format!("^{power}"));
            }
        }
        for (power, label) in labelled.filter(|(power, _)| *power < 0) {
            out.push('/');
            out.push_str(label);
            if power < -1 {
                out.push_str(&format!("^{}", -power));
            }
        }
        // A count has no English word.
        out.truncate(start + out[start..].trim_end().len());
    }
}

/// The unit as a parameter file writes it.
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.percent {
            return f.write_str("percent");
        }
        if *self == Self::RATIO {
            return f.write_str("ratio");
        }
        let mut first = true;
        for (power, (key, ..)) in self.powers.iter().zip(BASE) {
            for _ in 0..(*power).max(0) {
                f.write_str(if first { "" } else { "*" })?;
                f.write_str(key)?;
                first = false;
            }
        }
        f.write_str(if first { "1" } else { "" })?;
        for (power, (key, ..)) in self.powers.iter().zip(BASE) {
            for _ in 0..power.min(&0).unsigned_abs() {
                write!(f, "/{key}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> Unit {
        Unit::parse(text).unwrap()
    }

    #[test]
    fn products_and_quotients() {
        assert_eq!(unit("yuan/m2").times(unit("m2")), Some(unit("yuan")));
        assert_eq!(unit("percent").times(unit("yuan")), Some(unit("yuan")));
        assert_eq!(unit("percent").times(unit("percent")), Some(unit("percent")));
        assert_eq!(unit("yuan").over(unit("yuan")), Some(unit("ratio")));
        assert_eq!(unit("percent").over(unit("percent")), Some(unit("ratio")));
        assert_eq!(unit("percent").over(unit("yuan")), None);
        assert_ne!(unit("percent"), unit("ratio"));
    }

    #[test]
    fn every_unit_reads_back() {
        for text in ["percent", "ratio", "yuan", "yuan/m2", "kwh/m2/year", "usd/ft2", "yuan/kw"] {
            assert_eq!(unit(text).to_string(), text);
        }
        for bad in ["", "furlong", "yuan/", "/m2", "yuan/percent"] {
            assert_eq!(Unit::parse(bad), None, "{bad:?}");
        }
        assert_eq!(unit("yuan/m2").labels(), (" 元/平方米".to_owned(), " yuan/m²".to_owned()));
    }
}
