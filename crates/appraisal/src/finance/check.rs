//! What a plan may not say.

use units::{Diagnostic, Severity, Text};

use super::plan::{Loan, Plan, Rent};
use super::value::LIFE_MAX_YEARS;

impl Plan {
    /// Everything that keeps the plan from being valued, each with its path, value, what was
    /// expected and what to do; empty for a sound plan.
    pub fn check(&self) -> Vec<Diagnostic> {
        let mut found = Found(Vec::new());
        let life = f64::from(self.life_years);
        found.range("life_years", life, 1.0, f64::from(LIFE_MAX_YEARS));
        let months = 12.0 * life;
        found.range("discount_rate_percent", self.discount_rate_percent, 0.0, 50.0);
        found.range("cost_growth_percent", self.cost_growth_percent, -20.0, 30.0);
        found.range("works_months", f64::from(self.works_months), 0.0, months - 1.0);
        let shares: f64 = self.payments.iter().map(|payment| payment.cost_share).sum();
        if (shares - 1.0).abs() > 1e-9 {
            let expected =
                Text::new("各月付款比例之和为 1", "shares of the payments that sum to 1");
            found.add("payments", shares.to_string(), expected);
        }
        for (at, payment) in self.payments.iter().enumerate() {
            found.range(&format!("payments[{at}].month"), f64::from(payment.month), 0.0, months);
            found.range(&format!("payments[{at}].cost_share"), payment.cost_share, 0.0, 1.0);
        }
        for (at, investment) in self.investments.iter().enumerate() {
            let path = |field: &str| format!("investments[{at}].{field}");
            found.range(&path("cost"), investment.cost.yuan_f64(), 0.0, 1e12);
            let lifetime = f64::from(investment.lifetime_years);
            found.range(&path("lifetime_years"), lifetime, 1.0, 200.0);
        }
        for (at, line) in self.energies.iter().enumerate() {
            let path = |field: &str| format!("energies[{at}].{field}");
            found.range(&path("before_units"), line.before_units, 0.0, 1e12);
            found.range(&path("after_units"), line.after_units, 0.0, 1e12);
            found.range(&path("price_yuan"), line.price_yuan, -1e6, 1e6);
            found.range(&path("growth_percent"), line.growth_percent, -20.0, 30.0);
        }
        if let Some(rent) = &self.rent {
            found.rent(rent);
        }
        for (at, grant) in self.grants.iter().enumerate() {
            found.range(&format!("grants[{at}].month"), f64::from(grant.month), 0.0, months);
            found.range(&format!("grants[{at}].amount"), grant.amount.yuan_f64(), 0.0, 1e12);
            if self.grants.iter().take(at).any(|other| other.id == grant.id) {
                let expected = Text::new("每笔补助只出现一次", "each part of a grant once");
                found.add(&format!("grants[{at}].id"), grant.id.clone(), expected);
            }
        }
        if let Some(loan) = &self.loan {
            found.loan(loan, months);
        }
        if let Some(tax) = &self.tax {
            found.range("tax.rate_percent", tax.rate_percent, 0.0, 60.0);
            let years = f64::from(tax.depreciation_years);
            found.range("tax.depreciation_years", years, 1.0, 100.0);
        }
        found.0
    }
}

struct Found(Vec<Diagnostic>);

impl Found {
    fn add(&mut self, path: &str, value: String, expected: Text) {
        self.0.push(Diagnostic {
            severity: Severity::Refused,
            code: "out_of_range".into(),
            file: String::new(),
            row: None,
            column: path.to_owned(),
            value,
            expected,
            remedy: Text::new("请更正该值", "correct the value"),
        });
    }

    fn range(&mut self, path: &str, value: f64, least: f64, most: f64) {
        if !(least..=most).contains(&value) {
            let expected = Text::new(format!("{least} 到 {most}"), format!("{least} to {most}"));
            self.add(path, value.to_string(), expected);
        }
    }

    fn rent(&mut self, rent: &Rent) {
        self.range("rent.lettable_area_m2", rent.lettable_area_m2, 0.0, 1e8);
        for (name, letting) in [("before", &rent.before), ("after", &rent.after)] {
            let path = |field: &str| format!("rent.{name}.{field}");
            self.range(&path("rent_yuan_m2_month"), letting.rent_yuan_m2_month, 0.0, 1e5);
            self.range(&path("let_share"), letting.let_share, 0.0, 1.0);
        }
        self.range("rent.lost_during_works_share", rent.lost_during_works_share, 0.0, 1.0);
        self.range("rent.growth_percent", rent.growth_percent, -20.0, 30.0);
    }

    fn loan(&mut self, loan: &Loan, months: f64) {
        self.range("loan.principal", loan.principal.yuan_f64(), 0.0, 1e12);
        let term = f64::from(loan.term_months);
        if !(1.0..=months).contains(&term) {
            let expected = Text::new(
                format!("不长于计算期（{months} 个月）的贷款期限"),
                format!("a loan no longer than the {months} months that are counted"),
            );
            self.add("loan.term_months", term.to_string(), expected);
        }
        self.range("loan.grace_months", f64::from(loan.grace_months), 0.0, (term - 1.0).max(0.0));
        if loan.rates.iter().all(|rate| rate.from_month != 0) {
            let expected = Text::new("从第 0 月起的利率", "a rate from month 0 on");
            self.add("loan.rates", String::new(), expected);
        }
        for (at, rate) in loan.rates.iter().enumerate() {
            self.range(&format!("loan.rates[{at}].rate_percent"), rate.rate_percent, 0.0, 50.0);
        }
    }
}
