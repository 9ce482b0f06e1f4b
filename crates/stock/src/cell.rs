use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::fmt::strtime;
use units::{Decimal, Text};

use crate::field::{Dimension, Field, FieldType};
use crate::mapping::{FieldSpec, Keep, NumberFormat};
use crate::text::{first_folded, fold, half_width, shorten};
use crate::unit::Unit;
use crate::value::{PartialDate, Value, YEARS};

/// How cells of one file are written.
#[derive(Clone, Copy)]
pub(crate) struct CellFormat<'m> {
    pub(crate) unknown: &'m BTreeSet<String>,
    pub(crate) numbers: NumberFormat,
    pub(crate) dates: &'m [String],
    pub(crate) words: &'m BTreeMap<String, bool>,
}

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: &'static str,
    pub(crate) expected: Text,
    pub(crate) remedy: Text,
}

impl Problem {
    fn new(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        let remedy = Text::new("改正该单元格后重新导入", "correct the cell and import again");
        Self { code, expected: Text::new(zh, en), remedy }
    }

    fn remedy(mut self, zh: &str, en: &str) -> Self {
        self.remedy = Text::new(zh, en);
        self
    }
}

/// A cell as read: the value if it is known, or the problem; and a caution about a value taken.
pub(crate) struct Reading {
    pub(crate) outcome: Result<Option<Value>, Problem>,
    pub(crate) caution: Option<Problem>,
}

impl From<Result<Option<Value>, Problem>> for Reading {
    fn from(outcome: Result<Option<Value>, Problem>) -> Self {
        Self { outcome, caution: None }
    }
}

/// The part of `raw` that is meant.
pub(crate) fn kept(raw: &str, keep: Keep) -> Cow<'_, str> {
    let trimmed = raw.trim();
    match keep {
        Keep::All => trimmed.into(),
        Keep::AfterLastSlash => {
            let whole = trimmed.trim_end_matches('/');
            whole.rsplit('/').next().unwrap_or(whole).into()
        }
        Keep::AddressInLocation => address_in_location(trimmed).into(),
    }
}

/// The street address in a portal's `Location` text: after an `address` key, else the first line.
fn address_in_location(text: &str) -> &str {
    const KEY: &str = "\"address\"";
    if let Some(at) = text.find(KEY) {
        let rest = &text[at + KEY.len()..];
        return rest.split('"').nth(1).unwrap_or("").trim();
    }
    text.lines().next().unwrap_or("").trim()
}

/// Whether the cell says that the value is not known.
pub(crate) fn is_unknown(text: &str, format: CellFormat) -> bool {
    let Some(first) = first_folded(text) else { return true };
    // The first letter rules out nearly every cell before the whole of it is folded.
    let may_be = format.unknown.iter().any(|word| word.starts_with(first));
    may_be && format.unknown.contains(&fold(text))
}

/// The value of `field` written in `text`.
pub(crate) fn read_value(
    field: Field,
    spec: &FieldSpec,
    text: &str,
    format: CellFormat,
) -> Reading {
    let text = text.trim();
    if is_unknown(text, format) {
        return Ok(None).into();
    }
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return Err(undecodable()).into();
    }
    match field.field_type() {
        FieldType::Text => Ok(Some(read_text(spec, text))).into(),
        FieldType::Choice(keys) => read_choice(spec, keys, text),
        FieldType::Bool => read_bool(spec, text, format).map(Some).into(),
        FieldType::Year => read_year(text, format).map(Some).into(),
        FieldType::Date => read_date(text, format.dates).map(|date| Some(Value::Date(date))).into(),
        FieldType::Number(dimension) => {
            let unit = spec.unit.unwrap_or(Unit::canonical(dimension));
            read_number(dimension, unit, spec.zero_is_unknown, text, format.numbers).into()
        }
        FieldType::Money => read_money(spec, text, format.numbers).into(),
    }
}

pub(crate) fn undecodable() -> Problem {
    Problem::new("undecodable", "可解码的文字", "text that can be decoded").remedy(
        "在映射 table.encoding 中写明文件编码，或另存为 UTF-8",
        "name the file's encoding in table.encoding of the mapping, or save it as UTF-8",
    )
}

fn read_text(spec: &FieldSpec, text: &str) -> Value {
    let known = if spec.values.is_empty() { None } else { spec.values.get(&fold(text)) };
    let clean: String = match known {
        Some(own) => own.clone(),
        None => text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect(),
    };
    Value::Text(shorten(&clean, 2000))
}

fn read_choice(spec: &FieldSpec, keys: &[&str], text: &str) -> Reading {
    let folded = fold(text);
    let own = spec.values.get(&folded).cloned();
    let own = own.or_else(|| keys.iter().find(|key| fold(key) == folded).map(|&key| key.into()));
    if let Some(own) = own {
        return Ok(Some(Value::Choice(own))).into();
    }
    let list = keys.join(", ");
    let problem = Problem::new(
        "unknown_word",
        format!("映射 values 中的词，或 {list}"),
        format!("a word listed under values in the mapping, or {list}"),
    )
    .remedy("把该词加入映射的 values", "add the word to values in the mapping");
    match &spec.fallback {
        Some(fallback) => Reading {
            outcome: Ok(Some(Value::Choice(fallback.clone()))),
            caution: Some(Problem { code: "fallback_used", ..problem }),
        },
        None => Err(problem).into(),
    }
}

fn read_bool(spec: &FieldSpec, text: &str, format: CellFormat) -> Result<Value, Problem> {
    let folded = fold(text);
    let own = spec.values.get(&folded).map(|own| own == "yes");
    own.or_else(|| format.words.get(&folded).copied()).map(Value::Bool).ok_or_else(|| {
        Problem::new("not_yes_or_no", "是 或 否", "yes or no").remedy(
            "改为“是”或“否”，或在映射 words 中加入该词",
            "write yes or no, or add the word to words",
        )
    })
}

fn read_year(text: &str, format: CellFormat) -> Result<Value, Problem> {
    let plain = text.trim_end_matches('年').trim_end();
    let whole = plain.strip_suffix(".0").unwrap_or(plain);
    let year = whole
        .parse()
        .ok()
        .or_else(|| read_date(text, format.dates).ok().map(|date| date.earliest().year()));
    year.filter(|year| YEARS.contains(year)).map(Value::Year).ok_or_else(|| {
        let zh = format!("{} 至 {} 之间的年份", YEARS.start(), YEARS.end());
        let en = format!("a year from {} to {}", YEARS.start(), YEARS.end());
        Problem::new("bad_year", zh, en)
    })
}

/// The first format that fits gives the date; a time of day after it is passed over.
fn read_date(text: &str, formats: &[String]) -> Result<PartialDate, Problem> {
    let plain: String = text.chars().map(half_width).collect();
    let day_only = plain.split(['T', ' ']).next().unwrap_or_default();
    let mut impossible = false;
    for candidate in [plain.trim(), day_only] {
        for format in formats {
            let Ok(parsed) = strtime::parse(format, candidate) else { continue };
            let Some(year) = parsed.year() else { continue };
            match PartialDate::new(year, parsed.month(), parsed.day()) {
                Some(date) => return Ok(date),
                None => impossible = true,
            }
        }
    }
    let list = formats.join("  ");
    let code = if impossible { "impossible_date" } else { "not_a_date" };
    Err(Problem::new(
        code,
        format!("真实存在的日期，格式为 {list}"),
        format!("a date that exists, written as {list}"),
    )
    .remedy("改正日期，或在映射 dates 中加入其格式", "correct it, or add its format to dates"))
}

/// `text` as plain ASCII digits with `.`, or `None`; groups of thousands must hold three digits, so
/// that a decimal comma is never read as a thousands separator.
pub(crate) fn plain_number(text: &str, format: NumberFormat) -> Option<String> {
    let half: String = text.chars().map(half_width).collect();
    let trimmed = half.trim();
    let (negative, digits) = match trimmed.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
    };
    let (mantissa, exponent) = match digits.find(['e', 'E']) {
        Some(at) => (&digits[..at], &digits[at + 1..]),
        None => (digits, ""),
    };
    let (whole, fraction) = mantissa.split_once(format.decimal).unwrap_or((mantissa, ""));
    let mut plain = String::from(if negative { "-" } else { "" });
    match format.thousands.filter(|separator| whole.contains(*separator)) {
        None => plain.push_str(whole),
        Some(separator) => {
            for (index, group) in whole.split(separator).enumerate() {
                let fits =
                    if index == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
                if !fits {
                    return None;
                }
                plain.push_str(group);
            }
        }
    }
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(plain.trim_start_matches('-')) || !all_digits(fraction) {
        return None;
    }
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    if whole.is_empty() {
        plain.push('0');
    }
    if !fraction.is_empty() {
        plain.push('.');
        plain.push_str(fraction);
    }
    if digits.len() > mantissa.len() {
        exponent.parse::<i16>().ok()?;
        plain.push('e');
        plain.push_str(exponent.trim_start_matches('+'));
    }
    Some(plain)
}

/// `text` as a finite float.
pub(crate) fn parse_f64(text: &str, format: NumberFormat) -> Option<f64> {
    plain_number(text, format)?.parse::<f64>().ok().filter(|number| number.is_finite())
}

fn not_a_number(format: NumberFormat) -> Problem {
    let decimal = format.decimal;
    Problem::new(
        "not_a_number",
        format!("一个数（小数点为“{decimal}”）"),
        format!("a number with {decimal:?} as decimal sign"),
    )
}

fn read_number(
    dimension: Dimension,
    unit: Unit,
    zero_is_unknown: bool,
    text: &str,
    format: NumberFormat,
) -> Result<Option<Value>, Problem> {
    let bare = text.trim_end_matches(['%', '％']);
    let is_percentage = bare.len() < text.len();
    let factor = match (is_percentage, dimension) {
        (false, _) => unit.factor,
        (true, Dimension::Percent) => 1.0,
        (true, Dimension::Ratio) => 0.01,
        (true, _) => return Err(not_a_number(format)),
    };
    let number = parse_f64(bare, format).ok_or_else(|| not_a_number(format))? * factor;
    if zero_is_unknown && number.abs() < f64::MIN_POSITIVE {
        return Ok(None);
    }
    let (least, greatest, least_excluded) = dimension.range();
    let too_low = number < least || (least_excluded && number <= least);
    if too_low || number > greatest {
        let above = if least_excluded { "大于" } else { "不小于" };
        let above_en = if least_excluded { "above" } else { "at least" };
        let code = match (number < 0.0 && least >= 0.0, dimension) {
            (true, Dimension::Area) => "negative_area",
            (true, _) => "negative",
            (false, _) => "out_of_range",
        };
        let unit = dimension.unit();
        return Err(Problem::new(
            code,
            format!("{above} {least}、不大于 {greatest} {unit}"),
            format!("{above_en} {least} and at most {greatest} {unit}"),
        )
        .remedy("核对数值与映射中的单位", "check the value and the unit in the mapping"));
    }
    Ok(Some(Value::Number(number)))
}

fn read_money(
    spec: &FieldSpec,
    text: &str,
    format: NumberFormat,
) -> Result<Option<Value>, Problem> {
    let bare = text.trim_start_matches(['¥', '￥', '$', '£', '€']);
    let plain = plain_number(bare, format).ok_or_else(|| not_a_number(format))?;
    let amount = if plain.contains('e') {
        Decimal::from_scientific(&plain).ok()
    } else {
        plain.parse().ok()
    };
    let unit = spec.unit.unwrap_or(Unit::canonical(Dimension::Money));
    let yuan = amount.and_then(|amount| unit.to_yuan(amount));
    let (least, greatest, _) = Dimension::Money.range();
    let valid = yuan.filter(|yuan| {
        let float = yuan.to_string().parse().unwrap_or(f64::INFINITY);
        (least..=greatest).contains(&float)
    });
    match valid {
        Some(yuan) if spec.zero_is_unknown && yuan.is_zero() => Ok(None),
        Some(yuan) => Ok(Some(Value::Money(yuan))),
        None => Err(Problem::new(
            "out_of_range",
            format!("{least} 至 {greatest} 元"),
            format!("{least} to {greatest} yuan"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINT: NumberFormat = NumberFormat { decimal: '.', thousands: Some(',') };
    const COMMA: NumberFormat = NumberFormat { decimal: ',', thousands: Some('.') };

    #[test]
    fn thousands_need_groups_of_three() {
        assert_eq!(plain_number("7,226,362.50", POINT).as_deref(), Some("7226362.50"));
        assert_eq!(plain_number("1.234,5", COMMA).as_deref(), Some("1234.5"));
        assert_eq!(plain_number("１２３", POINT).as_deref(), Some("123"));
        assert_eq!(plain_number("-1.5E+3", POINT).as_deref(), Some("-1.5e3"));
        assert_eq!(plain_number(".5", POINT).as_deref(), Some("0.5"));
        for bad in ["1,5", "12,34,567", "", ".", "-", "1e", "NaN", "inf", "0x1", "1 2", "1.2.3"] {
            assert_eq!(plain_number(bad, POINT), None, "{bad}");
        }
    }

    #[test]
    fn dates_are_read_by_the_first_format_that_fits() {
        let formats: Vec<String> =
            ["%Y-%m-%d", "%d/%m/%Y", "%d-%b-%y", "%Y年%m月%d日", "%Y"].map(Into::into).into();
        let read = |text: &str| read_date(text, &formats).map(|date| date.to_string());
        assert_eq!(read("2017-12-31").as_deref(), Ok("2017-12-31"));
        assert_eq!(read("2017-12-31T00:00:00").as_deref(), Ok("2017-12-31"));
        assert_eq!(read("26/02/2014").as_deref(), Ok("2014-02-26"));
        assert_eq!(read("28-Oct-15").as_deref(), Ok("2015-10-28"));
        assert_eq!(read("2012年5月1日").as_deref(), Ok("2012-05-01"));
        assert_eq!(read("1998").as_deref(), Ok("1998"));
        assert_eq!(read("30/02/2014").unwrap_err().code, "impossible_date");
        assert_eq!(read("soon").unwrap_err().code, "not_a_date");
    }

    #[test]
    fn the_address_is_found_inside_a_location() {
        let json =
            r#"{'latitude': '47.6', 'human_address': '{"address":"405 OLIVE WAY","city":"S"}'}"#;
        assert_eq!(kept(json, Keep::AddressInLocation), "405 OLIVE WAY");
        assert_eq!(kept("405 Olive Way\nSeattle", Keep::AddressInLocation), "405 Olive Way");
        assert_eq!(kept("http://x.org/id/worcester/", Keep::AfterLastSlash), "worcester");
    }
}
