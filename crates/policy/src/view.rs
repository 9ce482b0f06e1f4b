//! What stands in a version, as plain values for pages and other programs.

use std::collections::BTreeSet;

use serde::Serialize;
use units::Text;

use crate::expr::print;
use crate::ground::Ground;
use crate::rules::{Clause, ClauseKind, Formula, RuleSet};
use crate::words::{Words, words};

/// An expression of the law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormulaView {
    /// On one line, spaced in the one way.
    pub expression: String,
    /// As it was laid out over several lines, where it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// In words.
    pub words: Words,
    /// The facts, parameters and definitions that it reads, each once, in reading order.
    pub reads: Vec<String>,
}

/// A named step of the law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DefinitionView {
    /// Its name in expressions.
    pub id: String,
    /// What it is.
    pub label: Text,
    /// The base rule.
    pub base: FormulaView,
    /// Where the base rule stands.
    pub ground: Ground,
    /// What takes its place, in the order of the file.
    pub exceptions: Vec<ExceptionView>,
}

/// What takes the place of a base rule while its condition holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExceptionView {
    /// Its id within the version.
    pub id: String,
    /// When it holds.
    pub when: FormulaView,
    /// What then holds.
    pub formula: FormulaView,
    /// Where it stands.
    pub ground: Ground,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClauseView {
    /// Its id within the version.
    pub id: String,
    /// How it bears on the decision.
    pub kind: ClauseKind,
    /// What it says.
    pub text: Text,
    /// What must hold.
    pub condition: FormulaView,
    /// Where it applies at all; everywhere if absent.
    pub applies_when: Option<FormulaView>,
    /// The fact that records why it does not apply.
    pub reason: Option<String>,
    /// Where it stands.
    pub ground: Ground,
}

/// One way in which support is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ModeView {
    /// Its id within the version.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The amount, in the scheme's currency.
    pub amount: FormulaView,
    /// How the amount is rounded, as files say it: `down_to_fen` …
    pub round: String,
    /// The same in words.
    pub round_words: Text,
    /// Where it stands.
    pub ground: Ground,
}

/// One part of the payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TrancheView {
    /// Its id within the version.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Share of the award in percent; absent for the last, which takes what the others leave.
    pub share: Option<FormulaView>,
    /// How much of the part is paid, in percent; all of it if absent.
    pub paid: Option<FormulaView>,
    /// What must hold before it is paid, beyond the award itself.
    pub condition: Option<FormulaView>,
    /// Where it stands.
    pub ground: Ground,
}

/// Anything of a version that stands on a ground.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ItemView {
    /// Its id within the version; `validity` for the version's own dates.
    pub id: String,
    /// What it says.
    pub label: Text,
    /// Where it stands.
    pub ground: Ground,
}

impl RuleSet {
    /// Every item that an official can hold against the original, in the order of the law.
    pub fn items(&self) -> Vec<ItemView> {
        let item = |id: &str, label: Text, ground: &Ground| ItemView {
            id: id.to_owned(),
            label,
            ground: ground.clone(),
        };
        let version = &self.version;
        let mut items = vec![item("validity", version.name.clone(), &version.ground)];
        items.extend(self.clauses.iter().map(|one| item(&one.id, one.text.clone(), &one.ground)));
        items.extend(self.modes.iter().map(|one| item(&one.id, one.name.clone(), &one.ground)));
        items.extend(self.tranches.iter().map(|one| item(&one.id, one.name.clone(), &one.ground)));
        for one in self.definitions.values() {
            items.push(item(&one.id, one.label.clone(), &one.ground));
            let exceptions = one.exceptions.iter();
            items.extend(exceptions.map(|e| item(&e.id, one.label.clone(), &e.ground)));
        }
        items.extend(self.excludes.iter().map(|one| item(&one.id, one.text.clone(), &one.ground)));
        let matched = |fact: &str| {
            self.facts.get(fact).map_or_else(|| Text::same(fact), |fact| fact.label.clone())
        };
        items.extend(
            self.matches.iter().map(|one| item(&one.fact, matched(&one.fact), &one.ground)),
        );
        items
    }

    /// The named steps, in the order in which the rules come to read them.
    pub fn definitions(&self) -> Vec<DefinitionView> {
        let mut order = Vec::new();
        for formula in self.formulas() {
            self.read_by(formula, &mut order);
        }
        order.iter().filter_map(|id| self.definition(id)).collect()
    }

    /// The conditions, in the order of the file.
    pub fn clauses(&self) -> Vec<ClauseView> {
        let clause = |clause: &Clause| ClauseView {
            id: clause.id.clone(),
            kind: clause.kind,
            text: clause.text.clone(),
            condition: self.formula(&clause.condition),
            applies_when: clause.applies_when.as_ref().map(|formula| self.formula(formula)),
            reason: clause.reason.clone(),
            ground: clause.ground.clone(),
        };
        self.clauses.iter().map(clause).collect()
    }

    /// The fact that names the mode; absent where there is one mode only.
    pub fn mode_fact(&self) -> Option<&str> {
        self.mode_fact.as_deref()
    }

    /// The ways in which support is given, in the order of the file.
    pub fn modes(&self) -> Vec<ModeView> {
        let view = |mode: &crate::rules::Mode| {
            let (round, round_words) = mode.rounding.label(self.currency);
            ModeView {
                id: mode.id.clone(),
                name: mode.name.clone(),
                amount: self.formula(&mode.amount),
                round,
                round_words,
                ground: mode.ground.clone(),
            }
        };
        self.modes.iter().map(view).collect()
    }

    /// The parts of the payment, in the order of the file.
    pub fn tranches(&self) -> Vec<TrancheView> {
        let of = |formula: &Option<Formula>| formula.as_ref().map(|formula| self.formula(formula));
        let view = |tranche: &crate::rules::Tranche| TrancheView {
            id: tranche.id.clone(),
            name: tranche.name.clone(),
            share: of(&tranche.share),
            paid: of(&tranche.paid),
            condition: of(&tranche.condition),
            ground: tranche.ground.clone(),
        };
        self.tranches.iter().map(view).collect()
    }

    fn definition(&self, id: &str) -> Option<DefinitionView> {
        let definition = self.definitions.get(id)?;
        let exception = |exception: &crate::rules::Exception| ExceptionView {
            id: exception.id.clone(),
            when: self.formula(&exception.when),
            formula: self.formula(&exception.formula),
            ground: exception.ground.clone(),
        };
        Some(DefinitionView {
            id: definition.id.clone(),
            label: definition.label.clone(),
            base: self.formula(&definition.base),
            ground: definition.ground.clone(),
            exceptions: definition.exceptions.iter().map(exception).collect(),
        })
    }

    /// All formulas outside definitions, in reading order.
    fn formulas(&self) -> impl Iterator<Item = &Formula> {
        let clauses = self.clauses.iter();
        let clauses = clauses.flat_map(|c| c.applies_when.iter().chain([&c.condition]));
        let modes = self.modes.iter().map(|mode| &mode.amount);
        let tranches = self.tranches.iter().flat_map(|part| {
            part.share.iter().chain(part.paid.iter()).chain(part.condition.iter())
        });
        clauses.chain(modes).chain(tranches)
    }

    /// Adds the definitions that a formula reads, each with those that it reads below it.
    fn read_by(&self, formula: &Formula, order: &mut Vec<String>) {
        for (name, _) in formula.expr.names() {
            let Some(definition) = self.definitions.get(name) else { continue };
            if order.iter().any(|known| known == name) {
                continue;
            }
            order.push(name.to_owned());
            self.read_by(&definition.base, order);
            for exception in &definition.exceptions {
                self.read_by(&exception.when, order);
                self.read_by(&exception.formula, order);
            }
        }
    }

    fn formula(&self, formula: &Formula) -> FormulaView {
        let mut seen = BTreeSet::new();
        let names = formula.expr.names().into_iter().map(|(name, _)| name);
        let reads = names.filter(|name| seen.insert(*name)).map(str::to_owned).collect();
        let lines = formula.text.trim_end().lines().map(str::trim_end);
        let lines: Vec<&str> = lines.skip_while(|line| line.is_empty()).collect();
        let layout = (lines.len() > 1).then(|| lines.join("\n"));
        FormulaView {
            expression: print(&formula.expr),
            layout,
            words: words(&formula.expr, self),
            reads,
        }
    }
}
