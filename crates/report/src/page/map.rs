//! The map: every space that has a place, in a local projection, fitted to the data.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use maud::{Markup, PreEscaped, html};
use units::Text;

use super::parts::{chart_tools, t, tx};
use super::svg::{Svg, round_step};
use crate::format;
use crate::model::{LonLat, Outcome, ProgrammeReport, SpaceRow, Verdict};

/// Mean radius of the Earth [m]: Moritz, Geodetic Reference System 1980, Journal of Geodesy 74
/// (2000), p. 128-133, R1.
const EARTH_RADIUS_M: f64 = 6_371_008.8;
/// Width of the drawing.
const WIDTH: f64 = 1000.0;
/// Least and greatest height of the drawing.
const HEIGHT: (f64, f64) = (480.0, 800.0);
/// Free border around the outermost points.
const MARGIN: f64 = 46.0;
/// Places further than this many interquartile ranges from the quartiles lie outside the frame, so
/// that one wrong coordinate does not shrink a city to a dot.
const FENCE_RANGES: f64 = 8.0;
/// Radius of the smallest and of a very large space.
const RADIUS: (f64, f64) = (1.7, 11.0);

/// From places to the drawing.
pub(super) struct Frame {
    centre: LonLat,
    metres_per_unit: f64,
    middle: (f64, f64),
    height: f64,
    top_area_m2: f64,
}

impl Frame {
    /// A frame around all places; `None` without any.
    pub(super) fn fit(spaces: &[SpaceRow]) -> Option<Self> {
        let places: Vec<LonLat> = spaces.iter().filter_map(valid_place).collect();
        let (west, east) = inner_range(places.iter().map(|p| p.lon_deg).collect())?;
        let (south, north) = inner_range(places.iter().map(|p| p.lat_deg).collect())?;
        let centre =
            LonLat { lon_deg: f64::midpoint(west, east), lat_deg: f64::midpoint(south, north) };
        let flat = |p: LonLat| metres(centre, p);
        let (left, bottom) = flat(LonLat { lon_deg: west, lat_deg: south });
        let (right, top) = flat(LonLat { lon_deg: east, lat_deg: north });
        // One building alone is shown in a street or two.
        const LEAST_EXTENT_M: f64 = 400.0;
        let extent = ((right - left).max(LEAST_EXTENT_M), (top - bottom).max(LEAST_EXTENT_M));
        let inner = WIDTH - 2.0 * MARGIN;
        let by_width = extent.0 / inner;
        let height = (extent.1 / by_width + 2.0 * MARGIN).clamp(HEIGHT.0, HEIGHT.1);
        let metres_per_unit = by_width.max(extent.1 / (height - 2.0 * MARGIN));
        let areas = spaces.iter().filter_map(|space| space.gross_floor_area_m2).collect();
        Some(Self {
            centre,
            metres_per_unit,
            middle: (WIDTH / 2.0, height / 2.0),
            height,
            top_area_m2: inner_range(areas).map_or(1.0, |(_, top)| top.max(1.0)),
        })
    }

    /// The point in the drawing, if it is inside.
    pub(super) fn point(&self, space: &SpaceRow) -> Option<(f64, f64)> {
        self.inside(self.project(valid_place(space)?))
    }

    fn inside(&self, at: (f64, f64)) -> Option<(f64, f64)> {
        let within = (0.0..=WIDTH).contains(&at.0) && (0.0..=self.height).contains(&at.1);
        within.then_some(at)
    }

    fn project(&self, place: LonLat) -> (f64, f64) {
        let (east, north) = metres(self.centre, place);
        (self.middle.0 + east / self.metres_per_unit, self.middle.1 - north / self.metres_per_unit)
    }

    /// Radius of a space: its disc's area is proportional to its floor area.
    pub(super) fn radius(&self, space: &SpaceRow) -> f64 {
        let part = space.gross_floor_area_m2.unwrap_or(0.0).max(0.0) / self.top_area_m2;
        (RADIUS.1 * part.sqrt()).clamp(RADIUS.0, RADIUS.1 * 1.4)
    }
}

/// East and north of `centre` in metres, equirectangular: within 0.3 % over 100 km at 60° or less.
fn metres(centre: LonLat, place: LonLat) -> (f64, f64) {
    let east = (place.lon_deg - centre.lon_deg).to_radians() * centre.lat_deg.to_radians().cos();
    let north = (place.lat_deg - centre.lat_deg).to_radians();
    (EARTH_RADIUS_M * east, EARTH_RADIUS_M * north)
}

fn valid_place(space: &SpaceRow) -> Option<LonLat> {
    space
        .place
        .filter(|p| (-180.0..=180.0).contains(&p.lon_deg) && (-89.0..=89.0).contains(&p.lat_deg))
}

/// The range of the values within the fence; of all, where the middle half are equal.
fn inner_range(mut values: Vec<f64>) -> Option<(f64, f64)> {
    values.retain(|value| value.is_finite());
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let (lower, upper) = (*values.get(last / 4)?, *values.get(last - last / 4)?);
    let reach = FENCE_RANGES * (upper - lower);
    if reach > 0.0 {
        values.retain(|value| (lower - reach..=upper + reach).contains(value));
    }
    Some((*values.first()?, *values.last()?))
}

/// How a space is drawn; the order is the order of drawing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Unruled,
    NotMet,
    Undetermined,
    Met,
    Conditional,
    Chosen,
}

const STATES: [State; 6] = [
    State::Chosen,
    State::Conditional,
    State::Met,
    State::Undetermined,
    State::NotMet,
    State::Unruled,
];

impl State {
    fn of(space: &SpaceRow) -> Self {
        match (&space.outcome, space.verdict) {
            (Outcome::Chosen { conditional: true, .. }, _) => Self::Conditional,
            (Outcome::Chosen { conditional: false, .. }, _) => Self::Chosen,
            (_, Some(Verdict::Met)) => Self::Met,
            (_, Some(Verdict::Undetermined)) => Self::Undetermined,
            (_, Some(Verdict::NotMet)) => Self::NotMet,
            (_, None) => Self::Unruled,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Chosen => "p-chosen",
            Self::Conditional => "p-cond",
            Self::Met => "p-met",
            Self::Undetermined => "p-und",
            Self::NotMet => "p-not",
            Self::Unruled => "p-none",
        }
    }

    fn name(self) -> Text {
        match self {
            Self::Chosen => Text::new("入选", "chosen"),
            Self::Conditional => Text::new("入选，附条件", "chosen, conditional"),
            Self::Met => Text::new("符合，未入选", "met, not chosen"),
            Self::Undetermined => Text::new("待定", "undetermined"),
            Self::NotMet => Text::new("不符合", "not met"),
            Self::Unruled => Text::new("未认定", "not ruled on"),
        }
    }
}

/// The map with its legend, or a sentence if no space has a place.
pub(super) fn map(report: &ProgrammeReport) -> Markup {
    let Some(frame) = Frame::fit(&report.spaces) else {
        return html! { p.empty { (tx(
            "台账中没有坐标。为各空间补上经纬度（或地块轮廓）后再运行，此处即为地图。",
            "The ledger holds no coordinates. Add longitude and latitude (or footprints) and run again: the map will be here.",
        )) } };
    };
    let mut drawn: Vec<(State, &SpaceRow, (f64, f64), usize)> = report
        .spaces
        .iter()
        .enumerate()
        .filter_map(|(index, space)| Some((State::of(space), space, frame.point(space)?, index)))
        .collect();
    drawn.sort_by(|a, b| {
        let size = |space: &SpaceRow| space.gross_floor_area_m2.unwrap_or(0.0);
        a.0.cmp(&b.0).then(size(b.1).total_cmp(&size(a.1))).then(a.3.cmp(&b.3))
    });
    let mut svg = Svg::new(WIDTH, frame.height);
    ground(&mut svg, &drawn);
    footprints(&mut svg, &frame, &drawn);
    points(&mut svg, &frame, &drawn);
    districts(&mut svg, &drawn);
    scale_bar(&mut svg, &frame);
    let name = Text::new("各空间的位置、规模与认定结果", "Place, size and outcome of each space");
    let left_out = report.spaces.len() - drawn.len();
    html! {
        figure.chart.map id="map-figure" {
            figcaption {
                h3 { (t(&finding(&drawn))) }
                p.reading { (tx(
                    "圆面积与建筑面积成正比；局部等距投影。指向或用方向键逐点查看，回车打开；点图后滚轮缩放。",
                    "Discs are proportional to floor area; local equirectangular projection. Point, or walk with the arrow keys and press Enter; click, then scroll, to zoom.",
                )) }
            }
            (legend(&drawn))
            div.map-frame tabindex="0" role="application" aria-label="地图 / Map" {
                (PreEscaped(svg.finish("mapsvg", &name)))
                div.zoom { button type="button" data-zoom="in" aria-label="放大 / Zoom in" { "+" }
                    button type="button" data-zoom="out" aria-label="缩小 / Zoom out" { "−" }
                    button type="button" data-zoom="fit" aria-label="全图 / Fit" { "⤢" } }
                div.tip role="status" aria-live="polite" hidden {}
            }
            @if left_out > 0 { p.reading { (t(&Text::new(
                format!("另有 {} 个空间没有坐标或落在图框之外。", left_out),
                format!("{left_out} more spaces have no coordinates or lie outside the frame."),
            ))) } }
            (chart_tools())
        }
    }
}

fn finding(drawn: &[(State, &SpaceRow, (f64, f64), usize)]) -> Text {
    let mut by_district: BTreeMap<&Text, usize> = BTreeMap::new();
    let chosen = drawn.iter().filter(|d| matches!(d.0, State::Chosen | State::Conditional));
    let mut total = 0;
    for (_, space, ..) in chosen {
        total += 1;
        *by_district.entry(&space.district).or_default() += 1;
    }
    match by_district.iter().max_by_key(|(_, count)| **count) {
        Some((district, count)) if !district.zh.is_empty() && by_district.len() > 1 => Text::new(
            format!(
                "图中 {total} 个入选项目分布在 {} 个区，{}最多（{count} 个）",
                by_district.len(),
                district.zh
            ),
            format!(
                "{total} mapped projects in {} districts, most of them in {} ({count})",
                by_district.len(),
                district.en
            ),
        ),
        _ => Text::new(
            format!("{} 个空间的位置与认定结果", drawn.len()),
            format!("Where {} spaces stand and how they were ruled", drawn.len()),
        ),
    }
}

fn legend(drawn: &[(State, &SpaceRow, (f64, f64), usize)]) -> Markup {
    html! { ul.legend {
        @for state in STATES {
            @let count = drawn.iter().filter(|d| d.0 == state).count();
            @if count > 0 { li {
                svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" {
                    circle class=(state.class()) cx="8" cy="8" r="5.5" {}
                }
                " " (t(&state.name())) " " b { (format::integer(i64::try_from(count).unwrap_or(i64::MAX))) }
            } }
        }
    } }
}

/// The built-up ground: one soft shape from all points, so that the city shows through.
fn ground(svg: &mut Svg, drawn: &[(State, &SpaceRow, (f64, f64), usize)]) {
    let mut data = String::new();
    for (_, _, (x, y), _) in drawn {
        write!(data, "M{x:.0} {y:.0}h.1").expect("writing to a String cannot fail");
    }
    svg.path_data("ground", &data);
}

fn footprints(svg: &mut Svg, frame: &Frame, drawn: &[(State, &SpaceRow, (f64, f64), usize)]) {
    svg.group("feet");
    for (state, space, ..) in drawn {
        let ring: Option<Vec<(f64, f64)>> =
            space.footprint.iter().map(|place| frame.inside(frame.project(*place))).collect();
        if let Some(ring) = ring.filter(|ring| ring.len() > 2) {
            svg.path(state.class(), &ring, true);
        }
    }
    svg.end();
}

fn points(svg: &mut Svg, frame: &Frame, drawn: &[(State, &SpaceRow, (f64, f64), usize)]) {
    svg.group("dots");
    for (state, space, at, index) in drawn {
        svg.circle(state.class(), *at, frame.radius(space), &format!(r#" data-i="{index}""#));
    }
    svg.end();
}

/// District names at the middle of their points, the fullest first; none over another.
fn districts(svg: &mut Svg, drawn: &[(State, &SpaceRow, (f64, f64), usize)]) {
    const WIDTH_PER_LETTER: f64 = 8.0;
    const LINE: f64 = 18.0;
    // With more districts than this, names step back behind the points.
    const MANY: usize = 20;
    let mut middles: BTreeMap<&Text, (f64, f64, f64)> = BTreeMap::new();
    for (_, space, (x, y), _) in drawn {
        if !space.district.zh.is_empty() {
            let sum = middles.entry(&space.district).or_default();
            *sum = (sum.0 + x, sum.1 + y, sum.2 + 1.0);
        }
    }
    let mut fullest: Vec<_> = middles.into_iter().collect();
    fullest.sort_by(|a, b| b.1.2.total_cmp(&a.1.2));
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    svg.group(if fullest.len() > MANY { "names many" } else { "names" });
    for (name, (x, y, count)) in fullest {
        let (x, y) = (x / count, y / count);
        let letters = name.en.chars().count().max(name.zh.chars().count() * 2);
        let half = (format::count_f64(letters) * WIDTH_PER_LETTER / 2.0).min(WIDTH / 2.0);
        let free = |t: &(f64, f64, f64)| (t.0 - x).abs() > t.2 + half || (t.1 - y).abs() > LINE;
        if taken.iter().all(free) {
            taken.push((x, y, half));
            svg.text("district mid", (x.clamp(half, WIDTH - half), y), name);
        }
    }
    svg.end();
}

fn scale_bar(svg: &mut Svg, frame: &Frame) {
    const WANTED: f64 = 150.0;
    let metres = round_step(WANTED * frame.metres_per_unit / 2.0);
    let (length, y) = (metres / frame.metres_per_unit, frame.height - 18.0);
    let words = if metres >= 1000.0 {
        format!("{} km", format::estimate(metres / 1000.0))
    } else {
        format!("{} m", format::estimate(metres))
    };
    svg.group("scale");
    svg.path(
        "rule",
        &[(20.0, y - 5.0), (20.0, y), (20.0 + length, y), (20.0 + length, y - 5.0)],
        false,
    );
    svg.label("tick", (20.0, y - 9.0), &words);
    let (x, top) = (WIDTH - 26.0, 24.0);
    svg.path(
        "north",
        &[(x, top), (x - 6.0, top + 20.0), (x, top + 15.0), (x + 6.0, top + 20.0)],
        true,
    );
    svg.text("tick mid", (x, top + 35.0), &Text::new("北", "N"));
    svg.end();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_latitude_is_111_kilometres() {
        let beijing = LonLat { lon_deg: 116.4, lat_deg: 39.9 };
        let (east, north) = metres(beijing, LonLat { lon_deg: 117.4, lat_deg: 40.9 });
        assert!((north - 111_195.0).abs() < 1.0, "{north}");
        assert!((east - 111_195.0 * 39.9_f64.to_radians().cos()).abs() < 1.0, "{east}");
    }
}
