//! What the page about a population of cases shows, as plain values.

use units::Text;

/// Cases and money under one version of the law.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// Cases whose award is decided.
    pub met: u64,
    /// Cases that are refused.
    pub not_met: u64,
    /// Cases that cannot be told.
    pub undetermined: u64,
    /// Decided awards, in hundredths of the currency.
    pub amount: i128,
    /// Awards if the open conditions are met, in hundredths of the currency.
    pub amount_if_met: i128,
}

/// One group of cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Its name; empty where it is not known.
    pub name: Text,
    /// Under the law as it stands.
    pub before: Split,
    /// Under the reform.
    pub after: Option<Split>,
    /// Cases that gain, lose, and of which it cannot be told.
    pub moves: Option<[u64; 3]>,
}

/// Groups by one column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupColumn {
    /// What the groups are made by.
    pub title: Text,
    /// The groups.
    pub groups: Vec<Group>,
}

/// A clause whose verdict moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mover {
    /// What the clause says.
    pub clause: Text,
    /// Its verdict before.
    pub from: Text,
    /// Its verdict after.
    pub to: Text,
    /// Cases.
    pub cases: u64,
}

/// A parameter that was tried over a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SweepAxis {
    /// What it is.
    pub label: Text,
    /// Its unit, with a leading space where one belongs.
    pub unit: Text,
    /// The values tried, rising, as they are shown.
    pub values: Vec<String>,
    /// Place of today's value among them, where it is one of them.
    pub today: Option<usize>,
}

/// What came of one combination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SweepCell {
    /// Place of its value on each axis.
    pub places: Vec<usize>,
    /// Cases and money.
    pub split: Split,
}

/// One or two parameters over ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sweep {
    /// One or two.
    pub axes: Vec<SweepAxis>,
    /// Every combination.
    pub cells: Vec<SweepCell>,
}

/// A population of cases under a scheme, and under a reform of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PopulationPage {
    /// Title of the page.
    pub title: Text,
    /// Version, day and file.
    pub subtitle: Text,
    /// The label of the currency, such as 元 and CNY.
    pub currency: Text,
    /// Cases counted.
    pub cases: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// Under the law as it stands.
    pub before: Split,
    /// Under the reform.
    pub after: Option<Split>,
    /// What the reform changes: name, before, after.
    pub changes: Vec<[Text; 3]>,
    /// Cases that gain, lose, stay, and of which it cannot be told; by the amount if met.
    pub moves: Option<[u64; 4]>,
    /// Gains and losses together, in hundredths of the currency.
    pub gains_losses: Option<[i128; 2]>,
    /// Classes of change from the largest loss to the largest gain: label and cases.
    pub classes: Vec<(Text, u64)>,
    /// The sums between the classes, rising; one fewer than the classes.
    pub edges: Vec<Text>,
    /// Sums by group.
    pub columns: Vec<GroupColumn>,
    /// Clauses that moved.
    pub movers: Vec<Mover>,
    /// How each clause came out: label, then met, not met, undetermined, not applicable.
    pub clauses: Vec<(Text, [u64; 4])>,
    /// Parameters over ranges.
    pub sweep: Option<Sweep>,
    /// Role, name and SHA-256 of each input.
    pub inputs: Vec<(Text, String, String)>,
    /// Name and version of the software, and the day.
    pub software: String,
}
