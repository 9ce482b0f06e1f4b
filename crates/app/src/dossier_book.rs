//! The cash flow of a dossier as a workbook.

use appraisal::Ground;
use appraisal::finance::{Class, Grace, Irr, Line, Plan, Rent, Repayment, Statement};
use report::{
    BookEnergy, BookFigures, BookInvestment, BookLoan, BookRent, BookRepayment, CashFlowBook,
};
use units::{Date, Fen, Text};

/// The workbook of one package's cash flow.
pub(crate) fn book(
    title: Text,
    on: Date,
    (plan, statement): (&Plan, &Statement),
    notices: Vec<Text>,
    grounds: &[Ground],
) -> CashFlowBook {
    let investment = |one: &appraisal::finance::Investment| BookInvestment {
        name: one.name.clone(),
        cost: one.cost,
        lifetime_years: one.lifetime_years,
        maintenance: one.maintenance,
    };
    let energy = |one: &appraisal::finance::EnergyLine| BookEnergy {
        name: one.name.clone(),
        before_units: one.before_units,
        after_units: one.after_units,
        unit: one.unit.clone(),
        price_yuan: one.price_yuan,
        growth_percent: one.growth_percent,
    };
    let source = |one: &Ground| {
        let mark = format!("{:?}", one.source.mark);
        [one.key.clone(), one.value.clone(), format!("{}（{mark}）", one.source.origin)]
    };
    let tax = statement.lines.iter().find(|line| line.class == Class::Tax);
    CashFlowBook {
        title,
        on,
        notices,
        life_years: plan.life_years,
        discount_rate_percent: plan.discount_rate_percent,
        works_months: plan.works_months,
        cost_growth_percent: plan.cost_growth_percent,
        payments: plan.payments.iter().map(|one| (one.month, one.cost_share)).collect(),
        investments: plan.investments.iter().map(investment).collect(),
        energies: plan.energies.iter().map(energy).collect(),
        carbon: plan.carbon.as_ref().map(|one| BookEnergy {
            name: Text::new("碳价收益", "avoided carbon"),
            before_units: one.avoided_t,
            after_units: 0.0,
            unit: "t CO2e".to_owned(),
            price_yuan: one.price_yuan_t,
            growth_percent: one.growth_percent,
        }),
        rent: plan.rent.as_ref().map(rent),
        grants: plan.grants.iter().map(|g| (g.name.clone(), g.month, g.amount)).collect(),
        loan: loan(plan, statement),
        tax: tax.map(|line| line.years.clone()),
        figures: figures(plan, statement),
        sources: grounds.iter().map(source).collect(),
    }
}

fn rent(rent: &Rent) -> BookRent {
    BookRent {
        lettable_area_m2: rent.lettable_area_m2,
        rent_before_yuan_m2: rent.before.rent_yuan_m2_month,
        let_before_share: rent.before.let_share,
        rent_after_yuan_m2: rent.after.rent_yuan_m2_month,
        let_after_share: rent.after.let_share,
        letting_months: rent.letting_months,
        lost_during_works_share: rent.lost_during_works_share,
        growth_percent: rent.growth_percent,
    }
}

fn loan(plan: &Plan, statement: &Statement) -> Option<BookLoan> {
    let loan = plan.loan.as_ref()?;
    let subsidy = plan.interest_subsidy.as_ref();
    let months = statement.loan.iter();
    Some(BookLoan {
        principal: loan.principal,
        term_months: loan.term_months,
        grace_months: loan.grace_months,
        grace_is_capitalised: loan.grace == Grace::Capitalised,
        repayment: match loan.repayment {
            Repayment::LevelPrincipal => BookRepayment::LevelPrincipal,
            Repayment::Annuity => BookRepayment::Annuity,
            Repayment::Bullet => BookRepayment::Bullet,
        },
        rates: loan.rates.iter().map(|rate| (rate.from_month, rate.rate_percent)).collect(),
        subsidy: subsidy.map_or((0.0, 0, Fen::ZERO), |one| (one.rate_percent, one.months, one.cap)),
        months: months
            .map(|m| [m.interest, m.payment, m.principal, m.interest_paid, m.closing, m.subsidy])
            .collect(),
    })
}

/// The figures by the keys of the workbook.
fn figures(plan: &Plan, statement: &Statement) -> BookFigures {
    let mut lines: Vec<(String, Vec<Fen>)> = Vec::new();
    for line in &statement.lines {
        let key = key(plan, line);
        match lines.iter_mut().find(|(known, _)| *known == key) {
            Some((_, sums)) => {
                sums.iter_mut().zip(&line.years).for_each(|(sum, year)| *sum = *sum + *year);
            }
            None => lines.push((key, line.years.clone())),
        }
    }
    lines.push(("project".into(), statement.project.clone()));
    lines.push(("with_subsidy".into(), statement.with_subsidy.clone()));
    lines.push(("equity".into(), statement.equity.clone()));
    let worths = {
        let all = &statement.indicators;
        [&all.project, &all.with_subsidy, &all.equity]
    };
    let unique = |irr: &Irr| match irr {
        Irr::Unique(rate) => Some(*rate),
        Irr::None | Irr::Several(_) => None,
    };
    BookFigures {
        lines,
        npv: worths.map(|worth| worth.npv),
        irr_share: worths.map(|worth| unique(&worth.irr)),
    }
}

/// The row of a line: parts of the plan by their number, all grants together.
fn key(plan: &Plan, line: &Line) -> String {
    let (class, part) = line.id.split_once('/').unwrap_or((&line.id, ""));
    let place = match line.class {
        Class::Energy => plan.energies.iter().position(|one| one.id == part),
        Class::Investment | Class::Replacement | Class::Residual | Class::Upkeep => {
            plan.investments.iter().position(|one| one.id == part)
        }
        _ => None,
    };
    place.map_or_else(|| class.to_owned(), |at| format!("{class}/{at}"))
}
