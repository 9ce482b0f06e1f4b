//! The cases of the demo desk: which space of the ledger each story is about, what the applicant
//! states, and what the rules decide.

use std::collections::{BTreeMap, BTreeSet};

use policy::{Decision, Facts, InForce, Scheme, Value, Verdict};
use programme::command::{DecisionSummary, Mode};
use programme::ids::Digest;
use stock::{Field, Ledger, Space};
use units::{Date, Decimal, Fen, Source, SpaceId, Span};

use super::story::{Act, Story, Turn, Wanted};
use super::{SCHEME, made, no_space};
use crate::case_decision::decide_under;
use crate::embedded;
use crate::facts;
use crate::failure::Failure;
use crate::screening::Screened;

/// The version of the law, as its files, and read.
pub(super) struct Law {
    files: Vec<(String, String)>,
    scheme: Scheme,
}

impl Law {
    /// The law as it ships, or with the confirmations of the demo beside it.
    pub(super) fn read(is_confirmed: bool) -> Result<Self, Failure> {
        let mut files = embedded::scheme(SCHEME, None)?;
        if is_confirmed {
            let confirmed = embedded::data("confirmations", "demo/confirmations.yaml");
            files.push(("confirmations/demo.yaml".to_owned(), confirmed.text()));
            files.sort();
        }
        let scheme = Scheme::load(&files).map_err(Failure::Input)?;
        Ok(Self { files, scheme })
    }
}

/// A story's case.
pub(super) struct Case {
    pub(super) space: Space,
    pub(super) project_kind: String,
    /// The owner as the ledger names it.
    pub(super) owner: Option<String>,
    pub(super) investment: Fen,
    pub(super) works_from: Date,
    /// The facts of the case: the ledger's, and beside them those of the form.
    pub(super) facts: String,
    is_confirmed: bool,
    mode: Mode,
}

impl Case {
    fn law<'a>(&self, laws: &'a [Law; 2]) -> &'a Law {
        &laws[usize::from(self.is_confirmed)]
    }

    /// The decision on a day, without its record.
    fn outcome(&self, laws: &[Law; 2], on: Date) -> Result<Decision, Failure> {
        let scheme = &self.law(laws).scheme;
        let facts = scheme.read_facts("facts.yaml", &self.facts).map_err(Failure::Input)?;
        scheme.decide(&facts, on).map_err(|none| Failure::Rules(none.message))
    }

    /// The decision on a day, its summary for the desk, and the bytes of its record.
    pub(super) fn decide(
        &self,
        laws: &[Law; 2],
        on: Date,
    ) -> Result<(Decision, DecisionSummary, String), Failure> {
        let law = self.law(laws);
        let (decision, record) = decide_under(&law.files, SCHEME, on, &self.facts)?;
        let rate = match (self.mode, self.project_kind.as_str()) {
            (Mode::InterestSubsidy, _) => None,
            (_, "old_plant") => Some("plant_rate"),
            _ => Some("building_rate"),
        };
        let rules = match law.scheme.on(on) {
            InForce::Version(rules) => Some(rules),
            _ => None,
        };
        let percent = rate.and_then(|rate| rules?.number(rate, on));
        let summary = DecisionSummary {
            scheme: decision.scheme.clone(),
            version: decision.version.clone(),
            date: on,
            met: decision.verdict == Verdict::Met,
            mode: self.mode,
            amount: decision.amount,
            investment: Some(self.investment),
            rate_bp: percent.and_then(|rate| u32::try_from(rate * Decimal::from(100)).ok()),
            unconfirmed: decision.unconfirmed,
            provisional: decision.provisional,
            marks: decision.marks.iter().copied().collect(),
            record: Digest::of(record.as_bytes()),
        };
        Ok((decision, summary, record))
    }
}

/// The two districts of the demo, as the ledger names them, and what screening found in them.
pub(super) struct City<'a> {
    pub(super) districts: [String; 2],
    ledger: &'a Ledger,
    found: [Vec<SpaceId>; 2],
    used: BTreeSet<SpaceId>,
    laws: &'a [Law; 2],
}

impl<'a> City<'a> {
    /// The two districts in which screening found the most invented spaces.
    pub(super) fn of(
        ledger: &'a Ledger,
        screened: &[Screened],
        laws: &'a [Law; 2],
    ) -> Result<Self, Failure> {
        let mut by_district: BTreeMap<String, Vec<SpaceId>> = BTreeMap::new();
        for one in screened.iter().filter(|one| !one.met().is_empty()) {
            let Some(space) = ledger.spaces.get(&one.id) else { continue };
            if let Some(district) = text(space, Field::District)
                && one.id.to_string().starts_with("SYN-")
            {
                by_district.entry(district).or_default().push(one.id.clone());
            }
        }
        let mut most: Vec<(String, Vec<SpaceId>)> = by_district.into_iter().collect();
        most.sort_by_key(|(name, found)| (std::cmp::Reverse(found.len()), name.clone()));
        let mut most = most.into_iter();
        let (Some(first), Some(second)) = (most.next(), most.next()) else {
            return Err(no_space("—", Wanted::Met));
        };
        let (districts, found) = ([first.0, second.0], [first.1, second.1]);
        Ok(Self { districts, ledger, found, used: BTreeSet::new(), laws })
    }

    /// The case of a story: the first space of its district that nobody uses yet and that comes out
    /// under the rules as the story needs it.
    pub(super) fn case_of(
        &mut self,
        story: &Story,
        turns: &[Turn],
        before: Option<&Case>,
    ) -> Result<Case, Failure> {
        let on = |act: &Act| turns.iter().find(|turn| turn.act == *act).map(|turn| turn.on);
        let none = || no_space(&self.districts[story.district], story.wanted);
        let last = turns.last().map(|turn| turn.on).ok_or_else(none)?;
        let decided = on(&Act::Record).unwrap_or(last);
        let begins = turns.iter().find(|turn| matches!(turn.act, Act::Report("begun")));
        let works_from = begins.map_or(last + Span::new().months(4), |turn| turn.on);
        let loan = on(&Act::Drawdown);
        if let (true, Some(before)) = (story.same_space, before) {
            let space = before.space.clone();
            return self.case(story, &space, works_from, loan).ok_or_else(none);
        }
        for id in self.found[story.district].clone() {
            let Some(space) = self.ledger.spaces.get(&id).filter(|_| !self.used.contains(&id))
            else {
                continue;
            };
            if let Some(case) = self.case(story, space, works_from, loan)
                && fits(story.wanted, &case.outcome(self.laws, decided)?)
            {
                self.used.insert(id);
                return Ok(case);
            }
        }
        Err(no_space(&self.districts[story.district], story.wanted))
    }

    fn case(
        &self,
        story: &Story,
        space: &Space,
        works_from: Date,
        loan: Option<Date>,
    ) -> Option<Case> {
        let is_confirmed = story.wanted != Wanted::Unconfirmed;
        let law = &self.laws[usize::from(is_confirmed)];
        let rules = law.scheme.versions().last()?;
        let known = facts::of_case(rules, space, None);
        let Value::Text(project_kind) = &known.get("project_kind")?.value else { return None };
        let area_m2 = space.fact(Field::GrossFloorAreaM2)?.value.as_f64()?;
        let investment = match known.get("fixed_asset_investment_yuan").map(|fact| &fact.value) {
            Some(Value::Number(yuan)) => Fen::from_yuan(*yuan).ok()?,
            _ => Fen::estimate_from_yuan((area_m2 / 10.0).round() * 26_000.0)?,
        };
        let form = Form { area_m2, investment, story, loan };
        let facts = facts_text(&known, &form.lines(&known));
        Some(Case {
            space: space.clone(),
            project_kind: project_kind.clone(),
            owner: text(space, Field::Owner),
            investment,
            works_from,
            facts,
            is_confirmed,
            mode: story.mode,
        })
    }
}

/// Whether a decision is what a story needs. An award below its cap is one that an audit can cut;
/// a refusal for one reason alone is one that an applicant can answer.
fn fits(wanted: Wanted, decision: &Decision) -> bool {
    const CAP: Fen = Fen(5_000_000_000);
    let below = decision.amount.is_some_and(|amount| amount < CAP);
    let refused = |clause: &&policy::ClauseResult| {
        clause.gates && clause.verdict == policy::ClauseVerdict::NotMet
    };
    match wanted {
        Wanted::Met => below && !decision.unconfirmed && !decision.provisional,
        Wanted::Unconfirmed => below && decision.unconfirmed,
        Wanted::NotMet => {
            decision.verdict == Verdict::NotMet
                && decision.clauses.iter().filter(refused).count() == 1
        }
        Wanted::Undetermined => decision.verdict == Verdict::Undetermined,
    }
}

fn text(space: &Space, field: Field) -> Option<String> {
    space.fact(field)?.value.as_str().map(str::to_owned)
}

/// What the applicant states beside the ledger.
struct Form<'a> {
    area_m2: f64,
    investment: Fen,
    story: &'a Story,
    loan: Option<Date>,
}

impl Form<'_> {
    /// Every fact of the form that the ledger does not have, and the mode, which is the
    /// applicant's to choose.
    fn lines(&self, known: &Facts) -> Vec<(&'static str, String)> {
        let area_m2 = self.area_m2;
        let mut lines: Vec<(&'static str, String)> = [
            ("renovated_area_m2", area_m2.to_string()),
            ("fixed_asset_investment_yuan", self.investment.yuan().to_string()),
            ("target_industry", "现代服务业".to_owned()),
            ("project_state", "ready".to_owned()),
            ("saving_rate_percent", "21.5".to_owned()),
            ("pv_roof_share_percent", "42.5".to_owned()),
            ("other_municipal_funds", "false".to_owned()),
        ]
        .into_iter()
        .chain(
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
            .map(|name| (name, "true".to_owned())),
        )
        .collect();
        if self.story.wanted != Wanted::Undetermined {
            let assessed = ["key_enterprise_target_met", "occupancy_target_met"];
            lines.extend(assessed.map(|name| (name, "true".to_owned())));
        }
        lines.retain(|(name, _)| known.get(name).is_none());
        lines.extend(self.mode());
        lines
    }

    fn mode(&self) -> Vec<(&'static str, String)> {
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

/// Half of the investment is borrowed.
pub(super) fn loan_of(investment: Fen) -> Fen {
    Fen(investment.0 / 200 * 100)
}

/// Facts as `reweave policy decide` reads them: those of the ledger with their own sources.
fn facts_text(known: &Facts, form: &[(&'static str, String)]) -> String {
    let mut text = String::from(
        "# 合成数据，仅供演示 synthetic, for the demo only\n\
         source: {origin: 演示申报表 demo form, mark: R, reviewer: 演示审核 demo reviewer}\nfacts:\n",
    );
    for (name, value) in form {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    let stated: BTreeSet<&str> = form.iter().map(|(name, _)| *name).collect();
    for (name, fact) in known.iter().filter(|(name, _)| !stated.contains(name)) {
        let Source { origin, mark, .. } = &fact.source;
        let Some(value) = written(&fact.value) else { continue };
        let origin = quoted(origin);
        let letter = mark.letter();
        let reviewer = known.assessment(name).map_or_else(String::new, |assessment| {
            format!(", reviewer: {}", quoted(&assessment.reviewer))
        });
        text.push_str(&format!(
            "  {name}: {{value: {value}, origin: {origin}, mark: {letter}{reviewer}}}\n"
        ));
    }
    text
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

/// How a project is called.
pub(super) fn title(case: &Case) -> Result<programme::Prose, Failure> {
    let name = text(&case.space, Field::Name).unwrap_or_else(|| case.space.id.to_string());
    made(programme::Prose::new(&format!("{name}改造利用项目（演示）")))
}
