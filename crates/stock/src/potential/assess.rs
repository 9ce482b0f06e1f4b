//! One space held against the rules of bands.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use units::{Date, Mark, Source, Sourced, SpaceId, Text};

use super::rules::{Aspect, Criterion, Figure, Grade, Rule, Rules, Subject, When};
use super::rules_read::subject_text;
use crate::field::FieldType;
use crate::screening::{Verdict, shown};
use crate::space::Space;
use crate::value::Value;

/// Where a space stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Start here.
    High,
    /// Worth a look.
    Medium,
    /// Little to be gained.
    Low,
    /// A stop holds.
    DoNotStart,
    /// Too little is known; the questions say what.
    CannotBeSaid,
}

impl Band {
    /// Every band, in the order in which people read them.
    pub const ALL: [Self; 5] =
        [Self::High, Self::Medium, Self::Low, Self::DoNotStart, Self::CannotBeSaid];

    /// As people read it.
    pub fn text(self) -> Text {
        match self {
            Self::High => Text::new("潜力高", "high potential"),
            Self::Medium => Text::new("潜力中", "medium potential"),
            Self::Low => Text::new("潜力低", "low potential"),
            Self::DoNotStart => Text::new("暂不启动", "do not start here"),
            Self::CannotBeSaid => Text::new("无法判断", "cannot be said"),
        }
    }
}

/// Figures that other parts of the house computed for a space; `None` is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Net present value of the best package by floor area. \[yuan/m²\]
    pub npv_yuan_per_m2: Option<f64>,
    /// Its investment by floor area. \[yuan/m²\]
    pub cost_yuan_per_m2: Option<f64>,
    /// Its probability of loss. \[%\], 0 to 100
    pub loss_percent: Option<f64>,
    /// Its saving of energy. \[%\]
    pub saving_percent: Option<f64>,
    /// PV that the roof can carry. \[kW\]
    pub pv_kw: Option<f64>,
}

impl Figures {
    fn get(&self, figure: Figure) -> Option<f64> {
        let value = match figure {
            Figure::Npv => self.npv_yuan_per_m2,
            Figure::Cost => self.cost_yuan_per_m2,
            Figure::Loss => self.loss_percent,
            Figure::Saving => self.saving_percent,
            Figure::Pv => self.pv_kw,
        };
        value.filter(|value| value.is_finite())
    }
}

/// What one criterion says of a space.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// Identifier of the criterion.
    pub criterion: String,
    /// Its title.
    pub title: Text,
    /// The side that it looks from.
    pub aspect: Aspect,
    /// The fact with its source; `None` if unknown.
    pub value: Option<Sourced<Text>>,
    /// Of a stop: met where it stops. Of others: met where the fact gives points.
    pub verdict: Verdict,
    /// Points of the fact, 0 to 100; `None` if unknown, or a stop.
    pub points: Option<f64>,
    /// Weight of the points; 0 of a stop.
    pub weight: f64,
    /// What to find out if it is not known.
    pub question: Text,
    /// Where the criterion comes from.
    pub source: Source,
}

/// What is known of a space from one side.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AspectState {
    /// Weighted mean of the points known; `None`: nothing is known from this side, or nothing in
    /// it is graded.
    pub points: Option<f64>,
    /// Criteria of this side, stops included.
    pub criteria: usize,
    /// Those whose facts are known.
    pub known: usize,
}

/// The potential of one space.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpacePotential {
    /// The space.
    pub id: SpaceId,
    /// Its band.
    pub band: Band,
    /// Weighted mean of the points known, 0 to 100; `None` if there are none.
    pub points: Option<f64>,
    /// The points if every unknown fact turned out worst, and best: how much is open.
    pub points_low_high: (f64, f64),
    /// Share of the weights whose facts are known. \[%\]
    pub known_weight_percent: f64,
    /// Each side that applies; one with `known` 0 is unknown.
    pub aspects: BTreeMap<Aspect, AspectState>,
    /// Stops that hold.
    pub stops: Vec<Reason>,
    /// What must be found out for a band: stops that nobody answered, and, where too little is
    /// known, unknown facts, heaviest first.
    pub questions: Vec<Reason>,
    /// Graded facts that are known, those that move the points most from the middle first.
    pub reasons: Vec<Reason>,
}

/// Holds a space against the rules, as of `date`.
pub fn assess(space: &Space, figures: &Figures, rules: &Rules, date: Date) -> SpacePotential {
    let held: Vec<(Reason, bool)> = rules
        .criteria
        .iter()
        .filter(|criterion| applies(space, criterion))
        .map(|criterion| hold(space, figures, criterion, date))
        .collect();
    let unknown = |reason: &Reason| reason.verdict == Verdict::Undetermined;
    let graded = || held.iter().map(|(reason, _)| reason).filter(|reason| reason.weight > 0.0);
    let sum = |part: &dyn Fn(&Reason) -> f64| graded().map(part).sum::<f64>();
    let all = sum(&|reason| reason.weight);
    let known = sum(&|reason| reason.points.map_or(0.0, |_| reason.weight));
    let gained = sum(&|reason| reason.points.unwrap_or(0.0) * reason.weight);
    let known_weight_percent = if all > 0.0 { 100.0 * known / all } else { 0.0 };
    let points = (known > 0.0).then(|| gained / known);
    let points_low_high = if all > 0.0 {
        (gained / all, (gained + 100.0 * (all - known)) / all)
    } else {
        (0.0, 100.0)
    };
    let pick = |wanted: &dyn Fn(&(Reason, bool)) -> bool| -> Vec<Reason> {
        held.iter().filter(|own| wanted(own)).map(|(reason, _)| reason.clone()).collect()
    };
    let stops = pick(&|(own, _)| own.weight <= 0.0 && own.verdict == Verdict::Met);
    let mut questions = pick(&|(own, asks)| *asks && unknown(own));
    let enough = known_weight_percent >= rules.known_weight_from_percent;
    let band = match points.filter(|_| enough) {
        _ if !stops.is_empty() => Band::DoNotStart,
        Some(points) if questions.is_empty() => band_of(points, rules),
        _ => Band::CannotBeSaid,
    };
    if !enough {
        let mut open = pick(&|(own, _)| own.weight > 0.0 && unknown(own));
        open.sort_by(|a, b| b.weight.total_cmp(&a.weight)); // stable: the order of the file
        questions.extend(open);
    }
    let mut reasons = pick(&|(own, _)| own.points.is_some());
    let pull = |own: &Reason| own.weight * (own.points.unwrap_or(50.0) - 50.0).abs();
    reasons.sort_by(|a, b| pull(b).total_cmp(&pull(a)));
    let aspects = aspects(&held);
    SpacePotential {
        id: space.id.clone(),
        band,
        points,
        points_low_high,
        known_weight_percent,
        aspects,
        stops,
        questions,
        reasons,
    }
}

fn band_of(points: f64, rules: &Rules) -> Band {
    if points >= rules.high_from_points {
        Band::High
    } else if points >= rules.medium_from_points {
        Band::Medium
    } else {
        Band::Low
    }
}

/// A criterion applies unless the space is known to be of another kind.
fn applies(space: &Space, criterion: &Criterion) -> bool {
    criterion.only_for.iter().all(|(field, words)| {
        let fact = space.fact(*field);
        fact.and_then(|fact| fact.value.as_str().map(|word| words.contains(word))).unwrap_or(true)
    })
}

fn aspects(held: &[(Reason, bool)]) -> BTreeMap<Aspect, AspectState> {
    let mut sums = BTreeMap::<Aspect, (usize, usize, f64, f64)>::new();
    for (reason, _) in held {
        let (criteria, known, gained, weight) = sums.entry(reason.aspect).or_default();
        *criteria += 1;
        *known += usize::from(reason.verdict != Verdict::Undetermined);
        if let Some(points) = reason.points {
            *gained += points * reason.weight;
            *weight += reason.weight;
        }
    }
    let state = |(criteria, known, gained, weight): (usize, usize, f64, f64)| AspectState {
        points: (weight > 0.0).then(|| gained / weight),
        criteria,
        known,
    };
    sums.into_iter().map(|(aspect, sums)| (aspect, state(sums))).collect()
}

/// What a criterion says, and whether its being unknown leaves the space without a band.
fn hold(space: &Space, figures: &Figures, criterion: &Criterion, date: Date) -> (Reason, bool) {
    let (value, seen) = look(space, figures, criterion.subject, date);
    let (verdict, points, weight, asks) = match &criterion.rule {
        Rule::Stop { when, asks } => {
            let stops = seen.as_ref().and_then(|seen| holds(when, seen));
            let verdict = match stops {
                Some(true) => Verdict::Met,
                Some(false) => Verdict::NotMet,
                None => Verdict::Undetermined,
            };
            (verdict, None, 0.0, *asks)
        }
        Rule::Graded { grade, weight } => {
            let points = seen.as_ref().and_then(|seen| graded(grade, seen));
            let verdict = if points.is_some() { Verdict::Met } else { Verdict::Undetermined };
            (verdict, points, *weight, false)
        }
    };
    let reason = Reason {
        criterion: criterion.id.clone(),
        title: criterion.title.clone(),
        aspect: criterion.aspect,
        value,
        verdict,
        points,
        weight,
        question: criterion.question.clone(),
        source: criterion.source.clone(),
    };
    (reason, asks)
}

/// A fact as the rules see it.
enum Seen {
    YesNo(bool),
    Word(String),
    /// Lowest and highest that it can be; they differ for dates without a day.
    Number(f64, f64),
}

fn look(
    space: &Space,
    figures: &Figures,
    subject: Subject,
    date: Date,
) -> (Option<Sourced<Text>>, Option<Seen>) {
    let (_, unit) = subject_text(subject);
    match subject {
        Subject::Figure(figure) => {
            let Some(value) = figures.get(figure) else { return (None, None) };
            let text = Text::same(format!("{value:.0} {unit}"));
            let shown = Sourced::new(text, "Reweave appraisal", Mark::Modelled);
            (Some(shown), Some(Seen::Number(value, value)))
        }
        Subject::Fact(field) => {
            let Some(fact) = space.fact(field) else { return (None, None) };
            let seen = match (field.field_type(), &fact.value) {
                (FieldType::Year | FieldType::Date, value) => value.as_date().map(|day| {
                    Seen::Number(years(date, day.earliest()), years(date, day.latest()))
                }),
                (_, Value::Bool(yes)) => Some(Seen::YesNo(*yes)),
                (_, Value::Choice(word)) => Some(Seen::Word(word.clone())),
                (_, value) => value.as_f64().map(|number| Seen::Number(number, number)),
            };
            (Some(fact.map(|value| shown(&value, unit))), seen)
        }
    }
}

/// Mean length of a year of the Gregorian calendar. \[d\]
const DAYS_A_YEAR: f64 = 365.2425;

/// Years from one day to another, negative into the past.
fn years(from: Date, to: Date) -> f64 {
    let days = from.duration_until(to).as_hours() / 24;
    i32::try_from(days).map_or(f64::INFINITY, f64::from) / DAYS_A_YEAR
}

/// Whether a stop holds; `None` where the fact is not exact enough to tell.
fn holds(when: &When, seen: &Seen) -> Option<bool> {
    match (when, seen) {
        (When::Is(wanted), Seen::YesNo(is)) => Some(wanted == is),
        (When::OneOf(words), Seen::Word(word)) => Some(words.contains(word)),
        (When::Below(limit), Seen::Number(low, high)) => {
            (high < limit).then_some(true).or((low >= limit).then_some(false))
        }
        (When::Above(limit), Seen::Number(low, high)) => {
            (low > limit).then_some(true).or((high <= limit).then_some(false))
        }
        _ => None,
    }
}

fn graded(grade: &Grade, seen: &Seen) -> Option<f64> {
    match (grade, seen) {
        (Grade::YesNo { yes, no }, Seen::YesNo(is)) => Some(if *is { *yes } else { *no }),
        (Grade::Words(words), Seen::Word(word)) => words.get(word).copied(),
        (Grade::Line { poor, good }, Seen::Number(low, high)) => {
            let value = f64::midpoint(*low, *high);
            Some((100.0 * (value - poor) / (good - poor)).clamp(0.0, 100.0))
        }
        _ => None,
    }
}
