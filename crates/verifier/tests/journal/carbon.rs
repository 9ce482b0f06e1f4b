//! Carbon accounts: what the desk writes is accepted with its sums, what counts twice is found.

use std::collections::BTreeSet;

use programme::Suite;
use programme::carbon::UnitState;
use serde_json::{Value, json};
use verifier::Check;

use crate::forge::Journal;
use crate::operations::Operations;

fn journal(seed: u64, count: u32) -> (Operations, Journal) {
    let suite = if seed.is_multiple_of(2) { Suite::Sm } else { Suite::Sha2 };
    let (mut desk, mut events) = Operations::new(suite, seed);
    (0..count).for_each(|_| events.extend(desk.step()));
    let journal = Journal::of(&events);
    (desk, journal)
}

/// The kinds in the table of the page.
fn named() -> BTreeSet<String> {
    let page = include_str!("../../../../docs/journal.md");
    let part = page.split("## The carbon accounts").nth(1).unwrap();
    let part = part.split("## The verifier").next().unwrap();
    let rows = part.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    rows.filter(|name| *name != "happened.kind").map(str::to_owned).collect()
}

#[test]
fn random_accounts_are_accepted_with_the_sums_of_the_desk() {
    let mut kinds = BTreeSet::new();
    for (seed, count) in [(1, 60_000), (2, 3_000), (3, 3_000), (4, 3_000)] {
        let (desk, journal) = journal(seed, count);
        for event in &journal.events {
            kinds.extend(event["what"]["happened"]["kind"].as_str().map(str::to_owned));
        }
        let accepted = journal.verdict().unwrap_or_else(|refusal| panic!("seed {seed}: {refusal}"));
        let carbon = desk.state.carbon();
        let years = || carbon.accounts().values().flat_map(|account| account.years.values());
        let reduced: i64 = years().map(|year| year.reduced_g.0).sum();
        let retired: u64 = years().map(|year| year.retired_units).sum();
        let lots =
            || carbon.units().values().flatten().map(|(first, lot)| (lot, lot.last + 1 - first));
        let used = lots().filter(|(lot, _)| lot.state != UnitState::Held).map(|(_, count)| count);
        assert_eq!(accepted.carbon.accounts, carbon.accounts().len());
        assert_eq!(accepted.carbon.reduced_g, i128::from(reduced));
        assert_eq!(accepted.carbon.units_retired, i128::from(retired));
        assert_eq!(accepted.carbon.units_used, i128::from(used.sum::<u64>()));
        let entered = lots().map(|(_, count)| count).sum::<u64>();
        assert_eq!(accepted.carbon.units_entered, i128::from(entered));
    }
    assert_eq!(kinds, named());
}

/// The first event of a kind.
fn first(journal: &Journal, kind: &str) -> usize {
    let all = journal.places("carbon", |what| what["happened"]["kind"] == kind);
    *all.first().unwrap_or_else(|| panic!("no {kind}"))
}

/// Appends an event on the account of another one.
fn append(journal: &mut Journal, who: (&str, &str), like: usize, happened: &Value) {
    let account = journal.events[like]["what"]["account"].clone();
    let last = journal.events.len();
    let what = json!({"kind": "carbon", "account": account, "happened": happened});
    journal.insert(last, who, &what);
}

fn happened(journal: &Journal, place: usize) -> Value {
    journal.events[place]["what"]["happened"].clone()
}

/// The user who acted in an event.
fn user_of(journal: &Journal, place: usize) -> String {
    journal.events[place]["actor"]["user"].as_str().unwrap().to_owned()
}

type Plant = fn(&mut Journal);

/// What a desk that holds the key could write, and the check that finds it.
const PLANTS: &[(&str, Check, Plant)] = &[
    ("a kind that is not on the page", Check::Form, |j| {
        let at = first(j, "opened");
        j.events[at]["what"]["happened"]["kind"] = json!("minted");
    }),
    ("a key that is not on the page", Check::Form, |j| {
        let at = first(j, "units_entered");
        j.events[at]["what"]["happened"]["units"]["minted_by"] = json!("us");
    }),
    ("a baseline below nothing", Check::Form, |j| {
        let at = first(j, "reduction_claimed");
        j.events[at]["what"]["happened"]["claim"]["actual_g"] = json!(-1);
    }),
    ("an account twice", Check::Sequence, |j| {
        let at = first(j, "opened");
        let (who, what) = (user_of(j, at), happened(j, at));
        append(j, (&who, "applicant"), at, &what);
    }),
    ("an account of nobody", Check::Sequence, |j| {
        let at = first(j, "boundary_added");
        j.events[at]["what"]["account"] = json!("nowhere");
    }),
    ("a claim twice", Check::Sequence, |j| {
        let at = first(j, "reduction_claimed");
        let (who, what) = (user_of(j, at), happened(j, at));
        append(j, (&who, "applicant"), at, &what);
    }),
    ("a reduction that the enterprise verifies", Check::People, |j| {
        let at = first(j, "reduction_verified");
        j.events[at]["actor"] = json!({"user": "city", "role": "municipal_officer"});
        j.events[at]["organisation"] = j.events[0]["organisation"].clone();
    }),
    ("a claim for another enterprise", Check::Carbon, |j| {
        let at = first(j, "reduction_claimed");
        let other = if user_of(j, at) == "e-1" { "e-2" } else { "e-1" };
        let registered = j.places("user_registered", |what| what["user"]["user"] == other);
        let organisation = j.events[registered[0]]["what"]["user"]["organisation"].clone();
        j.events[at]["actor"]["user"] = json!(other);
        j.events[at]["organisation"] = organisation;
    }),
    ("a record verified twice", Check::Carbon, |j| {
        let at = first(j, "reduction_verified");
        let what = happened(j, at);
        append(j, ("verifier", "verifier"), at, &what);
    }),
    ("the same days again", Check::Carbon, |j| {
        let reversed = j.places("carbon", |what| what["happened"]["kind"] == "reduction_reversed");
        let gone: BTreeSet<String> =
            reversed.iter().map(|at| happened(j, *at)["reduction"].to_string()).collect();
        let all = j.places("carbon", |what| what["happened"]["kind"] == "reduction_verified");
        let stands =
            all.into_iter().find(|at| !gone.contains(&happened(j, *at)["reduction"].to_string()));
        let id = happened(j, stands.unwrap())["reduction"].clone();
        let claimed = j.places("carbon", |what| what["happened"]["claim"]["reduction"] == id);
        let (who, mut what) = (user_of(j, claimed[0]), happened(j, claimed[0]));
        what["claim"]["reduction"] = json!("r-again");
        append(j, (&who, "applicant"), claimed[0], &what);
        let seen = json!({"kind": "reduction_verified", "reduction": "r-again", "report": "00".repeat(32)});
        append(j, ("verifier", "verifier"), claimed[0], &seen);
    }),
    ("a record beyond a sale", Check::Carbon, |j| {
        let at = first(j, "reduction_verified");
        let id = happened(j, at)["reduction"].clone();
        let claimed = j.places("carbon", |what| what["happened"]["claim"]["reduction"] == id)[0];
        let claim = happened(j, claimed)["claim"].clone();
        let account = j.events[claimed]["what"]["account"].clone();
        let added = j.places("carbon", |what| {
            what["account"] == account
                && what["happened"]["kind"] == "boundary_added"
                && what["happened"]["boundary"] == claim["boundary"]
        })[0];
        // Sold on the first day of the record, which then ends too late, or has no boundary left.
        j.events[added]["what"]["happened"]["to"] =
            j.events[added]["what"]["happened"]["from"].clone();
    }),
    ("no reduction at all", Check::Carbon, |j| {
        let at = first(j, "reduction_claimed");
        let claim = &mut j.events[at]["what"]["happened"]["claim"];
        claim["actual_g"] = claim["baseline_g"].clone();
    }),
    ("units that come in twice", Check::Carbon, |j| {
        let at = first(j, "units_entered");
        let what = happened(j, at);
        append(j, ("city", "municipal_officer"), at, &what);
    }),
    ("units that are used twice", Check::Carbon, |j| {
        let at = first(j, "units_cancelled");
        let (who, mut what) = (user_of(j, at), happened(j, at));
        what["units"]["first"] = what["units"]["last"].clone();
        append(j, (&who, "applicant"), at, &what);
    }),
    ("units that nobody entered", Check::Carbon, |j| {
        let at = first(j, "units_cancelled");
        j.events[at]["what"]["happened"]["units"]["last"] = json!(900_000);
    }),
    ("more retired than the year's declaration says", Check::Carbon, |j| {
        let at = first(j, "neutrality_declared");
        let units = &mut j.events[at]["what"]["happened"]["retired_units"];
        *units = json!(units.as_i64().unwrap() + 1);
    }),
    ("less emitted than the statement says", Check::Carbon, |j| {
        let at = first(j, "neutrality_declared");
        j.events[at]["what"]["happened"]["emitted_g"] = json!(0);
    }),
    ("a declaration certified twice", Check::Carbon, |j| {
        let at = first(j, "certified");
        let what = happened(j, at);
        append(j, ("verifier", "verifier"), at, &what);
    }),
    ("a plan of a year that has one", Check::Carbon, |j| {
        let at = first(j, "planned");
        let (who, what) = (user_of(j, at), happened(j, at));
        append(j, (&who, "applicant"), at, &what);
    }),
    ("a statement beside the one that stands", Check::Carbon, |j| {
        let at = first(j, "statement_filed");
        let (who, what) = (user_of(j, at), happened(j, at));
        append(j, (&who, "applicant"), at, &what);
    }),
    ("a statement verified without being seen", Check::Carbon, |j| {
        let at = first(j, "statement_verified");
        j.events[at]["what"]["happened"]["statement"] = json!("ab".repeat(32));
    }),
];

#[test]
fn what_counts_twice_is_found() {
    let (_, honest) = journal(1, 60_000);
    for (name, check, plant) in PLANTS {
        let mut journal = honest.clone();
        plant(&mut journal);
        let refusal = journal.verdict().expect_err(name);
        assert_eq!(refusal.fault.check, *check, "{name}: {refusal}");
    }
}
