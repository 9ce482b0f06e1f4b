//! One way of writing the files of a scheme, so that a change shows what was changed and no more.

use std::ops::Range;

use units::Diagnostic;

use crate::expr::{self, print};
use crate::load::reader::Reader;
use crate::load::{Role, role};
use crate::yaml::{self, Data, Node, Style};

/// Keys of a rules file under which an expression stands.
const EXPRESSIONS: [&str; 7] =
    ["condition", "applies_when", "amount", "formula", "when", "share", "paid"];

/// The text of a scheme's file in the one way of writing: lines end with a line feed alone and
/// without spaces, never two blank ones in a row, one line end at the end; expressions that stand
/// on one line have single spaces and no bracket too many. Comments stay, and so does all that the
/// file means. `path` is that within the scheme's folder: it says what kind of file this is.
///
/// # Errors
/// The remark about a file that is no YAML, or an expression that cannot be read.
pub fn format_file(path: &str, text: &str) -> Result<String, Box<Diagnostic>> {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let node = yaml::parse(path, &unified)?;
    let mut scalars = Vec::new();
    collect(&node, "", &mut scalars);
    let holds_expressions = role(path) == Role::Rules;
    let is_expression = |key: &str| holds_expressions && EXPRESSIONS.contains(&key);
    let mut edits = Vec::new();
    let mut lines = Lines::new(&unified);
    for (key, scalar) in scalars {
        if is_expression(key) {
            edits.extend(respelled(scalar, &unified)?);
        }
        lines.keep(scalar, is_expression(key));
    }
    // From the end, so that places before an edit stay where they are.
    edits.sort_by_key(|(bytes, _)| std::cmp::Reverse(bytes.start));
    let mut edited = unified.clone();
    for (bytes, new) in edits {
        edited.replace_range(bytes, &new);
    }
    let formatted = lines.written(&edited);
    // Where a rare spelling (such as spaces before a line end in quotes) would lose, all stays.
    let kept = yaml::parse(path, &formatted).is_ok_and(|new| same(&node, &new, "", &is_expression));
    Ok(if kept { formatted } else { text.to_owned() })
}

/// Every scalar value with the key that it stands under.
fn collect<'a>(node: &'a Node, key: &'a str, out: &mut Vec<(&'a str, &'a Node)>) {
    match &node.data {
        Data::Scalar(..) => out.push((key, node)),
        Data::List(items) => items.iter().for_each(|item| collect(item, key, out)),
        Data::Map(entries) => entries.iter().for_each(|(key, _, node)| collect(node, key, out)),
    }
}

/// The new spelling of an expression that stands on one line, and where; nothing for others.
fn respelled(node: &Node, text: &str) -> Result<Option<(Range<usize>, String)>, Box<Diagnostic>> {
    let mut reader = Reader::default();
    let formula = reader.formula(node);
    if let Some(problem) = reader.problems.pop() {
        return Err(Box::new(problem));
    }
    let (Some(formula), Some(old)) = (formula, text.get(node.bytes.clone())) else {
        return Ok(None);
    };
    let Data::Scalar(_, style) = &node.data else { return Ok(None) };
    if *style == Style::Block || old.contains('\n') {
        return Ok(None);
    }
    let plain = print(&formula.expr);
    let new = match (style, old.as_bytes().first()) {
        (Style::Quoted, Some(b'\'')) => format!("'{}'", plain.replace('\'', "''")),
        (Style::Quoted, _) => {
            format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
        }
        // Without its brackets, an expression may begin like something else in YAML.
        _ if !is_plain(&plain) => return Ok(None),
        _ => plain,
    };
    Ok((new != old).then(|| (node.bytes.clone(), new)))
}

/// Whether `text` is read as itself when it stands without quotes.
fn is_plain(text: &str) -> bool {
    let Ok(node) = yaml::parse("", &format!("- {text}")) else { return false };
    let Data::List(items) = &node.data else { return false };
    matches!(&items[..], [item] if !item.is_null()
        && matches!(&item.data, Data::Scalar(read, Style::Plain) if read == text))
}

/// Lines of a file: which of them are part of a text that goes on over several lines.
struct Lines<'a> {
    text: &'a str,
    /// By line: whether it, if blank, belongs to a text.
    blank_counts: Vec<bool>,
    /// By line: whether the spaces at its end belong to a text.
    spaces_count: Vec<bool>,
    /// The byte at which each line begins.
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts: Vec<usize> = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        let count = starts.len();
        Self { text, blank_counts: vec![false; count], spaces_count: vec![false; count], starts }
    }

    fn line_at(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte).saturating_sub(1)
    }

    /// Notes the lines of a scalar that has several.
    fn keep(&mut self, node: &Node, is_expression: bool) {
        let Data::Scalar(text, style) = &node.data else { return };
        let is_block = *style == Style::Block;
        // The span of a block includes the blank lines below it, which mostly mean nothing.
        let blanks_count = text.ends_with("\n\n");
        let own = self.text.get(node.bytes.clone()).unwrap_or_default();
        let own = if is_block && !blanks_count { own.trim_end() } else { own };
        let first = self.line_at(node.bytes.start);
        let last = self.line_at(node.bytes.start + own.len().saturating_sub(1));
        for line in first..=last {
            self.blank_counts[line] |= last > first;
            // Behind the last line of a quoted or plain text, spaces are no part of it.
            self.spaces_count[line] |= !is_expression && (is_block || line < last);
        }
    }

    fn written(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut was_blank = true;
        for (index, line) in text.split('\n').enumerate() {
            let counts = |flags: &[bool]| flags.get(index).copied().unwrap_or(false);
            let line = if counts(&self.spaces_count) { line } else { line.trim_end() };
            if line.is_empty() && was_blank && !counts(&self.blank_counts) {
                continue;
            }
            was_blank = line.is_empty();
            out.push_str(line);
            out.push('\n');
        }
        let length = out.trim_end_matches('\n').len();
        out.truncate(length);
        out.push('\n');
        out
    }
}

/// Whether two trees mean the same: expressions may be spelled differently, and the line end of a
/// block at the end of a file may be new.
fn same(a: &Node, b: &Node, key: &str, is_expression: &impl Fn(&str) -> bool) -> bool {
    match (&a.data, &b.data) {
        (Data::Scalar(a, how_a), Data::Scalar(b, how_b)) if is_expression(key) => {
            let spelled = |text: &str| expr::parse(text).ok().map(|expr| print(&expr));
            how_a == how_b && spelled(a) == spelled(b)
        }
        (Data::Scalar(a, Style::Block), Data::Scalar(b, Style::Block)) => {
            a.trim_end_matches('\n') == b.trim_end_matches('\n')
        }
        (Data::Scalar(a, how_a), Data::Scalar(b, how_b)) => how_a == how_b && a == b,
        (Data::List(a), Data::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b, key, is_expression))
        }
        (Data::Map(a), Data::Map(b)) => {
            let alike = |((name, _, a), (other, _, b)): (&Entry, &Entry)| {
                name == other && same(a, b, name, is_expression)
            };
            a.len() == b.len() && a.iter().zip(b).all(alike)
        }
        _ => false,
    }
}

type Entry = (String, crate::diagnose::Place, Node);

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = "rules/2023.yaml";

    fn formatted(path: &str, text: &str) -> String {
        let once = format_file(path, text).unwrap();
        assert_eq!(format_file(path, &once).unwrap(), once);
        once
    }

    #[test]
    fn lines_are_tidied_and_comments_stay() {
        let text = "\r\n# why  \r\na: 1\t\n\n\n\nb: 2 # because \n\n\n";
        assert_eq!(formatted("facts.yaml", text), "# why\na: 1\n\nb: 2 # because\n");
        assert_eq!(formatted("facts.yaml", "a: 1"), "a: 1\n");
    }

    #[test]
    fn expressions_are_spaced_in_one_way_where_they_stand_in_rules() {
        for (written, spaced) in [
            ("condition:   a>b  # why", "condition:   a > b  # why"),
            ("- {when: (a)and b, share: rest}", "- {when: a and b, share: rest}"),
            ("condition: 'k==\"x\"'", "condition: 'k == \"x\"'"),
            ("condition: \"k==\\\"x\\\"\"", "condition: \"k == \\\"x\\\"\""),
            // Without brackets it would be read as a text in quotes, or as nothing.
            ("condition: (\"x\" == k)", "condition: (\"x\" == k)"),
            ("condition: (null)", "condition: (null)"),
            ("amount: |\n  min(a,\n      b)  \n\n\nb: 1", "amount: |\n  min(a,\n      b)\n\nb: 1"),
            ("condition: a>b\n  or c", "condition: a>b\n  or c"),
            ("text: {zh: a>b, en: a>b}", "text: {zh: a>b, en: a>b}"),
        ] {
            assert_eq!(formatted(RULES, written).trim_end(), spaced, "{written}");
        }
        assert_eq!(formatted("facts.yaml", "when: a>b\n"), "when: a>b\n");
    }

    #[test]
    fn texts_over_several_lines_keep_what_is_theirs() {
        let text = "a: |\n  x  \n\n\n  y\n\n\nb: \"p \\\n  q\"  \nc: |+\n  z\n\n\nd: 1\n";
        let tidy = "a: |\n  x  \n\n\n  y\n\nb: \"p \\\n  q\"\nc: |+\n  z\n\n\nd: 1\n";
        assert_eq!(format_file("facts.yaml", text).unwrap(), tidy);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_place() {
        let problem = format_file(RULES, "clauses:\n  - condition: a >\n").unwrap_err();
        assert_eq!((problem.row, problem.column.as_str()), (Some(2), "19"));
        assert_eq!(format_file("facts.yaml", "a: [").unwrap_err().code, "broken_yaml");
    }
}
