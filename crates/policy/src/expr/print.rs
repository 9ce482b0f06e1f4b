//! An expression as text again, in the one way in which it is best read.

use super::ast::{Expr, Op, Shape};

/// How tightly a part binds: an operand that binds less than its operator needs brackets.
pub(crate) fn strength(expr: &Expr) -> u8 {
    match &expr.shape {
        Shape::If(..) => 0,
        Shape::Binary(Op::Or, ..) => 1,
        Shape::Binary(Op::And, ..) => 2,
        Shape::Not(_) => 3,
        Shape::Binary(op, ..) if op.compares() => 4,
        Shape::Binary(Op::Plus | Op::Minus, ..) => 5,
        Shape::Binary(..) => 6,
        _ => 7,
    }
}

/// The expression on one line, with single spaces and no bracket too many.
pub(crate) fn print(expr: &Expr) -> String {
    let mut out = String::new();
    write_expr(expr, &mut out);
    out
}

fn operand(expr: &Expr, least: u8, out: &mut String) {
    if strength(expr) < least {
        out.push('(');
        write_expr(expr, out);
        out.push(')');
    } else {
        write_expr(expr, out);
    }
}

fn write_expr(expr: &Expr, out: &mut String) {
    match &expr.shape {
        Shape::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
        Shape::Number(number, None) => out.push_str(&number.to_string()),
        Shape::Number(number, Some(unit)) => out.push_str(&format!("{number} {unit}")),
        Shape::Text(text) => out.push_str(&format!("\"{text}\"")),
        Shape::Name(name) => out.push_str(name),
        Shape::Field(field) => out.push_str(&format!("item.{field}")),
        Shape::Not(inner) => {
            out.push_str("not ");
            operand(inner, 3, out);
        }
        Shape::Binary(op, a, b) => {
            let own = strength(expr);
            // Comparisons do not chain; the others group to the left.
            operand(a, if op.compares() { own + 1 } else { own }, out);
            out.push_str(&format!(" {} ", op.sign()));
            operand(b, own + 1, out);
        }
        Shape::If(condition, yes, no) => {
            for (word, part) in [("if ", condition), (" then ", yes), (" else ", no)] {
                out.push_str(word);
                write_expr(part, out);
            }
        }
        Shape::Call(function, arguments) => {
            out.push_str(function.name());
            out.push('(');
            for (index, argument) in arguments.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                write_expr(argument, out);
            }
            out.push(')');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn text_is_kept_and_superfluous_brackets_go() {
        for (written, printed) in [
            ("a+b *c", "a + b * c"),
            ("(a+b) *c", "(a + b) * c"),
            ("a-(b-c)", "a - (b - c)"),
            ("(a-b)-c", "a - b - c"),
            ("not (a and b) or ((c))", "not (a and b) or c"),
            ("if a then b else if c then d else e", "if a then b else if c then d else e"),
            ("(if a then b else c) * d", "(if a then b else c) * d"),
            ("min( a,b ) >= 0 yuan", "min(a, b) >= 0 yuan"),
            ("sum(list, item.x) > 0", "sum(list, item.x) > 0"),
            ("(a < b) == c", "(a < b) == c"),
            ("k == \"x\"", "k == \"x\""),
        ] {
            let once = print(&parse(written).unwrap());
            assert_eq!(once, printed);
            assert_eq!(print(&parse(&once).unwrap()), once);
        }
    }
}
