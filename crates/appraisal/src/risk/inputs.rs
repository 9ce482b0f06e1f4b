//! The uncertain inputs of a case, as data with sources, and their draws.

use serde::Serialize;
use units::{Diagnostic, Mark, Source, Text};

use super::distribution::{Distribution, Pert};
use super::{normal, philox};
use crate::read::{Node, Reader};

/// A set of uncertain inputs; an evaluation gets their values in this order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Inputs {
    /// Stable word of the set.
    pub id: String,
    /// Where the set holds.
    pub region: String,
    /// Name for people.
    pub name: Text,
    /// The inputs; ids are unique.
    pub inputs: Vec<Input>,
}

/// One number that nobody knows for certain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Input {
    /// Stable word; names the stream of random numbers, so another id is another draw.
    pub id: String,
    /// Name for people.
    pub name: Text,
    /// What its value is.
    pub unit: InputUnit,
    /// Whether somebody in the project can move it: a price is negotiated, a weather year is not.
    pub lever: bool,
    /// How it is spread.
    pub distribution: Distribution,
    /// What ties it to others.
    pub common: Option<Loading>,
    /// Who says so.
    pub source: Source,
}

/// What the value of an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InputUnit {
    /// Multiplies the planning value. \[1\]
    Factor,
    /// A percentage of the planning value, or a rate. \[%\]
    Percent,
    /// Growth above general inflation. \[%/a\]
    PercentPerYear,
    /// A delay. \[month\]
    Months,
    /// A calendar year of weather. \[a\]
    WeatherYear,
}

const UNITS: [(&str, InputUnit); 5] = [
    ("factor", InputUnit::Factor),
    ("percent", InputUnit::Percent),
    ("percent_per_year", InputUnit::PercentPerYear),
    ("months", InputUnit::Months),
    ("weather_year", InputUnit::WeatherYear),
];

impl InputUnit {
    /// A value with its unit, as people read it, to `digits` digits after the point.
    pub fn text(self, value: f64, digits: usize) -> Text {
        let plain = format!("{value:.digits$}");
        match self {
            Self::Factor => Text::same(format!("× {plain}")),
            Self::Percent => Text::same(format!("{plain} %")),
            Self::PercentPerYear => {
                Text::new(format!("每年 {plain} %"), format!("{plain} % a year"))
            }
            Self::Months => Text::new(format!("{plain} 个月"), format!("{plain} months")),
            Self::WeatherYear => {
                Text::new(format!("{value:.0} 年气象"), format!("weather of {value:.0}"))
            }
        }
    }
}

/// How far a factor that several inputs share moves this one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Loading {
    /// The shared factor.
    pub group: String,
    /// Correlation with the factor, −1 to 1; two inputs of a group correlate by the product.
    pub loading_factor: f64,
}

impl Inputs {
    /// Reads a set; `file` is its name for remarks.
    ///
    /// # Errors
    /// Every remark: syntax, unknown or missing keys, values out of range or order, an id twice.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        Reader::read(file, text, read_inputs)
    }

    /// The inputs that `keep` names, in their order; their draws stay what they are.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&Input) -> bool) -> Self {
        let inputs = self.inputs.iter().filter(|input| keep(input)).cloned().collect();
        Self { inputs, ..self.clone() }
    }

    /// The likely value of each input.
    pub fn likely(&self) -> Vec<f64> {
        self.inputs.iter().map(|input| input.distribution.likely()).collect()
    }

    /// What the draws are made of, ready to be asked for any of them.
    pub(super) fn drawer(&self, seed: u64) -> Drawer<'_> {
        let stream = |input: &Input| Stream {
            own: philox::stream_of(&input.id),
            // No id has a space in it, so no input shares its stream with a group.
            common: input.common.as_ref().map(|common| {
                let group = philox::stream_of(&format!("group {}", common.group));
                (group, common.loading_factor)
            }),
        };
        Drawer { inputs: self, seed, streams: self.inputs.iter().map(stream).collect() }
    }
}

impl Input {
    /// Whether the spread rests on nobody's statement.
    pub fn is_assumed(&self) -> bool {
        matches!(self.source.mark, Mark::Assumed | Mark::Modelled | Mark::NotFound)
    }

    /// Where the spread comes from, with "assumed" in front if it is.
    pub fn source_text(&self) -> Text {
        let origin = &self.source.origin;
        if self.is_assumed() {
            Text::new(format!("假定：{origin}"), format!("assumed: {origin}"))
        } else {
            Text::same(origin.clone())
        }
    }
}

struct Stream {
    own: u64,
    /// Stream of the shared factor and the correlation with it.
    common: Option<(u64, f64)>,
}

/// Gives the values of the inputs in any draw.
pub(super) struct Drawer<'i> {
    inputs: &'i Inputs,
    seed: u64,
    streams: Vec<Stream>,
}

impl Drawer<'_> {
    /// Puts the values of all inputs in this draw into `values`.
    pub(super) fn draw(&self, draw: u32, values: &mut Vec<f64>) {
        values.clear();
        values.extend((0..self.streams.len()).map(|index| self.value(index, draw)));
    }

    /// The value of one input in this draw.
    ///
    /// # Equation
    /// u = Φ(ℓ·Φ⁻¹(u_group) + √(1 − ℓ²)·Φ⁻¹(u_own)), a one-factor Gaussian copula; rank
    /// correlation of two of a group: (6/π)·asin(ℓ₁ℓ₂/2)
    /// # Source
    /// R. B. Nelsen, *An Introduction to Copulas*, 2nd ed., 2006, for the rank correlation of the
    /// Gaussian copula.
    pub(super) fn value(&self, index: usize, draw: u32) -> f64 {
        let stream = &self.streams[index];
        let own = philox::uniform(self.seed, stream.own, draw);
        let u = match stream.common {
            None => own,
            Some((group, loading)) => {
                let shared = normal::quantile(philox::uniform(self.seed, group, draw));
                let rest = (1.0 - loading * loading).max(0.0).sqrt();
                normal::probability(loading * shared + rest * normal::quantile(own))
            }
        };
        // Keeps a probability that rounded to an end inside the open interval.
        let u = u.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0);
        self.inputs.inputs[index].distribution.quantile(u)
    }
}

/// Bounds on any number of a set; wider ones would be slips of the pen.
const NUMBERS: std::ops::RangeInclusive<f64> = -1e6..=1e6;
const POSITIVE: std::ops::RangeInclusive<f64> = 1e-9..=1e6;
/// Standard normal number exceeded by one in ten.
const Z_P90: f64 = 1.281_551_565_544_600_4;

fn read_inputs(reader: &mut Reader<'_>, root: &Node<'_>) -> Option<Inputs> {
    reader.only(root, &["id", "region", "name", "inputs"]);
    let id = reader.id(&root.at("id"));
    let region = reader.id(&root.at("region"));
    let name = reader.both(&root.at("name"));
    let nodes = reader.list(&root.at("inputs"));
    let mut inputs: Vec<Input> = Vec::new();
    for node in &nodes {
        let Some(input) = read_input(reader, node) else { continue };
        if inputs.iter().any(|other| other.id == input.id) {
            let expected = Text::new("不重复的编号", "an id that no other input has");
            reader.refuse(&node.at("id"), "id_twice", expected);
        }
        inputs.push(input);
    }
    Some(Inputs { id: id?, region: region?, name: name?, inputs })
}

fn read_input(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Input> {
    reader.only(
        node,
        &["id", "name", "unit", "moved_by", "distribution", "common", "origin", "date", "mark"],
    );
    let id = reader.id(&node.at("id"));
    let name = reader.both(&node.at("name"));
    let unit = reader.word(&node.at("unit"), &UNITS);
    let lever = reader.word(&node.at("moved_by"), &[("project", true), ("nobody", false)]);
    let distribution = read_distribution(reader, &node.at("distribution"));
    let common = node.at("common");
    let common = if common.is_given() { Some(read_loading(reader, &common)?) } else { None };
    let source = reader.source(node);
    Some(Input {
        id: id?,
        name: name?,
        unit: unit?,
        lever: lever?,
        distribution: distribution?,
        common,
        source: source?,
    })
}

fn read_loading(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Loading> {
    reader.only(node, &["group", "loading"]);
    let group = reader.id(&node.at("group"));
    let loading = reader.number(&node.at("loading"), -1.0..=1.0);
    Some(Loading { group: group?, loading_factor: loading? })
}

#[derive(Clone, Copy)]
enum Kind {
    Triangular,
    Pert,
    Uniform,
    Normal,
    Lognormal,
    Discrete,
}

const KINDS: [(&str, Kind); 6] = [
    ("triangular", Kind::Triangular),
    ("pert", Kind::Pert),
    ("uniform", Kind::Uniform),
    ("normal", Kind::Normal),
    ("lognormal", Kind::Lognormal),
    ("discrete", Kind::Discrete),
];

fn read_distribution(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Distribution> {
    let kind = reader.word(&node.at("kind"), &KINDS)?;
    match kind {
        Kind::Triangular | Kind::Pert => {
            reader.only(node, &["kind", "low", "likely", "high"]);
            let [low, likely, high] = ascending(reader, node, ["low", "likely", "high"])?;
            Some(match kind {
                Kind::Pert => Distribution::Pert(Pert::new(low, likely, high)),
                _ => Distribution::Triangular { low, likely, high },
            })
        }
        Kind::Uniform => {
            reader.only(node, &["kind", "low", "high"]);
            let [low, high] = ascending(reader, node, ["low", "high"])?;
            Some(Distribution::Uniform { low, high })
        }
        Kind::Normal => {
            reader.only(node, &["kind", "low", "mean", "sd", "high"]);
            let sd = reader.number(&node.at("sd"), POSITIVE);
            let [low, mean, high] = ascending(reader, node, ["low", "mean", "high"])?;
            Some(Distribution::Normal { mean, sd: sd?, low, high })
        }
        Kind::Lognormal => {
            reader.only(node, &["kind", "median", "p90"]);
            let median = reader.number(&node.at("median"), POSITIVE)?;
            let p90 = reader.number(&node.at("p90"), median..=*POSITIVE.end())?;
            Some(Distribution::Lognormal { median, log_sd: (p90 / median).ln() / Z_P90 })
        }
        Kind::Discrete => {
            reader.only(node, &["kind", "values"]);
            read_discrete(reader, &node.at("values"))
        }
    }
}

/// Numbers that must not fall from one key to the next.
fn ascending<const N: usize>(
    reader: &mut Reader<'_>,
    node: &Node<'_>,
    keys: [&str; N],
) -> Option<[f64; N]> {
    let read = keys.map(|key| reader.number(&node.at(key), NUMBERS));
    let mut numbers = [0.0; N];
    for (number, read) in numbers.iter_mut().zip(read) {
        *number = read?;
    }
    if let Some(fall) = numbers.windows(2).position(|pair| pair[1] < pair[0]) {
        let order = keys.join(" ≤ ");
        reader.refuse(&node.at(keys[fall + 1]), "not_in_order", Text::same(order));
        return None;
    }
    Some(numbers)
}

fn read_discrete(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Distribution> {
    let mut weighted: Vec<(f64, f64)> = Vec::new();
    for item in reader.list(node) {
        reader.only(&item, &["value", "weight"]);
        let value = reader.number(&item.at("value"), NUMBERS);
        let weight = reader.number(&item.at("weight"), 0.0..=1e6);
        let (Some(value), Some(weight)) = (value, weight) else { continue };
        if weighted.iter().any(|(other, _)| other.to_bits() == value.to_bits()) {
            let expected = Text::new("每个值只写一次", "each value once");
            reader.refuse(&item.at("value"), "value_twice", expected);
        }
        weighted.push((value, weight));
    }
    let made = Distribution::discrete(weighted);
    if made.is_none() {
        let expected = Text::new("至少一个权重大于零的值", "a value with a weight above zero");
        reader.refuse(node, "no_weight", expected);
    }
    made
}
