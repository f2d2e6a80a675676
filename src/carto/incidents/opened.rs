//! An opened stack: its symbols on rings around their place, numbered, and the card that lists them.

use std::f32::consts::{FRAC_PI_2, TAU};

use crate::model::Incident;

use super::{
    super::{
        Align, Face, Halo, Mark, Point, Rect, Stroke, Style, Target, Targeted, TextMark, View,
        cards::TextCard,
        fonts::{LINE_HEIGHT, shortened, text_width},
        ground::Frame,
        signs::symbol,
        stacks::Stack,
        style::{SYMBOL_RADIUS, faded},
    },
    Drawn, halo_marks, ids,
};

/// At most so many rows stand on the card of an opened stack.
const CARD_ROWS: usize = 12;

/// Radius of the innermost ring of an opened stack, and from ring to ring.
const SPIDER_RADIUS: f32 = 46.0;
const SPIDER_STEP: f32 = 34.0;
/// Room for each symbol along a ring.
const SPIDER_ROOM: f32 = 27.0;

/// Where the symbols of an opened stack stand around its middle, in order: from the top clockwise. Up to a
/// clock face of them stand on one ring, more are shared out over rings as their lengths allow.
fn spider(count: usize) -> (Vec<(f32, f32)>, f32) {
    const ON_ONE_RING: usize = 16;
    let radii: Vec<f32> = if count <= ON_ONE_RING {
        vec![(count as f32 * SPIDER_ROOM / TAU).max(SPIDER_RADIUS)]
    } else {
        let fits = |radius: &f32| (TAU * radius / SPIDER_ROOM) as usize;
        let mut radii = Vec::new();
        while radii.iter().map(fits).sum::<usize>() < count {
            radii.push(SPIDER_RADIUS + SPIDER_STEP * radii.len() as f32);
        }
        radii
    };
    let all: f32 = radii.iter().sum();
    let mut places = Vec::with_capacity(count);
    for (ring, radius) in radii.iter().enumerate() {
        let left = count - places.len();
        let share = (count as f32 * radius / all).round() as usize;
        let here = if ring + 1 == radii.len() { left } else { share.min(left) };
        places.extend((0..here).map(|i| (TAU * i as f32 / here as f32 - FRAC_PI_2, *radius)));
    }
    (places, radii.last().copied().unwrap_or(SPIDER_RADIUS))
}

pub(super) fn opened(view: &View, style: &Style, frame: &Frame, stack: &Stack, drawn: &mut Drawn) {
    let (places, radius) = spider(stack.members.len());
    let reach = radius + 27.0;
    let (card, rows) = list_card(view, style, frame, stack);
    let (min, max) = (frame.min, frame.max());
    let edge = 8.0;
    // The ring is moved just so far that ring and card lie in the frame; the leaders still end at the place.
    let right_needs = reach + 6.0 + card.size.x + edge;
    let card_right = stack.at.x + right_needs <= max.x || stack.at.x < f32::midpoint(min.x, max.x);
    let (low_x, high_x) = if card_right {
        (min.x + edge + reach, max.x - right_needs)
    } else {
        (min.x + edge + card.size.x + 6.0 + reach, max.x - edge - reach)
    };
    let within = |value: f32, low: f32, high: f32| {
        if low <= high { value.clamp(low, high) } else { f32::midpoint(low, high) }
    };
    let centre = Point {
        x: within(stack.at.x, low_x, high_x),
        y: within(stack.at.y, min.y + edge + reach, max.y - edge - reach),
    };
    // What lies below fades.
    drawn.above.push(Mark::Circle {
        centre,
        radius: reach,
        fill: Some(faded(style.card, 236)),
        stroke: Some(Stroke { width: 1.0, colour: style.card_edge, dash: None }),
    });
    drawn.targets_above.push(Target { centre, radius: reach, what: Targeted::Stack(ids(stack)) });
    drawn.taken_above.push(Rect::around(centre, Point { x: reach, y: reach }));
    let spots: Vec<Point> = places
        .iter()
        .map(|(angle, radius)| Point {
            x: centre.x + radius * angle.cos(),
            y: centre.y + radius * angle.sin(),
        })
        .collect();
    for spot in &spots {
        drawn.above.push(Mark::Line {
            points: [stack.at, *spot].into(),
            stroke: Stroke { width: 0.9, colour: faded(style.ink, 120), dash: None },
        });
    }
    drawn.above.push(Mark::Circle {
        centre: stack.at,
        radius: 3.2,
        fill: Some(style.ink),
        stroke: Some(Stroke { width: 1.4, colour: style.symbol_edge, dash: None }),
    });
    for (i, (p, spot)) in stack.members.iter().zip(&spots).enumerate() {
        drawn.above.extend(halo_marks(view, style, std::slice::from_ref(p), *spot, SYMBOL_RADIUS));
        drawn.above.extend(symbol(view, &p.incident, *spot, SYMBOL_RADIUS));
        let (angle, ring) = places[i];
        let out = ring + 18.5;
        let number_at = Point { x: centre.x + out * angle.cos(), y: centre.y + out * angle.sin() };
        let number = (i + 1).to_string();
        drawn.above.push(Mark::Text(TextMark {
            halo: Some(Halo { colour: faded(style.card, 230), width: 1.4 }),
            ..TextMark::plain(number_at, Align::Centre, number, 9.5, Face::SemiBold, style.ink)
        }));
        drawn.targets_above.push(Target {
            centre: *spot,
            radius: SYMBOL_RADIUS + 3.0,
            what: Targeted::Incident(p.incident.id.clone()),
        });
    }
    let left = if card_right { centre.x + reach + 6.0 } else { centre.x - reach - 6.0 - card.size.x };
    let at =
        Point { x: left, y: within(centre.y - card.size.y / 2.0, min.y + edge, max.y - edge - card.size.y) };
    drawn.taken_above.push(Rect { min: at, max: Point { x: at.x + card.size.x, y: at.y + card.size.y } });
    drawn.above.extend(card.marks_at(style, at));
    for (p, y) in stack.members.iter().zip(rows) {
        // Rows answer through small circles over their numbers and symbols.
        drawn.targets_above.push(Target {
            centre: Point { x: at.x + 18.0, y: at.y + y },
            radius: 9.0,
            what: Targeted::Incident(p.incident.id.clone()),
        });
    }
}

/// The card that lists a stack, and the height of each row's middle on it.
fn list_card(view: &View, style: &Style, frame: &Frame, stack: &Stack) -> (TextCard, Vec<f32>) {
    let size = 11.0;
    let row_height = size * LINE_HEIGHT + 4.0;
    let room = frame.max().y - frame.min.y - 16.0;
    let most = (((room - 44.0) / row_height).max(1.0) as usize).min(CARD_ROWS);
    let count = stack.count;
    let rows = if count > most { most.saturating_sub(1).max(1) } else { count };
    let widest = (frame.max().x - frame.min.x) * 0.42;
    let number_end = 24.0;
    let symbol_x = 35.0;
    let date_x = 48.0;
    let date_of = |incident: &Incident| incident.when.to_string();
    let dates = stack
        .members
        .iter()
        .take(rows)
        .map(|p| text_width(Face::Regular, size, &date_of(&p.incident), 0.0))
        .fold(0.0, f32::max);
    let title_x = date_x + dates + 10.0;
    let titles = stack
        .members
        .iter()
        .take(rows)
        .map(|p| text_width(Face::Regular, size, &p.incident.display_title(), 0.0))
        .fold(0.0, f32::max);
    let heading = match stack.members.len() {
        around if around < count => format!("{count} incidents here, the first {around} around"),
        _ => format!("{count} incidents here"),
    };
    let heading_width = 24.0 + text_width(Face::SemiBold, 12.0, &heading, 0.0);
    let width = (title_x + titles + 12.0).max(heading_width).min(widest.clamp(150.0, 520.0));
    let title_room = width - title_x - 10.0;
    let mut texts = vec![TextMark::plain(
        Point { x: 12.0, y: 16.0 },
        Align::Left,
        heading,
        12.0,
        Face::SemiBold,
        style.ink,
    )];
    let mut symbols = Vec::new();
    let mut row_middles = Vec::new();
    let mut y = 36.0;
    for (i, p) in stack.members.iter().take(rows).enumerate() {
        if view.selected.as_ref() == Some(&p.incident.id) {
            symbols.push(Mark::Card {
                min: Point { x: 5.0, y: y - row_height / 2.0 },
                size: Point { x: width - 10.0, y: row_height },
                radius: 3.0,
                fill: faded(style.selection, 70),
                stroke: None,
            });
        }
        texts.push(TextMark::plain(
            Point { x: number_end, y },
            Align::Right,
            (i + 1).to_string(),
            size,
            Face::SemiBold,
            style.ink,
        ));
        symbols.extend(symbol(view, &p.incident, Point { x: symbol_x, y }, 5.4));
        texts.push(TextMark::plain(
            Point { x: date_x, y },
            Align::Left,
            date_of(&p.incident),
            size,
            Face::Regular,
            style.quiet_ink,
        ));
        if title_room > 30.0 {
            let title = shortened(Face::Regular, size, &p.incident.display_title(), title_room);
            texts.push(TextMark::plain(
                Point { x: title_x, y },
                Align::Left,
                title,
                size,
                Face::Regular,
                style.ink,
            ));
        }
        row_middles.push(y);
        y += row_height;
    }
    if rows < count {
        let more = format!("and {} more", count - rows);
        texts.push(TextMark::plain(
            Point { x: date_x, y },
            Align::Left,
            more,
            size,
            Face::Regular,
            style.quiet_ink,
        ));
        y += row_height;
    }
    let size = Point { x: width, y: y - row_height / 2.0 + 7.0 };
    (TextCard { size, texts, symbols }, row_middles)
}
