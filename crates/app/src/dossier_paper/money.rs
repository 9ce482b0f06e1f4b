//! The money and the odds of a dossier on paper.

use appraisal::finance::{Class, Irr, Statement};
use appraisal::risk::Spread;
use report::{CashFlowPart, CashLine, CashYear, OddsClass, Part, TermRow, Terms};
use units::{Fen, Text};

use crate::dossier::PackageMoney;
use crate::public_money::INTEREST_QUARTER;
use crate::words;

pub(super) fn spread(spread: &Spread) -> report::Odds {
    let quantile = |percent: u32| {
        let found = spread.quantiles.iter().find(|one| one.at_percent == percent);
        found.map_or(Fen::ZERO, |one| one.value)
    };
    let class =
        |bin: &appraisal::risk::Bin| OddsClass { from: bin.from, to: bin.below, count: bin.count };
    report::Odds {
        loss_share: spread.loss.share,
        error_share: spread.loss.standard_error_share,
        var_5: quantile(5),
        median: quantile(50),
        classes: spread.histogram.iter().map(class).collect(),
    }
}

/// Lines that stand together on paper: name in both languages, and what belongs there.
type Group = (&'static str, &'static str, fn(Class) -> bool);

pub(super) fn cash_flow(money: &PackageMoney) -> Option<CashFlowPart> {
    let statement = &money.statement;
    let sum = |class: fn(Class) -> bool| -> Vec<Fen> {
        let lines = || statement.lines.iter().filter(|line| class(line.class));
        (0..statement.project.len())
            .map(|year| lines().map(|line| line.years[year]).sum())
            .collect()
    };
    let groups: [Group; 6] = [
        ("投资与更新", "Investment and renewal", |class| {
            matches!(class, Class::Investment | Class::Replacement | Class::Residual)
        }),
        ("能源", "Energy", |class| class == Class::Energy),
        ("运维", "Upkeep", |class| class == Class::Upkeep),
        ("租金", "Letting", |class| class == Class::Rent),
        ("碳收益", "Avoided carbon", |class| class == Class::Carbon),
        ("贷款与税（不计入净额）", "Loan and tax, not in the net", |class| {
            !class.is_project() && !class.is_subsidy()
        }),
    ];
    let lines = groups.into_iter().filter_map(|(zh, en, belongs)| {
        let amounts = sum(belongs);
        let is_used = amounts.iter().any(|amount| *amount != Fen::ZERO);
        is_used.then(|| CashLine { name: Text::new(zh, en), amounts })
    });
    let subsidy = sum(Class::is_subsidy);
    let years = (0_i32..).zip(&statement.project).zip(&subsidy);
    let worth = &statement.indicators;
    Some(CashFlowPart {
        lines: lines.collect(),
        years: years
            .map(|((year, net), subsidy)| CashYear { year, net: *net, subsidy: *subsidy })
            .collect(),
        discount_percent: money.plan.discount_rate_percent,
        npv: worth.project.npv,
        npv_subsidy: money.grant.map(|_| worth.with_subsidy.npv),
        irr_percent: rate_of_return(statement),
        payback_years: worth.project.discounted_payback_years,
    })
}

fn rate_of_return(statement: &Statement) -> Part<f64> {
    match &statement.indicators.project.irr {
        Irr::Unique(rate) => Part::Computed(rate * 100.0),
        Irr::None => Part::Absent(Text::new("无内部收益率", "there is no rate of return")),
        Irr::Several(rates) => Part::Absent(Text::new(
            format!("有 {} 个内部收益率，不能用于排序", rates.len()),
            format!("there are {} rates of return: none ranks it", rates.len()),
        )),
    }
}

pub(super) fn terms(money: &PackageMoney) -> Terms {
    let row = |label: Text, value: Text| TermRow { label, value };
    let loan = money.plan.loan.as_ref().map_or_else(Vec::new, |loan| {
        let rates: Vec<String> =
            loan.rates.iter().map(|r| format!("{} %", r.rate_percent)).collect();
        vec![
            row(Text::new("本金", "Principal"), words::money(loan.principal)),
            row(
                Text::new("期限", "Term"),
                Text::new(
                    format!("{} 个月", loan.term_months),
                    format!("{} months", loan.term_months),
                ),
            ),
            row(Text::new("利率", "Rates"), Text::same(rates.join(" → "))),
        ]
    });
    let grant = |grant: &appraisal::finance::Grant| {
        let amount = words::money(grant.amount);
        row(
            grant.name.clone(),
            Text::new(
                format!("{}，第 {} 个月", amount.zh, grant.month),
                format!("{}, month {}", amount.en, grant.month),
            ),
        )
    };
    let (quarters, parts): (Vec<_>, Vec<_>) =
        money.plan.grants.iter().partition(|grant| grant.id.starts_with(INTEREST_QUARTER));
    let mut subsidy: Vec<TermRow> = parts.into_iter().map(grant).collect();
    if let [first, .., last] = quarters.as_slice() {
        let amount = words::money(quarters.iter().map(|one| one.amount).sum());
        let (count, from, to) = (quarters.len(), first.month, last.month);
        subsidy.push(row(
            Text::new("贷款贴息", "Interest support"),
            Text::new(
                format!("{}，分 {count} 季，第 {from} 至 {to} 个月", amount.zh),
                format!("{} in {count} quarters, months {from} to {to}", amount.en),
            ),
        ));
    } else {
        subsidy.extend(quarters.into_iter().map(grant));
    }
    if money.grant_is_conditional && !subsidy.is_empty() {
        subsidy.push(row(
            Text::new("性质", "Status"),
            Text::new("条件性：仍有条件待定", "conditional: conditions are still open"),
        ));
    }
    Terms { loan, subsidy }
}
