//! A small pen for drawings: coordinates with one decimal, everything escaped, both languages.

use std::fmt::Write as _;

use units::Text;

/// A drawing under way.
pub(super) struct Svg {
    /// Its width.
    pub(super) width: f64,
    /// Its height.
    pub(super) height: f64,
    body: String,
}

/// A coordinate with one decimal, without a needless `.0`; what is no number, or far off any sheet,
/// is drawn at the edge of what readers of SVG accept.
fn n(value: f64) -> String {
    const FARTHEST: f64 = 1e5;
    let value = if value.is_nan() { 0.0 } else { value.clamp(-FARTHEST, FARTHEST) };
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// `text` for use between tags or in a quoted attribute.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl Svg {
    /// An empty sheet.
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self { width, height, body: String::new() }
    }

    fn push(&mut self, element: std::fmt::Arguments<'_>) {
        self.body.write_fmt(element).expect("writing to a String cannot fail");
    }

    /// A rectangle; nothing if it has no width.
    pub(super) fn rect(&mut self, class: &str, at: (f64, f64), size: (f64, f64)) {
        if size.0 > 0.0 && size.1 > 0.0 {
            self.push(format_args!(
                r#"<rect class="{class}" x="{}" y="{}" width="{}" height="{}"/>"#,
                n(at.0),
                n(at.1),
                n(size.0.max(0.1)),
                n(size.1)
            ));
        }
    }

    /// A straight line.
    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        self.push(format_args!(
            r#"<line class="{class}" x1="{}" y1="{}" x2="{}" y2="{}"/>"#,
            n(from.0),
            n(from.1),
            n(to.0),
            n(to.1)
        ));
    }

    /// A circle; `extra` are further attributes, already escaped.
    pub(super) fn circle(&mut self, class: &str, at: (f64, f64), radius: f64, extra: &str) {
        let (x, y, r) = (n(at.0), n(at.1), n(radius));
        self.push(format_args!(r#"<circle class="{class}" cx="{x}" cy="{y}" r="{r}"{extra}/>"#));
    }

    /// A polyline through points, or a polygon if `closed`.
    pub(super) fn path(&mut self, class: &str, points: &[(f64, f64)], closed: bool) {
        let mut data = String::with_capacity(points.len() * 12);
        for (index, (x, y)) in points.iter().enumerate() {
            let pen = if index == 0 { 'M' } else { 'L' };
            data.push(pen);
            data.push_str(&n(*x));
            data.push(' ');
            data.push_str(&n(*y));
        }
        if closed {
            data.push('Z');
        }
        self.path_data(class, &data);
    }

    /// A path from ready data.
    pub(super) fn path_data(&mut self, class: &str, data: &str) {
        self.push(format_args!(r#"<path class="{class}" d="{data}"/>"#));
    }

    /// One label in both languages; the class may name its size and anchor.
    pub(super) fn text(&mut self, class: &str, at: (f64, f64), text: &Text) {
        let (x, y) = (n(at.0), n(at.1));
        if text.zh == text.en {
            let words = escape(&text.zh);
            self.push(format_args!(r#"<text class="{class}" x="{x}" y="{y}">{words}</text>"#));
            return;
        }
        let (zh, en) = (escape(&text.zh), escape(&text.en));
        self.push(format_args!(
            r#"<text class="{class} zh" x="{x}" y="{y}">{zh}</text><text class="{class} en" x="{x}" y="{y}">{en}</text>"#
        ));
    }

    /// A label that reads the same in both languages.
    pub(super) fn label(&mut self, class: &str, at: (f64, f64), text: &str) {
        self.text(class, at, &Text::same(text));
    }

    /// A group; ends with [`Svg::end`].
    pub(super) fn group(&mut self, class: &str) {
        self.push(format_args!(r#"<g class="{class}">"#));
    }

    /// The end of a group.
    pub(super) fn end(&mut self) {
        self.body.push_str("</g>");
    }

    /// The element, named for readers who do not see it.
    pub(super) fn finish(self, class: &str, name: &Text) -> String {
        let (w, h) = (n(self.width), n(self.height));
        let name = escape(&format!("{} / {}", name.zh, name.en));
        format!(
            r#"<svg class="{class}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{name}">{}</svg>"#,
            self.body
        )
    }
}

/// A linear axis from data to drawing.
#[derive(Clone, Copy)]
pub(super) struct Axis {
    /// Data at the start and at the end.
    pub(super) data: (f64, f64),
    /// Coordinates at the start and at the end.
    pub(super) page: (f64, f64),
}

impl Axis {
    /// The coordinate of a value.
    pub(super) fn at(&self, value: f64) -> f64 {
        let span = self.data.1 - self.data.0;
        if span == 0.0 || !value.is_finite() {
            return self.page.0;
        }
        self.page.0 + (value - self.data.0) / span * (self.page.1 - self.page.0)
    }

    /// About `wanted` round values within the data.
    pub(super) fn ticks(&self, wanted: f64) -> Vec<f64> {
        let span = self.data.1 - self.data.0;
        if !(span > 0.0 && span.is_finite() && wanted >= 1.0) {
            return vec![self.data.0];
        }
        let step = round_step(span / wanted);
        let first = (self.data.0 / step).ceil();
        (0..60_u32)
            .map(|index| (first + f64::from(index)) * step)
            .take_while(|value| *value <= self.data.1 + step * 1e-9)
            .collect()
    }
}

/// The least of 1, 2, 5 times a power of ten that is not below `rough`, which is > 0.
pub(super) fn round_step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|digit| digit * power)
        .find(|step| *step >= rough * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        let axis = Axis { data: (0.0, 97.0), page: (0.0, 100.0) };
        assert_eq!(axis.ticks(5.0), vec![0.0, 20.0, 40.0, 60.0, 80.0]);
        assert_eq!(Axis { data: (3.0, 3.0), ..axis }.ticks(5.0), vec![3.0]);
        assert_eq!(Axis { data: (0.0, f64::NAN), ..axis }.ticks(5.0), vec![0.0]);
    }

    #[test]
    fn labels_are_escaped() {
        let mut svg = Svg::new(1.0, 1.0);
        svg.label("a", (0.0, 0.0), "</svg>\"&");
        let text = svg.finish("wide", &Text::same("\"<"));
        assert!(text.contains("&lt;/svg&gt;&quot;&amp;") && text.contains("&quot;&lt;"));
    }
}
