//! A synthetic programme over Beijing's districts, rich enough to fill every section.

use report::{
    AppraisalRow, Budget, ClauseSummary, CodeCount, Comparison, DataQuality, Derivation, EndUse,
    EnergyBalance, EuiGroup, EuiPair, Figure, Headline, InputFile, LonLat, MissingFact, Notice,
    NoticeKind, Outcome, ProgrammeReport, ProposedMerge, Provenance, RowCounts, SchemeLine,
    SourceLine, SpaceRow, Step, Verdict,
};
use units::{Date, Diagnostic, Fen, GramsCo2e, Mark, Severity, Source, Text};

/// District seats: name, longitude, latitude, spread in degrees, share of the spaces.
const DISTRICTS: [(&str, &str, f64, f64, f64, u32); 16] = [
    ("东城区", "Dongcheng", 116.416, 39.929, 0.018, 7),
    ("西城区", "Xicheng", 116.366, 39.912, 0.018, 8),
    ("朝阳区", "Chaoyang", 116.480, 39.930, 0.055, 18),
    ("丰台区", "Fengtai", 116.287, 39.858, 0.050, 11),
    ("石景山区", "Shijingshan", 116.195, 39.914, 0.022, 5),
    ("海淀区", "Haidian", 116.298, 39.990, 0.050, 14),
    ("顺义区", "Shunyi", 116.654, 40.130, 0.060, 5),
    ("通州区", "Tongzhou", 116.656, 39.910, 0.050, 7),
    ("大兴区", "Daxing", 116.341, 39.727, 0.060, 7),
    ("房山区", "Fangshan", 116.143, 39.748, 0.055, 4),
    ("门头沟区", "Mentougou", 116.102, 39.940, 0.025, 2),
    ("昌平区", "Changping", 116.231, 40.221, 0.060, 6),
    ("平谷区", "Pinggu", 117.121, 40.140, 0.030, 2),
    ("密云区", "Miyun", 116.843, 40.376, 0.030, 1),
    ("怀柔区", "Huairou", 116.632, 40.316, 0.030, 2),
    ("延庆区", "Yanqing", 115.975, 40.457, 0.025, 1),
];

const KINDS: [(&str, &str); 6] = [
    ("办公", "office"),
    ("商场市场", "market"),
    ("老旧厂房", "plant"),
    ("仓库", "warehouse"),
    ("酒店", "hotel"),
    ("实验室", "laboratory"),
];

/// A small linear congruential generator: the same fixture on every machine.
/// Constants: Knuth, The Art of Computer Programming, vol. 2, 3.3.4 (MMIX).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Uniform in 0..1.
    pub(crate) fn roll(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 33).unwrap()) / f64::from(1_u32 << 31)
    }

    /// Roughly normal, mean 0, deviation 1 (sum of twelve).
    fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.roll()).sum::<f64>() - 6.0
    }

    fn below(&mut self, end: usize) -> usize {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0..end")]
        let index = (self.roll() * report::format::count_f64(end)) as usize;
        index.min(end - 1)
    }
}

pub(crate) fn date(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).unwrap()
}

fn source(origin: &str, mark: Mark) -> Source {
    Source { origin: origin.into(), date: Some(date(2023, 8, 31)), mark }
}

fn tree(zh: &str, en: &str, value: impl Into<String>) -> Derivation {
    Derivation::new(Text::new(zh, en), value)
}

fn appraisal(dice: &mut Dice, row: usize, area_m2: f64, plant: bool) -> AppraisalRow {
    let rate = 24.0 + 9.0 * dice.bell();
    let yuan = area_m2 * (900.0 + 1400.0 * dice.roll());
    let investment = Fen::estimate_from_yuan((yuan * 100.0).round() / 100.0).unwrap();
    let share = if plant { 0.3 } else { 0.1 };
    let award = Fen::estimate_from_yuan((yuan * share).min(50e6)).unwrap();
    let saved_kg = area_m2 * (18.0 + 30.0 * dice.roll()) * rate / 24.0;
    let saved = GramsCo2e::from_kg(saved_kg).unwrap();
    let area = tree("建筑面积", "gross floor area", report::format::area(area_m2) + " m²")
        .from_origin(format!("beijing-synthetic.csv:{}", row + 2), Mark::Reported);
    let factor = tree("华北电网排放因子", "grid emission factor, North China", "0.581 kgCO₂e/kWh")
        .source(source("生态环境部公告 2022", Mark::Secondary));
    let weather = tree("北京典型年", "typical year, Beijing", "8,760 h")
        .from_origin("embedded, synthetic", Mark::Modelled);
    let model = |zh: &str, en: &str, kwh: f64| {
        tree(zh, en, report::format::energy(kwh))
            .by(Text::new("逐时热平衡，一区", "hourly heat balance, one zone"))
            .from_origin("reweave energy 0.1.0", Mark::Modelled)
            .input(area.clone())
            .input(weather.clone())
    };
    let before = model("改造前用能", "energy before", area_m2 * 118.0);
    let after = model("改造后用能", "energy after", area_m2 * 118.0 * (1.0 - rate / 100.0));
    let invest_tree =
        tree("总投资", "total investment", report::format::yuan_exact(investment) + " 元")
            .by(Text::new("Σ 措施数量 × 单价", "Σ quantity of each measure × unit cost"))
            .input(area.clone())
            .input(
                tree("屋面保温单价", "roof insulation, unit cost", "260 元/m²")
                    .from_origin("规划取值 2023", Mark::Modelled),
            );
    AppraisalRow {
        package: if row.is_multiple_of(3) {
            Text::new(
                "屋面 + 外窗 + LED + 空气源热泵 + 光伏",
                "roof + windows + LED + air-source heat pump + PV",
            )
        } else {
            Text::new("屋面 + LED + 控制", "roof + LED + controls")
        },
        saving_rate_percent: Some(rate),
        saving_interval_percent: Some((rate - 6.0, rate + 5.0)),
        assumed_share: Some(0.35 + 0.6 * dice.roll()),
        pv_kw: (!row.is_multiple_of(4)).then_some(area_m2 * 0.012),
        investment: Some(investment),
        award: Some(award),
        saved_per_year: Some(saved),
        saving_from: Some(
            tree("综合节能率", "saving rate", report::format::percent(rate))
                .by(Text::new(
                    "1 − 改造后 ÷ 改造前（同一使用，终端能耗）",
                    "1 − after ÷ before (same use, final energy)",
                ))
                .input(before.clone())
                .input(after.clone()),
        ),
        investment_from: Some(invest_tree.clone()),
        award_from: Some(
            tree("投资补助", "investment subsidy", report::format::yuan_exact(award) + " 元")
                .by(Text::new(
                    "min(比例 × 固定资产投资, 5,000 万元)，舍去至分",
                    "min(rate × fixed-asset investment, 50 M yuan), cut to the fen",
                ))
                .input(invest_tree)
                .input(
                    tree("补助比例", "subsidy rate", if plant { "30 %" } else { "10 %" })
                        .source(source("2023 实施方案，条款 not_seen", Mark::Secondary)),
                ),
        ),
        saved_from: Some(
            tree("年减排", "CO₂e saved a year", report::format::tonnes(saved) + " t")
                .by(Text::new("Σ 分载体节能量 × 排放因子", "Σ energy saved by carrier × factor"))
                .input(before)
                .input(after)
                .input(factor),
        ),
    }
}

fn space(dice: &mut Dice, row: usize) -> SpaceRow {
    let mut draw = dice.below(100);
    let district = DISTRICTS
        .iter()
        .find(|d| {
            let weight = usize::try_from(d.5).unwrap();
            let hit = draw < weight;
            draw = draw.saturating_sub(weight);
            hit
        })
        .unwrap_or(&DISTRICTS[2]);
    let kind = KINDS[dice.below(KINDS.len())];
    let area_m2 = (8.9 + 1.0 * dice.bell()).exp().clamp(600.0, 260_000.0).round();
    let (verdict, appraised) = match dice.below(100) {
        0..=3 => (Verdict::Met, true),
        4..=43 => (Verdict::NotMet, true),
        _ => (Verdict::Undetermined, true),
    };
    SpaceRow {
        id: format!("BJ-{row:05}"),
        name: Text::same(format!(
            "{}{}{}号",
            district.0.trim_end_matches('区'),
            kind.0,
            1 + row % 97
        )),
        district: Text::new(district.0, district.1),
        kind: Text::new(kind.0, kind.1),
        place: (!row.is_multiple_of(97)).then(|| LonLat {
            lon_deg: district.2 + district.4 * dice.bell(),
            lat_deg: district.3 + 0.8 * district.4 * dice.bell(),
        }),
        footprint: Vec::new(),
        gross_floor_area_m2: (!row.is_multiple_of(131)).then_some(area_m2),
        verdict: Some(verdict),
        appraisal: appraised.then(|| appraisal(dice, row, area_m2, kind.1 == "plant")),
        outcome: Outcome::NotCandidate {
            reason: match verdict {
                Verdict::NotMet => {
                    Text::new("改造面积未超过门槛", "renovated area does not exceed the gate")
                }
                _ => Text::new("没有达到 15 % 的方案", "no package reaches 15 %"),
            },
        },
    }
}

/// Greedy by carbon per yuan until the budget is used.
fn choose(spaces: &mut [SpaceRow], budget: Fen) {
    let value = |space: &SpaceRow| {
        let a = space.appraisal.as_ref().unwrap();
        a.saved_per_year.unwrap().tonnes_f64() / a.award.unwrap().yuan_f64()
    };
    let big = |space: &SpaceRow| space.gross_floor_area_m2.is_some_and(|area| area > 12_000.0);
    let open = |space: &SpaceRow| space.verdict != Some(Verdict::NotMet);
    let saves =
        |s: &SpaceRow| s.appraisal.as_ref().is_some_and(|a| a.saving_rate_percent.unwrap() > 15.0);
    let mut order: Vec<usize> = (0..spaces.len())
        .filter(|i| open(&spaces[*i]) && big(&spaces[*i]) && saves(&spaces[*i]))
        .collect();
    order.sort_by(|a, b| value(&spaces[*b]).total_cmp(&value(&spaces[*a])));
    let mut left = budget;
    for index in order {
        let space = &mut spaces[index];
        let award = space.appraisal.as_ref().unwrap().award.unwrap();
        let conditional = space.verdict == Some(Verdict::Undetermined);
        space.outcome = if award <= left {
            left = left - award;
            Outcome::Chosen {
                conditional,
                reason: Text::new("每元公共资金减排较高", "more CO₂e per public yuan"),
            }
        } else {
            Outcome::Missed {
                reason: Text::new(
                    "预算已用尽；每元减排低于最后入选者",
                    "budget used; less CO₂e per yuan than the last one in",
                ),
            }
        };
    }
}

fn figure<T>(zh: &str, en: &str, value: T, shown: String) -> Figure<T> {
    Figure::new(
        value,
        tree(zh, en, shown).by(Text::new("各空间之和", "sum over the spaces")).input(
            tree("台账", "ledger", "2,005 个空间 / spaces")
                .from_origin("beijing-synthetic.csv", Mark::Reported),
        ),
    )
}

fn headline(spaces: &[SpaceRow]) -> Headline {
    let count = |keep: &dyn Fn(&SpaceRow) -> bool| -> u64 {
        u64::try_from(spaces.iter().filter(|space| keep(space)).count()).unwrap()
    };
    let number =
        |zh: &str, en: &str, value: u64| figure(zh, en, value, report::format::count(value));
    let chosen = |space: &&SpaceRow| matches!(space.outcome, Outcome::Chosen { .. });
    let rows: Vec<&AppraisalRow> =
        spaces.iter().filter(chosen).filter_map(|space| space.appraisal.as_ref()).collect();
    let money: Fen = rows.iter().filter_map(|a| a.award).sum();
    let saved: GramsCo2e = rows.iter().filter_map(|a| a.saved_per_year).sum();
    let area: f64 =
        spaces.iter().filter(chosen).filter_map(|space| space.gross_floor_area_m2).sum();
    let verdict = |v: Verdict| count(&move |s: &SpaceRow| s.verdict == Some(v));
    Headline {
        spaces: number("空间", "spaces", count(&|_| true)),
        simulated: number("已模拟", "simulated", count(&|s| s.appraisal.is_some())),
        met: number("符合", "met", verdict(Verdict::Met)),
        not_met: number("不符合", "not met", verdict(Verdict::NotMet)),
        undetermined: number("待定", "undetermined", verdict(Verdict::Undetermined)),
        chosen: number("入选", "chosen", count(&|s| chosen(&s))),
        conditional: number(
            "附条件",
            "conditional",
            count(&|s| matches!(s.outcome, Outcome::Chosen { conditional: true, .. })),
        ),
        public_money: figure("公共资金", "public money", money, report::format::yuan_exact(money)),
        saved_per_year: figure("年减排", "CO₂e saved a year", saved, report::format::tonnes(saved))
            .within(GramsCo2e(saved.0 / 10 * 7), GramsCo2e(saved.0 / 10 * 13)),
        reused_area_m2: figure("再利用面积", "area reused", area, report::format::area(area)),
    }
}

fn clauses() -> Vec<ClauseSummary> {
    let clause = |code: &str, zh: &str, en: &str, met, not_met, undetermined, not_applicable| {
        ClauseSummary {
            code: code.into(),
            clause: Text::new(zh, en),
            met,
            not_met,
            undetermined,
            not_applicable,
            ground: source("2023 实施方案，条款未见（not_seen）", Mark::Secondary),
            from: None,
        }
    };
    vec![
        clause(
            "area_gate",
            "低效楼宇改造面积 > 20,000 m²，老旧厂房 > 3,000 m²",
            "renovated area > 20,000 m² (building) or > 3,000 m² (plant)",
            702,
            811,
            492,
            0,
        ),
        clause(
            "age_gate",
            "建成超过 10 年",
            "completed more than 10 years ago",
            1402,
            121,
            190,
            292,
        ),
        clause("property_rights", "产权清晰", "clear property rights", 61, 12, 1932, 0),
        clause("positioning", "产业定位明确", "industry positioning defined", 40, 0, 1965, 0),
        clause(
            "saving_rate",
            "综合节能率 ≥ 15 %",
            "composite saving rate ≥ 15 %",
            1604,
            330,
            71,
            0,
        ),
        clause(
            "pv_roof",
            "具备条件的，光伏覆盖屋面水平投影 ≥ 40 %",
            "photovoltaics on ≥ 40 % of the roof projection where feasible",
            1205,
            188,
            402,
            210,
        ),
        clause(
            "not_completed",
            "项目在建或具备开工条件",
            "project under construction or ready to start",
            60,
            44,
            1901,
            0,
        ),
        clause(
            "no_other_funds",
            "未获其他市级财政资金",
            "no other municipal funds received",
            33,
            9,
            1963,
            0,
        ),
    ]
}

fn comparison(dice: &mut Dice) -> Comparison {
    let groups = KINDS
        .iter()
        .enumerate()
        .map(|(index, kind)| {
            let pairs = (0..(260 >> index) + 8)
                .map(|_| {
                    let reported = (5.3 + 0.45 * dice.bell()).exp();
                    let simulated =
                        190.0 + 12.0 * report::format::count_f64(index) + 24.0 * dice.bell();
                    EuiPair { reported_kwh_m2: reported, simulated_kwh_m2: simulated.max(10.0) }
                })
                .collect();
            EuiGroup::from_pairs(Text::new(kind.0, kind.1), pairs)
        })
        .collect();
    Comparison {
        note: Text::new(
            "模拟仅用面积、层数、年代与类型，其余为假定；比较说明链路可行，不代表单栋精度。",
            "The simulation knows area, storeys, era and kind; the rest is assumed. The comparison shows that the chain runs, not the accuracy for one building.",
        ),
        groups,
    }
}

fn quality() -> DataQuality {
    let refused = |row, column: &str, value: &str, zh: &str, en: &str| Diagnostic {
        severity: Severity::Refused,
        code: "negative_area".into(),
        file: "beijing-synthetic.csv".into(),
        row: Some(row),
        column: column.into(),
        value: value.into(),
        expected: Text::new(zh, en),
        remedy: Text::new(
            "核对原表后改正此格，再导入",
            "check the original and correct this cell, then import again",
        ),
    };
    DataQuality {
        refused: vec![
            refused(204, "建筑面积", "-3200", "大于 0 的面积", "an area above 0"),
            refused(877, "竣工日期", "2019-02-30", "存在的日期", "a date that exists"),
            refused(
                1204,
                "名称",
                "</script><script>alert(1)</script>",
                "1 至 200 个字符",
                "1 to 200 characters",
            ),
        ],
        warnings: vec![
            CodeCount {
                code: "year_missing".into(),
                text: Text::new("未填建成年份", "year of construction missing"),
                count: 212,
            },
            CodeCount {
                code: "eui_outlier".into(),
                text: Text::new("能耗强度异常", "unusual energy intensity"),
                count: 31,
            },
        ],
        proposed_merges: vec![ProposedMerge {
            left: ("BJ-00017".into(), Text::same("朝阳办公18号")),
            right: ("BJ-01871".into(), Text::same("朝阳办公楼 18 号")),
            reason: Text::new(
                "相距 14 m，面积相差 0.4 %，名称相近",
                "14 m apart, areas differ by 0.4 %, similar names",
            ),
        }],
    }
}

fn energy() -> Vec<EnergyBalance> {
    let end_use = |zh: &str, en: &str, before: f64, after: f64, share| EndUse {
        label: Text::new(zh, en),
        before_kwh: before * 1e6,
        after_kwh: after * 1e6,
        assumed_share: Some(share),
    };
    vec![EnergyBalance {
        scope: Text::new("入选项目", "The chosen projects"),
        method: Text::new(
            "前后为同一使用与同一气候年。",
            "Same use and same weather year before and after.",
        ),
        end_uses: vec![
            end_use("供暖", "space heating", 141.0, 62.0, 0.64),
            end_use("制冷", "cooling", 58.0, 43.0, 0.71),
            end_use("照明", "lighting", 66.0, 31.0, 0.82),
            end_use("通风与泵", "fans and pumps", 24.0, 21.0, 0.9),
            end_use("生活热水", "hot water", 9.0, 9.0, 0.0),
            end_use("设备", "equipment", 88.0, 88.0, 0.0),
        ],
        pv_generation_kwh: Some(21.4e6),
        pv_self_use_kwh: Some(19.1e6),
        from: Some(
            tree("入选项目用能", "energy of the chosen projects", "")
                .by(Text::new("各项目之和", "sum over the projects")),
        ),
    }]
}

fn provenance() -> Provenance {
    let file = |zh: &str, en: &str, name: &str, bytes| InputFile {
        role: Text::new(zh, en),
        name: name.into(),
        bytes,
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
    };
    let step = |zh: &str, en: &str, duration_s| Step { label: Text::new(zh, en), duration_s };
    Provenance {
        software: "reweave 0.1.0".into(),
        inputs: vec![
            file("空间清单", "spaces", "beijing-synthetic.csv", 412_003),
            file("气候", "weather", "beijing-typical-year (embedded)", 1_204_118),
        ],
        sources: vec![
            SourceLine {
                what: Text::new("华北电网排放因子", "grid emission factor, North China"),
                value: "0.581 kgCO₂e/kWh".into(),
                source: source("生态环境部公告 2022", Mark::Secondary),
            },
            SourceLine {
                what: Text::new("屋面保温单价", "roof insulation, unit cost"),
                value: "260 元/m²".into(),
                source: source("规划取值", Mark::Modelled),
            },
        ],
        steps: vec![
            step("导入", "import", 0.21),
            step("模拟", "simulate", 14.6),
            step("认定", "decide", 0.08),
            step("择优", "choose", 1.93),
        ],
    }
}

fn notices() -> Vec<Notice> {
    vec![
        Notice {
            kind: NoticeKind::Synthetic,
            text: Text::new(
                "本页全部空间由程序生成，不是真实建筑。",
                "Every space on this page was generated; none is a real building.",
            ),
        },
        Notice {
            kind: NoticeKind::Unconfirmed,
            text: Text::new(
                "11 项政策参数仅见于二手报道，须由官员对照原文核对后方可用于批复。",
                "11 rule parameters were seen only in secondary reports; an official must check them before any award.",
            ),
        },
        Notice {
            kind: NoticeKind::Planning,
            text: Text::new("造价为规划取值，不是报价。", "Costs are planning values, not offers."),
        },
    ]
}

/// A programme with this many spaces.
pub(crate) fn programme(count: usize) -> ProgrammeReport {
    let mut dice = Dice::new(20_231_001);
    let mut spaces: Vec<SpaceRow> = (0..count).map(|row| space(&mut dice, row)).collect();
    let budget = Fen(100_000_000_000);
    choose(&mut spaces, budget);
    let total = u64::try_from(count).unwrap();
    ProgrammeReport {
        title: Text::new(
            "腾退低效产业空间改造年度方案（合成北京）",
            "Yearly renewal programme for vacated industrial space (synthetic Beijing)",
        ),
        scheme: Some(SchemeLine {
            id: "cn/beijing/vacated-space".into(),
            name: Text::new(
                "北京市腾退低效产业空间改造利用",
                "Beijing: renewal of vacated and low-efficiency industrial space",
            ),
            version: Text::new("2023 实施方案", "2023 plan"),
            since: Some(date(2023, 8, 31)),
            source: Some(source("2023 实施方案（译文）", Mark::Secondary)),
        }),
        on: date(2023, 10, 1),
        budget: Some(Budget {
            amount: Figure::new(
                budget,
                tree("年度预算", "yearly budget", "1,000,000,000.00 元")
                    .from_origin("--budget", Mark::Reported),
            ),
            objective: Text::new("每年减排量", "CO₂e saved per year"),
            gap_percent: Some(0.009),
        }),
        notices: notices(),
        headline: headline(&spaces),
        rows: RowCounts {
            read: total + 18,
            created: total,
            merged: 9,
            updated: 3,
            unchanged: 3,
            refused: 3,
        },
        faults: 0,
        spaces,
        saving_threshold_percent: Some(Figure::new(
            15.0,
            tree("综合节能率下限", "least saving rate", "15 %")
                .source(source("2023 实施方案", Mark::Secondary)),
        )),
        energy: energy(),
        clauses: clauses(),
        missing: vec![
            MissingFact {
                key: "industry_positioning_defined".into(),
                fact: Text::new("产业定位是否明确", "whether the industry positioning is defined"),
                decisions: 1103,
                remedy: Some(Text::new("由实施主体提交", "the implementing entity supplies it")),
            },
            MissingFact {
                key: "other_municipal_funds".into(),
                fact: Text::new("是否已获其他市级资金", "other municipal funds"),
                decisions: 1098,
                remedy: None,
            },
            MissingFact {
                key: "property_rights_clear".into(),
                fact: Text::new("产权是否清晰", "clear property rights"),
                decisions: 1064,
                remedy: Some(Text::new("不动产登记", "land registry")),
            },
            MissingFact {
                key: "pv_suitable".into(),
                fact: Text::new("屋面是否适宜光伏", "roof suitable for photovoltaics"),
                decisions: 402,
                remedy: None,
            },
        ],
        comparison: Some(comparison(&mut dice)),
        quality: quality(),
        unknowns: vec![
            Text::new(
                "2023 方案的文号、有效期、入驻率与重点企业目标的数值没有见到，相应条件一律待定。",
                "The number, expiry, occupancy and key-enterprise targets of the 2023 plan were not seen; those conditions stay undetermined.",
            ),
            Text::new(
                "造价没有经过询价；补助金额随投资变化。",
                "Costs were not tendered; awards move with the investment.",
            ),
            Text::new(
                "典型年由月均值合成，不含极端年份。",
                "The typical year is made from monthly normals and holds no extreme year.",
            ),
            Text::new(
                "没有核对产权、规划与结构安全。",
                "Titles, planning and structural safety were not checked.",
            ),
        ],
        provenance: provenance(),
    }
}
