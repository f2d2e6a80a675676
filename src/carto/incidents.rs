//! The incidents themselves: symbols, pins, badges of stacks, the opened stack, the card of the hovered one.

use std::{
    collections::BTreeMap,
    f32::consts::{FRAC_PI_2, TAU},
    sync::Arc,
};

use crate::model::{Incident, IncidentId, Precision};

use super::{
    Align, Face, Halo, Mark, Point, Rgba, Stroke, Style, Target, Targeted, TextMark, Theme, View,
    fonts::{LINE_HEIGHT, shortened, text_width, wrapped},
    ground::Frame,
    labels::Rect,
    stacks::{Placed, Stack, is_pin},
    style::{BADGE_RADIUS, PIN_HEIGHT, SYMBOL_RADIUS, faded, type_colour},
    symbols::{symbol_mark, type_shape},
};

/// At most so many rows stand on the card of an opened stack.
const CARD_ROWS: usize = 12;

/// Radius of the innermost ring of an opened stack, and from ring to ring.
const SPIDER_RADIUS: f32 = 46.0;
const SPIDER_STEP: f32 = 34.0;
/// Room for each symbol along a ring.
const SPIDER_ROOM: f32 = 27.0;

/// What the incidents add to a Scene.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent rows of the legend")]
pub(super) struct Drawn {
    pub marks: Vec<Mark>,
    /// Drawn after everything on the map: the opened stack and the hovered one's card.
    pub above: Vec<Mark>,
    pub targets: Vec<Target>,
    pub targets_above: Vec<Target>,
    /// Where no name may stand.
    pub taken: Vec<Rect>,
    /// Where an opened stack stands.
    pub taken_above: Vec<Rect>,
    /// Types in the frame, for the legend.
    pub types: BTreeMap<String, usize>,
    pub pins_exact: bool,
    pub pins_near: bool,
    pub hollow_area: bool,
    pub hollow_district: bool,
    pub hollow_province: bool,
    pub closed_stack: bool,
}

impl Drawn {
    fn note(&mut self, incident: &Incident) {
        *self.types.entry(incident.event_type.clone()).or_default() += 1;
        match incident.place.precision {
            Precision::Exact => self.pins_exact = true,
            Precision::Near => self.pins_near = true,
            Precision::Area => self.hollow_area = true,
            Precision::District => self.hollow_district = true,
            Precision::Province => self.hollow_province = true,
            Precision::None => {}
        }
    }
}

/// Symbols and badges of all stacks in the frame.
pub(super) fn incident_marks(view: &View, frame: &Frame, stacks: &[Stack<'_>]) -> Drawn {
    let style = Style::of(view.theme);
    let mut drawn = Drawn::default();
    let in_frame: Vec<&Stack<'_>> = stacks
        .iter()
        .filter(|stack| {
            frame.holds(stack.at, -BADGE_RADIUS) || stack.members.iter().any(|p| frame.holds(p.foot, 0.0))
        })
        .collect();
    let is_open = |stack: &Stack<'_>| {
        stack.members.len() > 1
            && view.opened.as_ref().is_some_and(|key| stack.members.iter().any(|p| p.incident.id == *key))
    };
    // From north to south, so that a pin's foot is not covered by one behind it; the selected one last.
    let mut order: Vec<&Stack<'_>> = in_frame.clone();
    let chosen = |stack: &Stack<'_>, id: Option<&IncidentId>| {
        id.is_some_and(|id| stack.members.iter().any(|p| p.incident.id == *id))
    };
    order.sort_by(|a, b| {
        let rank = |s: &Stack<'_>| (chosen(s, view.selected.as_ref()), chosen(s, view.hovered.as_ref()));
        rank(a).cmp(&rank(b)).then(a.at.y.total_cmp(&b.at.y))
    });
    for stack in order {
        for p in &stack.members {
            drawn.note(p.incident);
        }
        let half = if stack.members.len() == 1 { SYMBOL_RADIUS + 3.0 } else { BADGE_RADIUS + 3.0 };
        drawn.taken.push(Rect::around(stack.at, Point { x: half, y: half }));
        match stack.members.as_slice() {
            [only] => single(view, style, only, &mut drawn),
            _ if is_open(stack) => {}
            _ => {
                drawn.closed_stack = true;
                badge(view, style, stack, &mut drawn);
            }
        }
    }
    if let Some(open) = in_frame.iter().find(|stack| is_open(stack)) {
        opened(view, style, frame, open, &mut drawn);
    }
    if let Some(hovered) = &view.hovered {
        let found = in_frame.iter().find_map(|stack| {
            let p = stack.members.iter().find(|p| p.incident.id == *hovered)?;
            (!is_open(stack)).then_some((*stack, p))
        });
        if let Some((stack, p)) = found {
            hover_card(style, frame, stack, p.incident, &mut drawn);
        }
    }
    drawn
}

fn halo_of(view: &View, style: &Style, members: &[Placed<'_>]) -> Option<(Rgba, Rgba, f32)> {
    let has =
        |id: &Option<IncidentId>| id.as_ref().is_some_and(|id| members.iter().any(|p| p.incident.id == *id));
    if has(&view.selected) {
        Some((style.selection, style.selection_edge, 5.0))
    } else if has(&view.hovered) {
        Some((style.hover, faded(style.ink, 140), 3.5))
    } else {
        None
    }
}

fn halo_marks(view: &View, style: &Style, members: &[Placed<'_>], at: Point, radius: f32) -> Option<Mark> {
    let (fill, edge, by) = halo_of(view, style, members)?;
    Some(Mark::Circle {
        centre: at,
        radius: radius + by,
        fill: Some(fill),
        stroke: Some(Stroke { width: 1.3, colour: edge, dash: None }),
    })
}

fn single(view: &View, style: &Style, p: &Placed<'_>, drawn: &mut Drawn) {
    let colour = type_colour(&p.incident.event_type, view.theme);
    if is_pin(p.incident.place.precision) {
        let exact = p.incident.place.precision == Precision::Exact;
        drawn.marks.extend(pin_foot(style, p.foot, colour, exact));
        drawn.taken.push(Rect::around(
            Point { x: p.foot.x, y: p.foot.y - PIN_HEIGHT / 2.0 },
            Point { x: 4.0, y: PIN_HEIGHT / 2.0 + 3.0 },
        ));
    }
    drawn.marks.extend(halo_marks(view, style, &[*p], p.symbol, SYMBOL_RADIUS));
    drawn.marks.extend(symbol(view.theme, p.incident, p.symbol, SYMBOL_RADIUS));
    drawn.targets.push(Target {
        centre: p.symbol,
        radius: SYMBOL_RADIUS + 2.0,
        what: Targeted::Incident(p.incident.id.clone()),
    });
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

/// The symbol of an incident: solid where the place is a point, hollow where it is an area.
pub(super) fn symbol(theme: Theme, incident: &Incident, at: Point, radius: f32) -> Vec<Mark> {
    type_symbol(theme, &incident.event_type, is_pin(incident.place.precision), at, radius)
}

/// The symbol of a type, solid or hollow.
pub(super) fn type_symbol(theme: Theme, event_type: &str, solid: bool, at: Point, radius: f32) -> Vec<Mark> {
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

/// The badge of a closed stack: a count in a ring of the colours of its types.
fn badge(view: &View, style: &Style, stack: &Stack<'_>, drawn: &mut Drawn) {
    drawn.marks.extend(halo_marks(view, style, &stack.members, stack.at, BADGE_RADIUS));
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for p in &stack.members {
        *kinds.entry(p.incident.event_type.as_str()).or_default() += 1;
    }
    let mut shares: Vec<(Rgba, usize)> =
        kinds.into_iter().map(|(kind, count)| (type_colour(kind, view.theme), count)).collect();
    shares.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    drawn.marks.extend(badge_marks(style, stack.at, &shares, stack.members.len()));
    drawn.targets.push(Target {
        centre: stack.at,
        radius: BADGE_RADIUS + 2.0,
        what: Targeted::Stack(ids(stack)),
    });
}

fn ids(stack: &Stack<'_>) -> Arc<[IncidentId]> {
    stack.members.iter().map(|p| p.incident.id.clone()).collect()
}

/// The badge itself, for the map and the legend.
pub(super) fn badge_marks(style: &Style, at: Point, shares: &[(Rgba, usize)], count: usize) -> Vec<Mark> {
    let thickness = 3.6;
    let middle = BADGE_RADIUS - thickness / 2.0 - 0.6;
    let mut marks = vec![Mark::Circle {
        centre: at,
        radius: BADGE_RADIUS,
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
    marks.push(Mark::Text(TextMark {
        at,
        align: Align::Centre,
        text: count.to_string().into(),
        size: if count < 100 { 11.0 } else { 8.5 },
        face: Face::SemiBold,
        colour: style.ink,
        halo: None,
        angle: 0.0,
        spacing: 0.0,
    }));
    marks
}

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

fn opened(view: &View, style: &Style, frame: &Frame, stack: &Stack<'_>, drawn: &mut Drawn) {
    let (places, radius) = spider(stack.members.len());
    let reach = radius + 27.0;
    let card = list_card(view, style, frame, stack);
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
        drawn.above.extend(halo_marks(view, style, &[*p], *spot, SYMBOL_RADIUS));
        drawn.above.extend(symbol(view.theme, p.incident, *spot, SYMBOL_RADIUS));
        let (angle, ring) = places[i];
        let out = ring + 18.5;
        drawn.above.push(Mark::Text(TextMark {
            at: Point { x: centre.x + out * angle.cos(), y: centre.y + out * angle.sin() },
            align: Align::Centre,
            text: (i + 1).to_string().into(),
            size: 9.5,
            face: Face::SemiBold,
            colour: style.ink,
            halo: Some(Halo { colour: faded(style.card, 230), width: 1.4 }),
            angle: 0.0,
            spacing: 0.0,
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
    for (row, y) in card.row_targets.iter().enumerate() {
        // Rows answer through small circles over their numbers and symbols.
        drawn.targets_above.push(Target {
            centre: Point { x: at.x + 18.0, y: at.y + y },
            radius: 9.0,
            what: Targeted::Incident(stack.members[row].incident.id.clone()),
        });
    }
}

/// A card with its texts relative to its left top corner.
struct TextCard {
    size: Point,
    texts: Vec<TextMark>,
    symbols: Vec<Mark>,
    row_targets: Vec<f32>,
}

impl TextCard {
    fn marks_at(&self, style: &Style, at: Point) -> Vec<Mark> {
        let mut marks = card_marks(style, at, self.size);
        marks.extend(self.symbols.iter().map(|mark| mark.moved(at)));
        marks.extend(self.texts.iter().map(|text| Mark::Text(text.clone()).moved(at)));
        marks
    }
}

/// A card with its shadow.
pub(super) fn card_marks(style: &Style, at: Point, size: Point) -> Vec<Mark> {
    vec![
        Mark::Card {
            min: Point { x: at.x - 1.0, y: at.y + 0.5 },
            size: Point { x: size.x + 2.0, y: size.y + 2.0 },
            radius: 6.0,
            fill: style.card_shadow,
            stroke: None,
        },
        Mark::Card {
            min: at,
            size,
            radius: 5.0,
            fill: style.card,
            stroke: Some(Stroke { width: 0.8, colour: style.card_edge, dash: None }),
        },
    ]
}

fn plain_text(
    at: Point,
    align: Align,
    text: impl Into<Arc<str>>,
    size: f32,
    face: Face,
    colour: Rgba,
) -> TextMark {
    TextMark { at, align, text: text.into(), size, face, colour, halo: None, angle: 0.0, spacing: 0.0 }
}

fn list_card(view: &View, style: &Style, frame: &Frame, stack: &Stack<'_>) -> TextCard {
    let size = 11.0;
    let row_height = size * LINE_HEIGHT + 4.0;
    let room = frame.max().y - frame.min.y - 16.0;
    let most = (((room - 44.0) / row_height).max(1.0) as usize).min(CARD_ROWS);
    let count = stack.members.len();
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
        .map(|p| text_width(Face::Regular, size, &date_of(p.incident), 0.0))
        .fold(0.0, f32::max);
    let title_x = date_x + dates + 10.0;
    let titles = stack
        .members
        .iter()
        .take(rows)
        .map(|p| text_width(Face::Regular, size, p.incident.display_title(), 0.0))
        .fold(0.0, f32::max);
    let heading = format!("{count} incidents here");
    let heading_width = 24.0 + text_width(Face::SemiBold, 12.0, &heading, 0.0);
    let width = (title_x + titles + 12.0).max(heading_width).min(widest.clamp(150.0, 520.0));
    let title_room = width - title_x - 10.0;
    let mut texts =
        vec![plain_text(Point { x: 12.0, y: 16.0 }, Align::Left, heading, 12.0, Face::SemiBold, style.ink)];
    let mut symbols = Vec::new();
    let mut row_targets = Vec::new();
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
        texts.push(plain_text(
            Point { x: number_end, y },
            Align::Right,
            (i + 1).to_string(),
            size,
            Face::SemiBold,
            style.ink,
        ));
        symbols.extend(symbol(view.theme, p.incident, Point { x: symbol_x, y }, 5.4));
        texts.push(plain_text(
            Point { x: date_x, y },
            Align::Left,
            date_of(p.incident),
            size,
            Face::Regular,
            style.quiet_ink,
        ));
        if title_room > 30.0 {
            let title = shortened(Face::Regular, size, p.incident.display_title(), title_room);
            texts.push(plain_text(
                Point { x: title_x, y },
                Align::Left,
                title,
                size,
                Face::Regular,
                style.ink,
            ));
        }
        row_targets.push(y);
        y += row_height;
    }
    if rows < count {
        let more = format!("and {} more", count - rows);
        texts.push(plain_text(
            Point { x: date_x, y },
            Align::Left,
            more,
            size,
            Face::Regular,
            style.quiet_ink,
        ));
        y += row_height;
    }
    TextCard { size: Point { x: width, y: y - row_height / 2.0 + 7.0 }, texts, symbols, row_targets }
}

/// How well the place is known, in words: `District only`, `Within 5 km`.
pub(super) fn precision_words(incident: &Incident) -> String {
    let place = &incident.place;
    match (place.precision, place.radius) {
        (Precision::Near | Precision::Area, Some(radius)) => format!("Within {radius}"),
        (
            Precision::Exact
            | Precision::Near
            | Precision::Area
            | Precision::District
            | Precision::Province
            | Precision::None,
            _,
        ) => place.precision.label().to_owned(),
    }
}

fn hover_card(style: &Style, frame: &Frame, stack: &Stack<'_>, incident: &Incident, drawn: &mut Drawn) {
    let (title_size, size) = (12.0, 11.0);
    let widest = ((frame.max().x - frame.min.x) * 0.6).min(300.0);
    let titles = wrapped(Face::SemiBold, title_size, incident.display_title(), widest - 20.0, 3);
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
        texts.push(plain_text(
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
        texts.push(plain_text(Point { x: 10.0, y }, Align::Left, line, size, Face::Regular, style.quiet_ink));
        y += size * LINE_HEIGHT;
    }
    let card = TextCard {
        size: Point { x: width, y: y - 3.0 },
        texts,
        symbols: Vec::new(),
        row_targets: Vec::new(),
    };
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
