//! The page about a scheme, from values made up here.

use report::scheme::{
    ClausePart, GroundPart, ParameterPart, RulePart, SchemePage, Sentence, Span, ValuePart,
    VersionPart, parameter_anchor,
};
use units::{Mark, Text};

use crate::fixture::date;

const NASTY: &str = "</script><script>alert('x')</script><!-- \" ' & <b> </title></style>";

fn ground(mark: Mark) -> GroundPart {
    GroundPart {
        mark,
        sources: vec!["https://www.example.org/a?b=\"c".into(), "javascript:alert(1)".into()],
        article: None,
        checked_on: None,
        confirmed: None,
    }
}

/// One version with one clause that reads one parameter, every text of which is `words`.
fn page(words: &str) -> SchemePage {
    let text = Text::new(format!("{words}甲"), format!("{words}a"));
    let span = Span { text: words.into(), to: Some(parameter_anchor("rate")) };
    let sentence = Sentence { zh: vec![span.clone()], en: vec![span], parts: Vec::new() };
    let clause = ClausePart {
        id: "one".into(),
        kind: text.clone(),
        kind_note: text.clone(),
        text: text.clone(),
        condition: RulePart { words: sentence, expression: words.into() },
        applies_when: None,
        reason: None,
        ground: ground(Mark::Secondary),
    };
    let version = VersionPart {
        id: "2023".into(),
        name: text.clone(),
        document: Some(words.into()),
        from: date(2023, 1, 1),
        to: None,
        draft: false,
        ground: ground(Mark::Seen),
        definitions: Vec::new(),
        clauses: vec![clause],
        mode_fact: None,
        modes: Vec::new(),
        tranches: Vec::new(),
        excludes: Vec::new(),
        matches: Vec::new(),
    };
    let value = ValuePart {
        place: Some(words.into()),
        from: date(2023, 1, 1),
        value: Some(text.clone()),
        rows: Vec::new(),
        ground: ground(Mark::NotFound),
    };
    let rate = ParameterPart {
        id: "rate".into(),
        description: text.clone(),
        kind: text.clone(),
        unit: Text::default(),
        choices: vec![("key".into(), text.clone())],
        delegated: None,
        columns: None,
        values: vec![value],
        used_by: Vec::new(),
    };
    SchemePage {
        id: "xx/one".into(),
        name: text,
        level: None,
        currency: Text::same("yuan"),
        versions: vec![version],
        parameters: vec![rate],
        facts: Vec::new(),
        sources: Vec::new(),
        open: Vec::new(),
        software: "reweave".into(),
        sha256: String::new(),
        index: None,
    }
}

#[test]
fn words_cannot_leave_their_place() {
    let calm = report::scheme_page(&page("calm"));
    let html = report::scheme_page(&page(NASTY));
    for element in ["<script", "</script", "</style", "</title", "<!--", "<b>"] {
        assert_eq!(html.matches(element).count(), calm.matches(element).count(), "{element}");
    }
    assert!(!html.contains("href=\"javascript"), "what is no web address is no link");
    assert!(html.contains("href=\"https://www.example.org/a?b=&quot;c\""));
}

#[test]
fn a_value_in_a_sentence_leads_to_its_history() {
    let html = report::scheme_page(&page("a tenth"));
    let link = r##"<a class="fig" href="#p-rate" data-d="1""##;
    assert_eq!(html.matches(link).count(), 2, "in both languages");
    assert!(html.contains(r#"<tbody id="p-rate">"#));
}

#[test]
fn a_gap_and_a_draft_are_drawn_and_told() {
    let mut gapped = page("calm");
    gapped.versions[0].to = Some(date(2023, 6, 30));
    let mut next = gapped.versions[0].clone();
    (next.id, next.from, next.to, next.draft) = ("2024".into(), date(2024, 1, 1), None, true);
    gapped.versions.push(next);
    let html = report::scheme_page(&gapped);
    assert!(html.contains("2023-07-01 – 2023-12-31"));
    assert!(html.contains("2 versions, of these 1 draft; for a while between, none held"));
    assert!(html.contains(r#"class="c-draft""#) && html.contains(r#"class="h-slate""#));
}

#[test]
fn a_scheme_without_anything_still_reads() {
    let mut empty = page("calm");
    empty.versions.clear();
    empty.parameters.clear();
    let html = report::scheme_page(&empty);
    assert!(!html.contains("NaN") && !html.contains("inf"));
    let index = report::scheme_index(&[("one.html".into(), empty)]);
    assert!(index.contains("href=\"one.html#lang=zh\""));
    assert!(report::scheme_index(&[]).contains("政策方案"));
}
