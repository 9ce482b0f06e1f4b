//! Holding the ledger against a district's criteria.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use stock::{Criteria, Field, Finding, Hit, Ledger, Peers};
use units::{Date, SpaceId, Text};

use crate::embedded;
use crate::failure::Failure;
use crate::files::{Input, write_whole};
use crate::outcome::{Line, Outcome, Told};
use crate::place::{self, Place};
use crate::progress::{Progress, Step};
use crate::store::{Link, Store};

/// What to screen, and by which criteria.
#[derive(Clone, Copy, Debug)]
pub struct ScreenRequest<'a> {
    /// The state file.
    pub state: &'a Path,
    /// The day the criteria are read on.
    pub on: Date,
    /// Criteria file; those of the first place at hand if not named.
    pub criteria: Option<&'a Path>,
    /// Where to write the hits by district, street and kind, JSON.
    pub groups: Option<&'a Path>,
}

/// Criteria with the file they were read from.
pub(crate) struct Bench {
    criteria: Criteria,
    pub(crate) input: Input,
}

/// One space with every criterion held against it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Screened {
    pub(crate) id: SpaceId,
    pub(crate) hits: Vec<Hit>,
}

impl Screened {
    /// The criteria that it meets.
    pub(crate) fn met(&self) -> Vec<&str> {
        self.hits
            .iter()
            .filter(|hit| hit.verdict == stock::Verdict::Met)
            .map(|hit| hit.criterion.as_str())
            .collect()
    }
}

/// The criteria in a file, or those of a place.
pub(crate) fn criteria(file: Option<&Path>, place: &Place) -> Result<Bench, Failure> {
    let input = match file {
        Some(path) => Input::read("criteria", path)?,
        None => embedded::data("criteria", &format!("screening/{}.yaml", place.screening)),
    };
    let criteria = stock::parse_criteria(&input.text(), &input.name).map_err(Failure::Input)?;
    Ok(Bench { criteria, input })
}

/// Holds every space of the ledger against the criteria.
pub(crate) fn screen_all(
    ledger: &Ledger,
    bench: &Bench,
    on: Date,
    progress: &dyn Progress,
) -> Vec<Screened> {
    progress.begin(Step::Screen, ledger.spaces.len());
    let peers = Peers::of(ledger);
    let screened = ledger
        .spaces
        .values()
        .map(|space| {
            let hits = stock::screen(space, &bench.criteria, None, on, &peers);
            progress.advance(1);
            Screened { id: space.id.clone(), hits }
        })
        .collect();
    progress.end();
    screened
}

/// How one criterion came out over the spaces of a group.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Outcomes {
    met: u64,
    not_met: u64,
    undetermined: u64,
}

/// Hits over the whole ledger and by group.
#[derive(Debug, Default, Serialize)]
struct ByGroup {
    /// What criteria are called.
    titles: BTreeMap<String, Text>,
    all: BTreeMap<String, Outcomes>,
    /// By the key of a field, group and criterion; a group that the ledger does not say is "?".
    groups: BTreeMap<&'static str, BTreeMap<String, BTreeMap<String, Outcomes>>>,
}

fn by_group(ledger: &Ledger, screened: &[Screened]) -> ByGroup {
    let mut found = ByGroup::default();
    for Screened { id, hits } in screened {
        let space = ledger.spaces.get(id);
        for hit in hits {
            found.titles.entry(hit.criterion.clone()).or_insert_with(|| hit.title.clone());
            let add = |outcomes: &mut BTreeMap<String, Outcomes>| {
                let one = outcomes.entry(hit.criterion.clone()).or_default();
                *match hit.verdict {
                    stock::Verdict::Met => &mut one.met,
                    stock::Verdict::NotMet => &mut one.not_met,
                    stock::Verdict::Undetermined => &mut one.undetermined,
                } += 1;
            };
            add(&mut found.all);
            for field in [Field::District, Field::Street, Field::Kind] {
                let fact = space.and_then(|space| space.fact(field));
                let word = fact.as_ref().and_then(|fact| fact.value.as_str()).unwrap_or("?");
                let groups = found.groups.entry(field.key()).or_default();
                add(groups.entry(word.to_owned()).or_default());
            }
        }
    }
    found
}

/// The value and threshold of a finding for a reader, and where both come from.
pub(crate) fn shown(finding: &Finding) -> (Option<Text>, Option<Text>, String) {
    let origins: Vec<String> = [&finding.value, &finding.threshold]
        .into_iter()
        .flatten()
        .map(|sourced| format!("{} [{}]", sourced.source.origin, sourced.source.mark.letter()))
        .collect();
    let text = |side: &Option<units::Sourced<Text>>| side.as_ref().map(|one| one.value.clone());
    (text(&finding.value), text(&finding.threshold), origins.join("; "))
}

/// Holds the ledger of a state file against criteria.
///
/// # Errors
/// [`Failure`] when criteria or state cannot be used.
pub fn screen(
    request: &ScreenRequest<'_>,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    let bench = criteria(request.criteria, &place::default()?)?;
    let mut store = Store::open(request.state)?;
    let ledger = store.ledger()?;
    let screened = screen_all(&ledger, &bench, request.on, progress);
    store.replace_outcomes(Link::Screening, screened.iter().map(|one| (&one.id, one)))?;
    if let Some(path) = request.groups {
        let groups = serde_json::to_vec(&by_group(&ledger, &screened)).unwrap_or_default();
        write_whole(path, &groups)?;
    }
    let count = |verdict| {
        let any = |one: &&Screened| one.hits.iter().any(|hit| hit.verdict == verdict);
        screened.iter().filter(any).count()
    };
    let gist = vec![
        Line::count("空间", "spaces", screened.len()),
        Line::count("至少符合一条标准", "with at least one hit", count(stock::Verdict::Met)),
        Line::count(
            "至少一条待定",
            "with something undetermined",
            count(stock::Verdict::Undetermined),
        ),
    ];
    Ok(Box::new(Told { result: screened, gist }))
}
