//! Expressions in words, for readers who do not read formulas: labels for names, the value that a
//! parameter has in a version, and a list where a sentence would grow too long.

use std::collections::BTreeMap;

use serde::Serialize;
use units::Text;

use crate::expr::{Expr, Function, Op, Shape, strength};
use crate::parameter::{Entry, Parameter, Schedule};
use crate::rules::RuleSet;
use crate::unit::Unit;
use crate::value::{Type, Value};

/// The longest sentence (letters of its English words) that is not broken up into a list.
const SENTENCE_MAX: usize = 95;
/// How tightly a part must bind to need no brackets: beside a comparison, beside `and` or `or`,
/// where a branch would be misread, and among several values.
const TIGHTER_THAN_COMPARED: u8 = 5;
const TIGHTER_THAN_JOINED: u8 = 3;
const TIGHTER_THAN_BRANCHES: u8 = 1;
const TIGHTEST: u8 = 7;

/// An expression in words: a sentence and, where it is long, its parts as a list below it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Words {
    /// The Chinese sentence.
    pub zh: Vec<Piece>,
    /// The English sentence, equal in content.
    pub en: Vec<Piece>,
    /// What stands below it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Words>,
}

/// A stretch of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Its words.
    pub text: String,
    /// The fact, parameter or definition that it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Words {
    fn said(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::default().say(zh, en)
    }

    fn say(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        let (zh, en) = (zh.into(), en.into());
        for (sentence, text) in [(&mut self.zh, zh), (&mut self.en, en)] {
            if text.is_empty() {
                continue;
            }
            match sentence.last_mut() {
                Some(Piece { text: last, name: None }) => last.push_str(&text),
                _ => sentence.push(Piece { text, name: None }),
            }
        }
        self
    }

    fn named(text: Text, name: &str) -> Self {
        let piece = |text| vec![Piece { text, name: Some(name.to_owned()) }];
        Self { zh: piece(text.zh), en: piece(text.en), parts: Vec::new() }
    }

    fn add(mut self, other: Self) -> Self {
        for (sentence, pieces) in [(&mut self.zh, other.zh), (&mut self.en, other.en)] {
            for piece in pieces {
                match (sentence.last_mut(), &piece.name) {
                    (Some(Piece { text: last, name: None }), None) => last.push_str(&piece.text),
                    _ => sentence.push(piece),
                }
            }
        }
        self
    }

    fn quoted(self) -> Self {
        Self::said("“", "“").add(self).say("”", "”")
    }

    fn in_brackets(self) -> Self {
        Self::said("（", "(").add(self).say("）", ")")
    }

    fn list(self, parts: Vec<Self>) -> Self {
        Self { parts, ..self }
    }

    /// `a, b and c` with these words between the last two.
    fn joined(all: Vec<Self>, zh: (&str, &str), en: (&str, &str)) -> Self {
        let count = all.len();
        all.into_iter().enumerate().fold(Self::default(), |sentence, (index, words)| {
            let sentence = match index {
                0 => sentence,
                _ if index + 1 == count => sentence.say(zh.1, en.1),
                _ => sentence.say(zh.0, en.0),
            };
            sentence.add(words)
        })
    }

    fn is_short(&self) -> bool {
        self.en.iter().map(|piece| piece.text.chars().count()).sum::<usize>() <= SENTENCE_MAX
    }
}

/// The words for `expr` in a version.
pub(crate) fn words(expr: &Expr, rules: &RuleSet) -> Words {
    Speaker { rules, item: None }.words(expr)
}

/// Who speaks: in which version, and inside which list of records.
#[derive(Clone, Copy)]
struct Speaker<'a> {
    rules: &'a RuleSet,
    item: Option<Item<'a>>,
}

/// The fields of the record that `item` stands for.
#[derive(Clone, Copy)]
struct Item<'a> {
    kinds: &'a BTreeMap<String, Type>,
    labels: Option<&'a BTreeMap<String, Text>>,
}

impl<'a> Speaker<'a> {
    /// One sentence if it is short, else a list.
    fn words(self, expr: &Expr) -> Words {
        let sentence = self.sentence(expr);
        if sentence.is_short() { sentence } else { self.list(expr).unwrap_or(sentence) }
    }

    fn each(self, parts: &[&Expr]) -> Vec<Words> {
        parts.iter().map(|part| self.words(part)).collect()
    }

    /// What can be told as a list; `None` for the rest.
    fn list(self, expr: &Expr) -> Option<Words> {
        Some(match &expr.shape {
            Shape::Binary(Op::Or, ..) if self.one_of_keys(expr).is_some() => return None,
            Shape::Binary(op @ (Op::And | Op::Or), ..) => {
                let lead = match op {
                    Op::And => Words::said("以下各项都成立：", "all of these hold:"),
                    _ => Words::said("以下至少一项成立：", "at least one of these holds:"),
                };
                lead.list(self.each(&chain(expr, *op)))
            }
            Shape::Not(inner) => {
                Words::said("以下不成立：", "this does not hold:").list(vec![self.words(inner)])
            }
            Shape::If(..) => Words::said("分情形：", "by case:").list(self.cases(expr)),
            Shape::Call(function, arguments) => return self.list_of_call(*function, arguments),
            _ => return None,
        })
    }

    fn list_of_call(self, function: Function, arguments: &[Expr]) -> Option<Words> {
        let all: Vec<&Expr> = arguments.iter().collect();
        Some(match (function, &all[..]) {
            (Function::Min, _) => {
                Words::said("以下各项中的最小者：", "the least of these:").list(self.each(&all))
            }
            (Function::Max, _) => {
                Words::said("以下各项中的最大者：", "the greatest of these:").list(self.each(&all))
            }
            (Function::FirstKnown, _) => {
                Words::said("以下第一项已知者：", "the first of these that is known:")
                    .list(self.each(&all))
            }
            (Function::AtLeast, [least, rest @ ..]) => Words::said("以下至少", "at least ")
                .add(self.sentence(least))
                .say("项成立：", " of these hold:")
                .list(self.each(rest)),
            (Function::Sum | Function::All | Function::Any, [list, body]) => {
                self.over(function, list).list(vec![self.inside(list).words(body)])
            }
            (Function::Interest, _) => interest().list(self.inputs_of_interest(arguments)),
            _ => return None,
        })
    }

    /// The branches of an `if`, one below the other.
    fn cases(self, expr: &Expr) -> Vec<Words> {
        let mut out = Vec::new();
        let mut rest = expr;
        while let Shape::If(condition, yes, no) = &rest.shape {
            let lead = Words::said("若", "if ").add(self.sentence(condition));
            out.push(self.led(lead.say("：", ": "), yes));
            rest = no;
        }
        out.push(self.led(Words::said("其他情形：", "otherwise: "), rest));
        out
    }

    /// `lead` and then `expr`, on the same line or below it.
    fn led(self, lead: Words, expr: &Expr) -> Words {
        let mut words = self.words(expr);
        let parts = std::mem::take(&mut words.parts);
        lead.add(words).list(parts)
    }

    /// The whole expression as one sentence.
    fn sentence(self, expr: &Expr) -> Words {
        match &expr.shape {
            Shape::Bool(true) => Words::said("总是成立", "always"),
            Shape::Bool(false) => Words::said("从不成立", "never"),
            Shape::Number(number, unit) => {
                let kind = Type::Number(unit.unwrap_or(Unit::RATIO));
                let shown = Value::Number(*number).shown(&kind);
                Words::said(shown.zh, shown.en)
            }
            Shape::Text(text) => Words::said(format!("“{text}”"), format!("“{text}”")),
            Shape::Name(name) => self.name(name, false),
            Shape::Field(field) => self.field(field),
            Shape::Not(inner) => self.not(inner),
            Shape::Binary(op @ (Op::And | Op::Or), ..) => {
                if let Some(words) = self.one_of_keys(expr) {
                    return words;
                }
                let parts = chain(expr, *op);
                let parts = parts.into_iter().map(|part| self.operand(part, TIGHTER_THAN_JOINED));
                let (zh, en) =
                    if *op == Op::And { ("，且", " and ") } else { ("，或", " or ") };
                Words::joined(parts.collect(), (zh, zh), (en, en))
            }
            Shape::Binary(op, a, b) if op.compares() => self.comparison(*op, a, b),
            Shape::Binary(op, a, b) => self.arithmetic(expr, *op, (a, b)),
            Shape::If(condition, yes, no) => Words::said("若", "if ")
                .add(self.sentence(condition))
                .say("则为", ", then ")
                .add(self.sentence(yes))
                .say("，否则为", ", else ")
                .add(self.sentence(no)),
            Shape::Call(function, arguments) => self.call(*function, arguments),
        }
    }

    /// `kind == "a" or kind == "b"` as "kind is a or b"; `None` for other expressions.
    fn one_of_keys(self, expr: &Expr) -> Option<Words> {
        let mut name = None;
        let mut keys = Vec::new();
        for part in chain(expr, Op::Or) {
            let Shape::Binary(Op::Equal, a, b) = &part.shape else { return None };
            let (Shape::Name(choice), Shape::Text(key)) = (&a.shape, &b.shape) else { return None };
            if *name.get_or_insert(choice) != choice {
                return None;
            }
            keys.push(self.key(key, a));
        }
        let keys = Words::joined(keys, ("、", "或"), (", ", " or "));
        Some(self.name(name?, true).say("为", " is ").add(keys))
    }

    /// A part of a sentence, in brackets where it binds less than its surroundings.
    fn operand(self, expr: &Expr, least: u8) -> Words {
        let words = self.sentence(expr);
        if strength(expr) < least { words.in_brackets() } else { words }
    }

    fn not(self, inner: &Expr) -> Words {
        match &inner.shape {
            Shape::Call(Function::Applies, arguments) => {
                let what = arguments.first().map_or_else(Words::default, |a| self.sentence(a));
                what.quoted().say("不适用", " does not apply")
            }
            Shape::Name(_) | Shape::Field(_) => {
                Words::said("并非", "not ").add(self.sentence(inner).quoted())
            }
            _ => Words::said("并非", "not ").add(self.sentence(inner).in_brackets()),
        }
    }

    fn comparison(self, op: Op, a: &Expr, b: &Expr) -> Words {
        let is_key = |expr: &Expr| matches!(expr.shape, Shape::Text(_));
        let side = |expr: &Expr, other: &Expr| match (&expr.shape, &other.shape) {
            (Shape::Text(key), _) => self.key(key, other),
            // A choice that is compared with one of its keys is named, not replaced by its value.
            (Shape::Name(name), _) if is_key(other) => self.name(name, true),
            _ => self.operand(expr, TIGHTER_THAN_COMPARED),
        };
        let is_date = matches!(self.kind(a), Some(Type::Date));
        let (zh, en) = match op {
            Op::Less if is_date => ("早于", " is before "),
            Op::LessOrEqual if is_date => ("不晚于", " is not after "),
            Op::Greater if is_date => ("晚于", " is after "),
            Op::GreaterOrEqual if is_date => ("不早于", " is not before "),
            Op::Less => ("小于", " is less than "),
            Op::LessOrEqual => ("不超过", " is at most "),
            Op::Greater => ("大于", " is more than "),
            Op::GreaterOrEqual => ("不小于", " is at least "),
            Op::Differs => ("不是", " is not "),
            Op::In => ("属于", " is one of "),
            _ => ("为", " is "),
        };
        side(a, b).say(zh, en).add(side(b, a))
    }

    /// The label of a choice's key.
    fn key(self, key: &str, other: &Expr) -> Words {
        let label = match self.kind(other) {
            Some(Type::Choice(choices)) => choices.get(key).cloned(),
            _ => None,
        };
        let label = label.unwrap_or_else(|| Text::same(key));
        Words::said(label.zh, label.en).quoted()
    }

    fn arithmetic(self, expr: &Expr, op: Op, (a, b): (&Expr, &Expr)) -> Words {
        let own = strength(expr);
        let (left, right) = (self.operand(a, own), self.operand(b, own + 1));
        let sign = match op {
            Op::Plus if matches!(self.kind(a), Some(Type::Date)) => {
                // Word order differs: a day some years later.
                let zh = left.clone().say("之后", "").add(right.clone()).zh;
                let en = right.say("", " after ").add(left).en;
                return Words { zh, en, parts: Vec::new() };
            }
            Op::Minus if matches!(self.kind(a), Some(Type::Date)) => {
                return Words::said("自", "the days from ")
                    .add(right)
                    .say("至", " to ")
                    .add(left)
                    .say("的天数", "");
            }
            Op::Plus => " + ",
            Op::Minus => " − ",
            Op::Times => " × ",
            _ => " ÷ ",
        };
        left.say(sign, sign).add(right)
    }

    fn call(self, function: Function, arguments: &[Expr]) -> Words {
        let all = || arguments.iter().map(|argument| self.sentence(argument)).collect();
        match (function, arguments) {
            (Function::Min | Function::Max, _) => self.extreme(function, arguments),
            (Function::FirstKnown, _) => {
                let or = ("，未知时取", " or, where unknown, ");
                Words::joined(all(), (or.0, or.0), (or.1, or.1)).in_brackets()
            }
            (Function::AtLeast, [least, rest @ ..]) => {
                let rest: Vec<Words> = rest.iter().map(|part| self.sentence(part)).collect();
                Words::said("以下至少", "at least ")
                    .add(self.sentence(least))
                    .say("项成立：", " of these hold: ")
                    .add(Words::joined(rest, ("；", "；"), ("; ", "; ")))
            }
            (Function::Sum | Function::All | Function::Any, [list, body]) => {
                let body = self.inside(list).operand(body, TIGHTER_THAN_BRANCHES);
                self.over(function, list).say("", " ").add(body)
            }
            (Function::Count, [list]) => Words::said("", "the number of items of ")
                .add(self.sentence(list).quoted())
                .say("的项数", ""),
            (Function::Band, [table, number]) => Words::said("按", "the value of ")
                .add(self.described(table))
                .say("，", " for ")
                .add(self.sentence(number))
                .say("所在档的值", ""),
            (Function::Interpolate, [table, number]) => Words::said("按", "the value of ")
                .add(self.described(table))
                .say("，在", ", interpolated at ")
                .add(self.sentence(number))
                .say("处插值", ""),
            (Function::At, [parameter, date]) => self
                .described(parameter)
                .say("在", " as it stood on ")
                .add(self.sentence(date))
                .say("当日的值", ""),
            (Function::Whole, [number]) => Words::said("", "the whole part of ")
                .add(self.operand(number, TIGHTEST))
                .say("的整数部分", ""),
            (Function::Applies, [fact]) => self.sentence(fact).quoted().say("适用", " applies"),
            (Function::Interest, _) => interest().say("", " ").add(Words::joined(
                self.inputs_of_interest(arguments),
                ("；", "；"),
                ("; ", "; "),
            )),
            _ => Words::joined(all(), ("、", "、"), (", ", ", ")),
        }
    }

    fn extreme(self, function: Function, arguments: &[Expr]) -> Words {
        let is_least = function == Function::Min;
        let is_date = arguments.first().is_some_and(|a| self.kind(a) == Some(&Type::Date));
        let (zh, en) = match (is_least, is_date, arguments.len()) {
            (true, true, _) => ("中的最早者", "the earliest of "),
            (false, true, _) => ("中的最晚者", "the latest of "),
            (true, false, 2) => ("中的较小者", "the lesser of "),
            (false, false, 2) => ("中的较大者", "the greater of "),
            (true, false, _) => ("中的最小者", "the least of "),
            (false, false, _) => ("中的最大者", "the greatest of "),
        };
        let parts = arguments.iter().map(|argument| self.operand(argument, TIGHTEST)).collect();
        Words::said("", en).add(Words::joined(parts, ("、", "与"), (", ", " and "))).say(zh, "")
    }

    /// The beginning of an aggregate over a list.
    fn over(self, function: Function, list: &Expr) -> Words {
        let list = self.sentence(list).quoted();
        let (zh, en) = match function {
            Function::Sum => (("", "逐项求和："), ("the sum, over each item of ", ", of")),
            Function::All => (("", "的每一项都满足："), ("for every item of ", ":")),
            _ => (("", "中至少一项满足："), ("for at least one item of ", ":")),
        };
        Words::said(zh.0, en.0).add(list).say(zh.1, en.1)
    }

    /// The same speaker inside the records of a list.
    fn inside(self, list: &Expr) -> Self {
        let labels = match &list.shape {
            Shape::Name(name) => self.rules.facts.get(name).map(|fact| &fact.field_labels),
            _ => None,
        };
        let item = match self.kind(list) {
            Some(Type::List(kinds)) => Some(Item { kinds, labels }),
            _ => None,
        };
        Self { item, ..self }
    }

    fn inputs_of_interest(self, arguments: &[Expr]) -> Vec<Words> {
        let leads = [
            ("提款：", "drawdowns: "),
            ("还款：", "repayments: "),
            ("利率：", "rates: "),
            ("参照利率：", "reference rates: "),
            ("计息天数：", "day count: "),
            ("起始日：", "first day: "),
            ("终止日（不计）：", "last day, not counted: "),
            ("计入比例：", "share that counts: "),
        ];
        let inputs = leads.into_iter().zip(arguments);
        inputs.map(|((zh, en), input)| self.led(Words::said(zh, en), input)).collect()
    }

    fn field(self, field: &str) -> Words {
        let label = self.item.and_then(|item| item.labels?.get(field));
        let label = label.cloned().unwrap_or_else(|| Text::same(field));
        Words::said(format!("该项的{}", label.zh), format!("its {}", label.en))
    }

    /// A name; a parameter by its value where it has one value in the version, unless `described`.
    fn name(self, name: &str, described: bool) -> Words {
        if name == "on" {
            return Words::said("认定日期", "the day of the decision");
        }
        if let Some(definition) = self.rules.definitions.get(name) {
            return Words::named(definition.label.clone(), name);
        }
        match (self.rules.facts.get(name), self.rules.parameters.get(name)) {
            (Some(fact), _) => Words::named(fact.label.clone(), name),
            (None, Some(parameter)) => self.parameter(parameter, described),
            (None, None) => Words::said(name, name),
        }
    }

    /// A table or dated parameter by what it is.
    fn described(self, expr: &Expr) -> Words {
        match &expr.shape {
            Shape::Name(name) => self.name(name, true),
            _ => self.sentence(expr),
        }
    }

    fn parameter(self, parameter: &Parameter, described: bool) -> Words {
        let description = || Words::named(parameter.description.clone(), &parameter.id).quoted();
        let entries = match &parameter.schedule {
            Schedule::Delegated { to, .. } => {
                let place = self.rules.facts.get(to).map_or(Text::same(to), |f| f.label.clone());
                return description()
                    .say(format!("（由{}规定）", place.zh), format!(" (set by {})", place.en));
            }
            Schedule::Own(entries) => self.within(entries),
        };
        let is_table = matches!(parameter.kind, Type::Bands { .. } | Type::Points { .. });
        if described || is_table {
            return description();
        }
        match &entries[..] {
            [] => description().say("（未查得）", " (not found)"),
            [first, rest @ ..] if rest.iter().all(|other| other.value == first.value) => {
                match &first.value {
                    Some(value) => Words::named(value.shown(&parameter.kind), &parameter.id),
                    None => description().say("（未查得）", " (not found)"),
                }
            }
            _ => description().say("（前后有变）", " (changes over time)"),
        }
    }

    /// The entries of this version's own time.
    fn within(self, entries: &'a [Entry]) -> Vec<&'a Entry> {
        let version = &self.rules.version;
        let holds = |entry: &&Entry| {
            let from = entry.ground.from;
            from >= version.from && version.to.is_none_or(|to| from <= to)
        };
        entries.iter().filter(holds).collect()
    }

    /// The type of what a name stands for, as far as words depend on it.
    fn kind(self, expr: &Expr) -> Option<&'a Type> {
        match &expr.shape {
            Shape::Name(name) if name == "on" => Some(&Type::Date),
            Shape::Name(name) => {
                let definition = self.rules.definitions.get(name).map(|one| &one.kind);
                let fact = || self.rules.facts.get(name).map(|one| &one.kind);
                let parameter = || self.rules.parameters.get(name).map(|one| &one.kind);
                definition.or_else(fact).or_else(parameter)
            }
            Shape::Field(field) => self.item?.kinds.get(field),
            Shape::Binary(Op::Plus, a, _) => self.kind(a),
            Shape::If(_, yes, _) => self.kind(yes),
            Shape::Call(
                Function::Min | Function::Max | Function::FirstKnown | Function::At,
                arguments,
            ) => arguments.first().and_then(|argument| self.kind(argument)),
            _ => None,
        }
    }
}

/// The operands of `a and b and c`.
fn chain(expr: &Expr, wanted: Op) -> Vec<&Expr> {
    match &expr.shape {
        Shape::Binary(op, a, b) if *op == wanted => {
            let mut all = chain(a, wanted);
            all.extend(chain(b, wanted));
            all
        }
        _ => vec![expr],
    }
}

fn interest() -> Words {
    Words::said(
        "逐日按较低利率计算的未偿本金利息：",
        "interest on what is outstanding, day by day at the lower rate:",
    )
}
