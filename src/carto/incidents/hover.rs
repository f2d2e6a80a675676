//! The card of the hovered incident: what, when, and how well the place is known.

use crate::model::{Incident, Precision};

use super::{
    super::{
        Align, Face, Point, Style, TextMark,
        cards::TextCard,
        fonts::{LINE_HEIGHT, text_width, wrapped},
        ground::Frame,
        stacks::Stack,
        style::BADGE_RADIUS,
    },
    Drawn,
};

/// How well the place is known, in words: `District only`, `Within 5 km`.
fn precision_words(incident: &Incident) -> String {
    let place = &incident.place;
    match (place.precision, place.radius) {
        (Precision::Vicinity | Precision::Locality | Precision::Near | Precision::Area, Some(radius)) => {
            format!("Within {radius}")
        }
        (
            Precision::Exact
            | Precision::Vicinity
            | Precision::Locality
            | Precision::Stretch
            | Precision::Near
            | Precision::Area
            | Precision::District
            | Precision::Province
            | Precision::None,
            _,
        ) => place.precision.label().to_owned(),
    }
}

pub(super) fn hover_card(
    style: &Style,
    frame: &Frame,
    stack: &Stack,
    incident: &Incident,
    drawn: &mut Drawn,
) {
    let (title_size, size) = (12.0, 11.0);
    let widest = ((frame.max().x - frame.min.x) * 0.6).min(300.0);
    let titles = wrapped(Face::SemiBold, title_size, &incident.display_title(), widest - 20.0, 3);
    let facts = format!("{} · {}", incident.when, precision_words(incident));
    let facts = wrapped(Face::Regular, size, &facts, widest - 20.0, 2);
    let width = titles
        .iter()
        .map(|line| text_width(Face::SemiBold, title_size, line, 0.0))
        .chain(facts.iter().map(|line| text_width(Face::Regular, size, line, 0.0)))
        .fold(0.0, f32::max)
        + 20.0;
    let mut texts = Vec::new();
    let mut y = 15.0;
    for line in titles {
        texts.push(TextMark::plain(
            Point { x: 10.0, y },
            Align::Left,
            line,
            title_size,
            Face::SemiBold,
            style.ink,
        ));
        y += title_size * LINE_HEIGHT;
    }
    y += 1.0;
    for line in facts {
        texts.push(TextMark::plain(
            Point { x: 10.0, y },
            Align::Left,
            line,
            size,
            Face::Regular,
            style.quiet_ink,
        ));
        y += size * LINE_HEIGHT;
    }
    let card = TextCard { size: Point { x: width, y: y - 3.0 }, texts, symbols: Vec::new() };
    let (min, max) = (frame.min, frame.max());
    let gap = BADGE_RADIUS + 8.0;
    let x = if stack.at.x + gap + width <= max.x - 6.0 {
        stack.at.x + gap
    } else {
        (stack.at.x - gap - width).max(min.x + 6.0)
    };
    let y = (stack.at.y - card.size.y - 4.0).clamp(min.y + 6.0, (max.y - 6.0 - card.size.y).max(min.y + 6.0));
    drawn.above.extend(card.marks_at(style, Point { x, y }));
}
