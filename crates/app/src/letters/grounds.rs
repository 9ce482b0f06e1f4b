//! From what: decision, law, workflow, money and documents as the grounds that letters print.

use std::collections::BTreeSet;

use policy::Trace;
use programme::command::DecisionSummary;
use programme::facts::Fact;
use programme::ids::StepId;
use programme::workflow::Workflow;
use report::letter::{Cited, Ground};
use units::{Date, Fen, Mark, Text};

use super::Desk;

impl Desk<'_> {
    /// The recorded decision.
    pub(super) fn decision_ground(&self, decision: &DecisionSummary) -> Ground {
        let (scheme, version) = (&decision.scheme, &decision.version);
        Ground {
            what: Text::new("政策认定记录", "record of the decision under the rules"),
            clause: Some(Text::same(format!("{scheme} · {version}"))),
            parameter: None,
            date: Some(decision.date),
            marks: decision.marks.iter().copied().collect(),
            record: Some(decision.record.to_string()),
        }
    }

    /// An amount of the decision; with the decision at hand, on its formula and parameters too.
    pub(super) fn decided(&self, decision: &DecisionSummary, amount: Fen) -> Cited<Fen> {
        let mut law = Vec::new();
        if let Some(full) = self.request.decision {
            let mode = full.modes.iter().find(|mode| Some(&mode.id) == full.mode.as_ref());
            if let Some(mode) = mode {
                law.push(law_ground(mode.name.clone(), None, &mode.ground));
                parameters(&mode.trace, &mut law);
            }
        }
        Cited::new(amount, self.decision_ground(decision)).and(law)
    }

    /// The workflow's rule about the stage `id`.
    pub(super) fn flow_ground(&self, flow: &Workflow) -> Ground {
        let stage = flow.stages.get(&self.application.stage);
        let (name, mark) = stage.map_or((&flow.name, flow.mark), |one| (&one.name, one.mark));
        Ground {
            what: Text::new("工作流程", "workflow"),
            clause: Some(Text::new(
                format!("{} · {}", flow.name.zh, name.zh),
                format!("{} · {}", flow.name.en, name.en),
            )),
            parameter: None,
            date: None,
            marks: BTreeSet::from([mark]),
            record: Some(flow.digest(self.state.suite()).to_string()),
        }
    }

    /// A money step.
    pub(super) fn step_ground(&self, step: &StepId) -> Ground {
        Ground {
            what: Text::new("资金步骤（双人复核）", "money step, approved by a second person"),
            clause: None,
            parameter: None,
            date: None,
            marks: BTreeSet::new(),
            record: Some(step.to_string()),
        }
    }

    /// The money ledger as it stands.
    pub(super) fn ledger_ground(&self) -> Ground {
        let count = self.state.next_seq();
        Ground {
            what: Text::new("资金台账", "money ledger"),
            clause: None,
            parameter: None,
            date: None,
            marks: BTreeSet::new(),
            record: Some(format!("journal/{count}")),
        }
    }

    /// What an officer said when the stage was decided.
    pub(super) fn said_ground(&self, date: Option<Date>) -> Ground {
        Ground {
            what: Text::new("审查意见", "opinion of the review"),
            clause: None,
            parameter: None,
            date,
            marks: BTreeSet::from([Mark::Reported]),
            record: Some(format!("{}/{}", self.application.id, self.application.version)),
        }
    }
}

/// Where a text of the law stands.
pub(super) fn law_ground(what: Text, parameter: Option<Text>, law: &policy::Ground) -> Ground {
    let sources = law.sources.join(", ");
    let clause = match &*law.article {
        policy::NOT_SEEN => {
            Text::new(format!("条文未见（{sources}）"), format!("article not seen ({sources})"))
        }
        article => Text::new(format!("{article}（{sources}）"), format!("{article} ({sources})")),
    };
    Ground {
        what,
        clause: Some(clause),
        parameter,
        date: Some(law.from),
        marks: BTreeSet::from([law.effective_mark()]),
        record: None,
    }
}

/// The parameters of the law in a derivation, each once.
fn parameters(trace: &Trace, out: &mut Vec<Ground>) {
    if let Some(law) = &trace.ground {
        let shown = Text::new(
            format!("{} = {}", trace.label.zh, trace.shown.zh),
            format!("{} = {}", trace.label.en, trace.shown.en),
        );
        let what = Text::new("政策参数", "parameter of the law");
        let ground = law_ground(what, Some(shown), law);
        if !out.contains(&ground) {
            out.push(ground);
        }
    }
    for input in &trace.inputs {
        parameters(input, out);
    }
}

/// A fact of the application, with its document.
pub(super) fn fact_ground(fact: &Fact) -> Ground {
    let origin = &fact.source.origin;
    Ground {
        what: Text::new(format!("事实：{origin}"), format!("fact: {origin}")),
        clause: None,
        parameter: None,
        date: fact.source.date,
        marks: BTreeSet::from([fact.source.mark]),
        record: Some(fact.evidence.to_string()),
    }
}
