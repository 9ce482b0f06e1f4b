//! Words of an expression.

use std::ops::Range;

use units::{Decimal, Text};
use winnow::ascii::{digit1, multispace0};
use winnow::combinator::{alt, opt, preceded};
use winnow::stream::LocatingSlice;
use winnow::token::{one_of, take_while};
use winnow::{ModalResult, Parser};

use super::Fault;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    Number(Decimal),
    Text(String),
    Word(String),
    Sign(&'static str),
}

/// Signs, the longer first.
const SIGNS: [&str; 13] = ["<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "(", ")", ","];

type Input<'a> = LocatingSlice<&'a str>;

/// The words of `text` with their bytes.
pub(crate) fn lex(text: &str) -> Result<Vec<(Token, Range<usize>)>, Box<Fault>> {
    let mut input = LocatingSlice::new(text);
    let mut tokens = Vec::new();
    loop {
        let _: ModalResult<&str> = multispace0.parse_next(&mut input);
        if input.is_empty() {
            return Ok(tokens);
        }
        let at = text.len() - input.len();
        let read: ModalResult<(Token, Range<usize>)> = token.with_span().parse_next(&mut input);
        match read {
            Ok(pair) => tokens.push(pair),
            Err(_) => {
                return Err(Box::new(Fault {
                    at,
                    code: "unreadable_expression",
                    value: text[at..].chars().take(20).collect(),
                    expected: Text::new(
                        "数字、\"文字\"、名称或运算符",
                        "a number, a \"text\", a name or an operator",
                    ),
                    remedy: Text::new(
                        "删去或改正此处的字符",
                        "remove or correct the character here",
                    ),
                }));
            }
        }
    }
}

fn token(input: &mut Input<'_>) -> ModalResult<Token> {
    alt((number, text, word, sign)).parse_next(input)
}

fn number(input: &mut Input<'_>) -> ModalResult<Token> {
    (digit1, opt(preceded('.', digit1)))
        .take()
        .try_map(|digits: &str| digits.parse::<Decimal>())
        .map(Token::Number)
        .parse_next(input)
}

fn text(input: &mut Input<'_>) -> ModalResult<Token> {
    let inside = take_while(0.., |c: char| c != '"' && c != '\n');
    ('"', inside, '"')
        .map(|(_, text, _): (_, &str, _)| Token::Text(text.to_owned()))
        .parse_next(input)
}

/// A name, or `item.field` as one word.
fn word(input: &mut Input<'_>) -> ModalResult<Token> {
    let start = one_of(|c: char| c.is_ascii_alphabetic() || c == '_');
    let rest = take_while(0.., |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.');
    (start, rest).take().map(|name: &str| Token::Word(name.to_owned())).parse_next(input)
}

fn sign(input: &mut Input<'_>) -> ModalResult<Token> {
    for mut sign in SIGNS {
        let found: ModalResult<&str> = sign.parse_next(input);
        if found.is_ok() {
            return Ok(Token::Sign(sign));
        }
    }
    winnow::combinator::fail.parse_next(input)
}
