//! `choose` through its public face: against brute force, at its limits, and on bad input.

mod bad_input;
mod brute_force;
mod programme;
mod reasons;
mod scale;

use choice::Candidate;
use units::{Fen, GramsCo2e, SpaceId};

/// A candidate of project `P{project}` in `district` (none if empty).
fn candidate(project: u32, package: &str, district: &str, yuan: i64, tonnes: i64) -> Candidate {
    Candidate {
        project: SpaceId::new(&format!("P{project:05}")).expect("letters and digits"),
        package: package.into(),
        district: (!district.is_empty()).then(|| district.into()),
        cost_fen: Fen(yuan * 100),
        co2e_g_per_year: Some(GramsCo2e(tonnes * 1_000_000)),
        floor_area_m2: Some(1000.0),
        conditional: false,
    }
}
