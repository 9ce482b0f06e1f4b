//! A letter in one language: paragraphs with their notes, ready to be set.

use serde::Serialize;
use units::{Date, Fen, Lang, Text};

use super::{Cited, Ground, Letter, words};
use crate::format;
use crate::letter::capital_amount;

/// A letter as the template prints it.
#[derive(Debug, Serialize)]
pub(crate) struct View {
    office: String,
    head: String,
    number: Option<String>,
    title: Vec<String>,
    to: String,
    pub(crate) blocks: Vec<Block>,
    enclosures: Vec<String>,
    date: String,
    remark: Option<String>,
    copies: Option<String>,
    printed: Option<(String, String)>,
    pub(crate) preview: Vec<String>,
    pub(crate) notes: Vec<Note>,
    case: String,
}

/// A ground as the list at the end prints it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Note {
    what: String,
    clause: Option<String>,
    parameter: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) marks: Vec<char>,
    pub(crate) record: Option<String>,
}

/// A block of the body.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Block {
    /// A heading of the first level.
    Heading(String),
    /// A paragraph.
    Para(Vec<Run>),
    /// A table: headings, and rows of cells.
    Table { head: Vec<String>, rows: Vec<Vec<Vec<Run>>> },
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Run {
    /// Words.
    Words(String),
    /// An amount of money; notes follow.
    Amount(String),
    /// Numbers of the grounds of what stands before it.
    Notes(Vec<usize>),
}

/// What stands in a gap of a sentence.
#[derive(Clone, Copy)]
pub(super) enum Gap<'a> {
    Words(&'a Text),
    Day(Date),
    Cited(&'a Cited<Text>),
    CitedDay(&'a Cited<Date>),
    Count(&'a Cited<u16>),
    Rate(&'a Cited<u32>),
    /// Figures and capital numerals.
    Amount(&'a Cited<Fen>),
    /// Figures alone, for tables.
    Figures(&'a Cited<Fen>),
}

/// Writes the body of a letter and numbers the grounds in the order in which they are first cited.
pub(super) struct Writer {
    lang: Lang,
    blocks: Vec<Block>,
    notes: Vec<Ground>,
}

impl Writer {
    /// A heading, numbered as the standard has it: 一、二、三、.
    pub(super) fn heading(&mut self, zh: &str, en: &str) {
        let before = self.blocks.iter().filter(|block| matches!(block, Block::Heading(_))).count();
        let title = match self.lang {
            Lang::Zh => {
                let number = "一二三四五六七八九".chars().nth(before).unwrap_or('十');
                format!("{number}、{zh}")
            }
            Lang::En => format!("{}. {en}", before + 1),
        };
        self.blocks.push(Block::Heading(title));
    }

    /// A paragraph: a sentence in both languages with gaps `{0}`, `{1}` … that are filled from
    /// `gaps`. What fills a gap is never read for gaps again.
    pub(super) fn para(&mut self, zh: &str, en: &str, gaps: &[Gap<'_>]) {
        let runs = self.runs(zh, en, gaps);
        self.blocks.push(Block::Para(runs));
    }

    /// A list of paragraphs with numbers.
    pub(super) fn list<'a>(&mut self, items: impl IntoIterator<Item = Gap<'a>>) {
        for (place, item) in items.into_iter().enumerate() {
            let number = Text::same((place + 1).to_string());
            self.para("{0}.{1}", "{0}. {1}", &[Gap::Words(&number), item]);
        }
    }

    pub(super) fn table(&mut self, head: &[(&str, &str)], rows: Vec<Vec<Vec<Run>>>) {
        let head = head.iter().map(|(zh, en)| self.lang_of(zh, en).to_owned()).collect();
        self.blocks.push(Block::Table { head, rows });
    }

    pub(super) fn runs(&mut self, zh: &str, en: &str, gaps: &[Gap<'_>]) -> Vec<Run> {
        // Notes are numbered in the order of the gaps, so that both languages number alike.
        let filled: Vec<Vec<Run>> = gaps.iter().map(|gap| self.fill(*gap)).collect();
        let mut runs = Vec::new();
        for (place, piece) in self.lang_of(zh, en).split('{').enumerate() {
            let (gap, words) = match piece.split_once('}') {
                Some((gap, words)) if place > 0 => (gap.parse::<usize>().ok(), words),
                _ => (None, piece),
            };
            runs.extend(gap.and_then(|gap| filled.get(gap)).into_iter().flatten().cloned());
            if !words.is_empty() {
                runs.push(Run::Words(words.to_owned()));
            }
        }
        runs
    }

    fn lang_of<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn fill(&mut self, gap: Gap<'_>) -> Vec<Run> {
        let lang = self.lang;
        let words = |text: &Text| Run::Words(plain(text.get(lang)));
        match gap {
            Gap::Words(text) => vec![words(text)],
            Gap::Day(date) => vec![Run::Words(day(date, lang))],
            Gap::Cited(cited) => vec![words(&cited.value), self.cite(cited)],
            Gap::CitedDay(cited) => vec![Run::Words(day(cited.value, lang)), self.cite(cited)],
            Gap::Count(cited) => vec![Run::Words(cited.value.to_string()), self.cite(cited)],
            Gap::Rate(cited) => {
                let (whole, part) = (cited.value / 100, cited.value % 100);
                let shown =
                    if part == 0 { format!("{whole}%") } else { format!("{whole}.{part:02}%") };
                vec![Run::Words(shown), self.cite(cited)]
            }
            Gap::Amount(cited) => vec![Run::Amount(money(cited.value, lang)), self.cite(cited)],
            Gap::Figures(cited) => {
                vec![Run::Amount(format::yuan_exact(cited.value)), self.cite(cited)]
            }
        }
    }

    fn cite<T>(&mut self, cited: &Cited<T>) -> Run {
        let numbers = cited.grounds().map(|ground| {
            let known = self.notes.iter().position(|note| note == ground);
            known.unwrap_or_else(|| {
                self.notes.push(ground.clone());
                self.notes.len() - 1
            }) + 1
        });
        Run::Notes(numbers.collect())
    }
}

/// The letter in one language.
pub(crate) fn view(letter: &Letter, lang: Lang) -> View {
    let mut writer = Writer { lang, blocks: Vec::new(), notes: Vec::new() };
    words::body(letter, &mut writer);
    let own = |text: &Text| plain(text.get(lang));
    let joined = |texts: &[Text], mark: &str| texts.iter().map(own).collect::<Vec<_>>().join(mark);
    let comma = if lang == Lang::Zh { "，" } else { ", " };
    let preview = letter.preview_reasons();
    let office = own(&letter.office);
    View {
        head: match lang {
            Lang::Zh => format!("{office}文件"),
            Lang::En => office.clone(),
        },
        number: letter.number.as_deref().filter(|_| preview.is_empty()).map(plain),
        title: words::title(letter).iter().map(own).filter(|piece| !piece.is_empty()).collect(),
        to: joined(&letter.to, comma),
        blocks: writer.blocks,
        enclosures: std::iter::once(&words::enclosure())
            .chain(&letter.enclosures)
            .map(own)
            .collect(),
        date: day(letter.date, lang),
        remark: letter.remark.as_ref().map(own),
        copies: Some(joined(&letter.copies, comma)).filter(|copies| !copies.is_empty()),
        printed: letter.printed.as_ref().map(|(by, on)| (own(by), day(*on, lang))),
        preview: preview.iter().map(own).collect(),
        notes: writer.notes.iter().map(|ground| note(ground, lang)).collect(),
        case: plain(&letter.case),
        office,
    }
}

fn note(ground: &Ground, lang: Lang) -> Note {
    let own = |text: &Text| plain(text.get(lang));
    Note {
        what: own(&ground.what),
        clause: ground.clause.as_ref().map(own),
        parameter: ground.parameter.as_ref().map(own),
        date: ground.date.map(|date| date.to_string()),
        marks: ground.marks.iter().map(|mark| mark.letter()).collect(),
        record: ground.record.as_deref().map(plain),
    }
}

fn money(amount: Fen, lang: Lang) -> String {
    let exact = format::yuan_exact(amount);
    match lang {
        Lang::Zh => format!("{exact}元（大写：{}）", capital_amount(amount)),
        Lang::En => format!("CNY {exact}"),
    }
}

/// 2026年3月5日, 5 March 2026.
fn day(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Lang::En => date.strftime("%-d %B %Y").to_string(),
    }
}

/// A text of others on one line: control characters become spaces, marks that turn the direction
/// of writing are left out, and a text written from right to left is kept apart from what stands
/// around it, whose order it would turn.
fn plain(text: &str) -> String {
    let turns = |letter: char| {
        matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}')
    };
    let from_right = |letter: char| {
        matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    };
    let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    let kept = text.chars().filter(|letter| !turns(*letter));
    let out: String = kept.map(|letter| if breaks(letter) { ' ' } else { letter }).collect();
    if out.contains(from_right) { format!("\u{2068}{out}\u{2069}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fills_a_gap_is_not_read_for_gaps() {
        let mut writer = Writer { lang: Lang::En, blocks: Vec::new(), notes: Vec::new() };
        let (name, other) = (Text::same("{1} } { {0}"), Text::same("x"));
        let runs = writer.runs("", "a {0} b {1}", &[Gap::Words(&name), Gap::Words(&other)]);
        let text = runs.iter().map(|run| match run {
            Run::Words(words) => words.as_str(),
            _ => "",
        });
        assert_eq!(text.collect::<String>(), "a {1} } { {0} b x");
    }

    #[test]
    fn texts_of_others_stay_on_their_line_and_in_their_direction() {
        assert_eq!(plain("a\nb\u{202e}c\u{2029}"), "a bc ");
        assert_eq!(plain("\u{645}\u{635} 12"), "\u{2068}\u{645}\u{635} 12\u{2069}");
    }
}
