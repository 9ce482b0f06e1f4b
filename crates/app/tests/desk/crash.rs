//! A process that is killed at any moment: what it acknowledged is there, and nothing is half done.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use app::Location;
use app::desk::Desk;
use oorandom::Rand32;
use programme::command::{Action, Mode};
use programme::event::What;
use programme::state::State;
use tempfile::TempDir;

use crate::room::{Room, times};
use crate::world::{OWNER, opening, role_of, rules, user};

/// Tells the child which desk is its own, and what to do with it.
const CHILD: &str = "REWEAVE_TEST_CHILD";
/// Threads of a child that sends in batches.
const SENDERS: u64 = 4;

/// What the test beside it runs again and again in a process of its own, and kills; by itself it
/// has nothing to do.
#[test]
fn child() {
    let Ok(order) = std::env::var(CHILD) else { return };
    let (round, path) = order.split_once(' ').unwrap();
    let round: u64 = round.parse().unwrap();
    let room = of(Path::new(path));
    let desk = room.open();
    println!("open");
    if round.is_multiple_of(2) { alone(&room, &desk, round) } else { together(&room, &desk, round) }
}

/// The desk in a folder that outlives it.
fn of(folder: &Path) -> Room {
    let location = Location::File(folder.join("desk.sqlite"));
    let mut room = Room::at(TempDir::new().unwrap(), location);
    room.options.folder = Some(folder.to_path_buf());
    // Often, so that a kill may come while one is written.
    room.options.checkpoint_every = Duration::from_millis(20);
    room
}

/// One command after the other, as a history has them.
fn alone(room: &Room, desk: &Desk, round: u64) {
    let mut history = crate::generate::History::new(round);
    history.state = desk.read(Clone::clone);
    loop {
        let (command, at) = history.draw();
        if let Ok(receipt) = room.send(desk, &command, at)
            && !receipt.repeated
        {
            acknowledge(command.id.as_str(), receipt.events.end);
        }
        history.take(command, at);
    }
}

/// Several at once, so that they are kept in batches.
fn together(room: &Room, desk: &Desk, round: u64) {
    room.set(desk.read(|state| state.rules().calendar.noon("2024-03-05".parse().unwrap())));
    std::thread::scope(|scope| {
        for sender in 0..SENDERS {
            scope.spawn(move || {
                for number in 0_i64.. {
                    let id = format!("k-{round}-{sender}-{number}");
                    let fen = 1_000_000_000 + 50_000_000 * number;
                    let command = open(&id, fen);
                    let receipt = desk.wait(desk.submit(command)).unwrap();
                    acknowledge(&id, receipt.events.end);
                }
            });
        }
    });
}

/// An application of its own, by a command of the same name.
pub(crate) fn open(id: &str, fen: i64) -> programme::command::Command {
    let space = format!("S-{id}");
    let action: Action =
        opening(id, "prog-b", Mode::InvestmentSubsidy, &[(space.as_str(), OWNER, fen)]);
    programme::command::Command {
        id: programme::ids::CommandId::new(id).unwrap(),
        actor: programme::command::Actor {
            user: user("owner"),
            role: role_of("owner"),
            on_behalf_of: None,
        },
        expected: None,
        action,
    }
}

fn acknowledge(id: &str, end: u64) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "ack {id} {end}").unwrap();
    out.flush().unwrap();
}

/// Runs a child until it is killed some time after it has begun; returns what it acknowledged.
fn killed(folder: &Path, round: u64, after: Duration) -> Vec<(String, u64)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--nocapture", "--test-threads=1"])
        .env(CHILD, format!("{round} {}", folder.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let begun = lines.by_ref().map_while(Result::ok).any(|line| line.ends_with("open"));
    if !begun {
        let mut said = String::new();
        std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut said).unwrap();
        panic!("round {round}: the child did not begin: {said}");
    }
    let acknowledged = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let whole = lines.map_while(Result::ok).filter_map(|line| {
                let mut words = line.split(' ').skip(1);
                Some((words.next()?.to_owned(), words.next()?.parse().ok()?))
            });
            whole.collect::<Vec<(String, u64)>>()
        });
        std::thread::sleep(after);
        child.kill().unwrap();
        reader.join().unwrap()
    });
    child.wait().unwrap();
    acknowledged
}

/// What every desk must be after a kill.
fn check(desk: &Desk, acknowledged: &[(String, u64)], round: u64) {
    let lines = desk.wait(desk.lines(0, u32::MAX)).unwrap();
    let mut state = State::new(rules());
    let mut last: BTreeMap<String, u64> = BTreeMap::new();
    let mut opened = BTreeSet::new();
    for line in &lines {
        let event = programme::journal::parse(line.as_bytes()).unwrap();
        last.insert(event.command.as_str().to_owned(), event.seq + 1);
        if let What::ApplicationOpened { application, .. } = &event.what {
            opened.insert(application.clone());
        }
        state.fold(&event);
    }
    for (id, end) in acknowledged {
        assert_eq!(last.get(id), Some(end), "round {round}: {id} was acknowledged");
    }
    assert!(desk.read(|live| live.same_as(&state)), "round {round}: state is not the replay");
    assert_eq!(state.violations(), Vec::<String>::new(), "round {round}");
    // To open one takes several events: all or none of them are there.
    for (id, one) in state.applications() {
        let untouched = id.as_str().starts_with("k-");
        assert!(!untouched || one.version >= 2, "round {round}: {id} was half opened");
    }
    assert_eq!(opened.len(), state.applications().len());
}

/// Kills so many children, each at a moment of its own.
fn kill(rounds: u64, seed: u64) {
    let mut random = Rand32::new(seed);
    let mut folder = TempDir::new().unwrap();
    let (mut acknowledged, mut total) = (Vec::new(), 0);
    for round in 0..rounds {
        // A new desk now and then, so that each is small.
        if round % 20 == 0 {
            folder = TempDir::new().unwrap();
            drop(of(folder.path()).furnished());
            acknowledged.clear();
        }
        let after = Duration::from_micros(u64::from(random.rand_range(0..60_000)));
        let new = killed(folder.path(), round, after);
        total += new.len();
        acknowledged.extend(new);
        let room = of(folder.path());
        let desk = room.open();
        check(&desk, &acknowledged, round);
        drop(desk);
        let database = folder.path().join("desk.sqlite");
        let request = app::desk::AuditRequest { database: &database, folder: None, policy: None };
        app::desk::check_database(&request)
            .unwrap_or_else(|cause| panic!("round {round}: {cause}"));
    }
    println!("{rounds} kills, {total} acknowledged commands");
    assert!(total as u64 > rounds, "the children were killed before they did anything");
}

#[test]
fn two_hundred_kills_lose_nothing() {
    kill(200 * times(), 1);
}
