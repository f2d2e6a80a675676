//! Clusters as circles: the number of incidents in a ring of the colours of their types.

use std::{
    f32::consts::{FRAC_PI_2, TAU},
    sync::Arc,
};

use crate::{
    analysis::{
        ShownRows,
        crowd::{Cluster, Clusters, Tally},
    },
    model::taxonomy,
};

use super::{
    super::{
        Dash, Mark, Point, Rect, Rgba, Stroke, Style, Target, Targeted, View,
        ground::Frame,
        incidents::Drawn,
        signs::count_badge,
        stacks::Stack,
        style::{faded, type_colour},
    },
    KeyRow, alone, on_sheet, spot_of,
};

/// Two clusters are about so far apart, logical pixels of the nearest zoom level.
const RADIUS: f64 = 64.0;

/// Of a circle with more than one incident.
const SMALLEST: f32 = 12.5;
const LARGEST: f32 = 30.0;

/// The clusters of a frame.
pub(super) fn clusters(rows: &ShownRows<'_>, part: [f64; 4], level: u32) -> Arc<Clusters> {
    Clusters::on_screen(rows, part, level, RADIUS)
}

/// The circles of a frame; clusters of one incident go to `stacks`, which have its own symbol.
pub(super) fn draw(
    view: &View,
    frame: &Frame,
    rows: &ShownRows<'_>,
    (part, level): ([f64; 4], u32),
    drawn: &mut Drawn,
    stacks: &mut Vec<Stack>,
) {
    let style = Style::of(view.theme);
    let found = clusters(rows, part, level);
    let mut seen: Vec<(Point, f32, &Cluster)> = found
        .all
        .iter()
        .map(|cluster| (on_sheet(frame, cluster.tally.middle()), radius(view, &cluster.tally), cluster))
        .filter(|(at, radius, _)| frame.holds(*at, -radius))
        .collect();
    // Small ones over large ones; of equals the northern first.
    seen.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.y.total_cmp(&b.0.y)));
    for (at, radius, cluster) in seen {
        if cluster.tally.count == 1 {
            let row = cluster.tally.first_row;
            let is_there = |stack: &Stack| stack.members.iter().any(|p| p.incident.id == *rows.id(row));
            if !stacks.iter().any(is_there) {
                stacks.extend(alone(frame, rows, row));
            }
            continue;
        }
        let shares = shares(view, rows, cluster, drawn);
        drawn.marks.extend(count_badge(style, at, radius, &shares, &short(cluster.tally.count)));
        drawn.marks.extend(rough_arc(style, at, radius, &cluster.tally));
        drawn.taken.push(Rect::around(at, Point { x: radius + 3.0, y: radius + 3.0 }));
        let what = Targeted::Crowd(spot_of(rows, &cluster.tally));
        drawn.targets.push(Target { centre: at, radius: radius + 2.0, what });
    }
    let words = if view.signs.by_toll {
        "Incidents together: how many; the larger, the more killed"
    } else {
        "Incidents together: how many"
    };
    let colours: Vec<(Rgba, usize)> =
        drawn.types.keys().take(3).map(|code| (type_colour(code, view.theme), 1)).collect();
    let sign = count_badge(style, Point::default(), SMALLEST, &colours, "24");
    drawn.crowd.get_or_insert_default().rows.push(KeyRow { sign, words: words.to_owned(), reach: 13.0 });
}

/// The colours of the types and how many of each, the most frequent first; the legend is told.
fn shares(view: &View, rows: &ShownRows<'_>, cluster: &Cluster, drawn: &mut Drawn) -> Vec<(Rgba, usize)> {
    let mut shares: Vec<(Rgba, usize)> = Vec::with_capacity(cluster.kinds.len());
    for &(kind, count) in &cluster.kinds {
        let Some(code) = rows.kinds().get(kind as usize) else { continue };
        drawn.note_type(code, count as usize);
        let colour = type_colour(code, view.theme);
        // Codes that the taxonomy does not know share one colour.
        match shares.iter_mut().find(|(other, _)| *other == colour && taxonomy::event_type(code).is_none()) {
            Some((_, all)) => *all += count as usize,
            None => shares.push((colour, count as usize)),
        }
    }
    shares.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    shares
}

/// The radius of a circle: it grows slowly with the number of incidents, or of people killed where that is wanted.
fn radius(view: &View, tally: &Tally) -> f32 {
    let number = if view.signs.by_toll { tally.killed as f32 } else { tally.count as f32 };
    (11.0 + 3.6 * number.max(1.0).log10()).clamp(SMALLEST, LARGEST)
}

/// The number as it fits a circle: `842`, `9120`, `12.4k`, `240k`, `1.2M`.
fn short(count: u32) -> String {
    let tenths = |unit: u32| format!("{}.{}", count / unit, count % unit / (unit / 10));
    match count {
        0..10_000 => count.to_string(),
        10_000..100_000 => format!("{}k", tenths(1_000)),
        100_000..1_000_000 => format!("{}k", count / 1_000),
        1_000_000.. => format!("{}M", tenths(1_000_000)),
    }
}

/// A dashed arc around a circle: the share of which no more than the district or province is known.
fn rough_arc(style: &Style, at: Point, radius: f32, tally: &Tally) -> Option<Mark> {
    let share = tally.rough as f32 / tally.count.max(1) as f32;
    (tally.rough > 0).then(|| dashed_arc(style, at, radius + 3.0, share))
}

fn dashed_arc(style: &Style, at: Point, radius: f32, share: f32) -> Mark {
    const STEPS: f32 = 64.0;
    let steps = ((share * STEPS).ceil() as u16).max(2);
    let points = (0..=steps).map(|step| {
        let angle = TAU * share * f32::from(step) / f32::from(steps) - FRAC_PI_2;
        Point { x: at.x + radius * angle.cos(), y: at.y + radius * angle.sin() }
    });
    let dash = Some(Dash { on: 3.0, off: 2.2 });
    let stroke = Stroke { width: 1.5, colour: faded(style.ink, 200), dash };
    Mark::Line { points: points.collect(), stroke }
}

/// The dashed arc in the legend.
pub(super) fn rough_sign(view: &View) -> Vec<Mark> {
    vec![dashed_arc(Style::of(view.theme), Point::default(), 7.0, 1.0)]
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn numbers_in_circles_are_short_and_never_too_large() {
        let numbers = [(7, "7"), (9_999, "9999"), (10_000, "10.0k"), (99_999, "99.9k"), (240_600, "240k")];
        for (count, words) in numbers {
            assert_eq!(short(count), words);
        }
        assert_eq!(short(1_290_000), "1.2M");
    }
}
