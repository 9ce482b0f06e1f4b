//! From a rule set, the facts of a case and a day to a decision.

use std::collections::{BTreeMap, BTreeSet};

use units::{Date, Fen, Mark, Text};

use crate::decision::{
    ClauseResult, ClauseVerdict, Comparison, Decision, Input, Missing, ModeResult, TrancheResult,
    Verdict, not_met,
};
use crate::expr::{self, Basis, Env, Seen, Shape, Why};
use crate::facts::{Assessment, Facts};
use crate::load::BEST;
use crate::parameter::Schedule;
use crate::rules::{Clause, ClauseKind, Formula, Mode, RuleSet, Tranche};
use crate::trace::Trace;
use crate::value::Value;

/// The decision of a case under one version on one day.
///
/// The caller picks the version by date ([`crate::Scheme::on`]); here `date` picks the dated
/// values within it and is the day on which ages and states are judged.
pub fn evaluate(rules: &RuleSet, facts: &Facts, date: Date) -> Decision {
    let court = Court { rules, facts, on: date };
    let mut gaps = Gaps::default();
    let mut basis = Basis::law("validity", &rules.version.ground);
    gaps.soft("validity", &basis);
    let mut clauses = Vec::new();
    for clause in &rules.clauses {
        let ruling = court.clause(clause);
        if clause.kind.gates() {
            basis = basis.join(&ruling.basis);
            gaps.add(&clause.id, &ruling.missing);
            gaps.soft(&clause.id, &ruling.basis);
        }
        clauses.push(ruling.result);
    }
    let offers: Vec<Offer<'_>> = rules.modes.iter().map(|mode| court.offer(mode)).collect();
    let choice = court.choose(&offers, &mut gaps);
    basis = basis.join(&choice.basis);
    let gating = |clause: &&ClauseResult| clause.gates;
    let refused = not_met(&clauses);
    let all_met = clauses
        .iter()
        .filter(gating)
        .all(|clause| matches!(clause.verdict, ClauseVerdict::Met | ClauseVerdict::NotApplicable));
    if rules.version.draft {
        gaps.add("validity", &BTreeMap::from([("validity".to_owned(), Why::Draft)]));
    }
    let amount = award(&choice, all_met && !rules.version.draft, &basis);
    let verdict = match amount {
        _ if !refused.is_empty() => Verdict::NotMet,
        Some(_) => Verdict::Met,
        None => Verdict::Undetermined,
    };
    let amount_if_met = choice.amount.filter(|_| refused.is_empty());
    Decision {
        scheme: rules.scheme.clone(),
        scheme_name: rules.scheme_name.clone(),
        version: rules.version.id.clone(),
        version_name: rules.version.name.clone(),
        document: rules.version.document.clone(),
        draft: rules.version.draft,
        currency: rules.currency,
        date,
        verdict,
        amount,
        amount_if_met,
        amount_note: amount_note(&refused, amount, amount_if_met, &gaps),
        mode: choice.mode.map(|mode| mode.id.clone()),
        tranches: court.tranches(amount_if_met, &mut gaps),
        modes: offers.into_iter().map(|offer| offer.result).collect(),
        clauses,
        missing: gaps.named(&court),
        unconfirmed: basis.unconfirmed,
        provisional: basis.soft.values().any(|mark| *mark == Mark::Modelled),
        marks: basis.marks,
    }
}

/// How one clause comes out; the same as in the whole decision.
pub(crate) fn verdict_on(
    clause: &Clause,
    rules: &RuleSet,
    facts: &Facts,
    date: Date,
) -> ClauseVerdict {
    Court { rules, facts, on: date }.clause(clause).result.verdict
}

/// The only way to a decided amount: every gating clause met, the mode settled, and nothing
/// recalled, missing, modelled or assumed anywhere in what it rests on. A draft grants nothing.
fn award(choice: &Choice<'_>, all_met: bool, basis: &Basis) -> Option<Fen> {
    choice.amount.filter(|_| all_met && choice.settled && basis.is_firm())
}

struct Court<'a> {
    rules: &'a RuleSet,
    facts: &'a Facts,
    on: Date,
}

/// A clause's result and what the whole decision needs of it.
struct Ruling {
    result: ClauseResult,
    basis: Basis,
    missing: BTreeMap<String, Why>,
}

/// What a clause's formulas say of it.
struct Found {
    verdict: ClauseVerdict,
    basis: Basis,
    missing: BTreeMap<String, Why>,
    reason: Option<String>,
}

/// A mode's amount and what it rests on.
struct Offer<'a> {
    mode: &'a Mode,
    result: ModeResult,
    basis: Basis,
    missing: BTreeMap<String, Why>,
}

/// The mode that counts.
struct Choice<'a> {
    mode: Option<&'a Mode>,
    amount: Option<Fen>,
    /// Whether the choice itself is certain: named, or the best of all modes that could be.
    settled: bool,
    basis: Basis,
}

impl<'a> Court<'a> {
    fn see(&self, formula: &'a Formula) -> Seen<'a> {
        expr::evaluate(&formula.expr, Env::new(self.rules, self.facts, self.on, &formula.text))
    }

    fn clause(&self, clause: &'a Clause) -> Ruling {
        let ground = Basis::law(&clause.id, &clause.ground);
        let condition = self.see(&clause.condition);
        let applies = clause.applies_when.as_ref().map(|formula| self.see(formula));
        let mut traces: Vec<Trace> = applies.iter().map(|seen| seen.trace.clone()).collect();
        let Found { verdict: found, basis, mut missing, reason } =
            self.found(clause, applies.as_ref(), &condition);
        if found != ClauseVerdict::NotApplicable {
            traces.push(condition.trace);
        }
        let basis = basis.join(&ground);
        // A judgement is an official's; no model makes it. Nothing recalled or assumed decides.
        let usable = match clause.kind {
            ClauseKind::Judgement => basis.is_firm(),
            _ => basis.may_screen(),
        };
        let mut verdict = if usable { found } else { ClauseVerdict::Undetermined };
        let assessment = self.assessment(clause);
        let judged = matches!(verdict, ClauseVerdict::Met | ClauseVerdict::NotMet);
        if judged && clause.kind == ClauseKind::Judgement && assessment.is_none() {
            verdict = ClauseVerdict::Undetermined;
            let names = clause.condition.expr.names();
            missing.extend(names.first().map(|(name, _)| ((*name).to_owned(), Why::NoReviewer)));
        }
        let soft = basis.soft.keys().cloned();
        let names: BTreeSet<String> = match verdict {
            ClauseVerdict::Undetermined => missing.keys().cloned().chain(soft).collect(),
            _ => soft.collect(),
        };
        let result = ClauseResult {
            id: clause.id.clone(),
            kind: clause.kind,
            gates: clause.kind.gates(),
            text: clause.text.clone(),
            verdict,
            provisional: usable && !basis.is_firm(),
            comparisons: comparisons(&traces),
            reason,
            assessment: assessment.cloned(),
            inputs: inputs(&traces),
            missing: names.into_iter().collect(),
            ground: clause.ground.clone(),
        };
        Ruling { result, basis, missing }
    }

    /// How a clause came out before it is asked whether what it rests on may decide.
    fn found(&self, clause: &Clause, applies: Option<&Seen<'a>>, condition: &Seen<'a>) -> Found {
        let holds = truth(condition);
        let plain = |verdict, basis, missing| Found { verdict, basis, missing, reason: None };
        let Some(applies) = applies else {
            return plain(verdict_of(holds), condition.basis.clone(), condition.missing.clone());
        };
        match truth(applies) {
            Some(true) => {
                let basis = applies.basis.clone().join(&condition.basis);
                plain(verdict_of(holds), basis, condition.missing.clone())
            }
            // Met whether it applies or not.
            None if holds == Some(true) => {
                plain(ClauseVerdict::Met, condition.basis.clone(), BTreeMap::new())
            }
            None => {
                let mut missing = applies.missing.clone();
                missing.extend(condition.missing.clone());
                let basis = applies.basis.clone().join(&condition.basis);
                plain(ClauseVerdict::Undetermined, basis, missing)
            }
            Some(false) => self.waived(clause, applies),
        }
    }

    /// A clause that does not apply; a requirement needs the recorded reason for it.
    fn waived(&self, clause: &Clause, applies: &Seen<'a>) -> Found {
        let basis = applies.basis.clone();
        let none = BTreeMap::new();
        let Some(name) = clause.reason.as_deref() else {
            let verdict = ClauseVerdict::NotApplicable;
            return Found { verdict, basis, missing: none, reason: None };
        };
        match self.facts.get(name) {
            Some(fact) if matches!(fact.value, Value::Text(_)) => Found {
                verdict: ClauseVerdict::NotApplicable,
                basis: basis.join(&Basis::fact(name, fact.source.mark)),
                missing: none,
                reason: Some(text_of(&fact.value)),
            },
            _ => Found {
                verdict: ClauseVerdict::Undetermined,
                basis,
                missing: BTreeMap::from([(name.to_owned(), Why::Absent)]),
                reason: None,
            },
        }
    }

    /// Who made the judgement that a clause asks for.
    fn assessment(&self, clause: &Clause) -> Option<&Assessment> {
        match &clause.condition.expr.shape {
            Shape::Name(name) if clause.kind == ClauseKind::Judgement => {
                self.facts.assessment(name)
            }
            _ => None,
        }
    }

    fn offer(&self, mode: &'a Mode) -> Offer<'a> {
        let seen = self.see(&mode.amount);
        let mut missing = seen.missing;
        let amount = match &seen.value {
            Some(Value::Number(yuan)) if !yuan.is_sign_negative() || yuan.is_zero() => {
                mode.rounding.apply(*yuan)
            }
            _ => None,
        };
        if amount.is_none() && seen.value.is_some() {
            let problem = Text::new("金额为负或超出范围", "the amount is negative or out of range");
            missing.insert(mode.id.clone(), Why::Problem(problem));
        }
        let result = ModeResult {
            id: mode.id.clone(),
            name: mode.name.clone(),
            amount_if_met: amount,
            missing: missing.keys().cloned().collect(),
            ground: mode.ground.clone(),
            trace: seen.trace,
        };
        let basis = seen.basis.join(&Basis::law(&mode.id, &mode.ground));
        Offer { mode, result, basis, missing }
    }

    /// The mode that the case names; under `best` the one worth most, the earlier listed on a tie.
    fn choose(&self, offers: &[Offer<'a>], gaps: &mut Gaps) -> Choice<'a> {
        let only = offers.first().map_or("", |offer| offer.mode.id.as_str());
        let name = self.rules.mode_fact.as_deref().unwrap_or(only);
        let stated = self.rules.mode_fact.as_ref().and_then(|name| self.facts.get(name));
        let wanted = match stated.map(|fact| &fact.value) {
            Some(Value::Text(key)) => Some(key.as_str()),
            _ => None,
        };
        let named = offers.iter().find(|offer| Some(offer.mode.id.as_str()) == wanted);
        let (considered, is_stated): (Vec<&Offer<'a>>, bool) = match named {
            Some(offer) => (vec![offer], true),
            None if self.rules.mode_fact.is_none() => (offers.iter().collect(), true),
            None => (offers.iter().collect(), wanted == Some(BEST)),
        };
        let mut basis = stated.map_or(Basis::default(), |f| Basis::fact(name, f.source.mark));
        gaps.soft(name, &basis);
        if !is_stated {
            gaps.add(name, &BTreeMap::from([(name.to_owned(), Why::Absent)]));
        }
        let complete = considered.iter().all(|offer| offer.result.amount_if_met.is_some());
        let mut best: Option<&Offer<'a>> = None;
        for offer in &considered {
            let worth = |offer: &Offer<'_>| offer.result.amount_if_met;
            if worth(offer) > best.and_then(worth) {
                best = Some(offer);
            }
        }
        // With no mode stated, only the one nearest to an amount is asked about.
        let nearest = considered.iter().min_by_key(|offer| offer.missing.len());
        let asked: Vec<&Offer<'a>> = match (is_stated, best) {
            (true, _) => considered.clone(),
            (false, Some(_)) => Vec::new(),
            (false, None) => nearest.into_iter().copied().collect(),
        };
        for offer in asked {
            gaps.add(&offer.mode.id, &offer.missing);
        }
        let resting = if is_stated { considered } else { best.into_iter().collect() };
        for offer in resting {
            basis = basis.join(&offer.basis);
            gaps.soft(&offer.mode.id, &offer.basis);
        }
        Choice {
            mode: best.map(|offer| offer.mode),
            amount: best.and_then(|offer| offer.result.amount_if_met),
            settled: is_stated && complete,
            basis,
        }
    }

    fn tranches(&self, award: Option<Fen>, gaps: &mut Gaps) -> Vec<TrancheResult> {
        let mut left = award;
        let mut out = Vec::new();
        for tranche in &self.rules.tranches {
            let share = tranche.share.as_ref().map(|formula| self.see(formula));
            let part = match &share {
                None => left,
                Some(share) => award.and_then(|award| part_of(award, share)),
            };
            left = match (left, part) {
                (Some(left), Some(part)) => Some(Fen(left.0.saturating_sub(part.0))),
                _ => None,
            };
            let paid = tranche.paid.as_ref().map(|formula| self.see(formula));
            if let Some(paid) = &paid {
                gaps.add(&tranche.id, &paid.missing);
            }
            let due = match &paid {
                None => part,
                Some(paid) => part.and_then(|part| part_of(part, paid)),
            };
            out.push(TrancheResult {
                id: tranche.id.clone(),
                name: tranche.name.clone(),
                share: share.map_or(Text::new("余额", "the rest"), |share| share.trace.shown),
                paid: paid.map(|paid| paid.trace.shown),
                amount_if_met: due,
                condition: self.tranche_condition(tranche, gaps),
                ground: tranche.ground.clone(),
            });
        }
        out
    }

    fn tranche_condition(&self, tranche: &'a Tranche, gaps: &mut Gaps) -> ClauseVerdict {
        let Some(formula) = &tranche.condition else { return ClauseVerdict::NotApplicable };
        let seen = self.see(formula);
        gaps.add(&tranche.id, &seen.missing);
        if seen.basis.is_firm() { verdict_of(truth(&seen)) } else { ClauseVerdict::Undetermined }
    }
}

/// A percentage of an amount, cut down to the minor unit.
fn part_of(amount: Fen, percent: &Seen<'_>) -> Option<Fen> {
    let Some(Value::Number(percent)) = &percent.value else { return None };
    let product = crate::exact::multiply(amount.yuan(), *percent)?;
    let part = crate::exact::divide(product, units::Decimal::ONE_HUNDRED)?;
    Fen::from_yuan_down(part).ok()
}

fn truth(seen: &Seen<'_>) -> Option<bool> {
    match seen.value {
        Some(Value::Bool(yes)) => Some(yes),
        _ => None,
    }
}

fn verdict_of(holds: Option<bool>) -> ClauseVerdict {
    match holds {
        Some(true) => ClauseVerdict::Met,
        Some(false) => ClauseVerdict::NotMet,
        None => ClauseVerdict::Undetermined,
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        _ => String::new(),
    }
}

fn comparisons(traces: &[Trace]) -> Vec<Comparison> {
    let side = |step: &Trace| {
        let label = match (&step.name, &step.formula) {
            (None, Some(formula)) => Text::same(formula),
            (None, None) => return step.shown.clone(),
            _ => step.label.clone(),
        };
        Text::new(
            format!("{} {}", label.zh, step.shown.zh),
            format!("{} {}", label.en, step.shown.en),
        )
    };
    let mut out = Vec::new();
    for trace in traces {
        trace.walk(&mut |step| {
            if let ("comparison", [left, right]) = (step.step, step.inputs.as_slice()) {
                let holds = match step.value {
                    Some(Value::Bool(yes)) => Some(yes),
                    _ => None,
                };
                out.push(Comparison {
                    value: side(left),
                    relation: step.label.en.clone(),
                    threshold: side(right),
                    holds,
                });
            }
        });
    }
    out
}

/// Every fact and parameter once, in reading order.
fn inputs(traces: &[Trace]) -> Vec<Input> {
    let mut out: Vec<Input> = Vec::new();
    for trace in traces {
        trace.walk(&mut |step| {
            let Some(name) = &step.name else { return };
            if !out.iter().any(|known| known.name == *name) {
                out.push(Input {
                    name: name.clone(),
                    label: step.label.clone(),
                    shown: step.shown.clone(),
                    ground: step.ground.clone(),
                    source: step.source.clone(),
                });
            }
        });
    }
    out
}

fn amount_note(
    refused: &[&str],
    amount: Option<Fen>,
    amount_if_met: Option<Fen>,
    gaps: &Gaps,
) -> Option<Text> {
    let names: Vec<&str> = gaps.0.keys().map(String::as_str).collect();
    if !refused.is_empty() {
        let list = (refused.join("、"), refused.join(", "));
        return Some(Text::new(
            format!("不予支持：未满足 {}", list.0),
            format!("refused: not met: {}", list.1),
        ));
    }
    match (amount, amount_if_met) {
        (Some(_), _) => None,
        (None, Some(_)) => Some(Text::new(
            format!("其余条件满足时的金额；尚缺 {}", names.join("、")),
            format!("the amount if the open conditions are met; missing {}", names.join(", ")),
        )),
        (None, None) => Some(Text::new(
            format!("无法计算金额；尚缺 {}", names.join("、")),
            format!("the amount cannot be computed; missing {}", names.join(", ")),
        )),
    }
}

/// Something wanted, by whom, and why it is not usable.
enum Want {
    Not(Why),
    Soft(Mark),
}

/// What is missing over the whole decision.
#[derive(Default)]
struct Gaps(BTreeMap<String, (Want, BTreeSet<String>)>);

impl Gaps {
    fn add(&mut self, by: &str, missing: &BTreeMap<String, Why>) {
        for (name, why) in missing {
            let entry = self.0.entry(name.clone());
            let wanted = entry.or_insert_with(|| (Want::Not(why.clone()), BTreeSet::new()));
            wanted.1.insert(by.to_owned());
        }
    }

    fn soft(&mut self, by: &str, basis: &Basis) {
        for (name, mark) in &basis.soft {
            let entry = self.0.entry(name.clone());
            let wanted = entry.or_insert_with(|| (Want::Soft(*mark), BTreeSet::new()));
            wanted.1.insert(by.to_owned());
        }
    }

    fn named(self, court: &Court<'_>) -> Vec<Missing> {
        let named = |(name, (want, by)): (String, (Want, BTreeSet<String>))| {
            let (label, who) = who_knows(&name, court);
            let (zh, en) = match &want {
                Want::Not(why) => reason(why),
                Want::Soft(mark) => softness(*mark),
            };
            let what = Text::new(format!("{}{zh}", label.zh), format!("{}{en}", label.en));
            Missing { name, what, who, needed_by: by.into_iter().collect() }
        };
        self.0.into_iter().map(named).collect()
    }
}

/// The label of a name, and who can supply it.
fn who_knows(name: &str, court: &Court<'_>) -> (Text, Text) {
    let plain = name.split('[').next().unwrap_or(name);
    let official = Text::new("持有文件原文的主管部门", "an official who holds the original text");
    if let Some(fact) = court.rules.facts.get(plain) {
        let inside = &name[plain.len()..];
        let label =
            Text::new(format!("{}{inside}", fact.label.zh), format!("{}{inside}", fact.label.en));
        return (label, fact.supplier.clone());
    }
    if plain == "validity" {
        return (court.rules.version.name.clone(), official);
    }
    if let Some(parameter) = court.rules.parameters.get(plain) {
        let who = match &parameter.schedule {
            Schedule::Own(_) => official,
            Schedule::Delegated { .. } => {
                Text::new("所在区主管部门", "the district's competent office")
            }
        };
        return (parameter.description.clone(), who);
    }
    (Text::same(name), official)
}

fn reason(why: &Why) -> (String, String) {
    match why {
        Why::Absent => (String::new(), String::new()),
        Why::OtherType => ("（类型不对）".to_owned(), " (is of another type)".to_owned()),
        Why::TooCoarse => ("（须精确到日）".to_owned(), " (needed to the day)".to_owned()),
        Why::NotApplicable => (
            "（案卷称不适用，但规则需要）".to_owned(),
            " (stated as not applicable, but the rule needs it)".to_owned(),
        ),
        Why::NoReviewer => ("（未记录评估人）".to_owned(), " (no reviewer is recorded)".to_owned()),
        Why::Draft => (
            "：仅为征求意见稿，不能据以支持".to_owned(),
            ": only a draft for comment, which grants nothing".to_owned(),
        ),
        Why::NotSetBy(place) => (format!("（{place} 尚未确定）"), format!(" (not set by {place})")),
        Why::Problem(text) => (format!("：{}", text.zh), format!(": {}", text.en)),
    }
}

fn softness(mark: Mark) -> (String, String) {
    let (zh, en) = match mark {
        Mark::Modelled => (
            "（现为模型结果，需设计计算书或主管部门确认）",
            " (a model's result: needs a design calculation or official confirmation)",
        ),
        Mark::Assumed => ("（现为假定值）", " (assumed: needs to be stated)"),
        Mark::Recalled => ("（凭记忆，未核实）", " (recalled: needs to be verified)"),
        Mark::NotFound => ("（未查到）", " (looked for and not found)"),
        Mark::Seen | Mark::Secondary | Mark::Derived | Mark::Reported => ("", ""),
    };
    (zh.to_owned(), en.to_owned())
}
