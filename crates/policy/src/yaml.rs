//! YAML (and JSON, its subset) as a tree that keeps every place and every scalar's own text.
//!
//! Numbers stay text, so that `30000001.37` reaches a decimal without passing through a float.
//! Anchors, aliases, tags and duplicate keys are refused: law is read by people, top to bottom.

use std::ops::Range;

use granit_parser::{Event, Options, Parser, ScalarStyle, Span};
use units::{Diagnostic, Text};

use crate::diagnose::{Place, problem};

/// The deepest nesting of lists and maps that a file may have.
const DEPTH_MAX: usize = 32;

/// A place of a file and what stands there.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) place: Place,
    /// Where a scalar stands in the text, quotes included.
    pub(crate) bytes: Range<usize>,
    pub(crate) data: Data,
}

#[derive(Clone, Debug)]
pub(crate) enum Data {
    /// A scalar's text, and how it was written.
    Scalar(String, Style),
    List(Vec<Node>),
    Map(Vec<(String, Place, Node)>),
}

/// How a scalar was written; only plain scalars can be numbers, dates, booleans or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    Quoted,
    Block,
}

impl Node {
    /// A short description of what stands here, for messages.
    pub(crate) fn shown(&self) -> String {
        match &self.data {
            Data::Scalar(text, _) => text.clone(),
            Data::List(items) => format!("a list of {}", items.len()),
            Data::Map(entries) => format!("a map of {}", entries.len()),
        }
    }

    /// Whether nothing stands here: an empty scalar, `null` or `~`.
    pub(crate) fn is_null(&self) -> bool {
        matches!(&self.data, Data::Scalar(text, Style::Plain)
            if matches!(text.as_str(), "" | "~" | "null"))
    }
}

/// The one document of `text`.
pub(crate) fn parse(file: &str, text: &str) -> Result<Node, Box<Diagnostic>> {
    let mut options = Options::default();
    // Another crate of the build may switch comment events on; none may reach us.
    options.set_emit_comments(false);
    let events = Parser::new_from_str_with_options(text, options);
    let mut builder = Builder { file, events };
    let Some(root) = builder.document()? else {
        return Err(builder.refuse(
            None,
            "empty_file",
            Text::new("一个 YAML 映射", "a YAML map"),
            Text::new("写入内容，或删去此文件", "write its content, or remove the file"),
        ));
    };
    Ok(root)
}

struct Builder<'a> {
    file: &'a str,
    events: Parser<'a, granit_parser::StrInput<'a>>,
}

/// What can stand at one place: a node, or the end of what holds it.
enum Part {
    Node(Node),
    End,
}

impl<'a> Builder<'a> {
    fn document(&mut self) -> Result<Option<Node>, Box<Diagnostic>> {
        let mut root = None;
        while let Some((event, span)) = self.next()? {
            match event {
                Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
                Event::DocumentStart(..) if root.is_none() => {}
                Event::DocumentStart(..) => {
                    return Err(self.refuse(
                        Some(span),
                        "second_document",
                        Text::new("每个文件一个文档", "one document per file"),
                        Text::new("去掉多余的 ---", "split the file or drop the second `---`"),
                    ));
                }
                other => match self.part(other, span, 0)? {
                    Part::Node(node) => root = Some(node),
                    Part::End => return Ok(root),
                },
            }
        }
        Ok(root)
    }

    fn next(&mut self) -> Result<Option<(Event<'a>, Span)>, Box<Diagnostic>> {
        match self.events.next_event() {
            None => Ok(None),
            Some(Ok(pair)) => Ok(Some(pair)),
            Some(Err(error)) => {
                let mark = error.marker();
                let place = Place::new(self.file, mark.line(), mark.col() + 1);
                Err(Box::new(problem(
                    &place,
                    "broken_yaml",
                    &error.to_string(),
                    Text::new("合乎语法的 YAML", "well-formed YAML"),
                    Text::new(
                        "改正此处的缩进、引号或括号",
                        "correct indentation, quotes or brackets here",
                    ),
                )))
            }
        }
    }

    fn part(
        &mut self,
        event: Event<'a>,
        span: Span,
        depth: usize,
    ) -> Result<Part, Box<Diagnostic>> {
        let place = Place::new(self.file, span.start.line(), span.start.col() + 1);
        if depth > DEPTH_MAX {
            return Err(self.refuse(
                Some(span),
                "too_deep",
                Text::new("不超过 32 层嵌套", "at most 32 levels of nesting"),
                Text::new("减少嵌套", "flatten the structure"),
            ));
        }
        let data = match event {
            Event::Scalar(text, style, 0, None) => Data::Scalar(
                text.into_owned(),
                match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
                    _ => Style::Block,
                },
            ),
            Event::SequenceStart(_, 0, None) => Data::List(self.list(depth)?),
            Event::MappingStart(_, 0, None) => Data::Map(self.map(depth)?),
            Event::SequenceEnd | Event::MappingEnd | Event::DocumentEnd | Event::StreamEnd => {
                return Ok(Part::End);
            }
            _ => {
                return Err(self.refuse(
                    Some(span),
                    "anchor_or_tag",
                    Text::new("不含锚点、别名和标签", "no anchors, aliases or tags"),
                    Text::new("把内容完整写出", "write the content out"),
                ));
            }
        };
        let bytes = span.byte_range().unwrap_or_default();
        Ok(Part::Node(Node { place, bytes, data }))
    }

    fn child(&mut self, depth: usize) -> Result<Part, Box<Diagnostic>> {
        match self.next()? {
            Some((event, span)) => self.part(event, span, depth + 1),
            None => Ok(Part::End),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Node>, Box<Diagnostic>> {
        let mut items = Vec::new();
        while let Part::Node(node) = self.child(depth)? {
            items.push(node);
        }
        Ok(items)
    }

    fn map(&mut self, depth: usize) -> Result<Vec<(String, Place, Node)>, Box<Diagnostic>> {
        let mut entries: Vec<(String, Place, Node)> = Vec::new();
        while let Part::Node(key) = self.child(depth)? {
            let Data::Scalar(name, _) = key.data else {
                return Err(Box::new(problem(
                    &key.place,
                    "key_not_text",
                    &key.shown(),
                    Text::new("键为文字", "a key that is text"),
                    Text::new("把键写成一个词", "write the key as one word"),
                )));
            };
            if entries.iter().any(|(known, ..)| *known == name) {
                return Err(Box::new(problem(
                    &key.place,
                    "duplicate_key",
                    &name,
                    Text::new("每个键只出现一次", "each key once"),
                    Text::new("合并或删去重复的键", "merge or remove the repeated key"),
                )));
            }
            let Part::Node(value) = self.child(depth)? else { break };
            entries.push((name, key.place, value));
        }
        Ok(entries)
    }

    fn refuse(
        &self,
        span: Option<Span>,
        code: &str,
        expected: Text,
        remedy: Text,
    ) -> Box<Diagnostic> {
        let place = span.map_or(Place::new(self.file, 1, 1), |span| {
            Place::new(self.file, span.start.line(), span.start.col() + 1)
        });
        Box::new(problem(&place, code, "", expected, remedy))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits_and_places() {
        let root = parse("a.yaml", "a: 30000001.37\nb:\n  - {c: true}\n").unwrap();
        let Data::Map(entries) = root.data else { panic!("a map") };
        assert_eq!(entries[0].2.shown(), "30000001.37");
        let Data::List(items) = &entries[1].2.data else { panic!("a list") };
        assert_eq!((items[0].place.line, items[0].place.column), (3, 5));
    }

    #[test]
    fn what_a_reader_could_miss_is_refused() {
        for (text, code) in [
            ("a: 1\na: 2\n", "duplicate_key"),
            ("a: &x 1\nb: *x\n", "anchor_or_tag"),
            ("a: !!str 1\n", "anchor_or_tag"),
            ("a: [1\n", "broken_yaml"),
            ("", "empty_file"),
            ("a: 1\n---\nb: 2\n", "second_document"),
        ] {
            assert_eq!(parse("a.yaml", text).unwrap_err().code, code, "{text:?}");
        }
        let deep = "[".repeat(5000);
        assert!(parse("a.yaml", &deep).is_err());
    }
}
