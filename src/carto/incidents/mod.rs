//! The incidents themselves: symbols, pins, badges of stacks; an opened stack and the hovered one above them.

mod ends;
mod opened;
mod hover;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::model::{Incident, IncidentId, Precision, Status};

use super::{
    Mark, Point, Rect, Rgba, Stroke, Style, Target, Targeted, View,
    crowd::CrowdKey,
    ground::Frame,
    signs::{Sign, badge_marks, faint, pin_foot, sign_radius, symbol},
    stacks::{Placed, Stack},
    style::{BADGE_RADIUS, PIN_HEIGHT, faded, type_colour},
};
use ends::end_marks;
use hover::hover_card;
use opened::opened;

/// What the incidents add to a Scene.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub marks: Vec<Mark>,
    /// Drawn after everything on the map: the opened stack and the hovered one's card.
    pub above: Vec<Mark>,
    pub targets: Vec<Target>,
    pub targets_above: Vec<Target>,
    /// Where no name may stand.
    pub taken: Vec<Rect>,
    /// What the legend leaves free, though names may stand there.
    pub crowded: Vec<Rect>,
    /// Where an opened stack stands.
    pub taken_above: Vec<Rect>,
    /// Types in the frame, for the legend.
    pub types: BTreeMap<String, usize>,
    /// Signs in the frame, for the legend.
    pub signs: BTreeSet<Sign>,
    /// What is drawn together, for the legend.
    pub crowd: Option<CrowdKey>,
}

impl Drawn {
    /// So many of a type are in the frame.
    pub fn note_type(&mut self, code: &str, count: usize) {
        match self.types.get_mut(code) {
            Some(all) => *all += count,
            None => {
                self.types.insert(code.to_owned(), count);
            }
        }
    }

    /// Takes what is drawn over it.
    pub fn join(&mut self, over: Self) {
        self.marks.extend(over.marks);
        self.above.extend(over.above);
        self.targets.extend(over.targets);
        self.targets_above.extend(over.targets_above);
        self.taken.extend(over.taken);
        self.crowded.extend(over.crowded);
        self.taken_above.extend(over.taken_above);
        over.types.iter().for_each(|(code, count)| self.note_type(code, *count));
        self.signs.extend(over.signs);
        self.crowd = self.crowd.take().or(over.crowd);
    }

    fn note(&mut self, incident: &Incident) {
        self.note_type(&incident.event_type, 1);
        self.signs.extend(match incident.place.precision {
            Precision::Exact => Some(Sign::PinExact),
            Precision::Vicinity | Precision::Locality | Precision::Near => Some(Sign::PinNear),
            Precision::Area | Precision::District | Precision::Province | Precision::Stretch => {
                Some(Sign::Hollow)
            }
            Precision::None => None,
        });
    }
}

/// Symbols and badges of all stacks in the frame; below them the ways of the `incidents`.
pub(super) fn incident_marks(
    view: &View,
    frame: &Frame,
    incidents: &[Arc<Incident>],
    stacks: &[Stack],
) -> Drawn {
    let style = Style::of(view.theme);
    let mut drawn = Drawn::default();
    end_marks(view, frame, incidents, &mut drawn);
    let in_frame: Vec<&Stack> = stacks
        .iter()
        .filter(|stack| {
            frame.holds(stack.at, -BADGE_RADIUS) || stack.members.iter().any(|p| frame.holds(p.foot, 0.0))
        })
        .collect();
    let is_open = |stack: &Stack| {
        stack.members.len() > 1
            && view.opened.as_ref().is_some_and(|key| stack.members.iter().any(|p| p.incident.id == *key))
    };
    // From north to south, so that a pin's foot is not covered by one behind it; the selected one last.
    let mut order: Vec<&Stack> = in_frame.clone();
    let chosen = |stack: &Stack, id: Option<&IncidentId>| {
        id.is_some_and(|id| stack.members.iter().any(|p| p.incident.id == *id))
    };
    order.sort_by(|a, b| {
        let rank = |s: &Stack| (chosen(s, view.selected.as_ref()), chosen(s, view.hovered.as_ref()));
        rank(a).cmp(&rank(b)).then(a.at.y.total_cmp(&b.at.y))
    });
    for stack in order {
        for p in &stack.members {
            drawn.note(&p.incident);
        }
        let half = match stack.members.as_slice() {
            [only] => sign_radius(view, &only.incident) + 3.0,
            _ => BADGE_RADIUS + 3.0,
        };
        drawn.taken.push(Rect::around(stack.at, Point { x: half, y: half }));
        match stack.members.as_slice() {
            [only] => single(view, style, only, &mut drawn),
            _ if is_open(stack) => {}
            _ => {
                drawn.signs.insert(Sign::Badge);
                badge(view, style, stack, &mut drawn);
            }
        }
    }
    highlights(view, style, &in_frame, &mut drawn);
    if let Some(open) = in_frame.iter().find(|stack| is_open(stack)) {
        opened(view, style, frame, open, &mut drawn);
    }
    if let Some(hovered) = &view.hovered {
        let found = in_frame.iter().find_map(|stack| {
            let p = stack.members.iter().find(|p| p.incident.id == *hovered)?;
            (!is_open(stack)).then_some((*stack, p))
        });
        if let Some((stack, p)) = found {
            hover_card(style, frame, stack, &p.incident, &mut drawn);
        }
    }
    drawn
}

/// Rings around what a shot points at, over all symbols: dark in light, so that every ground and grey paper shows them.
fn highlights(view: &View, style: &Style, stacks: &[&Stack], drawn: &mut Drawn) {
    for stack in stacks {
        if !stack.members.iter().any(|p| view.highlighted.contains(&p.incident.id)) {
            continue;
        }
        let own = match stack.members.as_slice() {
            [only] => sign_radius(view, &only.incident),
            _ => BADGE_RADIUS,
        };
        let radius = own + 6.5;
        for (width, colour) in [(6.0, style.paper), (3.0, style.accent)] {
            let stroke = Some(Stroke { width, colour, dash: None });
            drawn.marks.push(Mark::Circle { centre: stack.at, radius, fill: None, stroke });
        }
        drawn.taken.push(Rect::around(stack.at, Point { x: radius + 3.0, y: radius + 3.0 }));
    }
}

fn halo_of(view: &View, style: &Style, members: &[Placed]) -> Option<(Rgba, Rgba, f32)> {
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

fn halo_marks(view: &View, style: &Style, members: &[Placed], at: Point, radius: f32) -> Option<Mark> {
    let (fill, edge, by) = halo_of(view, style, members)?;
    Some(Mark::Circle {
        centre: at,
        radius: radius + by,
        fill: Some(fill),
        stroke: Some(Stroke { width: 1.3, colour: edge, dash: None }),
    })
}

fn single(view: &View, style: &Style, p: &Placed, drawn: &mut Drawn) {
    let colour = type_colour(&p.incident.event_type, view.theme);
    let radius = sign_radius(view, &p.incident);
    if p.incident.place.precision.is_point() {
        let exact = p.incident.place.precision == Precision::Exact;
        let foot = pin_foot(style, p.foot, colour, exact);
        let rejected = p.incident.status == Some(Status::Rejected);
        drawn.marks.extend(if rejected { faint(foot) } else { foot });
        drawn.taken.push(Rect::around(
            Point { x: p.foot.x, y: p.foot.y - PIN_HEIGHT / 2.0 },
            Point { x: 4.0, y: PIN_HEIGHT / 2.0 + 3.0 },
        ));
    }
    drawn.marks.extend(halo_marks(view, style, std::slice::from_ref(p), p.symbol, radius));
    drawn.marks.extend(symbol(view, &p.incident, p.symbol, radius));
    drawn.targets.push(Target {
        centre: p.symbol,
        radius: radius + 2.0,
        what: Targeted::Incident(p.incident.id.clone()),
    });
}

/// The badge of a closed stack: a count in a ring of the colours of its types.
fn badge(view: &View, style: &Style, stack: &Stack, drawn: &mut Drawn) {
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

fn ids(stack: &Stack) -> Arc<[IncidentId]> {
    stack.members.iter().map(|p| p.incident.id.clone()).collect()
}
