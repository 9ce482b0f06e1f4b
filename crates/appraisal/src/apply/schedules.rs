//! Changes hour by hour.

use energy::building::Schedule;

/// Presence up to this share of full counts as nobody there. [-]
const NOBODY_SHARE: f64 = 0.05;

/// Whether that share of full presence is nobody.
pub(super) fn is_nobody(share: f64) -> bool {
    share <= NOBODY_SHARE
}

/// The three kinds of day.
pub(super) fn days(schedule: &Schedule) -> [&[f64; 24]; 3] {
    [&schedule.weekday, &schedule.saturday, &schedule.sunday]
}

fn days_mut(schedule: &mut Schedule) -> [&mut [f64; 24]; 3] {
    [&mut schedule.weekday, &mut schedule.saturday, &mut schedule.sunday]
}

/// The greatest value of any hour.
pub(super) fn greatest(schedule: &Schedule) -> f64 {
    days(schedule).into_iter().flatten().copied().fold(f64::MIN, f64::max)
}

/// The least value of any hour.
pub(super) fn least(schedule: &Schedule) -> f64 {
    days(schedule).into_iter().flatten().copied().fold(f64::MAX, f64::min)
}

/// Multiplies every hour.
pub(super) fn scale(schedule: &mut Schedule, factor: f64) {
    days_mut(schedule).into_iter().flatten().for_each(|value| *value *= factor);
}

/// Changes each hour of `schedule` knowing the presence in that hour.
pub(super) fn by_presence(
    schedule: &mut Schedule,
    presence: &Schedule,
    change: impl Fn(f64, f64) -> f64,
) {
    let hours = days_mut(schedule).into_iter().flatten();
    for (value, share) in hours.zip(days(presence).into_iter().flatten()) {
        *value = change(*value, *share);
    }
}
