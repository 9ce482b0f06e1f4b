//! Ten million amounts against big integers.
//!
//! `cargo bench -p policy --profile dev --bench oracle [-- ROWS]`. Input: ROWS (10,000,000) random
//! cases in columns, half of them under the Beijing plan of 2023 (single buildings and plants; one
//! in 500 an area project, a loan or the better of two modes), half under a made-up scheme of
//! sixteen ways to form an amount; and one in fifty as many again decided one by one with their
//! parts of payment. Sums of money reach 1e15 yuan with up to 18 digits after the point, among
//! them 30,000,001.37, caps, and amounts nearer to half a fen than any decimal. Accuracy: none may
//! differ by a fen, and none may be unknown that 28 digits and 96 bits can hold; how many do is
//! printed, and the exit status is 1 if any does.

#![expect(clippy::unwrap_used, reason = "a helper that fails is the bench that fails")]
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a program, not the crate")]

#[path = "../tests/oracle/mod.rs"]
mod oracle;
#[path = "../tests/all/scheme.rs"]
#[expect(dead_code, reason = "shared with the tests, which use the rest")]
mod scheme;

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use oracle::beijing::Scope;
use oracle::{Beijing, Count};

/// Rows of a batch; each batch has a seed and a number of digits of its own.
const BATCH: usize = 20_000;
/// One in so many rows goes by hand.
const RARE: i128 = 500;
/// One in so many cases is decided one by one as well.
const SINGLE: usize = 50;

fn main() -> ExitCode {
    let rows = std::env::args().skip(1).find_map(|text| text.parse().ok()).unwrap_or(10_000_000);
    let plans = Scope::ALL.map(|scope| Beijing::new(&scheme::FILES, scope));
    let made_up = oracle::synthetic_scheme();
    let batches = rows / BATCH;
    let single = BATCH / SINGLE;
    let runs: [(&str, &(dyn Fn(u64) -> Count + Sync)); 6] = [
        ("Beijing, cap per bundle, columns", &|seed| plans[0].columns(seed, BATCH / 4, RARE)),
        ("Beijing, cap per component, columns", &|seed| plans[1].columns(!seed, BATCH / 4, RARE)),
        ("made-up scheme, columns", &|seed| {
            oracle::synthetic_columns(&made_up, seed, BATCH / 2, RARE)
        }),
        ("Beijing, cap per bundle, one by one", &|seed| plans[0].single(seed, single / 4)),
        ("Beijing, cap per component, one by one", &|seed| plans[1].single(!seed, single / 4)),
        ("made-up scheme, one by one", &|seed| {
            oracle::synthetic_single(&made_up, seed, single / 2)
        }),
    ];
    let mut differences = 0;
    for (what, run) in runs {
        let start = Instant::now();
        let count = all(u64::try_from(batches).unwrap(), run);
        println!(
            "{what}: {} cases, {} with an amount, {} by hand, {} differences, {:.1} s",
            count.cases,
            count.amounts,
            count.by_hand,
            count.differences,
            start.elapsed().as_secs_f64()
        );
        count.told.iter().take(10).for_each(|told| println!("  {told}"));
        differences += count.differences;
    }
    println!("differences in all: {differences}");
    ExitCode::from(u8::from(differences > 0))
}

/// Every batch, on all cores.
fn all(batches: u64, run: &(dyn Fn(u64) -> Count + Sync)) -> Count {
    let next = AtomicU64::new(0);
    let work = || {
        let mut count = Count::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= batches {
                return count;
            }
            count.add(run(seed));
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut count = Count::default();
        workers.into_iter().for_each(|worker| count.add(worker.join().expect("no panic")));
        count
    })
}
