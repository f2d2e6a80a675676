//! The signs of incidents, the same on the map, on cards and in the legend: pins, symbols, badges.

use std::{
    f32::consts::{FRAC_PI_2, TAU},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use crate::model::{Incident, Status};

use super::{
    Align, Face, Mark, Point, Rgba, Stroke, Style, TextMark, Theme, View,
    style::{BADGE_RADIUS, PIN_HEIGHT, SYMBOL_RADIUS, faded, type_colour},
    symbols::{symbol_mark, type_shape},
};

/// What a map can say about its places, in the order of the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    PinExact,
    PinNear,
    Ring,
    District,
    Province,
    /// A ring in place of a district or province without a known polygon.
    DashedRing,
    /// A line along which it happened somewhere.
    Stretch,
    /// The symbol of an incident whose place is an area.
    Hollow,
    /// A closed stack.
    Badge,
    /// From where something was fired or came to where it landed.
    Way,
}

/// The head of an arrow whose tip is there; `along` has the length 1.
pub(super) fn arrow_head(tip: Point, along: Point, colour: Rgba) -> Mark {
    const LENGTH: f32 = 8.0;
    const HALF: f32 = 3.6;
    let back = Point { x: tip.x - along.x * LENGTH, y: tip.y - along.y * LENGTH };
    let outline: Arc<[Point]> = [
        tip,
        Point { x: back.x - along.y * HALF, y: back.y + along.x * HALF },
        Point { x: back.x + along.y * HALF, y: back.y - along.x * HALF },
    ]
    .into();
    let centre = Point { x: tip.x - along.x * LENGTH * 0.6, y: tip.y - along.y * LENGTH * 0.6 };
    Mark::Symbol { centre, outline, fill: colour, stroke: None }
}

/// The small hollow mark of a further position.
pub(super) fn end_sign(style: &Style, at: Point, colour: Rgba) -> [Mark; 2] {
    let circle = |radius: f32, fill: Rgba, stroke: Option<Stroke>| Mark::Circle {
        centre: at,
        radius,
        fill: Some(fill),
        stroke,
    };
    let edge = Stroke { width: 1.6, colour, dash: None };
    [circle(5.0, faded(style.symbol_edge, 200), None), circle(3.4, style.hollow_fill, Some(edge))]
}

/// The marks of a rejected record: hardly there.
pub(super) fn faint(marks: impl IntoIterator<Item = Mark>) -> Vec<Mark> {
    let thin = |colour: Rgba| {
        let [.., alpha] = colour.0;
        faded(colour, alpha / 3)
    };
    let thin_stroke =
        |stroke: Option<Stroke>| stroke.map(|stroke| Stroke { colour: thin(stroke.colour), ..stroke });
    marks
        .into_iter()
        .map(|mark| match mark {
            Mark::Symbol { centre, outline, fill, stroke } => {
                Mark::Symbol { centre, outline, fill: thin(fill), stroke: thin_stroke(stroke) }
            }
            Mark::Circle { centre, radius, fill, stroke } => {
                Mark::Circle { centre, radius, fill: fill.map(thin), stroke: thin_stroke(stroke) }
            }
            Mark::Line { points, stroke } => {
                Mark::Line { points, stroke: Stroke { colour: thin(stroke.colour), ..stroke } }
            }
            Mark::Area { .. }
            | Mark::Segments { .. }
            | Mark::Card { .. }
            | Mark::Raster { .. }
            | Mark::Text(_)
            | Mark::Course(_) => mark,
        })
        .collect()
}

/// A question mark at the shoulder of a disputed record's symbol.
pub(super) fn disputed_badge(style: &Style, symbol: Point, radius: f32) -> [Mark; 2] {
    let at = Point { x: symbol.x + radius * 0.95, y: symbol.y - radius * 0.95 };
    let edge = Stroke { width: 0.8, colour: faded(style.ink, 140), dash: None };
    let disc = Mark::Circle { centre: at, radius: 5.2, fill: Some(style.card), stroke: Some(edge) };
    [disc, Mark::Text(TextMark::plain(at, Align::Centre, "?", 8.5, Face::SemiBold, style.ink))]
}

/// The pointer from a pin's symbol down to the very point; an exact place also has a dot there.
pub(super) fn pin_foot(style: &Style, foot: Point, colour: Rgba, exact: bool) -> Vec<Mark> {
    let wedge = |half: f32, tip: f32, fill: Rgba| {
        let top = foot.y - PIN_HEIGHT + 1.0;
        let outline: Arc<[Point]> = [
            Point { x: foot.x - half, y: top },
            Point { x: foot.x + half, y: top },
            Point { x: foot.x, y: foot.y + tip },
        ]
        .into();
        Mark::Symbol { centre: Point { x: foot.x, y: top + 3.0 }, outline, fill, stroke: None }
    };
    if !exact {
        return vec![wedge(5.4, 2.6, style.symbol_edge), wedge(3.6, 0.0, colour)];
    }
    // A needle that ends in a dot on the very place.
    let dot = |radius: f32, fill: Rgba| Mark::Circle { centre: foot, radius, fill: Some(fill), stroke: None };
    let needle = |width: f32, colour: Rgba| Mark::Line {
        points: [Point { x: foot.x, y: foot.y - PIN_HEIGHT }, foot].into(),
        stroke: Stroke { width, colour, dash: None },
    };
    vec![needle(4.6, style.symbol_edge), dot(4.4, style.symbol_edge), needle(2.2, colour), dot(3.0, colour)]
}

/// How incidents are marked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct SignStyle {
    pub set: SymbolSet,
    /// Signs of incidents with more people killed are larger.
    pub by_toll: bool,
}

/// A set of symbols.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SymbolSet {
    /// A shape in a colour for each kind.
    #[default]
    Plain,
    /// The same shape as an icon in a frame, as staffs are used to. The records name no side, so every frame is that
    /// of an unknown one.
    Framed,
}

impl SymbolSet {
    pub const ALL: [Self; 2] = [Self::Plain, Self::Framed];

    pub fn label(self) -> &'static str {
        match self {
            Self::Plain => "Plain shapes",
            Self::Framed => "Framed, as in APP-6",
        }
    }
}

/// The radius of an incident's symbol: by the people killed, where that is wanted, at most twice the usual one.
pub(super) fn sign_radius(view: &View, incident: &Incident) -> f32 {
    if !view.signs.by_toll {
        return SYMBOL_RADIUS;
    }
    let killed = incident.killed.best.or(incident.killed.low).unwrap_or(0) as f32;
    // The area of a sign grows with the number, as far as a map can bear it.
    SYMBOL_RADIUS * (1.0 + 0.22 * killed.sqrt()).min(2.0)
}

/// The symbol of an incident: solid where the place is a point, hollow where it is an area; a rejected record's
/// is faint, a disputed one's has a question mark.
pub(super) fn symbol(view: &View, incident: &Incident, at: Point, radius: f32) -> Vec<Mark> {
    let marks = type_symbol(view, &incident.event_type, incident.place.precision.is_point(), at, radius);
    match incident.status {
        Some(Status::Rejected) => faint(marks),
        Some(Status::Disputed) => {
            marks.into_iter().chain(disputed_badge(Style::of(view.theme), at, radius)).collect()
        }
        Some(Status::ToDo | Status::InProgress | Status::ForReview | Status::Verified) | None => marks,
    }
}

/// The symbol of a type, solid or hollow.
pub(super) fn type_symbol(view: &View, event_type: &str, solid: bool, at: Point, radius: f32) -> Vec<Mark> {
    match view.signs.set {
        SymbolSet::Plain => plain_symbol(view.theme, event_type, solid, at, radius),
        SymbolSet::Framed => framed_symbol(view.theme, event_type, solid, at, radius),
    }
}

fn plain_symbol(theme: Theme, event_type: &str, solid: bool, at: Point, radius: f32) -> Vec<Mark> {
    let style = Style::of(theme);
    let colour = type_colour(event_type, theme);
    let shape = type_shape(event_type);
    let casing = Stroke { width: 3.4, colour: style.symbol_edge, dash: None };
    let mut marks = vec![symbol_mark(shape, at, radius * 0.92, style.symbol_edge, Some(casing))];
    if solid {
        let thin = Stroke { width: 0.6, colour: faded(style.ink, 110), dash: None };
        marks.push(symbol_mark(shape, at, radius * 0.92, colour, Some(thin)));
    } else {
        let edge = Stroke { width: 2.0, colour, dash: None };
        marks.push(symbol_mark(shape, at, radius * 0.86, style.hollow_fill, Some(edge)));
    }
    marks
}

/// # Source
/// NATO APP-6 and MIL-STD-2525, the frame and the yellow of unknown affiliation; drawn anew from their description.
fn framed_symbol(theme: Theme, event_type: &str, solid: bool, at: Point, radius: f32) -> Vec<Mark> {
    const UNKNOWN: Rgba = Rgba([0xff, 0xff, 0x80, 255]);
    const UNKNOWN_PLACE: Rgba = Rgba([0xff, 0xff, 0xff, 255]);
    const FRAME: Rgba = Rgba([0x10, 0x12, 0x16, 255]);
    let style = Style::of(theme);
    let outline = |radius: f32| -> Arc<[Point]> {
        let at_angle = |step: u8| {
            let angle = TAU * f32::from(step) / 48.0;
            let reach = quatrefoil(angle) * radius;
            Point { x: at.x + reach * angle.cos(), y: at.y + reach * angle.sin() }
        };
        (0..48).map(at_angle).collect()
    };
    let frame = |colour: Rgba, width: f32| Some(Stroke { width, colour, dash: None });
    let fill = if solid { UNKNOWN } else { UNKNOWN_PLACE };
    // The frame is yellow or white in every style: the icon in it has the colours of the day.
    let icon = type_colour(event_type, Theme::Light);
    vec![
        Mark::Symbol {
            centre: at,
            outline: outline(radius * 1.12),
            fill: style.symbol_edge,
            stroke: frame(style.symbol_edge, 3.0),
        },
        Mark::Symbol { centre: at, outline: outline(radius * 1.12), fill, stroke: frame(FRAME, 1.3) },
        symbol_mark(type_shape(event_type), at, radius * 0.62, icon, frame(FRAME, 0.6)),
    ]
}

/// How far four lobes reach from their middle in a direction, of 1.
fn quatrefoil(angle: f32) -> f32 {
    const OFF: f32 = 0.42;
    const LOBE: f32 = 0.58;
    let from_axis = (angle + FRAC_PI_2 / 2.0).rem_euclid(FRAC_PI_2) - FRAC_PI_2 / 2.0;
    let across = OFF * from_axis.sin();
    OFF * from_axis.cos() + (LOBE * LOBE - across * across).max(0.0).sqrt()
}

/// The badge itself, for the map and the legend.
pub(super) fn badge_marks(style: &Style, at: Point, shares: &[(Rgba, usize)], count: usize) -> Vec<Mark> {
    count_badge(style, at, BADGE_RADIUS, shares, &count.to_string())
}

/// A number in a ring of the colours of what it counts.
pub(super) fn count_badge(
    style: &Style,
    at: Point,
    radius: f32,
    shares: &[(Rgba, usize)],
    count: &str,
) -> Vec<Mark> {
    let thickness = 3.6;
    let middle = radius - thickness / 2.0 - 0.6;
    let mut marks = vec![Mark::Circle {
        centre: at,
        radius,
        fill: Some(style.symbol_edge),
        stroke: Some(Stroke { width: 0.8, colour: faded(style.ink, 90), dash: None }),
    }];
    let total: usize = shares.iter().map(|(_, share)| share).sum::<usize>().max(1);
    let mut from = -FRAC_PI_2;
    for &(colour, share) in shares {
        let sweep = TAU * share as f32 / total as f32;
        // A little air between the colours, none around a single one.
        let gap = if shares.len() > 1 { 0.10_f32.min(sweep / 4.0) } else { 0.0 };
        let steps = ((sweep / 0.18).ceil() as usize).max(2);
        let points: Arc<[Point]> = (0..=steps)
            .map(|i| {
                let angle = from + gap / 2.0 + (sweep - gap) * i as f32 / steps as f32;
                Point { x: at.x + middle * angle.cos(), y: at.y + middle * angle.sin() }
            })
            .collect();
        marks.push(Mark::Line { points, stroke: Stroke { width: thickness, colour, dash: None } });
        from += sweep;
    }
    // The larger the circle, the more room has a number; on the smallest, three figures must do with less.
    let least = if count.len() < 3 { 11.0 } else { 8.5 };
    let size = (radius * 1.42 / count.len().max(2) as f32).clamp(least, 12.5_f32.max(least));
    let text = TextMark::plain(at, Align::Centre, count, size, Face::SemiBold, style.ink);
    marks.push(Mark::Text(text));
    marks
}
