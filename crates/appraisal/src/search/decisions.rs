//! What a search decides on, as data.

use energy::archetype::Kind;
use serde::Serialize;
use units::{Diagnostic, Text};

use crate::catalogue::Catalogue;
use crate::read::{Node, Reader};

/// Most options of one decision, "as it is" among them.
const OPTIONS_MAX: usize = 50;

/// The decisions that all compatible combinations are made of, in the order in which their measures
/// are installed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SearchSpace {
    /// Those that change the heat balance stand before those that only change what supplies it.
    pub decisions: Vec<Decision>,
}

/// One thing to decide about a space: left as it is, or one of the options.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decision {
    /// Stable word, such as `roof`.
    pub id: String,
    /// Name for people.
    pub name: Text,
    /// Building kinds it is asked for; empty means all.
    pub kinds: Vec<String>,
    /// Measures of each option, in the order in which they are installed.
    pub options: Vec<Vec<String>>,
}

impl SearchSpace {
    /// Reads the decisions; `file` is its name for remarks.
    ///
    /// # Errors
    /// Every remark: syntax, unknown or missing keys, repeated ids, unknown or incompatible
    /// measures, measures of two decisions, empty or too many options.
    pub fn parse(file: &str, text: &str, catalogue: &Catalogue) -> Result<Self, Vec<Diagnostic>> {
        let mut space = Reader::read(file, text, |reader, root| {
            reader.only(root, &["decisions"]);
            let items = reader.list(&root.at("decisions"));
            let mut decisions: Vec<Decision> = Vec::new();
            for item in &items {
                if let Some(decision) = read_decision(reader, item, catalogue) {
                    once(reader, item, &decisions, &decision);
                    decisions.push(decision);
                }
            }
            Some(Self { decisions })
        })?;
        // A stable sort: within each half the order of the file holds.
        space.decisions.sort_by_key(|decision| !changes_loads(decision, catalogue));
        Ok(space)
    }

    /// How many decisions may change the heat balance; they come first.
    pub(crate) fn loads_decided(&self, catalogue: &Catalogue) -> usize {
        self.decisions.iter().take_while(|decision| changes_loads(decision, catalogue)).count()
    }
}

fn changes_loads(decision: &Decision, catalogue: &Catalogue) -> bool {
    let mut measures = decision.options.iter().flatten().filter_map(|id| catalogue.measure(id));
    measures.any(|measure| measure.effects.iter().any(|effect| !effect.is_supply()))
}

fn read_decision(
    reader: &mut Reader<'_>,
    node: &Node<'_>,
    catalogue: &Catalogue,
) -> Option<Decision> {
    reader.only(node, &["id", "name", "kinds", "options"]);
    let id = reader.id(&node.at("id"));
    let name = reader.both(&node.at("name"));
    let words = Kind::ALL.map(|kind| (kind.key(), kind.key()));
    let kinds = reader.list_or_empty(&node.at("kinds"));
    let kinds = kinds.iter().filter_map(|item| reader.word(item, &words)).map(str::to_owned);
    let kinds = kinds.collect();
    let list = node.at("options");
    let items = reader.list(&list);
    if items.is_empty() || items.len() >= OPTIONS_MAX {
        let expected = Text::new("1 至 49 个选项", "1 to 49 options");
        reader.refuse(&list, "options_out_of_range", expected);
    }
    let options = items.iter().map(|item| read_option(reader, item, catalogue)).collect();
    Some(Decision { id: id?, name: name?, kinds, options })
}

fn read_option(reader: &mut Reader<'_>, node: &Node<'_>, catalogue: &Catalogue) -> Vec<String> {
    let ids = reader.ids(node);
    if ids.is_empty() {
        let expected = Text::new("至少一项措施", "at least one measure");
        reader.refuse(node, "empty_option", expected);
    }
    let mut measures = Vec::new();
    for id in &ids {
        match catalogue.measure(id) {
            Some(measure) => measures.push(measure),
            None => {
                let expected = Text::new(
                    format!("目录中的措施；{id} 不在其中"),
                    format!("measures of the catalogue; {id} is none"),
                );
                reader.refuse(node, "unknown_measure", expected);
            }
        }
    }
    for (at, one) in measures.iter().enumerate() {
        if let Some(other) = measures.iter().take(at).find(|other| one.conflicts_with(other)) {
            let (a, b) = (&other.id, &one.id);
            let expected = Text::new(
                format!("可并存的措施；{a} 与 {b} 不能并存"),
                format!("measures that can stand together; {a} and {b} cannot"),
            );
            reader.refuse(node, "incompatible_measures", expected);
        }
    }
    ids
}

/// A decision has an id of its own, and no measure is decided on twice.
fn once(reader: &mut Reader<'_>, node: &Node<'_>, above: &[Decision], decision: &Decision) {
    if above.iter().any(|other| other.id == decision.id) {
        let expected = Text::new("未用过的标识", "an id not used above");
        reader.refuse(&node.at("id"), "repeated_id", expected);
    }
    let kinds_meet = |other: &&Decision| {
        let all = |one: &Decision| one.kinds.is_empty();
        all(other) || all(decision) || other.kinds.iter().any(|kind| decision.kinds.contains(kind))
    };
    let mut others =
        above.iter().filter(kinds_meet).flat_map(|other| other.options.iter().flatten());
    if let Some(twice) = others.find(|id| decision.options.iter().flatten().any(|own| own == *id)) {
        let expected = Text::new(
            format!("每项措施只在一个决策中；{twice} 在前面已出现"),
            format!("each measure in one decision; {twice} stands above already"),
        );
        reader.refuse(&node.at("options"), "decided_twice", expected);
    }
}
