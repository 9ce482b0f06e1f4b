//! What the programme keeps about a demo project, and its invoices.

use programme::Prose;
use programme::command::Invoice;
use programme::facts::{
    EnterpriseSize, Enterprises, Fact, Promise, Stated, StructureAndFire, StructureGrade, Traffic,
    When,
};
use programme::ids::{ApplicationId, Digest};
use units::{Date, Fen, Mark, Source, SpaceId};

use super::{made, people};
use crate::failure::Failure;

/// What is stated before the works and promised, or after them and delivered.
pub(super) fn stated(
    space: &SpaceId,
    when: When,
    on: Date,
    evidence: Digest,
) -> Result<Vec<Fact>, Failure> {
    let is_after = when == When::After;
    let what = if is_after { Promise::Delivered } else { Promise::Promised };
    let grade = if is_after { StructureGrade::Second } else { StructureGrade::Third };
    let stated = [
        Stated::StructureAndFire(StructureAndFire {
            space: space.clone(),
            when,
            structure_grade: Some(grade),
            seismic_ok: Some(is_after),
            fire_accepted: is_after.then_some(true),
        }),
        Stated::Traffic(Traffic {
            what,
            car_places: Some(120),
            charging_places: Some(if is_after { 36 } else { 30 }),
            bicycle_places: Some(200),
            peak_hour_vehicles: None,
        }),
        Stated::Enterprises(Enterprises {
            what,
            year: on.year(),
            size: EnterpriseSize::Small,
            industry: made("I65".to_owned().try_into())?,
            count: if is_after { 9 } else { 12 },
            jobs: Some(if is_after { 210 } else { 260 }),
        }),
    ];
    let origin = if is_after { "演示验收表 demo record" } else { "演示申报表 demo form" };
    let source = Source { origin: origin.to_owned(), date: Some(on), mark: Mark::Reported };
    Ok(stated.map(|stated| Fact { stated, source: source.clone(), evidence }).into())
}

/// An invoice of a builder that does not exist, over a third of the investment.
pub(super) fn invoice(
    application: &ApplicationId,
    on: Date,
    investment: Fen,
) -> Result<Invoice, Failure> {
    Ok(Invoice {
        seller: people::code(61)?,
        number: made(Prose::new(&format!("DEMO-{application}")))?,
        date: on,
        amount: Fen(investment.0 / 3),
    })
}
