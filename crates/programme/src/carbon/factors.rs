//! Emission factors in two times: on which days one holds, and since when it is known.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::{Deserializer, Visitor};
use serde::{Deserialize, Serialize};
use units::{Date, Decimal, Diagnostic, Mark, Source, Text};

use crate::ids::{Digest, FactorId};
use crate::suite::Suite;
use crate::yaml::{self, Remarks};

/// The region of a factor that holds anywhere.
const ANYWHERE: &str = "any";
/// The greatest factor: a tonne of CO2e for a unit of activity.
const MICROGRAMS_MAX: i64 = 1_000_000_000_000;

/// What a factor is for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum FactorKind {
    /// Electricity of a grid, all generation: for the location-based figure.
    GridElectricity,
    /// Electricity of a grid without what was sold as green: for the market-based figure.
    ResidualElectricity,
    /// Heat of a network.
    DistrictHeat,
    /// Natural gas, burnt.
    NaturalGas,
    /// Diesel, burnt.
    Diesel,
}

/// A factor as it was known from a day on, for some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactorVersion {
    /// Its id; a correction has another.
    pub id: FactorId,
    /// What it is for.
    pub kind: FactorKind,
    /// Where it holds; `any` for everywhere.
    pub region: String,
    /// The first day on which it holds: valid time.
    pub from: Date,
    /// The last day; open when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// The day on which it was published, or else entered here: known time.
    pub known_from: Date,
    /// Micrograms CO2e for a unit of activity: 0.5580 kg/kWh is 558,000,000.
    pub micrograms_per_unit: i64,
    /// Who says so.
    pub source: Source,
}

impl FactorVersion {
    fn holds_on(&self, date: Date) -> bool {
        self.from <= date && self.to.is_none_or(|to| date <= to)
    }
}

/// Every version that is known, the superseded ones too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactorTable {
    versions: Vec<FactorVersion>,
}

/// A number as it is written, with all its digits.
#[derive(Clone, Copy, Debug)]
struct Number(Decimal);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Written;
        impl Visitor<'_> for Written {
            type Value = Number;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a number")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Number, E> {
                text.parse().map(Number).map_err(E::custom)
            }

            fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Number, E> {
                // The shortest text of a float is the one that was written.
                self.visit_str(&value.to_string())
            }

            fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Number, E> {
                Ok(Number(value.into()))
            }

            fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Number, E> {
                Ok(Number(value.into()))
            }
        }
        from.deserialize_any(Written)
    }
}

/// A set of factors of one region, as appraisals read it; what is not needed here is passed over.
#[derive(Deserialize)]
struct SetFile {
    id: String,
    carbon: BTreeMap<String, SetFactor>,
}

#[derive(Clone, Deserialize)]
struct SetFactor {
    value: Number,
    unit: String,
    origin: String,
    mark: Mark,
    date: Option<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    versions: Vec<FileVersion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileVersion {
    id: String,
    kind: FactorKind,
    region: String,
    from: Date,
    to: Option<Date>,
    known_from: Date,
    /// `set/carrier`: number, unit, source and mark are those of that set.
    same_as: Option<String>,
    value: Option<Number>,
    unit: Option<String>,
    origin: Option<String>,
    mark: Option<Mark>,
    date: Option<Date>,
}

impl FactorTable {
    /// The versions in a YAML `file` (name and text). A number that stands in one of the `sets` is
    /// named there and not written again.
    ///
    /// # Errors
    /// Every remark: no YAML, an id twice, days in the wrong order, a unit that is not of its kind,
    /// more digits than a microgram, two versions of one kind, region and known day that hold on
    /// the same day.
    pub fn load(file: (&str, &str), sets: &[(&str, &str)]) -> Result<Self, Vec<Diagnostic>> {
        let mut known = BTreeMap::new();
        for (name, text) in sets {
            let set: SetFile = yaml::read(name, text)?;
            let all = set.carbon.into_iter();
            known.extend(all.map(|(carrier, factor)| (format!("{}/{carrier}", set.id), factor)));
        }
        let (name, text) = file;
        let read: File = yaml::read(name, text)?;
        let mut remarks = Remarks::new(name);
        let built = read.versions.iter().enumerate();
        let versions: Vec<_> = built
            .filter_map(|(place, one)| {
                one.build(&format!("versions[{place}]"), &known, &mut remarks)
            })
            .collect();
        let table = Self { versions };
        table.check(&mut remarks);
        remarks.done(table)
    }

    /// A table of these versions.
    ///
    /// # Errors
    /// As of [`FactorTable::load`].
    pub fn new(versions: Vec<FactorVersion>) -> Result<Self, Vec<Diagnostic>> {
        let table = Self { versions };
        let mut remarks = Remarks::new("");
        table.check(&mut remarks);
        remarks.done(table)
    }

    /// The same table with versions that became known since.
    ///
    /// # Errors
    /// As of [`FactorTable::load`].
    pub fn revised(&self, more: Vec<FactorVersion>) -> Result<Self, Vec<Diagnostic>> {
        Self::new(self.versions.iter().cloned().chain(more).collect())
    }

    /// Every version.
    pub fn versions(&self) -> &[FactorVersion] {
        &self.versions
    }

    /// The version with this id.
    pub fn version(&self, id: &FactorId) -> Option<&FactorVersion> {
        self.versions.iter().find(|one| one.id == *id)
    }

    /// The digest of what was known on a day, whatever the order of the file and whatever became
    /// known since.
    pub fn digest(&self, suite: Suite, known_on: Date) -> Digest {
        let mut known: Vec<_> =
            self.versions.iter().filter(|one| one.known_from <= known_on).collect();
        known.sort_by(|one, other| one.id.cmp(&other.id));
        suite.digest(&crate::journal::canonical(&known))
    }

    /// The versions of a kind for a region, those for anywhere too, as known on a day; what became
    /// known last comes first.
    fn known(&self, kind: FactorKind, region: &str, known_on: Date) -> Vec<&FactorVersion> {
        let fits = |one: &&FactorVersion| {
            one.kind == kind
                && (one.region == region || one.region == ANYWHERE)
                && one.known_from <= known_on
        };
        let mut found: Vec<_> = self.versions.iter().filter(fits).collect();
        // Of a region before anywhere; then what became known last.
        let key = |one: &FactorVersion| (one.region == ANYWHERE, std::cmp::Reverse(one.known_from));
        found.sort_by(|one, other| key(one).cmp(&key(other)).then_with(|| one.id.cmp(&other.id)));
        found
    }

    /// What holds on each day of `first..=last`, as known on a day: spans of days that follow each
    /// other, each with its version, if there is one, and the latest version of days before, if
    /// there is none.
    pub(crate) fn course(
        &self,
        kind: FactorKind,
        region: &str,
        known_on: Date,
        (first, last): (Date, Date),
    ) -> Vec<Stretch<'_>> {
        let known = self.known(kind, region, known_on);
        let next = |date: Date| date.tomorrow().unwrap_or(Date::MAX);
        let mut starts: Vec<Date> = known
            .iter()
            .flat_map(|one| [Some(one.from), one.to.map(next)])
            .flatten()
            .chain([first])
            .filter(|date| (first..=last).contains(date))
            .collect();
        starts.sort_unstable();
        starts.dedup();
        let ends = starts.iter().skip(1).map(|date| date.yesterday().unwrap_or(*date));
        let ends: Vec<Date> = ends.chain([last]).collect();
        let spans = starts.into_iter().zip(ends);
        spans
            .map(|(from, to)| {
                let version = known.iter().find(|one| one.holds_on(from)).copied();
                let before = known.iter().filter(|one| one.to.is_some_and(|to| to < from));
                let latest =
                    before.max_by_key(|one| (one.to, one.region != ANYWHERE, one.known_from));
                Stretch { from, to, version, latest: latest.copied() }
            })
            .collect()
    }

    fn check(&self, remarks: &mut Remarks) {
        let mut ids = BTreeMap::new();
        let mut same: BTreeMap<_, Vec<&FactorVersion>> = BTreeMap::new();
        for (place, one) in self.versions.iter().enumerate() {
            let path = format!("versions[{place}]");
            if ids.insert(&one.id, place).is_some() {
                let expected = Text::new("未用过的编号", "an id that no other version has");
                remarks.refuse(
                    &format!("{path}.id"),
                    "duplicate_factor",
                    one.id.as_str(),
                    expected,
                );
            }
            if one.to.is_some_and(|to| to < one.from) {
                let expected = Text::new("不早于首日", "no day before the first");
                remarks.refuse(
                    &format!("{path}.to"),
                    "wrong_period",
                    &one.from.to_string(),
                    expected,
                );
            }
            if !(0..=MICROGRAMS_MAX).contains(&one.micrograms_per_unit) {
                let expected = Text::new("每单位 0 至 1 吨", "0 to 1 tonne for a unit");
                let value = one.micrograms_per_unit.to_string();
                remarks.refuse(&format!("{path}.value"), "wrong_factor", &value, expected);
            }
            same.entry((one.kind, one.region.as_str(), one.known_from)).or_default().push(one);
        }
        for mut group in same.into_values() {
            group.sort_by_key(|one| one.from);
            for pair in group.windows(2) {
                let [one, other] = pair else { continue };
                if one.to.is_none_or(|to| other.from <= to) {
                    let expected = Text::new(
                        format!("与 {} 不同的有效日期或公布日期", one.id),
                        format!("other days, or another day of publication, than {}", one.id),
                    );
                    remarks.refuse("versions", "factor_twice", other.id.as_str(), expected);
                }
            }
        }
    }
}

/// Days on which the same holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch<'t> {
    pub(crate) from: Date,
    pub(crate) to: Date,
    pub(crate) version: Option<&'t FactorVersion>,
    pub(crate) latest: Option<&'t FactorVersion>,
}

/// Micrograms in the numerator of a unit, and the kinds that it is for.
fn unit(word: &str, kind: FactorKind) -> Option<Decimal> {
    use FactorKind::{Diesel, DistrictHeat, GridElectricity, NaturalGas, ResidualElectricity};
    let kg = Decimal::from(1_000_000_000_u64);
    match (word, kind) {
        ("kgco2_per_kwh", GridElectricity | ResidualElectricity)
        | ("kgco2_per_m3", NaturalGas)
        | ("kgco2_per_kg", Diesel) => Some(kg),
        ("tco2_per_gj", DistrictHeat) => Some(kg * Decimal::ONE_THOUSAND),
        _ => None,
    }
}

impl FileVersion {
    fn build(
        &self,
        path: &str,
        known: &BTreeMap<String, SetFactor>,
        remarks: &mut Remarks,
    ) -> Option<FactorVersion> {
        let stated = self.stated(path, known, remarks)?;
        let Some(kilo) = unit(&stated.unit, self.kind) else {
            let expected = Text::new("此类因子的单位", "a unit of this kind of factor");
            remarks.refuse(&format!("{path}.unit"), "wrong_unit", &stated.unit, expected);
            return None;
        };
        let micrograms = stated.value.0.checked_mul(kilo).filter(|found| found.fract().is_zero());
        let Some(micrograms_per_unit) =
            micrograms.and_then(|found| found.normalize().to_string().parse().ok())
        else {
            let expected = Text::new("至多精确到微克", "no more digits than a microgram has");
            let value = stated.value.0.to_string();
            remarks.refuse(&format!("{path}.value"), "too_fine", &value, expected);
            return None;
        };
        let Ok(id) = FactorId::new(&self.id) else {
            let expected =
                Text::new("1 至 64 个 ASCII 字符的编号", "an id of 1 to 64 plain letters");
            remarks.refuse(&format!("{path}.id"), "wrong_id", &self.id, expected);
            return None;
        };
        Some(FactorVersion {
            id,
            kind: self.kind,
            region: self.region.clone(),
            from: self.from,
            to: self.to,
            known_from: self.known_from,
            micrograms_per_unit,
            source: Source { origin: stated.origin, date: stated.date, mark: stated.mark },
        })
    }

    /// Number, unit and source: of the set that is named, or else of this version.
    fn stated(
        &self,
        path: &str,
        known: &BTreeMap<String, SetFactor>,
        remarks: &mut Remarks,
    ) -> Option<SetFactor> {
        match (&self.same_as, self.value, &self.unit, &self.origin, self.mark) {
            (Some(name), None, None, None, None) => {
                let found = known.get(name).cloned();
                if found.is_none() {
                    let expected =
                        Text::new("已读入的因子集中的一项", "a factor of a set that was read");
                    remarks.refuse(&format!("{path}.same_as"), "unknown_factor", name, expected);
                }
                found
            }
            (None, Some(value), Some(unit), Some(origin), Some(mark)) => {
                let (unit, origin) = (unit.clone(), origin.clone());
                Some(SetFactor { value, unit, origin, mark, date: self.date })
            }
            _ => {
                let expected = Text::new(
                    "same_as，或 value、unit、origin、mark 齐全",
                    "same_as alone, or else value, unit, origin and mark",
                );
                remarks.refuse(path, "incomplete_factor", &self.id, expected);
                None
            }
        }
    }
}
