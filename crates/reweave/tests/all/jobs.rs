//! Long work: the chain as jobs, ended by users, by crashes and by bad input.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::jobs::{Asked, Job, JobError, JobState, Jobs, JobsOptions, Work};
use programme::Moment;
use programme::ids::{CommandId, UserId};
use serde_json::{Value, json};

use crate::desk::Desk;

const PROGRAM: &str = env!("CARGO_BIN_EXE_reweave");
const LAW: &str = "cn/beijing/vacated-space";

fn open(folder: &Path, database: PathBuf) -> Jobs {
    let options = JobsOptions {
        database,
        folder: folder.to_path_buf(),
        law: Arc::new(|| Ok(None)),
        program: vec![PROGRAM.to_owned(), "job".to_owned()],
    };
    Jobs::open(options, Arc::new(|| Moment(1_700_000_000_000))).unwrap()
}

fn asked(id: &str, at: i64, work: Value) -> Asked {
    let work: Work = serde_json::from_value(work).unwrap();
    let (id, by) = (CommandId::new(id).unwrap(), UserId::new("u-1").unwrap());
    Asked { id, by, at: Moment(at), work }
}

fn until(jobs: &Jobs, id: &str, wanted: impl Fn(&Job) -> bool) -> Job {
    let id = CommandId::new(id).unwrap();
    let since = Instant::now();
    loop {
        let job = jobs.job(&id).unwrap();
        if wanted(&job) {
            return job;
        }
        assert!(since.elapsed() < Duration::from_secs(240), "{job:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn done(jobs: &Jobs, id: &str) -> Value {
    let job = until(jobs, id, |job| job.ended.is_some());
    assert_eq!(job.state, JobState::Done, "{job:?}");
    serde_json::from_slice(&jobs.result(&job.asked.id).unwrap()).unwrap()
}

/// A synthetic list of Beijing's, and a folder to work in.
fn demo(spaces: &str) -> (Desk, Vec<u8>) {
    let desk = Desk::new();
    desk.run(["demo", "--out", "out", "--spaces", spaces, "--json"]).json();
    let list = std::fs::read(desk.path("out/synthetic-ledger.csv")).unwrap();
    (desk, list)
}

#[test]
fn the_chain_as_jobs_comes_to_what_the_commands_come_to() {
    let (desk, list) = demo("60");
    let database = desk.path("jobs.sqlite");
    let jobs = open(&desk.path("desk"), database);
    let sha256 = jobs.keep_list(&list).unwrap();
    let law = json!({ "scheme": LAW, "on": "2024-06-01" });
    let mapping = json!({ "ready": { "name": "beijing-ledger" } });
    let works = [
        json!({ "kind": "import", "list": sha256, "name": "out/synthetic-ledger.csv", "mapping": mapping }),
        json!({ "kind": "screen", "on": "2024-06-01" }),
        json!({ "kind": "appraise", "search": false, "odds": false, "law": law }),
        json!({ "kind": "decide", "law": law }),
        json!({ "kind": "choose", "budget": 10_000_000_000_i64, "ceilings": {}, "aim": "co2e" }),
    ];
    for (at, work) in works.iter().enumerate() {
        jobs.ask(asked(&format!("j-{at}"), at as i64, work.clone())).unwrap();
    }
    let results: Vec<Value> = (0..works.len()).map(|at| done(&jobs, &format!("j-{at}"))).collect();

    desk.run(
        "import --spaces out/synthetic-ledger.csv --mapping beijing-ledger --state c.sqlite"
            .split(' '),
    );
    let lines = [
        "screen --on 2024-06-01 --state c.sqlite --json",
        "appraise --all --state c.sqlite --weather typical --scheme cn/beijing/vacated-space \
         --on 2024-06-01 --json",
        "decide --scheme cn/beijing/vacated-space --on 2024-06-01 --state c.sqlite --json",
        "choose --budget 100000000 --objective co2e --state c.sqlite --json",
    ];
    for (line, result) in lines.iter().zip(&results[1..]) {
        let said = desk.run(line.split(' ')).json();
        assert!(said == *result, "{line}");
    }
    let refused = jobs.file(&CommandId::new("j-0").unwrap(), "refused.csv").unwrap();
    assert!(!refused.is_empty());
    assert!(matches!(
        jobs.file(&CommandId::new("j-0").unwrap(), "../asked.json"),
        Err(JobError::Unknown)
    ));

    // The same again is the same job; the id for other work is refused.
    let again = jobs.ask(asked("j-1", 99, works[1].clone())).unwrap();
    assert_eq!((again.state, again.asked.at), (JobState::Done, Moment(1)));
    let other = jobs.ask(asked("j-1", 99, works[3].clone()));
    assert!(matches!(other, Err(JobError::Reused)));
}

#[test]
fn work_that_was_cut_off_is_done_after_the_next_start_and_ended_work_stays_ended() {
    let (desk, _) = demo("400");
    let database = desk.path("out/state.sqlite");
    let folder = desk.path("desk");
    let long = json!({ "kind": "appraise", "search": true, "odds": true });
    let jobs = open(&folder, database.clone());
    jobs.ask(asked("long", 1, long.clone())).unwrap();
    jobs.ask(asked("next", 2, json!({ "kind": "screen", "on": "2024-06-01" }))).unwrap();
    jobs.ask(asked("never", 3, long)).unwrap();
    until(&jobs, "long", |job| job.state == JobState::Running && job.done > 0);
    drop(jobs);

    let jobs = open(&folder, database.clone());
    until(&jobs, "long", |job| job.state == JobState::Running && job.done > 0);
    jobs.cancel(&CommandId::new("long").unwrap()).unwrap();
    jobs.cancel(&CommandId::new("never").unwrap()).unwrap();
    let long = until(&jobs, "long", |job| job.ended.is_some());
    assert_eq!(long.state, JobState::Cancelled);
    assert_eq!(done(&jobs, "next").as_array().map(Vec::len), Some(spaces(&desk)));
    drop(jobs);

    let jobs = open(&folder, database);
    let states: Vec<JobState> = jobs.list(|_| true).iter().map(|job| job.state).collect();
    assert_eq!(states, [JobState::Cancelled, JobState::Done, JobState::Cancelled]);
}

fn spaces(desk: &Desk) -> usize {
    let found = desk.run("screen --on 2024-06-01 --state out/state.sqlite --json".split(' '));
    found.json().as_array().unwrap().len()
}

#[test]
fn a_job_ends_when_the_service_that_asked_is_gone() {
    let (desk, _) = demo("400");
    let folder = desk.path("desk");
    let database = desk.path("out/state.sqlite");
    let jobs = open(&folder, database.clone());
    jobs.ask(asked("one", 1, json!({ "kind": "appraise", "search": true, "odds": true }))).unwrap();
    until(&jobs, "one", |job| job.state == JobState::Running);
    let job = std::fs::read_dir(folder.join("jobs")).unwrap().next().unwrap().unwrap().path();
    drop(jobs);
    let mut child = Command::new(PROGRAM)
        .arg("job")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let call = json!({ "job": job, "database": database, "lists": folder.join("lists") });
    let mut stdin = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, format!("{call}\n").as_bytes()).unwrap();
    drop(stdin);
    let since = Instant::now();
    while child.try_wait().unwrap().is_none() {
        assert!(since.elapsed() < Duration::from_secs(20), "it goes on alone");
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(!job.join("told.json").exists());
}

#[test]
fn an_owner_s_building_is_appraised_and_what_it_cannot_be_is_said_by_field() {
    let desk = Desk::new();
    let jobs = open(&desk.path("desk"), desk.path("empty.sqlite"));
    let law = json!({ "scheme": LAW, "on": "2024-06-01" });
    let facts = json!({
        "name": "一号厂房, \"东\"", "kind": "plant", "gross_floor_area_m2": "6200",
        "year_built": "1986", "storeys": "2",
    });
    jobs.ask(asked("good", 1, json!({ "kind": "precheck", "facts": facts, "law": law }))).unwrap();
    let dossier = done(&jobs, "good");
    assert_eq!(dossier["name"], "一号厂房, \"东\"");
    let files = jobs.job(&CommandId::new("good").unwrap()).unwrap().files;
    assert!(files.contains(&"appraisal-zh.pdf".to_owned()), "{files:?}");

    let bad = json!({ "gross_floor_area_m2": "-5", "kind": "plant" });
    jobs.ask(asked("bad", 2, json!({ "kind": "precheck", "facts": bad, "law": law }))).unwrap();
    let job = until(&jobs, "bad", |job| job.ended.is_some());
    assert_eq!(job.state, JobState::Failed);
    assert!(job.remarks.iter().any(|one| one["column"] == "gross_floor_area_m2"), "{job:?}");
    let odd = json!({ "no_such_field": "1" });
    jobs.ask(asked("odd", 3, json!({ "kind": "precheck", "facts": odd, "law": law }))).unwrap();
    let job = until(&jobs, "odd", |job| job.ended.is_some());
    assert_eq!(job.remarks[0]["column"], "no_such_field", "{job:?}");

    // A program that cannot run fails the job, and the next one is tried.
    let lost = json!({ "kind": "screen", "on": "2024-06-01" });
    drop(jobs);
    let options = JobsOptions {
        database: desk.path("empty.sqlite"),
        folder: desk.path("desk"),
        law: Arc::new(|| Ok(None)),
        program: vec!["/bin/false".to_owned()],
    };
    let jobs = Jobs::open(options, Arc::new(|| Moment(5))).unwrap();
    jobs.ask(asked("lost", 4, lost)).unwrap();
    let job = until(&jobs, "lost", |job| job.ended.is_some());
    assert_eq!(job.state, JobState::Failed);
    assert!(job.told.is_some());
}
