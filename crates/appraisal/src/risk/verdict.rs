//! Would this be a renovation at a loss? A verdict with grounds, and what could change it.

use serde::Serialize;
use units::{Fen, Text};

use super::inputs::Inputs;
use super::simulate::RiskProfile;
use super::spread::Spread;
use super::tornado::{BreakEven, Side, Swing};
use super::verdict_rules::VerdictRules;

/// What the odds say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A gain is expected and a loss unlikely.
    Sound,
    /// Neither sound nor loss-making.
    Doubtful,
    /// It would be a loss-making renovation.
    LossMaking,
    /// Facts that the answer hangs on are missing; nothing is guessed.
    CannotBeSaid,
}

impl Verdict {
    /// As people read it.
    pub fn text(self) -> Text {
        match self {
            Self::Sound => Text::new("改造可行", "a sound renovation"),
            Self::Doubtful => Text::new("盈亏存疑", "a doubtful renovation"),
            Self::LossMaking => Text::new("改造将亏损", "would be a loss-making renovation"),
            Self::CannotBeSaid => Text::new("无法判断", "cannot be said"),
        }
    }
}

/// Another package for the same space.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alternative {
    /// Its name for people.
    pub name: Text,
    /// Investment beyond that of the package judged; negative if it is cheaper.
    pub extra_investment: Fen,
    /// Its expected net present value on the side that leads the verdict.
    pub expected_npv: Fen,
}

/// What a verdict is passed on.
#[derive(Clone, Copy, Debug)]
pub struct Case<'c> {
    /// The uncertain inputs.
    pub inputs: &'c Inputs,
    /// What the draws say; `None` where the value could not be computed.
    pub profile: Option<&'c RiskProfile>,
    /// Key facts that are not known, such as rent or area. One is enough for "cannot be said".
    pub missing: &'c [Text],
    /// [`super::tornado`] on the side that leads.
    pub swings: &'c [Swing],
    /// Other packages for the same space.
    pub alternatives: &'c [Alternative],
}

/// Something that could end the loss, or that must hold for the gain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lever {
    /// What to do, for people.
    pub what: Text,
    /// The input to move; `None` for another package.
    pub input: Option<String>,
    /// The value that it has to reach, or must not pass; unit as the input says.
    pub value: Option<f64>,
    /// Way to that value, in widths of the input between its 10 % and 90 % quantiles: small is
    /// near.
    pub distance_ratio: Option<f64>,
}

/// A verdict with its grounds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Judgement {
    /// The verdict on the side that the rules let lead.
    pub verdict: Verdict,
    /// The verdict if the subsidy is paid.
    pub with_subsidy: Verdict,
    /// The verdict if it is not.
    pub without_subsidy: Verdict,
    /// One sentence for the top of a page.
    pub headline: Text,
    /// Why, each ground with its figures and thresholds.
    pub grounds: Vec<Text>,
    /// Facts that are missing; not empty only where it cannot be said.
    pub missing: Vec<Text>,
    /// What to change: other packages that earn their cost, the least extra investment first, then
    /// inputs that somebody can move, the nearest break-even first.
    pub what_to_change: Vec<Lever>,
}

impl VerdictRules {
    /// Passes the verdict on a case.
    pub fn judge(&self, case: &Case<'_>) -> Judgement {
        match case.profile {
            Some(profile) if case.missing.is_empty() => self.judge_known(case, profile),
            _ => cannot_be_said(case),
        }
    }

    fn judge_known(&self, case: &Case<'_>, profile: &RiskProfile) -> Judgement {
        let with_subsidy = self.of(&profile.with_subsidy);
        let without_subsidy = self.of(&profile.without_subsidy);
        let verdict = match self.leads {
            Side::WithSubsidy => with_subsidy,
            Side::WithoutSubsidy => without_subsidy,
        };
        let mut grounds = Vec::new();
        for (name, spread) in [
            (Text::new("无补助", "without subsidy"), &profile.without_subsidy),
            (Text::new("有补助", "with subsidy"), &profile.with_subsidy),
        ] {
            grounds.push(self.ground(&name, spread));
            grounds.extend(self.too_close(spread).map(|limit| close_ground(&name, limit)));
        }
        grounds.extend(assumed_ground(case.inputs));
        Judgement {
            verdict,
            with_subsidy,
            without_subsidy,
            headline: headline(without_subsidy, with_subsidy),
            grounds,
            missing: Vec::new(),
            what_to_change: what_to_change(case),
        }
    }

    fn ground(&self, side: &Text, spread: &Spread) -> Text {
        let (odds, mean) = (spread.loss.text(), &spread.mean);
        let (from, up_to) = (&self.loss_making_from_percent, &self.sound_up_to_percent);
        Text::new(
            format!(
                "{}：亏损概率 {}，期望净现值 {}（标准误 {}）。亏损概率 ≥ {} % 且期望为负，\
                 判为亏损；≤ {} % 且期望不为负，判为可行（{}）",
                side.zh,
                odds.zh,
                money(mean.value).zh,
                money(mean.standard_error).zh,
                from.value,
                up_to.value,
                from.source.origin,
            ),
            format!(
                "{}: probability of loss {}, expected NPV {} (standard error {}). Loss-making \
                 from {} % on with an expected loss; sound up to {} % with an expected gain ({})",
                side.en,
                odds.en,
                money(mean.value).en,
                money(mean.standard_error).en,
                from.value,
                up_to.value,
                from.source.origin,
            ),
        )
    }
}

/// An amount as people say it.
fn money(amount: Fen) -> Text {
    let yuan = amount.yuan_f64();
    Text::new(format!("{:.1} 万元", yuan / 1e4), format!("CNY {:.3} M", yuan / 1e6))
}

fn cannot_be_said(case: &Case<'_>) -> Judgement {
    let mut missing = case.missing.to_vec();
    if missing.is_empty() {
        missing.push(Text::new("净现值", "the net present value"));
    }
    let list = |of: fn(&Text) -> &str, joiner: &str| {
        missing.iter().map(of).collect::<Vec<_>>().join(joiner)
    };
    let (zh, en) = (list(|text| &text.zh, "、"), list(|text| &text.en, ", "));
    Judgement {
        verdict: Verdict::CannotBeSaid,
        with_subsidy: Verdict::CannotBeSaid,
        without_subsidy: Verdict::CannotBeSaid,
        headline: Text::new(
            format!("无法判断改造是否亏损：缺少{zh}"),
            format!("whether it would lose money cannot be said: {en} not known"),
        ),
        grounds: Vec::new(),
        missing,
        what_to_change: Vec::new(),
    }
}

fn headline(without_subsidy: Verdict, with_subsidy: Verdict) -> Text {
    let (without, with) = (without_subsidy.text(), with_subsidy.text());
    if without_subsidy == with_subsidy {
        return Text::new(
            format!("无论有无补助：{}", without.zh),
            format!("with and without the subsidy: {}", without.en),
        );
    }
    Text::new(
        format!("无补助：{}；有补助：{}", without.zh, with.zh),
        format!("without the subsidy: {}; with it: {}", without.en, with.en),
    )
}

fn close_ground(side: &Text, limit: f64) -> Text {
    Text::new(
        format!("{}：亏损概率的区间含有阈值 {limit} %，增加抽样次数可能改变结论", side.zh),
        format!(
            "{}: the threshold of {limit} % lies within the interval of the probability; more draws \
             could turn the verdict",
            side.en
        ),
    )
}

fn assumed_ground(inputs: &Inputs) -> Option<Text> {
    let assumed: Vec<_> = inputs.inputs.iter().filter(|input| input.is_assumed()).collect();
    let (n, all) = (assumed.len(), inputs.inputs.len());
    let list = |of: fn(&Text) -> &str, joiner: &str| {
        assumed.iter().map(|input| of(&input.name)).collect::<Vec<_>>().join(joiner)
    };
    let (zh, en) = (list(|text| &text.zh, "、"), list(|text| &text.en, ", "));
    (n > 0).then(|| {
        Text::new(
            format!("{all} 项不确定因素中有 {n} 项的范围为假定：{zh}"),
            format!("the spread of {n} of {all} uncertain inputs is assumed: {en}"),
        )
    })
}

fn what_to_change(case: &Case<'_>) -> Vec<Lever> {
    let mut others: Vec<&Alternative> =
        case.alternatives.iter().filter(|other| other.expected_npv >= Fen::ZERO).collect();
    others.sort_by_key(|other| (other.extra_investment, std::cmp::Reverse(other.expected_npv)));
    let mut levers: Vec<Lever> =
        case.swings.iter().filter_map(|swing| input_lever(case.inputs, swing)).collect();
    let way = |lever: &Lever| lever.distance_ratio.unwrap_or(f64::INFINITY);
    levers.sort_by(|a, b| way(a).total_cmp(&way(b)));
    others.into_iter().map(package_lever).chain(levers).collect()
}

fn package_lever(other: &Alternative) -> Lever {
    let Alternative { name, extra_investment, expected_npv } = other;
    let is_less = *extra_investment < Fen::ZERO;
    let way = if is_less { ("减少", "less") } else { ("增加", "more") };
    let by = if is_less { -*extra_investment } else { *extra_investment };
    let (extra, npv) = (money(by), money(*expected_npv));
    Lever {
        what: Text::new(
            format!("改用方案“{}”：投资{} {}，净现值 {}", name.zh, way.0, extra.zh, npv.zh),
            format!(
                "take the package \"{}\": {} {} investment, NPV {}",
                name.en, extra.en, way.1, npv.en
            ),
        ),
        input: None,
        value: None,
        distance_ratio: None,
    }
}

/// The break-even of an input that somebody can move: to be reached where the likely case loses,
/// not to be passed where it gains.
fn input_lever(inputs: &Inputs, swing: &Swing) -> Option<Lever> {
    let input = inputs.inputs.iter().find(|input| input.id == swing.input && input.lever)?;
    let BreakEven::At(value) = swing.break_even else { return None };
    let loses = swing.npv_at_likely? < Fen::ZERO;
    let width = swing.high - swing.low;
    let way = (value - swing.value).abs();
    let (name, at, now) = (&input.name, input.unit.text(value, 2), input.unit.text(swing.value, 2));
    let what = if loses {
        Text::new(
            format!("把{}从 {} 调到 {} 即可保本", name.zh, now.zh, at.zh),
            format!("bring {} from {} to {} to break even", name.en, now.en, at.en),
        )
    } else {
        let up = value > swing.value;
        let (zh, en) = if up { ("不高于", "above") } else { ("不低于", "below") };
        Text::new(
            format!("{}须{zh} {}（现为 {}），否则亏损", name.zh, at.zh, now.zh),
            format!("do not let {} go {en} {} (now {}): it loses there", name.en, at.en, now.en),
        )
    };
    Some(Lever {
        what,
        input: Some(input.id.clone()),
        value: Some(value),
        distance_ratio: Some(if width > 0.0 { way / width } else { f64::INFINITY }),
    })
}
