//! From the ledger to simulated and costed packages.

use std::collections::BTreeMap;
use std::path::Path;

use appraisal::{
    Appraisal, Candidate, Catalogue, Circular, Embodied, Factors, MeasureLine, PackageResult,
    Prices, PvShareMethod, Renovation, SavingMethod, SearchSpace, Shape, Terms, Works,
    appraise_stock, circular,
};
use energy::archetype::{Kind, Library, LibraryText, PlantKind, Sketch, archetype};
use energy::thermal_zone::Climate;
use energy::{Options, Weather};
use serde::{Deserialize, Serialize};
use stock::{Field, Ledger, Space};
use units::{Date, Fen, GramsCo2e, Lang, Source, SpaceId, Text};

use crate::embedded;
use crate::failure::Failure;
use crate::files::Input;
use crate::measure_sheet;
use crate::place::Place;
use crate::progress::{Progress, Step, teller};

/// One space with its appraisal, or why there is none.
pub(crate) struct Assessment {
    pub(crate) assessed: Assessed,
    pub(crate) appraisal: Result<Appraisal, Text>,
}

/// What later links need of an appraisal, as it is kept between commands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Assessed {
    pub(crate) id: SpaceId,
    pub(crate) offers: Vec<Offer>,
    /// Why it could not be simulated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) fault: Option<Text>,
}

/// One package that is offered for a space.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Offer {
    pub(crate) package: String,
    pub(crate) saving_rate_percent: Option<f64>,
    pub(crate) saving_method: Text,
    pub(crate) pv_roof_share_percent: Option<f64>,
    pub(crate) pv_share_method: Text,
    pub(crate) heat_pump_heating: bool,
    /// Likely investment: a planning value.
    pub(crate) investment: Fen,
    /// The same at high costs.
    #[serde(default)]
    pub(crate) investment_high: Option<Fen>,
    /// Net present value at likely costs; `None` where a price is missing.
    #[serde(default)]
    pub(crate) npv: Option<Fen>,
    /// Probability of a loss without public money; `None` unless the odds were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) loss_share: Option<f64>,
    pub(crate) carbon_saved: Option<GramsCo2e>,
}

/// The method by which rules and page count a saving: no instrument that we saw defines it, so the
/// first and plainest of the named methods leads.
pub(crate) const SAVING: SavingMethod = SavingMethod::ALL[0];
/// The method by which rules and page count PV on a roof.
pub(crate) const PV_SHARE: PvShareMethod = PvShareMethod::ModuleProjection;

impl Offer {
    pub(crate) fn of(package: &PackageResult) -> Self {
        let pumps = ["air_source_heat_pump", "ground_source_heat_pump"];
        Self {
            package: package.id.clone(),
            saving_rate_percent: package.saving_rate_percent(SAVING),
            saving_method: SAVING.text(),
            pv_roof_share_percent: package.pv_roof_share_percent(PV_SHARE),
            pv_share_method: PV_SHARE.text(),
            heat_pump_heating: package
                .measures
                .iter()
                .any(|line| pumps.contains(&line.measure.as_str())),
            investment: package.investment.likely,
            investment_high: Some(package.investment.high),
            loss_share: None,
            npv: package.npv.map(|npv| npv.likely),
            carbon_saved: package.carbon_saved,
        }
    }
}

/// The spaces of a ledger as the appraisal asks for them, or why it cannot have one.
pub(crate) type Candidates = Vec<(SpaceId, Result<Candidate, Text>)>;

/// Constructions, measures, factors and prices of one place, checked.
pub(crate) struct Assessor {
    library: Library,
    catalogue: Catalogue,
    decisions: SearchSpace,
    embodied: Embodied,
    factors: Factors,
    prices: Prices,
    place: Place,
    options: Options,
    /// The files they were read from.
    pub(crate) inputs: Vec<Input>,
}

impl Assessor {
    /// Reads the reference data of a place, with the measures of a file in place of the embedded.
    pub(crate) fn read(place: &Place, measures: Option<&Path>) -> Result<Self, Failure> {
        let data = embedded::data;
        let [envelope, uses, schedules] = ["envelope", "uses", "schedules"]
            .map(|name| data("constructions", &format!("constructions/{name}.yaml")));
        let (catalogue, [measures, packages]) = measure_sheet::catalogue(measures)?;
        let search = data("search", "measures/search.yaml");
        let [materials, structures] = ["materials", "structures"]
            .map(|name| data("embodied", &format!("factors/embodied-{name}.yaml")));
        let factors = data("factors", &format!("factors/{}.yaml", place.factors));
        let prices = data("prices", &format!("prices/{}.yaml", place.prices));
        let library = Library::parse(&LibraryText {
            envelope: &envelope.text(),
            uses: &uses.text(),
            schedules: &schedules.text(),
        });
        Ok(Self {
            library: library.map_err(Failure::Input)?,
            decisions: SearchSpace::parse(&search.name, &search.text(), &catalogue)
                .map_err(Failure::Input)?,
            catalogue,
            embodied: Embodied::parse(
                (&materials.name, &materials.text()),
                (&structures.name, &structures.text()),
            )
            .map_err(Failure::Input)?,
            factors: Factors::parse(&factors.name, &factors.text()).map_err(Failure::Input)?,
            prices: Prices::parse(&prices.name, &prices.text()).map_err(Failure::Input)?,
            place: place.clone(),
            options: Options::default(),
            inputs: vec![
                envelope, uses, schedules, measures, packages, search, materials, structures,
                factors, prices,
            ],
        })
    }

    /// Every space of the ledger, in the order of identifiers: simulated as it stands and with each
    /// package. A space that cannot be simulated says why and stops nothing.
    pub(crate) fn assess_all(
        &self,
        ledger: &Ledger,
        weather: &Weather,
        progress: &dyn Progress,
    ) -> Vec<Assessment> {
        self.assess(self.candidates(ledger, weather), weather, progress)
    }

    /// Every space of the ledger as the appraisal asks for it, in the order of identifiers.
    pub(crate) fn candidates(&self, ledger: &Ledger, weather: &Weather) -> Candidates {
        let climate = Climate::new(weather);
        let spaces = ledger.spaces.values();
        spaces.map(|space| (space.id.clone(), self.candidate(space, &climate))).collect()
    }

    /// Appraises those that can be.
    pub(crate) fn assess(
        &self,
        candidates: Candidates,
        weather: &Weather,
        progress: &dyn Progress,
    ) -> Vec<Assessment> {
        let able: Vec<Candidate> = candidates
            .iter()
            .filter_map(|(_, candidate)| candidate.as_ref().ok().cloned())
            .collect();
        progress.begin(Step::Appraise, able.len());
        let mut appraised =
            appraise_stock(&able, &self.terms(weather), &teller(progress)).into_iter();
        progress.end();
        candidates
            .into_iter()
            .map(|(id, candidate)| {
                let appraisal = candidate.and_then(|_| match appraised.next() {
                    Some(result) => result.map_err(|fault| fault_text(&fault)),
                    None => Err(Text::new("没有评估结果", "no appraisal came back")),
                });
                assessment(&id, appraisal)
            })
            .collect()
    }

    /// What a search decides on.
    pub(crate) fn decisions(&self) -> &SearchSpace {
        &self.decisions
    }

    /// First day of the year of the prices.
    pub(crate) fn prices_from(&self) -> Date {
        let year = i16::try_from(self.prices.price_year).unwrap_or(1);
        Date::new(year, 1, 1).unwrap_or(Date::ZERO)
    }

    /// The measures.
    pub(crate) fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Real discount rate. [%]
    pub(crate) fn discount_rate_percent(&self) -> f64 {
        self.prices.discount_rate_percent.value
    }

    /// Material and carbon of measures in a space; of the measures alone where no space is named.
    /// `operating`: yearly carbon after them, and of a new building.
    pub(crate) fn circular(
        &self,
        appraisal: &Appraisal,
        space: Option<&Space>,
        installed: &[&MeasureLine],
        operating: [Option<GramsCo2e>; 2],
    ) -> Circular {
        let measures = installed
            .iter()
            .filter_map(|line| Some((self.catalogue.measure(&line.measure)?, line.quantity_units)));
        let is_hall = ["plant", "warehouse", "market"].contains(&appraisal.kind.as_str());
        let structure = space.and_then(|space| space.fact(Field::Structure));
        let installed: Vec<_> = measures.collect();
        let [after, rebuilt] = operating;
        circular(
            &Renovation {
                floor_area_m2: appraisal.floor_area_m2,
                footprint_m2: appraisal.roof_projection_m2,
                shape: if is_hall { Shape::Hall } else { Shape::Building },
                structure: structure.as_ref().and_then(|fact| fact.value.as_str()),
                year_built: space
                    .and_then(|space| space.fact(Field::YearBuilt)?.value.as_f64().map(round)),
                installed: &installed,
                operating_before: appraisal.baseline.operating_carbon,
                operating_after: after,
                operating_rebuilt: rebuilt,
            },
            &self.embodied,
        )
    }

    /// Years of a cash flow.
    pub(crate) fn horizon_years(&self) -> u16 {
        self.prices.horizon_years.value
    }

    pub(crate) fn terms<'a>(&'a self, weather: &'a Weather) -> Terms<'a> {
        Terms {
            weather,
            catalogue: &self.catalogue,
            prices: Some(&self.prices),
            factors: Some(&self.factors),
            simulation: &self.options,
            region: &self.factors.region,
            // A ledger that lies elsewhere is stamped as a test of the chain as a whole.
            borrow_foreign_sets: true,
        }
    }

    /// One space as the appraisal asks for it, or why it cannot be simulated.
    pub(crate) fn candidate_of(&self, space: &Space, weather: &Weather) -> Result<Candidate, Text> {
        self.candidate(space, &Climate::new(weather))
    }

    fn candidate(&self, space: &Space, climate: &Climate) -> Result<Candidate, Text> {
        let sketch = sketch(space)?;
        let kind = sketch.kind.key().to_owned();
        let made =
            archetype(&sketch, climate, &self.library).map_err(|fault| out_of_range(&fault))?;
        let facts: BTreeMap<String, Source> =
            made.facts.iter().map(|fact| (fact.field.to_owned(), fact.source.clone())).collect();
        let pv_suitable = space.fact(Field::PvSuitable).and_then(|fact| fact.value.as_bool());
        let id = space.id.clone();
        let works = self.works(space).needed;
        let packages = Vec::new();
        Ok(Candidate { id, kind, building: made.building, facts, pv_suitable, works, packages })
    }

    /// What the state of a space, as the ledger tells it, asks for beside any saving.
    pub(crate) fn works(&self, space: &Space) -> Works {
        self.catalogue.works(|key| {
            let value = space.fact(Field::from_key(key)?)?.value;
            let flag = value.as_bool().map(|yes| yes.to_string());
            value.as_str().map(str::to_owned).or(flag)
        })
    }

    /// Name of the place whose factors and prices these are.
    pub(crate) fn place(&self) -> &Text {
        &self.place.name
    }
}

fn assessment(id: &SpaceId, appraisal: Result<Appraisal, Text>) -> Assessment {
    let offers = appraisal.iter().flat_map(|one| &one.packages).map(Offer::of).collect();
    let fault = appraisal.as_ref().err().cloned();
    Assessment { assessed: Assessed { id: id.clone(), offers, fault }, appraisal }
}

pub(crate) fn fault_text(fault: &appraisal::Fault) -> Text {
    match fault {
        appraisal::Fault::Simulation { fault, .. } => out_of_range(fault),
        other => Text::new(format!("无法评估：{other}"), format!("cannot be appraised: {other}")),
    }
}

/// Why the kernel takes no such building, each value with what was expected of it.
fn out_of_range(fault: &energy::Fault) -> Text {
    let energy::Fault::Invalid { diagnostics, .. } = fault else {
        return Text::new(format!("无法模拟：{fault}"), format!("cannot be simulated: {fault}"));
    };
    let list = |lang: Lang| {
        let all = diagnostics
            .iter()
            .map(|one| format!("{} = {} ({})", one.column, one.value, one.expected.get(lang)));
        all.collect::<Vec<_>>().join("; ")
    };
    Text::new(
        format!("无法模拟：{}", list(Lang::Zh)),
        format!("cannot be simulated: {}", list(Lang::En)),
    )
}

/// What the ledger says of a building, as the kernel asks for it.
fn sketch(space: &Space) -> Result<Sketch, Text> {
    let missing = |field: Field| {
        let label = field.label();
        Text::new(
            format!("无法模拟：缺少{}", label.zh),
            format!("cannot be simulated: {} is unknown", label.en),
        )
    };
    let number = |field: Field| space.fact(field).and_then(|fact| fact.value.as_f64());
    let word =
        |field: Field| space.fact(field).and_then(|fact| fact.value.as_str().map(str::to_owned));
    let whole = |field: Field| number(field).map(round);
    let area_m2 =
        number(Field::GrossFloorAreaM2).ok_or_else(|| missing(Field::GrossFloorAreaM2))?;
    let kind = word(Field::Kind).ok_or_else(|| missing(Field::Kind))?;
    let kind = Kind::from_key(&kind).ok_or_else(|| missing(Field::Kind))?;
    let year = whole(Field::YearBuilt).or_else(|| {
        let completed = space.fact(Field::CompletionDate)?.value.as_date()?;
        Some(i32::from(completed.earliest().year()))
    });
    Ok(Sketch {
        storeys: whole(Field::Storeys).map(|storeys| storeys.max(1)),
        storey_height_m: number(Field::StoreyHeightM),
        footprint_area_m2: number(Field::FootprintAreaM2),
        year_built: year,
        window_wall_ratio: number(Field::WindowWallRatio),
        wall_u_w_m2k: number(Field::WallUWM2k),
        roof_u_w_m2k: number(Field::RoofUWM2k),
        window_u_w_m2k: number(Field::WindowUWM2k),
        heating_plant: word(Field::HeatingPlant).and_then(|key| PlantKind::from_key(&key)),
        ..Sketch::new(space.id.as_str(), kind, area_m2)
    })
}

/// Counts and years of the ledger lie within ±1e4.
#[expect(clippy::cast_possible_truncation, reason = "clamped on the same line")]
fn round(number: f64) -> i32 {
    number.round().clamp(-1e4, 1e4) as i32
}
