//! What the pages about schemes of the law show, as plain values.

use units::{Date, Mark, Text};

/// One scheme of the law, as its page shows it.
#[derive(Clone, Debug)]
pub struct SchemePage {
    /// Its id, such as `cn/beijing/vacated-space`.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Who pays; absent where the scheme does not say.
    pub level: Option<Text>,
    /// The currency of its amounts.
    pub currency: Text,
    /// Its versions, in order of their first day.
    pub versions: Vec<VersionPart>,
    /// Its parameters with all values that they had.
    pub parameters: Vec<ParameterPart>,
    /// What a case may state.
    pub facts: Vec<FactPart>,
    /// Its sources.
    pub sources: Vec<SourcePart>,
    /// What is not known of it.
    pub open: Vec<OpenPart>,
    /// The program that wrote the page, with its version.
    pub software: String,
    /// SHA-256 over the scheme's files, 64 hexadecimal digits.
    pub sha256: String,
    /// The file beside this page that lists all schemes, if there is one.
    pub index: Option<String>,
}

/// The anchor of a parameter.
pub fn parameter_anchor(id: &str) -> String {
    format!("p-{id}")
}

/// The anchor of a fact.
pub fn fact_anchor(id: &str) -> String {
    format!("f-{id}")
}

/// The anchor of a version.
pub fn version_anchor(id: &str) -> String {
    format!("v-{id}")
}

/// The anchor of a definition, clause, mode, tranche or exclusion of a version.
pub fn rule_anchor(version: &str, id: &str) -> String {
    format!("r-{version}-{id}")
}

/// Where something stands and how far it can be trusted.
#[derive(Clone, Debug)]
pub struct GroundPart {
    /// The mark, after confirmation.
    pub mark: Mark,
    /// Addresses (or titles) of its sources.
    pub sources: Vec<String>,
    /// The article; absent if nobody has read it.
    pub article: Option<String>,
    /// The day somebody last compared it with its source.
    pub checked_on: Option<Date>,
    /// The official's confirmation: by whom, when and against what.
    pub confirmed: Option<Text>,
}

/// A stretch of a sentence; one that stands for something on the page names its anchor.
#[derive(Clone, Debug)]
pub struct Span {
    /// Its words.
    pub text: String,
    /// The anchor, such as `p-building_rate`.
    pub to: Option<String>,
}

/// A sentence in both languages and, where it is long, its parts as a list below it.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    /// The Chinese sentence.
    pub zh: Vec<Span>,
    /// The English sentence.
    pub en: Vec<Span>,
    /// What stands below it.
    pub parts: Vec<Sentence>,
}

/// A rule as a sentence and as the expression that is computed.
#[derive(Clone, Debug)]
pub struct RulePart {
    /// In words.
    pub words: Sentence,
    /// As an expression, perhaps over several lines.
    pub expression: String,
}

/// One version of a scheme.
#[derive(Clone, Debug)]
pub struct VersionPart {
    /// Its id, such as `2023-plan`.
    pub id: String,
    /// The title of the instrument.
    pub name: Text,
    /// The number of the instrument; absent if not seen.
    pub document: Option<String>,
    /// First day in force.
    pub from: Date,
    /// Last day in force; absent while it has no known end.
    pub to: Option<Date>,
    /// Whether it was only published for comment.
    pub draft: bool,
    /// Where its dates in force were seen.
    pub ground: GroundPart,
    /// Named steps.
    pub definitions: Vec<DefinitionPart>,
    /// Conditions.
    pub clauses: Vec<ClausePart>,
    /// The fact that names the mode: label and anchor.
    pub mode_fact: Option<(Text, String)>,
    /// Ways in which support is given.
    pub modes: Vec<ModePart>,
    /// Parts of the payment.
    pub tranches: Vec<TranchePart>,
    /// Awards beside which it cannot stand.
    pub excludes: Vec<OthersPart>,
    /// Facts that the awards of others fill.
    pub matches: Vec<OthersPart>,
}

/// A base rule and what takes its place.
#[derive(Clone, Debug)]
pub struct DefinitionPart {
    /// Its name in expressions.
    pub id: String,
    /// Its label.
    pub label: Text,
    /// The base rule.
    pub base: RulePart,
    /// Where the base rule stands.
    pub ground: GroundPart,
    /// Exceptions, in order.
    pub exceptions: Vec<ExceptionPart>,
}

/// What takes the place of a base rule while its condition holds.
#[derive(Clone, Debug)]
pub struct ExceptionPart {
    /// Its id.
    pub id: String,
    /// When it holds.
    pub when: RulePart,
    /// What then holds.
    pub then: RulePart,
    /// Where it stands.
    pub ground: GroundPart,
}

/// One condition.
#[derive(Clone, Debug)]
pub struct ClausePart {
    /// Its id.
    pub id: String,
    /// Its kind, such as "gate".
    pub kind: Text,
    /// What the kind means.
    pub kind_note: Text,
    /// What it says.
    pub text: Text,
    /// What must hold.
    pub condition: RulePart,
    /// Where it applies; everywhere if absent.
    pub applies_when: Option<RulePart>,
    /// The fact that records why it does not apply: label and anchor.
    pub reason: Option<(Text, String)>,
    /// Where it stands.
    pub ground: GroundPart,
}

/// One way in which support is given.
#[derive(Clone, Debug)]
pub struct ModePart {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The amount.
    pub amount: RulePart,
    /// How it is rounded.
    pub round: Text,
    /// Where it stands.
    pub ground: GroundPart,
}

/// One part of the payment.
#[derive(Clone, Debug)]
pub struct TranchePart {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Share of the award; absent for the last, which takes what the others leave.
    pub share: Option<RulePart>,
    /// How much of the part is paid; all if absent.
    pub paid: Option<RulePart>,
    /// What must hold first.
    pub condition: Option<RulePart>,
    /// Where it stands.
    pub ground: GroundPart,
}

/// A rule about the awards of other schemes.
#[derive(Clone, Debug)]
pub struct OthersPart {
    /// What it says, or the fact that is filled.
    pub text: Text,
    /// Its id, or the anchor of the fact.
    pub id: String,
    /// Whose awards.
    pub others: Text,
    /// Where it stands.
    pub ground: GroundPart,
}

/// Something of a version that reads a parameter or a fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UsePart {
    /// Its id.
    pub id: String,
    /// Its anchor.
    pub to: String,
}

/// A parameter with its history.
#[derive(Clone, Debug)]
pub struct ParameterPart {
    /// Its name in expressions.
    pub id: String,
    /// What it is.
    pub description: Text,
    /// Its type.
    pub kind: Text,
    /// Its unit, or its units; empty for values without.
    pub unit: Text,
    /// Keys and labels of a choice.
    pub choices: Vec<(String, Text)>,
    /// The label of the fact that names who sets it, and where the scheme says so.
    pub delegated: Option<(Text, GroundPart)>,
    /// Headings of the columns of a table's values.
    pub columns: Option<(Text, Text)>,
    /// Its values, in order of place and first day.
    pub values: Vec<ValuePart>,
    /// What reads it.
    pub used_by: Vec<UsePart>,
}

/// A value from a day on.
#[derive(Clone, Debug)]
pub struct ValuePart {
    /// Whose value; absent for the scheme's own.
    pub place: Option<String>,
    /// Its first day.
    pub from: Date,
    /// The value with its unit; absent when it is not known.
    pub value: Option<Text>,
    /// The rows of a table.
    pub rows: Vec<(Text, Text)>,
    /// Where it stands.
    pub ground: GroundPart,
}

/// A fact that a case may state.
#[derive(Clone, Debug)]
pub struct FactPart {
    /// Its name in expressions.
    pub id: String,
    /// Its label.
    pub label: Text,
    /// Its type.
    pub kind: Text,
    /// Its unit; empty for values without.
    pub unit: Text,
    /// Keys and labels of a choice; names and descriptions of a list's fields.
    pub choices: Vec<(String, Text)>,
    /// Who can supply it.
    pub supplier: Text,
    /// What reads it.
    pub used_by: Vec<UsePart>,
}

/// A source.
#[derive(Clone, Debug)]
pub struct SourcePart {
    /// The key that files name it with.
    pub key: String,
    /// Its address or title.
    pub address: String,
    /// How many things of the scheme rest on it.
    pub uses: usize,
}

/// Something that is not known.
#[derive(Clone, Debug)]
pub struct OpenPart {
    /// The mark, where that is why.
    pub mark: Option<Mark>,
    /// What it is about.
    pub what: Text,
    /// Why it is open.
    pub why: Text,
    /// Where on the page it stands.
    pub to: String,
}

impl SchemePage {
    /// Every ground of the scheme, in reading order.
    pub fn grounds(&self) -> Vec<&GroundPart> {
        let mut all = Vec::new();
        for version in &self.versions {
            all.push(&version.ground);
            for definition in &version.definitions {
                all.push(&definition.ground);
                all.extend(definition.exceptions.iter().map(|exception| &exception.ground));
            }
            all.extend(version.clauses.iter().map(|clause| &clause.ground));
            all.extend(version.modes.iter().map(|mode| &mode.ground));
            all.extend(version.tranches.iter().map(|tranche| &tranche.ground));
            all.extend(version.excludes.iter().chain(&version.matches).map(|other| &other.ground));
        }
        for parameter in &self.parameters {
            all.extend(parameter.delegated.iter().map(|(_, ground)| ground));
            all.extend(parameter.values.iter().map(|value| &value.ground));
        }
        all
    }
}
