//! Bands of potential: one space, an area, and files that cannot be.

use std::collections::BTreeMap;

use proptest::prelude::*;
use stock::potential::{
    Area, AreaPotential, Aspect, Band, Figures, Rules, SpacePotential, assess, parse_area,
    parse_rules, potential_of_area,
};
use stock::{Ledger, Space};
use units::{Date, SpaceId};

use crate::support::{mapping, read};

const BEIJING: &str = include_str!("../../../../data/potential/cn-beijing.yaml");
const HEADINGS: [&str; 22] = [
    "项目编号",
    "名称",
    "区",
    "街道",
    "类型",
    "建筑面积(㎡)",
    "竣工年份",
    "净高(m)",
    "楼面活荷载(kN/㎡)",
    "是否空置",
    "产权是否清晰",
    "权属是否有争议",
    "土地权利类型",
    "土地使用权终止日期",
    "现租约到期日",
    "文物与历史建筑身份",
    "是否位于历史文化街区",
    "房屋安全鉴定等级",
    "消防验收是否合格",
    "距轨道站点(m)",
    "经度",
    "纬度",
];
/// A space about which much is known, and nothing stands in the way.
const GOOD: [&str; 22] = [
    "a",
    "甲厂",
    "朝阳区",
    "酒仙桥街道",
    "办公楼",
    "10000",
    "1998",
    "4.5",
    "5",
    "是",
    "是",
    "否",
    "出让",
    "2060-01-01",
    "2025-01-01",
    "无",
    "否",
    "B级",
    "是",
    "400",
    "116.5",
    "39.97",
];

fn rules() -> Rules {
    parse_rules(BEIJING, "r.yaml").unwrap_or_else(|remarks| panic!("{remarks:#?}"))
}

fn today() -> Date {
    "2025-06-01".parse().unwrap()
}

fn ledger(rows: &[Vec<&str>]) -> Ledger {
    let mut text = HEADINGS.join(",");
    for row in rows {
        text.push('\n');
        text.push_str(&row.join(","));
    }
    let mut ledger = Ledger::default();
    ledger.apply(read(text.as_bytes(), "t.csv", &mapping("beijing-ledger")));
    assert_eq!(ledger.spaces.len(), rows.len(), "{text}");
    ledger
}

/// The good space with some cells changed.
fn changed<'a>(cells: &[(&str, &'a str)]) -> Vec<&'a str> {
    let mut row: Vec<&'a str> = GOOD.to_vec();
    for (heading, value) in cells {
        row[HEADINGS.iter().position(|own| own == heading).unwrap()] = value;
    }
    row
}

fn one(cells: &[(&str, &str)], figures: Figures) -> SpacePotential {
    let ledger = ledger(&[changed(cells)]);
    let space: &Space = ledger.spaces.values().next().unwrap();
    assess(space, &figures, &rules(), today())
}

fn ids(reasons: &[stock::potential::Reason]) -> Vec<&str> {
    reasons.iter().map(|reason| reason.criterion.as_str()).collect()
}

#[test]
fn points_are_the_weighted_mean_of_what_is_known() {
    let good = one(&[], Figures::default());
    // Known, points × weight: age 27 years (middle of 1998: (−26.92 + 60)/45 = 73.5) × 1, height
    // 100 × 1.5, load 100 × 1, vacant 100 × 1.5, lease 100 × 1, land 100 × 1, district 100 × 1,
    // grade B 70 × 2, fire 100 × 1.5, station 100 × 1.5; weights 13.
    let expected = (73.5 + 100.0 * 10.0 + 70.0 * 2.0) / 13.0;
    assert!((good.points.unwrap() - expected).abs() < 0.1, "{:?}", good.points);
    assert_eq!(good.band, Band::High);
    // The rest of the weights, without soil, which offices are not asked for: 0.5 + 3 + 1 + 1 +
    // 0.5 + 1 + 1 + 0.5 = 8.5.
    assert!((good.known_weight_percent - 100.0 * 13.0 / 21.5).abs() < 1e-9);
    let (low, high) = good.points_low_high;
    assert!((low - expected * 13.0 / 21.5).abs() < 0.1);
    assert!((high - low - 100.0 * 8.5 / 21.5).abs() < 1e-9);
    assert!(good.stops.is_empty() && good.questions.is_empty());
    assert_eq!(good.aspects[&Aspect::Structure].known, 3);
    let figures = Figures { npv_yuan_per_m2: Some(-500.0), ..Figures::default() };
    let poor = one(&[], figures);
    assert!((poor.points.unwrap() - expected * 13.0 / 16.0).abs() < 0.1);
    assert_eq!(poor.reasons[0].criterion, "net_present_value", "the heaviest pull leads");
}

#[test]
fn each_stop_stops() {
    for (cell, stop) in [
        (("权属是否有争议", "是"), "title_disputed"),
        (("产权是否清晰", "否"), "title_unclear"),
        (("土地使用权终止日期", "2028-01-01"), "land_use_right_ends"),
        (("文物与历史建筑身份", "市级文保单位"), "heritage_protected"),
        (("房屋安全鉴定等级", "D级"), "dangerous_structure"),
    ] {
        let stopped = one(&[cell], Figures::default());
        assert_eq!((stopped.band, ids(&stopped.stops)), (Band::DoNotStart, vec![stop]), "{cell:?}");
        assert!(stopped.stops[0].value.as_ref().unwrap().source.origin.contains("t.csv row 2"));
    }
    let loses = one(&[], Figures { loss_percent: Some(51.0), ..Figures::default() });
    assert_eq!((loses.band, ids(&loses.stops)), (Band::DoNotStart, vec!["loses_money"]));
    let even = one(&[], Figures { loss_percent: Some(50.0), ..Figures::default() });
    assert_eq!(even.band, Band::High, "not above 50");
    let nan = one(&[], Figures { loss_percent: Some(f64::NAN), ..Figures::default() });
    assert_eq!(nan.band, Band::High, "no number is no fact");
}

#[test]
fn an_unknown_stop_is_a_question_and_never_a_pass() {
    let unknown = one(&[("权属是否有争议", ""), ("房屋安全鉴定等级", "")], Figures::default());
    assert_eq!(unknown.band, Band::CannotBeSaid);
    assert_eq!(ids(&unknown.questions), ["title_disputed", "dangerous_structure"]);
    assert_eq!(unknown.questions[0].question.zh, "权属是否有争议");
    let open_end = one(&[("土地使用权终止日期", "")], Figures::default());
    assert_eq!(open_end.band, Band::High, "the file lets this one be unknown");
    // A stop that holds goes before a question.
    let both = one(&[("权属是否有争议", ""), ("产权是否清晰", "否")], Figures::default());
    assert_eq!(both.band, Band::DoNotStart);
    assert_eq!(ids(&both.questions), ["title_disputed"]);
    // A year that may or may not end within five years is not known enough to stop.
    let vague = one(&[("土地使用权终止日期", "2030年")], Figures::default());
    assert!(vague.stops.is_empty());
}

#[test]
fn too_little_known_has_no_band() {
    let mut cells: Vec<(&str, &str)> = HEADINGS[6..].iter().map(|own| (*own, "")).collect();
    cells.retain(|(own, _)| {
        !["产权是否清晰", "权属是否有争议", "文物与历史建筑身份", "房屋安全鉴定等级"].contains(own)
    });
    let little = one(&cells, Figures::default());
    assert_eq!(little.band, Band::CannotBeSaid);
    assert!(little.known_weight_percent < 40.0);
    assert_eq!(little.questions[0].criterion, "net_present_value", "the heaviest first");
    assert_eq!(little.aspects[&Aspect::Physical].known, 0, "unknown from this side");
    assert_eq!(little.aspects[&Aspect::Physical].points, None);
}

#[test]
fn soil_is_asked_of_plants_alone() {
    let plant = one(&[("类型", "厂房")], Figures::default());
    assert_eq!((plant.band, ids(&plant.questions)), (Band::CannotBeSaid, vec!["polluted_soil"]));
}

const SQUARE: &str = r#"{"type": "Polygon", "coordinates": [[[116.4, 39.9], [116.5, 39.9],
    [116.5, 40.0], [116.4, 40.0], [116.4, 39.9]]]}"#;

fn of(area: &Area) -> AreaPotential {
    let ledger = ledger(&[
        changed(&[]),
        changed(&[("项目编号", "b"), ("权属是否有争议", "是"), ("建筑面积(㎡)", "4000")]),
        changed(&[("项目编号", "c"), ("权属是否有争议", ""), ("建筑面积(㎡)", "7000")]),
        changed(&[
            ("项目编号", "d"),
            ("权属是否有争议", ""),
            ("房屋安全鉴定等级", ""),
            ("建筑面积(㎡)", ""),
        ]),
        changed(&[("项目编号", "e"), ("街道", "望京街道"), ("经度", "116.6")]),
        changed(&[("项目编号", "f"), ("街道", ""), ("经度", ""), ("纬度", "")]),
    ]);
    potential_of_area(&ledger, area, &rules(), &BTreeMap::new(), today())
}

#[test]
fn totals_and_key_points_of_an_area_by_hand() {
    let street = of(&Area::Street("酒仙桥街道".into()));
    assert_eq!(street.spaces.len(), 4);
    assert_eq!(street.not_placed, [SpaceId::new("f").unwrap()]);
    let total = |band| street.bands[&band];
    assert_eq!((total(Band::High).spaces, total(Band::High).floor_area_m2), (1, 10_000.0));
    assert_eq!(
        (total(Band::DoNotStart).spaces, total(Band::DoNotStart).floor_area_m2),
        (1, 4000.0)
    );
    let open = total(Band::CannotBeSaid);
    assert_eq!((open.spaces, open.floor_area_m2, open.without_area), (2, 7000.0, 1));
    assert_eq!(street.stops[0].criterion, "title_disputed");
    let question = &street.questions[0];
    assert_eq!(question.criterion, "title_disputed");
    assert_eq!((question.waiting.spaces, question.alone.spaces), (2, 1));
    assert!((question.alone.floor_area_m2 - 7000.0).abs() < 1e-9);
    let said: Vec<&str> = street.key_points.iter().map(|text| text.zh.as_str()).collect();
    assert_eq!(
        said,
        [
            "潜力高 1 处 10000 ㎡；暂不启动 1 处 4000 ㎡；无法判断 2 处 7000 ㎡（1 处面积不详）",
            "首选 甲厂（93 分）：净高",
            "暂不启动：权属有争议，涉及 1 处 4000 ㎡",
            "待查：权属是否有争议（2 处 7000 ㎡（1 处面积不详） 在等，其中 1 处 7000 ㎡ 只缺此项）",
            "待查：房屋安全鉴定为几级（1 处 0 ㎡（1 处面积不详） 在等，其中 0 处 0 ㎡ 只缺此项）",
            "1 处空间没有位置信息，可能也在范围内",
        ]
    );
}

#[test]
fn a_drawn_area_holds_its_edge() {
    let drawn = of(&parse_area(SQUARE, "area.geojson").unwrap());
    let names: Vec<String> = drawn.spaces.iter().map(|own| own.id.to_string()).collect();
    assert_eq!(names, ["a", "b", "c", "d"], "116.5 is the eastern edge; e lies beyond it");
    assert_eq!(drawn.not_placed.len(), 1);
    let feature = format!(r#"{{"type": "Feature", "properties": {{}}, "geometry": {SQUARE}}}"#);
    let collection = format!(r#"{{"type": "FeatureCollection", "features": [{feature}]}}"#);
    for text in [&feature, &collection] {
        assert_eq!(of(&parse_area(text, "a").unwrap()).spaces.len(), 4);
    }
    assert_eq!(of(&Area::District("朝阳区".into())).spaces.len(), 6);
    assert_eq!(of(&Area::Everything).spaces.len(), 6);
    let none = of(&Area::District("西城区".into()));
    assert_eq!(none.key_points[0].en, "no space of the ledger lies in the area");
}

#[test]
fn areas_that_cannot_be_are_refused() {
    let ring = |points: &str| format!(r#"{{"type": "Polygon", "coordinates": [[{points}]]}}"#);
    for (text, code) in [
        ("[1".to_owned(), "not_geojson"),
        (r#"{"type": "Point", "coordinates": [116, 39]}"#.to_owned(), "not_a_polygon"),
        (r#"{"type": "FeatureCollection", "features": []}"#.to_owned(), "not_a_polygon"),
        (r#"{"type": "LineString", "coordinates": [[116, 39]]}"#.to_owned(), "bad_polygon"),
        (ring("[0,0],[4,0],[4,4],[0,4]"), "bad_polygon"),
        (ring("[0,0],[4,0],[0,0]"), "bad_polygon"),
        (ring("[0,0],[4,3],[4,0],[0,4],[0,0]"), "crosses_itself"),
        (
            ring("[500000,4400000],[500100,4400000],[500000,4400100],[500000,4400000]"),
            "not_degrees",
        ),
        (
            format!(
                r#"{{"crs": {{"properties": {{"name": "EPSG:4548"}}}}, "features": [{SQUARE}]}}"#
            ),
            "wrong_crs",
        ),
    ] {
        let remarks = parse_area(&text, "area.geojson").unwrap_err();
        assert_eq!(remarks[0].code, code, "{text}");
        assert!(!remarks[0].expected.zh.is_empty() && !remarks[0].remedy.en.is_empty());
    }
}

#[test]
fn each_mistake_in_the_rules_is_named_with_its_place() {
    for (from, to, code, column) in [
        ("aspect: title", "aspect: mood", "unknown_word", "criteria[0].aspect"),
        ("looks_at: title_disputed", "looks_at: owner", "unknown_field", "criteria[0].looks_at"),
        ("{ is: true }", "{ below: 3 }", "unknown_key", "criteria[0].stops_if.below"),
        ("[protected_unit,", "[castle,", "unknown_value", "criteria[3].stops_if.one_of"),
        (
            "stops_if: { below: 5 }",
            "stops_if: { below: 5, above: 9 }",
            "one_limit",
            "criteria[2].stops_if",
        ),
        ("if_unknown: go_on", "if_unknown: guess", "unknown_word", "criteria[2].if_unknown"),
        ("id: title_unclear", "id: title_disputed", "id_twice", "criteria[1].id"),
        ("weight: 1\n", "weight: 101\n", "out_of_range", "criteria[7].weight"),
        ("weight: 1\n", "stops_if: { below: 1 }\n", "stop_or_grade", "criteria[7]"),
        ("{ poor: -60, good: -15 }", "{ poor: -15, good: -15 }", "no_width", "criteria[7].grade"),
        (
            "medium_from_points: 40",
            "medium_from_points: 70",
            "not_in_order",
            "bands.medium_from_points",
        ),
        ("collective: 30", "stolen: 30", "unknown_key", "criteria[16].grade.stolen"),
        ("mark: A }", "mark: Q }", "missing_source", "bands.source"),
        ("zh: 权属有争议,", "zh: '',", "missing_text", "criteria[0].title"),
    ] {
        assert!(BEIJING.contains(from), "{from}");
        let remarks = parse_rules(&BEIJING.replacen(from, to, 1), "r.yaml").unwrap_err();
        let hit = remarks.iter().any(|remark| remark.code == code && remark.column == column);
        assert!(hit, "{from} → {to}: {remarks:#?}");
    }
    assert_eq!(parse_rules("a: [", "r.yaml").unwrap_err()[0].code, "not_yaml");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Filling in further cells never lets a stop vanish that held before, nor a band stand that
    /// rested on nothing.
    #[test]
    fn more_facts_never_make_a_known_stop_vanish(
        first in prop::collection::vec(any::<bool>(), 16),
        more in prop::collection::vec(any::<bool>(), 16),
        bad in prop::collection::vec(any::<bool>(), 16),
    ) {
        let cell = |index: usize| {
            let heading = HEADINGS[6 + index];
            let worst = match heading {
                "权属是否有争议" => "是",
                "产权是否清晰" => "否",
                "文物与历史建筑身份" => "市级文保单位",
                "房屋安全鉴定等级" => "D级",
                "土地使用权终止日期" => "2026-01-01",
                _ => GOOD[6 + index],
            };
            (heading, if bad[index] { worst } else { GOOD[6 + index] })
        };
        let with = |known: &dyn Fn(usize) -> bool| {
            // Half a position is a mistake of its own: leave both of it as they are.
            let cells = (0..14).map(|k| if known(k) { cell(k) } else { (cell(k).0, "") });
            one(&cells.collect::<Vec<_>>(), Figures::default())
        };
        let few = with(&|k| first[k]);
        let many = with(&|k| first[k] || more[k]);
        for stop in ids(&few.stops) {
            prop_assert!(ids(&many.stops).contains(&stop));
        }
        prop_assert!(many.known_weight_percent >= few.known_weight_percent);
        let (low, high) = few.points_low_high;
        let (low_more, high_more) = many.points_low_high;
        prop_assert!(low_more >= low - 1e-9 && high_more <= high + 1e-9, "what is open narrows");
    }
}
