//! Several awards for one project: against a brute-force oracle, in any order, and by hand for
//! the schemes of Beijing.

use std::collections::BTreeSet;

use policy::{
    Bar, Currency, Facts, LINKED_MAX, LeftOut, Plan, Reason, Scheme, Stack, StackOutcome,
    read_shared_facts, reported, stack,
};
use units::{Decimal, Fen, Mark};

use crate::columns::Dice;
use crate::scheme::day;
use crate::schemes::ALL;

const ON: &str = "2024-07-01";

/// A small scheme: `min(base + share * got, cap)`, refused where `got` is above its limit.
#[derive(Clone, Debug, Default)]
struct Spec {
    name: char,
    level: Option<&'static str>,
    /// In fen; unknown where absent.
    base: Option<i64>,
    cap: i64,
    is_draft: bool,
    filled: Option<Filling>,
    excludes: Vec<Whom>,
}

/// The fact that others' awards fill: by whom, and what the rest of the rule says.
#[derive(Clone, Debug)]
struct Filling {
    by: Vec<Whom>,
    /// In percent.
    share: i64,
    limit: i64,
    /// What the case states itself.
    stated: Option<i64>,
}

#[derive(Clone, Debug)]
enum Whom {
    Level(&'static str),
    Scheme(char),
}

impl Whom {
    fn names(&self, other: &Spec) -> bool {
        match self {
            Self::Level(level) => other.level == Some(*level),
            Self::Scheme(name) => other.name == *name,
        }
    }

    fn yaml(&self) -> String {
        match self {
            Self::Level(level) => format!("level: {level}"),
            Self::Scheme(name) => format!("scheme: test/{name}"),
        }
    }
}

impl Spec {
    fn new(name: char, base: i64) -> Self {
        Self { name, base: Some(base), cap: yuan(1_000_000).0, ..Self::default() }
    }

    fn id(&self) -> String {
        format!("test/{}", self.name)
    }

    fn excludes(&self, other: &Self) -> bool {
        self.name != other.name && self.excludes.iter().any(|whom| whom.names(other))
    }

    fn bars(&self, other: &Self) -> bool {
        self.excludes(other) || other.excludes(self)
    }

    fn is_filled_by(&self, other: &Self) -> bool {
        let mut by = self.filled.iter().flat_map(|filling| &filling.by);
        self.name != other.name && by.any(|whom| whom.names(other))
    }

    fn scheme(&self) -> Scheme {
        self.scheme_in("")
    }

    /// The scheme, with a line more in its `scheme.yaml`.
    fn scheme_in(&self, line: &str) -> Scheme {
        let files: Vec<(String, String)> = self.files(line);
        Scheme::load(&files).unwrap_or_else(|problems| panic!("{problems:?}\n{files:?}"))
    }

    fn files(&self, line: &str) -> Vec<(String, String)> {
        let name = self.name;
        let unit = if line.contains("usd") { "usd" } else { "yuan" };
        let round = if unit == "usd" { "down_to_cent" } else { "down_to_fen" };
        let level = self.level.map_or(String::new(), |level| format!("level: {level}\n"));
        let status = if self.is_draft { "status: draft, " } else { "" };
        let ground = "sources: [S], mark: S, article: not_seen";
        let text = format!("{{zh: {name}, en: {name}}}");
        let fact = format!("{{label: {text}, type: number, unit: {unit}, supplier: all}}");
        let mut files = vec![(
            "scheme.yaml".to_owned(),
            format!(
                "id: test/{name}\nname: {text}\n{level}{line}\nsources: {{S: 'https://a.test'}}\n\
                 versions: [{{id: v, name: {text}, {status}document: not_seen, \
                 from: 2024-01-01, to: 2025-01-01, {ground}, checked_on: not_recorded}}]\n"
            ),
        )];
        let mut facts = format!("suppliers: {{all: {text}}}\nfacts:\n  base_{name}: {fact}\n");
        let mut parameter = |id: &str, unit: &str, value: String| {
            let text = format!(
                "id: {id}\ndescription: {text}\ntype: number\nunit: {unit}\n\
                 values: {{2024-01-01: {{value: {value}, {ground}, checked_on: not_recorded}}}}\n"
            );
            files.push((format!("parameters/{id}.yaml"), text));
        };
        parameter("cap", unit, Fen(self.cap).to_string());
        let mut amount = format!("base_{name}");
        let mut clauses = String::from("clauses: []\n");
        let mut rest = String::new();
        if let Some(filling) = &self.filled {
            facts.push_str(&format!("  got_{name}: {fact}\n"));
            parameter("share", "percent", filling.share.to_string());
            parameter("limit", unit, Fen(filling.limit).to_string());
            amount.push_str(&format!(" + share * got_{name}"));
            clauses = format!(
                "clauses: [{{id: enough, kind: gate, text: {text}, \
                 condition: got_{name} <= limit, {ground}}}]\n"
            );
            rest.push_str("  matches:\n");
            for whom in &filling.by {
                rest.push_str(&format!("    - {{fact: got_{name}, {}, {ground}}}\n", whom.yaml()));
            }
        }
        if !self.excludes.is_empty() {
            rest.push_str("  excludes:\n");
        }
        for (index, whom) in self.excludes.iter().enumerate() {
            let whom = whom.yaml();
            rest.push_str(&format!("    - {{id: not_{index}, text: {text}, {whom}, {ground}}}\n"));
        }
        let rules = format!(
            "version: v\n{clauses}support:\n  modes: [{{id: award, name: {text}, \
             amount: 'min({amount}, cap)', round: {round}, {ground}}}]\n{rest}"
        );
        files.extend([("facts.yaml".to_owned(), facts), ("rules/v.yaml".to_owned(), rules)]);
        files
    }
}

fn forfeits_some(left: &LeftOut) -> bool {
    matches!(&left.reason, Reason::WorthLess { forfeits, .. } if !forfeits.is_empty())
}

fn yuan(yuan: i64) -> Fen {
    Fen(yuan * 100)
}

fn facts_of(specs: &[Spec]) -> Facts {
    let mut facts = Facts::new();
    let mut state = |name: String, fen: Option<i64>| {
        if let Some(fen) = fen {
            facts.number(&name, Fen(fen).yuan(), reported("test"));
        }
    };
    for spec in specs {
        state(format!("base_{}", spec.name), spec.base);
        state(format!("got_{}", spec.name), spec.filled.as_ref().and_then(|f| f.stated));
    }
    facts
}

fn stacked(specs: &[Spec]) -> Stack {
    let schemes: Vec<Scheme> = specs.iter().map(Spec::scheme).collect();
    stack(&schemes.iter().collect::<Vec<_>>(), &facts_of(specs), day(ON))
}

fn solved(stack: &Stack) -> (&Plan, &Plan) {
    match &stack.outcome {
        StackOutcome::Solved { decided, if_met } => (decided, if_met),
        other => panic!("{other:?}"),
    }
}

fn ids(plan: &Plan) -> Vec<&str> {
    plan.chosen.iter().map(|award| award.scheme.as_str()).collect()
}

fn left<'a>(list: &'a [LeftOut], id: &str) -> &'a LeftOut {
    list.iter().find(|left| left.scheme == id).unwrap()
}

/// The award of one of `taken` beside the others, by the words of the rules; absent where it or
/// what fills it has none.
fn award(index: usize, taken: &[usize], specs: &[Spec], depth: usize) -> Option<i64> {
    let spec = &specs[index];
    let mut amount = spec.base?.checked_mul(100)?;
    if let Some(filling) = &spec.filled {
        let mut sum = 0;
        for &other in taken.iter().filter(|other| spec.is_filled_by(&specs[**other])) {
            // Deeper than there are schemes: a circle.
            sum += award(other, taken, specs, depth.checked_sub(1)?)?;
        }
        let got = match filling.stated {
            Some(stated) => stated + sum,
            None if sum > 0 => sum,
            None => return None,
        };
        if got > filling.limit {
            return None;
        }
        amount += filling.share * got;
    }
    Some((amount / 100).min(spec.cap))
}

/// The total of a combination, where it is permitted and every scheme has an award.
fn total(taken: &[usize], specs: &[Spec], drafts: bool) -> Option<i64> {
    let barred = |a: &usize| taken.iter().any(|b| specs[*a].bars(&specs[*b]));
    if taken.iter().any(barred) || !drafts && taken.iter().any(|a| specs[*a].is_draft) {
        return None;
    }
    taken.iter().map(|index| award(*index, taken, specs, specs.len())).sum()
}

/// Every combination with its total.
fn all_totals(specs: &[Spec], drafts: bool) -> Vec<(Vec<usize>, i64)> {
    let subsets = (0..1usize << specs.len())
        .map(|bits| (0..specs.len()).filter(|i| bits >> i & 1 == 1).collect::<Vec<_>>());
    subsets.filter_map(|taken| total(&taken, specs, drafts).map(|sum| (taken, sum))).collect()
}

fn names<'a>(taken: &[usize], specs: &'a [Spec]) -> Vec<&'a Spec> {
    let mut names: Vec<&Spec> = taken.iter().map(|index| &specs[*index]).collect();
    names.sort_by_key(|spec| spec.name);
    names
}

fn compare(plan: &Plan, set_aside: &[LeftOut], specs: &[Spec], drafts: bool, at: &str) {
    let all = all_totals(specs, drafts);
    let key = |(taken, total): &(Vec<usize>, i64)| {
        let names: Vec<char> = names(taken, specs).iter().map(|spec| spec.name).collect();
        (-total, taken.len(), names)
    };
    let best = all.iter().min_by_key(|entry| key(entry)).unwrap();
    let wanted: Vec<String> = names(&best.0, specs).iter().map(|spec| spec.id()).collect();
    assert_eq!(
        (ids(plan), plan.total),
        (wanted.iter().map(String::as_str).collect(), Fen(best.1)),
        "{at}"
    );
    for chosen in &plan.chosen {
        let index = specs.iter().position(|spec| spec.id() == chosen.scheme).unwrap();
        assert_eq!(Some(chosen.amount.0), award(index, &best.0, specs, specs.len()), "{at}");
        assert_eq!(chosen.decision.amount_if_met, Some(chosen.amount));
        assert!(drafts || chosen.decision.amount.is_some());
    }
    let mut seen: Vec<&str> = ids(plan);
    for left in plan.left_out.iter().chain(set_aside) {
        seen.push(&left.scheme);
        let out = specs.iter().position(|spec| spec.id() == left.scheme).unwrap();
        let with = all.iter().filter(|(taken, _)| taken.contains(&out)).map(|(_, sum)| Fen(*sum));
        assert_eq!(left.best_total_with, with.max(), "{at}: {left:?}");
        reason(left, out, best, specs, drafts, at);
    }
    seen.sort_unstable();
    let mut every: Vec<String> = specs.iter().map(Spec::id).collect();
    every.sort();
    assert_eq!(seen, every, "{at}: each scheme once");
}

/// Whether the reason is true of the specs.
fn reason(
    left: &LeftOut,
    out: usize,
    best: &(Vec<usize>, i64),
    specs: &[Spec],
    drafts: bool,
    at: &str,
) {
    let at = format!("{at}: {left:?}");
    assert!(!left.text.zh.is_empty() && !left.text.en.is_empty(), "{at}");
    let barred = best.0.iter().filter(|index| specs[out].bars(&specs[**index]));
    let barred: BTreeSet<String> = barred.map(|index| specs[*index].id()).collect();
    let more: Vec<usize> = best.0.iter().copied().chain([out]).collect();
    match &left.reason {
        Reason::Excluded { by } => {
            assert_eq!(by.iter().map(|bar| bar.against.clone()).collect::<BTreeSet<_>>(), barred);
            for Bar { rule_of, clause, against, .. } in by {
                let of = |id: &str| specs.iter().find(|spec| spec.id() == id).unwrap();
                let (owner, other) = if *rule_of == left.scheme {
                    (of(rule_of), of(against))
                } else {
                    assert_eq!(rule_of, against, "{at}");
                    (of(rule_of), &specs[out])
                };
                let index: usize = clause.strip_prefix("not_").unwrap().parse().unwrap();
                assert!(owner.excludes[index].names(other), "{at}");
            }
        }
        Reason::WorthLess { total: with, forfeits } => {
            assert!(barred.is_empty(), "{at}");
            assert_eq!(with.map(|with| with.0), total(&more, specs, drafts), "{at}");
            assert!(with.is_none_or(|with| with.0 <= best.1), "{at}");
            assert_eq!(with.is_none(), !forfeits.is_empty(), "{at}");
            assert!(!forfeits.contains(&left.scheme), "{at}");
        }
        Reason::Refused { clauses } => assert_eq!(clauses, &["enough"], "{at}"),
        Reason::Undetermined { missing, .. } => assert!(!missing.is_empty(), "{at}"),
        other => panic!("{at}: {other:?}"),
    }
}

fn whom(dice: &mut Dice, size: usize) -> Whom {
    match dice.roll(5) {
        0 => Whom::Level("municipal"),
        1 => Whom::Level("district"),
        _ => Whom::Scheme(letter(dice.roll(size))),
    }
}

fn letter(index: usize) -> char {
    char::from(b'a' + u8::try_from(index).unwrap())
}

fn random_specs(dice: &mut Dice) -> Vec<Spec> {
    let size = 3 + dice.roll(6);
    let money = [0, 1, 100, 333, 1000, 1000, 2500, 99_999];
    let one = |index: usize, dice: &mut Dice| {
        let filled = (dice.roll(2) == 0).then(|| Filling {
            by: (0..1 + dice.roll(2)).map(|_| whom(dice, size)).collect(),
            share: [0, 33, 50, 100, 150][dice.roll(5)],
            limit: [300, 2000, 1_000_000][dice.roll(3)],
            stated: [None, None, Some(0), Some(50)][dice.roll(4)],
        });
        Spec {
            name: letter(index),
            level: [None, Some("municipal"), Some("district"), Some("national")][dice.roll(4)],
            base: (dice.roll(10) > 0).then(|| money[dice.roll(money.len())]),
            cap: [500, 2000, 1_000_000][dice.roll(3)],
            is_draft: dice.roll(5) == 0,
            filled,
            excludes: (0..dice.roll(5) / 3).map(|_| whom(dice, size)).collect(),
        }
    };
    (0..size).map(|index| one(index, dice)).collect()
}

#[test]
fn the_best_of_every_random_set_is_that_of_brute_force() {
    let (mut circles, mut several, mut filled, mut forfeits, mut combinations) = (0, 0, 0, 0, 0);
    let mut kinds = BTreeSet::new();
    for seed in 0..300 {
        let specs = random_specs(&mut Dice::new(seed));
        let at = format!("seed {seed}");
        let found = stacked(&specs);
        let mut turned = specs.clone();
        for _ in 0..2 {
            turned.rotate_left(1);
            assert_eq!(stacked(&turned), found, "{at}");
        }
        turned.reverse();
        assert_eq!(stacked(&turned), found, "{at}");
        match &found.outcome {
            StackOutcome::Solved { decided, if_met } => {
                compare(decided, &found.set_aside, &specs, false, &at);
                compare(if_met, &found.set_aside, &specs, true, &at);
                several += usize::from(if_met.chosen.len() > 1);
                filled += if_met.chosen.iter().map(|award| award.filled.len()).sum::<usize>();
                let all = decided.left_out.iter().chain(&if_met.left_out).chain(&found.set_aside);
                for left in all {
                    forfeits += usize::from(forfeits_some(left));
                    let json = serde_json::to_value(&left.reason).unwrap();
                    kinds.insert(json["kind"].as_str().unwrap().to_owned());
                }
            }
            StackOutcome::Circle { schemes, .. } => {
                circles += 1;
                let of = |id: &String| specs.iter().find(|spec| spec.id() == *id).unwrap();
                for (from, to) in schemes.iter().zip(schemes.iter().cycle().skip(1)) {
                    assert!(of(to).is_filled_by(of(from)) && !of(to).bars(of(from)), "{at}");
                }
            }
            StackOutcome::TooMany { .. } => panic!("{at}"),
        }
        combinations += found.combinations;
    }
    println!("{circles} circles, {several} several, {filled} filled, {forfeits} forfeits");
    assert!(circles > 5 && circles < 100 && several > 150 && filled > 50 && forfeits > 0);
    assert!(combinations > 2000, "{combinations}");
    assert_eq!(kinds.len(), 4, "{kinds:?}");
}

#[test]
fn a_circle_is_named_and_nothing_is_answered() {
    let circle = |name, by| Spec {
        filled: Some(Filling {
            by: vec![Whom::Scheme(by)],
            share: 50,
            limit: 1_000_000,
            stated: Some(0),
        }),
        ..Spec::new(name, 100)
    };
    // a fills c, c fills b, b fills a; d hangs on the circle and is no part of it.
    let mut specs = vec![circle('a', 'b'), circle('b', 'c'), circle('c', 'a'), circle('d', 'a')];
    let found = stacked(&specs);
    let StackOutcome::Circle { schemes, text } = &found.outcome else { panic!("{found:?}") };
    assert_eq!(schemes, &["test/a", "test/c", "test/b"]);
    assert!(text.en.contains("test/a → test/c → test/b") && text.zh.contains("成环"));
    // Where two of them exclude each other, the circle can never close.
    specs[0].excludes.push(Whom::Scheme('b'));
    let found = stacked(&specs);
    assert!(matches!(found.outcome, StackOutcome::Solved { .. }));
}

#[test]
fn many_schemes_split_and_too_many_linked_ones_are_not_answered() {
    let mut specs: Vec<Spec> = (0..26).map(|index| Spec::new(letter(index), 100)).collect();
    for index in (0..26).step_by(2) {
        let next = specs[index + 1].name;
        specs[index].excludes.push(Whom::Scheme(next));
    }
    let found = stacked(&specs);
    // Thirteen pairs, of each of which one or none is taken.
    assert_eq!(found.combinations, 13 * 3);
    let (decided, _) = solved(&found);
    assert_eq!((decided.total, decided.chosen.len()), (Fen(1300), 13));
    assert_eq!(ids(decided)[..3], ["test/a", "test/c", "test/e"], "on a tie the first ids");
    let mut linked = specs[..=LINKED_MAX].to_vec();
    linked[0].excludes = linked[1..].iter().map(|spec| Whom::Scheme(spec.name)).collect();
    let found = stacked(&linked);
    let StackOutcome::TooMany { schemes, text } = &found.outcome else { panic!("{found:?}") };
    assert_eq!(schemes.len(), LINKED_MAX + 1);
    assert!(text.en.contains("21 schemes are linked"));
    // One fewer is answered: a bars all others, which bar one another in pairs.
    linked.pop();
    linked[0].base = Some(5000);
    let found = stacked(&linked);
    let (decided, _) = solved(&found);
    assert_eq!((ids(decided), decided.total), (vec!["test/a"], Fen(5000)));
    // Of b one or none, of the nine pairs one or none each; and a alone.
    assert_eq!(found.combinations, 2 * 3u64.pow(9) + 1);
}

#[test]
fn what_the_case_states_is_money_from_elsewhere() {
    let filling = Filling {
        by: vec![Whom::Scheme('a'), Whom::Level("municipal")],
        share: 50,
        limit: 1_000_000,
        stated: None,
    };
    let giver = Spec { level: Some("municipal"), ..Spec::new('a', 1000) };
    let mut specs = vec![giver, Spec { filled: Some(filling), ..Spec::new('b', 0) }];
    let amount = |specs: &[Spec]| solved(&stacked(specs)).0.chosen.last().unwrap().clone();
    // Named twice, counted once: half of 10 yuan.
    let award = amount(&specs);
    assert_eq!((award.amount, award.filled[0].awards), (Fen(500), Fen(1000)));
    assert_eq!(award.filled[0].from, ["test/a"]);
    let trace = award.decision.trace().unwrap().clone();
    let shown = serde_json::to_string(&trace).unwrap();
    assert!(shown.contains(r#""origin":"test/a""#), "{shown}");
    assert!(award.decision.marks.contains(&Mark::Derived));
    // The case's own 4 yuan are added.
    specs[1].filled.as_mut().unwrap().stated = Some(400);
    assert_eq!(amount(&specs).amount, Fen(700));
    // A conditional award makes what rests on it conditional as well.
    specs[0].is_draft = true;
    let found = stacked(&specs);
    let (decided, if_met) = solved(&found);
    assert_eq!((ids(decided), decided.total), (vec!["test/b"], Fen(200)));
    assert_eq!((if_met.chosen.len(), if_met.total), (2, Fen(1700)));
    let award = &if_met.chosen[1].decision;
    assert!(award.amount.is_none() && award.missing.iter().any(|missing| missing.name == "got_b"));
    let draft = left(&decided.left_out, "test/a");
    assert!(
        matches!(&draft.reason, Reason::Undetermined { missing, .. } if missing == &["validity"])
    );
}

#[test]
fn schemes_that_none_can_take_are_set_aside() {
    let specs = [Spec::new('a', 300), Spec::new('b', 200), Spec::new('c', 100)];
    let dollars = Spec::new('d', 1_000).scheme_in("currency: usd");
    let schemes = specs.clone().map(|spec| spec.scheme());
    let unknown = Spec { base: None, ..Spec::new('e', 0) };
    let mut facts = facts_of(&specs);
    facts.number("base_d", Decimal::from(5000), reported("test"));
    let unknown_scheme = unknown.scheme();
    let all = [&schemes[0], &dollars, &unknown_scheme, &schemes[1], &schemes[2], &schemes[0]];
    let found = stack(&all, &facts, day(ON));
    assert_eq!(found.currency, Currency::Yuan);
    assert_eq!((solved(&found).0.total, solved(&found).0.chosen.len()), (Fen(600), 3));
    let usd = left(&found.set_aside, "test/d");
    assert!(usd.text.en.contains("USD") && usd.text.zh.contains("美元"));
    assert!(matches!(usd.reason, Reason::OtherCurrency { amount: Some(Fen(500_000)), .. }));
    let open = left(&found.set_aside, "test/e");
    assert!(matches!(&open.reason, Reason::Undetermined { missing, .. } if missing == &["base_e"]));
    let early = stack(&all, &facts, day("2023-12-31"));
    assert!(early.set_aside.iter().all(|left| left.reason == Reason::NotInForce));
    assert_eq!((early.set_aside.len(), solved(&early).0.total), (5, Fen::ZERO));
    assert_eq!(early.combinations, 0);
}

#[test]
fn one_file_of_facts_serves_several_schemes() {
    let (a, b) = (Spec::new('a', 0), Spec::new('b', 0));
    let (one, two) = (a.scheme(), b.scheme());
    let facts = read_shared_facts(&[&one, &two], "case.yaml", "base_a: 1.5\nbase_b: 2\n").unwrap();
    assert!(facts.get("base_a").is_some() && facts.get("base_b").is_some());
    let slip =
        read_shared_facts(&[&one, &two], "case.yaml", "base_a: 1\nbase_bb: 2\n").unwrap_err();
    assert_eq!((slip[0].code.as_str(), slip[0].row), ("unknown_fact", Some(2)));
    assert!(slip[0].remedy.en.contains("base_"));
    // The same name in another unit.
    let mut files = b.files("");
    for (path, text) in &mut files {
        if path == "facts.yaml" {
            text.push_str(
                "  base_a: {label: {zh: a, en: a}, type: number, unit: m2, supplier: all}",
            );
        }
    }
    let other = Scheme::load(&files).unwrap();
    for order in [[&one, &other], [&other, &one]] {
        let problems = read_shared_facts(&order, "case.yaml", "base_b: 2\n").unwrap_err();
        assert_eq!(problems.len(), 1);
        assert_eq!(
            (problems[0].code.as_str(), problems[0].value.as_str()),
            ("conflicting_fact", "base_a")
        );
        let text = &problems[0].expected.en;
        assert!(text.contains("test/a has a number in yuan, test/b has a number in m2"), "{text}");
    }
}

#[test]
fn every_scheme_on_record_can_share_one_file() {
    let all: Vec<Scheme> = ALL.iter().map(|(_, files)| Scheme::load(files).unwrap()).collect();
    let refs: Vec<&Scheme> = all.iter().collect();
    let facts = read_shared_facts(&refs, "case.yaml", "district: 西城区\n").unwrap();
    let found = stack(&refs, &facts, day(ON));
    let (decided, if_met) = solved(&found);
    assert_eq!((decided.total, if_met.total), (Fen::ZERO, Fen::ZERO), "nothing is known");
    let told = |plan: &Plan| plan.left_out.len() + plan.chosen.len() + found.set_aside.len();
    assert_eq!((told(decided), told(if_met)), (all.len(), all.len()));
}

const DRC: &str = "cn/beijing/vacated-space";
const GREEN: &str = "cn/beijing/zhujian/green-building";
const XICHENG: &str = "cn/beijing/xicheng/green-development";

/// A small retrofit in Xicheng, whose every fact for three of the schemes is on record; `more`
/// states what a municipal award from elsewhere comes to.
fn beijing(more: &str) -> Stack {
    let own = ALL.iter().filter(|(id, _)| id.starts_with("cn/beijing/"));
    let schemes: Vec<Scheme> = own.map(|(_, files)| Scheme::load(files).unwrap()).collect();
    let (_, files) = ALL.iter().find(|(id, _)| id == DRC).unwrap();
    let case = files.iter().find(|(path, _)| path == "cases/facts/complete-building.yaml").unwrap();
    let text = case.1.replace("480000000", "9000000").replace("m2: 84000", "m2: 24000");
    let green = "  green_building_item: retrofit\n  public_building: true\n  \
                 retrofit_investment_yuan: 9000000\n  granted_rate_yuan_m2: 20\n  \
                 pv_capacity_kw: 412.35\n  pv_newly_connected: true\n  green_label: two_star\n  \
                 industrial_project: false\n  energy_saved_tce: 0\n";
    let refs: Vec<&Scheme> = schemes.iter().collect();
    let facts = read_shared_facts(&refs, "case.yaml", &format!("{text}{green}{more}")).unwrap();
    stack(&refs, &facts, day(ON))
}

/// By hand, on 1 July 2024:
///
/// - DRC: 10 % of 9,000,000 = 900,000; no other municipal award beside it.
/// - Green building (a draft): 20 yuan × 24,000 m² = 480,000, below 30 % of 9,000,000.
/// - Xicheng: PV 1,200 × 412.35 = 494,820; two stars 150,000; 50 % of the municipal green award
///   480,000 = 240,000; together 884,820, each part below its maximum of 1,000,000.
///
/// Nobody states what other municipal green awards there are, so beside the DRC's award Xicheng's
/// cannot be computed: 900,000 against 480,000 + 884,820 = 1,364,820.
#[test]
fn in_beijing_the_larger_award_forfeits_the_match() {
    let found = beijing("");
    let (decided, if_met) = solved(&found);
    assert_eq!((ids(if_met), if_met.total), (vec![XICHENG, GREEN], yuan(1_364_820)));
    let xicheng = &if_met.chosen[0];
    assert_eq!((xicheng.amount, xicheng.filled[0].awards), (yuan(884_820), yuan(480_000)));
    assert_eq!(xicheng.filled[0].from, [GREEN]);
    assert_eq!(xicheng.decision.amount, None, "it rests on a draft");
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(json["outcome"]["kind"], "solved");
    assert_eq!(json["outcome"]["if_met"]["total"], 136_482_000);
    let drc = left(&if_met.left_out, DRC);
    assert_eq!(drc.best_total_with, Some(yuan(900_000)));
    let Reason::Excluded { by } = &drc.reason else { panic!("{drc:?}") };
    let bars: Vec<_> = by.iter().map(|bar| [&bar.rule_of, &bar.clause, &bar.against]).collect();
    assert_eq!(bars, [[DRC, "other_municipal_awards", GREEN]]);
    assert!(drc.text.zh.contains("不能与"), "{}", drc.text.zh);

    // A draft grants nothing: what is decided is the DRC's award, beside which Xicheng's is open.
    assert_eq!((ids(decided), decided.total), (vec![DRC], yuan(900_000)));
    let open = left(&decided.left_out, XICHENG);
    let Reason::Undetermined { missing, .. } = &open.reason else { panic!("{open:?}") };
    assert_eq!(missing, &["municipal_green_award_yuan"]);
    let draft = left(&decided.left_out, GREEN);
    let Reason::Undetermined { amount_if_met, .. } = draft.reason else { panic!("{draft:?}") };
    assert_eq!(amount_if_met, Some(yuan(480_000)));
    let aside: Vec<&str> = found.set_aside.iter().map(|left| left.scheme.as_str()).collect();
    assert!(aside.contains(&"cn/beijing/yizhuang/green"), "{aside:?}");
}

/// The same, with no other municipal green award on record: beside the DRC's award Xicheng still
/// gives 494,820 + 150,000 = 644,820, so 900,000 + 644,820 = 1,544,820 against 1,364,820.
#[test]
fn in_beijing_a_stated_nothing_turns_the_choice() {
    let found = beijing("  municipal_green_award_yuan: 0\n");
    let (decided, if_met) = solved(&found);
    for plan in [decided, if_met] {
        assert_eq!((ids(plan), plan.total), (vec![DRC, XICHENG], yuan(1_544_820)));
    }
    let green = left(&if_met.left_out, GREEN);
    assert_eq!(green.best_total_with, Some(yuan(1_364_820)));
    assert!(matches!(green.reason, Reason::Excluded { .. }));
}
