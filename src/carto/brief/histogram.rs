//! The histogram of a brief: incidents along the time that is shown.

use crate::{
    analysis::{Histogram, Index, Window, window},
    model::{CalendarUnit, DaySpan},
};

use super::{
    super::{Align, Content, Face, Mark, Part, Point, Stroke, Style, View},
    parts::Set,
    setting::{Look, SMALLEST, set_line},
};

const BARS_HEIGHT: f32 = 46.0;
/// A bar with the air beside it is at least so wide.
const NARROWEST: f32 = 4.0;

/// The histogram of what passes the filter, within the window; nothing where no incident has a date.
pub(super) fn histogram(style: &Style, index: &Index, view: &View, width: f32) -> Option<Set> {
    let axis = axis(index, view.window)?;
    let most_bins = (width / NARROWEST) as usize;
    let matches = index.matching(&view.filter);
    let histogram = CalendarUnit::ALL.into_iter().map(|unit| Histogram::of(index, &matches, axis, unit));
    // The finest unit whose bars can be told apart; beyond all units, years.
    let histogram = {
        let mut last = None;
        for candidate in histogram {
            let fits = candidate.bins.len() <= most_bins;
            last = Some(candidate);
            if fits {
                break;
            }
        }
        last?
    };
    let tallest = histogram.bins.iter().map(|bin| bin.shown).fold(0.0, f64::max);
    let unit = histogram.unit.label().to_lowercase();
    let quiet = Look { size: SMALLEST, face: Face::Regular, colour: style.quiet_ink };
    let heading = Look { face: Face::SemiBold, colour: style.ink, ..quiet };
    let line = quiet.line_height();
    let mut marks = Vec::new();
    let middle = |row: f32| Point { x: 0.0, y: row + line / 2.0 };
    let said = format!("Incidents per {unit}");
    marks.push(set_line(heading, &said, middle(0.0), width, Align::Left));
    let most = format!("most: {}", rounded(tallest));
    if heading.width(&said) + quiet.width(&most) + 12.0 <= width {
        marks.push(set_line(quiet, &most, middle(0.0), width, Align::Right));
    }
    let foot = line + 4.0 + BARS_HEIGHT;
    let step = width / histogram.bins.len().max(1) as f32;
    let air = (step * 0.18).min(2.0);
    for (i, bin) in histogram.bins.iter().enumerate() {
        let height = if tallest > 0.0 { (bin.shown / tallest) as f32 * BARS_HEIGHT } else { 0.0 };
        if height > 0.0 {
            marks.push(Mark::Card {
                min: Point { x: step * i as f32 + air / 2.0, y: foot - height },
                size: Point { x: (step - air).max(0.8), y: height },
                radius: 0.0,
                fill: style.accent,
                stroke: None,
            });
        }
    }
    marks.push(Mark::Line {
        points: [Point { x: 0.0, y: foot }, Point { x: width, y: foot }].into(),
        stroke: Stroke { width: 1.0, colour: style.ink, dash: None },
    });
    let ends = [DaySpan::day(axis.first()).to_string(), DaySpan::day(axis.last()).to_string()];
    let (first, last) = (quiet.width(&ends[0]), quiet.width(&ends[1]));
    marks.push(set_line(quiet, &ends[0], middle(foot + 3.0), width, Align::Left));
    if first + last + 10.0 <= width {
        marks.push(set_line(quiet, &ends[1], middle(foot + 3.0), width, Align::Right));
    }
    let alt = format!("Histogram: incidents per {unit}, {axis}, at most {}", rounded(tallest));
    let size = Point { x: width, y: foot + 3.0 + line };
    Some(Set { part: Part::Histogram, size, marks, alt, content: Content::Picture, links: Vec::new() })
}

/// The days that are shown: the window, where an end is open to the first or last dated incident.
fn axis(index: &Index, shown: Window) -> Option<DaySpan> {
    let span = index.span()?;
    Some(window::on_axis(shown, span))
}

/// A share of an incident whose date is not known to the day makes a fraction.
fn rounded(weight: f64) -> String {
    let tenths = (weight * 10.0).round() / 10.0;
    if tenths.fract().abs() < f64::EPSILON { format!("{tenths:.0}") } else { format!("{tenths:.1}") }
}
