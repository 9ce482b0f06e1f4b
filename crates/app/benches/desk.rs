//! The desk's store on SQLite: durable commands a second, alone and in batches; the start with
//! 10,000 applications, 300,000 events and 200,000 spaces; lists and searches over them.
//!
//! Prints what it measured; `cargo bench -p app --profile dev --bench desk`.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench opens files, tells what it measured, and fails where it cannot go on"
)]

#[expect(dead_code, reason = "the tests of `programme` use all of it")]
#[path = "../../programme/tests/desk/histories/generate.rs"]
mod generate;
#[expect(dead_code, reason = "the tests use all of it")]
#[path = "../tests/desk/room.rs"]
mod room;
#[expect(dead_code, reason = "the tests of `programme` use all of it")]
#[path = "../../programme/tests/desk/world.rs"]
mod world;

use std::sync::Arc;
use std::time::{Duration, Instant};

use app::Location;
use app::desk::{Desk, Order, SpaceFilter};
use programme::command::{Action, Command, Mode, Move};
use programme::ids::Digest;
use programme::people::Role;
use programme::state::State;
use programme::{Answer, Moment, apply};
use room::Room;
use sqlx::{AnyConnection, Connection as _};
use world::{World, evidence, opening, org, prose, user};

const APPLICATIONS: i64 = 10_000;
const APPLICANTS: i64 = 400;
/// With these and what opens an application there are 300,000 events.
const DOCUMENTS: usize = 28;
const SPACES: usize = 200_000;
const ROUNDS: usize = 1_000;

fn main() {
    // `cargo test` runs benches too, and asks them for nothing.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let (world, commands) = crowd();
    single(&world, &commands);
    batched(&world, &commands);
    large(&world, &commands);
}

fn rate(what: &str, count: usize, took: Duration) {
    println!("{what}: {count} in {took:.2?}, {:.0}/s", count as f64 / took.as_secs_f64());
}

/// A desk with its applicants, and the commands that open their applications.
fn crowd() -> (World, Vec<Command>) {
    let mut world = World::new();
    world.programme("prog", world::BEIJING);
    for number in 0..APPLICANTS {
        let code = 1_000 + u32::try_from(number).unwrap();
        let (organisation, name) = (org(code), prose(&format!("申报单位{number}")));
        world.done("admin", Action::RegisterOrganisation { organisation, name });
        world.hire(&format!("u-{number}"), code, Role::Applicant, "");
    }
    let commands = (0..APPLICATIONS).map(|number| {
        let (id, space) = (format!("a-{number:05}"), format!("S-{number:06}"));
        // Sums of one applicant are apart, so that no application looks like another.
        let fen = 1_000_000 * (1 + number / APPLICANTS) * (1 + number / APPLICANTS);
        let spaces = [(space.as_str(), world::OWNER, fen)];
        let action = opening(&id, "prog", Mode::InvestmentSubsidy, &spaces);
        let mut command = world.command("owner", action);
        command.actor.user = user(&format!("u-{}", number % APPLICANTS));
        command
    });
    let commands = commands.collect();
    (world, commands)
}

/// A desk with people and no applications.
fn furnished(world: &World) -> (Room, Desk) {
    let room = Room::sqlite();
    let desk = room.open();
    for (command, at) in &world.sent {
        room.send(&desk, command, *at).unwrap();
    }
    room.set(world.now());
    (room, desk)
}

fn single(world: &World, commands: &[Command]) {
    let (_room, desk) = furnished(world);
    let some = &commands[..2_000];
    let begin = Instant::now();
    for command in some {
        desk.wait(desk.submit(command.clone())).unwrap();
    }
    rate("single durable commands", some.len(), begin.elapsed());
}

fn batched(world: &World, commands: &[Command]) {
    let (_room, desk) = furnished(world);
    let desk = Arc::new(desk);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let begin = Instant::now();
    runtime.block_on(async {
        let tasks: Vec<_> = commands
            .iter()
            .cloned()
            .map(|command| {
                let desk = desk.clone();
                tokio::spawn(async move { desk.submit(command).await })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
    });
    rate("batched durable commands", commands.len(), begin.elapsed());
}

/// Writes a large desk's journal and spaces straight into its file.
fn fill(room: &Room, world: &World, commands: &[Command]) {
    let at = world.now();
    let mut state = world.state.clone();
    let mut events = world.events.clone();
    let mut take = |state: &mut State, command: &Command, at: Moment| {
        let Ok(Answer::Happened(happened)) = apply(state, command, at) else {
            panic!("{} was refused", command.id);
        };
        happened.iter().for_each(|event| state.fold(event));
        events.extend(happened);
    };
    for command in commands {
        take(&mut state, command, at);
    }
    for (place, command) in commands.iter().enumerate() {
        let Action::OpenApplication { application, .. } = &command.action else { continue };
        for number in 0..DOCUMENTS {
            let sha256 = Digest::of(format!("{place} {number}").as_bytes());
            let (evidence, invoice) = (evidence("title_deed"), None);
            let what = Move::AttachEvidence { evidence, sha256, bytes: 1, invoice };
            let action = Action::On { application: application.clone(), what };
            let mut next = command.clone();
            next.id = programme::ids::CommandId::new(&format!("d-{place}-{number}")).unwrap();
            next.expected = Some(state.applications()[application].version);
            next.action = action;
            take(&mut state, &next, at);
        }
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let Location::File(path) = &room.location else { return };
    runtime.block_on(async {
        let url = format!("sqlite:{}", path.display());
        let mut connection = AnyConnection::connect(&url).await.unwrap();
        let mut write = connection.begin().await.unwrap();
        sqlx::query("DELETE FROM event").execute(&mut *write).await.unwrap();
        for event in &events {
            let line = String::from_utf8(programme::journal::line(event)).unwrap();
            let seq = i64::try_from(event.seq).unwrap();
            let insert = sqlx::query("INSERT INTO event (seq, line) VALUES ($1, $2)");
            insert.bind(seq).bind(line).execute(&mut *write).await.unwrap();
        }
        for number in 0..SPACES {
            let district = ["西城区", "东城区", "朝阳区", "海淀区", "丰台区"][number % 5];
            let kind = ["老旧厂房", "低效楼宇", "专业市场", "仓储用房"][number / 5 % 4];
            let (id, kinds) =
                (format!("S-{number:06}"), ["plant", "office", "market", "warehouse"]);
            let row = serde_json::json!({
                "id": id,
                "name": format!("{district}第{number}号{kind}"),
                "address": format!("{district}建设路{}号院 {} 号楼", number % 900, number % 40),
                "district": district,
                "kind": kinds[number / 5 % 4],
                "owner": format!("北京产权单位{}有限公司 Holding {}", number % 3_000, number % 7),
            });
            let insert = sqlx::query("INSERT INTO space_row (id, body) VALUES ($1, $2)");
            insert.bind(id).bind(row.to_string()).execute(&mut *write).await.unwrap();
        }
        let import = "INSERT INTO import (file, sha256, counts) VALUES ('list.csv', '', '{}')";
        sqlx::query(import).execute(&mut *write).await.unwrap();
        write.commit().await.unwrap();
        println!("{} events, {SPACES} spaces", events.len());
    });
}

fn large(world: &World, commands: &[Command]) {
    let room = Room::sqlite();
    drop(room.open());
    fill(&room, world, commands);
    let bytes = std::fs::metadata(room.path("desk.sqlite")).unwrap().len();
    println!("database of {:.0} MB", bytes as f64 / 1e6);
    for _ in 0..3 {
        let begin = Instant::now();
        let desk = room.open();
        let opened = begin.elapsed();
        let page = desk.wait(desk.spaces(SpaceFilter::default(), None, 50)).unwrap();
        assert_eq!(page.rows.len(), 50);
        println!("open: {opened:.2?}; with the spaces at hand: {:.2?}", begin.elapsed());
    }
    let desk = room.open();
    desk.wait(desk.spaces(SpaceFilter::default(), None, 1)).unwrap();
    let queries = [
        "厂房",
        "朝阳",
        "建设路",
        "申报单位399",
        "S-1999",
        "holding 3 海淀",
        "产权单位2999",
        "西城区 东城区",
        "没有此词",
        "改造",
    ];
    for query in queries {
        let text = query.to_owned();
        quantiles(&format!("search {query}"), |_| {
            desk.wait(desk.search(text.clone(), |_, _| true, None, 50)).unwrap().rows.len()
        });
    }
    for order in [Order::Id, Order::Due, Order::Entered, Order::Title, Order::Investment] {
        quantiles(&format!("applications by {order:?}"), |_| {
            desk.applications(|_, one| !one.ended, order, None, 50).rows.len()
        });
    }
    let rare = SpaceFilter { district: Some("无此区".to_owned()), ..SpaceFilter::default() };
    quantiles("spaces of a district that has none", |_| {
        desk.wait(desk.spaces(rare.clone(), None, 50)).unwrap().rows.len()
    });
    quantiles("spaces, any page", |round| {
        let after = Some(format!("S-{:06}", round * 199));
        desk.wait(desk.spaces(SpaceFilter::default(), after, 50)).unwrap().rows.len()
    });
}

fn quantiles(what: &str, mut ask: impl FnMut(usize) -> usize) {
    let mut rows = 0;
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|round| {
            let begin = Instant::now();
            rows = ask(round);
            begin.elapsed()
        })
        .collect();
    times.sort_unstable();
    let (median, late) = (times[ROUNDS / 2], times[ROUNDS * 95 / 100]);
    println!("{what}: median {median:.2?}, p95 {late:.2?} ({rows} rows)");
}
