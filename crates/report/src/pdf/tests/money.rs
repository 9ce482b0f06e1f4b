//! Money and odds of the fixture.

use units::{Fen, Text};

use super::fixture::{t, y};
use crate::{
    CashFlowPart, CashLine, CashYear, Odds, OddsClass, Part, RiskPart, TermRow, Terms, TornadoBar,
};

fn wan(wan: i64) -> Fen {
    y(wan * 10_000)
}

/// Twenty years, works in the first.
pub(super) fn cash_flow() -> CashFlowPart {
    let line = |name: Text, first: i64, later: i64| CashLine {
        name,
        amounts: (0..=20).map(|year| wan(if year == 0 { first } else { later })).collect(),
    };
    let mut lines = vec![
        line(t("投资", "Investment"), -612, 0),
        line(t("节能收益", "Energy saved"), 0, 48),
        line(t("光伏上网", "PV export"), 0, 6),
        line(t("维护", "Upkeep"), 0, -9),
    ];
    lines.push(CashLine {
        name: t("更换", "Renewal"),
        amounts: (0..=20).map(|year| wan(if year == 15 { -92 } else { 0 })).collect(),
    });
    let years = (0..=20)
        .map(|year| CashYear {
            year: 2026 + i32::try_from(year).expect("small"),
            net: Fen(lines.iter().map(|line| line.amounts[year].0).sum()),
            subsidy: wan(if year == 1 { 122 } else { 0 }),
        })
        .collect();
    CashFlowPart {
        lines,
        years,
        discount_percent: 4.0,
        npv: wan(-38),
        npv_subsidy: Some(wan(84)),
        irr_percent: Part::Computed(3.2),
        payback_years: None,
    }
}

pub(super) fn terms() -> Terms {
    let row = |zh: &str, en: &str, value: Text| TermRow { label: t(zh, en), value };
    Terms {
        loan: vec![
            row("本金", "Principal", t("360 万元", "CNY 3.6 M")),
            row("期限", "Term", t("10 年，其中宽限 1 年", "10 years, 1 of grace")),
            row("利率", "Rate", t("LPR + 0.35 个百分点", "LPR + 0.35 points")),
        ],
        subsidy: vec![row("以奖代补", "Grant", t("122 万元，2027 年", "CNY 1.22 M, in 2027"))],
    }
}

fn odds(shift: i64, loss_share: f64) -> Odds {
    let counts = [60, 190, 480, 920, 1500, 1900, 1870, 1450, 890, 470, 190, 80];
    Odds {
        loss_share,
        error_share: 0.005,
        var_5: wan(shift - 170),
        median: wan(shift),
        classes: (0_i64..)
            .zip(counts)
            .map(|(n, count)| OddsClass {
                from: wan(shift - 240 + 40 * n),
                to: wan(shift - 200 + 40 * n),
                count,
            })
            .collect(),
    }
}

pub(super) fn risk() -> RiskPart {
    let bar = |name: Text, low: i64, high: i64| TornadoBar { name, low: wan(low), high: wan(high) };
    RiskPart {
        draws: 10_000,
        without: odds(-38, 0.64),
        with: Some(odds(84, 0.24)),
        tornado: vec![
            bar(t("电价 ±20 %", "Power price ±20 %"), -21, 189),
            bar(t("投资 −20 %…+30 %", "Investment −20 %…+30 %"), 206, -99),
            bar(t("实际节能 −30 %…+5 %", "Saving achieved −30 %…+5 %"), -63, 108),
            bar(t("折现率 3 %…6 %", "Discount rate 3 %…6 %"), 141, -12),
            bar(t("工期 +12 个月", "Delay of 12 months"), 44, 84),
        ],
        base: wan(84),
        break_even: vec![
            TermRow {
                label: t("电价", "Power price"),
                value: t("0.66 元/kWh（现 0.78）", "0.66 yuan/kWh (now 0.78)"),
            },
            TermRow { label: t("投资", "Investment"), value: t("696 万元", "CNY 6.96 M") },
        ],
        assumed: vec![t("工期延误的分布", "Distribution of delays")],
    }
}
