//! The cases of the demo desk: which space of the ledger each story is about, what the applicant
//! states, and what the rules decide.

use std::collections::{BTreeMap, BTreeSet};

use policy::{Decision, InForce, Scheme, Value, Verdict};
use programme::command::{DecisionSummary, Mode};
use programme::ids::Digest;
use stock::{Field, Ledger, Space};
use units::{Date, Decimal, Fen, SpaceId, Span};

use super::form::Form;
use super::story::{Act, Story, Turn, Wanted};
use super::{SCHEME, made, no_space};
use crate::assessment::{Assessed, Offer};
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
    pub(super) fn outcome(&self, laws: &[Law; 2], on: Date) -> Result<Decision, Failure> {
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
    /// What is offered for each space.
    offers: BTreeMap<SpaceId, Vec<Offer>>,
    found: [Vec<SpaceId>; 2],
    used: BTreeSet<SpaceId>,
    laws: &'a [Law; 2],
}

impl<'a> City<'a> {
    /// The two districts in which screening found the most invented spaces.
    pub(super) fn of(
        ledger: &'a Ledger,
        screened: &[Screened],
        assessed: Vec<Assessed>,
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
        let offers = assessed.into_iter().map(|one| (one.id, one.offers)).collect();
        Ok(Self { districts, ledger, offers, found, used: BTreeSet::new(), laws })
    }

    /// The case of a story: the first space of its district that nobody uses yet and that comes out
    /// under the rules as the story needs it, with the first of its packages that does.
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
        let begun = on(&Act::Report("begun"));
        let works_from = begun.unwrap_or_else(|| last + Span::new().months(4));
        let loan = on(&Act::Drawdown);
        let rival_of = before.filter(|_| story.same_space).map(|case| case.space.id.clone());
        let is_rival = rival_of.is_some();
        let candidates =
            rival_of.map_or_else(|| self.found[story.district].clone(), |space| vec![space]);
        for id in candidates.into_iter().filter(|id| is_rival || !self.used.contains(id)) {
            let Some(space) = self.ledger.spaces.get(&id) else { continue };
            for offer in self.offers.get(&id).into_iter().flatten() {
                if let Some(case) = self.case(story, space, offer, works_from, loan)
                    && fits(story.wanted, &case.outcome(self.laws, decided)?)
                {
                    self.used.insert(id);
                    return Ok(case);
                }
            }
        }
        Err(none())
    }

    fn case(
        &self,
        story: &Story,
        space: &Space,
        offer: &Offer,
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
            // In whole units of ten thousand yuan, as applications state it.
            _ => Fen(offer.investment.0 / 1_000_000 * 1_000_000),
        };
        Some(Case {
            space: space.clone(),
            project_kind: project_kind.clone(),
            owner: text(space, Field::Owner),
            investment,
            works_from,
            facts: Form { story, offer, area_m2, investment, loan }.facts(&known),
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

/// How a project is called.
pub(super) fn title(case: &Case) -> Result<programme::Prose, Failure> {
    let name = text(&case.space, Field::Name).unwrap_or_else(|| case.space.id.to_string());
    made(programme::Prose::new(&format!("{name}改造利用项目（演示）")))
}
