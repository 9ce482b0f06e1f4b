//! Rule-rows per second of a rule set over columns, on one thread.
//!
//! Input: 1,000,000 synthetic cases, ten rules each (nine clauses and an amount, see
//! `ten_rules`), every fact unknown in one row of fifty. Accuracy: exact integers, three-valued,
//! the same verdicts and the same fen as the scalar evaluator gives one by one.

mod ten_rules;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use policy::Program;

const ROWS: usize = 1_000_000;

fn million(criterion: &mut Criterion) {
    let scheme = ten_rules::scheme();
    let rules = ten_rules::version(&scheme);
    let cases = ten_rules::cases(1, ROWS);
    let program = Program::new(rules, ten_rules::ON, &cases).expect("columns of the scheme");
    let mut group = criterion.benchmark_group("columns");
    group.sample_size(10);
    group.throughput(Throughput::Elements(ten_rules::RULES * 1_000_000));
    group.bench_function("1,000,000 cases x 10 rules, one thread", |bencher| {
        bencher.iter(|| program.run(&cases).expect("columns of the scheme"));
    });
    group.finish();
}

criterion_group!(benches, million);
criterion_main!(benches);
