//! From words to a tree, by recursive descent with bounded depth.

use std::ops::Range;

use units::Text;

use super::Fault;
use super::ast::{Expr, Function, Op, Shape};
use super::lex::{Token, lex};
use crate::unit::Unit;

/// The deepest tree that is accepted: a person could not read a deeper one.
const HEIGHT_MAX: usize = 60;

/// The tree of `text`.
pub(crate) fn parse(text: &str) -> Result<Expr, Box<Fault>> {
    let tokens = lex(text)?;
    let mut parser = Parser { text, tokens, next: 0, depth: 0 };
    let expr = parser.expression()?;
    match parser.peek() {
        None => Ok(expr),
        Some(_) => Err(parser.expected("表达式在此结束，或一个运算符", "an operator or the end")),
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<(Token, Range<usize>)>,
    next: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(token, _)| token)
    }

    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.text.len(), |(_, span)| span.start)
    }

    fn end(&self) -> usize {
        self.next.checked_sub(1).map_or(0, |last| self.tokens[last].1.end)
    }

    fn word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(found)) if found == word);
        self.next += usize::from(found);
        found
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.next += usize::from(found);
        found
    }

    fn operator(&mut self, among: &[Op]) -> Option<Op> {
        among.iter().copied().find(|op| self.sign(op.sign()) || self.word(op.sign()))
    }

    fn expected(&self, zh: &str, en: &str) -> Box<Fault> {
        let span = self.tokens.get(self.next).map(|(_, span)| span.clone());
        Box::new(Fault {
            at: self.at(),
            code: "unreadable_expression",
            value: span.map_or(String::new(), |span| self.text[span].to_owned()),
            expected: Text::new(zh, en),
            remedy: Text::new("改正此处的写法", "correct the expression here"),
        })
    }

    fn require(&mut self, sign: &str) -> Result<(), Box<Fault>> {
        if self.sign(sign) {
            Ok(())
        } else {
            Err(self.expected(&format!("“{sign}”"), &format!("`{sign}`")))
        }
    }

    fn require_word(&mut self, word: &str) -> Result<(), Box<Fault>> {
        if self.word(word) {
            Ok(())
        } else {
            Err(self.expected(&format!("“{word}”"), &format!("`{word}`")))
        }
    }

    fn node(&self, start: usize, height: usize, shape: Shape) -> Result<Expr, Box<Fault>> {
        if height > HEIGHT_MAX {
            return Err(self.too_deep(start));
        }
        Ok(Expr { span: start..self.end(), height, shape })
    }

    fn too_deep(&self, at: usize) -> Box<Fault> {
        Box::new(Fault {
            at,
            code: "too_deep",
            value: String::new(),
            expected: Text::new("不超过 60 层的表达式", "an expression at most 60 levels deep"),
            remedy: Text::new("拆成几条", "split it into several clauses"),
        })
    }

    fn expression(&mut self) -> Result<Expr, Box<Fault>> {
        if self.depth >= HEIGHT_MAX {
            return Err(self.too_deep(self.at()));
        }
        self.depth += 1;
        let start = self.at();
        let result = if self.word("if") { self.branches(start) } else { self.or() };
        self.depth -= 1;
        result
    }

    fn branches(&mut self, start: usize) -> Result<Expr, Box<Fault>> {
        let condition = self.expression()?;
        self.require_word("then")?;
        let yes = self.expression()?;
        self.require_word("else")?;
        let no = self.expression()?;
        let height = 1 + condition.height.max(yes.height).max(no.height);
        let shape = Shape::If(Box::new(condition), Box::new(yes), Box::new(no));
        self.node(start, height, shape)
    }

    fn binary(&self, op: Op, left: Expr, right: Expr) -> Result<Expr, Box<Fault>> {
        let height = 1 + left.height.max(right.height);
        let start = left.span.start;
        self.node(start, height, Shape::Binary(op, Box::new(left), Box::new(right)))
    }

    fn or(&mut self) -> Result<Expr, Box<Fault>> {
        let mut left = self.and()?;
        while self.operator(&[Op::Or]).is_some() {
            let right = self.and()?;
            left = self.binary(Op::Or, left, right)?;
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Expr, Box<Fault>> {
        let mut left = self.not()?;
        while self.operator(&[Op::And]).is_some() {
            let right = self.not()?;
            left = self.binary(Op::And, left, right)?;
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Expr, Box<Fault>> {
        let start = self.at();
        let mut negations = 0;
        while self.word("not") {
            negations += 1;
        }
        let mut expr = self.comparison()?;
        for _ in 0..negations {
            let height = expr.height + 1;
            expr = self.node(start, height, Shape::Not(Box::new(expr)))?;
        }
        Ok(expr)
    }

    fn comparison(&mut self) -> Result<Expr, Box<Fault>> {
        use Op::{Differs, Equal, Greater, GreaterOrEqual, In, Less, LessOrEqual};
        let left = self.sum()?;
        match self.operator(&[LessOrEqual, GreaterOrEqual, Equal, Differs, Less, Greater, In]) {
            None => Ok(left),
            Some(op) => {
                let right = self.sum()?;
                self.binary(op, left, right)
            }
        }
    }

    fn sum(&mut self) -> Result<Expr, Box<Fault>> {
        let mut left = self.product()?;
        while let Some(op) = self.operator(&[Op::Plus, Op::Minus]) {
            let right = self.product()?;
            left = self.binary(op, left, right)?;
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Expr, Box<Fault>> {
        let mut left = self.atom()?;
        while let Some(op) = self.operator(&[Op::Times, Op::Over]) {
            let right = self.atom()?;
            left = self.binary(op, left, right)?;
        }
        Ok(left)
    }

    fn atom(&mut self) -> Result<Expr, Box<Fault>> {
        let start = self.at();
        let Some(token) = self.peek().cloned() else {
            return Err(self.expected("一个值或名称", "a value or a name"));
        };
        match token {
            Token::Sign("(") => {
                self.next += 1;
                let mut inner = self.expression()?;
                self.require(")")?;
                // What is quoted from the rule keeps its brackets.
                inner.span = start..self.end();
                Ok(inner)
            }
            Token::Sign(_) => Err(self.expected("一个值或名称", "a value or a name")),
            Token::Number(number) => {
                self.next += 1;
                let unit = match self.peek() {
                    Some(Token::Word(word)) => Unit::parse(word),
                    _ => None,
                };
                self.next += usize::from(unit.is_some());
                self.node(start, 1, Shape::Number(number, unit))
            }
            Token::Text(text) => {
                self.next += 1;
                self.node(start, 1, Shape::Text(text))
            }
            Token::Word(word) => {
                self.next += 1;
                self.named(start, word)
            }
        }
    }

    fn named(&mut self, start: usize, word: String) -> Result<Expr, Box<Fault>> {
        const RESERVED: [&str; 8] = ["if", "then", "else", "and", "or", "not", "in", "item"];
        if RESERVED.contains(&word.as_str()) {
            self.next -= 1;
            return Err(self.expected("一个值或名称", "a value or a name"));
        }
        if word == "true" || word == "false" {
            return self.node(start, 1, Shape::Bool(word == "true"));
        }
        if let Some(field) = word.strip_prefix("item.") {
            return self.node(start, 1, Shape::Field(field.to_owned()));
        }
        if !self.sign("(") {
            return self.node(start, 1, Shape::Name(word));
        }
        let Some((_, function)) = Function::ALL.into_iter().find(|(name, _)| *name == word) else {
            self.next -= 2;
            let names = Function::ALL.map(|(name, _)| name).join(", ");
            return Err(self.expected(&format!("函数：{names}"), &format!("a function: {names}")));
        };
        let mut arguments = Vec::new();
        if !self.sign(")") {
            loop {
                arguments.push(self.expression()?);
                if !self.sign(",") {
                    break;
                }
            }
            self.require(")")?;
        }
        let height = 1 + arguments.iter().map(|a| a.height).max().unwrap_or(0);
        self.node(start, height, Shape::Call(function, arguments))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> String {
        fn show(expr: &Expr) -> String {
            match &expr.shape {
                Shape::Bool(yes) => yes.to_string(),
                Shape::Number(number, None) => number.to_string(),
                Shape::Number(number, Some(unit)) => format!("{number}_{unit}"),
                Shape::Text(text) => format!("'{text}'"),
                Shape::Name(name) => name.clone(),
                Shape::Field(field) => format!(".{field}"),
                Shape::Not(inner) => format!("(not {})", show(inner)),
                Shape::Binary(op, a, b) => format!("({} {} {})", show(a), op.sign(), show(b)),
                Shape::If(a, b, c) => format!("(if {} {} {})", show(a), show(b), show(c)),
                Shape::Call(f, args) => {
                    format!("{}[{}]", f.name(), args.iter().map(show).collect::<Vec<_>>().join(" "))
                }
            }
        }
        show(&parse(text).unwrap())
    }

    #[test]
    fn operators_bind_as_in_school() {
        assert_eq!(shape("a + b * c - 1"), "((a + (b * c)) - 1)");
        assert_eq!(shape("not a or b and c >= 0 yuan"), "((not a) or (b and (c >= 0_yuan)))");
        assert_eq!(shape("if k == \"x\" then a else min(b, c)"), "(if (k == 'x') a min[b c])");
        assert_eq!(shape("sum(list, item.a * r)"), "sum[list (.a * r)]");
        assert_eq!(shape("(a - b) / c"), "((a - b) / c)");
        assert_eq!(shape("android and orbit"), "(android and orbit)");
    }

    #[test]
    fn faults_point_at_their_place() {
        for (text, at) in [
            ("a >", 3),
            ("a ? b", 2),
            ("(a", 2),
            ("a b", 2),
            ("foo(a)", 0),
            ("a < b < c", 6),
            ("", 0),
            ("\"open", 0),
            ("if a then b", 11),
            ("and", 0),
            ("999999999999999999999999999999999", 0),
        ] {
            assert_eq!(parse(text).unwrap_err().at, at, "{text:?}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        for text in ["(".repeat(9999), "not ".repeat(9999) + "a", "a+".repeat(9999) + "a"] {
            assert_eq!(parse(&text).unwrap_err().code, "too_deep");
        }
    }
}
