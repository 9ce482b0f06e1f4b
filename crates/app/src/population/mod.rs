//! A population of cases under a scheme, and under a reform of it: Parquet in, rows, sums and a
//! page out. Rows pass through in chunks, so that memory does not grow with the file.

mod cases;
mod facts_file;
mod ledger;
mod page;
mod rows;
mod sweep;
mod tally;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use policy::{Answers, Currency, InForce, Reform, ReformChange, RuleSet, Scheme};
use report::format;
use serde::Serialize;
use units::{Diagnostic, Fen, Lang, Text};

use crate::deciding::{Law, Rules};
use crate::failure::Failure;
use crate::files::{self, Input};
use crate::outcome::{Line, Outcome, Told};
use crate::progress::{Progress, Step};
use cases::Cases;
use facts_file::Chunk;
pub use sweep::Range;
use tally::{Change, ClauseCounts, Clauses, Moved, Moves, Sums};

/// Refused rows that the result repeats; the table has all.
const REFUSED_TOLD: usize = 20;
/// Cases that moved and that the result names.
const MOVED_TOLD: usize = 1_000;

/// Which cases, under which rules.
#[derive(Clone, Debug)]
pub struct PopulationRequest<'a> {
    /// The cases: a Parquet file with a column for each fact, or a state, of which every space with
    /// its leading package is a case.
    pub cases: &'a Path,
    /// Scheme and day.
    pub rules: Rules<'a>,
    /// A reform to compare with.
    pub reform: Option<&'a Path>,
    /// Columns (of a state: fields of the ledger) that sums are split by; none for the usual ones
    /// that are there.
    pub by: &'a [String],
    /// Who assessed the facts that are an official's judgement, where the file does not say.
    pub reviewer: Option<&'a str>,
    /// Parameters to try over a range: one or two.
    pub sweep: &'a [Range],
    /// Where the decided rows go, Parquet.
    pub out: Option<&'a Path>,
    /// Where the page goes, HTML.
    pub page: Option<&'a Path>,
}

/// Counts and sums, as they are printed.
#[derive(Debug, Serialize)]
struct PopulationResult {
    scheme: String,
    scheme_name: Text,
    version: String,
    version_name: Text,
    on: units::Date,
    currency: Currency,
    rows: u64,
    /// Rows with a value that the scheme cannot have; they are in no sum.
    refused_rows: u64,
    /// The first of them.
    refused: Vec<Diagnostic>,
    /// Rows that were decided one by one.
    by_hand: u64,
    columns_passed_over: Vec<String>,
    before: Totals,
    #[serde(skip_serializing_if = "Option::is_none")]
    reform: Option<ReformResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sweep: Option<sweep::Table>,
    inputs: BTreeMap<&'static str, InputHash>,
    out: Vec<PathBuf>,
}

#[derive(Debug, Serialize)]
struct InputHash {
    name: String,
    sha256: String,
}

/// Sums over all rows under one version of the law.
#[derive(Debug, Default, Serialize)]
struct Totals {
    all: Sums,
    clauses: BTreeMap<String, ClauseCounts>,
    /// Group column, then group.
    groups: BTreeMap<String, BTreeMap<String, Sums>>,
}

#[derive(Debug, Serialize)]
struct ReformResult {
    id: String,
    title: Text,
    changes: Vec<ReformChange>,
    after: Totals,
    change: Change,
    /// The group columns, in the order of the changes by group.
    group_columns: Vec<String>,
    /// What clauses are called.
    clause_labels: BTreeMap<String, Text>,
    /// The cases with the largest changes; the table has all.
    moved: Vec<Moved>,
}

/// Decides every case of a file or of a ledger, and under a reform as well. A space keeps the
/// package that speaks for it under the law of today: what owners would do otherwise is not told.
///
/// A row with a value that the scheme cannot have is refused with its reason and stops nothing.
///
/// # Errors
/// [`Failure::Input`] with place and remedy of what is wrong with the file as a whole or with the
/// reform, [`Failure::Rules`] for an unknown scheme or none in force, [`Failure::Request`],
/// [`Failure::Unwritable`].
pub fn population(
    request: &PopulationRequest<'_>,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    let law = Law::read(&request.rules)?;
    let rules = law.version().ok_or_else(none_in_force)?;
    let reform = request.reform.map(|path| read_reform(path, &law, rules)).transpose()?;
    let (mut cases, by) = Cases::open(request, &law)?;
    for path in [request.out, request.page].into_iter().flatten() {
        refuse_own_input(path, request)?;
    }
    let (mut table, tried) = sweep::Table::new(request.sweep, &law, &rules.version().id)?;
    let mut variants = vec![rules];
    if let Some((reform, _)) = &reform {
        variants.push(in_force(&reform.scheme, &law)?);
    }
    let tried = tried.iter().map(|scheme| in_force(scheme, &law));
    variants.extend(tried.collect::<Result<Vec<_>, _>>()?);
    let labels = page::Labels::of(&variants);
    let mut tally = Tallies::new(&variants[..=usize::from(reform.is_some())], &by);
    let mut out = request.out.map(|path| rows::RowsFile::new(path, &law, &tally)).transpose()?;
    progress.begin(Step::Decide, cases.count());
    let counter = Tallies::new(&variants[..=usize::from(reform.is_some())], &by);
    let first_tried = 1 + usize::from(reform.is_some());
    let count = |piece: &Piece<'_>| (counter.of(piece), table_sums(piece, first_tried));
    cases.for_each_piece(&law, &variants, count, |piece, (counts, tried)| {
        tally.merge(counts);
        table.add(&tried);
        if let Some(out) = &mut out {
            out.push(&piece)?;
        }
        progress.advance(piece.rows());
        Ok(())
    })?;
    progress.end();
    let mut written = Vec::new();
    if let Some(out) = out {
        written.push(out.finish()?);
    }
    let mut result = result(&law, rules, &cases, tally, (reform, by), &labels);
    result.sweep = table.finish();
    if let Some(path) = request.page {
        files::write_whole(path, page::page(&result, &labels).as_bytes())?;
        written.push(path.to_path_buf());
    }
    result.out = written;
    let gist = gist(&result);
    Ok(Box::new(Told { result, gist }))
}

fn none_in_force() -> Failure {
    Failure::Rules(Text::new("当日没有有效版本", "no version is in force on that day"))
}

fn in_force<'s>(scheme: &'s Scheme, law: &Law) -> Result<&'s RuleSet, Failure> {
    match scheme.on(law.on) {
        InForce::Version(rules) => Ok(rules),
        _ => Err(none_in_force()),
    }
}

fn read_reform(path: &Path, law: &Law, rules: &RuleSet) -> Result<(Reform, Input), Failure> {
    let input = Input::read("reform", path)?;
    let reform = Reform::load(&law.scheme, &input.name, &input.text()).map_err(Failure::Input)?;
    let (changed, today) = (&reform.version, &rules.version().id);
    if changed != today {
        return Err(Failure::Request(Text::new(
            format!("改革方案改变的是 {changed}，而 {} 有效的是 {today}", law.on),
            format!("the reform changes {changed}, but on {} {today} is in force", law.on),
        )));
    }
    Ok((reform, input))
}

fn refuse_own_input(out: &Path, request: &PopulationRequest<'_>) -> Result<(), Failure> {
    let same = |input: &Path| matches!((out.canonicalize(), input.canonicalize()), (Ok(a), Ok(b)) if a == b);
    if same(request.cases) || request.reform.is_some_and(same) {
        return Err(Failure::Request(Text::new(
            "结果不能写到输入文件上；请换一个文件名",
            "the answer cannot take the place of its own input; choose another name",
        )));
    }
    Ok(())
}

/// Some rows of a chunk with their decisions under every variant.
struct Piece<'c> {
    chunk: &'c Chunk,
    from: usize,
    /// By variant of the law.
    answers: Vec<Answers>,
}

impl Piece<'_> {
    fn rows(&self) -> usize {
        self.answers.first().map_or(0, |answers| answers.verdicts.len())
    }

    /// Rows that can be counted: place in the chunk and place in the answers.
    fn sound_rows(&self) -> impl Iterator<Item = (usize, usize)> {
        let places = (0..self.rows()).map(|row| (self.from + row, row));
        places.filter(|(place, _)| !self.chunk.refused.contains_key(place))
    }
}

/// Sums of a piece under every variant from `first` on.
fn table_sums(piece: &Piece<'_>, first: usize) -> Vec<Sums> {
    let sums = |answers: &Answers| {
        let mut sums = Sums::default();
        piece.sound_rows().for_each(|(_, row)| sums.add(answers, row));
        sums
    };
    piece.answers.iter().skip(first).map(sums).collect()
}

/// Everything that is counted.
struct Tallies {
    by: Vec<String>,
    clauses: Vec<Vec<String>>,
    pairs: Clauses,
    rows: u64,
    by_hand: u64,
    refused_rows: u64,
    refused: Vec<Diagnostic>,
    all: Vec<Sums>,
    counts: Vec<Vec<ClauseCounts>>,
    groups: Vec<Vec<BTreeMap<String, Sums>>>,
    change: Change,
    moved: Vec<Moved>,
}

impl Tallies {
    fn new(variants: &[&RuleSet], by: &[String]) -> Self {
        let ids = |rules: &&RuleSet| rules.clause_ids().map(str::to_owned).collect::<Vec<_>>();
        let clauses: Vec<Vec<String>> = variants.iter().map(ids).collect();
        let of = |place: usize| clauses.get(place).into_iter().flatten().map(String::as_str);
        Self {
            by: by.to_vec(),
            pairs: Clauses::of(of(0), of(1)),
            rows: 0,
            by_hand: 0,
            refused_rows: 0,
            refused: Vec::new(),
            all: vec![Sums::default(); variants.len()],
            counts: clauses.iter().map(|ids| vec![ClauseCounts::default(); ids.len()]).collect(),
            groups: vec![vec![BTreeMap::new(); by.len()]; variants.len()],
            change: Change::new(by.len()),
            moved: Vec::new(),
            clauses,
        }
    }

    /// The same without any count.
    fn empty(&self) -> Self {
        Self {
            by: Vec::new(),
            pairs: Clauses { pairs: Vec::new() },
            clauses: Vec::new(),
            rows: 0,
            by_hand: 0,
            refused_rows: 0,
            refused: Vec::new(),
            all: vec![Sums::default(); self.all.len()],
            counts: self
                .counts
                .iter()
                .map(|all| vec![ClauseCounts::default(); all.len()])
                .collect(),
            groups: vec![vec![BTreeMap::new(); self.by.len()]; self.all.len()],
            change: Change::new(self.by.len()),
            moved: Vec::new(),
        }
    }

    /// The counts of one piece.
    fn of(&self, piece: &Piece<'_>) -> Self {
        let mut tally = self.empty();
        let answers = &piece.answers[..self.all.len()];
        tally.rows = piece.rows() as u64;
        tally.by_hand = answers.iter().map(|answers| answers.by_hand as u64).sum();
        let range = piece.from..piece.from + piece.rows();
        for (_, remark) in piece.chunk.refused.range(range) {
            tally.refused_rows += 1;
            if tally.refused.len() < REFUSED_TOLD {
                tally.refused.push(remark.clone());
            }
        }
        for (variant, answers) in answers.iter().enumerate() {
            for (_, row) in piece.sound_rows() {
                tally.all[variant].add(answers, row);
            }
            for (counts, column) in tally.counts[variant].iter_mut().zip(&answers.clauses) {
                piece.sound_rows().for_each(|(_, row)| counts.add(column[row]));
            }
            for (group, sums) in piece.chunk.groups.iter().zip(&mut tally.groups[variant]) {
                let mut by_code = vec![Sums::default(); group.words.len() + 1];
                for (place, row) in piece.sound_rows() {
                    by_code[group.codes[place] as usize].add(answers, row);
                }
                let used = |(_, sums): &(usize, Sums)| sums.cases > 0;
                for (code, one) in by_code.into_iter().enumerate().filter(used) {
                    sums.entry(group.name(code)).or_default().merge(&one);
                }
            }
        }
        if let [before, after, ..] = answers {
            tally.compare(piece, (before, after), &self.pairs);
        }
        tally
    }

    fn compare(&mut self, piece: &Piece<'_>, both: (&Answers, &Answers), pairs: &Clauses) {
        let groups = &piece.chunk.groups;
        let mut moves: Vec<Vec<Moves>> =
            groups.iter().map(|group| vec![Moves::default(); group.words.len() + 1]).collect();
        for (place, row) in piece.sound_rows() {
            let mut own: Vec<(usize, &mut [Moves])> = groups
                .iter()
                .zip(&mut moves)
                .map(|(group, moves)| (group.codes[place] as usize, &mut moves[..]))
                .collect();
            self.change.add(both, row, pairs, &mut own);
            self.moved.extend(Moved::of(both, row, pairs, || piece.chunk.named_row(place)));
        }
        Moved::keep_largest(&mut self.moved, MOVED_TOLD);
        for ((group, moves), sums) in groups.iter().zip(moves).zip(&mut self.change.groups) {
            for (code, one) in moves.into_iter().enumerate() {
                sums.entry(group.name(code)).or_insert(one);
            }
        }
    }

    fn merge(&mut self, other: Self) {
        self.rows += other.rows;
        self.by_hand += other.by_hand;
        self.refused_rows += other.refused_rows;
        self.refused.extend(other.refused);
        self.refused.truncate(REFUSED_TOLD);
        for (sums, more) in self.all.iter_mut().zip(&other.all) {
            sums.merge(more);
        }
        for (counts, more) in self.counts.iter_mut().flatten().zip(other.counts.iter().flatten()) {
            counts.merge(more);
        }
        for (groups, more) in
            self.groups.iter_mut().flatten().zip(other.groups.into_iter().flatten())
        {
            for (group, sums) in more {
                groups.entry(group).or_default().merge(&sums);
            }
        }
        self.change.merge(other.change);
        self.moved.extend(other.moved);
        Moved::keep_largest(&mut self.moved, MOVED_TOLD);
    }

    fn totals(&mut self, variant: usize) -> Totals {
        let groups = std::mem::take(&mut self.groups[variant]);
        let clauses = self.clauses[variant].iter().cloned();
        Totals {
            all: self.all[variant],
            clauses: clauses.zip(self.counts[variant].iter().copied()).collect(),
            groups: self.by.iter().cloned().zip(groups).collect(),
        }
    }
}

fn result(
    law: &Law,
    rules: &RuleSet,
    cases: &Cases,
    mut tally: Tallies,
    (reform, by): (Option<(Reform, Input)>, Vec<String>),
    labels: &page::Labels,
) -> PopulationResult {
    let hash = |name: &str, sha256: &str| InputHash { name: name.into(), sha256: sha256.into() };
    let mut inputs = BTreeMap::from([
        ("facts", hash(cases.name(), cases.sha256())),
        ("scheme", hash(&law.input.name, &law.input.sha256)),
    ]);
    if let Some((_, input)) = &reform {
        inputs.insert("reform", hash(&input.name, &input.sha256));
    }
    let before = tally.totals(0);
    let reform = reform.map(|(reform, _)| ReformResult {
        id: reform.id,
        title: reform.title,
        changes: reform.changes,
        after: tally.totals(1),
        change: std::mem::take(&mut tally.change),
        group_columns: by,
        clause_labels: labels.clauses.clone(),
        moved: std::mem::take(&mut tally.moved),
    });
    PopulationResult {
        scheme: law.scheme.id().to_owned(),
        scheme_name: law.scheme.name().clone(),
        version: rules.version().id.clone(),
        version_name: rules.version().name.clone(),
        on: law.on,
        currency: rules.currency(),
        rows: tally.rows,
        refused_rows: tally.refused_rows,
        refused: tally.refused,
        by_hand: tally.by_hand,
        columns_passed_over: cases.passed_over().to_vec(),
        before,
        reform,
        sweep: None,
        inputs,
        out: Vec::new(),
    }
}

/// A sum for people: the label of its currency, and thousands apart.
fn money(minor: i128, currency: Currency) -> Text {
    let label = currency.label();
    let shown =
        i64::try_from(minor).map_or_else(|_| minor.to_string(), |fen| format::yuan_exact(Fen(fen)));
    Text::new(format!("{shown} {}", label.zh), format!("{} {shown}", label.en))
}

fn gist(result: &PopulationResult) -> Vec<Line> {
    let mut gist = vec![
        Line::new("版本", "version", result.version_name.clone()),
        Line::plain("案件", "cases", format::count(result.rows)),
    ];
    gist.extend(totals_lines(&result.before, result.currency));
    if let Some(reform) = &result.reform {
        gist.push(Line::new("改革方案", "reform", reform.title.clone()));
        gist.extend(reform.changes.iter().map(|change| {
            let shown = |lang: Lang| {
                let (before, after) = (change.before.get(lang), change.after.get(lang));
                format!("{}: {before} → {after}", change.label.get(lang))
            };
            Line::new("改变", "changes", Text::new(shown(Lang::Zh), shown(Lang::En)))
        }));
        gist.extend(totals_lines(&reform.after, result.currency));
        let moves = &reform.change.if_met;
        gist.push(Line::new(
            "影响",
            "effect",
            Text::new(
                format!(
                    "受益 {}，受损 {}，不变 {}，待定 {}（按其余条件满足时的金额）",
                    moves.winners, moves.losers, moves.same, moves.undetermined
                ),
                format!(
                    "{} gain, {} lose, {} stay, {} undetermined (by the amount if met)",
                    moves.winners, moves.losers, moves.same, moves.undetermined
                ),
            ),
        ));
    }
    if result.refused_rows > 0 {
        gist.push(Line::plain("退回行", "rows refused", format::count(result.refused_rows)));
        gist.extend(result.refused.iter().take(5).map(|remark| {
            let shown = |lang: Lang| {
                format!(
                    "{}:{} {} {}",
                    remark.file,
                    remark.row.unwrap_or(0),
                    remark.column,
                    remark.expected.get(lang)
                )
            };
            Line::new("", "", Text::new(shown(Lang::Zh), shown(Lang::En)))
        }));
    }
    if !result.columns_passed_over.is_empty() {
        let names = result.columns_passed_over.join(", ");
        gist.push(Line::plain("未用的列", "columns passed over", names));
    }
    gist.extend(
        result.out.iter().map(|path| Line::plain("已写入", "written", path.display().to_string())),
    );
    gist
}

fn totals_lines(totals: &Totals, currency: Currency) -> [Line; 2] {
    let Sums { met, not_met, undetermined, amount, amount_if_met, .. } = totals.all;
    let (decided, possible) = (money(amount, currency), money(amount_if_met, currency));
    [
        Line::new(
            "结论",
            "decisions",
            Text::new(
                format!("符合 {met}，不符合 {not_met}，待定 {undetermined}"),
                format!("{met} met, {not_met} not met, {undetermined} undetermined"),
            ),
        ),
        Line::new(
            "金额",
            "money",
            Text::new(
                format!("核定 {}；其余条件满足时 {}", decided.zh, possible.zh),
                format!("decided {}; if met {}", decided.en, possible.en),
            ),
        ),
    ]
}
