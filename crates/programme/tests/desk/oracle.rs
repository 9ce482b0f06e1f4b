//! The checks of `docs/journal.md` once more, from the lines of a journal alone: JSON in, nothing
//! of the desk's own types.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Where money may go: kind of step, from, to.
const MOVES: &[(&str, &str, &str)] = &[
    ("appropriate", "appropriation", "available"),
    ("cut", "available", "appropriation"),
    ("carry_over", "available", "available"),
    ("reserve", "available", "reserved"),
    ("release", "reserved", "available"),
    ("commit", "reserved", "committed"),
    ("commit", "reserved", "available"),
    ("cancel", "committed", "available"),
    ("disburse", "committed", "disbursed"),
    ("reduce", "committed", "available"),
    ("reduce", "disbursed", "receivable"),
    ("demand", "disbursed", "receivable"),
    ("receive", "receivable", "returned"),
    ("write_off", "receivable", "written_off"),
];

/// Kinds that are bound by the hashes, numbers and times alone.
const BOUND_ONLY: &str = "organisation_registered role_granted role_revoked delegated \
    programme_opened workflow_adopted line_opened person_erased interest_declared share_recorded law_confirmed \
    confirmation_withdrawn sheet_published \
    stage_entered submitted decided opinion_given evidence_attached duplicate_suspected \
    duplicate_cleared decision_recorded letter_issued notice_published objection_raised \
    objection_answered withdrawn suspended resumed entity_change_requested entity_change_refused \
    appealed appeal_ruled appointed appointment_ended milestone_reported milestone_accepted \
    fact_stated scored loan_moved rate_set interest_claimed";

/// Buckets in which an application holds money.
const HELD: [&str; 5] = ["reserved", "committed", "disbursed", "receivable", "written_off"];

/// Line, application (empty for the line's own), bucket.
type Account = (String, String, String);

#[derive(Default)]
pub(crate) struct Oracle {
    number: u64,
    at: i64,
    versions: BTreeMap<String, u64>,
    /// Organisation and person of each user.
    users: BTreeMap<String, (String, String)>,
    municipal: BTreeSet<String>,
    applications: BTreeMap<String, Application>,
    steps: BTreeMap<String, Step>,
    pub(crate) balances: BTreeMap<Account, i64>,
    pending: BTreeMap<String, Value>,
    holding: BTreeMap<Account, i64>,
}

struct Application {
    municipal: bool,
    parties: BTreeSet<String>,
    works: BTreeSet<(String, String)>,
    award: i64,
    tranches: BTreeSet<String>,
}

struct Step {
    kind: String,
    application: Option<String>,
    amount: i64,
    proposers: BTreeSet<String>,
    state: &'static str,
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn account(value: &Value) -> Account {
    (text(value, "line"), text(value, "application"), text(value, "bucket"))
}

fn refuse<T>(what: impl Into<String>) -> Result<T, String> {
    Err(what.into())
}

impl Oracle {
    /// Takes in one line, or says what is wrong with it.
    pub(crate) fn take(&mut self, line: &[u8]) -> Result<(), String> {
        let event: Value = serde_json::from_slice(line).map_err(|error| error.to_string())?;
        if event["seq"].as_u64() != Some(self.number) {
            return refuse("sequence");
        }
        self.number += 1;
        let at = event["at"].as_i64().ok_or("at")?;
        let back = event["clock"].as_i64().is_some_and(|clock| clock >= at || at != self.at);
        if at < self.at || back {
            return refuse("time");
        }
        self.at = at;
        let what = &event["what"];
        self.take_what(&event, what)?;
        self.check_version(&event, what)?;
        let user = text(&event["actor"], "user");
        match self.users.get(&user) {
            Some((organisation, _)) if *organisation == text(&event, "organisation") => Ok(()),
            _ => refuse(format!("organisation of {user}")),
        }
    }

    fn check_version(&mut self, event: &Value, what: &Value) -> Result<(), String> {
        let step = self.steps.get(&text(what, "step"));
        let application = match (what["application"].as_str(), step) {
            (Some(id), _) => Some(id.to_owned()),
            (None, Some(step)) => step.application.clone(),
            (None, None) => None,
        };
        let Some(id) = application else {
            return if event["version"].is_null() { Ok(()) } else { refuse("version of nothing") };
        };
        let version = self.versions.entry(id).or_default();
        *version += 1;
        if event["version"].as_u64() == Some(*version) { Ok(()) } else { refuse("version") }
    }

    fn take_what(&mut self, event: &Value, what: &Value) -> Result<(), String> {
        match what["kind"].as_str().unwrap_or_default() {
            "founded" => self.hire(&what["administrator"]),
            "user_registered" => self.hire(&what["user"]),
            "programme_opened" if what["level"] == "municipal" => {
                self.municipal.insert(text(what, "programme"));
            }
            "application_opened" => self.open(what),
            "entity_changed" => {
                let id = text(what, "application");
                let application = self.applications.get_mut(&id).ok_or("application")?;
                application.parties.insert(text(what, "organisation"));
            }
            "money_proposed" => return self.propose(event, what),
            "money_approved" => return self.approve(event, what),
            "money_refused" => return self.close(what, "proposed", "refused"),
            "payment_posted" => return self.settle(event, what, true),
            "payment_voided" => return self.settle(event, what, false),
            other if BOUND_ONLY.split_whitespace().any(|kind| kind == other) => {}
            other => return refuse(format!("unknown kind {other}")),
        }
        Ok(())
    }

    fn hire(&mut self, user: &Value) {
        let of = (text(user, "organisation"), text(user, "person"));
        self.users.insert(text(user, "user"), of);
    }

    fn open(&mut self, what: &Value) {
        let parts = what["parts"].as_array().unwrap();
        let owners = parts.iter().map(|part| text(part, "owner"));
        let works = what["works"].as_array().unwrap();
        let pairs = parts.iter().flat_map(|part| {
            works.iter().map(move |work| (text(part, "space"), work.as_str().unwrap().to_owned()))
        });
        self.applications.insert(
            text(what, "application"),
            Application {
                municipal: self.municipal.contains(&text(what, "programme")),
                parties: owners.chain([text(what, "applicant")]).collect(),
                works: pairs.collect(),
                award: 0,
                tranches: BTreeSet::new(),
            },
        );
    }

    fn persons(&self, event: &Value) -> BTreeSet<String> {
        let actor = &event["actor"];
        let users = [actor["user"].as_str(), actor["on_behalf_of"].as_str()];
        let known = users.into_iter().flatten().filter_map(|user| self.users.get(user));
        known.map(|(_, person)| person.clone()).collect()
    }

    fn apart(&self, event: &Value, application: Option<&String>) -> Result<(), String> {
        let parties = application.and_then(|id| self.applications.get(id)).map(|one| &one.parties);
        match parties {
            Some(parties) if parties.contains(&text(event, "organisation")) => refuse("own money"),
            _ => Ok(()),
        }
    }

    fn propose(&mut self, event: &Value, what: &Value) -> Result<(), String> {
        let money = &what["money"];
        let application = money["application"].as_str().map(str::to_owned);
        self.apart(event, application.as_ref())?;
        let step = Step {
            kind: text(money, "kind"),
            application,
            amount: what["amount"].as_i64().ok_or("amount")?,
            proposers: self.persons(event),
            state: "proposed",
        };
        match self.steps.insert(text(what, "step"), step) {
            None => Ok(()),
            Some(_) => refuse("step twice"),
        }
    }

    fn close(&mut self, what: &Value, from: &str, to: &'static str) -> Result<(), String> {
        let step = self.steps.get_mut(&text(what, "step")).ok_or("step")?;
        if step.state != from {
            return refuse(format!("step is {}", step.state));
        }
        step.state = to;
        Ok(())
    }

    fn approve(&mut self, event: &Value, what: &Value) -> Result<(), String> {
        self.close(what, "proposed", "approved")?;
        let step = &self.steps[&text(what, "step")];
        if !step.proposers.is_disjoint(&self.persons(event)) {
            return refuse("four eyes");
        }
        self.apart(event, step.application.as_ref())?;
        let (kind, amount) = (step.kind.clone(), step.amount);
        let application = step.application.clone();
        let mut sum = 0;
        for transfer in what["transfers"].as_array().ok_or("transfers")? {
            let (from, to) =
                (text(&transfer["credit"], "bucket"), text(&transfer["debit"], "bucket"));
            if !MOVES.contains(&(&kind, &from, &to)) {
                return refuse(format!("{kind} from {from} to {to}"));
            }
            if kind != "commit" || to == "committed" {
                sum += transfer["amount"].as_i64().ok_or("amount")?;
            }
            self.transfer(transfer, application.as_ref())?;
        }
        if sum != amount {
            return refuse("amount");
        }
        if let (Some(award), Some(id)) = (what["award"].as_i64(), &application) {
            self.applications.get_mut(id).ok_or("application")?.award = award;
        }
        self.check_all(application.as_ref())
    }

    fn transfer(&mut self, transfer: &Value, application: Option<&String>) -> Result<(), String> {
        let amount = transfer["amount"].as_i64().filter(|sum| *sum > 0).ok_or("amount")?;
        let from = account(&transfer["credit"]);
        let free = self.balances.get(&from).unwrap_or(&0) - self.holding.get(&from).unwrap_or(&0);
        if free < amount && from.2 != "appropriation" {
            return refuse(format!("overrun of {from:?}"));
        }
        if let Some(tranche) = transfer["tranche"].as_str() {
            let id = application.ok_or("tranche of nothing")?;
            let of = self.applications.get_mut(id).ok_or("application")?;
            if !of.tranches.insert(tranche.to_owned()) {
                return refuse("tranche twice");
            }
        }
        if transfer["state"] == "pending" {
            *self.holding.entry(from).or_default() += amount;
            self.pending.insert(text(transfer, "id"), transfer.clone());
        } else {
            self.post(transfer);
        }
        Ok(())
    }

    fn post(&mut self, transfer: &Value) {
        let amount = transfer["amount"].as_i64().unwrap();
        *self.balances.entry(account(&transfer["credit"])).or_default() -= amount;
        *self.balances.entry(account(&transfer["debit"])).or_default() += amount;
    }

    fn settle(&mut self, event: &Value, what: &Value, is_paid: bool) -> Result<(), String> {
        self.close(what, "approved", "settled")?;
        let application = self.steps[&text(what, "step")].application.clone();
        self.apart(event, application.as_ref())?;
        let transfer = self.pending.remove(&text(what, "transfer")).ok_or("transfer")?;
        let amount = transfer["amount"].as_i64().unwrap();
        *self.holding.entry(account(&transfer["credit"])).or_default() -= amount;
        if is_paid {
            self.post(&transfer);
        } else if let Some(id) = &application {
            let tranche = text(&transfer, "tranche");
            self.applications.get_mut(id).ok_or("application")?.tranches.remove(&tranche);
        }
        self.check_all(application.as_ref())
    }

    fn check_all(&self, application: Option<&String>) -> Result<(), String> {
        if self.balances.values().sum::<i64>() != 0 {
            return refuse("debits and credits");
        }
        let Some(id) = application else { return Ok(()) };
        let held = |id: &String, buckets: &[&str]| -> i64 {
            let mine = self
                .balances
                .iter()
                .filter(|((_, of, bucket), _)| of == id && buckets.contains(&bucket.as_str()));
            mine.map(|(_, sum)| sum).sum()
        };
        let own = &self.applications[id];
        if own.award != held(id, &["committed", "disbursed"]) {
            return refuse("award");
        }
        if own.municipal && held(id, &HELD) > 0 {
            let twice = self.applications.iter().find(|(other, one)| {
                *other != id
                    && one.municipal
                    && !one.works.is_disjoint(&own.works)
                    && held(other, &HELD) > 0
            });
            if let Some((other, _)) = twice {
                return refuse(format!("{id} and {other} are funded for the same works"));
            }
        }
        Ok(())
    }
}

#[test]
fn random_journals_pass_every_check_of_the_page() {
    let mut payments = 0;
    for seed in 0..60 {
        let mut history = crate::histories::History::new(9_000 + seed);
        (0..600).for_each(|_| history.step());
        let mut oracle = Oracle::default();
        for event in &history.events {
            let line = programme::journal::line(event);
            oracle.take(&line).unwrap_or_else(|wrong| {
                panic!("seed {seed}: {wrong} in {}", String::from_utf8_lossy(&line))
            });
            payments +=
                usize::from(matches!(event.what, programme::event::What::PaymentPosted { .. }));
        }
        // The balances of the desk are those of the entries, and the board sums them up.
        for (account, balance) in history.state.ledger().accounts() {
            let application = account.application.map(|id| id.to_string()).unwrap_or_default();
            let bucket = serde_json::to_value(account.bucket).unwrap();
            let key = (account.line.to_string(), application, bucket.as_str().unwrap().to_owned());
            assert_eq!(oracle.balances.get(&key).copied().unwrap_or(0), balance.posted.0);
        }
        let disbursed: i64 = oracle
            .balances
            .iter()
            .filter(|((.., bucket), _)| bucket == "disbursed")
            .map(|(_, sum)| sum)
            .sum();
        let board: i64 = history.state.board().values().map(|row| row.disbursed.0).sum();
        assert_eq!(disbursed, board);
    }
    assert!(payments > 60, "{payments}");
}

/// The oracle is no rubber stamp: a journal in which one thing is wrong is refused for it.
#[test]
fn the_checks_find_what_is_planted() {
    let mut history = crate::histories::History::new(9_001);
    (0..1_500).for_each(|_| history.step());
    let lines: Vec<String> = history
        .events
        .iter()
        .map(|event| String::from_utf8(programme::journal::line(event)).unwrap())
        .collect();
    let run = |lines: &[String]| {
        let mut oracle = Oracle::default();
        lines.iter().find_map(|line| oracle.take(line.as_bytes()).err())
    };
    assert_eq!(run(&lines), None);
    let change = |find: &str, from: &str, to: &str| {
        let mut changed = lines.clone();
        let line = changed.iter_mut().find(|line| line.contains(find) && line.contains(from));
        let line = line.unwrap_or_else(|| panic!("no line with {find} and {from}"));
        *line = line.replacen(from, to, 1);
        run(&changed)
    };
    for (find, from, to, wrong) in [
        ("money_approved", r#""user":"finance-2""#, r#""user":"finance""#, "four eyes"),
        ("money_approved", "\"bucket\":\"committed\"", "\"bucket\":\"disbursed\"", "commit from"),
        ("payment_posted", "payment_posted", "payment_mended", "unknown kind"),
        ("\"version\":2", "\"version\":2", "\"version\":3", "version"),
        ("evidence_attached", "\"seq\":", "\"seq\":1", "sequence"),
    ] {
        let found = change(find, from, to);
        assert!(found.as_ref().is_some_and(|found| found.contains(wrong)), "{find}: {found:?}");
    }
    // Budgets a million times smaller, so that what was reserved is not there.
    let (budget, less) = (r#""amount":1000000000"#, r#""amount":1000"#);
    let poorer: Vec<String> = lines.iter().map(|line| line.replace(budget, less)).collect();
    assert!(run(&poorer).is_some_and(|wrong| wrong.starts_with("overrun of")));
    let mut shorter = lines.clone();
    shorter.remove(lines.len() / 2);
    assert_eq!(run(&shorter), Some("sequence".to_owned()));
}
