//! An invented plant hall with every part of the report; a fixture, no appraisal.

use units::{Date, Fen, GramsCo2e, Mark, Source, Text};

use super::money::{cash_flow, risk, terms};
use crate::{
    AbatementBar, AppraisalPaper, CheapestPackage, Circular, PaperAnswer, PaperEndUse, PaperEnergy,
    PaperFact, PaperFigure, PaperFile, PaperMeasure, PaperPackage, PaperPoint, PaperSource,
    PaperThreshold, PaperVerdict, Part, Stage,
};

pub(super) fn t(zh: &str, en: &str) -> Text {
    Text::new(zh, en)
}

/// Fen of so many yuan.
pub(super) fn y(yuan: i64) -> Fen {
    Fen(yuan * 100)
}

fn kg(kg: i64) -> GramsCo2e {
    GramsCo2e(kg * 1000)
}

fn source(origin: &str, mark: Mark) -> Source {
    Source { origin: origin.into(), date: None, mark }
}

/// The fixture with every part.
pub(super) fn hall() -> AppraisalPaper {
    AppraisalPaper {
        id: "BJ-SJS-0417".into(),
        name: "石景山区某厂第二机加车间".into(),
        short_hash: "9f3ac41e".into(),
        date: Date::new(2026, 3, 18).expect("a day"),
        stamps: vec![
            t("规划取值，不是报价", "Planning values, no quotes"),
            t("链条测试", "Test of the chain"),
            t("合成气象", "Synthetic weather"),
        ],
        verdict: verdict(),
        facts: facts(),
        assumed_share: Part::Computed(0.31),
        measures: Part::Computed(measures()),
        energy: Part::Computed(energy()),
        packages: Part::Computed(packages()),
        points: Part::Computed(points()),
        abatement: Part::Computed(abatement()),
        cash_flow: Part::Computed(cash_flow()),
        terms: Part::Computed(terms()),
        risk: Part::Computed(risk()),
        circular: Part::Computed(circular()),
        stages: Part::Computed(stages()),
        thresholds: Part::Computed(thresholds()),
        sources: sources(),
        files: vec![
            PaperFile { path: "ledger/spaces.csv".into(), sha256: "9f3ac41e".repeat(8) },
            PaperFile { path: "weather/beijing.epw".into(), sha256: "07be66d2".repeat(8) },
        ],
        assumptions: vec![
            t("人员密度和时间表按办公用途取值。", "Occupancy and schedules are those of offices."),
            t(
                "屋面承载力未核，光伏须先做结构验算。",
                "The roof's strength is unchecked: PV waits for it.",
            ),
            t("价格不变，不计通胀。", "Prices stay as they are; money is constant."),
        ],
        model: "reweave 0.1.0".into(),
        weather: t("北京典型年（合成）", "Beijing typical year (synthetic)"),
    }
}

fn verdict() -> PaperVerdict {
    let figure =
        |zh: &str, en: &str, zv: &str, ev: &str| PaperFigure { label: t(zh, en), value: t(zv, ev) };
    PaperVerdict {
        answer: PaperAnswer::Worth,
        package: Some(t("围护 + 热泵 + 光伏", "Envelope + heat pump + PV")),
        summary: t(
            "建议实施“围护 + 热泵 + 光伏”：不计补助净现值为负，计入补助后转正，亏损概率 24 %。",
            "Carry out “Envelope + heat pump + PV”: it loses money without subsidy and earns with \
             it; the odds of loss are 24 %.",
        ),
        grounds: vec![
            t("综合节能率 46 %，高于 15 % 的门槛。", "It saves 46 %, above the threshold of 15 %."),
            t("节能收益占收入的 71 %。", "Energy saved makes up 71 % of the income."),
            t(
                "节能量的 31 % 取决于假定的外墙构造。",
                "31 % of the saving rests on an assumed wall.",
            ),
        ],
        changes: vec![t(
            "先核实外墙构造和屋面承载力。",
            "Have the wall and the roof surveyed first.",
        )],
        figures: vec![
            figure("投资", "Investment", "612 万元", "CNY 6.12 M"),
            figure("净现值（含补助）", "NPV with subsidy", "84 万元", "CNY 840 k"),
            figure("亏损概率", "Odds of loss", "24 %", "24 %"),
            figure("年减碳", "CO₂e a year", "286 t", "286 t"),
        ],
    }
}

fn facts() -> Vec<PaperFact> {
    let fact = |label: Text, value: Option<Text>, mark: Mark| PaperFact {
        label,
        value,
        source: source("ledger/spaces.csv:418", mark),
    };
    vec![
        fact(t("区", "District"), Some(t("石景山区", "Shijingshan")), Mark::Reported),
        fact(t("类型", "Kind"), Some(t("老旧厂房", "Old plant")), Mark::Reported),
        fact(t("建筑面积", "Gross floor area"), Some(Text::same("8,460 m²")), Mark::Reported),
        fact(t("建成年份", "Year built"), Some(Text::same("1974")), Mark::Reported),
        fact(t("净高", "Clear height"), Some(Text::same("9.6 m")), Mark::Assumed),
        fact(t("外墙传热系数", "Wall U-value"), Some(Text::same("1.57 W/(m²·K)")), Mark::Assumed),
        fact(t("屋面承载力", "Roof strength"), None, Mark::NotFound),
    ]
}

fn measures() -> Vec<PaperMeasure> {
    let rows = [
        ("屋面保温 100 mm", "Roof insulation 100 mm", 4230.0, "m²", 220, 46, 25.0),
        ("外墙保温 80 mm", "Wall insulation 80 mm", 3120.0, "m²", 260, 38, 25.0),
        ("更换外窗", "New windows", 860.0, "m²", 900, 61, 25.0),
        ("空气源热泵", "Air source heat pump", 520.0, "kW", 2600, 88, 15.0),
        ("光伏", "PV", 318.0, "kWp", 3400, 640, 25.0),
    ];
    rows.iter()
        .map(|(zh, en, quantity, unit, unit_yuan, embodied, life)| {
            #[expect(clippy::cast_possible_truncation, reason = "small whole numbers")]
            let likely = *quantity as i64 * unit_yuan;
            PaperMeasure {
                name: t(zh, en),
                quantity_units: *quantity,
                unit: Text::same(*unit),
                low: y(likely * 8 / 10),
                likely: y(likely),
                high: y(likely * 13 / 10),
                embodied: (*unit != "kW").then(|| kg(embodied * 1000)),
                life_years: *life,
                mark: Mark::Recalled,
            }
        })
        .collect()
}

fn energy() -> PaperEnergy {
    let rows = [
        ("供暖", "Heating", 1_020_000.0, 262_000.0),
        ("制冷", "Cooling", 188_000.0, 161_000.0),
        ("照明", "Lighting", 254_000.0, 254_000.0),
        ("通风", "Fans", 61_000.0, 58_000.0),
        ("设备", "Equipment", 203_000.0, 203_000.0),
    ];
    PaperEnergy {
        uses: rows
            .iter()
            .map(|(zh, en, before, after)| PaperEndUse {
                name: t(zh, en),
                energy_kwh_before: *before,
                energy_kwh_after: *after,
            })
            .collect(),
        method: t("场地终端用能，不计光伏", "final energy at the site, PV not counted"),
        saving_percent: 45.7,
        pv_kwh: Some(382_000.0),
    }
}

fn packages() -> Vec<PaperPackage> {
    let rows = [
        ("照明与控制", "Light and control", 58, 8.2, 41, 38, None, Some(6.1)),
        ("围护", "Envelope", 251, 27.4, 118, -63, Some(12), Some(19.4)),
        ("围护 + 热泵", "Envelope + heat pump", 486, 45.7, 171, -152, Some(-21), None),
        (
            "围护 + 热泵 + 光伏",
            "Envelope + heat pump + PV",
            612,
            45.7,
            286,
            -38,
            Some(84),
            Some(17.2),
        ),
    ];
    rows.iter()
        .map(|(zh, en, wan, saving, tonnes, npv, subsidised, payback)| PaperPackage {
            name: t(zh, en),
            recommended: *wan == 612,
            investment: y(wan * 10_000),
            saving_percent: *saving,
            carbon_saved: Some(kg(tonnes * 1000)),
            npv: y(npv * 10_000),
            npv_subsidy: subsidised.map(|wan| y(wan * 10_000)),
            payback_years: *payback,
            assumed_share: Some(0.31),
        })
        .collect()
}

fn points() -> Vec<PaperPoint> {
    let mut points: Vec<_> = (0..160_i64)
        .map(|n| {
            let wan = 40 + (n * 37) % 640;
            let tonnes = (wan * 46 / 100) * (55 + (n * 53) % 45) / 100;
            (wan, tonnes)
        })
        .collect();
    points.push((612, 286));
    let better = |a: (i64, i64), b: (i64, i64)| a != b && a.0 <= b.0 && a.1 >= b.1;
    points
        .iter()
        .map(|&point| PaperPoint {
            investment: y(point.0 * 10_000),
            carbon_saved: kg(point.1 * 1000),
            front: !points.iter().any(|&other| better(other, point)),
            recommended: point == (612, 286),
        })
        .collect()
}

fn abatement() -> Vec<AbatementBar> {
    [
        ("控制", "Control", 24, -620),
        ("光伏", "PV", 115, -310),
        ("屋面保温", "Roof insulation", 61, 180),
        ("热泵", "Heat pump", 53, 410),
        ("外墙保温", "Wall insulation", 21, 890),
        ("外窗", "Windows", 12, 1640),
    ]
    .iter()
    .map(|(zh, en, tonnes, yuan)| AbatementBar {
        name: t(zh, en),
        saved: kg(tonnes * 1000),
        cost_per_t: y(*yuan),
    })
    .collect()
}

fn circular() -> Circular {
    Circular {
        kept_t: 6120.0,
        reused_t: 184.0,
        waste_t: 312.0,
        embodied: kg(873_000),
        operating: kg(6_900_000),
        rebuild_embodied: kg(4_310_000),
        rebuild_operating: kg(5_100_000),
        horizon_years: 20,
    }
}

fn stages() -> Vec<Stage> {
    vec![
        Stage {
            year: 2026,
            measures: vec![t("控制", "Control"), t("屋面保温", "Roof insulation")],
            investment: y(1_060_000),
            saving_percent: 18.2,
        },
        Stage {
            year: 2027,
            measures: vec![t("外墙", "Walls"), t("外窗", "Windows"), t("热泵", "Heat pump")],
            investment: y(3_780_000),
            saving_percent: 45.7,
        },
        Stage {
            year: 2028,
            measures: vec![t("光伏", "PV")],
            investment: y(1_280_000),
            saving_percent: 45.7,
        },
    ]
}

fn thresholds() -> Vec<PaperThreshold> {
    vec![
        PaperThreshold {
            clause: t("综合节能率不低于 15 %", "Saving rate at least 15 %"),
            reached: Text::same("45.7 %"),
            met: Some(true),
            cheapest: Part::Computed(CheapestPackage {
                name: t("围护", "Envelope"),
                investment: y(2_510_000),
            }),
        },
        PaperThreshold {
            clause: t("光伏不低于屋面的 40 %", "PV on at least 40 % of the roof"),
            reached: Text::same("42 %"),
            met: None,
            cheapest: Part::Absent(t(
                "屋面承载力不明，无法判断。",
                "The roof's strength is unknown, so that it cannot be said.",
            )),
        },
    ]
}

fn sources() -> Vec<PaperSource> {
    let row =
        |what: Text, origin: &str, mark: Mark| PaperSource { what, source: source(origin, mark) };
    vec![
        row(t("空间事实", "Facts of the space"), "ledger/spaces.csv", Mark::Reported),
        row(t("用能与光伏", "Energy and PV"), "reweave energy 0.1.0", Mark::Modelled),
        row(t("单价", "Unit costs"), "data/measures/measures.yaml", Mark::Recalled),
        row(t("电网因子", "Grid factor"), "生态环境部公告 2024", Mark::Seen),
    ]
}
