//! Values that try to break the page.

use proptest::prelude::*;
use report::{Figure, LonLat, ProgrammeReport};
use units::{Fen, GramsCo2e, Text};

use crate::fixture::programme;

const NASTY: &str =
    "</script><script>alert('x')</script><!-- \" ' & <b> ]]> \u{2028} =1+1 </title></style>";

#[test]
fn names_cannot_leave_their_place() {
    let calm = report::page(&programme(40));
    let mut report = programme(40);
    report.title = Text::same(NASTY);
    for space in &mut report.spaces {
        space.name = Text::new(NASTY, format!("{NASTY} en"));
        space.district = Text::same(NASTY);
        space.id = format!("{NASTY}{}", space.id);
        if let Some(appraisal) = &mut space.appraisal {
            appraisal.package = Text::same(NASTY);
        }
    }
    report.quality.refused[0].value = NASTY.into();
    report.provenance.inputs[0].name = NASTY.into();
    report.clauses[0].clause = Text::same(NASTY);
    report.headline.spaces.from.label = Text::same(NASTY);
    let html = report::page(&report);
    for element in ["<script", "</script", "</style", "</title", "<!--", "<b>"] {
        assert_eq!(html.matches(element).count(), calm.matches(element).count(), "{element}");
    }
    assert!(!html.contains("alert('x')</script>"));
    assert!(html.contains("&lt;/script&gt;"));
}

#[test]
fn an_empty_run_still_reads() {
    let mut report = programme(0);
    report.scheme = None;
    report.budget = None;
    report.notices.clear();
    report.comparison = None;
    report.energy.clear();
    report.clauses.clear();
    report.saving_threshold_percent = None;
    let html = report::page(&report);
    assert!(html.contains("没有项目入选") && html.contains("no project was chosen"));
    assert!(html.contains("台账中没有坐标"));
    assert!(!html.contains("NaN") && !html.contains("inf"));
}

/// Every odd float and every end of the integers, everywhere.
fn poisoned(value: f64, amount: i64) -> ProgrammeReport {
    let mut report = programme(6);
    for space in &mut report.spaces {
        space.place = Some(LonLat { lon_deg: value, lat_deg: value });
        space.footprint = vec![LonLat { lon_deg: value, lat_deg: 0.0 }; 3];
        space.gross_floor_area_m2 = Some(value);
        if let Some(appraisal) = &mut space.appraisal {
            appraisal.saving_rate_percent = Some(value);
            appraisal.saving_interval_percent = Some((value, -value));
            appraisal.assumed_share = Some(value);
            appraisal.award = Some(Fen(amount));
            appraisal.investment = Some(Fen(amount));
            appraisal.saved_per_year = Some(GramsCo2e(amount));
        }
    }
    report.headline.reused_area_m2.value = value;
    report.headline.public_money.value = Fen(amount);
    for end_use in &mut report.energy[0].end_uses {
        (end_use.before_kwh, end_use.after_kwh, end_use.assumed_share) =
            (value, value, Some(value));
    }
    if let Some(line) = &mut report.saving_threshold_percent {
        *line = Figure::new(value, line.from.clone());
    }
    report.clauses[0].met = amount.unsigned_abs();
    report.clauses[0].not_met = u64::MAX;
    report
}

#[test]
fn odd_numbers_never_stop_a_page() {
    let floats =
        [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN_POSITIVE, -0.0, 1e300];
    for value in floats {
        for amount in [i64::MIN, -1, 0, i64::MAX] {
            let html = report::page(&poisoned(value, amount));
            for bad in ["=\"NaN", "=\"inf", "=\"-inf", " NaN", "LNaN", "MNaN"] {
                assert!(!html.contains(bad), "{bad} from {value} and {amount}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_number_gives_a_page(value in any::<f64>(), amount in any::<i64>()) {
        let html = report::page(&poisoned(value, amount));
        prop_assert!(html.ends_with("</html>"));
    }
}
