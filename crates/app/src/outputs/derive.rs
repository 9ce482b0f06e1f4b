//! "From what?": the trees behind the figures of the page.

use appraisal::{Appraisal, PackageResult, SavingMethod};
use policy::{Decision, Ground, Trace};
use report::{Derivation, format};
use units::{Fen, Lang, Mark, Source, Text};

use super::view::View;

/// The saving rate: before and after, the method, the assumptions, the model.
pub(super) fn saving(appraisal: &Appraisal, package: &PackageResult) -> Option<Derivation> {
    let method = SavingMethod::ALL[0];
    let rate = package.saving_rate_percent(method)?;
    let model = Source {
        origin: format!("{}; {}", appraisal.grounds.model, appraisal.grounds.weather),
        date: None,
        mark: Mark::Modelled,
    };
    let energy = |zh: &str, en: &str, kwh: f64| {
        Derivation::new(Text::new(zh, en), format::energy(kwh)).source(model.clone())
    };
    let mut before =
        energy("改造前年能耗", "site energy before", appraisal.baseline.site_energy_kwh);
    for assumed in &appraisal.grounds.assumptions {
        before = before.input(
            Derivation::new(Text::same(assumed.key.clone()), assumed.value.clone())
                .source(assumed.source.clone()),
        );
    }
    let label = Text::new(
        format!("综合节能率（{}）", method.text().zh),
        format!("saving rate ({})", method.text().en),
    );
    let mut tree = Derivation::new(label, format::percent(rate))
        .by(Text::new("1 − 改造后 ÷ 改造前", "1 − after ÷ before"))
        .input(before)
        .input(energy("改造后年能耗", "site energy after", package.after.site_energy_kwh));
    if let Some(share) = package.assumed_share {
        tree = tree.input(
            Derivation::new(
                Text::new("其中依赖假定的份额", "share that rests on assumptions"),
                format::percent(share * 100.0),
            )
            .from_origin(format!("reweave {}", crate::VERSION), Mark::Modelled),
        );
    }
    Some(tree)
}

/// The investment: one line a measure.
pub(super) fn investment(appraisal: &Appraisal, package: &PackageResult) -> Derivation {
    let label = Text::new("投资估算（规划值）", "investment (planning value)");
    let mut tree = Derivation::new(label, yuan(package.investment.likely))
        .by(Text::new("Σ 数量 × 规划单价", "Σ quantity × planning unit cost"));
    for line in &package.measures {
        let quantity =
            format!("{} × {}", format::estimate(line.quantity_units), shown(&line.unit.text()));
        let mut input = Derivation::new(
            Text::same(format!("{} ({quantity})", line.measure)),
            yuan(line.cost.likely),
        );
        let ground = appraisal.grounds.sources.iter().find(|one| one.key.contains(&line.measure));
        if let Some(ground) = ground {
            input = input.source(ground.source.clone());
        }
        tree = tree.input(input);
    }
    tree
}

/// The award: the amount's formula, then each clause.
pub(super) fn award(view: &View<'_>, decision: &Decision) -> Option<Derivation> {
    let label = match view.offer?.amount {
        Some(_) => Text::new("核定补助", "decided award"),
        None => Text::new("其余条件满足时的补助", "award if the remaining conditions are met"),
    };
    let mut tree = Derivation::new(label, yuan(view.award()?));
    if let Some(note) = &decision.amount_note {
        tree = tree.by(note.clone());
    }
    if let Some(trace) = decision.trace() {
        tree = tree.input(of_trace(trace));
    }
    for clause in &decision.clauses {
        let verdict = match clause.verdict {
            policy::ClauseVerdict::Met => "✓",
            policy::ClauseVerdict::NotMet => "✗",
            policy::ClauseVerdict::Undetermined => "?",
            policy::ClauseVerdict::NotApplicable => "–",
        };
        let mut node =
            Derivation::new(clause.text.clone(), verdict).source(of_ground(&clause.ground));
        for input in &clause.inputs {
            let source = input.source.clone().or_else(|| input.ground.as_ref().map(of_ground));
            let leaf = Derivation::new(input.label.clone(), shown(&input.shown));
            node = node.input(match source {
                Some(source) => leaf.source(source),
                None => leaf,
            });
        }
        tree = tree.input(node);
    }
    Some(tree)
}

/// The carbon saved: bought energy before and after, by the factors.
pub(super) fn carbon(appraisal: &Appraisal, package: &PackageResult) -> Option<Derivation> {
    let saved = package.carbon_saved?;
    let label = Text::new("年减碳量（运行）", "operating CO2e saved a year");
    let mut tree = Derivation::new(label, format!("{} t", format::tonnes(saved)))
        .by(Text::new("Σ 外购能源减少量 × 排放因子", "Σ fall of bought energy × emission factor"));
    for (carrier, before_kwh) in &appraisal.baseline.bought_kwh {
        let after_kwh = package.after.bought_kwh.get(carrier).copied().unwrap_or(0.0);
        let key = format!("/carbon/{}", crate::words::carrier_key(*carrier));
        let label = appraisal::carrier_name(*carrier);
        let value = format!("{} → {}", format::energy(*before_kwh), format::energy(after_kwh));
        let mut input = Derivation::new(label, value);
        if let Some(factor) = appraisal.grounds.sources.iter().find(|one| one.key.ends_with(&key)) {
            input = input.input(
                Derivation::new(Text::new("排放因子", "emission factor"), factor.value.clone())
                    .source(factor.source.clone()),
            );
        }
        tree = tree.input(input);
    }
    Some(tree)
}

fn of_trace(trace: &Trace) -> Derivation {
    let mut node = Derivation::new(trace.label.clone(), shown(&trace.shown));
    node.formula = trace.formula.clone().map(Text::same);
    node.source = trace.source.clone().or_else(|| trace.ground.as_ref().map(of_ground));
    node.inputs = trace.inputs.iter().map(of_trace).collect();
    node
}

/// The ground of a clause or parameter as a source for a reader.
pub(super) fn of_ground(ground: &Ground) -> Source {
    let article = match &*ground.article {
        policy::NOT_SEEN => "article: not_seen 条款未见".to_owned(),
        article => format!("article: {article}"),
    };
    Source {
        origin: format!("{}; {article}", ground.sources.join("; ")),
        date: Some(ground.from),
        mark: ground.effective_mark(),
    }
}

fn yuan(amount: Fen) -> String {
    format!("{} CNY", format::yuan_exact(amount))
}

/// Both languages where they differ.
fn shown(text: &Text) -> String {
    let (zh, en) = (text.get(Lang::Zh), text.get(Lang::En));
    if zh == en { zh.to_owned() } else { format!("{zh} / {en}") }
}
