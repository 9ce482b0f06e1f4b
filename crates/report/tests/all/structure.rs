//! What holds for every page: identifiers, languages, derivations, colours, no network.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::fixture::programme;

/// The values of an attribute, in order.
fn attributes<'a>(html: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    html.split(start).skip(1).filter_map(|rest| rest.split('"').next())
}

/// The part of the page before the data.
fn shown(html: &str) -> &str {
    html.split(r#"<script type="application/json""#).next().unwrap()
}

fn data(html: &str) -> Value {
    let rest = html.split(r#"id="data">"#).nth(1).unwrap();
    serde_json::from_str(rest.split("</script>").next().unwrap()).unwrap()
}

#[test]
fn identifiers_are_unique_and_links_find_them() {
    let html = report::page(&programme(300));
    let mut ids = BTreeSet::new();
    for id in attributes(shown(&html), r#" id=""#) {
        assert!(ids.insert(id), "{id} stands twice");
    }
    let links: Vec<&str> = attributes(shown(&html), r##"href="#"##).collect();
    assert!(links.len() > 10);
    for link in links {
        assert!(ids.contains(link), "nothing is called {link}");
    }
}

#[test]
fn both_languages_are_complete() {
    let html = report::page(&programme(300));
    let zh = html.matches(r#"<span class="zh" lang="zh-CN">"#).count();
    let en = html.matches(r#"<span class="en" lang="en">"#).count();
    assert!(zh > 300, "{zh}");
    assert_eq!(zh, en);
    let labels =
        |lang: &str| attributes(&html, r#"<text class=""#).filter(|c| c.ends_with(lang)).count();
    assert!(labels(" zh") > 50);
    assert_eq!(labels(" zh"), labels(" en"));
}

#[test]
fn every_figure_has_a_derivation() {
    let html = report::page(&programme(300));
    let data = data(&html);
    let nodes = data["store"]["nodes"].as_array().unwrap();
    let (texts, sources) =
        (data["store"]["texts"].as_array().unwrap(), data["store"]["sources"].as_array().unwrap());
    let known =
        |value: &Value, length: usize| usize::try_from(value.as_u64().unwrap()).unwrap() < length;
    for id in attributes(shown(&html), r#" data-d=""#) {
        assert!(id.parse::<usize>().unwrap() < nodes.len());
    }
    for node in nodes {
        for text in 0..3 {
            assert!(known(&node[text], texts.len()));
        }
        assert!(known(&node[3], sources.len() + 1));
        assert!(node[4].as_array().unwrap().iter().all(|input| known(input, nodes.len())));
    }
    let fields: Vec<&str> =
        data["spaces"]["fields"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let rows = data["spaces"]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 300);
    for row in rows {
        assert_eq!(row.as_array().unwrap().len(), fields.len());
        for name in ["rateFrom", "investFrom", "awardFrom", "savedFrom"] {
            let at = fields.iter().position(|field| *field == name).unwrap();
            assert!(known(&row[at], nodes.len()), "{name}");
        }
    }
}

#[test]
fn the_same_values_give_the_same_bytes() {
    assert_eq!(report::page(&programme(50)), report::page(&programme(50)));
}

#[test]
fn nothing_is_fetched() {
    let html = report::page(&programme(50));
    let allowed = "http://www.w3.org/2000/svg";
    for scheme in ["http://", "https://", "//cdn", "@import", " src=", "<link", "url(\""] {
        assert!(!html.replace(allowed, "").contains(scheme), "{scheme}");
    }
}

#[test]
fn notices_stand_beside_every_heading() {
    let html = report::page(&programme(50));
    let sections = html.matches("<section ").count();
    let tags = html.matches(r#"<span class="tag"><span class="zh" lang="zh-CN">合成数据"#).count();
    assert!(sections >= 12);
    assert_eq!(tags, sections);
}

/// Relative luminance and contrast: Web Content Accessibility Guidelines 2.2, W3C 2023,
/// definitions.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn words_keep_their_contrast_in_light_and_dark() {
    let html = report::page(&programme(5));
    let palettes: Vec<BTreeMap<&str, &str>> = html
        .split(":root{")
        .skip(1)
        .take(2)
        .map(|rest| {
            let body = rest.split('}').next().unwrap();
            body.split(';').filter_map(|pair| pair.trim().split_once(':')).collect()
        })
        .collect();
    assert_eq!(palettes.len(), 2);
    for palette in palettes {
        let everywhere = ["--ink", "--slate", "--brick"].map(|words| (words, "--void"));
        let on_paper =
            ["--ink", "--slate", "--brick", "--verdigris", "--ochre-ink", "--rust", "--moss"];
        let pairs = on_paper.iter().flat_map(|words| [(*words, "--paper"), (*words, "--sheet")]);
        for (words, ground) in pairs.chain(everywhere) {
            let ratio = contrast(palette[words], palette[ground]);
            assert!(ratio >= 4.5, "{words} on {ground}: {ratio:.2}");
        }
        assert!(contrast(palette["--inverse"], palette["--moss"]) >= 4.5);
        assert!(contrast(palette["--ink"], palette["--not"]) >= 4.5);
    }
}

#[test]
fn the_answer_comes_first_with_exact_money_on_hover() {
    let report = programme(2005);
    let html = report::page(&report);
    let exact =
        format!("{} 元 (CNY)", report::format::yuan_exact(report.headline.public_money.value));
    let answer = html.split(r#"id="answer""#).nth(1).unwrap();
    assert!(answer.split("</section>").next().unwrap().contains(&exact));
    assert!(html.find(r#"id="answer""#).unwrap() < html.find(r#"id="map""#).unwrap());
}
