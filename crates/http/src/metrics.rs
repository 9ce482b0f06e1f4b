//! Counters for Prometheus, in its text format.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper ends of the buckets of durations. [s]
const BOUNDS_S: [f64; 8] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0];

/// What the requests came to, by route.
#[derive(Default)]
pub(crate) struct Metrics {
    routes: Mutex<BTreeMap<(String, u16), Durations>>,
}

#[derive(Default)]
struct Durations {
    count: u64,
    sum_s: f64,
    within: [u64; BOUNDS_S.len()],
}

impl Metrics {
    /// Counts a request by its route as it is written in the interface, never by its address.
    pub(crate) fn count(&self, route: &str, status: u16, took: Duration) {
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        let of = routes.entry((route.to_owned(), status)).or_default();
        let took_s = took.as_secs_f64();
        of.count += 1;
        of.sum_s += took_s;
        for (bound, count) in BOUNDS_S.iter().zip(&mut of.within) {
            *count += u64::from(took_s <= *bound);
        }
    }

    /// Everything, and plain numbers by name with their meaning.
    pub(crate) fn text(&self, gauges: &[(&str, &str, u64)]) -> String {
        let mut text = String::new();
        for (name, help, value) in gauges {
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}");
        }
        let name = "http_request_duration_seconds";
        let _ = writeln!(text, "# HELP {name} Time to answer.\n# TYPE {name} histogram");
        let routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        for ((route, status), of) in &*routes {
            let labels = format!("route=\"{route}\",status=\"{status}\"");
            for (bound, within) in BOUNDS_S.iter().zip(of.within) {
                let _ = writeln!(text, "{name}_bucket{{{labels},le=\"{bound}\"}} {within}");
            }
            let _ = writeln!(text, "{name}_bucket{{{labels},le=\"+Inf\"}} {}", of.count);
            let _ = writeln!(text, "{name}_sum{{{labels}}} {}", of.sum_s);
            let _ = writeln!(text, "{name}_count{{{labels}}} {}", of.count);
        }
        text
    }
}
