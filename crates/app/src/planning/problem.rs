//! From a programme file and the decisions of a state to the problem that is planned.

use std::collections::{BTreeMap, BTreeSet};

use choice::programme::{Aim, Constraint, Package, Programme, Project, Rule, Tranche};
use stock::{Field, Ledger, Space, Value};
use units::{Diagnostic, Fen, Severity, SpaceId, Text};

use super::file::ProgrammeFile;
use super::reader::{Parts, read};
use crate::deciding::{Ruled, RuledOffer, Verdict};

/// Names of what a package is good for.
pub(super) const CO2E: &str = "co2e_t";
pub(super) const FLOOR_AREA: &str = "floor_area_m2";
pub(super) const NPV: &str = "npv_yuan";

/// The problem, and what the programme does not hold of it.
pub(super) struct Problem {
    pub(super) programme: Programme,
    /// Why a project has no package.
    pub(super) without: BTreeMap<SpaceId, NoPackage>,
    /// What a reader should know of the file.
    pub(super) remarks: Vec<Diagnostic>,
}

/// Why a space offers no package to a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoPackage {
    NotDecided,
    NotMet,
    NoAmount,
    /// A budget protects against rises, and high costs are unknown.
    NoHighCost,
}

/// Makes the problem of a file.
///
/// # Errors
/// Everything in the file that does not fit the ledger or the decisions.
pub(super) fn problem(
    file: &ProgrammeFile,
    name: &str,
    ledger: &Ledger,
    ruled: &[Ruled],
) -> Result<Problem, Vec<Diagnostic>> {
    let ruled: BTreeMap<&SpaceId, &Ruled> = ruled.iter().map(|one| (&one.id, one)).collect();
    let Parts { budgets, constraints, starts, asked, notes } = read(file, name, ledger, &ruled)?;
    let is_protected = budgets.iter().any(|budget| budget.protects > 0);
    let mut without = BTreeMap::new();
    let mut projects = Vec::with_capacity(ledger.spaces.len());
    for space in ledger.spaces.values() {
        let mut project = bare(space, file, &asked);
        for (group, part) in &starts {
            if project.is_in(group) {
                let Project { earliest_year, latest_year, .. } = &mut project;
                *earliest_year = part.earliest.unwrap_or(0).max(*earliest_year);
                *latest_year = part.latest.unwrap_or(u32::MAX).min(*latest_year);
            }
        }
        match packages(ruled.get(&space.id).copied(), file, is_protected) {
            Ok(packages) => project.packages = packages,
            Err(why) => {
                without.insert(space.id.clone(), why);
            }
        }
        projects.push(project);
    }
    let programme = Programme {
        first_year: file.first_year,
        years: file.years,
        projects,
        budgets,
        constraints,
        aim: aim(file),
    };
    let faults = check(&programme, name);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut remarks = notes;
    remarks.extend(unreachable_bundles(&programme, name));
    remarks.extend(unweighed(&programme, name));
    Ok(Problem { programme, without, remarks })
}

/// What the planner itself finds wrong; its paths are those of the file.
fn check(programme: &Programme, name: &str) -> Vec<Diagnostic> {
    let mut faults = choice::programme::check(programme);
    faults.iter_mut().for_each(|fault| name.clone_into(&mut fault.file));
    faults
}

fn aim(file: &ProgrammeFile) -> Aim {
    let weights = &file.aim.weights;
    let all =
        [(CO2E, weights.co2e_t), (FLOOR_AREA, weights.floor_area_m2), (NPV, weights.npv_yuan)];
    Aim {
        weights: all.into_iter().map(|(name, weight)| (name.to_owned(), weight)).collect(),
        loss_aversion_factor: file.aim.loss_aversion_factor,
        delay_ratio: file.aim.delay_ratio,
    }
}

/// A project without its packages.
fn bare(space: &Space, file: &ProgrammeFile, asked: &BTreeSet<Field>) -> Project {
    let fact = |field: &Field| Some((field.key().to_owned(), word(&space.fact(*field)?.value)?));
    Project {
        id: space.id.clone(),
        facts: asked.iter().filter_map(fact).collect(),
        floor_area_m2: space.fact(Field::GrossFloorAreaM2).and_then(|one| one.value.as_f64()),
        earliest_year: file.first_year,
        latest_year: file.first_year.saturating_add(file.years.saturating_sub(1)),
        packages: Vec::new(),
    }
}

/// A fact as a word, if it is one.
pub(super) fn word(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned).or_else(|| value.as_bool().map(|truth| truth.to_string()))
}

/// Every package that is not refused and has an amount.
fn packages(
    ruled: Option<&Ruled>,
    file: &ProgrammeFile,
    is_protected: bool,
) -> Result<Vec<Package>, NoPackage> {
    let ruled = ruled.ok_or(NoPackage::NotDecided)?;
    let open: Vec<&RuledOffer> =
        ruled.offers.iter().filter(|offer| offer.verdict != Verdict::NotMet).collect();
    if open.is_empty() {
        return Err(NoPackage::NotMet);
    }
    let (mut packages, mut why) = (Vec::new(), NoPackage::NoAmount);
    for offer in open {
        let (Some(name), Some(amount)) = (&offer.package, offer.amount.or(offer.amount_if_met))
        else {
            continue;
        };
        let rise = match offer.rise_of(amount) {
            Some(rise) => rise,
            None if is_protected => {
                why = NoPackage::NoHighCost;
                continue;
            }
            None => Fen::ZERO,
        };
        packages.push(package(name, offer, ruled, file, amount, rise));
    }
    if packages.is_empty() { Err(why) } else { Ok(packages) }
}

fn package(
    name: &str,
    offer: &RuledOffer,
    ruled: &Ruled,
    file: &ProgrammeFile,
    amount: Fen,
    rise: Fen,
) -> Package {
    let scores = [
        (CO2E, offer.carbon_saved.map(|saved| saved.tonnes_f64())),
        (FLOOR_AREA, ruled.floor_area_m2),
        (NPV, offer.npv.map(Fen::yuan_f64)),
    ];
    let scores = scores.into_iter().filter_map(|(name, score)| Some((name.to_owned(), score?)));
    let shares: Vec<u32> = file.tranches.iter().map(|part| part.percent.0).collect();
    let amounts = parts(amount, &shares).into_iter().zip(parts(rise, &shares));
    let tranches = file.tranches.iter().zip(amounts).map(|(part, (amount, rise))| Tranche {
        offset_years: part.offset_years,
        amount,
        rise,
    });
    Package {
        name: name.to_owned(),
        tranches: tranches.collect(),
        scores: scores.collect(),
        loss_share: offer.loss_share,
    }
}

/// `amount` in parts of so many ten-thousandths, which sum to it to the fen: each is what the sum
/// up to it, cut down to the fen, adds to the sum before.
fn parts(amount: Fen, ten_thousandths: &[u32]) -> Vec<Fen> {
    let (mut share, mut before) = (0_i128, 0_i128);
    let part = |ten_thousandths: &u32| {
        share += i128::from(*ten_thousandths);
        let so_far = i128::from(amount.0) * share / 10_000;
        let part = so_far - before;
        before = so_far;
        Fen(i64::try_from(part).unwrap_or(i64::MAX))
    };
    ten_thousandths.iter().map(part).collect()
}

/// Bundles that can never be chosen, since a member is taken out.
fn unreachable_bundles(programme: &Programme, name: &str) -> Vec<Diagnostic> {
    let out: BTreeMap<&SpaceId, &str> = programme
        .constraints
        .iter()
        .filter_map(|one| match &one.rule {
            Rule::ForcedOut { project, .. } => Some((project, one.name.as_str())),
            _ => None,
        })
        .collect();
    let note = |(at, one): (usize, &Constraint)| {
        let Rule::Bundle { projects, .. } = &one.rule else { return None };
        let (member, by) = projects.iter().find_map(|id| Some((id, *out.get(id)?)))?;
        Some(Diagnostic {
            severity: Severity::Note,
            code: "bundle_out_of_reach".into(),
            file: name.into(),
            row: None,
            column: format!("constraints[{at}]"),
            value: one.name.clone(),
            expected: Text::new(
                format!("成员均可入选，而“{by}”排除了 {member}，故其余成员也不会入选"),
                format!("members that can be chosen; {by:?} takes out {member}, so none can be"),
            ),
            remedy: Text::new(
                format!("将 {member} 移出捆绑，或取消“{by}”"),
                format!("take {member} out of the bundle, or drop {by:?}"),
            ),
        })
    };
    programme.constraints.iter().enumerate().filter_map(note).collect()
}

/// Odds that are asked for and that no package has.
fn unweighed(programme: &Programme, name: &str) -> Option<Diagnostic> {
    let asks = programme.aim.loss_aversion_factor > 0.0;
    let mut packages = programme.projects.iter().flat_map(|project| &project.packages);
    let is_unknown = asks && packages.all(|package| package.loss_share.is_none());
    is_unknown.then(|| Diagnostic {
        severity: Severity::Warning,
        code: "odds_unknown".into(),
        file: name.into(),
        row: None,
        column: "aim.loss_aversion_factor".into(),
        value: programme.aim.loss_aversion_factor.to_string(),
        expected: Text::new(
            "含亏损概率的评估结果；没有亏损概率的方案均被排除",
            "appraisals with odds of loss; packages without them are left out",
        ),
        remedy: Text::new(
            "运行 reweave appraise --all --odds，再运行 reweave decide",
            "run `reweave appraise --all --odds`, then `reweave decide`",
        ),
    })
}
