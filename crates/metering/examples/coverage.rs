//! How often the intervals hold the truth, on invented meters: `coverage [meters] [first seed]`.

#![expect(clippy::print_stdout, reason = "it prints what it measured")]

use std::collections::BTreeMap;

use metering::synthetic::{Noise, Recipe, meter};
use metering::{LEVELS_PERCENT, Options, Study, saving};

#[derive(Default)]
struct Tally {
    count: f64,
    held: [f64; 4],
    error: f64,
    bias: f64,
    half_widths: Vec<f64>,
    alarms: f64,
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|text| text.parse().ok());
    let count = arguments.next().unwrap_or(500_u64);
    let seed = arguments.next().unwrap_or(1);
    let mut tallies: BTreeMap<Option<Noise>, Tally> = BTreeMap::new();
    for index in 0..count {
        let recipe = Recipe::mixed(u32::try_from(index).unwrap_or(0));
        let Ok(meter) = meter(recipe, seed + index) else { continue };
        let study = Study {
            series: &meter.series,
            temperatures: None,
            baseline: meter.baseline,
            reporting: meter.reporting,
            options: Options::default(),
        };
        let Ok(found) = saving(&study) else {
            println!("no saving: {recipe:?}");
            continue;
        };
        let error = found.saving_rate.value - meter.true_saving_ratio;
        for key in [None, Some(recipe.noise)] {
            let tally = tallies.entry(key).or_default();
            tally.count += 1.0;
            tally.error += error.abs();
            tally.bias += error;
            tally.alarms += f64::from(u8::from(!found.events.is_empty()));
            for (held, level) in tally.held.iter_mut().zip(LEVELS_PERCENT) {
                let Some(interval) = found.saving_rate.interval(level) else { continue };
                let is_held = (interval.low..=interval.high).contains(&meter.true_saving_ratio);
                *held += f64::from(u8::from(is_held));
            }
            if let Some(interval) = found.saving_rate.interval(90.0) {
                tally.half_widths.push((interval.high - interval.low) / 2.0);
            }
        }
    }
    println!(
        "noise            meters  68 %  80 %  90 %  95 %   |error|  bias  half width 90 %  alarms"
    );
    for (noise, tally) in &mut tallies {
        tally.half_widths.sort_by(f64::total_cmp);
        let name = noise.map_or("all".to_owned(), |noise| format!("{noise:?}"));
        let share = |value: f64| value / tally.count * 100.0;
        println!(
            "{name:<16} {:>6} {:>5.1} {:>5.1} {:>5.1} {:>5.1} {:>8.2} {:>6.2} {:>8.2} {:>12.1}",
            tally.count,
            share(tally.held[0]),
            share(tally.held[1]),
            share(tally.held[2]),
            share(tally.held[3]),
            share(tally.error),
            share(tally.bias),
            tally.half_widths[tally.half_widths.len() / 2] * 100.0,
            share(tally.alarms),
        );
    }
}
