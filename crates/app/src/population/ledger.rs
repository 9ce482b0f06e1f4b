//! Every space of a ledger as a case, with the package that speaks for it.

use std::collections::BTreeMap;
use std::path::Path;

use policy::{Answers, Decision, RuleSet};
use rayon::prelude::*;
use stock::{Field, FieldType, Space};
use units::{Text, nearest_name};

use super::Piece;
use super::facts_file::{Chunk, GroupWords};
use crate::assessment::Assessed;
use crate::deciding::{Law, decide_space};
use crate::facts;
use crate::failure::Failure;
use crate::files::sha256_hex_of_lines;
use crate::store::{Link, Store};

/// Spaces that one thread decides at a time.
const PIECE_ROWS: usize = 1 << 8;
/// Fields that sums are split by where nothing else is asked for.
const USUAL_GROUPS: [Field; 3] = [Field::District, Field::Street, Field::Kind];

/// The spaces with their packages.
pub(super) struct LedgerCases {
    pub(super) name: String,
    /// Over all spaces and packages.
    pub(super) sha256: String,
    cases: Vec<(Space, Assessed)>,
    by: Vec<Field>,
}

impl LedgerCases {
    /// Reads a state; sums are split by the fields with the keys `by`, or by the usual ones.
    ///
    /// # Errors
    /// [`Failure::Store`]; [`Failure::Request`] for a field that is not there or that has too many
    /// values to split by.
    pub(super) fn open(state: &Path, by: &[String]) -> Result<(Self, Vec<String>), Failure> {
        let fields = match by {
            [] => USUAL_GROUPS.to_vec(),
            asked => asked.iter().map(|key| group_field(key)).collect::<Result<_, _>>()?,
        };
        let mut store = Store::open(state)?;
        let assessed: Vec<Assessed> = store.outcomes(Link::Appraisal)?;
        let mut assessed: BTreeMap<_, _> =
            assessed.into_iter().map(|one| (one.id.clone(), one)).collect();
        let cases: Vec<(Space, Assessed)> = store
            .ledger()?
            .spaces
            .into_iter()
            .map(|(id, space)| {
                let none = Assessed { id: id.clone(), offers: Vec::new(), fault: None };
                (space, assessed.remove(&id).unwrap_or(none))
            })
            .collect();
        let sha256 = sha256_hex_of_lines(&cases);
        let keys = fields.iter().map(|field| field.key().to_owned()).collect();
        let name = state.file_name().map_or_else(String::new, |name| name.display().to_string());
        Ok((Self { name, sha256, cases, by: fields }, keys))
    }

    pub(super) fn count(&self) -> usize {
        self.cases.len()
    }

    /// Decides and counts piece by piece, in the order of the ledger.
    pub(super) fn for_each_piece<T: Send>(
        &self,
        law: &Law,
        variants: &[&RuleSet],
        count: impl Fn(&Piece<'_>) -> T + Sync,
        mut each: impl FnMut(Piece<'_>, T) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let chunk = self.chunk();
        let starts: Vec<usize> = (0..self.cases.len()).step_by(PIECE_ROWS).collect();
        let decide = |from: &usize| {
            let to = (from + PIECE_ROWS).min(self.cases.len());
            let answers = decide_cases(&self.cases[*from..to], law, variants);
            let piece = Piece { chunk: &chunk, from: *from, answers };
            let counts = count(&piece);
            (piece, counts)
        };
        // As many pieces at a time as keep all threads at work, so that progress moves.
        for starts in starts.chunks(4 * rayon::current_num_threads()) {
            let pieces: Vec<_> = starts.par_iter().map(decide).collect();
            for (piece, counts) in pieces {
                each(piece, counts)?;
            }
        }
        Ok(())
    }

    fn chunk(&self) -> Chunk {
        let words = |field: Field| -> Vec<Option<String>> {
            let word = |space: &Space| Some(space.fact(field)?.value.as_str()?.to_owned());
            self.cases.iter().map(|(space, _)| word(space)).collect()
        };
        let ids = self.cases.iter().map(|(space, _)| space.id.to_string()).collect();
        let groups = self.by.iter().map(|field| GroupWords::of(&words(*field))).collect();
        Chunk::named(ids, words(Field::Name), groups)
    }
}

/// By variant of the law, the decisions of some spaces, each with the package that speaks for it
/// under the law of today.
fn decide_cases(cases: &[(Space, Assessed)], law: &Law, variants: &[&RuleSet]) -> Vec<Answers> {
    let mut decisions: Vec<Vec<Decision>> = vec![Vec::with_capacity(cases.len()); variants.len()];
    for (space, assessed) in cases {
        let leading = decide_space(law, space, assessed).leading;
        for (rules, decisions) in variants.iter().zip(&mut decisions) {
            let facts = facts::of_case(rules, space, assessed.offers.get(leading));
            decisions.push(policy::evaluate(rules, &facts, law.on));
        }
    }
    variants.iter().zip(&decisions).map(|(rules, some)| Answers::of(some, rules)).collect()
}

/// A field with words that spaces can be grouped by.
fn group_field(key: &str) -> Result<Field, Failure> {
    let groups = || {
        let words = |field: &&Field| {
            matches!(field.field_type(), FieldType::Choice(_))
                || matches!(field, Field::District | Field::Street)
        };
        Field::ALL.iter().filter(words)
    };
    groups().find(|field| field.key() == key).copied().ok_or_else(|| {
        let known = nearest_name(key, groups().map(|field| field.key())).unwrap_or("district");
        Failure::Request(Text::new(
            format!("不能按 {key} 分组；可用 {known}"),
            format!("spaces cannot be grouped by {key}; try {known}"),
        ))
    })
}
