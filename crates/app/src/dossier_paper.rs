//! A dossier as the report on paper.

mod money;

use self::money::{cash_flow, spread, terms};
use appraisal::risk::{BreakEven, Inputs, Verdict};
use appraisal::{PackageResult, PvShareMethod, SavingMethod};
use report::{
    AbatementBar, AppraisalPaper, CheapestPackage, PaperAnswer, PaperEndUse, PaperEnergy,
    PaperFact, PaperFigure, PaperFile, PaperMeasure, PaperPackage, PaperPoint, PaperSource,
    PaperThreshold, PaperVerdict, Part, RiskPart, TermRow, TornadoBar,
};
use stock::{Field, Space};
use units::{Date, Fen, Lang, Text};

use crate::assessment::Assessor;
use crate::dossier::{Dossier, PackageMoney};
use crate::words::{self, END_USES};

/// Facts that stand first on paper.
const FACTS: [Field; 8] = [
    Field::District,
    Field::Address,
    Field::Kind,
    Field::OriginalUse,
    Field::GrossFloorAreaM2,
    Field::YearBuilt,
    Field::Storeys,
    Field::HeatingPlant,
];

/// The report of a dossier on a day.
pub(crate) fn paper(
    dossier: &Dossier,
    space: &Space,
    assessor: &Assessor,
    inputs: &Inputs,
    on: Date,
) -> AppraisalPaper {
    let filler = Filler { dossier, assessor, inputs };
    let appraisal = dossier.appraisal.as_ref();
    let grounds = appraisal.map(|one| &one.grounds);
    let files = filler.files(space);
    let hash = crate::files::sha256_hex(
        files.iter().map(|file| file.sha256.as_str()).collect::<String>().as_bytes(),
    );
    let mut stamps = grounds.map(|one| one.stamps.clone()).unwrap_or_default();
    stamps.push(dossier.scope.clone());
    let source = |one: &appraisal::Ground| PaperSource {
        what: Text::same(if one.value.is_empty() {
            one.key.clone()
        } else {
            format!("{} = {}", one.key, one.value)
        }),
        source: one.source.clone(),
    };
    let assumed = |one: &appraisal::Ground| {
        let (key, origin) = (&one.key, &one.source.origin);
        Text::new(format!("{key}：{origin}"), format!("{key}: {origin}"))
    };
    AppraisalPaper {
        id: dossier.id.to_string(),
        name: dossier.name.clone().unwrap_or_else(|| dossier.id.to_string()),
        short_hash: hash.get(..8).unwrap_or_default().to_owned(),
        date: on,
        stamps,
        verdict: filler.verdict(),
        facts: facts(space),
        assumed_share: filler.of_package(|one| one.assumed_share),
        measures: filler.of_package(|one| Some(filler.measures(one))),
        energy: filler.of_package(|one| filler.energy(one)),
        packages: filler.packages(),
        points: filler.points(),
        abatement: filler.abatement(),
        cash_flow: filler.of_money(cash_flow),
        terms: filler.of_money(|money| Some(terms(money))),
        risk: filler.risk(),
        circular: filler.circular(),
        stages: filler.stages(),
        thresholds: filler.thresholds(),
        sources: grounds.map_or_else(Vec::new, |one| {
            one.sources.iter().filter(|one| filler.is_used(&one.key)).map(source).collect()
        }),
        files,
        assumptions: grounds
            .map(|one| one.assumptions.iter().map(assumed).collect())
            .unwrap_or_default(),
        model: grounds.map_or_else(|| format!("reweave {}", crate::VERSION), |g| g.model.clone()),
        weather: grounds.map_or_else(Text::default, |one| Text::same(one.weather.clone())),
    }
}

fn facts(space: &Space) -> Vec<PaperFact> {
    let nobody = || units::Source { origin: "-".into(), date: None, mark: units::Mark::NotFound };
    let fact = |field: Field| {
        let known = space.fact(field);
        let value = known.as_ref().map(|fact| match (field, fact.value.as_str()) {
            (Field::Kind, Some(kind)) => words::kind_text(kind),
            _ => Text::same(fact.value.to_string()),
        });
        PaperFact {
            label: field.label(),
            value,
            source: known.map_or_else(nobody, |fact| fact.source),
        }
    };
    FACTS.into_iter().map(fact).collect()
}

struct Filler<'d> {
    dossier: &'d Dossier,
    assessor: &'d Assessor,
    inputs: &'d Inputs,
}

impl Filler<'_> {
    /// Why a part of the recommended package is absent.
    fn absent(&self) -> Text {
        let missing = &self.dossier.odds.judgement.missing;
        if missing.is_empty() {
            return Text::new(
                "没有可推荐的方案，故未计算。",
                "Not computed: no package stands out.",
            );
        }
        let list = |lang: Lang, mark: &str| {
            missing.iter().map(|one| one.get(lang).to_owned()).collect::<Vec<_>>().join(mark)
        };
        Text::new(
            format!("未计算：缺少{}。", list(Lang::Zh, "、")),
            format!("Not computed: missing are {}.", list(Lang::En, ", ")),
        )
    }

    fn part<T>(&self, value: Option<T>) -> Part<T> {
        value.map_or_else(|| Part::Absent(self.absent()), Part::Computed)
    }

    fn package(&self) -> Option<&PackageResult> {
        let id = self.dossier.recommended.as_ref()?;
        self.dossier.appraisal.as_ref()?.packages.iter().find(|one| one.id == *id)
    }

    fn of_package<T>(&self, value: impl Fn(&PackageResult) -> Option<T>) -> Part<T> {
        self.part(self.package().and_then(value))
    }

    fn of_money<T>(&self, value: impl Fn(&PackageMoney) -> Option<T>) -> Part<T> {
        self.part(self.dossier.recommended_money().and_then(value))
    }

    fn files(&self, space: &Space) -> Vec<PaperFile> {
        let records = space.records.iter().map(|record| PaperFile {
            path: format!("{}:{}", record.origin.file, record.origin.row),
            sha256: record.origin.sha256.clone(),
        });
        let data = self
            .assessor
            .inputs
            .iter()
            .map(|input| PaperFile { path: input.name.clone(), sha256: input.sha256.clone() });
        records.chain(data).collect()
    }

    /// Whether a ground is of the recommended package: of a measure of another it is not.
    fn is_used(&self, key: &str) -> bool {
        let Some(rest) = key.strip_prefix("measure/") else { return true };
        let measure = rest.split('/').next().unwrap_or_default();
        self.package().is_some_and(|one| one.measures.iter().any(|line| line.measure == measure))
    }

    fn verdict(&self) -> PaperVerdict {
        let judgement = &self.dossier.odds.judgement;
        let answer = match judgement.verdict {
            Verdict::Sound | Verdict::Doubtful => PaperAnswer::Worth,
            Verdict::LossMaking => PaperAnswer::Loss,
            Verdict::CannotBeSaid => PaperAnswer::CannotSay,
        };
        let grounds =
            if judgement.missing.is_empty() { &judgement.grounds } else { &judgement.missing };
        let changes = judgement.what_to_change.iter().map(|lever| lever.what.clone());
        PaperVerdict {
            answer,
            package: self.package().map(|one| one.name.clone()),
            summary: judgement.headline.clone(),
            grounds: grounds.clone(),
            changes: changes.take(4).collect(),
            figures: self.figures(),
        }
    }

    fn figures(&self) -> Vec<PaperFigure> {
        let Some((package, money)) = self.package().zip(self.dossier.recommended_money()) else {
            return Vec::new();
        };
        let figure =
            |zh: &str, en: &str, value: Text| PaperFigure { label: Text::new(zh, en), value };
        let worth = &money.statement.indicators;
        let mut figures = vec![
            figure("投资", "Investment", words::money(package.investment.likely)),
            figure("净现值（无补助）", "NPV without subsidy", words::money(worth.project.npv)),
        ];
        if let Some(profile) = &self.dossier.odds.profile {
            let share = profile.without_subsidy.loss.share;
            let odds = format!("{:.1} %", 100.0 * share);
            figures.push(figure("亏损概率", "Odds of loss", Text::same(odds)));
        }
        if let Some(saved) = package.carbon_saved {
            let tonnes = Text::same(format!("{:.0} t", saved.tonnes_f64()));
            figures.push(figure("年减碳", "CO₂e saved a year", tonnes));
        }
        figures
    }

    fn measures(&self, package: &PackageResult) -> Vec<PaperMeasure> {
        let catalogue = self.assessor.catalogue();
        let row = |line: &appraisal::MeasureLine| {
            let measure = catalogue.measure(&line.measure)?;
            Some(PaperMeasure {
                name: measure.name.clone(),
                quantity_units: line.quantity_units,
                unit: line.unit.text(),
                low: line.cost.low,
                likely: line.cost.likely,
                high: line.cost.high,
                embodied: self.dossier.embodied.get(&line.measure).copied(),
                life_years: f64::from(line.lifetime_years),
                mark: measure.cost.source.mark,
            })
        };
        package.measures.iter().filter_map(row).collect()
    }

    fn energy(&self, package: &PackageResult) -> Option<PaperEnergy> {
        let before = &self.dossier.appraisal.as_ref()?.baseline;
        let sum = |state: &appraisal::Performance, end_use: &str| -> f64 {
            let cells = state.end_uses.iter().filter(|cell| cell.end_use == end_use);
            cells.map(|cell| cell.energy_kwh).sum()
        };
        let uses = END_USES.iter().map(|(word, zh, en)| PaperEndUse {
            name: Text::new(*zh, *en),
            energy_kwh_before: sum(before, word),
            energy_kwh_after: sum(&package.after, word),
        });
        let is_used = |one: &PaperEndUse| one.energy_kwh_before > 0.0 || one.energy_kwh_after > 0.0;
        Some(PaperEnergy {
            uses: uses.filter(is_used).collect(),
            method: SavingMethod::SiteEnergy.text(),
            saving_percent: package.saving_rate_percent(SavingMethod::SiteEnergy)?,
            pv_kwh: package.after.pv.as_ref().map(|pv| pv.generation_kwh),
        })
    }

    fn packages(&self) -> Part<Vec<PaperPackage>> {
        let appraisal = self.dossier.appraisal.as_ref();
        let rows = appraisal.map(|appraisal| {
            let money = |id: &str| self.dossier.money.iter().find(|one| one.package == id);
            let row = |package: &PackageResult| {
                let money = money(&package.id)?;
                let worth = &money.statement.indicators;
                Some(PaperPackage {
                    name: package.name.clone(),
                    recommended: self.dossier.recommended.as_deref() == Some(&package.id),
                    investment: package.investment.likely,
                    saving_percent: package.saving_rate_percent(SavingMethod::SiteEnergy)?,
                    carbon_saved: package.carbon_saved,
                    npv: worth.project.npv,
                    npv_subsidy: money.grant.map(|_| worth.with_subsidy.npv),
                    payback_years: worth.project.discounted_payback_years,
                    assumed_share: package.assumed_share,
                })
            };
            appraisal.packages.iter().filter_map(row).collect()
        });
        self.part(rows)
    }

    /// Every combination by investment and carbon.
    fn points(&self) -> Part<Vec<PaperPoint>> {
        let points = &self.dossier.points;
        let point = |one: &crate::dossier::Point| PaperPoint {
            investment: one.investment,
            carbon_saved: one.carbon_saved,
            front: one.is_on_edge,
            recommended: one.is_recommended,
        };
        self.part((!points.is_empty()).then(|| points.iter().map(point).collect()))
    }

    fn abatement(&self) -> Part<Vec<AbatementBar>> {
        let catalogue = self.assessor.catalogue();
        let name = |ids: &[String]| {
            let names: Vec<&Text> =
                ids.iter().filter_map(|id| catalogue.measure(id)).map(|one| &one.name).collect();
            let join = |lang| names.iter().map(|one| one.get(lang)).collect::<Vec<_>>().join(" + ");
            if names.is_empty() {
                Text::new("拆除前一步", "step back")
            } else {
                Text::new(join(Lang::Zh), join(Lang::En))
            }
        };
        let search = self.dossier.search.as_ref();
        self.part(search.map(|search| {
            let bar = |step: &crate::searching::AbatementKept| {
                let cost_per_t = Fen::estimate_from_yuan(step.cost_yuan_t)?;
                Some(AbatementBar {
                    name: name(&step.measures),
                    saved: step.carbon_saved_g,
                    cost_per_t,
                })
            };
            search.abatement.iter().filter_map(bar).collect()
        }))
    }

    fn risk(&self) -> Part<RiskPart> {
        let odds = &self.dossier.odds;
        let granted = self.dossier.recommended_money().is_some_and(|money| money.grant.is_some());
        let name = |id: &str| {
            let found = self.inputs.inputs.iter().find(|input| input.id == id);
            found.map_or_else(|| Text::same(id), |input| input.name.clone())
        };
        let base = odds.swings.first().and_then(|swing| swing.npv_at_likely).unwrap_or_default();
        let bar = |swing: &appraisal::risk::Swing| {
            Some(TornadoBar {
                name: name(&swing.input),
                low: swing.npv_at_low?,
                high: swing.npv_at_high?,
            })
        };
        let even = |swing: &appraisal::risk::Swing| {
            let BreakEven::At(value) = swing.break_even else { return None };
            let input = self.inputs.inputs.iter().find(|input| input.id == swing.input)?;
            Some(TermRow { label: input.name.clone(), value: input.unit.text(value, 2) })
        };
        let moves = |swing: &&appraisal::risk::Swing| swing.width() > Fen::ZERO;
        let drawn = |id: &str| odds.swings.iter().any(|swing| swing.input == id);
        let inputs = self.inputs.inputs.iter();
        let assumed = inputs.filter(|input| input.is_assumed() && drawn(&input.id));
        self.part(odds.profile.as_ref().map(|profile| RiskPart {
            draws: profile.without_subsidy.draws,
            without: spread(&profile.without_subsidy),
            with: granted.then(|| spread(&profile.with_subsidy)),
            tornado: odds.swings.iter().filter(moves).filter_map(bar).collect(),
            base,
            break_even: odds.swings.iter().filter(moves).filter_map(even).collect(),
            assumed: assumed.map(|input| input.name.clone()).collect(),
        }))
    }

    fn circular(&self) -> Part<report::Circular> {
        let Some(circular) = &self.dossier.circular else { return Part::Absent(self.absent()) };
        let whole = || {
            let kept = circular.kept.as_ref()?;
            let renovation = circular.renovation?;
            let rebuild = circular.rebuild.as_ref()?;
            let balance = &circular.balance;
            let rebuilt_embodied = rebuild.embodied_likely + rebuild.demolition?;
            let waste_kg: f64 = circular.waste.iter().map(|stream| stream.disposed_kg).sum();
            let used_again =
                circular.waste.iter().map(|stream| stream.reused_kg + stream.recycled_kg);
            let used_again_kg: f64 = used_again.sum();
            Some(report::Circular {
                kept_t: kept.kept_kg / 1000.0,
                reused_t: used_again_kg / 1000.0,
                waste_t: waste_kg / 1000.0,
                embodied: renovation.total(),
                operating: balance.renovated? - renovation.total(),
                rebuild_embodied: rebuilt_embodied,
                rebuild_operating: balance.rebuilt? - rebuilt_embodied,
                horizon_years: u32::from(circular.study_years),
            })
        };
        whole().map_or_else(
            || {
                let first = circular.unknown.first().cloned();
                Part::Absent(first.unwrap_or_else(|| {
                    Text::new(
                        "缺少材料或运行碳因子。",
                        "A factor of materials or operation is missing.",
                    )
                }))
            },
            Part::Computed,
        )
    }

    fn stages(&self) -> Part<Vec<report::Stage>> {
        let catalogue = self.assessor.catalogue();
        let names = |ids: &[String]| -> Vec<Text> {
            ids.iter().filter_map(|id| catalogue.measure(id)).map(|one| one.name.clone()).collect()
        };
        match &self.dossier.stages {
            Some(stages) => Part::Computed(
                stages
                    .iter()
                    .map(|stage| report::Stage {
                        year: stage.year,
                        measures: names(&stage.measures),
                        investment: stage.investment,
                        saving_percent: stage.saving_percent,
                    })
                    .collect(),
            ),
            None => Part::Absent(self.absent()),
        }
    }

    fn thresholds(&self) -> Part<Vec<PaperThreshold>> {
        let targets = &self.dossier.targets;
        let Some(package) = self.package() else { return Part::Absent(self.absent()) };
        let cheapest = |id: &str| {
            let found = self.dossier.appraisal.as_ref();
            let found = found.and_then(|one| one.packages.iter().find(|package| package.id == id));
            found.map_or_else(
                || {
                    Part::Absent(Text::new(
                        "没有组合达到，或与上列方案相同。",
                        "No combination reaches it, or it is one of the packages above.",
                    ))
                },
                |one| {
                    Part::Computed(CheapestPackage {
                        name: one.name.clone(),
                        investment: one.investment.likely,
                    })
                },
            )
        };
        let row = |clause: Text, least: f64, reached: Option<f64>, id: &str| PaperThreshold {
            clause,
            reached: Text::same(
                reached.map_or_else(|| "-".into(), |value| format!("{value:.1} %")),
            ),
            met: reached.map(|value| value >= least),
            cheapest: cheapest(id),
        };
        let mut rows = Vec::new();
        if let Some(least) = targets.saving_rate_percent {
            let clause = Text::new(
                format!("综合节能率不低于 {least} %"),
                format!("saving rate of at least {least} %"),
            );
            let reached = package.saving_rate_percent(SavingMethod::SiteEnergy);
            rows.push(row(clause, least, reached, "cheapest_saving"));
        }
        if let Some(least) = targets.pv_roof_share_percent {
            let clause = Text::new(
                format!("光伏占屋面不低于 {least} %"),
                format!("PV on at least {least} % of the roof"),
            );
            let reached = package.pv_roof_share_percent(PvShareMethod::ModuleProjection);
            rows.push(row(clause, least, reached, "cheapest_pv"));
        }
        if rows.is_empty() {
            let why =
                Text::new("未指定政策，没有门槛可比。", "No rules were named, so there is none.");
            return Part::Absent(why);
        }
        Part::Computed(rows)
    }
}
