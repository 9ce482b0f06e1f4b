//! Letters of every kind in both languages: bytes, words, layout, watermark, hostile texts.

use typst::layout::{Abs, Frame, FrameItem, Point};
use typst_layout::PagedDocument;
use units::{Fen, Lang, Mark, Text};

use super::letter_fixture::{award, decided, ground, letter, matters, notice, reasons, refusal};
use super::{FONTS, text_of};
use crate::letter::{Award, Block, Cited, Letter, Matter, Note, Run, view};
use crate::pdf::{letter_pdf, typeset_letter};
use crate::{PaperFault, PaperFonts};

const BOTH: [Lang; 2] = [Lang::Zh, Lang::En];

fn set(letter: &Letter, lang: Lang) -> (usize, String) {
    let document = typeset_letter(letter, lang, &FONTS).expect("typeset");
    (document.pages().len(), text_of(&document))
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    for (_, matter) in matters() {
        for lang in BOTH {
            let first = letter_pdf(&letter(matter.clone()), lang, &FONTS).expect("a PDF");
            let second = letter_pdf(&letter(matter.clone()), lang, &FONTS).expect("a PDF");
            assert!(first.starts_with(b"%PDF-") && first == second);
        }
    }
}

#[test]
fn every_kind_says_what_it_is_in_both_languages() {
    let words = [
        ("award", "关于第二机加车间节能改造项目投资补助的批复", "Awardofaninvestmentsubsidy"),
        ("refusal", "决定不予支持，理由如下", "Decisionnottosupport"),
        ("correction", "请于2026年3月19日", "by19March2026"),
        ("notice", "公示期自2026年3月5日起，至2026年3月12日", "Thenoticerunsfrom5March2026"),
        ("payment", "本次拨付第二批", "Paidthistime:secondpart"),
        ("reduction", "请退回120,000.00元", "Tobereturned:CNY120,000.00"),
        ("demand", "请于2026年4月4日前（含当日）退回500,000.00元", "ReturnCNY500,000.00"),
        ("evaluation", "评价等级为良", "grade:good"),
    ];
    for ((name, matter), (known, zh, en)) in matters().into_iter().zip(words) {
        assert_eq!(name, known);
        for (lang, words) in [(Lang::Zh, zh), (Lang::En, en)] {
            let text = set(&letter(matter.clone()), lang).1;
            assert!(text.contains(words), "{words} is not in: {text}");
            assert!(text.contains("—1—"), "no page number in: {text}");
            let stamp = "TheChinesetextaloneisbinding.";
            assert_eq!(text.contains(stamp), lang == Lang::En);
            assert!(!text.contains("预览") && !text.contains("PREVIEW"));
        }
    }
}

#[test]
fn an_award_has_every_part_of_an_official_document() {
    let text = set(&letter(Matter::Award(award())), Lang::Zh).1;
    let in_order = [
        "某市发展和改革委员会文件",
        "某发改〔2026〕17号",
        "某市发展和改革委员会关于第二机加车间",
        "某某工业资产管理有限公司：",
        "一、核定金额",
        "3,599,999.37元（大写：人民币叁佰伍拾玖万玖仟玖佰玖拾玖元叁角柒分）[1,2]",
        "30%[2]",
        "附件：依据",
        "某市发展和改革委员会2026年3月5日",
        "（联系人：项目处",
        "认定记录条款：第八条（一）记录：9f3ac41e",
        "参数：补助比例=30%",
        "抄送：市财政局，某区人民政府。",
        "2026年3月6日印发",
    ];
    let mut rest = text.as_str();
    for part in in_order {
        let at = rest.find(part).unwrap_or_else(|| panic!("{part} is not in: {rest}"));
        rest = &rest[at..];
    }
}

/// Characters on each line of a page's type area, by the height of the line.
fn lines(document: &PagedDocument, page: usize) -> Vec<(i64, usize)> {
    fn walk(frame: &Frame, origin: Point, out: &mut Vec<(i64, usize)>) {
        for (at, item) in frame.items() {
            let at = origin + *at;
            match item {
                FrameItem::Group(group) => walk(&group.frame, at, out),
                FrameItem::Text(text) => {
                    #[expect(clippy::cast_possible_truncation, reason = "hundredths of a point")]
                    let height = (at.y.to_pt() * 100.0).round() as i64;
                    match out.last_mut().filter(|(last, _)| *last == height) {
                        Some((_, count)) => *count += text.text.chars().count(),
                        None => out.push((height, text.text.chars().count())),
                    }
                }
                _ => {}
            }
        }
    }
    let mut out = Vec::new();
    walk(&document.pages()[page].frame, Point::zero(), &mut out);
    let area = Abs::mm(37.0).to_pt()..Abs::mm(262.0).to_pt();
    #[expect(clippy::cast_precision_loss, reason = "hundredths of a point")]
    out.retain(|(height, _)| area.contains(&(*height as f64 / 100.0)));
    out
}

#[test]
fn a_full_page_has_22_lines_of_28_characters() {
    let mut long = refusal();
    let said = Text::same("字".repeat(28 * 60));
    long.grounds = vec![Cited::new(said, ground(Text::same("x"), Mark::Seen, "00"))];
    let document = typeset_letter(&letter(Matter::Refusal(long)), Lang::Zh, &FONTS).expect("set");
    let lines = lines(&document, 1);
    assert_eq!(lines.len(), 22);
    assert!(lines.iter().all(|(_, count)| *count == 28), "{lines:?}");
    let pitch = Abs::mm(225.0 / 22.0).to_pt() * 100.0;
    for pair in lines.windows(2) {
        #[expect(clippy::cast_precision_loss, reason = "hundredths of a point")]
        let step = (pair[1].0 - pair[0].0) as f64;
        assert!((step - pitch).abs() < 2.0, "{step} is not {pitch}");
    }
}

#[test]
fn a_preview_carries_the_watermark_on_every_page_and_its_reasons() {
    for (_, matter) in matters() {
        for (lang, mark, reason) in [
            (Lang::Zh, "预览·不具效力", "有模型结果参与认定。"),
            (Lang::En, "PREVIEW·NOTVALID", "Aresultofamodeltookpart."),
        ] {
            let preview = Letter { preview: reasons(), ..letter(matter.clone()) };
            let (pages, text) = set(&preview, lang);
            assert_eq!(text.matches(mark).count(), pages, "{text}");
            assert!(text.contains(reason), "{reason} is not in: {text}");
            assert!(!text.contains("〔2026〕17号"), "a preview has no number");
        }
    }
}

#[test]
fn an_award_on_a_soft_value_or_without_an_amount_is_a_preview() {
    for mark in Mark::ALL {
        let soft = Cited::new(Fen(1), ground(Text::same("x"), mark, "00"));
        let award = Award { amount: Some(soft), ..award() };
        let reasons = letter(Matter::Award(award)).preview_reasons();
        assert_eq!(reasons.is_empty(), mark.may_decide(), "{mark:?}");
    }
    let award = Award { amount: None, ..award() };
    let text = set(&letter(Matter::Award(award)), Lang::Zh).1;
    assert!(text.contains("预览·不具效力") && text.contains("金额尚未核定"));
}

#[test]
fn every_amount_has_a_ground_that_is_listed() {
    for (name, matter) in matters() {
        for lang in BOTH {
            let view = view(&letter(matter.clone()), lang);
            let mut amounts = 0;
            let mut cited = vec![false; view.notes.len()];
            let lines = view.blocks.iter().flat_map(|block| match block {
                Block::Heading(_) => Vec::new(),
                Block::Para(runs) => vec![runs],
                Block::Table { rows, .. } => rows.iter().flatten().collect(),
            });
            for runs in lines {
                for (place, run) in runs.iter().enumerate() {
                    match run {
                        Run::Amount(_) => {
                            amounts += 1;
                            let next = runs.get(place + 1);
                            assert!(matches!(next, Some(Run::Notes(all)) if !all.is_empty()));
                        }
                        Run::Notes(all) => all.iter().for_each(|number| cited[number - 1] = true),
                        Run::Words(words) => {
                            let is_money = words.contains("CNY ") || words.contains("大写");
                            assert!(!is_money, "{name}: an amount without a ground in {words}");
                        }
                    }
                }
            }
            assert!(cited.iter().all(|one| *one), "{name}: a ground that nothing cites");
            assert!(amounts > 0 || matches!(name, "refusal" | "correction"), "{name}");
        }
    }
}

#[test]
fn both_languages_number_the_grounds_alike() {
    for (name, matter) in matters() {
        let grounds = |lang| -> Vec<_> {
            let notes = view(&letter(matter.clone()), lang).notes;
            notes
                .into_iter()
                .map(|Note { date, marks, record, .. }| (date, marks, record))
                .collect()
        };
        assert_eq!(grounds(Lang::Zh), grounds(Lang::En), "{name}");
    }
}

/// Every text of a letter that comes from outside, replaced.
fn hostile(matter: Matter, text: &str) -> Letter {
    let own = || Text::same(text);
    Letter {
        office: own(),
        number: Some(text.into()),
        to: vec![own(), own()],
        project: own(),
        case: text.into(),
        law: own(),
        enclosures: vec![own()],
        remark: Some(own()),
        copies: vec![own()],
        printed: letter(matter.clone()).printed.map(|(_, on)| (own(), on)),
        ..letter(matter)
    }
}

#[test]
fn texts_of_others_are_text_and_never_markup() {
    for text in [
        "#panic(\"no\")$x$*b*_i_`r`@ref<label>\\//**/[c]=h+l-m~#let",
        "#*_$<>\\",
        "{0}{1}{{}}",
        "</script><b>'--",
    ] {
        let mut soft = notice();
        soft.contact = Text::same(text);
        soft.amount = Some(decided(1));
        for matter in matters().into_iter().map(|(_, matter)| matter).chain([Matter::Notice(soft)])
        {
            for lang in BOTH {
                let page = set(&hostile(matter.clone(), text), lang).1;
                let page = page.replace('\u{200b}', "");
                // Head, signature, number, addressees, project, case, law, enclosure …
                assert!(page.matches(text).count() >= 10, "{text} is not in: {page}");
            }
        }
    }
}

#[test]
fn long_and_mixed_texts_are_set() {
    let names = [
        "长名".repeat(150),
        "W".repeat(300),
        "\u{645}\u{635}\u{646}\u{639} 12 \u{5d0}\u{5d1} 厂房\u{202e}abc".to_owned(),
        String::new(),
        "\n\n".to_owned(),
    ];
    for name in names {
        for (_, matter) in matters() {
            for lang in BOTH {
                let preview =
                    Letter { preview: vec![Text::same(&name)], ..hostile(matter.clone(), &name) };
                let (pages, text) = set(&preview, lang);
                assert!(pages <= 12, "{pages} pages");
                assert!(!text.contains('\u{202e}'));
            }
        }
    }
}

#[test]
fn without_a_chinese_serif_the_remedy_is_named() {
    let path = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
    let fonts = PaperFonts::read(vec![std::fs::read(path).expect("the sans")]).expect("fonts");
    let fault = letter_pdf(&letter(Matter::Award(award())), Lang::Zh, &fonts).expect_err("a fault");
    assert!(matches!(fault, PaperFault::NoChineseSerif));
    assert!(fault.to_string().contains("fonts-noto-cjk"));
}
