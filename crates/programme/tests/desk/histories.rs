//! Seeded histories: a thousand desks, a thousand random commands each, faults among them.

use programme::state::State;
use programme::{Answer, Suite, apply};

use crate::world::rules;

mod generate;

pub(crate) use generate::{History, furnishing};

/// Seeds of the ordinary run, and commands in each history.
const SEEDS: u64 = 1_000;
const COMMANDS: usize = 1_000;

/// How many times as many histories are run as usually: `REWEAVE_TIMES`.
#[expect(clippy::disallowed_methods, reason = "a long run is asked for by the environment")]
fn times() -> u64 {
    std::env::var("REWEAVE_TIMES").map_or(1, |times| times.parse().unwrap())
}

/// Runs one history; the five invariants are checked every hundred commands and at its end.
fn run(seed: u64) -> (usize, usize, usize) {
    // Every tenth with the other ciphers.
    let suite = if seed % 10 == 9 { Suite::Sm } else { Suite::Sha2 };
    let mut history = History::of(suite, seed);
    for number in 0..COMMANDS {
        history.step();
        if number % 100 == 99 {
            let violations = history.state.violations();
            assert!(violations.is_empty(), "seed {seed}, command {number}: {violations:?}");
        }
    }
    // Which ciphers it goes by is told by the first event.
    let mut again = State::new(rules());
    history.events.iter().for_each(|event| again.fold(event));
    assert!(again.same_as(&history.state), "seed {seed}: the replay differs");
    let paid = history.state.steps().values();
    let paid = paid.filter(|step| step.state == programme::state::StepState::Posted).count();
    (history.events.len(), history.refused, paid)
}

#[test]
fn a_thousand_histories_keep_the_invariants() {
    let (half, seeds) = (SEEDS * times() / 2, SEEDS * times());
    let rest = std::thread::spawn(move || (half..seeds).map(run).collect::<Vec<_>>());
    let mut all: Vec<_> = (0..half).map(run).collect();
    all.extend(rest.join().unwrap());
    let (events, refused, paid) =
        all.iter().fold((0, 0, 0), |sum, run| (sum.0 + run.0, sum.1 + run.1, sum.2 + run.2));
    println!("{events} events, {refused} refusals, {paid} payments");
    // The histories get somewhere: they pay, and they are refused.
    assert!(paid > 1_000 && refused > 100_000 && events > 100_000);
}

#[test]
fn the_same_commands_give_the_same_events() {
    let mut state = State::new(rules());
    let mut events = Vec::new();
    for (command, at) in furnishing(Suite::Sha2) {
        let Ok(Answer::Happened(happened)) = apply(&state, command, *at) else {
            panic!("{} was not carried out", command.id);
        };
        happened.iter().for_each(|event| state.fold(event));
        events.extend(happened);
    }
    let history = History::new(0);
    assert_eq!(events, history.events);
    assert!(state.same_as(&history.state));
}
