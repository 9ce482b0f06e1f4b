//! Commands a second in memory, alone and beside 10,000 live applications; the journal's lines,
//! hashes and replay.

#![expect(clippy::unwrap_used, reason = "a helper that fails is the bench that fails")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use programme::command::{Action, Command, Mode, Move};
use programme::event::Event;
use programme::ids::Digest;
use programme::journal::{Tree, leaf_hash, line};
use programme::people::Role;
use programme::state::State;
use programme::{Answer, Moment, Suite, apply};

#[expect(dead_code, reason = "the tests use all of it")]
#[path = "../tests/desk/histories/generate.rs"]
mod generate;
#[expect(dead_code, reason = "the tests use all of it")]
#[path = "../tests/desk/world.rs"]
mod world;

use generate::History;
use world::{BEIJING, OWNER, World, evidence, opening, rules};

fn run(state: &mut State, commands: &[(Command, Moment)]) -> usize {
    let mut count = 0;
    for (command, at) in commands {
        if let Ok(Answer::Happened(events)) = apply(state, command, *at) {
            events.iter().for_each(|event| state.fold(event));
            count += events.len();
        }
    }
    count
}

/// Thousand-command histories as in the tests: some three in eight commands are refused.
fn histories(criterion: &mut Criterion) {
    let mut history = History::new(42);
    let start = history.state.clone();
    let commands: Vec<_> = (0..1_000)
        .map(|_| {
            let (command, at) = history.draw();
            history.take(command.clone(), at);
            (command, at)
        })
        .collect();
    let mut group = criterion.benchmark_group("desk");
    group.throughput(Throughput::Elements(1_000));
    group.bench_function("commands, mixed", |bencher| {
        bencher.iter_batched_ref(
            || start.clone(),
            |state| black_box(run(state, &commands)),
            BatchSize::SmallInput,
        );
    });
    let events: &[Event] = &history.events;
    group.throughput(Throughput::Elements(events.len() as u64));
    group.bench_function("events, replayed", |bencher| {
        bencher.iter(|| {
            let mut state = State::new(rules_once());
            events.iter().for_each(|event| state.fold(event));
            black_box(state.next_seq())
        });
    });
    group.bench_function("events, written and hashed into the tree", |bencher| {
        bencher.iter(|| {
            let mut tree = Tree::new(Suite::Sha2);
            events.iter().for_each(|event| tree.push(leaf_hash(Suite::Sha2, &line(event))));
            black_box(tree.root(events.len()))
        });
    });
    group.finish();
}

fn rules_once() -> std::sync::Arc<programme::state::Rules> {
    static RULES: std::sync::OnceLock<std::sync::Arc<programme::state::Rules>> =
        std::sync::OnceLock::new();
    RULES.get_or_init(rules).clone()
}

/// How many apply.
const APPLICANTS: i64 = 400;

/// A desk with ten thousand applications on as many spaces, and four accepted commands for each of
/// two hundred more.
fn crowd(criterion: &mut Criterion) {
    let mut world = World::new();
    world.programme("prog", BEIJING);
    for number in 0..APPLICANTS {
        let code = 1_000 + u32::try_from(number).unwrap();
        let (organisation, name) = (world::org(code), world::prose("申报单位"));
        world.done("admin", Action::RegisterOrganisation { organisation, name });
        world.hire(&format!("u-{number}"), code, Role::Applicant, "");
    }
    let at = world.now();
    let mut state = world.state.clone();
    for number in 0..10_000_i64 {
        open(&mut world, &mut state, number, at);
    }
    let start = state.clone();
    let mut commands = Vec::new();
    for number in 10_000..10_200_i64 {
        commands.push((open(&mut world, &mut state, number, at), at));
        let id = format!("a-{number}");
        for kind in ["ledger_extract", "title_deed", "fund_application"] {
            let sha256 = Digest::of(format!("{id} {kind}").as_bytes());
            let (evidence, invoice) = (evidence(kind), None);
            let what = Move::AttachEvidence { evidence, sha256, bytes: 1, invoice };
            let application = world::application(&id);
            let action = Action::On { application, what };
            let mut command = world.command("district", action);
            command.expected = Some(state.applications()[&world::application(&id)].version);
            run(&mut state, &[(command.clone(), at)]);
            commands.push((command, at));
        }
    }
    let mut group = criterion.benchmark_group("desk");
    group.sample_size(10);
    group.throughput(Throughput::Elements(commands.len() as u64));
    group.bench_function("commands, accepted, beside 10,000 applications", |bencher| {
        bencher.iter_batched_ref(
            || start.clone(),
            |state| {
                let events = run(state, &commands);
                assert!(events >= commands.len());
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn open(world: &mut World, state: &mut State, number: i64, at: Moment) -> Command {
    let (id, space) = (format!("a-{number}"), format!("S-{number}"));
    // Sums of one applicant are apart, so that no application looks like another.
    let fen = 1_000_000 * (1 + number / APPLICANTS) * (1 + number / APPLICANTS);
    let spaces = [(space.as_str(), OWNER, fen)];
    let action = opening(&id, "prog", Mode::InvestmentSubsidy, &spaces);
    let mut command = world.command("owner", action);
    command.actor.user = world::user(&format!("u-{}", number % APPLICANTS));
    run(state, &[(command.clone(), at)]);
    command
}

criterion_group!(benches, histories, crowd);
criterion_main!(benches);
