//! A reform before it is made: 1,000,000 synthetic cases under ten rules and under the same rules
//! with one rate changed, in batches of 65,536 rows on two threads; who gains, who loses, what the
//! budget becomes, how long it takes, how much memory it holds.
//!
//! `cargo run -q -p policy --example reform_million [-- ROWS [THREADS [TURNS]]]`. Times are the
//! best and the median of the turns: `decide_s` of both decisions and their comparison, summed over
//! the threads and divided by their number; `whole_s` of everything, the drawing of the cases
//! included.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a program, not the crate")]

#[path = "../benches/ten_rules/mod.rs"]
mod ten_rules;

use std::error::Error;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use policy::{Answers, Column, Program, RuleSet, Scheme};
use units::{Decimal, Fen};

/// Rows of a batch.
const BATCH: usize = 65_536;

/// What the reform changes, over all cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    cases: usize,
    by_hand: usize,
    awards_before: usize,
    awards_after: usize,
    winners: usize,
    losers: usize,
    fen_before: i128,
    fen_after: i128,
}

impl Tally {
    fn compare(&mut self, before: &Answers, after: &Answers) {
        self.by_hand += before.by_hand + after.by_hand;
        for (old, new) in before.amounts.iter().zip(&after.amounts) {
            let (old_fen, new_fen) = (old.map_or(0, |fen| fen.0), new.map_or(0, |fen| fen.0));
            self.cases += 1;
            self.awards_before += usize::from(old.is_some());
            self.awards_after += usize::from(new.is_some());
            self.winners += usize::from(new_fen > old_fen);
            self.losers += usize::from(new_fen < old_fen);
            self.fen_before += i128::from(old_fen);
            self.fen_after += i128::from(new_fen);
        }
    }

    fn add(&mut self, other: &Self) {
        self.cases += other.cases;
        self.by_hand += other.by_hand;
        self.awards_before += other.awards_before;
        self.awards_after += other.awards_after;
        self.winners += other.winners;
        self.losers += other.losers;
        self.fen_before += other.fen_before;
        self.fen_after += other.fen_after;
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<usize>());
    let mut next = |default: usize| arguments.next().unwrap_or(Ok(default));
    let (rows, threads, turns) = (next(1_000_000)?, next(2)?.max(1), next(9)?.max(1));
    let scheme = ten_rules::scheme();
    let changed = scheme
        .with_number("first", "office_rate", Decimal::new(125, 1))
        .and_then(|scheme| scheme.with_number("first", "cap", Decimal::from(45_000_000)))
        .ok_or("the parameters of the reform")?;
    let (before, after) = (ten_rules::version(&scheme), ten_rules::version(&changed));
    let mut times = Vec::new();
    let mut tally = Tally::default();
    for _ in 0..turns {
        let start = Instant::now();
        let (found, decide_s) = turn(before, after, rows, threads)?;
        times.push((decide_s, start.elapsed().as_secs_f64()));
        tally = found;
    }
    let decided = rows as f64 * ten_rules::RULES as f64 * 2.0;
    let column = |pick: fn(&(f64, f64)) -> f64| -> (f64, f64) {
        let mut sorted: Vec<f64> = times.iter().map(pick).collect();
        sorted.sort_by(f64::total_cmp);
        (sorted[0], sorted[sorted.len() / 2])
    };
    let (decide, whole) = (column(|time| time.0), column(|time| time.1));
    println!("{tally:?}");
    println!("rows {rows} rules {} threads {threads} turns {turns}", ten_rules::RULES);
    println!("decide_s best {:.3} median {:.3}", decide.0, decide.1);
    println!("whole_s best {:.3} median {:.3}", whole.0, whole.1);
    println!("rule_rows_per_s best {:.0} median {:.0}", decided / decide.0, decided / decide.1);
    println!("memory_mb {:.1}", memory_mb().ok_or("no /proc/self/status")?);
    println!("thirty_million_yuan {}", thirty_million(&scheme)?.ok_or("an amount")?);
    Ok(())
}

/// What 100 % of 30,000,001.37 yuan is.
fn thirty_million(scheme: &Scheme) -> Result<Option<Fen>, Box<dyn Error>> {
    let scheme = scheme
        .with_number("first", "office_rate", Decimal::ONE_HUNDRED)
        .and_then(|scheme| scheme.with_number("first", "cap", Decimal::from(1_000_000_000)))
        .ok_or("the parameters of the reform")?;
    let mut cases = ten_rules::cases(0, 1);
    for column in &mut cases.columns {
        column.known = None;
        match &mut column.values {
            Column::Numbers(sum, _) if column.name == "investment_yuan" => {
                *sum = vec![3_000_000_137].into();
            }
            Column::Numbers(other, _) => *other = vec![1_000_000].into(),
            Column::Truths(truths) => *truths = vec![true].into(),
            Column::Days(days) => *days = vec![10_000].into(),
            Column::Words(words, _) => *words = vec![0].into(),
            Column::Values(_) => {}
        }
    }
    let rules = ten_rules::version(&scheme);
    let program = Program::new(rules, ten_rules::ON, &cases)?;
    let decided = policy::evaluate(rules, &cases.facts(0, rules), ten_rules::ON);
    let found = program.run(&cases)?.amounts_if_met[0];
    Ok(found.filter(|_| decided.amount_if_met == found))
}

/// The comparison of all rows, and the seconds of its decisions on one thread of `threads`.
fn turn(
    before: &RuleSet,
    after: &RuleSet,
    rows: usize,
    threads: usize,
) -> Result<(Tally, f64), Box<dyn Error>> {
    let like = ten_rules::cases(0, 1);
    let before = Program::new(before, ten_rules::ON, &like)?;
    let after = Program::new(after, ten_rules::ON, &like)?;
    let batches = AtomicUsize::new(0);
    let work = || {
        let (mut tally, mut seconds) = (Tally::default(), 0.0);
        loop {
            let batch = batches.fetch_add(1, Ordering::Relaxed);
            let left = rows.saturating_sub(batch * BATCH);
            if left == 0 {
                return Ok((tally, seconds));
            }
            let cases = ten_rules::cases(batch as u128, left.min(BATCH));
            let start = Instant::now();
            tally.compare(&before.run(&cases)?, &after.run(&cases)?);
            seconds += start.elapsed().as_secs_f64();
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let (mut all, mut seconds) = (Tally::default(), 0.0);
        for worker in workers {
            let found: Result<(Tally, f64), policy::ColumnError> =
                worker.join().map_err(|_| "a thread panicked")?;
            let (tally, own) = found?;
            all.add(&tally);
            seconds += own;
        }
        Ok((all, seconds / threads as f64))
    })
}

/// The most memory that the program has held so far [MB], as Linux counts it.
fn memory_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}
