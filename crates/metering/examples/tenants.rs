//! How many invented new tenants are found, and the bias once they are taken out:
//! `tenants [meters] [first seed]`.

#![expect(clippy::print_stdout, reason = "it prints what it measured")]

use metering::synthetic::{Recipe, meter};
use metering::{EventPeriod, LEVELS_PERCENT, Options, Study, saving};

fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|text| text.parse().ok());
    let count = arguments.next().unwrap_or(300_u64);
    let seed = arguments.next().unwrap_or(1);
    let (mut found_count, mut days_off, mut before, mut after) = (0.0, Vec::new(), 0.0, 0.0);
    let (mut held, mut others, mut halves) = ([0.0; 4], 0.0, Vec::new());
    for index in 0..count {
        let recipe =
            Recipe { has_tenant: true, ..Recipe::mixed(u32::try_from(index).unwrap_or(0)) };
        let Ok(meter) = meter(recipe, seed + index) else { continue };
        let mut study = Study {
            series: &meter.series,
            temperatures: None,
            baseline: meter.baseline,
            reporting: meter.reporting,
            options: Options::default(),
        };
        let (Ok(plain), Some(from)) = (saving(&study), meter.tenant_from) else { continue };
        before += plain.saving_rate.value - meter.true_saving_ratio;
        let off = |day: units::Date| day.duration_since(from).as_hours() as f64 / 24.0;
        let event = plain
            .events
            .iter()
            .filter(|event| {
                event.period == EventPeriod::Reporting && event.change_per_day.value > 0.0
            })
            .find(|event| off(event.first).abs() <= 30.0);
        others += f64::from(u8::from(plain.events.len() > usize::from(event.is_some())));
        let Some(event) = event else { continue };
        found_count += 1.0;
        days_off.push(off(event.first).abs());
        study.options.accepted = vec![event.accepted()];
        let Ok(adjusted) = saving(&study) else { continue };
        let Some(adjusted) = adjusted.without_events else { continue };
        after += adjusted.saving_rate.value - meter.true_saving_ratio;
        for (held, level) in held.iter_mut().zip(LEVELS_PERCENT) {
            let Some(interval) = adjusted.saving_rate.interval(level) else { continue };
            let is_held = (interval.low..=interval.high).contains(&meter.true_saving_ratio);
            *held += f64::from(u8::from(is_held));
            if level > 89.0 && level < 91.0 {
                halves.push((interval.high - interval.low) / 2.0);
            }
        }
    }
    days_off.sort_by(f64::total_cmp);
    halves.sort_by(f64::total_cmp);
    let count = count as f64;
    println!(
        "found {:.1} %, with others {:.1} %",
        found_count / count * 100.0,
        others / count * 100.0
    );
    println!(
        "days off, median {} p90 {}",
        days_off[days_off.len() / 2],
        days_off[days_off.len() * 9 / 10]
    );
    println!(
        "bias before {:.2} points, after {:.2}",
        before / count * 100.0,
        after / found_count * 100.0
    );
    println!(
        "held {:?}, half width 90 % {:.2}",
        held.map(|x| x / found_count),
        halves[halves.len() / 2] * 100.0
    );
}
