//! The command that appraises the spaces of a state file.

use std::path::Path;

use appraisal::Targets;
use report::{AppraisalPaper, PaperFonts, appraisal_pdf};
use serde::Serialize;
use stock::{Ledger, Space};
use units::{Lang, Text};

use crate::assessment::{Assessed, Assessment, Assessor};
use crate::deciding::{Law, Rules};
use crate::dossier::{Dossier, DossierTerms, SEED, find, risk_data};
use crate::dossier_book;
use crate::dossier_paper::paper;
use crate::failure::Failure;
use crate::files::{OutDir, unwritable, write_whole};
use crate::fonts;
use crate::outcome::{Line, Outcome, Told, json};
use crate::outputs;
use crate::own_terms::OwnTerms;
use crate::place;
use crate::progress::{Progress, Step};
use crate::reference_rates::ReferenceRates;
use crate::searching::Searched;
use crate::store::{Link, Store};
use crate::weather;
use crate::words;

/// What to appraise.
#[derive(Clone, Copy, Debug)]
pub struct AppraiseRequest<'a> {
    /// The state file.
    pub state: &'a Path,
    /// An EPW file, or `typical`.
    pub weather: &'a str,
    /// Rules whose thresholds the cheapest packages are to reach.
    pub rules: Option<Rules<'a>>,
    /// Whether to search every combination instead of costing the ready packages.
    pub search: bool,
    /// Whether every package's odds of loss are drawn too, of a ledger.
    pub odds: bool,
    /// Rent, loan and tax of the owner, a YAML file, for one space.
    pub terms: Option<&'a Path>,
    /// Measures in place of the embedded ones.
    pub measures: Option<&'a Path>,
    /// Parquet file with one row a space and package, of a ledger.
    pub table: Option<&'a Path>,
    /// Folder for the workbook and the whole result of one space.
    pub out: Option<&'a Path>,
}

/// Appraises every space of a state file.
///
/// # Errors
/// [`Failure`] when weather, rules or state cannot be used.
pub fn appraise(
    request: &AppraiseRequest<'_>,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    let climate = weather::read(request.weather)?;
    let assessor = Assessor::read(&place::default()?, request.measures)?;
    let law = request.rules.as_ref().map(Law::read).transpose()?;
    let targets = targets(law.as_ref());
    let mut store = Store::open(request.state)?;
    let ledger = ledger_of(&mut store)?;
    if !request.search {
        let mut assessments = assessor.assess_all(&ledger, &climate.weather, progress);
        if request.odds {
            draw_odds(&mut assessments, progress)?;
        }
        let (assessed, gist) = keep(&mut store, &assessor, assessments, request.table)?;
        return Ok(Box::new(Told { result: assessed, gist }));
    }
    let mut found =
        assessor.search_all(&ledger, &climate.weather, &targets, &mut store, progress)?;
    if request.odds {
        draw_odds(&mut found.assessments, progress)?;
    }
    let (appraised, mut gist) = keep(&mut store, &assessor, found.assessments, request.table)?;
    gist.extend(searched_lines(&found.searches, found.kept));
    Ok(Box::new(Told {
        result: SearchResult { appraised, searches: found.searches, kept: found.kept },
        gist,
    }))
}

#[derive(Serialize)]
struct SearchResult {
    appraised: Vec<Assessed>,
    searches: Vec<Searched>,
    /// Searches that were kept from before and still held.
    kept: usize,
}

/// The ledger of a state file, which must not be empty.
pub(crate) fn ledger_of(store: &mut Store) -> Result<Ledger, Failure> {
    let ledger = store.ledger()?;
    if ledger.spaces.is_empty() {
        return Err(Failure::Request(Text::new(
            "台账为空；请先运行 reweave import",
            "the ledger is empty; run `reweave import` first",
        )));
    }
    Ok(ledger)
}

/// Draws of the odds of one of many packages: the standard error is at most 1.6 percent.
const DRAWS: u32 = 1_000;

/// Adds the odds of loss to every package that has a cash flow.
fn draw_odds(assessments: &mut [Assessment], progress: &dyn Progress) -> Result<(), Failure> {
    let (inputs, _) = risk_data(&place::default()?)?;
    progress.begin(Step::Odds, assessments.len());
    for Assessment { assessed, appraisal } in assessments {
        let packages = appraisal.iter().flat_map(|one| &one.packages);
        for (offer, package) in assessed.offers.iter_mut().zip(packages) {
            let Some(plan) = &package.plan else { continue };
            let share = appraisal::loss_share(plan, &inputs, DRAWS, SEED);
            offer.loss_share = Some(share.map_err(|fault| Failure::Request(fault.text()))?);
        }
        progress.advance(1);
    }
    progress.end();
    Ok(())
}

/// Keeps what later links need, and tells the gist.
fn keep(
    store: &mut Store,
    assessor: &Assessor,
    assessments: Vec<Assessment>,
    table: Option<&Path>,
) -> Result<(Vec<Assessed>, Vec<Line>), Failure> {
    if let Some(path) = table {
        let bytes = outputs::appraisals(&assessments);
        let bytes = bytes.map_err(|cause| unwritable(path, cause))?;
        write_whole(path, &bytes)?;
    }
    let assessed: Vec<Assessed> = assessments.into_iter().map(|one| one.assessed).collect();
    store.replace_outcomes(Link::Appraisal, assessed.iter().map(|one| (&one.id, one)))?;
    let faults = assessed.iter().filter(|one| one.fault.is_some()).count();
    let mut gist = vec![
        Line::count("完成模拟", "simulated", assessed.len() - faults),
        Line::count("无法模拟", "faults", faults),
        Line::new("系数与价格", "factors and prices", assessor.place().clone()),
    ];
    let written = table.map(|path| Line::plain("文件", "file", path.display().to_string()));
    gist.extend(written);
    Ok((assessed, gist))
}

fn searched_lines(searches: &[Searched], kept: usize) -> Vec<Line> {
    let sum = |pick: fn(&Searched) -> usize| searches.iter().map(pick).sum();
    vec![
        Line::count("组合", "combinations", sum(|one| one.combinations)),
        Line::count("热平衡模拟", "heat balances", sum(|one| one.heat_balances)),
        Line::count("前沿方案", "on the fronts", sum(|one| one.front.len())),
        Line::count("沿用上次结果的空间", "spaces kept from before", kept),
    ]
}

/// Appraises one space in full: every combination, what stands out, cash flow, odds, verdict.
///
/// # Errors
/// [`Failure`] when the space is not in the ledger, or weather, rules, terms or state cannot be
/// used.
pub fn appraise_space(
    asked: &str,
    request: &AppraiseRequest<'_>,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    let mut store = Store::open(request.state)?;
    let ledger = ledger_of(&mut store)?;
    appraise_one(find(&ledger, asked)?, request, progress)
}

/// As [`appraise_space`], of a space that is at hand; the state is not read.
pub(crate) fn appraise_one(
    space: &Space,
    request: &AppraiseRequest<'_>,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    let climate = weather::read(request.weather)?;
    let place = place::default()?;
    let assessor = Assessor::read(&place, request.measures)?;
    let law = request.rules.as_ref().map(Law::read).transpose()?;
    let own = request.terms.map(OwnTerms::read).transpose()?.unwrap_or_default();
    let (inputs, rules) = risk_data(&place)?;
    let reference = ReferenceRates::read(&place.rates)?;
    progress.begin(Step::Search, 1);
    let terms = DossierTerms {
        assessor: &assessor,
        weather: &climate.weather,
        law: law.as_ref(),
        targets: targets(law.as_ref()),
        own: &own,
        reference: &reference,
        inputs,
        rules,
    };
    let dossier = Dossier::of(space, &terms)?;
    progress.advance(1);
    progress.end();
    let mut gist = dossier_lines(&dossier);
    if let Some(out) = request.out {
        let paper = paper(&dossier, space, &assessor, &terms.inputs, terms.start());
        gist.extend(write(&dossier, &paper, out)?);
    }
    Ok(Box::new(Told { result: dossier, gist }))
}

/// Writes what one space came to, and tells where.
fn write(dossier: &Dossier, paper: &AppraisalPaper, out: &Path) -> Result<Vec<Line>, Failure> {
    let out = OutDir::open(out)?;
    let mut paths = vec![out.write("appraisal.json", json(dossier).as_bytes())?];
    if let Some((book, appraisal)) = dossier.recommended_money().zip(dossier.appraisal.as_ref()) {
        let name = dossier.name.clone().unwrap_or_else(|| dossier.id.to_string());
        let title = Text::new(format!("{name}：现金流"), format!("{name}: cash flow"));
        let mut notices = appraisal.grounds.stamps.clone();
        notices.push(dossier.scope.clone());
        let flows = (&book.plan, &book.statement);
        let sources = &appraisal.grounds.sources;
        let bytes = dossier_book::book(title, paper.date, flows, notices, sources).to_xlsx();
        let bytes = bytes.map_err(|cause| unwritable(&out.path("cash-flow.xlsx"), cause))?;
        paths.push(out.write("cash-flow.xlsx", &bytes)?);
    }
    let fonts = PaperFonts::read(fonts::chinese_fonts(None, fonts::SANS)?);
    let fonts = fonts.map_err(|cause| unwritable(&out.path("appraisal.pdf"), cause))?;
    for (lang, name) in [(Lang::Zh, "appraisal-zh.pdf"), (Lang::En, "appraisal-en.pdf")] {
        let pdf = appraisal_pdf(paper, lang, &fonts);
        let pdf = pdf.map_err(|cause| unwritable(&out.path(name), cause))?;
        paths.push(out.write(name, &pdf)?);
    }
    let line = |path: std::path::PathBuf| Line::plain("文件", "file", path.display().to_string());
    Ok(paths.into_iter().map(line).collect())
}

fn dossier_lines(dossier: &Dossier) -> Vec<Line> {
    let judgement = &dossier.odds.judgement;
    let name = dossier.name.clone().unwrap_or_else(|| dossier.id.to_string());
    let mut lines = vec![
        Line::plain("空间", "space", name),
        Line::new("结论", "verdict", judgement.headline.clone()),
        Line::new("范围", "scope", dossier.scope.clone()),
    ];
    let missing = judgement.missing.iter().map(|what| Line::new("缺少", "missing", what.clone()));
    lines.extend(missing);
    if let Some(search) = &dossier.search {
        lines.push(Line::count("组合", "combinations", search.combinations));
        lines.push(Line::count("前沿方案", "on the front", search.front.len()));
    }
    let packages = dossier.appraisal.iter().flat_map(|one| &one.packages);
    for (package, flow) in packages.zip(&dossier.money) {
        let worth = &flow.statement.indicators;
        let [cost, plain, granted] =
            [package.investment.likely, worth.project.npv, worth.with_subsidy.npv]
                .map(words::money);
        lines.push(Line {
            label: package.name.clone(),
            value: Text::new(
                format!("投资 {}，净现值 {}，有补助 {}", cost.zh, plain.zh, granted.zh),
                format!("costs {}, worth {}, {} with subsidy", cost.en, plain.en, granted.en),
            ),
        });
    }
    lines.extend(judgement.grounds.iter().map(|why| Line::new("依据", "ground", why.clone())));
    lines
}

/// Thresholds that the rules set, by the names that schemes give them.
fn targets(law: Option<&Law>) -> Targets {
    let least = |name: &str| law?.number(name);
    Targets {
        saving_rate_percent: least("saving_rate_min"),
        pv_roof_share_percent: least("pv_roof_share_min"),
    }
}
