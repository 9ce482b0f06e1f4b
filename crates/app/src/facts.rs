//! What the rules are told about one space and one package.

use policy::{Assessment, FactDefinition, Facts, RuleSet, Type, Value as Fact};
use stock::{Field, PartialDate, Space, Value};
use units::{Decimal, Mark, Source, Sourced};

use crate::assessment::Offer;

/// Everything that is known of a space under a version of a scheme: what the ledger reports, what
/// follows from it, and what our models say of the package (mark `M`, which never decides money).
/// A report always goes before a model.
pub(crate) fn of_case(rules: &RuleSet, space: &Space, offer: Option<&Offer>) -> Facts {
    let mut facts = Facts::new();
    for (name, definition) in rules.facts() {
        if let Some(fact) = reported(space, name, definition) {
            // The district keeps its ledger: what stands there is its own finding.
            let reviewer = format!("台账 ledger: {}", fact.source.origin);
            facts.set(name, fact).assess(name, Assessment { reviewer, evidence: None });
        } else if let Some(fact) = derived(space, name).or_else(|| modelled(space, name, offer?)) {
            facts.set(name, fact);
        }
    }
    facts
}

fn reported(space: &Space, name: &str, definition: &FactDefinition) -> Option<Sourced<Fact>> {
    let Sourced { value, source } = space.fact(Field::from_key(name)?)?;
    Some(Sourced { value: convert(&value, &definition.kind)?, source })
}

/// A ledger value as the type that a scheme expects; `None` where it cannot be one.
fn convert(value: &Value, kind: &Type) -> Option<Fact> {
    match (kind, value) {
        (Type::Bool, Value::Bool(yes)) => Some(Fact::Bool(*yes)),
        (Type::Number(_), Value::Money(yuan)) => Some(Fact::Number(*yuan)),
        (Type::Number(_), Value::Number(number)) => decimal(*number).map(Fact::Number),
        (Type::Number(_), Value::Year(year)) => Some(Fact::Number(Decimal::from(*year))),
        (Type::Text | Type::Choice(_), _) => value.as_str().map(|text| Fact::Text(text.into())),
        (Type::Texts, _) => value.as_str().map(|text| Fact::Texts(vec![text.into()])),
        (Type::Date, _) => value.as_date().and_then(date).map(Fact::Date),
        _ => None,
    }
}

/// The shortest decimal that reads back as the same float; `None` beyond the decimal's range.
fn decimal(number: f64) -> Option<Decimal> {
    number.is_finite().then(|| number.to_string().parse().ok()).flatten()
}

fn date(date: PartialDate) -> Option<policy::PartialDate> {
    policy::PartialDate::parse(&date.to_string())
}

/// What follows from other reported facts.
fn derived(space: &Space, name: &str) -> Option<Sourced<Fact>> {
    let from = |field: Field, value: Fact| {
        let source = space.fact(field)?.source;
        Some(Sourced { value, source: Source { mark: Mark::Derived, ..source } })
    };
    match name {
        "project_kind" => {
            let kind = space.fact(Field::Kind)?.value;
            let project = match kind.as_str()? {
                "plant" | "warehouse" => "old_plant",
                "office" | "retail" | "market" | "hotel" => "low_efficiency_building",
                _ => return None,
            };
            from(Field::Kind, Fact::Text(project.into()))
        }
        "completion_date" => {
            let year = space.fact(Field::YearBuilt)?.value.as_date()?;
            from(Field::YearBuilt, Fact::Date(date(year)?))
        }
        _ => None,
    }
}

/// What the package would make true.
fn modelled(space: &Space, name: &str, offer: &Offer) -> Option<Sourced<Fact>> {
    let model = |value: Fact, what: &str| {
        let origin = format!("reweave {}: {what}, package {}", crate::VERSION, offer.package);
        Some(Sourced::new(value, origin, Mark::Modelled))
    };
    let number = |number: Option<f64>| decimal(number?).map(Fact::Number);
    match name {
        "saving_rate_percent" => model(number(offer.saving_rate_percent)?, &offer.saving_method.en),
        "pv_roof_share_percent" => {
            model(number(offer.pv_roof_share_percent)?, &offer.pv_share_method.en)
        }
        "heat_pump_heating" => model(Fact::Bool(offer.heat_pump_heating), "heating plant"),
        "fixed_asset_investment_yuan" => {
            model(Fact::Number(offer.investment.yuan()), "planning cost")
        }
        "renovated_area_m2" => {
            let area_m2 = space.fact(Field::GrossFloorAreaM2)?.value.as_f64();
            model(number(area_m2)?, "whole building renovated")
        }
        _ => None,
    }
}
