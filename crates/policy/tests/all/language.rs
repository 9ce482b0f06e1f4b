//! The language by small made-up schemes: what each shape means, with hand-checkable numbers.

use policy::{ClauseVerdict, Currency, Decision, Reform, Scheme, Verdict};
use units::Fen;

use crate::scheme::day;

const FACTS: &str = "
suppliers: {a: {zh: 甲, en: the applicant}}
facts:
  kind:
    label: {zh: 类, en: kind}
    type: choice
    choices: {plant: {zh: 厂, en: plant}, office: {zh: 楼, en: office}, other: {zh: 他, en: other}}
    supplier: a
  base_yuan: {label: {zh: 基数, en: base}, type: number, unit: yuan, supplier: a}
  share_percent: {label: {zh: 份额, en: share}, type: number, unit: percent, supplier: a}
  part_m2: {label: {zh: 部分, en: part}, type: number, unit: m2, supplier: a}
  whole_m2: {label: {zh: 全部, en: whole}, type: number, unit: m2, supplier: a}
  one: {label: {zh: 一, en: one}, type: bool, supplier: a}
  two: {label: {zh: 二, en: two}, type: bool, supplier: a}
  three: {label: {zh: 三, en: three}, type: bool, supplier: a}
  begun: {label: {zh: 开工, en: begun}, type: date, supplier: a}
  ended: {label: {zh: 完工, en: ended}, type: date, supplier: a}
";

const GROUND: &str = "sources: [P], mark: V, article: not_seen";

fn parameter(id: &str, kind: &str, values: &[(&str, &str)]) -> (String, String) {
    let mut text = format!("id: {id}\ndescription: {{zh: 参数, en: {id}}}\n{kind}\nvalues:\n");
    for (from, value) in values {
        text += &format!(
            "  {from}: {{value: {value}, sources: [P], mark: V, article: not_seen, \
             checked_on: 2024-01-01}}\n"
        );
    }
    (format!("parameters/{id}.yaml"), text)
}

fn files(head: &str, rules: &str, parameters: &[(String, String)]) -> Vec<(String, String)> {
    let scheme = format!(
        "id: test/one\nname: {{zh: 试, en: test}}\n{head}sources: {{P: page}}\nversions:\n  \
         - {{id: v1, name: {{zh: 一, en: one}}, document: no. 1, from: 2020-01-01, to: open, \
         checked_on: 2024-01-01, {GROUND}}}\n"
    );
    let rules = format!("version: v1\n{rules}").replace("GROUND", GROUND);
    let texts =
        [("scheme.yaml", scheme), ("facts.yaml", FACTS.to_owned()), ("rules/v1.yaml", rules)];
    let own = texts.map(|(path, text)| (path.to_owned(), text));
    own.into_iter().chain(parameters.iter().cloned()).collect()
}

fn load(head: &str, rules: &str, parameters: &[(String, String)]) -> Scheme {
    match Scheme::load(&files(head, rules, parameters)) {
        Ok(scheme) => scheme,
        Err(problems) => {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            panic!("{}", lines.join("\n"))
        }
    }
}

fn decide(scheme: &Scheme, on: &str, facts: &str) -> Decision {
    let text = format!("source: {{origin: test, mark: R}}\nfacts: {{{facts}}}");
    scheme.decide(&scheme.read_facts("case.yaml", &text).unwrap(), day(on)).unwrap()
}

/// A scheme of one mode with the amount, and one clause with the condition.
fn plain(condition: &str, amount: &str, parameters: &[(String, String)]) -> Scheme {
    let rules = format!(
        "clauses:\n  - {{id: c, kind: gate, text: {{zh: 条, en: c}}, condition: '{condition}', \
         GROUND}}\nsupport:\n  modes:\n    - {{id: m, name: {{zh: 方式, en: m}}, amount: \
         '{amount}', round: down_to_fen, GROUND}}\n"
    );
    load("", &rules, parameters)
}

fn verdict(scheme: &Scheme, facts: &str) -> ClauseVerdict {
    decide(scheme, "2024-06-01", facts).clauses[0].verdict
}

fn yuan(scheme: &Scheme, facts: &str) -> Option<i64> {
    decide(scheme, "2024-06-01", facts).amount_if_met.map(|Fen(fen)| fen)
}

const K: (&str, &str) = ("type: number\nunit: count", "2");

#[test]
fn k_of_n_with_a_mandatory_item_counts_in_three_values() {
    use ClauseVerdict::{Met, NotMet, Undetermined};
    let k = parameter("k", K.0, &[("2020-01-01", K.1)]);
    let scheme = plain("one and at_least(k, one, two, three)", "base_yuan", &[k]);
    for (facts, expected) in [
        ("one: true, two: true", Met),
        ("one: true, two: false, three: true", Met),
        ("one: true, two: false", Undetermined),
        ("one: true, two: false, three: false", NotMet),
        ("one: false, two: true, three: true", NotMet),
        ("two: true, three: true", Undetermined),
        ("two: false, three: false", NotMet),
    ] {
        assert_eq!(verdict(&scheme, facts), expected, "{facts}");
    }
}

#[test]
fn bands_hold_their_ends_and_points_are_joined_by_straight_lines() {
    let bands = "[{below: 15, value: 0}, {from: 15, to: 20, value: 15}, {above: 20, value: 25}]";
    let steps =
        parameter("steps", "type: bands\nof: percent\nunit: yuan/m2", &[("2020-01-01", bands)]);
    let scheme = plain("one", "band(steps, share_percent) * part_m2", &[steps]);
    for (share, fen) in [("14.99", 0), ("15", 1500), ("20", 1500), ("20.01", 2500), ("99", 2500)] {
        assert_eq!(
            yuan(&scheme, &format!("share_percent: {share}, part_m2: 1")),
            Some(fen),
            "{share}"
        );
    }
    let points = "[{at: 25, value: 0.58}, {at: 50, value: 1.16}]";
    let line =
        parameter("line", "type: points\nof: percent\nunit: yuan/m2", &[("2020-01-01", points)]);
    let scheme = plain("one", "interpolate(line, share_percent) * part_m2", &[line]);
    // 0.58 + (37.5 − 25) · 0.58/25 = 0.87; beyond the ends theirs.
    for (share, fen) in [("25", 5800), ("37.5", 8700), ("50", 11600), ("10", 5800), ("80", 11600)] {
        assert_eq!(
            yuan(&scheme, &format!("share_percent: {share}, part_m2: 100")),
            Some(fen),
            "{share}"
        );
    }
}

#[test]
fn a_parameter_is_read_at_a_day_of_the_case_and_indexed() {
    let money = "type: number\nunit: yuan/m2";
    let rate = parameter(
        "rate",
        money,
        &[("2015-01-01", "1000"), ("2018-01-01", "800"), ("2020-01-01", "600")],
    );
    let scheme = plain("one", "at(rate, begun) * part_m2", &[rate]);
    for (begun, fen) in [
        ("2017-12-31", Some(100_000)),
        ("2018-01-01", Some(80_000)),
        ("2023-05-05", Some(60_000)),
        ("2014-12-31", None),
        ("2018", None),
    ] {
        assert_eq!(yuan(&scheme, &format!("begun: {begun}, part_m2: 1")), fen, "{begun}");
    }
    let index = parameter(
        "index",
        "type: number\nunit: ratio",
        &[("2015-01-01", "100"), ("2021-01-01", "104.5")],
    );
    let scheme = plain("one", "base_yuan * at(index, ended) / at(index, begun)", &[index]);
    let facts = "base_yuan: 1000, begun: 2016-01-01, ended: 2022-01-01";
    assert_eq!(yuan(&scheme, facts), Some(104_500));
}

#[test]
fn shares_whole_parts_and_elapsed_time() {
    use ClauseVerdict::{Met, NotMet, Undetermined};
    let least = parameter("least", "type: number\nunit: percent", &[("2020-01-01", "33.34")]);
    let scheme = plain("share(part_m2, whole_m2) >= least", "base_yuan", &[least]);
    assert_eq!(verdict(&scheme, "part_m2: 1, whole_m2: 3"), NotMet);
    assert_eq!(verdict(&scheme, "part_m2: 3334, whole_m2: 10000"), Met);
    assert_eq!(verdict(&scheme, "part_m2: 1, whole_m2: 0"), Undetermined);
    let million = parameter("step", "type: number\nunit: yuan", &[("2020-01-01", "1000000")]);
    let scheme = plain("one", "whole(base_yuan / step) * 100 yuan", &[million]);
    assert_eq!(yuan(&scheme, "base_yuan: 3999999.99"), Some(30_000));
    let months = parameter("within", "type: number\nunit: month", &[("2020-01-01", "6")]);
    let scheme = plain("ended <= begun + within", "base_yuan", &[months]);
    assert_eq!(verdict(&scheme, "begun: 2023-08-31, ended: 2024-02-29"), Met);
    assert_eq!(verdict(&scheme, "begun: 2023-08-31, ended: 2024-03-01"), NotMet);
    let days = parameter("most", "type: number\nunit: day", &[("2020-01-01", "366")]);
    let scheme = plain("ended - begun <= most", "base_yuan", &[days]);
    assert_eq!(verdict(&scheme, "begun: 2023-03-01, ended: 2024-03-01"), Met);
    assert_eq!(verdict(&scheme, "begun: 2023-03-01, ended: 2024-03-02"), NotMet);
    assert_eq!(verdict(&scheme, "begun: 2023, ended: 2024-03-02"), Undetermined);
}

#[test]
fn what_does_not_apply_is_neither_no_nor_zero() {
    use ClauseVerdict::{Met, NotMet, Undetermined};
    let cap = parameter("cap", "type: number\nunit: yuan", &[("2020-01-01", "5")]);
    let scheme = plain(
        "not applies(begun) or begun < ended",
        "base_yuan",
        std::slice::from_ref(&cap).get(..0).unwrap(),
    );
    assert_eq!(verdict(&scheme, "begun: not_applicable"), Met);
    assert_eq!(verdict(&scheme, "begun: 2020-01-01, ended: 2019-01-01"), NotMet);
    assert_eq!(verdict(&scheme, "ended: 2019-01-01"), Undetermined);
    let scheme = plain("base_yuan < cap", "base_yuan", &[cap]);
    let decision = decide(&scheme, "2024-06-01", "base_yuan: not_applicable");
    assert_eq!(decision.clauses[0].verdict, Undetermined);
    assert!(decision.missing[0].what.en.contains("not applicable"), "{:?}", decision.missing);
}

#[test]
fn definitions_with_exceptions_are_read_through_and_stand_in_the_derivation() {
    let percent = "type: number\nunit: percent";
    let low = parameter("low", percent, &[("2020-01-01", "10")]);
    let high = parameter("high", percent, &[("2020-01-01", "30")]);
    let rules = "definitions:
  - id: rate
    label: {zh: 适用比例, en: the rate that applies}
    formula: low
    GROUND_LINES
    exceptions:
      - {id: plant, when: 'kind == \"plant\"', formula: high, GROUND}
      - {id: none, when: 'kind == \"other\"', formula: 0, GROUND}
clauses:
  - {id: c, kind: gate, text: {zh: 条, en: c}, condition: rate > 0, GROUND}
support:
  modes:
    - {id: m, name: {zh: 方式, en: m}, amount: rate * base_yuan, round: down_to_fen, GROUND}
"
    .replace("GROUND_LINES", "sources: [P]\n    mark: V\n    article: not_seen");
    let scheme = load("", &rules, &[low, high]);
    for (kind, fen) in [("plant", Some(3000)), ("office", Some(1000)), ("other", None)] {
        let decision = decide(&scheme, "2024-06-01", &format!("kind: {kind}, base_yuan: 100"));
        assert_eq!(decision.amount.map(|fen| fen.0), fen, "{kind}");
    }
    let decision = decide(&scheme, "2024-06-01", "base_yuan: 100");
    assert_eq!(decision.verdict, Verdict::Undetermined);
    assert_eq!(decision.missing[0].name, "kind");
    let decision = decide(&scheme, "2024-06-01", "kind: plant, base_yuan: 100");
    let trace = serde_json::to_string(decision.trace().unwrap()).unwrap();
    assert!(trace.contains("the rate that applies") && trace.contains("\"high\""), "{trace}");
}

#[test]
fn tranches_take_the_rest_and_pay_by_what_was_delivered() {
    let percent = "type: number\nunit: percent";
    let half = parameter("half", percent, &[("2020-01-01", "50")]);
    let full = parameter("full_from", percent, &[("2020-01-01", "95")]);
    let stop = parameter("stop_below", percent, &[("2020-01-01", "50")]);
    let rules = "definitions:
  - id: paid_share
    label: {zh: 实付比例, en: share paid}
    formula: share_percent
    sources: [P]
    mark: V
    article: not_seen
    exceptions:
      - {id: in_full, when: share_percent >= full_from, formula: 100 percent, GROUND}
      - {id: stopped, when: share_percent < stop_below, formula: 0, GROUND}
clauses: [{id: c, kind: gate, text: {zh: 条, en: c}, condition: one, GROUND}]
support:
  modes: [{id: m, name: {zh: 方式, en: m}, amount: base_yuan, round: down_to_fen, GROUND}]
  tranches:
    - {id: first, name: {zh: 首笔, en: first}, share: half, GROUND}
    - {id: second, name: {zh: 余款, en: rest}, share: rest, paid: paid_share, GROUND}
";
    let scheme = load("", rules, &[half, full, stop]);
    // 100.01 yuan: 50.00 first (cut down), 50.01 left.
    for (share, second) in [("95", 5001), ("94.9", 4745), ("50", 2500), ("49.9", 0)] {
        let facts = format!("one: true, base_yuan: 100.01, share_percent: {share}");
        let decision = decide(&scheme, "2024-06-01", &facts);
        let parts: Vec<i64> =
            decision.tranches.iter().map(|part| part.amount_if_met.unwrap().0).collect();
        assert_eq!(parts, [5000, second], "{share}");
    }
}

#[test]
fn every_rounding_and_currency_is_exact() {
    for (round, fen) in [
        ("down_to_fen", [1001, 1002, 1002]),
        ("half_up_to_fen", [1002, 1003, 1002]),
        ("half_even_to_fen", [1002, 1002, 1002]),
        ("down_to_yuan", [1000, 1000, 1000]),
        ("half_up_to_yuan", [1000, 1000, 1000]),
    ] {
        let rules = format!(
            "clauses: [{{id: c, kind: gate, text: {{zh: 条, en: c}}, condition: one, GROUND}}]\n\
             support:\n  modes: [{{id: m, name: {{zh: 方式, en: m}}, amount: base_yuan, round: \
             {round}, GROUND}}]\n"
        );
        let scheme = load("", &rules, &[]);
        let found = ["10.015", "10.025", "10.0201"]
            .map(|base| yuan(&scheme, &format!("base_yuan: {base}")));
        assert_eq!(found, fen.map(Some), "{round}");
    }
    let rules = "clauses: [{id: c, kind: gate, text: {zh: 条, en: c}, condition: one, GROUND}]\n\
                 support:\n  modes: [{id: m, name: {zh: 方式, en: m}, amount: sum_usd, round: \
                 down_to_cent, GROUND}]\n";
    let mut all = files("currency: usd\n", rules, &[]);
    all[1].1 += "  sum_usd: {label: {zh: 额, en: sum}, type: number, unit: usd, supplier: a}\n";
    let scheme = Scheme::load(&all).unwrap();
    let decision = decide(&scheme, "2024-06-01", "one: true, sum_usd: 12.349");
    assert_eq!((decision.currency, decision.amount), (Currency::Usd, Some(Fen(1234))));
}

#[test]
fn a_draft_shows_amounts_and_grants_none() {
    let rules = "clauses: [{id: c, kind: gate, text: {zh: 条, en: c}, condition: one, GROUND}]\n\
                 support:\n  modes: [{id: m, name: {zh: 方式, en: m}, amount: base_yuan, round: \
                 down_to_fen, GROUND}]\n";
    let mut all = files("", rules, &[]);
    all[0].1 = all[0].1.replace("document: no. 1,", "document: no. 1, status: draft,");
    let decision = decide(&Scheme::load(&all).unwrap(), "2024-06-01", "one: true, base_yuan: 5");
    assert!(decision.draft);
    assert_eq!((decision.verdict, decision.amount), (Verdict::Undetermined, None));
    assert_eq!(decision.amount_if_met, Some(Fen(500)));
    assert!(decision.missing.iter().any(|missing| missing.name == "validity"));
}

#[test]
fn a_judgement_counts_only_with_the_name_of_who_made_it() {
    let rules = "clauses: [{id: c, kind: judgement, text: {zh: 条, en: c}, condition: one, GROUND}]\n\
                 support:\n  modes: [{id: m, name: {zh: 方式, en: m}, amount: base_yuan, round: \
                 down_to_fen, GROUND}]\n";
    let scheme = load("", rules, &[]);
    let decision = decide(&scheme, "2024-06-01", "one: true, base_yuan: 5");
    assert_eq!(decision.clauses[0].verdict, ClauseVerdict::Undetermined);
    assert!(decision.missing[0].what.en.contains("reviewer"), "{:?}", decision.missing);
    let named = "one: {value: true, reviewer: 张三, evidence: report 7}, base_yuan: 5";
    let decision = decide(&scheme, "2024-06-01", named);
    assert_eq!(decision.verdict, Verdict::Met);
    let assessment = decision.clauses[0].assessment.as_ref().unwrap();
    assert_eq!(
        (assessment.reviewer.as_str(), assessment.evidence.as_deref()),
        ("张三", Some("report 7"))
    );
}

fn reform(changes: &str) -> Result<Reform, Vec<units::Diagnostic>> {
    let cap = parameter("cap", "type: number\nunit: yuan", &[("2020-01-01", "50")]);
    let scheme = plain("base_yuan < cap", "base_yuan", &[cap]);
    let text = format!(
        "id: r\ntitle: {{zh: 改, en: r}}\nscheme: test/one\nversion: v1\nchanges:\n{changes}"
    );
    Reform::load(&scheme, "reform.yaml", &text)
}

#[test]
fn a_reform_changes_what_it_names_and_nothing_else() {
    let amount = |reform: &Reform, base: &str| {
        decide(&reform.scheme, "2024-06-01", &format!("one: true, base_yuan: {base}")).amount
    };
    let wider = reform("  - {parameter: cap, value: 80}\n").unwrap();
    assert_eq!(
        (wider.changes[0].before.en.as_str(), wider.changes[0].after.en.as_str()),
        ("50 yuan", "80 yuan")
    );
    assert_eq!((amount(&wider, "79"), amount(&wider, "80")), (Some(Fen(7900)), None));
    let later = reform("  - {parameter: cap, from: 2025-01-01, value: 80}\n").unwrap();
    assert_eq!(amount(&later, "79"), None, "not before its day");
    let none = reform("  - remove: c\n").unwrap();
    assert_eq!(amount(&none, "1000"), Some(Fen(100_000)));
    let stricter = reform(
        "  - clause: {id: c, kind: gate, text: {zh: 条, en: c}, condition: base_yuan < cap and one, \
         sources: [reform], mark: D, article: not_seen}\n",
    )
    .unwrap();
    assert_eq!(amount(&stricter, "10"), Some(Fen(1000)));
    assert_eq!(
        decide(&stricter.scheme, "2024-06-01", "one: false, base_yuan: 1").verdict,
        Verdict::NotMet
    );
    let half = reform(
        "  - mode: {id: m, name: {zh: 方式, en: m}, amount: base_yuan + base_yuan, round: \
         down_to_fen, sources: [reform], mark: D, article: not_seen}\n",
    )
    .unwrap();
    assert_eq!(amount(&half, "10"), Some(Fen(2000)));
}

#[test]
fn a_reform_that_names_nothing_is_refused_with_place_and_remedy() {
    for (changes, code, line) in [
        ("  []\n", "changes_nothing", 6),
        ("  - {parameter: cup, value: 80}\n", "unknown_name", 6),
        ("  - {parameter: cap, value: many}\n", "wrong_type", 6),
        ("  - {parameter: cap, place: 西城区, value: 1}\n", "wrong_shape", 6),
        ("  - {remove: d}\n", "unknown_name", 6),
        ("  - {remove: m}\n", "unknown_name", 6),
        (
            "  - {mode: {id: x, name: {zh: 方, en: x}, amount: base_yuan, round: down_to_fen, \
             sources: [reform], mark: D, article: not_seen}}\n",
            "unknown_name",
            6,
        ),
        (
            "  - {clause: {id: d, kind: gate, text: {zh: 条, en: d}, condition: bass_yuan > 0, \
             sources: [reform], mark: D, article: not_seen}}\n",
            "unknown_name",
            6,
        ),
        ("  - {}\n", "changes_nothing", 6),
    ] {
        let problems = reform(changes).unwrap_err();
        let found = problems
            .iter()
            .any(|p| p.code == code && p.row == Some(line) && !p.remedy.zh.is_empty());
        assert!(found, "{changes}: {problems:?}");
    }
}
