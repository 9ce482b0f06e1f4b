//! A journal as a dishonest desk could write it: events changed, then counted, written and signed
//! again with the true key.

use std::collections::BTreeMap;

use programme::Suite;
use programme::ids::Digest;
use programme::journal::{Checkpoint, Signer, Tree, canonical, leaf_hash, line};
use serde_json::{Value, json};
use verifier::{Accepted, Failure, Key, Notes, Refusal, verify};

use crate::generate::History;

/// Events as values that can be changed.
#[derive(Clone)]
pub(crate) struct Journal {
    pub(crate) events: Vec<Value>,
}

/// What is exported: lines, and notes.
#[derive(Clone)]
pub(crate) struct Export {
    pub(crate) lines: Vec<Vec<u8>>,
    pub(crate) notes: Vec<String>,
}

pub(crate) fn signer(suite: Suite) -> Signer {
    Signer::new(suite, "desk.example", &[3; 32]).unwrap()
}

/// The keys that the verifier trusts, one of each suite.
pub(crate) fn keys() -> [Key; 2] {
    Suite::ALL.map(|suite| Key::new(&signer(suite).verifier().encoded()).unwrap())
}

/// A random history of `commands` commands; of every second seed with the second suite.
pub(crate) fn history(seed: u64, commands: usize) -> Journal {
    let suite = if seed.is_multiple_of(2) { Suite::Sm } else { Suite::Sha2 };
    history_of(suite, seed, commands)
}

/// A random history with these ciphers.
pub(crate) fn history_of(suite: Suite, seed: u64, commands: usize) -> Journal {
    let mut history = History::of(suite, seed);
    (0..commands).for_each(|_| history.step());
    Journal::of(&history.events)
}

/// The suite that an event founds a journal with.
fn suite_of(first: Option<&Value>) -> Suite {
    match first.map(|event| &event["what"]["suite"]) {
        Some(Value::String(word)) => word.parse().unwrap(),
        _ => Suite::Sha2,
    }
}

impl Journal {
    pub(crate) fn of(events: &[programme::event::Event]) -> Self {
        let read = |event| serde_json::from_slice(&line(event)).unwrap();
        Self { events: events.iter().map(read).collect() }
    }

    /// Places of the events of a kind that satisfy `fits`.
    pub(crate) fn places(&self, kind: &str, fits: impl Fn(&Value) -> bool) -> Vec<usize> {
        let all = self.events.iter().enumerate();
        let found = all.filter(|(_, event)| event["what"]["kind"] == kind && fits(&event["what"]));
        found.map(|(place, _)| place).collect()
    }

    /// The proposal of a step.
    pub(crate) fn proposal(&self, step: &Value) -> usize {
        let found = self.places("money_proposed", |what| what["step"] == *step);
        found[0]
    }

    /// The kind of money that an answer to a step is about.
    pub(crate) fn money_kind(&self, step: &Value) -> &str {
        self.events[self.proposal(step)]["what"]["money"]["kind"].as_str().unwrap()
    }

    /// Inserts an event by `user` in `role` at `place`, at the time of the event before.
    pub(crate) fn insert(&mut self, place: usize, (user, role): (&str, &str), what: &Value) {
        let registered = self.places("user_registered", |what| what["user"]["user"] == user);
        let organisation = match registered.first() {
            Some(place) => self.events[*place]["what"]["user"]["organisation"].clone(),
            None => self.events[0]["organisation"].clone(),
        };
        let event = json!({
            "at": self.events[place - 1]["at"],
            "command": format!("forged-{}-{place}", self.events.len()),
            "content": "00".repeat(32),
            "actor": {"user": user, "role": role},
            "organisation": organisation,
            "what": what,
        });
        self.events.insert(place, event);
    }

    /// Numbers events and versions from the first on, as an honest desk would.
    pub(crate) fn count(&mut self) {
        let mut steps: BTreeMap<String, Value> = BTreeMap::new();
        let mut versions: BTreeMap<String, u64> = BTreeMap::new();
        for (seq, event) in self.events.iter_mut().enumerate() {
            event["seq"] = seq.into();
            let what = &event["what"];
            let step = what["step"].as_str().unwrap_or_default().to_owned();
            if what["kind"] == "money_proposed" {
                steps.entry(step.clone()).or_insert(what["money"]["application"].clone());
            }
            let subject = what["application"].as_str();
            let subject = subject.or_else(|| steps.get(&step).and_then(Value::as_str));
            match subject {
                Some(id) => {
                    let version = versions.entry(id.to_owned()).or_default();
                    *version += 1;
                    event["version"] = (*version).into();
                }
                None => drop(event.as_object_mut().unwrap().remove("version")),
            }
        }
    }

    /// Writes the events and signs three checkpoints, the last over all of them.
    pub(crate) fn export(&self) -> Export {
        let lines: Vec<Vec<u8>> = self.events.iter().map(canonical).collect();
        let count = lines.len();
        let signer = signer(suite_of(self.events.first()));
        let notes = [count / 3, count * 2 / 3, count].map(|size| sign(&lines[..size], &signer));
        Export { lines, notes: notes.to_vec() }
    }

    /// Counts, writes, signs and verifies.
    pub(crate) fn verdict(mut self) -> Result<Accepted, Refusal> {
        self.count();
        self.export().verdict()
    }
}

/// A signed checkpoint over `lines`.
pub(crate) fn sign(lines: &[Vec<u8>], signer: &Signer) -> String {
    sign_tree(signer.suite(), lines, signer)
}

/// A signed checkpoint over `lines`, whose tree goes by the hash of `suite`.
pub(crate) fn sign_tree(suite: Suite, lines: &[Vec<u8>], signer: &Signer) -> String {
    let mut tree = Tree::new(suite);
    lines.iter().for_each(|line| tree.push(leaf_hash(suite, line)));
    let root: Digest = tree.root(lines.len()).unwrap();
    let origin = "desk.example".to_owned();
    signer.sign(&Checkpoint { origin, size: lines.len() as u64, root }).unwrap()
}

impl Export {
    pub(crate) fn suite(&self) -> Suite {
        let first = self.lines.first().and_then(|line| serde_json::from_slice(line).ok());
        suite_of(first.as_ref())
    }

    pub(crate) fn events(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for line in &self.lines {
            bytes.extend_from_slice(line);
            bytes.push(b'\n');
        }
        bytes
    }

    pub(crate) fn checkpoints(&self) -> String {
        let lines = self.notes.iter().map(|note| json!({ "note": note }).to_string() + "\n");
        lines.collect()
    }

    pub(crate) fn verdict(&self) -> Result<Accepted, Refusal> {
        verdict_of(&self.events(), &self.checkpoints())
    }
}

/// The verdict over the bytes of both files.
pub(crate) fn verdict_of(events: &[u8], checkpoints: &str) -> Result<Accepted, Refusal> {
    let mut notes = Notes::default();
    notes.add("checkpoints.jsonl", checkpoints, &keys())?;
    verify("events.jsonl", events, &notes, 480).map_err(|failure| match failure {
        Failure::Refused(refusal) => refusal,
        Failure::Read(error) => panic!("{error}"),
    })
}
