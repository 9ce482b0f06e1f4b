//! Reading of nodes into values, with a remark for everything that does not fit.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use units::{Date, Diagnostic, Mark, Text};

use super::tables;
use crate::diagnose::{Place, nearest, problem};
use crate::expr::{self, Fault};
use crate::ground::Ground;
use crate::rules::Formula;
use crate::unit::Unit;
use crate::value::{PartialDate, Record, Type, Value};
use crate::yaml::{Data, Node, Style};

/// The most records that a list of a case may have.
const RECORDS_MAX: usize = 500;
/// The most digits of a number.
const DIGITS_MAX: usize = 24;

/// Collects what is wrong while nodes are read.
#[derive(Default)]
pub(crate) struct Reader {
    pub(crate) problems: Vec<Diagnostic>,
}

/// The entries of a map whose keys are fixed.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    pub(crate) place: &'a Place,
    entries: &'a [(String, Place, Node)],
}

impl<'a> Fields<'a> {
    pub(crate) fn get(&self, key: &str) -> Option<&'a Node> {
        self.entries.iter().find(|(name, ..)| name == key).map(|(.., node)| node)
    }
}

impl Reader {
    pub(crate) fn report(
        &mut self,
        place: &Place,
        code: &str,
        value: &str,
        expected: Text,
        remedy: Text,
    ) {
        self.problems.push(problem(place, code, value, expected, remedy));
    }

    fn wrong(&mut self, node: &Node, expected: Text) {
        let remedy = Text::new("按要求改写此处", "write it as expected");
        self.report(&node.place, "wrong_shape", &node.shown(), expected, remedy);
    }

    /// Every entry of a map with free keys.
    pub(crate) fn entries<'a>(&mut self, node: &'a Node) -> &'a [(String, Place, Node)] {
        match &node.data {
            Data::Map(entries) => entries,
            _ => {
                self.wrong(node, Text::new("一个映射（键: 值）", "a map (key: value)"));
                &[]
            }
        }
    }

    /// A map that has no keys but the `known` ones.
    pub(crate) fn fields<'a>(&mut self, node: &'a Node, known: &[&str]) -> Fields<'a> {
        let entries = self.entries(node);
        for (key, place, _) in entries {
            if !known.contains(&key.as_str()) {
                let expected = known.join(", ");
                let remedy = nearest(key, known.iter().copied());
                self.report(place, "unknown_key", key, Text::same(expected), remedy);
            }
        }
        Fields { place: &node.place, entries }
    }

    /// The node under `key`, which must be there and not be empty.
    pub(crate) fn required<'a>(&mut self, fields: Fields<'a>, key: &str) -> Option<&'a Node> {
        let found = fields.get(key).filter(|node| !node.is_null());
        if found.is_none() {
            self.report(
                fields.place,
                "missing_key",
                key,
                Text::new(format!("此处有 {key}"), format!("`{key}` here")),
                Text::new(format!("补上 {key}"), format!("add `{key}`")),
            );
        }
        found
    }

    pub(crate) fn list<'a>(&mut self, node: &'a Node) -> &'a [Node] {
        match &node.data {
            Data::List(items) => items,
            _ => {
                self.wrong(node, Text::new("一个列表", "a list"));
                &[]
            }
        }
    }

    /// A text that is not empty.
    pub(crate) fn text(&mut self, node: &Node) -> Option<String> {
        match &node.data {
            Data::Scalar(text, _) if !text.trim().is_empty() && !node.is_null() => {
                Some(text.trim().to_owned())
            }
            _ => {
                self.wrong(node, Text::new("文字", "a text"));
                None
            }
        }
    }

    /// A name: small letters, digits, `_`; `-` too where `dashes`.
    pub(crate) fn name(&mut self, node: &Node, dashes: bool) -> Option<String> {
        let text = self.text(node)?;
        self.is_name(&text, dashes, &node.place).then_some(text)
    }

    pub(crate) fn is_name(&mut self, text: &str, dashes: bool, place: &Place) -> bool {
        let fits = !text.is_empty()
            && text.chars().all(|c| {
                c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || (dashes && c == '-')
            });
        if !fits {
            let expected =
                Text::new("小写字母、数字、下划线", "small letters, digits, underscores");
            let remedy = Text::new("换一个名称", "choose such a name");
            self.report(place, "bad_name", text, expected, remedy);
        }
        fits
    }

    /// `{zh: …, en: …}`.
    pub(crate) fn bilingual(&mut self, node: &Node) -> Option<Text> {
        let fields = self.fields(node, &["zh", "en"]);
        let zh = self.required(fields, "zh").and_then(|node| self.text(node));
        let en = self.required(fields, "en").and_then(|node| self.text(node));
        Some(Text::new(zh?, en?))
    }

    /// A certain day.
    pub(crate) fn day(&mut self, node: &Node) -> Option<Date> {
        let found = match &node.data {
            Data::Scalar(text, _) => PartialDate::parse(text).and_then(PartialDate::certain),
            _ => None,
        };
        if found.is_none() {
            self.wrong(node, Text::new("日期，如 2023-08-31", "a date such as 2023-08-31"));
        }
        found
    }

    /// One of `V S D B X`, and for facts also `R M A`.
    pub(crate) fn mark(&mut self, node: &Node, law: bool) -> Option<Mark> {
        let marks = if law { &Mark::ALL[..5] } else { &Mark::ALL[..] };
        let text = node.shown();
        let found = marks.iter().copied().find(|mark| text == mark.letter().to_string());
        if found.is_none() {
            let letters: Vec<String> = marks.iter().map(|mark| mark.letter().to_string()).collect();
            self.wrong(node, Text::same(letters.join(" ")));
        }
        found
    }

    /// `sources`, `mark`, `article` and `checked_on` of `fields`; source keys become addresses.
    pub(crate) fn ground(
        &mut self,
        fields: Fields<'_>,
        sources: &BTreeMap<String, String>,
        from: Date,
    ) -> Option<Ground> {
        let keys = self.required(fields, "sources");
        let mark = self.required(fields, "mark").and_then(|node| self.mark(node, true));
        let article = self.required(fields, "article").and_then(|node| self.text(node));
        let mut found = Vec::new();
        for node in keys.map_or(&[][..], |node| self.list(node)) {
            let Some(key) = self.text(node) else { continue };
            match sources.get(&key) {
                Some(address) => found.push(address.clone()),
                None => self.report(
                    &node.place,
                    "unknown_source",
                    &key,
                    Text::new("scheme.yaml 中列出的来源", "a source listed in scheme.yaml"),
                    nearest(&key, sources.keys().map(String::as_str)),
                ),
            }
        }
        if found.is_empty()
            && let Some(node) = keys
        {
            self.report(
                &node.place,
                "missing_source",
                "",
                Text::new("至少一个来源", "at least one source"),
                Text::new("写明出处", "say where this was seen"),
            );
        }
        let checked_on = match fields.get("checked_on") {
            None => None,
            Some(node) if node.shown() == "not_recorded" => None,
            Some(node) => self.day(node),
        };
        let sources = (!found.is_empty()).then_some(found)?.into();
        let (article, mark) = (article?.into(), mark?);
        Some(Ground { sources, article, mark, from, checked_on, confirmed: None })
    }

    /// A type from `type`, `unit`, `choices`, `fields`.
    pub(crate) fn kind(&mut self, fields: Fields<'_>, nested: bool) -> Option<Type> {
        let node = self.required(fields, "type")?;
        let word = self.text(node)?;
        if !["number", "bands", "points"].contains(&word.as_str())
            && let Some(unit) = fields.get("unit")
        {
            self.wrong(unit, Text::new("只有数值有单位", "a unit for numbers only"));
        }
        match word.as_str() {
            "bool" => Some(Type::Bool),
            "text" => Some(Type::Text),
            "date" => Some(Type::Date),
            "texts" if !nested => Some(Type::Texts),
            "number" => self.unit(fields, "unit").map(Type::Number),
            "bands" | "points" if !nested => {
                let (of, unit) = (self.unit(fields, "of"), self.unit(fields, "unit"));
                let (of, unit) = (of?, unit?);
                let is_bands = word == "bands";
                Some(if is_bands { Type::Bands { of, unit } } else { Type::Points { of, unit } })
            }
            "choice" => {
                let node = self.required(fields, "choices")?;
                let mut choices = BTreeMap::new();
                for (key, place, label) in self.entries(node) {
                    if self.is_name(key, false, place)
                        && let Some(label) = self.bilingual(label)
                    {
                        choices.insert(key.clone(), label);
                    }
                }
                Some(Type::Choice(choices))
            }
            "list" if !nested => {
                let node = self.required(fields, "fields")?;
                let mut parts = BTreeMap::new();
                for (key, place, part) in self.entries(node) {
                    let fields = self.fields(part, &["type", "unit", "choices", "label"]);
                    let kind = self.kind(fields, true);
                    if self.is_name(key, false, place)
                        && let Some(kind) = kind
                    {
                        parts.insert(key.clone(), kind);
                    }
                }
                Some(Type::List(parts))
            }
            _ => {
                let known = "bool, number, text, texts, date, choice, list, bands, points";
                self.wrong(node, Text::same(known));
                None
            }
        }
    }

    fn unit(&mut self, fields: Fields<'_>, key: &str) -> Option<Unit> {
        let node = self.required(fields, key)?;
        let text = self.text(node)?;
        let unit = Unit::parse(&text);
        if unit.is_none() {
            let keys: Vec<&str> = Unit::keys().collect();
            let expected = Text::same(format!("{}, yuan/m2 …", keys.join(", ")));
            let remedy = nearest(&text, keys.into_iter());
            self.report(&node.place, "unknown_unit", &text, expected, remedy);
        }
        unit
    }

    /// A value of a type. `negative` allows numbers below zero.
    pub(crate) fn value(&mut self, node: &Node, kind: &Type, negative: bool) -> Option<Value> {
        let scalar = match &node.data {
            Data::Scalar(text, style) => Some((text.as_str(), *style)),
            _ => None,
        };
        let found = match (kind, scalar, &node.data) {
            (Type::Bool, Some(("true", Style::Plain)), _) => Some(Value::Bool(true)),
            (Type::Bool, Some(("false", Style::Plain)), _) => Some(Value::Bool(false)),
            (Type::Number(_), Some((text, Style::Plain)), _) => {
                number(text, negative).map(Value::Number)
            }
            (Type::Text, Some((text, _)), _) if !node.is_null() && text.len() < 10_000 => {
                Some(Value::Text(text.to_owned()))
            }
            (Type::Choice(choices), Some((text, _)), _) if choices.contains_key(text) => {
                Some(Value::Text(text.to_owned()))
            }
            (Type::Date, Some((text, _)), _) => PartialDate::parse(text).map(Value::Date),
            (Type::Texts, None, Data::List(items)) => {
                items.iter().map(|item| self.text(item)).collect::<Option<_>>().map(Value::Texts)
            }
            (Type::Bands { .. }, None, Data::List(_)) => return tables::bands(node, self),
            (Type::Points { .. }, None, Data::List(_)) => return tables::points(node, self),
            (Type::List(fields), None, Data::List(items)) if items.len() <= RECORDS_MAX => {
                let records = items.iter().map(|item| self.record(item, fields));
                return records.collect::<Option<_>>().map(Value::List);
            }
            _ => None,
        };
        if found.is_none() {
            let expected = match kind {
                Type::Number(_) => {
                    let kind = kind.shown();
                    Text::new(
                        format!("{}，不小于 0，不带引号、千分位和指数", kind.zh),
                        format!("{}, not below 0, without quotes, separators or exponent", kind.en),
                    )
                }
                Type::List(_) => {
                    let kind = kind.shown();
                    Text::new(
                        format!("{}，至多 {RECORDS_MAX} 条", kind.zh),
                        format!("{}, {RECORDS_MAX} at most", kind.en),
                    )
                }
                other => other.shown(),
            };
            let code = match kind {
                Type::Choice(_) => "unknown_choice",
                _ => "wrong_type",
            };
            let remedy = match (kind, scalar) {
                (Type::Choice(choices), Some((text, _))) => {
                    nearest(text, choices.keys().map(String::as_str))
                }
                _ => Text::new("按此类型填写，或写 unknown", "write it so, or write `unknown`"),
            };
            self.report(&node.place, code, &node.shown(), expected, remedy);
        }
        found
    }

    fn record(&mut self, node: &Node, fields: &BTreeMap<String, Type>) -> Option<Record> {
        let known: Vec<&str> = fields.keys().map(String::as_str).collect();
        let before = self.problems.len();
        self.fields(node, &known);
        let mut record = Record::new();
        for (key, _, value) in self.entries(node) {
            let unknown = value.is_null() || value.shown() == "unknown";
            if let (Some(kind), false) = (fields.get(key), unknown) {
                record.extend(self.value(value, kind, false).map(|value| (key.clone(), value)));
            }
        }
        (self.problems.len() == before).then_some(record)
    }

    /// An expression, parsed; its types are checked later, when all names are known.
    pub(crate) fn formula(&mut self, node: &Node) -> Option<Formula> {
        let Data::Scalar(text, _) = &node.data else {
            self.wrong(node, Text::new("表达式", "an expression"));
            return None;
        };
        match expr::parse(text) {
            Ok(expr) => Some(Formula { text: text.clone(), expr }),
            Err(fault) => {
                self.fault(node, &fault);
                None
            }
        }
    }

    /// A fault inside the expression that stands at `node`.
    pub(crate) fn fault(&mut self, node: &Node, fault: &Fault) {
        let place = inside(node, fault.at);
        self.report(&place, fault.code, &fault.value, fault.expected.clone(), fault.remedy.clone());
    }
}

/// The place of byte `at` of a scalar. Exact for scalars on one line and for `|` blocks, whose
/// lines stand under the marker one by one.
fn inside(node: &Node, at: usize) -> Place {
    let Data::Scalar(text, style) = &node.data else { return node.place.clone() };
    let before = text.get(..at).unwrap_or(text);
    let lines = before.matches('\n').count();
    let in_line = before.rsplit('\n').next().unwrap_or("").chars().count();
    let (line, column) = match style {
        Style::Plain => (node.place.line, node.place.column + in_line),
        Style::Quoted => (node.place.line, node.place.column + in_line + 1),
        Style::Block => (node.place.line + lines, node.place.column + in_line),
    };
    Place::new(&node.place.file, line, column)
}

/// A plain decimal with at most 24 digits.
pub(super) fn number(text: &str, negative: bool) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let plain = all_digits(whole) && all_digits(fraction) && digits.len() <= DIGITS_MAX;
    let number: Decimal = plain.then(|| text.parse().ok()).flatten()?;
    let in_range = whole.trim_start_matches('0').len() <= 18;
    (in_range && (negative || !number.is_sign_negative() || number.is_zero())).then_some(number)
}
