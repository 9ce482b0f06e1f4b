//! The fixture in both languages, its parts missing, names that try to break out.
#![expect(clippy::disallowed_methods, reason = "the tests read the fonts of the system")]

mod fixture;
mod letter_fixture;
mod letters;
mod money;

use std::sync::LazyLock;

use typst_layout::PagedDocument;
use units::{Lang, Text};

use super::{PaperFault, PaperFonts, appraisal_pdf, typeset};
use crate::{AppraisalPaper, PaperAnswer, Part};
use fixture::{hall, t};

static FONTS: LazyLock<PaperFonts> = LazyLock::new(|| {
    let files = ["Sans", "Serif"].map(|design| ["Regular", "Bold"].map(|weight| (design, weight)));
    let files = files.as_flattened().iter().map(|(design, weight)| {
        let path = format!("/usr/share/fonts/opentype/noto/Noto{design}CJK-{weight}.ttc");
        std::fs::read(path).expect("Debian's fonts-noto-cjk: tools/system-packages paper")
    });
    PaperFonts::read(files.collect()).expect("the Chinese family")
});

/// All text of a document in the order that it is drawn in, without spaces.
fn text_of(document: &PagedDocument) -> String {
    use typst::layout::{Frame, FrameItem};
    fn walk(frame: &Frame, out: &mut String) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => walk(&group.frame, out),
                FrameItem::Text(text) => out.push_str(&text.text),
                _ => {}
            }
        }
    }
    let mut out = String::new();
    document.pages().iter().for_each(|page| walk(&page.frame, &mut out));
    out.retain(|letter| !letter.is_whitespace());
    out
}

fn set(paper: &AppraisalPaper, lang: Lang) -> (usize, String) {
    let document = typeset(paper, lang, &FONTS).expect("typeset");
    (document.pages().len(), text_of(&document))
}

#[test]
fn both_languages_hold_the_key_figures() {
    let (pages, zh) = set(&hall(), Lang::Zh);
    assert_eq!(pages, 5);
    for words in ["可以改造", "612万元", "64%±0.5%", "综合节能率不低于15%", "无法判断", "≥785"]
    {
        assert!(zh.contains(words), "{words} is not in: {zh}");
    }
    let (pages, en) = set(&hall(), Lang::En);
    assert_eq!(pages, 5);
    for words in ["Worthrenovating", "CNY6.12M", "64%±0.5%", "undetermined", "−6,120", "5/5"] {
        assert!(en.contains(words), "{words} is not in: {en}");
    }
}

#[test]
fn the_same_values_give_the_same_bytes() {
    let first = appraisal_pdf(&hall(), Lang::Zh, &FONTS).expect("a PDF");
    let second = appraisal_pdf(&hall(), Lang::Zh, &FONTS).expect("a PDF");
    assert!(first.starts_with(b"%PDF-") && first == second);
}

#[test]
fn a_loss_says_so() {
    let mut paper = hall();
    paper.verdict.answer = PaperAnswer::Loss;
    assert!(set(&paper, Lang::Zh).1.contains("改造将亏损"));
    assert!(set(&paper, Lang::En).1.contains("Wouldbealoss-makingrenovation"));
}

#[test]
fn names_are_text_and_never_markup() {
    for name in [
        "#panic(\"no\") $x$ *b* _i_ `r` @ref <label> \\ // /* #let",
        "\u{5de5}\u{5382}\u{202e}\u{645}\u{635}\u{646}\u{639} \u{5d0}\u{5d1}",
        "",
    ] {
        let mut paper = hall();
        paper.name = name.into();
        paper.id = "#read(\"/etc/passwd\")".into();
        paper.stages = Part::Absent(Text::same("#pagebreak() $"));
        let text = set(&paper, Lang::Zh).1;
        assert!(text.contains("#read(\"/etc/passwd\")") && text.contains("#pagebreak()$"));
        if name.is_ascii() {
            let bare: String = name.split_whitespace().collect();
            assert!(text.contains(&bare), "{bare} is not in: {text}");
        }
    }
}

#[test]
fn a_very_long_name_stays_on_its_page() {
    let mut paper = hall();
    paper.name = "长名".repeat(150);
    assert_eq!(set(&paper, Lang::Zh).0, 5);
}

#[test]
fn what_was_not_computed_says_why() {
    fn absent<T>() -> Part<T> {
        Part::Absent(t("缺气象数据。", "There is no weather."))
    }
    let full = hall();
    let mut paper = AppraisalPaper {
        assumed_share: absent(),
        measures: absent(),
        energy: absent(),
        packages: absent(),
        points: absent(),
        abatement: absent(),
        cash_flow: absent(),
        terms: absent(),
        risk: absent(),
        circular: absent(),
        stages: absent(),
        thresholds: absent(),
        ..full
    };
    paper.verdict.answer = PaperAnswer::CannotSay;
    paper.verdict.package = None;
    paper.verdict.figures.clear();
    let text = set(&paper, Lang::Zh).1;
    assert_eq!(text.matches("未计算：缺气象数据。").count(), 12);
    assert!(text.contains("无法判断"));
    assert_eq!(set(&paper, Lang::En).1.matches("Notcomputed:Thereisnoweather.").count(), 12);
}

#[test]
fn empty_lists_are_no_fault() {
    let mut paper = hall();
    paper.measures = Part::Computed(Vec::new());
    paper.points = Part::Computed(Vec::new());
    paper.abatement = Part::Computed(Vec::new());
    paper.packages = Part::Computed(Vec::new());
    paper.facts.clear();
    paper.sources.clear();
    if let Part::Computed(risk) = &mut paper.risk {
        risk.with = None;
        risk.tornado.clear();
        risk.without.classes.clear();
    }
    if let Part::Computed(cash) = &mut paper.cash_flow {
        cash.years.clear();
        cash.lines.clear();
    }
    assert!(set(&paper, Lang::Zh).1.contains("可以改造"));
}

#[test]
fn without_a_chinese_font_the_remedy_is_named() {
    let fault = PaperFonts::read(vec![b"no font".to_vec()]).err().expect("a fault");
    assert!(matches!(fault, PaperFault::NoChineseFont));
    assert!(fault.to_string().contains("fonts-noto-cjk"));
}
