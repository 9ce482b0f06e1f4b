//! The engine's money against big integers: a sample of what the bench `oracle` runs in full.

use crate::oracle::{self, Beijing, Count, beijing::Scope};
use crate::scheme::FILES;

fn none(what: &str, count: &Count) {
    let told = count.told.join("\n");
    assert_eq!(count.differences, 0, "{what}: {} differences\n{told}", count.differences);
    assert!(count.amounts > count.cases / 2, "{what}: only {} amounts", count.amounts);
}

#[test]
fn the_beijing_plan_awards_what_big_integers_say() {
    for (seed, scope) in (1..).zip(Scope::ALL) {
        let plan = Beijing::new(&FILES, scope);
        none("single decisions", &plan.single(seed, 5_000));
        let mut all = Count::default();
        (0..10).for_each(|seed| all.add(plan.columns(seed, 5_000, 500)));
        none("columns", &all);
    }
}

#[test]
fn every_way_to_form_an_amount_gives_what_big_integers_say() {
    let scheme = oracle::synthetic_scheme();
    none("single decisions", &oracle::synthetic_single(&scheme, 3, 10_000));
    let mut all = Count::default();
    (0..20).for_each(|seed| all.add(oracle::synthetic_columns(&scheme, seed, 5_000, 500)));
    none("columns", &all);
}
