//! Conflicts of interest: who must keep out of an application.

use std::collections::BTreeSet;

use super::{OrgCode, Party, People, User};
use crate::ids::PersonId;

/// Why a person must keep out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// Works for a party to the application.
    Employed(OrgCode),
    /// Has an account in a party to the application, under the same person.
    SamePerson(OrgCode),
    /// Declared an interest in a party.
    Declared(OrgCode),
    /// Holds a share of a party, directly or through others.
    Holds(OrgCode),
    /// Works for an organisation that holds a share of a party, or of which a party holds one.
    EmployerHolds(OrgCode),
}

/// The longest chain of shares that is followed.
const CHAIN_MAX: usize = 6;

/// The first conflict that `user` has with one of `parties`: the beneficiary and the owners.
pub fn conflict(people: &People, user: &User, parties: &BTreeSet<OrgCode>) -> Option<Conflict> {
    if let Some(code) = parties.get(&user.organisation) {
        return Some(Conflict::Employed(code.clone()));
    }
    let employed = people.employers.get(&user.person).into_iter().flatten();
    if let Some(code) = employed.clone().find(|code| parties.contains(code)) {
        return Some(Conflict::SamePerson(code.clone()));
    }
    let person = &user.person;
    if let Some(code) = parties.iter().find(|code| is_declared(people, person, code)) {
        return Some(Conflict::Declared(code.clone()));
    }
    if people.holdings.is_empty() {
        return None;
    }
    let held = reach(people, Party::Person(person.clone()));
    if let Some(code) = parties.iter().find(|code| held.contains(code)) {
        return Some(Conflict::Holds(code.clone()));
    }
    let own: BTreeSet<&OrgCode> = employed.chain([&user.organisation]).collect();
    for employer in own {
        let held = reach(people, Party::Organisation(employer.clone()));
        let holds = |code: &&OrgCode| {
            held.contains(code)
                || reach(people, Party::Organisation((*code).clone())).contains(employer)
        };
        if let Some(code) = parties.iter().find(holds) {
            return Some(Conflict::EmployerHolds(code.clone()));
        }
    }
    None
}

fn is_declared(people: &People, person: &PersonId, code: &OrgCode) -> bool {
    people.declared.contains(&(person.clone(), code.clone()))
}

/// The organisations in which `holder` has a share, directly or through others.
fn reach(people: &People, holder: Party) -> BTreeSet<OrgCode> {
    let mut found = BTreeSet::new();
    let mut open = vec![holder];
    for _ in 0..CHAIN_MAX {
        let mut next = Vec::new();
        for holder in open {
            for held in people.holdings.get(&holder).into_iter().flat_map(|held| held.keys()) {
                if found.insert(held.clone()) {
                    next.push(Party::Organisation(held.clone()));
                }
            }
        }
        open = next;
    }
    found
}
