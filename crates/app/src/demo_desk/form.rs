//! What the applicant of a demo case states, and the facts of the case as a text: those of the
//! ledger with their own sources, and those of the form.

use std::collections::BTreeSet;

use policy::{Facts, Value};
use programme::command::Mode;
use units::{Date, Fen, Source, Span};

use super::story::{Story, Wanted};
use crate::assessment::Offer;

/// What the applicant states beside the ledger.
pub(super) struct Form<'a> {
    pub(super) story: &'a Story,
    /// The package that the design follows.
    pub(super) offer: &'a Offer,
    pub(super) area_m2: f64,
    pub(super) investment: Fen,
    /// The day on which the loan is drawn, if there is one.
    pub(super) loan: Option<Date>,
}

/// A name with a value as YAML writes it.
type Stated = (&'static str, String);

impl Form<'_> {
    /// The facts of the case, as `reweave policy decide` reads them.
    pub(super) fn facts(&self, known: &Facts) -> String {
        let mut text = String::from(
            "# 合成数据，仅供演示 synthetic, for the demo only\n\
             source: {origin: 演示申报表 demo form, mark: R, reviewer: 演示审核 demo reviewer}\n\
             facts:\n",
        );
        let form = self.lines(known);
        for (name, value) in &form {
            text.push_str(&format!("  {name}: {value}\n"));
        }
        let stated: BTreeSet<&str> = form.iter().map(|(name, _)| *name).collect();
        for (name, fact) in known.iter().filter(|(name, _)| !stated.contains(name)) {
            let Source { origin, mark, .. } = &fact.source;
            let Some(value) = written(&fact.value) else { continue };
            let (origin, mark) = (quoted(origin), mark.letter());
            let reviewer = known.assessment(name).map_or_else(String::new, |assessment| {
                format!(", reviewer: {}", quoted(&assessment.reviewer))
            });
            text.push_str(&format!(
                "  {name}: {{value: {value}, origin: {origin}, mark: {mark}{reviewer}}}\n"
            ));
        }
        text
    }

    /// Every fact of the form that the ledger does not have, and the mode, which is the
    /// applicant's to choose.
    fn lines(&self, known: &Facts) -> Vec<Stated> {
        let holds = |name| (name, "true".to_owned());
        let mut lines = self.design();
        lines.push(("renovated_area_m2", self.area_m2.to_string()));
        lines.push(("fixed_asset_investment_yuan", self.investment.yuan().to_string()));
        lines.push(("target_industry", "现代服务业".to_owned()));
        lines.push(("project_state", "ready".to_owned()));
        lines.push(("other_municipal_funds", "false".to_owned()));
        lines.extend(
            [
                "district_identified_low_efficiency",
                "works_within_scope",
                "plan_conformity",
                "property_rights_clear",
                "industry_positioning_defined",
                "operation_mechanism_in_place",
                "in_reserve",
                "renewable_conditions_feasible",
            ]
            .map(holds),
        );
        if self.story.wanted != Wanted::Undetermined {
            lines.extend(["key_enterprise_target_met", "occupancy_target_met"].map(holds));
        }
        lines.retain(|(name, _)| known.get(name).is_none());
        lines.extend(self.mode());
        lines
    }

    /// The design calculation. It is as invented as the building, and takes its numbers from the
    /// chain's model of the package, cut down to a tenth of a percent.
    fn design(&self) -> Vec<Stated> {
        let offer = self.offer;
        let percent = |number: Option<f64>| {
            let shown = (number? * 10.0).floor() / 10.0;
            let origin = format!("演示设计计算书，取自模拟 demo design, package {}", offer.package);
            Some(format!("{{value: {shown:.1}, origin: {}}}", quoted(&origin)))
        };
        let saving = percent(offer.saving_rate_percent).map(|line| ("saving_rate_percent", line));
        let share =
            percent(offer.pv_roof_share_percent).map(|line| ("pv_roof_share_percent", line));
        let pump = ("heat_pump_heating", offer.heat_pump_heating.to_string());
        saving.into_iter().chain(share).chain([pump]).collect()
    }

    fn mode(&self) -> Vec<Stated> {
        let Some(drawn) = self.loan.filter(|_| self.story.mode == Mode::InterestSubsidy) else {
            return vec![("support_mode", "investment_subsidy".to_owned())];
        };
        let yuan = loan_of(self.investment).yuan();
        let maturity = drawn + Span::new().years(5);
        vec![
            ("support_mode", "interest_subsidy".to_owned()),
            ("loan_drawdowns", format!("[{{date: {drawn}, amount_yuan: {yuan}}}]")),
            ("loan_repayments", "[]".to_owned()),
            ("actual_rates", format!("[{{from: {drawn}, rate_percent: 3.65}}]")),
            ("lpr_rates", format!("[{{from: {drawn}, rate_percent: 3.1}}]")),
            ("day_count", "act_365".to_owned()),
            ("subsidy_from", drawn.to_string()),
            ("loan_maturity", maturity.to_string()),
            ("eligible_share_percent", "100".to_owned()),
        ]
    }
}

/// Half of the investment is borrowed, in whole yuan.
pub(super) fn loan_of(investment: Fen) -> Fen {
    Fen(investment.0 / 200 * 100)
}

/// A value of the ledger; it has no lists.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Text(text) => Some(quoted(text)),
        Value::Date(date) => Some(date.to_string()),
        _ => None,
    }
}

/// A text as JSON writes it, which YAML reads.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
