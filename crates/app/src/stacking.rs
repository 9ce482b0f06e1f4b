//! Several schemes for one project: the best permitted combination.

use std::path::Path;

use policy::{LeftOut, Plan, Scheme, Stack, StackOutcome};
use report::format;
use units::{Date, Text};

use crate::embedded;
use crate::failure::Failure;
use crate::files::Input;
use crate::outcome::{Line, Outcome, Told};

/// One project and the schemes that it may use.
#[derive(Clone, Copy, Debug)]
pub struct StackRequest<'a> {
    /// Facts of the project.
    pub facts: &'a Path,
    /// The day of the decisions.
    pub on: Date,
    /// Schemes by their ids.
    pub schemes: &'a [String],
    /// All schemes below a place as well, such as `cn/beijing`.
    pub below: Option<&'a str>,
    /// A folder of schemes instead of the embedded ones.
    pub policy: Option<&'a Path>,
}

/// Finds the combination of awards that is worth most, with the reason for each one left out.
///
/// # Errors
/// [`Failure::Rules`] for a scheme that is not there, [`Failure::Input`] for schemes or facts that
/// cannot be used, [`Failure::Request`] without any scheme.
pub fn stack_case(request: &StackRequest<'_>) -> Result<Box<dyn Outcome>, Failure> {
    let known = embedded::known_schemes(request.policy)?;
    let inside = |id: &String| {
        let place = request.below.map(|place| place.trim_end_matches('/'));
        place.is_some_and(|place| id == place || id.starts_with(&format!("{place}/")))
    };
    let mut ids: Vec<String> = known.into_iter().filter(inside).collect();
    ids.extend(request.schemes.iter().filter(|id| !ids.contains(id)).cloned().collect::<Vec<_>>());
    if ids.is_empty() {
        return Err(Failure::Request(Text::new(
            "没有可用的政策；请用 --scheme 或 --below 指明",
            "no scheme to consider; name some with --scheme or --below",
        )));
    }
    let load = |id: &String| -> Result<Scheme, Failure> {
        let files = embedded::scheme(id, request.policy)?;
        Scheme::load(&files).map_err(Failure::Input)
    };
    let schemes = ids.iter().map(load).collect::<Result<Vec<_>, _>>()?;
    let schemes: Vec<&Scheme> = schemes.iter().collect();
    let file = Input::read("facts", request.facts)?;
    let facts =
        policy::read_shared_facts(&schemes, &file.name, &file.text()).map_err(Failure::Input)?;
    let stack = policy::stack(&schemes, &facts, request.on);
    let gist = gist(&stack);
    Ok(Box::new(Told { result: stack, gist }))
}

fn gist(stack: &Stack) -> Vec<Line> {
    let mut gist = Vec::new();
    match &stack.outcome {
        StackOutcome::Solved { decided, if_met } => {
            plan("已可核定", "decided", decided, stack, &mut gist);
            plan("其余条件满足时", "if met", if_met, stack, &mut gist);
        }
        StackOutcome::Circle { text, .. } | StackOutcome::TooMany { text, .. } => {
            gist.push(Line::new("无法求解", "not solved", text.clone()));
        }
    }
    gist.extend(stack.set_aside.iter().map(|left| Line::new("未列入", "set aside", named(left))));
    gist
}

/// Which scheme, and why it is not taken.
fn named(left: &LeftOut) -> Text {
    let LeftOut { scheme_name, text, .. } = left;
    Text::new(
        format!("{}：{}", scheme_name.zh, text.zh),
        format!("{}: {}", scheme_name.en, text.en),
    )
}

fn plan(zh: &str, en: &str, plan: &Plan, stack: &Stack, gist: &mut Vec<Line>) {
    let label = stack.currency.label();
    let money = |fen| {
        let exact = format::yuan_exact(fen);
        Text::new(format!("{exact} {}", label.zh), format!("{} {exact}", label.en))
    };
    gist.push(Line::new(zh, en, money(plan.total)));
    for award in &plan.chosen {
        let sum = money(award.amount);
        let name = &award.decision.scheme_name;
        gist.push(Line::new(
            "  采用",
            "  take",
            Text::new(format!("{}：{}", name.zh, sum.zh), format!("{}: {}", name.en, sum.en)),
        ));
    }
    gist.extend(plan.left_out.iter().map(|left| Line::new("  不采用", "  leave", named(left))));
}
