//! The thresholds of a verdict, as data with sources.

use serde::Serialize;
use units::{Diagnostic, Fen, Sourced, Text};

use super::spread::Spread;
use super::tornado::Side;
use super::verdict::Verdict;
use crate::read::{Node, Reader};

/// From which odds of loss a renovation is called what.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VerdictRules {
    /// Stable word.
    pub id: String,
    /// Name for people.
    pub name: Text,
    /// The side that the leading verdict speaks of.
    pub leads: Side,
    /// Loss-making from this probability of loss on, if the expected value is below zero too. \[%\]
    pub loss_making_from_percent: Sourced<f64>,
    /// Sound up to this probability of loss, if the expected value is not below zero. \[%\]
    pub sound_up_to_percent: Sourced<f64>,
}

impl VerdictRules {
    /// Reads the thresholds; `file` is its name for remarks.
    ///
    /// # Errors
    /// Every remark: syntax, unknown or missing keys, values out of range or not in order.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        Reader::read(file, text, read_rules)
    }

    /// What the odds of one side are called.
    pub fn of(&self, spread: &Spread) -> Verdict {
        let percent = 100.0 * spread.loss.share;
        let below_zero = spread.mean.value < Fen::ZERO;
        if below_zero && percent >= self.loss_making_from_percent.value {
            Verdict::LossMaking
        } else if !below_zero && percent <= self.sound_up_to_percent.value {
            Verdict::Sound
        } else {
            Verdict::Doubtful
        }
    }

    /// The threshold that lies within the interval of the probability, so that more draws could
    /// turn the verdict.
    pub(super) fn too_close(&self, spread: &Spread) -> Option<f64> {
        let (low, high) = (100.0 * spread.loss.low_share, 100.0 * spread.loss.high_share);
        [self.sound_up_to_percent.value, self.loss_making_from_percent.value]
            .into_iter()
            .find(|limit| low < *limit && *limit < high)
    }
}

const SIDES: [(&str, Side); 2] =
    [("with_subsidy", Side::WithSubsidy), ("without_subsidy", Side::WithoutSubsidy)];

fn read_rules(reader: &mut Reader<'_>, root: &Node<'_>) -> Option<VerdictRules> {
    reader.only(root, &["id", "name", "leads", "loss_making_from_percent", "sound_up_to_percent"]);
    let id = reader.id(&root.at("id"));
    let name = reader.both(&root.at("name"));
    let leads = reader.word(&root.at("leads"), &SIDES);
    let from = read_percent(reader, &root.at("loss_making_from_percent"));
    let sound = root.at("sound_up_to_percent");
    let up_to = read_percent(reader, &sound);
    let (from, up_to) = (from?, up_to?);
    if up_to.value >= from.value {
        let expected = Text::new(
            format!("低于 loss_making_from_percent（{}）", from.value),
            format!("below loss_making_from_percent ({})", from.value),
        );
        reader.refuse(&sound.at("value"), "not_in_order", expected);
    }
    Some(VerdictRules {
        id: id?,
        name: name?,
        leads: leads?,
        loss_making_from_percent: from,
        sound_up_to_percent: up_to,
    })
}

fn read_percent(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Sourced<f64>> {
    reader.only(node, &["value", "origin", "date", "mark"]);
    reader.sourced(node, 0.0..=100.0)
}
