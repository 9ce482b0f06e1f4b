//! The page: the run's values as the report asks for them.

use std::collections::{BTreeMap, BTreeSet};

use report::{
    AppraisalRow, Budget, ClauseSummary, CodeCount, DataQuality, Derivation, Figure, Headline,
    InputFile, LonLat, MissingFact, Notice, NoticeKind, ProgrammeReport, ProposedMerge, Provenance,
    RowCounts, SchemeLine, SourceLine, SpaceRow, format,
};
use stock::Field;
use units::{Diagnostic, Fen, Mark, Severity, Source, Text};

use super::view::{Outcome, View};
use super::{derive, energy};
use crate::assessment::SAVING;
use crate::deciding::{Verdict, Verdicts};
use crate::run::Programme;
use crate::words::kind_text;

pub(super) fn report(programme: &Programme, views: &[View<'_>]) -> ProgrammeReport {
    let totals = programme.totals();
    ProgrammeReport {
        title: programme.title.clone(),
        scheme: scheme(programme),
        on: programme.law.on,
        budget: Some(Budget {
            amount: Figure::new(
                totals.budget_fen,
                Derivation::new(Text::new("年度预算", "yearly budget"), yuan(totals.budget_fen))
                    .from_origin("--budget", Mark::Reported),
            ),
            objective: programme.budget.aim.text(),
            gap_percent: Some(totals.gap * 100.0),
        }),
        notices: notices(programme),
        headline: headline(programme),
        rows: rows(programme),
        faults: views.iter().filter(|view| view.appraisal.is_err()).count() as u64,
        spaces: views.iter().map(space_row).collect(),
        saving_threshold_percent: saving_threshold(programme),
        energy: energy::balances(programme, views),
        clauses: clauses(views),
        missing: missing(views),
        comparison: energy::comparison(programme, views),
        quality: quality(programme),
        unknowns: unknowns(programme),
        provenance: Provenance {
            software: format!("reweave {}", crate::VERSION),
            inputs: programme.inputs().map(input_file).collect(),
            sources: sources(programme, views),
            steps: programme
                .seconds
                .iter()
                .map(|(step, seconds)| report::Step { label: step.text(), duration_s: *seconds })
                .collect(),
        },
    }
}

fn input_file(input: &crate::files::Input) -> InputFile {
    let role = match input.role {
        "spaces" => Text::new("台账", "spaces"),
        "mapping" => Text::new("字段对应", "mapping"),
        "weather" => Text::new("气象", "weather"),
        "criteria" => Text::new("筛查标准", "screening criteria"),
        "constructions" => Text::new("构造与使用", "constructions and use"),
        "measures" => Text::new("改造措施", "measures"),
        "packages" => Text::new("方案组合", "packages"),
        "factors" => Text::new("排放因子", "emission factors"),
        "prices" => Text::new("价格", "prices"),
        "scheme" => Text::new("政策", "scheme"),
        other => Text::same(other),
    };
    InputFile {
        role,
        name: input.name.clone(),
        bytes: input.bytes.len() as u64,
        sha256: input.sha256.clone(),
    }
}

fn scheme(programme: &Programme) -> Option<SchemeLine> {
    let rules = programme.law.version()?;
    let version = rules.version();
    Some(SchemeLine {
        id: rules.scheme().to_owned(),
        name: rules.scheme_name().clone(),
        version: version.name.clone(),
        since: Some(version.from),
        source: Some(derive::of_ground(&version.ground)),
    })
}

/// The parameter that, by the naming of the rules, bounds the fact `saving_rate_percent`.
const SAVING_THRESHOLD: &str = "saving_rate_min";

/// The saving rate that the version in force asks for, if it does.
fn saving_threshold(programme: &Programme) -> Option<Figure<f64>> {
    let rules = programme.law.version()?;
    let parameter = rules.parameters().get(SAVING_THRESHOLD)?;
    let in_force = |entry: &&policy::Entry| {
        (rules.version().from..=programme.law.on).contains(&entry.ground.from)
    };
    let entry = parameter.entries().filter(in_force).max_by_key(|entry| entry.ground.from)?;
    let Some(policy::Value::Number(number)) = &entry.value else { return None };
    let percent: f64 = number.to_string().parse().ok()?;
    let tree = Derivation::new(parameter.description.clone(), format!("{number} %"))
        .source(derive::of_ground(&entry.ground));
    Some(Figure::new(percent, tree))
}

/// What a reader must know before any figure.
pub(super) fn notices(programme: &Programme) -> Vec<Notice> {
    let mut notices = Vec::new();
    let mut say =
        |kind, zh: String, en: String| notices.push(Notice { kind, text: Text { zh, en } });
    if programme.synthetic {
        say(
            NoticeKind::Synthetic,
            "合成数据：除五个公开报道的项目外，台账中的空间均为虚构。".into(),
            "Synthetic data: except for five projects known from the press, every space is invented."
                .into(),
        );
    }
    let place = &programme.place.name;
    if programme.is_elsewhere() {
        say(
            NoticeKind::ChainTest,
            format!("链条测试：台账不在{}，当地并不适用这里的政策、价格和排放因子。", place.zh),
            format!(
                "Test of the chain: the ledger lies outside {}; its rules, prices and factors do \
                 not apply there.",
                place.en
            ),
        );
    }
    let weather = &programme.climate.weather;
    if let Some(distance_km) = programme.weather_distance_km().filter(|km| *km > NEAR_KM) {
        let (name, km) = (&weather.name, format::estimate(distance_km));
        say(
            NoticeKind::Other,
            format!("替代气候：气象站 {name} 距台账约 {km} km，模拟结果不与实测比较。"),
            format!(
                "Stand-in climate: the weather of {name} is {km} km from the ledger; the \
                 simulation is not compared with reported energy."
            ),
        );
    }
    if weather.synthetic {
        say(
            NoticeKind::Other,
            format!("合成气象年：{}", weather.source),
            format!("Synthetic weather year: {}", weather.source),
        );
    }
    say(
        NoticeKind::Planning,
        "造价与能源价格均为规划估算值，不是报价。".into(),
        "Unit costs and energy prices are planning values, not offers.".into(),
    );
    say(
        NoticeKind::Unconfirmed,
        "部分政策参数仅见于二手来源（S），须由主管部门对照原文核对后方可出具正式文件。".into(),
        "Some parameters of the rules were seen only in secondary reports (S); an official must \
         check them against the original before any letter is issued."
            .into(),
    );
    notices
}

/// A weather site nearer than this stands for the ledger's own climate. [km]
pub(super) const NEAR_KM: f64 = 100.0;

fn headline(programme: &Programme) -> Headline {
    let totals = programme.totals();
    let verdicts = Verdicts::of(&programme.ruled);
    let simulated = programme.assessments.iter().filter(|one| one.appraisal.is_ok()).count();
    let model = || Source {
        origin: format!("reweave {}", crate::VERSION),
        date: Some(programme.law.on),
        mark: Mark::Modelled,
    };
    let count = |value: usize, zh: &str, en: &str, how: (&str, &str)| {
        let tree = Derivation::new(Text::new(zh, en), format::count(value as u64))
            .by(Text::new(how.0, how.1))
            .source(model());
        Figure::new(value as u64, tree)
    };
    let chosen = |label: Text, value: String, how: (&str, &str)| {
        let mut tree = Derivation::new(label, value).by(Text::new(how.0, how.1)).source(model());
        for &index in programme.chosen.choice.chosen.iter().take(CHOSEN_SHOWN) {
            let one = &programme.chosen.candidates[index];
            tree = tree.input(Derivation::new(
                Text::same(format!("{} · {}", one.project, one.package)),
                yuan(one.cost_fen),
            ));
        }
        tree
    };
    let money = chosen(
        Text::new("公共资金", "public money"),
        yuan(totals.cost_fen),
        ("Σ 入选项目的补助", "Σ awards of the chosen projects"),
    );
    let carbon = chosen(
        Text::new("年减碳量", "CO2e saved a year"),
        format!("{} t", format::tonnes(totals.co2e_g)),
        ("Σ 入选项目的年减碳量", "Σ savings of the chosen projects"),
    );
    let area = chosen(
        Text::new("盘活建筑面积", "floor area reused"),
        format!("{} m²", format::area(totals.floor_area_m2)),
        ("Σ 入选项目的建筑面积", "Σ gross floor area of the chosen projects"),
    );
    let law = ("逐条适用政策后的结论", "outcome of the rules, clause by clause");
    let milp = ("在预算内使目标最大", "the greatest aim within the budget");
    Headline {
        spaces: count(
            programme.import.ledger.spaces.len(),
            "台账空间",
            "spaces",
            ("导入并合并后的台账", "the ledger after import and merging"),
        ),
        simulated: count(simulated, "完成模拟", "simulated", ("逐时热平衡", "hourly heat balance")),
        met: count(verdicts.met, "符合", "met", law),
        not_met: count(verdicts.not_met, "不符合", "not met", law),
        undetermined: count(verdicts.undetermined, "待定", "undetermined", law),
        chosen: count(totals.projects, "入选项目", "projects chosen", milp),
        conditional: count(totals.conditional, "附条件", "conditional", milp),
        public_money: Figure::new(totals.cost_fen, money),
        saved_per_year: Figure::new(totals.co2e_g, carbon),
        reused_area_m2: Figure::new(totals.floor_area_m2, area),
    }
}

/// Projects listed under a sum; the table has all of them.
const CHOSEN_SHOWN: usize = 40;

fn rows(programme: &Programme) -> RowCounts {
    let stock::Counts { read, created, updated, unchanged, merged, refused } =
        programme.import.applied.counts;
    RowCounts { read, created, merged, updated, unchanged, refused }
}

fn space_row(view: &View<'_>) -> SpaceRow {
    let place = view.space.position().map(|at| LonLat { lon_deg: at.lon_deg, lat_deg: at.lat_deg });
    let outline = view.space.footprint().and_then(|footprint| footprint.polygons.first()?.first());
    SpaceRow {
        id: view.space.id.to_string(),
        name: Text::same(view.title()),
        district: Text::same(view.text(Field::District).unwrap_or_default()),
        kind: view.text(Field::Kind).map_or_else(Text::default, |kind| kind_text(&kind)),
        place,
        footprint: outline
            .map(|ring| {
                ring.iter().map(|[lon, lat]| LonLat { lon_deg: *lon, lat_deg: *lat }).collect()
            })
            .unwrap_or_default(),
        gross_floor_area_m2: view.number(Field::GrossFloorAreaM2),
        verdict: view.offer.map(|offer| match offer.verdict {
            Verdict::Met => report::Verdict::Met,
            Verdict::NotMet => report::Verdict::NotMet,
            Verdict::Undetermined => report::Verdict::Undetermined,
        }),
        appraisal: appraisal_row(view),
        outcome: match &view.outcome {
            Outcome::Chosen { conditional, reason } => {
                report::Outcome::Chosen { conditional: *conditional, reason: reason.clone() }
            }
            Outcome::Missed { reason } => report::Outcome::Missed { reason: reason.clone() },
            Outcome::NotCandidate { reason } => {
                report::Outcome::NotCandidate { reason: reason.clone() }
            }
        },
    }
}

fn appraisal_row(view: &View<'_>) -> Option<AppraisalRow> {
    let (appraisal, package) = (view.appraisal.ok()?, view.package?);
    // Trees for thousands of spaces that nobody chose would outgrow the page: the full decision of
    // each lies in decisions.jsonl.
    let is_shown = !matches!(view.outcome, Outcome::NotCandidate { .. });
    let decision = view.decision.as_ref().filter(|_| view.is_chosen());
    Some(AppraisalRow {
        package: package.name.clone(),
        saving_rate_percent: package.saving_rate_percent(SAVING),
        saving_interval_percent: None,
        assumed_share: package.assumed_share,
        pv_kw: package.after.pv.as_ref().map(|pv| pv.rated_kw),
        investment: Some(package.investment.likely),
        award: view.award(),
        saved_per_year: package.carbon_saved,
        saving_from: is_shown.then(|| derive::saving(appraisal, package)).flatten(),
        investment_from: view.is_chosen().then(|| derive::investment(appraisal, package)),
        award_from: decision.and_then(|decision| derive::award(view, decision)),
        saved_from: view.is_chosen().then(|| derive::carbon(appraisal, package)).flatten(),
    })
}

fn clauses(views: &[View<'_>]) -> Vec<ClauseSummary> {
    let mut order: Vec<ClauseSummary> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for decision in views.iter().filter_map(|view| view.decision.as_ref()) {
        for clause in decision.clauses.iter().filter(|clause| clause.gates) {
            let place = *places.entry(clause.id.clone()).or_insert_with(|| {
                order.push(ClauseSummary {
                    code: clause.id.clone(),
                    clause: clause.text.clone(),
                    met: 0,
                    not_met: 0,
                    undetermined: 0,
                    not_applicable: 0,
                    ground: derive::of_ground(&clause.ground),
                    from: None,
                });
                order.len() - 1
            });
            let summary = &mut order[place];
            *match clause.verdict {
                policy::ClauseVerdict::Met => &mut summary.met,
                policy::ClauseVerdict::NotMet => &mut summary.not_met,
                policy::ClauseVerdict::Undetermined => &mut summary.undetermined,
                policy::ClauseVerdict::NotApplicable => &mut summary.not_applicable,
            } += 1;
        }
    }
    order
}

fn missing(views: &[View<'_>]) -> Vec<MissingFact> {
    let mut facts: BTreeMap<&str, MissingFact> = BTreeMap::new();
    for decision in views.iter().filter_map(|view| view.decision.as_ref()) {
        if decision.verdict != policy::Verdict::Undetermined {
            continue;
        }
        for missing in &decision.missing {
            let entry = facts.entry(&missing.name).or_insert_with(|| MissingFact {
                key: missing.name.clone(),
                fact: missing.what.clone(),
                decisions: 0,
                remedy: Some(missing.who.clone()),
            });
            entry.decisions += 1;
        }
    }
    facts.into_values().collect()
}

/// The remarks that refused a row.
pub(super) fn refused(programme: &Programme) -> Vec<&Diagnostic> {
    let all = &programme.import.applied.diagnostics;
    all.iter().filter(|remark| remark.severity == Severity::Refused).collect()
}

fn quality(programme: &Programme) -> DataQuality {
    let mut codes: BTreeMap<&str, CodeCount> = BTreeMap::new();
    let remarks = programme.import.applied.diagnostics.iter().chain(&programme.climate.remarks);
    for remark in remarks.filter(|remark| remark.severity != Severity::Refused) {
        let entry = codes.entry(&remark.code).or_insert_with(|| CodeCount {
            code: remark.code.clone(),
            text: remark.expected.clone(),
            count: 0,
        });
        entry.count += 1;
    }
    let spaces = &programme.import.ledger.spaces;
    let side = |id: &units::SpaceId| {
        let name = spaces
            .get(id)
            .and_then(|space| space.fact(Field::Name))
            .and_then(|fact| fact.value.as_str().map(str::to_owned))
            .unwrap_or_default();
        (id.to_string(), Text::same(name))
    };
    let merges = programme.import.applied.proposed_merges.iter().map(|merge| ProposedMerge {
        left: side(&merge.left),
        right: side(&merge.right),
        reason: Text::new(
            format!("相似度 {}", format::percent(merge.score_ratio * 100.0)),
            format!("likeness {}", format::percent(merge.score_ratio * 100.0)),
        ),
    });
    DataQuality {
        refused: refused(programme).into_iter().cloned().collect(),
        warnings: codes.into_values().collect(),
        proposed_merges: merges.collect(),
    }
}

fn unknowns(programme: &Programme) -> Vec<Text> {
    let mut all = vec![
        Text::new(
            "两份北京文件的全文未见：数字未见的条件一律“待定”，直到主管部门记录评估结论；条款号标注 not_seen。",
            "The full text of the plans was not seen: conditions whose numbers were not seen stay \
             undetermined until an official records an assessment; articles read not_seen.",
        ),
        Text::new(
            format!("“综合节能率”的官方定义未见；这里用：{}。", SAVING.text().zh),
            format!(
                "No official definition of the saving rate was seen; used here: {}.",
                SAVING.text().en
            ),
        ),
        Text::new(
            "模拟所需的多数参数由类型、年代和气候推定；每个节能率都标出依赖假定的份额。",
            "Most of what a simulation needs is assumed from kind, era and climate; each saving \
             shows the share that rests on assumptions.",
        ),
        Text::new(
            "每栋建筑按一个热区模拟，未用账单校准。",
            "Each building is simulated as one zone and is not calibrated to bills.",
        ),
        Text::new(
            "投资估算只含节能措施，不含结构加固、消防和内装；台账未填固定资产投资的，补助按此估算，是下限。",
            "Estimated investments hold the energy measures alone, not structure, fire safety and \
             decoration; where the ledger states no fixed-asset investment the award is computed on \
             them and is a lower bound.",
        ),
    ];
    if programme.is_elsewhere() {
        all.push(Text::new(
            "当地的政策、价格和排放因子。",
            "The rules, prices and emission factors of the ledger's own place.",
        ));
    }
    all
}

/// Factors, prices and unit costs of the appraisals, grounds of the clauses; each once.
pub(super) fn sources(programme: &Programme, views: &[View<'_>]) -> Vec<SourceLine> {
    let mut seen = BTreeSet::new();
    let mut lines = Vec::new();
    let appraisals = programme.assessments.iter().filter_map(|one| one.appraisal.as_ref().ok());
    for ground in appraisals.flat_map(|appraisal| &appraisal.grounds.sources) {
        if seen.insert(&ground.key) {
            lines.push(SourceLine {
                what: Text::same(ground.key.clone()),
                value: ground.value.clone(),
                source: ground.source.clone(),
            });
        }
    }
    let weather = &programme.climate.weather;
    let mark = if weather.synthetic { Mark::Modelled } else { Mark::Reported };
    lines.push(SourceLine {
        what: Text::new("气象年", "weather year"),
        value: weather.name.clone(),
        source: Source { origin: weather.source.clone(), date: None, mark },
    });
    let mut clauses = BTreeSet::new();
    for decision in views.iter().filter_map(|view| view.decision.as_ref()) {
        for clause in &decision.clauses {
            if clauses.insert(&clause.id) {
                lines.push(SourceLine {
                    what: clause.text.clone(),
                    value: String::new(),
                    source: derive::of_ground(&clause.ground),
                });
            }
        }
    }
    lines
}

fn yuan(amount: Fen) -> String {
    format!("{} CNY", format::yuan_exact(amount))
}
