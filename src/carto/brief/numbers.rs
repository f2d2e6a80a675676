//! The numbers of incidents on the map: which number each has, and where its label stands so that none hides another.
//!
//! Incidents that stand together share one label. Where a label finds no room, its incidents join those of the next
//! place, until all labels stand free: whatever is listed can be found.

use std::collections::BTreeMap;

use crate::model::IncidentId;

use super::{
    super::{
        Align, Mark, Point, Rect, Stroke, Style, View,
        ground::Frame,
        signs::sign_radius,
        stacks::{Placed, Stack, stacks, time_key},
        style::{BADGE_RADIUS, faded},
    },
    entries::number_words,
    layout::Order,
    setting::{Look, set_line},
};

/// More parts than this ("3, 8, 12–14, 20") make a label that nobody reads: then incidents are numbered by place.
const MOST_PARTS: usize = 4;

/// From the edge of a symbol to its label.
const GAP: f32 = 2.5;

/// How far from the middle of its symbol a label may stand, logical pixels of the map.
const REACHES: [f32; 5] = [30.0, 42.0, 56.0, 72.0, 90.0];
const DIRECTIONS: u8 = 16;

/// All incidents of a brief with their numbers, from 1 on.
#[derive(Debug)]
pub(super) struct Numbering {
    pub numbers: BTreeMap<IncidentId, usize>,
    pub stacks: Vec<Stack>,
    pub labels: Vec<Label>,
    /// Numbered by place, though by date was asked.
    pub by_place_instead: bool,
}

/// The numbers of one place of the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Ascending.
    pub numbers: Vec<usize>,
    pub rect: Rect,
    /// Where the line to its symbol begins, where it stands apart.
    pub(super) symbol: Point,
    pub(super) radius: f32,
    pub(super) apart: bool,
}

/// Numbers the placed incidents and, after them, those that are not on the map; both in time order.
pub(super) fn numbered(
    view: &View,
    (frame, look): (&Frame, Look),
    (placed, missing): (&[Placed], &[IncidentId]),
    order: Order,
    reserved: &[Rect],
) -> Numbering {
    let mut groups = stacks(placed, frame);
    keep_inside(&mut groups, frame);
    join_touching(view, &mut groups, frame);
    let mut by_place = order == Order::Place;
    loop {
        let numbers = numbers_of(&groups, missing, by_place);
        let of_stack = |stack: &Stack| -> Vec<usize> {
            let mut all: Vec<usize> =
                stack.members.iter().filter_map(|p| numbers.get(&p.incident.id).copied()).collect();
            all.sort_unstable();
            all
        };
        let wanted: Vec<Vec<usize>> = groups.iter().map(of_stack).collect();
        let too_long = |numbers: &Vec<usize>| number_words(numbers).split(", ").count() > MOST_PARTS;
        if !by_place && wanted.iter().any(too_long) {
            by_place = true;
            continue;
        }
        match labels(view, (frame, look), &groups, &wanted, reserved) {
            Ok(labels) => {
                let by_place_instead = by_place && order == Order::Date;
                return Numbering { numbers, stacks: groups, labels, by_place_instead };
            }
            Err(crowded) if groups.len() > 1 => {
                join_to_nearest(&mut groups, &crowded);
                keep_inside(&mut groups, frame);
                join_touching(view, &mut groups, frame);
            }
            // One label alone that has no room: the map is too small for any.
            Err(_) => {
                return Numbering { numbers, stacks: groups, labels: Vec::new(), by_place_instead: false };
            }
        }
    }
}

fn numbers_of(groups: &[Stack], missing: &[IncidentId], by_place: bool) -> BTreeMap<IncidentId, usize> {
    let mut order: Vec<&Stack> = groups.iter().collect();
    order
        .sort_by(|a, b| (a.at.x, a.at.y).partial_cmp(&(b.at.x, b.at.y)).unwrap_or(std::cmp::Ordering::Equal));
    let mut all: Vec<&Placed> = order.iter().flat_map(|stack| &stack.members).collect();
    if !by_place {
        all.sort_by(|a, b| time_key(&a.incident).cmp(&time_key(&b.incident)));
    }
    let ids = all.into_iter().map(|p| &p.incident.id).chain(missing);
    ids.zip(1..).map(|(id, number)| (id.clone(), number)).collect()
}

fn radius(view: &View, stack: &Stack) -> f32 {
    match stack.members.as_slice() {
        [only] => sign_radius(view, &only.incident) + 1.0,
        _ => BADGE_RADIUS + 0.5,
    }
}

/// No badge is cut off at the edge of the map.
fn keep_inside(groups: &mut [Stack], frame: &Frame) {
    let (min, max) = (frame.min, frame.max());
    let edge = BADGE_RADIUS + 3.0;
    for stack in groups.iter_mut().filter(|stack| stack.members.len() > 1) {
        stack.at.x = stack.at.x.clamp(min.x + edge, (max.x - edge).max(min.x + edge));
        stack.at.y = stack.at.y.clamp(min.y + edge, (max.y - edge).max(min.y + edge));
    }
}

fn distance(a: Point, b: Point) -> f32 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// Joins the second stack to the first; its badge stands in the middle of all.
fn join(groups: &mut Vec<Stack>, into: usize, from: usize) {
    let gone = groups.swap_remove(from.max(into));
    let kept = &mut groups[from.min(into)];
    let (a, b) = (kept.members.len() as f32, gone.members.len() as f32);
    kept.at =
        Point { x: (kept.at.x * a + gone.at.x * b) / (a + b), y: (kept.at.y * a + gone.at.y * b) / (a + b) };
    kept.members.extend(gone.members);
    kept.members.sort_by(|a, b| time_key(&a.incident).cmp(&time_key(&b.incident)));
}

/// Stacks whose signs would lie on each other become one; so do those of a map too small for so many.
fn join_touching(view: &View, groups: &mut Vec<Stack>, frame: &Frame) {
    const AIR: f32 = 2.0;
    /// Room for a sign and its label.
    const FIELD: f32 = 46.0 * 30.0;
    let most = ((frame.viewport.size.x * frame.viewport.size.y / FIELD) as usize).max(1);
    loop {
        let pairs = (0..groups.len()).flat_map(|a| (a + 1..groups.len()).map(move |b| (a, b)));
        let room = |(a, b): &(usize, usize)| {
            let (a, b) = (&groups[*a], &groups[*b]);
            distance(a.at, b.at) - radius(view, a) - radius(view, b)
        };
        let nearest = pairs.min_by(|a, b| room(a).total_cmp(&room(b)));
        match nearest {
            Some(pair) if groups.len() > most || room(&pair) < AIR => {
                join(groups, pair.0, pair.1);
                keep_inside(groups, frame);
            }
            Some(_) | None => return,
        }
    }
}

/// Each of the crowded stacks joins its nearest neighbour.
fn join_to_nearest(groups: &mut Vec<Stack>, crowded: &[IncidentId]) {
    for key in crowded {
        let Some(at) = groups.iter().position(|stack| stack.members.iter().any(|p| p.incident.id == *key))
        else {
            continue;
        };
        let from = groups[at].at;
        let others = (0..groups.len()).filter(|other| *other != at);
        let nearest =
            others.min_by(|a, b| distance(groups[*a].at, from).total_cmp(&distance(groups[*b].at, from)));
        if let Some(nearest) = nearest {
            join(groups, nearest, at);
        }
    }
}

/// The labels of all stacks, or a member of each stack whose label found no room.
fn labels(
    view: &View,
    (frame, look): (&Frame, Look),
    groups: &[Stack],
    wanted: &[Vec<usize>],
    reserved: &[Rect],
) -> Result<Vec<Label>, Vec<IncidentId>> {
    let signs: Vec<Rect> = groups.iter().map(|stack| sign_rect(view, stack)).collect();
    let inside = Rect { min: frame.min, max: frame.max() }.grown(-2.0);
    let mut labels: Vec<Label> = Vec::with_capacity(groups.len());
    let mut crowded = Vec::new();
    // The most crowded first: they have the least choice.
    let mut order: Vec<usize> = (0..groups.len()).collect();
    let neighbours =
        |i: &usize| groups.iter().filter(|other| distance(other.at, groups[*i].at) < 70.0).count();
    order.sort_by_key(|i| std::cmp::Reverse(neighbours(i)));
    for i in order {
        let stack = &groups[i];
        let size = label_size(look, &number_words(&wanted[i]));
        let free = |rect: &Rect| {
            inside.contains(rect)
                && !reserved.iter().any(|other| other.overlaps(rect))
                && !signs.iter().any(|other| other.overlaps(rect))
                && !labels.iter().any(|other| {
                    other.rect.overlaps(rect)
                        || (other.apart && crosses(other.symbol, middle(&other.rect), rect))
                })
        };
        let beside = beside(stack.at, radius(view, stack), size).into_iter().map(|rect| (rect, false));
        let apart = around(stack.at, size).map(|rect| (rect, true));
        let found = beside.chain(apart).find(|(rect, apart)| {
            let own = middle(rect);
            // A line must not run over another number or sign.
            let is_clear = !apart
                || (!labels.iter().any(|other| crosses(stack.at, own, &other.rect))
                    && !signs.iter().enumerate().any(|(j, sign)| j != i && crosses(stack.at, own, sign)));
            is_clear && free(rect)
        });
        match found {
            Some((rect, apart)) => labels.push(Label {
                numbers: wanted[i].clone(),
                rect,
                symbol: stack.at,
                radius: radius(view, stack),
                apart,
            }),
            None => crowded.extend(stack.members.first().map(|p| p.incident.id.clone())),
        }
    }
    if crowded.is_empty() { Ok(labels) } else { Err(crowded) }
}

/// The sign of a stack, with the foot of a pin.
fn sign_rect(view: &View, stack: &Stack) -> Rect {
    let half = radius(view, stack);
    let mut rect = Rect::around(stack.at, Point { x: half, y: half });
    if let [only] = stack.members.as_slice() {
        rect.max.y = rect.max.y.max(only.foot.y + 2.0);
    }
    rect
}

fn middle(rect: &Rect) -> Point {
    Point { x: f32::midpoint(rect.min.x, rect.max.x), y: f32::midpoint(rect.min.y, rect.max.y) }
}

fn label_size(look: Look, words: &str) -> Point {
    Point { x: look.width(words).max(look.size * 0.7) + look.size * 0.7, y: look.size * 1.34 }
}

/// Labels that touch their sign: right, left, above, below, and the corners.
fn beside(at: Point, radius: f32, size: Point) -> [Rect; 8] {
    let far = Point { x: radius + GAP + size.x / 2.0, y: radius + GAP + size.y / 2.0 };
    let half = Point { x: size.x / 2.0, y: size.y / 2.0 };
    let corner = Point { x: radius * 0.75 + size.x / 2.0, y: radius * 0.75 + size.y / 2.0 };
    [
        (far.x, 0.0),
        (-far.x, 0.0),
        (corner.x, -corner.y),
        (-corner.x, -corner.y),
        (corner.x, corner.y),
        (-corner.x, corner.y),
        (0.0, -far.y),
        (0.0, far.y),
    ]
    .map(|(dx, dy)| Rect::around(Point { x: at.x + dx, y: at.y + dy }, half))
}

/// Labels that stand apart, the nearest first; a line leads to them.
fn around(at: Point, size: Point) -> impl Iterator<Item = Rect> {
    let half = Point { x: size.x / 2.0, y: size.y / 2.0 };
    REACHES.into_iter().flat_map(move |reach| {
        (0..DIRECTIONS).map(move |step| {
            let angle = std::f32::consts::TAU * f32::from(step) / f32::from(DIRECTIONS);
            // Labels are wider than tall: the same air on all sides.
            let (x, y) = ((reach + half.x - half.y) * angle.cos(), reach * angle.sin());
            Rect::around(Point { x: at.x + x, y: at.y + y }, half)
        })
    })
}

/// Whether a straight line runs through a rectangle.
fn crosses(a: Point, b: Point, rect: &Rect) -> bool {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let (mut enters, mut leaves) = (0.0_f32, 1.0_f32);
    for (step, room) in
        [(-dx, a.x - rect.min.x), (dx, rect.max.x - a.x), (-dy, a.y - rect.min.y), (dy, rect.max.y - a.y)]
    {
        if step < 0.0 {
            enters = enters.max(room / step);
        } else if step > 0.0 {
            leaves = leaves.min(room / step);
        } else if room < 0.0 {
            return false;
        }
    }
    enters < leaves
}

/// The lines to labels that stand apart: they lie below the signs.
pub(super) fn leader_marks(style: &Style, labels: &[Label]) -> Vec<Mark> {
    let apart = labels.iter().filter(|label| label.apart);
    let line = |label: &Label, width: f32, colour| Mark::Line {
        points: [label.symbol, middle(&label.rect)].into(),
        stroke: Stroke { width, colour, dash: None },
    };
    apart
        .flat_map(|label| {
            let dot = Mark::Circle {
                centre: label.symbol,
                radius: label.radius,
                fill: None,
                stroke: Some(Stroke { width: 1.0, colour: style.ink, dash: None }),
            };
            [line(label, 3.0, faded(style.card, 200)), line(label, 1.1, style.ink), dot]
        })
        .collect()
}

/// The labels themselves.
pub(super) fn label_marks(style: &Style, look: Look, labels: &[Label]) -> Vec<Mark> {
    labels.iter().flat_map(|label| pill(style, look, &label.rect, &number_words(&label.numbers))).collect()
}

/// A number on its card, the same on the map and in the list.
pub(super) fn pill(style: &Style, look: Look, rect: &Rect, words: &str) -> [Mark; 2] {
    let size = Point { x: rect.max.x - rect.min.x, y: rect.max.y - rect.min.y };
    let card = Mark::Card {
        min: rect.min,
        size,
        radius: size.y * 0.3,
        fill: style.ink,
        stroke: Some(Stroke { width: 1.0, colour: faded(style.paper, 220), dash: None }),
    };
    let at = Point { x: rect.min.x, y: middle(rect).y };
    [card, set_line(look, words, at, size.x, Align::Centre)]
}
